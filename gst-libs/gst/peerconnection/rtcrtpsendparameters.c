/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsendparameters.c: how a track is sent.
 */

#include "rtcrtpsendparameters.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpSendParameters:
 *
 * How a track is sent (webrtc-pc section 5.2.4): what
 * gst_rtc_rtp_sender_get_parameters() gives, and
 * gst_rtc_rtp_sender_set_parameters_async() takes. All but the encodings is
 * read-only: it must come back as it was.
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpSendParameters, gst_rtc_rtp_send_parameters,
    G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpSendParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpSendParameters:transaction-id:
   *
   * What was got last: only that can be set.
   *
   * Since: 0.1
   */
  { "transaction-id", OFFSET (transaction_id), G_TYPE_STRING },
  /**
   * GstRTCRtpSendParameters:rtcp:
   *
   * How RTCP is used.
   *
   * Since: 0.1
   */
  { "rtcp", OFFSET (rtcp), .get_type = gst_rtc_rtcp_parameters_get_type },
  { NULL, OFFSET (encodings), .get_type = g_ptr_array_get_type },
  { NULL, OFFSET (codecs), .get_type = g_ptr_array_get_type },
  { NULL, OFFSET (header_extensions), .get_type = g_ptr_array_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_send_parameters_class_init (GstRTCRtpSendParametersClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_send_parameters_init (GstRTCRtpSendParameters * self)
{
}

/**
 * gst_rtc_rtp_send_parameters_new:
 *
 * Returns: (transfer full): a new RTCRtpSendParameters
 *
 * Since: 0.1
 */
GstRTCRtpSendParameters *
gst_rtc_rtp_send_parameters_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_SEND_PARAMETERS, NULL);
}

/**
 * gst_rtc_rtp_send_parameters_get_encodings:
 * @parameters: an RTCRtpSendParameters
 *
 * Returns: (transfer container) (element-type GstRTCRtpEncodingParameters): the encodings;
 *   empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_send_parameters_get_encodings (GstRTCRtpSendParameters * parameters)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters), NULL);

  return gst_rtc_object_array_copy (parameters->encodings);
}

/**
 * gst_rtc_rtp_send_parameters_set_encodings:
 * @parameters: an RTCRtpSendParameters
 * @encodings: (nullable) (element-type GstRTCRtpEncodingParameters): the encodings; %NULL for
 *   none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_send_parameters_set_encodings (GstRTCRtpSendParameters *
    parameters, GPtrArray * encodings)
{
  g_return_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters));

  gst_rtc_object_array_set (&parameters->encodings, encodings);
}

/**
 * gst_rtc_rtp_send_parameters_get_codecs:
 * @parameters: an RTCRtpSendParameters
 *
 * Returns: (transfer container) (element-type GstRTCRtpCodecParameters): the codecs;
 *   empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_send_parameters_get_codecs (GstRTCRtpSendParameters * parameters)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters), NULL);

  return gst_rtc_object_array_copy (parameters->codecs);
}

/**
 * gst_rtc_rtp_send_parameters_set_codecs:
 * @parameters: an RTCRtpSendParameters
 * @codecs: (nullable) (element-type GstRTCRtpCodecParameters): the codecs; %NULL for
 *   none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_send_parameters_set_codecs (GstRTCRtpSendParameters *
    parameters, GPtrArray * codecs)
{
  g_return_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters));

  gst_rtc_object_array_set (&parameters->codecs, codecs);
}

/**
 * gst_rtc_rtp_send_parameters_get_header_extensions:
 * @parameters: an RTCRtpSendParameters
 *
 * Returns: (transfer container) (element-type GstRTCRtpHeaderExtensionParameters): the header extensions;
 *   empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_send_parameters_get_header_extensions (GstRTCRtpSendParameters *
    parameters)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters), NULL);

  return gst_rtc_object_array_copy (parameters->header_extensions);
}

/**
 * gst_rtc_rtp_send_parameters_set_header_extensions:
 * @parameters: an RTCRtpSendParameters
 * @header_extensions: (nullable) (element-type GstRTCRtpHeaderExtensionParameters): the header extensions; %NULL for
 *   none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_send_parameters_set_header_extensions (GstRTCRtpSendParameters *
    parameters, GPtrArray * header_extensions)
{
  g_return_if_fail (GST_IS_RTC_RTP_SEND_PARAMETERS (parameters));

  gst_rtc_object_array_set (&parameters->header_extensions, header_extensions);
}
