/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtmf.c: tones and jitterBufferTarget, as an application asks for them and
 * as the element hears of them.
 */

#include <math.h>

#include <gst/peerconnection/rtcbackend.h>

#include "fakebackend.h"
#include "testpeer.h"

static TestPeer *alice, *bob;
static GstRTCRtpTransceiver *transceiver;
static GString *diary;          /* of tones that began */

static void
on_tonechange (GstRTCDTMFSender * dtmf, GstRTCDTMFToneChangeEvent * event,
    gpointer user_data)
{
  g_autofree gchar *left = gst_rtc_dtmf_sender_get_tone_buffer (dtmf);

  g_string_append_printf (diary, "%s[%s] ",
      gst_rtc_dtmf_tone_change_event_get_tone (event), left);
}

static GstRTCDTMFSender *
get_dtmf (void)
{
  return gst_rtc_rtp_sender_get_dtmf (gst_rtc_rtp_transceiver_get_sender
      (transceiver));
}

static void
setup (void)
{
  fake_backend_register ();
  fake_backend_offer_events (TRUE);
  alice = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  bob = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  test_peer_join (alice, bob);
  diary = g_string_new (NULL);
  transceiver = gst_rtc_peer_connection_add_transceiver (alice->pc, "audio",
      NULL, NULL);
  g_signal_connect (get_dtmf (), "tonechange", G_CALLBACK (on_tonechange),
      NULL);
}

static void
teardown (void)
{
  g_clear_object (&transceiver);
  test_peer_free (alice);
  test_peer_free (bob);
  g_string_free (diary, TRUE);
  fake_backend_offer_events (FALSE);
}

/* As an element whose sink pad has caps. */
static void
feed (void)
{
  gst_rtc_backend_set_sender_media (alice->pc, 1, TRUE);
}

static void
connect_both (void)
{
  feed ();
  negotiate (alice, bob);
  wait_until (is_connected (alice) && is_connected (bob));
}

static gboolean
insert (const gchar * tones, GError ** error)
{
  return gst_rtc_dtmf_sender_insert_dtmf (get_dtmf (), tones, 0, 0, error);
}

GST_START_TEST (test_only_when_sent)
{
  g_autoptr (GstRTCRtpTransceiver) video =
      gst_rtc_peer_connection_add_transceiver (alice->pc, "video", NULL, NULL);
  GError *error = NULL;

  fail_unless (gst_rtc_rtp_sender_get_dtmf (gst_rtc_rtp_transceiver_get_sender
          (video)) == NULL);
  fail_if (gst_rtc_dtmf_sender_get_can_insert_dtmf (get_dtmf ()));
  /* The state comes before the characters. */
  fail_if (insert ("x", &error));
  assert_error (error, INVALID_STATE);

  connect_both ();
  fail_unless (gst_rtc_dtmf_sender_get_can_insert_dtmf (get_dtmf ()));
  fail_if (insert ("1x", &error));
  assert_error (error, INVALID_CHARACTER);
  fail_if (insert ("1\xc3\xa9", &error));
  assert_error (error, INVALID_CHARACTER);

  gst_rtc_peer_connection_close (alice->pc);
  fail_if (insert ("1", &error));
  assert_error (error, INVALID_STATE);
}

GST_END_TEST;

/* One after the other; too short a time becomes the shortest. */
GST_START_TEST (test_playout)
{
  g_autofree gchar *tones = NULL;
  g_autofree gchar *left = NULL;

  connect_both ();
  g_free (fake_backend_take_tones ());
  fail_unless (insert ("1d#", NULL));
  left = gst_rtc_dtmf_sender_get_tone_buffer (get_dtmf ());
  fail_unless_equals_string (left, "1D#");
  wait_until (g_str_has_suffix (diary->str, " [] "));
  fail_unless_equals_string (diary->str, "1[D#] D[#] #[] [] ");
  tones = fake_backend_take_tones ();
  fail_unless_equals_string (tones, "1(40) D(40) #(40) ");
}

GST_END_TEST;

/* What has not begun is replaced; the one that sounds is not. */
GST_START_TEST (test_replaced)
{
  g_autofree gchar *tones = NULL;

  connect_both ();
  g_free (fake_backend_take_tones ());
  fail_unless (gst_rtc_dtmf_sender_insert_dtmf (get_dtmf (), "12", 70, 30,
          NULL));
  wait_until (diary->len > 0);
  fail_unless (insert ("9", NULL));
  wait_until (g_str_has_suffix (diary->str, " [] "));
  fail_unless_equals_string (diary->str, "1[2] 9[] [] ");
  tones = fake_backend_take_tones ();
  fail_unless_equals_string (tones, "1(70) 9(40) ");

  g_string_truncate (diary, 0);
  fail_unless (insert ("12", NULL));
  wait_until (diary->len > 0);
  fail_unless (insert ("", NULL));
  wait_until (g_str_has_suffix (diary->str, " [] "));
  fail_unless_equals_string (diary->str, "1[2] [] ");
}

GST_END_TEST;

/* The connection goes while tones are to come. */
GST_START_TEST (test_closed_between)
{
  connect_both ();
  fail_unless (insert ("123", NULL));
  wait_until (diary->len > 0);
  gst_rtc_peer_connection_close (alice->pc);
  settle ();
  fail_unless_equals_string (diary->str, "1[23] ");
}

GST_END_TEST;

GST_START_TEST (test_target)
{
  GstRTCRtpReceiver *receiver =
      gst_rtc_rtp_transceiver_get_receiver (transceiver);
  static const gdouble wrong[] = { -1, -0.1, 4000.1, INFINITY };
  GError *error = NULL;
  gdouble target;

  g_object_get (receiver, "jitter-buffer-target", &target, NULL);
  fail_unless (target == -1);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    fail_if (gst_rtc_rtp_receiver_set_jitter_buffer_target (receiver,
            wrong[i], &error));
    assert_error (error, RANGE);
  }
  fail_unless (gst_rtc_rtp_receiver_set_jitter_buffer_target (receiver, 4000,
          NULL));
  g_object_get (receiver, "jitter-buffer-target", &target, NULL);
  fail_unless (target == 4000);
  fail_unless_equals_int (fake_backend_jitter_target (), 4000);
  fail_unless_equals_int (gst_rtc_backend_get_jitter_buffer_target (alice->pc,
          1), 4000);
  fail_unless (gst_rtc_rtp_receiver_set_jitter_buffer_target (receiver, NAN,
          NULL));
  fail_unless_equals_int (fake_backend_jitter_target (), -1);
}

GST_END_TEST;

static Suite *
rtc_dtmf_suite (void)
{
  Suite *s = suite_create ("rtcdtmf");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_only_when_sent);
  tcase_add_test (tc, test_playout);
  tcase_add_test (tc, test_replaced);
  tcase_add_test (tc, test_closed_between);
  tcase_add_test (tc, test_target);

  return s;
}

GST_CHECK_MAIN (rtc_dtmf);
