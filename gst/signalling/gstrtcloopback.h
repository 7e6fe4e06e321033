/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcloopback.h: loopback:NAME, two elements in one process.
 */

#ifndef GST_RTC_LOOPBACK_H
#define GST_RTC_LOOPBACK_H

#include "gstrtcsignaller.h"

G_BEGIN_DECLS

#define GST_TYPE_RTC_LOOPBACK (gst_rtc_loopback_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCLoopback, gst_rtc_loopback, GST, RTC_LOOPBACK,
    GObject)

GstRTCSignaller *gst_rtc_loopback_new (const gchar * uri,
    GMainContext * context, GError ** error);

G_END_DECLS

#endif /* GST_RTC_LOOPBACK_H */
