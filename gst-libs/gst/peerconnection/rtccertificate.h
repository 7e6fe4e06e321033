/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtccertificate.h: who we are to the peer.
 */

#ifndef GST_RTC_CERTIFICATE_H
#define GST_RTC_CERTIFICATE_H

#include <glib-object.h>
#include <gst/peerconnection/rtcprelude.h>
#include <gst/peerconnection/rtcdtlsfingerprint.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_CERTIFICATE (gst_rtc_certificate_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCCertificate, gst_rtc_certificate, GST,
    RTC_CERTIFICATE, GObject)

GST_RTC_API
GstRTCCertificate *gst_rtc_certificate_new (GError ** error);
GST_RTC_API
GstRTCCertificate *gst_rtc_certificate_generate (const gchar * algorithm, const
    gchar * named_curve, guint modulus_length, const gchar * hash, gint64
    lifetime, GError ** error);
GST_RTC_API
GstRTCCertificate *gst_rtc_certificate_new_from_pem (const gchar * pem, GError
    ** error);

GST_RTC_API
gchar *gst_rtc_certificate_get_pem (GstRTCCertificate * certificate);
GST_RTC_API
gint64 gst_rtc_certificate_get_expires (GstRTCCertificate * certificate);
GST_RTC_API
GPtrArray *gst_rtc_certificate_get_fingerprints (GstRTCCertificate *
    certificate);

G_END_DECLS

#endif /* GST_RTC_CERTIFICATE_H */
