/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccaps.c: a codec of a description as caps, and back.
 */

#include "gstrtccaps.h"

#include <gst/peerconnection/core/jsep/pccodecs.h>
#include <gst/peerconnection/core/jsep/pch264.h>

#include <string.h>

/* Fields that are not format parameters. A peer's a=fmtp line could name them
 * too; it does not get to overwrite them. */
static const gchar *const own_fields[] = {
  "media", "payload", "clock-rate", "encoding-name", "encoding-params", "ssrc",
  "timestamp-offset", "seqnum-offset", "clock-base", "seqnum-base",
  "npt-start", "npt-stop", "play-speed", "play-scale", "channels", "cname",
  "profile", "level", NULL
};

static const gchar *const own_prefixes[] = {
  "a-", "extmap-", "rtcp-fb-", "ssrc-", "x-", "srtp-", "srtcp-", "sprop-", NULL
};

/* How GStreamer spells it → how SDP does (the registrations of RFC 7587,
 * RFC 4733, RFC 4588, RFC 2198, RFC 5109). Other names are the same. */
static const struct
{
  const gchar *caps;
  const gchar *sdp;
} spellings[] = {
  {"OPUS", "opus"},
  {"X-GST-OPUS-DRAFT-SPITTKA-00", "opus"},
  {"VP8-DRAFT-IETF-01", "VP8"},
  {"VP9-DRAFT-IETF-01", "VP9"},
  {"TELEPHONE-EVENT", "telephone-event"},
  {"RTX", "rtx"},
  {"RED", "red"},
  {"ULPFEC", "ulpfec"},
};

/* Static payload types that may come without a name (RFC 3551 section 6). */
static const struct
{
  gint payload_type;
  const gchar *name;
} static_types[] = {
  {0, "PCMU"},
  {8, "PCMA"},
  {9, "G722"},
};

static const struct
{
  const gchar *field;
  const gchar *type;
  const gchar *parameter;
} feedbacks[] = {
  {"rtcp-fb-nack", "nack", NULL},
  {"rtcp-fb-nack-pli", "nack", "pli"},
  {"rtcp-fb-ccm-fir", "ccm", "fir"},
  {"rtcp-fb-goog-remb", "goog-remb", NULL},
  {"rtcp-fb-transport-cc", "transport-cc", NULL},
};

gboolean
gst_rtc_codec_is_auxiliary (const PcCodec * codec)
{
  return pc_codec_get_role (codec) != PC_CODEC_MEDIA;
}

static gboolean
is_parameter (const gchar * key)
{
  const gchar *c;
  guint i;

  if (!g_ascii_isalpha (key[0]) || g_strv_contains (own_fields, key))
    return FALSE;
  for (i = 0; own_prefixes[i]; i++) {
    if (g_str_has_prefix (key, own_prefixes[i]))
      return FALSE;
  }
  for (c = key; *c; c++) {
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_' && *c != '.')
      return FALSE;
  }

  return TRUE;
}

static void
add_parameters (GstStructure * structure, const PcCodec * codec)
{
  g_auto (GStrv) parameters = NULL;
  guint i;

  if (codec->fmtp == NULL)
    return;

  parameters = g_strsplit (codec->fmtp, ";", -1);
  for (i = 0; parameters[i]; i++) {
    g_autofree gchar *key = NULL;
    gchar *value = strchr (parameters[i], '=');

    if (value) {
      *value++ = '\0';
      key = g_ascii_strdown (g_strstrip (parameters[i]), -1);
      if (is_parameter (key))
        gst_structure_set (structure, key, G_TYPE_STRING, g_strstrip (value),
            NULL);
    } else if (g_ascii_strcasecmp (codec->name, "telephone-event") == 0) {
      /* RFC 4733 section 2.4.1: a bare list of events; rtpdtmf* call it so. */
      gst_structure_set (structure, "events", G_TYPE_STRING,
          g_strstrip (parameters[i]), NULL);
    }
  }
}

static void
add_feedback (GstStructure * structure, const PcCodec * codec)
{
  guint i, j;

  for (i = 0; i < codec->feedback->len; i++) {
    const PcRtcpFeedback *feedback = g_ptr_array_index (codec->feedback, i);

    for (j = 0; j < G_N_ELEMENTS (feedbacks); j++) {
      if (g_ascii_strcasecmp (feedback->type, feedbacks[j].type) == 0
          && g_strcmp0 (feedback->parameter, feedbacks[j].parameter) == 0)
        gst_structure_set (structure, feedbacks[j].field, G_TYPE_BOOLEAN,
            TRUE, NULL);
    }
  }
}

static GstStructure *
structure_from_codec (const PcCodec * codec, PcKind kind, guint32 ssrc)
{
  g_autofree gchar *name = g_ascii_strup (codec->name, -1);
  GstStructure *structure;

  structure = gst_structure_new ("application/x-rtp",
      "media", G_TYPE_STRING, kind == PC_KIND_AUDIO ? "audio" : "video",
      "encoding-name", G_TYPE_STRING, name,
      "clock-rate", G_TYPE_INT, (gint) codec->clock_rate,
      "payload", G_TYPE_INT, (gint) codec->payload_type, NULL);
  if (ssrc != 0)
    gst_structure_set (structure, "ssrc", G_TYPE_UINT, ssrc, NULL);

  /* One channel is what no parameter means (RFC 8866 section 6.6). */
  if (kind == PC_KIND_AUDIO && codec->channels > 1) {
    g_autofree gchar *channels = g_strdup_printf ("%u", codec->channels);

    gst_structure_set (structure, "encoding-params", G_TYPE_STRING, channels,
        NULL);
  }
  add_parameters (structure, codec);
  add_feedback (structure, codec);

  return structure;
}

GstCaps *
gst_rtc_caps_from_codec (const PcCodec * codec, PcKind kind, guint32 ssrc)
{
  GstCaps *caps = gst_caps_new_empty ();

  gst_caps_append_structure (caps, structure_from_codec (codec, kind, ssrc));

  return caps;
}

/* What a sink pad answers. A payloader numbers from 96 on only, while browsers
 * have come to use 35 to 63 as well (RFC 5761 section 4 allows it): with such a
 * number it is free, since the session rewrites it. */
static GstStructure *
structure_for_payloader (const PcCodec * codec, PcKind kind, guint32 ssrc)
{
  GstStructure *structure = structure_from_codec (codec, kind, ssrc);

  if (codec->payload_type >= 35 && codec->payload_type < 64)
    gst_structure_remove_field (structure, "payload");
  return structure;
}

/* rtph264pay reads profile-level-id in an unfiltered query to tell the encoder
 * what the peer can decode, then filters by the one its encoder produced: a
 * stream of a lower profile or another level than the agreed limit. */
static void
append_accepted_profiles (GstCaps * caps, GPtrArray * codecs,
    const PcCodec * codec, PcKind kind, guint32 ssrc, const GstCaps * filter)
{
  guint i;

  for (i = 0; i < gst_caps_get_size (filter); i++) {
    const GstStructure *wanted = gst_caps_get_structure (filter, i);
    const gchar *profile =
        gst_structure_get_string (wanted, "profile-level-id");
    GstStructure *structure;

    if (profile == NULL || gst_rtc_codecs_find_caps (codecs, wanted) != codec)
      continue;
    structure = structure_for_payloader (codec, kind, ssrc);
    gst_structure_set (structure, "profile-level-id", G_TYPE_STRING, profile,
        NULL);
    gst_caps_append_structure (caps, structure);
  }
}

/* rtph264pay holds an encoder to the level of a profile-level-id too, and what
 * is larger ends in not-negotiated; browsers say 3.1, and play more. Without
 * one it holds it to Constrained Baseline alone, which these profiles ask for
 * (RFC 6184 section 8.1). */
static void
leave_level_free (GstStructure * structure, const PcCodec * codec)
{
  PcH264Profile profile;

  if (g_ascii_strcasecmp (codec->name, "H264") != 0)
    return;
  profile = pc_h264_fmtp_profile (codec->fmtp);
  if (profile == PC_H264_CONSTRAINED_BASELINE || profile == PC_H264_BASELINE)
    gst_structure_remove_field (structure, "profile-level-id");
}

GstCaps *
gst_rtc_caps_from_codecs (GPtrArray * codecs, PcKind kind, guint32 ssrc,
    const GstCaps * filter)
{
  GstCaps *caps = gst_caps_new_empty ();
  guint i;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);
    GstStructure *structure;

    if (gst_rtc_codec_is_auxiliary (codec))
      continue;
    structure = structure_for_payloader (codec, kind, ssrc);
    if (filter == NULL)
      leave_level_free (structure, codec);
    gst_caps_append_structure (caps, structure);
    if (filter)
      append_accepted_profiles (caps, codecs, codec, kind, ssrc, filter);
  }
  if (filter) {
    GstCaps *all = caps;

    caps = gst_caps_intersect_full (all, (GstCaps *) filter,
        GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref (all);
  }

  return caps;
}

PcKind
gst_rtc_kind_from_caps (const GstStructure * structure)
{
  const gchar *media = gst_structure_get_string (structure, "media");

  if (g_strcmp0 (media, "audio") == 0)
    return PC_KIND_AUDIO;
  if (g_strcmp0 (media, "video") == 0)
    return PC_KIND_VIDEO;
  return PC_KIND_UNKNOWN;
}

static const gchar *
sdp_name (const GstStructure * structure)
{
  const gchar *name = gst_structure_get_string (structure, "encoding-name");
  gint payload_type;
  gsize i;

  if (name) {
    for (i = 0; i < G_N_ELEMENTS (spellings); i++) {
      if (g_ascii_strcasecmp (name, spellings[i].caps) == 0)
        return spellings[i].sdp;
    }
    return name;
  }

  if (gst_structure_get_int (structure, "payload", &payload_type)) {
    for (i = 0; i < G_N_ELEMENTS (static_types); i++) {
      if (payload_type == static_types[i].payload_type)
        return static_types[i].name;
    }
  }

  return NULL;
}

static guint
sdp_clock_rate (const GstStructure * structure, const gchar * name)
{
  gint clock_rate;

  if (gst_structure_get_int (structure, "clock-rate", &clock_rate)
      && clock_rate > 0)
    return clock_rate;
  if (g_ascii_strcasecmp (name, "opus") == 0)
    return 48000;
  return gst_rtc_kind_from_caps (structure) == PC_KIND_VIDEO ? 90000 : 8000;
}

/* What the sender says of its own stream stays: sprop-parameter-sets. */
static gboolean
collect_parameter (GQuark field_id, const GValue * value, gpointer user_data)
{
  const gchar *key = g_quark_to_string (field_id);
  GPtrArray *parameters = user_data;

  if (!G_VALUE_HOLDS_STRING (value)
      || (!is_parameter (key) && !g_str_has_prefix (key, "sprop-")))
    return TRUE;
  if (strcmp (key, "events") == 0)
    g_ptr_array_add (parameters, g_value_dup_string (value));
  else
    g_ptr_array_add (parameters, g_strdup_printf ("%s=%s", key,
            g_value_get_string (value)));

  return TRUE;
}

PcCodec *
gst_rtc_codec_from_caps (const GstStructure * structure)
{
  g_autoptr (GPtrArray) parameters = g_ptr_array_new_with_free_func (g_free);
  const gchar *name = sdp_name (structure);
  g_autofree gchar *fmtp = NULL;
  const gchar *encoding_params;
  gint payload_type;
  guint channels = 0;
  PcCodec *codec;
  gsize i;

  if (name == NULL)
    return NULL;

  encoding_params = gst_structure_get_string (structure, "encoding-params");
  /* RFC 7587 section 7: the number of channels in rtpmap MUST be 2. */
  if (g_strcmp0 (name, "opus") == 0)
    channels = 2;
  else if (encoding_params && strcmp (encoding_params, "1") != 0)
    channels = g_ascii_strtoull (encoding_params, NULL, 10);

  gst_structure_foreach (structure, collect_parameter, parameters);
  if (parameters->len > 0) {
    g_ptr_array_add (parameters, NULL);
    fmtp = g_strjoinv (";", (gchar **) parameters->pdata);
  }
  if (!gst_structure_get_int (structure, "payload", &payload_type)
      || payload_type < 0 || payload_type > 127)
    payload_type = -1;

  codec = pc_codec_new (payload_type, name, sdp_clock_rate (structure, name),
      channels, fmtp);
  for (i = 0; i < G_N_ELEMENTS (feedbacks); i++) {
    gboolean wanted;

    if (gst_structure_get_boolean (structure, feedbacks[i].field, &wanted)
        && wanted)
      g_ptr_array_add (codec->feedback,
          pc_rtcp_feedback_new (feedbacks[i].type, feedbacks[i].parameter));
  }

  return codec;
}
