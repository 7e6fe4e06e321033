/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctracksource.h: the element of a track runs, once for all that send it.
 *
 *   element ▶ clocksync ▶ tee ─▶ branch ─▶ a sender of some connection
 *                            └─▶ branch ─▶ …
 */

#ifndef GST_RTC_TRACK_SOURCE_H
#define GST_RTC_TRACK_SOURCE_H

#include <gst/peerconnection/rtcbackend.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_TRACK_SOURCE (gst_rtc_track_source_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCTrackSource, gst_rtc_track_source, GST,
    RTC_TRACK_SOURCE, GObject)

/* That of @track, made if there is none. Transfer full; NULL when the track has
 * ended, is a receiver's, or its element is missing. */
GstRTCTrackSource *gst_rtc_track_source_get (GstMediaStreamTrack * track);

/* What the element gives. */
GstCaps *gst_rtc_track_source_get_caps (GstRTCTrackSource * source);
/* Its running time now: the same for all sources of the process. */
GstClockTime gst_rtc_track_source_now (void);

/* Takes @branch (floating), a bin with one pad "sink"; its state follows. */
void gst_rtc_track_source_add (GstRTCTrackSource * source, GstElement * branch);
/* Does not wait: the branch stops soon. */
void gst_rtc_track_source_remove (GstRTCTrackSource * source,
    GstElement * branch);

G_END_DECLS

#endif /* GST_RTC_TRACK_SOURCE_H */
