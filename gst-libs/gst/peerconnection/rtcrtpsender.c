/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsender.c: what is sent in an m-section (RTCRtpSender).
 */

/**
 * SECTION:rtcrtpsender
 * @title: GstRTCRtpSender
 * @short_description: what is sent in an m-section
 *
 * Half of a #GstRTCRtpTransceiver (webrtc-pc section 5.2). What it sends is
 * its track, or without one what is linked to the element's sink pad of that
 * transceiver. May be used from any thread.
 *
 * Since: 0.1
 */

#include "rtcviews.h"

struct _GstRTCRtpSender
{
  GObject parent;

  GstRTCModel *model;           /* immutable */
  guint id;                     /* PcTransceiver.id; immutable */
  GstRTCDTMFSender *dtmf;       /* immutable; NULL for video */
  PcKind kind;                  /* immutable */

  /* Protected by the model's lock. */
  GstRTCDtlsTransport *transport;
  GstMediaStreamTrack *track;   /* [[SenderTrack]] */
  GPtrArray *streams;           /* of GstMediaStream, whose ids the session has */
  gboolean has_pad;             /* a sink pad of the element is its input */
};

enum
{
  PROP_0,
  PROP_DTMF,
  PROP_TRACK,
  PROP_TRANSPORT,
};

G_DEFINE_FINAL_TYPE (GstRTCRtpSender, gst_rtc_rtp_sender, G_TYPE_OBJECT);

static GstRTCDtlsTransport *
sender_dup_transport (GstRTCRtpSender * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  return self->transport ? g_object_ref (self->transport) : NULL;
}

static void
gst_rtc_rtp_sender_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCRtpSender *self = GST_RTC_RTP_SENDER (object);

  switch (id) {
    case PROP_DTMF:
      g_value_set_object (value, self->dtmf);
      break;
    case PROP_TRACK:
      g_value_take_object (value, gst_rtc_rtp_sender_get_track (self));
      break;
    case PROP_TRANSPORT:
      g_value_take_object (value, sender_dup_transport (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_rtp_sender_finalize (GObject * object)
{
  GstRTCRtpSender *self = GST_RTC_RTP_SENDER (object);

  g_clear_object (&self->dtmf);
  g_clear_object (&self->transport);
  g_clear_object (&self->track);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_rtp_sender_parent_class)->finalize (object);
}

static void
gst_rtc_rtp_sender_class_init (GstRTCRtpSenderClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_rtp_sender_get_property;
  object_class->finalize = gst_rtc_rtp_sender_finalize;

  /**
   * GstRTCRtpSender:dtmf:
   *
   * Tones in the place of its audio; %NULL for video.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_DTMF,
      g_param_spec_object ("dtmf", NULL, NULL, GST_TYPE_RTC_DTMF_SENDER,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  /**
   * GstRTCRtpSender:track:
   *
   * The track that is sent, or %NULL: what an element sends through its sink
   * pad is no track.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_TRACK,
      g_param_spec_object ("track", NULL, NULL, GST_TYPE_MEDIA_STREAM_TRACK,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  /**
   * GstRTCRtpSender:transport:
   *
   * What carries it, or %NULL before a description said so.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_TRANSPORT,
      g_param_spec_object ("transport", NULL, NULL,
          GST_TYPE_RTC_DTLS_TRANSPORT,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
gst_rtc_rtp_sender_init (GstRTCRtpSender * self)
{
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
}

GstRTCRtpSender *
gst_rtc_rtp_sender_new (GstRTCModel * model, guint id, PcKind kind)
{
  GstRTCRtpSender *sender = g_object_new (GST_TYPE_RTC_RTP_SENDER, NULL);

  sender->model = gst_rtc_model_ref (model);
  sender->id = id;
  sender->kind = kind;

  return sender;
}

void
gst_rtc_rtp_sender_take_dtmf (GstRTCRtpSender * sender, GstRTCDTMFSender * dtmf)
{
  sender->dtmf = dtmf;
}

GstRTCModel *
gst_rtc_rtp_sender_peek_model (GstRTCRtpSender * sender)
{
  return sender->model;
}

PcKind
gst_rtc_rtp_sender_peek_kind (GstRTCRtpSender * sender)
{
  return sender->kind;
}

guint
gst_rtc_rtp_sender_peek_id (GstRTCRtpSender * sender)
{
  return sender->id;
}

GstMediaStreamTrack *
gst_rtc_rtp_sender_peek_track_locked (GstRTCRtpSender * sender)
{
  return sender->track;
}

GPtrArray *
gst_rtc_rtp_sender_peek_streams_locked (GstRTCRtpSender * sender)
{
  return sender->streams;
}

gboolean *
gst_rtc_rtp_sender_peek_has_pad_locked (GstRTCRtpSender * sender)
{
  return &sender->has_pad;
}

GstMediaStreamTrack *
gst_rtc_rtp_sender_set_track_locked (GstRTCRtpSender * sender,
    GstMediaStreamTrack * track)
{
  GstMediaStreamTrack *old = sender->track;

  sender->track = track != NULL ? g_object_ref (track) : NULL;

  return old;
}

GPtrArray *
gst_rtc_rtp_sender_set_streams_locked (GstRTCRtpSender * sender,
    GPtrArray * streams)
{
  GPtrArray *old = sender->streams;

  sender->streams = streams;

  return old;
}

void
gst_rtc_rtp_sender_set_transport_locked (GstRTCRtpSender * sender,
    GstRTCDtlsTransport * transport)
{
  g_set_object (&sender->transport, transport);
}

/**
 * gst_rtc_rtp_sender_get_track:
 * @sender: a #GstRTCRtpSender
 *
 * Returns: (transfer full) (nullable): the track that is sent
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_rtc_rtp_sender_get_track (GstRTCRtpSender * sender)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_RTP_SENDER (sender), NULL);

  locker = gst_rtc_model_locker_new (sender->model);

  return sender->track != NULL ? g_object_ref (sender->track) : NULL;
}

/**
 * gst_rtc_rtp_sender_get_transport:
 * @sender: a #GstRTCRtpSender
 *
 * Returns: (transfer full) (nullable): what carries it
 *
 * Since: 0.1
 */
GstRTCDtlsTransport *
gst_rtc_rtp_sender_get_transport (GstRTCRtpSender * sender)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_SENDER (sender), NULL);

  return sender_dup_transport (sender);
}

/**
 * gst_rtc_rtp_sender_get_dtmf:
 * @sender: a #GstRTCRtpSender
 *
 * Returns: (transfer none) (nullable): tones in the place of its audio; %NULL
 *   for video
 *
 * Since: 0.1
 */
GstRTCDTMFSender *
gst_rtc_rtp_sender_get_dtmf (GstRTCRtpSender * sender)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_SENDER (sender), NULL);

  return sender->dtmf;
}
