/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcansweroptions.h: how to make an answer.
 */

#ifndef GST_RTC_ANSWER_OPTIONS_H
#define GST_RTC_ANSWER_OPTIONS_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ANSWER_OPTIONS (gst_rtc_answer_options_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCAnswerOptions, gst_rtc_answer_options, GST,
    RTC_ANSWER_OPTIONS, GObject)

GST_RTC_API
GstRTCAnswerOptions *gst_rtc_answer_options_new (void);

G_END_DECLS

#endif /* GST_RTC_ANSWER_OPTIONS_H */
