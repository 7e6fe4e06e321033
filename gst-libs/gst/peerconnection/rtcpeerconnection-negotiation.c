/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-negotiation.c: the negotiation-needed flag (webrtc-pc
 * section 4.7.3), and what sets it without being about media or data.
 */

#include "rtcpeerconnection-private.h"

/* The queued task of "update the negotiation-needed flag": whether the event is
 * to be fired. */
static gboolean
negotiation_becomes_needed (GstRTCPeerConnection * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GstRTCModel *model = self->model;

  /* Step 2.1 */
  if (model->closed || model->session == NULL)
    return FALSE;
  /* Step 2.2 */
  if (!gst_rtc_operations_is_idle (model->queue)) {
    self->update_on_empty = TRUE;
    return FALSE;
  }
  /* Step 2.3 */
  if (pc_session_get_signaling_state (model->session) != PC_SIGNALING_STABLE)
    return FALSE;
  /* Step 2.4 */
  if (!pc_session_is_negotiation_needed (model->session)) {
    self->negotiation_needed = FALSE;
    return FALSE;
  }
  /* Steps 2.5 and 2.6 */
  if (self->negotiation_needed)
    return FALSE;
  self->negotiation_needed = TRUE;

  return TRUE;
}

void
gst_rtc_peer_connection_check_negotiation_needed (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;

  if (negotiation_becomes_needed (self))
    gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_NEGOTIATIONNEEDED, NULL);
}

/* Whether an offer is due, for those who may have missed the event. */
gboolean
gst_rtc_peer_connection_is_negotiation_due (GstRTCPeerConnection * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GstRTCModel *model = self->model;

  return !model->closed && model->session != NULL
      && pc_session_get_signaling_state (model->session) ==
      PC_SIGNALING_STABLE
      && pc_session_is_negotiation_needed (model->session);
}

/* webrtc-pc section 4.4.1.2, steps 7.4 to 7.6: the chain has become empty. */
void
gst_rtc_peer_connection_chain_idle (gpointer owner)
{
  GstRTCPeerConnection *self = owner;
  gboolean update;

  g_mutex_lock (&self->model->lock);
  update = self->update_on_empty && !self->model->closed;
  self->update_on_empty = FALSE;
  g_mutex_unlock (&self->model->lock);

  if (update)
    gst_rtc_model_update_negotiation_needed (self->model);
}

/**
 * gst_rtc_peer_connection_restart_ice:
 * @connection: a #GstRTCPeerConnection
 *
 * Makes the next offer search for paths anew (restartIce, webrtc-pc section
 * 4.4.2).
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_restart_ice (GstRTCPeerConnection * connection)
{
  GstRTCModel *model;

  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));

  model = connection->model;
  g_mutex_lock (&model->lock);
  if (model->session != NULL && !model->closed)
    pc_session_restart_ice (model->session);
  g_mutex_unlock (&model->lock);
  gst_rtc_model_update_negotiation_needed (model);
}
