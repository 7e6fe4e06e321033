/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-addtrack.c: sending tracks of the application: addTrack and
 * removeTrack (webrtc-pc section 5.1).
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"

static PcKind
kind_of_track (GstMediaStreamTrack * track)
{
  return g_str_equal (gst_media_stream_track_get_kind (track), "audio")
      ? PC_KIND_AUDIO : PC_KIND_VIDEO;
}

/* What is let go when the lock is. */
typedef struct
{
  GstMediaStreamTrack *track;
  GPtrArray *streams;
} Old;

static void
old_clear (Old * old)
{
  g_clear_object (&old->track);
  g_clear_pointer (&old->streams, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Old, old_clear);

static void
give_track_locked (GstRTCRtpSender * sender, GstMediaStreamTrack * track,
    GPtrArray * streams, Old * old)
{
  PcSession *session = gst_rtc_rtp_sender_peek_model (sender)->session;
  guint id = gst_rtc_rtp_sender_peek_id (sender);

  old->track = gst_rtc_rtp_sender_set_track_locked (sender, track);
  old->streams = gst_rtc_rtp_sender_associate_streams_locked (sender,
      g_ptr_array_ref (streams));
  if (track == NULL)
    return;
  pc_session_set_sender_track (session, id,
      gst_media_stream_track_get_id (track));
  pc_session_set_sender_media (session, id, TRUE);
}

/* The transceivers that are not stopped, in their order: CollectSenders. */
static GPtrArray *
collect_views_locked (GstRTCPeerConnection * self)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (self->model->session);
  GPtrArray *views = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++) {
    guint id = g_array_index (ids, guint, i);

    if (!pc_session_get_transceiver (self->model->session, id)->stopped)
      g_ptr_array_add (views, gst_rtc_peer_connection_view_locked (self, id));
  }

  return views;
}

/* addTrack, step 7: the sender that may be used again. @wanted: where the peer
 * takes what is sent; one that offered only to send refuses to. */
static GstRTCRtpTransceiver *
find_reusable_locked (GstRTCPeerConnection * self, GPtrArray * views,
    PcKind kind, gboolean wanted)
{
  for (guint i = 0; i < views->len; i++) {
    GstRTCRtpTransceiver *view = g_ptr_array_index (views, i);
    GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (view);
    const PcTransceiver *transceiver =
        pc_session_get_transceiver (self->model->session,
        gst_rtc_rtp_transceiver_peek_id (view));

    if (gst_rtc_rtp_sender_peek_track_locked (sender) == NULL
        && !*gst_rtc_rtp_sender_peek_has_pad_locked (sender)
        && transceiver->kind == kind
        && !transceiver->stopping && !transceiver->has_sent
        && (!wanted || pc_session_peer_receives (self->model->session,
                transceiver->id)))
      return view;
  }

  return NULL;
}

/* addTrack, step 8 */
static void
reuse_locked (GstRTCPeerConnection * self, GstRTCRtpTransceiver * view)
{
  guint id = gst_rtc_rtp_transceiver_peek_id (view);
  const PcTransceiver *transceiver =
      pc_session_get_transceiver (self->model->session, id);

  if (!pc_direction_sends (transceiver->direction))
    pc_session_set_direction (self->model->session, id,
        transceiver->direction == PC_DIRECTION_RECVONLY
        ? PC_DIRECTION_SENDRECV : PC_DIRECTION_SENDONLY);
  pc_session_set_added_by_track (self->model->session, id);
}

GstRTCRtpTransceiver *
gst_rtc_peer_connection_take_sender_locked (GstRTCPeerConnection * self,
    PcKind kind, PcDirection direction, gboolean exact)
{
  g_autoptr (GPtrArray) views = collect_views_locked (self);
  GstRTCRtpTransceiver *view = find_reusable_locked (self, views, kind, TRUE);
  PcSession *session = self->model->session;
  guint id;

  if (view != NULL) {
    reuse_locked (self, view);
    id = gst_rtc_rtp_transceiver_peek_id (view);
    if (exact)
      pc_session_set_direction (session, id, direction);
  } else {
    id = pc_session_add_transceiver (session, kind, direction, TRUE);
    if (!exact)
      pc_session_set_follows_offer (session, id);
    view = gst_rtc_peer_connection_view_locked (self, id);
  }
  *gst_rtc_rtp_sender_peek_has_pad_locked (gst_rtc_rtp_transceiver_get_sender
      (view)) = TRUE;

  return view;
}

/* addTrack, steps 5 to 9. Transfer full, or NULL with an error. */
static GstRTCRtpTransceiver *
add_track_locked (GstRTCPeerConnection * self, GstMediaStreamTrack * track,
    GPtrArray * streams, Old * old, gboolean * turned, GError ** error)
{
  g_autoptr (GPtrArray) views = NULL;
  GstRTCRtpTransceiver *view;
  PcKind kind = kind_of_track (track);

  if (self->model->closed) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "addTrack: the connection is closed");
    return NULL;
  }
  views = collect_views_locked (self);
  for (guint i = 0; i < views->len; i++) {
    if (gst_rtc_rtp_sender_peek_track_locked (gst_rtc_rtp_transceiver_get_sender
            (g_ptr_array_index (views, i))) == track) {
      g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
          "addTrack: the track %s has a sender already",
          gst_media_stream_track_get_id (track));
      return NULL;
    }
  }

  view = find_reusable_locked (self, views, kind, FALSE);
  *turned = view != NULL;
  if (view != NULL)
    reuse_locked (self, view);
  else
    view = gst_rtc_peer_connection_view_locked (self,
        pc_session_add_transceiver (self->model->session, kind,
            PC_DIRECTION_SENDRECV, TRUE));
  give_track_locked (gst_rtc_rtp_transceiver_get_sender (view), track, streams,
      old);

  return g_object_ref (view);
}

/**
 * gst_rtc_peer_connection_add_track:
 * @connection: a #GstRTCPeerConnection
 * @track: what to send
 * @streams: (nullable) (element-type GstMediaStream): the streams that it
 *   belongs to, for the peer; %NULL for none
 * @error: return location for a #GError
 *
 * Sends a track (addTrack, webrtc-pc section 5.1): a sender of its kind that
 * has no track and never sent anything takes it, otherwise a new transceiver.
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed,
 * with #GST_RTC_DOM_ERROR_INVALID_ACCESS when the track has a sender already,
 * with #GST_RTC_DOM_ERROR_NOT_SUPPORTED when the element is not installed.
 *
 * Returns: (transfer full): what sends it
 *
 * Since: 0.1
 */
GstRTCRtpSender *
gst_rtc_peer_connection_add_track (GstRTCPeerConnection * connection,
    GstMediaStreamTrack * track, GPtrArray * streams, GError ** error)
{
  g_autoptr (GPtrArray) unique = NULL;
  g_autoptr (GstRTCRtpTransceiver) view = NULL;
  g_auto (Old) old = { NULL, };
  GstRTCRtpSender *sender;
  gboolean turned = FALSE;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  if (!gst_rtc_peer_connection_ensure_session (connection, error))
    return NULL;

  unique = gst_rtc_peer_connection_unique_streams (streams);
  g_mutex_lock (&connection->model->lock);
  view = add_track_locked (connection, track, unique, &old, &turned, error);
  g_mutex_unlock (&connection->model->lock);
  if (view == NULL)
    return NULL;

  sender = gst_rtc_rtp_transceiver_get_sender (view);
  if (turned)
    g_object_notify (G_OBJECT (view), "direction");
  gst_rtc_rtp_sender_track_changed (sender);
  gst_rtc_model_update_negotiation_needed (connection->model);

  return g_object_ref (sender);
}

void
gst_rtc_peer_connection_give_track (GstRTCPeerConnection * self,
    GstRTCRtpTransceiver * view, GstMediaStreamTrack * track,
    GPtrArray * streams)
{
  g_autoptr (GPtrArray) unique =
      gst_rtc_peer_connection_unique_streams (streams);
  GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (view);
  g_auto (Old) old = { NULL, };

  g_mutex_lock (&self->model->lock);
  give_track_locked (sender, track, unique, &old);
  g_mutex_unlock (&self->model->lock);
  if (track != NULL)
    gst_rtc_rtp_sender_track_changed (sender);
}

/* removeTrack, steps 6 to 10. */
static void
remove_track_locked (GstRTCPeerConnection * self, GstRTCRtpSender * sender,
    GstMediaStreamTrack ** old)
{
  PcSession *session = self->model->session;
  guint id = gst_rtc_rtp_sender_peek_id (sender);
  const PcTransceiver *transceiver = pc_session_get_transceiver (session, id);

  if (transceiver == NULL || transceiver->stopping || transceiver->stopped
      || gst_rtc_rtp_sender_peek_track_locked (sender) == NULL)
    return;
  *old = gst_rtc_rtp_sender_set_track_locked (sender, NULL);
  pc_session_set_direction (session, id,
      pc_direction_intersect (transceiver->direction, PC_DIRECTION_RECVONLY));
  pc_session_set_sender_media (session, id, FALSE);
}

/**
 * gst_rtc_peer_connection_remove_track:
 * @connection: a #GstRTCPeerConnection
 * @sender: one of its senders
 * @error: return location for a #GError
 *
 * Sends nothing with @sender any more (removeTrack, webrtc-pc section 5.1). It
 * stays, and its transceiver does not send from the next negotiation on.
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed,
 * and with #GST_RTC_DOM_ERROR_INVALID_ACCESS when it is another's sender.
 *
 * Returns: whether @sender has no track now
 *
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_remove_track (GstRTCPeerConnection * connection,
    GstRTCRtpSender * sender, GError ** error)
{
  g_autoptr (GstMediaStreamTrack) old = NULL;
  GstRTCModel *model;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), FALSE);
  g_return_val_if_fail (GST_IS_RTC_RTP_SENDER (sender), FALSE);

  model = connection->model;
  g_mutex_lock (&model->lock);
  if (model->closed) {
    g_mutex_unlock (&model->lock);
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "removeTrack: the connection is closed");
    return FALSE;
  }
  if (gst_rtc_rtp_sender_peek_model (sender) != model) {
    g_mutex_unlock (&model->lock);
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
        "removeTrack: the sender belongs to another connection");
    return FALSE;
  }
  remove_track_locked (connection, sender, &old);
  g_mutex_unlock (&model->lock);

  if (old != NULL) {
    gst_rtc_rtp_sender_track_changed (sender);
    gst_rtc_model_update_negotiation_needed (model);
  }

  return TRUE;
}
