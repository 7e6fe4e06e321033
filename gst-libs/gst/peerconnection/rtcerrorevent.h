/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcerrorevent.h: a transport or channel failed.
 */

#ifndef GST_RTC_ERROR_EVENT_H
#define GST_RTC_ERROR_EVENT_H

#include <gst/peerconnection/rtcerror.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ERROR_EVENT (gst_rtc_error_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCErrorEvent, gst_rtc_error_event, GST,
    RTC_ERROR_EVENT, GObject)

GST_RTC_API
GstRTCErrorEvent *gst_rtc_error_event_new (GstRTCError * error);
GST_RTC_API
GstRTCError *gst_rtc_error_event_get_error (GstRTCErrorEvent * event);

G_END_DECLS

#endif /* GST_RTC_ERROR_EVENT_H */
