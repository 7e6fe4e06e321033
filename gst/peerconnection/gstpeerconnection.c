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
 * ## When the path is lost
 *
 * With #GstPeerConnection:auto-restart the connection heals by itself. The side
 * whose own address has gone, or that has got another one while there is no
 * path, restarts ICE at once: the peer cannot know. When the peer does not
 * answer any more, the controlling side, which made the first offer, does so
 * after 2 s in the state "disconnected", the other one after 5 s, should it have
 * heard of nothing. Both may offer all the same: perfect negotiation, as
 * #GstRTCNegotiator does it, makes one restart of that. A restart that leads to
 * nothing is repeated after 5 s, 10 s, and so on up to a minute, and at once
 * when the network changes again, 2 s apart at least. Each is a
 * "negotiationneeded" like any other.
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
    g_autoptr (GstRTCConfiguration) configuration =
        gst_peer_connection_make_configuration (self);

    connection = gst_rtc_backend_create_connection (GST_RTC_BACKEND (self),
        configuration, self->main_context, &error);
    if (connection != NULL) {
      gst_peer_connection_watch_channels (self, connection);
      self->owned = g_object_ref (connection);
      self->closed = FALSE;
      self->pool_over = FALSE;
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
  g_ptr_array_unref (self->pool);
  g_ptr_array_unref (self->sink_pads);
  g_ptr_array_unref (self->data_pads);
  g_ptr_array_unref (self->sources);
  g_free (self->signaling_uri);
  g_strfreev (self->ice_servers);
  g_object_unref (self->configuration);
  g_weak_ref_clear (&self->connection);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gst_peer_connection_parent_class)->finalize (object);
}

static void
gst_peer_connection_class_init (GstPeerConnectionClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_peer_connection_debug, "peerconnection", 0,
      "WebRTC peer connection");

  object_class->dispose = gst_peer_connection_dispose;
  object_class->finalize = gst_peer_connection_finalize;
  element_class->change_state = gst_peer_connection_change_state;
  element_class->provide_clock = gst_peer_connection_provide_clock;
  element_class->request_new_pad = gst_peer_connection_request_new_pad;
  element_class->release_pad = gst_peer_connection_release_pad;
  element_class->query = gst_peer_connection_query;
  element_class->send_event = gst_peer_connection_send_event;

  gst_peer_connection_install_properties (object_class);
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
  self->pool = g_ptr_array_new ();
  self->sink_pads = g_ptr_array_new_with_free_func (gst_object_unref);
  self->data_pads = g_ptr_array_new_with_free_func (gst_object_unref);
  self->sources =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_rtc_source_unref);
  self->lip_sync = gst_rtc_lip_sync_new ();
  self->down = TRUE;
  gst_peer_connection_init_properties (self);

  gst_bin_set_suppressed_flags (GST_BIN (self),
      GST_ELEMENT_FLAG_SOURCE | GST_ELEMENT_FLAG_SINK);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SOURCE);
}
