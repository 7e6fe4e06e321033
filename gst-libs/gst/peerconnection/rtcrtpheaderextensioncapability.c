/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpheaderextensioncapability.c: an RTP header extension.
 */

#include "rtcrtpheaderextensioncapability.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpHeaderExtensionCapability:
 *
 * An RTP header extension that can be had (webrtc-pc section 5.2.13).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpHeaderExtensionCapability,
    gst_rtc_rtp_header_extension_capability, G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpHeaderExtensionCapability, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpHeaderExtensionCapability:uri:
   *
   * Its name (RFC 8285).
   *
   * Since: 0.1
   */
  { "uri", OFFSET (uri), G_TYPE_STRING },
};
/* *INDENT-ON* */

static void
    gst_rtc_rtp_header_extension_capability_class_init
    (GstRTCRtpHeaderExtensionCapabilityClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_header_extension_capability_init (GstRTCRtpHeaderExtensionCapability
    * self)
{
}

/**
 * gst_rtc_rtp_header_extension_capability_new:
 * @uri: its name
 *
 * Returns: (transfer full): a new RTCRtpHeaderExtensionCapability
 *
 * Since: 0.1
 */
GstRTCRtpHeaderExtensionCapability *
gst_rtc_rtp_header_extension_capability_new (const gchar * uri)
{
  return g_object_new (GST_TYPE_RTC_RTP_HEADER_EXTENSION_CAPABILITY, "uri", uri,
      NULL);
}
