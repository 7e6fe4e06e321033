/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtctrackevent.h: the peer sends a track.
 */

#ifndef GST_RTC_TRACK_EVENT_H
#define GST_RTC_TRACK_EVENT_H

#include <gst/peerconnection/mediastream.h>
#include <gst/peerconnection/mediastreamtrack.h>
#include <gst/peerconnection/rtcrtpreceiver.h>
#include <gst/peerconnection/rtcrtptransceiver.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_TRACK_EVENT (gst_rtc_track_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCTrackEvent, gst_rtc_track_event, GST,
    RTC_TRACK_EVENT, GObject)

GST_RTC_API
GstRTCTrackEvent *gst_rtc_track_event_new (GstRTCRtpReceiver * receiver,
    GstMediaStreamTrack * track, GPtrArray * streams,
    GstRTCRtpTransceiver * transceiver);
GST_RTC_API
GstRTCRtpReceiver *gst_rtc_track_event_get_receiver (GstRTCTrackEvent * event);
GST_RTC_API
GstMediaStreamTrack *gst_rtc_track_event_get_track (GstRTCTrackEvent * event);
GST_RTC_API
GPtrArray *gst_rtc_track_event_get_streams (GstRTCTrackEvent * event);
GST_RTC_API
GstRTCRtpTransceiver *gst_rtc_track_event_get_transceiver (GstRTCTrackEvent *
    event);

G_END_DECLS

#endif /* GST_RTC_TRACK_EVENT_H */
