/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicecandidate.h: libnice's candidates and ours; addresses in logs.
 */

#ifndef GST_RTC_ICE_NICE_CANDIDATE_H
#define GST_RTC_ICE_NICE_CANDIDATE_H

#include <nice/agent.h>

#include <gst/peerconnection/core/ice/pccandidate.h>

G_BEGIN_DECLS

/* @ufrag: of the generation, for the extension that browsers write. */
    PcCandidate * gst_rtc_ice_candidate_from_nice (const NiceCandidate *
    candidate, const gchar * ufrag);
/* NULL when libnice cannot use it; @reason says why (static). */
NiceCandidate *gst_rtc_ice_candidate_to_nice (const PcCandidate * candidate,
    guint stream_id, const gchar ** reason);

/* "udp host 127.0.0.1:9 -> udp host ..."; for the property. */
gchar *gst_rtc_ice_pair_to_string (const PcCandidate * local,
    const PcCandidate * remote);

/* Addresses go to the log only through this: it keeps the family, unless
 * GST_RTC_LOG_ADDRESSES=1 asks for all of it. */
const gchar *gst_rtc_ice_redact (const gchar * address);

G_END_DECLS

#endif /* GST_RTC_ICE_NICE_CANDIDATE_H */
