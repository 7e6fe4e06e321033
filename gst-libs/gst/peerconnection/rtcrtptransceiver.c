/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtptransceiver.c: a sender and a receiver that share an m-section
 * (RTCRtpTransceiver).
 */

/**
 * SECTION:rtcrtptransceiver
 * @title: GstRTCRtpTransceiver
 * @short_description: a sender and a receiver that share an m-section
 *
 * A view of webrtc-pc section 5.4: what it shows is kept by its connection. It
 * does not keep the connection alive, and is "stopped" when that is gone. May
 * be used from any thread.
 *
 * Since: 0.1
 */

#include "rtcviews.h"

#include "mediastream-private.h"

#include "core/pcerror.h"

struct _GstRTCRtpTransceiver
{
  GObject parent;

  /* All immutable. */
  GstRTCModel *model;
  guint id;                     /* PcTransceiver.id */
  PcKind kind;
  GstRTCRtpSender *sender;
  GstRTCRtpReceiver *receiver;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_MID,
  PROP_SENDER,
  PROP_RECEIVER,
  PROP_DIRECTION,
  PROP_CURRENT_DIRECTION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GstRTCRtpTransceiver, gst_rtc_rtp_transceiver,
    G_TYPE_OBJECT);

static void
gst_rtc_rtp_transceiver_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCRtpTransceiver *self = GST_RTC_RTP_TRANSCEIVER (object);

  switch (id) {
    case PROP_KIND:
      g_value_set_enum (value, (GstMediaKind) self->kind);
      break;
    case PROP_MID:
      g_value_take_string (value, gst_rtc_rtp_transceiver_get_mid (self));
      break;
    case PROP_SENDER:
      g_value_set_object (value, self->sender);
      break;
    case PROP_RECEIVER:
      g_value_set_object (value, self->receiver);
      break;
    case PROP_DIRECTION:
      g_value_set_enum (value, gst_rtc_rtp_transceiver_get_direction (self));
      break;
    case PROP_CURRENT_DIRECTION:
      g_value_set_enum (value,
          gst_rtc_rtp_transceiver_get_current_direction (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_rtp_transceiver_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCRtpTransceiver *self = GST_RTC_RTP_TRANSCEIVER (object);
  g_autoptr (GError) error = NULL;

  switch (id) {
    case PROP_DIRECTION:
      /* A property has no way to fail but this. */
      if (!gst_rtc_rtp_transceiver_set_direction (self,
              g_value_get_enum (value), &error))
        g_warning ("direction: %s", error->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_rtp_transceiver_finalize (GObject * object)
{
  GstRTCRtpTransceiver *self = GST_RTC_RTP_TRANSCEIVER (object);

  g_clear_object (&self->sender);
  g_clear_object (&self->receiver);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_rtp_transceiver_parent_class)->finalize (object);
}

/**
 * GstRTCRtpTransceiver:kind:
 *
 * What it carries: the kind of its receiver's track.
 *
 * Since: 0.1
 */
/**
 * GstRTCRtpTransceiver:mid:
 *
 * The m-section that it is associated with, or %NULL.
 *
 * Since: 0.1
 */
/**
 * GstRTCRtpTransceiver:sender:
 *
 * What is sent; always the same.
 *
 * Since: 0.1
 */
/**
 * GstRTCRtpTransceiver:receiver:
 *
 * What is received; always the same.
 *
 * Since: 0.1
 */
/**
 * GstRTCRtpTransceiver:direction:
 *
 * The direction that is wanted. Setting it where
 * gst_rtc_rtp_transceiver_set_direction() would fail warns and changes nothing.
 *
 * Since: 0.1
 */
/**
 * GstRTCRtpTransceiver:current-direction:
 *
 * The direction that was negotiated last, or
 * %GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE before that.
 *
 * Since: 0.1
 */
static void
gst_rtc_rtp_transceiver_class_init (GstRTCRtpTransceiverClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_rtc_rtp_transceiver_get_property;
  object_class->set_property = gst_rtc_rtp_transceiver_set_property;
  object_class->finalize = gst_rtc_rtp_transceiver_finalize;

  props[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL,
      GST_TYPE_MEDIA_KIND, GST_MEDIA_KIND_AUDIO, ro);
  props[PROP_MID] = g_param_spec_string ("mid", NULL, NULL, NULL, ro);
  props[PROP_SENDER] = g_param_spec_object ("sender", NULL, NULL,
      GST_TYPE_RTC_RTP_SENDER, ro);
  props[PROP_RECEIVER] = g_param_spec_object ("receiver", NULL, NULL,
      GST_TYPE_RTC_RTP_RECEIVER, ro);
  props[PROP_DIRECTION] = g_param_spec_enum ("direction", NULL, NULL,
      GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_CURRENT_DIRECTION] = g_param_spec_enum ("current-direction", NULL,
      NULL, GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gst_rtc_rtp_transceiver_init (GstRTCRtpTransceiver * self)
{
}

GstRTCRtpTransceiver *
gst_rtc_rtp_transceiver_new (GstRTCModel * model, guint id, PcKind kind)
{
  GstRTCRtpTransceiver *self =
      g_object_new (GST_TYPE_RTC_RTP_TRANSCEIVER, NULL);

  self->model = gst_rtc_model_ref (model);
  self->id = id;
  self->kind = kind;
  self->sender = gst_rtc_rtp_sender_new (model, id, kind);
  if (kind == PC_KIND_AUDIO)
    gst_rtc_rtp_sender_take_dtmf (self->sender,
        gst_rtc_dtmf_sender_new (model, id));
  self->receiver = gst_rtc_rtp_receiver_new (model, id,
      kind == PC_KIND_AUDIO ? "audio" : "video");

  return self;
}

guint
gst_rtc_rtp_transceiver_peek_id (GstRTCRtpTransceiver * transceiver)
{
  return transceiver->id;
}

/* With the lock. NULL when it is gone from the session. */
static const PcTransceiver *
transceiver_look (GstRTCRtpTransceiver * self)
{
  if (self->model->session == NULL)
    return NULL;

  return pc_session_get_transceiver (self->model->session, self->id);
}

/**
 * gst_rtc_rtp_transceiver_get_mid:
 * @transceiver: a #GstRTCRtpTransceiver
 *
 * Returns: (transfer full) (nullable): the m-section that it is associated
 *   with
 *
 * Since: 0.1
 */
gchar *
gst_rtc_rtp_transceiver_get_mid (GstRTCRtpTransceiver * transceiver)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const PcTransceiver *look;

  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver), NULL);

  locker = gst_rtc_model_locker_new (transceiver->model);
  look = transceiver_look (transceiver);

  return look != NULL ? g_strdup (look->mid) : NULL;
}

/**
 * gst_rtc_rtp_transceiver_get_sender:
 * @transceiver: a #GstRTCRtpTransceiver
 *
 * Returns: (transfer none): what is sent; always the same
 *
 * Since: 0.1
 */
GstRTCRtpSender *
gst_rtc_rtp_transceiver_get_sender (GstRTCRtpTransceiver * transceiver)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver), NULL);

  return transceiver->sender;
}

/**
 * gst_rtc_rtp_transceiver_get_receiver:
 * @transceiver: a #GstRTCRtpTransceiver
 *
 * Returns: (transfer none): what is received; always the same
 *
 * Since: 0.1
 */
GstRTCRtpReceiver *
gst_rtc_rtp_transceiver_get_receiver (GstRTCRtpTransceiver * transceiver)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver), NULL);

  return transceiver->receiver;
}

/**
 * gst_rtc_rtp_transceiver_get_direction:
 * @transceiver: a #GstRTCRtpTransceiver
 *
 * Returns: the direction that is wanted
 *
 * Since: 0.1
 */
GstRTCRtpTransceiverDirection
gst_rtc_rtp_transceiver_get_direction (GstRTCRtpTransceiver * transceiver)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const PcTransceiver *look;

  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED);

  locker = gst_rtc_model_locker_new (transceiver->model);
  look = transceiver_look (transceiver);
  if (look == NULL || look->stopping || look->stopped)
    return GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED;

  return (GstRTCRtpTransceiverDirection) look->direction;
}

/* With the lock. */
static gboolean
transceiver_try_direction (GstRTCRtpTransceiver * self, PcDirection direction,
    GError ** error)
{
  const PcTransceiver *look = transceiver_look (self);

  if (self->model->closed || look == NULL || look->stopping || look->stopped) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "cannot become \"%s\": the transceiver is stopped",
        pc_direction_to_string (direction));
    return FALSE;
  }
  if (direction == PC_DIRECTION_STOPPED) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_TYPE,
        "cannot be set to \"stopped\": stop() does that");
    return FALSE;
  }
  pc_session_set_direction (self->model->session, self->id, direction);

  return TRUE;
}

/**
 * gst_rtc_rtp_transceiver_set_direction:
 * @transceiver: a #GstRTCRtpTransceiver
 * @direction: the direction that is wanted from the next negotiation on
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_INVALID_STATE when the transceiver is stopped,
 * and with #GST_RTC_DOM_ERROR_TYPE for "stopped" (webrtc-pc section 5.4).
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_transceiver_set_direction (GstRTCRtpTransceiver * transceiver,
    GstRTCRtpTransceiverDirection direction, GError ** error)
{
  gboolean set;

  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver), FALSE);
  g_return_val_if_fail (direction <= GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED,
      FALSE);

  if (gst_rtc_rtp_transceiver_get_direction (transceiver) == direction
      && direction != GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED)
    return TRUE;

  g_mutex_lock (&transceiver->model->lock);
  set = transceiver_try_direction (transceiver, (PcDirection) direction, error);
  g_mutex_unlock (&transceiver->model->lock);
  if (!set)
    return FALSE;

  g_object_notify_by_pspec (G_OBJECT (transceiver), props[PROP_DIRECTION]);
  gst_rtc_model_update_negotiation_needed (transceiver->model);

  return TRUE;
}

/**
 * gst_rtc_rtp_transceiver_get_current_direction:
 * @transceiver: a #GstRTCRtpTransceiver
 *
 * Returns: the direction that was negotiated last, or
 *   %GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE before that
 *
 * Since: 0.1
 */
GstRTCRtpTransceiverDirection
gst_rtc_rtp_transceiver_get_current_direction (GstRTCRtpTransceiver *
    transceiver)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const PcTransceiver *look;

  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver),
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE);

  locker = gst_rtc_model_locker_new (transceiver->model);
  look = transceiver_look (transceiver);
  if (look == NULL || look->stopped)
    return GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED;
  if (!look->has_current_direction)
    return GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE;

  return (GstRTCRtpTransceiverDirection) look->current_direction;
}

gboolean
gst_rtc_rtp_transceiver_is_stopping (GstRTCRtpTransceiver * transceiver)
{
  return gst_rtc_rtp_transceiver_get_direction (transceiver) ==
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED;
}

/* An entry. */
static void
announce_end (gpointer owner, gpointer tracks)
{
  gst_media_stream_track_announce_end (tracks);
}

/* webrtc-pc section 5.4, "stop sending and receiving", step 5: what the
 * receiver had is over. */
static void
end_receiver (GstRTCRtpTransceiver * self)
{
  GPtrArray *tracks =
      gst_media_stream_track_begin_end (gst_rtc_rtp_receiver_get_track
      (self->receiver));

  gst_rtc_operations_post (self->model->queue, announce_end, tracks,
      (GDestroyNotify) g_ptr_array_unref);
}

/**
 * gst_rtc_rtp_transceiver_stop:
 * @transceiver: a #GstRTCRtpTransceiver
 * @error: return location for a #GError
 *
 * Ends sending and receiving for good; the next negotiation tells the peer. The
 * receiver's track has ended when this returns (its event follows).
 * Does nothing when that has been done before. Fails with
 * #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed.
 *
 * Returns: whether it is stopping now
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_transceiver_stop (GstRTCRtpTransceiver * transceiver,
    GError ** error)
{
  const PcTransceiver *look;

  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver), FALSE);

  g_mutex_lock (&transceiver->model->lock);
  if (transceiver->model->closed) {
    g_mutex_unlock (&transceiver->model->lock);
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "cannot stop a transceiver: the connection is closed");
    return FALSE;
  }
  look = transceiver_look (transceiver);
  if (look == NULL || look->stopping || look->stopped) {
    g_mutex_unlock (&transceiver->model->lock);
    return TRUE;
  }
  pc_session_stop_transceiver (transceiver->model->session, transceiver->id);
  g_mutex_unlock (&transceiver->model->lock);

  /* webrtc-pc section 5.4, "stop sending and receiving": at once, with a BYE;
   * only the m-section waits for the next offer. */
  gst_rtc_model_reconfigure (transceiver->model);
  end_receiver (transceiver);
  g_object_notify_by_pspec (G_OBJECT (transceiver), props[PROP_DIRECTION]);
  gst_rtc_model_update_negotiation_needed (transceiver->model);

  return TRUE;
}
