/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-restarts.c: the property "auto-restart".
 *
 * restartIce() asks for a negotiation; that is done as any other, by the
 * negotiator of "signaling-uri" or by the application.
 */

#include "gstpeerconnection-private.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* Neither is held from the I/O thread: to be the last there would mean to
 * wait for oneself. */
typedef struct
{
  gint ref_count;               /* atomic */
  GWeakRef bin;
  GWeakRef connection;
} Timer;

static void
timer_unref (gpointer data)
{
  Timer *timer = data;

  if (!g_atomic_int_dec_and_test (&timer->ref_count))
    return;
  g_weak_ref_clear (&timer->bin);
  g_weak_ref_clear (&timer->connection);
  g_free (timer);
}

static void schedule (GstPeerConnection * self,
    GstRTCPeerConnection * connection);

/* In the event queue. */
static void
poll_restarts (gpointer data)
{
  Timer *timer = data;
  g_autoptr (GstPeerConnection) self = g_weak_ref_get (&timer->bin);
  g_autoptr (GstRTCPeerConnection) connection =
      g_weak_ref_get (&timer->connection);
  gboolean due = FALSE;

  if (self == NULL || connection == NULL)
    return;
  g_mutex_lock (&self->lock);
  if (!self->closed && self->auto_restart) {
    due = pc_restarts_poll (&self->restarts, now_ms ());
    schedule (self, connection);
  }
  g_mutex_unlock (&self->lock);
  if (!due)
    return;
  GST_INFO_OBJECT (self, "the path is lost: ICE restarts");
  gst_rtc_peer_connection_restart_ice (connection);
}

/* On the I/O thread. */
static gboolean
on_timer (gpointer data)
{
  Timer *timer = data;
  g_autoptr (GstRTCPeerConnection) connection =
      g_weak_ref_get (&timer->connection);

  g_source_set_ready_time (g_main_current_source (), -1);
  if (connection == NULL)
    return G_SOURCE_REMOVE;
  g_atomic_int_inc (&timer->ref_count);
  gst_rtc_backend_post_call (connection, poll_restarts, timer, timer_unref);
  return G_SOURCE_CONTINUE;
}

static gboolean
timer_dispatch (GSource * source, GSourceFunc func, gpointer user_data)
{
  return func (user_data);
}

static GSourceFuncs timer_funcs = {.dispatch = timer_dispatch };

/* Called with the lock. */
static GSource *
make_timer (GstPeerConnection * self, GstRTCPeerConnection * connection)
{
  GSource *source = g_source_new (&timer_funcs, sizeof (GSource));
  Timer *timer = g_new0 (Timer, 1);

  timer->ref_count = 1;
  g_weak_ref_init (&timer->bin, self);
  g_weak_ref_init (&timer->connection, connection);
  g_source_set_name (source, "ICE restart");
  g_source_set_callback (source, on_timer, timer, timer_unref);
  g_source_attach (source, gst_rtc_io_get_context (self->io));
  return source;
}

/* Called with the lock. */
static void
schedule (GstPeerConnection * self, GstRTCPeerConnection * connection)
{
  gint64 next = pc_restarts_next_timeout (&self->restarts);

  if (!self->auto_restart)
    return;
  if (self->restart_timer == NULL) {
    if (next == G_MAXINT64)
      return;
    self->restart_timer = make_timer (self, connection);
  }
  g_source_set_ready_time (self->restart_timer,
      next == G_MAXINT64 ? -1 : next * 1000);
}

/* Called with the lock. */
static PcIceState
aggregate_state (GstPeerConnection * self)
{
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (PcIceState));

  for (guint i = 0; i < self->transports->len; i++) {
    PcIceState state = gst_rtc_transport_get_ice_state (g_ptr_array_index
        (self->transports, i));

    g_array_append_val (states, state);
  }
  return pc_aggregate_ice_state (FALSE, (PcIceState *) states->data,
      states->len);
}

/* Called with the lock. */
static gboolean
is_controlling (GstPeerConnection * self)
{
  const PcNegotiatedTransport *transport;

  if (self->negotiated == NULL || self->negotiated->transports->len == 0)
    return FALSE;
  transport = g_ptr_array_index (self->negotiated->transports, 0);
  return transport->controlling;
}

void
gst_peer_connection_ice_state_changed (GstBin * bin,
    GstRTCTransport * transport)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (bin);
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);

  g_mutex_lock (&self->lock);
  if (!self->closed && connection != NULL) {
    pc_restarts_handle_state (&self->restarts, aggregate_state (self),
        is_controlling (self), now_ms ());
    schedule (self, connection);
  }
  g_mutex_unlock (&self->lock);
}

void
gst_peer_connection_network_changed (GstBin * bin, GstRTCTransport * transport)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (bin);
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);

  g_mutex_lock (&self->lock);
  if (!self->closed && connection != NULL) {
    pc_restarts_handle_network (&self->restarts, now_ms ());
    schedule (self, connection);
  }
  g_mutex_unlock (&self->lock);
}

void
gst_peer_connection_set_auto_restart (GstPeerConnection * self, gboolean wanted)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);

  g_mutex_lock (&self->lock);
  self->auto_restart = wanted;
  /* What was left undone until now. */
  if (!self->closed && connection != NULL)
    schedule (self, connection);
  g_mutex_unlock (&self->lock);
}

void
gst_peer_connection_forget_restarts (GstPeerConnection * self)
{
  pc_restarts_init (&self->restarts);
  if (self->restart_timer == NULL)
    return;
  g_source_destroy (self->restart_timer);
  g_clear_pointer (&self->restart_timer, g_source_unref);
}
