/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtciceserver.h: where candidates are asked for.
 */

#ifndef GST_RTC_ICE_SERVER_H
#define GST_RTC_ICE_SERVER_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE_SERVER (gst_rtc_ice_server_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCIceServer, gst_rtc_ice_server, GST,
    RTC_ICE_SERVER, GObject)

GST_RTC_API
GstRTCIceServer *gst_rtc_ice_server_new (const gchar * url,
    const gchar * username, const gchar * credential);

G_END_DECLS

#endif /* GST_RTC_ICE_SERVER_H */
