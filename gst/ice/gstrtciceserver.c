/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceserver.c: a STUN or TURN server, as it was configured.
 */

#include "gstrtciceserver.h"

#include <gst/peerconnection/core/pcerror.h>

GstRTCIceServerEntry *
gst_rtc_ice_server_entry_new (const gchar * url, const gchar * username,
    const gchar * credential, GError ** error)
{
  g_autoptr (PcIceUrl) parsed = pc_ice_url_parse (url, error);
  GstRTCIceServerEntry *server;

  if (parsed == NULL)
    return NULL;
  /* webrtc-pc section 4.4.1.6 (set a configuration): a relay wants both. */
  if (parsed->turn && (username == NULL || credential == NULL)) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
        "'%s' needs a username and a credential", url);
    return NULL;
  }
  server = g_new0 (GstRTCIceServerEntry, 1);
  server->ref_count = 1;
  server->url = g_steal_pointer (&parsed);
  server->text = g_strdup (url);
  server->username = g_strdup (username);
  server->credential = g_strdup (credential);
  return server;
}

GstRTCIceServerEntry *
gst_rtc_ice_server_entry_ref (GstRTCIceServerEntry * server)
{
  g_atomic_int_inc (&server->ref_count);
  return server;
}

void
gst_rtc_ice_server_entry_unref (GstRTCIceServerEntry * server)
{
  if (!g_atomic_int_dec_and_test (&server->ref_count))
    return;
  pc_ice_url_free (server->url);
  g_free (server->text);
  g_free (server->username);
  g_free (server->credential);
  g_free (server);
}

PcRelayProtocol
gst_rtc_ice_server_entry_get_protocol (const GstRTCIceServerEntry * server)
{
  if (server->url->secure)
    return PC_RELAY_PROTOCOL_TLS;
  return server->url->tcp ? PC_RELAY_PROTOCOL_TCP : PC_RELAY_PROTOCOL_UDP;
}
