/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcchannels.c: how data channels live and die: ids, opening, closing.
 */

#include "pcchannels-private.h"

#include "../pcerror.h"

static void
channel_free (gpointer data)
{
  PcChannel *channel = data;

  g_clear_pointer (&channel->hello, g_bytes_unref);
  g_clear_pointer (&channel->partial, g_byte_array_unref);
  g_clear_error (&channel->error);
  g_free (channel);
}

void
pc_channels_output_clear (PcChannelsOutput * output)
{
  g_clear_pointer (&output->data, g_bytes_unref);
  g_clear_pointer (&output->open, pc_dcep_open_free);
  g_clear_error (&output->error);
}

static void
output_free (gpointer data)
{
  pc_channels_output_clear (data);
  g_free (data);
}

PcChannels *
pc_channels_new (const PcChannelsConfig * config)
{
  PcChannels *channels;

  g_return_val_if_fail (config != NULL, NULL);

  channels = g_new0 (PcChannels, 1);
  channels->config = *config;
  channels->by_id = g_hash_table_new_full (NULL, NULL, NULL, channel_free);
  g_queue_init (&channels->early);
  g_queue_init (&channels->outputs);
  return channels;
}

void
pc_channels_free (PcChannels * channels)
{
  if (channels == NULL)
    return;
  pc_channels_clear_early (channels);
  g_queue_clear_full (&channels->outputs, output_free);
  g_hash_table_unref (channels->by_id);
  g_free (channels);
}

/* --- shared with pcchannelsinput.c ---------------------------------------- */

PcChannel *
pc_channels_lookup (const PcChannels * channels, guint16 id)
{
  return g_hash_table_lookup (channels->by_id, GUINT_TO_POINTER (id));
}

PcChannel *
pc_channels_add (PcChannels * channels, guint16 id)
{
  PcChannel *channel = g_new0 (PcChannel, 1);

  channel->id = id;
  channel->reliability = (PcReliability) {
  TRUE, -1, -1};
  g_hash_table_insert (channels->by_id, GUINT_TO_POINTER (id), channel);
  return channel;
}

void
pc_channels_set_reliability (PcChannel * channel, const PcDcepOpen * open)
{
  channel->reliability = (PcReliability) {
  open->ordered, open->max_packet_life_time, open->max_retransmits};
  channel->priority = open->priority;
}

PcChannelsOutput *
pc_channels_output (PcChannels * channels, PcChannelsOutputType type,
    guint16 id)
{
  PcChannelsOutput *output = g_new0 (PcChannelsOutput, 1);

  output->type = type;
  output->id = id;
  g_queue_push_tail (&channels->outputs, output);
  return output;
}

/* DCEP messages are ordered and reliable whatever the channel is (RFC 8832
 * section 6). */
void
pc_channels_output_dcep (PcChannels * channels, guint16 id, GBytes * message)
{
  PcChannelsOutput *output =
      pc_channels_output (channels, PC_CHANNELS_SEND, id);

  output->data = message;
  output->ppid = PC_PPID_DCEP;
  output->priority = G_MAXUINT16;
  output->max_packet_life_time = -1;
  output->max_retransmits = -1;
}

void
pc_channels_begin_closing (PcChannels * channels, PcChannel * channel,
    GError * error)
{
  g_assert (channel->state == PC_CHANNEL_OPEN);

  channel->state = PC_CHANNEL_CLOSING;
  channel->error = error;
  g_clear_pointer (&channel->partial, g_byte_array_unref);
  pc_channels_output (channels, PC_CHANNELS_RESET, channel->id);
}

/* --- ids ------------------------------------------------------------------ */

static guint
id_limit (const PcChannels * channels)
{
  return channels->up ? MIN (channels->streams, PC_CHANNELS_MAX_ID + 1)
      : PC_CHANNELS_MAX_ID + 1;
}

gint
pc_channels_allocate_id (const PcChannels * channels)
{
  guint limit, id;

  g_return_val_if_fail (channels != NULL, -1);

  /* The DTLS client takes the even ids, the server the odd ones (RFC 8832
   * section 6). */
  limit = id_limit (channels);
  for (id = channels->config.dtls_client ? 0 : 1; id < limit; id += 2) {
    if (pc_channels_lookup (channels, (guint16) id) == NULL)
      return (gint) id;
  }
  return -1;
}

static gboolean
check_id (const PcChannels * channels, guint16 id, gboolean negotiated,
    GError ** error)
{
  guint limit = id_limit (channels);

  if (id >= limit) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "data channel id %u: the association has ids below %u", id, limit);
    return FALSE;
  }
  if (!negotiated && (id % 2 == 0) != channels->config.dtls_client) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "data channel id %u is the peer's to choose (RFC 8832 section 6)", id);
    return FALSE;
  }
  if (pc_channels_lookup (channels, id) != NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "data channel id %u is in use", id);
    return FALSE;
  }
  return TRUE;
}

/* --- opening -------------------------------------------------------------- */

/* A channel of ours is open as soon as its DATA_CHANNEL_OPEN is on the way:
 * messages need not wait for the acknowledgement (RFC 8832 section 6), and no
 * browser does. */
static void
become_open (PcChannels * channels, PcChannel * channel)
{
  channel->state = PC_CHANNEL_OPEN;
  channels->stats.opened++;
  if (channel->hello != NULL) {
    channel->wait_ack = TRUE;
    pc_channels_output_dcep (channels, channel->id,
        g_steal_pointer (&channel->hello));
  }
  pc_channels_output (channels, PC_CHANNELS_OPENED, channel->id);
  pc_channels_replay_early (channels, channel->id);
}

gboolean
pc_channels_open (PcChannels * channels, guint16 id, const PcDcepOpen * open,
    gboolean negotiated, GError ** error)
{
  PcChannel *channel;

  g_return_val_if_fail (channels != NULL && open != NULL, FALSE);

  if (channels->down) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "data channel id %u: the association is closed", id);
    return FALSE;
  }
  if (!check_id (channels, id, negotiated, error))
    return FALSE;

  channel = pc_channels_add (channels, id);
  channel->state = PC_CHANNEL_CONNECTING;
  pc_channels_set_reliability (channel, open);
  if (!negotiated)
    channel->hello = pc_dcep_serialize_open (open);
  if (channels->up)
    become_open (channels, channel);
  return TRUE;
}

/* --- closing -------------------------------------------------------------- */

static void
drop_channel (PcChannels * channels, PcChannel * channel, GError * error)
{
  guint16 id = channel->id;

  if (!channel->silent && channel->state != PC_CHANNEL_CLOSED) {
    pc_channels_output (channels, PC_CHANNELS_FREED, id)->error = error;
    channels->stats.closed++;
  } else {
    g_clear_error (&error);
  }
  if (channel->incoming)
    channels->n_incoming--;
  g_hash_table_remove (channels->by_id, GUINT_TO_POINTER (id));
}

/* An id is free when both sides of its stream are reset (RFC 8831 section
 * 6.7), not before: what is still under way belongs to the old channel. */
static void
maybe_free (PcChannels * channels, PcChannel * channel)
{
  guint16 id = channel->id;

  if (!channel->in_reset || !channel->out_reset)
    return;
  drop_channel (channels, channel, g_steal_pointer (&channel->error));
  pc_channels_replay_early (channels, id);
}

void
pc_channels_close (PcChannels * channels, guint16 id)
{
  PcChannel *channel;

  g_return_if_fail (channels != NULL);

  channel = pc_channels_lookup (channels, id);
  if (channel == NULL)
    return;
  if (channel->state == PC_CHANNEL_CONNECTING)
    drop_channel (channels, channel, NULL);
  else if (channel->state == PC_CHANNEL_OPEN)
    pc_channels_begin_closing (channels, channel, NULL);
}

void
pc_channels_handle_reset_in (PcChannels * channels, guint16 id)
{
  PcChannel *channel;

  g_return_if_fail (channels != NULL);

  pc_channels_forget_early (channels, id);
  channel = pc_channels_lookup (channels, id);
  if (channel == NULL || channel->in_reset)
    return;

  channel->in_reset = TRUE;
  /* The peer closes: we do the same (RFC 8831 section 6.7). */
  if (channel->state == PC_CHANNEL_OPEN) {
    pc_channels_output (channels, PC_CHANNELS_CLOSING, id);
    pc_channels_begin_closing (channels, channel, NULL);
  }
  maybe_free (channels, channel);
}

void
pc_channels_handle_reset_out (PcChannels * channels, guint16 id)
{
  PcChannel *channel;

  g_return_if_fail (channels != NULL);

  channel = pc_channels_lookup (channels, id);
  if (channel == NULL || channel->state != PC_CHANNEL_CLOSING)
    return;
  channel->out_reset = TRUE;
  maybe_free (channels, channel);
}

/* The peer refuses to let the stream be reset, or cannot: the channel is
 * closed for the application, but its id can never be used again. */
void
pc_channels_handle_reset_failed (PcChannels * channels, guint16 id)
{
  PcChannelsOutput *output;
  PcChannel *channel;

  g_return_if_fail (channels != NULL);

  channel = pc_channels_lookup (channels, id);
  if (channel == NULL || channel->state != PC_CHANNEL_CLOSING)
    return;
  if (!channel->silent) {
    output = pc_channels_output (channels, PC_CHANNELS_FREED, id);
    output->error = g_steal_pointer (&channel->error);
    channels->stats.closed++;
  }
  channel->state = PC_CHANNEL_CLOSED;
}

/* --- the association ------------------------------------------------------ */

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  return (gint) GPOINTER_TO_UINT (a) - (gint) GPOINTER_TO_UINT (b);
}

/* By id, so that what is seen does not depend on a hash. */
static GList *
sorted_ids (PcChannels * channels)
{
  return g_list_sort (g_hash_table_get_keys (channels->by_id), compare_ids);
}

void
pc_channels_handle_up (PcChannels * channels, guint streams)
{
  g_autoptr (GList) ids = NULL;
  GError *error = NULL;
  PcChannel *channel;

  g_return_if_fail (channels != NULL);
  if (channels->up || channels->down)
    return;

  channels->up = TRUE;
  channels->streams = streams;
  ids = sorted_ids (channels);
  for (GList * at = ids; at != NULL; at = at->next) {
    guint16 id = (guint16) GPOINTER_TO_UINT (at->data);

    channel = pc_channels_lookup (channels, id);
    if (id < id_limit (channels)) {
      become_open (channels, channel);
      continue;
    }
    /* webrtc-pc section 6.1.1.3: ids at or above maxChannels are closed. */
    g_set_error (&error, PC_ERROR, PC_ERROR_OPERATION,
        "data channel id %u: the association has ids below %u", id,
        id_limit (channels));
    drop_channel (channels, channel, g_steal_pointer (&error));
  }
}

void
pc_channels_handle_down (PcChannels * channels, const GError * error)
{
  g_autoptr (GList) ids = NULL;

  g_return_if_fail (channels != NULL);

  channels->down = TRUE;
  channels->up = FALSE;
  pc_channels_clear_early (channels);
  ids = sorted_ids (channels);
  for (GList * at = ids; at != NULL; at = at->next) {
    PcChannel *channel = pc_channels_lookup (channels,
        (guint16) GPOINTER_TO_UINT (at->data));
    GError *own = g_steal_pointer (&channel->error);

    if (own == NULL && error != NULL)
      own = g_error_copy (error);
    drop_channel (channels, channel, own);
  }
}

/* --- sending, asking ------------------------------------------------------ */

gboolean
pc_channels_send (PcChannels * channels, guint16 id, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error)
{
  static const guint8 filler[1] = { 0 };
  PcChannelsOutput *output;
  PcChannel *channel;
  gboolean empty;

  g_return_val_if_fail (channels != NULL && message != NULL, FALSE);

  channel = pc_channels_lookup (channels, id);
  if (channel == NULL || channel->state != PC_CHANNEL_OPEN) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "data channel %u is not open", id);
    return FALSE;
  }

  output = pc_channels_output (channels, PC_CHANNELS_SEND, id);
  output->user_size = g_bytes_get_size (message);
  /* SCTP has no empty messages: one zero byte stands for nothing, and the
   * PPID says so (RFC 8831 section 6.6). */
  empty = output->user_size == 0;
  if (empty) {
    output->ppid = binary ? PC_PPID_BINARY_EMPTY : PC_PPID_STRING_EMPTY;
    output->data = g_bytes_new_static (filler, sizeof (filler));
  } else {
    output->ppid = binary ? PC_PPID_BINARY : PC_PPID_STRING;
    output->data = g_bytes_ref (message);
  }
  /* All are ordered until something came back, so that none overtakes the
   * DATA_CHANNEL_OPEN (RFC 8832 section 6). */
  if (reliability == NULL)
    reliability = &channel->reliability;
  output->unordered = !reliability->ordered && !channel->wait_ack;
  output->priority = channel->priority;
  output->max_packet_life_time = reliability->max_packet_life_time;
  output->max_retransmits = reliability->max_retransmits;
  return TRUE;
}

gboolean
pc_channels_poll (PcChannels * channels, PcChannelsOutput * output)
{
  g_autofree PcChannelsOutput *next = NULL;

  g_return_val_if_fail (channels != NULL && output != NULL, FALSE);

  next = g_queue_pop_head (&channels->outputs);
  if (next == NULL)
    return FALSE;
  *output = *next;
  return TRUE;
}

PcChannelState
pc_channels_get_state (const PcChannels * channels, guint16 id)
{
  PcChannel *channel;

  g_return_val_if_fail (channels != NULL, PC_CHANNEL_CLOSED);

  channel = pc_channels_lookup (channels, id);
  return channel != NULL ? channel->state : PC_CHANNEL_CLOSED;
}

guint
pc_channels_get_count (const PcChannels * channels)
{
  g_return_val_if_fail (channels != NULL, 0);

  return g_hash_table_size (channels->by_id);
}

const PcChannelsStats *
pc_channels_get_stats (const PcChannels * channels)
{
  g_return_val_if_fail (channels != NULL, NULL);

  return &channels->stats;
}
