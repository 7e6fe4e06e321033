/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceservers.c: the servers of a gathering: given to libnice, matched
 * with its candidates, asked what is wrong.
 */

#include "gstrtciceagentpriv.h"

#include "gstrtcicetunnel.h"

#include <string.h>

/* Where the tunnels listen: libnice goes from an address to one of its
 * family. */
#define TUNNEL_HOST_V4 "127.0.0.1"
#define TUNNEL_HOST_V6 "::1"
#define NO_PORT 9               /* discard: nobody listens there */

/* --- servers -------------------------------------------------------------- */

/* NULL: we have none of the family. */
static const gchar *
find_address (GstRTCIceAgent * agent, gboolean v6)
{
  const GPtrArray *addresses = agent->now.addresses;

  for (guint i = 0; addresses && i < addresses->len; i++)
    if ((strchr (addresses->pdata[i], ':') != NULL) == v6)
      return addresses->pdata[i];
  return NULL;
}

static const gchar *
tunnel_host (GstRTCIceAgent * agent)
{
  return find_address (agent, FALSE) ? TUNNEL_HOST_V4 : TUNNEL_HOST_V6;
}

/* Without a tunnel the relay is one that does not answer, so that libnice's
 * numbers stay ours. */
static guint16
add_tunnel (GstRTCIceAgent * agent, const GstRTCIceServerEntry * server)
{
  g_autoptr (GError) error = NULL;
  GstRTCIceTunnel *tunnel = gst_rtc_ice_tunnel_new (agent->io,
      tunnel_host (agent), server->url->host, server->url->port,
      &error);

  if (tunnel == NULL) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: relay skipped: %s", agent->name,
        error->message);
    return NO_PORT;
  }
  if (agent->now.tunnels == NULL)
    agent->now.tunnels = g_ptr_array_new_with_free_func ((GDestroyNotify)
        gst_rtc_ice_tunnel_free);
  g_ptr_array_add (agent->now.tunnels, tunnel);
  return gst_rtc_ice_tunnel_get_port (tunnel);
}

/* libnice resolves names itself, without blocking, and has no TLS. */
static void
add_relay (GstRTCIceAgent * agent, const GstRTCIceServerEntry * server)
{
  const PcIceUrl *url = server->url;
  const gchar *host = url->host;
  guint16 port = url->port;

  if (url->secure) {
    host = tunnel_host (agent);
    port = add_tunnel (agent, server);
  }
  nice_agent_set_relay_info (agent->now.nice, agent->now.stream,
      GST_RTC_ICE_COMPONENT, host, port, server->username, server->credential,
      url->tcp ? NICE_RELAY_TYPE_TURN_TCP : NICE_RELAY_TYPE_TURN_UDP);
}

/* --- where a candidate came from ------------------------------------------ */

/* libnice writes the number of the relay into the local preference of its
 * candidates (bits 8 to 23 of the priority), bits 6 to 8 of it. */
static guint
relay_number (const NiceCandidate * nice)
{
  return (nice->priority >> 14) & (NICE_CANDIDATE_MAX_TURN_SERVERS - 1);
}

/* The one that was given to libnice as its @number'th. */
static GstRTCIceServerEntry *
nth_relay (const GPtrArray * servers, guint number)
{
  for (guint i = 0; servers && i < servers->len; i++) {
    GstRTCIceServerEntry *server = g_ptr_array_index (servers, i);

    if (server->url->turn && number-- == 0)
      return server;
  }
  return NULL;
}

/* An allocation tells the reflexive address as well (RFC 8656 section 7.3);
 * libnice does not say which one's it is. */
GstRTCIceServerEntry *
gst_rtc_ice_agent_find_server (GstRTCIceAgent * agent,
    const NiceCandidate * nice)
{
  const GPtrArray *servers = agent->settings.servers;

  if (nice->type == NICE_CANDIDATE_TYPE_RELAYED)
    return nth_relay (servers, relay_number (nice));
  if (nice->type == NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE)
    return nth_relay (servers, 0);
  return NULL;
}

/* --- what is wrong with them ------------------------------------------------ */

/* webrtc-pc section 4.8.2 (address): only what candidates tell anyway. */
static gboolean
is_exposed (GstRTCIceAgent * agent, const gchar * address)
{
  const GPtrArray *announced = agent->now.announced;

  for (guint i = 0; announced && i < announced->len; i++) {
    const PcCandidate *candidate = g_ptr_array_index (announced, i);

    if (candidate->type == PC_CANDIDATE_HOST &&
        g_strcmp0 (candidate->address, address) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
tell_error (GstRTCIceAgent * agent, const GstRTCIceServerError * error)
{
  GstRTCIceServerError told = *error;

  if (!is_exposed (agent, error->address)) {
    told.address = NULL;
    told.port = -1;
  }
  GST_CAT_INFO (gst_rtc_ice_debug, "%s: %s: %u %s", agent->name, told.url,
      told.code, told.text);
  GST_RTC_ICE_AGENT_EMIT (agent, server_error, &told);
}

static void
finish_if_settled (GstRTCIceAgent * agent)
{
  const GstRTCIceGeneration *now = &agent->now;

  if (now->gathered && now->probes->len == 0 &&
      (now->reflexive == NULL || now->reflected) &&
      now->gathering == PC_GATHERING_GATHERING)
    gst_rtc_ice_agent_finish_gathering (agent);
}

/* --- STUN servers ----------------------------------------------------------- */

static gboolean
is_current (GstRTCIceAgent * agent, GstRTCIceReflexive * reflexive)
{
  return agent->now.reflexive == reflexive;
}

static void
reflexive_candidate (GstRTCIceReflexive * reflexive, PcCandidate * candidate,
    gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  if (is_current (agent, reflexive))
    gst_rtc_ice_agent_announce (agent, candidate);
  else
    pc_candidate_free (candidate);
}

static void
reflexive_failed (GstRTCIceReflexive * reflexive,
    const GstRTCIceServerError * error, gpointer user_data)
{
  if (is_current (user_data, reflexive))
    tell_error (user_data, error);
}

static void
reflexive_done (GstRTCIceReflexive * reflexive, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  /* A restart that is rolled back may bring it back. */
  if (agent->before.reflexive == reflexive)
    agent->before.reflected = TRUE;
  if (!is_current (agent, reflexive))
    return;
  agent->now.reflected = TRUE;
  finish_if_settled (agent);
}

static gboolean
reflexive_is_needed (GstRTCIceReflexive * reflexive, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  return is_current (agent, reflexive)
      && !gst_rtc_ice_generation_is_connected (&agent->now);
}

static const GstRTCIceReflexiveEvents reflexive_events = {
  .candidate = reflexive_candidate,
  .failed = reflexive_failed,
  .done = reflexive_done,
  .is_needed = reflexive_is_needed,
};

static GstRTCIceBase *
make_base (GstRTCIceAgent * agent, GSocket * socket, const GSList * candidates)
{
  for (const GSList * item = candidates; item; item = item->next) {
    const NiceCandidate *nice = item->data;

    if (nice->type == NICE_CANDIDATE_TYPE_HOST
        && nice->transport == NICE_CANDIDATE_TRANSPORT_UDP
        && gst_rtc_ice_agent_is_bound_to (socket, &nice->addr))
      return gst_rtc_ice_base_new (socket,
          gst_rtc_ice_agent_describe (agent, nice));
  }
  return NULL;
}

void
gst_rtc_ice_agent_ask_servers (GstRTCIceAgent * agent)
{
  GstRTCIceGeneration *now = &agent->now;
  g_autoptr (GPtrArray) sockets = NULL;
  GSList *candidates;

  if (now->reflexive == NULL)
    return;
  sockets = nice_agent_get_sockets (now->nice, now->stream,
      GST_RTC_ICE_COMPONENT);
  candidates = nice_agent_get_local_candidates (now->nice, now->stream,
      GST_RTC_ICE_COMPONENT);
  for (guint i = 0; i < sockets->len; i++) {
    GSocket *socket = g_ptr_array_index (sockets, i);
    GstRTCIceBase *base = NULL;

    if (g_socket_get_socket_type (socket) == G_SOCKET_TYPE_DATAGRAM)
      base = make_base (agent, socket, candidates);
    if (base)
      gst_rtc_ice_reflexive_add_base (now->reflexive, base);
  }
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
  gst_rtc_ice_reflexive_start (now->reflexive);
}

/* --- relays ----------------------------------------------------------------- */

static gboolean
is_productive (GstRTCIceAgent * agent, GstRTCIceProbe * probe)
{
  return g_ptr_array_find (agent->now.productive,
      gst_rtc_ice_probe_get_server (probe), NULL);
}

/* libnice waits for relays that are known to be dead, those over TCP longest:
 * 8 s. */
static gboolean
is_exhausted (GstRTCIceAgent * agent)
{
  const GstRTCIceGeneration *now = &agent->now;

  if (now->n_failed == 0)
    return FALSE;
  for (guint i = 0; i < now->probes->len; i++)
    if (!is_productive (agent, g_ptr_array_index (now->probes, i)))
      return FALSE;
  return TRUE;
}

static void
probe_told (GstRTCIceProbe * probe, const GstRTCIceServerError * error,
    gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;
  GstRTCIceGeneration *now = &agent->now;
  guint index;

  /* The generation before has nothing to tell any more. */
  if (!g_ptr_array_find (now->probes, probe, &index))
    return;
  g_ptr_array_add (now->told_probes,
      g_ptr_array_steal_index (now->probes, index));
  if (error && !is_productive (agent, probe)) {
    now->n_failed++;
    tell_error (agent, error);
  }
  gst_rtc_ice_agent_settle_servers (agent);
}

void
gst_rtc_ice_agent_settle_servers (GstRTCIceAgent * agent)
{
  GPtrArray *probes = agent->now.probes;

  agent->now.gathered = agent->now.gathered || is_exhausted (agent);
  for (guint i = agent->now.gathered ? probes->len : 0; i > 0; i--) {
    GstRTCIceProbe *probe = g_ptr_array_index (probes, i - 1);

    if (is_productive (agent, probe))
      g_ptr_array_remove_index (probes, i - 1);
    else
      gst_rtc_ice_probe_go_on (probe);
  }
  finish_if_settled (agent);
}

/* --- servers ---------------------------------------------------------------- */

/* Where the application says which way to take, who asks what is wrong takes
 * it too; else the machine's routes say. */
static const gchar *
probe_address (GstRTCIceAgent * agent, const GstRTCIceServerEntry * server)
{
  const GstRTCIceSettings *settings = &agent->settings;
  const gchar *v4 = find_address (agent, FALSE);

  if (settings->local_addresses == NULL && settings->interfaces == NULL)
    return NULL;
  if (v4 == NULL || strchr (server->url->host, ':'))
    return find_address (agent, TRUE);
  return v4;
}

static void
add_turn (GstRTCIceAgent * agent, GstRTCIceServerEntry * server)
{
  GPtrArray *probes = agent->now.probes;

  if (probes->len == NICE_CANDIDATE_MAX_TURN_SERVERS) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: server %s skipped: libnice takes "
        "%d relays", agent->name, server->text,
        NICE_CANDIDATE_MAX_TURN_SERVERS);
    return;
  }
  add_relay (agent, server);
  g_ptr_array_add (probes, gst_rtc_ice_probe_new (agent->io, server,
          probe_address (agent, server), probe_told, agent));
}

static void
add_stun (GstRTCIceAgent * agent, GstRTCIceServerEntry * server)
{
  GstRTCIceGeneration *now = &agent->now;

  /* Its answer could not be told to the peer. */
  if (agent->settings.relay_only)
    return;
  /* What TLS tells is the address of a TCP connection, which is no candidate. */
  if (server->url->secure) {
    tell_error (agent, &(GstRTCIceServerError) {
        .port = -1,.url = server->text,.code = GST_RTC_ICE_UNREACHABLE,.text =
          "STUN over TLS tells nothing of UDP candidates: not asked"}
    );
    return;
  }
  if (now->reflexive == NULL)
    now->reflexive = gst_rtc_ice_reflexive_new (agent->io,
        agent->settings.pacing, &reflexive_events, agent);
  gst_rtc_ice_reflexive_add_server (now->reflexive, server);
}

static GPtrArray *
probe_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_rtc_ice_probe_free);
}

void
gst_rtc_ice_agent_add_servers (GstRTCIceAgent * agent)
{
  const GPtrArray *servers = agent->settings.servers;
  GstRTCIceGeneration *now = &agent->now;

  now->probes = probe_list_new ();
  now->told_probes = probe_list_new ();
  now->productive = g_ptr_array_new ();
  for (guint i = 0; i < servers->len; i++) {
    GstRTCIceServerEntry *server = g_ptr_array_index (servers, i);

    if (server->url->turn)
      add_turn (agent, server);
    else
      add_stun (agent, server);
  }
}
