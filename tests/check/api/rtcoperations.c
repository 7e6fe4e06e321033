/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcoperations.c: the one queue of a connection.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/rtcoperations.h>

static GString *seen;
static GstRTCOperations *queue;
static GObject *owner;

static void
note (gpointer entry_owner, gpointer data)
{
  fail_unless (entry_owner == owner);
  g_string_append (seen, data);
}

static void
note_idle (gpointer entry_owner)
{
  g_string_append (seen, "idle ");
}

static void
note_dropped (gpointer data)
{
  g_string_append_printf (seen, "-%s", (const gchar *) data);
}

/* What an entry causes comes before what waits already. */
static void
cause_two (gpointer entry_owner, gpointer data)
{
  note (entry_owner, data);
  gst_rtc_operations_post_next (queue, note, (gpointer) "1 ", NULL);
  gst_rtc_operations_complete_next (queue, note, (gpointer) "2 ", NULL);
}

static void
cause_nested (gpointer entry_owner, gpointer data)
{
  note (entry_owner, data);
  gst_rtc_operations_post_next (queue, cause_two, (gpointer) "n ", NULL);
  gst_rtc_operations_post_next (queue, note, (gpointer) "m ", NULL);
}

static void
close_queue (gpointer entry_owner, gpointer data)
{
  gst_rtc_operations_post_next (queue, note, (gpointer) "never ", note_dropped);
  gst_rtc_operations_close (queue);
  gst_rtc_operations_post_next (queue, note, (gpointer) "nor ", note_dropped);
  gst_rtc_operations_complete_next (queue, note, (gpointer) "answer ", NULL);
}

static void
setup (void)
{
  seen = g_string_new (NULL);
  owner = g_object_new (G_TYPE_OBJECT, NULL);
  queue = gst_rtc_operations_new (NULL, owner, note_idle);
}

static void
teardown (void)
{
  gst_rtc_operations_stop (queue);
  gst_rtc_operations_unref (queue);
  g_clear_object (&owner);
  g_string_free (seen, TRUE);
}

static void
run_all (void)
{
  while (g_main_context_iteration (NULL, FALSE));
}

#define post(text) \
    gst_rtc_operations_post (queue, note, (gpointer) text, note_dropped)

GST_START_TEST (test_first_come_first_served)
{
  post ("a ");
  post ("b ");
  fail_unless_equals_string (seen->str, "");
  run_all ();
  fail_unless_equals_string (seen->str, "a -a b -b ");
}

GST_END_TEST;

GST_START_TEST (test_one_entry_a_dispatch)
{
  gst_rtc_operations_post (queue, note, (gpointer) "a ", NULL);
  gst_rtc_operations_post (queue, note, (gpointer) "b ", NULL);
  g_main_context_iteration (NULL, FALSE);
  fail_unless_equals_string (seen->str, "a ");
  g_main_context_iteration (NULL, FALSE);
  fail_unless_equals_string (seen->str, "a b ");
}

GST_END_TEST;

static gboolean
note_idle_source (gpointer data)
{
  g_string_append (seen, "microtask ");

  return G_SOURCE_REMOVE;
}

static void
add_microtask (gpointer entry_owner, gpointer data)
{
  note (entry_owner, data);
  g_idle_add_full (G_PRIORITY_DEFAULT, note_idle_source, NULL, NULL);
}

GST_START_TEST (test_promise_jobs_come_between)
{
  gst_rtc_operations_post (queue, add_microtask, (gpointer) "a ", NULL);
  gst_rtc_operations_post (queue, note, (gpointer) "b ", NULL);
  run_all ();
  fail_unless_equals_string (seen->str, "a microtask b ");
}

GST_END_TEST;

GST_START_TEST (test_what_an_entry_causes_comes_next)
{
  gst_rtc_operations_post (queue, cause_nested, (gpointer) "a ", NULL);
  gst_rtc_operations_post (queue, note, (gpointer) "b ", NULL);
  run_all ();
  fail_unless_equals_string (seen->str, "a n 1 2 m b ");
}

GST_END_TEST;

GST_START_TEST (test_the_chain_drains_after_the_last_effect)
{
  gst_rtc_operations_chain (queue, cause_two, (gpointer) "a ", NULL);
  gst_rtc_operations_chain (queue, cause_two, (gpointer) "b ", NULL);
  fail_if (gst_rtc_operations_is_idle (queue));
  run_all ();
  fail_unless_equals_string (seen->str, "a 1 2 b 1 2 idle ");
  fail_unless (gst_rtc_operations_is_idle (queue));
}

GST_END_TEST;

GST_START_TEST (test_closing_leaves_only_answers)
{
  gst_rtc_operations_chain (queue, close_queue, NULL, NULL);
  post ("lost ");
  gst_rtc_operations_chain (queue, note, (gpointer) "b ", NULL);
  run_all ();
  fail_unless_equals_string (seen->str, "-lost -never -nor answer b idle ");
  g_string_truncate (seen, 0);
  post ("late ");
  run_all ();
  fail_unless_equals_string (seen->str, "-late ");
}

GST_END_TEST;

static void
drop_owner (gpointer entry_owner, gpointer data)
{
  note (entry_owner, data);
  g_clear_object (&owner);
}

GST_START_TEST (test_nothing_runs_without_its_owner)
{
  gst_rtc_operations_post (queue, drop_owner, (gpointer) "a ", NULL);
  post ("b ");
  run_all ();
  fail_unless_equals_string (seen->str, "a -b ");
}

GST_END_TEST;

#define N_THREADS 4
#define N_POSTS 1000

static gint counts[N_THREADS];

static void
check_order (gpointer entry_owner, gpointer data)
{
  guint thread = GPOINTER_TO_UINT (data) / N_POSTS;
  guint number = GPOINTER_TO_UINT (data) % N_POSTS;

  fail_unless_equals_int (counts[thread], number);
  counts[thread]++;
}

static gpointer
post_many (gpointer data)
{
  guint thread = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < N_POSTS; i++)
    gst_rtc_operations_post (queue, check_order,
        GUINT_TO_POINTER (thread * N_POSTS + i), NULL);

  return NULL;
}

GST_START_TEST (test_each_thread_keeps_its_order)
{
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("poster", post_many, GUINT_TO_POINTER (i));
  run_all ();
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  run_all ();
  for (guint i = 0; i < N_THREADS; i++)
    fail_unless_equals_int (counts[i], N_POSTS);
}

GST_END_TEST;

static Suite *
rtcoperations_suite (void)
{
  Suite *suite = suite_create ("rtcoperations");
  TCase *tcase = tcase_create ("general");

  suite_add_tcase (suite, tcase);
  tcase_add_checked_fixture (tcase, setup, teardown);
  tcase_add_test (tcase, test_first_come_first_served);
  tcase_add_test (tcase, test_one_entry_a_dispatch);
  tcase_add_test (tcase, test_promise_jobs_come_between);
  tcase_add_test (tcase, test_what_an_entry_causes_comes_next);
  tcase_add_test (tcase, test_the_chain_drains_after_the_last_effect);
  tcase_add_test (tcase, test_closing_leaves_only_answers);
  tcase_add_test (tcase, test_nothing_runs_without_its_owner);
  tcase_add_test (tcase, test_each_thread_keeps_its_order);

  return suite;
}

GST_CHECK_MAIN (rtcoperations);
