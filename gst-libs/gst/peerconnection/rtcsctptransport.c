/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsctptransport.c: the SCTP association of the data channels
 * (RTCSctpTransport).
 */

/**
 * SECTION:rtcsctptransport
 * @title: GstRTCSctpTransport
 * @short_description: the SCTP association of the data channels
 *
 * All data channels of a connection share one (webrtc-pc section 6.1.1).
 * Methods may be used from any thread; signals are emitted in the connection's
 * main context.
 *
 * Since: 0.1
 */

#include "rtcviews.h"

#include <math.h>

struct _GstRTCSctpTransport
{
  GObject parent;

  GstRTCModel *model;           /* immutable */

  /* Protected by the model's lock. */
  GstRTCDtlsTransport *transport;
  GstRTCSctpTransportState state;
  gint max_channels;            /* -1 until connected */
};

enum
{
  PROP_0,
  PROP_TRANSPORT,
  PROP_STATE,
  PROP_MAX_MESSAGE_SIZE,
  PROP_MAX_CHANNELS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint signal_statechange;

G_DEFINE_FINAL_TYPE (GstRTCSctpTransport, gst_rtc_sctp_transport,
    G_TYPE_OBJECT);

static void
gst_rtc_sctp_transport_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCSctpTransport *self = GST_RTC_SCTP_TRANSPORT (object);

  switch (id) {
    case PROP_TRANSPORT:
      g_value_take_object (value, gst_rtc_sctp_transport_get_transport (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, gst_rtc_sctp_transport_get_state (self));
      break;
    case PROP_MAX_MESSAGE_SIZE:
      g_value_set_double (value,
          gst_rtc_sctp_transport_get_max_message_size (self));
      break;
    case PROP_MAX_CHANNELS:
      g_value_set_int (value, gst_rtc_sctp_transport_get_max_channels (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_sctp_transport_finalize (GObject * object)
{
  GstRTCSctpTransport *self = GST_RTC_SCTP_TRANSPORT (object);

  g_clear_object (&self->transport);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_sctp_transport_parent_class)->finalize (object);
}

static void
gst_rtc_sctp_transport_class_init (GstRTCSctpTransportClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_rtc_sctp_transport_get_property;
  object_class->finalize = gst_rtc_sctp_transport_finalize;

  /**
   * GstRTCSctpTransport:transport:
   *
   * What carries it.
   *
   * Since: 0.1
   */
  props[PROP_TRANSPORT] = g_param_spec_object ("transport", NULL, NULL,
      GST_TYPE_RTC_DTLS_TRANSPORT, ro);
  /**
   * GstRTCSctpTransport:state:
   *
   * Whether channels can be opened.
   *
   * Since: 0.1
   */
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL,
      GST_TYPE_RTC_SCTP_TRANSPORT_STATE,
      GST_RTC_SCTP_TRANSPORT_STATE_CONNECTING, ro);
  /**
   * GstRTCSctpTransport:max-message-size:
   *
   * The largest message, in bytes, that the peer takes; may be infinite.
   *
   * Since: 0.1
   */
  props[PROP_MAX_MESSAGE_SIZE] = g_param_spec_double ("max-message-size", NULL,
      NULL, 0, INFINITY, 65536, ro);
  /**
   * GstRTCSctpTransport:max-channels:
   *
   * How many channels there can be at a time; -1 until connected.
   *
   * Since: 0.1
   */
  props[PROP_MAX_CHANNELS] = g_param_spec_int ("max-channels", NULL, NULL,
      -1, G_MAXINT, -1, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GstRTCSctpTransport::statechange:
   * @transport: the transport
   *
   * #GstRTCSctpTransport:state changed.
   *
   * Since: 0.1
   */
  signal_statechange = g_signal_new ("statechange", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gst_rtc_sctp_transport_init (GstRTCSctpTransport * self)
{
  self->max_channels = -1;
}

GstRTCSctpTransport *
gst_rtc_sctp_transport_new (GstRTCModel * model)
{
  GstRTCSctpTransport *transport =
      g_object_new (GST_TYPE_RTC_SCTP_TRANSPORT, NULL);

  transport->model = gst_rtc_model_ref (model);

  return transport;
}

void
gst_rtc_sctp_transport_set_transport_locked (GstRTCSctpTransport * transport,
    GstRTCDtlsTransport * dtls)
{
  g_set_object (&transport->transport, dtls);
}

gboolean
gst_rtc_sctp_transport_change_state (GstRTCSctpTransport * transport,
    GstRTCSctpTransportState state, guint max_channels)
{
  GstRTCModel *model = transport->model;
  gboolean changed;

  g_mutex_lock (&model->lock);
  changed = !model->closed && transport->state != state;
  if (changed) {
    transport->state = state;
    if (state == GST_RTC_SCTP_TRANSPORT_STATE_CONNECTED)
      transport->max_channels = (gint) MIN (max_channels, 65535);
  }
  g_mutex_unlock (&model->lock);
  if (!changed)
    return FALSE;

  g_object_notify_by_pspec (G_OBJECT (transport), props[PROP_STATE]);
  g_signal_emit (transport, signal_statechange, 0);

  return TRUE;
}

void
gst_rtc_sctp_transport_close_locked (GstRTCSctpTransport * transport)
{
  transport->state = GST_RTC_SCTP_TRANSPORT_STATE_CLOSED;
}

gint
gst_rtc_sctp_transport_peek_max_channels_locked (GstRTCSctpTransport *
    transport)
{
  return transport->max_channels;
}

PcSctpState
gst_rtc_sctp_transport_peek_state_locked (GstRTCSctpTransport * transport)
{
  return (PcSctpState) transport->state;
}

/**
 * gst_rtc_sctp_transport_get_transport:
 * @transport: a #GstRTCSctpTransport
 *
 * Returns: (transfer full) (nullable): what carries it; %NULL only until the
 *   description that made it is applied
 *
 * Since: 0.1
 */
GstRTCDtlsTransport *
gst_rtc_sctp_transport_get_transport (GstRTCSctpTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_SCTP_TRANSPORT (transport), NULL);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->transport ? g_object_ref (transport->transport) : NULL;
}

/**
 * gst_rtc_sctp_transport_get_state:
 * @transport: a #GstRTCSctpTransport
 *
 * Returns: whether channels can be opened
 *
 * Since: 0.1
 */
GstRTCSctpTransportState
gst_rtc_sctp_transport_get_state (GstRTCSctpTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_SCTP_TRANSPORT (transport),
      GST_RTC_SCTP_TRANSPORT_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->state;
}

/**
 * gst_rtc_sctp_transport_get_max_message_size:
 * @transport: a #GstRTCSctpTransport
 *
 * Returns: the largest message, in bytes, that the peer takes; may be infinite
 *
 * Since: 0.1
 */
gdouble
gst_rtc_sctp_transport_get_max_message_size (GstRTCSctpTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_SCTP_TRANSPORT (transport), 0);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->model->max_message_size == G_MAXUINT64 ? INFINITY
      : (gdouble) transport->model->max_message_size;
}

/**
 * gst_rtc_sctp_transport_get_max_channels:
 * @transport: a #GstRTCSctpTransport
 *
 * Returns: how many channels there can be at a time; -1 until connected
 *
 * Since: 0.1
 */
gint
gst_rtc_sctp_transport_get_max_channels (GstRTCSctpTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_SCTP_TRANSPORT (transport), -1);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->max_channels;
}
