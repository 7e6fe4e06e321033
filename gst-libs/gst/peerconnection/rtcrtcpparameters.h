/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtcpparameters.h: how RTCP is used.
 */

#ifndef GST_RTC_RTCP_PARAMETERS_H
#define GST_RTC_RTCP_PARAMETERS_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTCP_PARAMETERS \
    (gst_rtc_rtcp_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtcpParameters, gst_rtc_rtcp_parameters,
    GST, RTC_RTCP_PARAMETERS, GObject)

GST_RTC_API
GstRTCRtcpParameters *gst_rtc_rtcp_parameters_new (void);

G_END_DECLS

#endif /* GST_RTC_RTCP_PARAMETERS_H */
