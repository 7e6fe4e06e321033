/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcmeter.h: a stream that ends when too much comes in at once.
 *
 * libsoup bounds a WebSocket frame, but not how many of them may make up one
 * message. This one, between libsoup and the socket, fails to read once the
 * budget is used up; a complete message gives a new one.
 */

#ifndef GST_RTC_METER_H
#define GST_RTC_METER_H

#include <gio/gio.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_METER (gst_rtc_meter_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCMeter, gst_rtc_meter, GST, RTC_METER, GIOStream)

/* @base must be pollable both ways. */
GIOStream *gst_rtc_meter_new (GIOStream * base, gsize budget);
void gst_rtc_meter_refill (GstRTCMeter * meter);

G_END_DECLS

#endif /* GST_RTC_METER_H */
