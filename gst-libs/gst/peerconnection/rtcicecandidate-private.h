/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicecandidate-private.h: RTCIceCandidate made from what was gathered.
 */

#ifndef GST_RTC_ICE_CANDIDATE_PRIVATE_H
#define GST_RTC_ICE_CANDIDATE_PRIVATE_H

#include "core/ice/pccandidate.h"
#include "rtcicecandidate.h"

G_BEGIN_DECLS

/* @candidate NULL: no more of this generation. Transfer full. */
GstRTCIceCandidate *gst_rtc_ice_candidate_new_local (const PcCandidate *
    candidate, const gchar * sdp_mid, guint sdp_m_line_index,
    const gchar * username_fragment);

G_END_DECLS

#endif /* GST_RTC_ICE_CANDIDATE_PRIVATE_H */
