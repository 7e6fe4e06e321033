/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-transports.c: the transports that a connection shows, their
 * states, and what these add up to (webrtc-pc sections 4.3 and 4.4.1.3).
 */

#include "rtcpeerconnection-private.h"

#include "rtcicecandidate-private.h"
#include "rtcpeerconnectioniceevent.h"

#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

void
gst_rtc_transport_entry_free (gpointer data)
{
  GstRTCTransportEntry *entry = data;

  g_free (entry->id);
  g_object_unref (entry->dtls);
  g_free (entry);
}

GstRTCTransportEntry *
gst_rtc_peer_connection_find_transport_locked (GstRTCPeerConnection * self,
    const gchar * id)
{
  for (guint i = 0; i < self->transports->len; i++) {
    GstRTCTransportEntry *entry = g_ptr_array_index (self->transports, i);

    if (g_str_equal (entry->id, id))
      return entry;
  }

  return NULL;
}

static void
adopt_transport_locked (GstRTCPeerConnection * self,
    const PcNegotiatedTransport * negotiated)
{
  GstRTCTransportEntry *entry =
      gst_rtc_peer_connection_find_transport_locked (self, negotiated->id);
  GstRTCIceTransport *ice;

  if (entry == NULL) {
    entry = g_new0 (GstRTCTransportEntry, 1);
    entry->id = g_strdup (negotiated->id);
    entry->dtls = gst_rtc_dtls_transport_new (self->model);
    entry->ice_generation = negotiated->ice_generation;
    g_ptr_array_add (self->transports, entry);
  }

  ice = gst_rtc_dtls_transport_get_ice_transport (entry->dtls);
  gst_rtc_ice_transport_set_role_locked (ice, negotiated->controlling
      ? GST_RTC_ICE_ROLE_CONTROLLING : GST_RTC_ICE_ROLE_CONTROLLED);
  if (entry->ice_generation != negotiated->ice_generation)
    gst_rtc_ice_transport_restart_locked (ice);
  entry->ice_generation = negotiated->ice_generation;
}

GPtrArray *
gst_rtc_peer_connection_sync_transports_locked (GstRTCPeerConnection * self)
{
  GPtrArray *gone = g_ptr_array_new_with_free_func (g_object_unref);
  PcNegotiated *negotiated = self->negotiated;

  for (guint i = 0; i < negotiated->transports->len; i++)
    adopt_transport_locked (self, g_ptr_array_index (negotiated->transports,
            i));
  for (guint i = self->transports->len; i > 0; i--) {
    GstRTCTransportEntry *entry = g_ptr_array_index (self->transports, i - 1);

    if (pc_negotiated_find_transport (negotiated, entry->id) != NULL)
      continue;
    g_ptr_array_add (gone, g_object_ref (entry->dtls));
    g_ptr_array_remove_index (self->transports, i - 1);
  }

  return gone;
}

void
gst_rtc_peer_connection_close_transports_locked (GstRTCPeerConnection * self)
{
  for (guint i = 0; i < self->transports->len; i++) {
    GstRTCTransportEntry *entry = g_ptr_array_index (self->transports, i);

    gst_rtc_dtls_transport_close_locked (entry->dtls);
  }
  if (self->sctp != NULL)
    gst_rtc_sctp_transport_close_locked (self->sctp);
}

/* --- aggregate states ------------------------------------------------------ */

typedef struct
{
  guint n;
  PcIceState *ice;
  PcGatheringState *gathering;
  PcDtlsState *dtls;
} States;

static void
states_clear (States * states)
{
  g_free (states->ice);
  g_free (states->gathering);
  g_free (states->dtls);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (States, states_clear);
static States
look_at_transports_locked (GstRTCPeerConnection * self)
{
  States states = {.n = self->transports->len };

  states.ice = g_new0 (PcIceState, states.n);
  states.gathering = g_new0 (PcGatheringState, states.n);
  states.dtls = g_new0 (PcDtlsState, states.n);
  for (guint i = 0; i < states.n; i++) {
    GstRTCTransportEntry *entry = g_ptr_array_index (self->transports, i);
    GstRTCIceTransport *ice =
        gst_rtc_dtls_transport_get_ice_transport (entry->dtls);

    states.ice[i] = gst_rtc_ice_transport_peek_state_locked (ice);
    states.gathering[i] = gst_rtc_ice_transport_peek_gathering_locked (ice);
    states.dtls[i] = gst_rtc_dtls_transport_peek_state_locked (entry->dtls);
  }

  return states;
}

static void
update_connection_state (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  PcConnectionState old, state;

  g_mutex_lock (&self->model->lock);
  {
    g_auto (States) states = look_at_transports_locked (self);

    old = self->connection_state;
    state = pc_aggregate_connection_state (self->model->closed, states.ice,
        states.dtls, states.n);
    self->connection_state = state;
  }
  g_mutex_unlock (&self->model->lock);
  if (old == state)
    return;

  GST_INFO_OBJECT (self, "connection: %s -> %s (transports)",
      pc_connection_state_to_string (old),
      pc_connection_state_to_string (state));
  gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_CONNECTIONSTATECHANGE,
      NULL);
}

static void
update_ice_connection_state (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  PcIceState old, state;

  g_mutex_lock (&self->model->lock);
  {
    g_auto (States) states = look_at_transports_locked (self);

    old = self->ice_connection_state;
    state = pc_aggregate_ice_state (self->model->closed, states.ice, states.n);
    self->ice_connection_state = state;
  }
  g_mutex_unlock (&self->model->lock);
  if (old == state)
    return;

  GST_INFO_OBJECT (self, "ICE: %s -> %s (transports)",
      pc_ice_state_to_string (old), pc_ice_state_to_string (state));
  gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_ICECONNECTIONSTATECHANGE,
      NULL);
}

/* webrtc-pc section 4.4.1.4, "update the ICE gathering state": when complete, an
 * event without candidate says that all have ended. */
static void
fire_end_of_candidates (gpointer owner, gpointer data)
{
  g_autoptr (GstRTCPeerConnectionIceEvent) event =
      gst_rtc_peer_connection_ice_event_new (NULL, NULL);

  gst_rtc_peer_connection_fire (owner, GST_RTC_EVENT_ICECANDIDATE, event);
}

static void
update_ice_gathering_state (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  PcGatheringState old, state;

  g_mutex_lock (&self->model->lock);
  {
    g_auto (States) states = look_at_transports_locked (self);

    old = self->ice_gathering_state;
    state = pc_aggregate_gathering_state (states.gathering, states.n);
    self->ice_gathering_state = state;
  }
  g_mutex_unlock (&self->model->lock);
  if (old == state)
    return;

  GST_INFO_OBJECT (self, "gathering: %s -> %s (transports)",
      pc_gathering_state_to_string (old), pc_gathering_state_to_string (state));
  if (state == PC_GATHERING_COMPLETE)
    gst_rtc_operations_post_next (self->model->queue, fire_end_of_candidates,
        NULL, NULL);
  gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_ICEGATHERINGSTATECHANGE,
      NULL);
}

static void
post_next (GstRTCPeerConnection * self, GstRTCEntryFunc func)
{
  gst_rtc_operations_post_next (self->model->queue, func, NULL, NULL);
}

static void
close_transport (gpointer owner, gpointer data)
{
  gst_rtc_ice_transport_change_state (gst_rtc_dtls_transport_get_ice_transport
      (data), GST_RTC_ICE_TRANSPORT_STATE_CLOSED);
  gst_rtc_dtls_transport_change_state (data,
      GST_RTC_DTLS_TRANSPORT_STATE_CLOSED, NULL);
}

void
gst_rtc_peer_connection_close_transports (GstRTCPeerConnection * self,
    GPtrArray * gone)
{
  for (guint i = 0; i < gone->len; i++)
    gst_rtc_operations_post_next (self->model->queue, close_transport,
        g_object_ref (g_ptr_array_index (gone, i)), g_object_unref);

  /* The set of transports counts, not only their states. */
  post_next (self, update_ice_gathering_state);
  post_next (self, update_ice_connection_state);
  post_next (self, update_connection_state);
}

/* --- facts ------------------------------------------------------------------- */

/* The transport that a fact is about, or NULL if it is gone. */
static GstRTCDtlsTransport *
dup_transport (GstRTCPeerConnection * self, const gchar * id)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GstRTCTransportEntry *entry =
      gst_rtc_peer_connection_find_transport_locked (self, id);

  return entry != NULL ? g_object_ref (entry->dtls) : NULL;
}

void
gst_rtc_peer_connection_ice_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcIceState state, const gchar * reason)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);

  if (dtls == NULL)
    return;
  GST_INFO_OBJECT (self, "transport %s: ICE -> %s (%s)", transport_id,
      pc_ice_state_to_string (state), reason != NULL ? reason : "no reason");
  post_next (self, update_ice_connection_state);
  post_next (self, update_connection_state);
  gst_rtc_ice_transport_change_state (gst_rtc_dtls_transport_get_ice_transport
      (dtls), (GstRTCIceTransportState) state);
}

void
gst_rtc_peer_connection_gathering_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcGatheringState state)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);

  if (dtls == NULL)
    return;
  post_next (self, update_ice_gathering_state);
  gst_rtc_ice_transport_change_gathering_state
      (gst_rtc_dtls_transport_get_ice_transport (dtls),
      (GstRTCIceGathererState) state);
}

static GstRTCIceCandidate *
show_candidate (const PcCandidate * candidate)
{
  return gst_rtc_ice_candidate_new_local (candidate, NULL, 0,
      candidate->username_fragment, NULL,
      GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE);
}

void
gst_rtc_peer_connection_pair_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, const PcCandidate * local,
    const PcCandidate * remote)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);
  g_autoptr (GstRTCIceCandidate) shown_local = show_candidate (local);
  g_autoptr (GstRTCIceCandidate) shown_remote = show_candidate (remote);
  g_autoptr (GstRTCIceCandidatePair) pair =
      gst_rtc_ice_candidate_pair_new (shown_local, shown_remote);

  if (dtls != NULL)
    gst_rtc_ice_transport_change_selected_pair
        (gst_rtc_dtls_transport_get_ice_transport (dtls), pair);
}

static void
fire_dtls_error (gpointer owner, gpointer data)
{
  GObject **about = data;

  gst_rtc_dtls_transport_fire_error (GST_RTC_DTLS_TRANSPORT (about[0]),
      GST_RTC_ERROR (about[1]));
}

static void
free_two_objects (gpointer data)
{
  GObject **objects = data;

  g_object_unref (objects[0]);
  g_object_unref (objects[1]);
  g_free (objects);
}

void
gst_rtc_peer_connection_dtls_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcDtlsState state, GPtrArray * certificates,
    GstRTCError * error)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);

  if (dtls == NULL)
    return;
  GST_INFO_OBJECT (self, "transport %s: DTLS -> %s (%s)", transport_id,
      pc_dtls_state_to_string (state),
      error != NULL ? gst_rtc_error_get_message (error) : "handshake");

  /* webrtc-pc section 5.5.1: the error is told before the connection's state. */
  if (error != NULL) {
    GObject **about = g_new (GObject *, 2);

    about[0] = G_OBJECT (g_object_ref (dtls));
    about[1] = G_OBJECT (g_object_ref (error));
    gst_rtc_operations_post_next (self->model->queue, fire_dtls_error, about,
        free_two_objects);
  }
  post_next (self, update_connection_state);
  gst_rtc_dtls_transport_change_state (dtls, (GstRTCDtlsTransportState) state,
      certificates);
}
