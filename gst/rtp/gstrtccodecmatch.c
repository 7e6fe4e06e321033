/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccodecmatch.c: which agreed codec a stream of given caps is.
 */

#include "gstrtccaps.h"

#include <string.h>

/* H.264 profiles by profile_idc and the constraint bits of profile-iop: the
 * parts of RFC 6184 section 8.1, table 5, that WebRTC endpoints use. A decoder
 * of one profile plays those of the profiles whose bit is in @plays. */
typedef enum
{
  H264_CONSTRAINED_BASELINE = 1 << 0,
  H264_BASELINE = 1 << 1,
  H264_MAIN = 1 << 2,
  H264_CONSTRAINED_HIGH = 1 << 3,
  H264_HIGH = 1 << 4,
  H264_OTHER = 1 << 5,
} H264Profile;

static const struct
{
  guint8 idc;
  guint8 iop_mask;
  guint8 iop;
  H264Profile profile;
} h264_profiles[] = {
  {0x42, 0x40, 0x40, H264_CONSTRAINED_BASELINE},
  {0x4d, 0x80, 0x80, H264_CONSTRAINED_BASELINE},
  {0x58, 0xc0, 0xc0, H264_CONSTRAINED_BASELINE},
  {0x42, 0x40, 0x00, H264_BASELINE},
  {0x58, 0xc0, 0x80, H264_BASELINE},
  {0x4d, 0x80, 0x00, H264_MAIN},
  {0x64, 0x0c, 0x0c, H264_CONSTRAINED_HIGH},
  {0x64, 0x00, 0x00, H264_HIGH},
};

static guint
h264_plays (H264Profile decoder)
{
  switch (decoder) {
    case H264_BASELINE:
      return H264_BASELINE | H264_CONSTRAINED_BASELINE;
    case H264_MAIN:
      return H264_MAIN | H264_CONSTRAINED_BASELINE;
    case H264_CONSTRAINED_HIGH:
      return H264_CONSTRAINED_HIGH | H264_CONSTRAINED_BASELINE;
    case H264_HIGH:
      return H264_HIGH | H264_CONSTRAINED_HIGH | H264_MAIN
          | H264_CONSTRAINED_BASELINE;
    default:
      return decoder;
  }
}

static H264Profile
h264_profile (const gchar * profile_level_id)
{
  guint64 value;
  gchar *end;
  gsize i;

  /* RFC 6184 section 8.1: without it, Baseline at level 1. */
  if (profile_level_id == NULL)
    return H264_BASELINE;
  value = g_ascii_strtoull (profile_level_id, &end, 16);
  if (end != profile_level_id + 6 || *end != '\0')
    return H264_OTHER;

  for (i = 0; i < G_N_ELEMENTS (h264_profiles); i++) {
    if (h264_profiles[i].idc == value >> 16
        && h264_profiles[i].iop == ((value >> 8) & h264_profiles[i].iop_mask))
      return h264_profiles[i].profile;
  }

  return H264_OTHER;
}

static gboolean
h264_matches (const GstStructure * agreed, const GstStructure * stream)
{
  const gchar *mode = gst_structure_get_string (stream, "packetization-mode");
  const gchar *agreed_mode =
      gst_structure_get_string (agreed, "packetization-mode");
  const gchar *profile = gst_structure_get_string (stream, "profile-level-id");

  /* RFC 6184 section 8.2.2: packetization-mode is symmetric, absent means 0. */
  if (mode && strcmp (mode, agreed_mode ? agreed_mode : "0") != 0)
    return FALSE;
  /* The stream's level is not compared: level-asymmetry-allowed, and what an
   * encoder writes is the least level that its picture needs. */
  return profile == NULL
      || (h264_plays (h264_profile (gst_structure_get_string (agreed,
                  "profile-level-id"))) & h264_profile (profile)) != 0;
}

/* VP9 (RFC 9628 section 6.1) and AV1: another profile is another codec; absent
 * means 0. A stream that does not say is believed. */
static gboolean
parameter_matches (const GstStructure * agreed, const GstStructure * stream,
    const gchar * key)
{
  const gchar *value = gst_structure_get_string (stream, key);
  const gchar *agreed_value = gst_structure_get_string (agreed, key);

  return value == NULL
      || strcmp (value, agreed_value ? agreed_value : "0") == 0;
}

static guint
effective_channels (const PcCodec * codec)
{
  return MAX (codec->channels, 1);
}

gboolean
gst_rtc_codec_matches_caps (const PcCodec * codec,
    const GstStructure * structure)
{
  PcCodec *stream = gst_rtc_codec_from_caps (structure);
  PcKind kind = gst_rtc_kind_from_caps (structure);
  g_autoptr (GstCaps) caps = NULL;
  const GstStructure *agreed;
  gboolean same;

  if (stream == NULL)
    return FALSE;
  same = g_ascii_strcasecmp (stream->name, codec->name) == 0
      && stream->clock_rate == codec->clock_rate
      && (kind != PC_KIND_AUDIO
      || effective_channels (stream) == effective_channels (codec));
  pc_codec_free (stream);
  if (!same)
    return FALSE;

  caps = gst_rtc_caps_from_codec (codec, kind, 0);
  agreed = gst_caps_get_structure (caps, 0);
  if (g_ascii_strcasecmp (codec->name, "H264") == 0)
    return h264_matches (agreed, structure);
  if (g_ascii_strcasecmp (codec->name, "VP9") == 0)
    return parameter_matches (agreed, structure, "profile-id");
  if (g_ascii_strcasecmp (codec->name, "AV1") == 0)
    return parameter_matches (agreed, structure, "profile");
  return TRUE;
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
