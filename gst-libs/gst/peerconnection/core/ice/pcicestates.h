/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcicestates.h: the states of transports, and what they add up to.
 */

#ifndef PC_ICE_STATES_H
#define PC_ICE_STATES_H

#include "../pctypes.h"
#include "pcconsent.h"

G_BEGIN_DECLS

/* RTCIceTransportState and RTCIceConnectionState (same order) */
typedef enum
{
  PC_ICE_NEW,
  PC_ICE_CHECKING,
  PC_ICE_CONNECTED,
  PC_ICE_COMPLETED,
  PC_ICE_DISCONNECTED,
  PC_ICE_FAILED,
  PC_ICE_CLOSED,
} PcIceState;

/* RTCIceGathererState and RTCIceGatheringState */
typedef enum
{
  PC_GATHERING_NEW,
  PC_GATHERING_GATHERING,
  PC_GATHERING_COMPLETE,
} PcGatheringState;

/* RTCDtlsTransportState */
typedef enum
{
  PC_DTLS_NEW,
  PC_DTLS_CONNECTING,
  PC_DTLS_CONNECTED,
  PC_DTLS_CLOSED,
  PC_DTLS_FAILED,
} PcDtlsState;

/* RTCSctpTransportState */
typedef enum
{
  PC_SCTP_CONNECTING,
  PC_SCTP_CONNECTED,
  PC_SCTP_CLOSED,
} PcSctpState;

/* RTCPeerConnectionState */
typedef enum
{
  PC_CONNECTION_CLOSED,
  PC_CONNECTION_FAILED,
  PC_CONNECTION_DISCONNECTED,
  PC_CONNECTION_NEW,
  PC_CONNECTION_CONNECTING,
  PC_CONNECTION_CONNECTED,
} PcConnectionState;

/* What the connectivity checks of a generation have led to. */
typedef enum
{
  PC_CHECKS_NONE,               /* not begun */
  PC_CHECKS_RUNNING,
  PC_CHECKS_FOUND,              /* a pair; they go on for a better one */
  PC_CHECKS_DONE,               /* with a pair */
  PC_CHECKS_FAILED,             /* without one */
} PcChecks;

/* What the state of one transport follows from. */
typedef struct
{
  gboolean closed;
  gboolean begun;               /* it has left "new" */
  PcChecks checks;
  gboolean was_connected;       /* in this generation */
  gboolean gathered;            /* our candidates are complete, */
  gboolean remote_done;         /* and the peer's */
  gboolean has_candidates;      /* we have any */
  gboolean pac_expired;         /* the peer has had its time (RFC 8863) */
  PcConsentState consent;       /* on the selected pair */
  gboolean stranded;            /* this machine's end of it is gone */
  gboolean before_alive;        /* the pair of before an ICE restart is */
} PcIceFacts;

/* webrtc-pc section 5.6.3 (RTCIceTransportState) */
PcIceState pc_derive_ice_state (const PcIceFacts * facts);

/* RFC 8863 section 4: as long as one check is given (RFC 8489 section 6.2.1). */
#define PC_ICE_PAC_TIMEOUT 39500        /* ms */

const gchar *pc_ice_state_to_string (PcIceState state);
const gchar *pc_gathering_state_to_string (PcGatheringState state);
const gchar *pc_dtls_state_to_string (PcDtlsState state);
const gchar *pc_sctp_state_to_string (PcSctpState state);
const gchar *pc_connection_state_to_string (PcConnectionState state);

/* webrtc-pc section 5.6 (RTCIceConnectionState), 4.3.2, 4.3.3: the tables,
 * over the transports in use. @closed: [[IsClosed]]. */
PcIceState pc_aggregate_ice_state (gboolean closed,
    const PcIceState * ice, guint n);
PcGatheringState pc_aggregate_gathering_state (const PcGatheringState *
    gathering, guint n);
PcConnectionState pc_aggregate_connection_state (gboolean closed,
    const PcIceState * ice, const PcDtlsState * dtls, guint n);

G_END_DECLS

#endif /* PC_ICE_STATES_H */
