/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcodec.h: a codec and its parameters.
 */

#ifndef GST_RTC_RTP_CODEC_H
#define GST_RTC_RTP_CODEC_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_CODEC (gst_rtc_rtp_codec_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpCodec, gst_rtc_rtp_codec, GST,
    RTC_RTP_CODEC, GObject)

GST_RTC_API
GstRTCRtpCodec *gst_rtc_rtp_codec_new (const gchar * mime_type,
    guint clock_rate);

G_END_DECLS

#endif /* GST_RTC_RTP_CODEC_H */
