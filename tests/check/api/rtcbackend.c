/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcbackend.c: the seam as an element uses it: its pads, and facts about
 * what is gone.
 */

#include "testpeer.h"

typedef struct
{
  FakeBackend *element;
  TestPeer *peer;
} Owner;

static void
owner_start (Owner * owner)
{
  owner->element = gst_object_ref_sink (g_object_new (FAKE_TYPE_BACKEND, NULL));
  owner->peer = test_peer_new (g_object_ref (fake_backend_create
          (owner->element, g_main_context_default ())));
}

static void
owner_stop (Owner * owner)
{
  test_peer_free (owner->peer);
  g_clear_object (&owner->element);
  settle ();
}

static guint
count_transceivers (TestPeer * peer)
{
  g_autoptr (GPtrArray) transceivers =
      gst_rtc_peer_connection_get_transceivers (peer->pc);

  return transceivers->len;
}

GST_START_TEST (test_a_pad_answers_the_peers_offer)
{
  g_autoptr (TestPeer) b =
      test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  Owner owner;
  guint id;

  owner_start (&owner);
  id = gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, FALSE);
  g_object_unref (gst_rtc_peer_connection_add_transceiver (b->pc, "audio",
          NULL, NULL));
  test_peer_join (owner.peer, b);
  negotiate (b, owner.peer);
  fail_unless_equals_int (count_transceivers (owner.peer), 1);
  {
    g_autoptr (GstRTCRtpTransceiver) transceiver =
        gst_rtc_backend_get_transceiver (owner.peer->pc, id);

    fail_unless_equals_int (gst_rtc_rtp_transceiver_get_current_direction
        (transceiver), GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  }
  owner_stop (&owner);
}

GST_END_TEST;

static gint
direction_of (Owner * owner, guint id)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_backend_get_transceiver (owner->peer->pc, id);

  return gst_rtc_rtp_transceiver_get_direction (transceiver);
}

/* What comes after the offer is what comes before it: webrtc-pc section 5.1,
 * addTrack() step 7. */
GST_START_TEST (test_a_pad_takes_what_an_offer_made)
{
  g_autoptr (TestPeer) b =
      test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  g_autoptr (GstRTCRtpTransceiver) refusing = NULL;
  Owner owner;
  guint taken, other, mine;

  owner_start (&owner);
  refusing = gst_rtc_peer_connection_add_transceiver (b->pc, "audio", NULL,
      NULL);
  gst_rtc_rtp_transceiver_set_direction (refusing,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, NULL);
  g_object_unref (gst_rtc_peer_connection_add_transceiver (b->pc, "video",
          NULL, NULL));
  g_object_unref (gst_rtc_peer_connection_add_transceiver (b->pc, "video",
          NULL, NULL));
  test_peer_join (owner.peer, b);
  negotiate (b, owner.peer);
  fail_unless_equals_int (count_transceivers (owner.peer), 3);

  taken = gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_VIDEO,
      PC_DIRECTION_SENDONLY, FALSE);
  fail_unless_equals_int (direction_of (&owner, taken),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  other = gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_VIDEO,
      PC_DIRECTION_SENDONLY, TRUE);
  fail_if (other == taken);
  fail_unless_equals_int (direction_of (&owner, other),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY);
  fail_unless_equals_int (count_transceivers (owner.peer), 3);

  /* They are taken, also while nothing is linked to their pads. */
  mine = gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_VIDEO,
      PC_DIRECTION_SENDONLY, FALSE);
  fail_unless_equals_int (count_transceivers (owner.peer), 4);
  gst_rtc_backend_remove_transceiver (owner.peer->pc, mine);
  fail_unless_equals_int (gst_rtc_backend_take_transceiver (owner.peer->pc,
          PC_KIND_VIDEO, PC_DIRECTION_SENDONLY, FALSE), mine);

  /* Who only sends would take nothing there. */
  gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_AUDIO,
      PC_DIRECTION_SENDONLY, FALSE);
  fail_unless_equals_int (count_transceivers (owner.peer), 5);
  owner_stop (&owner);
}

GST_END_TEST;

/* Who waits for media waits for any, in as many m-sections as are needed. */
GST_START_TEST (test_wanted_media_is_what_is_offered)
{
  g_autoptr (TestPeer) b =
      test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  g_autoptr (GstRTCRtpTransceiver) sending =
      gst_rtc_peer_connection_add_transceiver (b->pc, "video", NULL, NULL);
  guint pad;
  Owner owner;

  gst_rtc_rtp_transceiver_set_direction (sending,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, NULL);
  owner_start (&owner);
  gst_rtc_backend_want_media (owner.peer->pc, PC_KIND_VIDEO);
  gst_rtc_backend_want_media (owner.peer->pc, PC_KIND_VIDEO);
  fail_unless_equals_int (count_transceivers (owner.peer), 1);
  pad = gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_AUDIO,
      PC_DIRECTION_SENDONLY, FALSE);
  g_object_unref (gst_rtc_peer_connection_add_transceiver (b->pc, "audio",
          NULL, NULL));
  test_peer_join (owner.peer, b);
  negotiate (b, owner.peer);
  fail_unless_equals_int (count_transceivers (owner.peer), 2);
  fail_unless_equals_int (direction_of (&owner, pad),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  gst_rtc_backend_want_media (owner.peer->pc, PC_KIND_VIDEO);
  fail_unless_equals_int (count_transceivers (owner.peer), 2);
  owner_stop (&owner);
}

GST_END_TEST;

GST_START_TEST (test_a_pad_chooses_and_goes)
{
  g_autoptr (GPtrArray) codecs = NULL;
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  Owner owner;
  guint32 ssrc = 0;
  guint id;

  owner_start (&owner);
  id = gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, FALSE);
  settle ();
  assert_diary (owner.peer, "negotiationneeded");
  codecs = gst_rtc_backend_get_send_codecs (owner.peer->pc, id, &ssrc);
  fail_unless_equals_string (((PcCodec *) g_ptr_array_index (codecs,
              0))->name, "VP8");
  fail_unless (ssrc != 0);
  fail_unless (gst_rtc_backend_set_sender_ssrc (owner.peer->pc, id, 1234));
  g_ptr_array_unref (gst_rtc_backend_get_send_codecs (owner.peer->pc, id,
          &ssrc));
  fail_unless_equals_int (ssrc, 1234);

  gst_rtc_backend_remove_transceiver (owner.peer->pc, id);
  transceiver = gst_rtc_backend_get_transceiver (owner.peer->pc, id);
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_direction (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY);
  fail_unless (gst_rtc_backend_get_transceiver (owner.peer->pc, 99) == NULL);
  owner_stop (&owner);
}

GST_END_TEST;

static void
note_call (gpointer user_data)
{
  g_string_append (user_data, "call ");
}

static void
note_notify (gpointer user_data)
{
  g_string_append (user_data, "notify ");
}

GST_START_TEST (test_calls_are_in_order_with_events)
{
  Owner owner;

  owner_start (&owner);
  gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, FALSE);
  gst_rtc_backend_post_call (owner.peer->pc, note_call, owner.peer->diary,
      note_notify);
  settle ();
  assert_diary (owner.peer, "negotiationneeded call notify");
  gst_rtc_peer_connection_close (owner.peer->pc);
  gst_rtc_backend_post_call (owner.peer->pc, note_call, owner.peer->diary,
      note_notify);
  settle ();
  assert_diary (owner.peer, "notify");
  owner_stop (&owner);
}

GST_END_TEST;

GST_START_TEST (test_facts_about_what_is_gone_are_ignored)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("x", 1);
  g_autoptr (PcCandidate) candidate =
      pc_candidate_parse ("candidate:1 1 udp 1 127.0.0.1 1 typ host", NULL);
  PcDcepOpen open = {.label = (gchar *) "l",.protocol = (gchar *) "" };
  GstRTCPeerConnection *pc;
  Owner owner;

  owner_start (&owner);
  pc = owner.peer->pc;
  for (guint i = 0; i < 2; i++) {
    gst_rtc_backend_post_candidate (pc, "nowhere", candidate);
    gst_rtc_backend_post_gathering_state (pc, "nowhere", PC_GATHERING_COMPLETE);
    gst_rtc_backend_post_ice_state (pc, "nowhere", PC_ICE_CONNECTED, NULL);
    gst_rtc_backend_post_selected_pair (pc, "nowhere", candidate, candidate);
    gst_rtc_backend_post_dtls_state (pc, "nowhere", PC_DTLS_FAILED, NULL, NULL);
    gst_rtc_backend_post_sctp_state (pc, PC_SCTP_CONNECTED, 1, NULL);
    gst_rtc_backend_post_channel_open (pc, 7);
    gst_rtc_backend_post_channel_closing (pc, 7);
    gst_rtc_backend_post_channel_closed (pc, 7, NULL);
    gst_rtc_backend_post_message (pc, 7, TRUE, bytes);
    gst_rtc_backend_post_bytes_sent (pc, 7, 1);
    gst_rtc_backend_post_muted (pc, 7, FALSE);
    settle ();
    assert_diary (owner.peer, "");
    gst_rtc_peer_connection_close (pc);
    gst_rtc_backend_post_channel_announced (pc, 7, &open);
  }
  owner_stop (&owner);
}

GST_END_TEST;

static void
note_dtls_error (GstRTCDtlsTransport * transport, GstRTCErrorEvent * event,
    GString * diary)
{
  g_string_append_printf (diary, "error(%s) ",
      gst_rtc_error_get_message (gst_rtc_error_event_get_error (event)));
}

GST_START_TEST (test_a_wrong_fingerprint_is_told)
{
  g_autoptr (GstRTCError) error =
      gst_rtc_error_new (GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE, "no");
  g_autoptr (GPtrArray) senders = NULL;
  g_autoptr (GstRTCDtlsTransport) transport = NULL;
  Owner owner;

  owner_start (&owner);
  gst_rtc_backend_take_transceiver (owner.peer->pc, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, FALSE);
  set_local (owner.peer, NULL, NULL);
  settle ();
  g_free (test_peer_read (owner.peer));
  senders = gst_rtc_peer_connection_get_senders (owner.peer->pc);
  transport = gst_rtc_rtp_sender_get_transport (g_ptr_array_index (senders, 0));
  g_signal_connect (transport, "error", G_CALLBACK (note_dtls_error),
      owner.peer->diary);
  gst_rtc_backend_post_dtls_state (owner.peer->pc, "transport-1",
      PC_DTLS_FAILED, NULL, error);
  settle ();
  assert_diary (owner.peer, "error(no) connection(failed)");
  owner_stop (&owner);
}

GST_END_TEST;

static Suite *
rtcbackend_suite (void)
{
  Suite *suite = suite_create ("rtcbackend");
  TCase *tcase = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_a_pad_answers_the_peers_offer);
  tcase_add_test (tcase, test_a_pad_takes_what_an_offer_made);
  tcase_add_test (tcase, test_wanted_media_is_what_is_offered);
  tcase_add_test (tcase, test_a_pad_chooses_and_goes);
  tcase_add_test (tcase, test_calls_are_in_order_with_events);
  tcase_add_test (tcase, test_facts_about_what_is_gone_are_ignored);
  tcase_add_test (tcase, test_a_wrong_fingerprint_is_told);

  return suite;
}

GST_CHECK_MAIN (rtcbackend);
