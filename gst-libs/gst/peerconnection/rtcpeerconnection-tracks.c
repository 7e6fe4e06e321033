/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-tracks.c: what an applied description means for received
 * tracks and their streams: "process remote tracks" (webrtc-pc section 4.4.1.5)
 * with its four lists, each event an entry of the queue.
 */

#include "rtcpeerconnection-private.h"

#include "mediastream-private.h"
#include "mediastreamevent.h"
#include "rtctrackevent.h"

/* One thing to be told; which members count depends on the entry. */
typedef struct
{
  GstRTCRtpTransceiver *transceiver;
  GstMediaStreamTrack *track;
  GstMediaStream *stream;
  GPtrArray *streams;           /* of GstMediaStream */
} TrackEntry;

static void
track_entry_free (gpointer data)
{
  TrackEntry *entry = data;

  g_clear_object (&entry->transceiver);
  g_clear_object (&entry->track);
  g_clear_object (&entry->stream);
  g_clear_pointer (&entry->streams, g_ptr_array_unref);
  g_free (entry);
}

static TrackEntry *
track_entry_new (GstRTCRtpTransceiver * transceiver, GstMediaStream * stream)
{
  TrackEntry *entry = g_new0 (TrackEntry, 1);
  GstRTCRtpReceiver *receiver =
      gst_rtc_rtp_transceiver_get_receiver (transceiver);

  entry->transceiver = g_object_ref (transceiver);
  entry->track = g_object_ref (gst_rtc_rtp_receiver_get_track (receiver));
  entry->stream = stream != NULL ? g_object_ref (stream) : NULL;

  return entry;
}

static void
mute_track (gpointer owner, gpointer data)
{
  gst_media_stream_track_set_muted (((TrackEntry *) data)->track, TRUE);
}

static void
remove_from_stream (gpointer owner, gpointer data)
{
  TrackEntry *entry = data;

  gst_media_stream_remove_remote_track (entry->stream, entry->track);
}

static void
add_to_stream (gpointer owner, gpointer data)
{
  TrackEntry *entry = data;

  gst_media_stream_add_remote_track (entry->stream, entry->track);
}

static void
fire_track (gpointer owner, gpointer data)
{
  TrackEntry *entry = data;
  g_autoptr (GstRTCTrackEvent) event =
      gst_rtc_track_event_new (gst_rtc_rtp_transceiver_get_receiver
      (entry->transceiver), entry->track, entry->streams, entry->transceiver);

  gst_rtc_peer_connection_fire (owner, GST_RTC_EVENT_TRACK, event);
}

static void
fire_stream (GstRTCPeerConnection * self, GstRTCEvent type,
    GstMediaStream * stream)
{
  g_autoptr (GstMediaStreamEvent) event = gst_media_stream_event_new (stream);

  gst_rtc_peer_connection_fire (self, type, event);
}

static void
fire_addstream (gpointer owner, gpointer data)
{
  fire_stream (owner, GST_RTC_EVENT_ADDSTREAM, data);
}

static void
fire_removestream (gpointer owner, gpointer data)
{
  fire_stream (owner, GST_RTC_EVENT_REMOVESTREAM, data);
}

/* Posts next @func for each of @streams that is not in @others. */
static void
post_streams (GstRTCPeerConnection * self, GPtrArray * streams,
    GPtrArray * others, GstRTCEntryFunc func)
{
  for (guint i = 0; i < streams->len; i++) {
    GstMediaStream *stream = g_ptr_array_index (streams, i);

    if (!g_ptr_array_find (others, stream, NULL))
      gst_rtc_operations_post_next (self->model->queue, func,
          g_object_ref (stream), g_object_unref);
  }
}

/* The lists of section 4.4.1.5, and the entries that empty them, in order. */
typedef enum
{
  LIST_MUTE,
  LIST_REMOVE,
  LIST_ADD,
  LIST_TRACK,
  N_LISTS,
} List;

static const GstRTCEntryFunc list_funcs[N_LISTS] = {
  [LIST_MUTE] = mute_track,
  [LIST_REMOVE] = remove_from_stream,
  [LIST_ADD] = add_to_stream,
  [LIST_TRACK] = fire_track,
};

static GPtrArray *
stream_list_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* The stream objects of @ids: one object an id, for as long as the connection
 * lives. */
static GPtrArray *
find_streams (GstRTCPeerConnection * self, gchar ** ids)
{
  GPtrArray *streams = stream_list_new ();

  for (; ids != NULL && *ids != NULL; ids++) {
    GstMediaStream *stream = g_hash_table_lookup (self->streams, *ids);

    if (stream == NULL) {
      stream = gst_media_stream_new_with_id (*ids);
      g_hash_table_insert (self->streams, g_strdup (*ids), stream);
    }
    g_ptr_array_add (streams, g_object_ref (stream));
  }

  return streams;
}

/* "Set the associated remote streams" (webrtc-pc section 4.4.1.5). */
static void
set_streams (GstRTCPeerConnection * self, GstRTCRtpTransceiver * transceiver,
    GPtrArray * streams, GPtrArray ** lists)
{
  GPtrArray **associated =
      gst_rtc_rtp_receiver_peek_streams (gst_rtc_rtp_transceiver_get_receiver
      (transceiver));
  GPtrArray *old = *associated;

  for (guint i = 0; i < old->len; i++)
    if (!g_ptr_array_find (streams, g_ptr_array_index (old, i), NULL))
      g_ptr_array_add (lists[LIST_REMOVE], track_entry_new (transceiver,
              g_ptr_array_index (old, i)));
  for (guint i = 0; i < streams->len; i++)
    if (!g_ptr_array_find (old, g_ptr_array_index (streams, i), NULL))
      g_ptr_array_add (lists[LIST_ADD], track_entry_new (transceiver,
              g_ptr_array_index (streams, i)));

  g_mutex_lock (&self->model->lock);
  *associated = g_ptr_array_ref (streams);
  g_mutex_unlock (&self->model->lock);
  g_ptr_array_unref (old);
}

static void
process_change (GstRTCPeerConnection * self, const PcChange * change,
    GstRTCRtpTransceiver * transceiver, GPtrArray * streams, GPtrArray ** lists)
{
  g_autoptr (GPtrArray) none = stream_list_new ();
  TrackEntry *entry;

  switch (change->type) {
    case PC_CHANGE_TRANSCEIVER_STOPPED:
    case PC_CHANGE_TRANSCEIVER_REMOVED:
      /* "Stop the RTCRtpTransceiver" ends the track at once; what came of
       * "process remote tracks" before it is in the lists. */
      set_streams (self, transceiver, none, lists);
      g_ptr_array_add (lists[LIST_MUTE], track_entry_new (transceiver, NULL));
      gst_media_stream_track_end (gst_rtc_rtp_receiver_get_track
          (gst_rtc_rtp_transceiver_get_receiver (transceiver)));
      break;
    case PC_CHANGE_TRACK_REMOVED:
      set_streams (self, transceiver, none, lists);
      g_ptr_array_add (lists[LIST_MUTE], track_entry_new (transceiver, NULL));
      break;
    case PC_CHANGE_STREAMS:
      set_streams (self, transceiver, streams, lists);
      break;
    case PC_CHANGE_TRACK_ADDED:
      set_streams (self, transceiver, streams, lists);
      entry = track_entry_new (transceiver, NULL);
      entry->streams = g_ptr_array_ref (streams);
      g_ptr_array_add (lists[LIST_TRACK], entry);
      break;
    case PC_CHANGE_TRANSCEIVER_CREATED:
    case PC_CHANGE_SIGNALING_STATE:
      break;
  }
}

void
gst_rtc_peer_connection_post_track_events (GstRTCPeerConnection * self,
    const GArray * changes, GPtrArray * views)
{
  GPtrArray *lists[N_LISTS];
  g_autoptr (GPtrArray) before =
      gst_rtc_peer_connection_list_remote_streams (self);
  g_autoptr (GPtrArray) now = NULL;

  for (guint i = 0; i < N_LISTS; i++)
    lists[i] = g_ptr_array_new ();

  for (guint i = 0; i < changes->len; i++) {
    const PcChange *change = &g_array_index (changes, PcChange, i);
    GstRTCRtpTransceiver *view = g_ptr_array_index (views, i);
    const PcTransceiver *transceiver;
    g_autoptr (GPtrArray) streams = NULL;
    g_auto (GStrv) ids = NULL;

    if (view == NULL)
      continue;
    g_mutex_lock (&self->model->lock);
    transceiver = pc_session_get_transceiver (self->model->session,
        change->transceiver_id);
    if (transceiver != NULL)
      ids = g_strdupv (transceiver->remote_stream_ids);
    g_mutex_unlock (&self->model->lock);
    streams = find_streams (self, ids);
    process_change (self, change, view, streams, lists);
  }

  now = gst_rtc_peer_connection_list_remote_streams (self);
  for (guint i = 0; i < N_LISTS; i++) {
    /* No standard says when: before the track event, as browsers do. */
    if (i == LIST_TRACK) {
      post_streams (self, now, before, fire_addstream);
      post_streams (self, before, now, fire_removestream);
    }
    for (guint j = 0; j < lists[i]->len; j++)
      gst_rtc_operations_post_next (self->model->queue, list_funcs[i],
          g_ptr_array_index (lists[i], j), track_entry_free);
    g_ptr_array_unref (lists[i]);
  }
}

void
gst_rtc_peer_connection_receiver_muted (GstRTCPeerConnection * self,
    guint transceiver_id, gboolean muted)
{
  g_autoptr (GstRTCRtpTransceiver) view =
      gst_rtc_backend_get_transceiver (self, transceiver_id);

  GstMediaStreamTrack *track;

  if (view == NULL)
    return;
  track = gst_rtc_rtp_receiver_get_track (gst_rtc_rtp_transceiver_get_receiver
      (view));
  if (muted || !gst_rtc_rtp_transceiver_is_stopping (view))
    gst_media_stream_track_set_muted (track, muted);
}

void
gst_rtc_peer_connection_end_tracks_locked (GstRTCPeerConnection * self)
{
  GHashTableIter iter;
  gpointer view;

  g_hash_table_iter_init (&iter, self->transceivers);
  while (g_hash_table_iter_next (&iter, NULL, &view))
    gst_media_stream_track_end_silently (gst_rtc_rtp_receiver_get_track
        (gst_rtc_rtp_transceiver_get_receiver (view)));
}
