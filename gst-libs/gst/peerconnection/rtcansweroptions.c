/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcansweroptions.c: how to make an answer.
 */

#include "rtcansweroptions.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCAnswerOptions:
 *
 * The argument of createAnswer(): it has no members yet (webrtc-pc section
 * 4.2.6).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCAnswerOptions, gst_rtc_answer_options,
    G_TYPE_OBJECT);

static void
gst_rtc_answer_options_class_init (GstRTCAnswerOptionsClass * klass)
{
  gst_rtc_properties_install (klass, NULL, 0, GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_answer_options_init (GstRTCAnswerOptions * self)
{
}

/**
 * gst_rtc_answer_options_new:
 *
 * Returns: (transfer full): a new RTCAnswerOptions
 *
 * Since: 0.1
 */
GstRTCAnswerOptions *
gst_rtc_answer_options_new (void)
{
  return g_object_new (GST_TYPE_RTC_ANSWER_OPTIONS, NULL);
}
