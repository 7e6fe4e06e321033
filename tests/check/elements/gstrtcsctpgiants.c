/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpgiants.c: messages that a peer begins and never finishes.
 */

#include <gst/check/gstcheck.h>

#include "sctppeer.h"

#include <gst/peerconnection/core/dc/pcchannels.h>
#include <string.h>

#include "gstrtcsctppartials.h"

/* bytes of a fragment: SCTP's packets are no larger */
#define FRAGMENT 60000
/* bytes of usrsctp's window with interleaving, and what may be over it */
#define WINDOW (4 * 1024 * 1024)
#define SLACK (1024 * 1024)

typedef struct
{
  Peer *peer;
  guint32 n_sent;               /* fragments */
  guint32 n_of[100];            /* those of each stream */
} Giants;

/* The next fragment of the message on stream @id: it is never the last. RFC
 * 9260 section 3.3.1, RFC 8260 section 2.1. */
static void
say_fragment (Giants * giants, guint16 id)
{
  gboolean interleaving = giants->peer->interleaving;
  gsize header = interleaving ? 20 : 16;
  g_autofree guint8 *chunk = g_malloc0 (header + FRAGMENT);
  gboolean first = giants->n_of[id] == 0;

  chunk[0] = interleaving ? 64 : 0;
  chunk[1] = first ? 2 : 0;
  GST_WRITE_UINT16_BE (chunk + 2, header + FRAGMENT);
  GST_WRITE_UINT32_BE (chunk + 4, giants->peer->own_tsn + giants->n_sent);
  GST_WRITE_UINT16_BE (chunk + 8, id);
  if (first || !interleaving)
    GST_WRITE_UINT32_BE (chunk + header - 4, PC_PPID_BINARY);
  else
    GST_WRITE_UINT32_BE (chunk + header - 4, giants->n_of[id]);
  peer_say (giants->peer, chunk, header + FRAGMENT);
  giants->n_of[id]++;
  giants->n_sent++;
  gst_rtc_io_sync (giants->peer->end.io);
}

/* bytes that the element took */
static guint64
count_taken (Giants * giants)
{
  Peer *peer = giants->peer;
  guint32 n;

  gst_rtc_io_sync (peer->end.io);
  g_mutex_lock (&peer->lock);
  n = peer->acked_tsn - peer->own_tsn + 1;
  g_mutex_unlock (&peer->lock);
  return (guint64) n *FRAGMENT;
}

static Peer *
connect_peer (gboolean interleaving, guint64 max_message_size)
{
  Peer *peer = peer_new ();

  peer->interleaving = interleaving;
  peer->max_message_size = max_message_size;
  peer_start_element (peer);
  peer_start_socket (peer);
  wait_state (&peer->end, PC_SCTP_CONNECTED);
  /* The peer's own SCTP would be surprised at what it is said to have sent. */
  g_atomic_int_set (&peer->lost_from, G_MAXUINT);
  return peer;
}

/* With and without interleaving: the channel ends at the limit, and the rest of
 * the message is not kept. */
GST_START_TEST (test_larger_than_allowed)
{
  Peer *peer = connect_peer (__i__ == 1, 100000);
  Giants giants = {.peer = peer };

  gst_rtc_sctp_open_channel (peer->end.sctp, 1, &reliable, TRUE);
  wait_for (&peer->end, peer->end.n_open == 1);
  for (guint i = 0; i < 200; i++)
    say_fragment (&giants, 1);
  wait_for (&peer->end, peer->end.n_closing == 1);
  peer_expect_stat (peer, "bytes-unfinished", 0);
  /* All of it was taken: whom it may not block are the others. */
  fail_unless (count_taken (&giants) >= 199 * FRAGMENT);
  peer_free (peer);
}

GST_END_TEST;

/* Nobody knows a channel of this number, and one that is negotiated later gets
 * only what was kept of early messages. */
GST_START_TEST (test_on_unknown_stream)
{
  Peer *peer = connect_peer (__i__ == 1, 64 * 1024 * 1024);
  Giants giants = {.peer = peer };

  for (guint i = 0; i < 100; i++) {
    say_fragment (&giants, 5);
    fail_unless (peer_get_stat (peer, "bytes-unfinished") <=
        PC_CHANNELS_MAX_EARLY_BYTES);
  }
  peer_expect_stat (peer, "bytes-unfinished", 0);
  peer_expect_stat (peer, "unknown-stream", 1);
  peer_free (peer);
}

GST_END_TEST;

/* Each message is within the limit, and all of them together are not. */
GST_START_TEST (test_too_many)
{
  const guint64 limit = 12 * 1024 * 1024;
  Peer *peer = connect_peer (TRUE, limit);
  Giants giants = {.peer = peer };
  guint64 most = 0;

  for (guint16 id = 1; id < 16; id += 2)
    gst_rtc_sctp_open_channel (peer->end.sctp, id, &reliable, TRUE);
  wait_for (&peer->end, peer->end.n_open == 8);
  for (guint16 id = 1; id < 16; id += 2) {
    for (guint i = 0; i < limit / FRAGMENT; i++)
      say_fragment (&giants, id);
    most = MAX (most, peer_get_stat (peer, "bytes-unfinished"));
  }
  fail_unless (most > 32 * 1024 * 1024
      && most <= GST_RTC_SCTP_MAX_PARTIAL_BYTES + limit,
      "%" G_GUINT64_FORMAT " bytes", most);
  /* Three of them are within the bound. */
  wait_for (&peer->end, peer->end.n_closing == 5);
  peer_free (peer);
}

GST_END_TEST;

/* So many that each is too short to be handed out: SCTP's window ends it. */
GST_START_TEST (test_many_beginnings)
{
  Peer *peer = connect_peer (TRUE, 256 * 1024);
  Giants giants = {.peer = peer };
  guint64 taken;

  for (guint i = 0; i < 1000; i++)
    say_fragment (&giants, (guint16) (i % 100));
  taken = count_taken (&giants);
  fail_unless (taken >= WINDOW / 2 && taken <= WINDOW + SLACK,
      "%" G_GUINT64_FORMAT " bytes", taken);
  peer_expect_stat (peer, "bytes-unfinished", 0);
  /* And it can still be ended. */
  peer_say_abort (peer, 12);
  wait_state (&peer->end, PC_SCTP_CLOSED);
  peer_free (peer);
}

GST_END_TEST;

static Suite *
gstrtcsctpgiants_suite (void)
{
  Suite *suite = suite_create ("gstrtcsctpgiants");
  TCase *tc = tcase_create ("giants");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_loop_test (tc, test_larger_than_allowed, 0, 2);
  tcase_add_loop_test (tc, test_on_unknown_stream, 0, 2);
  tcase_add_test (tc, test_too_many);
  tcase_add_test (tc, test_many_beginnings);
  return suite;
}

GST_CHECK_MAIN (gstrtcsctpgiants);
