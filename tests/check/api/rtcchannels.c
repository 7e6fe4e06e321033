/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcchannels.c: data channels between two connections.
 */

#include "channelpair.h"

#include <math.h>

static guint
pair_count (GString * diary, const gchar * what)
{
  guint n = 0;

  for (const gchar * at = diary->str; (at = strstr (at, what)) != NULL; at++)
    n++;
  return n;
}

GST_START_TEST (test_messages_go_both_ways)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("\0\1\2", 3);
  Pair pair;

  pair_start (&pair);
  fail_unless_equals_string (pair.my_diary->str, "open ");
  fail_unless_equals_string (pair.its_diary->str, "open ");
  fail_unless_equals_string (gst_rtc_data_channel_get_label (pair.its), "chat");
  fail_unless_equals_int (gst_rtc_data_channel_get_id (pair.mine),
      gst_rtc_data_channel_get_id (pair.its));

  fail_unless (gst_rtc_data_channel_send_string (pair.mine, "hello", NULL));
  settle ();
  fail_unless (gst_rtc_data_channel_send_bytes (pair.its, bytes, NULL));
  settle ();
  fail_unless_equals_string (pair.its_diary->str, "open text:hello low ");
  fail_unless_equals_string (pair.my_diary->str, "open low bytes:3 ");
  pair_stop (&pair);
}

GST_END_TEST;

static void
answer_at_once (GstRTCPeerConnection * pc, GstRTCDataChannelEvent * event,
    gpointer user_data)
{
  /* webrtc-pc section 6.2: one may send in the event, before "open". */
  fail_unless (gst_rtc_data_channel_send_string
      (gst_rtc_data_channel_event_get_channel (event), "welcome", NULL));
}

GST_START_TEST (test_an_announced_channel_is_open_in_its_event)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = NULL;
  GString *diary;

  test_peer_join (a, b);
  channel = open_channel (a, "x", NULL);
  diary = watch_channel (channel);
  g_signal_connect (b->pc, "datachannel", G_CALLBACK (answer_at_once), NULL);
  negotiate (a, b);
  wait_until (strstr (diary->str, "text:welcome") != NULL);
  fail_unless_equals_string (diary->str, "open text:welcome ");
  g_string_free (diary, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_ids_follow_the_dtls_role)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) first_of_a = open_channel (a, "a", NULL);
  g_autoptr (GstRTCDataChannel) next_of_a = open_channel (a, "aa", NULL);
  g_autoptr (GstRTCDataChannel) of_b = open_channel (b, "b", NULL);
  g_autoptr (GstRTCDataChannel) late = NULL;

  test_peer_join (a, b);
  fail_unless_equals_int (gst_rtc_data_channel_get_id (first_of_a), -1);
  negotiate (a, b);
  /* The answerer is the DTLS client: its ids are even (RFC 8832). */
  fail_unless_equals_int (gst_rtc_data_channel_get_id (first_of_a), 1);
  fail_unless_equals_int (gst_rtc_data_channel_get_id (next_of_a), 3);
  fail_unless_equals_int (gst_rtc_data_channel_get_id (of_b), 0);
  wait_until (is_open (first_of_a) && is_open (next_of_a) && is_open (of_b));

  late = open_channel (b, "late", NULL);
  fail_unless_equals_int (gst_rtc_data_channel_get_id (late), 2);
  wait_until (is_open (late));
  wait_until (a->channels->len == 2);
}

GST_END_TEST;

GST_START_TEST (test_negotiated_channels_need_no_announcement)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "negotiated", TRUE, "id", 5,
      "ordered", FALSE, "max-retransmits", 0, "protocol", "p", NULL);
  g_autoptr (GstRTCDataChannel) mine = open_channel (a, "x", init);
  g_autoptr (GstRTCDataChannel) its = open_channel (b, "y", init);
  GString *diary = watch_channel (its);
  GError *error = NULL;

  fail_unless_equals_int (gst_rtc_data_channel_get_id (mine), 5);
  fail_if (gst_rtc_data_channel_get_ordered (mine));
  fail_unless_equals_int (gst_rtc_data_channel_get_max_retransmits (mine), 0);
  fail_unless_equals_string (gst_rtc_data_channel_get_protocol (mine), "p");
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "again", init,
          &error) != NULL);
  assert_error (error, OPERATION);

  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (is_open (mine) && is_open (its));
  fail_unless (gst_rtc_data_channel_send_string (mine, "hi", NULL));
  settle ();
  fail_unless_equals_string (diary->str, "open text:hi ");
  fail_unless_equals_int (b->channels->len, 0);
  g_string_free (diary, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_bad_options_are_type_errors)
{
  const struct
  {
    const gchar *name;
    gint value;
    const gchar *name2;
    gint value2;
  } bad[] = {
    {"negotiated", TRUE, "id", -1},
    {"negotiated", TRUE, "id", 65535},
    {"negotiated", TRUE, "id", 70000},
    {"max-retransmits", 1, "max-packet-life-time", 1},
    {"max-retransmits", 70000, "id", -1},
  };
  g_autoptr (TestPeer) a = make_peer ();
  g_autofree gchar *label = g_strnfill (65536, 'x');
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GstRTCDataChannelInit) init =
        g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, bad[i].name,
        bad[i].value, bad[i].name2, bad[i].value2, NULL);

    fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "x", init,
            &error) != NULL);
    assert_error (error, TYPE);
  }
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, label, NULL,
          &error) != NULL);
  assert_error (error, TYPE);
  settle ();
  assert_diary (a, "");
}

GST_END_TEST;

GST_START_TEST (test_closing_is_seen_at_both_ends)
{
  g_autoptr (GstRTCDataChannel) again = NULL;
  Pair pair;

  pair_start (&pair);
  gst_rtc_data_channel_send_string (pair.mine, "last", NULL);
  gst_rtc_data_channel_close (pair.mine);
  gst_rtc_data_channel_close (pair.mine);
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (pair.mine),
      GST_RTC_DATA_CHANNEL_STATE_CLOSING);
  settle ();
  fail_unless_equals_string (pair.my_diary->str, "open low close ");
  fail_unless_equals_string (pair.its_diary->str,
      "open text:last closing close ");
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (pair.its),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);

  /* Its id is free again. */
  again = open_channel (pair.a, "again", NULL);
  fail_unless_equals_int (gst_rtc_data_channel_get_id (again),
      gst_rtc_data_channel_get_id (pair.mine));
  wait_until (is_open (again));
  pair_stop (&pair);
}

GST_END_TEST;

GST_START_TEST (test_a_channel_that_never_opened_closes_too)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = open_channel (a, "x", NULL);
  GString *diary = watch_channel (channel);
  GError *error = NULL;

  fail_if (gst_rtc_data_channel_send_string (channel, "x", &error));
  assert_error (error, INVALID_STATE);
  gst_rtc_data_channel_close (channel);
  settle ();
  fail_unless_equals_string (diary->str, "close ");
  g_string_free (diary, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_sending_has_its_errors)
{
  Pair pair;
  GError *error = NULL;
  g_autoptr (GstRTCSctpTransport) sctp = NULL;
  g_autofree gchar *large = NULL;
  gdouble max;

  pair_start (&pair);
  sctp = gst_rtc_peer_connection_get_sctp (pair.a->pc);
  fail_unless_equals_int (gst_rtc_sctp_transport_get_max_channels (sctp), 1024);
  max = gst_rtc_sctp_transport_get_max_message_size (sctp);
  fail_unless (max >= 65536 && !isinf (max));
  large = g_strnfill ((gsize) max + 1, 'x');
  fail_if (gst_rtc_data_channel_send_string (pair.mine, large, &error));
  assert_error (error, TYPE);
  fail_if (gst_rtc_data_channel_send_string (pair.mine, "\xff", &error));
  assert_error (error, TYPE);
  fail_if (gst_rtc_data_channel_send_string (pair.mine, "FULL", &error));
  assert_error (error, OPERATION);
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 0);

  gst_rtc_data_channel_close (pair.mine);
  fail_if (gst_rtc_data_channel_send_string (pair.mine, "x", &error));
  assert_error (error, INVALID_STATE);
  pair_stop (&pair);
}

GST_END_TEST;

GST_START_TEST (test_buffered_amount_rises_and_falls)
{
  Pair pair;

  pair_start (&pair);
  g_string_truncate (pair.my_diary, 0);
  gst_rtc_data_channel_set_buffered_amount_low_threshold (pair.mine, 4);
  fake_network_hold (TRUE);
  gst_rtc_data_channel_send_string (pair.mine, "123", NULL);
  gst_rtc_data_channel_send_string (pair.mine, "12345", NULL);
  gst_rtc_data_channel_send_string (pair.mine, "1234", NULL);
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 12);
  fake_network_hold (FALSE);
  settle ();
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 0);
  fail_unless_equals_string (pair.my_diary->str, "low ");
  pair_stop (&pair);
}

GST_END_TEST;

GST_START_TEST (test_a_lost_association_closes_its_channels)
{
  Pair pair;
  g_autoptr (GstRTCBackend) backend = NULL;

  pair_start (&pair);
  g_string_truncate (pair.my_diary, 0);
  g_free (test_peer_read (pair.a));
  gst_rtc_backend_post_sctp_state (pair.a->pc, PC_SCTP_CLOSED, 0, NULL);
  settle ();
  fail_unless_equals_string (pair.my_diary->str, "close ");
  pair_stop (&pair);
}

GST_END_TEST;

static void
take_cause (GstRTCDataChannel * channel, GstRTCErrorEvent * event, gint * cause)
{
  GstRTCError *error = gst_rtc_error_event_get_error (event);

  fail_unless_equals_int (gst_rtc_error_get_error_detail (error),
      GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE);
  *cause = gst_rtc_error_get_sctp_cause_code (error);
}

/* webrtc-pc section 6.2, "announcing a data channel as closed" */
GST_START_TEST (test_a_failed_association_says_why)
{
  g_autoptr (GstRTCError) error = g_object_new (GST_TYPE_RTC_ERROR,
      "error-detail", GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE,
      "sctp-cause-code", 12, NULL);
  g_autoptr (GstRTCSctpTransport) sctp = NULL;
  gint cause = -1;
  Pair pair;

  pair_start (&pair);
  sctp = gst_rtc_peer_connection_get_sctp (pair.a->pc);
  g_signal_connect (pair.mine, "error", G_CALLBACK (take_cause), &cause);
  g_string_truncate (pair.my_diary, 0);
  g_free (test_peer_read (pair.a));
  gst_rtc_backend_post_sctp_state (pair.a->pc, PC_SCTP_CLOSED, 0, error);
  settle ();
  fail_unless_equals_string (pair.my_diary->str, "error close ");
  fail_unless_equals_int (cause, 12);
  fail_unless_equals_int (gst_rtc_sctp_transport_get_state (sctp),
      GST_RTC_SCTP_TRANSPORT_STATE_CLOSED);
  pair_stop (&pair);
}

GST_END_TEST;

GST_START_TEST (test_too_few_streams_fail_a_channel)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "negotiated", TRUE, "id",
      2000, NULL);
  g_autoptr (GstRTCDataChannel) channel = open_channel (a, "x", init);
  GString *diary = watch_channel (channel);

  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (is_connected (a));
  settle ();
  fail_unless_equals_string (diary->str, "error close ");
  g_string_free (diary, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_undelivered_messages_pause_the_association)
{
  g_autofree gchar *mega = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GBytes) message = g_bytes_new (mega, 1024 * 1024);
  guint n = 0;
  Pair pair;

  pair_start (&pair);
  g_string_truncate (pair.my_diary, 0);
  fail_if (fake_backend_is_paused ());
  /* Nobody runs the main context meanwhile. */
  while (!fake_backend_is_paused () && n < 1000) {
    gst_rtc_backend_post_message (pair.a->pc,
        (guint16) gst_rtc_data_channel_get_id (pair.mine), TRUE, message);
    n++;
  }
  fail_unless (n > 1 && n < 1000);
  settle ();
  fail_if (fake_backend_is_paused ());
  fail_unless_equals_int (pair_count (pair.my_diary, "bytes:"), n);
  fail_unless (is_open (pair.mine));

  /* What an application has got, but not used up, counts too. */
  gst_rtc_backend_hold_messages (pair.a->pc, 100 * 1024 * 1024);
  fail_unless (fake_backend_is_paused ());
  gst_rtc_backend_hold_messages (pair.a->pc, -100 * 1024 * 1024);
  fail_if (fake_backend_is_paused ());
  pair_stop (&pair);
}

GST_END_TEST;

GST_START_TEST (test_labels_are_counted_in_bytes)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GString) label = g_string_new ("x");
  g_autoptr (GstRTCDataChannel) channel = NULL;
  GError *error = NULL;

  /* 65,535 bytes, but fewer characters: U+00E9 has two. */
  for (guint i = 0; i < 32767; i++)
    g_string_append (label, "\xc3\xa9");
  channel = open_channel (a, label->str, NULL);
  fail_unless_equals_string (gst_rtc_data_channel_get_label (channel),
      label->str);
  g_string_append_c (label, 'x');
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, label->str,
          NULL, &error) != NULL);
  assert_error (error, TYPE);
}

GST_END_TEST;

GST_START_TEST (test_priority_and_binary_type)
{
  const struct
  {
    GstRTCPriorityType type;
    guint16 on_the_wire;        /* RFC 8831 section 6.4 */
  } all[] = {
    {GST_RTC_PRIORITY_TYPE_VERY_LOW, 128},
    {GST_RTC_PRIORITY_TYPE_LOW, 256},
    {GST_RTC_PRIORITY_TYPE_MEDIUM, 512},
    {GST_RTC_PRIORITY_TYPE_HIGH, 1024},
  };
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  GstRTCDataChannel *channel;

  test_peer_join (a, b);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (GstRTCDataChannelInit) init =
        g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "priority", all[i].type,
        NULL);
    g_autoptr (GstRTCDataChannel) mine = open_channel (a, "x", init);

    fail_unless_equals_int (gst_rtc_data_channel_get_priority (mine),
        all[i].type);
  }
  negotiate (a, b);
  wait_until (b->channels->len == G_N_ELEMENTS (all));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    fail_unless_equals_int (gst_rtc_data_channel_get_priority
        (g_ptr_array_index (b->channels, i)), all[i].type);

  channel = g_ptr_array_index (b->channels, 0);
  fail_unless_equals_int (gst_rtc_data_channel_get_binary_type (channel),
      GST_BINARY_TYPE_ARRAYBUFFER);
  g_object_set (channel, "binary-type", GST_BINARY_TYPE_BLOB, NULL);
  fail_unless_equals_int (gst_rtc_data_channel_get_binary_type (channel),
      GST_BINARY_TYPE_BLOB);
}

GST_END_TEST;

GST_START_TEST (test_ids_stay_below_max_channels)
{
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "negotiated", TRUE, "id",
      1024, NULL);
  g_autoptr (GPtrArray) channels =
      g_ptr_array_new_with_free_func (g_object_unref);
  GstRTCDataChannel *channel;
  GError *error = NULL;
  Pair pair;

  pair_start (&pair);
  fail_if (gst_rtc_peer_connection_create_data_channel (pair.a->pc, "x", init,
          &error) != NULL);
  assert_error (error, OPERATION);
  /* Half of 1024 are ours, one is open. */
  while ((channel = gst_rtc_peer_connection_create_data_channel (pair.a->pc,
              "x", NULL, &error)) != NULL)
    g_ptr_array_add (channels, channel);
  assert_error (error, OPERATION);
  fail_unless_equals_int (channels->len, 511);
  pair_stop (&pair);
}

GST_END_TEST;

GST_START_TEST (test_a_closed_connection_makes_no_channel)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "negotiated", TRUE, NULL);
  GError *error = NULL;

  gst_rtc_peer_connection_close (a->pc);
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "x", NULL,
          &error) != NULL);
  assert_error (error, INVALID_STATE);
  /* Step 2 comes before the arguments are looked at. */
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "x", init,
          &error) != NULL);
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

GST_START_TEST (test_buffered_amount_outlives_the_channel)
{
  Pair pair;

  pair_start (&pair);
  fake_network_hold (TRUE);
  gst_rtc_data_channel_send_string (pair.mine, "12345", NULL);
  gst_rtc_backend_post_sctp_state (pair.a->pc, PC_SCTP_CLOSED, 0, NULL);
  while (g_main_context_iteration (NULL, FALSE));
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (pair.mine),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 5);
  fake_network_hold (FALSE);
  settle ();
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 5);
  pair_stop (&pair);
}

GST_END_TEST;

static Suite *
rtcchannels_suite (void)
{
  Suite *suite = suite_create ("rtcchannels");
  TCase *tcase = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_messages_go_both_ways);
  tcase_add_test (tcase, test_an_announced_channel_is_open_in_its_event);
  tcase_add_test (tcase, test_ids_follow_the_dtls_role);
  tcase_add_test (tcase, test_negotiated_channels_need_no_announcement);
  tcase_add_test (tcase, test_bad_options_are_type_errors);
  tcase_add_test (tcase, test_closing_is_seen_at_both_ends);
  tcase_add_test (tcase, test_a_channel_that_never_opened_closes_too);
  tcase_add_test (tcase, test_sending_has_its_errors);
  tcase_add_test (tcase, test_buffered_amount_rises_and_falls);
  tcase_add_test (tcase, test_a_lost_association_closes_its_channels);
  tcase_add_test (tcase, test_a_failed_association_says_why);
  tcase_add_test (tcase, test_too_few_streams_fail_a_channel);
  tcase_add_test (tcase, test_undelivered_messages_pause_the_association);
  tcase_add_test (tcase, test_labels_are_counted_in_bytes);
  tcase_add_test (tcase, test_priority_and_binary_type);
  tcase_add_test (tcase, test_ids_stay_below_max_channels);
  tcase_add_test (tcase, test_a_closed_connection_makes_no_channel);
  tcase_add_test (tcase, test_buffered_amount_outlives_the_channel);

  return suite;
}

GST_CHECK_MAIN (rtcchannels);
