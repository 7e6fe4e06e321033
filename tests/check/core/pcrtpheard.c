/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpheard.c: who spoke, and how loud: SSRCs and CSRCs with the levels of
 * RFC 6464 and RFC 6465.
 */

#include "pcrtptest.h"

#define LEVEL_ID 5
#define LEVELS_ID 6

static PcNegotiated *
make_loud_call (void)
{
  PcNegotiated *call = make_call ();
  PcNegotiatedMedia *audio = call_media (call, 0);

  g_ptr_array_add (audio->extensions, pc_extension_new (LEVEL_ID,
          PC_EXTENSION_AUDIO_LEVEL, PC_DIRECTION_SENDRECV));
  g_ptr_array_add (audio->extensions, pc_extension_new (LEVELS_ID,
          PC_EXTENSION_CSRC_AUDIO_LEVEL, PC_DIRECTION_RECVONLY));

  return call;
}

/* @level: the byte of RFC 6464, or -1; @levels: those of RFC 6465, or NULL. */
static void
hear (Peer * peer, guint32 ssrc, guint32 timestamp, const guint32 * csrcs,
    guint n_csrcs, gint level, const guint8 * levels, guint n_levels)
{
  guint8 data[256] = { 0x80 | 0x10, 111, };
  guint8 byte = (guint8) level;
  PcRtpElement elements[2] = { 0 };
  guint n = 0, i;
  gsize size = PC_RTP_FIXED_HEADER;
  PcRtpRoute route;

  data[0] |= n_csrcs;
  pc_write_u32 (data + 4, timestamp);
  pc_write_u32 (data + 8, ssrc);
  for (i = 0; i < n_csrcs; i++, size += 4)
    pc_write_u32 (data + size, csrcs[i]);
  if (level >= 0)
    elements[n++] = (PcRtpElement) {
    LEVEL_ID, 1, &byte};
  if (levels != NULL)
    elements[n++] = (PcRtpElement) {
    LEVELS_ID, n_levels, levels};
  if (n == 0)
    data[0] &= ~0x10;
  pc_rtp_extension_write (data + size, elements, n, FALSE);
  size += pc_rtp_extension_size (elements, n, FALSE);
  fail_unless_equals_int (pc_rtp_session_handle_rtp (peer->session, peer->now,
          data, size + 20, &route), PC_RTP_DROP_NONE);
}

/* "SOURCE@TIMESTAMP:LEVEL " of each, in their order. */
static void
fail_unless_heard (Peer * peer, gboolean contributing, const gchar * expected)
{
  g_autoptr (GArray) heard = pc_rtp_session_get_heard (peer->session,
      peer->now, AUDIO, contributing);
  g_autoptr (GString) text = g_string_new (NULL);
  guint i;

  for (i = 0; i < heard->len; i++) {
    const PcRtpHeard *one = &g_array_index (heard, PcRtpHeard, i);

    g_string_append_printf (text, "%u@%u:%d ", one->source,
        one->rtp_timestamp, one->level);
  }
  fail_unless_equals_string (text->str, expected);
}

GST_START_TEST (test_sources_latest_first)
{
  Peer peer;

  peer_init (&peer, make_loud_call ());
  fail_unless_heard (&peer, FALSE, "");
  hear (&peer, 7, 100, NULL, 0, 0x80 | 30, NULL, 0);
  peer.now += PC_SECOND;
  hear (&peer, 8, 200, NULL, 0, -1, NULL, 0);
  fail_unless_heard (&peer, FALSE, "8@200:-1 7@100:30 ");
  peer.now += PC_SECOND;
  hear (&peer, 7, 300, NULL, 0, 127, NULL, 0);
  fail_unless_heard (&peer, FALSE, "7@300:127 8@200:-1 ");
  fail_unless_heard (&peer, TRUE, "");

  /* webrtc-pc section 5.3: of the last ten seconds. */
  peer.now += 9 * PC_SECOND;
  fail_unless_heard (&peer, FALSE, "7@300:127 8@200:-1 ");
  peer.now += 1;
  fail_unless_heard (&peer, FALSE, "7@300:127 ");
  peer.now += PC_SECOND;
  fail_unless_heard (&peer, FALSE, "");
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (test_contributors_and_their_levels)
{
  static const guint32 both[] = { 21, 22 };
  static const guint8 levels[] = { 0x80 | 5, 6 };
  Peer peer;

  peer_init (&peer, make_loud_call ());
  hear (&peer, 7, 100, both, 2, 40, levels, 2);
  peer.now += PC_SECOND;
  hear (&peer, 7, 200, both + 1, 1, 41, levels, 1);
  fail_unless_heard (&peer, TRUE, "22@200:5 21@100:5 ");
  peer.now += PC_SECOND;
  /* Fewer levels than sources, or none. */
  hear (&peer, 7, 300, both, 2, -1, levels, 1);
  fail_unless_heard (&peer, TRUE, "21@300:5 22@300:-1 ");
  hear (&peer, 7, 400, both, 2, -1, NULL, 0);
  fail_unless_heard (&peer, TRUE, "21@400:-1 22@400:-1 ");
  fail_unless_heard (&peer, FALSE, "7@400:-1 ");

  /* The same one through two sources is one. */
  peer.now += PC_SECOND;
  hear (&peer, 8, 500, both, 1, -1, levels, 2);
  fail_unless_heard (&peer, TRUE, "21@500:5 22@400:-1 ");
  peer_clear (&peer);
}

GST_END_TEST;

/* Whoever names ever new ones fills no memory. */
GST_START_TEST (test_contributors_have_a_bound)
{
  g_autoptr (GArray) heard = NULL;
  Peer peer;
  guint32 csrc;

  peer_init (&peer, make_loud_call ());
  for (csrc = 1; csrc <= 10 * PC_RTP_MAX_CONTRIBUTORS; csrc++) {
    peer.now += PC_MSECOND;
    hear (&peer, 7, csrc, &csrc, 1, -1, NULL, 0);
  }
  heard = pc_rtp_session_get_heard (peer.session, peer.now, AUDIO, TRUE);
  fail_unless_equals_int (heard->len, PC_RTP_MAX_CONTRIBUTORS);
  fail_unless_equals_int (g_array_index (heard, PcRtpHeard, 0).source,
      10 * PC_RTP_MAX_CONTRIBUTORS);
  fail_unless_equals_int (g_array_index (heard, PcRtpHeard,
          PC_RTP_MAX_CONTRIBUTORS - 1).source, 9 * PC_RTP_MAX_CONTRIBUTORS + 1);
  peer_clear (&peer);
}

GST_END_TEST;

GST_START_TEST (test_levels_are_linear)
{
  fail_unless (pc_rtp_level_to_linear (0) == 1);
  fail_unless (ABS (pc_rtp_level_to_linear (20) - 0.1) < 1e-9);
  fail_unless (ABS (pc_rtp_level_to_linear (40) - 0.01) < 1e-9);
  fail_unless (pc_rtp_level_to_linear (126) > 0);
  fail_unless (pc_rtp_level_to_linear (127) == 0);
}

GST_END_TEST;

static Suite *
pcrtpheard_suite (void)
{
  Suite *s = suite_create ("pcrtpheard");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_sources_latest_first);
  tcase_add_test (tc, test_contributors_and_their_levels);
  tcase_add_test (tc, test_contributors_have_a_bound);
  tcase_add_test (tc, test_levels_are_linear);

  return s;
}

GST_CHECK_MAIN (pcrtpheard);
