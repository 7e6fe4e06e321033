/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtciceparameters.h: what protects an ICE transport.
 */

#ifndef GST_RTC_ICE_PARAMETERS_H
#define GST_RTC_ICE_PARAMETERS_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE_PARAMETERS (gst_rtc_ice_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCIceParameters, gst_rtc_ice_parameters, GST,
    RTC_ICE_PARAMETERS, GObject)

GST_RTC_API
GstRTCIceParameters *gst_rtc_ice_parameters_new (
    const gchar * username_fragment, const gchar * password);

G_END_DECLS

#endif /* GST_RTC_ICE_PARAMETERS_H */
