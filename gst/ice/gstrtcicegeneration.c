/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicegeneration.c: from one ICE restart to the next.
 */

#include "gstrtciceagentpriv.h"

/* How long datagrams that were on their way when a restart succeeded may take:
 * the peer's last ones come by the old sockets. */
#define FAREWELL_MS 2000

/* --- settings -------------------------------------------------------------- */

void
gst_rtc_ice_settings_copy (GstRTCIceSettings * settings,
    const GstRTCIceSettings * from)
{
  *settings = *from;
  settings->local_addresses = g_strdup (from->local_addresses);
  settings->interfaces = g_strdup (from->interfaces);
  settings->servers = g_ptr_array_ref (from->servers);
}

void
gst_rtc_ice_settings_clear (GstRTCIceSettings * settings)
{
  g_clear_pointer (&settings->local_addresses, g_free);
  g_clear_pointer (&settings->interfaces, g_free);
  g_clear_pointer (&settings->servers, g_ptr_array_unref);
}

/* --- the peer of a generation ---------------------------------------------- */

void
gst_rtc_ice_remote_clear (GstRTCIceRemote * remote)
{
  g_clear_pointer (&remote->ufrag, g_free);
  g_clear_pointer (&remote->pwd, g_free);
  g_clear_pointer (&remote->candidates, g_ptr_array_unref);
  remote->done = FALSE;
}

void
gst_rtc_ice_remote_take (GstRTCIceRemote * remote, GstRTCIceRemote * from)
{
  *remote = *from;
  *from = (GstRTCIceRemote) {
  NULL};
}

/* --- begin and end --------------------------------------------------------- */

void
gst_rtc_ice_agent_new_generation (GstRTCIceAgent * agent)
{
  GMainContext *context = gst_rtc_io_get_context (agent->io);
  GstRTCIceGeneration *now = &agent->now;

  *now = (GstRTCIceGeneration) {
  NULL};
  /* Aggressive nomination (libnice's default): the first pair that works
   * carries media a round trip earlier, and a controlled peer that follows
   * RFC 8445 takes the last pair that was nominated. */
  now->nice = nice_agent_new_full (context, NICE_COMPATIBILITY_RFC5245,
      NICE_AGENT_OPTION_ICE_TRICKLE);
  g_object_set (now->nice,
      "upnp", FALSE,
      "controlling-mode", agent->controlling,
      "stun-pacing-timer", agent->settings.pacing, NULL);
  gst_rtc_ice_agent_watch (agent);
  gst_rtc_ice_agent_watch_candidates (agent);
  now->stream = nice_agent_add_stream (now->nice, 1);
  nice_agent_attach_recv (now->nice, now->stream, GST_RTC_ICE_COMPONENT,
      context, gst_rtc_ice_agent_received, agent);
}

/* What has to outlive the closing of a NiceAgent. */
typedef struct
{
  GstRTCIceAgent *agent;        /* holds the thread that it comes back to */
  GPtrArray *tunnels;           /* relays are told by these */
} Closing;

static void
nice_closed (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Closing *closing = user_data;

  GST_CAT_DEBUG (gst_rtc_ice_debug, "%s: libnice has closed",
      closing->agent->name);
  g_clear_pointer (&closing->tunnels, g_ptr_array_unref);
  gst_rtc_ice_agent_unref (closing->agent);
  g_free (closing);
}

static void
end_farewell (GstRTCIceAgent * agent)
{
  if (agent->farewell == NULL)
    return;
  g_source_destroy (agent->farewell);
  g_clear_pointer (&agent->farewell, g_source_unref);
}

void
gst_rtc_ice_agent_close_generation (GstRTCIceAgent * agent,
    GstRTCIceGeneration * generation)
{
  NiceAgent *nice = g_steal_pointer (&generation->nice);
  Closing *closing;

  if (generation == &agent->before)
    end_farewell (agent);
  if (nice == NULL)
    return;
  g_signal_handlers_disconnect_by_data (nice, agent);
  nice_agent_attach_recv (nice, generation->stream, GST_RTC_ICE_COMPONENT,
      gst_rtc_io_get_context (agent->io), NULL, NULL);
  closing = g_new (Closing, 1);
  closing->agent = gst_rtc_ice_agent_ref (agent);
  closing->tunnels = generation->tunnels;
  if (generation->pac)
    g_source_destroy (generation->pac);
  g_clear_pointer (&generation->pac, g_source_unref);
  g_clear_pointer (&generation->consent, gst_rtc_ice_consent_free);
  g_clear_pointer (&generation->inlets, g_hash_table_unref);
  g_free (generation->address);
  g_clear_pointer (&generation->probes, g_ptr_array_unref);
  g_clear_pointer (&generation->told_probes, g_ptr_array_unref);
  g_clear_pointer (&generation->productive, g_ptr_array_unref);
  g_clear_pointer (&generation->addresses, g_ptr_array_unref);
  g_clear_pointer (&generation->announced, g_ptr_array_unref);
  g_clear_pointer (&generation->reflexive, gst_rtc_ice_reflexive_free);
  g_free (generation->local_ufrag);
  g_free (generation->local_pwd);
  g_free (generation->checked_ufrag);
  g_free (generation->checked_pwd);
  gst_rtc_ice_remote_clear (&generation->remote);
  *generation = (GstRTCIceGeneration) {
  NULL};
  /* Takes as long as relays need to be told. The task holds the NiceAgent. */
  nice_agent_close_async (nice, nice_closed, closing);
  g_object_unref (nice);
}

/* --- restarts -------------------------------------------------------------- */

/* RFC 8445 section 9: media goes on over the pair selected before. */
void
gst_rtc_ice_agent_restart (GstRTCIceAgent * agent)
{
  gboolean controlling;

  /* A conflict may have changed it (RFC 8445 section 7.3.1.1). */
  g_object_get (agent->now.nice, "controlling-mode", &controlling, NULL);
  if (agent->before.nice && !gst_rtc_ice_generation_is_connected (&agent->now)) {
    /* Restarted again before the last one led anywhere. */
    gst_rtc_ice_agent_close_generation (agent, &agent->now);
  } else {
    gst_rtc_ice_agent_close_generation (agent, &agent->before);
    agent->before = agent->now;
  }
  gst_rtc_ice_agent_new_generation (agent);
  g_object_set (agent->now.nice, "controlling-mode", controlling, NULL);
  agent->end_waits = FALSE;
  if (agent->coming.ufrag == NULL)
    agent->remote_generation++;
  else
    gst_rtc_ice_remote_take (&agent->now.remote, &agent->coming);
  gst_rtc_ice_agent_update_state (agent, "restart");
}

/* RFC 9429 section 4.1.10.2: a rollback restores the credentials of before. */
void
gst_rtc_ice_agent_return (GstRTCIceAgent * agent)
{
  gst_rtc_ice_agent_close_generation (agent, &agent->now);
  end_farewell (agent);
  agent->now = agent->before;
  agent->before = (GstRTCIceGeneration) {
  NULL};
  GST_RTC_ICE_AGENT_EMIT (agent, gathering_state, agent->now.gathering);
  gst_rtc_ice_agent_update_state (agent, "restart rolled back");
}

static gboolean
farewell_over (gpointer user_data)
{
  GstRTCIceAgent *agent = user_data;

  gst_rtc_ice_agent_close_generation (agent, &agent->before);
  return G_SOURCE_REMOVE;
}

void
gst_rtc_ice_agent_retire_before (GstRTCIceAgent * agent)
{
  if (agent->before.nice == NULL || agent->farewell)
    return;
  agent->farewell = g_timeout_source_new (FAREWELL_MS);
  g_source_set_name (agent->farewell, "end of the generation before");
  g_source_set_callback (agent->farewell, farewell_over, agent, NULL);
  g_source_attach (agent->farewell, gst_rtc_io_get_context (agent->io));
}
