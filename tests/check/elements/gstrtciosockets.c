/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciosockets.c: the I/O pool: descriptors, and what they cost.
 */

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "iotally.h"

#define N_IDLE 2000

static gboolean
end_pause (gpointer user_data)
{
  bump (user_data);
  return G_SOURCE_REMOVE;
}

/* Until every context has looked for re-used numbers: a timer of the pool. */
static void
settle (Watched * watched, guint n)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  g_autoptr (GSource) source = g_timeout_source_new (60);
  Tally fired = { 0 };

  for (guint i = 0; i < n; i++)
    gst_rtc_io_sync (watched[i].io);
  g_source_set_callback (source, end_pause, &fired, NULL);
  g_source_attach (source, gst_rtc_io_get_context (io));
  await (&fired, 1, "the end of a pause");
}

/* One byte at a time through @busy, which watches it and its own wake-up: each
 * byte is one look at both, and one more each time the numbers are verified. */
static void
check_work_for_bytes (Watched * busy, guint n)
{
  GstRTCIOStats before, after;
  gint64 start = g_get_monotonic_time ();
  guint64 iterations, looks;

  gst_rtc_io_get_stats (&before);
  for (guint i = 0; i < n; i++) {
    guint seen = read_tally (&busy->read);

    fail_unless_equals_int (write (busy->fds[1], "x", 1), 1);
    await (&busy->read, seen + 1, "a byte");
  }
  gst_rtc_io_get_stats (&after);
  looks = 2 + (g_get_monotonic_time () - start) / GST_RTC_IO_VERIFY_DELAY_US;
  iterations = after.iterations - before.iterations;
  if (iterations > n + looks)
    fail ("%" G_GUINT64_FORMAT " iterations for %u bytes and %"
        G_GUINT64_FORMAT " looks", iterations, n, looks);
  fail_unless (after.fds_examined - before.fds_examined <= 2 * (n + looks));
}

GST_START_TEST (test_idle_connections_cost_nothing)
{
  g_autofree Watched *watched = g_new0 (Watched, N_IDLE + 1);
  GstRTCIOStats stats;
  struct rlimit files;

  fail_unless_equals_int (getrlimit (RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = files.rlim_max;
  fail_unless_equals_int (setrlimit (RLIMIT_NOFILE, &files), 0);
  for (guint i = 0; i <= N_IDLE; i++) {
    watched[i].io = gst_rtc_io_new ();
    open_pair (&watched[i]);
    watch (&watched[i], read_one);
    if (i == 0) {
      settle (watched, 1);
      check_work_for_bytes (&watched[0], 500);
    }
  }
  settle (watched, N_IDLE + 1);
  check_work_for_bytes (&watched[0], 500);

  gst_rtc_io_get_stats (&stats);
  fail_unless (stats.threads <= 4);
  for (guint i = 0; i <= N_IDLE; i++)
    watched_clear (&watched[i]);
  await_contexts (0);
}

GST_END_TEST;

static void
read_n_registered (gpointer user_data)
{
  Watched *watched = user_data;

  watched->n_registered = watched->io->fds.n_registered;
}

/* A context that has more to do at once does not tell epoll meanwhile. */
static void
await_registered (Watched * watched)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;

  do {
    gst_rtc_io_post (watched->io, read_n_registered, watched, NULL);
    gst_rtc_io_sync (watched->io);
    if (watched->n_registered == 2)
      return;
  } while (g_get_monotonic_time () < end);
  fail ("waited in vain for a socket to be registered");
}

static void
destroy_and_close (gpointer user_data)
{
  Watched *watched = user_data;

  /* As rtcice does: number gone, socket alive, before the loop can know. */
  close (watched->fds[0]);
  g_source_destroy (watched->source);
}

GST_START_TEST (test_closed_descriptor_with_living_dup)
{
  Watched watched = {.io = gst_rtc_io_new () };
  GstRTCIOStats before, after;
  gint copy;

  open_pair (&watched);
  copy = dup (watched.fds[0]);
  watch (&watched, read_one);
  await_registered (&watched);
  gst_rtc_io_get_stats (&before);
  gst_rtc_io_post (watched.io, destroy_and_close, &watched, NULL);
  gst_rtc_io_sync (watched.io);
  /* Readable for ever; nobody watches. */
  fail_unless_equals_int (write (watched.fds[1], "x", 1), 1);
  settle (&watched, 1);
  gst_rtc_io_get_stats (&after);
  fail_unless (after.rebuilds > before.rebuilds);
  fail_unless (after.iterations - before.iterations < 20);

  watched.fds[0] = copy;
  watched_clear (&watched);
  await_contexts (0);
}

GST_END_TEST;

/* Replaces the watched socket by another with the same number. */
static void
replace_socket (Watched * watched)
{
  gint pair[2];

  fail_unless_equals_int (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
          pair), 0);
  g_source_destroy (watched->source);
  g_source_unref (watched->source);
  fail_unless_equals_int (dup2 (pair[0], watched->fds[0]), watched->fds[0]);
  close (pair[0]);
  close (watched->fds[1]);
  watched->fds[1] = pair[1];
  watch (watched, read_one);
}

static void
replace_in_post (gpointer user_data)
{
  replace_socket (user_data);
}

static gboolean
replace_in_callback (gint fd, GIOCondition condition, gpointer user_data)
{
  Watched *watched = user_data;
  gchar byte;

  fail_unless_equals_int (read (fd, &byte, 1), 1);
  replace_socket (watched);
  bump (&watched->read);
  return G_SOURCE_REMOVE;
}

GST_START_TEST (test_number_used_again)
{
  Watched watched = {.io = gst_rtc_io_new () };

  open_pair (&watched);
  watch (&watched, read_one);
  await_registered (&watched);
  gst_rtc_io_post (watched.io, replace_in_post, &watched, NULL);
  gst_rtc_io_sync (watched.io);
  fail_unless_equals_int (write (watched.fds[1], "x", 1), 1);
  await (&watched.read, 1, "a byte through the new socket");
  watched_clear (&watched);
  await_contexts (0);
}

GST_END_TEST;

GST_START_TEST (test_number_used_again_in_its_own_callback)
{
  Watched watched = {.io = gst_rtc_io_new () };

  open_pair (&watched);
  watch (&watched, replace_in_callback);
  await_registered (&watched);
  fail_unless_equals_int (write (watched.fds[1], "x", 1), 1);
  await (&watched.read, 1, "the callback");
  gst_rtc_io_sync (watched.io);
  fail_unless_equals_int (write (watched.fds[1], "x", 1), 1);
  await (&watched.read, 2, "a byte through the new socket");
  watched_clear (&watched);
  await_contexts (0);
}

GST_END_TEST;

static gboolean
count_file (gint fd, GIOCondition condition, gpointer user_data)
{
  Watched *watched = user_data;

  bump (&watched->read);
  return read_tally (&watched->read) < 3 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

GST_START_TEST (test_regular_file_is_always_ready)
{
  Watched watched = {.io = gst_rtc_io_new () };
  g_autofree gchar *name = NULL;

  watched.fds[0] = g_file_open_tmp (NULL, &name, NULL);
  watched.fds[1] = -1;
  watch (&watched, count_file);
  await (&watched.read, 3, "reads of a file");
  watched_clear (&watched);
  unlink (name);
  await_contexts (0);
}

GST_END_TEST;

static Suite *
gstrtciosockets_suite (void)
{
  Suite *suite = suite_create ("gstrtciosockets");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_idle_connections_cost_nothing);
  tcase_add_test (tc, test_closed_descriptor_with_living_dup);
  tcase_add_test (tc, test_number_used_again);
  tcase_add_test (tc, test_number_used_again_in_its_own_callback);
  tcase_add_test (tc, test_regular_file_is_always_ready);
  return suite;
}

GST_CHECK_MAIN (gstrtciosockets);
