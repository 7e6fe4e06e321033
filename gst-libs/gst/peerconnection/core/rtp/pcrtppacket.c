/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtppacket.c: the header of an RTP packet, read and written.
 *
 * RFC 3550 section 5.1:
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                           timestamp                           |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                             SSRC                              |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                    CSRC (CC times) ...                        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |      extension profile        |      length in words          |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * Elements of an extension (RFC 8285 sections 4.2 and 4.3):
 *
 *   one-byte   | id 4 | length-1 4 | data ...       profile 0xBEDE
 *   two-byte   |   id 8   |  length 8 | data ...    profile 0x100x
 */

#include "pcrtppacket.h"

#include <string.h>

#define PROFILE_ONE_BYTE 0xbede
#define PROFILE_TWO_BYTE 0x1000
#define PROFILE_TWO_BYTE_MASK 0xfff0    /* the rest are "appbits" */
#define ONE_BYTE_MAX_ID 14
#define ONE_BYTE_MAX_LENGTH 16

gboolean
pc_rtp_packet_parse (PcRtpPacket * packet, const guint8 * data, gsize size)
{
  gsize offset = PC_RTP_FIXED_HEADER;
  gsize padding = 0;

  if (size < PC_RTP_FIXED_HEADER || data[0] >> 6 != 2)
    return FALSE;

  packet->csrc_count = data[0] & 0x0f;
  packet->marker = (data[1] & 0x80) != 0;
  packet->payload_type = data[1] & 0x7f;
  packet->seq = pc_read_u16 (data + 2);
  packet->timestamp = pc_read_u32 (data + 4);
  packet->ssrc = pc_read_u32 (data + 8);
  packet->extension_profile = 0;
  packet->extension = NULL;
  packet->extension_size = 0;

  offset += 4 * packet->csrc_count;
  if (data[0] & 0x10) {
    if (offset + 4 > size)
      return FALSE;
    packet->extension_profile = pc_read_u16 (data + offset);
    packet->extension_size = 4 * (gsize) pc_read_u16 (data + offset + 2);
    packet->extension = data + offset + 4;
    offset += 4 + packet->extension_size;
  }
  if (offset > size)
    return FALSE;
  if (data[0] & 0x20) {
    padding = data[size - 1];
    if (padding == 0 || padding > size - offset)
      return FALSE;
  }
  packet->header_size = offset;
  packet->payload_size = size - offset - padding;

  return TRUE;
}

gboolean
pc_rtp_is_rtcp (const guint8 * data, gsize size)
{
  /* Types 192 to 223: what payload types 64 to 95 with a marker would be. */
  return size >= 2 && data[1] >= 192 && data[1] <= 223;
}

void
pc_rtp_element_iter_init (PcRtpElementIter * iter, const PcRtpPacket * packet)
{
  iter->two_byte = (packet->extension_profile & PROFILE_TWO_BYTE_MASK)
      == PROFILE_TWO_BYTE;
  iter->next = packet->extension;
  iter->left = iter->two_byte || packet->extension_profile == PROFILE_ONE_BYTE ?
      packet->extension_size : 0;
}

gboolean
pc_rtp_element_iter_next (PcRtpElementIter * iter, PcRtpElement * element)
{
  gsize head = iter->two_byte ? 2 : 1;

  while (iter->left > 0 && iter->next[0] == 0) {        /* padding */
    iter->next++;
    iter->left--;
  }
  if (iter->left < head)
    return FALSE;

  if (iter->two_byte) {
    element->id = iter->next[0];
    element->length = iter->next[1];
  } else {
    element->id = iter->next[0] >> 4;
    element->length = (iter->next[0] & 0x0f) + 1;
    /* RFC 8285 section 4.2: 15 ends the processing; so does a padding id with
     * a length, which nobody may write. */
    if (element->id == 15 || element->id == 0)
      return FALSE;
  }
  if (element->length > iter->left - head)
    return FALSE;

  element->data = iter->next + head;
  iter->next += head + element->length;
  iter->left -= head + element->length;

  return TRUE;
}

gboolean
pc_rtp_element_fits_one_byte (const PcRtpElement * element)
{
  return element->id <= ONE_BYTE_MAX_ID && element->length >= 1
      && element->length <= ONE_BYTE_MAX_LENGTH;
}

gsize
pc_rtp_extension_size (const PcRtpElement * elements, guint n_elements,
    gboolean two_byte)
{
  gsize size = 4;
  guint i;

  if (n_elements == 0)
    return 0;
  for (i = 0; i < n_elements; i++)
    size += (two_byte ? 2 : 1) + elements[i].length;

  return (size + 3) & ~(gsize) 3;
}

void
pc_rtp_extension_write (guint8 * out, const PcRtpElement * elements,
    guint n_elements, gboolean two_byte)
{
  gsize size = pc_rtp_extension_size (elements, n_elements, two_byte);
  guint8 *end = out + size;
  guint i;

  if (size == 0)
    return;

  pc_write_u16 (out, two_byte ? PROFILE_TWO_BYTE : PROFILE_ONE_BYTE);
  pc_write_u16 (out + 2, (guint16) (size / 4 - 1));
  out += 4;
  for (i = 0; i < n_elements; i++) {
    if (two_byte) {
      *out++ = (guint8) elements[i].id;
      *out++ = (guint8) elements[i].length;
    } else {
      *out++ = (guint8) (elements[i].id << 4 | (elements[i].length - 1));
    }
    memcpy (out, elements[i].data, elements[i].length);
    out += elements[i].length;
  }
  memset (out, 0, end - out);
}
