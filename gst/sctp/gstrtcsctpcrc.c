/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpcrc.c: the CRC32c of SCTP packets by the processor's instruction.
 */

#include "gstrtcsctpcrc.h"

#include <string.h>

/* Where the checksum lies in the common header (RFC 9260 section 3.1). */
#define CHECKSUM_OFFSET 8

#if defined(__x86_64__) && defined(__GNUC__)

#include <nmmintrin.h>

gboolean
gst_rtc_sctp_crc_is_supported (void)
{
  return __builtin_cpu_supports ("sse4.2") != 0;
}

/* The sum as it stands in a packet: over all bytes, those of the checksum
 * itself taken as zero (RFC 9260 section 6.8). */
__attribute__((target ("sse4.2")))
     static guint32 compute (const guint8 * packet, gsize size)
{
  guint64 crc = G_MAXUINT32;
  guint64 word;

  memcpy (&word, packet, sizeof (word));
  crc = _mm_crc32_u64 (crc, word);
  crc = _mm_crc32_u32 ((guint32) crc, 0);
  packet += GST_RTC_SCTP_HEADER_SIZE;
  size -= GST_RTC_SCTP_HEADER_SIZE;
  for (; size >= sizeof (word); size -= sizeof (word)) {
    memcpy (&word, packet, sizeof (word));
    crc = _mm_crc32_u64 (crc, word);
    packet += sizeof (word);
  }
  for (; size > 0; size--)
    crc = _mm_crc32_u8 ((guint32) crc, *packet++);
  return GUINT32_TO_LE (~(guint32) crc);
}

#else

gboolean
gst_rtc_sctp_crc_is_supported (void)
{
  return FALSE;
}

static guint32
compute (const guint8 * packet, gsize size)
{
  g_assert_not_reached ();
}

#endif

void
gst_rtc_sctp_crc_set (guint8 * packet, gsize size)
{
  guint32 crc = compute (packet, size);

  memcpy (packet + CHECKSUM_OFFSET, &crc, sizeof (crc));
}

gboolean
gst_rtc_sctp_crc_check (const guint8 * packet, gsize size)
{
  guint32 crc = compute (packet, size);

  return memcmp (packet + CHECKSUM_OFFSET, &crc, sizeof (crc)) == 0;
}
