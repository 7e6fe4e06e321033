/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection.c: the element.
 */

/**
 * SECTION:element-peerconnection
 * @title: peerconnection
 *
 * A W3C RTCPeerConnection in a pipeline. The connection itself, with everything
 * that MDN documents, is the property #GstPeerConnection:peer-connection: its
 * events ("track", "datachannel", "icecandidate" …) are signals of that object.
 * Signalling can be left to #GstPeerConnection:signaling-uri.
 *
 * The transports run from the first local description to the end of the
 * connection, whatever the state of the element; its pads follow the state.
 * NULL closes the connection; the next READY makes a fresh one.
 *
 * ## Pads
 *
 * - `sink_%u`: RTP of one track to the peer: a transceiver each. A caps query is
 *   answered with the negotiated codecs, payload types and SSRC, which payloaders
 *   follow by themselves. Media that is not live waits until the peer can be
 *   reached and is then sent in its own time; live media that nobody can receive
 *   yet is dropped. The kind is that of the caps of the request, of what is
 *   linked, or of the first CAPS event.
 * - `audio_%u`: the same, for audio from the request on: it may be offered before
 *   anything is linked.
 * - `video_%u`: the same, for video.
 * - `src_%u`: RTP of one received track, behind its jitterbuffer. The caps are
 *   complete (media, encoding-name, payload, clock-rate) when the pad is added.
 *
 * - `data_%u`: each buffer is a message of a data channel, text if the caps are
 *   `text/x-raw`, else binary. Nothing is dropped: who pushes waits until the
 *   channel is open and while more than the pad's
 *   `buffered-amount-low-threshold` waits to be sent. EOS closes the channel, and
 *   the element's EOS follows when all has arrived. What the channel is to be are
 *   properties of the pad; #GstRTCDataMeta is the reliability of one buffer.
 *   Asked for by name, as `alice.data_0`, such a pad takes whatever comes.
 * - `data_src_%u`: the messages of a channel that the peer opened, from 0 in the
 *   order of their announcement. The caps are those of the other end's pad, or
 *   `text/x-raw` and `application/octet-stream`. A slow consumer stops the sender,
 *   of all channels; without a link messages are dropped. EOS when the channel is
 *   closed.
 *
 * A pad of either direction shows its RTCRtpTransceiver as property "transceiver"
 * and its m-section as "mid". A sink pad's "transceiver-direction" is the
 * direction that is wanted ("direction" is another property, of every pad), and
 * "codec-preferences" are caps that say what to negotiate. To release a sink
 * pad ends sending, as removeTrack() does, while its receiver goes on; with
 * "stop-on-release" it stops the transceiver.
 *
 * A renegotiation touches no pad but those that it is about. A track that goes
 * silent (inactive, or removed by the peer) keeps its pad, which tells so by GAP
 * events; one whose transceiver is stopped ends with EOS, and its pad goes.
 * What a peer captured together (one CNAME, one MediaStream) is played together.
 *
 * ## A call between two elements
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay \
 *     ! peerconnection name=alice signaling-uri=loopback:demo \
 *     audiotestsrc is-live=true ! opusenc ! rtpopuspay ! alice. \
 *     peerconnection name=bob signaling-uri=loopback:demo \
 *     bob. ! application/x-rtp,media=video ! rtpvp8depay ! vp8dec \
 *     ! videoconvert ! autovideosink \
 *     bob. ! application/x-rtp,media=audio ! rtpopusdepay ! opusdec \
 *     ! audioconvert ! autoaudiosink
 * ]|
 *
 * ## A file over a data channel
 * |[
 * gst-launch-1.0 filesrc location=some.webm blocksize=65536 ! alice.data_0 \
 *     peerconnection name=alice signaling-uri=loopback:file \
 *     peerconnection name=bob signaling-uri=loopback:file \
 *     bob.data_src_0 ! filesink location=copy.webm
 * ]|
 *
 * ## Metadata beside video
 * |[
 * gst-launch-1.0 filesrc location=some.json blocksize=64 \
 *     ! "application/json" ! alice.data_0 \
 *     videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay \
 *     ! peerconnection name=alice signaling-uri=loopback:both \
 *     peerconnection name=bob signaling-uri=loopback:both \
 *     bob. ! application/x-rtp,media=video ! rtpvp8depay ! vp8dec \
 *     ! videoconvert ! autovideosink \
 *     bob.data_src_0 ! filesink location=copy.json
 * ]|
 *
 * ## Showing a pipeline to a browser on http://localhost:8080/
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay \
 *     ! peerconnection signaling-uri=http://localhost:8080/
 * ]|
 *
 * Since: 0.1
 */

#include "gstpeerconnection-private.h"

#include "gstrtcsourcepad.h"

GST_DEBUG_CATEGORY (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

#define DEFAULT_LATENCY 100     /* ms: late packets are waited for this long */
/* bytes: more rtcsctp would not put together */
#define MAX_MESSAGE_SIZE (256 * 1024 * 1024)
/* bytes: a peer can make us keep so much, for one unfinished message */
#define DEFAULT_MAX_MESSAGE_SIZE (64 * 1024 * 1024)
#define DEFAULT_SEND_QUEUE_LIMIT (16 * 1024 * 1024)     /* bytes */

enum
{
  PROP_0,
  PROP_PEER_CONNECTION,
  PROP_MAIN_CONTEXT,
  PROP_SIGNALING_URI,
  PROP_RECEIVE,
  PROP_ICE_SERVERS,
  PROP_LATENCY,
  PROP_MAX_MESSAGE_SIZE,
  PROP_SEND_QUEUE_LIMIT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static GstStaticPadTemplate sink_template =
GST_STATIC_PAD_TEMPLATE ("sink_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp, media = (string) { audio, video }"));

static GstStaticPadTemplate audio_template =
GST_STATIC_PAD_TEMPLATE ("audio_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp, media = (string) audio"));

static GstStaticPadTemplate video_template =
GST_STATIC_PAD_TEMPLATE ("video_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp, media = (string) video"));

static GstStaticPadTemplate src_template =
GST_STATIC_PAD_TEMPLATE ("src_%u", GST_PAD_SRC, GST_PAD_SOMETIMES,
    GST_STATIC_CAPS ("application/x-rtp, media = (string) { audio, video }"));

G_DEFINE_FINAL_TYPE_WITH_CODE (GstPeerConnection, gst_peer_connection,
    GST_TYPE_BIN, G_IMPLEMENT_INTERFACE (GST_TYPE_RTC_BACKEND,
        gst_peer_connection_backend_init);
    G_IMPLEMENT_INTERFACE (GST_TYPE_CHILD_PROXY,
        gst_peer_connection_child_proxy_init));

/* --- the connection ------------------------------------------------------- */

/* The servers as the property gives them: "stun:host" or
 * "turn:user:password@host". */
static GstRTCConfiguration *
make_configuration (GstPeerConnection * self)
{
  GstRTCConfiguration *configuration = gst_rtc_configuration_new ();
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func
      (g_object_unref);
  guint i;

  for (i = 0; self->ice_servers && self->ice_servers[i] != NULL; i++) {
    const gchar *text = self->ice_servers[i];
    const gchar *at = strrchr (text, '@');
    const gchar *scheme_end = strchr (text, ':');
    g_autofree gchar *url = NULL;
    g_auto (GStrv) credentials = NULL;
    const gchar *urls[] = { text, NULL };

    if (at != NULL && scheme_end != NULL) {
      g_autofree gchar *scheme = g_strndup (text, scheme_end + 1 - text);
      g_autofree gchar *login = g_strndup (scheme_end + 1, at - scheme_end - 1);

      url = g_strconcat (scheme, at + 1, NULL);
      urls[0] = url;
      credentials = g_strsplit (login, ":", 2);
    }
    g_ptr_array_add (servers, g_object_new (GST_TYPE_RTC_ICE_SERVER,
            "urls", urls,
            "username", credentials ? credentials[0] : NULL,
            "credential", credentials && credentials[0] ? credentials[1] : NULL,
            NULL));
  }
  gst_rtc_configuration_set_ice_servers (configuration, servers);
  return configuration;
}

GstRTCPeerConnection *
gst_peer_connection_dup (GstPeerConnection * self)
{
  return g_weak_ref_get (&self->connection);
}

GstRTCPeerConnection *
gst_peer_connection_ensure (GstPeerConnection * self)
{
  GstRTCPeerConnection *connection;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  connection = g_weak_ref_get (&self->connection);
  if (connection == NULL) {
    g_autoptr (GstRTCConfiguration) configuration = make_configuration (self);

    connection = gst_rtc_backend_create_connection (GST_RTC_BACKEND (self),
        configuration, self->main_context, &error);
    if (connection != NULL) {
      gst_peer_connection_watch_channels (self, connection);
      self->owned = g_object_ref (connection);
      self->closed = FALSE;
      g_weak_ref_set (&self->connection, connection);
    }
  }
  g_mutex_unlock (&self->lock);

  if (connection == NULL)
    GST_ELEMENT_ERROR (self, LIBRARY, SETTINGS, ("%s", error->message), (NULL));
  return connection;
}

gboolean
gst_peer_connection_reset (GstPeerConnection * self)
{
  g_autoptr (GstRTCPeerConnection) old = NULL;

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->owned);
  if (old != NULL)
    g_weak_ref_set (&self->connection, NULL);
  g_mutex_unlock (&self->lock);

  if (old == NULL)
    return FALSE;
  gst_peer_connection_drop_data (self);
  gst_rtc_peer_connection_close (old);
  gst_peer_connection_forget_transceivers (self);
  return TRUE;
}

/* --- states --------------------------------------------------------------- */

static void
set_down (GstPeerConnection * self, gboolean down)
{
  g_mutex_lock (&self->lock);
  self->down = down;
  self->eos_posted = FALSE;
  g_mutex_unlock (&self->lock);
  gst_peer_connection_set_pads_flushing (self, down);
}

/* What GstBin would do for its children before PLAYING. */
static void
distribute_base_time (GstPeerConnection * self)
{
  GstElement *element = GST_ELEMENT (self);
  GstClockTime base_time = gst_element_get_base_time (element);
  GstClockTime start_time = gst_element_get_start_time (element);
  GList *l;

  GST_OBJECT_LOCK (self);
  for (l = GST_BIN_CHILDREN (self); l != NULL; l = l->next) {
    gst_element_set_base_time (l->data, base_time);
    gst_element_set_start_time (l->data, start_time);
  }
  GST_OBJECT_UNLOCK (self);
}

/* Media can come at any time: there is nothing to preroll. */
static gboolean
can_receive (GstPeerConnection * self)
{
  gboolean result;

  g_mutex_lock (&self->lock);
  result = self->sink_pads->len == 0 || self->receive[PC_KIND_AUDIO]
      || self->receive[PC_KIND_VIDEO];
  g_mutex_unlock (&self->lock);
  return result;
}

static gboolean
prepare_state (GstPeerConnection * self, GstStateChange transition)
{
  switch (transition) {
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      set_down (self, FALSE);
      gst_peer_connection_add_transceivers (self);
      gst_peer_connection_open_data_pads (self);
      gst_peer_connection_set_sources_state (self, GST_STATE_PAUSED);
      return gst_peer_connection_start_signalling (self);
    case GST_STATE_CHANGE_PAUSED_TO_PLAYING:
      distribute_base_time (self);
      gst_peer_connection_set_sources_state (self, GST_STATE_PLAYING);
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      set_down (self, TRUE);
      break;
    default:
      break;
  }
  return TRUE;
}

/* NULL ends a connection of ours. One that owns us goes on without its media:
 * it ends by its close() or with its last reference. */
static void
end_connection (GstPeerConnection * self)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  gboolean object_first;

  g_mutex_lock (&self->lock);
  object_first = self->owned == NULL && connection != NULL;
  g_mutex_unlock (&self->lock);
  if (object_first) {
    gst_peer_connection_set_sources_state (self, GST_STATE_NULL);
    return;
  }
  /* First, because close() leaves it to another thread: in NULL nothing is
   * left. */
  gst_peer_connection_take_down (self);
  if (gst_peer_connection_reset (self))
    g_object_notify (G_OBJECT (self), "peer-connection");
}

/* The transports are a loop, which GstBin's own order of children cannot
 * deal with, and have a state of their own: the children are driven here, and
 * of the classes above only GstElement's, which activates pads, is asked. */
static GstStateChangeReturn
gst_peer_connection_change_state (GstElement * element,
    GstStateChange transition)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  GstElementClass *element_class = g_type_class_peek (GST_TYPE_ELEMENT);
  GstStateChangeReturn ret;

  if (!prepare_state (self, transition))
    return GST_STATE_CHANGE_FAILURE;
  ret = element_class->change_state (element, transition);
  if (ret == GST_STATE_CHANGE_FAILURE)
    return ret;

  switch (transition) {
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      if (can_receive (self))
        ret = GST_STATE_CHANGE_NO_PREROLL;
      break;
    case GST_STATE_CHANGE_PLAYING_TO_PAUSED:
      gst_peer_connection_set_sources_state (self, GST_STATE_PAUSED);
      if (can_receive (self))
        ret = GST_STATE_CHANGE_NO_PREROLL;
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      gst_peer_connection_set_sources_state (self, GST_STATE_READY);
      break;
    case GST_STATE_CHANGE_READY_TO_NULL:
      gst_peer_connection_stop_signalling (self);
      end_connection (self);
      break;
    default:
      break;
  }
  return ret;
}

/* None of the children has a clock, and GstBin would sort them to find out. */
static GstClock *
gst_peer_connection_provide_clock (GstElement * element)
{
  return NULL;
}

/* --- queries and events of the whole element ------------------------------ */

static gboolean
merge_latency (GstElement * element, GstPad * pad, gpointer user_data)
{
  GstQuery *query = user_data;
  g_autoptr (GstQuery) one = gst_query_new_latency ();
  GstClockTime min, max, pad_min, pad_max;
  gboolean live, pad_live;

  if (!gst_pad_peer_query (pad, one))
    return TRUE;
  gst_query_parse_latency (query, &live, &min, &max);
  gst_query_parse_latency (one, &pad_live, &pad_min, &pad_max);
  if (pad_live)
    gst_query_set_latency (query, TRUE, MAX (min, pad_min), MIN (max, pad_max));
  return TRUE;
}

/* As a sink would: what its upstreams need. */
static gboolean
gst_peer_connection_query (GstElement * element, GstQuery * query)
{
  if (GST_QUERY_TYPE (query) != GST_QUERY_LATENCY)
    return GST_ELEMENT_CLASS (gst_peer_connection_parent_class)->query (element,
        query);

  gst_query_set_latency (query, FALSE, 0, GST_CLOCK_TIME_NONE);
  gst_element_foreach_sink_pad (element, merge_latency, query);
  return TRUE;
}

static gboolean
push_upstream (GstElement * element, GstPad * pad, gpointer user_data)
{
  gst_pad_push_event (pad, gst_event_ref (user_data));
  return TRUE;
}

/* An event for the element goes upstream from its sink pads, as with any
 * sink; there is nothing else in a connection that it could concern. */
static gboolean
gst_peer_connection_send_event (GstElement * element, GstEvent * event)
{
  if (GST_EVENT_IS_UPSTREAM (event)
      && GST_EVENT_TYPE (event) != GST_EVENT_LATENCY)
    gst_element_foreach_sink_pad (element, push_upstream, event);
  gst_event_unref (event);
  return TRUE;
}

/* --- properties ----------------------------------------------------------- */

static void
set_receive (GstPeerConnection * self, const gchar * text)
{
  g_auto (GStrv) kinds = g_strsplit (text != NULL ? text : "", ",", -1);
  guint i;

  g_mutex_lock (&self->lock);
  self->receive[PC_KIND_AUDIO] = self->receive[PC_KIND_VIDEO] = FALSE;
  for (i = 0; kinds[i] != NULL; i++) {
    const gchar *kind = g_strstrip (kinds[i]);

    if (g_str_equal (kind, "audio"))
      self->receive[PC_KIND_AUDIO] = TRUE;
    else if (g_str_equal (kind, "video"))
      self->receive[PC_KIND_VIDEO] = TRUE;
    else if (*kind != '\0')
      GST_WARNING_OBJECT (self, "receive: \"%s\" is neither audio nor video",
          kind);
  }
  g_mutex_unlock (&self->lock);
}

static gchar *
get_receive (GstPeerConnection * self)
{
  return g_strdup_printf ("%s%s%s",
      self->receive[PC_KIND_VIDEO] ? "video" : "",
      self->receive[PC_KIND_VIDEO] && self->receive[PC_KIND_AUDIO] ? "," : "",
      self->receive[PC_KIND_AUDIO] ? "audio" : "");
}

static void
gst_peer_connection_set_property (GObject * object, guint property_id,
    const GValue * value, GParamSpec * pspec)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (object);
  const gchar *text;

  switch (property_id) {
    case PROP_PEER_CONNECTION:
      if (g_value_get_object (value) != NULL) {
        g_weak_ref_set (&self->connection, g_value_get_object (value));
        gst_peer_connection_watch_channels (self, g_value_get_object (value));
        self->closed = FALSE;
      }
      break;
    case PROP_MAIN_CONTEXT:
      self->main_context = g_value_dup_boxed (value);
      break;
    case PROP_SIGNALING_URI:
      g_mutex_lock (&self->lock);
      g_free (self->signaling_uri);
      self->signaling_uri = g_value_dup_string (value);
      g_mutex_unlock (&self->lock);
      break;
    case PROP_RECEIVE:
      set_receive (self, g_value_get_string (value));
      break;
    case PROP_ICE_SERVERS:
      text = g_value_get_string (value);
      g_mutex_lock (&self->lock);
      g_strfreev (self->ice_servers);
      self->ice_servers = text ? g_strsplit (text, ",", -1) : NULL;
      g_mutex_unlock (&self->lock);
      break;
    case PROP_LATENCY:
      g_mutex_lock (&self->lock);
      self->latency = g_value_get_uint (value);
      g_mutex_unlock (&self->lock);
      break;
    case PROP_MAX_MESSAGE_SIZE:
      g_mutex_lock (&self->lock);
      self->max_message_size = g_value_get_uint64 (value);
      g_mutex_unlock (&self->lock);
      break;
    case PROP_SEND_QUEUE_LIMIT:
      g_mutex_lock (&self->lock);
      self->send_queue_limit = g_value_get_uint64 (value);
      g_mutex_unlock (&self->lock);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gst_peer_connection_get_property (GObject * object, guint property_id,
    GValue * value, GParamSpec * pspec)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (object);

  if (property_id == PROP_PEER_CONNECTION) {
    g_value_take_object (value, gst_peer_connection_ensure (self));
    return;
  }

  g_mutex_lock (&self->lock);
  switch (property_id) {
    case PROP_MAIN_CONTEXT:
      g_value_set_boxed (value, self->main_context);
      break;
    case PROP_SIGNALING_URI:
      g_value_set_string (value, self->signaling_uri);
      break;
    case PROP_RECEIVE:
      g_value_take_string (value, get_receive (self));
      break;
    case PROP_ICE_SERVERS:
      if (self->ice_servers != NULL)
        g_value_take_string (value, g_strjoinv (",", self->ice_servers));
      break;
    case PROP_LATENCY:
      g_value_set_uint (value, self->latency);
      break;
    case PROP_MAX_MESSAGE_SIZE:
      g_value_set_uint64 (value, self->max_message_size);
      break;
    case PROP_SEND_QUEUE_LIMIT:
      g_value_set_uint64 (value, self->send_queue_limit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
  g_mutex_unlock (&self->lock);
}

/* --- class ---------------------------------------------------------------- */

static void
gst_peer_connection_dispose (GObject * object)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (object);

  /* An element that never left NULL may still have a connection. */
  gst_peer_connection_stop_signalling (self);
  gst_peer_connection_take_down (self);
  gst_peer_connection_reset (self);
  G_OBJECT_CLASS (gst_peer_connection_parent_class)->dispose (object);
}

static void
gst_peer_connection_finalize (GObject * object)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (object);

  g_clear_pointer (&self->io, gst_rtc_io_unref);
  gst_rtc_lip_sync_unref (self->lip_sync);
  g_clear_pointer (&self->main_context, g_main_context_unref);
  g_ptr_array_unref (self->transports);
  g_ptr_array_unref (self->sink_pads);
  g_ptr_array_unref (self->data_pads);
  g_ptr_array_unref (self->sources);
  g_free (self->signaling_uri);
  g_strfreev (self->ice_servers);
  g_weak_ref_clear (&self->connection);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gst_peer_connection_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass * object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_PEER_CONNECTION] =
      g_param_spec_object ("peer-connection", "Peer connection",
      "The RTCPeerConnection of this element; a fresh one after NULL",
      GST_TYPE_RTC_PEER_CONNECTION, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_MAIN_CONTEXT] =
      g_param_spec_boxed ("main-context", "Main context",
      "Where signals of the connection are emitted (NULL: a worker thread of "
      "the process)", G_TYPE_MAIN_CONTEXT, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_SIGNALING_URI] =
      g_param_spec_string ("signaling-uri", "Signaling URI",
      "How to find the peer: loopback:NAME, or http://HOST:PORT/ to serve a "
      "page to a browser (NULL: the application does it)", NULL,
      flags | GST_PARAM_MUTABLE_READY);
  properties[PROP_RECEIVE] =
      g_param_spec_string ("receive", "Receive",
      "The media to ask the peer for: \"video\", \"audio\", \"video,audio\"; "
      "what it offers by itself is received in any case", "",
      flags | GST_PARAM_MUTABLE_READY);
  properties[PROP_ICE_SERVERS] =
      g_param_spec_string ("ice-servers", "ICE servers",
      "STUN and TURN servers, separated by commas: stun:HOST[:PORT], "
      "turn:USER:PASSWORD@HOST[:PORT][?transport=tcp]", NULL,
      flags | GST_PARAM_MUTABLE_READY);
  properties[PROP_LATENCY] =
      g_param_spec_uint ("latency", "Latency",
      "How long late packets of received media are waited for (ms)", 0,
      10000, DEFAULT_LATENCY, flags | GST_PARAM_MUTABLE_READY);
  properties[PROP_MAX_MESSAGE_SIZE] =
      g_param_spec_uint64 ("max-message-size", "Maximum message size",
      "Bytes of the largest message of a data channel that is sent, if the peer "
      "takes it, and taken (a=max-message-size)", 1, MAX_MESSAGE_SIZE,
      DEFAULT_MAX_MESSAGE_SIZE, flags | GST_PARAM_MUTABLE_READY);
  properties[PROP_SEND_QUEUE_LIMIT] =
      g_param_spec_uint64 ("send-queue-limit", "Send queue limit",
      "Bytes of data channels' messages that may wait to be sent; a larger "
      "message is taken when nothing else waits", 0, G_MAXUINT64,
      DEFAULT_SEND_QUEUE_LIMIT, flags | GST_PARAM_MUTABLE_READY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gst_peer_connection_class_init (GstPeerConnectionClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_peer_connection_debug, "peerconnection", 0,
      "WebRTC peer connection");

  object_class->set_property = gst_peer_connection_set_property;
  object_class->get_property = gst_peer_connection_get_property;
  object_class->dispose = gst_peer_connection_dispose;
  object_class->finalize = gst_peer_connection_finalize;
  element_class->change_state = gst_peer_connection_change_state;
  element_class->provide_clock = gst_peer_connection_provide_clock;
  element_class->request_new_pad = gst_peer_connection_request_new_pad;
  element_class->release_pad = gst_peer_connection_release_pad;
  element_class->query = gst_peer_connection_query;
  element_class->send_event = gst_peer_connection_send_event;

  install_properties (object_class);
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &sink_template, GST_TYPE_RTC_SINK_PAD);
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &audio_template, GST_TYPE_RTC_SINK_PAD);
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &video_template, GST_TYPE_RTC_SINK_PAD);
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &src_template, GST_TYPE_RTC_SOURCE_PAD);
  gst_peer_connection_install_data_pads (element_class);
  gst_element_class_set_static_metadata (element_class,
      "WebRTC peer connection", "Filter/Network/WebRTC",
      "Sends and receives RTP and data over a W3C RTCPeerConnection",
      "The gst-peerconnection developers");
}

static void
gst_peer_connection_init (GstPeerConnection * self)
{
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->connection, NULL);
  self->transports = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_rtc_transport_unref);
  self->sink_pads = g_ptr_array_new_with_free_func (gst_object_unref);
  self->data_pads = g_ptr_array_new_with_free_func (gst_object_unref);
  self->sources =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_rtc_source_unref);
  self->lip_sync = gst_rtc_lip_sync_new ();
  self->down = TRUE;
  self->latency = DEFAULT_LATENCY;
  self->max_message_size = DEFAULT_MAX_MESSAGE_SIZE;
  self->send_queue_limit = DEFAULT_SEND_QUEUE_LIMIT;

  gst_bin_set_suppressed_flags (GST_BIN (self),
      GST_ELEMENT_FLAG_SOURCE | GST_ELEMENT_FLAG_SINK);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SOURCE);
}
