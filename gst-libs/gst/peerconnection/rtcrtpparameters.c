/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpparameters.c: parameters between the core's values and the
 * dictionaries of the standard. What an application gets is its own: it may
 * change it without changing anything here.
 */

#include "rtcrtpparameters.h"

#include <string.h>

#include "rtcdictionaries.h"

G_STATIC_ASSERT ((gint) GST_RTC_PRIORITY_TYPE_VERY_LOW ==
    (gint) PC_PRIORITY_VERY_LOW);
G_STATIC_ASSERT ((gint) GST_RTC_PRIORITY_TYPE_HIGH == (gint) PC_PRIORITY_HIGH);

static const gchar *
kind_name (PcKind kind)
{
  return kind == PC_KIND_AUDIO ? "audio" : "video";
}

static PcCodec *
codec_to_core (guint payload_type, const gchar * mime_type, guint clock_rate,
    gint channels, const gchar * fmtp, PcKind kind)
{
  const gchar *name = mime_type != NULL ? mime_type : "";
  gsize length = strlen (kind_name (kind));

  if (g_ascii_strncasecmp (name, kind_name (kind), length) == 0
      && name[length] == '/')
    name += length + 1;

  return pc_codec_new (payload_type, name, clock_rate, MAX (channels, 0), fmtp);
}

PcCodec *
gst_rtc_rtp_codec_to_core (GstRTCRtpCodec * codec, PcKind kind)
{
  return codec_to_core (0, codec->mime_type, codec->clock_rate,
      codec->channels, codec->sdp_fmtp_line, kind);
}

static gchar *
make_mime_type (const PcCodec * codec, PcKind kind)
{
  return g_strconcat (kind_name (kind), "/", codec->name, NULL);
}

/* 0 channels are none said. */
static gint
make_channels (const PcCodec * codec)
{
  return codec->channels > 0 ? (gint) codec->channels : -1;
}

GstRTCRtpCodec *
gst_rtc_rtp_codec_from_core (const PcCodec * codec, PcKind kind)
{
  g_autofree gchar *mime_type = make_mime_type (codec, kind);

  return g_object_new (GST_TYPE_RTC_RTP_CODEC, "mime-type", mime_type,
      "clock-rate", codec->clock_rate, "channels", make_channels (codec),
      "sdp-fmtp-line", codec->fmtp, NULL);
}

GPtrArray *
gst_rtc_encodings_to_core (GPtrArray * encodings, PcKind kind)
{
  GPtrArray *list = pc_encodings_new ();

  for (guint i = 0; encodings != NULL && i < encodings->len; i++) {
    GstRTCRtpEncodingParameters *from = g_ptr_array_index (encodings, i);
    PcEncoding *to = pc_encoding_new ();

    to->rid = g_strdup (from->rid);
    to->active = from->active;
    to->codec = from->codec == NULL ? NULL
        : gst_rtc_rtp_codec_to_core (from->codec, kind);
    to->max_bitrate = from->max_bitrate;
    to->max_framerate = from->max_framerate;
    to->scale_resolution_down_by = from->scale_resolution_down_by;
    to->priority = (PcPriority) from->priority;
    to->network_priority = (PcPriority) from->network_priority;
    g_ptr_array_add (list, to);
  }

  return list;
}

static GPtrArray *
encodings_from_core (const GPtrArray * encodings, PcKind kind)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < encodings->len; i++) {
    const PcEncoding *from = g_ptr_array_index (encodings, i);
    GstRTCRtpEncodingParameters *to = gst_rtc_rtp_encoding_parameters_new ();

    g_free (to->rid);
    to->rid = g_strdup (from->rid);
    to->active = from->active;
    to->codec = from->codec == NULL ? NULL
        : gst_rtc_rtp_codec_from_core (from->codec, kind);
    to->max_bitrate = from->max_bitrate;
    to->max_framerate = from->max_framerate;
    to->scale_resolution_down_by = from->scale_resolution_down_by;
    to->priority = (GstRTCPriorityType) from->priority;
    to->network_priority = (GstRTCPriorityType) from->network_priority;
    g_ptr_array_add (list, to);
  }

  return list;
}

static GPtrArray *
codecs_from_core (const GPtrArray * codecs, PcKind kind)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);
    g_autofree gchar *mime_type = make_mime_type (codec, kind);

    g_ptr_array_add (list, g_object_new (GST_TYPE_RTC_RTP_CODEC_PARAMETERS,
            "payload-type", codec->payload_type, "mime-type", mime_type,
            "clock-rate", codec->clock_rate, "channels",
            make_channels (codec), "sdp-fmtp-line", codec->fmtp, NULL));
  }

  return list;
}

static GPtrArray *
extensions_from_core (const GPtrArray * extensions)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (extensions, i);

    g_ptr_array_add (list,
        g_object_new (GST_TYPE_RTC_RTP_HEADER_EXTENSION_PARAMETERS, "uri",
            extension->uri, "id", extension->id, NULL));
  }

  return list;
}

static GstRTCRtcpParameters *
rtcp_from_core (const PcParameters * parameters)
{
  return g_object_new (GST_TYPE_RTC_RTCP_PARAMETERS, "cname",
      parameters->cname, "reduced-size", parameters->reduced_size, NULL);
}

GstRTCRtpSendParameters *
gst_rtc_send_parameters_from_core (const PcParameters * parameters, PcKind kind)
{
  g_autoptr (GstRTCRtcpParameters) rtcp = rtcp_from_core (parameters);
  GstRTCRtpSendParameters *self =
      g_object_new (GST_TYPE_RTC_RTP_SEND_PARAMETERS, "transaction-id",
      parameters->transaction_id, "rtcp", rtcp, NULL);

  self->encodings = encodings_from_core (parameters->encodings, kind);
  self->codecs = codecs_from_core (parameters->codecs, kind);
  self->header_extensions = extensions_from_core (parameters->extensions);

  return self;
}

GstRTCRtpReceiveParameters *
gst_rtc_receive_parameters_from_core (const PcParameters * parameters,
    PcKind kind)
{
  g_autoptr (GstRTCRtcpParameters) rtcp = rtcp_from_core (parameters);
  GstRTCRtpReceiveParameters *self =
      g_object_new (GST_TYPE_RTC_RTP_RECEIVE_PARAMETERS, "rtcp", rtcp, NULL);

  self->codecs = codecs_from_core (parameters->codecs, kind);
  self->header_extensions = extensions_from_core (parameters->extensions);

  return self;
}

static void
codecs_to_core (PcParameters * parameters, GPtrArray * codecs, PcKind kind)
{
  for (guint i = 0; codecs != NULL && i < codecs->len; i++) {
    GstRTCRtpCodecParameters *codec = g_ptr_array_index (codecs, i);

    g_ptr_array_add (parameters->codecs, codec_to_core (codec->payload_type,
            codec->mime_type, codec->clock_rate, codec->channels,
            codec->sdp_fmtp_line, kind));
  }
}

PcParameters *
gst_rtc_send_parameters_to_core (GstRTCRtpSendParameters * parameters,
    PcKind kind)
{
  PcParameters *self = pc_parameters_new ();
  GPtrArray *extensions = parameters->header_extensions;

  self->transaction_id = g_strdup (parameters->transaction_id);
  if (parameters->rtcp != NULL) {
    self->cname = g_strdup (parameters->rtcp->cname);
    self->reduced_size = parameters->rtcp->reduced_size;
  }
  g_ptr_array_unref (self->encodings);
  self->encodings = gst_rtc_encodings_to_core (parameters->encodings, kind);
  codecs_to_core (self, parameters->codecs, kind);
  for (guint i = 0; extensions != NULL && i < extensions->len; i++) {
    GstRTCRtpHeaderExtensionParameters *extension =
        g_ptr_array_index (extensions, i);

    /* Ours are not encrypted: one that is, is another. */
    g_ptr_array_add (self->extensions, pc_extension_new (extension->encrypted
            ? 0 : extension->id, extension->uri, PC_DIRECTION_SENDRECV));
  }

  return self;
}

GPtrArray *
gst_rtc_model_check_encodings (GstRTCModel * model, GPtrArray * encodings,
    PcKind kind, GError ** error)
{
  g_autoptr (GPtrArray) list = gst_rtc_encodings_to_core (encodings, kind);
  g_autoptr (GPtrArray) codecs = NULL;

  g_mutex_lock (&model->lock);
  codecs = pc_capabilities_list_codecs (pc_session_get_capabilities
      (model->session), kind);
  g_mutex_unlock (&model->lock);
  if (pc_encodings_check_init (list, kind, codecs, error))
    return g_steal_pointer (&list);
  g_prefix_error (error, "addTransceiver: ");

  return NULL;
}
