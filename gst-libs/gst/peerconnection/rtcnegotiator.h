/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcnegotiator.h: perfect negotiation as an object.
 */

#ifndef GST_RTC_NEGOTIATOR_H
#define GST_RTC_NEGOTIATOR_H

#include <gst/peerconnection/rtcpeerconnection.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_NEGOTIATOR (gst_rtc_negotiator_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCNegotiator, gst_rtc_negotiator, GST,
    RTC_NEGOTIATOR, GObject)

/**
 * GST_RTC_NEGOTIATOR_MAX_PENDING:
 *
 * Messages of the peer that may wait to be worked off; a peer that sends more
 * at once is refused.
 *
 * Since: 0.1
 */
#define GST_RTC_NEGOTIATOR_MAX_PENDING 1024

GST_RTC_API
GstRTCNegotiator *gst_rtc_negotiator_new (GstRTCPeerConnection * connection,
    gboolean polite);

GST_RTC_API
gboolean gst_rtc_negotiator_receive (GstRTCNegotiator * negotiator, const gchar
    * json, GError ** error);
GST_RTC_API
void gst_rtc_negotiator_negotiate (GstRTCNegotiator * negotiator);

GST_RTC_API
GstRTCPeerConnection *gst_rtc_negotiator_get_connection (GstRTCNegotiator *
    negotiator);
GST_RTC_API
gboolean gst_rtc_negotiator_get_polite (GstRTCNegotiator * negotiator);

G_END_DECLS

#endif /* GST_RTC_NEGOTIATOR_H */
