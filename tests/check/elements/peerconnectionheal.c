/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectionheal.c: a call whose networks come and go, in a network
 * namespace of the test's own with interfaces wifi, lte and server. Nobody
 * calls restart_ice().
 */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "callutils.h"

#define SKIPPED 77              /* as meson has it */
#define WIFI "10.9.1.1"
#define LTE "10.9.2.1"
#define SERVER "10.9.3.1"
#define SERVER_2 "10.9.3.2"

#define VIDEO "videotestsrc is-live=true ! video/x-raw,width=64,height=48," \
    "framerate=50/1 ! vp8enc deadline=1 ! rtpvp8pay name=pay ! "
#define SINK " ! fakesink name=sink sync=false async=false"
#define DEADLINE_US (30 * G_USEC_PER_SEC)

/* --- networks ------------------------------------------------------------- */

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
write_file (const gchar * path, const gchar * text)
{
  gint fd = open (path, O_WRONLY);

  if (fd < 0 || write (fd, text, strlen (text)) < 0)
    g_printerr ("%s: %s\n", path, g_strerror (errno));
  close (fd);
}

static void
set_up (const gchar * format, ...)
{
  g_autofree gchar *command = NULL;
  va_list args;

  va_start (args, format);
  command = g_strdup_vprintf (format, args);
  va_end (args);
  run (command);
}

/* Both ends of each connection are in this machine, which must believe that a
 * packet from its own address comes from outside. */
static void
set_sysctl (const gchar * interface, const gchar * name, const gchar * value)
{
  g_autofree gchar *path =
      g_strdup_printf ("/proc/sys/net/ipv4/conf/%s/%s", interface, name);

  write_file (path, value);
}

/*   wifi ── wifi0 ─┐
 *   lte ─── lte0 ──┼─ air
 *   server ─ …0 ───┘                                                         */
static void
make_networks (void)
{
  static const gchar *const names[] = { "wifi", "lte", "server" };

  if (unshare (CLONE_NEWNET) < 0)
    fail ("no network of its own: %s", g_strerror (errno));
  run ("ip link set lo up");
  run ("ip link add air type bridge");
  run ("ip link set air up");
  set_sysctl ("all", "rp_filter", "0");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    set_up ("ip link add %s type veth peer name %s0", names[i], names[i]);
    set_up ("ip link set %s0 master air up", names[i]);
    set_up ("ip link set %s up", names[i]);
    set_sysctl (names[i], "accept_local", "1");
    set_sysctl (names[i], "rp_filter", "0");
    set_sysctl (names[i], "arp_ignore", "1");
  }
  run ("ip addr add " WIFI "/24 dev wifi");
  run ("ip addr add " SERVER "/24 dev server");
}

/* Who is not root becomes it in a user namespace. Before any thread there is. */
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

/* --- media --------------------------------------------------------------- */

typedef struct
{
  GMutex lock;                  /* protects all below */
  GCond cond;
  gint sent;                    /* sequence number of the last packet; -1: none */
  gint lost_after;              /* the last one before the address went; -1 */
  gint64 lost;                  /* when it went */
  gint64 resumed;               /* when a later one came */
  GstRTCIceConnectionState state;       /* alice's */
} Media;

static gint
seqnum_of (GstPadProbeInfo * info)
{
  GstBuffer *buffer = info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST ?
      gst_buffer_list_get (GST_PAD_PROBE_INFO_BUFFER_LIST (info), 0) :
      GST_PAD_PROBE_INFO_BUFFER (info);
  guint8 bytes[4];

  fail_unless_equals_int (gst_buffer_extract (buffer, 0, bytes, 4), 4);
  return bytes[2] << 8 | bytes[3];
}

static GstPadProbeReturn
on_sent (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Media *media = user_data;

  g_mutex_lock (&media->lock);
  media->sent = seqnum_of (info);
  g_mutex_unlock (&media->lock);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_received (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Media *media = user_data;
  gint seqnum = seqnum_of (info);

  g_mutex_lock (&media->lock);
  if (media->lost_after >= 0 && media->resumed == 0
      && (gint16) (seqnum - media->lost_after) > 0) {
    media->resumed = g_get_monotonic_time ();
    g_cond_broadcast (&media->cond);
  }
  g_mutex_unlock (&media->lock);
  return GST_PAD_PROBE_OK;
}

static void
on_state (GstRTCPeerConnection * connection, Media * media)
{
  g_mutex_lock (&media->lock);
  media->state = gst_rtc_peer_connection_get_ice_connection_state (connection);
  g_cond_broadcast (&media->cond);
  g_mutex_unlock (&media->lock);
}

static void
add_probe (Call * call, const gchar * name, const gchar * pad_name,
    GstPadProbeCallback callback, Media * media)
{
  g_autoptr (GstElement) element =
      gst_bin_get_by_name (GST_BIN (call->pipeline), name);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, pad_name);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, callback, media, NULL);
}

#define await(media, condition, what) G_STMT_START { \
  gint64 end_ = g_get_monotonic_time () + DEADLINE_US; \
  g_mutex_lock (&(media)->lock); \
  while (!(condition)) \
    if (!g_cond_wait_until (&(media)->cond, &(media)->lock, end_)) \
      fail ("waited in vain for %s", what); \
  g_mutex_unlock (&(media)->lock); \
} G_STMT_END

/* A call that goes well. */
static Call *
start_call (const gchar * alice, const gchar * bob, Media * media,
    GCallback deep_element_added)
{
  g_autofree gchar *description = g_strdup_printf (VIDEO
      "peerconnection name=alice signaling-uri=loopback:heal %s "
      "peerconnection name=bob signaling-uri=loopback:heal latency=0 %s "
      "bob." SINK, alice, bob);
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  Call *call;

  make_networks ();
  *media = (Media) {
  .sent = -1,.lost_after = -1,};
  call = call_new (description);
  if (deep_element_added)
    g_signal_connect (call->pipeline, "deep-element-added",
        deep_element_added, NULL);
  element = gst_bin_get_by_name (GST_BIN (call->pipeline), "alice");
  g_object_get (element, "peer-connection", &connection, NULL);
  g_signal_connect (connection, "iceconnectionstatechange",
      G_CALLBACK (on_state), media);
  add_probe (call, "pay", "src", on_sent, media);
  add_probe (call, "sink", "sink", on_received, media);
  call_play (call);
  call_wait_buffers (call, "sink", 20);
  return call;
}

/* After this, what is sent does not arrive. */
static void
lose (Media * media, const gchar * command)
{
  run (command);
  g_mutex_lock (&media->lock);
  media->lost = g_get_monotonic_time ();
  media->lost_after = media->sent;
  g_mutex_unlock (&media->lock);
}

static void
await_resumption (Call * call, Media * media, const gchar * figure)
{
  await (media, media->resumed != 0, "media to resume");
  g_print ("{\"figure\": \"%s\", \"resumed_ms\": %.0f}\n", figure,
      (media->resumed - media->lost) / 1000.0);
  call_forget_buffers (call);
  call_wait_buffers (call, "sink", 20);
  call_free (call);
}

/* --- tests ---------------------------------------------------------------- */

GST_START_TEST (test_our_address_goes)
{
  Media media;
  Call *call = start_call ("interfaces=wifi,lte", "interfaces=server", &media,
      NULL);

  lose (&media, "ip addr del " WIFI "/24 dev wifi");
  run ("ip addr add " LTE "/24 dev lte");
  await_resumption (call, &media, "auto-restart-other-network");
}

GST_END_TEST;

GST_START_TEST (test_our_address_comes_back)
{
  Media media;
  Call *call = start_call ("interfaces=wifi", "interfaces=server", &media,
      NULL);

  /* The carrier is lost, the address stays. */
  lose (&media, "ip link set wifi0 down");
  await (&media, media.state == GST_RTC_ICE_CONNECTION_STATE_DISCONNECTED,
      "alice to notice");
  run ("ip link set wifi0 up");
  await_resumption (call, &media, "auto-restart-network-back");
}

GST_END_TEST;

static void
hurry_up (GstBin * bin, GstBin * sub_bin, GstElement * element,
    gpointer user_data)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (element), "GstRTCIce"))
    g_object_set (element, "consent-interval", 200, NULL);
}

/* The peer's address goes, and it does nothing about it: it does not answer any
 * more, that is all there is to see. */
GST_START_TEST (test_their_address_goes)
{
  Media media;
  Call *call = start_call ("interfaces=wifi",
      "interfaces=server auto-restart=false", &media, G_CALLBACK (hurry_up));

  lose (&media, "ip addr del " SERVER "/24 dev server");
  run ("ip addr add " SERVER_2 "/24 dev server");
  await_resumption (call, &media, "auto-restart-silence");
}

GST_END_TEST;

static gchar *
credentials_of (GstElement * element)
{
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autoptr (GstRTCSessionDescription) description = NULL;
  const gchar *start;

  g_object_get (element, "peer-connection", &connection, NULL);
  description = gst_rtc_peer_connection_get_local_description (connection);
  start = strstr (gst_rtc_session_description_get_sdp (description),
      "a=ice-ufrag:");
  fail_unless (start != NULL);
  return g_strndup (start, strchr (start, '\r') - start);
}

/* As in a browser: the application sees it, and decides. */
GST_START_TEST (test_nothing_is_done_unless_wanted)
{
  Media media;
  Call *call = start_call ("interfaces=wifi,lte auto-restart=false",
      "interfaces=server auto-restart=false", &media, NULL);
  g_autoptr (GstElement) alice =
      gst_bin_get_by_name (GST_BIN (call->pipeline), "alice");
  g_autofree gchar *before = credentials_of (alice);
  g_autofree gchar *later = NULL;

  lose (&media, "ip addr del " WIFI "/24 dev wifi");
  run ("ip addr add " LTE "/24 dev lte");
  await (&media, media.state == GST_RTC_ICE_CONNECTION_STATE_DISCONNECTED,
      "alice to notice");
  later = credentials_of (alice);
  fail_unless_equals_string (later, before);
  g_object_set (alice, "auto-restart", TRUE, NULL);
  await_resumption (call, &media, "auto-restart-late");
}

GST_END_TEST;

static Suite *
peerconnectionheal_suite (void)
{
  Suite *suite = suite_create ("peerconnectionheal");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_our_address_goes);
  tcase_add_test (tc, test_our_address_comes_back);
  tcase_add_test (tc, test_their_address_goes);
  tcase_add_test (tc, test_nothing_is_done_unless_wanted);
  return suite;
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
  suite = peerconnectionheal_suite ();
  return gst_check_run_suite (suite, "peerconnectionheal", __FILE__);
}
