/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectiontransports.c: two connections made by an application, each with
 * its element in a pipeline of its own: media over one transport or several,
 * and through an ICE restart.
 */

#include "peerpair.h"

#include <string.h>

typedef struct
{
  Peer *alice;
  Peer *bob;
} Pair;

static Pair
pair_new (GstRTCBundlePolicy policy, gboolean strip_bundle)
{
  Pair pair = { peer_new (policy, FALSE), peer_new (policy, TRUE) };

  peer_meet (pair.alice, pair.bob);
  pair.alice->strip_bundle = pair.bob->strip_bundle = strip_bundle;

  return pair;
}

static void
pair_play (Pair * pair)
{
  peer_play (pair->alice);
  peer_play (pair->bob);
}

static void
pair_free (Pair * pair)
{
  peer_free (pair->alice);
  peer_free (pair->bob);
}

/* How many different transports the senders have; all receivers have the
 * sender's. */
static guint
count_transports (Peer * peer)
{
  g_autoptr (GPtrArray) transceivers =
      gst_rtc_peer_connection_get_transceivers (peer->connection);
  g_autoptr (GHashTable) transports = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < transceivers->len; i++) {
    GstRTCRtpTransceiver *transceiver = g_ptr_array_index (transceivers, i);
    g_autoptr (GstRTCDtlsTransport) sender =
        gst_rtc_rtp_sender_get_transport (gst_rtc_rtp_transceiver_get_sender
        (transceiver));
    g_autoptr (GstRTCDtlsTransport) receiver =
        gst_rtc_rtp_receiver_get_transport (gst_rtc_rtp_transceiver_get_receiver
        (transceiver));

    fail_unless (sender != NULL);
    fail_unless (sender == receiver);
    fail_unless_equals_int (gst_rtc_dtls_transport_get_state (sender),
        GST_RTC_DTLS_TRANSPORT_STATE_CONNECTED);
    g_hash_table_add (transports, sender);
  }

  return g_hash_table_size (transports);
}

/* Whether the data channels have a transport that no media has. */
static gboolean
data_goes_alone (Peer * peer)
{
  g_autoptr (GstRTCSctpTransport) sctp =
      gst_rtc_peer_connection_get_sctp (peer->connection);
  g_autoptr (GPtrArray) senders =
      gst_rtc_peer_connection_get_senders (peer->connection);
  g_autoptr (GstRTCDtlsTransport) dtls =
      gst_rtc_sctp_transport_get_transport (sctp);

  fail_unless_equals_int (gst_rtc_dtls_transport_get_state (dtls),
      GST_RTC_DTLS_TRANSPORT_STATE_CONNECTED);
  for (guint i = 0; i < senders->len; i++) {
    g_autoptr (GstRTCDtlsTransport) of_sender =
        gst_rtc_rtp_sender_get_transport (g_ptr_array_index (senders, i));

    if (of_sender == dtls)
      return FALSE;
  }

  return TRUE;
}

static guint
count_elements (Peer * peer, const gchar * factory)
{
  g_autoptr (GstIterator) iterator =
      gst_bin_iterate_all_by_element_factory_name (GST_BIN (peer->element),
      factory);
  g_auto (GValue) item = G_VALUE_INIT;
  guint n = 0;

  while (gst_iterator_next (iterator, &item) == GST_ITERATOR_OK) {
    g_value_reset (&item);
    n++;
  }

  return n;
}

static const struct
{
  GstRTCBundlePolicy policy;
  gboolean strip_bundle;
  guint transports;             /* that are left for media */
} calls[] = {
  {GST_RTC_BUNDLE_POLICY_MAX_BUNDLE, FALSE, 1},
  {GST_RTC_BUNDLE_POLICY_BALANCED, FALSE, 1},
  {GST_RTC_BUNDLE_POLICY_MAX_COMPAT, FALSE, 1},
  {GST_RTC_BUNDLE_POLICY_BALANCED, TRUE, 2},
  {GST_RTC_BUNDLE_POLICY_MAX_COMPAT, TRUE, 2},
};

/* What is offered on several transports collapses to what is agreed. */
GST_START_TEST (test_transports)
{
  Pair pair = pair_new (calls[__i__].policy, calls[__i__].strip_bundle);
  guint wanted = calls[__i__].transports;
  gboolean alone = wanted > 1;
  g_autoptr (GstRTCDataChannel) channel =
      gst_rtc_peer_connection_create_data_channel (pair.alice->connection,
      "beside", NULL, NULL);

  peer_add_source (pair.alice, AUDIO);
  peer_add_source (pair.alice, VIDEO);
  pair_play (&pair);
  wait_until (peer_is_connected (pair.alice) && peer_is_connected (pair.bob));
  wait_until (peer_has_packets (pair.bob, 0, 10)
      && peer_has_packets (pair.bob, 1, 10));
  wait_until (gst_rtc_data_channel_get_ready_state (channel) ==
      GST_RTC_DATA_CHANNEL_STATE_OPEN);

  fail_unless_equals_int (count_transports (pair.alice), wanted);
  fail_unless_equals_int (count_transports (pair.bob), wanted);
  fail_unless_equals_int (data_goes_alone (pair.alice), alone);
  fail_unless_equals_int (data_goes_alone (pair.bob), alone);
  wait_until (count_elements (pair.alice, "rtcice") == wanted + alone
      && count_elements (pair.bob, "rtcice") == wanted + alone);
  pair_free (&pair);
}

GST_END_TEST;

static gchar *
get_ufrag (Peer * peer)
{
  g_autoptr (GstRTCSessionDescription) description =
      gst_rtc_peer_connection_get_current_local_description (peer->connection);
  const gchar *found = description == NULL ? NULL
      : strstr (gst_rtc_session_description_get_sdp (description),
      "a=ice-ufrag:");

  return found == NULL ? NULL : g_strndup (found, strcspn (found, "\r\n"));
}

static gboolean
has_other_ufrag (Peer * peer, const gchar * old)
{
  g_autofree gchar *ufrag = get_ufrag (peer);

  return g_strcmp0 (ufrag, old) != 0;
}

/* restartIce() at either end: new credentials at both, and not one packet less
 * on the way. */
GST_START_TEST (test_restart)
{
  Pair pair = pair_new (GST_RTC_BUNDLE_POLICY_BALANCED, FALSE);
  Peer *restarter = __i__ == 0 ? pair.alice : pair.bob;
  g_autofree gchar *alice_ufrag = NULL;
  g_autofree gchar *bob_ufrag = NULL;
  gint packets;

  peer_add_source (pair.alice, AUDIO);
  pair_play (&pair);
  wait_until (peer_is_connected (pair.alice) && peer_is_connected (pair.bob)
      && peer_has_packets (pair.bob, 0, 10));
  alice_ufrag = get_ufrag (pair.alice);
  bob_ufrag = get_ufrag (pair.bob);
  fail_unless (alice_ufrag != NULL && bob_ufrag != NULL);

  gst_rtc_peer_connection_restart_ice (restarter->connection);
  wait_until (has_other_ufrag (pair.alice, alice_ufrag)
      && has_other_ufrag (pair.bob, bob_ufrag));
  packets = g_atomic_int_get (&pair.bob->packets[0]);
  wait_until (peer_is_connected (pair.alice) && peer_is_connected (pair.bob)
      && peer_has_packets (pair.bob, 0, packets + 50));
  fail_unless_equals_int (g_atomic_int_get (&pair.bob->gaps), 0);
  fail_unless_equals_int (count_elements (pair.alice, "rtcice"), 1);
  pair_free (&pair);
}

GST_END_TEST;

static Suite *
peerconnectiontransports_suite (void)
{
  Suite *s = suite_create ("peerconnectiontransports");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 60);
  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_transports, 0, G_N_ELEMENTS (calls));
  tcase_add_loop_test (tc, test_restart, 0, 2);

  return s;
}

GST_CHECK_MAIN (peerconnectiontransports);
