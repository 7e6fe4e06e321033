/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpproperties.c: the properties of rtcsctp.
 */

#include "gstrtcsctp-private.h"

/* The port that everybody uses (RFC 8841 section 5) */
#define DEFAULT_PORT 5000
/* Streams each way. Ids up to 1023 are what browsers have always taken, and
 * usrsctp allocates all at once: 104 bytes each, beside 12 KiB an
 * association. */
#define DEFAULT_MAX_CHANNELS 1024
/* bytes, what browsers announce */
#define DEFAULT_MAX_MESSAGE_SIZE (256 * 1024)
/* bytes, what browsers queue */
#define DEFAULT_SEND_QUEUE_LIMIT (16 * 1024 * 1024)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  PROP_LOCAL_PORT,
  PROP_REMOTE_PORT,
  PROP_DTLS_CLIENT,
  PROP_MAX_MESSAGE_SIZE,
  PROP_REMOTE_MAX_MESSAGE_SIZE,
  PROP_MAX_CHANNELS,
  PROP_SEND_QUEUE_LIMIT,
  PROP_BUFFERED_AMOUNT,
  PROP_INTERLEAVING,
  PROP_AUTO_START,
  PROP_STATS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GstStructure *
make_stats (GstRTCSctp * self)
{
  GstRTCSctpAssocStats stats = { 0 };

  g_mutex_lock (&self->lock);
  if (self->assoc != NULL)
    gst_rtc_sctp_assoc_get_stats (self->assoc, &stats);
  g_mutex_unlock (&self->lock);

  return gst_structure_new ("application/x-rtcsctp-stats",
      "packets-received", G_TYPE_UINT64, stats.packets_in,
      "packets-sent", G_TYPE_UINT64, stats.packets_out,
      "packets-discarded", G_TYPE_UINT64, stats.packets_bad,
      "messages-received", G_TYPE_UINT64, stats.messages_in,
      "messages-sent", G_TYPE_UINT64, stats.messages_out,
      "bytes-received", G_TYPE_UINT64, stats.bytes_in,
      "bytes-sent", G_TYPE_UINT64, stats.bytes_out,
      "bytes-unfinished", G_TYPE_UINT64, stats.bytes_unfinished,
      "channels-opened", G_TYPE_UINT64, stats.channels.opened,
      "channels-closed", G_TYPE_UINT64, stats.channels.closed,
      "channels-refused", G_TYPE_UINT64, stats.channels.refused,
      "unknown-stream", G_TYPE_UINT64, stats.channels.unknown_stream,
      "unknown-ppid", G_TYPE_UINT64, stats.channels.unknown_ppid,
      "malformed", G_TYPE_UINT64, stats.channels.malformed,
      "congestion-window", G_TYPE_UINT, stats.path.congestion_window,
      "receiver-window", G_TYPE_UINT, stats.path.receiver_window,
      "smoothed-round-trip-time", G_TYPE_UINT, stats.path.smoothed_rtt,
      "unack-data", G_TYPE_UINT, stats.path.unacknowledged,
      "mtu", G_TYPE_UINT, stats.path.mtu, NULL);
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  GstRTCSctp *self = GST_RTC_SCTP (object);

  if (id == PROP_STATS) {
    g_value_take_boxed (value, make_stats (self));
    return;
  }
  g_mutex_lock (&self->lock);
  switch (id) {
    case PROP_STATE:
      g_value_set_enum (value, (gint) self->state);
      break;
    case PROP_ERROR:
      g_value_set_object (value, self->error);
      break;
    case PROP_LOCAL_PORT:
      g_value_set_uint (value, self->local_port);
      break;
    case PROP_REMOTE_PORT:
      g_value_set_uint (value, self->remote_port);
      break;
    case PROP_DTLS_CLIENT:
      g_value_set_boolean (value, self->dtls_client);
      break;
    case PROP_MAX_MESSAGE_SIZE:
      g_value_set_uint64 (value, self->local_max_message_size);
      break;
    case PROP_REMOTE_MAX_MESSAGE_SIZE:
      g_value_set_uint64 (value, self->remote_max_message_size);
      break;
    case PROP_MAX_CHANNELS:
      g_value_set_uint (value, self->max_channels);
      break;
    case PROP_SEND_QUEUE_LIMIT:
      g_value_set_uint64 (value, self->send_queue_limit);
      break;
    case PROP_BUFFERED_AMOUNT:
      g_value_set_uint64 (value, self->buffered_amount);
      break;
    case PROP_INTERLEAVING:
      g_value_set_boolean (value, self->interleaving);
      break;
    case PROP_AUTO_START:
      g_value_set_boolean (value, self->auto_start);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  g_mutex_unlock (&self->lock);
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRTCSctp *self = GST_RTC_SCTP (object);

  g_mutex_lock (&self->lock);
  switch (id) {
    case PROP_LOCAL_PORT:
      self->local_port = g_value_get_uint (value);
      break;
    case PROP_REMOTE_PORT:
      self->remote_port = g_value_get_uint (value);
      break;
    case PROP_DTLS_CLIENT:
      self->dtls_client = g_value_get_boolean (value);
      break;
    case PROP_MAX_MESSAGE_SIZE:
      self->local_max_message_size = g_value_get_uint64 (value);
      break;
    case PROP_REMOTE_MAX_MESSAGE_SIZE:
      self->remote_max_message_size = g_value_get_uint64 (value);
      break;
    case PROP_MAX_CHANNELS:
      self->wanted_channels = g_value_get_uint (value);
      self->max_channels = self->wanted_channels;
      break;
    case PROP_SEND_QUEUE_LIMIT:
      self->send_queue_limit = g_value_get_uint64 (value);
      break;
    case PROP_INTERLEAVING:
      self->interleaving = g_value_get_boolean (value);
      break;
    case PROP_AUTO_START:
      self->auto_start = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  g_mutex_unlock (&self->lock);
}

void
gst_rtc_sctp_notify_state (GstRTCSctp * self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
gst_rtc_sctp_notify_max_channels (GstRTCSctp * self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_CHANNELS]);
}

#define READ (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
#define BEFORE_START (G_PARAM_READWRITE | G_PARAM_CONSTRUCT \
    | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY)

static void
create_settings (void)
{
  properties[PROP_LOCAL_PORT] = g_param_spec_uint ("local-port",
      "Local port", "Our SCTP port (a=sctp-port)", 1, G_MAXUINT16,
      DEFAULT_PORT, BEFORE_START);
  properties[PROP_REMOTE_PORT] = g_param_spec_uint ("remote-port",
      "Remote port", "The peer's SCTP port", 1, G_MAXUINT16, DEFAULT_PORT,
      BEFORE_START);
  properties[PROP_DTLS_CLIENT] = g_param_spec_boolean ("dtls-client",
      "DTLS client", "Whether we are the client of DTLS: then our channels "
      "have the even ids (RFC 8832 section 6)", FALSE, BEFORE_START);
  properties[PROP_MAX_MESSAGE_SIZE] =
      g_param_spec_uint64 ("max-message-size", "Maximum message size",
      "Bytes that a message from the peer may have (0 = 256 MiB); the channel "
      "of a larger one is closed", 0, G_MAXUINT64, DEFAULT_MAX_MESSAGE_SIZE,
      BEFORE_START);
  properties[PROP_REMOTE_MAX_MESSAGE_SIZE] =
      g_param_spec_uint64 ("remote-max-message-size",
      "Remote maximum message size",
      "Bytes that a message to the peer may have (0 = no limit)", 0,
      G_MAXUINT64, DEFAULT_MAX_MESSAGE_SIZE, BEFORE_START);
  properties[PROP_MAX_CHANNELS] = g_param_spec_uint ("max-channels",
      "Maximum channels",
      "Channel ids are below this; what both ends agreed on once connected. "
      "Costs 104 bytes of memory each", 1, 65535, DEFAULT_MAX_CHANNELS,
      BEFORE_START);
  properties[PROP_SEND_QUEUE_LIMIT] =
      g_param_spec_uint64 ("send-queue-limit", "Send queue limit",
      "Bytes that may wait to be sent, 128 more counted for each message", 0,
      G_MAXUINT64, DEFAULT_SEND_QUEUE_LIMIT,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  properties[PROP_INTERLEAVING] =
      g_param_spec_boolean ("interleaving", "Interleaving",
      "Let messages overtake larger ones that have begun, where the peer can "
      "do it too (RFC 8260)", TRUE, BEFORE_START);
  properties[PROP_AUTO_START] =
      g_param_spec_boolean ("auto-start", "Auto start",
      "Begin to connect in PAUSED, without being told to start", FALSE,
      BEFORE_START);
}

void
gst_rtc_sctp_install_properties (GObjectClass * klass)
{
  klass->get_property = get_property;
  klass->set_property = set_property;

  create_settings ();
  properties[PROP_STATE] = g_param_spec_enum ("state", "State",
      "State of the association, as RTCSctpTransport.state",
      GST_TYPE_RTC_SCTP_TRANSPORT_STATE,
      GST_RTC_SCTP_TRANSPORT_STATE_CONNECTING, READ);
  properties[PROP_ERROR] = g_param_spec_object ("error", "Error",
      "Why the association is closed, if it did not end in order",
      GST_TYPE_RTC_ERROR, READ);
  properties[PROP_BUFFERED_AMOUNT] =
      g_param_spec_uint64 ("buffered-amount", "Buffered amount",
      "Bytes that wait to be sent, of all channels", 0, G_MAXUINT64, 0, READ);
  properties[PROP_STATS] =
      g_param_spec_boxed ("stats", "Statistics",
      "Packets, messages, bytes and channels counted; windows (bytes), "
      "smoothed round trip time (ms) and MTU (bytes) of the path",
      GST_TYPE_STRUCTURE, READ);
  g_object_class_install_properties (klass, N_PROPS, properties);
}
