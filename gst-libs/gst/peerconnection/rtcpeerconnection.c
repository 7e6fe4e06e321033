/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection.c: a connection to a peer (RTCPeerConnection): the class,
 * its properties, its signals, its end.
 */

/**
 * SECTION:rtcpeerconnection
 * @title: GstRTCPeerConnection
 * @short_description: a connection to a peer
 *
 * The interface RTCPeerConnection of webrtc-pc section 4.4, name for name.
 *
 * ## Events and threads
 *
 * Methods may be called from any thread and never wait for another. Signals
 * have the names of the standard's events. They, and the callbacks of methods
 * that return later, happen one by one in #GstRTCPeerConnection:main-context
 * (a callback: in the thread-default context of its caller, as everywhere in
 * GIO), in the order of the standard; a state that a getter shows changes just
 * before the signal that says so. The library holds no lock while a handler
 * runs: it may call anything, also close or drop the connection.
 *
 * ## Who owns whom
 *
 * A connection made by gst_rtc_peer_connection_new() owns an element
 * "peerconnection", made when it is first needed. With the first
 * gst_rtc_peer_connection_set_local_description_async() it is put into a
 * pipeline of its own and run; before that an application may take it by
 * gst_rtc_peer_connection_get_element() into its own pipeline. The connection
 * of an element that was made first is owned by the element.
 *
 * ## What keeps a connection alive
 *
 * References, as with any object; an operation that has not called back yet
 * holds one, and so does the element that was made before its connection.
 * Nothing else does: data channels, transceivers, tracks and transports live
 * on by themselves, as what a closed connection leaves behind. Dropping the
 * last reference closes the connection, from any thread, and never waits; what
 * must be joined is joined on a thread of the library.
 *
 * ## After the end
 *
 * gst_rtc_peer_connection_close() ends everything at once and silently: no
 * signal follows. Operations that have not called back yet do so with
 * #GST_RTC_DOM_ERROR_INVALID_STATE, where the promises of the standard would
 * stay pending for ever.
 *
 * Since: 0.1
 */

#include "rtcpeerconnection-private.h"

#include "mediastream.h"
#include "rtcconfiguration-private.h"
#include "rtcdatachannelevent.h"
#include "rtcpeerconnectioniceerrorevent.h"
#include "rtcpeerconnectioniceevent.h"
#include "mediastreamevent.h"
#include "rtctrackevent.h"

GST_DEBUG_CATEGORY (gst_rtc_peer_connection_debug);
#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

enum
{
  PROP_0,
  PROP_CONFIGURATION,
  PROP_MAIN_CONTEXT,
  PROP_ELEMENT,
  PROP_SIGNALING_STATE,
  PROP_ICE_GATHERING_STATE,
  PROP_ICE_CONNECTION_STATE,
  PROP_CONNECTION_STATE,
  PROP_CAN_TRICKLE_ICE_CANDIDATES,
  PROP_SCTP,
  PROP_LOCAL_DESCRIPTION,
  PROP_CURRENT_LOCAL_DESCRIPTION,
  PROP_PENDING_LOCAL_DESCRIPTION,
  PROP_REMOTE_DESCRIPTION,
  PROP_CURRENT_REMOTE_DESCRIPTION,
  PROP_PENDING_REMOTE_DESCRIPTION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint signals[GST_RTC_N_EVENTS];

G_DEFINE_FINAL_TYPE (GstRTCPeerConnection, gst_rtc_peer_connection,
    G_TYPE_OBJECT);

typedef GstRTCSessionDescription *(*DescriptionGetter) (GstRTCPeerConnection *);

static const DescriptionGetter description_getters[N_PROPS] = {
  [PROP_LOCAL_DESCRIPTION] = gst_rtc_peer_connection_get_local_description,
  [PROP_CURRENT_LOCAL_DESCRIPTION] =
      gst_rtc_peer_connection_get_current_local_description,
  [PROP_PENDING_LOCAL_DESCRIPTION] =
      gst_rtc_peer_connection_get_pending_local_description,
  [PROP_REMOTE_DESCRIPTION] = gst_rtc_peer_connection_get_remote_description,
  [PROP_CURRENT_REMOTE_DESCRIPTION] =
      gst_rtc_peer_connection_get_current_remote_description,
  [PROP_PENDING_REMOTE_DESCRIPTION] =
      gst_rtc_peer_connection_get_pending_remote_description,
};

static void
gst_rtc_peer_connection_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCPeerConnection *self = GST_RTC_PEER_CONNECTION (object);

  switch (id) {
    case PROP_CONFIGURATION:
      g_value_take_object (value,
          gst_rtc_peer_connection_get_configuration (self));
      break;
    case PROP_MAIN_CONTEXT:
      g_value_set_boxed (value, self->context);
      break;
    case PROP_ELEMENT:
      g_value_take_object (value,
          gst_rtc_peer_connection_get_element (self, NULL));
      break;
    case PROP_SIGNALING_STATE:
      g_value_set_enum (value,
          gst_rtc_peer_connection_get_signaling_state (self));
      break;
    case PROP_ICE_GATHERING_STATE:
      g_value_set_enum (value,
          gst_rtc_peer_connection_get_ice_gathering_state (self));
      break;
    case PROP_ICE_CONNECTION_STATE:
      g_value_set_enum (value,
          gst_rtc_peer_connection_get_ice_connection_state (self));
      break;
    case PROP_CONNECTION_STATE:
      g_value_set_enum (value,
          gst_rtc_peer_connection_get_connection_state (self));
      break;
    case PROP_CAN_TRICKLE_ICE_CANDIDATES:
      g_value_set_enum (value,
          gst_rtc_peer_connection_get_can_trickle_ice_candidates (self));
      break;
    case PROP_SCTP:
      g_value_take_object (value, gst_rtc_peer_connection_get_sctp (self));
      break;
    default:
      if (id < N_PROPS && description_getters[id] != NULL)
        g_value_take_object (value, description_getters[id] (self));
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_peer_connection_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCPeerConnection *self = GST_RTC_PEER_CONNECTION (object);

  switch (id) {
    case PROP_CONFIGURATION:
      self->configuration =
          gst_rtc_configuration_copy (g_value_get_object (value));
      break;
    case PROP_MAIN_CONTEXT:
      self->context = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_peer_connection_constructed (GObject * object)
{
  GstRTCPeerConnection *self = GST_RTC_PEER_CONNECTION (object);

  if (self->context == NULL)
    self->context = g_main_context_ref_thread_default ();
  self->model = gst_rtc_model_new (self->context, object,
      gst_rtc_peer_connection_chain_idle);
  gst_rtc_configuration_validate (self->configuration,
      g_get_real_time () / 1000, &self->construct_error);
  if (self->construct_error == NULL)
    gst_rtc_peer_connection_start_pool (self);

  G_OBJECT_CLASS (gst_rtc_peer_connection_parent_class)->constructed (object);
}

static void
gst_rtc_peer_connection_dispose (GObject * object)
{
  GstRTCPeerConnection *self = GST_RTC_PEER_CONNECTION (object);

  gst_rtc_peer_connection_close (self);
  gst_rtc_operations_stop (self->model->queue);

  G_OBJECT_CLASS (gst_rtc_peer_connection_parent_class)->dispose (object);
}

static void
gst_rtc_peer_connection_finalize (GObject * object)
{
  GstRTCPeerConnection *self = GST_RTC_PEER_CONNECTION (object);

  gst_rtc_peer_connection_clear_descriptions (self);
  g_clear_object (&self->certificate);
  g_clear_object (&self->configuration);
  g_clear_object (&self->sctp);
  g_clear_error (&self->construct_error);
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  g_hash_table_unref (self->transceivers);
  g_hash_table_unref (self->streams);
  g_ptr_array_unref (self->transports);
  g_ptr_array_unref (self->channels);
  g_hash_table_unref (self->channel_ids);
  gst_rtc_model_unref (self->model);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (gst_rtc_peer_connection_parent_class)->finalize (object);
}

/**
 * GstRTCPeerConnection:configuration:
 *
 * What it was made with, or was given by
 * gst_rtc_peer_connection_set_configuration() last; reading gives a copy.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:main-context:
 *
 * Where its signals are emitted. The thread-default context of the thread that
 * made it, unless another is given.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:element:
 *
 * The element that moves its packets: see
 * gst_rtc_peer_connection_get_element(). %NULL when that would fail.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:signaling-state:
 *
 * Where the exchange of descriptions stands.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:ice-gathering-state:
 *
 * Whether own addresses are being gathered.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:ice-connection-state:
 *
 * How the search for a path goes, over all transports.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:connection-state:
 *
 * Whether the peer is reached, over all transports.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:can-trickle-ice-candidates:
 *
 * Whether the peer said that it takes candidates one by one; "none" (null in
 * the standard) while there is no description of it.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:sctp:
 *
 * What carries the data channels, or %NULL before a description with them was
 * applied.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:local-description:
 *
 * The pending, or else the current, description of this end, with the
 * candidates gathered so far; the same object until it changes.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:current-local-description:
 *
 * The agreed description of this end, or %NULL.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:pending-local-description:
 *
 * The description of this end that is being negotiated, or %NULL.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:remote-description:
 *
 * The pending, or else the current, description of the peer, with the
 * candidates that were added; the same object until it changes.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:current-remote-description:
 *
 * The agreed description of the peer, or %NULL.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection:pending-remote-description:
 *
 * The description of the peer that is being negotiated, or %NULL.
 *
 * Since: 0.1
 */
static void
install_properties (GObjectClass * object_class)
{
  static const struct
  {
    guint id;
    const gchar *name;
  } descriptions[] = {
    {PROP_LOCAL_DESCRIPTION, "local-description"},
    {PROP_CURRENT_LOCAL_DESCRIPTION, "current-local-description"},
    {PROP_PENDING_LOCAL_DESCRIPTION, "pending-local-description"},
    {PROP_REMOTE_DESCRIPTION, "remote-description"},
    {PROP_CURRENT_REMOTE_DESCRIPTION, "current-remote-description"},
    {PROP_PENDING_REMOTE_DESCRIPTION, "pending-remote-description"},
  };
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
      G_PARAM_STATIC_STRINGS;

  props[PROP_CONFIGURATION] = g_param_spec_object ("configuration", NULL, NULL,
      GST_TYPE_RTC_CONFIGURATION, construct);
  props[PROP_MAIN_CONTEXT] = g_param_spec_boxed ("main-context", NULL, NULL,
      G_TYPE_MAIN_CONTEXT, construct);
  props[PROP_ELEMENT] = g_param_spec_object ("element", NULL, NULL,
      GST_TYPE_ELEMENT, ro);
  props[PROP_SIGNALING_STATE] = g_param_spec_enum ("signaling-state", NULL,
      NULL, GST_TYPE_RTC_SIGNALING_STATE, GST_RTC_SIGNALING_STATE_STABLE, ro);
  props[PROP_ICE_GATHERING_STATE] = g_param_spec_enum ("ice-gathering-state",
      NULL, NULL, GST_TYPE_RTC_ICE_GATHERING_STATE,
      GST_RTC_ICE_GATHERING_STATE_NEW, ro);
  props[PROP_ICE_CONNECTION_STATE] =
      g_param_spec_enum ("ice-connection-state", NULL, NULL,
      GST_TYPE_RTC_ICE_CONNECTION_STATE, GST_RTC_ICE_CONNECTION_STATE_NEW, ro);
  props[PROP_CONNECTION_STATE] = g_param_spec_enum ("connection-state", NULL,
      NULL, GST_TYPE_RTC_PEER_CONNECTION_STATE,
      GST_RTC_PEER_CONNECTION_STATE_NEW, ro);
  props[PROP_CAN_TRICKLE_ICE_CANDIDATES] =
      g_param_spec_enum ("can-trickle-ice-candidates", NULL, NULL,
      GST_TYPE_RTC_NULLABLE_BOOLEAN, GST_RTC_NULLABLE_BOOLEAN_NONE, ro);
  props[PROP_SCTP] = g_param_spec_object ("sctp", NULL, NULL,
      GST_TYPE_RTC_SCTP_TRANSPORT, ro);
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    props[descriptions[i].id] = g_param_spec_object (descriptions[i].name,
        NULL, NULL, GST_TYPE_RTC_SESSION_DESCRIPTION, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

/**
 * GstRTCPeerConnection::negotiationneeded:
 * @connection: the connection
 *
 * Descriptions must be exchanged (again).
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::icecandidate:
 * @connection: the connection
 * @event: has the candidate
 *
 * Tell the peer this candidate. An empty one ends those of a transport; an
 * event without one says that all have ended.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::icecandidateerror:
 * @connection: the connection
 * @event: says what happened
 *
 * An ICE server did not answer as it should.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::signalingstatechange:
 * @connection: the connection
 *
 * #GstRTCPeerConnection:signaling-state changed.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::iceconnectionstatechange:
 * @connection: the connection
 *
 * #GstRTCPeerConnection:ice-connection-state changed.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::icegatheringstatechange:
 * @connection: the connection
 *
 * #GstRTCPeerConnection:ice-gathering-state changed.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::connectionstatechange:
 * @connection: the connection
 *
 * #GstRTCPeerConnection:connection-state changed.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::track:
 * @connection: the connection
 * @event: has the track, its streams and its transceiver
 *
 * The peer sends a track.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::datachannel:
 * @connection: the connection
 * @event: has the channel
 *
 * The peer opened a channel.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::addstream:
 * @connection: the connection
 * @event: says which
 *
 * The peer sends a stream that it did not send before. Emitted before
 * #GstRTCPeerConnection::track.
 *
 * Deprecated: 0.1: Use #GstRTCPeerConnection::track, as the standard does.
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::removestream:
 * @connection: the connection
 * @event: says which
 *
 * The peer sends nothing of a stream any more.
 *
 * Deprecated: 0.1: Use #GstMediaStream::removetrack, as the standard does.
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::identityresult:
 * @connection: the connection
 * @event: (type GObject.Object): an RTCIdentityEvent
 *
 * An identity assertion was made. Not emitted: there are no identity providers
 * here.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::peeridentity:
 * @connection: the connection
 *
 * The peer's identity was proven. Not emitted: there are no identity providers
 * here.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::idpassertionerror:
 * @connection: the connection
 * @event: (type GObject.Object): an RTCIdentityErrorEvent
 *
 * An identity assertion could not be made. Not emitted: there are no identity
 * providers here.
 *
 * Since: 0.1
 */
/**
 * GstRTCPeerConnection::idpvalidationerror:
 * @connection: the connection
 * @event: (type GObject.Object): an RTCIdentityErrorEvent
 *
 * The peer's identity could not be proven. Not emitted: there are no identity
 * providers here.
 *
 * Since: 0.1
 */
static void
gst_rtc_peer_connection_class_init (GstRTCPeerConnectionClass * klass)
{
  const struct
  {
    const gchar *name;
    GType event;                /* of its argument */
  } events[GST_RTC_N_EVENTS] = {
    [GST_RTC_EVENT_NEGOTIATIONNEEDED] = {"negotiationneeded"},
    [GST_RTC_EVENT_ICECANDIDATE] =
        {"icecandidate", GST_TYPE_RTC_PEER_CONNECTION_ICE_EVENT},
    [GST_RTC_EVENT_ICECANDIDATEERROR] =
        {"icecandidateerror", GST_TYPE_RTC_PEER_CONNECTION_ICE_ERROR_EVENT},
    [GST_RTC_EVENT_SIGNALINGSTATECHANGE] = {"signalingstatechange"},
    [GST_RTC_EVENT_ICECONNECTIONSTATECHANGE] = {"iceconnectionstatechange"},
    [GST_RTC_EVENT_ICEGATHERINGSTATECHANGE] = {"icegatheringstatechange"},
    [GST_RTC_EVENT_CONNECTIONSTATECHANGE] = {"connectionstatechange"},
    [GST_RTC_EVENT_TRACK] = {"track", GST_TYPE_RTC_TRACK_EVENT},
    [GST_RTC_EVENT_DATACHANNEL] =
        {"datachannel", GST_TYPE_RTC_DATA_CHANNEL_EVENT},
    [GST_RTC_EVENT_ADDSTREAM] = {"addstream", GST_TYPE_MEDIA_STREAM_EVENT},
    [GST_RTC_EVENT_REMOVESTREAM] = {"removestream", GST_TYPE_MEDIA_STREAM_EVENT},
    [GST_RTC_EVENT_IDENTITYRESULT] = {"identityresult", G_TYPE_OBJECT},
    [GST_RTC_EVENT_PEERIDENTITY] = {"peeridentity"},
    [GST_RTC_EVENT_IDPASSERTIONERROR] = {"idpassertionerror", G_TYPE_OBJECT},
    [GST_RTC_EVENT_IDPVALIDATIONERROR] = {"idpvalidationerror", G_TYPE_OBJECT},
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_peer_connection_get_property;
  object_class->set_property = gst_rtc_peer_connection_set_property;
  object_class->constructed = gst_rtc_peer_connection_constructed;
  object_class->dispose = gst_rtc_peer_connection_dispose;
  object_class->finalize = gst_rtc_peer_connection_finalize;
  install_properties (object_class);
  GST_DEBUG_CATEGORY_INIT (gst_rtc_peer_connection_debug, "rtcpeerconnection",
      0, "RTCPeerConnection");

  for (guint i = 0; i < GST_RTC_N_EVENTS; i++)
    signals[i] = g_signal_new (events[i].name, G_TYPE_FROM_CLASS (klass),
        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
        events[i].event != 0 ? 1 : 0, events[i].event);
}

static void
gst_rtc_peer_connection_init (GstRTCPeerConnection * self)
{
  self->transceivers = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      g_object_unref);
  self->transports =
      g_ptr_array_new_with_free_func (gst_rtc_transport_entry_free);
  self->channel_ids = g_hash_table_new (NULL, NULL);
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  self->connection_state = PC_CONNECTION_NEW;
}

void
gst_rtc_peer_connection_fire (GstRTCPeerConnection * self, GstRTCEvent event,
    gpointer object)
{
  static const guint states[GST_RTC_N_EVENTS] = {
    [GST_RTC_EVENT_SIGNALINGSTATECHANGE] = PROP_SIGNALING_STATE,
    [GST_RTC_EVENT_ICECONNECTIONSTATECHANGE] = PROP_ICE_CONNECTION_STATE,
    [GST_RTC_EVENT_ICEGATHERINGSTATECHANGE] = PROP_ICE_GATHERING_STATE,
    [GST_RTC_EVENT_CONNECTIONSTATECHANGE] = PROP_CONNECTION_STATE,
  };

  if (states[event] != PROP_0)
    g_object_notify_by_pspec (G_OBJECT (self), props[states[event]]);
  g_signal_emit (self, signals[event], 0, object);
}

/**
 * gst_rtc_peer_connection_new:
 * @configuration: (nullable): ICE servers and the like, or %NULL; copied
 * @error: return location for a #GError
 *
 * Makes a connection whose signals are emitted in the thread-default main
 * context of the caller. Fails as the constructor of webrtc-pc section 4.4.1.1
 * does: #GST_RTC_DOM_ERROR_SYNTAX, #GST_RTC_DOM_ERROR_INVALID_ACCESS,
 * #GST_RTC_DOM_ERROR_TYPE, #GST_RTC_DOM_ERROR_NOT_SUPPORTED. (Made by
 * g_object_new(), it reports such an error at its first use.)
 *
 * Returns: (transfer full): a new connection
 *
 * Since: 0.1
 */
GstRTCPeerConnection *
gst_rtc_peer_connection_new (GstRTCConfiguration * configuration,
    GError ** error)
{
  g_autoptr (GstRTCPeerConnection) self = NULL;

  g_return_val_if_fail (configuration == NULL
      || GST_IS_RTC_CONFIGURATION (configuration), NULL);

  self = g_object_new (GST_TYPE_RTC_PEER_CONNECTION, "configuration",
      configuration, NULL);
  if (self->construct_error != NULL) {
    g_propagate_error (error, g_error_copy (self->construct_error));
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gst_rtc_peer_connection_close:
 * @connection: a #GstRTCPeerConnection
 *
 * Ends the connection at once (webrtc-pc section 4.4.2). Nothing is emitted
 * any more; doing it again does nothing.
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_close (GstRTCPeerConnection * connection)
{
  GstRTCModel *model;
  g_autoptr (GstRTCBackend) backend = NULL;
  gboolean was_closed;

  g_return_if_fail (GST_IS_RTC_PEER_CONNECTION (connection));

  model = connection->model;
  g_mutex_lock (&model->lock);
  was_closed = model->closed;
  model->closed = TRUE;
  if (!was_closed) {
    if (model->session != NULL)
      pc_session_close (model->session);
    for (guint i = 0; i < connection->channels->len; i++)
      gst_rtc_data_channel_close_locked (g_ptr_array_index
          (connection->channels, i));
    gst_rtc_peer_connection_end_tracks_locked (connection);
    gst_rtc_peer_connection_close_transports_locked (connection);
    connection->ice_connection_state = PC_ICE_CLOSED;
    connection->connection_state = PC_CONNECTION_CLOSED;
    connection->descriptions_stale = TRUE;
  }
  g_mutex_unlock (&model->lock);
  if (was_closed)
    return;

  gst_rtc_operations_close (model->queue);
  backend = gst_rtc_model_dup_backend (model);
  if (backend != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->close (backend);
  gst_rtc_peer_connection_release_element (connection);
}
