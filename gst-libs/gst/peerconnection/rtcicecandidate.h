/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicecandidate.h: a candidate for an ICE transport.
 */

#ifndef GST_RTC_ICE_CANDIDATE_H
#define GST_RTC_ICE_CANDIDATE_H

#include <gst/peerconnection/rtcenums.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE_CANDIDATE (gst_rtc_ice_candidate_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCIceCandidate, gst_rtc_ice_candidate, GST,
    RTC_ICE_CANDIDATE, GObject)

GST_RTC_API
GstRTCIceCandidate *gst_rtc_ice_candidate_new (const gchar * candidate,
    const gchar * sdp_mid, gint sdp_m_line_index,
    const gchar * username_fragment, GError **error);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_candidate (GstRTCIceCandidate *
    candidate);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_sdp_mid (GstRTCIceCandidate *
    candidate);
GST_RTC_API
gint gst_rtc_ice_candidate_get_sdp_m_line_index (GstRTCIceCandidate *
    candidate);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_username_fragment (GstRTCIceCandidate *
    candidate);
GST_RTC_API
GstRTCIceServerTransportProtocol gst_rtc_ice_candidate_get_relay_protocol (
    GstRTCIceCandidate * candidate);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_url (GstRTCIceCandidate * candidate);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_foundation (GstRTCIceCandidate *
    candidate);
GST_RTC_API
GstRTCIceComponent gst_rtc_ice_candidate_get_component (GstRTCIceCandidate *
    candidate);
GST_RTC_API
gint64 gst_rtc_ice_candidate_get_priority (GstRTCIceCandidate * candidate);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_address (GstRTCIceCandidate *
    candidate);
GST_RTC_API
GstRTCIceProtocol gst_rtc_ice_candidate_get_protocol (GstRTCIceCandidate *
    candidate);
GST_RTC_API
gint gst_rtc_ice_candidate_get_port (GstRTCIceCandidate * candidate);
GST_RTC_API
GstRTCIceCandidateType gst_rtc_ice_candidate_get_candidate_type (
    GstRTCIceCandidate * candidate);
GST_RTC_API
GstRTCIceTcpCandidateType gst_rtc_ice_candidate_get_tcp_type (
    GstRTCIceCandidate * candidate);
GST_RTC_API
const gchar *gst_rtc_ice_candidate_get_related_address (GstRTCIceCandidate *
    candidate);
GST_RTC_API
gint gst_rtc_ice_candidate_get_related_port (GstRTCIceCandidate * candidate);
GST_RTC_API
GstRTCIceCandidate *gst_rtc_ice_candidate_new_from_json (const gchar * json,
    GError ** error);
GST_RTC_API
gchar *gst_rtc_ice_candidate_to_json (GstRTCIceCandidate * candidate);

G_END_DECLS

#endif /* GST_RTC_ICE_CANDIDATE_H */
