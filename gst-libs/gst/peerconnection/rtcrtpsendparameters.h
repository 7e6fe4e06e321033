/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsendparameters.h: how a track is sent.
 */

#ifndef GST_RTC_RTP_SEND_PARAMETERS_H
#define GST_RTC_RTP_SEND_PARAMETERS_H

#include <gst/peerconnection/rtcrtcpparameters.h>
#include <gst/peerconnection/rtcrtpcodecparameters.h>
#include <gst/peerconnection/rtcrtpencodingparameters.h>
#include <gst/peerconnection/rtcrtpheaderextensionparameters.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_SEND_PARAMETERS \
    (gst_rtc_rtp_send_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpSendParameters, gst_rtc_rtp_send_parameters,
    GST, RTC_RTP_SEND_PARAMETERS, GObject)

GST_RTC_API
GstRTCRtpSendParameters *gst_rtc_rtp_send_parameters_new (void);

GST_RTC_API
GPtrArray *gst_rtc_rtp_send_parameters_get_encodings
    (GstRTCRtpSendParameters * parameters);
GST_RTC_API
void gst_rtc_rtp_send_parameters_set_encodings
    (GstRTCRtpSendParameters * parameters, GPtrArray * encodings);

GST_RTC_API
GPtrArray *gst_rtc_rtp_send_parameters_get_codecs
    (GstRTCRtpSendParameters * parameters);
GST_RTC_API
void gst_rtc_rtp_send_parameters_set_codecs
    (GstRTCRtpSendParameters * parameters, GPtrArray * codecs);

GST_RTC_API
GPtrArray *gst_rtc_rtp_send_parameters_get_header_extensions
    (GstRTCRtpSendParameters * parameters);
GST_RTC_API
void gst_rtc_rtp_send_parameters_set_header_extensions
    (GstRTCRtpSendParameters * parameters, GPtrArray * header_extensions);

G_END_DECLS

#endif /* GST_RTC_RTP_SEND_PARAMETERS_H */
