/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsender-parameters.c: how a sender sends (getParameters and
 * setParameters, webrtc-pc section 5.2).
 */

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcpeerconnection-private.h"
#include "rtcrtpparameters.h"
#include "rtcviews.h"

/* What an entry of the queue does with a sender. */
typedef struct
{
  GstRTCModel *model;
  guint id;
  gchar *transaction_id;        /* of what was got, or NULL */
  PcParameters *parameters;     /* to be set, or NULL */
  GstRTCRtpSender *sender;      /* to be answered for, or NULL */
  GCancellable *cancellable;    /* or NULL */
  GAsyncReadyCallback callback; /* or NULL */
  gpointer user_data;
  GError *failure;              /* the answer; NULL: well */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  gst_rtc_model_unref (entry->model);
  g_free (entry->transaction_id);
  g_clear_pointer (&entry->parameters, pc_parameters_free);
  g_clear_object (&entry->sender);
  g_clear_object (&entry->cancellable);
  g_clear_error (&entry->failure);
  g_free (entry);
}

static Entry *
entry_new (GstRTCRtpSender * sender)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->model = gst_rtc_model_ref (gst_rtc_rtp_sender_peek_model (sender));
  entry->id = gst_rtc_rtp_sender_peek_id (sender);

  return entry;
}

static void
forget_parameters (gpointer owner, gpointer data)
{
  Entry *entry = data;
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (entry->model);

  pc_session_forget_parameters (entry->model->session, entry->id,
      entry->transaction_id);
}

/* Whether the thread that runs the queue is another one. There "the current
 * task" has no end that the queue knows of: it could pass at any moment
 * between getParameters() and setParameters(). */
static gboolean
is_elsewhere (GstRTCModel * model)
{
  g_autoptr (GMainContext) context =
      gst_rtc_operations_dup_context (model->queue);

  if (context == NULL)
    return FALSE;
  if (!g_main_context_acquire (context))
    return TRUE;
  g_main_context_release (context);

  return FALSE;
}

/* With the lock. */
static PcKind
look_kind (GstRTCModel * model, guint id)
{
  const PcTransceiver *look = model->session != NULL
      ? pc_session_get_transceiver (model->session, id) : NULL;

  return look != NULL ? look->kind : PC_KIND_VIDEO;
}

/**
 * gst_rtc_rtp_sender_get_parameters:
 * @sender: a #GstRTCRtpSender
 *
 * How the track is sent (RTCRtpSender.getParameters, webrtc-pc section 5.2).
 * To change that, change the encodings of what is returned and give it to
 * gst_rtc_rtp_sender_set_parameters_async(), before returning to the main loop
 * of the connection. In a thread that does not run it there is no such hurry:
 * the next call, and each new description, ends the transaction.
 *
 * Returns: (transfer full): the parameters, which are the caller's own
 *
 * Since: 0.1
 */
GstRTCRtpSendParameters *
gst_rtc_rtp_sender_get_parameters (GstRTCRtpSender * sender)
{
  g_autoptr (PcParameters) parameters = NULL;
  GstRTCModel *model;
  gboolean elsewhere;
  PcKind kind;
  Entry *entry;

  g_return_val_if_fail (GST_IS_RTC_RTP_SENDER (sender), NULL);

  entry = entry_new (sender);
  model = entry->model;
  elsewhere = is_elsewhere (model);
  g_mutex_lock (&model->lock);
  kind = look_kind (model, entry->id);
  if (model->session != NULL) {
    const PcTransceiver *look =
        pc_session_get_transceiver (model->session, entry->id);

    if (elsewhere && look != NULL)
      pc_session_forget_parameters (model->session, entry->id,
          look->transaction_id);
    parameters = pc_session_get_send_parameters (model->session, entry->id);
  } else {
    parameters = pc_parameters_new ();
  }
  g_mutex_unlock (&model->lock);

  entry->transaction_id = g_strdup (parameters->transaction_id);
  if (elsewhere || entry->transaction_id == NULL)
    entry_free (entry);
  else
    gst_rtc_operations_post (model->queue, forget_parameters, entry,
        entry_free);

  return gst_rtc_send_parameters_from_core (parameters, kind);
}

/* An entry: "queue a task", also for what is rejected, so that answers come in
 * the order of the calls. The task is made here: it answers where it was. */
static void
apply_parameters (gpointer owner, gpointer data)
{
  Entry *entry = data;
  g_autoptr (GTask) task = g_task_new (entry->sender, entry->cancellable,
      entry->callback, entry->user_data);

  g_task_set_source_tag (task, gst_rtc_rtp_sender_set_parameters_async);
  if (entry->failure != NULL) {
    g_prefix_error (&entry->failure, "setParameters: ");
    g_task_return_error (task, g_steal_pointer (&entry->failure));
    return;
  }
  g_mutex_lock (&entry->model->lock);
  pc_session_set_parameters (entry->model->session, entry->id,
      entry->parameters);
  g_mutex_unlock (&entry->model->lock);
  gst_rtc_peer_connection_reconfigure (owner, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * gst_rtc_rtp_sender_set_parameters_async:
 * @sender: a #GstRTCRtpSender
 * @parameters: what gst_rtc_rtp_sender_get_parameters() returned, with other
 *   encodings
 * @cancellable: (nullable): abandons the answer, not the change
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Changes how the track is sent (RTCRtpSender.setParameters, webrtc-pc section
 * 5.2), without negotiation. @parameters are read before this returns.
 *
 * It is refused with %GST_RTC_DOM_ERROR_INVALID_STATE when the transceiver is
 * stopped or @parameters are not those got last; with
 * %GST_RTC_DOM_ERROR_INVALID_MODIFICATION when anything but the encodings
 * differs, or the number, the order, a rid or an unknown codec in them; with
 * %GST_RTC_DOM_ERROR_RANGE where scaleResolutionDownBy is less than 1 or
 * maxFramerate less than 0.
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_sender_set_parameters_async (GstRTCRtpSender * sender,
    GstRTCRtpSendParameters * parameters, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  GstRTCModel *model;
  Entry *entry;

  g_return_if_fail (GST_IS_RTC_RTP_SENDER (sender));
  g_return_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters));

  entry = entry_new (sender);
  model = entry->model;
  entry->sender = g_object_ref (sender);
  entry->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  entry->callback = callback;
  entry->user_data = user_data;

  g_mutex_lock (&model->lock);
  entry->parameters = gst_rtc_send_parameters_to_core (parameters,
      look_kind (model, entry->id));
  if (model->session == NULL)
    g_set_error_literal (&entry->failure, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the connection is gone");
  else
    pc_session_check_parameters (model->session, entry->id, entry->parameters,
        &entry->failure);
  g_mutex_unlock (&model->lock);

  if (gst_rtc_operations_answer (model->queue, apply_parameters, entry,
          entry_free))
    return;
  /* The connection is gone, and its queue. */
  apply_parameters (NULL, entry);
  entry_free (entry);
}

/**
 * gst_rtc_rtp_sender_set_parameters_finish:
 * @sender: a #GstRTCRtpSender
 * @result: what the callback was given
 * @error: return location for a #GError
 *
 * Returns: whether the parameters are set
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_sender_set_parameters_finish (GstRTCRtpSender * sender,
    GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, sender), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
