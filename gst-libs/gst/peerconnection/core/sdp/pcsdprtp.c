/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdprtp.c: what an audio or video section says about its codecs.
 */

#include "pcsdpparser.h"

#include <string.h>

#include "../pcerror.h"

#define MAX_CLOCK_RATE G_MAXINT32       /* Hz; what caps can say */
#define MAX_CHANNELS 255

/* RFC 3551 section 6, tables 4 and 5 */
static const struct
{
  guint payload_type;
  PcKind kind;
  const gchar *name;
  guint clock_rate;
  guint channels;
} static_codecs[] = {
  {0, PC_KIND_AUDIO, "PCMU", 8000, 0},
  {3, PC_KIND_AUDIO, "GSM", 8000, 0},
  {4, PC_KIND_AUDIO, "G723", 8000, 0},
  {5, PC_KIND_AUDIO, "DVI4", 8000, 0},
  {6, PC_KIND_AUDIO, "DVI4", 16000, 0},
  {7, PC_KIND_AUDIO, "LPC", 8000, 0},
  {8, PC_KIND_AUDIO, "PCMA", 8000, 0},
  {9, PC_KIND_AUDIO, "G722", 8000, 0},
  {10, PC_KIND_AUDIO, "L16", 44100, 2},
  {11, PC_KIND_AUDIO, "L16", 44100, 0},
  {12, PC_KIND_AUDIO, "QCELP", 8000, 0},
  {13, PC_KIND_AUDIO, "CN", 8000, 0},
  {14, PC_KIND_AUDIO, "MPA", 90000, 0},
  {15, PC_KIND_AUDIO, "G728", 8000, 0},
  {16, PC_KIND_AUDIO, "DVI4", 11025, 0},
  {17, PC_KIND_AUDIO, "DVI4", 22050, 0},
  {18, PC_KIND_AUDIO, "G729", 8000, 0},
  {25, PC_KIND_VIDEO, "CelB", 90000, 0},
  {26, PC_KIND_VIDEO, "JPEG", 90000, 0},
  {28, PC_KIND_VIDEO, "nv", 90000, 0},
  {31, PC_KIND_VIDEO, "H261", 90000, 0},
  {32, PC_KIND_VIDEO, "MPV", 90000, 0},
  {33, PC_KIND_VIDEO, "MP2T", 90000, 0},
  {34, PC_KIND_VIDEO, "H263", 90000, 0},
};

/* A number without a=rtpmap means what RFC 3551 gave it to. */
static gboolean
name_static_codec (PcKind kind, PcCodec * codec)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (static_codecs); i++) {
    if (static_codecs[i].payload_type == codec->payload_type
        && static_codecs[i].kind == kind) {
      codec->name = g_strdup (static_codecs[i].name);
      codec->clock_rate = static_codecs[i].clock_rate;
      codec->channels = static_codecs[i].channels;
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
next_payload_type (const gchar ** cursor, guint * payload_type)
{
  PcWord word;
  guint64 number;

  if (!pc_word_next (cursor, &word)
      || !pc_word_to_uint (word, 0, PC_SDP_PAYLOAD_TYPES - 1, &number))
    return FALSE;
  *payload_type = number;

  return TRUE;
}

/* What follows the next word, without the spaces around it. */
static const gchar *
skip_spaces (const gchar * cursor)
{
  while (*cursor == ' ')
    cursor++;

  return cursor;
}

/* a=rtpmap:<pt> <name>/<clock rate>[/<channels>] (RFC 8866 section 6.6) */
gboolean
pc_sdp_handle_rtpmap (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcWord rest, encoding, rate, extra;
  guint64 clock_rate, channels = 0;
  guint payload_type;
  PcCodec *codec;

  if (!next_payload_type (&cursor, &payload_type)
      || !pc_word_next (&cursor, &rest)
      || pc_word_next (&cursor, &extra)
      || !pc_word_split (&rest, '/', &encoding)
      || !pc_word_is_token (encoding, PC_SDP_MAX_TOKEN))
    return pc_sdp_malformed (section, name, value, error);
  if (!pc_word_split (&rest, '/', &rate))
    rate = rest;
  else if (!pc_word_to_uint (rest, 1, MAX_CHANNELS, &channels))
    return pc_sdp_malformed (section, name, value, error);
  if (!pc_word_to_uint (rate, 1, MAX_CLOCK_RATE, &clock_rate))
    return pc_sdp_malformed (section, name, value, error);

  codec = section->codecs[payload_type];
  if (codec == NULL)
    return TRUE;                /* not in the m-line: says nothing */
  if (codec->name != NULL && (codec->clock_rate != clock_rate
          || codec->channels != channels
          || !pc_word_equal_nocase (encoding, codec->name)))
    return pc_sdp_malformed (section, name, value, error);
  g_free (codec->name);
  codec->name = pc_word_dup (encoding);
  codec->clock_rate = clock_rate;
  codec->channels = channels;

  return TRUE;
}

/* a=fmtp:<pt> <parameters> (RFC 8866 section 6.15) */
gboolean
pc_sdp_handle_fmtp (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  guint payload_type;
  GString *fmtp;

  if (!next_payload_type (&cursor, &payload_type) || *cursor != ' ')
    return pc_sdp_malformed (section, name, value, error);
  cursor = skip_spaces (cursor);
  if (*cursor == '\0')
    return pc_sdp_malformed (section, name, value, error);

  if (section->codecs[payload_type] == NULL)
    return TRUE;
  if (section->fmtp[payload_type] == NULL)
    section->fmtp[payload_type] = g_string_new (NULL);
  fmtp = section->fmtp[payload_type];
  if (fmtp->len > 0)
    g_string_append_c (fmtp, ';');
  g_string_append (fmtp, cursor);
  while (fmtp->str[fmtp->len - 1] == ' ')
    g_string_truncate (fmtp, fmtp->len - 1);

  return TRUE;
}

/* Says one thing once. */
static gboolean
add_feedback (GPtrArray * list, const gchar * type, const gchar * parameter)
{
  guint i;

  for (i = 0; i < list->len; i++) {
    const PcRtcpFeedback *other = g_ptr_array_index (list, i);

    if (g_str_equal (other->type, type)
        && g_strcmp0 (other->parameter, parameter) == 0)
      return TRUE;
  }
  if (list->len == PC_SDP_MAX_FEEDBACK)
    return FALSE;
  g_ptr_array_add (list, pc_rtcp_feedback_new (type, parameter));

  return TRUE;
}

/* a=rtcp-fb:(<pt>|*) <type> [<parameter>] (RFC 4585 section 4.2) */
gboolean
pc_sdp_handle_rtcp_fb (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  g_autofree gchar *type = NULL;
  GPtrArray *list;
  PcWord word;

  if (value[0] == '*') {
    list = section->feedback;
    cursor++;
  } else {
    guint payload_type;

    if (!next_payload_type (&cursor, &payload_type))
      return pc_sdp_malformed (section, name, value, error);
    list = section->codecs[payload_type] == NULL ? NULL :
        section->codecs[payload_type]->feedback;
  }
  if (*cursor != ' ' || !pc_word_next (&cursor, &word)
      || word.length > PC_SDP_MAX_TOKEN || strlen (cursor) > PC_SDP_MAX_TOKEN)
    return pc_sdp_malformed (section, name, value, error);
  if (list == NULL)
    return TRUE;
  type = pc_word_dup (word);
  cursor = skip_spaces (cursor);
  if (!add_feedback (list, type, *cursor == '\0' ? NULL : cursor))
    return pc_sdp_malformed (section, name, value, error);

  return TRUE;
}

static void
finish_codec (PcSdpSection * section, PcCodec * codec)
{
  GString *fmtp = section->fmtp[codec->payload_type];
  guint i;

  if (fmtp != NULL)
    codec->fmtp = g_strdup (fmtp->str);
  for (i = 0; i < section->feedback->len; i++) {
    const PcRtcpFeedback *feedback = g_ptr_array_index (section->feedback, i);

    add_feedback (codec->feedback, feedback->type, feedback->parameter);
  }
}

void
pc_sdp_section_finish (PcSdpSection * section)
{
  PcMedia *media = section->media;
  guint i, kept = 0;

  /* A payload type without a name cannot be spoken about: left out, as if the
   * m-line did not have it. */
  for (i = 0; i < media->codecs->len; i++) {
    PcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (codec->name == NULL && !name_static_codec (media->kind, codec)) {
      section->codecs[codec->payload_type] = NULL;
      pc_codec_free (codec);
      continue;
    }
    finish_codec (section, codec);
    media->codecs->pdata[kept++] = codec;
  }
  g_ptr_array_set_free_func (media->codecs, NULL);
  g_ptr_array_set_size (media->codecs, kept);
  g_ptr_array_set_free_func (media->codecs, (GDestroyNotify) pc_codec_free);
  if (kept > 0)
    g_clear_pointer (&media->formats, g_free);

  if (media->msids->len == 0 && section->ssrc_msid != NULL)
    g_ptr_array_add (media->msids, g_steal_pointer (&section->ssrc_msid));
}
