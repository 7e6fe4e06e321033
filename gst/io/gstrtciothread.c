/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciothread.c: the threads of the I/O pool and their loop.
 *
 * Threads are started when first needed and stay for the life of the process,
 * as their plugin does.
 */

#include "gstrtciopriv.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* More threads than this help no machine that does media as well. */
#define DEFAULT_MAX_THREADS 4
#define MAX_THREADS 64
/* Contexts taken from the outer epoll at once; the rest stays ready. */
#define MAX_EVENTS 64

static GMutex pool_lock;        /* protects the pool and every n_ios */
static GstRTCIOThread *pool;
static guint pool_size;
static guint pool_started;

static GPrivate current_thread;

/* The end of the process. */
#define PARK_SECONDS 1          /* exit() waits no longer than this */
static gint exiting;            /* atomic */
static GCond parked;
static guint n_parked;          /* protected by pool_lock */

static guint
wanted_pool_size (void)
{
  const gchar *wanted = g_getenv ("GST_RTC_IO_THREADS");
  guint64 n = wanted ? g_ascii_strtoull (wanted, NULL, 10) : 0;

  if (n == 0)
    n = MIN (g_get_num_processors (), DEFAULT_MAX_THREADS);
  return MIN (n, MAX_THREADS);
}

static void
wake_up (GstRTCIOThread * thread)
{
  guint64 one = 1;

  while (write (thread->wakeup_fd, &one, sizeof (one)) < 0 && errno == EINTR);
}

static void
acknowledge (GstRTCIOThread * thread)
{
  guint64 count;

  while (read (thread->wakeup_fd, &count, sizeof (count)) < 0 &&
      errno == EINTR);
}

/* Both lists at once: one that came and went meanwhile is adopted first. No
 * event that was taken from epoll points at a context any more. */
static void
exchange (GstRTCIOThread * thread)
{
  GQueue arrivals, departures;
  GstRTCIO *io;

  g_mutex_lock (&thread->lock);
  arrivals = thread->arrivals;
  g_queue_init (&thread->arrivals);
  departures = thread->departures;
  g_queue_init (&thread->departures);
  g_mutex_unlock (&thread->lock);

  while ((io = g_queue_pop_head (&arrivals)))
    gst_rtc_io_adopt (io);
  while ((io = g_queue_pop_head (&departures))) {
    gboolean is_light = io->is_light;

    if (io->is_ready)
      g_queue_remove (&thread->ready, io);
    gst_rtc_io_destroy (io);
    g_mutex_lock (&pool_lock);
    thread->n_ios--;
    thread->n_light -= is_light;
    g_mutex_unlock (&pool_lock);
  }
}

gint
gst_rtc_io_compare_deadlines (gconstpointer a, gconstpointer b,
    gpointer user_data)
{
  gint64 deadline_a = ((const GstRTCIO *) a)->deadline;
  gint64 deadline_b = ((const GstRTCIO *) b)->deadline;

  return (deadline_a > deadline_b) - (deadline_a < deadline_b);
}

static gint
timeout_ms (GstRTCIOThread * thread)
{
  GstRTCIO *first;
  gint64 left;

  if (!g_queue_is_empty (&thread->ready))
    return 0;
  if (g_sequence_is_empty (thread->timers))
    return -1;
  first = g_sequence_get (g_sequence_get_begin_iter (thread->timers));
  left = first->deadline - g_get_monotonic_time ();
  /* Rounded up: a wait that ends too early would spin. */
  return left <= 0 ? 0 : MIN ((left + 999) / 1000, G_MAXINT);
}

static void
wait_for_events (GstRTCIOThread * thread)
{
  struct epoll_event events[MAX_EVENTS];
  gint timeout = timeout_ms (thread);
  gint n;

  /* What a borrower removes meanwhile is freed after the events below. */
  g_mutex_unlock (&thread->working);
  n = epoll_wait (thread->epoll_fd, events, MAX_EVENTS, timeout);
  g_mutex_lock (&thread->working);

  for (gint i = 0; i < n; i++) {
    GstRTCIOTarget *target = events[i].data.ptr;

    if (target == NULL) {
      acknowledge (thread);
    } else if (*target == GST_RTC_IO_TARGET_READER) {
      g_queue_push_tail (&thread->readable, target);
    } else {
      GstRTCIO *io = (GstRTCIO *) target;

      io->causes |= GST_RTC_IO_CAUSE_FD;
      gst_rtc_io_thread_make_ready (thread, io);
    }
  }
}

static void
collect_timers (GstRTCIOThread * thread)
{
  gint64 now;

  if (g_sequence_is_empty (thread->timers))
    return;
  now = g_get_monotonic_time ();
  while (!g_sequence_is_empty (thread->timers)) {
    GSequenceIter *iter = g_sequence_get_begin_iter (thread->timers);
    GstRTCIO *io = g_sequence_get (iter);

    if (io->deadline > now)
      break;
    g_sequence_remove (iter);
    io->timer = NULL;
    io->causes |= GST_RTC_IO_CAUSE_TIMER;
    gst_rtc_io_thread_make_ready (thread, io);
  }
}

static void
run_ready (GstRTCIOThread * thread)
{
  /* Only those that stand here now: who wants to run again lets the others
   * go first. */
  for (guint n = thread->ready.length; n > 0; n--) {
    GstRTCIO *io = g_queue_pop_head (&thread->ready);

    io->is_ready = FALSE;
    thread->dispatching = io;
    gst_rtc_io_iterate (io);
    thread->dispatching = NULL;
  }
}

/* Libraries below clean up after themselves in exit(): by then nobody may be
 * inside them. */
static void G_GNUC_NORETURN
park (void)
{
  g_mutex_lock (&pool_lock);
  n_parked++;
  g_cond_signal (&parked);
  g_mutex_unlock (&pool_lock);
  for (;;)
    pause ();
}

static void
park_all (void)
{
  gint64 end = g_get_monotonic_time () + PARK_SECONDS * G_TIME_SPAN_SECOND;
  guint own = gst_rtc_io_thread_current () != NULL;
  guint i;

  g_atomic_int_set (&exiting, TRUE);
  g_mutex_lock (&pool_lock);
  for (i = 0; i < pool_size; i++)
    if (pool[i].thread != NULL)
      wake_up (&pool[i]);
  while (n_parked + own < pool_started
      && g_cond_wait_until (&parked, &pool_lock, end));
  g_mutex_unlock (&pool_lock);
}

static gpointer
thread_main (gpointer user_data)
{
  GstRTCIOThread *thread = user_data;

  g_private_set (&current_thread, thread);
  g_mutex_lock (&thread->working);
  for (;;) {
    wait_for_events (thread);
    if (g_atomic_int_get (&exiting))
      park ();
    collect_timers (thread);
    gst_rtc_io_thread_run_readers (thread);
    run_ready (thread);
    exchange (thread);
  }
  return NULL;
}

static void
start_locked (GstRTCIOThread * thread, guint index)
{
  g_autofree gchar *name = g_strdup_printf ("rtc-io-%u", index);
  struct epoll_event event = {.events = EPOLLIN,.data.ptr = NULL };

  thread->index = index;
  thread->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  thread->wakeup_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (thread->epoll_fd < 0 || thread->wakeup_fd < 0 ||
      epoll_ctl (thread->epoll_fd, EPOLL_CTL_ADD, thread->wakeup_fd,
          &event) < 0)
    g_error ("rtc-io: no epoll: %s", g_strerror (errno));
  g_mutex_init (&thread->lock);
  g_mutex_init (&thread->working);
  g_queue_init (&thread->arrivals);
  g_queue_init (&thread->departures);
  g_queue_init (&thread->ready);
  g_queue_init (&thread->readable);
  g_queue_init (&thread->removed);
  thread->timers = g_sequence_new (NULL);
  thread->thread = g_thread_new (name, thread_main, thread);
  pool_started++;
}

static gint
get_load (const GstRTCIOThread * thread)
{
  return thread->n_ios - thread->n_light;
}

GstRTCIOThread *
gst_rtc_io_thread_choose (gboolean is_light)
{
  GstRTCIOThread *best;

  g_mutex_lock (&pool_lock);
  if (pool == NULL) {
    pool_size = wanted_pool_size ();
    pool = g_new0 (GstRTCIOThread, pool_size);
    atexit (park_all);
  }
  best = &pool[0];
  for (guint i = 1; i < pool_size; i++)
    if (get_load (&pool[i]) < get_load (best))
      best = &pool[i];
  if (best->thread == NULL)
    start_locked (best, best - pool);
  best->n_ios++;
  best->n_light += is_light;
  g_mutex_unlock (&pool_lock);
  return best;
}

void
gst_rtc_io_thread_arrive (GstRTCIOThread * thread, GstRTCIO * io)
{
  g_mutex_lock (&thread->lock);
  g_queue_push_tail (&thread->arrivals, io);
  g_mutex_unlock (&thread->lock);
  wake_up (thread);
}

void
gst_rtc_io_thread_depart (GstRTCIOThread * thread, GstRTCIO * io)
{
  g_mutex_lock (&thread->lock);
  g_queue_push_tail (&thread->departures, io);
  g_mutex_unlock (&thread->lock);
  if (gst_rtc_io_thread_current () != thread)
    wake_up (thread);
}

void
gst_rtc_io_thread_make_ready (GstRTCIOThread * thread, GstRTCIO * io)
{
  if (io->is_ready)
    return;
  io->is_ready = TRUE;
  g_queue_push_tail (&thread->ready, io);
}

GstRTCIOThread *
gst_rtc_io_thread_current (void)
{
  return g_private_get (&current_thread);
}

gboolean
gst_rtc_io_try_run (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data)
{
  GstRTCIOThread *thread = io->thread;
  gboolean more;

  g_return_val_if_fail (func != NULL, FALSE);

  /* One who is, or has borrowed, a thread gets no other. */
  if (gst_rtc_io_thread_current () != NULL
      || !g_mutex_trylock (&thread->working))
    return FALSE;
  g_private_set (&current_thread, thread);
  thread->dispatching = io;
  func (user_data);
  thread->dispatching = NULL;
  g_private_set (&current_thread, NULL);
  if (io->deferred->len > 0)
    gst_rtc_io_thread_make_ready (thread, io);
  more = !g_queue_is_empty (&thread->ready);
  g_mutex_unlock (&thread->working);
  if (more)
    wake_up (thread);
  return TRUE;
}

gboolean
gst_rtc_io_is_pool_thread (void)
{
  return gst_rtc_io_thread_current () != NULL;
}

/* --- counters ------------------------------------------------------------ */

static gsize n_iterations, n_fds_examined, n_rebuilds;  /* atomic */

void
gst_rtc_io_count_iteration (guint n_fds)
{
  g_atomic_pointer_add (&n_iterations, 1);
  g_atomic_pointer_add (&n_fds_examined, n_fds);
}

void
gst_rtc_io_count_rebuild (void)
{
  g_atomic_pointer_add (&n_rebuilds, 1);
}

void
gst_rtc_io_get_stats (GstRTCIOStats * stats)
{
  *stats = (GstRTCIOStats) {
  .iterations = (gsize) g_atomic_pointer_get (&n_iterations),.fds_examined =
        (gsize) g_atomic_pointer_get (&n_fds_examined),.rebuilds =
        (gsize) g_atomic_pointer_get (&n_rebuilds),};
  g_mutex_lock (&pool_lock);
  stats->threads = pool_started;
  for (guint i = 0; i < pool_size; i++)
    stats->contexts += pool[i].n_ios;
  g_mutex_unlock (&pool_lock);
}
