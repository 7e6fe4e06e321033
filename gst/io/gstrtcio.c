/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcio.c: a connection's GMainContext on the I/O pool.
 *
 * The thread acquires the context when it adopts it and keeps it: from then on
 * attaching a source or moving its ready time in another thread signals the
 * context's wake-up descriptor, which lies in the epoll. One iteration is
 * check → dispatch → deferred functions → prepare → query: what was prepared
 * stays so while the thread sleeps.
 */

#include "gstrtciopriv.h"

/* A value of verify_at: at the next chance. */
#define VERIFY_NOW 1
/* How often descriptors that epoll refuses are looked at when idle. */
#define REFUSED_POLL_US (10 * 1000)

/* --- what is posted ------------------------------------------------------- */

typedef struct
{
  GSource source;
  GstRTCIO *io;
} PostSource;

static gboolean
post_source_dispatch (GSource * source, GSourceFunc callback,
    gpointer user_data)
{
  GstRTCIO *io = ((PostSource *) source)->io;
  GArray *posts;

  /* First: what is posted from now on sets it again. */
  g_source_set_ready_time (source, -1);
  g_mutex_lock (&io->lock);
  posts = g_steal_pointer (&io->posts);
  g_mutex_unlock (&io->lock);

  for (guint i = 0; posts && i < posts->len; i++) {
    GstRTCIOCall *call = &g_array_index (posts, GstRTCIOCall, i);

    call->func (call->user_data);
    if (call->notify)
      call->notify (call->user_data);
    gst_rtc_io_unref (io);
  }
  g_clear_pointer (&posts, g_array_unref);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs post_source_funcs = {
  .dispatch = post_source_dispatch,
};

void
gst_rtc_io_post (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data, GDestroyNotify notify)
{
  GstRTCIOCall call = { func, user_data, notify };
  gboolean first;

  g_return_if_fail (io != NULL && func != NULL);

  gst_rtc_io_ref (io);
  g_mutex_lock (&io->lock);
  first = io->posts == NULL;
  if (first)
    io->posts = g_array_new (FALSE, FALSE, sizeof (GstRTCIOCall));
  g_array_append_val (io->posts, call);
  g_mutex_unlock (&io->lock);
  /* The post may already have run and its reference be gone, not the
   * caller's. */
  if (first)
    g_source_set_ready_time (io->post_source, 0);
}

typedef struct
{
  GMutex lock;                  /* protects done */
  GCond cond;
  gboolean done;
} Sync;

static void
sync_done (gpointer user_data)
{
  Sync *sync = user_data;

  g_mutex_lock (&sync->lock);
  sync->done = TRUE;
  g_cond_signal (&sync->cond);
  g_mutex_unlock (&sync->lock);
}

void
gst_rtc_io_sync (GstRTCIO * io)
{
  Sync sync = { 0 };

  g_return_if_fail (io != NULL);
  g_return_if_fail (gst_rtc_io_thread_current () == NULL);

  g_mutex_init (&sync.lock);
  g_cond_init (&sync.cond);
  gst_rtc_io_post (io, sync_done, &sync, NULL);
  g_mutex_lock (&sync.lock);
  while (!sync.done)
    g_cond_wait (&sync.cond, &sync.lock);
  g_mutex_unlock (&sync.lock);
  g_cond_clear (&sync.cond);
  g_mutex_clear (&sync.lock);
}

/* --- what is deferred ----------------------------------------------------- */

void
gst_rtc_io_defer (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data)
{
  GstRTCIOCall call = { func, user_data, NULL };

  g_return_if_fail (io != NULL && func != NULL);
  g_return_if_fail (gst_rtc_io_is_current (io));

  g_array_append_val (io->deferred, call);
  /* Called from the dispatch of a neighbour on the same thread. */
  if (io->thread->dispatching != io)
    gst_rtc_io_thread_make_ready (io->thread, io);
}

static void
run_deferred (GstRTCIO * io)
{
  GArray *calls;

  if (io->deferred->len == 0)
    return;
  calls = io->deferred;
  io->deferred = g_array_new (FALSE, FALSE, sizeof (GstRTCIOCall));
  for (guint i = 0; i < calls->len; i++) {
    GstRTCIOCall *call = &g_array_index (calls, GstRTCIOCall, i);

    call->func (call->user_data);
  }
  if (io->deferred->len > 0) {
    /* They deferred more: after the next dispatch, so that no one starves. */
    gst_rtc_io_thread_make_ready (io->thread, io);
    g_array_unref (calls);
  } else {
    g_array_unref (io->deferred);
    io->deferred = g_array_set_size (calls, 0);
  }
}

/* --- on the thread -------------------------------------------------------- */

static void
set_deadline (GstRTCIO * io, gint64 deadline)
{
  if (io->timer && io->deadline == deadline)
    return;
  g_clear_pointer (&io->timer, g_sequence_remove);
  io->deadline = deadline;
  if (deadline != G_MAXINT64)
    io->timer = g_sequence_insert_sorted (io->thread->timers, io,
        gst_rtc_io_compare_deadlines, NULL);
}

/* Prepares the sleep. @verify: the numbers may lie, look now. */
static void
prepare (GstRTCIO * io, gboolean verify, gboolean had_events)
{
  gint64 now, deadline = G_MAXINT64;
  gint timeout;

  g_main_context_prepare (io->context, &io->max_priority);
  timeout = gst_rtc_io_fds_query (&io->fds, io->context, io->max_priority);
  if (timeout == 0) {
    /* What is ready shadows the lower priorities: this set of descriptors is
     * not worth telling epoll about. */
    if (verify)
      io->verify_at = VERIFY_NOW;
    io->causes |= GST_RTC_IO_CAUSE_AGAIN;
    gst_rtc_io_thread_make_ready (io->thread, io);
    set_deadline (io, G_MAXINT64);
    return;
  }

  now = g_get_monotonic_time ();
  if (io->verify_at != 0 && now >= io->verify_at)
    verify = TRUE;
  gst_rtc_io_fds_register (&io->fds, verify && !io->fds.refused);
  if (verify)
    io->verify_at = 0;
  else if (io->verify_at == 0)
    io->verify_at = now + GST_RTC_IO_VERIFY_DELAY_US;

  if (timeout > 0)
    deadline = now + timeout * G_GINT64_CONSTANT (1000);
  if (io->verify_at != 0)
    deadline = MIN (deadline, io->verify_at);
  if (io->fds.refused)
    deadline = MIN (deadline, had_events ? now : now + REFUSED_POLL_US);
  set_deadline (io, deadline);
}

void
gst_rtc_io_adopt (GstRTCIO * io)
{
  if (!g_main_context_acquire (io->context))
    g_error ("rtc-io: somebody runs the context of the pool");
  gst_rtc_io_fds_open (&io->fds, io->thread->epoll_fd);
  prepare (io, TRUE, FALSE);
}

void
gst_rtc_io_iterate (GstRTCIO * io)
{
  guint causes = io->causes;
  gboolean directly, woken, dispatched, verify;
  gint n_ready;

  io->causes = 0;
  directly = (causes & GST_RTC_IO_CAUSE_AGAIN) || io->fds.refused;
  gst_rtc_io_count_iteration (io->fds.n_fds);
  n_ready = gst_rtc_io_fds_collect (&io->fds, directly, &woken);

  /* A GTask that is made here comes back to here. */
  g_main_context_push_thread_default (io->context);
  dispatched = g_main_context_check (io->context, io->max_priority,
      io->fds.fds, io->fds.n_fds);
  if (dispatched)
    g_main_context_dispatch (io->context);
  run_deferred (io);
  g_main_context_pop_thread_default (io->context);

  /* Descriptors come and go in timers and posts; and when nothing was ready
   * after all, a registration outlived its number. */
  /* GMainContext signals itself whenever a descriptor's source was dispatched:
   * the prepare that follows sees all that was signalled before. */
  if (dispatched)
    gst_rtc_io_fds_acknowledge (&io->fds);
  verify = woken || !dispatched || (causes & GST_RTC_IO_CAUSE_TIMER);
  prepare (io, verify, n_ready > 0);
}

void
gst_rtc_io_call (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data)
{
  g_main_context_push_thread_default (io->context);
  func (user_data);
  run_deferred (io);
  g_main_context_pop_thread_default (io->context);
}

/* --- life ----------------------------------------------------------------- */

void
gst_rtc_io_destroy (GstRTCIO * io)
{
  g_assert (io->posts == NULL);
  set_deadline (io, G_MAXINT64);
  gst_rtc_io_fds_clear (&io->fds);
  g_source_destroy (io->post_source);
  g_source_unref (io->post_source);
  g_main_context_release (io->context);
  g_main_context_unref (io->context);
  g_array_unref (io->deferred);
  g_mutex_clear (&io->lock);
  g_free (io);
}

static GstRTCIO *
io_new (gboolean is_light)
{
  GstRTCIO *io = g_new0 (GstRTCIO, 1);

  io->ref_count = 1;
  g_mutex_init (&io->lock);
  io->deferred = g_array_new (FALSE, FALSE, sizeof (GstRTCIOCall));
  io->context = g_main_context_new ();
  gst_rtc_io_fds_init (&io->fds, io->context, io);
  io->post_source = g_source_new (&post_source_funcs, sizeof (PostSource));
  ((PostSource *) io->post_source)->io = io;
  g_source_set_static_name (io->post_source, "rtc-io post");
  g_source_attach (io->post_source, io->context);
  io->is_light = is_light;
  io->thread = gst_rtc_io_thread_choose (is_light);
  gst_rtc_io_thread_arrive (io->thread, io);
  return io;
}

GstRTCIO *
gst_rtc_io_new (void)
{
  return io_new (FALSE);
}

GstRTCIO *
gst_rtc_io_new_light (void)
{
  return io_new (TRUE);
}

GstRTCIO *
gst_rtc_io_ref (GstRTCIO * io)
{
  g_return_val_if_fail (io != NULL, NULL);

  g_atomic_int_inc (&io->ref_count);
  return io;
}

void
gst_rtc_io_unref (GstRTCIO * io)
{
  g_return_if_fail (io != NULL);

  if (g_atomic_int_dec_and_test (&io->ref_count))
    gst_rtc_io_thread_depart (io->thread, io);
}

GMainContext *
gst_rtc_io_get_context (GstRTCIO * io)
{
  g_return_val_if_fail (io != NULL, NULL);

  return io->context;
}

gboolean
gst_rtc_io_is_current (GstRTCIO * io)
{
  g_return_val_if_fail (io != NULL, FALSE);

  return gst_rtc_io_thread_current () == io->thread;
}
