/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsources.c: who is heard, as an application asks for it.
 */

#include <gst/peerconnection/rtcbackend.h>

#include "fakebackend.h"
#include "testpeer.h"

#define TOLERANCE (60 * 1000.0) /* ms: what a loaded machine may stall for */

static void
check_source (gpointer object, guint source, gdouble level, guint rtp_timestamp)
{
  gdouble now = (gdouble) g_get_real_time () / 1000;
  gdouble timestamp, heard_level;
  guint heard_source, heard_timestamp;

  g_object_get (object, "timestamp", &timestamp, "source", &heard_source,
      "audio-level", &heard_level, "rtp-timestamp", &heard_timestamp, NULL);
  fail_unless_equals_int (heard_source, source);
  fail_unless_equals_int (heard_timestamp, rtp_timestamp);
  fail_unless (ABS (heard_level - level) < 1e-9, "level %g", heard_level);
  fail_unless (timestamp <= now && timestamp > now - TOLERANCE,
      "%f ms before now", now - timestamp);
}

GST_START_TEST (test_sources_are_told)
{
  g_autoptr (TestPeer) peer = NULL;
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  g_autoptr (GPtrArray) nobody = NULL;
  g_autoptr (GPtrArray) ssrcs = NULL;
  g_autoptr (GPtrArray) csrcs = NULL;
  GstRTCRtpReceiver *receiver;
  PcRtpHeard heard = {.source = 0xfedcba98,.rtp_timestamp = 0xffffffff,.level =
        20
  };

  fake_backend_register ();
  peer = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  transceiver = gst_rtc_peer_connection_add_transceiver (peer->pc, "audio",
      NULL, NULL);
  receiver = gst_rtc_rtp_transceiver_get_receiver (transceiver);
  nobody = gst_rtc_rtp_receiver_get_synchronization_sources (receiver);
  fail_unless_equals_int (nobody->len, 0);

  heard.at = g_get_monotonic_time () * PC_USECOND;
  fake_backend_hear (FALSE, &heard);
  heard.source = 21;
  heard.level = -1;
  fake_backend_hear (TRUE, &heard);
  heard.source = 22;
  heard.level = 127;
  fake_backend_hear (TRUE, &heard);

  ssrcs = gst_rtc_rtp_receiver_get_synchronization_sources (receiver);
  fail_unless_equals_int (ssrcs->len, 1);
  fail_unless (GST_IS_RTC_RTP_SYNCHRONIZATION_SOURCE (ssrcs->pdata[0]));
  check_source (ssrcs->pdata[0], 0xfedcba98, 0.1, 0xffffffff);
  csrcs = gst_rtc_rtp_receiver_get_contributing_sources (receiver);
  fail_unless_equals_int (csrcs->len, 2);
  fail_unless (GST_IS_RTC_RTP_CONTRIBUTING_SOURCE (csrcs->pdata[0]));
  check_source (csrcs->pdata[0], 21, -1, 0xffffffff);
  check_source (csrcs->pdata[1], 22, 0, 0xffffffff);
  fake_backend_hear (FALSE, NULL);
  fake_backend_hear (TRUE, NULL);
}

GST_END_TEST;

static Suite *
rtcsources_suite (void)
{
  Suite *s = suite_create ("rtcsources");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_sources_are_told);

  return s;
}

GST_CHECK_MAIN (rtcsources);
