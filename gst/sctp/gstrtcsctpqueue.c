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

/* bytes; a larger message goes in pieces, and only one such at a time. usrsctp
 * takes others whole, and sends their chunks in turn. */
#define MAX_WHOLE (256 * 1024)
/* bytes that are offered at once. usrsctp 0.9.5 calls what is larger than its
 * buffer too long, instead of asking to wait. */
#define MAX_PIECE (128 * 1024)
/* bytes, half of usrsctp's buffer: only so much may be in it when others go
 * beside a message that has not got all its pieces. While that lacks its next
 * one usrsctp may send nothing at all, so there must always be room for it. */
#define MAX_BESIDE (512 * 1024)
/* bytes of the headers of a message that is one chunk (RFC 8260 section 2.1) */
#define MESSAGE_OVERHEAD 20
/* Virtual time has so many bits below a byte of a channel of weight 1. */
#define TIME_SHIFT 10

typedef struct
{
  GstRTCSctpSendInfo info;
  gboolean reset;               /* no message: the end of the stream */
  GBytes *data;
  gsize offset;                 /* bytes already handed over */
  gsize user_size;
  guint weight;
  gint64 expires;               /* monotonic µs, or G_MAXINT64 */
} Item;

/* Start-time fair queueing: who has the earliest time goes next, and by what it
 * sends, divided by its weight, its time goes on. */
typedef struct
{
  guint16 id;
  GQueue items;                 /* of Item */
  guint64 time;                 /* virtual: of its next turn */
  GSequenceIter *turn;          /* NULL: has nothing, or waits in @large */
} Stream;

struct _GstRTCSctpQueue
{
  const GstRTCSctpQueueCallbacks *callbacks;
  gpointer user_data;
  gboolean interleaving;

  GHashTable *by_id;            /* guint16 -> Stream (owned), until its reset */
  GSequence *turns;             /* of Stream with items, by time */
  guint64 time;                 /* virtual: of who went last */

  Stream *under_way;            /* whose message is there in part, or NULL */
  GQueue large;                 /* of Stream: what would be the next such */
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
  queue->turns = g_sequence_new (NULL);
  g_queue_init (&queue->large);
  return queue;
}

void
gst_rtc_sctp_queue_free (GstRTCSctpQueue * queue)
{
  g_queue_clear (&queue->large);
  g_sequence_free (queue->turns);
  g_hash_table_unref (queue->by_id);
  g_free (queue);
}

void
gst_rtc_sctp_queue_set_interleaving (GstRTCSctpQueue * queue,
    gboolean interleaving)
{
  queue->interleaving = interleaving;
}

/* --- turns ---------------------------------------------------------------- */

static gint
compare_times (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Stream *left = a, *right = b;

  return left->time < right->time ? -1 : left->time > right->time;
}

static void
give_turn (GstRTCSctpQueue * queue, Stream * stream)
{
  stream->turn = g_sequence_insert_sorted (queue->turns, stream, compare_times,
      NULL);
}

static void
take_turn (Stream * stream)
{
  g_sequence_remove (g_steal_pointer (&stream->turn));
}

/* @stream sent @size bytes of @item. */
static void
pass_time (GstRTCSctpQueue * queue, Stream * stream, const Item * item,
    gsize size)
{
  queue->time = stream->time;
  stream->time += ((guint64) (size + MESSAGE_OVERHEAD) << TIME_SHIFT)
      / MAX (item->weight, 1);
}

static gboolean
is_large (const Item * item)
{
  return !item->reset && g_bytes_get_size (item->data) > MAX_WHOLE;
}

/* Who is to send now. NULL: nobody, before usrsctp has sent more. */
static Stream *
next_stream (GstRTCSctpQueue * queue, GstRTCSctpSocket * socket)
{
  GstRTCSctpLoad load;
  gboolean large;

  /* RFC 9260 section 6.9: what has begun goes on. */
  if (queue->under_way != NULL && !queue->interleaving)
    return queue->under_way;
  while (!g_sequence_is_empty (queue->turns)) {
    Stream *stream = g_sequence_get (g_sequence_get_begin_iter (queue->turns));

    large = is_large (g_queue_peek_head (&stream->items));
    if (stream == queue->under_way || !queue->interleaving
        || (queue->under_way == NULL && !large))
      return stream;
    if (queue->under_way == NULL || !large) {
      if (!gst_rtc_sctp_socket_get_load (socket, &load)
          || load.queued <= MAX_BESIDE)
        return stream;
      return load.in_flight == 0 ? queue->under_way : NULL;
    }
    take_turn (stream);
    g_queue_push_tail (&queue->large, stream);
  }
  return NULL;
}

/* The message that was under way is complete. */
static void
end_large (GstRTCSctpQueue * queue)
{
  Stream *stream;

  queue->under_way = NULL;
  while ((stream = g_queue_pop_head (&queue->large)) != NULL)
    give_turn (queue, stream);
}

/* --- items ---------------------------------------------------------------- */

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
    item->weight = output->priority;
    if (output->max_packet_life_time >= 0)
      item->expires = now + (gint64) output->max_packet_life_time * 1000;
  }
  g_queue_push_tail (&stream->items, item);
  if (stream->items.length == 1) {
    /* What it did not use while it had nothing is lost. */
    stream->time = MAX (stream->time, queue->time);
    give_turn (queue, stream);
  }
}

/* The first item of @stream is done. */
static void
end_item (GstRTCSctpQueue * queue, Stream * stream)
{
  Item *item = g_queue_pop_head (&stream->items);
  gboolean reset = item->reset;

  item_free (item);
  if (queue->under_way == stream)
    end_large (queue);
  if (!g_queue_is_empty (&stream->items)) {
    g_sequence_sort_changed (stream->turn, compare_times, NULL);
    return;
  }
  take_turn (stream);
  if (reset)
    g_hash_table_remove (queue->by_id, GUINT_TO_POINTER (stream->id));
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
  STEP_GOES_ON,                 /* a piece is sent */
  STEP_FULL,
  STEP_DEAD,
} Step;

static GstRTCSctpPart
get_part (const Item * item, gsize size)
{
  if (!is_large (item))
    return GST_RTC_SCTP_WHOLE;
  return item->offset + size == g_bytes_get_size (item->data)
      ? GST_RTC_SCTP_LAST_PIECE : GST_RTC_SCTP_PIECE;
}

/* Whether what is handed over now goes out now. What waits behind the congestion
 * window goes out however old it is by then: usrsctp looks at a lifetime only
 * before it sends again. */
static gboolean
sends_at_once (GstRTCSctpSocket * socket)
{
  GstRTCSctpLoad load;

  return !gst_rtc_sctp_socket_get_load (socket, &load)
      || load.queued < load.window || load.in_flight == 0;
}

/* Hands over a message, or a piece of it. */
static Step
send_item (GstRTCSctpQueue * queue, Stream * stream, Item * item,
    GstRTCSctpSocket * socket, gint64 now)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (item->data, &size);
  gsize rest = size - item->offset;
  gsize piece = is_large (item) ? MIN (rest, MAX_PIECE) : rest;
  gssize taken;

  /* RFC 3758 section 3.5: a lifetime begins when the application sends. What
   * never got out needs not be abandoned on the wire. */
  if (item->offset == 0 && now > item->expires) {
    report_sent (queue, item, size, TRUE);
    return STEP_DONE;
  }
  if (item->offset == 0 && item->expires != G_MAXINT64
      && !sends_at_once (socket))
    return STEP_FULL;
  taken = gst_rtc_sctp_socket_send (socket, &item->info, data + item->offset,
      piece, get_part (item, piece));
  if (taken < 0 && is_dead (errno))
    return STEP_DEAD;
  if (taken < 0) {
    GST_WARNING ("message of %" G_GSIZE_FORMAT " bytes on stream %u: %s",
        size, item->info.id, g_strerror (errno));
    report_sent (queue, item, rest, TRUE);
    return STEP_DONE;
  }
  if (taken == 0)
    return STEP_FULL;
  item->offset += (gsize) taken;
  pass_time (queue, stream, item, (gsize) taken);
  report_sent (queue, item, (gsize) taken, item->offset == size);
  if (item->offset < size) {
    queue->under_way = stream;
    return STEP_GOES_ON;
  }
  return STEP_DONE;
}

gboolean
gst_rtc_sctp_queue_flush (GstRTCSctpQueue * queue, GstRTCSctpSocket * socket,
    gint64 now)
{
  Stream *stream;

  while ((stream = next_stream (queue, socket)) != NULL) {
    Item *item = g_queue_peek_head (&stream->items);
    Step step = STEP_DONE;

    if (!item->reset)
      step = send_item (queue, stream, item, socket, now);
    else if (!gst_rtc_sctp_socket_reset (socket, stream->id))
      queue->callbacks->reset_failed (queue->user_data, stream->id);

    if (step == STEP_FULL || step == STEP_DEAD)
      return step == STEP_FULL;
    if (step == STEP_DONE)
      end_item (queue, stream);
    else
      g_sequence_sort_changed (stream->turn, compare_times, NULL);
  }
  return TRUE;
}
