/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicecandidate.c: libnice's candidates and ours; addresses in logs.
 */

#include "gstrtcicecandidate.h"

#include <string.h>

/* Port of an active TCP candidate (RFC 6544 section 4.5): discard. */
#define TCP_ACTIVE_PORT 9

static const PcCandidateType types_from_nice[] = {
  [NICE_CANDIDATE_TYPE_HOST] = PC_CANDIDATE_HOST,
  [NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE] = PC_CANDIDATE_SRFLX,
  [NICE_CANDIDATE_TYPE_PEER_REFLEXIVE] = PC_CANDIDATE_PRFLX,
  [NICE_CANDIDATE_TYPE_RELAYED] = PC_CANDIDATE_RELAY,
};

static const NiceCandidateType types_to_nice[] = {
  [PC_CANDIDATE_HOST] = NICE_CANDIDATE_TYPE_HOST,
  [PC_CANDIDATE_SRFLX] = NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE,
  [PC_CANDIDATE_PRFLX] = NICE_CANDIDATE_TYPE_PEER_REFLEXIVE,
  [PC_CANDIDATE_RELAY] = NICE_CANDIDATE_TYPE_RELAYED,
};

static const PcTcpType tcp_types_from_nice[] = {
  [NICE_CANDIDATE_TRANSPORT_UDP] = PC_TCP_TYPE_NONE,
  [NICE_CANDIDATE_TRANSPORT_TCP_ACTIVE] = PC_TCP_TYPE_ACTIVE,
  [NICE_CANDIDATE_TRANSPORT_TCP_PASSIVE] = PC_TCP_TYPE_PASSIVE,
  [NICE_CANDIDATE_TRANSPORT_TCP_SO] = PC_TCP_TYPE_SO,
};

static const NiceCandidateTransport tcp_types_to_nice[] = {
  [PC_TCP_TYPE_ACTIVE] = NICE_CANDIDATE_TRANSPORT_TCP_ACTIVE,
  [PC_TCP_TYPE_PASSIVE] = NICE_CANDIDATE_TRANSPORT_TCP_PASSIVE,
  [PC_TCP_TYPE_SO] = NICE_CANDIDATE_TRANSPORT_TCP_SO,
  [PC_TCP_TYPE_NONE] = NICE_CANDIDATE_TRANSPORT_TCP_ACTIVE,
};

static const gchar *const type_names[] = {
  [PC_CANDIDATE_HOST] = "host",
  [PC_CANDIDATE_SRFLX] = "srflx",
  [PC_CANDIDATE_PRFLX] = "prflx",
  [PC_CANDIDATE_RELAY] = "relay",
};

static gchar *
address_string (const NiceAddress * address)
{
  gchar text[NICE_ADDRESS_STRING_LEN];

  nice_address_to_string (address, text);
  return g_strdup (text);
}

PcCandidate *
gst_rtc_ice_candidate_from_nice (const NiceCandidate * candidate,
    const gchar * ufrag)
{
  PcCandidate *result = g_new0 (PcCandidate, 1);
  gboolean udp = candidate->transport == NICE_CANDIDATE_TRANSPORT_UDP;

  result->foundation = g_strndup (candidate->foundation,
      NICE_CANDIDATE_MAX_FOUNDATION - 1);
  result->component = candidate->component_id;
  result->protocol = udp ? PC_ICE_PROTOCOL_UDP : PC_ICE_PROTOCOL_TCP;
  result->priority = candidate->priority;
  result->address = address_string (&candidate->addr);
  result->port = nice_address_get_port (&candidate->addr);
  result->type = types_from_nice[candidate->type];
  result->tcp_type = tcp_types_from_nice[candidate->transport];
  if (result->tcp_type == PC_TCP_TYPE_ACTIVE)
    result->port = TCP_ACTIVE_PORT;
  if (candidate->type != NICE_CANDIDATE_TYPE_HOST &&
      nice_address_is_valid (&candidate->base_addr)) {
    result->related_address = address_string (&candidate->base_addr);
    result->related_port = nice_address_get_port (&candidate->base_addr);
  }
  result->username_fragment = g_strdup (ufrag);
  return result;
}

static const gchar *
why_unusable (const PcCandidate * candidate, NiceAddress * address)
{
  /* RTCP is always multiplexed (RFC 8834 section 4.5): one component. */
  if (candidate->component != 1)
    return "component is not 1";
  if (candidate->priority == 0)
    return "priority is 0";
  if (candidate->port == 0)
    return "port is 0";
  if (!g_hostname_is_ip_address (candidate->address) ||
      !nice_address_set_from_string (address, candidate->address))
    return "address is a name";
  if (!candidate->foundation ||
      strlen (candidate->foundation) >= NICE_CANDIDATE_MAX_FOUNDATION)
    return "foundation is too long";
  return NULL;
}

NiceCandidate *
gst_rtc_ice_candidate_to_nice (const PcCandidate * candidate, guint stream_id,
    const gchar ** reason)
{
  NiceCandidate *result;
  NiceAddress address;

  nice_address_init (&address);
  *reason = why_unusable (candidate, &address);
  if (*reason)
    return NULL;

  result = nice_candidate_new (types_to_nice[candidate->type]);
  result->stream_id = stream_id;
  result->component_id = candidate->component;
  result->transport = candidate->protocol == PC_ICE_PROTOCOL_UDP ?
      NICE_CANDIDATE_TRANSPORT_UDP : tcp_types_to_nice[candidate->tcp_type];
  result->priority = candidate->priority;
  result->addr = address;
  nice_address_set_port (&result->addr, candidate->port);
  if (candidate->related_address &&
      g_hostname_is_ip_address (candidate->related_address) &&
      nice_address_set_from_string (&result->base_addr,
          candidate->related_address))
    nice_address_set_port (&result->base_addr, candidate->related_port);
  g_strlcpy (result->foundation, candidate->foundation,
      NICE_CANDIDATE_MAX_FOUNDATION);
  return result;
}

static void
append_end (GString * string, const PcCandidate * candidate)
{
  gboolean v6 = strchr (candidate->address, ':') != NULL;

  g_string_append_printf (string, "%s %s %s%s%s:%u",
      candidate->protocol == PC_ICE_PROTOCOL_UDP ? "udp" : "tcp",
      type_names[candidate->type], v6 ? "[" : "", candidate->address,
      v6 ? "]" : "", candidate->port);
}

gchar *
gst_rtc_ice_pair_to_string (const PcCandidate * local,
    const PcCandidate * remote)
{
  GString *string = g_string_new (NULL);

  append_end (string, local);
  g_string_append (string, " -> ");
  append_end (string, remote);
  return g_string_free (string, FALSE);
}

const gchar *
gst_rtc_ice_redact (const gchar * address)
{
  static gsize shown;           /* 1: no, 2: yes */

  if (g_once_init_enter (&shown))
    g_once_init_leave (&shown,
        g_strcmp0 (g_getenv ("GST_RTC_LOG_ADDRESSES"), "1") == 0 ? 2 : 1);
  if (shown == 2)
    return address;
  if (!g_hostname_is_ip_address (address))
    return "(a name)";
  return strchr (address, ':') ? "(an IPv6 address)" : "(an IPv4 address)";
}
