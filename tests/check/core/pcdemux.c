/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdemux.c: every first byte goes where RFC 9443 says.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/dtls/pcdemux.h>

GST_START_TEST (test_first_byte_of_each_range)
{
  static const struct
  {
    guint first, last;
    PcPacketKind kind;
  } expected[] = {
    {0, 3, PC_PACKET_STUN},
    {4, 15, PC_PACKET_UNKNOWN},
    {16, 19, PC_PACKET_ZRTP},
    {20, 63, PC_PACKET_DTLS},
    {64, 79, PC_PACKET_TURN_CHANNEL},
    {80, 127, PC_PACKET_QUIC},
    {128, 191, PC_PACKET_RTP},
    {192, 255, PC_PACKET_QUIC},
  };
  guint8 packet[64] = { 0 };
  guint i, byte, seen = 0;

  for (i = 0; i < G_N_ELEMENTS (expected); i++) {
    for (byte = expected[i].first; byte <= expected[i].last; byte++, seen++) {
      packet[0] = byte;
      fail_unless_equals_string (pc_packet_kind_to_string (pc_demux_classify
              (packet, sizeof packet)),
          pc_packet_kind_to_string (expected[i].kind));
    }
  }
  fail_unless_equals_int (seen, 256);
}

GST_END_TEST;

GST_START_TEST (test_second_byte_tells_rtcp)
{
  guint8 packet[64] = { 0x80 };
  guint byte;

  for (byte = 0; byte < 256; byte++) {
    PcPacketKind kind = byte >= 192 && byte <= 223 ?
        PC_PACKET_RTCP : PC_PACKET_RTP;

    packet[1] = byte;
    fail_unless_equals_int (pc_demux_classify (packet, sizeof packet), kind);
    fail_unless_equals_int (pc_demux_is_rtcp (packet, sizeof packet),
        kind == PC_PACKET_RTCP);
  }
}

GST_END_TEST;

GST_START_TEST (test_short_packets_are_unknown)
{
  static const struct
  {
    guint8 bytes[2];
    gsize min_size;
    PcPacketKind kind;
  } expected[] = {
    {{0, 1}, 20, PC_PACKET_STUN},
    {{22, 254}, 13, PC_PACKET_DTLS},
    {{0x80, 96}, 12, PC_PACKET_RTP},
    {{0x80, 200}, 8, PC_PACKET_RTCP},
    {{0x40, 0}, 4, PC_PACKET_TURN_CHANNEL},
  };
  guint i;
  gsize size;

  for (i = 0; i < G_N_ELEMENTS (expected); i++) {
    fail_unless_equals_int (pc_demux_classify (NULL, 0), PC_PACKET_UNKNOWN);
    for (size = 1; size < 32; size++) {
      /* of the exact size, so that a sanitizer sees a read too far */
      g_autofree guint8 *packet = g_malloc0 (size);
      PcPacketKind kind = size < expected[i].min_size ?
          PC_PACKET_UNKNOWN : expected[i].kind;

      memcpy (packet, expected[i].bytes, MIN (size, 2));
      fail_unless_equals_int (pc_demux_classify (packet, size), kind);
    }
  }
}

GST_END_TEST;

static Suite *
pcdemux_suite (void)
{
  Suite *s = suite_create ("pcdemux");
  TCase *tc = tcase_create ("demux");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_first_byte_of_each_range);
  tcase_add_test (tc, test_second_byte_tells_rtcp);
  tcase_add_test (tc, test_short_packets_are_unknown);

  return s;
}

GST_CHECK_MAIN (pcdemux);
