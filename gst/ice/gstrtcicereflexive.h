/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicereflexive.h: server-reflexive candidates of several STUN servers.
 *
 * All on one I/O thread.
 */

#ifndef GST_RTC_ICE_REFLEXIVE_H
#define GST_RTC_ICE_REFLEXIVE_H

#include "gstrtcicebase.h"
#include "gstrtciceprobe.h"
#include "gstrtciceserver.h"
#include "gstrtcio.h"

G_BEGIN_DECLS

typedef struct _GstRTCIceReflexive GstRTCIceReflexive;

typedef struct
{
  /* Transfer full. */
  void (*candidate) (GstRTCIceReflexive * reflexive, PcCandidate * candidate,
      gpointer user_data);
  void (*failed) (GstRTCIceReflexive * reflexive,
      const GstRTCIceServerError * error, gpointer user_data);
  /* Each server has given a candidate or failed. */
  void (*done) (GstRTCIceReflexive * reflexive, gpointer user_data);
  /* Is a mapping still to be kept alive? */
  gboolean (*is_needed) (GstRTCIceReflexive * reflexive, gpointer user_data);
} GstRTCIceReflexiveEvents;

/* Does nothing until it starts. @pacing: ms. */
GstRTCIceReflexive *gst_rtc_ice_reflexive_new (GstRTCIO * io, guint pacing,
    const GstRTCIceReflexiveEvents * events, gpointer user_data);
void gst_rtc_ice_reflexive_free (GstRTCIceReflexive * reflexive);
void gst_rtc_ice_reflexive_add_server (GstRTCIceReflexive * reflexive,
    GstRTCIceServerEntry * server);
/* @base: transfer full. */
void gst_rtc_ice_reflexive_add_base (GstRTCIceReflexive * reflexive,
    GstRTCIceBase * base);
void gst_rtc_ice_reflexive_start (GstRTCIceReflexive * reflexive);

G_END_DECLS

#endif /* GST_RTC_ICE_REFLEXIVE_H */
