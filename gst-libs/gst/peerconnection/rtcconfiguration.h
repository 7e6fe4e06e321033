/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcconfiguration.h: how a connection is to be made.
 */

#ifndef GST_RTC_CONFIGURATION_H
#define GST_RTC_CONFIGURATION_H

#include <gst/peerconnection/rtccertificate.h>
#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtciceserver.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_CONFIGURATION (gst_rtc_configuration_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCConfiguration, gst_rtc_configuration, GST,
    RTC_CONFIGURATION, GObject)

GST_RTC_API
GstRTCConfiguration *gst_rtc_configuration_new (void);

GST_RTC_API
GPtrArray *gst_rtc_configuration_get_ice_servers (GstRTCConfiguration *
    configuration);
GST_RTC_API
void gst_rtc_configuration_set_ice_servers (GstRTCConfiguration *
    configuration, GPtrArray * ice_servers);

GST_RTC_API
void gst_rtc_configuration_add_ice_server (GstRTCConfiguration * configuration,
    GstRTCIceServer * server);

GST_RTC_API
GPtrArray *gst_rtc_configuration_get_certificates (GstRTCConfiguration *
    configuration);
GST_RTC_API
void gst_rtc_configuration_set_certificates (GstRTCConfiguration *
    configuration, GPtrArray * certificates);

G_END_DECLS

#endif /* GST_RTC_CONFIGURATION_H */
