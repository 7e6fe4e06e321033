/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdatasinkpad.h: a data channel to push buffers into.
 *
 * Each buffer is a message: text where the caps are text/x-raw, else binary.
 * Nothing is dropped: who pushes waits until the channel is open, and while
 * more than the threshold waits to be sent. EOS closes the channel after what
 * was pushed.
 */

#ifndef GST_RTC_DATA_SINK_PAD_H
#define GST_RTC_DATA_SINK_PAD_H

#include <gst/gst.h>
#include <gst/peerconnection/rtcbackend.h>

#include "gstrtcsinksync.h"

G_BEGIN_DECLS

#define GST_TYPE_RTC_DATA_SINK_PAD (gst_rtc_data_sink_pad_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCDataSinkPad, gst_rtc_data_sink_pad, GST,
    RTC_DATA_SINK_PAD, GstPad)

/* What finds a data pad by its caps: were they ANY, then any media that is no
 * RTP would. Also what a peer may have us say of its messages. */
#define GST_RTC_DATA_CAPS "text/x-raw; application/octet-stream; " \
    "application/json; meta/x-klv"

/* What a pad asks of its bin. All are called without the pad's lock. */
typedef struct
{
  /* The stream starts: the pad wants its channel. */
  void (*start) (GstElement * bin, GstRTCDataSinkPad * pad);
  /* All that was pushed before EOS has arrived, and the channel is closed; or the
   * stream begins anew. */
  void (*finished) (GstElement * bin, GstRTCDataSinkPad * pad);
  /* As for media: both stay together. */
  GstRTCTimeShiftFunc time_shift;
} GstRTCDataSinkPadCallbacks;

GstPad *gst_rtc_data_sink_pad_new (const gchar * name, GstPadTemplate * templ,
    const GstRTCDataSinkPadCallbacks * callbacks);

/* Makes the channel, unless it is there. */
gboolean gst_rtc_data_sink_pad_connect (GstRTCDataSinkPad * pad,
    GstRTCPeerConnection * connection, GError ** error);
/* Forgets it: its connection is gone. */
void gst_rtc_data_sink_pad_disconnect (GstRTCDataSinkPad * pad);
/* The bin goes below PAUSED, or comes back: nothing waits any more. */
void gst_rtc_data_sink_pad_set_flushing (GstRTCDataSinkPad * pad,
    gboolean flushing);
gboolean gst_rtc_data_sink_pad_is_finished (GstRTCDataSinkPad * pad);

G_END_DECLS

#endif /* GST_RTC_DATA_SINK_PAD_H */
