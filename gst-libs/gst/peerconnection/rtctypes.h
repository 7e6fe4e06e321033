/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtctypes.h: the names of the interfaces, for headers that need each other.
 */

#ifndef GST_RTC_TYPES_H
#define GST_RTC_TYPES_H

#include <gst/gst.h>
#include <gio/gio.h>

#include <gst/peerconnection/rtcprelude.h>

G_BEGIN_DECLS

typedef struct _GstMediaStream GstMediaStream;
typedef struct _GstMediaStreamTrack GstMediaStreamTrack;
typedef struct _GstMediaStreamTrackEvent GstMediaStreamTrackEvent;
typedef struct _GstMessageEvent GstMessageEvent;
typedef struct _GstRTCAnswerOptions GstRTCAnswerOptions;
typedef struct _GstRTCCertificate GstRTCCertificate;
typedef struct _GstRTCConfiguration GstRTCConfiguration;
typedef struct _GstRTCDTMFSender GstRTCDTMFSender;
typedef struct _GstRTCDTMFToneChangeEvent GstRTCDTMFToneChangeEvent;
typedef struct _GstRTCDataChannel GstRTCDataChannel;
typedef struct _GstRTCDataChannelEvent GstRTCDataChannelEvent;
typedef struct _GstRTCDataChannelInit GstRTCDataChannelInit;
typedef struct _GstRTCDtlsFingerprint GstRTCDtlsFingerprint;
typedef struct _GstRTCDtlsTransport GstRTCDtlsTransport;
typedef struct _GstRTCError GstRTCError;
typedef struct _GstRTCErrorEvent GstRTCErrorEvent;
typedef struct _GstRTCIceCandidate GstRTCIceCandidate;
typedef struct _GstRTCIceCandidatePair GstRTCIceCandidatePair;
typedef struct _GstRTCIceParameters GstRTCIceParameters;
typedef struct _GstRTCIceServer GstRTCIceServer;
typedef struct _GstRTCIceTransport GstRTCIceTransport;
typedef struct _GstRTCOfferOptions GstRTCOfferOptions;
typedef struct _GstRTCPeerConnection GstRTCPeerConnection;
typedef struct _GstRTCPeerConnectionIceErrorEvent GstRTCPeerConnectionIceErrorEvent;
typedef struct _GstRTCPeerConnectionIceEvent GstRTCPeerConnectionIceEvent;
typedef struct _GstRTCRtcpParameters GstRTCRtcpParameters;
typedef struct _GstRTCRtpCapabilities GstRTCRtpCapabilities;
typedef struct _GstRTCRtpCodec GstRTCRtpCodec;
typedef struct _GstRTCRtpCodecParameters GstRTCRtpCodecParameters;
typedef struct _GstRTCRtpContributingSource GstRTCRtpContributingSource;
typedef struct _GstRTCRtpEncodingParameters GstRTCRtpEncodingParameters;
typedef struct _GstRTCRtpHeaderExtensionCapability GstRTCRtpHeaderExtensionCapability;
typedef struct _GstRTCRtpHeaderExtensionParameters GstRTCRtpHeaderExtensionParameters;
typedef struct _GstRTCRtpReceiveParameters GstRTCRtpReceiveParameters;
typedef struct _GstRTCRtpReceiver GstRTCRtpReceiver;
typedef struct _GstRTCRtpSendParameters GstRTCRtpSendParameters;
typedef struct _GstRTCRtpSender GstRTCRtpSender;
typedef struct _GstRTCRtpSynchronizationSource GstRTCRtpSynchronizationSource;
typedef struct _GstRTCRtpTransceiver GstRTCRtpTransceiver;
typedef struct _GstRTCRtpTransceiverInit GstRTCRtpTransceiverInit;
typedef struct _GstRTCSctpTransport GstRTCSctpTransport;
typedef struct _GstRTCSessionDescription GstRTCSessionDescription;
typedef struct _GstRTCTrackEvent GstRTCTrackEvent;

G_END_DECLS

#endif /* GST_RTC_TYPES_H */
