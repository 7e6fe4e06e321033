/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtcpwriter.c: RTCP packets, written.
 */

#include "pcrtcppacket.h"
#include "pcrtppacket.h"

#include <string.h>

static guint8 *
begin (PcRtcpWriter * writer, PcRtcpType type, guint count, gsize size)
{
  guint8 *data = writer->data + writer->size;

  g_assert (size % 4 == 0 && writer->size + size <= sizeof (writer->data));
  data[0] = (guint8) (2 << 6 | count);
  data[1] = (guint8) type;
  pc_write_u16 (data + 2, (guint16) (size / 4 - 1));
  writer->size += size;

  return data + 4;
}

static guint8 *
put_u32 (guint8 * data, guint32 value)
{
  pc_write_u32 (data, value);
  return data + 4;
}

/* RFC 3550 section 6.4.1 */
static guint8 *
put_block (guint8 * data, const PcRtcpBlock * block)
{
  gint32 lost = CLAMP (block->lost, -0x800000, 0x7fffff);

  data = put_u32 (data, block->ssrc);
  data = put_u32 (data, (guint32) block->fraction_lost << 24
      | ((guint32) lost & 0xffffff));
  data = put_u32 (data, block->highest_seq);
  data = put_u32 (data, block->jitter);
  data = put_u32 (data, block->last_sr);
  return put_u32 (data, block->delay_since_last_sr);
}

void
pc_rtcp_write_report (PcRtcpWriter * writer, guint32 ssrc,
    const PcRtcpSenderInfo * info, const PcRtcpBlock * blocks, guint n_blocks)
{
  gsize size = (info ? PC_RTCP_SR_SIZE : PC_RTCP_RR_SIZE)
      + n_blocks * PC_RTCP_BLOCK_SIZE;
  guint8 *data;
  guint i;

  g_assert (n_blocks <= PC_RTCP_MAX_BLOCKS);
  data = begin (writer, info ? PC_RTCP_SR : PC_RTCP_RR, n_blocks, size);
  data = put_u32 (data, ssrc);
  if (info) {
    data = put_u32 (data, (guint32) (info->ntp >> 32));
    data = put_u32 (data, (guint32) info->ntp);
    data = put_u32 (data, info->rtp_time);
    data = put_u32 (data, info->packets);
    data = put_u32 (data, info->octets);
  }
  for (i = 0; i < n_blocks; i++)
    data = put_block (data, &blocks[i]);
}

static gsize
item_length (const gchar * value)
{
  return value ? MIN (strlen (value), 255) : 0;
}

gsize
pc_rtcp_chunk_size (const gchar * cname, const gchar * mid)
{
  gsize size = 4 + 2 + item_length (cname);

  if (mid)
    size += 2 + item_length (mid);

  return (size + 4) & ~(gsize) 3;       /* at least one zero behind */
}

static guint8 *
put_item (guint8 * data, guint item, const gchar * value)
{
  gsize length = item_length (value);

  data[0] = (guint8) item;
  data[1] = (guint8) length;
  if (length > 0)
    memcpy (data + 2, value, length);
  return data + 2 + length;
}

void
pc_rtcp_write_sdes (PcRtcpWriter * writer, const guint32 * ssrcs,
    const gchar * const *cnames, const gchar * const *mids, guint n_chunks)
{
  gsize size = 4;
  guint8 *data;
  guint i;

  g_assert (n_chunks <= PC_RTCP_MAX_BLOCKS);
  for (i = 0; i < n_chunks; i++)
    size += pc_rtcp_chunk_size (cnames[i], mids[i]);

  data = begin (writer, PC_RTCP_SDES, n_chunks, size);
  for (i = 0; i < n_chunks; i++) {
    guint8 *end = data + pc_rtcp_chunk_size (cnames[i], mids[i]);

    data = put_u32 (data, ssrcs[i]);
    data = put_item (data, PC_SDES_CNAME, cnames[i]);
    if (mids[i])
      data = put_item (data, PC_SDES_MID, mids[i]);
    memset (data, 0, end - data);
    data = end;
  }
}

void
pc_rtcp_write_bye (PcRtcpWriter * writer, guint32 ssrc)
{
  put_u32 (begin (writer, PC_RTCP_BYE, 1, 8), ssrc);
}

void
pc_rtcp_write_pli (PcRtcpWriter * writer, guint32 ssrc, guint32 media_ssrc)
{
  guint8 *data = begin (writer, PC_RTCP_PSFB, PC_PSFB_PLI, 12);

  put_u32 (put_u32 (data, ssrc), media_ssrc);
}

/* RFC 5104 section 4.3.1.1: the SSRC of the media source is 0, the target
 * stands in the entry with a command number that tells repeats apart. */
void
pc_rtcp_write_fir (PcRtcpWriter * writer, guint32 ssrc, guint32 media_ssrc,
    guint8 command)
{
  guint8 *data = begin (writer, PC_RTCP_PSFB, PC_PSFB_FIR, 20);

  data = put_u32 (put_u32 (data, ssrc), 0);
  put_u32 (put_u32 (data, media_ssrc), (guint32) command << 24);
}
