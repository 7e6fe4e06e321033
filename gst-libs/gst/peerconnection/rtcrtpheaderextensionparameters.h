/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpheaderextensionparameters.h: an RTP header extension that was negotiated.
 */

#ifndef GST_RTC_RTP_HEADER_EXTENSION_PARAMETERS_H
#define GST_RTC_RTP_HEADER_EXTENSION_PARAMETERS_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_RTP_HEADER_EXTENSION_PARAMETERS \
    (gst_rtc_rtp_header_extension_parameters_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCRtpHeaderExtensionParameters, gst_rtc_rtp_header_extension_parameters,
    GST, RTC_RTP_HEADER_EXTENSION_PARAMETERS, GObject)

GST_RTC_API
GstRTCRtpHeaderExtensionParameters *gst_rtc_rtp_header_extension_parameters_new (void);

G_END_DECLS

#endif /* GST_RTC_RTP_HEADER_EXTENSION_PARAMETERS_H */
