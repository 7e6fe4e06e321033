/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannel.c: a data channel by the words of webrtc-pc section 6.
 */

#include "channelpair.h"

#include <string.h>

/* --- createDataChannel, section 6.1 ----------------------------------------- */

/* @n bytes of text, in characters of two bytes as far as possible. */
static gchar *
text_of (gsize n)
{
  GString *text = g_string_sized_new (n);

  while (text->len + 2 <= n)
    g_string_append (text, "\xc3\xa9");
  if (text->len < n)
    g_string_append_c (text, 'x');
  return g_string_free (text, FALSE);
}

typedef struct
{
  gsize label;                  /* bytes */
  gsize protocol;               /* bytes */
  gint life_time;
  gint retransmits;
  gboolean negotiated;
  gint id;
  gboolean taken;
} Arguments;

/* *INDENT-OFF* */
static const Arguments arguments[] = {
  { 0, 0, -1, -1, FALSE, -1, TRUE },
  /* Step 5, in bytes of UTF-8. */
  { 65535, 0, -1, -1, FALSE, -1, TRUE },
  { 65536, 0, -1, -1, FALSE, -1, FALSE },
  /* Step 11. */
  { 1, 65535, -1, -1, FALSE, -1, TRUE },
  { 1, 65536, -1, -1, FALSE, -1, FALSE },
  /* [EnforceRange] unsigned short */
  { 1, 0, 0, -1, FALSE, -1, TRUE },
  { 1, 0, 65535, -1, FALSE, -1, TRUE },
  { 1, 0, 65536, -1, FALSE, -1, FALSE },
  { 1, 0, -2, -1, FALSE, -1, FALSE },
  { 1, 0, -1, 0, FALSE, -1, TRUE },
  { 1, 0, -1, 65535, FALSE, -1, TRUE },
  { 1, 0, -1, 65536, FALSE, -1, FALSE },
  { 1, 0, -1, -2, FALSE, -1, FALSE },
  { 1, 0, -1, -1, FALSE, 65536, FALSE },
  { 1, 0, -1, -1, FALSE, -2, FALSE },
  { 1, 0, -1, -1, TRUE, 65536, FALSE },
  /* Step 14. */
  { 1, 0, -1, -1, TRUE, -1, FALSE },
  { 1, 0, -1, -1, TRUE, 0, TRUE },
  /* Step 15. */
  { 1, 0, 0, 0, FALSE, -1, FALSE },
  { 1, 0, 65535, 65535, FALSE, -1, FALSE },
  /* Step 17: no matter when it is ignored. */
  { 1, 0, -1, -1, TRUE, 65534, TRUE },
  { 1, 0, -1, -1, TRUE, 65535, FALSE },
  { 1, 0, -1, -1, FALSE, 65535, TRUE },
};
/* *INDENT-ON* */

static GstRTCDataChannel *
create (TestPeer * peer, const Arguments * with, GError ** error)
{
  g_autofree gchar *label = text_of (with->label);
  g_autofree gchar *protocol = text_of (with->protocol);
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "protocol", protocol,
      "max-packet-life-time", with->life_time, "max-retransmits",
      with->retransmits, "negotiated", with->negotiated, "id", with->id, NULL);

  return gst_rtc_peer_connection_create_data_channel (peer->pc, label, init,
      error);
}

GST_START_TEST (test_arguments_are_checked)
{
  const Arguments *with = &arguments[__i__];
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = NULL;
  GError *error = NULL;

  channel = create (a, with, &error);
  fail_unless_equals_int (channel != NULL, with->taken);
  if (!with->taken)
    assert_error (error, TYPE);
  settle ();
  /* Nothing changes when it fails: no negotiation is needed for it. */
  assert_diary (a, with->taken ? "negotiationneeded" : "");
  if (channel == NULL)
    return;
  fail_unless_equals_int (strlen (gst_rtc_data_channel_get_label (channel)),
      with->label);
  fail_unless_equals_int (strlen (gst_rtc_data_channel_get_protocol (channel)),
      with->protocol);
  fail_unless_equals_int (gst_rtc_data_channel_get_max_packet_life_time
      (channel), with->life_time);
  fail_unless_equals_int (gst_rtc_data_channel_get_max_retransmits (channel),
      with->retransmits);
  /* Step 13: of an id of a channel that is announced nothing is kept. */
  fail_unless_equals_int (gst_rtc_data_channel_get_id (channel),
      with->negotiated ? with->id : -1);
}

GST_END_TEST;

/* What is not text at all can come from C only. */
GST_START_TEST (test_a_label_is_text)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT, "protocol", "\xff", NULL);
  GError *error = NULL;

  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "\xff", NULL,
          &error) != NULL);
  assert_error (error, TYPE);
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "x", init,
          &error) != NULL);
  assert_error (error, TYPE);
}

GST_END_TEST;

/* The longest label and protocol, as the peer gets them. */
GST_START_TEST (test_long_words_arrive)
{
  const Arguments with = { 65535, 65535, -1, 3, FALSE, -1, TRUE };
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = create (a, &with, NULL);
  GstRTCDataChannel *its;

  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (b->channels->len == 1);
  its = g_ptr_array_index (b->channels, 0);
  fail_unless_equals_string (gst_rtc_data_channel_get_label (its),
      gst_rtc_data_channel_get_label (channel));
  fail_unless_equals_string (gst_rtc_data_channel_get_protocol (its),
      gst_rtc_data_channel_get_protocol (channel));
  fail_unless_equals_int (gst_rtc_data_channel_get_max_retransmits (its), 3);
  fail_unless_equals_int (gst_rtc_data_channel_get_max_packet_life_time (its),
      -1);
  fail_if (gst_rtc_data_channel_get_negotiated (its));
}

GST_END_TEST;

static void
offer_half_way (TestPeer * from, TestPeer * to, gboolean answer)
{
  g_autoptr (GstRTCSessionDescription) description =
      answer ? create_answer (from, NULL) : create_offer (from, NULL);

  fail_unless (set_local (from, description, NULL));
  fail_unless (set_remote (to, description, NULL));
}

/* Whenever it is made, it opens, and has an id from when the DTLS role is
 * known (section 4.4.1.5). */
GST_START_TEST (test_channels_of_every_moment)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  test_peer_join (a, b);
  g_ptr_array_add (all, open_channel (a, "before", NULL));
  offer_half_way (a, b, FALSE);
  g_ptr_array_add (all, open_channel (a, "offered", NULL));
  g_ptr_array_add (all, open_channel (b, "to be answered", NULL));
  for (guint i = 0; i < all->len; i++)
    fail_unless_equals_int (gst_rtc_data_channel_get_id (g_ptr_array_index
            (all, i)), -1);
  fake_network_hold (TRUE);
  offer_half_way (b, a, TRUE);
  g_ptr_array_add (all, open_channel (a, "connecting", NULL));
  g_ptr_array_add (all, open_channel (b, "connecting too", NULL));
  for (guint i = 0; i < all->len; i++) {
    GstRTCDataChannel *channel = g_ptr_array_index (all, i);

    fail_unless (gst_rtc_data_channel_get_id (channel) >= 0);
    fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (channel),
        GST_RTC_DATA_CHANNEL_STATE_CONNECTING);
  }
  fake_network_hold (FALSE);
  wait_until (is_open (g_ptr_array_index (all, 0)));
  g_ptr_array_add (all, open_channel (a, "after", NULL));
  for (guint i = 0; i < all->len; i++)
    wait_until (is_open (g_ptr_array_index (all, i)));
  wait_until (a->channels->len == 2 && b->channels->len == 4);
}

GST_END_TEST;

static void
count_failure (GstRTCDataChannel * channel, GstRTCErrorEvent * event,
    guint * n_failed)
{
  g_autoptr (GstRTCError) error = NULL;

  g_object_get (event, "error", &error, NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (error),
      GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE);
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (channel),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  (*n_failed)++;
}

/* "Error on creating data channels": more than there are streams. */
GST_START_TEST (test_channels_for_which_no_stream_is_left)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GString *last = NULL;
  guint n_failed = 0, n_open = 0;

  test_peer_join (a, b);
  for (guint i = 0; i < 600; i++) {
    g_ptr_array_add (all, open_channel (a, "x", NULL));
    g_signal_connect (g_ptr_array_index (all, i), "error",
        G_CALLBACK (count_failure), &n_failed);
  }
  last = watch_channel (g_ptr_array_index (all, 599));
  negotiate (a, b);
  wait_until (b->channels->len == 512);
  settle ();
  for (guint i = 0; i < all->len; i++)
    n_open += is_open (g_ptr_array_index (all, i));
  fail_unless_equals_int (n_open, 512);
  fail_unless_equals_int (n_failed, 88);
  fail_unless_equals_string (last->str, "error close ");
  g_string_free (last, TRUE);
}

GST_END_TEST;

/* --- in each state, section 6.2 ---------------------------------------------- */

/* Neither sends nor changes anything any more. */
static void
check_deaf (GstRTCDataChannel * channel, GstRTCDataChannelState state)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("x", 1);
  guint64 buffered = gst_rtc_data_channel_get_buffered_amount (channel);
  GError *error = NULL;

  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (channel),
      state);
  fail_if (gst_rtc_data_channel_send_string (channel, "x", &error));
  assert_error (error, INVALID_STATE);
  fail_if (gst_rtc_data_channel_send_bytes (channel, bytes, &error));
  assert_error (error, INVALID_STATE);
  fail_unless (gst_rtc_data_channel_get_buffered_amount (channel) == buffered);
}

GST_START_TEST (test_send_and_close_in_each_state)
{
  Pair pair;

  pair_start (&pair);
  fake_network_hold (TRUE);
  gst_rtc_data_channel_close (pair.mine);
  check_deaf (pair.mine, GST_RTC_DATA_CHANNEL_STATE_CLOSING);
  gst_rtc_data_channel_close (pair.mine);
  fake_network_hold (FALSE);
  settle ();
  check_deaf (pair.mine, GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  check_deaf (pair.its, GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  gst_rtc_data_channel_close (pair.mine);
  gst_rtc_data_channel_close (pair.its);
  settle ();
  check_deaf (pair.mine, GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  fail_unless_equals_string (pair.my_diary->str, "open close ");
  fail_unless_equals_string (pair.its_diary->str, "open closing close ");
  pair_stop (&pair);
}

GST_END_TEST;

/* Closed before it is known below, and while it is opening there. */
GST_START_TEST (test_close_while_connecting)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) early = open_channel (a, "early", NULL);
  g_autoptr (GstRTCDataChannel) late = open_channel (a, "late", NULL);
  g_autoptr (GstRTCDataChannel) stays = open_channel (a, "stays", NULL);
  GString *early_diary = watch_channel (early);
  GString *late_diary = watch_channel (late);

  test_peer_join (a, b);
  check_deaf (early, GST_RTC_DATA_CHANNEL_STATE_CONNECTING);
  gst_rtc_data_channel_close (early);
  check_deaf (early, GST_RTC_DATA_CHANNEL_STATE_CLOSING);
  settle ();
  check_deaf (early, GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  fake_network_hold (TRUE);
  offer_half_way (a, b, FALSE);
  offer_half_way (b, a, TRUE);
  gst_rtc_data_channel_close (late);
  fake_network_hold (FALSE);
  wait_until (is_open (stays));
  settle ();
  check_deaf (late, GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  fail_unless_equals_string (early_diary->str, "close ");
  fail_unless_equals_string (late_diary->str, "close ");
  fail_unless_equals_int (b->channels->len, 1);
  g_string_free (early_diary, TRUE);
  g_string_free (late_diary, TRUE);
}

GST_END_TEST;

static void
send_late (GstRTCDataChannel * channel, TestPeer * peer)
{
  g_autoptr (GBytes) message = g_bytes_new ("late", 4);

  gst_rtc_backend_post_message (peer->pc,
      (guint16) gst_rtc_data_channel_get_id (channel), FALSE, message);
}

/* "Receiving messages", step 3: not while it is closing. */
GST_START_TEST (test_nothing_is_heard_while_closing)
{
  Pair pair;

  pair_start (&pair);
  g_signal_connect (pair.its, "closing", G_CALLBACK (send_late), pair.b);
  gst_rtc_data_channel_close (pair.mine);
  send_late (pair.mine, pair.a);
  settle ();
  fail_unless_equals_string (pair.my_diary->str, "open close ");
  fail_unless_equals_string (pair.its_diary->str, "open closing close ");
  pair_stop (&pair);
}

GST_END_TEST;

/* The connection's close() closes it without a word (section 4.4.2). */
GST_START_TEST (test_a_closed_connection_ends_its_channels)
{
  Pair pair;

  pair_start (&pair);
  fake_network_hold (TRUE);
  fail_unless (gst_rtc_data_channel_send_string (pair.mine, "12345", NULL));
  gst_rtc_peer_connection_close (pair.a->pc);
  check_deaf (pair.mine, GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  gst_rtc_data_channel_close (pair.mine);
  fake_network_hold (FALSE);
  settle ();
  fail_unless_equals_string (pair.my_diary->str, "open ");
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 5);
  pair_stop (&pair);
}

GST_END_TEST;

/* --- bufferedAmount ---------------------------------------------------------- */

/* Bytes of UTF-8 and of data, nothing of the way they go. */
GST_START_TEST (test_what_counts_as_buffered)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("\0\0\0", 3);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  Pair pair;

  pair_start (&pair);
  fake_network_hold (TRUE);
  fail_unless (gst_rtc_data_channel_send_string (pair.mine, "\xc3\xa9", NULL));
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 2);
  fail_unless (gst_rtc_data_channel_send_bytes (pair.mine, bytes, NULL));
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 5);
  fail_unless (gst_rtc_data_channel_send_string (pair.mine, "", NULL));
  fail_unless (gst_rtc_data_channel_send_bytes (pair.mine, none, NULL));
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 5);
  fake_network_hold (FALSE);
  /* It does not fall before the application has let go of the main context. */
  fake_network_sync ();
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 5);
  settle ();
  fail_unless (gst_rtc_data_channel_get_buffered_amount (pair.mine) == 0);
  fail_unless_equals_string (pair.its_diary->str,
      "open text:\xc3\xa9 bytes:3 text: bytes:0 ");
  pair_stop (&pair);
}

GST_END_TEST;

static void
note_amount (GstRTCDataChannel * channel, GArray * amounts)
{
  guint64 amount = gst_rtc_data_channel_get_buffered_amount (channel);

  g_array_append_val (amounts, amount);
}

static void
send_numbers (Pair * pair, guint n)
{
  fake_network_hold (TRUE);
  for (guint i = 0; i < n; i++)
    fail_unless (gst_rtc_data_channel_send_string (pair->mine, "1234", NULL));
  fake_network_hold (FALSE);
  settle ();
}

/* When it falls to the threshold or below, having been above; not when the
 * threshold rises, nor below it. */
GST_START_TEST (test_when_the_buffered_amount_is_low)
{
  g_autoptr (GArray) amounts = g_array_new (FALSE, FALSE, sizeof (guint64));
  Pair pair;

  pair_start (&pair);
  fail_unless (gst_rtc_data_channel_get_buffered_amount_low_threshold
      (pair.mine) == 0);
  g_signal_connect (pair.mine, "bufferedamountlow", G_CALLBACK (note_amount),
      amounts);
  send_numbers (&pair, 3);
  fail_unless_equals_int (amounts->len, 1);
  fail_unless (g_array_index (amounts, guint64, 0) == 0);

  /* To it exactly. */
  gst_rtc_data_channel_set_buffered_amount_low_threshold (pair.mine, 8);
  send_numbers (&pair, 3);
  fail_unless_equals_int (amounts->len, 2);
  fail_unless (g_array_index (amounts, guint64, 1) == 8);

  /* Never above. */
  send_numbers (&pair, 2);
  fail_unless_equals_int (amounts->len, 2);

  fake_network_hold (TRUE);
  for (guint i = 0; i < 3; i++)
    fail_unless (gst_rtc_data_channel_send_string (pair.mine, "1234", NULL));
  gst_rtc_data_channel_set_buffered_amount_low_threshold (pair.mine, 100);
  fake_network_hold (FALSE);
  settle ();
  fail_unless_equals_int (amounts->len, 2);
  pair_stop (&pair);
}

GST_END_TEST;

static Suite *
rtcdatachannel_suite (void)
{
  Suite *suite = suite_create ("rtcdatachannel");
  TCase *tcase = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tcase);
  tcase_add_loop_test (tcase, test_arguments_are_checked, 0,
      G_N_ELEMENTS (arguments));
  tcase_add_test (tcase, test_a_label_is_text);
  tcase_add_test (tcase, test_long_words_arrive);
  tcase_add_test (tcase, test_channels_of_every_moment);
  tcase_add_test (tcase, test_channels_for_which_no_stream_is_left);
  tcase_add_test (tcase, test_send_and_close_in_each_state);
  tcase_add_test (tcase, test_close_while_connecting);
  tcase_add_test (tcase, test_nothing_is_heard_while_closing);
  tcase_add_test (tcase, test_a_closed_connection_ends_its_channels);
  tcase_add_test (tcase, test_what_counts_as_buffered);
  tcase_add_test (tcase, test_when_the_buffered_amount_is_low);

  return suite;
}

GST_CHECK_MAIN (rtcdatachannel);
