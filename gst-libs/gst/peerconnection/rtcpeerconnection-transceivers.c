/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-transceivers.c: the transceivers that a connection shows
 * (webrtc-pc section 5.1).
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcrtpparameters.h"

GstRTCRtpTransceiver *
gst_rtc_peer_connection_view_locked (GstRTCPeerConnection * self, guint id)
{
  const PcTransceiver *transceiver;
  GstRTCRtpTransceiver *view =
      g_hash_table_lookup (self->transceivers, GUINT_TO_POINTER (id));

  if (view != NULL || self->model->session == NULL)
    return view;
  transceiver = pc_session_get_transceiver (self->model->session, id);
  if (transceiver == NULL)
    return NULL;
  view = gst_rtc_rtp_transceiver_new (self->model, id, transceiver->kind);
  g_hash_table_insert (self->transceivers, GUINT_TO_POINTER (id), view);

  return view;
}

/* webrtc-pc section 4.4.1.5: what carries the m-section carries both halves. */
static void
set_transport_locked (GstRTCPeerConnection * self, GstRTCRtpTransceiver * view,
    guint id)
{
  const PcNegotiatedMedia *media = self->negotiated == NULL ? NULL
      : pc_negotiated_find_transceiver (self->negotiated, id);
  GstRTCTransportEntry *entry = media == NULL ? NULL
      : gst_rtc_peer_connection_find_transport_locked (self,
      media->transport_id);
  GstRTCDtlsTransport *dtls = entry != NULL ? entry->dtls : NULL;

  gst_rtc_rtp_sender_set_transport_locked (gst_rtc_rtp_transceiver_get_sender
      (view), dtls);
  gst_rtc_rtp_receiver_set_transport_locked
      (gst_rtc_rtp_transceiver_get_receiver (view), dtls);
}

void
gst_rtc_peer_connection_sync_transceivers_locked (GstRTCPeerConnection * self,
    GPtrArray * gone)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (self->model->session);
  GHashTableIter iter;
  gpointer key, view;

  g_hash_table_iter_init (&iter, self->transceivers);
  while (g_hash_table_iter_next (&iter, &key, &view)) {
    if (pc_session_get_transceiver (self->model->session,
            GPOINTER_TO_UINT (key)) != NULL)
      continue;
    g_ptr_array_add (gone, view);
    g_hash_table_iter_steal (&iter);
  }

  for (guint i = 0; i < ids->len; i++) {
    guint id = g_array_index (ids, guint, i);

    set_transport_locked (self, gst_rtc_peer_connection_view_locked (self, id),
        id);
  }
}

static gboolean
parse_kind (const gchar * name, PcKind * kind, GError ** error)
{
  if (g_str_equal (name, "audio")) {
    *kind = PC_KIND_AUDIO;
    return TRUE;
  }
  if (g_str_equal (name, "video")) {
    *kind = PC_KIND_VIDEO;
    return TRUE;
  }
  g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
      "addTransceiver: the kind \"%s\" is neither \"audio\" nor \"video\"",
      name);

  return FALSE;
}

/* addTransceiver, from step 6 on. @track (nullable) is of @kind. */
static GstRTCRtpTransceiver *
make_transceiver (GstRTCPeerConnection * self, GstMediaStreamTrack * track,
    PcKind kind, GstRTCRtpTransceiverInit * init, GError ** error)
{
  g_autoptr (GPtrArray) encodings = NULL;
  GstRTCRtpTransceiver *view;
  guint id;

  if ((init != NULL && !gst_rtc_rtp_transceiver_init_validate (init, error))
      || !gst_rtc_peer_connection_ensure_session (self, error))
    return NULL;
  encodings = gst_rtc_model_check_encodings (self->model,
      init != NULL ? init->send_encodings : NULL, kind, error);
  if (encodings == NULL)
    return NULL;

  g_mutex_lock (&self->model->lock);
  id = pc_session_add_transceiver (self->model->session, kind,
      init != NULL ? (PcDirection) init->direction : PC_DIRECTION_SENDRECV,
      FALSE);
  pc_session_set_send_encodings (self->model->session, id, encodings);
  view = g_object_ref (gst_rtc_peer_connection_view_locked (self, id));
  g_mutex_unlock (&self->model->lock);
  gst_rtc_peer_connection_give_track (self, view, track,
      init != NULL ? init->streams : NULL);
  gst_rtc_model_update_negotiation_needed (self->model);

  return view;
}

/**
 * gst_rtc_peer_connection_add_transceiver:
 * @connection: a #GstRTCPeerConnection
 * @kind: "audio" or "video"
 * @init: (nullable): its direction, streams and encodings
 * @error: return location for a #GError
 *
 * Adds a transceiver (addTransceiver, webrtc-pc section 5.1). Fails with
 * #GST_RTC_DOM_ERROR_TYPE when an argument is not what it must be, with
 * #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed, with
 * #GST_RTC_DOM_ERROR_NOT_SUPPORTED when the element is not installed, with
 * #GST_RTC_DOM_ERROR_RANGE for a number in the encodings that is too small,
 * with #GST_RTC_DOM_ERROR_OPERATION for a codec that cannot be sent.
 *
 * Returns: (transfer full): the new transceiver
 *
 * Since: 0.1
 */
GstRTCRtpTransceiver *
gst_rtc_peer_connection_add_transceiver (GstRTCPeerConnection * connection,
    const gchar * kind, GstRTCRtpTransceiverInit * init, GError ** error)
{
  PcKind pc_kind;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (init == NULL || GST_IS_RTC_RTP_TRANSCEIVER_INIT (init),
      NULL);

  if (!parse_kind (kind, &pc_kind, error))
    return NULL;

  return make_transceiver (connection, NULL, pc_kind, init, error);
}

/**
 * gst_rtc_peer_connection_add_transceiver_with_track:
 * @connection: a #GstRTCPeerConnection
 * @track: what its sender sends
 * @init: (nullable): its direction, streams and encodings
 * @error: return location for a #GError
 *
 * Adds a transceiver of the track's kind that sends it: addTransceiver()
 * (webrtc-pc section 5.1) is overloaded. A track may have several. Fails as
 * gst_rtc_peer_connection_add_transceiver() does.
 *
 * Returns: (transfer full): the new transceiver
 *
 * Since: 0.1
 */
GstRTCRtpTransceiver *
gst_rtc_peer_connection_add_transceiver_with_track (GstRTCPeerConnection *
    connection, GstMediaStreamTrack * track, GstRTCRtpTransceiverInit * init,
    GError ** error)
{
  PcKind kind;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);
  g_return_val_if_fail (init == NULL || GST_IS_RTC_RTP_TRANSCEIVER_INIT (init),
      NULL);

  if (!parse_kind (gst_media_stream_track_get_kind (track), &kind, error))
    return NULL;

  return make_transceiver (connection, track, kind, init, error);
}

typedef GObject *(*PartGetter) (GstRTCRtpTransceiver * transceiver);

/* @get (nullable): which part of each that is not stopped: CollectSenders of
 * section 5.1, and its like. */
static GPtrArray *
list_transceivers (GstRTCPeerConnection * self, PartGetter get)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  g_autoptr (GArray) ids = NULL;

  if (self->model->session == NULL)
    return list;
  ids = pc_session_list_transceivers (self->model->session);
  for (guint i = 0; i < ids->len; i++) {
    guint id = g_array_index (ids, guint, i);
    GstRTCRtpTransceiver *view = gst_rtc_peer_connection_view_locked (self, id);

    if (get != NULL
        && pc_session_get_transceiver (self->model->session, id)->stopped)
      continue;
    g_ptr_array_add (list, g_object_ref (get != NULL ? get (view)
            : G_OBJECT (view)));
  }

  return list;
}

/**
 * gst_rtc_peer_connection_get_senders:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer container) (element-type GstRTCRtpSender): the senders of all
 *   transceivers
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_peer_connection_get_senders (GstRTCPeerConnection * connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return list_transceivers (connection,
      (PartGetter) gst_rtc_rtp_transceiver_get_sender);
}

/**
 * gst_rtc_peer_connection_get_receivers:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer container) (element-type GstRTCRtpReceiver): the receivers of
 *   all transceivers
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_peer_connection_get_receivers (GstRTCPeerConnection * connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return list_transceivers (connection,
      (PartGetter) gst_rtc_rtp_transceiver_get_receiver);
}

/**
 * gst_rtc_peer_connection_get_transceivers:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer container) (element-type GstRTCRtpTransceiver): all
 *   transceivers, in the order in which they were added
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_peer_connection_get_transceivers (GstRTCPeerConnection * connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return list_transceivers (connection, NULL);
}
