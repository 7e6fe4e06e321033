/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsource.h: where media leaves a peer connection.
 *
 *   rtcrtp:src_<id>_<ssrc> ──▶ rtpjitterbuffer ──▶ src_%u, a stable ghost pad
 *
 * A peer may change its SSRC; the pad stays and gets a new jitterbuffer
 * behind it. The jitterbuffer's two threads are the only ones of a track. While
 * nothing comes, GAP events tell so.
 */

#ifndef GST_RTC_SOURCE_H
#define GST_RTC_SOURCE_H

#include <gst/gst.h>

#include "../io/gstrtcio.h"
#include "../rtp/gstrtcrtp.h"
#include "gstrtclipsync.h"

G_BEGIN_DECLS

typedef struct _GstRTCSource GstRTCSource;

/* No more packets of one source wait than this. */
#define GST_RTC_SOURCE_MAX_PACKETS 4096

/* How often a silent source says so (ms): seldom enough to cost nothing, often
 * enough for a mixer. */
#define GST_RTC_SOURCE_GAP_INTERVAL 200

GstRTCSource *gst_rtc_source_new (GstBin * bin, GstRTCIO * io,
    GstRTCLipSync * sync, PcKind kind, guint transceiver_id, guint index);
GstRTCSource *gst_rtc_source_ref (GstRTCSource * source);
void gst_rtc_source_unref (GstRTCSource * source);

/* Plays @ssrc of the MediaStream @stream (or NULL) from now on. @latency: ms.
 * The first time, adds the pad to the bin. Not from the I/O thread.
 * NotSupportedError when rtpjitterbuffer is missing. */
gboolean gst_rtc_source_set_input (GstRTCSource * source, GstRTCRtp * rtp,
    guint32 ssrc, const gchar * stream, guint latency, GError ** error);
/* Of the present input, in ms; a later one brings its own. */
void gst_rtc_source_set_latency (GstRTCSource * source, guint latency);
/* Nothing comes any more, until the next set_input(). */
void gst_rtc_source_mute (GstRTCSource * source);
/* The connection is gone, but another one will come: the pad stays, silent,
 * until adopt() gives it a transceiver of that one. */
void gst_rtc_source_park (GstRTCSource * source);
gboolean gst_rtc_source_is_parked (GstRTCSource * source);
void gst_rtc_source_adopt (GstRTCSource * source, guint transceiver_id);
/* The source is gone: EOS, then the pad is removed. Idempotent. */
void gst_rtc_source_end (GstRTCSource * source);
/* Takes everything away at once, without EOS: the bin is going down.
 * Idempotent. */
void gst_rtc_source_remove (GstRTCSource * source);
/* Follows the bin's state. */
void gst_rtc_source_set_state (GstRTCSource * source, GstState state);

PcKind gst_rtc_source_get_kind (const GstRTCSource * source);
/* 0 while it is parked. */
guint gst_rtc_source_get_transceiver_id (GstRTCSource * source);
guint32 gst_rtc_source_get_ssrc (GstRTCSource * source);
guint gst_rtc_source_get_index (const GstRTCSource * source);

/* end() or remove() was called: the pad is not for new media. */
gboolean gst_rtc_source_is_ending (const GstRTCSource * source);
/* Nothing of it is left in the bin. */
gboolean gst_rtc_source_is_removed (const GstRTCSource * source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCSource, gst_rtc_source_unref)

G_END_DECLS

#endif /* GST_RTC_SOURCE_H */
