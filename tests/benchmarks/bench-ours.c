/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-ours.c: peerconnection as a peer, by the public API.
 */

#include "bench.h"

#include <gst/peerconnection/peerconnection.h>

static void
on_send (GstRTCNegotiator * negotiator, const gchar * json, BenchPeer * peer)
{
  peer->send (peer, json, peer->user_data);
}

static void
on_connection_state (GstRTCPeerConnection * connection, BenchPeer * peer)
{
  GstRTCPeerConnectionState state;

  g_object_get (connection, "connection-state", &state, NULL);
  if (state == GST_RTC_PEER_CONNECTION_STATE_CONNECTED)
    bench_note (&peer->connected_at, &peer->connected);
}

static void
ours_init (BenchPeer * peer)
{
  peer->element = gst_object_ref_sink (gst_element_factory_make
      ("peerconnection", NULL));
  g_object_set (peer->element, "latency", 0, NULL);
  g_object_get (peer->element, "peer-connection", &peer->connection, NULL);
  g_signal_connect (peer->connection, "connectionstatechange",
      G_CALLBACK (on_connection_state), peer);
  /* Before there is anything to negotiate: events come in another thread. */
  peer->negotiator = gst_rtc_negotiator_new (peer->connection, !peer->offers);
  g_signal_connect (peer->negotiator, "send", G_CALLBACK (on_send), peer);
}

static void
ours_receive (BenchPeer * peer, const gchar * json)
{
  g_autoptr (GError) error = NULL;

  if (!gst_rtc_negotiator_receive (peer->negotiator, json, &error))
    g_error ("%s", error->message);
}

static void
on_open (gpointer channel, BenchPeer * peer)
{
  bench_note (&peer->open_at, &peer->open);
}

static void
ours_add_channel (BenchPeer * peer)
{
  peer->channel = gst_rtc_peer_connection_create_data_channel
      (peer->connection, "bench", NULL, NULL);
  g_signal_connect (peer->channel, "open", G_CALLBACK (on_open), peer);
}

static void
ours_start (BenchPeer * peer)
{
  /* negotiationneeded has started it, or a peer's offer will. */
}

static void
ours_clear (BenchPeer * peer)
{
  gst_rtc_peer_connection_close (peer->connection);
  g_signal_handlers_disconnect_by_data (peer->connection, peer);
  g_signal_handlers_disconnect_by_data (peer->negotiator, peer);
  g_clear_object (&peer->negotiator);
  g_clear_object (&peer->channel);
  g_clear_object (&peer->connection);
  gst_element_set_state (peer->element, GST_STATE_NULL);
  gst_clear_object (&peer->element);
}

const BenchStack bench_ours = {
  .name = "peerconnection",
  .factory = "peerconnection",
  .init = ours_init,
  .receive = ours_receive,
  .add_channel = ours_add_channel,
  .start = ours_start,
  .clear = ours_clear,
};
