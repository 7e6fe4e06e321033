/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcthreads.c: methods from several threads while the main context runs and
 * the network tells its facts. Meant for the thread sanitizer, too.
 */

#include "testpeer.h"

#include <gst/peerconnection/rtcworker.h>

#define N_ROUNDS 50

typedef struct
{
  TestPeer *peer;
  GstRTCDataChannel *channel;
  gint running;                 /* atomic */
} Shared;

static gpointer
add_things (gpointer data)
{
  Shared *shared = data;

  for (guint i = 0; i < N_ROUNDS; i++) {
    g_autoptr (GstRTCRtpTransceiver) transceiver =
        gst_rtc_peer_connection_add_transceiver (shared->peer->pc,
        i % 2 ? "audio" : "video", NULL, NULL);
    g_autoptr (GstRTCDataChannel) channel =
        gst_rtc_peer_connection_create_data_channel (shared->peer->pc, "x",
        NULL, NULL);

    gst_rtc_rtp_transceiver_set_direction (transceiver,
        GST_RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL);
    gst_rtc_data_channel_close (channel);
  }
  g_atomic_int_add (&shared->running, -1);

  return NULL;
}

static gpointer
look_at_things (gpointer data)
{
  static const gchar *const names[] = {
    "local-description", "current-remote-description", "signaling-state",
    "connection-state", "ice-connection-state", "ice-gathering-state", "sctp",
    "can-trickle-ice-candidates",
  };
  Shared *shared = data;

  for (guint i = 0; i < N_ROUNDS; i++) {
    g_autoptr (GPtrArray) transceivers =
        gst_rtc_peer_connection_get_transceivers (shared->peer->pc);

    for (guint j = 0; j < transceivers->len; j++)
      g_free (gst_rtc_rtp_transceiver_get_mid (g_ptr_array_index
              (transceivers, j)));
    for (guint j = 0; j < G_N_ELEMENTS (names); j++) {
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (shared->peer->pc), names[j], &value);
    }
  }
  g_atomic_int_add (&shared->running, -1);

  return NULL;
}

static gpointer
send_things (gpointer data)
{
  Shared *shared = data;

  for (guint i = 0; i < N_ROUNDS; i++) {
    gst_rtc_data_channel_send_string (shared->channel, "x", NULL);
    gst_rtc_data_channel_get_buffered_amount (shared->channel);
  }
  g_atomic_int_add (&shared->running, -1);

  return NULL;
}

GST_START_TEST (test_methods_from_several_threads)
{
  static const GThreadFunc funcs[] = { add_things, look_at_things,
    send_things, look_at_things
  };
  g_autoptr (TestPeer) a =
      test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  g_autoptr (TestPeer) b =
      test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  g_autoptr (GstRTCDataChannel) channel =
      gst_rtc_peer_connection_create_data_channel (a->pc, "x", NULL, NULL);
  Shared shared = {.peer = a,.channel = channel,.running = G_N_ELEMENTS (funcs)
  };
  GThread *threads[G_N_ELEMENTS (funcs)];

  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (is_connected (a));
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    threads[i] = g_thread_new ("user", funcs[i], &shared);
  for (guint i = 0; i < 3; i++)
    negotiate (a, b);
  while (g_atomic_int_get (&shared.running) > 0)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    g_thread_join (threads[i]);
  negotiate (b, a);
  settle ();
}

GST_END_TEST;

static gpointer
make_session (gpointer data)
{
  GstRTCPeerConnection *pc = data;
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_peer_connection_add_transceiver (pc, "audio", NULL, NULL);

  fail_unless (transceiver != NULL);

  return NULL;
}

GST_START_TEST (test_the_first_need_may_come_twice)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GstRTCPeerConnection) pc =
        gst_rtc_peer_connection_new (NULL, NULL);
    g_autoptr (GPtrArray) transceivers = NULL;
    GThread *threads[2];

    for (guint j = 0; j < 2; j++)
      threads[j] = g_thread_new ("first", make_session, pc);
    for (guint j = 0; j < 2; j++)
      g_thread_join (threads[j]);
    transceivers = gst_rtc_peer_connection_get_transceivers (pc);
    fail_unless_equals_int (transceivers->len, 2);
  }
  settle ();
  fake_network_sync ();
  gst_rtc_reaper_drain ();
  fail_unless_equals_int (fake_backend_count (), 0);
}

GST_END_TEST;

static gpointer
close_soon (gpointer data)
{
  gst_rtc_peer_connection_close (data);

  return NULL;
}

GST_START_TEST (test_closing_from_another_thread_at_any_moment)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (TestPeer) a =
        test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
    GThread *thread;

    g_object_unref (gst_rtc_peer_connection_create_data_channel (a->pc, "x",
            NULL, NULL));
    gst_rtc_peer_connection_set_local_description_async (a->pc, NULL, NULL,
        NULL, NULL);
    for (guint j = 0; j < i % 7; j++)
      g_main_context_iteration (NULL, FALSE);
    thread = g_thread_new ("closer", close_soon, a->pc);
    settle ();
    g_thread_join (thread);
    settle ();
    fail_unless_equals_int (gst_rtc_peer_connection_get_signaling_state
        (a->pc), GST_RTC_SIGNALING_STATE_CLOSED);
  }
}

GST_END_TEST;

static Suite *
rtcthreads_suite (void)
{
  Suite *suite = suite_create ("rtcthreads");
  TCase *tcase = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_methods_from_several_threads);
  tcase_add_test (tcase, test_the_first_need_may_come_twice);
  tcase_add_test (tcase, test_closing_from_another_thread_at_any_moment);

  return suite;
}

GST_CHECK_MAIN (rtcthreads);
