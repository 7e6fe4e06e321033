/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtmftonechangeevent.h: a tone begins, or the last one is over.
 */

#ifndef GST_RTC_DTMF_TONE_CHANGE_EVENT_H
#define GST_RTC_DTMF_TONE_CHANGE_EVENT_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DTMF_TONE_CHANGE_EVENT \
    (gst_rtc_dtmf_tone_change_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDTMFToneChangeEvent,
    gst_rtc_dtmf_tone_change_event, GST, RTC_DTMF_TONE_CHANGE_EVENT, GObject)

GST_RTC_API
GstRTCDTMFToneChangeEvent *gst_rtc_dtmf_tone_change_event_new (const gchar *
    tone);
GST_RTC_API
const gchar *gst_rtc_dtmf_tone_change_event_get_tone (GstRTCDTMFToneChangeEvent
    * event);

G_END_DECLS

#endif /* GST_RTC_DTMF_TONE_CHANGE_EVENT_H */
