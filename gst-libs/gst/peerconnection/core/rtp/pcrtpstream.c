/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpstream.c: one SSRC of ours.
 */

#include "pcrtpstream.h"

#include <string.h>

/* An input whose numbers jump further is another one (RFC 3550 appendix A.1,
 * MAX_DROPOUT). SRTP would lose count of its rollovers. */
#define MAX_JUMP 3000           /* packets */
#define MAX_ELEMENTS 16         /* of a header extension that leaves */
#define MAX_EXTENSION (4 + MAX_ELEMENTS * (2 + 255) + 4)        /* bytes */

PcRtpStream *
pc_rtp_stream_new (guint transceiver_id, PcKind kind, guint32 ssrc)
{
  PcRtpStream *stream = g_new0 (PcRtpStream, 1);

  stream->transceiver_id = transceiver_id;
  stream->kind = kind;
  stream->ssrc = ssrc;
  stream->round_trip_time = -1;

  return stream;
}

void
pc_rtp_stream_free (PcRtpStream * stream)
{
  g_free (stream->cname);
  g_free (stream->mid);
  g_free (stream);
}

void
pc_rtp_stream_set_input (PcRtpStream * stream, guint payload_type,
    guint clock_rate, const guint8 * extension_ids)
{
  stream->payload_type = payload_type;
  stream->clock_rate = clock_rate;
  if (extension_ids)
    memcpy (stream->extension_ids, extension_ids,
        sizeof (stream->extension_ids));
  else
    memset (stream->extension_ids, 0, sizeof (stream->extension_ids));
}

static guint32
to_clock (const PcRtpStream * stream, gint64 time)
{
  gint64 rate = stream->clock_rate;
  gint64 second = PC_SECOND;

  return (guint32) (time / second * rate + time % second * rate / second);
}

/* Decides how far the input's numbers are from those that leave. */
static void
follow_input (PcRtpStream * stream, PcTime capture, const PcRtpPacket * packet)
{
  gint16 jump = (gint16) (packet->seq - stream->input_seq);
  gint64 elapsed;

  if (!stream->started) {
    /* RFC 3711 section 3.3.1: a first number in the lower half cannot have its
     * rollover misjudged when the first packets are lost. */
    stream->seq_offset = (guint16) ((packet->seq & 0x7fff) - packet->seq);
    stream->timestamp_offset = 0;
    stream->started = TRUE;
    stream->last_seq = (guint16) (packet->seq + stream->seq_offset);
  } else if (stream->replaced || packet->ssrc != stream->input_ssrc
      || jump > MAX_JUMP || jump < -MAX_JUMP) {
    elapsed = (gint64) (capture - stream->last_capture);
    stream->seq_offset = (guint16) (stream->last_seq + 1 - packet->seq);
    stream->timestamp_offset = stream->last_timestamp - packet->timestamp
        + MAX (to_clock (stream, MAX (elapsed, 0)), 1);
  }
  stream->replaced = FALSE;
  stream->input_ssrc = packet->ssrc;
  stream->input_seq = packet->seq;
}

/* RFC 8285 section 4.1.2: one form for all elements of a packet. */
static guint
collect_elements (const PcRtpStream * stream, const PcRtpPacket * packet,
    PcRtpElement * elements, gboolean * two_byte)
{
  PcRtpElementIter iter;
  PcRtpElement element;
  guint n = 0, i;

  /* RFC 8843 section 15: often enough that the peer surely knows; from its
   * first report on this SSRC on, it does. */
  if (stream->mid_extension_id != 0 && stream->mid && !stream->mid_known) {
    elements[n].id = stream->mid_extension_id;
    elements[n].data = (const guint8 *) stream->mid;
    elements[n].length = (guint) MIN (strlen (stream->mid), 255);
    n++;
  }
  pc_rtp_element_iter_init (&iter, packet);
  while (n < MAX_ELEMENTS && pc_rtp_element_iter_next (&iter, &element)) {
    element.id = stream->extension_ids[element.id];
    if (element.id != 0)
      elements[n++] = element;
  }

  *two_byte = FALSE;
  for (i = 0; i < n; i++)
    *two_byte |= !pc_rtp_element_fits_one_byte (&elements[i]);

  return n;
}

gboolean
pc_rtp_stream_write (PcRtpStream * stream, PcTime capture, guint8 * data,
    gsize size, gssize * start)
{
  PcRtpPacket packet;
  PcRtpElement elements[MAX_ELEMENTS];
  guint8 head[PC_RTP_FIXED_HEADER + 15 * 4];
  guint8 extension[MAX_EXTENSION];
  gsize head_size, extension_size;
  gboolean two_byte;
  guint n;

  if (!pc_rtp_packet_parse (&packet, data, size))
    return FALSE;
  follow_input (stream, capture, &packet);

  head_size = PC_RTP_FIXED_HEADER + 4 * packet.csrc_count;
  memcpy (head, data, head_size);
  n = collect_elements (stream, &packet, elements, &two_byte);
  extension_size = pc_rtp_extension_size (elements, n, two_byte);
  /* Not in place: the elements lie where they will be overwritten. */
  pc_rtp_extension_write (extension, elements, n, two_byte);

  head[0] = (guint8) ((head[0] & ~0x10) | (n > 0 ? 0x10 : 0));
  head[1] = (guint8) ((packet.marker ? 0x80 : 0) | stream->payload_type);
  packet.seq += stream->seq_offset;
  packet.timestamp += stream->timestamp_offset;
  pc_write_u16 (head + 2, packet.seq);
  pc_write_u32 (head + 4, packet.timestamp);
  pc_write_u32 (head + 8, stream->ssrc);

  *start = (gssize) packet.header_size - (gssize) (head_size + extension_size);
  g_assert (*start >= -PC_RTP_HEADROOM);
  memcpy (data + *start, head, head_size);
  memcpy (data + *start + head_size, extension, extension_size);

  if ((gint16) (packet.seq - stream->last_seq) > 0)
    stream->last_seq = packet.seq;
  stream->last_timestamp = packet.timestamp;
  stream->last_capture = capture;
  stream->packets++;
  stream->bytes += packet.payload_size;
  stream->header_bytes += size - *start - packet.payload_size;

  return TRUE;
}

gboolean
pc_rtp_stream_skip (PcRtpStream * stream, PcTime capture,
    const guint8 * data, gsize size)
{
  PcRtpPacket packet;

  if (!pc_rtp_packet_parse (&packet, data, size))
    return FALSE;
  follow_input (stream, capture, &packet);
  stream->seq_offset--;

  return TRUE;
}

gboolean
pc_rtp_stream_is_sender (const PcRtpStream * stream)
{
  return stream->packets != stream->packets_at_report_before;
}

void
pc_rtp_stream_make_report (PcRtpStream * stream, PcTime now, guint64 ntp,
    PcRtcpSenderInfo * info)
{
  guint slot = stream->n_sent_reports++ % PC_RTP_SENT_REPORTS;

  stream->sent_reports[slot].ntp = (guint32) (ntp >> 16);
  stream->sent_reports[slot].at = now;

  info->ntp = ntp;
  /* RFC 3550 section 6.4.1: the timestamp of this very moment, which need not
   * be that of any packet. */
  info->rtp_time = stream->last_timestamp
      + to_clock (stream, (gint64) (now - stream->last_capture));
  info->packets = (guint32) stream->packets;
  info->octets = (guint32) stream->bytes;
}

void
pc_rtp_stream_end_interval (PcRtpStream * stream)
{
  stream->packets_at_report_before = stream->packets_at_report;
  stream->packets_at_report = stream->packets;
}

/* RFC 3550 section 6.4.1: round trip = A - LSR - DLSR. A and LSR are taken
 * from our own monotonic clock by the report that the peer names, so that
 * neither a step of the wall clock nor an invented LSR counts. */
static void
measure_round_trip (PcRtpStream * stream, PcTime now, const PcRtcpBlock * block)
{
  PcTime delay;
  guint i;

  if (block->last_sr == 0)
    return;
  delay = (guint64) (block->delay_since_last_sr >> 16) * PC_SECOND
      + ((guint64) (block->delay_since_last_sr & 0xffff) * PC_SECOND >> 16);

  for (i = 0; i < PC_RTP_SENT_REPORTS; i++) {
    PcTime at = stream->sent_reports[i].at;

    if (stream->sent_reports[i].ntp != block->last_sr || now < at)
      continue;
    stream->round_trip_time = (gdouble) (now - at > delay ? now - at - delay :
        0) / PC_SECOND;
    stream->total_round_trip_time += stream->round_trip_time;
    stream->round_trip_times++;
    return;
  }
}

void
pc_rtp_stream_handle_block (PcRtpStream * stream, PcTime now,
    const PcRtcpBlock * block)
{
  stream->reports++;
  stream->block = *block;
  stream->mid_known = TRUE;
  measure_round_trip (stream, now, block);
}

void
pc_rtp_stream_get_stats (const PcRtpStream * stream, PcRtpOutboundStats * stats)
{
  *stats = (PcRtpOutboundStats) {
  .ssrc = stream->ssrc,.transceiver_id = stream->transceiver_id,.kind =
        stream->kind,.payload_type = stream->payload_type,.packets_sent =
        stream->packets,.bytes_sent = stream->bytes,.header_bytes_sent =
        stream->header_bytes,.pli_count = stream->pli_count,.fir_count =
        stream->fir_count,.nack_count = stream->nack_count,.reports_received =
        stream->reports,.fraction_lost =
        stream->block.fraction_lost / 256.0,.packets_lost =
        stream->block.lost,.jitter =
        stream->clock_rate ==
        0 ? 0 : (gdouble) stream->block.jitter /
        stream->clock_rate,.round_trip_time =
        stream->round_trip_time,.total_round_trip_time =
        stream->total_round_trip_time,.round_trip_time_measurements =
        stream->round_trip_times,};
}
