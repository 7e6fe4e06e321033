/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtppacket.c: RTP headers and RTCP packets, read and written.
 */

#include "pcrtptest.h"

GST_START_TEST (rtp_with_everything_in_its_header)
{
  /* P, X, two CSRC, marker; one-byte extension of 2 words; 3 of padding */
  static const guint8 data[] = {
    0xb2, 0xe0, 0x12, 0x34, 0x01, 0x02, 0x03, 0x04, 0xde, 0xad, 0xbe, 0xef,
    0, 0, 0, 1, 0, 0, 0, 2,
    0xbe, 0xde, 0, 2, 0x42, 'm', 'i', 'd', 0, 0x10, 0x7f, 0,
    0xaa, 0xbb, 0, 0, 3
  };
  PcRtpElementIter iter;
  PcRtpElement element;
  PcRtpPacket packet;

  fail_unless (pc_rtp_packet_parse (&packet, data, sizeof (data)));
  fail_unless (packet.marker);
  fail_unless_equals_int (packet.payload_type, 96);
  fail_unless_equals_int (packet.seq, 0x1234);
  fail_unless_equals_int (packet.timestamp, 0x01020304);
  fail_unless (packet.ssrc == 0xdeadbeef);
  fail_unless_equals_int (packet.csrc_count, 2);
  fail_unless_equals_int (packet.header_size, 32);
  fail_unless_equals_int (packet.payload_size, 2);

  pc_rtp_element_iter_init (&iter, &packet);
  fail_unless (pc_rtp_element_iter_next (&iter, &element));
  fail_unless_equals_int (element.id, 4);
  fail_unless_equals_int (element.length, 3);
  fail_unless (memcmp (element.data, "mid", 3) == 0);
  fail_unless (pc_rtp_element_iter_next (&iter, &element));
  fail_unless_equals_int (element.id, 1);
  fail_unless_equals_int (element.data[0], 0x7f);
  fail_if (pc_rtp_element_iter_next (&iter, &element));
}

GST_END_TEST;

GST_START_TEST (rtp_cut_short_is_refused)
{
  guint8 data[64];
  PcRtpPacket packet;
  gsize size = make_rtp (data, 96, 1, 2, 3, "v", FALSE);
  gsize i;

  for (i = 0; i < 20; i++)
    fail_if (pc_rtp_packet_parse (&packet, data, i), "%u bytes", (guint) i);
  fail_unless (pc_rtp_packet_parse (&packet, data, size));
  data[0] |= 0x20;              /* padding longer than the payload */
  data[size - 1] = 21;
  fail_if (pc_rtp_packet_parse (&packet, data, size));
  data[size - 1] = 0;
  fail_if (pc_rtp_packet_parse (&packet, data, size));
  data[0] = 0x40;               /* version 1 */
  fail_if (pc_rtp_packet_parse (&packet, data, size));
}

GST_END_TEST;

GST_START_TEST (elements_survive_in_both_forms)
{
  PcRtpElement in[] = {
    {.id = 1,.length = 3,.data = (const guint8 *) "abc"},
    {.id = 14,.length = 16,.data = (const guint8 *) "0123456789abcdef"},
  };
  gboolean form;

  for (form = FALSE; form <= TRUE; form++) {
    guint8 data[128] = { 0x90, 96, 0, };
    PcRtpPacket packet;
    PcRtpElementIter iter;
    PcRtpElement out;
    gsize size = pc_rtp_extension_size (in, 2, form);
    guint i;

    fail_unless (size % 4 == 0);
    pc_rtp_extension_write (data + 12, in, 2, form);
    fail_unless (pc_rtp_packet_parse (&packet, data, 12 + size));
    pc_rtp_element_iter_init (&iter, &packet);
    for (i = 0; i < 2; i++) {
      fail_unless (pc_rtp_element_iter_next (&iter, &out));
      fail_unless_equals_int (out.id, in[i].id);
      fail_unless_equals_int (out.length, in[i].length);
      fail_unless (memcmp (out.data, in[i].data, out.length) == 0);
    }
    fail_if (pc_rtp_element_iter_next (&iter, &out));
  }
}

GST_END_TEST;

GST_START_TEST (an_element_that_runs_over_ends_the_walk)
{
  static const guint8 one[] = { 0x90, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0xbe, 0xde, 0, 1, 0x4f, 'a', 'b', 'c'
  };
  static const guint8 two[] = { 0x90, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0x10, 0x00, 0, 1, 0, 4, 2, 'c'
  };
  static const guint8 fifteen[] = { 0x90, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0xbe, 0xde, 0, 1, 0xf0, 'a', 0x40, 'c'
  };
  static const guint8 *const all[] = { one, two, fifteen };
  PcRtpElementIter iter;
  PcRtpElement element;
  PcRtpPacket packet;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (all); i++) {
    fail_unless (pc_rtp_packet_parse (&packet, all[i], 20));
    pc_rtp_element_iter_init (&iter, &packet);
    fail_if (pc_rtp_element_iter_next (&iter, &element), "case %u", i);
  }
}

GST_END_TEST;

GST_START_TEST (rtcp_is_told_apart)
{
  static const guint8 types[][2] = {
    {0x80, 200}, {0x80, 206}, {0x80, 192}, {0x80, 223}
  };
  guint8 rtp[2] = { 0x80, 0 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (types); i++)
    fail_unless (pc_rtp_is_rtcp (types[i], 2));
  for (i = 0; i < 256; i++) {
    rtp[1] = (guint8) i;
    fail_unless_equals_int (pc_rtp_is_rtcp (rtp, 2), i >= 192 && i <= 223);
  }
  fail_if (pc_rtp_is_rtcp (types[0], 1));
}

GST_END_TEST;

GST_START_TEST (reports_survive_the_wire)
{
  PcRtcpWriter writer = {.size = 0 };
  PcRtcpSenderInfo info = {.ntp = NTP + 77,.rtp_time = 5,.packets = 6,
    .octets = 7
  };
  PcRtcpBlock in = {.ssrc = 9,.fraction_lost = 128,.lost = -5,
    .highest_seq = 70000,.jitter = 11,.last_sr = 12,.delay_since_last_sr = 13
  };
  PcRtcpBlock out;
  PcRtcpPacket packet;
  PcRtcpIter iter;

  pc_rtcp_write_report (&writer, 1, &info, &in, 1);
  pc_rtcp_write_report (&writer, 2, NULL, NULL, 0);
  fail_unless_equals_int (writer.size, 28 + 24 + 8);
  fail_unless (pc_rtcp_validate (writer.data, writer.size, FALSE));

  pc_rtcp_iter_init (&iter, writer.data, writer.size);
  fail_unless (pc_rtcp_iter_next (&iter, &packet));
  fail_unless_equals_int (packet.type, PC_RTCP_SR);
  fail_unless_equals_int (packet.ssrc, 1);
  fail_unless (packet.ntp == info.ntp);
  fail_unless_equals_int (packet.octets, 7);
  pc_rtcp_get_block (&packet, 0, &out);
  fail_unless_equals_int (out.ssrc, in.ssrc);
  fail_unless_equals_int (out.fraction_lost, in.fraction_lost);
  fail_unless_equals_int (out.lost, in.lost);
  fail_unless_equals_int (out.highest_seq, in.highest_seq);
  fail_unless_equals_int (out.jitter, in.jitter);
  fail_unless_equals_int (out.last_sr, in.last_sr);
  fail_unless_equals_int (out.delay_since_last_sr, in.delay_since_last_sr);
  fail_unless (pc_rtcp_iter_next (&iter, &packet));
  fail_unless_equals_int (packet.type, PC_RTCP_RR);
  fail_if (pc_rtcp_iter_next (&iter, &packet));
}

GST_END_TEST;

static void
collect_item (guint32 ssrc, guint item, const gchar * value, gsize length,
    gpointer user_data)
{
  g_string_append_printf (user_data, "%u:%u=%.*s;", ssrc, item, (gint) length,
      value);
}

GST_START_TEST (sdes_survives_the_wire)
{
  /* chunks whose items end at each place of a word */
  static const gchar *const cnames[] = { "", "a", "ab", "abc", "abcd" };
  static const gchar *const mids[] = { NULL, "0", NULL, "10", "" };
  static const guint32 ssrcs[] = { 1, 2, 3, 4, 5 };
  g_autoptr (GString) text = g_string_new (NULL);
  PcRtcpWriter writer = {.size = 0 };
  PcRtcpPacket packet;
  PcRtcpIter iter;

  pc_rtcp_write_sdes (&writer, ssrcs, cnames, mids, 5);
  fail_unless (pc_rtcp_validate (writer.data, writer.size, TRUE));
  fail_if (pc_rtcp_validate (writer.data, writer.size, FALSE));
  pc_rtcp_iter_init (&iter, writer.data, writer.size);
  fail_unless (pc_rtcp_iter_next (&iter, &packet));
  pc_rtcp_foreach_item (&packet, collect_item, text);
  fail_unless_equals_string (text->str,
      "1:1=;2:1=a;2:15=0;3:1=ab;4:1=abc;4:15=10;5:1=abcd;5:15=;");
}

GST_END_TEST;

GST_START_TEST (malformed_rtcp_is_refused)
{
  static const struct
  {
    const gchar *what;
    gsize size;
    guint8 data[24];
  } wrong[] = {
    {"nothing", 0, {0}},
    {"a header cut short", 3, {0x80, 201, 0}},
    {"longer than the datagram", 8, {0x80, 201, 0, 2, 0, 0, 0, 1}},
    {"shorter than its blocks", 8, {0x81, 201, 0, 1, 0, 0, 0, 1}},
    {"version 1", 8, {0x40, 201, 0, 1, 0, 0, 0, 1}},
    {"no report first", 8, {0x81, 203, 0, 1, 0, 0, 0, 1}},
    {"trailing bytes", 10, {0x80, 201, 0, 1, 0, 0, 0, 1, 0, 0}},
    {"padding in the middle", 20, {0xa0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4,
            0x80, 201, 0, 1, 0, 0, 0, 1}},
    {"too much padding", 12, {0xa0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 16}},
    {"odd padding", 12, {0xa0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3}},
    {"a PLI without a target", 16, {0x80, 201, 0, 1, 0, 0, 0, 1,
            0x81, 206, 0, 1, 0, 0, 0, 1}},
    {"a BYE shorter than it says", 16, {0x80, 201, 0, 1, 0, 0, 0, 1,
            0x82, 203, 0, 1, 0, 0, 0, 1}},
    {"an SDES item that runs over", 20, {0x80, 201, 0, 1, 0, 0, 0, 1,
            0x81, 202, 0, 2, 0, 0, 0, 1, 1, 9, 0, 0}},
    {"an SDES chunk without an end", 20, {0x80, 201, 0, 1, 0, 0, 0, 1,
            0x81, 202, 0, 2, 0, 0, 0, 1, 1, 2, 'a', 'b'}},
    {"an SDES of fewer chunks", 20, {0x80, 201, 0, 1, 0, 0, 0, 1,
            0x82, 202, 0, 2, 0, 0, 0, 1, 1, 1, 'a', 0}},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (wrong); i++)
    fail_if (pc_rtcp_validate (wrong[i].data, wrong[i].size, FALSE), "%s",
        wrong[i].what);
}

GST_END_TEST;

static Suite *
pcrtppacket_suite (void)
{
  Suite *suite = suite_create ("pcrtppacket");
  TCase *tcase = tcase_create ("general");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, rtp_with_everything_in_its_header);
  tcase_add_test (tcase, rtp_cut_short_is_refused);
  tcase_add_test (tcase, elements_survive_in_both_forms);
  tcase_add_test (tcase, an_element_that_runs_over_ends_the_walk);
  tcase_add_test (tcase, rtcp_is_told_apart);
  tcase_add_test (tcase, reports_survive_the_wire);
  tcase_add_test (tcase, sdes_survives_the_wire);
  tcase_add_test (tcase, malformed_rtcp_is_refused);

  return suite;
}

GST_CHECK_MAIN (pcrtppacket);
