/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrestarts.c: restarts of its own, on a clock of the test's own.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pcrestarts.h>

#define NOW 100000
#define NEVER -1

/* When, in ms after the last of these, the restart is due. */
static const struct
{
  const gchar *story;
  PcIceState states[4];
  guint n;
  gboolean controlling;
  gboolean network;
  gint after;
} rows[] = {
  {"connected", {PC_ICE_CHECKING, PC_ICE_CONNECTED}, 2, TRUE, FALSE, NEVER},
  {"never connected", {PC_ICE_CHECKING, PC_ICE_FAILED}, 2, TRUE, TRUE, NEVER},
  {"lost", {PC_ICE_COMPLETED, PC_ICE_DISCONNECTED}, 2, TRUE, FALSE, 2000},
  {"lost, controlled", {PC_ICE_CONNECTED, PC_ICE_DISCONNECTED}, 2, FALSE,
      FALSE, 5000},
  {"failed", {PC_ICE_COMPLETED, PC_ICE_FAILED}, 2, TRUE, FALSE, 0},
  {"failed, controlled", {PC_ICE_COMPLETED, PC_ICE_FAILED}, 2, FALSE, FALSE,
      3000},
  {"lost and back", {PC_ICE_COMPLETED, PC_ICE_DISCONNECTED, PC_ICE_COMPLETED},
      3, TRUE, FALSE, NEVER},
  {"our network", {PC_ICE_COMPLETED, PC_ICE_DISCONNECTED}, 2, TRUE, TRUE, 0},
  {"our network, controlled", {PC_ICE_COMPLETED, PC_ICE_DISCONNECTED}, 2,
      FALSE, TRUE, 0},
  {"the peer restarted", {PC_ICE_COMPLETED, PC_ICE_DISCONNECTED,
          PC_ICE_CHECKING, PC_ICE_CONNECTED}, 4, TRUE, FALSE, NEVER},
};

GST_START_TEST (test_first)
{
  PcRestarts restarts;
  gint64 due = rows[__i__].after == NEVER ? G_MAXINT64 :
      NOW + rows[__i__].after;

  pc_restarts_init (&restarts);
  for (guint i = 0; i < rows[__i__].n; i++)
    pc_restarts_handle_state (&restarts, rows[__i__].states[i],
        rows[__i__].controlling, NOW);
  if (rows[__i__].network)
    pc_restarts_handle_network (&restarts, NOW);
  fail_unless (pc_restarts_next_timeout (&restarts) == due, "%s: %d ms",
      rows[__i__].story, (gint) (pc_restarts_next_timeout (&restarts) - NOW));
  if (due == G_MAXINT64)
    return;
  fail_if (pc_restarts_poll (&restarts, due - 1));
  fail_unless (pc_restarts_poll (&restarts, due));
  fail_if (pc_restarts_poll (&restarts, due));
}

GST_END_TEST;

GST_START_TEST (test_back_off)
{
  static const gint delays[] = { 5, 10, 20, 40, 60, 60, 60 };
  PcRestarts restarts;
  gint64 now = NOW;

  pc_restarts_init (&restarts);
  pc_restarts_handle_state (&restarts, PC_ICE_CONNECTED, TRUE, now);
  pc_restarts_handle_state (&restarts, PC_ICE_FAILED, TRUE, now);
  fail_unless (pc_restarts_poll (&restarts, now));
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++) {
    pc_restarts_handle_state (&restarts, PC_ICE_CHECKING, TRUE, now);
    /* Failing again at once makes it no sooner. */
    if (i % 2)
      pc_restarts_handle_state (&restarts, PC_ICE_FAILED, TRUE, now);
    fail_unless_equals_int64 (pc_restarts_next_timeout (&restarts),
        now + delays[i] * 1000);
    now += delays[i] * 1000;
    fail_unless (pc_restarts_poll (&restarts, now));
  }
  pc_restarts_handle_state (&restarts, PC_ICE_CONNECTED, TRUE, now);
  pc_restarts_handle_state (&restarts, PC_ICE_DISCONNECTED, TRUE, now);
  fail_unless_equals_int64 (pc_restarts_next_timeout (&restarts), now + 2000);
}

GST_END_TEST;

/* An interface that comes and goes ten times a second, with a path each time. */
GST_START_TEST (test_flapping_network)
{
  PcRestarts restarts;
  guint n = 0;

  pc_restarts_init (&restarts);
  for (gint64 now = NOW; now < NOW + 60000; now += 100) {
    pc_restarts_handle_state (&restarts, PC_ICE_CONNECTED, TRUE, now);
    pc_restarts_handle_state (&restarts, PC_ICE_DISCONNECTED, TRUE, now);
    pc_restarts_handle_network (&restarts, now);
    n += pc_restarts_poll (&restarts, now);
  }
  fail_unless_equals_int (n, 30);
}

GST_END_TEST;

static Suite *
pcrestarts_suite (void)
{
  Suite *suite = suite_create ("pcrestarts");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_first, 0, G_N_ELEMENTS (rows));
  tcase_add_test (tc, test_back_off);
  tcase_add_test (tc, test_flapping_network);

  return suite;
}

GST_CHECK_MAIN (pcrestarts);
