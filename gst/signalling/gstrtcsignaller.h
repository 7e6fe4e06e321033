/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsignaller.h: how a pipeline finds its peer.
 *
 * A signaller brings two peers together and carries JSON texts between them;
 * what they mean is the negotiator's. One is made from a URI:
 *
 *   loopback:NAME        two elements in one process meet by name
 *   http://HOST:PORT/    a server whose built-in page is the peer
 *
 * All functions may be called from any thread and return at once. All signals
 * are emitted from the context that the signaller was made for, in order, one
 * a dispatch, and none that was not under way already after
 * gst_rtc_signaller_stop() returned:
 *
 *   peer-joined (gboolean polite)    a peer is there; @polite says which role
 *                                    of perfect negotiation is ours
 *   message (const gchar * json)     what the peer sent; UTF-8, not looked at
 *   peer-left (const gchar * reason) it is gone; another may join later
 *   error (const GError * error)     the signaller itself cannot go on
 */

#ifndef GST_RTC_SIGNALLER_H
#define GST_RTC_SIGNALLER_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Bytes of one message: more than any description that can be parsed. */
#define GST_RTC_SIGNALLER_MAX_MESSAGE (1024 * 1024)

#define GST_TYPE_RTC_SIGNALLER (gst_rtc_signaller_get_type ())
G_DECLARE_INTERFACE (GstRTCSignaller, gst_rtc_signaller, GST, RTC_SIGNALLER,
    GObject)

struct _GstRTCSignallerInterface
{
  GTypeInterface parent;

  gboolean (*start) (GstRTCSignaller * self, GError ** error);
  void (*stop) (GstRTCSignaller * self);
  void (*send) (GstRTCSignaller * self, const gchar * json);
  gchar *(*get_uri) (GstRTCSignaller * self);
};

/* @context NULL is the default context. Errors: SyntaxError when @uri is
 * malformed, NotSupportedError when no signaller has its scheme. */
GstRTCSignaller *gst_rtc_signaller_new_for_uri (const gchar * uri,
    GMainContext * context, GError ** error);

/* Fails with NetworkError (the port is taken) or InvalidStateError (two peers
 * met under that name already), and may be tried again. */
gboolean gst_rtc_signaller_start (GstRTCSignaller * self, GError ** error);
/* The peer is told. May be started again. */
void gst_rtc_signaller_stop (GstRTCSignaller * self);
/* Dropped when no peer is there. */
void gst_rtc_signaller_send (GstRTCSignaller * self, const gchar * json);
/* Where it is to be found while started: the port that was chosen for
 * http://localhost:0/. Transfer full. */
gchar *gst_rtc_signaller_get_uri (GstRTCSignaller * self);

G_END_DECLS

#endif /* GST_RTC_SIGNALLER_H */
