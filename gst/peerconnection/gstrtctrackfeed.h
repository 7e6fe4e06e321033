/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctrackfeed.h: a sender's track becomes packets of its m-section.
 */

#ifndef GST_RTC_TRACK_FEED_H
#define GST_RTC_TRACK_FEED_H

#include <gst/peerconnection/rtcbackend.h>

#include "../rtp/gstrtcrtp.h"

G_BEGIN_DECLS

typedef struct _GstRTCTrackFeed GstRTCTrackFeed;

/* None of them waits. All are called in the connection's event queue. */
/* @ended (@object) is called, from any thread, when the track has ended. */
GstRTCTrackFeed *gst_rtc_track_feed_new (GstMediaStreamTrack * track,
    guint transceiver_id, GCallback ended, gpointer object);
void gst_rtc_track_feed_free (GstRTCTrackFeed * feed);

/* Whether it has not. */
gboolean gst_rtc_track_feed_is_live (GstRTCTrackFeed * feed);
/* Sends through @rtp with one of @codecs from now on. Where it does so
 * already, nothing happens. */
void gst_rtc_track_feed_start (GstRTCTrackFeed * feed, GstRTCRtp * rtp,
    GPtrArray * codecs, guint32 ssrc);
void gst_rtc_track_feed_stop (GstRTCTrackFeed * feed);

G_END_DECLS

#endif /* GST_RTC_TRACK_FEED_H */
