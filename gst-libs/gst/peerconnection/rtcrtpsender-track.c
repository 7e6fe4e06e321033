/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsender-track.c: what a sender sends, and in which streams:
 * replaceTrack and setStreams (webrtc-pc section 5.2).
 */

#include "rtcviews.h"

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcpeerconnection-private.h"

/* With the lock. NULL when it is gone from the session. */
static const PcTransceiver *
sender_look (GstRTCRtpSender * self)
{
  GstRTCModel *model = gst_rtc_rtp_sender_peek_model (self);

  if (model->session == NULL)
    return NULL;

  return pc_session_get_transceiver (model->session,
      gst_rtc_rtp_sender_peek_id (self));
}

/* An entry. The track is looked up here, so that calls from several threads
 * cannot overtake each other. */
static void
tell_backend (gpointer owner, gpointer data)
{
  GstRTCRtpSender *sender = data;
  g_autoptr (GstRTCBackend) backend =
      gst_rtc_model_dup_backend (gst_rtc_rtp_sender_peek_model (sender));
  g_autoptr (GstMediaStreamTrack) track = gst_rtc_rtp_sender_get_track (sender);

  if (backend != NULL
      && GST_RTC_BACKEND_GET_IFACE (backend)->set_sender_track != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->set_sender_track (backend,
        gst_rtc_rtp_sender_peek_id (sender), track);
}

void
gst_rtc_rtp_sender_track_changed (GstRTCRtpSender * sender)
{
  g_object_notify (G_OBJECT (sender), "track");
  gst_rtc_operations_post (gst_rtc_rtp_sender_peek_model (sender)->queue,
      tell_backend, g_object_ref (sender), g_object_unref);
}

/* --- replaceTrack --------------------------------------------------------- */

typedef struct
{
  GstRTCRtpSender *sender;
  GstMediaStreamTrack *track;   /* or NULL */
  GCancellable *cancellable;
  GAsyncReadyCallback callback;
  gpointer user_data;
  gboolean answered;
} Replacement;

/* A task answers where it is made: in the queue. */
static void
answer (Replacement * replacement, GError * error)
{
  g_autoptr (GTask) task = g_task_new (replacement->sender,
      replacement->cancellable, replacement->callback, replacement->user_data);

  g_task_set_source_tag (task, gst_rtc_rtp_sender_replace_track_async);
  replacement->answered = TRUE;
  if (error == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_prefix_error (&error, "replaceTrack: ");
  g_task_return_error (task, error);
}

static GError *
closed_error (void)
{
  return g_error_new_literal (PC_ERROR, PC_ERROR_INVALID_STATE,
      "the connection is closed");
}

/* Nobody waits for ever: what the queue drops is answered too. */
static void
replacement_free (gpointer data)
{
  Replacement *replacement = data;

  if (!replacement->answered)
    answer (replacement, closed_error ());
  g_clear_object (&replacement->sender);
  g_clear_object (&replacement->track);
  g_clear_object (&replacement->cancellable);
  g_free (replacement);
}

static Replacement *
replacement_move (Replacement * replacement)
{
  Replacement *moved = g_memdup2 (replacement, sizeof (*replacement));

  memset (replacement, 0, sizeof (*replacement));
  replacement->answered = TRUE;

  return moved;
}

/* Step 6: what may have changed while it waited. */
static GError *
check_replacement (GstRTCRtpSender * sender)
{
  GstRTCModel *model = gst_rtc_rtp_sender_peek_model (sender);
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (model);
  const PcTransceiver *transceiver = sender_look (sender);

  if (model->closed)
    return closed_error ();
  /* Step 6.1 */
  if (transceiver == NULL || transceiver->stopping || transceiver->stopped)
    return g_error_new_literal (PC_ERROR, PC_ERROR_INVALID_STATE,
        "the transceiver is stopped");

  return NULL;
}

/* An entry, the queued task of step 6.4.4. */
static void
finish_replacement (gpointer owner, gpointer data)
{
  Replacement *replacement = data;
  GstRTCRtpSender *sender = replacement->sender;
  GstRTCModel *model = gst_rtc_rtp_sender_peek_model (sender);
  g_autoptr (GstMediaStreamTrack) old = NULL;

  g_mutex_lock (&model->lock);
  if (model->closed) {
    g_mutex_unlock (&model->lock);
    answer (replacement, closed_error ());
    return;
  }
  old = gst_rtc_rtp_sender_set_track_locked (sender, replacement->track);
  pc_session_set_sender_media (model->session,
      gst_rtc_rtp_sender_peek_id (sender), replacement->track != NULL);
  g_mutex_unlock (&model->lock);
  gst_rtc_rtp_sender_track_changed (sender);
  answer (replacement, NULL);
}

/* An operation. */
static void
run_replacement (gpointer owner, gpointer data)
{
  Replacement *replacement = data;
  GstRTCOperations *queue =
      gst_rtc_rtp_sender_peek_model (replacement->sender)->queue;
  GError *error = check_replacement (replacement->sender);

  if (error != NULL) {
    answer (replacement, error);
    return;
  }
  gst_rtc_operations_complete_next (queue, finish_replacement,
      replacement_move (replacement), replacement_free);
}

/* An entry: step 5 does not wait for the operations before. */
static void
refuse_kind (gpointer owner, gpointer data)
{
  Replacement *replacement = data;

  answer (replacement, g_error_new (PC_ERROR, PC_ERROR_TYPE,
          "the track is of kind \"%s\", the transceiver is not",
          gst_media_stream_track_get_kind (replacement->track)));
}

static gboolean
kind_fits (GstRTCRtpSender * sender, GstMediaStreamTrack * track)
{
  const gchar *kind = gst_rtc_rtp_sender_peek_kind (sender) == PC_KIND_AUDIO
      ? "audio" : "video";

  return g_str_equal (gst_media_stream_track_get_kind (track), kind);
}

/**
 * gst_rtc_rtp_sender_replace_track_async:
 * @sender: a #GstRTCRtpSender
 * @with_track: (nullable): what to send from now on, of the same kind; %NULL
 *   for nothing
 * @cancellable: (nullable): abandons the result, not the operation
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Sends another track, without negotiation (replaceTrack, webrtc-pc section
 * 5.2). An operation of the connection: it waits for those before it.
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_sender_replace_track_async (GstRTCRtpSender * sender,
    GstMediaStreamTrack * with_track, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  Replacement *replacement;
  GstRTCOperations *queue;

  g_return_if_fail (GST_IS_RTC_RTP_SENDER (sender));
  g_return_if_fail (with_track == NULL || GST_IS_MEDIA_STREAM_TRACK
      (with_track));

  replacement = g_new0 (Replacement, 1);
  replacement->sender = g_object_ref (sender);
  replacement->track = with_track != NULL ? g_object_ref (with_track) : NULL;
  replacement->cancellable = cancellable != NULL ? g_object_ref (cancellable)
      : NULL;
  replacement->callback = callback;
  replacement->user_data = user_data;

  queue = gst_rtc_rtp_sender_peek_model (sender)->queue;
  if (with_track != NULL && !kind_fits (sender, with_track))
    gst_rtc_operations_post (queue, refuse_kind, replacement, replacement_free);
  else
    gst_rtc_operations_chain (queue, run_replacement, replacement,
        replacement_free);
}

/**
 * gst_rtc_rtp_sender_replace_track_finish:
 * @sender: a #GstRTCRtpSender
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_TYPE when the track is of another kind, and
 * with #GST_RTC_DOM_ERROR_INVALID_STATE when the transceiver is stopped or the
 * connection closed.
 *
 * Returns: whether the track was replaced
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_sender_replace_track_finish (GstRTCRtpSender * sender,
    GAsyncResult * result, GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, sender), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- setStreams ------------------------------------------------------------- */

GPtrArray *
gst_rtc_peer_connection_unique_streams (GPtrArray * streams)
{
  GPtrArray *unique = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; streams != NULL && i < streams->len; i++) {
    GstMediaStream *stream = g_ptr_array_index (streams, i);

    if (!g_ptr_array_find (unique, stream, NULL))
      g_ptr_array_add (unique, g_object_ref (stream));
  }

  return unique;
}

GPtrArray *
gst_rtc_rtp_sender_associate_streams_locked (GstRTCRtpSender * sender,
    GPtrArray * streams)
{
  GstRTCModel *model = gst_rtc_rtp_sender_peek_model (sender);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < streams->len; i++)
    g_ptr_array_add (ids,
        (gpointer) gst_media_stream_get_id (g_ptr_array_index (streams, i)));
  g_ptr_array_add (ids, NULL);
  pc_session_set_sender_streams (model->session,
      gst_rtc_rtp_sender_peek_id (sender), (const gchar * const *) ids->pdata);

  return gst_rtc_rtp_sender_set_streams_locked (sender, streams);
}

/**
 * gst_rtc_rtp_sender_set_streams:
 * @sender: a #GstRTCRtpSender
 * @streams: (nullable) (element-type GstMediaStream): the streams that its
 *   track belongs to, for the peer; %NULL for none
 * @error: return location for a #GError
 *
 * The next negotiation tells the peer (setStreams, webrtc-pc section 5.2).
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed.
 *
 * Returns: whether they were set
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_sender_set_streams (GstRTCRtpSender * sender, GPtrArray * streams,
    GError ** error)
{
  g_autoptr (GPtrArray) unique = NULL;
  GstRTCModel *model;

  g_return_val_if_fail (GST_IS_RTC_RTP_SENDER (sender), FALSE);

  unique = gst_rtc_peer_connection_unique_streams (streams);
  model = gst_rtc_rtp_sender_peek_model (sender);
  g_mutex_lock (&model->lock);
  if (model->closed || model->session == NULL) {
    g_mutex_unlock (&model->lock);
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "setStreams: the connection is closed");
    return FALSE;
  }
  unique = gst_rtc_rtp_sender_associate_streams_locked (sender,
      g_steal_pointer (&unique));
  g_mutex_unlock (&model->lock);
  gst_rtc_model_update_negotiation_needed (model);

  return TRUE;
}
