/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pciceurl.c: URLs of ICE servers.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pciceurl.h>
#include <gst/peerconnection/core/pcerror.h>

static const struct
{
  const gchar *url;
  gboolean turn, secure, tcp;
  const gchar *host;
  guint port;
} good[] = {
  {"stun:stun.example.org", FALSE, FALSE, FALSE, "stun.example.org", 3478},
  {"STUN:192.0.2.1:19302", FALSE, FALSE, FALSE, "192.0.2.1", 19302},
  {"stuns:a", FALSE, TRUE, TRUE, "a", 5349},
  {"turn:a:1?transport=tcp", TRUE, FALSE, TRUE, "a", 1},
  {"turn:a?transport=udp", TRUE, FALSE, FALSE, "a", 3478},
  {"turns:a", TRUE, TRUE, TRUE, "a", 5349},
  {"turns:a:443?transport=tcp", TRUE, TRUE, TRUE, "a", 443},
  {"turn:[2001:db8::1]:99", TRUE, FALSE, FALSE, "2001:db8::1", 99},
  {"stun:[::1]", FALSE, FALSE, FALSE, "::1", 3478},
  {"stun:[::]:1", FALSE, FALSE, FALSE, "::", 1},
  {"stun:[1:2:3:4:5:6:7:8]", FALSE, FALSE, FALSE, "1:2:3:4:5:6:7:8", 3478},
  {"stun:[64:ff9b::192.0.2.1]", FALSE, FALSE, FALSE, "64:ff9b::192.0.2.1",
      3478},
  {"TURN:a?Transport=TCP", TRUE, FALSE, TRUE, "a", 3478},
  {"turns:A-b.example:65535", TRUE, TRUE, TRUE, "A-b.example", 65535},
};

static const gchar *const bad[] = {
  "", "stun", "stun:", "http:example.org", "stun://example.org", "stun:a:",
  "stun:a:0", "stun:a:65536", "stun:a:1x", "stun:a:1:2", "stun:u@a",
  "stun:a/b", "stun:a#b", "stun:a?transport=udp", "turn:a?transport=sctp",
  "turn:a?", "turn:a?transport=udp&x=y", "stun:[::1", "stun:[]", "stun:[::1]x",
  "stun:a b", " stun:a", "stun:\xff", "stun::3478", "stun:2001:db8::1",
  "stun:[1.2.3.4]", "stun:[a]", "stun:[1:2:3:4:5:6:7]", "stun:[1::2::3]",
  "stun:[1:2:3:4:5:6:7:8:9]", "stun:[12345::]", "stun:[1:2:3:4:5:6:7:]",
  "stun:[:1:2:3:4:5:6:7]", "stun:[::1.2.3]", "stun:[::1.2.3.256]",
  "stun:[::1.2.3.4:5]", "stun:[fe80::1%eth0]", "stun:[::1]:", "turn:",
  "turn:?transport=udp", "turn:a?transport=", "turn:a?transport",
  "turn:a?foo=udp", "turn:a?transport=udp?", "stuns:a?transport=tcp",
  "turn://a", "turn:u:p@a", "ws:a", "stunx:a", "turn", "stun:+1:1",
  "stun:a:+1", "stun:a:-1", "stun:a: 1", "stun:a\n",
};

GST_START_TEST (test_good)
{
  GError *error = NULL;
  g_autoptr (PcIceUrl) url = pc_ice_url_parse (good[__i__].url, &error);

  fail_if (url == NULL, "%s", error ? error->message : "");
  fail_unless_equals_int (url->turn, good[__i__].turn);
  fail_unless_equals_int (url->secure, good[__i__].secure);
  fail_unless_equals_int (url->tcp, good[__i__].tcp);
  fail_unless_equals_string (url->host, good[__i__].host);
  fail_unless_equals_int (url->port, good[__i__].port);
}

GST_END_TEST;

GST_START_TEST (test_bad)
{
  g_autoptr (GError) error = NULL;

  fail_unless (pc_ice_url_parse (bad[__i__], &error) == NULL, "taken: %s",
      bad[__i__]);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_SYNTAX));
  fail_unless (g_utf8_validate (error->message, -1, NULL));
}

GST_END_TEST;

GST_START_TEST (test_not_supported)
{
  g_autoptr (GError) error = NULL;

  fail_unless (pc_ice_url_parse ("turns:a?transport=udp", &error) == NULL);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED));
}

GST_END_TEST;

static Suite *
pciceurl_suite (void)
{
  Suite *s = suite_create ("pciceurl");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_good, 0, G_N_ELEMENTS (good));
  tcase_add_loop_test (tc, test_bad, 0, G_N_ELEMENTS (bad));
  tcase_add_test (tc, test_not_supported);

  return s;
}

GST_CHECK_MAIN (pciceurl);
