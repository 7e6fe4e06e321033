/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicebase.h: a UDP socket of libnice's, from which we ask STUN servers.
 *
 * libnice asks one server an agent, and swallows the answers to all that it did
 * not ask itself. So its socket is looked into before it is: a datagram that
 * @func takes for its own is taken out, any other is left where it is.
 */

#ifndef GST_RTC_ICE_BASE_H
#define GST_RTC_ICE_BASE_H

#include <gio/gio.h>
#include <gst/peerconnection/core/ice/pccandidate.h>

G_BEGIN_DECLS

typedef struct _GstRTCIceBase GstRTCIceBase;

/* In the middle of polling: to look, and remember. TRUE: it is ours. */
typedef gboolean (*GstRTCIceBaseFunc) (GstRTCIceBase * base,
    GSocketAddress * from, const guint8 * bytes, gsize size,
    gpointer user_data);
/* After one or more were. */
typedef void (*GstRTCIceBaseNews) (gpointer user_data);

/* @host (transfer full): the candidate that the socket is bound to, or NULL
 * where nobody wants to know. */
GstRTCIceBase *gst_rtc_ice_base_new (GSocket * socket, PcCandidate * host);
void gst_rtc_ice_base_free (GstRTCIceBase * base);
const PcCandidate *gst_rtc_ice_base_get_host (GstRTCIceBase * base);
GSocketFamily gst_rtc_ice_base_get_family (GstRTCIceBase * base);

void gst_rtc_ice_base_watch (GstRTCIceBase * base, GMainContext * context,
    GstRTCIceBaseFunc func, GstRTCIceBaseNews news, gpointer user_data);
/* In between: libnice goes on reading while it hands on what it has read. */
void gst_rtc_ice_base_look (GstRTCIceBase * base);
void gst_rtc_ice_base_unwatch (GstRTCIceBase * base);
/* What cannot be sent is lost, as on the way. */
void gst_rtc_ice_base_send (GstRTCIceBase * base, GSocketAddress * to,
    GBytes * bytes);

G_END_DECLS

#endif /* GST_RTC_ICE_BASE_H */
