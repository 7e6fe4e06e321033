/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcodec.c: a codec and its parameters.
 */

#include "rtcrtpcodec.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpCodec:
 *
 * A codec (webrtc-pc section 5.2.10).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpCodec, gst_rtc_rtp_codec, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCRtpCodec, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpCodec:mime-type:
   *
   * Its name, with the kind: "video/VP8".
   *
   * Since: 0.1
   */
  { "mime-type", OFFSET (mime_type), G_TYPE_STRING },
  /**
   * GstRTCRtpCodec:clock-rate:
   *
   * The clock of its timestamps, in Hz.
   *
   * Since: 0.1
   */
  { "clock-rate", OFFSET (clock_rate), G_TYPE_UINT },
  /**
   * GstRTCRtpCodec:channels:
   *
   * How many channels, for audio; -1 when absent.
   *
   * Since: 0.1
   */
  { "channels", OFFSET (channels), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCRtpCodec:sdp-fmtp-line:
   *
   * Its parameters, as in an "a=fmtp" line; %NULL when absent.
   *
   * Since: 0.1
   */
  { "sdp-fmtp-line", OFFSET (sdp_fmtp_line), G_TYPE_STRING },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_codec_class_init (GstRTCRtpCodecClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_codec_init (GstRTCRtpCodec * self)
{
}

/**
 * gst_rtc_rtp_codec_new:
 * @mime_type: its name, with the kind: "video/VP8"
 * @clock_rate: the clock of its timestamps, in Hz
 *
 * The other members are absent.
 *
 * Returns: (transfer full): a new RTCRtpCodec
 *
 * Since: 0.1
 */
GstRTCRtpCodec *
gst_rtc_rtp_codec_new (const gchar * mime_type, guint clock_rate)
{
  return g_object_new (GST_TYPE_RTC_RTP_CODEC, "mime-type", mime_type,
      "clock-rate", clock_rate, NULL);
}
