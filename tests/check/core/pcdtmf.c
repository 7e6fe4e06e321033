/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdtmf.c: tones as packets, and among the packets of a stream.
 */

#include <gst/peerconnection/core/rtp/pcdtmf.h>

#include "pcrtptest.h"

#define EVENT 101

static guint
duration_of (const guint8 * payload)
{
  return pc_read_u16 (payload + 2);
}

GST_START_TEST (test_events)
{
  static const gchar tones[] = "0123456789*#ABCD";

  for (guint i = 0; tones[i] != '\0'; i++) {
    fail_unless_equals_int (pc_dtmf_event (tones[i]), i);
    fail_unless_equals_int (pc_dtmf_event (g_ascii_tolower (tones[i])), i);
  }
  fail_unless_equals_int (pc_dtmf_event (','), -1);
  fail_unless_equals_int (pc_dtmf_event ('E'), -1);
  fail_unless_equals_int (pc_dtmf_event ('\0'), -1);
}

GST_END_TEST;

/* 100 ms at 8000 Hz: four updates, then the end three times. */
GST_START_TEST (test_packets)
{
  static const guint expected[] = { 160, 320, 480, 640, 800, 800, 800 };
  PcTime now = 5 * PC_SECOND;
  PcDtmfPacket packet;
  PcDtmf dtmf;

  pc_dtmf_start (&dtmf, now, 11, 100 * PC_MSECOND, 8000);
  fail_if (pc_dtmf_poll (&dtmf, now, &packet));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    now = pc_dtmf_next_timeout (&dtmf);
    fail_unless_equals_int (pc_dtmf_is_sounding (&dtmf, now), i < 4);
    fail_unless (pc_dtmf_poll (&dtmf, now, &packet));
    fail_unless_equals_int (packet.payload[0], 11);
    fail_unless_equals_int (packet.payload[1], (i >= 4 ? 0x80 : 0) | 10);
    fail_unless_equals_int (duration_of (packet.payload), expected[i]);
    fail_unless_equals_int (packet.marker, i == 0);
    fail_unless_equals_int (packet.timestamp_offset, 0);
    fail_if (pc_dtmf_poll (&dtmf, now, &packet));
  }
  fail_unless (pc_dtmf_next_timeout (&dtmf) == PC_TIME_NEVER);
  fail_unless (now == 5 * PC_SECOND + 120 * PC_MSECOND);
}

GST_END_TEST;

/* 6 s at 48000 Hz are 288000 units: more than 16 bits hold. */
GST_START_TEST (test_long)
{
  PcTime now = PC_SECOND;
  PcDtmfPacket packet;
  guint32 end = 0;
  guint full = 0;
  PcDtmf dtmf;

  pc_dtmf_start (&dtmf, now, 1, 6 * PC_SECOND, 48000);
  while ((now = pc_dtmf_next_timeout (&dtmf)) != PC_TIME_NEVER) {
    while (pc_dtmf_poll (&dtmf, now, &packet)) {
      full += duration_of (packet.payload) == 0xffff;
      fail_unless (packet.timestamp_offset + duration_of (packet.payload)
          >= end);
      end = packet.timestamp_offset + duration_of (packet.payload);
    }
  }
  fail_unless_equals_int (end, 288000);
  fail_unless_equals_int (full, 4);
}

GST_END_TEST;

/* Woken late: nothing is lost, the end comes. */
GST_START_TEST (test_late)
{
  PcDtmfPacket packet;
  PcDtmf dtmf;
  guint n = 0;

  pc_dtmf_start (&dtmf, 0, 1, 40 * PC_MSECOND, 8000);
  while (pc_dtmf_poll (&dtmf, PC_SECOND, &packet)) {
    fail_unless_equals_int (packet.payload[1] & 0x80, 0x80);
    fail_unless_equals_int (duration_of (packet.payload), 320);
    n++;
  }
  fail_unless_equals_int (n, PC_DTMF_ENDS);
}

GST_END_TEST;

static PcNegotiated *
make_call_with_events (void)
{
  PcNegotiated *negotiated = make_call ();

  add_codec (call_media (negotiated, 0), 126, "telephone-event", 8000);
  add_codec (call_media (negotiated, 0), EVENT, "telephone-event", 48000);

  return negotiated;
}

/* Wakes the session until a packet of its own leaves. */
static void
next_own (Peer * peer, PcRtpOutput * output, PcRtpPacket * packet)
{
  while (!peer_poll (peer, PC_RTP_OUTPUT_RTP, output))
    peer_wake (peer);
  fail_unless (pc_rtp_packet_parse (packet, output->data, output->size));
}

/* Audio, a tone in its place, audio again: one row of numbers. */
GST_START_TEST (test_stream)
{
  guint8 data[PC_RTP_HEADROOM + 512];
  PcRtpPacket before, packet, after;
  PcRtpOutput output = { 0 };
  guint8 payload[PC_DTMF_PAYLOAD_SIZE];
  guint n = 0;
  Peer peer;

  peer_init (&peer, make_call_with_events ());
  pc_rtp_session_set_input (peer.session, AUDIO, 111, 48000, NULL);
  fail_unless_equals_int (peer_send (&peer, AUDIO, 7, 960, 1, data, &before),
      PC_RTP_DROP_NONE);
  peer_drain (&peer);

  peer.now += 20 * PC_MSECOND;
  fail_unless (pc_rtp_session_play_tone (peer.session, AUDIO, peer.now, '5',
          40 * PC_MSECOND));
  fail_unless_equals_int (peer_send (&peer, AUDIO, 8, 1920, 1, data, &after),
      PC_RTP_DROP_TONE);
  for (n = 1; n <= 4; n++) {
    next_own (&peer, &output, &packet);
    memcpy (payload, output.data + packet.header_size, sizeof (payload));
    fail_unless_equals_int (packet.ssrc, AUDIO_SSRC);
    fail_unless_equals_int (packet.payload_type, EVENT);
    fail_unless_equals_int (packet.seq, (guint16) (before.seq + n));
    fail_unless_equals_int (packet.timestamp, before.timestamp + 960);
    fail_unless_equals_int (packet.marker, n == 1);
    fail_unless_equals_int (payload[0], 5);
    fail_unless_equals_int (payload[1] >> 7, n >= 2);
    fail_unless_equals_int (duration_of (payload), n == 1 ? 960 : 1920);
    pc_rtp_output_clear (&output);
  }
  fail_unless_equals_int (peer_send (&peer, AUDIO, 9, 2880, 1, data, &after),
      PC_RTP_DROP_NONE);
  fail_unless_equals_int (after.seq, (guint16) (before.seq + 5));
  fail_unless_equals_int (after.timestamp, before.timestamp + 1920);
  fail_unless_equals_int (peer_drops (&peer, PC_RTP_DROP_TONE), 1);
  peer_clear (&peer);
}

GST_END_TEST;

/* Without any audio before; with the MID that the peer needs. */
GST_START_TEST (test_alone)
{
  guint8 data[PC_RTP_HEADROOM + 512];
  PcRtpPacket packet, after;
  PcRtpOutput output = { 0 };
  guint16 last = 0;
  Peer peer;

  peer_init (&peer, make_call_with_events ());
  fail_unless (pc_rtp_session_play_tone (peer.session, AUDIO, peer.now, '#',
          40 * PC_MSECOND));
  for (guint n = 0; n < 4; n++) {
    next_own (&peer, &output, &packet);
    fail_unless_equals_int (packet.payload_type, 126);
    fail_unless (packet.extension_size > 0);
    last = packet.seq;
    pc_rtp_output_clear (&output);
  }
  pc_rtp_session_set_input (peer.session, AUDIO, 111, 48000, NULL);
  fail_unless_equals_int (peer_send (&peer, AUDIO, 7000, 960, 1, data,
          &after), PC_RTP_DROP_NONE);
  fail_unless_equals_int (after.seq, (guint16) (last + 1));
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (test_refused)
{
  PcNegotiated *negotiated = make_call_with_events ();
  Peer peer;

  call_media (negotiated, 0)->direction = PC_DIRECTION_RECVONLY;
  peer_init (&peer, negotiated);
  fail_if (pc_rtp_session_play_tone (peer.session, AUDIO, peer.now, '1',
          PC_SECOND));
  fail_if (pc_rtp_session_play_tone (peer.session, VIDEO, peer.now, '1',
          PC_SECOND));
  fail_if (pc_rtp_session_play_tone (peer.session, 99, peer.now, '1',
          PC_SECOND));
  peer_clear (&peer);

  peer_init (&peer, make_call_with_events ());
  fail_if (pc_rtp_session_play_tone (peer.session, AUDIO, peer.now, ',',
          PC_SECOND));
  pc_rtp_session_set_writable (peer.session, peer.now, FALSE);
  fail_if (pc_rtp_session_play_tone (peer.session, AUDIO, peer.now, '1',
          PC_SECOND));
  peer_clear (&peer);
}

GST_END_TEST;

static Suite *
pc_dtmf_suite (void)
{
  Suite *s = suite_create ("pcdtmf");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_events);
  tcase_add_test (tc, test_packets);
  tcase_add_test (tc, test_long);
  tcase_add_test (tc, test_late);
  tcase_add_test (tc, test_stream);
  tcase_add_test (tc, test_alone);
  tcase_add_test (tc, test_refused);

  return s;
}

GST_CHECK_MAIN (pc_dtmf);
