/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtclipsync.h: what a peer captured together is played together.
 *
 * What rtpbin does around its jitterbuffers: their "handle-sync" tells at what
 * running time a source plays and what the peer's clock showed when that was
 * captured. The difference of the two is how long it was on its way; of those
 * that belong together, each waits for the slowest.
 */

#ifndef GST_RTC_LIP_SYNC_H
#define GST_RTC_LIP_SYNC_H

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _GstRTCLipSync GstRTCLipSync;

/* A source that says it is further behind than this tells nonsense, or of
 * another clock: it is played as it comes. As rtpbin's max-ts-offset. */
#define GST_RTC_LIP_SYNC_MAX_OFFSET (3 * GST_SECOND)
/* Nobody sees less than this, and reports are that inexact: as it was. */
#define GST_RTC_LIP_SYNC_MIN_CHANGE (4 * GST_MSECOND)

GstRTCLipSync *gst_rtc_lip_sync_new (void);
GstRTCLipSync *gst_rtc_lip_sync_ref (GstRTCLipSync * sync);
void gst_rtc_lip_sync_unref (GstRTCLipSync * sync);

/* Keeps @jitterbuffer in time with the others of the same CNAME and the same
 * @stream (the id of a MediaStream; NULL: it belongs to none). */
void gst_rtc_lip_sync_add (GstRTCLipSync * sync, GstElement * jitterbuffer,
    guint32 ssrc, const gchar * stream);
void gst_rtc_lip_sync_remove (GstRTCLipSync * sync, GstElement * jitterbuffer);

/* From "handle-sync"; here for tests as well. */
void gst_rtc_lip_sync_handle (GstRTCLipSync * sync, GstElement * jitterbuffer,
    const GstStructure * structure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCLipSync, gst_rtc_lip_sync_unref)

G_END_DECLS

#endif /* GST_RTC_LIP_SYNC_H */
