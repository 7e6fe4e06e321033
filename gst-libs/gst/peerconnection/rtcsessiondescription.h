/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsessiondescription.h: an offer or answer.
 */

#ifndef GST_RTC_SESSION_DESCRIPTION_H
#define GST_RTC_SESSION_DESCRIPTION_H

#include <gst/peerconnection/rtcenums.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_SESSION_DESCRIPTION \
    (gst_rtc_session_description_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCSessionDescription,
    gst_rtc_session_description, GST,
    RTC_SESSION_DESCRIPTION, GObject)

GST_RTC_API
GstRTCSessionDescription *gst_rtc_session_description_new (GstRTCSdpType type,
    const gchar * sdp);
GST_RTC_API
GstRTCSdpType gst_rtc_session_description_get_sdp_type (
    GstRTCSessionDescription * description);
GST_RTC_API
const gchar *gst_rtc_session_description_get_sdp (GstRTCSessionDescription *
    description);
GST_RTC_API
GstRTCSessionDescription *gst_rtc_session_description_new_from_json ( const
    gchar * json, GError ** error);
GST_RTC_API
gchar *gst_rtc_session_description_to_json (GstRTCSessionDescription *
    description);

G_END_DECLS

#endif /* GST_RTC_SESSION_DESCRIPTION_H */
