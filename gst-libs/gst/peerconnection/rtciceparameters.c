/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtciceparameters.c: what protects an ICE transport.
 */

#include "rtciceparameters.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCIceParameters:
 *
 * The credentials of one end of an ICE transport (webrtc-pc section 5.6.3).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCIceParameters, gst_rtc_ice_parameters,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCIceParameters, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCIceParameters:username-fragment:
   *
   * The "ufrag" (RFC 8839 section 5.4).
   *
   * Since: 0.1
   */
  { "username-fragment", OFFSET (username_fragment), G_TYPE_STRING },
  /**
   * GstRTCIceParameters:password:
   *
   * The password that goes with it.
   *
   * Since: 0.1
   */
  { "password", OFFSET (password), G_TYPE_STRING },
};
/* *INDENT-ON* */

static void
gst_rtc_ice_parameters_class_init (GstRTCIceParametersClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_ice_parameters_init (GstRTCIceParameters * self)
{
}

/**
 * gst_rtc_ice_parameters_new:
 * @username_fragment: the "ufrag"
 * @password: the password
 *
 * Returns: (transfer full): a new RTCIceParameters
 *
 * Since: 0.1
 */
GstRTCIceParameters *
gst_rtc_ice_parameters_new (const gchar * username_fragment,
    const gchar * password)
{
  return g_object_new (GST_TYPE_RTC_ICE_PARAMETERS, "username-fragment",
      username_fragment, "password", password, NULL);
}
