/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceservers.c: rtcice with a STUN and TURN server (coturn) on loopback.
 */

#include <gio/gio.h>

#include "coturn.h"
#include "icepeer.h"

static Coturn coturn;

static void
start_coturn (void)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  coturn_start (&coturn, NULL);
  /* Its certificate is self-signed: GIO's TLS is told to trust it. */
  database = g_tls_file_database_new (coturn.certificate, &error);
  fail_unless (database != NULL, "%s", error ? error->message : "");
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
stop_coturn (void)
{
  coturn_stop (&coturn);
}

static void
give_server (Peer * peer, const gchar * url, const gchar * user,
    const gchar * password)
{
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_ice_add_server (GST_RTC_ICE (peer->ice), url, user,
          password, &error), "%s", error ? error->message : "");
}

/* What @a told first of the kind; free with pc_candidate_free(). */
static PcCandidate *
find_told (Peer * peer, PcCandidateType type)
{
  PcCandidate *found = NULL;

  g_mutex_lock (&peer_lock);
  for (GList * item = peer->told.head; item && !found; item = item->next) {
    PcCandidate *candidate = pc_candidate_parse (item->data, NULL);

    if (candidate->type == type)
      found = candidate;
    else
      pc_candidate_free (candidate);
  }
  g_mutex_unlock (&peer_lock);
  if (found)
    gst_rtc_ice_fill_in_origin (GST_RTC_ICE (peer->ice), found);
  return found;
}

/* --- STUN ----------------------------------------------------------------- */

/* On loopback the reflexive address is the host's own, which libnice holds
 * back as redundant (RFC 8445 section 5.1.3): asked from another address of
 * loopback it is seen. */
GST_START_TEST (test_stun_is_asked)
{
  g_autofree gchar *url = coturn_url (&coturn, "stun", "");
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  give_server (&a, url, NULL, NULL);
  connect_peers (&a, &b);
  await (a.complete && b.complete, "gathering to complete");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* --- TURN ----------------------------------------------------------------- */

static void
check_relay (const gchar * scheme, const gchar * suffix,
    PcRelayProtocol protocol)
{
  g_autofree gchar *url = coturn_url (&coturn, scheme, suffix);
  PcCandidate *told, *local, *remote;
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  give_server (&a, url, COTURN_USER, COTURN_PASSWORD);
  gst_util_set_object_arg (G_OBJECT (a.ice), "transport-policy", "relay");
  connect_peers (&a, &b);
  await (a.complete && b.complete, "gathering to complete");
  told = find_told (&a, PC_CANDIDATE_RELAY);
  fail_unless (told != NULL, "%s: no relay candidate", url);
  fail_unless_equals_string (told->url, url);
  fail_unless_equals_int (told->relay_protocol, protocol);
  fail_unless_equals_string (told->address, "127.0.0.1");
  pc_candidate_free (told);
  fail_unless (find_told (&a, PC_CANDIDATE_HOST) == NULL);

  fail_unless (gst_rtc_ice_get_selected_pair (GST_RTC_ICE (a.ice), &local,
          &remote));
  fail_unless_equals_int (local->type, PC_CANDIDATE_RELAY);
  fail_unless_equals_string (local->url, url);
  pc_candidate_free (local);
  pc_candidate_free (remote);
  for (guint i = 0; i < 20; i++) {
    gst_pad_push_list (a.out, make_list (i * 10, 10, 1000, 500));
    gst_pad_push_list (b.out, make_list (i * 10, 10, 1000, 500));
    expect_packets (&b, i * 10, 10, 1000, 500);
    expect_packets (&a, i * 10, 10, 1000, 500);
  }
  peer_clear (&a);
  peer_clear (&b);
}

GST_START_TEST (test_relay_over_udp)
{
  check_relay ("turn", "", PC_RELAY_PROTOCOL_UDP);
  check_relay ("turn", "?transport=udp", PC_RELAY_PROTOCOL_UDP);
}

GST_END_TEST;

GST_START_TEST (test_relay_over_tcp)
{
  check_relay ("turn", "?transport=tcp", PC_RELAY_PROTOCOL_TCP);
}

GST_END_TEST;

GST_START_TEST (test_relay_over_tls)
{
  check_relay ("turns", "", PC_RELAY_PROTOCOL_TLS);
}

GST_END_TEST;

GST_START_TEST (test_local_addresses_are_hidden)
{
  g_autofree gchar *url = coturn_url (&coturn, "turn", "");
  PcCandidate *told;
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  give_server (&a, url, COTURN_USER, COTURN_PASSWORD);
  g_object_set (a.ice, "hide-local-addresses", TRUE, NULL);
  connect_peers (&a, &b);
  await (a.complete, "gathering to complete");
  fail_unless (find_told (&a, PC_CANDIDATE_HOST) == NULL);
  told = find_told (&a, PC_CANDIDATE_RELAY);
  fail_unless_equals_string (told->related_address, "0.0.0.0");
  pc_candidate_free (told);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Both ends relayed, in ways of their own. */
GST_START_TEST (test_two_relays_meet)
{
  g_autofree gchar *udp = coturn_url (&coturn, "turn", "");
  g_autofree gchar *tcp = coturn_url (&coturn, "turn", "?transport=tcp");
  Peer peers[2];

  for (guint i = 0; i < 2; i++) {
    peer_init (&peers[i], i == 0);
    give_server (&peers[i], i == 0 ? udp : tcp, COTURN_USER, COTURN_PASSWORD);
    gst_util_set_object_arg (G_OBJECT (peers[i].ice), "transport-policy",
        "relay");
  }
  connect_peers (&peers[0], &peers[1]);
  await (peers[0].complete && peers[1].complete, "gathering to complete");
  gst_pad_push_list (peers[0].out, make_list (0, 10, 1000, 500));
  expect_packets (&peers[1], 0, 10, 1000, 500);
  peer_clear (&peers[0]);
  peer_clear (&peers[1]);
}

GST_END_TEST;

/* --- what goes wrong ------------------------------------------------------- */

typedef struct
{
  gchar *address;
  gint port;
  gchar *url;
  guint code;
  gchar *text;
  gboolean complete;            /* was gathering, by then? */
} Told;

static void
server_failed (GstElement * ice, const gchar * address, gint port,
    const gchar * url, guint code, const gchar * text, Told * told)
{
  gint state;

  g_object_get (ice, "gathering-state", &state, NULL);
  g_mutex_lock (&peer_lock);
  fail_unless (told->url == NULL, "told twice");
  *told = (Told) {
  g_strdup (address), port, g_strdup (url), code, g_strdup (text),
        state == PC_GATHERING_COMPLETE};
  g_cond_broadcast (&peer_cond);
  g_mutex_unlock (&peer_lock);
}

static void
told_clear (Told * told)
{
  g_free (told->address);
  g_free (told->url);
  g_free (told->text);
  *told = (Told) {
  NULL};
}

static void
check_error (const gchar * url, const gchar * user, const gchar * password,
    guint code, const gchar * text)
{
  Told told = { NULL };
  Peer a;

  peer_init (&a, TRUE);
  g_signal_connect (a.ice, "candidate-error", G_CALLBACK (server_failed),
      &told);
  give_server (&a, url, user, password);
  g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
  gather (&a);
  await (a.complete, "gathering to complete");
  fail_unless_equals_string (told.url, url);
  fail_unless_equals_int (told.code, code);
  fail_if (told.complete);
  if (text)
    fail_unless_equals_string (told.text, text);
  fail_unless (*told.text != '\0');
  peer_clear (&a);
  told_clear (&told);
}

GST_START_TEST (test_wrong_credentials_are_401)
{
  const struct
  {
    const gchar *scheme, *suffix;
  } ways[] = { {"turn", ""}, {"turn", "?transport=tcp"}, {"turns", ""} };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree gchar *url = coturn_url (&coturn, ways[i].scheme,
        ways[i].suffix);

    check_error (url, COTURN_USER, "wrong", 401, "Unauthorized");
    check_error (url, "mallory", COTURN_PASSWORD, 401, NULL);
  }
}

GST_END_TEST;

GST_START_TEST (test_no_server_is_701)
{
  static const gchar *const formats[] = { "stun:127.0.0.1:%u",
    "turn:127.0.0.1:%u", "turn:127.0.0.1:%u?transport=tcp",
    "turns:127.0.0.1:%u"
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    GString *url = g_string_new (formats[i]);
    g_autofree gchar *port = g_strdup_printf ("%u", unused_port ());

    g_string_replace (url, "%u", port, 1);
    check_error (url->str, "user", "password", 701, NULL);
    g_string_free (url, TRUE);
  }
}

GST_END_TEST;

/* It answers, and its answer is no candidate: that is told, not hidden. */
GST_START_TEST (test_stun_over_tls_is_not_asked)
{
  g_autofree gchar *url = coturn_url (&coturn, "stuns", "");

  check_error (url, NULL, NULL, 701,
      "STUN over TLS tells nothing of UDP candidates: not asked");
}

GST_END_TEST;

/* Which of our addresses it was is told only where candidates tell it. */
GST_START_TEST (test_errors_hide_what_candidates_hide)
{
  g_autofree gchar *turn = coturn_url (&coturn, "turn", "");
  Told told = { NULL };
  Peer a;

  for (guint hidden = 0; hidden < 2; hidden++) {
    peer_init (&a, TRUE);
    g_signal_connect (a.ice, "candidate-error", G_CALLBACK (server_failed),
        &told);
    give_server (&a, turn, COTURN_USER, "wrong");
    g_object_set (a.ice, "local-credentials", CREDENTIALS_A,
        "hide-local-addresses", hidden == 1, NULL);
    gather (&a);
    await (a.complete, "gathering to complete");
    fail_unless_equals_int (told.code, 401);
    fail_unless_equals_string (told.address, hidden ? NULL : "127.0.0.1");
    fail_unless (hidden ? told.port == -1 : told.port > 0);
    peer_clear (&a);
    told_clear (&told);
  }
}

GST_END_TEST;

/* TLS to who has no certificate for the name that was asked for. */
GST_START_TEST (test_a_false_certificate_is_701)
{
  g_autofree gchar *url = coturn_url (&coturn, "turns", "");

  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  check_error (url, COTURN_USER, COTURN_PASSWORD, 701, NULL);
}

GST_END_TEST;

static void
must_not_fail (GstElement * ice, const gchar * address, gint port,
    const gchar * url, guint code, const gchar * text, gpointer user_data)
{
  fail ("%s: %u %s", url, code, text);
}

GST_START_TEST (test_what_works_is_no_error)
{
  static const gchar *const ways[][2] = { {"stun", ""}, {"turn", ""},
  {"turn", "?transport=tcp"}, {"turns", ""}
  };
  Peer a;

  peer_init (&a, TRUE);
  g_signal_connect (a.ice, "candidate-error", G_CALLBACK (must_not_fail), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree gchar *url = coturn_url (&coturn, ways[i][0], ways[i][1]);

    give_server (&a, url, COTURN_USER, COTURN_PASSWORD);
  }
  g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
  gather (&a);
  await (a.complete, "gathering to complete");
  peer_clear (&a);
}

GST_END_TEST;

static Suite *
gstrtciceservers_suite (void)
{
  Suite *suite = suite_create ("gstrtciceservers");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, start_coturn, stop_coturn);
  tcase_add_test (tc, test_stun_is_asked);
  tcase_add_test (tc, test_relay_over_udp);
  tcase_add_test (tc, test_relay_over_tcp);
  tcase_add_test (tc, test_relay_over_tls);
  tcase_add_test (tc, test_local_addresses_are_hidden);
  tcase_add_test (tc, test_two_relays_meet);
  tcase_add_test (tc, test_wrong_credentials_are_401);
  tcase_add_test (tc, test_no_server_is_701);
  tcase_add_test (tc, test_stun_over_tls_is_not_asked);
  tcase_add_test (tc, test_errors_hide_what_candidates_hide);
  tcase_add_test (tc, test_a_false_certificate_is_701);
  tcase_add_test (tc, test_what_works_is_no_error);
  return suite;
}

GST_CHECK_MAIN (gstrtciceservers);
