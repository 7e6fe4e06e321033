/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcice.c: rtcice: connecting, datagrams both ways, restarts, shutdown.
 *
 * Only loopback addresses are gathered and exchanged.
 */

#include <dirent.h>
#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/pcerror.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gstrtcice.h"
#include "gstrtcicepath.h"
#include "gstrtciopriv.h"

#define DEADLINE_US (15 * G_USEC_PER_SEC)

static GMutex lock;             /* protects what peers saw */
static GCond cond;

typedef struct _Peer Peer;
struct _Peer
{
  GstElement *ice;
  GstPad *in;                   /* linked to the element's src */
  GstPad *out;                  /* linked to the element's sink */
  Peer *other;                  /* who gets the candidates; under the lock */
  GQueue packets;               /* of GBytes */
  guint n_lists;
  guint n_candidates;
  guint n_ends;
  gboolean complete;
  GString *states;
};

/* --- verbs ---------------------------------------------------------------- */

#define await(condition, what) G_STMT_START { \
  gint64 end_ = g_get_monotonic_time () + DEADLINE_US; \
  g_mutex_lock (&lock); \
  while (!(condition)) \
    if (!g_cond_wait_until (&cond, &lock, end_)) \
      fail ("waited in vain for %s", what); \
  g_mutex_unlock (&lock); \
} G_STMT_END

static void
changed (void)
{
  g_mutex_lock (&lock);
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
}

static GstFlowReturn
receive_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  Peer *peer = gst_pad_get_element_private (pad);

  g_mutex_lock (&lock);
  peer->n_lists++;
  for (guint i = 0; i < gst_buffer_list_length (list); i++) {
    gpointer bytes;
    gsize size;

    gst_buffer_extract_dup (gst_buffer_list_get (list, i), 0, -1, &bytes,
        &size);
    g_queue_push_tail (&peer->packets, g_bytes_new_take (bytes, size));
  }
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static GstFlowReturn
receive (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new ();

  gst_buffer_list_add (list, buffer);
  return receive_list (pad, parent, list);
}

static void
candidate_found (GstElement * ice, const gchar * text, Peer * peer)
{
  GstElement *other = NULL;

  g_mutex_lock (&lock);
  if (text)
    peer->n_candidates++;
  else
    peer->n_ends++;
  if (peer->other && peer->other->ice)
    other = gst_object_ref (peer->other->ice);
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
  if (other)
    g_signal_emit_by_name (other, "add-remote-candidate", text);
  gst_clear_object (&other);
}

static void
state_changed (GstElement * ice, GParamSpec * pspec, Peer * peer)
{
  PcIceState state = gst_rtc_ice_get_state (GST_RTC_ICE (ice));

  g_mutex_lock (&lock);
  g_string_append_printf (peer->states, "%s ", pc_ice_state_to_string (state));
  g_mutex_unlock (&lock);
  changed ();
}

static void
gathering_changed (GstElement * ice, GParamSpec * pspec, Peer * peer)
{
  gint state;

  g_object_get (ice, "gathering-state", &state, NULL);
  g_mutex_lock (&lock);
  peer->complete = state == PC_GATHERING_COMPLETE;
  g_mutex_unlock (&lock);
  changed ();
}

static void
peer_init (Peer * peer, gboolean controlling)
{
  GstPad *pad;
  GstSegment segment;

  memset (peer, 0, sizeof (*peer));
  g_queue_init (&peer->packets);
  peer->states = g_string_new (NULL);
  peer->ice = gst_object_ref_sink (g_object_new (GST_TYPE_RTC_ICE,
          "controlling", controlling, "local-addresses", "127.0.0.1", NULL));
  g_signal_connect (peer->ice, "candidate", G_CALLBACK (candidate_found), peer);
  g_signal_connect (peer->ice, "notify::state", G_CALLBACK (state_changed),
      peer);
  g_signal_connect (peer->ice, "notify::selected-pair", G_CALLBACK (changed),
      NULL);
  g_signal_connect (peer->ice, "notify::gathering-state",
      G_CALLBACK (gathering_changed), peer);

  peer->in = gst_pad_new ("in", GST_PAD_SINK);
  gst_pad_set_element_private (peer->in, peer);
  gst_pad_set_chain_function (peer->in, receive);
  gst_pad_set_chain_list_function (peer->in, receive_list);
  pad = gst_element_get_static_pad (peer->ice, "src");
  fail_unless_equals_int (gst_pad_link (pad, peer->in), GST_PAD_LINK_OK);
  gst_object_unref (pad);
  peer->out = gst_pad_new ("out", GST_PAD_SRC);
  pad = gst_element_get_static_pad (peer->ice, "sink");
  fail_unless_equals_int (gst_pad_link (peer->out, pad), GST_PAD_LINK_OK);
  gst_object_unref (pad);

  gst_pad_set_active (peer->in, TRUE);
  gst_pad_set_active (peer->out, TRUE);
  fail_if (gst_element_set_state (peer->ice, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (peer->out, gst_event_new_stream_start ("out"));
  gst_pad_push_event (peer->out, gst_event_new_segment (&segment));
}

static void
peer_stop (Peer * peer)
{
  gst_element_set_state (peer->ice, GST_STATE_NULL);
  gst_pad_set_active (peer->out, FALSE);
}

/* A handler may be running: "closed" is the last that is emitted. */
static void
peer_clear (Peer * peer)
{
  GstElement *ice = peer->ice;

  peer_stop (peer);
  await (g_str_has_suffix (peer->states->str, "closed "), "the end of a peer");
  gst_pad_set_active (peer->in, FALSE);
  g_mutex_lock (&lock);
  peer->ice = NULL;
  peer->other = NULL;
  g_mutex_unlock (&lock);
  g_signal_handlers_disconnect_by_data (ice, peer);
  gst_object_unref (ice);
  gst_object_unref (peer->in);
  gst_object_unref (peer->out);
  g_queue_clear_full (&peer->packets, (GDestroyNotify) g_bytes_unref);
  g_string_free (peer->states, TRUE);
}

static void
introduce (Peer * a, Peer * b)
{
  g_mutex_lock (&lock);
  a->other = b;
  b->other = a;
  g_mutex_unlock (&lock);
}

static void
give_credentials (Peer * a, Peer * b, const gchar * a_is, const gchar * b_is)
{
  g_object_set (a->ice, "local-credentials", a_is, NULL);
  g_object_set (b->ice, "local-credentials", b_is, NULL);
  g_object_set (a->ice, "remote-credentials", b_is, NULL);
  g_object_set (b->ice, "remote-credentials", a_is, NULL);
}

#define CREDENTIALS_A "aaaa:aaaaaaaaaaaaaaaaaaaaaaaa"
#define CREDENTIALS_B "bbbb:bbbbbbbbbbbbbbbbbbbbbbbb"
#define CREDENTIALS_C "cccc:cccccccccccccccccccccccc"
#define CREDENTIALS_D "dddd:dddddddddddddddddddddddd"

static void
gather (Peer * peer)
{
  g_signal_emit_by_name (peer->ice, "gather");
}

static gboolean
is_connected (Peer * peer)
{
  PcIceState state = gst_rtc_ice_get_state (GST_RTC_ICE (peer->ice));

  return state == PC_ICE_CONNECTED || state == PC_ICE_COMPLETED;
}

static void
connect_peers (Peer * a, Peer * b)
{
  introduce (a, b);
  give_credentials (a, b, CREDENTIALS_A, CREDENTIALS_B);
  gather (a);
  gather (b);
  await (is_connected (a), "a to connect");
  await (is_connected (b), "b to connect");
}

/* @n packets that begin with a number, @number at first. */
static GstBufferList *
make_list (guint number, guint n, gsize size, gsize last_size)
{
  GstBufferList *list = gst_buffer_list_new ();

  for (guint i = 0; i < n; i++) {
    gsize length = i + 1 == n ? last_size : size;
    guint8 *bytes = g_malloc (length);

    memset (bytes, (number + i) % 251, length);
    GST_WRITE_UINT32_BE (bytes, number + i);
    gst_buffer_list_add (list, gst_buffer_new_wrapped (bytes, length));
  }
  return list;
}

static void
expect_packets (Peer * peer, guint number, guint n, gsize size, gsize last_size)
{
  await (peer->packets.length >= n, "packets");
  for (guint i = 0; i < n; i++) {
    g_autoptr (GBytes) packet = NULL;
    gsize length;
    const guint8 *bytes;

    g_mutex_lock (&lock);
    packet = g_queue_pop_head (&peer->packets);
    g_mutex_unlock (&lock);
    bytes = g_bytes_get_data (packet, &length);
    fail_unless_equals_int (length, i + 1 == n ? last_size : size);
    fail_unless_equals_int (GST_READ_UINT32_BE (bytes), number + i);
    for (gsize j = 4; j < length; j++)
      if (bytes[j] != (number + i) % 251)
        fail ("packet %u differs at byte %" G_GSIZE_FORMAT, number + i, j);
  }
}

static guint64
stat_of (Peer * peer, const gchar * name)
{
  GstStructure *stats;
  guint64 value = 0;

  g_object_get (peer->ice, "stats", &stats, NULL);
  fail_unless (gst_structure_get_uint64 (stats, name, &value));
  gst_structure_free (stats);
  return value;
}

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

/* --- bad input ------------------------------------------------------------ */

GST_START_TEST (test_bad_candidates_change_nothing)
{
  static const gchar *const bad[] = {
    "candidate:1 1 udp 1 hidden.local 9 typ host",
    "candidate:1 2 udp 1 127.0.0.1 9 typ host",
    "candidate:1 1 udp 1 127.0.0.1 0 typ host",
    "candidate:1 1 tcp 1 127.0.0.1 9 typ host tcptype active",
    "candidate", "nonsense",
  };
  Peer a, b;

  peer_init (&a, TRUE);
  peer_init (&b, FALSE);
  gst_debug_set_threshold_for_name ("rtcice", GST_LEVEL_NONE);
  give_credentials (&a, &b, CREDENTIALS_A, CREDENTIALS_B);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_signal_emit_by_name (a.ice, "add-remote-candidate", bad[i]);
  /* More than a generation may have: the rest is dropped, and harmless. */
  for (guint i = 0; i < 400; i++) {
    g_autofree gchar *text = g_strdup_printf
        ("candidate:1 1 udp %u h%u.local 9 typ host", i + 1, i);

    g_signal_emit_by_name (b.ice, "add-remote-candidate", text);
  }
  connect_peers (&a, &b);
  peer_clear (&a);
  peer_clear (&b);
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

  g_object_set (a->ice, "local-credentials", a_is, NULL);
  gather (a);
  await (a->n_ends > ends_a, "the candidates of the new generation");
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
  tcase_add_test (tc, test_bad_candidates_change_nothing);
  tcase_add_test (tc, test_servers_are_checked);
  tcase_add_test (tc, test_lists_arrive_in_order_both_ways);
  tcase_add_test (tc, test_segmentation_changes_no_byte);
  tcase_add_test (tc, test_without_a_path_packets_are_dropped_and_counted);
  tcase_add_test (tc, test_a_full_socket_never_blocks);
  tcase_add_test (tc, test_restart_keeps_data_flowing);
  tcase_add_test (tc, test_dropped_at_each_step);
  tcase_add_test (tc, test_closed_and_started_again);
  tcase_add_test (tc, test_many_at_once);
  tcase_add_test (tc, test_directions_do_not_meet);
  tcase_add_test (tc, test_figures);
  return suite;
}

GST_CHECK_MAIN (gstrtcice);
