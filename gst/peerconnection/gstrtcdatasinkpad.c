/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdatasinkpad.c: a data channel to push buffers into: the channel's life
 * and the pad's settings. The way of the data is in gstrtcdatasinkflow.c.
 */

#include "gstrtcdatasinkpad-private.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

/* bytes: what a fast path has under way, and a little for who pushes late */
#define DEFAULT_THRESHOLD (1024 * 1024)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_PROTOCOL,
  PROP_ORDERED,
  PROP_MAX_PACKET_LIFE_TIME,
  PROP_MAX_RETRANSMITS,
  PROP_PRIORITY,
  PROP_NEGOTIATED,
  PROP_ID,
  PROP_THRESHOLD,
  PROP_SYNC,
  PROP_CHANNEL,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (GstRTCDataSinkPad, gst_rtc_data_sink_pad, GST_TYPE_PAD);

/* --- the channel ---------------------------------------------------------- */

static void
wake (GstRTCDataSinkPad * self)
{
  g_mutex_lock (&self->sink.lock);
  g_cond_broadcast (&self->sink.cond);
  g_mutex_unlock (&self->sink.lock);
}

static void
on_closed (GstRTCDataSinkPad * self)
{
  g_autoptr (GstElement) bin = gst_pad_get_parent_element (GST_PAD (self));
  gboolean finished;

  g_mutex_lock (&self->sink.lock);
  finished = self->ended;
  self->finished |= finished;
  g_cond_broadcast (&self->sink.cond);
  g_mutex_unlock (&self->sink.lock);
  if (finished && bin != NULL)
    self->callbacks->finished (bin, self);
}

static void
on_error (GstRTCDataChannel * channel, GstRTCErrorEvent * event,
    GstRTCDataSinkPad * self)
{
  g_autoptr (GstRTCError) error = NULL;

  g_object_get (event, "error", &error, NULL);
  GST_WARNING_OBJECT (self, "%s", gst_rtc_error_get_message (error));
}

static void
unref_closure (gpointer data, GClosure * closure)
{
  gst_object_unref (data);
}

static void
watch_channel (GstRTCDataSinkPad * self, GstRTCDataChannel * channel)
{
  const struct
  {
    const gchar *signal;
    GCallback handler;
    GConnectFlags flags;
  } signals[] = {
    {"open", G_CALLBACK (wake), G_CONNECT_SWAPPED},
    {"bufferedamountlow", G_CALLBACK (wake), G_CONNECT_SWAPPED},
    {"closing", G_CALLBACK (wake), G_CONNECT_SWAPPED},
    {"close", G_CALLBACK (on_closed), G_CONNECT_SWAPPED},
    {"error", G_CALLBACK (on_error), 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_data (channel, signals[i].signal, signals[i].handler,
        gst_object_ref (self), unref_closure, signals[i].flags);
}

/* The caps that come say what it is, unless it is just text or bytes: the
 * peer's pad gets them back from the channel's protocol. */
static gchar *
protocol_from_caps (GstRTCDataSinkPad * self)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (GST_PAD (self));
  g_autoptr (GstCaps) known = gst_caps_from_string (GST_RTC_DATA_CAPS);
  const GstStructure *structure;

  if (caps == NULL)
    caps = gst_pad_peer_query_caps (GST_PAD (self), NULL);
  if (!gst_caps_is_fixed (caps) || !gst_caps_is_subset (caps, known))
    return g_strdup ("");
  structure = gst_caps_get_structure (caps, 0);
  if (gst_structure_has_name (structure, "text/x-raw")
      || gst_structure_has_name (structure, "application/octet-stream"))
    return g_strdup ("");
  return gst_caps_to_string (caps);
}

static GstRTCDataChannelInit *
make_init (GstRTCDataSinkPad * self, gchar ** label)
{
  GstRTCDataChannelInit *init;
  g_autofree gchar *protocol = NULL;

  g_mutex_lock (&self->sink.lock);
  *label = g_strdup (self->label);
  protocol = g_strdup (self->protocol);
  init = g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT,
      "ordered", self->ordered,
      "max-packet-life-time", self->max_packet_life_time,
      "max-retransmits", self->max_retransmits,
      "priority", self->priority,
      "negotiated", self->negotiated, "id", self->id, NULL);
  g_mutex_unlock (&self->sink.lock);

  if (*label == NULL)
    *label = gst_object_get_name (GST_OBJECT (self));
  if (protocol == NULL)
    protocol = protocol_from_caps (self);
  g_object_set (init, "protocol", protocol, NULL);
  return init;
}

gboolean
gst_rtc_data_sink_pad_connect (GstRTCDataSinkPad * self,
    GstRTCPeerConnection * connection, GError ** error)
{
  g_autoptr (GstRTCDataChannelInit) init = NULL;
  g_autoptr (GstRTCDataChannel) channel = NULL;
  g_autofree gchar *label = NULL;
  gboolean there;

  g_mutex_lock (&self->sink.lock);
  there = self->channel != NULL;
  g_mutex_unlock (&self->sink.lock);
  if (there)
    return TRUE;

  init = make_init (self, &label);
  channel = gst_rtc_peer_connection_create_data_channel (connection, label,
      init, error);
  if (channel == NULL)
    return FALSE;
  gst_rtc_data_channel_set_buffered_amount_low_threshold (channel,
      self->threshold);
  watch_channel (self, channel);
  g_mutex_lock (&self->sink.lock);
  g_set_object (&self->channel, channel);
  g_cond_broadcast (&self->sink.cond);
  g_mutex_unlock (&self->sink.lock);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANNEL]);
  return TRUE;
}

void
gst_rtc_data_sink_pad_disconnect (GstRTCDataSinkPad * self)
{
  g_autoptr (GstRTCDataChannel) channel = NULL;

  g_mutex_lock (&self->sink.lock);
  channel = g_steal_pointer (&self->channel);
  self->finished = FALSE;
  g_cond_broadcast (&self->sink.cond);
  g_mutex_unlock (&self->sink.lock);
  if (channel == NULL)
    return;
  g_signal_handlers_disconnect_matched (channel, G_SIGNAL_MATCH_DATA, 0, 0,
      NULL, NULL, self);
  gst_rtc_data_channel_close (channel);
}

/* --- what the bin asks ---------------------------------------------------- */

void
gst_rtc_data_sink_pad_set_flushing (GstRTCDataSinkPad * self, gboolean flushing)
{
  gst_rtc_sink_sync_set_flushing (&self->sink, flushing);
}

gboolean
gst_rtc_data_sink_pad_is_finished (GstRTCDataSinkPad * self)
{
  gboolean finished;

  g_mutex_lock (&self->sink.lock);
  finished = self->finished;
  g_mutex_unlock (&self->sink.lock);
  return finished;
}

/* --- properties ----------------------------------------------------------- */

static void
gst_rtc_data_sink_pad_get_property (GObject * object, guint property_id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCDataSinkPad *self = GST_RTC_DATA_SINK_PAD (object);

  g_mutex_lock (&self->sink.lock);
  switch (property_id) {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->protocol);
      break;
    case PROP_ORDERED:
      g_value_set_boolean (value, self->ordered);
      break;
    case PROP_MAX_PACKET_LIFE_TIME:
      g_value_set_int (value, self->max_packet_life_time);
      break;
    case PROP_MAX_RETRANSMITS:
      g_value_set_int (value, self->max_retransmits);
      break;
    case PROP_PRIORITY:
      g_value_set_enum (value, self->priority);
      break;
    case PROP_NEGOTIATED:
      g_value_set_boolean (value, self->negotiated);
      break;
    case PROP_ID:
      g_value_set_int (value, self->id);
      break;
    case PROP_THRESHOLD:
      g_value_set_uint64 (value, self->threshold);
      break;
    case PROP_SYNC:
      g_value_set_boolean (value, self->sink.sync);
      break;
    case PROP_CHANNEL:
      g_value_set_object (value, self->channel);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
  g_mutex_unlock (&self->sink.lock);
}

static void
gst_rtc_data_sink_pad_set_property (GObject * object, guint property_id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCDataSinkPad *self = GST_RTC_DATA_SINK_PAD (object);

  g_mutex_lock (&self->sink.lock);
  switch (property_id) {
    case PROP_LABEL:
      g_free (self->label);
      self->label = g_value_dup_string (value);
      break;
    case PROP_PROTOCOL:
      g_free (self->protocol);
      self->protocol = g_value_dup_string (value);
      break;
    case PROP_ORDERED:
      self->ordered = g_value_get_boolean (value);
      break;
    case PROP_MAX_PACKET_LIFE_TIME:
      self->max_packet_life_time = g_value_get_int (value);
      break;
    case PROP_MAX_RETRANSMITS:
      self->max_retransmits = g_value_get_int (value);
      break;
    case PROP_PRIORITY:
      self->priority = g_value_get_enum (value);
      break;
    case PROP_NEGOTIATED:
      self->negotiated = g_value_get_boolean (value);
      break;
    case PROP_ID:
      self->id = g_value_get_int (value);
      break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_uint64 (value);
      break;
    case PROP_SYNC:
      self->sink.sync = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
  g_mutex_unlock (&self->sink.lock);
}

static void
gst_rtc_data_sink_pad_dispose (GObject * object)
{
  gst_rtc_data_sink_pad_disconnect (GST_RTC_DATA_SINK_PAD (object));
  G_OBJECT_CLASS (gst_rtc_data_sink_pad_parent_class)->dispose (object);
}

static void
gst_rtc_data_sink_pad_finalize (GObject * object)
{
  GstRTCDataSinkPad *self = GST_RTC_DATA_SINK_PAD (object);

  g_free (self->label);
  g_free (self->protocol);
  gst_rtc_sink_sync_clear (&self->sink);
  G_OBJECT_CLASS (gst_rtc_data_sink_pad_parent_class)->finalize (object);
}

#define BEFORE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS \
    | GST_PARAM_MUTABLE_READY)

static void
install_channel_properties (void)
{
  properties[PROP_LABEL] = g_param_spec_string ("label", "Label",
      "The channel's label (NULL: the pad's name)", NULL, BEFORE);
  properties[PROP_PROTOCOL] = g_param_spec_string ("protocol", "Protocol",
      "The channel's protocol (NULL: the caps that come, if JSON or KLV; a "
      "data_src pad makes caps of it)", NULL, BEFORE);
  properties[PROP_ORDERED] = g_param_spec_boolean ("ordered", "Ordered",
      "Whether messages arrive in their order", TRUE, BEFORE);
  properties[PROP_MAX_PACKET_LIFE_TIME] =
      g_param_spec_int ("max-packet-life-time", "Maximum packet life time",
      "For how many milliseconds a message may be sent again (-1: no limit)",
      -1, G_MAXUINT16, -1, BEFORE);
  properties[PROP_MAX_RETRANSMITS] = g_param_spec_int ("max-retransmits",
      "Maximum retransmits",
      "How many times a message may be sent again (-1: no limit)", -1,
      G_MAXUINT16, -1, BEFORE);
  properties[PROP_PRIORITY] = g_param_spec_enum ("priority", "Priority",
      "The channel's share of what can be sent", GST_TYPE_RTC_PRIORITY_TYPE,
      GST_RTC_PRIORITY_TYPE_LOW, BEFORE);
  properties[PROP_NEGOTIATED] = g_param_spec_boolean ("negotiated",
      "Negotiated", "Whether the peer makes the channel too, with the same id",
      FALSE, BEFORE);
  properties[PROP_ID] = g_param_spec_int ("id", "Id",
      "The id of a negotiated channel", -1, 65534, -1, BEFORE);
}

static void
gst_rtc_data_sink_pad_class_init (GstRTCDataSinkPadClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_data_sink_pad_get_property;
  object_class->set_property = gst_rtc_data_sink_pad_set_property;
  object_class->dispose = gst_rtc_data_sink_pad_dispose;
  object_class->finalize = gst_rtc_data_sink_pad_finalize;

  install_channel_properties ();
  properties[PROP_THRESHOLD] =
      g_param_spec_uint64 ("buffered-amount-low-threshold",
      "Buffered amount low threshold",
      "Who pushes waits while more bytes than this wait to be sent", 0,
      G_MAXUINT64, DEFAULT_THRESHOLD, BEFORE);
  properties[PROP_SYNC] = g_param_spec_boolean ("sync", "Sync",
      "Send data that is not live in its own time, on the clock", TRUE,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHANNEL] = g_param_spec_object ("channel", "Channel",
      "The RTCDataChannel, once it is made", GST_TYPE_RTC_DATA_CHANNEL,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gst_rtc_data_sink_pad_init (GstRTCDataSinkPad * self)
{
  gst_rtc_sink_sync_init (&self->sink);
  self->ordered = TRUE;
  self->max_packet_life_time = -1;
  self->max_retransmits = -1;
  self->priority = GST_RTC_PRIORITY_TYPE_LOW;
  self->id = -1;
  self->threshold = DEFAULT_THRESHOLD;
}

GstPad *
gst_rtc_data_sink_pad_new (const gchar * name, GstPadTemplate * templ,
    const GstRTCDataSinkPadCallbacks * callbacks)
{
  GstRTCDataSinkPad *self = g_object_new (GST_TYPE_RTC_DATA_SINK_PAD, "name",
      name, "direction", GST_PAD_SINK, "template", templ, NULL);

  self->callbacks = callbacks;
  gst_rtc_data_sink_pad_init_flow (self);
  return GST_PAD (self);
}
