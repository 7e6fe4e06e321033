/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-descriptions.c: the descriptions and states that a
 * connection shows.
 */

#include "rtcpeerconnection-private.h"

/* An object that says the same is the same object ([SameObject]): also the one
 * that was pending until it became current. */
static GstRTCSessionDescription *
reuse_or_make (GstRTCSessionDescription * const old[2],
    const PcDescription * description)
{
  g_autofree gchar *sdp = NULL;

  if (description == NULL)
    return NULL;
  sdp = pc_description_to_sdp (description);
  for (guint i = 0; i < 2; i++)
    if (old[i] != NULL
        && gst_rtc_session_description_get_sdp_type (old[i]) ==
        (GstRTCSdpType) description->type
        && g_str_equal (gst_rtc_session_description_get_sdp (old[i]), sdp))
      return g_object_ref (old[i]);

  return gst_rtc_session_description_new ((GstRTCSdpType) description->type,
      sdp);
}

static void
update_descriptions_locked (GstRTCPeerConnection * self)
{
  PcSession *session = self->model->session;

  if (session == NULL || !self->descriptions_stale)
    return;
  self->descriptions_stale = FALSE;

  for (guint side = PC_SIDE_LOCAL; side <= PC_SIDE_REMOTE; side++) {
    GstRTCSessionDescription *old[2] = { self->descriptions[side][FALSE],
      self->descriptions[side][TRUE]
    };

    self->descriptions[side][FALSE] = reuse_or_make (old,
        pc_session_get_current_description (session, side));
    self->descriptions[side][TRUE] = reuse_or_make (old,
        pc_session_get_pending_description (session, side));
    g_clear_object (&old[FALSE]);
    g_clear_object (&old[TRUE]);
  }
}

void
gst_rtc_peer_connection_clear_descriptions (GstRTCPeerConnection * self)
{
  for (guint side = PC_SIDE_LOCAL; side <= PC_SIDE_REMOTE; side++) {
    g_clear_object (&self->descriptions[side][FALSE]);
    g_clear_object (&self->descriptions[side][TRUE]);
  }
}

typedef enum
{
  SHOW_CURRENT,
  SHOW_PENDING,
  SHOW_ANY,                     /* pending, or else current */
} Show;

static GstRTCSessionDescription *
dup_description (GstRTCPeerConnection * self, PcSide side, Show show)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GstRTCSessionDescription *description;

  update_descriptions_locked (self);
  description = self->descriptions[side][show != SHOW_CURRENT];
  if (description == NULL && show == SHOW_ANY)
    description = self->descriptions[side][FALSE];

  return description != NULL ? g_object_ref (description) : NULL;
}

/**
 * gst_rtc_peer_connection_get_local_description:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): the pending, or else the current,
 *   description of this end
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_get_local_description (GstRTCPeerConnection *
    connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return dup_description (connection, PC_SIDE_LOCAL, SHOW_ANY);
}

/**
 * gst_rtc_peer_connection_get_current_local_description:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): the agreed description of this end
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_get_current_local_description (GstRTCPeerConnection *
    connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return dup_description (connection, PC_SIDE_LOCAL, SHOW_CURRENT);
}

/**
 * gst_rtc_peer_connection_get_pending_local_description:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): the description of this end that is
 *   being negotiated
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_get_pending_local_description (GstRTCPeerConnection *
    connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return dup_description (connection, PC_SIDE_LOCAL, SHOW_PENDING);
}

/**
 * gst_rtc_peer_connection_get_remote_description:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): the pending, or else the current,
 *   description of the peer
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_get_remote_description (GstRTCPeerConnection *
    connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return dup_description (connection, PC_SIDE_REMOTE, SHOW_ANY);
}

/**
 * gst_rtc_peer_connection_get_current_remote_description:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): the agreed description of the peer
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_get_current_remote_description (GstRTCPeerConnection *
    connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return dup_description (connection, PC_SIDE_REMOTE, SHOW_CURRENT);
}

/**
 * gst_rtc_peer_connection_get_pending_remote_description:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): the description of the peer that is
 *   being negotiated
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_peer_connection_get_pending_remote_description (GstRTCPeerConnection *
    connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return dup_description (connection, PC_SIDE_REMOTE, SHOW_PENDING);
}

/**
 * gst_rtc_peer_connection_get_can_trickle_ice_candidates:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: whether the peer said that it takes candidates one by one;
 *   %GST_RTC_NULLABLE_BOOLEAN_NONE while there is no description of it
 *
 * Since: 0.1
 */
GstRTCNullableBoolean
gst_rtc_peer_connection_get_can_trickle_ice_candidates (GstRTCPeerConnection *
    connection)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const PcDescription *remote;
  PcSession *session;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection),
      GST_RTC_NULLABLE_BOOLEAN_NONE);

  locker = gst_rtc_model_locker_new (connection->model);
  session = connection->model->session;
  if (session == NULL)
    return GST_RTC_NULLABLE_BOOLEAN_NONE;
  remote = pc_session_get_pending_description (session, PC_SIDE_REMOTE);
  if (remote == NULL)
    remote = pc_session_get_current_description (session, PC_SIDE_REMOTE);
  if (remote == NULL)
    return GST_RTC_NULLABLE_BOOLEAN_NONE;

  for (guint i = 0; i < remote->media->len; i++)
    if (pc_description_get_media (remote, i)->ice_trickle)
      return GST_RTC_NULLABLE_BOOLEAN_TRUE;

  return GST_RTC_NULLABLE_BOOLEAN_FALSE;
}

/**
 * gst_rtc_peer_connection_get_signaling_state:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: where the exchange of descriptions stands
 *
 * Since: 0.1
 */
GstRTCSignalingState
gst_rtc_peer_connection_get_signaling_state (GstRTCPeerConnection * connection)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection),
      GST_RTC_SIGNALING_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (connection->model);
  if (connection->model->closed)
    return GST_RTC_SIGNALING_STATE_CLOSED;
  if (connection->model->session == NULL)
    return GST_RTC_SIGNALING_STATE_STABLE;

  return (GstRTCSignalingState)
      pc_session_get_signaling_state (connection->model->session);
}

/**
 * gst_rtc_peer_connection_get_ice_gathering_state:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: whether own addresses are being gathered
 *
 * Since: 0.1
 */
GstRTCIceGatheringState
gst_rtc_peer_connection_get_ice_gathering_state (GstRTCPeerConnection *
    connection)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection),
      GST_RTC_ICE_GATHERING_STATE_NEW);

  locker = gst_rtc_model_locker_new (connection->model);

  return (GstRTCIceGatheringState) connection->ice_gathering_state;
}

/**
 * gst_rtc_peer_connection_get_ice_connection_state:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: how the search for a path goes, over all transports
 *
 * Since: 0.1
 */
GstRTCIceConnectionState
gst_rtc_peer_connection_get_ice_connection_state (GstRTCPeerConnection *
    connection)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection),
      GST_RTC_ICE_CONNECTION_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (connection->model);

  return (GstRTCIceConnectionState) connection->ice_connection_state;
}

/**
 * gst_rtc_peer_connection_get_connection_state:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: whether the peer is reached, over all transports
 *
 * Since: 0.1
 */
GstRTCPeerConnectionState
gst_rtc_peer_connection_get_connection_state (GstRTCPeerConnection * connection)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection),
      GST_RTC_PEER_CONNECTION_STATE_CLOSED);

  locker = gst_rtc_model_locker_new (connection->model);

  return (GstRTCPeerConnectionState) connection->connection_state;
}

/**
 * gst_rtc_peer_connection_get_main_context:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer none): where its signals are emitted
 *
 * Since: 0.1
 */
GMainContext *
gst_rtc_peer_connection_get_main_context (GstRTCPeerConnection * connection)
{
  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  return connection->context;
}
