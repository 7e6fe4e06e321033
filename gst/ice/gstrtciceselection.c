/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceselection.c: states, and the pair that carries the datagrams.
 *
 * libnice's component states become RTCIceTransportState (webrtc-pc section
 * 5.6): it knows nothing of gathering and of the end of candidates there.
 */

#include "gstrtciceagentpriv.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <string.h>

/* How long libnice goes on ticking at its pace with nothing to check; while
 * not ready, that is its patience (for a nomination, too) before it says
 * failed. */
#define CONNECTING_IDLE_MS 5000
#define READY_IDLE_MS 50

/* --- states --------------------------------------------------------------- */

gboolean
gst_rtc_ice_generation_is_connected (const GstRTCIceGeneration * generation)
{
  return generation->nice &&
      (generation->nice_state == NICE_COMPONENT_STATE_CONNECTED ||
      generation->nice_state == NICE_COMPONENT_STATE_READY);
}

static PcConsentState
get_consent (const GstRTCIceGeneration * generation)
{
  return generation->consent ?
      gst_rtc_ice_consent_get_state (generation->consent) : PC_CONSENT_FRESH;
}

static gboolean
is_alive (const GstRTCIceGeneration * generation)
{
  return gst_rtc_ice_generation_is_connected (generation)
      && !generation->stranded && get_consent (generation) == PC_CONSENT_FRESH;
}

static PcChecks
get_checks (NiceComponentState state)
{
  static const PcChecks checks[] = {
    [NICE_COMPONENT_STATE_DISCONNECTED] = PC_CHECKS_NONE,
    [NICE_COMPONENT_STATE_GATHERING] = PC_CHECKS_NONE,
    [NICE_COMPONENT_STATE_CONNECTING] = PC_CHECKS_RUNNING,
    [NICE_COMPONENT_STATE_CONNECTED] = PC_CHECKS_FOUND,
    [NICE_COMPONENT_STATE_READY] = PC_CHECKS_DONE,
    [NICE_COMPONENT_STATE_FAILED] = PC_CHECKS_FAILED,
  };

  return checks[state];
}

static gboolean
has_candidates (const GstRTCIceGeneration * generation)
{
  GSList *candidates;

  if (generation->gathering != PC_GATHERING_COMPLETE)
    return TRUE;
  candidates = nice_agent_get_local_candidates (generation->nice,
      generation->stream, GST_RTC_ICE_COMPONENT);
  if (candidates == NULL)
    return FALSE;
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
  return TRUE;
}

/* Another answer's candidates are told after its own credentials. */
static gboolean
is_remote_done (const GstRTCIceAgent * agent)
{
  const GstRTCIceRemote *remote = &agent->now.remote;

  if (agent->coming.ufrag
      && g_strcmp0 (agent->coming.ufrag, agent->now.checked_ufrag) == 0)
    remote = &agent->coming;
  return remote->done;
}

static PcIceState
derive_state (GstRTCIceAgent * agent)
{
  const GstRTCIceGeneration *now = &agent->now;
  PcIceFacts facts = {
    .closed = now->nice == NULL,
    .begun = agent->state != PC_ICE_NEW,
    .checks = get_checks (now->nice_state),
    .was_connected = now->was_connected,
    .gathered = now->gathering == PC_GATHERING_COMPLETE,
    .remote_done = is_remote_done (agent),
    .pac_expired = now->pac_expired,
    .consent = get_consent (now),
    .stranded = now->stranded,
    .before_alive = is_alive (&agent->before),
  };

  if (now->nice)
    facts.has_candidates = has_candidates (now);
  return pc_derive_ice_state (&facts);
}

void
gst_rtc_ice_agent_update_state (GstRTCIceAgent * agent, const gchar * reason)
{
  PcIceState state = derive_state (agent);

  if (state == agent->state)
    return;
  GST_CAT_INFO (gst_rtc_ice_debug, "%s: %s -> %s (%s)", agent->name,
      pc_ice_state_to_string (agent->state), pc_ice_state_to_string (state),
      reason);
  agent->state = state;
  GST_RTC_ICE_AGENT_EMIT (agent, state, state, reason);
}

/* --- patience ------------------------------------------------------------- */

static gboolean
pac_expired (gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;
  GstRTCIceGeneration *generation =
      agent->now.pac == g_main_current_source ()? &agent->now : &agent->before;

  generation->pac_expired = TRUE;
  g_clear_pointer (&generation->pac, g_source_unref);
  gst_rtc_ice_agent_update_state (agent, "the peer has had its time");
  return G_SOURCE_REMOVE;
}

/* RFC 8863 section 4: from when both sides know of each other. */
void
gst_rtc_ice_agent_start_pac (GstRTCIceAgent * agent)
{
  GstRTCIceGeneration *now = &agent->now;

  if (now->pac || now->pac_expired)
    return;
  now->pac = g_timeout_source_new (agent->settings.pac_timeout);
  g_source_set_name (now->pac, "patience with a peer");
  g_source_set_callback (now->pac, pac_expired, agent, NULL);
  g_source_attach (now->pac, gst_rtc_io_get_context (agent->io));
}

/* --- the selected pair ---------------------------------------------------- */

void
gst_rtc_ice_agent_revoke_path (GstRTCIceAgent * agent)
{
  if (agent->pair == NULL)
    return;
  g_clear_pointer (&agent->pair, g_free);
  GST_RTC_ICE_AGENT_EMIT (agent, path, NULL, FALSE);
}

/* A peer-reflexive candidate whose base is relayed has the relay's socket
 * beneath: only a socket that is bound to the candidate's base is plain. */
gboolean
gst_rtc_ice_agent_is_bound_to (GSocket * socket, const NiceAddress * base)
{
  struct sockaddr_storage bound;
  socklen_t length = sizeof (bound);
  NiceAddress address;

  if (getsockname (g_socket_get_fd (socket), (struct sockaddr *) &bound,
          &length) < 0)
    return FALSE;
  nice_address_init (&address);
  nice_address_set_from_sockaddr (&address, (struct sockaddr *) &bound);
  return nice_address_equal (&address, base);
}

static GstRTCIcePath *
make_path (GstRTCIceAgent * agent, const NiceCandidate * local,
    const NiceCandidate * remote)
{
  struct sockaddr_storage address = { 0 };
  GstRTCIcePath *path = NULL;
  GSocket *socket;

  if (local->transport != NICE_CANDIDATE_TRANSPORT_UDP ||
      local->type == NICE_CANDIDATE_TYPE_RELAYED)
    return NULL;
  /* Transfer full. */
  socket = nice_agent_get_selected_socket (agent->now.nice, agent->now.stream,
      GST_RTC_ICE_COMPONENT);
  if (socket == NULL)
    return NULL;
  nice_address_copy_to_sockaddr (&remote->addr, (struct sockaddr *) &address);
  if (gst_rtc_ice_agent_is_bound_to (socket, &local->base_addr)) {
    path = gst_rtc_ice_path_new (g_socket_get_fd (socket), &address,
        ++agent->selections);
    gst_rtc_ice_agent_add_inlet (agent, socket);
  }
  g_object_unref (socket);
  return path;
}

/* --- consent -------------------------------------------------------------- */

static const GstRTCIceGeneration *
generation_of (GstRTCIceAgent * agent, GstRTCIceConsent * consent)
{
  return agent->now.consent == consent ? &agent->now : &agent->before;
}

static void
consent_send (GstRTCIceConsent * consent, gconstpointer bytes, gsize size,
    gpointer user_data)
{
  const GstRTCIceGeneration *generation = generation_of (user_data, consent);

  nice_agent_send (generation->nice, generation->stream, GST_RTC_ICE_COMPONENT,
      size, bytes);
}

static GPtrArray *
consent_get_sockets (GstRTCIceConsent * consent, gpointer user_data)
{
  const GstRTCIceGeneration *generation = generation_of (user_data, consent);
  GSocket *selected = nice_agent_get_selected_socket (generation->nice,
      generation->stream, GST_RTC_ICE_COMPONENT);
  GPtrArray *sockets;

  /* A relay's is one of them, which one libnice does not say. */
  if (selected == NULL)
    return nice_agent_get_sockets (generation->nice, generation->stream,
        GST_RTC_ICE_COMPONENT);
  sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (sockets, selected);
  return sockets;
}

static gboolean
consent_is_controlling (GstRTCIceConsent * consent, gpointer user_data)
{
  gboolean controlling;

  g_object_get (generation_of (user_data, consent)->nice, "controlling-mode",
      &controlling, NULL);
  return controlling;
}

/* RFC 7675 section 5.1: without consent not a packet more. */
static void
consent_changed (GstRTCIceConsent * consent, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;
  PcConsentState state = gst_rtc_ice_consent_get_state (consent);

  if (state == PC_CONSENT_EXPIRED && (consent == agent->now.consent
          || !gst_rtc_ice_generation_is_connected (&agent->now)))
    gst_rtc_ice_agent_revoke_path (agent);
  gst_rtc_ice_agent_update_state (agent, state == PC_CONSENT_FRESH ?
      "the peer answers" : state == PC_CONSENT_SILENT ?
      "the peer does not answer" : "no consent for too long");
}

static const GstRTCIceConsentCallbacks consent_callbacks = {
  .send = consent_send,
  .get_sockets = consent_get_sockets,
  .is_controlling = consent_is_controlling,
  .changed = consent_changed,
};

static gboolean
is_stream (GstRTCIceAgent * agent, const NiceCandidate * local)
{
  const GstRTCIceServerEntry *server =
      local->type == NICE_CANDIDATE_TYPE_RELAYED ?
      gst_rtc_ice_agent_find_server (agent, local) : NULL;

  return local->transport != NICE_CANDIDATE_TRANSPORT_UDP
      || (server && server->url->tcp);
}

static void
watch_consent (GstRTCIceAgent * agent, const NiceCandidate * local)
{
  GstRTCIceGeneration *now = &agent->now;
  gboolean stream = is_stream (agent, local);

  g_clear_pointer (&now->consent, gst_rtc_ice_consent_free);
  /* Answers within a stream are seen by libnice alone, which then gives up
   * after 50 s without one, or when the stream ends. */
  g_object_set (now->nice, "keepalive-conncheck", stream, NULL);
  if (!stream)
    now->consent = gst_rtc_ice_consent_new (agent->io,
        agent->settings.consent_interval, agent->settings.consent_timeout,
        now->local_ufrag, now->checked_ufrag, now->checked_pwd,
        &consent_callbacks, agent);
}

/* --- the network ---------------------------------------------------------- */

static void
remember_address (GstRTCIceGeneration * generation, const NiceCandidate * local)
{
  gchar text[NICE_ADDRESS_STRING_LEN];

  g_clear_pointer (&generation->address, g_free);
  generation->stranded = FALSE;
  /* How a relay is reached libnice does not say. */
  if (local->type == NICE_CANDIDATE_TYPE_RELAYED)
    return;
  nice_address_to_string (&local->base_addr, text);
  generation->address = g_strdup (text);
}

static void
look_for_address (GstRTCIceGeneration * generation, GHashTable * addresses)
{
  generation->stranded = generation->address
      && !g_hash_table_contains (addresses, generation->address);
}

/* Whether any leads out of this machine. */
static gboolean
lead_out (GHashTable * addresses)
{
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, addresses);
  while (g_hash_table_iter_next (&iter, &text, NULL)) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

    if (!g_inet_address_get_is_loopback (address)
        && !g_inet_address_get_is_link_local (address))
      return TRUE;
  }
  return FALSE;
}

/* webrtc-pc section 5.6.3 has it first among the reasons for disconnected:
 * "Losing the network interface for the connection in use". */
void
gst_rtc_ice_agent_network_changed (GHashTable * addresses, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  look_for_address (&agent->now, addresses);
  look_for_address (&agent->before, addresses);
  gst_rtc_ice_agent_update_state (agent, agent->now.stranded ?
      "its address is gone" : "the network has changed");
  if (lead_out (addresses) && (agent->state == PC_ICE_CHECKING
          || agent->state == PC_ICE_DISCONNECTED
          || agent->state == PC_ICE_FAILED))
    GST_RTC_ICE_AGENT_EMIT (agent, network_changed);
}

/* --- publishing ----------------------------------------------------------- */

static void
publish_pair (GstRTCIceAgent * agent)
{
  NiceCandidate *nice_local, *nice_remote;
  g_autoptr (PcCandidate) local = NULL;
  g_autoptr (PcCandidate) remote = NULL;
  g_autoptr (GstRTCIcePath) path = NULL;
  g_autofree gchar *text = NULL;
  g_autofree gchar *pair = NULL;

  if (!nice_agent_get_selected_pair (agent->now.nice, agent->now.stream,
          GST_RTC_ICE_COMPONENT, &nice_local, &nice_remote))
    return;
  local = gst_rtc_ice_agent_describe (agent, nice_local);
  remote =
      gst_rtc_ice_candidate_from_nice (nice_remote, agent->now.remote.ufrag);
  text = gst_rtc_ice_pair_to_string (local, remote);
  pair =
      g_strjoin (" ", text, agent->now.local_ufrag, agent->now.remote.ufrag,
      NULL);
  if (g_strcmp0 (pair, agent->pair) == 0)
    return;
  gst_rtc_ice_agent_retire_before (agent);
  g_free (agent->pair);
  agent->pair = g_steal_pointer (&pair);
  watch_consent (agent, nice_local);
  remember_address (&agent->now, nice_local);
  path = make_path (agent, nice_local, nice_remote);
  GST_CAT_DEBUG (gst_rtc_ice_debug, "%s: selected %s -> %s, sent %s",
      agent->name, gst_rtc_ice_redact (local->address),
      gst_rtc_ice_redact (remote->address),
      path ? "straight" : "through the agent");
  GST_RTC_ICE_AGENT_EMIT (agent, path, path, path == NULL);
  GST_RTC_ICE_AGENT_EMIT (agent, selected_pair, local, remote);
}

/* --- what libnice says ---------------------------------------------------- */

static void
selected_pair_changed (NiceAgent * nice, guint stream, guint component,
    NiceCandidate * local, NiceCandidate * remote, GstRTCIceAgent * agent)
{
  if (nice == agent->now.nice)
    publish_pair (agent);
}

/* The one before carries what it can: without it there is no way. */
static void
before_changed (GstRTCIceAgent * agent, NiceComponentState state)
{
  agent->before.nice_state = state;
  if (state != NICE_COMPONENT_STATE_FAILED ||
      gst_rtc_ice_generation_is_connected (&agent->now))
    return;
  gst_rtc_ice_agent_revoke_path (agent);
  gst_rtc_ice_agent_update_state (agent, "lost while restarting");
}

static void
now_changed (GstRTCIceAgent * agent, NiceComponentState state)
{
  GstRTCIceGeneration *now = &agent->now;
  gboolean was_connected = gst_rtc_ice_generation_is_connected (now);

  now->nice_state = state;
  if (gst_rtc_ice_generation_is_connected (now)) {
    now->was_connected = TRUE;
    if (!was_connected)
      publish_pair (agent);
  } else if (!gst_rtc_ice_generation_is_connected (&agent->before)) {
    gst_rtc_ice_agent_revoke_path (agent);
  }
  g_object_set (now->nice, "idle-timeout",
      state == NICE_COMPONENT_STATE_READY ? READY_IDLE_MS :
      CONNECTING_IDLE_MS, NULL);
  /* The peer may have asked before we know its candidates. */
  if (state == NICE_COMPONENT_STATE_CONNECTING)
    gst_rtc_ice_agent_check_at_once (agent);
  gst_rtc_ice_agent_update_state (agent,
      nice_component_state_to_string (state));
}

static void
component_state_changed (NiceAgent * nice, guint stream, guint component,
    guint state, GstRTCIceAgent * agent)
{
  if (nice == agent->before.nice)
    before_changed (agent, state);
  else if (nice == agent->now.nice)
    now_changed (agent, state);
}

void
gst_rtc_ice_agent_watch (GstRTCIceAgent * agent)
{
  g_signal_connect (agent->now.nice, "component-state-changed",
      G_CALLBACK (component_state_changed), agent);
  g_signal_connect (agent->now.nice, "new-selected-pair-full",
      G_CALLBACK (selected_pair_changed), agent);
}
