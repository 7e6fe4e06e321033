/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannelevent.c: the peer made a data channel.
 */

#include "rtcdatachannelevent.h"

#include "rtcproperties.h"

/**
 * GstRTCDataChannelEvent:
 *
 * What "datachannel" carries (webrtc-pc section 6.3).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCDataChannelEvent
{
  GObject parent;

  GstRTCDataChannel *channel;
};

G_DEFINE_FINAL_TYPE (GstRTCDataChannelEvent, gst_rtc_data_channel_event,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCDataChannelEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCDataChannelEvent:channel:
   *
   * The new channel.
   *
   * Since: 0.1
   */
  { "channel", OFFSET (channel), .get_type = gst_rtc_data_channel_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_data_channel_event_class_init (GstRTCDataChannelEventClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_data_channel_event_init (GstRTCDataChannelEvent * self)
{
}

/**
 * gst_rtc_data_channel_event_new:
 * @channel: the new channel
 *
 * Returns: (transfer full): a new RTCDataChannelEvent
 *
 * Since: 0.1
 */
GstRTCDataChannelEvent *
gst_rtc_data_channel_event_new (GstRTCDataChannel * channel)
{
  return g_object_new (GST_TYPE_RTC_DATA_CHANNEL_EVENT, "channel", channel,
      NULL);
}

/**
 * gst_rtc_data_channel_event_get_channel:
 * @event: an RTCDataChannelEvent
 *
 * Returns: (transfer none): the new channel
 *
 * Since: 0.1
 */
GstRTCDataChannel *
gst_rtc_data_channel_event_get_channel (GstRTCDataChannelEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_DATA_CHANNEL_EVENT (event), NULL);

  return event->channel;
}
