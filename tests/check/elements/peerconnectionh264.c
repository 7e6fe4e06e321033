/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectionh264.c: encoders of H.264, whose profile-level-id is their own,
 * in calls that agreed on another (RFC 6184 section 8.2.2).
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <string.h>

#include "callutils.h"

#define SOURCE "videotestsrc is-live=true ! " \
    "video/x-raw,width=160,height=120,framerate=30/1 ! "
/* More than level 3.1 has, which the agreement names. */
#define BIG_SOURCE "videotestsrc is-live=true ! " \
    "video/x-raw,width=1280,height=736,framerate=10/1 ! "
#define PEER(name) "peerconnection name=" name " signaling-uri=loopback:h264 "
#define SINK "bob. ! application/x-rtp,media=video,encoding-name=H264 ! " \
    "rtph264depay ! fakesink name=out sync=false async=false "

static const struct
{
  const gchar *name;
  const gchar *launch;
} encoders[] = {
  {"x264enc", "x264enc tune=zerolatency speed-preset=ultrafast "
        "key-int-max=30 ! "},
  {"openh264enc", "openh264enc gop-size=30 ! "},
};

static gboolean
have (const gchar * element)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (element);

  if (factory == NULL)
    g_printerr ("%s is not installed: it is not tested\n", element);
  return factory != NULL;
}

/* Constrained Baseline, of whichever constraint bits and level. */
static void
fail_unless_constrained_baseline (Call * call, const gchar * payloader)
{
  g_autoptr (GstElement) pay =
      gst_bin_get_by_name (GST_BIN (call->pipeline), payloader);
  g_autoptr (GstPad) src = gst_element_get_static_pad (pay, "src");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (src);
  const gchar *id = gst_structure_get_string (gst_caps_get_structure (caps, 0),
      "profile-level-id");

  fail_unless_equals_int_hex (g_ascii_strtoull (id, NULL, 16) & 0xff4f00,
      0x424000);
}

GST_START_TEST (test_element_to_element)
{
  const gchar *launch = encoders[__i__].launch;
  g_autofree gchar *description = g_strconcat (BIG_SOURCE, launch,
      "rtph264pay name=pay config-interval=-1 ! ", PEER ("alice"),
      PEER ("bob"), SINK, NULL);
  Call *call;

  if (!have (encoders[__i__].name))
    return;
  call = call_new (description);
  call_play (call);
  call_wait_buffers (call, "out", 20);
  /* what every peer decodes */
  fail_unless_constrained_baseline (call, "pay");
  call_free (call);
}

GST_END_TEST;

/* Of several profiles, the one that the encoder makes; of two with it, the one
 * in the payloader's packetization-mode. */
GST_START_TEST (test_answer_to_several_profiles)
{
  static const struct
  {
    const gchar *profile;
    gint payload;
  } cases[] = {
    {"constrained-baseline", 108},
    {"main", 96},               /* 39, which is none for a payloader */
  };
  g_autofree gchar *description = g_strdup_printf (SOURCE "x264enc "
      "tune=zerolatency bframes=0 ! video/x-h264,profile=%s ! "
      "rtph264pay name=pay ! peerconnection name=alice", cases[__i__].profile);
  RawPeer *offerer;
  Call *call;

  if (!have ("x264enc"))
    return;
  call = call_new (description);
  call_play (call);
  offerer = raw_peer_new (call, "alice");
  raw_peer_offer (offerer, TEST_DATA_DIR "/chrome-h264-offer.sdp");
  raw_peer_wait_answer (offerer);
  fail_unless (strstr (offerer->answer, "a=rtpmap:108 H264/90000"), "%s",
      offerer->answer);
  fail_unless (strstr (offerer->answer, "profile-level-id=42e01f"));
  fail_if (strstr (offerer->answer, "packetization-mode=0"));
  call_wait_caps_payload (call, "pay", cases[__i__].payload);
  raw_peer_free (offerer);
  call_free (call);
}

GST_END_TEST;

/* The stream flows as High before a peer comes that has no decoder of it. */
GST_START_TEST (test_refused_profile)
{
  g_autoptr (GstElement) alice = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  RawPeer *offerer;
  Call *call;

  if (!have ("x264enc"))
    return;
  call = call_new (SOURCE "x264enc tune=zerolatency ! "
      "video/x-h264,profile=high ! rtph264pay name=pay ! "
      "peerconnection name=alice");
  call_play (call);
  call_wait_caps_payload (call, "pay", 108);
  alice = gst_bin_get_by_name (GST_BIN (call->pipeline), "alice");
  offerer = raw_peer_new (call, "alice");
  raw_peer_offer (offerer, TEST_DATA_DIR "/offer-h264-42e01f.sdp");
  raw_peer_wait_answer (offerer);

  bus = gst_element_get_bus (call->pipeline);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
      GST_MESSAGE_ERROR);
  fail_unless (message != NULL, "waited 20 s for an error");
  gst_message_parse_error (message, &error, NULL);
  fail_unless (GST_MESSAGE_SRC (message) == GST_OBJECT (alice), "%s",
      error->message);
  fail_unless (g_error_matches (error, GST_STREAM_ERROR,
          GST_STREAM_ERROR_FORMAT), "%s", error->message);
  raw_peer_free (offerer);
  call_free (call);
}

GST_END_TEST;

/* The very profile that codec-preferences name, not what its decoder plays. */
GST_START_TEST (test_preferred_profile)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("peerconnection", NULL));
  g_autoptr (GstPad) pad = gst_element_request_pad_simple (element, "video_0");
  g_autoptr (GstCaps) preferences = gst_caps_from_string ("application/x-rtp, "
      "media=video, encoding-name=H264, profile-level-id=(string)42c028");
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  g_autofree gchar *sdp = NULL;

  if (!have ("rtph264pay"))
    return;
  g_object_set (pad, "codec-preferences", preferences, NULL);
  g_object_get (element, "peer-connection", &connection, NULL);
  sdp = offer_of (connection);
  fail_unless (strstr (sdp, "profile-level-id=42e01f"), "%s", sdp);
  fail_if (strstr (sdp, "profile-level-id=42001f"), "%s", sdp);
  fail_if (strstr (sdp, "profile-level-id=64001f"), "%s", sdp);
  fail_if (strstr (sdp, "VP8"), "%s", sdp);
  gst_element_release_request_pad (element, pad);
}

GST_END_TEST;

static Suite *
h264_suite (void)
{
  Suite *suite = suite_create ("peerconnectionh264");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 60);
  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_element_to_element, 0, G_N_ELEMENTS (encoders));
  tcase_add_loop_test (tc, test_answer_to_several_profiles, 0, 2);
  tcase_add_test (tc, test_refused_profile);
  tcase_add_test (tc, test_preferred_profile);
  return suite;
}

GST_CHECK_MAIN (h264);
