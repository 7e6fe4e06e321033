/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpfailure.c: how an association ends, and what rtcsctp says of it.
 */

#include <gst/check/gstcheck.h>

#include "sctppeer.h"

#include <usrsctp.h>

#define BIT(type) (1u << (type))

/* RFC 9260 section 3.3.10 */
#define OUT_OF_RESOURCE 4
#define USER_INITIATED_ABORT 12
#define PROTOCOL_VIOLATION 13

/* The association is over and its channel closed, for this reason. */
static void
expect_failure (Peer * peer, gint cause)
{
  wait_state (&peer->end, PC_SCTP_CLOSED);
  wait_for (&peer->end, peer->end.n_closed == 1);
  fail_unless (peer->end.error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (peer->end.error),
      GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE);
  fail_unless_equals_int (gst_rtc_error_get_sctp_cause_code (peer->end.error),
      cause);
}

static void
expect_end (Peer * peer)
{
  wait_state (&peer->end, PC_SCTP_CLOSED);
  wait_for (&peer->end, peer->end.n_closed == 1);
  fail_unless (peer->end.error == NULL);
}

/* --- states of the element, each with a channel of its own ---------------- */

static void
begin (Peer * peer)
{
  peer_start_element (peer);
  gst_rtc_sctp_open_channel (peer->end.sctp, 0, &reliable, FALSE);
}

static void
reach_cookie_wait (Peer * peer)
{
  begin (peer);
  peer_wait_chunk (peer, CHUNK_INIT);
}

/* The peer's own INIT must not arrive: its cookie would do as well. */
static void
reach_cookie_echoed (Peer * peer)
{
  peer->lost_to = BIT (CHUNK_INIT);
  peer->lost_from = BIT (CHUNK_COOKIE_ECHO);
  peer_start_socket (peer);
  begin (peer);
  peer_wait_chunk (peer, CHUNK_COOKIE_ECHO);
}

static void
reach_established (Peer * peer)
{
  peer_start_socket (peer);
  begin (peer);
  wait_state (&peer->end, PC_SCTP_CONNECTED);
  wait_for (&peer->end, peer->end.n_open == 1);
}

/* The peer has got all there was, DATA_CHANNEL_OPEN, and ends it. */
static void
reach_shutdown (Peer * peer)
{
  guint8 shutdown[8] = { CHUNK_SHUTDOWN, 0, 0, 8 };

  peer->lost_from = BIT (CHUNK_SHUTDOWN_ACK);
  reach_established (peer);
  GST_WRITE_UINT32_BE (shutdown + 4, peer->tsn);
  peer_say (peer, shutdown, sizeof (shutdown));
  peer_wait_chunk (peer, CHUNK_SHUTDOWN_ACK);
}

/* --- the peer ends it ----------------------------------------------------- */

static void (*const reach[]) (Peer * peer) = {
  reach_cookie_wait, reach_cookie_echoed, reach_established, reach_shutdown,
};

GST_START_TEST (test_abort_in_each_state)
{
  static const guint16 causes[] = {
    USER_INITIATED_ABORT, PROTOCOL_VIOLATION, OUT_OF_RESOURCE, 0, 999
  };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++) {
    Peer *peer = peer_new ();

    reach[__i__] (peer);
    peer_say_abort (peer, causes[i]);
    expect_failure (peer, causes[i] != 0 ? causes[i] : -1);
    peer_free (peer);
  }
}

GST_END_TEST;

/* One with a tag that is not right is nobody's. */
GST_START_TEST (test_abort_by_stranger)
{
  Peer *peer = peer_new ();

  reach_established (peer);
  peer->tag[0] ^= 1;
  peer_say_abort (peer, USER_INITIATED_ABORT);
  peer_expect_alive (peer, 1);
  peer_free (peer);
}

GST_END_TEST;

GST_START_TEST (test_orderly_end)
{
  static const guint8 complete[4] = { CHUNK_SHUTDOWN_COMPLETE, 0, 0, 4 };
  Peer *peer = peer_new ();

  reach_shutdown (peer);
  peer_say (peer, complete, sizeof (complete));
  expect_end (peer);
  peer_free (peer);
}

GST_END_TEST;

/* What an end that closes sends: the peer's application is told so. */
GST_START_TEST (test_close_says_why)
{
  Peer *peer = peer_new ();

  reach_established (peer);
  gst_rtc_sctp_socket_close (g_steal_pointer (&peer->socket));
  expect_failure (peer, USER_INITIATED_ABORT);
  peer_free (peer);
}

GST_END_TEST;

/* RFC 9260 section 5.2: the peer has lost its state and begins anew. Streams
 * begin anew with it, so no channel goes on. */
GST_START_TEST (test_restart)
{
  Peer *peer = peer_new ();

  reach_established (peer);
  peer_forget_socket (peer);
  peer_start_socket (peer);
  expect_failure (peer, -1);
  peer_free (peer);
}

GST_END_TEST;

/* Nothing is heard of it any more, established or not. */
GST_START_TEST (test_disappearance)
{
  Peer *peer = peer_new ();

  usrsctp_sysctl_set_sctp_rto_max_default (230);
  usrsctp_sysctl_set_sctp_init_rto_max_default (100);
  usrsctp_sysctl_set_sctp_rto_initial_default (100);
  usrsctp_sysctl_set_sctp_assoc_rtx_max_default (2);
  usrsctp_sysctl_set_sctp_path_rtx_max_default (2);
  usrsctp_sysctl_set_sctp_init_rtx_max_default (2);
  reach[__i__] (peer);
  g_atomic_int_set (&peer->lost_to, G_MAXUINT);
  g_atomic_int_set (&peer->lost_from, G_MAXUINT);
  if (reach[__i__] == reach_established)
    end_send (&peer->end, 0, FALSE, "anybody there?", 14);
  expect_failure (peer, -1);
  peer_free (peer);
}

GST_END_TEST;

static Suite *
gstrtcsctpfailure_suite (void)
{
  Suite *suite = suite_create ("gstrtcsctpfailure");
  TCase *tc = tcase_create ("failure");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_loop_test (tc, test_abort_in_each_state, 0, G_N_ELEMENTS (reach));
  tcase_add_test (tc, test_abort_by_stranger);
  tcase_add_test (tc, test_orderly_end);
  tcase_add_test (tc, test_close_says_why);
  tcase_add_test (tc, test_restart);
  tcase_add_loop_test (tc, test_disappearance, 0, G_N_ELEMENTS (reach));
  return suite;
}

GST_CHECK_MAIN (gstrtcsctpfailure);
