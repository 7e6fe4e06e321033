/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtppacket.h: the header of an RTP packet, read and written.
 */

#ifndef PC_RTP_PACKET_H
#define PC_RTP_PACKET_H

#include "../pctypes.h"

G_BEGIN_DECLS

#define PC_RTP_FIXED_HEADER 12  /* bytes */
    typedef struct
{
  gboolean marker;
  guint payload_type;
  guint16 seq;
  guint32 timestamp;
  guint32 ssrc;
  guint csrc_count;             /* they follow the fixed header */
  guint extension_profile;      /* 0 when there is no extension */
  const guint8 *extension;      /* behind the four bytes of its header */
  gsize extension_size;
  gsize header_size;            /* where the payload begins */
  gsize payload_size;           /* without padding */
} PcRtpPacket;

/* FALSE: not RTP, or cut short. @packet points into @data. */
gboolean pc_rtp_packet_parse (PcRtpPacket * packet, const guint8 * data,
    gsize size);

/* RFC 5761 section 4: whether a packet on a muxed transport is RTCP. */
gboolean pc_rtp_is_rtcp (const guint8 * data, gsize size);

/* One element of a header extension (RFC 8285). */
typedef struct
{
  guint id;
  guint length;                 /* bytes; 0 in two-byte form only */
  const guint8 *data;
} PcRtpElement;

typedef struct
{
  const guint8 *next;
  gsize left;
  gboolean two_byte;
} PcRtpElementIter;

void pc_rtp_element_iter_init (PcRtpElementIter * iter,
    const PcRtpPacket * packet);
/* FALSE at the end, which an element that runs over it also is. */
gboolean pc_rtp_element_iter_next (PcRtpElementIter * iter,
    PcRtpElement * element);

/* The bytes of an extension with its header; 0 for none. */
gsize pc_rtp_extension_size (const PcRtpElement * elements, guint n_elements,
    gboolean two_byte);
void pc_rtp_extension_write (guint8 * out, const PcRtpElement * elements,
    guint n_elements, gboolean two_byte);

/* One-byte form has room for ids 1 to 14 and 1 to 16 bytes. */
gboolean pc_rtp_element_fits_one_byte (const PcRtpElement * element);

static inline guint16
pc_read_u16 (const guint8 * data)
{
  return (guint16) (data[0] << 8 | data[1]);
}

static inline guint32
pc_read_u32 (const guint8 * data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16
      | (guint32) data[2] << 8 | data[3];
}

static inline void
pc_write_u16 (guint8 * data, guint16 value)
{
  data[0] = (guint8) (value >> 8);
  data[1] = (guint8) value;
}

static inline void
pc_write_u32 (guint8 * data, guint32 value)
{
  pc_write_u16 (data, (guint16) (value >> 16));
  pc_write_u16 (data + 2, (guint16) value);
}

G_END_DECLS

#endif /* PC_RTP_PACKET_H */
