/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-tracks.c: tracks of the application → m-sections.
 *
 * A sender's track is sent while its m-section sends and the transport is up.
 * The table of feeds belongs to the event queue, which takes it out of the
 * element for as long as it works on it: no lock is held meanwhile. A closing
 * element takes whatever is there; what comes back later, of that life, ends.
 */

#include "gstpeerconnection-private.h"
#include "gstrtctrackfeed.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

static GHashTable *
take_feeds (GstPeerConnection * self, guint * life)
{
  GHashTable *feeds;

  g_mutex_lock (&self->lock);
  *life = self->life;
  feeds = g_steal_pointer (&self->feeds);
  g_mutex_unlock (&self->lock);

  return feeds;
}

static void
put_feeds (GstPeerConnection * self, GHashTable * feeds, guint life)
{
  g_mutex_lock (&self->lock);
  if (!self->closed && self->life == life)
    self->feeds = g_steal_pointer (&feeds);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&feeds, g_hash_table_unref);
}

gboolean
gst_peer_connection_has_track (GstPeerConnection * self, guint transceiver_id)
{
  gboolean found;

  g_mutex_lock (&self->lock);
  found = self->feeds != NULL && g_hash_table_contains (self->feeds,
      GUINT_TO_POINTER (transceiver_id));
  g_mutex_unlock (&self->lock);

  return found;
}

void
gst_peer_connection_set_sender_track (GstRTCBackend * backend,
    guint transceiver_id, GstMediaStreamTrack * track)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);
  guint life;
  GHashTable *feeds = take_feeds (self, &life);

  if (feeds == NULL)
    feeds = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)
        gst_rtc_track_feed_free);
  if (track != NULL)
    g_hash_table_replace (feeds, GUINT_TO_POINTER (transceiver_id),
        gst_rtc_track_feed_new (track, transceiver_id,
            G_CALLBACK (gst_peer_connection_update_pads), self));
  else
    g_hash_table_remove (feeds, GUINT_TO_POINTER (transceiver_id));
  put_feeds (self, feeds, life);
  gst_peer_connection_update_pads (self);
}

/* Transfer full: what its packets go through now, or NULL. */
static GstRTCTransport *
find_way_out (GstPeerConnection * self, guint transceiver_id)
{
  const PcNegotiatedMedia *media = NULL;
  GstRTCTransport *transport = NULL;

  g_mutex_lock (&self->lock);
  if (self->negotiated != NULL)
    media = pc_negotiated_find_transceiver (self->negotiated, transceiver_id);
  if (media != NULL && pc_direction_sends (media->direction))
    transport = gst_peer_connection_dup_transport (self, media->transport_id);
  g_mutex_unlock (&self->lock);
  if (transport != NULL && !gst_rtc_transport_is_writable (transport))
    g_clear_pointer (&transport, gst_rtc_transport_unref);

  return transport;
}

static void
update_feed (GstPeerConnection * self, GstRTCPeerConnection * connection,
    guint transceiver_id, GstRTCTrackFeed * feed)
{
  g_autoptr (GstRTCTransport) transport = find_way_out (self, transceiver_id);
  g_autoptr (GPtrArray) codecs = NULL;
  guint32 ssrc;

  if (transport == NULL || !gst_rtc_track_feed_is_live (feed)) {
    gst_rtc_track_feed_stop (feed);
    return;
  }
  codecs = gst_rtc_backend_get_send_codecs (connection, transceiver_id, &ssrc);
  gst_rtc_track_feed_start (feed, gst_rtc_transport_get_rtp (transport),
      codecs, ssrc);
}

void
gst_peer_connection_update_tracks (GstPeerConnection * self)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  guint life;
  GHashTable *feeds = take_feeds (self, &life);
  GHashTableIter iter;
  gpointer id, feed;

  if (feeds == NULL)
    return;
  g_hash_table_iter_init (&iter, feeds);
  while (connection != NULL && g_hash_table_iter_next (&iter, &id, &feed))
    update_feed (self, connection, GPOINTER_TO_UINT (id), feed);
  put_feeds (self, feeds, life);
}
