/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcodecparameters.c: a codec that was negotiated.
 */

#include "rtcrtpcodecparameters.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpCodecParameters:
 *
 * A codec that was negotiated, with its number (webrtc-pc section 5.2.11).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpCodecParameters, gst_rtc_rtp_codec_parameters,
    G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpCodecParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpCodecParameters:payload-type:
   *
   * The RTP payload type.
   *
   * Since: 0.1
   */
  { "payload-type", OFFSET (payload_type), G_TYPE_UINT },
  /**
   * GstRTCRtpCodecParameters:mime-type:
   *
   * Its name, with the kind: "video/VP8".
   *
   * Since: 0.1
   */
  { "mime-type", OFFSET (mime_type), G_TYPE_STRING },
  /**
   * GstRTCRtpCodecParameters:clock-rate:
   *
   * The clock of its timestamps, in Hz.
   *
   * Since: 0.1
   */
  { "clock-rate", OFFSET (clock_rate), G_TYPE_UINT },
  /**
   * GstRTCRtpCodecParameters:channels:
   *
   * How many channels, for audio; -1 when absent.
   *
   * Since: 0.1
   */
  { "channels", OFFSET (channels), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCRtpCodecParameters:sdp-fmtp-line:
   *
   * Its parameters, as in an "a=fmtp" line; %NULL when absent.
   *
   * Since: 0.1
   */
  { "sdp-fmtp-line", OFFSET (sdp_fmtp_line), G_TYPE_STRING },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_codec_parameters_class_init (GstRTCRtpCodecParametersClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_codec_parameters_init (GstRTCRtpCodecParameters * self)
{
}

/**
 * gst_rtc_rtp_codec_parameters_new:
 *
 * Returns: (transfer full): a new RTCRtpCodecParameters
 *
 * Since: 0.1
 */
GstRTCRtpCodecParameters *
gst_rtc_rtp_codec_parameters_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_CODEC_PARAMETERS, NULL);
}
