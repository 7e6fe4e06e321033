/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicetcp.c: rtcice over TCP (RFC 6544), where UDP does not get through.
 */

#include "coturn.h"
#include "icepeer.h"
#include "natsim.h"
#include "netspace.h"

static Peer a, b;

static void
peers_init (void)
{
  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "ice-tcp", TRUE, NULL);
  g_object_set (b.ice, "ice-tcp", TRUE, NULL);
}

static void
start (void)
{
  net_space_new ();
  peers_init ();
}

static void
stop (void)
{
  peer_clear (&a);
  peer_clear (&b);
}

static void
check_selected (Peer * peer)
{
  g_autofree gchar *pair = NULL;

  g_object_get (peer->ice, "selected-pair", &pair, NULL);
  fail_unless (g_str_has_prefix (pair, "tcp "), "%s", pair);
}

static void
exchange_data (gsize size)
{
  gst_pad_push_list (a.out, make_list (0, 20, size, 500));
  expect_packets (&b, 0, 20, size, 500);
  gst_pad_push_list (b.out, make_list (20, 20, size, 500));
  expect_packets (&a, 20, 20, size, 500);
}

static void
start_with_firewalls (void)
{
  nat_sim_start (NAT_FIREWALL, NAT_FIREWALL);
  peers_init ();
  g_object_set (a.ice, "local-addresses", NAT_HOST_A, NULL);
  g_object_set (b.ice, "local-addresses", NAT_HOST_B, NULL);
}

/* Both tell UDP candidates as well, and nothing comes of them. */
GST_START_TEST (test_udp_is_blocked)
{
  start_with_firewalls ();
  connect_peers (&a, &b);
  fail_unless (nat_sim_count_blocked () > 0);
  check_selected (&a);
  check_selected (&b);
  exchange_data (1200);
  /* No packet is too large for a stream (RFC 4571 section 2), though more at
   * once than its buffer holds are lost, as over UDP. */
  for (guint i = 0; i < 20; i++) {
    gst_pad_push_list (a.out, make_list (i, 1, 0, 16000));
    expect_packets (&b, i, 1, 0, 16000);
  }
  stop ();
  nat_sim_stop ();
}

GST_END_TEST;

static void
server_failed (GstElement * ice, const gchar * address, gint port,
    const gchar * url, guint code, const gchar * text, gchar ** told)
{
  g_mutex_lock (&peer_lock);
  fail_unless (*told == NULL, "%s and %s", *told, url);
  *told = g_strdup_printf ("%u %s", code, url);
  g_mutex_unlock (&peer_lock);
}

/* The relay is reached over TCP, and an error tells that it is not by UDP. */
GST_START_TEST (test_relays_where_udp_is_blocked)
{
  g_autofree gchar *udp = NULL;
  g_autofree gchar *tcp = NULL;
  g_autofree gchar *told = NULL;
  g_autofree gchar *error = NULL;
  PcCandidate *local, *remote;
  Coturn coturn;

  start_with_firewalls ();
  coturn_start_at (&coturn, NAT_SERVER, NULL);
  udp = coturn_url (&coturn, "turn", "");
  tcp = coturn_url (&coturn, "turn", "?transport=tcp");
  g_signal_connect (a.ice, "candidate-error", G_CALLBACK (server_failed),
      &told);
  gst_rtc_ice_add_server (GST_RTC_ICE (a.ice), udp, COTURN_USER,
      COTURN_PASSWORD, NULL);
  for (guint i = 0; i < 2; i++) {
    GstElement *ice = i == 0 ? a.ice : b.ice;

    g_object_set (ice, "ice-tcp", FALSE, NULL);
    gst_rtc_ice_add_server (GST_RTC_ICE (ice), tcp, COTURN_USER,
        COTURN_PASSWORD, NULL);
  }
  connect_peers (&a, &b);
  exchange_data (1200);
  fail_unless (gst_rtc_ice_get_selected_pair (GST_RTC_ICE (a.ice), &local,
          &remote));
  fail_unless_equals_int (local->type, PC_CANDIDATE_RELAY);
  fail_unless_equals_string (local->url, tcp);
  pc_candidate_free (local);
  pc_candidate_free (remote);
  await (a.complete, "the end of gathering");
  error = g_strdup_printf ("701 %s", udp);
  fail_unless_equals_string (told, error);
  stop ();
  coturn_stop (&coturn);
  nat_sim_stop ();
}

GST_END_TEST;

/* Who listens tells it, who calls tells no port that there is (RFC 6544
 * section 4.5). */
GST_START_TEST (test_who_calls_and_who_listens)
{
  static const gchar *const types[] = { " 9 typ host tcptype active",
    " typ host tcptype passive"
  };

  start ();
  a.only = types[__i__];
  b.only = types[1 - __i__];
  connect_peers (&a, &b);
  check_selected (&a);
  exchange_data (1200);
  stop ();
}

GST_END_TEST;

/* Simultaneous-open candidates are gathered by nobody here; a peer that tells
 * some is none the worse. */
GST_START_TEST (test_simultaneous_open_does_no_harm)
{
  start ();
  a.only = b.only = "tcptype";
  g_signal_emit_by_name (b.ice, "add-remote-candidate",
      "candidate:7 1 tcp 1015021823 127.0.0.1 9999 typ host tcptype so");
  connect_peers (&a, &b);
  check_selected (&b);
  exchange_data (1200);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_tcp_is_gathered_when_asked)
{
  start ();
  g_object_set (b.ice, "ice-tcp", FALSE, NULL);
  connect_peers (&a, &b);
  await (a.complete && b.complete, "gathering to complete");
  fail_unless_equals_int (a.n_candidates, 3);
  fail_unless_equals_int (b.n_candidates, 1);
  stop ();
}

GST_END_TEST;

static Suite *
gstrtcicetcp_suite (void)
{
  Suite *suite = suite_create ("gstrtcicetcp");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  if (nat_sim_is_possible ()) {
    tcase_add_test (tc, test_udp_is_blocked);
    tcase_add_test (tc, test_relays_where_udp_is_blocked);
  } else {
    g_print ("SKIP: the kernel refuses TUN devices\n");
  }
  tcase_add_loop_test (tc, test_who_calls_and_who_listens, 0, 2);
  tcase_add_test (tc, test_simultaneous_open_does_no_harm);
  tcase_add_test (tc, test_tcp_is_gathered_when_asked);
  return suite;
}

int
main (int argc, char **argv)
{
  return net_space_main (argc, argv, __FILE__, gstrtcicetcp_suite);
}
