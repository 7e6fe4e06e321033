/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlsflights.c: handshakes that come early, that get lost, that do not
 * fit.
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

/* Both ways: what is said is heard. */
static void
assert_talk (void)
{
  dtls_peer_push_rtp (alice, 1, 1);
  dtls_peer_push_rtp (bob, 2, 1);
  dtls_wait (alice, alice->rtp->len == 1);
  dtls_wait (bob, bob->rtp->len == 1);
}

typedef struct
{
  guint n, period, phase;
} Dropper;

/* The network outlives a test by its teardown, so these do too. */
static gint alice_may_send, bob_may_send;
static Dropper alice_dropper, bob_dropper;

/* *@user_data datagrams more */
static gboolean
pass_some (gpointer user_data, GstBuffer * datagram)
{
  return g_atomic_int_add ((gint *) user_data, -1) > 0;
}

/* It is kept: bob's flight answers the first one, no other ever arrived. */
GST_START_TEST (test_early_client_hello)
{
  alice_may_send = 1;
  alice->filter_data = &alice_may_send;
  alice->filter = pass_some;
  dtls_peer_expect (alice, bob);
  dtls_peer_start (alice, PC_DTLS_ROLE_CLIENT);
  dtls_wait (alice, alice->sent->len >= 1);
  gst_rtc_io_sync (bob->io);
  fail_unless_equals_int (bob->sent->len, 0);

  dtls_peer_expect (bob, alice);
  g_object_set (bob->dtls, "role", GST_RTC_DTLS_ROLE_SERVER, NULL);
  gst_rtc_io_sync (bob->io);
  fail_unless_equals_int (bob->sent->len, 0);
  g_object_set (bob->dtls, "writable", TRUE, NULL);
  dtls_wait (bob, bob->sent->len >= 1);
  g_atomic_int_set (&alice_may_send, G_MAXINT);
  dtls_wait_state (alice, "connected");
  dtls_wait_state (bob, "connected");
}

GST_END_TEST;

/* Anybody who guesses the port can send those: MAX_EARLY_DATAGRAMS or
 * MAX_EARLY_BYTES of them stay, and they are in nobody's way. */
GST_START_TEST (test_flood_before_the_answer)
{
  static const struct
  {
    gsize size;
    guint kept;
  } floods[] = {
    {100, 8},
    {9000, 1},
  };
  const gsize size = floods[__i__].size;
  guint i;

  for (i = 0; i < 2000; i++) {
    GstBuffer *record = gst_buffer_new_allocate (NULL, size, NULL);
    /* of no length that could be, so that it is discarded in silence */
    const guint8 header[] = {
      22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
    };

    gst_buffer_memset (record, 0, 0, -1);
    gst_buffer_fill (record, 0, header, sizeof header);
    gst_pad_chain (alice->net_in, record);
    if (i % 500 == 0)
      gst_rtc_io_sync (bob->io);
  }
  gst_rtc_io_sync (bob->io);
  fail_unless_equals_uint64 (dtls_peer_get_stat (bob, "dropped-overflow"),
      2000 - floods[__i__].kept);

  dtls_pair_connect (alice, bob);
  assert_talk ();
}

GST_END_TEST;

static gboolean
drop_each_nth (gpointer user_data, GstBuffer * datagram)
{
  Dropper *dropper = user_data;

  return dropper->n++ % dropper->period != dropper->phase;
}

/* The periods and phases drop each flight of either side at least once. Each
 * is one datagram, also when it is sent again: else every second one would
 * always be the same message. */
GST_START_TEST (test_lossy_handshake)
{
  const guint period = 2 + __i__ / 4;

  alice_dropper = (Dropper) {
  0, period, __i__ % 2};
  bob_dropper = (Dropper) {
  0, period, (__i__ / 2) % 2};
  alice->filter_data = &alice_dropper;
  bob->filter_data = &bob_dropper;
  alice->filter = bob->filter = drop_each_nth;
  dtls_pair_connect (alice, bob);

  /* nothing is on its way: the last to be connected was silent since */
  gst_rtc_io_sync (alice->io);
  gst_rtc_io_sync (bob->io);
  alice->filter = bob->filter = NULL;
  assert_talk ();
}

GST_END_TEST;

/* The first one only. */
static gboolean
drop_an_alert (gpointer user_data, GstBuffer * datagram)
{
  guint8 type;

  gst_buffer_extract (datagram, 0, &type, 1);

  return type != 21 || g_atomic_int_add ((gint *) user_data, -1) <= 0;
}

/* RFC 6347 section 4.2.4: who did not hear the alert tries again, and hears
 * another. */
GST_START_TEST (test_lost_alert)
{
  DtlsPeer *judge = __i__ == 0 ? alice : bob;
  DtlsPeer *other = __i__ == 0 ? bob : alice;

  alice_may_send = 1;
  judge->filter_data = &alice_may_send;
  judge->filter = drop_an_alert;
  dtls_peer_expect (judge, judge);
  dtls_peer_expect (other, judge);
  dtls_peer_start (bob, PC_DTLS_ROLE_SERVER);
  dtls_peer_start (alice, PC_DTLS_ROLE_CLIENT);
  dtls_wait_state (judge, "failed");
  dtls_wait_state (other, "failed");
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (other->error),
      42);
}

GST_END_TEST;

/* Two clients that hear nothing: bob's timer shows that time goes by. */
GST_START_TEST (test_waits_for_a_path)
{
  guint sent;

  alice_may_send = bob_may_send = 0;
  alice->filter_data = &alice_may_send;
  bob->filter_data = &bob_may_send;
  alice->filter = bob->filter = pass_some;
  dtls_peer_expect (alice, bob);
  dtls_peer_expect (bob, alice);
  dtls_peer_start (alice, PC_DTLS_ROLE_CLIENT);
  dtls_wait (alice, alice->sent->len >= 1);
  g_object_set (alice->dtls, "writable", FALSE, NULL);
  gst_rtc_io_sync (alice->io);
  sent = alice->sent->len;

  dtls_peer_start (bob, PC_DTLS_ROLE_CLIENT);
  dtls_wait (bob, bob->sent->len >= 4);
  gst_rtc_io_sync (alice->io);
  fail_unless_equals_int (alice->sent->len, sent);
  g_object_set (alice->dtls, "writable", TRUE, NULL);
  dtls_wait (alice, alice->sent->len > sent);
}

GST_END_TEST;

/* --- what does not fit ---------------------------------------------------- */

/* Not the media: it is the application that makes those packets. */
static gboolean
drop_large_flights (gpointer user_data, GstBuffer * datagram)
{
  guint8 first;

  gst_buffer_extract (datagram, 0, &first, 1);

  return first >= 128
      || gst_buffer_get_size (datagram) <= GPOINTER_TO_SIZE (user_data);
}

/* Making such a key takes long: one for both. */
static void
use_rsa (void)
{
  g_autoptr (GstRTCCertificate) certificate =
      gst_rtc_certificate_generate ("RSASSA-PKCS1-v1_5", NULL, 2048, NULL, -1,
      NULL);

  g_set_object (&alice->certificate, certificate);
  g_set_object (&bob->certificate, certificate);
  gst_rtc_dtls_srtp_set_certificate (GST_RTC_DTLS_SRTP (alice->dtls),
      certificate);
  gst_rtc_dtls_srtp_set_certificate (GST_RTC_DTLS_SRTP (bob->dtls),
      certificate);
}

/* A path that silently loses what is larger: each side finds out by itself
 * (RFC 6347 section 4.1.1.1). */
GST_START_TEST (test_path_of_small_mtu)
{
  static const gsize mtus[] = { 600, 300 };

  alice->filter = bob->filter = drop_large_flights;
  alice->filter_data = bob->filter_data = GSIZE_TO_POINTER (mtus[__i__]);
  use_rsa ();
  dtls_pair_connect (alice, bob);
  assert_talk ();
  /* the server's certificate did not get through before */
  fail_unless (bob->max_datagram > 600);
}

GST_END_TEST;

static Suite *
gstrtcdtlsflights_suite (void)
{
  Suite *s = suite_create ("gstrtcdtlsflights");
  TCase *tc = tcase_create ("flights");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_early_client_hello);
  tcase_add_loop_test (tc, test_flood_before_the_answer, 0, 2);
  tcase_add_loop_test (tc, test_lossy_handshake, 0, 12);
  tcase_add_loop_test (tc, test_lost_alert, 0, 2);
  tcase_add_test (tc, test_waits_for_a_path);
  tcase_add_loop_test (tc, test_path_of_small_mtu, 0, 2);

  return s;
}

GST_CHECK_MAIN (gstrtcdtlsflights);
