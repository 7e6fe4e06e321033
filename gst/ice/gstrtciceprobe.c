/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceprobe.c: asks a server what is wrong, for libnice does not tell.
 *
 *   connecting ─▶ asking ─▶ (challenged ─▶ asking with credentials) ─▶ told
 */

#include "gstrtciceprobe.h"

#include <gio/gio.h>
#include <gst/peerconnection/core/ice/pcstun.h>
#include <string.h>

/* Retransmission over UDP: 500 ms, doubled each time (RFC 8489 section 6.2.1),
 * but given up after the third: gathering waits for it. */
#define FIRST_TIMEOUT_MS 500
#define MAX_REQUESTS 3
/* Over TCP and TLS there is no retransmission: for all of it. */
#define STREAM_TIMEOUT_MS 3000
/* A server whose nonces are stale at once is wrong. */
#define MAX_NONCES 3
/* Of one message; a server's answer to these requests has a tenth of it. */
#define MAX_MESSAGE 4096

struct _GstRTCIceProbe
{
  gint ref_count;               /* I/O thread only; pending operations hold one */
  GstRTCIO *io;
  GstRTCIceServerEntry *server;
  GstRTCIceProbeFunc func;      /* NULL once it was told, or freed */
  gpointer user_data;

  GCancellable *cancellable;
  GSocketConnection *connection;
  GSource *timeout;
  guint n_requests;             /* sent in this transaction */

  guint8 id[PC_STUN_ID];
  GBytes *request;
  guint8 received[MAX_MESSAGE];
  gsize n_received;
  gboolean reading;
  gboolean going_on;            /* credentials may be tried */
  gboolean with_credentials;    /* are being tried */
  gchar *realm;                 /* of the challenge; NULL: not challenged */
  gchar *nonce;
  guint n_nonces;
};

static void
probe_unref (GstRTCIceProbe * probe)
{
  if (--probe->ref_count > 0)
    return;
  g_clear_object (&probe->connection);
  g_object_unref (probe->cancellable);
  g_clear_pointer (&probe->request, g_bytes_unref);
  g_free (probe->realm);
  g_free (probe->nonce);
  gst_rtc_ice_server_entry_unref (probe->server);
  gst_rtc_io_unref (probe->io);
  g_free (probe);
}

static GstRTCIceProbe *
probe_ref (GstRTCIceProbe * probe)
{
  probe->ref_count++;
  return probe;
}

static void
stop_timeout (GstRTCIceProbe * probe)
{
  if (probe->timeout)
    g_source_destroy (probe->timeout);
  g_clear_pointer (&probe->timeout, g_source_unref);
}

/* --- telling ---------------------------------------------------------------- */

static void
tell (GstRTCIceProbe * probe, guint code, const gchar * text)
{
  GstRTCIceProbeFunc func = probe->func;
  g_autoptr (GSocketAddress) local = NULL;
  g_autofree gchar *address = NULL;
  GstRTCIceServerError error = {.port = -1,.url = probe->server->text,.code =
        code,.text = text
  };

  probe->func = NULL;
  stop_timeout (probe);
  if (func == NULL)
    return;
  if (probe->connection)
    local = g_socket_connection_get_local_address (probe->connection, NULL);
  if (local && G_IS_INET_SOCKET_ADDRESS (local)) {
    GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (local);

    address = g_inet_address_to_string
        (g_inet_socket_address_get_address (inet));
    error.address = address;
    error.port = g_inet_socket_address_get_port (inet);
  }
  func (probe, code ? &error : NULL, probe->user_data);
}

static void
unreachable (GstRTCIceProbe * probe, const gchar * why)
{
  tell (probe, GST_RTC_ICE_UNREACHABLE, why);
}

/* --- asking ----------------------------------------------------------------- */

static void read_more (GstRTCIceProbe * probe);
static void send_request (GstRTCIceProbe * probe);

static gboolean
timed_out (gpointer user_data)
{
  GstRTCIceProbe *probe = user_data;

  stop_timeout (probe);
  if (probe->connection && !probe->server->url->tcp &&
      probe->n_requests < MAX_REQUESTS)
    send_request (probe);
  else
    unreachable (probe, "the server does not answer");
  return G_SOURCE_REMOVE;
}

static void
start_timeout (GstRTCIceProbe * probe, guint ms)
{
  stop_timeout (probe);
  probe->timeout = g_timeout_source_new (ms);
  g_source_set_name (probe->timeout, "server's answer");
  g_source_set_callback (probe->timeout, timed_out, probe, NULL);
  g_source_attach (probe->timeout, gst_rtc_io_get_context (probe->io));
}

static void
written (GObject * source, GAsyncResult * result, gpointer user_data)
{
  GstRTCIceProbe *probe = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result,
          NULL, &error))
    unreachable (probe, error->message);
  probe_unref (probe);
}

static void
send_request (GstRTCIceProbe * probe)
{
  gsize size;
  gconstpointer bytes = g_bytes_get_data (probe->request, &size);

  probe->n_requests++;
  start_timeout (probe, probe->server->url->tcp ? STREAM_TIMEOUT_MS :
      FIRST_TIMEOUT_MS << (probe->n_requests - 1));
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM
          (probe->connection)), bytes, size, G_PRIORITY_DEFAULT,
      probe->cancellable, written, probe_ref (probe));
  read_more (probe);
}

static void
ask (GstRTCIceProbe * probe, PcStunMethod method)
{
  PcStunCredentials credentials = {.username = probe->server->username,
    .password = probe->server->credential,.realm = probe->realm,.nonce =
        probe->nonce
  };

  for (guint i = 0; i < sizeof (probe->id); i++)
    probe->id[i] = (guint8) g_random_int_range (0, 256);
  g_clear_pointer (&probe->request, g_bytes_unref);
  probe->request = pc_stun_request (method, probe->id,
      probe->with_credentials ? &credentials : NULL);
  probe->n_requests = 0;
  send_request (probe);
}

/* --- what it answers -------------------------------------------------------- */

/* RFC 8656 section 7.2: a relay answers a request without credentials with 401
 * and what is needed to make them; one with a nonce that has grown old, by
 * waiting for libnice, with 438 and another (RFC 8489 section 9.2.5). */
static gboolean
is_challenge (GstRTCIceProbe * probe, const PcStunResponse * response)
{
  if (response->realm == NULL || response->nonce == NULL)
    return FALSE;
  return (!probe->with_credentials && response->error_code == 401) ||
      (response->error_code == 438 && probe->n_nonces < MAX_NONCES);
}

static void
handle_challenge (GstRTCIceProbe * probe, PcStunResponse * response)
{
  stop_timeout (probe);
  g_free (probe->realm);
  g_free (probe->nonce);
  probe->realm = g_steal_pointer (&response->realm);
  probe->nonce = g_steal_pointer (&response->nonce);
  probe->n_nonces++;
  if (!probe->going_on)
    return;
  probe->with_credentials = TRUE;
  ask (probe, PC_STUN_ALLOCATE);
}

static void
handle_response (GstRTCIceProbe * probe, PcStunResponse * response)
{
  gboolean turn = probe->server->url->turn;

  if (response->success) {
    tell (probe, 0, NULL);
    /* What it allocated is not wanted. */
    if (turn)
      ask (probe, PC_STUN_REFRESH);
    stop_timeout (probe);
  } else if (turn && is_challenge (probe, response)) {
    handle_challenge (probe, response);
  } else {
    tell (probe, response->error_code, response->reason);
  }
}

static void
consume (GstRTCIceProbe * probe)
{
  gsize size = pc_stun_message_size (probe->received, probe->n_received);
  PcStunResponse response;

  if (probe->server->url->tcp && size > probe->n_received)
    return;
  if (pc_stun_response_parse (&response, probe->received, probe->n_received,
          probe->id)) {
    probe->n_received = 0;
    handle_response (probe, &response);
  }
  pc_stun_response_clear (&response);
  probe->n_received = 0;
}

static void
got_bytes (GObject * source, GAsyncResult * result, gpointer user_data)
{
  GstRTCIceProbe *probe = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result,
      &error);

  probe->reading = FALSE;
  if (n > 0) {
    probe->n_received += n;
    consume (probe);
    if (probe->func)
      read_more (probe);
  } else {
    unreachable (probe, error ? error->message : "the server hung up");
  }
  probe_unref (probe);
}

static void
read_more (GstRTCIceProbe * probe)
{
  if (probe->reading)
    return;
  if (probe->n_received == sizeof (probe->received)) {
    unreachable (probe, "the server does not speak STUN");
    return;
  }
  probe->reading = TRUE;
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM
          (probe->connection)), probe->received + probe->n_received,
      sizeof (probe->received) - probe->n_received, G_PRIORITY_DEFAULT,
      probe->cancellable, got_bytes, probe_ref (probe));
}

/* --- life ------------------------------------------------------------------- */

static void
connected (GObject * source, GAsyncResult * result, gpointer user_data)
{
  GstRTCIceProbe *probe = user_data;
  g_autoptr (GError) error = NULL;

  probe->connection = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT
      (source), result, &error);
  if (probe->connection && probe->func)
    ask (probe, probe->server->url->turn ? PC_STUN_ALLOCATE : PC_STUN_BINDING);
  else if (error)
    unreachable (probe, error->message);
  probe_unref (probe);
}

GstRTCIceProbe *
gst_rtc_ice_probe_new (GstRTCIO * io, GstRTCIceServerEntry * server,
    const gchar * from, GstRTCIceProbeFunc func, gpointer user_data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) local =
      from ? g_inet_socket_address_new_from_string (from, 0) : NULL;
  GMainContext *context = gst_rtc_io_get_context (io);
  const PcIceUrl *url = server->url;
  GstRTCIceProbe *probe = g_new0 (GstRTCIceProbe, 1);

  probe->ref_count = 1;
  probe->io = gst_rtc_io_ref (io);
  probe->server = gst_rtc_ice_server_entry_ref (server);
  probe->func = func;
  probe->user_data = user_data;
  probe->cancellable = g_cancellable_new ();
  if (!url->tcp) {
    g_socket_client_set_socket_type (client, G_SOCKET_TYPE_DATAGRAM);
    g_socket_client_set_protocol (client, G_SOCKET_PROTOCOL_UDP);
  }
  if (local)
    g_socket_client_set_local_address (client, local);
  g_socket_client_set_tls (client, url->secure);
  g_socket_client_set_enable_proxy (client, FALSE);
  start_timeout (probe, STREAM_TIMEOUT_MS);
  g_main_context_push_thread_default (context);
  g_socket_client_connect_to_host_async (client, url->host, url->port,
      probe->cancellable, connected, probe_ref (probe));
  g_main_context_pop_thread_default (context);
  return probe;
}

const GstRTCIceServerEntry *
gst_rtc_ice_probe_get_server (GstRTCIceProbe * probe)
{
  return probe->server;
}

void
gst_rtc_ice_probe_go_on (GstRTCIceProbe * probe)
{
  if (probe->going_on || probe->func == NULL)
    return;
  probe->going_on = TRUE;
  if (probe->realm == NULL)
    return;
  probe->with_credentials = TRUE;
  ask (probe, PC_STUN_ALLOCATE);
}

void
gst_rtc_ice_probe_free (GstRTCIceProbe * probe)
{
  probe->func = NULL;
  stop_timeout (probe);
  g_cancellable_cancel (probe->cancellable);
  probe_unref (probe);
}
