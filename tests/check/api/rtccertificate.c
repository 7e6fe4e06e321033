/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtccertificate.c: certificates are fresh, neutral, readable again.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <gst/peerconnection/rtccertificate-private.h>
#include <gst/peerconnection/core/pcerror.h>
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
  tcase_add_test (tc, test_pem_and_back);
  tcase_add_test (tc, test_bad_pem);
  tcase_add_test (tc, test_is_fast);

  return s;
}

GST_CHECK_MAIN (rtccertificate);
