/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtp.h: the RTP session of a bundle as an element.
 *
 *   sink_%u ──▶ ┐         ┌──▶ src      RTP and RTCP to rtcdtlssrtp.rtp_sink
 *               │ session │
 *   src_%u ◀── ┘         └◀── sink     RTP and RTCP from rtcdtlssrtp.rtp_src
 *
 * sink_N and src_N belong to the m-section whose transceiver id is N. What is
 * sent gets the negotiated payload type, SSRC and header extensions.
 * By itself, unconfigured, it sends what the caps of its inputs say and receives
 * what its property receive-caps says; the first call of
 * gst_rtc_rtp_configure() or gst_rtc_rtp_set_writable() ends that for good: a
 * bin calls the latter with FALSE before anything flows.
 *
 * A receiving source (SSRC) is announced by "new-source" on the I/O thread;
 * its packets wait, bounded, until gst_rtc_rtp_add_source_pad() takes them.
 */

#ifndef GST_RTC_RTP_H
#define GST_RTC_RTP_H

#include <gst/gst.h>
#include <gst/peerconnection/core/jsep/pcnegotiated.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP (gst_rtc_rtp_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCRtp, gst_rtc_rtp, GST, RTC_RTP, GstElement)

/* The m-sections of @transport_id in @negotiated; all of them when NULL. */
void gst_rtc_rtp_configure (GstRTCRtp * rtp, PcNegotiated * negotiated,
    const gchar * transport_id);

/* "new-source" (transceiver_id, ssrc, payload_type): a source of a known
 * m-section sent its first packet. Adds the pad "src_<id>_<ssrc>" (from the
 * template src_%u_%u) with exact caps; what waited follows when it is linked.
 * Not from the I/O thread. NULL when the source is gone. */
GstPad *gst_rtc_rtp_add_source_pad (GstRTCRtp * rtp, guint transceiver_id,
    guint32 ssrc);
/* "source-gone" (transceiver_id, ssrc): BYE, time-out or renegotiation. */
void gst_rtc_rtp_remove_source_pad (GstRTCRtp * rtp, GstPad * pad);

/* The received sender reports of a source, for lip-sync: adds the pad
 * "rtcp_src_<id>_<ssrc>", to be linked to rtpjitterbuffer.sink_rtcp, which tells
 * of them with "handle-sync". Each buffer is one SR without blocks and, when
 * known, an SDES with the CNAME. Goes with @source_pad. */
GstPad *gst_rtc_rtp_add_report_pad (GstRTCRtp * rtp, GstPad * source_pad);

/* Asks the peer for a key frame (PLI). */
void gst_rtc_rtp_request_key_frame (GstRTCRtp * rtp, guint transceiver_id);

/* A tone ("0" to "D") of @duration ms in the place of what is sent. FALSE where
 * telephone-event is not agreed, or nothing is sent. */
gboolean gst_rtc_rtp_play_tone (GstRTCRtp * rtp, guint transceiver_id,
    gchar tone, guint duration);

/* Who spoke lately, by pc_rtp_session_get_heard(); times are of
 * g_get_monotonic_time(), in ns. Free with g_array_unref(). */
GArray *gst_rtc_rtp_get_heard (GstRTCRtp * rtp, guint transceiver_id,
    gboolean contributing);

/* The transport can carry packets, or cannot (yet). */
void gst_rtc_rtp_set_writable (GstRTCRtp * rtp, gboolean writable);

G_END_DECLS

#endif /* GST_RTC_RTP_H */
