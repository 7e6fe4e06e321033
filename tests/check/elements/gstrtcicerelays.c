/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicerelays.c: rtcice's allocations on a TURN server (coturn), in time
 * and over IPv6.
 */

#include <gio/gio.h>

#include "coturn.h"
#include "icepeer.h"

static Coturn coturn;
static Peer a, b;

static void
start (const gchar * address, const gchar * const *options)
{
  g_autoptr (GTlsDatabase) database = NULL;

  coturn_start_at (&coturn, address, options);
  database = g_tls_file_database_new (coturn.certificate, NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "local-addresses", address, NULL);
  g_object_set (b.ice, "local-addresses", address, NULL);
}

static void
stop (void)
{
  peer_clear (&a);
  peer_clear (&b);
  coturn_stop (&coturn);
}

static void
force_relay (Peer * peer, const gchar * scheme, const gchar * suffix)
{
  g_autofree gchar *url = coturn_url (&coturn, scheme, suffix);
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_ice_add_server (GST_RTC_ICE (peer->ice), url,
          COTURN_USER, COTURN_PASSWORD, &error), "%s",
      error ? error->message : "");
  gst_util_set_object_arg (G_OBJECT (peer->ice), "transport-policy", "relay");
}

static void
exchange_data (guint number)
{
  gst_pad_push_list (a.out, make_list (number, 10, 1000, 500));
  expect_packets (&b, number, 10, 1000, 500);
  gst_pad_push_list (b.out, make_list (number, 10, 1000, 500));
  expect_packets (&a, number, 10, 1000, 500);
}

/* coturn says that they last 2 s. They last longer: what is seen is that they
 * are refreshed in time, not that they would have ended. */
GST_START_TEST (test_allocations_are_refreshed)
{
  const gchar *const options[] = { "--max-allocate-lifetime=2", NULL };

  start ("127.0.0.1", options);
  force_relay (&a, "turn", "");
  force_relay (&b, "turns", "");
  connect_peers (&a, &b);
  exchange_data (0);
  coturn_await ("REFRESH processed, success", 2);
  exchange_data (10);
  stop ();
}

GST_END_TEST;

/* --- IPv6 -------------------------------------------------------------------- */

static void
check_selected (const gchar * type)
{
  PcCandidate *local, *remote;
  g_autofree gchar *line = NULL;

  fail_unless (gst_rtc_ice_get_selected_pair (GST_RTC_ICE (a.ice), &local,
          &remote));
  fail_unless_equals_string (local->address, "::1");
  fail_unless_equals_string (remote->address, "::1");
  line = pc_candidate_to_string (local);
  fail_unless (strstr (line, type), "%s", line);
  pc_candidate_free (local);
  pc_candidate_free (remote);
}

/* An allocation is of IPv4 unless the client asks otherwise (RFC 8656 section
 * 7.1), and libnice does not ask. */
static const gchar *const v6_options[] = {
  "--allocation-default-address-family=keep", NULL
};

static const struct
{
  const gchar *scheme, *suffix;
} ways[] = {
  {"turn", ""},
  {"turn", "?transport=tcp"},
  {"turns", ""},
};

GST_START_TEST (test_relays_over_ipv6)
{
  start ("::1", v6_options);
  force_relay (&a, ways[__i__].scheme, ways[__i__].suffix);
  connect_peers (&a, &b);
  check_selected (" typ relay raddr ::1 ");
  exchange_data (0);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_hosts_over_ipv6)
{
  g_autofree gchar *url = NULL;

  start ("::1", v6_options);
  url = coturn_url (&coturn, "stun", "");
  fail_unless (gst_rtc_ice_add_server (GST_RTC_ICE (a.ice), url, NULL, NULL,
          NULL));
  connect_peers (&a, &b);
  check_selected (" typ host");
  exchange_data (0);
  stop ();
}

GST_END_TEST;

static gboolean
has_ipv6 (void)
{
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV6,
      G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  return socket && g_socket_bind (socket, address, FALSE, NULL);
}

static Suite *
gstrtcicerelays_suite (void)
{
  Suite *suite = suite_create ("gstrtcicerelays");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_allocations_are_refreshed);
  if (has_ipv6 ()) {
    tcase_add_loop_test (tc, test_relays_over_ipv6, 0, G_N_ELEMENTS (ways));
    tcase_add_test (tc, test_hosts_over_ipv6);
  } else {
    g_print ("SKIP: the kernel has no IPv6\n");
  }
  return suite;
}

GST_CHECK_MAIN (gstrtcicerelays);
