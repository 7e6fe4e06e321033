/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcparameters.c: parameters, encodings and codec preferences as an
 * application sees them.
 */

#include "fakebackend.h"
#include "testpeer.h"

static TestPeer *alice, *bob;

static void
setup (void)
{
  fake_backend_register ();
  alice = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  bob = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  test_peer_join (alice, bob);
}

static void
teardown (void)
{
  test_peer_free (alice);
  test_peer_free (bob);
}

static GstRTCRtpTransceiver *
add (const gchar * kind, GstRTCRtpEncodingParameters * first,
    GstRTCRtpEncodingParameters * second, GError ** error)
{
  g_autoptr (GstRTCRtpTransceiverInit) init =
      gst_rtc_rtp_transceiver_init_new ();
  g_autoptr (GPtrArray) encodings =
      g_ptr_array_new_with_free_func (g_object_unref);

  if (first != NULL)
    g_ptr_array_add (encodings, first);
  if (second != NULL)
    g_ptr_array_add (encodings, second);
  gst_rtc_rtp_transceiver_init_set_send_encodings (init, encodings);

  return gst_rtc_peer_connection_add_transceiver (alice->pc, kind, init, error);
}

static GstRTCRtpEncodingParameters *
encoding (const gchar * rid)
{
  return g_object_new (GST_TYPE_RTC_RTP_ENCODING_PARAMETERS, "rid", rid, NULL);
}

static void
on_answer (GObject * source, GAsyncResult * result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Waits for the answer. */
static gboolean
set_parameters (GstRTCRtpSender * sender, GstRTCRtpSendParameters * parameters,
    GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_rtp_sender_set_parameters_async (sender, parameters, NULL,
      on_answer, &result);
  wait_until (result != NULL);

  return gst_rtc_rtp_sender_set_parameters_finish (sender, result, error);
}

static GstRTCRtpEncodingParameters *
nth_encoding (GstRTCRtpSendParameters * parameters, guint n)
{
  g_autoptr (GPtrArray) list =
      gst_rtc_rtp_send_parameters_get_encodings (parameters);

  fail_unless (n < list->len);
  return g_ptr_array_index (list, n);
}

GST_START_TEST (test_round_trip)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver = add ("video", NULL, NULL,
      NULL);
  GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (transceiver);
  g_autoptr (GstRTCRtpSendParameters) parameters =
      gst_rtc_rtp_sender_get_parameters (sender);
  g_autoptr (GstRTCRtpSendParameters) same =
      gst_rtc_rtp_sender_get_parameters (sender);
  g_autofree gchar *id = NULL;
  g_autofree gchar *same_id = NULL;
  g_autoptr (GError) error = NULL;
  gdouble scale;
  gint64 bitrate;
  gint priority;

  /* The same, but the caller's own. */
  fail_if (parameters == same);
  g_object_get (parameters, "transaction-id", &id, NULL);
  g_object_get (same, "transaction-id", &same_id, NULL);
  fail_unless_equals_string (id, same_id);
  fail_if (nth_encoding (parameters, 0) == nth_encoding (same, 0));

  g_object_set (nth_encoding (parameters, 0), "max-bitrate",
      G_GINT64_CONSTANT (5000), "priority", GST_RTC_PRIORITY_TYPE_HIGH, NULL);
  fail_unless (set_parameters (sender, parameters, &error));
  g_clear_object (&same);
  same = gst_rtc_rtp_sender_get_parameters (sender);
  g_object_get (nth_encoding (same, 0), "max-bitrate", &bitrate, "priority",
      &priority, "scale-resolution-down-by", &scale, NULL);
  fail_unless_equals_int64 (bitrate, 5000);
  fail_unless_equals_int (priority, GST_RTC_PRIORITY_TYPE_HIGH);
  fail_unless (scale == 1.0);

  /* Its task has ended. */
  settle ();
  fail_if (set_parameters (sender, same, &error));
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

static const struct
{
  const gchar *property;
  gdouble value;
  gint code;                    /* of video; audio takes it */
} numbers[] = {
  {"scale-resolution-down-by", 0.5, GST_RTC_DOM_ERROR_RANGE},
  {"scale-resolution-down-by", -1, GST_RTC_DOM_ERROR_RANGE},
  {"max-framerate", -1, GST_RTC_DOM_ERROR_RANGE},
  {"scale-resolution-down-by", 1.5, -1},
  {"max-framerate", 24, -1},
};

static void
assert_code (GError * error, gint code, guint line)
{
  if (code == -1)
    fail_unless (error == NULL, "line %u: %s", line,
        error != NULL ? error->message : "");
  else
    fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR, code),
        "line %u: %s", line, error != NULL ? error->message : "taken");
}

GST_START_TEST (test_numbers)
{
  GstRTCRtpEncodingParameters *video = encoding (NULL);
  GstRTCRtpEncodingParameters *audio = encoding (NULL);
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  g_autoptr (GstRTCRtpTransceiver) other = NULL;
  g_autoptr (GstRTCRtpSendParameters) parameters = NULL;
  g_autoptr (GError) error = NULL;
  gdouble value;

  g_object_set (video, numbers[__i__].property, numbers[__i__].value, NULL);
  g_object_set (audio, numbers[__i__].property, numbers[__i__].value, NULL);
  transceiver = add ("video", video, NULL, &error);
  assert_code (error, numbers[__i__].code, __LINE__);
  g_clear_error (&error);

  /* setParameters() says the same. */
  g_clear_object (&transceiver);
  transceiver = add ("video", NULL, NULL, NULL);
  parameters = gst_rtc_rtp_sender_get_parameters
      (gst_rtc_rtp_transceiver_get_sender (transceiver));
  g_object_set (nth_encoding (parameters, 0), numbers[__i__].property,
      numbers[__i__].value, NULL);
  set_parameters (gst_rtc_rtp_transceiver_get_sender (transceiver),
      parameters, &error);
  assert_code (error, numbers[__i__].code, __LINE__);
  g_clear_error (&error);

  other = add ("audio", audio, NULL, &error);
  fail_unless (error == NULL);
  g_clear_object (&parameters);
  parameters = gst_rtc_rtp_sender_get_parameters
      (gst_rtc_rtp_transceiver_get_sender (other));
  g_object_get (nth_encoding (parameters, 0), numbers[__i__].property, &value,
      NULL);
  fail_unless (value == -G_MAXDOUBLE);
}

GST_END_TEST;

GST_START_TEST (test_read_only)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      add ("video", encoding ("a"), encoding ("b"), NULL);
  GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (transceiver);
  g_autoptr (GstRTCRtpSendParameters) parameters = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GError *error = NULL;

  parameters = gst_rtc_rtp_sender_get_parameters (sender);
  g_object_set (parameters, "transaction-id", "another", NULL);
  fail_if (set_parameters (sender, parameters, &error));
  assert_error (error, INVALID_MODIFICATION);
  g_clear_object (&parameters);

  parameters = gst_rtc_rtp_sender_get_parameters (sender);
  g_object_set (nth_encoding (parameters, 1), "rid", "c", NULL);
  fail_if (set_parameters (sender, parameters, &error));
  assert_error (error, INVALID_MODIFICATION);
  g_clear_object (&parameters);

  parameters = gst_rtc_rtp_sender_get_parameters (sender);
  gst_rtc_rtp_send_parameters_set_encodings (parameters, none);
  fail_if (set_parameters (sender, parameters, &error));
  assert_error (error, INVALID_MODIFICATION);
  g_clear_object (&parameters);

  fail_if (add ("video", encoding ("a"), encoding (NULL), &error) != NULL);
  assert_error (error, TYPE);
}

GST_END_TEST;

GST_START_TEST (test_closed)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver = add ("audio", NULL, NULL,
      NULL);
  GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (transceiver);
  g_autoptr (GstRTCRtpSendParameters) parameters =
      gst_rtc_rtp_sender_get_parameters (sender);
  GError *error = NULL;

  gst_rtc_peer_connection_close (alice->pc);
  fail_if (set_parameters (sender, parameters, &error));
  assert_error (error, INVALID_STATE);

  /* Even when the connection is gone. */
  test_peer_free (alice);
  alice = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  fail_if (set_parameters (sender, parameters, &error));
  assert_error (error, INVALID_STATE);
  g_clear_object (&parameters);
  parameters = gst_rtc_rtp_sender_get_parameters (sender);
  fail_unless (parameters != NULL);
}

GST_END_TEST;

GST_START_TEST (test_negotiated)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver = add ("audio", NULL, NULL,
      NULL);
  GstRTCRtpSender *sender = gst_rtc_rtp_transceiver_get_sender (transceiver);
  g_autoptr (GstRTCRtpSendParameters) stale =
      gst_rtc_rtp_sender_get_parameters (sender);
  g_autoptr (GstRTCRtpSendParameters) parameters = NULL;
  g_autoptr (GstRTCRtpReceiveParameters) received = NULL;
  g_autoptr (GPtrArray) codecs = NULL;
  g_autoptr (GPtrArray) receive_codecs = NULL;
  g_autofree gchar *mime_type = NULL;
  g_autofree gchar *cname = NULL;
  g_autoptr (GstRTCRtcpParameters) rtcp = NULL;
  GError *error = NULL;
  guint payload_type, rate;
  gint channels;

  negotiate (alice, bob);
  parameters = gst_rtc_rtp_sender_get_parameters (sender);
  codecs = gst_rtc_rtp_send_parameters_get_codecs (parameters);
  fail_unless_equals_int (codecs->len, 1);
  g_object_get (g_ptr_array_index (codecs, 0), "mime-type", &mime_type,
      "payload-type", &payload_type, "clock-rate", &rate, "channels",
      &channels, NULL);
  fail_unless_equals_string (mime_type, "audio/opus");
  fail_unless_equals_int (payload_type, 111);
  fail_unless_equals_int (rate, 48000);
  fail_unless_equals_int (channels, 2);
  g_object_get (parameters, "rtcp", &rtcp, NULL);
  g_object_get (rtcp, "cname", &cname, NULL);
  fail_unless (cname != NULL && *cname != '\0');

  received = gst_rtc_rtp_receiver_get_parameters
      (gst_rtc_rtp_transceiver_get_receiver (transceiver));
  receive_codecs = gst_rtc_rtp_receive_parameters_get_codecs (received);
  fail_unless_equals_int (receive_codecs->len, 1);

  fail_if (set_parameters (sender, stale, &error));
  assert_error (error, INVALID_MODIFICATION);
  g_object_set (nth_encoding (parameters, 0), "active", FALSE, NULL);
}

GST_END_TEST;

GST_START_TEST (test_capabilities)
{
  g_autoptr (GstRTCRtpCapabilities) audio =
      gst_rtc_rtp_sender_get_capabilities ("audio");
  g_autoptr (GstRTCRtpCapabilities) video =
      gst_rtc_rtp_receiver_get_capabilities ("video");
  g_autoptr (GPtrArray) codecs = gst_rtc_rtp_capabilities_get_codecs (audio);
  g_autoptr (GPtrArray) others = gst_rtc_rtp_capabilities_get_codecs (video);
  g_autoptr (GstRTCRtpTransceiver) transceiver = add ("video", NULL, NULL,
      NULL);
  g_autofree gchar *mime_type = NULL;
  GError *error = NULL;

  fail_unless (gst_rtc_rtp_sender_get_capabilities ("text") == NULL);
  fail_unless (gst_rtc_rtp_receiver_get_capabilities ("") == NULL);
  g_object_get (g_ptr_array_index (codecs, 0), "mime-type", &mime_type, NULL);
  fail_unless_equals_string (mime_type, "audio/opus");

  fail_unless (gst_rtc_rtp_transceiver_set_codec_preferences (transceiver,
          others, &error));
  fail_unless (gst_rtc_rtp_transceiver_set_codec_preferences (transceiver,
          NULL, &error));
  fail_if (gst_rtc_rtp_transceiver_set_codec_preferences (transceiver,
          codecs, &error));
  assert_error (error, INVALID_MODIFICATION);
}

GST_END_TEST;

static gpointer
run_elsewhere (gpointer data)
{
  GstRTCRtpSender *sender = data;
  g_autoptr (GstRTCRtpSendParameters) first =
      gst_rtc_rtp_sender_get_parameters (sender);
  g_autoptr (GstRTCRtpSendParameters) second =
      gst_rtc_rtp_sender_get_parameters (sender);
  g_autofree gchar *first_id = NULL;
  g_autofree gchar *second_id = NULL;

  g_object_get (first, "transaction-id", &first_id, NULL);
  g_object_get (second, "transaction-id", &second_id, NULL);

  return GINT_TO_POINTER (!g_str_equal (first_id, second_id));
}

/* In another thread there is no task that could end: each call is one. */
GST_START_TEST (test_other_thread)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver = add ("video", NULL, NULL,
      NULL);
  GThread *thread;
  gpointer differ;

  fail_unless (g_main_context_acquire (NULL));
  thread = g_thread_new ("elsewhere", run_elsewhere,
      gst_rtc_rtp_transceiver_get_sender (transceiver));
  differ = g_thread_join (thread);
  g_main_context_release (NULL);
  fail_unless (GPOINTER_TO_INT (differ));
}

GST_END_TEST;

static Suite *
rtc_parameters_suite (void)
{
  Suite *s = suite_create ("rtcparameters");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_round_trip);
  tcase_add_loop_test (tc, test_numbers, 0, G_N_ELEMENTS (numbers));
  tcase_add_test (tc, test_read_only);
  tcase_add_test (tc, test_closed);
  tcase_add_test (tc, test_negotiated);
  tcase_add_test (tc, test_capabilities);
  tcase_add_test (tc, test_other_thread);

  return s;
}

GST_CHECK_MAIN (rtc_parameters);
