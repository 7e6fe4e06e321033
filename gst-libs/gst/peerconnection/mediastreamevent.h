/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamevent.h: a stream came or went.
 */

#ifndef GST_MEDIA_STREAM_EVENT_H
#define GST_MEDIA_STREAM_EVENT_H

#include <gst/peerconnection/mediastream.h>

G_BEGIN_DECLS
#define GST_TYPE_MEDIA_STREAM_EVENT (gst_media_stream_event_get_type ())
    GST_RTC_API
G_DECLARE_FINAL_TYPE (GstMediaStreamEvent, gst_media_stream_event, GST,
    MEDIA_STREAM_EVENT, GObject)
     GST_RTC_API GstMediaStreamEvent *gst_media_stream_event_new (GstMediaStream
    * stream);
GST_RTC_API
GstMediaStream *gst_media_stream_event_get_stream (GstMediaStreamEvent *
    event);

G_END_DECLS
#endif /* GST_MEDIA_STREAM_EVENT_H */
