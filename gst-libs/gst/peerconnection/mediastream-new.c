/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastream-new.c: the ways to make a stream (mediacapture-main section
 * 4.2, the overloaded constructor).
 */

#include "mediastream-private.h"

/**
 * gst_media_stream_new:
 *
 * Returns: (transfer full): a new stream without tracks
 *
 * Since: 0.1
 */
GstMediaStream *
gst_media_stream_new (void)
{
  return gst_media_stream_new_with_id (NULL);
}

/**
 * gst_media_stream_new_from_tracks: (constructor)
 * @tracks: (element-type GstMediaStreamTrack): what is to be in it
 *
 * Returns: (transfer full): a new stream with a new id, and the tracks
 *
 * Since: 0.1
 */
GstMediaStream *
gst_media_stream_new_from_tracks (GPtrArray * tracks)
{
  GstMediaStream *stream;

  g_return_val_if_fail (tracks != NULL, NULL);

  stream = gst_media_stream_new ();
  for (guint i = 0; i < tracks->len; i++)
    gst_media_stream_add_track (stream, g_ptr_array_index (tracks, i));

  return stream;
}

/**
 * gst_media_stream_new_from_stream: (constructor)
 * @stream: a #GstMediaStream
 *
 * gst_media_stream_clone() clones the tracks too.
 *
 * Returns: (transfer full): a new stream with a new id, and the tracks of
 *   @stream
 *
 * Since: 0.1
 */
GstMediaStream *
gst_media_stream_new_from_stream (GstMediaStream * stream)
{
  g_autoptr (GPtrArray) tracks = NULL;

  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);

  tracks = gst_media_stream_get_tracks (stream);

  return gst_media_stream_new_from_tracks (tracks);
}

/**
 * gst_media_stream_clone:
 * @stream: a #GstMediaStream
 *
 * Returns: (transfer full): a new stream with a new id, and a clone of each
 *   track of @stream
 *
 * Since: 0.1
 */
GstMediaStream *
gst_media_stream_clone (GstMediaStream * stream)
{
  g_autoptr (GPtrArray) tracks = NULL;
  GstMediaStream *copy;

  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);

  copy = gst_media_stream_new ();
  tracks = gst_media_stream_get_tracks (stream);
  for (guint i = 0; i < tracks->len; i++) {
    g_autoptr (GstMediaStreamTrack) track =
        gst_media_stream_track_clone (g_ptr_array_index (tracks, i));

    gst_media_stream_add_track (copy, track);
  }

  return copy;
}
