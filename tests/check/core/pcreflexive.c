/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcreflexive.c: servers that answer, refuse, are silent and lie.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pcreflexive.h>
#include <string.h>

#define PACING (5 * PC_MSECOND)
#define MAX_SENT 512

static struct
{
  PcReflexive *machine;
  PcTime now;
  guint8 seed;
  struct
  {
    guint base, server;
    PcTime when;
    guint8 id[PC_STUN_ID];
  } sent[MAX_SENT];
  guint n_sent;
  guint n_mapped;
  PcReflexiveOutput mapped[MAX_SENT];
  guint n_failed;
  PcReflexiveOutput failed;     /* the last */
} t;

static void
fill (gpointer user_data, guint8 * bytes, gsize length)
{
  memset (bytes, ++t.seed, length);
}

static void
setup (void)
{
  const PcRandom random = {.fill = fill };

  memset (&t, 0, sizeof (t));
  t.now = PC_SECOND;
  t.machine = pc_reflexive_new (&random, PACING);
}

static void
teardown (void)
{
  pc_reflexive_output_clear (&t.failed);
  pc_reflexive_free (t.machine);
}

static void
take_outputs (void)
{
  PcReflexiveOutput output;
  gsize size;

  while (pc_reflexive_poll (t.machine, &output)) {
    if (output.kind == PC_REFLEXIVE_FAILED) {
      t.n_failed++;
      pc_reflexive_output_clear (&t.failed);
      t.failed = output;
      continue;
    }
    if (output.kind == PC_REFLEXIVE_MAPPED) {
      t.mapped[t.n_mapped++] = output;
    } else {
      t.sent[t.n_sent].base = output.base;
      t.sent[t.n_sent].server = output.server;
      t.sent[t.n_sent].when = t.now;
      memcpy (t.sent[t.n_sent++].id, (const guint8 *)
          g_bytes_get_data (output.bytes, &size) + 8, PC_STUN_ID);
      fail_unless_equals_int (size, PC_STUN_HEADER);
    }
    pc_reflexive_output_clear (&output);
  }
}

/* To @end, by the machine's own wishes. */
static void
pass_time (PcTime end)
{
  const gchar *reason;
  PcTime next;

  take_outputs ();
  while ((next = pc_reflexive_next_timeout (t.machine, &reason)) <= end) {
    t.now = MAX (next, t.now);
    pc_reflexive_handle_timeout (t.machine, t.now);
    take_outputs ();
  }
  t.now = end;
}

static void
answer (guint number, const gchar * type, const gchar * attributes, gsize size)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  guint8 length = size;

  g_byte_array_append (message, (const guint8 *) type, 2);
  g_byte_array_append (message, (const guint8 *) "", 1);
  g_byte_array_append (message, &length, 1);
  g_byte_array_append (message, (const guint8 *) "\x21\x12\xa4\x42", 4);
  g_byte_array_append (message, t.sent[number].id, PC_STUN_ID);
  g_byte_array_append (message, (const guint8 *) attributes, size);
  fail_unless (pc_reflexive_handle_datagram (t.machine, t.sent[number].base,
          t.sent[number].server, message->data, message->len, t.now));
  take_outputs ();
}

/* 192.0.2.1:32853 */
static void
answer_well (guint number)
{
  answer (number, "\x01\x01",
      "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43", 12);
}

static guint
add_asked_server (guint n_bases)
{
  guint server = pc_reflexive_add_server (t.machine, t.now);

  for (guint base = 0; base < n_bases; base++)
    pc_reflexive_ask (t.machine, base, server, t.now);
  return server;
}

GST_START_TEST (test_each_base_asks_each_server)
{
  add_asked_server (2);
  add_asked_server (2);
  pass_time (t.now + 100 * PC_MSECOND);
  fail_unless_equals_int (t.n_sent, 4);
  for (guint i = 0; i < 4; i++) {
    fail_unless_equals_int (t.sent[i].base, i % 2);
    fail_unless_equals_int (t.sent[i].server, i / 2);
    fail_unless_equals_uint64 (t.sent[i].when, PC_SECOND + i * PACING);
  }
  fail_if (memcmp (t.sent[0].id, t.sent[1].id, PC_STUN_ID) == 0);
  for (guint i = 0; i < 4; i++) {
    fail_if (pc_reflexive_is_done (t.machine));
    answer_well (i);
  }
  fail_unless (pc_reflexive_is_done (t.machine));
  fail_unless_equals_int (t.n_mapped, 4);
  fail_unless_equals_int (t.mapped[2].server, 1);
  fail_unless_equals_int (t.mapped[2].mapped.port, 32853);
  fail_unless_equals_int (t.n_failed, 0);
}

GST_END_TEST;

GST_START_TEST (test_a_silent_server_is_given_up)
{
  add_asked_server (1);
  add_asked_server (1);
  pass_time (t.now + 10 * PC_MSECOND);
  answer_well (0);
  pass_time (PC_SECOND + PACING + 3499 * PC_MSECOND);
  fail_unless_equals_int (t.n_failed, 0);
  pass_time (PC_SECOND + PACING + 3500 * PC_MSECOND);
  fail_unless_equals_int (t.n_sent, 4);
  fail_unless_equals_uint64 (t.sent[2].when - t.sent[1].when, 500 * PC_MSECOND);
  fail_unless_equals_uint64 (t.sent[3].when - t.sent[2].when, PC_SECOND);
  fail_unless (memcmp (t.sent[1].id, t.sent[3].id, PC_STUN_ID) == 0);
  fail_unless_equals_int (t.n_failed, 1);
  fail_unless_equals_int (t.failed.server, 1);
  fail_unless_equals_int (t.failed.code, PC_REFLEXIVE_UNREACHABLE);
  fail_unless (pc_reflexive_is_done (t.machine));
  fail_unless_equals_int (t.n_mapped, 1);
}

GST_END_TEST;

/* webrtc-pc section 4.8.2: 701 when no address of ours reaches it. */
GST_START_TEST (test_one_way_to_a_server_is_enough)
{
  add_asked_server (2);
  pass_time (t.now + 10 * PC_MSECOND);
  answer_well (1);
  fail_if (pc_reflexive_is_done (t.machine));
  pass_time (t.now + 5 * PC_SECOND);
  fail_unless (pc_reflexive_is_done (t.machine));
  fail_unless_equals_int (t.n_failed, 0);
  fail_unless_equals_int (t.n_mapped, 1);
}

GST_END_TEST;

GST_START_TEST (test_a_refusal_is_told_once)
{
  add_asked_server (3);
  pass_time (t.now + 20 * PC_MSECOND);
  answer (0, "\x01\x11", "\x00\x09\x00\x08\x00\x00\x04\x00" "Nope", 12);
  answer (2, "\x01\x11", "\x00\x09\x00\x08\x00\x00\x05\x00" "Oops", 12);
  fail_unless_equals_int (t.n_failed, 0);
  pass_time (t.now + 5 * PC_SECOND);
  fail_unless_equals_int (t.n_failed, 1);
  fail_unless_equals_int (t.failed.code, 400);
  fail_unless_equals_string (t.failed.text, "Nope");
  fail_unless_equals_int (t.failed.base, 0);
}

GST_END_TEST;

GST_START_TEST (test_a_server_without_address)
{
  guint server = pc_reflexive_add_server (t.machine, t.now);

  fail_if (pc_reflexive_is_done (t.machine));
  pc_reflexive_fail_server (t.machine, server, "no such name");
  take_outputs ();
  fail_unless (pc_reflexive_is_done (t.machine));
  fail_unless_equals_int (t.n_failed, 1);
  fail_unless_equals_int (t.failed.code, PC_REFLEXIVE_UNREACHABLE);
  fail_unless_equals_string (t.failed.text, "no such name");
}

GST_END_TEST;

GST_START_TEST (test_a_name_that_takes_too_long)
{
  guint server = pc_reflexive_add_server (t.machine, t.now);

  pass_time (t.now + 2999 * PC_MSECOND);
  fail_if (pc_reflexive_is_done (t.machine));
  pass_time (t.now + PC_MSECOND);
  fail_unless (pc_reflexive_is_done (t.machine));
  fail_unless_equals_int (t.n_failed, 1);
  fail_unless_equals_int (t.failed.server, server);
  fail_unless_equals_int (t.failed.code, PC_REFLEXIVE_UNREACHABLE);
}

GST_END_TEST;

GST_START_TEST (test_an_answer_of_nothing)
{
  add_asked_server (1);
  pass_time (t.now);
  answer (0, "\x01\x01", "", 0);
  fail_unless_equals_int (t.n_failed, 1);
  fail_unless_equals_int (t.failed.code, PC_REFLEXIVE_UNREACHABLE);
}

GST_END_TEST;

/* Who does not know the transaction, or comes from elsewhere, says nothing. */
GST_START_TEST (test_lies)
{
  guint8 forged[] = "\x01\x01\x00\x0c\x21\x12\xa4\x42" "............"
      "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43";

  add_asked_server (1);
  add_asked_server (1);
  pass_time (t.now + PC_MSECOND);
  fail_if (pc_reflexive_handle_datagram (t.machine, 0, 0, forged,
          sizeof (forged) - 1, t.now));
  memcpy (forged + 8, t.sent[0].id, PC_STUN_ID);
  fail_if (pc_reflexive_handle_datagram (t.machine, 1, 0, forged,
          sizeof (forged) - 1, t.now));
  fail_if (pc_reflexive_handle_datagram (t.machine, 0, 1, forged,
          sizeof (forged) - 1, t.now));
  fail_unless (pc_reflexive_handle_datagram (t.machine, 0, 0, forged,
          sizeof (forged) - 1, t.now));
  take_outputs ();
  fail_unless_equals_int (t.n_mapped, 1);
  /* A copy is ours, and no news. */
  answer_well (0);
  fail_unless_equals_int (t.n_mapped, 1);
}

GST_END_TEST;

/* RFC 8445 section 5.1.1.4 */
GST_START_TEST (test_mappings_are_kept_alive)
{
  PcTime start = t.now;

  add_asked_server (1);
  pass_time (t.now);
  answer_well (0);
  pass_time (start + 46 * PC_SECOND);
  fail_unless_equals_int (t.n_sent, 4);
  for (guint i = 1; i < 4; i++)
    fail_unless_equals_uint64 (t.sent[i].when - start, i * 15 * PC_SECOND);
  fail_if (memcmp (t.sent[1].id, t.sent[2].id, PC_STUN_ID) == 0);
  fail_unless_equals_int (t.n_failed, 0);
}

GST_END_TEST;

GST_START_TEST (test_requests_are_bounded)
{
  add_asked_server (100000);
  pass_time (t.now + 10 * PC_SECOND);
  fail_unless_equals_int (t.n_sent, 128 * 3);
  fail_unless (pc_reflexive_is_done (t.machine));
}

GST_END_TEST;

static Suite *
pcreflexive_suite (void)
{
  Suite *s = suite_create ("pcreflexive");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_each_base_asks_each_server);
  tcase_add_test (tc, test_a_silent_server_is_given_up);
  tcase_add_test (tc, test_one_way_to_a_server_is_enough);
  tcase_add_test (tc, test_a_refusal_is_told_once);
  tcase_add_test (tc, test_a_server_without_address);
  tcase_add_test (tc, test_a_name_that_takes_too_long);
  tcase_add_test (tc, test_an_answer_of_nothing);
  tcase_add_test (tc, test_lies);
  tcase_add_test (tc, test_mappings_are_kept_alive);
  tcase_add_test (tc, test_requests_are_bounded);
  return s;
}

GST_CHECK_MAIN (pcreflexive);
