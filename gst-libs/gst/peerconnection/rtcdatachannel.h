/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannel.h: messages both ways (RTCDataChannel).
 */

#ifndef GST_RTC_DATA_CHANNEL_H
#define GST_RTC_DATA_CHANNEL_H

#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtctransportenums.h>
#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DATA_CHANNEL (gst_rtc_data_channel_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDataChannel, gst_rtc_data_channel, GST,
    RTC_DATA_CHANNEL, GObject);

/* What it is; never changes, but for the id. */
GST_RTC_API
const gchar *gst_rtc_data_channel_get_label (GstRTCDataChannel * channel);
GST_RTC_API
gboolean gst_rtc_data_channel_get_ordered (GstRTCDataChannel * channel);
GST_RTC_API
gint gst_rtc_data_channel_get_max_packet_life_time (GstRTCDataChannel *
    channel);
GST_RTC_API
gint gst_rtc_data_channel_get_max_retransmits (GstRTCDataChannel * channel);
GST_RTC_API
const gchar *gst_rtc_data_channel_get_protocol (GstRTCDataChannel * channel);
GST_RTC_API
gboolean gst_rtc_data_channel_get_negotiated (GstRTCDataChannel * channel);
GST_RTC_API
gint gst_rtc_data_channel_get_id (GstRTCDataChannel * channel);
GST_RTC_API
GstRTCPriorityType gst_rtc_data_channel_get_priority (GstRTCDataChannel *
    channel);

/* How it is doing. */
GST_RTC_API
GstRTCDataChannelState gst_rtc_data_channel_get_ready_state (GstRTCDataChannel
    * channel);
GST_RTC_API
guint64 gst_rtc_data_channel_get_buffered_amount (GstRTCDataChannel * channel);
GST_RTC_API
guint64 gst_rtc_data_channel_get_buffered_amount_low_threshold
    (GstRTCDataChannel * channel);
GST_RTC_API
void gst_rtc_data_channel_set_buffered_amount_low_threshold (GstRTCDataChannel
    * channel, guint64 threshold);
GST_RTC_API
GstBinaryType gst_rtc_data_channel_get_binary_type (GstRTCDataChannel *
    channel);
GST_RTC_API
void gst_rtc_data_channel_set_binary_type (GstRTCDataChannel * channel,
    GstBinaryType type);

GST_RTC_API
gboolean gst_rtc_data_channel_send_string (GstRTCDataChannel * channel, const
    gchar * text, GError ** error);
GST_RTC_API
gboolean gst_rtc_data_channel_send_bytes (GstRTCDataChannel * channel, GBytes *
    bytes, GError ** error);

GST_RTC_API
void gst_rtc_data_channel_close (GstRTCDataChannel * channel);

G_END_DECLS

#endif /* GST_RTC_DATA_CHANNEL_H */
