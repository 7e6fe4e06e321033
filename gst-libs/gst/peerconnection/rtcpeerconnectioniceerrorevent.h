/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnectioniceerrorevent.h: a STUN or TURN server failed.
 */

#ifndef GST_RTC_PEER_CONNECTION_ICE_ERROR_EVENT_H
#define GST_RTC_PEER_CONNECTION_ICE_ERROR_EVENT_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_PEER_CONNECTION_ICE_ERROR_EVENT \
    (gst_rtc_peer_connection_ice_error_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCPeerConnectionIceErrorEvent,
    gst_rtc_peer_connection_ice_error_event, GST,
    RTC_PEER_CONNECTION_ICE_ERROR_EVENT, GObject)

GST_RTC_API
GstRTCPeerConnectionIceErrorEvent *gst_rtc_peer_connection_ice_error_event_new (
    const gchar * address, gint port, const gchar * url, guint error_code,
    const gchar * error_text);
GST_RTC_API
const gchar *gst_rtc_peer_connection_ice_error_event_get_address (
    GstRTCPeerConnectionIceErrorEvent * event);
GST_RTC_API
gint gst_rtc_peer_connection_ice_error_event_get_port (
    GstRTCPeerConnectionIceErrorEvent * event);
GST_RTC_API
const gchar *gst_rtc_peer_connection_ice_error_event_get_url (
    GstRTCPeerConnectionIceErrorEvent * event);
GST_RTC_API
guint gst_rtc_peer_connection_ice_error_event_get_error_code (
    GstRTCPeerConnectionIceErrorEvent * event);
GST_RTC_API
const gchar *gst_rtc_peer_connection_ice_error_event_get_error_text (
    GstRTCPeerConnectionIceErrorEvent * event);

G_END_DECLS

#endif /* GST_RTC_PEER_CONNECTION_ICE_ERROR_EVENT_H */
