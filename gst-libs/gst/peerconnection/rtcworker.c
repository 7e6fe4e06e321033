/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcworker.c: the two threads that the library shares in a process: one that
 * runs a main loop for elements, and one that may wait for other threads.
 */

#include "rtcworker.h"

static gpointer
worker_main (gpointer data)
{
  GMainContext *context = data;
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);

  g_main_context_push_thread_default (context);
  g_main_loop_run (loop);

  return NULL;
}

GMainContext *
gst_rtc_worker_get_context (void)
{
  static gsize worker = 0;

  if (g_once_init_enter (&worker)) {
    GMainContext *context = g_main_context_new ();

    g_thread_unref (g_thread_new ("rtc-worker", worker_main, context));
    g_once_init_leave (&worker, (gsize) context);
  }

  return (GMainContext *) worker;
}

typedef struct
{
  void (*func) (gpointer data);
  gpointer data;
} ReaperJob;

static gpointer
reaper_main (gpointer data)
{
  GAsyncQueue *queue = data;

  while (TRUE) {
    g_autofree ReaperJob *job = g_async_queue_pop (queue);

    job->func (job->data);
  }

  return NULL;
}

static GAsyncQueue *
reaper_queue (void)
{
  static gsize reaper = 0;

  if (g_once_init_enter (&reaper)) {
    GAsyncQueue *queue = g_async_queue_new ();

    g_thread_unref (g_thread_new ("rtc-reaper", reaper_main, queue));
    g_once_init_leave (&reaper, (gsize) queue);
  }

  return (GAsyncQueue *) reaper;
}

void
gst_rtc_reaper_push (void (*func) (gpointer data), gpointer data)
{
  ReaperJob *job = g_new (ReaperJob, 1);

  *job = (ReaperJob) {
  .func = func,.data = data};
  g_async_queue_push (reaper_queue (), job);
}

/* One barrier a caller. */
typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean reached;             /* protected by lock */
} Barrier;

static void
barrier_reach (gpointer data)
{
  Barrier *barrier = data;

  g_mutex_lock (&barrier->lock);
  barrier->reached = TRUE;
  g_cond_signal (&barrier->cond);
  g_mutex_unlock (&barrier->lock);
}

void
gst_rtc_reaper_drain (void)
{
  Barrier barrier = { 0 };

  g_mutex_init (&barrier.lock);
  g_cond_init (&barrier.cond);
  gst_rtc_reaper_push (barrier_reach, &barrier);
  g_mutex_lock (&barrier.lock);
  while (!barrier.reached)
    g_cond_wait (&barrier.cond, &barrier.lock);
  g_mutex_unlock (&barrier.lock);
  g_mutex_clear (&barrier.lock);
  g_cond_clear (&barrier.cond);
}
