/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtmfsender.h: tones that are sent (RTCDTMFSender).
 */

#ifndef GST_RTC_DTMF_SENDER_H
#define GST_RTC_DTMF_SENDER_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DTMF_SENDER (gst_rtc_dtmf_sender_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDTMFSender, gst_rtc_dtmf_sender, GST,
    RTC_DTMF_SENDER, GObject)

GST_RTC_API
gboolean gst_rtc_dtmf_sender_insert_dtmf (GstRTCDTMFSender * dtmf,
    const gchar * tones, guint duration, guint inter_tone_gap, GError ** error);
GST_RTC_API
gboolean gst_rtc_dtmf_sender_get_can_insert_dtmf (GstRTCDTMFSender * dtmf);
GST_RTC_API
gchar *gst_rtc_dtmf_sender_get_tone_buffer (GstRTCDTMFSender * dtmf);

G_END_DECLS

#endif /* GST_RTC_DTMF_SENDER_H */
