/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcoperations.c: the one queue of a connection.
 */

#include "rtcoperations.h"

/* Lower than promise jobs of any gjs (G_PRIORITY_DEFAULT once, higher now), so
 * that what a script awaits runs before the next event, as microtasks do
 * between the tasks of a browser; also lower than the idle source by which a
 * GTask may come back (G_PRIORITY_DEFAULT), so that a completion is never
 * overtaken. Higher than GTK's redrawing: animation must not starve a call. */
#define RTC_EVENT_PRIORITY (G_PRIORITY_DEFAULT + 10)

typedef enum
{
  ENTRY_EVENT,                  /* dropped when closed */
  ENTRY_OPERATION,              /* first entry of an operation */
  ENTRY_COMPLETION,             /* answers an operation's caller */
  ENTRY_END,                    /* an operation has ended; no dispatch of its own */
} EntryType;

typedef struct
{
  EntryType type;
  GstRTCEntryFunc func;
  gpointer data;
  GDestroyNotify notify;
} Entry;

struct GstRTCOperations
{
  gint ref_count;               /* atomic */
  GWeakRef owner;
  void (*idle) (gpointer owner);        /* immutable */

  GMutex lock;                  /* a leaf: nothing is called with it */
  GSource *source;              /* NULL when stopped; protected by lock */
  GQueue entries;               /* of Entry; protected by lock */
  GQueue caused;                /* by the running entry; protected by lock */
  gboolean running;             /* an entry runs; protected by lock */
  gboolean closed;              /* protected by lock */
  guint n_operations;           /* [[Operations]].length; protected by lock */
};

typedef struct
{
  GSource parent;
  GstRTCOperations *operations;
} OperationsSource;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->notify != NULL)
    entry->notify (entry->data);
  g_free (entry);
}

/* With the lock. */
static void
operations_update_source (GstRTCOperations * self)
{
  if (self->source != NULL)
    g_source_set_ready_time (self->source,
        g_queue_is_empty (&self->entries) ? -1 : 0);
}

/* With the lock. The running entry is done: what it caused comes first.
 * TRUE when the last operation has ended. */
static gboolean
operations_settle (GstRTCOperations * self)
{
  gboolean idle = FALSE;
  Entry *entry;

  self->running = FALSE;
  while ((entry = g_queue_pop_tail (&self->caused)) != NULL)
    g_queue_push_head (&self->entries, entry);

  while ((entry = g_queue_peek_head (&self->entries)) != NULL
      && entry->type == ENTRY_END) {
    entry_free (g_queue_pop_head (&self->entries));
    idle = --self->n_operations == 0;
  }
  operations_update_source (self);

  return idle;
}

static void
operations_run (GstRTCOperations * self, gpointer owner)
{
  Entry *entry;
  gboolean idle;

  g_mutex_lock (&self->lock);
  entry = g_queue_pop_head (&self->entries);
  self->running = TRUE;
  g_mutex_unlock (&self->lock);

  if (entry != NULL) {
    entry->func (owner, entry->data);
    entry_free (entry);
  }

  g_mutex_lock (&self->lock);
  idle = operations_settle (self);
  g_mutex_unlock (&self->lock);

  if (idle)
    self->idle (owner);
}

static gboolean
operations_dispatch (GSource * source, GSourceFunc callback, gpointer data)
{
  GstRTCOperations *self =
      gst_rtc_operations_ref (((OperationsSource *) source)->operations);
  GMainContext *context = g_source_get_context (source);
  GObject *owner = g_weak_ref_get (&self->owner);

  if (owner != NULL) {
    g_main_context_push_thread_default (context);
    operations_run (self, owner);
    g_object_unref (owner);
    g_main_context_pop_thread_default (context);
  } else {
    gst_rtc_operations_stop (self);
  }
  gst_rtc_operations_unref (self);

  return G_SOURCE_CONTINUE;
}

static void
operations_source_finalize (GSource * source)
{
  gst_rtc_operations_unref (((OperationsSource *) source)->operations);
}

static GSourceFuncs operations_source_funcs = {
  .dispatch = operations_dispatch,
  .finalize = operations_source_finalize,
};

GstRTCOperations *
gst_rtc_operations_new (GMainContext * context, GObject * owner,
    void (*idle) (gpointer owner))
{
  GstRTCOperations *self = g_new0 (GstRTCOperations, 1);

  self->ref_count = 1;
  self->idle = idle;
  g_weak_ref_init (&self->owner, owner);
  g_mutex_init (&self->lock);

  self->source = g_source_new (&operations_source_funcs,
      sizeof (OperationsSource));
  ((OperationsSource *) self->source)->operations =
      gst_rtc_operations_ref (self);
  g_source_set_static_name (self->source, "GstRTCOperations");
  g_source_set_priority (self->source, RTC_EVENT_PRIORITY);
  g_source_set_ready_time (self->source, -1);
  g_source_attach (self->source, context);

  return self;
}

GstRTCOperations *
gst_rtc_operations_ref (GstRTCOperations * operations)
{
  g_atomic_int_inc (&operations->ref_count);

  return operations;
}

void
gst_rtc_operations_unref (GstRTCOperations * operations)
{
  if (!g_atomic_int_dec_and_test (&operations->ref_count))
    return;

  g_weak_ref_clear (&operations->owner);
  g_mutex_clear (&operations->lock);
  g_free (operations);
}

static Entry *
entry_new (EntryType type, GstRTCEntryFunc func, gpointer data,
    GDestroyNotify notify)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry) {
  .type = type,.func = func,.data = data,.notify = notify};

  return entry;
}

void
gst_rtc_operations_post (GstRTCOperations * operations, GstRTCEntryFunc func,
    gpointer data, GDestroyNotify notify)
{
  Entry *entry = entry_new (ENTRY_EVENT, func, data, notify);

  g_mutex_lock (&operations->lock);
  if (!operations->closed) {
    g_queue_push_tail (&operations->entries, g_steal_pointer (&entry));
    operations_update_source (operations);
  }
  g_mutex_unlock (&operations->lock);

  g_clear_pointer (&entry, entry_free);
}

void
gst_rtc_operations_chain (GstRTCOperations * operations, GstRTCEntryFunc func,
    gpointer data, GDestroyNotify notify)
{
  Entry *entry = entry_new (ENTRY_OPERATION, func, data, notify);

  g_mutex_lock (&operations->lock);
  if (operations->source != NULL) {
    g_queue_push_tail (&operations->entries, g_steal_pointer (&entry));
    g_queue_push_tail (&operations->entries,
        entry_new (ENTRY_END, NULL, NULL, NULL));
    operations->n_operations++;
    operations_update_source (operations);
  }
  g_mutex_unlock (&operations->lock);

  g_clear_pointer (&entry, entry_free);
}

static void
operations_cause (GstRTCOperations * self, Entry * entry)
{
  g_mutex_lock (&self->lock);
  g_assert (self->running);
  if (!self->closed || entry->type == ENTRY_COMPLETION)
    g_queue_push_tail (&self->caused, g_steal_pointer (&entry));
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&entry, entry_free);
}

void
gst_rtc_operations_post_next (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify)
{
  operations_cause (operations, entry_new (ENTRY_EVENT, func, data, notify));
}

void
gst_rtc_operations_complete_next (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify)
{
  operations_cause (operations,
      entry_new (ENTRY_COMPLETION, func, data, notify));
}

gboolean
gst_rtc_operations_answer (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&operations->lock);

  if (operations->source == NULL)
    return FALSE;
  g_queue_push_tail (&operations->entries,
      entry_new (ENTRY_COMPLETION, func, data, notify));
  operations_update_source (operations);

  return TRUE;
}

GMainContext *
gst_rtc_operations_dup_context (GstRTCOperations * operations)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&operations->lock);

  return operations->source == NULL ? NULL
      : g_main_context_ref (g_source_get_context (operations->source));
}

gboolean
gst_rtc_operations_is_idle (GstRTCOperations * operations)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&operations->lock);

  return operations->n_operations == 0;
}

/* With the lock. Moves entries to @dropped; all of them, or the events. */
static void
operations_drop (GQueue * entries, gboolean all, GQueue * dropped)
{
  GQueue kept = G_QUEUE_INIT;
  Entry *entry;

  while ((entry = g_queue_pop_head (entries)) != NULL)
    g_queue_push_tail (all || entry->type == ENTRY_EVENT ? dropped : &kept,
        entry);
  *entries = kept;
}

void
gst_rtc_operations_close (GstRTCOperations * operations)
{
  GQueue dropped = G_QUEUE_INIT;

  g_mutex_lock (&operations->lock);
  operations->closed = TRUE;
  operations_drop (&operations->entries, FALSE, &dropped);
  operations_drop (&operations->caused, FALSE, &dropped);
  operations_update_source (operations);
  g_mutex_unlock (&operations->lock);

  g_queue_clear_full (&dropped, entry_free);
}

void
gst_rtc_operations_stop (GstRTCOperations * operations)
{
  GQueue dropped = G_QUEUE_INIT;
  GSource *source;

  g_mutex_lock (&operations->lock);
  operations->closed = TRUE;
  operations_drop (&operations->entries, TRUE, &dropped);
  operations_drop (&operations->caused, TRUE, &dropped);
  source = g_steal_pointer (&operations->source);
  g_mutex_unlock (&operations->lock);

  if (source != NULL) {
    g_source_destroy (source);
    g_source_unref (source);
  }
  g_queue_clear_full (&dropped, entry_free);
}
