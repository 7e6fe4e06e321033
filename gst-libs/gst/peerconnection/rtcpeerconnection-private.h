/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-private.h: a connection inside, idea by idea.
 *
 * A function with "locked" in its name wants the model's lock held. All others
 * are called without it; those that take a GstRTCEntryFunc's arguments, or say
 * so, run in an entry of the queue only.
 */

#ifndef GST_RTC_PEER_CONNECTION_PRIVATE_H
#define GST_RTC_PEER_CONNECTION_PRIVATE_H

#include "rtcmodel.h"
#include "rtcpeerconnection.h"
#include "rtcviews.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_peer_connection_debug);

/* An ICE/DTLS association of PcNegotiated. */
typedef struct
{
  gchar *id;
  GstRTCDtlsTransport *dtls;    /* has the ICE transport */
  guint ice_generation;
} GstRTCTransportEntry;

struct _GstRTCPeerConnection
{
  GObject parent;

  /* Immutable. */
  GstRTCModel *model;
  GMainContext *context;
  GError *construct_error;      /* what is wrong with the configuration */

  /* Protected by the model's lock from here on. */
  GstRTCConfiguration *configuration;   /* never written to: replaced */
  gboolean local_description_asked;     /* setLocalDescription has been called */
  GstRTCCertificate *certificate;
  PcNegotiated *negotiated;     /* as configured last; NULL before */
  GHashTable *transceivers;     /* id → GstRTCRtpTransceiver */
  GPtrArray *transports;        /* of GstRTCTransportEntry */
  GstRTCSctpTransport *sctp;
  GPtrArray *channels;          /* of GstRTCDataChannel, not closed ones */
  GHashTable *channel_ids;      /* id → one of channels; those that have one */
  gboolean had_channel;         /* one has been created here */

  GstRTCSessionDescription *descriptions[2][2]; /* [PcSide][pending] */
  gboolean descriptions_stale;

  PcConnectionState connection_state;
  PcIceState ice_connection_state;
  PcGatheringState ice_gathering_state;

  gboolean negotiation_needed;  /* [[NegotiationNeeded]] */
  gboolean update_on_empty;     /* [[UpdateNegotiationNeededFlagOnEmptyChain]] */

  /* Object first: what it owns. */
  GstElement *element;
  GstElement *pipeline;
  gboolean element_first;
  gboolean element_taken;       /* by the application, for its own pipeline */

  /* Entries of the queue only. */
  GHashTable *streams;          /* id → GstMediaStream */
};

/* --- rtcpeerconnection.c: events ----------------------------------------- */

typedef enum
{
  GST_RTC_EVENT_NEGOTIATIONNEEDED,
  GST_RTC_EVENT_ICECANDIDATE,
  GST_RTC_EVENT_ICECANDIDATEERROR,
  GST_RTC_EVENT_SIGNALINGSTATECHANGE,
  GST_RTC_EVENT_ICECONNECTIONSTATECHANGE,
  GST_RTC_EVENT_ICEGATHERINGSTATECHANGE,
  GST_RTC_EVENT_CONNECTIONSTATECHANGE,
  GST_RTC_EVENT_TRACK,
  GST_RTC_EVENT_DATACHANNEL,
  GST_RTC_EVENT_ADDSTREAM,
  GST_RTC_EVENT_REMOVESTREAM,
  GST_RTC_EVENT_IDENTITYRESULT,
  GST_RTC_EVENT_PEERIDENTITY,
  GST_RTC_EVENT_IDPASSERTIONERROR,
  GST_RTC_EVENT_IDPVALIDATIONERROR,
  GST_RTC_N_EVENTS,
} GstRTCEvent;

/* In an entry: notifies the state that @event is about, then emits it. */
void gst_rtc_peer_connection_fire (GstRTCPeerConnection * self,
    GstRTCEvent event, gpointer object);

/* --- rtcpeerconnection-setup.c: the session and the element ------------------- */

/* Makes the session, and the element if it owns one. InvalidStateError when
 * closed. */
/* The element that moves packets, made if there is none. Transfer full. */
GstRTCBackend *gst_rtc_peer_connection_ensure_backend (GstRTCPeerConnection *
    self, GError ** error);
/* Soon, in the event queue: its pool gathers (webrtc-pc section 4.4.1.1). */
void gst_rtc_peer_connection_start_pool (GstRTCPeerConnection * self);
gboolean gst_rtc_peer_connection_ensure_session (GstRTCPeerConnection * self,
    GError ** error);
/* In an entry: an element that nobody took runs alone. */
void gst_rtc_peer_connection_run_element (GstRTCPeerConnection * self);
/* Gives the element and its pipeline to the reaper; once. */
void gst_rtc_peer_connection_release_element (GstRTCPeerConnection * self);

/* --- rtcpeerconnection-configuration.c ------------------------------------------ */

/* Transfer full. Not to be written to. */
GstRTCConfiguration *gst_rtc_peer_connection_dup_configuration
    (GstRTCPeerConnection * self);

/* --- rtcpeerconnection-negotiation.c: the negotiation-needed flag -------------- */

void gst_rtc_peer_connection_check_negotiation_needed (gpointer owner,
    gpointer data);
gboolean gst_rtc_peer_connection_is_negotiation_due (GstRTCPeerConnection *
    self);
void gst_rtc_peer_connection_chain_idle (gpointer owner);

/* --- rtcpeerconnection-offeroptions.c --------------------------------------------- */

/* At the call of createOffer(): does to transceivers what legacy members say. */
void gst_rtc_peer_connection_apply_offer_options (GstRTCPeerConnection * self,
    GstRTCOfferOptions * options);

/* --- rtcpeerconnection-apply.c: a description takes effect -------------------- */

/* In an entry. On success the events are posted next; FALSE: nothing changed. */
/* An entry: tells the backend what changed without a description. */
void gst_rtc_peer_connection_reconfigure (gpointer owner, gpointer data);
gboolean gst_rtc_peer_connection_apply (GstRTCPeerConnection * self,
    PcSide side, const PcDescription * description, GError ** error);

/* --- rtcpeerconnection-descriptions.c ------------------------------------------ */

void gst_rtc_peer_connection_clear_descriptions (GstRTCPeerConnection * self);

/* --- rtcpeerconnection-transceivers.c ------------------------------------------ */

/* The one view of a transceiver (transfer none). */
GstRTCRtpTransceiver *gst_rtc_peer_connection_view_locked (GstRTCPeerConnection
    * self, guint id);
/* Forgets the views of transceivers that are gone, into @gone (of GObject);
 * gives the others their transports. */
void gst_rtc_peer_connection_sync_transceivers_locked (GstRTCPeerConnection *
    self, GPtrArray * gone);

/* --- rtcpeerconnection-addtrack.c: what is sent -------------------------------- */

/* A new transceiver's; @track and @streams may be NULL. */
/* For a sink pad, as addTrack() would: a transceiver of @kind whose sender is
 * free, such as one that the peer's offer made and takes media in, or a new
 * one. @exact: it is to
 * have @direction; else it receives what it received. */
GstRTCRtpTransceiver *gst_rtc_peer_connection_take_sender_locked
    (GstRTCPeerConnection * self, PcKind kind, PcDirection direction,
    gboolean exact);
void gst_rtc_peer_connection_give_track (GstRTCPeerConnection * self,
    GstRTCRtpTransceiver * view, GstMediaStreamTrack * track,
    GPtrArray * streams);
/* Each stream once; @streams may be NULL. */
GPtrArray *gst_rtc_peer_connection_unique_streams (GPtrArray * streams);

/* --- rtcpeerconnection-streams.c: deprecated ------------------------------------ */

/* Of GstMediaStream. */
GPtrArray *gst_rtc_peer_connection_list_remote_streams (GstRTCPeerConnection *
    self);

/* --- rtcpeerconnection-tracks.c: what a change does to tracks ----------------- */

/* In an entry: posts next what @changes (of PcChange) means for tracks and
 * streams. @views: their transceivers, one a change, or NULL. */
void gst_rtc_peer_connection_post_track_events (GstRTCPeerConnection * self,
    const GArray * changes, GPtrArray * views);
/* The connection is closed: fires nothing. */
void gst_rtc_peer_connection_end_tracks_locked (GstRTCPeerConnection * self);
/* In an entry: packets of a receiver began to arrive, or stopped. */
void gst_rtc_peer_connection_receiver_muted (GstRTCPeerConnection * self,
    guint transceiver_id, gboolean muted);

/* --- rtcpeerconnection-transports.c --------------------------------------------- */

void gst_rtc_transport_entry_free (gpointer data);
GstRTCTransportEntry
    * gst_rtc_peer_connection_find_transport_locked (GstRTCPeerConnection *
    self, const gchar * id);
/* After a new agreement. Returns transports that are gone (transfer full). */
GPtrArray *gst_rtc_peer_connection_sync_transports_locked (GstRTCPeerConnection
    * self);
/* In an entry: closes @gone and posts next what that changes. */
void gst_rtc_peer_connection_close_transports (GstRTCPeerConnection * self,
    GPtrArray * gone);
void gst_rtc_peer_connection_close_transports_locked (GstRTCPeerConnection *
    self);

/* Facts, in an entry. */
void gst_rtc_peer_connection_ice_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcIceState state, const PcCandidate * local,
    const PcCandidate * remote, const gchar * reason);
void gst_rtc_peer_connection_gathering_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcGatheringState state);
void gst_rtc_peer_connection_pair_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, const PcCandidate * local,
    const PcCandidate * remote);
void gst_rtc_peer_connection_dtls_changed (GstRTCPeerConnection * self,
    const gchar * transport_id, PcDtlsState state, GPtrArray * certificates,
    GstRTCError * error);

/* --- rtcpeerconnection-candidates.c --------------------------------------------- */

/* What is wrong with it at first sight; any thread. TypeError. */
gboolean gst_rtc_peer_connection_check_candidate (GstRTCIceCandidate *
    candidate, GError ** error);
/* In an entry. */
gboolean gst_rtc_peer_connection_add_candidate (GstRTCPeerConnection * self,
    GstRTCIceCandidate * candidate, GError ** error);
/* A fact, in an entry. @candidate NULL: no more of this generation. */
void gst_rtc_peer_connection_candidate_gathered (GstRTCPeerConnection * self,
    const gchar * transport_id, const PcCandidate * candidate);

/* --- rtcpeerconnection-channels.c ------------------------------------------------ */

/* After a new agreement: gives ids. Returns channels for which there was none
 * (transfer full). An association that ends is put into @gone. */
GPtrArray *gst_rtc_peer_connection_sync_channels_locked (GstRTCPeerConnection *
    self, GPtrArray * gone);
/* In an entry: @channels could not be made. */
void gst_rtc_peer_connection_fail_channels (GstRTCPeerConnection * self,
    GPtrArray * channels);
/* In an entry: a channel that the backend never saw has closed. */
void gst_rtc_peer_connection_channel_closed (gpointer owner, gpointer data);
GstRTCDataChannel *gst_rtc_peer_connection_dup_channel (GstRTCPeerConnection *
    self, guint16 id);
/* Facts, in an entry. */
void gst_rtc_peer_connection_channel_announced (GstRTCPeerConnection * self,
    guint16 id, const PcDcepOpen * open);
void gst_rtc_peer_connection_close_channel (GstRTCPeerConnection * self,
    GstRTCDataChannel * channel, GstRTCError * error);
void gst_rtc_peer_connection_sctp_changed (GstRTCPeerConnection * self,
    PcSctpState state, guint max_channels, GstRTCError * error);

G_END_DECLS

#endif /* GST_RTC_PEER_CONNECTION_PRIVATE_H */
