/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcenums.h: the enumerations of the standard.
 *
 * Their nicks are the strings of the standard to the letter. A member NONE,
 * always the last, stands for null where the standard has a nullable
 * attribute.
 */

#ifndef GST_RTC_ENUMS_H
#define GST_RTC_ENUMS_H

#include <gst/peerconnection/rtcprelude.h>
#include <gst/peerconnection/rtctransportenums.h>

G_BEGIN_DECLS

/**
 * GstRTCNullableBoolean:
 * @GST_RTC_NULLABLE_BOOLEAN_FALSE: false
 * @GST_RTC_NULLABLE_BOOLEAN_TRUE: true
 * @GST_RTC_NULLABLE_BOOLEAN_NONE: null; for a member of a dictionary: absent
 *
 * A `boolean?` attribute or a boolean member that may be absent. False and
 * true have the values of %FALSE and %TRUE.
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_NULLABLE_BOOLEAN_FALSE,
  GST_RTC_NULLABLE_BOOLEAN_TRUE,
  GST_RTC_NULLABLE_BOOLEAN_NONE,
} GstRTCNullableBoolean;

#define GST_TYPE_RTC_NULLABLE_BOOLEAN (gst_rtc_nullable_boolean_get_type ())
GST_RTC_API
GType gst_rtc_nullable_boolean_get_type (void);

/**
 * GstRTCSignalingState:
 * @GST_RTC_SIGNALING_STATE_STABLE: no offer is under way
 * @GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER: a local offer has been applied
 * @GST_RTC_SIGNALING_STATE_HAVE_REMOTE_OFFER: a remote offer has been
 *   applied
 * @GST_RTC_SIGNALING_STATE_HAVE_LOCAL_PRANSWER: a remote offer and a local
 *   provisional answer have been applied
 * @GST_RTC_SIGNALING_STATE_HAVE_REMOTE_PRANSWER: a local offer and a remote
 *   provisional answer have been applied
 * @GST_RTC_SIGNALING_STATE_CLOSED: the connection is closed
 *
 * Where offer and answer stand. (webrtc-pc section 4.3.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_SIGNALING_STATE_STABLE,
  GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER,
  GST_RTC_SIGNALING_STATE_HAVE_REMOTE_OFFER,
  GST_RTC_SIGNALING_STATE_HAVE_LOCAL_PRANSWER,
  GST_RTC_SIGNALING_STATE_HAVE_REMOTE_PRANSWER,
  GST_RTC_SIGNALING_STATE_CLOSED,
} GstRTCSignalingState;

#define GST_TYPE_RTC_SIGNALING_STATE (gst_rtc_signaling_state_get_type ())
GST_RTC_API
GType gst_rtc_signaling_state_get_type (void);

/**
 * GstRTCIceGatheringState:
 * @GST_RTC_ICE_GATHERING_STATE_NEW: some transport has not begun, and none
 *   is gathering
 * @GST_RTC_ICE_GATHERING_STATE_GATHERING: some transport is gathering
 * @GST_RTC_ICE_GATHERING_STATE_COMPLETE: all transports are done
 *
 * Whether candidates are being gathered, over all transports. (webrtc-pc
 * section 4.3.2)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_GATHERING_STATE_NEW,
  GST_RTC_ICE_GATHERING_STATE_GATHERING,
  GST_RTC_ICE_GATHERING_STATE_COMPLETE,
} GstRTCIceGatheringState;

#define GST_TYPE_RTC_ICE_GATHERING_STATE \
    (gst_rtc_ice_gathering_state_get_type ())
GST_RTC_API
GType gst_rtc_ice_gathering_state_get_type (void);

/**
 * GstRTCPeerConnectionState:
 * @GST_RTC_PEER_CONNECTION_STATE_CLOSED: the connection is closed
 * @GST_RTC_PEER_CONNECTION_STATE_FAILED: some transport failed
 * @GST_RTC_PEER_CONNECTION_STATE_DISCONNECTED: some transport lost its
 *   peer, perhaps for a moment
 * @GST_RTC_PEER_CONNECTION_STATE_NEW: no transport has begun
 * @GST_RTC_PEER_CONNECTION_STATE_CONNECTING: some transport is on its way
 * @GST_RTC_PEER_CONNECTION_STATE_CONNECTED: all transports in use are
 *   connected
 *
 * What all ICE and DTLS transports add up to. (webrtc-pc section 4.3.3)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_PEER_CONNECTION_STATE_CLOSED,
  GST_RTC_PEER_CONNECTION_STATE_FAILED,
  GST_RTC_PEER_CONNECTION_STATE_DISCONNECTED,
  GST_RTC_PEER_CONNECTION_STATE_NEW,
  GST_RTC_PEER_CONNECTION_STATE_CONNECTING,
  GST_RTC_PEER_CONNECTION_STATE_CONNECTED,
} GstRTCPeerConnectionState;

#define GST_TYPE_RTC_PEER_CONNECTION_STATE \
    (gst_rtc_peer_connection_state_get_type ())
GST_RTC_API
GType gst_rtc_peer_connection_state_get_type (void);

/**
 * GstRTCIceConnectionState:
 * @GST_RTC_ICE_CONNECTION_STATE_NEW: no transport has begun
 * @GST_RTC_ICE_CONNECTION_STATE_CHECKING: some transport is checking, none
 *   is worse off
 * @GST_RTC_ICE_CONNECTION_STATE_CONNECTED: all transports have a pair that
 *   works
 * @GST_RTC_ICE_CONNECTION_STATE_COMPLETED: all transports are done with
 *   checking
 * @GST_RTC_ICE_CONNECTION_STATE_DISCONNECTED: some transport lost its peer,
 *   perhaps for a moment
 * @GST_RTC_ICE_CONNECTION_STATE_FAILED: some transport found no pair that
 *   works
 * @GST_RTC_ICE_CONNECTION_STATE_CLOSED: the connection is closed
 *
 * What all ICE transports add up to. The values are those of
 * #GstRTCIceTransportState. (webrtc-pc section 4.3.4)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_CONNECTION_STATE_NEW,
  GST_RTC_ICE_CONNECTION_STATE_CHECKING,
  GST_RTC_ICE_CONNECTION_STATE_CONNECTED,
  GST_RTC_ICE_CONNECTION_STATE_COMPLETED,
  GST_RTC_ICE_CONNECTION_STATE_DISCONNECTED,
  GST_RTC_ICE_CONNECTION_STATE_FAILED,
  GST_RTC_ICE_CONNECTION_STATE_CLOSED,
} GstRTCIceConnectionState;

#define GST_TYPE_RTC_ICE_CONNECTION_STATE \
    (gst_rtc_ice_connection_state_get_type ())
GST_RTC_API
GType gst_rtc_ice_connection_state_get_type (void);

/**
 * GstRTCIceTransportPolicy:
 * @GST_RTC_ICE_TRANSPORT_POLICY_RELAY: only relayed ones, so that the peer
 *   learns no local address
 * @GST_RTC_ICE_TRANSPORT_POLICY_ALL: any
 *
 * Which candidates may be used. (webrtc-pc section 4.2.3)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ICE_TRANSPORT_POLICY_RELAY,
  GST_RTC_ICE_TRANSPORT_POLICY_ALL,
} GstRTCIceTransportPolicy;

#define GST_TYPE_RTC_ICE_TRANSPORT_POLICY \
    (gst_rtc_ice_transport_policy_get_type ())
GST_RTC_API
GType gst_rtc_ice_transport_policy_get_type (void);

/**
 * GstRTCBundlePolicy:
 * @GST_RTC_BUNDLE_POLICY_BALANCED: one transport for each kind of media
 * @GST_RTC_BUNDLE_POLICY_MAX_COMPAT: one transport for each m-section
 * @GST_RTC_BUNDLE_POLICY_MAX_BUNDLE: one transport for all
 *
 * How an offer treats a peer that cannot bundle. (webrtc-pc section 4.2.4)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_BUNDLE_POLICY_BALANCED,
  GST_RTC_BUNDLE_POLICY_MAX_COMPAT,
  GST_RTC_BUNDLE_POLICY_MAX_BUNDLE,
} GstRTCBundlePolicy;

#define GST_TYPE_RTC_BUNDLE_POLICY (gst_rtc_bundle_policy_get_type ())
GST_RTC_API
GType gst_rtc_bundle_policy_get_type (void);

/**
 * GstRTCRtcpMuxPolicy:
 * @GST_RTC_RTCP_MUX_POLICY_REQUIRE: a peer that cannot multiplex is refused
 *
 * RTCP shares the transport of RTP, always. (webrtc-pc section 4.2.5)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_RTCP_MUX_POLICY_REQUIRE,
} GstRTCRtcpMuxPolicy;

#define GST_TYPE_RTC_RTCP_MUX_POLICY (gst_rtc_rtcp_mux_policy_get_type ())
GST_RTC_API
GType gst_rtc_rtcp_mux_policy_get_type (void);

/**
 * GstRTCSdpType:
 * @GST_RTC_SDP_TYPE_OFFER: an offer
 * @GST_RTC_SDP_TYPE_PRANSWER: an answer that another answer may replace
 * @GST_RTC_SDP_TYPE_ANSWER: the final answer
 * @GST_RTC_SDP_TYPE_ROLLBACK: back to the last stable state; has no SDP
 *
 * What a session description is meant as. (webrtc-pc section 4.6.1)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_SDP_TYPE_OFFER,
  GST_RTC_SDP_TYPE_PRANSWER,
  GST_RTC_SDP_TYPE_ANSWER,
  GST_RTC_SDP_TYPE_ROLLBACK,
} GstRTCSdpType;

#define GST_TYPE_RTC_SDP_TYPE (gst_rtc_sdp_type_get_type ())
GST_RTC_API
GType gst_rtc_sdp_type_get_type (void);

/**
 * GstRTCRtpTransceiverDirection:
 * @GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV: both ways
 * @GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY: from here to the peer
 * @GST_RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY: from the peer to here
 * @GST_RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE: neither way
 * @GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED: never again
 * @GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE: stands for the standard's null:
 *   not yet negotiated
 *
 * Which way media may flow. (webrtc-pc section 5.4)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV,
  GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY,
  GST_RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY,
  GST_RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE,
  GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED,
  GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE,
} GstRTCRtpTransceiverDirection;

#define GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION \
    (gst_rtc_rtp_transceiver_direction_get_type ())
GST_RTC_API
GType gst_rtc_rtp_transceiver_direction_get_type (void);

/**
 * GstRTCErrorDetailType:
 * @GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE: the data channel failed
 * @GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE: the handshake failed, or the
 *   peer sent a fatal alert
 * @GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE: the peer's certificate
 *   matches no fingerprint
 * @GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE: the association failed, or the
 *   peer aborted it
 * @GST_RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR: the SDP is malformed
 * @GST_RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_NOT_AVAILABLE: an encoder
 *   cannot be had
 * @GST_RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_ERROR: an encoder cannot do
 *   what is asked
 *
 * What kind of error an RTCError is. (webrtc-pc section 11.2)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE,
  GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE,
  GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE,
  GST_RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE,
  GST_RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR,
  GST_RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_NOT_AVAILABLE,
  GST_RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_ERROR,
} GstRTCErrorDetailType;

#define GST_TYPE_RTC_ERROR_DETAIL_TYPE (gst_rtc_error_detail_type_get_type ())
GST_RTC_API
GType gst_rtc_error_detail_type_get_type (void);

/**
 * GstMediaKind:
 * @GST_MEDIA_KIND_AUDIO: sound
 * @GST_MEDIA_KIND_VIDEO: pictures
 *
 * The kind of a track. A string in the standard. (MediaStreamTrack.kind)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_MEDIA_KIND_AUDIO,
  GST_MEDIA_KIND_VIDEO,
} GstMediaKind;

#define GST_TYPE_MEDIA_KIND (gst_media_kind_get_type ())
GST_RTC_API
GType gst_media_kind_get_type (void);

/**
 * GstMediaStreamTrackState:
 * @GST_MEDIA_STREAM_TRACK_STATE_LIVE: media may flow, or be muted
 * @GST_MEDIA_STREAM_TRACK_STATE_ENDED: nothing will come any more
 *
 * Whether a track still gives media. (Media Capture and Streams section 4.3)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_MEDIA_STREAM_TRACK_STATE_LIVE,
  GST_MEDIA_STREAM_TRACK_STATE_ENDED,
} GstMediaStreamTrackState;

#define GST_TYPE_MEDIA_STREAM_TRACK_STATE \
    (gst_media_stream_track_state_get_type ())
GST_RTC_API
GType gst_media_stream_track_state_get_type (void);

/**
 * GstRTCPriorityType:
 * @GST_RTC_PRIORITY_TYPE_VERY_LOW: half of low
 * @GST_RTC_PRIORITY_TYPE_LOW: the default
 * @GST_RTC_PRIORITY_TYPE_MEDIUM: twice low
 * @GST_RTC_PRIORITY_TYPE_HIGH: four times low
 *
 * The share of the bandwidth that is wanted. (webrtc-priority section 4)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_PRIORITY_TYPE_VERY_LOW,
  GST_RTC_PRIORITY_TYPE_LOW,
  GST_RTC_PRIORITY_TYPE_MEDIUM,
  GST_RTC_PRIORITY_TYPE_HIGH,
} GstRTCPriorityType;

#define GST_TYPE_RTC_PRIORITY_TYPE (gst_rtc_priority_type_get_type ())
GST_RTC_API
GType gst_rtc_priority_type_get_type (void);

/**
 * GstRTCDegradationPreference:
 * @GST_RTC_DEGRADATION_PREFERENCE_MAINTAIN_FRAMERATE: resolution
 * @GST_RTC_DEGRADATION_PREFERENCE_MAINTAIN_RESOLUTION: frame rate
 * @GST_RTC_DEGRADATION_PREFERENCE_BALANCED: some of both
 * @GST_RTC_DEGRADATION_PREFERENCE_MAINTAIN_FRAMERATE_AND_RESOLUTION:
 *   neither; frames are dropped
 *
 * What to give up when the bandwidth is short. (mst-content-hint section 5)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_DEGRADATION_PREFERENCE_MAINTAIN_FRAMERATE,
  GST_RTC_DEGRADATION_PREFERENCE_MAINTAIN_RESOLUTION,
  GST_RTC_DEGRADATION_PREFERENCE_BALANCED,
  GST_RTC_DEGRADATION_PREFERENCE_MAINTAIN_FRAMERATE_AND_RESOLUTION,
} GstRTCDegradationPreference;

#define GST_TYPE_RTC_DEGRADATION_PREFERENCE \
    (gst_rtc_degradation_preference_get_type ())
GST_RTC_API
GType gst_rtc_degradation_preference_get_type (void);

/**
 * GstRTCQualityLimitationReason:
 * @GST_RTC_QUALITY_LIMITATION_REASON_NONE: it is not
 * @GST_RTC_QUALITY_LIMITATION_REASON_CPU: the processor
 * @GST_RTC_QUALITY_LIMITATION_REASON_BANDWIDTH: the network
 * @GST_RTC_QUALITY_LIMITATION_REASON_OTHER: another reason
 *
 * Why a picture is smaller or slower than it could be. (webrtc-stats
 * section 8)
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_QUALITY_LIMITATION_REASON_NONE,
  GST_RTC_QUALITY_LIMITATION_REASON_CPU,
  GST_RTC_QUALITY_LIMITATION_REASON_BANDWIDTH,
  GST_RTC_QUALITY_LIMITATION_REASON_OTHER,
} GstRTCQualityLimitationReason;

#define GST_TYPE_RTC_QUALITY_LIMITATION_REASON \
    (gst_rtc_quality_limitation_reason_get_type ())
GST_RTC_API
GType gst_rtc_quality_limitation_reason_get_type (void);

G_END_DECLS

#endif /* GST_RTC_ENUMS_H */
