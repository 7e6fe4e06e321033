/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnectioniceerrorevent.c: a STUN or TURN server failed.
 */

#include "rtcpeerconnectioniceerrorevent.h"

#include "rtcproperties.h"

/**
 * GstRTCPeerConnectionIceErrorEvent:
 *
 * What "icecandidateerror" carries (webrtc-pc section 4.8.3).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCPeerConnectionIceErrorEvent
{
  GObject parent;

  gchar *address;
  gint port;
  gchar *url;
  guint error_code;
  gchar *error_text;
};

G_DEFINE_FINAL_TYPE (GstRTCPeerConnectionIceErrorEvent,
    gst_rtc_peer_connection_ice_error_event, G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCPeerConnectionIceErrorEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCPeerConnectionIceErrorEvent:address:
   *
   * The local address that was used, or %NULL when it is not to be known.
   *
   * Since: 0.1
   */
  { "address", OFFSET (address), G_TYPE_STRING },
  /**
   * GstRTCPeerConnectionIceErrorEvent:port:
   *
   * The local port that was used; -1 when the address is not known.
   *
   * Since: 0.1
   */
  { "port", OFFSET (port), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCPeerConnectionIceErrorEvent:url:
   *
   * The STUN or TURN server.
   *
   * Since: 0.1
   */
  { "url", OFFSET (url), G_TYPE_STRING },
  /**
   * GstRTCPeerConnectionIceErrorEvent:error-code:
   *
   * The STUN error code (RFC 8489 section 14.8); 701 when no server could be
   * reached.
   *
   * Since: 0.1
   */
  { "error-code", OFFSET (error_code), G_TYPE_UINT },
  /**
   * GstRTCPeerConnectionIceErrorEvent:error-text:
   *
   * The reason phrase of the server, or of this end for 701.
   *
   * Since: 0.1
   */
  { "error-text", OFFSET (error_text), G_TYPE_STRING, .text = "" },
};

/* GNU indent does not come to rest over names as long as these. */
static void
gst_rtc_peer_connection_ice_error_event_class_init (
    GstRTCPeerConnectionIceErrorEventClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_peer_connection_ice_error_event_init (
    GstRTCPeerConnectionIceErrorEvent * self)
{
}

/**
 * gst_rtc_peer_connection_ice_error_event_new:
 * @address: (nullable): the local address
 * @port: the local port, or -1
 * @url: the server
 * @error_code: the STUN error code, or 701
 * @error_text: what the server said
 *
 * Returns: (transfer full): a new RTCPeerConnectionIceErrorEvent
 *
 * Since: 0.1
 */
GstRTCPeerConnectionIceErrorEvent *
gst_rtc_peer_connection_ice_error_event_new (const gchar * address, gint port,
    const gchar * url, guint error_code, const gchar * error_text)
{
  return g_object_new (GST_TYPE_RTC_PEER_CONNECTION_ICE_ERROR_EVENT, "address",
      address, "port", port, "url", url, "error-code", error_code, "error-text",
      error_text, NULL);
}

/**
 * gst_rtc_peer_connection_ice_error_event_get_address:
 * @event: an RTCPeerConnectionIceErrorEvent
 *
 * Returns: (transfer none) (nullable): the local address that was used, or
 *   %NULL when it is not to be known
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_peer_connection_ice_error_event_get_address (
    GstRTCPeerConnectionIceErrorEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_ERROR_EVENT (event),
      NULL);

  return event->address;
}

/**
 * gst_rtc_peer_connection_ice_error_event_get_port:
 * @event: an RTCPeerConnectionIceErrorEvent
 *
 * Returns: the local port that was used; -1 when the address is not known
 *
 * Since: 0.1
 */
gint
gst_rtc_peer_connection_ice_error_event_get_port (
    GstRTCPeerConnectionIceErrorEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_ERROR_EVENT (event), -1);

  return event->port;
}

/**
 * gst_rtc_peer_connection_ice_error_event_get_url:
 * @event: an RTCPeerConnectionIceErrorEvent
 *
 * Returns: (transfer none): the STUN or TURN server
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_peer_connection_ice_error_event_get_url (
    GstRTCPeerConnectionIceErrorEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_ERROR_EVENT (event),
      NULL);

  return event->url;
}

/**
 * gst_rtc_peer_connection_ice_error_event_get_error_code:
 * @event: an RTCPeerConnectionIceErrorEvent
 *
 * Returns: the STUN error code (RFC 8489 section 14.8); 701 when no server
 *   could be reached
 *
 * Since: 0.1
 */
guint
    gst_rtc_peer_connection_ice_error_event_get_error_code
    (GstRTCPeerConnectionIceErrorEvent * event) {
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_ERROR_EVENT (event), 0);

  return event->error_code;
}

/**
 * gst_rtc_peer_connection_ice_error_event_get_error_text:
 * @event: an RTCPeerConnectionIceErrorEvent
 *
 * Returns: (transfer none): the reason phrase of the server, or of this end
 *   for 701
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_peer_connection_ice_error_event_get_error_text (
    GstRTCPeerConnectionIceErrorEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_ERROR_EVENT (event),
      NULL);

  return event->error_text;
}
/* *INDENT-ON* */
