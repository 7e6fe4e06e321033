/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-configuration.c: what a connection was made with, and how
 * that may change (webrtc-pc sections 4.4.1.5 and 4.4.2).
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"
#include "rtcconfiguration-private.h"
#include "rtcdictionaries.h"

GstRTCConfiguration *
gst_rtc_peer_connection_dup_configuration (GstRTCPeerConnection * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  return g_object_ref (self->configuration);
}

/**
 * gst_rtc_peer_connection_get_configuration:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full): a copy of what it was made with, or was given by
 *   gst_rtc_peer_connection_set_configuration() last
 *
 * Since: 0.1
 */
GstRTCConfiguration *
gst_rtc_peer_connection_get_configuration (GstRTCPeerConnection * connection)
{
  g_autoptr (GstRTCConfiguration) configuration = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  configuration = gst_rtc_peer_connection_dup_configuration (connection);

  return gst_rtc_configuration_copy (configuration);
}

/* Only a pool is a reason to make the element before it is needed. */
static void
tell_backend (GstRTCPeerConnection * self, GstRTCConfiguration * configuration)
{
  g_autoptr (GstRTCBackend) backend = NULL;
  g_autoptr (GError) error = NULL;

  if (configuration->ice_candidate_pool_size > 0)
    backend = gst_rtc_peer_connection_ensure_backend (self, &error);
  else
    backend = gst_rtc_model_dup_backend (self->model);
  if (backend != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->set_configuration (backend,
        configuration);
}

static void
fill_pool (gpointer owner, gpointer data)
{
  g_autoptr (GstRTCConfiguration) configuration =
      gst_rtc_peer_connection_dup_configuration (owner);

  tell_backend (owner, configuration);
}

void
gst_rtc_peer_connection_start_pool (GstRTCPeerConnection * self)
{
  if (self->configuration->ice_candidate_pool_size > 0)
    gst_rtc_operations_post (self->model->queue, fill_pool, NULL, NULL);
}

/* "set a configuration". Returns the one to let go, or NULL with @error. */
static GstRTCConfiguration *
replace_locked (GstRTCPeerConnection * self,
    GstRTCConfiguration * configuration, GError ** error)
{
  GstRTCConfiguration *old = self->configuration;

  /* webrtc-pc section 4.4.2, setConfiguration step 2 */
  if (self->model->closed) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the connection is closed");
    return NULL;
  }
  if (!gst_rtc_configuration_validate_change (old, configuration,
          self->local_description_asked, error)
      || !gst_rtc_configuration_validate_servers (configuration, error))
    return NULL;
  self->configuration = g_object_ref (configuration);

  return old;
}

/**
 * gst_rtc_peer_connection_set_configuration:
 * @connection: a #GstRTCPeerConnection
 * @configuration: (nullable): what takes the place of the old one, %NULL for
 *   the defaults; copied
 * @error: return location for a #GError
 *
 * Replaces the configuration (setConfiguration, webrtc-pc section 4.4.2).
 * Servers and policy are used by the next gathering of candidates, that is
 * after an ICE restart when one has been. From any thread.
 *
 * Fails, and changes nothing, with #GST_RTC_DOM_ERROR_TYPE for a member out of
 * its range, #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed,
 * #GST_RTC_DOM_ERROR_INVALID_MODIFICATION for a member that cannot change,
 * #GST_RTC_DOM_ERROR_SYNTAX, #GST_RTC_DOM_ERROR_INVALID_ACCESS and
 * #GST_RTC_DOM_ERROR_NOT_SUPPORTED for a server.
 *
 * Returns: whether it was taken
 *
 * Since: 0.1
 */
gboolean
gst_rtc_peer_connection_set_configuration (GstRTCPeerConnection * connection,
    GstRTCConfiguration * configuration, GError ** error)
{
  g_autoptr (GstRTCConfiguration) copy = NULL;
  g_autoptr (GstRTCConfiguration) old = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), FALSE);
  g_return_val_if_fail (configuration == NULL
      || GST_IS_RTC_CONFIGURATION (configuration), FALSE);

  copy = gst_rtc_configuration_copy (configuration);
  if (!gst_rtc_configuration_validate_members (copy, error))
    return FALSE;

  g_mutex_lock (&connection->model->lock);
  old = replace_locked (connection, copy, error);
  g_mutex_unlock (&connection->model->lock);
  if (old == NULL)
    return FALSE;

  tell_backend (connection, copy);

  return TRUE;
}
