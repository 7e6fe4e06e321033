/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctp.h: an SCTP association with data channels as an element (usrsctp
 * inside, without its threads).
 *
 *   src  ──▶ SCTP packets to rtcdtlssrtp.data_sink
 *   sink ◀── SCTP packets from rtcdtlssrtp.data_src
 *
 * Functions may be called from any thread. The signals are emitted on the I/O
 * thread, each channel's in order:
 *   "channel-announced" (id, label, protocol, ordered, max-packet-life-time,
 *                        max-retransmits, priority)
 *   "channel-open" (id), "channel-closing" (id), "channel-closed" (id, error),
 *   "message" (id, binary, GBytes), "bytes-sent" (id, bytes), notify::state
 * "channel-announced" says that the channel is open; "channel-open" is for
 * those that were opened here, and comes as soon as messages can be sent.
 * "bytes-sent" counts what went to SCTP's send buffer; bytes of a channel that
 * is closed before are never reported.
 */

#ifndef GST_RTC_SCTP_H
#define GST_RTC_SCTP_H

#include <gst/gst.h>
#include <gst/peerconnection/peerconnection.h>
#include <gst/peerconnection/core/dc/pcdcep.h>
#include <gst/peerconnection/core/ice/pcicestates.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_SCTP (gst_rtc_sctp_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCSctp, gst_rtc_sctp, GST, RTC_SCTP, GstElement)

/* Starts the association (both ends connect). @dtls_client decides the parity
 * of the ids that the peer may use (RFC 8832 section 6). */
void gst_rtc_sctp_start (GstRTCSctp * sctp, guint local_port,
    guint remote_port, gboolean dtls_client, guint64 local_max_message_size,
    guint64 remote_max_message_size);
void gst_rtc_sctp_open_channel (GstRTCSctp * sctp, guint16 id,
    const PcDcepOpen * open, gboolean negotiated);
/* @reliability NULL: the channel's. */
gboolean gst_rtc_sctp_send_message (GstRTCSctp * sctp, guint16 id,
    gboolean binary, GBytes * message, const PcReliability * reliability,
    GError ** error);
void gst_rtc_sctp_close_channel (GstRTCSctp * sctp, guint16 id);
/* While paused no message is taken from SCTP, whose window then stops the
 * peer: for who cannot keep up. Nothing else is heard of either. */
void gst_rtc_sctp_set_receive_paused (GstRTCSctp * sctp, gboolean paused);
/* Aborts the association; idempotent. */
void gst_rtc_sctp_stop (GstRTCSctp * sctp);
/* The peer is another one: closed, and new again, to be started. Whoever hears of
 * the state closes the channels. On the I/O thread. */
void gst_rtc_sctp_forget (GstRTCSctp * sctp);

PcSctpState gst_rtc_sctp_get_state (GstRTCSctp * sctp);
/* Why it is closed; NULL: in order, or it is not. */
GstRTCError *gst_rtc_sctp_dup_error (GstRTCSctp * sctp);
guint gst_rtc_sctp_get_max_channels (GstRTCSctp * sctp);

G_END_DECLS

#endif /* GST_RTC_SCTP_H */
