/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsession.h: the negotiation of one connection (JSEP, RFC 9429), without
 * time, threads or network.
 *
 * A session holds transceivers, descriptions and the signaling state. The API
 * objects are views on it: a transceiver is named by its id, which is never
 * used twice. Applying a description is plan → commit: pc_session_plan()
 * checks everything and changes nothing; pc_session_commit() cannot fail.
 * Whoever uses a session guards it with one lock.
 */

#ifndef PC_SESSION_H
#define PC_SESSION_H

#include "../pctypes.h"
#include "../sdp/pcdescription.h"
#include "pcencodings.h"
#include "pcnegotiated.h"

G_BEGIN_DECLS

typedef struct PcSession PcSession;
typedef struct PcPlan PcPlan;

/* What this end can send and receive: filled from the registry by the layer
 * above. Payload types are preferences; a session assigns the final ones. */
typedef struct
{
  GPtrArray *codecs[2];         /* of PcCodec, by PC_KIND_AUDIO / PC_KIND_VIDEO, most wanted first */
  GPtrArray *extensions[2];     /* of PcExtension, likewise */
} PcCapabilities;

PcCapabilities *pc_capabilities_new (void);
PcCapabilities *pc_capabilities_copy (const PcCapabilities * capabilities);
void pc_capabilities_free (PcCapabilities * capabilities);

typedef struct
{
  PcRandom random;
  PcBundlePolicy bundle_policy;
  const PcCapabilities *capabilities;   /* copied */
  GPtrArray *fingerprints;      /* of PcFingerprint, of our certificates; copied */
  guint64 max_message_size;     /* bytes of a data-channel message that we take */
} PcSessionConfig;

PcSession *pc_session_new (const PcSessionConfig * config);
void pc_session_free (PcSession * session);

/* --- transceivers ------------------------------------------------------- */

typedef struct
{
  guint id;                     /* from 1, never used twice */
  PcKind kind;
  PcDirection direction;        /* the wanted one; STOPPED when stopped or stopping */
  gboolean has_current_direction;
  PcDirection current_direction;
  gboolean has_sent;            /* the current direction sent, once or now */
  gboolean stopping;
  gboolean stopped;
  gchar *mid;                   /* NULL until associated */
  gint mline_index;             /* -1 until associated */
  gboolean added_by_track;      /* may be associated with a peer's offer (RFC 9429 section 5.10) */
  gboolean follows_offer;       /* a peer's offer that sends may take it, and makes it receive */
  GPtrArray *preferred_codecs;  /* of PcCodec, or NULL: all of the capabilities */
  GStrv stream_ids;             /* the streams that the sender's track belongs to */
  gchar *track_id;              /* of the sender's msid */
  gboolean has_sender_media;    /* something will be sent when negotiated */
  guint32 send_ssrc;            /* chosen at creation, announced when the direction sends and has_sender_media */
  guint32 send_rtx_ssrc;        /* likewise; video only */
  GPtrArray *encodings;         /* of PcEncoding: [[SendEncodings]], at least one */
  gchar *transaction_id;        /* of [[LastReturnedParameters]]; NULL: there are none */
  gboolean fired_receiving;     /* [[FiredDirection]] of the receiver receives */
  GStrv remote_stream_ids;      /* of the last applied remote description */
  gchar *remote_track_id;
} PcTransceiver;

/* Returns the new transceiver's id. @direction: any but STOPPED. */
guint pc_session_add_transceiver (PcSession * session, PcKind kind,
    PcDirection direction, gboolean added_by_track);
/* Valid until the session changes; NULL when there is none. Stopped and
 * negotiated away ones are gone. */
const PcTransceiver *pc_session_get_transceiver (const PcSession * session,
    guint id);
/* Ids in the order of getTransceivers(); free with g_array_unref(). */
GArray *pc_session_list_transceivers (const PcSession * session);

/* The peer's last description takes media in this m-section, or there is none
 * yet. */
gboolean pc_session_peer_receives (const PcSession * session, guint id);

void pc_session_set_direction (PcSession * session, guint id,
    PcDirection direction);
void pc_session_stop_transceiver (PcSession * session, guint id);
/* @codecs: of PcCodec, copied; NULL for all. Their payload types, where below
 * 128 and free, are kept. */
void pc_session_set_codec_preferences (PcSession * session, guint id,
    GPtrArray * codecs);
void pc_session_set_sender_streams (PcSession * session, guint id,
    const gchar * const *stream_ids);
/* [[SenderTrack]].id, of 1 to 64 token-chars; random until set. */
void pc_session_set_sender_track (PcSession * session, guint id,
    const gchar * track_id);
/* addTrack() took this transceiver: a rollback keeps it. */
void pc_session_set_added_by_track (PcSession * session, guint id);
/* It asks for nothing, but takes what the peer offers by itself. */
void pc_session_set_follows_offer (PcSession * session, guint id);
void pc_session_set_sender_media (PcSession * session, guint id,
    gboolean has_media);
/* What a payloader insists on; FALSE when another is already announced. */
gboolean pc_session_set_sender_ssrc (PcSession * session, guint id,
    guint32 ssrc);

/* Codecs that the sender of @id may use right now, most wanted first: the
 * agreed ones, or before an agreement the ones that an offer would (from then
 * on will) name with these very payload types. Of PcCodec, transfer full. */
GPtrArray *pc_session_get_send_codecs (PcSession * session, guint id);

/* The application section: asked for once, by the first data channel. */
void pc_session_want_data_channels (PcSession * session);

/* --- descriptions ------------------------------------------------------- */

typedef struct
{
  gboolean ice_restart;
} PcOfferOptions;

PcDescription *pc_session_create_offer (PcSession * session,
    const PcOfferOptions * options, GError ** error);
PcDescription *pc_session_create_answer (PcSession * session, GError ** error);
/* [[LastCreatedOffer]] or [[LastCreatedAnswer]], while it still says what the
 * session would say now; otherwise NULL: create another. */
const PcDescription *pc_session_get_last_created (const PcSession * session,
    PcSdpType type);
/* The same, if it is @sdp to the letter, also when it is out of date; NULL
 * otherwise. */
const PcDescription *pc_session_find_created (const PcSession * session,
    PcSdpType type, const gchar * sdp);
/* restartIce() */
void pc_session_restart_ice (PcSession * session);

PcSignalingState pc_session_get_signaling_state (const PcSession * session);
/* Any of them may be NULL. "current" first, then "pending" as webrtc-pc
 * section 4.4.2 defines; candidates added later are included. */
const PcDescription *pc_session_get_current_description (const PcSession *
    session, PcSide side);
const PcDescription *pc_session_get_pending_description (const PcSession *
    session, PcSide side);

/* Checks everything; changes nothing that anyone can see. @description is
 * only read. A rollback is a description of type PC_SDP_ROLLBACK. */
PcPlan *pc_session_plan (PcSession * session, PcSide side,
    const PcDescription * description, GError ** error);
void pc_plan_free (PcPlan * plan);

/* What a commit changed; pc_session_commit() says in which order. */
typedef enum
{
  PC_CHANGE_TRANSCEIVER_CREATED,        /* by a remote offer */
  PC_CHANGE_TRANSCEIVER_REMOVED,        /* created by a remote offer that was rolled back */
  PC_CHANGE_TRANSCEIVER_STOPPED,
  PC_CHANGE_TRACK_REMOVED,      /* the peer stopped sending: mute, removetrack */
  PC_CHANGE_TRACK_ADDED,        /* the peer (now) sends: the track event */
  PC_CHANGE_STREAMS,            /* the peer's streams of a known track changed */
  PC_CHANGE_SIGNALING_STATE,
} PcChangeType;

typedef struct
{
  PcChangeType type;
  guint transceiver_id;
} PcChange;

/* Consumes @plan. Returns an array of PcChange, in this order: transceivers
 * created, stopped; the signaling state; tracks removed; streams; tracks added;
 * transceivers removed. A plan from before pc_session_close() changes nothing;
 * what the application did since the plan was made is taken into account. */
GArray *pc_session_commit (PcSession * session, PcPlan * plan);

/* What the world below needs to know; a new object only when something
 * changed since the last call. */
PcNegotiated *pc_session_get_negotiated (PcSession * session);

/* webrtc-pc section 4.7.3, "check if negotiation is needed". */
gboolean pc_session_is_negotiation_needed (const PcSession * session);

/* --- candidates --------------------------------------------------------- */

/* What one m-section may hold of the peer's; more is an OperationError, or
 * InvalidAccessError in a description. */
#define PC_SESSION_MAX_CANDIDATES 256

/* Adds one of ours to the local descriptions; NULL ends the candidates.
 * @transport_id as in PcNegotiated. Fills in where an icecandidate event must
 * say it came from. FALSE: no such transport (any more). */
gboolean pc_session_add_local_candidate (PcSession * session,
    const gchar * transport_id, const PcCandidate * candidate,
    const gchar ** mid, guint * mline_index, const gchar ** ufrag);

/* addIceCandidate (webrtc-pc section 4.4.2): @candidate NULL means end of
 * candidates. @mid NULL and/or @mline_index -1 when absent. On success
 * *@transport_id names where it belongs (transfer full), or is NULL when it
 * is to be ignored. */
gboolean pc_session_add_remote_candidate (PcSession * session,
    const PcCandidate * candidate, const gchar * mid, gint mline_index,
    const gchar * ufrag, gchar ** transport_id, GError ** error);

/* Everything stops; signaling state closed. */
void pc_session_close (PcSession * session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcSession, pc_session_free)
    G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcPlan, pc_plan_free)
    G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcCapabilities, pc_capabilities_free)

G_END_DECLS

#endif /* PC_SESSION_H */
