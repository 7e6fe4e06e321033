/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccandidate.c: the candidate line.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pccandidate.h>
#include <gst/peerconnection/core/pcerror.h>

/* Lines that come out as they went in. */
static const gchar *const lines[] = {
  "candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host",
  "candidate:a+/9 2 udp 1 2001:db8::1 65535 typ srflx raddr :: rport 0",
  "candidate:2 1 tcp 2105458943 x-y.local 9 typ host tcptype active",
  "candidate:3 1 tcp 5 192.0.2.1 443 typ relay raddr 10.0.0.1 rport 7 tcptype "
      "passive ufrag a-b",
  "candidate:4 1 udp 5 192.0.2.1 0 typ prflx ufrag 8hhY generation 0 "
      "network-id 1 network-cost 50",
};

GST_START_TEST (test_round_trip)
{
  GError *error = NULL;
  g_autoptr (PcCandidate) candidate = pc_candidate_parse (lines[__i__], &error);
  g_autoptr (PcCandidate) copy = NULL;
  g_autofree gchar *text = NULL;

  fail_if (candidate == NULL, "%s", error ? error->message : "");
  copy = pc_candidate_copy (candidate);
  fail_unless (pc_candidate_equal (candidate, copy));
  text = pc_candidate_to_string (copy);
  fail_unless_equals_string (text, lines[__i__]);
}

GST_END_TEST;

GST_START_TEST (test_fields)
{
  g_autoptr (PcCandidate) a = pc_candidate_parse ("a=candidate:77 1 UDP 99 "
      "192.0.2.1 5000 typ srflx network-cost 10 raddr 10.0.0.1 rport 6000 "
      "ufrag abcd generation 2", NULL);
  g_autoptr (PcCandidate) b = pc_candidate_parse ("77 1 udp 99 192.0.2.1 5000 "
      "typ srflx raddr 10.0.0.1 rport 6000 network-cost 10 generation 2 "
      "ufrag abcd", NULL);

  fail_unless_equals_string (a->foundation, "77");
  fail_unless_equals_int (a->component, 1);
  fail_unless_equals_int (a->protocol, PC_ICE_PROTOCOL_UDP);
  fail_unless_equals_int (a->priority, 99);
  fail_unless_equals_string (a->address, "192.0.2.1");
  fail_unless_equals_int (a->port, 5000);
  fail_unless_equals_int (a->type, PC_CANDIDATE_SRFLX);
  fail_unless_equals_string (a->related_address, "10.0.0.1");
  fail_unless_equals_int (a->related_port, 6000);
  fail_unless_equals_int (a->tcp_type, PC_TCP_TYPE_NONE);
  fail_unless_equals_string (a->username_fragment, "abcd");
  fail_unless_equals_string (a->extensions, "network-cost 10 generation 2");
  fail_unless (pc_candidate_equal (a, b));
  b->port++;
  fail_if (pc_candidate_equal (a, b));
}

GST_END_TEST;

static const struct
{
  const gchar *text;
  const gchar *names;
  gboolean foreign;
} wrong[] = {
  {"", "foundation", FALSE},
  {"candidate:", "foundation", FALSE},
  {"candidate:a-b 1 udp 1 192.0.2.1 1 typ host", "foundation", FALSE},
  {"candidate:123456789012345678901234567890123 1 udp 1 192.0.2.1 1 typ host",
      "foundation", FALSE},
  {"candidate:1", "component", FALSE},
  {"candidate:1 0 udp 1 192.0.2.1 1 typ host", "component", FALSE},
  {"candidate:1 257 udp 1 192.0.2.1 1 typ host", "component", FALSE},
  {"candidate:1 1 sctp 1 192.0.2.1 1 typ host", "transport", TRUE},
  {"candidate:1 1 u(p 1 192.0.2.1 1 typ host", "transport", FALSE},
  {"candidate:1 1 udp 0 192.0.2.1 1 typ host", "priority", FALSE},
  {"candidate:1 1 udp 2147483648 192.0.2.1 1 typ host", "priority", FALSE},
  {"candidate:1 1 udp -5 192.0.2.1 1 typ host", "priority", FALSE},
  {"candidate:1 1 udp 1 <script> 1 typ host", "address", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 65536 typ host", "port", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1 host", "typ", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1", "typ", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1 typ", "type", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1 typ moon", "type", TRUE},
  {"candidate:1 1 udp 1 192.0.2.1 1 typ host raddr", "extensions", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1 typ host raddr ()", "raddr", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1 typ host rport x", "rport", FALSE},
  {"candidate:1 1 udp 1 192.0.2.1 1 typ host tcptype so", "tcptype", FALSE},
  {"candidate:1 1 tcp 1 192.0.2.1 1 typ host", "tcptype", FALSE},
  {"candidate:1 1 tcp 1 192.0.2.1 1 typ host tcptype x", "tcptype", FALSE},
};

GST_START_TEST (test_wrong)
{
  g_autoptr (GError) error = NULL;
  gboolean foreign;

  fail_unless (pc_candidate_parse_full (wrong[__i__].text, &foreign,
          &error) == NULL, "taken: %s", wrong[__i__].text);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
  fail_unless (strstr (error->message, wrong[__i__].names) != NULL,
      "'%s' does not name %s", error->message, wrong[__i__].names);
  fail_unless_equals_int (foreign, wrong[__i__].foreign);
}

GST_END_TEST;

GST_START_TEST (test_bounds)
{
  g_autofree gchar *address = g_strnfill (256, 'a');
  g_autofree gchar *line = g_strdup_printf ("1 1 udp 1 %s 1 typ host", address);
  g_autofree gchar *words = g_strnfill (2000, 'b');
  g_autofree gchar *extended =
      g_strdup_printf ("1 1 udp 1 192.0.2.1 1 typ host x %s", words);

  fail_unless (pc_candidate_parse (line, NULL) == NULL);
  fail_unless (pc_candidate_parse (extended, NULL) == NULL);
}

GST_END_TEST;

static Suite *
pccandidate_suite (void)
{
  Suite *s = suite_create ("pccandidate");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_round_trip, 0, G_N_ELEMENTS (lines));
  tcase_add_test (tc, test_fields);
  tcase_add_loop_test (tc, test_wrong, 0, G_N_ELEMENTS (wrong));
  tcase_add_test (tc, test_bounds);

  return s;
}

GST_CHECK_MAIN (pccandidate);
