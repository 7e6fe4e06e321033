/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccaps.c: codecs as caps, real payloaders between them, and what the
 * registry can do.
 */

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

#include "gstrtccapabilities.h"
#include "gstrtccaps.h"

#define H264_42E01F "level-asymmetry-allowed=1;packetization-mode=1;" \
    "profile-level-id=42e01f"

static gboolean
caps_say (GstCaps * caps, const gchar * expected)
{
  g_autoptr (GstCaps) other = gst_caps_from_string (expected);

  return gst_caps_is_strictly_equal (caps, other);
}

GST_START_TEST (a_codec_becomes_caps)
{
  g_autoptr (PcCodec) opus = pc_codec_new (111, "opus", 48000, 2,
      "minptime=10; useinbandfec=1");
  g_autoptr (PcCodec) vp8 = pc_codec_new (96, "VP8", 90000, 0, NULL);
  g_autoptr (GstCaps) audio = NULL;
  g_autoptr (GstCaps) video = NULL;

  g_ptr_array_add (vp8->feedback, pc_rtcp_feedback_new ("nack", "pli"));
  g_ptr_array_add (vp8->feedback, pc_rtcp_feedback_new ("ccm", "fir"));
  audio = gst_rtc_caps_from_codec (opus, PC_KIND_AUDIO, 0);
  fail_unless (caps_say (audio, "application/x-rtp, media=(string)audio, "
          "encoding-name=(string)OPUS, clock-rate=(int)48000, "
          "payload=(int)111, encoding-params=(string)2, "
          "minptime=(string)10, useinbandfec=(string)1"));
  video = gst_rtc_caps_from_codec (vp8, PC_KIND_VIDEO, 0xdeadbeef);
  fail_unless (caps_say (video, "application/x-rtp, media=(string)video, "
          "encoding-name=(string)VP8, clock-rate=(int)90000, "
          "payload=(int)96, ssrc=(uint)3735928559, "
          "rtcp-fb-nack-pli=(boolean)true, rtcp-fb-ccm-fir=(boolean)true"));
}

GST_END_TEST;

GST_START_TEST (a_peers_parameters_cannot_overwrite_ours)
{
  g_autoptr (PcCodec) codec = pc_codec_new (96, "VP8", 90000, 0,
      "payload=3;media=audio;ssrc=1;x-google=1;extmap-1=u;a-framerate=9;"
      "sprop-stereo=1;;=;no value;bad key=1;ok=1");
  g_autoptr (GstCaps) caps = gst_rtc_caps_from_codec (codec, PC_KIND_VIDEO, 7);

  fail_unless (caps_say (caps, "application/x-rtp, media=(string)video, "
          "encoding-name=(string)VP8, clock-rate=(int)90000, "
          "payload=(int)96, ssrc=(uint)7, ok=(string)1"));
}

GST_END_TEST;

static PcCodec *
codec_from (const gchar * string)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (string);

  return gst_rtc_codec_from_caps (gst_caps_get_structure (caps, 0));
}

GST_START_TEST (caps_become_a_codec)
{
  g_autoptr (PcCodec) opus = codec_from ("application/x-rtp, media=audio, "
      "clock-rate=48000, encoding-name=OPUS, sprop-stereo=(string)0, "
      "encoding-params=(string)2, payload=96, ssrc=(uint)1, "
      "timestamp-offset=(uint)5, rtcp-fb-nack=true");
  g_autoptr (PcCodec) fixed = codec_from ("application/x-rtp, media=audio, "
      "payload=0");
  g_autoptr (PcCodec) tones = codec_from ("application/x-rtp, media=audio, "
      "encoding-name=TELEPHONE-EVENT, clock-rate=8000, events=(string)0-15");

  fail_unless_equals_string (opus->name, "opus");
  fail_unless_equals_int (opus->payload_type, 96);
  fail_unless_equals_int (opus->channels, 2);
  fail_unless_equals_string (opus->fmtp, "sprop-stereo=0");
  fail_unless_equals_int (opus->feedback->len, 1);
  fail_unless_equals_string (fixed->name, "PCMU");
  fail_unless_equals_int (fixed->clock_rate, 8000);
  fail_unless_equals_string (tones->fmtp, "0-15");
  fail_unless (tones->payload_type == G_MAXUINT);
  fail_unless (codec_from ("application/x-rtp, media=video") == NULL);
}

GST_END_TEST;

GST_START_TEST (h264_profiles_match_downwards)
{
  static const struct
  {
    const gchar *stream;
    const gchar *agreed;
    gboolean matches;
  } cases[] = {
    {"42c01e", "42e01f", TRUE},
    {"42c028", "42001f", TRUE},
    {"42c01e", "64001f", TRUE},
    {"4d001f", "64001f", TRUE},
    {"64001f", "42e01f", FALSE},
    {"4d001f", "42e01f", FALSE},
    {"42001f", "42e01f", FALSE},
    {"f4000d", "64001f", FALSE},
    {"nonsense", "42e01f", FALSE},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *fmtp = g_strdup_printf ("packetization-mode=1;"
        "profile-level-id=%s", cases[i].agreed);
    g_autoptr (PcCodec) codec = pc_codec_new (102, "H264", 90000, 0, fmtp);
    g_autoptr (GstStructure) stream = gst_structure_new ("application/x-rtp",
        "media", G_TYPE_STRING, "video", "encoding-name", G_TYPE_STRING,
        "H264", "clock-rate", G_TYPE_INT, 90000, "packetization-mode",
        G_TYPE_STRING, "1", "profile-level-id", G_TYPE_STRING,
        cases[i].stream, NULL);

    fail_unless_equals_int (gst_rtc_codec_matches_caps (codec, stream),
        cases[i].matches);
    gst_structure_set (stream, "packetization-mode", G_TYPE_STRING, "0", NULL);
    fail_if (gst_rtc_codec_matches_caps (codec, stream));
  }
}

GST_END_TEST;

static GPtrArray *
h264_codecs (const guint payload_types[], const gchar * const profiles[],
    guint n)
{
  GPtrArray *codecs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  guint i;

  for (i = 0; i < n; i++) {
    g_autofree gchar *fmtp = g_strdup_printf ("packetization-mode=1;"
        "profile-level-id=%s", profiles[i]);

    g_ptr_array_add (codecs, pc_codec_new (payload_types[i], "H264", 90000, 0,
            fmtp));
  }
  return codecs;
}

/* Where several profiles were agreed that play a stream, it is sent as the one
 * that it is of; below 96 its number is not for a payloader to choose. */
GST_START_TEST (the_same_profile_comes_first)
{
  static const guint payload_types[] = { 108, 102, 39 };
  static const gchar *const profiles[] = { "64001f", "42e01f", "4d001f" };
  static const gchar *const streams[] = { "640028", "42c028", "4d4028" };
  g_autoptr (GPtrArray) codecs = h264_codecs (payload_types, profiles, 3);
  g_autoptr (GPtrArray) lowest = h264_codecs (payload_types + 1, profiles + 1,
      1);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (streams); i++) {
    g_autoptr (GstCaps) filter = gst_caps_new_simple ("application/x-rtp",
        "media", G_TYPE_STRING, "video", "encoding-name", G_TYPE_STRING,
        "H264", "clock-rate", G_TYPE_INT, 90000, "packetization-mode",
        G_TYPE_STRING, "1", "profile-level-id", G_TYPE_STRING, streams[i],
        NULL);
    const GstStructure *stream = gst_caps_get_structure (filter, 0);
    g_autoptr (GstCaps) caps = gst_rtc_caps_from_codecs (codecs, PC_KIND_VIDEO,
        7, filter);
    gint payload = 0;

    fail_unless (gst_rtc_codecs_find_caps (codecs, stream)
        == g_ptr_array_index (codecs, i));
    fail_unless_equals_int (gst_caps_get_size (caps), 1);
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "payload",
        &payload);
    fail_unless_equals_int (payload,
        payload_types[i] == 39 ? 0 : payload_types[i]);
    fail_if (gst_rtc_codecs_refuse_profile (codecs, stream));
    fail_unless_equals_int (gst_rtc_codecs_refuse_profile (lowest, stream),
        i != 1);
    fail_unless_equals_int (gst_rtc_codec_fits_caps (g_ptr_array_index (codecs,
                0), PC_KIND_VIDEO, filter, TRUE), i == 0);
    fail_unless (gst_rtc_codec_fits_caps (g_ptr_array_index (codecs, 0),
            PC_KIND_VIDEO, filter, FALSE));
  }
}

GST_END_TEST;

/* Pushes what @source makes through @payloader into a pad that answers as
 * sink_N does; the caps that come out. */
typedef struct
{
  GPtrArray *codecs;
  PcKind kind;
} Answer;

static gboolean
answer_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  Answer *answer = g_object_get_data (G_OBJECT (pad), "answer");
  GstCaps *filter, *caps;

  if (GST_QUERY_TYPE (query) != GST_QUERY_CAPS)
    return gst_pad_query_default (pad, parent, query);
  gst_query_parse_caps (query, &filter);
  caps = gst_rtc_caps_from_codecs (answer->codecs, answer->kind, 4711, filter);
  gst_query_set_caps_result (query, caps);
  gst_caps_unref (caps);
  return TRUE;
}

static void
expect_payload (const gchar * launch, PcKind kind, PcCodec * codec)
{
  g_autoptr (GPtrArray) codecs = g_ptr_array_new_with_free_func (
      (GDestroyNotify) pc_codec_free);
  Answer answer = { codecs, kind };
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstBus) bus = NULL;
  const GstStructure *structure;
  guint ssrc = 0;
  gint payload_type = -1;

  g_ptr_array_add (codecs, codec);
  pipeline = gst_object_ref_sink (gst_parse_launch (launch, NULL));
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  pad = gst_element_get_static_pad (sink, "sink");
  g_object_set_data (G_OBJECT (pad), "answer", &answer);
  gst_pad_set_query_function (pad, answer_query);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bus = gst_element_get_bus (pipeline);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  fail_unless (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS,
      "%s", launch);
  caps = gst_pad_get_current_caps (pad);
  structure = gst_caps_get_structure (caps, 0);
  fail_unless (gst_structure_get_int (structure, "payload", &payload_type));
  fail_unless_equals_int (payload_type, codec->payload_type);
  fail_unless (gst_structure_get_uint (structure, "ssrc", &ssrc));
  fail_unless_equals_int (ssrc, 4711);
  fail_unless (gst_rtc_codecs_find_caps (codecs, structure) == codec);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static gboolean
have (const gchar * element)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (element);

  return factory != NULL;
}

GST_START_TEST (payloaders_choose_the_agreed_numbers)
{
  if (have ("opusenc"))
    expect_payload ("audiotestsrc num-buffers=5 ! opusenc ! rtpopuspay ! "
        "fakesink name=sink", PC_KIND_AUDIO, pc_codec_new (99, "opus", 48000,
            2, "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1"));
  if (have ("vp8enc"))
    expect_payload ("videotestsrc num-buffers=3 ! vp8enc ! rtpvp8pay ! "
        "fakesink name=sink", PC_KIND_VIDEO, pc_codec_new (120, "VP8", 90000,
            0, "max-fs=12288;max-fr=60"));
  if (have ("mulawenc"))
    expect_payload ("audiotestsrc num-buffers=5 ! audioconvert ! "
        "audioresample ! mulawenc ! rtppcmupay ! fakesink name=sink",
        PC_KIND_AUDIO, pc_codec_new (0, "PCMU", 8000, 0, NULL));
  if (have ("avenc_g722"))
    expect_payload ("audiotestsrc num-buffers=5 ! audio/x-raw,rate=16000,"
        "channels=1 ! avenc_g722 ! rtpg722pay ! fakesink name=sink",
        PC_KIND_AUDIO, pc_codec_new (9, "G722", 8000, 0, NULL));
  /* the encoder is held to what the peer decodes, and its own level passes */
  if (have ("x264enc"))
    expect_payload ("videotestsrc num-buffers=3 ! x264enc ! rtph264pay ! "
        "fakesink name=sink", PC_KIND_VIDEO, pc_codec_new (102, "H264",
            90000, 0, H264_42E01F));
}

GST_END_TEST;

static const PcCodec *
find (GPtrArray * codecs, const gchar * name)
{
  guint i;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    if (g_ascii_strcasecmp (codec->name, name) == 0)
      return codec;
  }
  return NULL;
}

GST_START_TEST (the_registry_says_what_can_be_done)
{
  PcCapabilities *capabilities = gst_rtc_capabilities_new ();
  GPtrArray *audio = capabilities->codecs[PC_KIND_AUDIO];
  GPtrArray *video = capabilities->codecs[PC_KIND_VIDEO];
  const PcExtension *extension =
      g_ptr_array_index (capabilities->extensions[PC_KIND_VIDEO], 0);

  fail_unless_equals_int (find (audio, "opus") != NULL, have ("rtpopuspay"));
  fail_unless_equals_int (find (audio, "PCMU") != NULL, have ("rtppcmupay"));
  fail_unless_equals_int (find (video, "VP8") != NULL, have ("rtpvp8pay"));
  fail_unless_equals_int (find (video, "H264") != NULL, have ("rtph264pay"));
  fail_unless_equals_int (find (video, "AV1") != NULL, have ("rtpav1pay"));
  fail_unless (find (audio, "rtx") == NULL);
  fail_unless_equals_int (find (video, "rtx") != NULL, video->len > 0);
  fail_unless_equals_string (extension->uri, PC_EXTENSION_MID);
  fail_unless_equals_int (capabilities->extensions[PC_KIND_VIDEO]->len, 1);
  pc_capabilities_free (capabilities);
}

GST_END_TEST;

/* A plugin that comes or goes changes the answer. */
GST_START_TEST (the_registry_may_change)
{
  GstRegistry *registry = gst_registry_get ();
  g_autoptr (GstPluginFeature) feature =
      gst_registry_lookup_feature (registry, "rtpvp8pay");
  PcCapabilities *before, *after;

  if (feature == NULL)
    return;
  before = gst_rtc_capabilities_new ();
  gst_registry_remove_feature (registry, feature);
  after = gst_rtc_capabilities_new ();
  fail_unless (find (before->codecs[PC_KIND_VIDEO], "VP8") != NULL);
  fail_unless (find (after->codecs[PC_KIND_VIDEO], "VP8") == NULL);
  pc_capabilities_free (before);
  pc_capabilities_free (after);
}

GST_END_TEST;

static Suite *
gstrtccaps_suite (void)
{
  Suite *suite = suite_create ("gstrtccaps");
  TCase *tcase = tcase_create ("general");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, a_codec_becomes_caps);
  tcase_add_test (tcase, a_peers_parameters_cannot_overwrite_ours);
  tcase_add_test (tcase, caps_become_a_codec);
  tcase_add_test (tcase, h264_profiles_match_downwards);
  tcase_add_test (tcase, the_same_profile_comes_first);
  tcase_add_test (tcase, payloaders_choose_the_agreed_numbers);
  tcase_add_test (tcase, the_registry_says_what_can_be_done);
  tcase_add_test (tcase, the_registry_may_change);

  return suite;
}

GST_CHECK_MAIN (gstrtccaps);
