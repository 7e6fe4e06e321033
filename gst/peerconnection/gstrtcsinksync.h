/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsinksync.h: what makes a pad a sink, for media and for data: buffers
 * wait for their time on the clock; flushes, segments and ends of streams are
 * taken note of.
 */

#ifndef GST_RTC_SINK_SYNC_H
#define GST_RTC_SINK_SYNC_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* What to add to the running time of what was held back, @running_time when the
 * gate opened, so that it plays on from there. */
typedef GstClockTimeDiff (*GstRTCTimeShiftFunc) (GstElement * bin,
    GstClockTime running_time);

typedef struct
{
  GMutex lock;                  /* protects all below, and all of its pad */
  GCond cond;                   /* flushing changed, or what the pad waits for */
  gboolean sync;                /* wait for the time at all */
  gboolean flushing;
  gboolean eos;
  GstSegment segment;
  gboolean shifted;             /* time_shift is that of this opening */
  GstClockTimeDiff time_shift;
  GstClockID clock_id;          /* what the streaming thread waits for */
} GstRTCSinkSync;

void gst_rtc_sink_sync_init (GstRTCSinkSync * sync);
void gst_rtc_sink_sync_clear (GstRTCSinkSync * sync);

/* Called without the lock. Nothing waits while it flushes; afterwards the stream
 * begins anew. */
void gst_rtc_sink_sync_set_flushing (GstRTCSinkSync * sync, gboolean flushing);
/* Takes note of @event; it remains the caller's. */
void gst_rtc_sink_sync_event (GstRTCSinkSync * sync, GstEvent * event);

/* Waits until the clock shows the time of a buffer: less the latency of the
 * pipeline, as what is sent is played elsewhere. Called with the lock, which is
 * released meanwhile. */
void gst_rtc_sink_sync_wait (GstRTCSinkSync * sync, GstElement * bin,
    GstClockTime timestamp, GstRTCTimeShiftFunc time_shift);

G_END_DECLS

#endif /* GST_RTC_SINK_SYNC_H */
