/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcanswer.c: createAnswer (RFC 9429 section 5.3).
 */

#include "../pcerror.h"
#include "pccodecs.h"
#include "pcsessionprivate.h"
#include "pcsignaling.h"

typedef struct
{
  PcSession *session;
  const PcDescription *offer;
  PcBundled *bundled;           /* of the offer */
  GPtrArray *sections;          /* of the answer */
} Answer;

GPtrArray *
pc_session_answer_codecs (const PcSession * session,
    const PcTransceiver * transceiver, const PcMedia * offered)
{
  GPtrArray *codecs = pc_codecs_answer (transceiver->kind,
      pc_session_wanted_codecs (session, transceiver), offered->codecs);

  /* RFC 9429 section 5.3.1: in the offered order, unless the application has
   * one of its own. */
  if (transceiver->preferred_codecs == NULL)
    pc_codecs_sort (codecs, offered->codecs);

  return codecs;
}

/* RFC 9429 section 4.1.1: what a strict policy does with sections outside the
 * bundle. */
static gboolean
policy_refuses (const Answer * self, guint index)
{
  const PcMedia *media = pc_description_get_media (self->offer, index);
  guint first = 0;

  switch (self->session->bundle_policy) {
    case PC_BUNDLE_MAX_BUNDLE:
      while (pc_media_is_rejected (pc_description_get_media (self->offer,
                  first)))
        first++;
      break;
    case PC_BUNDLE_BALANCED:
      while (pc_description_get_media (self->offer, first)->kind != media->kind
          || pc_media_is_rejected (pc_description_get_media (self->offer,
                  first)))
        first++;
      break;
    default:
      return FALSE;
  }

  return first != index && (self->bundled[first].group == -1
      || self->bundled[first].group != self->bundled[index].group);
}

/* RFC 8842 section 5.3: the answerer is the client unless the offer or the
 * association that is there says otherwise. */
static PcSetup
choose_setup (const PcTransport * transport, const PcMedia * tagged)
{
  if (tagged->setup == PC_SETUP_ACTIVE)
    return PC_SETUP_PASSIVE;
  if (tagged->setup == PC_SETUP_PASSIVE)
    return PC_SETUP_ACTIVE;

  return transport->dtls_role == PC_DTLS_ROLE_SERVER
      && !transport->remote_reconnects ? PC_SETUP_PASSIVE : PC_SETUP_ACTIVE;
}

static void
answer_extensions (const PcSession * session, PcMedia * media,
    const PcMedia * offered)
{
  const GPtrArray *ours = session->capabilities->extensions[media->kind];
  guint i, j;

  /* RFC 8285 section 6: with the offerer's ids, the direction turned round. */
  for (i = 0; i < offered->extensions->len; i++) {
    const PcExtension *theirs = g_ptr_array_index (offered->extensions, i);

    if (theirs->ambiguous)
      continue;
    for (j = 0; j < ours->len; j++) {
      const PcExtension *extension = g_ptr_array_index (ours, j);
      PcDirection direction = pc_direction_intersect (extension->direction,
          pc_direction_reverse (theirs->direction));

      if (!g_str_equal (extension->uri, theirs->uri))
        continue;
      if (direction != PC_DIRECTION_INACTIVE)
        g_ptr_array_add (media->extensions,
            pc_extension_new (theirs->id, theirs->uri, direction));
      break;
    }
  }
}

/* The RTP part; FALSE when nothing is common or nobody is there for it. */
static gboolean
answer_rtp (const PcSession * session, PcMedia * media,
    const PcSection * section, const PcMedia * offered)
{
  const PcTransceiverSlot *slot =
      pc_session_find_slot (session, section->transceiver_id);

  if (slot == NULL || slot->view.stopped)
    return FALSE;
  g_ptr_array_unref (media->codecs);
  media->codecs = pc_session_answer_codecs (session, &slot->view, offered);
  if (media->codecs->len == 0)
    return FALSE;
  /* RFC 9429 section 5.3.1: what we want of what is offered. A transceiver
   * that is stopping goes on, without media, until an offer says so. */
  media->direction = pc_direction_intersect (slot->view.direction,
      pc_direction_reverse (offered->direction));
  answer_extensions (session, media, offered);
  pc_session_write_sender (session, media, &slot->view);
  pc_session_answer_simulcast (media, &slot->view, offered);
  media->rtcp_rsize = offered->rtcp_rsize;

  return TRUE;
}

/* NULL: reject it. */
static PcMedia *
accept_section (const Answer * self, guint index)
{
  const PcSession *session = self->session;
  const PcSection *section = g_ptr_array_index (self->sections, index);
  const PcMedia *offered = pc_description_get_media (self->offer, index);
  g_autoptr (PcMedia) media = NULL;
  const PcTransport *transport;
  gboolean speaks;

  if (pc_media_is_rejected (offered) || !pc_media_is_supported (offered)
      || policy_refuses (self, index))
    return NULL;

  media = pc_media_new (offered->kind);
  g_free (media->protocol);
  media->protocol = g_strdup (offered->protocol);
  media->mid = g_strdup (offered->mid);
  media->extmap_allow_mixed = offered->extmap_allow_mixed;
  if (offered->kind == PC_KIND_APPLICATION)
    pc_session_write_application (session, media);
  else if (!answer_rtp (session, media, section, offered))
    return NULL;

  transport = pc_transports_find (session->transports,
      section->offered_transport);
  speaks = self->bundled[index].group == -1
      || self->bundled[index].tagged == index;
  pc_session_write_transport (session, media, transport->remote_restarts
      ? &transport->next : &transport->local, transport,
      speaks && !transport->remote_restarts, choose_setup (transport,
          pc_description_get_media (self->offer, self->bundled[index].tagged)));
  /* RFC 8842 section 5.3: only where the offer has one. */
  if (pc_description_get_media (self->offer,
          self->bundled[index].tagged)->tls_id != NULL)
    media->tls_id = g_strdup (transport->remote_reconnects
        ? transport->next_tls_id : transport->tls_id);

  return g_steal_pointer (&media);
}

/* RFC 8843 section 7.3: the offered groups without what is rejected. */
static void
add_bundle_groups (const Answer * self, PcDescription * description)
{
  guint i, j;

  for (i = 0; i < self->offer->bundle_groups->len; i++) {
    const gchar *const *offered =
        g_ptr_array_index (self->offer->bundle_groups, i);
    GPtrArray *mids = g_ptr_array_new ();

    for (j = 0; offered[j] != NULL; j++) {
      gint index = pc_sections_find_mid (self->sections, offered[j]);
      const PcSection *section = index != -1
          ? g_ptr_array_index (self->sections, index) : NULL;

      if (section != NULL && !section->rejected)
        g_ptr_array_add (mids, g_strdup (offered[j]));
    }
    g_ptr_array_add (mids, NULL);
    if (mids->len > 1)
      g_ptr_array_add (description->bundle_groups,
          g_ptr_array_free (mids, FALSE));
    else
      g_ptr_array_unref (mids);
  }
}

/* RFC 9429 section 5.3.1: with the m-section that speaks for its group, all of
 * the group is rejected (RFC 9143 section 7.3.1). */
static gboolean
is_tag_rejected (const Answer * self, guint index)
{
  guint tagged = self->bundled[index].tagged;

  return tagged != index && ((const PcSection *)
      g_ptr_array_index (self->sections, tagged))->rejected;
}

/* RFC 9429 section 5.3.1: only what the offer has (RFC 8840 section 4.1.3). */
static void
answer_ice_options (const Answer * self, PcDescription * description)
{
  guint i;

  for (i = 0; i < self->offer->media->len; i++) {
    if (pc_description_get_media (self->offer, i)->ice_trickle)
      return;
  }
  for (i = 0; i < description->media->len; i++)
    ((PcMedia *) g_ptr_array_index (description->media, i))->ice_trickle =
        FALSE;
}

static void
answer_section (Answer * self, PcDescription * description, guint index)
{
  PcSection *section = g_ptr_array_index (self->sections, index);
  const PcMedia *offered = pc_description_get_media (self->offer, index);
  PcMedia *media = is_tag_rejected (self, index) ? NULL
      : accept_section (self, index);

  section->rejected = section->recyclable = media == NULL;
  if (media == NULL) {
    media = pc_sections_rejected_media (section, offered);
    g_free (media->mid);
    media->mid = g_strdup (offered->mid);
  }
  description->media->pdata[index] = media;
}

PcDescription *
pc_session_create_answer (PcSession * session, GError ** error)
{
  g_autoptr (PcDescription) description = NULL;
  Answer self = {.session = session };
  guint i;

  /* webrtc-pc section 4.4.2, "create an answer" step 1 */
  if (session->state != PC_SIGNALING_HAVE_REMOTE_OFFER
      && session->state != PC_SIGNALING_HAVE_LOCAL_PRANSWER) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "an answer cannot be created in signaling state %s",
        pc_signaling_state_to_string (session->state));
    return NULL;
  }

  self.offer = session->pending[PC_SIDE_REMOTE];
  self.bundled = pc_description_map_bundles (self.offer);
  self.sections = pc_sections_copy (session->sections);

  description = pc_description_new (PC_SDP_ANSWER);
  /* A group's tagged m-section may stand behind the others. */
  g_ptr_array_set_size (description->media, self.offer->media->len);
  for (i = 0; i < self.offer->media->len; i++) {
    if (self.bundled[i].tagged == i)
      answer_section (&self, description, i);
  }
  for (i = 0; i < self.offer->media->len; i++) {
    if (self.bundled[i].tagged != i)
      answer_section (&self, description, i);
  }
  add_bundle_groups (&self, description);
  answer_ice_options (&self, description);
  pc_session_finish (session, description, self.sections,
      &session->last_answer);

  g_ptr_array_unref (self.sections);
  g_free (self.bundled);

  return g_steal_pointer (&description);
}
