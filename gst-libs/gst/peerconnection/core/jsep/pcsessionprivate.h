/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsessionprivate.h: what a session is made of; for the files of core/jsep.
 *
 *   pcsession.c       a session's life        pctransceivers.c  its transceivers
 *   pcoffer.c         createOffer             pcanswer.c        createAnswer
 *   pcsections.c      the lines that both write
 *   pcplan.c          plan: all that can fail pccheck.c         ... of the peer's
 *   pccommit.c        commit: nothing fails   pcremote.c        ... of the peer's
 *   pcrollback.c      the last stable state   pcassign.c        m-lines to transports
 *   pccreated.c       what was created last
 *   pcagreement.c     what was agreed         pcsendcodecs.c    what may be sent
 *   pcneeded.c        is another negotiation needed
 *   pcsimulcast.c     encodings in descriptions
 *   pcparameters.c    getParameters()         pcpreferences.c   codec preferences
 *   pctrickle.c       candidates one at a time
 *
 * As values below them: pctransports, pcnumbers, pccodecs, pccodecdictionary,
 * pcencodings, pch264, pcsignaling.
 */

#ifndef PC_SESSION_PRIVATE_H
#define PC_SESSION_PRIVATE_H

#include "pcnumbers.h"
#include "pcsession.h"
#include "pctransports.h"

G_BEGIN_DECLS

#define PC_SCTP_PORT 5000       /* any would do; this one every peer uses */
/* MediaStreams that a peer may put one track in. */
#define PC_SESSION_MAX_STREAMS 64
/* Streams of one m-section that a peer may announce. */
#define PC_SESSION_MAX_SSRCS 64
/* What a peer without a=max-message-size takes (RFC 8841 section 6.1). */
#define PC_DEFAULT_MAX_MESSAGE_SIZE 65536
    typedef struct
{
  PcTransceiver view;           /* what others see of it */

  /* [[LastStableState...]]: what a rollback returns to. */
  gchar *stable_mid;
  gint stable_mline_index;
  GStrv stable_remote_stream_ids;
  gchar *stable_remote_track_id;
  GPtrArray *stable_encodings;  /* [[LastStableRidlessSendEncodings]], or NULL */
  gboolean made_by_offer;       /* by the remote offer that is pending */
} PcTransceiverSlot;

/* A description that was created, and what it means for the m-lines. */
typedef struct
{
  gchar *text;                  /* NULL when there is none */
  PcDescription *description;
  GPtrArray *sections;          /* of PcSection */
  GPtrArray *transports;        /* of PcTransport: those that @sections name,
                                 * as a rollback may have dropped them since */
  guint changes;                /* PcSession.changes when it was made */
  gchar *offer;                 /* what it answers, once that is not pending any
                                 * more; NULL for an offer */
} PcCreated;

struct PcSession
{
  PcRandom random;
  PcBundlePolicy bundle_policy;
  PcCapabilities *capabilities;
  GPtrArray *fingerprints;      /* of PcFingerprint */
  guint64 max_message_size;

  PcSignalingState state;
  PcDescription *current[2];    /* by PcSide */
  PcDescription *pending[2];

  GPtrArray *slots;             /* of PcTransceiverSlot, in the order of getTransceivers() */
  guint next_transceiver_id;
  gboolean wants_data;

  GPtrArray *sections;          /* of PcSection, by m-line index */
  GPtrArray *transports;        /* of PcTransport */
  guint next_transport;
  GArray *prepared_transports;  /* of guint: those that offers name before one
                                 * is applied, so that all name the same */

  /* Of the last stable state, while an offer is pending. */
  GPtrArray *stable_sections;
  GPtrArray *stable_transports;

  PcNumbers *numbers;
  guint next_mid;               /* mids that are numbers, never used twice */
  gchar *cname;
  gchar *default_stream_id;     /* of a peer without msids, once needed */
  GPtrArray *ufrags_to_replace; /* of gchar *: [[LocalIceCredentialsToReplace]] */

  /* o= line */
  guint64 session_id;
  guint64 session_version;
  gchar *last_content;          /* the last text, from behind its version on */

  PcCreated last_offer;         /* [[LastCreatedOffer]] */
  PcCreated last_answer;        /* [[LastCreatedAnswer]] */
  guint changes;                /* grows whenever a description could change */

  PcNegotiated *negotiated;
  gchar *negotiated_text;       /* the same as words, to compare */
  gboolean negotiated_dirty;
};

struct PcPlan
{
  PcSide side;
  PcDescription *description;
  PcSignalingState next;
  gboolean rolls_back;          /* the pending offer goes first */
  GPtrArray *sections;          /* of PcSection: what our description was made of */
  GPtrArray *transports;        /* of PcTransport, likewise */
};

/* pcsession.c */
PcTransceiverSlot *pc_session_find_slot (const PcSession * session, guint id);
PcTransceiverSlot *pc_session_add_slot (PcSession * session, PcKind kind,
    PcDirection direction);
void pc_session_touch (PcSession * session);
PcTransport *pc_session_add_transport (PcSession * session);
/* The credentials that @transport will have after a restart: those of all that
 * restart with it. */
void pc_session_prepare_restart (PcSession * session, PcTransport * transport);
/* The m-section that speaks for a transport in the local description, or -1. */
gint pc_session_find_speaker (const PcSession * session,
    const PcTransport * transport);

/* pccreated.c */
void pc_created_clear (PcCreated * created);
/* Before the peer's pending offer goes: our answer to it may yet be wanted. */
void pc_session_keep_answer (PcSession * session);
/* The m-lines of the last answer, or NULL when it does not answer the pending
 * offer. Of PcSection, transfer full. */
GPtrArray *pc_session_answer_sections (const PcSession * session);
/* What an offer or answer for @slot may name, of PcCodec. */
const GPtrArray *pc_session_wanted_codecs (const PcSession * session,
    const PcTransceiver * transceiver);
/* The description that counts: pending first. */
const PcDescription *pc_session_get_description (const PcSession * session,
    PcSide side);

/* pcsections.c */
PcMedia *pc_sections_rejected_media (const PcSection * section,
    const PcMedia * like);
void pc_session_write_transport (const PcSession * session, PcMedia * media,
    const PcIceCredentials * credentials, const PcTransport * transport,
    gboolean with_candidates, PcSetup setup);
void pc_session_write_sender (const PcSession * session, PcMedia * media,
    const PcTransceiver * transceiver);
void pc_session_write_application (const PcSession * session, PcMedia * media);
GPtrArray *pc_session_offer_codecs (PcSession * session,
    const PcTransceiver * transceiver, const PcMedia * before);
void pc_session_offer_extensions (PcSession * session, PcMedia * media);
void pc_session_finish (PcSession * session, PcDescription * description,
    GPtrArray * sections, PcCreated * created);
gboolean pc_media_is_supported (const PcMedia * media);

/* pcanswer.c */
GPtrArray *pc_session_answer_codecs (const PcSession * session,
    const PcTransceiver * transceiver, const PcMedia * offered);

/* pcassign.c */
void pc_session_assign_transports (PcSession * session,
    const PcDescription * description, gboolean final);
void pc_session_drop_transports (PcSession * session);

/* pccheck.c */
gboolean pc_check_remote (const PcSession * session,
    const GPtrArray * sections, const PcDescription * description,
    GError ** error);

/* pcsimulcast.c */
void pc_session_offer_simulcast (PcMedia * media,
    const PcTransceiver * transceiver);
void pc_session_answer_simulcast (PcMedia * media,
    const PcTransceiver * transceiver, const PcMedia * offered);
void pc_session_propose_encodings (PcTransceiverSlot * slot,
    const PcMedia * media);
void pc_session_prune_encodings (PcTransceiverSlot * slot, PcSide side,
    const PcMedia * media);
void pc_session_prune_codecs (PcSession * session);

/* pccommit.c */
void pc_session_add_change (GArray * changes, PcChangeType type, guint id);
void pc_session_stop_slot (PcTransceiverSlot * slot, GArray * changes);
void pc_session_associate (PcTransceiverSlot * slot,
    const PcSection * section, guint index);
void pc_session_set_remote_streams (PcTransceiverSlot * slot,
    const gchar * const *ids, const gchar * track_id, gboolean receives,
    GArray * changes);
void pc_session_set_ice_roles (PcSession * session, gboolean controlling);

/* pcremote.c */
void pc_session_commit_remote_offer (PcSession * session,
    const PcDescription * description, GArray * changes);
void pc_session_commit_remote_answer (PcSession * session,
    const PcDescription * description, GArray * changes);

/* pcrollback.c */
void pc_session_save_stable (PcSession * session);
void pc_session_forget_stable (PcSession * session);
void pc_session_rollback (PcSession * session, GArray * changes);

G_END_DECLS

#endif /* PC_SESSION_PRIVATE_H */
