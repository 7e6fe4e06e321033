/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpqueue.h: what waits for room in an association's send buffer.
 *
 * One queue a stream, served in shares as the channels' priorities are (RFC
 * 8831 section 6.4): a large file on one channel does not hold up a word on
 * another. On the I/O thread only.
 */

#ifndef GST_RTC_SCTP_QUEUE_H
#define GST_RTC_SCTP_QUEUE_H

#include <gst/peerconnection/core/dc/pcchannels.h>

#include "gstrtcsctpsocket.h"

G_BEGIN_DECLS

typedef struct _GstRTCSctpQueue GstRTCSctpQueue;

typedef struct
{
  /* @bytes of the application's have left the queue of stream @id, to the
   * network or because their time was over. @cost of it is free again. */
  void (*sent) (gpointer user_data, guint16 id, gsize bytes, gsize cost);
  void (*reset_failed) (gpointer user_data, guint16 id);
} GstRTCSctpQueueCallbacks;

/* What a message weighs against the limit of the queue, be it empty. */
#define GST_RTC_SCTP_MESSAGE_COST(size) ((size) + 128)

GstRTCSctpQueue *gst_rtc_sctp_queue_new (const GstRTCSctpQueueCallbacks *
    callbacks, gpointer user_data);
void gst_rtc_sctp_queue_free (GstRTCSctpQueue * queue);

/* Messages may overtake others that have begun (RFC 8260). */
void gst_rtc_sctp_queue_set_interleaving (GstRTCSctpQueue * queue,
    gboolean interleaving);
/* @output: SEND or RESET; its data is taken. @now: monotonic µs. */
void gst_rtc_sctp_queue_push (GstRTCSctpQueue * queue,
    PcChannelsOutput * output, gint64 now);
/* Hands over as much as there is room for. FALSE when @socket is dead. */
gboolean gst_rtc_sctp_queue_flush (GstRTCSctpQueue * queue,
    GstRTCSctpSocket * socket, gint64 now);

G_END_DECLS

#endif /* GST_RTC_SCTP_QUEUE_H */
