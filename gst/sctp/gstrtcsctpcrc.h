/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpcrc.h: the CRC32c of SCTP packets by the processor's instruction.
 *
 * usrsctp computes it by tables, which is 40 % of what a data channel costs.
 */

#ifndef GST_RTC_SCTP_CRC_H
#define GST_RTC_SCTP_CRC_H

#include <glib.h>

G_BEGIN_DECLS

/* The common header of a packet (RFC 9260 section 3.1) */
#define GST_RTC_SCTP_HEADER_SIZE 12

gboolean gst_rtc_sctp_crc_is_supported (void);
/* Only when it is. @size is at least that of the header. */
void gst_rtc_sctp_crc_set (guint8 * packet, gsize size);
gboolean gst_rtc_sctp_crc_check (const guint8 * packet, gsize size);

G_END_DECLS

#endif /* GST_RTC_SCTP_CRC_H */
