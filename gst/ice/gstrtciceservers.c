/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceservers.c: the servers of a gathering: given to libnice, matched
 * with its candidates, asked what is wrong.
 */

#include "gstrtciceagentpriv.h"

#include "gstrtcicetunnel.h"

/* Where the tunnels listen. */
#define TUNNEL_HOST "127.0.0.1"
#define NO_PORT 9               /* discard: nobody listens there */
/* Servers that are asked, a gathering. */
#define MAX_PROBES 16

/* --- servers -------------------------------------------------------------- */

/* Without a tunnel the relay is one that does not answer, so that libnice's
 * numbers stay ours. */
static guint16
add_tunnel (GstRTCIceAgent * agent, const GstRTCIceServerEntry * server)
{
  g_autoptr (GError) error = NULL;
  GstRTCIceTunnel *tunnel = gst_rtc_ice_tunnel_new (agent->io,
      server->url->host, server->url->port, &error);

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
    host = TUNNEL_HOST;
    port = add_tunnel (agent, server);
  }
  nice_agent_set_relay_info (agent->now.nice, agent->now.stream,
      GST_RTC_ICE_COMPONENT, host, port, server->username, server->credential,
      url->tcp ? NICE_RELAY_TYPE_TURN_TCP : NICE_RELAY_TYPE_TURN_UDP);
}

static void
give_to_libnice (GstRTCIceAgent * agent)
{
  const GPtrArray *servers = agent->settings.servers;
  gboolean had_stun = FALSE;
  guint n_relays = 0;

  for (guint i = 0; i < servers->len; i++) {
    const GstRTCIceServerEntry *server = g_ptr_array_index (servers, i);
    const PcIceUrl *url = server->url;

    if (url->turn && n_relays++ < NICE_CANDIDATE_MAX_TURN_SERVERS) {
      add_relay (agent, server);
    } else if (!url->turn && !url->secure && !had_stun) {
      had_stun = TRUE;
      g_object_set (agent->now.nice, "stun-server", url->host,
          "stun-server-port", (guint) url->port, NULL);
    } else {
      GST_CAT_WARNING (gst_rtc_ice_debug, "%s: server %s skipped: libnice "
          "takes one STUN server, over UDP, and %d relays", agent->name,
          server->text, NICE_CANDIDATE_MAX_TURN_SERVERS);
    }
  }
}

/* --- where a candidate came from ------------------------------------------ */

/* libnice writes the number of the relay into the local preference of its
 * candidates (bits 8 to 23 of the priority), bits 6 to 8 of it. */
static guint
relay_number (const NiceCandidate * nice)
{
  return (nice->priority >> 14) & (NICE_CANDIDATE_MAX_TURN_SERVERS - 1);
}

/* The one that was given to libnice as its @number'th of the kind. */
static GstRTCIceServerEntry *
nth_server (const GPtrArray * servers, gboolean turn, guint number)
{
  for (guint i = 0; servers && i < servers->len; i++) {
    GstRTCIceServerEntry *server = g_ptr_array_index (servers, i);

    if (server->url->turn == turn && (turn || !server->url->secure) &&
        number-- == 0)
      return server;
  }
  return NULL;
}

/* An allocation tells the reflexive address as well (RFC 8656 section 7.3). */
GstRTCIceServerEntry *
gst_rtc_ice_agent_find_server (GstRTCIceAgent * agent,
    const NiceCandidate * nice)
{
  const GPtrArray *servers = agent->settings.servers;
  GstRTCIceServerEntry *server;

  if (nice->type == NICE_CANDIDATE_TYPE_RELAYED)
    return nth_server (servers, TRUE, relay_number (nice));
  if (nice->type != NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE)
    return NULL;
  server = nth_server (servers, FALSE, 0);
  return server ? server : nth_server (servers, TRUE, 0);
}

/* --- what is wrong with them ------------------------------------------------ */

static gboolean
is_productive (GstRTCIceAgent * agent, GstRTCIceProbe * probe)
{
  return g_ptr_array_find (agent->now.productive,
      gst_rtc_ice_probe_get_server (probe), NULL);
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
    GST_CAT_INFO (gst_rtc_ice_debug, "%s: %s: %u %s", agent->name, error->url,
        error->code, error->text);
    GST_RTC_ICE_AGENT_EMIT (agent, server_error, error);
  }
  /* None will give anything: libnice need not wait for its time-outs. */
  if (now->n_failed == agent->settings.servers->len)
    now->gathered = TRUE;
  if (now->gathered && now->probes->len == 0 &&
      now->gathering == PC_GATHERING_GATHERING)
    gst_rtc_ice_agent_finish_gathering (agent);
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
  give_to_libnice (agent);
  for (guint i = 0; i < MIN (servers->len, MAX_PROBES); i++)
    g_ptr_array_add (now->probes, gst_rtc_ice_probe_new (agent->io,
            g_ptr_array_index (servers, i), probe_told, agent));
}

gboolean
gst_rtc_ice_agent_settle_servers (GstRTCIceAgent * agent)
{
  GPtrArray *probes = agent->now.probes;

  for (guint i = probes->len; i > 0; i--) {
    GstRTCIceProbe *probe = g_ptr_array_index (probes, i - 1);

    if (is_productive (agent, probe))
      g_ptr_array_remove_index (probes, i - 1);
    else
      gst_rtc_ice_probe_go_on (probe);
  }
  return probes->len == 0;
}
