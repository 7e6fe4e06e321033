/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-candidates.c: candidates of both ends (webrtc-pc sections
 * 4.4.1.4 and 4.4.2, addIceCandidate).
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"
#include "rtcicecandidate-private.h"
#include "rtcpeerconnectioniceevent.h"

/* What addIceCandidate was given. */
typedef struct
{
  const gchar *text;            /* "": no more */
  const gchar *mid;
  gint mline_index;             /* -1: not said */
  const gchar *ufrag;
} Given;

static Given
look_at_candidate (GstRTCIceCandidate * candidate)
{
  Given given = {.text = "",.mline_index = -1 };

  if (candidate == NULL)
    return given;
  given.text = gst_rtc_ice_candidate_get_candidate (candidate);
  given.mid = gst_rtc_ice_candidate_get_sdp_mid (candidate);
  given.mline_index = gst_rtc_ice_candidate_get_sdp_m_line_index (candidate);
  given.ufrag = gst_rtc_ice_candidate_get_username_fragment (candidate);
  if (given.text == NULL)
    given.text = "";

  return given;
}

static gboolean
session_add_candidate (GstRTCPeerConnection * self, const Given * given,
    const PcCandidate * candidate, GstRTCIceCandidate * shown,
    gchar ** transport_id, GError ** error)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GstRTCTransportEntry *entry;

  if (!pc_session_add_remote_candidate (self->model->session, candidate,
          given->mid, given->mline_index, given->ufrag, transport_id, error))
    return FALSE;
  self->descriptions_stale = TRUE;
  if (*transport_id == NULL || candidate == NULL)
    return TRUE;
  entry = gst_rtc_peer_connection_find_transport_locked (self, *transport_id);
  if (entry != NULL)
    gst_rtc_ice_transport_add_candidate_locked
        (gst_rtc_dtls_transport_get_ice_transport (entry->dtls),
        PC_SIDE_REMOTE, shown);

  return TRUE;
}

/* All transports, for a "no more" that names none. */
static GStrv
list_transport_ids (GstRTCPeerConnection * self)
{
  GPtrArray *ids = g_ptr_array_new ();

  g_mutex_lock (&self->model->lock);
  for (guint i = 0; i < self->transports->len; i++) {
    GstRTCTransportEntry *entry = g_ptr_array_index (self->transports, i);

    g_ptr_array_add (ids, g_strdup (entry->id));
  }
  g_mutex_unlock (&self->model->lock);
  g_ptr_array_add (ids, NULL);

  return (GStrv) g_ptr_array_free (ids, FALSE);
}

static void
hand_down (GstRTCPeerConnection * self, const Given * given,
    const gchar * transport_id, const PcCandidate * candidate)
{
  g_autoptr (GstRTCBackend) backend = gst_rtc_model_dup_backend (self->model);
  g_auto (GStrv) ids = NULL;
  GstRTCBackendInterface *iface;

  if (backend == NULL)
    return;
  iface = GST_RTC_BACKEND_GET_IFACE (backend);
  if (given->mid != NULL || given->mline_index >= 0) {
    if (transport_id != NULL)
      iface->add_remote_candidate (backend, transport_id, candidate);
    return;
  }
  ids = list_transport_ids (self);
  for (guint i = 0; ids[i] != NULL; i++)
    iface->add_remote_candidate (backend, ids[i], NULL);
}

/* webrtc-pc section 4.4.2, addIceCandidate step 4.1, before its step 4.4 looks
 * whether the candidate can be used. */
static gboolean
has_remote_description (GstRTCPeerConnection * self, GError ** error)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  const PcSession *session = self->model->session;

  if (pc_session_get_current_description (session, PC_SIDE_REMOTE) != NULL
      || pc_session_get_pending_description (session, PC_SIDE_REMOTE) != NULL)
    return TRUE;
  g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
      "there is no remote description");

  return FALSE;
}

/* webrtc-pc section 4.4.2, addIceCandidate step 3: said at once, whatever the
 * state of the connection. */
gboolean
gst_rtc_peer_connection_check_candidate (GstRTCIceCandidate * candidate,
    GError ** error)
{
  Given given = look_at_candidate (candidate);

  if (*given.text == '\0' || given.mid != NULL || given.mline_index >= 0)
    return TRUE;
  g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
      "the candidate \"%s\" has neither sdpMid nor sdpMLineIndex", given.text);

  return FALSE;
}

gboolean
gst_rtc_peer_connection_add_candidate (GstRTCPeerConnection * self,
    GstRTCIceCandidate * candidate, GError ** error)
{
  Given given = look_at_candidate (candidate);
  g_autoptr (PcCandidate) parsed = NULL;
  g_autofree gchar *transport_id = NULL;

  if (!has_remote_description (self, error))
    return FALSE;
  if (*given.text != '\0') {
    parsed = pc_candidate_parse (given.text, error);
    if (parsed == NULL)
      return FALSE;
  }
  if (!session_add_candidate (self, &given, parsed, candidate, &transport_id,
          error))
    return FALSE;
  hand_down (self, &given, transport_id, parsed);

  return TRUE;
}

/* Adds one of ours; the object to show, or NULL when its transport is gone. */
static GstRTCIceCandidate *
adopt_local_candidate (GstRTCPeerConnection * self, const gchar * transport_id,
    const PcCandidate * candidate)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  const gchar *mid = NULL, *ufrag = NULL;
  guint mline_index = 0;
  GstRTCIceCandidate *shown;
  GstRTCTransportEntry *entry;

  if (self->model->session == NULL
      || !pc_session_add_local_candidate (self->model->session, transport_id,
          candidate, &mid, &mline_index, &ufrag))
    return NULL;
  self->descriptions_stale = TRUE;

  shown = gst_rtc_ice_candidate_new_local (candidate, mid, mline_index, ufrag);
  entry = gst_rtc_peer_connection_find_transport_locked (self, transport_id);
  if (entry != NULL && candidate != NULL)
    gst_rtc_ice_transport_add_candidate_locked
        (gst_rtc_dtls_transport_get_ice_transport (entry->dtls),
        PC_SIDE_LOCAL, shown);

  return shown;
}

void
gst_rtc_peer_connection_candidate_gathered (GstRTCPeerConnection * self,
    const gchar * transport_id, const PcCandidate * candidate)
{
  g_autoptr (GstRTCIceCandidate) shown =
      adopt_local_candidate (self, transport_id, candidate);
  g_autoptr (GstRTCPeerConnectionIceEvent) event = NULL;

  if (shown == NULL)
    return;
  event = gst_rtc_peer_connection_ice_event_new (shown, NULL);
  gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_ICECANDIDATE, event);
}
