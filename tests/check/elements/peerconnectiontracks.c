/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectiontracks.c: media by reference: connections made as objects send tracks that
 * are made of elements.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <gst/video/video.h>

#define DEADLINE 20             /* seconds */

static gboolean
give_up (gpointer passed)
{
  *(gboolean *) passed = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Runs the main context, where all events happen, until @condition. */
#define wait_until(condition) G_STMT_START { \
  gboolean passed__ = FALSE; \
  guint id__ = g_timeout_add_seconds (DEADLINE, give_up, &passed__); \
  while (!(condition)) { \
    fail_if (passed__, "waited in vain until " #condition); \
    g_main_context_iteration (NULL, TRUE); \
  } \
  g_source_remove (id__); \
} G_STMT_END

/* Elements of tracks that are there; atomic. They are stopped on a thread of
 * GStreamer's, for which a test waits. */
static gint n_elements;

static void
element_gone (gpointer data, GObject * element)
{
  g_atomic_int_add (&n_elements, -1);
  g_main_context_wakeup (NULL);
}

static GstMediaStreamTrack *
make_track (const gchar * kind, const gchar * description)
{
  g_autofree gchar *text = g_strconcat (description, " ! identity", NULL);
  GstElement *bin = gst_parse_bin_from_description (text, TRUE, NULL);

  g_atomic_int_inc (&n_elements);
  g_object_weak_ref (G_OBJECT (bin), element_gone, NULL);

  return gst_media_stream_track_new (kind, bin, NULL);
}

static void
wait_for_elements (void)
{
  wait_until (g_atomic_int_get (&n_elements) == 0);
}

/* Someone who sends, and someone who watches. */
typedef struct
{
  GstRTCPeerConnection *sender;
  GstRTCPeerConnection *watcher;
  GstRTCNegotiator *negotiators[2];
  GstElement *pipeline;         /* the watcher's */
  gint luma;                    /* of the last picture; atomic */
  gint samples;                 /* of the loudest sound; atomic */
  gint n_buffers;               /* atomic */
  gint n_key_frames;            /* atomic */
  GstPad *encoded;              /* where they are counted */
  guint n_needed;               /* negotiationneeded of the sender */
} Pair;

static void
pass_on (GstRTCNegotiator * negotiator, const gchar * json,
    GstRTCNegotiator * other)
{
  gst_rtc_negotiator_receive (other, json, NULL);
}

static void
see_picture (GstElement * sink, GstBuffer * buffer, GstPad * pad, Pair * pair)
{
  GstMapInfo map;
  guint sum = 0;

  /* I420, 160 by 120: the luma comes first */
  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  for (guint i = 0; i < 160 * 120; i++)
    sum += map.data[i];
  gst_buffer_unmap (buffer, &map);
  g_atomic_int_set (&pair->luma, sum / (160 * 120));
  g_atomic_int_inc (&pair->n_buffers);
  g_main_context_wakeup (NULL);
}

static void
hear_sound (GstElement * sink, GstBuffer * buffer, GstPad * pad, Pair * pair)
{
  GstMapInfo map;
  gint loudest = 0;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  for (guint i = 0; i < map.size / 2; i++)
    loudest = MAX (loudest, (gint16) GST_READ_UINT16_LE (map.data + 2 * i));
  gst_buffer_unmap (buffer, &map);
  g_atomic_int_set (&pair->samples, loudest);
  g_atomic_int_inc (&pair->n_buffers);
  g_main_context_wakeup (NULL);
}

static GstPadProbeReturn
count_key_frames (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Pair *pair = user_data;

  if (!GST_BUFFER_FLAG_IS_SET (GST_PAD_PROBE_INFO_BUFFER (info),
          GST_BUFFER_FLAG_DELTA_UNIT))
    g_atomic_int_inc (&pair->n_key_frames);
  g_main_context_wakeup (NULL);

  return GST_PAD_PROBE_OK;
}

static void
watch_key_frames (Pair * pair, GstElement * bin)
{
  g_autoptr (GstElement) depay = gst_bin_get_by_name (GST_BIN (bin), "depay");

  if (depay == NULL || pair->encoded != NULL)
    return;
  pair->encoded = gst_element_get_static_pad (depay, "src");
  gst_pad_add_probe (pair->encoded, GST_PAD_PROBE_TYPE_BUFFER,
      count_key_frames, pair, NULL);
}

static void
show_pad (GstElement * element, GstPad * pad, Pair * pair)
{
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  gboolean video = g_strcmp0 (gst_structure_get_string (gst_caps_get_structure
          (caps, 0), "media"), "video") == 0;
  GstElement *bin = gst_parse_bin_from_description (video ?
      "rtpvp8depay name=depay ! vp8dec ! videoconvert ! video/x-raw,format=I420 !"
      " fakesink name=sink signal-handoffs=true" :
      "rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE !"
      " fakesink name=sink signal-handoffs=true", TRUE, NULL);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (bin), "sink");
  g_autoptr (GstPad) sinkpad = gst_element_get_static_pad (bin, "sink");

  if (GST_PAD_IS_SINK (pad)) {
    gst_object_unref (gst_object_ref_sink (bin));
    return;
  }
  watch_key_frames (pair, bin);
  g_signal_connect (sink, "handoff", video ? G_CALLBACK (see_picture)
      : G_CALLBACK (hear_sound), pair);
  gst_bin_add (GST_BIN (pair->pipeline), bin);
  gst_element_sync_state_with_parent (bin);
  fail_unless_equals_int (gst_pad_link (pad, sinkpad), GST_PAD_LINK_OK);
}

static void
count_needed (GstRTCPeerConnection * pc, Pair * pair)
{
  pair->n_needed++;
}

static Pair *
pair_new (void)
{
  Pair *pair = g_new0 (Pair, 1);
  g_autoptr (GstElement) element = NULL;

  pair->luma = -1;
  pair->samples = -1;
  pair->sender = gst_rtc_peer_connection_new (NULL, NULL);
  pair->watcher = gst_rtc_peer_connection_new (NULL, NULL);
  element = gst_rtc_peer_connection_get_element (pair->watcher, NULL);
  fail_unless (element != NULL);
  pair->pipeline = gst_pipeline_new (NULL);
  gst_bin_add (GST_BIN (pair->pipeline), element);
  g_signal_connect (element, "pad-added", G_CALLBACK (show_pad), pair);
  gst_element_set_state (pair->pipeline, GST_STATE_PLAYING);

  g_signal_connect (pair->sender, "negotiationneeded",
      G_CALLBACK (count_needed), pair);
  pair->negotiators[0] = gst_rtc_negotiator_new (pair->sender, FALSE);
  pair->negotiators[1] = gst_rtc_negotiator_new (pair->watcher, TRUE);
  for (guint i = 0; i < 2; i++)
    g_signal_connect (pair->negotiators[i], "send", G_CALLBACK (pass_on),
        pair->negotiators[1 - i]);

  return pair;
}

static void
pair_free (Pair * pair)
{
  gst_rtc_peer_connection_close (pair->sender);
  gst_rtc_peer_connection_close (pair->watcher);
  gst_element_set_state (pair->pipeline, GST_STATE_NULL);
  g_object_unref (pair->negotiators[0]);
  g_object_unref (pair->negotiators[1]);
  gst_clear_object (&pair->encoded);
  gst_object_unref (pair->pipeline);
  g_object_unref (pair->sender);
  g_object_unref (pair->watcher);
  g_free (pair);
}

/* *INDENT-OFF* */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)
/* *INDENT-ON* */

/* A picture of one colour. */
static GstMediaStreamTrack *
make_picture (guint grey)
{
  guint colour = 0xff000000 | grey << 16 | grey << 8 | grey;
  g_autofree gchar *description =
      g_strdup_printf ("videotestsrc is-live=true pattern=solid-color"
      " foreground-color=%u ! video/x-raw,width=160,height=120,framerate=30/1",
      colour);

  return make_track ("video", description);
}

static GstRTCRtpSender *
send_track (Pair * pair, GstMediaStreamTrack * track)
{
  g_autoptr (GstRTCRtpSender) sender =
      gst_rtc_peer_connection_add_track (pair->sender, track, NULL, NULL);

  fail_unless (sender != NULL);

  return sender;
}

static gboolean
looks (Pair * pair, gint at_least, gint at_most)
{
  gint luma = g_atomic_int_get (&pair->luma);

  return luma >= at_least && luma <= at_most;
}

#define is_white(pair) looks (pair, 200, 255)
#define is_grey(pair) looks (pair, 90, 160)
#define is_black(pair) looks (pair, 0, 40)

static void
note_done (GObject * source, GAsyncResult * result, gpointer done)
{
  fail_unless (gst_rtc_rtp_sender_replace_track_finish (GST_RTC_RTP_SENDER
          (source), result, NULL));
  *(gboolean *) done = TRUE;
}

static void
replace_track (GstRTCRtpSender * sender, GstMediaStreamTrack * track)
{
  gboolean done = FALSE;

  gst_rtc_rtp_sender_replace_track_async (sender, track, NULL, note_done,
      &done);
  wait_until (done);
}

static void
a_track_is_seen_replaced_and_disabled (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GstMediaStreamTrack) white = make_picture (255);
  g_autoptr (GstMediaStreamTrack) grey = make_picture (128);
  GstRTCRtpSender *sender = send_track (pair, white);

  wait_until (is_white (pair));
  fail_unless_equals_int (pair->n_needed, 1);

  replace_track (sender, grey);
  wait_until (is_grey (pair));
  gst_media_stream_track_set_enabled (grey, FALSE);
  wait_until (is_black (pair));
  gst_media_stream_track_set_enabled (grey, TRUE);
  wait_until (is_grey (pair));
  replace_track (sender, NULL);
  replace_track (sender, white);
  wait_until (is_white (pair));
  fail_unless_equals_int (pair->n_needed, 1);
}

/* The encoder makes none by itself, but for the first. */
static void
a_key_frame_is_made_when_asked_for (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GstMediaStreamTrack) white = make_picture (255);
  gint n;

  send_track (pair, white);
  wait_until (is_white (pair));
  n = g_atomic_int_get (&pair->n_key_frames);
  gst_pad_send_event (pair->encoded,
      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE,
          0));
  wait_until (g_atomic_int_get (&pair->n_key_frames) > n);
}

static void
a_track_is_shared_by_connections (void)
{
  g_autoptr (Pair) one = pair_new ();
  g_autoptr (Pair) two = pair_new ();
  g_autoptr (GstMediaStreamTrack) white = make_picture (255);
  g_autoptr (GstMediaStreamTrack) clone = gst_media_stream_track_clone (white);
  gint n;

  send_track (one, white);
  send_track (two, clone);
  wait_until (is_white (one) && is_white (two));

  /* one that goes, or is disabled, is nothing to the other */
  gst_media_stream_track_set_enabled (clone, FALSE);
  wait_until (is_black (two));
  fail_unless (is_white (one));
  gst_media_stream_track_set_enabled (clone, TRUE);
  wait_until (is_white (two));
  gst_rtc_peer_connection_close (one->sender);
  gst_media_stream_track_stop (white);
  n = g_atomic_int_get (&two->n_buffers);
  wait_until (g_atomic_int_get (&two->n_buffers) > n + 10);
}

static void
silence_and_sound (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GstMediaStreamTrack) silence =
      make_track ("audio", "audiotestsrc is-live=true wave=silence");
  g_autoptr (GstMediaStreamTrack) sound =
      make_track ("audio", "audiotestsrc is-live=true volume=0.8");
  GstRTCRtpSender *sender = send_track (pair, silence);

  wait_until (g_atomic_int_get (&pair->n_buffers) > 5);
  fail_unless (g_atomic_int_get (&pair->samples) < 100);
  replace_track (sender, sound);
  wait_until (g_atomic_int_get (&pair->samples) > 10000);
  gst_media_stream_track_set_enabled (sound, FALSE);
  wait_until (g_atomic_int_get (&pair->samples) < 100);
}

static void
encoded_media_is_packed (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GstMediaStreamTrack) track =
      make_track ("video",
      "videotestsrc is-live=true pattern=white !"
      " video/x-raw,width=160,height=120,framerate=30/1 !"
      " vp8enc deadline=1 keyframe-max-dist=15");

  send_track (pair, track);
  wait_until (is_white (pair));
}

static void
note_ended (GstMediaStreamTrack * track, guint * n_ended)
{
  (*n_ended)++;
}

static void
a_track_ends_with_its_element (void)
{
  guint n_ended = 0;
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GstMediaStreamTrack) track = make_track ("video",
      "videotestsrc is-live=true num-buffers=20 pattern=white !"
      " video/x-raw,width=160,height=120,framerate=30/1");
  g_autoptr (GstMediaStreamTrack) clone = gst_media_stream_track_clone (track);

  g_signal_connect (track, "ended", G_CALLBACK (note_ended), &n_ended);
  g_signal_connect (clone, "ended", G_CALLBACK (note_ended), &n_ended);
  send_track (pair, track);
  wait_until (n_ended == 2);
  fail_unless_equals_int (gst_media_stream_track_get_ready_state (track),
      GST_MEDIA_STREAM_TRACK_STATE_ENDED);
  fail_unless_equals_int (pair->n_needed, 1);
}

static void (*const bodies[]) (void) = {
  a_track_is_seen_replaced_and_disabled,
  a_key_frame_is_made_when_asked_for,
  a_track_is_shared_by_connections,
  silence_and_sound,
  encoded_media_is_packed,
  a_track_ends_with_its_element,
};

/* The elements go with the last that knows their tracks. */
GST_START_TEST (test_tracks)
{
  bodies[__i__] ();
  wait_for_elements ();
}

GST_END_TEST;

static Suite *
tracks_suite (void)
{
  Suite *suite = suite_create ("tracks");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_loop_test (tc, test_tracks, 0, G_N_ELEMENTS (bodies));

  return suite;
}

GST_CHECK_MAIN (tracks);
