/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsession.c: two sessions talk: the first call and what follows.
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

/* Audio and video to send, and data channels. */
static void
call (void)
{
  guint audio, video;

  audio = pc_session_add_transceiver (alice, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, TRUE);
  video = pc_session_add_transceiver (alice, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
  pc_session_set_sender_media (alice, audio, TRUE);
  pc_session_set_sender_media (alice, video, TRUE);
  pc_session_want_data_channels (alice);
}

GST_START_TEST (test_first_call)
{
  g_autoptr (PcNegotiated) at_alice = NULL;
  g_autoptr (PcNegotiated) at_bob = NULL;
  const PcNegotiatedMedia *video;
  const PcNegotiatedTransport *transport, *other;

  call ();
  fail_unless (pc_session_is_negotiation_needed (alice));
  negotiate (alice, bob);
  fail_if (pc_session_is_negotiation_needed (alice));
  fail_if (pc_session_is_negotiation_needed (bob));
  fail_unless_equals_int (pc_session_get_signaling_state (alice),
      PC_SIGNALING_STABLE);
  fail_unless_equals_int (count_transceivers (bob), 2);

  at_alice = pc_session_get_negotiated (alice);
  at_bob = pc_session_get_negotiated (bob);
  fail_unless_equals_int (at_alice->transports->len, 1);
  fail_unless_equals_int (at_bob->transports->len, 1);
  transport = g_ptr_array_index (at_alice->transports, 0);
  other = g_ptr_array_index (at_bob->transports, 0);
  fail_unless_equals_string (transport->local_ufrag, other->remote_ufrag);
  fail_unless_equals_string (transport->remote_pwd, other->local_pwd);
  fail_unless_equals_int (transport->dtls_role, PC_DTLS_ROLE_SERVER);
  fail_unless_equals_int (other->dtls_role, PC_DTLS_ROLE_CLIENT);
  fail_unless (transport->controlling && !other->controlling);
  fail_unless_equals_int (g_strv_length (transport->mids), 3);

  video = g_ptr_array_index (at_alice->media, 1);
  fail_unless_equals_int (video->direction, PC_DIRECTION_SENDONLY);
  fail_unless (video->send_ssrc != 0 && video->send_rtx_ssrc != 0);
  video = g_ptr_array_index (at_bob->media, 1);
  fail_unless_equals_int (video->direction, PC_DIRECTION_RECVONLY);
  fail_unless_equals_int (video->receive_ssrcs->len, 2);
  fail_unless_equals_int (video->send_ssrc, 0);
  fail_unless_equals_int (at_bob->sctp->remote_port, 5000);
  fail_unless_equals_uint64 (at_bob->sctp->remote_max_message_size, 262144);
}

GST_END_TEST;

/* --- what a commit reports ------------------------------------------------ */

static GArray *
offer_to (PcSession * to, PcSession * from)
{
  g_autoptr (PcDescription) offer = create_offer (from);

  apply (from, PC_SIDE_LOCAL, offer);
  return apply_changes (to, PC_SIDE_REMOTE, offer);
}

static GArray *
answer_from (PcSession * from, PcSession * to)
{
  g_autoptr (PcDescription) answer = create_answer (from);
  GArray *changes = apply_changes (from, PC_SIDE_LOCAL, answer);

  apply (to, PC_SIDE_REMOTE, answer);
  return changes;
}

#define assert_changes(changes, expected) \
    test_assert_changes (changes, expected, __LINE__)

/* "C1 S+1": a letter and a transceiver for each change, S alone for the
 * signaling state. */
static void
test_assert_changes (GArray * changes, const gchar * expected, guint line)
{
  static const gchar *const letters[] = {
    [PC_CHANGE_TRANSCEIVER_CREATED] = "C",
    [PC_CHANGE_TRANSCEIVER_REMOVED] = "R",
    [PC_CHANGE_TRANSCEIVER_STOPPED] = "X",
    [PC_CHANGE_TRACK_REMOVED] = "-",
    [PC_CHANGE_TRACK_ADDED] = "+",
    [PC_CHANGE_STREAMS] = "~",
    [PC_CHANGE_SIGNALING_STATE] = "S",
  };
  g_autoptr (GString) text = g_string_new (NULL);
  guint i;

  for (i = 0; i < changes->len; i++) {
    const PcChange *change = &g_array_index (changes, PcChange, i);

    g_string_append (text, letters[change->type]);
    if (change->transceiver_id != 0)
      g_string_append_printf (text, "%u", change->transceiver_id);
  }
  fail_unless (g_str_equal (text->str, expected), "line %u: '%s', not '%s'",
      line, text->str, expected);
  g_array_unref (changes);
}

GST_START_TEST (test_tracks_come)
{
  call ();
  assert_changes (offer_to (bob, alice), "C1C2S+1+2");
  assert_changes (answer_from (bob, alice), "S");
}

GST_END_TEST;

GST_START_TEST (test_tracks_go_and_return)
{
  guint id;

  call ();
  negotiate (alice, bob);
  id = nth_transceiver (alice, 0);
  pc_session_set_direction (alice, id, PC_DIRECTION_RECVONLY);
  assert_changes (offer_to (bob, alice), "S-1");
  assert_changes (answer_from (bob, alice), "S");
  fail_if (pc_session_get_transceiver (bob, 1)->fired_receiving);
  pc_session_set_direction (alice, id, PC_DIRECTION_SENDRECV);
  assert_changes (offer_to (bob, alice), "S+1");
  /* And our own answer can end it as well. */
  pc_session_set_direction (bob, 1, PC_DIRECTION_INACTIVE);
  assert_changes (answer_from (bob, alice), "S-1");
}

GST_END_TEST;

GST_START_TEST (test_streams_change)
{
  static const gchar *const one[] = { "one", NULL };
  static const gchar *const other[] = { "one", "two", NULL };
  guint id = pc_session_add_transceiver (alice, PC_KIND_AUDIO,
      PC_DIRECTION_SENDONLY, TRUE);
  const PcTransceiver *transceiver;

  pc_session_set_sender_track (alice, id, "t");
  pc_session_set_sender_streams (alice, id, one);
  assert_changes (offer_to (bob, alice), "C1S+1");
  transceiver = pc_session_get_transceiver (bob, 1);
  fail_unless_equals_string (transceiver->remote_track_id, "t");
  fail_unless_equals_string (transceiver->remote_stream_ids[0], "one");
  assert_changes (answer_from (bob, alice), "S");
  pc_session_set_sender_streams (alice, id, other);
  assert_changes (offer_to (bob, alice), "S~1+1");
  assert_changes (answer_from (bob, alice), "S");
  pc_session_set_sender_streams (alice, id, one);
  assert_changes (offer_to (bob, alice), "S~1");
  assert_changes (answer_from (bob, alice), "S");
}

GST_END_TEST;

/* RFC 8830 section 3.2.1: one default stream for all that name none. */
GST_START_TEST (test_default_stream)
{
  g_autoptr (PcDescription) offer = NULL;
  const PcTransceiver *audio, *video, *alone;

  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      FALSE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      FALSE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      FALSE);
  offer = create_offer (alice);
  g_ptr_array_set_size (media_of (offer, 0)->msids, 0);
  g_ptr_array_set_size (media_of (offer, 1)->msids, 0);
  apply (bob, PC_SIDE_REMOTE, offer);
  audio = pc_session_get_transceiver (bob, 1);
  video = pc_session_get_transceiver (bob, 2);
  alone = pc_session_get_transceiver (bob, 3);
  fail_unless_equals_int (g_strv_length (audio->remote_stream_ids), 1);
  fail_unless_equals_int (strlen (audio->remote_stream_ids[0]), 16);
  fail_unless (g_strv_equal ((const gchar * const *)
          audio->remote_stream_ids, (const gchar * const *)
          video->remote_stream_ids));
  fail_unless_equals_int (g_strv_length (alone->remote_stream_ids), 0);
}

GST_END_TEST;

GST_START_TEST (test_stop)
{
  guint audio;

  call ();
  negotiate (alice, bob);
  audio = nth_transceiver (alice, 0);
  pc_session_stop_transceiver (alice, audio);
  fail_unless (pc_session_get_transceiver (alice, audio)->stopping);
  fail_if (pc_session_get_transceiver (alice, audio)->stopped);
  assert_changes (offer_to (bob, alice), "X1S-1");
  fail_unless (pc_session_get_transceiver (bob, 1)->stopped);
  assert_changes (answer_from (bob, alice), "S");
  fail_unless_equals_int (count_transceivers (alice), 1);
  fail_unless_equals_int (count_transceivers (bob), 1);
  fail_unless (pc_session_get_transceiver (alice, audio) == NULL);
}

GST_END_TEST;

/* webrtc-pc section 5.4: stopping does not matter to an answer. */
GST_START_TEST (test_stopping_answers)
{
  call ();
  negotiate (alice, bob);
  pc_session_stop_transceiver (bob, 1);
  {
    g_autoptr (PcDescription) answer = NULL;

    g_array_unref (offer_to (bob, alice));
    answer = create_answer (bob);
    fail_if (pc_media_is_rejected (media_of (answer, 0)));
    fail_unless_equals_int (media_of (answer, 0)->direction,
        PC_DIRECTION_INACTIVE);
    apply (bob, PC_SIDE_LOCAL, answer);
    apply (alice, PC_SIDE_REMOTE, answer);
  }
  fail_unless (pc_session_is_negotiation_needed (bob));
  negotiate (bob, alice);
  fail_unless_equals_int (count_transceivers (bob), 1);
}

GST_END_TEST;

GST_START_TEST (test_stopped_before_anyone_knew)
{
  guint id = pc_session_add_transceiver (alice, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, TRUE);
  g_autoptr (PcDescription) offer = NULL;

  pc_session_stop_transceiver (alice, id);
  offer = create_offer (alice);
  fail_unless_equals_int (offer->media->len, 0);
  assert_changes (apply_changes (alice, PC_SIDE_LOCAL, offer), "X1S");
}

GST_END_TEST;

GST_START_TEST (test_descriptions)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;

  call ();
  offer = create_offer (alice);
  fail_unless (pc_session_get_last_created (alice, PC_SDP_OFFER) != NULL);
  fail_unless (pc_session_get_last_created (alice, PC_SDP_ANSWER) == NULL);
  pc_session_set_direction (alice, 1, PC_DIRECTION_SENDONLY);
  fail_unless (pc_session_get_last_created (alice, PC_SDP_OFFER) == NULL);
  g_clear_pointer (&offer, pc_description_free);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  fail_unless (pc_session_get_pending_description (alice, PC_SIDE_LOCAL));
  fail_if (pc_session_get_current_description (alice, PC_SIDE_LOCAL));
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  apply (bob, PC_SIDE_LOCAL, answer);
  fail_unless_equals_int (pc_session_get_current_description (bob,
          PC_SIDE_REMOTE)->type, PC_SDP_OFFER);
  fail_unless_equals_int (pc_session_get_current_description (bob,
          PC_SIDE_LOCAL)->type, PC_SDP_ANSWER);
  fail_if (pc_session_get_pending_description (bob, PC_SIDE_REMOTE));
  fail_unless (pc_session_get_last_created (bob, PC_SDP_ANSWER) == NULL);
}

GST_END_TEST;

/* What changes between a plan and its commit is not lost. */
GST_START_TEST (test_change_between_plan_and_commit)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) theirs = NULL;
  PcPlan *plan;
  guint late;

  call ();
  offer = create_offer (alice);
  plan = pc_session_plan (alice, PC_SIDE_LOCAL, offer, NULL);
  late = pc_session_add_transceiver (alice, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, TRUE);
  pc_session_stop_transceiver (alice, 1);
  g_array_unref (pc_session_commit (alice, plan));
  fail_unless (pc_session_get_transceiver (alice, late)->mid == NULL);
  fail_unless_equals_string (pc_session_get_transceiver (alice, 1)->mid, "0");

  /* addTrack in between is used, as if it had been there. */
  theirs = reparse (PC_SDP_OFFER, offer);
  plan = pc_session_plan (bob, PC_SIDE_REMOTE, theirs, NULL);
  late = pc_session_add_transceiver (bob, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, TRUE);
  g_array_unref (pc_session_commit (bob, plan));
  fail_unless_equals_string (pc_session_get_transceiver (bob, late)->mid, "0");
  fail_unless_equals_int (count_transceivers (bob), 2);
}

GST_END_TEST;

static Suite *
pcsession_suite (void)
{
  Suite *s = suite_create ("pcsession");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_first_call);
  tcase_add_test (tc, test_tracks_come);
  tcase_add_test (tc, test_tracks_go_and_return);
  tcase_add_test (tc, test_streams_change);
  tcase_add_test (tc, test_default_stream);
  tcase_add_test (tc, test_stop);
  tcase_add_test (tc, test_stopping_answers);
  tcase_add_test (tc, test_stopped_before_anyone_knew);
  tcase_add_test (tc, test_descriptions);
  tcase_add_test (tc, test_change_between_plan_and_commit);

  return s;
}

GST_CHECK_MAIN (pcsession);
