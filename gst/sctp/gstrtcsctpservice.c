/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpservice.c: what an association does on its I/O thread.
 */

#include "gstrtcsctpassoc-private.h"

#include <gst/peerconnection/core/pcerror.h>

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_sctp_debug);
#define GST_CAT_DEFAULT gst_rtc_sctp_debug

/* Callbacks may give new commands: so often they are obeyed at once, before
 * others on the thread have their turn. */
#define MAX_ROUNDS 8
/* Packets for an acknowledgement (RFC 9260 section 6.2), and when so many came
 * at once, of which the last is acknowledged at once. A peer that sends at most
 * four for one, as Chromium does, is not held up by that. */
#define ACK_EVERY 2
#define MANY_PACKETS 8
#define ACK_EVERY_OF_MANY 4
/* bytes that are read at once; a larger message comes in pieces */
#define RECEIVE_SIZE (64 * 1024)
/* µs between readings of the path's figures */
#define PATH_READ_INTERVAL G_USEC_PER_SEC

/* What left the queue, by runs of one channel. */
typedef struct
{
  guint16 id;
  gsize bytes;
  gsize cost;
} Sent;

static GPrivate receive_buffer = G_PRIVATE_INIT (g_free);

static guint8 *
get_receive_buffer (void)
{
  guint8 *buffer = g_private_get (&receive_buffer);

  if (buffer == NULL) {
    buffer = g_malloc (RECEIVE_SIZE);
    g_private_set (&receive_buffer, buffer);
  }
  return buffer;
}

/* --- the queue ------------------------------------------------------------ */

static void
add_sent (gpointer user_data, guint16 id, gsize bytes, gsize cost)
{
  GstRTCSctpAssoc *assoc = user_data;
  Sent *last = NULL;
  Sent sent = { id, bytes, cost };

  assoc->now.bytes_out += bytes;
  if (cost > 0)
    assoc->now.messages_out++;
  if (assoc->sent->len > 0)
    last = &g_array_index (assoc->sent, Sent, assoc->sent->len - 1);
  if (last != NULL && last->id == id) {
    last->bytes += bytes;
    last->cost += cost;
  } else {
    g_array_append_val (assoc->sent, sent);
  }
}

static void
reset_failed (gpointer user_data, guint16 id)
{
  GstRTCSctpAssoc *assoc = user_data;

  GST_WARNING ("%p: stream %u cannot be reset", assoc, id);
  pc_channels_handle_reset_failed (assoc->channels, id);
}

static const GstRTCSctpQueueCallbacks queue_callbacks = {
  .sent = add_sent,
  .reset_failed = reset_failed,
};

static void
report_sent (GstRTCSctpAssoc * assoc)
{
  g_autoptr (GArray) all = NULL;

  if (assoc->sent->len == 0)
    return;
  all = assoc->sent;
  assoc->sent = g_array_new (FALSE, FALSE, sizeof (Sent));
  for (guint i = 0; i < all->len && assoc->current_owner != NULL; i++) {
    Sent *sent = &g_array_index (all, Sent, i);

    assoc->callbacks->sent (assoc, assoc->current_owner, sent->id, sent->bytes,
        sent->cost);
  }
}

/* --- outputs of the channels ---------------------------------------------- */

static void
handle_outputs (GstRTCSctpAssoc * assoc)
{
  gint64 now = g_get_monotonic_time ();
  PcChannelsOutput output;

  while (pc_channels_poll (assoc->channels, &output)) {
    switch (output.type) {
      case PC_CHANNELS_SEND:
      case PC_CHANNELS_RESET:
        gst_rtc_sctp_queue_push (assoc->queue, &output, now);
        break;
      case PC_CHANNELS_MESSAGE:
        assoc->now.messages_in++;
        assoc->now.bytes_in += g_bytes_get_size (output.data);
        /* fall through */
      default:
        if (assoc->current_owner != NULL)
          assoc->callbacks->channel (assoc, assoc->current_owner, &output,
              &assoc->failure);
        break;
    }
    pc_channels_output_clear (&output);
  }
}

/* --- the end -------------------------------------------------------------- */

/* The association is over; @error says to the channels why. */
static void
finish (GstRTCSctpAssoc * assoc, const gchar * reason, const GError * error)
{
  if (assoc->finished)
    return;
  assoc->finished = TRUE;
  /* First the channels, which say why: who hears of the association's end
   * closes those that he still has, without a reason. */
  pc_channels_handle_down (assoc->channels, error);
  handle_outputs (assoc);
  if (assoc->current_owner != NULL)
    assoc->callbacks->state (assoc, assoc->current_owner, PC_SCTP_CLOSED, 0,
        reason, error != NULL ? &assoc->failure : NULL);

  if (assoc->socket != NULL)
    gst_rtc_sctp_socket_close (g_steal_pointer (&assoc->socket));
  /* Nothing that usrsctp does from now on finds us. */
  if (assoc->slot != NULL)
    gst_rtc_sctp_stack_remove (g_steal_pointer (&assoc->slot));
  gst_rtc_sctp_partials_clear (assoc->partials);
  g_clear_pointer (&assoc->message, g_bytes_unref);
}

static void
fail (GstRTCSctpAssoc * assoc, const gchar * reason, gint cause_code)
{
  g_autoptr (GError) error = NULL;

  assoc->failure.detail = GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE;
  assoc->failure.cause_code = cause_code;
  g_set_error_literal (&error, PC_ERROR, PC_ERROR_OPERATION, reason);
  finish (assoc, reason, error);
}

/* --- messages ------------------------------------------------------------- */

static void
deliver (GstRTCSctpAssoc * assoc)
{
  g_autoptr (GBytes) message = g_steal_pointer (&assoc->message);

  if (message != NULL)
    pc_channels_handle_message (assoc->channels, assoc->message_id,
        assoc->message_ppid, message);
}

/* Not delivered before what follows it is seen. */
static void
keep (GstRTCSctpAssoc * assoc, const GstRTCSctpReceived * received,
    GBytes * message)
{
  assoc->message = message;
  assoc->message_id = received->id;
  assoc->message_ppid = received->ppid;
}

static void
handle_piece (GstRTCSctpAssoc * assoc, const guint8 * data, gsize size,
    const GstRTCSctpReceived * received)
{
  gboolean open = pc_channels_get_state (assoc->channels, received->id)
      == PC_CHANNEL_OPEN;
  GBytes *message = NULL;

  switch (gst_rtc_sctp_partials_add (assoc->partials, received, data, size,
          open ? assoc->config.channels.max_message_size
          : PC_CHANNELS_MAX_EARLY_BYTES, &message)) {
    case GST_RTC_SCTP_PARTIAL_GOES_ON:
      break;
    case GST_RTC_SCTP_PARTIAL_COMPLETE:
      keep (assoc, received, message);
      break;
    case GST_RTC_SCTP_PARTIAL_TOO_LARGE:
      pc_channels_handle_too_large (assoc->channels, received->id);
      break;
    case GST_RTC_SCTP_PARTIAL_TOO_MANY:
      pc_channels_handle_too_many (assoc->channels, received->id);
      break;
  }
}

static void
handle_data (GstRTCSctpAssoc * assoc, const guint8 * data, gsize size,
    const GstRTCSctpReceived * received)
{
  deliver (assoc);
  if (received->end
      && !gst_rtc_sctp_partials_has (assoc->partials, received->id))
    keep (assoc, received, g_bytes_new (data, size));
  else
    handle_piece (assoc, data, size, received);
}

/* --- events of usrsctp ---------------------------------------------------- */

static void
handle_resets (GstRTCSctpAssoc * assoc, const GstRTCSctpEvent * event,
    void (*handle) (PcChannels * channels, guint16 id))
{
  guint n = event->n_ids > 0 ? event->n_ids : assoc->config.socket.streams;

  /* No list: all streams (RFC 6525 section 4.1). */
  for (guint i = 0; i < n; i++)
    handle (assoc->channels, event->n_ids > 0 ? event->ids[i] : (guint16) i);
}

/* The peer gave up a message of which we have the beginning (RFC 3758 section
 * 3.6). usrsctp calls what it has of it the end. */
static void
abandon_message (GstRTCSctpAssoc * assoc, guint16 id)
{
  gst_rtc_sctp_partials_forget (assoc->partials, id);
  if (assoc->message_id == id && assoc->message_ppid != PC_PPID_DCEP)
    g_clear_pointer (&assoc->message, g_bytes_unref);
}

static void
handle_event (GstRTCSctpAssoc * assoc, const guint8 * data, gsize size)
{
  GstRTCSctpEvent event;

  gst_rtc_sctp_event_parse (&event, data, size);
  if (event.type != GST_RTC_SCTP_EVENT_PARTIAL_ABORTED)
    deliver (assoc);
  GST_DEBUG ("%p: event %d, %u streams, first %d", assoc, event.type,
      event.n_ids, event.n_ids > 0 ? event.ids[0] : -1);
  switch (event.type) {
    case GST_RTC_SCTP_EVENT_UP:
      assoc->config.socket.streams = event.streams;
      if (assoc->current_owner != NULL)
        assoc->callbacks->state (assoc, assoc->current_owner, PC_SCTP_CONNECTED,
            event.streams, "association is up", NULL);
      gst_rtc_sctp_queue_set_interleaving (assoc->queue, event.interleaving);
      pc_channels_handle_up (assoc->channels, event.streams);
      break;
    case GST_RTC_SCTP_EVENT_SHUT_DOWN:
      finish (assoc, "the peer shut the association down", NULL);
      break;
    case GST_RTC_SCTP_EVENT_LOST:
      fail (assoc, event.reason, event.cause_code);
      break;
    case GST_RTC_SCTP_EVENT_RESET_IN:
      handle_resets (assoc, &event, pc_channels_handle_reset_in);
      break;
    case GST_RTC_SCTP_EVENT_RESET_OUT:
      handle_resets (assoc, &event, pc_channels_handle_reset_out);
      break;
    case GST_RTC_SCTP_EVENT_RESET_FAILED:
      handle_resets (assoc, &event, pc_channels_handle_reset_failed);
      break;
    case GST_RTC_SCTP_EVENT_PARTIAL_ABORTED:
      abandon_message (assoc, event.id);
      break;
    case GST_RTC_SCTP_EVENT_OTHER:
      break;
  }
}

/* --- receiving ------------------------------------------------------------ */

static void
receive_all (GstRTCSctpAssoc * assoc)
{
  guint8 *data = get_receive_buffer ();
  GstRTCSctpReceived received;
  gsize size;

  g_mutex_lock (&assoc->lock);
  assoc->woken = FALSE;
  g_mutex_unlock (&assoc->lock);
  while (assoc->socket != NULL && !assoc->paused) {
    size = gst_rtc_sctp_socket_receive (assoc->socket, data, RECEIVE_SIZE,
        &received);
    if (size == 0)
      break;
    if (received.event)
      handle_event (assoc, data, size);
    else
      handle_data (assoc, data, size, &received);
  }
  deliver (assoc);
}

/* --- commands ------------------------------------------------------------- */

static void
start (GstRTCSctpAssoc * assoc)
{
  g_autoptr (GError) error = NULL;

  if (assoc->finished)
    return;
  assoc->slot = gst_rtc_sctp_stack_add (&assoc->port);
  assoc->socket = gst_rtc_sctp_socket_open (assoc->slot,
      &assoc->config.socket, &error);
  if (assoc->socket == NULL)
    fail (assoc, error->message, -1);
}

static gboolean
input (GstBuffer ** packet, guint index, gpointer user_data)
{
  GstRTCSctpAssoc *assoc = user_data;
  GstMapInfo map;

  if (assoc->socket == NULL || !gst_buffer_map (*packet, &map, GST_MAP_READ))
    return TRUE;
  if (++assoc->n_under_way == assoc->n_to_come)
    gst_rtc_sctp_socket_set_ack_every (assoc->socket, ACK_EVERY);
  if (gst_rtc_sctp_stack_input (assoc->slot, map.data, map.size))
    assoc->now.packets_in++;
  else
    assoc->now.packets_bad++;
  gst_buffer_unmap (*packet, &map);
  return TRUE;
}

static void
open_channel (GstRTCSctpAssoc * assoc, const Command * command)
{
  g_autoptr (GError) error = NULL;

  if (!pc_channels_open (assoc->channels, command->id, command->open,
          command->flag, &error) && assoc->current_owner != NULL)
    assoc->callbacks->refused (assoc, assoc->current_owner, command->id, error);
}

static void
send_message (GstRTCSctpAssoc * assoc, const Command * command)
{
  g_autoptr (GError) error = NULL;

  if (pc_channels_send (assoc->channels, command->id, command->flag,
          command->message, command->own_reliability ? &command->reliability
          : NULL, &error))
    return;
  /* Closed a moment ago: its bytes stay buffered for the channel (webrtc-pc
   * section 6.2, bufferedAmount), but take no room. */
  GST_DEBUG ("%p: %s", assoc, error->message);
  if (assoc->current_owner != NULL)
    assoc->callbacks->sent (assoc, assoc->current_owner, command->id, 0,
        GST_RTC_SCTP_MESSAGE_COST (g_bytes_get_size (command->message)));
}

static void
run_command (GstRTCSctpAssoc * assoc, const Command * command)
{
  switch (command->type) {
    case COMMAND_START:
      start (assoc);
      break;
    case COMMAND_CLOSE:
      /* Why the peer ended it a moment ago, if it did, and its last words. */
      receive_all (assoc);
      finish (assoc, "closed here", NULL);
      break;
    case COMMAND_INPUT:
      gst_buffer_list_foreach (command->packets, input, assoc);
      break;
    case COMMAND_OPEN_CHANNEL:
      open_channel (assoc, command);
      break;
    case COMMAND_SEND:
      send_message (assoc, command);
      break;
    case COMMAND_CLOSE_CHANNEL:
      pc_channels_close (assoc->channels, command->id);
      break;
    case COMMAND_PAUSE:
      assoc->paused = command->flag;
      break;
  }
}

/* --- the service ---------------------------------------------------------- */

static void
read_path (GstRTCSctpAssoc * assoc)
{
  gint64 now = g_get_monotonic_time ();

  assoc->now.channels = *pc_channels_get_stats (assoc->channels);
  assoc->now.bytes_unfinished =
      gst_rtc_sctp_partials_get_size (assoc->partials);
  if (assoc->socket == NULL || now - assoc->path_read < PATH_READ_INTERVAL)
    return;
  assoc->path_read = now;
  gst_rtc_sctp_socket_get_stats (assoc->socket, &assoc->now.path);
}

/* Takes what is to be done; FALSE: nothing, and the service is over. */
static gboolean
take_work (GstRTCSctpAssoc * assoc, gboolean first, GArray ** commands)
{
  gboolean more;

  g_mutex_lock (&assoc->lock);
  assoc->stats = assoc->now;
  *commands = g_steal_pointer (&assoc->commands);
  assoc->n_to_come = assoc->n_inputs;
  assoc->n_inputs = 0;
  more = first || assoc->woken || *commands != NULL || assoc->outgoing != NULL;
  if (!more)
    assoc->scheduled = FALSE;
  g_mutex_unlock (&assoc->lock);
  return more;
}

static void
push_packets (GstRTCSctpAssoc * assoc)
{
  GstBufferList *packets;

  g_mutex_lock (&assoc->lock);
  packets = g_steal_pointer (&assoc->outgoing);
  g_mutex_unlock (&assoc->lock);
  if (packets == NULL)
    return;

  assoc->now.packets_out += gst_buffer_list_length (packets);
  if (assoc->current_owner != NULL)
    assoc->callbacks->push (assoc, assoc->current_owner, packets);
  else
    gst_buffer_list_unref (packets);
}

/* What the commands led to. */
static void
hand_out (GstRTCSctpAssoc * assoc)
{
  handle_outputs (assoc);
  if (assoc->socket != NULL && !gst_rtc_sctp_queue_flush (assoc->queue,
          assoc->socket, g_get_monotonic_time ()))
    GST_DEBUG ("%p: the association is gone, its end will be told", assoc);
  /* What failed to be reset is free now. */
  handle_outputs (assoc);
  /* The wire first: who is told wakes up beside us. */
  push_packets (assoc);
  report_sent (assoc);
  read_path (assoc);
}

static void
run_round (GstRTCSctpAssoc * assoc, GArray * commands)
{
  assoc->n_under_way = 0;
  if (assoc->socket != NULL && assoc->n_to_come >= MANY_PACKETS)
    gst_rtc_sctp_socket_set_ack_every (assoc->socket, ACK_EVERY_OF_MANY);
  for (guint i = 0; commands != NULL && i < commands->len; i++)
    run_command (assoc, &g_array_index (commands, Command, i));

  receive_all (assoc);
  hand_out (assoc);
}

void
gst_rtc_sctp_assoc_service (gpointer user_data)
{
  GstRTCSctpAssoc *assoc = user_data;
  GArray *commands;
  guint round;

  g_assert (assoc->current_owner == NULL);
  gst_rtc_sctp_stack_enter ();
  assoc->current_owner = g_weak_ref_get (&assoc->owner);
  for (round = 0; round < MAX_ROUNDS; round++) {
    if (!take_work (assoc, round == 0, &commands))
      break;
    run_round (assoc, commands);
    g_clear_pointer (&commands, g_array_unref);
  }
  g_clear_object (&assoc->current_owner);

  /* Others have their turn, then we go on. */
  if (round == MAX_ROUNDS)
    gst_rtc_io_post (assoc->io, gst_rtc_sctp_assoc_service, assoc, NULL);
  else
    gst_rtc_sctp_assoc_unref (assoc);
}

/* --- in the thread that sends --------------------------------------------- */

typedef struct
{
  GstRTCSctpAssoc *assoc;
  const Command *send;
  gboolean done;
} AtOnce;

static gboolean
claim_at_once (GstRTCSctpAssoc * assoc)
{
  gboolean claimed;

  g_mutex_lock (&assoc->lock);
  claimed = !assoc->scheduled;
  assoc->scheduled = TRUE;
  g_mutex_unlock (&assoc->lock);
  return claimed;
}

/* What has come meanwhile is the I/O thread's. */
static void
end_at_once (GstRTCSctpAssoc * assoc)
{
  gboolean more;

  g_mutex_lock (&assoc->lock);
  assoc->stats = assoc->now;
  more = assoc->woken || assoc->commands != NULL || assoc->outgoing != NULL;
  assoc->scheduled = more;
  g_mutex_unlock (&assoc->lock);
  if (more)
    gst_rtc_io_post (assoc->io, gst_rtc_sctp_assoc_service,
        gst_rtc_sctp_assoc_ref (assoc), NULL);
}

static void
send_at_once (gpointer user_data)
{
  AtOnce *at_once = user_data;
  GstRTCSctpAssoc *assoc = at_once->assoc;

  at_once->done = claim_at_once (assoc);
  if (!at_once->done)
    return;
  gst_rtc_sctp_stack_enter ();
  assoc->current_owner = g_weak_ref_get (&assoc->owner);
  run_command (assoc, at_once->send);
  hand_out (assoc);
  g_clear_object (&assoc->current_owner);
  end_at_once (assoc);
}

gboolean
gst_rtc_sctp_assoc_send_at_once (GstRTCSctpAssoc * assoc, const Command * send)
{
  AtOnce at_once = {.assoc = assoc,.send = send };

  return gst_rtc_io_try_run (assoc->io, send_at_once, &at_once)
      && at_once.done;
}

/* --- life ----------------------------------------------------------------- */

void
gst_rtc_sctp_assoc_init_service (GstRTCSctpAssoc * assoc)
{
  assoc->channels = pc_channels_new (&assoc->config.channels);
  assoc->queue = gst_rtc_sctp_queue_new (&queue_callbacks, assoc);
  assoc->sent = g_array_new (FALSE, FALSE, sizeof (Sent));
  assoc->partials = gst_rtc_sctp_partials_new ();
  assoc->failure.detail = GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE;
  assoc->failure.cause_code = -1;
}

void
gst_rtc_sctp_assoc_clear_service (GstRTCSctpAssoc * assoc)
{
  pc_channels_free (assoc->channels);
  gst_rtc_sctp_queue_free (assoc->queue);
  g_array_unref (assoc->sent);
  gst_rtc_sctp_partials_free (assoc->partials);
  g_clear_pointer (&assoc->message, g_bytes_unref);
}
