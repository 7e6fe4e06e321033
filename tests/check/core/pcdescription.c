/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdescription.c: session descriptions, read and written.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/pcerror.h>
#include <gst/peerconnection/core/sdp/pcdescription.h>
#include <string.h>

/* --- by value ------------------------------------------------------------ */

#define same_string(field) fail_unless_equals_string (a->field, b->field)
#define same_number(field) fail_unless_equals_uint64 (a->field, b->field)

#define same_list(Type, list, compare) \
  G_STMT_START { \
    guint i_; \
    fail_unless_equals_int (a->list->len, b->list->len); \
    for (i_ = 0; i_ < a->list->len; i_++) \
      compare ((const Type *) g_ptr_array_index (a->list, i_), \
          (const Type *) g_ptr_array_index (b->list, i_)); \
  } G_STMT_END

static void
same_feedback (const PcRtcpFeedback * a, const PcRtcpFeedback * b)
{
  same_string (type);
  same_string (parameter);
}

static void
same_codec (const PcCodec * a, const PcCodec * b)
{
  same_number (payload_type);
  same_string (name);
  same_number (clock_rate);
  same_number (channels);
  same_string (fmtp);
  same_list (PcRtcpFeedback, feedback, same_feedback);
}

static void
same_extension (const PcExtension * a, const PcExtension * b)
{
  same_number (id);
  same_string (uri);
  same_number (direction);
}

static void
same_msid (const PcMsid * a, const PcMsid * b)
{
  same_string (stream);
  same_string (track);
}

static void
same_ssrc (const PcSsrc * a, const PcSsrc * b)
{
  same_number (ssrc);
  same_string (cname);
}

static void
same_ssrc_group (const PcSsrcGroup * a, const PcSsrcGroup * b)
{
  same_string (semantics);
  same_number (ssrcs->len);
  fail_unless (memcmp (a->ssrcs->data, b->ssrcs->data, a->ssrcs->len * 4) == 0);
}

static void
same_rid (const PcRid * a, const PcRid * b)
{
  same_string (id);
  same_number (send);
  same_string (restrictions);
}

static void
same_fingerprint (const PcFingerprint * a, const PcFingerprint * b)
{
  same_string (algorithm);
  same_string (value);
}

static void
same_bandwidth (const PcBandwidth * a, const PcBandwidth * b)
{
  same_string (type);
  same_number (value);
}

static void
same_candidate (const PcCandidate * a, const PcCandidate * b)
{
  fail_unless (pc_candidate_equal (a, b));
}

static void
same_media (const PcMedia * a, const PcMedia * b)
{
  same_number (kind);
  same_string (media);
  same_number (port);
  same_string (protocol);
  same_string (formats);
  same_string (mid);
  same_number (bundle_only);
  same_number (direction);
  same_list (PcBandwidth, bandwidths, same_bandwidth);
  same_number (extmap_allow_mixed);
  same_string (ptime);
  same_string (maxptime);
  same_number (rtcp_mux);
  same_number (rtcp_mux_only);
  same_number (rtcp_rsize);
  same_list (PcCodec, codecs, same_codec);
  same_list (PcExtension, extensions, same_extension);
  same_list (PcMsid, msids, same_msid);
  same_list (PcSsrc, ssrcs, same_ssrc);
  same_list (PcSsrcGroup, ssrc_groups, same_ssrc_group);
  same_list (PcRid, rids, same_rid);
  same_string (simulcast);
  same_string (ice_ufrag);
  same_string (ice_pwd);
  same_number (ice_trickle);
  same_number (ice_renomination);
  same_list (PcFingerprint, fingerprints, same_fingerprint);
  same_number (setup);
  same_string (tls_id);
  same_list (PcCandidate, candidates, same_candidate);
  same_number (end_of_candidates);
  same_number (sctp_port);
  same_number (has_max_message_size);
  same_number (max_message_size);
}

static void
same_description (const PcDescription * a, const PcDescription * b)
{
  guint i;

  same_number (type);
  same_string (session_id);
  same_number (session_version);
  same_string (session_name);
  same_number (ice_lite);
  same_list (PcBandwidth, bandwidths, same_bandwidth);
  same_number (bundle_groups->len);
  for (i = 0; i < a->bundle_groups->len; i++)
    fail_unless (g_strv_equal (g_ptr_array_index (a->bundle_groups, i),
            g_ptr_array_index (b->bundle_groups, i)));
  same_list (PcMedia, media, same_media);
}

/* --- helpers --------------------------------------------------------------- */

static PcDescription *
parse (const gchar * sdp)
{
  GError *error = NULL;
  PcDescription *description = pc_description_parse (PC_SDP_OFFER, sdp, &error);

  fail_if (description == NULL, "%s", error ? error->message : "no error");
  fail_if (error != NULL);

  return description;
}

static gchar *
load (const gchar * name)
{
  g_autofree gchar *path = g_build_filename (TEST_DATA_DIR, name, NULL);
  gchar *text;

  fail_unless (g_file_get_contents (path, &text, NULL, NULL), "%s", path);

  return text;
}

static PcDescription *
parse_file (const gchar * name)
{
  g_autofree gchar *text = load (name);

  return parse (text);
}

static const PcCodec *
find_codec (const PcMedia * media, guint payload_type)
{
  guint i;

  for (i = 0; i < media->codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (codec->payload_type == payload_type)
      return codec;
  }

  return NULL;
}

#define HEAD \
  "v=0\r\n" \
  "o=- 1 2 IN IP4 127.0.0.1\r\n" \
  "s=-\r\n" \
  "t=0 0\r\n"
#define AUDIO HEAD \
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n" \
  "c=IN IP4 0.0.0.0\r\n"

/* --- what others write ----------------------------------------------------- */

static const gchar *const offers[] = {
  "chrome-offer.sdp", "chrome-simulcast-offer.sdp", "firefox-offer.sdp",
  "safari-offer.sdp", "pion-offer.sdp", "aiortc-offer.sdp",
  "old-sctpmap-offer.sdp",
};

GST_START_TEST (test_round_trip)
{
  g_autoptr (PcDescription) before = parse_file (offers[__i__]);
  g_autoptr (PcDescription) copy = pc_description_copy (before);
  g_autofree gchar *text = pc_description_to_sdp (before);
  g_autoptr (PcDescription) after = parse (text);
  g_autofree gchar *again = pc_description_to_sdp (after);

  same_description (before, copy);
  same_description (before, after);
  fail_unless_equals_string (text, again);
  fail_unless (g_utf8_validate (text, -1, NULL));
}

GST_END_TEST;

GST_START_TEST (test_line_feed_only)
{
  g_autofree gchar *text = load (offers[__i__]);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autofree gchar *unix_text = g_strjoinv ("\n", lines);
  g_autoptr (PcDescription) with_cr = parse (text);
  g_autoptr (PcDescription) without = parse (unix_text);

  same_description (with_cr, without);
  /* The last line end may be missing, and there may be too many. */
  unix_text[strlen (unix_text) - 1] = '\0';
  pc_description_free (without);
  without = parse (unix_text);
  same_description (with_cr, without);
}

GST_END_TEST;

GST_START_TEST (test_chrome)
{
  g_autoptr (PcDescription) offer = parse_file ("chrome-offer.sdp");
  const PcMedia *audio = pc_description_get_media (offer, 0);
  const PcMedia *video = pc_description_get_media (offer, 1);
  const PcMedia *data = pc_description_get_media (offer, 2);
  const PcCandidate *candidate;
  const PcSsrcGroup *group;
  const PcCodec *vp8;
  GStrv bundle;

  fail_unless_equals_int (offer->media->len, 3);
  fail_unless_equals_string (offer->session_id, "4611731400430051336");
  fail_unless_equals_uint64 (offer->session_version, 2);
  fail_unless_equals_int (offer->bundle_groups->len, 1);
  bundle = g_ptr_array_index (offer->bundle_groups, 0);
  fail_unless_equals_int (g_strv_length (bundle), 3);
  fail_unless_equals_string (bundle[2], "2");

  fail_unless_equals_int (audio->kind, PC_KIND_AUDIO);
  fail_unless_equals_int (audio->line, 8);
  fail_unless_equals_int (audio->codecs->len, 8);
  fail_unless_equals_int (find_codec (audio, 111)->channels, 2);
  fail_unless_equals_int (audio->candidates->len, 3);
  candidate = g_ptr_array_index (audio->candidates, 1);
  fail_unless_equals_int (candidate->type, PC_CANDIDATE_SRFLX);
  fail_unless_equals_string (candidate->related_address, "192.168.1.20");
  fail_unless_equals_string (candidate->extensions,
      "generation 0 network-id 1 network-cost 10");
  fail_unless (audio->rtcp_mux && audio->rtcp_rsize && audio->ice_trickle);
  fail_unless_equals_int (audio->setup, PC_SETUP_ACTPASS);
  fail_unless_equals_int (audio->msids->len, 1);
  fail_unless_equals_int (audio->ssrcs->len, 1);

  vp8 = g_ptr_array_index (video->codecs, 0);
  fail_unless_equals_string (vp8->name, "VP8");
  fail_unless_equals_int (vp8->feedback->len, 5);
  fail_unless (vp8->fmtp == NULL);
  fail_unless_equals_string (find_codec (video, 97)->fmtp, "apt=96");
  fail_unless_equals_int (video->ssrcs->len, 2);
  group = g_ptr_array_index (video->ssrc_groups, 0);
  fail_unless_equals_string (group->semantics, "FID");
  fail_unless_equals_uint64 (g_array_index (group->ssrcs, guint32, 1),
      3098744512);

  fail_unless_equals_int (data->kind, PC_KIND_APPLICATION);
  fail_unless_equals_int (data->sctp_port, 5000);
  fail_unless (data->has_max_message_size);
  fail_unless_equals_uint64 (data->max_message_size, 262144);
  fail_unless_equals_int (pc_description_find_mid (offer, "1"), 1);
  fail_unless_equals_int (pc_description_find_mid (offer, "x"), -1);
}

GST_END_TEST;

/* What is only kept comes back as it was (RFC 9429 sections 5.8.1 and 5.8.2). */
GST_START_TEST (test_limits_are_kept)
{
  static const gchar *const lines[] = {
    "s=-\r\nb=CT:2000\r\nt=0 0\r\n", "b=AS:500\r\nb=TIAS:450000\r\na=mid:0\r\n",
    "a=ptime:20\r\n", "a=maxptime:2.5\r\n", "a=extmap-allow-mixed\r\n"
  };
  g_autoptr (PcDescription) offer = parse ("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"
      "s=-\r\nb=CT:2000\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
      "b=AS:500\r\nb=TIAS:450000\r\na=mid:0\r\na=ptime:20\r\na=ptime:40\r\n"
      "a=maxptime:2.5\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
      "a=extmap-allow-mixed\r\n");
  g_autofree gchar *text = pc_description_to_sdp (offer);
  g_autoptr (PcDescription) again = parse (text);
  g_autoptr (PcDescription) copy = pc_description_copy (offer);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (lines); i++)
    fail_unless (strstr (text, lines[i]) != NULL, "no %s in %s", lines[i],
        text);
  fail_unless (strstr (text, "a=ptime:40") == NULL);
  same_description (offer, again);
  same_description (offer, copy);
  fail_if (pc_description_get_media (offer, 0)->extmap_allow_mixed);
}

GST_END_TEST;

/* Said once for all where all that are used say it (RFC 8285 section 6). */
GST_START_TEST (test_mixed_extensions_for_all)
{
  g_autoptr (PcDescription) offer = parse (HEAD
      "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=extmap-allow-mixed\r\n"
      "m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n");
  g_autofree gchar *text = pc_description_to_sdp (offer);
  const gchar *said = strstr (text, "a=extmap-allow-mixed\r\n");

  fail_unless (pc_description_get_media (offer, 0)->extmap_allow_mixed);
  fail_unless (said != NULL && said < strstr (text, "m="), "%s", text);
  fail_unless (strstr (said + 1, "a=extmap-allow-mixed") == NULL);
}

GST_END_TEST;

/* RFC 8122 section 5: those of a section stand for those of the session, which
 * do not count there, not even beside them. */
GST_START_TEST (test_fingerprints_of_section_and_session)
{
  g_autofree gchar *zeros = g_strnfill (95, '0');
  g_autofree gchar *text = NULL;
  g_autoptr (PcDescription) description = NULL;
  const PcMedia *audio, *other;
  const PcFingerprint *own;

  for (guint i = 2; i < 95; i += 3)
    zeros[i] = ':';
  text = g_strdup_printf (HEAD "a=fingerprint:sha-256 %s\r\n"
      "a=fingerprint:sha-256 %.94sA\r\n" "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" "a=fingerprint:sha-256 %.94sB\r\n",
      zeros, zeros, zeros);
  description = parse (text);
  audio = pc_description_get_media (description, 0);
  other = pc_description_get_media (description, 1);
  fail_unless_equals_int (audio->fingerprints->len, 2);
  fail_unless_equals_int (other->fingerprints->len, 1);
  own = g_ptr_array_index (other->fingerprints, 0);
  fail_unless (g_str_has_suffix (own->value, ":0B"));
}

GST_END_TEST;

/* Firefox says fingerprint and ice-options once for all. */
GST_START_TEST (test_inheritance)
{
  g_autoptr (PcDescription) offer = parse_file ("firefox-offer.sdp");
  g_autoptr (PcDescription) mixed = NULL;
  const PcMedia *media;
  guint i;

  for (i = 0; i < offer->media->len; i++) {
    media = pc_description_get_media (offer, i);
    fail_unless_equals_int (media->fingerprints->len, 1);
    fail_unless (media->ice_trickle);
  }

  mixed = parse (HEAD "a=ice-ufrag:sess\r\n"
      "a=ice-pwd:0123456789012345678901\r\n" "a=recvonly\r\n"
      "a=setup:passive\r\n" "a=extmap:3 urn:three\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" "a=ice-ufrag:mine\r\n"
      "a=sendonly\r\n" "a=setup:active\r\n" "a=extmap:4 urn:four\r\n");
  media = pc_description_get_media (mixed, 0);
  fail_unless_equals_string (media->ice_ufrag, "sess");
  fail_unless_equals_int (media->direction, PC_DIRECTION_RECVONLY);
  fail_unless_equals_int (media->setup, PC_SETUP_PASSIVE);
  fail_unless_equals_int (media->extensions->len, 1);
  media = pc_description_get_media (mixed, 1);
  fail_unless_equals_string (media->ice_ufrag, "mine");
  fail_unless_equals_string (media->ice_pwd, "0123456789012345678901");
  fail_unless_equals_int (media->direction, PC_DIRECTION_SENDONLY);
  fail_unless_equals_int (media->setup, PC_SETUP_ACTIVE);
  fail_unless_equals_int (media->extensions->len, 1);
  fail_unless_equals_int (((PcExtension *)
          g_ptr_array_index (media->extensions, 0))->id, 4);
}

GST_END_TEST;

GST_START_TEST (test_old_peer)
{
  g_autoptr (PcDescription) offer = parse_file ("old-sctpmap-offer.sdp");
  const PcMedia *audio = pc_description_get_media (offer, 0);
  const PcMedia *data = pc_description_get_media (offer, 1);
  const PcMedia *text = pc_description_get_media (offer, 2);
  g_autofree gchar *sdp = pc_description_to_sdp (offer);

  fail_unless_equals_int (audio->codecs->len, 5);
  fail_unless_equals_string (find_codec (audio, 0)->name, "PCMU");
  fail_unless_equals_string (find_codec (audio, 9)->name, "G722");
  fail_unless_equals_int (find_codec (audio, 9)->clock_rate, 8000);
  fail_unless_equals_string (find_codec (audio, 13)->name, "CN");

  fail_unless_equals_int (data->kind, PC_KIND_APPLICATION);
  fail_unless_equals_int (data->sctp_port, 5000);
  fail_unless (strstr (sdp, "DTLS/SCTP 5000\r\n") != NULL);
  fail_unless (strstr (sdp, "a=sctpmap:5000 webrtc-datachannel") != NULL);

  fail_unless_equals_int (text->kind, PC_KIND_UNKNOWN);
  fail_unless_equals_string (text->formats, "98");
  fail_unless (pc_media_is_rejected (text));
  fail_if (pc_media_is_rejected (audio));
}

GST_END_TEST;

GST_START_TEST (test_simulcast)
{
  g_autoptr (PcDescription) offer = parse_file ("chrome-simulcast-offer.sdp");
  const PcMedia *video = pc_description_get_media (offer, 0);
  const PcRid *rid = g_ptr_array_index (video->rids, 1);

  fail_unless_equals_int (video->rids->len, 3);
  fail_unless_equals_string (rid->id, "h");
  fail_unless (rid->send);
  fail_unless_equals_string (rid->restrictions, "max-width=640;max-height=360");
  fail_unless_equals_string (video->simulcast, "send q;h;f");
  fail_unless_equals_string (((PcMsid *) g_ptr_array_index (video->msids,
              0))->stream, "-");
}

GST_END_TEST;

/* --- odd but allowed -------------------------------------------------------- */

GST_START_TEST (test_lenient)
{
  g_autoptr (PcDescription) offer = parse (AUDIO
      "a=fmtp:111 minptime=10\r\n" "a=fmtp:111 useinbandfec=1\r\n"
      "a=rtpmap:111 OPUS/48000/2\r\n" "a=rtpmap:111 opus/48000/2\r\n"
      "a=rtpmap:99 unlisted/8000\r\n" "a=rtcp-fb:* nack\r\n"
      "a=rtcp-fb:111 nack\r\n" "a=extmap:4096 urn:any\r\n"
      "a=extmap:3 urn:ietf:params:rtp-hdrext:encrypt urn:x\r\n"
      "a=extmap:5/sendonly urn:five some attributes\r\n"
      "a=candidate:1 1 sctp 1 192.0.2.1 5 typ host\r\n"
      "a=candidate:1 1 udp 1 192.0.2.1 5 typ moon\r\n"
      "a=ssrc:7 msid:stream track\r\n" "a=x-unknown:\r\n"
      "a=fingerprint:SHA-256 ab:cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:"
      "cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:cd:ab:cd\r\n\r\n");
  const PcMedia *audio = pc_description_get_media (offer, 0);
  const PcCodec *opus = find_codec (audio, 111);
  const PcFingerprint *fingerprint = g_ptr_array_index (audio->fingerprints, 0);
  const PcExtension *extension = g_ptr_array_index (audio->extensions, 0);

  fail_unless_equals_string (opus->fmtp, "minptime=10;useinbandfec=1");
  fail_unless_equals_int (opus->feedback->len, 1);
  fail_unless_equals_int (find_codec (audio, 0)->feedback->len, 1);
  fail_unless_equals_int (audio->codecs->len, 2);
  fail_unless_equals_int (audio->extensions->len, 1);
  fail_unless_equals_string (extension->uri, "urn:five");
  fail_unless_equals_int (extension->direction, PC_DIRECTION_SENDONLY);
  fail_unless_equals_int (audio->candidates->len, 0);
  fail_unless_equals_int (audio->msids->len, 1);
  fail_unless_equals_string (fingerprint->algorithm, "sha-256");
  fail_unless (g_str_has_prefix (fingerprint->value, "AB:CD:"));
}

GST_END_TEST;

/* A payload type without a name is left out; a section that has nothing else
 * keeps its words, so that it can be refused as it came. */
GST_START_TEST (test_nameless_payload_types)
{
  g_autoptr (PcDescription) offer = parse (HEAD
      "m=audio 9 UDP/TLS/RTP/SAVPF 96 8 8 97\r\n"
      "m=video 0 UDP/TLS/RTP/SAVPF 0\r\n");
  const PcMedia *audio = pc_description_get_media (offer, 0);
  const PcMedia *video = pc_description_get_media (offer, 1);
  g_autofree gchar *text = pc_description_to_sdp (offer);
  g_autoptr (PcDescription) again = parse (text);

  fail_unless_equals_int (audio->codecs->len, 1);
  fail_unless (audio->formats == NULL);
  fail_unless_equals_int (video->codecs->len, 0);
  fail_unless_equals_string (video->formats, "0");
  same_description (offer, again);
}

GST_END_TEST;

GST_START_TEST (test_order)
{
  static const gchar *const expected[] = {
    "v=0", "o=- 77 5 IN IP4 0.0.0.0", "s=-", "t=0 0",
    "a=ice-options:trickle ice2", "a=group:BUNDLE a",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0", "a=mid:a",
    "a=sendrecv", "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 useinbandfec=1", "a=rtcp-fb:111 transport-cc",
    "a=extmap:1 urn:one", "a=msid:s t", "a=ssrc:5 cname:c",
    "a=ice-ufrag:frag", "a=ice-pwd:pwd", "a=fingerprint:sha-256 AA",
    "a=setup:actpass", "a=rtcp-mux", "a=rtcp-rsize",
    "a=candidate:1 1 udp 5 192.0.2.1 6 typ host", "a=end-of-candidates", "",
    NULL
  };
  g_autoptr (PcDescription) offer = pc_description_new (PC_SDP_OFFER);
  PcMedia *media = pc_media_new (PC_KIND_AUDIO);
  PcCodec *opus = pc_codec_new (111, "opus", 48000, 2, "useinbandfec=1");
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint i;

  offer->session_id = g_strdup ("77");
  offer->session_version = 5;
  g_ptr_array_add (offer->bundle_groups, g_strsplit ("a", " ", -1));
  g_ptr_array_add (offer->media, media);
  media->mid = g_strdup ("a");
  g_ptr_array_add (media->codecs, opus);
  g_ptr_array_add (opus->feedback, pc_rtcp_feedback_new ("transport-cc", NULL));
  g_ptr_array_add (media->extensions,
      pc_extension_new (1, "urn:one", PC_DIRECTION_SENDRECV));
  g_ptr_array_add (media->msids, pc_msid_new ("s", "t"));
  g_ptr_array_add (media->ssrcs, pc_ssrc_new (5, "c"));
  media->ice_ufrag = g_strdup ("frag");
  media->ice_pwd = g_strdup ("pwd");
  media->ice_trickle = TRUE;
  g_ptr_array_add (media->fingerprints, pc_fingerprint_new ("SHA-256", "aa"));
  media->setup = PC_SETUP_ACTPASS;
  media->rtcp_mux = media->rtcp_rsize = TRUE;
  g_ptr_array_add (media->candidates,
      pc_candidate_parse ("1 1 udp 5 192.0.2.1 6 typ host", NULL));
  media->end_of_candidates = TRUE;

  text = pc_description_to_sdp (offer);
  lines = g_strsplit (text, "\r\n", -1);
  for (i = 0; expected[i] != NULL; i++)
    fail_unless_equals_string (lines[i], expected[i]);
  fail_unless (lines[i] == NULL);
}

GST_END_TEST;

GST_START_TEST (test_rollback)
{
  GError *error = NULL;
  g_autoptr (PcDescription) nothing =
      pc_description_parse (PC_SDP_ROLLBACK, NULL, &error);
  g_autoptr (PcDescription) empty =
      pc_description_parse (PC_SDP_ROLLBACK, "", &error);
  g_autofree gchar *text = pc_description_to_sdp (nothing);

  fail_unless (nothing != NULL && empty != NULL && error == NULL);
  fail_unless_equals_string (text, "");
}

GST_END_TEST;

static Suite *
pcdescription_suite (void)
{
  Suite *s = suite_create ("pcdescription");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_round_trip, 0, G_N_ELEMENTS (offers));
  tcase_add_loop_test (tc, test_line_feed_only, 0, G_N_ELEMENTS (offers));
  tcase_add_test (tc, test_chrome);
  tcase_add_test (tc, test_limits_are_kept);
  tcase_add_test (tc, test_mixed_extensions_for_all);
  tcase_add_test (tc, test_fingerprints_of_section_and_session);
  tcase_add_test (tc, test_inheritance);
  tcase_add_test (tc, test_old_peer);
  tcase_add_test (tc, test_simulcast);
  tcase_add_test (tc, test_lenient);
  tcase_add_test (tc, test_nameless_payload_types);
  tcase_add_test (tc, test_order);
  tcase_add_test (tc, test_rollback);

  return s;
}

GST_CHECK_MAIN (pcdescription);
