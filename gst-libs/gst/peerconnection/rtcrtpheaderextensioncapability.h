/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpheaderextensioncapability.h: an RTP header extension.
 */

#ifndef GST_RTC_RTP_HEADER_EXTENSION_CAPABILITY_H
#define GST_RTC_RTP_HEADER_EXTENSION_CAPABILITY_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_HEADER_EXTENSION_CAPABILITY \
    (gst_rtc_rtp_header_extension_capability_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpHeaderExtensionCapability,
    gst_rtc_rtp_header_extension_capability, GST,
    RTC_RTP_HEADER_EXTENSION_CAPABILITY, GObject)

GST_RTC_API
GstRTCRtpHeaderExtensionCapability *
gst_rtc_rtp_header_extension_capability_new (const gchar * uri);

G_END_DECLS

#endif /* GST_RTC_RTP_HEADER_EXTENSION_CAPABILITY_H */
