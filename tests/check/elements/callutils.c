/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "callutils.h"

#define DEADLINE_SECONDS 20

static gint64
deadline (void)
{
  return g_get_monotonic_time () + DEADLINE_SECONDS * G_TIME_SPAN_SECOND;
}

/* --- a call --------------------------------------------------------------- */

static GstPadProbeReturn
count_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GstElement) sink = gst_pad_get_parent_element (pad);
  gpointer count;

  g_mutex_lock (&call->lock);
  count = g_hash_table_lookup (call->buffers, GST_ELEMENT_NAME (sink));
  g_hash_table_insert (call->buffers, g_strdup (GST_ELEMENT_NAME (sink)),
      GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
  g_cond_broadcast (&call->cond);
  g_mutex_unlock (&call->lock);
  return GST_PAD_PROBE_OK;
}

static void
count_at_sink (const GValue * item, gpointer user_data)
{
  GstElement *sink = g_value_get_object (item);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  if (pad != NULL)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_buffer, user_data,
        NULL);
}

Call *
call_new (const gchar * description)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstIterator) sinks = NULL;

  call->ref_count = 1;
  g_mutex_init (&call->lock);
  g_cond_init (&call->cond);
  call->events_left = -1;
  call->buffers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  call->pipeline = gst_parse_launch (description, &error);
  fail_unless (error == NULL, "%s", error ? error->message : "");
  sinks = gst_bin_iterate_all_by_element_factory_name
      (GST_BIN (call->pipeline), "fakesink");
  gst_iterator_foreach (sinks, count_at_sink, call);
  return call;
}

static void
call_unref (gpointer data, GClosure * closure)
{
  Call *call = data;

  if (!g_atomic_int_dec_and_test (&call->ref_count))
    return;
  g_hash_table_unref (call->buffers);
  g_mutex_clear (&call->lock);
  g_cond_clear (&call->cond);
  g_free (call);
}

static void
forget_events (const GValue * item, gpointer user_data)
{
  g_autoptr (GstRTCPeerConnection) connection = NULL;

  g_object_get (g_value_get_object (item), "peer-connection", &connection,
      NULL);
  if (connection != NULL)
    g_signal_handlers_disconnect_by_data (connection, user_data);
}

static void
foreach_peer (Call * call, GstIteratorForeachFunction func)
{
  g_autoptr (GstIterator) peers = gst_bin_iterate_all_by_element_factory_name
      (GST_BIN (call->pipeline), "peerconnection");

  gst_iterator_foreach (peers, func, call);
}

void
call_free (Call * call)
{
  if (call->events_left >= 0)
    foreach_peer (call, forget_events);
  gst_element_set_state (call->pipeline, GST_STATE_NULL);
  gst_object_unref (call->pipeline);
  call_unref (call, NULL);
}

void
call_play_unchecked (Call * call)
{
  gst_element_set_state (call->pipeline, GST_STATE_PLAYING);
}

void
call_play (Call * call)
{
  fail_if (gst_element_set_state (call->pipeline, GST_STATE_PLAYING)
      == GST_STATE_CHANGE_FAILURE);
}

/* An error on the bus is why something was waited for in vain. */
static gchar *
error_of (Call * call)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (call->pipeline);
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;

  if (message == NULL)
    return g_strdup ("no error on the bus");
  gst_message_parse_error (message, &error, &debug);
  return g_strdup_printf ("%s (%s)", error->message, debug);
}

void
call_wait_buffers (Call * call, const gchar * sink, guint n)
{
  gint64 end = deadline ();
  guint got;

  g_mutex_lock (&call->lock);
  while ((got = GPOINTER_TO_UINT (g_hash_table_lookup (call->buffers,
                  sink))) < n) {
    if (!g_cond_wait_until (&call->cond, &call->lock, end)) {
      g_autofree gchar *error = error_of (call);

      g_mutex_unlock (&call->lock);
      fail ("waited %d s for %u buffers at %s, got %u: %s", DEADLINE_SECONDS,
          n, sink, got, error);
    }
  }
  g_mutex_unlock (&call->lock);
}

void
call_forget_buffers (Call * call)
{
  g_mutex_lock (&call->lock);
  g_hash_table_remove_all (call->buffers);
  g_mutex_unlock (&call->lock);
}

void
call_wait_error (Call * call)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (call->pipeline);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
      DEADLINE_SECONDS * GST_SECOND, GST_MESSAGE_ERROR);

  fail_unless (message != NULL, "waited %d s for an error", DEADLINE_SECONDS);
}

typedef struct
{
  GMutex lock;                  /* protects seen */
  GCond cond;
  gint wanted;
  gboolean seen;
} PayloadWatch;

static GstPadProbeReturn
watch_payload (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  PayloadWatch *watch = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gint payload = -1;

  if (caps != NULL)
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "payload",
        &payload);
  g_mutex_lock (&watch->lock);
  watch->seen |= payload == watch->wanted;
  g_cond_broadcast (&watch->cond);
  g_mutex_unlock (&watch->lock);
  return GST_PAD_PROBE_OK;
}

void
call_wait_caps_payload (Call * call, const gchar * payloader, gint payload)
{
  g_autoptr (GstElement) element =
      gst_bin_get_by_name (GST_BIN (call->pipeline), payloader);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");
  PayloadWatch watch = {.wanted = payload };
  gint64 end = deadline ();
  gulong probe;

  g_mutex_init (&watch.lock);
  g_cond_init (&watch.cond);
  probe = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER
      | GST_PAD_PROBE_TYPE_BUFFER_LIST, watch_payload, &watch, NULL);
  g_mutex_lock (&watch.lock);
  while (!watch.seen) {
    if (!g_cond_wait_until (&watch.cond, &watch.lock, end))
      fail ("waited %d s for payload type %d", DEADLINE_SECONDS, payload);
  }
  g_mutex_unlock (&watch.lock);
  gst_pad_remove_probe (pad, probe);
  /* A probe that is still running holds the stream's lock. */
  GST_PAD_STREAM_LOCK (pad);
  GST_PAD_STREAM_UNLOCK (pad);
  g_mutex_clear (&watch.lock);
  g_cond_clear (&watch.cond);
}

/* --- stopping in the middle ----------------------------------------------- */

static void
count_event (Call * call)
{
  g_mutex_lock (&call->lock);
  if (call->events_left > 0)
    call->events_left--;
  call->stopped = call->events_left == 0;
  g_cond_broadcast (&call->cond);
  g_mutex_unlock (&call->lock);
}

static void
connect_events (const GValue * item, gpointer user_data)
{
  static const gchar *const events[] = { "negotiationneeded", "icecandidate",
    "signalingstatechange", "icegatheringstatechange",
    "iceconnectionstatechange", "connectionstatechange", "track"
  };
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  guint i;

  g_object_get (g_value_get_object (item), "peer-connection", &connection,
      NULL);
  for (i = 0; i < G_N_ELEMENTS (events); i++) {
    g_atomic_int_inc (&((Call *) user_data)->ref_count);
    g_signal_connect_data (connection, events[i], G_CALLBACK (count_event),
        user_data, call_unref, G_CONNECT_SWAPPED);
  }
}

void
call_stop_after_events (Call * call, gint n)
{
  call->events_left = n;
  call->stopped = n == 0;
  foreach_peer (call, connect_events);
}

/* Fewer events than asked for is the whole negotiation: fine as well, once
 * nothing has happened for a while. */
void
call_wait_stopped (Call * call)
{
  gint left = -1;

  g_mutex_lock (&call->lock);
  while (!call->stopped && left != call->events_left) {
    left = call->events_left;
    g_cond_wait_until (&call->cond, &call->lock,
        g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND);
  }
  g_mutex_unlock (&call->lock);
}

/* --- text peers ----------------------------------------------------------- */

RawPeer *
raw_peer_new (Call * call, const gchar * element)
{
  RawPeer *peer = g_new0 (RawPeer, 1);
  g_autoptr (GstElement) bin =
      gst_bin_get_by_name (GST_BIN (call->pipeline), element);

  g_mutex_init (&peer->lock);
  g_cond_init (&peer->cond);
  g_object_get (bin, "peer-connection", &peer->connection, NULL);
  return peer;
}

void
raw_peer_free (RawPeer * peer)
{
  g_object_unref (peer->connection);
  g_mutex_clear (&peer->lock);
  g_cond_clear (&peer->cond);
  g_free (peer->answer);
  g_free (peer);
}

static void
on_local_set (GObject * source, GAsyncResult * result, gpointer user_data)
{
  RawPeer *peer = user_data;
  g_autoptr (GstRTCSessionDescription) description = NULL;
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_peer_connection_set_local_description_finish
      (peer->connection, result, &error), "%s", error ? error->message : "");
  g_object_get (peer->connection, "local-description", &description, NULL);
  g_mutex_lock (&peer->lock);
  g_object_get (description, "sdp", &peer->answer, NULL);
  g_cond_broadcast (&peer->cond);
  g_mutex_unlock (&peer->lock);
}

static void
on_remote_set (GObject * source, GAsyncResult * result, gpointer user_data)
{
  RawPeer *peer = user_data;
  g_autoptr (GError) error = NULL;

  fail_unless (gst_rtc_peer_connection_set_remote_description_finish
      (peer->connection, result, &error), "%s", error ? error->message : "");
  gst_rtc_peer_connection_set_local_description_async (peer->connection, NULL,
      NULL, on_local_set, peer);
}

void
raw_peer_offer (RawPeer * peer, const gchar * file)
{
  g_autoptr (GstRTCSessionDescription) offer = NULL;
  g_autofree gchar *sdp = NULL;

  fail_unless (g_file_get_contents (file, &sdp, NULL, NULL), "%s", file);
  offer = g_object_new (GST_TYPE_RTC_SESSION_DESCRIPTION, "type",
      GST_RTC_SDP_TYPE_OFFER, "sdp", sdp, NULL);
  gst_rtc_peer_connection_set_remote_description_async (peer->connection,
      offer, NULL, on_remote_set, peer);
}

void
raw_peer_wait_answer (RawPeer * peer)
{
  gint64 end = deadline ();

  g_mutex_lock (&peer->lock);
  while (peer->answer == NULL) {
    if (!g_cond_wait_until (&peer->cond, &peer->lock, end))
      fail ("waited %d s for an answer", DEADLINE_SECONDS);
  }
  g_mutex_unlock (&peer->lock);
}

typedef struct
{
  GMutex lock;                  /* protects sdp */
  GCond cond;
  gchar *sdp;
} Offer;

static void
on_offer (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Offer *offer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCSessionDescription) description =
      gst_rtc_peer_connection_create_offer_finish ((gpointer) source, result,
      &error);

  fail_unless (description != NULL, "%s", error ? error->message : "");
  g_mutex_lock (&offer->lock);
  g_object_get (description, "sdp", &offer->sdp, NULL);
  g_cond_broadcast (&offer->cond);
  g_mutex_unlock (&offer->lock);
}

gchar *
offer_of (GstRTCPeerConnection * connection)
{
  Offer offer = { 0 };
  gint64 end = deadline ();

  g_mutex_init (&offer.lock);
  g_cond_init (&offer.cond);
  gst_rtc_peer_connection_create_offer_async (connection, NULL, NULL, on_offer,
      &offer);
  g_mutex_lock (&offer.lock);
  while (offer.sdp == NULL) {
    if (!g_cond_wait_until (&offer.cond, &offer.lock, end))
      fail ("waited %d s for an offer", DEADLINE_SECONDS);
  }
  g_mutex_unlock (&offer.lock);
  g_mutex_clear (&offer.lock);
  g_cond_clear (&offer.cond);
  return offer.sdp;
}

/* --- traces --------------------------------------------------------------- */

typedef struct
{
  GMutex lock;                  /* protects open */
  GCond cond;
  guint open;
} Doors;

static void
on_open (GstRTCDataChannel * channel, Doors * doors)
{
  g_mutex_lock (&doors->lock);
  doors->open++;
  g_cond_broadcast (&doors->cond);
  g_mutex_unlock (&doors->lock);
}

void
open_and_close_connections (guint pairs)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();
  g_autoptr (GPtrArray) channels =
      g_ptr_array_new_with_free_func (g_object_unref);
  Doors doors = { 0 };
  gint64 end = deadline ();
  guint i;

  g_mutex_init (&doors.lock);
  g_cond_init (&doors.cond);
  for (i = 0; i < pairs; i++) {
    g_autofree gchar *description =
        g_strdup_printf ("peerconnection name=a signaling-uri=loopback:n%u "
        "peerconnection name=b signaling-uri=loopback:n%u", i, i);
    Call *call = call_new (description);
    g_autoptr (GstElement) a = gst_bin_get_by_name (GST_BIN (call->pipeline),
        "a");
    g_autoptr (GstRTCPeerConnection) connection = NULL;
    GstRTCDataChannel *channel;

    g_object_get (a, "peer-connection", &connection, NULL);
    channel = gst_rtc_peer_connection_create_data_channel (connection, "door",
        NULL, NULL);
    g_signal_connect (channel, "open", G_CALLBACK (on_open), &doors);
    g_ptr_array_add (channels, channel);
    g_ptr_array_add (calls, call);
    call_play (call);
  }

  g_mutex_lock (&doors.lock);
  while (doors.open < pairs) {
    if (!g_cond_wait_until (&doors.cond, &doors.lock, end))
      fail ("waited %d s for %u channels, %u are open", DEADLINE_SECONDS,
          pairs, doors.open);
  }
  g_mutex_unlock (&doors.lock);
  for (i = 0; i < pairs; i++)
    call_free (g_ptr_array_index (calls, i));
  g_mutex_clear (&doors.lock);
  g_cond_clear (&doors.cond);
}

guint
count_entries (const gchar * directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* For who has to find out why: files by what they are, threads by name. */
static gchar *
name_entries (const gchar * directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  GString *names = g_string_new (NULL);
  const gchar *entry;

  while ((entry = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (directory, entry, NULL);
    g_autofree gchar *comm = g_build_filename (path, "comm", NULL);
    g_autofree gchar *name = g_file_read_link (path, NULL);

    if (name == NULL && g_file_get_contents (comm, &name, NULL, NULL))
      g_strchomp (name);
    g_string_append_printf (names, " %s", name != NULL ? name : "gone");
  }
  return g_string_free (names, FALSE);
}

/* What is torn down on other threads takes its time. */
void
wait_for_at_most (const gchar * what, const gchar * directory, guint wanted)
{
  gint64 end = deadline ();
  guint n;

  while ((n = count_entries (directory)) > wanted) {
    if (g_get_monotonic_time () > end) {
      g_autofree gchar *names = name_entries (directory);

      fail ("waited %d s for %s to go back to %u: %u:%s", DEADLINE_SECONDS,
          what, wanted, n, names);
    }
    g_thread_yield ();
  }
}
