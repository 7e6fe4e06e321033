/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcworker.c: the two threads that the library shares in a process: one that
 * runs a main loop for elements, and one that may wait for other threads.
 */

#include "rtcworker.h"

#include <stdlib.h>
#include <unistd.h>

/* The end of the process: exit() waits no longer than this for a handler that
 * runs on the worker. */
#define PARK_SECONDS 1

static GMutex park_lock;        /* protects parked */
static GCond park_cond;
static gboolean parked;

/* The process is about to take its libraries down: nobody may be inside. */
static gboolean G_GNUC_NORETURN
park (gpointer data)
{
  g_mutex_lock (&park_lock);
  parked = TRUE;
  g_cond_signal (&park_cond);
  g_mutex_unlock (&park_lock);
  for (;;)
    pause ();
}

static void
park_worker (void)
{
  GMainContext *context = gst_rtc_worker_get_context ();
  gint64 end = g_get_monotonic_time () + PARK_SECONDS * G_TIME_SPAN_SECOND;
  g_autoptr (GSource) source = g_idle_source_new ();

  if (g_main_context_is_owner (context))
    return;                     /* exit() was called in a handler */
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, park, NULL, NULL);
  g_source_attach (source, context);
  g_mutex_lock (&park_lock);
  while (!parked && g_cond_wait_until (&park_cond, &park_lock, end));
  g_mutex_unlock (&park_lock);
}

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
    atexit (park_worker);
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
