/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannel.c: messages both ways (RTCDataChannel): what it shows and
 * what the application does with it. Its life is in rtcdatachannel-life.c.
 */

/**
 * SECTION:rtcdatachannel
 * @title: GstRTCDataChannel
 * @short_description: messages both ways
 *
 * A channel (webrtc-pc section 6.2) is kept alive by its connection until it is
 * closed, so that its messages find their handlers; it does not keep the
 * connection alive. With the last reference on the connection gone, it is
 * closed, and no signal says so, as after gst_rtc_peer_connection_close().
 *
 * Methods may be used from any thread and do not wait; signals are emitted in
 * the connection's main context. Messages that arrive before a handler of
 * #GstRTCPeerConnection::datachannel has run wait behind it.
 *
 * Since: 0.1
 */

#include "rtcdatachannel-private.h"

#include "core/pcerror.h"
#include "messageevent.h"
#include "rtcerrorevent.h"

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_ORDERED,
  PROP_MAX_PACKET_LIFE_TIME,
  PROP_MAX_RETRANSMITS,
  PROP_PROTOCOL,
  PROP_NEGOTIATED,
  PROP_ID,
  PROP_READY_STATE,
  PROP_BUFFERED_AMOUNT,
  PROP_BUFFERED_AMOUNT_LOW_THRESHOLD,
  PROP_BINARY_TYPE,
  PROP_PRIORITY,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint signals[GST_RTC_DATA_CHANNEL_N_EVENTS];

G_DEFINE_FINAL_TYPE (GstRTCDataChannel, gst_rtc_data_channel, G_TYPE_OBJECT);

static void
gst_rtc_data_channel_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCDataChannel *self = GST_RTC_DATA_CHANNEL (object);

  switch (id) {
    case PROP_LABEL:
      g_value_set_string (value, self->open->label);
      break;
    case PROP_ORDERED:
      g_value_set_boolean (value, self->open->ordered);
      break;
    case PROP_MAX_PACKET_LIFE_TIME:
      g_value_set_int (value, self->open->max_packet_life_time);
      break;
    case PROP_MAX_RETRANSMITS:
      g_value_set_int (value, self->open->max_retransmits);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->open->protocol);
      break;
    case PROP_NEGOTIATED:
      g_value_set_boolean (value, self->negotiated);
      break;
    case PROP_ID:
      g_value_set_int (value, gst_rtc_data_channel_get_id (self));
      break;
    case PROP_READY_STATE:
      g_value_set_enum (value, gst_rtc_data_channel_get_ready_state (self));
      break;
    case PROP_BUFFERED_AMOUNT:
      g_value_set_uint64 (value,
          gst_rtc_data_channel_get_buffered_amount (self));
      break;
    case PROP_BUFFERED_AMOUNT_LOW_THRESHOLD:
      g_value_set_uint64 (value,
          gst_rtc_data_channel_get_buffered_amount_low_threshold (self));
      break;
    case PROP_BINARY_TYPE:
      g_value_set_enum (value, gst_rtc_data_channel_get_binary_type (self));
      break;
    case PROP_PRIORITY:
      g_value_set_enum (value, gst_rtc_data_channel_get_priority (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_data_channel_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCDataChannel *self = GST_RTC_DATA_CHANNEL (object);

  switch (id) {
    case PROP_BUFFERED_AMOUNT_LOW_THRESHOLD:
      gst_rtc_data_channel_set_buffered_amount_low_threshold (self,
          g_value_get_uint64 (value));
      break;
    case PROP_BINARY_TYPE:
      gst_rtc_data_channel_set_binary_type (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_data_channel_finalize (GObject * object)
{
  GstRTCDataChannel *self = GST_RTC_DATA_CHANNEL (object);

  pc_dcep_open_free (self->open);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_data_channel_parent_class)->finalize (object);
}

/**
 * GstRTCDataChannel:label:
 *
 * A name, which need not be unique.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:ordered:
 *
 * Whether messages arrive in their order.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:max-packet-life-time:
 *
 * For how many milliseconds a message may be sent again; -1: no limit.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:max-retransmits:
 *
 * How many times a message may be sent again; -1: no limit.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:protocol:
 *
 * The application's protocol, or "".
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:negotiated:
 *
 * Whether both ends made it, agreeing on the id by themselves.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:id:
 *
 * The number of its SCTP streams; -1 until known.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:ready-state:
 *
 * Whether messages can be sent.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:buffered-amount:
 *
 * Bytes that were given to send and are not yet sent.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:buffered-amount-low-threshold:
 *
 * When #GstRTCDataChannel:buffered-amount falls to this many bytes,
 * #GstRTCDataChannel::bufferedamountlow is emitted.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:binary-type:
 *
 * What it was last set to. It changes nothing: a binary message is a #GBytes,
 * which is what either kind would be here.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel:priority:
 *
 * Its share of what can be sent, against other channels.
 *
 * Since: 0.1
 */
static void
install_properties (GObjectClass * object_class)
{
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, ro);
  props[PROP_ORDERED] = g_param_spec_boolean ("ordered", NULL, NULL, TRUE, ro);
  props[PROP_MAX_PACKET_LIFE_TIME] =
      g_param_spec_int ("max-packet-life-time", NULL, NULL, -1, G_MAXINT, -1,
      ro);
  props[PROP_MAX_RETRANSMITS] = g_param_spec_int ("max-retransmits", NULL,
      NULL, -1, G_MAXINT, -1, ro);
  props[PROP_PROTOCOL] = g_param_spec_string ("protocol", NULL, NULL, "", ro);
  props[PROP_NEGOTIATED] = g_param_spec_boolean ("negotiated", NULL, NULL,
      FALSE, ro);
  props[PROP_ID] = g_param_spec_int ("id", NULL, NULL, -1, G_MAXINT, -1, ro);
  props[PROP_READY_STATE] = g_param_spec_enum ("ready-state", NULL, NULL,
      GST_TYPE_RTC_DATA_CHANNEL_STATE, GST_RTC_DATA_CHANNEL_STATE_CONNECTING,
      ro);
  props[PROP_BUFFERED_AMOUNT] = g_param_spec_uint64 ("buffered-amount", NULL,
      NULL, 0, G_MAXUINT64, 0, ro);
  props[PROP_BUFFERED_AMOUNT_LOW_THRESHOLD] =
      g_param_spec_uint64 ("buffered-amount-low-threshold", NULL, NULL, 0,
      G_MAXUINT64, 0,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_BINARY_TYPE] = g_param_spec_enum ("binary-type", NULL, NULL,
      GST_TYPE_BINARY_TYPE, GST_BINARY_TYPE_ARRAYBUFFER,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_PRIORITY] = g_param_spec_enum ("priority", NULL, NULL,
      GST_TYPE_RTC_PRIORITY_TYPE, GST_RTC_PRIORITY_TYPE_LOW, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

/**
 * GstRTCDataChannel::open:
 * @channel: the channel
 *
 * Messages can be sent.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel::bufferedamountlow:
 * @channel: the channel
 *
 * #GstRTCDataChannel:buffered-amount fell to the threshold.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel::error:
 * @channel: the channel
 * @event: says what happened
 *
 * The channel failed; #GstRTCDataChannel::close follows.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel::closing:
 * @channel: the channel
 *
 * The peer closes it.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel::close:
 * @channel: the channel
 *
 * It is closed.
 *
 * Since: 0.1
 */
/**
 * GstRTCDataChannel::message:
 * @channel: the channel
 * @event: has the text or the bytes
 *
 * The peer sent a message.
 *
 * Since: 0.1
 */
static void
gst_rtc_data_channel_class_init (GstRTCDataChannelClass * klass)
{
  const struct
  {
    const gchar *name;
    GType event;                /* of its argument */
  } events[GST_RTC_DATA_CHANNEL_N_EVENTS] = {
    [GST_RTC_DATA_CHANNEL_OPEN] = {"open"},
    [GST_RTC_DATA_CHANNEL_BUFFERED_AMOUNT_LOW] = {"bufferedamountlow"},
    [GST_RTC_DATA_CHANNEL_ERROR] = {"error", GST_TYPE_RTC_ERROR_EVENT},
    [GST_RTC_DATA_CHANNEL_CLOSING] = {"closing"},
    [GST_RTC_DATA_CHANNEL_CLOSE] = {"close"},
    [GST_RTC_DATA_CHANNEL_MESSAGE] = {"message", GST_TYPE_MESSAGE_EVENT},
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_data_channel_get_property;
  object_class->set_property = gst_rtc_data_channel_set_property;
  object_class->finalize = gst_rtc_data_channel_finalize;
  install_properties (object_class);

  for (guint i = 0; i < GST_RTC_DATA_CHANNEL_N_EVENTS; i++)
    signals[i] = g_signal_new (events[i].name, G_TYPE_FROM_CLASS (klass),
        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
        events[i].event != 0 ? 1 : 0, events[i].event);
}

static void
gst_rtc_data_channel_init (GstRTCDataChannel * self)
{
  self->id = -1;
  self->binary_type = GST_BINARY_TYPE_ARRAYBUFFER;
}

void
gst_rtc_data_channel_fire (GstRTCDataChannel * channel,
    GstRTCDataChannelEventType type, gpointer event)
{
  g_signal_emit (channel, signals[type], 0, event);
}

void
gst_rtc_data_channel_notify_state (GstRTCDataChannel * channel)
{
  g_object_notify_by_pspec (G_OBJECT (channel), props[PROP_READY_STATE]);
}

/**
 * gst_rtc_data_channel_get_label:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: (transfer none): a name, which need not be unique
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_data_channel_get_label (GstRTCDataChannel * channel)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), NULL);

  return channel->open->label;
}

/**
 * gst_rtc_data_channel_get_ordered:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: whether messages arrive in their order
 *
 * Since: 0.1
 */
gboolean
gst_rtc_data_channel_get_ordered (GstRTCDataChannel * channel)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), TRUE);

  return channel->open->ordered;
}

/**
 * gst_rtc_data_channel_get_max_packet_life_time:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: for how many milliseconds a message may be sent again; -1: no limit
 *
 * Since: 0.1
 */
gint
gst_rtc_data_channel_get_max_packet_life_time (GstRTCDataChannel * channel)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), -1);

  return channel->open->max_packet_life_time;
}

/**
 * gst_rtc_data_channel_get_max_retransmits:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: how many times a message may be sent again; -1: no limit
 *
 * Since: 0.1
 */
gint
gst_rtc_data_channel_get_max_retransmits (GstRTCDataChannel * channel)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), -1);

  return channel->open->max_retransmits;
}

/**
 * gst_rtc_data_channel_get_protocol:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: (transfer none): the application's protocol, or ""
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_data_channel_get_protocol (GstRTCDataChannel * channel)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), NULL);

  return channel->open->protocol;
}

/**
 * gst_rtc_data_channel_get_negotiated:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: whether both ends made it, agreeing on the id by themselves
 *
 * Since: 0.1
 */
gboolean
gst_rtc_data_channel_get_negotiated (GstRTCDataChannel * channel)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), FALSE);

  return channel->negotiated;
}

/**
 * gst_rtc_data_channel_get_id:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: the number of its SCTP streams; -1 until known
 *
 * Since: 0.1
 */
gint
gst_rtc_data_channel_get_id (GstRTCDataChannel * channel)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), -1);

  locker = gst_rtc_model_locker_new (channel->model);

  return channel->id;
}

/**
 * gst_rtc_data_channel_get_ready_state:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: whether messages can be sent
 *
 * Since: 0.1
 */
GstRTCDataChannelState
gst_rtc_data_channel_get_ready_state (GstRTCDataChannel * channel)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (channel->model);

  return channel->state;
}

/**
 * gst_rtc_data_channel_get_buffered_amount:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: bytes that were given to send and are not yet sent
 *
 * Since: 0.1
 */
guint64
gst_rtc_data_channel_get_buffered_amount (GstRTCDataChannel * channel)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), 0);

  locker = gst_rtc_model_locker_new (channel->model);

  return channel->buffered_amount;
}

/**
 * gst_rtc_data_channel_get_buffered_amount_low_threshold:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: at how many bytes #GstRTCDataChannel::bufferedamountlow is emitted
 *
 * Since: 0.1
 */
guint64
gst_rtc_data_channel_get_buffered_amount_low_threshold (GstRTCDataChannel *
    channel)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), 0);

  locker = gst_rtc_model_locker_new (channel->model);

  return channel->low_threshold;
}

/**
 * gst_rtc_data_channel_set_buffered_amount_low_threshold:
 * @channel: a #GstRTCDataChannel
 * @threshold: at how many bytes #GstRTCDataChannel::bufferedamountlow is
 *   emitted
 *
 * Since: 0.1
 */
void
gst_rtc_data_channel_set_buffered_amount_low_threshold (GstRTCDataChannel *
    channel, guint64 threshold)
{
  gboolean changed;

  g_return_if_fail (GST_IS_RTC_DATA_CHANNEL (channel));

  g_mutex_lock (&channel->model->lock);
  changed = channel->low_threshold != threshold;
  channel->low_threshold = threshold;
  g_mutex_unlock (&channel->model->lock);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (channel),
        props[PROP_BUFFERED_AMOUNT_LOW_THRESHOLD]);
}

/**
 * gst_rtc_data_channel_get_binary_type:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: what it was last set to
 *
 * Since: 0.1
 */
GstBinaryType
gst_rtc_data_channel_get_binary_type (GstRTCDataChannel * channel)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel),
      GST_BINARY_TYPE_ARRAYBUFFER);

  locker = gst_rtc_model_locker_new (channel->model);

  return channel->binary_type;
}

/**
 * gst_rtc_data_channel_set_binary_type:
 * @channel: a #GstRTCDataChannel
 * @type: what gst_rtc_data_channel_get_binary_type() is to say
 *
 * Since: 0.1
 */
void
gst_rtc_data_channel_set_binary_type (GstRTCDataChannel * channel,
    GstBinaryType type)
{
  gboolean changed;

  g_return_if_fail (GST_IS_RTC_DATA_CHANNEL (channel));

  g_mutex_lock (&channel->model->lock);
  changed = channel->binary_type != type;
  channel->binary_type = type;
  g_mutex_unlock (&channel->model->lock);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (channel), props[PROP_BINARY_TYPE]);
}

/**
 * gst_rtc_data_channel_get_priority:
 * @channel: a #GstRTCDataChannel
 *
 * Returns: its share of what can be sent
 *
 * Since: 0.1
 */
GstRTCPriorityType
gst_rtc_data_channel_get_priority (GstRTCDataChannel * channel)
{
  guint16 priority;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel),
      GST_RTC_PRIORITY_TYPE_LOW);

  /* webrtc-priority section 5.1: the next that is not below; RFC 8831 section
   * 6.4 has the numbers. */
  priority = channel->open->priority;
  if (priority <= 128)
    return GST_RTC_PRIORITY_TYPE_VERY_LOW;
  if (priority <= 256)
    return GST_RTC_PRIORITY_TYPE_LOW;
  return priority <= 512 ? GST_RTC_PRIORITY_TYPE_MEDIUM
      : GST_RTC_PRIORITY_TYPE_HIGH;
}

/**
 * gst_rtc_data_channel_send_string:
 * @channel: a #GstRTCDataChannel
 * @text: a message, in UTF-8
 * @error: return location for a #GError
 *
 * Sends a text. Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the channel is
 * not open, #GST_RTC_DOM_ERROR_TYPE when @text is larger than
 * #GstRTCSctpTransport:max-message-size or not UTF-8, and
 * #GST_RTC_DOM_ERROR_OPERATION when too much waits to be sent already.
 *
 * Returns: whether it will be sent
 *
 * Since: 0.1
 */
gboolean
gst_rtc_data_channel_send_string (GstRTCDataChannel * channel,
    const gchar * text, GError ** error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_TYPE,
        "cannot send: the text is not valid UTF-8");
    return FALSE;
  }
  bytes = g_bytes_new (text, strlen (text));

  return gst_rtc_backend_send (channel, FALSE, bytes, NULL, error);
}

/**
 * gst_rtc_data_channel_send_bytes:
 * @channel: a #GstRTCDataChannel
 * @bytes: a message
 * @error: return location for a #GError
 *
 * Sends a binary message. Fails as gst_rtc_data_channel_send_string().
 *
 * Returns: whether it will be sent
 *
 * Since: 0.1
 */
gboolean
gst_rtc_data_channel_send_bytes (GstRTCDataChannel * channel, GBytes * bytes,
    GError ** error)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL (channel), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  return gst_rtc_backend_send (channel, TRUE, bytes, NULL, error);
}
