/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcreconfigure.c: setConfiguration (webrtc-pc sections 4.4.1.5 and 4.4.2).
 */

#include "testpeer.h"

static TestPeer *
make_peer (void)
{
  return test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
}

static gboolean
configure (TestPeer * peer, const gchar * member, gint value, GError ** error)
{
  g_autoptr (GstRTCConfiguration) configuration = gst_rtc_configuration_new ();

  if (member != NULL)
    g_object_set (configuration, member, value, NULL);

  return gst_rtc_peer_connection_set_configuration (peer->pc, configuration,
      error);
}

static gint
get_number (TestPeer * peer, const gchar * member)
{
  g_autoptr (GstRTCConfiguration) configuration =
      gst_rtc_peer_connection_get_configuration (peer->pc);
  gint value;

  g_object_get (configuration, member, &value, NULL);

  return value;
}

GST_START_TEST (test_is_taken_and_shown)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCConfiguration) given = gst_rtc_configuration_new ();
  g_autoptr (GstRTCConfiguration) shown = NULL;
  g_autoptr (GstRTCIceServer) server =
      gst_rtc_ice_server_new ("stun:before", NULL, NULL);
  g_autoptr (GPtrArray) servers = NULL;
  g_auto (GStrv) urls = NULL;
  const gchar *after[] = { "stun:after", NULL };

  gst_rtc_configuration_add_ice_server (given, server);
  g_object_set (given, "ice-candidate-pool-size", 255, NULL);
  fail_unless (gst_rtc_peer_connection_set_configuration (a->pc, given, NULL));

  /* Its copy is its own. */
  g_object_set (server, "urls", after, NULL);
  shown = gst_rtc_peer_connection_get_configuration (a->pc);
  servers = gst_rtc_configuration_get_ice_servers (shown);
  fail_unless_equals_int (servers->len, 1);
  g_object_get (g_ptr_array_index (servers, 0), "urls", &urls, NULL);
  fail_unless_equals_string (urls[0], "stun:before");
  fail_unless_equals_int (get_number (a, "ice-candidate-pool-size"), 255);

  fail_unless (gst_rtc_peer_connection_set_configuration (a->pc, NULL, NULL));
  fail_unless_equals_int (get_number (a, "ice-candidate-pool-size"), 0);
}

GST_END_TEST;

GST_START_TEST (test_reaches_the_element)
{
  g_autoptr (TestPeer) a = make_peer ();

  g_object_unref (gst_rtc_peer_connection_add_transceiver (a->pc, "audio",
          NULL, NULL));
  fail_unless (configure (a, "ice-transport-policy",
          GST_RTC_ICE_TRANSPORT_POLICY_RELAY, NULL));
  fail_unless_equals_int (fake_backend_policy (),
      GST_RTC_ICE_TRANSPORT_POLICY_RELAY);
  fail_unless (configure (a, NULL, 0, NULL));
  fail_unless_equals_int (fake_backend_policy (),
      GST_RTC_ICE_TRANSPORT_POLICY_ALL);
}

GST_END_TEST;

/* The pool is asked for before the first setLocalDescription() or never. */
GST_START_TEST (test_pool_is_fixed_by_set_local_description)
{
  g_autoptr (TestPeer) a = make_peer ();
  GError *error = NULL;

  fail_unless (configure (a, "ice-candidate-pool-size", 1, NULL));
  gst_rtc_peer_connection_set_local_description_async (a->pc, NULL, NULL, NULL,
      NULL);
  fail_unless (configure (a, "ice-candidate-pool-size", 1, NULL));
  fail_if (configure (a, "ice-candidate-pool-size", 2, &error));
  assert_error (error, INVALID_MODIFICATION);
  fail_unless_equals_int (get_number (a, "ice-candidate-pool-size"), 1);
  settle ();
}

GST_END_TEST;

/* Of several things that are wrong, the first counts. */
GST_START_TEST (test_checks_come_in_order)
{
  g_autoptr (TestPeer) a = make_peer ();
  g_autoptr (GstRTCConfiguration) bad = gst_rtc_configuration_new ();
  g_autoptr (GstRTCIceServer) server =
      gst_rtc_ice_server_new ("http:", NULL, NULL);
  GError *error = NULL;

  gst_rtc_configuration_add_ice_server (bad, server);
  fail_if (gst_rtc_peer_connection_set_configuration (a->pc, bad, &error));
  assert_error (error, SYNTAX);

  g_object_set (bad, "bundle-policy", GST_RTC_BUNDLE_POLICY_MAX_BUNDLE, NULL);
  fail_if (gst_rtc_peer_connection_set_configuration (a->pc, bad, &error));
  assert_error (error, INVALID_MODIFICATION);

  gst_rtc_peer_connection_close (a->pc);
  fail_if (gst_rtc_peer_connection_set_configuration (a->pc, bad, &error));
  assert_error (error, INVALID_STATE);

  g_object_set (bad, "ice-candidate-pool-size", 256, NULL);
  fail_if (gst_rtc_peer_connection_set_configuration (a->pc, bad, &error));
  assert_error (error, TYPE);
  fail_unless_equals_int (get_number (a, "bundle-policy"),
      GST_RTC_BUNDLE_POLICY_BALANCED);
}

GST_END_TEST;

static Suite *
rtcreconfigure_suite (void)
{
  Suite *suite = suite_create ("rtcreconfigure");
  TCase *all = tcase_create ("all");

  fake_backend_register ();
  suite_add_tcase (suite, all);
  tcase_add_test (all, test_is_taken_and_shown);
  tcase_add_test (all, test_reaches_the_element);
  tcase_add_test (all, test_pool_is_fixed_by_set_local_description);
  tcase_add_test (all, test_checks_come_in_order);

  return suite;
}

GST_CHECK_MAIN (rtcreconfigure);
