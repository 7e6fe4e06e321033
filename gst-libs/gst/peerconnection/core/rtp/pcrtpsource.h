/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpsource.h: one SSRC of the peer, and what RFC 3550 keeps about it.
 */

#ifndef PC_RTP_SOURCE_H
#define PC_RTP_SOURCE_H

#include "pcrtcppacket.h"
#include "pcrtpheard.h"
#include "pcrtppacket.h"
#include "pcrtpstats.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 ssrc;
  guint transceiver_id;
  PcKind kind;
  gboolean announced;           /* named in the peer's description: never times out */
  guint payload_type;           /* of the last packet */
  guint clock_rate;             /* Hz */
  gchar cname[256];             /* "" until an SDES came */

  /* RFC 3550 appendix A.1 */
  gboolean started;
  guint16 max_seq;
  guint32 cycles;               /* shifted: the upper half of the extended number */
  guint32 base_seq;
  guint32 bad_seq;              /* what would follow the last strange one */
  guint32 counted;              /* packets since base_seq */
  /* A.3: values at the last report */
  guint32 expected_prior;
  guint32 counted_prior;
  /* A.8, in timestamp units, times 16 */
  gboolean has_transit;
  guint32 transit;
  guint32 jitter;

  /* what earlier runs of sequence numbers lost, for the statistics */
  gint64 lost_before;
  guint64 packets;
  guint64 bytes;
  guint64 header_bytes;
  PcTime last_packet;
  PcTime last_active;           /* RTP or RTCP */
  gboolean ended;               /* said BYE; kept to know its stragglers */
  PcTime ended_at;

  PcRtpHeard heard;
  GArray *contributors;         /* of PcRtpHeard, or NULL */

  /* the last SR */
  guint64 reports;
  PcTime report_at;
  guint64 report_ntp;
  guint32 report_rtp_time;
  guint32 report_packets;
  guint32 report_octets;

  /* requests for a key frame */
  gboolean uses_fir;
  gboolean uses_pli;
  gboolean key_frame_pending;
  gboolean key_frame_asked;     /* ever; then @key_frame_at is valid */
  PcTime key_frame_at;
  guint8 fir_command;
  guint64 pli_count;
  guint64 fir_count;
} PcRtpSource;

PcRtpSource *pc_rtp_source_new (guint32 ssrc, PcTime now);
void pc_rtp_source_free (PcRtpSource * source);

void pc_rtp_source_handle_packet (PcRtpSource * source, PcTime now,
    const PcRtpPacket * packet, gsize size);
/* Who speaks in a packet that was handled. @data: all of it; @level: of RFC
 * 6464, or -1; @levels (nullable): of RFC 6465, one byte a CSRC. */
void pc_rtp_source_hear (PcRtpSource * source, PcTime now,
    const PcRtpPacket * packet, const guint8 * data, gint level,
    const PcRtpElement * levels);
void pc_rtp_source_handle_report (PcRtpSource * source, PcTime now,
    const PcRtcpPacket * sr);

/* Ends the interval that fraction_lost is about. */
void pc_rtp_source_make_block (PcRtpSource * source, PcTime now,
    PcRtcpBlock * block);

void pc_rtp_source_get_stats (const PcRtpSource * source,
    PcRtpInboundStats * stats);

G_END_DECLS

#endif /* PC_RTP_SOURCE_H */
