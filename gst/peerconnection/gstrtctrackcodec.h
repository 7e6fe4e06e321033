/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctrackcodec.h: from what a track's element gives to RTP packets.
 */

#ifndef GST_RTC_TRACK_CODEC_H
#define GST_RTC_TRACK_CODEC_H

#include <gst/gst.h>
#include <gst/peerconnection/core/sdp/pcdescription.h>

G_BEGIN_DECLS

/* A bin with a sink pad for media of @caps and a source pad of RTP packets in
 * the first of @codecs (of PcCodec, most wanted first) that can be made of it
 * here. Raw media passes its element "raw", where it can be blanked. Floating;
 * NULL when there is no way. */
GstElement *gst_rtc_track_codec_make (const GstCaps * caps, GPtrArray * codecs,
    PcKind kind, guint32 ssrc);

G_END_DECLS

#endif /* GST_RTC_TRACK_CODEC_H */
