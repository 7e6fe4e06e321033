/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdescription.h: a session description as values.
 *
 * Everything above this file reasons about these structures; only core/sdp
 * knows how an attribute is spelt. What a description says for the whole
 * session (ice-ufrag, ice-pwd, fingerprint, setup, extmap, direction) is
 * pushed down into each m-section by the parser, as the standards say it
 * inherits, so nobody has to look twice.
 *
 * All arrays are never NULL. Strings are UTF-8.
 */

#ifndef PC_DESCRIPTION_H
#define PC_DESCRIPTION_H

#include "../pctypes.h"
#include "../ice/pccandidate.h"

G_BEGIN_DECLS

/* a=rtcp-fb:<pt> <type> [<parameter>] (RFC 4585 section 4.2) */
typedef struct
{
  gchar *type;                  /* "nack", "ccm", "transport-cc" ... */
  gchar *parameter;             /* "pli", "fir", or NULL */
} PcRtcpFeedback;

/* A payload type: a=rtpmap, a=fmtp and a=rtcp-fb of one number. */
typedef struct
{
  guint payload_type;           /* 0 to 127 */
  gchar *name;                  /* encoding name, as spelt by its owner */
  guint clock_rate;             /* Hz */
  guint channels;               /* 0 when not said */
  gchar *fmtp;                  /* "key=value;key=value", or NULL */
  GPtrArray *feedback;          /* of PcRtcpFeedback */
} PcCodec;

/* a=extmap:<id>[/<direction>] <uri> (RFC 8285 section 5) */
typedef struct
{
  guint id;                     /* 1 to 255, never 15 in one-byte form */
  gchar *uri;
  PcDirection direction;
  gboolean ambiguous;           /* the id means another one in this bundle: not to be used */
} PcExtension;

/* a=msid:<stream> [<track>] (RFC 8830). @stream is "-" for no stream. */
typedef struct
{
  gchar *stream;
  gchar *track;                 /* or NULL */
} PcMsid;

/* a=ssrc:<ssrc> cname:... (RFC 5576) */
typedef struct
{
  guint32 ssrc;
  gchar *cname;                 /* or NULL */
} PcSsrc;

/* a=ssrc-group:FID <ssrc> <ssrc> */
typedef struct
{
  gchar *semantics;
  GArray *ssrcs;                /* of guint32 */
} PcSsrcGroup;

/* a=fingerprint:<algorithm> <value> (RFC 8122 section 5) */
typedef struct
{
  gchar *algorithm;             /* lower case: "sha-256" */
  gchar *value;                 /* upper case hex with colons */
} PcFingerprint;

/* a=rid:<id> <send|recv> [<restrictions>] (RFC 8851) */
typedef struct
{
  gchar *id;
  gboolean send;
  gchar *restrictions;          /* "pt=96;max-width=1280", or NULL */
} PcRid;

/* b=<type>:<value> (RFC 8866 section 5.8): "AS" in kbit/s, "TIAS", "RR" and "RS"
 * in bit/s */
typedef struct
{
  gchar *type;
  guint value;
} PcBandwidth;

/* One m-section. */
typedef struct
{
  PcKind kind;
  gchar *media;                 /* "audio", "video", "application", "text" ... */
  guint port;                   /* 9 while unknown; 0 and not bundle-only: rejected */
  gchar *protocol;              /* "UDP/TLS/RTP/SAVPF", "UDP/DTLS/SCTP" ... */
  gchar *formats;               /* the fmt list as it came, for a kind we do not speak */
  gchar *mid;                   /* NULL when the peer gave none */
  gboolean bundle_only;
  PcDirection direction;
  GPtrArray *bandwidths;        /* of PcBandwidth */
  gboolean extmap_allow_mixed;  /* RFC 8285 section 6 */

  /* RTP */
  gboolean rtcp_mux;
  gboolean rtcp_mux_only;
  gboolean rtcp_rsize;
  GPtrArray *codecs;            /* of PcCodec, most wanted first */
  GPtrArray *extensions;        /* of PcExtension */
  GPtrArray *msids;             /* of PcMsid */
  GPtrArray *ssrcs;             /* of PcSsrc */
  GPtrArray *ssrc_groups;       /* of PcSsrcGroup */
  GPtrArray *rids;              /* of PcRid */
  gchar *simulcast;             /* "send 1;2;3", or NULL (RFC 8853) */
  gchar *ptime;                 /* ms in a packet: a number as written, or NULL */
  gchar *maxptime;              /* likewise */

  /* transport */
  gchar *ice_ufrag;
  gchar *ice_pwd;
  gboolean ice_trickle;         /* ice-options:trickle */
  gboolean ice_renomination;    /* ice-options:renomination */
  GPtrArray *fingerprints;      /* of PcFingerprint */
  PcSetup setup;
  gchar *tls_id;
  GPtrArray *candidates;        /* of PcCandidate */
  gboolean end_of_candidates;

  /* SCTP (RFC 8841) */
  guint sctp_port;              /* 0 when not said */
  gboolean has_max_message_size;
  guint64 max_message_size;     /* bytes; 0: any */

  guint line;                   /* of "m=" in the text it came from, 1 is the first */
} PcMedia;

typedef struct
{
  PcSdpType type;
  gchar *session_id;            /* <sess-id> of o= */
  guint64 session_version;
  gchar *session_name;          /* s=; "-" */
  gboolean ice_lite;
  GPtrArray *bandwidths;        /* of PcBandwidth */
  GPtrArray *bundle_groups;     /* of GStrv: the mids of each a=group:BUNDLE */
  GPtrArray *media;             /* of PcMedia */
} PcDescription;

PcRtcpFeedback *pc_rtcp_feedback_new (const gchar * type,
    const gchar * parameter);
void pc_rtcp_feedback_free (PcRtcpFeedback * feedback);
PcCodec *pc_codec_new (guint payload_type, const gchar * name,
    guint clock_rate, guint channels, const gchar * fmtp);
PcCodec *pc_codec_copy (const PcCodec * codec);
void pc_codec_free (PcCodec * codec);
PcExtension *pc_extension_new (guint id, const gchar * uri,
    PcDirection direction);
PcExtension *pc_extension_copy (const PcExtension * extension);
void pc_extension_free (PcExtension * extension);
PcMsid *pc_msid_new (const gchar * stream, const gchar * track);
PcMsid *pc_msid_copy (const PcMsid * msid);
void pc_msid_free (PcMsid * msid);
PcSsrc *pc_ssrc_new (guint32 ssrc, const gchar * cname);
PcSsrc *pc_ssrc_copy (const PcSsrc * ssrc);
void pc_ssrc_free (PcSsrc * ssrc);
PcSsrcGroup *pc_ssrc_group_new (const gchar * semantics);
PcSsrcGroup *pc_ssrc_group_copy (const PcSsrcGroup * group);
void pc_ssrc_group_free (PcSsrcGroup * group);
PcFingerprint *pc_fingerprint_new (const gchar * algorithm,
    const gchar * value);
PcFingerprint *pc_fingerprint_copy (const PcFingerprint * fingerprint);
void pc_fingerprint_free (PcFingerprint * fingerprint);
PcRid *pc_rid_new (const gchar * id, gboolean send,
    const gchar * restrictions);
PcRid *pc_rid_copy (const PcRid * rid);
void pc_rid_free (PcRid * rid);

PcBandwidth *pc_bandwidth_new (const gchar * type, guint value);
PcBandwidth *pc_bandwidth_copy (const PcBandwidth * bandwidth);
void pc_bandwidth_free (PcBandwidth * bandwidth);

PcMedia *pc_media_new (PcKind kind);
PcMedia *pc_media_copy (const PcMedia * media);
void pc_media_free (PcMedia * media);
/* Port 0 without bundle-only (RFC 8843 section 6). */
gboolean pc_media_is_rejected (const PcMedia * media);

PcDescription *pc_description_new (PcSdpType type);
PcDescription *pc_description_copy (const PcDescription * description);
void pc_description_free (PcDescription * description);
const PcMedia *pc_description_get_media (const PcDescription * description,
    guint index);
/* -1 when there is no such section. */
gint pc_description_find_mid (const PcDescription * description,
    const gchar * mid);

/* Values to text; free with g_free(). The same values give the same text. */
gchar *pc_description_to_sdp (const PcDescription * description);
/* Text to values, or NULL with an OperationError that names the line.
 * A rollback has no text: NULL or "" is fine for it. */
PcDescription *pc_description_parse (PcSdpType type, const gchar * sdp,
    GError ** error);

/* What a peer's text may grow to; more is an OperationError. */
#define PC_SDP_MAX_BYTES (1024 * 1024)
#define PC_SDP_MAX_MEDIA 1024
#define PC_SDP_MAX_BANDWIDTHS 8 /* of one m-section or the session; more are not kept */
#define PC_SDP_MAX_ATTRIBUTES 65536     /* in the whole description */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcCodec, pc_codec_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcMedia, pc_media_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcDescription, pc_description_free)

G_END_DECLS

#endif /* PC_DESCRIPTION_H */
