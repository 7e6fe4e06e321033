/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccodecs.c: which codec entries mean the same, and what an answer makes of
 * them.
 */

#include <gst/peerconnection/core/jsep/pch264.h>

#include <gst/peerconnection/core/jsep/pccodecs.h>
#include <gst/peerconnection/core/jsep/pcnumbers.h>

#include "pctestsession.h"

#define H264(mode, id) \
    "level-asymmetry-allowed=1;packetization-mode=" mode ";profile-level-id=" id

GST_START_TEST (test_match)
{
  static const struct
  {
    const gchar *a, *b;         /* name/clock/channels fmtp */
    gboolean exact, compatible;
  } cases[] = {
    {"VP8/90000/0 ", "vp8/90000/0 max-fs=12", TRUE, TRUE},
    {"VP8/90000/0 ", "VP9/90000/0 ", FALSE, FALSE},
    {"VP9/90000/0 ", "VP9/90000/0 profile-id=0", TRUE, TRUE},
    {"VP9/90000/0 profile-id=2", "VP9/90000/0 profile-id=0", FALSE, FALSE},
    {"opus/48000/2 ", "opus/48000/2 stereo=1;useinbandfec=1", TRUE, TRUE},
    {"opus/48000/2 ", "opus/48000/1 ", FALSE, FALSE},
    {"PCMU/8000/0 ", "PCMU/8000/1 ", TRUE, TRUE},
    {"PCMU/8000/0 ", "PCMU/16000/0 ", FALSE, FALSE},
    {"telephone-event/8000/0 0-15", "telephone-event/48000/0 0-15", FALSE,
        FALSE},
    {"AV1/90000/0 ", "AV1/90000/0 profile=0;level-idx=8;tier=1", TRUE, TRUE},
    {"AV1/90000/0 profile=1", "AV1/90000/0 ", FALSE, FALSE},
    {"rtx/90000/0 apt=96", "rtx/90000/0 apt=96", TRUE, TRUE},
    {"rtx/90000/0 apt=96", "rtx/90000/0 apt=98", FALSE, FALSE},
    {"H264/90000/0 " H264 ("1", "42e01f"), "H264/90000/0 " H264 ("1",
            "42c00a"), TRUE, TRUE},
    {"H264/90000/0 " H264 ("1", "42e01f"), "H264/90000/0 " H264 ("1",
            "4d801f"), TRUE, TRUE},
    {"H264/90000/0 " H264 ("1", "42e01f"), "H264/90000/0 " H264 ("0",
            "42e01f"), FALSE, FALSE},
    {"H264/90000/0 " H264 ("1", "42e01f"), "H264/90000/0 " H264 ("1",
            "42001f"), FALSE, TRUE},
    {"H264/90000/0 " H264 ("1", "42e01f"), "H264/90000/0 " H264 ("1",
            "4d001f"), FALSE, FALSE},
    {"H264/90000/0 " H264 ("1", "64001f"), "H264/90000/0 " H264 ("1",
            "640c1f"), FALSE, FALSE},
    {"H264/90000/0 " H264 ("1", "zz001f"), "H264/90000/0 " H264 ("1",
            "zz001f"), FALSE, FALSE},
    {"H264/90000/0 ", "H264/90000/0 profile-level-id=42000a", TRUE, TRUE},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) a = g_strsplit_set (cases[i].a, "/ ", 4);
    g_auto (GStrv) b = g_strsplit_set (cases[i].b, "/ ", 4);
    g_autoptr (PcCodec) ca = pc_codec_new (96, a[0], atoi (a[1]), atoi (a[2]),
        *a[3] != '\0' ? a[3] : NULL);
    g_autoptr (PcCodec) cb = pc_codec_new (100, b[0], atoi (b[1]),
        atoi (b[2]), *b[3] != '\0' ? b[3] : NULL);

    fail_unless (pc_codec_match (ca, cb, PC_MATCH_EXACT) == cases[i].exact
        && pc_codec_match (cb, ca, PC_MATCH_EXACT) == cases[i].exact,
        "%s ~ %s", cases[i].a, cases[i].b);
    fail_unless (pc_codec_match (ca, cb, PC_MATCH_COMPATIBLE) ==
        cases[i].compatible, "%s ~ %s", cases[i].a, cases[i].b);
  }
}

GST_END_TEST;

/* RFC 6184 table 5, and the ids that encoders and browsers write. */
GST_START_TEST (test_h264_profiles)
{
  static const struct
  {
    const gchar *id;
    PcH264Profile profile;
  } cases[] = {
    {"42e01f", PC_H264_CONSTRAINED_BASELINE},
    {"42c01e", PC_H264_CONSTRAINED_BASELINE},
    {"42f00b", PC_H264_CONSTRAINED_BASELINE},
    {"4d8015", PC_H264_CONSTRAINED_BASELINE},
    {"4de015", PC_H264_CONSTRAINED_BASELINE},
    {"58c015", PC_H264_CONSTRAINED_BASELINE},
    {"42001f", PC_H264_BASELINE},
    {"42801f", PC_H264_BASELINE},
    {"588015", PC_H264_BASELINE},
    {"4d001f", PC_H264_MAIN},
    {"4d4015", PC_H264_MAIN},
    {"580015", PC_H264_EXTENDED},
    {"640028", PC_H264_HIGH},
    {"640c28", PC_H264_CONSTRAINED_HIGH},
    {"6e0028", PC_H264_HIGH_10},
    {"7a0028", PC_H264_HIGH_422},
    {"f4001f", PC_H264_HIGH_444},
    {"42e11f", PC_H264_UNKNOWN},        /* a reserved bit */
    {"000000", PC_H264_UNKNOWN},
    {"1234567", PC_H264_UNKNOWN},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *fmtp =
        g_strconcat ("profile-level-id=", cases[i].id, NULL);

    fail_unless (pc_h264_fmtp_profile (fmtp) == cases[i].profile, "%s",
        cases[i].id);
  }
}

GST_END_TEST;

GST_START_TEST (test_h264_answer)
{
  static const struct
  {
    const gchar *wanted, *offered, *answer;
  } cases[] = {
    {H264 ("1", "42e01f"), H264 ("1", "42e028"), H264 ("1", "42e01f")},
    {H264 ("1", "42e028"), H264 ("1", "42e01f"), H264 ("1", "42e028")},
    {"packetization-mode=1;profile-level-id=42e01f",
          "packetization-mode=1;profile-level-id=42e015",
        "packetization-mode=1;profile-level-id=42e015"},
    {"packetization-mode=1;profile-level-id=42e015",
          "packetization-mode=1;profile-level-id=42c01f",
        "packetization-mode=1;profile-level-id=42c015"},
    {H264 ("1", "42e01f"), H264 ("1", "42001f"), H264 ("1", "42001f")},
    {NULL, H264 ("1", "42e01f"),
        "packetization-mode=1;profile-level-id=42e01f"},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *answer = pc_h264_fmtp_answer (cases[i].wanted,
        cases[i].offered);

    fail_unless_equals_string (answer, cases[i].answer);
  }
}

GST_END_TEST;

/* The shape of "96 97 VP8 ..." of a list. */
static gchar *
describe (const GPtrArray * codecs)
{
  GString *text = g_string_new (NULL);
  guint i;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    g_string_append_printf (text, "%s%u:%s", i > 0 ? " " : "",
        codec->payload_type, codec->name);
  }

  return g_string_free (text, FALSE);
}

#define assert_codecs(codecs, expected) G_STMT_START { \
  g_autofree gchar *text_ = describe (codecs); \
  fail_unless_equals_string (text_, expected); \
} G_STMT_END

GST_START_TEST (test_answer_order_and_numbers)
{
  g_autoptr (GPtrArray) wanted = test_codecs (test_codec (98, "VP9", 90000, 0,
          "profile-id=0", "nack"), test_codec (96, "VP8", 90000, 0, NULL,
          "nack,nack pli"), test_codec (97, "rtx", 90000, 0, "apt=96", NULL),
      test_codec (110, "red", 90000, 0, NULL, NULL),
      test_codec (112, "ulpfec", 90000, 0, NULL, NULL), NULL);
  g_autoptr (GPtrArray) offered = test_codecs (test_codec (120, "VP8", 90000,
          0, NULL, "nack,nack pli,ccm fir"), test_codec (124, "rtx", 90000, 0,
          "apt=120", NULL), test_codec (121, "VP9", 90000, 0, "profile-id=2",
          NULL), test_codec (122, "VP9", 90000, 0, NULL, "transport-cc"),
      test_codec (125, "rtx", 90000, 0, "apt=122", NULL),
      test_codec (35, "red", 90000, 0, NULL, NULL),
      test_codec (36, "ulpfec", 90000, 0, NULL, NULL), NULL);
  g_autoptr (GPtrArray) answer =
      pc_codecs_answer (PC_KIND_VIDEO, wanted, offered);
  const PcCodec *vp8;

  /* Our order, their numbers; rtx only where we said so. */
  assert_codecs (answer, "122:VP9 120:VP8 124:rtx 35:red 36:ulpfec");
  fail_unless_equals_int (codec_of_list (answer, 0)->feedback->len, 0);
  vp8 = codec_of_list (answer, 1);
  fail_unless_equals_int (vp8->feedback->len, 2);
}

GST_END_TEST;

GST_START_TEST (test_answer_needs_a_real_codec)
{
  g_autoptr (GPtrArray) wanted = test_codecs (test_codec (111, "opus", 48000,
          2, NULL, NULL), test_codec (110, "telephone-event", 48000, 0, NULL,
          NULL), test_codec (126, "telephone-event", 8000, 0, NULL, NULL),
      test_codec (0, "rtx", 48000, 0, NULL, NULL), NULL);
  g_autoptr (GPtrArray) events = test_codecs (test_codec (8, "PCMA", 8000, 0,
          NULL, NULL), test_codec (101, "telephone-event", 8000, 0, NULL,
          NULL), NULL);
  g_autoptr (GPtrArray) audio = test_codecs (test_codec (101,
          "telephone-event", 8000, 0, NULL, NULL), test_codec (109, "opus",
          48000, 2, "stereo=1", NULL), test_codec (108, "rtx", 48000, 0,
          "apt=109", NULL), NULL);
  g_autoptr (GPtrArray) none = pc_codecs_answer (PC_KIND_AUDIO, wanted, events);
  g_autoptr (GPtrArray) some = pc_codecs_answer (PC_KIND_AUDIO, wanted, audio);

  assert_codecs (none, "");
  /* And audio never gets rtx. */
  assert_codecs (some, "109:opus 101:telephone-event");
}

GST_END_TEST;

/* Baseline alone is taken for its constrained sister; where she is there
 * herself, only she. */
GST_START_TEST (test_answer_baseline)
{
  g_autoptr (GPtrArray) wanted = test_codecs (test_codec (102, "H264", 90000,
          0, H264 ("1", "42e01f"), NULL), NULL);
  g_autoptr (GPtrArray) both = test_codecs (test_codec (102, "H264", 90000, 0,
          H264 ("1", "42001f"), NULL), test_codec (104, "H264", 90000, 0,
          H264 ("0", "42e01f"), NULL), test_codec (106, "H264", 90000, 0,
          H264 ("1", "42e01f"), NULL), NULL);
  g_autoptr (GPtrArray) one = test_codecs (test_codec (100, "H264", 90000, 0,
          H264 ("1", "42001f"), NULL), NULL);
  g_autoptr (GPtrArray) exact = pc_codecs_answer (PC_KIND_VIDEO, wanted, both);
  g_autoptr (GPtrArray) near = pc_codecs_answer (PC_KIND_VIDEO, wanted, one);

  assert_codecs (exact, "106:H264");
  assert_codecs (near, "100:H264");
  fail_unless_equals_string (codec_of_list (near, 0)->fmtp,
      H264 ("1", "42001f"));
}

GST_END_TEST;

/* RFC 3264 section 6.1: the answerer may give numbers of its own. */
GST_START_TEST (test_agree_with_other_numbers)
{
  g_autoptr (GPtrArray) offer = test_codecs (test_codec (96, "VP8", 90000, 0,
          NULL, "nack,nack pli"), test_codec (97, "rtx", 90000, 0, "apt=96",
          NULL), test_codec (98, "VP9", 90000, 0, NULL, NULL),
      test_codec (99, "rtx", 90000, 0, "apt=98", NULL), NULL);
  g_autoptr (GPtrArray) answer = test_codecs (test_codec (98, "VP8", 90000, 0,
          "max-fs=3600", "nack"), test_codec (96, "rtx", 90000, 0, "apt=98",
          NULL), test_codec (100, "H264", 90000, 0, NULL, NULL), NULL);
  g_autoptr (GPtrArray) from_answer = NULL;
  g_autoptr (GPtrArray) from_offer = NULL;

  pc_codecs_agree (answer, offer, &from_answer, &from_offer);
  assert_codecs (from_answer, "98:VP8 96:rtx");
  assert_codecs (from_offer, "96:VP8 97:rtx");
  fail_unless_equals_string (codec_of_list (from_answer, 0)->fmtp,
      "max-fs=3600");
  fail_unless_equals_int (codec_of_list (from_offer, 0)->feedback->len, 1);
}

GST_END_TEST;

GST_START_TEST (test_numbers)
{
  PcNumbers *numbers = pc_numbers_new ();
  gboolean used[PC_N_PAYLOAD_TYPES] = { FALSE };
  g_autoptr (PcCodec) vp8 = pc_codec_new (96, "VP8", 90000, 0, NULL);
  g_autoptr (PcCodec) vp9 = pc_codec_new (96, "VP9", 90000, 0, NULL);
  g_autoptr (PcCodec) bad = pc_codec_new (72, "AV1", 90000, 0, NULL);
  g_autoptr (PcMedia) offer = pc_media_new (PC_KIND_VIDEO);
  guint i, n;

  fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
          PC_KIND_VIDEO, vp8, used), 96);
  fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
          PC_KIND_VIDEO, vp8, used), 96);
  fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
          PC_KIND_VIDEO, vp9, used), 97);
  /* 64 to 95 would be taken for RTCP. */
  fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
          PC_KIND_VIDEO, bad, used), 98);

  /* A peer's offer wins; what lost its number gets another. */
  g_ptr_array_add (offer->codecs, pc_codec_new (96, "VP9", 90000, 0, NULL));
  pc_numbers_learn (numbers, offer);
  fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
          PC_KIND_VIDEO, vp9, used), 96);
  fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
          PC_KIND_VIDEO, vp8, used), 99);

  /* 96 to 127, then 35 to 63, then none. */
  for (i = 0, n = 0; i < 100; i++) {
    g_autofree gchar *name = g_strdup_printf ("x%u", i);
    g_autoptr (PcCodec) codec = pc_codec_new (128, name, 90000, 0, NULL);
    gint number = pc_numbers_assign_payload_type (numbers, PC_KIND_VIDEO,
        codec, used);

    if (number == -1)
      break;
    fail_unless (i < 28 ? number >= 100 : number >= 35 && number < 64);
    n++;
  }
  fail_unless_equals_int (n, 28 + 29);

  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "a", 0), 1);
  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "b", 1), 2);
  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "c", 9), 9);
  g_ptr_array_add (offer->extensions, pc_extension_new (2, "d",
          PC_DIRECTION_SENDRECV));
  pc_numbers_learn (numbers, offer);
  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "d", 0), 2);
  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "b", 0), 3);
  /* What moved away leaves its number behind, for good. */
  ((PcExtension *) offer->extensions->pdata[0])->id = 5;
  pc_numbers_learn (numbers, offer);
  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "d", 0), 5);
  fail_unless_equals_int (pc_numbers_assign_extension (numbers, "e", 2), 4);
  for (i = 0, n = 0; i < 20; i++) {
    g_autofree gchar *uri = g_strdup_printf ("u%u", i);

    n += pc_numbers_assign_extension (numbers, uri, 0) != 0;
  }
  fail_unless_equals_int (n, 8);
  pc_numbers_free (numbers);
}

GST_END_TEST;

/* Two levels of one profile: each keeps its number. */
GST_START_TEST (test_numbers_of_twins)
{
  PcNumbers *numbers = pc_numbers_new ();
  gboolean used[PC_N_PAYLOAD_TYPES] = { FALSE };
  g_autoptr (PcCodec) high = pc_codec_new (102, "H264", 90000, 0,
      H264 ("1", "42e028"));
  g_autoptr (PcCodec) low = pc_codec_new (98, "H264", 90000, 0,
      H264 ("1", "42e01f"));
  guint i;

  for (i = 0; i < 2; i++) {
    used[98] = used[102] = FALSE;
    fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
            PC_KIND_VIDEO, high, used), 102);
    used[102] = TRUE;
    fail_unless_equals_int (pc_numbers_assign_payload_type (numbers,
            PC_KIND_VIDEO, low, used), 98);
  }
  pc_numbers_free (numbers);
}

GST_END_TEST;

static Suite *
pccodecs_suite (void)
{
  Suite *s = suite_create ("pccodecs");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_match);
  tcase_add_test (tc, test_h264_profiles);
  tcase_add_test (tc, test_h264_answer);
  tcase_add_test (tc, test_answer_order_and_numbers);
  tcase_add_test (tc, test_answer_needs_a_real_codec);
  tcase_add_test (tc, test_answer_baseline);
  tcase_add_test (tc, test_agree_with_other_numbers);
  tcase_add_test (tc, test_numbers);
  tcase_add_test (tc, test_numbers_of_twins);

  return s;
}

GST_CHECK_MAIN (pccodecs);
