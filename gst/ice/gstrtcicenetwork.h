/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicenetwork.h: tells when the addresses of this machine change.
 *
 * One watch a process, on the I/O pool, while anybody listens.
 */

#ifndef GST_RTC_ICE_NETWORK_H
#define GST_RTC_ICE_NETWORK_H

#include "gstrtcio.h"

G_BEGIN_DECLS

typedef struct _GstRTCIceNetworkListener GstRTCIceNetworkListener;

/* @addresses: the set of those there are now, as text, of interfaces that have
 * a carrier. On the thread of the listener's io. */
typedef void (*GstRTCIceNetworkFunc) (GHashTable * addresses,
    gpointer user_data);

/* NULL where the kernel does not tell. From any thread. */
GstRTCIceNetworkListener *gst_rtc_ice_network_listen (GstRTCIO * io,
    GstRTCIceNetworkFunc func, gpointer user_data);
/* On the thread of the listener's io: it is not called any more. */
void gst_rtc_ice_network_ignore (GstRTCIceNetworkListener * listener);

G_END_DECLS

#endif /* GST_RTC_ICE_NETWORK_H */
