/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcwebcore.c: the server itself, on an I/O thread.
 *
 * libsoup is not thread-safe, and its connections live in the context that is
 * the thread's default while they are made: all of it happens on one I/O
 * context. Other threads post.
 */

#include "gstrtcwebcore.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#include "gstrtcio.h"
#include "gstrtcmeter.h"
#include "gstrtcwebaddress.h"
#include "gstrtcwebpage.h"

GST_DEBUG_CATEGORY_STATIC (rtc_web_debug);
#define GST_CAT_DEFAULT rtc_web_debug

/* How much may come in before a message is complete: the largest one, and
 * frame headers and pings around it. */
#define METER_BUDGET (GST_RTC_SIGNALLER_MAX_MESSAGE + 64 * 1024)
/* What may be on its way to a browser that does not read. */
#define MAX_UNANSWERED (16 * 1024 * 1024)
#define KEEPALIVE 10            /* s between pings */
#define PEER_TIMEOUT 30         /* s of silence after which nobody is there */
/* Connections at a time: a browser opens six (and idle ones cost descriptors). */
#define MAX_CLIENTS 64
/* What a second browser is told, as a message and as the reason of the close.
 * Its code is not 1013 ("try again later"): libsoup's own client takes that
 * for an error of the protocol. */
#define BUSY "busy"

struct GstRTCWebCore
{
  GstRTCIO *io;
  GstRTCSignallerEvents *events;
  GPtrArray *sockets;           /* of GSocket */
  gboolean loopback;

  /* On the I/O thread only. */
  SoupServer *server;
  GPtrArray *listening;         /* of GSource, one a socket */
  guint clients;
  SoupWebsocketConnection *peer;        /* the one that is let in, or NULL */
  GSource *watchdog;
  gint64 heard;                 /* µs; when the peer last said anything */
  gsize unanswered;             /* bytes sent since then */
};

static void
core_clear (gpointer data)
{
  GstRTCWebCore *self = data;

  g_ptr_array_unref (self->sockets);
  gst_rtc_signaller_events_unref (self->events);
  gst_rtc_io_unref (self->io);
}

static void
core_unref (gpointer core)
{
  g_atomic_rc_box_release_full (core, core_clear);
}

static void
core_unref_closure (gpointer core, GClosure * closure)
{
  core_unref (core);
}

/* --- the browser that is let in -------------------------------------------- */

static void
end_peer (GstRTCWebCore * self, const gchar * reason)
{
  if (self->peer == NULL)
    return;
  GST_INFO ("browser left: %s", reason);
  g_clear_object (&self->peer);
  g_source_destroy (self->watchdog);
  g_clear_pointer (&self->watchdog, g_source_unref);
  gst_rtc_signaller_events_left (self->events, reason);
}

static void
heard_peer (GstRTCWebCore * self, SoupWebsocketConnection * connection)
{
  GIOStream *meter = soup_websocket_connection_get_io_stream (connection);

  gst_rtc_meter_refill (GST_RTC_METER (meter));
  self->heard = g_get_monotonic_time ();
  self->unanswered = 0;
}

/* libsoup does not take a second close, and answers the peer's by itself. */
static void
close_socket (SoupWebsocketConnection * connection, gushort code,
    const gchar * reason)
{
  if (soup_websocket_connection_get_state (connection)
      == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, code, reason);
}

static void
on_message (SoupWebsocketConnection * connection,
    SoupWebsocketDataType type, GBytes * message, gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  gsize size;
  const gchar *text = g_bytes_get_data (message, &size);

  if (connection != self->peer)
    return;
  if (type != SOUP_WEBSOCKET_DATA_TEXT || memchr (text, '\0', size) != NULL) {
    close_socket (connection,
        SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA, "text only");
    return;
  }
  heard_peer (self, connection);
  /* libsoup has checked that it is UTF-8 and ends it with a NUL. */
  gst_rtc_signaller_events_message (self->events, text);
}

static void
on_pong (SoupWebsocketConnection * connection, GBytes * message,
    gpointer user_data)
{
  GstRTCWebCore *self = user_data;

  if (connection == self->peer)
    heard_peer (self, connection);
}

static void
on_error (SoupWebsocketConnection * connection, GError * error,
    gpointer user_data)
{
  GST_INFO ("WebSocket: %s", error->message);
}

static void
on_closed (SoupWebsocketConnection * connection, gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  gushort code = soup_websocket_connection_get_close_code (connection);
  g_autofree gchar *reason =
      g_strdup_printf ("the browser has gone (WebSocket close code %u)", code);

  if (connection == self->peer)
    end_peer (self, reason);
  g_object_unref (connection);  /* taken in on_upgraded() */
}

static gboolean
on_watchdog (gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  SoupWebsocketConnection *peer = self->peer;

  if (g_get_monotonic_time () - self->heard < PEER_TIMEOUT * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  close_socket (peer, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "silent");
  end_peer (self, "the browser does not answer any more");

  return G_SOURCE_REMOVE;
}

static void
admit (GstRTCWebCore * self, SoupWebsocketConnection * connection)
{
  self->peer = g_object_ref (connection);
  heard_peer (self, connection);
  soup_websocket_connection_set_keepalive_interval (connection, KEEPALIVE);
  self->watchdog = g_timeout_source_new_seconds (KEEPALIVE);
  g_source_set_static_name (self->watchdog, "rtc-web: is the browser there");
  g_source_set_callback (self->watchdog, on_watchdog,
      g_atomic_rc_box_acquire (self), core_unref);
  g_source_attach (self->watchdog, gst_rtc_io_get_context (self->io));
  GST_INFO ("browser joined");
  /* The page is the polite one, we are not. */
  gst_rtc_signaller_events_joined (self->events, FALSE);
}

static gulong
connect_core (gpointer object, const gchar * signal, gpointer callback,
    GstRTCWebCore * self)
{
  return g_signal_connect_data (object, signal, G_CALLBACK (callback),
      g_atomic_rc_box_acquire (self), core_unref_closure, 0);
}

/* The 101 has been written: from now on the stream is a WebSocket's. */
static void
on_upgraded (SoupServerMessage * message, gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  g_autoptr (SoupServerMessage) keep = g_object_ref (message);
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autoptr (GIOStream) meter = gst_rtc_meter_new (stream, METER_BUDGET);
  SoupWebsocketConnection *connection = soup_websocket_connection_new (meter,
      soup_server_message_get_uri (message), SOUP_WEBSOCKET_CONNECTION_SERVER,
      NULL, NULL, NULL);

  soup_websocket_connection_set_max_incoming_payload_size (connection,
      GST_RTC_SIGNALLER_MAX_MESSAGE);
  connect_core (connection, "message", on_message, self);
  connect_core (connection, "pong", on_pong, self);
  connect_core (connection, "error", on_error, self);
  connect_core (connection, "closed", on_closed, self);
  if (self->peer == NULL && self->server != NULL) {
    admit (self, connection);
    return;
  }
  GST_INFO ("another browser refused: one is here already");
  soup_websocket_connection_send_text (connection, "{\"error\":\"" BUSY "\"}");
  close_socket (connection, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, BUSY);
}

/* --- requests ----------------------------------------------------------------- */

static void
refuse (SoupServerMessage * message, const gchar * why)
{
  GST_INFO ("refused: %s", why);
  soup_server_message_set_status (message, SOUP_STATUS_FORBIDDEN, NULL);
  soup_server_message_set_response (message, "text/plain; charset=utf-8",
      SOUP_MEMORY_COPY, why, strlen (why));
}

static void
answer_websocket (GstRTCWebCore * self, SoupServerMessage * message)
{
  SoupMessageHeaders *request =
      soup_server_message_get_request_headers (message);
  const gchar *origin = soup_message_headers_get_one (request, "Origin");
  const gchar *host = soup_message_headers_get_one (request, "Host");

  /* A WebSocket is not bound by the same-origin policy: any page that this
   * browser shows may try (RFC 6455 section 10.2). */
  if (!gst_rtc_web_is_own_origin (origin, host)) {
    refuse (message, "The WebSocket's Origin is not this server");
    return;
  }
  if (soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL))
    connect_core (message, "wrote-informational", on_upgraded, self);
}

static void
on_request (SoupServer * server, SoupServerMessage * message,
    const char *path, GHashTable * query, gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  SoupMessageHeaders *request =
      soup_server_message_get_request_headers (message);

  if (self->loopback
      && !gst_rtc_web_is_loopback_host (soup_message_headers_get_one (request,
              "Host"))) {
    refuse (message, "This server is for this machine only");
    return;
  }
  if (strcmp (path, "/ws") == 0)
    answer_websocket (self, message);
  else
    gst_rtc_web_page_answer (message, path);
}

/* Nobody wants a request's body: do not collect it. */
static void
on_request_headers (SoupServer * server, SoupServerMessage * message,
    const char *path, GHashTable * query, gpointer user_data)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body
      (message), FALSE);
}

/* --- posted from elsewhere ------------------------------------------------------ */

static void
on_client_gone (gpointer user_data, GObject * was)
{
  GstRTCWebCore *self = user_data;

  self->clients--;
  core_unref (self);
}

/* Not soup_server_listen_socket(): libsoup 3.2 leaks the socket of each
 * connection that it accepts there. */
static gboolean
on_client (GSocket * socket, GIOCondition condition, gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) local = NULL, remote = NULL;
  g_autoptr (GError) error = NULL;

  if (accepted == NULL || self->clients == MAX_CLIENTS)
    return G_SOURCE_CONTINUE;
  local = g_socket_get_local_address (accepted, NULL);
  remote = g_socket_get_remote_address (accepted, NULL);
  if (local == NULL || remote == NULL)
    return G_SOURCE_CONTINUE;   /* gone already */
  connection = g_socket_connection_factory_create_connection (accepted);
  self->clients++;
  g_object_weak_ref (G_OBJECT (connection), on_client_gone,
      g_atomic_rc_box_acquire (self));
  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (connection),
          local, remote, &error))
    GST_WARNING ("cannot serve a connection: %s", error->message);

  return G_SOURCE_CONTINUE;
}

static void
source_clear (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
do_start (gpointer user_data)
{
  GstRTCWebCore *self = user_data;
  guint i;

  self->server = g_object_new (SOUP_TYPE_SERVER, NULL);
  soup_server_add_early_handler (self->server, NULL, on_request_headers, NULL,
      NULL);
  soup_server_add_handler (self->server, NULL, on_request,
      g_atomic_rc_box_acquire (self), core_unref);
  self->listening = g_ptr_array_new_with_free_func (source_clear);
  for (i = 0; i < self->sockets->len; i++) {
    GSource *source =
        g_socket_create_source (g_ptr_array_index (self->sockets, i), G_IO_IN,
        NULL);

    g_source_set_static_name (source, "rtc-web: a connection comes");
    g_source_set_callback (source, G_SOURCE_FUNC (on_client),
        g_atomic_rc_box_acquire (self), core_unref);
    g_source_attach (source, gst_rtc_io_get_context (self->io));
    g_ptr_array_add (self->listening, source);
  }
}

static void
do_stop (gpointer user_data)
{
  GstRTCWebCore *self = user_data;

  if (self->peer != NULL) {
    close_socket (self->peer,
        SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "the pipeline has stopped");
    end_peer (self, "stopped");
  }
  g_clear_pointer (&self->listening, g_ptr_array_unref);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

typedef struct
{
  GstRTCWebCore *core;
  gchar *json;
} Send;

static void
send_free (gpointer data)
{
  Send *send = data;

  core_unref (send->core);
  g_free (send->json);
  g_free (send);
}

static void
do_send (gpointer user_data)
{
  Send *send = user_data;
  GstRTCWebCore *self = send->core;
  gsize size = strlen (send->json);

  if (self->peer == NULL || soup_websocket_connection_get_state (self->peer)
      != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  if (size > MAX_UNANSWERED - self->unanswered) {
    close_socket (self->peer,
        SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "not reading");
    end_peer (self, "the browser does not read what it is sent");
    return;
  }
  self->unanswered += size;
  soup_websocket_connection_send_text (self->peer, send->json);
}

GstRTCWebCore *
gst_rtc_web_core_new (GPtrArray * sockets, gboolean loopback,
    GstRTCSignallerEvents * events)
{
  GstRTCWebCore *self = g_atomic_rc_box_new0 (GstRTCWebCore);
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    GST_DEBUG_CATEGORY_INIT (rtc_web_debug, "rtcweb", 0,
        "signalling over the built-in web page");
    g_once_init_leave (&once, 1);
  }
  self->io = gst_rtc_io_new ();
  self->sockets = sockets;
  self->loopback = loopback;
  self->events = gst_rtc_signaller_events_ref (events);
  gst_rtc_io_post (self->io, do_start, g_atomic_rc_box_acquire (self),
      core_unref);

  return self;
}

void
gst_rtc_web_core_send (GstRTCWebCore * core, const gchar * json)
{
  Send *send = g_new (Send, 1);

  *send = (Send) {
  .core = g_atomic_rc_box_acquire (core),.json = g_strdup (json),};
  gst_rtc_io_post (core->io, do_send, send, send_free);
}

void
gst_rtc_web_core_stop (GstRTCWebCore * core)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_ref (core->io);
  guint i;

  /* Not closed: their descriptors are the I/O thread's. But they do not listen
   * any more, and a new server may have the port. */
  for (i = 0; i < core->sockets->len; i++)
    shutdown (g_socket_get_fd (g_ptr_array_index (core->sockets, i)),
        SHUT_RDWR);
  gst_rtc_io_post (io, do_stop, core, core_unref);
}
