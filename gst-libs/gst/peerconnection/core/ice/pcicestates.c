/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcicestates.c: what the states of the transports add up to.
 *
 * The tables of the standard ask two kinds of questions: is any transport in
 * one of these states, are all of them. A set of states is a bit mask, and
 * each row of a table is tried in the standard's order.
 */

#include "pcicestates.h"

#define IN(state) (1u << (state))

/* --- one transport -------------------------------------------------------- */

static PcIceState
derive_found (const PcIceFacts * facts, gboolean exhausted, gboolean over)
{
  /* "If consent checks subsequently fail on all successful candidate pairs, the
   * state transitions to failed"; to disconnected, "if there are no candidate
   * pairs to check, but the peer is still gathering". */
  if (facts->consent == PC_CONSENT_EXPIRED)
    return over ? PC_ICE_FAILED : PC_ICE_DISCONNECTED;
  /* "Losing the network interface for the connection in use", "repeatedly
   * failing to receive a response to STUN requests" */
  if (facts->consent == PC_CONSENT_SILENT || facts->stranded)
    return PC_ICE_DISCONNECTED;
  /* "has finished gathering, received an indication that there are no more
   * remote candidates, finished checking all candidate pairs" */
  return facts->checks == PC_CHECKS_DONE && exhausted ? PC_ICE_COMPLETED :
      PC_ICE_CONNECTED;
}

PcIceState
pc_derive_ice_state (const PcIceFacts * facts)
{
  gboolean exhausted = facts->gathered && facts->remote_done;
  /* "and either zero local candidates were gathered or the PAC timer has
   * expired": until then the peer's own checks may find a way. */
  gboolean over = exhausted && (facts->pac_expired || !facts->has_candidates);

  if (facts->closed)
    return PC_ICE_CLOSED;
  if (facts->checks == PC_CHECKS_FOUND || facts->checks == PC_CHECKS_DONE)
    return derive_found (facts, exhausted, over);
  if (over && facts->checks != PC_CHECKS_RUNNING)
    return PC_ICE_FAILED;
  /* A restart from completed: connected, over the pair of before. */
  if (facts->before_alive)
    return PC_ICE_CONNECTED;
  /* "has finished checking all existing candidates pairs and not found
   * a connection ..., but it is still gathering and/or waiting for additional
   * remote candidates" */
  if (facts->checks == PC_CHECKS_FAILED && (facts->was_connected || !exhausted))
    return PC_ICE_DISCONNECTED;
  /* A restart from anything else begins with checking. */
  if (facts->checks != PC_CHECKS_NONE || facts->begun)
    return PC_ICE_CHECKING;
  return PC_ICE_NEW;
}

/* --- all of a connection -------------------------------------------------- */

static gboolean
ice_any (const PcIceState * ice, guint n, guint set)
{
  guint i;

  for (i = 0; i < n; i++)
    if (IN (ice[i]) & set)
      return TRUE;
  return FALSE;
}

static gboolean
dtls_any (const PcDtlsState * dtls, guint n, guint set)
{
  guint i;

  for (i = 0; i < n; i++)
    if (IN (dtls[i]) & set)
      return TRUE;
  return FALSE;
}

#define ALL (~0u)
#define ice_all(ice, n, set) (!ice_any (ice, n, ALL & ~(set)))
#define dtls_all(dtls, n, set) (!dtls_any (dtls, n, ALL & ~(set)))

PcIceState
pc_aggregate_ice_state (gboolean closed, const PcIceState * ice, guint n)
{
  /* webrtc-pc section 4.3.4 (RTCIceConnectionState), row by row. */
  static const struct
  {
    gboolean all;
    guint set;
    PcIceState result;
  } rows[] = {
    {FALSE, IN (PC_ICE_FAILED), PC_ICE_FAILED},
    {FALSE, IN (PC_ICE_DISCONNECTED), PC_ICE_DISCONNECTED},
    {TRUE, IN (PC_ICE_NEW) | IN (PC_ICE_CLOSED), PC_ICE_NEW},
    {FALSE, IN (PC_ICE_NEW) | IN (PC_ICE_CHECKING), PC_ICE_CHECKING},
    {TRUE, IN (PC_ICE_COMPLETED) | IN (PC_ICE_CLOSED), PC_ICE_COMPLETED},
  };
  guint i;

  if (closed)
    return PC_ICE_CLOSED;
  if (n == 0)
    return PC_ICE_NEW;
  for (i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (rows[i].all ? ice_all (ice, n, rows[i].set)
        : ice_any (ice, n, rows[i].set))
      return rows[i].result;
  }

  return PC_ICE_CONNECTED;
}

PcGatheringState
pc_aggregate_gathering_state (const PcGatheringState * gathering, guint n)
{
  gboolean complete = n > 0;
  guint i;

  /* webrtc-pc section 4.3.2 (RTCIceGatheringState) */
  for (i = 0; i < n; i++) {
    if (gathering[i] == PC_GATHERING_GATHERING)
      return PC_GATHERING_GATHERING;
    complete &= gathering[i] == PC_GATHERING_COMPLETE;
  }

  return complete ? PC_GATHERING_COMPLETE : PC_GATHERING_NEW;
}

PcConnectionState
pc_aggregate_connection_state (gboolean closed, const PcIceState * ice,
    const PcDtlsState * dtls, guint n)
{
  PcIceState ice_state = pc_aggregate_ice_state (closed, ice, n);

  /* webrtc-pc section 4.3.3 (RTCPeerConnectionState), row by row. */
  if (ice_state == PC_ICE_CLOSED)
    return PC_CONNECTION_CLOSED;
  if (ice_state == PC_ICE_FAILED || dtls_any (dtls, n, IN (PC_DTLS_FAILED)))
    return PC_CONNECTION_FAILED;
  if (ice_state == PC_ICE_DISCONNECTED)
    return PC_CONNECTION_DISCONNECTED;
  if (ice_state == PC_ICE_NEW
      && dtls_all (dtls, n, IN (PC_DTLS_NEW) | IN (PC_DTLS_CLOSED)))
    return PC_CONNECTION_NEW;
  /* The text says "connected" only; "completed" is "connected" that has
   * finished, and browsers read it so. */
  if ((ice_state == PC_ICE_CONNECTED || ice_state == PC_ICE_COMPLETED)
      && dtls_all (dtls, n, IN (PC_DTLS_CONNECTED) | IN (PC_DTLS_CLOSED)))
    return PC_CONNECTION_CONNECTED;

  return PC_CONNECTION_CONNECTING;
}

const gchar *
pc_ice_state_to_string (PcIceState state)
{
  static const gchar *const names[] = {
    [PC_ICE_NEW] = "new",
    [PC_ICE_CHECKING] = "checking",
    [PC_ICE_CONNECTED] = "connected",
    [PC_ICE_COMPLETED] = "completed",
    [PC_ICE_DISCONNECTED] = "disconnected",
    [PC_ICE_FAILED] = "failed",
    [PC_ICE_CLOSED] = "closed",
  };

  return names[state];
}

const gchar *
pc_gathering_state_to_string (PcGatheringState state)
{
  static const gchar *const names[] = {
    [PC_GATHERING_NEW] = "new",
    [PC_GATHERING_GATHERING] = "gathering",
    [PC_GATHERING_COMPLETE] = "complete",
  };

  return names[state];
}

const gchar *
pc_dtls_state_to_string (PcDtlsState state)
{
  static const gchar *const names[] = {
    [PC_DTLS_NEW] = "new",
    [PC_DTLS_CONNECTING] = "connecting",
    [PC_DTLS_CONNECTED] = "connected",
    [PC_DTLS_CLOSED] = "closed",
    [PC_DTLS_FAILED] = "failed",
  };

  return names[state];
}

const gchar *
pc_sctp_state_to_string (PcSctpState state)
{
  static const gchar *const names[] = {
    [PC_SCTP_CONNECTING] = "connecting",
    [PC_SCTP_CONNECTED] = "connected",
    [PC_SCTP_CLOSED] = "closed",
  };

  return names[state];
}

const gchar *
pc_connection_state_to_string (PcConnectionState state)
{
  static const gchar *const names[] = {
    [PC_CONNECTION_CLOSED] = "closed",
    [PC_CONNECTION_FAILED] = "failed",
    [PC_CONNECTION_DISCONNECTED] = "disconnected",
    [PC_CONNECTION_NEW] = "new",
    [PC_CONNECTION_CONNECTING] = "connecting",
    [PC_CONNECTION_CONNECTED] = "connected",
  };

  return names[state];
}
