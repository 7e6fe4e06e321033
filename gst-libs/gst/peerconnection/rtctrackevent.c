/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtctrackevent.c: the peer sends a track.
 */

#include "rtctrackevent.h"

#include "rtcproperties.h"

/**
 * GstRTCTrackEvent:
 *
 * What "track" carries (webrtc-pc section 5.7).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCTrackEvent
{
  GObject parent;

  GstRTCRtpReceiver *receiver;
  GstMediaStreamTrack *track;
  GPtrArray *streams;           /* of GstMediaStream */
  GstRTCRtpTransceiver *transceiver;
};

G_DEFINE_FINAL_TYPE (GstRTCTrackEvent, gst_rtc_track_event, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCTrackEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCTrackEvent:receiver:
   *
   * Who receives the track.
   *
   * Since: 0.1
   */
  { "receiver", OFFSET (receiver), .get_type = gst_rtc_rtp_receiver_get_type },
  /**
   * GstRTCTrackEvent:track:
   *
   * The track.
   *
   * Since: 0.1
   */
  { "track", OFFSET (track), .get_type = gst_media_stream_track_get_type },
  { NULL, OFFSET (streams), .get_type = g_ptr_array_get_type },
  /**
   * GstRTCTrackEvent:transceiver:
   *
   * The transceiver of the receiver.
   *
   * Since: 0.1
   */
  { "transceiver", OFFSET (transceiver),
      .get_type = gst_rtc_rtp_transceiver_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_track_event_class_init (GstRTCTrackEventClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_track_event_init (GstRTCTrackEvent * self)
{
}

/**
 * gst_rtc_track_event_new:
 * @receiver: who receives the track
 * @track: the track
 * @streams: (nullable) (element-type GstMediaStream): the streams that the
 *   track belongs to; %NULL for none
 * @transceiver: the transceiver of the receiver
 *
 * Returns: (transfer full): a new RTCTrackEvent
 *
 * Since: 0.1
 */
GstRTCTrackEvent *
gst_rtc_track_event_new (GstRTCRtpReceiver * receiver,
    GstMediaStreamTrack * track, GPtrArray * streams,
    GstRTCRtpTransceiver * transceiver)
{
  GstRTCTrackEvent *event = g_object_new (GST_TYPE_RTC_TRACK_EVENT,
      "receiver", receiver, "track", track, "transceiver", transceiver, NULL);

  event->streams = gst_rtc_object_array_copy (streams);

  return event;
}

/**
 * gst_rtc_track_event_get_receiver:
 * @event: an RTCTrackEvent
 *
 * Returns: (transfer none): who receives the track
 *
 * Since: 0.1
 */
GstRTCRtpReceiver *
gst_rtc_track_event_get_receiver (GstRTCTrackEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_TRACK_EVENT (event), NULL);

  return event->receiver;
}

/**
 * gst_rtc_track_event_get_track:
 * @event: an RTCTrackEvent
 *
 * Returns: (transfer none): the track
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_rtc_track_event_get_track (GstRTCTrackEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_TRACK_EVENT (event), NULL);

  return event->track;
}

/**
 * gst_rtc_track_event_get_transceiver:
 * @event: an RTCTrackEvent
 *
 * Returns: (transfer none): the transceiver of the receiver
 *
 * Since: 0.1
 */
GstRTCRtpTransceiver *
gst_rtc_track_event_get_transceiver (GstRTCTrackEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_TRACK_EVENT (event), NULL);

  return event->transceiver;
}

/**
 * gst_rtc_track_event_get_streams:
 * @event: an RTCTrackEvent
 *
 * Returns: (transfer container) (element-type GstMediaStream): the streams that
 *   the track belongs to, for the peer; may be empty
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_track_event_get_streams (GstRTCTrackEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_TRACK_EVENT (event), NULL);

  return gst_rtc_object_array_copy (event->streams);
}
