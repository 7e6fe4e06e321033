/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtcpreader.c: RTCP packets, read.
 *
 * RFC 3550 section 6.4, RFC 4585 section 6.1: each packet begins with
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|  count  |      type     |     length in words - 1       |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |          SSRC of the packet's sender (not SDES, BYE)          |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */

#include "pcrtcppacket.h"
#include "pcrtppacket.h"

#include <string.h>

#define HEADER_SIZE 4
#define REMB_MIN_SIZE 8         /* "REMB", number of SSRCs, bit rate */

/* The least body of each type, behind the header and without blocks. */
static gsize
least_size (guint type, guint count)
{
  switch (type) {
    case PC_RTCP_SR:
      return PC_RTCP_SR_SIZE - HEADER_SIZE + count * PC_RTCP_BLOCK_SIZE;
    case PC_RTCP_RR:
      return PC_RTCP_RR_SIZE - HEADER_SIZE + count * PC_RTCP_BLOCK_SIZE;
    case PC_RTCP_BYE:
      return 4 * count;
    case PC_RTCP_RTPFB:
    case PC_RTCP_PSFB:
    case PC_RTCP_APP:
      return 8;
    case PC_RTCP_XR:
      return 4;
    default:
      return 0;
  }
}

/* RFC 3550 section 6.5: @count chunks, each an SSRC, items, and zeros up to
 * the next word, at least one. */
static gboolean
walk_sdes (const guint8 * data, gsize size, guint count, PcRtcpItemFunc func,
    gpointer user_data)
{
  gsize offset = 0;

  for (; count > 0; count--) {
    guint32 ssrc;

    if (size - offset < 8)
      return FALSE;
    ssrc = pc_read_u32 (data + offset);
    offset += 4;
    while (offset < size && data[offset] != 0) {
      if (size - offset < 2 || data[offset + 1] > size - offset - 2)
        return FALSE;
      if (func)
        func (ssrc, data[offset], (const gchar *) data + offset + 2,
            data[offset + 1], user_data);
      offset += 2 + (gsize) data[offset + 1];
    }
    if (offset == size)
      return FALSE;
    offset = (offset + 4) & ~(gsize) 3;
  }

  return TRUE;
}

/* Where a packet ends, or 0 when it is malformed. */
static gsize
packet_size (const guint8 * data, gsize left, gsize * padding)
{
  gsize size;

  if (left < HEADER_SIZE || data[0] >> 6 != 2)
    return 0;
  size = 4 * ((gsize) pc_read_u16 (data + 2) + 1);
  if (size > left)
    return 0;

  *padding = 0;
  if (data[0] & 0x20) {
    /* RFC 3550 section 6.4.1: only the last may be padded, by whole words. */
    *padding = data[size - 1];
    if (size != left || *padding == 0 || *padding % 4 != 0
        || *padding > size - HEADER_SIZE)
      return 0;
  }

  return size;
}

gboolean
pc_rtcp_validate (const guint8 * data, gsize size, gboolean reduced)
{
  gsize offset, packet, padding;

  if (size < HEADER_SIZE)
    return FALSE;
  /* RFC 3550 appendix A.2 */
  if (!reduced && data[1] != PC_RTCP_SR && data[1] != PC_RTCP_RR)
    return FALSE;

  for (offset = 0; offset < size; offset += packet) {
    const guint8 *start = data + offset;
    guint count, type;
    gsize body;

    packet = packet_size (start, size - offset, &padding);
    if (packet == 0)
      return FALSE;
    count = start[0] & 0x1f;
    type = start[1];
    body = packet - HEADER_SIZE - padding;
    if (body < least_size (type, count))
      return FALSE;
    if (type == PC_RTCP_SDES
        && !walk_sdes (start + HEADER_SIZE, body, count, NULL, NULL))
      return FALSE;
  }

  return TRUE;
}

void
pc_rtcp_iter_init (PcRtcpIter * iter, const guint8 * data, gsize size)
{
  iter->next = data;
  iter->left = size;
}

gboolean
pc_rtcp_iter_next (PcRtcpIter * iter, PcRtcpPacket * packet)
{
  const guint8 *data = iter->next;
  gsize size, padding;

  if (iter->left == 0)
    return FALSE;
  size = packet_size (data, iter->left, &padding);
  g_assert (size > 0);
  iter->next += size;
  iter->left -= size;

  memset (packet, 0, sizeof (*packet));
  packet->count = data[0] & 0x1f;
  packet->type = data[1];
  packet->body = data + HEADER_SIZE;
  packet->body_size = size - HEADER_SIZE - padding;
  if (packet->type == PC_RTCP_SDES || packet->type == PC_RTCP_BYE
      || packet->body_size < 4)
    return TRUE;

  packet->ssrc = pc_read_u32 (packet->body);
  packet->body += 4;
  packet->body_size -= 4;
  if (packet->type == PC_RTCP_SR) {
    packet->ntp = (guint64) pc_read_u32 (packet->body) << 32
        | pc_read_u32 (packet->body + 4);
    packet->rtp_time = pc_read_u32 (packet->body + 8);
    packet->packets = pc_read_u32 (packet->body + 12);
    packet->octets = pc_read_u32 (packet->body + 16);
    packet->body += 20;
    packet->body_size -= 20;
  } else if (packet->type == PC_RTCP_RTPFB || packet->type == PC_RTCP_PSFB) {
    packet->media_ssrc = pc_read_u32 (packet->body);
    packet->body += 4;
    packet->body_size -= 4;
  }

  return TRUE;
}

void
pc_rtcp_get_block (const PcRtcpPacket * packet, guint index,
    PcRtcpBlock * block)
{
  const guint8 *data = packet->body + index * PC_RTCP_BLOCK_SIZE;
  guint32 lost;

  g_assert (index < packet->count);

  block->ssrc = pc_read_u32 (data);
  block->fraction_lost = data[4];
  lost = pc_read_u32 (data + 4) & 0xffffff;
  block->lost = lost & 0x800000 ? (gint32) lost - 0x1000000 : (gint32) lost;
  block->highest_seq = pc_read_u32 (data + 8);
  block->jitter = pc_read_u32 (data + 12);
  block->last_sr = pc_read_u32 (data + 16);
  block->delay_since_last_sr = pc_read_u32 (data + 20);
}

void
pc_rtcp_foreach_item (const PcRtcpPacket * sdes, PcRtcpItemFunc func,
    gpointer user_data)
{
  walk_sdes (sdes->body, sdes->body_size, sdes->count, func, user_data);
}

gboolean
pc_rtcp_is_remb (const PcRtcpPacket * psfb)
{
  return psfb->body_size >= REMB_MIN_SIZE
      && memcmp (psfb->body, "REMB", 4) == 0
      && psfb->body_size >= REMB_MIN_SIZE + 4 * (gsize) psfb->body[4];
}
