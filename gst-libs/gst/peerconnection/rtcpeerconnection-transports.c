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
  gst_rtc_ice_transport_set_parameters_locked (ice, PC_SIDE_LOCAL,
      negotiated->local_ufrag, negotiated->local_pwd);
  gst_rtc_ice_transport_set_parameters_locked (ice, PC_SIDE_REMOTE,
      negotiated->remote_ufrag, negotiated->remote_pwd);
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

/* What all transports add up to. */
typedef struct
{
  PcIceState ice;
  PcGatheringState gathering;
  PcConnectionState connection;
} Sum;

static Sum
peek_sum_locked (GstRTCPeerConnection * self)
{
  return (Sum) {
  .ice = self->ice_connection_state,.gathering =
        self->ice_gathering_state,.connection = self->connection_state};
}

static void
update_sum_locked (GstRTCPeerConnection * self)
{
  gboolean closed = self->model->closed;
  g_auto (States) states = look_at_transports_locked (self);

  self->ice_connection_state =
      pc_aggregate_ice_state (closed, states.ice, states.n);
  self->ice_gathering_state =
      pc_aggregate_gathering_state (states.gathering, states.n);
  self->connection_state =
      pc_aggregate_connection_state (closed, states.ice, states.dtls, states.n);
  self->model->connected = self->connection_state == PC_CONNECTION_CONNECTED;
}

static void
fire_event (gpointer owner, gpointer data)
{
  gst_rtc_peer_connection_fire (owner, GPOINTER_TO_UINT (data), NULL);
}

static void
post_event (GstRTCPeerConnection * self, GstRTCEvent event)
{
  gst_rtc_operations_post_next (self->model->queue, fire_event,
      GUINT_TO_POINTER (event), NULL);
}

/* webrtc-pc section 5.6: when gathering is complete, an event without candidate
 * says that all have ended. */
static void
fire_end_of_candidates (gpointer owner, gpointer data)
{
  g_autoptr (GstRTCPeerConnectionIceEvent) event =
      gst_rtc_peer_connection_ice_event_new (NULL, NULL);

  gst_rtc_peer_connection_fire (owner, GST_RTC_EVENT_ICECANDIDATE, event);
}

/* In an entry: posts next, in the standard's order, what has changed from @old
 * to @new; the states have their new values already. */
static void
post_sum_events (GstRTCPeerConnection * self, const Sum * old, const Sum * new)
{
  if (old->gathering != new->gathering) {
    GST_INFO_OBJECT (self, "gathering: %s -> %s (transports)",
        pc_gathering_state_to_string (old->gathering),
        pc_gathering_state_to_string (new->gathering));
    post_event (self, GST_RTC_EVENT_ICEGATHERINGSTATECHANGE);
    if (new->gathering == PC_GATHERING_COMPLETE)
      gst_rtc_operations_post_next (self->model->queue,
          fire_end_of_candidates, NULL, NULL);
  }
  if (old->ice != new->ice) {
    GST_INFO_OBJECT (self, "ICE: %s -> %s (transports)",
        pc_ice_state_to_string (old->ice), pc_ice_state_to_string (new->ice));
    post_event (self, GST_RTC_EVENT_ICECONNECTIONSTATECHANGE);
  }
  if (old->connection != new->connection) {
    GST_INFO_OBJECT (self, "connection: %s -> %s (transports)",
        pc_connection_state_to_string (old->connection),
        pc_connection_state_to_string (new->connection));
    post_event (self, GST_RTC_EVENT_CONNECTIONSTATECHANGE);
  }
}

/* An entry: the set of transports counts, not only their states. */
static void
update_sum (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  Sum old, new;

  g_mutex_lock (&self->model->lock);
  old = peek_sum_locked (self);
  update_sum_locked (self);
  new = peek_sum_locked (self);
  g_mutex_unlock (&self->model->lock);
  post_sum_events (self, &old, &new);
}

/* --- one transport changes -------------------------------------------------- */

/* What is stored in one step, before any event tells of it (webrtc-pc section
 * 5.6: "Do not read or modify state beyond this point"). */
typedef struct
{
  GstRTCDtlsTransport *dtls;    /* transfer none */
  GstRTCIceTransportChanges ice;
  gboolean dtls_state;
  GstRTCError *error;           /* or NULL; transfer none */
  Sum old;
} Change;

/* Returns with the model's lock held; FALSE, without, when it is closed. */
static gboolean
begin_change (GstRTCPeerConnection * self, Change * change)
{
  g_mutex_lock (&self->model->lock);
  if (self->model->closed) {
    g_mutex_unlock (&self->model->lock);
    return FALSE;
  }
  change->old = peek_sum_locked (self);

  return TRUE;
}

/* Ends what begin_change() began; fires. */
static void
end_change (GstRTCPeerConnection * self, Change * change)
{
  Sum new;

  update_sum_locked (self);
  new = peek_sum_locked (self);
  g_mutex_unlock (&self->model->lock);

  post_sum_events (self, &change->old, &new);
  gst_rtc_ice_transport_announce (gst_rtc_dtls_transport_get_ice_transport
      (change->dtls), change->ice);
  /* section 5.5.1: the error is told before the state. */
  if (change->error != NULL)
    gst_rtc_dtls_transport_fire_error (change->dtls, change->error);
  if (change->dtls_state)
    gst_rtc_dtls_transport_announce (change->dtls);
}

static void
close_transport (gpointer owner, gpointer data)
{
  Change change = {.dtls = data };

  if (!begin_change (owner, &change))
    return;
  change.ice = gst_rtc_ice_transport_store_state_locked
      (gst_rtc_dtls_transport_get_ice_transport (data),
      GST_RTC_ICE_TRANSPORT_STATE_CLOSED);
  change.dtls_state = gst_rtc_dtls_transport_store_state_locked (data,
      GST_RTC_DTLS_TRANSPORT_STATE_CLOSED, NULL);
  end_change (owner, &change);
}

void
gst_rtc_peer_connection_close_transports (GstRTCPeerConnection * self,
    GPtrArray * gone)
{
  for (guint i = 0; i < gone->len; i++)
    gst_rtc_operations_post_next (self->model->queue, close_transport,
        g_object_ref (g_ptr_array_index (gone, i)), g_object_unref);
  gst_rtc_operations_post_next (self->model->queue, update_sum, NULL, NULL);
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

static GstRTCIceCandidate *
show_candidate (const PcCandidate * candidate)
{
  return gst_rtc_ice_candidate_new_local (candidate, NULL, 0,
      candidate->username_fragment);
}

static GstRTCIceCandidatePair *
show_pair (const PcCandidate * local, const PcCandidate * remote)
{
  g_autoptr (GstRTCIceCandidate) shown_local = show_candidate (local);
  g_autoptr (GstRTCIceCandidate) shown_remote = show_candidate (remote);

  return gst_rtc_ice_candidate_pair_new (shown_local, shown_remote);
}

void
gst_rtc_peer_connection_ice_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcIceState state, const PcCandidate * local,
    const PcCandidate * remote, const gchar * reason)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);
  g_autoptr (GstRTCIceCandidatePair) pair = NULL;
  GstRTCIceTransport *ice;
  Change change = {.dtls = dtls };

  if (dtls == NULL)
    return;
  GST_INFO_OBJECT (self, "transport %s: ICE -> %s (%s)", transport_id,
      pc_ice_state_to_string (state), reason != NULL ? reason : "no reason");
  if (local != NULL && remote != NULL)
    pair = show_pair (local, remote);
  if (!begin_change (self, &change))
    return;
  ice = gst_rtc_dtls_transport_get_ice_transport (dtls);
  if (pair != NULL)
    change.ice |= gst_rtc_ice_transport_store_pair_locked (ice, pair);
  change.ice |= gst_rtc_ice_transport_store_state_locked (ice,
      (GstRTCIceTransportState) state);
  end_change (self, &change);
}

void
gst_rtc_peer_connection_gathering_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcGatheringState state)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);
  Change change = {.dtls = dtls };

  if (dtls == NULL || !begin_change (self, &change))
    return;
  change.ice = gst_rtc_ice_transport_store_gathering_locked
      (gst_rtc_dtls_transport_get_ice_transport (dtls),
      (GstRTCIceGathererState) state);
  end_change (self, &change);
}

void
gst_rtc_peer_connection_pair_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, const PcCandidate * local,
    const PcCandidate * remote)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);
  g_autoptr (GstRTCIceCandidatePair) pair = show_pair (local, remote);
  Change change = {.dtls = dtls };

  if (dtls == NULL || !begin_change (self, &change))
    return;
  change.ice = gst_rtc_ice_transport_store_pair_locked
      (gst_rtc_dtls_transport_get_ice_transport (dtls), pair);
  end_change (self, &change);
}

void
gst_rtc_peer_connection_dtls_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcDtlsState state, GPtrArray * certificates,
    GstRTCError * error)
{
  g_autoptr (GstRTCDtlsTransport) dtls = dup_transport (self, transport_id);
  Change change = {.dtls = dtls,.error = error };

  if (dtls == NULL)
    return;
  GST_INFO_OBJECT (self, "transport %s: DTLS -> %s (%s)", transport_id,
      pc_dtls_state_to_string (state),
      error != NULL ? gst_rtc_error_get_message (error) : "handshake");
  if (!begin_change (self, &change))
    return;
  change.dtls_state = gst_rtc_dtls_transport_store_state_locked (dtls,
      (GstRTCDtlsTransportState) state, certificates);
  end_change (self, &change);
}
