/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsignaller.c: the schemes, and two peers who meet by name.
 */

#include <gst/peerconnection/core/pcerror.h>

#include "signalling.h"

static const struct
{
  const gchar *uri;
  PcError code;
} wrong[] = {
  {"", PC_ERROR_SYNTAX},
  {"demo", PC_ERROR_SYNTAX},
  {"loopback:", PC_ERROR_SYNTAX},
  {"gopher:demo", PC_ERROR_NOT_SUPPORTED},
  {"http:", PC_ERROR_SYNTAX},
  {"http://", PC_ERROR_SYNTAX},
  {"http://example.org:8080/", PC_ERROR_SYNTAX},
  {"http://localhost:99999/", PC_ERROR_SYNTAX},
  {"http://localhost:8080/path", PC_ERROR_SYNTAX},
  {"http://user@localhost:8080/", PC_ERROR_SYNTAX},
  {"http://localhost:8080/?query", PC_ERROR_SYNTAX},
};

GST_START_TEST (test_wrong_uri)
{
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_signaller_new_for_uri (wrong[__i__].uri, NULL,
          &error) == NULL, "taken: %s", wrong[__i__].uri);
  fail_unless (g_error_matches (error, PC_ERROR, wrong[__i__].code), "%s: %s",
      wrong[__i__].uri, error->message);
  fail_unless (strstr (error->message, wrong[__i__].uri) != NULL);
}

GST_END_TEST;

GST_START_TEST (test_meet)
{
  g_autoptr (Listener) alice = listener_new ("loopback:meet");
  g_autoptr (Listener) bob = listener_new ("loopback:meet");
  g_autofree gchar *uri = gst_rtc_signaller_get_uri (alice->signaller);
  guint i;

  fail_unless_equals_string (uri, "loopback:meet");
  listener_start (alice);
  gst_rtc_signaller_send (alice->signaller, "nobody hears this");
  listener_start (bob);
  listener_start (bob);         /* a second time says nothing */
  /* Nothing is called from inside start(). */
  fail_unless_equals_int (alice->heard->len + bob->heard->len, 0);

  wait_until (alice->heard->len == 1 && bob->heard->len == 1);
  fail_unless_equals_string (listener_last (alice), "joined impolite");
  fail_unless_equals_string (listener_last (bob), "joined polite");
  fail_unless (alice->thread == g_thread_self ());

  for (i = 0; i < 3; i++) {
    g_autofree gchar *text = g_strdup_printf ("%u", i);

    gst_rtc_signaller_send (alice->signaller, text);
  }
  gst_rtc_signaller_send (bob->signaller, "hi");
  wait_until (bob->heard->len == 4 && alice->heard->len == 2);
  fail_unless_equals_string (g_ptr_array_index (bob->heard, 1), "message 0");
  fail_unless_equals_string (g_ptr_array_index (bob->heard, 3), "message 2");
  fail_unless_equals_string (listener_last (alice), "message hi");
}

GST_END_TEST;

GST_START_TEST (test_third)
{
  g_autoptr (Listener) alice = listener_new ("loopback:third");
  g_autoptr (Listener) bob = listener_new ("loopback:third");
  g_autoptr (Listener) carol = listener_new ("loopback:third");
  g_autoptr (Listener) other = listener_new ("loopback:other");
  g_autoptr (GError) error = NULL;

  listener_start (alice);
  listener_start (bob);
  fail_if (gst_rtc_signaller_start (carol->signaller, &error));
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
  fail_unless (strstr (error->message, "loopback:third") != NULL);
  gst_rtc_signaller_send (carol->signaller, "let me in");
  gst_rtc_signaller_stop (carol->signaller);
  listener_start (other);

  gst_rtc_signaller_send (alice->signaller, "end");
  wait_until (g_str_equal (listener_last (bob), "message end"));
  fail_unless_equals_int (bob->heard->len, 2);
  fail_unless_equals_int (carol->heard->len + other->heard->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_leave)
{
  g_autoptr (Listener) alice = listener_new ("loopback:leave");
  Listener *bob = listener_new ("loopback:leave");
  g_autoptr (Listener) carol = listener_new ("loopback:leave");

  listener_start (alice);
  listener_start (bob);
  wait_until (alice->heard->len == 1 && bob->heard->len == 1);

  /* Who stops hears no more, not even what was on its way. */
  gst_rtc_signaller_send (bob->signaller, "last words");
  gst_rtc_signaller_send (alice->signaller, "too late");
  gst_rtc_signaller_stop (bob->signaller);
  gst_rtc_signaller_send (bob->signaller, "from the grave");
  wait_until (alice->heard->len == 3);
  fail_unless_equals_string (g_ptr_array_index (alice->heard, 1),
      "message last words");
  fail_unless (g_str_has_prefix (listener_last (alice), "left "));
  fail_unless_equals_int (bob->heard->len, 1);
  listener_free (bob);

  /* Whoever waits is impolite, and dropping the object is leaving too. */
  listener_start (carol);
  wait_until (alice->heard->len == 4 && carol->heard->len == 1);
  fail_unless_equals_string (listener_last (alice), "joined impolite");
  g_clear_object (&alice->signaller);
  alice->signaller = gst_rtc_signaller_new_for_uri ("loopback:x", NULL, NULL);
  wait_until (g_str_has_prefix (listener_last (carol), "left "));
}

GST_END_TEST;

typedef struct
{
  const gchar *uri;
  GMainContext *context;
  GMainLoop *loop;
  gint count;                   /* atomic: messages */
  gint wrong_thread;            /* atomic */
  GThread *thread;              /* that runs the loop */
} Worker;

static void
worker_on_message (GstRTCSignaller * signaller, const gchar * json,
    Worker * self)
{
  if (g_thread_self () != self->thread)
    g_atomic_int_inc (&self->wrong_thread);
  g_atomic_int_inc (&self->count);
}

static gpointer
worker_run (gpointer data)
{
  Worker *self = data;

  self->thread = g_thread_self ();
  g_main_loop_run (self->loop);

  return NULL;
}

/* Callbacks come in the context that was asked for, whoever sends. */
GST_START_TEST (test_context)
{
  Worker worker = {.uri = "loopback:context" };
  g_autoptr (Listener) alice = listener_new (worker.uri);
  GstRTCSignaller *bob;
  GThread *thread;
  guint i;

  worker.context = g_main_context_new ();
  worker.loop = g_main_loop_new (worker.context, FALSE);
  bob = gst_rtc_signaller_new_for_uri (worker.uri, worker.context, NULL);
  g_signal_connect (bob, "message", G_CALLBACK (worker_on_message), &worker);
  listener_start (alice);
  fail_unless (gst_rtc_signaller_start (bob, NULL));
  for (i = 0; i < 100; i++)
    gst_rtc_signaller_send (alice->signaller, "x");
  fail_unless_equals_int (worker.count, 0);
  thread = g_thread_new ("worker", worker_run, &worker);
  wait_until (g_atomic_int_get (&worker.count) == 100);
  fail_unless_equals_int (g_atomic_int_get (&worker.wrong_thread), 0);

  g_main_loop_quit (worker.loop);
  g_thread_join (thread);
  g_object_unref (bob);
  g_main_loop_unref (worker.loop);
  g_main_context_unref (worker.context);
}

GST_END_TEST;

static Suite *
gstrtcsignaller_suite (void)
{
  Suite *s = suite_create ("gstrtcsignaller");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_wrong_uri, 0, G_N_ELEMENTS (wrong));
  tcase_add_test (tc, test_meet);
  tcase_add_test (tc, test_third);
  tcase_add_test (tc, test_leave);
  tcase_add_test (tc, test_context);

  return s;
}

GST_CHECK_MAIN (gstrtcsignaller);
