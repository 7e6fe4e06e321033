/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicebase.c: a UDP socket of libnice's, and answers that it gets to what
 * libnice has not asked.
 */

#include "gstrtcicebase.h"

#include <sys/socket.h>

/* Of a datagram that is looked at; an answer of a STUN server without
 * credentials has a tenth of it, one of a peer through a relay a fifth. */
#define MAX_ANSWER 1024

typedef struct
{
  GSource source;
  GstRTCIceBase *base;
  GPollFD fd;
} Watch;

struct _GstRTCIceBase
{
  GSocket *socket;
  PcCandidate *host;
  GSource *watch;               /* NULL: not watched */
  GstRTCIceBaseFunc func;
  GstRTCIceBaseNews news;
  gpointer user_data;
};

GstRTCIceBase *
gst_rtc_ice_base_new (GSocket * socket, PcCandidate * host)
{
  GstRTCIceBase *base = g_new0 (GstRTCIceBase, 1);

  base->socket = g_object_ref (socket);
  base->host = host;
  return base;
}

void
gst_rtc_ice_base_free (GstRTCIceBase * base)
{
  gst_rtc_ice_base_unwatch (base);
  g_object_unref (base->socket);
  g_clear_pointer (&base->host, pc_candidate_free);
  g_free (base);
}

const PcCandidate *
gst_rtc_ice_base_get_host (GstRTCIceBase * base)
{
  return base->host;
}

GSocketFamily
gst_rtc_ice_base_get_family (GstRTCIceBase * base)
{
  return g_socket_get_family (base->socket);
}

/* --- answers ---------------------------------------------------------------- */

static gboolean
take_answer (GstRTCIceBase * base)
{
  struct sockaddr_storage storage;
  socklen_t length = sizeof (storage);
  g_autoptr (GSocketAddress) from = NULL;
  guint8 bytes[MAX_ANSWER];
  gint fd = g_socket_get_fd (base->socket);
  gssize size = recvfrom (fd, bytes, sizeof (bytes), MSG_PEEK | MSG_DONTWAIT,
      (struct sockaddr *) &storage, &length);

  if (size <= 0)
    return FALSE;
  from = g_socket_address_new_from_native (&storage, length);
  if (from == NULL || !base->func (base, from, bytes, size, base->user_data))
    return FALSE;
  return recv (fd, bytes, sizeof (bytes), MSG_DONTWAIT) >= 0;
}

/* Here, and not when it is dispatched: what is not ours must not keep this
 * source, which goes before libnice's, ready. */
static gboolean
watch_check (GSource * source)
{
  Watch *watch = (Watch *) source;
  gboolean taken = FALSE;

  if (watch->fd.revents & G_IO_IN)
    while (take_answer (watch->base))
      taken = TRUE;
  return taken;
}

static gboolean
watch_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  GstRTCIceBase *base = ((Watch *) source)->base;

  g_source_set_ready_time (source, -1);
  base->news (base->user_data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_funcs = {
  .check = watch_check,
  .dispatch = watch_dispatch,
};

void
gst_rtc_ice_base_watch (GstRTCIceBase * base, GMainContext * context,
    GstRTCIceBaseFunc func, GstRTCIceBaseNews news, gpointer user_data)
{
  Watch *watch = (Watch *) g_source_new (&watch_funcs, sizeof (Watch));

  base->func = func;
  base->news = news;
  base->user_data = user_data;
  base->watch = &watch->source;
  watch->base = base;
  watch->fd.fd = g_socket_get_fd (base->socket);
  watch->fd.events = G_IO_IN;
  /* With g_source_add_unix_fd() it would be dispatched whatever it checks. */
  g_source_add_poll (base->watch, &watch->fd);
  g_source_set_name (base->watch, "answers to us");
  g_source_set_priority (base->watch, G_PRIORITY_HIGH);
  g_source_attach (base->watch, context);
}

void
gst_rtc_ice_base_unwatch (GstRTCIceBase * base)
{
  if (base->watch)
    g_source_destroy (base->watch);
  g_clear_pointer (&base->watch, g_source_unref);
}

void
gst_rtc_ice_base_look (GstRTCIceBase * base)
{
  if (base->watch && take_answer (base))
    g_source_set_ready_time (base->watch, 0);
}

/* --- requests --------------------------------------------------------------- */

void
gst_rtc_ice_base_send (GstRTCIceBase * base, GSocketAddress * to,
    GBytes * bytes)
{
  gsize size;
  const gchar *data = g_bytes_get_data (bytes, &size);

  g_socket_send_to (base->socket, to, data, size, NULL, NULL);
}
