/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtcpparameters.c: how RTCP is used.
 */

#include "rtcrtcpparameters.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtcpParameters:
 *
 * How RTCP is used (webrtc-pc section 5.2.8).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtcpParameters, gst_rtc_rtcp_parameters,
    G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtcpParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtcpParameters:cname:
   *
   * The canonical name of the sender (RFC 3550 section 6.5.1); %NULL when
   * absent.
   *
   * Since: 0.1
   */
  { "cname", OFFSET (cname), G_TYPE_STRING },
  /**
   * GstRTCRtcpParameters:reduced-size:
   *
   * Whether packets may be of reduced size (RFC 5506).
   *
   * Since: 0.1
   */
  { "reduced-size", OFFSET (reduced_size), G_TYPE_BOOLEAN },
};
/* *INDENT-ON* */

static void
gst_rtc_rtcp_parameters_class_init (GstRTCRtcpParametersClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtcp_parameters_init (GstRTCRtcpParameters * self)
{
}

/**
 * gst_rtc_rtcp_parameters_new:
 *
 * Returns: (transfer full): a new RTCRtcpParameters
 *
 * Since: 0.1
 */
GstRTCRtcpParameters *
gst_rtc_rtcp_parameters_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTCP_PARAMETERS, NULL);
}
