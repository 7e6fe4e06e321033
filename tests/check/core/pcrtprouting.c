/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtprouting.c: to which m-section a packet goes, and which sources live.
 */

#include "pcrtptest.h"

static void
expect_source (Peer * peer, PcRtpOutputType type, guint transceiver_id,
    guint32 ssrc)
{
  PcRtpOutput output = { 0, };

  fail_unless (peer_poll (peer, type, &output));
  fail_unless_equals_int (output.transceiver_id, transceiver_id);
  fail_unless_equals_int (output.ssrc, ssrc);
  pc_rtp_output_clear (&output);
}

GST_START_TEST (mid_comes_first)
{
  Peer peer;
  PcRtpRoute route;

  peer_init (&peer, make_call ());
  /* 120 is in both m-sections: only the MID tells */
  fail_unless_equals_int (peer_receive (&peer, 120, 1, 77, "v", &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, VIDEO);
  expect_source (&peer, PC_RTP_OUTPUT_NEW_SOURCE, VIDEO, 77);
  /* from then on the SSRC is tied to it */
  fail_unless_equals_int (peer_receive (&peer, 120, 2, 77, NULL, &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, VIDEO);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_NEW_SOURCE, &(PcRtpOutput) {
          0,}));
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (mid_in_two_byte_form)
{
  guint8 data[128];
  PcRtpRoute route;
  Peer peer;
  gsize size = make_rtp (data, 120, 1, 0, 78, "a", TRUE);

  peer_init (&peer, make_call ());
  fail_unless_equals_int (pc_rtp_session_handle_rtp (peer.session, peer.now,
          data, size, &route), PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, AUDIO);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (mid_moves_an_ssrc)
{
  Peer peer;
  PcRtpRoute route;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 120, 1, 77, "v", NULL);
  peer_drain (&peer);
  fail_unless_equals_int (peer_receive (&peer, 120, 2, 77, "a", &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, AUDIO);
  expect_source (&peer, PC_RTP_OUTPUT_SOURCE_GONE, VIDEO, 77);
  expect_source (&peer, PC_RTP_OUTPUT_NEW_SOURCE, AUDIO, 77);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (then_the_announced_ssrc)
{
  PcNegotiated *call = make_call ();
  guint32 ssrc = 500;
  PcRtpRoute route;
  Peer peer;

  g_array_append_val (call_media (call, 1)->receive_ssrcs, ssrc);
  peer_init (&peer, call);
  fail_unless_equals_int (peer_receive (&peer, 120, 1, 500, NULL, &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, VIDEO);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (then_a_payload_type_that_one_section_has)
{
  PcRtpRoute route;
  Peer peer;

  peer_init (&peer, make_call ());
  fail_unless_equals_int (peer_receive (&peer, 111, 1, 1, NULL, &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, AUDIO);
  fail_unless_equals_int (peer_receive (&peer, 96, 1, 2, NULL, &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, VIDEO);
  fail_unless_equals_int (peer_receive (&peer, 120, 1, 3, NULL, &route),
      PC_RTP_DROP_UNROUTABLE);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (an_sdes_mid_ties_what_is_to_come)
{
  const gchar *cname = "them", *mid = "v";
  guint32 ssrc = 900;
  PcRtcpWriter writer = {.size = 0 };
  PcRtpRoute route;
  Peer peer;

  peer_init (&peer, make_call ());
  pc_rtcp_write_report (&writer, ssrc, NULL, NULL, 0);
  pc_rtcp_write_sdes (&writer, &ssrc, &cname, &mid, 1);
  fail_unless (peer_receive_rtcp (&peer, &writer));
  fail_unless_equals_int (peer_receive (&peer, 120, 1, 900, NULL, &route),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (route.transceiver_id, VIDEO);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (what_does_not_pass_is_counted_by_reason)
{
  PcNegotiated *call = make_call ();
  guint8 garbage[] = { 0, 1, 2 };
  PcRtpRoute route;
  Peer peer;

  call_media (call, 1)->direction = PC_DIRECTION_SENDONLY;
  peer_init (&peer, call);
  pc_rtp_session_handle_rtp (peer.session, peer.now, garbage, 3, &route);
  peer_receive (&peer, 111, 1, 1, "nobody", NULL);
  peer_receive (&peer, 34, 1, 1, NULL, NULL);
  peer_receive (&peer, 34, 1, 1, "a", NULL);
  peer_receive (&peer, 112, 1, 1, "a", NULL);
  peer_receive (&peer, 96, 1, 1, "v", NULL);
  peer_receive (&peer, 111, 1, AUDIO_SSRC, "a", NULL);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_MALFORMED), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_UNKNOWN_MID), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_UNROUTABLE), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_PAYLOAD_TYPE), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_AUXILIARY), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_DIRECTION), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_COLLISION), 1);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_NONE), 0);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_NEW_SOURCE, &(PcRtpOutput) {
          0,}));
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (other_transports_are_not_ours)
{
  PcNegotiated *call = make_call ();
  Peer peer;

  g_free (call_media (call, 1)->transport_id);
  call_media (call, 1)->transport_id = g_strdup ("t1");
  peer_init (&peer, call);
  fail_unless_equals_int (peer_receive (&peer, 96, 1, 1, "v", NULL),
      PC_RTP_DROP_UNKNOWN_MID);
  fail_unless_equals_int (peer_receive (&peer, 120, 1, 1, NULL, NULL),
      PC_RTP_DROP_NONE);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (sources_are_bounded)
{
  Peer peer;
  guint i;

  peer_init (&peer, make_call ());
  for (i = 0; i < PC_RTP_MAX_SOURCES; i++)
    fail_unless_equals_int (peer_receive (&peer, 111, 1, 1000 + i, NULL, NULL),
        PC_RTP_DROP_NONE);
  fail_unless_equals_int (peer_receive (&peer, 111, 1, 5000, NULL, NULL),
      PC_RTP_DROP_TOO_MANY_SOURCES);

  /* one goes on, the others fall silent and make room */
  peer.now += PC_RTP_SOURCE_TIMEOUT / 2;
  peer_receive (&peer, 111, 2, 1000, NULL, NULL);
  peer.now += PC_RTP_SOURCE_TIMEOUT / 2;
  peer_drain (&peer);
  fail_unless_equals_int (peer_receive (&peer, 111, 1, 5000, NULL, NULL),
      PC_RTP_DROP_NONE);
  for (i = 1; i < PC_RTP_MAX_SOURCES; i++) {
    PcRtpOutput output = { 0, };

    fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_SOURCE_GONE, &output));
    fail_if (output.ssrc == 1000);
  }
  peer_clear (&peer);
}

GST_END_TEST;

static void
receive_bye (Peer * peer, guint32 ssrc)
{
  PcRtcpWriter writer = {.size = 0 };

  pc_rtcp_write_report (&writer, ssrc, NULL, NULL, 0);
  pc_rtcp_write_bye (&writer, ssrc);
  fail_unless (peer_receive_rtcp (peer, &writer));
}

GST_START_TEST (bye_ends_a_source_and_its_stragglers)
{
  Peer peer;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 111, 1, 9, NULL, NULL);
  peer_drain (&peer);
  receive_bye (&peer, 9);
  expect_source (&peer, PC_RTP_OUTPUT_SOURCE_GONE, AUDIO, 9);
  receive_bye (&peer, 9);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_SOURCE_GONE, &(PcRtpOutput) {
          0,}));
  fail_unless_equals_int (peer_receive (&peer, 111, 2, 9, "a", NULL),
      PC_RTP_DROP_AFTER_BYE);
  fail_unless_equals_int (peer_receive (&peer, 111, 2, 9, NULL, NULL),
      PC_RTP_DROP_AFTER_BYE);
  peer.now += PC_RTP_BYE_LINGER;
  fail_unless_equals_int (peer_receive (&peer, 111, 3, 9, NULL, NULL),
      PC_RTP_DROP_NONE);
  expect_source (&peer, PC_RTP_OUTPUT_NEW_SOURCE, AUDIO, 9);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (ended_sources_make_room)
{
  Peer peer;
  guint i;

  peer_init (&peer, make_call ());
  for (i = 0; i < PC_RTP_MAX_SOURCES; i++)
    peer_receive (&peer, 111, 1, 1000 + i, NULL, NULL);
  receive_bye (&peer, 1000);
  fail_unless_equals_int (peer_receive (&peer, 111, 1, 5000, NULL, NULL),
      PC_RTP_DROP_TOO_MANY_SOURCES);
  peer.now += PC_RTP_BYE_LINGER;
  fail_unless_equals_int (peer_receive (&peer, 111, 1, 5000, NULL, NULL),
      PC_RTP_DROP_NONE);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (renegotiation_ends_and_keeps_sources)
{
  PcNegotiated *next = make_call ();
  Peer peer;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 111, 1, 1, NULL, NULL);
  peer_receive (&peer, 96, 1, 2, NULL, NULL);
  peer_drain (&peer);
  call_media (next, 1)->direction = PC_DIRECTION_SENDONLY;
  pc_rtp_session_configure (peer.session, peer.now, next, "t0");
  pc_negotiated_unref (next);
  expect_source (&peer, PC_RTP_OUTPUT_SOURCE_GONE, VIDEO, 2);
  fail_unless_equals_int (peer_receive (&peer, 111, 2, 1, NULL, NULL),
      PC_RTP_DROP_NONE);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_NEW_SOURCE, &(PcRtpOutput) {
          0,}
      ));
  fail_unless_equals_int (peer_receive (&peer, 96, 2, 2, "v", NULL),
      PC_RTP_DROP_DIRECTION);
  peer_clear (&peer);
}

GST_END_TEST;

static Suite *
pcrtprouting_suite (void)
{
  Suite *suite = suite_create ("pcrtprouting");
  TCase *tcase = tcase_create ("general");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, mid_comes_first);
  tcase_add_test (tcase, mid_in_two_byte_form);
  tcase_add_test (tcase, mid_moves_an_ssrc);
  tcase_add_test (tcase, then_the_announced_ssrc);
  tcase_add_test (tcase, then_a_payload_type_that_one_section_has);
  tcase_add_test (tcase, an_sdes_mid_ties_what_is_to_come);
  tcase_add_test (tcase, what_does_not_pass_is_counted_by_reason);
  tcase_add_test (tcase, other_transports_are_not_ours);
  tcase_add_test (tcase, sources_are_bounded);
  tcase_add_test (tcase, bye_ends_a_source_and_its_stragglers);
  tcase_add_test (tcase, ended_sources_make_room);
  tcase_add_test (tcase, renegotiation_ends_and_keeps_sources);

  return suite;
}

GST_CHECK_MAIN (pcrtprouting);
