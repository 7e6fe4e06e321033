/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * glib.c: what GLib synchronises, told to ThreadSanitizer.
 *
 * ThreadSanitizer sees the atomics of code that is compiled with it, and the
 * locks of pthread. GLib is not, and has locks of its own (futexes), so that
 * everything looks like a race. Preloaded into a test, this library stands
 * before GLib: each function that orders two threads tells so, then calls the
 * real one. What GLib does inside, where nobody can stand before it, is left
 * out by tests/tsan.supp (called_from_lib).
 *
 * Nothing is told that is not so: a function that orders nothing is not here,
 * or races would hide behind it.
 */

#include <dlfcn.h>
#include <stdlib.h>

#include <glib-object.h>
#include <sanitizer/tsan_interface.h>

/* The next library's function of that name: GLib's. */
#define REAL(function) \
  ({ \
    static gpointer real; \
    gpointer found = __atomic_load_n (&real, __ATOMIC_RELAXED); \
    if (found == NULL) { \
      found = dlsym (RTLD_NEXT, #function); \
      __atomic_store_n (&real, found, __ATOMIC_RELAXED); \
    } \
    (__typeof__ (&(function))) found; \
  })

/* What was before happens before... */
#define TELL(thing) __tsan_release ((gpointer) (thing))
/* ...what comes after hearing of it. */
#define HEAR(thing) __tsan_acquire ((gpointer) (thing))

/* The programs that a test starts are not compiled for this. */
static void preload_no_further (void) __attribute__((constructor));

static void
preload_no_further (void)
{
  unsetenv ("LD_PRELOAD");
}

/* --- locks ---------------------------------------------------------------- */

#define LOCK(function, Lock, flags) \
  void \
  function (Lock * lock) \
  { \
    __tsan_mutex_pre_lock (lock, flags); \
    REAL (function) (lock); \
    __tsan_mutex_post_lock (lock, flags, 0); \
  }

#define TRY_LOCK(function, Lock, flags) \
  gboolean \
  function (Lock * lock) \
  { \
    const unsigned try_flags = __tsan_mutex_try_lock | (flags); \
    gboolean locked; \
    __tsan_mutex_pre_lock (lock, try_flags); \
    locked = REAL (function) (lock); \
    __tsan_mutex_post_lock (lock, locked ? try_flags \
        : try_flags | __tsan_mutex_try_lock_failed, 0); \
    return locked; \
  }

#define UNLOCK(function, Lock, flags) \
  void \
  function (Lock * lock) \
  { \
    __tsan_mutex_pre_unlock (lock, flags); \
    REAL (function) (lock); \
    __tsan_mutex_post_unlock (lock, flags); \
  }

#define CLEAR(function, Lock) \
  void \
  function (Lock * lock) \
  { \
    __tsan_mutex_destroy (lock, 0); \
    REAL (function) (lock); \
  }

LOCK (g_mutex_lock, GMutex, 0);
TRY_LOCK (g_mutex_trylock, GMutex, 0);
UNLOCK (g_mutex_unlock, GMutex, 0);
CLEAR (g_mutex_clear, GMutex);
LOCK (g_rec_mutex_lock, GRecMutex, __tsan_mutex_write_reentrant);
TRY_LOCK (g_rec_mutex_trylock, GRecMutex, __tsan_mutex_write_reentrant);
UNLOCK (g_rec_mutex_unlock, GRecMutex, __tsan_mutex_write_reentrant);
CLEAR (g_rec_mutex_clear, GRecMutex);
LOCK (g_rw_lock_writer_lock, GRWLock, 0);
TRY_LOCK (g_rw_lock_writer_trylock, GRWLock, 0);
UNLOCK (g_rw_lock_writer_unlock, GRWLock, 0);
LOCK (g_rw_lock_reader_lock, GRWLock, __tsan_mutex_read_lock);
TRY_LOCK (g_rw_lock_reader_trylock, GRWLock, __tsan_mutex_read_lock);
UNLOCK (g_rw_lock_reader_unlock, GRWLock, __tsan_mutex_read_lock);
CLEAR (g_rw_lock_clear, GRWLock);

/* Whoever waits leaves the lock to others. */
static void
leave (GMutex * mutex)
{
  __tsan_mutex_pre_unlock (mutex, 0);
  __tsan_mutex_post_unlock (mutex, 0);
}

static void
come_back (GMutex * mutex)
{
  __tsan_mutex_pre_lock (mutex, 0);
  __tsan_mutex_post_lock (mutex, 0, 0);
}

void
g_cond_wait (GCond * cond, GMutex * mutex)
{
  leave (mutex);
  REAL (g_cond_wait) (cond, mutex);
  come_back (mutex);
}

gboolean
g_cond_wait_until (GCond * cond, GMutex * mutex, gint64 end_time)
{
  gboolean signalled;

  leave (mutex);
  signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  come_back (mutex);

  return signalled;
}

gboolean (g_once_init_enter) (volatile void *location) {
  const gboolean first = REAL (g_once_init_enter) (location);

  HEAR (location);

  return first;
}

void (g_once_init_leave) (volatile void *location, gsize result)
{
  TELL (location);
  REAL (g_once_init_leave) (location, result);
}

/* --- references ----------------------------------------------------------- */

/* The count is an atomic that both sides of the last unref go through. With
 * the sanitizer's eyes on it, it needs no words. */
gpointer (g_object_ref) (gpointer instance) {
  GObject *object = instance;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);
  g_atomic_int_inc (&object->ref_count);

  return object;
}

void
g_object_unref (gpointer instance)
{
  GObject *object = instance;
  gint count;

  g_return_if_fail (G_IS_OBJECT (object));
  count = g_atomic_int_get (&object->ref_count);
  while (count > 1) {
    if (g_atomic_int_compare_and_exchange (&object->ref_count, count,
            count - 1))
      return;
    count = g_atomic_int_get (&object->ref_count);
  }
  REAL (g_object_unref) (object);
}

void
g_weak_ref_init (GWeakRef * weak_ref, gpointer object)
{
  REAL (g_weak_ref_init) (weak_ref, object);
  TELL (weak_ref);
}

void
g_weak_ref_set (GWeakRef * weak_ref, gpointer object)
{
  TELL (weak_ref);
  REAL (g_weak_ref_set) (weak_ref, object);
}

gpointer
g_weak_ref_get (GWeakRef * weak_ref)
{
  gpointer object = REAL (g_weak_ref_get) (weak_ref);

  HEAR (weak_ref);

  return object;
}

/* Who clears a box comes after all who let it go. */
static __thread GDestroyNotify box_clear;

static void
clear_box (gpointer box)
{
  HEAR (box);
  if (box_clear != NULL)
    box_clear (box);
}

void
g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  const GDestroyNotify outer = box_clear;

  TELL (box);
  box_clear = clear;
  REAL (g_atomic_rc_box_release_full) (box, clear_box);
  box_clear = outer;
}

/* --- sources -------------------------------------------------------------- */

/* What a source does comes after it was attached, or made ready. */

typedef struct
{
  GSourceFuncs funcs;           /* must be first */
  GSourceFuncs *real;
} Funcs;

#define REAL_FUNCS(source) (((Funcs *) (source)->source_funcs)->real)

static gboolean
source_prepare (GSource * source, gint * timeout)
{
  HEAR (source);

  return REAL_FUNCS (source)->prepare (source, timeout);
}

static gboolean
source_check (GSource * source)
{
  HEAR (source);

  return REAL_FUNCS (source)->check (source);
}

static gboolean
source_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  HEAR (source);

  return REAL_FUNCS (source)->dispatch (source, callback, user_data);
}

static void
source_finalize (GSource * source)
{
  HEAR (source);
  REAL_FUNCS (source)->finalize (source);
}

/* The table stays as long as the process: there are few sources in a test. */
GSource *
g_source_new (GSourceFuncs * source_funcs, guint struct_size)
{
  Funcs *wrapped = g_new0 (Funcs, 1);

  wrapped->funcs = *source_funcs;
  wrapped->real = source_funcs;
  if (source_funcs->prepare != NULL)
    wrapped->funcs.prepare = source_prepare;
  if (source_funcs->check != NULL)
    wrapped->funcs.check = source_check;
  if (source_funcs->dispatch != NULL)
    wrapped->funcs.dispatch = source_dispatch;
  if (source_funcs->finalize != NULL)
    wrapped->funcs.finalize = source_finalize;

  return REAL (g_source_new) (&wrapped->funcs, struct_size);
}

guint
g_source_attach (GSource * source, GMainContext * context)
{
  TELL (source);
  TELL (context ? context : g_main_context_default ());

  return REAL (g_source_attach) (source, context);
}

/* The descriptors of the sources are under the context's lock. */
gint
g_main_context_query (GMainContext * context, gint max_priority,
    gint * timeout, GPollFD * fds, gint n_fds)
{
  const gint n = REAL (g_main_context_query) (context, max_priority, timeout,
      fds, n_fds);

  HEAR (context);

  return n;
}

void
g_source_set_ready_time (GSource * source, gint64 ready_time)
{
  TELL (source);
  REAL (g_source_set_ready_time) (source, ready_time);
}

void
g_source_destroy (GSource * source)
{
  TELL (source);
  REAL (g_source_destroy) (source);
}

void
g_source_unref (GSource * source)
{
  TELL (source);
  REAL (g_source_unref) (source);
}

typedef struct
{
  gint ref_count;
  GSourceFunc func;
  gpointer user_data;
  GDestroyNotify notify;
} Callback;

static void
callback_ref (gpointer data)
{
  Callback *callback = data;

  HEAR (callback);
  g_atomic_int_inc (&callback->ref_count);
}

static void
callback_unref (gpointer data)
{
  Callback *callback = data;

  if (!g_atomic_int_dec_and_test (&callback->ref_count))
    return;
  if (callback->notify != NULL)
    callback->notify (callback->user_data);
  g_free (callback);
}

static void
callback_get (gpointer data, GSource * source, GSourceFunc * func,
    gpointer * user_data)
{
  Callback *callback = data;

  HEAR (source);
  *func = callback->func;
  *user_data = callback->user_data;
}

static GSourceCallbackFuncs callback_funcs = {
  .ref = callback_ref,
  .unref = callback_unref,
  .get = callback_get,
};

void
g_source_set_callback (GSource * source, GSourceFunc func, gpointer user_data,
    GDestroyNotify notify)
{
  Callback *callback = g_new0 (Callback, 1);

  *callback = (Callback) {
  1, func, user_data, notify};
  TELL (callback);
  TELL (source);
  g_source_set_callback_indirect (source, callback, &callback_funcs);
}

/* As GLib does, but through what stands before it. Takes @source. */
static guint
add (GSource * source, gint priority, GSourceFunc func, gpointer user_data,
    GDestroyNotify notify)
{
  guint id;

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, user_data, notify);
  id = g_source_attach (source, NULL);
  g_source_unref (source);

  return id;
}

guint
g_idle_add_full (gint priority, GSourceFunc func, gpointer user_data,
    GDestroyNotify notify)
{
  return add (g_idle_source_new (), priority, func, user_data, notify);
}

guint
g_idle_add (GSourceFunc func, gpointer user_data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, func, user_data, NULL);
}

guint
g_timeout_add_full (gint priority, guint interval, GSourceFunc func,
    gpointer user_data, GDestroyNotify notify)
{
  return add (g_timeout_source_new (interval), priority, func, user_data,
      notify);
}

guint
g_timeout_add (guint interval, GSourceFunc func, gpointer user_data)
{
  return g_timeout_add_full (G_PRIORITY_DEFAULT, interval, func, user_data,
      NULL);
}

guint
g_timeout_add_seconds_full (gint priority, guint interval, GSourceFunc func,
    gpointer user_data, GDestroyNotify notify)
{
  return add (g_timeout_source_new_seconds (interval), priority, func,
      user_data, notify);
}

guint
g_timeout_add_seconds (guint interval, GSourceFunc func, gpointer user_data)
{
  return g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, interval, func,
      user_data, NULL);
}

void
g_main_loop_quit (GMainLoop * loop)
{
  TELL (loop);
  REAL (g_main_loop_quit) (loop);
}

void
g_main_loop_run (GMainLoop * loop)
{
  REAL (g_main_loop_run) (loop);
  HEAR (loop);
}

/* --- queues and pools ----------------------------------------------------- */

void
g_async_queue_push (GAsyncQueue * queue, gpointer data)
{
  TELL (queue);
  REAL (g_async_queue_push) (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue * queue)
{
  gpointer data = REAL (g_async_queue_pop) (queue);

  HEAR (queue);

  return data;
}

typedef struct
{
  GFunc func;
  gpointer user_data;
} Pool;

static void
pool_run (gpointer data, gpointer user_data)
{
  Pool *pool = user_data;

  HEAR (pool);
  pool->func (data, pool->user_data);
}

/* What a pool does comes after it was told to. The Pool stays as long as the
 * process, as nobody tells when its last function has returned. */

GThreadPool *
g_thread_pool_new (GFunc func, gpointer user_data, gint max_threads,
    gboolean exclusive, GError ** error)
{
  Pool *pool = g_new0 (Pool, 1);

  *pool = (Pool) {
  func, user_data};
  TELL (pool);

  return REAL (g_thread_pool_new) (pool_run, pool, max_threads, exclusive,
      error);
}

gboolean
g_thread_pool_push (GThreadPool * pool, gpointer data, GError ** error)
{
  if (pool->func == pool_run)
    TELL (pool->user_data);

  return REAL (g_thread_pool_push) (pool, data, error);
}
