/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtprouting.c: to which m-section a packet of the peer belongs.
 */

#include "pcrtpsession-private.h"
#include "../jsep/pccodecs.h"

#include <string.h>

PcRtpSection *
pc_rtp_session_find_mid (PcRtpSession * session, const gchar * mid,
    gsize length)
{
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    PcRtpSection *section = g_ptr_array_index (session->sections, i);

    if (strlen (section->media->mid) == length
        && memcmp (section->media->mid, mid, length) == 0)
      return section;
  }

  return NULL;
}

static PcRtpSection *
section_of_transceiver (PcRtpSession * session, guint transceiver_id)
{
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    PcRtpSection *section = g_ptr_array_index (session->sections, i);

    if (section->media->transceiver_id == transceiver_id)
      return section;
  }

  return NULL;
}

static gboolean
has_feedback (const PcCodec * codec, const gchar * type,
    const gchar * parameter)
{
  guint i;

  for (i = 0; i < codec->feedback->len; i++) {
    const PcRtcpFeedback *feedback = g_ptr_array_index (codec->feedback, i);

    if (g_ascii_strcasecmp (feedback->type, type) == 0
        && g_strcmp0 (feedback->parameter, parameter) == 0)
      return TRUE;
  }

  return FALSE;
}

/* --- sources ------------------------------------------------------------ */

void
pc_rtp_session_remove_source (PcRtpSession * session, PcRtpSource * source)
{
  if (!source->ended)
    pc_rtp_session_push_output (session, PC_RTP_OUTPUT_SOURCE_GONE,
        source->transceiver_id, source->ssrc);
  if (session->last_source == source)
    session->last_source = NULL;
  g_hash_table_remove (session->sources, GUINT_TO_POINTER (source->ssrc));
}

void
pc_rtp_session_sweep (PcRtpSession * session, PcTime now)
{
  g_autoptr (GList) sources = g_hash_table_get_values (session->sources);
  GList *l;

  for (l = sources; l; l = l->next) {
    PcRtpSource *source = l->data;
    gboolean over;

    if (source->ended)
      over = now - source->ended_at >= PC_RTP_BYE_LINGER;
    else
      over = !source->announced
          && now - source->last_active >= PC_RTP_SOURCE_TIMEOUT;
    if (over)
      pc_rtp_session_remove_source (session, source);
  }
}

/* After a renegotiation: the m-section of a source may be gone, may not
 * receive any more, or the numbers may mean other codecs. */
void
pc_rtp_session_check_source (PcRtpSession * session, PcRtpSource * source)
{
  PcRtpSection *section =
      section_of_transceiver (session, source->transceiver_id);
  const PcCodec *codec = section ?
      section->receive_codecs[source->payload_type] : NULL;

  if (source->ended || codec == NULL
      || !pc_direction_receives (section->media->direction)
      || pc_rtp_session_find_stream_ssrc (session, source->ssrc)) {
    pc_rtp_session_remove_source (session, source);
    return;
  }
  source->announced = g_hash_table_lookup (session->announced,
      GUINT_TO_POINTER (source->ssrc)) == section;
}

static void
adopt_codec (PcRtpSource * source, const PcCodec * codec)
{
  source->payload_type = codec->payload_type;
  source->clock_rate = codec->clock_rate;
  source->uses_pli = has_feedback (codec, "nack", "pli");
  source->uses_fir = has_feedback (codec, "ccm", "fir");
}

PcRtpDrop
pc_rtp_session_bind (PcRtpSession * session, PcTime now, guint32 ssrc,
    guint payload_type, PcRtpSection * section, PcRtpSource ** bound)
{
  PcRtpSource *source = g_hash_table_lookup (session->sources,
      GUINT_TO_POINTER (ssrc));
  PcRtpOutput *output;

  if (source)
    pc_rtp_session_remove_source (session, source);
  if (g_hash_table_size (session->sources) >= PC_RTP_MAX_SOURCES) {
    pc_rtp_session_sweep (session, now);
    if (g_hash_table_size (session->sources) >= PC_RTP_MAX_SOURCES)
      return PC_RTP_DROP_TOO_MANY_SOURCES;
  }

  source = pc_rtp_source_new (ssrc, now);
  source->transceiver_id = section->media->transceiver_id;
  source->kind = section->media->kind;
  source->announced = g_hash_table_lookup (session->announced,
      GUINT_TO_POINTER (ssrc)) == section;
  adopt_codec (source, section->receive_codecs[payload_type]);
  g_hash_table_insert (session->sources, GUINT_TO_POINTER (ssrc), source);

  output = pc_rtp_session_push_output (session, PC_RTP_OUTPUT_NEW_SOURCE,
      source->transceiver_id, ssrc);
  output->payload_type = payload_type;
  pc_rtp_session_schedule_report (session, now);
  if (source->kind == PC_KIND_VIDEO)
    pc_rtp_session_request_key_frame (session, now, source->transceiver_id,
        ssrc);
  *bound = source;

  return PC_RTP_DROP_NONE;
}

/* --- packets ------------------------------------------------------------ */

/* The MID that a packet names; FALSE when it names none. */
static gboolean
find_packet_mid (PcRtpSession * session, const PcRtpPacket * packet,
    PcRtpElement * mid)
{
  PcRtpElementIter iter;

  pc_rtp_element_iter_init (&iter, packet);
  while (pc_rtp_element_iter_next (&iter, mid)) {
    if (session->mid_ids[mid->id])
      return TRUE;
  }

  return FALSE;
}

/* RFC 8843 section 9.2, the steps in its order. */
static PcRtpDrop
find_section (PcRtpSession * session, const PcRtpPacket * packet,
    PcRtpSource * source, PcRtpSection ** section)
{
  PcRtpElement mid;

  if (packet->extension && find_packet_mid (session, packet, &mid)) {
    *section = pc_rtp_session_find_mid (session, (const gchar *) mid.data,
        mid.length);
    return *section ? PC_RTP_DROP_NONE : PC_RTP_DROP_UNKNOWN_MID;
  }

  if (source) {
    *section = section_of_transceiver (session, source->transceiver_id);
    if (*section)
      return PC_RTP_DROP_NONE;
  }
  *section = g_hash_table_lookup (session->announced,
      GUINT_TO_POINTER (packet->ssrc));
  if (*section == NULL)
    *section = g_hash_table_lookup (session->learnt,
        GUINT_TO_POINTER (packet->ssrc));
  if (*section == NULL)
    *section = session->by_payload_type[packet->payload_type];

  return *section ? PC_RTP_DROP_NONE : PC_RTP_DROP_UNROUTABLE;
}

static PcRtpDrop
route (PcRtpSession * session, PcTime now, const PcRtpPacket * packet,
    PcRtpSource ** bound)
{
  PcRtpSource *source = session->last_source;
  PcRtpSection *section;
  const PcCodec *codec;
  PcRtpDrop drop;

  if (source == NULL || source->ssrc != packet->ssrc)
    source = g_hash_table_lookup (session->sources,
        GUINT_TO_POINTER (packet->ssrc));
  /* What is known and says nothing new is nearly every packet. */
  if (source && !source->ended && packet->extension == NULL
      && source->payload_type == packet->payload_type) {
    *bound = source;
    return PC_RTP_DROP_NONE;
  }
  if (source == NULL && pc_rtp_session_find_stream_ssrc (session, packet->ssrc))
    return PC_RTP_DROP_COLLISION;

  drop = find_section (session, packet, source, &section);
  if (drop != PC_RTP_DROP_NONE)
    return drop;
  codec = section->receive_codecs[packet->payload_type];
  if (codec == NULL)
    return PC_RTP_DROP_PAYLOAD_TYPE;
  if (pc_codec_get_role (codec) != PC_CODEC_MEDIA)
    return PC_RTP_DROP_AUXILIARY;
  if (!pc_direction_receives (section->media->direction))
    return PC_RTP_DROP_DIRECTION;
  if (source && source->ended && now - source->ended_at < PC_RTP_BYE_LINGER)
    return PC_RTP_DROP_AFTER_BYE;

  if (source == NULL || source->ended
      || source->transceiver_id != section->media->transceiver_id)
    return pc_rtp_session_bind (session, now, packet->ssrc,
        packet->payload_type, section, bound);
  if (source->payload_type != packet->payload_type)
    adopt_codec (source, codec);
  *bound = source;

  return PC_RTP_DROP_NONE;
}

/* --- who speaks --------------------------------------------------------- */

static void
hear (PcRtpSession * session, PcTime now, PcRtpSource * source,
    const PcRtpPacket * packet, const guint8 * data)
{
  const PcRtpSection *section = packet->extension == NULL ? NULL
      : section_of_transceiver (session, source->transceiver_id);
  PcRtpElement element, levels = { 0, };
  PcRtpElementIter iter;
  gint level = -1;

  if (section != NULL && (section->level_ids[0] || section->level_ids[1])) {
    pc_rtp_element_iter_init (&iter, packet);
    while (pc_rtp_element_iter_next (&iter, &element)) {
      /* RFC 6464 section 3: a bit for voice, then the level. */
      if (element.id == section->level_ids[0] && element.length > 0)
        level = element.data[0] & 0x7f;
      else if (element.id == section->level_ids[1])
        levels = element;
    }
  }
  pc_rtp_source_hear (source, now, packet, data, level, &levels);
}

GArray *
pc_rtp_session_get_heard (PcRtpSession * session, PcTime now,
    guint transceiver_id, gboolean contributing)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PcRtpHeard));
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, session->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const PcRtpSource *source = value;
    const PcRtpHeard *heard = contributing ? NULL : &source->heard;
    guint n = contributing ? 0 : 1;

    if (source->transceiver_id != transceiver_id || source->packets == 0)
      continue;
    if (contributing && source->contributors != NULL) {
      heard = (const PcRtpHeard *) source->contributors->data;
      n = source->contributors->len;
    }
    for (i = 0; i < n; i++) {
      if (now - heard[i].at <= PC_RTP_HEARD_PERIOD)
        pc_rtp_heard_add (list, G_MAXUINT, &heard[i]);
    }
  }
  pc_rtp_heard_sort (list);

  return list;
}

PcRtpDrop
pc_rtp_session_handle_rtp (PcRtpSession * session, PcTime now,
    const guint8 * data, gsize size, PcRtpRoute * out)
{
  PcRtpDrop drop = PC_RTP_DROP_MALFORMED;
  PcRtpSource *source = NULL;
  PcRtpPacket packet;

  if (pc_rtp_packet_parse (&packet, data, size))
    drop = route (session, now, &packet, &source);
  session->stats.drops[drop]++;
  if (drop != PC_RTP_DROP_NONE)
    return drop;

  session->last_source = source;
  pc_rtp_source_handle_packet (source, now, &packet, size);
  hear (session, now, source, &packet, data);
  out->transceiver_id = source->transceiver_id;
  out->ssrc = source->ssrc;
  out->payload_type = source->payload_type;
  out->seq = packet.seq;

  return PC_RTP_DROP_NONE;
}
