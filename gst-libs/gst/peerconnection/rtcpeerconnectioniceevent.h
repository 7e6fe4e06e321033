/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnectioniceevent.h: a candidate was found.
 */

#ifndef GST_RTC_PEER_CONNECTION_ICE_EVENT_H
#define GST_RTC_PEER_CONNECTION_ICE_EVENT_H

#include <gst/peerconnection/rtcicecandidate.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_PEER_CONNECTION_ICE_EVENT \
    (gst_rtc_peer_connection_ice_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCPeerConnectionIceEvent,
    gst_rtc_peer_connection_ice_event, GST,
    RTC_PEER_CONNECTION_ICE_EVENT, GObject)

GST_RTC_API
GstRTCPeerConnectionIceEvent *gst_rtc_peer_connection_ice_event_new (
    GstRTCIceCandidate * candidate, const gchar * url);
GST_RTC_API
GstRTCIceCandidate *gst_rtc_peer_connection_ice_event_get_candidate (
    GstRTCPeerConnectionIceEvent * event);
GST_RTC_API
const gchar *gst_rtc_peer_connection_ice_event_get_url (
    GstRTCPeerConnectionIceEvent * event);

G_END_DECLS

#endif /* GST_RTC_PEER_CONNECTION_ICE_EVENT_H */
