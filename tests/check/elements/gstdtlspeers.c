/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlspeers.c: peers that are not ours: other profiles, ciphers and versions,
 * noise.
 */

#include "dtlsraw.h"

#include <openssl/err.h>
#include <openssl/srtp.h>

#include "gstsrtpsession.h"

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

/* --- ciphers and versions ------------------------------------------------- */

static void
use_rsa (gboolean for_alice)
{
  g_autoptr (GstRTCCertificate) certificate = NULL;

  if (for_alice) {
    certificate = gst_rtc_certificate_generate ("RSASSA-PKCS1-v1_5", NULL, 2048,
        NULL, -1, NULL);
    gst_rtc_dtls_srtp_set_certificate (GST_RTC_DTLS_SRTP (alice->dtls),
        certificate);
  } else {
    EVP_PKEY_free (mallory->key);
    mallory->key = EVP_RSA_gen (2048);
  }
}

/* The peer knows nothing else. It is the server's key that a suite names. */
static const struct
{
  const gchar *suite;
  const gchar *name;
  gboolean rsa;
} suites[] = {
  {"ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
      FALSE},
  {"ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      FALSE},
  {"ECDHE-ECDSA-CHACHA20-POLY1305",
      "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", FALSE},
  {"ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
      TRUE},
  {"ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
      TRUE},
  {"ECDHE-RSA-CHACHA20-POLY1305",
      "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", TRUE},
};

GST_START_TEST (test_each_cipher)
{
  const guint i = __i__ / 2;
  g_autofree gchar *cipher = NULL;

  mallory->server = __i__ % 2;
  if (suites[i].rsa)
    use_rsa (!mallory->server);
  fail_unless (SSL_CTX_set_cipher_list (mallory->ctx, suites[i].suite));
  raw_peer_use_certificate (mallory, 60);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "connected");
  g_object_get (alice->dtls, "cipher", &cipher, NULL);
  fail_unless_equals_string (cipher, suites[i].name);
}

GST_END_TEST;

static const struct
{
  const gchar *suites;
  gint version;
  gboolean rsa;
  gint alert;                   /* ours, as the server */
} refused[] = {
  /* what each of the two could do, but in an old version: protocol_version */
  {"ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", DTLS1_VERSION, FALSE, 70},
  {"ALL:@SECLEVEL=0", DTLS1_VERSION, TRUE, 70},
  /* no AEAD, no forward secrecy, no encryption: handshake_failure */
  {"ECDHE-ECDSA-AES128-SHA256", DTLS1_2_VERSION, FALSE, 40},
  {"ECDHE-ECDSA-AES128-SHA", DTLS1_2_VERSION, FALSE, 40},
  {"AES128-GCM-SHA256", DTLS1_2_VERSION, TRUE, 40},
  {"DHE-RSA-AES128-GCM-SHA256", DTLS1_2_VERSION, TRUE, 40},
  {"ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0", DTLS1_2_VERSION, FALSE, 40},
};

GST_START_TEST (test_refused)
{
  const guint i = __i__ / 2;

  mallory->server = __i__ % 2;
  if (refused[i].rsa)
    use_rsa (!mallory->server);
  fail_unless (SSL_CTX_set_min_proto_version (mallory->ctx,
          refused[i].version));
  fail_unless (SSL_CTX_set_max_proto_version (mallory->ctx,
          refused[i].version));
  fail_unless (SSL_CTX_set_cipher_list (mallory->ctx, refused[i].suites));
  raw_peer_use_certificate (mallory, 60);
  raw_peer_start (mallory);
  dtls_wait_state (alice, "failed");
  fail_unless_equals_int (gst_rtc_error_get_error_detail (alice->error),
      GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE);
  gst_rtc_io_sync (alice->io);
  fail_if (mallory->connected);
  /* there is nothing in our hello for such a server: handshake_failure */
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (alice->error),
      mallory->server ? 40 : -1);
  fail_unless_equals_int64 (gst_rtc_error_get_sent_alert (alice->error),
      mallory->server ? -1 : refused[i].alert);
}

GST_END_TEST;

static void
raw_renegotiate (gpointer user_data)
{
  RawPeer *self = user_data;

  SSL_renegotiate (self->ssl);
  SSL_do_handshake (self->ssl);
  ERR_clear_error ();
  raw_peer_flush (self);
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
  tcase_add_loop_test (tc, test_each_cipher, 0, 2 * G_N_ELEMENTS (suites));
  tcase_add_loop_test (tc, test_refused, 0, 2 * G_N_ELEMENTS (refused));
  tcase_add_test (tc, test_no_renegotiation);
  tcase_add_test (tc, test_noise_before_role);
  tcase_add_loop_test (tc, test_noise_in_handshake, 0, 8);
  tcase_add_test (tc, test_noise_when_connected);

  return s;
}

GST_CHECK_MAIN (gstdtlspeers);
