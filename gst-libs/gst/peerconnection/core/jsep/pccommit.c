/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccommit.c: applying a description that was checked (webrtc-pc section
 * 4.4.1.5, RFC 9429 sections 5.9 to 5.11). Nothing here can fail.
 */

#include "pcsessionprivate.h"

/* A peer's large numbers are no reason to write large ones. */
#define MAX_COUNTED_MID 0xffff

void
pc_session_add_change (GArray * changes, PcChangeType type, guint id)
{
  PcChange change = { type, id };

  if (changes != NULL)
    g_array_append_val (changes, change);
}

void
pc_session_stop_slot (PcTransceiverSlot * slot, GArray * changes)
{
  if (slot->view.stopped)
    return;
  /* webrtc-pc section 5.4, "stop the RTCRtpTransceiver" */
  slot->view.stopping = TRUE;
  slot->view.stopped = TRUE;
  slot->view.direction = PC_DIRECTION_STOPPED;
  slot->view.has_current_direction = FALSE;
  slot->view.fired_receiving = FALSE;
  g_strfreev (slot->view.remote_stream_ids);
  slot->view.remote_stream_ids = g_new0 (gchar *, 1);
  pc_session_add_change (changes, PC_CHANGE_TRANSCEIVER_STOPPED, slot->view.id);
}

/* webrtc-pc section 4.4.1.5: a stopped transceiver whose m-section is rejected
 * leaves the set. */
static void
remove_stopped (PcSession * session)
{
  guint i;

  for (i = session->slots->len; i > 0; i--) {
    const PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i - 1);
    gint index =
        pc_sections_find_transceiver (session->sections, slot->view.id);
    PcSection *section = index != -1
        ? g_ptr_array_index (session->sections, index) : NULL;

    if (!slot->view.stopped || (section != NULL && !section->recyclable))
      continue;
    if (section != NULL)
      section->transceiver_id = 0;
    g_ptr_array_remove_index (session->slots, i - 1);
  }
}

static gboolean
strv_has_all (const gchar * const *set, const gchar * const *of)
{
  for (; *of != NULL; of++) {
    if (!g_strv_contains (set, *of))
      return FALSE;
  }

  return TRUE;
}

void
pc_session_set_remote_streams (PcTransceiverSlot * slot,
    const gchar * const *ids, const gchar * track_id, gboolean receives,
    GArray * changes)
{
  const gchar *const *old =
      (const gchar * const *) slot->view.remote_stream_ids;
  gboolean added = !strv_has_all (old, ids);
  gboolean removed = !strv_has_all (ids, old);
  gboolean was_receiving = slot->view.fired_receiving;
  gchar *track = g_strdup (track_id);

  g_strfreev (slot->view.remote_stream_ids);
  slot->view.remote_stream_ids = g_strdupv ((gchar **) ids);
  g_free (slot->view.remote_track_id);
  slot->view.remote_track_id = track;
  slot->view.fired_receiving = receives;

  /* webrtc-pc section 5.3, "process remote tracks": each step in its order. */
  if (was_receiving && !receives)
    pc_session_add_change (changes, PC_CHANGE_TRACK_REMOVED, slot->view.id);
  if (was_receiving && receives && (added || removed))
    pc_session_add_change (changes, PC_CHANGE_STREAMS, slot->view.id);
  if (receives && (!was_receiving || added))
    pc_session_add_change (changes, PC_CHANGE_TRACK_ADDED, slot->view.id);
}

static void
set_ice_role (PcTransport * transport, gboolean controlling)
{
  /* webrtc-pc section 4.4.1.5: a role that is known is never modified. */
  if (transport->has_ice_role)
    return;
  transport->has_ice_role = TRUE;
  transport->controlling = controlling;
}

void
pc_session_set_ice_roles (PcSession * session, gboolean controlling)
{
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);
    PcTransport *transport = pc_transports_find (session->transports,
        section->offered_transport != 0 ? section->offered_transport
        : section->transport);

    if (transport != NULL)
      set_ice_role (transport, controlling);
  }
}

/* [[Mid]] and the rest of the association (RFC 9429 section 5.9). */
void
pc_session_associate (PcTransceiverSlot * slot, const PcSection * section,
    guint index)
{
  g_free (slot->view.mid);
  slot->view.mid = g_strdup (section->mid);
  slot->view.mline_index = index;
}

static void
adopt_sections (PcSession * session, PcPlan * plan)
{
  guint i;

  g_ptr_array_unref (session->sections);
  session->sections = g_steal_pointer (&plan->sections);
  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);
    PcTransceiverSlot *slot =
        pc_session_find_slot (session, section->transceiver_id);
    guint64 mid;

    if (slot != NULL)
      pc_session_associate (slot, section, i);
    if (g_ascii_string_to_unsigned (section->mid, 10, 0, MAX_COUNTED_MID,
            &mid, NULL))
      session->next_mid = MAX (session->next_mid, (guint) mid + 1);
  }
}

/* An offer may be applied, rolled back and applied again: it means the same
 * transports each time. */
static void
adopt_transports (PcSession * session, const PcPlan * plan)
{
  guint i;

  for (i = 0; i < plan->transports->len; i++) {
    const PcTransport *transport = g_ptr_array_index (plan->transports, i);

    if (pc_transports_find (session->transports, transport->number) == NULL)
      g_ptr_array_add (session->transports, pc_transport_copy (transport));
  }
}

static void
commit_local_offer (PcSession * session, PcPlan * plan, GArray * changes)
{
  guint i;

  pc_session_save_stable (session);
  adopt_transports (session, plan);
  adopt_sections (session, plan);
  pc_session_set_ice_roles (session, TRUE);
  /* From now on they are somebody's: what is new later must not get one that
   * the peer has let go. */
  g_array_set_size (session->prepared_transports, 0);
  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);
    const PcMedia *media = pc_description_get_media (plan->description, i);
    PcTransport *transport = pc_transports_find (session->transports,
        section->transport);

    if (transport == NULL)
      continue;
    transport->gather = TRUE;
    if (transport->next.ufrag != NULL
        && g_strcmp0 (media->ice_ufrag, transport->next.ufrag) == 0)
      pc_transport_restart (transport);
  }
  /* A transceiver that was stopped before anyone heard of it is just gone. */
  for (i = 0; i < session->slots->len; i++) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    if (slot->view.stopping && slot->view.mid == NULL)
      pc_session_stop_slot (slot, changes);
  }
  g_clear_pointer (&session->pending[PC_SIDE_LOCAL], pc_description_free);
  session->pending[PC_SIDE_LOCAL] = g_steal_pointer (&plan->description);
}

/* One m-section of our answer. */
static void
commit_local_media (PcSession * session, const PcMedia * media,
    PcSection * section, gboolean final, GArray * changes)
{
  PcTransceiverSlot *slot =
      pc_session_find_slot (session, section->transceiver_id);

  if (slot == NULL || slot->view.stopped)
    return;
  if (pc_media_is_rejected (media)) {
    /* The peer will have stopped its own, and may use the m-line again. */
    if (final)
      pc_session_stop_slot (slot, changes);
    return;
  }
  if (!pc_direction_receives (media->direction)) {
    static const gchar *const none[] = { NULL };

    pc_session_set_remote_streams (slot, none, NULL, FALSE, changes);
  }
  pc_session_prune_encodings (slot, PC_SIDE_LOCAL, media);
  slot->view.fired_receiving = pc_direction_receives (media->direction);
  slot->view.has_current_direction = TRUE;
  slot->view.current_direction = media->direction;
  slot->view.has_sent |= pc_direction_sends (media->direction);
}

static void
commit_local_transport (PcTransport * transport,
    const PcDescription * offer, const PcMedia * tagged, const PcMedia * answer)
{
  /* An answer that outlived its offer brings the credentials along. */
  if (transport->remote_restarts)
    pc_ice_credentials_set (&transport->next, answer->ice_ufrag,
        answer->ice_pwd);
  else if (!transport->gather)
    pc_ice_credentials_set (&transport->local, answer->ice_ufrag,
        answer->ice_pwd);
  if (transport->remote_restarts)
    pc_transport_restart (transport);
  if (transport->remote_reconnects)
    pc_transport_reconnect (transport);
  transport->gather = TRUE;
  pc_transport_set_remote (transport, offer, tagged);
  transport->dtls_role = answer->setup == PC_SETUP_ACTIVE ? PC_DTLS_ROLE_CLIENT
      : PC_DTLS_ROLE_SERVER;
}

static void
commit_local_answer (PcSession * session, PcPlan * plan, GArray * changes)
{
  const PcDescription *offer = session->pending[PC_SIDE_REMOTE];
  g_autofree PcBundled *bundled = pc_description_map_bundles (offer);
  gboolean final = plan->description->type == PC_SDP_ANSWER;
  guint i;

  adopt_sections (session, plan);
  for (i = 0; i < session->sections->len; i++) {
    PcSection *section = g_ptr_array_index (session->sections, i);
    const PcMedia *media = pc_description_get_media (plan->description, i);
    PcTransport *transport;

    section->recyclable &= final;
    /* After a provisional rejection it may still be taken. */
    section->transport = section->rejected ? 0 : section->offered_transport;
    if (final)
      section->offered_transport = section->transport;
    commit_local_media (session, media, section, final, changes);
    transport = pc_transports_find (session->transports, section->transport);
    if (transport != NULL && pc_sections_find_transport (session->sections,
            section->transport) == (gint) i)
      commit_local_transport (transport, offer,
          pc_description_get_media (offer, bundled[i].tagged), media);
  }
  g_clear_pointer (&session->pending[PC_SIDE_LOCAL], pc_description_free);
  session->pending[PC_SIDE_LOCAL] = g_steal_pointer (&plan->description);
}

/* [[LocalIceCredentialsToReplace]] is done with when none of them is in the
 * local description any more. */
static void
forget_replaced (PcSession * session)
{
  const PcDescription *local = session->current[PC_SIDE_LOCAL];
  guint i;

  for (i = 0; i < local->media->len; i++) {
    const PcMedia *media = pc_description_get_media (local, i);

    if (media->ice_ufrag != NULL
        && g_ptr_array_find_with_equal_func (session->ufrags_to_replace,
            media->ice_ufrag, g_str_equal, NULL))
      return;
  }
  g_ptr_array_set_size (session->ufrags_to_replace, 0);
}

/* The offer and the answer that are pending become current. */
static void
complete (PcSession * session)
{
  guint side, i;

  for (side = 0; side < G_N_ELEMENTS (session->current); side++) {
    g_clear_pointer (&session->current[side], pc_description_free);
    session->current[side] = g_steal_pointer (&session->pending[side]);
  }
  pc_created_clear (&session->last_offer);
  pc_created_clear (&session->last_answer);
  for (i = 0; i < session->sections->len; i++)
    ((PcSection *) g_ptr_array_index (session->sections,
            i))->proposed_transport = 0;
  pc_session_forget_stable (session);
  forget_replaced (session);
  remove_stopped (session);
  pc_session_drop_transports (session);
}

static void
commit_description (PcSession * session, PcPlan * plan, GArray * changes)
{
  gboolean is_offer = plan->description->type == PC_SDP_OFFER;

  if (plan->side == PC_SIDE_LOCAL) {
    if (is_offer)
      commit_local_offer (session, plan, changes);
    else
      commit_local_answer (session, plan, changes);
  } else {
    if (is_offer)
      pc_session_commit_remote_offer (session, plan->description, changes);
    else
      pc_session_commit_remote_answer (session, plan->description, changes);
    g_clear_pointer (&session->pending[PC_SIDE_REMOTE], pc_description_free);
    session->pending[PC_SIDE_REMOTE] = g_steal_pointer (&plan->description);
  }
}

/* Events go out as webrtc-pc section 4.4.1.5 ends: the state, then what is
 * muted, then streams, then tracks. What stopped or came is known before. */
static gint
compare_changes (gconstpointer a, gconstpointer b)
{
  static const guint8 order[] = {
    [PC_CHANGE_TRANSCEIVER_CREATED] = 0,
    [PC_CHANGE_TRANSCEIVER_STOPPED] = 1,
    [PC_CHANGE_SIGNALING_STATE] = 2,
    [PC_CHANGE_TRACK_REMOVED] = 3,
    [PC_CHANGE_STREAMS] = 4,
    [PC_CHANGE_TRACK_ADDED] = 5,
    [PC_CHANGE_TRANSCEIVER_REMOVED] = 6,
  };

  return order[((const PcChange *) a)->type]
      - order[((const PcChange *) b)->type];
}

GArray *
pc_session_commit (PcSession * session, PcPlan * plan)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (PcChange));
  PcSignalingState before = session->state;

  /* Closed since the plan was made: there is nothing to apply it to. */
  if (before != PC_SIGNALING_CLOSED) {
    PcSdpType type = plan->description->type;

    if (plan->rolls_back)
      pc_session_rollback (session, changes);
    if (type != PC_SDP_ROLLBACK)
      commit_description (session, plan, changes);
    if (type == PC_SDP_ANSWER)
      complete (session);
    session->state = plan->next;
    if (session->state != before)
      pc_session_add_change (changes, PC_CHANGE_SIGNALING_STATE, 0);
    g_array_sort (changes, compare_changes);
    pc_session_touch (session);
    if (type == PC_SDP_ANSWER || type == PC_SDP_PRANSWER)
      pc_session_prune_codecs (session);
  }
  pc_plan_free (plan);

  return changes;
}
