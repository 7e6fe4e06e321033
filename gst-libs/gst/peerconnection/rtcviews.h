/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcviews.h: how a connection makes and changes the objects that show its
 * parts.
 *
 * A function with "locked" in its name wants the model's lock held and only
 * stores; the others run in an entry of the queue, without it, and fire.
 */

#ifndef GST_RTC_VIEWS_H
#define GST_RTC_VIEWS_H

#include "rtcdatachannel.h"
#include "rtcmodel.h"
#include "rtcrtptransceiver.h"
#include "rtcsctptransport.h"

G_BEGIN_DECLS

/* --- transports --------------------------------------------------------- */
GstRTCIceTransport *gst_rtc_ice_transport_new (GstRTCModel * model);
/* What the descriptions in force or pending say; @ufrag NULL: nothing. */
void gst_rtc_ice_transport_set_parameters_locked (GstRTCIceTransport *
    transport, PcSide side, const gchar * ufrag, const gchar * pwd);
void gst_rtc_ice_transport_set_role_locked (GstRTCIceTransport * transport,
    GstRTCIceRole role);
void gst_rtc_ice_transport_add_candidate_locked (GstRTCIceTransport * transport,
    PcSide side, GstRTCIceCandidate * candidate);
/* A new generation: what was gathered and learnt does not count any more. */
void gst_rtc_ice_transport_restart_locked (GstRTCIceTransport * transport);

typedef enum
{
  GST_RTC_ICE_TRANSPORT_NOTHING = 0,
  GST_RTC_ICE_TRANSPORT_PAIR = 1 << 0,
  GST_RTC_ICE_TRANSPORT_STATE = 1 << 1,
  GST_RTC_ICE_TRANSPORT_GATHERING = 1 << 2,
} GstRTCIceTransportChanges;

/* Each returns what has changed, for gst_rtc_ice_transport_announce(): events
 * come when all that belongs together is stored. */
GstRTCIceTransportChanges
gst_rtc_ice_transport_store_state_locked (GstRTCIceTransport * transport,
    GstRTCIceTransportState state);
GstRTCIceTransportChanges
gst_rtc_ice_transport_store_gathering_locked (GstRTCIceTransport * transport,
    GstRTCIceGathererState state);
GstRTCIceTransportChanges
gst_rtc_ice_transport_store_pair_locked (GstRTCIceTransport * transport,
    GstRTCIceCandidatePair * pair);
void gst_rtc_ice_transport_announce (GstRTCIceTransport * transport,
    GstRTCIceTransportChanges changes);
/* The connection is closed: fires nothing. */
void gst_rtc_ice_transport_close_locked (GstRTCIceTransport * transport);
PcIceState gst_rtc_ice_transport_peek_state_locked (GstRTCIceTransport *
    transport);
PcGatheringState
gst_rtc_ice_transport_peek_gathering_locked (GstRTCIceTransport * transport);

GstRTCDtlsTransport *gst_rtc_dtls_transport_new (GstRTCModel * model);
/* @certificates (nullable): of GBytes. Returns whether it has changed, for
 * gst_rtc_dtls_transport_announce(). */
gboolean gst_rtc_dtls_transport_store_state_locked (GstRTCDtlsTransport *
    transport, GstRTCDtlsTransportState state, GPtrArray * certificates);
void gst_rtc_dtls_transport_announce (GstRTCDtlsTransport * transport);
void gst_rtc_dtls_transport_fire_error (GstRTCDtlsTransport * transport,
    GstRTCError * error);
/* Its ICE transport too. */
void gst_rtc_dtls_transport_close_locked (GstRTCDtlsTransport * transport);
PcDtlsState gst_rtc_dtls_transport_peek_state_locked (GstRTCDtlsTransport *
    transport);

GstRTCSctpTransport *gst_rtc_sctp_transport_new (GstRTCModel * model);
void gst_rtc_sctp_transport_set_transport_locked (GstRTCSctpTransport *
    transport, GstRTCDtlsTransport * dtls);
/* @max_channels counts when it is connected. */
gboolean gst_rtc_sctp_transport_change_state (GstRTCSctpTransport * transport,
    GstRTCSctpTransportState state, guint max_channels);
void gst_rtc_sctp_transport_close_locked (GstRTCSctpTransport * transport);
gint gst_rtc_sctp_transport_peek_max_channels_locked (GstRTCSctpTransport *
    transport);
PcSctpState gst_rtc_sctp_transport_peek_state_locked (GstRTCSctpTransport *
    transport);
/* --- data channels ------------------------------------------------------ */

/* @id -1: not known yet. @open is copied. */
GstRTCDataChannel *gst_rtc_data_channel_new (GstRTCModel * model,
    const PcDcepOpen * open, gboolean negotiated, gint id,
    GstRTCDataChannelState state);
gint gst_rtc_data_channel_peek_id_locked (GstRTCDataChannel * channel);
void gst_rtc_data_channel_set_id_locked (GstRTCDataChannel * channel, gint id);
/* Hands it to the backend, once. */
void gst_rtc_data_channel_connect (GstRTCDataChannel * channel,
    GstRTCBackend * backend);
void gst_rtc_data_channel_announce_open (GstRTCDataChannel * channel);
void gst_rtc_data_channel_announce_closing (GstRTCDataChannel * channel);
/* @error (nullable): fires "error" before "close". */
void gst_rtc_data_channel_announce_closed (GstRTCDataChannel * channel,
    GstRTCError * error);
void gst_rtc_data_channel_deliver (GstRTCDataChannel * channel,
    gboolean binary, GBytes * message);
void gst_rtc_data_channel_bytes_sent (GstRTCDataChannel * channel,
    guint64 bytes);
/* The connection is closed: fires nothing. */
void gst_rtc_data_channel_close_locked (GstRTCDataChannel * channel);

/* --- transceivers ------------------------------------------------------- */

GstRTCRtpTransceiver *gst_rtc_rtp_transceiver_new (GstRTCModel * model,
    guint id, PcKind kind);
gboolean gst_rtc_rtp_transceiver_is_stopping (GstRTCRtpTransceiver *
    transceiver);
guint gst_rtc_rtp_transceiver_peek_id (GstRTCRtpTransceiver * transceiver);

/* @id: PcTransceiver.id, as of its transceiver. */
GstRTCRtpSender *gst_rtc_rtp_sender_new (GstRTCModel * model, guint id,
    PcKind kind);
/* [[Dtmf]]; once, before anyone sees the sender. Takes @dtmf. */
void gst_rtc_rtp_sender_take_dtmf (GstRTCRtpSender * sender,
    GstRTCDTMFSender * dtmf);
GstRTCDTMFSender *gst_rtc_dtmf_sender_new (GstRTCModel * model, guint id);
GstRTCModel *gst_rtc_rtp_sender_peek_model (GstRTCRtpSender * sender);
PcKind gst_rtc_rtp_sender_peek_kind (GstRTCRtpSender * sender);
guint gst_rtc_rtp_sender_peek_id (GstRTCRtpSender * sender);
GstMediaStreamTrack *gst_rtc_rtp_sender_peek_track_locked (GstRTCRtpSender *
    sender);
GPtrArray *gst_rtc_rtp_sender_peek_streams_locked (GstRTCRtpSender * sender);
/* Both return the one before (transfer full), to be let go without the lock;
 * @streams is taken. */
GstMediaStreamTrack *gst_rtc_rtp_sender_set_track_locked (GstRTCRtpSender *
    sender, GstMediaStreamTrack * track);
GPtrArray *gst_rtc_rtp_sender_set_streams_locked (GstRTCRtpSender * sender,
    GPtrArray * streams);
/* [[AssociatedMediaStreamIds]]; as set_streams_locked(). */
GPtrArray *gst_rtc_rtp_sender_associate_streams_locked (GstRTCRtpSender *
    sender, GPtrArray * streams);
/* Tells the backend, in the queue, which track there is then; without the
 * lock. */
void gst_rtc_rtp_sender_track_changed (GstRTCRtpSender * sender);
/* Whether a sink pad of the element is its input: nobody else takes it. */
gboolean *gst_rtc_rtp_sender_peek_has_pad_locked (GstRTCRtpSender * sender);
void gst_rtc_rtp_sender_set_transport_locked (GstRTCRtpSender * sender,
    GstRTCDtlsTransport * transport);

GstRTCRtpReceiver *gst_rtc_rtp_receiver_new (GstRTCModel * model,
    guint id, const gchar * kind);
GstRTCModel *gst_rtc_rtp_receiver_peek_model (GstRTCRtpReceiver * receiver);
guint gst_rtc_rtp_receiver_peek_id (GstRTCRtpReceiver * receiver);
void gst_rtc_rtp_receiver_set_transport_locked (GstRTCRtpReceiver * receiver,
    GstRTCDtlsTransport * transport);
/* [[JitterBufferTarget]], in ms, or -1. */
gdouble *gst_rtc_rtp_receiver_peek_target_locked (GstRTCRtpReceiver * receiver);
/* [[AssociatedRemoteMediaStreams]], of GstMediaStream; changed by the queue
 * only, with the lock. */
GPtrArray **gst_rtc_rtp_receiver_peek_streams (GstRTCRtpReceiver * receiver);

G_END_DECLS

#endif /* GST_RTC_VIEWS_H */
