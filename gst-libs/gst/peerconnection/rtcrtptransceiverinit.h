/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtptransceiverinit.h: what a transceiver is to be.
 */

#ifndef GST_RTC_RTP_TRANSCEIVER_INIT_H
#define GST_RTC_RTP_TRANSCEIVER_INIT_H

#include <gst/peerconnection/mediastream.h>
#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcrtpencodingparameters.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_TRANSCEIVER_INIT \
    (gst_rtc_rtp_transceiver_init_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpTransceiverInit,
    gst_rtc_rtp_transceiver_init, GST,
    RTC_RTP_TRANSCEIVER_INIT, GObject)

GST_RTC_API
GstRTCRtpTransceiverInit *gst_rtc_rtp_transceiver_init_new (void);

GST_RTC_API
GPtrArray *gst_rtc_rtp_transceiver_init_get_streams (GstRTCRtpTransceiverInit *
    init);
GST_RTC_API
void gst_rtc_rtp_transceiver_init_set_streams (GstRTCRtpTransceiverInit * init,
    GPtrArray * streams);

GST_RTC_API
GPtrArray *gst_rtc_rtp_transceiver_init_get_send_encodings (
    GstRTCRtpTransceiverInit * init);
GST_RTC_API
void gst_rtc_rtp_transceiver_init_set_send_encodings ( GstRTCRtpTransceiverInit
    * init, GPtrArray * send_encodings);

G_END_DECLS

#endif /* GST_RTC_RTP_TRANSCEIVER_INIT_H */
