/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectiontransports.c: two connections made by an application, each with
 * its element in a pipeline of its own: media over one transport or several,
 * and through an ICE restart.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>
#include <gst/rtp/gstrtpbuffer.h>
#include <string.h>

#define DEADLINE_SECONDS 20

typedef struct _Peer Peer;

struct _Peer
{
  GstRTCPeerConnection *connection;
  GstRTCNegotiator *negotiator;
  GstElement *pipeline;
  GstElement *element;
  Peer *other;
  gboolean strip_bundle;        /* from what it sends */

  gint packets[2];              /* received: audio, video; atomic */
  gint gaps;                    /* in their sequence numbers; atomic */
  gint last[2];                 /* sequence number, or -1; streaming threads */
};

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Facts of streaming threads wake nobody: look again every now and then. */
static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

#define wait_until(condition) G_STMT_START { \
  gboolean late__ = FALSE; \
  guint deadline__ = g_timeout_add_seconds (DEADLINE_SECONDS, on_deadline, \
      &late__); \
  guint tick__ = g_timeout_add (20, on_tick, NULL); \
  while (!(condition)) { \
    fail_if (late__, "waited %d s until " #condition, DEADLINE_SECONDS); \
    g_main_context_iteration (NULL, TRUE); \
  } \
  g_source_remove (deadline__); \
  g_source_remove (tick__); \
} G_STMT_END

/* --- signalling ----------------------------------------------------------- */

/* As a peer that has never heard of BUNDLE would send it. */
static gchar *
without_bundle (const gchar * json)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("a=group:BUNDLE[^\\\\]*\\\\r\\\\n", 0, 0, NULL);

  return g_regex_replace (regex, json, -1, 0, "", 0, NULL);
}

static void
on_send (GstRTCNegotiator * negotiator, const gchar * json, Peer * peer)
{
  g_autofree gchar *stripped =
      peer->strip_bundle ? without_bundle (json) : g_strdup (json);
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_negotiator_receive (peer->other->negotiator, stripped,
          &error), "%s", error != NULL ? error->message : "");
}

static void
on_error (GstRTCNegotiator * negotiator, const GError * error, Peer * peer)
{
  fail ("%s", error->message);
}

/* --- media ---------------------------------------------------------------- */

typedef struct
{
  Peer *peer;
  guint kind;                   /* 0 audio, 1 video */
} Receiver;

static void
count_packet (Receiver * receiver, GstBuffer * buffer)
{
  Peer *peer = receiver->peer;
  gint *last = &peer->last[receiver->kind];
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  guint16 seqnum;

  fail_unless (gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp));
  seqnum = gst_rtp_buffer_get_seq (&rtp);
  gst_rtp_buffer_unmap (&rtp);
  if (*last != -1 && seqnum != (guint16) (*last + 1))
    g_atomic_int_inc (&peer->gaps);
  *last = seqnum;
  g_atomic_int_inc (&peer->packets[receiver->kind]);
}

static GstPadProbeReturn
on_packet (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstBufferList *list;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    count_packet (user_data, GST_PAD_PROBE_INFO_BUFFER (info));
    return GST_PAD_PROBE_OK;
  }
  list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    count_packet (user_data, gst_buffer_list_get (list, i));

  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement * element, GstPad * pad, Peer * peer)
{
  g_autoptr (GstPad) sink_pad = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstElement *sink;
  Receiver *receiver;

  /* One of a data channel needs no listener. */
  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC
      || g_str_has_prefix (GST_PAD_NAME (pad), "data_"))
    return;
  caps = gst_pad_get_current_caps (pad);
  receiver = g_new (Receiver, 1);
  receiver->peer = peer;
  receiver->kind = g_strcmp0 (gst_structure_get_string
      (gst_caps_get_structure (caps, 0), "media"), "video") == 0;
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, on_packet, receiver, g_free);
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (peer->pipeline), sink);
  gst_element_sync_state_with_parent (sink);
  sink_pad = gst_element_get_static_pad (sink, "sink");
  fail_unless_equals_int (gst_pad_link (pad, sink_pad), GST_PAD_LINK_OK);
}

static void
add_source (Peer * peer, const gchar * description)
{
  g_autoptr (GError) error = NULL;
  GstElement *source = gst_parse_bin_from_description (description, TRUE,
      &error);

  fail_unless (source != NULL, "%s", error != NULL ? error->message : "");
  gst_bin_add (GST_BIN (peer->pipeline), source);
  fail_unless (gst_element_link_pads (source, NULL, peer->element, "sink_%u"));
}

#define AUDIO "audiotestsrc is-live=true ! opusenc ! rtpopuspay"
#define VIDEO "videotestsrc is-live=true ! video/x-raw,width=160," \
    "height=120,framerate=30/1 ! vp8enc deadline=1 ! rtpvp8pay"

/* --- peers ---------------------------------------------------------------- */

static Peer *
peer_new (GstRTCBundlePolicy policy, gboolean polite)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GstRTCConfiguration) configuration =
      g_object_new (GST_TYPE_RTC_CONFIGURATION, "bundle-policy", policy, NULL);
  g_autoptr (GError) error = NULL;

  peer->last[0] = peer->last[1] = -1;
  peer->connection = gst_rtc_peer_connection_new (configuration, &error);
  fail_unless (peer->connection != NULL, "%s",
      error != NULL ? error->message : "");
  peer->negotiator = gst_rtc_negotiator_new (peer->connection, polite);
  g_signal_connect (peer->negotiator, "send", G_CALLBACK (on_send), peer);
  g_signal_connect (peer->negotiator, "error", G_CALLBACK (on_error), peer);
  peer->element = gst_rtc_peer_connection_get_element (peer->connection,
      &error);
  fail_unless (peer->element != NULL, "%s",
      error != NULL ? error->message : "");
  peer->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  gst_bin_add (GST_BIN (peer->pipeline), peer->element);
  g_signal_connect (peer->element, "pad-added", G_CALLBACK (on_pad_added),
      peer);

  return peer;
}

static void
peer_free (Peer * peer)
{
  g_signal_handlers_disconnect_by_data (peer->negotiator, peer);
  g_object_unref (peer->negotiator);
  gst_rtc_peer_connection_close (peer->connection);
  gst_element_set_state (peer->pipeline, GST_STATE_NULL);
  gst_object_unref (peer->pipeline);
  gst_object_unref (peer->element);
  g_object_unref (peer->connection);
  g_free (peer);
}

typedef struct
{
  Peer *alice;
  Peer *bob;
} Pair;

static Pair
pair_new (GstRTCBundlePolicy policy, gboolean strip_bundle)
{
  Pair pair = { peer_new (policy, FALSE), peer_new (policy, TRUE) };

  pair.alice->other = pair.bob;
  pair.bob->other = pair.alice;
  pair.alice->strip_bundle = pair.bob->strip_bundle = strip_bundle;

  return pair;
}

static void
pair_play (Pair * pair)
{
  fail_if (gst_element_set_state (pair->alice->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE);
  fail_if (gst_element_set_state (pair->bob->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE);
}

static void
pair_free (Pair * pair)
{
  peer_free (pair->alice);
  peer_free (pair->bob);
}

static gboolean
is_connected (Peer * peer)
{
  return gst_rtc_peer_connection_get_connection_state (peer->connection) ==
      GST_RTC_PEER_CONNECTION_STATE_CONNECTED
      && gst_rtc_peer_connection_get_signaling_state (peer->connection) ==
      GST_RTC_SIGNALING_STATE_STABLE;
}

static gboolean
has_packets (Peer * peer, guint kind, gint n)
{
  return g_atomic_int_get (&peer->packets[kind]) >= n;
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

  add_source (pair.alice, AUDIO);
  add_source (pair.alice, VIDEO);
  pair_play (&pair);
  wait_until (is_connected (pair.alice) && is_connected (pair.bob));
  wait_until (has_packets (pair.bob, 0, 10) && has_packets (pair.bob, 1, 10));
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

  add_source (pair.alice, AUDIO);
  pair_play (&pair);
  wait_until (is_connected (pair.alice) && is_connected (pair.bob)
      && has_packets (pair.bob, 0, 10));
  alice_ufrag = get_ufrag (pair.alice);
  bob_ufrag = get_ufrag (pair.bob);
  fail_unless (alice_ufrag != NULL && bob_ufrag != NULL);

  gst_rtc_peer_connection_restart_ice (restarter->connection);
  wait_until (has_other_ufrag (pair.alice, alice_ufrag)
      && has_other_ufrag (pair.bob, bob_ufrag));
  packets = g_atomic_int_get (&pair.bob->packets[0]);
  wait_until (is_connected (pair.alice) && is_connected (pair.bob)
      && has_packets (pair.bob, 0, packets + 50));
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
