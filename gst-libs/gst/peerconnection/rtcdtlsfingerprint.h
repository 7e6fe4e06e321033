/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtlsfingerprint.h: the hash of a certificate.
 */

#ifndef GST_RTC_DTLS_FINGERPRINT_H
#define GST_RTC_DTLS_FINGERPRINT_H

#include <glib-object.h>
#include <gst/peerconnection/rtcprelude.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DTLS_FINGERPRINT (gst_rtc_dtls_fingerprint_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDtlsFingerprint, gst_rtc_dtls_fingerprint, GST,
    RTC_DTLS_FINGERPRINT, GObject)

GST_RTC_API
GstRTCDtlsFingerprint *gst_rtc_dtls_fingerprint_new (const gchar * algorithm,
    const gchar * value);

GST_RTC_API
const gchar *gst_rtc_dtls_fingerprint_get_algorithm (GstRTCDtlsFingerprint *
    fingerprint);
GST_RTC_API
const gchar *gst_rtc_dtls_fingerprint_get_value (GstRTCDtlsFingerprint *
    fingerprint);

G_END_DECLS

#endif /* GST_RTC_DTLS_FINGERPRINT_H */
