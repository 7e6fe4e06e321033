/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpheard.h: whom the packets of the peer were from: the SSRCs and CSRCs of
 * webrtc-pc section 5.3, getContributingSources().
 */

#ifndef PC_RTP_HEARD_H
#define PC_RTP_HEARD_H

#include "../pctypes.h"

G_BEGIN_DECLS

/* Who was silent for longer is not told of. */
#define PC_RTP_HEARD_PERIOD (10 * PC_SECOND)
/* CSRCs that one SSRC may name; who was silent longest makes room. */
#define PC_RTP_MAX_CONTRIBUTORS 64

typedef struct
{
  guint32 source;               /* an SSRC or CSRC */
  guint32 rtp_timestamp;        /* of its last packet */
  PcTime at;                    /* when that came */
  gint level;                   /* -dBov: 0 is loudest, 127 silence; -1: not said */
} PcRtpHeard;

/* @list: of PcRtpHeard, each source once. The later one stays. */
void pc_rtp_heard_add (GArray * list, guint max, const PcRtpHeard * heard);
/* Latest first, as the standard wants it. */
void pc_rtp_heard_sort (GArray * list);
/* From 0.0, silence, to 1.0 (RFC 6464 section 3, RTCRtpContributingSource). */
gdouble pc_rtp_level_to_linear (gint level);

G_END_DECLS

#endif /* PC_RTP_HEARD_H */
