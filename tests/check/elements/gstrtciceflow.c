/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceflow.c: rtcice: datagrams both ways, through restarts.
 */

#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "gstrtcicepath.h"
#include "icepeer.h"

/* --- datagrams ------------------------------------------------------------ */

GST_START_TEST (test_lists_arrive_in_order_both_ways)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  connect_peers (&a, &b);
  for (guint i = 0; i < 50; i++) {
    fail_unless_equals_int (gst_pad_push_list (a.out, make_list (i * 10, 10,
                1000, 500)), GST_FLOW_OK);
    fail_unless_equals_int (gst_pad_push_list (b.out, make_list (i * 3, 3,
                100, 100)), GST_FLOW_OK);
    expect_packets (&b, i * 10, 10, 1000, 500);
    expect_packets (&a, i * 3, 3, 100, 100);
  }
  fail_unless_equals_uint64 (stat_of (&a, "packets-sent"), 500);
  fail_unless_equals_uint64 (stat_of (&a, "bytes-sent"), 50 * 9500);
  fail_unless_equals_uint64 (stat_of (&a, "send-calls"), 50);
  fail_unless_equals_uint64 (stat_of (&a, "packets-dropped"), 0);
  fail_unless_equals_uint64 (stat_of (&b, "packets-received"), 500);
  fail_unless_equals_uint64 (stat_of (&b, "bytes-received"), 50 * 9500);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Sizes that grow, shrink, repeat; one above any MTU; more than a batch. */
static void
send_mixture (Peer * from, Peer * to)
{
  static const guint sizes[] = { 4, 1200, 1200, 1200, 7, 8, 8, 8, 9, 1500, 600,
    600, 60000, 600, 1200, 1200
  };

  for (guint round = 0; round < 5; round++) {
    GstBufferList *list = gst_buffer_list_new ();

    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      GstBufferList *one = make_list (i, 1, sizes[i], sizes[i]);

      gst_buffer_list_add (list, gst_buffer_ref (gst_buffer_list_get (one, 0)));
      gst_buffer_list_unref (one);
    }
    fail_unless_equals_int (gst_pad_push_list (from->out, list), GST_FLOW_OK);
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      expect_packets (to, i, 1, sizes[i], sizes[i]);
  }
  fail_unless_equals_int (gst_pad_push_list (from->out, make_list (0, 130, 200,
              200)), GST_FLOW_OK);
  expect_packets (to, 0, 130, 200, 200);
}

GST_START_TEST (test_segmentation_changes_no_byte)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  connect_peers (&a, &b);
  send_mixture (&a, &b);
  g_object_set (a.ice, "segmentation-offload", FALSE, NULL);
  send_mixture (&a, &b);
  fail_unless_equals_uint64 (stat_of (&a, "packets-dropped"), 0);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* A socket pair over UDP; returns the path from one to the other. */
static GstRTCIcePath *
open_udp_path (gint fds[2])
{
  struct sockaddr_storage address = { 0 };
  struct sockaddr_in *in = (struct sockaddr_in *) &address;
  socklen_t length = sizeof (*in);

  in->sin_family = AF_INET;
  in->sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  for (guint i = 0; i < 2; i++) {
    in->sin_port = 0;
    fds[i] = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    fail_unless_equals_int (bind (fds[i], (struct sockaddr *) in,
            sizeof (*in)), 0);
  }
  fail_unless_equals_int (getsockname (fds[1], (struct sockaddr *) in,
          &length), 0);
  return gst_rtc_ice_path_new (fds[0], &address, 1);
}

static void
check_udp_run (gboolean no_checksum, guint n_messages)
{
  gint fds[2], value = no_checksum;
  GstRTCIcePath *path = open_udp_path (fds);
  GstBufferList *list = make_list (0, 10, 1000, 600);
  GstRTCIceSent sent = { 0 };
  guint8 bytes[2000];

  fail_unless_equals_int (setsockopt (fds[0], SOL_SOCKET, SO_NO_CHECK, &value,
          sizeof (value)), 0);
  gst_rtc_ice_path_send (path, list, TRUE, &sent);
  fail_unless_equals_uint64 (sent.packets, 10);
  fail_unless_equals_uint64 (sent.dropped, 0);
  fail_unless_equals_uint64 (sent.bytes, 9600);
  fail_unless_equals_uint64 (sent.messages, n_messages);
  for (guint i = 0; i < 10; i++) {
    fail_unless_equals_int (recv (fds[1], bytes, sizeof (bytes), 0),
        i == 9 ? 600 : 1000);
    fail_unless_equals_int (GST_READ_UINT32_BE (bytes), i);
  }
  gst_buffer_list_unref (list);
  gst_rtc_ice_path_unref (path);
  close (fds[0]);
  close (fds[1]);
}

GST_START_TEST (test_a_run_is_one_message_where_the_kernel_cuts)
{
  gint fds[2], value;
  socklen_t length = sizeof (value);
  GstRTCIcePath *path = open_udp_path (fds);
  gboolean cuts = getsockopt (fds[0], IPPROTO_UDP, UDP_SEGMENT, &value,
      &length) == 0;

  gst_rtc_ice_path_unref (path);
  close (fds[0]);
  close (fds[1]);
  check_udp_run (FALSE, cuts ? 1 : 10);
  /* Without checksums it refuses to cut (EINVAL); nothing is lost. */
  check_udp_run (TRUE, 10);
}

GST_END_TEST;

GST_START_TEST (test_without_a_path_packets_are_dropped_and_counted)
{
  Peer a, b;

  peer_init (&a, TRUE);
  fail_unless_equals_int (gst_pad_push (a.out, gst_buffer_new_allocate (NULL,
              10, NULL)), GST_FLOW_OK);
  fail_unless_equals_uint64 (stat_of (&a, "packets-dropped"), 1);
  peer_init (&b, FALSE);
  connect_peers (&a, &b);
  /* The peer goes: what is sent to its port is refused, not an error. */
  peer_stop (&b);
  for (guint i = 0; i < 20; i++)
    fail_unless_equals_int (gst_pad_push_list (a.out, make_list (0, 10, 100,
                100)), GST_FLOW_OK);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* A socket whose buffer is full takes no more, and nobody waits for it. */
GST_START_TEST (test_a_full_socket_never_blocks)
{
  struct sockaddr_storage address = {.ss_family = AF_INET };
  gint pair[2];
  GstRTCIcePath *path;
  GstRTCIceSent sent = { 0 };

  /* A datagram socket that nobody reads. */
  fail_unless_equals_int (socketpair (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0,
          pair), 0);
  path = gst_rtc_ice_path_new (pair[0], &address, 1);
  path->address_length = 0;
  for (guint i = 0; i < 100; i++) {
    GstBufferList *list = make_list (0, 100, 1000, 1000);

    gst_rtc_ice_path_send (path, list, FALSE, &sent);
    gst_buffer_list_unref (list);
  }
  fail_unless (sent.packets > 0);
  fail_unless (sent.dropped > 0);
  fail_unless_equals_uint64 (sent.packets + sent.dropped, 100 * 100);
  gst_rtc_ice_path_unref (path);
  close (pair[0]);
  close (pair[1]);
}

GST_END_TEST;

/* Over TCP there is no path: what is sent goes through the agent. */
GST_START_TEST (test_lists_over_tcp)
{
  Peer peers[2];
  g_autofree gchar *pair = NULL;

  for (guint i = 0; i < 2; i++) {
    peer_init (&peers[i], i == 0);
    gst_element_set_state (peers[i].ice, GST_STATE_READY);
    g_object_set (peers[i].ice, "ice-tcp", TRUE, NULL);
    gst_element_set_state (peers[i].ice, GST_STATE_PLAYING);
    peers[i].only = "tcptype";
  }
  connect_peers (&peers[0], &peers[1]);
  g_object_get (peers[0].ice, "selected-pair", &pair, NULL);
  fail_unless (g_str_has_prefix (pair, "tcp "));
  for (guint i = 0; i < 20; i++) {
    gst_pad_push_list (peers[0].out, make_list (i * 10, 10, 1000, 500));
    expect_packets (&peers[1], i * 10, 10, 1000, 500);
    gst_pad_push_list (peers[1].out, make_list (i * 10, 10, 300, 300));
    expect_packets (&peers[0], i * 10, 10, 300, 300);
  }
  /* More at once than may wait. */
  gst_pad_push_list (peers[0].out, make_list (0, 513, 4, 4));
  fail_unless_equals_uint64 (stat_of (&peers[0], "packets-dropped"), 513);
  fail_unless_equals_uint64 (stat_of (&peers[0], "packets-sent"), 200);
  fail_unless_equals_uint64 (stat_of (&peers[0], "send-calls"), 0);
  peer_clear (&peers[0]);
  peer_clear (&peers[1]);
}

GST_END_TEST;

/* --- names ---------------------------------------------------------------- */

/* Knows "hidden.local" alone, as nss-mdns would. */
typedef GResolver NameServer;
typedef GResolverClass NameServerClass;
static GType name_server_get_type (void);
G_DEFINE_TYPE (NameServer, name_server, G_TYPE_RESOLVER);

static void
look_up (GResolver * resolver, const gchar * name, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback,
      user_data);

  if (g_str_equal (name, "hidden.local"))
    g_task_return_pointer (task, g_list_append (NULL,
            g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4)),
        (GDestroyNotify) g_resolver_free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR,
        G_RESOLVER_ERROR_NOT_FOUND, "%s is not known", name);
}

static GList *
look_up_finish (GResolver * resolver, GAsyncResult * result, GError ** error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
name_server_class_init (NameServerClass * klass)
{
  klass->lookup_by_name_async = look_up;
  klass->lookup_by_name_finish = look_up_finish;
}

static void
name_server_init (NameServer * server)
{
}

/* As a browser tells them: the address hidden behind a name. */
static void
tell_by_name (GstElement * ice, const gchar * text, Peer * to)
{
  GString *line = g_string_new (text);

  if (text)
    g_string_replace (line, "127.0.0.1", "hidden.local", 1);
  if (text)
    g_signal_emit_by_name (to->ice, "add-remote-candidate",
        "candidate:1 1 udp 1 nobody.local 9 typ host");
  g_signal_emit_by_name (to->ice, "add-remote-candidate", line->str);
  g_string_free (line, TRUE);
}

GST_START_TEST (test_names_of_candidates)
{
  g_autoptr (GResolver) resolver = g_object_new (name_server_get_type (), NULL);
  Peer a, b;

  g_resolver_set_default (resolver);
  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_signal_connect (b.ice, "candidate", G_CALLBACK (tell_by_name), &a);
  give_credentials (&a, &b, CREDENTIALS_A, CREDENTIALS_B);
  gather (&a);
  gather (&b);
  await (is_connected (&a), "a to connect by a name");
  await (is_connected (&b), "b to be found by its name");
  await (strstr (a.states->str, "completed "), "the end of the candidates");
  gst_pad_push_list (a.out, make_list (0, 10, 1000, 500));
  expect_packets (&b, 0, 10, 1000, 500);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* --- restart -------------------------------------------------------------- */

/* One packet each way must arrive whatever happens: at any moment. */
static void
ping (Peer * a, Peer * b, guint number)
{
  gst_pad_push_list (a->out, make_list (number, 1, 100, 100));
  expect_packets (b, number, 1, 100, 100);
  gst_pad_push_list (b->out, make_list (number, 1, 100, 100));
  expect_packets (a, number, 1, 100, 100);
}

static void
restart_peers (Peer * a, Peer * b, const gchar * a_is, const gchar * b_is,
    gboolean answerer_knows_first)
{
  guint ends_a = a->n_ends, ends_b = b->n_ends;
  guint candidates = a->n_candidates;

  g_object_set (a->ice, "local-credentials", a_is, NULL);
  gather (a);
  await (a->n_ends > ends_a, "the candidates of the new generation");
  fail_unless_equals_int (a->n_candidates, candidates + 1);
  ping (a, b, 1);
  if (answerer_knows_first) {
    g_object_set (b->ice, "remote-credentials", a_is, NULL);
    ping (a, b, 2);
    g_object_set (b->ice, "local-credentials", b_is, NULL);
  } else {
    g_object_set (b->ice, "local-credentials", b_is, NULL);
    ping (a, b, 2);
    g_object_set (b->ice, "remote-credentials", a_is, NULL);
  }
  gather (b);
  await (b->n_ends > ends_b, "the answerer's candidates");
  ping (a, b, 3);
  g_object_set (a->ice, "remote-credentials", b_is, NULL);
  ping (a, b, 4);
}

static gboolean
has_local_ufrag (Peer * peer, const gchar * ufrag)
{
  PcCandidate *local, *remote;
  gboolean result;

  if (!gst_rtc_ice_get_selected_pair (GST_RTC_ICE (peer->ice), &local, &remote))
    return FALSE;
  result = g_strcmp0 (local->username_fragment, ufrag) == 0;
  pc_candidate_free (local);
  pc_candidate_free (remote);
  return result;
}

GST_START_TEST (test_restart_keeps_data_flowing)
{
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  connect_peers (&a, &b);
  await (strstr (a.states->str, "completed "), "a to be completed");
  restart_peers (&a, &b, CREDENTIALS_C, CREDENTIALS_D, TRUE);
  await (has_local_ufrag (&a, "cccc"), "a pair of the new generation");
  await (has_local_ufrag (&b, "dddd"), "a pair of the new generation");
  ping (&a, &b, 5);
  restart_peers (&b, &a, CREDENTIALS_B, CREDENTIALS_A, FALSE);
  await (has_local_ufrag (&a, "aaaa"), "a pair of the third generation");
  await (has_local_ufrag (&b, "bbbb"), "a pair of the third generation");
  ping (&a, &b, 6);
  fail_if (strstr (a.states->str, "failed"));
  fail_if (strstr (a.states->str, "disconnected"));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* --- figures (with GST_RTC_FIGURES=1) ------------------------------------- */

static gint64
thread_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * GST_SECOND + now.tv_nsec;
}

static void
print_send_figure (gboolean segmentation)
{
  const guint n = 2000;
  Peer a, b;
  gint64 cpu;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  g_object_set (a.ice, "segmentation-offload", segmentation, NULL);
  connect_peers (&a, &b);
  cpu = 0;
  for (guint i = 0; i < n; i++) {
    GstBufferList *list = make_list (0, 10, 1000, 1000);
    gint64 start = thread_cpu_ns ();

    gst_pad_push_list (a.out, list);
    cpu += thread_cpu_ns () - start;
    expect_packets (&b, 0, 10, 1000, 1000);
  }
  g_print ("{\"figure\": \"ice-send\", \"segmentation\": %s, "
      "\"us_per_packet\": %.2f}\n", segmentation ? "true" : "false",
      cpu / (n * 10.0) / 1000);
  peer_clear (&a);
  peer_clear (&b);
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static void
print_connect_figure (guint pacing)
{
  gint64 times[30];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    Peer a, b;
    gint64 start;

    peer_init (&a, TRUE);
    peer_init (&b, FALSE);
    gst_element_set_state (a.ice, GST_STATE_READY);
    gst_element_set_state (b.ice, GST_STATE_READY);
    g_object_set (a.ice, "pacing", pacing, NULL);
    g_object_set (b.ice, "pacing", pacing, NULL);
    gst_element_set_state (a.ice, GST_STATE_PLAYING);
    gst_element_set_state (b.ice, GST_STATE_PLAYING);
    start = g_get_monotonic_time ();
    connect_peers (&a, &b);
    times[i] = g_get_monotonic_time () - start;
    peer_clear (&a);
    peer_clear (&b);
  }
  qsort (times, G_N_ELEMENTS (times), sizeof (times[0]), compare_times);
  g_print ("{\"figure\": \"ice-connect\", \"pacing_ms\": %u, "
      "\"median_ms\": %.2f, \"max_ms\": %.2f}\n", pacing,
      times[G_N_ELEMENTS (times) / 2] / 1000.0,
      times[G_N_ELEMENTS (times) - 1] / 1000.0);
}

GST_START_TEST (test_figures)
{
  if (g_getenv ("GST_RTC_FIGURES") == NULL)
    return;
  print_send_figure (TRUE);
  print_send_figure (FALSE);
  print_connect_figure (1);
  print_connect_figure (2);
  print_connect_figure (5);
  print_connect_figure (20);
}

GST_END_TEST;

static Suite *
gstrtciceflow_suite (void)
{
  Suite *suite = suite_create ("gstrtciceflow");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_lists_arrive_in_order_both_ways);
  tcase_add_test (tc, test_segmentation_changes_no_byte);
  tcase_add_test (tc, test_a_run_is_one_message_where_the_kernel_cuts);
  tcase_add_test (tc, test_without_a_path_packets_are_dropped_and_counted);
  tcase_add_test (tc, test_a_full_socket_never_blocks);
  tcase_add_test (tc, test_lists_over_tcp);
  tcase_add_test (tc, test_names_of_candidates);
  tcase_add_test (tc, test_restart_keeps_data_flowing);
  tcase_add_test (tc, test_figures);
  return suite;
}

GST_CHECK_MAIN (gstrtciceflow);
