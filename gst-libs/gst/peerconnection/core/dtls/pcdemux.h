/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdemux.h: what a datagram is, told from its first bytes.
 */

#ifndef PC_DEMUX_H
#define PC_DEMUX_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PC_PACKET_UNKNOWN,            /* to be dropped */
  PC_PACKET_STUN,
  PC_PACKET_ZRTP,
  PC_PACKET_DTLS,
  PC_PACKET_TURN_CHANNEL,
  PC_PACKET_QUIC,
  PC_PACKET_RTP,
  PC_PACKET_RTCP,
} PcPacketKind;

/* A packet too short for the fixed header of its kind is UNKNOWN. */
PcPacketKind pc_demux_classify (const guint8 * data, gsize size);
/* Of a packet that is RTP or RTCP already (RFC 5761 section 4). */
gboolean pc_demux_is_rtcp (const guint8 * data, gsize size);
const gchar *pc_packet_kind_to_string (PcPacketKind kind);

G_END_DECLS

#endif /* PC_DEMUX_H */
