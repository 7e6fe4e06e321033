/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsendcodecs.c: what a payloader may choose from, at any moment.
 */

#include "pccodecs.h"
#include "pcsessionprivate.h"

static gpointer
copy_codec (gconstpointer codec, gpointer user_data)
{
  return pc_codec_copy (codec);
}

static GPtrArray *
copy_codecs (GPtrArray * codecs)
{
  GPtrArray *copy = g_ptr_array_copy (codecs, copy_codec, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) pc_codec_free);
  return copy;
}

/* webrtc-pc section 5.2.7, codec: the one that the first encoding asks for goes
 * first, with what repairs it left where it is. */
static GPtrArray *
prefer_wanted (GPtrArray * codecs, const PcTransceiver * transceiver)
{
  const PcEncoding *encoding = g_ptr_array_index (transceiver->encodings, 0);
  const PcCodec *first = encoding->codec == NULL ? NULL
      : pc_codecs_find_dictionary (codecs, encoding->codec, TRUE);
  guint index;

  if (first != NULL && g_ptr_array_find (codecs, first, &index)) {
    gpointer codec = g_ptr_array_steal_index (codecs, index);

    g_ptr_array_insert (codecs, 0, codec);
  }

  return codecs;
}

static const PcMedia *
get_offer (const PcSession * session, PcSide side,
    const PcTransceiver * transceiver)
{
  const PcDescription *description = session->pending[side];

  if (description == NULL || transceiver->mline_index < 0
      || (guint) transceiver->mline_index >= description->media->len)
    return NULL;

  return pc_description_get_media (description, transceiver->mline_index);
}

GPtrArray *
pc_session_get_send_codecs (PcSession * session, guint id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedMedia *media;
  const PcMedia *offer;

  if (slot == NULL || slot->view.stopping)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);

  /* What was agreed, runs on until something else is. */
  negotiated = pc_session_get_negotiated (session);
  media = pc_negotiated_find_transceiver (negotiated, id);
  if (media != NULL && media->send_codecs->len > 0)
    return prefer_wanted (copy_codecs (media->send_codecs), &slot->view);

  /* Before that, what the answer would say to the offer of the peer ... */
  offer = get_offer (session, PC_SIDE_REMOTE, &slot->view);
  if (offer != NULL)
    return pc_session_answer_codecs (session, &slot->view, offer);

  /* ... or what our own says, or would. */
  offer = get_offer (session, PC_SIDE_LOCAL, &slot->view);
  return offer != NULL ? copy_codecs (offer->codecs)
      : pc_session_offer_codecs (session, &slot->view, NULL);
}
