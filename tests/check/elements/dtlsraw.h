/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * dtlsraw.h: a peer of an rtcdtlssrtp that is OpenSSL itself, as bad as a test
 * wants it.
 */

#ifndef DTLS_RAW_H
#define DTLS_RAW_H

#include <openssl/ssl.h>
#include "dtlspair.h"

/* An OpenSSL client or server that lives on the I/O thread of the element that
 * it talks to. */
typedef struct
{
  DtlsPeer *to;
  SSL_CTX *ctx;
  SSL *ssl;
  BIO *bio;
  X509 *x509;
  EVP_PKEY *key;
  GstPad *sink;                 /* of the element */
  gboolean server;
  guint mtu;                    /* of the path, both ways; 0: any */
  GstBufferList *flight;
  gboolean connected;
} RawPeer;

/* It takes any certificate, and has a key on P-256. */
RawPeer *raw_peer_new (DtlsPeer * to);
void raw_peer_free (RawPeer * peer);
/* Self-signed, with a subject of so many bytes in parts of 60. It is there
 * twice: as issuer too. */
X509 *raw_make_certificate (EVP_PKEY * key, gsize subject_size);
/* Takes @x509, to show it; the element expects it. */
void raw_peer_use (RawPeer * peer, X509 * x509);
/* One for its key. */
void raw_peer_use_certificate (RawPeer * peer, gsize subject_size);
/* Each is the other's opposite. */
void raw_peer_start (RawPeer * peer);
/* On the I/O thread: what OpenSSL wrote goes out. */
void raw_peer_flush (RawPeer * peer);

#endif /* DTLS_RAW_H */
