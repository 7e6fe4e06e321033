/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpparameters.h: parameters between the core's values and the
 * dictionaries of the standard.
 */

#ifndef GST_RTC_RTP_PARAMETERS_H
#define GST_RTC_RTP_PARAMETERS_H

#include "core/jsep/pcparameters.h"
#include "rtcmodel.h"
#include "rtcrtpcapabilities.h"
#include "rtcrtpreceiveparameters.h"
#include "rtcrtpsendparameters.h"

G_BEGIN_DECLS

/* All that is returned is transfer full. A mime type of another kind becomes a
 * name that nothing matches. */
PcCodec *gst_rtc_rtp_codec_to_core (GstRTCRtpCodec * codec, PcKind kind);
GstRTCRtpCodec *gst_rtc_rtp_codec_from_core (const PcCodec * codec,
    PcKind kind);
/* @encodings (nullable): of GstRTCRtpEncodingParameters; of PcEncoding. */
GPtrArray *gst_rtc_encodings_to_core (GPtrArray * encodings, PcKind kind);

GstRTCRtpSendParameters *gst_rtc_send_parameters_from_core (const PcParameters
    * parameters, PcKind kind);
PcParameters *gst_rtc_send_parameters_to_core (GstRTCRtpSendParameters *
    parameters, PcKind kind);
GstRTCRtpReceiveParameters *gst_rtc_receive_parameters_from_core (const
    PcParameters * parameters, PcKind kind);

/* addTransceiver()'s sendEncodings (nullable), checked and completed: of
 * PcEncoding, empty for the default. NULL: @error. Without the lock. */
GPtrArray *gst_rtc_model_check_encodings (GstRTCModel * model,
    GPtrArray * encodings, PcKind kind, GError ** error);

/* The static getCapabilities(); @receives: of RTCRtpReceiver. */
GstRTCRtpCapabilities *gst_rtc_rtp_capabilities_get (const gchar * kind,
    gboolean receives);

G_END_DECLS

#endif /* GST_RTC_RTP_PARAMETERS_H */
