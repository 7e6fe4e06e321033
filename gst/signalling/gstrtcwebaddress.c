/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcwebaddress.c: where a server listens, and who may ask it.
 */

#include "gstrtcwebaddress.h"

#include <gst/peerconnection/core/pcerror.h>
#include <string.h>

#define DEFAULT_PORT 80         /* RFC 9110 section 4.2.1 */

gboolean
gst_rtc_web_address_parse (GstRTCWebAddress * address, const gchar * uri,
    GError ** error)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const gchar *host, *path;
  gint port;

  if (parsed == NULL)
    goto malformed;
  host = g_uri_get_host (parsed);
  path = g_uri_get_path (parsed);
  port = g_uri_get_port (parsed);
  if (host == NULL || host[0] == '\0' || g_uri_get_query (parsed) != NULL
      || g_uri_get_fragment (parsed) != NULL
      || g_uri_get_userinfo (parsed) != NULL
      || (path[0] != '\0' && strcmp (path, "/") != 0))
    goto malformed;
  /* A name would have to be looked up, which may take its time. */
  if (g_ascii_strcasecmp (host, "localhost") != 0
      && !g_hostname_is_ip_address (host))
    goto malformed;

  address->host = g_ascii_strdown (host, -1);
  address->port = port == -1 ? DEFAULT_PORT : port;

  return TRUE;

malformed:
  g_set_error (error, PC_ERROR, PC_ERROR_SYNTAX,
      "'%s': expected http://HOST:PORT/ where HOST is localhost or an address "
      "of this machine", uri);
  return FALSE;
}

void
gst_rtc_web_address_clear (GstRTCWebAddress * address)
{
  g_clear_pointer (&address->host, g_free);
}

gchar *
gst_rtc_web_address_to_uri (const GstRTCWebAddress * address, guint16 port)
{
  const gchar *format = strchr (address->host, ':') != NULL ?
      "http://[%s]:%u/" : "http://%s:%u/";

  return g_strdup_printf (format, address->host, port);
}

static gboolean
is_loopback_name (const gchar * host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

gboolean
gst_rtc_web_address_is_loopback (const GstRTCWebAddress * address)
{
  return is_loopback_name (address->host);
}

gboolean
gst_rtc_web_is_loopback_host (const gchar * host)
{
  g_autofree gchar *uri = NULL;
  g_autoptr (GUri) parsed = NULL;

  if (host == NULL)
    return FALSE;
  uri = g_strconcat ("http://", host, "/", NULL);
  parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return parsed != NULL && g_uri_get_userinfo (parsed) == NULL
      && g_uri_get_host (parsed) != NULL
      && is_loopback_name (g_uri_get_host (parsed));
}

gboolean
gst_rtc_web_is_own_origin (const gchar * origin, const gchar * host)
{
  g_autofree gchar *own = NULL;

  if (origin == NULL || host == NULL)
    return FALSE;
  own = g_strconcat ("http://", host, NULL);

  return g_ascii_strcasecmp (origin, own) == 0;
}

static GSocket *
listen_on (GInetAddress * address, guint16 * port, GError ** error)
{
  g_autoptr (GSocketAddress) wanted =
      g_inet_socket_address_new (address, *port);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family
      (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, wanted, TRUE, error)
      || !g_socket_listen (socket, error))
    return NULL;
  got = g_socket_get_local_address (socket, error);
  if (got == NULL)
    return NULL;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));

  return g_steal_pointer (&socket);
}

GPtrArray *
gst_rtc_web_address_listen (const GstRTCWebAddress * address, guint16 * port,
    GError ** error)
{
  /* A browser tries both for "localhost". */
  const gchar *both[] = { "127.0.0.1", "::1", NULL };
  const gchar *one[] = { address->host, NULL };
  const gchar **hosts = strcmp (address->host, "localhost") == 0 ? both : one;
  g_autoptr (GPtrArray) sockets =
      g_ptr_array_new_with_free_func (g_object_unref);

  *port = address->port;
  for (; *hosts != NULL; hosts++) {
    g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (*hosts);
    g_autoptr (GError) reason = NULL;
    GSocket *socket = listen_on (inet, port, &reason);

    if (socket != NULL) {
      g_ptr_array_add (sockets, socket);
      continue;
    }
    /* A machine without IPv6 is fine. Somebody else on the port is not: the
     * browser might find them instead of us. */
    if (sockets->len > 0
        && !g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
      continue;
    g_set_error (error, PC_ERROR, PC_ERROR_NETWORK,
        "Cannot listen on %s port %u: %s", *hosts, address->port,
        reason->message);
    return NULL;
  }

  return g_steal_pointer (&sockets);
}
