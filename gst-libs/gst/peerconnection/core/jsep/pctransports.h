/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctransports.h: the ICE/DTLS associations of a session, and which m-section
 * lives on which.
 */

#ifndef PC_TRANSPORTS_H
#define PC_TRANSPORTS_H

#include "../sdp/pcdescription.h"

G_BEGIN_DECLS

typedef struct
{
  gchar *ufrag;
  gchar *pwd;
} PcIceCredentials;

void pc_ice_credentials_set (PcIceCredentials * credentials,
    const gchar * ufrag, const gchar * pwd);

/* One ICE/DTLS association. */
typedef struct
{
  guint number;                 /* from 1, never used twice */
  gchar *id;                    /* the same as a word for the world below */

  PcIceCredentials local;
  PcIceCredentials next;        /* of a restart that is not applied yet; may be NULL */
  PcIceCredentials remote;      /* NULL until a remote description says so */
  gboolean remote_restarts;     /* the pending remote offer asks for new credentials */
  gboolean remote_reconnects;   /* ... and for a new DTLS association */
  gboolean remote_ice_lite;
  guint ice_generation;
  gboolean has_ice_role;        /* it never changes after the first offer */
  gboolean controlling;
  gboolean gather;              /* a local description has been applied */

  PcDtlsRole dtls_role;
  guint dtls_generation;        /* grows with each new association */
  gchar *tls_id;                /* ours, of the association (RFC 8842 section 4) */
  gchar *next_tls_id;           /* of the one that the peer asks for; may be NULL */
  gchar *remote_tls_id;         /* NULL: it has not said */
  GPtrArray *remote_fingerprints;       /* of PcFingerprint */

  GPtrArray *local_candidates;  /* of PcCandidate, of this generation */
  gboolean local_end;
  GPtrArray *remote_candidates; /* of PcCandidate, from descriptions */
  gboolean remote_end;
} PcTransport;

PcTransport *pc_transport_new (guint number, const PcRandom * random);
PcTransport *pc_transport_copy (const PcTransport * transport);
void pc_transport_free (PcTransport * transport);

PcTransport *pc_transports_find (const GPtrArray * transports, guint number);

/* The same local credentials and roles as @other. */
void pc_transport_share_local (PcTransport * transport,
    const PcTransport * other);
/* Makes @next, where there is none. */
/* A transport that never ran gets what others have, or will have. */
void pc_transport_share_credentials (PcTransport * transport,
    const PcTransport * other);
/* It will have what @other will. */
void pc_transport_share_restart (PcTransport * transport,
    const PcTransport * other);
void pc_transport_prepare_restart (PcTransport * transport,
    const PcRandom * random);
/* @next becomes @local: a new ICE generation. */
void pc_transport_restart (PcTransport * transport);
/* Whether @media, of the peer, has other ICE credentials than the last. */
gboolean pc_transport_is_ice_restart (const PcTransport * transport,
    const PcMedia * media);
/* Whether it asks for another DTLS association (RFC 8842 section 5.1). */
gboolean pc_transport_is_new_association (const PcTransport * transport,
    const PcMedia * media);
void pc_transport_prepare_association (PcTransport * transport,
    const PcRandom * random);
/* Whose role is open again. */
void pc_transport_reconnect (PcTransport * transport);
/* What @media, of the peer, says about the transport. */
void pc_transport_set_remote (PcTransport * transport,
    const PcDescription * description, const PcMedia * media);

/* One m-line, as it is carried on from description to description. */
typedef struct
{
  PcKind kind;
  gchar *mid;                   /* as said, or made up where the peer has none */
  guint transceiver_id;         /* 0: none */
  guint transport;              /* PcTransport.number; 0: none (any more) */
  guint offered_transport;      /* what the pending offer wants, likewise */
  guint proposed_transport;     /* what our pending offer gave it, whatever a
                                 * provisional answer made of that; likewise */
  gboolean rejected;            /* port 0 in the description that made it */
  gboolean recyclable;          /* ... and in an answer: free for another use */
} PcSection;

PcSection *pc_section_new (PcKind kind, const gchar * mid);
GPtrArray *pc_sections_new (void);
GPtrArray *pc_sections_copy (const GPtrArray * sections);
gint pc_sections_find_mid (const GPtrArray * sections, const gchar * mid);
gint pc_sections_find_transceiver (const GPtrArray * sections, guint id);
/* The first m-section on a transport, the one that speaks for it, or -1. */
gint pc_sections_find_transport (const GPtrArray * sections, guint number);

/* Where BUNDLE puts an m-section (RFC 8843). */
typedef struct
{
  gint group;                   /* -1: none */
  guint tagged;                 /* the m-section whose transport attributes speak for it */
} PcBundled;

/* One for each m-section; free with g_free(). */
PcBundled *pc_description_map_bundles (const PcDescription * description);

G_END_DECLS

#endif /* PC_TRANSPORTS_H */
