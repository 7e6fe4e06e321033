/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicetunnel.c: TLS for what can only speak TCP: a listener on loopback
 * whose connections go on to a server, wrapped (RFC 8656 section 3.1).
 */

#include "gstrtcicetunnel.h"

#include <gio/gio.h>

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_debug

/* One for each local address of ours; another process of this machine that
 * came upon the port gains nothing but a TLS connection. */
#define MAX_CONNECTIONS 32

struct _GstRTCIceTunnel
{
  GstRTCIO *io;
  gchar *host;
  guint16 port;                 /* of the server */
  guint16 local_port;
  guint n_connections;          /* accepted so far */
  GPtrArray *held;              /* of GSocketConnection, that lead nowhere */
  GSocketListener *listener;
  GCancellable *cancellable;    /* of everything that is under way */
};

/* One direction of a connection that is being carried. */
typedef struct
{
  GIOStream *from;
  GIOStream *to;
} Direction;

static void
direction_ended (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Direction *direction = user_data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  /* What one side has ended is of no use to the other. */
  g_io_stream_close_async (direction->from, G_PRIORITY_DEFAULT, NULL, NULL,
      NULL);
  g_io_stream_close_async (direction->to, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_object_unref (direction->from);
  g_object_unref (direction->to);
  g_free (direction);
}

static void
carry (GIOStream * from, GIOStream * to, GCancellable * cancellable)
{
  Direction *direction = g_new (Direction, 1);

  direction->from = g_object_ref (from);
  direction->to = g_object_ref (to);
  g_output_stream_splice_async (g_io_stream_get_output_stream (to),
      g_io_stream_get_input_stream (from), G_OUTPUT_STREAM_SPLICE_NONE,
      G_PRIORITY_DEFAULT, cancellable, direction_ended, direction);
}

/* A connection on its way to the server. */
typedef struct
{
  GSocketConnection *local;
  GPtrArray *held;              /* the tunnel's */
  GCancellable *cancellable;
} Approach;

static void
connected (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Approach *approach = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) server =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result,
      &error);

  if (server != NULL) {
    carry (G_IO_STREAM (approach->local), G_IO_STREAM (server),
        approach->cancellable);
    carry (G_IO_STREAM (server), G_IO_STREAM (approach->local),
        approach->cancellable);
  } else {
    GST_WARNING ("no TLS to the relay: %s", error->message);
    /* libnice would wait for ever for the answer of a connection that was
     * closed; of a silent one it tires. */
    g_ptr_array_add (approach->held, g_object_ref (approach->local));
  }
  g_ptr_array_unref (approach->held);
  g_object_unref (approach->local);
  g_object_unref (approach->cancellable);
  g_free (approach);
}

static void accept_next (GstRTCIceTunnel * tunnel);

static void
accepted (GObject * source, GAsyncResult * result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) local =
      g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result,
      NULL, &error);
  g_autoptr (GSocketClient) client = NULL;
  GstRTCIceTunnel *tunnel = user_data;
  Approach *approach;

  /* Cancelled: the tunnel is gone. */
  if (local == NULL)
    return;
  client = g_socket_client_new ();
  g_socket_client_set_tls (client, TRUE);
  /* A relay is reached directly, as the configuration says. */
  g_socket_client_set_enable_proxy (client, FALSE);
  approach = g_new (Approach, 1);
  approach->local = g_object_ref (local);
  approach->held = g_ptr_array_ref (tunnel->held);
  approach->cancellable = g_object_ref (tunnel->cancellable);
  g_socket_client_connect_to_host_async (client, tunnel->host, tunnel->port,
      tunnel->cancellable, connected, approach);
  if (++tunnel->n_connections < MAX_CONNECTIONS)
    accept_next (tunnel);
}

static void
accept_next (GstRTCIceTunnel * tunnel)
{
  GMainContext *context = gst_rtc_io_get_context (tunnel->io);

  g_main_context_push_thread_default (context);
  g_socket_listener_accept_async (tunnel->listener, tunnel->cancellable,
      accepted, tunnel);
  g_main_context_pop_thread_default (context);
}

GstRTCIceTunnel *
gst_rtc_ice_tunnel_new (GstRTCIO * io, const gchar * local_host,
    const gchar * host, guint16 port, GError ** error)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketAddress) wanted =
      g_inet_socket_address_new_from_string (local_host, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GstRTCIceTunnel *tunnel;

  if (!g_socket_listener_add_address (listener, wanted, G_SOCKET_TYPE_STREAM,
          G_SOCKET_PROTOCOL_TCP, NULL, &bound, error))
    return NULL;

  tunnel = g_new0 (GstRTCIceTunnel, 1);
  tunnel->io = gst_rtc_io_ref (io);
  tunnel->host = g_strdup (host);
  tunnel->port = port;
  tunnel->local_port =
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  tunnel->listener = g_steal_pointer (&listener);
  tunnel->held = g_ptr_array_new_with_free_func (g_object_unref);
  tunnel->cancellable = g_cancellable_new ();
  accept_next (tunnel);
  return tunnel;
}

guint16
gst_rtc_ice_tunnel_get_port (GstRTCIceTunnel * tunnel)
{
  return tunnel->local_port;
}

void
gst_rtc_ice_tunnel_free (GstRTCIceTunnel * tunnel)
{
  g_cancellable_cancel (tunnel->cancellable);
  g_socket_listener_close (tunnel->listener);
  g_object_unref (tunnel->listener);
  g_ptr_array_unref (tunnel->held);
  g_object_unref (tunnel->cancellable);
  g_free (tunnel->host);
  gst_rtc_io_unref (tunnel->io);
  g_free (tunnel);
}
