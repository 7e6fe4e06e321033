/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannelevent.h: the peer made a data channel.
 */

#ifndef GST_RTC_DATA_CHANNEL_EVENT_H
#define GST_RTC_DATA_CHANNEL_EVENT_H

#include <gst/peerconnection/rtcdatachannel.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DATA_CHANNEL_EVENT (gst_rtc_data_channel_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDataChannelEvent, gst_rtc_data_channel_event, GST,
    RTC_DATA_CHANNEL_EVENT, GObject)

GST_RTC_API
GstRTCDataChannelEvent *gst_rtc_data_channel_event_new (GstRTCDataChannel *
    channel);
GST_RTC_API
GstRTCDataChannel *gst_rtc_data_channel_event_get_channel (
    GstRTCDataChannelEvent * event);

G_END_DECLS

#endif /* GST_RTC_DATA_CHANNEL_EVENT_H */
