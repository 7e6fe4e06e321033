/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcweb.c: the server with the built-in page.
 */

#include <gst/peerconnection/core/pcerror.h>
#include <libsoup/soup.h>

#include "signalling.h"

/* --- a browser ---------------------------------------------------------------- */

typedef struct
{
  SoupSession *session;
  SoupWebsocketConnection *connection;
  GError *error;                /* of the handshake */
  gboolean done;
  guint status;                 /* of the handshake */
  gchar *last;                  /* message */
  gboolean closed;
} Browser;

static void
on_text (SoupWebsocketConnection * connection, SoupWebsocketDataType type,
    GBytes * message, Browser * self)
{
  g_free (self->last);
  self->last = g_strndup (g_bytes_get_data (message, NULL),
      g_bytes_get_size (message));
}

static void
on_closed (SoupWebsocketConnection * connection, Browser * self)
{
  self->closed = TRUE;
}

static void
on_connected (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Browser *self = user_data;

  self->connection = soup_session_websocket_connect_finish (self->session,
      result, &self->error);
  if (self->connection != NULL) {
    g_signal_connect (self->connection, "message", G_CALLBACK (on_text), self);
    g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);
  }
  self->done = TRUE;
}

/* @origin NULL: none. */
static Browser *
browser_new (const gchar * uri, const gchar * origin)
{
  Browser *self = g_new0 (Browser, 1);
  g_autofree gchar *target = g_strconcat ("ws", uri + strlen ("http"), "ws",
      NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", target);

  self->session = soup_session_new ();
  soup_session_websocket_connect_async (self->session, message, origin, NULL,
      G_PRIORITY_DEFAULT, NULL, on_connected, self);
  wait_until (self->done);
  self->status = soup_message_get_status (message);

  return self;
}

static void
browser_free (Browser * self)
{
  if (self->connection != NULL) {
    g_signal_handlers_disconnect_by_data (self->connection, self);
    g_object_unref (self->connection);
  }
  g_clear_error (&self->error);
  g_object_unref (self->session);
  g_free (self->last);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Browser, browser_free);

/* The origin of a page that came from @uri. */
static gchar *
origin_of (const gchar * uri)
{
  return g_strndup (uri, strlen (uri) - 1);
}

static Browser *
browser_join (const gchar * uri)
{
  g_autofree gchar *origin = origin_of (uri);
  Browser *self = browser_new (uri, origin);

  fail_if (self->connection == NULL, "%s",
      self->error ? self->error->message : "");

  return self;
}

static void
browser_leave (Browser * self)
{
  soup_websocket_connection_close (self->connection,
      SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  wait_until (self->closed);
}

/* --- requests ------------------------------------------------------------------- */

typedef struct
{
  GBytes *body;
  gboolean done;
} Answer;

static void
on_answer (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->body = soup_session_send_and_read_finish (SOUP_SESSION (source),
      result, NULL);
  answer->done = TRUE;
}

/* @host NULL: the right one. Free the message and the body. */
static SoupMessage *
request (const gchar * method, const gchar * uri, const gchar * path,
    const gchar * host, GBytes ** body)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree gchar *target = g_strconcat (uri, path, NULL);
  SoupMessage *message = soup_message_new (method, target);
  Answer answer = { NULL, FALSE };

  if (host != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message),
        "Host", host);
  if (strcmp (method, "POST") == 0) {
    g_autoptr (GBytes) some = g_bytes_new_static ("body", 4);

    soup_message_set_request_body_from_bytes (message, "text/plain", some);
  }
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL,
      on_answer, &answer);
  wait_until (answer.done);
  if (body != NULL)
    *body = answer.body;
  else
    g_clear_pointer (&answer.body, g_bytes_unref);

  return message;
}

static const gchar *
header (SoupMessage * message, const gchar * name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers
      (message), name);
}

/* --- a server --------------------------------------------------------------------- */

static Listener *
serve (gchar ** uri)
{
  Listener *server = listener_new ("http://127.0.0.1:0/");

  listener_start (server);
  *uri = gst_rtc_signaller_get_uri (server->signaller);
  fail_unless (g_str_has_prefix (*uri, "http://127.0.0.1:"));
  fail_if (g_str_has_suffix (*uri, ":0/"));

  return server;
}

static const struct
{
  const gchar *method;
  const gchar *path;
  const gchar *host;
  guint status;
  const gchar *type;
} requests[] = {
  {"GET", "", NULL, 200, "text/html; charset=utf-8"},
  {"HEAD", "", NULL, 200, "text/html; charset=utf-8"},
  {"GET", "page.js", NULL, 200, "text/javascript; charset=utf-8"},
  {"GET", "negotiator.js", NULL, 200, "text/javascript; charset=utf-8"},
  {"GET", "page.css", NULL, 200, "text/css; charset=utf-8"},
  {"GET", "icon.svg", NULL, 200, "image/svg+xml"},
  {"GET", "", "localhost:1234", 200, "text/html; charset=utf-8"},
  {"GET", "", "[::1]:1234", 200, "text/html; charset=utf-8"},
  {"GET", "other", NULL, 404, "text/plain; charset=utf-8"},
  {"GET", "../../etc/passwd", NULL, 404, "text/plain; charset=utf-8"},
  {"POST", "", NULL, 405, "text/plain; charset=utf-8"},
  {"GET", "ws", NULL, 403, "text/plain; charset=utf-8"},
  {"GET", "", "evil.example", 403, "text/plain; charset=utf-8"},
  {"GET", "", "127.0.0.1.evil.example:80", 403, "text/plain; charset=utf-8"},
};

GST_START_TEST (test_requests)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (SoupMessage) message = request (requests[__i__].method, uri,
      requests[__i__].path, requests[__i__].host, NULL);

  fail_unless_equals_int (soup_message_get_status (message),
      requests[__i__].status);
  fail_unless_equals_string (header (message, "Content-Type"),
      requests[__i__].type);
  if (requests[__i__].status == 200)
    fail_unless_equals_string (header (message, "Cache-Control"), "no-store");
  fail_unless_equals_int (server->heard->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_page)
{
  static const gchar *const ids[] = {
    "video", "connection-state", "ice-state", "signaling-state", "chat-input",
    "chat-send", "chat-log", "log",
  };
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (SoupMessage) message = request ("GET", uri, "", NULL, &body);
  g_autofree gchar *text = g_strndup (g_bytes_get_data (body, NULL),
      g_bytes_get_size (body));
  guint i;

  for (i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree gchar *id = g_strdup_printf ("id=\"%s\"", ids[i]);

    fail_unless (strstr (text, id) != NULL, "no %s", id);
  }
  fail_unless (strstr (text, "//") == NULL, "needs something from outside");
}

GST_END_TEST;

GST_START_TEST (test_browser)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (Browser) browser = browser_join (uri);
  g_autoptr (Browser) next = NULL;

  wait_until (server->heard->len == 1);
  fail_unless_equals_string (listener_last (server), "joined impolite");
  fail_unless (server->thread == g_thread_self ());

  soup_websocket_connection_send_text (browser->connection,
      "{\"a\":\"\303\244\"}");
  wait_until (server->heard->len == 2);
  fail_unless_equals_string (listener_last (server),
      "message {\"a\":\"\303\244\"}");
  gst_rtc_signaller_send (server->signaller, "{\"b\":2}");
  wait_until (g_strcmp0 (browser->last, "{\"b\":2}") == 0);

  browser_leave (browser);
  wait_until (server->heard->len == 3);
  fail_unless (g_str_has_prefix (listener_last (server), "left "));
  fail_unless (strstr (listener_last (server), "1001") != NULL);

  next = browser_join (uri);
  wait_until (server->heard->len == 4);
  fail_unless_equals_string (listener_last (server), "joined impolite");
}

GST_END_TEST;

GST_START_TEST (test_busy)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (Browser) first_browser = browser_join (uri);
  g_autoptr (Browser) second_browser = NULL;

  wait_until (server->heard->len == 1);
  second_browser = browser_join (uri);
  wait_until (second_browser->closed);
  fail_unless_equals_string (second_browser->last, "{\"error\":\"busy\"}");
  fail_unless_equals_int (soup_websocket_connection_get_close_code
      (second_browser->connection), SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);
  fail_unless_equals_string (soup_websocket_connection_get_close_data
      (second_browser->connection), "busy");

  /* The first one does not notice. */
  gst_rtc_signaller_send (server->signaller, "still here");
  wait_until (g_strcmp0 (first_browser->last, "still here") == 0);
  fail_unless_equals_int (server->heard->len, 1);
}

GST_END_TEST;

GST_START_TEST (test_origin)
{
  static const gchar *const origins[] = {
    NULL, "null", "http://evil.example", "https://127.0.0.1", "",
  };
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autofree gchar *own = origin_of (uri);
  g_autofree gchar *longer = g_strconcat (own, "0", NULL);
  guint i;

  for (i = 0; i <= G_N_ELEMENTS (origins); i++) {
    g_autoptr (Browser) browser = browser_new (uri,
        i < G_N_ELEMENTS (origins) ? origins[i] : longer);

    fail_unless (browser->connection == NULL);
    fail_unless_equals_int (browser->status, 403);
  }
  fail_unless_equals_int (server->heard->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_wrong_messages)
{
  g_autofree gchar *uri = NULL;
  g_autofree gchar *large = g_strnfill (GST_RTC_SIGNALLER_MAX_MESSAGE + 1, 'x');
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (Browser) browser = browser_join (uri);
  g_autoptr (Browser) binary = NULL;

  wait_until (server->heard->len == 1);
  /* The largest one that is allowed, and one byte more. */
  large[GST_RTC_SIGNALLER_MAX_MESSAGE] = '\0';
  soup_websocket_connection_send_text (browser->connection, large);
  wait_until (server->heard->len == 2);
  large[GST_RTC_SIGNALLER_MAX_MESSAGE] = 'x';
  soup_websocket_connection_send_text (browser->connection, large);
  wait_until (browser->closed);
  wait_until (server->heard->len == 3);
  fail_unless (g_str_has_prefix (listener_last (server), "left "));

  binary = browser_join (uri);
  wait_until (server->heard->len == 4);
  soup_websocket_connection_send_binary (binary->connection, "x", 1);
  wait_until (binary->closed);
  fail_unless_equals_int (soup_websocket_connection_get_close_code
      (binary->connection), SOUP_WEBSOCKET_CLOSE_UNSUPPORTED_DATA);
  wait_until (server->heard->len == 5);
  fail_unless (g_str_has_prefix (listener_last (server), "left "));
}

GST_END_TEST;

/* --- a message in fragments -------------------------------------------------------- */

#define FRAGMENT 60000          /* bytes */

static GSocketConnection *
connect_raw (const gchar * uri)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree gchar *origin = origin_of (uri);
  g_autofree gchar *head = g_strdup_printf ("GET /ws HTTP/1.1\r\n"
      "Host: %s\r\nOrigin: %s\r\nUpgrade: websocket\r\n"
      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      origin + strlen ("http://"), origin);
  GSocketConnection *connection = g_socket_client_connect_to_uri (client, uri,
      80, NULL, NULL);

  fail_if (connection == NULL);
  fail_unless (g_output_stream_write_all (g_io_stream_get_output_stream
          (G_IO_STREAM (connection)), head, strlen (head), NULL, NULL, NULL));

  return connection;
}

/* FIN clear; text, then continuations; a mask of zeros. */
static gboolean
send_fragment (GSocketConnection * connection, gboolean is_first,
    gboolean is_last)
{
  g_autofree guint8 *frame = g_malloc (8 + FRAGMENT);

  memset (frame, 'x', 8 + FRAGMENT);
  frame[0] = (is_first ? 0x01 : 0x00) | (is_last ? 0x80 : 0x00);
  frame[1] = 0x80 | 126;
  frame[2] = FRAGMENT >> 8;
  frame[3] = FRAGMENT & 0xff;
  memset (frame + 4, 0, 4);

  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM
          (connection)), frame, 8 + FRAGMENT, NULL, NULL, NULL);
}

/* Each fragment is small enough; together they must not be more than a
 * message may be. */
GST_START_TEST (test_fragments)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (GSocketConnection) connection = connect_raw (uri);
  guint i;

  wait_until (server->heard->len == 1);
  fail_unless (send_fragment (connection, TRUE, FALSE));
  fail_unless (send_fragment (connection, FALSE, TRUE));
  wait_until (server->heard->len == 2);
  fail_unless_equals_int (strlen (listener_last (server)),
      strlen ("message ") + 2 * FRAGMENT);

  for (i = 0; i < 1000; i++) {
    if (!send_fragment (connection, i == 0, FALSE))
      break;
  }
  fail_unless (i < 1000, "60 MB were taken for one message");
  wait_until (server->heard->len == 3);
  fail_unless (g_str_has_prefix (listener_last (server), "left "));
}

GST_END_TEST;

/* --- coming and going ----------------------------------------------------------------- */

GST_START_TEST (test_port_is_taken)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  g_autoptr (Listener) other = listener_new (uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (Browser) browser = browser_join (uri);
  guint i;

  wait_until (server->heard->len == 1);
  fail_if (gst_rtc_signaller_start (other->signaller, &error));
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_NETWORK));
  fail_unless (strstr (error->message, "127.0.0.1") != NULL);

  /* Stopping frees it at once, tells the browser, and says nothing here. */
  gst_rtc_signaller_stop (server->signaller);
  listener_start (other);
  wait_until (browser->closed);
  fail_unless_equals_int (soup_websocket_connection_get_close_code
      (browser->connection), SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  fail_unless_equals_int (server->heard->len, 1);

  for (i = 0; i < 20; i++) {
    gst_rtc_signaller_stop (other->signaller);
    listener_start (other);
  }
  browser_free (g_steal_pointer (&browser));
  browser = browser_join (uri);
  wait_until (other->heard->len == 1);
}

GST_END_TEST;

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

/* Nothing stays open of those who came and went. */
GST_START_TEST (test_descriptors)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (Listener) server = serve (&uri);
  guint before, i;

  g_object_unref (request ("GET", uri, "", NULL, NULL));
  before = count_descriptors ();
  for (i = 0; i < 20; i++) {
    Browser *browser = browser_join (uri);

    g_object_unref (request ("GET", uri, "page.js", NULL, NULL));
    browser_leave (browser);
    browser_free (browser);
    wait_until (g_str_has_prefix (listener_last (server), "left "));
    g_ptr_array_set_size (server->heard, 0);
  }
  wait_until (count_descriptors () <= before + 2);
}

GST_END_TEST;

GST_START_TEST (test_localhost)
{
  g_autoptr (Listener) server = listener_new ("http://localhost:0/");
  g_autofree gchar *uri = NULL;
  g_autoptr (SoupMessage) message = NULL;

  listener_start (server);
  uri = gst_rtc_signaller_get_uri (server->signaller);
  fail_unless (g_str_has_prefix (uri, "http://localhost:"));
  message = request ("GET", uri, "", NULL, NULL);
  fail_unless_equals_int (soup_message_get_status (message), 200);
}

GST_END_TEST;

static Suite *
gstrtcweb_suite (void)
{
  Suite *s = suite_create ("gstrtcweb");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_requests, 0, G_N_ELEMENTS (requests));
  tcase_add_test (tc, test_page);
  tcase_add_test (tc, test_browser);
  tcase_add_test (tc, test_busy);
  tcase_add_test (tc, test_origin);
  tcase_add_test (tc, test_wrong_messages);
  tcase_add_test (tc, test_fragments);
  tcase_add_test (tc, test_port_is_taken);
  tcase_add_test (tc, test_descriptors);
  tcase_add_test (tc, test_localhost);

  return s;
}

GST_CHECK_MAIN (gstrtcweb);
