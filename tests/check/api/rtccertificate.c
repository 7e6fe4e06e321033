/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtccertificate.c: certificates are fresh, neutral, readable again.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <gst/peerconnection/rtccertificate-private.h>
#include <gst/peerconnection/core/pcerror.h>
#include <openssl/pem.h>
#include <string.h>
#include <time.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static gchar *
get_fingerprint (GstRTCCertificate * certificate)
{
  g_autoptr (GPtrArray) fingerprints =
      gst_rtc_certificate_get_fingerprints (certificate);
  g_autofree gchar *algorithm = NULL;
  gchar *value;

  fail_unless_equals_int (fingerprints->len, 1);
  g_object_get (g_ptr_array_index (fingerprints, 0),
      "algorithm", &algorithm, "value", &value, NULL);
  fail_unless_equals_string (algorithm, "sha-256");
  fail_unless_equals_int (strlen (value), 32 * 3 - 1);
  fail_unless_equals_int (strspn (value, "0123456789abcdef:"), strlen (value));

  return value;
}

static void
assert_expires_in (GstRTCCertificate * certificate, gint64 ms)
{
  gint64 now = g_get_real_time () / 1000;
  gint64 expires;

  g_object_get (certificate, "expires", &expires, NULL);
  fail_unless_equals_int64 (expires,
      gst_rtc_certificate_get_expires (certificate));
  fail_unless (ABS (expires - now - ms) < 10000, "expires in %" G_GINT64_FORMAT
      " ms, not %" G_GINT64_FORMAT, expires - now, ms);
}

static void
assert_error (GError ** error, PcError code, const gchar * names)
{
  fail_unless (*error != NULL);
  fail_unless (g_error_matches (*error, PC_ERROR, code), "%s",
      (*error)->message);
  fail_unless (strstr ((*error)->message, names) != NULL, "%s",
      (*error)->message);
  g_clear_error (error);
}

GST_START_TEST (test_default_is_fresh_ecdsa)
{
  g_autoptr (GstRTCCertificate) one = gst_rtc_certificate_new (NULL);
  g_autoptr (GstRTCCertificate) other = gst_rtc_certificate_new (NULL);
  g_autofree gchar *value = get_fingerprint (one);
  g_autofree gchar *again = get_fingerprint (one);
  g_autofree gchar *last = get_fingerprint (other);
  X509 *x509 = gst_rtc_certificate_get_x509 (one);

  fail_unless_equals_string (value, again);
  fail_if (g_str_equal (value, last));
  assert_expires_in (one, 30 * DAY_MS);

  fail_unless (EVP_PKEY_is_a (gst_rtc_certificate_get_pkey (one), "EC"));
  fail_unless_equals_int (EVP_PKEY_get_bits (gst_rtc_certificate_get_pkey
          (one)), 256);
  fail_unless_equals_int (X509_verify (x509,
          gst_rtc_certificate_get_pkey (one)), 1);
  /* valid already, also for a peer whose clock is late */
  fail_unless (X509_cmp_current_time (X509_get0_notBefore (x509)) < 0);
}

GST_END_TEST;

GST_START_TEST (test_names_tell_nothing)
{
  g_autoptr (GstRTCCertificate) one = gst_rtc_certificate_new (NULL);
  g_autoptr (GstRTCCertificate) other = gst_rtc_certificate_new (NULL);
  X509 *a = gst_rtc_certificate_get_x509 (one);
  X509 *b = gst_rtc_certificate_get_x509 (other);

  fail_unless_equals_int (X509_NAME_entry_count (X509_get_subject_name (a)), 1);
  fail_unless_equals_int (X509_get_ext_count (a), 0);
  fail_if (X509_NAME_cmp (X509_get_subject_name (a),
          X509_get_subject_name (b)) == 0);
  fail_if (ASN1_INTEGER_cmp (X509_get0_serialNumber (a),
          X509_get0_serialNumber (b)) == 0);
}

GST_END_TEST;

GST_START_TEST (test_generate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCCertificate) ecdsa = NULL, rsa = NULL, old = NULL;

  ecdsa = gst_rtc_certificate_generate ("ecdsa", "P-256", 0, NULL, DAY_MS,
      &error);
  g_assert_no_error (error);
  assert_expires_in (ecdsa, DAY_MS);

  rsa = gst_rtc_certificate_generate ("RSASSA-PKCS1-v1_5", NULL, 2048,
      "SHA-256", -1, &error);
  g_assert_no_error (error);
  assert_expires_in (rsa, 30 * DAY_MS);
  fail_unless_equals_int (EVP_PKEY_get_bits (gst_rtc_certificate_get_pkey
          (rsa)), 2048);

  old = gst_rtc_certificate_generate ("ECDSA", NULL, 0, NULL, 9999 * DAY_MS,
      &error);
  g_assert_no_error (error);
  assert_expires_in (old, 365 * DAY_MS);
}

GST_END_TEST;

GST_START_TEST (test_generate_not_supported)
{
  g_autoptr (GError) error = NULL;

  fail_if (gst_rtc_certificate_generate ("Ed25519", NULL, 0, NULL, -1, &error));
  assert_error (&error, PC_ERROR_NOT_SUPPORTED, "Ed25519");
  fail_if (gst_rtc_certificate_generate ("ECDSA", "P-521", 0, NULL, -1,
          &error));
  assert_error (&error, PC_ERROR_NOT_SUPPORTED, "P-521");
  fail_if (gst_rtc_certificate_generate ("RSASSA-PKCS1-v1_5", NULL, 1024,
          NULL, -1, &error));
  assert_error (&error, PC_ERROR_NOT_SUPPORTED, "1024");
  fail_if (gst_rtc_certificate_generate ("RSASSA-PKCS1-v1_5", NULL, 2048,
          "SHA-1", -1, &error));
  assert_error (&error, PC_ERROR_NOT_SUPPORTED, "SHA-1");
}

GST_END_TEST;

/* --- generateCertificate -------------------------------------------------- */

static void
on_generated (GObject * source, GAsyncResult * result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GstRTCCertificate *
generate (const gchar * algorithm, GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_peer_connection_generate_certificate_async (algorithm, NULL,
      on_generated, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return gst_rtc_peer_connection_generate_certificate_finish (result, error);
}

static const struct
{
  const gchar *algorithm;
  const gchar *type;
  gint bits;
  gint64 expires_ms;
} algorithms[] = {
  {"ECDSA", "EC", 256, 30 * DAY_MS},
  {"ecdsa, namedCurve=P-256, expires=86400000", "EC", 256, DAY_MS},
  {"ECDSA, expires=(guint64)31536000001", "EC", 256, 365 * DAY_MS},
  {"ECDSA, expires=0, somethingElse=7", "EC", 256, 0},
  {"RSASSA-PKCS1-v1_5", "RSA", 2048, 30 * DAY_MS},
  {"RSASSA-PKCS1-v1_5, modulusLength=3072, publicExponent=65537, hash=SHA-256",
      "RSA", 3072, 30 * DAY_MS},
};

GST_START_TEST (test_generate_on_the_connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCCertificate) certificate =
      generate (algorithms[__i__].algorithm, &error);
  EVP_PKEY *key;

  g_assert_no_error (error);
  key = gst_rtc_certificate_get_pkey (certificate);
  fail_unless (EVP_PKEY_is_a (key, algorithms[__i__].type));
  fail_unless_equals_int (EVP_PKEY_get_bits (key), algorithms[__i__].bits);
  assert_expires_in (certificate, algorithms[__i__].expires_ms);
}

GST_END_TEST;

static const struct
{
  const gchar *algorithm;
  PcError code;
  const gchar *names;
} wrong_algorithms[] = {
  {"Ed25519", PC_ERROR_NOT_SUPPORTED, "Ed25519"},
  {"ECDSA, namedCurve=P-521", PC_ERROR_NOT_SUPPORTED, "P-521"},
  {"ECDSA, namedCurve=p-256", PC_ERROR_NOT_SUPPORTED, "p-256"},
  {"RSASSA-PKCS1-v1_5, modulusLength=1024", PC_ERROR_NOT_SUPPORTED, "1024"},
  {"RSASSA-PKCS1-v1_5, modulusLength=16384", PC_ERROR_NOT_SUPPORTED, "16384"},
  {"RSASSA-PKCS1-v1_5, hash=SHA-1", PC_ERROR_NOT_SUPPORTED, "SHA-1"},
  {"RSASSA-PKCS1-v1_5, publicExponent=3", PC_ERROR_NOT_SUPPORTED, "3"},
  {"RSASSA-PKCS1-v1_5, modulusLength=long", PC_ERROR_TYPE, "modulusLength"},
  {"ECDSA, expires=-1", PC_ERROR_TYPE, "expires"},
  {"ECDSA, namedCurve=256", PC_ERROR_TYPE, "namedCurve"},
  {"", PC_ERROR_TYPE, "\"\""},
  {"ECDSA, expires", PC_ERROR_TYPE, "ECDSA, expires"},
};

GST_START_TEST (test_wrong_algorithms)
{
  g_autoptr (GError) error = NULL;

  fail_if (generate (wrong_algorithms[__i__].algorithm, &error));
  assert_error (&error, wrong_algorithms[__i__].code,
      wrong_algorithms[__i__].names);
}

GST_END_TEST;

/* Signed with another hash, by another program: RFC 8122 section 5.1 wants a
 * fingerprint with that one too. */
GST_START_TEST (test_fingerprint_of_the_signature)
{
  static const gchar *const expected[] = { "sha-256", "sha-384", "sha-512" };
  const EVP_MD *const digests[] = { EVP_sha256 (), EVP_sha384 (),
    EVP_sha512 ()
  };
  g_autoptr (GstRTCCertificate) made = gst_rtc_certificate_new (NULL);
  g_autoptr (GstRTCCertificate) certificate = NULL;
  g_autoptr (GPtrArray) fingerprints = NULL;
  g_autofree gchar *pem = gst_rtc_certificate_get_pem (made);
  g_autofree gchar *key = g_strndup (pem,
      strstr (pem, "-----BEGIN CERTIFICATE") - pem);
  g_autofree gchar *signed_pem = NULL;
  gchar *data;
  glong size;
  BIO *bio = BIO_new (BIO_s_mem ());
  X509 *x509 = X509_dup (gst_rtc_certificate_get_x509 (made));

  fail_unless (X509_sign (x509, gst_rtc_certificate_get_pkey (made),
          digests[__i__]) > 0);
  PEM_write_bio_X509 (bio, x509);
  size = BIO_get_mem_data (bio, &data);
  signed_pem = g_strdup_printf ("%s%.*s", key, (int) size, data);
  certificate = gst_rtc_certificate_new_from_pem (signed_pem, NULL);
  fingerprints = gst_rtc_certificate_get_fingerprints (certificate);
  fail_unless_equals_int (fingerprints->len, __i__ == 0 ? 1 : 2);
  fail_unless_equals_string (gst_rtc_dtls_fingerprint_get_algorithm
      (g_ptr_array_index (fingerprints, 0)), "sha-256");
  fail_unless_equals_string (gst_rtc_dtls_fingerprint_get_algorithm
      (g_ptr_array_index (fingerprints, fingerprints->len - 1)),
      expected[__i__]);
  BIO_free (bio);
  X509_free (x509);
}

GST_END_TEST;

/* --- PEM ------------------------------------------------------------------ */

GST_START_TEST (test_pem_and_back)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCCertificate) certificate = gst_rtc_certificate_new (NULL);
  g_autoptr (GstRTCCertificate) again = NULL;
  g_autofree gchar *pem = gst_rtc_certificate_get_pem (certificate);
  g_autofree gchar *before = get_fingerprint (certificate);
  g_autofree gchar *after = NULL;

  again = gst_rtc_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);
  after = get_fingerprint (again);
  fail_unless_equals_string (before, after);
  fail_unless_equals_int64 (gst_rtc_certificate_get_expires (certificate),
      gst_rtc_certificate_get_expires (again));
}

GST_END_TEST;

GST_START_TEST (test_bad_pem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCCertificate) one = gst_rtc_certificate_new (NULL);
  g_autoptr (GstRTCCertificate) other = gst_rtc_certificate_new (NULL);
  g_autofree gchar *pem = gst_rtc_certificate_get_pem (one);
  g_autofree gchar *other_pem = gst_rtc_certificate_get_pem (other);
  gchar *certificate = strstr (pem, "-----BEGIN CERTIFICATE");
  g_autofree gchar *key = g_strndup (pem, certificate - pem);
  g_autofree gchar *mixed = g_strconcat (key,
      strstr (other_pem, "-----BEGIN CERTIFICATE"), NULL);

  fail_if (gst_rtc_certificate_new_from_pem ("", &error));
  assert_error (&error, PC_ERROR_SYNTAX, "certificate");
  fail_if (gst_rtc_certificate_new_from_pem (key, &error));
  assert_error (&error, PC_ERROR_SYNTAX, "certificate");
  fail_if (gst_rtc_certificate_new_from_pem (certificate, &error));
  assert_error (&error, PC_ERROR_SYNTAX, "private key");
  fail_if (gst_rtc_certificate_new_from_pem (mixed, &error));
  assert_error (&error, PC_ERROR_INVALID_ACCESS, "private key");
}

GST_END_TEST;

/* Sanitizers walk the stack at each allocation. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_MICROSECONDS 100000
#else
#define MAX_MICROSECONDS 10000
#endif

GST_START_TEST (test_is_fast)
{
  clock_t start;
  gint64 each;
  guint i;

  /* the first one also loads OpenSSL */
  g_object_unref (gst_rtc_certificate_new (NULL));
  start = clock ();
  for (i = 0; i < 50; i++)
    g_object_unref (gst_rtc_certificate_new (NULL));
  each = (clock () - start) * G_USEC_PER_SEC / CLOCKS_PER_SEC / 50;
  GST_INFO ("%" G_GINT64_FORMAT " µs a certificate", each);
  /* 0.1 ms of processor time on a machine of today */
  fail_unless (each < MAX_MICROSECONDS,
      "%" G_GINT64_FORMAT " µs a certificate", each);
}

GST_END_TEST;

static Suite *
rtccertificate_suite (void)
{
  Suite *s = suite_create ("rtccertificate");
  TCase *tc = tcase_create ("certificate");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_default_is_fresh_ecdsa);
  tcase_add_test (tc, test_names_tell_nothing);
  tcase_add_test (tc, test_generate);
  tcase_add_test (tc, test_generate_not_supported);
  tcase_add_loop_test (tc, test_generate_on_the_connection, 0,
      G_N_ELEMENTS (algorithms));
  tcase_add_loop_test (tc, test_wrong_algorithms, 0,
      G_N_ELEMENTS (wrong_algorithms));
  tcase_add_loop_test (tc, test_fingerprint_of_the_signature, 0, 3);
  tcase_add_test (tc, test_pem_and_back);
  tcase_add_test (tc, test_bad_pem);
  tcase_add_test (tc, test_is_fast);

  return s;
}

GST_CHECK_MAIN (rtccertificate);
