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
gst_rtc_codec_has_profile (const PcCodec * codec,
    const GstStructure * structure, gboolean exact)
{
  const gchar *wanted =
      gst_structure_get_string (structure, "profile-level-id");
  g_autofree gchar *fmtp = NULL;
  PcH264Profile limit, profile;

  if (wanted == NULL || g_ascii_strcasecmp (codec->name, "H264") != 0)
    return TRUE;
  fmtp = g_strdup_printf ("profile-level-id=%s", wanted);
  limit = pc_h264_fmtp_profile (codec->fmtp);
  profile = pc_h264_fmtp_profile (fmtp);
  return exact ? profile == limit : (h264_plays[limit] & 1u << profile) != 0;
}

gboolean
gst_rtc_codec_fits_caps (const PcCodec * codec, PcKind kind,
    const GstCaps * caps, gboolean exact)
{
  g_autoptr (GstCaps) own = gst_rtc_caps_from_codec (codec, kind, 0);
  GstStructure *structure = gst_caps_get_structure (own, 0);
  guint i;

  if (gst_caps_is_any (caps))
    return TRUE;
  gst_structure_remove_field (structure, "payload");
  for (i = 0; i < gst_caps_get_size (caps); i++) {
    const GstStructure *other = gst_caps_get_structure (caps, i);
    const gchar *profile = gst_structure_get_string (other, "profile-level-id");

    if (!gst_rtc_codec_has_profile (codec, other, exact))
      continue;
    if (profile)
      gst_structure_set (structure, "profile-level-id", G_TYPE_STRING, profile,
          NULL);
    if (gst_structure_can_intersect (structure, other))
      return TRUE;
  }

  return FALSE;
}

gboolean
gst_rtc_codecs_refuse_profile (GPtrArray * codecs,
    const GstStructure * structure)
{
  gboolean agreed = FALSE;
  guint i;

  if (g_strcmp0 (gst_structure_get_string (structure, "encoding-name"),
          "H264") != 0
      || !gst_structure_has_field_typed (structure, "profile-level-id",
          G_TYPE_STRING))
    return FALSE;
  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    if (g_ascii_strcasecmp (codec->name, "H264") != 0)
      continue;
    if (gst_rtc_codec_has_profile (codec, structure, FALSE))
      return FALSE;
    agreed = TRUE;
  }

  return agreed;
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
  const PcCodec *exact = NULL;
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
    if (exact == NULL && gst_rtc_codec_has_profile (codec, structure, TRUE))
      exact = codec;
  }

  return exact ? exact : first;
}
