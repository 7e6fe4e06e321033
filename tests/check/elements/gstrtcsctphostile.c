/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctphostile.c: rtcsctp against peers that misbehave, and ended at any
 * moment.
 */

#include <gst/check/gstcheck.h>

#include "sctppair.h"

#include <gst/peerconnection/core/dc/pcchannels.h>
#include <string.h>
#include <usrsctp.h>



#include "gstrtcsctpsocket.h"
#include "gstrtcsctpstack.h"

/* --- a bare peer: SCTP that sends what it is told ------------------------- */

typedef struct
{
  GstRTCSctpPort port;          /* first */
  End end;                      /* the element under test */
  GstPad *src;                  /* to its sink */
  GstPad *sink;                 /* from its src */
  gpointer slot;
  GstRTCSctpSocket *socket;
} Peer;

static void
peer_send_packet (GstRTCSctpPort * port, const guint8 * packet, gsize size)
{
  Peer *peer = (Peer *) port;

  gst_pad_push (peer->src, gst_buffer_new_memdup (packet, size));
}

static void
peer_wake (GstRTCSctpPort * port)
{
}

static void
peer_last_ref (GstRTCSctpPort * port)
{
}

static gboolean
peer_feed (GstBuffer ** packet, guint index, gpointer user_data)
{
  Peer *peer = user_data;
  GstMapInfo map;

  gst_buffer_map (*packet, &map, GST_MAP_READ);
  gst_rtc_sctp_stack_input (peer->slot, map.data, map.size);
  gst_buffer_unmap (*packet, &map);
  return TRUE;
}

static GstFlowReturn
peer_chain_list (GstPad * pad, GstObject * parent, GstBufferList * packets)
{
  gst_buffer_list_foreach (packets, peer_feed,
      gst_pad_get_element_private (pad));
  gst_buffer_list_unref (packets);
  return GST_FLOW_OK;
}

static void
peer_link (Peer * peer)
{
  GstPad *sink = gst_element_get_static_pad (GST_ELEMENT (peer->end.sctp),
      "sink");
  GstPad *src = gst_element_get_static_pad (GST_ELEMENT (peer->end.sctp),
      "src");
  GstSegment segment;

  peer->src = gst_pad_new ("src", GST_PAD_SRC);
  peer->sink = gst_pad_new ("sink", GST_PAD_SINK);
  gst_pad_set_element_private (peer->sink, peer);
  gst_pad_set_chain_list_function (peer->sink, peer_chain_list);
  fail_unless_equals_int (gst_pad_link (peer->src, sink), GST_PAD_LINK_OK);
  fail_unless_equals_int (gst_pad_link (src, peer->sink), GST_PAD_LINK_OK);
  gst_pad_set_active (peer->src, TRUE);
  gst_pad_set_active (peer->sink, TRUE);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (peer->src, gst_event_new_stream_start ("peer"));
  gst_pad_push_event (peer->src, gst_event_new_segment (&segment));
  gst_object_unref (sink);
  gst_object_unref (src);
}

/* The element under test is the DTLS client: the peer's ids are odd. */
static Peer *
peer_new (gboolean connect)
{
  static const GstRTCSctpSocketConfig config = {.local_port =
        5000,.remote_port = 5000,.streams = 100
  };
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GError) error = NULL;

  peer->port.ref_count = 1;
  peer->port.send = peer_send_packet;
  peer->port.wake = peer_wake;
  peer->port.free = peer_last_ref;
  end_init (&peer->end, "tested");
  peer_link (peer);
  gst_element_set_state (GST_ELEMENT (peer->end.sctp), GST_STATE_PLAYING);
  peer->slot = gst_rtc_sctp_stack_add (&peer->port);
  if (!connect)
    return peer;

  gst_rtc_sctp_start (peer->end.sctp, 5000, 5000, TRUE, 100000, 0);
  peer->socket = gst_rtc_sctp_socket_open (peer->slot, &config, &error);
  fail_unless (peer->socket != NULL, "%s", error ? error->message : "");
  wait_state (&peer->end, PC_SCTP_CONNECTED);
  return peer;
}

static void
peer_free (Peer * peer)
{
  if (peer->socket != NULL)
    gst_rtc_sctp_socket_close (peer->socket);
  gst_rtc_sctp_stack_remove (peer->slot);
  end_clear (&peer->end);
  gst_object_unref (peer->src);
  gst_object_unref (peer->sink);
  g_free (peer);
}

static void
peer_send (Peer * peer, guint16 id, guint32 ppid, gconstpointer data,
    gsize size)
{
  GstRTCSctpSendInfo info = {.id = id,.ppid = ppid,.max_packet_life_time =
        -1,.max_retransmits = -1
  };

  fail_unless_equals_int (gst_rtc_sctp_socket_send (peer->socket, &info, data,
          size, GST_RTC_SCTP_WHOLE), (gint) size);
}

static void
peer_open (Peer * peer, guint16 id)
{
  g_autoptr (GBytes) hello = pc_dcep_serialize_open (&reliable);
  guint before;

  g_mutex_lock (&peer->end.lock);
  before = peer->end.n_announced;
  g_mutex_unlock (&peer->end.lock);
  peer_send (peer, id, PC_PPID_DCEP, g_bytes_get_data (hello, NULL),
      g_bytes_get_size (hello));
  wait_for (&peer->end, peer->end.n_announced > before);
}

static guint64
get_stat (GstRTCSctp * sctp, const gchar * name)
{
  g_autoptr (GstStructure) stats = NULL;
  guint64 value = 0;

  g_object_get (sctp, "stats", &stats, NULL);
  fail_unless (gst_structure_get_uint64 (stats, name, &value), "%s", name);
  return value;
}

static void
expect_stat (Peer * peer, const gchar * name, guint64 value)
{
  /* Counters are published when the service that counted is over. */
  gst_rtc_io_sync (peer->end.io);
  gst_rtc_io_sync (peer->end.io);
  fail_unless_equals_uint64 (get_stat (peer->end.sctp, name), value);
}

/* The element still serves a peer that behaves. */
static void
expect_alive (Peer * peer, guint16 id)
{
  Message *message;

  peer_open (peer, id);
  peer_send (peer, id, PC_PPID_STRING, "alive", 5);
  do {
    message = end_pop (&peer->end);
    if (message->id == id)
      break;
    message_free (message);
  } while (TRUE);
  fail_unless_equals_uint64 (g_bytes_get_size (message->data), 5);
  message_free (message);
}

/* --- malformed ------------------------------------------------------------ */

GST_START_TEST (test_malformed_dcep)
{
  Peer *peer = peer_new (TRUE);

  /* On streams that are free. */
  peer_send (peer, 3, PC_PPID_DCEP, "\003", 1);
  peer_send (peer, 5, PC_PPID_DCEP, "\003\177\0\0\0\0\0\0\0\0\0\0", 12);
  peer_send (peer, 7, PC_PPID_DCEP, "\003\0\0\0\0\0\0\0\377\377\0\0", 12);
  peer_send (peer, 9, PC_PPID_DCEP, "\377", 1);
  peer_send (peer, 11, PC_PPID_DCEP, "\002", 1);
  /* Of the wrong parity. */
  peer_send (peer, 2, PC_PPID_DCEP, "\003\0\0\0\0\0\0\0\0\0\0\0", 12);
  expect_alive (peer, 1);
  fail_unless_equals_int (peer->end.n_announced, 1);
  expect_stat (peer, "malformed", 5);
  expect_stat (peer, "channels-refused", 5);

  /* On one in use: it is closed. */
  peer_send (peer, 1, PC_PPID_DCEP, "\003\001", 2);
  wait_for (&peer->end, peer->end.n_closing == 1);
  expect_alive (peer, 13);
  peer_free (peer);
}

GST_END_TEST;

GST_START_TEST (test_unknown_streams)
{
  Peer *peer = peer_new (TRUE);

  for (guint i = 0; i < PC_CHANNELS_MAX_EARLY_MESSAGES + 10; i++)
    peer_send (peer, 51, PC_PPID_STRING, "hello?", 6);
  peer_open (peer, 1);
  peer_send (peer, 1, 99, "what?", 5);
  peer_send (peer, 1, 0, "what?", 5);
  expect_alive (peer, 3);
  expect_stat (peer, "unknown-stream", 10);
  expect_stat (peer, "unknown-ppid", 2);
  fail_unless_equals_uint64 (peer->end.n_messages, 1);
  peer_free (peer);
}

GST_END_TEST;

GST_START_TEST (test_partial_messages)
{
  g_autofree gchar *piece = g_strnfill (60000, 'x');
  Peer *peer = peer_new (TRUE);
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
  expect_alive (peer, 3);
  peer_free (peer);
}

GST_END_TEST;

/* Packets of nothing, and packets of the peer with bits turned: the seed
 * decides. The checksum is made right for half of them, or SCTP would never
 * see them. */
GST_START_TEST (test_garbage)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4960 + (guint32) __i__);
  Peer *peer = peer_new (__i__ > 0);

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
    fail_unless (get_stat (peer->end.sctp, "packets-discarded") > 10000);
    expect_alive (peer, 5);
  }
  peer_free (peer);
}

GST_END_TEST;

/* --- the peer ends it ----------------------------------------------------- */

GST_START_TEST (test_abort_by_peer)
{
  Peer *peer = peer_new (TRUE);

  peer_open (peer, 1);
  peer_open (peer, 3);
  gst_rtc_sctp_socket_close (g_steal_pointer (&peer->socket));
  wait_state (&peer->end, PC_SCTP_CLOSED);
  wait_for (&peer->end, peer->end.n_closed == 2);
  fail_unless (peer->end.error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (peer->end.error),
      GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE);
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
  tcase_add_test (tc, test_partial_messages);
  tcase_add_loop_test (tc, test_garbage, 0, 3);
  tcase_add_test (tc, test_abort_by_peer);
  tcase_add_loop_test (tc, test_stop_in_each_state, 0, 4);
  tcase_add_test (tc, test_freed_in_flight);
  tcase_add_test (tc, test_crowd);
  return suite;
}

GST_CHECK_MAIN (gstrtcsctphostile);
