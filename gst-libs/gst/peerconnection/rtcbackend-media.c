/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcbackend-media.c: the seam: where the media of a track comes from.
 */

#include "rtcbackend.h"

#include "mediastream-private.h"

GstElement *
gst_rtc_backend_dup_track_element (GstMediaStreamTrack * track, GError ** error)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  return
      gst_rtc_media_source_dup_element (gst_media_stream_track_peek_source
      (track), error);
}

GObject *
gst_rtc_backend_ensure_track_runner (GstMediaStreamTrack * track,
    GObject * (*make) (GstMediaStreamTrack * track))
{
  GstRTCMediaSource *source;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  source = gst_media_stream_track_peek_source (track);
  locker = g_mutex_locker_new (&source->runner_lock);
  if (gst_media_stream_track_get_ready_state (track) ==
      GST_MEDIA_STREAM_TRACK_STATE_ENDED)
    return NULL;
  if (source->runner == NULL)
    source->runner = make (track);

  return source->runner != NULL ? g_object_ref (source->runner) : NULL;
}

static gboolean
end_track (gpointer track)
{
  gst_media_stream_track_end (track);

  return G_SOURCE_REMOVE;
}

void
gst_rtc_backend_post_track_ended (GstMediaStreamTrack * track)
{
  g_autoptr (GSource) idle = NULL;

  g_return_if_fail (GST_IS_MEDIA_STREAM_TRACK (track));

  idle = g_idle_source_new ();
  g_source_set_callback (idle, end_track, g_object_ref (track), g_object_unref);
  g_source_attach (idle, gst_media_stream_track_peek_source (track)->context);
}
