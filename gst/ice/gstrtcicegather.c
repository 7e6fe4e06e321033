/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicegather.c: our own candidates: addresses, servers, announcing.
 */

#include "gstrtciceagentpriv.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

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
  if (!nice_agent_add_local_address (agent->now.nice, &address))
    return FALSE;
  if (agent->now.addresses == NULL)
    agent->now.addresses = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (agent->now.addresses, g_strdup (text));
  return TRUE;
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

/* "eth0,wlan0": these alone; "-docker0": all but this. */
static gboolean
is_wanted (GStrv filter, const gchar * name)
{
  gboolean wanted = TRUE;

  for (guint i = 0; filter && filter[i]; i++) {
    const gchar *word = g_strstrip (filter[i]);

    if (g_str_equal (word, name))
      return TRUE;
    if (word[0] == '-' && g_str_equal (word + 1, name))
      return FALSE;
    wanted = wanted && word[0] == '-';
  }
  return wanted;
}

static gboolean
is_candidate (const struct ifaddrs *entry)
{
  return entry->ifa_addr && entry->ifa_flags & IFF_UP &&
      !(entry->ifa_flags & IFF_LOOPBACK) &&
      (entry->ifa_addr->sa_family == AF_INET ||
      entry->ifa_addr->sa_family == AF_INET6);
}

/* Those of highest priority, which libnice gives to what the system lists last,
 * come first: as candidates arrive one by one, both sides then begin with the
 * same pair. Where they do not, the second check has to wait for Ta. */
static gboolean
add_interface_addresses (GstRTCIceAgent * agent)
{
  g_auto (GStrv) filter = agent->settings.interfaces ?
      g_strsplit (agent->settings.interfaces, ",", -1) : NULL;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  struct ifaddrs *list = NULL;
  gboolean any = FALSE;

  if (getifaddrs (&list) < 0)
    return FALSE;
  for (struct ifaddrs * entry = list; entry; entry = entry->ifa_next) {
    NiceAddress address;
    gchar text[NICE_ADDRESS_STRING_LEN];

    if (!is_candidate (entry) || !is_wanted (filter, entry->ifa_name))
      continue;
    nice_address_init (&address);
    nice_address_set_from_sockaddr (&address, entry->ifa_addr);
    nice_address_to_string (&address, text);
    g_ptr_array_add (addresses, g_strdup (text));
  }
  freeifaddrs (list);
  for (guint i = addresses->len; i > 0; i--)
    any = add_address (agent, g_ptr_array_index (addresses, i - 1)) || any;
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

/* --- announcing ----------------------------------------------------------- */

static const PcCandidate *
find_announced (GstRTCIceAgent * agent, const PcCandidate * wanted,
    PcCandidateType type)
{
  const GPtrArray *announced = agent->now.announced;

  for (guint i = 0; announced && i < announced->len; i++) {
    const PcCandidate *candidate = g_ptr_array_index (announced, i);

    if (candidate->type == type && candidate->protocol == wanted->protocol &&
        candidate->port == wanted->port &&
        g_str_equal (candidate->address, wanted->address))
      return candidate;
  }
  return NULL;
}

PcCandidate *
gst_rtc_ice_agent_describe (GstRTCIceAgent * agent, const NiceCandidate * nice)
{
  PcCandidate *candidate =
      gst_rtc_ice_candidate_from_nice (nice, agent->now.local_ufrag);
  const GstRTCIceServerEntry *server =
      gst_rtc_ice_agent_find_server (agent, nice);
  const PcCandidate *known;

  if (server) {
    candidate->url = g_strdup (server->text);
    if (candidate->type == PC_CANDIDATE_RELAY)
      candidate->relay_protocol =
          gst_rtc_ice_server_entry_get_protocol (server);
  }
  /* An address that a STUN server told already (RFC 8445 section 7.2.5.3.1);
   * libnice does not know of those. */
  known = candidate->type == PC_CANDIDATE_PRFLX ?
      find_announced (agent, candidate, PC_CANDIDATE_SRFLX) : NULL;
  if (known) {
    pc_candidate_free (candidate);
    candidate = pc_candidate_copy (known);
  }
  return candidate;
}

/* Candidates belong to credentials. Gathered before there are any (RFC 9429
 * section 3.5.4), they are told when there are. */
static gboolean
is_pooled (const GstRTCIceAgent * agent)
{
  return agent->now.local_ufrag == NULL;
}

void
gst_rtc_ice_agent_tell_pooled (GstRTCIceAgent * agent)
{
  PcGatheringState state = agent->now.gathering;

  if (state == PC_GATHERING_NEW)
    return;
  GST_RTC_ICE_AGENT_EMIT (agent, gathering_state, PC_GATHERING_GATHERING);
  for (guint i = 0; agent->now.announced && i < agent->now.announced->len; i++) {
    PcCandidate *candidate = g_ptr_array_index (agent->now.announced, i);

    g_free (candidate->username_fragment);
    candidate->username_fragment = g_strdup (agent->now.local_ufrag);
    GST_RTC_ICE_AGENT_EMIT (agent, candidate, candidate);
  }
  if (state != PC_GATHERING_COMPLETE)
    return;
  GST_RTC_ICE_AGENT_EMIT (agent, candidate, NULL);
  GST_RTC_ICE_AGENT_EMIT (agent, gathering_state, state);
}

void
gst_rtc_ice_agent_set_gathering (GstRTCIceAgent * agent, PcGatheringState state)
{
  if (agent->now.gathering == state)
    return;
  GST_CAT_INFO (gst_rtc_ice_debug, "%s: gathering %s -> %s (%s)", agent->name,
      pc_gathering_state_to_string (agent->now.gathering),
      pc_gathering_state_to_string (state),
      state == PC_GATHERING_COMPLETE ? "no more candidates" : "asked to");
  agent->now.gathering = state;
  if (!is_pooled (agent))
    GST_RTC_ICE_AGENT_EMIT (agent, gathering_state, state);
}

/* RFC 8839 section 5.1 has this where the address is not to be known. */
static void
hide_related (PcCandidate * candidate)
{
  gboolean v6 = strchr (candidate->address, ':') != NULL;

  g_free (candidate->related_address);
  candidate->related_address = g_strdup (v6 ? "::" : "0.0.0.0");
  candidate->related_port = 9;
}

static gboolean
is_own_base (const PcCandidate * candidate)
{
  return candidate->port == candidate->related_port &&
      g_strcmp0 (candidate->address, candidate->related_address) == 0;
}

void
gst_rtc_ice_agent_announce (GstRTCIceAgent * agent, PcCandidate * candidate)
{
  const GstRTCIceSettings *settings = &agent->settings;

  if (agent->now.announced == NULL)
    agent->now.announced = g_ptr_array_new_with_free_func ((GDestroyNotify)
        pc_candidate_free);
  /* RFC 8445 section 5.1.3: an address that is the base's own, or was told by
   * another server, is redundant. */
  if ((settings->relay_only && candidate->type != PC_CANDIDATE_RELAY) ||
      (settings->hide_local && candidate->type == PC_CANDIDATE_HOST) ||
      (candidate->type == PC_CANDIDATE_SRFLX &&
          (find_announced (agent, candidate, PC_CANDIDATE_SRFLX) ||
              is_own_base (candidate)))) {
    pc_candidate_free (candidate);
    return;
  }
  if (settings->hide_local)
    hide_related (candidate);
  g_ptr_array_add (agent->now.announced, candidate);
  if (!is_pooled (agent))
    GST_RTC_ICE_AGENT_EMIT (agent, candidate, candidate);
}

static void
announce (GstRTCIceAgent * agent, const NiceCandidate * nice)
{
  GstRTCIceServerEntry *server = gst_rtc_ice_agent_find_server (agent, nice);

  if (server && nice->type == NICE_CANDIDATE_TYPE_RELAYED)
    g_ptr_array_add (agent->now.productive, server);
  /* The peer learns these by itself (RFC 8445 section 7.3.1.3). */
  if (nice->type != NICE_CANDIDATE_TYPE_PEER_REFLEXIVE)
    gst_rtc_ice_agent_announce (agent,
        gst_rtc_ice_agent_describe (agent, nice));
}

void
gst_rtc_ice_agent_finish_gathering (GstRTCIceAgent * agent)
{
  if (!is_pooled (agent))
    GST_RTC_ICE_AGENT_EMIT (agent, candidate, NULL);
  gst_rtc_ice_agent_set_gathering (agent, PC_GATHERING_COMPLETE);
  gst_rtc_ice_agent_update_state (agent, "gathering complete");
}

static void
new_candidate (NiceAgent * nice, NiceCandidate * candidate,
    GstRTCIceAgent * agent)
{
  if (nice == agent->now.nice && agent->now.gathering == PC_GATHERING_GATHERING)
    announce (agent, candidate);
}

static void
gathering_done (NiceAgent * nice, guint stream, GstRTCIceAgent * agent)
{
  if (nice != agent->now.nice || agent->now.gathered)
    return;
  agent->now.gathered = TRUE;
  gst_rtc_ice_agent_settle_servers (agent);
}

void
gst_rtc_ice_agent_watch_candidates (GstRTCIceAgent * agent)
{
  g_signal_connect (agent->now.nice, "new-candidate-full",
      G_CALLBACK (new_candidate), agent);
  g_signal_connect (agent->now.nice, "candidate-gathering-done",
      G_CALLBACK (gathering_done), agent);
}

static void
apply_settings (GstRTCIceAgent * agent)
{
  const GstRTCIceSettings *settings = &agent->settings;
  NiceAgent *nice = agent->now.nice;

  g_object_set (nice, "ice-tcp", settings->ice_tcp, "force-relay",
      settings->relay_only, NULL);
  if (settings->max_port > 0)
    nice_agent_set_port_range (nice, agent->now.stream, GST_RTC_ICE_COMPONENT,
        settings->min_port, settings->max_port);
  add_addresses (agent);
  gst_rtc_ice_agent_add_servers (agent);
}

void
gst_rtc_ice_agent_gather (GstRTCIceAgent * agent,
    const GstRTCIceSettings * settings)
{
  if (agent->now.nice == NULL || agent->now.gathering != PC_GATHERING_NEW)
    return;
  gst_rtc_ice_settings_clear (&agent->settings);
  gst_rtc_ice_settings_copy (&agent->settings, settings);
  gst_rtc_ice_agent_set_gathering (agent, PC_GATHERING_GATHERING);
  apply_settings (agent);
  if (nice_agent_gather_candidates (agent->now.nice, agent->now.stream)) {
    gst_rtc_ice_agent_ask_servers (agent);
    return;
  }
  GST_CAT_WARNING (gst_rtc_ice_debug, "%s: no candidate: no socket could "
      "be bound", agent->name);
  agent->now.gathered = TRUE;
  gst_rtc_ice_agent_finish_gathering (agent);
}
