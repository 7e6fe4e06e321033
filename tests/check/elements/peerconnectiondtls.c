/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectiondtls.c: whole connections whose peer is another one, is not who
 * it says, or goes.
 */

#include "peerpair.h"

#include <string.h>

/* What happened to a peer, in its main context. */
typedef struct
{
  Peer *peer;
  GstRTCDataChannel *channel;   /* its own */
  GstRTCDtlsTransport *dtls;    /* of its data, once known */
  GString *dtls_states;
  GString *connection_states;
  GstRTCError *error;           /* of dtls */
  guint channels;               /* that others made and that opened */
  guint texts;                  /* received */
  gboolean channel_open;
  gboolean channel_closed;
} Seen;

static void
on_connection_state (GstRTCPeerConnection * connection, Seen * seen)
{
  g_autofree gchar *nick = NULL;
  GEnumClass *klass = g_type_class_ref (GST_TYPE_RTC_PEER_CONNECTION_STATE);

  g_string_append_printf (seen->connection_states, "%s ",
      g_enum_get_value (klass,
          gst_rtc_peer_connection_get_connection_state
          (connection))->value_nick);
  g_type_class_unref (klass);
}

static void
on_dtls_state (GstRTCDtlsTransport * dtls, Seen * seen)
{
  GEnumClass *klass = g_type_class_ref (GST_TYPE_RTC_DTLS_TRANSPORT_STATE);

  g_string_append_printf (seen->dtls_states, "%s ",
      g_enum_get_value (klass,
          gst_rtc_dtls_transport_get_state (dtls))->value_nick);
  g_type_class_unref (klass);
}

static void
on_dtls_error (GstRTCDtlsTransport * dtls, GstRTCErrorEvent * event,
    Seen * seen)
{
  g_set_object (&seen->error, gst_rtc_error_event_get_error (event));
}

/* As soon as there is a transport, which is before anything happens to it. Who
 * is polite gets another when its own offer is rolled back. */
static void
on_signaling_state (GstRTCPeerConnection * connection, Seen * seen)
{
  g_autoptr (GstRTCSctpTransport) sctp =
      gst_rtc_peer_connection_get_sctp (connection);
  g_autoptr (GstRTCDtlsTransport) dtls = sctp == NULL ? NULL
      : gst_rtc_sctp_transport_get_transport (sctp);

  if (dtls == NULL || dtls == seen->dtls)
    return;
  if (seen->dtls != NULL)
    g_signal_handlers_disconnect_by_data (seen->dtls, seen);
  g_set_object (&seen->dtls, dtls);
  g_string_truncate (seen->dtls_states, 0);
  g_signal_connect (dtls, "statechange", G_CALLBACK (on_dtls_state), seen);
  g_signal_connect (dtls, "error", G_CALLBACK (on_dtls_error), seen);
}

static void
on_message (GstRTCDataChannel * channel, GstMessageEvent * event, Seen * seen)
{
  seen->texts++;
}

static void
on_data_channel (GstRTCPeerConnection * connection,
    GstRTCDataChannelEvent * event, Seen * seen)
{
  seen->channels++;
  g_signal_connect (gst_rtc_data_channel_event_get_channel (event), "message",
      G_CALLBACK (on_message), seen);
}

static void
on_open (GstRTCDataChannel * channel, Seen * seen)
{
  g_autoptr (GError) error = NULL;

  seen->channel_open = TRUE;
  fail_unless (gst_rtc_data_channel_send_string (channel, "hello", &error),
      "%s", error != NULL ? error->message : "");
}

static void
on_close (GstRTCDataChannel * channel, Seen * seen)
{
  seen->channel_closed = TRUE;
}

static void
open_channel (Seen * seen)
{
  g_clear_object (&seen->channel);
  seen->channel_open = seen->channel_closed = FALSE;
  seen->channel =
      gst_rtc_peer_connection_create_data_channel (seen->peer->connection,
      "data", NULL, NULL);
  g_signal_connect (seen->channel, "open", G_CALLBACK (on_open), seen);
  g_signal_connect (seen->channel, "close", G_CALLBACK (on_close), seen);
}

/* Sends sound from the start, and a word as soon as it can. */
static Seen *
seen_new (gboolean polite)
{
  Seen *seen = g_new0 (Seen, 1);

  seen->peer = peer_new (GST_RTC_BUNDLE_POLICY_MAX_BUNDLE, polite);
  seen->dtls_states = g_string_new (NULL);
  seen->connection_states = g_string_new (NULL);
  g_signal_connect (seen->peer->connection, "connectionstatechange",
      G_CALLBACK (on_connection_state), seen);
  g_signal_connect (seen->peer->connection, "signalingstatechange",
      G_CALLBACK (on_signaling_state), seen);
  g_signal_connect (seen->peer->connection, "datachannel",
      G_CALLBACK (on_data_channel), seen);
  peer_add_source (seen->peer, AUDIO);
  open_channel (seen);
  peer_play (seen->peer);

  return seen;
}

/* No peer's doing is an error of the pipeline. */
static void
assert_pipeline_is_well (Peer * peer)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (peer->pipeline);
  GstMessage *message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autofree gchar *text = NULL;

  if (message != NULL)
    text = gst_structure_to_string (gst_message_get_structure (message));
  fail_unless (message == NULL, "%s", text);
}

static void
seen_free (Seen * seen)
{
  assert_pipeline_is_well (seen->peer);
  g_signal_handlers_disconnect_by_data (seen->peer->connection, seen);
  g_signal_handlers_disconnect_by_data (seen->channel, seen);
  if (seen->dtls != NULL)
    g_signal_handlers_disconnect_by_data (seen->dtls, seen);
  peer_free (seen->peer);
  g_clear_object (&seen->channel);
  g_clear_object (&seen->dtls);
  g_clear_object (&seen->error);
  g_string_free (seen->dtls_states, TRUE);
  g_string_free (seen->connection_states, TRUE);
  g_free (seen);
}

static gboolean
ends_with (GString * states, const gchar * last)
{
  return g_str_has_suffix (states->str, last);
}

/* Each hears the other's sound. */
static void
wait_for_sound (Seen * one, Seen * other)
{
  gint before[2] = {
    g_atomic_int_get (&one->peer->packets[0]),
    g_atomic_int_get (&other->peer->packets[0]),
  };

  wait_until (peer_is_connected (one->peer)
      && peer_is_connected (other->peer));
  wait_until (peer_has_packets (one->peer, 0, before[0] + 10)
      && peer_has_packets (other->peer, 0, before[1] + 10));
}

/* And @other a word, too. */
static void
wait_for_talk (Seen * one, Seen * other)
{
  wait_for_sound (one, other);
  wait_until (one->channel_open && other->texts > 0);
}

/* --- another peer --------------------------------------------------------- */

/* RFC 8842 section 5: an ICE restart that another certificate answers, while
 * the first peer is still there, and after its close_notify. Media goes on with
 * the other; data channels end, and new ones are its own. */
GST_START_TEST (test_another_peer)
{
  Seen *alice = seen_new (FALSE), *bob = seen_new (TRUE), *carol;

  peer_meet (alice->peer, bob->peer);
  wait_for_talk (alice, bob);
  bob->peer->other = alice->peer->other = NULL;
  if (__i__ == 1) {
    gst_rtc_peer_connection_close (bob->peer->connection);
    wait_until (ends_with (alice->dtls_states, "closed "));
    wait_until (alice->channel_closed);
  }

  carol = seen_new (TRUE);
  peer_meet (alice->peer, carol->peer);
  gst_rtc_peer_connection_restart_ice (alice->peer->connection);
  wait_until (ends_with (alice->dtls_states, "connecting connected "));
  wait_until (alice->channel_closed);
  open_channel (alice);
  wait_for_talk (alice, carol);
  fail_unless (alice->error == NULL && carol->error == NULL);
  fail_unless_equals_string (carol->dtls_states->str, "connecting connected ");
  seen_free (bob);
  seen_free (alice);
  seen_free (carol);
}

GST_END_TEST;

/* --- not who it says ------------------------------------------------------ */

/* webrtc-pc section 5.5: failed, and the error says why; one of them knows, the
 * other hears its alert. Both have been sending all the time: of what one said
 * nothing has reached the other. */
GST_START_TEST (test_another_certificate)
{
  Seen *alice = seen_new (FALSE), *bob = seen_new (TRUE);
  Seen *liar = __i__ == 0 ? alice : bob;
  Seen *judge = __i__ == 0 ? bob : alice;

  liar->peer->lie = TRUE;
  peer_meet (alice->peer, bob->peer);
  wait_until (strstr (judge->connection_states->str, "failed ") != NULL);
  wait_until (strstr (liar->connection_states->str, "failed ") != NULL);
  wait_until (judge->error != NULL && liar->error != NULL);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (judge->error),
      GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE);
  fail_unless_equals_int64 (gst_rtc_error_get_sent_alert (judge->error), 42);
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (judge->error),
      -1);
  fail_unless_equals_int (gst_rtc_error_get_error_detail (liar->error),
      GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE);
  fail_unless_equals_int64 (gst_rtc_error_get_received_alert (liar->error), 42);
  fail_unless_equals_string (judge->dtls_states->str, "connecting failed ");
  fail_unless_equals_string (liar->dtls_states->str, "connecting failed ");

  fail_if (peer_has_packets (alice->peer, 0, 1));
  fail_if (peer_has_packets (bob->peer, 0, 1));
  fail_unless_equals_int (alice->channels + bob->channels, 0);
  fail_if (alice->channel_open || bob->channel_open);
  seen_free (alice);
  seen_free (bob);
}

GST_END_TEST;

/* --- the peer goes -------------------------------------------------------- */

/* Its close_notify ends the transport and the channels. The connection has no
 * word for it: webrtc-pc section 4.3.3 leaves it connected until ICE, or who
 * uses it, says more. */
GST_START_TEST (test_the_peer_closes)
{
  Seen *alice = seen_new (FALSE), *bob = seen_new (TRUE);
  Seen *closer = __i__ == 0 ? alice : bob;
  Seen *left = __i__ == 0 ? bob : alice;

  peer_meet (alice->peer, bob->peer);
  wait_for_talk (alice, bob);
  wait_for_talk (bob, alice);
  gst_rtc_peer_connection_close (closer->peer->connection);
  wait_until (left->channel_closed);
  wait_until (ends_with (left->dtls_states, "connected closed "));
  fail_unless_equals_int (gst_rtc_data_channel_get_ready_state (left->channel),
      GST_RTC_DATA_CHANNEL_STATE_CLOSED);
  fail_unless (ends_with (left->connection_states, "connected "));
  fail_unless (left->error == NULL);
  assert_pipeline_is_well (left->peer);
  /* who closes hears no events (webrtc-pc section 4.4.1.6) */
  fail_if (ends_with (closer->connection_states, "closed "));
  gst_rtc_peer_connection_close (left->peer->connection);
  seen_free (alice);
  seen_free (bob);
}

GST_END_TEST;

static Suite *
peerconnectiondtls_suite (void)
{
  Suite *s = suite_create ("peerconnectiondtls");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 60);
  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_another_peer, 0, 2);
  tcase_add_loop_test (tc, test_another_certificate, 0, 2);
  tcase_add_loop_test (tc, test_the_peer_closes, 0, 2);

  return s;
}

GST_CHECK_MAIN (peerconnectiondtls);
