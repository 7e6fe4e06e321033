/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlscertificates.c: certificates of peers: large, odd, stolen, none.
 */

#include "dtlsraw.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509v3.h>

static DtlsPeer *alice;
static RawPeer *mallory;

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
        raw_make_certificate (mallory->key, 300));
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
  other = raw_make_certificate (key, 120);
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

/* --- keys ----------------------------------------------------------------- */

static EVP_PKEY *
make_ed25519 (void)
{
  return EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
}

static EVP_PKEY *
make_p384 (void)
{
  return EVP_EC_gen ("P-384");
}

static EVP_PKEY *
make_p521 (void)
{
  return EVP_EC_gen ("P-521");
}

static EVP_PKEY *
make_secp256k1 (void)
{
  return EVP_EC_gen ("secp256k1");
}

static EVP_PKEY *
make_rsa_512 (void)
{
  return EVP_RSA_gen (512);
}

static EVP_PKEY *
make_rsa_2048 (void)
{
  return EVP_RSA_gen (2048);
}

/* No such key could be made in the time of a test. This one signs nonsense,
 * and the verifier has the work all the same. */
static EVP_PKEY *
make_rsa_16384 (void)
{
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new ();
  EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name (NULL, "RSA", NULL);
  BIGNUM *n = BN_new (), *e = BN_new (), *d = BN_new ();
  OSSL_PARAM *params;
  EVP_PKEY *key = NULL;

  BN_rand (n, 16384, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD);
  BN_set_word (e, 65537);
  BN_set_word (d, 3);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_N, n);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_E, e);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_D, d);
  params = OSSL_PARAM_BLD_to_param (builder);
  EVP_PKEY_fromdata_init (ctx);
  fail_unless (EVP_PKEY_fromdata (ctx, &key, EVP_PKEY_KEYPAIR, params) > 0);
  OSSL_PARAM_free (params);
  OSSL_PARAM_BLD_free (builder);
  EVP_PKEY_CTX_free (ctx);
  BN_free (n);
  BN_free (e);
  BN_free (d);

  return key;
}

static EVP_PKEY *
make_dsa (void)
{
  EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name (NULL, "DSA", NULL);
  EVP_PKEY *parameters = NULL, *key = NULL;

  EVP_PKEY_paramgen_init (ctx);
  EVP_PKEY_CTX_set_dsa_paramgen_bits (ctx, 1024);
  fail_unless (EVP_PKEY_paramgen (ctx, &parameters) > 0);
  EVP_PKEY_CTX_free (ctx);
  ctx = EVP_PKEY_CTX_new_from_pkey (NULL, parameters, NULL);
  EVP_PKEY_keygen_init (ctx);
  fail_unless (EVP_PKEY_keygen (ctx, &key) > 0);
  EVP_PKEY_CTX_free (ctx);
  EVP_PKEY_free (parameters);

  return key;
}

static EVP_PKEY *
make_rsa_1024 (void)
{
  return EVP_RSA_gen (1024);
}

static const struct
{
  const gchar *name;
  EVP_PKEY *(*make) (void);
  gboolean of_client, of_server;
} keys[] = {
  {"P-384", make_p384, TRUE, TRUE},
  {"RSA 2048", make_rsa_2048, TRUE, TRUE},
  /* OpenSSL's DTLS servers do not use theirs */
  {"Ed25519", make_ed25519, TRUE, FALSE},
  {"P-521", make_p521, FALSE, FALSE},
  {"secp256k1", make_secp256k1, FALSE, FALSE},
  {"RSA 512", make_rsa_512, FALSE, FALSE},
  {"RSA 1024", make_rsa_1024, FALSE, FALSE},
  {"RSA 16384", make_rsa_16384, FALSE, FALSE},
  {"DSA", make_dsa, FALSE, FALSE},
};

/* It is the certificate of the description, but the key is not of a kind that
 * signs (RFC 8827 section 6.5); and nothing takes long. */
GST_START_TEST (test_each_key)
{
  const guint i = __i__ / 2;
  gboolean accepted;

  mallory->server = __i__ % 2;
  EVP_PKEY_free (mallory->key);
  mallory->key = keys[i].make ();
  SSL_CTX_set_cipher_list (mallory->ctx, "ALL:@SECLEVEL=0");
  raw_peer_use_certificate (mallory, 60);
  raw_peer_start (mallory);
  dtls_wait (alice, g_str_has_suffix (alice->states->str, "connected ")
      || g_str_has_suffix (alice->states->str, "failed "));
  accepted = mallory->server ? keys[i].of_server : keys[i].of_client;
  fail_unless (g_str_has_suffix (alice->states->str, accepted ?
          "connected " : "failed "), "%s: %s", keys[i].name,
      alice->states->str);
}

GST_END_TEST;

/* --- what else is in it --------------------------------------------------- */

static void
expire (X509 * x509)
{
  X509_gmtime_adj (X509_getm_notBefore (x509), -7200);
  X509_gmtime_adj (X509_getm_notAfter (x509), -3600);
}

static void
begin_tomorrow (X509 * x509)
{
  X509_gmtime_adj (X509_getm_notBefore (x509), 24 * 3600);
  X509_gmtime_adj (X509_getm_notAfter (x509), 48 * 3600);
}

/* Of a kind that nobody knows and everybody must, and of one that is known and
 * says something else. */
static void
add_garbage (X509 * x509)
{
  static const gint nids[] = { NID_basic_constraints, NID_key_usage,
    NID_subject_alt_name, NID_ext_key_usage, NID_name_constraints
  };
  guint8 noise[200];

  for (guint i = 0; i < G_N_ELEMENTS (nids); i++) {
    ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new ();
    X509_EXTENSION *extension;

    memset (noise, 0x30 + i, sizeof noise);
    ASN1_OCTET_STRING_set (data, noise, sizeof noise);
    extension = X509_EXTENSION_create_by_NID (NULL, nids[i], 1, data);
    fail_unless (X509_add_ext (x509, extension, -1));
    X509_EXTENSION_free (extension);
    ASN1_OCTET_STRING_free (data);
  }
}

static void
add_usage_of_another (X509 * x509)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, NID_key_usage,
      "critical,cRLSign");

  fail_unless (X509_add_ext (x509, extension, -1));
  X509_EXTENSION_free (extension);
}

static void
no_version (X509 * x509)
{
  X509_set_version (x509, 0);
}

static const struct
{
  void (*make) (X509 * x509);
  gboolean for_servers;
} oddities[] = {
  {expire, TRUE},
  {begin_tomorrow, TRUE},
  {no_version, TRUE},
  {add_garbage, FALSE},
  {add_usage_of_another, FALSE},
};

/* RFC 8827 section 5.6.4: nothing in a certificate is trusted, and so nothing
 * in it is believed: the fingerprint decides. But a server's may not say itself
 * that it signs no key exchange (RFC 5246 section 7.4.2). */
GST_START_TEST (test_each_oddity)
{
  const guint i = __i__ / 2;
  X509 *x509 = raw_make_certificate (mallory->key, 60);

  mallory->server = __i__ % 2;
  oddities[i].make (x509);
  fail_unless (X509_sign (x509, mallory->key, EVP_sha256 ()) > 0);
  raw_peer_use (mallory, x509);
  raw_peer_start (mallory);
  if (mallory->server && !oddities[i].for_servers)
    assert_fails ();
  else
    dtls_wait_state (alice, "connected");
}

GST_END_TEST;

/* A chain that does not fit in one datagram, nor in ten, both ways. */
GST_START_TEST (test_chain_through_a_small_mtu)
{
  g_autoptr (GPtrArray) chain = NULL;

  mallory->mtu = 300;
  mallory->server = __i__ % 2;
  EVP_PKEY_free (mallory->key);
  mallory->key = EVP_RSA_gen (2048);
  raw_peer_use_certificate (mallory, 60);
  for (guint i = 0; i < 5; i++)
    SSL_CTX_add_extra_chain_cert (mallory->ctx,
        raw_make_certificate (mallory->key, 300));
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  chain = gst_rtc_dtls_srtp_get_remote_certificates (GST_RTC_DTLS_SRTP
      (alice->dtls));
  fail_unless_equals_int (chain->len, 6);
}

GST_END_TEST;

static Suite *
gstdtlscertificates_suite (void)
{
  Suite *s = suite_create ("gstdtlscertificates");
  TCase *tc = tcase_create ("certificates");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_no_certificate);
  tcase_add_test (tc, test_long_subject);
  tcase_add_test (tc, test_too_long_subject);
  tcase_add_test (tc, test_chain_of_strangers);
  tcase_add_test (tc, test_right_certificate_in_second_place);
  tcase_add_test (tc, test_stolen_certificate);
  tcase_add_loop_test (tc, test_each_key, 0, 2 * G_N_ELEMENTS (keys));
  tcase_add_loop_test (tc, test_each_oddity, 0, 2 * G_N_ELEMENTS (oddities));
  tcase_add_loop_test (tc, test_chain_through_a_small_mtu, 0, 2);

  return s;
}

GST_CHECK_MAIN (gstdtlscertificates);
