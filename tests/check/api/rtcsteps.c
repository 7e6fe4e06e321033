/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsteps.c: the numbered steps of webrtc-pc section 4.4: which error comes
 * first, and what a handler of an event can see.
 */

#include "testpeer.h"

static TestPeer *
make_peer (void)
{
  return test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
}

static void
add_media (TestPeer * peer, const gchar * kind)
{
  g_object_unref (gst_rtc_peer_connection_add_transceiver (peer->pc, kind,
          NULL, NULL));
}

static gboolean
set_local_text (TestPeer * peer, GstRTCSdpType type, const gchar * sdp,
    GError ** error)
{
  g_autoptr (GstRTCSessionDescription) description =
      gst_rtc_session_description_new (type, sdp);

  return set_local (peer, description, error);
}

/* setLocalDescription steps 4.2 and 4.3 come before the signaling state, and
 * before anybody looks what the text says. */
GST_START_TEST (test_local_text_is_compared_first)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autofree gchar *longer = NULL;
  GError *error = NULL;

  fail_if (set_local_text (a, GST_RTC_SDP_TYPE_ANSWER, "v=0\r\n", &error));
  assert_error (error, INVALID_MODIFICATION);
  fail_if (set_local_text (a, GST_RTC_SDP_TYPE_PRANSWER, "x", &error));
  assert_error (error, INVALID_MODIFICATION);
  fail_if (set_local_text (a, GST_RTC_SDP_TYPE_OFFER, "x", &error));
  assert_error (error, INVALID_MODIFICATION);
  fail_if (set_local_text (a, GST_RTC_SDP_TYPE_ANSWER, "", &error));
  assert_error (error, INVALID_STATE);
  fail_if (set_local_text (a, GST_RTC_SDP_TYPE_ROLLBACK, "x", &error));
  assert_error (error, INVALID_STATE);

  add_media (a, "audio");
  offer = create_offer (a, NULL);
  longer = g_strconcat (gst_rtc_session_description_get_sdp (offer),
      "a=x\r\n", NULL);
  fail_if (set_local_text (a, GST_RTC_SDP_TYPE_OFFER, longer, &error));
  assert_error (error, INVALID_MODIFICATION);

  /* It remains usable when it is out of date. */
  add_media (a, "video");
  fail_unless (set_local (a, offer, &error));
}

GST_END_TEST;

/* "Stop sending and receiving" (section 5.4) and setParameters() (5.2) need no
 * description: who moves the packets hears of them at once. */
GST_START_TEST (test_stop_is_heard_without_negotiation)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GPtrArray) transceivers = NULL;
  GError *error = NULL;
  gint configured;

  add_media (a, "audio");
  add_media (a, "video");
  negotiate (a, b);
  settle ();
  transceivers = gst_rtc_peer_connection_get_transceivers (a->pc);
  configured = fake_backend_configured ();
  fail_unless (gst_rtc_rtp_transceiver_stop (g_ptr_array_index (transceivers,
              0), &error));
  settle ();
  fail_unless_equals_int (fake_backend_configured (), configured + 1);
}

GST_END_TEST;

/* addIceCandidate step 3 is said to whom has closed, too. */
GST_START_TEST (test_candidate_from_nowhere_is_a_type_error)
{
  g_autoptr (TestPeer) a = make_peer ();
  const gchar *line = "candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host";
  g_autoptr (GstRTCIceCandidate) nowhere =
      g_object_new (GST_TYPE_RTC_ICE_CANDIDATE, "candidate", line, NULL);
  g_autoptr (GstRTCIceCandidate) no_more =
      g_object_new (GST_TYPE_RTC_ICE_CANDIDATE, "candidate", "", NULL);
  GError *error = NULL;

  fail_if (add_candidate (a, nowhere, &error));
  assert_error (error, TYPE);
  fail_if (add_candidate (a, no_more, &error));
  assert_error (error, INVALID_STATE);
  fail_if (add_candidate (a, NULL, &error));
  assert_error (error, INVALID_STATE);

  gst_rtc_peer_connection_close (a->pc);
  fail_if (add_candidate (a, nowhere, &error));
  assert_error (error, TYPE);
}

GST_END_TEST;

static const gchar remote_candidate[] =
    "candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host";

static const struct
{
  const gchar *text;
  const gchar *mid;
  gint mline_index;
  const gchar *ufrag;           /* "right": the one of the description */
  gint error;                   /* -1: taken */
} candidates[] = {
  {remote_candidate, "0", -1, NULL, -1},
  {remote_candidate, NULL, 1, NULL, -1},
  {remote_candidate, "1", 70, NULL, -1},
  {remote_candidate, "0", 0, "right", -1},
  {remote_candidate, "0", 0, "wrong", GST_RTC_DOM_ERROR_OPERATION},
  {remote_candidate, "2", 0, NULL, GST_RTC_DOM_ERROR_OPERATION},
  {remote_candidate, "", 0, NULL, GST_RTC_DOM_ERROR_OPERATION},
  {remote_candidate, NULL, 2, NULL, GST_RTC_DOM_ERROR_OPERATION},
  {"candidate:nonsense", "0", 0, NULL, GST_RTC_DOM_ERROR_OPERATION},
  {"", "0", 0, NULL, -1},
  {"", "0", 0, "right", -1},
  {"", "0", 0, "wrong", GST_RTC_DOM_ERROR_OPERATION},
  {"", "2", -1, NULL, GST_RTC_DOM_ERROR_OPERATION},
  {"", NULL, 2, NULL, GST_RTC_DOM_ERROR_OPERATION},
  {"", NULL, -1, NULL, -1},
  {"", NULL, -1, "right", -1},
};

static gchar *
get_ufrag (GstRTCSessionDescription * description)
{
  const gchar *found = strstr (gst_rtc_session_description_get_sdp
      (description), "a=ice-ufrag:");

  fail_unless (found != NULL);
  found += strlen ("a=ice-ufrag:");
  return g_strndup (found, strcspn (found, "\r\n"));
}

/* The steps of addIceCandidate; one that is taken is in the description. */
GST_START_TEST (test_candidate_is_placed)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autoptr (GstRTCSessionDescription) remote = NULL;
  g_autoptr (GstRTCIceCandidate) candidate = NULL;
  g_autofree gchar *ufrag = NULL;
  const gchar *text = candidates[__i__].text;
  gint code = candidates[__i__].error;
  GError *error = NULL;

  fake_network_hold (TRUE);
  add_media (a, "audio");
  add_media (a, "video");
  set_local (a, NULL, NULL);
  offer = gst_rtc_peer_connection_get_local_description (a->pc);
  fake_network_hold (FALSE);
  fail_unless (set_remote (b, offer, NULL));

  ufrag = get_ufrag (offer);
  candidate = g_object_new (GST_TYPE_RTC_ICE_CANDIDATE, "candidate", text,
      "sdp-mid", candidates[__i__].mid, "sdp-m-line-index",
      candidates[__i__].mline_index, "username-fragment",
      g_strcmp0 (candidates[__i__].ufrag, "right") == 0 ? ufrag
      : candidates[__i__].ufrag, NULL);
  fail_unless_equals_int (add_candidate (b, candidate, &error), code == -1);
  remote = gst_rtc_peer_connection_get_remote_description (b->pc);
  if (code == -1)
    fail_unless (strstr (gst_rtc_session_description_get_sdp (remote),
            *text != '\0' ? text : "a=end-of-candidates") != NULL);
  else
    fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR, code), "%s",
        error != NULL ? error->message : "no error");
  g_clear_error (&error);
}

GST_END_TEST;

/* What a handler of an event of a transport sees. */
static void
note_states (TestPeer * peer, const gchar * event, GstRTCIceTransport * ice)
{
  g_autoptr (GstRTCIceCandidatePair) pair =
      gst_rtc_ice_transport_get_selected_candidate_pair (ice);

  g_string_append_printf (peer->diary, "%s(%u%u%s/%u%u) ", event,
      gst_rtc_ice_transport_get_state (ice),
      gst_rtc_ice_transport_get_gathering_state (ice),
      pair != NULL ? "pair" : "",
      gst_rtc_peer_connection_get_ice_connection_state (peer->pc),
      gst_rtc_peer_connection_get_ice_gathering_state (peer->pc));
}

static void
on_statechange (GstRTCIceTransport * ice, TestPeer * peer)
{
  note_states (peer, "statechange", ice);
}

static void
on_gatheringstatechange (GstRTCIceTransport * ice, TestPeer * peer)
{
  note_states (peer, "gatheringstatechange", ice);
}

static void
on_pairchange (GstRTCIceTransport * ice, TestPeer * peer)
{
  note_states (peer, "selectedcandidatepairchange", ice);
}

/* webrtc-pc section 5.6: states of the transport and of the connection change
 * in one step, then the transport's events come before the connection's. */
GST_START_TEST (test_states_are_settled_before_events)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCIceTransport) ice = NULL;
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_peer_connection_add_transceiver (a->pc, "audio", NULL, NULL);
  g_autoptr (GstRTCDtlsTransport) dtls = NULL;
  g_autofree gchar *diary = NULL;
  static const gchar *const expected[] = {
    "gatheringstatechange(01/01) gathering(gathering) ",
    "gatheringstatechange(02/02) gathering(complete) ",
    "statechange(12/12) ice(checking) connection(connecting) ",
    "selectedcandidatepairchange(22pair/22) statechange(22pair/22) "
        "ice(connected) ",
  };

  fake_network_hold (TRUE);
  fail_unless (set_local (a, NULL, NULL));
  dtls = gst_rtc_rtp_sender_get_transport (gst_rtc_rtp_transceiver_get_sender
      (transceiver));
  ice = g_object_ref (gst_rtc_dtls_transport_get_ice_transport (dtls));
  g_signal_connect (ice, "statechange", G_CALLBACK (on_statechange), a);
  g_signal_connect (ice, "gatheringstatechange",
      G_CALLBACK (on_gatheringstatechange), a);
  g_signal_connect (ice, "selectedcandidatepairchange",
      G_CALLBACK (on_pairchange), a);
  test_peer_join (a, b);
  fake_network_hold (FALSE);
  {
    g_autoptr (GstRTCSessionDescription) offer =
        gst_rtc_peer_connection_get_local_description (a->pc);
    g_autoptr (GstRTCSessionDescription) answer = NULL;

    fail_unless (set_remote (b, offer, NULL));
    fail_unless (set_local (b, NULL, NULL));
    answer = gst_rtc_peer_connection_get_local_description (b->pc);
    fail_unless (set_remote (a, answer, NULL));
  }
  wait_until (is_connected (a));

  diary = g_strdup (a->diary->str);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    fail_unless (strstr (diary, expected[i]) != NULL, "no \"%s\" in \"%s\"",
        expected[i], diary);
  g_signal_handlers_disconnect_by_data (ice, a);
}

GST_END_TEST;

static const struct
{
  GstRTCNullableBoolean video;
  const gchar *before;          /* directions of video transceivers */
  const gchar *after;
} offers[] = {
  {GST_RTC_NULLABLE_BOOLEAN_TRUE, "", "recvonly "},
  {GST_RTC_NULLABLE_BOOLEAN_TRUE, "sendonly ", "sendonly recvonly "},
  {GST_RTC_NULLABLE_BOOLEAN_TRUE, "sendrecv ", "sendrecv "},
  {GST_RTC_NULLABLE_BOOLEAN_TRUE, "inactive recvonly ", "inactive recvonly "},
  {GST_RTC_NULLABLE_BOOLEAN_FALSE, "", ""},
  {GST_RTC_NULLABLE_BOOLEAN_FALSE, "sendrecv recvonly sendonly inactive ",
      "sendonly inactive sendonly inactive "},
  {GST_RTC_NULLABLE_BOOLEAN_NONE, "sendrecv ", "sendrecv "},
};

static void
add_directions (TestPeer * peer, const gchar * directions)
{
  g_auto (GStrv) names = g_strsplit (directions, " ", -1);
  GEnumClass *klass =
      g_type_class_peek (GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION);

  for (guint i = 0; names[i] != NULL && *names[i] != '\0'; i++) {
    g_autoptr (GstRTCRtpTransceiver) transceiver =
        gst_rtc_peer_connection_add_transceiver (peer->pc, "video", NULL, NULL);

    fail_unless (gst_rtc_rtp_transceiver_set_direction (transceiver,
            g_enum_get_value_by_nick (klass, names[i])->value, NULL));
  }
}

static gchar *
list_directions (TestPeer * peer)
{
  g_autoptr (GPtrArray) transceivers =
      gst_rtc_peer_connection_get_transceivers (peer->pc);
  GEnumClass *klass =
      g_type_class_peek (GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION);
  GString *directions = g_string_new (NULL);

  for (guint i = 0; i < transceivers->len; i++)
    g_string_append_printf (directions, "%s ", g_enum_get_value (klass,
            gst_rtc_rtp_transceiver_get_direction (g_ptr_array_index
                (transceivers, i)))->value_nick);

  return g_string_free (directions, FALSE);
}

/* webrtc-pc section 4.4.3.3: it is done when the call returns. */
GST_START_TEST (test_offer_to_receive)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCOfferOptions) options =
      g_object_new (GST_TYPE_RTC_OFFER_OPTIONS, "offer-to-receive-video",
      offers[__i__].video, NULL);
  g_autofree gchar *after = NULL;

  g_type_class_ref (GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION);
  add_directions (a, offers[__i__].before);
  settle ();
  g_free (test_peer_read (a));
  gst_rtc_peer_connection_create_offer_async (a->pc, options, NULL, NULL, NULL);
  after = list_directions (a);
  fail_unless_equals_string (after, offers[__i__].after);
  settle ();
  assert_diary (a, "");
}

GST_END_TEST;

static Suite *
rtcsteps_suite (void)
{
  Suite *suite = suite_create ("rtcsteps");
  TCase *all = tcase_create ("all");

  fake_backend_register ();
  suite_add_tcase (suite, all);
  tcase_add_test (all, test_local_text_is_compared_first);
  tcase_add_test (all, test_stop_is_heard_without_negotiation);
  tcase_add_test (all, test_candidate_from_nowhere_is_a_type_error);
  tcase_add_loop_test (all, test_candidate_is_placed, 0,
      G_N_ELEMENTS (candidates));
  tcase_add_loop_test (all, test_offer_to_receive, 0, G_N_ELEMENTS (offers));
  tcase_add_test (all, test_states_are_settled_before_events);

  return suite;
}

GST_CHECK_MAIN (rtcsteps);
