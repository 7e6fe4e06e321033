/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamtrack.h: one audio or video (MediaStreamTrack).
 */

#ifndef GST_MEDIA_STREAM_TRACK_H
#define GST_MEDIA_STREAM_TRACK_H

#include <gst/gst.h>
#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_MEDIA_STREAM_TRACK (gst_media_stream_track_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstMediaStreamTrack, gst_media_stream_track, GST,
    MEDIA_STREAM_TRACK, GObject);

GST_RTC_API
GstMediaStreamTrack *gst_media_stream_track_new (const gchar * kind, GstElement
    * source, GError ** error);
GST_RTC_API
GstMediaStreamTrack *gst_media_stream_track_new_from_description (const gchar *
    kind, const gchar * bin_description, GError ** error);
GST_RTC_API
GstMediaStreamTrack *gst_media_stream_track_clone (GstMediaStreamTrack * track);

GST_RTC_API
const gchar *gst_media_stream_track_get_id (GstMediaStreamTrack * track);
GST_RTC_API
const gchar *gst_media_stream_track_get_kind (GstMediaStreamTrack * track);
GST_RTC_API
const gchar *gst_media_stream_track_get_label (GstMediaStreamTrack * track);
GST_RTC_API
gboolean gst_media_stream_track_get_enabled (GstMediaStreamTrack * track);
GST_RTC_API
void gst_media_stream_track_set_enabled (GstMediaStreamTrack * track, gboolean
    enabled);
GST_RTC_API
gboolean gst_media_stream_track_get_muted (GstMediaStreamTrack * track);
GST_RTC_API
GstMediaStreamTrackState gst_media_stream_track_get_ready_state
    (GstMediaStreamTrack * track);
GST_RTC_API
void gst_media_stream_track_stop (GstMediaStreamTrack * track);

G_END_DECLS

#endif /* GST_MEDIA_STREAM_TRACK_H */
