/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcontributingsource.h: who contributed to what was received.
 */

#ifndef GST_RTC_RTP_CONTRIBUTING_SOURCE_H
#define GST_RTC_RTP_CONTRIBUTING_SOURCE_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_CONTRIBUTING_SOURCE \
    (gst_rtc_rtp_contributing_source_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpContributingSource, gst_rtc_rtp_contributing_source,
    GST, RTC_RTP_CONTRIBUTING_SOURCE, GObject)

GST_RTC_API
GstRTCRtpContributingSource *gst_rtc_rtp_contributing_source_new (void);

G_END_DECLS

#endif /* GST_RTC_RTP_CONTRIBUTING_SOURCE_H */
