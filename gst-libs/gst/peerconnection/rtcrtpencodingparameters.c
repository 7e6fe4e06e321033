/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpencodingparameters.c: how a track is encoded.
 */

#include "rtcrtpencodingparameters.h"

#include "core/jsep/pcencodings.h"
#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpEncodingParameters:
 *
 * One encoding of a track (webrtc-pc section 5.2.7).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpEncodingParameters,
    gst_rtc_rtp_encoding_parameters, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCRtpEncodingParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpEncodingParameters:rid:
   *
   * The id of the encoding, for simulcast (RFC 8852); %NULL when absent.
   *
   * Since: 0.1
   */
  { "rid", OFFSET (rid), G_TYPE_STRING },
  /**
   * GstRTCRtpEncodingParameters:active:
   *
   * Whether it is sent.
   *
   * Since: 0.1
   */
  { "active", OFFSET (active), G_TYPE_BOOLEAN, .number = TRUE },
  /**
   * GstRTCRtpEncodingParameters:codec:
   *
   * The codec to use; %NULL, when absent: the first that was agreed on.
   *
   * Since: 0.1
   */
  { "codec", OFFSET (codec), .get_type = gst_rtc_rtp_codec_get_type },
  /**
   * GstRTCRtpEncodingParameters:max-bitrate:
   *
   * The most that it may take, in bits a second; -1 when absent.
   *
   * Since: 0.1
   */
  { "max-bitrate", OFFSET (max_bitrate), G_TYPE_INT64, .number = -1 },
  /**
   * GstRTCRtpEncodingParameters:max-framerate:
   *
   * The most that it may have, in frames a second; -%G_MAXDOUBLE when absent:
   * no other number means nothing, -1.0 is an error.
   *
   * Since: 0.1
   */
  { "max-framerate", OFFSET (max_framerate), G_TYPE_DOUBLE,
      .number = PC_ENCODING_NO_NUMBER },
  /**
   * GstRTCRtpEncodingParameters:scale-resolution-down-by:
   *
   * How many times smaller the picture is on each side, from 1.0;
   * -%G_MAXDOUBLE when absent.
   *
   * Since: 0.1
   */
  { "scale-resolution-down-by", OFFSET (scale_resolution_down_by),
      G_TYPE_DOUBLE, .number = PC_ENCODING_NO_NUMBER },
  /**
   * GstRTCRtpEncodingParameters:priority:
   *
   * Its share of the bandwidth among all that is sent (webrtc-priority section
   * 4.2).
   *
   * Since: 0.1
   */
  { "priority", OFFSET (priority),
      .get_type = gst_rtc_priority_type_get_type,
      .number = GST_RTC_PRIORITY_TYPE_LOW },
  /**
   * GstRTCRtpEncodingParameters:network-priority:
   *
   * How networks are asked to treat its packets (webrtc-priority section 4.2).
   *
   * Since: 0.1
   */
  { "network-priority", OFFSET (network_priority),
      .get_type = gst_rtc_priority_type_get_type,
      .number = GST_RTC_PRIORITY_TYPE_LOW },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_encoding_parameters_class_init (GstRTCRtpEncodingParametersClass *
    klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_encoding_parameters_init (GstRTCRtpEncodingParameters * self)
{
}

/**
 * gst_rtc_rtp_encoding_parameters_new:
 *
 * Returns: (transfer full): a new RTCRtpEncodingParameters
 *
 * Since: 0.1
 */
GstRTCRtpEncodingParameters *
gst_rtc_rtp_encoding_parameters_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_ENCODING_PARAMETERS, NULL);
}
