/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcneeded.c: "check if negotiation is needed" (webrtc-pc section 4.7.3), its
 * steps by their numbers.
 */

#include "pcsessionprivate.h"

static gboolean
streams_differ (const PcTransceiver * transceiver, const PcMedia * media)
{
  guint wanted = g_strv_length (transceiver->stream_ids);
  guint i;

  if (media->msids->len == 0)
    return TRUE;
  if (wanted == 0)
    return media->msids->len != 1
        || !g_str_equal (((PcMsid *) media->msids->pdata[0])->stream, "-");
  if (media->msids->len != wanted)
    return TRUE;
  for (i = 0; i < wanted; i++) {
    const PcMsid *msid = g_ptr_array_index (media->msids, i);

    if (!g_strv_contains ((const gchar * const *) transceiver->stream_ids,
            msid->stream))
      return TRUE;
  }

  return FALSE;
}

/* Step 5.3, for a live transceiver and its m-section. */
static gboolean
section_differs (const PcSession * session, const PcTransceiver * transceiver)
{
  guint index = transceiver->mline_index;
  const PcDescription *description = session->current[PC_SIDE_LOCAL];
  const PcDescription *other = session->current[PC_SIDE_REMOTE];
  const PcMedia *local = pc_description_get_media (description, index);
  const PcMedia *remote = pc_description_get_media (other, index);

  /* 5.3.1: what is to be sent, and in which streams. An answer to a peer that
   * does not receive has no a=msid line; to ask again because of that would
   * go on for ever between two that both only send. */
  if (pc_direction_sends (transceiver->direction)
      && pc_direction_sends (local->direction)
      && streams_differ (transceiver, local))
    return TRUE;

  /* 5.3.2: as offered or as answered. */
  if (description->type == PC_SDP_OFFER)
    return local->direction != transceiver->direction
        && pc_direction_reverse (remote->direction) != transceiver->direction;

  /* 5.3.3: what was answered is all that could be. */
  return local->direction != pc_direction_intersect (transceiver->direction,
      pc_direction_reverse (remote->direction));
}

static gboolean
transceiver_needs (const PcSession * session, const PcTransceiver * transceiver)
{
  const PcDescription *local = session->current[PC_SIDE_LOCAL];
  const PcDescription *remote = session->current[PC_SIDE_REMOTE];
  gboolean associated = transceiver->mid != NULL && local != NULL
      && (guint) transceiver->mline_index < local->media->len;

  /* 5.1: stopping, and the peer does not know. */
  if (transceiver->stopping && !transceiver->stopped)
    return TRUE;
  /* 5.2: not associated yet. */
  if (!transceiver->stopped && !associated)
    return TRUE;
  if (!associated)
    return FALSE;
  if (!transceiver->stopped)
    return section_differs (session, transceiver);

  /* 5.4: stopped, and neither side has rejected the m-section. */
  return !pc_media_is_rejected (pc_description_get_media (local,
          transceiver->mline_index))
      && !pc_media_is_rejected (pc_description_get_media (remote,
          transceiver->mline_index));
}

static gboolean
has_data_section (const PcDescription * description)
{
  guint i;

  for (i = 0; description != NULL && i < description->media->len; i++) {
    if (pc_description_get_media (description, i)->kind == PC_KIND_APPLICATION)
      return TRUE;
  }

  return FALSE;
}

gboolean
pc_session_is_negotiation_needed (const PcSession * session)
{
  guint i;

  if (session->state == PC_SIGNALING_CLOSED)
    return FALSE;

  /* 1: nothing here asks for a negotiation of its own accord. */
  /* 2: [[LocalIceCredentialsToReplace]] */
  if (session->ufrags_to_replace->len > 0)
    return TRUE;
  /* 3: description is the current local one. */
  /* 4: data channels without an m-section. */
  if (session->wants_data
      && !has_data_section (session->current[PC_SIDE_LOCAL]))
    return TRUE;
  /* 5: each transceiver. */
  for (i = 0; i < session->slots->len; i++) {
    const PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    if (transceiver_needs (session, &slot->view))
      return TRUE;
  }

  /* 6: nothing remains to be negotiated. */
  return FALSE;
}
