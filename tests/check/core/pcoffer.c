/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcoffer.c: what createOffer says, first and later.
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
add (PcSession * session, PcKind kind, PcDirection direction)
{
  return pc_session_add_transceiver (session, kind, direction, FALSE);
}

static gchar *
offer_text (PcSession * session)
{
  g_autoptr (PcDescription) offer = create_offer (session);

  return pc_description_to_sdp (offer);
}

GST_START_TEST (test_empty)
{
  g_autoptr (PcDescription) offer = create_offer (alice);

  fail_unless_equals_int (offer->media->len, 0);
  fail_unless_equals_int (offer->bundle_groups->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_first)
{
  g_autoptr (PcDescription) offer = NULL;
  PcMedia *audio, *video, *data;
  guint i;

  pc_session_want_data_channels (alice);
  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  add (alice, PC_KIND_VIDEO, PC_DIRECTION_RECVONLY);
  offer = create_offer (alice);
  fail_unless_equals_int (offer->media->len, 3);
  assert_sdp (offer, "a=group:BUNDLE 0 1 2\r\n");
  fail_unless (g_ascii_strtoull (offer->session_id, NULL, 10) <=
      G_MAXINT64 && g_ascii_strtoull (offer->session_id, NULL, 10) > 0);

  audio = media_of (offer, 0);
  video = media_of (offer, 1);
  data = media_of (offer, 2);
  fail_unless_equals_int (data->kind, PC_KIND_APPLICATION);
  fail_unless_equals_int (data->sctp_port, 5000);
  fail_unless_equals_uint64 (data->max_message_size, 262144);
  for (i = 0; i < 3; i++) {
    PcMedia *media = media_of (offer, i);

    fail_unless (strlen (media->ice_ufrag) >= 4);
    fail_unless (strlen (media->ice_pwd) >= 22);
    /* RFC 8839 section 4.2: one session's, whatever the transport. */
    fail_unless_equals_string (media->ice_pwd, audio->ice_pwd);
    fail_unless_equals_int (media->setup, PC_SETUP_ACTPASS);
    fail_unless_equals_int (media->fingerprints->len, 1);
    fail_unless (media->ice_trickle);
  }
  fail_unless (audio->rtcp_mux && audio->rtcp_rsize && video->rtcp_mux);
  fail_unless_equals_int (audio->direction, PC_DIRECTION_SENDRECV);
  fail_unless_equals_int (video->direction, PC_DIRECTION_RECVONLY);
  fail_unless_equals_int (audio->msids->len, 1);
  fail_unless_equals_int (video->msids->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_same_state_same_text)
{
  g_autofree gchar *one = NULL, *two = NULL, *three = NULL;
  guint id = add (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);

  one = offer_text (alice);
  two = offer_text (alice);
  fail_unless_equals_string (one, two);
  pc_session_set_direction (alice, id, PC_DIRECTION_SENDONLY);
  three = offer_text (alice);
  fail_unless (strstr (three, " 1 IN IP4") != NULL);
  g_free (g_steal_pointer (&two));
  two = offer_text (alice);
  fail_unless_equals_string (two, three);
}

GST_END_TEST;

/* The SSRC stands there if it will be sent, and only then. */
GST_START_TEST (test_ssrcs)
{
  guint audio = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  guint video = add (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);
  g_autoptr (PcDescription) none = create_offer (alice);
  g_autoptr (PcDescription) both = NULL;
  g_autoptr (PcDescription) receiving = NULL;
  const PcTransceiver *transceiver;
  PcSsrcGroup *group;

  fail_unless_equals_int (media_of (none, 0)->ssrcs->len, 0);
  fail_unless_equals_int (media_of (none, 1)->ssrc_groups->len, 0);

  pc_session_set_sender_media (alice, audio, TRUE);
  pc_session_set_sender_media (alice, video, TRUE);
  both = create_offer (alice);
  fail_unless_equals_int (media_of (both, 0)->ssrcs->len, 1);
  fail_unless_equals_int (media_of (both, 0)->ssrc_groups->len, 0);
  fail_unless_equals_int (media_of (both, 1)->ssrcs->len, 2);
  fail_unless_equals_int (media_of (both, 1)->ssrc_groups->len, 1);
  transceiver = pc_session_get_transceiver (alice, video);
  group = g_ptr_array_index (media_of (both, 1)->ssrc_groups, 0);
  fail_unless_equals_string (group->semantics, "FID");
  fail_unless_equals_int (g_array_index (group->ssrcs, guint32, 0),
      transceiver->send_ssrc);
  fail_unless_equals_int (g_array_index (group->ssrcs, guint32, 1),
      transceiver->send_rtx_ssrc);

  pc_session_set_direction (alice, video, PC_DIRECTION_RECVONLY);
  receiving = create_offer (alice);
  fail_unless_equals_int (media_of (receiving, 1)->ssrcs->len, 0);
}

GST_END_TEST;

GST_START_TEST (test_sender_ssrc)
{
  guint id = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  guint other = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);

  pc_session_set_sender_media (alice, id, TRUE);
  fail_unless (pc_session_set_sender_ssrc (alice, id, 1234));
  fail_if (pc_session_set_sender_ssrc (alice, other, 1234));
  negotiate (alice, bob);
  fail_unless (pc_session_set_sender_ssrc (alice, id, 1234));
  fail_if (pc_session_set_sender_ssrc (alice, id, 1235));
  fail_unless (pc_session_set_sender_ssrc (alice, other, 1235));
}

GST_END_TEST;

GST_START_TEST (test_msids)
{
  static const gchar *const two[] = { "one", "two", NULL };
  guint id = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDONLY);
  g_autoptr (PcDescription) offer = NULL;

  pc_session_set_sender_track (alice, id, "track");
  pc_session_set_sender_streams (alice, id, two);
  offer = create_offer (alice);
  assert_sdp (offer, "a=msid:one track\r\na=msid:two track\r\n");
  pc_session_set_sender_streams (alice, id, NULL);
  g_clear_pointer (&offer, pc_description_free);
  offer = create_offer (alice);
  assert_sdp (offer, "a=msid:- track\r\n");
}

GST_END_TEST;

/* What a payloader was told, the offer says. */
GST_START_TEST (test_send_codecs_come_true)
{
  guint video = add (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);
  g_autoptr (GPtrArray) preferred = test_codecs (test_codec (120, "H264",
          90000, 0, "packetization-mode=1;profile-level-id=42c01f", "nack"),
      NULL);
  g_autoptr (GPtrArray) told = NULL;
  g_autoptr (PcDescription) offer = NULL;
  guint i;

  g_array_unref (pc_session_list_transceivers (alice));
  pc_session_set_codec_preferences (alice, video, preferred);
  told = pc_session_get_send_codecs (alice, video);
  fail_unless_equals_int (told->len, 1);
  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      FALSE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      FALSE);
  offer = create_offer (alice);
  fail_unless_equals_int (media_of (offer, 0)->codecs->len, 1);
  for (i = 0; i < told->len; i++)
    fail_unless_equals_int (codec_of (media_of (offer, 0), i)->payload_type,
        codec_of_list (told, i)->payload_type);
  fail_unless_equals_int (codec_of_list (told, 0)->payload_type, 120);
  /* Numbers mean the same everywhere in the bundle. */
  for (i = 0; i < media_of (offer, 2)->codecs->len; i++) {
    const PcCodec *codec = codec_of (media_of (offer, 2), i);

    fail_unless ((codec->payload_type == 120) == g_str_equal (codec->name,
            "H264"));
  }
}

GST_END_TEST;

/* Retransmissions follow their codec's number. */
GST_START_TEST (test_rtx)
{
  g_autoptr (GPtrArray) preferred = test_codecs (test_codec (99, "VP8", 90000,
          0, NULL, NULL), test_codec (100, "rtx", 90000, 0, NULL, NULL), NULL);
  guint video = add (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);
  g_autoptr (PcDescription) offer = NULL;

  pc_session_set_codec_preferences (alice, video, preferred);
  offer = create_offer (alice);
  fail_unless_equals_int (media_of (offer, 0)->codecs->len, 2);
  fail_unless_equals_string (codec_of (media_of (offer, 0), 1)->name, "rtx");
  fail_unless_equals_string (codec_of (media_of (offer, 0), 1)->fmtp, "apt=99");
}

GST_END_TEST;

GST_START_TEST (test_order_is_kept_and_grows)
{
  g_autoptr (PcDescription) offer = NULL;

  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  pc_session_want_data_channels (alice);
  negotiate (alice, bob);
  add (bob, PC_KIND_VIDEO, PC_DIRECTION_SENDONLY);
  offer = create_offer (bob);
  fail_unless_equals_int (offer->media->len, 3);
  assert_sdp (offer, "a=group:BUNDLE 0 1 2\r\n");
  fail_unless_equals_int (media_of (offer, 1)->kind, PC_KIND_APPLICATION);
  fail_unless_equals_int (media_of (offer, 2)->kind, PC_KIND_VIDEO);
  fail_unless_equals_string (media_of (offer, 2)->mid, "2");
  fail_unless_equals_string (media_of (offer, 2)->ice_ufrag,
      media_of (offer, 0)->ice_ufrag);
  /* The offerer's numbers and ids are ours now. */
  assert_sdp (offer, "a=rtpmap:111 opus/48000/2\r\n");
  assert_sdp (offer, "a=extmap:1 " PC_EXTENSION_MID "\r\n");
}

GST_END_TEST;

GST_START_TEST (test_recycling)
{
  guint audio = add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  g_autoptr (PcDescription) rejecting = NULL;
  g_autoptr (PcDescription) offer = NULL;

  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  negotiate (alice, bob);
  pc_session_stop_transceiver (alice, audio);
  add (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);

  /* Not before the peer has agreed. */
  rejecting = create_offer (alice);
  fail_unless_equals_int (rejecting->media->len, 3);
  fail_unless_equals_int (media_of (rejecting, 0)->port, 0);
  assert_sdp (rejecting, "a=group:BUNDLE 1 2\r\n");
  negotiate (alice, bob);
  fail_unless (pc_session_get_transceiver (alice, audio) == NULL);
  fail_unless_equals_int (count_transceivers (bob), 2);

  add (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);
  offer = create_offer (alice);
  fail_unless_equals_int (offer->media->len, 3);
  fail_unless_equals_int (media_of (offer, 0)->kind, PC_KIND_VIDEO);
  fail_unless_equals_string (media_of (offer, 0)->mid, "3");
  /* The first transceiver's m-section speaks for the bundle. */
  assert_sdp (offer, "a=group:BUNDLE 1 3 2\r\n");
  negotiate (alice, bob);
  fail_unless_equals_int (count_transceivers (bob), 3);
  fail_if (pc_session_is_negotiation_needed (bob));
}

GST_END_TEST;

GST_START_TEST (test_bundle_only)
{
  static const struct
  {
    PcBundlePolicy policy;
    const gchar *ports;
  } cases[] = {
    {PC_BUNDLE_BALANCED, "9 9 0 9"},
    {PC_BUNDLE_MAX_COMPAT, "9 9 9 9"},
    {PC_BUNDLE_MAX_BUNDLE, "9 0 0 0"},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PcCapabilities) capabilities = test_capabilities ();
    guint64 seed = 3;
    g_autoptr (PcSession) session = test_session_full (&seed, cases[i].policy,
        capabilities);
    g_autoptr (PcSession) peer = test_session (&seed_b);
    g_autoptr (PcDescription) offer = NULL;
    g_autoptr (PcDescription) later = NULL;
    g_autofree gchar *ports = NULL;
    g_autofree gchar *later_ports = NULL;

    add (session, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
    add (session, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);
    add (session, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV);
    pc_session_want_data_channels (session);
    offer = create_offer (session);
    ports = g_strdup_printf ("%u %u %u %u", media_of (offer, 0)->port,
        media_of (offer, 1)->port, media_of (offer, 2)->port,
        media_of (offer, 3)->port);
    fail_unless_equals_string (ports, cases[i].ports);
    negotiate (session, peer);
    later = create_offer (session);
    later_ports = g_strdup_printf ("%u %u %u %u", media_of (later, 0)->port,
        media_of (later, 1)->port, media_of (later, 2)->port,
        media_of (later, 3)->port);
    fail_unless_equals_string (later_ports, "9 9 9 9");
  }
}

GST_END_TEST;

GST_START_TEST (test_restart)
{
  g_autoptr (PcDescription) before = NULL;
  g_autoptr (PcDescription) restart = NULL;
  g_autoptr (PcDescription) again = NULL;

  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  negotiate (alice, bob);
  before = create_offer (alice);
  restart = create_restart (alice);
  fail_if (g_str_equal (media_of (before, 0)->ice_ufrag,
          media_of (restart, 0)->ice_ufrag));
  fail_if (g_str_equal (media_of (before, 0)->ice_pwd,
          media_of (restart, 0)->ice_pwd));
  again = create_offer (alice);
  fail_unless_equals_string (media_of (before, 0)->ice_ufrag,
      media_of (again, 0)->ice_ufrag);
}

GST_END_TEST;

GST_START_TEST (test_wrong_state)
{
  g_autoptr (GError) error = NULL;

  add (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV);
  {
    g_autoptr (PcDescription) offer = create_offer (alice);

    apply (bob, PC_SIDE_REMOTE, offer);
  }
  fail_unless (pc_session_create_offer (bob, NULL, &error) == NULL);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
  g_clear_error (&error);
  fail_unless (pc_session_create_answer (alice, &error) == NULL);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
  g_clear_error (&error);
  pc_session_close (alice);
  fail_unless (pc_session_create_offer (alice, NULL, &error) == NULL);
  fail_unless (g_error_matches (error, PC_ERROR, PC_ERROR_INVALID_STATE));
}

GST_END_TEST;

static Suite *
pcoffer_suite (void)
{
  Suite *s = suite_create ("pcoffer");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_empty);
  tcase_add_test (tc, test_first);
  tcase_add_test (tc, test_same_state_same_text);
  tcase_add_test (tc, test_ssrcs);
  tcase_add_test (tc, test_sender_ssrc);
  tcase_add_test (tc, test_msids);
  tcase_add_test (tc, test_send_codecs_come_true);
  tcase_add_test (tc, test_rtx);
  tcase_add_test (tc, test_order_is_kept_and_grows);
  tcase_add_test (tc, test_recycling);
  tcase_add_test (tc, test_bundle_only);
  tcase_add_test (tc, test_restart);
  tcase_add_test (tc, test_wrong_state);

  return s;
}

GST_CHECK_MAIN (pcoffer);
