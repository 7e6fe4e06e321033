/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctporder.c: whose message goes first: interleaving (RFC 8260) and the
 * channels' priorities.
 */

#include <gst/check/gstcheck.h>

#include "sctppair.h"

#include <string.h>

/* bytes; goes to usrsctp as a whole, and in pieces */
#define WHOLE (200 * 1024)
#define LARGE (4 * 1024 * 1024)

static void
open_with_priority (Pair * pair, guint16 id, guint16 priority)
{
  PcDcepOpen open = reliable;

  open.priority = priority;
  pair_open (pair, &pair->a, id, &open);
}

static Pair *
new_pair (guint loss, gboolean interleaving)
{
  Pair *pair = pair_new (loss);

  g_object_set (pair->a.sctp, "send-queue-limit", (guint64) 64 << 20, NULL);
  g_object_set (pair->b.sctp, "interleaving", interleaving, NULL);
  pair_start (pair);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  return pair;
}

/* --- messages given all at once ------------------------------------------- */

typedef struct
{
  guint16 id;
  gsize size;
  guint count;
} Load;

typedef struct
{
  End *from;
  const Load *loads;
  guint n_loads;
} Plan;

/* A message says in each byte on which channel it went, and at the start which
 * of those it is. */
static void
send_load (End * from, const Load * load)
{
  g_autofree guint8 *data = g_malloc (load->size);

  memset (data, load->id, load->size);
  for (guint i = 0; i < load->count; i++) {
    memcpy (data, &i, sizeof (i));
    end_send (from, load->id, TRUE, data, load->size);
  }
}

static void
send_plan (gpointer user_data)
{
  Plan *plan = user_data;

  for (guint i = 0; i < plan->n_loads; i++)
    send_load (plan->from, &plan->loads[i]);
}

/* On the I/O thread, so that none goes before all are there. */
static void
send_at_once (End * from, const Load * loads, guint n_loads)
{
  Plan plan = { from, loads, n_loads };

  gst_rtc_io_post (from->io, send_plan, &plan, NULL);
  gst_rtc_io_sync (from->io);
}

static void
expect_whole (const Message * message, const Load * load, guint number)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message->data, &size);

  fail_unless_equals_int (message->id, load->id);
  fail_unless_equals_uint64 (size, load->size);
  fail_unless (memcmp (data, &number, sizeof (number)) == 0);
  for (gsize i = sizeof (number); i < size; i++) {
    if (data[i] != load->id)
      fail ("byte %" G_GSIZE_FORMAT " is %u", i, data[i]);
  }
}

/* All messages, each channel's in order. */
static void
expect_all (End * end, const Load * loads, guint n_loads)
{
  guint *seen = g_newa0 (guint, n_loads);
  guint total = 0;

  for (guint i = 0; i < n_loads; i++)
    total += loads[i].count;
  while (total-- > 0) {
    Message *message = end_pop (end);
    guint i = 0;

    while (i < n_loads && loads[i].id != message->id)
      i++;
    fail_unless (i < n_loads);
    expect_whole (message, &loads[i], seen[i]++);
    message_free (message);
  }
}

/* --- interleaving --------------------------------------------------------- */

static const Load large_then_small[][2] = {
  {{0, WHOLE, 1}, {2, 1000, 1}},
  {{0, LARGE, 1}, {2, 1000, 1}},
};

static guint
first_channel (Pair * pair, const Load * loads)
{
  Message *message;
  guint first;

  open_with_priority (pair, 0, 256);
  open_with_priority (pair, 2, 256);
  send_at_once (&pair->a, loads, 2);
  message = end_pop (&pair->b);
  first = message->id;
  expect_whole (message, &loads[first == 0 ? 0 : 1], 0);
  message_free (message);
  message = end_pop (&pair->b);
  expect_whole (message, &loads[first == 0 ? 1 : 0], 0);
  message_free (message);
  return first;
}

/* A word is not held up by a file that has begun. */
GST_START_TEST (test_small_overtakes_large)
{
  Pair *pair = new_pair (0, TRUE);

  fail_unless_equals_int (first_channel (pair, large_then_small[__i__]), 2);
  pair_free (pair);
}

GST_END_TEST;

/* RFC 9260 section 6.9: without interleaving a message that has begun blocks
 * all others. */
GST_START_TEST (test_peer_without_interleaving)
{
  Pair *pair = new_pair (0, FALSE);

  fail_unless_equals_int (first_channel (pair, large_then_small[__i__]), 0);
  pair_free (pair);
}

GST_END_TEST;

/* Large messages on several channels and small ones beside them, of which there
 * are more than usrsctp has room for: nothing stalls, nothing is mixed up. */
GST_START_TEST (test_mixture)
{
  static const Load loads[] = {
    {0, LARGE, 1}, {2, LARGE, 1}, {4, WHOLE, 10}, {6, 20000, 100},
    {8, 100, 500},
  };
  Pair *pair = new_pair (__i__ == 0 ? 0 : 1, __i__ < 2);

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    open_with_priority (pair, loads[i].id, i < 2 ? 128 : 1024);
  send_at_once (&pair->a, loads, G_N_ELEMENTS (loads));
  expect_all (&pair->b, loads, G_N_ELEMENTS (loads));
  pair_free (pair);
}

GST_END_TEST;

/* So many messages of one size at a time that all of their beginnings would not
 * fit into the window. */
GST_START_TEST (test_many_at_a_time)
{
  Load loads[64];
  Pair *pair = new_pair (0, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++) {
    loads[i] = (Load) {
    .id = (guint16) (2 * i),.size = WHOLE,.count = 2};
    open_with_priority (pair, loads[i].id, 256);
  }
  send_at_once (&pair->a, loads, G_N_ELEMENTS (loads));
  expect_all (&pair->b, loads, G_N_ELEMENTS (loads));
  pair_free (pair);
}

GST_END_TEST;

/* The largest that this project's own ends allow each other by default. */
GST_START_TEST (test_giant)
{
  static const Load load = { 0, 64 * 1024 * 1024, 1 };
  Pair *pair = pair_new (0);

  gst_rtc_sctp_start (pair->a.sctp, 5000, 6000, TRUE, load.size, load.size);
  gst_rtc_sctp_start (pair->b.sctp, 6000, 5000, FALSE, load.size, load.size);
  wait_state (&pair->a, PC_SCTP_CONNECTED);
  wait_state (&pair->b, PC_SCTP_CONNECTED);
  open_with_priority (pair, 0, 256);
  send_load (&pair->a, &load);
  expect_all (&pair->b, &load, 1);
  pair_free (pair);
}

GST_END_TEST;

/* --- priorities ----------------------------------------------------------- */

/* RFC 8831 section 6.4: 1024 is eight times 128. */
GST_START_TEST (test_priorities)
{
  static const Load loads[] = {
    {0, 16 * 1024, 600}, {2, 16 * 1024, 600}
  };
  Pair *pair = new_pair (0, __i__ == 0);
  guint seen[2] = { 0 };

  open_with_priority (pair, 0, 128);
  open_with_priority (pair, 2, 1024);
  send_at_once (&pair->a, loads, 2);
  while (seen[1] < loads[1].count) {
    Message *message = end_pop (&pair->b);

    seen[message->id / 2]++;
    message_free (message);
  }
  /* An eighth, and what usrsctp had in its buffer before. */
  fail_unless (seen[0] >= 60 && seen[0] <= 160, "%u of the other", seen[0]);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
gstrtcsctporder_suite (void)
{
  Suite *suite = suite_create ("gstrtcsctporder");
  TCase *tc = tcase_create ("order");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 100);
  tcase_add_loop_test (tc, test_small_overtakes_large, 0, 2);
  tcase_add_loop_test (tc, test_peer_without_interleaving, 0, 2);
  tcase_add_loop_test (tc, test_mixture, 0, 3);
  tcase_add_test (tc, test_many_at_a_time);
  tcase_add_test (tc, test_giant);
  tcase_add_loop_test (tc, test_priorities, 0, 2);
  return suite;
}

GST_CHECK_MAIN (gstrtcsctporder);
