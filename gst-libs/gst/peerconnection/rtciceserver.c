/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtciceserver.c: where candidates are asked for.
 */

#include "rtciceserver.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCIceServer:
 *
 * A STUN or TURN server (webrtc-pc section 4.2.2).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCIceServer, gst_rtc_ice_server, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCIceServer, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCIceServer:urls:
   *
   * Its URLs: "stun:host", "turn:host:port?transport=tcp", ... (RFC 7064, RFC
   * 7065).
   *
   * Since: 0.1
   */
  { "urls", OFFSET (urls), .get_type = g_strv_get_type },
  /**
   * GstRTCIceServer:username:
   *
   * Who asks, for TURN; %NULL when absent.
   *
   * Since: 0.1
   */
  { "username", OFFSET (username), G_TYPE_STRING },
  /**
   * GstRTCIceServer:credential:
   *
   * The password, for TURN; %NULL when absent.
   *
   * Since: 0.1
   */
  { "credential", OFFSET (credential), G_TYPE_STRING },
};
/* *INDENT-ON* */

static void
gst_rtc_ice_server_class_init (GstRTCIceServerClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_ice_server_init (GstRTCIceServer * self)
{
}

/**
 * gst_rtc_ice_server_new:
 * @url: its URL; for more, set #GstRTCIceServer:urls
 * @username: (nullable): who asks, for TURN
 * @credential: (nullable): the password, for TURN
 *
 * Returns: (transfer full): a new RTCIceServer
 *
 * Since: 0.1
 */
GstRTCIceServer *
gst_rtc_ice_server_new (const gchar * url, const gchar * username,
    const gchar * credential)
{
  const gchar *urls[] = { url, NULL };

  g_return_val_if_fail (url != NULL, NULL);

  return g_object_new (GST_TYPE_RTC_ICE_SERVER, "urls", urls,
      "username", username, "credential", credential, NULL);
}
