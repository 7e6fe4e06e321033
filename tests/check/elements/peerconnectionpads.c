/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectionpads.c: what a renegotiation does to pads, and what it leaves
 * alone.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <string.h>

#include "callutils.h"
#include "padwatch.h"

/* A machine with other work may stall for longer than the jitterbuffer waits by
 * default; what is counted as lost here must be lost by us. */
#define PEER(name) "peerconnection name=" name " latency=600 " \
    "signaling-uri=loopback:pads "
#define VIDEO_SOURCE "videotestsrc is-live=true ! video/x-raw,width=160," \
    "height=120,framerate=30/1 ! vp8enc deadline=1 keyframe-max-dist=10 ! " \
    "rtpvp8pay ! application/x-rtp,media=video "
#define AUDIO_SOURCE "audiotestsrc is-live=true ! opusenc ! rtpopuspay ! " \
    "application/x-rtp,media=audio "

typedef struct
{
  Call *call;
  GstElement *alice;
  GstElement *bob;
  PadWatch *watch;              /* of bob's pads */
} Scene;

static void
scene_start (Scene * scene, const gchar * description)
{
  scene->call = call_new (description);
  scene->alice = gst_bin_get_by_name (GST_BIN (scene->call->pipeline), "alice");
  scene->bob = gst_bin_get_by_name (GST_BIN (scene->call->pipeline), "bob");
  scene->watch = pad_watch_new (scene->call->pipeline, "bob");
  call_play (scene->call);
}

static void
scene_end (Scene * scene)
{
  gst_element_set_state (scene->call->pipeline, GST_STATE_NULL);
  pad_watch_free (scene->watch);
  gst_object_unref (scene->alice);
  gst_object_unref (scene->bob);
  call_free (scene->call);
}

/* A source that is added to a call which is going on. */
typedef struct
{
  GstElement *bin;
  GstPad *pad;                  /* where it enters the connection */
} Branch;

static void
branch_add (Branch * branch, Scene * scene, GstElement * peer,
    const gchar * description)
{
  g_autoptr (GstPad) output = NULL;

  branch->bin = gst_parse_bin_from_description (description, TRUE, NULL);
  fail_unless (branch->bin != NULL);
  gst_bin_add (GST_BIN (scene->call->pipeline), branch->bin);
  branch->pad = gst_element_request_pad_simple (peer, "sink_%u");
  fail_unless (branch->pad != NULL);
  output = gst_element_get_static_pad (branch->bin, "src");
  fail_unless_equals_int (gst_pad_link (output, branch->pad), GST_PAD_LINK_OK);
  gst_element_sync_state_with_parent (branch->bin);
}

static void
branch_remove (Branch * branch, Scene * scene, GstElement * peer)
{
  gst_element_set_locked_state (branch->bin, TRUE);
  gst_element_set_state (branch->bin, GST_STATE_NULL);
  gst_element_release_request_pad (peer, branch->pad);
  gst_object_unref (branch->pad);
  gst_bin_remove (GST_BIN (scene->call->pipeline), branch->bin);
}

static void
fail_if_touched (Scene * scene, const gchar * pad)
{
  fail_unless_equals_int (pad_watch_get (scene->watch, pad, TRACK_LOST), 0);
  fail_unless_equals_int (pad_watch_get (scene->watch, pad, TRACK_REPEATED), 0);
  fail_unless_equals_int (pad_watch_get (scene->watch, pad, TRACK_GAPS), 0);
  fail_unless_equals_int (pad_watch_get (scene->watch, pad, TRACK_EOS), 0);
  fail_unless_equals_int (pad_watch_get (scene->watch, pad, TRACK_ADDED), 1);
  fail_unless_equals_int (pad_watch_get (scene->watch, pad, TRACK_REMOVED), 0);
}

/* Two pads flow; a third comes, goes, and comes again. */
GST_START_TEST (test_third_pad_comes_and_goes)
{
  Scene scene;
  Branch third;
  guint i;

  scene_start (&scene, PEER ("alice") PEER ("bob")
      VIDEO_SOURCE "! alice.sink_0 " AUDIO_SOURCE "! alice.sink_1 ");
  pad_watch_wait (scene.watch, "src_0", TRACK_BUFFERS, 10);
  pad_watch_wait (scene.watch, "src_1", TRACK_BUFFERS, 10);

  for (i = 1; i <= 3; i++) {
    branch_add (&third, &scene, scene.alice, VIDEO_SOURCE);
    g_object_set (third.pad, "stop-on-release", TRUE, NULL);
    pad_watch_wait (scene.watch, "src_2", TRACK_ADDED, i);
    pad_watch_wait_more (scene.watch, "src_2", TRACK_BUFFERS, 10);
    branch_remove (&third, &scene, scene.alice);
    pad_watch_wait (scene.watch, "src_2", TRACK_REMOVED, i);
    fail_unless_equals_int (pad_watch_get (scene.watch, "src_2", TRACK_EOS), i);
  }
  pad_watch_wait_more (scene.watch, "src_0", TRACK_BUFFERS, 10);
  pad_watch_wait_more (scene.watch, "src_1", TRACK_BUFFERS, 10);
  fail_if_touched (&scene, "src_0");
  fail_if_touched (&scene, "src_1");
  scene_end (&scene);
}

GST_END_TEST;

/* Silence is a gap, not an end: the pad stays, and goes on as if nothing had
 * been. */
GST_START_TEST (test_inactive_and_back)
{
  Scene scene;
  g_autoptr (GstPad) pad = NULL;
  guint i;

  scene_start (&scene, PEER ("alice") PEER ("bob")
      VIDEO_SOURCE "! alice.sink_0 " AUDIO_SOURCE "! alice.sink_1 ");
  pad_watch_wait (scene.watch, "src_0", TRACK_BUFFERS, 10);
  pad_watch_wait (scene.watch, "src_1", TRACK_BUFFERS, 10);
  pad = gst_element_get_static_pad (scene.alice, "sink_0");

  for (i = 0; i < 3; i++) {
    g_object_set (pad, "transceiver-direction",
        GST_RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL);
    pad_watch_wait_more (scene.watch, "src_0", TRACK_GAPS, 3);
    g_object_set (pad, "transceiver-direction",
        GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, NULL);
    pad_watch_wait_more (scene.watch, "src_0", TRACK_BUFFERS, 10);
  }
  fail_unless_equals_int (pad_watch_get (scene.watch, "src_0", TRACK_EOS), 0);
  fail_unless_equals_int (pad_watch_get (scene.watch, "src_0", TRACK_ADDED), 1);
  fail_unless_equals_int (pad_watch_get (scene.watch, "src_0", TRACK_REPEATED),
      0);
  fail_if_touched (&scene, "src_1");
  scene_end (&scene);
}

GST_END_TEST;

/* What is released by default only ceases to be sent. */
GST_START_TEST (test_released_and_requested_again)
{
  Scene scene;
  Branch branch;
  guint gaps;

  scene_start (&scene, PEER ("alice") PEER ("bob")
      AUDIO_SOURCE "! alice.sink_0 ");
  branch_add (&branch, &scene, scene.alice, VIDEO_SOURCE);
  pad_watch_wait (scene.watch, "src_1", TRACK_BUFFERS, 10);
  branch_remove (&branch, &scene, scene.alice);
  pad_watch_wait_more (scene.watch, "src_1", TRACK_GAPS, 2);

  branch_add (&branch, &scene, scene.alice, VIDEO_SOURCE);
  pad_watch_wait (scene.watch, "src_2", TRACK_BUFFERS, 10);
  gaps = pad_watch_get (scene.watch, "src_1", TRACK_GAPS);
  pad_watch_wait (scene.watch, "src_1", TRACK_GAPS, gaps + 1);
  fail_unless_equals_int (pad_watch_get (scene.watch, "src_1", TRACK_EOS), 0);
  fail_if_touched (&scene, "src_0");
  branch_remove (&branch, &scene, scene.alice);
  scene_end (&scene);
}

GST_END_TEST;

/* Who answered first offers next, and adds what it has. */
GST_START_TEST (test_answerer_adds)
{
  Scene scene;
  Branch branch;
  PadWatch *watch;

  scene_start (&scene, PEER ("alice") PEER ("bob")
      AUDIO_SOURCE "! alice.sink_0 ");
  watch = pad_watch_new (scene.call->pipeline, "alice");
  pad_watch_wait (scene.watch, "src_0", TRACK_BUFFERS, 10);
  branch_add (&branch, &scene, scene.bob, VIDEO_SOURCE);
  pad_watch_wait (watch, "src_1", TRACK_BUFFERS, 10);
  branch_remove (&branch, &scene, scene.bob);
  pad_watch_wait (watch, "src_1", TRACK_GAPS, 2);
  branch_add (&branch, &scene, scene.bob, AUDIO_SOURCE);
  pad_watch_wait (watch, "src_2", TRACK_BUFFERS, 10);
  fail_if_touched (&scene, "src_0");
  branch_remove (&branch, &scene, scene.bob);
  gst_element_set_state (scene.call->pipeline, GST_STATE_NULL);
  pad_watch_free (watch);
  scene_end (&scene);
}

GST_END_TEST;

/* What is offered to the answerer is where it sends as well, whenever its
 * input is known: one m-section, not two. */
GST_START_TEST (test_answerer_sends_where_it_receives)
{
  Scene scene;
  Branch branch;
  PadWatch *watch;
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autoptr (GPtrArray) transceivers = NULL;
  g_autofree gchar *mid = NULL;

  scene_start (&scene, PEER ("alice") "receive=video " PEER ("bob")
      VIDEO_SOURCE "! alice.sink_0 ");
  watch = pad_watch_new (scene.call->pipeline, "alice");
  pad_watch_wait (scene.watch, "src_0", TRACK_BUFFERS, 10);
  branch_add (&branch, &scene, scene.bob, VIDEO_SOURCE);
  pad_watch_wait (watch, "src_0", TRACK_BUFFERS, 10);
  pad_watch_wait_more (scene.watch, "src_0", TRACK_BUFFERS, 10);
  fail_if_touched (&scene, "src_0");

  g_object_get (branch.pad, "mid", &mid, NULL);
  fail_unless_equals_string (mid, "0");
  g_object_get (scene.bob, "peer-connection", &connection, NULL);
  transceivers = gst_rtc_peer_connection_get_transceivers (connection);
  fail_unless_equals_int (transceivers->len, 1);
  branch_remove (&branch, &scene, scene.bob);
  gst_element_set_state (scene.call->pipeline, GST_STATE_NULL);
  pad_watch_free (watch);
  scene_end (&scene);
}

GST_END_TEST;

GST_START_TEST (test_pad_properties)
{
  Scene scene;
  g_autoptr (GstPad) sink = NULL;
  g_autoptr (GstPad) src = NULL;
  g_autoptr (GstRTCRtpTransceiver) sending = NULL;
  g_autoptr (GstRTCRtpTransceiver) receiving = NULL;
  g_autoptr (GstRTCRtpTransceiver) again = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autofree gchar *sink_mid = NULL;
  g_autofree gchar *src_mid = NULL;
  GstRTCRtpTransceiverDirection direction;
  GstMediaKind kind;

  scene_start (&scene, PEER ("alice") PEER ("bob")
      VIDEO_SOURCE "! alice.sink_7 ");
  pad_watch_wait (scene.watch, "src_0", TRACK_BUFFERS, 1);
  sink = gst_element_get_static_pad (scene.alice, "sink_7");
  src = gst_element_get_static_pad (scene.bob, "src_0");
  g_object_get (sink, "transceiver", &sending, "mid", &sink_mid,
      "transceiver-direction", &direction, NULL);
  g_object_get (src, "transceiver", &receiving, "mid", &src_mid, NULL);
  fail_unless (sending != NULL && receiving != NULL);
  g_object_get (receiving, "kind", &kind, NULL);
  fail_unless_equals_int (kind, GST_MEDIA_KIND_VIDEO);
  fail_unless_equals_string (sink_mid, "0");
  fail_unless_equals_string (src_mid, "0");
  fail_unless_equals_int (direction,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY);
  g_object_get (sink, "transceiver", &again, NULL);
  fail_unless (again == sending);
  sources = gst_rtc_rtp_receiver_get_synchronization_sources
      (gst_rtc_rtp_transceiver_get_receiver (receiving));
  fail_unless_equals_int (sources->len, 1);
  scene_end (&scene);
}

GST_END_TEST;

/* Before there is a transceiver, its pad says what it will be. */
GST_START_TEST (test_wishes_of_a_pad)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("peerconnection", NULL));
  g_autoptr (GstPad) pad = gst_element_request_pad_simple (element, "sink_%u");
  g_autoptr (GstElement) source = gst_object_ref_sink
      (gst_element_factory_make ("capsfilter", NULL));
  g_autoptr (GstPad) output = gst_element_get_static_pad (source, "src");
  g_autoptr (GstCaps) made =
      gst_caps_from_string ("application/x-rtp,media=video");
  g_autoptr (GstCaps) preferences = gst_caps_from_string ("application/x-rtp, "
      "media=video, encoding-name=VP9; application/x-rtp, media=video, "
      "encoding-name=VP8");
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autofree gchar *sdp = NULL;
  const gchar *vp9, *vp8;

  g_object_set (pad, "transceiver-direction",
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, "codec-preferences",
      preferences, NULL);
  g_object_set (source, "caps", made, NULL);
  fail_unless_equals_int (gst_pad_link (output, pad), GST_PAD_LINK_OK);
  g_object_get (element, "peer-connection", &connection, NULL);
  sdp = offer_of (connection);
  fail_unless (strstr (sdp, "a=inactive"), "%s", sdp);
  vp9 = strstr (sdp, " VP9/90000");
  vp8 = strstr (sdp, " VP8/90000");
  fail_unless (vp9 != NULL && vp8 != NULL && vp9 < vp8, "%s", sdp);
  fail_if (strstr (sdp, "H264"), "%s", sdp);
  gst_pad_unlink (output, pad);
  gst_element_release_request_pad (element, pad);
}

GST_END_TEST;

/* A pad that says its kind by its name is offered before anything is linked,
 * and a bare link takes another. */
GST_START_TEST (test_kind_by_name)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("peerconnection", NULL));
  g_autoptr (GstPad) audio = NULL;
  g_autoptr (GstPad) video = NULL;
  g_autoptr (GstElement) source = gst_object_ref_sink
      (gst_element_factory_make ("rtpopuspay", NULL));
  g_autoptr (GstPad) output = gst_element_get_static_pad (source, "src");
  g_autoptr (GstPad) any = NULL;
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autofree gchar *sdp = NULL;

  any = gst_element_get_compatible_pad (element, output, NULL);
  fail_unless_equals_string (GST_PAD_NAME (any), "sink_0");
  audio = gst_element_request_pad_simple (element, "audio_%u");
  video = gst_element_request_pad_simple (element, "video_5");
  fail_unless_equals_string (GST_PAD_NAME (audio), "audio_0");
  fail_unless_equals_string (GST_PAD_NAME (video), "video_5");
  g_object_get (element, "peer-connection", &connection, NULL);
  sdp = offer_of (connection);
  fail_unless (strstr (sdp, "m=audio") && strstr (sdp, "m=video"), "%s", sdp);
  gst_element_release_request_pad (element, any);
  gst_element_release_request_pad (element, audio);
  gst_element_release_request_pad (element, video);
}

GST_END_TEST;

static Suite *
pads_suite (void)
{
  Suite *suite = suite_create ("peerconnectionpads");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 120);
  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_third_pad_comes_and_goes);
  tcase_add_test (tc, test_inactive_and_back);
  tcase_add_test (tc, test_released_and_requested_again);
  tcase_add_test (tc, test_answerer_adds);
  tcase_add_test (tc, test_answerer_sends_where_it_receives);
  tcase_add_test (tc, test_pad_properties);
  tcase_add_test (tc, test_wishes_of_a_pad);
  tcase_add_test (tc, test_kind_by_name);
  return suite;
}

GST_CHECK_MAIN (pads);
