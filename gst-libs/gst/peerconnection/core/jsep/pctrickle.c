/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctrickle.c: candidates that come one at a time (RFC 8838).
 */

#include "../pcerror.h"
#include "pcsessionprivate.h"

static void
add_to_media (PcMedia * media, const PcCandidate * candidate)
{
  if (candidate != NULL)
    g_ptr_array_add (media->candidates, pc_candidate_copy (candidate));
  else
    media->end_of_candidates = TRUE;
}

static PcMedia *
get_media (PcDescription * description, guint index)
{
  return description != NULL && index < description->media->len
      ? g_ptr_array_index (description->media, index) : NULL;
}

/* --- ours ---------------------------------------------------------------- */

gboolean
pc_session_add_local_candidate (PcSession * session,
    const gchar * transport_id, const PcCandidate * candidate,
    const gchar ** mid, guint * mline_index, const gchar ** ufrag)
{
  PcTransport *transport = NULL;
  PcDescription *const descriptions[] = { session->pending[PC_SIDE_LOCAL],
    session->current[PC_SIDE_LOCAL]
  };
  const PcSection *section;
  gint index;
  guint i;

  for (i = 0; i < session->transports->len && transport == NULL; i++) {
    PcTransport *t = g_ptr_array_index (session->transports, i);

    if (g_strcmp0 (t->id, transport_id) == 0)
      transport = t;
  }
  if (transport == NULL || session->state == PC_SIGNALING_CLOSED)
    return FALSE;
  index = pc_session_find_speaker (session, transport);
  if (index == -1)
    return FALSE;

  if (candidate != NULL)
    g_ptr_array_add (transport->local_candidates,
        pc_candidate_copy (candidate));
  else
    transport->local_end = TRUE;
  for (i = 0; i < G_N_ELEMENTS (descriptions); i++) {
    PcMedia *media = get_media (descriptions[i], index);

    if (media != NULL
        && g_strcmp0 (media->ice_ufrag, transport->local.ufrag) == 0)
      add_to_media (media, candidate);
  }
  session->changes++;

  section = g_ptr_array_index (session->sections, index);
  *mid = section->mid;
  *mline_index = index;
  *ufrag = transport->local.ufrag;

  return TRUE;
}

/* --- the peer's ---------------------------------------------------------- */

#define N_REMOTES 2

/* An applied description, pending or current, and who speaks in it: found out
 * once, as the end of candidates asks for every m-section. */
typedef struct
{
  PcDescription *description;   /* or NULL */
  PcBundled *bundled;
} Remote;

static void
remotes_init (Remote remotes[N_REMOTES], const PcSession * session)
{
  guint i;

  remotes[0].description = session->pending[PC_SIDE_REMOTE];
  remotes[1].description = session->current[PC_SIDE_REMOTE];
  for (i = 0; i < N_REMOTES; i++)
    remotes[i].bundled = remotes[i].description == NULL ? NULL
        : pc_description_map_bundles (remotes[i].description);
}

static void
remotes_clear (Remote remotes[N_REMOTES])
{
  guint i;

  for (i = 0; i < N_REMOTES; i++)
    g_free (remotes[i].bundled);
}

/* The one that counts. */
static const Remote *
get_latest (const Remote remotes[N_REMOTES])
{
  return remotes[0].description != NULL ? &remotes[0] : &remotes[1];
}

/* The m-section that says the ICE generation of section @index: itself, or when
 * it is silent the one that speaks for its bundle (RFC 9143 section 7.1.3). */
static PcMedia *
get_speaker (const Remote * remote, guint index)
{
  PcMedia *media = get_media (remote->description, index);

  if (media == NULL || media->ice_ufrag != NULL)
    return media;

  return get_media (remote->description, remote->bundled[index].tagged);
}

static gboolean
has_ufrag (const Remote * remote, guint index, const gchar * ufrag)
{
  const PcMedia *media = get_speaker (remote, index);

  return media != NULL && g_strcmp0 (media->ice_ufrag, ufrag) == 0;
}

/* In an applied description of the peer. */
static gboolean
section_has_ufrag (const Remote remotes[N_REMOTES], guint index,
    const gchar * ufrag)
{
  return has_ufrag (&remotes[0], index, ufrag)
      || has_ufrag (&remotes[1], index, ufrag);
}

static gboolean
knows_ufrag (const Remote remotes[N_REMOTES], const gchar * ufrag)
{
  const PcDescription *latest = get_latest (remotes)->description;
  guint i;

  for (i = 0; i < latest->media->len; i++)
    if (section_has_ufrag (remotes, i, ufrag))
      return TRUE;

  return FALSE;
}

/* Where the candidate goes; -1 for all m-sections, FALSE when nowhere. */
static gboolean
find_section (const PcSession * session, const PcDescription * description,
    const gchar * mid, gint mline_index, gint * index, GError ** error)
{
  *index = -1;
  if (mid != NULL) {
    *index = pc_sections_find_mid (session->sections, mid);
    /* A mid that we made up is good as well, as we put it into events. */
    if (*index == -1 || (guint) * index >= description->media->len) {
      g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
          "no m-section has the mid '%s'", mid);
      return FALSE;
    }
  } else if (mline_index != -1) {
    if (mline_index < 0 || (guint) mline_index >= description->media->len) {
      g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
          "m-line index %d, where %u m-sections are", mline_index,
          description->media->len);
      return FALSE;
    }
    *index = mline_index;
  }

  return TRUE;
}

/* Adds to the descriptions of that generation. FALSE when one is full. */
static gboolean
add_to_descriptions (const Remote remotes[N_REMOTES],
    const PcCandidate * candidate, guint index, const gchar * ufrag,
    GError ** error)
{
  guint i;

  for (i = 0; i < N_REMOTES; i++) {
    PcMedia *media = get_media (remotes[i].description, index);

    if (media == NULL || !has_ufrag (&remotes[i], index, ufrag))
      continue;
    if (candidate != NULL
        && media->candidates->len >= PC_SESSION_MAX_CANDIDATES) {
      g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
          "m-section %u has %u candidates already", index,
          media->candidates->len);
      return FALSE;
    }
  }
  for (i = 0; i < N_REMOTES; i++) {
    PcMedia *media = get_media (remotes[i].description, index);

    if (media != NULL && has_ufrag (&remotes[i], index, ufrag))
      add_to_media (media, candidate);
  }

  return TRUE;
}

/* One m-section; the steps of addIceCandidate that follow finding it. */
static gboolean
add_to_section (PcSession * session, const Remote remotes[N_REMOTES],
    const PcCandidate * candidate, guint index, const gchar * ufrag,
    gchar ** transport_id, GError ** error)
{
  const Remote *latest = get_latest (remotes);
  const PcSection *section = g_ptr_array_index (session->sections, index);
  const PcTransceiverSlot *slot =
      pc_session_find_slot (session, section->transceiver_id);
  const PcMedia *media = get_speaker (latest, index);
  const PcTransport *transport;

  /* Step 5: a stopped transceiver wants none; nor does a rejected section. */
  if (section->rejected || (slot != NULL && slot->view.stopped)
      || media->ice_ufrag == NULL)
    return TRUE;
  /* Step 6: a ufrag of some applied description; the latest when absent. */
  if (ufrag == NULL) {
    ufrag = media->ice_ufrag;
  } else if (!section_has_ufrag (remotes, index, ufrag)) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "no remote description has the ufrag '%s' for m-section %u", ufrag,
        index);
    return FALSE;
  }
  if (!add_to_descriptions (remotes, candidate, index, ufrag, error))
    return FALSE;

  /* An offerer that bundles may still have had a transport for each section,
   * which our answer took away, with the same credentials for all. */
  if (latest->description->type == PC_SDP_OFFER
      && latest->bundled[index].tagged != index)
    return TRUE;
  /* One of a generation that is not applied yet waits in the description. */
  transport = pc_transports_find (session->transports,
      section->transport != 0 ? section->transport
      : section->offered_transport);
  if (transport != NULL && transport->gather
      && g_strcmp0 (transport->remote.ufrag, ufrag) == 0)
    *transport_id = g_strdup (transport->id);

  return TRUE;
}

/* No place named: the end of candidates of all, or of all of that ufrag. */
static gboolean
end_all (PcSession * session, const Remote remotes[N_REMOTES],
    const gchar * ufrag, gchar ** transport_id, GError ** error)
{
  const PcDescription *description = get_latest (remotes)->description;
  guint i;

  if (ufrag != NULL && !knows_ufrag (remotes, ufrag)) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "no remote description has the ufrag '%s'", ufrag);
    return FALSE;
  }
  for (i = 0; i < description->media->len; i++) {
    g_autofree gchar *id = NULL;

    if (ufrag != NULL && !section_has_ufrag (remotes, i, ufrag))
      continue;
    if (!add_to_section (session, remotes, NULL, i, ufrag, &id, error))
      return FALSE;
    if (*transport_id == NULL)
      *transport_id = g_steal_pointer (&id);
  }

  return TRUE;
}

gboolean
pc_session_add_remote_candidate (PcSession * session,
    const PcCandidate * candidate, const gchar * mid, gint mline_index,
    const gchar * ufrag, gchar ** transport_id, GError ** error)
{
  const PcDescription *description =
      pc_session_get_description (session, PC_SIDE_REMOTE);
  Remote remotes[N_REMOTES];
  gboolean added;
  gint index;

  *transport_id = NULL;
  if (session->state == PC_SIGNALING_CLOSED || description == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        session->state == PC_SIGNALING_CLOSED ? "the connection is closed" :
        "there is no remote description");
    return FALSE;
  }
  if (!find_section (session, description, mid, mline_index, &index, error))
    return FALSE;

  remotes_init (remotes, session);
  added = index == -1 ? end_all (session, remotes, ufrag, transport_id, error)
      : add_to_section (session, remotes, candidate, index, ufrag,
      transport_id, error);
  remotes_clear (remotes);

  return added;
}
