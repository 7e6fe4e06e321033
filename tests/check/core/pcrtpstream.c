/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpstream.c: what leaves, and the parsers fed with nonsense.
 */

#include "pcrtptest.h"

#define MUTATIONS 100000

typedef struct
{
  Peer peer;
  guint8 data[PC_RTP_HEADROOM + 512];
  PcRtpPacket sent;
} Sender;

static void
sender_init (Sender * sender)
{
  peer_init (&sender->peer, make_call ());
  fail_unless (pc_rtp_session_set_input (sender->peer.session, AUDIO, 111,
          48000, NULL));
}

static void
sender_send (Sender * sender, guint16 seq, guint32 timestamp, guint32 ssrc)
{
  fail_unless_equals_int (peer_send (&sender->peer, AUDIO, seq, timestamp,
          ssrc, sender->data, &sender->sent), PC_RTP_DROP_NONE);
}

static gboolean
sent_mid (const PcRtpPacket * sent, const gchar * mid)
{
  PcRtpElementIter iter;
  PcRtpElement element;

  pc_rtp_element_iter_init (&iter, sent);
  while (pc_rtp_element_iter_next (&iter, &element)) {
    if (element.id == MID_ID && element.length == strlen (mid)
        && memcmp (element.data, mid, element.length) == 0)
      return TRUE;
  }

  return FALSE;
}

GST_START_TEST (numbers_become_the_agreed_ones)
{
  Sender sender;

  sender_init (&sender);
  sender_send (&sender, 40000, 1234, 5);
  fail_unless_equals_int (sender.sent.ssrc, AUDIO_SSRC);
  fail_unless_equals_int (sender.sent.payload_type, 111);
  fail_unless_equals_int (sender.sent.timestamp, 1234);
  /* RFC 3711 section 3.3.1: in the lower half at first */
  fail_unless_equals_int (sender.sent.seq, 40000 & 0x7fff);
  fail_unless (sent_mid (&sender.sent, "a"));
  fail_unless_equals_int (sender.sent.payload_size, 20);
  peer_clear (&sender.peer);
}

GST_END_TEST;

GST_START_TEST (mid_is_left_out_once_the_peer_has_reported)
{
  PcRtcpBlock block = {.ssrc = AUDIO_SSRC };
  PcRtcpWriter writer = {.size = 0 };
  Sender sender;

  sender_init (&sender);
  sender_send (&sender, 1, 1, 5);
  pc_rtcp_write_report (&writer, 1, NULL, &block, 1);
  fail_unless (peer_receive_rtcp (&sender.peer, &writer));
  sender_send (&sender, 2, 2, 5);
  fail_if (sent_mid (&sender.sent, "a"));
  fail_unless (sender.sent.extension == NULL);
  peer_clear (&sender.peer);
}

GST_END_TEST;

GST_START_TEST (a_long_mid_goes_in_two_byte_form)
{
  const gchar *mid = "{0f9d5a3c-6d2b-4f43-9d3e-8f1e6a2b7c4d}";
  PcNegotiated *call = make_call ();
  Sender sender;

  g_free (call_media (call, 0)->mid);
  call_media (call, 0)->mid = g_strdup (mid);
  peer_init (&sender.peer, call);
  pc_rtp_session_set_input (sender.peer.session, AUDIO, 111, 48000, NULL);
  sender_send (&sender, 1, 1, 5);
  fail_unless (sent_mid (&sender.sent, mid));
  peer_clear (&sender.peer);
}

GST_END_TEST;

GST_START_TEST (a_replaced_source_goes_on)
{
  Sender sender;
  guint16 seq;
  guint32 timestamp;

  sender_init (&sender);
  sender_send (&sender, 65534, 0xffffff00, 5);
  seq = sender.sent.seq;
  sender_send (&sender, 65535, 0xffffff00 + 960, 5);
  sender_send (&sender, 0, 0xffffff00 + 1920, 5);
  fail_unless_equals_int (sender.sent.seq, (guint16) (seq + 2));
  timestamp = sender.sent.timestamp;

  /* by its SSRC */
  sender.peer.now += 20 * PC_MSECOND;
  sender_send (&sender, 333, 777, 6);
  fail_unless_equals_int (sender.sent.seq, (guint16) (seq + 3));
  fail_unless_equals_int (sender.sent.timestamp, timestamp + 960);
  sender_send (&sender, 334, 777 + 960, 6);
  fail_unless_equals_int (sender.sent.seq, (guint16) (seq + 4));
  timestamp = sender.sent.timestamp;

  /* by being said */
  sender.peer.now += 40 * PC_MSECOND;
  pc_rtp_session_replace_input (sender.peer.session, AUDIO);
  sender_send (&sender, 10, 10, 6);
  fail_unless_equals_int (sender.sent.seq, (guint16) (seq + 5));
  fail_unless_equals_int (sender.sent.timestamp, timestamp + 1920);

  /* by a jump that no loss explains; a small one is a loss */
  sender_send (&sender, 30000, 99, 6);
  fail_unless_equals_int (sender.sent.seq, (guint16) (seq + 6));
  sender_send (&sender, 30010, 99, 6);
  fail_unless_equals_int (sender.sent.seq, (guint16) (seq + 16));
  peer_clear (&sender.peer);
}

GST_END_TEST;

GST_START_TEST (numbers_roll_over_once)
{
  Sender sender;
  guint16 before;
  guint i;

  sender_init (&sender);
  sender_send (&sender, 50000, 0, 5);
  before = sender.sent.seq;
  for (i = 1; i < 70000; i++) {
    peer_send (&sender.peer, AUDIO, (guint16) (50000 + i), i, 5, sender.data,
        &sender.sent);
    /* each check costs a system call: only those that matter */
    if (sender.sent.seq != (guint16) (before + 1))
      fail ("%u follows %u", sender.sent.seq, before);
    before = sender.sent.seq;
  }
  /* a late packet of the old source does not set the new one back */
  sender_send (&sender, (guint16) (50000 + i - 5), i, 5);
  pc_rtp_session_replace_input (sender.peer.session, AUDIO);
  sender_send (&sender, 1, 1, 5);
  fail_unless_equals_int (sender.sent.seq, (guint16) (before + 1));
  peer_clear (&sender.peer);
}

GST_END_TEST;

GST_START_TEST (extensions_are_mapped_or_dropped)
{
  guint8 ids[256] = {[3] = 9, };
  PcRtpElement in[] = {
    {.id = 3,.length = 2,.data = (const guint8 *) "ok"},
    {.id = 5,.length = 2,.data = (const guint8 *) "no"},
  };
  guint8 *packet;
  PcRtpElementIter iter;
  PcRtpElement element;
  gsize size, extension;
  gssize start;
  Sender sender;

  sender_init (&sender);
  pc_rtp_session_set_input (sender.peer.session, AUDIO, 111, 48000, ids);
  packet = sender.data + PC_RTP_HEADROOM;
  make_rtp (packet, 99, 1, 1, 5, NULL, FALSE);
  packet[0] |= 0x10;
  pc_rtp_extension_write (packet + 12, in, 2, FALSE);
  extension = pc_rtp_extension_size (in, 2, FALSE);
  size = 12 + extension + 7;
  memcpy (packet + 12 + extension, "payload", 7);
  fail_unless_equals_int (pc_rtp_session_write (sender.peer.session, AUDIO,
          sender.peer.now, sender.peer.now, packet, size, &start),
      PC_RTP_DROP_NONE);
  fail_unless (pc_rtp_packet_parse (&sender.sent, packet + start,
          size - start));
  fail_unless (memcmp (packet + start + sender.sent.header_size, "payload",
          7) == 0);
  pc_rtp_element_iter_init (&iter, &sender.sent);
  fail_unless (pc_rtp_element_iter_next (&iter, &element));
  fail_unless_equals_int (element.id, MID_ID);
  fail_unless (pc_rtp_element_iter_next (&iter, &element));
  fail_unless_equals_int (element.id, 9);
  fail_unless (memcmp (element.data, "ok", 2) == 0);
  fail_if (pc_rtp_element_iter_next (&iter, &element));
  peer_clear (&sender.peer);
}

GST_END_TEST;

GST_START_TEST (what_may_not_leave_is_counted_by_reason)
{
  PcNegotiated *call = make_call ();
  Sender sender;

  call_media (call, 1)->direction = PC_DIRECTION_RECVONLY;
  peer_init (&sender.peer, call);
  fail_unless_equals_int (peer_send (&sender.peer, AUDIO, 1, 1, 1, sender.data,
          &sender.sent), PC_RTP_DROP_NOT_NEGOTIATED);
  pc_rtp_session_set_input (sender.peer.session, VIDEO, 96, 90000, NULL);
  fail_unless_equals_int (peer_send (&sender.peer, VIDEO, 1, 1, 1, sender.data,
          &sender.sent), PC_RTP_DROP_DIRECTION);
  fail_unless_equals_int (peer_send (&sender.peer, 99, 1, 1, 1, sender.data,
          &sender.sent), PC_RTP_DROP_NOT_NEGOTIATED);
  pc_rtp_session_set_writable (sender.peer.session, sender.peer.now, FALSE);
  fail_unless_equals_int (peer_send (&sender.peer, VIDEO, 1, 1, 1, sender.data,
          &sender.sent), PC_RTP_DROP_NOT_WRITABLE);
  fail_unless_equals_int (peer_drops (&sender.peer,
          PC_RTP_DROP_NOT_NEGOTIATED), 2);
  peer_clear (&sender.peer);
}

GST_END_TEST;

/* --- nonsense ------------------------------------------------------------- */

/* Real packets with bits turned, bytes replaced and ends cut off, in memory of
 * exactly their size, so that a sanitizer sees the first byte too far. */
static guint8 *
mutate (GRand * rand, const guint8 * seed, gsize size, gsize * mutated_size)
{
  gsize length = g_rand_int_range (rand, 0, 4) == 0 ?
      (gsize) g_rand_int_range (rand, 0, (gint32) size + 1) : size;
  guint8 *data = g_memdup2 (seed, MAX (length, 1));
  guint i, n = g_rand_int_range (rand, 0, 6);

  for (i = 0; i < n && length > 0; i++) {
    gsize where = g_rand_int_range (rand, 0, (gint32) length);

    if (g_rand_boolean (rand))
      data[where] ^= 1 << g_rand_int_range (rand, 0, 8);
    else
      data[where] = (guint8) g_rand_int (rand);
  }
  *mutated_size = length;

  return g_realloc (data, MAX (length, 1));
}

static gsize
make_rtcp_seed (PcRtcpWriter * writer)
{
  static const guint32 ssrcs[] = { 7, 8 };
  static const gchar *const cnames[] = { "them", "those" };
  static const gchar *const mids[] = { "a", "v" };
  PcRtcpSenderInfo info = {.ntp = NTP };
  PcRtcpBlock blocks[] = { {.ssrc = AUDIO_SSRC}, {.ssrc = VIDEO_SSRC} };

  writer->size = 0;
  pc_rtcp_write_report (writer, 7, &info, blocks, 2);
  pc_rtcp_write_sdes (writer, ssrcs, cnames, mids, 2);
  pc_rtcp_write_pli (writer, 7, VIDEO_SSRC);
  pc_rtcp_write_fir (writer, 7, VIDEO_SSRC, 1);
  pc_rtcp_write_bye (writer, 8);

  return writer->size;
}

GST_START_TEST (nonsense_does_no_harm)
{
  PcRtcpWriter rtcp;
  PcRtpRoute route;
  guint8 rtp[128];
  Sender sender;
  Peer *peer = &sender.peer;
  guint i;

  sender_init (&sender);
  make_rtcp_seed (&rtcp);
  for (i = 0; i < MUTATIONS; i++) {
    gsize size = make_rtp (rtp, i % 3 ? 111 : 96, (guint16) i, i, 7 + i % 90,
        i % 2 ? "a" : NULL, i % 5 == 0);
    g_autofree guint8 *data = i % 2 ?
        mutate (peer->rand, rtp, size, &size) :
        mutate (peer->rand, rtcp.data, rtcp.size, &size);
    g_autofree guint8 *room = NULL;
    PcRtpInboundStats stats;
    gssize start = 0;

    peer->now += PC_MSECOND;
    if (i % 2)
      pc_rtp_session_handle_rtp (peer->session, peer->now, data, size, &route);
    else
      pc_rtp_session_handle_rtcp (peer->session, peer->now, data, size);
    /* the same as an input of ours */
    room = g_malloc (PC_RTP_HEADROOM + size);
    memcpy (room + PC_RTP_HEADROOM, data, size);
    pc_rtp_session_write (peer->session, AUDIO, peer->now, peer->now,
        room + PC_RTP_HEADROOM, size, &start);
    if (pc_rtp_session_next_timeout (peer->session, NULL) <= peer->now)
      pc_rtp_session_handle_timeout (peer->session, peer->now, NTP);
    peer_drain (peer);
    if (pc_rtp_session_get_inbound_stats (peer->session, PC_RTP_MAX_SOURCES,
            &stats))
      fail ("more than %u sources", PC_RTP_MAX_SOURCES);
  }
  peer_clear (peer);
}

GST_END_TEST;

static Suite *
pcrtpstream_suite (void)
{
  Suite *suite = suite_create ("pcrtpstream");
  TCase *tcase = tcase_create ("general");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, numbers_become_the_agreed_ones);
  tcase_add_test (tcase, mid_is_left_out_once_the_peer_has_reported);
  tcase_add_test (tcase, a_long_mid_goes_in_two_byte_form);
  tcase_add_test (tcase, a_replaced_source_goes_on);
  tcase_add_test (tcase, numbers_roll_over_once);
  tcase_add_test (tcase, extensions_are_mapped_or_dropped);
  tcase_add_test (tcase, what_may_not_leave_is_counted_by_reason);
  tcase_add_test (tcase, nonsense_does_no_harm);

  return suite;
}

GST_CHECK_MAIN (pcrtpstream);
