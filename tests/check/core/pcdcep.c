/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdcep.c: DCEP messages to bytes and back.
 */

#include <gst/check/gstcheck.h>

#include <string.h>

#include <gst/peerconnection/core/dc/pcdcep.h>
#include <gst/peerconnection/core/pcerror.h>

static PcDcepOpen *
parse_open (const guint8 * data, gsize size)
{
  g_autoptr (GError) error = NULL;
  PcDcepOpen *open = NULL;
  PcDcepType type = 0;

  fail_unless (pc_dcep_parse (data, size, &type, &open, &error),
      "refused: %s", error ? error->message : "");
  fail_unless_equals_int (type, PC_DCEP_OPEN);
  fail_unless (open != NULL);
  return open;
}

static void
expect_refused (const guint8 * data, gsize size, const gchar * word)
{
  g_autoptr (GError) error = NULL;
  PcDcepOpen *open = NULL;
  PcDcepType type = 0;

  fail_if (pc_dcep_parse (data, size, &type, &open, &error));
  fail_unless (open == NULL);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION));
  fail_unless (strstr (error->message, word) != NULL, "\"%s\" lacks \"%s\"",
      error->message, word);
}

/* What Chromium sends for createDataChannel ("chat", {protocol: "p",
 * ordered: false, maxRetransmits: 3}). */
static const guint8 browser_open[] = {
  0x03, 0x81, 0x01, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x04, 0x00, 0x01,
  'c', 'h', 'a', 't', 'p'
};

GST_START_TEST (test_open_of_a_browser)
{
  g_autoptr (PcDcepOpen) open =
      parse_open (browser_open, sizeof (browser_open));
  g_autoptr (GBytes) again = pc_dcep_serialize_open (open);

  fail_unless_equals_string (open->label, "chat");
  fail_unless_equals_string (open->protocol, "p");
  fail_if (open->ordered);
  fail_unless_equals_int (open->max_retransmits, 3);
  fail_unless_equals_int (open->max_packet_life_time, -1);
  fail_unless_equals_int (open->priority, 256);
  fail_unless_equals_int (g_bytes_get_size (again), sizeof (browser_open));
  fail_unless (memcmp (g_bytes_get_data (again, NULL), browser_open,
          sizeof (browser_open)) == 0);
}

GST_END_TEST;

/* RFC 8832 section 5.1: the six channel types */
static const struct
{
  guint8 type;
  gboolean ordered;
  gint retransmits;
  gint life_time;
} types[] = {
  {0x00, TRUE, -1, -1},
  {0x80, FALSE, -1, -1},
  {0x01, TRUE, 7, -1},
  {0x81, FALSE, 0, -1},
  {0x02, TRUE, -1, 65535},
  {0x82, FALSE, -1, 0},
};

GST_START_TEST (test_channel_types)
{
  PcDcepOpen open = {.label = (gchar *) "l",.protocol = (gchar *) "",
    .priority = 1024,.ordered = types[__i__].ordered,
    .max_retransmits = types[__i__].retransmits,
    .max_packet_life_time = types[__i__].life_time
  };
  g_autoptr (GBytes) bytes = pc_dcep_serialize_open (&open);
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (bytes, &size);
  fail_unless_equals_int (data[1], types[__i__].type);
  {
    g_autoptr (PcDcepOpen) parsed = parse_open (data, size);

    fail_unless_equals_int (parsed->ordered, open.ordered);
    fail_unless_equals_int (parsed->max_retransmits, open.max_retransmits);
    fail_unless_equals_int (parsed->max_packet_life_time,
        open.max_packet_life_time);
    fail_unless_equals_int (parsed->priority, 1024);
  }
}

GST_END_TEST;

GST_START_TEST (test_reliability_parameter)
{
  guint8 data[sizeof (browser_open)];

  memcpy (data, browser_open, sizeof (data));
  /* Larger than the API's 16 bits. */
  data[4] = 0x7f;
  {
    g_autoptr (PcDcepOpen) open = parse_open (data, sizeof (data));

    fail_unless_equals_int (open->max_retransmits, 65535);
  }
  /* Ignored where the channel is reliable. */
  data[1] = 0x80;
  {
    g_autoptr (PcDcepOpen) open = parse_open (data, sizeof (data));

    fail_unless_equals_int (open->max_retransmits, -1);
    fail_unless_equals_int (open->max_packet_life_time, -1);
  }
}

GST_END_TEST;

GST_START_TEST (test_lengths_are_bytes)
{
  PcDcepOpen open = {.label = (gchar *) "grün€",.protocol =
        (gchar *) "日本",
    .ordered = TRUE,.max_retransmits = -1,.max_packet_life_time = -1
  };
  g_autoptr (GBytes) bytes = pc_dcep_serialize_open (&open);
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (bytes, &size);
  fail_unless_equals_int (size, 12 + 8 + 6);
  fail_unless_equals_int (data[9], 8);
  fail_unless_equals_int (data[11], 6);
  {
    g_autoptr (PcDcepOpen) parsed = parse_open (data, size);
    g_autoptr (PcDcepOpen) copy = pc_dcep_open_copy (parsed);

    fail_unless_equals_string (copy->label, "grün€");
    fail_unless_equals_string (copy->protocol, "日本");
  }
}

GST_END_TEST;

GST_START_TEST (test_longest_label)
{
  g_autofree gchar *label = g_strnfill (65535, 'x');
  PcDcepOpen open = {.label = label,.ordered = TRUE,.max_retransmits = -1,
    .max_packet_life_time = -1
  };
  g_autoptr (GBytes) bytes = pc_dcep_serialize_open (&open);
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (bytes, &size);
  fail_unless_equals_int (size, 12 + 65535);
  {
    g_autoptr (PcDcepOpen) parsed = parse_open (data, size);

    fail_unless_equals_string (parsed->label, label);
    fail_unless_equals_string (parsed->protocol, "");
  }
}

GST_END_TEST;

/* Stacks that count characters send lengths that cut the text short, perhaps
 * inside a character. */
GST_START_TEST (test_odd_text)
{
  static const guint8 cut[] = { 0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0,
    'a', 0xc3, 0xbc
  };
  static const guint8 nul[] = { 0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0,
    'a', 0, 'b'
  };
  g_autoptr (PcDcepOpen) a = parse_open (cut, sizeof (cut));
  g_autoptr (PcDcepOpen) b = parse_open (nul, sizeof (nul));

  fail_unless_equals_string (a->label, "a\357\277\275");
  fail_unless_equals_string (b->label, "a\357\277\275b");
}

GST_END_TEST;

GST_START_TEST (test_ack)
{
  g_autoptr (GBytes) ack = pc_dcep_serialize_ack ();
  PcDcepOpen *open = NULL;
  PcDcepType type = 0;
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (ack, &size);
  fail_unless_equals_int (size, 1);
  fail_unless (pc_dcep_parse (data, size, &type, &open, NULL));
  fail_unless_equals_int (type, PC_DCEP_ACK);
  fail_unless (open == NULL);
}

GST_END_TEST;

GST_START_TEST (test_malformed)
{
  static const guint8 unknown[] = { 0x05 };
  guint8 data[sizeof (browser_open)];

  expect_refused (NULL, 0, "empty");
  expect_refused (unknown, 1, "0x05");
  /* Every way of cutting it short. */
  for (gsize size = 1; size < 12; size++)
    expect_refused (browser_open, size, "header");
  for (gsize size = 12; size < sizeof (browser_open); size++)
    expect_refused (browser_open, size, "no room");

  memcpy (data, browser_open, sizeof (data));
  data[1] = 0x03;
  expect_refused (data, sizeof (data), "0x03");
  data[1] = 0x40;
  expect_refused (data, sizeof (data), "0x40");
  memcpy (data, browser_open, sizeof (data));
  data[8] = data[9] = data[10] = data[11] = 0xff;
  expect_refused (data, sizeof (data), "65535");
}

GST_END_TEST;

GST_START_TEST (test_noise)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8832);
  guint8 data[64];

  for (guint i = 0; i < 200000; i++) {
    g_autoptr (PcDcepOpen) open = NULL;
    gsize size = (gsize) g_rand_int_range (rand, 0, sizeof (data));
    PcDcepType type = 0;

    for (gsize j = 0; j < size; j++)
      data[j] = (guint8) g_rand_int (rand);
    /* Half of them get beyond the first checks. */
    if (size > 11 && i % 2 == 0) {
      data[0] = PC_DCEP_OPEN;
      data[1] &= 0x83;
      data[8] = data[10] = 0;
      data[9] &= 0x1f;
      data[11] &= 0x1f;
    }
    if (!pc_dcep_parse (data, size, &type, &open, NULL) || open == NULL)
      continue;
    fail_unless (g_utf8_validate (open->label, -1, NULL));
    fail_unless (g_utf8_validate (open->protocol, -1, NULL));
    fail_unless (open->max_retransmits < 0 || open->max_packet_life_time < 0);
  }
}

GST_END_TEST;

static Suite *
pcdcep_suite (void)
{
  Suite *suite = suite_create ("pcdcep");
  TCase *tc = tcase_create ("messages");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_open_of_a_browser);
  tcase_add_loop_test (tc, test_channel_types, 0, G_N_ELEMENTS (types));
  tcase_add_test (tc, test_reliability_parameter);
  tcase_add_test (tc, test_lengths_are_bytes);
  tcase_add_test (tc, test_longest_label);
  tcase_add_test (tc, test_odd_text);
  tcase_add_test (tc, test_ack);
  tcase_add_test (tc, test_malformed);
  tcase_add_test (tc, test_noise);
  return suite;
}

GST_CHECK_MAIN (pcdcep);
