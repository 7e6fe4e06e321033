/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtctransportenums.h: the enumerations of ICE, DTLS, SCTP and data channels.
 */

#ifndef GST_RTC_TRANSPORT_ENUMS_H
#define GST_RTC_TRANSPORT_ENUMS_H

#include <gst/peerconnection/rtcprelude.h>

G_BEGIN_DECLS

/**
 * GstRTCIceTransportState:
 * @GST_RTC_ICE_TRANSPORT_STATE_NEW: gathering or waiting for the peer's
 *   candidates
 * @GST_RTC_ICE_TRANSPORT_STATE_CHECKING: trying pairs of candidates
 * @GST_RTC_ICE_TRANSPORT_STATE_CONNECTED: a pair works, others are still
 *   tried
 * @GST_RTC_ICE_TRANSPORT_STATE_COMPLETED: a pair works, and nothing more is
 *   to be tried
 * @GST_RTC_ICE_TRANSPORT_STATE_DISCONNECTED: the pair stopped to answer,
 *   perhaps for a moment
 * @GST_RTC_ICE_TRANSPORT_STATE_FAILED: no pair works
 * @GST_RTC_ICE_TRANSPORT_STATE_CLOSED: shut down
 *
 * How an ICE transport fares. (webrtc-pc section 5.6)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_TRANSPORT_STATE_NEW,
  GST_RTC_ICE_TRANSPORT_STATE_CHECKING,
  GST_RTC_ICE_TRANSPORT_STATE_CONNECTED,
  GST_RTC_ICE_TRANSPORT_STATE_COMPLETED,
  GST_RTC_ICE_TRANSPORT_STATE_DISCONNECTED,
  GST_RTC_ICE_TRANSPORT_STATE_FAILED,
  GST_RTC_ICE_TRANSPORT_STATE_CLOSED,
} GstRTCIceTransportState;

#define GST_TYPE_RTC_ICE_TRANSPORT_STATE \
    (gst_rtc_ice_transport_state_get_type ())
GST_RTC_API
GType gst_rtc_ice_transport_state_get_type (void);

/**
 * GstRTCIceGathererState:
 * @GST_RTC_ICE_GATHERER_STATE_NEW: not begun
 * @GST_RTC_ICE_GATHERER_STATE_GATHERING: under way
 * @GST_RTC_ICE_GATHERER_STATE_COMPLETE: done
 *
 * How far a transport's gathering got. (webrtc-pc section 5.6)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_GATHERER_STATE_NEW,
  GST_RTC_ICE_GATHERER_STATE_GATHERING,
  GST_RTC_ICE_GATHERER_STATE_COMPLETE,
} GstRTCIceGathererState;

#define GST_TYPE_RTC_ICE_GATHERER_STATE (gst_rtc_ice_gatherer_state_get_type ())
GST_RTC_API
GType gst_rtc_ice_gatherer_state_get_type (void);

/**
 * GstRTCIceRole:
 * @GST_RTC_ICE_ROLE_UNKNOWN: not yet decided
 * @GST_RTC_ICE_ROLE_CONTROLLING: this end
 * @GST_RTC_ICE_ROLE_CONTROLLED: the peer
 *
 * Who nominates the pair of candidates (RFC 8445 section 6.1.1). (webrtc-pc
 * section 5.6)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_ROLE_UNKNOWN,
  GST_RTC_ICE_ROLE_CONTROLLING,
  GST_RTC_ICE_ROLE_CONTROLLED,
} GstRTCIceRole;

#define GST_TYPE_RTC_ICE_ROLE (gst_rtc_ice_role_get_type ())
GST_RTC_API
GType gst_rtc_ice_role_get_type (void);

/**
 * GstRTCIceComponent:
 * @GST_RTC_ICE_COMPONENT_RTP: RTP, or RTP and RTCP
 * @GST_RTC_ICE_COMPONENT_RTCP: RTCP
 * @GST_RTC_ICE_COMPONENT_NONE: stands for the standard's null
 *
 * What a candidate carries. RTCP is always multiplexed here, so that ours
 * are of the first component. (webrtc-pc section 5.6)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_COMPONENT_RTP,
  GST_RTC_ICE_COMPONENT_RTCP,
  GST_RTC_ICE_COMPONENT_NONE,
} GstRTCIceComponent;

#define GST_TYPE_RTC_ICE_COMPONENT (gst_rtc_ice_component_get_type ())
GST_RTC_API
GType gst_rtc_ice_component_get_type (void);

/**
 * GstRTCIceProtocol:
 * @GST_RTC_ICE_PROTOCOL_UDP: UDP
 * @GST_RTC_ICE_PROTOCOL_TCP: TCP (RFC 6544)
 * @GST_RTC_ICE_PROTOCOL_NONE: stands for the standard's null
 *
 * The protocol of a candidate. (webrtc-pc section 4.8.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_PROTOCOL_UDP,
  GST_RTC_ICE_PROTOCOL_TCP,
  GST_RTC_ICE_PROTOCOL_NONE,
} GstRTCIceProtocol;

#define GST_TYPE_RTC_ICE_PROTOCOL (gst_rtc_ice_protocol_get_type ())
GST_RTC_API
GType gst_rtc_ice_protocol_get_type (void);

/**
 * GstRTCIceTcpCandidateType:
 * @GST_RTC_ICE_TCP_CANDIDATE_TYPE_ACTIVE: opens connections
 * @GST_RTC_ICE_TCP_CANDIDATE_TYPE_PASSIVE: accepts connections
 * @GST_RTC_ICE_TCP_CANDIDATE_TYPE_SO: opens both ends at once
 * @GST_RTC_ICE_TCP_CANDIDATE_TYPE_NONE: stands for the standard's null: no
 *   TCP candidate
 *
 * How a TCP candidate connects (RFC 6544). (webrtc-pc section 4.8.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_TCP_CANDIDATE_TYPE_ACTIVE,
  GST_RTC_ICE_TCP_CANDIDATE_TYPE_PASSIVE,
  GST_RTC_ICE_TCP_CANDIDATE_TYPE_SO,
  GST_RTC_ICE_TCP_CANDIDATE_TYPE_NONE,
} GstRTCIceTcpCandidateType;

#define GST_TYPE_RTC_ICE_TCP_CANDIDATE_TYPE \
    (gst_rtc_ice_tcp_candidate_type_get_type ())
GST_RTC_API
GType gst_rtc_ice_tcp_candidate_type_get_type (void);

/**
 * GstRTCIceCandidateType:
 * @GST_RTC_ICE_CANDIDATE_TYPE_HOST: an interface of the host
 * @GST_RTC_ICE_CANDIDATE_TYPE_SRFLX: the host as a STUN server sees it
 * @GST_RTC_ICE_CANDIDATE_TYPE_PRFLX: the host as the peer sees it
 * @GST_RTC_ICE_CANDIDATE_TYPE_RELAY: a TURN server
 * @GST_RTC_ICE_CANDIDATE_TYPE_NONE: stands for the standard's null
 *
 * Where a candidate's address comes from. (webrtc-pc section 4.8.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_CANDIDATE_TYPE_HOST,
  GST_RTC_ICE_CANDIDATE_TYPE_SRFLX,
  GST_RTC_ICE_CANDIDATE_TYPE_PRFLX,
  GST_RTC_ICE_CANDIDATE_TYPE_RELAY,
  GST_RTC_ICE_CANDIDATE_TYPE_NONE,
} GstRTCIceCandidateType;

#define GST_TYPE_RTC_ICE_CANDIDATE_TYPE (gst_rtc_ice_candidate_type_get_type ())
GST_RTC_API
GType gst_rtc_ice_candidate_type_get_type (void);

/**
 * GstRTCIceServerTransportProtocol:
 * @GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_UDP: UDP
 * @GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TCP: TCP
 * @GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TLS: TLS
 * @GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE: stands for the standard's
 *   null: no relayed candidate
 *
 * The protocol spoken to a TURN server. (webrtc-pc section 4.8.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_UDP,
  GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TCP,
  GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TLS,
  GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE,
} GstRTCIceServerTransportProtocol;

#define GST_TYPE_RTC_ICE_SERVER_TRANSPORT_PROTOCOL \
    (gst_rtc_ice_server_transport_protocol_get_type ())
GST_RTC_API
GType gst_rtc_ice_server_transport_protocol_get_type (void);

/**
 * GstRTCDtlsTransportState:
 * @GST_RTC_DTLS_TRANSPORT_STATE_NEW: not begun
 * @GST_RTC_DTLS_TRANSPORT_STATE_CONNECTING: shaking hands
 * @GST_RTC_DTLS_TRANSPORT_STATE_CONNECTED: the peer's certificate is
 *   verified
 * @GST_RTC_DTLS_TRANSPORT_STATE_CLOSED: shut down
 * @GST_RTC_DTLS_TRANSPORT_STATE_FAILED: the handshake or the verification
 *   failed
 *
 * How a DTLS transport fares. (webrtc-pc section 5.5)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_DTLS_TRANSPORT_STATE_NEW,
  GST_RTC_DTLS_TRANSPORT_STATE_CONNECTING,
  GST_RTC_DTLS_TRANSPORT_STATE_CONNECTED,
  GST_RTC_DTLS_TRANSPORT_STATE_CLOSED,
  GST_RTC_DTLS_TRANSPORT_STATE_FAILED,
} GstRTCDtlsTransportState;

#define GST_TYPE_RTC_DTLS_TRANSPORT_STATE \
    (gst_rtc_dtls_transport_state_get_type ())
GST_RTC_API
GType gst_rtc_dtls_transport_state_get_type (void);

/**
 * GstRTCDtlsRole:
 * @GST_RTC_DTLS_ROLE_CLIENT: this end
 * @GST_RTC_DTLS_ROLE_SERVER: the peer
 * @GST_RTC_DTLS_ROLE_UNKNOWN: not yet decided
 *
 * Who begins the handshake. (webrtc-pc section 5.5)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_DTLS_ROLE_CLIENT,
  GST_RTC_DTLS_ROLE_SERVER,
  GST_RTC_DTLS_ROLE_UNKNOWN,
} GstRTCDtlsRole;

#define GST_TYPE_RTC_DTLS_ROLE (gst_rtc_dtls_role_get_type ())
GST_RTC_API
GType gst_rtc_dtls_role_get_type (void);

/**
 * GstRTCSctpTransportState:
 * @GST_RTC_SCTP_TRANSPORT_STATE_CONNECTING: being set up
 * @GST_RTC_SCTP_TRANSPORT_STATE_CONNECTED: established
 * @GST_RTC_SCTP_TRANSPORT_STATE_CLOSED: shut down, by either end or by an
 *   error
 *
 * How an SCTP association fares. (webrtc-pc section 6.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_SCTP_TRANSPORT_STATE_CONNECTING,
  GST_RTC_SCTP_TRANSPORT_STATE_CONNECTED,
  GST_RTC_SCTP_TRANSPORT_STATE_CLOSED,
} GstRTCSctpTransportState;

#define GST_TYPE_RTC_SCTP_TRANSPORT_STATE \
    (gst_rtc_sctp_transport_state_get_type ())
GST_RTC_API
GType gst_rtc_sctp_transport_state_get_type (void);

/**
 * GstRTCDataChannelState:
 * @GST_RTC_DATA_CHANNEL_STATE_CONNECTING: waiting for its transport
 * @GST_RTC_DATA_CHANNEL_STATE_OPEN: messages can be sent
 * @GST_RTC_DATA_CHANNEL_STATE_CLOSING: being shut down
 * @GST_RTC_DATA_CHANNEL_STATE_CLOSED: shut down, or never opened
 *
 * How a data channel fares. (webrtc-pc section 6.2)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_DATA_CHANNEL_STATE_CONNECTING,
  GST_RTC_DATA_CHANNEL_STATE_OPEN,
  GST_RTC_DATA_CHANNEL_STATE_CLOSING,
  GST_RTC_DATA_CHANNEL_STATE_CLOSED,
} GstRTCDataChannelState;

#define GST_TYPE_RTC_DATA_CHANNEL_STATE (gst_rtc_data_channel_state_get_type ())
GST_RTC_API
GType gst_rtc_data_channel_state_get_type (void);

/**
 * GstBinaryType:
 * @GST_BINARY_TYPE_BLOB: a Blob
 * @GST_BINARY_TYPE_ARRAYBUFFER: an ArrayBuffer
 *
 * What a binary message is delivered as. A #GBytes stands for both here.
 * (webrtc-pc section 6.2)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_BINARY_TYPE_BLOB,
  GST_BINARY_TYPE_ARRAYBUFFER,
} GstBinaryType;

#define GST_TYPE_BINARY_TYPE (gst_binary_type_get_type ())
GST_RTC_API
GType gst_binary_type_get_type (void);

G_END_DECLS

#endif /* GST_RTC_TRANSPORT_ENUMS_H */
