/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsignaling.c: descriptions and candidates between two connections, and the
 * order of what they see.
 */

#include "testpeer.h"

static TestPeer *
make_peer (void)
{
  g_autoptr (GError) error = NULL;
  GstRTCPeerConnection *pc = gst_rtc_peer_connection_new (NULL, &error);

  fail_unless (pc != NULL, "%s", error ? error->message : "");

  return test_peer_new (pc);
}

static void
add_media (TestPeer * peer, const gchar * kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_peer_connection_add_transceiver (peer->pc, kind, NULL, &error);

  fail_unless (transceiver != NULL, "%s", error ? error->message : "");
}

static void
add_channel (TestPeer * peer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCDataChannel) channel =
      gst_rtc_peer_connection_create_data_channel (peer->pc, "chat", NULL,
      &error);

  fail_unless (channel != NULL, "%s", error ? error->message : "");
}

GST_START_TEST (test_offer_and_answer_connect)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();

  test_peer_join (a, b);
  add_media (a, "audio");
  settle ();
  assert_diary (a, "negotiationneeded");

  fake_network_hold (TRUE);
  negotiate (a, b);
  assert_diary (a, "signaling(have-local-offer) signaling(stable)");
  fake_network_hold (FALSE);
  wait_until (is_connected (a) && is_connected (b));
  settle ();

  assert_diary (a, "gathering(gathering) "
      "candidate candidate(end) gathering(complete) candidate(null) "
      "ice(checking) connection(connecting) ice(connected) "
      "connection(connected)");
  fail_unless_equals_int (gst_rtc_peer_connection_get_ice_connection_state
      (b->pc), GST_RTC_ICE_CONNECTION_STATE_CONNECTED);
}

GST_END_TEST;

GST_START_TEST (test_remote_offer_fires_in_the_order_of_the_standard)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autoptr (GPtrArray) transceivers = NULL;

  add_media (a, "audio");
  add_media (a, "video");
  set_local (a, NULL, NULL);
  offer = gst_rtc_peer_connection_get_local_description (a->pc);

  fail_unless (set_remote (b, offer, NULL));
  assert_diary (b, "signaling(have-remote-offer) track(audio,0) "
      "track(video,0)");
  transceivers = gst_rtc_peer_connection_get_transceivers (b->pc);
  fail_unless_equals_int (transceivers->len, 2);
}

GST_END_TEST;

GST_START_TEST (test_descriptions_move_from_pending_to_current)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autoptr (GstRTCSessionDescription) same = NULL;
  g_autoptr (GstRTCSessionDescription) current = NULL;

  fake_network_hold (TRUE);
  add_channel (a);
  fail_unless (gst_rtc_peer_connection_get_local_description (a->pc) == NULL);
  set_local (a, NULL, NULL);
  fail_unless_equals_int (gst_rtc_peer_connection_get_can_trickle_ice_candidates
      (a->pc), GST_RTC_NULLABLE_BOOLEAN_NONE);
  offer = gst_rtc_peer_connection_get_pending_local_description (a->pc);
  fail_unless_equals_int (gst_rtc_session_description_get_sdp_type (offer),
      GST_RTC_SDP_TYPE_OFFER);
  fail_unless (gst_rtc_peer_connection_get_current_local_description (a->pc)
      == NULL);
  same = gst_rtc_peer_connection_get_local_description (a->pc);
  fail_unless (same == offer);

  set_remote (b, offer, NULL);
  set_local (b, NULL, NULL);
  g_clear_object (&same);
  same = gst_rtc_peer_connection_get_local_description (b->pc);
  fail_unless (set_remote (a, same, NULL));
  current = gst_rtc_peer_connection_get_current_local_description (a->pc);
  fail_unless (current == offer, "the offer became another object");
  fail_unless (gst_rtc_peer_connection_get_pending_local_description (a->pc)
      == NULL);
  fail_unless_equals_int (gst_rtc_peer_connection_get_can_trickle_ice_candidates
      (a->pc), GST_RTC_NULLABLE_BOOLEAN_TRUE);
  fake_network_hold (FALSE);
}

GST_END_TEST;

GST_START_TEST (test_created_descriptions_can_be_set)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autoptr (GstRTCSessionDescription) answer = NULL;
  g_autoptr (GError) error = NULL;

  add_media (a, "video");
  offer = create_offer (a, &error);
  fail_unless (offer != NULL, "%s", error ? error->message : "");
  fail_unless_equals_int (gst_rtc_peer_connection_get_signaling_state (a->pc),
      GST_RTC_SIGNALING_STATE_STABLE);
  fail_unless (set_local (a, offer, &error), "%s", error ? error->message : "");
  fail_unless (set_remote (b, offer, &error));
  answer = create_answer (b, &error);
  fail_unless (answer != NULL, "%s", error ? error->message : "");
  fail_unless (set_local (b, answer, &error));
  fail_unless (set_remote (a, answer, &error));
  fail_unless_equals_int (gst_rtc_peer_connection_get_signaling_state (a->pc),
      GST_RTC_SIGNALING_STATE_STABLE);
}

GST_END_TEST;

GST_START_TEST (test_an_offer_that_meets_ours_rolls_ours_back)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;

  add_media (a, "audio");
  add_media (b, "audio");
  set_local (a, NULL, NULL);
  set_local (b, NULL, NULL);
  settle ();
  g_free (test_peer_read (b));
  offer = gst_rtc_peer_connection_get_local_description (a->pc);

  fail_unless (set_remote (b, offer, NULL));
  {
    g_autofree gchar *diary = test_peer_read (b);

    fail_unless (g_str_has_prefix (diary, "signaling(stable)"), "%s", diary);
    fail_unless (strstr (diary, "signaling(have-remote-offer) track(audio,0)")
        != NULL, "%s", diary);
  }
  fail_unless (set_local (b, NULL, NULL));
}

GST_END_TEST;

GST_START_TEST (test_a_failed_description_changes_nothing)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autoptr (GstRTCSessionDescription) bad =
      gst_rtc_session_description_new (GST_RTC_SDP_TYPE_OFFER,
      "v=0\r\nnonsense");
  g_autoptr (GstRTCSessionDescription) early = NULL;
  g_autoptr (GstRTCSessionDescription) rollback =
      gst_rtc_session_description_new (GST_RTC_SDP_TYPE_ROLLBACK, "");
  GError *error = NULL;

  add_media (a, "audio");
  settle ();
  g_free (test_peer_read (a));
  fail_if (set_remote (a, bad, &error));
  assert_error (error, OPERATION);
  fail_if (set_local (a, rollback, &error));
  assert_error (error, INVALID_STATE);
  fail_if (create_answer (a, &error) != NULL);
  assert_error (error, INVALID_STATE);

  offer = create_offer (a, NULL);
  early = gst_rtc_session_description_new (GST_RTC_SDP_TYPE_ANSWER,
      gst_rtc_session_description_get_sdp (offer));
  fail_if (set_remote (a, early, &error));
  assert_error (error, INVALID_STATE);
  fail_if (set_local (b, offer, &error));
  assert_error (error, INVALID_MODIFICATION);
  settle ();
  assert_diary (a, "");

  /* One that meets ours takes ours back first, even if it is wrong. */
  set_local (a, offer, NULL);
  g_free (test_peer_read (a));
  fail_if (set_remote (a, bad, &error));
  assert_error (error, OPERATION);
  fail_unless_equals_int (gst_rtc_peer_connection_get_signaling_state (a->pc),
      GST_RTC_SIGNALING_STATE_STABLE);
}

GST_END_TEST;

static void
keep_result (GObject * source, GAsyncResult * result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GST_START_TEST (test_a_syntax_error_names_its_line)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GstRTCSessionDescription) bad =
      gst_rtc_session_description_new (GST_RTC_SDP_TYPE_OFFER,
      "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nnonsense\r\n");
  g_autoptr (GstRTCError) error = NULL;

  gst_rtc_peer_connection_set_remote_description_async (a->pc, bad, NULL,
      keep_result, &result);
  wait_until (result != NULL);
  error = gst_rtc_peer_connection_get_result_error (a->pc, result);
  fail_unless (error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (error),
      GST_RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR);
  fail_unless_equals_int (gst_rtc_error_get_sdp_line_number (error), 4);
}

GST_END_TEST;

GST_START_TEST (test_candidates_have_their_errors)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  const gchar *line = "candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host";
  g_autoptr (GstRTCIceCandidate) good =
      gst_rtc_ice_candidate_new (line, "0", 0, NULL, NULL);
  g_autoptr (GstRTCIceCandidate) elsewhere =
      gst_rtc_ice_candidate_new (line, "nowhere", -1, NULL, NULL);
  g_autoptr (GstRTCIceCandidate) garbage =
      gst_rtc_ice_candidate_new ("candidate:x", "0", 0, NULL, NULL);
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  GError *error = NULL;

  fail_if (add_candidate (b, good, &error));
  assert_error (error, INVALID_STATE);

  add_channel (a);
  set_local (a, NULL, NULL);
  offer = gst_rtc_peer_connection_get_local_description (a->pc);
  set_remote (b, offer, NULL);
  fail_if (add_candidate (b, elsewhere, &error));
  assert_error (error, OPERATION);
  fail_if (add_candidate (b, garbage, &error));
  assert_error (error, OPERATION);
  fail_unless (add_candidate (b, good, &error), "%s",
      error ? error->message : "");
  fail_unless (add_candidate (b, NULL, &error), "%s",
      error ? error->message : "");
}

GST_END_TEST;

typedef struct
{
  GString *order;
  const gchar *name;
} Mark;

static void
mark_done (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Mark *mark = user_data;

  g_string_append_printf (mark->order, "%s ", mark->name);
}

GST_START_TEST (test_operations_run_one_after_the_other)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GString) order = g_string_new (NULL);
  Mark marks[] = { {order, "offer"}, {order, "local"}, {order, "offer2"} };

  add_media (a, "audio");
  gst_rtc_peer_connection_create_offer_async (a->pc, NULL, NULL, mark_done,
      &marks[0]);
  gst_rtc_peer_connection_set_local_description_async (a->pc, NULL, NULL,
      mark_done, &marks[1]);
  gst_rtc_peer_connection_create_offer_async (a->pc, NULL, NULL, mark_done,
      &marks[2]);
  /* Nothing has happened yet: it all does in the main context. */
  fail_unless_equals_int (gst_rtc_peer_connection_get_signaling_state (a->pc),
      GST_RTC_SIGNALING_STATE_STABLE);
  settle ();
  fail_unless_equals_string (order->str, "offer local offer2 ");
}

GST_END_TEST;

GST_START_TEST (test_negotiation_is_needed_once_until_it_happened)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();

  add_media (a, "audio");
  add_media (a, "audio");
  add_channel (a);
  settle ();
  assert_diary (a, "negotiationneeded");
  negotiate (a, b);
  settle ();
  g_free (test_peer_read (a));
  add_channel (a);
  settle ();
  assert_diary (a, "");
  add_media (a, "video");
  settle ();
  assert_diary (a, "negotiationneeded");

  /* What changes during a negotiation is told after it. */
  g_free (test_peer_read (b));
  set_local (a, NULL, NULL);
  add_media (a, "video");
  settle ();
  {
    g_autoptr (GstRTCSessionDescription) offer =
        gst_rtc_peer_connection_get_local_description (a->pc);
    g_autoptr (GstRTCSessionDescription) answer = NULL;

    set_remote (b, offer, NULL);
    set_local (b, NULL, NULL);
    answer = gst_rtc_peer_connection_get_local_description (b->pc);
    g_free (test_peer_read (a));
    set_remote (a, answer, NULL);
  }
  settle ();
  {
    g_autofree gchar *diary = test_peer_read (a);

    fail_unless (g_str_has_prefix (diary, "signaling(stable)"), "%s", diary);
    fail_unless (strstr (diary, " negotiationneeded") != NULL, "%s", diary);
  }
}

GST_END_TEST;

GST_START_TEST (test_transceivers_are_the_same_objects)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) senders = NULL;
  g_autoptr (GstRTCDtlsTransport) transport = NULL;
  g_autofree gchar *mid = NULL;
  GstRTCRtpTransceiver *transceiver;
  GError *error = NULL;

  fail_if (gst_rtc_peer_connection_add_transceiver (a->pc, "smell", NULL,
          &error) != NULL);
  assert_error (error, TYPE);
  add_media (a, "audio");
  before = gst_rtc_peer_connection_get_transceivers (a->pc);
  transceiver = g_ptr_array_index (before, 0);
  fail_unless (gst_rtc_rtp_transceiver_get_mid (transceiver) == NULL);
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_current_direction
      (transceiver), GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE);
  negotiate (a, b);

  after = gst_rtc_peer_connection_get_transceivers (a->pc);
  fail_unless (g_ptr_array_index (after, 0) == transceiver);
  mid = gst_rtc_rtp_transceiver_get_mid (transceiver);
  fail_unless_equals_string (mid, "0");
  senders = gst_rtc_peer_connection_get_senders (a->pc);
  fail_unless (g_ptr_array_index (senders, 0) ==
      gst_rtc_rtp_transceiver_get_sender (transceiver));
  transport = gst_rtc_rtp_sender_get_transport (g_ptr_array_index (senders, 0));
  fail_unless (transport != NULL);

  fail_unless (gst_rtc_rtp_transceiver_stop (transceiver, &error));
  fail_if (gst_rtc_rtp_transceiver_set_direction (transceiver,
          GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, &error));
  assert_error (error, INVALID_STATE);
  negotiate (a, b);
  g_clear_pointer (&after, g_ptr_array_unref);
  after = gst_rtc_peer_connection_get_transceivers (a->pc);
  fail_unless_equals_int (after->len, 0);
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_direction (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);
}

GST_END_TEST;

GST_START_TEST (test_streams_follow_the_peer)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCRtpTransceiverInit) init =
      gst_rtc_rtp_transceiver_init_new ();
  g_autoptr (GstMediaStream) stream = gst_media_stream_new ();
  g_autoptr (GPtrArray) streams = g_ptr_array_new ();
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  g_autoptr (GPtrArray) receivers = NULL;
  GstMediaStreamTrack *track;

  g_ptr_array_add (streams, stream);
  gst_rtc_rtp_transceiver_init_set_streams (init, streams);
  transceiver = gst_rtc_peer_connection_add_transceiver (a->pc, "video", init,
      NULL);
  negotiate (a, b);
  settle ();
  {
    g_autofree gchar *diary = test_peer_read (b);

    fail_unless (strstr (diary, "track(video,1)") != NULL, "%s", diary);
  }
  receivers = gst_rtc_peer_connection_get_receivers (b->pc);
  track = gst_rtc_rtp_receiver_get_track (g_ptr_array_index (receivers, 0));
  fail_unless (gst_media_stream_track_get_muted (track));
  gst_rtc_backend_post_muted (b->pc, 1, FALSE);
  settle ();
  fail_if (gst_media_stream_track_get_muted (track));

  /* The peer stops sending. */
  fail_unless (gst_rtc_rtp_transceiver_set_direction (transceiver,
          GST_RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL));
  negotiate (a, b);
  settle ();
  fail_unless (gst_media_stream_track_get_muted (track));
  fail_unless_equals_int (gst_media_stream_track_get_ready_state (track),
      GST_MEDIA_STREAM_TRACK_STATE_LIVE);
}

GST_END_TEST;

static Suite *
rtcsignaling_suite (void)
{
  Suite *suite = suite_create ("rtcsignaling");
  TCase *tcase = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_offer_and_answer_connect);
  tcase_add_test (tcase, test_remote_offer_fires_in_the_order_of_the_standard);
  tcase_add_test (tcase, test_descriptions_move_from_pending_to_current);
  tcase_add_test (tcase, test_created_descriptions_can_be_set);
  tcase_add_test (tcase, test_an_offer_that_meets_ours_rolls_ours_back);
  tcase_add_test (tcase, test_a_failed_description_changes_nothing);
  tcase_add_test (tcase, test_a_syntax_error_names_its_line);
  tcase_add_test (tcase, test_candidates_have_their_errors);
  tcase_add_test (tcase, test_operations_run_one_after_the_other);
  tcase_add_test (tcase, test_negotiation_is_needed_once_until_it_happened);
  tcase_add_test (tcase, test_transceivers_are_the_same_objects);
  tcase_add_test (tcase, test_streams_follow_the_peer);

  return suite;
}

GST_CHECK_MAIN (rtcsignaling);
