/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpqueue.c: what waits for room in an association's send buffer.
 */

#include "gstrtcsctpqueue.h"

#include <errno.h>
#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_sctp_debug);
#define GST_CAT_DEFAULT gst_rtc_sctp_debug

/* bytes that are offered at once. usrsctp 0.9.5 calls what is larger than its
 * buffer too long, instead of asking to wait. */
#define MAX_PIECE (128 * 1024)

typedef struct
{
  GstRTCSctpSendInfo info;
  gboolean reset;               /* no message: the end of the stream */
  GBytes *data;
  gsize offset;                 /* bytes already handed over */
  gsize user_size;
  gint64 expires;               /* monotonic µs, or G_MAXINT64 */
} Item;

typedef struct
{
  guint16 id;
  GQueue items;                 /* of Item, never empty */
} Stream;

struct _GstRTCSctpQueue
{
  const GstRTCSctpQueueCallbacks *callbacks;
  gpointer user_data;

  GHashTable *by_id;            /* guint16 -> Stream (owned) */
  GQueue turns;                 /* of Stream: whose message is next */
};

static void
item_free (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->data, g_bytes_unref);
  g_free (item);
}

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_queue_clear_full (&stream->items, item_free);
  g_free (stream);
}

GstRTCSctpQueue *
gst_rtc_sctp_queue_new (const GstRTCSctpQueueCallbacks * callbacks,
    gpointer user_data)
{
  GstRTCSctpQueue *queue = g_new0 (GstRTCSctpQueue, 1);

  queue->callbacks = callbacks;
  queue->user_data = user_data;
  queue->by_id = g_hash_table_new_full (NULL, NULL, NULL, stream_free);
  g_queue_init (&queue->turns);
  return queue;
}

void
gst_rtc_sctp_queue_free (GstRTCSctpQueue * queue)
{
  g_queue_clear (&queue->turns);
  g_hash_table_unref (queue->by_id);
  g_free (queue);
}

static Stream *
ensure_stream (GstRTCSctpQueue * queue, guint16 id)
{
  Stream *stream = g_hash_table_lookup (queue->by_id, GUINT_TO_POINTER (id));

  if (stream != NULL)
    return stream;
  stream = g_new0 (Stream, 1);
  stream->id = id;
  g_queue_init (&stream->items);
  g_hash_table_insert (queue->by_id, GUINT_TO_POINTER (id), stream);
  g_queue_push_tail (&queue->turns, stream);
  return stream;
}

void
gst_rtc_sctp_queue_push (GstRTCSctpQueue * queue, PcChannelsOutput * output,
    gint64 now)
{
  Stream *stream = ensure_stream (queue, output->id);
  Item *item = g_new0 (Item, 1);

  item->reset = output->type == PC_CHANNELS_RESET;
  item->expires = G_MAXINT64;
  if (!item->reset) {
    item->info = (GstRTCSctpSendInfo) {
    .id = output->id,.ppid = output->ppid,.unordered =
          output->unordered,.max_packet_life_time =
          output->max_packet_life_time,.max_retransmits =
          output->max_retransmits,};
    item->data = g_steal_pointer (&output->data);
    item->user_size = output->user_size;
    if (output->max_packet_life_time >= 0)
      item->expires = now + (gint64) output->max_packet_life_time * 1000;
  }
  g_queue_push_tail (&stream->items, item);
}

static void
report_sent (GstRTCSctpQueue * queue, const Item * item, gsize bytes,
    gboolean whole)
{
  gboolean user = item->info.ppid != PC_PPID_DCEP;

  /* One byte stands for an empty message, and for none of its bytes. */
  bytes = MIN (bytes, item->user_size);
  if (user)
    queue->callbacks->sent (queue->user_data, item->info.id, bytes,
        whole ? GST_RTC_SCTP_MESSAGE_COST (item->user_size) : 0);
}

static gboolean
is_dead (int code)
{
  return code == ENOTCONN || code == ECONNRESET || code == EPIPE
      || code == ECONNABORTED;
}

typedef enum
{
  STEP_DONE,
  STEP_FULL,
  STEP_DEAD,
} Step;

/* Hands over the rest of a message, or a piece of it. */
static Step
send_item (GstRTCSctpQueue * queue, Item * item, GstRTCSctpSocket * socket,
    gint64 now)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (item->data, &size);
  gssize taken;

  /* RFC 3758 section 3.5: a lifetime begins when the application sends. What
   * never got out needs not be abandoned on the wire. */
  if (item->offset == 0 && now > item->expires) {
    report_sent (queue, item, size, TRUE);
    return STEP_DONE;
  }
  if (item->offset == 0 && item->expires != G_MAXINT64
      && !gst_rtc_sctp_socket_sends_at_once (socket))
    return STEP_FULL;
  while (item->offset < size) {
    gsize piece = MIN (size - item->offset, MAX_PIECE);

    taken = gst_rtc_sctp_socket_send (socket, &item->info,
        data + item->offset, piece, item->offset + piece == size);
    if (taken < 0 && is_dead (errno))
      return STEP_DEAD;
    if (taken < 0) {
      GST_WARNING ("message of %" G_GSIZE_FORMAT " bytes on stream %u: %s",
          size, item->info.id, g_strerror (errno));
      report_sent (queue, item, size - item->offset, TRUE);
      return STEP_DONE;
    }
    if (taken == 0)
      return STEP_FULL;
    item->offset += (gsize) taken;
    report_sent (queue, item, (gsize) taken, item->offset == size);
  }
  return STEP_DONE;
}

gboolean
gst_rtc_sctp_queue_flush (GstRTCSctpQueue * queue, GstRTCSctpSocket * socket,
    gint64 now)
{
  Stream *stream;

  while ((stream = g_queue_peek_head (&queue->turns)) != NULL) {
    Item *item = g_queue_peek_head (&stream->items);

    if (item->reset) {
      if (!gst_rtc_sctp_socket_reset (socket, stream->id))
        queue->callbacks->reset_failed (queue->user_data, stream->id);
    } else {
      /* Without interleaving a message that has begun blocks all others, for
       * SCTP too (RFC 9260 section 6.9): its stream keeps its turn. */
      Step step = send_item (queue, item, socket, now);

      if (step != STEP_DONE)
        return step == STEP_FULL;
    }

    item_free (g_queue_pop_head (&stream->items));
    g_queue_pop_head (&queue->turns);
    if (g_queue_is_empty (&stream->items))
      g_hash_table_remove (queue->by_id, GUINT_TO_POINTER (stream->id));
    else
      g_queue_push_tail (&queue->turns, stream);
  }
  return TRUE;
}
