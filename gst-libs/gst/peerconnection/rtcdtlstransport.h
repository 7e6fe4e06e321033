/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtlstransport.h: a DTLS association (RTCDtlsTransport).
 */

#ifndef GST_RTC_DTLS_TRANSPORT_H
#define GST_RTC_DTLS_TRANSPORT_H

#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcicetransport.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_DTLS_TRANSPORT (gst_rtc_dtls_transport_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCDtlsTransport, gst_rtc_dtls_transport, GST,
    RTC_DTLS_TRANSPORT, GObject);

GST_RTC_API
GstRTCIceTransport *gst_rtc_dtls_transport_get_ice_transport
    (GstRTCDtlsTransport * transport);
GST_RTC_API
GstRTCDtlsTransportState gst_rtc_dtls_transport_get_state (GstRTCDtlsTransport
    * transport);
GST_RTC_API
GPtrArray *gst_rtc_dtls_transport_get_remote_certificates (GstRTCDtlsTransport
    * transport);

G_END_DECLS

#endif /* GST_RTC_DTLS_TRANSPORT_H */
