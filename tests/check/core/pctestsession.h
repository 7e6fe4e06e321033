/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctestsession.h: sessions for tests, and verbs to tell their stories with.
 */

#ifndef PC_TEST_SESSION_H
#define PC_TEST_SESSION_H

#include <gst/check/gstcheck.h>
#include <string.h>

#include <gst/peerconnection/core/jsep/pcsession.h>
#include <gst/peerconnection/core/pcerror.h>

/* A small generator, so that each run is the same. */
static inline guint64
test_random_next (guint64 * seed)
{
  guint64 z = (*seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline void
test_random_fill (gpointer user_data, guint8 * bytes, gsize length)
{
  gsize i;

  for (i = 0; i < length; i++)
    bytes[i] = (guint8) test_random_next (user_data);
}

static inline PcCodec *
test_codec (guint payload_type, const gchar * name, guint clock_rate,
    guint channels, const gchar * fmtp, const gchar * feedback)
{
  PcCodec *codec = pc_codec_new (payload_type, name, clock_rate, channels,
      fmtp);
  g_auto (GStrv) words = g_strsplit (feedback != NULL ? feedback : "", ",", -1);
  guint i;

  for (i = 0; words[i] != NULL; i++) {
    gchar *space = strchr (words[i], ' ');

    if (space != NULL)
      *space++ = '\0';
    g_ptr_array_add (codec->feedback, pc_rtcp_feedback_new (words[i], space));
  }

  return codec;
}

static inline GPtrArray *
test_codecs (PcCodec * first, ...)
{
  GPtrArray *codecs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  PcCodec *codec;
  va_list args;

  va_start (args, first);
  for (codec = first; codec != NULL; codec = va_arg (args, PcCodec *))
    g_ptr_array_add (codecs, codec);
  va_end (args);

  return codecs;
}

#define VIDEO_FEEDBACK "goog-remb,transport-cc,ccm fir,nack,nack pli"

static inline PcCapabilities *
test_capabilities (void)
{
  static const struct
  {
    PcKind kind;
    const gchar *uri;
  } extensions[] = {
    {PC_KIND_AUDIO, PC_EXTENSION_MID},
    {PC_KIND_AUDIO, PC_EXTENSION_TWCC},
    {PC_KIND_AUDIO, PC_EXTENSION_AUDIO_LEVEL},
    {PC_KIND_VIDEO, PC_EXTENSION_MID},
    {PC_KIND_VIDEO, PC_EXTENSION_TWCC},
    {PC_KIND_VIDEO, PC_EXTENSION_ABS_SEND_TIME},
  };
  PcCapabilities *capabilities = pc_capabilities_new ();
  GPtrArray *audio = capabilities->codecs[PC_KIND_AUDIO];
  GPtrArray *video = capabilities->codecs[PC_KIND_VIDEO];
  guint i;

  g_ptr_array_add (audio, test_codec (111, "opus", 48000, 2,
          "minptime=10;useinbandfec=1", "transport-cc"));
  g_ptr_array_add (audio, test_codec (0, "PCMU", 8000, 0, NULL, NULL));
  g_ptr_array_add (audio, test_codec (110, "telephone-event", 48000, 0,
          "0-16", NULL));
  g_ptr_array_add (video, test_codec (96, "VP8", 90000, 0, NULL,
          VIDEO_FEEDBACK));
  g_ptr_array_add (video, test_codec (97, "rtx", 90000, 0, "apt=96", NULL));
  g_ptr_array_add (video, test_codec (102, "H264", 90000, 0,
          "level-asymmetry-allowed=1;packetization-mode=1;"
          "profile-level-id=42e01f", VIDEO_FEEDBACK));
  g_ptr_array_add (video, test_codec (103, "rtx", 90000, 0, "apt=102", NULL));
  for (i = 0; i < G_N_ELEMENTS (extensions); i++)
    g_ptr_array_add (capabilities->extensions[extensions[i].kind],
        pc_extension_new (0, extensions[i].uri, PC_DIRECTION_SENDRECV));

  return capabilities;
}

#define TEST_FINGERPRINT "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:" \
    "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99"

static inline PcSession *
test_session_full (guint64 * seed, PcBundlePolicy policy,
    const PcCapabilities * capabilities)
{
  g_autoptr (GPtrArray) fingerprints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_fingerprint_free);
  PcSessionConfig config = {
    .random = {test_random_fill, seed},
    .bundle_policy = policy,
    .capabilities = capabilities,
    .fingerprints = fingerprints,
    .max_message_size = 262144,
  };

  g_ptr_array_add (fingerprints, pc_fingerprint_new ("sha-256",
          TEST_FINGERPRINT));
  return pc_session_new (&config);
}

static inline PcSession *
test_session (guint64 * seed)
{
  g_autoptr (PcCapabilities) capabilities = test_capabilities ();

  return test_session_full (seed, PC_BUNDLE_BALANCED, capabilities);
}

/* --- verbs ---------------------------------------------------------------- */

static inline PcDescription *
reparse (PcSdpType type, const PcDescription * description)
{
  g_autofree gchar *text = pc_description_to_sdp (description);
  g_autoptr (GError) error = NULL;
  PcDescription *parsed = pc_description_parse (type, text, &error);

  fail_unless (parsed != NULL, "%s in\n%s",
      error != NULL ? error->message : "", text);
  return parsed;
}

#define apply(session, side, description) \
    test_apply (session, side, description, __LINE__)

/* Frees the changes. */
static inline void
test_apply (PcSession * session, PcSide side,
    const PcDescription * description, guint line)
{
  g_autoptr (GError) error = NULL;
  PcPlan *plan = pc_session_plan (session, side, description, &error);
  g_autofree gchar *text = pc_description_to_sdp (description);

  fail_unless (plan != NULL, "line %u: %s\n%s", line,
      error != NULL ? error->message : "", text);
  g_array_unref (pc_session_commit (session, plan));
}

/* Also by text, as everything that travels. */
static inline GArray *
apply_changes (PcSession * session, PcSide side,
    const PcDescription * description)
{
  g_autoptr (GError) error = NULL;
  PcPlan *plan = pc_session_plan (session, side, description, &error);

  fail_unless (plan != NULL, "%s", error != NULL ? error->message : "");
  return pc_session_commit (session, plan);
}

#define refuse(session, side, description, code) \
    test_refuse (session, side, description, code, __LINE__)

static inline void
test_refuse (PcSession * session, PcSide side,
    const PcDescription * description, PcError code, guint line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PcNegotiated) before = pc_session_get_negotiated (session);
  g_autoptr (PcNegotiated) after = NULL;
  PcSignalingState state = pc_session_get_signaling_state (session);
  PcPlan *plan = pc_session_plan (session, side, description, &error);

  fail_unless (plan == NULL, "line %u: was taken", line);
  fail_unless (error->domain == PC_ERROR && error->code == (gint) code,
      "line %u: code %d: %s", line, error->code, error->message);
  after = pc_session_get_negotiated (session);
  fail_unless (before == after);
  fail_unless (state == pc_session_get_signaling_state (session));
}

static inline void
rollback (PcSession * session, PcSide side)
{
  g_autoptr (PcDescription) description = pc_description_new (PC_SDP_ROLLBACK);

  apply (session, side, description);
}

#define create_offer(session) test_create_offer (session, FALSE, __LINE__)
#define create_restart(session) test_create_offer (session, TRUE, __LINE__)

static inline PcDescription *
test_create_offer (PcSession * session, gboolean ice_restart, guint line)
{
  PcOfferOptions options = {.ice_restart = ice_restart };
  g_autoptr (GError) error = NULL;
  g_autoptr (PcDescription) offer =
      pc_session_create_offer (session, &options, &error);

  fail_unless (offer != NULL, "line %u: %s", line,
      error != NULL ? error->message : "");
  return reparse (PC_SDP_OFFER, offer);
}

static inline PcDescription *
create_answer (PcSession * session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PcDescription) answer = pc_session_create_answer (session, &error);

  fail_unless (answer != NULL, "%s", error != NULL ? error->message : "");
  return reparse (PC_SDP_ANSWER, answer);
}

/* One whole exchange. */
static inline void
negotiate (PcSession * from, PcSession * to)
{
  g_autoptr (PcDescription) offer = create_offer (from);
  g_autoptr (PcDescription) answer = NULL;

  apply (from, PC_SIDE_LOCAL, offer);
  apply (to, PC_SIDE_REMOTE, offer);
  answer = create_answer (to);
  apply (to, PC_SIDE_LOCAL, answer);
  apply (from, PC_SIDE_REMOTE, answer);
}

static inline PcMedia *
media_of (PcDescription * description, guint index)
{
  fail_unless (index < description->media->len);
  return g_ptr_array_index (description->media, index);
}

static inline const PcCodec *
codec_of_list (const GPtrArray * codecs, guint index)
{
  fail_unless (index < codecs->len);
  return g_ptr_array_index (codecs, index);
}

static inline const PcCodec *
codec_of (const PcMedia * media, guint index)
{
  fail_unless (index < media->codecs->len);
  return g_ptr_array_index (media->codecs, index);
}

static inline guint
nth_transceiver (const PcSession * session, guint n)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (session);

  fail_unless (n < ids->len);
  return g_array_index (ids, guint, n);
}

static inline guint
count_transceivers (const PcSession * session)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (session);

  return ids->len;
}

static inline void
assert_sdp (const PcDescription * description, const gchar * expected)
{
  g_autofree gchar *text = pc_description_to_sdp (description);

  fail_unless (strstr (text, expected) != NULL, "'%s' is not in\n%s",
      expected, text);
}

static inline void
assert_no_sdp (const PcDescription * description, const gchar * unexpected)
{
  g_autofree gchar *text = pc_description_to_sdp (description);

  fail_unless (strstr (text, unexpected) == NULL, "'%s' is in\n%s",
      unexpected, text);
}

#endif /* PC_TEST_SESSION_H */
