/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceinlet.h: datagrams of a libnice's socket, many a system call.
 *
 * libnice reads one datagram a system call. A second socket at the same address
 * takes from it what is not for it: the kernel looks at the first byte (RFC
 * 7983) and leaves it STUN and TURN. The rest comes here, in runs as the peer
 * sent them where the network keeps these together (UDP_GRO).
 *
 * All on one I/O thread.
 */

#ifndef GST_RTC_ICE_INLET_H
#define GST_RTC_ICE_INLET_H

#include <gst/gst.h>
#include <sys/socket.h>

#include "gstrtcio.h"

G_BEGIN_DECLS

typedef struct _GstRTCIceInlet GstRTCIceInlet;

typedef struct
{
  /* Is this the address of a peer? Asked when it is not the one before's. */
  gboolean (*knows) (GstRTCIceInlet * inlet,
      const struct sockaddr_storage * from, gpointer user_data);
  /* Transfer full; may free the inlet. */
  void (*received) (GstRTCIceInlet * inlet, GstBufferList * list,
      gpointer user_data);
} GstRTCIceInletCallbacks;

/* @fd: a bound UDP socket. NULL when the kernel cannot: then all goes on
 * arriving there. */
GstRTCIceInlet *gst_rtc_ice_inlet_new (gint fd, GstRTCIO * io,
    const GstRTCIceInletCallbacks * callbacks, gpointer user_data);
/* From now on @fd gets all. */
void gst_rtc_ice_inlet_free (GstRTCIceInlet * inlet);

G_END_DECLS

#endif /* GST_RTC_ICE_INLET_H */
