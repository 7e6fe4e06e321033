/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcnegotiator.c: perfect negotiation as an object.
 */

#include "rtcnegotiator.h"

#include "rtcerror.h"
#include "rtcjson.h"
#include "rtcpeerconnection-private.h"
#include "rtcpeerconnectioniceevent.h"

/**
 * SECTION:rtcnegotiator
 * @title: GstRTCNegotiator
 * @short_description: perfect negotiation
 *
 * The perfect negotiation pattern of the standard (webrtc-pc section 10.7):
 * with one of these on each side, both may change their connection at any
 * time, and offers that collide do no harm. Exactly one side is polite: it
 * takes its own offer back when the other's arrives.
 *
 * An application carries texts between the two, and that is its signalling:
 *
 * |[<!-- language="C" -->
 * negotiator = gst_rtc_negotiator_new (connection, polite);
 * g_signal_connect (negotiator, "send", G_CALLBACK (send_to_peer), NULL);
 * // and for each text that the peer sent:
 * gst_rtc_negotiator_receive (negotiator, text, &error);
 * ]|
 *
 * The texts are the JSON objects of the standard's own example,
 * `{"description": {"type": "offer", "sdp": "..."}}` and `{"candidate": {...}}`,
 * so that the other side may be a browser that runs that example.
 *
 * A negotiator works in the connection's main context; its signals are emitted
 * there, and gst_rtc_negotiator_receive() may be called from any thread. It
 * holds a reference on the connection, which does not hold one on it: dropping
 * the negotiator ends the negotiation and leaves the connection as it is.
 */

struct _GstRTCNegotiator
{
  GObject parent;

  GstRTCPeerConnection *connection;
  gboolean polite;
  gulong handlers[2];
  gint pending;                 /* atomic: messages that are not worked off */

  /* In the connection's context only. */
  GQueue unsent;                /* of gchar *: nobody listened */

  /* The three of the standard's example; likewise. */
  gboolean making_offer;
  gboolean ignore_offer;
  gboolean is_setting_remote_answer_pending;
};

enum
{
  PROP_0,
  PROP_CONNECTION,
  PROP_POLITE,
  N_PROPERTIES
};

enum
{
  SIGNAL_SEND,
  SIGNAL_ERROR,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE (GstRTCNegotiator, gst_rtc_negotiator, G_TYPE_OBJECT);

/* --- what goes out ------------------------------------------------------- */

/* Where the connection's context runs in another thread, as an element's does,
 * there may be something to send before the application has connected its
 * handler. The first offer must not be lost: what nobody hears waits. */
static void
send_unsent (GstRTCNegotiator * self)
{
  while (!g_queue_is_empty (&self->unsent)
      && g_signal_has_handler_pending (self, signals[SIGNAL_SEND], 0, FALSE)) {
    g_autofree gchar *json = g_queue_pop_head (&self->unsent);

    g_signal_emit (self, signals[SIGNAL_SEND], 0, json);
  }
}

/* @member_json is JSON already. */
static void
send_member (GstRTCNegotiator * self, const gchar * member,
    const gchar * member_json)
{
  g_queue_push_tail (&self->unsent, g_strdup_printf ("{\"%s\":%s}", member,
          member_json));
  send_unsent (self);
  if (g_queue_get_length (&self->unsent) > GST_RTC_NEGOTIATOR_MAX_PENDING)
    g_free (g_queue_pop_tail (&self->unsent));
}

static void
send_local_description (GstRTCNegotiator * self)
{
  g_autoptr (GstRTCSessionDescription) description =
      gst_rtc_peer_connection_get_local_description (self->connection);
  g_autofree gchar *json = NULL;

  if (description == NULL)
    return;                     /* rolled back or closed meanwhile */
  json = gst_rtc_session_description_to_json (description);
  send_member (self, "description", json);
}

static void
report (GstRTCNegotiator * self, const GError * error)
{
  /* A connection that was closed meanwhile has nothing left to tell. */
  if (gst_rtc_peer_connection_get_signaling_state (self->connection) ==
      GST_RTC_SIGNALING_STATE_CLOSED)
    return;
  g_signal_emit (self, signals[SIGNAL_ERROR], 0, error);
}

static void
on_offer_made (GObject * source, GAsyncResult * result, gpointer user_data)
{
  g_autoptr (GstRTCNegotiator) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gst_rtc_peer_connection_set_local_description_finish (self->connection,
          result, &error))
    send_local_description (self);
  else
    report (self, error);
  self->making_offer = FALSE;
}

static void
make_offer (GstRTCNegotiator * self)
{
  self->making_offer = TRUE;
  gst_rtc_peer_connection_set_local_description_async (self->connection, NULL,
      NULL, on_offer_made, g_object_ref (self));
}

/* --- what comes in ------------------------------------------------------- */

/* One message of the peer, until it is worked off. */
typedef struct
{
  GstRTCNegotiator *negotiator;
  GstRTCSessionDescription *description;        /* or NULL */
  GstRTCIceCandidate *candidate;        /* or NULL */
  gboolean ignored;             /* belongs to an offer that was */
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_atomic_int_dec_and_test (&message->negotiator->pending);
  g_clear_object (&message->description);
  g_clear_object (&message->candidate);
  g_object_unref (message->negotiator);
  g_free (message);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Message, message_free);

static GstRTCSdpType
message_sdp_type (const Message * message)
{
  return gst_rtc_session_description_get_sdp_type (message->description);
}

static void
on_answer_made (GObject * source, GAsyncResult * result, gpointer user_data)
{
  g_autoptr (Message) message = user_data;
  GstRTCNegotiator *self = message->negotiator;
  g_autoptr (GError) error = NULL;

  if (gst_rtc_peer_connection_set_local_description_finish (self->connection,
          result, &error))
    send_local_description (self);
  else
    report (self, error);
}

static void
on_remote_description_set (GObject * source, GAsyncResult * result,
    gpointer user_data)
{
  g_autoptr (Message) message = user_data;
  GstRTCNegotiator *self = message->negotiator;
  g_autoptr (GError) error = NULL;
  gboolean ok =
      gst_rtc_peer_connection_set_remote_description_finish (self->connection,
      result, &error);

  /* Also when it failed, unlike in the standard's example: it is not pending
   * any more. */
  if (message_sdp_type (message) == GST_RTC_SDP_TYPE_ANSWER)
    self->is_setting_remote_answer_pending = FALSE;
  if (!ok) {
    report (self, error);
    return;
  }
  if (message_sdp_type (message) == GST_RTC_SDP_TYPE_OFFER)
    gst_rtc_peer_connection_set_local_description_async (self->connection,
        NULL, NULL, on_answer_made, g_steal_pointer (&message));
}

static void
receive_description (Message * message)
{
  GstRTCNegotiator *self = message->negotiator;
  GstRTCSdpType type = message_sdp_type (message);
  /* An offer may come in while the answer to ours is being applied: by the
   * time that it is, we are stable, so it may stand in the chain behind it. */
  gboolean ready_for_offer = !self->making_offer &&
      (gst_rtc_peer_connection_get_signaling_state (self->connection) ==
      GST_RTC_SIGNALING_STATE_STABLE || self->is_setting_remote_answer_pending);
  gboolean offer_collision = type == GST_RTC_SDP_TYPE_OFFER && !ready_for_offer;

  self->ignore_offer = !self->polite && offer_collision;
  if (self->ignore_offer) {
    message_free (message);
    return;
  }
  self->is_setting_remote_answer_pending = type == GST_RTC_SDP_TYPE_ANSWER;
  /* Rolls our own offer back where it has to. */
  gst_rtc_peer_connection_set_remote_description_async (self->connection,
      message->description, NULL, on_remote_description_set, message);
}

static void
on_candidate_added (GObject * source, GAsyncResult * result, gpointer user_data)
{
  g_autoptr (Message) message = user_data;
  GstRTCNegotiator *self = message->negotiator;
  g_autoptr (GError) error = NULL;

  /* The connection was never told about an ignored offer, so it cannot know
   * what to do with its candidates. */
  if (!gst_rtc_peer_connection_add_ice_candidate_finish (self->connection,
          result, &error) && !message->ignored)
    report (self, error);
}

static void
receive_candidate (Message * message)
{
  GstRTCNegotiator *self = message->negotiator;

  /* As it is now: when the connection answers, the next description may have
   * come. */
  message->ignored = self->ignore_offer;
  gst_rtc_peer_connection_add_ice_candidate_async (self->connection,
      message->candidate, NULL, on_candidate_added, message);
}

static gboolean
on_message (gpointer user_data)
{
  Message **held = user_data;
  Message *message = g_steal_pointer (held);

  if (message->description != NULL)
    receive_description (message);
  else
    receive_candidate (message);

  return G_SOURCE_REMOVE;
}

static void
held_free (gpointer data)
{
  Message **held = data;

  g_clear_pointer (held, message_free);
  g_free (held);
}

/* Sources of one priority run in the order in which they were attached: so do
 * the messages, whoever calls, and the connection's chain keeps that order. */
static void
post (Message * message)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Message **held = g_new (Message *, 1);

  *held = message;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "rtc-negotiator");
  g_source_set_callback (source, on_message, held, held_free);
  g_source_attach (source,
      gst_rtc_peer_connection_get_main_context (message->
          negotiator->connection));
}

/* The member's text; NULL without an error when it is missing or null. */
static gboolean
get_member (JsonObject * object, const gchar * name, gchar ** text,
    GError ** error)
{
  JsonNode *node = json_object_get_member (object, name);

  *text = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, GST_RTC_DOM_ERROR, GST_RTC_DOM_ERROR_TYPE,
        "The member \"%s\" is not an object", name);
    return FALSE;
  }
  *text = json_to_string (node, FALSE);

  return TRUE;
}

/* Fills in @message; leaves both empty for a null candidate. */
static gboolean
parse (Message * message, const gchar * json, GError ** error)
{
  g_autoptr (JsonObject) object = gst_rtc_json_parse_object (json, error);
  g_autofree gchar *description = NULL, *candidate = NULL;

  if (object == NULL || !get_member (object, "description", &description,
          error) || !get_member (object, "candidate", &candidate, error))
    return FALSE;
  if (description != NULL) {
    message->description =
        gst_rtc_session_description_new_from_json (description, error);
    return message->description != NULL;
  }
  if (candidate != NULL) {
    message->candidate = gst_rtc_ice_candidate_new_from_json (candidate, error);
    return message->candidate != NULL;
  }
  if (json_object_has_member (object, "candidate"))
    return TRUE;

  g_set_error_literal (error, GST_RTC_DOM_ERROR, GST_RTC_DOM_ERROR_TYPE,
      "The message has neither a \"description\" nor a \"candidate\"");
  return FALSE;
}

/**
 * gst_rtc_negotiator_receive:
 * @negotiator: a negotiator
 * @json: a message of the other peer
 * @error: return location of a #GError
 *
 * Takes what the other side's negotiator sent. Messages are worked off in the
 * order of the calls, later, in the connection's main context; what goes wrong
 * then is told by #GstRTCNegotiator::error. From any thread.
 *
 * The error is %GST_RTC_DOM_ERROR_SYNTAX when @json is no JSON,
 * %GST_RTC_DOM_ERROR_TYPE when it is not one of the two objects, and
 * %GST_RTC_DOM_ERROR_OPERATION when %GST_RTC_NEGOTIATOR_MAX_PENDING messages
 * wait already. Then nothing has changed.
 *
 * Returns: whether the message was taken
 *
 * Since: 0.1
 */
gboolean
gst_rtc_negotiator_receive (GstRTCNegotiator * negotiator, const gchar * json,
    GError ** error)
{
  g_autoptr (Message) message = NULL;

  g_return_val_if_fail (GST_IS_RTC_NEGOTIATOR (negotiator), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);

  message = g_new0 (Message, 1);
  message->negotiator = g_object_ref (negotiator);
  if (g_atomic_int_add (&negotiator->pending,
          1) >= GST_RTC_NEGOTIATOR_MAX_PENDING) {
    g_set_error (error, GST_RTC_DOM_ERROR, GST_RTC_DOM_ERROR_OPERATION,
        "The peer sent more than %d messages at once",
        GST_RTC_NEGOTIATOR_MAX_PENDING);
    return FALSE;
  }
  if (!parse (message, json, error))
    return FALSE;
  if (message->description != NULL || message->candidate != NULL)
    post (g_steal_pointer (&message));

  return TRUE;
}

/* --- the connection's events --------------------------------------------- */

/* A handler may run in the connection's context while the last reference goes
 * in another thread: it holds the negotiator weakly, and while it runs. */
static void
weak_free (gpointer data, GClosure * closure)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
on_negotiation_needed (GstRTCPeerConnection * connection, GWeakRef * weak)
{
  g_autoptr (GstRTCNegotiator) self = g_weak_ref_get (weak);

  if (self != NULL)
    make_offer (self);
}

static void
on_ice_candidate (GstRTCPeerConnection * connection,
    GstRTCPeerConnectionIceEvent * event, GWeakRef * weak)
{
  g_autoptr (GstRTCNegotiator) self = g_weak_ref_get (weak);
  g_autofree gchar *json = NULL;
  GstRTCIceCandidate *candidate;

  if (self == NULL)
    return;
  candidate = gst_rtc_peer_connection_ice_event_get_candidate (event);
  if (candidate != NULL)
    json = gst_rtc_ice_candidate_to_json (candidate);
  send_member (self, "candidate", json != NULL ? json : "null");
}

static gulong
listen_to (GstRTCNegotiator * self, const gchar * signal, GCallback callback)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return g_signal_connect_data (self->connection, signal, callback, weak,
      weak_free, 0);
}

static gboolean
on_negotiate (gpointer user_data)
{
  GstRTCNegotiator *self = user_data;

  send_unsent (self);
  if (!self->making_offer
      && gst_rtc_peer_connection_is_negotiation_due (self->connection))
    make_offer (self);

  return G_SOURCE_REMOVE;
}

/**
 * gst_rtc_negotiator_negotiate:
 * @negotiator: a negotiator
 *
 * Makes an offer if one is due: for a negotiator that is made after the
 * `negotiationneeded` event, because the peer came later. From any thread.
 *
 * Where the connection's main context runs in another thread, call it when the
 * handlers are connected: what was to be sent before that has been kept, up to
 * %GST_RTC_NEGOTIATOR_MAX_PENDING messages, and is sent now. (It is also sent
 * ahead of the next message.)
 *
 * Since: 0.1
 */
void
gst_rtc_negotiator_negotiate (GstRTCNegotiator * negotiator)
{
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (GST_IS_RTC_NEGOTIATOR (negotiator));

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "rtc-negotiator: offer");
  g_source_set_callback (source, on_negotiate, g_object_ref (negotiator),
      g_object_unref);
  g_source_attach (source,
      gst_rtc_peer_connection_get_main_context (negotiator->connection));
}

/**
 * gst_rtc_negotiator_get_connection:
 * @negotiator: a negotiator
 *
 * Returns: (transfer none): the connection that it negotiates for
 *
 * Since: 0.1
 */
GstRTCPeerConnection *
gst_rtc_negotiator_get_connection (GstRTCNegotiator * negotiator)
{
  g_return_val_if_fail (GST_IS_RTC_NEGOTIATOR (negotiator), NULL);

  return negotiator->connection;
}

/**
 * gst_rtc_negotiator_get_polite:
 * @negotiator: a negotiator
 *
 * Returns: whether it gives way when offers collide
 *
 * Since: 0.1
 */
gboolean
gst_rtc_negotiator_get_polite (GstRTCNegotiator * negotiator)
{
  g_return_val_if_fail (GST_IS_RTC_NEGOTIATOR (negotiator), FALSE);

  return negotiator->polite;
}

static void
gst_rtc_negotiator_constructed (GObject * object)
{
  GstRTCNegotiator *self = GST_RTC_NEGOTIATOR (object);

  G_OBJECT_CLASS (gst_rtc_negotiator_parent_class)->constructed (object);

  g_return_if_fail (self->connection != NULL);
  self->handlers[0] = listen_to (self, "negotiationneeded",
      G_CALLBACK (on_negotiation_needed));
  self->handlers[1] = listen_to (self, "icecandidate",
      G_CALLBACK (on_ice_candidate));
}

static void
gst_rtc_negotiator_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCNegotiator *self = GST_RTC_NEGOTIATOR (object);

  switch (id) {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_POLITE:
      self->polite = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_negotiator_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCNegotiator *self = GST_RTC_NEGOTIATOR (object);

  switch (id) {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_POLITE:
      g_value_set_boolean (value, self->polite);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_negotiator_finalize (GObject * object)
{
  GstRTCNegotiator *self = GST_RTC_NEGOTIATOR (object);

  g_clear_signal_handler (&self->handlers[0], self->connection);
  g_clear_signal_handler (&self->handlers[1], self->connection);
  g_clear_object (&self->connection);
  g_queue_clear_full (&self->unsent, g_free);

  G_OBJECT_CLASS (gst_rtc_negotiator_parent_class)->finalize (object);
}

static void
gst_rtc_negotiator_class_init (GstRTCNegotiatorClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gst_rtc_negotiator_constructed;
  object_class->set_property = gst_rtc_negotiator_set_property;
  object_class->get_property = gst_rtc_negotiator_get_property;
  object_class->finalize = gst_rtc_negotiator_finalize;

  /**
   * GstRTCNegotiator:connection:
   *
   * The connection that it negotiates for.
   *
   * Since: 0.1
   */
  properties[PROP_CONNECTION] = g_param_spec_object ("connection",
      "Connection", "The connection that it negotiates for",
      GST_TYPE_RTC_PEER_CONNECTION,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * GstRTCNegotiator:polite:
   *
   * Whether it gives way when offers collide. One of two must.
   *
   * Since: 0.1
   */
  properties[PROP_POLITE] = g_param_spec_boolean ("polite", "Polite",
      "Whether it gives way when offers collide", FALSE,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * GstRTCNegotiator::send:
   * @negotiator: the negotiator
   * @json: a message
   *
   * The message is to be given to the other side's
   * gst_rtc_negotiator_receive(), in order. Emitted in the connection's main
   * context.
   *
   * Since: 0.1
   */
  signals[SIGNAL_SEND] = g_signal_new ("send", GST_TYPE_RTC_NEGOTIATOR,
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * GstRTCNegotiator::error:
   * @negotiator: the negotiator
   * @error: what the connection said
   *
   * A description or candidate could not be applied, or an offer or answer not
   * be made: where the standard's example calls console.error(). Emitted in
   * the connection's main context.
   *
   * Since: 0.1
   */
  signals[SIGNAL_ERROR] = g_signal_new ("error", GST_TYPE_RTC_NEGOTIATOR,
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
gst_rtc_negotiator_init (GstRTCNegotiator * self)
{
}

/**
 * gst_rtc_negotiator_new:
 * @connection: a connection
 * @polite: whether this side gives way when offers collide
 *
 * Returns: (transfer full): a new negotiator
 *
 * Since: 0.1
 */
GstRTCNegotiator *
gst_rtc_negotiator_new (GstRTCPeerConnection * connection, gboolean polite)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return g_object_new (GST_TYPE_RTC_NEGOTIATOR, "connection", connection,
      "polite", polite, NULL);
}
