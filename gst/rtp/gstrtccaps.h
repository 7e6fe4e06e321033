/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccaps.h: a codec of a description as caps, and back.
 *
 * The caps are complete application/x-rtp ones: media, encoding-name (upper
 * case), clock-rate, payload, ssrc, encoding-params, the format parameters as
 * strings and the feedback as rtcp-fb-* booleans. They never have extmap-N
 * fields: header extensions are the session's business, and a payloader that
 * reads one would write its own.
 *
 * Pure functions; any thread.
 */

#ifndef GST_RTC_CAPS_H
#define GST_RTC_CAPS_H

#include <gst/gst.h>
#include <gst/peerconnection/core/sdp/pcdescription.h>

G_BEGIN_DECLS

/* @ssrc 0: left out. What only the sender of a stream may say of itself
 * (sprop-...) is left out too. */
GstCaps *gst_rtc_caps_from_codec (const PcCodec * codec, PcKind kind,
    guint32 ssrc);

/* The answer of a sink pad to a caps query: the media codecs among @codecs (of
 * PcCodec), in their order, within @filter (may be NULL). Where a payloader
 * asks with parameters of its own that the peer can take (an H.264
 * profile-level-id below the agreed one), these are in the answer. Without
 * @filter a Baseline profile is left out, so that no level binds an encoder. */
GstCaps *gst_rtc_caps_from_codecs (GPtrArray * codecs, PcKind kind,
    guint32 ssrc, const GstCaps * filter);

/* NULL when @structure does not say which codec it is. payload_type is
 * G_MAXUINT when it says none. Free with pc_codec_free(). */
PcCodec *gst_rtc_codec_from_caps (const GstStructure * structure);
/* PC_KIND_UNKNOWN when it does not say. */
PcKind gst_rtc_kind_from_caps (const GstStructure * structure);

/* Whether a stream of these caps is one that @codec allows. Numbers (payload
 * type, SSRC) do not matter: they are rewritten. */
gboolean gst_rtc_codec_matches_caps (const PcCodec * codec,
    const GstStructure * structure);
/* The best of @codecs for a stream of these caps, the same payload type first,
 * then the first of the same H.264 profile, then the first that matches; NULL
 * when none does. */
const PcCodec *gst_rtc_codecs_find_caps (GPtrArray * codecs,
    const GstStructure * structure);

/* Whether @structure has no H.264 profile-level-id, or one that @codec takes:
 * what its decoder plays or, @exact, the same profile. No level is compared
 * (RFC 6184 section 8.2.2). Always for another codec. */
gboolean gst_rtc_codec_has_profile (const PcCodec * codec,
    const GstStructure * structure, gboolean exact);
/* Whether some stream of @caps, which need not be fixed or complete, is one of
 * @codec; @exact as above. */
gboolean gst_rtc_codec_fits_caps (const PcCodec * codec, PcKind kind,
    const GstCaps * caps, gboolean exact);
/* Whether @codecs have H.264, but for no profile that plays this stream. */
gboolean gst_rtc_codecs_refuse_profile (GPtrArray * codecs,
    const GstStructure * structure);

/* rtx, red, ulpfec, flexfec, CN, telephone-event: what accompanies a codec. */
gboolean gst_rtc_codec_is_auxiliary (const PcCodec * codec);

G_END_DECLS

#endif /* GST_RTC_CAPS_H */
