/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsender.h: what is sent in an m-section (RTCRtpSender).
 */

#ifndef GST_RTC_RTP_SENDER_H
#define GST_RTC_RTP_SENDER_H

#include <gst/peerconnection/mediastream.h>
#include <gst/peerconnection/rtcdtlstransport.h>
#include <gst/peerconnection/rtcdtmfsender.h>
#include <gst/peerconnection/rtcrtpcapabilities.h>
#include <gst/peerconnection/rtcrtpsendparameters.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_SENDER (gst_rtc_rtp_sender_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpSender, gst_rtc_rtp_sender, GST,
    RTC_RTP_SENDER, GObject);

GST_RTC_API
GstMediaStreamTrack *gst_rtc_rtp_sender_get_track (GstRTCRtpSender * sender);
GST_RTC_API
void gst_rtc_rtp_sender_replace_track_async (GstRTCRtpSender * sender,
    GstMediaStreamTrack * with_track, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
gboolean gst_rtc_rtp_sender_replace_track_finish (GstRTCRtpSender * sender,
    GAsyncResult * result, GError ** error);
GST_RTC_API
gboolean gst_rtc_rtp_sender_set_streams (GstRTCRtpSender * sender, GPtrArray *
    streams, GError ** error);

GST_RTC_API
GstRTCDtlsTransport *gst_rtc_rtp_sender_get_transport (GstRTCRtpSender *
    sender);

GST_RTC_API
GstRTCRtpCapabilities *gst_rtc_rtp_sender_get_capabilities (const gchar *
    kind);
GST_RTC_API
GstRTCRtpSendParameters *gst_rtc_rtp_sender_get_parameters (GstRTCRtpSender *
    sender);
GST_RTC_API
void gst_rtc_rtp_sender_set_parameters_async (GstRTCRtpSender * sender,
    GstRTCRtpSendParameters * parameters, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
gboolean gst_rtc_rtp_sender_set_parameters_finish (GstRTCRtpSender * sender,
    GAsyncResult * result, GError ** error);

GST_RTC_API
GstRTCDTMFSender *gst_rtc_rtp_sender_get_dtmf (GstRTCRtpSender * sender);

G_END_DECLS

#endif /* GST_RTC_RTP_SENDER_H */
