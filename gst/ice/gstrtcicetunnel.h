/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicetunnel.h: TLS for what can only speak TCP.
 *
 *   libnice ──TCP──▶ 127.0.0.1:port ──TLS──▶ TURN server
 *
 * All on one I/O thread; the server's certificate is verified as GIO's TLS
 * backend does, against its default database and the name in the URL.
 */

#ifndef GST_RTC_ICE_TUNNEL_H
#define GST_RTC_ICE_TUNNEL_H

#include "gstrtcio.h"

G_BEGIN_DECLS

typedef struct _GstRTCIceTunnel GstRTCIceTunnel;

/* From @local_host, an address of loopback, to @host. NULL when no port can be
 * listened to. On the I/O thread. */
GstRTCIceTunnel *gst_rtc_ice_tunnel_new (GstRTCIO * io,
    const gchar * local_host, const gchar * host, guint16 port,
    GError ** error);
guint16 gst_rtc_ice_tunnel_get_port (GstRTCIceTunnel * tunnel);
/* Cuts what it carries. */
void gst_rtc_ice_tunnel_free (GstRTCIceTunnel * tunnel);

G_END_DECLS

#endif /* GST_RTC_ICE_TUNNEL_H */
