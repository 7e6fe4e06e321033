/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicecandidatepair.h: two candidates that were tried together.
 */

#ifndef GST_RTC_ICE_CANDIDATE_PAIR_H
#define GST_RTC_ICE_CANDIDATE_PAIR_H

#include <gst/peerconnection/rtcicecandidate.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE_CANDIDATE_PAIR (gst_rtc_ice_candidate_pair_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCIceCandidatePair, gst_rtc_ice_candidate_pair, GST,
    RTC_ICE_CANDIDATE_PAIR, GObject)

GST_RTC_API
GstRTCIceCandidatePair *gst_rtc_ice_candidate_pair_new (
    GstRTCIceCandidate * local, GstRTCIceCandidate * remote);
GST_RTC_API
GstRTCIceCandidate *gst_rtc_ice_candidate_pair_get_local (
    GstRTCIceCandidatePair * pair);
GST_RTC_API
GstRTCIceCandidate *gst_rtc_ice_candidate_pair_get_remote (
    GstRTCIceCandidatePair * pair);

G_END_DECLS

#endif /* GST_RTC_ICE_CANDIDATE_PAIR_H */
