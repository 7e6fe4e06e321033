/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-properties.c: the properties of the element.
 */

#include "gstpeerconnection-private.h"

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
  PROP_AUTO_RESTART,
  /* Members of RTCConfiguration, under their names there. */
  PROP_ICE_TRANSPORT_POLICY,
  PROP_ICE_CANDIDATE_POOL_SIZE,
  PROP_ICE_TCP,
  PROP_INTERFACES,
  PROP_HIDE_LOCAL_ADDRESSES,
  PROP_MIN_RTP_PORT,
  PROP_MAX_RTP_PORT,
  N_PROPERTIES,
};
#define FIRST_MEMBER PROP_ICE_TRANSPORT_POLICY

static GParamSpec *properties[N_PROPERTIES];

/* --- the configuration ---------------------------------------------------- */

/* Those that were set on the element; the rest is the application's. */
static void
give_members (GstPeerConnection * self, GstRTCConfiguration * configuration)
{
  for (guint id = FIRST_MEMBER; id < N_PROPERTIES; id++) {
    const gchar *name = properties[id]->name;
    g_auto (GValue) value = G_VALUE_INIT;

    if (!(self->members_set & 1u << (id - FIRST_MEMBER)))
      continue;
    g_value_init (&value, properties[id]->value_type);
    g_object_get_property (G_OBJECT (self->configuration), name, &value);
    g_object_set_property (G_OBJECT (configuration), name, &value);
  }
}

/* A connection that is there gets it by setConfiguration(). */
static void
set_member (GstPeerConnection * self, guint id, const GValue * value)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  g_autoptr (GstRTCConfiguration) configuration = NULL;
  g_autoptr (GError) error = NULL;

  if (connection != NULL)
    configuration = gst_rtc_peer_connection_get_configuration (connection);
  g_mutex_lock (&self->lock);
  g_object_set_property (G_OBJECT (self->configuration), properties[id]->name,
      value);
  self->members_set |= 1u << (id - FIRST_MEMBER);
  if (configuration != NULL)
    give_members (self, configuration);
  g_mutex_unlock (&self->lock);

  if (connection != NULL
      && !gst_rtc_peer_connection_set_configuration (connection, configuration,
          &error))
    GST_WARNING_OBJECT (self, "%s is not taken: %s", properties[id]->name,
        error->message);
}

static void
get_member (GstPeerConnection * self, guint id, GValue * value)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  g_autoptr (GstRTCConfiguration) configuration = NULL;

  if (connection != NULL)
    configuration = gst_rtc_peer_connection_get_configuration (connection);
  else
    configuration = g_object_ref (self->configuration);
  g_object_get_property (G_OBJECT (configuration), properties[id]->name, value);
}

/* The servers as the property gives them: "stun:host" or
 * "turn:user:password@host". */
GstRTCConfiguration *
gst_peer_connection_make_configuration (GstPeerConnection * self)
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
  give_members (self, configuration);
  return configuration;
}

/* --- writing and reading -------------------------------------------------- */

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
set_property (GObject * object, guint property_id,
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
        self->auto_restart = FALSE;
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
    case PROP_AUTO_RESTART:
      gst_peer_connection_set_auto_restart (self, g_value_get_boolean (value));
      break;
    default:
      set_member (self, property_id, value);
  }
}

static void
get_property (GObject * object, guint property_id,
    GValue * value, GParamSpec * pspec)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (object);

  if (property_id == PROP_PEER_CONNECTION) {
    g_value_take_object (value, gst_peer_connection_ensure (self));
    return;
  }
  if (property_id >= FIRST_MEMBER) {
    get_member (self, property_id, value);
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
    case PROP_AUTO_RESTART:
      g_value_set_boolean (value, self->auto_restart);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
  g_mutex_unlock (&self->lock);
}

/* --- class ---------------------------------------------------------------- */

/* From the next gathering on. */
static void
install_members (GParamFlags flags)
{
  flags |= GST_PARAM_MUTABLE_PLAYING;
  properties[PROP_ICE_TRANSPORT_POLICY] =
      g_param_spec_enum ("ice-transport-policy", "ICE transport policy",
      "Which candidates may be used: relay alone, or all",
      GST_TYPE_RTC_ICE_TRANSPORT_POLICY, GST_RTC_ICE_TRANSPORT_POLICY_ALL,
      flags);
  properties[PROP_ICE_CANDIDATE_POOL_SIZE] =
      g_param_spec_uint ("ice-candidate-pool-size", "ICE candidate pool size",
      "How many transports gather before there is a local description", 0,
      G_MAXUINT8, 0, flags);
  properties[PROP_ICE_TCP] = g_param_spec_boolean ("ice-tcp", "ICE-TCP",
      "Gather TCP candidates as well (RFC 6544)", FALSE, flags);
  properties[PROP_INTERFACES] = g_param_spec_string ("interfaces",
      "Interfaces", "Names of the network interfaces to gather from, separated "
      "by commas; -NAME leaves one out (NULL: all)", NULL, flags);
  properties[PROP_HIDE_LOCAL_ADDRESSES] =
      g_param_spec_boolean ("hide-local-addresses", "Hide local addresses",
      "Tell the peer no address of this machine's interfaces, only those that "
      "servers give; a peer that can be reached learns them by its checks",
      FALSE, flags);
  properties[PROP_MIN_RTP_PORT] = g_param_spec_uint ("min-rtp-port",
      "Lowest port", "Lowest port of a host candidate (0: any)", 0,
      G_MAXUINT16, 0, flags);
  properties[PROP_MAX_RTP_PORT] = g_param_spec_uint ("max-rtp-port",
      "Highest port", "Highest port of a host candidate (0: any)", 0,
      G_MAXUINT16, 0, flags);
}

void
gst_peer_connection_install_properties (GObjectClass * object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = set_property;
  object_class->get_property = get_property;

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
  /* A pipeline has nobody who would call restartIce(). */
  properties[PROP_AUTO_RESTART] =
      g_param_spec_boolean ("auto-restart", "Automatic restart",
      "Restart ICE when this machine's network has changed or the peer cannot "
      "be reached any more; whoever handles \"negotiationneeded\" does the "
      "rest. FALSE at first where the application made the connection, which "
      "then decides as in a browser", TRUE, flags | GST_PARAM_MUTABLE_PLAYING);
  install_members (flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

void
gst_peer_connection_init_properties (GstPeerConnection * self)
{
  pc_restarts_init (&self->restarts);
  self->configuration = gst_rtc_configuration_new ();
  self->auto_restart = TRUE;
  self->latency = DEFAULT_LATENCY;
  self->max_message_size = DEFAULT_MAX_MESSAGE_SIZE;
  self->send_queue_limit = DEFAULT_SEND_QUEUE_LIMIT;
}
