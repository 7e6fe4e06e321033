/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * testpeer.c: connections in tests.
 */

#include "testpeer.h"

#define DEADLINE_SECONDS 10

static gboolean
deadline_pass (gpointer data)
{
  Deadline *deadline = data;

  deadline->passed = TRUE;

  return G_SOURCE_CONTINUE;
}

void
deadline_start (Deadline * deadline)
{
  deadline->passed = FALSE;
  deadline->id = g_timeout_add_seconds (DEADLINE_SECONDS, deadline_pass,
      deadline);
}

void
deadline_stop (Deadline * deadline)
{
  g_source_remove (deadline->id);
}

void
settle (void)
{
  /* Twice: what the first round causes may go through the network again. */
  for (guint i = 0; i < 3; i++) {
    fake_network_sync ();
    while (g_main_context_iteration (NULL, FALSE));
  }
}

/* --- the diary --------------------------------------------------------------- */

static void
note_plain (TestPeer * peer, const gchar * name)
{
  g_string_append_printf (peer->diary, "%s ", name);
}

static void
note_state (TestPeer * peer, const gchar * name, const gchar * property)
{
  GParamSpec *pspec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (peer->pc), property);
  g_autoptr (GEnumClass) klass = g_type_class_ref (pspec->value_type);
  gint value;

  g_object_get (peer->pc, property, &value, NULL);
  g_string_append_printf (peer->diary, "%s(%s) ", name,
      g_enum_get_value (klass, value)->value_nick);
}

static void
on_negotiationneeded (GstRTCPeerConnection * pc, TestPeer * peer)
{
  note_plain (peer, "negotiationneeded");
}

static void
on_signalingstatechange (GstRTCPeerConnection * pc, TestPeer * peer)
{
  note_state (peer, "signaling", "signaling-state");
}

static void
on_icegatheringstatechange (GstRTCPeerConnection * pc, TestPeer * peer)
{
  note_state (peer, "gathering", "ice-gathering-state");
}

static void
on_iceconnectionstatechange (GstRTCPeerConnection * pc, TestPeer * peer)
{
  note_state (peer, "ice", "ice-connection-state");
}

static void
on_connectionstatechange (GstRTCPeerConnection * pc, TestPeer * peer)
{
  note_state (peer, "connection", "connection-state");
}

/* As a signalling that keeps the order would: behind the description. */
static void
add_early_candidates (TestPeer * peer)
{
  g_autoptr (GstRTCSessionDescription) remote =
      gst_rtc_peer_connection_get_remote_description (peer->pc);

  if (remote == NULL)
    return;
  for (guint i = 0; i < peer->early->len; i++)
    gst_rtc_peer_connection_add_ice_candidate_async (peer->pc,
        g_ptr_array_index (peer->early, i), NULL, NULL, NULL);
  g_ptr_array_set_size (peer->early, 0);
}

static void
on_icecandidate (GstRTCPeerConnection * pc,
    GstRTCPeerConnectionIceEvent * event, TestPeer * peer)
{
  GstRTCIceCandidate *candidate =
      gst_rtc_peer_connection_ice_event_get_candidate (event);
  const gchar *text = candidate == NULL ? NULL
      : gst_rtc_ice_candidate_get_candidate (candidate);

  note_plain (peer, candidate == NULL ? "candidate(null)"
      : *text == '\0' ? "candidate(end)" : "candidate");
  if (peer->other == NULL || candidate == NULL)
    return;
  g_ptr_array_add (peer->other->early, g_object_ref (candidate));
  add_early_candidates (peer->other);
}

static void
on_track (GstRTCPeerConnection * pc, GstRTCTrackEvent * event, TestPeer * peer)
{
  g_autoptr (GPtrArray) streams = gst_rtc_track_event_get_streams (event);

  g_string_append_printf (peer->diary, "track(%s,%u) ",
      gst_media_stream_track_get_kind (gst_rtc_track_event_get_track (event)),
      streams->len);
}

static void
on_datachannel (GstRTCPeerConnection * pc, GstRTCDataChannelEvent * event,
    TestPeer * peer)
{
  GstRTCDataChannel *channel = gst_rtc_data_channel_event_get_channel (event);

  g_string_append_printf (peer->diary, "datachannel(%s) ",
      gst_rtc_data_channel_get_label (channel));
  g_ptr_array_add (peer->channels, g_object_ref (channel));
}

TestPeer *
test_peer_new (GstRTCPeerConnection * pc)
{
  const struct
  {
    const gchar *name;
    GCallback handler;
  } signals[] = {
    {"negotiationneeded", G_CALLBACK (on_negotiationneeded)},
    {"signalingstatechange", G_CALLBACK (on_signalingstatechange)},
    {"icegatheringstatechange", G_CALLBACK (on_icegatheringstatechange)},
    {"iceconnectionstatechange", G_CALLBACK (on_iceconnectionstatechange)},
    {"connectionstatechange", G_CALLBACK (on_connectionstatechange)},
    {"icecandidate", G_CALLBACK (on_icecandidate)},
    {"track", G_CALLBACK (on_track)},
    {"datachannel", G_CALLBACK (on_datachannel)},
  };
  TestPeer *peer = g_new0 (TestPeer, 1);

  peer->pc = pc;
  peer->diary = g_string_new (NULL);
  peer->early = g_ptr_array_new_with_free_func (g_object_unref);
  peer->channels = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect (pc, signals[i].name, signals[i].handler, peer);

  return peer;
}

void
test_peer_free (TestPeer * peer)
{
  if (peer->pc != NULL)
    g_signal_handlers_disconnect_by_data (peer->pc, peer);
  if (peer->other != NULL)
    peer->other->other = NULL;
  g_clear_object (&peer->pc);
  g_ptr_array_unref (peer->channels);
  g_ptr_array_unref (peer->early);
  g_string_free (peer->diary, TRUE);
  g_free (peer);
}

void
test_peer_join (TestPeer * a, TestPeer * b)
{
  a->other = b;
  b->other = a;
}

gchar *
test_peer_read (TestPeer * peer)
{
  gchar *text = g_strdup (peer->diary->str);

  g_string_truncate (peer->diary, 0);

  return g_strchomp (text);
}

/* --- operations ---------------------------------------------------------------- */

static void
keep_result (GObject * source, GAsyncResult * result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GstRTCSessionDescription *
create_offer (TestPeer * peer, GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_peer_connection_create_offer_async (peer->pc, NULL, NULL,
      keep_result, &result);
  wait_until (result != NULL);

  return gst_rtc_peer_connection_create_offer_finish (peer->pc, result, error);
}

GstRTCSessionDescription *
create_answer (TestPeer * peer, GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_peer_connection_create_answer_async (peer->pc, NULL, NULL,
      keep_result, &result);
  wait_until (result != NULL);

  return gst_rtc_peer_connection_create_answer_finish (peer->pc, result, error);
}

gboolean
set_local (TestPeer * peer, GstRTCSessionDescription * description,
    GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_peer_connection_set_local_description_async (peer->pc, description,
      NULL, keep_result, &result);
  wait_until (result != NULL);

  return gst_rtc_peer_connection_set_local_description_finish (peer->pc,
      result, error);
}

gboolean
set_remote (TestPeer * peer, GstRTCSessionDescription * description,
    GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_peer_connection_set_remote_description_async (peer->pc, description,
      NULL, keep_result, &result);
  wait_until (result != NULL);

  if (!gst_rtc_peer_connection_set_remote_description_finish (peer->pc,
          result, error))
    return FALSE;
  add_early_candidates (peer);

  return TRUE;
}

gboolean
add_candidate (TestPeer * peer, GstRTCIceCandidate * candidate, GError ** error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gst_rtc_peer_connection_add_ice_candidate_async (peer->pc, candidate, NULL,
      keep_result, &result);
  wait_until (result != NULL);

  return gst_rtc_peer_connection_add_ice_candidate_finish (peer->pc, result,
      error);
}

static void
pass_description (TestPeer * from, TestPeer * to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCSessionDescription) description = NULL;

  fail_unless (set_local (from, NULL, &error), "%s",
      error ? error->message : "");
  description = gst_rtc_peer_connection_get_local_description (from->pc);
  fail_unless (set_remote (to, description, &error), "%s",
      error ? error->message : "");
}

void
negotiate (TestPeer * offerer, TestPeer * answerer)
{
  pass_description (offerer, answerer);
  pass_description (answerer, offerer);
}

gboolean
is_connected (TestPeer * peer)
{
  return gst_rtc_peer_connection_get_connection_state (peer->pc) ==
      GST_RTC_PEER_CONNECTION_STATE_CONNECTED;
}

/* --- channels ------------------------------------------------------------------- */

static void
note_open (GstRTCDataChannel * channel, GString * diary)
{
  g_string_append (diary, "open ");
}

static void
note_closing (GstRTCDataChannel * channel, GString * diary)
{
  g_string_append (diary, "closing ");
}

static void
note_close (GstRTCDataChannel * channel, GString * diary)
{
  g_string_append (diary, "close ");
}

static void
note_low (GstRTCDataChannel * channel, GString * diary)
{
  g_string_append (diary, "low ");
}

static void
note_error (GstRTCDataChannel * channel, GstRTCErrorEvent * event,
    GString * diary)
{
  g_string_append (diary, "error ");
}

static void
note_message (GstRTCDataChannel * channel, GstMessageEvent * event,
    GString * diary)
{
  const gchar *text = gst_message_event_get_text (event);

  if (text != NULL)
    g_string_append_printf (diary, "text:%s ", text);
  else
    g_string_append_printf (diary, "bytes:%" G_GSIZE_FORMAT " ",
        g_bytes_get_size (gst_message_event_get_bytes (event)));
}

GString *
watch_channel (GstRTCDataChannel * channel)
{
  GString *diary = g_string_new (NULL);

  g_signal_connect (channel, "open", G_CALLBACK (note_open), diary);
  g_signal_connect (channel, "closing", G_CALLBACK (note_closing), diary);
  g_signal_connect (channel, "close", G_CALLBACK (note_close), diary);
  g_signal_connect (channel, "bufferedamountlow", G_CALLBACK (note_low), diary);
  g_signal_connect (channel, "error", G_CALLBACK (note_error), diary);
  g_signal_connect (channel, "message", G_CALLBACK (note_message), diary);

  return diary;
}
