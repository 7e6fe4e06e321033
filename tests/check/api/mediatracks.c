/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediatracks.c: tracks and streams that an application makes.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>

#define assert_error(error, name) G_STMT_START { \
  fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR, \
          GST_RTC_DOM_ERROR_##name), "wanted " #name ", got %s", \
      error != NULL ? error->message : "no error"); \
  g_clear_error (&(error)); \
} G_STMT_END

static GstMediaStreamTrack *
make_track (const gchar * kind)
{
  GError *error = NULL;
  GstMediaStreamTrack *track = gst_media_stream_track_new (kind, NULL, &error);

  fail_unless (track != NULL, "%s", error != NULL ? error->message : "");

  return track;
}

static gboolean
is_live (GstMediaStreamTrack * track)
{
  return gst_media_stream_track_get_ready_state (track) ==
      GST_MEDIA_STREAM_TRACK_STATE_LIVE;
}

static void
count (guint * n)
{
  (*n)++;
}

GST_START_TEST (test_a_track_is_made_of_an_element)
{
  GstElement *element = gst_element_factory_make ("fakesrc", "camera");
  gpointer watched = element;
  g_autoptr (GstMediaStreamTrack) track =
      gst_media_stream_track_new ("video", element, NULL);
  g_autoptr (GstMediaStreamTrack) silence = make_track ("audio");

  g_object_add_weak_pointer (watched, &watched);
  fail_unless_equals_string (gst_media_stream_track_get_kind (track), "video");
  fail_unless_equals_string (gst_media_stream_track_get_label (track),
      "camera");
  fail_unless (gst_media_stream_track_get_enabled (track));
  fail_if (gst_media_stream_track_get_muted (track));
  fail_unless (is_live (track));
  fail_if (g_str_equal (gst_media_stream_track_get_id (track),
          gst_media_stream_track_get_id (silence)));

  /* the element is the track's alone */
  g_clear_object (&track);
  fail_unless (watched == NULL);
}

GST_END_TEST;

GST_START_TEST (test_a_track_is_made_of_a_description)
{
  g_autoptr (GstMediaStreamTrack) track =
      gst_media_stream_track_new_from_description ("audio",
      "fakesrc ! identity", NULL);
  GError *error = NULL;

  g_autoptr (GstMediaStreamTrack) filtered =
      gst_media_stream_track_new_from_description ("audio",
      "fakesrc ! audio/x-raw,rate=8000", NULL);

  fail_unless (is_live (track));
  fail_unless (is_live (filtered));
  fail_if (gst_media_stream_track_new_from_description ("audio",
          "no-such-element", &error) != NULL);
  fail_unless (error->domain == GST_PARSE_ERROR);
  g_clear_error (&error);
  fail_if (gst_media_stream_track_new_from_description ("audio",
          "fakesrc ! fakesink", &error) != NULL);
  assert_error (error, TYPE);
}

GST_END_TEST;

GST_START_TEST (test_what_gives_no_media_makes_no_track)
{
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_bin_new (NULL));
  GstElement *taken = gst_element_factory_make ("fakesrc", NULL);
  GError *error = NULL;

  gst_bin_add (GST_BIN (bin), taken);
  fail_if (gst_media_stream_track_new ("picture", NULL, &error) != NULL);
  assert_error (error, TYPE);
  fail_if (gst_media_stream_track_new ("audio",
          gst_element_factory_make ("fakesink", NULL), &error) != NULL);
  assert_error (error, TYPE);
  fail_if (gst_media_stream_track_new ("audio",
          gst_element_factory_make ("identity", NULL), &error) != NULL);
  assert_error (error, TYPE);
  fail_if (gst_media_stream_track_new ("audio", taken, &error) != NULL);
  assert_error (error, TYPE);
}

GST_END_TEST;

GST_START_TEST (test_stopping_tells_nobody)
{
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  guint n_ended = 0, n_notified = 0;

  g_signal_connect_swapped (track, "ended", G_CALLBACK (count), &n_ended);
  g_signal_connect_swapped (track, "notify::ready-state", G_CALLBACK (count),
      &n_notified);
  gst_media_stream_track_stop (track);
  gst_media_stream_track_stop (track);
  fail_if (is_live (track));
  fail_unless_equals_int (n_ended, 0);
  fail_unless_equals_int (n_notified, 1);
}

GST_END_TEST;

GST_START_TEST (test_a_clone_goes_its_own_way)
{
  g_autoptr (GstMediaStreamTrack) track = make_track ("video");
  g_autoptr (GstMediaStreamTrack) copy = NULL;
  g_autoptr (GstMediaStreamTrack) late = NULL;

  gst_media_stream_track_set_enabled (track, FALSE);
  copy = gst_media_stream_track_clone (track);
  fail_if (g_str_equal (gst_media_stream_track_get_id (track),
          gst_media_stream_track_get_id (copy)));
  fail_unless_equals_string (gst_media_stream_track_get_kind (copy), "video");
  fail_unless_equals_string (gst_media_stream_track_get_label (copy),
      gst_media_stream_track_get_label (track));
  fail_if (gst_media_stream_track_get_enabled (copy));

  gst_media_stream_track_set_enabled (copy, TRUE);
  fail_if (gst_media_stream_track_get_enabled (track));
  gst_media_stream_track_stop (track);
  fail_unless (is_live (copy));
  late = gst_media_stream_track_clone (track);
  fail_if (is_live (late));
}

GST_END_TEST;

GST_START_TEST (test_a_stream_holds_each_track_once)
{
  g_autoptr (GstMediaStreamTrack) audio = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) video = make_track ("video");
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) videos = NULL;
  g_autoptr (GstMediaStream) stream = NULL;
  g_autoptr (GstMediaStreamTrack) found = NULL;
  guint n_events = 0;

  g_ptr_array_add (wanted, audio);
  g_ptr_array_add (wanted, video);
  g_ptr_array_add (wanted, audio);
  stream = gst_media_stream_new_from_tracks (wanted);
  g_signal_connect_swapped (stream, "addtrack", G_CALLBACK (count), &n_events);
  g_signal_connect_swapped (stream, "removetrack", G_CALLBACK (count),
      &n_events);

  all = gst_media_stream_get_tracks (stream);
  fail_unless_equals_int (all->len, 2);
  videos = gst_media_stream_get_video_tracks (stream);
  fail_unless_equals_int (videos->len, 1);
  fail_unless (g_ptr_array_index (videos, 0) == video);
  found = gst_media_stream_get_track_by_id (stream,
      gst_media_stream_track_get_id (audio));
  fail_unless (found == audio);
  fail_unless (gst_media_stream_get_track_by_id (stream, "other") == NULL);

  fail_unless (gst_media_stream_get_active (stream));
  gst_media_stream_track_stop (audio);
  fail_unless (gst_media_stream_get_active (stream));
  gst_media_stream_remove_track (stream, video);
  fail_if (gst_media_stream_get_active (stream));
  /* events are for what the user agent does */
  fail_unless_equals_int (n_events, 0);
}

GST_END_TEST;

GST_START_TEST (test_a_stream_is_copied_with_tracks_or_cloned)
{
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  g_autoptr (GstMediaStream) stream = gst_media_stream_new ();
  g_autoptr (GstMediaStream) copy = NULL;
  g_autoptr (GstMediaStream) clone = NULL;
  g_autoptr (GPtrArray) same = NULL;
  g_autoptr (GPtrArray) other = NULL;

  gst_media_stream_add_track (stream, track);
  copy = gst_media_stream_new_from_stream (stream);
  clone = gst_media_stream_clone (stream);
  same = gst_media_stream_get_tracks (copy);
  other = gst_media_stream_get_tracks (clone);
  fail_unless_equals_int (same->len, 1);
  fail_unless_equals_int (other->len, 1);
  fail_unless (g_ptr_array_index (same, 0) == track);
  fail_if (g_ptr_array_index (other, 0) == track);
  fail_if (g_str_equal (gst_media_stream_get_id (stream),
          gst_media_stream_get_id (copy)));
  fail_if (g_str_equal (gst_media_stream_get_id (stream),
          gst_media_stream_get_id (clone)));
}

GST_END_TEST;

static Suite *
mediatracks_suite (void)
{
  Suite *suite = suite_create ("mediatracks");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_track_is_made_of_an_element);
  tcase_add_test (tc, test_a_track_is_made_of_a_description);
  tcase_add_test (tc, test_what_gives_no_media_makes_no_track);
  tcase_add_test (tc, test_stopping_tells_nobody);
  tcase_add_test (tc, test_a_clone_goes_its_own_way);
  tcase_add_test (tc, test_a_stream_holds_each_track_once);
  tcase_add_test (tc, test_a_stream_is_copied_with_tracks_or_cloned);

  return suite;
}

GST_CHECK_MAIN (mediatracks);
