/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcapabilities.h: what can be sent or received.
 */

#ifndef GST_RTC_RTP_CAPABILITIES_H
#define GST_RTC_RTP_CAPABILITIES_H

#include <gst/peerconnection/rtcrtpcodec.h>
#include <gst/peerconnection/rtcrtpheaderextensioncapability.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_CAPABILITIES (gst_rtc_rtp_capabilities_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpCapabilities, gst_rtc_rtp_capabilities, GST,
    RTC_RTP_CAPABILITIES, GObject)

GST_RTC_API
GstRTCRtpCapabilities *gst_rtc_rtp_capabilities_new (void);

GST_RTC_API
GPtrArray *gst_rtc_rtp_capabilities_get_codecs (GstRTCRtpCapabilities *
    capabilities);
GST_RTC_API
void gst_rtc_rtp_capabilities_set_codecs (GstRTCRtpCapabilities * capabilities,
    GPtrArray * codecs);

GST_RTC_API
GPtrArray *gst_rtc_rtp_capabilities_get_header_extensions (
    GstRTCRtpCapabilities * capabilities);
GST_RTC_API
void gst_rtc_rtp_capabilities_set_header_extensions ( GstRTCRtpCapabilities *
    capabilities, GPtrArray * header_extensions);

G_END_DECLS

#endif /* GST_RTC_RTP_CAPABILITIES_H */
