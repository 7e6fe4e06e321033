/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtcppacket.h: RTCP packets, read and written.
 *
 * Reading: pc_rtcp_validate() looks at every length of a datagram first; what
 * it accepts can be walked with pc_rtcp_iter_next() without another check.
 */

#ifndef PC_RTCP_PACKET_H
#define PC_RTCP_PACKET_H

#include "../pctypes.h"

G_BEGIN_DECLS

typedef enum
{
  PC_RTCP_SR = 200,
  PC_RTCP_RR = 201,
  PC_RTCP_SDES = 202,
  PC_RTCP_BYE = 203,
  PC_RTCP_APP = 204,
  PC_RTCP_RTPFB = 205,
  PC_RTCP_PSFB = 206,
  PC_RTCP_XR = 207,
} PcRtcpType;

/* FMT of transport-layer feedback */
#define PC_RTPFB_NACK 1         /* RFC 4585 section 6.2.1 */
#define PC_RTPFB_TWCC 15        /* draft-holmer-rmcat-transport-wide-cc */
/* FMT of payload-specific feedback */
#define PC_PSFB_PLI 1           /* RFC 4585 section 6.3.1 */
#define PC_PSFB_FIR 4           /* RFC 5104 section 4.3.1 */
#define PC_PSFB_AFB 15          /* application layer: REMB */

/* SDES items (RFC 3550 section 6.5, RFC 8843 section 15.1) */
#define PC_SDES_CNAME 1
#define PC_SDES_MID 15

/* --- reading ------------------------------------------------------------ */

/* One packet of a datagram; the fields that its kind has. */
typedef struct
{
  guint type;                   /* PcRtcpType or another number */
  guint count;                  /* RC, SC or FMT */
  guint32 ssrc;                 /* of the sender; 0 in SDES and BYE */
  guint32 media_ssrc;           /* of feedback */
  const guint8 *body;           /* behind what is above and the SR's info */
  gsize body_size;              /* without padding */
  /* of an SR */
  guint64 ntp;
  guint32 rtp_time;
  guint32 packets;
  guint32 octets;
} PcRtcpPacket;

typedef struct
{
  const guint8 *next;
  gsize left;
} PcRtcpIter;

/* TRUE when @data is a whole number of well-formed packets. @reduced: it need
 * not begin with a report (RFC 5506). */
gboolean pc_rtcp_validate (const guint8 * data, gsize size, gboolean reduced);
void pc_rtcp_iter_init (PcRtcpIter * iter, const guint8 * data, gsize size);
gboolean pc_rtcp_iter_next (PcRtcpIter * iter, PcRtcpPacket * packet);

/* A report block (RFC 3550 section 6.4.1). */
typedef struct
{
  guint32 ssrc;
  guint8 fraction_lost;         /* of 256 */
  gint32 lost;                  /* 24 bits on the wire */
  guint32 highest_seq;          /* extended */
  guint32 jitter;               /* timestamp units */
  guint32 last_sr;              /* middle 32 bits of its NTP time */
  guint32 delay_since_last_sr;  /* 1/65536 s */
} PcRtcpBlock;

void pc_rtcp_get_block (const PcRtcpPacket * packet, guint index,
    PcRtcpBlock * block);

/* Calls @func for each item of an SDES packet. */
typedef void (*PcRtcpItemFunc) (guint32 ssrc, guint item, const gchar * value,
    gsize length, gpointer user_data);
void pc_rtcp_foreach_item (const PcRtcpPacket * sdes, PcRtcpItemFunc func,
    gpointer user_data);

/* "REMB" and a plausible length (draft-alvestrand-rmcat-remb). */
gboolean pc_rtcp_is_remb (const PcRtcpPacket * psfb);

/* --- writing ------------------------------------------------------------ */

/* What fits into a datagram on any path that WebRTC uses, SRTCP included. */
#define PC_RTCP_MAX_SIZE 1200   /* bytes */
#define PC_RTCP_MAX_BLOCKS 31   /* RC has five bits */
#define PC_RTCP_BLOCK_SIZE 24
#define PC_RTCP_SR_SIZE 28      /* without blocks */
#define PC_RTCP_RR_SIZE 8

typedef struct
{
  guint8 data[PC_RTCP_MAX_SIZE];
  gsize size;
} PcRtcpWriter;

typedef struct
{
  guint64 ntp;
  guint32 rtp_time;
  guint32 packets;
  guint32 octets;
} PcRtcpSenderInfo;

/* Each asserts that there is room: the caller plans with the sizes. */
void pc_rtcp_write_report (PcRtcpWriter * writer, guint32 ssrc,
    const PcRtcpSenderInfo * info, const PcRtcpBlock * blocks, guint n_blocks);
/* @mid may be NULL. */
gsize pc_rtcp_chunk_size (const gchar * cname, const gchar * mid);
void pc_rtcp_write_sdes (PcRtcpWriter * writer, const guint32 * ssrcs,
    const gchar * const *cnames, const gchar * const *mids, guint n_chunks);
void pc_rtcp_write_bye (PcRtcpWriter * writer, guint32 ssrc);
void pc_rtcp_write_pli (PcRtcpWriter * writer, guint32 ssrc,
    guint32 media_ssrc);
void pc_rtcp_write_fir (PcRtcpWriter * writer, guint32 ssrc,
    guint32 media_ssrc, guint8 command);

G_END_DECLS

#endif /* PC_RTCP_PACKET_H */
