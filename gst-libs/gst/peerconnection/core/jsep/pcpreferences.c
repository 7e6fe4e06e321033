/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcpreferences.c: getCapabilities() and setCodecPreferences() (webrtc-pc
 * sections 5.2 and 5.4).
 */

#include "../pcerror.h"
#include "pccodecs.h"
#include "pcparameters.h"
#include "pcsessionprivate.h"

const PcCapabilities *
pc_session_get_capabilities (const PcSession * session)
{
  return session->capabilities;
}

static gboolean
is_rtx (const PcCodec * codec)
{
  return pc_codec_get_role (codec) == PC_CODEC_RTX;
}

GPtrArray *
pc_capabilities_list_codecs (const PcCapabilities * capabilities, PcKind kind)
{
  const GPtrArray *codecs = capabilities->codecs[kind];
  GPtrArray *list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);

  for (guint i = 0; i < codecs->len; i++) {
    g_autoptr (PcCodec) codec = pc_codec_copy (g_ptr_array_index (codecs, i));

    /* section 5.2.11: a single entry for rtx, without a format. */
    if (is_rtx (codec))
      g_clear_pointer (&codec->fmtp, g_free);
    if (pc_codecs_find_dictionary (list, codec, FALSE) == NULL)
      g_ptr_array_add (list, g_steal_pointer (&codec));
  }

  return list;
}

/* Adds what we can do that is @wanted: for rtx all that goes with anything. */
static gboolean
add_matches (GPtrArray * preferred, const GPtrArray * codecs,
    const PcCodec * wanted)
{
  gboolean found = FALSE;

  for (guint i = 0; i < codecs->len; i++) {
    g_autoptr (PcCodec) ours = pc_codec_copy (g_ptr_array_index (codecs, i));
    g_autofree gchar *apt = NULL;

    if (is_rtx (ours))
      apt = g_steal_pointer (&ours->fmtp);
    if (!pc_codec_dictionary_match (ours, wanted, FALSE))
      continue;
    if (apt != NULL)
      ours->fmtp = g_steal_pointer (&apt);
    g_ptr_array_add (preferred, g_steal_pointer (&ours));
    found = TRUE;
    if (!is_rtx (wanted))
      break;
  }

  return found;
}

gboolean
pc_session_prefer_codecs (PcSession * session, guint id,
    const GPtrArray * codecs, GError ** error)
{
  const PcTransceiver *transceiver = pc_session_get_transceiver (session, id);
  g_autoptr (GPtrArray) unique = g_ptr_array_new ();
  g_autoptr (GPtrArray) preferred =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  gboolean has_media = codecs->len == 0;

  if (transceiver == NULL)
    return TRUE;
  for (guint i = 0; i < codecs->len; i++) {
    PcCodec *codec = g_ptr_array_index (codecs, i);

    /* Step 4: the first of equals. */
    if (pc_codecs_find_dictionary (unique, codec, FALSE) != NULL)
      continue;
    g_ptr_array_add (unique, codec);
    /* Step 7 */
    if (!add_matches (preferred,
            session->capabilities->codecs[transceiver->kind], codec)) {
      g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
          "\"%s\" at %u Hz (%s) is not among the capabilities", codec->name,
          codec->clock_rate, codec->fmtp != NULL ? codec->fmtp : "");
      return FALSE;
    }
    has_media |= pc_codec_get_role (codec) == PC_CODEC_MEDIA
        || g_ascii_strcasecmp (codec->name, "telephone-event") == 0;
  }
  /* Step 8: something must be left to offer. */
  if (!has_media) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
        "there is no codec but for repair or comfort noise");
    return FALSE;
  }
  pc_session_set_codec_preferences (session, id,
      preferred->len > 0 ? preferred : NULL);

  return TRUE;
}
