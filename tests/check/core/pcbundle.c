/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcbundle.c: how many transports there are, and who uses which.
 */

#include "pctestsession.h"

static guint64 seed_a, seed_b;
static PcCapabilities *capabilities;
static PcSession *alice, *bob;

static void
setup (void)
{
  seed_a = 1;
  seed_b = 2;
  capabilities = test_capabilities ();
  alice = test_session_full (&seed_a, PC_BUNDLE_MAX_COMPAT, capabilities);
  bob = test_session_full (&seed_b, PC_BUNDLE_MAX_COMPAT, capabilities);
}

static void
teardown (void)
{
  pc_session_free (alice);
  pc_session_free (bob);
  pc_capabilities_free (capabilities);
}

static void
add (PcSession * session, PcKind kind)
{
  pc_session_set_sender_media (session, pc_session_add_transceiver (session,
          kind, PC_DIRECTION_SENDRECV, TRUE), TRUE);
}

/* The numbers of the transports of each m-section, from the first that is
 * there: "0 1 1" are three sections on two. */
static gchar *
layout (PcSession * session)
{
  g_autoptr (PcNegotiated) negotiated = pc_session_get_negotiated (session);
  GString *text = g_string_new (NULL);
  guint line, i;

  for (line = 0; line < 8; line++) {
    g_autofree gchar *mid = g_strdup_printf ("%u", line);

    for (i = 0; i < negotiated->transports->len; i++) {
      const PcNegotiatedTransport *transport =
          g_ptr_array_index (negotiated->transports, i);

      if (g_strv_contains ((const gchar * const *) transport->mids, mid))
        g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", i);
    }
  }
  g_string_append_printf (text, " of %u", negotiated->transports->len);

  return g_string_free (text, FALSE);
}

#define assert_layout(session, expected) \
    check_layout (session, expected, __LINE__)

static void
check_layout (PcSession * session, const gchar * expected, guint line)
{
  g_autofree gchar *found = layout (session);

  fail_unless (g_str_equal (found, expected), "line %u: '%s', not '%s'", line,
      found, expected);
}

/* Ports, '+' where there are credentials of its own, '=' where they are those
 * of another section. */
static gchar *
credentials (PcDescription * description)
{
  GString *text = g_string_new (NULL);
  guint i, j;

  for (i = 0; i < description->media->len; i++) {
    const PcMedia *media = media_of (description, i);
    const gchar *mark = media->ice_ufrag != NULL ? "+" : "";

    for (j = 0; j < i && media->ice_ufrag != NULL; j++) {
      if (g_strcmp0 (media_of (description, j)->ice_ufrag,
              media->ice_ufrag) == 0)
        mark = "=";
    }
    g_string_append_printf (text, "%s%u%s", i > 0 ? " " : "", media->port,
        mark);
  }

  return g_string_free (text, FALSE);
}

static void
make_four (PcSession * session)
{
  add (session, PC_KIND_AUDIO);
  add (session, PC_KIND_VIDEO);
  add (session, PC_KIND_VIDEO);
  pc_session_want_data_channels (session);
}

/* RFC 9429 section 4.1.1 and 5.2.1. */
GST_START_TEST (test_policies)
{
  static const struct
  {
    PcBundlePolicy policy;
    const gchar *offer;
    const gchar *pending;
  } cases[] = {
    {PC_BUNDLE_BALANCED, "9+ 9= 0 9=", "0 1 0 2 of 3"},
    {PC_BUNDLE_MAX_COMPAT, "9+ 9= 9= 9=", "0 1 2 3 of 4"},
    {PC_BUNDLE_MAX_BUNDLE, "9+ 0 0 0", "0 0 0 0 of 1"},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint64 seed = i;
    g_autoptr (PcSession) session = test_session_full (&seed, cases[i].policy,
        capabilities);
    g_autoptr (PcSession) peer = test_session (&seed_b);
    g_autoptr (PcDescription) offer = NULL, again = NULL, answer = NULL;
    g_autofree gchar *marks = NULL, *one = NULL, *two = NULL;

    make_four (session);
    offer = create_offer (session);
    again = create_offer (session);
    one = pc_description_to_sdp (offer);
    two = pc_description_to_sdp (again);
    fail_unless_equals_string (one, two);
    marks = credentials (offer);
    fail_unless_equals_string (marks, cases[i].offer);
    assert_sdp (offer, "a=group:BUNDLE 0 1 2 3\r\n");
    apply (session, PC_SIDE_LOCAL, offer);
    assert_layout (session, cases[i].pending);

    apply (peer, PC_SIDE_REMOTE, offer);
    answer = create_answer (peer);
    assert_sdp (answer, "a=group:BUNDLE 0 1 2 3\r\n");
    assert_no_sdp (answer, "a=bundle-only");
    apply (peer, PC_SIDE_LOCAL, answer);
    assert_layout (peer, "0 0 0 0 of 1");
    apply (session, PC_SIDE_REMOTE, answer);
    assert_layout (session, "0 0 0 0 of 1");
  }
}

GST_END_TEST;

/* The group lives where its tagged m-section was. */
GST_START_TEST (test_tag_decides)
{
  g_autoptr (PcDescription) offer = NULL, answer = NULL;
  g_autofree gchar *ufrag = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedTransport *transport;

  make_four (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  g_ptr_array_set_size (answer->bundle_groups, 0);
  g_ptr_array_add (answer->bundle_groups, g_strsplit ("2 1 3 0", " ", -1));
  apply (alice, PC_SIDE_REMOTE, answer);
  negotiated = pc_session_get_negotiated (alice);
  assert_layout (alice, "0 0 0 0 of 1");
  transport = g_ptr_array_index (negotiated->transports, 0);
  fail_unless_equals_string (transport->local_ufrag,
      media_of (offer, 2)->ice_ufrag);
}

GST_END_TEST;

/* A peer that knows nothing of BUNDLE, or does not want it. */
GST_START_TEST (test_refused)
{
  g_autoptr (PcDescription) offer = NULL, answer = NULL, next = NULL;
  g_autofree gchar *marks = NULL, *later = NULL;

  make_four (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  g_ptr_array_set_size (offer->bundle_groups, 0);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  marks = credentials (answer);
  fail_unless_equals_string (marks, "9+ 9= 9= 9=");
  apply (bob, PC_SIDE_LOCAL, answer);
  assert_layout (bob, "0 1 2 3 of 4");
  apply (alice, PC_SIDE_REMOTE, answer);
  assert_layout (alice, "0 1 2 3 of 4");

  /* It is asked again; what is new has a way of its own again. */
  add (alice, PC_KIND_AUDIO);
  next = create_offer (alice);
  later = credentials (next);
  fail_unless_equals_string (later, "9+ 9= 9= 9= 9=");
  assert_sdp (next, "a=group:BUNDLE 0 1 2 3 4\r\n");
  negotiate (alice, bob);
  assert_layout (alice, "0 0 0 0 0 of 1");
  assert_layout (bob, "0 0 0 0 0 of 1");
}

GST_END_TEST;

/* Some of it bundled, some not: RFC 8843 section 7.3.2. */
GST_START_TEST (test_taken_apart)
{
  g_autoptr (PcDescription) offer = NULL, answer = NULL;

  make_four (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  g_ptr_array_set_size (offer->bundle_groups, 0);
  g_ptr_array_add (offer->bundle_groups, g_strsplit ("0 2", " ", -1));
  g_ptr_array_add (offer->bundle_groups, g_strsplit ("1 3", " ", -1));
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  assert_sdp (answer, "a=group:BUNDLE 0 2\r\na=group:BUNDLE 1 3\r\n");
  apply (bob, PC_SIDE_LOCAL, answer);
  assert_layout (bob, "0 1 0 1 of 2");
  apply (alice, PC_SIDE_REMOTE, answer);
  assert_layout (alice, "0 1 0 1 of 2");
}

GST_END_TEST;

/* Where a bundle was agreed, what is new joins it at once. */
GST_START_TEST (test_late)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autofree gchar *marks = NULL;

  add (alice, PC_KIND_AUDIO);
  negotiate (alice, bob);
  add (alice, PC_KIND_VIDEO);
  pc_session_want_data_channels (alice);
  offer = create_offer (alice);
  marks = credentials (offer);
  fail_unless_equals_string (marks, "9+ 9= 9=");
  apply (alice, PC_SIDE_LOCAL, offer);
  assert_layout (alice, "0 0 0 of 1");
}

GST_END_TEST;

/* RFC 9429 section 4.1.8: a provisional answer frees nothing, and the next
 * one may say something else. */
GST_START_TEST (test_provisional)
{
  g_autoptr (PcDescription) offer = NULL, answer = NULL;

  make_four (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  answer->type = PC_SDP_PRANSWER;
  apply (alice, PC_SIDE_REMOTE, answer);
  assert_layout (alice, "0 0 0 0 of 4");
  g_ptr_array_set_size (answer->bundle_groups, 0);
  apply (alice, PC_SIDE_REMOTE, answer);
  assert_layout (alice, "0 1 2 3 of 4");
  answer->type = PC_SDP_ANSWER;
  g_ptr_array_add (answer->bundle_groups, g_strsplit ("0 1 2", " ", -1));
  apply (alice, PC_SIDE_REMOTE, answer);
  assert_layout (alice, "0 0 0 1 of 2");
}

GST_END_TEST;

/* Candidates of a transport that the answer does away with are nobody's, and
 * nobody's fault. */
GST_START_TEST (test_candidates)
{
  g_autoptr (PcDescription) offer = NULL, answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  g_autoptr (PcCandidate) candidate = pc_candidate_parse
      ("candidate:1 1 udp 2122260223 192.0.2.1 4000 typ host", NULL);
  guint i, index;

  make_four (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  apply (bob, PC_SIDE_LOCAL, answer);
  negotiated = pc_session_get_negotiated (alice);
  for (i = 0; i < 4; i++) {
    const PcNegotiatedTransport *transport =
        g_ptr_array_index (negotiated->transports, i);
    const gchar *mid, *ufrag;
    g_autofree gchar *id = NULL;

    fail_unless (pc_session_add_local_candidate (alice, transport->id,
            candidate, &mid, &index, &ufrag));
    fail_unless_equals_int (index, i);
    fail_unless_equals_string (ufrag, media_of (offer, i)->ice_ufrag);
    fail_unless (pc_session_add_remote_candidate (bob, candidate, mid, -1,
            ufrag, &id, NULL));
    fail_unless ((id != NULL) == (i == 0), "section %u: %s", i, id);
  }
  apply (alice, PC_SIDE_REMOTE, answer);
  for (i = 0; i < 4; i++) {
    const PcNegotiatedTransport *transport =
        g_ptr_array_index (negotiated->transports, i);
    const gchar *mid, *ufrag;

    fail_unless (pc_session_add_local_candidate (alice, transport->id, NULL,
            &mid, &index, &ufrag) == (i == 0), "transport %u", i);
  }
}

GST_END_TEST;

/* After a glare the m-lines are the peer's; the bundle that was agreed on
 * keeps the section that speaks for it. */
GST_START_TEST (test_order)
{
  g_autoptr (PcDescription) offer = NULL;

  add (alice, PC_KIND_VIDEO);
  add (alice, PC_KIND_AUDIO);
  add (bob, PC_KIND_AUDIO);
  add (bob, PC_KIND_VIDEO);
  offer = create_offer (bob);
  apply (bob, PC_SIDE_LOCAL, offer);
  rollback (bob, PC_SIDE_LOCAL);
  negotiate (alice, bob);
  g_clear_pointer (&offer, pc_description_free);
  offer = create_offer (bob);
  fail_unless_equals_int (media_of (offer, 0)->kind, PC_KIND_VIDEO);
  assert_sdp (offer, "a=group:BUNDLE 0 1\r\n");
}

GST_END_TEST;

/* The same offer, applied, taken back and applied again, is the same. */
GST_START_TEST (test_offer_outlives_rollback)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcNegotiated) before = NULL, after = NULL;
  g_autofree gchar *one = NULL, *two = NULL;

  make_four (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  before = pc_session_get_negotiated (alice);
  rollback (alice, PC_SIDE_LOCAL);
  assert_layout (alice, " of 0");
  apply (alice, PC_SIDE_LOCAL, offer);
  after = pc_session_get_negotiated (alice);
  one = pc_negotiated_to_string (before);
  two = pc_negotiated_to_string (after);
  fail_unless_equals_string (one, two);
}

GST_END_TEST;

static Suite *
pcbundle_suite (void)
{
  Suite *s = suite_create ("pcbundle");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_policies);
  tcase_add_test (tc, test_tag_decides);
  tcase_add_test (tc, test_refused);
  tcase_add_test (tc, test_taken_apart);
  tcase_add_test (tc, test_late);
  tcase_add_test (tc, test_provisional);
  tcase_add_test (tc, test_candidates);
  tcase_add_test (tc, test_order);
  tcase_add_test (tc, test_offer_outlives_rollback);

  return s;
}

GST_CHECK_MAIN (pcbundle);
