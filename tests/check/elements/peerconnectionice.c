/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectionice.c: what an application may say about ICE, on the element
 * and in the RTCConfiguration, and what comes of it in its candidates.
 */

#include <gio/gio.h>
#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <stdlib.h>
#include <string.h>

#define DEADLINE_SECONDS 20

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_CONTINUE;
}

#define wait_until(condition) G_STMT_START { \
  gboolean late__ = FALSE; \
  guint deadline__ = g_timeout_add_seconds (DEADLINE_SECONDS, on_deadline, \
      &late__); \
  while (!(condition)) { \
    fail_if (late__, "waited %d s until " #condition, DEADLINE_SECONDS); \
    g_main_context_iteration (NULL, TRUE); \
  } \
  g_source_remove (deadline__); \
} G_STMT_END

/* --- a connection that gathers -------------------------------------------- */

/* Emits its events where the test waits for them. */
static GstElement *
make_element (GstRTCPeerConnection ** connection)
{
  GstElement *element = gst_object_ref_sink (g_object_new (g_type_from_name
          ("GstPeerConnection"), "main-context", g_main_context_default (),
          NULL));

  if (connection != NULL)
    g_object_get (element, "peer-connection", connection, NULL);

  return element;
}

static void
on_described (GObject * object, GAsyncResult * result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_peer_connection_set_local_description_finish
      (GST_RTC_PEER_CONNECTION (object), result, &error), "%s",
      error != NULL ? error->message : "");
  *(gboolean *) user_data = TRUE;
}

static void
describe (GstRTCPeerConnection * connection)
{
  gboolean described = FALSE;

  gst_rtc_peer_connection_set_local_description_async (connection, NULL, NULL,
      on_described, &described);
  wait_until (described);
}

/* All of them, as "candidate:..." lines of the local description. */
static GStrv
gather_all (GstRTCPeerConnection * connection)
{
  g_autoptr (GstRTCDataChannel) channel =
      gst_rtc_peer_connection_create_data_channel (connection, "x", NULL, NULL);
  g_autoptr (GstRTCSessionDescription) description = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  describe (connection);
  wait_until (gst_rtc_peer_connection_get_ice_gathering_state (connection) ==
      GST_RTC_ICE_GATHERING_STATE_COMPLETE);
  description = gst_rtc_peer_connection_get_local_description (connection);
  lines = g_strsplit (gst_rtc_session_description_get_sdp (description),
      "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "a=candidate:"))
      g_strv_builder_add (builder, lines[i]);

  return g_strv_builder_end (builder);
}

/* --- interfaces, ports, TCP ----------------------------------------------- */

static guint
port_of (const gchar * candidate)
{
  g_auto (GStrv) words = g_strsplit (candidate, " ", -1);

  fail_unless (g_strv_length (words) >= 8, "%s", candidate);
  return (guint) atoi (words[5]);
}

static void
check_candidates (GStrv candidates, guint min, guint max, gboolean tcp)
{
  guint n_tcp = 0;

  fail_unless (candidates[0] != NULL, "there is no candidate");
  for (guint i = 0; candidates[i] != NULL; i++) {
    if (strstr (candidates[i], "tcptype active") == NULL)
      fail_unless (port_of (candidates[i]) >= min
          && port_of (candidates[i]) <= max, "%s", candidates[i]);
    if (strstr (candidates[i], "tcptype") != NULL)
      n_tcp++;
  }
  fail_unless_equals_int (n_tcp > 0, tcp);
}

GST_START_TEST (test_ports_and_tcp_of_the_element)
{
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  GstElement *element = make_element (NULL);
  g_auto (GStrv) candidates = NULL;
  guint min;

  g_object_set (element, "min-rtp-port", 42000, "max-rtp-port", 42099,
      "ice-tcp", TRUE, NULL);
  g_object_get (element, "peer-connection", &connection, "min-rtp-port", &min,
      NULL);
  fail_unless_equals_int (min, 42000);
  candidates = gather_all (connection);
  check_candidates (candidates, 42000, 42099, TRUE);
  gst_object_unref (element);
}

GST_END_TEST;

/* The connection is there already; what the application has set besides is
 * left alone. */
GST_START_TEST (test_ports_of_the_element_set_late)
{
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  GstElement *element = make_element (&connection);
  g_autoptr (GstRTCConfiguration) configuration =
      gst_rtc_peer_connection_get_configuration (connection);
  g_auto (GStrv) candidates = NULL;
  gboolean tcp;

  g_object_set (configuration, "ice-tcp", TRUE, NULL);
  fail_unless (gst_rtc_peer_connection_set_configuration (connection,
          configuration, NULL));
  g_object_set (element, "min-rtp-port", 42100, "max-rtp-port", 42199, NULL);
  g_object_get (element, "ice-tcp", &tcp, NULL);
  fail_unless (tcp);
  candidates = gather_all (connection);
  check_candidates (candidates, 42100, 42199, TRUE);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_ports_of_the_configuration)
{
  g_autoptr (GstRTCConfiguration) configuration =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "min-rtp-port", 42200,
      "max-rtp-port", 42299, NULL);
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (configuration, NULL);
  g_auto (GStrv) candidates = gather_all (connection);

  check_candidates (candidates, 42200, 42299, FALSE);
  gst_rtc_peer_connection_close (connection);
}

GST_END_TEST;

GST_START_TEST (test_no_address_is_told)
{
  g_autoptr (GstRTCConfiguration) configuration =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "hide-local-addresses", TRUE,
      NULL);
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (configuration, NULL);
  g_auto (GStrv) candidates = gather_all (connection);

  fail_unless_equals_int (g_strv_length (candidates), 0);
  gst_rtc_peer_connection_close (connection);
}

GST_END_TEST;

GST_START_TEST (test_ports_are_checked)
{
  static const gint wrong[][2] = { {-1, 0}, {0, 65536}, {5001, 5000} };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GstRTCConfiguration) configuration =
        g_object_new (GST_TYPE_RTC_CONFIGURATION, "min-rtp-port", wrong[i][0],
        "max-rtp-port", wrong[i][1], NULL);
    g_autoptr (GError) error = NULL;

    fail_unless (gst_rtc_peer_connection_new (configuration, &error) == NULL);
    fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR,
            GST_RTC_DOM_ERROR_TYPE), "%s", error->message);
  }
}

GST_END_TEST;

/* --- the pool ------------------------------------------------------------- */

static guint
count_transports (GstRTCPeerConnection * connection)
{
  g_autoptr (GstElement) element =
      gst_rtc_peer_connection_get_element (connection, NULL);
  g_autoptr (GstIterator) iterator =
      gst_bin_iterate_all_by_element_factory_name (GST_BIN (element), "rtcice");
  g_auto (GValue) item = G_VALUE_INIT;
  guint n = 0;

  while (gst_iterator_next (iterator, &item) == GST_ITERATOR_OK) {
    g_value_reset (&item);
    n++;
  }

  return n;
}

/* A server that does not answer, but sees who asks. */
typedef struct
{
  GSocket *socket;
  GSource *source;
  guint16 asked_from;           /* 0: nobody yet */
} Server;

static gboolean
on_request (GSocket * socket, GIOCondition condition, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GSocketAddress) from = NULL;
  gchar bytes[1500];

  if (g_socket_receive_from (socket, &from, bytes, sizeof (bytes), NULL,
          NULL) > 0 && server->asked_from == 0)
    server->asked_from =
        g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (from));

  return G_SOURCE_CONTINUE;
}

/* That candidates have, and so may be asked from. */
static gchar *
own_address (void)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (NULL, NULL);
  g_auto (GStrv) candidates = gather_all (connection);
  gchar *address = NULL;

  for (guint i = 0; candidates[i] != NULL && address == NULL; i++) {
    g_auto (GStrv) words = g_strsplit (candidates[i], " ", -1);

    if (strchr (words[4], ':') == NULL)
      address = g_strdup (words[4]);
  }
  fail_unless (address != NULL, "there is no IPv4 here");
  gst_rtc_peer_connection_close (connection);

  return address;
}

static gchar *
server_start (Server * server)
{
  g_autofree gchar *text = own_address ();
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string (text, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  server->asked_from = 0;
  server->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
      G_SOCKET_PROTOCOL_UDP, NULL);
  fail_unless (g_socket_bind (server->socket, address, FALSE, NULL));
  bound = g_socket_get_local_address (server->socket, NULL);
  server->source = g_socket_create_source (server->socket, G_IO_IN, NULL);
  g_source_set_callback (server->source, G_SOURCE_FUNC (on_request), server,
      NULL);
  g_source_attach (server->source, NULL);

  return g_strdup_printf ("stun:%s:%u", text,
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

static void
server_stop (Server * server)
{
  g_source_destroy (server->source);
  g_source_unref (server->source);
  g_object_unref (server->socket);
}

static gboolean
has_port (GstRTCPeerConnection * connection, guint16 port)
{
  g_autoptr (GstRTCSessionDescription) description =
      gst_rtc_peer_connection_get_local_description (connection);
  g_autofree gchar *words = g_strdup_printf (" %u typ host", port);

  return strstr (gst_rtc_session_description_get_sdp (description), words)
      != NULL;
}

static GstRTCConfiguration *
make_pool (gint size, const gchar * url)
{
  GstRTCConfiguration *configuration =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "ice-candidate-pool-size",
      size, NULL);

  if (url != NULL) {
    g_autoptr (GstRTCIceServer) server = gst_rtc_ice_server_new (url, NULL,
        NULL);

    gst_rtc_configuration_add_ice_server (configuration, server);
  }

  return configuration;
}

/* The server is asked before there is any description, from the very address
 * that this then tells. */
GST_START_TEST (test_pool_gathers_before)
{
  Server server;
  g_autofree gchar *url = server_start (&server);
  g_autoptr (GstRTCConfiguration) configuration = make_pool (1, url);
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (configuration, NULL);
  g_autoptr (GstRTCDataChannel) channel = NULL;

  wait_until (server.asked_from != 0);
  fail_unless (gst_rtc_peer_connection_get_local_description (connection) ==
      NULL);
  fail_unless_equals_int (gst_rtc_peer_connection_get_ice_gathering_state
      (connection), GST_RTC_ICE_GATHERING_STATE_NEW);
  channel = gst_rtc_peer_connection_create_data_channel (connection, "x",
      NULL, NULL);
  describe (connection);
  wait_until (has_port (connection, server.asked_from));
  gst_rtc_peer_connection_close (connection);
  server_stop (&server);
}

GST_END_TEST;

/* The element's property, too; without one nobody is asked. */
GST_START_TEST (test_pool_of_the_element)
{
  Server server;
  g_autofree gchar *url = server_start (&server);
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  GstElement *element = make_element (NULL);

  g_object_set (element, "ice-servers", url, NULL);
  g_object_get (element, "peer-connection", &connection, NULL);
  fail_unless_equals_int (GST_BIN_NUMCHILDREN (element), 0);
  g_object_set (element, "ice-candidate-pool-size", 3, NULL);
  wait_until (server.asked_from != 0);
  fail_unless_equals_int (GST_BIN_NUMCHILDREN (element), 3);
  gst_object_unref (element);
  server_stop (&server);
}

GST_END_TEST;

/* RFC 9429 section 4.1.18 */
GST_START_TEST (test_pool_follows_the_configuration)
{
  g_autoptr (GstRTCConfiguration) three = make_pool (3, NULL);
  g_autoptr (GstRTCConfiguration) one = make_pool (1, NULL);
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_peer_connection_new (three, NULL);

  wait_until (count_transports (connection) == 3);
  fail_unless (gst_rtc_peer_connection_set_configuration (connection, one,
          NULL));
  fail_unless_equals_int (count_transports (connection), 1);
  fail_unless (gst_rtc_peer_connection_set_configuration (connection, three,
          NULL));
  fail_unless_equals_int (count_transports (connection), 3);
  fail_unless (gst_rtc_peer_connection_set_configuration (connection, NULL,
          NULL));
  fail_unless_equals_int (count_transports (connection), 0);
  gst_rtc_peer_connection_close (connection);
}

GST_END_TEST;

static void
on_send (GstRTCNegotiator * negotiator, const gchar * json,
    GstRTCNegotiator ** other)
{
  fail_unless (gst_rtc_negotiator_receive (*other, json, NULL));
}

static gboolean
is_connected (GstRTCPeerConnection * connection)
{
  return gst_rtc_peer_connection_get_connection_state (connection) ==
      GST_RTC_PEER_CONNECTION_STATE_CONNECTED;
}

/* RFC 9429 section 3.5.4: "emptied and no longer used" */
GST_START_TEST (test_pool_ends_with_the_answer)
{
  g_autoptr (GstRTCConfiguration) configuration = make_pool (2, NULL);
  g_autoptr (GstRTCPeerConnection) a =
      gst_rtc_peer_connection_new (configuration, NULL);
  g_autoptr (GstRTCPeerConnection) b =
      gst_rtc_peer_connection_new (configuration, NULL);
  g_autoptr (GstRTCDataChannel) channel = NULL;
  GstRTCNegotiator *of_a = gst_rtc_negotiator_new (a, FALSE);
  GstRTCNegotiator *of_b = gst_rtc_negotiator_new (b, TRUE);

  wait_until (count_transports (a) == 2 && count_transports (b) == 2);
  g_signal_connect (of_a, "send", G_CALLBACK (on_send), &of_b);
  g_signal_connect (of_b, "send", G_CALLBACK (on_send), &of_a);
  channel = gst_rtc_peer_connection_create_data_channel (a, "x", NULL, NULL);
  wait_until (is_connected (a) && is_connected (b));
  fail_unless_equals_int (count_transports (a), 1);
  fail_unless_equals_int (count_transports (b), 1);
  g_object_unref (of_a);
  g_object_unref (of_b);
  gst_rtc_peer_connection_close (a);
  gst_rtc_peer_connection_close (b);
}

GST_END_TEST;

static Suite *
peerconnectionice_suite (void)
{
  Suite *suite = suite_create ("peerconnectionice");
  TCase *settings = tcase_create ("settings");
  TCase *pool = tcase_create ("pool");

  /* The plugin is asked by type name. */
  gst_object_unref (gst_element_factory_make ("peerconnection", NULL));
  suite_add_tcase (suite, settings);
  tcase_add_test (settings, test_ports_and_tcp_of_the_element);
  tcase_add_test (settings, test_ports_of_the_element_set_late);
  tcase_add_test (settings, test_ports_of_the_configuration);
  tcase_add_test (settings, test_no_address_is_told);
  tcase_add_test (settings, test_ports_are_checked);
  suite_add_tcase (suite, pool);
  tcase_add_test (pool, test_pool_gathers_before);
  tcase_add_test (pool, test_pool_of_the_element);
  tcase_add_test (pool, test_pool_follows_the_configuration);
  tcase_add_test (pool, test_pool_ends_with_the_answer);

  return suite;
}

GST_CHECK_MAIN (peerconnectionice);
