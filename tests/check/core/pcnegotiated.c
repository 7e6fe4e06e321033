/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcnegotiated.c: what the world below sees, and when.
 */

#include "pctestsession.h"

static guint64 seed_a, seed_b;
static PcSession *alice, *bob;

static void
setup (void)
{
  seed_a = 1;
  seed_b = 2;
  alice = test_session (&seed_a);
  bob = test_session (&seed_b);
}

static void
teardown (void)
{
  pc_session_free (alice);
  pc_session_free (bob);
}

static guint
add (PcSession * session, PcKind kind)
{
  guint id = pc_session_add_transceiver (session, kind,
      PC_DIRECTION_SENDRECV, TRUE);

  pc_session_set_sender_media (session, id, TRUE);
  return id;
}

static const PcNegotiatedMedia *
media_at (const PcNegotiated * negotiated, guint index)
{
  fail_unless (index < negotiated->media->len);
  return g_ptr_array_index (negotiated->media, index);
}

static const PcNegotiatedTransport *
transport_at (const PcNegotiated * negotiated, guint index)
{
  fail_unless (index < negotiated->transports->len);
  return g_ptr_array_index (negotiated->transports, index);
}

GST_START_TEST (test_same_object)
{
  g_autoptr (PcNegotiated) first_one = pc_session_get_negotiated (alice);
  g_autoptr (PcNegotiated) second = NULL;
  g_autoptr (PcNegotiated) third = NULL;
  g_autoptr (PcDescription) offer = NULL;

  add (alice, PC_KIND_AUDIO);
  pc_session_want_data_channels (alice);
  second = pc_session_get_negotiated (alice);
  fail_unless (first_one == second);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  third = pc_session_get_negotiated (alice);
  fail_unless (third != second);
  fail_unless (third->generation > second->generation);
}

GST_END_TEST;

GST_START_TEST (test_offer_is_out)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedMedia *media;

  add (alice, PC_KIND_VIDEO);
  pc_session_want_data_channels (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless (transport_at (negotiated, 0)->gather);
  fail_unless (transport_at (negotiated, 0)->controlling);
  fail_unless (transport_at (negotiated, 0)->remote_ufrag == NULL);
  fail_unless_equals_int (transport_at (negotiated, 0)->dtls_role,
      PC_DTLS_ROLE_UNKNOWN);
  /* RFC 3264 section 5.1: media may come before the answer. */
  media = media_at (negotiated, 0);
  fail_unless_equals_int (media->direction, PC_DIRECTION_INACTIVE);
  fail_unless_equals_int (media->receive_codecs->len, 4);
  fail_unless_equals_int (media->send_codecs->len, 0);
  fail_unless (pc_negotiated_media_extension_id (media, PC_EXTENSION_MID) != 0);
  fail_unless_equals_int (negotiated->sctp->local_port, 5000);
  fail_unless_equals_int (negotiated->sctp->remote_port, 0);
}

GST_END_TEST;

GST_START_TEST (test_offer_is_in)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;

  add (alice, PC_KIND_VIDEO);
  offer = create_offer (alice);
  apply (bob, PC_SIDE_REMOTE, offer);
  negotiated = pc_session_get_negotiated (bob);
  fail_unless_equals_int (negotiated->transports->len, 0);
  fail_unless_equals_int (negotiated->media->len, 0);
}

GST_END_TEST;

/* RFC 3264 section 6.1: an answer may use numbers of its own. */
GST_START_TEST (test_other_numbers)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  g_autoptr (GPtrArray) send = NULL;
  const PcNegotiatedMedia *media;
  guint id = add (alice, PC_KIND_VIDEO);

  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  {
    PcCodec *rtx = (PcCodec *) codec_of (media_of (answer, 0), 1);

    ((PcCodec *) codec_of (media_of (answer, 0), 0))->payload_type = 120;
    rtx->payload_type = 121;
    g_free (rtx->fmtp);
    rtx->fmtp = g_strdup ("apt=120");
  }
  apply (alice, PC_SIDE_REMOTE, answer);
  negotiated = pc_session_get_negotiated (alice);
  media = media_at (negotiated, 0);
  fail_unless_equals_int (codec_of_list (media->send_codecs, 0)->payload_type,
      120);
  fail_unless_equals_int (codec_of_list (media->send_codecs, 1)->payload_type,
      121);
  fail_unless_equals_int (codec_of_list (media->receive_codecs,
          0)->payload_type, 96);
  fail_unless_equals_int (codec_of_list (media->receive_codecs,
          1)->payload_type, 97);
  send = pc_session_get_send_codecs (alice, id);
  fail_unless_equals_int (codec_of_list (send, 0)->payload_type, 120);
}

GST_END_TEST;

/* The answerer sends what the offerer named, at once. */
GST_START_TEST (test_answerer_send_codecs)
{
  g_autoptr (GPtrArray) preferred = test_codecs (test_codec (115, "VP8",
          90000, 0, NULL, NULL), NULL);
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  guint id = add (bob, PC_KIND_VIDEO);

  before = pc_session_get_send_codecs (bob, id);
  fail_unless_equals_int (codec_of_list (before, 0)->payload_type, 96);
  pc_session_set_codec_preferences (alice, add (alice, PC_KIND_VIDEO),
      preferred);
  offer = create_offer (alice);
  apply (bob, PC_SIDE_REMOTE, offer);
  after = pc_session_get_send_codecs (bob, id);
  fail_unless_equals_int (after->len, 1);
  fail_unless_equals_int (codec_of_list (after, 0)->payload_type, 115);
}

GST_END_TEST;

GST_START_TEST (test_sctp_sizes)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;

  pc_session_want_data_channels (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  {
    g_autoptr (PcNegotiated) asked = pc_session_get_negotiated (bob);

    /* There is one from the offer on; on what, the answer says. */
    fail_unless (asked->sctp != NULL);
    fail_unless_equals_string (asked->sctp->transport_id, "");
    fail_unless_equals_int (asked->sctp->remote_port, 0);
  }
  answer = create_answer (bob);
  /* RFC 8841 section 6.1: 64 KiB when nothing is said. */
  media_of (answer, 0)->has_max_message_size = FALSE;
  media_of (answer, 0)->sctp_port = 6000;
  apply (alice, PC_SIDE_REMOTE, answer);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless_equals_uint64 (negotiated->sctp->remote_max_message_size, 65536);
  fail_unless_equals_uint64 (negotiated->sctp->local_max_message_size, 262144);
  fail_unless_equals_int (negotiated->sctp->remote_port, 6000);
  fail_unless_equals_string (negotiated->sctp->transport_id,
      transport_at (negotiated, 0)->id);
}

GST_END_TEST;

GST_START_TEST (test_restart)
{
  g_autoptr (PcNegotiated) before = NULL;
  g_autoptr (PcNegotiated) after = NULL;
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;

  add (alice, PC_KIND_AUDIO);
  negotiate (alice, bob);
  before = pc_session_get_negotiated (bob);
  offer = create_restart (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  apply (bob, PC_SIDE_REMOTE, offer);
  after = pc_session_get_negotiated (bob);
  fail_unless (before == after, "the old one runs until the answer");
  answer = create_answer (bob);
  apply (bob, PC_SIDE_LOCAL, answer);
  apply (alice, PC_SIDE_REMOTE, answer);
  pc_negotiated_unref (after);
  after = pc_session_get_negotiated (bob);
  fail_unless_equals_string (transport_at (after, 0)->id,
      transport_at (before, 0)->id);
  fail_unless_equals_int (transport_at (after, 0)->ice_generation, 1);
  fail_unless_equals_int (transport_at (after, 0)->dtls_role,
      transport_at (before, 0)->dtls_role);
  fail_if (g_str_equal (transport_at (after, 0)->local_ufrag,
          transport_at (before, 0)->local_ufrag));
  pc_negotiated_unref (after);
  after = pc_session_get_negotiated (alice);
  fail_unless_equals_string (transport_at (after, 0)->remote_ufrag,
      media_of (answer, 0)->ice_ufrag);
}

GST_END_TEST;

/* webrtc-pc section 4.4.1.5: an ICE role once known is never modified. */
GST_START_TEST (test_ice_roles_stay)
{
  g_autoptr (PcNegotiated) negotiated = NULL;

  add (alice, PC_KIND_AUDIO);
  negotiate (alice, bob);
  negotiate (bob, alice);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless (transport_at (negotiated, 0)->controlling);
}

GST_END_TEST;

/* The answerer's order is everyone's. */
GST_START_TEST (test_order_of_the_answer)
{
  g_autoptr (GPtrArray) preferred = test_codecs (test_codec (96, "H264",
          90000, 0, "packetization-mode=1;profile-level-id=42e01f", NULL),
      test_codec (97, "VP8", 90000, 0, NULL, NULL), NULL);
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedMedia *media;

  add (alice, PC_KIND_VIDEO);
  pc_session_set_codec_preferences (bob, add (bob, PC_KIND_VIDEO), preferred);
  negotiate (alice, bob);
  negotiated = pc_session_get_negotiated (alice);
  media = media_at (negotiated, 0);
  fail_unless_equals_int (media->send_codecs->len, 2);
  fail_unless_equals_string (codec_of_list (media->send_codecs, 0)->name,
      "H264");
  fail_unless_equals_string (codec_of_list (media->receive_codecs, 0)->name,
      "H264");
}

GST_END_TEST;

/* RFC 8445 section 6.1.1: a lite peer is controlled, whoever offers. */
GST_START_TEST (test_ice_lite)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;

  add (alice, PC_KIND_AUDIO);
  offer = create_offer (alice);
  offer->ice_lite = TRUE;
  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  apply (bob, PC_SIDE_LOCAL, answer);
  negotiated = pc_session_get_negotiated (bob);
  fail_unless (transport_at (negotiated, 0)->controlling);
  fail_unless (transport_at (negotiated, 0)->remote_ice_lite);
}

GST_END_TEST;

GST_START_TEST (test_stop_is_silent_at_once)
{
  g_autoptr (PcNegotiated) negotiated = NULL;
  guint id = add (alice, PC_KIND_AUDIO);

  negotiate (alice, bob);
  pc_session_stop_transceiver (alice, id);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless_equals_int (media_at (negotiated, 0)->direction,
      PC_DIRECTION_INACTIVE);
  fail_unless_equals_int (media_at (negotiated, 0)->send_ssrc, 0);
}

GST_END_TEST;

GST_START_TEST (test_close)
{
  g_autoptr (PcNegotiated) negotiated = NULL;

  add (alice, PC_KIND_AUDIO);
  negotiate (alice, bob);
  pc_session_close (alice);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless_equals_int (negotiated->transports->len, 0);
  fail_unless_equals_int (negotiated->media->len, 0);
  fail_unless (pc_session_get_transceiver (alice, 1)->stopped);
}

GST_END_TEST;

GST_START_TEST (test_find)
{
  g_autoptr (PcNegotiated) negotiated = NULL;
  guint id = add (alice, PC_KIND_AUDIO);

  negotiate (alice, bob);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless (pc_negotiated_find_mid (negotiated, "0") ==
      media_at (negotiated, 0));
  fail_unless (pc_negotiated_find_mid (negotiated, "1") == NULL);
  fail_unless (pc_negotiated_find_transceiver (negotiated, id) ==
      media_at (negotiated, 0));
  fail_unless (pc_negotiated_find_transceiver (negotiated, id + 1) == NULL);
  fail_unless (pc_negotiated_find_transport (negotiated,
          media_at (negotiated, 0)->transport_id) == transport_at (negotiated,
          0));
  fail_unless (pc_negotiated_find_transport (negotiated, NULL) == NULL);
}

GST_END_TEST;

static Suite *
pcnegotiated_suite (void)
{
  Suite *s = suite_create ("pcnegotiated");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_same_object);
  tcase_add_test (tc, test_offer_is_out);
  tcase_add_test (tc, test_offer_is_in);
  tcase_add_test (tc, test_other_numbers);
  tcase_add_test (tc, test_answerer_send_codecs);
  tcase_add_test (tc, test_sctp_sizes);
  tcase_add_test (tc, test_restart);
  tcase_add_test (tc, test_ice_roles_stay);
  tcase_add_test (tc, test_order_of_the_answer);
  tcase_add_test (tc, test_ice_lite);
  tcase_add_test (tc, test_stop_is_silent_at_once);
  tcase_add_test (tc, test_close);
  tcase_add_test (tc, test_find);

  return s;
}

GST_CHECK_MAIN (pcnegotiated);
