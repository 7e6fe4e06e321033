/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-webrtcbin.c: webrtcbin as a peer, by its signals alone.
 */

#include "bench.h"

#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>
#include <json-glib/json-glib.h>

static void
send_description (BenchPeer * peer, GstWebRTCSessionDescription * description)
{
  g_autofree gchar *sdp = gst_sdp_message_as_text (description->sdp);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree gchar *json = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "description");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder,
      gst_webrtc_sdp_type_to_string (description->type));
  json_builder_set_member_name (builder, "sdp");
  json_builder_add_string_value (builder, sdp);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  peer->send (peer, json, peer->user_data);
}

static void
on_candidate (GstElement * element, guint mline, const gchar * candidate,
    BenchPeer * peer)
{
  g_autofree gchar *json = g_strdup_printf
      ("{\"candidate\":{\"candidate\":\"%s\",\"sdpMLineIndex\":%u}}", candidate,
      mline);

  peer->send (peer, json, peer->user_data);
}

static void
on_created (GstPromise * promise, gpointer user_data)
{
  BenchPeer *peer = user_data;
  GstWebRTCSessionDescription *description = NULL;
  const GstStructure *reply = gst_promise_get_reply (promise);

  gst_structure_get (reply, peer->offers ? "offer" : "answer",
      GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);
  g_signal_emit_by_name (peer->element, "set-local-description", description,
      NULL);
  send_description (peer, description);
  gst_webrtc_session_description_free (description);
  gst_promise_unref (promise);
}

static void
on_negotiation_needed (GstElement * element, BenchPeer * peer)
{
  if (!peer->offers || !g_atomic_int_get (&peer->ready))
    return;
  g_atomic_int_set (&peer->ready, FALSE);
  g_signal_emit_by_name (element, "create-offer", NULL,
      gst_promise_new_with_change_func (on_created, peer, NULL));
}

static void
on_remote_set (GstPromise * promise, gpointer user_data)
{
  BenchPeer *peer = user_data;

  gst_promise_unref (promise);
  if (!peer->offers)
    g_signal_emit_by_name (peer->element, "create-answer", NULL,
        gst_promise_new_with_change_func (on_created, peer, NULL));
}

static void
set_remote (BenchPeer * peer, JsonObject * object)
{
  const gchar *type = json_object_get_string_member (object, "type");
  GstSDPMessage *sdp;
  GstWebRTCSessionDescription *description;

  gst_sdp_message_new_from_text (json_object_get_string_member (object, "sdp"),
      &sdp);
  description = gst_webrtc_session_description_new (g_str_equal (type, "offer")
      ? GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER, sdp);
  g_signal_emit_by_name (peer->element, "set-remote-description", description,
      gst_promise_new_with_change_func (on_remote_set, peer, NULL));
  gst_webrtc_session_description_free (description);
}

static void
webrtcbin_receive (BenchPeer * peer, const gchar * json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonObject *object = json_node_get_object (root);

  if (json_object_has_member (object, "description")) {
    set_remote (peer, json_object_get_object_member (object, "description"));
  } else {
    object = json_object_get_object_member (object, "candidate");
    g_signal_emit_by_name (peer->element, "add-ice-candidate",
        (guint) json_object_get_int_member (object, "sdpMLineIndex"),
        json_object_get_string_member (object, "candidate"));
  }
}

static void
on_connection_state (GstElement * element, GParamSpec * pspec, BenchPeer * peer)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (element, "connection-state", &state, NULL);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    bench_note (&peer->connected_at, &peer->connected);
}

static void
webrtcbin_init (BenchPeer * peer)
{
  peer->element = gst_object_ref_sink (gst_element_factory_make ("webrtcbin",
          NULL));
  g_object_set (peer->element, "bundle-policy",
      GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, "latency", 0, NULL);
  g_signal_connect (peer->element, "on-negotiation-needed",
      G_CALLBACK (on_negotiation_needed), peer);
  g_signal_connect (peer->element, "on-ice-candidate",
      G_CALLBACK (on_candidate), peer);
  g_signal_connect (peer->element, "notify::connection-state",
      G_CALLBACK (on_connection_state), peer);
}

static void
on_open (gpointer channel, BenchPeer * peer)
{
  bench_note (&peer->open_at, &peer->open);
}

/* A channel needs the element in READY, and PAUSED to be negotiated. */
static void
webrtcbin_add_channel (BenchPeer * peer)
{
  peer->pipeline = gst_pipeline_new (NULL);
  gst_bin_add (GST_BIN (peer->pipeline), peer->element);
  gst_element_set_state (peer->pipeline, GST_STATE_READY);
  g_signal_emit_by_name (peer->element, "create-data-channel", "bench", NULL,
      &peer->channel);
  g_signal_connect (peer->channel, "on-open", G_CALLBACK (on_open), peer);
}

static void
webrtcbin_start (BenchPeer * peer)
{
  if (peer->pipeline == NULL && GST_OBJECT_PARENT (peer->element) == NULL) {
    peer->pipeline = gst_pipeline_new (NULL);
    gst_bin_add (GST_BIN (peer->pipeline), peer->element);
  }
  g_atomic_int_set (&peer->ready, TRUE);
  if (peer->pipeline != NULL)
    gst_element_set_state (peer->pipeline, GST_STATE_PLAYING);
  on_negotiation_needed (peer->element, peer);
}

static void
webrtcbin_clear (BenchPeer * peer)
{
  if (peer->pipeline != NULL)
    gst_element_set_state (peer->pipeline, GST_STATE_NULL);
  g_clear_object (&peer->channel);
  gst_clear_object (&peer->element);
  gst_clear_object (&peer->pipeline);
}

const BenchStack bench_webrtcbin = {
  .name = "webrtcbin",
  .factory = "webrtcbin",
  .init = webrtcbin_init,
  .receive = webrtcbin_receive,
  .add_channel = webrtcbin_add_channel,
  .start = webrtcbin_start,
  .clear = webrtcbin_clear,
};
