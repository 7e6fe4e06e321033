/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcoffer.c: createOffer (RFC 9429 section 5.2).
 *
 * The m-lines come first, as sections: those that were there, in their order,
 * then new ones. Then each is written.
 */

#include "../pcerror.h"
#include "pccodecs.h"
#include "pcsessionprivate.h"
#include "pcsignaling.h"

typedef struct
{
  PcSession *session;
  GPtrArray *sections;          /* of the offer */
  gboolean restart;
  guint next_mid;
  gboolean bundled;             /* the peer has agreed to a bundle before */
  guint prepared;               /* how many prepared transports are in use */
} Offer;

/* Mids are short, as each packet carries one (RFC 9429 section 5.2.1). */
static gchar *
make_mid (Offer * self)
{
  for (;;) {
    g_autofree gchar *mid = g_strdup_printf ("%u", self->next_mid++);

    if (pc_sections_find_mid (self->sections, mid) == -1)
      return g_steal_pointer (&mid);
  }
}

/* RFC 9429 section 5.2.2: a new section takes over a rejected one, under a mid
 * of its own, before the offer grows. */
static PcSection *
place_section (Offer * self, PcKind kind)
{
  g_autofree gchar *mid = make_mid (self);
  PcSection *section = NULL;
  guint i;

  for (i = 0; i < self->sections->len && section == NULL; i++) {
    PcSection *old = g_ptr_array_index (self->sections, i);

    if (old->rejected && old->recyclable)
      section = old;
  }
  if (section == NULL) {
    section = pc_section_new (kind, mid);
    g_ptr_array_add (self->sections, section);
    return section;
  }
  g_free (section->mid);
  *section = (PcSection) {
  .kind = kind,.mid = g_steal_pointer (&mid)};

  return section;
}

/* The sections that are there: still wanted, or rejected from now on. */
static void
keep_sections (Offer * self)
{
  guint i;

  for (i = 0; i < self->sections->len; i++) {
    PcSection *section = g_ptr_array_index (self->sections, i);
    const PcTransceiverSlot *slot =
        pc_session_find_slot (self->session, section->transceiver_id);

    if (section->rejected || section->kind == PC_KIND_APPLICATION)
      continue;
    /* webrtc-pc section 5.4 stop(): stopping counts as stopped here. */
    if (slot == NULL || slot->view.stopping || slot->view.stopped)
      section->rejected = TRUE;
  }
}

static void
add_sections (Offer * self)
{
  PcSession *session = self->session;
  gboolean has_data = FALSE;
  guint i;

  for (i = 0; i < session->slots->len; i++) {
    const PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    if (slot->view.stopping || slot->view.stopped
        || pc_sections_find_transceiver (self->sections, slot->view.id) != -1)
      continue;
    place_section (self, slot->view.kind)->transceiver_id = slot->view.id;
  }
  for (i = 0; i < self->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (self->sections, i);

    has_data |= section->kind == PC_KIND_APPLICATION && !section->rejected;
  }
  /* RFC 9429 section 5.2.1: data comes last. */
  if (session->wants_data && !has_data)
    place_section (self, PC_KIND_APPLICATION);
}

/* The most recent answer, of whichever side, or NULL. */
static const PcDescription *
get_last_answer (const Offer * self)
{
  PcDescription *const *current = self->session->current;

  if (current[PC_SIDE_LOCAL] == NULL)
    return NULL;

  return current[PC_SIDE_LOCAL]->type == PC_SDP_OFFER
      ? current[PC_SIDE_REMOTE] : current[PC_SIDE_LOCAL];
}

/* The m-section that speaks for the bundle that was agreed on last, if it is
 * still there, or the one next to it (RFC 9429 section 5.2.2). */
static gint
find_agreed_tagged (const Offer * self)
{
  const PcDescription *answer = get_last_answer (self);
  guint i, j;

  if (answer == NULL)
    return -1;
  for (i = 0; i < answer->bundle_groups->len; i++) {
    const gchar *const *group = g_ptr_array_index (answer->bundle_groups, i);

    for (j = 0; group[j] != NULL; j++) {
      gint index = pc_sections_find_mid (self->sections, group[j]);
      const PcSection *section = index != -1
          ? g_ptr_array_index (self->sections, index) : NULL;

      if (section != NULL && !section->rejected && section->transport != 0)
        return index;
    }
  }

  return -1;
}

/* webrtc-pc section 4.4.2, createOffer: the first transceiver that is not
 * stopped has the offerer tagged m-section, where a bundle is to be
 * negotiated. */
static gint
find_tagged (Offer * self)
{
  gint agreed = find_agreed_tagged (self);
  guint i;

  self->bundled = agreed != -1;
  if (agreed != -1)
    return agreed;
  for (i = 0; i < self->session->slots->len; i++) {
    const PcTransceiverSlot *slot = g_ptr_array_index (self->session->slots, i);
    gint index = pc_sections_find_transceiver (self->sections, slot->view.id);
    const PcSection *section;

    if (index == -1)
      continue;
    section = g_ptr_array_index (self->sections, index);
    if (!section->rejected)
      return index;
  }
  for (i = 0; i < self->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (self->sections, i);

    if (!section->rejected)
      return i;
  }

  return -1;
}

static const PcMedia *
get_media_before (const Offer * self, guint index, PcSide side)
{
  const PcDescription *description =
      pc_session_get_description (self->session, side);

  return description != NULL && index < description->media->len
      ? pc_description_get_media (description, index) : NULL;
}

/* Whether a section may only be used inside the bundle (RFC 8843 section 6,
 * RFC 9429 section 4.1.1): it has never been anything else, and the policy
 * does not ask for a way out. */
static gboolean
is_bundle_only (const Offer * self, guint index, guint tagged)
{
  const PcSection *section = g_ptr_array_index (self->sections, index);
  const PcDescription *current = self->session->current[PC_SIDE_LOCAL];
  guint i;

  if (index == tagged || (current != NULL
          && pc_description_find_mid (current, section->mid) == (gint) index))
    return FALSE;
  switch (self->session->bundle_policy) {
    case PC_BUNDLE_MAX_BUNDLE:
      return TRUE;
    case PC_BUNDLE_BALANCED:
      for (i = 0; i < index; i++) {
        const PcSection *other = g_ptr_array_index (self->sections, i);

        if (other->kind == section->kind && !other->rejected)
          return TRUE;
      }
      return FALSE;
    default:
      return FALSE;
  }
}

/* The next of the transports that offers use before one is applied, so that
 * the same state gives the same offer. */
static guint
prepare_transport (Offer * self)
{
  PcSession *session = self->session;
  GArray *prepared = session->prepared_transports;

  if (self->prepared == prepared->len) {
    guint number = pc_session_add_transport (session)->number;

    g_array_append_val (prepared, number);
  }

  return g_array_index (prepared, guint, self->prepared++);
}

/* RFC 9429 section 5.2.1: unless it is bundle-only, a new section has a
 * transport of its own, which the answer may take away. Where the peer has
 * agreed to a bundle, what is new joins it: there is nothing to find out. */
static void
assign_transports (Offer * self, guint tagged)
{
  PcSection *first = g_ptr_array_index (self->sections, tagged);
  guint i;

  if (first->transport == 0)
    first->transport = prepare_transport (self);
  for (i = 0; i < self->sections->len; i++) {
    PcSection *section = g_ptr_array_index (self->sections, i);

    if (section->rejected)
      section->transport = 0;
    else if (section->transport == 0)
      section->transport = self->bundled || is_bundle_only (self, i, tagged)
          ? first->transport : prepare_transport (self);
    section->proposed_transport = section->transport;
  }
}

/* RFC 9429 section 5.2.2: what the most recent answer says of the section goes
 * on, the order of formats unless the application has one of its own. */
static void
follow_answer (const Offer * self, guint index, PcMedia * media,
    const PcTransceiver * transceiver)
{
  const PcDescription *answer = get_last_answer (self);
  const PcMedia *answered = answer != NULL && index < answer->media->len
      ? pc_description_get_media (answer, index) : NULL;

  /* Without an answer we say that RTCP will never need a port of its own
   * (RFC 8858 section 4). */
  media->rtcp_mux_only = answered == NULL;
  if (answered == NULL || pc_media_is_rejected (answered)
      || (answered->mid != NULL && !g_str_equal (answered->mid, media->mid)))
    return;
  media->rtcp_rsize = answered->rtcp_rsize;
  if (transceiver->preferred_codecs == NULL)
    pc_codecs_sort (media->codecs, answered->codecs);
}

static PcMedia *
write_section (Offer * self, guint index, guint tagged)
{
  PcSession *session = self->session;
  const PcSection *section = g_ptr_array_index (self->sections, index);
  const PcSection *first;
  const PcMedia *before = get_media_before (self, index, PC_SIDE_LOCAL);
  PcTransport *transport;
  gboolean restart, speaks;
  PcMedia *media;

  if (section->rejected)
    return pc_sections_rejected_media (section, before != NULL ? before
        : get_media_before (self, index, PC_SIDE_REMOTE));

  if (before != NULL && before->mid != NULL
      && !g_str_equal (before->mid, section->mid))
    before = NULL;
  transport = pc_transports_find (session->transports, section->transport);
  media = pc_media_new (section->kind);
  media->mid = g_strdup (section->mid);
  media->extmap_allow_mixed = TRUE;
  if (section->kind == PC_KIND_APPLICATION) {
    pc_session_write_application (session, media);
  } else {
    const PcTransceiver *transceiver =
        &pc_session_find_slot (session, section->transceiver_id)->view;

    media->direction = transceiver->direction;
    g_ptr_array_unref (media->codecs);
    media->codecs = pc_session_offer_codecs (session, transceiver, before);
    pc_session_offer_extensions (session, media);
    pc_session_write_sender (session, media, transceiver);
    pc_session_offer_simulcast (media, transceiver);
    follow_answer (self, index, media, transceiver);
  }

  /* RFC 9429 section 5.2.1: what is only used inside the bundle says nothing
   * of a transport. a=rtcp-mux stays, as browsers look for it everywhere. */
  if (is_bundle_only (self, index, tagged)) {
    media->bundle_only = TRUE;
    media->ice_trickle = TRUE;
    media->rtcp_mux_only = FALSE;
    media->port = 0;
    return media;
  }

  /* What never started has nothing to start again. */
  restart = self->restart && transport->gather;
  if (restart)
    pc_session_prepare_restart (session, transport);
  /* RFC 9429 section 5.2.2: candidates stand once for a transport. */
  first = g_ptr_array_index (self->sections, tagged);
  speaks = !restart && (gint) index == (transport->number == first->transport
      ? (gint) tagged
      : pc_sections_find_transport (self->sections, transport->number));
  pc_session_write_transport (session, media,
      restart ? &transport->next : &transport->local, transport, speaks,
      PC_SETUP_ACTPASS);
  media->tls_id = g_strdup (transport->tls_id);

  return media;
}

static void
add_bundle_group (Offer * self, PcDescription * description, guint tagged)
{
  GPtrArray *mids = g_ptr_array_new ();
  guint i;

  for (i = 0; i < self->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (self->sections, i);

    if (section->rejected)
      continue;
    g_ptr_array_insert (mids, i == tagged ? 0 : -1, g_strdup (section->mid));
  }
  g_ptr_array_add (mids, NULL);
  g_ptr_array_add (description->bundle_groups, g_ptr_array_free (mids, FALSE));
}

/* [[LocalIceCredentialsToReplace]] (webrtc-pc section 4.4.2, restartIce). */
static gboolean
must_replace (const PcSession * session)
{
  guint i;

  for (i = 0; i < session->transports->len; i++) {
    const PcTransport *transport = g_ptr_array_index (session->transports, i);

    if (g_ptr_array_find_with_equal_func (session->ufrags_to_replace,
            transport->local.ufrag, g_str_equal, NULL))
      return TRUE;
  }

  return FALSE;
}

PcDescription *
pc_session_create_offer (PcSession * session, const PcOfferOptions * options,
    GError ** error)
{
  g_autoptr (PcDescription) description = NULL;
  Offer self = {
    .session = session,
    .restart = (options != NULL && options->ice_restart)
        || must_replace (session),
    .next_mid = session->next_mid,
  };
  gint tagged;
  guint i;

  /* webrtc-pc section 4.4.2, "create an offer" step 1 */
  if (session->state != PC_SIGNALING_STABLE
      && session->state != PC_SIGNALING_HAVE_LOCAL_OFFER) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "an offer cannot be created in signaling state %s",
        pc_signaling_state_to_string (session->state));
    return NULL;
  }

  self.sections = pc_sections_copy (session->sections);
  keep_sections (&self);
  add_sections (&self);
  tagged = find_tagged (&self);
  if (tagged != -1)
    assign_transports (&self, tagged);

  description = pc_description_new (PC_SDP_OFFER);
  if (tagged != -1)
    add_bundle_group (&self, description, tagged);
  for (i = 0; i < self.sections->len; i++)
    g_ptr_array_add (description->media, write_section (&self, i, tagged));
  pc_session_finish (session, description, self.sections, &session->last_offer);
  g_ptr_array_unref (self.sections);

  return g_steal_pointer (&description);
}
