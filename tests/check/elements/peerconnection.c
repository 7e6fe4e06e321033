/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnection.c: calls between elements in one process, and what becomes
 * of them when an application turns them off at any moment.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <string.h>

#include "callutils.h"

#define VIDEO(name) "videotestsrc is-live=true ! video/x-raw,width=160," \
    "height=120,framerate=30/1 ! vp8enc deadline=1 ! rtpvp8pay name=pay ! " \
    "peerconnection name=" name " signaling-uri=loopback:test "
#define AUDIO(name) "audiotestsrc is-live=true ! opusenc ! rtpopuspay ! " \
    name ". "
#define PEER(name) "peerconnection name=" name " signaling-uri=loopback:test "
#define VIDEO_SINK(name) name ". ! application/x-rtp,media=video ! " \
    "rtpvp8depay name=vdepay ! vp8dec ! fakesink name=video sync=false "
#define AUDIO_SINK(name) name ". ! application/x-rtp,media=audio ! " \
    "rtpopusdepay ! opusdec ! fakesink name=audio sync=false "

GST_START_TEST (test_call)
{
  Call *call = call_new (VIDEO ("alice") AUDIO ("alice") PEER ("bob")
      VIDEO_SINK ("bob") AUDIO_SINK ("bob"));

  call_play (call);
  call_wait_buffers (call, "video", 10);
  call_wait_buffers (call, "audio", 10);
  call_free (call);
}

GST_END_TEST;

/* Both send; whoever comes first, glare is resolved. */
GST_START_TEST (test_call_both_ways)
{
  Call *call = call_new (VIDEO ("alice") VIDEO_SINK ("alice")
      "videotestsrc is-live=true ! video/x-raw,width=160,height=120 ! "
      "vp8enc deadline=1 ! rtpvp8pay ! " PEER ("bob")
      "bob. ! application/x-rtp,media=video ! rtpvp8depay ! vp8dec ! "
      "fakesink name=video2 sync=false ");

  call_play (call);
  call_wait_buffers (call, "video", 10);
  call_wait_buffers (call, "video2", 10);
  call_free (call);
}

GST_END_TEST;

/* What the payloader of @call sends has the number of the peer's offer. */
static void
fail_unless_payload (Call * call, gint wanted)
{
  g_autoptr (GstElement) pay = gst_bin_get_by_name (GST_BIN (call->pipeline),
      "pay");
  g_autoptr (GstPad) src = gst_element_get_static_pad (pay, "src");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (src);
  gint payload;

  fail_unless (gst_structure_get_int (gst_caps_get_structure (caps, 0),
          "payload", &payload));
  fail_unless_equals_int (payload, wanted);
}

/* An answerer sends with the offerer's number, by its payloader's own choice. */
GST_START_TEST (test_payload_type_of_the_offer)
{
  Call *call = call_new ("videotestsrc is-live=true ! "
      "video/x-raw,width=160,height=120 ! vp8enc deadline=1 ! "
      "rtpvp8pay name=pay ! peerconnection name=alice "
      "peerconnection name=bob receive=video " VIDEO_SINK ("bob"));
  RawPeer *offerer;

  call_play (call);
  offerer = raw_peer_new (call, "alice");
  raw_peer_offer (offerer, TEST_DATA_DIR "/offer-vp8-121.sdp");
  raw_peer_wait_answer (offerer);
  fail_unless (strstr (offerer->answer, "a=rtpmap:121 VP8/90000"));
  fail_unless (strstr (offerer->answer, "a=sendonly"));
  call_wait_caps_payload (call, "pay", 121);
  fail_unless_payload (call, 121);
  raw_peer_free (offerer);
  call_free (call);
}

GST_END_TEST;

/* A pad that nobody feeds yet is offered as what the registry can do, and its
 * number is the one that a payloader will be told. */
GST_START_TEST (test_offer_before_caps)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("peerconnection", NULL));
  g_autoptr (GstCaps) wanted =
      gst_caps_from_string ("application/x-rtp, media=video");
  g_autoptr (GstPad) pad = gst_element_request_pad (element,
      gst_element_get_pad_template (element, "sink_%u"), NULL, wanted);
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autofree gchar *sdp = NULL;
  g_autoptr (GstCaps) caps = NULL;
  guint i;

  g_object_get (element, "peer-connection", &connection, NULL);
  caps = gst_pad_query_caps (pad, NULL);
  fail_unless (gst_caps_get_size (caps) > 1);
  sdp = offer_of (connection);
  fail_unless (strstr (sdp, "m=video"));
  for (i = 0; i < gst_caps_get_size (caps); i++) {
    GstStructure *s = gst_caps_get_structure (caps, i);
    g_autofree gchar *line = NULL;
    gint payload;

    fail_unless (gst_structure_get_int (s, "payload", &payload));
    line = g_strdup_printf ("a=rtpmap:%d %s/90000", payload,
        gst_structure_get_string (s, "encoding-name"));
    fail_unless (strstr (sdp, line), "no %s in %s", line, sdp);
  }
  gst_element_release_request_pad (element, pad);
}

GST_END_TEST;

/* audio never has an rtx group, and an SSRC that is not sent is not named */
GST_START_TEST (test_ssrc_lines)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("peerconnection", NULL));
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autofree gchar *sdp = NULL;

  g_object_set (element, "receive", "video,audio", NULL);
  g_object_get (element, "peer-connection", &connection, NULL);
  gst_element_set_state (element, GST_STATE_PAUSED);
  sdp = offer_of (connection);
  fail_unless (strstr (sdp, "m=video"));
  fail_unless (strstr (sdp, "m=audio"));
  fail_if (strstr (sdp, "a=ssrc"));
  fail_if (strstr (sdp, "FID"));
  gst_element_set_state (element, GST_STATE_NULL);
}

GST_END_TEST;

GST_START_TEST (test_unknown_media)
{
  Call *call = call_new ("videotestsrc is-live=true ! jpegenc ! rtpjpegpay ! "
      "application/x-rtp,media=video,encoding-name=JPEG ! capssetter "
      "caps=application/x-rtp,media=video,encoding-name=NOTHING replace=true ! "
      PEER ("alice"));

  call_play_unchecked (call);
  call_wait_error (call);
  call_free (call);
}

GST_END_TEST;

GST_START_TEST (test_bad_signaling_uri)
{
  GstElement *element = gst_element_factory_make ("peerconnection", NULL);

  g_object_set (element, "signaling-uri", "carrier-pigeon:1", NULL);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
      GST_STATE_CHANGE_FAILURE);
  gst_element_set_state (element, GST_STATE_NULL);
  gst_object_unref (element);
}

GST_END_TEST;

static void
count_notify (GObject * object, GParamSpec * pspec, gint * count)
{
  (*count)++;
}

/* NULL closes the connection; what comes next is another one, and says so. */
GST_START_TEST (test_fresh_after_null)
{
  GstElement *element = gst_element_factory_make ("peerconnection", NULL);
  g_autoptr (GstRTCPeerConnection) before = NULL;
  g_autoptr (GstRTCPeerConnection) after = NULL;
  GstRTCSignalingState state;
  gint notified = 0;

  g_signal_connect (element, "notify::peer-connection",
      G_CALLBACK (count_notify), &notified);
  g_object_get (element, "peer-connection", &before, NULL);
  gst_element_set_state (element, GST_STATE_PLAYING);
  gst_element_set_state (element, GST_STATE_NULL);
  fail_unless_equals_int (notified, 1);
  g_object_get (before, "signaling-state", &state, NULL);
  fail_unless_equals_int (state, GST_RTC_SIGNALING_STATE_CLOSED);
  g_object_get (element, "peer-connection", &after, NULL);
  fail_unless (before != after);
  gst_object_unref (element);
}

GST_END_TEST;

/* Object first: the element's state governs media only. */
GST_START_TEST (test_taken_element)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (NULL, NULL);
  g_autoptr (GstRTCPeerConnection) again = NULL;
  g_autoptr (GstElement) element =
      gst_rtc_peer_connection_get_element (connection, NULL);
  GstElement *pipeline = gst_pipeline_new (NULL);
  GstRTCSignalingState state;

  fail_unless (element != NULL);
  gst_bin_add (GST_BIN (pipeline), element);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_object_get (connection, "signaling-state", &state, NULL);
  fail_unless_equals_int (state, GST_RTC_SIGNALING_STATE_STABLE);
  g_object_get (element, "peer-connection", &again, NULL);
  fail_unless (again == connection);
  gst_object_unref (pipeline);
}

GST_END_TEST;

GST_START_TEST (test_bad_ice_servers)
{
  GstElement *element = gst_element_factory_make ("peerconnection", NULL);
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_bus (element, bus);
  g_object_set (element, "ice-servers", "gopher:example", NULL);
  g_object_get (element, "peer-connection", &connection, NULL);
  fail_unless (connection == NULL);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  fail_unless (message != NULL);
  gst_element_set_bus (element, NULL);
  gst_object_unref (element);
}

GST_END_TEST;

/* --- state torture -------------------------------------------------------- */

/* Down and up in every order; the call works each time. A launch line links a
 * pad once, so each call is a pipeline of its own. */
GST_START_TEST (test_up_and_down)
{
  static const GstState states[] = { GST_STATE_READY, GST_STATE_PLAYING,
    GST_STATE_PAUSED, GST_STATE_NULL, GST_STATE_PAUSED, GST_STATE_READY,
    GST_STATE_PLAYING, GST_STATE_NULL, GST_STATE_READY, GST_STATE_NULL,
  };
  guint i, j;

  for (i = 0; i < 4; i++) {
    Call *call = call_new (VIDEO ("alice") AUDIO ("alice") PEER ("bob")
        VIDEO_SINK ("bob") AUDIO_SINK ("bob"));

    call_play (call);
    call_wait_buffers (call, "video", 1 + i);
    for (j = 0; j < G_N_ELEMENTS (states); j++)
      fail_if (gst_element_set_state (call->pipeline,
              states[(i + j) % G_N_ELEMENTS (states)])
          == GST_STATE_CHANGE_FAILURE);
    call_free (call);
  }
}

GST_END_TEST;

/* Paused and played again, the same call goes on. */
GST_START_TEST (test_pause)
{
  Call *call = call_new (VIDEO ("alice") PEER ("bob") VIDEO_SINK ("bob"));
  guint i;

  call_play (call);
  for (i = 1; i < 4; i++) {
    call_wait_buffers (call, "video", 3 * i);
    gst_element_set_state (call->pipeline, GST_STATE_PAUSED);
    call_play (call);
  }
  call_wait_buffers (call, "video", 20);
  call_free (call);
}

GST_END_TEST;

/* Stopped after each of the first events of a negotiation. */
GST_START_TEST (test_stop_at_each_step)
{
  guint steps;

  for (steps = 0; steps < 24; steps++) {
    Call *call = call_new (VIDEO ("alice") PEER ("bob"));

    call_stop_after_events (call, steps);
    call_play_unchecked (call);
    call_wait_stopped (call);
    gst_element_set_state (call->pipeline, GST_STATE_NULL);
    call_free (call);
  }
}

GST_END_TEST;

GST_START_TEST (test_removed_while_playing)
{
  Call *call = call_new (VIDEO ("alice") PEER ("bob") VIDEO_SINK ("bob"));
  GstElement *bob;

  call_play (call);
  call_wait_buffers (call, "video", 3);
  bob = gst_bin_get_by_name (GST_BIN (call->pipeline), "bob");
  gst_element_set_locked_state (bob, TRUE);
  gst_bin_remove (GST_BIN (call->pipeline), bob);
  gst_element_set_state (bob, GST_STATE_NULL);
  gst_object_unref (bob);
  call_free (call);
}

GST_END_TEST;

static void
stop_bin (GstElement * bin, GstPad * pad, Call * call)
{
  gst_element_set_state (bin, GST_STATE_NULL);
  g_mutex_lock (&call->lock);
  call->stopped = TRUE;
  g_cond_broadcast (&call->cond);
  g_mutex_unlock (&call->lock);
}

/* A handler of pad-added may take the element down that calls it. */
GST_START_TEST (test_stopped_in_pad_added)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  Call *call = call_new (VIDEO ("alice") PEER ("bob"));
  g_autoptr (GstElement) bob =
      gst_bin_get_by_name (GST_BIN (call->pipeline), "bob");

  gst_element_set_locked_state (bob, TRUE);
  g_signal_connect (bob, "pad-added", G_CALLBACK (stop_bin), call);
  gst_element_set_state (bob, GST_STATE_PLAYING);
  call_play (call);
  g_mutex_lock (&call->lock);
  while (!call->stopped)
    fail_unless (g_cond_wait_until (&call->cond, &call->lock, end),
        "waited 20 s for pad-added");
  g_mutex_unlock (&call->lock);
  g_signal_handlers_disconnect_by_data (bob, call);
  fail_unless_equals_int (bob->numsrcpads, 0);
  call_free (call);
}

GST_END_TEST;

/* The payloader goes on pushing into a pad that is being released. */
GST_START_TEST (test_released_while_streaming)
{
  guint i;

  for (i = 0; i < 5; i++) {
    Call *call = call_new (VIDEO ("alice") PEER ("bob") VIDEO_SINK ("bob"));
    g_autoptr (GstElement) alice =
        gst_bin_get_by_name (GST_BIN (call->pipeline), "alice");
    g_autoptr (GstPad) pad = gst_element_get_static_pad (alice, "sink_0");

    call_play (call);
    call_wait_buffers (call, "video", 1 + i);
    gst_element_release_request_pad (alice, pad);
    fail_unless (GST_PAD_PARENT (pad) == NULL);
    fail_unless_equals_int (alice->numsinkpads, 0);
    call_free (call);
  }
}

GST_END_TEST;

static void
on_promise (GObject * source, GAsyncResult * result, gpointer done)
{
  *(gboolean *) done = TRUE;
}

/* A connection without a pipeline, dropped: at once, with a channel, with an
 * offer, with a local description, and while that is being set. */
static void
take_to_step (GstRTCPeerConnection * connection, guint step)
{
  g_autoptr (GstRTCDataChannel) channel = NULL;
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  gboolean done = FALSE;

  if (step > 0)
    channel = gst_rtc_peer_connection_create_data_channel (connection, "door",
        NULL, NULL);
  if (step == 2)
    gst_rtc_peer_connection_create_offer_async (connection, NULL, NULL,
        on_promise, &done);
  else if (step > 2)
    gst_rtc_peer_connection_set_local_description_async (connection, NULL,
        NULL, step == 3 ? on_promise : NULL, &done);
  while ((step == 2 || step == 3) && !done) {
    fail_unless (g_get_monotonic_time () < end, "waited 20 s for a promise");
    g_main_context_iteration (NULL, FALSE);
  }
}

static void
make_and_drop (guint step)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (NULL, NULL);

  take_to_step (connection, step);
}

/* As many at once as the pool may have threads: all of it is there then. */
static void
fill_pool (void)
{
  g_autoptr (GPtrArray) connections =
      g_ptr_array_new_with_free_func (g_object_unref);
  guint i;

  for (i = 0; i < 4; i++) {
    g_ptr_array_add (connections, gst_rtc_peer_connection_new (NULL, NULL));
    take_to_step (g_ptr_array_index (connections, i), 3);
  }
}

GST_START_TEST (test_dropped_object)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  guint threads, fds, i;

  fill_pool ();
  for (i = 0; i < 10; i++)
    make_and_drop (i % 5);
  while (g_main_context_iteration (NULL, FALSE));
  threads = count_entries ("/proc/self/task");
  fds = count_entries ("/proc/self/fd");
  for (i = 0; i < 50; i++)
    make_and_drop (i % 5);
  /* An operation that is pending keeps its connection: let it run out. */
  while (count_entries ("/proc/self/fd") > fds && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  wait_for_at_most ("threads", "/proc/self/task", threads);
  wait_for_at_most ("file descriptors", "/proc/self/fd", fds);
}

GST_END_TEST;

/* 200 connections: threads and file descriptors come back to where they were. */
GST_START_TEST (test_no_traces)
{
  guint threads, fds, i;

  for (i = 0; i < 4; i++)
    open_and_close_connections (5);
  threads = count_entries ("/proc/self/task");
  fds = count_entries ("/proc/self/fd");
  for (i = 0; i < 20; i++)
    open_and_close_connections (5);
  wait_for_at_most ("threads", "/proc/self/task", threads);
  wait_for_at_most ("file descriptors", "/proc/self/fd", fds);
}

GST_END_TEST;

static Suite *
peerconnection_suite (void)
{
  Suite *suite = suite_create ("peerconnection");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 120);
  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_call);
  tcase_add_test (tc, test_call_both_ways);
  tcase_add_test (tc, test_payload_type_of_the_offer);
  tcase_add_test (tc, test_offer_before_caps);
  tcase_add_test (tc, test_ssrc_lines);
  tcase_add_test (tc, test_unknown_media);
  tcase_add_test (tc, test_bad_signaling_uri);
  tcase_add_test (tc, test_fresh_after_null);
  tcase_add_test (tc, test_taken_element);
  tcase_add_test (tc, test_bad_ice_servers);
  tcase_add_test (tc, test_up_and_down);
  tcase_add_test (tc, test_pause);
  tcase_add_test (tc, test_stop_at_each_step);
  tcase_add_test (tc, test_removed_while_playing);
  tcase_add_test (tc, test_stopped_in_pad_added);
  tcase_add_test (tc, test_released_while_streaming);
  tcase_add_test (tc, test_dropped_object);
  tcase_add_test (tc, test_no_traces);
  return suite;
}

GST_CHECK_MAIN (peerconnection);
