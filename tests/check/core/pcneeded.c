/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcneeded.c: when another negotiation is needed, step by step of webrtc-pc
 * section 4.7.3.
 */

#include "pctestsession.h"

static guint64 seed_a, seed_b;
static PcSession *alice, *bob;

static void
setup (void)
{
  seed_a = 1;
  seed_b = 2;
  alice = test_session (&seed_a);
  bob = test_session (&seed_b);
}

static void
teardown (void)
{
  pc_session_free (alice);
  pc_session_free (bob);
}

static const gchar *const one_stream[] = { "one", NULL };
static const gchar *const two_streams[] = { "one", "two", NULL };

static guint
add (PcSession * session, PcKind kind, PcDirection direction)
{
  return pc_session_add_transceiver (session, kind, direction, TRUE);
}

#define needed(session) \
    fail_unless (pc_session_is_negotiation_needed (session))
#define not_needed(session) \
    fail_if (pc_session_is_negotiation_needed (session))

GST_START_TEST (test_step_2_restart)
{
  not_needed (alice);
  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  negotiate (alice, bob);
  not_needed (alice);
  pc_session_restart_ice (alice);
  needed (alice);
  /* A negotiation that does not replace them does not do. */
  negotiate (bob, alice);
  needed (alice);
  negotiate (alice, bob);
  not_needed (alice);
  not_needed (bob);
}

GST_END_TEST;

GST_START_TEST (test_step_4_data)
{
  pc_session_want_data_channels (alice);
  needed (alice);
  negotiate (alice, bob);
  not_needed (alice);
  pc_session_want_data_channels (bob);
  not_needed (bob);
}

GST_END_TEST;

GST_START_TEST (test_step_5_1_stopping)
{
  guint id = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);

  negotiate (alice, bob);
  pc_session_stop_transceiver (alice, id);
  needed (alice);
  negotiate (alice, bob);
  not_needed (alice);
  not_needed (bob);
}

GST_END_TEST;

GST_START_TEST (test_step_5_2_new)
{
  add (alice, PC_KIND_AUDIO, PC_DIRECTION_INACTIVE);
  needed (alice);
  negotiate (alice, bob);
  not_needed (alice);
}

GST_END_TEST;

GST_START_TEST (test_step_5_3_1_streams)
{
  guint id = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);

  negotiate (alice, bob);
  pc_session_set_sender_streams (alice, id, one_stream);
  needed (alice);
  negotiate (alice, bob);
  not_needed (alice);
  pc_session_set_sender_streams (alice, id, two_streams);
  needed (alice);
  negotiate (alice, bob);
  not_needed (alice);
  pc_session_set_sender_streams (alice, id, NULL);
  needed (alice);
  pc_session_set_direction (alice, id, PC_DIRECTION_RECVONLY);
  negotiate (alice, bob);
  not_needed (alice);
  /* What is not sent has no streams. */
  pc_session_set_sender_streams (alice, id, one_stream);
  not_needed (alice);
}

GST_END_TEST;

GST_START_TEST (test_step_5_3_2_offered_direction)
{
  guint id = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);

  negotiate (alice, bob);
  pc_session_set_direction (alice, id, PC_DIRECTION_INACTIVE);
  needed (alice);
  /* As the peer has answered it is fine as well. */
  pc_session_set_direction (alice, id, PC_DIRECTION_SENDONLY);
  not_needed (alice);
  pc_session_set_direction (alice, id, PC_DIRECTION_SENDRECV);
  not_needed (alice);
}

GST_END_TEST;

GST_START_TEST (test_step_5_3_3_answered_direction)
{
  guint id;

  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDONLY);
  negotiate (alice, bob);
  id = nth_transceiver (bob, 0);
  /* More than was offered cannot have been answered. */
  pc_session_set_direction (bob, id, PC_DIRECTION_SENDRECV);
  not_needed (bob);
  pc_session_set_direction (bob, id, PC_DIRECTION_INACTIVE);
  needed (bob);
}

GST_END_TEST;

/* Two that both only send agree on nothing, and are at rest. */
GST_START_TEST (test_rest)
{
  guint i;

  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDONLY);
  negotiate (alice, bob);
  pc_session_set_direction (bob, nth_transceiver (bob, 0),
      PC_DIRECTION_SENDONLY);
  for (i = 0; i < 2; i++) {
    negotiate (alice, bob);
    negotiate (bob, alice);
  }
  not_needed (alice);
  not_needed (bob);
}

GST_END_TEST;

static Suite *
pcneeded_suite (void)
{
  Suite *s = suite_create ("pcneeded");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_step_2_restart);
  tcase_add_test (tc, test_step_4_data);
  tcase_add_test (tc, test_step_5_1_stopping);
  tcase_add_test (tc, test_step_5_2_new);
  tcase_add_test (tc, test_step_5_3_1_streams);
  tcase_add_test (tc, test_step_5_3_2_offered_direction);
  tcase_add_test (tc, test_step_5_3_3_answered_direction);
  tcase_add_test (tc, test_rest);

  return s;
}

GST_CHECK_MAIN (pcneeded);
