/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsimulcast.c: several encodings of one track in descriptions (RFC 8853,
 * RFC 8851), and what descriptions do to [[SendEncodings]] (webrtc-pc section
 * 4.4.1.5).
 */

#include <string.h>

#include "pcencodings.h"
#include "pcsessionprivate.h"

/* The streams of one half of a=simulcast: "1,4;~2;3" -> "1" "2" "3". Of
 * alternatives the first counts, as webrtc-pc section 4.4.1.5 says; "~" only
 * says how it starts, and pausing is not signalled (section 5.4.1). */
static GStrv
list_rids (const PcMedia * media, const gchar * half)
{
  GPtrArray *rids = g_ptr_array_new ();
  g_auto (GStrv) words =
      g_strsplit (media->simulcast != NULL ? media->simulcast : "", " ", -1);

  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i += 2) {
    g_auto (GStrv) streams = NULL;

    if (!g_str_equal (words[i], half))
      continue;
    streams = g_strsplit (words[i + 1], ";", -1);
    for (guint j = 0; streams[j] != NULL; j++) {
      const gchar *rid = streams[j][0] == '~' ? streams[j] + 1 : streams[j];
      g_autofree gchar *first = g_strndup (rid, strcspn (rid, ","));

      if (*first != '\0' && rids->len < PC_MAX_ENCODINGS
          && !g_ptr_array_find_with_equal_func (rids, first, g_str_equal, NULL))
        g_ptr_array_add (rids, g_steal_pointer (&first));
    }
  }
  g_ptr_array_add (rids, NULL);

  return (GStrv) g_ptr_array_free (rids, FALSE);
}

/* Writes "a=rid:... send" for each of @rids and "a=simulcast:send ...". */
static void
write_rids (PcMedia * media, const gchar * const *rids)
{
  g_autofree gchar *list = g_strjoinv (";", (gchar **) rids);

  for (guint i = 0; rids[i] != NULL; i++)
    g_ptr_array_add (media->rids, pc_rid_new (rids[i], TRUE, NULL));
  g_free (media->simulcast);
  media->simulcast = g_strconcat ("send ", list, NULL);
}

void
pc_session_offer_simulcast (PcMedia * media, const PcTransceiver * transceiver)
{
  g_autoptr (GPtrArray) rids = g_ptr_array_new ();

  /* webrtc-pc section 4.4.2, createOffer: more than one encoding. Without
   * rids there is nothing to tell them apart by. */
  if (!pc_direction_sends (media->direction)
      || transceiver->encodings->len <= 1
      || !pc_encodings_have_rids (transceiver->encodings))
    return;
  for (guint i = 0; i < transceiver->encodings->len; i++)
    g_ptr_array_add (rids, ((PcEncoding *)
            g_ptr_array_index (transceiver->encodings, i))->rid);
  g_ptr_array_add (rids, NULL);
  write_rids (media, (const gchar * const *) rids->pdata);
}

void
pc_session_answer_simulcast (PcMedia * media,
    const PcTransceiver * transceiver, const PcMedia * offered)
{
  g_auto (GStrv) wanted = list_rids (offered, "recv");
  g_autoptr (GPtrArray) rids = g_ptr_array_new ();

  if (!pc_direction_sends (media->direction))
    return;
  for (guint i = 0; wanted[i] != NULL; i++) {
    if (pc_encodings_find_rid (transceiver->encodings, wanted[i]) != -1)
      g_ptr_array_add (rids, wanted[i]);
  }
  if (rids->len == 0)
    return;
  g_ptr_array_add (rids, NULL);
  write_rids (media, (const gchar * const *) rids->pdata);
}

/* A remote offer to receive simulcast. */
void
pc_session_propose_encodings (PcTransceiverSlot * slot, const PcMedia * media)
{
  g_auto (GStrv) rids = list_rids (media, "recv");
  GPtrArray *encodings;

  /* An envelope that is there is not widened; it may shrink with the answer. */
  if (rids[0] == NULL || slot->view.kind != PC_KIND_VIDEO
      || slot->view.encodings->len != 1
      || pc_encodings_have_rids (slot->view.encodings))
    return;
  encodings = pc_encodings_new ();
  for (guint i = 0; rids[i] != NULL; i++) {
    PcEncoding *encoding = pc_encoding_new ();

    encoding->rid = g_strdup (rids[i]);
    g_ptr_array_add (encodings, encoding);
  }
  pc_encodings_scale (encodings);
  g_ptr_array_unref (slot->view.encodings);
  slot->view.encodings = encodings;
  g_clear_pointer (&slot->view.transaction_id, g_free);
}

/* An answer, ours or the peer's: layers that it does not name are gone. */
void
pc_session_prune_encodings (PcTransceiverSlot * slot, PcSide side,
    const PcMedia * media)
{
  g_auto (GStrv) rids =
      list_rids (media, side == PC_SIDE_LOCAL ? "send" : "recv");
  GPtrArray *encodings = slot->view.encodings;
  gboolean any = FALSE;

  /* [[SendCodecs]] is set, and [[LastReturnedParameters]] reset. */
  g_clear_pointer (&slot->view.transaction_id, g_free);
  if (encodings->len <= 1)
    return;
  for (guint i = 0; rids[i] != NULL; i++)
    any |= pc_encodings_find_rid (encodings, rids[i]) != -1;
  if (!any) {
    g_ptr_array_set_size (encodings, 1);
    return;
  }
  for (guint i = encodings->len; i > 0; i--) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i - 1);

    if (!g_strv_contains ((const gchar * const *) rids, encoding->rid))
      g_ptr_array_remove_index (encodings, i - 1);
  }
}

static gboolean
any_wants_codec (const PcSession * session)
{
  for (guint i = 0; i < session->slots->len; i++) {
    const PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    for (guint j = 0; j < slot->view.encodings->len; j++) {
      if (((PcEncoding *) g_ptr_array_index (slot->view.encodings,
                  j))->codec != NULL)
        return TRUE;
    }
  }

  return FALSE;
}

/* The end of section 4.4.1.5: a codec that was not agreed on is not wanted. */
void
pc_session_prune_codecs (PcSession * session)
{
  g_autoptr (PcNegotiated) negotiated = NULL;

  if (!any_wants_codec (session))
    return;
  negotiated = pc_session_get_negotiated (session);
  for (guint i = 0; i < session->slots->len; i++) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);
    const PcNegotiatedMedia *media =
        pc_negotiated_find_transceiver (negotiated, slot->view.id);

    if (media == NULL || media->send_codecs->len == 0)
      continue;
    for (guint j = 0; j < slot->view.encodings->len; j++) {
      PcEncoding *encoding = g_ptr_array_index (slot->view.encodings, j);

      if (encoding->codec != NULL && pc_codecs_find_dictionary
          (media->send_codecs, encoding->codec, TRUE) == NULL)
        g_clear_pointer (&encoding->codec, pc_codec_free);
    }
  }
}
