/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamtrack.h: one audio or video (MediaStreamTrack).
 */

#ifndef GST_MEDIA_STREAM_TRACK_H
#define GST_MEDIA_STREAM_TRACK_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS
/**
 * GstMediaStreamTrackState:
 * @GST_MEDIA_STREAM_TRACK_STATE_LIVE: "live"
 * @GST_MEDIA_STREAM_TRACK_STATE_ENDED: "ended": nothing will come any more
 *
 * MediaStreamTrackState (mediacapture-main section 4.3.3).
 *
 * Since: 0.1
 */
    typedef enum
{
  GST_MEDIA_STREAM_TRACK_STATE_LIVE,
  GST_MEDIA_STREAM_TRACK_STATE_ENDED,
} GstMediaStreamTrackState;

#define GST_TYPE_MEDIA_STREAM_TRACK_STATE \
    (gst_media_stream_track_state_get_type ())
GST_RTC_API GType gst_media_stream_track_state_get_type (void);

#define GST_TYPE_MEDIA_STREAM_TRACK (gst_media_stream_track_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstMediaStreamTrack, gst_media_stream_track, GST,
    MEDIA_STREAM_TRACK, GObject)
     GST_RTC_API
         const gchar *gst_media_stream_track_get_id (GstMediaStreamTrack *
    track);
     GST_RTC_API const gchar
         * gst_media_stream_track_get_kind (GstMediaStreamTrack * track);
     GST_RTC_API const gchar
         * gst_media_stream_track_get_label (GstMediaStreamTrack * track);
     GST_RTC_API gboolean
         gst_media_stream_track_get_enabled (GstMediaStreamTrack * track);
     GST_RTC_API void gst_media_stream_track_set_enabled (GstMediaStreamTrack *
    track, gboolean enabled);
GST_RTC_API gboolean gst_media_stream_track_get_muted (GstMediaStreamTrack *
    track);
     GST_RTC_API
         GstMediaStreamTrackState
     gst_media_stream_track_get_ready_state (GstMediaStreamTrack * track);
     GST_RTC_API void
     gst_media_stream_track_stop (GstMediaStreamTrack * track);

G_END_DECLS
#endif /* GST_MEDIA_STREAM_TRACK_H */
