/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtlstransport.c: a DTLS association (RTCDtlsTransport).
 */

/**
 * SECTION:rtcdtlstransport
 * @title: GstRTCDtlsTransport
 * @short_description: a DTLS association
 *
 * Shows who is at the other end and whether it is proven (webrtc-pc section
 * 5.5). Methods may be used from any thread; signals are emitted in the
 * connection's main context.
 *
 * Since: 0.1
 */

#include "rtcerrorevent.h"
#include "rtcviews.h"

struct _GstRTCDtlsTransport
{
  GObject parent;

  GstRTCModel *model;           /* immutable */
  GstRTCIceTransport *ice_transport;    /* immutable */

  /* Protected by the model's lock. */
  GstRTCDtlsTransportState state;
  GPtrArray *certificates;      /* of GBytes */
};

enum
{
  PROP_0,
  PROP_ICE_TRANSPORT,
  PROP_STATE,
  N_PROPS,
};

enum
{
  SIGNAL_STATECHANGE,
  SIGNAL_ERROR,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GstRTCDtlsTransport, gst_rtc_dtls_transport,
    G_TYPE_OBJECT);

static void
gst_rtc_dtls_transport_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCDtlsTransport *self = GST_RTC_DTLS_TRANSPORT (object);

  switch (id) {
    case PROP_ICE_TRANSPORT:
      g_value_set_object (value, self->ice_transport);
      break;
    case PROP_STATE:
      g_value_set_enum (value, gst_rtc_dtls_transport_get_state (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_dtls_transport_finalize (GObject * object)
{
  GstRTCDtlsTransport *self = GST_RTC_DTLS_TRANSPORT (object);

  g_clear_object (&self->ice_transport);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_dtls_transport_parent_class)->finalize (object);
}

static void
gst_rtc_dtls_transport_class_init (GstRTCDtlsTransportClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_rtc_dtls_transport_get_property;
  object_class->finalize = gst_rtc_dtls_transport_finalize;

  /**
   * GstRTCDtlsTransport:ice-transport:
   *
   * What carries it; always the same.
   *
   * Since: 0.1
   */
  props[PROP_ICE_TRANSPORT] = g_param_spec_object ("ice-transport", NULL, NULL,
      GST_TYPE_RTC_ICE_TRANSPORT, ro);
  /**
   * GstRTCDtlsTransport:state:
   *
   * How the handshake goes.
   *
   * Since: 0.1
   */
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL,
      GST_TYPE_RTC_DTLS_TRANSPORT_STATE, GST_RTC_DTLS_TRANSPORT_STATE_NEW, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GstRTCDtlsTransport::statechange:
   * @transport: the transport
   *
   * #GstRTCDtlsTransport:state changed.
   *
   * Since: 0.1
   */
  signals[SIGNAL_STATECHANGE] = g_signal_new ("statechange", type,
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * GstRTCDtlsTransport::error:
   * @transport: the transport
   * @event: says what happened
   *
   * The handshake failed, or the fingerprint is not the announced one.
   *
   * Since: 0.1
   */
  signals[SIGNAL_ERROR] = g_signal_new ("error", type, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 1, GST_TYPE_RTC_ERROR_EVENT);
}

static void
gst_rtc_dtls_transport_init (GstRTCDtlsTransport * self)
{
}

GstRTCDtlsTransport *
gst_rtc_dtls_transport_new (GstRTCModel * model)
{
  GstRTCDtlsTransport *transport =
      g_object_new (GST_TYPE_RTC_DTLS_TRANSPORT, NULL);

  transport->model = gst_rtc_model_ref (model);
  transport->ice_transport = gst_rtc_ice_transport_new (model);

  return transport;
}

gboolean
gst_rtc_dtls_transport_store_state_locked (GstRTCDtlsTransport * transport,
    GstRTCDtlsTransportState state, GPtrArray * certificates)
{
  if (transport->state == state)
    return FALSE;
  transport->state = state;
  g_clear_pointer (&transport->certificates, g_ptr_array_unref);
  if (certificates != NULL)
    transport->certificates = g_ptr_array_ref (certificates);

  return TRUE;
}

void
gst_rtc_dtls_transport_announce (GstRTCDtlsTransport * transport)
{
  g_object_notify_by_pspec (G_OBJECT (transport), props[PROP_STATE]);
  g_signal_emit (transport, signals[SIGNAL_STATECHANGE], 0);
}

void
gst_rtc_dtls_transport_fire_error (GstRTCDtlsTransport * transport,
    GstRTCError * error)
{
  g_autoptr (GstRTCErrorEvent) event = gst_rtc_error_event_new (error);

  g_signal_emit (transport, signals[SIGNAL_ERROR], 0, event);
}

void
gst_rtc_dtls_transport_close_locked (GstRTCDtlsTransport * transport)
{
  transport->state = GST_RTC_DTLS_TRANSPORT_STATE_CLOSED;
  gst_rtc_ice_transport_close_locked (transport->ice_transport);
}

PcDtlsState
gst_rtc_dtls_transport_peek_state_locked (GstRTCDtlsTransport * transport)
{
  return (PcDtlsState) transport->state;
}

/**
 * gst_rtc_dtls_transport_get_ice_transport:
 * @transport: a #GstRTCDtlsTransport
 *
 * Returns: (transfer none): what carries it; always the same
 *
 * Since: 0.1
 */
GstRTCIceTransport *
gst_rtc_dtls_transport_get_ice_transport (GstRTCDtlsTransport * transport)
{
  g_return_val_if_fail (GST_IS_RTC_DTLS_TRANSPORT (transport), NULL);

  return transport->ice_transport;
}

/**
 * gst_rtc_dtls_transport_get_state:
 * @transport: a #GstRTCDtlsTransport
 *
 * Returns: how the handshake goes
 *
 * Since: 0.1
 */
GstRTCDtlsTransportState
gst_rtc_dtls_transport_get_state (GstRTCDtlsTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_DTLS_TRANSPORT (transport),
      GST_RTC_DTLS_TRANSPORT_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->state;
}

/**
 * gst_rtc_dtls_transport_get_remote_certificates:
 * @transport: a #GstRTCDtlsTransport
 *
 * Returns: (transfer container) (element-type GLib.Bytes): what the peer showed, in
 *   DER, end entity first; empty before the handshake is done
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_dtls_transport_get_remote_certificates (GstRTCDtlsTransport * transport)
{
  GPtrArray *list;

  g_return_val_if_fail (GST_IS_RTC_DTLS_TRANSPORT (transport), NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_mutex_lock (&transport->model->lock);
  for (guint i = 0; transport->certificates != NULL
      && i < transport->certificates->len; i++)
    g_ptr_array_add (list,
        g_bytes_ref (g_ptr_array_index (transport->certificates, i)));
  g_mutex_unlock (&transport->model->lock);

  return list;
}
