/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pciceurl.h: stun:, stuns:, turn: and turns: URLs (RFC 7064, RFC 7065).
 */

#ifndef PC_ICE_URL_H
#define PC_ICE_URL_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean turn;
  gboolean secure;              /* stuns, turns: TLS */
  gboolean tcp;                 /* ?transport=tcp; turns without it is TCP too */
  gchar *host;                  /* an IPv6 address without brackets */
  guint16 port;                 /* 3478, or 5349 when secure, unless said */
} PcIceUrl;

/* SyntaxError or NotSupportedError (an unknown scheme or transport is
 * SyntaxError as webrtc-pc section 4.2.2.1 step 11 says). */
PcIceUrl *pc_ice_url_parse (const gchar * url, GError ** error);
void pc_ice_url_free (PcIceUrl * url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcIceUrl, pc_ice_url_free)

G_END_DECLS

#endif /* PC_ICE_URL_H */
