/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdescriptionwrong.c: descriptions that are malformed, too large, or made to
 * be slow.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/pcerror.h>
#include <gst/peerconnection/core/sdp/pcdescription.h>
#include <string.h>
#include <time.h>

#define HEAD \
  "v=0\r\n" \
  "o=- 1 2 IN IP4 127.0.0.1\r\n" \
  "s=-\r\n" \
  "t=0 0\r\n"
#define AUDIO HEAD \
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n" \
  "c=IN IP4 0.0.0.0\r\n"
#define DATA HEAD \
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n" \
  "c=IN IP4 0.0.0.0\r\n"

/* What is wrong, in which line the error must see it, what it must name. */
static const struct
{
  const gchar *sdp;
  guint line;
  const gchar *names;
} wrong[] = {
  {"", 1, "empty"},
  {"hello\r\n", 1, "hello"},
  {"v=1\r\n", 1, "'1'"},
  {"v=0\r\n", 2, "early"},
  {"v=0\r\ns=-\r\n", 2, "Expected o="},
  {"v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\nt=0 0\r\n", 3, "Expected s="},
  {"v=0\r\no=- 1 -2 IN IP4 0.0.0.0\r\n", 2, "-2"},
  {"v=0\r\no=- 1 18446744073709551616 IN IP4 0.0.0.0\r\n", 2, "1844674"},
  {"v=0\r\no=- 1 2 IN IP4\r\n", 2, "o="},
  {"v=0\r\no=- 1 2 IN IP4 0.0.0.0 x\r\n", 2, "o="},
  {"v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\n", 4, "early"},
  {"v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\na=x\r\n", 5, "early"},
  {"v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nm=audio 9 RTP/AVP 0\r\n", 4,
      "Expected t="},
  {"v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=now later\r\n", 4, "now"},
  {HEAD "v=0\r\n", 5, "v=0"},
  {HEAD "a=\r\n", 5, "a="},
  {HEAD "a=:x\r\n", 5, ":x"},
  {HEAD " a=x\r\n", 5, "a=x"},
  {HEAD "\r\na=x\r\n", 5, "Not a line"},
  {HEAD "a=x\rb=y\r\n", 5, "Control"},
  {HEAD "a=x\001\r\n", 5, "Control"},
  {HEAD "a=x\xff\r\n", 5, "UTF-8"},
  {HEAD "a=x\r\ns=\xc3\r\n", 6, "UTF-8"},
  {HEAD "q=x\r\n", 5, "q=x"},
  {HEAD "m=audio 9 RTP/AVP\r\n", 5, "No format"},
  {HEAD "m=audio 9\r\n", 5, "audio 9"},
  {HEAD "m=audio 65536 RTP/AVP 0\r\n", 5, "65536"},
  {HEAD "m=audio -1 RTP/AVP 0\r\n", 5, "-1"},
  {HEAD "m=audio 9 RTP/AVP 128\r\n", 5, "128"},
  {HEAD "m=audio 9 RTP/AVP 0x\r\n", 5, "0x"},
  {HEAD "m=audio 9 RTP/AVP 0\r\nt=0 0\r\n", 6, "t=0 0"},
  {AUDIO "a=rtpmap:111\r\n", 7, "111"},
  {AUDIO "a=rtpmap:111 opus\r\n", 7, "opus"},
  {AUDIO "a=rtpmap:111 opus/0\r\n", 7, "opus/0"},
  {AUDIO "a=rtpmap:111 opus/48000/two\r\n", 7, "two"},
  {AUDIO "a=rtpmap:111 opus/48000/2/3\r\n", 7, "2/3"},
  {AUDIO "a=rtpmap:300 opus/48000\r\n", 7, "300"},
  {AUDIO "a=rtpmap:111 opus/48000/2\r\na=rtpmap:111 VP8/90000\r\n", 8, "VP8"},
  {AUDIO "a=fmtp:\r\n", 7, "fmtp"},
  {AUDIO "a=fmtp:111\r\n", 7, "111"},
  {AUDIO "a=fmtp:x y\r\n", 7, "x y"},
  {AUDIO "a=rtcp-fb:111\r\n", 7, "111"},
  {AUDIO "a=rtcp-fb:*\r\n", 7, "*"},
  {AUDIO "a=extmap:0 urn:x\r\n", 7, "0 urn:x"},
  {AUDIO "a=extmap:256 urn:x\r\n", 7, "256"},
  {AUDIO "a=extmap:1\r\n", 7, "extmap"},
  {AUDIO "a=extmap:1/up urn:x\r\n", 7, "1/up"},
  {AUDIO "a=extmap:1 urn:x\r\na=extmap:1 urn:y\r\n", 8, "urn:y"},
  {AUDIO "a=msid:\r\n", 7, "msid"},
  {AUDIO "a=msid:a b c\r\n", 7, "a b c"},
  {AUDIO "a=ssrc:\r\n", 7, "ssrc"},
  {AUDIO "a=ssrc:5\r\n", 7, "'5'"},
  {AUDIO "a=ssrc:4294967296 cname:x\r\n", 7, "4294967296"},
  {AUDIO "a=ssrc:5 cname:\r\n", 7, "cname"},
  {AUDIO "a=ssrc-group:FID\r\n", 7, "FID"},
  {AUDIO "a=ssrc-group:FID 1 x\r\n", 7, "1 x"},
  {AUDIO "a=rid:1\r\n", 7, "'1'"},
  {AUDIO "a=rid:1 both\r\n", 7, "both"},
  {AUDIO "a=rid:a.b send\r\n", 7, "a.b"},
  {AUDIO "a=simulcast:1;2\r\n", 7, "1;2"},
  {AUDIO "a=simulcast:send 1 recv 2 send 3\r\n", 7, "send 3"},
  {AUDIO "a=mid\r\n", 7, "mid"},
  {AUDIO "a=mid:a b\r\n", 7, "a b"},
  {AUDIO "a=mid:a\r\na=mid:b\r\n", 8, "'b'"},
  {AUDIO "a=mid:a\r\nm=audio 9 RTP/AVP 0\r\na=mid:a\r\n", 8, "'a'"},
  {AUDIO "a=ice-ufrag:abc\r\n", 7, "abc"},
  {AUDIO "a=ice-ufrag:ab cd\r\n", 7, "ab cd"},
  {AUDIO "a=ice-pwd:012345678901234567890\r\n", 7, "ice-pwd"},
  {AUDIO "a=fingerprint:sha-256\r\n", 7, "sha-256"},
  {AUDIO "a=fingerprint:sha-1 AA:BB\r\n", 7, "AA:BB"},
  {AUDIO "a=fingerprint:other AA:B\r\n", 7, "AA:B"},
  {AUDIO "a=fingerprint:other AAABB\r\n", 7, "AAABB"},
  {AUDIO "a=setup:holdconn\r\n", 7, "holdconn"},
  {AUDIO "a=candidate:1 1 udp 5 192.0.2.1 6\r\n", 7, "192.0.2.1 6"},
  {AUDIO "a=candidate:1 1 udp 5 192.0.2.1 66666 typ host\r\n", 7, "66666"},
  {DATA "a=sctp-port:0\r\n", 7, "'0'"},
  {DATA "a=sctp-port:65536\r\n", 7, "65536"},
  {DATA "a=sctpmap:x webrtc-datachannel\r\n", 7, "x webrtc"},
  {DATA "a=max-message-size:-1\r\n", 7, "-1"},
  {HEAD "a=group:BUNDLE a\r\n", 5, "BUNDLE a"},
  {HEAD "a=group:BUNDLE a\r\nm=audio 9 RTP/AVP 0\r\na=mid:b\r\n", 5, "'a'"},
  {HEAD "a=group:\r\n", 5, "group"},
  {HEAD "a=group:BUNDLE a a\r\nm=audio 9 RTP/AVP 0\r\na=mid:a\r\n", 5, "a"},
  {HEAD "a=fingerprint:sha-256 AA\r\nm=audio 9 RTP/AVP 0\r\n", 5, "AA"},
};

GST_START_TEST (test_wrong)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PcDescription) description =
      pc_description_parse (PC_SDP_OFFER, wrong[__i__].sdp, &error);

  fail_unless (description == NULL, "taken: %s", wrong[__i__].sdp);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
  fail_unless_equals_int (pc_error_get_sdp_line (error), wrong[__i__].line);
  fail_unless (strstr (error->message, wrong[__i__].names) != NULL,
      "'%s' does not name '%s'", error->message, wrong[__i__].names);
  fail_unless (g_utf8_validate (error->message, -1, NULL));
}

GST_END_TEST;

GST_START_TEST (test_secret_is_not_repeated)
{
  g_autoptr (GError) error = NULL;

  fail_unless (pc_description_parse (PC_SDP_OFFER,
          AUDIO "a=ice-pwd:hunter2\r\n", &error) == NULL);
  fail_unless (strstr (error->message, "hunter2") == NULL);
}

GST_END_TEST;

/* Many of @line behind an audio section; "%u" in it counts. */
static PcDescription *
parse_many (const gchar * line, guint count, GError ** error)
{
  g_autoptr (GString) text = g_string_new (AUDIO);
  g_auto (GStrv) parts = g_strsplit (line, "#", 2);
  guint i;

  for (i = 0; i < count; i++) {
    if (parts[1] != NULL)
      g_string_append_printf (text, "%s%u%s\r\n", parts[0], i, parts[1]);
    else
      g_string_append_printf (text, "%s\r\n", line);
  }

  return pc_description_parse (PC_SDP_OFFER, text->str, error);
}

GST_START_TEST (test_bounds)
{
  g_autofree gchar *long_text = g_strnfill (PC_SDP_MAX_BYTES + 1, 'v');
  g_autoptr (GString) many = g_string_new (HEAD);
  g_autoptr (PcDescription) description = NULL;
  GError *error = NULL;
  guint i;

  fail_unless (pc_description_parse (PC_SDP_OFFER, long_text, &error) == NULL);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
  g_clear_error (&error);

  for (i = 0; i < PC_SDP_MAX_MEDIA; i++)
    g_string_append (many, "m=audio 9 RTP/AVP 0\r\n");
  description = pc_description_parse (PC_SDP_OFFER, many->str, &error);
  fail_unless (description != NULL);
  fail_unless_equals_int (description->media->len, PC_SDP_MAX_MEDIA);
  g_string_append (many, "m=audio 9 RTP/AVP 0\r\n");
  fail_unless (pc_description_parse (PC_SDP_OFFER, many->str, &error) == NULL);
  fail_unless_equals_int (pc_error_get_sdp_line (error), 5 + PC_SDP_MAX_MEDIA);
  g_clear_error (&error);

  fail_unless (parse_many ("a=b", PC_SDP_MAX_ATTRIBUTES + 1, &error) == NULL);
  fail_unless_equals_int (pc_error_get_sdp_line (error),
      7 + PC_SDP_MAX_ATTRIBUTES);
  g_clear_error (&error);

  fail_unless (parse_many ("a=rtcp-fb:0 x#", 33, &error) == NULL);
  g_clear_error (&error);
  fail_unless (parse_many ("a=fingerprint:x AA", 17, &error) == NULL);
  g_clear_error (&error);
}

GST_END_TEST;

/* Processor time in ns, so that a busy machine changes nothing. */
static gint64
parse_time (const gchar * line, guint count)
{
  g_autoptr (PcDescription) description = NULL;
  GError *error = NULL;
  struct timespec before, after;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &before);
  description = parse_many (line, count, &error);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &after);
  fail_if (description == NULL, "%s: %s", line, error ? error->message : "");

  return (after.tv_sec - before.tv_sec) * G_GINT64_CONSTANT (1000000000)
      + after.tv_nsec - before.tv_nsec;
}

#define FEW 1250
#define MANY (16 * FEW)
#define NOISE (1000 * 1000)     /* ns; what is less is too little to compare */

/* Each attribute that needs another one's value, by the ten thousands. Sixteen
 * times as many may take sixteen times as long, not 256 times. */
GST_START_TEST (test_linear)
{
  static const gchar *const lines[] = {
    "a=ssrc:# cname:x", "a=fmtp:0 x#", "a=rtcp-fb:* nack", "a=b:#",
    "a=ssrc-group:FID 1", "a=extmap:1 urn:x", "a=rid:# send", "a=msid:a",
    "a=rtpmap:0 PCMU/8000", "a=ice-ufrag:abcd",
    "a=candidate:# 1 udp 1 192.0.2.1 1 typ host",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (lines); i++) {
    gint64 few = parse_time (lines[i], FEW);
    gint64 many = parse_time (lines[i], MANY);

    fail_unless (many < MAX (few, NOISE) * 64,
        "%s: %u take %" G_GINT64_FORMAT " ns, %u take %" G_GINT64_FORMAT,
        lines[i], FEW, few, MANY, many);
  }
}

GST_END_TEST;

static Suite *
pcdescriptionwrong_suite (void)
{
  Suite *s = suite_create ("pcdescriptionwrong");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_wrong, 0, G_N_ELEMENTS (wrong));
  tcase_add_test (tc, test_secret_is_not_repeated);
  tcase_add_test (tc, test_bounds);
  tcase_add_test (tc, test_linear);

  return s;
}

GST_CHECK_MAIN (pcdescriptionwrong);
