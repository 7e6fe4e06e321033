/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcio.c: the I/O pool: order, timers, life.
 */

#include <sys/socket.h>
#include <unistd.h>

#include "iotally.h"

/* --- posts ---------------------------------------------------------------- */

typedef struct
{
  GstRTCIO *io;
  GArray *seen;
  guint number;
  gboolean *is_current;
} Numbered;

static void
record_number (gpointer user_data)
{
  Numbered *numbered = user_data;

  g_array_append_val (numbered->seen, numbered->number);
  *numbered->is_current = *numbered->is_current &&
      gst_rtc_io_is_current (numbered->io) &&
      g_main_context_is_owner (gst_rtc_io_get_context (numbered->io));
}

GST_START_TEST (test_posts_run_in_order_on_the_thread)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean is_current = TRUE;

  fail_if (gst_rtc_io_is_current (io));
  for (guint i = 0; i < 1000; i++) {
    Numbered *numbered = g_new (Numbered, 1);

    *numbered = (Numbered) {
    io, seen, i, &is_current};
    gst_rtc_io_post (io, record_number, numbered, g_free);
  }
  gst_rtc_io_sync (io);
  fail_unless_equals_int (seen->len, 1000);
  for (guint i = 0; i < seen->len; i++)
    fail_unless_equals_int (g_array_index (seen, guint, i), i);
  fail_unless (is_current);
}

GST_END_TEST;

static void
count_call (gpointer user_data)
{
  bump (user_data);
}

GST_START_TEST (test_posts_outlive_the_last_reference)
{
  Tally ran = { 0 }, notified = { 0 };

  for (guint i = 0; i < 100; i++) {
    GstRTCIO *io = gst_rtc_io_new ();

    gst_rtc_io_post (io, count_call, &ran, NULL);
    gst_rtc_io_post (io, count_call, &ran, NULL);
    gst_rtc_io_post (io, count_call, &notified, NULL);
    gst_rtc_io_unref (io);
  }
  await (&ran, 200, "posts");
  await (&notified, 100, "last posts");
  await_contexts (0);
}

GST_END_TEST;

/* --- deferred functions --------------------------------------------------- */

typedef struct
{
  GstRTCIO *io;
  Tally dispatched;
  Tally deferred;
  guint dispatched_at_defer;
} Batch;

static void
end_batch (gpointer user_data)
{
  Batch *batch = user_data;

  batch->dispatched_at_defer = read_tally (&batch->dispatched);
  bump (&batch->deferred);
}

static gboolean
part_of_batch (gpointer user_data)
{
  Batch *batch = user_data;

  if (read_tally (&batch->dispatched) == 0)
    gst_rtc_io_defer (batch->io, end_batch, batch);
  bump (&batch->dispatched);
  return G_SOURCE_REMOVE;
}

static void
attach_parts (gpointer user_data)
{
  Batch *batch = user_data;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GSource) source = g_idle_source_new ();

    g_source_set_callback (source, part_of_batch, batch, NULL);
    g_source_attach (source, gst_rtc_io_get_context (batch->io));
  }
}

GST_START_TEST (test_deferred_runs_after_all_sources)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  Batch batch = {.io = io };

  gst_rtc_io_post (io, attach_parts, &batch, NULL);
  await (&batch.deferred, 1, "the deferred function");
  fail_unless_equals_int (batch.dispatched_at_defer, 3);
  gst_rtc_io_sync (io);
  fail_unless_equals_int (read_tally (&batch.deferred), 1);
}

GST_END_TEST;

static void
defer_elsewhere (gpointer user_data)
{
  Batch *batch = user_data;

  gst_rtc_io_defer (batch->io, end_batch, batch);
}

static void
defer_again (gpointer user_data)
{
  Batch *batch = user_data;

  bump (&batch->dispatched);
  if (read_tally (&batch->dispatched) < 5)
    gst_rtc_io_defer (batch->io, defer_again, batch);
}

static void
start_deferring (gpointer user_data)
{
  defer_again (user_data);
}

GST_START_TEST (test_deferred_for_a_neighbour_and_again)
{
  GPtrArray *ios = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_rtc_io_unref);
  GstRTCIO *first = gst_rtc_io_new ();
  Batch batch = { 0 }, again = {.io = first };

  g_ptr_array_add (ios, first);
  do {
    batch.io = gst_rtc_io_new ();
    g_ptr_array_add (ios, batch.io);
  } while (batch.io->thread != first->thread);

  gst_rtc_io_post (first, defer_elsewhere, &batch, NULL);
  await (&batch.deferred, 1, "the neighbour's deferred function");
  gst_rtc_io_post (first, start_deferring, &again, NULL);
  await (&again.dispatched, 5, "functions that defer functions");
  g_ptr_array_unref (ios);
  await_contexts (0);
}

GST_END_TEST;

/* --- timers --------------------------------------------------------------- */

typedef struct
{
  guint delay;
  Tally *fired;
} Timed;

static gboolean
log_delay (gpointer user_data)
{
  Timed *timed = user_data;

  g_mutex_lock (&tally_lock);
  g_string_append_printf (timed->fired->log, "%u ", timed->delay);
  g_mutex_unlock (&tally_lock);
  bump (timed->fired);
  return G_SOURCE_REMOVE;
}

GST_START_TEST (test_timers_fire_in_order)
{
  static const guint delays[] = { 600, 100, 400, 200, 500, 1 };
  /* they wait for one another to be attached */
  const gint64 base = g_get_monotonic_time () + 300 * 1000;
  Tally fired = {.log = g_string_new (NULL) };
  Timed timed[G_N_ELEMENTS (delays)];
  GstRTCIO *ios[G_N_ELEMENTS (delays)];
  GstRTCIOStats before, after;

  gst_rtc_io_get_stats (&before);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++) {
    g_autoptr (GSource) source = g_timeout_source_new (delays[i]);

    g_source_set_ready_time (source, base + delays[i] * 1000);
    ios[i] = gst_rtc_io_new ();
    timed[i] = (Timed) {
    delays[i], &fired};
    g_source_set_callback (source, log_delay, &timed[i], NULL);
    g_source_attach (source, gst_rtc_io_get_context (ios[i]));
  }
  await (&fired, G_N_ELEMENTS (delays), "timers");
  gst_rtc_io_get_stats (&after);
  fail_unless_equals_string (fired.log->str, "1 100 200 400 500 600 ");
  /* No spinning towards a deadline. */
  fail_unless (after.iterations - before.iterations < 100);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    gst_rtc_io_unref (ios[i]);
  g_string_free (fired.log, TRUE);
  await_contexts (0);
}

GST_END_TEST;

typedef struct
{
  GSource source;
  Tally *fired;
} Moved;

static gboolean
moved_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  bump (((Moved *) source)->fired);
  return G_SOURCE_CONTINUE;
}

GST_START_TEST (test_ready_time_moved_from_outside)
{
  static GSourceFuncs funcs = {.dispatch = moved_dispatch };
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  Tally fired = { 0 };
  GSource *source = g_source_new (&funcs, sizeof (Moved));

  ((Moved *) source)->fired = &fired;
  g_source_set_ready_time (source,
      g_get_monotonic_time () + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  g_source_attach (source, gst_rtc_io_get_context (io));
  gst_rtc_io_sync (io);
  for (guint i = 1; i <= 20; i++) {
    g_source_set_ready_time (source, g_get_monotonic_time () + 500);
    await (&fired, i, "a moved timer");
  }
  g_source_destroy (source);
  g_source_unref (source);
}

GST_END_TEST;

/* --- life ----------------------------------------------------------------- */

static void
drop_own (gpointer user_data)
{
  Watched *watched = user_data;

  g_source_destroy (watched->source);
  gst_rtc_io_unref (watched->io);
}

static gboolean
unref_in_callback (gint fd, GIOCondition condition, gpointer user_data)
{
  Watched *watched = user_data;

  drop_own (watched);
  bump (&watched->read);
  return G_SOURCE_REMOVE;
}

GST_START_TEST (test_unref_in_a_callback)
{
  Watched watched[50] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (watched); i++) {
    watched[i].io = gst_rtc_io_new ();
    open_pair (&watched[i]);
    watch (&watched[i], unref_in_callback);
  }
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    fail_unless_equals_int (write (watched[i].fds[1], "x", 1), 1);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    await (&watched[i].read, 1, "the last callback");
  await_contexts (0);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++) {
    g_source_unref (watched[i].source);
    close (watched[i].fds[0]);
    close (watched[i].fds[1]);
  }
}

GST_END_TEST;

static void
remember_default (gpointer user_data)
{
  *(GMainContext **) user_data = g_main_context_get_thread_default ();
}

GST_START_TEST (test_own_context_is_thread_default)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  GMainContext *seen = NULL;

  gst_rtc_io_post (io, remember_default, &seen, NULL);
  gst_rtc_io_sync (io);
  fail_unless (seen == gst_rtc_io_get_context (io));
}

GST_END_TEST;

GST_START_TEST (test_elements_share_what_their_bin_gave)
{
  GstElement *element = gst_bin_new (NULL);
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  GstContext *context = gst_rtc_io_to_context (io);
  GstRTCIO *found;

  found = gst_rtc_io_for_element (element);
  fail_unless (found != NULL && found != io);
  gst_rtc_io_unref (found);
  gst_element_set_context (element, context);
  gst_context_unref (context);
  found = gst_rtc_io_for_element (element);
  fail_unless (found == io);
  gst_rtc_io_unref (found);
  gst_object_unref (element);
}

GST_END_TEST;

/* --- lent threads --------------------------------------------------------- */

typedef struct
{
  GstRTCIO *io;
  GThread *ran_in;
  GThread *deferred_in;
  gboolean was_current;
  gboolean ran_within;          /* another one, at the same time */
  GMutex lock;
  GCond cond;
  gboolean entered;
  gboolean leave;
} Lent;

static void
record_deferred (gpointer user_data)
{
  ((Lent *) user_data)->deferred_in = g_thread_self ();
}

static void
do_nothing (gpointer user_data)
{
}

static void
record_run (gpointer user_data)
{
  Lent *lent = user_data;

  lent->ran_in = g_thread_self ();
  lent->was_current = gst_rtc_io_is_current (lent->io);
  lent->ran_within = gst_rtc_io_try_run (lent->io, do_nothing, NULL);
  gst_rtc_io_defer (lent->io, record_deferred, lent);
}

static void
keep_busy (gpointer user_data)
{
  Lent *lent = user_data;

  g_mutex_lock (&lent->lock);
  lent->entered = TRUE;
  g_cond_signal (&lent->cond);
  while (!lent->leave)
    g_cond_wait (&lent->cond, &lent->lock);
  g_mutex_unlock (&lent->lock);
}

GST_START_TEST (test_a_resting_thread_is_lent)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  gint64 end = g_get_monotonic_time () + DEADLINE_US;
  Lent lent = {.io = io };

  /* It may still be busy with the new context. */
  while (!gst_rtc_io_try_run (io, record_run, &lent)
      && g_get_monotonic_time () < end)
    g_thread_yield ();
  fail_unless (lent.ran_in == g_thread_self ());
  fail_unless (lent.was_current);
  fail_if (lent.ran_within);
  fail_if (gst_rtc_io_is_current (io));
  /* What is deferred is run behind the posts of an iteration. */
  gst_rtc_io_sync (io);
  gst_rtc_io_sync (io);
  fail_if (lent.deferred_in == NULL);
  fail_if (lent.deferred_in == g_thread_self ());
}

GST_END_TEST;

GST_START_TEST (test_a_working_thread_is_not_lent)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  Lent lent = {.io = io };

  g_mutex_init (&lent.lock);
  g_cond_init (&lent.cond);
  gst_rtc_io_post (io, keep_busy, &lent, NULL);
  g_mutex_lock (&lent.lock);
  while (!lent.entered)
    g_cond_wait (&lent.cond, &lent.lock);
  g_mutex_unlock (&lent.lock);
  fail_if (gst_rtc_io_try_run (io, do_nothing, NULL));
  g_mutex_lock (&lent.lock);
  lent.leave = TRUE;
  g_cond_signal (&lent.cond);
  g_mutex_unlock (&lent.lock);
  gst_rtc_io_sync (io);
  g_mutex_clear (&lent.lock);
  g_cond_clear (&lent.cond);
}

GST_END_TEST;

GST_START_TEST (test_light_work_is_no_load)
{
  g_autoptr (GstRTCIO) light = gst_rtc_io_new_light ();
  g_autoptr (GstRTCIO) one = gst_rtc_io_new ();
  g_autoptr (GstRTCIO) other = gst_rtc_io_new ();

  if (g_get_num_processors () > 1)
    fail_if (one->thread == other->thread);
}

GST_END_TEST;

/* --- readers -------------------------------------------------------------- */

/* Two that are readable at once, of which the first to be called takes away
 * both. */
typedef struct
{
  Watched watched[2];
  GstRTCIO *io;
  GstRTCIOReader *readers[2];
  gboolean remove;
  gboolean was_current;
  Tally read;
} Readers;

static void
remove_readers (gpointer user_data)
{
  Readers *both = user_data;

  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&both->readers[i], gst_rtc_io_remove_reader);
}

static void
on_readable (gpointer user_data)
{
  Readers *both = user_data;
  gchar byte;

  both->was_current = gst_rtc_io_is_current (both->io);
  for (guint i = 0; i < 2; i++)
    if (recv (both->watched[i].fds[0], &byte, 1, MSG_DONTWAIT) == 1
        && !both->remove)
      bump (&both->read);
  if (both->remove) {
    remove_readers (both);
    bump (&both->read);
  }
}

static void
add_readers (gpointer user_data)
{
  Readers *both = user_data;

  for (guint i = 0; i < 2; i++)
    both->readers[i] = gst_rtc_io_add_reader (both->io,
        both->watched[i].fds[0], on_readable, both);
}

static void
write_to_both (gpointer user_data)
{
  Readers *both = user_data;

  for (guint i = 0; i < 2; i++)
    fail_unless_equals_int (write (both->watched[i].fds[1], "xx", 2), 2);
}

static void
make_them_remove (gpointer user_data)
{
  ((Readers *) user_data)->remove = TRUE;
}

GST_START_TEST (test_readers_are_called_until_removed)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_new ();
  Readers both = {.io = io };

  for (guint i = 0; i < 2; i++)
    open_pair (&both.watched[i]);
  gst_rtc_io_post (io, add_readers, &both, NULL);
  gst_rtc_io_post (io, write_to_both, &both, NULL);
  await (&both.read, 4, "bytes");
  fail_unless (both.was_current);

  gst_rtc_io_post (io, make_them_remove, &both, NULL);
  gst_rtc_io_post (io, write_to_both, &both, NULL);
  await (&both.read, 5, "the end of readers");
  gst_rtc_io_post (io, write_to_both, &both, NULL);
  gst_rtc_io_sync (io);
  fail_unless_equals_int (read_tally (&both.read), 5);
  for (guint i = 0; i < 2; i++) {
    close (both.watched[i].fds[0]);
    close (both.watched[i].fds[1]);
  }
}

GST_END_TEST;

static Suite *
gstrtcio_suite (void)
{
  Suite *suite = suite_create ("gstrtcio");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_posts_run_in_order_on_the_thread);
  tcase_add_test (tc, test_posts_outlive_the_last_reference);
  tcase_add_test (tc, test_deferred_runs_after_all_sources);
  tcase_add_test (tc, test_deferred_for_a_neighbour_and_again);
  tcase_add_test (tc, test_timers_fire_in_order);
  tcase_add_test (tc, test_ready_time_moved_from_outside);
  tcase_add_test (tc, test_unref_in_a_callback);
  tcase_add_test (tc, test_own_context_is_thread_default);
  tcase_add_test (tc, test_elements_share_what_their_bin_gave);
  tcase_add_test (tc, test_a_resting_thread_is_lent);
  tcase_add_test (tc, test_a_working_thread_is_not_lent);
  tcase_add_test (tc, test_light_work_is_no_load);
  tcase_add_test (tc, test_readers_are_called_until_removed);
  return suite;
}

GST_CHECK_MAIN (gstrtcio);
