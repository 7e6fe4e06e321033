/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicetransport.c: an ICE transport (RTCIceTransport).
 */

/**
 * SECTION:rtcicetransport
 * @title: GstRTCIceTransport
 * @short_description: an ICE transport
 *
 * Shows how packets find their way (webrtc-pc section 5.6). Methods may be
 * used from any thread; signals are emitted in the connection's main context.
 *
 * Since: 0.1
 */

#include "rtcviews.h"

struct _GstRTCIceTransport
{
  GObject parent;

  GstRTCModel *model;           /* immutable */

  /* Protected by the model's lock. */
  GstRTCIceRole role;
  GstRTCIceTransportState state;
  GstRTCIceGathererState gathering_state;
  GPtrArray *candidates[2];     /* of GstRTCIceCandidate, by PcSide */
  gchar *ufrag[2];              /* by PcSide; NULL: not known yet */
  gchar *pwd[2];
  GstRTCIceCandidatePair *selected_pair;
};

enum
{
  PROP_0,
  PROP_ROLE,
  PROP_COMPONENT,
  PROP_STATE,
  PROP_GATHERING_STATE,
  N_PROPS,
};

enum
{
  SIGNAL_STATECHANGE,
  SIGNAL_GATHERINGSTATECHANGE,
  SIGNAL_SELECTEDCANDIDATEPAIRCHANGE,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GstRTCIceTransport, gst_rtc_ice_transport, G_TYPE_OBJECT);

static void
gst_rtc_ice_transport_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCIceTransport *self = GST_RTC_ICE_TRANSPORT (object);

  switch (id) {
    case PROP_ROLE:
      g_value_set_enum (value, gst_rtc_ice_transport_get_role (self));
      break;
    case PROP_COMPONENT:
      g_value_set_enum (value, gst_rtc_ice_transport_get_component (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, gst_rtc_ice_transport_get_state (self));
      break;
    case PROP_GATHERING_STATE:
      g_value_set_enum (value,
          gst_rtc_ice_transport_get_gathering_state (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_ice_transport_finalize (GObject * object)
{
  GstRTCIceTransport *self = GST_RTC_ICE_TRANSPORT (object);

  g_ptr_array_unref (self->candidates[PC_SIDE_LOCAL]);
  g_ptr_array_unref (self->candidates[PC_SIDE_REMOTE]);
  for (guint i = 0; i < G_N_ELEMENTS (self->ufrag); i++) {
    g_free (self->ufrag[i]);
    g_free (self->pwd[i]);
  }
  g_clear_object (&self->selected_pair);
  gst_rtc_model_unref (self->model);
  G_OBJECT_CLASS (gst_rtc_ice_transport_parent_class)->finalize (object);
}

/**
 * GstRTCIceTransport:role:
 *
 * Which side decides.
 *
 * Since: 0.1
 */
/**
 * GstRTCIceTransport:component:
 *
 * Always %GST_RTC_ICE_COMPONENT_RTP: RTP and RTCP share a transport.
 *
 * Since: 0.1
 */
/**
 * GstRTCIceTransport:state:
 *
 * How the search for a path goes.
 *
 * Since: 0.1
 */
/**
 * GstRTCIceTransport:gathering-state:
 *
 * How the search for own addresses goes.
 *
 * Since: 0.1
 */
/**
 * GstRTCIceTransport::statechange:
 * @transport: the transport
 *
 * #GstRTCIceTransport:state changed.
 *
 * Since: 0.1
 */
/**
 * GstRTCIceTransport::gatheringstatechange:
 * @transport: the transport
 *
 * #GstRTCIceTransport:gathering-state changed.
 *
 * Since: 0.1
 */
/**
 * GstRTCIceTransport::selectedcandidatepairchange:
 * @transport: the transport
 *
 * Packets take another path.
 *
 * Since: 0.1
 */
static void
gst_rtc_ice_transport_class_init (GstRTCIceTransportClass * klass)
{
  static const gchar *const names[N_SIGNALS] = {
    [SIGNAL_STATECHANGE] = "statechange",
    [SIGNAL_GATHERINGSTATECHANGE] = "gatheringstatechange",
    [SIGNAL_SELECTEDCANDIDATEPAIRCHANGE] = "selectedcandidatepairchange",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_rtc_ice_transport_get_property;
  object_class->finalize = gst_rtc_ice_transport_finalize;

  props[PROP_ROLE] = g_param_spec_enum ("role", NULL, NULL,
      GST_TYPE_RTC_ICE_ROLE, GST_RTC_ICE_ROLE_UNKNOWN, ro);
  props[PROP_COMPONENT] = g_param_spec_enum ("component", NULL, NULL,
      GST_TYPE_RTC_ICE_COMPONENT, GST_RTC_ICE_COMPONENT_RTP, ro);
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL,
      GST_TYPE_RTC_ICE_TRANSPORT_STATE, GST_RTC_ICE_TRANSPORT_STATE_NEW, ro);
  props[PROP_GATHERING_STATE] = g_param_spec_enum ("gathering-state", NULL,
      NULL, GST_TYPE_RTC_ICE_GATHERER_STATE, GST_RTC_ICE_GATHERER_STATE_NEW,
      ro);
  g_object_class_install_properties (object_class, N_PROPS, props);

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass),
        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gst_rtc_ice_transport_init (GstRTCIceTransport * self)
{
  self->candidates[PC_SIDE_LOCAL] =
      g_ptr_array_new_with_free_func (g_object_unref);
  self->candidates[PC_SIDE_REMOTE] =
      g_ptr_array_new_with_free_func (g_object_unref);
}

GstRTCIceTransport *
gst_rtc_ice_transport_new (GstRTCModel * model)
{
  GstRTCIceTransport *transport =
      g_object_new (GST_TYPE_RTC_ICE_TRANSPORT, NULL);

  transport->model = gst_rtc_model_ref (model);

  return transport;
}

void
gst_rtc_ice_transport_set_role_locked (GstRTCIceTransport * transport,
    GstRTCIceRole role)
{
  transport->role = role;
}

void
gst_rtc_ice_transport_set_parameters_locked (GstRTCIceTransport * transport,
    PcSide side, const gchar * ufrag, const gchar * pwd)
{
  g_free (transport->ufrag[side]);
  g_free (transport->pwd[side]);
  transport->ufrag[side] = g_strdup (ufrag);
  transport->pwd[side] = g_strdup (pwd);
}

void
gst_rtc_ice_transport_add_candidate_locked (GstRTCIceTransport * transport,
    PcSide side, GstRTCIceCandidate * candidate)
{
  g_ptr_array_add (transport->candidates[side], g_object_ref (candidate));
}

void
gst_rtc_ice_transport_restart_locked (GstRTCIceTransport * transport)
{
  g_ptr_array_set_size (transport->candidates[PC_SIDE_LOCAL], 0);
  g_ptr_array_set_size (transport->candidates[PC_SIDE_REMOTE], 0);
}

GstRTCIceTransportChanges
gst_rtc_ice_transport_store_state_locked (GstRTCIceTransport * transport,
    GstRTCIceTransportState state)
{
  if (transport->state == state)
    return GST_RTC_ICE_TRANSPORT_NOTHING;
  transport->state = state;

  return GST_RTC_ICE_TRANSPORT_STATE;
}

GstRTCIceTransportChanges
gst_rtc_ice_transport_store_gathering_locked (GstRTCIceTransport * transport,
    GstRTCIceGathererState state)
{
  if (transport->gathering_state == state)
    return GST_RTC_ICE_TRANSPORT_NOTHING;
  transport->gathering_state = state;

  return GST_RTC_ICE_TRANSPORT_GATHERING;
}

/* The same path, told twice, stays the same object. */
static gboolean
same_candidate (GstRTCIceCandidate * a, GstRTCIceCandidate * b)
{
  return g_str_equal (gst_rtc_ice_candidate_get_candidate (a),
      gst_rtc_ice_candidate_get_candidate (b))
      && g_strcmp0 (gst_rtc_ice_candidate_get_username_fragment (a),
      gst_rtc_ice_candidate_get_username_fragment (b)) == 0;
}

GstRTCIceTransportChanges
gst_rtc_ice_transport_store_pair_locked (GstRTCIceTransport * transport,
    GstRTCIceCandidatePair * pair)
{
  GstRTCIceCandidatePair *old = transport->selected_pair;

  if (old != NULL
      && same_candidate (gst_rtc_ice_candidate_pair_get_local (old),
          gst_rtc_ice_candidate_pair_get_local (pair))
      && same_candidate (gst_rtc_ice_candidate_pair_get_remote (old),
          gst_rtc_ice_candidate_pair_get_remote (pair)))
    return GST_RTC_ICE_TRANSPORT_NOTHING;
  g_set_object (&transport->selected_pair, pair);

  return GST_RTC_ICE_TRANSPORT_PAIR;
}

/* webrtc-pc section 5.6: the order of the events. */
void
gst_rtc_ice_transport_announce (GstRTCIceTransport * transport,
    GstRTCIceTransportChanges changes)
{
  if (changes & GST_RTC_ICE_TRANSPORT_PAIR)
    g_signal_emit (transport, signals[SIGNAL_SELECTEDCANDIDATEPAIRCHANGE], 0);
  if (changes & GST_RTC_ICE_TRANSPORT_STATE) {
    g_object_notify_by_pspec (G_OBJECT (transport), props[PROP_STATE]);
    g_signal_emit (transport, signals[SIGNAL_STATECHANGE], 0);
  }
  if (changes & GST_RTC_ICE_TRANSPORT_GATHERING) {
    g_object_notify_by_pspec (G_OBJECT (transport),
        props[PROP_GATHERING_STATE]);
    g_signal_emit (transport, signals[SIGNAL_GATHERINGSTATECHANGE], 0);
  }
}

void
gst_rtc_ice_transport_close_locked (GstRTCIceTransport * transport)
{
  transport->state = GST_RTC_ICE_TRANSPORT_STATE_CLOSED;
}

PcIceState
gst_rtc_ice_transport_peek_state_locked (GstRTCIceTransport * transport)
{
  return (PcIceState) transport->state;
}

PcGatheringState
gst_rtc_ice_transport_peek_gathering_locked (GstRTCIceTransport * transport)
{
  return (PcGatheringState) transport->gathering_state;
}

/**
 * gst_rtc_ice_transport_get_role:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: which side decides
 *
 * Since: 0.1
 */
GstRTCIceRole
gst_rtc_ice_transport_get_role (GstRTCIceTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport),
      GST_RTC_ICE_ROLE_UNKNOWN);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->role;
}

/**
 * gst_rtc_ice_transport_get_component:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: %GST_RTC_ICE_COMPONENT_RTP: RTP and RTCP share a transport
 *
 * Since: 0.1
 */
GstRTCIceComponent
gst_rtc_ice_transport_get_component (GstRTCIceTransport * transport)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport),
      GST_RTC_ICE_COMPONENT_RTP);

  return GST_RTC_ICE_COMPONENT_RTP;
}

/**
 * gst_rtc_ice_transport_get_state:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: how the search for a path goes
 *
 * Since: 0.1
 */
GstRTCIceTransportState
gst_rtc_ice_transport_get_state (GstRTCIceTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport),
      GST_RTC_ICE_TRANSPORT_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->state;
}

/**
 * gst_rtc_ice_transport_get_gathering_state:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: how the search for own addresses goes
 *
 * Since: 0.1
 */
GstRTCIceGathererState
gst_rtc_ice_transport_get_gathering_state (GstRTCIceTransport * transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport),
      GST_RTC_ICE_GATHERER_STATE_NEW);

  locker = gst_rtc_model_locker_new (transport->model);

  return transport->gathering_state;
}

static GPtrArray *
transport_list_candidates (GstRTCIceTransport * self, PcSide side)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GPtrArray *list = g_ptr_array_copy (self->candidates[side],
      (GCopyFunc) g_object_ref, NULL);

  g_ptr_array_set_free_func (list, g_object_unref);

  return list;
}

/**
 * gst_rtc_ice_transport_get_local_candidates:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: (transfer container) (element-type GstRTCIceCandidate): what was gathered
 *   and announced since the last ICE restart
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_ice_transport_get_local_candidates (GstRTCIceTransport * transport)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport), NULL);

  return transport_list_candidates (transport, PC_SIDE_LOCAL);
}

/**
 * gst_rtc_ice_transport_get_remote_candidates:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: (transfer container) (element-type GstRTCIceCandidate): what
 *   gst_rtc_peer_connection_add_ice_candidate_async() told since the last ICE
 *   restart
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_ice_transport_get_remote_candidates (GstRTCIceTransport * transport)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport), NULL);

  return transport_list_candidates (transport, PC_SIDE_REMOTE);
}

static GstRTCIceParameters *
transport_describe_parameters (GstRTCIceTransport * self, PcSide side)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  if (self->ufrag[side] == NULL)
    return NULL;
  return gst_rtc_ice_parameters_new (self->ufrag[side], self->pwd[side]);
}

/**
 * gst_rtc_ice_transport_get_local_parameters:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: (transfer full) (nullable): the credentials that
 *   gst_rtc_peer_connection_set_local_description_async() told, %NULL before
 *   (webrtc-pc section 5.6.1)
 *
 * Since: 0.1
 */
GstRTCIceParameters *
gst_rtc_ice_transport_get_local_parameters (GstRTCIceTransport * transport)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport), NULL);

  return transport_describe_parameters (transport, PC_SIDE_LOCAL);
}

/**
 * gst_rtc_ice_transport_get_remote_parameters:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: (transfer full) (nullable): the credentials that
 *   gst_rtc_peer_connection_set_remote_description_async() told, %NULL before
 *   (webrtc-pc section 5.6.1)
 *
 * Since: 0.1
 */
GstRTCIceParameters *
gst_rtc_ice_transport_get_remote_parameters (GstRTCIceTransport * transport)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport), NULL);

  return transport_describe_parameters (transport, PC_SIDE_REMOTE);
}

/**
 * gst_rtc_ice_transport_get_selected_candidate_pair:
 * @transport: a #GstRTCIceTransport
 *
 * Returns: (transfer full) (nullable): the path that packets take; the same
 *   object until they take another
 *
 * Since: 0.1
 */
GstRTCIceCandidatePair *
gst_rtc_ice_transport_get_selected_candidate_pair (GstRTCIceTransport *
    transport)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_ICE_TRANSPORT (transport), NULL);

  locker = gst_rtc_model_locker_new (transport->model);

  /* webrtc-pc section 5.6: null in "new" and "closed" */
  if (transport->selected_pair == NULL
      || transport->state == GST_RTC_ICE_TRANSPORT_STATE_NEW
      || transport->state == GST_RTC_ICE_TRANSPORT_STATE_CLOSED)
    return NULL;

  return g_object_ref (transport->selected_pair);
}
