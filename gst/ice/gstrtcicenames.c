/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicenames.c: the peer's candidates that hide their address behind a name
 * of multicast DNS, as browsers' do (draft-ietf-mmusic-mdns-ice-candidates
 * section 3.2). The system's resolver knows them where nss-mdns is; its threads
 * wait for it, not ours.
 */

#include "gstrtciceagentpriv.h"

#include <gio/gio.h>

/* Names asked for at once, an agent: a peer may send as many as it likes. */
#define MAX_LOOKUPS 16
/* A name of this network is there within a second, or not at all. */
#define LOOKUP_TIMEOUT_MS 5000

typedef struct
{
  GstRTCIceAgent *agent;
  PcCandidate *candidate;
  GCancellable *cancellable;
  GSource *timeout;
  guint generation;             /* of remote candidates, when it was told */
} Lookup;

gboolean
gst_rtc_ice_agent_is_name (const PcCandidate * candidate)
{
  g_autofree gchar *lower = g_ascii_strdown (candidate->address, -1);

  return !g_hostname_is_ip_address (lower)
      && g_str_has_suffix (lower, ".local");
}

static void
lookup_free (Lookup * lookup)
{
  GstRTCIceAgent *agent = lookup->agent;

  g_source_destroy (lookup->timeout);
  g_source_unref (lookup->timeout);
  g_object_unref (lookup->cancellable);
  pc_candidate_free (lookup->candidate);
  g_free (lookup);
  gst_rtc_ice_agent_unref (agent);
}

static void
resolved (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Lookup *lookup = user_data;
  GstRTCIceAgent *agent = lookup->agent;
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source),
      result, &error);
  gboolean current = lookup->generation == agent->remote_generation;

  agent->n_lookups--;
  if (addresses && current) {
    /* Section 3.2.1 has one address, not more, taken from an answer. */
    g_free (lookup->candidate->address);
    lookup->candidate->address = g_inet_address_to_string (addresses->data);
    gst_rtc_ice_agent_add_remote_candidate (agent, lookup->candidate);
  } else if (current) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: remote candidate skipped: its "
        "name cannot be resolved here", agent->name);
  }
  g_resolver_free_addresses (addresses);
  if (agent->n_lookups == 0 && agent->end_waits) {
    agent->end_waits = FALSE;
    gst_rtc_ice_agent_add_remote_candidate (agent, NULL);
  }
  lookup_free (lookup);
}

static gboolean
give_up (gpointer user_data)
{
  Lookup *lookup = user_data;

  g_cancellable_cancel (lookup->cancellable);
  return G_SOURCE_REMOVE;
}

void
gst_rtc_ice_agent_resolve (GstRTCIceAgent * agent,
    const PcCandidate * candidate)
{
  GMainContext *context = gst_rtc_io_get_context (agent->io);
  g_autoptr (GResolver) resolver = NULL;
  Lookup *lookup;

  if (agent->n_lookups >= MAX_LOOKUPS) {
    GST_CAT_WARNING (gst_rtc_ice_debug, "%s: remote candidate skipped: %d "
        "names are being resolved already", agent->name, MAX_LOOKUPS);
    return;
  }
  agent->n_lookups++;
  lookup = g_new0 (Lookup, 1);
  lookup->agent = gst_rtc_ice_agent_ref (agent);
  lookup->candidate = pc_candidate_copy (candidate);
  lookup->cancellable = g_cancellable_new ();
  lookup->generation = agent->remote_generation;
  lookup->timeout = g_timeout_source_new (LOOKUP_TIMEOUT_MS);
  g_source_set_name (lookup->timeout, "name of a candidate");
  g_source_set_callback (lookup->timeout, give_up, lookup, NULL);
  g_source_attach (lookup->timeout, context);
  resolver = g_resolver_get_default ();
  g_main_context_push_thread_default (context);
  g_resolver_lookup_by_name_async (resolver, candidate->address,
      lookup->cancellable, resolved, lookup);
  g_main_context_pop_thread_default (context);
}
