/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlscontext.c: what all DTLS associations of a process have in common.
 *
 * One SSL_CTX: a connection then costs an SSL object only. Nothing secret is
 * in it: certificate and key are set on the SSL object, sessions are neither
 * cached nor resumed.
 */

#include "gstdtlscontext.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <openssl/srtp.h>

#include "gstsrtpsession.h"

/* RFC 8827 section 6.5: forward secrecy and AEAD; the first is mandatory. */
#define CIPHERS \
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" \
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:" \
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
#define GROUPS "X25519:P-256:P-384"

/* What a key must be for its signature to prove anything (RFC 9325 section 4.5:
 * a short one is found out by others), and to be verified in a moment. P-521 is
 * refused by GROUPS. */
static const struct
{
  const gchar *type;
  gint min_bits, max_bits;
} sound_keys[] = {
  {"EC", 256, 384},
  {"RSA", 2048, 8192},
  {"RSA-PSS", 2048, 8192},
  {"ED25519", 0, G_MAXINT},
};

static gboolean
key_is_sound (const EVP_PKEY * key)
{
  const gint bits = key ? EVP_PKEY_get_bits (key) : 0;

  for (guint i = 0; key != NULL && i < G_N_ELEMENTS (sound_keys); i++) {
    if (EVP_PKEY_is_a (key, sound_keys[i].type))
      return bits >= sound_keys[i].min_bits && bits <= sound_keys[i].max_bits;
  }

  return FALSE;
}

/* Any certificate is as good as the fingerprint says (RFC 8827 section 5.6.4):
 * no chain is built, no name is read, nothing in it is trusted. */
static int
verify_certificate (X509_STORE_CTX * store, void *user_data)
{
  GstDtlsVerify verify = user_data;
  SSL *ssl = X509_STORE_CTX_get_ex_data (store,
      SSL_get_ex_data_X509_STORE_CTX_idx ());
  X509 *certificate = X509_STORE_CTX_get0_cert (store);

  /* both become the alert bad_certificate (RFC 8122 section 6.2) */
  if (certificate == NULL || !verify (ssl, certificate))
    X509_STORE_CTX_set_error (store, X509_V_ERR_CERT_REJECTED);
  else if (!key_is_sound (X509_get0_pubkey (certificate)))
    X509_STORE_CTX_set_error (store, X509_V_ERR_EE_KEY_TOO_SMALL);
  else
    return 1;

  return 0;
}

/* Where Wireshark looks for the keys of a capture. */
static int key_log_fd = -1;

static void
log_key (const SSL * ssl, const char *line)
{
  g_autofree gchar *text = g_strconcat (line, "\n", NULL);

  /* O_APPEND and one write a line: threads and processes do not mix. */
  if (write (key_log_fd, text, strlen (text)) < 0)
    g_warning ("SSLKEYLOGFILE: %s", g_strerror (errno));
}

static void
open_key_log (SSL_CTX * ctx)
{
  const gchar *path = g_getenv ("SSLKEYLOGFILE");

  if (path == NULL || *path == '\0')
    return;

  key_log_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (key_log_fd >= 0)
    SSL_CTX_set_keylog_callback (ctx, log_key);
  else
    g_warning ("SSLKEYLOGFILE %s: %s", path, g_strerror (errno));
}

static SSL_CTX *
context_new (GstDtlsVerify verify)
{
  SSL_CTX *ctx = SSL_CTX_new (DTLS_method ());
  g_autofree gchar *profiles = gst_srtp_get_openssl_profiles ();

  g_assert (ctx != NULL);
  SSL_CTX_set_min_proto_version (ctx, DTLS1_2_VERSION);
  SSL_CTX_set_max_proto_version (ctx, DTLS1_2_VERSION);
  SSL_CTX_set_options (ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET
      | SSL_OP_NO_QUERY_MTU | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode (ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list (ctx, GST_DTLS_MAX_CERTIFICATES);
  if (!SSL_CTX_set_cipher_list (ctx, CIPHERS)
      || !SSL_CTX_set1_groups_list (ctx, GROUPS))
    g_assert_not_reached ();
  /* returns 0 when it worked */
  if (*profiles && SSL_CTX_set_tlsext_use_srtp (ctx, profiles))
    g_assert_not_reached ();

  /* RFC 8827 section 6.5: both sides show a certificate. */
  SSL_CTX_set_verify (ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
      NULL);
  SSL_CTX_set_cert_verify_callback (ctx, verify_certificate, verify);
  open_key_log (ctx);

  return ctx;
}

SSL_CTX *
gst_dtls_context_get (GstDtlsVerify verify)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) context_new (verify));

  return (SSL_CTX *) once;
}
