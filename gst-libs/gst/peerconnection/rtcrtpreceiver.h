/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiver.h: what is received in an m-section (RTCRtpReceiver).
 */

#ifndef GST_RTC_RTP_RECEIVER_H
#define GST_RTC_RTP_RECEIVER_H

#include <gst/peerconnection/mediastreamtrack.h>
#include <gst/peerconnection/rtcdtlstransport.h>
#include <gst/peerconnection/rtcrtpcapabilities.h>
#include <gst/peerconnection/rtcrtpcontributingsource.h>
#include <gst/peerconnection/rtcrtpreceiveparameters.h>
#include <gst/peerconnection/rtcrtpsynchronizationsource.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_RECEIVER (gst_rtc_rtp_receiver_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpReceiver, gst_rtc_rtp_receiver, GST,
    RTC_RTP_RECEIVER, GObject);

GST_RTC_API
GstMediaStreamTrack *gst_rtc_rtp_receiver_get_track (GstRTCRtpReceiver *
    receiver);
GST_RTC_API
GstRTCDtlsTransport *gst_rtc_rtp_receiver_get_transport (GstRTCRtpReceiver *
    receiver);

GST_RTC_API
GstRTCRtpCapabilities *gst_rtc_rtp_receiver_get_capabilities (const gchar *
    kind);
GST_RTC_API
GstRTCRtpReceiveParameters *gst_rtc_rtp_receiver_get_parameters
    (GstRTCRtpReceiver * receiver);

GST_RTC_API
GPtrArray *gst_rtc_rtp_receiver_get_contributing_sources
    (GstRTCRtpReceiver * receiver);
GST_RTC_API
GPtrArray *gst_rtc_rtp_receiver_get_synchronization_sources
    (GstRTCRtpReceiver * receiver);

GST_RTC_API
gdouble gst_rtc_rtp_receiver_get_jitter_buffer_target (GstRTCRtpReceiver *
    receiver);
GST_RTC_API
gboolean gst_rtc_rtp_receiver_set_jitter_buffer_target (GstRTCRtpReceiver *
    receiver, gdouble target, GError ** error);

G_END_DECLS

#endif /* GST_RTC_RTP_RECEIVER_H */
