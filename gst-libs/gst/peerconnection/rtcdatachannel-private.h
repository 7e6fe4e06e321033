/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatachannel-private.h: a data channel inside.
 */

#ifndef GST_RTC_DATA_CHANNEL_PRIVATE_H
#define GST_RTC_DATA_CHANNEL_PRIVATE_H

#include "rtcviews.h"

G_BEGIN_DECLS

struct _GstRTCDataChannel
{
  GObject parent;

  /* Immutable. */
  GstRTCModel *model;
  PcDcepOpen *open;
  gboolean negotiated;

  /* Protected by the model's lock. */
  gint id;                      /* -1 until known */
  GstRTCDataChannelState state;
  gboolean handed_over;         /* the backend knows it */
  guint64 buffered_amount;      /* bytes */
  guint64 low_threshold;        /* bytes */
  GstBinaryType binary_type;
};

typedef enum
{
  GST_RTC_DATA_CHANNEL_OPEN,
  GST_RTC_DATA_CHANNEL_BUFFERED_AMOUNT_LOW,
  GST_RTC_DATA_CHANNEL_ERROR,
  GST_RTC_DATA_CHANNEL_CLOSING,
  GST_RTC_DATA_CHANNEL_CLOSE,
  GST_RTC_DATA_CHANNEL_MESSAGE,
  GST_RTC_DATA_CHANNEL_N_EVENTS,
} GstRTCDataChannelEventType;

/* @event: the event object of those that have one. */
void gst_rtc_data_channel_fire (GstRTCDataChannel * channel,
    GstRTCDataChannelEventType type, gpointer event);
void gst_rtc_data_channel_notify_state (GstRTCDataChannel * channel);

G_END_DECLS

#endif /* GST_RTC_DATA_CHANNEL_PRIVATE_H */
