/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * data-ours.c: data channels of peerconnection.
 */

#include "data.h"

#include <gst/peerconnection/peerconnection.h>

typedef struct
{
  DataEnd *(*make) (gpointer user_data);
  gpointer user_data;
} Accept;

static void
on_open (GstRTCDataChannel * channel, DataEnd * end)
{
  end->open (end);
}

static void
on_message (GstRTCDataChannel * channel, GstMessageEvent * event, DataEnd * end)
{
  end->message (end, gst_message_event_get_bytes (event));
}

static void
on_low (GstRTCDataChannel * channel, DataEnd * end)
{
  end->low (end);
}

static void
watch (DataEnd * end, gpointer channel)
{
  end->channel = channel;
  g_signal_connect (channel, "open", G_CALLBACK (on_open), end);
  g_signal_connect (channel, "message", G_CALLBACK (on_message), end);
  g_signal_connect (channel, "bufferedamountlow", G_CALLBACK (on_low), end);
}

static void
create (BenchPeer * peer, const gchar * label, DataEnd * end)
{
  watch (end, gst_rtc_peer_connection_create_data_channel (peer->connection,
          label, NULL, NULL));
}

static void
on_datachannel (GstRTCPeerConnection * connection,
    GstRTCDataChannelEvent * event, Accept * accept)
{
  watch (accept->make (accept->user_data),
      g_object_ref (gst_rtc_data_channel_event_get_channel (event)));
}

static void
accept_channels (BenchPeer * peer, DataEnd * (*make) (gpointer user_data),
    gpointer user_data)
{
  Accept *accept = g_new (Accept, 1);

  accept->make = make;
  accept->user_data = user_data;
  g_signal_connect_data (peer->connection, "datachannel",
      G_CALLBACK (on_datachannel), accept, (GClosureNotify) g_free, 0);
}

static void
set_low_threshold (DataEnd * end, guint64 bytes)
{
  gst_rtc_data_channel_set_buffered_amount_low_threshold (end->channel, bytes);
}

static guint64
get_buffered (DataEnd * end)
{
  return gst_rtc_data_channel_get_buffered_amount (end->channel);
}

static gboolean
send_message (DataEnd * end, GBytes * message)
{
  return gst_rtc_data_channel_send_bytes (end->channel, message, NULL);
}

const DataStack data_ours = {
  .peer = &bench_ours,
  .create = create,
  .accept = accept_channels,
  .set_low_threshold = set_low_threshold,
  .get_buffered = get_buffered,
  .send = send_message,
};
