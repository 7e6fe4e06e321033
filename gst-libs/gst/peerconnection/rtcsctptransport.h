/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsctptransport.h: the SCTP association of the data channels
 * (RTCSctpTransport).
 */

#ifndef GST_RTC_SCTP_TRANSPORT_H
#define GST_RTC_SCTP_TRANSPORT_H

#include <gst/peerconnection/rtcdtlstransport.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_SCTP_TRANSPORT (gst_rtc_sctp_transport_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCSctpTransport, gst_rtc_sctp_transport, GST,
    RTC_SCTP_TRANSPORT, GObject);

GST_RTC_API
GstRTCDtlsTransport *gst_rtc_sctp_transport_get_transport (GstRTCSctpTransport
    * transport);
GST_RTC_API
GstRTCSctpTransportState gst_rtc_sctp_transport_get_state (GstRTCSctpTransport
    * transport);
GST_RTC_API
gdouble gst_rtc_sctp_transport_get_max_message_size (GstRTCSctpTransport *
    transport);
GST_RTC_API
gint gst_rtc_sctp_transport_get_max_channels (GstRTCSctpTransport * transport);

G_END_DECLS

#endif /* GST_RTC_SCTP_TRANSPORT_H */
