/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlsrestart.c: two elements shake hands again.
 */

#include "dtlspair.h"

static DtlsPeer *alice, *bob;

static void
setup (void)
{
  alice = dtls_peer_new ("alice");
  bob = dtls_peer_new ("bob");
  dtls_pair_link (alice, bob);
}

static void
teardown (void)
{
  dtls_peer_free (alice);
  dtls_peer_free (bob);
}

/* @peer has verified the certificate that @other has now. */
static void
assert_knows (DtlsPeer * peer, DtlsPeer * other)
{
  g_autoptr (GPtrArray) chain =
      gst_rtc_dtls_srtp_get_remote_certificates (GST_RTC_DTLS_SRTP
      (peer->dtls));
  g_autofree gchar *wanted = dtls_peer_get_fingerprint (other);
  g_autofree gchar *digest = NULL;
  g_auto (GStrv) bytes = NULL;
  g_autofree gchar *plain = NULL;

  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256,
      g_ptr_array_index (chain, 0));
  bytes = g_strsplit (wanted + strlen ("sha-256 "), ":", -1);
  plain = g_strjoinv ("", bytes);
  fail_unless (g_ascii_strcasecmp (plain, digest) == 0, "%s knows %s, not %s",
      peer->name, digest, plain);
}

static void
take_certificate (DtlsPeer * peer)
{
  g_clear_object (&peer->certificate);
  peer->certificate = gst_rtc_certificate_new (NULL);
  gst_rtc_dtls_srtp_set_certificate (GST_RTC_DTLS_SRTP (peer->dtls),
      peer->certificate);
}

/* Until it is new again: what it was says nothing of what it becomes. */
static void
restart (DtlsPeer * peer)
{
  gst_rtc_dtls_srtp_restart (GST_RTC_DTLS_SRTP (peer->dtls));
  gst_rtc_io_sync (peer->io);
}

/* RFC 8842 section 5: other certificates, and the roles the other way. */
GST_START_TEST (test_restart)
{
  g_autoptr (GBytes) before = NULL;
  GstPad *net;
  GstBuffer *old;

  dtls_pair_connect (alice, bob);
  dtls_peer_push_rtp (alice, 1, 1);
  dtls_wait (bob, bob->rtp->len == 1);
  g_mutex_lock (&alice->lock);
  before = g_bytes_ref (g_ptr_array_index (alice->sent, alice->sent->len - 1));
  g_mutex_unlock (&alice->lock);

  take_certificate (alice);
  take_certificate (bob);
  gst_rtc_dtls_srtp_restart (GST_RTC_DTLS_SRTP (alice->dtls));
  fail_unless_equals_int (gst_rtc_dtls_srtp_get_state (GST_RTC_DTLS_SRTP
          (alice->dtls)), PC_DTLS_NEW);
  fail_unless (gst_rtc_dtls_srtp_get_remote_certificates (GST_RTC_DTLS_SRTP
          (alice->dtls)) == NULL);
  /* No keys, and the peer has not heard of it. */
  dtls_peer_push_rtp (alice, 1, 2);
  fail_unless_equals_uint64 (dtls_peer_get_stat (alice,
          "dropped-not-connected"), 1);
  gst_rtc_io_sync (alice->io);
  gst_rtc_io_sync (bob->io);
  fail_unless_equals_string (bob->states->str, "new connecting connected ");

  restart (bob);
  dtls_pair_connect (bob, alice);
  assert_knows (alice, bob);
  assert_knows (bob, alice);
  fail_unless_equals_string (alice->states->str, "new connecting connected "
      "new connecting connected ");
  fail_unless_equals_string (bob->states->str, "new connecting connected "
      "new connecting connected ");

  /* What was protected by the old keys is nobody's. */
  net = gst_element_get_static_pad (bob->dtls, "sink");
  old = gst_buffer_new_wrapped_bytes (before);
  gst_pad_chain (net, old);
  gst_object_unref (net);
  gst_rtc_io_sync (bob->io);
  fail_unless_equals_uint64 (dtls_peer_get_stat (bob,
          "dropped-unauthenticated"), 1);
  dtls_peer_push_rtp (alice, 1, 3);
  dtls_wait (bob, bob->rtp->len == 2);
  dtls_peer_push_rtp (bob, 2, 1);
  dtls_wait (alice, alice->rtp->len == 1);
  fail_unless (alice->error == NULL && bob->error == NULL);
}

GST_END_TEST;

/* The client is ahead in the signalling: the server, which still has the old
 * association, takes its hello for nothing, and answers a later one. */
GST_START_TEST (test_restart_of_one_first)
{
  gint64 end = g_get_monotonic_time () + DTLS_PAIR_DEADLINE_S * G_USEC_PER_SEC;

  dtls_pair_connect (alice, bob);
  take_certificate (alice);
  restart (alice);
  dtls_peer_expect (alice, bob);
  dtls_peer_start (alice, PC_DTLS_ROLE_CLIENT);
  while (dtls_peer_get_stat (alice, "handshake-retransmissions") == 0)
    fail_unless (g_get_monotonic_time () < end, "waited for a second hello");
  fail_unless_equals_string (bob->states->str, "new connecting connected ");

  restart (bob);
  dtls_peer_expect (bob, alice);
  dtls_peer_start (bob, PC_DTLS_ROLE_SERVER);
  dtls_wait_state (alice, "new connecting connected");
  dtls_wait_state (bob, "new connecting connected");
  assert_knows (bob, alice);
}

GST_END_TEST;

static Suite *
gstrtcdtlsrestart_suite (void)
{
  Suite *suite = suite_create ("gstrtcdtlsrestart");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 60);
  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_restart);
  tcase_add_test (tc, test_restart_of_one_first);

  return suite;
}

GST_CHECK_MAIN (gstrtcdtlsrestart);
