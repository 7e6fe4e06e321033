/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicenats.c: rtcice behind address translators of each kind, with several
 * STUN servers and a relay (coturn) outside.
 */

#include "coturn.h"
#include "icepeer.h"
#include "natsim.h"
#include "netspace.h"

static Coturn coturn;
static Peer a, b;
static GString *errors;         /* "CODE URL ", under the lock */

static void
server_failed (GstElement * ice, const gchar * address, gint port,
    const gchar * url, guint code, const gchar * text, gpointer user_data)
{
  g_mutex_lock (&peer_lock);
  g_string_append_printf (errors, "%u %s ", code, url);
  g_mutex_unlock (&peer_lock);
}

static void
start (NatKind a_kind, NatKind b_kind)
{
  const gchar *const options[] = { "--listening-ip=" NAT_SERVER_2, NULL };

  errors = g_string_new (NULL);
  nat_sim_start (a_kind, b_kind);
  coturn_start_at (&coturn, NAT_SERVER, options);
  coturn_await ("UDP listener opened on: " NAT_SERVER_2, 1);
  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "local-addresses", NAT_HOST_A, NULL);
  g_object_set (b.ice, "local-addresses", NAT_HOST_B, NULL);
  g_signal_connect (a.ice, "candidate-error", G_CALLBACK (server_failed), NULL);
  g_signal_connect (b.ice, "candidate-error", G_CALLBACK (server_failed), NULL);
}

static void
stop (void)
{
  peer_clear (&a);
  peer_clear (&b);
  coturn_stop (&coturn);
  nat_sim_stop ();
  g_string_free (errors, TRUE);
}

static void
give_server (Peer * peer, const gchar * scheme, const gchar * address)
{
  g_autofree gchar *url = g_strdup_printf ("%s:%s:%u", scheme, address,
      coturn.port);
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_ice_add_server (GST_RTC_ICE (peer->ice), url,
          COTURN_USER, COTURN_PASSWORD, &error), "%s",
      error ? error->message : "");
}

/* Of those that were told; each must come from @server. */
static GPtrArray *
get_reflexive (Peer * peer, const gchar * server)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)
      pc_candidate_free);

  for (GList * item = peer->told.head; item; item = item->next) {
    g_autoptr (PcCandidate) candidate = pc_candidate_parse (item->data, NULL);

    if (candidate->type != PC_CANDIDATE_SRFLX)
      continue;
    gst_rtc_ice_fill_in_origin (GST_RTC_ICE (peer->ice), candidate);
    fail_unless (strstr (candidate->url, server), "%s", candidate->url);
    g_ptr_array_add (found, g_steal_pointer (&candidate));
  }
  return found;
}

static void
exchange_data (void)
{
  gst_pad_push_list (a.out, make_list (0, 10, 1000, 500));
  expect_packets (&b, 0, 10, 1000, 500);
  gst_pad_push_list (b.out, make_list (10, 10, 1000, 500));
  expect_packets (&a, 10, 10, 1000, 500);
}

static PcCandidateType
selected_type (Peer * peer, gboolean remote)
{
  PcCandidate *ends[2];
  PcCandidateType type;

  fail_unless (gst_rtc_ice_get_selected_pair (GST_RTC_ICE (peer->ice), &ends[0],
          &ends[1]));
  type = ends[remote]->type;
  pc_candidate_free (ends[0]);
  pc_candidate_free (ends[1]);
  return type;
}

/* --- several STUN servers ---------------------------------------------------- */

GST_START_TEST (test_a_dead_server_among_several)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autofree gchar *error = NULL;

  start (NAT_RESTRICTED, NAT_RESTRICTED);
  give_server (&a, "stun", NAT_NOBODY);
  give_server (&a, "stun", NAT_SERVER_2);
  g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
  gather (&a);
  await (a.n_candidates == 2, "a reflexive candidate");
  found = get_reflexive (&a, "stun:" NAT_SERVER_2);
  fail_unless_equals_int (found->len, 1);
  await (a.complete, "the end of gathering");
  error = g_strdup_printf ("701 stun:" NAT_NOBODY ":%u ", coturn.port);
  fail_unless_equals_string (errors->str, error);
  stop ();
}

GST_END_TEST;

/* One mapping, told twice, is one candidate. */
GST_START_TEST (test_one_mapping_is_one_candidate)
{
  g_autoptr (GPtrArray) found = NULL;
  const PcCandidate *candidate;

  start (NAT_PORT_RESTRICTED, NAT_RESTRICTED);
  give_server (&a, "stun", NAT_SERVER);
  give_server (&a, "stun", NAT_SERVER_2);
  g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
  gather (&a);
  await (a.complete, "the end of gathering");
  found = get_reflexive (&a, "stun:192.0.2.");
  fail_unless_equals_int (found->len, 1);
  candidate = g_ptr_array_index (found, 0);
  fail_unless_equals_string (candidate->address, NAT_PUBLIC_A);
  fail_unless_equals_string (candidate->related_address, NAT_HOST_A);
  fail_unless_equals_string (errors->str, "");
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_each_mapping_is_a_candidate)
{
  g_autoptr (GPtrArray) found = NULL;
  const PcCandidate *x, *y;

  start (NAT_SYMMETRIC, NAT_RESTRICTED);
  give_server (&a, "stun", NAT_SERVER);
  give_server (&a, "stun", NAT_SERVER_2);
  g_object_set (a.ice, "local-credentials", CREDENTIALS_A, NULL);
  gather (&a);
  await (a.complete, "the end of gathering");
  found = get_reflexive (&a, "stun:192.0.2.");
  fail_unless_equals_int (found->len, 2);
  x = g_ptr_array_index (found, 0);
  y = g_ptr_array_index (found, 1);
  fail_unless_equals_string (x->address, y->address);
  fail_if (x->port == y->port);
  fail_if (x->priority == y->priority);
  fail_if (g_str_equal (x->foundation, y->foundation));
  fail_if (g_str_equal (x->url, y->url));
  stop ();
}

GST_END_TEST;

/* --- kinds --------------------------------------------------------------------- */

/* RFC 5128 section 3.3: where one end's mapping is known only to whom it talks
 * and the other lets in only that, no punching helps. */
static gboolean
needs_relay (NatKind x, NatKind y)
{
  return (x == NAT_SYMMETRIC && y >= NAT_PORT_RESTRICTED) ||
      (y == NAT_SYMMETRIC && x >= NAT_PORT_RESTRICTED);
}

static void
tell_all (Peer * from, Peer * to)
{
  for (GList * item = from->told.head; item; item = item->next)
    g_signal_emit_by_name (to->ice, "add-remote-candidate", item->data);
  g_signal_emit_by_name (to->ice, "add-remote-candidate", NULL);
}

/* Each knows all of its candidates before the first check, so that none of
 * them is learnt in another way. */
static void
connect_at_once (void)
{
  give_credentials (&a, &b, CREDENTIALS_A, CREDENTIALS_B);
  gather (&a);
  gather (&b);
  await (a.complete && b.complete, "the end of gathering");
  tell_all (&a, &b);
  tell_all (&b, &a);
  await (is_connected (&a), "a to connect");
  await (is_connected (&b), "b to connect");
}

static void
check_direct (NatKind a_kind, NatKind b_kind)
{
  give_server (&a, "stun", NAT_SERVER);
  give_server (&b, "stun", NAT_SERVER_2);
  connect_at_once ();
  exchange_data ();
  fail_unless (nat_sim_count_direct () >= 20);
  /* The address that the server told, or one that only the peer sees. */
  fail_unless_equals_int (selected_type (&a, FALSE),
      a_kind == NAT_SYMMETRIC ? PC_CANDIDATE_PRFLX : PC_CANDIDATE_SRFLX);
  fail_unless_equals_int (selected_type (&b, FALSE),
      b_kind == NAT_SYMMETRIC ? PC_CANDIDATE_PRFLX : PC_CANDIDATE_SRFLX);
}

static void
check_relayed (void)
{
  give_server (&a, "turn", NAT_SERVER);
  give_server (&b, "turn", NAT_SERVER);
  connect_at_once ();
  exchange_data ();
  fail_unless (selected_type (&a, FALSE) == PC_CANDIDATE_RELAY ||
      selected_type (&a, TRUE) == PC_CANDIDATE_RELAY);
  fail_unless_equals_int (nat_sim_count_direct (), 0);
}

/* Each pair of kinds, once. */
GST_START_TEST (test_kinds)
{
  NatKind a_kind = __i__ / N_NAT_KINDS, b_kind = __i__ % N_NAT_KINDS;

  if (b_kind < a_kind)
    return;
  start (a_kind, b_kind);
  if (needs_relay (a_kind, b_kind))
    check_relayed ();
  else
    check_direct (a_kind, b_kind);
  fail_unless_equals_string (errors->str, "");
  stop ();
}

GST_END_TEST;

static Suite *
gstrtcicenats_suite (void)
{
  Suite *suite = suite_create ("gstrtcicenats");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_dead_server_among_several);
  tcase_add_test (tc, test_one_mapping_is_one_candidate);
  tcase_add_test (tc, test_each_mapping_is_a_candidate);
  tcase_add_loop_test (tc, test_kinds, 0, N_NAT_KINDS * N_NAT_KINDS);
  return suite;
}

int
main (int argc, char **argv)
{
  if (!nat_sim_is_possible ()) {
    g_print ("SKIP: the kernel refuses TUN devices\n");
    return NET_SPACE_SKIPPED;
  }
  return net_space_main (argc, argv, __FILE__, gstrtcicenats_suite);
}
