/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpconfig.c: what was negotiated; the stand-alone session.
 *
 * An element that nobody configures agrees with itself: each input sends what
 * its caps say, and each structure of receive-caps is a transceiver that
 * receives, the first with id 1.
 */

#include "gstrtcrtp-private.h"
#include "gstrtccaps.h"

#include <string.h>

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

const PcNegotiatedMedia *
gst_rtc_rtp_find_media (GstRTCRtp * rtp, guint transceiver_id)
{
  guint i;

  if (rtp->negotiated == NULL)
    return NULL;
  for (i = 0; i < rtp->negotiated->media->len; i++) {
    const PcNegotiatedMedia *media =
        g_ptr_array_index (rtp->negotiated->media, i);

    if (media->transceiver_id == transceiver_id
        && (rtp->transport_id == NULL
            || g_strcmp0 (media->transport_id, rtp->transport_id) == 0))
      return media;
  }

  return NULL;
}

/* --- inputs --------------------------------------------------------------- */

/* Those the session writes itself; a payloader's would be wrong or doubled. */
static gboolean
is_own_extension (const gchar * uri)
{
  static const gchar *const own[] = {
    PC_EXTENSION_MID, PC_EXTENSION_RID, PC_EXTENSION_REPAIRED_RID,
    PC_EXTENSION_TWCC, PC_EXTENSION_ABS_SEND_TIME, NULL
  };

  return g_strv_contains (own, uri);
}

typedef struct
{
  const PcNegotiatedMedia *media;
  guint8 ids[256];
} ExtensionMap;

/* extmap-N = uri, or < direction, uri, parameters > */
static gboolean
map_extension (GQuark field, const GValue * value, gpointer user_data)
{
  ExtensionMap *map = user_data;
  const gchar *name = g_quark_to_string (field);
  const gchar *uri = NULL;
  guint64 id;
  guint i;

  if (!g_str_has_prefix (name, "extmap-"))
    return TRUE;
  if (GST_VALUE_HOLDS_ARRAY (value) && gst_value_array_get_size (value) > 1)
    value = gst_value_array_get_value (value, 1);
  if (G_VALUE_HOLDS_STRING (value))
    uri = g_value_get_string (value);
  id = g_ascii_strtoull (name + strlen ("extmap-"), NULL, 10);
  if (uri == NULL || id < 1 || id > 255 || is_own_extension (uri))
    return TRUE;

  for (i = 0; i < map->media->extensions->len; i++) {
    const PcExtension *extension =
        g_ptr_array_index (map->media->extensions, i);

    if (strcmp (extension->uri, uri) == 0
        && extension->direction != PC_DIRECTION_RECVONLY)
      map->ids[id] = (guint8) extension->id;
  }

  return TRUE;
}

/* TRUE: it is an input of the session now. */
static gboolean
connect_input (GstRTCRtp * rtp, GstRTCRtpInput * input,
    const PcNegotiatedMedia * media)
{
  const GstStructure *structure = gst_caps_get_structure (input->caps, 0);
  const PcCodec *codec = gst_rtc_codecs_find_caps (media->send_codecs,
      structure);
  ExtensionMap map = {.media = media };

  if (codec == NULL)
    return FALSE;
  gst_structure_foreach (structure, map_extension, &map);
  GST_DEBUG_OBJECT (input, "sends %s as payload type %u", codec->name,
      codec->payload_type);
  return pc_rtp_session_set_input (rtp->session, input->transceiver_id,
      codec->payload_type, codec->clock_rate, map.ids);
}

gboolean
gst_rtc_rtp_match_input (GstRTCRtp * rtp, GstRTCRtpInput * input)
{
  const PcNegotiatedMedia *media =
      gst_rtc_rtp_find_media (rtp, input->transceiver_id);

  input->matched = FALSE;
  input->refused = FALSE;
  if (media == NULL || input->caps == NULL || media->send_ssrc == 0) {
    pc_rtp_session_unset_input (rtp->session, input->transceiver_id);
    return FALSE;
  }
  input->kind = media->kind;
  input->matched = connect_input (rtp, input, media);
  if (input->matched) {
    input->reconfigured = FALSE;
    return FALSE;
  }

  /* The peer takes no such codec. Upstream may be able to make another one;
   * when it has tried, it must hear that it cannot go on. */
  pc_rtp_session_unset_input (rtp->session, input->transceiver_id);
  input->refused = input->reconfigured;
  GST_WARNING_OBJECT (input, "no agreed codec for %" GST_PTR_FORMAT
      "%s", input->caps, input->refused ? "" : ", asking for another");
  if (input->refused)
    return FALSE;
  input->reconfigured = TRUE;

  return TRUE;
}

/* Inputs that should reconfigure; free with g_ptr_array_unref(). */
static GPtrArray *
match_inputs (GstRTCRtp * rtp)
{
  GPtrArray *reconfigure = g_ptr_array_new_with_free_func (gst_object_unref);
  guint i;

  for (i = 0; i < rtp->inputs->len; i++) {
    GstRTCRtpInput *input = g_ptr_array_index (rtp->inputs, i);

    input->reconfigured = FALSE;
    if (gst_rtc_rtp_match_input (rtp, input))
      g_ptr_array_add (reconfigure, gst_object_ref (input));
  }

  return reconfigure;
}

void
gst_rtc_rtp_configure (GstRTCRtp * rtp, PcNegotiated * negotiated,
    const gchar * transport_id)
{
  g_autoptr (GPtrArray) reconfigure = NULL;
  GQueue outputs = G_QUEUE_INIT;
  PcNegotiated *previous;
  guint i;

  g_return_if_fail (GST_IS_RTC_RTP (rtp));
  g_return_if_fail (negotiated != NULL);

  g_mutex_lock (&rtp->lock);
  rtp->alone = FALSE;
  previous = rtp->negotiated;
  rtp->negotiated = pc_negotiated_ref (negotiated);
  g_free (rtp->transport_id);
  rtp->transport_id = g_strdup (transport_id);
  pc_rtp_session_configure (rtp->session, gst_rtc_rtp_now (), negotiated,
      transport_id);
  reconfigure = match_inputs (rtp);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);

  g_clear_pointer (&previous, pc_negotiated_unref);
  gst_rtc_rtp_perform (rtp, &outputs);
  for (i = 0; i < reconfigure->len; i++)
    gst_pad_push_event (g_ptr_array_index (reconfigure, i),
        gst_event_new_reconfigure ());
}

/* --- alone ---------------------------------------------------------------- */

static PcNegotiatedMedia *
media_alone (PcNegotiated * negotiated, guint transceiver_id, PcKind kind)
{
  g_autofree gchar *mid = g_strdup_printf ("%u", transceiver_id);
  PcNegotiatedMedia *media;
  guint i;

  for (i = 0; i < negotiated->media->len; i++) {
    media = g_ptr_array_index (negotiated->media, i);
    if (media->transceiver_id == transceiver_id)
      return media;
  }
  media = pc_negotiated_media_new (mid, kind);
  media->transceiver_id = transceiver_id;
  media->direction = PC_DIRECTION_INACTIVE;
  g_ptr_array_add (negotiated->media, media);

  return media;
}

static void
add_feedback (PcCodec * codec)
{
  g_ptr_array_add (codec->feedback, pc_rtcp_feedback_new ("nack", "pli"));
}

static void
add_input_alone (PcNegotiated * negotiated, const GstRTCRtpInput * input)
{
  const GstStructure *structure;
  PcNegotiatedMedia *media;
  PcCodec *codec;

  if (input->caps == NULL)
    return;
  structure = gst_caps_get_structure (input->caps, 0);
  codec = gst_rtc_codec_from_caps (structure);
  if (codec == NULL || codec->payload_type > 127) {
    g_clear_pointer (&codec, pc_codec_free);
    return;
  }
  media = media_alone (negotiated, input->transceiver_id,
      gst_rtc_kind_from_caps (structure));
  media->direction = pc_direction_from_flags (TRUE,
      pc_direction_receives (media->direction));
  g_ptr_array_add (media->send_codecs, codec);
  if (!gst_structure_get_uint (structure, "ssrc", &media->send_ssrc)
      || media->send_ssrc == 0)
    media->send_ssrc = 1 + input->transceiver_id;
}

static void
add_receiver_alone (PcNegotiated * negotiated, guint transceiver_id,
    const GstStructure * structure)
{
  PcCodec *codec = gst_rtc_codec_from_caps (structure);
  PcNegotiatedMedia *media;

  if (codec == NULL || codec->payload_type > 127) {
    GST_WARNING ("receive-caps need encoding-name and payload: %"
        GST_PTR_FORMAT, structure);
    g_clear_pointer (&codec, pc_codec_free);
    return;
  }
  media = media_alone (negotiated, transceiver_id,
      gst_rtc_kind_from_caps (structure));
  media->direction = pc_direction_from_flags (pc_direction_sends
      (media->direction), TRUE);
  if (media->kind == PC_KIND_VIDEO)
    add_feedback (codec);
  g_ptr_array_add (media->receive_codecs, codec);
}

void
gst_rtc_rtp_configure_alone (GstRTCRtp * rtp)
{
  PcNegotiated *negotiated, *previous;
  guint i;

  if (!rtp->alone)
    return;
  negotiated = pc_negotiated_new (rtp->negotiated ?
      rtp->negotiated->generation + 1 : 1);
  for (i = 0; i < rtp->inputs->len; i++)
    add_input_alone (negotiated, g_ptr_array_index (rtp->inputs, i));
  for (i = 0; rtp->receive_caps && i < gst_caps_get_size (rtp->receive_caps);
      i++)
    add_receiver_alone (negotiated, i + 1,
        gst_caps_get_structure (rtp->receive_caps, i));

  previous = rtp->negotiated;
  rtp->negotiated = negotiated;
  pc_rtp_session_configure (rtp->session, gst_rtc_rtp_now (), negotiated, NULL);
  for (i = 0; i < rtp->inputs->len; i++)
    gst_rtc_rtp_match_input (rtp, g_ptr_array_index (rtp->inputs, i));
  g_clear_pointer (&previous, pc_negotiated_unref);
}
