/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctrackcodec.c: from what a track's element gives to RTP packets.
 */

#include "gstrtctrackcodec.h"

#include <string.h>

#include "../rtp/gstrtccaps.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* What waits for an encoder that is too slow is old: it is dropped. */
#define QUEUE "queue name=input leaky=downstream max-size-buffers=8" \
    " max-size-bytes=0 max-size-time=0"
#define AUDIO "audioconvert ! audioresample"
#define VIDEO "videoconvert"
#define RAW "capsfilter name=raw caps=audio/x-raw,format=S16LE," \
    "layout=interleaved,rate="
#define PICTURE "capsfilter name=raw caps=video/x-raw,format=I420"

/* How raw media becomes a codec's: the first row of a codec whose elements are
 * installed. Encoders are set up for conversation: no lookahead, key frames
 * when asked for. */
static const struct
{
  const gchar *codec;
  const gchar *convert;
  const gchar *encoder;         /* its factory */
  const gchar *properties;
  const gchar *payloader;
} rows[] = {
  {"opus", AUDIO " ! " RAW "48000", "opusenc", "", "rtpopuspay"},
  {"PCMU", AUDIO " ! " RAW "8000,channels=1", "mulawenc", "", "rtppcmupay"},
  {"PCMA", AUDIO " ! " RAW "8000,channels=1", "alawenc", "", "rtppcmapay"},
  {"G722", AUDIO " ! " RAW "16000,channels=1", "avenc_g722", "", "rtpg722pay"},
  {"VP8", VIDEO " ! " PICTURE, "vp8enc", "deadline=1 cpu-used=4"
        " lag-in-frames=0 keyframe-max-dist=3000 error-resilient=default",
      "rtpvp8pay picture-id-mode=15-bit"},
  {"VP9", VIDEO " ! " PICTURE, "vp9enc", "deadline=1 cpu-used=8"
        " lag-in-frames=0 keyframe-max-dist=3000",
      "rtpvp9pay picture-id-mode=15-bit"},
  {"H264", VIDEO " ! " PICTURE, "x264enc", "tune=zerolatency"
        " speed-preset=ultrafast key-int-max=3000 !"
        " video/x-h264,profile=constrained-baseline",
      "rtph264pay aggregate-mode=zero-latency config-interval=-1"},
  {"H264", VIDEO " ! " PICTURE, "openh264enc", "complexity=low !"
        " video/x-h264,profile=constrained-baseline",
      "rtph264pay aggregate-mode=zero-latency config-interval=-1"},
};

static gboolean
is_installed (const gchar * element)
{
  g_autofree gchar *name = g_strndup (element, strcspn (element, " "));
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  return factory != NULL;
}

/* The payloader takes payload type and SSRC as agreed. */
static GstElement *
parse (const gchar * description, const PcCodec * codec, guint32 ssrc)
{
  g_autoptr (GError) error = NULL;
  GstElement *bin = gst_parse_bin_from_description_full (description, TRUE,
      NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  g_autoptr (GstElement) pay = NULL;

  if (bin == NULL) {
    GST_WARNING ("%s: %s", description, error->message);
    return NULL;
  }
  GST_DEBUG ("%s: %s", codec->name, description);
  pay = gst_bin_get_by_name (GST_BIN (bin), "pay");
  if (pay != NULL)
    g_object_set (pay, "pt", codec->payload_type, "ssrc", ssrc, NULL);

  return bin;
}

static GstElement *
encode (const PcCodec * codec, guint32 ssrc)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree gchar *description = NULL;

    if (g_ascii_strcasecmp (rows[i].codec, codec->name) != 0
        || !is_installed (rows[i].encoder)
        || !is_installed (rows[i].payloader))
      continue;
    description = g_strdup_printf (QUEUE " ! %s ! %s %s ! %s name=pay",
        rows[i].convert, rows[i].encoder, rows[i].properties,
        rows[i].payloader);
    return parse (description, codec, ssrc);
  }

  return NULL;
}

static gboolean
factory_takes (GstElementFactory * factory, const GstCaps * sink,
    const GstCaps * src)
{
  return gst_element_factory_can_sink_any_caps (factory, sink)
      && gst_element_factory_can_src_any_caps (factory, src);
}

/* The payloader of the highest rank from @caps to @codec. */
static GstElement *
pack (const GstCaps * caps, const PcCodec * codec, PcKind kind, guint32 ssrc)
{
  g_autoptr (GstCaps) rtp = gst_rtc_caps_from_codec (codec, kind, 0);
  GList *factories = gst_element_factory_list_get_elements
      (GST_ELEMENT_FACTORY_TYPE_PAYLOADER, GST_RANK_NONE);
  GstElement *bin = NULL;

  if (rtp != NULL) {
    rtp = gst_caps_make_writable (rtp);
    gst_structure_remove_field (gst_caps_get_structure (rtp, 0), "payload");
  }
  factories = g_list_sort (factories, gst_plugin_feature_rank_compare_func);
  for (GList * l = factories; rtp != NULL && l != NULL && bin == NULL;
      l = l->next) {
    g_autofree gchar *description = NULL;

    if (!factory_takes (l->data, caps, rtp))
      continue;
    description = g_strdup_printf (QUEUE " ! %s name=pay",
        GST_OBJECT_NAME (l->data));
    bin = parse (description, codec, ssrc);
  }
  gst_plugin_feature_list_free (factories);

  return bin;
}

static GstElement *
make_one (const GstCaps * caps, const PcCodec * codec, PcKind kind,
    guint32 ssrc)
{
  const GstStructure *structure = gst_caps_is_any (caps)
      || gst_caps_is_empty (caps) ? NULL : gst_caps_get_structure (caps, 0);

  /* An element that does not say decodes, or makes something up. */
  if (structure == NULL || gst_structure_has_name (structure, "audio/x-raw")
      || gst_structure_has_name (structure, "video/x-raw"))
    return encode (codec, ssrc);
  if (!gst_structure_has_name (structure, "application/x-rtp"))
    return pack (caps, codec, kind, ssrc);
  if (gst_rtc_codec_matches_caps (codec, structure))
    return parse (QUEUE, codec, ssrc);

  return NULL;
}

GstElement *
gst_rtc_track_codec_make (const GstCaps * caps, GPtrArray * codecs,
    PcKind kind, guint32 ssrc)
{
  for (guint i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);
    GstElement *bin;

    if (gst_rtc_codec_is_auxiliary (codec))
      continue;
    bin = make_one (caps, codec, kind, ssrc);
    if (bin != NULL)
      return bin;
  }

  return NULL;
}
