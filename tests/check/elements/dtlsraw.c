/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * dtlsraw.c: a peer of an rtcdtlssrtp that is OpenSSL itself.
 */

#include "dtlsraw.h"

#include <openssl/err.h>
#include <openssl/srtp.h>

#include <gst/peerconnection/core/dtls/pcfingerprint.h>

#include "gstdtlsbio.h"

static void
raw_send (gpointer user_data, const guint8 * data, gsize size)
{
  RawPeer *self = user_data;

  gst_buffer_list_add (self->flight, gst_buffer_new_memdup (data, size));
}

/* Not from within OpenSSL: what the element answers comes back to here. */
void
raw_peer_flush (RawPeer * self)
{
  GstBufferList *flight = self->flight;

  self->flight = gst_buffer_list_new ();
  gst_pad_chain_list (self->sink, flight);
}

static void
raw_run (gpointer user_data)
{
  RawPeer *self = user_data;
  guint8 message[16384];
  gint result = SSL_do_handshake (self->ssl);

  self->connected = result == 1;
  if (self->connected)
    SSL_read (self->ssl, message, sizeof message);
  ERR_clear_error ();
  gst_dtls_bio_set_input (self->bio, NULL, 0);
  raw_peer_flush (self);
}

static gboolean
raw_receive (gpointer user_data, GstBuffer * datagram)
{
  RawPeer *self = user_data;
  GstMapInfo map;

  gst_buffer_map (datagram, &map, GST_MAP_READ);
  if (map.data[0] >= 20 && map.data[0] <= 63
      && (self->mtu == 0 || map.size <= self->mtu)) {
    gst_dtls_bio_set_input (self->bio, map.data, map.size);
    raw_run (self);
  }
  gst_buffer_unmap (datagram, &map);

  return FALSE;
}

static int
accept_any (X509_STORE_CTX * store, void *user_data)
{
  return 1;
}

RawPeer *
raw_peer_new (DtlsPeer * to)
{
  RawPeer *self = g_new0 (RawPeer, 1);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  self->to = to;
  self->sink = gst_element_get_static_pad (to->dtls, "sink");
  gst_pad_send_event (self->sink, gst_event_new_stream_start ("raw"));
  gst_pad_send_event (self->sink, gst_event_new_segment (&segment));
  to->filter = raw_receive;
  to->filter_data = self;

  self->flight = gst_buffer_list_new ();
  self->ctx = SSL_CTX_new (DTLS_method ());
  SSL_CTX_set_security_level (self->ctx, 0);
  SSL_CTX_set_verify (self->ctx, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_verify_callback (self->ctx, accept_any, NULL);
  SSL_CTX_set_max_cert_list (self->ctx, 1 << 20);
  SSL_CTX_set_tlsext_use_srtp (self->ctx, "SRTP_AEAD_AES_128_GCM");
  self->key = EVP_EC_gen ("P-256");

  return self;
}

void
raw_peer_free (RawPeer * self)
{
  SSL_free (self->ssl);
  SSL_CTX_free (self->ctx);
  X509_free (self->x509);
  EVP_PKEY_free (self->key);
  gst_object_unref (self->sink);
  gst_buffer_list_unref (self->flight);
  g_free (self);
}

X509 *
raw_make_certificate (EVP_PKEY * key, gsize subject_size)
{
  X509 *x509 = X509_new ();
  X509_NAME *name = X509_get_subject_name (x509);
  g_autofree gchar *text = g_strnfill (60, 'x');

  X509_set_version (x509, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), 1);
  X509_gmtime_adj (X509_getm_notBefore (x509), 0);
  X509_gmtime_adj (X509_getm_notAfter (x509), 3600);
  for (; subject_size >= 60; subject_size -= 60)
    X509_NAME_add_entry_by_NID (name, NID_organizationalUnitName, MBSTRING_ASC,
        (const guint8 *) text, -1, -1, 0);
  X509_set_issuer_name (x509, name);
  X509_set_pubkey (x509, key);
  fail_unless (X509_sign (x509, key, EVP_PKEY_is_a (key, "ED25519") ? NULL
          : EVP_sha256 ()) > 0);

  return x509;
}

/* The element expects the certificate that it will see. */
void
raw_peer_use (RawPeer * self, X509 * x509)
{
  guint8 digest[32];
  g_autofree gchar *value = NULL;
  g_autofree gchar *fingerprint = NULL;

  X509_free (self->x509);
  self->x509 = x509;
  fail_unless (SSL_CTX_use_certificate (self->ctx, x509) > 0);
  fail_unless (SSL_CTX_use_PrivateKey (self->ctx, self->key) > 0);
  X509_digest (x509, EVP_sha256 (), digest, NULL);
  value = pc_fingerprint_format (digest, sizeof digest);
  fingerprint = g_strconcat ("sha-256 ", value, NULL);
  dtls_peer_expect_fingerprint (self->to, fingerprint);
}

void
raw_peer_use_certificate (RawPeer * self, gsize subject_size)
{
  raw_peer_use (self, raw_make_certificate (self->key, subject_size));
}

void
raw_peer_start (RawPeer * self)
{
  self->ssl = SSL_new (self->ctx);
  self->bio = gst_dtls_bio_new (raw_send, self);
  SSL_set_bio (self->ssl, self->bio, self->bio);
  SSL_set_options (self->ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu (self->ssl, self->mtu ? self->mtu : 1200);
  if (self->server)
    SSL_set_accept_state (self->ssl);
  else
    SSL_set_connect_state (self->ssl);
  dtls_peer_start (self->to, self->server ? PC_DTLS_ROLE_CLIENT
      : PC_DTLS_ROLE_SERVER);
  gst_rtc_io_post (self->to->io, raw_run, self, NULL);
}
