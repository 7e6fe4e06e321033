/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcnegotiated.h: what two peers have agreed, as one immutable value.
 *
 * A new one is made after every applied description and handed to whoever
 * moves packets; readers keep a reference and never see it change. Two with
 * the same generation are the same.
 *
 *   PcNegotiated ─┬─ transports: one per ICE/DTLS association, by id
 *                 ├─ media:      one per audio/video m-section, by mid
 *                 └─ sctp:       the application m-section, if any
 */

#ifndef PC_NEGOTIATED_H
#define PC_NEGOTIATED_H

#include "../pctypes.h"
#include "../sdp/pcdescription.h"

G_BEGIN_DECLS

typedef struct
{
  gchar *id;                    /* stays the same as long as the transport lives */
  GStrv mids;                   /* the m-sections that it carries */

  /* ICE. Local values are set as soon as a local description is applied. */
  gchar *local_ufrag;
  gchar *local_pwd;
  gchar *remote_ufrag;          /* NULL until a remote description says so */
  gchar *remote_pwd;
  gboolean remote_ice_lite;
  gboolean controlling;         /* initial ICE role: the offerer's (RFC 8445 section 6.1.1) */
  guint ice_generation;         /* grows with each ICE restart; a rollback takes it back */
  gboolean gather;              /* a local description has been applied */

  /* DTLS */
  PcDtlsRole dtls_role;         /* UNKNOWN until an answer is there */
  guint dtls_generation;        /* grows when the peer wants another association,
                                 * which comes with an ICE restart */
  GPtrArray *remote_fingerprints;       /* of PcFingerprint; empty until known */

  /* The candidates that the last remote description brought (those that came
   * by themselves are not repeated here), and whether it said that these are
   * all. The same one may come again. */
  GPtrArray *remote_candidates; /* of PcCandidate */
  gboolean remote_end_of_candidates;
} PcNegotiatedTransport;

typedef struct
{
  gchar *mid;
  guint mline_index;
  PcKind kind;                  /* audio or video */
  gchar *transport_id;
  PcDirection direction;        /* what may flow now, seen from here; INACTIVE until answered */
  guint transceiver_id;         /* PcTransceiver.id */
  gboolean rtcp_rsize;

  /* What we may send, most wanted first, with the numbers the peer wants to
   * see; and what the peer may send us, with the numbers we gave. Includes
   * rtx, red, ulpfec and telephone-event entries. */
  GPtrArray *send_codecs;       /* of PcCodec */
  GPtrArray *receive_codecs;    /* of PcCodec */
  GPtrArray *extensions;        /* of PcExtension, agreed ones */

  guint32 send_ssrc;            /* 0 when we do not send */
  guint32 send_rtx_ssrc;        /* 0 when there is no rtx */
  gchar *cname;                 /* ours */
  GArray *receive_ssrcs;        /* of guint32, what the peer announced; may be empty */
  GPtrArray *receive_msids;     /* of PcMsid */
} PcNegotiatedMedia;

typedef struct
{
  gchar *mid;
  gchar *transport_id;          /* "": not known until the peer's first offer is answered */
  guint local_port;             /* 0 likewise */
  guint remote_port;            /* 0 until the peer's description is there */
  guint64 remote_max_message_size;      /* bytes the peer takes; 0: any. 65536 when it says nothing (RFC 8841 section 6) */
  guint64 local_max_message_size;
} PcNegotiatedSctp;

typedef struct
{
  gint ref_count;               /* atomic */
  guint generation;
  GPtrArray *transports;        /* of PcNegotiatedTransport */
  GPtrArray *media;             /* of PcNegotiatedMedia, in m-line order */
  PcNegotiatedSctp *sctp;       /* or NULL */
} PcNegotiated;

PcNegotiated *pc_negotiated_new (guint generation);
PcNegotiated *pc_negotiated_ref (PcNegotiated * negotiated);
void pc_negotiated_unref (PcNegotiated * negotiated);

PcNegotiatedTransport *pc_negotiated_transport_new (const gchar * id);
void pc_negotiated_transport_free (PcNegotiatedTransport * transport);
PcNegotiatedMedia *pc_negotiated_media_new (const gchar * mid, PcKind kind);
void pc_negotiated_media_free (PcNegotiatedMedia * media);
void pc_negotiated_sctp_free (PcNegotiatedSctp * sctp);

const PcNegotiatedTransport *pc_negotiated_find_transport (const PcNegotiated *
    negotiated, const gchar * id);
const PcNegotiatedMedia *pc_negotiated_find_mid (const PcNegotiated *
    negotiated, const gchar * mid);
const PcNegotiatedMedia *pc_negotiated_find_transceiver (const PcNegotiated *
    negotiated, guint transceiver_id);

/* The extension id of @uri in an m-section, or 0. */
guint pc_negotiated_media_extension_id (const PcNegotiatedMedia * media,
    const gchar * uri);

/* All of it in words, credentials included: to compare, not to log. */
gchar *pc_negotiated_to_string (const PcNegotiated * negotiated);

#define PC_EXTENSION_MID "urn:ietf:params:rtp-hdrext:sdes:mid"
#define PC_EXTENSION_RID "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
#define PC_EXTENSION_REPAIRED_RID "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
#define PC_EXTENSION_TWCC "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define PC_EXTENSION_ABS_SEND_TIME "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
#define PC_EXTENSION_AUDIO_LEVEL "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
#define PC_EXTENSION_CSRC_AUDIO_LEVEL "urn:ietf:params:rtp-hdrext:csrc-audio-level"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcNegotiated, pc_negotiated_unref)

G_END_DECLS

#endif /* PC_NEGOTIATED_H */
