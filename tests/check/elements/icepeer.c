/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * icepeer.c: an rtcice and who stands around it, in verbs.
 */

#include "icepeer.h"

GMutex peer_lock;
GCond peer_cond;

static void
changed (void)
{
  g_mutex_lock (&peer_lock);
  g_cond_broadcast (&peer_cond);
  g_mutex_unlock (&peer_lock);
}

static GstFlowReturn
receive_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  Peer *peer = gst_pad_get_element_private (pad);

  g_mutex_lock (&peer_lock);
  peer->n_lists++;
  for (guint i = 0; i < gst_buffer_list_length (list); i++) {
    gpointer bytes;
    gsize size;

    gst_buffer_extract_dup (gst_buffer_list_get (list, i), 0, -1, &bytes,
        &size);
    g_queue_push_tail (&peer->packets, g_bytes_new_take (bytes, size));
  }
  g_cond_broadcast (&peer_cond);
  g_mutex_unlock (&peer_lock);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static GstFlowReturn
receive (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new ();

  gst_buffer_list_add (list, buffer);
  return receive_list (pad, parent, list);
}

static void
candidate_found (GstElement * ice, const gchar * text, Peer * peer)
{
  GstElement *other = NULL;

  g_mutex_lock (&peer_lock);
  if (text) {
    peer->n_candidates++;
    g_queue_push_tail (&peer->told, g_strdup (text));
  } else {
    peer->n_ends++;
  }
  if (peer->other && peer->other->ice &&
      !(text && peer->only && strstr (text, peer->only) == NULL))
    other = gst_object_ref (peer->other->ice);
  g_cond_broadcast (&peer_cond);
  g_mutex_unlock (&peer_lock);
  if (other)
    g_signal_emit_by_name (other, "add-remote-candidate", text);
  gst_clear_object (&other);
}

static void
state_changed (GstElement * ice, GParamSpec * pspec, Peer * peer)
{
  PcIceState state = gst_rtc_ice_get_state (GST_RTC_ICE (ice));

  g_mutex_lock (&peer_lock);
  g_string_append_printf (peer->states, "%s ", pc_ice_state_to_string (state));
  g_mutex_unlock (&peer_lock);
  changed ();
}

static void
gathering_changed (GstElement * ice, GParamSpec * pspec, Peer * peer)
{
  gint state;

  g_object_get (ice, "gathering-state", &state, NULL);
  g_mutex_lock (&peer_lock);
  peer->complete = state == PC_GATHERING_COMPLETE;
  g_mutex_unlock (&peer_lock);
  changed ();
}

void
peer_init (Peer * peer, gboolean controlling)
{
  GstPad *pad;
  GstSegment segment;

  memset (peer, 0, sizeof (*peer));
  g_queue_init (&peer->packets);
  g_queue_init (&peer->told);
  peer->states = g_string_new (NULL);
  peer->ice = gst_object_ref_sink (g_object_new (GST_TYPE_RTC_ICE,
          "controlling", controlling, "local-addresses", "127.0.0.1", NULL));
  g_signal_connect (peer->ice, "candidate", G_CALLBACK (candidate_found), peer);
  g_signal_connect (peer->ice, "notify::state", G_CALLBACK (state_changed),
      peer);
  g_signal_connect (peer->ice, "notify::selected-pair", G_CALLBACK (changed),
      NULL);
  g_signal_connect (peer->ice, "notify::gathering-state",
      G_CALLBACK (gathering_changed), peer);

  peer->in = gst_pad_new ("in", GST_PAD_SINK);
  gst_pad_set_element_private (peer->in, peer);
  gst_pad_set_chain_function (peer->in, receive);
  gst_pad_set_chain_list_function (peer->in, receive_list);
  pad = gst_element_get_static_pad (peer->ice, "src");
  fail_unless_equals_int (gst_pad_link (pad, peer->in), GST_PAD_LINK_OK);
  gst_object_unref (pad);
  peer->out = gst_pad_new ("out", GST_PAD_SRC);
  pad = gst_element_get_static_pad (peer->ice, "sink");
  fail_unless_equals_int (gst_pad_link (peer->out, pad), GST_PAD_LINK_OK);
  gst_object_unref (pad);

  gst_pad_set_active (peer->in, TRUE);
  gst_pad_set_active (peer->out, TRUE);
  fail_if (gst_element_set_state (peer->ice, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (peer->out, gst_event_new_stream_start ("out"));
  gst_pad_push_event (peer->out, gst_event_new_segment (&segment));
}

void
peer_stop (Peer * peer)
{
  gst_element_set_state (peer->ice, GST_STATE_NULL);
  gst_pad_set_active (peer->out, FALSE);
}

/* A handler may be running: "closed" is the last that is emitted. */
void
peer_clear (Peer * peer)
{
  GstElement *ice = peer->ice;

  peer_stop (peer);
  await (g_str_has_suffix (peer->states->str, "closed "), "the end of a peer");
  gst_pad_set_active (peer->in, FALSE);
  g_mutex_lock (&peer_lock);
  peer->ice = NULL;
  peer->other = NULL;
  g_mutex_unlock (&peer_lock);
  g_signal_handlers_disconnect_by_data (ice, peer);
  gst_object_unref (ice);
  gst_object_unref (peer->in);
  gst_object_unref (peer->out);
  g_queue_clear_full (&peer->packets, (GDestroyNotify) g_bytes_unref);
  g_queue_clear_full (&peer->told, g_free);
  g_string_free (peer->states, TRUE);
}

void
introduce (Peer * a, Peer * b)
{
  g_mutex_lock (&peer_lock);
  a->other = b;
  b->other = a;
  g_mutex_unlock (&peer_lock);
}

void
give_credentials (Peer * a, Peer * b, const gchar * a_is, const gchar * b_is)
{
  g_object_set (a->ice, "local-credentials", a_is, NULL);
  g_object_set (b->ice, "local-credentials", b_is, NULL);
  g_object_set (a->ice, "remote-credentials", b_is, NULL);
  g_object_set (b->ice, "remote-credentials", a_is, NULL);
}


void
gather (Peer * peer)
{
  g_signal_emit_by_name (peer->ice, "gather");
}

gboolean
is_connected (Peer * peer)
{
  PcIceState state = gst_rtc_ice_get_state (GST_RTC_ICE (peer->ice));

  return state == PC_ICE_CONNECTED || state == PC_ICE_COMPLETED;
}

void
connect_peers (Peer * a, Peer * b)
{
  introduce (a, b);
  give_credentials (a, b, CREDENTIALS_A, CREDENTIALS_B);
  gather (a);
  gather (b);
  await (is_connected (a), "a to connect");
  await (is_connected (b), "b to connect");
}

/* @n packets that begin with a number, @number at first. */
GstBufferList *
make_list (guint number, guint n, gsize size, gsize last_size)
{
  GstBufferList *list = gst_buffer_list_new ();

  for (guint i = 0; i < n; i++) {
    gsize length = i + 1 == n ? last_size : size;
    guint8 *bytes = g_malloc (length);

    memset (bytes, (number + i) % 251, length);
    GST_WRITE_UINT32_BE (bytes, number + i);
    gst_buffer_list_add (list, gst_buffer_new_wrapped (bytes, length));
  }
  return list;
}

void
expect_packets (Peer * peer, guint number, guint n, gsize size, gsize last_size)
{
  await (peer->packets.length >= n, "packets");
  for (guint i = 0; i < n; i++) {
    g_autoptr (GBytes) packet = NULL;
    gsize length;
    const guint8 *bytes;

    g_mutex_lock (&peer_lock);
    packet = g_queue_pop_head (&peer->packets);
    g_mutex_unlock (&peer_lock);
    bytes = g_bytes_get_data (packet, &length);
    fail_unless_equals_int (length, i + 1 == n ? last_size : size);
    fail_unless_equals_int (GST_READ_UINT32_BE (bytes), number + i);
    for (gsize j = 4; j < length; j++)
      if (bytes[j] != (number + i) % 251)
        fail ("packet %u differs at byte %" G_GSIZE_FORMAT, number + i, j);
  }
}

guint64
stat_of (Peer * peer, const gchar * name)
{
  GstStructure *stats;
  guint64 value = 0;

  g_object_get (peer->ice, "stats", &stats, NULL);
  fail_unless (gst_structure_get_uint64 (stats, name, &value));
  gst_structure_free (stats);
  return value;
}
