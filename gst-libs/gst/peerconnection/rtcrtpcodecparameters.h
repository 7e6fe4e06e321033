/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcodecparameters.h: a codec that was negotiated.
 */

#ifndef GST_RTC_RTP_CODEC_PARAMETERS_H
#define GST_RTC_RTP_CODEC_PARAMETERS_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_CODEC_PARAMETERS \
    (gst_rtc_rtp_codec_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpCodecParameters, gst_rtc_rtp_codec_parameters,
    GST, RTC_RTP_CODEC_PARAMETERS, GObject)

GST_RTC_API
GstRTCRtpCodecParameters *gst_rtc_rtp_codec_parameters_new (void);

G_END_DECLS

#endif /* GST_RTC_RTP_CODEC_PARAMETERS_H */
