/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceconsent.c: rtcice whose peer falls silent, dies, or comes back
 * (RFC 7675), with all times scaled down.
 */

#include "icegate.h"

#define NEVER_MS 60000
#define FLOOD_MS 1500
#define FLOOD_CONSENT_MS 1100
#define FLOOD_PACKETS 20

static void
peers_init (Gate * gate, Peer * a, Peer * b, guint interval, guint timeout)
{
  gate_init (gate);
  peer_init (a, TRUE);
  peer_init (b, FALSE);
  g_object_set (a->ice, "consent-interval", interval, "consent-timeout",
      timeout, "pac-timeout", 0, NULL);
  g_object_set (b->ice, "consent-interval", interval, "consent-timeout",
      timeout, "pac-timeout", 0, NULL);
  connect_through (gate, a, b);
}

static void
peers_clear (Gate * gate, Peer * a, Peer * b)
{
  peer_clear (a);
  peer_clear (b);
  gate_clear (gate);
}

#define has_state(peer, which) \
  (gst_rtc_ice_get_state (GST_RTC_ICE ((peer)->ice)) == (which))

/* webrtc-pc section 5.6.3: "may ... resolve itself without action" */
GST_START_TEST (test_silence_and_recovery)
{
  Gate gate;
  Peer a, b;

  peers_init (&gate, &a, &b, 200, NEVER_MS);
  for (guint i = 0; i < 2; i++) {
    gate_set_open (&gate, FALSE, FALSE);
    await (has_state (&a, PC_ICE_DISCONNECTED), "a to miss b");
    await (has_state (&b, PC_ICE_DISCONNECTED), "b to miss a");
    gate_set_open (&gate, TRUE, TRUE);
    await (has_state (&a, PC_ICE_COMPLETED), "a to hear b again");
    await (has_state (&b, PC_ICE_COMPLETED), "b to hear a again");
  }
  gst_pad_push_list (a.out, make_list (0, 10, 1000, 1000));
  expect_packets (&b, 0, 10, 1000, 1000);
  fail_if (strstr (a.states->str, "failed"));
  peers_clear (&gate, &a, &b);
}

GST_END_TEST;

/* RFC 7675 section 5.1: not a packet more. */
GST_START_TEST (test_death)
{
  guint64 sent;
  Gate gate;
  Peer a, b;

  peers_init (&gate, &a, &b, 100, 600);
  gate_set_open (&gate, FALSE, FALSE);
  await (strstr (a.states->str, "disconnected failed "), "a to give up");
  await (strstr (b.states->str, "disconnected failed "), "b to give up");
  sent = stat_of (&a, "packets-sent");
  gst_pad_push_list (a.out, make_list (0, 10, 1000, 1000));
  fail_unless_equals_uint64 (stat_of (&a, "packets-sent"), sent);
  fail_unless_equals_uint64 (stat_of (&a, "packets-dropped"), 10);
  peers_clear (&gate, &a, &b);
}

GST_END_TEST;

/* What a sends is lost, so no answer comes; b's packets do, and show that it is
 * there, but not that it consents. */
GST_START_TEST (test_one_way)
{
  gboolean failed = FALSE;
  Gate gate;
  Peer a, b;
  guint n = 0;

  gate_init (&gate);
  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "consent-interval", 100, "consent-timeout", 1000,
      "pac-timeout", 0, NULL);
  g_object_set (b.ice, "consent-interval", 100, "consent-timeout", NEVER_MS,
      NULL);
  connect_through (&gate, &a, &b);
  gate_set_open (&gate, FALSE, TRUE);
  while (!failed) {
    gst_pad_push_list (b.out, make_list (n++, 1, 100, 100));
    await (a.packets.length >= n || (failed = has_state (&a, PC_ICE_FAILED)),
        "a packet, or the end");
  }
  fail_unless (n > 1);
  fail_if (has_state (&b, PC_ICE_FAILED));
  peers_clear (&gate, &a, &b);
}

GST_END_TEST;

/* An answer is found in the midst of whatever else comes: for longer than
 * consent lasts. */
GST_START_TEST (test_answers_in_a_flood)
{
  gint64 end;
  guint n = 0;
  Gate gate;
  Peer a, b;

  peers_init (&gate, &a, &b, 50, FLOOD_CONSENT_MS);
  end = g_get_monotonic_time () + FLOOD_MS * 1000;
  while (g_get_monotonic_time () < end) {
    gst_pad_push_list (b.out, make_list (n, FLOOD_PACKETS, 1000, 1000));
    n += FLOOD_PACKETS;
    /* No more than fits into a socket's buffer: nothing gets lost. */
    await (a.packets.length + FLOOD_PACKETS >= n, "the flood");
  }
  fail_unless (is_connected (&a));
  fail_unless (is_connected (&b));
  fail_if (strstr (a.states->str, "failed"));
  peers_clear (&gate, &a, &b);
}

GST_END_TEST;

/* A second answer to the same offer, from who answers: it is asked by its own
 * credentials. */
GST_START_TEST (test_another_answer)
{
  Gate gate;
  Peer a, b;
  gint n;

  gate_init (&gate);
  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "consent-interval", 500, "local-credentials",
      CREDENTIALS_A, "remote-credentials", CREDENTIALS_C, NULL);
  connect_through (&gate, &a, &b);
  n = g_atomic_int_get (&gate.n_passed[0]);
  /* Without answers it would be disconnected after half as many. */
  await (g_atomic_int_get (&gate.n_passed[0]) >= n + 8, "eight checks");
  await (has_state (&a, PC_ICE_COMPLETED), "the end of its candidates");
  fail_if (strstr (a.states->str, "disconnected"), "%s", a.states->str);
  peers_clear (&gate, &a, &b);
}

GST_END_TEST;

/* Who does not say that all candidates are told may name another one. */
GST_START_TEST (test_end_of_candidates_decides)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "consent-interval", 50, "consent-timeout", 300,
      "pac-timeout", 0, NULL);
  give_credentials (&a, &b, CREDENTIALS_A, CREDENTIALS_B);
  gather (&b);
  await (b.complete, "candidates");
  gather (&a);
  g_signal_emit_by_name (a.ice, "add-remote-candidate", b.told.head->data);
  await (is_connected (&a), "a to connect");
  /* Never more than that. */
  fail_if (strstr (a.states->str, "completed"));
  gst_element_set_state (b.ice, GST_STATE_NULL);
  await (has_state (&a, PC_ICE_DISCONNECTED), "a to miss b");
  g_signal_emit_by_name (a.ice, "add-remote-candidate", NULL);
  await (has_state (&a, PC_ICE_FAILED), "a to give up");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

static Suite *
gstrtciceconsent_suite (void)
{
  Suite *suite = suite_create ("gstrtciceconsent");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_silence_and_recovery);
  tcase_add_test (tc, test_death);
  tcase_add_test (tc, test_one_way);
  tcase_add_test (tc, test_answers_in_a_flood);
  tcase_add_test (tc, test_another_answer);
  tcase_add_test (tc, test_end_of_candidates_decides);
  return suite;
}

GST_CHECK_MAIN (gstrtciceconsent);
