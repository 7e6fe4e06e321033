/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcencodings.c: the encodings of a sender as values, and what is wrong with
 * a list of them.
 */

#include "pcencodings.h"

#include "../pcerror.h"

PcEncoding *
pc_encoding_new (void)
{
  PcEncoding *encoding = g_new0 (PcEncoding, 1);

  encoding->active = TRUE;
  encoding->max_bitrate = -1;
  encoding->max_framerate = PC_ENCODING_NO_NUMBER;
  encoding->scale_resolution_down_by = PC_ENCODING_NO_NUMBER;
  encoding->priority = PC_PRIORITY_LOW;
  encoding->network_priority = PC_PRIORITY_LOW;

  return encoding;
}

PcEncoding *
pc_encoding_copy (const PcEncoding * encoding)
{
  PcEncoding *copy = g_memdup2 (encoding, sizeof (*encoding));

  copy->rid = g_strdup (encoding->rid);
  copy->codec = encoding->codec != NULL ? pc_codec_copy (encoding->codec)
      : NULL;

  return copy;
}

void
pc_encoding_free (PcEncoding * encoding)
{
  g_free (encoding->rid);
  g_clear_pointer (&encoding->codec, pc_codec_free);
  g_free (encoding);
}

GPtrArray *
pc_encodings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) pc_encoding_free);
}

static gpointer
copy_encoding (gconstpointer encoding, gpointer user_data)
{
  return pc_encoding_copy (encoding);
}

GPtrArray *
pc_encodings_copy (const GPtrArray * encodings)
{
  GPtrArray *copy = pc_encodings_new ();

  g_ptr_array_extend (copy, (GPtrArray *) encodings, copy_encoding, NULL);

  return copy;
}

/* webrtc-pc section 5.2, "create an RTCRtpSender". */
GPtrArray *
pc_encodings_new_default (PcKind kind)
{
  GPtrArray *encodings = pc_encodings_new ();
  PcEncoding *encoding = pc_encoding_new ();

  if (kind == PC_KIND_VIDEO)
    encoding->scale_resolution_down_by = 1.0;
  g_ptr_array_add (encodings, encoding);

  return encodings;
}

gboolean
pc_encodings_have_rids (const GPtrArray * encodings)
{
  return encodings->len > 0
      && ((PcEncoding *) g_ptr_array_index (encodings, 0))->rid != NULL;
}

gint
pc_encodings_find_rid (const GPtrArray * encodings, const gchar * rid)
{
  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i);

    if (g_strcmp0 (encoding->rid, rid) == 0)
      return i;
  }

  return -1;
}

void
pc_encodings_scale (GPtrArray * encodings)
{
  for (guint i = 0; i < encodings->len; i++) {
    PcEncoding *encoding = g_ptr_array_index (encodings, i);

    encoding->scale_resolution_down_by = 1 << (encodings->len - i - 1);
  }
}

/* RFC 8851 section 10: rid-id = 1*(alpha-numeric / "-" / "_") */
static gboolean
is_rid (const gchar * rid)
{
  gsize length;

  for (length = 0; rid[length] != '\0'; length++) {
    if (!g_ascii_isalnum (rid[length]) && rid[length] != '-'
        && rid[length] != '_')
      return FALSE;
  }

  return length >= 1 && length <= PC_MAX_RID_LENGTH;
}

static gboolean
check_rids (const GPtrArray * encodings, GError ** error)
{
  guint n_rids = 0;

  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i);

    if (encoding->rid == NULL)
      continue;
    n_rids++;
    if (!is_rid (encoding->rid)) {
      g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
          "encoding %u: \"%s\" is no rid", i, encoding->rid);
      return FALSE;
    }
    if (pc_encodings_find_rid (encodings, encoding->rid) != (gint) i) {
      g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
          "encoding %u: the rid \"%s\" is there twice", i, encoding->rid);
      return FALSE;
    }
  }
  if (n_rids != 0 && n_rids != encodings->len) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "%u of %u encodings have a rid: all must, or none", n_rids,
        encodings->len);
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_codecs (const GPtrArray * encodings, const GPtrArray * codecs,
    PcError code, gboolean ignore_asymmetrical, GError ** error)
{
  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i);

    if (encoding->codec == NULL
        || pc_codecs_find_dictionary (codecs, encoding->codec,
            ignore_asymmetrical) != NULL)
      continue;
    g_set_error (error, PC_ERROR, code,
        "encoding %u: the codec \"%s\" cannot be sent", i,
        encoding->codec->name);
    return FALSE;
  }

  return TRUE;
}

/* The numbers of video; @min_framerate is excluded when it is not allowed. */
static gboolean
check_numbers (const GPtrArray * encodings, PcKind kind,
    gboolean zero_framerate, GError ** error)
{
  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i);
    gdouble scale = encoding->scale_resolution_down_by;
    gdouble rate = encoding->max_framerate;

    /* Web IDL: an unsigned long */
    if (encoding->max_bitrate < -1 || encoding->max_bitrate > G_MAXUINT32) {
      g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
          "encoding %u: a maxBitrate of %" G_GINT64_FORMAT, i,
          encoding->max_bitrate);
      return FALSE;
    }
    if (kind != PC_KIND_VIDEO)
      continue;
    if (scale != PC_ENCODING_NO_NUMBER && !(scale >= 1.0)) {
      g_set_error (error, PC_ERROR, PC_ERROR_RANGE,
          "encoding %u: scaleResolutionDownBy is %g, less than 1", i, scale);
      return FALSE;
    }
    if (rate != PC_ENCODING_NO_NUMBER
        && !(zero_framerate ? rate >= 0 : rate > 0)) {
      g_set_error (error, PC_ERROR, PC_ERROR_RANGE,
          "encoding %u: a maxFramerate of %g", i, rate);
      return FALSE;
    }
  }

  return TRUE;
}

/* What only video has. */
static void
remove_video_members (GPtrArray * encodings)
{
  for (guint i = 0; i < encodings->len; i++) {
    PcEncoding *encoding = g_ptr_array_index (encodings, i);

    encoding->max_framerate = PC_ENCODING_NO_NUMBER;
    encoding->scale_resolution_down_by = PC_ENCODING_NO_NUMBER;
  }
}

/* An encoding without a scale gets 1.0. FALSE: none had one before. */
static gboolean
complete_scales (GPtrArray * encodings, gboolean always)
{
  gboolean found = FALSE;

  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i);

    found |= encoding->scale_resolution_down_by != PC_ENCODING_NO_NUMBER;
  }
  for (guint i = 0; (found || always) && i < encodings->len; i++) {
    PcEncoding *encoding = g_ptr_array_index (encodings, i);

    if (encoding->scale_resolution_down_by == PC_ENCODING_NO_NUMBER)
      encoding->scale_resolution_down_by = 1.0;
  }

  return found;
}

gboolean
pc_encodings_check_init (GPtrArray * encodings, PcKind kind,
    const GPtrArray * codecs, GError ** error)
{
  guint max = kind == PC_KIND_VIDEO ? PC_MAX_ENCODINGS : 1;
  gboolean scaled;

  if (!check_rids (encodings, error)
      || !check_codecs (encodings, codecs, PC_ERROR_OPERATION, FALSE, error)
      || !check_numbers (encodings, kind, FALSE, error))
    return FALSE;

  if (kind != PC_KIND_VIDEO)
    remove_video_members (encodings);
  scaled = complete_scales (encodings, FALSE);
  if (encodings->len > max)
    g_ptr_array_set_size (encodings, max);
  if (kind == PC_KIND_VIDEO && !scaled)
    pc_encodings_scale (encodings);
  if (encodings->len == 1)
    g_clear_pointer (&((PcEncoding *) g_ptr_array_index (encodings, 0))->rid,
        g_free);

  return TRUE;
}

gboolean
pc_encodings_check_update (GPtrArray * encodings, PcKind kind,
    const GPtrArray * before, const GPtrArray * codecs, GError ** error)
{
  if (encodings->len != before->len) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
        "%u encodings, where there are %u", encodings->len, before->len);
    return FALSE;
  }
  for (guint i = 0; i < before->len; i++) {
    const PcEncoding *old = g_ptr_array_index (before, i);
    const PcEncoding *new = g_ptr_array_index (encodings, i);

    /* Another rid, or another order: both show here. */
    if (g_strcmp0 (old->rid, new->rid) != 0) {
      g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
          "encoding %u: the rid was \"%s\", and is \"%s\" now", i,
          old->rid != NULL ? old->rid : "", new->rid != NULL ? new->rid : "");
      return FALSE;
    }
  }
  if (!check_codecs (encodings, codecs, PC_ERROR_INVALID_MODIFICATION, TRUE,
          error)
      || !check_numbers (encodings, kind, TRUE, error))
    return FALSE;

  if (kind == PC_KIND_VIDEO)
    complete_scales (encodings, TRUE);
  else
    remove_video_members (encodings);

  return TRUE;
}
