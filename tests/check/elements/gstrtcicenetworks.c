/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicenetworks.c: rtcice on a machine whose networks come and go: a
 * network namespace of the test's own with interfaces wifi, lte and server.
 */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "icepeer.h"

#define SKIPPED 77              /* as meson has it */
#define WIFI "10.9.1.1"
#define LTE "10.9.2.1"
#define SERVER "10.9.3.1"

static void
run (const gchar * command)
{
  gint status = 0;
  g_autoptr (GError) error = NULL;

  if (!g_spawn_command_line_sync (command, NULL, NULL, &status, &error))
    fail ("%s: %s", command, error->message);
  fail_unless_equals_int (status, 0);
}

static void
make_networks (void)
{
  if (unshare (CLONE_NEWNET) < 0)
    fail ("no network of its own: %s", g_strerror (errno));
  run ("ip link set lo up");
  run ("ip link add wifi type veth peer name wifi0");
  run ("ip link add lte type veth peer name lte0");
  run ("ip link add server type veth peer name server0");
  run ("ip addr add " WIFI "/24 dev wifi");
  run ("ip addr add " SERVER "/24 dev server");
  run ("ip link set wifi up");
  run ("ip link set server up");
}

static void
peers_init (Peer * a, Peer * b)
{
  make_networks ();
  peer_init (a, TRUE);
  peer_init (b, FALSE);
  g_object_set (a->ice, "local-addresses", NULL, "interfaces", "wifi,lte",
      NULL);
  g_object_set (b->ice, "local-addresses", SERVER, NULL);
}

static gboolean
is_local (Peer * peer, const gchar * address)
{
  PcCandidate *local, *remote;
  gboolean result;

  if (!gst_rtc_ice_get_selected_pair (GST_RTC_ICE (peer->ice), &local, &remote))
    return FALSE;
  result = g_str_equal (local->address, address);
  pc_candidate_free (local);
  pc_candidate_free (remote);
  return result;
}

static gboolean
is_remote (Peer * peer, const gchar * address)
{
  PcCandidate *local, *remote;
  gboolean result;

  if (!gst_rtc_ice_get_selected_pair (GST_RTC_ICE (peer->ice), &local, &remote))
    return FALSE;
  result = g_str_equal (remote->address, address);
  pc_candidate_free (local);
  pc_candidate_free (remote);
  return result;
}

/* As two applications would, by credentials of their own. */
static void
restart (Peer * a, Peer * b, const gchar * a_is, const gchar * b_is)
{
  g_object_set (a->ice, "local-credentials", a_is, NULL);
  g_object_set (b->ice, "remote-credentials", a_is, NULL);
  g_object_set (b->ice, "local-credentials", b_is, NULL);
  g_object_set (a->ice, "remote-credentials", b_is, NULL);
  gather (b);
  gather (a);
}

GST_START_TEST (test_interfaces_are_filtered)
{
  Peer a, b;

  peers_init (&a, &b);
  g_object_set (a.ice, "interfaces", " -wifi , -lte", NULL);
  connect_peers (&a, &b);
  fail_unless (is_local (&a, SERVER));
  fail_unless_equals_int (a.n_candidates, 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* The address that carries goes in the middle of it, another one comes. */
GST_START_TEST (test_media_resumes_on_another_network)
{
  gint64 lost;
  Peer a, b;

  peers_init (&a, &b);
  connect_peers (&a, &b);
  fail_unless (is_local (&a, WIFI));
  gst_pad_push_list (a.out, make_list (0, 10, 1000, 1000));
  expect_packets (&b, 0, 10, 1000, 1000);

  run ("ip addr del " WIFI "/24 dev wifi");
  lost = g_get_monotonic_time ();
  gst_pad_push_list (a.out, make_list (0, 10, 1000, 1000));
  run ("ip addr add " LTE "/24 dev lte");
  run ("ip link set lte up");
  restart (&a, &b, CREDENTIALS_C, CREDENTIALS_D);
  await (is_local (&a, LTE), "a pair on the other network");
  /* Until then it sends to where the peer was. */
  await (is_remote (&b, LTE), "the other side's pair");
  gst_pad_push_list (a.out, make_list (10, 10, 1000, 1000));
  expect_packets (&b, 10, 10, 1000, 1000);
  g_print ("{\"figure\": \"ice-network-change\", \"resumed_ms\": %.1f}\n",
      (g_get_monotonic_time () - lost) / 1000.0);
  gst_pad_push_list (b.out, make_list (20, 10, 1000, 1000));
  expect_packets (&a, 20, 10, 1000, 1000);
  fail_if (strstr (a.states->str, "failed"));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

static Suite *
gstrtcicenetworks_suite (void)
{
  Suite *suite = suite_create ("gstrtcicenetworks");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_interfaces_are_filtered);
  tcase_add_test (tc, test_media_resumes_on_another_network);
  return suite;
}

static void
write_file (const gchar * path, const gchar * text)
{
  gint fd = open (path, O_WRONLY);

  if (fd < 0 || write (fd, text, strlen (text)) < 0)
    g_printerr ("%s: %s\n", path, g_strerror (errno));
  close (fd);
}

/* Each test, a process, gets networks of its own; who is not root becomes it
 * in a user namespace. Before any thread there is. */
static gboolean
leave_the_network (void)
{
  g_autofree gchar *map = g_strdup_printf ("0 %u 1", (guint) getuid ());

  if (unshare (CLONE_NEWNET) == 0)
    return TRUE;
  if (unshare (CLONE_NEWUSER | CLONE_NEWNET) < 0)
    return FALSE;
  write_file ("/proc/self/setgroups", "deny");
  write_file ("/proc/self/uid_map", map);
  return TRUE;
}

int
main (int argc, char **argv)
{
  Suite *suite;

  if (!leave_the_network ()) {
    g_print ("SKIP: the kernel refuses network namespaces: %s\n",
        g_strerror (errno));
    return SKIPPED;
  }
  gst_check_init (&argc, &argv);
  suite = gstrtcicenetworks_suite ();
  return gst_check_run_suite (suite, "gstrtcicenetworks", __FILE__);
}
