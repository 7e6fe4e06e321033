/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsourcepad.h: the pad of a received track.
 *
 * What is behind it may be replaced while it flows: whoever is linked sees one
 * stream, whose events come again only when they say something new.
 */

#ifndef GST_RTC_SOURCE_PAD_H
#define GST_RTC_SOURCE_PAD_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_SOURCE_PAD (gst_rtc_source_pad_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCSourcePad, gst_rtc_source_pad, GST, RTC_SOURCE_PAD,
    GstGhostPad)

GstPad *gst_rtc_source_pad_new (const gchar * name, GstPadTemplate * templ,
    guint transceiver_id);
/* 0: none. */
void gst_rtc_source_pad_set_transceiver_id (GstRTCSourcePad * pad, guint id);

G_END_DECLS

#endif /* GST_RTC_SOURCE_PAD_H */
