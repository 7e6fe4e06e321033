/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctphostile.c: rtcsctp against peers that misbehave, and ended at any
 * moment.
 */

#include <gst/check/gstcheck.h>

#include "sctppeer.h"

#include <gst/peerconnection/core/dc/pcchannels.h>
#include <string.h>
#include <usrsctp.h>

/* --- malformed ------------------------------------------------------------ */

GST_START_TEST (test_malformed_dcep)
{
  Peer *peer = peer_new_connected ();

  /* On streams that are free. */
  peer_send (peer, 3, PC_PPID_DCEP, "\003", 1);
  peer_send (peer, 5, PC_PPID_DCEP, "\003\177\0\0\0\0\0\0\0\0\0\0", 12);
  peer_send (peer, 7, PC_PPID_DCEP, "\003\0\0\0\0\0\0\0\377\377\0\0", 12);
  peer_send (peer, 9, PC_PPID_DCEP, "\377", 1);
  peer_send (peer, 11, PC_PPID_DCEP, "\002", 1);
  /* Of the wrong parity. */
  peer_send (peer, 2, PC_PPID_DCEP, "\003\0\0\0\0\0\0\0\0\0\0\0", 12);
  peer_expect_alive (peer, 1);
  fail_unless_equals_int (peer->end.n_announced, 1);
  peer_expect_stat (peer, "malformed", 5);
  peer_expect_stat (peer, "channels-refused", 5);

  /* On one in use: it is closed. */
  peer_send (peer, 1, PC_PPID_DCEP, "\003\001", 2);
  wait_for (&peer->end, peer->end.n_closing == 1);
  peer_expect_alive (peer, 13);
  peer_free (peer);
}

GST_END_TEST;

GST_START_TEST (test_unknown_streams)
{
  Peer *peer = peer_new_connected ();

  for (guint i = 0; i < PC_CHANNELS_MAX_EARLY_MESSAGES + 10; i++)
    peer_send (peer, 51, PC_PPID_STRING, "hello?", 6);
  peer_open (peer, 1);
  peer_send (peer, 1, 99, "what?", 5);
  peer_send (peer, 1, 0, "what?", 5);
  peer_expect_alive (peer, 3);
  peer_expect_stat (peer, "unknown-stream", 10);
  peer_expect_stat (peer, "unknown-ppid", 2);
  fail_unless_equals_uint64 (peer->end.n_messages, 1);
  peer_free (peer);
}

GST_END_TEST;

/* Streams that there are not, and ones on which there never was anything. */
GST_START_TEST (test_resets_of_unknown_streams)
{
  /* RFC 6525 section 4.1: of stream 60000, with a number that is not due. */
  static const guint8 reset[] = {
    130, 0, 0, 22, 0, 13, 0, 18, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0,
    0xea, 0x60, 0, 0
  };
  Peer *peer = peer_new_connected ();

  peer_open (peer, 1);
  fail_unless (gst_rtc_sctp_socket_reset (peer->socket, 77));
  fail_unless (gst_rtc_sctp_socket_reset (peer->socket, 2));
  peer_say (peer, reset, sizeof (reset));
  peer_expect_alive (peer, 3);
  fail_unless_equals_int (peer->end.n_closing, 0);
  fail_unless_equals_int (peer->end.n_closed, 0);
  peer_free (peer);
}

GST_END_TEST;

/* RFC 9260 section 3.3.10.1: a stream that was not agreed on. */
GST_START_TEST (test_data_beyond_the_streams)
{
  Peer *peer = peer_new_connected ();
  guint8 data[20] = { 0, 3, 0, 20 };

  GST_WRITE_UINT16_BE (data + 8, 60000);
  data[15] = PC_PPID_STRING;
  if (__i__ == 1) {
    /* I-DATA, as was agreed on */
    data[0] = 64;
    data[19] = PC_PPID_STRING;
  }
  GST_WRITE_UINT32_BE (data + 4, peer->own_tsn);
  g_atomic_int_set (&peer->lost_from, G_MAXUINT);
  peer_say (peer, data, sizeof (data));
  gst_rtc_io_sync (peer->end.io);
  peer_expect_stat (peer, "messages-received", 0);
  peer_expect_stat (peer, "unknown-stream", 0);
  peer_free (peer);
}

GST_END_TEST;

GST_START_TEST (test_flood_of_opens)
{
  const guint n = PC_CHANNELS_MAX_INCOMING + 100;
  Peer *peer = peer_new ();
  g_autoptr (GBytes) hello = pc_dcep_serialize_open (&reliable);

  peer->streams = 4096;
  peer_start_element (peer);
  peer_start_socket (peer);
  wait_state (&peer->end, PC_SCTP_CONNECTED);
  for (guint i = 0; i < n; i++)
    peer_send (peer, (guint16) (2 * i + 1), PC_PPID_DCEP,
        g_bytes_get_data (hello, NULL), g_bytes_get_size (hello));
  wait_for (&peer->end, peer->end.n_announced == PC_CHANNELS_MAX_INCOMING);
  peer_wait_stat (peer, "channels-refused", 100);
  fail_unless_equals_int (peer->end.n_announced, PC_CHANNELS_MAX_INCOMING);
  peer_free (peer);
}

GST_END_TEST;

GST_START_TEST (test_partial_messages)
{
  g_autofree gchar *piece = g_strnfill (60000, 'x');
  Peer *peer = peer_new_connected ();
  Message *message;

  peer_open (peer, 1);
  peer_send (peer, 1, PC_PPID_STRING_PARTIAL, "ab", 2);
  peer_send (peer, 1, PC_PPID_STRING, "cd", 2);
  message = end_pop (&peer->end);
  fail_unless_equals_uint64 (g_bytes_get_size (message->data), 4);
  message_free (message);
  /* Without an end, beyond the limit of 100000 bytes. */
  peer_send (peer, 1, PC_PPID_BINARY_PARTIAL, piece, 60000);
  peer_send (peer, 1, PC_PPID_BINARY_PARTIAL, piece, 60000);
  wait_for (&peer->end, peer->end.n_closing == 1);
  peer_expect_alive (peer, 3);
  peer_free (peer);
}

GST_END_TEST;

/* Packets of nothing, and packets of the peer with bits turned: the seed
 * decides. The checksum is made right for half of them, or SCTP would never
 * see them. */
GST_START_TEST (test_garbage)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4960 + (guint32) __i__);
  Peer *peer = __i__ > 0 ? peer_new_connected () : peer_new ();

  if (__i__ == 2)
    peer_open (peer, 1);
  for (guint i = 0; i < 20000; i++) {
    guint8 packet[200];
    gsize size = (gsize) g_rand_int_range (rand, 0, sizeof (packet));
    guint32 checksum = 0;
    GstBuffer *buffer;

    for (gsize j = 0; j < size; j++)
      packet[j] = (guint8) g_rand_int (rand);
    if (size >= 16 && i % 2 == 0) {
      /* Ports that are ours, and chunks that look like some. */
      memcpy (packet, "\023\210\023\210", 4);
      if (i % 4 == 0)
        memset (packet + 4, 0, 4);
      memcpy (packet + 8, &checksum, 4);
      packet[12] = (guint8) g_rand_int_range (rand, 0, 16);
      packet[14] = 0;
      packet[15] = (guint8) (size - 12);
      checksum = usrsctp_crc32c (packet, size);
      memcpy (packet + 8, &checksum, 4);
    }
    buffer = gst_buffer_new_and_alloc (size);
    gst_buffer_fill (buffer, 0, packet, size);
    gst_pad_push (peer->src, buffer);
    if (i % 1000 == 0)
      gst_rtc_io_sync (peer->end.io);
  }
  gst_rtc_io_sync (peer->end.io);
  if (peer->socket != NULL) {
    /* Every second packet has a wrong checksum, a tenth is too short. */
    fail_unless (peer_get_stat (peer, "packets-discarded") > 10000);
    peer_expect_alive (peer, 5);
  }
  peer_free (peer);
}

GST_END_TEST;

/* --- ended at any moment -------------------------------------------------- */

GST_START_TEST (test_stop_in_each_state)
{
  /* Before the start, with the INIT out, connected, with a channel. */
  Pair *pair = pair_new (0);
  End *a = &pair->a;

  if (__i__ == 1) {
    gst_rtc_sctp_start (a->sctp, 5000, 5000, TRUE, 0, 0);
  } else if (__i__ >= 2) {
    pair_start (pair);
    wait_state (a, PC_SCTP_CONNECTED);
  }
  if (__i__ == 3)
    pair_open (pair, a, 0, &reliable);
  gst_rtc_sctp_stop (a->sctp);
  fail_unless_equals_int (gst_rtc_sctp_get_state (a->sctp), PC_SCTP_CLOSED);
  gst_rtc_sctp_open_channel (a->sctp, 2, &reliable, FALSE);
  gst_rtc_sctp_close_channel (a->sctp, 0);
  gst_rtc_sctp_stop (a->sctp);
  gst_rtc_io_sync (a->io);
  fail_unless_equals_int (gst_rtc_sctp_get_state (a->sctp), PC_SCTP_CLOSED);
  fail_unless_equals_int (a->n_open, __i__ == 3 ? 1 : 0);
  pair_free (pair);
}

GST_END_TEST;

/* Packets are in flight both ways when all of it goes. */
GST_START_TEST (test_freed_in_flight)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9260);

  for (guint i = 0; i < 100; i++) {
    Pair *pair = pair_new (0);

    pair_start (pair);
    /* A different moment each time. */
    if (i % 4 > 0) {
      wait_state (&pair->a, PC_SCTP_CONNECTED);
      wait_state (&pair->b, PC_SCTP_CONNECTED);
    }
    if (i % 4 > 1) {
      g_autofree guint8 *data = g_malloc0 (200000);

      pair_open (pair, &pair->a, 0, &reliable);
      pair->b.echo = TRUE;
      for (guint j = 0; j < 10; j++)
        end_send (&pair->a, 0, TRUE, data, 200000);
    }
    if (i % 4 == 3)
      wait_for (&pair->b, pair->b.n_messages >= (guint64)
          g_rand_int_range (rand, 1, 5));
    if (i % 3 == 0)
      gst_rtc_sctp_stop (pair->b.sctp);
    pair_free (pair);
  }
}

GST_END_TEST;

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

#define CROWD 100

GST_START_TEST (test_crowd)
{
  Pair *pairs[CROWD];
  guint threads = 0;

  for (guint i = 0; i < CROWD; i++) {
    pairs[i] = pair_new (0);
    if (i == 0) {
      pair_start (pairs[0]);
      wait_state (&pairs[0]->b, PC_SCTP_CONNECTED);
      threads = count_threads ();
    }
  }
  for (guint i = 1; i < CROWD; i++)
    pair_start (pairs[i]);
  for (guint i = 0; i < CROWD; i++) {
    wait_state (&pairs[i]->a, PC_SCTP_CONNECTED);
    wait_state (&pairs[i]->b, PC_SCTP_CONNECTED);
    gst_rtc_sctp_open_channel (pairs[i]->a.sctp, 0, &reliable, FALSE);
  }
  for (guint i = 0; i < CROWD; i++) {
    wait_for (&pairs[i]->a, pairs[i]->a.n_open == 1);
    end_send (&pairs[i]->a, 0, TRUE, &i, sizeof (i));
  }
  for (guint i = 0; i < CROWD; i++) {
    Message *message = end_pop (&pairs[i]->b);

    fail_unless (memcmp (g_bytes_get_data (message->data, NULL), &i,
            sizeof (i)) == 0);
    message_free (message);
  }
  /* The pool, usrsctp's one that sleeps, this one. */
  fail_unless (count_threads () <= threads + 1, "%u threads instead of %u",
      count_threads (), threads);
  for (guint i = 0; i < CROWD; i++)
    pair_free (pairs[i]);
}

GST_END_TEST;

static Suite *
gstrtcsctphostile_suite (void)
{
  Suite *suite = suite_create ("gstrtcsctphostile");
  TCase *tc = tcase_create ("hostile");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 100);
  tcase_add_test (tc, test_malformed_dcep);
  tcase_add_test (tc, test_unknown_streams);
  tcase_add_test (tc, test_resets_of_unknown_streams);
  tcase_add_loop_test (tc, test_data_beyond_the_streams, 0, 2);
  tcase_add_test (tc, test_flood_of_opens);
  tcase_add_test (tc, test_partial_messages);
  tcase_add_loop_test (tc, test_garbage, 0, 3);
  tcase_add_loop_test (tc, test_stop_in_each_state, 0, 4);
  tcase_add_test (tc, test_freed_in_flight);
  tcase_add_test (tc, test_crowd);
  return suite;
}

GST_CHECK_MAIN (gstrtcsctphostile);
