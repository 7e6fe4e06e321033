/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcicestates.h: the states of transports, and what they add up to.
 */

#ifndef PC_ICE_STATES_H
#define PC_ICE_STATES_H

#include "../pctypes.h"

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
