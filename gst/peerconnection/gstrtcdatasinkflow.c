/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdatasinkflow.c: buffers become messages of a data channel.
 */

#include "gstrtcdatasinkpad-private.h"

#include <gst/peerconnection/core/pcerror.h>
#include <gst/peerconnection/rtcdatameta.h>

#define GST_CAT_DEFAULT gst_peer_connection_debug

/* µs. The queue of all channels is full, of which ours tells nothing. */
#define RETRY_INTERVAL (10 * G_TIME_SPAN_MILLISECOND)

/* --- waiting -------------------------------------------------------------- */

/* Called with the lock, which is released meanwhile; OK: the channel is open. */
static GstFlowReturn
wait_for_room (GstRTCDataSinkPad * self)
{
  while (!self->sink.flushing) {
    GstRTCDataChannelState state = GST_RTC_DATA_CHANNEL_STATE_CONNECTING;

    if (self->channel != NULL)
      state = gst_rtc_data_channel_get_ready_state (self->channel);
    if (state > GST_RTC_DATA_CHANNEL_STATE_OPEN)
      return GST_FLOW_EOS;      /* the peer wants no more */
    if (state == GST_RTC_DATA_CHANNEL_STATE_OPEN
        && gst_rtc_data_channel_get_buffered_amount (self->channel) <=
        self->threshold)
      return GST_FLOW_OK;
    g_cond_wait (&self->sink.cond, &self->sink.lock);
  }
  return GST_FLOW_FLUSHING;
}

/* --- a buffer ------------------------------------------------------------- */

typedef struct
{
  GstBuffer *buffer;
  GstMapInfo map;
} Mapped;

static void
mapped_free (gpointer data)
{
  Mapped *mapped = data;

  gst_buffer_unmap (mapped->buffer, &mapped->map);
  gst_buffer_unref (mapped->buffer);
  g_free (mapped);
}

/* The buffer's memory itself; NULL when it cannot be read. */
static GBytes *
buffer_to_bytes (GstBuffer * buffer)
{
  Mapped *mapped = g_new0 (Mapped, 1);

  if (!gst_buffer_map (buffer, &mapped->map, GST_MAP_READ)) {
    g_free (mapped);
    return NULL;
  }
  mapped->buffer = gst_buffer_ref (buffer);
  return g_bytes_new_with_free_func (mapped->map.data, mapped->map.size,
      mapped_free, mapped);
}

static gboolean
send_now (GstRTCDataSinkPad * self, GstRTCDataChannel * channel,
    gboolean text, GBytes * bytes, GstRTCDataMeta * meta, GError ** error)
{
  PcReliability reliability;
  gsize size;
  const gchar *data = g_bytes_get_data (bytes, &size);

  if (text && size > 0 && !g_utf8_validate (data, (gssize) size, NULL)) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_TYPE,
        "a buffer with the caps text/x-raw is not valid UTF-8");
    return FALSE;
  }
  if (meta != NULL)
    reliability = (PcReliability) {
    meta->ordered, meta->max_packet_life_time, meta->max_retransmits};
  return gst_rtc_backend_send (channel, !text, bytes,
      meta != NULL ? &reliability : NULL, error);
}

/* Sends or waits; only what is wrong with the buffer itself is an error. */
static GstFlowReturn
send_buffer (GstRTCDataSinkPad * self, GstBuffer * buffer, GError ** error)
{
  g_autoptr (GBytes) bytes = buffer_to_bytes (buffer);
  GstFlowReturn ret;

  if (bytes == NULL) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_OPERATION,
        "a buffer cannot be read");
    return GST_FLOW_ERROR;
  }
  g_mutex_lock (&self->sink.lock);
  while ((ret = wait_for_room (self)) == GST_FLOW_OK) {
    g_autoptr (GstRTCDataChannel) channel = g_object_ref (self->channel);
    g_autoptr (GError) failure = NULL;
    gboolean text = self->text;
    gboolean sent;

    g_mutex_unlock (&self->sink.lock);
    sent = send_now (self, channel, text, bytes,
        gst_rtc_data_meta_get (buffer), &failure);
    g_mutex_lock (&self->sink.lock);
    if (sent)
      break;
    if (g_error_matches (failure, PC_ERROR, PC_ERROR_OPERATION)) {
      g_cond_wait_until (&self->sink.cond, &self->sink.lock,
          g_get_monotonic_time () + RETRY_INTERVAL);
    } else if (!g_error_matches (failure, PC_ERROR, PC_ERROR_INVALID_STATE)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      ret = GST_FLOW_ERROR;
      break;
    }
  }
  g_mutex_unlock (&self->sink.lock);
  return ret;
}

static GstFlowReturn
gst_rtc_data_sink_pad_chain (GstPad * pad, GstObject * parent,
    GstBuffer * buffer)
{
  GstRTCDataSinkPad *self = GST_RTC_DATA_SINK_PAD (pad);
  g_autoptr (GError) error = NULL;
  GstFlowReturn ret;

  g_mutex_lock (&self->sink.lock);
  ret = wait_for_room (self);
  if (ret == GST_FLOW_OK)
    /* A live source's buffers are due the moment they come. */
    gst_rtc_sink_sync_wait (&self->sink, GST_ELEMENT (parent),
        GST_BUFFER_PTS (buffer), self->callbacks->time_shift);
  g_mutex_unlock (&self->sink.lock);

  if (ret == GST_FLOW_OK)
    ret = send_buffer (self, buffer, &error);
  gst_buffer_unref (buffer);
  if (error != NULL)
    GST_ELEMENT_ERROR (parent, STREAM, WRONG_TYPE,
        ("%s: cannot be sent over the data channel", GST_PAD_NAME (pad)),
        ("%s", error->message));
  return ret;
}

/* --- events --------------------------------------------------------------- */

/* An empty stream is an empty channel: the peer hears of it too. A flush takes
 * the end back. */
static void
end_stream (GstRTCDataSinkPad * self, GstElement * bin)
{
  g_autoptr (GstRTCDataChannel) channel = NULL;
  gboolean finished;

  g_mutex_lock (&self->sink.lock);
  if (wait_for_room (self) == GST_FLOW_FLUSHING) {
    g_mutex_unlock (&self->sink.lock);
    return;
  }
  self->ended = TRUE;
  if (self->channel != NULL)
    channel = g_object_ref (self->channel);
  finished = channel == NULL
      || gst_rtc_data_channel_get_ready_state (channel) ==
      GST_RTC_DATA_CHANNEL_STATE_CLOSED;
  self->finished |= finished;
  g_mutex_unlock (&self->sink.lock);

  if (finished)
    self->callbacks->finished (bin, self);
  else
    gst_rtc_data_channel_close (channel);
}

/* After its end a stream begins anew with a channel of its own: it is another,
 * or the same after a seek. */
static void
start_stream (GstRTCDataSinkPad * self, GstElement * bin)
{
  gboolean ended;

  g_mutex_lock (&self->sink.lock);
  ended = self->ended;
  self->ended = FALSE;
  g_mutex_unlock (&self->sink.lock);
  if (ended) {
    gst_rtc_data_sink_pad_disconnect (self);
    self->callbacks->finished (bin, self);
  }
  self->callbacks->start (bin, self);
}

static void
take_caps (GstRTCDataSinkPad * self, GstCaps * caps)
{
  g_mutex_lock (&self->sink.lock);
  self->text = gst_structure_has_name (gst_caps_get_structure (caps, 0),
      "text/x-raw");
  g_mutex_unlock (&self->sink.lock);
}

static gboolean
gst_rtc_data_sink_pad_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRTCDataSinkPad *self = GST_RTC_DATA_SINK_PAD (pad);
  GstElement *bin = GST_ELEMENT (parent);
  GstCaps *caps;

  gst_rtc_sink_sync_event (&self->sink, event);
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
    case GST_EVENT_FLUSH_STOP:
      start_stream (self, bin);
      break;
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      take_caps (self, caps);
      break;
    case GST_EVENT_EOS:
      end_stream (self, bin);
      break;
    default:
      break;
  }
  gst_event_unref (event);
  return TRUE;
}

static gboolean
gst_rtc_data_sink_pad_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  /* Nothing of what happens behind the channel is asked for here. */
  if (GST_QUERY_TYPE (query) == GST_QUERY_ALLOCATION)
    return FALSE;
  return gst_pad_query_default (pad, parent, query);
}

static GstIterator *
no_internal_links (GstPad * pad, GstObject * parent)
{
  return NULL;
}

void
gst_rtc_data_sink_pad_init_flow (GstRTCDataSinkPad * self)
{
  GstPad *pad = GST_PAD (self);

  gst_pad_set_chain_function (pad, gst_rtc_data_sink_pad_chain);
  gst_pad_set_event_function (pad, gst_rtc_data_sink_pad_event);
  gst_pad_set_query_function (pad, gst_rtc_data_sink_pad_query);
  gst_pad_set_iterate_internal_links_function (pad, no_internal_links);
}
