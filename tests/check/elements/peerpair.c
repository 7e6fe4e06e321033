/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerpair.c: connections that negotiate with one another.
 */

#include "peerpair.h"

#include <gst/rtp/gstrtpbuffer.h>
#include <string.h>

gboolean
peer_on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Facts of streaming threads wake nobody: look again every now and then. */
gboolean
peer_on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* --- signalling ----------------------------------------------------------- */

/* As a peer that has never heard of BUNDLE would send it. */
static gchar *
without_bundle (const gchar * json)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("a=group:BUNDLE[^\\\\]*\\\\r\\\\n", 0, 0, NULL);

  return g_regex_replace (regex, json, -1, 0, "", 0, NULL);
}

/* The last digits of each fingerprint are others. */
static gchar *
with_lies (const gchar * json)
{
  g_autoptr (GRegex) regex = g_regex_new ("(a=fingerprint:[^\\\\]*)..\\\\r",
      0, 0, NULL);

  return g_regex_replace (regex, json, -1, 0, "\\g<1>00\\\\r", 0, NULL);
}

static void
on_send (GstRTCNegotiator * negotiator, const gchar * json, Peer * peer)
{
  g_autofree gchar *sent = peer->strip_bundle ? without_bundle (json)
      : peer->lie ? with_lies (json) : g_strdup (json);
  g_autoptr (GError) error = NULL;

  if (peer->other != NULL)
    fail_unless (gst_rtc_negotiator_receive (peer->other->negotiator, sent,
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

void
peer_add_source (Peer * peer, const gchar * description)
{
  g_autoptr (GError) error = NULL;
  GstElement *source = gst_parse_bin_from_description (description, TRUE,
      &error);

  fail_unless (source != NULL, "%s", error != NULL ? error->message : "");
  gst_bin_add (GST_BIN (peer->pipeline), source);
  fail_unless (gst_element_link_pads (source, NULL, peer->element, "sink_%u"));
}

/* --- peers ---------------------------------------------------------------- */

Peer *
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

void
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

void
peer_play (Peer * peer)
{
  fail_if (gst_element_set_state (peer->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE);
}

void
peer_meet (Peer * a, Peer * b)
{
  a->other = b;
  b->other = a;
}

gboolean
peer_is_connected (Peer * peer)
{
  return gst_rtc_peer_connection_get_connection_state (peer->connection) ==
      GST_RTC_PEER_CONNECTION_STATE_CONNECTED
      && gst_rtc_peer_connection_get_signaling_state (peer->connection) ==
      GST_RTC_SIGNALING_STATE_STABLE;
}

gboolean
peer_has_packets (Peer * peer, guint kind, gint n)
{
  return g_atomic_int_get (&peer->packets[kind]) >= n;
}
