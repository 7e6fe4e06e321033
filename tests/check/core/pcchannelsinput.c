/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcchannelsinput.c: messages of data channels, as they come.
 */

#include "channelverbs.h"

static const struct
{
  gboolean binary;
  const gchar *text;
  guint32 ppid;
  gsize size;
} messages[] = {
  {FALSE, "text", PC_PPID_STRING, 4},
  {TRUE, "bytes", PC_PPID_BINARY, 5},
  {FALSE, "", PC_PPID_STRING_EMPTY, 1},
  {TRUE, "", PC_PPID_BINARY_EMPTY, 1},
};

GST_START_TEST (test_messages)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) sent = { 0 };
  const guint8 *data;
  gsize size;

  open_incoming (channels, 0);
  send_at (channels, 0, messages[__i__].binary, messages[__i__].text, __LINE__);
  expect_output (channels, PC_CHANNELS_SEND, 0, &sent);
  fail_unless_equals_int (sent.ppid, messages[__i__].ppid);
  fail_unless_equals_int (sent.user_size, strlen (messages[__i__].text));
  data = g_bytes_get_data (sent.data, &size);
  fail_unless_equals_int (size, messages[__i__].size);
  if (*messages[__i__].text == '\0')
    fail_unless_equals_int (data[0], 0);

  feed (channels, 0, sent.ppid, data, size);
  expect_message (channels, 0, messages[__i__].binary, messages[__i__].text,
      strlen (messages[__i__].text));
}

GST_END_TEST;

GST_START_TEST (test_messages_in_pieces)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);

  open_incoming (channels, 0);
  feed (channels, 0, PC_PPID_STRING_PARTIAL, "ab", 2);
  feed (channels, 0, PC_PPID_STRING_PARTIAL, "cd", 2);
  expect_nothing (channels);
  feed (channels, 0, PC_PPID_STRING, "e", 1);
  expect_message (channels, 0, FALSE, "abcde", 5);
  feed (channels, 0, PC_PPID_BINARY_PARTIAL, "ab", 2);
  feed (channels, 0, PC_PPID_BINARY_EMPTY, "\0", 1);
  expect_message (channels, 0, TRUE, "ab", 2);

  /* A string that ends as binary: only the end can be believed. */
  feed (channels, 0, PC_PPID_STRING_PARTIAL, "ab", 2);
  feed (channels, 0, PC_PPID_BINARY, "cd", 2);
  expect_message (channels, 0, TRUE, "cd", 2);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->malformed, 1);
}

GST_END_TEST;

GST_START_TEST (test_messages_too_large)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_auto (PcChannelsOutput) freed = { 0 };
  guint8 data[MAX_MESSAGE + 1] = { 0 };

  open_incoming (channels, 0);
  feed (channels, 0, PC_PPID_BINARY, data, MAX_MESSAGE);
  expect_message (channels, 0, TRUE, data, MAX_MESSAGE);
  feed (channels, 0, PC_PPID_BINARY, data, MAX_MESSAGE + 1);
  expect (channels, PC_CHANNELS_CLOSING, 0);
  expect (channels, PC_CHANNELS_RESET, 0);

  open_incoming (channels, 2);
  feed (channels, 2, PC_PPID_BINARY_PARTIAL, data, MAX_MESSAGE);
  expect_nothing (channels);
  feed (channels, 2, PC_PPID_BINARY, data, 1);
  expect (channels, PC_CHANNELS_CLOSING, 2);
  expect (channels, PC_CHANNELS_RESET, 2);
  pc_channels_handle_reset_in (channels, 2);
  pc_channels_handle_reset_out (channels, 2);
  expect_output (channels, PC_CHANNELS_FREED, 2, &freed);
  fail_unless (strstr (freed.error->message, "1000") != NULL);
}

GST_END_TEST;

GST_START_TEST (test_messages_of_unknown_kinds)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);

  open_incoming (channels, 0);
  feed (channels, 0, 0, "x", 1);
  feed (channels, 0, 55, "x", 1);
  feed (channels, 0, 0xffffffff, "x", 1);
  feed_ack (channels, 4);
  expect_nothing (channels);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->unknown_ppid, 3);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->malformed, 1);
}

GST_END_TEST;

GST_START_TEST (test_messages_before_their_channel)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);

  /* Negotiated, but the application here is a moment late. */
  feed (channels, 7, PC_PPID_STRING, "a", 1);
  feed (channels, 7, PC_PPID_STRING, "b", 1);
  feed (channels, 4, PC_PPID_STRING, "other", 5);
  expect_nothing (channels);
  fail_unless (pc_channels_open (channels, 7, &chat, TRUE, NULL));
  expect (channels, PC_CHANNELS_OPENED, 7);
  expect_message (channels, 7, FALSE, "a", 1);
  expect_message (channels, 7, FALSE, "b", 1);
  expect_nothing (channels);

  /* Unordered, it overtook its OPEN. */
  feed_open (channels, 4, &game);
  expect (channels, PC_CHANNELS_SEND, 4);
  expect (channels, PC_CHANNELS_ANNOUNCED, 4);
  expect_message (channels, 4, FALSE, "other", 5);

  /* The stream was reset before anybody asked. */
  feed (channels, 9, PC_PPID_STRING, "gone", 4);
  pc_channels_handle_reset_in (channels, 9);
  fail_unless (pc_channels_open (channels, 9, &chat, TRUE, NULL));
  expect (channels, PC_CHANNELS_OPENED, 9);
  expect_nothing (channels);
}

GST_END_TEST;

GST_START_TEST (test_bounds_of_early_messages)
{
  g_autoptr (PcChannels) channels = new_machine (FALSE, 10);
  g_autofree guint8 *large = g_malloc0 (PC_CHANNELS_MAX_EARLY_BYTES + 1);

  feed (channels, 7, PC_PPID_BINARY, large, PC_CHANNELS_MAX_EARLY_BYTES + 1);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->unknown_stream,
      1);
  for (guint i = 0; i < PC_CHANNELS_MAX_EARLY_MESSAGES + 5; i++)
    feed (channels, 7, PC_PPID_BINARY, large, 1);
  fail_unless_equals_uint64 (pc_channels_get_stats (channels)->unknown_stream,
      6);
  fail_unless (pc_channels_open (channels, 7, &chat, TRUE, NULL));
  expect (channels, PC_CHANNELS_OPENED, 7);
  for (guint i = 0; i < PC_CHANNELS_MAX_EARLY_MESSAGES; i++)
    expect_message (channels, 7, TRUE, large, 1);
  expect_nothing (channels);
}

GST_END_TEST;

static Suite *
pcchannelsinput_suite (void)
{
  Suite *suite = suite_create ("pcchannelsinput");
  TCase *tc = tcase_create ("messages");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_messages, 0, G_N_ELEMENTS (messages));
  tcase_add_test (tc, test_messages_in_pieces);
  tcase_add_test (tc, test_messages_too_large);
  tcase_add_test (tc, test_messages_of_unknown_kinds);
  tcase_add_test (tc, test_messages_before_their_channel);
  tcase_add_test (tc, test_bounds_of_early_messages);
  return suite;
}

GST_CHECK_MAIN (pcchannelsinput);
