/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtptransceiver.h: a sender and a receiver that share an m-section.
 */

#ifndef GST_RTC_RTP_TRANSCEIVER_H
#define GST_RTC_RTP_TRANSCEIVER_H

#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcrtpreceiver.h>
#include <gst/peerconnection/rtcrtpsender.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_TRANSCEIVER (gst_rtc_rtp_transceiver_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpTransceiver, gst_rtc_rtp_transceiver, GST,
    RTC_RTP_TRANSCEIVER, GObject);

GST_RTC_API
gchar *gst_rtc_rtp_transceiver_get_mid (GstRTCRtpTransceiver * transceiver);
GST_RTC_API
GstRTCRtpSender *gst_rtc_rtp_transceiver_get_sender (GstRTCRtpTransceiver *
    transceiver);
GST_RTC_API
GstRTCRtpReceiver *gst_rtc_rtp_transceiver_get_receiver (GstRTCRtpTransceiver *
    transceiver);

GST_RTC_API
GstRTCRtpTransceiverDirection gst_rtc_rtp_transceiver_get_direction
    (GstRTCRtpTransceiver * transceiver);
GST_RTC_API
gboolean gst_rtc_rtp_transceiver_set_direction (GstRTCRtpTransceiver *
    transceiver, GstRTCRtpTransceiverDirection direction, GError ** error);
GST_RTC_API
GstRTCRtpTransceiverDirection gst_rtc_rtp_transceiver_get_current_direction
    (GstRTCRtpTransceiver * transceiver);

GST_RTC_API
gboolean gst_rtc_rtp_transceiver_set_codec_preferences (GstRTCRtpTransceiver *
    transceiver, GPtrArray * codecs, GError ** error);

GST_RTC_API
gboolean gst_rtc_rtp_transceiver_stop (GstRTCRtpTransceiver * transceiver,
    GError ** error);

G_END_DECLS

#endif /* GST_RTC_RTP_TRANSCEIVER_H */
