/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtccertificate-private.h: what the DTLS element needs of a certificate.
 *
 * Exported for the plugin of this project, not installed.
 */

#ifndef GST_RTC_CERTIFICATE_PRIVATE_H
#define GST_RTC_CERTIFICATE_PRIVATE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/dtls/pcfingerprint.h"
#include "rtccertificate.h"

G_BEGIN_DECLS

/* Both are owned by the certificate and never change. */
GST_RTC_API
EVP_PKEY *gst_rtc_certificate_get_pkey (GstRTCCertificate * certificate);
GST_RTC_API
X509 *gst_rtc_certificate_get_x509 (GstRTCCertificate * certificate);

/* The hash of a fingerprint, which is not PC_HASH_NONE. */
GST_RTC_API
const EVP_MD *gst_rtc_certificate_get_digest (PcHash hash);

/* rtccertificatekey.c: a key pair, and a certificate signed by itself. */
EVP_PKEY *gst_rtc_certificate_make_ecdsa_key (void);
EVP_PKEY *gst_rtc_certificate_make_rsa_key (guint modulus_length);
/* @now, @lifetime in seconds. NULL when OpenSSL fails. */
X509 *gst_rtc_certificate_make_x509 (EVP_PKEY * key, gint64 now,
    gint64 lifetime);

G_END_DECLS

#endif /* GST_RTC_CERTIFICATE_PRIVATE_H */
