/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcvalues.c: enumerations, errors, dictionaries, descriptions, candidates.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/pcerror.h>
#include <gst/peerconnection/rtcdictionaries.h>
#include <gst/peerconnection/rtcerror-private.h>
#include <gst/peerconnection/rtcicecandidate-private.h>
#include <gst/peerconnection/rtcproperties.h>
#include <gst/peerconnection/peerconnection.h>

#include <string.h>

#define HOST "candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host"
#define TCP_RELAY "candidate:7 2 tcp 16777215 2001:db8::1 9 typ relay " \
    "raddr 192.0.2.7 rport 40000 tcptype passive"

#define assert_error(error, which) G_STMT_START { \
  fail_unless (g_error_matches ((error), GST_RTC_DOM_ERROR, (which)), \
      "expected %s, got %s", gst_rtc_dom_error_get_name (which), \
      (error) != NULL ? (error)->message : "no error"); \
  g_clear_error (&(error)); \
} G_STMT_END

/* What the standard's IDL says, in its order, by name and then by value. */
static const struct
{
  GType (*get_type) (void);
  const gchar *nicks;
} enumerations[] = {
  {gst_rtc_signaling_state_get_type, "stable have-local-offer have-remote-offer"
        " have-local-pranswer have-remote-pranswer closed"},
  {gst_rtc_ice_gathering_state_get_type, "new gathering complete"},
  {gst_rtc_peer_connection_state_get_type,
      "closed failed disconnected new connecting connected"},
  {gst_rtc_ice_connection_state_get_type,
      "new checking connected completed disconnected failed closed"},
  {gst_rtc_ice_transport_policy_get_type, "relay all"},
  {gst_rtc_bundle_policy_get_type, "balanced max-compat max-bundle"},
  {gst_rtc_rtcp_mux_policy_get_type, "require"},
  {gst_rtc_sdp_type_get_type, "offer pranswer answer rollback"},
  {gst_rtc_rtp_transceiver_direction_get_type,
      "sendrecv sendonly recvonly inactive stopped none"},
  {gst_rtc_ice_transport_state_get_type,
      "new checking connected completed disconnected failed closed"},
  {gst_rtc_ice_gatherer_state_get_type, "new gathering complete"},
  {gst_rtc_ice_role_get_type, "unknown controlling controlled"},
  {gst_rtc_ice_component_get_type, "rtp rtcp none"},
  {gst_rtc_ice_protocol_get_type, "udp tcp none"},
  {gst_rtc_ice_tcp_candidate_type_get_type, "active passive so none"},
  {gst_rtc_ice_candidate_type_get_type, "host srflx prflx relay none"},
  {gst_rtc_ice_server_transport_protocol_get_type, "udp tcp tls none"},
  {gst_rtc_dtls_transport_state_get_type,
      "new connecting connected closed failed"},
  {gst_rtc_dtls_role_get_type, "client server unknown"},
  {gst_rtc_sctp_transport_state_get_type, "connecting connected closed"},
  {gst_rtc_data_channel_state_get_type, "connecting open closing closed"},
  {gst_binary_type_get_type, "blob arraybuffer"},
  {gst_rtc_error_detail_type_get_type, "data-channel-failure dtls-failure"
        " fingerprint-failure sctp-failure sdp-syntax-error"
        " hardware-encoder-not-available hardware-encoder-error"},
  {gst_media_kind_get_type, "audio video"},
  {gst_media_stream_track_state_get_type, "live ended"},
  {gst_rtc_priority_type_get_type, "very-low low medium high"},
};

GST_START_TEST (test_enumeration_nicks_are_the_strings_of_the_standard)
{
  g_autoptr (GEnumClass) klass =
      g_type_class_ref (enumerations[__i__].get_type ());
  g_autoptr (GString) nicks = g_string_new (NULL);

  for (guint i = 0; i < klass->n_values; i++) {
    fail_unless_equals_int (klass->values[i].value, i);
    g_string_append_printf (nicks, "%s%s", i > 0 ? " " : "",
        klass->values[i].value_nick);
  }
  fail_unless_equals_string (nicks->str, enumerations[__i__].nicks);
}

GST_END_TEST;

GST_START_TEST (test_errors_have_the_names_of_exceptions)
{
  static const gchar *const names[] = {
    "InvalidStateError", "InvalidAccessError", "InvalidModificationError",
    "OperationError", "SyntaxError", "NotSupportedError", "NetworkError",
    "TypeError", "RangeError", "AbortError", "InvalidCharacterError",
    "NotReadableError", "UnknownError",
  };
  g_autoptr (GEnumClass) klass = g_type_class_ref (GST_TYPE_RTC_DOM_ERROR);

  fail_unless_equals_int (klass->n_values, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    fail_unless_equals_string (gst_rtc_dom_error_get_name (i), names[i]);
  fail_unless_equals_string (g_quark_to_string (GST_RTC_DOM_ERROR),
      "gst-rtc-dom-error-quark");
}

GST_END_TEST;

GST_START_TEST (test_rtc_error_says_what_is_absent)
{
  g_autoptr (GstRTCError) plain =
      gst_rtc_error_new (GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE, "no luck");
  g_autoptr (GstRTCError) alert = g_object_new (GST_TYPE_RTC_ERROR,
      "error-detail", GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE,
      "received-alert", (gint64) 0, NULL);
  g_autoptr (GstRTCError) sdp = NULL;
  g_autoptr (GError) error = NULL;

  fail_unless_equals_string (gst_rtc_error_get_name (plain), "OperationError");
  fail_unless_equals_string (gst_rtc_error_get_message (plain), "no luck");
  fail_unless_equals_int (gst_rtc_error_get_error_detail (plain),
      GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE);
  fail_unless_equals_int (gst_rtc_error_get_sdp_line_number (plain), -1);
  fail_unless_equals_int (gst_rtc_error_get_sctp_cause_code (plain), -1);
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (plain), -1);
  fail_unless_equals_int64 (gst_rtc_error_get_sent_alert (plain), -1);
  fail_unless_equals_int (gst_rtc_error_get_http_request_status_code (plain),
      -1);

  /* close_notify is alert 0: not the same as none */
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (alert), 0);

  pc_error_set_sdp (&error, 12, "bad \"%s\"", "a=x");
  sdp = gst_rtc_error_new_from_gerror
      (GST_RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR, error);
  fail_unless_equals_int (gst_rtc_error_get_sdp_line_number (sdp), 12);
}

GST_END_TEST;

GST_START_TEST (test_dictionaries_begin_with_the_defaults_of_the_idl)
{
  g_autoptr (GstRTCConfiguration) configuration = gst_rtc_configuration_new ();
  g_autoptr (GstRTCDataChannelInit) channel = gst_rtc_data_channel_init_new ();
  g_autoptr (GstRTCRtpEncodingParameters) encoding =
      gst_rtc_rtp_encoding_parameters_new ();
  g_autoptr (GstRTCRtpTransceiverInit) transceiver =
      gst_rtc_rtp_transceiver_init_new ();
  g_autoptr (GstRTCRtpCodec) codec = gst_rtc_rtp_codec_new ("video/VP8", 90000);
  g_autoptr (GPtrArray) servers =
      gst_rtc_configuration_get_ice_servers (configuration);

  fail_unless_equals_int (servers->len, 0);
  fail_unless_equals_int (configuration->ice_transport_policy,
      GST_RTC_ICE_TRANSPORT_POLICY_ALL);
  fail_unless_equals_int (configuration->bundle_policy,
      GST_RTC_BUNDLE_POLICY_BALANCED);
  fail_unless_equals_int (configuration->ice_candidate_pool_size, 0);

  fail_unless (channel->ordered);
  fail_unless_equals_int (channel->max_packet_life_time, -1);
  fail_unless_equals_int (channel->max_retransmits, -1);
  fail_unless_equals_string (channel->protocol, "");
  fail_if (channel->negotiated);
  fail_unless_equals_int (channel->id, -1);

  fail_unless (encoding->active);
  fail_unless (encoding->rid == NULL && encoding->codec == NULL);
  fail_unless_equals_int64 (encoding->max_bitrate, -1);
  fail_unless (encoding->max_framerate == -G_MAXDOUBLE);
  fail_unless (encoding->scale_resolution_down_by == -G_MAXDOUBLE);

  fail_unless_equals_int (transceiver->direction,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  fail_unless_equals_int (codec->channels, -1);
}

GST_END_TEST;

static const struct
{
  const gchar *label;
  gint life_time;
  gint retransmits;
  gboolean negotiated;
  gint id;
  gboolean good;
} channels[] = {
  {"a", -1, -1, FALSE, -1, TRUE},
  {"", 65535, -1, FALSE, -1, TRUE},
  {"", -1, 0, FALSE, -1, TRUE},
  {"", -1, -1, TRUE, 0, TRUE},
  {"", -1, -1, TRUE, 65534, TRUE},
  /* webrtc-pc section 6.1.2: without "negotiated" the id is ignored */
  {"", -1, -1, FALSE, 65535, TRUE},
  {"", 65536, -1, FALSE, -1, FALSE},
  {"", -2, -1, FALSE, -1, FALSE},
  {"", -1, 70000, FALSE, -1, FALSE},
  {"", 0, 0, FALSE, -1, FALSE},
  {"", -1, -1, TRUE, -1, FALSE},
  {"", -1, -1, TRUE, 65535, FALSE},
  {"", -1, -1, FALSE, 65536, FALSE},
};

GST_START_TEST (test_channel_is_checked_by_the_method_not_by_the_property)
{
  g_autoptr (GstRTCDataChannelInit) init =
      g_object_new (GST_TYPE_RTC_DATA_CHANNEL_INIT,
      "max-packet-life-time", channels[__i__].life_time,
      "max-retransmits", channels[__i__].retransmits,
      "negotiated", channels[__i__].negotiated, "id", channels[__i__].id, NULL);
  g_autoptr (GError) error = NULL;

  fail_unless_equals_int (init->max_retransmits, channels[__i__].retransmits);
  fail_unless_equals_int (gst_rtc_data_channel_init_validate (init,
          channels[__i__].label, &error), channels[__i__].good);
  if (!channels[__i__].good)
    assert_error (error, GST_RTC_DOM_ERROR_TYPE);
}

GST_END_TEST;

GST_START_TEST (test_channel_names_have_at_most_65535_bytes)
{
  g_autoptr (GstRTCDataChannelInit) init = gst_rtc_data_channel_init_new ();
  g_autofree gchar *name = g_strnfill (65536, 'x');
  GError *error = NULL;

  fail_unless (gst_rtc_data_channel_init_validate (init, name + 1, &error));
  fail_if (gst_rtc_data_channel_init_validate (init, name, &error));
  assert_error (error, GST_RTC_DOM_ERROR_TYPE);

  g_object_set (init, "protocol", name + 1, NULL);
  fail_unless (gst_rtc_data_channel_init_validate (init, "", &error));
  g_object_set (init, "protocol", name, NULL);
  fail_if (gst_rtc_data_channel_init_validate (init, "", &error));
  assert_error (error, GST_RTC_DOM_ERROR_TYPE);
}

GST_END_TEST;

GST_START_TEST (test_transceiver_cannot_begin_stopped)
{
  g_autoptr (GstRTCRtpTransceiverInit) init =
      gst_rtc_rtp_transceiver_init_new ();
  GError *error = NULL;

  for (gint i = 0; i <= GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE; i++) {
    gboolean good = i < GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED;

    g_object_set (init, "direction", i, NULL);
    fail_unless_equals_int (gst_rtc_rtp_transceiver_init_validate (init,
            &error), good);
    if (!good)
      assert_error (error, GST_RTC_DOM_ERROR_TYPE);
  }
}

GST_END_TEST;

GST_START_TEST (test_copy_has_the_same_members)
{
  g_autoptr (GstRTCRtpCodec) codec =
      gst_rtc_rtp_codec_new ("audio/opus", 48000);
  g_autoptr (GstRTCRtpEncodingParameters) encoding =
      g_object_new (GST_TYPE_RTC_RTP_ENCODING_PARAMETERS, "rid", "hi", "active",
      FALSE, "codec", codec, "max-bitrate", G_GINT64_CONSTANT (1) << 40,
      "max-framerate", 12.5, NULL);
  g_autoptr (GstRTCRtpEncodingParameters) copy =
      gst_rtc_properties_copy (encoding);

  fail_unless_equals_string (copy->rid, "hi");
  fail_unless (copy->rid != encoding->rid);
  fail_if (copy->active);
  fail_unless (copy->codec == codec);
  fail_unless_equals_int64 (copy->max_bitrate, G_GINT64_CONSTANT (1) << 40);
  fail_unless (copy->max_framerate == 12.5);
}

GST_END_TEST;

GST_START_TEST (test_description_goes_through_json)
{
  g_autoptr (GstRTCSessionDescription) description =
      gst_rtc_session_description_new (GST_RTC_SDP_TYPE_PRANSWER,
      "v=0\r\ns=\"\\\303\244\r\n");
  g_autoptr (GstRTCSessionDescription) rollback =
      gst_rtc_session_description_new (GST_RTC_SDP_TYPE_ROLLBACK, NULL);
  g_autofree gchar *json = gst_rtc_session_description_to_json (description);
  g_autoptr (GstRTCSessionDescription) back =
      gst_rtc_session_description_new_from_json (json, NULL);

  fail_unless (back != NULL);
  fail_unless_equals_int (gst_rtc_session_description_get_sdp_type (back),
      GST_RTC_SDP_TYPE_PRANSWER);
  fail_unless_equals_string (gst_rtc_session_description_get_sdp (back),
      gst_rtc_session_description_get_sdp (description));
  fail_unless_equals_string (gst_rtc_session_description_get_sdp (rollback),
      "");
}

GST_END_TEST;

static const struct
{
  const gchar *json;
  GstRTCDomError error;
} wrong_descriptions[] = {
  {"", GST_RTC_DOM_ERROR_TYPE},
  {"{", GST_RTC_DOM_ERROR_SYNTAX},
  {"[]", GST_RTC_DOM_ERROR_TYPE},
  {"null", GST_RTC_DOM_ERROR_TYPE},
  {"{}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"type\":null}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"type\":\"Offer\"}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"type\":1}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"type\":{},\"sdp\":\"\"}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"type\":\"offer\",\"sdp\":[\"v=0\"]}", GST_RTC_DOM_ERROR_TYPE},
};

GST_START_TEST (test_wrong_description_in_json)
{
  GError *error = NULL;

  fail_unless (gst_rtc_session_description_new_from_json
      (wrong_descriptions[__i__].json, &error) == NULL);
  assert_error (error, wrong_descriptions[__i__].error);
}

GST_END_TEST;

GST_START_TEST (test_candidate_says_what_its_line_says)
{
  g_autoptr (GstRTCIceCandidate) host =
      gst_rtc_ice_candidate_new (HOST, "0", -1, "abcd", NULL);
  g_autoptr (GstRTCIceCandidate) relay =
      gst_rtc_ice_candidate_new (TCP_RELAY, NULL, 3, NULL, NULL);

  fail_unless_equals_string (gst_rtc_ice_candidate_get_candidate (host), HOST);
  fail_unless_equals_string (gst_rtc_ice_candidate_get_sdp_mid (host), "0");
  fail_unless_equals_int (gst_rtc_ice_candidate_get_sdp_m_line_index (host),
      -1);
  fail_unless_equals_string (gst_rtc_ice_candidate_get_username_fragment (host),
      "abcd");
  fail_unless_equals_string (gst_rtc_ice_candidate_get_foundation (host), "1");
  fail_unless_equals_int (gst_rtc_ice_candidate_get_component (host),
      GST_RTC_ICE_COMPONENT_RTP);
  fail_unless_equals_int64 (gst_rtc_ice_candidate_get_priority (host),
      2130706431);
  fail_unless_equals_string (gst_rtc_ice_candidate_get_address (host),
      "192.0.2.1");
  fail_unless_equals_int (gst_rtc_ice_candidate_get_protocol (host),
      GST_RTC_ICE_PROTOCOL_UDP);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_port (host), 5000);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_candidate_type (host),
      GST_RTC_ICE_CANDIDATE_TYPE_HOST);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_tcp_type (host),
      GST_RTC_ICE_TCP_CANDIDATE_TYPE_NONE);
  fail_unless (gst_rtc_ice_candidate_get_related_address (host) == NULL);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_related_port (host), -1);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_relay_protocol (host),
      GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE);

  fail_unless_equals_int (gst_rtc_ice_candidate_get_component (relay),
      GST_RTC_ICE_COMPONENT_RTCP);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_tcp_type (relay),
      GST_RTC_ICE_TCP_CANDIDATE_TYPE_PASSIVE);
  fail_unless_equals_string (gst_rtc_ice_candidate_get_related_address (relay),
      "192.0.2.7");
  fail_unless_equals_int (gst_rtc_ice_candidate_get_related_port (relay),
      40000);
}

GST_END_TEST;

GST_START_TEST (test_candidate_that_cannot_be_parsed_is_kept)
{
  /* webrtc-pc section 4.8.1.1: "any error on parsing is ignored" */
  g_autoptr (GstRTCIceCandidate) candidate =
      gst_rtc_ice_candidate_new ("candidate:nonsense", "0", 0, NULL, NULL);

  fail_unless_equals_string (gst_rtc_ice_candidate_get_candidate (candidate),
      "candidate:nonsense");
  fail_unless (gst_rtc_ice_candidate_get_foundation (candidate) == NULL);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_component (candidate),
      GST_RTC_ICE_COMPONENT_NONE);
  fail_unless_equals_int64 (gst_rtc_ice_candidate_get_priority (candidate), -1);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_protocol (candidate),
      GST_RTC_ICE_PROTOCOL_NONE);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_port (candidate), -1);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_candidate_type (candidate),
      GST_RTC_ICE_CANDIDATE_TYPE_NONE);
}

GST_END_TEST;

GST_START_TEST (test_candidate_must_say_where_it_belongs)
{
  GError *error = NULL;

  fail_unless (gst_rtc_ice_candidate_new (HOST, NULL, -1, "u", &error) == NULL);
  assert_error (error, GST_RTC_DOM_ERROR_TYPE);
  fail_unless (gst_rtc_ice_candidate_new (HOST, NULL, 65536, NULL,
          &error) == NULL);
  assert_error (error, GST_RTC_DOM_ERROR_TYPE);
}

GST_END_TEST;

static PcCandidate *
parse_from (const gchar * line, const gchar * url)
{
  PcCandidate *candidate = pc_candidate_parse (line, NULL);

  candidate->url = g_strdup (url);
  return candidate;
}

GST_START_TEST (test_candidate_goes_through_json)
{
  g_autoptr (PcCandidate) parsed = parse_from (HOST, "stun:stun.example");
  g_autoptr (GstRTCIceCandidate) local =
      gst_rtc_ice_candidate_new_local (parsed, "v", 1, "abcd");
  g_autoptr (GstRTCIceCandidate) end = gst_rtc_ice_candidate_new (NULL, "v",
      -1, NULL, NULL);
  g_autofree gchar *json = gst_rtc_ice_candidate_to_json (local);
  g_autofree gchar *end_json = gst_rtc_ice_candidate_to_json (end);
  g_autoptr (GstRTCIceCandidate) back =
      gst_rtc_ice_candidate_new_from_json (json, NULL);

  fail_unless_equals_string (json, "{\"candidate\":\"" HOST "\","
      "\"sdpMid\":\"v\",\"sdpMLineIndex\":1,\"usernameFragment\":\"abcd\"}");
  fail_unless_equals_string (end_json, "{\"candidate\":\"\",\"sdpMid\":\"v\","
      "\"sdpMLineIndex\":null,\"usernameFragment\":null}");
  fail_unless_equals_string (gst_rtc_ice_candidate_get_candidate (back), HOST);
  fail_unless_equals_int (gst_rtc_ice_candidate_get_sdp_m_line_index (back), 1);
  fail_unless_equals_string (gst_rtc_ice_candidate_get_url (local),
      "stun:stun.example");
}

GST_END_TEST;

static const gchar *const wrong_candidates[] = {
  "{}",
  "{\"candidate\":\"\"}",
  "{\"candidate\":1,\"sdpMid\":\"0\"}",
  "{\"sdpMLineIndex\":-1}",
  "{\"sdpMLineIndex\":65536}",
  "{\"sdpMLineIndex\":0.5}",
  "{\"sdpMLineIndex\":\"0\"}",
  "{\"sdpMLineIndex\":9223372036854775807}",
  "{\"sdpMid\":[]}",
  "{\"sdpMid\":\"0\",\"usernameFragment\":false}",
};

GST_START_TEST (test_wrong_candidate_in_json)
{
  GError *error = NULL;

  fail_unless (gst_rtc_ice_candidate_new_from_json (wrong_candidates[__i__],
          &error) == NULL);
  assert_error (error, GST_RTC_DOM_ERROR_TYPE);
}

GST_END_TEST;

GST_START_TEST (test_message_is_text_or_bytes)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GstMessageEvent) text = gst_message_event_new ("", NULL);
  g_autoptr (GstMessageEvent) binary = gst_message_event_new (NULL, nothing);

  fail_unless_equals_string (gst_message_event_get_text (text), "");
  fail_unless (gst_message_event_get_bytes (text) == NULL);
  fail_unless (gst_message_event_get_text (binary) == NULL);
  fail_unless (gst_message_event_get_bytes (binary) == nothing);
}

GST_END_TEST;

static Suite *
rtcvalues_suite (void)
{
  Suite *suite = suite_create ("rtcvalues");
  TCase *words = tcase_create ("words");
  TCase *dictionaries = tcase_create ("dictionaries");
  TCase *interfaces = tcase_create ("interfaces");

  tcase_add_loop_test (words,
      test_enumeration_nicks_are_the_strings_of_the_standard, 0,
      G_N_ELEMENTS (enumerations));
  tcase_add_test (words, test_errors_have_the_names_of_exceptions);
  tcase_add_test (words, test_rtc_error_says_what_is_absent);
  suite_add_tcase (suite, words);

  tcase_add_test (dictionaries,
      test_dictionaries_begin_with_the_defaults_of_the_idl);
  tcase_add_loop_test (dictionaries,
      test_channel_is_checked_by_the_method_not_by_the_property, 0,
      G_N_ELEMENTS (channels));
  tcase_add_test (dictionaries, test_channel_names_have_at_most_65535_bytes);
  tcase_add_test (dictionaries, test_transceiver_cannot_begin_stopped);
  tcase_add_test (dictionaries, test_copy_has_the_same_members);
  suite_add_tcase (suite, dictionaries);

  tcase_add_test (interfaces, test_description_goes_through_json);
  tcase_add_loop_test (interfaces, test_wrong_description_in_json, 0,
      G_N_ELEMENTS (wrong_descriptions));
  tcase_add_test (interfaces, test_candidate_says_what_its_line_says);
  tcase_add_test (interfaces, test_candidate_that_cannot_be_parsed_is_kept);
  tcase_add_test (interfaces, test_candidate_must_say_where_it_belongs);
  tcase_add_test (interfaces, test_candidate_goes_through_json);
  tcase_add_loop_test (interfaces, test_wrong_candidate_in_json, 0,
      G_N_ELEMENTS (wrong_candidates));
  tcase_add_test (interfaces, test_message_is_text_or_bytes);
  suite_add_tcase (suite, interfaces);

  return suite;
}

GST_CHECK_MAIN (rtcvalues);
