/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpreports.c: reports and feedback, both ways.
 */

#include "pcrtptest.h"

static void
expect_report (Peer * peer, PcRtpOutput * output)
{
  peer_drain (peer);
  peer_wake (peer);
  fail_unless (peer_poll (peer, PC_RTP_OUTPUT_RTCP, output));
}

GST_START_TEST (nothing_to_say_nothing_to_wait_for)
{
  Peer peer;

  peer_init (&peer, make_call ());
  fail_unless (pc_rtp_session_next_timeout (peer.session,
          NULL) == PC_TIME_NEVER);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (loss_and_jitter_as_in_the_standard)
{
  PcRtpOutput output = { 0, };
  PcRtcpPacket report;
  PcRtcpBlock block;
  guint8 data[128];
  PcRtpRoute route;
  Peer peer;
  guint i;

  /* 20 packets of 20 ms, each odd one 5 ms late, 4 of them lost, across the
   * end of the numbers */
  peer_init (&peer, make_call ());
  for (i = 0; i < 20; i++) {
    PcTime late = i % 2 ? 5 * PC_MSECOND : 0;
    gsize size = make_rtp (data, 111, (guint16) (65530 + i), i * 960, 7, NULL,
        FALSE);

    if (i % 5 != 4)
      pc_rtp_session_handle_rtp (peer.session, peer.now + late, data, size,
          &route);
    peer.now += 20 * PC_MSECOND;
  }
  /* the last one was lost, so that 19 are expected and 3 missed */
  expect_report (&peer, &output);
  fail_unless (find_rtcp (&output, PC_RTCP_RR, &report));
  fail_unless_equals_int (report.count, 1);
  pc_rtcp_get_block (&report, 0, &block);
  fail_unless_equals_int (block.ssrc, 7);
  fail_unless_equals_int (block.lost, 3);
  fail_unless_equals_int (block.fraction_lost, 3 * 256 / 19);
  fail_unless_equals_int (block.highest_seq, 65530 + 18);
  /* 5 ms of 48 kHz are 240; the filter is on its way there */
  fail_unless (block.jitter > 60 && block.jitter < 240, "%u", block.jitter);
  pc_rtp_output_clear (&output);

  /* nothing was heard since: nothing is said of it */
  expect_report (&peer, &output);
  fail_unless (find_rtcp (&output, PC_RTCP_RR, &report));
  fail_unless_equals_int (report.count, 0);
  pc_rtp_output_clear (&output);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (a_restarted_sender_is_not_a_great_loss)
{
  PcRtpInboundStats stats;
  Peer peer;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 111, 100, 7, NULL, NULL);
  peer_receive (&peer, 111, 102, 7, NULL, NULL);
  peer_receive (&peer, 111, 40000, 7, NULL, NULL);
  peer_receive (&peer, 111, 40001, 7, NULL, NULL);
  peer_receive (&peer, 111, 40003, 7, NULL, NULL);
  fail_unless (pc_rtp_session_get_inbound_stats (peer.session, 0, &stats));
  fail_unless_equals_int (stats.packets_received, 5);
  fail_unless_equals_int (stats.packets_lost, 2);
  fail_if (pc_rtp_session_get_inbound_stats (peer.session, 1, &stats));
  peer_clear (&peer);
}

GST_END_TEST;

static void
receive_sender_report (Peer * peer, guint32 ssrc, guint64 ntp, guint32 rtp_time)
{
  PcRtcpSenderInfo info = {.ntp = ntp,.rtp_time = rtp_time,.packets = 10,
    .octets = 100
  };
  const gchar *cname = "them", *mid = NULL;
  PcRtcpWriter writer = {.size = 0 };

  pc_rtcp_write_report (&writer, ssrc, &info, NULL, 0);
  pc_rtcp_write_sdes (&writer, &ssrc, &cname, &mid, 1);
  fail_unless (peer_receive_rtcp (peer, &writer));
}

GST_START_TEST (an_sr_is_echoed_and_handed_on)
{
  PcRtpOutput output = { 0, };
  PcRtcpPacket report;
  PcRtcpBlock block;
  PcTime heard;
  Peer peer;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 111, 1, 7, NULL, NULL);
  heard = peer.now;
  receive_sender_report (&peer, 7, G_GUINT64_CONSTANT (0x1122334455667788),
      4242);
  fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_SENDER_REPORT, &output));
  fail_unless_equals_int (output.ssrc, 7);
  fail_unless (find_rtcp (&output, PC_RTCP_SR, &report));
  fail_unless_equals_int (report.rtp_time, 4242);
  fail_unless (find_rtcp (&output, PC_RTCP_SDES, &report));
  pc_rtp_output_clear (&output);

  expect_report (&peer, &output);
  fail_unless (find_rtcp (&output, PC_RTCP_RR, &report));
  pc_rtcp_get_block (&report, 0, &block);
  fail_unless (block.last_sr == 0x33445566);
  fail_unless_equals_int (block.delay_since_last_sr,
      (guint32) ((peer.now - heard) / 1000 * 65536 / 1000000));
  pc_rtp_output_clear (&output);
  peer_clear (&peer);
}

GST_END_TEST;

static void
connect_inputs (Peer * peer)
{
  fail_unless (pc_rtp_session_set_input (peer->session, AUDIO, 111, 48000,
          NULL));
  fail_unless (pc_rtp_session_set_input (peer->session, VIDEO, 96, 90000,
          NULL));
}

GST_START_TEST (a_sender_reports_its_clock_and_counts)
{
  guint8 data[PC_RTP_HEADROOM + 512];
  PcRtpOutput output = { 0, };
  PcRtcpPacket report;
  PcRtpPacket sent;
  PcTime last;
  Peer peer;
  guint i;

  peer_init (&peer, make_call ());
  connect_inputs (&peer);
  for (i = 0; i < 3; i++)
    fail_unless_equals_int (peer_send (&peer, AUDIO, 1 + i, 1000 + 960 * i, 5,
            data, &sent), PC_RTP_DROP_NONE);
  last = peer.now;
  expect_report (&peer, &output);
  fail_unless (find_rtcp (&output, PC_RTCP_SR, &report));
  fail_unless_equals_int (report.ssrc, AUDIO_SSRC);
  fail_unless_equals_int (report.packets, 3);
  fail_unless_equals_int (report.octets, 60);
  fail_unless_equals_int (report.rtp_time,
      1000 + 960 * 2 + (guint32) ((peer.now - last) * 48 / PC_MSECOND));
  fail_unless (find_rtcp (&output, PC_RTCP_SDES, &report));
  pc_rtp_output_clear (&output);

  /* RFC 3550 section 6.4: still a sender for one more interval, then not */
  expect_report (&peer, &output);
  fail_unless (find_rtcp (&output, PC_RTCP_SR, &report));
  pc_rtp_output_clear (&output);
  expect_report (&peer, &output);
  fail_if (find_rtcp (&output, PC_RTCP_SR, &report));
  pc_rtp_output_clear (&output);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (round_trip_from_a_report_block)
{
  guint8 data[PC_RTP_HEADROOM + 512];
  PcRtcpWriter writer = {.size = 0 };
  PcRtpOutput output = { 0, };
  PcRtpOutboundStats stats;
  PcRtcpPacket report;
  PcRtpPacket sent;
  PcRtcpBlock block = {.ssrc = AUDIO_SSRC,.fraction_lost = 64,.lost = 5,
    .jitter = 480,.delay_since_last_sr = 65536 / 2
  };
  Peer peer;

  peer_init (&peer, make_call ());
  connect_inputs (&peer);
  peer_send (&peer, AUDIO, 1, 1, 5, data, &sent);
  expect_report (&peer, &output);
  fail_unless (find_rtcp (&output, PC_RTCP_SR, &report));
  pc_rtp_output_clear (&output);

  block.last_sr = (guint32) (report.ntp >> 16);
  peer.now += 650 * PC_MSECOND;
  pc_rtcp_write_report (&writer, 1, NULL, &block, 1);
  fail_unless (peer_receive_rtcp (&peer, &writer));
  fail_unless (pc_rtp_session_get_outbound_stats (peer.session, 0, &stats));
  fail_unless (ABS (stats.round_trip_time - 0.15) < 0.001, "%f",
      stats.round_trip_time);
  fail_unless (stats.fraction_lost == 0.25);
  fail_unless_equals_int (stats.packets_lost, 5);
  fail_unless (stats.jitter == 0.01);

  /* an invented LSR changes nothing */
  block.last_sr ^= 1;
  writer.size = 0;
  pc_rtcp_write_report (&writer, 1, NULL, &block, 1);
  peer_receive_rtcp (&peer, &writer);
  pc_rtp_session_get_outbound_stats (peer.session, 0, &stats);
  fail_unless_equals_int (stats.round_trip_time_measurements, 1);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (many_sources_make_many_blocks)
{
  PcRtpOutput output = { 0, };
  guint blocks = 0, datagrams = 0;
  Peer peer;
  guint i;

  peer_init (&peer, make_call ());
  for (i = 0; i < PC_RTP_MAX_SOURCES; i++)
    peer_receive (&peer, 111, 1, 1000 + i, NULL, NULL);
  peer_drain (&peer);
  peer_wake (&peer);
  while (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output)) {
    PcRtcpPacket packet;
    PcRtcpIter iter;

    fail_unless (output.size <= PC_RTCP_MAX_SIZE);
    fail_unless (pc_rtcp_validate (output.data, output.size, FALSE));
    pc_rtcp_iter_init (&iter, output.data, output.size);
    while (pc_rtcp_iter_next (&iter, &packet))
      blocks += packet.type == PC_RTCP_RR ? packet.count : 0;
    fail_unless (find_rtcp (&output, PC_RTCP_SDES, &packet));
    datagrams++;
    pc_rtp_output_clear (&output);
  }
  fail_unless_equals_int (blocks, PC_RTP_MAX_SOURCES);
  fail_unless (datagrams >= 2);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (intervals_are_random_within_limits)
{
  PcTime shortest = PC_TIME_NEVER, longest = 0, before;
  Peer peer;
  guint i;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 111, 1, 7, NULL, NULL);
  before = pc_rtp_session_next_timeout (peer.session, NULL) - peer.now;
  fail_unless (before >= PC_SECOND / 4 && before <= PC_SECOND * 3 / 4);
  peer_wake (&peer);
  for (i = 0; i < 200; i++) {
    PcTime interval;

    peer_receive (&peer, 111, 2 + i, 7, NULL, NULL);
    before = peer.now;
    peer_wake (&peer);
    peer_drain (&peer);
    interval = peer.now - before;
    shortest = MIN (shortest, interval);
    longest = MAX (longest, interval);
  }
  fail_unless (shortest >= PC_SECOND / 2 && longest <= PC_SECOND * 3 / 2);
  fail_unless (shortest < PC_SECOND * 6 / 10 && longest > PC_SECOND * 14 / 10);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (a_new_video_source_is_asked_for_a_key_frame)
{
  PcRtpOutput output = { 0, };
  PcRtcpPacket packet;
  const gchar *reason;
  Peer peer;

  peer_init (&peer, make_call ());
  peer_receive (&peer, 96, 1, 7, NULL, NULL);
  fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  fail_unless (pc_rtcp_validate (output.data, output.size, FALSE));
  fail_unless (find_rtcp (&output, PC_RTCP_PSFB, &packet));
  fail_unless_equals_int (packet.count, PC_PSFB_PLI);
  fail_unless_equals_int (packet.media_ssrc, 7);
  pc_rtp_output_clear (&output);

  /* asking again at once waits; twice is once */
  pc_rtp_session_request_key_frame (peer.session, peer.now, VIDEO, 0);
  pc_rtp_session_request_key_frame (peer.session, peer.now, VIDEO, 7);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  fail_unless (pc_rtp_session_next_timeout (peer.session, &reason)
      <= peer.now + PC_RTP_KEY_FRAME_INTERVAL);
  peer.now += PC_RTP_KEY_FRAME_INTERVAL;
  pc_rtp_session_handle_timeout (peer.session, peer.now, NTP);
  fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  pc_rtp_output_clear (&output);
  peer_drain (&peer);
  pc_rtp_session_handle_timeout (peer.session, peer.now, NTP);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (reduced_size_and_fir_when_agreed)
{
  PcNegotiated *call = make_call ();
  PcCodec *vp8 = g_ptr_array_index (call_media (call, 1)->receive_codecs, 0);
  PcRtpOutput output = { 0, };
  PcRtcpPacket packet;
  Peer peer;

  g_ptr_array_remove_index (vp8->feedback, 0);
  call_media (call, 1)->rtcp_rsize = TRUE;
  peer_init (&peer, call);
  peer_receive (&peer, 96, 1, 7, NULL, NULL);
  fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  fail_unless_equals_int (output.size, 20);
  fail_unless (find_rtcp (&output, PC_RTCP_PSFB, &packet));
  fail_unless_equals_int (packet.count, PC_PSFB_FIR);
  fail_unless_equals_int (pc_read_u32 (packet.body), 7);
  pc_rtp_output_clear (&output);
  peer_clear (&peer);
}

GST_END_TEST;

static gboolean
key_frame_wanted (Peer * peer)
{
  PcRtpOutput output = { 0, };

  if (!peer_poll (peer, PC_RTP_OUTPUT_KEY_FRAME_WANTED, &output))
    return FALSE;
  fail_unless_equals_int (output.transceiver_id, VIDEO);
  peer_drain (peer);
  return TRUE;
}

GST_START_TEST (pli_and_fir_ask_for_our_key_frames)
{
  PcRtcpWriter writer = {.size = 0 };
  PcRtpOutboundStats stats;
  Peer peer;

  peer_init (&peer, make_call ());
  pc_rtcp_write_report (&writer, 1, NULL, NULL, 0);
  pc_rtcp_write_pli (&writer, 1, VIDEO_SSRC);
  peer_receive_rtcp (&peer, &writer);
  fail_unless (key_frame_wanted (&peer));

  /* a FIR is obeyed once for each command number */
  writer.size = 8;
  pc_rtcp_write_fir (&writer, 1, VIDEO_SSRC, 3);
  peer_receive_rtcp (&peer, &writer);
  fail_unless (key_frame_wanted (&peer));
  peer_receive_rtcp (&peer, &writer);
  fail_if (key_frame_wanted (&peer));
  writer.data[8 + 16] = 4;
  peer_receive_rtcp (&peer, &writer);
  fail_unless (key_frame_wanted (&peer));

  writer.size = 8;
  pc_rtcp_write_pli (&writer, 1, 12345);
  peer_receive_rtcp (&peer, &writer);
  fail_if (key_frame_wanted (&peer));

  pc_rtp_session_get_outbound_stats (peer.session, 1, &stats);
  fail_unless_equals_int (stats.pli_count, 1);
  fail_unless_equals_int (stats.fir_count, 2);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (a_stream_that_ends_says_bye)
{
  guint8 data[PC_RTP_HEADROOM + 512];
  PcNegotiated *next = make_call ();
  PcRtpOutput output = { 0, };
  PcRtcpPacket packet;
  PcRtpPacket sent;
  Peer peer;

  peer_init (&peer, make_call ());
  connect_inputs (&peer);
  peer_send (&peer, AUDIO, 1, 1, 5, data, &sent);
  peer_drain (&peer);
  call_media (next, 0)->send_ssrc = 0;
  call_media (next, 1)->send_ssrc = 0;
  pc_rtp_session_configure (peer.session, peer.now, next, "t0");
  pc_negotiated_unref (next);
  fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  fail_unless (find_rtcp (&output, PC_RTCP_BYE, &packet));
  fail_unless_equals_int (pc_read_u32 (packet.body), AUDIO_SSRC);
  pc_rtp_output_clear (&output);
  /* the video one never sent anything that it could end */
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (nothing_leaves_before_the_transport_can)
{
  PcRtpOutput output = { 0, };
  PcRtcpPacket packet;
  Peer peer;

  peer_init (&peer, make_call ());
  pc_rtp_session_set_writable (peer.session, peer.now, FALSE);
  peer_receive (&peer, 96, 1, 7, NULL, NULL);
  fail_unless (pc_rtp_session_next_timeout (peer.session,
          NULL) == PC_TIME_NEVER);
  fail_if (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  pc_rtp_session_set_writable (peer.session, peer.now, TRUE);
  fail_unless (peer_poll (&peer, PC_RTP_OUTPUT_RTCP, &output));
  fail_unless (find_rtcp (&output, PC_RTCP_PSFB, &packet));
  pc_rtp_output_clear (&output);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (malformed_rtcp_changes_nothing)
{
  PcRtcpWriter writer = {.size = 0 };
  Peer peer;

  peer_init (&peer, make_call ());
  pc_rtcp_write_report (&writer, 1, NULL, NULL, 0);
  pc_rtcp_write_pli (&writer, 1, VIDEO_SSRC);
  writer.data[writer.size++] = 0;
  fail_if (peer_receive_rtcp (&peer, &writer));
  fail_if (key_frame_wanted (&peer));
  fail_unless_equals_int (pc_rtp_session_get_stats (peer.session)->
      rtcp_malformed, 1);
  peer_clear (&peer);
}

GST_END_TEST;

static Suite *
pcrtpreports_suite (void)
{
  Suite *suite = suite_create ("pcrtpreports");
  TCase *tcase = tcase_create ("general");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, nothing_to_say_nothing_to_wait_for);
  tcase_add_test (tcase, loss_and_jitter_as_in_the_standard);
  tcase_add_test (tcase, a_restarted_sender_is_not_a_great_loss);
  tcase_add_test (tcase, an_sr_is_echoed_and_handed_on);
  tcase_add_test (tcase, a_sender_reports_its_clock_and_counts);
  tcase_add_test (tcase, round_trip_from_a_report_block);
  tcase_add_test (tcase, many_sources_make_many_blocks);
  tcase_add_test (tcase, intervals_are_random_within_limits);
  tcase_add_test (tcase, a_new_video_source_is_asked_for_a_key_frame);
  tcase_add_test (tcase, reduced_size_and_fir_when_agreed);
  tcase_add_test (tcase, pli_and_fir_ask_for_our_key_frames);
  tcase_add_test (tcase, a_stream_that_ends_says_bye);
  tcase_add_test (tcase, nothing_leaves_before_the_transport_can);
  tcase_add_test (tcase, malformed_rtcp_changes_nothing);

  return suite;
}

GST_CHECK_MAIN (pcrtpreports);
