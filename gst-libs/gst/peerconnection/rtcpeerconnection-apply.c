/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-apply.c: a description takes effect: "set the session
 * description" (webrtc-pc section 4.4.1.5). The core decides; here the tables
 * follow, the backend is told and the events are lined up.
 */

#include "rtcpeerconnection-private.h"

#include "core/jsep/pcsignaling.h"

#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

/* What a commit leaves to be told. */
typedef struct
{
  GArray *changes;              /* of PcChange */
  GPtrArray *views;             /* their transceivers, or NULL, one a change */
  GPtrArray *transports;        /* that are gone */
  GPtrArray *gone;              /* other objects, to be let go without the lock */
  GPtrArray *failed;            /* channels */
  PcNegotiated *configure;      /* NULL: the agreement is what it was */
} Outcome;

static void
outcome_clear (Outcome * outcome)
{
  g_clear_pointer (&outcome->changes, g_array_unref);
  g_clear_pointer (&outcome->views, g_ptr_array_unref);
  g_clear_pointer (&outcome->transports, g_ptr_array_unref);
  g_clear_pointer (&outcome->gone, g_ptr_array_unref);
  g_clear_pointer (&outcome->failed, g_ptr_array_unref);
  g_clear_pointer (&outcome->configure, pc_negotiated_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear);
static void
log_signaling_state (GstRTCPeerConnection * self, GstRTCSignalingState old,
    PcSide side, PcSdpType type)
{
  GstRTCSignalingState state =
      gst_rtc_peer_connection_get_signaling_state (self);

  GST_INFO_OBJECT (self, "signaling: %s -> %s (%s %s)",
      pc_signaling_state_to_string ((PcSignalingState) old),
      pc_signaling_state_to_string ((PcSignalingState) state),
      side == PC_SIDE_LOCAL ? "local" : "remote", pc_sdp_type_to_string (type));
}

static gboolean
has_change (const GArray * changes, PcChangeType type)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_array_index (changes, PcChange, i).type == type)
      return TRUE;

  return FALSE;
}

static void
adopt_negotiated_locked (GstRTCPeerConnection * self, Outcome * outcome)
{
  PcNegotiated *negotiated = pc_session_get_negotiated (self->model->session);

  if (self->negotiated != NULL
      && self->negotiated->generation == negotiated->generation) {
    pc_negotiated_unref (negotiated);
    return;
  }
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  self->negotiated = negotiated;
  outcome->configure = pc_negotiated_ref (negotiated);
}

static void
object_unref_maybe (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

/* Taken before the tables forget those that are gone. */
static GPtrArray *
dup_views_locked (GstRTCPeerConnection * self, const GArray * changes)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (object_unref_maybe);

  for (guint i = 0; i < changes->len; i++) {
    GstRTCRtpTransceiver *view = gst_rtc_peer_connection_view_locked (self,
        g_array_index (changes, PcChange, i).transceiver_id);

    g_ptr_array_add (views, view != NULL ? g_object_ref (view) : NULL);
  }

  return views;
}

/* Plan, then commit; the tables follow. */
static gboolean
commit_locked (GstRTCPeerConnection * self, PcSide side,
    const PcDescription * description, Outcome * outcome, GError ** error)
{
  PcSession *session = self->model->session;
  PcPlan *plan = pc_session_plan (session, side, description, error);

  if (plan == NULL)
    return FALSE;
  outcome->changes = pc_session_commit (session, plan);
  outcome->views = dup_views_locked (self, outcome->changes);
  adopt_negotiated_locked (self, outcome);
  outcome->transports = gst_rtc_peer_connection_sync_transports_locked (self);
  outcome->gone = g_ptr_array_new_with_free_func (g_object_unref);
  gst_rtc_peer_connection_sync_transceivers_locked (self, outcome->gone);
  outcome->failed =
      gst_rtc_peer_connection_sync_channels_locked (self, outcome->gone);
  self->descriptions_stale = TRUE;

  /* Step 4.6.11: back in stable, the flag is found anew; the operation that
   * runs is in the chain, so that happens when the chain is empty. */
  if (pc_session_get_signaling_state (session) == PC_SIGNALING_STABLE) {
    self->negotiation_needed = FALSE;
    self->update_on_empty = TRUE;
  }

  return TRUE;
}

gboolean
gst_rtc_peer_connection_apply (GstRTCPeerConnection * self, PcSide side,
    const PcDescription * description, GError ** error)
{
  g_autoptr (GstRTCBackend) backend = NULL;
  g_auto (Outcome) outcome = { 0 };
  GstRTCSignalingState old = gst_rtc_peer_connection_get_signaling_state (self);
  gboolean applied;

  g_mutex_lock (&self->model->lock);
  applied = commit_locked (self, side, description, &outcome, error);
  g_mutex_unlock (&self->model->lock);
  if (!applied)
    return FALSE;

  log_signaling_state (self, old, side, description->type);
  backend = gst_rtc_model_dup_backend (self->model);
  if (outcome.configure != NULL && backend != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->configure (backend, outcome.configure);

  /* Steps 4.6.12 to 4.6.17, in this order; the first is this very entry's, for
   * the state has changed in it. */
  gst_rtc_peer_connection_fail_channels (self, outcome.failed);
  gst_rtc_peer_connection_post_track_events (self, outcome.changes,
      outcome.views);
  gst_rtc_peer_connection_close_transports (self, outcome.transports);
  if (has_change (outcome.changes, PC_CHANGE_SIGNALING_STATE))
    gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_SIGNALINGSTATECHANGE,
        NULL);

  return TRUE;
}

void
gst_rtc_peer_connection_reconfigure (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  g_autoptr (GstRTCBackend) backend = gst_rtc_model_dup_backend (self->model);
  g_auto (Outcome) outcome = { 0 };

  g_mutex_lock (&self->model->lock);
  if (self->negotiated != NULL && !self->model->closed)
    adopt_negotiated_locked (self, &outcome);
  g_mutex_unlock (&self->model->lock);

  if (outcome.configure != NULL && backend != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->configure (backend, outcome.configure);
}
