/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcassociations.c: ICE restarts and DTLS associations, from description to
 * description (RFC 9429 sections 5.8 to 5.11, RFC 8842).
 */

#include "pctestsession.h"

#define OTHER_FINGERPRINT "00:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:" \
    "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:00"

static guint64 seed_a, seed_b;
static PcSession *alice, *bob;

static void
setup (void)
{
  seed_a = 1;
  seed_b = 2;
  alice = test_session (&seed_a);
  bob = test_session (&seed_b);
  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      TRUE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      TRUE);
  negotiate (alice, bob);
}

static void
teardown (void)
{
  pc_session_free (alice);
  pc_session_free (bob);
}

static void
set (gchar ** text, const gchar * value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* Of all m-sections. */
static void
change_credentials (PcDescription * description)
{
  guint i;

  for (i = 0; i < description->media->len; i++) {
    set (&media_of (description, i)->ice_ufrag, "changed");
    set (&media_of (description, i)->ice_pwd, "changedchangedchangedchanged");
  }
}

static void
change_fingerprint (PcDescription * description)
{
  guint i;

  for (i = 0; i < description->media->len; i++) {
    GPtrArray *list = media_of (description, i)->fingerprints;

    g_ptr_array_set_size (list, 0);
    g_ptr_array_add (list, pc_fingerprint_new ("sha-256", OTHER_FINGERPRINT));
  }
}

static void
change_tls_id (PcDescription * description)
{
  guint i;

  for (i = 0; i < description->media->len; i++)
    set (&media_of (description, i)->tls_id, "anotheranotheranotheranother");
}

static void
add_fingerprint (PcDescription * description)
{
  guint i;

  for (i = 0; i < description->media->len; i++)
    g_ptr_array_insert (media_of (description, i)->fingerprints, 0,
        pc_fingerprint_new ("sha-256", OTHER_FINGERPRINT));
}

static void
nothing (PcDescription * description)
{
}

/* Generations of the one transport, ICE and DTLS. */
static void
assert_generations (PcSession * session, guint ice, guint dtls, guint line)
{
  g_autoptr (PcNegotiated) negotiated = pc_session_get_negotiated (session);
  const PcNegotiatedTransport *transport;

  fail_unless (negotiated->transports->len == 1, "line %u", line);
  transport = g_ptr_array_index (negotiated->transports, 0);
  fail_unless (transport->ice_generation == ice
      && transport->dtls_generation == dtls, "case %u: ICE %u, DTLS %u", line,
      transport->ice_generation, transport->dtls_generation);
}

typedef void (*Change) (PcDescription * description);

GST_START_TEST (test_offers)
{
  static const struct
  {
    gboolean restart;
    Change change;
    gboolean refused;
    guint ice;
    guint dtls;
  } cases[] = {
    {FALSE, nothing, FALSE, 0, 0},
    {TRUE, nothing, FALSE, 1, 0},
    {FALSE, add_fingerprint, FALSE, 0, 0},
    {FALSE, change_fingerprint, TRUE},
    {FALSE, change_tls_id, TRUE},
    {TRUE, change_fingerprint, FALSE, 1, 1},
    {TRUE, change_tls_id, FALSE, 1, 1},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PcDescription) offer = NULL, answer = NULL, before = NULL;

    teardown ();
    setup ();
    before = create_offer (bob);
    offer = cases[i].restart ? create_restart (alice) : create_offer (alice);
    cases[i].change (offer);
    if (cases[i].refused) {
      refuse (bob, PC_SIDE_REMOTE, offer, PC_ERROR_INVALID_ACCESS);
      continue;
    }
    apply (bob, PC_SIDE_REMOTE, offer);
    answer = create_answer (bob);
    /* A new association has new ids, the old one keeps its own; the roles are
     * open again, and the answerer is the client where it can. */
    fail_unless (g_str_equal (media_of (answer, 0)->tls_id,
            media_of (before, 0)->tls_id) == (cases[i].dtls == 0), "case %u",
        (guint) i);
    fail_unless_equals_int (media_of (answer, 0)->setup, PC_SETUP_ACTIVE);
    apply (bob, PC_SIDE_LOCAL, answer);
    assert_generations (bob, cases[i].ice, cases[i].dtls, i);
  }
}

GST_END_TEST;

GST_START_TEST (test_answers)
{
  static const struct
  {
    gboolean restart;
    Change change;
    gboolean refused;
    guint ice;
    guint dtls;
  } cases[] = {
    {FALSE, nothing, FALSE, 0, 0},
    {FALSE, change_credentials, TRUE},
    {FALSE, change_fingerprint, TRUE},
    {FALSE, change_tls_id, TRUE},
    {TRUE, nothing, FALSE, 1, 0},
    {TRUE, change_fingerprint, FALSE, 1, 1},
    {TRUE, change_tls_id, FALSE, 1, 1},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PcDescription) offer = NULL, answer = NULL;

    teardown ();
    setup ();
    offer = cases[i].restart ? create_restart (alice) : create_offer (alice);
    apply (alice, PC_SIDE_LOCAL, offer);
    apply (bob, PC_SIDE_REMOTE, offer);
    answer = create_answer (bob);
    cases[i].change (answer);
    if (cases[i].refused) {
      refuse (alice, PC_SIDE_REMOTE, answer, PC_ERROR_INVALID_ACCESS);
      continue;
    }
    apply (alice, PC_SIDE_REMOTE, answer);
    assert_generations (alice, cases[i].ice, cases[i].dtls, i);
  }
}

GST_END_TEST;

/* RFC 9429 section 5.10: a restart that the answer does not join. */
GST_START_TEST (test_one_sided_restart)
{
  g_autoptr (PcDescription) plain = create_offer (bob);
  g_autoptr (PcDescription) offer = NULL, answer = NULL;

  offer = create_restart (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  set (&media_of (answer, 0)->ice_ufrag, media_of (plain, 0)->ice_ufrag);
  set (&media_of (answer, 0)->ice_pwd, media_of (plain, 0)->ice_pwd);
  refuse (alice, PC_SIDE_REMOTE, answer, PC_ERROR_INVALID_ACCESS);
}

GST_END_TEST;

/* The next provisional answer is another peer's: another association, with
 * other credentials or not at all. */
GST_START_TEST (test_forked)
{
  g_autoptr (PcSession) carol = NULL;
  g_autoptr (PcDescription) offer = NULL, answer = NULL;
  guint64 seed = 3;

  carol = test_session (&seed);
  pc_session_add_transceiver (carol, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      TRUE);
  offer = create_offer (carol);
  apply (carol, PC_SIDE_LOCAL, offer);
  pc_session_free (bob);
  bob = test_session (&seed_b);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  answer->type = PC_SDP_PRANSWER;
  apply (carol, PC_SIDE_REMOTE, answer);
  assert_generations (carol, 0, 0, __LINE__);
  change_fingerprint (answer);
  refuse (carol, PC_SIDE_REMOTE, answer, PC_ERROR_INVALID_ACCESS);
  change_credentials (answer);
  media_of (answer, 0)->setup = PC_SETUP_PASSIVE;
  apply (carol, PC_SIDE_REMOTE, answer);
  assert_generations (carol, 1, 1, __LINE__);
}

GST_END_TEST;

/* RFC 8842 section 5: an answerer that was not told has none. */
GST_START_TEST (test_tls_id)
{
  g_autoptr (PcDescription) one = create_offer (alice);
  g_autoptr (PcDescription) two = create_restart (alice);
  g_autoptr (PcDescription) answer = NULL;

  fail_unless (strlen (media_of (one, 0)->tls_id) >= 20);
  fail_unless_equals_string (media_of (one, 0)->tls_id,
      media_of (two, 0)->tls_id);
  g_clear_pointer (&media_of (one, 0)->tls_id, g_free);
  apply (bob, PC_SIDE_REMOTE, one);
  answer = create_answer (bob);
  fail_unless (media_of (answer, 0)->tls_id == NULL);
}

GST_END_TEST;

/* webrtc-pc section 4.4.2: [[LastCreatedAnswer]] is what counts, also after its
 * offer was taken back and has come again. */
GST_START_TEST (test_answer_outlives_offer)
{
  g_autoptr (PcDescription) offer = create_restart (alice);
  g_autoptr (PcDescription) other = NULL, answer = NULL;

  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  rollback (bob, PC_SIDE_REMOTE);
  other = create_offer (bob);
  apply (bob, PC_SIDE_REMOTE, offer);
  apply (bob, PC_SIDE_LOCAL, answer);
  assert_generations (bob, 1, 0, __LINE__);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (alice, PC_SIDE_REMOTE, answer);

  /* To another offer it is no answer. */
  g_clear_pointer (&offer, pc_description_free);
  g_clear_pointer (&answer, pc_description_free);
  offer = create_offer (alice);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  rollback (bob, PC_SIDE_REMOTE);
  media_of (offer, 0)->direction = PC_DIRECTION_INACTIVE;
  apply (bob, PC_SIDE_REMOTE, offer);
  refuse (bob, PC_SIDE_LOCAL, answer, PC_ERROR_INVALID_MODIFICATION);
}

GST_END_TEST;

GST_START_TEST (test_first_answer_outlives_offer)
{
  g_autoptr (PcSession) carol = NULL, dave = NULL;
  g_autoptr (PcDescription) offer = NULL, answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedTransport *transport;
  guint64 seed_c = 3, seed_d = 4;

  carol = test_session (&seed_c);
  dave = test_session (&seed_d);
  pc_session_add_transceiver (carol, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      FALSE);
  offer = create_offer (carol);
  apply (dave, PC_SIDE_REMOTE, offer);
  answer = create_answer (dave);
  rollback (dave, PC_SIDE_REMOTE);
  apply (dave, PC_SIDE_REMOTE, offer);
  apply (dave, PC_SIDE_LOCAL, answer);
  negotiated = pc_session_get_negotiated (dave);
  transport = g_ptr_array_index (negotiated->transports, 0);
  fail_unless_equals_string (transport->local_ufrag,
      media_of (answer, 0)->ice_ufrag);
  fail_unless_equals_int (negotiated->media->len, 1);
}

GST_END_TEST;

static Suite *
pcassociations_suite (void)
{
  Suite *s = suite_create ("pcassociations");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_offers);
  tcase_add_test (tc, test_answers);
  tcase_add_test (tc, test_one_sided_restart);
  tcase_add_test (tc, test_forked);
  tcase_add_test (tc, test_tls_id);
  tcase_add_test (tc, test_answer_outlives_offer);
  tcase_add_test (tc, test_first_answer_outlives_offer);

  return s;
}

GST_CHECK_MAIN (pcassociations);
