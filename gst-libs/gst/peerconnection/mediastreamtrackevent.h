/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamtrackevent.h: a stream got or lost a track.
 */

#ifndef GST_MEDIA_STREAM_TRACK_EVENT_H
#define GST_MEDIA_STREAM_TRACK_EVENT_H

#include <gst/peerconnection/mediastreamtrack.h>

G_BEGIN_DECLS

#define GST_TYPE_MEDIA_STREAM_TRACK_EVENT \
    (gst_media_stream_track_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstMediaStreamTrackEvent, gst_media_stream_track_event,
    GST, MEDIA_STREAM_TRACK_EVENT, GObject);

GST_RTC_API
GstMediaStreamTrackEvent *gst_media_stream_track_event_new (GstMediaStreamTrack
    * track);
GST_RTC_API
GstMediaStreamTrack *gst_media_stream_track_event_get_track
    (GstMediaStreamTrackEvent * event);

G_END_DECLS

#endif /* GST_MEDIA_STREAM_TRACK_EVENT_H */
