/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpstream.h: one SSRC of ours.
 *
 * Whatever a payloader numbers its packets with, the stream that leaves is one:
 * agreed payload type, SSRC and header extensions, sequence numbers and
 * timestamps that go on where they were when the input is replaced.
 */

#ifndef PC_RTP_STREAM_H
#define PC_RTP_STREAM_H

#include "pcdtmf.h"
#include "pcrtcppacket.h"
#include "pcrtppacket.h"
#include "pcrtpsession.h"
#include "pcrtpstats.h"

G_BEGIN_DECLS

#define PC_RTP_SENT_REPORTS 4   /* SRs whose echo is still believed */
    typedef struct
{
  /* agreed */
  guint transceiver_id;
  PcKind kind;
  guint32 ssrc;
  gchar *cname;
  gchar *mid;
  guint mid_extension_id;       /* 0: not agreed */
  gboolean sends;               /* the direction allows it */
  gboolean mid_known;           /* the peer has reported on this SSRC */

  /* of the input */
  guint payload_type;           /* what leaves */
  guint clock_rate;             /* Hz; 0 until there is an input */
  guint8 extension_ids[256];    /* id that comes → id that leaves, 0: dropped */
  gboolean replaced;            /* the next packet is another source's */
  guint32 input_ssrc;
  guint16 input_seq;            /* of the last packet */

  /* continuity */
  gboolean started;
  guint16 seq_offset;           /* leaves = comes + offset */
  guint32 timestamp_offset;
  guint16 last_seq;             /* highest that left */
  guint32 last_timestamp;       /* of the last packet that left, */
  PcTime last_capture;          /* and when its content was captured */

  /* a tone in the place of the input */
  PcDtmf tone;
  guint tone_payload_type;
  guint32 tone_timestamp;       /* of its beginning */

  /* RFC 3550 section 6.4.1 */
  guint64 packets;
  guint64 bytes;
  guint64 header_bytes;
  guint64 packets_at_report;    /* at the last and */
  guint64 packets_at_report_before;     /* the last but one report */
  struct
  {
    guint32 ntp;                /* middle 32 bits; 0: none */
    PcTime at;
  } sent_reports[PC_RTP_SENT_REPORTS];
  guint n_sent_reports;

  /* from the peer */
  guint64 reports;
  PcRtcpBlock block;            /* the last one */
  gdouble round_trip_time;      /* s */
  gdouble total_round_trip_time;
  guint64 round_trip_times;
  guint64 pli_count;
  guint64 fir_count;
  guint64 nack_count;
  gboolean has_fir_command;
  guint8 fir_command;           /* the last one that was obeyed */
} PcRtpStream;

PcRtpStream *pc_rtp_stream_new (guint transceiver_id, PcKind kind,
    guint32 ssrc);
void pc_rtp_stream_free (PcRtpStream * stream);

/* What the input's packets are from now on. @extension_ids: 256 entries, or
 * NULL for none. */
void pc_rtp_stream_set_input (PcRtpStream * stream, guint payload_type,
    guint clock_rate, const guint8 * extension_ids);

/* Rewrites a packet that has PC_RTP_HEADROOM bytes before it. @capture: when
 * its content was captured. *@start is where it begins now, relative to @data. FALSE:
 * it is no RTP. */
gboolean pc_rtp_stream_write (PcRtpStream * stream, PcTime capture,
    guint8 * data, gsize size, gssize * start);

/* A packet of the input that does not leave, and leaves no gap. FALSE: it is
 * no RTP. */
gboolean pc_rtp_stream_skip (PcRtpStream * stream, PcTime capture,
    const guint8 * data, gsize size);
/* What the stream's timestamp is at a moment. */
guint32 pc_rtp_stream_get_timestamp (const PcRtpStream * stream, PcTime now);
/* Another packet of the stream, between those of the input; free with
 * g_free(). */
guint8 *pc_rtp_stream_insert (PcRtpStream * stream, PcTime now,
    guint payload_type, guint32 timestamp, gboolean marker,
    const guint8 * payload, gsize payload_size, gsize * size);

/* Whether the last or the last but one interval had packets (RFC 3550
 * section 6.4), so that a report must be an SR. */
gboolean pc_rtp_stream_is_sender (const PcRtpStream * stream);
void pc_rtp_stream_make_report (PcRtpStream * stream, PcTime now, guint64 ntp,
    PcRtcpSenderInfo * info);
/* An interval ended. */
void pc_rtp_stream_end_interval (PcRtpStream * stream);

void pc_rtp_stream_handle_block (PcRtpStream * stream, PcTime now,
    const PcRtcpBlock * block);

void pc_rtp_stream_get_stats (const PcRtpStream * stream,
    PcRtpOutboundStats * stats);

G_END_DECLS

#endif /* PC_RTP_STREAM_H */
