/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamevent.c: a stream came or went.
 */

#include "mediastreamevent.h"

#include "rtcproperties.h"

/**
 * GstMediaStreamEvent:
 *
 * What "addstream" and "removestream" carry: events of before there were
 * transceivers. No standard has them any more.
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstMediaStreamEvent
{
  GObject parent;

  GstMediaStream *stream;
};

G_DEFINE_FINAL_TYPE (GstMediaStreamEvent, gst_media_stream_event,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstMediaStreamEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstMediaStreamEvent:stream:
   *
   * The stream.
   *
   * Since: 0.1
   */
  { "stream", OFFSET (stream), .get_type = gst_media_stream_get_type },
};
/* *INDENT-ON* */

static void
gst_media_stream_event_class_init (GstMediaStreamEventClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_media_stream_event_init (GstMediaStreamEvent * self)
{
}

/**
 * gst_media_stream_event_new:
 * @stream: the stream
 *
 * Returns: (transfer full): a new MediaStreamEvent
 *
 * Since: 0.1
 */
GstMediaStreamEvent *
gst_media_stream_event_new (GstMediaStream * stream)
{
  return g_object_new (GST_TYPE_MEDIA_STREAM_EVENT, "stream", stream, NULL);
}

/**
 * gst_media_stream_event_get_stream:
 * @event: a MediaStreamEvent
 *
 * Returns: (transfer none): the stream
 *
 * Since: 0.1
 */
GstMediaStream *
gst_media_stream_event_get_stream (GstMediaStreamEvent * event)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_EVENT (event), NULL);

  return event->stream;
}
