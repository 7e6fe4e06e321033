/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlsinput.c: what datagrams and messages lead to.
 */

#include "gstrtcdtlssession.h"

#include <gst/peerconnection/core/dtls/pcdemux.h>

#define GST_CAT_DEFAULT gst_rtc_dtls_srtp_debug

/* What is kept of a handshake that we cannot go on with yet: the peer's offer
 * or answer travels another way, and may be slower than its packets. A flight
 * is one to three datagrams. */
#define MAX_EARLY_DATAGRAMS 8
#define MAX_EARLY_BYTES (16 * 1024)
void
gst_rtc_dtls_input_drop_early (GstRTCDtlsSession * self)
{
  g_queue_clear_full (&self->early, (GDestroyNotify) gst_buffer_unref);
  self->early_bytes = 0;
}

/* --- what comes in -------------------------------------------------------- */

/* Takes @buffer. */
static void
keep_early (GstRTCDtlsSession * self, GstBuffer * buffer)
{
  const gsize size = gst_buffer_get_size (buffer);

  if (self->early.length >= MAX_EARLY_DATAGRAMS
      || self->early_bytes + size > MAX_EARLY_BYTES) {
    gst_buffer_unref (buffer);
    gst_rtc_dtls_srtp_count (self->element, GST_RTC_DTLS_DROPPED_OVERFLOW, 1);
    return;
  }
  GST_DEBUG_OBJECT (self->element, "keep a handshake datagram for later");
  g_queue_push_tail (&self->early, buffer);
  self->early_bytes += size;
}

/* Not before we may answer; and a server takes the client's certificate only
 * when it knows what to hold it against. Until then it has sent its flight, so
 * that the answer of the signalling finds the handshake half done. */
gboolean
gst_rtc_dtls_input_is_early (GstRTCDtlsSession * self)
{
  return self->state == PC_DTLS_NEW || (self->fingerprints == NULL
      && gst_dtls_engine_awaits_certificate (self->engine));
}

/* Takes @buffer. */
static void
handle_dtls (GstRTCDtlsSession * self, GstBuffer * buffer)
{
  GstMapInfo map;

  if (gst_rtc_dtls_association_is_over (self)) {
    gst_buffer_unref (buffer);
    gst_rtc_dtls_srtp_count (self->element,
        GST_RTC_DTLS_DROPPED_NOT_CONNECTED, 1);
    gst_rtc_dtls_association_repeat (self);
    return;
  }
  if (gst_rtc_dtls_input_is_early (self)) {
    keep_early (self, buffer);
    return;
  }

  if (gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    gst_dtls_engine_process (self->engine, map.data, map.size);
    gst_buffer_unmap (buffer, &map);
    gst_rtc_dtls_association_look (self);
  }
  gst_buffer_unref (buffer);
}

/* Takes @buffer; what can go up, or NULL. */
static GstBuffer *
handle_srtp (GstRTCDtlsSession * self, GstBuffer * buffer, gboolean rtcp)
{
  GstSrtpStatus status;

  if (self->inbound == NULL) {
    gst_buffer_unref (buffer);
    gst_rtc_dtls_srtp_count (self->element,
        GST_RTC_DTLS_DROPPED_NOT_CONNECTED, 1);
    return NULL;
  }

  buffer = gst_srtp_session_unprotect (self->inbound, buffer, rtcp, &status);
  if (buffer == NULL) {
    GST_LOG_OBJECT (self->element, "drop a packet: status %d", status);
    gst_rtc_dtls_srtp_count (self->element,
        gst_rtc_dtls_counter_for_status (status), 1);
  }

  return buffer;
}

/* Takes *@buffer and leaves the media in the list. */
static gboolean
handle_datagram (GstBuffer ** buffer, guint index, gpointer user_data)
{
  GstRTCDtlsSession *self = user_data;
  guint8 head[2];
  PcPacketKind kind;

  /* two bytes and the size tell */
  if (gst_buffer_extract (*buffer, 0, head, sizeof head) < sizeof head)
    kind = PC_PACKET_UNKNOWN;
  else
    kind = pc_demux_classify (head, gst_buffer_get_size (*buffer));

  switch (kind) {
    case PC_PACKET_RTP:
    case PC_PACKET_RTCP:
      *buffer = handle_srtp (self, *buffer, kind == PC_PACKET_RTCP);
      break;
    case PC_PACKET_DTLS:
      handle_dtls (self, g_steal_pointer (buffer));
      break;
    default:
      gst_clear_buffer (buffer);
      gst_rtc_dtls_srtp_count (self->element, GST_RTC_DTLS_DROPPED_UNKNOWN, 1);
  }

  return TRUE;
}

static gboolean
add_size (GstBuffer ** buffer, guint index, gpointer user_data)
{
  *(guint64 *) user_data += gst_buffer_get_size (*buffer);

  return TRUE;
}

/* Takes @list. */
void
gst_rtc_dtls_input_network (GstRTCDtlsSession * self, GstBufferList * list)
{
  guint64 bytes = 0;

  list = gst_buffer_list_make_writable (list);
  gst_buffer_list_foreach (list, handle_datagram, self);
  if (gst_buffer_list_length (list) == 0) {
    gst_buffer_list_unref (list);
    return;
  }

  gst_buffer_list_foreach (list, add_size, &bytes);
  g_mutex_lock (&self->element->lock);
  self->element->counters[GST_RTC_DTLS_RTP_PACKETS_RECEIVED] +=
      gst_buffer_list_length (list);
  self->element->counters[GST_RTC_DTLS_RTP_BYTES_RECEIVED] += bytes;
  g_mutex_unlock (&self->element->lock);
  self->media = list;
}

/* A message is a record is a datagram (RFC 8261 section 4). */
static gboolean
send_message (GstBuffer ** buffer, guint index, gpointer user_data)
{
  GstRTCDtlsSession *self = user_data;
  GstRTCDtlsCounter counter = GST_RTC_DTLS_DROPPED_NOT_CONNECTED;
  GstMapInfo map;

  if (self->state == PC_DTLS_CONNECTED
      && gst_buffer_map (*buffer, &map, GST_MAP_READ)) {
    counter = gst_dtls_engine_write (self->engine, map.data, map.size) ?
        GST_RTC_DTLS_MESSAGES_SENT : GST_RTC_DTLS_DROPPED_MALFORMED;
    gst_buffer_unmap (*buffer, &map);
  }
  gst_rtc_dtls_srtp_count (self->element, counter, 1);

  return TRUE;
}

/* What was kept is looked at again, in its order; it may be kept again. */
void
gst_rtc_dtls_input_handle_early (GstRTCDtlsSession * self)
{
  guint n = self->early.length;

  self->early_bytes = 0;
  while (n-- > 0) {
    GstBuffer *buffer = g_queue_pop_head (&self->early);

    if (buffer != NULL)
      handle_dtls (self, buffer);
  }
}

/* Takes @list. */
void
gst_rtc_dtls_input_messages (GstRTCDtlsSession * self, GstBufferList * list)
{
  gst_buffer_list_foreach (list, send_message, self);
  if (self->engine != NULL && !gst_rtc_dtls_association_is_over (self))
    gst_rtc_dtls_association_look (self);
  gst_buffer_list_unref (list);
}
