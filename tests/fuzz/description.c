/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * description.c: any text as a peer's offer: setRemoteDescription →
 * createAnswer → setLocalDescription → createOffer, and the same once more.
 */

#include <string.h>

#include <gst/peerconnection/core/jsep/pcsession.h>

/* Random enough for ids, and the same each time. */
static void
fill (gpointer user_data, guint8 * bytes, gsize length)
{
  guint64 *state = user_data;
  gsize i;

  for (i = 0; i < length; i++) {
    *state = *state * G_GUINT64_CONSTANT (6364136223846793005) + 1442695;
    bytes[i] = (guint8) (*state >> 33);
  }
}

static void
add_codec (PcCapabilities * capabilities, PcKind kind, guint payload_type,
    const gchar * name, guint clock_rate, guint channels, const gchar * fmtp)
{
  g_ptr_array_add (capabilities->codecs[kind], pc_codec_new (payload_type,
          name, clock_rate, channels, fmtp));
}

static PcSession *
make_session (guint64 * state)
{
  g_autoptr (PcCapabilities) capabilities = pc_capabilities_new ();
  g_autoptr (GPtrArray) fingerprints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_fingerprint_free);
  PcSessionConfig config = {
    .random = {fill, state},
    .bundle_policy = PC_BUNDLE_BALANCED,
    .capabilities = capabilities,
    .fingerprints = fingerprints,
    .max_message_size = 262144,
  };

  add_codec (capabilities, PC_KIND_AUDIO, 111, "opus", 48000, 2, NULL);
  add_codec (capabilities, PC_KIND_AUDIO, 110, "telephone-event", 48000, 0,
      "0-16");
  add_codec (capabilities, PC_KIND_VIDEO, 96, "VP8", 90000, 0, NULL);
  add_codec (capabilities, PC_KIND_VIDEO, 97, "rtx", 90000, 0, "apt=96");
  add_codec (capabilities, PC_KIND_VIDEO, 102, "H264", 90000, 0,
      "packetization-mode=1;profile-level-id=42e01f");
  g_ptr_array_add (capabilities->extensions[PC_KIND_VIDEO],
      pc_extension_new (0, PC_EXTENSION_MID, PC_DIRECTION_SENDRECV));
  g_ptr_array_add (fingerprints, pc_fingerprint_new ("sha-256",
          "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:"
          "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99"));
  return pc_session_new (&config);
}

static gboolean
apply (PcSession * session, PcSide side, const PcDescription * description)
{
  PcPlan *plan = pc_session_plan (session, side, description, NULL);

  if (plan == NULL)
    return FALSE;
  g_array_unref (pc_session_commit (session, plan));
  return TRUE;
}

/* What is made here must be readable by the other end, and be taken back. */
static void
answer (PcSession * session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PcDescription) made = pc_session_create_answer (session, &error);
  g_autoptr (PcDescription) parsed = NULL;
  g_autofree gchar *sdp = NULL;

  g_assert_no_error (error);
  sdp = pc_description_to_sdp (made);
  parsed = pc_description_parse (PC_SDP_ANSWER, sdp, &error);
  g_assert_no_error (error);
  g_assert_true (apply (session, PC_SIDE_LOCAL, parsed));
}

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  guint64 state = 1;
  g_autofree gchar *text = g_strndup ((const gchar *) data, size);
  g_autoptr (PcSession) session = NULL;
  g_autoptr (PcDescription) offer = pc_description_parse (PC_SDP_OFFER, text,
      NULL);
  guint round;

  if (offer == NULL)
    return 0;
  session = make_session (&state);
  pc_session_add_transceiver (session, PC_KIND_VIDEO, PC_DIRECTION_SENDRECV,
      TRUE);
  for (round = 0; round < 2; round++) {
    g_autoptr (PcNegotiated) negotiated = NULL;
    g_autoptr (PcDescription) next = NULL;

    if (!apply (session, PC_SIDE_REMOTE, offer))
      return 0;
    answer (session);
    negotiated = pc_session_get_negotiated (session);
    pc_session_is_negotiation_needed (session);
    next = pc_session_create_offer (session, NULL, NULL);
    g_assert_nonnull (next);
  }
  return 0;
}
