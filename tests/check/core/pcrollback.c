/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrollback.c: offers that are taken back.
 */

#include <gst/peerconnection/core/jsep/pcsessionprivate.h>

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

static void
add_both (PcSession * session)
{
  pc_session_add_transceiver (session, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      TRUE);
  pc_session_add_transceiver (session, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      TRUE);
}

GST_START_TEST (test_local)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) again = NULL;
  g_autoptr (PcNegotiated) before = NULL;
  g_autoptr (PcNegotiated) pending = NULL;
  g_autoptr (PcNegotiated) after = NULL;

  add_both (alice);
  before = pc_session_get_negotiated (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  pending = pc_session_get_negotiated (alice);
  fail_unless_equals_int (pending->transports->len, 2);
  fail_unless_equals_string (pc_session_get_transceiver (alice,
          nth_transceiver (alice, 1))->mid, "1");

  rollback (alice, PC_SIDE_LOCAL);
  fail_unless_equals_int (pc_session_get_signaling_state (alice),
      PC_SIGNALING_STABLE);
  fail_unless_equals_int (count_transceivers (alice), 2);
  fail_unless (pc_session_get_transceiver (alice, nth_transceiver (alice,
              1))->mid == NULL);
  fail_unless_equals_int (pc_session_get_transceiver (alice,
          nth_transceiver (alice, 1))->mline_index, -1);
  fail_unless (pc_session_get_pending_description (alice,
          PC_SIDE_LOCAL) == NULL);
  after = pc_session_get_negotiated (alice);
  fail_unless_equals_int (after->transports->len, 0);
  fail_unless_equals_int (alice->transports->len, 0);
  fail_unless (pc_session_is_negotiation_needed (alice));

  /* The next one is on a transport that the peer never heard of. */
  again = create_offer (alice);
  fail_if (g_str_equal (media_of (again, 0)->ice_ufrag,
          media_of (offer, 0)->ice_ufrag));
  negotiate (alice, bob);
}

GST_END_TEST;

GST_START_TEST (test_remote)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) back = pc_description_new (PC_SDP_ROLLBACK);
  g_autoptr (GArray) changes = NULL;
  guint waiting, kept;

  waiting = pc_session_add_transceiver (bob, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, TRUE);
  add_both (alice);
  add_both (alice);
  offer = create_offer (alice);
  apply (bob, PC_SIDE_REMOTE, offer);
  fail_unless_equals_int (count_transceivers (bob), 4);
  kept = nth_transceiver (bob, 3);
  pc_session_set_added_by_track (bob, kept);

  changes = apply_changes (bob, PC_SIDE_REMOTE, back);
  /* Tracks go first, then what nobody used. */
  fail_unless_equals_int (g_array_index (changes, PcChange, 0).type,
      PC_CHANGE_SIGNALING_STATE);
  fail_unless_equals_int (g_array_index (changes, PcChange, 1).type,
      PC_CHANGE_TRACK_REMOVED);
  fail_unless_equals_int (g_array_index (changes, PcChange,
          changes->len - 1).type, PC_CHANGE_TRANSCEIVER_REMOVED);
  fail_unless_equals_int (count_transceivers (bob), 2);
  fail_unless (pc_session_get_transceiver (bob, waiting)->mid == NULL);
  fail_unless (pc_session_get_transceiver (bob, kept)->mid == NULL);
  fail_if (pc_session_get_transceiver (bob, kept)->fired_receiving);
}

GST_END_TEST;

/* webrtc-pc section 4.4.2: an offer over one's own takes that back. */
GST_START_TEST (test_implicit)
{
  g_autoptr (PcDescription) lost = NULL;
  g_autoptr (PcDescription) won = NULL;
  g_autoptr (PcDescription) answer = NULL;

  add_both (alice);
  add_both (bob);
  lost = create_offer (alice);
  won = create_offer (bob);
  apply (alice, PC_SIDE_LOCAL, lost);
  apply (bob, PC_SIDE_LOCAL, won);
  apply (alice, PC_SIDE_REMOTE, won);
  fail_unless_equals_int (pc_session_get_signaling_state (alice),
      PC_SIGNALING_HAVE_REMOTE_OFFER);
  fail_unless (pc_session_get_pending_description (alice, PC_SIDE_LOCAL) ==
      NULL);
  answer = create_answer (alice);
  apply (alice, PC_SIDE_LOCAL, answer);
  apply (bob, PC_SIDE_REMOTE, answer);
  fail_unless_equals_int (count_transceivers (alice), 2);
  fail_if (pc_session_is_negotiation_needed (alice));
}

GST_END_TEST;

/* In an established session nothing that runs is touched. */
GST_START_TEST (test_established)
{
  g_autoptr (PcNegotiated) before = NULL;
  g_autoptr (PcNegotiated) after = NULL;
  g_autofree gchar *text_before = NULL;
  g_autofree gchar *text_after = NULL;
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) theirs = NULL;

  add_both (alice);
  negotiate (alice, bob);
  before = pc_session_get_negotiated (alice);
  text_before = pc_negotiated_to_string (before);

  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDONLY,
      FALSE);
  offer = create_restart (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  {
    g_autoptr (PcNegotiated) pending = pc_session_get_negotiated (alice);
    PcNegotiatedTransport *transport = pending->transports->pdata[0];

    fail_unless_equals_string (transport->local_ufrag,
        media_of (offer, 0)->ice_ufrag);
    fail_unless (transport->remote_ufrag == NULL);
    fail_unless_equals_int (transport->ice_generation, 1);
    fail_unless_equals_int (((PcNegotiatedMedia *)
            pending->media->pdata[0])->direction, PC_DIRECTION_SENDONLY);
  }
  rollback (alice, PC_SIDE_LOCAL);
  after = pc_session_get_negotiated (alice);
  text_after = pc_negotiated_to_string (after);
  fail_unless_equals_string (text_before, text_after);

  theirs = create_restart (bob);
  apply (alice, PC_SIDE_REMOTE, theirs);
  rollback (alice, PC_SIDE_REMOTE);
  g_free (text_after);
  pc_negotiated_unref (after);
  after = pc_session_get_negotiated (alice);
  text_after = pc_negotiated_to_string (after);
  fail_unless_equals_string (text_before, text_after);
  negotiate (bob, alice);
}

GST_END_TEST;

/* Candidates that came while an offer was pending are still known. */
GST_START_TEST (test_candidates_stay)
{
  g_autoptr (PcCandidate) candidate = pc_candidate_parse
      ("candidate:1 1 udp 2122260223 192.0.2.1 4000 typ host", NULL);
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) again = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  const gchar *mid, *ufrag;
  guint index;

  add_both (alice);
  negotiate (alice, bob);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless (pc_session_add_local_candidate (alice,
          ((PcNegotiatedTransport *) negotiated->transports->pdata[0])->id,
          candidate, &mid, &index, &ufrag));
  fail_unless (pc_session_add_local_candidate (alice,
          ((PcNegotiatedTransport *) negotiated->transports->pdata[0])->id,
          NULL, &mid, &index, &ufrag));
  rollback (alice, PC_SIDE_LOCAL);
  again = create_offer (alice);
  fail_unless_equals_int (media_of (again, 0)->candidates->len, 1);
  fail_unless (media_of (again, 0)->end_of_candidates);
  fail_unless_equals_int (media_of (again, 1)->candidates->len, 0);
}

GST_END_TEST;

/* A number that was ever said keeps its meaning: Chromium refuses others. */
GST_START_TEST (test_numbers_keep_their_meaning)
{
  g_autoptr (PcDescription) theirs = NULL;
  g_autoptr (PcDescription) ours = NULL;
  PcMedia *audio;
  guint i;

  add_both (bob);
  theirs = create_offer (bob);
  audio = media_of (theirs, 0);
  g_ptr_array_set_size (audio->extensions, 0);
  g_ptr_array_add (audio->extensions, pc_extension_new (1, "urn:unheard-of",
          PC_DIRECTION_SENDRECV));
  g_ptr_array_set_size (media_of (theirs, 1)->extensions, 0);
  ((PcCodec *) codec_of (audio, 0))->payload_type = 96;
  g_ptr_array_set_size (media_of (theirs, 1)->codecs, 1);
  ((PcCodec *) codec_of (media_of (theirs, 1), 0))->payload_type = 98;
  apply (alice, PC_SIDE_REMOTE, theirs);
  rollback (alice, PC_SIDE_REMOTE);

  add_both (alice);
  ours = create_offer (alice);
  audio = media_of (ours, 0);
  fail_unless_equals_int (codec_of (audio, 0)->payload_type, 96);
  fail_unless_equals_int (codec_of (media_of (ours, 1), 0)->payload_type, 98);
  for (i = 0; i < audio->extensions->len; i++)
    fail_if (((PcExtension *) audio->extensions->pdata[i])->id == 1);
}

GST_END_TEST;

GST_START_TEST (test_wrong_state)
{
  g_autoptr (PcDescription) back = pc_description_new (PC_SDP_ROLLBACK);

  refuse (alice, PC_SIDE_LOCAL, back, PC_ERROR_INVALID_STATE);
  refuse (alice, PC_SIDE_REMOTE, back, PC_ERROR_INVALID_STATE);
  add_both (alice);
  negotiate (alice, bob);
  refuse (alice, PC_SIDE_LOCAL, back, PC_ERROR_INVALID_STATE);
}

GST_END_TEST;

static Suite *
pcrollback_suite (void)
{
  Suite *s = suite_create ("pcrollback");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_local);
  tcase_add_test (tc, test_remote);
  tcase_add_test (tc, test_implicit);
  tcase_add_test (tc, test_established);
  tcase_add_test (tc, test_candidates_stay);
  tcase_add_test (tc, test_numbers_keep_their_meaning);
  tcase_add_test (tc, test_wrong_state);

  return s;
}

GST_CHECK_MAIN (pcrollback);
