/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstsrtpsession.c: one direction of SRTP, without anything around it.
 */

#include <string.h>
#include <gst/check/gstcheck.h>

#include <gst/peerconnection/core/dtls/pcdemux.h>

#include "gstsrtpsession.h"

static const guint8 secret_bytes[PC_SRTP_MAX_KEY_LENGTH] = "thirty-two bytes "
    "of secret key .";
static const PcSrtpSecret secret = { secret_bytes, secret_bytes };

static GstSrtpSession *out, *in;
static GstSrtpStatus status;

static void
start (guint index)
{
  guint n;
  const PcSrtpProfile *profile = &pc_srtp_profiles (&n)[index];

  out = gst_srtp_session_new (profile, &secret, FALSE);
  in = gst_srtp_session_new (profile, &secret, TRUE);
  fail_unless (out != NULL && in != NULL);
}

static void
stop (void)
{
  gst_srtp_session_free (out);
  gst_srtp_session_free (in);
}

/* @room bytes behind the packet's */
static GstBuffer *
make_packet (guint32 ssrc, guint16 seq, gsize size, gsize room)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size + room, NULL);
  guint8 header[12] = { 0x80, 96 };

  gst_buffer_set_size (buffer, size);
  gst_buffer_memset (buffer, 0, 0x55, size);
  GST_WRITE_UINT16_BE (header + 2, seq);
  GST_WRITE_UINT32_BE (header + 4, 90 * seq);
  GST_WRITE_UINT32_BE (header + 8, ssrc);
  gst_buffer_fill (buffer, 0, header, MIN (size, 12));
  GST_BUFFER_PTS (buffer) = seq * GST_MSECOND;

  return buffer;
}

static GstBuffer *
make_report (guint32 ssrc)
{
  guint8 report[8] = { 0x80, 201, 0, 1 };

  GST_WRITE_UINT32_BE (report + 4, ssrc);

  return gst_buffer_new_memdup (report, sizeof report);
}

GST_START_TEST (test_there_and_back)
{
  const gsize tag[] = { 16, 16, 10 };
  const gsize report_tag[] = { 20, 20, 14 };
  GstBuffer *buffer, *plain = make_packet (1, 1, 1000, 0);
  GstMapInfo map;

  start (__i__);
  buffer = gst_srtp_session_protect (out, gst_buffer_ref (plain), &status);
  fail_unless_equals_int (status, GST_SRTP_OK);
  fail_unless_equals_int (gst_buffer_get_size (buffer), 1000 + tag[__i__]);
  gst_buffer_map (plain, &map, GST_MAP_READ);
  fail_if (gst_buffer_memcmp (buffer, 12, map.data + 12, 988) == 0);
  fail_unless_equals_int (gst_buffer_memcmp (buffer, 0, map.data, 12), 0);

  buffer = gst_srtp_session_unprotect (in, buffer, FALSE, &status);
  fail_unless_equals_int (status, GST_SRTP_OK);
  fail_unless_equals_int (gst_buffer_get_size (buffer), 1000);
  fail_unless_equals_int (gst_buffer_memcmp (buffer, 0, map.data, 1000), 0);
  fail_unless_equals_uint64 (GST_BUFFER_PTS (buffer), GST_MSECOND);
  gst_buffer_unmap (plain, &map);
  gst_buffer_unref (buffer);
  gst_buffer_unref (plain);

  buffer = gst_srtp_session_protect (out, make_report (1), &status);
  fail_unless_equals_int (gst_buffer_get_size (buffer), 8 + report_tag[__i__]);
  buffer = gst_srtp_session_unprotect (in, buffer, TRUE, &status);
  fail_unless_equals_int (status, GST_SRTP_OK);
  fail_unless_equals_int (gst_buffer_get_size (buffer), 8);
  gst_buffer_unref (buffer);
  stop ();
}

GST_END_TEST;

/* The sequence numbers of each SSRC go round three times: libsrtp's rollover
 * counters (RFC 3711 section 3.3.1) must agree at both ends, also where
 * packets change places at the very turn. */
GST_START_TEST (test_rollover)
{
  const guint32 ssrcs[] = { 1, 2, 0xfffffffe };
  const guint step = 64, end = 3 * 65536;
  guint i, index;

  start (__i__);
  for (index = 65000; index < end; index += 2 * step) {
    for (i = 0; i < G_N_ELEMENTS (ssrcs); i++) {
      GstBuffer *packets[2];
      guint k;

      for (k = 0; k < 2; k++)
        packets[k] = gst_srtp_session_protect (out, make_packet (ssrcs[i],
                (guint16) (index + (k + i) * step), 100, 0), &status);
      for (k = 2; k-- > 0;) {
        GstBuffer *buffer = gst_srtp_session_unprotect (in, packets[k], FALSE,
            &status);

        fail_unless (buffer != NULL, "packet %u of SSRC %u: status %d", index,
            ssrcs[i], status);
        gst_buffer_unref (buffer);
      }
    }
  }
  stop ();
}

GST_END_TEST;

/* The first packets are lost, so that the receiver begins anywhere (RFC 3711
 * section 3.3.1: with a rollover counter of 0). Those that were late are still
 * taken. */
GST_START_TEST (test_lost_first_packets)
{
  static const guint16 firsts[] = { 0, 1, 1000, 32767 };
  const guint16 first = firsts[__i__ / 3];
  GstBuffer *packets[300];
  guint i;

  start (__i__ % 3);
  for (i = 0; i < G_N_ELEMENTS (packets); i++)
    packets[i] = gst_srtp_session_protect (out, make_packet (7, first + i, 100,
            0), &status);
  /* 5 are lost, 5 come last */
  for (i = 10; i < G_N_ELEMENTS (packets) + 5; i++) {
    const guint n = i < G_N_ELEMENTS (packets) ? i
        : i - G_N_ELEMENTS (packets) + 5;
    GstBuffer *buffer;

    buffer = gst_srtp_session_unprotect (in,
        g_steal_pointer (&packets[n]), FALSE, &status);
    fail_unless (buffer != NULL, "packet %u from %u: %d", n, first, status);
    gst_buffer_unref (buffer);
  }
  for (i = 0; i < G_N_ELEMENTS (packets); i++)
    gst_clear_buffer (&packets[i]);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_in_place_where_there_is_room)
{
  GstBuffer *buffer = make_packet (1, 1, 1000, GST_SRTP_MAX_TRAILER);
  GstMemory *memory = gst_buffer_peek_memory (buffer, 0);
  GstBuffer *result;

  start (0);
  result = gst_srtp_session_protect (out, buffer, &status);
  fail_unless (result == buffer);
  fail_unless (gst_buffer_peek_memory (result, 0) == memory);
  result = gst_srtp_session_unprotect (in, result, FALSE, &status);
  fail_unless (result == buffer);
  fail_unless (gst_buffer_peek_memory (result, 0) == memory);
  gst_buffer_unref (result);

  buffer = make_packet (1, 2, 1000, GST_SRTP_MAX_TRAILER - 1);
  gst_buffer_ref (buffer);
  result = gst_srtp_session_protect (out, buffer, &status);
  fail_if (result == buffer);
  gst_buffer_unref (buffer);
  gst_buffer_unref (result);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_damage_and_replay)
{
  GstBuffer *buffer, *copy;
  guint i;

  start (__i__);
  buffer = gst_srtp_session_protect (out, make_packet (1, 1, 100, 0), &status);
  for (i = 0; i < gst_buffer_get_size (buffer); i++) {
    guint8 byte;

    copy = gst_buffer_copy_deep (buffer);
    gst_buffer_extract (copy, i, &byte, 1);
    byte ^= 0x10;
    gst_buffer_fill (copy, i, &byte, 1);
    fail_unless (gst_srtp_session_unprotect (in, copy, FALSE, &status) == NULL,
        "byte %u", i);
  }
  copy = gst_buffer_copy_deep (buffer);
  copy = gst_srtp_session_unprotect (in, copy, FALSE, &status);
  fail_unless_equals_int (status, GST_SRTP_OK);
  gst_buffer_unref (copy);
  fail_unless (gst_srtp_session_unprotect (in, buffer, FALSE, &status) == NULL);
  fail_unless_equals_int (status, GST_SRTP_REPLAY);
  stop ();
}

GST_END_TEST;

/* Two packets of one index would be one key stream for two texts. */
GST_START_TEST (test_never_protects_an_index_twice)
{
  start (__i__);
  gst_buffer_unref (gst_srtp_session_protect (out, make_packet (1, 1, 100, 0),
          &status));
  fail_unless (gst_srtp_session_protect (out, make_packet (1, 1, 100, 0),
          &status) == NULL);
  fail_unless_equals_int (status, GST_SRTP_REPLAY);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_window)
{
  GstBuffer *older, *newer, *last;

  start (0);
  older = gst_srtp_session_protect (out, make_packet (1, 1, 100, 0), &status);
  newer = gst_srtp_session_protect (out, make_packet (1, 2, 100, 0), &status);
  last = gst_srtp_session_protect (out, make_packet (1, 1 + GST_SRTP_WINDOW,
          100, 0), &status);
  gst_buffer_unref (gst_srtp_session_unprotect (in, last, FALSE, &status));
  fail_unless (gst_srtp_session_unprotect (in, older, FALSE, &status) == NULL);
  fail_unless_equals_int (status, GST_SRTP_REPLAY);
  gst_buffer_unref (gst_srtp_session_unprotect (in, newer, FALSE, &status));
  fail_unless_equals_int (status, GST_SRTP_OK);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_ssrcs_are_bounded)
{
  GstBuffer *buffer;
  guint i;

  start (0);
  for (i = 0; i < GST_SRTP_MAX_INBOUND_SSRCS; i++) {
    buffer = gst_srtp_session_protect (out, make_packet (i, 1, 50, 0), &status);
    buffer = gst_srtp_session_unprotect (in, buffer, FALSE, &status);
    fail_unless (buffer != NULL, "SSRC %u", i);
    gst_buffer_unref (buffer);
  }
  buffer = gst_srtp_session_protect (out, make_packet (i, 1, 50, 0), &status);
  fail_unless (gst_srtp_session_unprotect (in, buffer, FALSE, &status) == NULL);
  fail_unless_equals_int (status, GST_SRTP_TOO_MANY_SSRCS);
  buffer = gst_srtp_session_protect (out, make_report (i + 1), &status);
  fail_unless (gst_srtp_session_unprotect (in, buffer, TRUE, &status) == NULL);
  fail_unless_equals_int (status, GST_SRTP_TOO_MANY_SSRCS);

  /* those that are known go on, with reports too */
  buffer = gst_srtp_session_protect (out, make_report (0), &status);
  gst_buffer_unref (gst_srtp_session_unprotect (in, buffer, TRUE, &status));
  fail_unless_equals_int (status, GST_SRTP_OK);
  stop ();
}

GST_END_TEST;

GST_START_TEST (test_forged_ssrcs_cost_nothing)
{
  GstBuffer *buffer;
  guint i;

  start (__i__);
  for (i = 0; i < 2 * GST_SRTP_MAX_INBOUND_SSRCS; i++) {
    fail_unless (gst_srtp_session_unprotect (in, make_packet (i, 1, 100, 0),
            FALSE, &status) == NULL);
    fail_unless_equals_int (status, GST_SRTP_AUTH);
  }
  buffer = gst_srtp_session_protect (out, make_packet (9, 1, 100, 0), &status);
  gst_buffer_unref (gst_srtp_session_unprotect (in, buffer, FALSE, &status));
  fail_unless_equals_int (status, GST_SRTP_OK);
  stop ();
}

GST_END_TEST;

/* Of the exact size, so that a sanitizer sees a read too far. */
GST_START_TEST (test_noise)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint i, j;

  start (__i__);
  for (i = 0; i < 20000; i++) {
    gsize size = g_rand_int_range (rand, 1, i % 2 ? 60 : 600);
    guint8 *noise = g_malloc (size);
    GstBuffer *buffer;

    for (j = 0; j < size; j++)
      noise[j] = g_rand_int (rand);
    noise[0] = 0x80 | (noise[0] & 0x3f);
    buffer = gst_buffer_new_wrapped (noise, size);
    if (i % 3)
      fail_unless (gst_srtp_session_unprotect (in, buffer, i % 3 == 1,
              &status) == NULL);
    else
      gst_clear_buffer (&(GstBuffer *) {
          gst_srtp_session_protect (out, buffer, &status)}
    );
  }
  stop ();
}

GST_END_TEST;

static Suite *
gstsrtpsession_suite (void)
{
  Suite *s = suite_create ("gstsrtpsession");
  TCase *tc = tcase_create ("srtp");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_there_and_back, 0, 3);
  tcase_add_loop_test (tc, test_rollover, 0, 3);
  tcase_add_loop_test (tc, test_lost_first_packets, 0, 3 * 4);
  tcase_add_test (tc, test_in_place_where_there_is_room);
  tcase_add_loop_test (tc, test_damage_and_replay, 0, 3);
  tcase_add_loop_test (tc, test_never_protects_an_index_twice, 0, 3);
  tcase_add_test (tc, test_window);
  tcase_add_test (tc, test_ssrcs_are_bounded);
  tcase_add_loop_test (tc, test_forged_ssrcs_cost_nothing, 0, 3);
  tcase_add_loop_test (tc, test_noise, 0, 3);

  return s;
}

GST_CHECK_MAIN (gstsrtpsession);
