/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcconfiguration.c: what a configuration may be, and become.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/rtcconfiguration-private.h>
#include <gst/peerconnection/rtcdictionaries.h>
#include <gst/peerconnection/rtcerror.h>

#define NOW G_GINT64_CONSTANT (1700000000000)
#define GOOD -1

static GstRTCConfiguration *
configuration_with_server (const gchar * url, const gchar * username,
    const gchar * credential)
{
  GstRTCConfiguration *configuration = gst_rtc_configuration_new ();
  g_autoptr (GstRTCIceServer) server =
      gst_rtc_ice_server_new (url, username, credential);

  gst_rtc_configuration_add_ice_server (configuration, server);
  return configuration;
}

static void
assert_code (GError * error, gint code, const gchar * what)
{
  if (code == GOOD)
    fail_unless (error == NULL, "%s: %s", what,
        error != NULL ? error->message : "");
  else
    fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR, code),
        "%s: expected %s, got %s", what, gst_rtc_dom_error_get_name (code),
        error != NULL ? error->message : "no error");
}

static const struct
{
  const gchar *url;
  const gchar *username;
  const gchar *credential;
  gint code;
} servers[] = {
  {"stun:stun.example", NULL, NULL, GOOD},
  {"stuns:[2001:db8::1]:5349", NULL, NULL, GOOD},
  {"turn:turn.example?transport=tcp", "u", "p", GOOD},
  {"turns:turn.example", "u", "p", GOOD},
  {"turn:turn.example", "", "", GOOD},
  {"turn:turn.example", NULL, "p", GST_RTC_DOM_ERROR_INVALID_ACCESS},
  {"turn:turn.example", "u", NULL, GST_RTC_DOM_ERROR_INVALID_ACCESS},
  {"turns:turn.example", NULL, NULL, GST_RTC_DOM_ERROR_INVALID_ACCESS},
  {"", NULL, NULL, GST_RTC_DOM_ERROR_SYNTAX},
  {"http://turn.example", NULL, NULL, GST_RTC_DOM_ERROR_SYNTAX},
  {"stun:stun.example?transport=udp", NULL, NULL, GST_RTC_DOM_ERROR_SYNTAX},
  {"turn:turn.example?transport=sctp", "u", "p", GST_RTC_DOM_ERROR_SYNTAX},
  {"stun:user@stun.example", NULL, NULL, GST_RTC_DOM_ERROR_SYNTAX},
  {"stun://stun.example", NULL, NULL, GST_RTC_DOM_ERROR_SYNTAX},
};

GST_START_TEST (test_server_is_checked)
{
  g_autoptr (GstRTCConfiguration) configuration =
      configuration_with_server (servers[__i__].url, servers[__i__].username,
      servers[__i__].credential);
  g_autoptr (GError) error = NULL;

  fail_unless_equals_int (gst_rtc_configuration_validate (configuration, NOW,
          &error), servers[__i__].code == GOOD);
  assert_code (error, servers[__i__].code, servers[__i__].url);
}

GST_END_TEST;

GST_START_TEST (test_each_url_of_each_server_is_checked)
{
  const gchar *urls[] = { "stun:a", "bad:b", NULL };
  g_autoptr (GstRTCConfiguration) configuration =
      configuration_with_server ("stun:good", NULL, NULL);
  g_autoptr (GstRTCIceServer) server = g_object_new (GST_TYPE_RTC_ICE_SERVER,
      NULL);
  GError *error = NULL;

  gst_rtc_configuration_add_ice_server (configuration, server);
  fail_if (gst_rtc_configuration_validate (configuration, NOW, &error));
  assert_code (error, GST_RTC_DOM_ERROR_TYPE, "no urls");
  g_clear_error (&error);

  g_object_set (server, "urls", urls + 2, NULL);
  fail_if (gst_rtc_configuration_validate (configuration, NOW, &error));
  assert_code (error, GST_RTC_DOM_ERROR_SYNTAX, "empty urls");
  g_clear_error (&error);

  g_object_set (server, "urls", urls, NULL);
  fail_if (gst_rtc_configuration_validate (configuration, NOW, &error));
  assert_code (error, GST_RTC_DOM_ERROR_SYNTAX, "second url");
  fail_unless (strstr (error->message, "bad:b") != NULL, "%s", error->message);
  g_clear_error (&error);
}

GST_END_TEST;

GST_START_TEST (test_turn_username_has_at_most_508_bytes)
{
  g_autofree gchar *name = g_strnfill (509, 'u');
  g_autoptr (GstRTCConfiguration) fits =
      configuration_with_server ("turn:t", name + 1, "p");
  g_autoptr (GstRTCConfiguration) longer =
      configuration_with_server ("turn:t", name, "p");
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_configuration_validate (fits, NOW, NULL));
  fail_if (gst_rtc_configuration_validate (longer, NOW, &error));
  assert_code (error, GST_RTC_DOM_ERROR_INVALID_ACCESS, "509 bytes");
}

GST_END_TEST;

GST_START_TEST (test_pool_size_is_an_octet)
{
  static const gint sizes[] = { 0, 255, -1, 256, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gboolean good = sizes[i] >= 0 && sizes[i] <= 255;
    g_autoptr (GstRTCConfiguration) configuration =
        g_object_new (GST_TYPE_RTC_CONFIGURATION, "ice-candidate-pool-size",
        sizes[i], NULL);
    g_autoptr (GError) error = NULL;

    fail_unless_equals_int (gst_rtc_configuration_validate (configuration, NOW,
            &error), good);
    assert_code (error, good ? GOOD : GST_RTC_DOM_ERROR_TYPE, "pool size");
  }
}

GST_END_TEST;

GST_START_TEST (test_expired_certificate_is_refused)
{
  g_autoptr (GstRTCConfiguration) configuration = gst_rtc_configuration_new ();
  g_autoptr (GstRTCCertificate) certificate = gst_rtc_certificate_new (NULL);
  g_autoptr (GPtrArray) certificates = g_ptr_array_new ();
  gint64 expires = gst_rtc_certificate_get_expires (certificate);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (certificates, certificate);
  gst_rtc_configuration_set_certificates (configuration, certificates);

  fail_unless (gst_rtc_configuration_validate (configuration, expires, NULL));
  fail_if (gst_rtc_configuration_validate (configuration, expires + 1, &error));
  assert_code (error, GST_RTC_DOM_ERROR_INVALID_ACCESS, "expired");
}

GST_END_TEST;

GST_START_TEST (test_copy_is_deep)
{
  g_autoptr (GstRTCConfiguration) configuration =
      configuration_with_server ("stun:before", NULL, NULL);
  g_autoptr (GstRTCConfiguration) copy =
      gst_rtc_configuration_copy (configuration);
  g_autoptr (GstRTCConfiguration) defaults = gst_rtc_configuration_copy (NULL);
  GstRTCIceServer *server = g_ptr_array_index (configuration->ice_servers, 0);
  GstRTCIceServer *copied = g_ptr_array_index (copy->ice_servers, 0);
  const gchar *urls[] = { "stun:after", NULL };

  g_object_set (server, "urls", urls, NULL);
  g_object_set (configuration, "bundle-policy",
      GST_RTC_BUNDLE_POLICY_MAX_BUNDLE, NULL);

  fail_unless_equals_string (copied->urls[0], "stun:before");
  fail_unless_equals_int (copy->bundle_policy, GST_RTC_BUNDLE_POLICY_BALANCED);
  fail_unless_equals_int (defaults->ice_transport_policy,
      GST_RTC_ICE_TRANSPORT_POLICY_ALL);
}

GST_END_TEST;

/* webrtc-pc section 4.4.1.5 step 3 */
GST_START_TEST (test_what_may_change)
{
  g_autoptr (GstRTCConfiguration) old = gst_rtc_configuration_new ();
  g_autoptr (GstRTCConfiguration) bundle =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "bundle-policy",
      GST_RTC_BUNDLE_POLICY_MAX_COMPAT, NULL);
  g_autoptr (GstRTCConfiguration) pool =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "ice-candidate-pool-size", 1,
      NULL);
  g_autoptr (GstRTCConfiguration) server =
      configuration_with_server ("stun:x", NULL, NULL);
  g_autoptr (GstRTCConfiguration) identity =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "peer-identity", "bob", NULL);
  g_autoptr (GstRTCConfiguration) certificate = gst_rtc_configuration_new ();
  g_autoptr (GstRTCCertificate) one = gst_rtc_certificate_new (NULL);
  g_autoptr (GPtrArray) certificates = g_ptr_array_new ();
  const struct
  {
    const gchar *what;
    GstRTCConfiguration *configuration;
    gboolean local_description_set;
    gint code;
  } changes[] = {
    {"nothing", old, TRUE, GOOD},
    {"iceServers", server, TRUE, GOOD},
    {"iceCandidatePoolSize before", pool, FALSE, GOOD},
    {"iceCandidatePoolSize", pool, TRUE,
        GST_RTC_DOM_ERROR_INVALID_MODIFICATION},
    {"bundlePolicy", bundle, FALSE, GST_RTC_DOM_ERROR_INVALID_MODIFICATION},
    {"certificates", certificate, FALSE,
        GST_RTC_DOM_ERROR_INVALID_MODIFICATION},
    {"peerIdentity", identity, FALSE, GST_RTC_DOM_ERROR_INVALID_MODIFICATION},
  };

  g_ptr_array_add (certificates, one);
  gst_rtc_configuration_set_certificates (certificate, certificates);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GError) error = NULL;

    gst_rtc_configuration_validate_change (old, changes[i].configuration,
        changes[i].local_description_set, &error);
    assert_code (error, changes[i].code, changes[i].what);
  }
}

GST_END_TEST;

static Suite *
rtcconfiguration_suite (void)
{
  Suite *suite = suite_create ("rtcconfiguration");
  TCase *all = tcase_create ("all");

  suite_add_tcase (suite, all);
  tcase_add_loop_test (all, test_server_is_checked, 0, G_N_ELEMENTS (servers));
  tcase_add_test (all, test_each_url_of_each_server_is_checked);
  tcase_add_test (all, test_turn_username_has_at_most_508_bytes);
  tcase_add_test (all, test_pool_size_is_an_octet);
  tcase_add_test (all, test_expired_certificate_is_refused);
  tcase_add_test (all, test_copy_is_deep);
  tcase_add_test (all, test_what_may_change);

  return suite;
}

GST_CHECK_MAIN (rtcconfiguration);
