/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicereflexive.c: server-reflexive candidates of several STUN servers.
 */

#include "gstrtcicereflexive.h"

#include <gst/peerconnection/core/ice/pcreflexive.h>
#include <sys/random.h>

/* RFC 8445 section 5.1.2.2 */
#define SRFLX_PREFERENCE 100
/* libnice leaves these bits of a host candidate's local preference empty. */
#define SERVER_SHIFT (8 + 6)
#define MAX_SERVER_PREFERENCE 7

typedef struct
{
  GstRTCIceReflexive *reflexive;
  GstRTCIceServerEntry *entry;
  guint number;                 /* the machine's */
  GSocketAddress *v4, *v6;      /* NULL: it has none */
} Server;

struct _GstRTCIceReflexive
{
  gint ref_count;               /* I/O thread only; lookups hold one */
  GstRTCIO *io;
  const GstRTCIceReflexiveEvents *events;       /* NULL once it was freed */
  gpointer user_data;
  PcReflexive *machine;
  GPtrArray *servers;           /* of Server, by number */
  GPtrArray *bases;             /* of GstRTCIceBase, by number */
  GSource *timer;
  GCancellable *cancellable;    /* of lookups */
  gboolean was_done;
};

/* --- life ------------------------------------------------------------------- */

static void
fill_random (gpointer user_data, guint8 * bytes, gsize length)
{
  if (getrandom (bytes, length, 0) != (gssize) length)
    g_error ("the kernel's random generator failed");
}

static PcTime
get_now (void)
{
  return g_get_monotonic_time () * PC_USECOND;
}

static void
server_free (Server * server)
{
  gst_rtc_ice_server_entry_unref (server->entry);
  g_clear_object (&server->v4);
  g_clear_object (&server->v6);
  g_free (server);
}

GstRTCIceReflexive *
gst_rtc_ice_reflexive_new (GstRTCIO * io, guint pacing,
    const GstRTCIceReflexiveEvents * events, gpointer user_data)
{
  const PcRandom random = {.fill = fill_random };
  GstRTCIceReflexive *reflexive = g_new0 (GstRTCIceReflexive, 1);

  reflexive->ref_count = 1;
  reflexive->io = gst_rtc_io_ref (io);
  reflexive->events = events;
  reflexive->user_data = user_data;
  reflexive->machine = pc_reflexive_new (&random, pacing * PC_MSECOND);
  reflexive->servers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) server_free);
  reflexive->bases =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_rtc_ice_base_free);
  reflexive->cancellable = g_cancellable_new ();
  return reflexive;
}

static void
reflexive_unref (GstRTCIceReflexive * reflexive)
{
  if (--reflexive->ref_count > 0)
    return;
  pc_reflexive_free (reflexive->machine);
  g_ptr_array_unref (reflexive->servers);
  g_ptr_array_unref (reflexive->bases);
  g_object_unref (reflexive->cancellable);
  gst_rtc_io_unref (reflexive->io);
  g_free (reflexive);
}

void
gst_rtc_ice_reflexive_free (GstRTCIceReflexive * reflexive)
{
  reflexive->events = NULL;
  g_cancellable_cancel (reflexive->cancellable);
  if (reflexive->timer)
    g_source_destroy (reflexive->timer);
  g_clear_pointer (&reflexive->timer, g_source_unref);
  g_ptr_array_set_size (reflexive->bases, 0);
  reflexive_unref (reflexive);
}

void
gst_rtc_ice_reflexive_add_server (GstRTCIceReflexive * reflexive,
    GstRTCIceServerEntry * entry)
{
  Server *server = g_new0 (Server, 1);

  server->reflexive = reflexive;
  server->entry = gst_rtc_ice_server_entry_ref (entry);
  server->number = pc_reflexive_add_server (reflexive->machine, get_now ());
  g_ptr_array_add (reflexive->servers, server);
}

void
gst_rtc_ice_reflexive_add_base (GstRTCIceReflexive * reflexive,
    GstRTCIceBase * base)
{
  g_ptr_array_add (reflexive->bases, base);
}

/* --- what the machine says -------------------------------------------------- */

static GSocketAddress *
get_address (Server * server, GstRTCIceBase * base)
{
  return gst_rtc_ice_base_get_family (base) == G_SOCKET_FAMILY_IPV6 ?
      server->v6 : server->v4;
}

/* RFC 8445 section 5.1.2.1: as its base, but for the type; of several, those
 * of earlier servers first. */
static guint32
get_priority (const PcCandidate * host, guint server)
{
  guint preference = MAX_SERVER_PREFERENCE - MIN (server,
      MAX_SERVER_PREFERENCE);

  return (host->priority & 0xFFFFFF) | SRFLX_PREFERENCE << 24 |
      preference << SERVER_SHIFT;
}

static PcCandidate *
make_candidate (GstRTCIceReflexive * reflexive,
    const PcReflexiveOutput * output)
{
  const PcCandidate *host =
      gst_rtc_ice_base_get_host (reflexive->bases->pdata[output->base]);
  const Server *server = reflexive->servers->pdata[output->server];
  g_autoptr (GInetAddress) address =
      g_inet_address_new_from_bytes (output->mapped.bytes,
      output->mapped.size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  PcCandidate *candidate = g_new0 (PcCandidate, 1);

  /* RFC 8445 section 5.1.1.3: of a type, base address and server. libnice's
   * foundations are numbers. */
  candidate->foundation = g_strdup_printf ("s%u/%s", output->server,
      host->foundation);
  candidate->component = host->component;
  candidate->protocol = PC_ICE_PROTOCOL_UDP;
  candidate->priority = get_priority (host, output->server);
  candidate->address = g_inet_address_to_string (address);
  candidate->port = output->mapped.port;
  candidate->type = PC_CANDIDATE_SRFLX;
  candidate->related_address = g_strdup (host->address);
  candidate->related_port = host->port;
  candidate->tcp_type = PC_TCP_TYPE_NONE;
  candidate->username_fragment = g_strdup (host->username_fragment);
  candidate->url = g_strdup (server->entry->text);
  return candidate;
}

static void
tell_failure (GstRTCIceReflexive * reflexive, const PcReflexiveOutput * output)
{
  const Server *server = reflexive->servers->pdata[output->server];
  GstRTCIceServerError error = {.port = -1,.url = server->entry->text,.code =
        output->code,.text = output->text
  };

  if (output->base < reflexive->bases->len) {
    const PcCandidate *host =
        gst_rtc_ice_base_get_host (reflexive->bases->pdata[output->base]);

    error.address = host->address;
    error.port = host->port;
  }
  reflexive->events->failed (reflexive, &error, reflexive->user_data);
}

static void
handle_output (GstRTCIceReflexive * reflexive, PcReflexiveOutput * output)
{
  switch (output->kind) {
    case PC_REFLEXIVE_SEND:{
      GstRTCIceBase *base = reflexive->bases->pdata[output->base];

      gst_rtc_ice_base_send (base,
          get_address (reflexive->servers->pdata[output->server], base),
          output->bytes);
      break;
    }
    case PC_REFLEXIVE_MAPPED:
      reflexive->events->candidate (reflexive, make_candidate (reflexive,
              output), reflexive->user_data);
      break;
    case PC_REFLEXIVE_FAILED:
      tell_failure (reflexive, output);
      break;
  }
}

static void
set_timer (GstRTCIceReflexive * reflexive)
{
  const gchar *reason;
  PcTime next = pc_reflexive_next_timeout (reflexive->machine, &reason);

  g_source_set_name (reflexive->timer, reason);
  /* Rounded up: woken too early it would have nothing to do. */
  g_source_set_ready_time (reflexive->timer, next == PC_TIME_NEVER ? -1 :
      (gint64) (next / PC_USECOND) + 1);
}

static void
end_watching (GstRTCIceReflexive * reflexive)
{
  for (guint i = 0; i < reflexive->bases->len; i++)
    gst_rtc_ice_base_unwatch (reflexive->bases->pdata[i]);
}

static void
run_machine (gpointer user_data)
{
  GstRTCIceReflexive *reflexive = user_data;
  PcReflexiveOutput output;

  reflexive->ref_count++;
  while (reflexive->events && pc_reflexive_poll (reflexive->machine, &output)) {
    handle_output (reflexive, &output);
    pc_reflexive_output_clear (&output);
  }
  if (reflexive->events)
    set_timer (reflexive);
  if (reflexive->events && !reflexive->was_done
      && pc_reflexive_is_done (reflexive->machine)) {
    reflexive->was_done = TRUE;
    end_watching (reflexive);
    reflexive->events->done (reflexive, reflexive->user_data);
  }
  reflexive_unref (reflexive);
}

/* --- what comes ------------------------------------------------------------- */

static gboolean
same_address (GSocketAddress * a, GSocketAddress * b)
{
  GInetSocketAddress *x = G_INET_SOCKET_ADDRESS (a);
  GInetSocketAddress *y = G_INET_SOCKET_ADDRESS (b);

  return g_inet_socket_address_get_port (x) ==
      g_inet_socket_address_get_port (y)
      && g_inet_address_equal (g_inet_socket_address_get_address (x),
      g_inet_socket_address_get_address (y));
}

static gboolean
is_answer (GstRTCIceBase * base, GSocketAddress * from, const guint8 * bytes,
    gsize size, gpointer user_data)
{
  GstRTCIceReflexive *reflexive = user_data;
  guint number;

  g_ptr_array_find (reflexive->bases, base, &number);
  for (guint i = 0; i < reflexive->servers->len; i++) {
    Server *server = reflexive->servers->pdata[i];
    GSocketAddress *address = get_address (server, base);

    if (address && same_address (address, from)
        && pc_reflexive_handle_datagram (reflexive->machine, number, i, bytes,
            size, get_now ()))
      return TRUE;
  }
  return FALSE;
}

static gboolean
timer_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = {.dispatch = timer_dispatch };

static gboolean
timed_out (gpointer user_data)
{
  GstRTCIceReflexive *reflexive = user_data;

  if (reflexive->was_done
      && !reflexive->events->is_needed (reflexive, reflexive->user_data)) {
    g_source_set_ready_time (reflexive->timer, -1);
    return G_SOURCE_CONTINUE;
  }
  pc_reflexive_handle_timeout (reflexive->machine, get_now ());
  run_machine (reflexive);
  return G_SOURCE_CONTINUE;
}

/* --- start ------------------------------------------------------------------ */

static void
add_address (Server * server, GInetAddress * address)
{
  GSocketAddress **place =
      g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ?
      &server->v6 : &server->v4;

  if (*place == NULL)
    *place = g_inet_socket_address_new (address, server->entry->url->port);
}

static void
ask (Server * server, const gchar * why_not)
{
  GstRTCIceReflexive *reflexive = server->reflexive;
  gboolean any = FALSE;

  /* Told already that it took too long. */
  if (reflexive->was_done)
    return;
  for (guint i = 0; i < reflexive->bases->len; i++) {
    if (!get_address (server, reflexive->bases->pdata[i]))
      continue;
    pc_reflexive_ask (reflexive->machine, i, server->number, get_now ());
    any = TRUE;
  }
  if (!any)
    pc_reflexive_fail_server (reflexive->machine, server->number, why_not);
  set_timer (reflexive);
  run_machine (reflexive);
}

static void
resolved (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Server *server = user_data;
  GstRTCIceReflexive *reflexive = server->reflexive;
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source),
      result, &error);

  for (GList * item = addresses; item; item = item->next)
    add_address (server, item->data);
  g_resolver_free_addresses (addresses);
  if (reflexive->events)
    ask (server, error ? error->message :
        "no local address of the server's family");
  reflexive_unref (reflexive);
}

static void
find_address (Server * server)
{
  GstRTCIceReflexive *reflexive = server->reflexive;
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  reflexive->ref_count++;
  g_resolver_lookup_by_name_async (resolver, server->entry->url->host,
      reflexive->cancellable, resolved, server);
}

void
gst_rtc_ice_reflexive_start (GstRTCIceReflexive * reflexive)
{
  GMainContext *context = gst_rtc_io_get_context (reflexive->io);

  reflexive->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (reflexive->timer, timed_out, reflexive, NULL);
  set_timer (reflexive);
  g_source_attach (reflexive->timer, context);
  for (guint i = 0; i < reflexive->bases->len; i++)
    gst_rtc_ice_base_watch (reflexive->bases->pdata[i], context, is_answer,
        run_machine, reflexive);
  g_main_context_push_thread_default (context);
  for (guint i = 0; i < reflexive->servers->len; i++)
    find_address (reflexive->servers->pdata[i]);
  g_main_context_pop_thread_default (context);
}
