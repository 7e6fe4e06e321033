/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-pool.c: what RTCConfiguration says of ICE, and ICE transports
 * that gather before a description asks for them (RFC 9429 section 3.5.4).
 *
 * Those of the pool are rtcice elements without credentials: they tell their
 * candidates when a transport that takes one gives it some.
 */

#include "gstpeerconnection-private.h"

#include "../ice/gstrtcice.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

/* --- the configuration ---------------------------------------------------- */

static void
set_network (GstRTCIce * ice, GstRTCConfiguration * configuration)
{
  g_autofree gchar *interfaces = NULL;
  GstRTCIceTransportPolicy policy;
  gboolean tcp, hide;
  gint min, max;

  g_object_get (configuration, "ice-transport-policy", &policy, "ice-tcp",
      &tcp, "interfaces", &interfaces, "hide-local-addresses", &hide,
      "min-rtp-port", &min, "max-rtp-port", &max, NULL);
  g_object_set (ice, "transport-policy", policy, "ice-tcp", tcp,
      "interfaces", interfaces, "hide-local-addresses", hide,
      "min-rtp-port", (guint) min, "max-rtp-port", (guint) max, NULL);
}

static void
add_server (GstRTCIce * ice, GstRTCIceServer * server)
{
  g_auto (GStrv) urls = NULL;
  g_autofree gchar *username = NULL, *credential = NULL;

  g_object_get (server, "urls", &urls, "username", &username,
      "credential", &credential, NULL);
  for (guint i = 0; urls != NULL && urls[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;

    if (!gst_rtc_ice_add_server (ice, urls[i], username, credential, &error))
      GST_WARNING_OBJECT (ice, "server left out: %s", error->message);
  }
}

void
gst_peer_connection_configure_ice (GstRTCIce * ice,
    GstRTCConfiguration * configuration)
{
  g_autoptr (GPtrArray) servers =
      gst_rtc_configuration_get_ice_servers (configuration);

  set_network (ice, configuration);
  gst_rtc_ice_clear_servers (ice);
  for (guint i = 0; servers != NULL && i < servers->len; i++)
    add_server (ice, g_ptr_array_index (servers, i));
}

/* --- the pool ------------------------------------------------------------- */

static GstRTCIce *
make_one (GstPeerConnection * self, GstRTCConfiguration * configuration)
{
  g_autoptr (GstContext) context = gst_rtc_io_to_context (self->io);
  GstElement *element = g_object_new (GST_TYPE_RTC_ICE, NULL);

  gst_object_ref_sink (element);
  gst_element_set_locked_state (element, TRUE);
  gst_bin_add (GST_BIN (self), element);
  gst_element_set_context (element, context);
  gst_peer_connection_configure_ice (GST_RTC_ICE (element), configuration);
  gst_element_set_state (element, GST_STATE_PLAYING);
  gst_rtc_ice_gather (GST_RTC_ICE (element));
  return GST_RTC_ICE (element);
}

static void
drop_one (GstPeerConnection * self, GstRTCIce * ice)
{
  gst_element_set_state (GST_ELEMENT (ice), GST_STATE_NULL);
  gst_bin_remove (GST_BIN (self), GST_ELEMENT (ice));
  gst_object_unref (ice);
}

GPtrArray *
gst_peer_connection_take_pool (GstPeerConnection * self)
{
  GPtrArray *pool = self->pool;

  self->pool = g_ptr_array_new ();
  return pool;
}

void
gst_peer_connection_drop_pool (GstPeerConnection * self, GPtrArray * pool)
{
  for (guint i = 0; i < pool->len; i++)
    drop_one (self, g_ptr_array_index (pool, i));
  g_ptr_array_unref (pool);
}

/* RFC 9429 section 4.1.18: what was gathered with other servers is of no use. */
void
gst_peer_connection_fill_pool (GstPeerConnection * self,
    GstRTCConfiguration * configuration)
{
  GPtrArray *old;
  gint size;

  g_object_get (configuration, "ice-candidate-pool-size", &size, NULL);
  g_mutex_lock (&self->lock);
  if (self->closed || self->pool_over)
    size = 0;
  if (size > 0 && self->io == NULL)
    self->io = gst_rtc_io_new ();
  old = gst_peer_connection_take_pool (self);
  g_mutex_unlock (&self->lock);
  gst_peer_connection_drop_pool (self, old);

  for (gint i = 0; i < size; i++) {
    GstRTCIce *ice = make_one (self, configuration);
    gboolean wanted;

    g_mutex_lock (&self->lock);
    wanted = !self->closed && !self->pool_over && (gint) self->pool->len < size;
    if (wanted)
      g_ptr_array_add (self->pool, ice);
    g_mutex_unlock (&self->lock);
    if (!wanted)
      drop_one (self, ice);
  }
}

GstRTCIce *
gst_peer_connection_take_pooled (GstPeerConnection * self)
{
  GstRTCIce *ice = NULL;

  g_mutex_lock (&self->lock);
  if (self->pool->len > 0)
    ice = g_ptr_array_steal_index (self->pool, 0);
  g_mutex_unlock (&self->lock);
  return ice;
}

static gboolean
is_agreed (const PcNegotiated * negotiated)
{
  for (guint i = 0; i < negotiated->transports->len; i++) {
    const PcNegotiatedTransport *transport =
        g_ptr_array_index (negotiated->transports, i);

    if (transport->gather && transport->remote_ufrag != NULL)
      return TRUE;
  }
  return FALSE;
}

/* RFC 9429 section 3.5.4: "only ... for the first offer/answer exchange, after
 * which the candidate pool is emptied and no longer used". */
void
gst_peer_connection_end_pool (GstPeerConnection * self,
    const PcNegotiated * negotiated)
{
  GPtrArray *pool;

  if (!is_agreed (negotiated))
    return;
  g_mutex_lock (&self->lock);
  self->pool_over = TRUE;
  pool = gst_peer_connection_take_pool (self);
  g_mutex_unlock (&self->lock);
  gst_peer_connection_drop_pool (self, pool);
}
