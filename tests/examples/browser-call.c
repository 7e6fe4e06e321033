/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * browser-call.c: a call with a browser. Shows it a test picture and a tone,
 * plays what it sends, and says each message of a data channel back.
 *
 *   browser-call [http://localhost:8080/]
 *
 * The connection gives its events to the main loop: construct-only properties
 * like main-context are given when the element is made, so that the pipeline is
 * put together here by functions and not by gst_parse_launch() alone.
 */

#include <glib-unix.h>
#include <gst/gst.h>
#include <gst/peerconnection/peerconnection.h>

#define DEFAULT_URI "http://localhost:8080/"

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline;
  int status;
} Call;

/* --- the connection ------------------------------------------------------- */

static void
on_state (GstRTCPeerConnection * connection, gpointer user_data)
{
  GstRTCPeerConnectionState state =
      gst_rtc_peer_connection_get_connection_state (connection);
  g_autoptr (GEnumClass) klass =
      g_type_class_ref (GST_TYPE_RTC_PEER_CONNECTION_STATE);

  g_print ("connection %s\n", g_enum_get_value (klass, state)->value_nick);
}

static void
on_track (GstRTCPeerConnection * connection, GstRTCTrackEvent * event,
    gpointer user_data)
{
  GstMediaStreamTrack *track = gst_rtc_track_event_get_track (event);

  g_print ("the browser sends %s\n", gst_media_stream_track_get_kind (track));
}

static void
on_message (GstRTCDataChannel * channel, GstMessageEvent * event,
    gpointer user_data)
{
  const gchar *text = gst_message_event_get_text (event);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  g_print ("the browser says \"%s\"\n", text);
  if (!gst_rtc_data_channel_send_string (channel, text, &error))
    g_printerr ("cannot answer: %s\n", error->message);
}

static void
on_data_channel (GstRTCPeerConnection * connection,
    GstRTCDataChannelEvent * event, gpointer user_data)
{
  g_signal_connect (gst_rtc_data_channel_event_get_channel (event), "message",
      G_CALLBACK (on_message), NULL);
}

/* A peer that leaves takes its connection along; the next gets a fresh one. */
static void
on_connection (GstElement * element, GParamSpec * pspec, gpointer user_data)
{
  g_autoptr (GstRTCPeerConnection) connection = NULL;

  g_object_get (element, "peer-connection", &connection, NULL);
  if (connection == NULL)
    return;
  g_signal_connect (connection, "connectionstatechange",
      G_CALLBACK (on_state), NULL);
  g_signal_connect (connection, "track", G_CALLBACK (on_track), NULL);
  g_signal_connect (connection, "datachannel", G_CALLBACK (on_data_channel),
      NULL);
}

/* --- the pipeline --------------------------------------------------------- */

/* In a streaming thread. The caps of the pad are complete. */
static void
on_pad_added (GstElement * element, GstPad * pad, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const GstStructure *format;
  const gchar *description;
  g_autoptr (GstElement) player = NULL;
  g_autoptr (GstPad) input = NULL;
  g_autoptr (GError) error = NULL;

  if (GST_PAD_IS_SINK (pad) || caps == NULL)
    return;
  format = gst_caps_get_structure (caps, 0);
  description = g_strcmp0 (gst_structure_get_string (format, "media"), "video")
      == 0 ? "decodebin ! videoconvert ! queue ! autovideosink"
      : "decodebin ! audioconvert ! audioresample ! queue ! autoaudiosink";
  player = gst_parse_bin_from_description (description, TRUE, &error);
  if (player == NULL) {
    g_printerr ("cannot play what the browser sends: %s\n", error->message);
    return;
  }
  gst_bin_add (GST_BIN (call->pipeline), gst_object_ref (player));
  input = gst_element_get_static_pad (player, "sink");
  gst_pad_link (pad, input);
  gst_element_sync_state_with_parent (player);
}

static gboolean
add_source (Call * call, GstElement * connection, const gchar * description,
    GError ** error)
{
  GstElement *source = gst_parse_bin_from_description (description, TRUE,
      error);

  if (source == NULL)
    return FALSE;
  gst_bin_add (GST_BIN (call->pipeline), source);

  return gst_element_link_pads (source, "src", connection, "sink_%u");
}

static gboolean
build (Call * call, const gchar * uri, GError ** error)
{
  GstElement *connection = gst_element_factory_make_full ("peerconnection",
      "main-context", g_main_context_default (), "signaling-uri", uri,
      "receive", "video,audio", NULL);

  if (connection == NULL) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
        "there is no element peerconnection: is GST_PLUGIN_PATH set?");
    return FALSE;
  }
  gst_bin_add (GST_BIN (call->pipeline), connection);
  g_signal_connect (connection, "pad-added", G_CALLBACK (on_pad_added), call);
  g_signal_connect (connection, "notify::peer-connection",
      G_CALLBACK (on_connection), NULL);
  on_connection (connection, NULL, NULL);

  return add_source (call, connection, "videotestsrc is-live=true "
      "pattern=ball ! vp8enc deadline=1 ! rtpvp8pay", error)
      && add_source (call, connection, "audiotestsrc is-live=true wave=ticks "
      "! opusenc ! rtpopuspay", error);
}

static gboolean
on_bus_message (GstBus * bus, GstMessage * message, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    g_printerr ("%s: %s\n", GST_MESSAGE_SRC_NAME (message), error->message);
    call->status = 1;
    g_main_loop_quit (call->loop);
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt (gpointer user_data)
{
  Call *call = user_data;

  g_main_loop_quit (call->loop);

  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  Call call = { NULL };
  const gchar *uri;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GError) error = NULL;

  gst_init (&argc, &argv);
  uri = argc > 1 ? argv[1] : DEFAULT_URI;
  call.loop = g_main_loop_new (NULL, FALSE);
  call.pipeline = gst_pipeline_new ("call");
  bus = gst_element_get_bus (call.pipeline);
  gst_bus_add_watch (bus, on_bus_message, &call);
  g_unix_signal_add (SIGINT, on_interrupt, &call);

  if (build (&call, uri, &error)) {
    g_print ("open %s; Ctrl-C ends it\n", uri);
    gst_element_set_state (call.pipeline, GST_STATE_PLAYING);
    g_main_loop_run (call.loop);
  } else {
    g_printerr ("%s\n", error ? error->message : "pads cannot be linked");
    call.status = 1;
  }

  gst_bus_remove_watch (bus);
  gst_element_set_state (call.pipeline, GST_STATE_NULL);
  gst_object_unref (call.pipeline);
  g_main_loop_unref (call.loop);

  return call.status;
}
