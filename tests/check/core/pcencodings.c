/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcencodings.c: which lists of encodings are taken, and what becomes of them.
 */

#include <gst/peerconnection/core/jsep/pcencodings.h>

#include "pctestsession.h"

#define NONE PC_ENCODING_NO_NUMBER

typedef struct
{
  const gchar *rid;
  gdouble scale;
  gdouble rate;
  gint64 bitrate;
  const gchar *codec;
} Row;

static GPtrArray *
make (const Row * rows, guint n)
{
  GPtrArray *encodings = pc_encodings_new ();

  for (guint i = 0; i < n; i++) {
    PcEncoding *encoding = pc_encoding_new ();

    encoding->rid = g_strdup (rows[i].rid);
    encoding->scale_resolution_down_by = rows[i].scale;
    encoding->max_framerate = rows[i].rate;
    encoding->max_bitrate = rows[i].bitrate;
    if (rows[i].codec != NULL)
      encoding->codec = pc_codec_new (0, rows[i].codec, 90000, 0, NULL);
    g_ptr_array_add (encodings, encoding);
  }

  return encodings;
}

static const struct
{
  const gchar *name;
  PcKind kind;
  Row rows[5];
  guint n;
  gint code;                    /* -1: taken */
  guint left;
  gdouble scales[3];
} inits[] = {
  {"one", PC_KIND_VIDEO, {{NULL, NONE, NONE, -1}}, 1, -1, 1, {1}},
  {"lone rid goes", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}}, 1, -1, 1, {1}},
  {"three", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}, {"b", NONE, NONE, -1},
          {"c", NONE, 30, 0}}, 3, -1, 3, {4, 2, 1}},
  {"trimmed", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}, {"b", NONE, NONE, -1},
          {"c", NONE, NONE, -1}, {"d", NONE, NONE, -1}}, 4, -1, 3, {4, 2, 1}},
  {"some scaled", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}, {"b", 3, NONE, -1}},
      2, -1, 2, {1, 3}},
  {"scaled beyond", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}, {"b", NONE, NONE,
              -1}, {"c", NONE, NONE, -1}, {"d", 2, NONE, -1}}, 4, -1, 3,
      {1, 1, 1}},
  {"audio", PC_KIND_AUDIO, {{"a", 0.1, -5, -1}, {"b", NONE, NONE, -1}}, 2, -1,
      1, {NONE}},
  {"some rids", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}, {NULL, NONE, NONE, -1}},
      2, PC_ERROR_TYPE},
  {"twice", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}, {"a", NONE, NONE, -1}}, 2,
      PC_ERROR_TYPE},
  {"empty rid", PC_KIND_VIDEO, {{"", NONE, NONE, -1}}, 1, PC_ERROR_TYPE},
  {"no rid", PC_KIND_VIDEO, {{"a!", NONE, NONE, -1}}, 1, PC_ERROR_TYPE},
  {"even of audio", PC_KIND_AUDIO, {{"a b", NONE, NONE, -1}}, 1,
      PC_ERROR_TYPE},
  {"too large", PC_KIND_VIDEO, {{NULL, 0.9, NONE, -1}}, 1, PC_ERROR_RANGE},
  {"no frames", PC_KIND_VIDEO, {{NULL, NONE, 0, -1}}, 1, PC_ERROR_RANGE},
  {"negative", PC_KIND_VIDEO, {{NULL, NONE, -1, -1}}, 1, PC_ERROR_RANGE},
  {"bits", PC_KIND_VIDEO, {{NULL, NONE, NONE, G_MAXINT64}}, 1, PC_ERROR_TYPE},
  {"codec", PC_KIND_VIDEO, {{NULL, NONE, NONE, -1, "vp8"}}, 1, -1, 1, {1}},
  {"other codec", PC_KIND_VIDEO, {{NULL, NONE, NONE, -1, "VP7"}}, 1,
      PC_ERROR_OPERATION},
};

GST_START_TEST (test_init)
{
  g_autoptr (PcCapabilities) capabilities = test_capabilities ();
  g_autoptr (GPtrArray) encodings = make (inits[__i__].rows, inits[__i__].n);
  g_autoptr (GError) error = NULL;
  PcKind kind = inits[__i__].kind;
  gboolean ok = pc_encodings_check_init (encodings, kind,
      capabilities->codecs[kind], &error);

  GST_INFO ("%s", inits[__i__].name);
  if (inits[__i__].code >= 0) {
    fail_if (ok, "%s was taken", inits[__i__].name);
    fail_unless_equals_int (error->code, inits[__i__].code);
    fail_unless_equals_int (encodings->len, inits[__i__].n);
    return;
  }
  fail_unless (ok, "%s: %s", inits[__i__].name, error ? error->message : "");
  fail_unless_equals_int (encodings->len, inits[__i__].left);
  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (encodings, i);

    fail_unless (encoding->scale_resolution_down_by
        == inits[__i__].scales[i], "%s: scale %u is %g", inits[__i__].name, i,
        encoding->scale_resolution_down_by);
    fail_unless (encodings->len == 1 || encoding->rid != NULL);
    fail_if (encodings->len == 1 && encoding->rid != NULL);
    if (kind == PC_KIND_AUDIO)
      fail_unless (encoding->max_framerate == NONE);
  }
}

GST_END_TEST;

static const struct
{
  const gchar *name;
  PcKind kind;
  Row rows[3];
  guint n;
  gint code;
} updates[] = {
  {"same", PC_KIND_VIDEO, {{"a", NONE, 0, -1}, {"b", 1.5, NONE, 5}}, 2, -1},
  {"fewer", PC_KIND_VIDEO, {{"a", NONE, NONE, -1}}, 1,
      PC_ERROR_INVALID_MODIFICATION},
  {"turned round", PC_KIND_VIDEO, {{"b", NONE, NONE, -1}, {"a", NONE, NONE,
              -1}}, 2, PC_ERROR_INVALID_MODIFICATION},
  {"no rid", PC_KIND_VIDEO, {{NULL, NONE, NONE, -1}, {"b", NONE, NONE, -1}},
      2, PC_ERROR_INVALID_MODIFICATION},
  {"scale", PC_KIND_VIDEO, {{"a", -1, NONE, -1}, {"b", NONE, NONE, -1}}, 2,
      PC_ERROR_RANGE},
  {"rate", PC_KIND_VIDEO, {{"a", NONE, -0.1, -1}, {"b", NONE, NONE, -1}}, 2,
      PC_ERROR_RANGE},
  {"codec", PC_KIND_VIDEO, {{"a", NONE, NONE, -1, "VP7"}, {"b", NONE, NONE,
              -1}}, 2, PC_ERROR_INVALID_MODIFICATION},
  {"audio", PC_KIND_AUDIO, {{"a", 0.5, -1, -1}, {"b", NONE, NONE, -1}}, 2, -1},
};

GST_START_TEST (test_update)
{
  static const Row rows[] = { {"a", 2, NONE, -1}, {"b", 1, NONE, -1} };
  g_autoptr (PcCapabilities) capabilities = test_capabilities ();
  g_autoptr (GPtrArray) before = make (rows, G_N_ELEMENTS (rows));
  g_autoptr (GPtrArray) encodings = make (updates[__i__].rows,
      updates[__i__].n);
  g_autoptr (GError) error = NULL;
  PcKind kind = updates[__i__].kind;
  gboolean ok = pc_encodings_check_update (encodings, kind, before,
      capabilities->codecs[kind], &error);
  const PcEncoding *lowest = g_ptr_array_index (encodings, 0);

  if (updates[__i__].code >= 0) {
    fail_if (ok, "%s was taken", updates[__i__].name);
    fail_unless_equals_int (error->code, updates[__i__].code);
    return;
  }
  fail_unless (ok, "%s: %s", updates[__i__].name, error ? error->message : "");
  fail_unless (lowest->scale_resolution_down_by ==
      (kind == PC_KIND_VIDEO ? 1.0 : NONE));
}

GST_END_TEST;

static const struct
{
  const gchar *name[2];
  guint channels[2];
  const gchar *fmtp[2];
  gboolean strict;
  gboolean lax;
} matches[] = {
  {{"VP8", "vp8"}, {0, 0}, {NULL, NULL}, TRUE, TRUE},
  {{"VP8", "VP9"}, {0, 0}, {NULL, NULL}, FALSE, FALSE},
  {{"opus", "opus"}, {2, 1}, {NULL, NULL}, FALSE, FALSE},
  {{"opus", "opus"}, {2, 0}, {NULL, NULL}, FALSE, FALSE},
  {{"opus", "opus"}, {2, 2}, {"a=1;b=2", " b=2; a=1"}, TRUE, TRUE},
  {{"opus", "opus"}, {2, 2}, {"a=1", "a=2"}, FALSE, TRUE},
  {{"opus", "opus"}, {2, 2}, {"a=1", NULL}, FALSE, FALSE},
  {{"telephone-event", "telephone-event"}, {0, 0}, {"0-15", "0-15"}, TRUE,
      TRUE},
  {{"telephone-event", "telephone-event"}, {0, 0}, {"0-15", "0-16"}, FALSE,
      FALSE},
  {{"VP9", "VP9"}, {0, 0}, {"profile-id=0", "profile-id=2"}, FALSE, FALSE},
};

GST_START_TEST (test_match)
{
  g_autoptr (PcCodec) a = pc_codec_new (1, matches[__i__].name[0], 90000,
      matches[__i__].channels[0], matches[__i__].fmtp[0]);
  g_autoptr (PcCodec) b = pc_codec_new (2, matches[__i__].name[1], 90000,
      matches[__i__].channels[1], matches[__i__].fmtp[1]);

  fail_unless_equals_int (pc_codec_dictionary_match (a, b, FALSE),
      matches[__i__].strict);
  fail_unless_equals_int (pc_codec_dictionary_match (b, a, TRUE),
      matches[__i__].lax);
  b->clock_rate = 1;
  fail_if (pc_codec_dictionary_match (a, b, TRUE));
}

GST_END_TEST;

static Suite *
pc_encodings_suite (void)
{
  Suite *s = suite_create ("pcencodings");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_init, 0, G_N_ELEMENTS (inits));
  tcase_add_loop_test (tc, test_update, 0, G_N_ELEMENTS (updates));
  tcase_add_loop_test (tc, test_match, 0, G_N_ELEMENTS (matches));

  return s;
}

GST_CHECK_MAIN (pc_encodings);
