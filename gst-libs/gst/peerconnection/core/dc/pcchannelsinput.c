/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcchannelsinput.c: what arrives on the streams: DCEP, messages, pieces of
 * messages, and what comes before its channel is known.
 */

#include "pcchannels-private.h"

#include "../pcerror.h"

/* --- early messages ------------------------------------------------------- */

typedef struct
{
  guint16 id;
  guint32 ppid;
  GBytes *data;
} EarlyMessage;

static void
early_message_free (gpointer data)
{
  EarlyMessage *early = data;

  g_bytes_unref (early->data);
  g_free (early);
}

static void
keep_early (PcChannels * channels, guint16 id, guint32 ppid, GBytes * data)
{
  gsize size = g_bytes_get_size (data);
  EarlyMessage *early;

  if (channels->early.length >= PC_CHANNELS_MAX_EARLY_MESSAGES
      || size > PC_CHANNELS_MAX_EARLY_BYTES - channels->early_bytes) {
    channels->stats.unknown_stream++;
    return;
  }
  early = g_new0 (EarlyMessage, 1);
  early->id = id;
  early->ppid = ppid;
  early->data = g_bytes_ref (data);
  channels->early_bytes += size;
  g_queue_push_tail (&channels->early, early);
}

/* Takes the messages of stream @id out of the queue. */
static void
take_early (PcChannels * channels, guint16 id, GQueue * taken)
{
  GList *next;

  for (GList * at = channels->early.head; at != NULL; at = next) {
    EarlyMessage *early = at->data;

    next = at->next;
    if (early->id != id)
      continue;
    channels->early_bytes -= g_bytes_get_size (early->data);
    g_queue_unlink (&channels->early, at);
    g_queue_push_tail_link (taken, at);
  }
}

void
pc_channels_replay_early (PcChannels * channels, guint16 id)
{
  GQueue taken = G_QUEUE_INIT;
  EarlyMessage *early;

  take_early (channels, id, &taken);
  while ((early = g_queue_pop_head (&taken)) != NULL) {
    pc_channels_handle_message (channels, id, early->ppid, early->data);
    early_message_free (early);
  }
}

void
pc_channels_forget_early (PcChannels * channels, guint16 id)
{
  GQueue taken = G_QUEUE_INIT;

  take_early (channels, id, &taken);
  channels->stats.unknown_stream += taken.length;
  g_queue_clear_full (&taken, early_message_free);
}

void
pc_channels_clear_early (PcChannels * channels)
{
  g_queue_clear_full (&channels->early, early_message_free);
  channels->early_bytes = 0;
}

/* --- DCEP ----------------------------------------------------------------- */

static void
fail_channel (PcChannels * channels, PcChannel * channel, GError * error)
{
  if (channel->state != PC_CHANNEL_OPEN) {
    g_error_free (error);
    return;
  }
  pc_channels_output (channels, PC_CHANNELS_CLOSING, channel->id);
  pc_channels_begin_closing (channels, channel, error);
}

/* Whatever is wrong with an OPEN, its stream is reset and it is not
 * acknowledged (RFC 8832 section 6). The stream is taken until the peer has
 * reset its side too. */
static void
refuse_open (PcChannels * channels, guint16 id)
{
  PcChannel *channel = pc_channels_add (channels, id);

  channels->stats.refused++;
  channel->state = PC_CHANNEL_OPEN;
  channel->silent = TRUE;
  pc_channels_begin_closing (channels, channel, NULL);
}

static void
handle_open (PcChannels * channels, guint16 id, const PcDcepOpen * open)
{
  PcChannelsOutput *output;
  PcChannel *channel;

  /* The parity must be the peer's (RFC 8832 section 6). */
  if ((id % 2 == 0) == channels->config.dtls_client
      || id > PC_CHANNELS_MAX_ID
      || channels->n_incoming >= PC_CHANNELS_MAX_INCOMING) {
    refuse_open (channels, id);
    return;
  }

  channel = pc_channels_add (channels, id);
  channel->state = PC_CHANNEL_OPEN;
  channel->incoming = TRUE;
  pc_channels_set_reliability (channel, open);
  channels->n_incoming++;
  channels->stats.opened++;

  pc_channels_output_dcep (channels, id, pc_dcep_serialize_ack ());
  output = pc_channels_output (channels, PC_CHANNELS_ANNOUNCED, id);
  output->open = pc_dcep_open_copy (open);
  pc_channels_replay_early (channels, id);
}

static void
handle_dcep (PcChannels * channels, PcChannel * channel, guint16 id,
    GBytes * data)
{
  g_autoptr (PcDcepOpen) open = NULL;
  GError *error = NULL;
  const guint8 *bytes;
  PcDcepType type;
  gsize size;

  bytes = g_bytes_get_data (data, &size);
  if (!pc_dcep_parse (bytes, size, &type, &open, &error)) {
    channels->stats.malformed++;
    if (channel != NULL) {
      fail_channel (channels, channel, error);
    } else {
      g_error_free (error);
      refuse_open (channels, id);
    }
    return;
  }

  if (type == PC_DCEP_ACK) {
    if (channel == NULL || !channel->wait_ack)
      channels->stats.malformed++;
    else
      channel->wait_ack = FALSE;
    return;
  }

  if (channel == NULL) {
    handle_open (channels, id, open);
    return;
  }
  channels->stats.refused++;
  fail_channel (channels, channel, g_error_new (PC_ERROR, PC_ERROR_OPERATION,
          "the peer opened data channel %u, which is in use", id));
}

/* --- messages of the application ------------------------------------------ */

typedef struct
{
  guint32 ppid;
  gboolean binary;
  gboolean partial;             /* more of the message follows (deprecated) */
  gboolean empty;               /* whatever its bytes are */
} PpidMeaning;

/* RFC 8831 section 8 */
static const PpidMeaning ppid_meanings[] = {
  {.ppid = PC_PPID_STRING},
  {.ppid = PC_PPID_BINARY,.binary = TRUE},
  {.ppid = PC_PPID_STRING_EMPTY,.empty = TRUE},
  {.ppid = PC_PPID_BINARY_EMPTY,.binary = TRUE,.empty = TRUE},
  {.ppid = PC_PPID_STRING_PARTIAL,.partial = TRUE},
  {.ppid = PC_PPID_BINARY_PARTIAL,.binary = TRUE,.partial = TRUE},
};

static const PpidMeaning *
find_meaning (guint32 ppid)
{
  for (guint i = 0; i < G_N_ELEMENTS (ppid_meanings); i++) {
    if (ppid_meanings[i].ppid == ppid)
      return &ppid_meanings[i];
  }
  return NULL;
}

/* A reliable channel that loses a message without a word would be worse than
 * none. Takes @error. */
static void
fail_for_message (PcChannels * channels, guint16 id, GError * error)
{
  PcChannel *channel = pc_channels_lookup (channels, id);

  if (channel != NULL) {
    fail_channel (channels, channel, error);
    return;
  }
  channels->stats.unknown_stream++;
  g_error_free (error);
}

void
pc_channels_handle_too_large (PcChannels * channels, guint16 id)
{
  g_return_if_fail (channels != NULL);

  fail_for_message (channels, id, g_error_new (PC_ERROR, PC_ERROR_OPERATION,
          "data channel %u: a message is larger than max-message-size, %"
          G_GSIZE_FORMAT " bytes", id, channels->config.max_message_size));
}

void
pc_channels_handle_too_many (PcChannels * channels, guint16 id)
{
  g_return_if_fail (channels != NULL);

  fail_for_message (channels, id, g_error_new (PC_ERROR, PC_ERROR_OPERATION,
          "data channel %u: the peer has begun too many messages", id));
}

/* Adds to the pieces of a message: FALSE when it became too large. */
static gboolean
add_piece (PcChannels * channels, PcChannel * channel,
    const PpidMeaning * meaning, GBytes * data)
{
  const PpidMeaning *before = find_meaning (channel->partial_ppid);
  const guint8 *bytes;
  gsize size;

  if (channel->partial != NULL && before->binary != meaning->binary) {
    channels->stats.malformed++;
    g_clear_pointer (&channel->partial, g_byte_array_unref);
  }
  bytes = g_bytes_get_data (data, &size);
  if (channel->partial == NULL) {
    channel->partial = g_byte_array_new ();
    channel->partial_ppid = meaning->ppid;
  }
  if (size > channels->config.max_message_size - channel->partial->len) {
    pc_channels_handle_too_large (channels, channel->id);
    return FALSE;
  }
  g_byte_array_append (channel->partial, bytes, (guint) size);
  return TRUE;
}

static void
deliver (PcChannels * channels, PcChannel * channel,
    const PpidMeaning * meaning, GBytes * data)
{
  PcChannelsOutput *output;
  g_autoptr (GBytes) whole = NULL;

  /* The byte that stands for an empty message is no part of it (RFC 8831
   * section 6.6). */
  whole = meaning->empty ? g_bytes_new (NULL, 0) : g_bytes_ref (data);
  if (g_bytes_get_size (whole) > channels->config.max_message_size) {
    pc_channels_handle_too_large (channels, channel->id);
    return;
  }
  if (meaning->partial || channel->partial != NULL) {
    if (!add_piece (channels, channel, meaning, whole) || meaning->partial)
      return;
    g_bytes_unref (whole);
    whole = g_byte_array_free_to_bytes (g_steal_pointer (&channel->partial));
  }

  output = pc_channels_output (channels, PC_CHANNELS_MESSAGE, channel->id);
  output->binary = meaning->binary;
  output->data = g_steal_pointer (&whole);
}

static void
handle_user_message (PcChannels * channels, PcChannel * channel, guint16 id,
    guint32 ppid, GBytes * data)
{
  const PpidMeaning *meaning = find_meaning (ppid);

  if (meaning == NULL) {
    channels->stats.unknown_ppid++;
    return;
  }
  if (channel == NULL) {
    /* RFC 8832 section 6 calls this an error and would have the stream reset;
     * but the peer may have opened a negotiated channel a moment before the
     * application here does (RFC 8831 section 6.5), and a reset would take it
     * away from both. */
    keep_early (channels, id, ppid, data);
    return;
  }
  channel->wait_ack = FALSE;
  /* webrtc-pc section 6.2: what comes after close() is discarded. */
  if (channel->state == PC_CHANNEL_OPEN)
    deliver (channels, channel, meaning, data);
}

void
pc_channels_handle_message (PcChannels * channels, guint16 id, guint32 ppid,
    GBytes * data)
{
  PcChannel *channel;

  g_return_if_fail (channels != NULL && data != NULL);

  if (!channels->up)
    return;
  channel = pc_channels_lookup (channels, id);
  /* The peer has reset its side and knows that ours is reset: it may use the
   * id again before we have heard that our reset was taken. */
  if (channel != NULL && channel->in_reset) {
    keep_early (channels, id, ppid, data);
    return;
  }
  if (ppid == PC_PPID_DCEP)
    handle_dcep (channels, channel, id, data);
  else
    handle_user_message (channels, channel, id, ppid, data);
}
