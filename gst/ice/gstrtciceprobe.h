/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceprobe.h: asks a server what is wrong, for libnice does not tell.
 *
 * Runs beside libnice's gathering: whether a server answers is known from one
 * request without credentials (a relay's answer to it is 401, and costs it no
 * allocation). Only where libnice got nothing from a relay, its credentials are
 * tried. All on one I/O thread.
 */

#ifndef GST_RTC_ICE_PROBE_H
#define GST_RTC_ICE_PROBE_H

#include "gstrtciceserver.h"
#include "gstrtcio.h"

G_BEGIN_DECLS

/* webrtc-pc section 4.8.2 (errorCode): no server could be reached */
#define GST_RTC_ICE_UNREACHABLE 701

/* What RTCPeerConnectionIceErrorEvent says. */
typedef struct
{
  const gchar *address;         /* ours; NULL when not known */
  gint port;                    /* -1 then */
  const gchar *url;
  guint code;                   /* of STUN, or 701 */
  const gchar *text;
} GstRTCIceServerError;

typedef struct _GstRTCIceProbe GstRTCIceProbe;

/* Told once, unless it is freed before. @error NULL: all is well. */
typedef void (*GstRTCIceProbeFunc) (GstRTCIceProbe * probe,
    const GstRTCIceServerError * error, gpointer user_data);

/* @from: an address of ours, or NULL: any. */
GstRTCIceProbe *gst_rtc_ice_probe_new (GstRTCIO * io,
    GstRTCIceServerEntry * server, const gchar * from,
    GstRTCIceProbeFunc func, gpointer user_data);
const GstRTCIceServerEntry *gst_rtc_ice_probe_get_server (GstRTCIceProbe *
    probe);
/* libnice has nothing from this relay: try the credentials. */
void gst_rtc_ice_probe_go_on (GstRTCIceProbe * probe);
void gst_rtc_ice_probe_free (GstRTCIceProbe * probe);

G_END_DECLS

#endif /* GST_RTC_ICE_PROBE_H */
