/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannelinit.h: what a data channel is to be.
 */

#ifndef GST_RTC_DATA_CHANNEL_INIT_H
#define GST_RTC_DATA_CHANNEL_INIT_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DATA_CHANNEL_INIT (gst_rtc_data_channel_init_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDataChannelInit, gst_rtc_data_channel_init, GST,
    RTC_DATA_CHANNEL_INIT, GObject)

GST_RTC_API
GstRTCDataChannelInit *gst_rtc_data_channel_init_new (void);

G_END_DECLS

#endif /* GST_RTC_DATA_CHANNEL_INIT_H */
