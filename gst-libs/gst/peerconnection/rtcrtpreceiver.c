/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiver.c: what is received in an m-section (RTCRtpReceiver).
 */

/**
 * SECTION:rtcrtpreceiver
 * @title: GstRTCRtpReceiver
 * @short_description: what is received in an m-section
 *
 * Half of a #GstRTCRtpTransceiver (webrtc-pc section 5.3). What it receives
 * comes out of the element's source pad of that transceiver. May be used from
 * any thread.
 *
 * Since: 0.1
 */

#include "mediastream-private.h"
#include "rtcviews.h"

struct _GstRTCRtpReceiver
{
  GObject parent;

  GstRTCModel *model;           /* immutable */
  guint id;                     /* PcTransceiver.id; immutable */
  GstMediaStreamTrack *track;   /* immutable */
  GPtrArray *streams;           /* of GstMediaStream; changed by entries of the queue, with the model's lock */
  GstRTCDtlsTransport *transport;       /* protected by the model's lock */
  gdouble target;               /* ms, or -1; protected by the model's lock */
};

enum
{
  PROP_0,
  PROP_JITTER_BUFFER_TARGET,
  PROP_TRACK,
  PROP_TRANSPORT,
};

G_DEFINE_FINAL_TYPE (GstRTCRtpReceiver, gst_rtc_rtp_receiver, G_TYPE_OBJECT);

static GstRTCDtlsTransport *
receiver_dup_transport (GstRTCRtpReceiver * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  return self->transport ? g_object_ref (self->transport) : NULL;
}

static void
gst_rtc_rtp_receiver_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCRtpReceiver *self = GST_RTC_RTP_RECEIVER (object);

  switch (id) {
    case PROP_JITTER_BUFFER_TARGET:
      g_value_set_double (value,
          gst_rtc_rtp_receiver_get_jitter_buffer_target (self));
      break;
    case PROP_TRACK:
      g_value_set_object (value, self->track);
      break;
    case PROP_TRANSPORT:
      g_value_take_object (value, receiver_dup_transport (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_rtp_receiver_finalize (GObject * object)
{
  GstRTCRtpReceiver *self = GST_RTC_RTP_RECEIVER (object);

  g_clear_object (&self->track);
  g_clear_object (&self->transport);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_rtp_receiver_parent_class)->finalize (object);
}

static void
gst_rtc_rtp_receiver_class_init (GstRTCRtpReceiverClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_rtp_receiver_get_property;
  object_class->finalize = gst_rtc_rtp_receiver_finalize;

  /**
   * GstRTCRtpReceiver:jitter-buffer-target:
   *
   * How much media is wanted in the jitterbuffer, in ms; -1 where that is not
   * said. Set by gst_rtc_rtp_receiver_set_jitter_buffer_target(), which can
   * fail.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_JITTER_BUFFER_TARGET,
      g_param_spec_double ("jitter-buffer-target", NULL, NULL, -G_MAXDOUBLE,
          G_MAXDOUBLE, -1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  /**
   * GstRTCRtpReceiver:track:
   *
   * What is received; always the same.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_TRACK,
      g_param_spec_object ("track", NULL, NULL, GST_TYPE_MEDIA_STREAM_TRACK,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  /**
   * GstRTCRtpReceiver:transport:
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
gst_rtc_rtp_receiver_init (GstRTCRtpReceiver * self)
{
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
}

GstRTCRtpReceiver *
gst_rtc_rtp_receiver_new (GstRTCModel * model, guint id, const gchar * kind)
{
  GstRTCRtpReceiver *receiver = g_object_new (GST_TYPE_RTC_RTP_RECEIVER, NULL);

  receiver->model = gst_rtc_model_ref (model);
  receiver->id = id;
  receiver->target = -1;
  receiver->track = gst_media_stream_track_new_remote (kind);

  return receiver;
}

gdouble *
gst_rtc_rtp_receiver_peek_target_locked (GstRTCRtpReceiver * receiver)
{
  return &receiver->target;
}

GstRTCModel *
gst_rtc_rtp_receiver_peek_model (GstRTCRtpReceiver * receiver)
{
  return receiver->model;
}

guint
gst_rtc_rtp_receiver_peek_id (GstRTCRtpReceiver * receiver)
{
  return receiver->id;
}

void
gst_rtc_rtp_receiver_set_transport_locked (GstRTCRtpReceiver * receiver,
    GstRTCDtlsTransport * transport)
{
  g_set_object (&receiver->transport, transport);
}

GPtrArray **
gst_rtc_rtp_receiver_peek_streams (GstRTCRtpReceiver * receiver)
{
  return &receiver->streams;
}

/**
 * gst_rtc_rtp_receiver_get_track:
 * @receiver: a #GstRTCRtpReceiver
 *
 * Returns: (transfer none): what is received; always the same
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_rtc_rtp_receiver_get_track (GstRTCRtpReceiver * receiver)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), NULL);

  return receiver->track;
}

/**
 * gst_rtc_rtp_receiver_get_transport:
 * @receiver: a #GstRTCRtpReceiver
 *
 * Returns: (transfer full) (nullable): what carries it
 *
 * Since: 0.1
 */
GstRTCDtlsTransport *
gst_rtc_rtp_receiver_get_transport (GstRTCRtpReceiver * receiver)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), NULL);

  return receiver_dup_transport (receiver);
}
