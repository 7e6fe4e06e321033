/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannel-life.c: how a data channel opens, carries messages and closes
 * (webrtc-pc section 6.2).
 */

#include "rtcdatachannel-private.h"

#include "core/pcerror.h"
#include "messageevent.h"
#include "rtcerrorevent.h"
#include "rtcpeerconnection-private.h"

static const gchar *const state_names[] = {
  [GST_RTC_DATA_CHANNEL_STATE_CONNECTING] = "connecting",
  [GST_RTC_DATA_CHANNEL_STATE_OPEN] = "open",
  [GST_RTC_DATA_CHANNEL_STATE_CLOSING] = "closing",
  [GST_RTC_DATA_CHANNEL_STATE_CLOSED] = "closed",
};

GstRTCDataChannel *
gst_rtc_data_channel_new (GstRTCModel * model, const PcDcepOpen * open,
    gboolean negotiated, gint id, GstRTCDataChannelState state)
{
  GstRTCDataChannel *channel = g_object_new (GST_TYPE_RTC_DATA_CHANNEL, NULL);

  channel->model = gst_rtc_model_ref (model);
  channel->open = pc_dcep_open_copy (open);
  channel->negotiated = negotiated;
  channel->id = id;
  channel->state = state;
  /* One that the peer announced is open below already. */
  channel->handed_over = state == GST_RTC_DATA_CHANNEL_STATE_OPEN;

  return channel;
}

gint
gst_rtc_data_channel_peek_id_locked (GstRTCDataChannel * channel)
{
  return channel->id;
}

void
gst_rtc_data_channel_set_id_locked (GstRTCDataChannel * channel, gint id)
{
  channel->id = id;
}

void
gst_rtc_data_channel_connect (GstRTCDataChannel * channel,
    GstRTCBackend * backend)
{
  gboolean connect;
  gint id;

  g_mutex_lock (&channel->model->lock);
  id = channel->id;
  connect = channel->state == GST_RTC_DATA_CHANNEL_STATE_CONNECTING
      && !channel->handed_over && id >= 0;
  channel->handed_over = channel->handed_over || connect;
  g_mutex_unlock (&channel->model->lock);

  if (connect)
    GST_RTC_BACKEND_GET_IFACE (backend)->open_channel (backend, (guint16) id,
        channel->open, channel->negotiated);
}

/* Enters @state from one of @from (a bit each). FALSE: it was in another, or
 * everything is closed. */
static gboolean
channel_enter (GstRTCDataChannel * self, guint from,
    GstRTCDataChannelState state)
{
  gboolean entered;

  g_mutex_lock (&self->model->lock);
  entered = !self->model->closed && (from & (1u << self->state)) != 0;
  if (entered)
    self->state = state;
  g_mutex_unlock (&self->model->lock);

  if (entered)
    gst_rtc_data_channel_notify_state (self);

  return entered;
}

#define FROM(state) (1u << GST_RTC_DATA_CHANNEL_STATE_##state)

void
gst_rtc_data_channel_announce_open (GstRTCDataChannel * channel)
{
  gboolean known_open;

  /* An announced channel is open before the event says so (webrtc-pc section
   * 6.2, "announcing a data channel instance" step 7). */
  known_open = gst_rtc_data_channel_get_ready_state (channel) ==
      GST_RTC_DATA_CHANNEL_STATE_OPEN;
  if (known_open || channel_enter (channel, FROM (CONNECTING),
          GST_RTC_DATA_CHANNEL_STATE_OPEN))
    gst_rtc_data_channel_fire (channel, GST_RTC_DATA_CHANNEL_OPEN, NULL);
}

void
gst_rtc_data_channel_announce_closing (GstRTCDataChannel * channel)
{
  if (channel_enter (channel, FROM (CONNECTING) | FROM (OPEN),
          GST_RTC_DATA_CHANNEL_STATE_CLOSING))
    gst_rtc_data_channel_fire (channel, GST_RTC_DATA_CHANNEL_CLOSING, NULL);
}

static void
fire_close (gpointer owner, gpointer data)
{
  gst_rtc_data_channel_fire (data, GST_RTC_DATA_CHANNEL_CLOSE, NULL);
}

void
gst_rtc_data_channel_announce_closed (GstRTCDataChannel * channel,
    GstRTCError * error)
{
  g_autoptr (GstRTCErrorEvent) event = NULL;

  if (!channel_enter (channel, FROM (CONNECTING) | FROM (OPEN) | FROM (CLOSING),
          GST_RTC_DATA_CHANNEL_STATE_CLOSED))
    return;
  if (error == NULL) {
    gst_rtc_data_channel_fire (channel, GST_RTC_DATA_CHANNEL_CLOSE, NULL);
    return;
  }
  gst_rtc_operations_post_next (channel->model->queue, fire_close,
      g_object_ref (channel), g_object_unref);
  event = gst_rtc_error_event_new (error);
  gst_rtc_data_channel_fire (channel, GST_RTC_DATA_CHANNEL_ERROR, event);
}

void
gst_rtc_data_channel_deliver (GstRTCDataChannel * channel, gboolean binary,
    GBytes * message)
{
  g_autoptr (GstMessageEvent) event = NULL;

  /* webrtc-pc section 6.2, "receiving messages" step 3 */
  if (gst_rtc_data_channel_get_ready_state (channel) !=
      GST_RTC_DATA_CHANNEL_STATE_OPEN)
    return;

  if (binary) {
    event = gst_message_event_new (NULL, message);
  } else {
    gsize size;
    const gchar *data = g_bytes_get_data (message, &size);
    g_autofree gchar *text = g_utf8_make_valid (data != NULL ? data : "",
        (gssize) size);

    event = gst_message_event_new (text, NULL);
  }
  gst_rtc_data_channel_fire (channel, GST_RTC_DATA_CHANNEL_MESSAGE, event);
}

void
gst_rtc_data_channel_bytes_sent (GstRTCDataChannel * channel, guint64 bytes)
{
  gboolean low;

  /* webrtc-pc section 6.2, bufferedAmountLowThreshold: when it falls to the
   * threshold or below, having been above. */
  g_mutex_lock (&channel->model->lock);
  low = channel->buffered_amount > channel->low_threshold;
  channel->buffered_amount -= MIN (bytes, channel->buffered_amount);
  low = low && channel->buffered_amount <= channel->low_threshold;
  g_mutex_unlock (&channel->model->lock);

  if (low)
    gst_rtc_data_channel_fire (channel,
        GST_RTC_DATA_CHANNEL_BUFFERED_AMOUNT_LOW, NULL);
}

void
gst_rtc_data_channel_close_locked (GstRTCDataChannel * channel)
{
  channel->state = GST_RTC_DATA_CHANNEL_STATE_CLOSED;
}

/* With the lock: the checks of the send() algorithm (webrtc-pc section 6.2). */
static gboolean
channel_may_send (GstRTCDataChannel * self, gsize size, GError ** error)
{
  if (self->state != GST_RTC_DATA_CHANNEL_STATE_OPEN) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "cannot send on the channel \"%s\": it is \"%s\"", self->open->label,
        state_names[self->state]);
    return FALSE;
  }
  if (size > self->model->max_message_size) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "cannot send %" G_GSIZE_FORMAT " bytes in a message: the peer takes at"
        " most %" G_GUINT64_FORMAT, size, self->model->max_message_size);
    return FALSE;
  }

  return TRUE;
}

gboolean
gst_rtc_backend_send (GstRTCDataChannel * channel, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error)
{
  GstRTCModel *model = channel->model;
  g_autoptr (GstRTCBackend) backend = gst_rtc_model_dup_backend (model);
  gsize size = g_bytes_get_size (message);
  gboolean sent;
  guint16 id;

  g_mutex_lock (&model->lock);
  sent = channel_may_send (channel, size, error);
  if (sent)
    channel->buffered_amount += size;
  id = (guint16) channel->id;
  g_mutex_unlock (&model->lock);
  if (!sent)
    return FALSE;

  if (backend != NULL) {
    sent = GST_RTC_BACKEND_GET_IFACE (backend)->send_message (backend, id,
        binary, message, reliability, error);
  } else {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "cannot send on the channel \"%s\": its connection is gone",
        channel->open->label);
    sent = FALSE;
  }
  if (!sent) {
    g_mutex_lock (&model->lock);
    channel->buffered_amount -= MIN (size, channel->buffered_amount);
    g_mutex_unlock (&model->lock);
  }

  return sent;
}

/**
 * gst_rtc_data_channel_close:
 * @channel: a #GstRTCDataChannel
 *
 * Sends what waits, then closes; #GstRTCDataChannel::close tells when that is
 * done. Does nothing when it is closing or closed.
 *
 * Since: 0.1
 */
void
gst_rtc_data_channel_close (GstRTCDataChannel * channel)
{
  g_autoptr (GstRTCBackend) backend = NULL;
  gboolean known_below;
  guint16 id;

  g_return_if_fail (GST_IS_RTC_DATA_CHANNEL (channel));

  backend = gst_rtc_model_dup_backend (channel->model);
  if (!channel_enter (channel, FROM (CONNECTING) | FROM (OPEN),
          GST_RTC_DATA_CHANNEL_STATE_CLOSING))
    return;

  g_mutex_lock (&channel->model->lock);
  known_below = channel->handed_over;
  id = (guint16) channel->id;
  g_mutex_unlock (&channel->model->lock);

  if (known_below && backend != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->close_channel (backend, id);
  else
    gst_rtc_operations_post (channel->model->queue,
        gst_rtc_peer_connection_channel_closed, g_object_ref (channel),
        g_object_unref);
}
