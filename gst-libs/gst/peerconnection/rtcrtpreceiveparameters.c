/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiveparameters.c: what a receiver is prepared for.
 */

#include "rtcrtpreceiveparameters.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpReceiveParameters:
 *
 * What a receiver is prepared for (webrtc-pc section 5.2.5).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpReceiveParameters, gst_rtc_rtp_receive_parameters,
    G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpReceiveParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpReceiveParameters:rtcp:
   *
   * How RTCP is used.
   *
   * Since: 0.1
   */
  { "rtcp", OFFSET (rtcp), .get_type = gst_rtc_rtcp_parameters_get_type },
  { NULL, OFFSET (codecs), .get_type = g_ptr_array_get_type },
  { NULL, OFFSET (header_extensions), .get_type = g_ptr_array_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_receive_parameters_class_init (GstRTCRtpReceiveParametersClass *
    klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_receive_parameters_init (GstRTCRtpReceiveParameters * self)
{
}

/**
 * gst_rtc_rtp_receive_parameters_new:
 *
 * Returns: (transfer full): a new RTCRtpReceiveParameters
 *
 * Since: 0.1
 */
GstRTCRtpReceiveParameters *
gst_rtc_rtp_receive_parameters_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_RECEIVE_PARAMETERS, NULL);
}

/**
 * gst_rtc_rtp_receive_parameters_get_codecs:
 * @parameters: an RTCRtpReceiveParameters
 *
 * Returns: (transfer container) (element-type GstRTCRtpCodecParameters): the codecs;
 *   empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_receive_parameters_get_codecs (GstRTCRtpReceiveParameters *
    parameters)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVE_PARAMETERS (parameters), NULL);

  return gst_rtc_object_array_copy (parameters->codecs);
}

/**
 * gst_rtc_rtp_receive_parameters_set_codecs:
 * @parameters: an RTCRtpReceiveParameters
 * @codecs: (nullable) (element-type GstRTCRtpCodecParameters): the codecs; %NULL for
 *   none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_receive_parameters_set_codecs (GstRTCRtpReceiveParameters *
    parameters, GPtrArray * codecs)
{
  g_return_if_fail (GST_IS_RTC_RTP_RECEIVE_PARAMETERS (parameters));

  gst_rtc_object_array_set (&parameters->codecs, codecs);
}

/**
 * gst_rtc_rtp_receive_parameters_get_header_extensions:
 * @parameters: an RTCRtpReceiveParameters
 *
 * Returns: (transfer container) (element-type GstRTCRtpHeaderExtensionParameters): the header extensions;
 *   empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_receive_parameters_get_header_extensions (GstRTCRtpReceiveParameters
    * parameters)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVE_PARAMETERS (parameters), NULL);

  return gst_rtc_object_array_copy (parameters->header_extensions);
}

/**
 * gst_rtc_rtp_receive_parameters_set_header_extensions:
 * @parameters: an RTCRtpReceiveParameters
 * @header_extensions: (nullable) (element-type GstRTCRtpHeaderExtensionParameters): the header extensions; %NULL for
 *   none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_receive_parameters_set_header_extensions (GstRTCRtpReceiveParameters
    * parameters, GPtrArray * header_extensions)
{
  g_return_if_fail (GST_IS_RTC_RTP_RECEIVE_PARAMETERS (parameters));

  gst_rtc_object_array_set (&parameters->header_extensions, header_extensions);
}
