/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsections.c: the parts of m-sections that offers and answers have in common.
 */

#include <string.h>

#include "pccodecs.h"
#include "pcsessionprivate.h"

#define DISCARD_PORT 9          /* RFC 9429 section 5.2.1: no candidate yet */

gboolean
pc_media_is_supported (const PcMedia * media)
{
  /* RFC 9429 section 5.1.2: all of these mean the same in an offer. */
  static const gchar *const rtp[] = { "UDP/TLS/RTP/SAVPF",
    "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVP",
    "RTP/SAVPF", "RTP/SAVP", "RTP/AVPF", "RTP/AVP", NULL
  };
  static const gchar *const sctp[] = { "UDP/DTLS/SCTP", "TCP/DTLS/SCTP",
    "DTLS/SCTP", NULL
  };

  switch (media->kind) {
    case PC_KIND_AUDIO:
    case PC_KIND_VIDEO:
      return g_strv_contains (rtp, media->protocol);
    case PC_KIND_APPLICATION:
      return g_strv_contains (sctp, media->protocol);
    default:
      return FALSE;
  }
}

PcMedia *
pc_sections_rejected_media (const PcSection * section, const PcMedia * like)
{
  PcMedia *media = pc_media_new (like->kind);

  /* RFC 3264 section 6: the port is zero, and a format must be there for the
   * syntax. */
  g_free (media->media);
  media->media = g_strdup (like->media);
  g_free (media->protocol);
  media->protocol = g_strdup (like->protocol);
  media->formats = g_strdup (like->formats);
  media->sctp_port = like->sctp_port;
  if (like->codecs->len > 0)
    g_ptr_array_add (media->codecs,
        pc_codec_copy (g_ptr_array_index (like->codecs, 0)));
  media->port = 0;
  media->mid = g_strdup (section->mid);
  media->direction = PC_DIRECTION_INACTIVE;
  media->ice_trickle = TRUE;

  return media;
}

void
pc_session_write_transport (const PcSession * session, PcMedia * media,
    const PcIceCredentials * credentials, const PcTransport * transport,
    gboolean with_candidates, PcSetup setup)
{
  guint i;

  media->port = DISCARD_PORT;
  media->ice_ufrag = g_strdup (credentials->ufrag);
  media->ice_pwd = g_strdup (credentials->pwd);
  media->ice_trickle = TRUE;
  media->setup = setup;
  for (i = 0; i < session->fingerprints->len; i++)
    g_ptr_array_add (media->fingerprints,
        pc_fingerprint_copy (g_ptr_array_index (session->fingerprints, i)));

  if (!with_candidates)
    return;
  for (i = 0; i < transport->local_candidates->len; i++)
    g_ptr_array_add (media->candidates,
        pc_candidate_copy (g_ptr_array_index (transport->local_candidates, i)));
  media->end_of_candidates = transport->local_end;
}

static void
write_ssrcs (const PcSession * session, PcMedia * media,
    const PcTransceiver * transceiver, gboolean rtx)
{
  PcSsrcGroup *group;

  g_ptr_array_add (media->ssrcs,
      pc_ssrc_new (transceiver->send_ssrc, session->cname));
  if (!rtx)
    return;

  /* RFC 4588 section 8.8, RFC 5576 section 4.2 */
  g_ptr_array_add (media->ssrcs,
      pc_ssrc_new (transceiver->send_rtx_ssrc, session->cname));
  group = pc_ssrc_group_new ("FID");
  g_array_append_val (group->ssrcs, transceiver->send_ssrc);
  g_array_append_val (group->ssrcs, transceiver->send_rtx_ssrc);
  g_ptr_array_add (media->ssrc_groups, group);
}

/* RFC 9429 section 5.2.1: as much as every one of the codecs allows in a packet. */
static void
write_maxptime (PcMedia * media)
{
  static const struct
  {
    const gchar *name;
    guint ms;
  } limits[] = {
    {"opus", 120},              /* RFC 7587 section 6.1 */
  };
  guint maxptime = 200;         /* ms; RFC 3551 section 4.2 */
  guint i, j;

  if (media->kind != PC_KIND_AUDIO)
    return;
  for (i = 0; i < media->codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->codecs, i);

    for (j = 0; j < G_N_ELEMENTS (limits); j++) {
      if (g_ascii_strcasecmp (codec->name, limits[j].name) == 0)
        maxptime = MIN (maxptime, limits[j].ms);
    }
  }
  media->maxptime = g_strdup_printf ("%u", maxptime);
}

void
pc_session_write_sender (const PcSession * session, PcMedia * media,
    const PcTransceiver * transceiver)
{
  gboolean rtx = FALSE;
  guint i;

  write_maxptime (media);
  media->rtcp_mux = TRUE;
  media->rtcp_rsize = TRUE;
  if (!pc_direction_sends (media->direction))
    return;

  /* RFC 9429 section 5.2.1: a line for each stream; "-" when there is none
   * (RFC 8830 section 2). */
  for (i = 0; transceiver->stream_ids[i] != NULL; i++)
    g_ptr_array_add (media->msids, pc_msid_new (transceiver->stream_ids[i],
            transceiver->track_id));
  if (i == 0)
    g_ptr_array_add (media->msids, pc_msid_new ("-", transceiver->track_id));

  /* Nobody is told of a stream that does not come: browsers wait for it. */
  if (!transceiver->has_sender_media)
    return;
  for (i = 0; i < media->codecs->len; i++)
    rtx |= pc_codec_get_role (g_ptr_array_index (media->codecs, i)) ==
        PC_CODEC_RTX;
  write_ssrcs (session, media, transceiver,
      rtx && transceiver->kind == PC_KIND_VIDEO);
}

void
pc_session_write_application (const PcSession * session, PcMedia * media)
{
  media->sctp_port = PC_SCTP_PORT;
  media->has_max_message_size = TRUE;
  media->max_message_size = session->max_message_size;
}

/* The entry of the last description of the same m-section that is @codec:
 * RFC 9429 section 5.2.2 keeps the numbers. One that we have answered with
 * another profile that we serve, goes on as well. */
static const PcCodec *
find_before (const PcMedia * before, const PcCodec * codec,
    const gboolean used[PC_N_PAYLOAD_TYPES])
{
  static const PcMatch matches[] = { PC_MATCH_EXACT, PC_MATCH_COMPATIBLE };
  gsize pass;
  guint i;

  for (pass = 0; before != NULL && pass < G_N_ELEMENTS (matches); pass++) {
    for (i = 0; i < before->codecs->len; i++) {
      const PcCodec *b = g_ptr_array_index (before->codecs, i);

      if (b->payload_type < PC_N_PAYLOAD_TYPES && !used[b->payload_type]
          && pc_codec_match (b, codec, matches[pass]))
        return b;
    }
  }

  return NULL;
}

/* Adds @wanted to @codecs under a number; -1 when there is none left. */
static gint
add_codec (PcSession * session, GPtrArray * codecs, PcKind kind,
    const PcCodec * wanted, const PcMedia * before,
    gboolean used[PC_N_PAYLOAD_TYPES])
{
  const PcCodec *then = find_before (before, wanted, used);
  gint number = then != NULL ? (gint) then->payload_type
      : pc_numbers_assign_payload_type (session->numbers, kind, wanted, used);
  PcCodec *codec;

  if (number == -1)
    return -1;
  codec = pc_codec_copy (wanted);
  codec->payload_type = number;
  /* RFC 3264 section 8.3.2: a number keeps its meaning. */
  if (then != NULL && !pc_codec_match (then, wanted, PC_MATCH_EXACT)) {
    g_free (codec->fmtp);
    codec->fmtp = g_strdup (then->fmtp);
  }
  used[number] = TRUE;
  g_ptr_array_add (codecs, codec);

  return number;
}

static void
add_rtx (PcSession * session, GPtrArray * codecs, const GPtrArray * wanted,
    const PcCodec * codec, gint number, const PcMedia * before,
    gboolean used[PC_N_PAYLOAD_TYPES])
{
  g_autofree gchar *fmtp = g_strdup_printf ("apt=%d", number);
  g_autoptr (PcCodec) rtx = NULL;
  const PcCodec *preferred = pc_codecs_find_rtx (wanted, codec->payload_type);

  rtx = pc_codec_new (preferred != NULL ? preferred->payload_type
      : PC_N_PAYLOAD_TYPES, "rtx", codec->clock_rate, 0, fmtp);
  add_codec (session, codecs, PC_KIND_VIDEO, rtx, before, used);
}

GPtrArray *
pc_session_offer_codecs (PcSession * session,
    const PcTransceiver * transceiver, const PcMedia * before)
{
  const GPtrArray *wanted = pc_session_wanted_codecs (session, transceiver);
  GPtrArray *codecs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  gboolean used[PC_N_PAYLOAD_TYPES] = { FALSE };
  guint i;

  for (i = 0; i < wanted->len; i++) {
    const PcCodec *codec = g_ptr_array_index (wanted, i);
    gint number;

    if (pc_codec_get_role (codec) == PC_CODEC_RTX)
      continue;
    number = add_codec (session, codecs, transceiver->kind, codec, before,
        used);
    if (number != -1 && pc_codecs_want_rtx (transceiver->kind, wanted, codec))
      add_rtx (session, codecs, wanted, codec, number, before, used);
  }

  return codecs;
}

void
pc_session_offer_extensions (PcSession * session, PcMedia * media)
{
  const GPtrArray *wanted = session->capabilities->extensions[media->kind];
  guint i;

  for (i = 0; i < wanted->len; i++) {
    const PcExtension *extension = g_ptr_array_index (wanted, i);
    guint id = pc_numbers_assign_extension (session->numbers, extension->uri,
        extension->id);

    if (id != 0)
      g_ptr_array_add (media->extensions,
          pc_extension_new (id, extension->uri, extension->direction));
  }
}

void
pc_session_finish (PcSession * session, PcDescription * description,
    GPtrArray * sections, PcCreated * created)
{
  g_autofree gchar *text = NULL;
  const gchar *content;
  guint i;

  g_free (description->session_id);
  description->session_id =
      g_strdup_printf ("%" G_GUINT64_FORMAT, session->session_id);
  description->session_version = session->session_version;
  text = pc_description_to_sdp (description);
  content = strstr (text, "\r\ns=");    /* behind the line of the version */

  /* RFC 9429 section 5.2.2: the version grows when, and only when, something
   * else differs. */
  if (g_strcmp0 (session->last_content, content) != 0) {
    gboolean again = session->last_content != NULL;

    g_free (session->last_content);
    session->last_content = g_strdup (content);
    if (again) {
      description->session_version = ++session->session_version;
      g_free (text);
      text = pc_description_to_sdp (description);
    }
  }

  pc_created_clear (created);
  created->text = g_steal_pointer (&text);
  created->description = pc_description_copy (description);
  created->sections = g_ptr_array_ref (sections);
  created->transports =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_transport_free);
  for (i = 0; i < session->transports->len; i++) {
    const PcTransport *transport = g_ptr_array_index (session->transports, i);

    if (pc_sections_find_transport (sections, transport->number) != -1)
      g_ptr_array_add (created->transports, pc_transport_copy (transport));
  }
  created->changes = session->changes;
}
