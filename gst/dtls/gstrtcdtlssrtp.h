/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlssrtp.h: DTLS-SRTP as an element (OpenSSL and libsrtp inside).
 *
 *              rtp_sink ─┐ SRTP ┌─▶ src        towards ICE
 *              rtp_src ◀─┤      │
 *              data_sink ┤ DTLS │
 *              data_src ◀┘      └── sink       from ICE
 *
 * What arrives is told apart by its first byte (RFC 7983). Nothing passes
 * upwards or downwards before the peer's fingerprint is verified. The
 * handshake begins when the role is known and writable is set.
 * Functions may be called from any thread. notify::state, "error" (GstRTCError)
 * are emitted on the I/O thread. (While a thread is in g_object_set() on the
 * element, GObject holds notify::state back for it; the functions below do
 * not.)
 */

#ifndef GST_RTC_DTLS_SRTP_H
#define GST_RTC_DTLS_SRTP_H

#include <gst/gst.h>
#include <gst/peerconnection/peerconnection.h>
#include <gst/peerconnection/core/ice/pcicestates.h>
#include <gst/peerconnection/core/sdp/pcdescription.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DTLS_SRTP (gst_rtc_dtls_srtp_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCDtlsSrtp, gst_rtc_dtls_srtp, GST, RTC_DTLS_SRTP,
    GstElement)
GST_ELEMENT_REGISTER_DECLARE (rtcdtlssrtp)

/* Before the first packet, or a restart; without it one is made. */
void gst_rtc_dtls_srtp_set_certificate (GstRTCDtlsSrtp * dtls,
    GstRTCCertificate * certificate);
void gst_rtc_dtls_srtp_set_role (GstRTCDtlsSrtp * dtls, PcDtlsRole role);
/* @fingerprints: of PcFingerprint, copied; any one of them must match. NULL or
 * empty: not known yet. */
void gst_rtc_dtls_srtp_set_remote_fingerprints (GstRTCDtlsSrtp * dtls,
    GPtrArray * fingerprints);
/* ICE has a working pair: flights may be sent. */
void gst_rtc_dtls_srtp_set_writable (GstRTCDtlsSrtp * dtls, gboolean writable);
/* The peer wants another association (RFC 8842 section 5.1): forgets the old
 * one without a word to the peer, its keys, the role and the fingerprints.
 * The state is new again; the next handshake begins when both are set. */
void gst_rtc_dtls_srtp_restart (GstRTCDtlsSrtp * dtls);
/* Sends close_notify and stops; idempotent. */
void gst_rtc_dtls_srtp_close (GstRTCDtlsSrtp * dtls);

PcDtlsState gst_rtc_dtls_srtp_get_state (GstRTCDtlsSrtp * dtls);
/* Of GBytes (DER), end entity first; NULL before the handshake. Transfer full
 * of an array that nobody changes. */
GPtrArray *gst_rtc_dtls_srtp_get_remote_certificates (GstRTCDtlsSrtp * dtls);

G_END_DECLS

#endif /* GST_RTC_DTLS_SRTP_H */
