/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdatasinkpad-private.h: what the two files of the pad share.
 */

#ifndef GST_RTC_DATA_SINK_PAD_PRIVATE_H
#define GST_RTC_DATA_SINK_PAD_PRIVATE_H

#include "gstrtcdatasinkpad.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);

struct _GstRTCDataSinkPad
{
  GstPad parent;

  const GstRTCDataSinkPadCallbacks *callbacks;

  GstRTCSinkSync sink;          /* its lock protects all below; a leaf, but for
                                 * the connection's. Its cond: the channel's
                                 * state or queue */

  /* What the channel is to be. */
  gchar *label;                 /* or NULL */
  gchar *protocol;              /* or NULL */
  gboolean ordered;
  gint max_packet_life_time;    /* ms, or -1 */
  gint max_retransmits;         /* or -1 */
  GstRTCPriorityType priority;
  gboolean negotiated;
  gint id;                      /* or -1 */
  guint64 threshold;            /* bytes */

  GstRTCDataChannel *channel;   /* or NULL */
  gboolean text;                /* the caps are text/x-raw */
  gboolean ended;               /* EOS has come: the channel closes */
  gboolean finished;            /* and is closed */
};

void gst_rtc_data_sink_pad_init_flow (GstRTCDataSinkPad * pad);

G_END_DECLS

#endif /* GST_RTC_DATA_SINK_PAD_PRIVATE_H */
