/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlssrtp.c: two elements shake hands and talk.
 */

#include "dtlspair.h"

#include <string.h>

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

static void
assert_connected_as (DtlsPeer * peer, DtlsPeer * other)
{
  g_autofree gchar *profile = NULL, *version = NULL, *cipher = NULL;
  g_autoptr (GPtrArray) chain =
      gst_rtc_dtls_srtp_get_remote_certificates (GST_RTC_DTLS_SRTP
      (peer->dtls));
  g_autofree gchar *digest = NULL, *fingerprint =
      dtls_peer_get_fingerprint (other);
  GString *plain = g_string_new (NULL);
  const gchar *c;

  g_object_get (peer->dtls, "srtp-profile", &profile, "dtls-version", &version,
      "cipher", &cipher, NULL);
  fail_unless_equals_string (profile, "SRTP_AEAD_AES_128_GCM");
  fail_unless_equals_string (version, "DTLSv1.2");
  fail_unless_equals_string (cipher, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

  fail_unless_equals_int (chain->len, 1);
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256,
      g_ptr_array_index (chain, 0));
  for (c = strchr (fingerprint, ' ') + 1; *c; c++)
    if (*c != ':')
      g_string_append_c (plain, g_ascii_tolower (*c));
  fail_unless_equals_string (plain->str, digest);
  g_string_free (plain, TRUE);
}

GST_START_TEST (test_handshake)
{
  dtls_pair_connect (alice, bob);
  fail_unless_equals_string (alice->states->str, "new connecting connected ");
  fail_unless_equals_string (bob->states->str, "new connecting connected ");
  assert_connected_as (alice, bob);
  assert_connected_as (bob, alice);
  fail_unless (alice->max_datagram <= 1200);
  fail_unless (bob->max_datagram <= 1200);
  fail_unless (alice->error == NULL && bob->error == NULL);
}

GST_END_TEST;

GST_START_TEST (test_roles_the_other_way)
{
  dtls_pair_connect (bob, alice);
  assert_connected_as (alice, bob);
  assert_connected_as (bob, alice);
}

GST_END_TEST;

/* ten lists of ten, with a report in each */
static void
push_media (DtlsPeer * from, guint32 ssrc)
{
  guint i, j;

  for (i = 0; i < 10; i++) {
    GstBufferList *list = gst_buffer_list_new ();

    for (j = 0; j < 10; j++)
      gst_buffer_list_add (list, dtls_make_rtp (ssrc, 10 * i + j, 900 + j));
    gst_buffer_list_add (list, dtls_make_rtcp (ssrc));
    fail_unless_equals_int (gst_pad_push_list (from->rtp_in, list),
        GST_FLOW_OK);
  }
}

static void
assert_media (DtlsPeer * to, guint32 ssrc)
{
  guint i, n = 0;

  dtls_wait (to, to->rtp->len >= 110);
  fail_unless_equals_int (to->rtp->len, 110);
  fail_unless_equals_int (to->rtp_lists->len, 10);
  for (i = 0; i < 110; i++) {
    g_autoptr (GBytes) expected = NULL;
    GstBuffer *buffer = i % 11 == 10 ? dtls_make_rtcp (ssrc)
        : dtls_make_rtp (ssrc, n, 900 + n % 10);
    GstMapInfo map;

    if (i % 11 != 10)
      n++;
    gst_buffer_map (buffer, &map, GST_MAP_READ);
    expected = g_bytes_new (map.data, map.size);
    gst_buffer_unmap (buffer, &map);
    gst_buffer_unref (buffer);
    fail_unless (g_bytes_equal (expected, g_ptr_array_index (to->rtp, i)),
        "packet %u differs", i);
  }
  fail_unless_equals_uint64 (dtls_peer_get_stat (to, "rtp-packets-received"),
      110);
}

GST_START_TEST (test_media_both_ways)
{
  dtls_pair_connect (alice, bob);
  push_media (alice, 0x1111);
  push_media (bob, 0x2222);
  assert_media (bob, 0x1111);
  assert_media (alice, 0x2222);
  fail_unless_equals_uint64 (dtls_peer_get_stat (alice, "rtp-packets-sent"),
      110);
}

GST_END_TEST;

static void
push_data (DtlsPeer * from)
{
  GstBufferList *list = gst_buffer_list_new ();
  guint i;

  for (i = 0; i < 20; i++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, 1 + 60 * i, NULL);

    gst_buffer_memset (buffer, 0, i, -1);
    gst_buffer_list_add (list, buffer);
  }
  fail_unless_equals_int (gst_pad_push_list (from->data_in, list), GST_FLOW_OK);
}

static void
assert_data (DtlsPeer * to)
{
  guint i;

  dtls_wait (to, to->data->len >= 20);
  fail_unless_equals_int (to->data->len, 20);
  for (i = 0; i < 20; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (to->data, i),
        &size);

    fail_unless_equals_int (size, 1 + 60 * i);
    fail_unless (data[0] == i && data[size - 1] == i);
  }
}

GST_START_TEST (test_data_both_ways)
{
  guint sent;

  dtls_pair_connect (alice, bob);
  sent = alice->sent->len;
  push_data (alice);
  push_data (bob);
  assert_data (bob);
  assert_data (alice);
  /* a message is a datagram */
  fail_unless_equals_int (alice->sent->len - sent, 20);
  fail_unless_equals_uint64 (dtls_peer_get_stat (alice, "messages-sent"), 20);
  fail_unless_equals_uint64 (dtls_peer_get_stat (bob, "messages-received"), 20);
}

GST_END_TEST;

/* What upstream still holds is not changed under its hands. */
GST_START_TEST (test_shared_and_scattered_buffers)
{
  GstBuffer *shared = dtls_make_rtp (1, 1, 100);
  GstBuffer *scattered = gst_buffer_append (dtls_make_rtp (1, 2, 0),
      gst_buffer_new_memdup ("payload", 7));
  GstBuffer *before = gst_buffer_copy_deep (shared);
  const guint8 *received;
  GstMapInfo map;

  dtls_pair_connect (alice, bob);
  fail_unless_equals_int (gst_buffer_n_memory (scattered), 2);
  gst_pad_push (alice->rtp_in, gst_buffer_ref (shared));
  gst_pad_push (alice->rtp_in, scattered);
  dtls_wait (bob, bob->rtp->len == 2);

  gst_buffer_map (before, &map, GST_MAP_READ);
  fail_unless_equals_int (gst_buffer_memcmp (shared, 0, map.data, map.size), 0);
  fail_unless_equals_int (gst_buffer_get_size (shared), map.size);
  gst_buffer_unmap (before, &map);
  received = g_bytes_get_data (g_ptr_array_index (bob->rtp, 1), NULL);
  fail_unless (memcmp (received + 12, "payload", 7) == 0);
  gst_buffer_unref (shared);
  gst_buffer_unref (before);
}

GST_END_TEST;

GST_START_TEST (test_nothing_before_connected)
{
  dtls_peer_push_rtp (alice, 1, 1);
  push_data (alice);
  dtls_pair_connect (alice, bob);
  dtls_peer_push_rtp (alice, 1, 2);
  dtls_wait (bob, bob->rtp->len == 1);
  fail_unless_equals_int (bob->data->len, 0);
  fail_unless_equals_uint64 (dtls_peer_get_stat (alice,
          "dropped-not-connected"), 21);
}

GST_END_TEST;

/* --- fingerprints --------------------------------------------------------- */

static void
assert_failed (DtlsPeer * peer, GstRTCErrorDetailType detail)
{
  dtls_wait_state (peer, "failed");
  fail_unless (peer->error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (peer->error), detail);
  fail_unless (strstr (peer->states->str, " connected ") == NULL);
}

/* One of them rejects: it sends bad_certificate, the other hears it, and
 * nobody lets anything through. */
static void
assert_rejects (DtlsPeer * one, DtlsPeer * other)
{
  assert_failed (one, GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE);
  assert_failed (other, GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE);
  fail_unless_equals_int64 (gst_rtc_error_get_sent_alert (one->error), 42);
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (other->error),
      42);

  dtls_peer_push_rtp (one, 1, 1);
  dtls_peer_push_rtp (other, 1, 1);
  push_data (one);
  push_data (other);
  gst_rtc_io_sync (one->io);
  gst_rtc_io_sync (other->io);
  fail_unless_equals_uint64 (dtls_peer_get_stat (one, "rtp-packets-sent"), 0);
  fail_unless_equals_uint64 (dtls_peer_get_stat (other, "rtp-packets-sent"), 0);
  fail_unless_equals_int (one->rtp->len + one->data->len, 0);
  fail_unless_equals_int (other->rtp->len + other->data->len, 0);
}

static void
start (DtlsPeer * client, DtlsPeer * server)
{
  dtls_peer_start (server, PC_DTLS_ROLE_SERVER);
  dtls_peer_start (client, PC_DTLS_ROLE_CLIENT);
}

GST_START_TEST (test_wrong_fingerprint_of_the_server)
{
  dtls_peer_expect (alice, alice);
  dtls_peer_expect (bob, alice);
  start (alice, bob);
  assert_rejects (alice, bob);
}

GST_END_TEST;

GST_START_TEST (test_wrong_fingerprint_of_the_client)
{
  dtls_peer_expect (alice, bob);
  dtls_peer_expect (bob, bob);
  start (alice, bob);
  assert_rejects (bob, alice);
}

GST_END_TEST;

static gchar *
get_hash (DtlsPeer * peer, GChecksumType type, const gchar * name)
{
  g_autofree gchar *pem = gst_rtc_certificate_get_pem (peer->certificate);
  gchar *text = strstr (pem, "BEGIN CERTIFICATE-----") + 22;
  g_autofree guchar *der = NULL;
  g_autofree gchar *hex = NULL;
  GString *value = g_string_new (name);
  gsize size;
  guint i;

  *strstr (text, "-----END") = '\0';
  der = g_base64_decode (text, &size);
  hex = g_compute_checksum_for_data (type, der, size);
  for (i = 0; hex[i]; i += 2)
    g_string_append_printf (value, "%c%c%c", i ? ':' : ' ',
        g_ascii_toupper (hex[i]), g_ascii_toupper (hex[i + 1]));

  return g_string_free (value, FALSE);
}

GST_START_TEST (test_sha1_is_no_fingerprint)
{
  g_autofree gchar *sha1 = get_hash (bob, G_CHECKSUM_SHA1, "sha-1");

  dtls_peer_expect_fingerprint (alice, sha1);
  dtls_peer_expect (bob, alice);
  start (alice, bob);
  assert_rejects (alice, bob);
}

GST_END_TEST;

GST_START_TEST (test_sha512_in_lower_case)
{
  g_autofree gchar *upper = get_hash (bob, G_CHECKSUM_SHA512, "SHA-512");
  g_autofree gchar *lower = g_ascii_strdown (upper, -1);

  dtls_peer_expect_fingerprint (alice, lower);
  dtls_peer_expect (bob, alice);
  start (alice, bob);
  dtls_wait_state (alice, "connected");
  dtls_wait_state (bob, "connected");
}

GST_END_TEST;

static void
spoil (gchar * fingerprint)
{
  gchar *last = fingerprint + strlen (fingerprint) - 1;

  *last = *last == '0' ? '1' : '0';
}

/* RFC 8122 section 5.1: the strongest decides, in both directions. */
GST_START_TEST (test_strongest_of_several)
{
  const gboolean strong_is_wrong = __i__ == 0;
  g_autofree gchar *weak = get_hash (bob, G_CHECKSUM_SHA256, "sha-256");
  g_autofree gchar *strong = get_hash (bob, G_CHECKSUM_SHA384, "sha-384");
  const gchar *both[] = { weak, strong, NULL };

  spoil (strong_is_wrong ? strong : weak);
  g_object_set (alice->dtls, "remote-fingerprints", both, NULL);
  dtls_peer_expect (bob, alice);
  start (alice, bob);
  if (strong_is_wrong) {
    assert_rejects (alice, bob);
  } else {
    dtls_wait_state (alice, "connected");
    dtls_wait_state (bob, "connected");
  }
}

GST_END_TEST;

/* The offerer answers the ClientHello before it has the answer. */
GST_START_TEST (test_server_without_fingerprints_waits)
{
  dtls_peer_expect (alice, bob);
  start (alice, bob);
  /* alice's second flight is out: bob has it, or soon will */
  dtls_wait (alice, alice->sent->len >= 2);
  dtls_peer_push_rtp (bob, 1, 1);
  push_data (bob);
  gst_rtc_io_sync (bob->io);
  fail_unless_equals_string (bob->states->str, "new connecting ");
  fail_unless_equals_string (alice->states->str, "new connecting ");

  dtls_peer_expect (bob, alice);
  dtls_wait_state (alice, "connected");
  dtls_wait_state (bob, "connected");
  fail_unless_equals_int (alice->rtp->len + alice->data->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_server_rejects_late)
{
  dtls_peer_expect (alice, bob);
  start (alice, bob);
  dtls_wait (alice, alice->sent->len >= 2);
  dtls_peer_expect (bob, bob);
  assert_rejects (bob, alice);
}

GST_END_TEST;

GST_START_TEST (test_other_fingerprint_later_ends_it)
{
  dtls_pair_connect (alice, bob);
  dtls_peer_expect (alice, bob);
  dtls_peer_push_rtp (alice, 1, 1);
  dtls_wait (bob, bob->rtp->len == 1);

  dtls_peer_expect (alice, alice);
  dtls_wait_state (alice, "failed");
  dtls_wait_state (bob, "closed");
  fail_unless_equals_int (gst_rtc_error_get_error_detail (alice->error),
      GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE);
}

GST_END_TEST;

GST_START_TEST (test_replayed_packets_are_dropped)
{
  GBytes *datagram;
  guint i;

  dtls_pair_connect (alice, bob);
  dtls_peer_push_rtp (alice, 1, 1);
  dtls_wait (bob, bob->rtp->len == 1);

  datagram = g_ptr_array_index (alice->sent, alice->sent->len - 1);
  for (i = 0; i < 3; i++)
    gst_pad_chain (alice->net_in, gst_buffer_new_memdup (g_bytes_get_data
            (datagram, NULL), g_bytes_get_size (datagram)));
  dtls_peer_push_rtp (alice, 1, 2);
  dtls_wait (bob, bob->rtp->len >= 2);
  fail_unless_equals_int (bob->rtp->len, 2);
  fail_unless_equals_uint64 (dtls_peer_get_stat (bob, "dropped-replayed"), 3);
}

GST_END_TEST;

/* --- the end -------------------------------------------------------------- */

GST_START_TEST (test_close_notify)
{
  const guint8 *record;
  guint sent;

  dtls_pair_connect (alice, bob);
  gst_rtc_io_sync (bob->io);
  sent = bob->sent->len;
  g_signal_emit_by_name (alice->dtls, "close");
  dtls_wait_state (alice, "closed");
  dtls_wait_state (bob, "closed");
  fail_unless (alice->error == NULL && bob->error == NULL);
  /* which is answered: an alert */
  fail_unless_equals_int (bob->sent->len, sent + 1);
  record = g_bytes_get_data (g_ptr_array_index (bob->sent, sent), NULL);
  fail_unless_equals_int (record[0], 21);

  gst_rtc_dtls_srtp_close (GST_RTC_DTLS_SRTP (alice->dtls));
  dtls_peer_push_rtp (bob, 1, 1);
  push_data (bob);
  gst_rtc_io_sync (bob->io);
  gst_rtc_io_sync (alice->io);
  fail_unless_equals_uint64 (dtls_peer_get_stat (bob, "rtp-packets-sent"), 0);
  fail_unless_equals_string (alice->states->str,
      "new connecting connected closed ");
}

GST_END_TEST;

GST_START_TEST (test_again_after_ready)
{
  dtls_pair_connect (alice, bob);

  g_object_set (alice->dtls, "writable", FALSE, NULL);
  g_object_set (bob->dtls, "writable", FALSE, NULL);
  gst_element_set_state (alice->dtls, GST_STATE_READY);
  gst_element_set_state (bob->dtls, GST_STATE_READY);
  dtls_wait_state (alice, "closed");
  dtls_wait_state (bob, "closed");
  fail_unless_equals_int (gst_pad_push (alice->rtp_in, dtls_make_rtp (1, 1, 9)),
      GST_FLOW_FLUSHING);

  gst_element_set_state (bob->dtls, GST_STATE_PLAYING);
  gst_element_set_state (alice->dtls, GST_STATE_PLAYING);
  dtls_pair_link (alice, bob);
  dtls_pair_connect (alice, bob);
  fail_unless_equals_string (alice->states->str, "new connecting connected "
      "closed new connecting connected ");
}

GST_END_TEST;

/* --- a two-way element ---------------------------------------------------- */

static void
assert_links (DtlsPeer * peer, const gchar * name, const gchar * expected)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (peer->dtls, name);
  GstIterator *it = gst_pad_iterate_internal_links (pad);
  GString *found = g_string_new (NULL);
  GValue value = G_VALUE_INIT;

  while (gst_iterator_next (it, &value) == GST_ITERATOR_OK) {
    g_string_append_printf (found, "%s ",
        GST_OBJECT_NAME (g_value_get_object (&value)));
    g_value_reset (&value);
  }
  g_value_unset (&value);
  gst_iterator_free (it);
  fail_unless_equals_string (found->str, expected);
  g_string_free (found, TRUE);
}

GST_START_TEST (test_directions_do_not_touch)
{
  g_autoptr (GstPad) src = gst_element_get_static_pad (alice->dtls, "src");
  GstQuery *query = gst_query_new_latency ();
  gboolean live;

  assert_links (alice, "sink", "rtp_src data_src ");
  assert_links (alice, "src", "rtp_sink data_sink ");
  assert_links (alice, "rtp_sink", "src ");
  assert_links (alice, "rtp_src", "sink ");
  assert_links (alice, "data_sink", "src ");
  assert_links (alice, "data_src", "sink ");

  fail_unless (gst_pad_peer_query (alice->rtp_out, query));
  gst_query_parse_latency (query, &live, NULL, NULL);
  fail_unless (live);
  gst_query_unref (query);

  /* media may end, the transport goes on */
  dtls_pair_connect (alice, bob);
  gst_pad_push_event (alice->rtp_in, gst_event_new_eos ());
  push_data (alice);
  assert_data (bob);
  fail_if (GST_PAD_IS_EOS (src));
}

GST_END_TEST;

static Suite *
gstrtcdtlssrtp_suite (void)
{
  Suite *s = suite_create ("gstrtcdtlssrtp");
  TCase *tc = tcase_create ("pair");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_handshake);
  tcase_add_test (tc, test_roles_the_other_way);
  tcase_add_test (tc, test_media_both_ways);
  tcase_add_test (tc, test_data_both_ways);
  tcase_add_test (tc, test_shared_and_scattered_buffers);
  tcase_add_test (tc, test_nothing_before_connected);
  tcase_add_test (tc, test_wrong_fingerprint_of_the_server);
  tcase_add_test (tc, test_wrong_fingerprint_of_the_client);
  tcase_add_test (tc, test_sha1_is_no_fingerprint);
  tcase_add_test (tc, test_sha512_in_lower_case);
  tcase_add_loop_test (tc, test_strongest_of_several, 0, 2);
  tcase_add_test (tc, test_server_without_fingerprints_waits);
  tcase_add_test (tc, test_server_rejects_late);
  tcase_add_test (tc, test_other_fingerprint_later_ends_it);
  tcase_add_test (tc, test_replayed_packets_are_dropped);
  tcase_add_test (tc, test_close_notify);
  tcase_add_test (tc, test_again_after_ready);
  tcase_add_test (tc, test_directions_do_not_touch);

  return s;
}

GST_CHECK_MAIN (gstrtcdtlssrtp);
