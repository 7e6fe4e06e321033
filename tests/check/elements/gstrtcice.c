/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcice.c: rtcice: connecting, bad input, shutdown.
 */

#include <dirent.h>
#include <gst/peerconnection/core/pcerror.h>

#include "gstrtciceagentpriv.h"
#include "gstrtcicepriv.h"
#include "gstrtciopriv.h"
#include "icepeer.h"

static guint
count_fds (void)
{
  DIR *dir = opendir ("/proc/self/fd");
  guint n = 0;

  while (readdir (dir))
    n++;
  closedir (dir);
  return n;
}

/* The pool's threads keep theirs: one connection first, then count. */
static guint
settled_fds (void)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;
  GstRTCIOStats stats;

  do {
    gst_rtc_io_get_stats (&stats);
    g_thread_yield ();
  } while (stats.contexts > 0 && g_get_monotonic_time () < end);
  fail_unless_equals_int (stats.contexts, 0);
  return count_fds ();
}

/* --- connecting ----------------------------------------------------------- */

GST_START_TEST (test_connects)
{
  Peer a, b;
  g_autofree gchar *pair = NULL;
  PcCandidate *local, *remote;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  fail_if (gst_rtc_ice_get_selected_pair (GST_RTC_ICE (a.ice), &local,
          &remote));
  connect_peers (&a, &b);
  await (a.complete && b.complete, "gathering to complete");
  await (strstr (a.states->str, "completed "), "a to be completed");
  await (strstr (b.states->str, "completed "), "b to be completed");
  fail_unless_equals_string (a.states->str, "checking connected completed ");
  fail_unless_equals_int (a.n_candidates, 1);
  fail_unless_equals_int (a.n_ends, 1);

  g_object_get (a.ice, "selected-pair", &pair, NULL);
  fail_unless (g_str_has_prefix (pair, "udp host 127.0.0.1:"));
  fail_unless (gst_rtc_ice_get_selected_pair (GST_RTC_ICE (a.ice), &local,
          &remote));
  fail_unless_equals_string (local->address, "127.0.0.1");
  fail_unless_equals_string (local->username_fragment, "aaaa");
  fail_unless_equals_int (local->component, 1);
  pc_candidate_free (local);
  pc_candidate_free (remote);
  peer_clear (&a);
  fail_unless (is_connected (&b));
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_connects_with_orders_before_the_start)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  gst_element_set_state (b.ice, GST_STATE_NULL);
  introduce (&a, &b);
  give_credentials (&a, &b, CREDENTIALS_A, CREDENTIALS_B);
  gather (&a);
  gather (&b);
  await (a.complete, "gathering of a");
  gst_element_set_state (b.ice, GST_STATE_PLAYING);
  await (is_connected (&a), "a to connect");
  await (is_connected (&b), "b to connect");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Candidates first, then credentials; the remote ones before our own. */
GST_START_TEST (test_connects_in_any_order)
{
  for (guint order = 0; order < 4; order++) {
    Peer a, b;

    peer_init (&a, TRUE);
    peer_init (&b, FALSE);
    introduce (&a, &b);
    if (order & 1)
      g_object_set (b.ice, "remote-credentials", CREDENTIALS_A, NULL);
    if (order & 2)
      gather (&a);
    g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
    gather (&a);
    await (a.complete, "gathering of a");
    g_object_set (b.ice, "local-credentials", CREDENTIALS_B, NULL);
    gather (&b);
    await (b.complete, "gathering of b");
    g_object_set (b.ice, "remote-credentials", CREDENTIALS_A, NULL);
    g_object_set (a.ice, "remote-credentials", CREDENTIALS_B, NULL);
    await (is_connected (&a), "a to connect");
    await (is_connected (&b), "b to connect");
    peer_clear (&a);
    peer_clear (&b);
  }
}

GST_END_TEST;

GST_START_TEST (test_both_controlling)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, TRUE);
  connect_peers (&a, &b);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Fails, with everything said; never connects. */
GST_START_TEST (test_wrong_credentials_fail)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  introduce (&a, &b);
  g_object_set (a.ice, "pac-timeout", 0, NULL);
  g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
  g_object_set (b.ice, "local-credentials", CREDENTIALS_B, NULL);
  g_object_set (a.ice, "remote-credentials", CREDENTIALS_C, NULL);
  g_object_set (b.ice, "remote-credentials", CREDENTIALS_D, NULL);
  gather (&a);
  gather (&b);
  await (strstr (a.states->str, "failed "), "a to fail");
  fail_unless_equals_string (a.states->str, "checking failed ");
  fail_if (strstr (b.states->str, "connected"));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

static gboolean
end_pause (gpointer user_data)
{
  g_mutex_lock (&peer_lock);
  *(gboolean *) user_data = TRUE;
  g_cond_broadcast (&peer_cond);
  g_mutex_unlock (&peer_lock);
  return G_SOURCE_REMOVE;
}

/* libnice would go on ticking at its pace for five seconds. */
GST_START_TEST (test_connected_peers_are_quiet)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  g_autoptr (GSource) source = g_timeout_source_new (500);
  GstRTCIOStats before, after;
  gboolean over = FALSE;
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  connect_peers (&a, &b);
  gst_rtc_io_get_stats (&before);
  g_source_set_callback (source, end_pause, &over, NULL);
  g_source_attach (source, gst_rtc_io_get_context (io));
  await (over, "the end of a pause");
  gst_rtc_io_get_stats (&after);
  if (after.iterations - before.iterations > 100)
    fail ("%" G_GUINT64_FORMAT " wake-ups in half a second",
        after.iterations - before.iterations);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* --- bad input ------------------------------------------------------------ */

typedef struct
{
  GstRTCIceAgent *agent;
  guint n;
} Known;

static void
count_known (gpointer user_data)
{
  Known *known = user_data;

  known->n = known->agent->now.remote.candidates ?
      known->agent->now.remote.candidates->len : 0;
}

/* Candidates of the peer that the agent keeps. */
static guint
known_candidates (Peer * peer)
{
  GstRTCIO *io = gst_rtc_ice_agent_get_io (GST_RTC_ICE (peer->ice)->agent);
  Known known = {.agent = GST_RTC_ICE (peer->ice)->agent };

  gst_rtc_io_post (io, count_known, &known, NULL);
  gst_rtc_io_sync (io);
  return known.n;
}

GST_START_TEST (test_bad_candidates_change_nothing)
{
  static const gchar *const bad[] = {
    "candidate:1 1 udp 1 hidden.local 9 typ host",
    "candidate:1 2 udp 1 127.0.0.1 9 typ host",
    "candidate:1 1 udp 1 127.0.0.1 0 typ host",
    "candidate:1 1 udp 0 127.0.0.1 9 typ host",
    "candidate", "nonsense",
  };
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_signal_emit_by_name (a.ice, "add-remote-candidate", bad[i]);
  fail_unless_equals_int (known_candidates (&a), 0);
  connect_peers (&a, &b);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_remote_candidates_are_bounded)
{
  Peer a;

  peer_init (&a, TRUE);
  for (guint i = 0; i < 400; i++) {
    g_autofree gchar *text = g_strdup_printf
        ("candidate:1 1 udp 1 127.0.0.1 %u typ host", i + 1);

    g_signal_emit_by_name (a.ice, "add-remote-candidate", text);
    /* Again: known, and not counted. */
    g_signal_emit_by_name (a.ice, "add-remote-candidate", text);
    if (i == 9)
      fail_unless_equals_int (known_candidates (&a), 10);
  }
  fail_unless_equals_int (known_candidates (&a), 256);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_servers_are_checked)
{
  g_autoptr (GError) error = NULL;
  GstRTCIce *ice = gst_object_ref_sink (g_object_new (GST_TYPE_RTC_ICE, NULL));

  fail_unless (gst_rtc_ice_add_server (ice, "stun:127.0.0.1:9", NULL, NULL,
          &error));
  fail_unless (gst_rtc_ice_add_server (ice, "turn:127.0.0.1:9?transport=tcp",
          "u", "p", &error));
  fail_if (gst_rtc_ice_add_server (ice, "turn:127.0.0.1", NULL, NULL, &error));
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_ACCESS));
  g_clear_error (&error);
  fail_if (gst_rtc_ice_add_server (ice, "http://x", NULL, NULL, &error));
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_SYNTAX));
  gst_object_unref (ice);
}

GST_END_TEST;

/* --- life ----------------------------------------------------------------- */

GST_START_TEST (test_dropped_at_each_step)
{
  guint fds = 0;

  for (guint round = 0; round < 3; round++) {
    for (guint step = 0; step <= 6; step++) {
      Peer a, b;

      peer_init (&a, TRUE);
      peer_init (&b, FALSE);
      introduce (&a, &b);
      if (step >= 1)
        g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
      if (step >= 2)
        gather (&a);
      if (step >= 3)
        give_credentials (&a, &b, CREDENTIALS_A, CREDENTIALS_B);
      if (step >= 4)
        gather (&b);
      if (step >= 5)
        await (is_connected (&a), "a to connect");
      if (step >= 6)
        gst_pad_push_list (a.out, make_list (0, 10, 1000, 1000));
      peer_clear (&a);
      peer_clear (&b);
    }
    if (round == 0)
      fds = settled_fds ();
  }
  fail_unless_equals_int (settled_fds (), fds);
}

GST_END_TEST;

GST_START_TEST (test_closed_and_started_again)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  connect_peers (&a, &b);
  for (guint i = 0; i < 3; i++) {
    gst_element_set_state (a.ice, GST_STATE_READY);
    gst_element_set_state (b.ice, GST_STATE_READY);
    await (gst_rtc_ice_get_state (GST_RTC_ICE (a.ice)) == PC_ICE_CLOSED,
        "a to be closed");
    await (gst_rtc_ice_get_state (GST_RTC_ICE (b.ice)) == PC_ICE_CLOSED,
        "b to be closed");
    gst_element_set_state (a.ice, GST_STATE_PLAYING);
    gst_element_set_state (b.ice, GST_STATE_PLAYING);
    fail_unless_equals_int (gst_rtc_ice_get_state (GST_RTC_ICE (a.ice)),
        PC_ICE_NEW);
    connect_peers (&a, &b);
  }
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

#define N_PAIRS 100

GST_START_TEST (test_many_at_once)
{
  g_autofree Peer *a = g_new0 (Peer, N_PAIRS);
  g_autofree Peer *b = g_new0 (Peer, N_PAIRS);
  gint64 start = g_get_monotonic_time ();
  GstRTCIOStats stats;

  for (guint i = 0; i < N_PAIRS; i++) {
    peer_init (&a[i], TRUE);
    peer_init (&b[i], FALSE);
    introduce (&a[i], &b[i]);
    give_credentials (&a[i], &b[i], CREDENTIALS_A, CREDENTIALS_B);
    gather (&a[i]);
    gather (&b[i]);
  }
  for (guint i = 0; i < N_PAIRS; i++) {
    await (is_connected (&a[i]), "one of many to connect");
    await (is_connected (&b[i]), "one of many to connect");
  }
  GST_INFO ("%u pairs in %" G_GINT64_FORMAT " us", N_PAIRS,
      g_get_monotonic_time () - start);
  gst_rtc_io_get_stats (&stats);
  fail_unless (stats.threads <= 4);
  for (guint i = 0; i < N_PAIRS; i++) {
    gst_pad_push_list (a[i].out, make_list (0, 10, 1000, 1000));
    expect_packets (&b[i], 0, 10, 1000, 1000);
  }
  for (guint i = 0; i < N_PAIRS; i++) {
    peer_clear (&a[i]);
    peer_clear (&b[i]);
  }
  settled_fds ();
}

GST_END_TEST;

/* --- the element among others --------------------------------------------- */

GST_START_TEST (test_directions_do_not_meet)
{
  Peer a;
  g_autoptr (GstQuery) latency = gst_query_new_latency ();
  GstClockTime min;
  gboolean live;

  peer_init (&a, TRUE);
  fail_unless (gst_pad_peer_query (a.in, latency));
  gst_query_parse_latency (latency, &live, &min, NULL);
  fail_unless (live);
  fail_unless_equals_uint64 (min, 0);
  fail_unless (gst_pad_push_event (a.out, gst_event_new_eos ()));
  fail_if (GST_PAD_IS_EOS (a.in));
  peer_clear (&a);
}

GST_END_TEST;

static Suite *
gstrtcice_suite (void)
{
  Suite *suite = suite_create ("gstrtcice");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_connects);
  tcase_add_test (tc, test_connects_with_orders_before_the_start);
  tcase_add_test (tc, test_connects_in_any_order);
  tcase_add_test (tc, test_both_controlling);
  tcase_add_test (tc, test_wrong_credentials_fail);
  tcase_add_test (tc, test_connected_peers_are_quiet);
  tcase_add_test (tc, test_bad_candidates_change_nothing);
  tcase_add_test (tc, test_remote_candidates_are_bounded);
  tcase_add_test (tc, test_servers_are_checked);
  tcase_add_test (tc, test_dropped_at_each_step);
  tcase_add_test (tc, test_closed_and_started_again);
  tcase_add_test (tc, test_many_at_once);
  tcase_add_test (tc, test_directions_do_not_meet);
  return suite;
}

GST_CHECK_MAIN (gstrtcice);
