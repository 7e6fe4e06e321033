/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlssession.c: what happens on the I/O thread, and in which order.
 *
 * A session is what the element has between PAUSED and READY: the association,
 * its timer, the keys of what comes in. Each entry (datagrams, messages, the
 * timer, a change of what the element was told) runs the same way: the engine
 * works, its output is gathered, and settle() pushes the gathered lists when no
 * call into the engine is on the stack.
 *
 * A push may come back to us on the same thread, from the SCTP above or from
 * a neighbour that shares the thread. Such an entry waits in the inbox, as do
 * those of other threads, and settle() takes it next.
 */

#include "gstrtcdtlssession.h"

/* What other threads may leave for us; a few wake-ups' worth. */
#define MAX_INBOX_PACKETS 1024

typedef struct
{
  GstRTCDtlsInput input;
  GstBufferList *list;
} Entry;

/* Out of the element; NULL is nothing. Whether anybody wants it is not our
 * business: what is lost, UDP would lose too. */
void
gst_rtc_dtls_session_push (GstPad * pad, GstBufferList ** list)
{
  if (*list != NULL)
    gst_pad_push_list (pad, g_steal_pointer (list));
}

/* --- entries -------------------------------------------------------------- */

static gboolean
take_entry (GstRTCDtlsSession * self, Entry * entry)
{
  g_autofree Entry *next = NULL;

  g_mutex_lock (&self->element->lock);
  next = g_queue_pop_head (&self->inbox);
  if (next != NULL)
    self->inbox_packets -= gst_buffer_list_length (next->list);
  g_mutex_unlock (&self->element->lock);

  if (next != NULL)
    *entry = *next;

  return next != NULL;
}

/* Takes the list. */
static void
handle_entry (GstRTCDtlsSession * self, const Entry * entry)
{
  if (entry->input == GST_RTC_DTLS_FROM_NETWORK)
    gst_rtc_dtls_input_network (self, entry->list);
  else
    gst_rtc_dtls_input_messages (self, entry->list);
}

void
gst_rtc_dtls_session_enter (GstRTCDtlsSession * self)
{
  g_assert (!self->busy);
  self->busy = TRUE;
}

void
gst_rtc_dtls_session_push_messages (GstRTCDtlsSession * self)
{
  if (self->messages == NULL)
    return;
  gst_rtc_dtls_srtp_count (self->element, GST_RTC_DTLS_MESSAGES_RECEIVED,
      gst_buffer_list_length (self->messages));
  gst_rtc_dtls_session_push (self->element->data_src, &self->messages);
}

/* Pushes what the entry brought, then takes what came meanwhile. */
void
gst_rtc_dtls_session_settle (GstRTCDtlsSession * self)
{
  GstRTCDtlsSrtp *element = self->element;
  Entry entry;

  for (;;) {
    gst_rtc_dtls_session_push (element->src, &self->flight);
    gst_rtc_dtls_session_push (element->rtp_src, &self->media);
    gst_rtc_dtls_session_push_messages (self);
    if (!take_entry (self, &entry))
      break;
    handle_entry (self, &entry);
  }
  gst_rtc_dtls_association_set_timer (self);
  self->busy = FALSE;
}

/* --- posts ---------------------------------------------------------------- */

typedef struct
{
  GstRTCDtlsSession *session;
  GstRTCDtlsSrtp *element;      /* keeps it for the session */
  void (*func) (GstRTCDtlsSession * session);
} Post;

static void
post_run (gpointer user_data)
{
  Post *post = user_data;

  gst_rtc_dtls_session_enter (post->session);
  post->func (post->session);
  gst_rtc_dtls_session_settle (post->session);
}

static void
post_free (gpointer user_data)
{
  Post *post = user_data;

  gst_rtc_dtls_session_unref (post->session);
  gst_object_unref (post->element);
  g_free (post);
}

static void
post (GstRTCDtlsSession * self, void (*func) (GstRTCDtlsSession * session))
{
  Post *item = g_new0 (Post, 1);

  item->session = g_atomic_rc_box_acquire (self);
  item->element = gst_object_ref (self->element);
  item->func = func;
  gst_rtc_io_post (self->io, post_run, item, post_free);
}

static void
run_inbox (GstRTCDtlsSession * self)
{
  /* settle() does it */
  g_mutex_lock (&self->element->lock);
  self->posted = FALSE;
  g_mutex_unlock (&self->element->lock);
}

static void
begin (GstRTCDtlsSession * self)
{
  g_object_notify (G_OBJECT (self->element), "state");
  gst_rtc_dtls_association_configure (self);
}

/* The element has its state already, and perhaps another session. */
static void
shut_down (GstRTCDtlsSession * self)
{
  gst_rtc_dtls_association_close (self);
  gst_rtc_dtls_association_stop_timer (self);
  g_object_notify (G_OBJECT (self->element), "state");
}

void
gst_rtc_dtls_session_begin (GstRTCDtlsSession * self)
{
  post (self, begin);
}

void
gst_rtc_dtls_session_configure (GstRTCDtlsSession * self)
{
  post (self, gst_rtc_dtls_association_configure);
}

void
gst_rtc_dtls_session_close (GstRTCDtlsSession * self)
{
  post (self, gst_rtc_dtls_association_close);
}

void
gst_rtc_dtls_session_abandon (GstRTCDtlsSession * self)
{
  post (self, gst_rtc_dtls_association_abandon);
}

void
gst_rtc_dtls_session_shut_down (GstRTCDtlsSession * self)
{
  post (self, shut_down);
}

void
gst_rtc_dtls_session_submit (GstRTCDtlsSession * self, GstRTCDtlsInput input,
    GstBufferList * list)
{
  const gboolean current = gst_rtc_io_is_current (self->io);
  const guint length = gst_buffer_list_length (list);
  const Entry entry = { input, list };
  gboolean first = FALSE;

  if (current && !self->busy) {
    gst_rtc_dtls_session_enter (self);
    handle_entry (self, &entry);
    gst_rtc_dtls_session_settle (self);
    return;
  }

  g_mutex_lock (&self->element->lock);
  if (self->inbox_packets + length > MAX_INBOX_PACKETS) {
    self->element->counters[GST_RTC_DTLS_DROPPED_OVERFLOW] += length;
    g_clear_pointer (&list, gst_buffer_list_unref);
  } else {
    g_queue_push_tail (&self->inbox, g_memdup2 (&entry, sizeof entry));
    self->inbox_packets += length;
    first = !current && !self->posted;
    self->posted |= first;
  }
  g_mutex_unlock (&self->element->lock);

  if (first)
    post (self, run_inbox);
}

/* --- life ----------------------------------------------------------------- */

GstRTCDtlsSession *
gst_rtc_dtls_session_new (GstRTCDtlsSrtp * element, GstRTCIO * io)
{
  GstRTCDtlsSession *self = g_atomic_rc_box_new0 (GstRTCDtlsSession);

  self->element = element;
  self->io = gst_rtc_io_ref (io);
  self->state = PC_DTLS_NEW;
  self->ready_time = -1;
  g_queue_init (&self->inbox);
  g_queue_init (&self->early);

  return self;
}

static void
clear (gpointer user_data)
{
  GstRTCDtlsSession *self = user_data;
  Entry entry;

  while (take_entry (self, &entry))
    gst_buffer_list_unref (entry.list);
  gst_rtc_dtls_input_drop_early (self);
  g_assert (self->timer == NULL);
  g_clear_pointer (&self->engine, gst_dtls_engine_free);
  g_clear_pointer (&self->inbound, gst_srtp_session_free);
  g_clear_pointer (&self->fingerprints, g_ptr_array_unref);
  g_clear_pointer (&self->last_words, g_bytes_unref);
  gst_rtc_io_unref (self->io);
}

void
gst_rtc_dtls_session_unref (GstRTCDtlsSession * self)
{
  g_atomic_rc_box_release_full (self, clear);
}
