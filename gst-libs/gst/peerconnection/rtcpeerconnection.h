/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection.h: a connection to a peer (RTCPeerConnection).
 */

#ifndef GST_RTC_PEER_CONNECTION_H
#define GST_RTC_PEER_CONNECTION_H

#include <gst/peerconnection/rtcansweroptions.h>
#include <gst/peerconnection/rtccertificate.h>
#include <gst/peerconnection/rtcconfiguration.h>
#include <gst/peerconnection/rtcdatachannel.h>
#include <gst/peerconnection/rtcdatachannelinit.h>
#include <gst/peerconnection/rtcenums.h>
#include <gst/peerconnection/rtcerror.h>
#include <gst/peerconnection/rtcicecandidate.h>
#include <gst/peerconnection/rtcofferoptions.h>
#include <gst/peerconnection/rtcrtptransceiver.h>
#include <gst/peerconnection/rtcrtptransceiverinit.h>
#include <gst/peerconnection/rtcsctptransport.h>
#include <gst/peerconnection/rtcsessiondescription.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_PEER_CONNECTION (gst_rtc_peer_connection_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCPeerConnection, gst_rtc_peer_connection, GST,
    RTC_PEER_CONNECTION, GObject);

GST_RTC_API
GstRTCPeerConnection *gst_rtc_peer_connection_new (GstRTCConfiguration *
    configuration, GError ** error);

/* Descriptions. */
GST_RTC_API
void gst_rtc_peer_connection_create_offer_async (GstRTCPeerConnection *
    connection, GstRTCOfferOptions * options, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
GstRTCSessionDescription *gst_rtc_peer_connection_create_offer_finish
    (GstRTCPeerConnection * connection, GAsyncResult * result, GError **
    error);
GST_RTC_API
void gst_rtc_peer_connection_create_answer_async (GstRTCPeerConnection *
    connection, GstRTCAnswerOptions * options, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
GstRTCSessionDescription *gst_rtc_peer_connection_create_answer_finish
    (GstRTCPeerConnection * connection, GAsyncResult * result, GError **
    error);
GST_RTC_API
void gst_rtc_peer_connection_set_local_description_async (GstRTCPeerConnection
    * connection, GstRTCSessionDescription * description, GCancellable *
    cancellable, GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
gboolean gst_rtc_peer_connection_set_local_description_finish
    (GstRTCPeerConnection * connection, GAsyncResult * result, GError **
    error);
GST_RTC_API
void gst_rtc_peer_connection_set_remote_description_async (GstRTCPeerConnection
    * connection, GstRTCSessionDescription * description, GCancellable *
    cancellable, GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
gboolean gst_rtc_peer_connection_set_remote_description_finish
    (GstRTCPeerConnection * connection, GAsyncResult * result, GError **
    error);
GST_RTC_API
void gst_rtc_peer_connection_add_ice_candidate_async (GstRTCPeerConnection *
    connection, GstRTCIceCandidate * candidate, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
GST_RTC_API
gboolean gst_rtc_peer_connection_add_ice_candidate_finish (GstRTCPeerConnection
    * connection, GAsyncResult * result, GError ** error);
GST_RTC_API
GstRTCError *gst_rtc_peer_connection_get_result_error (GstRTCPeerConnection *
    connection, GAsyncResult * result);

/* Media. */
GST_RTC_API
GstRTCRtpTransceiver *gst_rtc_peer_connection_add_transceiver
    (GstRTCPeerConnection * connection, const gchar * kind,
    GstRTCRtpTransceiverInit * init, GError ** error);
GST_RTC_API
GstRTCRtpTransceiver *gst_rtc_peer_connection_add_transceiver_with_track
    (GstRTCPeerConnection * connection, GstMediaStreamTrack * track,
    GstRTCRtpTransceiverInit * init, GError ** error);
GST_RTC_API
GstRTCRtpSender *gst_rtc_peer_connection_add_track (GstRTCPeerConnection *
    connection, GstMediaStreamTrack * track, GPtrArray * streams, GError **
    error);
GST_RTC_API
gboolean gst_rtc_peer_connection_remove_track (GstRTCPeerConnection *
    connection, GstRTCRtpSender * sender, GError ** error);
GST_RTC_API
GPtrArray *gst_rtc_peer_connection_get_senders (GstRTCPeerConnection *
    connection);
GST_RTC_API
GPtrArray *gst_rtc_peer_connection_get_receivers (GstRTCPeerConnection *
    connection);
GST_RTC_API
GPtrArray *gst_rtc_peer_connection_get_transceivers (GstRTCPeerConnection *
    connection);

/* Deprecated by the standard: streams as if they were what is sent. */
GST_RTC_DEPRECATED
gboolean gst_rtc_peer_connection_add_stream (GstRTCPeerConnection * connection,
    GstMediaStream * stream, GError ** error);
GST_RTC_DEPRECATED
gboolean gst_rtc_peer_connection_remove_stream (GstRTCPeerConnection *
    connection, GstMediaStream * stream, GError ** error);
GST_RTC_DEPRECATED
GPtrArray *gst_rtc_peer_connection_get_local_streams (GstRTCPeerConnection *
    connection);
GST_RTC_DEPRECATED
GPtrArray *gst_rtc_peer_connection_get_remote_streams (GstRTCPeerConnection *
    connection);
GST_RTC_DEPRECATED
GstRTCDTMFSender *gst_rtc_peer_connection_create_dtmf_sender
    (GstRTCPeerConnection * connection, GstMediaStreamTrack * track, GError **
    error);

/* Data. */
GST_RTC_API
GstRTCDataChannel *gst_rtc_peer_connection_create_data_channel
    (GstRTCPeerConnection * connection, const gchar * label,
    GstRTCDataChannelInit * init, GError ** error);
GST_RTC_API
GstRTCSctpTransport *gst_rtc_peer_connection_get_sctp (GstRTCPeerConnection *
    connection);

/* States. */
GST_RTC_API
GstRTCSignalingState gst_rtc_peer_connection_get_signaling_state
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCIceGatheringState gst_rtc_peer_connection_get_ice_gathering_state
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCIceConnectionState gst_rtc_peer_connection_get_ice_connection_state
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCPeerConnectionState gst_rtc_peer_connection_get_connection_state
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCNullableBoolean gst_rtc_peer_connection_get_can_trickle_ice_candidates
    (GstRTCPeerConnection * connection);

GST_RTC_API
GstRTCSessionDescription *gst_rtc_peer_connection_get_local_description
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCSessionDescription *gst_rtc_peer_connection_get_current_local_description
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCSessionDescription *gst_rtc_peer_connection_get_pending_local_description
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCSessionDescription *gst_rtc_peer_connection_get_remote_description
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCSessionDescription
    *gst_rtc_peer_connection_get_current_remote_description
    (GstRTCPeerConnection * connection);
GST_RTC_API
GstRTCSessionDescription
    *gst_rtc_peer_connection_get_pending_remote_description
    (GstRTCPeerConnection * connection);

/* Life. */
GST_RTC_API
GstRTCConfiguration *gst_rtc_peer_connection_get_configuration
    (GstRTCPeerConnection * connection);
GST_RTC_API
gboolean gst_rtc_peer_connection_set_configuration (GstRTCPeerConnection *
    connection, GstRTCConfiguration * configuration, GError ** error);
GST_RTC_API
GMainContext *gst_rtc_peer_connection_get_main_context (GstRTCPeerConnection *
    connection);
GST_RTC_API
GstElement *gst_rtc_peer_connection_get_element (GstRTCPeerConnection *
    connection, GError ** error);
GST_RTC_API
void gst_rtc_peer_connection_restart_ice (GstRTCPeerConnection * connection);
GST_RTC_API
void gst_rtc_peer_connection_close (GstRTCPeerConnection * connection);

GST_RTC_API
void gst_rtc_peer_connection_generate_certificate_async (const gchar *
    algorithm, GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data);
GST_RTC_API
GstRTCCertificate *gst_rtc_peer_connection_generate_certificate_finish
    (GAsyncResult * result, GError ** error);

G_END_DECLS

#endif /* GST_RTC_PEER_CONNECTION_H */
