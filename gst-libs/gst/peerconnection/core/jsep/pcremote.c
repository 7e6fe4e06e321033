/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcremote.c: what a checked description of the peer does (RFC 9429 section
 * 5.10 and 5.11).
 */

#include "pcsessionprivate.h"

#define DEFAULT_STREAM_ID_LENGTH 16     /* 96 random bits */

/* RFC 9429 section 5.10: what addTrack() made may serve an offer that wants to
 * receive; and what only waits for media, one that sends. */
static gboolean
may_serve (const PcTransceiver * transceiver, const PcMedia * media)
{
  return pc_direction_receives (media->direction)
      || (transceiver->follows_offer && pc_direction_sends (media->direction)
      && transceiver->direction == PC_DIRECTION_RECVONLY);
}

static PcTransceiverSlot *
find_waiting (const PcSession * session, const PcMedia * media)
{
  guint i;

  for (i = 0; i < session->slots->len; i++) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    if (slot->view.added_by_track && slot->view.mid == NULL
        && slot->view.kind == media->kind && !slot->view.stopping
        && may_serve (&slot->view, media))
      return slot;
  }

  return NULL;
}

static PcTransceiverSlot *
find_or_create (PcSession * session, const PcSection * section,
    const PcMedia * media, GArray * changes)
{
  PcTransceiverSlot *slot =
      pc_session_find_slot (session, section->transceiver_id);

  if (slot != NULL)
    return slot;
  slot = find_waiting (session, media);
  if (slot != NULL)
    return slot;
  slot = pc_session_add_slot (session, media->kind, PC_DIRECTION_RECVONLY);
  slot->made_by_offer = TRUE;
  pc_session_add_change (changes, PC_CHANGE_TRANSCEIVER_CREATED, slot->view.id);

  return slot;
}

static gchar *
get_default_stream (PcSession * session)
{
  if (session->default_stream_id == NULL)
    session->default_stream_id =
        pc_random_token (&session->random, DEFAULT_STREAM_ID_LENGTH);

  return session->default_stream_id;
}

/* webrtc-pc section 4.4.1.5, the steps for each remote media description. */
static void
process_tracks (PcSession * session, PcTransceiverSlot * slot,
    const PcMedia * media, PcDirection direction, GArray * changes)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const gchar *track = NULL;
  guint i;

  for (i = 0; pc_direction_receives (direction)
      && i < media->msids->len; i++) {
    const PcMsid *msid = g_ptr_array_index (media->msids, i);

    track = track != NULL ? track : msid->track;
    if (g_str_equal (msid->stream, "-")
        || g_ptr_array_find_with_equal_func (ids, msid->stream, g_str_equal,
            NULL))
      continue;
    if (ids->len == PC_SESSION_MAX_STREAMS)
      break;
    g_ptr_array_add (ids, msid->stream);
  }
  /* RFC 8830 section 3.2.1: what a peer sends that names no streams, not even
   * "-", is of one default stream. */
  if (pc_direction_receives (direction) && media->msids->len == 0)
    g_ptr_array_add (ids, get_default_stream (session));
  g_ptr_array_add (ids, NULL);
  pc_session_set_remote_streams (slot, (const gchar * const *) ids->pdata,
      track, pc_direction_receives (direction), changes);
}

/* RFC 9429 section 5.10: a peer without mids is given random ones, that do not
 * get in the way of those that it may use later. */
static gchar *
make_mid (PcSession * session, const PcDescription * description)
{
  for (;;) {
    g_autofree gchar *mid =
        g_strdup_printf ("%08x", pc_random_u32 (&session->random));

    if (pc_sections_find_mid (session->sections, mid) == -1
        && pc_description_find_mid (description, mid) == -1)
      return g_steal_pointer (&mid);
  }
}

/* The m-line of @media: the one that was there, taken over or new. */
static PcSection *
place_section (PcSession * session, const PcDescription * description,
    guint index)
{
  const PcMedia *media = pc_description_get_media (description, index);
  PcSection *section;

  if (index < session->sections->len) {
    section = g_ptr_array_index (session->sections, index);
    if (!section->recyclable
        || (media->mid != NULL && g_str_equal (media->mid, section->mid)
            && media->kind == section->kind))
      return section;
    g_free (section->mid);
    *section = (PcSection) {
    .kind = media->kind};
  } else {
    section = pc_section_new (media->kind, NULL);
    g_ptr_array_add (session->sections, section);
  }
  section->mid = media->mid != NULL ? g_strdup (media->mid)
      : make_mid (session, description);

  return section;
}

static void
commit_offer_media (PcSession * session, const PcDescription * description,
    guint index, GArray * changes)
{
  const PcMedia *media = pc_description_get_media (description, index);
  PcSection *section = place_section (session, description, index);
  gboolean rejected = pc_media_is_rejected (media);
  PcTransceiverSlot *slot;

  section->rejected = rejected;
  if (!rejected)
    section->recyclable = FALSE;
  if (media->kind != PC_KIND_AUDIO && media->kind != PC_KIND_VIDEO)
    return;
  if (rejected || !pc_media_is_supported (media)) {
    slot = pc_session_find_slot (session, section->transceiver_id);
    if (slot != NULL && !slot->view.stopped) {
      process_tracks (session, slot, media, PC_DIRECTION_INACTIVE, changes);
      pc_session_stop_slot (slot, changes);
    }
    return;
  }

  pc_numbers_learn (session->numbers, media);
  slot = find_or_create (session, section, media, changes);
  section->transceiver_id = slot->view.id;
  pc_session_associate (slot, section, index);
  if (slot->view.follows_offer && pc_direction_sends (media->direction)
      && slot->view.direction == PC_DIRECTION_SENDONLY)
    slot->view.direction = PC_DIRECTION_SENDRECV;
  pc_session_propose_encodings (slot, media);
  if (!slot->view.stopping)
    process_tracks (session, slot, media,
        pc_direction_reverse (media->direction), changes);
}

/* The transports that an answer would use learn of the peer; one that runs
 * already only hears that a restart is wanted (RFC 8839 section 4.4.1.1.1). */
static void
prepare_transports (PcSession * session, const PcDescription * description)
{
  g_autofree PcBundled *bundled = pc_description_map_bundles (description);
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);
    const PcMedia *tagged =
        pc_description_get_media (description, bundled[i].tagged);
    PcTransport *transport = pc_transports_find (session->transports,
        section->offered_transport);

    if (transport == NULL || bundled[i].tagged != i)
      continue;
    if (!transport->gather || transport->remote.ufrag == NULL) {
      pc_transport_set_remote (transport, description, tagged);
      continue;
    }
    transport->remote_restarts =
        pc_transport_is_ice_restart (transport, tagged);
    if (transport->remote_restarts)
      pc_session_prepare_restart (session, transport);
    transport->remote_reconnects =
        pc_transport_is_new_association (transport, tagged);
    if (transport->remote_reconnects)
      pc_transport_prepare_association (transport, &session->random);
  }
}

void
pc_session_commit_remote_offer (PcSession * session,
    const PcDescription * description, GArray * changes)
{
  guint i;

  if (session->pending[PC_SIDE_REMOTE] != NULL)
    pc_session_keep_answer (session);
  pc_session_save_stable (session);
  for (i = 0; i < description->media->len; i++)
    commit_offer_media (session, description, i, changes);
  pc_session_drop_transports (session);
  pc_session_assign_transports (session, description, FALSE);
  /* RFC 8445 section 6.1.1: the full agent controls a lite one. */
  pc_session_set_ice_roles (session, description->ice_lite);
  prepare_transports (session, description);
}

static void
commit_answer_media (PcSession * session, const PcMedia * media,
    PcSection * section, guint index, gboolean final, GArray * changes)
{
  const PcMedia *offered =
      pc_description_get_media (session->pending[PC_SIDE_LOCAL], index);
  PcTransceiverSlot *slot =
      pc_session_find_slot (session, section->transceiver_id);
  gboolean rejected = pc_media_is_rejected (media);
  PcDirection direction;

  section->rejected = rejected;
  section->recyclable = rejected && final;
  if (slot == NULL || slot->view.stopped)
    return;
  /* RFC 3264 section 6.1: an answer takes away, it does not add. */
  direction = rejected ? PC_DIRECTION_INACTIVE
      : pc_direction_intersect (pc_direction_reverse (media->direction),
      offered->direction);
  process_tracks (session, slot, media, direction, changes);
  if (rejected) {
    if (final)
      pc_session_stop_slot (slot, changes);
    return;
  }
  pc_session_prune_encodings (slot, PC_SIDE_REMOTE, media);
  slot->view.has_current_direction = TRUE;
  slot->view.current_direction = direction;
  slot->view.has_sent |= pc_direction_sends (direction);
}

static void
commit_answer_transport (PcTransport * transport,
    const PcDescription * description, const PcMedia * tagged)
{
  /* A provisional answer's are over (RFC 9429 section 5.10). */
  if (pc_transport_is_ice_restart (transport, tagged))
    transport->ice_generation++;
  if (pc_transport_is_new_association (transport, tagged))
    pc_transport_reconnect (transport);
  pc_transport_set_remote (transport, description, tagged);
  /* RFC 4145 section 4: "active" where nothing is said. */
  if (tagged->setup != PC_SETUP_NONE
      || transport->dtls_role == PC_DTLS_ROLE_UNKNOWN)
    transport->dtls_role = tagged->setup == PC_SETUP_PASSIVE
        ? PC_DTLS_ROLE_CLIENT : PC_DTLS_ROLE_SERVER;
}

void
pc_session_commit_remote_answer (PcSession * session,
    const PcDescription * description, GArray * changes)
{
  g_autofree PcBundled *bundled = pc_description_map_bundles (description);
  gboolean final = description->type == PC_SDP_ANSWER;
  guint i;

  for (i = 0; i < session->sections->len; i++)
    commit_answer_media (session, pc_description_get_media (description, i),
        g_ptr_array_index (session->sections, i), i, final, changes);
  pc_session_assign_transports (session, description, TRUE);
  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);
    PcTransport *transport = pc_transports_find (session->transports,
        section->transport);

    if (transport != NULL && bundled[i].tagged == i)
      commit_answer_transport (transport, description,
          pc_description_get_media (description, i));
  }
}
