/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcparameters.c: getParameters(), setParameters(), setCodecPreferences() and
 * what simulcast does to descriptions.
 */

#include <gst/peerconnection/core/jsep/pcparameters.h>

#include "pctestsession.h"

static guint64 seed_a, seed_b;
static PcSession *alice, *bob;
static guint video;             /* alice's */

static void
set_rids (PcSession * session, guint id, const gchar * rids)
{
  g_autoptr (GPtrArray) encodings = pc_encodings_new ();
  g_auto (GStrv) words = g_strsplit (rids, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    PcEncoding *encoding = pc_encoding_new ();

    encoding->rid = g_strdup (words[i]);
    g_ptr_array_add (encodings, encoding);
  }
  pc_session_set_send_encodings (session, id, encodings);
}

static void
setup (void)
{
  seed_a = 1;
  seed_b = 2;
  alice = test_session (&seed_a);
  bob = test_session (&seed_b);
  video = pc_session_add_transceiver (alice, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
}

static void
teardown (void)
{
  pc_session_free (alice);
  pc_session_free (bob);
}

#define assert_rids(session, id, expected) \
    test_rids (session, id, expected, __LINE__)

static void
test_rids (PcSession * session, guint id, const gchar * expected, guint line)
{
  const PcTransceiver *transceiver = pc_session_get_transceiver (session, id);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < transceiver->encodings->len; i++) {
    const PcEncoding *encoding = g_ptr_array_index (transceiver->encodings, i);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
        encoding->rid != NULL ? encoding->rid : "-");
  }
  fail_unless (g_str_equal (text->str, expected), "line %u: '%s', not '%s'",
      line, text->str, expected);
  g_string_free (text, TRUE);
}

GST_START_TEST (test_get)
{
  g_autoptr (PcParameters) before = pc_session_get_send_parameters (alice,
      video);
  g_autoptr (PcParameters) again = pc_session_get_send_parameters (alice,
      video);
  g_autoptr (PcParameters) nothing = pc_session_get_receive_parameters (alice,
      video);
  g_autoptr (PcParameters) sent = NULL;
  g_autoptr (PcParameters) received = NULL;
  g_autoptr (PcDescription) offer = NULL;

  fail_unless_equals_string (before->transaction_id, again->transaction_id);
  fail_unless_equals_int (before->codecs->len, 0);
  fail_unless_equals_int (before->encodings->len, 1);
  fail_unless (before->cname != NULL);
  fail_unless_equals_int (nothing->codecs->len, 0);
  fail_unless (nothing->cname == NULL);

  /* What is offered may come at once; what may be sent is not known. */
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  received = pc_session_get_receive_parameters (alice, video);
  sent = pc_session_get_send_parameters (alice, video);
  fail_unless_equals_int (received->codecs->len, 4);
  fail_unless_equals_int (sent->codecs->len, 0);
  rollback (alice, PC_SIDE_LOCAL);
  g_clear_pointer (&received, pc_parameters_free);
  g_clear_pointer (&sent, pc_parameters_free);

  negotiate (alice, bob);
  received = pc_session_get_receive_parameters (alice, video);
  sent = pc_session_get_send_parameters (alice, video);
  fail_unless_equals_int (sent->codecs->len, 4);
  fail_unless_equals_int (sent->extensions->len, 3);
  fail_unless (sent->reduced_size);
  fail_unless_equals_int (received->codecs->len, 4);
  /* The answer made it new. */
  fail_if (g_str_equal (sent->transaction_id, before->transaction_id));
}

GST_END_TEST;

GST_START_TEST (test_not_receiving)
{
  g_autoptr (PcParameters) received = NULL;
  g_autoptr (PcParameters) sent = NULL;

  pc_session_set_direction (alice, video, PC_DIRECTION_SENDONLY);
  negotiate (alice, bob);
  received = pc_session_get_receive_parameters (alice, video);
  sent = pc_session_get_send_parameters (alice, video);
  fail_unless_equals_int (received->codecs->len, 0);
  fail_unless_equals_int (sent->codecs->len, 4);
}

GST_END_TEST;

static void
change_transaction (PcParameters * parameters)
{
  parameters->transaction_id[0] ^= 1;
}

static void
change_codecs (PcParameters * parameters)
{
  g_ptr_array_remove_index (parameters->codecs, 0);
}

static void
change_codec (PcParameters * parameters)
{
  PcCodec *codec = g_ptr_array_index (parameters->codecs, 0);

  codec->payload_type++;
}

static void
change_extension (PcParameters * parameters)
{
  PcExtension *extension = g_ptr_array_index (parameters->extensions, 0);

  extension->id++;
}

static void
change_cname (PcParameters * parameters)
{
  g_clear_pointer (&parameters->cname, g_free);
}

static void
change_size (PcParameters * parameters)
{
  parameters->reduced_size ^= TRUE;
}

static void
change_encodings (PcParameters * parameters)
{
  g_ptr_array_add (parameters->encodings, pc_encoding_new ());
}

GST_START_TEST (test_read_only)
{
  static void (*const changes[]) (PcParameters *) = {
    change_transaction, change_codecs, change_codec, change_extension,
    change_cname, change_size, change_encodings
  };

  negotiate (alice, bob);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (PcParameters) parameters =
        pc_session_get_send_parameters (alice, video);
    g_autoptr (GError) error = NULL;

    fail_unless (pc_session_check_parameters (alice, video, parameters, NULL));
    changes[i] (parameters);
    fail_if (pc_session_check_parameters (alice, video, parameters, &error),
        "change %u was taken", i);
    fail_unless_equals_int (error->code, PC_ERROR_INVALID_MODIFICATION);
  }
}

GST_END_TEST;

GST_START_TEST (test_set)
{
  g_autoptr (PcParameters) parameters =
      pc_session_get_send_parameters (alice, video);
  g_autoptr (GError) error = NULL;
  PcEncoding *encoding = g_ptr_array_index (parameters->encodings, 0);

  encoding->active = FALSE;
  encoding->max_bitrate = 5;
  fail_unless (pc_session_check_parameters (alice, video, parameters, NULL));
  pc_session_set_parameters (alice, video, parameters);
  encoding = g_ptr_array_index (pc_session_get_transceiver (alice,
          video)->encodings, 0);
  fail_if (encoding->active);
  fail_unless_equals_int64 (encoding->max_bitrate, 5);

  /* Once is enough. */
  fail_if (pc_session_check_parameters (alice, video, parameters, &error));
  fail_unless_equals_int (error->code, PC_ERROR_INVALID_STATE);
  g_clear_error (&error);

  g_clear_pointer (&parameters, pc_parameters_free);
  parameters = pc_session_get_send_parameters (alice, video);
  pc_session_forget_parameters (alice, video, "another");
  fail_unless (pc_session_check_parameters (alice, video, parameters, NULL));
  pc_session_stop_transceiver (alice, video);
  fail_if (pc_session_check_parameters (alice, video, parameters, &error));
  fail_unless_equals_int (error->code, PC_ERROR_INVALID_STATE);
}

GST_END_TEST;

/* What is not agreed on is not asked for any more. */
GST_START_TEST (test_encoding_codec)
{
  g_autoptr (PcParameters) parameters =
      pc_session_get_send_parameters (alice, video);
  g_autoptr (GPtrArray) codecs = NULL;
  PcEncoding *encoding = g_ptr_array_index (parameters->encodings, 0);
  guint other = pc_session_add_transceiver (bob, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
  g_autoptr (GPtrArray) vp8 = test_codecs (test_codec (96, "VP8", 90000, 0,
          NULL, NULL), NULL);

  encoding->codec = pc_codec_new (0, "H264", 90000, 0,
      "level-asymmetry-allowed=1;packetization-mode=1;"
      "profile-level-id=42e01f");
  fail_unless (pc_session_check_parameters (alice, video, parameters, NULL));
  pc_session_set_parameters (alice, video, parameters);
  negotiate (alice, bob);
  codecs = pc_session_get_send_codecs (alice, video);
  fail_unless_equals_string (codec_of_list (codecs, 0)->name, "H264");

  pc_session_set_codec_preferences (bob, other, vp8);
  negotiate (alice, bob);
  encoding = g_ptr_array_index (pc_session_get_transceiver (alice,
          video)->encodings, 0);
  fail_unless (encoding->codec == NULL);
}

GST_END_TEST;

static const struct
{
  const gchar *name[3];
  gint code;
  const gchar *first;
} preferences[] = {
  {{"H264", "VP8", NULL}, -1, "H264"},
  {{"H264", "H264", NULL}, -1, "H264"},
  {{NULL}, -1, "VP8"},
  {{"VP7", "VP8"}, PC_ERROR_INVALID_MODIFICATION},
  {{"rtx"}, PC_ERROR_INVALID_MODIFICATION},
};

GST_START_TEST (test_preferences)
{
  g_autoptr (GPtrArray) codecs =
      pc_capabilities_list_codecs (pc_session_get_capabilities (alice),
      PC_KIND_VIDEO);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (PcCodec) unknown = pc_codec_new (0, "VP7", 90000, 0, NULL);
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  /* VP8, one rtx, H264 */
  fail_unless_equals_int (codecs->len, 3);
  for (guint i = 0; preferences[__i__].name[i] != NULL; i++) {
    gpointer found = unknown;

    for (guint j = 0; j < codecs->len; j++)
      if (g_str_equal (codec_of_list (codecs, j)->name,
              preferences[__i__].name[i]))
        found = g_ptr_array_index (codecs, j);
    g_ptr_array_add (wanted, found);
  }
  ok = pc_session_prefer_codecs (alice, video, wanted, &error);
  fail_unless_equals_int (error != NULL ? error->code : -1,
      preferences[__i__].code);
  if (!ok)
    return;
  offer = create_offer (alice);
  fail_unless_equals_string (codec_of (media_of (offer, 0), 0)->name,
      preferences[__i__].first);
  /* rtx goes unless it is named; feedback stays. */
  fail_unless_equals_int (media_of (offer, 0)->codecs->len,
      wanted->len == 0 ? 4 : g_str_equal (preferences[__i__].name[1],
          "H264") ? 1 : 2);
  fail_unless (codec_of (media_of (offer, 0), 0)->feedback->len > 0);
}

GST_END_TEST;

GST_START_TEST (test_preferred_rtx)
{
  g_autoptr (GPtrArray) wanted = test_codecs (test_codec (0, "H264", 90000, 0,
          "profile-level-id=42e01f;level-asymmetry-allowed=1;"
          "packetization-mode=1", NULL), test_codec (0, "RTX", 90000, 0, NULL,
          NULL), NULL);
  g_autoptr (PcDescription) offer = NULL;

  fail_unless (pc_session_prefer_codecs (alice, video, wanted, NULL));
  offer = create_offer (alice);
  fail_unless_equals_int (media_of (offer, 0)->codecs->len, 2);
  assert_sdp (offer, "m=video 9 UDP/TLS/RTP/SAVPF 102 103\r\n");
  assert_sdp (offer, "a=fmtp:103 apt=102\r\n");
}

GST_END_TEST;

/* --- simulcast ------------------------------------------------------------ */

GST_START_TEST (test_offer_simulcast)
{
  g_autoptr (PcDescription) offer = NULL;

  set_rids (alice, video, "q h f");
  offer = create_offer (alice);
  assert_sdp (offer, "a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\n");
  assert_sdp (offer, "a=simulcast:send q;h;f\r\n");

  pc_session_set_direction (alice, video, PC_DIRECTION_RECVONLY);
  g_clear_pointer (&offer, pc_description_free);
  offer = create_offer (alice);
  assert_no_sdp (offer, "a=rid:");
  assert_no_sdp (offer, "a=simulcast:");
}

GST_END_TEST;

static const struct
{
  const gchar *simulcast;
  const gchar *left;
} answers[] = {
  {"recv q;h;f", "q h f"},
  {"recv f;q", "q f"},
  {"recv ~h;f", "h f"},
  {"recv h,q", "h"},
  {"send q;h;f", "q"},
  {"recv x", "q"},
  {NULL, "q"},
};

GST_START_TEST (test_answered_simulcast)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  PcMedia *media;

  set_rids (alice, video, "q h f");
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  media = media_of (answer, 0);
  if (answers[__i__].simulcast != NULL) {
    static const gchar *const rids[] = { "q", "h", "f", "x" };

    for (guint i = 0; i < G_N_ELEMENTS (rids); i++)
      g_ptr_array_add (media->rids, pc_rid_new (rids[i], FALSE, NULL));
    media->simulcast = g_strdup (answers[__i__].simulcast);
  }
  apply (alice, PC_SIDE_REMOTE, answer);
  assert_rids (alice, video, answers[__i__].left);
}

GST_END_TEST;

static PcDescription *
offer_to_receive (const gchar * rids, const gchar * simulcast)
{
  PcDescription *offer = create_offer (alice);
  g_auto (GStrv) words = g_strsplit (rids, " ", -1);
  PcMedia *media = media_of (offer, 0);

  apply (alice, PC_SIDE_LOCAL, offer);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (media->rids, pc_rid_new (words[i], FALSE, NULL));
  media->simulcast = g_strdup (simulcast);

  return offer;
}

GST_START_TEST (test_answer_simulcast)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  guint id = pc_session_add_transceiver (bob, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
  const PcEncoding *encoding;

  /* Taken over by addTrack()'s transceiver: proposed, and rolled back. */
  offer = offer_to_receive ("1 2 3 4", "recv 1,4;~2;1;3");
  apply (bob, PC_SIDE_REMOTE, offer);
  assert_rids (bob, id, "1 2 3");
  encoding = g_ptr_array_index (pc_session_get_transceiver (bob,
          id)->encodings, 0);
  fail_unless (encoding->scale_resolution_down_by == 4);
  rollback (bob, PC_SIDE_REMOTE);
  assert_rids (bob, id, "-");

  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  assert_sdp (answer, "a=simulcast:send 1;2;3\r\n");
  assert_sdp (answer, "a=rid:1 send\r\n");
  apply (bob, PC_SIDE_LOCAL, answer);
  assert_rids (bob, id, "1 2 3");
  apply (alice, PC_SIDE_REMOTE, answer);

  /* Narrowed by the next answer, not by the offer. */
  g_clear_pointer (&offer, pc_description_free);
  g_clear_pointer (&answer, pc_description_free);
  offer = offer_to_receive ("3 2 5", "recv 3;2;5");
  apply (bob, PC_SIDE_REMOTE, offer);
  assert_rids (bob, id, "1 2 3");
  answer = create_answer (bob);
  assert_sdp (answer, "a=simulcast:send 3;2\r\n");
  apply (bob, PC_SIDE_LOCAL, answer);
  assert_rids (bob, id, "2 3");
}

GST_END_TEST;

/* A sender that the offer made has an envelope from the start. */
GST_START_TEST (test_created_simulcast)
{
  g_autoptr (PcDescription) offer = offer_to_receive ("a b", "recv a;b");
  g_autoptr (PcDescription) answer = NULL;
  guint id;

  apply (bob, PC_SIDE_REMOTE, offer);
  id = nth_transceiver (bob, 0);
  assert_rids (bob, id, "a b");
  /* recvonly: nothing is sent, no layer is negotiated. */
  answer = create_answer (bob);
  assert_no_sdp (answer, "a=simulcast");
  apply (bob, PC_SIDE_LOCAL, answer);
  assert_rids (bob, id, "a");
}

GST_END_TEST;

static Suite *
pc_parameters_suite (void)
{
  Suite *s = suite_create ("pcparameters");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_get);
  tcase_add_test (tc, test_not_receiving);
  tcase_add_test (tc, test_read_only);
  tcase_add_test (tc, test_set);
  tcase_add_test (tc, test_encoding_codec);
  tcase_add_loop_test (tc, test_preferences, 0, G_N_ELEMENTS (preferences));
  tcase_add_test (tc, test_preferred_rtx);
  tcase_add_test (tc, test_offer_simulcast);
  tcase_add_loop_test (tc, test_answered_simulcast, 0, G_N_ELEMENTS (answers));
  tcase_add_test (tc, test_answer_simulcast);
  tcase_add_test (tc, test_created_simulcast);

  return s;
}

GST_CHECK_MAIN (pc_parameters);
