/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlscontext.h: what all DTLS associations of a process have in common.
 */

#ifndef GST_DTLS_CONTEXT_H
#define GST_DTLS_CONTEXT_H

#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* What a peer's certificate chain may weigh; ours has 300 bytes, a browser's
 * RSA certificate 800. */
#define GST_DTLS_MAX_CERTIFICATES (32 * 1024)   /* bytes */

/* Decides whether the peer is who it should be. Called in the handshake with
 * the end-entity certificate, whatever chain came with it. */
typedef gboolean (*GstDtlsVerify) (SSL * ssl, X509 * certificate);

/* Made by the first call, which alone sets @verify; never freed. */
SSL_CTX *gst_dtls_context_get (GstDtlsVerify verify);

G_END_DECLS

#endif /* GST_DTLS_CONTEXT_H */
