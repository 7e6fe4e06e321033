/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * dtls.c: what a DTLS handshake costs: two rtcdtlssrtp back to back, and two
 * SSL objects of OpenSSL that do the same, which is the floor.
 *
 *   dtls [handshakes]
 *
 * Prints one line of JSON. A handshake is both ends: ECDSA P-256 certificates
 * both ways, X25519, AES-128-GCM; certificates are made before.
 */

#include <stdio.h>
#include <stdlib.h>
#include <openssl/ssl.h>

#include <gst/peerconnection/rtccertificate-private.h>

#include "bench-process.h"
#include "gstrtcdtlssrtp.h"

/* --- OpenSSL alone -------------------------------------------------------- */

static int
accept_any (X509_STORE_CTX * store, void *user_data)
{
  return 1;
}

static SSL_CTX *
context_new (void)
{
  SSL_CTX *ctx = SSL_CTX_new (DTLS_method ());

  SSL_CTX_set_options (ctx, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode (ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_cipher_list (ctx, "ECDHE-ECDSA-AES128-GCM-SHA256");
  SSL_CTX_set1_groups_list (ctx, "X25519:P-256");
  SSL_CTX_set_verify (ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
      NULL);
  SSL_CTX_set_cert_verify_callback (ctx, accept_any, NULL);
  return ctx;
}

static SSL *
ssl_new (SSL_CTX * ctx, GstRTCCertificate * certificate, BIO * in, BIO * out)
{
  SSL *ssl = SSL_new (ctx);

  SSL_use_certificate (ssl, gst_rtc_certificate_get_x509 (certificate));
  SSL_use_PrivateKey (ssl, gst_rtc_certificate_get_pkey (certificate));
  SSL_set_mtu (ssl, 1200);
  BIO_up_ref (in);
  BIO_up_ref (out);
  SSL_set_bio (ssl, in, out);
  return ssl;
}

static BIO *
bio_new (void)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  BIO_set_mem_eof_return (bio, -1);
  return bio;
}

static void
openssl_handshake (SSL_CTX * ctx, GstRTCCertificate * certificate)
{
  BIO *to_server = bio_new (), *to_client = bio_new ();
  SSL *client = ssl_new (ctx, certificate, to_client, to_server);
  SSL *server = ssl_new (ctx, certificate, to_server, to_client);
  gboolean done = FALSE;

  SSL_set_connect_state (client);
  SSL_set_accept_state (server);
  for (guint i = 0; i < 10 && !done; i++)
    done = (SSL_do_handshake (client) == 1) & (SSL_do_handshake (server) == 1);
  if (!done)
    g_error ("OpenSSL alone: no handshake, %s and %s",
        SSL_state_string_long (client), SSL_state_string_long (server));
  SSL_free (client);
  SSL_free (server);
  BIO_free (to_server);
  BIO_free (to_client);
}

/* Handshakes a second of CPU. */
static gdouble
measure_openssl (guint n)
{
  g_autoptr (GstRTCCertificate) certificate = gst_rtc_certificate_new (NULL);
  SSL_CTX *ctx = context_new ();
  gdouble cpu;

  openssl_handshake (ctx, certificate);
  cpu = bench_cpu_seconds ();
  for (guint i = 0; i < n; i++)
    openssl_handshake (ctx, certificate);
  cpu = bench_cpu_seconds () - cpu;
  SSL_CTX_free (ctx);
  return n / cpu;
}

static gdouble
measure_certificates (guint n)
{
  gdouble cpu = bench_cpu_seconds ();

  for (guint i = 0; i < n; i++)
    g_object_unref (gst_rtc_certificate_new (NULL));
  return n / (bench_cpu_seconds () - cpu);
}

/* --- the element ---------------------------------------------------------- */

static GMutex lock;             /* protects n_connected */
static GCond cond;
static guint n_connected;

static void
on_state (GstRTCDtlsSrtp * dtls)
{
  if (gst_rtc_dtls_srtp_get_state (dtls) != PC_DTLS_CONNECTED)
    return;
  g_mutex_lock (&lock);
  n_connected++;
  g_cond_signal (&cond);
  g_mutex_unlock (&lock);
}

static GstRTCDtlsSrtp *
element_new (GstRTCCertificate * certificate)
{
  GstRTCDtlsSrtp *dtls = g_object_new (GST_TYPE_RTC_DTLS_SRTP, "certificate",
      certificate, NULL);
  g_autoptr (GPtrArray) own =
      gst_rtc_certificate_get_fingerprints (certificate);
  GstRTCDtlsFingerprint *fingerprint = g_ptr_array_index (own, 0);
  g_autofree gchar *text = g_strdup_printf ("%s %s",
      gst_rtc_dtls_fingerprint_get_algorithm (fingerprint),
      gst_rtc_dtls_fingerprint_get_value (fingerprint));
  const gchar *expected[] = { text, NULL };

  gst_object_ref_sink (dtls);
  g_object_set (dtls, "remote-fingerprints", expected, NULL);
  g_signal_connect (dtls, "notify::state", G_CALLBACK (on_state), NULL);
  gst_element_set_state (GST_ELEMENT (dtls), GST_STATE_PLAYING);
  return dtls;
}

static void
connect_elements (GstRTCDtlsSrtp * client, GstRTCDtlsSrtp * server)
{
  gint64 until = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  n_connected = 0;
  gst_rtc_dtls_srtp_set_role (server, PC_DTLS_ROLE_SERVER);
  gst_rtc_dtls_srtp_set_writable (server, TRUE);
  gst_rtc_dtls_srtp_set_role (client, PC_DTLS_ROLE_CLIENT);
  gst_rtc_dtls_srtp_set_writable (client, TRUE);
  g_mutex_lock (&lock);
  while (n_connected < 2)
    if (!g_cond_wait_until (&cond, &lock, until))
      g_error ("waited 20 s for a handshake");
  g_mutex_unlock (&lock);
}

static void
element_free (GstRTCDtlsSrtp * dtls)
{
  gst_element_set_state (GST_ELEMENT (dtls), GST_STATE_NULL);
  gst_object_unref (dtls);
}

static gdouble
measure_elements (guint n)
{
  g_autoptr (GstRTCCertificate) certificate = gst_rtc_certificate_new (NULL);
  g_autofree GstRTCDtlsSrtp **all = g_new (GstRTCDtlsSrtp *, 2 * n);
  gdouble cpu = 0;

  for (guint i = 0; i < 2 * n; i++)
    all[i] = element_new (certificate);
  for (guint i = 0; i < n; i++) {
    GstElement *client = GST_ELEMENT (all[2 * i]);
    GstElement *server = GST_ELEMENT (all[2 * i + 1]);

    gst_element_link_pads (client, "src", server, "sink");
    gst_element_link_pads (server, "src", client, "sink");
  }
  for (guint i = 0; i < n; i++) {
    if (i == 1)                 /* the first one loads what all share */
      cpu = bench_cpu_seconds ();
    connect_elements (all[2 * i], all[2 * i + 1]);
  }
  cpu = bench_cpu_seconds () - cpu;
  for (guint i = 0; i < 2 * n; i++)
    element_free (all[i]);
  return (n - 1) / cpu;
}

int
main (int argc, char **argv)
{
  guint n = MAX (argc > 1 ? atoi (argv[1]) : 200, 2);
  gdouble elements, openssl, certificates;

  gst_init (&argc, &argv);
  openssl = measure_openssl (n);
  elements = measure_elements (n);
  certificates = measure_certificates (n);
  printf ("{\"benchmark\": \"dtls\", \"handshakes\": %u, "
      "\"per_cpu_second\": %.0f, \"openssl_per_cpu_second\": %.0f, "
      "\"cost_of_openssl\": %.2f, \"certificates_per_cpu_second\": %.0f}\n",
      n, elements, openssl, openssl / elements, certificates);
  return EXIT_SUCCESS;
}
