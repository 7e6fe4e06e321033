/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicegather.c: our own candidates: addresses, servers, announcing.
 */

#include "gstrtciceagentpriv.h"

#include <netinet/in.h>
#include <nice/interfaces.h>

/* --- addresses ------------------------------------------------------------ */

/* libnice has this, and exports it from 0.1.22 on only. */
static gboolean
is_link_local (const NiceAddress * address)
{
  struct sockaddr_storage storage = { 0 };
  const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *) &storage;

  nice_address_copy_to_sockaddr (address, (struct sockaddr *) &storage);
  return storage.ss_family == AF_INET6 &&
      IN6_IS_ADDR_LINKLOCAL (&v6->sin6_addr);
}

/* RFC 8445 section 5.1.1.1 has link-local addresses left out where they could
 * track, and browsers leave them out always. */
static gboolean
add_address (GstRTCIceAgent * agent, const gchar * text)
{
  NiceAddress address;

  nice_address_init (&address);
  if (!nice_address_set_from_string (&address, text) ||
      is_link_local (&address))
    return FALSE;
  return nice_agent_add_local_address (agent->nice, &address);
}

static gboolean
add_listed_addresses (GstRTCIceAgent * agent)
{
  g_auto (GStrv) list = g_strsplit (agent->settings.local_addresses, ",", -1);
  gboolean any = FALSE;

  for (guint i = 0; list[i]; i++)
    any = add_address (agent, g_strstrip (list[i])) || any;
  return any;
}

static gboolean
add_interface_addresses (GstRTCIceAgent * agent)
{
  GList *list = nice_interfaces_get_local_ips (FALSE);
  gboolean any = FALSE;

  for (GList * item = list; item; item = item->next)
    any = add_address (agent, item->data) || any;
  g_list_free_full (list, g_free);
  return any;
}

static void
add_addresses (GstRTCIceAgent * agent)
{
  gboolean any;

  if (agent->settings.local_addresses) {
    any = add_listed_addresses (agent);
    if (!any)
      GST_CAT_WARNING (gst_rtc_ice_debug, "%s: no usable local address",
          agent->name);
    return;
  }
  any = add_interface_addresses (agent);
  /* Alone in a machine or a namespace: there is someone to talk to. */
  if (!any || agent->settings.include_loopback) {
    add_address (agent, "127.0.0.1");
    add_address (agent, "::1");
  }
}

/* --- servers -------------------------------------------------------------- */

GstRTCIceServerEntry *
gst_rtc_ice_server_entry_copy (const GstRTCIceServerEntry * server)
{
  GstRTCIceServerEntry *copy = g_new0 (GstRTCIceServerEntry, 1);

  copy->url = g_memdup2 (server->url, sizeof (PcIceUrl));
  copy->url->host = g_strdup (server->url->host);
  copy->username = g_strdup (server->username);
  copy->credential = g_strdup (server->credential);
  return copy;
}

void
gst_rtc_ice_server_entry_free (GstRTCIceServerEntry * server)
{
  pc_ice_url_free (server->url);
  g_free (server->username);
  g_free (server->credential);
  g_free (server);
}

/* libnice resolves the names itself, without blocking. */
void
gst_rtc_ice_agent_add_server (GstRTCIceAgent * agent,
    const GstRTCIceServerEntry * server)
{
  const PcIceUrl *url = server->url;

  if (agent->nice == NULL)
    return;
  if (url->turn) {
    nice_agent_set_relay_info (agent->nice, agent->stream,
        GST_RTC_ICE_COMPONENT, url->host, url->port, server->username,
        server->credential, url->secure ? NICE_RELAY_TYPE_TURN_TLS :
        url->tcp ? NICE_RELAY_TYPE_TURN_TCP : NICE_RELAY_TYPE_TURN_UDP);
  } else if (url->secure || agent->had_stun_server) {
    GST_CAT_WARNING (gst_rtc_ice_debug,
        "%s: STUN server skipped: libnice takes one, over UDP", agent->name);
  } else {
    agent->had_stun_server = TRUE;
    g_object_set (agent->nice, "stun-server", url->host,
        "stun-server-port", (guint) url->port, NULL);
  }
}

/* --- announcing ----------------------------------------------------------- */

void
gst_rtc_ice_agent_set_gathering (GstRTCIceAgent * agent, PcGatheringState state)
{
  if (agent->gathering == state)
    return;
  GST_CAT_INFO (gst_rtc_ice_debug, "%s: gathering %s -> %s (%s)", agent->name,
      pc_gathering_state_to_string (agent->gathering),
      pc_gathering_state_to_string (state),
      state == PC_GATHERING_COMPLETE ? "no more candidates" : "asked to");
  agent->gathering = state;
  GST_RTC_ICE_AGENT_EMIT (agent, gathering_state, state);
}

static void
announce (GstRTCIceAgent * agent, const NiceCandidate * nice)
{
  g_autoptr (PcCandidate) candidate = NULL;

  /* The peer learns these by itself (RFC 8445 section 7.3.1.3). */
  if (nice->type == NICE_CANDIDATE_TYPE_PEER_REFLEXIVE)
    return;
  if (agent->settings.relay_only && nice->type != NICE_CANDIDATE_TYPE_RELAYED)
    return;
  candidate = gst_rtc_ice_candidate_from_nice (nice, agent->local_ufrag);
  GST_RTC_ICE_AGENT_EMIT (agent, candidate, candidate);
}

static void
finish (GstRTCIceAgent * agent)
{
  GST_RTC_ICE_AGENT_EMIT (agent, candidate, NULL);
  gst_rtc_ice_agent_set_gathering (agent, PC_GATHERING_COMPLETE);
  gst_rtc_ice_agent_update_state (agent, "gathering complete");
}

/* After a restart libnice keeps its sockets: the same candidates are announced
 * again, for the new generation. */
static void
announce_again (GstRTCIceAgent * agent)
{
  GSList *list = nice_agent_get_local_candidates (agent->nice, agent->stream,
      GST_RTC_ICE_COMPONENT);

  for (GSList * item = list; item; item = item->next)
    announce (agent, item->data);
  g_slist_free_full (list, (GDestroyNotify) nice_candidate_free);
}

static void
new_candidate (NiceAgent * nice, NiceCandidate * candidate,
    GstRTCIceAgent * agent)
{
  if (agent->nice && agent->gathering == PC_GATHERING_GATHERING)
    announce (agent, candidate);
}

static void
gathering_done (NiceAgent * nice, guint stream, GstRTCIceAgent * agent)
{
  agent->gathered = TRUE;
  if (agent->nice && agent->gathering == PC_GATHERING_GATHERING)
    finish (agent);
}

void
gst_rtc_ice_agent_watch_candidates (GstRTCIceAgent * agent)
{
  g_signal_connect (agent->nice, "new-candidate-full",
      G_CALLBACK (new_candidate), agent);
  g_signal_connect (agent->nice, "candidate-gathering-done",
      G_CALLBACK (gathering_done), agent);
}

void
gst_rtc_ice_agent_gather (GstRTCIceAgent * agent)
{
  if (agent->nice == NULL || agent->gathering != PC_GATHERING_NEW)
    return;
  gst_rtc_ice_agent_set_gathering (agent, PC_GATHERING_GATHERING);
  if (agent->asked_to_gather) {
    announce_again (agent);
    if (agent->gathered)
      finish (agent);
    return;
  }
  agent->asked_to_gather = TRUE;
  add_addresses (agent);
  if (!nice_agent_gather_candidates (agent->nice, agent->stream)) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: no candidate: no socket could "
        "be bound", agent->name);
    agent->gathered = TRUE;
    finish (agent);
  }
}
