/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcwebcore.h: the server itself, on an I/O thread.
 */

#ifndef GST_RTC_WEB_CORE_H
#define GST_RTC_WEB_CORE_H

#include "gstrtcsignallerevents.h"

G_BEGIN_DECLS

typedef struct GstRTCWebCore GstRTCWebCore;

/* Serves @sockets (of GSocket, listening; consumed). @loopback: only this
 * machine can come, and requests must say that they mean it. */
GstRTCWebCore *gst_rtc_web_core_new (GPtrArray * sockets, gboolean loopback,
    GstRTCSignallerEvents * events);
void gst_rtc_web_core_send (GstRTCWebCore * core, const gchar * json);
/* The sockets stop listening before this returns, so that the port is free;
 * the rest follows. Consumes @core. */
void gst_rtc_web_core_stop (GstRTCWebCore * core);

G_END_DECLS

#endif /* GST_RTC_WEB_CORE_H */
