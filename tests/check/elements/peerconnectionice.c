/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectionice.c: what an application may say about ICE, on the element
 * and in the RTCConfiguration, and what comes of it in its candidates.
 */

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

static Suite *
peerconnectionice_suite (void)
{
  Suite *suite = suite_create ("peerconnectionice");
  TCase *settings = tcase_create ("settings");

  /* The plugin is asked by type name. */
  gst_object_unref (gst_element_factory_make ("peerconnection", NULL));
  suite_add_tcase (suite, settings);
  tcase_add_test (settings, test_ports_and_tcp_of_the_element);
  tcase_add_test (settings, test_ports_of_the_element_set_late);
  tcase_add_test (settings, test_ports_of_the_configuration);
  tcase_add_test (settings, test_no_address_is_told);
  tcase_add_test (settings, test_ports_are_checked);

  return suite;
}

GST_CHECK_MAIN (peerconnectionice);
