/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpstats.h: what a session has counted, as values to read.
 *
 * The names are those of webrtc-stats (RTCInboundRtpStreamStats and so on).
 */

#ifndef PC_RTP_STATS_H
#define PC_RTP_STATS_H

#include "../pctypes.h"

G_BEGIN_DECLS

/* Why something that came or was to go did not pass. */
    typedef enum
{
  PC_RTP_DROP_NONE,             /* it passes */
  PC_RTP_DROP_MALFORMED,        /* not RTP */
  PC_RTP_DROP_UNKNOWN_MID,      /* no m-section of this transport */
  PC_RTP_DROP_UNROUTABLE,       /* neither MID, SSRC nor payload type tell where to */
  PC_RTP_DROP_PAYLOAD_TYPE,     /* not agreed in its m-section */
  PC_RTP_DROP_AUXILIARY,        /* rtx, tones, FEC: agreed, not played */
  PC_RTP_DROP_DIRECTION,        /* its m-section does not receive (or send) */
  PC_RTP_DROP_COLLISION,        /* carries one of our SSRCs */
  PC_RTP_DROP_TOO_MANY_SOURCES, /* PC_RTP_MAX_SOURCES are alive */
  PC_RTP_DROP_AFTER_BYE,        /* a straggler of an ended source */
  PC_RTP_DROP_NOT_NEGOTIATED,   /* sending: no agreed codec for it */
  PC_RTP_DROP_NOT_WRITABLE,     /* sending: no transport yet */
  PC_RTP_DROP_TONE,             /* sending: a tone takes its place */
  PC_RTP_N_DROPS,
} PcRtpDrop;

const gchar *pc_rtp_drop_to_string (PcRtpDrop drop);

typedef struct
{
  guint64 drops[PC_RTP_N_DROPS];        /* packets, by reason */
  guint64 rtcp_received;        /* datagrams */
  guint64 rtcp_malformed;
  guint64 rtcp_sent;
  guint64 remb_received;
  guint64 twcc_received;
} PcRtpSessionStats;

/* A source of the peer. */
typedef struct
{
  guint32 ssrc;
  guint transceiver_id;
  PcKind kind;
  guint payload_type;
  const gchar *cname;           /* "" when not known; valid like the source */
  guint64 packets_received;
  guint64 bytes_received;       /* of payload */
  guint64 header_bytes_received;        /* with padding */
  gint64 packets_lost;
  gdouble jitter;               /* s */
  PcTime last_packet_received;
  guint64 pli_count;            /* sent to the peer */
  guint64 fir_count;
  /* RTCRemoteOutboundRtpStreamStats */
  guint64 reports_sent;         /* SRs that came; the rest is of the last one */
  guint32 remote_packets_sent;
  guint32 remote_bytes_sent;
  guint64 remote_ntp;           /* NTP format */
  guint32 remote_rtp_time;
} PcRtpInboundStats;

/* A stream of ours. */
typedef struct
{
  guint32 ssrc;
  guint transceiver_id;
  PcKind kind;
  guint payload_type;
  guint64 packets_sent;
  guint64 bytes_sent;           /* of payload */
  guint64 header_bytes_sent;
  guint64 pli_count;            /* from the peer */
  guint64 fir_count;
  guint64 nack_count;
  /* RTCRemoteInboundRtpStreamStats */
  guint64 reports_received;     /* report blocks; the rest is of the last one */
  gdouble fraction_lost;        /* 0 to 1 */
  gint32 packets_lost;
  gdouble jitter;               /* s */
  gdouble round_trip_time;      /* s; negative before the first */
  gdouble total_round_trip_time;        /* s */
  guint64 round_trip_time_measurements;
} PcRtpOutboundStats;

G_END_DECLS

#endif /* PC_RTP_STATS_H */
