/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccodecmatch.c: which agreed codec a stream of given caps is.
 *
 * Weaker than the matching of offers and answers (core/jsep/pccodecs.h): here
 * one side is an agreement, the other a stream that may use less of it.
 */

#include "gstrtccaps.h"

#include <gst/peerconnection/core/jsep/pccodecs.h>
#include <gst/peerconnection/core/jsep/pch264.h>

#include <string.h>

#define BIT(profile) (1u << PC_H264_ ## profile)

/* What a decoder of a profile plays (H.264 annex A.2). */
static const guint h264_plays[] = {
  [PC_H264_UNKNOWN] = 0,
  [PC_H264_CONSTRAINED_BASELINE] = BIT (CONSTRAINED_BASELINE),
  [PC_H264_BASELINE] = BIT (BASELINE) | BIT (CONSTRAINED_BASELINE),
  [PC_H264_MAIN] = BIT (MAIN) | BIT (CONSTRAINED_BASELINE),
  [PC_H264_EXTENDED] = BIT (EXTENDED) | BIT (BASELINE)
      | BIT (CONSTRAINED_BASELINE),
  [PC_H264_CONSTRAINED_HIGH] = BIT (CONSTRAINED_HIGH)
      | BIT (CONSTRAINED_BASELINE),
  [PC_H264_HIGH] = BIT (HIGH) | BIT (CONSTRAINED_HIGH) | BIT (MAIN)
      | BIT (CONSTRAINED_BASELINE),
  [PC_H264_HIGH_10] = BIT (HIGH_10) | BIT (HIGH),
  [PC_H264_HIGH_422] = BIT (HIGH_422) | BIT (HIGH_10) | BIT (HIGH),
  [PC_H264_HIGH_444] = BIT (HIGH_444),
};

/* An absent parameter of the stream claims nothing; an absent one of the
 * agreement means @absent. */
static gboolean
parameter_matches (const PcCodec * agreed, const PcCodec * stream,
    const gchar * key, const gchar * absent)
{
  g_autofree gchar *value = pc_fmtp_get (stream->fmtp, key);
  g_autofree gchar *agreed_value = pc_fmtp_get (agreed->fmtp, key);

  return value == NULL
      || strcmp (value, agreed_value ? agreed_value : absent) == 0;
}

static gboolean
h264_matches (const PcCodec * agreed, const PcCodec * stream)
{
  g_autofree gchar *level = pc_fmtp_get (stream->fmtp, "profile-level-id");
  PcH264Profile limit = pc_h264_fmtp_profile (agreed->fmtp);

  /* RFC 6184 section 8.2.2: packetization-mode is symmetric. */
  if (!parameter_matches (agreed, stream, "packetization-mode", "0"))
    return FALSE;
  /* The level is not compared: an encoder writes the least that its picture
   * needs. */
  return level == NULL
      || (h264_plays[limit] & 1u << pc_h264_fmtp_profile (stream->fmtp)) != 0;
}

static gboolean
same_format (const PcCodec * agreed, const PcCodec * stream)
{
  if (g_ascii_strcasecmp (agreed->name, "H264") == 0)
    return h264_matches (agreed, stream);
  /* Another profile is another codec (RFC 9628 section 6.1). */
  if (g_ascii_strcasecmp (agreed->name, "VP9") == 0)
    return parameter_matches (agreed, stream, "profile-id", "0");
  if (g_ascii_strcasecmp (agreed->name, "AV1") == 0)
    return parameter_matches (agreed, stream, "profile", "0");
  return TRUE;
}

gboolean
gst_rtc_codec_matches_caps (const PcCodec * codec,
    const GstStructure * structure)
{
  g_autoptr (PcCodec) stream = gst_rtc_codec_from_caps (structure);

  return stream != NULL
      && g_ascii_strcasecmp (stream->name, codec->name) == 0
      && stream->clock_rate == codec->clock_rate
      && (gst_rtc_kind_from_caps (structure) != PC_KIND_AUDIO
      || MAX (stream->channels, 1) == MAX (codec->channels, 1))
      && same_format (codec, stream);
}

const PcCodec *
gst_rtc_codecs_find_caps (GPtrArray * codecs, const GstStructure * structure)
{
  const PcCodec *first = NULL;
  gint payload_type;
  guint i;

  if (!gst_structure_get_int (structure, "payload", &payload_type))
    payload_type = -1;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    if (!gst_rtc_codec_matches_caps (codec, structure))
      continue;
    if ((gint) codec->payload_type == payload_type)
      return codec;
    if (first == NULL)
      first = codec;
  }

  return first;
}
