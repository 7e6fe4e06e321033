/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcweb.h: http://HOST:PORT/, a server whose page is the peer.
 */

#ifndef GST_RTC_WEB_H
#define GST_RTC_WEB_H

#include "gstrtcsignaller.h"

G_BEGIN_DECLS

#define GST_TYPE_RTC_WEB (gst_rtc_web_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCWeb, gst_rtc_web, GST, RTC_WEB, GObject)

GstRTCSignaller *gst_rtc_web_new (const gchar * uri, GMainContext * context,
    GError ** error);

G_END_DECLS

#endif /* GST_RTC_WEB_H */
