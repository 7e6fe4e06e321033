/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccapabilities.c: what this installation can send and receive.
 *
 * RFC 7874 section 3 and RFC 7742 section 5 name the codecs that every WebRTC
 * endpoint has; they come first in the order in which browsers offer them.
 */

#include "gstrtccapabilities.h"

/* Payload types are preferences; a session may give others. Those of
 * RFC 3551 are fixed. */
static const struct
{
  PcKind kind;
  guint payload_type;
  const gchar *name;
  guint clock_rate;             /* Hz */
  guint channels;
  const gchar *fmtp;
  guint rtx_payload_type;       /* 0: none */
} candidates[] = {
  {PC_KIND_AUDIO, 111, "opus", 48000, 2, "minptime=10;useinbandfec=1", 0},
  {PC_KIND_AUDIO, 9, "G722", 8000, 0, NULL, 0},
  {PC_KIND_AUDIO, 0, "PCMU", 8000, 0, NULL, 0},
  {PC_KIND_AUDIO, 8, "PCMA", 8000, 0, NULL, 0},
  {PC_KIND_AUDIO, 110, "telephone-event", 48000, 0, "0-15", 0},
  {PC_KIND_AUDIO, 126, "telephone-event", 8000, 0, "0-15", 0},
  {PC_KIND_VIDEO, 96, "VP8", 90000, 0, NULL, 97},
  {PC_KIND_VIDEO, 98, "VP9", 90000, 0, "profile-id=0", 99},
  {PC_KIND_VIDEO, 102, "H264", 90000, 0, "level-asymmetry-allowed=1;"
        "packetization-mode=1;profile-level-id=42e01f", 103},
  {PC_KIND_VIDEO, 104, "H264", 90000, 0, "level-asymmetry-allowed=1;"
        "packetization-mode=1;profile-level-id=42001f", 105},
  {PC_KIND_VIDEO, 106, "H264", 90000, 0, "level-asymmetry-allowed=1;"
        "packetization-mode=1;profile-level-id=4d001f", 107},
  {PC_KIND_VIDEO, 108, "H264", 90000, 0, "level-asymmetry-allowed=1;"
        "packetization-mode=1;profile-level-id=64001f", 109},
  {PC_KIND_VIDEO, 45, "AV1", 90000, 0, NULL, 46},
  {PC_KIND_VIDEO, 49, "H265", 90000, 0, NULL, 50},
};

/* Answered by asking the encoder for a key frame (RFC 4585 section 6.3.1,
 * RFC 5104 section 4.3.1). Generic NACK joins them when it is answered. */
static const struct
{
  const gchar *type;
  const gchar *parameter;
} video_feedback[] = {
  {"ccm", "fir"},
  {"nack", NULL},
  {"nack", "pli"},
};

static gboolean
registry_has (const GList * factories, const GstCaps * caps,
    GstPadDirection direction)
{
  const GList *l;

  for (l = factories; l; l = l->next) {
    GstElementFactory *factory = l->data;
    gboolean fits = direction == GST_PAD_SRC ?
        gst_element_factory_can_src_any_caps (factory, caps) :
        gst_element_factory_can_sink_any_caps (factory, caps);

    if (fits)
      return TRUE;
  }

  return FALSE;
}

/* Elements that take any RTP at all would make every codec look possible. */
static GList *
list_factories (GstElementFactoryListType type)
{
  GList *factories = gst_element_factory_list_get_elements (type,
      GST_RANK_NONE);
  GList *l, *next;
  g_autoptr (GstCaps) nonsense =
      gst_caps_from_string ("application/x-rtp, media=(string)video, "
      "encoding-name=(string)NO-SUCH-CODEC, clock-rate=(int)90000, "
      "payload=(int)96");

  for (l = factories; l; l = next) {
    GstElementFactory *factory = l->data;

    next = l->next;
    if (gst_element_factory_can_src_any_caps (factory, nonsense)
        || gst_element_factory_can_sink_any_caps (factory, nonsense)) {
      gst_object_unref (factory);
      factories = g_list_delete_link (factories, l);
    }
  }

  return factories;
}

/* Tones have no payloader: their source writes RTP (rtpdtmfsrc). */
static gboolean
can_send (gsize index, const GstCaps * caps, const GList * payloaders)
{
  g_autoptr (GstElementFactory) tones = NULL;

  if (g_strcmp0 (candidates[index].name, "telephone-event") != 0)
    return registry_has (payloaders, caps, GST_PAD_SRC);
  tones = gst_element_factory_find ("rtpdtmfsrc");
  return tones != NULL;
}

static gboolean
can_do (gsize index, const GList * payloaders, const GList * depayloaders)
{
  g_autoptr (GstCaps) caps = NULL;
  g_autofree gchar *name = g_ascii_strup (candidates[index].name, -1);

  caps = gst_caps_new_simple ("application/x-rtp",
      "media", G_TYPE_STRING,
      candidates[index].kind == PC_KIND_AUDIO ? "audio" : "video",
      "encoding-name", G_TYPE_STRING, name,
      "clock-rate", G_TYPE_INT, (gint) candidates[index].clock_rate,
      "payload", G_TYPE_INT, (gint) candidates[index].payload_type, NULL);

  return can_send (index, caps, payloaders)
      && registry_has (depayloaders, caps, GST_PAD_SINK);
}

static void
add_candidate (PcCapabilities * capabilities, gsize index)
{
  GPtrArray *codecs = capabilities->codecs[candidates[index].kind];
  PcCodec *codec = pc_codec_new (candidates[index].payload_type,
      candidates[index].name, candidates[index].clock_rate,
      candidates[index].channels, candidates[index].fmtp);
  g_autofree gchar *apt = NULL;
  gsize i;

  g_ptr_array_add (codecs, codec);
  if (candidates[index].kind == PC_KIND_VIDEO) {
    for (i = 0; i < G_N_ELEMENTS (video_feedback); i++)
      g_ptr_array_add (codec->feedback,
          pc_rtcp_feedback_new (video_feedback[i].type,
              video_feedback[i].parameter));
  }

  if (candidates[index].rtx_payload_type == 0)
    return;
  apt = g_strdup_printf ("apt=%u", candidates[index].payload_type);
  g_ptr_array_add (codecs, pc_codec_new (candidates[index].rtx_payload_type,
          "rtx", candidates[index].clock_rate, 0, apt));
}

static PcCapabilities *
look_up (void)
{
  PcCapabilities *capabilities = pc_capabilities_new ();
  GList *payloaders = list_factories (GST_ELEMENT_FACTORY_TYPE_PAYLOADER);
  GList *depayloaders = list_factories (GST_ELEMENT_FACTORY_TYPE_DEPAYLOADER);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (candidates); i++) {
    if (can_do (i, payloaders, depayloaders))
      add_candidate (capabilities, i);
  }
  gst_plugin_feature_list_free (payloaders);
  gst_plugin_feature_list_free (depayloaders);

  for (i = 0; i < G_N_ELEMENTS (capabilities->extensions); i++)
    g_ptr_array_add (capabilities->extensions[i],
        pc_extension_new (1, PC_EXTENSION_MID, PC_DIRECTION_SENDRECV));
  /* A payloader writes the first where it is told of levels; mixers write the
   * other one. */
  g_ptr_array_add (capabilities->extensions[PC_KIND_AUDIO],
      pc_extension_new (2, PC_EXTENSION_AUDIO_LEVEL, PC_DIRECTION_SENDRECV));
  g_ptr_array_add (capabilities->extensions[PC_KIND_AUDIO],
      pc_extension_new (3, PC_EXTENSION_CSRC_AUDIO_LEVEL,
          PC_DIRECTION_RECVONLY));

  return capabilities;
}

/* Going through the registry takes longer than the rest of setting up a
 * connection: it is done once for each state of the registry. */
PcCapabilities *
gst_rtc_capabilities_new (void)
{
  static GMutex lock;           /* protects the two below */
  static PcCapabilities *known;
  static guint32 known_cookie;
  guint32 cookie = gst_registry_get_feature_list_cookie (gst_registry_get ());
  PcCapabilities *copy;

  g_mutex_lock (&lock);
  if (known == NULL || known_cookie != cookie) {
    g_clear_pointer (&known, pc_capabilities_free);
    known = look_up ();
    known_cookie = cookie;
  }
  copy = pc_capabilities_copy (known);
  g_mutex_unlock (&lock);

  return copy;
}
