/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpheaderextensionparameters.c: an RTP header extension that was negotiated.
 */

#include "rtcrtpheaderextensionparameters.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpHeaderExtensionParameters:
 *
 * An RTP header extension that was negotiated (webrtc-pc section 5.2.9).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpHeaderExtensionParameters,
    gst_rtc_rtp_header_extension_parameters, G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpHeaderExtensionParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpHeaderExtensionParameters:uri:
   *
   * Its name (RFC 8285).
   *
   * Since: 0.1
   */
  { "uri", OFFSET (uri), G_TYPE_STRING },
  /**
   * GstRTCRtpHeaderExtensionParameters:id:
   *
   * The number that stands for it in packets.
   *
   * Since: 0.1
   */
  { "id", OFFSET (id), G_TYPE_UINT },
  /**
   * GstRTCRtpHeaderExtensionParameters:encrypted:
   *
   * Whether it is encrypted (RFC 6904).
   *
   * Since: 0.1
   */
  { "encrypted", OFFSET (encrypted), G_TYPE_BOOLEAN },
};
/* *INDENT-ON* */

static void
    gst_rtc_rtp_header_extension_parameters_class_init
    (GstRTCRtpHeaderExtensionParametersClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_header_extension_parameters_init (GstRTCRtpHeaderExtensionParameters
    * self)
{
}

/**
 * gst_rtc_rtp_header_extension_parameters_new:
 *
 * Returns: (transfer full): a new RTCRtpHeaderExtensionParameters
 *
 * Since: 0.1
 */
GstRTCRtpHeaderExtensionParameters *
gst_rtc_rtp_header_extension_parameters_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_HEADER_EXTENSION_PARAMETERS, NULL);
}
