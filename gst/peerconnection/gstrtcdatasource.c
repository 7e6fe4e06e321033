/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdatasource.c: the messages of a data channel as buffers of a pad.
 */

#include "gstrtcdatasource.h"

#include <string.h>

#include "gstrtcasync.h"
#include "gstrtcdatasinkpad.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* What of a protocol is looked at to be caps: a media type with a few fields of
 * simple types. */
#define MAX_CAPS_LENGTH 256
#define CAPS_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-_/=,() "

/* bytes: what a message costs beside its own */
#define MESSAGE_OVERHEAD 256

struct _GstRTCDataSource
{
  GstPad parent;

  gint removed;                 /* atomic: somebody removes it */

  GMutex lock;                  /* protects all below; a leaf */
  GCond cond;                   /* something to do */
  GWeakRef connection;          /* where messages count as not used up */
  GstRTCDataChannel *channel;   /* NULL once disconnected */
  GQueue queue;                 /* of GstMessageEvent */
  gboolean active;
  gboolean running;             /* there is a task */
  gboolean over;                /* EOS follows the queue */
  gboolean dead;                /* downstream wants no more */

  /* The task's own. */
  gboolean started;             /* stream-start was pushed */
  gboolean has_caps;
  gboolean text;                /* of these caps */
};

enum
{
  PROP_0,
  PROP_CHANNEL,
};

G_DEFINE_FINAL_TYPE (GstRTCDataSource, gst_rtc_data_source, GST_TYPE_PAD);

/* --- the queue ------------------------------------------------------------ */

static gsize
message_cost (GstMessageEvent * message)
{
  const gchar *text = gst_message_event_get_text (message);
  GBytes *bytes = gst_message_event_get_bytes (message);

  return MESSAGE_OVERHEAD + (text != NULL ? strlen (text) : 0)
      + (bytes != NULL ? g_bytes_get_size (bytes) : 0);
}

static void
count (GstRTCDataSource * self, gssize bytes)
{
  g_autoptr (GstRTCPeerConnection) connection =
      g_weak_ref_get (&self->connection);

  if (connection != NULL && bytes != 0)
    gst_rtc_backend_hold_messages (connection, bytes);
}

static void
drop_queue (GstRTCDataSource * self)
{
  GQueue dropped = G_QUEUE_INIT;
  GstMessageEvent *message;
  gssize bytes = 0;

  g_mutex_lock (&self->lock);
  while ((message = g_queue_pop_head (&self->queue)) != NULL)
    g_queue_push_tail (&dropped, message);
  g_mutex_unlock (&self->lock);

  while ((message = g_queue_pop_head (&dropped)) != NULL) {
    bytes += (gssize) message_cost (message);
    g_object_unref (message);
  }
  count (self, -bytes);
}

/* Its queue is dropped: what there was belongs to the old channel. */
void
gst_rtc_data_source_park (GstRTCDataSource * self)
{
  g_autoptr (GstRTCDataChannel) channel = NULL;

  g_mutex_lock (&self->lock);
  channel = g_steal_pointer (&self->channel);
  g_mutex_unlock (&self->lock);
  drop_queue (self);
  if (channel != NULL)
    g_signal_handlers_disconnect_matched (channel, G_SIGNAL_MATCH_DATA, 0, 0,
        NULL, NULL, self);
}

/* --- the task ------------------------------------------------------------- */

/* What a data pad at the other end says of its stream, or NULL. These are words
 * of the peer: only of what is known, and nothing with types of GStreamer's. */
static GstCaps *
caps_from_protocol (GstRTCDataSource * self)
{
  g_autoptr (GstCaps) known = gst_caps_from_string (GST_RTC_DATA_CAPS);
  g_autoptr (GstCaps) caps = NULL;
  g_autofree gchar *protocol = NULL;

  g_mutex_lock (&self->lock);
  if (self->channel != NULL)
    protocol = g_strdup (gst_rtc_data_channel_get_protocol (self->channel));
  g_mutex_unlock (&self->lock);

  if (protocol == NULL || strchr (protocol, '/') == NULL
      || strlen (protocol) > MAX_CAPS_LENGTH
      || strspn (protocol, CAPS_CHARACTERS) != strlen (protocol))
    return NULL;
  caps = gst_caps_from_string (protocol);
  return caps != NULL && gst_caps_is_fixed (caps)
      && gst_caps_is_subset (caps, known) ? g_steal_pointer (&caps) : NULL;
}

static GstCaps *
make_caps (GstRTCDataSource * self, gboolean text)
{
  GstCaps *caps = caps_from_protocol (self);

  if (caps != NULL)
    return caps;
  return text ? gst_caps_new_simple ("text/x-raw", "format", G_TYPE_STRING,
      "utf8", NULL) : gst_caps_new_empty_simple ("application/octet-stream");
}

static void
push_start (GstRTCDataSource * self, GstElement * bin)
{
  GstPad *pad = GST_PAD (self);
  g_autofree gchar *id = NULL;

  if (self->started)
    return;
  self->started = TRUE;
  id = gst_pad_create_stream_id (pad, bin, GST_PAD_NAME (pad));
  gst_pad_push_event (pad, gst_event_new_stream_start (id));
}

static void
push_caps (GstRTCDataSource * self, gboolean text)
{
  GstPad *pad = GST_PAD (self);
  g_autoptr (GstCaps) caps = NULL;
  GstSegment segment;

  if (self->has_caps && self->text == text)
    return;
  caps = make_caps (self, text);
  gst_pad_push_event (pad, gst_event_new_caps (caps));
  if (!self->has_caps) {
    gst_segment_init (&segment, GST_FORMAT_TIME);
    gst_pad_push_event (pad, gst_event_new_segment (&segment));
  }
  self->has_caps = TRUE;
  self->text = text;
}

static GstBuffer *
make_buffer (GstMessageEvent * message, GstElement * bin)
{
  const gchar *text = gst_message_event_get_text (message);
  GBytes *bytes = gst_message_event_get_bytes (message);
  GstClockTime now = gst_element_get_current_running_time (bin);
  GstBuffer *buffer;

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    buffer = gst_buffer_new_wrapped_bytes (bytes);
  else if (bytes == NULL && *text != '\0')
    buffer = gst_buffer_new_memdup (text, strlen (text));
  else
    buffer = gst_buffer_new ();
  /* A message has no time but that of its arrival. */
  GST_BUFFER_PTS (buffer) = now;
  return buffer;
}

static GstFlowReturn
push_message (GstRTCDataSource * self, GstElement * bin,
    GstMessageEvent * message)
{
  push_start (self, bin);
  push_caps (self, gst_message_event_get_bytes (message) == NULL);
  return gst_pad_push (GST_PAD (self), make_buffer (message, bin));
}

void
gst_rtc_data_source_remove (GstRTCDataSource * self, GstElement * bin)
{
  if (!g_atomic_int_compare_and_exchange (&self->removed, FALSE, TRUE))
    return;
  gst_rtc_data_source_park (self);
  gst_pad_set_active (GST_PAD (self), FALSE);
  drop_queue (self);
  gst_element_remove_pad (bin, GST_PAD (self));
}

static void
remove_pad (GstElement * bin, gpointer data)
{
  gst_rtc_data_source_remove (data, bin);
}

/* EOS, and then the pad goes: not by its own task, which is waited for. */
static void
push_end (GstRTCDataSource * self, GstElement * bin)
{
  push_start (self, bin);
  push_caps (self, self->text);
  gst_pad_push_event (GST_PAD (self), gst_event_new_eos ());
  gst_pad_pause_task (GST_PAD (self));
  gst_rtc_call_async (bin, remove_pad, gst_object_ref (self),
      gst_object_unref);
}

static void
handle_flow (GstRTCDataSource * self, GstElement * bin, GstFlowReturn flow)
{
  if (flow == GST_FLOW_OK || flow == GST_FLOW_NOT_LINKED)
    return;
  g_mutex_lock (&self->lock);
  self->dead = TRUE;
  g_mutex_unlock (&self->lock);
  drop_queue (self);
  if (flow < GST_FLOW_EOS)
    GST_ELEMENT_FLOW_ERROR (bin, flow);
}

static void
push_loop (gpointer data)
{
  GstRTCDataSource *self = data;
  g_autoptr (GstElement) bin = gst_pad_get_parent_element (GST_PAD (self));
  g_autoptr (GstMessageEvent) message = NULL;
  gboolean end = FALSE;

  g_mutex_lock (&self->lock);
  while (self->active && self->queue.length == 0 && !self->over)
    g_cond_wait (&self->cond, &self->lock);
  if (self->active && bin != NULL) {
    message = g_queue_pop_head (&self->queue);
    end = message == NULL;
  }
  g_mutex_unlock (&self->lock);

  if (message != NULL) {
    GstFlowReturn flow = push_message (self, bin, message);

    count (self, -(gssize) message_cost (message));
    /* Flushing is no end: the pad may come back. */
    if (flow != GST_FLOW_FLUSHING)
      handle_flow (self, bin, flow);
  } else if (end) {
    push_end (self, bin);
  } else {
    gst_pad_pause_task (GST_PAD (self));
  }
}

/* A pad that has had nothing to do yet has no thread. With the lock, so that
 * no task starts behind the back of who stops it; its function waits. */
static void
start_task (GstRTCDataSource * self)
{
  g_mutex_lock (&self->lock);
  if (self->active && !self->running && (self->queue.length > 0 || self->over)) {
    self->running = TRUE;
    gst_pad_start_task (GST_PAD (self), push_loop, self, NULL);
  }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static gboolean
activate_mode (GstPad * pad, GstObject * parent, GstPadMode mode,
    gboolean active)
{
  GstRTCDataSource *self = GST_RTC_DATA_SOURCE (pad);

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  g_mutex_lock (&self->lock);
  self->active = active;
  self->running = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  if (active) {
    self->started = self->has_caps = FALSE;
    start_task (self);
    return TRUE;
  }
  return gst_pad_stop_task (pad);
}

/* --- the channel ---------------------------------------------------------- */

/* In the event queue, which must not wait. */
static void
on_message (GstRTCDataChannel * channel, GstMessageEvent * message,
    GstRTCDataSource * self)
{
  if (!gst_pad_is_linked (GST_PAD (self)))
    return;
  g_mutex_lock (&self->lock);
  if (self->dead || self->over) {
    g_mutex_unlock (&self->lock);
    return;
  }
  g_queue_push_tail (&self->queue, g_object_ref (message));
  g_mutex_unlock (&self->lock);
  count (self, (gssize) message_cost (message));
  start_task (self);
}

void
gst_rtc_data_source_end (GstRTCDataSource * self)
{
  g_mutex_lock (&self->lock);
  self->over = TRUE;
  g_mutex_unlock (&self->lock);
  start_task (self);
}

/* --- class ---------------------------------------------------------------- */

/* Exact, or links that wait for another pad take this one. */
static void
answer_caps (GstRTCDataSource * self, GstQuery * query)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (GST_PAD (self));
  g_autoptr (GstCaps) answer = NULL;
  GstCaps *filter;

  if (caps == NULL)
    caps = caps_from_protocol (self);
  if (caps == NULL)
    caps = gst_caps_from_string ("text/x-raw, format=(string)utf8; "
        "application/octet-stream");
  gst_query_parse_caps (query, &filter);
  answer = filter != NULL ? gst_caps_intersect (filter, caps)
      : gst_caps_ref (caps);
  gst_query_set_caps_result (query, answer);
}

static gboolean
query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY) {
    gst_query_set_latency (query, TRUE, 0, GST_CLOCK_TIME_NONE);
    return TRUE;
  }
  if (GST_QUERY_TYPE (query) == GST_QUERY_CAPS) {
    answer_caps (GST_RTC_DATA_SOURCE (pad), query);
    return TRUE;
  }
  return gst_pad_query_default (pad, parent, query);
}

static gboolean
event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gst_event_unref (event);
  return TRUE;
}

static GstIterator *
no_internal_links (GstPad * pad, GstObject * parent)
{
  return NULL;
}

static void
gst_rtc_data_source_get_property (GObject * object, guint property_id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCDataSource *self = GST_RTC_DATA_SOURCE (object);

  switch (property_id) {
    case PROP_CHANNEL:
      g_mutex_lock (&self->lock);
      g_value_set_object (value, self->channel);
      g_mutex_unlock (&self->lock);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gst_rtc_data_source_finalize (GObject * object)
{
  GstRTCDataSource *self = GST_RTC_DATA_SOURCE (object);

  g_queue_clear_full (&self->queue, g_object_unref);
  g_clear_object (&self->channel);
  g_weak_ref_clear (&self->connection);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (gst_rtc_data_source_parent_class)->finalize (object);
}

static void
gst_rtc_data_source_class_init (GstRTCDataSourceClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_data_source_get_property;
  object_class->finalize = gst_rtc_data_source_finalize;

  g_object_class_install_property (object_class, PROP_CHANNEL,
      g_param_spec_object ("channel", "Channel", "The RTCDataChannel",
          GST_TYPE_RTC_DATA_CHANNEL,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
gst_rtc_data_source_init (GstRTCDataSource * self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->queue);
  g_weak_ref_init (&self->connection, NULL);
}

static void
unref_closure (gpointer data, GClosure * closure)
{
  gst_object_unref (data);
}

gboolean
gst_rtc_data_source_is_parked (GstRTCDataSource * self)
{
  gboolean parked;

  g_mutex_lock (&self->lock);
  parked = self->channel == NULL && !self->over
      && !g_atomic_int_get (&self->removed);
  g_mutex_unlock (&self->lock);
  return parked;
}

void
gst_rtc_data_source_adopt (GstRTCDataSource * self,
    GstRTCPeerConnection * connection, GstRTCDataChannel * channel)
{
  g_weak_ref_set (&self->connection, connection);
  g_mutex_lock (&self->lock);
  g_set_object (&self->channel, channel);
  self->dead = FALSE;
  g_mutex_unlock (&self->lock);
  g_signal_connect_data (channel, "message", G_CALLBACK (on_message),
      gst_object_ref (self), unref_closure, 0);
  g_signal_connect_data (channel, "close",
      G_CALLBACK (gst_rtc_data_source_end), gst_object_ref (self),
      unref_closure, G_CONNECT_SWAPPED);
}

GstPad *
gst_rtc_data_source_new (const gchar * name, GstPadTemplate * templ,
    GstRTCPeerConnection * connection, GstRTCDataChannel * channel)
{
  GstPad *pad = g_object_new (GST_TYPE_RTC_DATA_SOURCE, "name", name,
      "direction", GST_PAD_SRC, "template", templ, NULL);

  gst_pad_set_query_function (pad, query);
  gst_pad_set_event_function (pad, event);
  gst_pad_set_activatemode_function (pad, activate_mode);
  gst_pad_set_iterate_internal_links_function (pad, no_internal_links);
  gst_rtc_data_source_adopt (GST_RTC_DATA_SOURCE (pad), connection, channel);
  return pad;
}
