/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcchannels.c: data channels' lives, told to one machine or between two.
 */

#include "channelverbs.h"

/* --- ids ------------------------------------------------------------------ */

GST_START_TEST (test_ids_have_parity)
{
  g_autoptr (PcChannels) client = new_machine (TRUE, 5);
  g_autoptr (PcChannels) server = new_machine (FALSE, 5);

  fail_unless_equals_int (pc_channels_allocate_id (client), 0);
  fail_unless_equals_int (pc_channels_allocate_id (server), 1);
  open_channel (client, 0, &chat);
  open_channel (server, 1, &chat);
  fail_unless_equals_int (pc_channels_allocate_id (client), 2);
  fail_unless_equals_int (pc_channels_allocate_id (server), 3);
  open_channel (client, 2, &chat);
  open_channel (client, 4, &chat);
  open_channel (server, 3, &chat);
  /* Five streams: 0, 2, 4 and 1, 3. */
  fail_unless_equals_int (pc_channels_allocate_id (client), -1);
  fail_unless_equals_int (pc_channels_allocate_id (server), -1);
}

GST_END_TEST;

GST_START_TEST (test_ids_refused)
{
  g_autoptr (PcChannels) channels = new_machine (TRUE, 10);

  open_channel (channels, 4, &chat);
  expect (channels, PC_CHANNELS_SEND, 4);
  expect (channels, PC_CHANNELS_OPENED, 4);
  expect_open_fails (channels, 4, FALSE, PC_ERROR_OPERATION);
  expect_open_fails (channels, 4, TRUE, PC_ERROR_OPERATION);
  expect_open_fails (channels, 5, FALSE, PC_ERROR_OPERATION);
  expect_open_fails (channels, 10, FALSE, PC_ERROR_OPERATION);
  expect_open_fails (channels, 65535, TRUE, PC_ERROR_OPERATION);
  /* Either parity when both ends agreed on it. */
  fail_unless (pc_channels_open (channels, 5, &chat, TRUE, NULL));
  expect (channels, PC_CHANNELS_OPENED, 5);
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_get_count (channels), 2);
}

GST_END_TEST;

GST_START_TEST (test_opened_before_the_association)
{
  g_autoptr (PcChannels) channels = new_machine (TRUE, 0);
  g_auto (PcChannelsOutput) output = { 0 };

  open_channel (channels, 8, &chat);
  open_channel (channels, 2, &chat);
  fail_unless (pc_channels_open (channels, 1, &chat, TRUE, NULL));
  open_channel (channels, 4, &chat);
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_get_state (channels, 2),
      PC_CHANNEL_CONNECTING);
  {
    g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
    g_autoptr (GError) error = NULL;

    fail_if (pc_channels_send (channels, 2, FALSE, bytes, NULL, &error));
    fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
  }
  pc_channels_close (channels, 4);
  expect (channels, PC_CHANNELS_FREED, 4);

  /* Fewer streams than hoped for. */
  pc_channels_handle_up (channels, 8);
  expect (channels, PC_CHANNELS_OPENED, 1);
  expect (channels, PC_CHANNELS_SEND, 2);
  expect (channels, PC_CHANNELS_OPENED, 2);
  expect_output (channels, PC_CHANNELS_FREED, 8, &output);
  fail_unless (g_error_matches (output.error, PC_ERROR, PC_ERROR_OPERATION));
  expect_nothing (channels);
}

GST_END_TEST;

/* --- opening -------------------------------------------------------------- */

GST_START_TEST (test_open_and_ack)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) hello = { 0 };
  g_auto (PcChannelsOutput) before = { 0 };
  g_auto (PcChannelsOutput) after = { 0 };
  const guint8 *data;

  open_channel (channels, 1, &game);
  expect_output (channels, PC_CHANNELS_SEND, 1, &hello);
  fail_unless_equals_int (hello.ppid, PC_PPID_DCEP);
  fail_unless_equals_int (hello.user_size, 0);
  fail_if (hello.unordered);
  fail_unless_equals_int (hello.max_retransmits, -1);
  data = g_bytes_get_data (hello.data, NULL);
  fail_unless_equals_int (data[0], PC_DCEP_OPEN);
  fail_unless_equals_int (data[1], 0x81);
  expect (channels, PC_CHANNELS_OPENED, 1);

  /* Ordered until something came back (RFC 8832 section 6). */
  send_text (channels, 1, "one");
  expect_output (channels, PC_CHANNELS_SEND, 1, &before);
  fail_if (before.unordered);
  fail_unless_equals_int (before.max_retransmits, 0);
  feed_ack (channels, 1);
  send_text (channels, 1, "two");
  expect_output (channels, PC_CHANNELS_SEND, 1, &after);
  fail_unless (after.unordered);
  expect_nothing (channels);
}

GST_END_TEST;

GST_START_TEST (test_message_before_ack)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) after = { 0 };

  open_channel (channels, 1, &game);
  expect (channels, PC_CHANNELS_SEND, 1);
  expect (channels, PC_CHANNELS_OPENED, 1);
  feed (channels, 1, PC_PPID_STRING, "hi", 2);
  expect_message (channels, 1, FALSE, "hi", 2);
  send_text (channels, 1, "two");
  expect_output (channels, PC_CHANNELS_SEND, 1, &after);
  fail_unless (after.unordered);
  /* Late, and now without meaning. */
  feed_ack (channels, 1);
  expect_nothing (channels);
}

GST_END_TEST;

GST_START_TEST (test_peer_opens)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) ack = { 0 };
  g_auto (PcChannelsOutput) announced = { 0 };

  feed_open (channels, 2, &game);
  expect_output (channels, PC_CHANNELS_SEND, 2, &ack);
  fail_unless_equals_int (ack.ppid, PC_PPID_DCEP);
  fail_unless_equals_int (g_bytes_get_size (ack.data), 1);
  expect_output (channels, PC_CHANNELS_ANNOUNCED, 2, &announced);
  fail_unless_equals_string (announced.open->label, "game");
  fail_if (announced.open->ordered);
  fail_unless_equals_int (announced.open->max_retransmits, 0);
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_get_state (channels, 2), PC_CHANNEL_OPEN);
}

GST_END_TEST;

/* Refused: reset, no ACK, and not a word to the application. */
static void
expect_refused (PcChannels * channels, guint16 id)
{
  expect (channels, PC_CHANNELS_RESET, id);
  expect_nothing (channels);
  feed (channels, id, PC_PPID_STRING, "x", 1);
  expect_nothing (channels);
  pc_channels_handle_reset_out (channels, id);
  pc_channels_handle_reset_in (channels, id);
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_get_state (channels, id),
      PC_CHANNEL_CLOSED);
}

GST_START_TEST (test_peer_opens_wrongly)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 65535);

  feed_open (channels, 3, &chat);
  expect_refused (channels, 3);
  feed (channels, 4, PC_PPID_DCEP, "\003\000", 2);
  expect_refused (channels, 4);
  feed (channels, 6, PC_PPID_DCEP, "", 0);
  expect_refused (channels, 6);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->refused, 3);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->malformed, 2);

  /* And the same id can be used properly afterwards. */
  open_incoming (channels, 4);
}

GST_END_TEST;

GST_START_TEST (test_peer_opens_twice)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) freed = { 0 };

  open_incoming (channels, 2);
  feed_open (channels, 2, &chat);
  expect (channels, PC_CHANNELS_CLOSING, 2);
  expect (channels, PC_CHANNELS_RESET, 2);
  /* Once more changes nothing. */
  feed_open (channels, 2, &chat);
  expect_nothing (channels);
  pc_channels_handle_reset_in (channels, 2);
  pc_channels_handle_reset_out (channels, 2);
  expect_output (channels, PC_CHANNELS_FREED, 2, &freed);
  fail_unless (g_error_matches (freed.error, PC_ERROR, PC_ERROR_OPERATION));
}

GST_END_TEST;

GST_START_TEST (test_bound_of_incoming)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 65535);

  for (guint i = 0; i < PC_CHANNELS_MAX_INCOMING; i++)
    open_incoming (channels, (guint16) (2 * i));
  feed_open (channels, 40000, &chat);
  expect_refused (channels, 40000);

  /* One goes, one may come. */
  pc_channels_handle_reset_in (channels, 10);
  pc_channels_handle_reset_out (channels, 10);
  expect (channels, PC_CHANNELS_CLOSING, 10);
  expect (channels, PC_CHANNELS_RESET, 10);
  expect (channels, PC_CHANNELS_FREED, 10);
  open_incoming (channels, 40000);
}

GST_END_TEST;

/* --- closing -------------------------------------------------------------- */

GST_START_TEST (test_close)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) freed = { 0 };

  open_channel (channels, 1, &chat);
  expect (channels, PC_CHANNELS_SEND, 1);
  expect (channels, PC_CHANNELS_OPENED, 1);
  send_text (channels, 1, "last words");
  pc_channels_close (channels, 1);
  pc_channels_close (channels, 1);
  expect (channels, PC_CHANNELS_SEND, 1);
  expect (channels, PC_CHANNELS_RESET, 1);
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_get_state (channels, 1),
      PC_CHANNEL_CLOSING);

  /* What still comes is discarded, and nothing can be sent. */
  feed (channels, 1, PC_PPID_STRING, "x", 1);
  expect_nothing (channels);
  {
    g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

    fail_if (pc_channels_send (channels, 1, FALSE, bytes, NULL, NULL));
  }

  /* One direction is not enough to use the id again. */
  pc_channels_handle_reset_out (channels, 1);
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_allocate_id (channels), 3);
  pc_channels_handle_reset_in (channels, 1);
  expect_output (channels, PC_CHANNELS_FREED, 1, &freed);
  fail_unless (freed.error == NULL);
  fail_unless_equals_int (pc_channels_allocate_id (channels), 1);
  open_channel (channels, 1, &chat);
}

GST_END_TEST;

GST_START_TEST (test_peer_closes)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);

  open_incoming (channels, 2);
  pc_channels_handle_reset_in (channels, 2);
  pc_channels_handle_reset_in (channels, 2);
  expect (channels, PC_CHANNELS_CLOSING, 2);
  expect (channels, PC_CHANNELS_RESET, 2);
  expect_nothing (channels);
  /* close() of the application crosses it. */
  pc_channels_close (channels, 2);
  expect_nothing (channels);
  pc_channels_handle_reset_out (channels, 2);
  expect (channels, PC_CHANNELS_FREED, 2);
  /* Resets of what is no channel. */
  pc_channels_handle_reset_in (channels, 2);
  pc_channels_handle_reset_out (channels, 2);
  pc_channels_handle_reset_failed (channels, 2);
  expect_nothing (channels);
}

GST_END_TEST;

/* The answer to our reset is lost: the peer may use the id again before we
 * know that we may. */
GST_START_TEST (test_id_reused_before_the_answer)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);

  open_incoming (channels, 2);
  pc_channels_handle_reset_in (channels, 2);
  expect (channels, PC_CHANNELS_CLOSING, 2);
  expect (channels, PC_CHANNELS_RESET, 2);
  feed_open (channels, 2, &chat);
  feed (channels, 2, PC_PPID_STRING, "new", 3);
  expect_nothing (channels);
  pc_channels_handle_reset_out (channels, 2);
  expect (channels, PC_CHANNELS_FREED, 2);
  expect (channels, PC_CHANNELS_SEND, 2);
  expect (channels, PC_CHANNELS_ANNOUNCED, 2);
  expect_message (channels, 2, FALSE, "new", 3);
  expect_nothing (channels);
}

GST_END_TEST;

GST_START_TEST (test_reset_refused)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);

  open_channel (channels, 1, &chat);
  expect (channels, PC_CHANNELS_SEND, 1);
  expect (channels, PC_CHANNELS_OPENED, 1);
  pc_channels_close (channels, 1);
  expect (channels, PC_CHANNELS_RESET, 1);
  pc_channels_handle_reset_failed (channels, 1);
  expect (channels, PC_CHANNELS_FREED, 1);
  /* Closed, but the id is burnt. */
  fail_unless_equals_int (pc_channels_get_state (channels, 1),
      PC_CHANNEL_CLOSED);
  fail_unless_equals_int (pc_channels_allocate_id (channels), 3);
  expect_open_fails (channels, 1, TRUE, PC_ERROR_OPERATION);
  pc_channels_handle_down (channels, NULL);
  expect_nothing (channels);
}

GST_END_TEST;

GST_START_TEST (test_association_lost)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_autoptr (GError) error = NULL;

  open_channel (channels, 3, &chat);
  expect (channels, PC_CHANNELS_SEND, 3);
  expect (channels, PC_CHANNELS_OPENED, 3);
  open_incoming (channels, 2);
  pc_channels_close (channels, 3);
  expect (channels, PC_CHANNELS_RESET, 3);

  g_set_error_literal (&error, PC_ERROR, PC_ERROR_OPERATION, "lost");
  pc_channels_handle_down (channels, error);
  for (guint16 id = 2; id <= 3; id++) {
    g_auto (PcChannelsOutput) freed = { 0 };

    expect_output (channels, PC_CHANNELS_FREED, id, &freed);
    fail_unless_equals_string (freed.error->message, "lost");
  }
  expect_nothing (channels);
  fail_unless_equals_int (pc_channels_get_count (channels), 0);
  expect_open_fails (channels, 5, FALSE, PC_ERROR_INVALID_STATE);
  feed_open (channels, 2, &chat);
  pc_channels_handle_up (channels, 10);
  expect_nothing (channels);
}

GST_END_TEST;

/* --- two machines and a seeded network ------------------------------------ */

/* Carries what one has to say to the other; counts what it became. */
static guint
carry (PcChannels * from, PcChannels * to, guint * freed)
{
  PcChannelsOutput output;
  guint n = 0;

  while (pc_channels_poll (from, &output)) {
    n++;
    if (output.type == PC_CHANNELS_SEND) {
      pc_channels_handle_message (to, output.id, output.ppid, output.data);
    } else if (output.type == PC_CHANNELS_RESET) {
      pc_channels_handle_reset_in (to, output.id);
      pc_channels_handle_reset_out (from, output.id);
    } else if (output.type == PC_CHANNELS_FREED) {
      fail_unless (output.error == NULL, "%u: %s", output.id,
          output.error ? output.error->message : "");
      (*freed)++;
    }
    pc_channels_output_clear (&output);
  }
  return n;
}

GST_START_TEST (test_two_machines)
{
  g_autoptr (PcChannels) a = new_machine (TRUE, 64);
  g_autoptr (PcChannels) b = new_machine (FALSE, 64);
  g_autoptr (GRand) rand = g_rand_new_with_seed (8831);
  PcChannels *ends[] = { a, b };
  guint freed = 0;

  for (guint i = 0; i < 20000; i++) {
    PcChannels *end = ends[g_rand_int_range (rand, 0, 2)];
    guint16 id = (guint16) g_rand_int_range (rand, 0, 64);
    g_autoptr (GBytes) bytes = g_bytes_new (&i, sizeof (i));
    gint free_id;

    switch (g_rand_int_range (rand, 0, 5)) {
      case 0:
        free_id = pc_channels_allocate_id (end);
        if (free_id >= 0)
          open_channel (end, (guint16) free_id, i % 2 ? &chat : &game);
        break;
      case 1:
        pc_channels_close (end, id);
        break;
      case 2:
        pc_channels_send (end, id, TRUE, bytes, NULL, NULL);
        break;
      case 3:
        carry (a, b, &freed);
        break;
      default:
        carry (b, a, &freed);
    }
  }
  while (carry (a, b, &freed) + carry (b, a, &freed) > 0);
  for (guint16 id = 0; id < 64; id++)
    pc_channels_close (a, id);
  while (carry (a, b, &freed) + carry (b, a, &freed) > 0);

  fail_unless_equals_int (pc_channels_get_count (a), 0);
  fail_unless_equals_int (pc_channels_get_count (b), 0);
  fail_unless (freed > 1000, "only %u", freed);
  fail_unless_equals_uint64 (pc_channels_get_stats (a)->refused, 0);
  fail_unless_equals_uint64 (pc_channels_get_stats (b)->refused, 0);
}

GST_END_TEST;

static Suite *
pcchannels_suite (void)
{
  Suite *suite = suite_create ("pcchannels");
  TCase *tc = tcase_create ("lives");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_ids_have_parity);
  tcase_add_test (tc, test_ids_refused);
  tcase_add_test (tc, test_opened_before_the_association);
  tcase_add_test (tc, test_open_and_ack);
  tcase_add_test (tc, test_message_before_ack);
  tcase_add_test (tc, test_peer_opens);
  tcase_add_test (tc, test_peer_opens_wrongly);
  tcase_add_test (tc, test_peer_opens_twice);
  tcase_add_test (tc, test_bound_of_incoming);
  tcase_add_test (tc, test_close);
  tcase_add_test (tc, test_peer_closes);
  tcase_add_test (tc, test_id_reused_before_the_answer);
  tcase_add_test (tc, test_reset_refused);
  tcase_add_test (tc, test_association_lost);
  tcase_add_test (tc, test_two_machines);
  return suite;
}

GST_CHECK_MAIN (pcchannels);
