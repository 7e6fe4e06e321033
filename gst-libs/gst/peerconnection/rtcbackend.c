/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcbackend.c: the seam, as the element sees it: its connection and the media
 * edge. What the element tells is in rtcbackend-facts.c.
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"
#include "rtcworker.h"

#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

G_DEFINE_INTERFACE (GstRTCBackend, gst_rtc_backend, GST_TYPE_ELEMENT);

static void
gst_rtc_backend_default_init (GstRTCBackendInterface * iface)
{
}

GstRTCPeerConnection *
gst_rtc_backend_create_connection (GstRTCBackend * backend,
    GstRTCConfiguration * configuration, GMainContext * main_context,
    GError ** error)
{
  g_autoptr (GstRTCPeerConnection) self = NULL;

  g_return_val_if_fail (GST_IS_RTC_BACKEND (backend), NULL);

  if (GST_RTC_BACKEND_GET_IFACE (backend)->version != GST_RTC_BACKEND_VERSION) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "the element speaks version %u of the library's seam, not %u: library"
        " and plugin must be installed together",
        GST_RTC_BACKEND_GET_IFACE (backend)->version, GST_RTC_BACKEND_VERSION);
    return NULL;
  }

  self = g_object_new (GST_TYPE_RTC_PEER_CONNECTION, "configuration",
      configuration, "main-context",
      main_context != NULL ? main_context : gst_rtc_worker_get_context (),
      NULL);
  if (self->construct_error != NULL) {
    g_propagate_error (error, g_error_copy (self->construct_error));
    return NULL;
  }
  self->element_first = TRUE;
  g_weak_ref_set (&self->model->backend, backend);

  return g_steal_pointer (&self);
}

/* Reports, for callers that have no error to return. */
static gboolean
ensure_session (GstRTCPeerConnection * self)
{
  g_autoptr (GError) error = NULL;

  if (gst_rtc_peer_connection_ensure_session (self, &error))
    return TRUE;
  GST_WARNING_OBJECT (self, "%s", error->message);

  return FALSE;
}

GstRTCCertificate *
gst_rtc_backend_get_certificate (GstRTCPeerConnection * connection)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  /* Not made anew for a closed one, but shown if there was one. */
  ensure_session (connection);
  locker = gst_rtc_model_locker_new (connection->model);

  return connection->certificate;
}

static gboolean
receives_locked (const PcSession * session, PcKind kind)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (session);

  for (guint i = 0; i < ids->len; i++) {
    const PcTransceiver *transceiver = pc_session_get_transceiver (session,
        g_array_index (ids, guint, i));

    if (transceiver->kind == kind && !transceiver->stopping
        && pc_direction_receives (transceiver->direction))
      return TRUE;
  }

  return FALSE;
}

void
gst_rtc_backend_want_media (GstRTCPeerConnection * connection, PcKind kind)
{
  PcSession *session;

  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));

  if (!ensure_session (connection))
    return;

  g_mutex_lock (&connection->model->lock);
  session = connection->model->session;
  if (!receives_locked (session, kind))
    pc_session_set_follows_offer (session, pc_session_add_transceiver (session,
            kind, PC_DIRECTION_RECVONLY, TRUE));
  g_mutex_unlock (&connection->model->lock);
  gst_rtc_model_update_negotiation_needed (connection->model);
}

guint
gst_rtc_backend_take_transceiver (GstRTCPeerConnection * connection,
    PcKind kind, PcDirection direction, gboolean exact)
{
  g_autoptr (GstRTCRtpTransceiver) view = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), 0);

  if (!ensure_session (connection))
    return 0;

  g_mutex_lock (&connection->model->lock);
  view = g_object_ref (gst_rtc_peer_connection_take_sender_locked (connection,
          kind, direction, exact));
  g_mutex_unlock (&connection->model->lock);
  g_object_notify (G_OBJECT (view), "direction");
  gst_rtc_model_update_negotiation_needed (connection->model);

  return gst_rtc_rtp_transceiver_peek_id (view);
}

void
gst_rtc_backend_set_codec_preferences (GstRTCPeerConnection * connection,
    guint transceiver_id, GPtrArray * codecs)
{
  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));

  if (!ensure_session (connection))
    return;
  g_mutex_lock (&connection->model->lock);
  pc_session_set_codec_preferences (connection->model->session,
      transceiver_id, codecs);
  g_mutex_unlock (&connection->model->lock);
}

void
gst_rtc_backend_set_sender_media (GstRTCPeerConnection * connection,
    guint transceiver_id, gboolean has_media)
{
  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));

  if (!ensure_session (connection))
    return;
  g_mutex_lock (&connection->model->lock);
  pc_session_set_sender_media (connection->model->session, transceiver_id,
      has_media);
  g_mutex_unlock (&connection->model->lock);
  gst_rtc_model_update_negotiation_needed (connection->model);
}

gboolean
gst_rtc_backend_set_sender_ssrc (GstRTCPeerConnection * connection,
    guint transceiver_id, guint32 ssrc)
{
  gboolean set;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), FALSE);

  if (!ensure_session (connection))
    return FALSE;
  g_mutex_lock (&connection->model->lock);
  set = pc_session_set_sender_ssrc (connection->model->session,
      transceiver_id, ssrc);
  g_mutex_unlock (&connection->model->lock);

  return set;
}

GPtrArray *
gst_rtc_backend_get_send_codecs (GstRTCPeerConnection * connection,
    guint transceiver_id, guint32 * ssrc)
{
  const PcTransceiver *transceiver;
  GPtrArray *codecs;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  if (!ensure_session (connection))
    return g_ptr_array_new ();

  g_mutex_lock (&connection->model->lock);
  codecs = pc_session_get_send_codecs (connection->model->session,
      transceiver_id);
  transceiver = pc_session_get_transceiver (connection->model->session,
      transceiver_id);
  if (ssrc != NULL)
    *ssrc = transceiver != NULL ? transceiver->send_ssrc : 0;
  g_mutex_unlock (&connection->model->lock);

  return codecs;
}

GstRTCRtpTransceiver *
gst_rtc_backend_get_transceiver (GstRTCPeerConnection * connection,
    guint transceiver_id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GstRTCRtpTransceiver *view;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  locker = gst_rtc_model_locker_new (connection->model);
  view = gst_rtc_peer_connection_view_locked (connection, transceiver_id);

  return view != NULL ? g_object_ref (view) : NULL;
}

void
gst_rtc_backend_remove_transceiver (GstRTCPeerConnection * connection,
    guint transceiver_id)
{
  const PcTransceiver *transceiver;
  PcSession *session;

  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));

  g_mutex_lock (&connection->model->lock);
  session = connection->model->session;
  transceiver = session == NULL || connection->model->closed ? NULL
      : pc_session_get_transceiver (session, transceiver_id);
  if (transceiver != NULL && !transceiver->stopping) {
    /* removeTrack(), webrtc-pc section 5.1, steps 8 to 10 */
    pc_session_set_direction (session, transceiver_id,
        pc_direction_intersect (transceiver->direction, PC_DIRECTION_RECVONLY));
    pc_session_set_sender_media (session, transceiver_id, FALSE);
    *gst_rtc_rtp_sender_peek_has_pad_locked
        (gst_rtc_rtp_transceiver_get_sender
        (gst_rtc_peer_connection_view_locked (connection,
                transceiver_id))) = FALSE;
  }
  g_mutex_unlock (&connection->model->lock);
  gst_rtc_model_update_negotiation_needed (connection->model);
}

gint
gst_rtc_backend_get_jitter_buffer_target (GstRTCPeerConnection * connection,
    guint transceiver_id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GstRTCRtpTransceiver *view;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), -1);

  locker = gst_rtc_model_locker_new (connection->model);
  view = gst_rtc_peer_connection_view_locked (connection, transceiver_id);

  return view == NULL ? -1 : (gint) * gst_rtc_rtp_receiver_peek_target_locked
      (gst_rtc_rtp_transceiver_get_receiver (view));
}
