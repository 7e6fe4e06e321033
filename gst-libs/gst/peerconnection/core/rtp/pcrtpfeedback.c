/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpfeedback.c: RTCP from the peer.
 */

#include "pcrtpsession-private.h"

#include <string.h>

typedef struct
{
  PcRtpSession *session;
  PcTime now;
  /* the CNAMEs of this datagram, for the sender reports in it */
  GArray *reports;              /* of guint32: the sources whose SR it has */
} Datagram;

static PcRtpSource *
find_source (PcRtpSession * session, guint32 ssrc)
{
  PcRtpSource *source = g_hash_table_lookup (session->sources,
      GUINT_TO_POINTER (ssrc));

  return source && !source->ended ? source : NULL;
}

static void
want_key_frame (PcRtpSession * session, const PcRtpStream * stream)
{
  pc_rtp_session_push_output (session, PC_RTP_OUTPUT_KEY_FRAME_WANTED,
      stream->transceiver_id, stream->ssrc);
}

static void
handle_report (Datagram * datagram, const PcRtcpPacket * packet)
{
  PcRtpSource *source = find_source (datagram->session, packet->ssrc);
  guint i;

  if (source) {
    if (packet->type == PC_RTCP_SR) {
      pc_rtp_source_handle_report (source, datagram->now, packet);
      g_array_append_val (datagram->reports, packet->ssrc);
    }
    source->last_active = datagram->now;
  }

  for (i = 0; i < packet->count; i++) {
    PcRtpStream *stream;
    PcRtcpBlock block;

    pc_rtcp_get_block (packet, i, &block);
    stream = pc_rtp_session_find_stream_ssrc (datagram->session, block.ssrc);
    if (stream && stream->packets > 0)
      pc_rtp_stream_handle_block (stream, datagram->now, &block);
  }
}

static void
handle_item (guint32 ssrc, guint item, const gchar * value, gsize length,
    gpointer user_data)
{
  Datagram *datagram = user_data;
  PcRtpSession *session = datagram->session;
  PcRtpSource *source = find_source (session, ssrc);
  PcRtpSection *section;

  if (source)
    source->last_active = datagram->now;
  switch (item) {
    case PC_SDES_CNAME:
      if (source && g_utf8_validate (value, length, NULL)) {
        memcpy (source->cname, value, length);
        source->cname[length] = '\0';
      }
      break;
    case PC_SDES_MID:
      /* RFC 8843 section 9.2: an SDES item ties an SSRC to its m-section as
       * the header extension does, here for packets yet to come. */
      section = pc_rtp_session_find_mid (session, value, length);
      if (section == NULL || source)
        break;
      if (g_hash_table_size (session->learnt) >= PC_RTP_MAX_SOURCES)
        g_hash_table_remove_all (session->learnt);
      g_hash_table_insert (session->learnt, GUINT_TO_POINTER (ssrc), section);
      break;
    default:
      break;
  }
}

static void
handle_bye (Datagram * datagram, const PcRtcpPacket * packet)
{
  guint i;

  for (i = 0; i < packet->count; i++) {
    guint32 ssrc = pc_read_u32 (packet->body + 4 * i);
    PcRtpSource *source = find_source (datagram->session, ssrc);

    if (source == NULL)
      continue;
    pc_rtp_session_push_output (datagram->session, PC_RTP_OUTPUT_SOURCE_GONE,
        source->transceiver_id, ssrc);
    source->ended = TRUE;
    source->ended_at = datagram->now;
    source->key_frame_pending = FALSE;
  }
}

static void
handle_transport_feedback (Datagram * datagram, const PcRtcpPacket * packet)
{
  PcRtpStream *stream;

  switch (packet->count) {
    case PC_RTPFB_NACK:
      stream = pc_rtp_session_find_stream_ssrc (datagram->session,
          packet->media_ssrc);
      if (stream)
        stream->nack_count++;
      break;
    case PC_RTPFB_TWCC:
      datagram->session->stats.twcc_received++;
      break;
    default:
      break;
  }
}

/* RFC 5104 section 4.3.1: entries of eight bytes, an SSRC and a command number;
 * the same number again is a repeat that was already obeyed. */
static void
handle_fir (Datagram * datagram, const PcRtcpPacket * packet)
{
  gsize offset;

  for (offset = 0; offset + 8 <= packet->body_size; offset += 8) {
    const guint8 *entry = packet->body + offset;
    PcRtpStream *stream = pc_rtp_session_find_stream_ssrc (datagram->session,
        pc_read_u32 (entry));

    if (stream == NULL)
      continue;
    if (stream->has_fir_command && stream->fir_command == entry[4])
      continue;
    stream->has_fir_command = TRUE;
    stream->fir_command = entry[4];
    stream->fir_count++;
    want_key_frame (datagram->session, stream);
  }
}

static void
handle_payload_feedback (Datagram * datagram, const PcRtcpPacket * packet)
{
  PcRtpStream *stream;

  switch (packet->count) {
    case PC_PSFB_PLI:
      stream = pc_rtp_session_find_stream_ssrc (datagram->session,
          packet->media_ssrc);
      if (stream == NULL)
        break;
      stream->pli_count++;
      want_key_frame (datagram->session, stream);
      break;
    case PC_PSFB_FIR:
      handle_fir (datagram, packet);
      break;
    case PC_PSFB_AFB:
      if (pc_rtcp_is_remb (packet))
        datagram->session->stats.remb_received++;
      break;
    default:
      break;
  }
}

/* What a jitter buffer needs for lip-sync: the SR without its blocks, and the
 * CNAME that says with which other sources it shares a clock. */
static void
push_sender_report (PcRtpSession * session, PcRtpSource * source)
{
  PcRtpOutput *output = pc_rtp_session_push_output (session,
      PC_RTP_OUTPUT_SENDER_REPORT, source->transceiver_id, source->ssrc);
  PcRtcpSenderInfo info = {
    .ntp = source->report_ntp,
    .rtp_time = source->report_rtp_time,
    .packets = source->report_packets,
    .octets = source->report_octets,
  };
  const gchar *cname = source->cname;
  const gchar *mid = NULL;
  PcRtcpWriter writer;

  writer.size = 0;
  pc_rtcp_write_report (&writer, source->ssrc, &info, NULL, 0);
  if (cname[0])
    pc_rtcp_write_sdes (&writer, &source->ssrc, &cname, &mid, 1);
  output->data = g_memdup2 (writer.data, writer.size);
  output->size = writer.size;
}

gboolean
pc_rtp_session_handle_rtcp (PcRtpSession * session, PcTime now,
    const guint8 * data, gsize size)
{
  g_autoptr (GArray) reports = g_array_new (FALSE, FALSE, sizeof (guint32));
  Datagram datagram = {.session = session,.now = now,.reports = reports };
  PcRtcpPacket packet;
  PcRtcpIter iter;
  guint i;

  session->stats.rtcp_received++;
  if (!pc_rtcp_validate (data, size, session->reduced_size)) {
    session->stats.rtcp_malformed++;
    return FALSE;
  }

  pc_rtcp_iter_init (&iter, data, size);
  while (pc_rtcp_iter_next (&iter, &packet)) {
    switch (packet.type) {
      case PC_RTCP_SR:
      case PC_RTCP_RR:
        handle_report (&datagram, &packet);
        break;
      case PC_RTCP_SDES:
        pc_rtcp_foreach_item (&packet, handle_item, &datagram);
        break;
      case PC_RTCP_BYE:
        handle_bye (&datagram, &packet);
        break;
      case PC_RTCP_RTPFB:
        handle_transport_feedback (&datagram, &packet);
        break;
      case PC_RTCP_PSFB:
        handle_payload_feedback (&datagram, &packet);
        break;
      default:
        break;
    }
  }

  for (i = 0; i < reports->len; i++) {
    PcRtpSource *source = find_source (session,
        g_array_index (reports, guint32, i));

    if (source)
      push_sender_report (session, source);
  }

  return TRUE;
}
