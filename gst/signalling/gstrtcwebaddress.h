/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcwebaddress.h: where a server listens, and who may ask it.
 */

#ifndef GST_RTC_WEB_ADDRESS_H
#define GST_RTC_WEB_ADDRESS_H

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gchar *host;                  /* as in the URI, without brackets */
  guint16 port;                 /* 0: any free one */
} GstRTCWebAddress;

/* http://HOST:PORT/, HOST being "localhost" or an address. SyntaxError. */
gboolean gst_rtc_web_address_parse (GstRTCWebAddress * address,
    const gchar * uri, GError ** error);
void gst_rtc_web_address_clear (GstRTCWebAddress * address);
gchar *gst_rtc_web_address_to_uri (const GstRTCWebAddress * address,
    guint16 port);

/* Only this machine can come. */
gboolean gst_rtc_web_address_is_loopback (const GstRTCWebAddress * address);

/* Listening sockets (of GSocket), and the port that they got. NetworkError. */
GPtrArray *gst_rtc_web_address_listen (const GstRTCWebAddress * address,
    guint16 * port, GError ** error);

/* Whether a request with this Host header is meant for a server that only this
 * machine can reach. A page elsewhere may name its own host after 127.0.0.1
 * (DNS rebinding), and then be of the same origin as its WebSocket. */
gboolean gst_rtc_web_is_loopback_host (const gchar * host);
/* Whether @origin (RFC 6454) is http://@host. */
gboolean gst_rtc_web_is_own_origin (const gchar * origin, const gchar * host);

G_END_DECLS

#endif /* GST_RTC_WEB_ADDRESS_H */
