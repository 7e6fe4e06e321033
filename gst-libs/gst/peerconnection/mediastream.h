/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastream.h: tracks that belong together (MediaStream).
 */

#ifndef GST_MEDIA_STREAM_H
#define GST_MEDIA_STREAM_H

#include <gst/peerconnection/mediastreamtrack.h>

G_BEGIN_DECLS

#define GST_TYPE_MEDIA_STREAM (gst_media_stream_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstMediaStream, gst_media_stream, GST, MEDIA_STREAM,
    GObject);

GST_RTC_API
GstMediaStream *gst_media_stream_new (void);
GST_RTC_API
GstMediaStream *gst_media_stream_new_from_tracks (GPtrArray * tracks);
GST_RTC_API
GstMediaStream *gst_media_stream_new_from_stream (GstMediaStream * stream);
GST_RTC_API
GstMediaStream *gst_media_stream_clone (GstMediaStream * stream);

GST_RTC_API
const gchar *gst_media_stream_get_id (GstMediaStream * stream);
GST_RTC_API
gboolean gst_media_stream_get_active (GstMediaStream * stream);
GST_RTC_API
GPtrArray *gst_media_stream_get_tracks (GstMediaStream * stream);
GST_RTC_API
GPtrArray *gst_media_stream_get_audio_tracks (GstMediaStream * stream);
GST_RTC_API
GPtrArray *gst_media_stream_get_video_tracks (GstMediaStream * stream);
GST_RTC_API
GstMediaStreamTrack *gst_media_stream_get_track_by_id (GstMediaStream * stream,
    const gchar * id);
GST_RTC_API
void gst_media_stream_add_track (GstMediaStream * stream, GstMediaStreamTrack *
    track);
GST_RTC_API
void gst_media_stream_remove_track (GstMediaStream * stream,
    GstMediaStreamTrack * track);

G_END_DECLS

#endif /* GST_MEDIA_STREAM_H */
