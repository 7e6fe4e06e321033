/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctp.c: data channels between two rtcsctp elements.
 */

#include <gst/check/gstcheck.h>

#include "gstrtcsctpstack.h"
#include "sctppair.h"

#include <gst/peerconnection/core/pcerror.h>
#include <string.h>

/* --- helpers -------------------------------------------------------------- */

static void
fill (guint8 * data, gsize size, guint32 seed)
{
  for (gsize i = 0; i < size; i++) {
    seed = seed * 1664525 + 1013904223;
    data[i] = (guint8) (seed >> 24);
  }
}

static void
send_pattern (End * end, guint16 id, gsize size, guint32 seed)
{
  g_autofree guint8 *data = g_malloc (size);

  fill (data, size, seed);
  end_send (end, id, TRUE, data, size);
}

static void
expect_pattern (End * end, guint id, gsize size, guint32 seed)
{
  g_autofree guint8 *data = g_malloc (size);
  Message *message = end_pop (end);

  fill (data, size, seed);
  fail_unless_equals_int (message->id, id);
  fail_unless (message->binary);
  fail_unless_equals_uint64 (g_bytes_get_size (message->data), size);
  fail_unless (memcmp (g_bytes_get_data (message->data, NULL), data,
          size) == 0, "%" G_GSIZE_FORMAT " bytes arrived changed", size);
  message_free (message);
}

static void
expect_text (End * end, guint id, const gchar * text)
{
  Message *message = end_pop (end);

  fail_unless_equals_int (message->id, id);
  fail_if (message->binary);
  fail_unless_equals_uint64 (g_bytes_get_size (message->data), strlen (text));
  fail_unless (strlen (text) == 0 || memcmp (g_bytes_get_data (message->data,
              NULL), text, strlen (text)) == 0);
  message_free (message);
}

static void
expect_error (End * end, guint16 id, gsize size, gint code)
{
  g_autofree guint8 *data = g_malloc0 (size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  fail_if (gst_rtc_sctp_send_message (end->sctp, id, TRUE, bytes, NULL,
          &error));
  fail_unless (g_error_matches (error, PC_ERROR, code), "%s", error->message);
}

/* --- connecting ----------------------------------------------------------- */

GST_START_TEST (test_connect)
{
  Pair *pair = pair_new (0);
  guint max_channels;

  fail_unless_equals_int (gst_rtc_sctp_get_state (pair->a.sctp),
      PC_SCTP_CONNECTING);
  pair_start (pair);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  fail_unless_equals_int (gst_rtc_sctp_get_max_channels (pair->a.sctp), 1024);
  g_object_get (pair->b.sctp, "max-channels", &max_channels, NULL);
  fail_unless_equals_int (max_channels, 1024);
  pair_free (pair);
}

GST_END_TEST;

/* One end has sent its INIT before the other is started. */
GST_START_TEST (test_connect_late)
{
  Pair *pair = pair_new (0);

  gst_rtc_sctp_start (pair->a.sctp, 5000, 5000, TRUE, 0, 0);
  gst_rtc_io_sync (pair->a.io);
  gst_rtc_sctp_start (pair->b.sctp, 5000, 5000, FALSE, 0, 0);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_agreed_channels)
{
  Pair *pair = pair_new (0);

  g_object_set (pair->b.sctp, "max-channels", 16, NULL);
  pair_start (pair);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  fail_unless_equals_int (gst_rtc_sctp_get_max_channels (pair->a.sctp), 16);
  gst_rtc_sctp_open_channel (pair->a.sctp, 16, &reliable, FALSE);
  wait_for (&pair->a, pair->a.n_closed == 1 && pair->a.error != NULL);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_auto_start)
{
  Pair *pair = pair_new (0);

  pair_set_state (pair, GST_STATE_READY);
  g_object_set (pair->a.sctp, "auto-start", TRUE, "dtls-client", TRUE, NULL);
  g_object_set (pair->b.sctp, "auto-start", TRUE, NULL);
  /* Twice: a second life is like the first. */
  for (guint i = 0; i < 2; i++) {
    pair_set_state (pair, GST_STATE_PLAYING);
    wait_state (&pair->a, PC_SCTP_CONNECTED);
    wait_state (&pair->b, PC_SCTP_CONNECTED);
    g_signal_emit_by_name (pair->a.sctp, "open-channel", 2, "x", "", TRUE, -1,
        -1, 256, FALSE);
    wait_for (&pair->b, pair->b.n_announced == i + 1);
    pair_set_state (pair, GST_STATE_READY);
  }
  pair_free (pair);
}

GST_END_TEST;

/* --- channels and messages ------------------------------------------------ */

GST_START_TEST (test_open_from_each_side)
{
  Pair *pair = pair_new_connected (0);

  pair_open (pair, &pair->a, 0, &reliable);
  fail_unless_equals_string (pair->b.label, "chat");
  fail_unless_equals_int (pair->b.last_announced, 0);
  pair_open (pair, &pair->b, 1, &reliable);
  fail_unless_equals_int (pair->a.last_announced, 1);

  end_send (&pair->a, 0, FALSE, "to b", 4);
  end_send (&pair->b, 0, FALSE, "to a", 4);
  expect_text (&pair->b, 0, "to b");
  expect_text (&pair->a, 0, "to a");
  end_send (&pair->a, 1, FALSE, "one", 3);
  expect_text (&pair->b, 1, "one");
  pair_free (pair);
}

GST_END_TEST;

/* Text, binary, empty of both, and larger than any buffer on the way. */
GST_START_TEST (test_messages_both_ways)
{
  static const gsize sizes[] = { 1, 100, 1144, 1145, 65535, 65536, 65537,
    256 * 1024, 1024 * 1024, 3 * 1024 * 1024 + 7
  };
  Pair *pair = pair_new_connected (0);
  End *ends[] = { &pair->a, &pair->b };

  pair_open (pair, &pair->a, 0, &reliable);
  for (guint n = 0; n < 2; n++) {
    End *from = ends[n], *to = ends[1 - n];
    guint64 total = 0;

    end_send (from, 0, FALSE, "", 0);
    end_send (from, 0, TRUE, "", 0);
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      send_pattern (from, 0, sizes[i], i);
      total += sizes[i];
    }
    end_send (from, 0, FALSE, "grün", 5);

    expect_text (to, 0, "");
    {
      Message *empty = end_pop (to);

      fail_unless (empty->binary);
      fail_unless_equals_uint64 (g_bytes_get_size (empty->data), 0);
      message_free (empty);
    }
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      expect_pattern (to, 0, sizes[i], i);
    expect_text (to, 0, "grün");
    wait_for (from, from->bytes_sent == total + 5);
  }
  pair_free (pair);
}

GST_END_TEST;

/* A large message on one channel does not hold up the others for longer than
 * one message. */
GST_START_TEST (test_channels_take_turns)
{
  Pair *pair = pair_new_connected (0);
  Message *message;
  guint before = 0;

  pair_open (pair, &pair->a, 0, &reliable);
  pair_open (pair, &pair->a, 2, &reliable);
  g_atomic_int_set (&pair->cut, TRUE);
  for (guint i = 0; i < 8; i++)
    send_pattern (&pair->a, 0, 1024 * 1024, i);
  end_send (&pair->a, 2, FALSE, "me too", 6);
  g_atomic_int_set (&pair->cut, FALSE);
  while ((message = end_pop (&pair->b))->id == 0) {
    message_free (message);
    before++;
  }
  message_free (message);
  fail_unless (before <= 4, "%u large messages came first", before);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_negotiated)
{
  Pair *pair = pair_new_connected (0);

  /* One end is late; what the other sends is not lost. */
  gst_rtc_sctp_open_channel (pair->a.sctp, 500, &reliable, TRUE);
  wait_for (&pair->a, pair->a.n_open == 1);
  end_send (&pair->a, 500, FALSE, "early", 5);
  pair_open (pair, &pair->a, 0, &reliable);
  gst_rtc_sctp_open_channel (pair->b.sctp, 500, &reliable, TRUE);
  expect_text (&pair->b, 500, "early");
  fail_unless_equals_int (pair->b.n_announced, 1);
  pair_free (pair);
}

GST_END_TEST;

#define MANY 300

GST_START_TEST (test_many_channels)
{
  Pair *pair = pair_new_connected (0);

  for (guint16 i = 0; i < MANY; i++)
    gst_rtc_sctp_open_channel (pair->a.sctp, 2 * i, &reliable, FALSE);
  wait_for (&pair->b, pair->b.n_announced == MANY);
  wait_for (&pair->a, pair->a.n_open == MANY);
  for (guint16 i = 0; i < MANY; i++)
    end_send (&pair->b, 2 * i, TRUE, &i, sizeof (i));
  for (guint16 i = 0; i < MANY; i++) {
    Message *message = end_pop (&pair->a);
    guint16 value;

    memcpy (&value, g_bytes_get_data (message->data, NULL), sizeof (value));
    fail_unless_equals_int (message->id, 2 * value);
    message_free (message);
  }

  /* All closed at once, half from each side, and all ids are free again. */
  for (guint16 i = 0; i < MANY; i++)
    gst_rtc_sctp_close_channel (i % 2 ? pair->a.sctp : pair->b.sctp, 2 * i);
  wait_for (&pair->a, pair->a.n_closed == MANY);
  wait_for (&pair->b, pair->b.n_closed == MANY);
  fail_unless (pair->a.error == NULL);
  for (guint16 i = 0; i < MANY; i++)
    gst_rtc_sctp_open_channel (pair->a.sctp, 2 * i, &reliable, FALSE);
  wait_for (&pair->b, pair->b.n_announced == 2 * MANY);
  pair_free (pair);
}

GST_END_TEST;

/* --- closing -------------------------------------------------------------- */

GST_START_TEST (test_close_from_each_side)
{
  Pair *pair = pair_new_connected (0);
  End *ends[] = { &pair->a, &pair->b };

  for (guint n = 0; n < 20; n++) {
    End *closer = ends[n % 2], *other = ends[1 - n % 2];

    pair_open (pair, &pair->a, 4, &reliable);
    send_pattern (closer, 4, 300 * 1024, n);
    gst_rtc_sctp_close_channel (closer->sctp, 4);
    expect_error (closer, 4, 1, PC_ERROR_INVALID_STATE);
    /* What was sent before arrives. */
    expect_pattern (other, 4, 300 * 1024, n);
    wait_for (&pair->a, pair->a.n_closed == n + 1);
    wait_for (&pair->b, pair->b.n_closed == n + 1);
    fail_unless (pair->a.error == NULL && pair->b.error == NULL);
    expect_error (other, 4, 1, PC_ERROR_INVALID_STATE);
  }
  fail_unless_equals_int (pair->a.n_closing, 10);
  fail_unless_equals_int (pair->b.n_closing, 10);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_stop)
{
  Pair *pair = pair_new_connected (0);

  pair_open (pair, &pair->a, 0, &reliable);
  pair_open (pair, &pair->a, 2, &reliable);
  gst_rtc_sctp_stop (pair->a.sctp);
  gst_rtc_sctp_stop (pair->a.sctp);
  fail_unless_equals_int (gst_rtc_sctp_get_state (pair->a.sctp),
      PC_SCTP_CLOSED);
  wait_for (&pair->a, pair->a.n_closed == 2);
  fail_unless (pair->a.error == NULL);

  wait_state (&pair->b, PC_SCTP_CLOSED);
  wait_for (&pair->b, pair->b.n_closed == 2);
  fail_unless (pair->b.error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (pair->b.error),
      GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE);
  expect_error (&pair->b, 0, 1, PC_ERROR_INVALID_STATE);
  pair_free (pair);
}

GST_END_TEST;

/* --- limits --------------------------------------------------------------- */

GST_START_TEST (test_queue_full)
{
  Pair *pair = pair_new_connected (0);
  gboolean full = FALSE;
  guint64 buffered;
  guint n = 0;

  pair_open (pair, &pair->a, 0, &reliable);
  pair_open (pair, &pair->a, 2, &reliable);
  g_object_set (pair->a.sctp, "send-queue-limit", G_GUINT64_CONSTANT (2000000),
      NULL);
  g_atomic_int_set (&pair->cut, TRUE);
  while (TRUE) {
    g_autofree guint8 *data = g_malloc0 (65536);
    g_autoptr (GBytes) bytes = g_bytes_new (data, 65536);
    g_autoptr (GError) error = NULL;

    if (gst_rtc_sctp_send_message (pair->a.sctp, 0, TRUE, bytes, NULL, &error)) {
      full = FALSE;
      n++;
      continue;
    }
    fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
    if (full)
      break;
    /* Still full when what could go to SCTP's buffer is there? */
    full = TRUE;
    gst_rtc_io_sync (pair->a.io);
    gst_rtc_io_sync (pair->a.io);
  }
  /* The queue, and what SCTP's own buffer of a megabyte takes. */
  fail_unless (n >= 30 && n < 60, "%u messages fit", n);
  g_object_get (pair->a.sctp, "buffered-amount", &buffered, NULL);
  fail_unless (buffered > 1900000 && buffered <= 2000000);
  /* Empty messages are not free, neither in the queue nor in SCTP's buffer,
   * which takes 10,240 chunks. */
  for (n = 0; n < 12000; n++) {
    g_autoptr (GBytes) bytes = g_bytes_new (NULL, 0);

    if (!gst_rtc_sctp_send_message (pair->a.sctp, 2, TRUE, bytes, NULL, NULL))
      break;
  }
  fail_unless (n < 12000);

  g_atomic_int_set (&pair->cut, FALSE);
  wait_for (&pair->a, pair->a.bytes_sent > 1900000);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_limits_of_messages)
{
  Pair *pair = pair_new (0);

  gst_rtc_sctp_start (pair->a.sctp, 5000, 5000, TRUE, 1000, 2000);
  gst_rtc_sctp_start (pair->b.sctp, 5000, 5000, FALSE, 1500, 0);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  pair_open (pair, &pair->a, 0, &reliable);
  expect_error (&pair->a, 0, 2001, PC_ERROR_TYPE);
  expect_error (&pair->a, 2, 1, PC_ERROR_INVALID_STATE);
  send_pattern (&pair->a, 0, 1500, 1);
  expect_pattern (&pair->b, 0, 1500, 1);

  /* One byte more than b takes, whatever a was told. */
  send_pattern (&pair->a, 0, 1501, 1);
  wait_for (&pair->b, pair->b.n_closed == 1);
  fail_unless (pair->b.error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (pair->b.error),
      GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE);
  wait_for (&pair->a, pair->a.n_closed == 1);

  /* Much more, which comes in pieces; and the next channel is fine. */
  pair_open (pair, &pair->b, 1, &reliable);
  send_pattern (&pair->b, 1, 3000000, 2);
  wait_for (&pair->a, pair->a.n_closed == 2 && pair->a.error != NULL);
  pair_open (pair, &pair->b, 3, &reliable);
  send_pattern (&pair->b, 3, 900, 3);
  expect_pattern (&pair->a, 3, 900, 3);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_paused)
{
  Pair *pair = pair_new_connected (0);

  pair_open (pair, &pair->a, 0, &reliable);
  gst_rtc_sctp_set_receive_paused (pair->b.sctp, TRUE);
  for (guint i = 0; i < 6; i++)
    send_pattern (&pair->a, 0, 1024 * 1024, i);
  /* Two windows' worth leaves the queue at most. */
  wait_for (&pair->a, pair->a.bytes_sent >= 1024 * 1024);
  fail_unless_equals_int (pair->b.n_messages, 0);
  gst_rtc_sctp_set_receive_paused (pair->b.sctp, FALSE);
  for (guint i = 0; i < 6; i++)
    expect_pattern (&pair->b, 0, 1024 * 1024, i);
  pair_free (pair);
}

GST_END_TEST;

/* --- loss ----------------------------------------------------------------- */

GST_START_TEST (test_loss_reliable)
{
  Pair *pair = pair_new_connected (10);

  pair_open (pair, &pair->a, 0, &reliable);
  for (guint i = 0; i < 100; i++)
    send_pattern (&pair->a, 0, 1000 + 37 * i, i);
  for (guint i = 0; i < 100; i++)
    expect_pattern (&pair->b, 0, 1000 + 37 * i, i);
  gst_rtc_sctp_close_channel (pair->b.sctp, 0);
  wait_for (&pair->a, pair->a.n_closed == 1);
  wait_for (&pair->b, pair->b.n_closed == 1);
  pair_free (pair);
}

GST_END_TEST;

/* Nobody does anything, and usrsctp's clock rests. What is lost right after is
 * sent again all the same. */
GST_START_TEST (test_loss_after_rest)
{
  Pair *pair = pair_new_connected (0);
  gint64 until = g_get_monotonic_time () + DEADLINE;

  pair_open (pair, &pair->a, 0, &reliable);
  g_mutex_lock (&pair->a.lock);
  while (!gst_rtc_sctp_stack_is_resting ()) {
    fail_unless (g_get_monotonic_time () < until, "the clock goes on");
    g_cond_wait_until (&pair->a.cond, &pair->a.lock,
        g_get_monotonic_time () + G_TIME_SPAN_SECOND / 20);
  }
  g_mutex_unlock (&pair->a.lock);

  g_atomic_int_set (&pair->cut, TRUE);
  end_send (&pair->a, 0, FALSE, "lost", 4);
  wait_for (&pair->a, pair->a.bytes_sent == 4);
  gst_rtc_io_sync (pair->a.io);
  fail_if (gst_rtc_sctp_stack_is_resting ());
  g_atomic_int_set (&pair->cut, FALSE);
  expect_text (&pair->b, 0, "lost");
  pair_free (pair);
}

GST_END_TEST;

/* Never sent twice: some are missing, none is doubled or changed, and those
 * of a reliable channel beside them all arrive. Each fills a packet: of a few
 * packets with many each, none might be lost. */
GST_START_TEST (test_loss_unreliable)
{
  PcDcepOpen game = reliable;
  Pair *pair = pair_new_connected (3);
  guint seen[300] = { 0 }, sent[250];
  guint n_seen = 0, n_reliable = 0;
  Message *message, *last;

  game.ordered = FALSE;
  game.max_retransmits = 0;
  pair_open (pair, &pair->a, 0, &reliable);
  pair_open (pair, &pair->a, 2, &game);
  for (guint i = 0; i < 300; i++) {
    for (guint k = 0; k < G_N_ELEMENTS (sent); k++)
      sent[k] = i;
    end_send (&pair->a, 2, TRUE, sent, sizeof (sent));
  }
  end_send (&pair->a, 0, FALSE, "reliable", 8);
  /* The stream is reset when all of it is acknowledged or given up. */
  gst_rtc_sctp_close_channel (pair->a.sctp, 2);
  wait_for (&pair->b, pair->b.n_closed == 1);
  end_send (&pair->a, 0, FALSE, "over", 4);
  wait_for (&pair->b, (last = g_queue_peek_tail (&pair->b.messages)) != NULL
      && g_bytes_get_size (last->data) == 4 && last->id == 0);

  while ((message = g_queue_pop_head (&pair->b.messages)) != NULL) {
    if (message->id == 2) {
      const guint *numbers = g_bytes_get_data (message->data, NULL);
      guint value = numbers[0];

      fail_unless_equals_int (g_bytes_get_size (message->data), sizeof (sent));
      fail_unless_equals_int (numbers[G_N_ELEMENTS (sent) - 1], value);
      fail_unless (value < 300);
      fail_unless_equals_int (seen[value]++, 0);
      n_seen++;
    } else {
      n_reliable++;
    }
    message_free (message);
  }
  fail_unless_equals_int (n_reliable, 2);
  fail_unless (n_seen > 0 && n_seen < 300, "%u of 300 arrived", n_seen);
  pair_free (pair);
}

GST_END_TEST;

/* In a link that is cut, until what was sent has outlived @lifetime. */
static void
send_into_the_void (Pair * pair, guint16 id, guint n, gint lifetime,
    const PcReliability * reliability)
{
  guint64 before = pair->a.bytes_sent;
  gint64 over;

  g_atomic_int_set (&pair->cut, TRUE);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GBytes) bytes = g_bytes_new ("lost", 4);

    fail_unless (gst_rtc_sctp_send_message (pair->a.sctp, id, FALSE, bytes,
            reliability, NULL));
  }
  wait_for (&pair->a, pair->a.bytes_sent >= before + 4 * n);
  /* Told before the packets leave: let them. */
  gst_rtc_io_sync (pair->a.io);
  over = g_get_monotonic_time () + 2 * lifetime * G_TIME_SPAN_MILLISECOND;
  while (g_get_monotonic_time () < over)
    g_thread_yield ();
  g_atomic_int_set (&pair->cut, FALSE);
}

/* However slow the program: what is older than its lifetime when it could be
 * sent again is not, and what has a long one is. */
GST_START_TEST (test_loss_lifetime)
{
  Pair *pair = pair_new_connected (0);
  PcDcepOpen brief = reliable, patient = reliable;

  brief.ordered = FALSE;
  brief.max_packet_life_time = 1;
  patient.max_packet_life_time = 65535;
  pair_open (pair, &pair->a, 0, &reliable);
  pair_open (pair, &pair->a, 2, &brief);
  pair_open (pair, &pair->a, 4, &patient);
  /* Both must have heard from the other, or the first are ordered. */
  end_send (&pair->b, 2, FALSE, "here", 4);
  expect_text (&pair->a, 2, "here");

  send_into_the_void (pair, 2, 20, brief.max_packet_life_time, NULL);
  send_into_the_void (pair, 4, 3, 1, NULL);
  end_send (&pair->a, 4, FALSE, "late", 4);
  for (guint i = 0; i < 3; i++)
    expect_text (&pair->b, 4, "lost");
  expect_text (&pair->b, 4, "late");
  /* The stream's end is acknowledged behind all of its messages. */
  gst_rtc_sctp_close_channel (pair->a.sctp, 2);
  wait_for (&pair->b, pair->b.n_closed == 1);
  end_send (&pair->a, 0, FALSE, "over", 4);
  expect_text (&pair->b, 0, "over");
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_reliability_of_a_message)
{
  const PcReliability brief = { FALSE, 1, -1 };
  Pair *pair = pair_new_connected (0);

  pair_open (pair, &pair->a, 0, &reliable);
  end_send (&pair->b, 0, FALSE, "here", 4);
  expect_text (&pair->a, 0, "here");
  send_into_the_void (pair, 0, 5, 1, &brief);
  end_send (&pair->a, 0, FALSE, "kept", 4);
  expect_text (&pair->b, 0, "kept");
  pair_free (pair);
}

GST_END_TEST;

static Suite *
gstrtcsctp_suite (void)
{
  Suite *suite = suite_create ("gstrtcsctp");
  TCase *tc = tcase_create ("channels");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_connect);
  tcase_add_test (tc, test_connect_late);
  tcase_add_test (tc, test_agreed_channels);
  tcase_add_test (tc, test_auto_start);
  tcase_add_test (tc, test_open_from_each_side);
  tcase_add_test (tc, test_messages_both_ways);
  tcase_add_test (tc, test_channels_take_turns);
  tcase_add_test (tc, test_negotiated);
  tcase_add_test (tc, test_many_channels);
  tcase_add_test (tc, test_close_from_each_side);
  tcase_add_test (tc, test_stop);
  tcase_add_test (tc, test_queue_full);
  tcase_add_test (tc, test_limits_of_messages);
  tcase_add_test (tc, test_paused);
  tcase_add_test (tc, test_loss_reliable);
  tcase_add_test (tc, test_loss_after_rest);
  tcase_add_test (tc, test_loss_unreliable);
  tcase_add_test (tc, test_loss_lifetime);
  tcase_add_test (tc, test_reliability_of_a_message);
  return suite;
}

GST_CHECK_MAIN (gstrtcsctp);
