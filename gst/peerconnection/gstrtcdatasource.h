/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdatasource.h: the messages of a data channel as buffers of a pad.
 *
 * A message waits in the pad's queue until its task has pushed it, and counts
 * meanwhile as not used up by the application: when too much does, SCTP's
 * window stops the peer. Without a link messages are nobody's, and dropped.
 */

#ifndef GST_RTC_DATA_SOURCE_H
#define GST_RTC_DATA_SOURCE_H

#include <gst/gst.h>
#include <gst/peerconnection/rtcbackend.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DATA_SOURCE (gst_rtc_data_source_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCDataSource, gst_rtc_data_source, GST,
    RTC_DATA_SOURCE, GstPad)

GstPad *gst_rtc_data_source_new (const gchar * name, GstPadTemplate * templ,
    GstRTCPeerConnection * connection, GstRTCDataChannel * channel);
/* The connection is gone, but the pad and its link wait for the next one's
 * channel. */
void gst_rtc_data_source_park (GstRTCDataSource * pad);
gboolean gst_rtc_data_source_is_parked (GstRTCDataSource * pad);
void gst_rtc_data_source_adopt (GstRTCDataSource * pad,
    GstRTCPeerConnection * connection, GstRTCDataChannel * channel);
/* Nothing more comes: its queue, then EOS, are pushed, and the pad removes
 * itself. */
void gst_rtc_data_source_end (GstRTCDataSource * pad);
/* At once; waits for its task. */
void gst_rtc_data_source_remove (GstRTCDataSource * pad, GstElement * bin);

G_END_DECLS

#endif /* GST_RTC_DATA_SOURCE_H */
