/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccreated.c: [[LastCreatedOffer]] and [[LastCreatedAnswer]].
 *
 * Only the end of a negotiation empties them (webrtc-pc section 4.4.1.5): an
 * answer may be applied after its offer was taken back and has come again.
 */

#include "pcsessionprivate.h"

void
pc_created_clear (PcCreated * created)
{
  g_clear_pointer (&created->text, g_free);
  g_clear_pointer (&created->description, pc_description_free);
  g_clear_pointer (&created->sections, g_ptr_array_unref);
  g_clear_pointer (&created->transports, g_ptr_array_unref);
  g_clear_pointer (&created->offer, g_free);
}

/* @description without what was added to it later. */
static gchar *
text_of (const PcDescription * description)
{
  g_autoptr (PcDescription) copy = pc_description_copy (description);
  guint i;

  for (i = 0; i < copy->media->len; i++) {
    PcMedia *media = g_ptr_array_index (copy->media, i);

    g_ptr_array_set_size (media->candidates, 0);
    media->end_of_candidates = FALSE;
  }

  return pc_description_to_sdp (copy);
}

void
pc_session_keep_answer (PcSession * session)
{
  PcCreated *answer = &session->last_answer;

  if (answer->text != NULL && answer->offer == NULL)
    answer->offer = text_of (session->pending[PC_SIDE_REMOTE]);
}

GPtrArray *
pc_session_answer_sections (const PcSession * session)
{
  const PcCreated *answer = &session->last_answer;
  g_autofree gchar *offer = NULL;
  GPtrArray *sections;
  guint i;

  if (answer->offer == NULL)
    return pc_sections_copy (answer->sections);
  offer = text_of (session->pending[PC_SIDE_REMOTE]);
  if (!g_str_equal (answer->offer, offer))
    return NULL;

  /* The same m-lines, with transceivers and transports that are there now. */
  sections = pc_sections_copy (session->sections);
  for (i = 0; i < sections->len; i++) {
    const PcSection *then = g_ptr_array_index (answer->sections, i);
    PcSection *section = g_ptr_array_index (sections, i);

    section->rejected = then->rejected;
    section->recyclable = then->recyclable;
  }

  return sections;
}

const PcDescription *
pc_session_get_last_created (const PcSession * session, PcSdpType type)
{
  const PcCreated *created = type == PC_SDP_OFFER ? &session->last_offer
      : &session->last_answer;

  return created->changes == session->changes ? created->description : NULL;
}

const PcDescription *
pc_session_find_created (const PcSession * session, PcSdpType type,
    const gchar * sdp)
{
  const PcCreated *created = type == PC_SDP_OFFER ? &session->last_offer
      : &session->last_answer;

  return g_strcmp0 (created->text, sdp) == 0 ? created->description : NULL;
}
