/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpsignals.c: what the association says, as signals; and what can be
 * asked of it by signals.
 */

#include "gstrtcsctp-private.h"

#include <gst/peerconnection/core/pcerror.h>

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_sctp_debug);
#define GST_CAT_DEFAULT gst_rtc_sctp_debug

enum
{
  CHANNEL_ANNOUNCED,
  CHANNEL_OPEN,
  CHANNEL_CLOSING,
  CHANNEL_CLOSED,
  MESSAGE,
  BYTES_SENT,
  START,
  STOP,
  OPEN_CHANNEL,
  SEND_MESSAGE,
  CLOSE_CHANNEL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- callbacks of the association, on the I/O thread ---------------------- */

/* What an association says that was replaced is old news. */
static gboolean
is_current (GstRTCSctp * self, GstRTCSctpAssoc * assoc)
{
  gboolean current;

  g_mutex_lock (&self->lock);
  current = self->assoc == assoc;
  g_mutex_unlock (&self->lock);
  return current;
}

static GstRTCError *
make_error (const gchar * message, const GstRTCSctpFailure * failure)
{
  return g_object_new (GST_TYPE_RTC_ERROR, "error-detail", failure->detail,
      "message", message, "sctp-cause-code", failure->cause_code, NULL);
}

static void
on_state (GstRTCSctpAssoc * assoc, gpointer owner, PcSctpState state,
    guint streams, const gchar * reason, const GstRTCSctpFailure * failure)
{
  GstRTCSctp *self = owner;
  PcSctpState old;
  gboolean current;

  g_mutex_lock (&self->lock);
  old = self->state;
  current = self->assoc == assoc;
  /* Stopped, it stays closed whatever was under way. */
  if (current && !(self->stopped && state == PC_SCTP_CONNECTED)) {
    self->state = state;
    g_clear_object (&self->error);
    if (failure != NULL)
      self->error = make_error (reason, failure);
    if (state == PC_SCTP_CONNECTED) {
      self->max_channels = streams;
    } else {
      g_hash_table_remove_all (self->sendable);
      self->buffered_amount = 0;
      self->queue_cost = 0;
    }
  } else {
    current = FALSE;
  }
  g_mutex_unlock (&self->lock);
  if (!current)
    return;

  GST_INFO_OBJECT (self, "%s -> %s (%s)", pc_sctp_state_to_string (old),
      pc_sctp_state_to_string (state), reason);
  if (state == PC_SCTP_CONNECTED)
    gst_rtc_sctp_notify_max_channels (self);
  gst_rtc_sctp_notify_state (self);
}

static void
set_sendable (GstRTCSctp * self, guint16 id, gboolean sendable)
{
  g_mutex_lock (&self->lock);
  if (!sendable)
    g_hash_table_remove (self->sendable, GUINT_TO_POINTER (id));
  else if (!self->stopped)
    g_hash_table_add (self->sendable, GUINT_TO_POINTER (id));
  g_mutex_unlock (&self->lock);
}

static void
emit_closed (GstRTCSctp * self, guint16 id, const GError * error,
    const GstRTCSctpFailure * failure)
{
  g_autoptr (GstRTCError) rtc_error = NULL;

  if (error != NULL)
    rtc_error = make_error (error->message, failure);
  g_signal_emit (self, signals[CHANNEL_CLOSED], 0, (guint) id, rtc_error);
}

static void
emit_announced (GstRTCSctp * self, guint16 id, const PcDcepOpen * open)
{
  g_signal_emit (self, signals[CHANNEL_ANNOUNCED], 0, (guint) id, open->label,
      open->protocol, open->ordered, open->max_packet_life_time,
      open->max_retransmits, (guint) open->priority);
}

static void
on_channel (GstRTCSctpAssoc * assoc, gpointer owner,
    const PcChannelsOutput * output, const GstRTCSctpFailure * failure)
{
  GstRTCSctp *self = owner;
  guint id = output->id;

  if (!is_current (self, assoc))
    return;
  switch (output->type) {
    case PC_CHANNELS_ANNOUNCED:
      GST_INFO_OBJECT (self, "channel %u: new -> open (by the peer)", id);
      set_sendable (self, output->id, TRUE);
      emit_announced (self, output->id, output->open);
      break;
    case PC_CHANNELS_OPENED:
      GST_INFO_OBJECT (self, "channel %u: connecting -> open", id);
      set_sendable (self, output->id, TRUE);
      g_signal_emit (self, signals[CHANNEL_OPEN], 0, id);
      break;
    case PC_CHANNELS_CLOSING:
      GST_INFO_OBJECT (self, "channel %u: open -> closing", id);
      set_sendable (self, output->id, FALSE);
      g_signal_emit (self, signals[CHANNEL_CLOSING], 0, id);
      break;
    case PC_CHANNELS_FREED:
      GST_INFO_OBJECT (self, "channel %u: closing -> closed (%s)", id,
          output->error ? output->error->message : "in order");
      set_sendable (self, output->id, FALSE);
      emit_closed (self, output->id, output->error, failure);
      break;
    case PC_CHANNELS_MESSAGE:
      g_signal_emit (self, signals[MESSAGE], 0, id, output->binary,
          output->data);
      break;
    case PC_CHANNELS_SEND:
    case PC_CHANNELS_RESET:
      break;
  }
}

static void
on_refused (GstRTCSctpAssoc * assoc, gpointer owner, guint16 id,
    const GError * error)
{
  static const GstRTCSctpFailure failure = {
    .detail = GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE,
    .cause_code = -1,
  };
  GstRTCSctp *self = owner;

  GST_WARNING_OBJECT (self, "%s", error->message);
  if (is_current (self, assoc))
    emit_closed (self, id, error, &failure);
}

static void
on_sent (GstRTCSctpAssoc * assoc, gpointer owner, guint16 id, gsize bytes,
    gsize cost)
{
  GstRTCSctp *self = owner;
  gboolean current;

  g_mutex_lock (&self->lock);
  current = self->assoc == assoc;
  if (current) {
    self->buffered_amount -= MIN (self->buffered_amount, bytes);
    self->queue_cost -= MIN (self->queue_cost, cost);
  }
  g_mutex_unlock (&self->lock);
  if (current && bytes > 0)
    g_signal_emit (self, signals[BYTES_SENT], 0, (guint) id, (guint64) bytes);
}

/* The last words of an association from before READY do not belong to the
 * stream that is there now. */
static void
on_push (GstRTCSctpAssoc * assoc, gpointer owner, GstBufferList * packets)
{
  GstRTCSctp *self = owner;
  gboolean current;

  g_mutex_lock (&self->lock);
  current = self->active && self->assoc == assoc;
  g_mutex_unlock (&self->lock);
  if (current)
    gst_rtc_sctp_push (self, packets);
  else
    gst_buffer_list_unref (packets);
}

const GstRTCSctpAssocCallbacks gst_rtc_sctp_callbacks = {
  .state = on_state,
  .channel = on_channel,
  .refused = on_refused,
  .sent = on_sent,
  .push = on_push,
};

/* --- action signals ------------------------------------------------------- */

static gboolean
is_id (GstRTCSctp * self, guint id)
{
  if (id <= PC_CHANNELS_MAX_ID)
    return TRUE;
  GST_WARNING_OBJECT (self, "%u is no id of a data channel", id);
  return FALSE;
}

static void
open_channel (GstRTCSctp * self, guint id, const gchar * label,
    const gchar * protocol, gboolean ordered, gint max_packet_life_time,
    gint max_retransmits, guint priority, gboolean negotiated)
{
  g_autoptr (PcDcepOpen) open = NULL;

  if (!is_id (self, id))
    return;
  open = g_new0 (PcDcepOpen, 1);
  open->label = g_strdup (label ? label : "");
  open->protocol = g_strdup (protocol ? protocol : "");
  open->ordered = ordered;
  open->max_packet_life_time = CLAMP (max_packet_life_time, -1, G_MAXUINT16);
  open->max_retransmits = CLAMP (max_retransmits, -1, G_MAXUINT16);
  open->priority = (guint16) MIN (priority, G_MAXUINT16);
  gst_rtc_sctp_open_channel (self, (guint16) id, open, negotiated);
}

static gboolean
send_message (GstRTCSctp * self, guint id, gboolean binary, GBytes * message)
{
  g_autoptr (GError) error = NULL;

  if (!is_id (self, id) || message == NULL)
    return FALSE;
  if (gst_rtc_sctp_send_message (self, (guint16) id, binary, message, NULL,
          &error))
    return TRUE;
  GST_WARNING_OBJECT (self, "%s", error->message);
  return FALSE;
}

static void
close_channel (GstRTCSctp * self, guint id)
{
  if (is_id (self, id))
    gst_rtc_sctp_close_channel (self, (guint16) id);
}

/* --- installation --------------------------------------------------------- */

#define MAX_PARAMETERS 8
#define NOTHING G_TYPE_NONE
#define STATIC_BYTES (G_TYPE_BYTES | G_SIGNAL_TYPE_STATIC_SCOPE)
#define STATIC_STRING (G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE)

static void
install (GObjectClass * klass, guint index, const gchar * name,
    GCallback action, GType result, guint n, const GType * types)
{
  GClosure *closure = action == NULL ? NULL
      : g_cclosure_new (action, NULL, NULL);
  GSignalFlags flags = action == NULL ? G_SIGNAL_RUN_LAST
      : G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION;
  GType copy[MAX_PARAMETERS];

  g_assert (n <= MAX_PARAMETERS);
  for (guint i = 0; i < n; i++)
    copy[i] = types[i];
  signals[index] = g_signal_newv (name, G_OBJECT_CLASS_TYPE (klass), flags,
      closure, NULL, NULL, NULL, result, n, copy);
}

#define INSTALL(index, name, action, result, ...) G_STMT_START { \
  const GType types[] = { __VA_ARGS__ }; \
  install (klass, index, name, action, result, G_N_ELEMENTS (types), types); \
} G_STMT_END

static void
install_facts (GObjectClass * klass)
{
  /**
   * GstRTCSctp::channel-announced:
   * @id: the stream
   * @label: UTF-8
   * @protocol: UTF-8
   * @ordered: whether messages arrive in their order
   * @max_packet_life_time: ms, or -1
   * @max_retransmits: a number, or -1
   * @priority: RFC 8831 section 6.4
   *
   * The peer opened a channel: it is open, and no "channel-open" follows.
   */
  INSTALL (CHANNEL_ANNOUNCED, "channel-announced", NULL, NOTHING,
      G_TYPE_UINT, STATIC_STRING, STATIC_STRING, G_TYPE_BOOLEAN, G_TYPE_INT,
      G_TYPE_INT, G_TYPE_UINT);
  /**
   * GstRTCSctp::channel-open:
   * @id: the stream
   *
   * A channel that was opened here takes messages.
   */
  INSTALL (CHANNEL_OPEN, "channel-open", NULL, NOTHING, G_TYPE_UINT);
  /**
   * GstRTCSctp::channel-closing:
   * @id: the stream
   *
   * The peer, or an error, began to close a channel.
   */
  INSTALL (CHANNEL_CLOSING, "channel-closing", NULL, NOTHING, G_TYPE_UINT);
  /**
   * GstRTCSctp::channel-closed:
   * @id: the stream
   * @error: (nullable): what went wrong, or %NULL
   *
   * A channel is closed, and its id may be used again.
   */
  INSTALL (CHANNEL_CLOSED, "channel-closed", NULL, NOTHING, G_TYPE_UINT,
      GST_TYPE_RTC_ERROR);
  /**
   * GstRTCSctp::message:
   * @id: the stream
   * @binary: or text
   * @data: the message, not checked to be UTF-8
   *
   * A message arrived.
   */
  INSTALL (MESSAGE, "message", NULL, NOTHING, G_TYPE_UINT, G_TYPE_BOOLEAN,
      STATIC_BYTES);
  /**
   * GstRTCSctp::bytes-sent:
   * @id: the stream
   * @bytes: how many
   *
   * Bytes of messages left the queue.
   */
  INSTALL (BYTES_SENT, "bytes-sent", NULL, NOTHING, G_TYPE_UINT, G_TYPE_UINT64);
}

static void
install_actions (GObjectClass * klass)
{
  /**
   * GstRTCSctp::start:
   *
   * Begins to connect, as the properties say.
   */
  install (klass, START, "start",
      G_CALLBACK (gst_rtc_sctp_start_configured), NOTHING, 0, NULL);
  /**
   * GstRTCSctp::stop:
   *
   * Aborts the association.
   */
  install (klass, STOP, "stop", G_CALLBACK (gst_rtc_sctp_stop), NOTHING, 0,
      NULL);
  /**
   * GstRTCSctp::open-channel:
   * @id: even for the DTLS client, odd for the server, unless @negotiated
   * @label: UTF-8, at most 65535 bytes
   * @protocol: likewise
   * @ordered: whether messages arrive in their order
   * @max_packet_life_time: ms, or -1
   * @max_retransmits: a number, or -1; never both
   * @priority: 128, 256, 512 or 1024
   * @negotiated: the peer knows of it and is not told
   *
   * Opens a channel, from any thread; "channel-open" follows, or
   * "channel-closed" with what is wrong.
   */
  INSTALL (OPEN_CHANNEL, "open-channel", G_CALLBACK (open_channel), NOTHING,
      G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN, G_TYPE_INT,
      G_TYPE_INT, G_TYPE_UINT, G_TYPE_BOOLEAN);
  /**
   * GstRTCSctp::send-message:
   * @id: the stream
   * @binary: or text
   * @data: the message
   *
   * Sends a message, from any thread, without waiting.
   *
   * Returns: whether it was taken
   */
  INSTALL (SEND_MESSAGE, "send-message", G_CALLBACK (send_message),
      G_TYPE_BOOLEAN, G_TYPE_UINT, G_TYPE_BOOLEAN, G_TYPE_BYTES);
  /**
   * GstRTCSctp::close-channel:
   * @id: the stream
   *
   * Closes a channel after what was sent on it.
   */
  INSTALL (CLOSE_CHANNEL, "close-channel", G_CALLBACK (close_channel),
      NOTHING, G_TYPE_UINT);
}

void
gst_rtc_sctp_install_signals (GObjectClass * klass)
{
  install_facts (klass);
  install_actions (klass);
}
