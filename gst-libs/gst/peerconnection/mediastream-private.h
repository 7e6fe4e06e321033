/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastream-private.h: what a connection does to tracks and streams.
 */

#ifndef GST_MEDIA_STREAM_PRIVATE_H
#define GST_MEDIA_STREAM_PRIVATE_H

#include "mediastream.h"
#include "rtcmediasource.h"

G_BEGIN_DECLS

/* A track that a receiver makes: muted until packets arrive. @kind "audio" or
 * "video". */
GstMediaStreamTrack *gst_media_stream_track_new_remote (const gchar *
    kind);

GstMediaStreamTrack *gst_media_stream_track_new_for_source (GstRTCMediaSource *
    source, gboolean live);
GstRTCMediaSource *gst_media_stream_track_peek_source (GstMediaStreamTrack *
    track);

/* Only from an entry of the queue: these fire events, on all tracks of the source. */
void gst_media_stream_track_set_muted (GstMediaStreamTrack * track,
    gboolean muted);
void gst_media_stream_track_end (GstMediaStreamTrack * track);
/* Its two halves: what a getter shows, from any thread, and the event. The
 * first returns those that were live (transfer full). */
GPtrArray *gst_media_stream_track_begin_end (GstMediaStreamTrack * track);
void gst_media_stream_track_announce_end (GPtrArray * tracks);
/* The connection is closed: fires nothing. */
void gst_media_stream_track_end_silently (GstMediaStreamTrack * track);

GstMediaStream *gst_media_stream_new_with_id (const gchar * id);
/* As the peer does it: fires addtrack, removetrack. */
void gst_media_stream_add_remote_track (GstMediaStream * stream,
    GstMediaStreamTrack * track);
void gst_media_stream_remove_remote_track (GstMediaStream * stream,
    GstMediaStreamTrack * track);

G_END_DECLS

#endif /* GST_MEDIA_STREAM_PRIVATE_H */
