/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicetransport.h: an ICE transport (RTCIceTransport).
 */

#ifndef GST_RTC_ICE_TRANSPORT_H
#define GST_RTC_ICE_TRANSPORT_H

#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcicecandidatepair.h>
#include <gst/peerconnection/rtciceparameters.h>
#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE_TRANSPORT (gst_rtc_ice_transport_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCIceTransport, gst_rtc_ice_transport, GST,
    RTC_ICE_TRANSPORT, GObject);

GST_RTC_API
GstRTCIceRole gst_rtc_ice_transport_get_role (GstRTCIceTransport * transport);
GST_RTC_API
GstRTCIceComponent gst_rtc_ice_transport_get_component (GstRTCIceTransport *
    transport);
GST_RTC_API
GstRTCIceTransportState gst_rtc_ice_transport_get_state (GstRTCIceTransport *
    transport);
GST_RTC_API
GstRTCIceGathererState gst_rtc_ice_transport_get_gathering_state
    (GstRTCIceTransport * transport);

GST_RTC_API
GPtrArray *gst_rtc_ice_transport_get_local_candidates (GstRTCIceTransport *
    transport);
GST_RTC_API
GPtrArray *gst_rtc_ice_transport_get_remote_candidates (GstRTCIceTransport *
    transport);
GST_RTC_API
GstRTCIceParameters *gst_rtc_ice_transport_get_local_parameters
    (GstRTCIceTransport * transport);
GST_RTC_API
GstRTCIceParameters *gst_rtc_ice_transport_get_remote_parameters
    (GstRTCIceTransport * transport);
GST_RTC_API
GstRTCIceCandidatePair *gst_rtc_ice_transport_get_selected_candidate_pair
    (GstRTCIceTransport * transport);

G_END_DECLS

#endif /* GST_RTC_ICE_TRANSPORT_H */
