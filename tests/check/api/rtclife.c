/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtclife.c: who owns whom, and how a connection ends.
 */

#include "testpeer.h"

#include <gst/peerconnection/rtcworker.h>

static TestPeer *
make_peer (void)
{
  return test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
}

static GstRTCDataChannel *
add_channel (TestPeer * peer)
{
  return gst_rtc_peer_connection_create_data_channel (peer->pc, "x", NULL,
      NULL);
}

static gboolean
all_gone (void)
{
  fake_network_sync ();
  gst_rtc_reaper_drain ();

  return fake_backend_count () == 0;
}

static void
keep_result (GObject * source, GAsyncResult * result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GST_START_TEST (test_closing_is_silent_and_idempotent)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = add_channel (a);
  g_autoptr (GstRTCSctpTransport) sctp = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_peer_connection_add_transceiver (a->pc, "audio", NULL, NULL);
  GString *diary = watch_channel (channel);
  GError *error = NULL;

  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (gst_rtc_data_channel_get_ready_state (channel) ==
      GST_RTC_DATA_CHANNEL_STATE_OPEN);
  sctp = gst_rtc_peer_connection_get_sctp (a->pc);
  g_free (test_peer_read (a));
  g_string_truncate (diary, 0);

  fail_unless (gst_rtc_data_channel_send_string (channel, "late", NULL));
  gst_rtc_peer_connection_create_offer_async (a->pc, NULL, NULL, keep_result,
      &result);
  gst_rtc_peer_connection_close (a->pc);
  gst_rtc_peer_connection_close (a->pc);
  settle ();
  assert_diary (a, "");
  fail_unless_equals_string (diary->str, "");
  fail_unless_equals_int (gst_rtc_peer_connection_get_signaling_state (a->pc),
      GST_RTC_SIGNALING_STATE_CLOSED);
  fail_unless_equals_int (gst_rtc_peer_connection_get_connection_state (a->pc),
      GST_RTC_PEER_CONNECTION_STATE_CLOSED);
  fail_unless_equals_int (gst_rtc_peer_connection_get_ice_connection_state
      (a->pc), GST_RTC_ICE_CONNECTION_STATE_CLOSED);
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (channel),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  fail_unless_equals_int (gst_rtc_sctp_transport_get_state (sctp),
      GST_RTC_SCTP_TRANSPORT_STATE_CLOSED);
  fail_unless_equals_int (gst_media_stream_track_get_ready_state
      (gst_rtc_rtp_receiver_get_track (gst_rtc_rtp_transceiver_get_receiver
              (transceiver))), GST_MEDIA_STREAM_TRACK_STATE_ENDED);
  fail_unless_equals_int (fake_backend_closed (), 1);

  /* What was asked before is answered. */
  fail_unless (result != NULL);
  fail_if (gst_rtc_peer_connection_create_offer_finish (a->pc, result,
          &error) != NULL);
  assert_error (error, INVALID_STATE);
  g_string_free (diary, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_a_closed_connection_says_so)
{
  g_autoptr (TestPeer) a = make_peer ();
  GError *error = NULL;

  gst_rtc_peer_connection_close (a->pc);
  fail_if (gst_rtc_peer_connection_add_transceiver (a->pc, "audio", NULL,
          &error) != NULL);
  assert_error (error, INVALID_STATE);
  fail_if (gst_rtc_peer_connection_create_data_channel (a->pc, "x", NULL,
          &error) != NULL);
  assert_error (error, INVALID_STATE);
  fail_if (create_offer (a, &error) != NULL);
  assert_error (error, INVALID_STATE);
  fail_if (set_local (a, NULL, &error));
  assert_error (error, INVALID_STATE);
  fail_if (gst_rtc_peer_connection_get_element (a->pc, &error) != NULL);
  assert_error (error, INVALID_STATE);
  gst_rtc_peer_connection_restart_ice (a->pc);
  fail_unless_equals_int (fake_backend_count (), 0);
}

GST_END_TEST;

/* Drops the only reference after @steps dispatches of a whole call. */
static gboolean
drop_after (guint steps)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = add_channel (a);
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  gpointer watched = a->pc;
  gboolean more = TRUE;

  g_object_add_weak_pointer (watched, &watched);
  set_local (a, NULL, NULL);
  offer = gst_rtc_peer_connection_get_local_description (a->pc);
  gst_rtc_peer_connection_set_remote_description_async (b->pc, offer, NULL,
      NULL, NULL);
  gst_rtc_peer_connection_set_local_description_async (b->pc, NULL, NULL, NULL,
      NULL);
  gst_rtc_peer_connection_create_offer_async (a->pc, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < steps && more; i++) {
    fake_network_sync ();
    more = g_main_context_iteration (NULL, FALSE);
  }
  g_signal_handlers_disconnect_by_data (a->pc, a);
  g_signal_handlers_disconnect_by_data (b->pc, b);
  g_clear_object (&a->pc);
  g_clear_object (&b->pc);
  settle ();
  fail_unless (watched == NULL, "a connection stays alive after %u steps",
      steps);
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (channel),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);

  return more;
}

GST_START_TEST (test_dropping_at_any_step_leaves_nothing)
{
  guint steps = 0;

  while (drop_after (steps))
    steps++;
  fail_unless (steps > 5, "only %u steps", steps);
  wait_until (all_gone ());
}

GST_END_TEST;

GST_START_TEST (test_a_pending_operation_keeps_the_connection)
{
  GstRTCPeerConnection *pc = gst_rtc_peer_connection_new (NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  gpointer watched = pc;

  g_object_add_weak_pointer (watched, &watched);
  gst_rtc_peer_connection_create_offer_async (pc, NULL, NULL, keep_result,
      &result);
  g_object_unref (pc);
  fail_unless (watched != NULL, "the operation does not keep it");
  wait_until (result != NULL);
  g_clear_object (&result);
  settle ();
  fail_unless (watched == NULL, "something else keeps it");
  wait_until (all_gone ());
}

GST_END_TEST;

GST_START_TEST (test_an_open_channel_does_not_keep_the_connection)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (GstRTCDataChannel) channel = add_channel (a);
  gpointer watched = a->pc;
  GError *error = NULL;

  g_object_add_weak_pointer (watched, &watched);
  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (gst_rtc_data_channel_get_ready_state (channel) ==
      GST_RTC_DATA_CHANNEL_STATE_OPEN);
  settle ();
  g_signal_handlers_disconnect_by_data (a->pc, a);
  b->other = NULL;
  a->other = NULL;
  g_clear_object (&a->pc);
  fail_unless (watched == NULL, "the channel keeps the connection");
  fail_if (gst_rtc_data_channel_send_string (channel, "x", &error));
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

GST_START_TEST (test_the_connection_keeps_an_open_channel)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (TestPeer) b = make_peer ();
  GstRTCDataChannel *channel = add_channel (a);
  GString *diary = watch_channel (channel);
  gpointer watched = channel;

  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (channel);
  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (b->channels->len == 1);
  fail_unless (gst_rtc_data_channel_send_string (g_ptr_array_index
          (b->channels, 0), "hi", NULL));
  settle ();
  fail_unless_equals_string (diary->str, "open text:hi ");

  gst_rtc_data_channel_close (g_ptr_array_index (b->channels, 0));
  settle ();
  fail_unless (watched == NULL, "a closed channel is kept");
  g_string_free (diary, TRUE);
}

GST_END_TEST;

static void
drop_in_handler (GstRTCPeerConnection * pc, GstRTCPeerConnection ** mine)
{
  g_clear_object (mine);
}

GST_START_TEST (test_dropping_inside_a_signal)
{
  GstRTCPeerConnection *pc = gst_rtc_peer_connection_new (NULL, NULL);
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  gpointer watched = pc;

  g_object_add_weak_pointer (watched, &watched);
  g_signal_connect (pc, "negotiationneeded", G_CALLBACK (drop_in_handler), &pc);
  transceiver = gst_rtc_peer_connection_add_transceiver (pc, "audio", NULL,
      NULL);
  wait_until (watched == NULL);
  fail_unless_equals_int (gst_rtc_rtp_transceiver_get_direction (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);
  wait_until (all_gone ());
}

GST_END_TEST;

static void
close_in_handler (GstRTCPeerConnection * pc, gpointer user_data)
{
  gst_rtc_peer_connection_close (pc);
}

GST_START_TEST (test_closing_inside_a_signal)
{
  g_autoptr (TestPeer) a = make_peer ();
  GError *error = NULL;

  g_object_unref (add_channel (a));
  g_signal_connect (a->pc, "signalingstatechange",
      G_CALLBACK (close_in_handler), NULL);
  fail_if (set_local (a, NULL, &error));
  assert_error (error, INVALID_STATE);
  settle ();
  assert_diary (a, "signaling(have-local-offer)");
}

GST_END_TEST;

static gpointer
drop_in_thread (gpointer data)
{
  g_object_unref (data);

  return NULL;
}

GST_START_TEST (test_dropping_in_another_thread)
{
  GstRTCPeerConnection *pc = gst_rtc_peer_connection_new (NULL, NULL);
  gpointer watched = pc;

  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (gst_rtc_peer_connection_create_data_channel (pc, "x", NULL,
          NULL));
  g_thread_join (g_thread_new ("dropper", drop_in_thread, pc));
  fail_unless (watched == NULL);
  settle ();
  wait_until (all_gone ());
}

GST_END_TEST;

GST_START_TEST (test_the_element_can_be_taken)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstElement) same = NULL;
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);

  element = gst_rtc_peer_connection_get_element (a->pc, NULL);
  fail_unless (FAKE_IS_BACKEND (element));
  g_object_get (a->pc, "element", &same, NULL);
  fail_unless (same == element);
  gst_bin_add (GST_BIN (pipeline), g_object_ref (element));
  g_object_unref (add_channel (a));
  fail_unless (set_local (a, NULL, NULL));
  fail_unless (GST_OBJECT_PARENT (element) == GST_OBJECT (pipeline));
  g_clear_object (&same);
  same = gst_rtc_peer_connection_get_element (a->pc, NULL);
  fail_unless (same == element, "it runs alone although it was taken");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

GST_END_TEST;

GST_START_TEST (test_the_element_runs_alone)
{
  g_autoptr (TestPeer) a = make_peer ();
  GError *error = NULL;

  g_object_unref (add_channel (a));
  fail_unless (set_local (a, NULL, NULL));
  fail_if (gst_rtc_peer_connection_get_element (a->pc, &error) != NULL);
  assert_error (error, INVALID_STATE);
  gst_rtc_peer_connection_close (a->pc);
  wait_until (all_gone ());
}

GST_END_TEST;

GST_START_TEST (test_element_first)
{
  g_autoptr (FakeBackend) element =
      gst_object_ref_sink (g_object_new (FAKE_TYPE_BACKEND, NULL));
  g_autoptr (TestPeer) b = make_peer ();
  g_autoptr (TestPeer) a = NULL;
  g_autoptr (GstElement) same = NULL;
  GstRTCPeerConnection *pc =
      fake_backend_create (element, g_main_context_default ());
  gpointer watched = pc;

  g_object_add_weak_pointer (watched, &watched);
  a = test_peer_new (g_object_ref (pc));
  same = gst_rtc_peer_connection_get_element (pc, NULL);
  fail_unless (same == GST_ELEMENT (element));
  fail_unless_equals_int (gst_rtc_backend_take_transceiver (pc, PC_KIND_AUDIO,
          PC_DIRECTION_SENDONLY, TRUE), 1);
  fail_unless (gst_rtc_backend_get_certificate (pc) != NULL);
  test_peer_join (a, b);
  negotiate (a, b);
  wait_until (is_connected (a) && is_connected (b));

  /* The element owns it: with the element it goes. */
  settle ();
  g_signal_handlers_disconnect_by_data (pc, a);
  a->other = b->other = NULL;
  g_clear_object (&a->pc);
  fail_unless (watched != NULL);
  g_clear_object (&same);
  g_clear_object (&element);
  settle ();
  fail_unless (watched == NULL);
}

GST_END_TEST;

GST_START_TEST (test_an_element_without_context_uses_the_worker)
{
  g_autoptr (FakeBackend) element =
      gst_object_ref_sink (g_object_new (FAKE_TYPE_BACKEND, NULL));
  GstRTCPeerConnection *pc = fake_backend_create (element, NULL);

  fail_unless (gst_rtc_peer_connection_get_main_context (pc) !=
      g_main_context_default ());
}

GST_END_TEST;

GST_START_TEST (test_a_missing_element_is_named)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstPluginFeature) feature =
      gst_registry_lookup_feature (gst_registry_get (), "peerconnection");
  g_autoptr (GError) error = NULL;

  gst_registry_remove_feature (gst_registry_get (), feature);
  fail_if (gst_rtc_peer_connection_add_transceiver (a->pc, "audio", NULL,
          &error) != NULL);
  fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR,
          GST_RTC_DOM_ERROR_NOT_SUPPORTED));
  fail_unless (strstr (error->message, "peerconnection") != NULL);
}

GST_END_TEST;

GST_START_TEST (test_a_bad_configuration_is_refused)
{
  g_autoptr (GstRTCConfiguration) configuration = gst_rtc_configuration_new ();
  g_autoptr (GstRTCIceServer) server =
      gst_rtc_ice_server_new ("http://example", NULL, NULL);
  g_autoptr (GstRTCPeerConnection) pc = NULL;
  GError *error = NULL;

  gst_rtc_configuration_add_ice_server (configuration, server);
  fail_if (gst_rtc_peer_connection_new (configuration, &error) != NULL);
  assert_error (error, SYNTAX);
  pc = g_object_new (GST_TYPE_RTC_PEER_CONNECTION, "configuration",
      configuration, NULL);
  fail_if (gst_rtc_peer_connection_create_data_channel (pc, "x", NULL,
          &error) != NULL);
  assert_error (error, SYNTAX);
}

GST_END_TEST;

static Suite *
rtclife_suite (void)
{
  Suite *suite = suite_create ("rtclife");
  TCase *tcase = tcase_create ("general");

  fake_backend_register ();
  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_closing_is_silent_and_idempotent);
  tcase_add_test (tcase, test_a_closed_connection_says_so);
  tcase_add_test (tcase, test_dropping_at_any_step_leaves_nothing);
  tcase_add_test (tcase, test_a_pending_operation_keeps_the_connection);
  tcase_add_test (tcase, test_an_open_channel_does_not_keep_the_connection);
  tcase_add_test (tcase, test_the_connection_keeps_an_open_channel);
  tcase_add_test (tcase, test_dropping_inside_a_signal);
  tcase_add_test (tcase, test_closing_inside_a_signal);
  tcase_add_test (tcase, test_dropping_in_another_thread);
  tcase_add_test (tcase, test_the_element_can_be_taken);
  tcase_add_test (tcase, test_the_element_runs_alone);
  tcase_add_test (tcase, test_element_first);
  tcase_add_test (tcase, test_an_element_without_context_uses_the_worker);
  tcase_add_test (tcase, test_a_missing_element_is_named);
  tcase_add_test (tcase, test_a_bad_configuration_is_refused);

  return suite;
}

GST_CHECK_MAIN (rtclife);
