/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcapabilities.c: what can be sent or received.
 */

#include "rtcrtpcapabilities.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpCapabilities:
 *
 * What can be sent or received of one kind of media (webrtc-pc section
 * 5.2.12).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpCapabilities, gst_rtc_rtp_capabilities,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCRtpCapabilities, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  { NULL, OFFSET (codecs), .get_type = g_ptr_array_get_type },
  { NULL, OFFSET (header_extensions), .get_type = g_ptr_array_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_capabilities_class_init (GstRTCRtpCapabilitiesClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_capabilities_init (GstRTCRtpCapabilities * self)
{
}

/**
 * gst_rtc_rtp_capabilities_new:
 *
 * Returns: (transfer full): a new RTCRtpCapabilities
 *
 * Since: 0.1
 */
GstRTCRtpCapabilities *
gst_rtc_rtp_capabilities_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_CAPABILITIES, NULL);
}

/**
 * gst_rtc_rtp_capabilities_get_codecs:
 * @capabilities: an RTCRtpCapabilities
 *
 * Returns: (transfer container) (element-type GstRTCRtpCodec): the codecs;
 *   empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_capabilities_get_codecs (GstRTCRtpCapabilities * capabilities)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_CAPABILITIES (capabilities), NULL);

  return gst_rtc_object_array_copy (capabilities->codecs);
}

/**
 * gst_rtc_rtp_capabilities_set_codecs:
 * @capabilities: an RTCRtpCapabilities
 * @codecs: (nullable) (element-type GstRTCRtpCodec): the codecs; %NULL for
 *   none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_capabilities_set_codecs (GstRTCRtpCapabilities * capabilities,
    GPtrArray * codecs)
{
  g_return_if_fail (GST_IS_RTC_RTP_CAPABILITIES (capabilities));

  gst_rtc_object_array_set (&capabilities->codecs, codecs);
}

/**
 * gst_rtc_rtp_capabilities_get_header_extensions:
 * @capabilities: an RTCRtpCapabilities
 *
 * Returns: (transfer container) (element-type GstRTCRtpHeaderExtensionCapability):
 *   the header extensions; empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_capabilities_get_header_extensions (GstRTCRtpCapabilities *
    capabilities)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_CAPABILITIES (capabilities), NULL);

  return gst_rtc_object_array_copy (capabilities->header_extensions);
}

/**
 * gst_rtc_rtp_capabilities_set_header_extensions:
 * @capabilities: an RTCRtpCapabilities
 * @header_extensions: (nullable) (element-type GstRTCRtpHeaderExtensionCapability):
 *   the header extensions; %NULL for none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_capabilities_set_header_extensions (GstRTCRtpCapabilities *
    capabilities, GPtrArray * header_extensions)
{
  g_return_if_fail (GST_IS_RTC_RTP_CAPABILITIES (capabilities));

  gst_rtc_object_array_set (&capabilities->header_extensions,
      header_extensions);
}
