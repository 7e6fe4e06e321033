/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpencodingparameters.h: how a track is encoded.
 */

#ifndef GST_RTC_RTP_ENCODING_PARAMETERS_H
#define GST_RTC_RTP_ENCODING_PARAMETERS_H

#include <gst/peerconnection/rtcrtpcodec.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_ENCODING_PARAMETERS \
    (gst_rtc_rtp_encoding_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpEncodingParameters,
    gst_rtc_rtp_encoding_parameters, GST,
    RTC_RTP_ENCODING_PARAMETERS, GObject)

GST_RTC_API
GstRTCRtpEncodingParameters *gst_rtc_rtp_encoding_parameters_new (void);

G_END_DECLS

#endif /* GST_RTC_RTP_ENCODING_PARAMETERS_H */
