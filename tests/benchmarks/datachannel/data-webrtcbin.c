/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * data-webrtcbin.c: data channels of webrtcbin.
 */

#include "data.h"

#include <gst/webrtc/webrtc.h>

typedef struct
{
  DataEnd *(*make) (gpointer user_data);
  gpointer user_data;
} Accept;

static void
on_open (GObject * channel, DataEnd * end)
{
  end->open (end);
}

static void
on_message (GObject * channel, GBytes * message, DataEnd * end)
{
  end->message (end, message);
}

static void
on_low (GObject * channel, DataEnd * end)
{
  end->low (end);
}

static void
watch (DataEnd * end, gpointer channel)
{
  end->channel = channel;
  g_signal_connect (channel, "on-open", G_CALLBACK (on_open), end);
  g_signal_connect (channel, "on-message-data", G_CALLBACK (on_message), end);
  g_signal_connect (channel, "on-buffered-amount-low", G_CALLBACK (on_low),
      end);
}

/* Needs the element in READY. */
static void
create (BenchPeer * peer, const gchar * label, DataEnd * end)
{
  gpointer channel = NULL;

  if (peer->pipeline == NULL) {
    peer->pipeline = gst_pipeline_new (NULL);
    gst_bin_add (GST_BIN (peer->pipeline), peer->element);
    gst_element_set_state (peer->pipeline, GST_STATE_READY);
  }
  g_signal_emit_by_name (peer->element, "create-data-channel", label, NULL,
      &channel);
  watch (end, channel);
}

/* A channel that the peer opened says so by this signal alone, perhaps. */
static void
on_data_channel (GstElement * element, GObject * channel, Accept * accept)
{
  watch (accept->make (accept->user_data), g_object_ref (channel));
}

static void
accept_channels (BenchPeer * peer, DataEnd * (*make) (gpointer user_data),
    gpointer user_data)
{
  Accept *accept = g_new (Accept, 1);

  accept->make = make;
  accept->user_data = user_data;
  g_signal_connect_data (peer->element, "on-data-channel",
      G_CALLBACK (on_data_channel), accept, (GClosureNotify) g_free, 0);
}

static void
set_low_threshold (DataEnd * end, guint64 bytes)
{
  g_object_set (end->channel, "buffered-amount-low-threshold", bytes, NULL);
}

static guint64
get_buffered (DataEnd * end)
{
  guint64 bytes;

  g_object_get (end->channel, "buffered-amount", &bytes, NULL);
  return bytes;
}

static gboolean
send_message (DataEnd * end, GBytes * message)
{
  gst_webrtc_data_channel_send_data (end->channel, message);
  return TRUE;
}

const DataStack data_webrtcbin = {
  .peer = &bench_webrtcbin,
  .create = create,
  .accept = accept_channels,
  .set_low_threshold = set_low_threshold,
  .get_buffered = get_buffered,
  .send = send_message,
};
