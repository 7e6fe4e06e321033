/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceagent.c: one run of an ICE transport: life, credentials, datagrams.
 */

#include "gstrtciceagentpriv.h"

#include <string.h>

/* Candidates of the peer a generation: libnice makes pairs of each with all of
 * ours, and a peer may trickle for ever. */
#define MAX_REMOTE_CANDIDATES 256
/* Datagrams handed on at once: what a flood brings within one dispatch leaves
 * in pieces of this size. */
#define MAX_RECEIVED_LIST 128

/* --- life ----------------------------------------------------------------- */

GstRTCIceAgent *
gst_rtc_ice_agent_new (GstRTCIO * io, GObject * owner,
    const GstRTCIceEvents * events)
{
  GstRTCIceAgent *agent = g_new0 (GstRTCIceAgent, 1);

  agent->ref_count = 1;
  agent->next_source = 1;
  agent->io = gst_rtc_io_ref (io);
  g_weak_ref_init (&agent->owner, owner);
  agent->events = events;
  agent->name = gst_object_get_name (GST_OBJECT (owner));
  return agent;
}

GstRTCIceAgent *
gst_rtc_ice_agent_ref (GstRTCIceAgent * agent)
{
  g_atomic_int_inc (&agent->ref_count);
  return agent;
}

static void
agent_free (GstRTCIceAgent * agent)
{
  g_assert (agent->now.nice == NULL && agent->before.nice == NULL);
  g_clear_pointer (&agent->received, gst_buffer_list_unref);
  gst_rtc_ice_remote_clear (&agent->coming);
  gst_rtc_ice_settings_clear (&agent->settings);
  g_free (agent->pair);
  g_free (agent->name);
  g_weak_ref_clear (&agent->owner);
  gst_rtc_io_unref (agent->io);
  g_free (agent);
}

void
gst_rtc_ice_agent_unref (GstRTCIceAgent * agent)
{
  if (g_atomic_int_dec_and_test (&agent->ref_count))
    agent_free (agent);
}

GstRTCIO *
gst_rtc_ice_agent_get_io (GstRTCIceAgent * agent)
{
  return agent->io;
}

/* --- receiving ------------------------------------------------------------ */

static void
flush_received (gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  if (agent->received)
    GST_RTC_ICE_AGENT_EMIT (agent, received,
        g_steal_pointer (&agent->received));
}

static void
end_of_dispatch (gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  flush_received (agent);
  gst_rtc_ice_agent_unref (agent);
}

void
gst_rtc_ice_agent_received (NiceAgent * nice, guint stream, guint component,
    guint length, gchar * bytes, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  GstRTCIceGeneration *generation =
      nice == agent->now.nice ? &agent->now : &agent->before;

  if (agent->now.nice == NULL)
    return;
  if (generation->consent)
    gst_rtc_ice_consent_handle_datagram (generation->consent);
  if (agent->received == NULL) {
    agent->received = gst_buffer_list_new ();
    gst_rtc_io_defer (agent->io, end_of_dispatch,
        gst_rtc_ice_agent_ref (agent));
  }
  gst_buffer_list_add (agent->received, gst_buffer_new_memdup (bytes, length));
  if (gst_buffer_list_length (agent->received) == MAX_RECEIVED_LIST)
    flush_received (agent);
}

/* --- receiving what libnice need not see ---------------------------------- */

static gboolean
is_value (gpointer key, gpointer value, gpointer wanted)
{
  return value == wanted;
}

static GstRTCIceGeneration *
generation_of (GstRTCIceAgent * agent, GstRTCIceInlet * inlet)
{
  GHashTable *inlets = agent->now.inlets;

  return inlets && g_hash_table_find (inlets, is_value, inlet) ?
      &agent->now : &agent->before;
}

static gboolean
inlet_knows (GstRTCIceInlet * inlet, const struct sockaddr_storage *from,
    gpointer user_data)
{
  GstRTCIceGeneration *generation = generation_of (user_data, inlet);
  GSList *candidates = nice_agent_get_remote_candidates (generation->nice,
      generation->stream, GST_RTC_ICE_COMPONENT);
  NiceAddress address;
  gboolean known = FALSE;

  nice_address_init (&address);
  nice_address_set_from_sockaddr (&address, (const struct sockaddr *) from);
  for (GSList * item = candidates; item && !known; item = item->next)
    known =
        nice_address_equal (&address, &((NiceCandidate *) item->data)->addr);
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
  return known;
}

static void
inlet_received (GstRTCIceInlet * inlet, GstBufferList * list,
    gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;
  GstRTCIceGeneration *generation = generation_of (agent, inlet);

  if (generation->consent)
    gst_rtc_ice_consent_handle_datagram (generation->consent);
  /* What came by libnice has come before. */
  flush_received (agent);
  GST_RTC_ICE_AGENT_EMIT (agent, received, list);
}

static const GstRTCIceInletCallbacks inlet_callbacks = {
  .knows = inlet_knows,
  .received = inlet_received,
};

void
gst_rtc_ice_agent_add_inlet (GstRTCIceAgent * agent, GSocket * socket)
{
  GHashTable **inlets = &agent->now.inlets;
  GstRTCIceInlet *inlet;

  if (*inlets == NULL)
    *inlets = g_hash_table_new_full (NULL, NULL, g_object_unref,
        (GDestroyNotify) gst_rtc_ice_inlet_free);
  if (g_hash_table_contains (*inlets, socket))
    return;
  inlet = gst_rtc_ice_inlet_new (g_socket_get_fd (socket), agent->io,
      &inlet_callbacks, agent);
  if (inlet != NULL)
    g_hash_table_insert (*inlets, g_object_ref (socket), inlet);
}

/* --- start and close ------------------------------------------------------ */

void
gst_rtc_ice_agent_start (GstRTCIceAgent * agent, gboolean controlling,
    guint pacing)
{
  agent->controlling = controlling;
  agent->settings.pacing = pacing;
  agent->network = gst_rtc_ice_network_listen (agent->io,
      gst_rtc_ice_agent_network_changed, agent);
  gst_rtc_ice_agent_new_generation (agent);
}

void
gst_rtc_ice_agent_close (GstRTCIceAgent * agent)
{
  if (agent->now.nice == NULL)
    return;
  g_clear_pointer (&agent->network, gst_rtc_ice_network_ignore);
  gst_rtc_ice_agent_close_generation (agent, &agent->before);
  gst_rtc_ice_agent_close_generation (agent, &agent->now);
  g_clear_pointer (&agent->received, gst_buffer_list_unref);
  gst_rtc_ice_agent_revoke_path (agent);
  /* The last that the owner hears of this run. */
  gst_rtc_ice_agent_update_state (agent, "closed");
}

/* --- the first check ------------------------------------------------------ */

/* libnice's name of the source that sends a check each Ta. */
#define CHECK_SOURCE "Connectivity check schedule"

static guint
next_source_id (GMainContext * context)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  guint id = g_source_attach (source, context);

  g_source_destroy (source);
  return id;
}

/* Ta is the time between two transactions (RFC 8445 section 14.2), yet libnice
 * lets it pass before the first one too. Among the sources that are new since
 * the last call, the one that has just begun to wait is made due; from there on
 * it keeps its pace. A libnice that calls it otherwise is only as late as it
 * was. */
void
gst_rtc_ice_agent_check_at_once (GstRTCIceAgent * agent)
{
  GMainContext *context = gst_rtc_io_get_context (agent->io);
  guint first = agent->next_source;

  agent->next_source = next_source_id (context);
  for (guint id = first; id < agent->next_source; id++) {
    GSource *source = g_main_context_find_source_by_id (context, id);

    if (source && g_strcmp0 (g_source_get_name (source), CHECK_SOURCE) == 0)
      g_source_set_ready_time (source, 0);
  }
}

/* --- credentials ---------------------------------------------------------- */

static gboolean
same_pair (const gchar * ufrag, const gchar * pwd, const gchar * other_ufrag,
    const gchar * other_pwd)
{
  return g_strcmp0 (ufrag, other_ufrag) == 0 && g_strcmp0 (pwd, other_pwd) == 0;
}

static void
give_candidate (GstRTCIceAgent * agent, const PcCandidate * candidate)
{
  const gchar *reason;
  NiceCandidate *nice =
      gst_rtc_ice_candidate_to_nice (candidate, agent->now.stream, &reason);
  GSList list = {.data = nice };

  nice_agent_set_remote_candidates (agent->now.nice, agent->now.stream,
      GST_RTC_ICE_COMPONENT, &list);
  gst_rtc_ice_agent_check_at_once (agent);
  nice_candidate_free (nice);
}

static void
replace_pair (gchar ** ufrag, gchar ** pwd, const gchar * new_ufrag,
    const gchar * new_pwd)
{
  gchar *copies[] = { g_strdup (new_ufrag), g_strdup (new_pwd) };

  g_free (*ufrag);
  g_free (*pwd);
  *ufrag = copies[0];
  *pwd = copies[1];
}

static void
give_remote (GstRTCIceAgent * agent, const GstRTCIceRemote * remote)
{
  GstRTCIceGeneration *now = &agent->now;

  gst_rtc_ice_agent_start_pac (agent);
  replace_pair (&now->checked_ufrag, &now->checked_pwd, remote->ufrag,
      remote->pwd);
  nice_agent_set_remote_credentials (now->nice, now->stream, remote->ufrag,
      remote->pwd);
  for (guint i = 0; remote->candidates && i < remote->candidates->len; i++)
    give_candidate (agent, g_ptr_array_index (remote->candidates, i));
  if (remote->done)
    nice_agent_peer_candidate_gathering_done (now->nice, now->stream);
}

static gboolean
has_local (const GstRTCIceGeneration * generation, const gchar * ufrag,
    const gchar * pwd)
{
  return generation->nice && same_pair (ufrag, pwd, generation->local_ufrag,
      generation->local_pwd);
}

static gboolean
is_of (const GstRTCIceRemote * remote, const gchar * ufrag, const gchar * pwd)
{
  return same_pair (ufrag, pwd, remote->ufrag, remote->pwd);
}

void
gst_rtc_ice_agent_set_local (GstRTCIceAgent * agent, const gchar * ufrag,
    const gchar * pwd)
{
  GstRTCIceGeneration *now = &agent->now;
  gboolean pooled = now->local_ufrag == NULL;

  if (now->nice == NULL || has_local (now, ufrag, pwd))
    return;
  /* What has led to a pair is not rolled back any more. */
  if (!agent->farewell && has_local (&agent->before, ufrag, pwd)) {
    gst_rtc_ice_agent_return (agent);
    return;
  }
  if (now->local_ufrag)
    gst_rtc_ice_agent_restart (agent);
  replace_pair (&now->local_ufrag, &now->local_pwd, ufrag, pwd);
  nice_agent_set_local_credentials (now->nice, now->stream, ufrag, pwd);
  if (pooled)
    gst_rtc_ice_agent_tell_pooled (agent);
  if (now->remote.ufrag)
    give_remote (agent, &now->remote);
}

/* Where a generation is not connected, other credentials may be those of
 * another answer to the same offer, as well as a restart. */
static void
set_coming (GstRTCIceAgent * agent, const gchar * ufrag, const gchar * pwd)
{
  if (is_of (&agent->coming, ufrag, pwd))
    return;
  agent->remote_generation++;
  gst_rtc_ice_remote_clear (&agent->coming);
  replace_pair (&agent->coming.ufrag, &agent->coming.pwd, ufrag, pwd);
  if (!agent->now.was_connected && agent->now.local_ufrag)
    give_remote (agent, &agent->coming);
}

void
gst_rtc_ice_agent_set_remote (GstRTCIceAgent * agent, const gchar * ufrag,
    const gchar * pwd)
{
  GstRTCIceRemote *remote = &agent->now.remote;

  if (agent->now.nice == NULL)
    return;
  if (remote->ufrag == NULL) {
    /* While our restart waits for its answer, the old ones are repeated. */
    if (is_of (&agent->before.remote, ufrag, pwd))
      return;
    /* What came before the credentials it belongs to has waited for them. */
    replace_pair (&remote->ufrag, &remote->pwd, ufrag, pwd);
    if (agent->now.local_ufrag)
      give_remote (agent, remote);
  } else if (is_of (remote, ufrag, pwd)) {
    gst_rtc_ice_remote_clear (&agent->coming);
  } else {
    set_coming (agent, ufrag, pwd);
  }
}

void
gst_rtc_ice_agent_set_controlling (GstRTCIceAgent * agent, gboolean controlling)
{
  /* Said again it is no order: a conflict may have settled it otherwise
   * (RFC 8445 section 7.3.1.1). */
  if (agent->now.nice == NULL || agent->controlling == controlling)
    return;
  agent->controlling = controlling;
  g_object_set (agent->now.nice, "controlling-mode", controlling, NULL);
}

/* --- the peer's candidates ------------------------------------------------ */

static gboolean
is_usable (GstRTCIceAgent * agent, const PcCandidate * candidate)
{
  const gchar *reason;
  NiceCandidate *nice =
      gst_rtc_ice_candidate_to_nice (candidate, agent->now.stream, &reason);

  if (nice == NULL) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: remote candidate %s skipped: %s",
        agent->name, gst_rtc_ice_redact (candidate->address), reason);
    return FALSE;
  }
  nice_candidate_free (nice);
  return TRUE;
}

static gboolean
is_known (const GPtrArray * candidates, const PcCandidate * candidate)
{
  for (guint i = 0; i < candidates->len; i++)
    if (pc_candidate_equal (candidate, g_ptr_array_index (candidates, i)))
      return TRUE;
  return FALSE;
}

/* FALSE when it is not to be given on. */
static gboolean
keep_candidate (GstRTCIceAgent * agent, GstRTCIceRemote * remote,
    const PcCandidate * candidate)
{
  if (remote->candidates == NULL)
    remote->candidates =
        g_ptr_array_new_with_free_func ((GDestroyNotify) pc_candidate_free);
  if (is_known (remote->candidates, candidate))
    return FALSE;
  if (remote->candidates->len >= MAX_REMOTE_CANDIDATES) {
    GST_CAT_WARNING (gst_rtc_ice_debug,
        "%s: remote candidate dropped: the peer sent %d already", agent->name,
        MAX_REMOTE_CANDIDATES);
    return FALSE;
  }
  g_ptr_array_add (remote->candidates, pc_candidate_copy (candidate));
  return TRUE;
}

void
gst_rtc_ice_agent_add_remote_candidate (GstRTCIceAgent * agent,
    const PcCandidate * candidate)
{
  GstRTCIceGeneration *now = &agent->now;
  gboolean is_coming = agent->coming.ufrag != NULL;
  GstRTCIceRemote *remote = is_coming ? &agent->coming : &now->remote;
  gboolean at_once = now->local_ufrag && remote->ufrag &&
      !(is_coming && now->was_connected);

  if (now->nice == NULL)
    return;
  if (candidate && gst_rtc_ice_agent_is_name (candidate)) {
    gst_rtc_ice_agent_resolve (agent, candidate);
  } else if (candidate == NULL && agent->n_lookups > 0) {
    agent->end_waits = TRUE;
  } else if (candidate == NULL) {
    remote->done = TRUE;
    if (at_once)
      nice_agent_peer_candidate_gathering_done (now->nice, now->stream);
    gst_rtc_ice_agent_update_state (agent, "end of remote candidates");
  } else if (is_usable (agent, candidate) &&
      keep_candidate (agent, remote, candidate) && at_once) {
    give_candidate (agent, candidate);
  }
}

/* --- sending what has no path --------------------------------------------- */

guint
gst_rtc_ice_agent_send (GstRTCIceAgent * agent, GstBufferList * list)
{
  GstRTCIceGeneration *by = &agent->now;
  guint sent = 0;

  /* During a restart. */
  if (!gst_rtc_ice_generation_is_connected (by) &&
      gst_rtc_ice_generation_is_connected (&agent->before))
    by = &agent->before;
  if (by->nice == NULL)
    return 0;
  for (guint i = 0; i < gst_buffer_list_length (list); i++) {
    GstMapInfo map;
    GstBuffer *buffer = gst_buffer_list_get (list, i);
    GOutputVector vector;
    NiceOutputMessage message = {.buffers = &vector,.n_buffers = 1 };

    if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
      continue;
    vector.buffer = map.data;
    vector.size = map.size;
    if (nice_agent_send_messages_nonblocking (by->nice, by->stream,
            GST_RTC_ICE_COMPONENT, &message, 1, NULL, NULL) == 1)
      sent++;
    gst_buffer_unmap (buffer, &map);
  }
  return sent;
}
