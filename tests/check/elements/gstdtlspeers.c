/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlspeers.c: peers that are not ours: other profiles, odd certificates,
 * noise.
 */

#include "dtlspair.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/srtp.h>

#include <gst/peerconnection/core/dtls/pcfingerprint.h>

#include "gstdtlsbio.h"
#include "gstsrtpsession.h"

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
  GstBufferList *flight;
  gboolean connected;
} RawPeer;

static DtlsPeer *alice;
static RawPeer *mallory;

static void
raw_send (gpointer user_data, const guint8 * data, gsize size)
{
  RawPeer *self = user_data;

  gst_buffer_list_add (self->flight, gst_buffer_new_memdup (data, size));
}

/* Not from within OpenSSL: what the element answers comes back to here. */
static void
raw_flush (RawPeer * self)
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
  raw_flush (self);
}

static gboolean
raw_receive (gpointer user_data, GstBuffer * datagram)
{
  RawPeer *self = user_data;
  GstMapInfo map;

  gst_buffer_map (datagram, &map, GST_MAP_READ);
  if (map.data[0] >= 20 && map.data[0] <= 63) {
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

static RawPeer *
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

static void
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

/* Self-signed, with a subject of so many bytes in parts of 60. It is there
 * twice: as issuer too. */
static X509 *
make_certificate (EVP_PKEY * key, gsize subject_size)
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
  fail_unless (X509_sign (x509, key, EVP_sha256 ()) > 0);

  return x509;
}

/* The element expects the certificate that it will see. */
static void
raw_peer_use_certificate (RawPeer * self, gsize subject_size)
{
  guint8 digest[32];
  g_autofree gchar *value = NULL;
  g_autofree gchar *fingerprint = NULL;

  self->x509 = make_certificate (self->key, subject_size);
  SSL_CTX_use_certificate (self->ctx, self->x509);
  SSL_CTX_use_PrivateKey (self->ctx, self->key);
  X509_digest (self->x509, EVP_sha256 (), digest, NULL);
  value = pc_fingerprint_format (digest, sizeof digest);
  fingerprint = g_strconcat ("sha-256 ", value, NULL);
  dtls_peer_expect_fingerprint (self->to, fingerprint);
}

static void
raw_peer_start (RawPeer * self)
{
  self->ssl = SSL_new (self->ctx);
  self->bio = gst_dtls_bio_new (raw_send, self);
  SSL_set_bio (self->ssl, self->bio, self->bio);
  SSL_set_options (self->ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu (self->ssl, 1200);
  SSL_set_connect_state (self->ssl);
  dtls_peer_start (self->to, PC_DTLS_ROLE_SERVER);
  gst_rtc_io_post (self->to->io, raw_run, self, NULL);
}

static void
setup (void)
{
  alice = dtls_peer_new ("alice");
  mallory = raw_peer_new (alice);
}

static void
teardown (void)
{
  dtls_peer_free (alice);
  raw_peer_free (mallory);
}

/* --- profiles ------------------------------------------------------------- */

static GstBuffer *
bytes_to_buffer (GBytes * bytes)
{
  return gst_buffer_new_memdup (g_bytes_get_data (bytes, NULL),
      g_bytes_get_size (bytes));
}

/* Keys by our own hands from the other side of the handshake. */
static void
assert_srtp (const PcSrtpProfile * profile)
{
  guint8 material[2 * (PC_SRTP_MAX_KEY_LENGTH + PC_SRTP_MAX_SALT_LENGTH)];
  PcSrtpSecret client, server;
  GstSrtpSession *out, *in;
  GstSrtpStatus status;
  GstBuffer *buffer;

  fail_unless_equals_int (SSL_export_keying_material (mallory->ssl, material,
          pc_srtp_profile_get_material_length (profile),
          "EXTRACTOR-dtls_srtp", 19, NULL, 0, 0), 1);
  pc_srtp_profile_split (profile, material, &client, &server);
  out = gst_srtp_session_new (profile, &client, FALSE);
  in = gst_srtp_session_new (profile, &server, TRUE);

  dtls_peer_push_rtp (alice, 7, 1);
  buffer = bytes_to_buffer (g_ptr_array_index (alice->sent,
          alice->sent->len - 1));
  buffer = gst_srtp_session_unprotect (in, buffer, FALSE, &status);
  fail_unless_equals_int (status, GST_SRTP_OK);
  fail_unless_equals_int (gst_buffer_get_size (buffer), 112);
  gst_buffer_unref (buffer);

  buffer = gst_srtp_session_protect (out, dtls_make_rtp (8, 1, 50), &status);
  fail_unless_equals_int (status, GST_SRTP_OK);
  gst_pad_chain (mallory->sink, buffer);
  dtls_wait (alice, alice->rtp->len == 1);
  fail_unless_equals_int (g_bytes_get_size (g_ptr_array_index (alice->rtp, 0)),
      62);
  gst_srtp_session_free (in);
  gst_srtp_session_free (out);
}

GST_START_TEST (test_each_profile)
{
  guint n;
  const PcSrtpProfile *profile = &pc_srtp_profiles (&n)[__i__];
  g_autofree gchar *name = NULL;

  raw_peer_use_certificate (mallory, 60);
  SSL_CTX_set_tlsext_use_srtp (mallory->ctx, profile->openssl_name);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  g_object_get (alice->dtls, "srtp-profile", &name, NULL);
  fail_unless_equals_string (name, profile->name);
  gst_rtc_io_sync (alice->io);
  assert_srtp (profile);
}

GST_END_TEST;

GST_START_TEST (test_our_order_of_profiles_wins)
{
  g_autofree gchar *name = NULL;

  raw_peer_use_certificate (mallory, 60);
  SSL_CTX_set_tlsext_use_srtp (mallory->ctx,
      "SRTP_AES128_CM_SHA1_32:SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:"
      "SRTP_AEAD_AES_128_GCM");
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  g_object_get (alice->dtls, "srtp-profile", &name, NULL);
  fail_unless_equals_string (name, "SRTP_AEAD_AES_128_GCM");
}

GST_END_TEST;

GST_START_TEST (test_no_profile_in_common)
{
  g_autofree gchar *name = NULL;

  raw_peer_use_certificate (mallory, 60);
  SSL_CTX_set_tlsext_use_srtp (mallory->ctx, "SRTP_AES128_CM_SHA1_32");
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  g_object_get (alice->dtls, "srtp-profile", &name, NULL);
  fail_unless (name == NULL);
  dtls_peer_push_rtp (alice, 1, 1);
  gst_pad_chain (mallory->sink, dtls_make_rtp (1, 1, 100));
  gst_rtc_io_sync (alice->io);
  fail_unless_equals_uint64 (dtls_peer_get_stat (alice,
          "dropped-not-connected"), 2);
}

GST_END_TEST;

/* --- certificates --------------------------------------------------------- */

static void
assert_fails (void)
{
  dtls_wait_state (alice, "failed");
  fail_unless (alice->error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (alice->error),
      GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE);
  gst_rtc_io_sync (alice->io);
  fail_if (mallory->connected);
}

GST_START_TEST (test_no_certificate)
{
  raw_peer_use_certificate (mallory, 60);
  SSL_CTX_free (mallory->ctx);
  mallory->ctx = SSL_CTX_new (DTLS_method ());
  SSL_CTX_set_cert_verify_callback (mallory->ctx, accept_any, NULL);
  raw_peer_start (mallory);
  assert_fails ();
  fail_unless (gst_rtc_error_get_sent_alert (alice->error) > 0);
}

GST_END_TEST;

GST_START_TEST (test_long_subject)
{
  g_autoptr (GPtrArray) chain = NULL;

  raw_peer_use_certificate (mallory, 10000);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  chain = gst_rtc_dtls_srtp_get_remote_certificates (GST_RTC_DTLS_SRTP
      (alice->dtls));
  fail_unless (g_bytes_get_size (g_ptr_array_index (chain, 0)) > 20000);
}

GST_END_TEST;

GST_START_TEST (test_too_long_subject)
{
  raw_peer_use_certificate (mallory, 20000);
  raw_peer_start (mallory);
  assert_fails ();
}

GST_END_TEST;

/* Only the end entity counts, whatever follows. */
GST_START_TEST (test_chain_of_strangers)
{
  g_autoptr (GPtrArray) chain = NULL;
  guint i;

  raw_peer_use_certificate (mallory, 60);
  for (i = 0; i < 20; i++)
    SSL_CTX_add_extra_chain_cert (mallory->ctx,
        make_certificate (mallory->key, 300));
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  chain = gst_rtc_dtls_srtp_get_remote_certificates (GST_RTC_DTLS_SRTP
      (alice->dtls));
  fail_unless_equals_int (chain->len, 21);
}

GST_END_TEST;

/* The right certificate, but not in the first place. */
GST_START_TEST (test_right_certificate_in_second_place)
{
  X509 *right, *other;
  EVP_PKEY *key = EVP_EC_gen ("P-256");

  raw_peer_use_certificate (mallory, 60);
  right = X509_dup (mallory->x509);
  other = make_certificate (key, 120);
  SSL_CTX_use_certificate (mallory->ctx, other);
  SSL_CTX_use_PrivateKey (mallory->ctx, key);
  SSL_CTX_add_extra_chain_cert (mallory->ctx, right);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "failed");
  fail_unless_equals_int (gst_rtc_error_get_error_detail (alice->error),
      GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE);
  X509_free (other);
  EVP_PKEY_free (key);
}

GST_END_TEST;

/* The public part of one key and the private part of another: OpenSSL does not
 * notice that they do not belong together. */
static EVP_PKEY *
make_chimera (EVP_PKEY * public_key, EVP_PKEY * private_key)
{
  guint8 point[128];
  gsize size;
  BIGNUM *number = NULL;
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new ();
  EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);
  OSSL_PARAM *params;
  EVP_PKEY *key = NULL;

  EVP_PKEY_get_octet_string_param (public_key, OSSL_PKEY_PARAM_PUB_KEY, point,
      sizeof point, &size);
  EVP_PKEY_get_bn_param (private_key, OSSL_PKEY_PARAM_PRIV_KEY, &number);
  OSSL_PARAM_BLD_push_utf8_string (builder, OSSL_PKEY_PARAM_GROUP_NAME,
      "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string (builder, OSSL_PKEY_PARAM_PUB_KEY, point,
      size);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_PRIV_KEY, number);
  params = OSSL_PARAM_BLD_to_param (builder);
  EVP_PKEY_fromdata_init (ctx);
  fail_unless (EVP_PKEY_fromdata (ctx, &key, EVP_PKEY_KEYPAIR, params) > 0);
  OSSL_PARAM_free (params);
  OSSL_PARAM_BLD_free (builder);
  EVP_PKEY_CTX_free (ctx);
  BN_free (number);

  return key;
}

/* The right certificate is for all to see; the key is not. */
GST_START_TEST (test_stolen_certificate)
{
  EVP_PKEY *own = EVP_EC_gen ("P-256");
  EVP_PKEY *chimera;

  raw_peer_use_certificate (mallory, 60);
  chimera = make_chimera (mallory->key, own);
  fail_unless (SSL_CTX_use_PrivateKey (mallory->ctx, chimera) > 0);
  raw_peer_start (mallory);
  assert_fails ();
  /* decrypt_error */
  fail_unless_equals_int64 (gst_rtc_error_get_sent_alert (alice->error), 51);
  EVP_PKEY_free (chimera);
  EVP_PKEY_free (own);
}

GST_END_TEST;

GST_START_TEST (test_rsa_peer)
{
  g_autofree gchar *cipher = NULL;

  EVP_PKEY_free (mallory->key);
  mallory->key = EVP_RSA_gen (2048);
  raw_peer_use_certificate (mallory, 60);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
}

GST_END_TEST;

GST_START_TEST (test_dtls_1_0_is_refused)
{
  raw_peer_use_certificate (mallory, 60);
  SSL_CTX_set_min_proto_version (mallory->ctx, DTLS1_VERSION);
  SSL_CTX_set_max_proto_version (mallory->ctx, DTLS1_VERSION);
  SSL_CTX_set_cipher_list (mallory->ctx, "ALL:@SECLEVEL=0");
  raw_peer_start (mallory);
  assert_fails ();
}

GST_END_TEST;

static void
raw_renegotiate (gpointer user_data)
{
  RawPeer *self = user_data;

  SSL_renegotiate (self->ssl);
  SSL_do_handshake (self->ssl);
  ERR_clear_error ();
  raw_flush (self);
}

GST_START_TEST (test_no_renegotiation)
{
  const guint8 *record;
  guint n;

  raw_peer_use_certificate (mallory, 60);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  n = alice->sent->len;
  gst_rtc_io_post (alice->io, raw_renegotiate, mallory, NULL);
  gst_rtc_io_sync (alice->io);
  /* the alert no_renegotiation, no flight; OpenSSL then gives up */
  fail_unless_equals_int (alice->sent->len, n + 1);
  record = g_bytes_get_data (g_ptr_array_index (alice->sent, n), NULL);
  fail_unless_equals_int (record[0], 21);
}

GST_END_TEST;

/* --- noise ---------------------------------------------------------------- */

static void
push_noise (GRand * rand, guint n)
{
  guint i, j;

  for (i = 0; i < n; i++) {
    guint8 noise[1500];
    gsize size = g_rand_int_range (rand, 1, sizeof noise);

    for (j = 0; j < size; j++)
      noise[j] = g_rand_int (rand);
    if (i % 2)
      noise[0] = g_rand_int_range (rand, 20, 64);
    /* a record's header, as far as it goes */
    if (size > 13 && i % 4 == 1) {
      noise[0] = g_rand_int_range (rand, 20, 25);
      noise[1] = 254;
      noise[2] = 253;
      noise[3] = 0;
      noise[4] = g_rand_int_range (rand, 0, 2);
      noise[11] = (size - 13) >> 8;
      noise[12] = (size - 13) & 0xff;
    }
    gst_pad_chain (mallory->sink, gst_buffer_new_memdup (noise, size));
    if (i % 500 == 0)
      gst_rtc_io_sync (alice->io);
  }
  gst_rtc_io_sync (alice->io);
}

GST_START_TEST (test_noise_before_role)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  push_noise (rand, 2000);
  fail_unless_equals_string (alice->states->str, "new ");
}

GST_END_TEST;

/* Unprotected alerts and messages can end a handshake; nothing worse. */
GST_START_TEST (test_noise_in_handshake)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (100 + __i__);

  alice->filter = NULL;
  raw_peer_use_certificate (mallory, 60);
  dtls_peer_start (alice, __i__ % 2 ? PC_DTLS_ROLE_SERVER :
      PC_DTLS_ROLE_CLIENT);
  push_noise (rand, 500);
  fail_unless (strstr (alice->states->str, " connected ") == NULL);
}

GST_END_TEST;

GST_START_TEST (test_noise_when_connected)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  guint profile_count;

  raw_peer_use_certificate (mallory, 60);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  push_noise (rand, 2000);
  fail_unless_equals_string (alice->states->str, "new connecting connected ");
  fail_unless_equals_int (alice->rtp->len + alice->data->len, 0);
  assert_srtp (pc_srtp_profiles (&profile_count));
}

GST_END_TEST;

static Suite *
gstdtlspeers_suite (void)
{
  Suite *s = suite_create ("gstdtlspeers");
  TCase *tc = tcase_create ("peers");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_loop_test (tc, test_each_profile, 0, 3);
  tcase_add_test (tc, test_our_order_of_profiles_wins);
  tcase_add_test (tc, test_no_profile_in_common);
  tcase_add_test (tc, test_no_certificate);
  tcase_add_test (tc, test_long_subject);
  tcase_add_test (tc, test_too_long_subject);
  tcase_add_test (tc, test_chain_of_strangers);
  tcase_add_test (tc, test_right_certificate_in_second_place);
  tcase_add_test (tc, test_stolen_certificate);
  tcase_add_test (tc, test_rsa_peer);
  tcase_add_test (tc, test_dtls_1_0_is_refused);
  tcase_add_test (tc, test_no_renegotiation);
  tcase_add_test (tc, test_noise_before_role);
  tcase_add_loop_test (tc, test_noise_in_handshake, 0, 8);
  tcase_add_test (tc, test_noise_when_connected);

  return s;
}

GST_CHECK_MAIN (gstdtlspeers);
