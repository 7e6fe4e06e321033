/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnectioniceevent.c: a candidate was found.
 */

#include "rtcpeerconnectioniceevent.h"

#include "rtcproperties.h"

/**
 * GstRTCPeerConnectionIceEvent:
 *
 * What "icecandidate" carries (webrtc-pc section 4.8.2).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCPeerConnectionIceEvent
{
  GObject parent;

  GstRTCIceCandidate *candidate;
  gchar *url;
};

G_DEFINE_FINAL_TYPE (GstRTCPeerConnectionIceEvent,
    gst_rtc_peer_connection_ice_event, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCPeerConnectionIceEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCPeerConnectionIceEvent:candidate:
   *
   * The candidate; %NULL when gathering is over, for all transports.
   *
   * Since: 0.1
   */
  { "candidate", OFFSET (candidate),
      .get_type = gst_rtc_ice_candidate_get_type },
  /**
   * GstRTCPeerConnectionIceEvent:url:
   *
   * The STUN or TURN server that the candidate comes from, or %NULL.
   *
   * Since: 0.1
   */
  { "url", OFFSET (url), G_TYPE_STRING },
};
/* *INDENT-ON* */

static void
gst_rtc_peer_connection_ice_event_class_init (GstRTCPeerConnectionIceEventClass
    * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_peer_connection_ice_event_init (GstRTCPeerConnectionIceEvent * self)
{
}

/**
 * gst_rtc_peer_connection_ice_event_new:
 * @candidate: (nullable): the candidate
 * @url: (nullable): the server that it comes from
 *
 * Returns: (transfer full): a new RTCPeerConnectionIceEvent
 *
 * Since: 0.1
 */
GstRTCPeerConnectionIceEvent *
gst_rtc_peer_connection_ice_event_new (GstRTCIceCandidate * candidate,
    const gchar * url)
{
  return g_object_new (GST_TYPE_RTC_PEER_CONNECTION_ICE_EVENT, "candidate",
      candidate, "url", url, NULL);
}

/**
 * gst_rtc_peer_connection_ice_event_get_candidate:
 * @event: an RTCPeerConnectionIceEvent
 *
 * Returns: (transfer none) (nullable): the candidate; %NULL when gathering is
 *   over, for all transports
 *
 * Since: 0.1
 */
GstRTCIceCandidate *
gst_rtc_peer_connection_ice_event_get_candidate (GstRTCPeerConnectionIceEvent *
    event)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_EVENT (event), NULL);

  return event->candidate;
}

/**
 * gst_rtc_peer_connection_ice_event_get_url:
 * @event: an RTCPeerConnectionIceEvent
 *
 * Returns: (transfer none) (nullable): the STUN or TURN server that the
 *   candidate comes from, or %NULL
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_peer_connection_ice_event_get_url (GstRTCPeerConnectionIceEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION_ICE_EVENT (event), NULL);

  return event->url;
}
