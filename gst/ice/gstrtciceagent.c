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
  agent->io = gst_rtc_io_ref (io);
  g_weak_ref_init (&agent->owner, owner);
  agent->events = events;
  agent->name = gst_object_get_name (GST_OBJECT (owner));
  agent->remote_candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_candidate_free);
  agent->awaiting_remote = TRUE;
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
  g_assert (agent->nice == NULL);
  g_clear_pointer (&agent->received, gst_buffer_list_unref);
  g_ptr_array_unref (agent->remote_candidates);
  g_free (agent->settings.local_addresses);
  g_free (agent->local_ufrag);
  g_free (agent->local_pwd);
  g_free (agent->remote_ufrag);
  g_free (agent->remote_pwd);
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

static void
receive (NiceAgent * nice, guint stream, guint component, guint length,
    gchar * bytes, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  if (agent->nice == NULL)
    return;
  if (agent->received == NULL) {
    agent->received = gst_buffer_list_new ();
    gst_rtc_io_defer (agent->io, end_of_dispatch,
        gst_rtc_ice_agent_ref (agent));
  }
  gst_buffer_list_add (agent->received, gst_buffer_new_memdup (bytes, length));
  if (gst_buffer_list_length (agent->received) == MAX_RECEIVED_LIST)
    flush_received (agent);
}

/* --- start and close ------------------------------------------------------ */

void
gst_rtc_ice_agent_start (GstRTCIceAgent * agent,
    const GstRTCIceSettings * settings)
{
  GMainContext *context = gst_rtc_io_get_context (agent->io);

  agent->settings = *settings;
  agent->settings.local_addresses = g_strdup (settings->local_addresses);
  /* Aggressive nomination (libnice's default): the first pair that works
   * carries media a round trip earlier, and a controlled peer that follows
   * RFC 8445 takes the last pair that was nominated. */
  agent->nice = nice_agent_new_full (context, NICE_COMPATIBILITY_RFC5245,
      NICE_AGENT_OPTION_ICE_TRICKLE | NICE_AGENT_OPTION_CONSENT_FRESHNESS);
  g_object_set (agent->nice,
      "upnp", FALSE,
      "ice-tcp", settings->ice_tcp,
      "force-relay", settings->relay_only,
      "controlling-mode", settings->controlling,
      "stun-pacing-timer", settings->pacing, NULL);
  gst_rtc_ice_agent_watch (agent);
  gst_rtc_ice_agent_watch_candidates (agent);
  agent->stream = nice_agent_add_stream (agent->nice, 1);
  if (settings->max_port > 0)
    nice_agent_set_port_range (agent->nice, agent->stream,
        GST_RTC_ICE_COMPONENT, settings->min_port, settings->max_port);
  nice_agent_attach_recv (agent->nice, agent->stream, GST_RTC_ICE_COMPONENT,
      context, receive, agent);
}

static void
nice_closed (GObject * source, GAsyncResult * result, gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  GST_CAT_DEBUG (gst_rtc_ice_debug, "%s: libnice has closed", agent->name);
  gst_rtc_ice_agent_unref (agent);
}

void
gst_rtc_ice_agent_close (GstRTCIceAgent * agent)
{
  NiceAgent *nice = g_steal_pointer (&agent->nice);

  if (nice == NULL)
    return;
  g_signal_handlers_disconnect_by_data (nice, agent);
  nice_agent_attach_recv (nice, agent->stream, GST_RTC_ICE_COMPONENT,
      gst_rtc_io_get_context (agent->io), NULL, NULL);
  g_clear_pointer (&agent->received, gst_buffer_list_unref);
  gst_rtc_ice_agent_revoke_path (agent);
  /* The last that the owner hears of this run. */
  gst_rtc_ice_agent_update_state (agent, "closed");
  /* Takes as long as relays need to be told. The task holds the NiceAgent, we
   * hold the thread it comes back to. */
  nice_agent_close_async (nice, nice_closed, gst_rtc_ice_agent_ref (agent));
  g_object_unref (nice);
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
 * lets it pass before the first one too. Among the sources that were attached
 * since @first, the one that has just begun to wait is made due; from there on
 * it keeps its pace. A libnice that calls it otherwise is only as late as it
 * was. */
static void
check_at_once (GstRTCIceAgent * agent, guint first)
{
  GMainContext *context = gst_rtc_io_get_context (agent->io);
  guint last = next_source_id (context);

  for (guint id = first + 1; id < last; id++) {
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
replace (gchar ** place, const gchar * text)
{
  gchar *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

static void
give_candidate (GstRTCIceAgent * agent, const PcCandidate * candidate)
{
  const gchar *reason;
  NiceCandidate *nice =
      gst_rtc_ice_candidate_to_nice (candidate, agent->stream, &reason);
  guint source = next_source_id (gst_rtc_io_get_context (agent->io));
  GSList list = {.data = nice };

  nice_agent_set_remote_candidates (agent->nice, agent->stream,
      GST_RTC_ICE_COMPONENT, &list);
  check_at_once (agent, source);
  nice_candidate_free (nice);
}

/* Both sides' credentials are of one generation now. */
static void
give_remote (GstRTCIceAgent * agent)
{
  nice_agent_set_remote_credentials (agent->nice, agent->stream,
      agent->remote_ufrag, agent->remote_pwd);
  for (guint i = 0; i < agent->remote_candidates->len; i++)
    give_candidate (agent, g_ptr_array_index (agent->remote_candidates, i));
  if (agent->remote_done)
    nice_agent_peer_candidate_gathering_done (agent->nice, agent->stream);
}

static void
forget_remote_candidates (GstRTCIceAgent * agent)
{
  g_ptr_array_set_size (agent->remote_candidates, 0);
  agent->remote_done = FALSE;
}

void
gst_rtc_ice_agent_set_local (GstRTCIceAgent * agent, const gchar * ufrag,
    const gchar * pwd)
{
  gboolean first = agent->local_ufrag == NULL;

  if (agent->nice == NULL ||
      same_pair (ufrag, pwd, agent->local_ufrag, agent->local_pwd))
    return;
  replace (&agent->local_ufrag, ufrag);
  replace (&agent->local_pwd, pwd);
  if (!first) {
    gst_rtc_ice_agent_restart (agent);
    if (!agent->remote_is_newer) {
      /* What we know of the peer is of the old generation. */
      forget_remote_candidates (agent);
      agent->awaiting_remote = TRUE;
    }
  }
  nice_agent_set_local_credentials (agent->nice, agent->stream, ufrag, pwd);
  if (!agent->awaiting_remote)
    give_remote (agent);
  agent->remote_is_newer = FALSE;
  if (!first)
    gst_rtc_ice_agent_update_state (agent, "ICE restart");
}

void
gst_rtc_ice_agent_set_remote (GstRTCIceAgent * agent, const gchar * ufrag,
    const gchar * pwd)
{
  if (agent->nice == NULL ||
      same_pair (ufrag, pwd, agent->remote_ufrag, agent->remote_pwd))
    return;
  /* What came before the credentials it belongs to has waited for them. */
  if (!agent->awaiting_remote) {
    forget_remote_candidates (agent);
    agent->remote_is_newer = TRUE;
  }
  agent->awaiting_remote = FALSE;
  replace (&agent->remote_ufrag, ufrag);
  replace (&agent->remote_pwd, pwd);
  if (agent->local_ufrag)
    give_remote (agent);
}

void
gst_rtc_ice_agent_set_controlling (GstRTCIceAgent * agent, gboolean controlling)
{
  if (agent->nice)
    g_object_set (agent->nice, "controlling-mode", controlling, NULL);
}

/* --- the peer's candidates ------------------------------------------------ */

static gboolean
is_usable (GstRTCIceAgent * agent, const PcCandidate * candidate)
{
  const gchar *reason;
  NiceCandidate *nice =
      gst_rtc_ice_candidate_to_nice (candidate, agent->stream, &reason);

  if (nice == NULL) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: remote candidate %s skipped: %s",
        agent->name, gst_rtc_ice_redact (candidate->address), reason);
    return FALSE;
  }
  nice_candidate_free (nice);
  return TRUE;
}

static gboolean
is_known (GstRTCIceAgent * agent, const PcCandidate * candidate)
{
  for (guint i = 0; i < agent->remote_candidates->len; i++)
    if (pc_candidate_equal (candidate,
            g_ptr_array_index (agent->remote_candidates, i)))
      return TRUE;
  return FALSE;
}

void
gst_rtc_ice_agent_add_remote_candidate (GstRTCIceAgent * agent,
    const PcCandidate * candidate)
{
  gboolean now = !agent->awaiting_remote && agent->local_ufrag != NULL;

  if (agent->nice == NULL)
    return;
  if (candidate == NULL) {
    agent->remote_done = TRUE;
    if (now)
      nice_agent_peer_candidate_gathering_done (agent->nice, agent->stream);
    gst_rtc_ice_agent_update_state (agent, "end of remote candidates");
    return;
  }
  if (!is_usable (agent, candidate) || is_known (agent, candidate))
    return;
  if (agent->remote_candidates->len >= MAX_REMOTE_CANDIDATES) {
    GST_CAT_WARNING (gst_rtc_ice_debug,
        "%s: remote candidate dropped: the peer sent %d already", agent->name,
        MAX_REMOTE_CANDIDATES);
    return;
  }
  g_ptr_array_add (agent->remote_candidates, pc_candidate_copy (candidate));
  if (now)
    give_candidate (agent, candidate);
}

/* --- sending what has no path --------------------------------------------- */

guint
gst_rtc_ice_agent_send (GstRTCIceAgent * agent, GstBufferList * list)
{
  guint sent = 0;

  if (agent->nice == NULL)
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
    if (nice_agent_send_messages_nonblocking (agent->nice, agent->stream,
            GST_RTC_ICE_COMPONENT, &message, 1, NULL, NULL) == 1)
      sent++;
    gst_buffer_unmap (buffer, &map);
  }
  return sent;
}
