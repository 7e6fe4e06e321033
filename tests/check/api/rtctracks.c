/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtctracks.c: tracks that a connection sends and receives (webrtc-pc section
 * 5), on a virtual network.
 */

#include "testpeer.h"

static TestPeer *
make_peer (void)
{
  return test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
}

static GstMediaStreamTrack *
make_track (const gchar * kind)
{
  return gst_media_stream_track_new (kind, NULL, NULL);
}

static GPtrArray *
list_of (gpointer object)
{
  GPtrArray *list = g_ptr_array_new ();

  g_ptr_array_add (list, object);

  return list;
}

/* The sender, without a reference: its transceiver has one. */
static GstRTCRtpSender *
send_track (TestPeer * peer, GstMediaStreamTrack * track,
    GstMediaStream * stream)
{
  g_autoptr (GPtrArray) streams = stream != NULL ? list_of (stream) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCRtpSender) sender =
      gst_rtc_peer_connection_add_track (peer->pc, track, streams, &error);

  fail_unless (sender != NULL, "%s", error != NULL ? error->message : "");

  return sender;
}

static GstRTCRtpTransceiver *
nth_transceiver (TestPeer * peer, guint n)
{
  g_autoptr (GPtrArray) list =
      gst_rtc_peer_connection_get_transceivers (peer->pc);

  fail_unless (n < list->len, "there are %u transceivers", list->len);

  return g_ptr_array_index (list, n);
}

static guint
count_transceivers (TestPeer * peer)
{
  g_autoptr (GPtrArray) list =
      gst_rtc_peer_connection_get_transceivers (peer->pc);

  return list->len;
}

static GstMediaStreamTrack *
nth_received (TestPeer * peer, guint n)
{
  return gst_rtc_rtp_receiver_get_track (gst_rtc_rtp_transceiver_get_receiver
      (nth_transceiver (peer, n)));
}

static gboolean
sends (GstRTCRtpSender * sender, GstMediaStreamTrack * track)
{
  g_autoptr (GstMediaStreamTrack) now = gst_rtc_rtp_sender_get_track (sender);

  return now == track;
}

static void
keep_result (GObject * source, GAsyncResult * result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
replace_track (GstRTCRtpSender * sender, GstMediaStreamTrack * track,
    GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_rtp_sender_replace_track_async (sender, track, NULL, keep_result,
      &result);
  wait_until (result != NULL);

  return gst_rtc_rtp_sender_replace_track_finish (sender, result, error);
}

/* Only what is about tracks and negotiation. */
static gchar *
read_diary (TestPeer * peer)
{
  g_autofree gchar *all = test_peer_read (peer);
  g_auto (GStrv) words = g_strsplit (all, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (!g_str_has_prefix (words[i], "candidate")
        && !g_str_has_prefix (words[i], "gathering")
        && !g_str_has_prefix (words[i], "ice")
        && !g_str_has_prefix (words[i], "connection"))
      g_string_append_printf (text, "%s ", words[i]);

  return g_strchomp (g_strdup (text->str));
}

#define assert_tracks(peer, expected) G_STMT_START { \
  g_autofree gchar *tracks__ = NULL; \
  settle (); \
  tracks__ = read_diary (peer); \
  fail_unless_equals_string (tracks__, expected); \
} G_STMT_END

/* What the backend was told last. */
#define assert_sends(expected) G_STMT_START { \
  g_autofree gchar *sent__ = fake_backend_take_sender_track (); \
  fail_unless_equals_string (sent__, expected); \
} G_STMT_END

static void
note (TestPeer * peer, const gchar * what)
{
  g_string_append_printf (peer->diary, "%s ", what);
}

static void
note_mute (GstMediaStreamTrack * track, TestPeer * peer)
{
  note (peer, "mute");
}

static void
note_ended (GstMediaStreamTrack * track, TestPeer * peer)
{
  note (peer, "ended");
}

static void
note_addtrack (GstMediaStream * stream, gpointer event, TestPeer * peer)
{
  note (peer, "addtrack");
}

static void
note_removetrack (GstMediaStream * stream, gpointer event, TestPeer * peer)
{
  note (peer, "removetrack");
}

static void
watch_track (TestPeer * peer, GstMediaStreamTrack * track)
{
  g_signal_connect (track, "mute", G_CALLBACK (note_mute), peer);
  g_signal_connect (track, "ended", G_CALLBACK (note_ended), peer);
}

static void
watch_stream (GstRTCPeerConnection * pc, GstMediaStreamEvent * event,
    TestPeer * peer)
{
  GstMediaStream *stream = gst_media_stream_event_get_stream (event);

  note (peer, "addstream");
  g_signal_connect (stream, "addtrack", G_CALLBACK (note_addtrack), peer);
  g_signal_connect (stream, "removetrack", G_CALLBACK (note_removetrack), peer);
}

static void
note_removestream (GstRTCPeerConnection * pc, GstMediaStreamEvent * event,
    TestPeer * peer)
{
  note (peer, "removestream");
}

GST_START_TEST (test_a_track_is_sent_and_received)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  g_autoptr (GstMediaStream) stream = gst_media_stream_new ();
  GstRTCRtpSender *sender = send_track (a, track, stream);
  GstRTCRtpTransceiver *transceiver = nth_transceiver (a, 0);
  g_autoptr (GPtrArray) remote = NULL;
  GError *error = NULL;

  fail_unless (gst_rtc_rtp_transceiver_get_sender (transceiver) == sender);
  fail_unless (sends (sender, track));
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_direction (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  fail_if (gst_rtc_peer_connection_add_track (a->pc, track, NULL,
          &error) != NULL);
  assert_error (error, INVALID_ACCESS);
  fail_unless_equals_int (count_transceivers (a), 1);
  assert_tracks (a, "negotiationneeded");
  assert_sends ("1 silence");

  negotiate (a, b);
  assert_tracks (b, "signaling(have-remote-offer) track(audio,1) "
      "signaling(stable)");
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS;
  remote = gst_rtc_peer_connection_get_remote_streams (b->pc);
  G_GNUC_END_IGNORE_DEPRECATIONS;
  fail_unless_equals_int (remote->len, 1);
  fail_unless_equals_string (gst_media_stream_get_id (g_ptr_array_index (remote,
              0)), gst_media_stream_get_id (stream));

  gst_rtc_peer_connection_close (a->pc);
  fail_if (gst_rtc_peer_connection_add_track (a->pc, track, NULL,
          &error) != NULL);
  assert_error (error, INVALID_STATE);
  fail_if (gst_rtc_peer_connection_remove_track (a->pc, sender, &error));
  assert_error (error, INVALID_STATE);
  fail_if (gst_rtc_rtp_sender_set_streams (sender, NULL, &error));
  assert_error (error, INVALID_STATE);
  fail_if (replace_track (sender, NULL, &error));
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

GST_START_TEST (test_a_sender_is_used_again_until_it_sent)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstMediaStreamTrack) track_one = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) track_two = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) picture = make_track ("video");
  g_autoptr (GstRTCRtpTransceiverInit) init =
      g_object_new (GST_TYPE_RTC_RTP_TRANSCEIVER_INIT, "direction",
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, NULL);
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  GstRTCRtpSender *sender;

  transceiver = gst_rtc_peer_connection_add_transceiver (a->pc, "audio", init,
      NULL);
  send_track (a, picture, NULL);
  sender = send_track (a, track_one, NULL);
  fail_unless (sender == gst_rtc_rtp_transceiver_get_sender (transceiver));
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_direction (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  fail_unless_equals_int (count_transceivers (a), 2);

  /* never used to send: it may be taken again */
  fail_unless (gst_rtc_peer_connection_remove_track (a->pc, sender, NULL));
  fail_unless (sends (sender, NULL));
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_direction (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY);
  fail_unless (send_track (a, track_two, NULL) == sender);

  negotiate (a, b);
  fail_unless (gst_rtc_peer_connection_remove_track (a->pc, sender, NULL));
  fail_if (send_track (a, track_one, NULL) == sender);
  fail_unless_equals_int (count_transceivers (a), 3);
}

GST_END_TEST;

GST_START_TEST (test_the_answerer_sends_in_the_same_section)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstMediaStreamTrack) ours = make_track ("video");
  g_autoptr (GstMediaStreamTrack) theirs = make_track ("video");

  send_track (a, ours, NULL);
  send_track (b, theirs, NULL);
  negotiate (a, b);
  fail_unless_equals_int (count_transceivers (b), 1);
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_current_direction
      (nth_transceiver (b, 0)), GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  assert_tracks (a, "signaling(have-local-offer) "
      "signaling(stable) track(video,0)");
}

GST_END_TEST;

GST_START_TEST (test_removing_a_track_mutes_the_peers)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (TestPeer) other = make_peer ();
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) again = make_track ("audio");
  g_autoptr (GstMediaStream) stream = gst_media_stream_new ();
  GstRTCRtpSender *sender = send_track (a, track, stream);
  GError *error = NULL;

  g_signal_connect (b->pc, "addstream", G_CALLBACK (watch_stream), b);
  g_signal_connect (b->pc, "removestream", G_CALLBACK (note_removestream), b);
  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (is_connected (a) && is_connected (b));
  assert_tracks (b, "signaling(have-remote-offer) addstream track(audio,1) "
      "signaling(stable)");
  watch_track (b, nth_received (b, 0));
  gst_rtc_backend_post_muted (b->pc, 1, FALSE);
  wait_until (!gst_media_stream_track_get_muted (nth_received (b, 0)));

  fail_if (gst_rtc_peer_connection_remove_track (other->pc, sender, &error));
  assert_error (error, INVALID_ACCESS);
  fail_unless (gst_rtc_peer_connection_remove_track (a->pc, sender, NULL));
  fail_unless (gst_rtc_peer_connection_remove_track (a->pc, sender, NULL));
  negotiate (a, b);
  assert_tracks (b, "signaling(have-remote-offer) mute removetrack "
      "removestream signaling(stable)");

  /* the stream of that id is the one it was */
  fail_unless (replace_track (sender, again, NULL));
  gst_rtc_rtp_transceiver_set_direction (nth_transceiver (a, 0),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, NULL);
  negotiate (a, b);
  assert_tracks (b, "signaling(have-remote-offer) addtrack addstream "
      "track(audio,1) signaling(stable)");
}

GST_END_TEST;

GST_START_TEST (test_replacing_a_track_needs_no_negotiation)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstMediaStreamTrack) track_one = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) track_two =
      gst_media_stream_track_new ("audio",
      gst_element_factory_make ("fakesrc", "second"), NULL);
  g_autoptr (GstMediaStreamTrack) picture = make_track ("video");
  GstRTCRtpSender *sender = send_track (a, track_one, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  negotiate (a, b);
  settle ();
  g_free (test_peer_read (a));
  fail_if (replace_track (sender, picture, &error));
  assert_error (error, TYPE);

  /* an operation: it has not happened yet when the call returns */
  gst_rtc_rtp_sender_replace_track_async (sender, track_two, NULL, keep_result,
      &result);
  fail_unless (sends (sender, track_one));
  wait_until (result != NULL);
  fail_unless (gst_rtc_rtp_sender_replace_track_finish (sender, result, NULL));
  fail_unless (sends (sender, track_two));
  settle ();
  assert_sends ("1 second");
  fail_unless (replace_track (sender, NULL, NULL));
  fail_unless (sends (sender, NULL));
  assert_tracks (a, "");
  assert_sends ("1 -");

  gst_rtc_rtp_transceiver_stop (nth_transceiver (a, 0), NULL);
  fail_if (replace_track (sender, track_one, &error));
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

GST_START_TEST (test_a_waiting_replacement_is_answered)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  g_autoptr (GstRTCRtpSender) sender =
      g_object_ref (send_track (a, track, NULL));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  GError *error = NULL;

  gst_rtc_rtp_sender_replace_track_async (sender, NULL, NULL, keep_result,
      &result);
  gst_rtc_peer_connection_close (a->pc);
  wait_until (result != NULL);
  fail_if (gst_rtc_rtp_sender_replace_track_finish (sender, result, &error));
  assert_error (error, INVALID_STATE);
  fail_unless (sends (sender, track));

  /* nor does one wait whose connection is gone */
  g_clear_pointer (&a, test_peer_free);
  gst_rtc_rtp_sender_replace_track_async (sender, NULL, NULL, keep_result,
      &late);
  wait_until (late != NULL);
  fail_if (gst_rtc_rtp_sender_replace_track_finish (sender, late, &error));
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

GST_START_TEST (test_setting_streams_is_negotiated)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  g_autoptr (GstMediaStream) one = gst_media_stream_new ();
  g_autoptr (GstMediaStream) two = gst_media_stream_new ();
  g_autoptr (GPtrArray) streams = list_of (two);
  GstRTCRtpSender *sender = send_track (a, track, one);

  g_signal_connect (b->pc, "addstream", G_CALLBACK (watch_stream), b);
  g_signal_connect (b->pc, "removestream", G_CALLBACK (note_removestream), b);
  negotiate (a, b);
  settle ();
  g_free (test_peer_read (a));
  g_free (test_peer_read (b));

  g_ptr_array_add (streams, two);
  fail_unless (gst_rtc_rtp_sender_set_streams (sender, streams, NULL));
  assert_tracks (a, "negotiationneeded");
  negotiate (a, b);
  assert_tracks (b, "signaling(have-remote-offer) removetrack addstream "
      "removestream track(audio,1) signaling(stable)");
}

GST_END_TEST;

GST_START_TEST (test_stopping_a_transceiver_ends_its_track)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstMediaStreamTrack) track = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) clone = NULL;
  g_autoptr (GPtrArray) senders = NULL;
  g_autoptr (GstRTCRtpTransceiver) kept = NULL;

  send_track (a, track, NULL);
  negotiate (a, b);
  kept = g_object_ref (nth_transceiver (b, 0));
  watch_track (a, nth_received (a, 0));
  watch_track (b, nth_received (b, 0));
  clone = gst_media_stream_track_clone (nth_received (a, 0));
  watch_track (a, clone);
  settle ();
  g_free (test_peer_read (a));
  g_free (test_peer_read (b));

  fail_unless (gst_rtc_rtp_transceiver_stop (nth_transceiver (a, 0), NULL));
  fail_unless (gst_rtc_rtp_transceiver_stop (nth_transceiver (a, 0), NULL));
  fail_unless_equals_int (gst_media_stream_track_get_ready_state (nth_received
          (a, 0)), GST_MEDIA_STREAM_TRACK_STATE_ENDED);
  fail_unless_equals_int (gst_media_stream_track_get_ready_state (track),
      GST_MEDIA_STREAM_TRACK_STATE_LIVE);
  assert_tracks (a, "ended ended negotiationneeded");
  senders = gst_rtc_peer_connection_get_senders (a->pc);
  fail_unless_equals_int (senders->len, 1);

  negotiate (a, b);
  assert_tracks (b, "ended signaling(have-remote-offer) signaling(stable)");
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_current_direction (kept),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);
  fail_unless_equals_int (count_transceivers (a), 0);
}

GST_END_TEST;

GST_START_TEST (test_streams_as_they_once_were)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstMediaStreamTrack) audio = make_track ("audio");
  g_autoptr (GstMediaStreamTrack) video = make_track ("video");
  g_autoptr (GPtrArray) tracks = list_of (audio);
  g_autoptr (GstMediaStream) stream = NULL;
  g_autoptr (GPtrArray) local = NULL;
  g_autoptr (GPtrArray) later = NULL;
  g_autoptr (GstRTCDTMFSender) dtmf = NULL;
  GError *error = NULL;

  g_ptr_array_add (tracks, video);
  stream = gst_media_stream_new_from_tracks (tracks);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS;
  fail_unless (gst_rtc_peer_connection_add_stream (a->pc, stream, NULL));
  fail_unless (gst_rtc_peer_connection_add_stream (a->pc, stream, NULL));
  fail_unless_equals_int (count_transceivers (a), 2);
  local = gst_rtc_peer_connection_get_local_streams (a->pc);
  fail_unless_equals_int (local->len, 1);
  fail_unless (g_ptr_array_index (local, 0) == stream);

  dtmf = gst_rtc_peer_connection_create_dtmf_sender (a->pc, audio, NULL);
  fail_unless (dtmf != NULL
      && dtmf == gst_rtc_rtp_sender_get_dtmf (gst_rtc_rtp_transceiver_get_sender
          (nth_transceiver (a, 0))));
  fail_unless (gst_rtc_peer_connection_create_dtmf_sender (a->pc, video,
          &error) == NULL);
  assert_error (error, INVALID_ACCESS);

  fail_unless (gst_rtc_peer_connection_remove_stream (a->pc, stream, NULL));
  later = gst_rtc_peer_connection_get_local_streams (a->pc);
  fail_unless_equals_int (later->len, 0);
  fail_unless (sends (gst_rtc_rtp_transceiver_get_sender (nth_transceiver (a,
                  0)), NULL));
  gst_rtc_peer_connection_close (a->pc);
  fail_if (gst_rtc_peer_connection_add_stream (a->pc, stream, &error));
  assert_error (error, INVALID_STATE);
  fail_unless (gst_rtc_peer_connection_create_dtmf_sender (a->pc, audio,
          &error) == NULL);
  assert_error (error, INVALID_STATE);
  fail_if (gst_rtc_peer_connection_remove_stream (a->pc, stream, &error));
  assert_error (error, INVALID_STATE);
  G_GNUC_END_IGNORE_DEPRECATIONS;
}

GST_END_TEST;

static Suite *
rtctracks_suite (void)
{
  Suite *suite = suite_create ("rtctracks");
  TCase *tc = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_track_is_sent_and_received);
  tcase_add_test (tc, test_a_sender_is_used_again_until_it_sent);
  tcase_add_test (tc, test_the_answerer_sends_in_the_same_section);
  tcase_add_test (tc, test_removing_a_track_mutes_the_peers);
  tcase_add_test (tc, test_replacing_a_track_needs_no_negotiation);
  tcase_add_test (tc, test_a_waiting_replacement_is_answered);
  tcase_add_test (tc, test_setting_streams_is_negotiated);
  tcase_add_test (tc, test_stopping_a_transceiver_ends_its_track);
  tcase_add_test (tc, test_streams_as_they_once_were);

  return suite;
}

GST_CHECK_MAIN (rtctracks);
