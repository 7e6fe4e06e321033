/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-backend.c: the agreement becomes transports.
 *
 * The connection calls from its event queue, in the order of its
 * descriptions. Transports are a list by id: each is made when an agreement
 * first names it and closed when one does not any more.
 */

#include "gstpeerconnection-private.h"

#include <gst/peerconnection/core/pcerror.h>

#include "../rtp/gstrtccapabilities.h"
#include "gstrtcasync.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

static void
transport_writable (GstBin * bin, GstRTCTransport * transport)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (bin);

  g_mutex_lock (&self->lock);
  self->shift_valid = FALSE;
  g_mutex_unlock (&self->lock);
  gst_peer_connection_update_pads (self);
}

static const GstRTCTransportCallbacks transport_callbacks = {
  .writable = transport_writable,
  .ice_state = gst_peer_connection_ice_state_changed,
  .network_changed = gst_peer_connection_network_changed,
  .new_source = gst_peer_connection_new_source,
  .source_gone = gst_peer_connection_source_gone,
};

/* Called with the lock. Transfer none. */
static GstRTCTransport *
find_transport (GstPeerConnection * self, const gchar * id)
{
  guint i;

  for (i = 0; i < self->transports->len; i++) {
    GstRTCTransport *transport = g_ptr_array_index (self->transports, i);

    if (g_str_equal (gst_rtc_transport_get_id (transport), id))
      return transport;
  }
  return NULL;
}

GstRTCTransport *
gst_peer_connection_dup_transport (GstPeerConnection * self, const gchar * id)
{
  GstRTCTransport *transport = find_transport (self, id);

  return transport != NULL ? gst_rtc_transport_ref (transport) : NULL;
}

/* The transport of the data channels; transfer full, or NULL. */
static GstRTCTransport *
dup_sctp_transport (GstPeerConnection * self)
{
  GstRTCTransport *transport = NULL;

  g_mutex_lock (&self->lock);
  if (self->negotiated != NULL && self->negotiated->sctp != NULL)
    transport = gst_peer_connection_dup_transport (self,
        self->negotiated->sctp->transport_id);
  g_mutex_unlock (&self->lock);
  return transport;
}

static GstRTCTransport *
make_transport (GstPeerConnection * self, GstRTCPeerConnection * connection,
    const gchar * id)
{
  g_autoptr (GstRTCConfiguration) configuration =
      gst_rtc_peer_connection_get_configuration (connection);
  GstRTCTransport *transport = gst_rtc_transport_new (GST_BIN (self),
      connection, id, gst_peer_connection_take_pooled (self), self->io,
      &transport_callbacks);

  gst_rtc_transport_set_servers (transport, configuration);
  g_object_set (gst_rtc_transport_get_sctp (transport), "send-queue-limit",
      self->send_queue_limit, NULL);
  return transport;
}

static GPtrArray *
transport_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_rtc_transport_unref);
}

/* Makes the transports that are named for the first time. Only the event
 * queue adds to the list, so it may be looked at without the lock here. */
static void
add_transports (GstPeerConnection * self, PcNegotiated * negotiated)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  guint i;

  for (i = 0; connection != NULL && i < negotiated->transports->len; i++) {
    const PcNegotiatedTransport *wanted =
        g_ptr_array_index (negotiated->transports, i);
    GstRTCTransport *transport;
    gboolean known, closed;

    g_mutex_lock (&self->lock);
    known = find_transport (self, wanted->id) != NULL;
    g_mutex_unlock (&self->lock);
    if (known)
      continue;

    transport = make_transport (self, connection, wanted->id);
    g_mutex_lock (&self->lock);
    closed = self->closed;
    if (!closed)
      g_ptr_array_add (self->transports, gst_rtc_transport_ref (transport));
    g_mutex_unlock (&self->lock);
    if (closed)
      gst_rtc_transport_close (transport);
    gst_rtc_transport_unref (transport);
  }
}

/* Splits the list: what @negotiated names, and what it does not any more. */
static void
sort_transports (GstPeerConnection * self, PcNegotiated * negotiated,
    GPtrArray * current, GPtrArray * stale)
{
  guint i = 0;

  g_mutex_lock (&self->lock);
  while (i < self->transports->len) {
    GstRTCTransport *transport = g_ptr_array_index (self->transports, i);

    if (pc_negotiated_find_transport (negotiated,
            gst_rtc_transport_get_id (transport)) != NULL) {
      g_ptr_array_add (current, gst_rtc_transport_ref (transport));
      i++;
    } else {
      g_ptr_array_add (stale, g_ptr_array_steal_index (self->transports, i));
    }
  }
  g_mutex_unlock (&self->lock);
}

static void
backend_configure (GstRTCBackend * backend, PcNegotiated * negotiated)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);
  g_autoptr (GPtrArray) stale = transport_list_new ();
  g_autoptr (GPtrArray) current = transport_list_new ();
  guint i;

  g_mutex_lock (&self->lock);
  if (self->closed) {
    g_mutex_unlock (&self->lock);
    return;
  }
  if (self->io == NULL)
    self->io = gst_rtc_io_new ();
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  self->negotiated = pc_negotiated_ref (negotiated);
  g_mutex_unlock (&self->lock);

  add_transports (self, negotiated);
  gst_peer_connection_end_pool (self, negotiated);
  sort_transports (self, negotiated, current, stale);
  for (i = 0; i < current->len; i++)
    gst_rtc_transport_configure (g_ptr_array_index (current, i), negotiated);
  for (i = 0; i < stale->len; i++)
    gst_rtc_transport_close (g_ptr_array_index (stale, i));
  gst_peer_connection_end_stale_sources (self);
  gst_peer_connection_update_pads (self);
}

static void
backend_set_configuration (GstRTCBackend * backend,
    GstRTCConfiguration * configuration)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);
  g_autoptr (GPtrArray) transports = transport_list_new ();
  guint i;

  g_mutex_lock (&self->lock);
  for (i = 0; i < self->transports->len; i++)
    g_ptr_array_add (transports,
        gst_rtc_transport_ref (g_ptr_array_index (self->transports, i)));
  g_mutex_unlock (&self->lock);

  for (i = 0; i < transports->len; i++)
    gst_rtc_transport_set_servers (g_ptr_array_index (transports, i),
        configuration);
  gst_peer_connection_fill_pool (self, configuration);
}

static PcCapabilities *
backend_get_capabilities (GstRTCBackend * backend)
{
  return gst_rtc_capabilities_new ();
}

static void
backend_add_remote_candidate (GstRTCBackend * backend,
    const gchar * transport_id, const PcCandidate * candidate)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);
  g_autoptr (GstRTCTransport) transport = NULL;

  g_mutex_lock (&self->lock);
  transport = gst_peer_connection_dup_transport (self, transport_id);
  g_mutex_unlock (&self->lock);
  if (transport != NULL)
    gst_rtc_transport_add_remote_candidate (transport, candidate);
}

/* What carries the m-section of a transceiver (transfer full), or NULL. */
static GstRTCTransport *
dup_transport_of (GstPeerConnection * self, guint transceiver_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const PcNegotiatedMedia *media = self->negotiated == NULL ? NULL
      : pc_negotiated_find_transceiver (self->negotiated, transceiver_id);

  return media == NULL ? NULL
      : gst_peer_connection_dup_transport (self, media->transport_id);
}

static GArray *
backend_get_heard (GstRTCBackend * backend, guint transceiver_id,
    gboolean contributing)
{
  g_autoptr (GstRTCTransport) transport =
      dup_transport_of (GST_PEER_CONNECTION (backend), transceiver_id);

  return transport == NULL ? NULL
      : gst_rtc_rtp_get_heard (gst_rtc_transport_get_rtp (transport),
      transceiver_id, contributing);
}

static void
backend_play_tone (GstRTCBackend * backend, guint transceiver_id, gchar tone,
    guint duration)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);
  g_autoptr (GstRTCTransport) transport =
      dup_transport_of (self, transceiver_id);

  if (transport == NULL
      || !gst_rtc_rtp_play_tone (gst_rtc_transport_get_rtp (transport),
          transceiver_id, tone, duration))
    GST_WARNING_OBJECT (self, "transceiver %u: tone '%c' cannot be sent",
        transceiver_id, tone);
}

static void
backend_set_jitter_buffer_target (GstRTCBackend * backend,
    guint transceiver_id, gint target)
{
  gst_peer_connection_set_jitter_target (GST_PEER_CONNECTION (backend),
      transceiver_id, target);
}

static void
backend_open_channel (GstRTCBackend * backend, guint16 id,
    const PcDcepOpen * open, gboolean negotiated)
{
  g_autoptr (GstRTCTransport) transport =
      dup_sctp_transport (GST_PEER_CONNECTION (backend));

  if (transport != NULL)
    gst_rtc_sctp_open_channel (gst_rtc_transport_get_sctp (transport), id,
        open, negotiated);
}

static gboolean
backend_send_message (GstRTCBackend * backend, guint16 id, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error)
{
  g_autoptr (GstRTCTransport) transport =
      dup_sctp_transport (GST_PEER_CONNECTION (backend));

  if (transport == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "The connection has no SCTP transport");
    return FALSE;
  }
  return gst_rtc_sctp_send_message (gst_rtc_transport_get_sctp (transport), id,
      binary, message, reliability, error);
}

static void
backend_pause_messages (GstRTCBackend * backend, gboolean paused)
{
  g_autoptr (GstRTCTransport) transport =
      dup_sctp_transport (GST_PEER_CONNECTION (backend));

  if (transport != NULL)
    gst_rtc_sctp_set_receive_paused (gst_rtc_transport_get_sctp (transport),
        paused);
}

static guint64
backend_get_max_message_size (GstRTCBackend * backend)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);
  guint64 size;

  g_mutex_lock (&self->lock);
  size = self->max_message_size;
  g_mutex_unlock (&self->lock);
  return size;
}

static void
backend_close_channel (GstRTCBackend * backend, guint16 id)
{
  g_autoptr (GstRTCTransport) transport =
      dup_sctp_transport (GST_PEER_CONNECTION (backend));

  if (transport != NULL)
    gst_rtc_sctp_close_channel (gst_rtc_transport_get_sctp (transport), id);
}

/* What a connection leaves behind. */
typedef struct
{
  GPtrArray *transports;
  GPtrArray *sources;
  GPtrArray *pool;              /* NULL once it is dropped */
  GHashTable *feeds;            /* or NULL */
} Remains;

static Remains *
take_remains (GstPeerConnection * self, gboolean parked)
{
  Remains *remains = g_new0 (Remains, 1);

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  self->life++;
  gst_peer_connection_forget_restarts (self);
  remains->transports = g_steal_pointer (&self->transports);
  self->transports = transport_list_new ();
  remains->sources = gst_peer_connection_take_sources (self, parked);
  remains->pool = gst_peer_connection_take_pool (self);
  remains->feeds = g_steal_pointer (&self->feeds);
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  g_mutex_unlock (&self->lock);

  return remains;
}

static void
remains_free (gpointer data)
{
  Remains *remains = data;

  g_ptr_array_unref (remains->transports);
  g_ptr_array_unref (remains->sources);
  g_clear_pointer (&remains->pool, g_ptr_array_unref);
  g_clear_pointer (&remains->feeds, g_hash_table_unref);
  g_free (remains);
}

static void
bury (GstElement * element, gpointer data)
{
  Remains *remains = data;
  guint i;

  g_clear_pointer (&remains->feeds, g_hash_table_unref);
  for (i = 0; i < remains->transports->len; i++)
    gst_rtc_transport_close (g_ptr_array_index (remains->transports, i));
  for (i = 0; i < remains->sources->len; i++)
    gst_rtc_source_remove (g_ptr_array_index (remains->sources, i));
  gst_peer_connection_drop_pool (GST_PEER_CONNECTION (element),
      g_steal_pointer (&remains->pool));
}

void
gst_peer_connection_take_down (GstPeerConnection * self)
{
  Remains *remains = take_remains (self, TRUE);

  bury (GST_ELEMENT (self), remains);
  remains_free (remains);
  /* What is under way on the I/O thread ends before we say that we have: an
   * application may unload the world next. It never blocks, so this is
   * short. */
  if (self->io != NULL && !gst_rtc_io_is_pool_thread ())
    gst_rtc_io_sync (self->io);
}

/* The jitterbuffers' tasks may be inside the application: a thread of
 * GStreamer's waits for them, not the event queue. */
static void
backend_close (GstRTCBackend * backend)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (backend);

  Remains *remains = take_remains (self, FALSE);

  if (remains->transports->len == 0 && remains->sources->len == 0
      && remains->pool->len == 0)
    remains_free (remains);
  else
    gst_rtc_call_async (GST_ELEMENT (self), bury, remains, remains_free);
}

void
gst_peer_connection_backend_init (GstRTCBackendInterface * iface)
{
  iface->version = GST_RTC_BACKEND_VERSION;
  iface->get_capabilities = backend_get_capabilities;
  iface->set_configuration = backend_set_configuration;
  iface->configure = backend_configure;
  iface->set_sender_track = gst_peer_connection_set_sender_track;
  iface->add_remote_candidate = backend_add_remote_candidate;
  iface->open_channel = backend_open_channel;
  iface->send_message = backend_send_message;
  iface->close_channel = backend_close_channel;
  iface->get_max_message_size = backend_get_max_message_size;
  iface->pause_messages = backend_pause_messages;
  iface->play_tone = backend_play_tone;
  iface->get_heard = backend_get_heard;
  iface->set_jitter_buffer_target = backend_set_jitter_buffer_target;
  iface->close = backend_close;
}
