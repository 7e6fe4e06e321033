/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpsource.c: one SSRC of the peer, and what RFC 3550 keeps about it.
 */

#include "pcrtpsource.h"

/* RFC 3550 appendix A.1. There is no probation: SRTP has authenticated the
 * packet, so its first one already is a source's. */
#define MAX_DROPOUT 3000        /* packets */
#define MAX_MISORDER 100        /* packets */
#define NO_BAD_SEQ G_MAXUINT32
/* RFC 6465 section 3: the first bit is reserved. */
#define LEVEL_MASK 0x7f

PcRtpSource *
pc_rtp_source_new (guint32 ssrc, PcTime now)
{
  PcRtpSource *source = g_new0 (PcRtpSource, 1);

  source->ssrc = ssrc;
  source->last_active = now;

  return source;
}

void
pc_rtp_source_free (PcRtpSource * source)
{
  g_clear_pointer (&source->contributors, g_array_unref);
  g_free (source);
}

static guint32
extended_max (const PcRtpSource * source)
{
  return source->cycles + source->max_seq;
}

static gint64
run_lost (const PcRtpSource * source)
{
  if (!source->started)
    return 0;
  return (gint64) (extended_max (source) - source->base_seq + 1)
      - source->counted;
}

static void
start_run (PcRtpSource * source, guint16 seq)
{
  source->lost_before += run_lost (source);
  source->started = TRUE;
  source->max_seq = seq;
  source->base_seq = seq;
  source->bad_seq = NO_BAD_SEQ;
  source->cycles = 0;
  source->counted = 0;
  source->counted_prior = 0;
  source->expected_prior = 0;
  source->has_transit = FALSE;
}

/* Whether the packet belongs to the current run of numbers. */
static gboolean
update_seq (PcRtpSource * source, guint16 seq)
{
  guint16 delta;

  if (!source->started)
    start_run (source, seq);
  delta = seq - source->max_seq;

  if (delta < MAX_DROPOUT) {
    if (seq < source->max_seq)
      source->cycles += 1 << 16;
    source->max_seq = seq;
  } else if (delta <= (1 << 16) - MAX_MISORDER) {
    /* Two in a row far away: the other side restarted without saying so. */
    if (seq != source->bad_seq) {
      source->bad_seq = (guint16) (seq + 1);
      return FALSE;
    }
    start_run (source, seq);
  }
  source->counted++;

  return TRUE;
}

/* RFC 3550 appendix A.8 */
static void
update_jitter (PcRtpSource * source, PcTime now, guint32 timestamp)
{
  guint64 rate = source->clock_rate;
  guint32 arrival, transit;
  gint32 d;

  if (rate == 0)
    return;
  arrival = (guint32) (now / PC_SECOND * rate
      + now % PC_SECOND * rate / PC_SECOND);
  transit = arrival - timestamp;
  d = (gint32) (transit - source->transit);
  source->transit = transit;
  if (!source->has_transit) {
    source->has_transit = TRUE;
    return;
  }
  if (d < 0)
    d = d == G_MININT32 ? G_MAXINT32 : -d;
  source->jitter += (guint32) d - ((source->jitter + 8) >> 4);
}

void
pc_rtp_source_handle_packet (PcRtpSource * source, PcTime now,
    const PcRtpPacket * packet, gsize size)
{
  source->last_packet = now;
  source->last_active = now;
  source->packets++;
  source->bytes += packet->payload_size;
  source->header_bytes += size - packet->payload_size;

  if (update_seq (source, packet->seq))
    update_jitter (source, now, packet->timestamp);
}

void
pc_rtp_source_hear (PcRtpSource * source, PcTime now,
    const PcRtpPacket * packet, const guint8 * data, gint level,
    const PcRtpElement * levels)
{
  PcRtpHeard heard = {.source = packet->ssrc,.rtp_timestamp =
        packet->timestamp,.at = now,.level = level
  };
  guint i;

  source->heard = heard;
  if (packet->csrc_count == 0)
    return;
  if (source->contributors == NULL)
    source->contributors = g_array_new (FALSE, FALSE, sizeof (PcRtpHeard));
  for (i = 0; i < packet->csrc_count; i++) {
    heard.source = pc_read_u32 (data + PC_RTP_FIXED_HEADER + 4 * i);
    heard.level = levels != NULL && i < levels->length
        ? levels->data[i] & LEVEL_MASK : -1;
    pc_rtp_heard_add (source->contributors, PC_RTP_MAX_CONTRIBUTORS, &heard);
  }
}

void
pc_rtp_source_handle_report (PcRtpSource * source, PcTime now,
    const PcRtcpPacket * sr)
{
  source->last_active = now;
  source->reports++;
  source->report_at = now;
  source->report_ntp = sr->ntp;
  source->report_rtp_time = sr->rtp_time;
  source->report_packets = sr->packets;
  source->report_octets = sr->octets;
}

void
pc_rtp_source_make_block (PcRtpSource * source, PcTime now, PcRtcpBlock * block)
{
  guint32 expected, expected_interval, counted_interval;
  gint64 lost_interval;

  /* RFC 3550 appendix A.3 */
  expected = source->started ? extended_max (source) - source->base_seq + 1 : 0;
  expected_interval = expected - source->expected_prior;
  counted_interval = source->counted - source->counted_prior;
  source->expected_prior = expected;
  source->counted_prior = source->counted;
  lost_interval = (gint64) expected_interval - counted_interval;

  block->ssrc = source->ssrc;
  block->fraction_lost = expected_interval == 0 || lost_interval <= 0 ? 0 :
      (guint8) MIN ((lost_interval << 8) / expected_interval, 255);
  block->lost = (gint32) CLAMP (run_lost (source), -0x800000, 0x7fffff);
  block->highest_seq = extended_max (source);
  block->jitter = source->jitter >> 4;
  block->last_sr = 0;
  block->delay_since_last_sr = 0;
  if (source->reports > 0) {
    PcTime delay = MIN (now - source->report_at, 65535 * PC_SECOND);

    block->last_sr = (guint32) (source->report_ntp >> 16);
    block->delay_since_last_sr = (guint32) (delay / PC_SECOND << 16
        | (delay % PC_SECOND << 16) / PC_SECOND);
  }
}

void
pc_rtp_source_get_stats (const PcRtpSource * source, PcRtpInboundStats * stats)
{
  *stats = (PcRtpInboundStats) {
  .ssrc = source->ssrc,.transceiver_id = source->transceiver_id,.kind =
        source->kind,.payload_type = source->payload_type,.cname =
        source->cname,.packets_received = source->packets,.bytes_received =
        source->bytes,.header_bytes_received =
        source->header_bytes,.packets_lost =
        source->lost_before + run_lost (source),.jitter =
        source->clock_rate ==
        0 ? 0 : (gdouble) source->jitter / 16 /
        source->clock_rate,.last_packet_received =
        source->last_packet,.pli_count = source->pli_count,.fir_count =
        source->fir_count,.reports_sent =
        source->reports,.remote_packets_sent =
        source->report_packets,.remote_bytes_sent =
        source->report_octets,.remote_ntp =
        source->report_ntp,.remote_rtp_time = source->report_rtp_time,};
}
