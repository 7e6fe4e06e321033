/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpstats.c: the statistics as a structure.
 *
 *   application/x-rtc-rtp-stats
 *     rtcp-received, rtcp-malformed, rtcp-sent, remb-received, twcc-received
 *     drop-<reason>            (uint64) for each reason that occurred
 *     inbound, outbound        (list of structures), one per SSRC
 */

#include "gstrtcrtp-private.h"

static void
append (GValue * list, GstStructure * structure)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_take_boxed (&value, structure);
  gst_value_list_append_and_take_value (list, &value);
}

static const gchar *
kind_name (PcKind kind)
{
  return kind == PC_KIND_AUDIO ? "audio" : "video";
}

static GstStructure *
inbound (const GstRTCRtp * rtp, const PcRtpInboundStats * stats)
{
  const GstRTCRtpSource *source = g_hash_table_lookup (rtp->sources,
      GUINT_TO_POINTER (stats->ssrc));

  return gst_structure_new ("inbound-rtp",
      "ssrc", G_TYPE_UINT, stats->ssrc,
      "transceiver-id", G_TYPE_UINT, stats->transceiver_id,
      "kind", G_TYPE_STRING, kind_name (stats->kind),
      "payload-type", G_TYPE_UINT, stats->payload_type,
      "cname", G_TYPE_STRING, stats->cname,
      "packets-received", G_TYPE_UINT64, stats->packets_received,
      "bytes-received", G_TYPE_UINT64, stats->bytes_received,
      "header-bytes-received", G_TYPE_UINT64, stats->header_bytes_received,
      "packets-lost", G_TYPE_INT64, stats->packets_lost,
      "packets-discarded", G_TYPE_UINT64, source ? source->overflowed : 0,
      "jitter", G_TYPE_DOUBLE, stats->jitter,
      "pli-count", G_TYPE_UINT64, stats->pli_count,
      "fir-count", G_TYPE_UINT64, stats->fir_count,
      "reports-sent", G_TYPE_UINT64, stats->reports_sent,
      "remote-packets-sent", G_TYPE_UINT, stats->remote_packets_sent,
      "remote-bytes-sent", G_TYPE_UINT, stats->remote_bytes_sent,
      "remote-ntp-time", G_TYPE_UINT64, stats->remote_ntp,
      "remote-rtp-time", G_TYPE_UINT, stats->remote_rtp_time, NULL);
}

static GstStructure *
outbound (const PcRtpOutboundStats * stats)
{
  return gst_structure_new ("outbound-rtp",
      "ssrc", G_TYPE_UINT, stats->ssrc,
      "transceiver-id", G_TYPE_UINT, stats->transceiver_id,
      "kind", G_TYPE_STRING, kind_name (stats->kind),
      "payload-type", G_TYPE_UINT, stats->payload_type,
      "packets-sent", G_TYPE_UINT64, stats->packets_sent,
      "bytes-sent", G_TYPE_UINT64, stats->bytes_sent,
      "header-bytes-sent", G_TYPE_UINT64, stats->header_bytes_sent,
      "pli-count", G_TYPE_UINT64, stats->pli_count,
      "fir-count", G_TYPE_UINT64, stats->fir_count,
      "nack-count", G_TYPE_UINT64, stats->nack_count,
      "reports-received", G_TYPE_UINT64, stats->reports_received,
      "fraction-lost", G_TYPE_DOUBLE, stats->fraction_lost,
      "packets-lost", G_TYPE_INT, stats->packets_lost,
      "jitter", G_TYPE_DOUBLE, stats->jitter,
      "round-trip-time", G_TYPE_DOUBLE, stats->round_trip_time,
      "total-round-trip-time", G_TYPE_DOUBLE, stats->total_round_trip_time,
      "round-trip-time-measurements", G_TYPE_UINT64,
      stats->round_trip_time_measurements, NULL);
}

GstStructure *
gst_rtc_rtp_make_stats (GstRTCRtp * rtp)
{
  const PcRtpSessionStats *session = pc_rtp_session_get_stats (rtp->session);
  GstStructure *stats = gst_structure_new ("application/x-rtc-rtp-stats",
      "rtcp-received", G_TYPE_UINT64, session->rtcp_received,
      "rtcp-malformed", G_TYPE_UINT64, session->rtcp_malformed,
      "rtcp-sent", G_TYPE_UINT64, session->rtcp_sent,
      "remb-received", G_TYPE_UINT64, session->remb_received,
      "twcc-received", G_TYPE_UINT64, session->twcc_received, NULL);
  GValue list = G_VALUE_INIT;
  PcRtpInboundStats in;
  PcRtpOutboundStats out;
  guint i;

  for (i = PC_RTP_DROP_NONE + 1; i < PC_RTP_N_DROPS; i++) {
    g_autofree gchar *name =
        g_strconcat ("drop-", pc_rtp_drop_to_string (i), NULL);

    if (session->drops[i] > 0)
      gst_structure_set (stats, name, G_TYPE_UINT64, session->drops[i], NULL);
  }

  g_value_init (&list, GST_TYPE_LIST);
  for (i = 0; pc_rtp_session_get_inbound_stats (rtp->session, i, &in); i++)
    append (&list, inbound (rtp, &in));
  gst_structure_take_value (stats, "inbound", &list);

  g_value_init (&list, GST_TYPE_LIST);
  for (i = 0; pc_rtp_session_get_outbound_stats (rtp->session, i, &out); i++)
    append (&list, outbound (&out));
  gst_structure_take_value (stats, "outbound", &list);

  return stats;
}
