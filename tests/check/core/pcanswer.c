/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcanswer.c: what createAnswer says to sessions and to browsers.
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

static PcDescription *
load_offer (const gchar * name)
{
  g_autofree gchar *path = g_build_filename (TEST_DATA_DIR, name, NULL);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;
  PcDescription *offer;

  fail_unless (g_file_get_contents (path, &text, NULL, NULL), "%s", path);
  offer = pc_description_parse (PC_SDP_OFFER, text, &error);
  fail_unless (offer != NULL, "%s", error != NULL ? error->message : "");

  return offer;
}

static PcDescription *
answer_to (PcSession * session, const PcDescription * offer)
{
  PcDescription *answer;

  apply (session, PC_SIDE_REMOTE, offer);
  answer = create_answer (session);
  apply (session, PC_SIDE_LOCAL, answer);

  return answer;
}

/* An offer of @alice's that can be bent before @bob sees it. */
static PcDescription *
make_offer (void)
{
  g_autoptr (PcDescription) offer = NULL;

  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      TRUE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      TRUE);
  pc_session_want_data_channels (alice);
  offer = create_offer (alice);
  apply (alice, PC_SIDE_LOCAL, offer);

  return g_steal_pointer (&offer);
}

/* Everything that was recorded from a browser gets an answer that has the
 * offered shape and numbers. */
GST_START_TEST (test_browsers)
{
  static const gchar *const names[] = { "chrome-offer.sdp",
    "firefox-offer.sdp", "safari-offer.sdp", "pion-offer.sdp",
    "aiortc-offer.sdp", "chrome-simulcast-offer.sdp", "old-sctpmap-offer.sdp"
  };
  gsize n;
  guint i, j;

  for (n = 0; n < G_N_ELEMENTS (names); n++) {
    guint64 seed = n;
    g_autoptr (PcSession) session = test_session (&seed);
    g_autoptr (PcDescription) offer = load_offer (names[n]);
    g_autoptr (PcDescription) answer = answer_to (session, offer);

    fail_unless_equals_int (answer->media->len, offer->media->len);
    for (i = 0; i < answer->media->len; i++) {
      PcMedia *ours = media_of (answer, i), *theirs = media_of (offer, i);

      fail_unless (pc_media_is_rejected (ours) == (theirs->kind ==
              PC_KIND_UNKNOWN), "%s %u", names[n], i);
      fail_unless_equals_string (ours->mid, theirs->mid);
      fail_unless_equals_string (ours->protocol, theirs->protocol);
      fail_unless (pc_media_is_rejected (ours)
          || ours->setup == PC_SETUP_ACTIVE);
      for (j = 0; j < ours->codecs->len; j++) {
        const PcCodec *codec = codec_of (ours, j), *offered = NULL;
        guint k;

        for (k = 0; k < theirs->codecs->len && offered == NULL; k++) {
          if (codec_of (theirs, k)->payload_type == codec->payload_type)
            offered = codec_of (theirs, k);
        }
        fail_unless (offered != NULL
            && g_str_equal (offered->name, codec->name), "%s %u", names[n],
            codec->payload_type);
      }
    }
  }
}

GST_END_TEST;

/* This Chromium has Baseline only; constrained encoders serve it. */
GST_START_TEST (test_chrome_h264)
{
  g_autoptr (PcDescription) offer = load_offer ("chrome-offer.sdp");
  g_autoptr (GPtrArray) preferred = test_codecs (test_codec (96, "H264",
          90000, 0, "packetization-mode=1;profile-level-id=42c01f", NULL),
      test_codec (97, "rtx", 90000, 0, NULL, NULL), NULL);
  g_autoptr (PcDescription) answer = NULL;
  PcMedia *video = NULL;
  guint i;

  apply (bob, PC_SIDE_REMOTE, offer);
  for (i = 0; i < offer->media->len; i++) {
    if (media_of (offer, i)->kind == PC_KIND_VIDEO)
      break;
  }
  pc_session_set_codec_preferences (bob, nth_transceiver (bob, i), preferred);
  answer = create_answer (bob);
  video = media_of (answer, i);
  fail_if (pc_media_is_rejected (video));
  fail_unless_equals_string (codec_of (video, 0)->name, "H264");
  fail_unless (strstr (codec_of (video, 0)->fmtp, "profile-level-id=42001f")
      != NULL, "%s", codec_of (video, 0)->fmtp);
  fail_unless_equals_string (codec_of (video, 1)->name, "rtx");
}

GST_END_TEST;

GST_START_TEST (test_directions)
{
  /* What alice offers, what bob wants, what he answers. */
  static const PcDirection cases[][3] = {
    {PC_DIRECTION_SENDRECV, PC_DIRECTION_SENDRECV, PC_DIRECTION_SENDRECV},
    {PC_DIRECTION_SENDRECV, PC_DIRECTION_RECVONLY, PC_DIRECTION_RECVONLY},
    {PC_DIRECTION_SENDRECV, PC_DIRECTION_INACTIVE, PC_DIRECTION_INACTIVE},
    {PC_DIRECTION_SENDONLY, PC_DIRECTION_SENDRECV, PC_DIRECTION_RECVONLY},
    {PC_DIRECTION_SENDONLY, PC_DIRECTION_SENDONLY, PC_DIRECTION_INACTIVE},
    {PC_DIRECTION_RECVONLY, PC_DIRECTION_SENDRECV, PC_DIRECTION_SENDONLY},
    {PC_DIRECTION_INACTIVE, PC_DIRECTION_SENDRECV, PC_DIRECTION_INACTIVE},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint64 seeds[2] = { 7, 8 };
    g_autoptr (PcSession) a = test_session (&seeds[0]);
    g_autoptr (PcSession) b = test_session (&seeds[1]);
    g_autoptr (PcDescription) offer = NULL;
    g_autoptr (PcDescription) answer = NULL;
    const PcTransceiver *transceiver;

    pc_session_add_transceiver (a, PC_KIND_AUDIO, cases[i][0], FALSE);
    offer = create_offer (a);
    apply (a, PC_SIDE_LOCAL, offer);
    apply (b, PC_SIDE_REMOTE, offer);
    pc_session_set_direction (b, nth_transceiver (b, 0), cases[i][1]);
    answer = create_answer (b);
    fail_unless_equals_int (media_of (answer, 0)->direction, cases[i][2]);
    apply (b, PC_SIDE_LOCAL, answer);
    apply (a, PC_SIDE_REMOTE, answer);
    transceiver = pc_session_get_transceiver (b, nth_transceiver (b, 0));
    fail_unless (transceiver->has_current_direction);
    fail_unless_equals_int (transceiver->current_direction, cases[i][2]);
    transceiver = pc_session_get_transceiver (a, nth_transceiver (a, 0));
    fail_unless_equals_int (transceiver->current_direction,
        pc_direction_reverse (cases[i][2]));
  }
}

GST_END_TEST;

GST_START_TEST (test_rejections)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  PcMedia *video = media_of (offer, 1);
  guint i;

  /* No codec that bob has; a data protocol that nobody has; and text. */
  for (i = 0; i < video->codecs->len; i++) {
    PcCodec *codec = g_ptr_array_index (video->codecs, i);

    g_free (codec->name);
    codec->name = g_strdup ("theora");
  }
  g_ptr_array_add (offer->media, pc_media_new (PC_KIND_UNKNOWN));
  media_of (offer, 3)->media = g_strdup ("text");
  media_of (offer, 3)->protocol = g_strdup ("RTP/AVP");
  media_of (offer, 3)->formats = g_strdup ("98 100");
  media_of (offer, 3)->mid = g_strdup ("t");

  answer = answer_to (bob, offer);
  fail_unless_equals_int (media_of (answer, 0)->port, 9);
  fail_unless (pc_media_is_rejected (media_of (answer, 1)));
  fail_unless_equals_int (media_of (answer, 2)->port, 9);
  fail_unless (pc_media_is_rejected (media_of (answer, 3)));
  assert_sdp (answer, "m=text 0 RTP/AVP 98 100\r\n");
  assert_sdp (answer, "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n");
  assert_sdp (answer, "a=group:BUNDLE 0 2\r\n");
  fail_unless_equals_int (count_transceivers (bob), 1);
  negotiated = pc_session_get_negotiated (bob);
  fail_unless_equals_int (negotiated->media->len, 1);
  fail_unless (negotiated->sctp != NULL);

  g_ptr_array_set_size (answer->media, 3);
  apply (alice, PC_SIDE_REMOTE, answer);
  fail_unless_equals_int (count_transceivers (alice), 1);
  fail_if (pc_session_is_negotiation_needed (alice));
}

GST_END_TEST;

/* The tagged m-section itself is refused, and all that it speaks for. */
GST_START_TEST (test_rejected_tag)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) here = NULL;
  g_autoptr (PcNegotiated) there = NULL;
  guint i;

  g_ptr_array_set_size (media_of (offer, 0)->codecs, 1);
  ((PcCodec *) codec_of (media_of (offer, 0), 0))->clock_rate = 8000;
  answer = answer_to (bob, offer);
  for (i = 0; i < answer->media->len; i++)
    fail_unless (pc_media_is_rejected (media_of (answer, i)), "%u", i);
  assert_no_sdp (answer, "a=group:");
  apply (alice, PC_SIDE_REMOTE, answer);
  here = pc_session_get_negotiated (alice);
  there = pc_session_get_negotiated (bob);
  fail_unless_equals_int (here->transports->len, 0);
  fail_unless_equals_int (there->transports->len, 0);
}

GST_END_TEST;

/* A peer that rejects it and goes on with the rest is understood. */
GST_START_TEST (test_peer_rejects_tag)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedTransport *transport;

  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  media_of (answer, 0)->port = 0;
  g_ptr_array_set_size (answer->bundle_groups, 0);
  g_ptr_array_add (answer->bundle_groups, g_strsplit ("1 2", " ", -1));
  apply (alice, PC_SIDE_REMOTE, answer);
  negotiated = pc_session_get_negotiated (alice);
  fail_unless_equals_int (negotiated->transports->len, 1);
  transport = g_ptr_array_index (negotiated->transports, 0);
  fail_unless_equals_string (transport->local_ufrag,
      media_of (offer, 1)->ice_ufrag);
  fail_unless_equals_string (transport->remote_ufrag,
      media_of (answer, 1)->ice_ufrag);
  fail_unless_equals_int (transport->remote_fingerprints->len, 1);
}

GST_END_TEST;

/* A peer from before BUNDLE: everything on its own transport. */
GST_START_TEST (test_no_bundle)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcNegotiated) here = NULL;
  g_autoptr (PcNegotiated) there = NULL;
  guint i;

  g_ptr_array_set_size (offer->bundle_groups, 0);
  answer = answer_to (bob, offer);
  fail_unless_equals_int (answer->bundle_groups->len, 0);
  apply (alice, PC_SIDE_REMOTE, answer);
  here = pc_session_get_negotiated (alice);
  there = pc_session_get_negotiated (bob);
  fail_unless_equals_int (here->transports->len, 3);
  fail_unless_equals_int (there->transports->len, 3);
  for (i = 0; i < 3; i++) {
    const PcNegotiatedTransport *a = g_ptr_array_index (here->transports, i);
    const PcNegotiatedTransport *b = g_ptr_array_index (there->transports, i);

    fail_unless_equals_string (a->local_ufrag, b->remote_ufrag);
    fail_unless_equals_string (a->remote_ufrag, b->local_ufrag);
    fail_unless (a->gather && b->gather && a->controlling && !b->controlling);
    fail_unless_equals_int (a->dtls_role, PC_DTLS_ROLE_SERVER);
  }
  /* And together again, when the peer learns it. */
  negotiate (bob, alice);
  pc_negotiated_unref (here);
  here = pc_session_get_negotiated (alice);
  fail_unless_equals_int (here->transports->len, 1);
}

GST_END_TEST;

GST_START_TEST (test_policies)
{
  static const struct
  {
    PcBundlePolicy policy;
    const gchar *rejected;
  } cases[] = {
    {PC_BUNDLE_MAX_COMPAT, "0000"},
    {PC_BUNDLE_BALANCED, "0010"},
    {PC_BUNDLE_MAX_BUNDLE, "0111"},
  };
  g_autoptr (PcDescription) offer = NULL;
  gsize i;
  guint j;

  pc_session_add_transceiver (alice, PC_KIND_AUDIO, PC_DIRECTION_SENDRECV,
      FALSE);
  for (j = 0; j < 2; j++)
    pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
        FALSE);
  pc_session_want_data_channels (alice);
  offer = create_offer (alice);
  media_of (offer, 2)->bundle_only = FALSE;
  media_of (offer, 2)->port = 9;
  media_of (offer, 2)->ice_ufrag = g_strdup ("ufrag");
  media_of (offer, 2)->ice_pwd = g_strdup (media_of (offer, 0)->ice_pwd);
  g_ptr_array_add (media_of (offer, 2)->fingerprints,
      pc_fingerprint_new ("sha-256", TEST_FINGERPRINT));
  g_ptr_array_set_size (offer->bundle_groups, 0);

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PcCapabilities) capabilities = test_capabilities ();
    guint64 seed = 3;
    g_autoptr (PcSession) session = test_session_full (&seed, cases[i].policy,
        capabilities);
    g_autoptr (PcDescription) answer = answer_to (session, offer);

    for (j = 0; j < 4; j++)
      fail_unless (pc_media_is_rejected (media_of (answer, j)) ==
          (cases[i].rejected[j] == '1'), "%u %u", (guint) i, j);
  }
}

GST_END_TEST;

/* A peer without mids is answered without, and known by m-line. */
GST_START_TEST (test_no_mids)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcDescription) later = NULL;
  guint i;

  g_ptr_array_set_size (offer->bundle_groups, 0);
  for (i = 0; i < 3; i++)
    g_clear_pointer (&media_of (offer, i)->mid, g_free);
  answer = answer_to (bob, offer);
  assert_no_sdp (answer, "a=mid");
  fail_unless (pc_session_get_transceiver (bob, nth_transceiver (bob,
              1))->mid != NULL);
  apply (alice, PC_SIDE_REMOTE, answer);
  fail_if (pc_session_is_negotiation_needed (alice));
  fail_if (pc_session_is_negotiation_needed (bob));
  later = create_offer (bob);
  fail_unless_equals_int (later->media->len, 3);
  fail_unless_equals_int (codec_of (media_of (later, 1), 0)->payload_type,
      codec_of (media_of (offer, 1), 0)->payload_type);
}

GST_END_TEST;

/* webrtc-pc: who is the server, stays it, whoever offers next. */
GST_START_TEST (test_role_stays)
{
  g_autoptr (PcDescription) offer = NULL;
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcDescription) begin = make_offer ();
  g_autoptr (PcDescription) reply = answer_to (bob, begin);

  apply (alice, PC_SIDE_REMOTE, reply);
  offer = create_offer (bob);
  fail_unless_equals_int (media_of (offer, 0)->setup, PC_SETUP_ACTPASS);
  apply (bob, PC_SIDE_LOCAL, offer);
  answer = answer_to (alice, offer);
  fail_unless_equals_int (media_of (answer, 0)->setup, PC_SETUP_PASSIVE);
  fail_unless_equals_int (media_of (answer, 2)->setup, PC_SETUP_PASSIVE);
  apply (bob, PC_SIDE_REMOTE, answer);

  g_clear_pointer (&offer, pc_description_free);
  g_clear_pointer (&answer, pc_description_free);
  offer = create_restart (alice);
  apply (alice, PC_SIDE_LOCAL, offer);
  answer = answer_to (bob, offer);
  fail_unless_equals_int (media_of (answer, 0)->setup, PC_SETUP_ACTIVE);
}

GST_END_TEST;

GST_START_TEST (test_offered_roles)
{
  static const PcSetup cases[][2] = {
    {PC_SETUP_ACTPASS, PC_SETUP_ACTIVE},
    {PC_SETUP_ACTIVE, PC_SETUP_PASSIVE},
    {PC_SETUP_PASSIVE, PC_SETUP_ACTIVE},
    {PC_SETUP_NONE, PC_SETUP_ACTIVE},
  };
  g_autoptr (PcDescription) offer = make_offer ();
  gsize i;
  guint j;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint64 seed = 9;
    g_autoptr (PcSession) session = test_session (&seed);
    g_autoptr (PcDescription) answer = NULL;

    for (j = 0; j < 3; j++)
      media_of (offer, j)->setup = cases[i][0];
    answer = answer_to (session, offer);
    fail_unless_equals_int (media_of (answer, 1)->setup, cases[i][1]);
  }
}

GST_END_TEST;

GST_START_TEST (test_extensions)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  GPtrArray *extensions = media_of (offer, 0)->extensions;

  g_ptr_array_set_size (extensions, 0);
  g_ptr_array_add (extensions, pc_extension_new (7, "urn:unheard-of",
          PC_DIRECTION_SENDRECV));
  g_ptr_array_add (extensions, pc_extension_new (9, PC_EXTENSION_AUDIO_LEVEL,
          PC_DIRECTION_SENDONLY));
  g_ptr_array_add (extensions, pc_extension_new (11, PC_EXTENSION_TWCC,
          PC_DIRECTION_INACTIVE));
  g_ptr_array_set_size (media_of (offer, 1)->extensions, 0);
  answer = answer_to (bob, offer);
  fail_unless_equals_int (media_of (answer, 0)->extensions->len, 1);
  assert_sdp (answer, "a=extmap:9/recvonly " PC_EXTENSION_AUDIO_LEVEL "\r\n");
}

GST_END_TEST;

/* RFC 9429 sections 5.2.1 and 5.3.1: of all codecs, opus allows least. */
GST_START_TEST (test_packet_times)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = answer_to (bob, offer);

  assert_sdp (offer, "a=maxptime:120\r\n");
  assert_sdp (answer, "a=maxptime:120\r\n");
  fail_unless (media_of (offer, 1)->maxptime == NULL);
}

GST_END_TEST;

/* RFC 8285 section 6: only an offer that has it is answered with it. */
GST_START_TEST (test_mixed_extensions)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = answer_to (bob, offer);
  g_autoptr (PcDescription) plain = NULL;
  g_autoptr (PcDescription) other = NULL;
  g_autoptr (PcSession) carol = test_session (&seed_a);
  guint i;

  assert_sdp (offer, "a=extmap-allow-mixed\r\n");
  assert_sdp (answer, "a=extmap-allow-mixed\r\n");
  plain = pc_description_copy (offer);
  for (i = 0; i < plain->media->len; i++)
    media_of (plain, i)->extmap_allow_mixed = FALSE;
  other = answer_to (carol, plain);
  for (i = 0; i < other->media->len; i++)
    fail_if (media_of (other, i)->extmap_allow_mixed);
}

GST_END_TEST;

/* An id with two meanings in one bundle: the first holds, the other is left
 * out, also of what we offer next. */
GST_START_TEST (test_ambiguous_extension)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcDescription) next = NULL;
  guint i;

  for (i = 0; i < 2; i++)
    g_ptr_array_set_size (media_of (offer, i)->extensions, 0);
  g_ptr_array_add (media_of (offer, 0)->extensions, pc_extension_new (2,
          PC_EXTENSION_AUDIO_LEVEL, PC_DIRECTION_SENDRECV));
  g_ptr_array_add (media_of (offer, 1)->extensions, pc_extension_new (2,
          PC_EXTENSION_ABS_SEND_TIME, PC_DIRECTION_SENDRECV));
  g_ptr_array_add (media_of (offer, 1)->extensions, pc_extension_new (5,
          PC_EXTENSION_TWCC, PC_DIRECTION_SENDRECV));
  answer = answer_to (bob, offer);
  assert_sdp (answer, "a=extmap:2 " PC_EXTENSION_AUDIO_LEVEL "\r\n");
  assert_sdp (answer, "a=extmap:5 " PC_EXTENSION_TWCC "\r\n");
  assert_no_sdp (answer, PC_EXTENSION_ABS_SEND_TIME);

  next = create_offer (bob);
  assert_sdp (next, "a=extmap:2 " PC_EXTENSION_AUDIO_LEVEL "\r\n");
  assert_no_sdp (next, "a=extmap:2 " PC_EXTENSION_ABS_SEND_TIME "\r\n");
}

GST_END_TEST;

GST_START_TEST (test_association)
{
  guint waiting = pc_session_add_transceiver (bob, PC_KIND_VIDEO,
      PC_DIRECTION_SENDRECV, TRUE);
  guint made = pc_session_add_transceiver (bob, PC_KIND_AUDIO,
      PC_DIRECTION_SENDRECV, FALSE);
  g_autoptr (PcDescription) offer = make_offer ();

  /* addTrack's is used, addTransceiver's is not (RFC 9429 section 5.10). */
  apply (bob, PC_SIDE_REMOTE, offer);
  fail_unless_equals_int (count_transceivers (bob), 3);
  fail_unless_equals_string (pc_session_get_transceiver (bob, waiting)->mid,
      "1");
  fail_unless (pc_session_get_transceiver (bob, made)->mid == NULL);
  fail_unless_equals_int (pc_session_get_transceiver (bob, nth_transceiver
          (bob, 2))->direction, PC_DIRECTION_RECVONLY);
}

GST_END_TEST;

/* An offer that does not want to receive cannot use addTrack's. */
GST_START_TEST (test_association_needs_a_receiver)
{
  g_autoptr (PcDescription) offer = NULL;

  pc_session_add_transceiver (bob, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV, TRUE);
  pc_session_add_transceiver (alice, PC_KIND_VIDEO, PC_DIRECTION_SENDONLY,
      TRUE);
  offer = create_offer (alice);
  apply (bob, PC_SIDE_REMOTE, offer);
  fail_unless_equals_int (count_transceivers (bob), 2);
}

GST_END_TEST;

GST_START_TEST (test_pranswer)
{
  g_autoptr (PcDescription) offer = make_offer ();
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcDescription) pranswer = NULL;
  g_autoptr (PcNegotiated) early = NULL;
  g_autoptr (PcNegotiated) final = NULL;
  g_autofree gchar *one = NULL, *two = NULL;

  apply (bob, PC_SIDE_REMOTE, offer);
  answer = create_answer (bob);
  pranswer = pc_description_copy (answer);
  pranswer->type = PC_SDP_PRANSWER;
  apply (bob, PC_SIDE_LOCAL, pranswer);
  fail_unless_equals_int (pc_session_get_signaling_state (bob),
      PC_SIGNALING_HAVE_LOCAL_PRANSWER);
  apply (alice, PC_SIDE_REMOTE, pranswer);
  fail_unless_equals_int (pc_session_get_signaling_state (alice),
      PC_SIGNALING_HAVE_REMOTE_PRANSWER);
  early = pc_session_get_negotiated (alice);
  fail_unless_equals_int (early->transports->len, 3);
  fail_unless_equals_int (((PcNegotiatedMedia *) early->media->pdata[0])->
      direction, PC_DIRECTION_SENDONLY);
  fail_unless (pc_session_get_current_description (alice,
          PC_SIDE_REMOTE) == NULL);

  g_clear_pointer (&answer, pc_description_free);
  answer = create_answer (bob);
  apply (bob, PC_SIDE_LOCAL, answer);
  apply (alice, PC_SIDE_REMOTE, answer);
  final = pc_session_get_negotiated (alice);
  /* Nothing new was said, but what was kept for another answer is gone. */
  fail_unless_equals_int (final->transports->len, 1);
  g_ptr_array_set_size (early->transports, 1);
  one = pc_negotiated_to_string (early);
  two = pc_negotiated_to_string (final);
  fail_unless_equals_string (one, two);
  fail_if (pc_session_is_negotiation_needed (alice));
}

GST_END_TEST;

static Suite *
pcanswer_suite (void)
{
  Suite *s = suite_create ("pcanswer");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_browsers);
  tcase_add_test (tc, test_chrome_h264);
  tcase_add_test (tc, test_directions);
  tcase_add_test (tc, test_rejections);
  tcase_add_test (tc, test_rejected_tag);
  tcase_add_test (tc, test_peer_rejects_tag);
  tcase_add_test (tc, test_no_bundle);
  tcase_add_test (tc, test_policies);
  tcase_add_test (tc, test_no_mids);
  tcase_add_test (tc, test_role_stays);
  tcase_add_test (tc, test_offered_roles);
  tcase_add_test (tc, test_extensions);
  tcase_add_test (tc, test_packet_times);
  tcase_add_test (tc, test_mixed_extensions);
  tcase_add_test (tc, test_ambiguous_extension);
  tcase_add_test (tc, test_association);
  tcase_add_test (tc, test_association_needs_a_receiver);
  tcase_add_test (tc, test_pranswer);

  return s;
}

GST_CHECK_MAIN (pcanswer);
