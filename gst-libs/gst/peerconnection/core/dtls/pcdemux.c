/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdemux.c: what a datagram is, told from its first bytes.
 */

#include "pcdemux.h"

/* RFC 9443 section 2 (which updates RFC 7983 section 7):
 *
 *                    +----------------+
 *                    |        [0..3] -+--> forward to STUN
 *                    |      [4..15]  -+--> DROP
 *                    |      [16..19] -+--> forward to ZRTP
 *        packet -->  |      [20..63] -+--> forward to DTLS
 *                    |      [64..79] -+--> forward to TURN Channel
 *                    |     [80..127] -+--> forward to QUIC
 *                    |    [128..191] -+--> forward to RTP/RTCP
 *                    |    [192..255] -+--> forward to QUIC
 *                    +----------------+
 */
static const struct
{
  guint8 last;                  /* of the range that begins after the previous */
  PcPacketKind kind;
  guint8 min_size;              /* bytes of the kind's fixed header */
} ranges[] = {
  {3, PC_PACKET_STUN, 20},
  {15, PC_PACKET_UNKNOWN, 1},
  {19, PC_PACKET_ZRTP, 12},
  {63, PC_PACKET_DTLS, 13},
  {79, PC_PACKET_TURN_CHANNEL, 4},
  {127, PC_PACKET_QUIC, 1},
  {191, PC_PACKET_RTP, 12},
  {255, PC_PACKET_QUIC, 1},
};

/* A receiver report without blocks: header and SSRC (RFC 3550 6.4.2). */
#define RTCP_MIN_SIZE 8

gboolean
pc_demux_is_rtcp (const guint8 * data, gsize size)
{
  /* RFC 5761 section 4: RTCP types are 192 to 223, which as an RTP packet
   * with the marker would be payload types 64 to 95; those stay unused. */
  return size >= 2 && data[1] >= 192 && data[1] <= 223;
}

PcPacketKind
pc_demux_classify (const guint8 * data, gsize size)
{
  guint i;

  if (size == 0)
    return PC_PACKET_UNKNOWN;

  for (i = 0; data[0] > ranges[i].last; i++);

  if (ranges[i].kind == PC_PACKET_RTP && pc_demux_is_rtcp (data, size))
    return size >= RTCP_MIN_SIZE ? PC_PACKET_RTCP : PC_PACKET_UNKNOWN;

  return size >= ranges[i].min_size ? ranges[i].kind : PC_PACKET_UNKNOWN;
}

const gchar *
pc_packet_kind_to_string (PcPacketKind kind)
{
  static const gchar *const names[] = {
    "unknown", "STUN", "ZRTP", "DTLS", "TURN channel", "QUIC", "RTP", "RTCP",
  };

  g_assert ((guint) kind < G_N_ELEMENTS (names));

  return names[kind];
}
