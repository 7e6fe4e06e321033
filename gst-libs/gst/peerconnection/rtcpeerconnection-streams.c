/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-streams.c: connections as they were before there were
 * transceivers: addStream and its like, which browsers still have, in terms of
 * tracks.
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"

static void
add_streams (GPtrArray * list, GPtrArray * streams)
{
  for (guint i = 0; i < streams->len; i++) {
    GstMediaStream *stream = g_ptr_array_index (streams, i);

    if (!g_ptr_array_find (list, stream, NULL))
      g_ptr_array_add (list, g_object_ref (stream));
  }
}

static GPtrArray *
list_streams (GstRTCPeerConnection * self, gboolean remote)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  g_autoptr (GArray) ids = NULL;

  if (self->model->session == NULL)
    return list;
  ids = pc_session_list_transceivers (self->model->session);
  for (guint i = 0; i < ids->len; i++) {
    GstRTCRtpTransceiver *view = gst_rtc_peer_connection_view_locked (self,
        g_array_index (ids, guint, i));
    GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (view);

    if (remote)
      add_streams (list, *gst_rtc_rtp_receiver_peek_streams
          (gst_rtc_rtp_transceiver_get_receiver (view)));
    else if (gst_rtc_rtp_sender_peek_track_locked (sender) != NULL)
      add_streams (list, gst_rtc_rtp_sender_peek_streams_locked (sender));
  }

  return list;
}

GPtrArray *
gst_rtc_peer_connection_list_remote_streams (GstRTCPeerConnection * self)
{
  return list_streams (self, TRUE);
}

static gboolean
check_open (GstRTCPeerConnection * self, const gchar * method, GError ** error)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  if (self->model->closed)
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "%s: the connection is closed", method);

  return !self->model->closed;
}

/**
 * gst_rtc_peer_connection_add_stream:
 * @connection: a #GstRTCPeerConnection
 * @stream: what to send
 * @error: return location for a #GError
 *
 * Sends the tracks that the stream has now and that are not sent already.
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed,
 * with #GST_RTC_DOM_ERROR_NOT_SUPPORTED when the element is not installed.
 *
 * Returns: whether they are sent
 *
 * Deprecated: 0.1: Use gst_rtc_peer_connection_add_track().
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_add_stream (GstRTCPeerConnection * connection,
    GstMediaStream * stream, GError ** error)
{
  g_autoptr (GPtrArray) tracks = NULL;
  g_autoptr (GPtrArray) streams = g_ptr_array_new ();

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), FALSE);
  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), FALSE);

  if (!check_open (connection, "addStream", error)
      || !gst_rtc_peer_connection_ensure_session (connection, error))
    return FALSE;

  g_ptr_array_add (streams, stream);
  tracks = gst_media_stream_get_tracks (stream);
  for (guint i = 0; i < tracks->len; i++) {
    /* InvalidAccessError: it is sent already */
    g_autoptr (GstRTCRtpSender) sender =
        gst_rtc_peer_connection_add_track (connection,
        g_ptr_array_index (tracks, i), streams, NULL);
  }

  return TRUE;
}

static gboolean
sends_track_of (GstRTCRtpSender * sender, GstMediaStream * stream,
    GPtrArray * tracks)
{
  g_autoptr (GMutexLocker) locker =
      gst_rtc_model_locker_new (gst_rtc_rtp_sender_peek_model (sender));
  GstMediaStreamTrack *track = gst_rtc_rtp_sender_peek_track_locked (sender);

  return track != NULL && g_ptr_array_find (tracks, track, NULL)
      && g_ptr_array_find (gst_rtc_rtp_sender_peek_streams_locked (sender),
      stream, NULL);
}

/**
 * gst_rtc_peer_connection_remove_stream:
 * @connection: a #GstRTCPeerConnection
 * @stream: what not to send any more
 * @error: return location for a #GError
 *
 * Sends the tracks of the stream no more that it was sent with. Fails with
 * #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed.
 *
 * Returns: whether none of it is sent
 *
 * Deprecated: 0.1: Use gst_rtc_peer_connection_remove_track().
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_remove_stream (GstRTCPeerConnection * connection,
    GstMediaStream * stream, GError ** error)
{
  g_autoptr (GPtrArray) senders = NULL;
  g_autoptr (GPtrArray) tracks = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), FALSE);
  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), FALSE);

  if (!check_open (connection, "removeStream", error))
    return FALSE;

  senders = gst_rtc_peer_connection_get_senders (connection);
  tracks = gst_media_stream_get_tracks (stream);
  for (guint i = 0; i < senders->len; i++) {
    GstRTCRtpSender *sender = g_ptr_array_index (senders, i);

    if (sends_track_of (sender, stream, tracks)
        && !gst_rtc_peer_connection_remove_track (connection, sender, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * gst_rtc_peer_connection_get_local_streams:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer container) (element-type GstMediaStream): the streams of
 *   the tracks that are sent
 *
 * Deprecated: 0.1: Use gst_rtc_peer_connection_get_senders().
 * Since: 0.1
 */
GPtrArray *
gst_rtc_peer_connection_get_local_streams (GstRTCPeerConnection * connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return list_streams (connection, FALSE);
}

/**
 * gst_rtc_peer_connection_get_remote_streams:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer container) (element-type GstMediaStream): the streams
 *   that the peer sends
 *
 * Deprecated: 0.1: Use gst_rtc_peer_connection_get_receivers().
 * Since: 0.1
 */
GPtrArray *
gst_rtc_peer_connection_get_remote_streams (GstRTCPeerConnection * connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return list_streams (connection, TRUE);
}

/**
 * gst_rtc_peer_connection_create_dtmf_sender:
 * @connection: a #GstRTCPeerConnection
 * @track: what is sent
 * @error: return location for a #GError
 *
 * Finds what sends tones beside @track: the same object as
 * gst_rtc_rtp_sender_get_dtmf() of its sender. Fails with
 * #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed, with
 * #GST_RTC_DOM_ERROR_INVALID_ACCESS when it does not send @track, or @track is
 * no audio.
 *
 * Returns: (transfer full): the RTCDTMFSender, or %NULL with an error
 *
 * Deprecated: 0.1: Use gst_rtc_rtp_sender_get_dtmf().
 * Since: 0.1
 */
GstRTCDTMFSender *
gst_rtc_peer_connection_create_dtmf_sender (GstRTCPeerConnection * connection,
    GstMediaStreamTrack * track, GError ** error)
{
  g_autoptr (GPtrArray) senders = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  if (!check_open (connection, "createDTMFSender", error))
    return NULL;

  senders = gst_rtc_peer_connection_get_senders (connection);
  for (guint i = 0; i < senders->len; i++) {
    GstRTCRtpSender *sender = g_ptr_array_index (senders, i);
    g_autoptr (GstMediaStreamTrack) sent =
        gst_rtc_rtp_sender_get_track (sender);
    GstRTCDTMFSender *dtmf = gst_rtc_rtp_sender_get_dtmf (sender);

    if (sent == track && dtmf != NULL)
      return g_object_ref (dtmf);
  }
  g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
      "createDTMFSender: the connection does not send the %s track '%s' as "
      "audio", gst_media_stream_track_get_kind (track),
      gst_media_stream_track_get_id (track));

  return NULL;
}
