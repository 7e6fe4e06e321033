/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcpads.h: what the pads of both directions show of their transceiver.
 */

#ifndef GST_RTC_PADS_H
#define GST_RTC_PADS_H

#include <gst/gst.h>
#include <gst/peerconnection/peerconnection.h>

G_BEGIN_DECLS

/* The properties "transceiver" and "mid", by these names. */
GParamSpec *gst_rtc_pad_transceiver_pspec (void);
GParamSpec *gst_rtc_pad_mid_pspec (void);

/* The transceiver @id of the connection to whose element @pad belongs, or
 * NULL. Transfer full. */
GstRTCRtpTransceiver *gst_rtc_pad_dup_transceiver (GstPad * pad, guint id);
gchar *gst_rtc_pad_dup_mid (GstPad * pad, guint id);

G_END_DECLS

#endif /* GST_RTC_PADS_H */
