/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcwrong.c: remote descriptions that are valid SDP and still wrong, one fault
 * at a time. Each is refused, and nothing has changed.
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

typedef void (*Fault) (PcDescription * description);

typedef struct
{
  const gchar *name;
  Fault fault;
  PcError code;
} Case;

#define FAULT(name) static void name (PcDescription * description)

FAULT (no_ufrag)
{
  guint i;

  for (i = 0; i < description->media->len; i++)
    g_clear_pointer (&media_of (description, i)->ice_ufrag, g_free);
}

FAULT (no_pwd)
{
  g_clear_pointer (&media_of (description, 0)->ice_pwd, g_free);
}

FAULT (short_ufrag)
{
  media_of (description, 0)->ice_ufrag[3] = '\0';
}

FAULT (long_ufrag)
{
  g_free (media_of (description, 0)->ice_ufrag);
  media_of (description, 0)->ice_ufrag = g_strnfill (257, 'a');
}

FAULT (short_pwd)
{
  media_of (description, 0)->ice_pwd[21] = '\0';
}

FAULT (bad_ufrag)
{
  media_of (description, 0)->ice_ufrag[0] = '-';
}

FAULT (no_fingerprint)
{
  g_ptr_array_set_size (media_of (description, 0)->fingerprints, 0);
}

FAULT (no_mux)
{
  media_of (description, 0)->rtcp_mux = FALSE;
}

FAULT (same_number)
{
  ((PcCodec *) codec_of (media_of (description, 0), 1))->payload_type =
      codec_of (media_of (description, 0), 0)->payload_type;
}

FAULT (number_collides)
{
  ((PcCodec *) codec_of (media_of (description, 0), 0))->payload_type =
      codec_of (media_of (description, 1), 0)->payload_type;
}

FAULT (extension_twice)
{
  g_ptr_array_add (media_of (description, 0)->extensions,
      pc_extension_new (1, "urn:x", PC_DIRECTION_SENDRECV));
}

FAULT (unknown_rid)
{
  media_of (description, 1)->simulcast = g_strdup ("send h;~l");
}

FAULT (many_candidates)
{
  guint i;

  for (i = 0; i <= PC_SESSION_MAX_CANDIDATES; i++)
    g_ptr_array_add (media_of (description, 0)->candidates,
        pc_candidate_parse ("candidate:1 1 udp 1 192.0.2.1 9 typ host", NULL));
}

FAULT (fewer)
{
  g_ptr_array_set_size (description->media, 2);
  g_ptr_array_set_size (description->bundle_groups, 0);
}

FAULT (more)
{
  g_ptr_array_add (description->media,
      pc_media_copy (media_of (description, 2)));
  g_free (media_of (description, 3)->mid);
  media_of (description, 3)->mid = g_strdup ("more");
}

static void
set_mid (PcDescription * description, guint index, const gchar * mid)
{
  g_ptr_array_set_size (description->bundle_groups, 0);
  g_free (media_of (description, index)->mid);
  media_of (description, index)->mid = g_strdup (mid);
}

FAULT (other_mid)
{
  set_mid (description, 1, "other");
}

FAULT (swapped_mids)
{
  set_mid (description, 0, "1");
  set_mid (description, 1, "0");
}

FAULT (other_kind)
{
  PcMedia *copy = pc_media_copy (media_of (description, 0));

  g_free (copy->mid);
  copy->mid = g_strdup ("1");
  pc_media_free (media_of (description, 1));
  description->media->pdata[1] = copy;
}

FAULT (other_protocol)
{
  g_free (media_of (description, 1)->protocol);
  media_of (description, 1)->protocol = g_strdup ("RTP/AVP");
}

FAULT (actpass)
{
  media_of (description, 0)->setup = PC_SETUP_ACTPASS;
}

FAULT (answers_bundle_only)
{
  media_of (description, 2)->bundle_only = TRUE;
  media_of (description, 2)->port = 0;
}

FAULT (role_changes)
{
  guint i;

  for (i = 0; i < description->media->len; i++)
    media_of (description, i)->setup = PC_SETUP_PASSIVE;
}

static const Case anywhere[] = {
  {"no ufrag", no_ufrag, PC_ERROR_INVALID_ACCESS},
  {"no pwd", no_pwd, PC_ERROR_INVALID_ACCESS},
  {"short ufrag", short_ufrag, PC_ERROR_INVALID_ACCESS},
  {"long ufrag", long_ufrag, PC_ERROR_INVALID_ACCESS},
  {"short pwd", short_pwd, PC_ERROR_INVALID_ACCESS},
  {"bad ufrag", bad_ufrag, PC_ERROR_INVALID_ACCESS},
  {"no fingerprint", no_fingerprint, PC_ERROR_INVALID_ACCESS},
  {"no rtcp-mux", no_mux, PC_ERROR_INVALID_ACCESS},
  {"same number twice", same_number, PC_ERROR_INVALID_ACCESS},
  {"number collides", number_collides, PC_ERROR_INVALID_ACCESS},
  {"extension id twice", extension_twice, PC_ERROR_INVALID_ACCESS},
  {"unknown rid", unknown_rid, PC_ERROR_INVALID_ACCESS},
  {"too many candidates", many_candidates, PC_ERROR_INVALID_ACCESS},
};

static const Case in_answers[] = {
  {"fewer m-sections", fewer, PC_ERROR_INVALID_ACCESS},
  {"more m-sections", more, PC_ERROR_INVALID_ACCESS},
  {"another mid", other_mid, PC_ERROR_INVALID_ACCESS},
  {"swapped mids", swapped_mids, PC_ERROR_INVALID_ACCESS},
  {"another kind", other_kind, PC_ERROR_INVALID_ACCESS},
  {"another protocol", other_protocol, PC_ERROR_INVALID_ACCESS},
  {"actpass", actpass, PC_ERROR_INVALID_ACCESS},
  {"bundle-only", answers_bundle_only, PC_ERROR_INVALID_ACCESS},
};

static const Case in_later_offers[] = {
  {"fewer m-sections", fewer, PC_ERROR_INVALID_ACCESS},
  {"another mid", other_mid, PC_ERROR_INVALID_ACCESS},
  {"swapped mids", swapped_mids, PC_ERROR_INVALID_ACCESS},
  {"another kind", other_kind, PC_ERROR_INVALID_ACCESS},
  {"role changes", role_changes, PC_ERROR_INVALID_ACCESS},
};

static void
check (PcSession * session, const PcDescription * good, const Case * cases,
    gsize n)
{
  gsize i;

  for (i = 0; i < n; i++) {
    g_autoptr (PcDescription) bad = pc_description_copy (good);
    g_autoptr (GError) error = NULL;
    PcPlan *plan;

    cases[i].fault (bad);
    plan = pc_session_plan (session, PC_SIDE_REMOTE, bad, &error);
    fail_unless (plan == NULL, "'%s' was taken", cases[i].name);
    fail_unless (error->code == (gint) cases[i].code, "%s: %s", cases[i].name,
        error->message);
    refuse (session, PC_SIDE_REMOTE, bad, cases[i].code);
  }
}

static void
add_all (PcSession * session)
{
  guint id;

  pc_session_add_transceiver (session, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      TRUE);
  id = pc_session_add_transceiver (session, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
  pc_session_set_sender_media (session, id, TRUE);
  pc_session_want_data_channels (session);
}

GST_START_TEST (test_first_offer)
{
  g_autoptr (PcDescription) offer = NULL;

  add_all (alice);
  offer = create_offer (alice);
  check (bob, offer, anywhere, G_N_ELEMENTS (anywhere));
  fail_unless_equals_int (count_transceivers (bob), 0);
  apply (bob, PC_SIDE_REMOTE, offer);
}

GST_END_TEST;

GST_START_TEST (test_answer)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;

  add_all (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  check (alice, answer, anywhere, G_N_ELEMENTS (anywhere));
  check (alice, answer, in_answers, G_N_ELEMENTS (in_answers));
  apply (alice, PC_SIDE_REMOTE, answer);
}

GST_END_TEST;

GST_START_TEST (test_later_offer)
{
  g_autoptr (PcDescription) offer = NULL;

  add_all (alice);
  negotiate (alice, bob);
  offer = create_offer (alice);
  /* Alice is the server: she cannot turn client. */
  check (bob, offer, anywhere, G_N_ELEMENTS (anywhere));
  check (bob, offer, in_later_offers, G_N_ELEMENTS (in_later_offers) - 1);
  media_of (offer, 0)->setup = PC_SETUP_ACTIVE;
  refuse (bob, PC_SIDE_REMOTE, offer, PC_ERROR_INVALID_ACCESS);
  g_clear_pointer (&offer, pc_description_free);
  offer = create_offer (bob);
  check (alice, offer, in_later_offers, G_N_ELEMENTS (in_later_offers));
}

GST_END_TEST;

/* webrtc-pc section 4.4.1.5: an offer over a pending one is checked as in
 * stable state. */
GST_START_TEST (test_offer_over_offer)
{
  g_autoptr (PcDescription) ours = NULL;
  g_autoptr (PcDescription) theirs = NULL;

  add_all (alice);
  negotiate (alice, bob);
  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      FALSE);
  ours = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, ours);
  theirs = create_offer (bob);
  fail_unless_equals_int (theirs->media->len, 3);
  check (alice, theirs, in_later_offers, G_N_ELEMENTS (in_later_offers));
  apply (alice, PC_SIDE_REMOTE, theirs);
}

GST_END_TEST;

/* An answer may not bundle what was offered apart, nor take what was not. */
GST_START_TEST (test_answer_groups)
{
  g_autoptr (PcCapabilities) capabilities = test_capabilities ();
  g_autoptr (PcSession) strict = test_session_full (&seed_b,
      PC_BUNDLE_MAX_BUNDLE, capabilities);
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;

  add_all (strict);
  offer = create_offer (strict);
  apply (strict, PC_SIDE_LOCAL, offer);
  apply (alice, PC_SIDE_REMOTE, offer);
  answer = create_answer (alice);
  g_ptr_array_set_size (answer->bundle_groups, 0);
  refuse (strict, PC_SIDE_REMOTE, answer, PC_ERROR_INVALID_ACCESS);
}

GST_END_TEST;

GST_START_TEST (test_rejected_offer_accepted)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcDescription) bad = NULL;

  add_all (alice);
  negotiate (alice, bob);
  pc_session_stop_transceiver (alice, nth_transceiver (alice, 1));
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  bad = pc_description_copy (answer);
  media_of (bad, 1)->port = 9;
  refuse (alice, PC_SIDE_REMOTE, bad, PC_ERROR_INVALID_ACCESS);
  apply (alice, PC_SIDE_REMOTE, answer);
}

GST_END_TEST;

/* setLocalDescription takes what was created, and nothing else. */
GST_START_TEST (test_local_modified)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) bad = NULL;
  g_autoptr (PcDescription) answer = NULL;

  add_all (alice);
  offer = create_offer (alice);
  bad = pc_description_copy (offer);
  media_of (bad, 0)->direction = PC_DIRECTION_RECVONLY;
  refuse (alice, PC_SIDE_LOCAL, bad, PC_ERROR_INVALID_MODIFICATION);
  refuse (bob, PC_SIDE_LOCAL, offer, PC_ERROR_INVALID_MODIFICATION);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  offer->type = PC_SDP_ANSWER;
  refuse (bob, PC_SIDE_LOCAL, offer, PC_ERROR_INVALID_MODIFICATION);
  refuse (alice, PC_SIDE_LOCAL, answer, PC_ERROR_INVALID_STATE);
  apply (bob, PC_SIDE_LOCAL, answer);
  refuse (bob, PC_SIDE_LOCAL, answer, PC_ERROR_INVALID_STATE);
}

GST_END_TEST;

GST_START_TEST (test_closed)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (GArray) changes = NULL;
  PcPlan *plan;

  add_all (alice);
  offer = create_offer (alice);
  plan = pc_session_plan (alice, PC_SIDE_LOCAL, offer, NULL);
  fail_unless (plan != NULL);
  pc_session_close (alice);
  refuse (alice, PC_SIDE_LOCAL, offer, PC_ERROR_INVALID_STATE);
  /* One that was planned before the close does nothing. */
  changes = pc_session_commit (alice, plan);
  fail_unless_equals_int (changes->len, 0);
  fail_unless_equals_int (pc_session_get_signaling_state (alice),
      PC_SIGNALING_CLOSED);
  fail_if (pc_session_is_negotiation_needed (alice));
}

GST_END_TEST;

/* A peer that offers for ever and never lets us answer costs no memory. */
GST_START_TEST (test_endless_offers)
{
  g_autoptr (PcDescription) offer = NULL;
  guint i, number;

  add_all (alice);
  offer = create_offer (alice);
  for (i = 0; i < 100; i++) {
    g_autoptr (PcDescription) apart = pc_description_copy (offer);

    if (i % 2 == 0)
      g_ptr_array_set_size (apart->bundle_groups, 0);
    apply (bob, PC_SIDE_REMOTE, apart);
  }
  fail_unless_equals_int (count_transceivers (bob), 2);
  number = ((PcSection *) bob->sections->pdata[0])->offered_transport;
  apply (bob, PC_SIDE_REMOTE, offer);
  fail_unless_equals_int (((PcSection *)
          bob->sections->pdata[0])->offered_transport, number);
  fail_unless (bob->transports->len <= 4, "%u transports",
      bob->transports->len);
}

GST_END_TEST;

static Suite *
pcwrong_suite (void)
{
  Suite *s = suite_create ("pcwrong");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_first_offer);
  tcase_add_test (tc, test_answer);
  tcase_add_test (tc, test_later_offer);
  tcase_add_test (tc, test_offer_over_offer);
  tcase_add_test (tc, test_answer_groups);
  tcase_add_test (tc, test_rejected_offer_accepted);
  tcase_add_test (tc, test_local_modified);
  tcase_add_test (tc, test_closed);
  tcase_add_test (tc, test_endless_offers);

  return s;
}

GST_CHECK_MAIN (pcwrong);
