/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpinsert.c: packets of a stream that are not its input's. The input goes
 * on behind them as if it had sent them itself.
 */

#include "pcrtpstream.h"

#include <string.h>

guint32
pc_rtp_stream_get_timestamp (const PcRtpStream * stream, PcTime now)
{
  gint64 rate = stream->clock_rate;
  gint64 elapsed = (gint64) (now - stream->last_capture);
  gint64 second = PC_SECOND;

  if (!stream->started)
    return 0;

  return stream->last_timestamp + (guint32) (elapsed / second * rate
      + elapsed % second * rate / second);
}

/* The MID as in other packets, until the peer knows (RFC 8843 section 15). */
static gsize
write_extension (const PcRtpStream * stream, guint8 * out)
{
  PcRtpElement element = {
    .id = stream->mid_extension_id,
    .data = (const guint8 *) stream->mid,
  };
  gboolean two_byte;

  if (stream->mid_extension_id == 0 || stream->mid == NULL || stream->mid_known)
    return 0;
  element.length = (guint) MIN (strlen (stream->mid), 255);
  two_byte = !pc_rtp_element_fits_one_byte (&element);
  pc_rtp_extension_write (out, &element, 1, two_byte);

  return pc_rtp_extension_size (&element, 1, two_byte);
}

guint8 *
pc_rtp_stream_insert (PcRtpStream * stream, PcTime now, guint payload_type,
    guint32 timestamp, gboolean marker, const guint8 * payload,
    gsize payload_size, gsize * size)
{
  guint8 *data = g_malloc (PC_RTP_FIXED_HEADER + PC_RTP_HEADROOM
      + payload_size);
  gsize extension = write_extension (stream, data + PC_RTP_FIXED_HEADER);

  if (stream->started) {
    stream->last_seq++;
    stream->seq_offset++;
  } else {
    /* What comes later continues from here. */
    stream->started = TRUE;
    stream->replaced = TRUE;
    stream->last_timestamp = timestamp;
    stream->last_capture = now;
  }

  data[0] = (guint8) (0x80 | (extension > 0 ? 0x10 : 0));
  data[1] = (guint8) ((marker ? 0x80 : 0) | payload_type);
  pc_write_u16 (data + 2, stream->last_seq);
  pc_write_u32 (data + 4, timestamp);
  pc_write_u32 (data + 8, stream->ssrc);
  memcpy (data + PC_RTP_FIXED_HEADER + extension, payload, payload_size);
  *size = PC_RTP_FIXED_HEADER + extension + payload_size;

  stream->packets++;
  stream->bytes += payload_size;
  stream->header_bytes += *size - payload_size;

  return data;
}
