/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcmodel.c: what a connection and its views share.
 */

#include "rtcmodel.h"

#include "rtcpeerconnection-private.h"

/* What a peer takes that does not say (RFC 8841 section 6). */
#define RTC_DEFAULT_MAX_MESSAGE_SIZE 65536

GstRTCModel *
gst_rtc_model_new (GMainContext * context, GObject * owner,
    void (*idle) (gpointer owner))
{
  GstRTCModel *model = g_new0 (GstRTCModel, 1);

  model->ref_count = 1;
  model->max_message_size = RTC_DEFAULT_MAX_MESSAGE_SIZE;
  g_mutex_init (&model->lock);
  g_weak_ref_init (&model->backend, NULL);
  model->queue = gst_rtc_operations_new (context, owner, idle);

  return model;
}

GstRTCModel *
gst_rtc_model_ref (GstRTCModel * model)
{
  g_atomic_int_inc (&model->ref_count);

  return model;
}

void
gst_rtc_model_unref (GstRTCModel * model)
{
  if (!g_atomic_int_dec_and_test (&model->ref_count))
    return;

  gst_rtc_operations_unref (model->queue);
  g_clear_pointer (&model->session, pc_session_free);
  g_weak_ref_clear (&model->backend);
  g_mutex_clear (&model->lock);
  g_free (model);
}

GstRTCBackend *
gst_rtc_model_dup_backend (GstRTCModel * model)
{
  return g_weak_ref_get (&model->backend);
}

void
gst_rtc_model_update_negotiation_needed (GstRTCModel * model)
{
  /* Its first step, looking whether the chain is empty, is repeated by the
   * entry and asks again when the chain has drained: it decides nothing. */
  gst_rtc_operations_post (model->queue,
      gst_rtc_peer_connection_check_negotiation_needed, NULL, NULL);
}

void
gst_rtc_model_reconfigure (GstRTCModel * model)
{
  gst_rtc_operations_post (model->queue, gst_rtc_peer_connection_reconfigure,
      NULL, NULL);
}
