/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcice.h: an ICE transport as an element (libnice inside).
 *
 *   sink ──▶ datagrams to the selected pair
 *   src  ◀── datagrams from the peer, a list a wake-up
 *
 * Functions may be called from any thread; they post to the I/O thread. The
 * signals "candidate" (string; NULL ends), "network-changed", notify::state,
 * notify::gathering-state and notify::selected-pair are emitted on it.
 * Leaving PAUSED does not wait for that thread: the last it emits is
 * notify::state with "closed".
 */

#ifndef GST_RTC_ICE_H
#define GST_RTC_ICE_H

#include <gst/gst.h>
#include <gst/peerconnection/core/ice/pccandidate.h>
#include <gst/peerconnection/core/ice/pcicestates.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE (gst_rtc_ice_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCIce, gst_rtc_ice, GST, RTC_ICE, GstElement)
GST_ELEMENT_REGISTER_DECLARE (rtcice);

/* Another pair than the last one is an ICE restart. Returns at once. */
     void gst_rtc_ice_set_local_credentials (GstRTCIce * ice,
    const gchar * ufrag, const gchar * pwd);
     void gst_rtc_ice_set_remote_credentials (GstRTCIce * ice,
    const gchar * ufrag, const gchar * pwd, gboolean lite);
     void gst_rtc_ice_set_controlling (GstRTCIce * ice, gboolean controlling);
/* "stun:host:port" or "turn:host:port?transport=tcp"; for the next
 * gathering. */
     gboolean gst_rtc_ice_add_server (GstRTCIce * ice, const gchar * url,
    const gchar * username, const gchar * credential, GError ** error);
     void gst_rtc_ice_clear_servers (GstRTCIce * ice);
     void gst_rtc_ice_gather (GstRTCIce * ice);
/* NULL: no more will come. */
     void gst_rtc_ice_add_remote_candidate (GstRTCIce * ice,
    const PcCandidate * candidate);

/* url and relay_protocol of a candidate that the signal has told. */
     void gst_rtc_ice_fill_in_origin (GstRTCIce * ice,
    PcCandidate * candidate);
     PcIceState gst_rtc_ice_get_state (GstRTCIce * ice);
/* FALSE when none is selected; free both with pc_candidate_free(). */
     gboolean gst_rtc_ice_get_selected_pair (GstRTCIce * ice,
    PcCandidate ** local, PcCandidate ** remote);

G_END_DECLS

#endif /* GST_RTC_ICE_H */
