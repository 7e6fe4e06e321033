/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdatameta.h: how one buffer is sent over a data channel.
 */

#ifndef GST_RTC_DATA_META_H
#define GST_RTC_DATA_META_H

#include <gst/gst.h>
#include <gst/peerconnection/rtcprelude.h>

G_BEGIN_DECLS

typedef struct _GstRTCDataMeta GstRTCDataMeta;

/**
 * GstRTCDataMeta:
 * @meta: the parent
 * @ordered: whether it keeps its place among the channel's messages
 * @max_packet_life_time: for how many milliseconds it may be sent again; -1: no
 *   limit
 * @max_retransmits: how many times it may be sent again; -1: no limit
 *
 * How reliably one buffer is sent that goes into a data pad of peerconnection,
 * whatever its channel says (RFC 3758 section 3.5). Not both limits.
 *
 * Since: 0.1
 */
struct _GstRTCDataMeta
{
  GstMeta meta;

  gboolean ordered;
  gint max_packet_life_time;
  gint max_retransmits;
};

#define GST_RTC_DATA_META_API_TYPE (gst_rtc_data_meta_api_get_type ())
GST_RTC_API
GType gst_rtc_data_meta_api_get_type (void);

GST_RTC_API
const GstMetaInfo *gst_rtc_data_meta_get_info (void);

GST_RTC_API
GstRTCDataMeta *gst_rtc_data_meta_add (GstBuffer * buffer,
    gboolean ordered, gint max_packet_life_time, gint max_retransmits);
GST_RTC_API
GstRTCDataMeta *gst_rtc_data_meta_get (GstBuffer * buffer);

G_END_DECLS

#endif /* GST_RTC_DATA_META_H */
