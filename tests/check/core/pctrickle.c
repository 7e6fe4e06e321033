/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctrickle.c: candidates of both sides, one at a time.
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

#define CANDIDATE "candidate:1 1 udp 2122260223 192.0.2.1 4000 typ host"

static PcCandidate *
candidate (void)
{
  PcCandidate *c = pc_candidate_parse (CANDIDATE, NULL);

  fail_unless (c != NULL);
  return c;
}

static const PcNegotiatedTransport *
transport_of (PcSession * session, PcNegotiated ** negotiated)
{
  *negotiated = pc_session_get_negotiated (session);
  fail_unless ((*negotiated)->transports->len > 0);
  return g_ptr_array_index ((*negotiated)->transports, 0);
}

static guint
count_candidates (const PcDescription * description, guint index)
{
  return pc_description_get_media (description, index)->candidates->len;
}

static void
call (void)
{
  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      TRUE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      TRUE);
}

GST_START_TEST (test_local)
{
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (PcNegotiated) negotiated = NULL;
  g_autoptr (PcNegotiated) after = NULL;
  g_autoptr (PcDescription) offer = NULL;
  const PcNegotiatedTransport *transport;
  const PcDescription *local;
  const gchar *mid = NULL, *ufrag = NULL;
  guint index = 99;

  call ();
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  transport = transport_of (alice, &negotiated);
  fail_unless (transport->gather);
  fail_unless (pc_session_add_local_candidate (alice, transport->id, c, &mid,
          &index, &ufrag));
  fail_unless_equals_string (mid, "0");
  fail_unless_equals_int (index, 0);
  fail_unless_equals_string (ufrag, transport->local_ufrag);
  local = pc_session_get_pending_description (alice, PC_SIDE_LOCAL);
  fail_unless_equals_int (count_candidates (local, 0), 1);
  fail_unless_equals_int (count_candidates (local, 1), 0);
  fail_unless (pc_session_add_local_candidate (alice, transport->id, NULL,
          &mid, &index, &ufrag));
  fail_unless (pc_description_get_media (local, 0)->end_of_candidates);
  fail_if (pc_session_add_local_candidate (alice, "nothing", c, &mid, &index,
          &ufrag));
  /* The world below knows them already. */
  after = pc_session_get_negotiated (alice);
  fail_unless (after == negotiated);

  /* Later offers repeat them. */
  g_clear_pointer (&offer, pc_description_free);
  offer = create_offer (alice);
  fail_unless_equals_int (count_candidates (offer, 0), 1);
  fail_unless (media_of (offer, 0)->end_of_candidates);
}

GST_END_TEST;

GST_START_TEST (test_remote)
{
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (PcNegotiated) negotiated = NULL;
  g_autofree gchar *id = NULL;
  g_autofree gchar *by_line = NULL;
  const PcNegotiatedTransport *transport;
  const PcDescription *remote;

  call ();
  negotiate (alice, bob);
  transport = transport_of (bob, &negotiated);
  fail_unless (pc_session_add_remote_candidate (bob, c, "1", -1, NULL, &id,
          NULL));
  /* That is of a transport that the bundle did away with. */
  fail_unless (id == NULL);
  fail_unless (pc_session_add_remote_candidate (bob, c, NULL, 0,
          transport->remote_ufrag, &by_line, NULL));
  fail_unless_equals_string (by_line, transport->id);
  remote = pc_session_get_current_description (bob, PC_SIDE_REMOTE);
  fail_unless_equals_int (count_candidates (remote, 0), 1);
  fail_unless_equals_int (count_candidates (remote, 1), 1);

  g_clear_pointer (&id, g_free);
  fail_unless (pc_session_add_remote_candidate (bob, NULL, NULL, -1, NULL, &id,
          NULL));
  fail_unless_equals_string (id, transport->id);
  fail_unless (pc_description_get_media (remote, 0)->end_of_candidates);
  fail_unless (pc_description_get_media (remote, 1)->end_of_candidates);
}

GST_END_TEST;

GST_START_TEST (test_remote_wrong)
{
  static const struct
  {
    const gchar *mid;
    gint index;
    const gchar *ufrag;
  } cases[] = {
    {"7", 0, NULL},
    {NULL, 2, NULL},
    {NULL, 1000000, NULL},
    {"0", -1, "nope"},
    {NULL, 1, ""},
  };
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (GError) error = NULL;
  gchar *id = NULL;
  gsize i;

  fail_if (pc_session_add_remote_candidate (bob, c, "0", -1, NULL, &id,
          &error));
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
  g_clear_error (&error);
  call ();
  negotiate (alice, bob);
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    fail_if (pc_session_add_remote_candidate (bob, c, cases[i].mid,
            cases[i].index, cases[i].ufrag, &id, &error), "%u", (guint) i);
    fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
    fail_unless (id == NULL);
    g_clear_error (&error);
  }
  pc_session_close (bob);
  fail_if (pc_session_add_remote_candidate (bob, c, "0", -1, NULL, &id,
          &error));
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
}

GST_END_TEST;

GST_START_TEST (test_remote_bounded)
{
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (GError) error = NULL;
  guint i;

  call ();
  negotiate (alice, bob);
  for (i = 0; i < PC_SESSION_MAX_CANDIDATES; i++) {
    g_autofree gchar *id = NULL;

    fail_unless (pc_session_add_remote_candidate (bob, c, "0", -1, NULL, &id,
            &error));
  }
  {
    gchar *id = NULL;

    fail_if (pc_session_add_remote_candidate (bob, c, "0", -1, NULL, &id,
            &error));
    fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
  }
}

GST_END_TEST;

/* For the generation that is named, when there are two. */
GST_START_TEST (test_generations)
{
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (PcDescription) restart = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) before = NULL;
  g_autoptr (PcNegotiated) after = NULL;
  g_autofree gchar *old_ufrag = NULL;
  g_autofree gchar *id = NULL;
  g_autofree gchar *none = NULL;
  g_autofree gchar *late = NULL;
  const PcNegotiatedTransport *transport;

  call ();
  negotiate (alice, bob);
  old_ufrag = g_strdup (transport_of (bob, &before)->remote_ufrag);
  restart = create_restart (alice);
  apply (alice, PC_SIDE_LOCAL, restart);
  apply (bob, PC_SIDE_REMOTE, restart);

  /* Before the answer the old one runs; the new one waits. */
  fail_unless (pc_session_add_remote_candidate (bob, c, "0", -1, old_ufrag,
          &id, NULL));
  fail_unless (id != NULL);
  fail_unless (pc_session_add_remote_candidate (bob, c, "0", -1, NULL, &none,
          NULL));
  fail_unless (none == NULL);
  answer = create_answer (bob);
  fail_if (g_str_equal (media_of (answer, 0)->ice_ufrag,
          ((PcNegotiatedTransport *)
              before->transports->pdata[0])->local_ufrag));
  apply (bob, PC_SIDE_LOCAL, answer);
  transport = transport_of (bob, &after);
  fail_unless_equals_int (transport->ice_generation, 1);
  fail_unless_equals_string (transport->remote_ufrag,
      media_of (restart, 0)->ice_ufrag);
  fail_unless_equals_int (transport->remote_candidates->len, 1);
  fail_unless (pc_session_add_remote_candidate (bob, c, "0", -1,
          media_of (restart, 0)->ice_ufrag, &late, NULL));
  fail_unless_equals_string (late, transport->id);
}

GST_END_TEST;

/* An offer that can be bundled, and has not been yet, has credentials a section:
 * a candidate is for its own. */
GST_START_TEST (test_each_section_has_its_ufrag)
{
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (PcDescription) offer = NULL;
  g_autofree gchar *wrong = NULL;
  g_autofree gchar *id = NULL;
  const PcDescription *remote;

  call ();
  offer = create_offer (alice);
  g_free (media_of (offer, 1)->ice_ufrag);
  media_of (offer, 1)->ice_ufrag = g_strdup ("another");
  g_free (media_of (offer, 1)->ice_pwd);
  media_of (offer, 1)->ice_pwd = g_strdup ("0123456789012345678901");
  wrong = g_strdup (media_of (offer, 0)->ice_ufrag);
  apply (bob, PC_SIDE_REMOTE, offer);

  fail_unless (pc_session_add_remote_candidate (bob, c, "1", -1, "another",
          &id, NULL));
  fail_if (pc_session_add_remote_candidate (bob, c, "1", -1, wrong, &id, NULL));
  fail_if (pc_session_add_remote_candidate (bob, c, "0", -1, "another", &id,
          NULL));
  remote = pc_session_get_pending_description (bob, PC_SIDE_REMOTE);
  fail_unless_equals_int (count_candidates (remote, 0), 0);
  fail_unless_equals_int (count_candidates (remote, 1), 1);
}

GST_END_TEST;

GST_START_TEST (test_stopped_is_ignored)
{
  g_autoptr (PcCandidate) c = candidate ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PcDescription) offer = NULL;
  g_autofree gchar *id = NULL;

  call ();
  negotiate (alice, bob);
  pc_session_stop_transceiver (alice, nth_transceiver (alice, 1));
  offer = create_offer (alice);
  /* Some go on naming the transport in what they reject. */
  media_of (offer, 1)->ice_ufrag = g_strdup (media_of (offer, 0)->ice_ufrag);
  media_of (offer, 1)->ice_pwd = g_strdup (media_of (offer, 0)->ice_pwd);
  apply (bob, PC_SIDE_REMOTE, offer);
  fail_unless (pc_session_add_remote_candidate (bob, c, "1", -1, NULL, &id,
          &error));
  fail_unless (id == NULL);
}

GST_END_TEST;

GST_START_TEST (test_in_descriptions)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedTransport *transport;

  call ();
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  g_ptr_array_add (media_of (offer, 0)->candidates, candidate ());
  media_of (offer, 0)->end_of_candidates = TRUE;
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  apply (bob, PC_SIDE_LOCAL, answer);
  transport = transport_of (bob, &negotiated);
  fail_unless_equals_int (transport->remote_candidates->len, 1);
  fail_unless (transport->remote_end_of_candidates);
}

GST_END_TEST;

static Suite *
pctrickle_suite (void)
{
  Suite *s = suite_create ("pctrickle");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_local);
  tcase_add_test (tc, test_remote);
  tcase_add_test (tc, test_remote_wrong);
  tcase_add_test (tc, test_remote_bounded);
  tcase_add_test (tc, test_generations);
  tcase_add_test (tc, test_each_section_has_its_ufrag);
  tcase_add_test (tc, test_stopped_is_ignored);
  tcase_add_test (tc, test_in_descriptions);

  return s;
}

GST_CHECK_MAIN (pctrickle);
