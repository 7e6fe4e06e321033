/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsynchronizationsource.h: who sent what was received.
 */

#ifndef GST_RTC_RTP_SYNCHRONIZATION_SOURCE_H
#define GST_RTC_RTP_SYNCHRONIZATION_SOURCE_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_SYNCHRONIZATION_SOURCE \
    (gst_rtc_rtp_synchronization_source_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpSynchronizationSource, gst_rtc_rtp_synchronization_source,
    GST, RTC_RTP_SYNCHRONIZATION_SOURCE, GObject)

GST_RTC_API
GstRTCRtpSynchronizationSource *gst_rtc_rtp_synchronization_source_new (void);

G_END_DECLS

#endif /* GST_RTC_RTP_SYNCHRONIZATION_SOURCE_H */
