/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcbackend.h: the seam between the W3C objects and whoever moves packets.
 *
 * Private to this project: the library and its plugin are built together and
 * check each other's version. Down go immutable values, calls that never
 * block; up come facts, posted from any thread into the connection's event
 * queue, where alone they change what an application can see.
 *
 *   GstRTCPeerConnection ── GstRTCBackendInterface ──▶ the peerconnection bin
 *                        ◀── gst_rtc_backend_post_* ──
 */

#ifndef GST_RTC_BACKEND_H
#define GST_RTC_BACKEND_H

#include <gst/gst.h>

#include "core/dc/pcdcep.h"
#include "core/ice/pccandidate.h"
#include "core/ice/pcicestates.h"
#include "core/jsep/pcnegotiated.h"
#include "core/jsep/pcsession.h"
#include "core/rtp/pcrtpheard.h"

#include <gst/peerconnection/peerconnection.h>

G_BEGIN_DECLS

/* Grows with each change of this file; both sides must agree exactly. */
#define GST_RTC_BACKEND_VERSION 8

#define GST_TYPE_RTC_BACKEND (gst_rtc_backend_get_type ())
GST_RTC_API
G_DECLARE_INTERFACE (GstRTCBackend, gst_rtc_backend, GST, RTC_BACKEND,
    GstElement)

/**
 * GstRTCBackendInterface:
 * @version: %GST_RTC_BACKEND_VERSION
 *
 * All are called without any lock of the connection held, from any thread,
 * and return at once.
 */
struct _GstRTCBackendInterface
{
  GTypeInterface parent;
  guint version;

  /* What can be sent and received here; from the registry. Transfer full. */
  PcCapabilities *(*get_capabilities) (GstRTCBackend * backend);

  /* setConfiguration() was called: its servers and policy are for the next
   * gathering. @configuration is not written to. */
  void (*set_configuration) (GstRTCBackend * backend,
      GstRTCConfiguration * configuration);

  /* After each applied description, in their order. */
  void (*configure) (GstRTCBackend * backend, PcNegotiated * negotiated);

  /* What the sender of a transceiver sends from now on; NULL: nothing, or what
   * comes into its sink pad. From the queue, in order with configure(). */
  void (*set_sender_track) (GstRTCBackend * backend, guint transceiver_id,
      GstMediaStreamTrack * track);

  /* NULL ends the candidates of that transport. */
  void (*add_remote_candidate) (GstRTCBackend * backend,
      const gchar * transport_id, const PcCandidate * candidate);

  /* Data channels, by stream id; only after the SCTP transport is connected.
   * A negotiated channel sends no DATA_CHANNEL_OPEN. */
  void (*open_channel) (GstRTCBackend * backend, guint16 id,
      const PcDcepOpen * open, gboolean negotiated);
  /* OperationError when the transport's queue is full. @reliability NULL: the
   * channel's. */
  gboolean (*send_message) (GstRTCBackend * backend, guint16 id,
      gboolean binary, GBytes * message, const PcReliability * reliability,
      GError ** error);
  /* Sends what is queued, then resets the stream. */
  void (*close_channel) (GstRTCBackend * backend, guint16 id);

  /* Bytes of the largest message that can be sent, and that is taken. */
  guint64 (*get_max_message_size) (GstRTCBackend * backend);
  /* While paused no more messages are to be posted: the application does not
   * keep up. What is under way may still come. */
  void (*pause_messages) (GstRTCBackend * backend, gboolean paused);

  /* A tone in the place of what the sender of a transceiver sends; @duration:
   * ms. Ignored where telephone-event is not agreed. */
  void (*play_tone) (GstRTCBackend * backend, guint transceiver_id,
      gchar tone, guint duration);
  /* Who spoke to a receiver in the last ten seconds, latest first: SSRCs, or
   * CSRCs. Of PcRtpHeard, with times of g_get_monotonic_time() in ns; transfer
   * full, NULL for nobody. */
  GArray *(*get_heard) (GstRTCBackend * backend, guint transceiver_id,
      gboolean contributing);
  /* How much the jitterbuffer of a receiver should hold, in ms; -1: what is
   * usual. For later ones gst_rtc_backend_get_jitter_buffer_target() says it. */
  void (*set_jitter_buffer_target) (GstRTCBackend * backend,
      guint transceiver_id, gint target);

  /* The connection is closed; no more facts are wanted. */
  void (*close) (GstRTCBackend * backend);
};

/* --- library to backend: for the element ------------------------------- */

/* An element that makes its own connection (element first). @main_context NULL:
 * the process-wide worker. The connection holds @backend weakly. */
GST_RTC_API
GstRTCPeerConnection *gst_rtc_backend_create_connection (GstRTCBackend *
    backend, GstRTCConfiguration * configuration, GMainContext * main_context,
    GError ** error);

/* The certificate that this connection shows (transfer none). */
GST_RTC_API
GstRTCCertificate *gst_rtc_backend_get_certificate (GstRTCPeerConnection *
    connection);

/* Media edge, used by the element's pads. All take the connection's short
 * lock and never wait for another thread; the first of them asks for the
 * element's capabilities, so none may be called with the element's lock. */
GST_RTC_API
void gst_rtc_backend_want_media (GstRTCPeerConnection * connection,
    PcKind kind);
/* The transceiver of a new sink pad: one whose sender is free, as addTrack()
 * would find it, if the peer takes media there, or a new one. @exact: with this very @direction, else that is
 * for a new one, which receives as well what the peer offers. */
GST_RTC_API
guint gst_rtc_backend_take_transceiver (GstRTCPeerConnection * connection,
    PcKind kind, PcDirection direction, gboolean exact);
GST_RTC_API
void gst_rtc_backend_set_codec_preferences (GstRTCPeerConnection * connection,
    guint transceiver_id, GPtrArray * codecs);
GST_RTC_API
void gst_rtc_backend_set_sender_media (GstRTCPeerConnection * connection, guint
    transceiver_id, gboolean has_media);
GST_RTC_API
gboolean gst_rtc_backend_set_sender_ssrc (GstRTCPeerConnection * connection,
    guint transceiver_id, guint32 ssrc);
GST_RTC_API
GPtrArray *gst_rtc_backend_get_send_codecs (GstRTCPeerConnection * connection,
    guint transceiver_id, guint32 * ssrc);
/* Transfer full, or NULL when it is gone. */
GST_RTC_API
GstRTCRtpTransceiver *gst_rtc_backend_get_transceiver (GstRTCPeerConnection *
    connection, guint transceiver_id);
/* ms, or -1. */
GST_RTC_API
gint gst_rtc_backend_get_jitter_buffer_target (GstRTCPeerConnection *
    connection, guint transceiver_id);
/* Pad released: as removeTrack would. */
GST_RTC_API
void gst_rtc_backend_remove_transceiver (GstRTCPeerConnection * connection,
    guint transceiver_id);

/* As gst_rtc_data_channel_send_bytes(), with a reliability of its own (or
 * NULL), and text, which is not looked at, when @binary is FALSE. */
GST_RTC_API
gboolean gst_rtc_backend_send (GstRTCDataChannel * channel, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error);
/* @bytes of messages that an application got wait to be used up, or do not
 * (negative): too many pause the association. */
GST_RTC_API
void gst_rtc_backend_hold_messages (GstRTCPeerConnection * connection,
    gssize bytes);

/* What gives the media of a track (transfer full): NULL without an error when
 * it is a receiver's, with one when a silent track's element is missing. */
GST_RTC_API
GstElement *gst_rtc_backend_dup_track_element (GstMediaStreamTrack * track,
    GError ** error);
/* What makes the element of @track run, for it and its clones: @make is asked
 * for it the first time. It is let go when none of them is live or there any
 * more. Transfer full; NULL when @track has ended or @make returns that. */
GST_RTC_API
GObject *gst_rtc_backend_ensure_track_runner (GstMediaStreamTrack * track,
    GObject * (*make) (GstMediaStreamTrack * track));
/* Its element gives no more: the track and its clones end. From any thread. */
GST_RTC_API
void gst_rtc_backend_post_track_ended (GstMediaStreamTrack * track);
/* Whether the element runs in a pipeline that nobody sees. */
GST_RTC_API
gboolean gst_rtc_backend_runs_alone (GstRTCPeerConnection * connection);

/* Runs @func in the connection's event queue, in order with its events. Once
 * closed, only @notify is called. */
GST_RTC_API
void gst_rtc_backend_post_call (GstRTCPeerConnection * connection, void (*func)
    (gpointer user_data), gpointer user_data, GDestroyNotify notify);

/* --- facts, from any thread --------------------------------------------- */

/* @candidate NULL: no more for this generation. */
GST_RTC_API
void gst_rtc_backend_post_candidate (GstRTCPeerConnection * connection, const
    gchar * transport_id, const PcCandidate * candidate);
/* A server gave none: what "icecandidateerror" carries. @address NULL, @port -1:
 * not to be known; @code of STUN, or 701. */
GST_RTC_API
void gst_rtc_backend_post_candidate_error (GstRTCPeerConnection * connection,
    const gchar * address, gint port, const gchar * url, guint code,
    const gchar * text);
GST_RTC_API
void gst_rtc_backend_post_gathering_state (GstRTCPeerConnection * connection,
    const gchar * transport_id, PcGatheringState state);
GST_RTC_API
void gst_rtc_backend_post_ice_state (GstRTCPeerConnection * connection, const
    gchar * transport_id, PcIceState state, const gchar * reason);
/* A state that comes with its selected pair: both change in one step. */
GST_RTC_API
void gst_rtc_backend_post_ice_pair_state (GstRTCPeerConnection * connection,
    const gchar * transport_id, PcIceState state, const PcCandidate * local,
    const PcCandidate * remote, const gchar * reason);
GST_RTC_API
void gst_rtc_backend_post_selected_pair (GstRTCPeerConnection * connection,
    const gchar * transport_id, const PcCandidate * local, const PcCandidate *
    remote);
/* @certificates: of GBytes (DER), end entity first, or NULL. @error: an
 * RTCError for an error event, or NULL; transfer none. */
GST_RTC_API
void gst_rtc_backend_post_dtls_state (GstRTCPeerConnection * connection, const
    gchar * transport_id, PcDtlsState state, GPtrArray * certificates,
    GstRTCError * error);
/* @error: why it is closed, or NULL; transfer none. */
GST_RTC_API
void gst_rtc_backend_post_sctp_state (GstRTCPeerConnection * connection,
    PcSctpState state, guint max_channels, GstRTCError * error);
/* The peer opened a channel. Messages follow in order behind it. */
GST_RTC_API
void gst_rtc_backend_post_channel_announced (GstRTCPeerConnection * connection,
    guint16 id, const PcDcepOpen * open);
/* The peer acknowledged, or nothing needs to be. */
GST_RTC_API
void gst_rtc_backend_post_channel_open (GstRTCPeerConnection * connection,
    guint16 id);
/* The peer closes it; whoever moves packets does the same by itself, and tells
 * when that is done by post_channel_closed(). */
GST_RTC_API
void gst_rtc_backend_post_channel_closing (GstRTCPeerConnection * connection,
    guint16 id);
GST_RTC_API
void gst_rtc_backend_post_channel_closed (GstRTCPeerConnection * connection,
    guint16 id, GstRTCError * error);
GST_RTC_API
void gst_rtc_backend_post_message (GstRTCPeerConnection * connection, guint16
    id, gboolean binary, GBytes * message);
/* @bytes of what send_message() took have left the transport's queue. */
GST_RTC_API
void gst_rtc_backend_post_bytes_sent (GstRTCPeerConnection * connection,
    guint16 id, guint64 bytes);
/* Packets of a receiver began to arrive, or stopped. */
GST_RTC_API
void gst_rtc_backend_post_muted (GstRTCPeerConnection * connection, guint
    transceiver_id, gboolean muted);

G_END_DECLS

#endif /* GST_RTC_BACKEND_H */
