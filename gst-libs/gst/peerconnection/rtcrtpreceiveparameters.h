/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiveparameters.h: what a receiver is prepared for.
 */

#ifndef GST_RTC_RTP_RECEIVE_PARAMETERS_H
#define GST_RTC_RTP_RECEIVE_PARAMETERS_H

#include <gst/peerconnection/rtcrtcpparameters.h>
#include <gst/peerconnection/rtcrtpcodecparameters.h>
#include <gst/peerconnection/rtcrtpheaderextensionparameters.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_RECEIVE_PARAMETERS \
    (gst_rtc_rtp_receive_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpReceiveParameters, gst_rtc_rtp_receive_parameters,
    GST, RTC_RTP_RECEIVE_PARAMETERS, GObject)

GST_RTC_API
GstRTCRtpReceiveParameters *gst_rtc_rtp_receive_parameters_new (void);

GST_RTC_API
GPtrArray *gst_rtc_rtp_receive_parameters_get_codecs
    (GstRTCRtpReceiveParameters * parameters);
GST_RTC_API
void gst_rtc_rtp_receive_parameters_set_codecs
    (GstRTCRtpReceiveParameters * parameters, GPtrArray * codecs);

GST_RTC_API
GPtrArray *gst_rtc_rtp_receive_parameters_get_header_extensions
    (GstRTCRtpReceiveParameters * parameters);
GST_RTC_API
void gst_rtc_rtp_receive_parameters_set_header_extensions
    (GstRTCRtpReceiveParameters * parameters, GPtrArray * header_extensions);

G_END_DECLS

#endif /* GST_RTC_RTP_RECEIVE_PARAMETERS_H */
