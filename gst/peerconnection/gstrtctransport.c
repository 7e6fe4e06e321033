/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctransport.c: one bundled transport: its elements and their facts.
 */

#include "gstrtctransport-private.h"

#include "gstpeerconnection-private.h"

#include "../dtls/gstsrtpsession.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* Or each packet would be copied once more to be protected. */
G_STATIC_ASSERT (GST_RTC_RTP_TRAILER >= GST_SRTP_MAX_TRAILER);

GstRTCTransport *
gst_rtc_transport_ref (GstRTCTransport * self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
gst_rtc_transport_unref (GstRTCTransport * self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  g_weak_ref_clear (&self->bin);
  g_weak_ref_clear (&self->connection);
  gst_clear_object (&self->ice);
  gst_clear_object (&self->dtls);
  gst_clear_object (&self->rtp);
  gst_clear_object (&self->sctp);
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  g_clear_pointer (&self->peer, g_bytes_unref);
  g_mutex_clear (&self->lock);
  g_free (self->id);
  g_free (self);
}

const gchar *
gst_rtc_transport_get_id (GstRTCTransport * self)
{
  return self->id;
}

GstRTCRtp *
gst_rtc_transport_get_rtp (GstRTCTransport * self)
{
  return self->rtp;
}

GstRTCSctp *
gst_rtc_transport_get_sctp (GstRTCTransport * self)
{
  return self->sctp;
}

PcIceState
gst_rtc_transport_get_ice_state (GstRTCTransport * self)
{
  return gst_rtc_ice_get_state (self->ice);
}

gboolean
gst_rtc_transport_is_writable (GstRTCTransport * self)
{
  gboolean writable;

  g_mutex_lock (&self->lock);
  writable = self->dtls_connected && !self->closed;
  g_mutex_unlock (&self->lock);
  return writable;
}

/* --- facts, on the I/O thread -------------------------------------------- */

GstRTCPeerConnection *
gst_rtc_transport_dup_connection (GstRTCTransport * self)
{
  return g_weak_ref_get (&self->connection);
}

/* What the bin is told, in the event queue: behind the events that it belongs
 * to, and where waiting hurts nobody, should the bin's last reference go. */
typedef struct
{
  GstRTCTransport *transport;
  void (*tell) (GstBin * bin, GstRTCTransport * transport,
      guint transceiver_id, guint32 ssrc);
  guint transceiver_id;
  guint32 ssrc;
} BinFact;

static void
bin_fact_free (gpointer data)
{
  BinFact *fact = data;

  gst_rtc_transport_unref (fact->transport);
  g_free (fact);
}

static void
tell_bin (gpointer data)
{
  BinFact *fact = data;
  g_autoptr (GstBin) bin = g_weak_ref_get (&fact->transport->bin);

  if (bin != NULL)
    fact->tell (bin, fact->transport, fact->transceiver_id, fact->ssrc);
}

static void
post_to_bin (GstRTCTransport * self, void (*tell) (GstBin *, GstRTCTransport *,
        guint, guint32), guint transceiver_id, guint32 ssrc)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  BinFact *fact;

  if (connection == NULL)
    return;
  fact = g_new (BinFact, 1);
  *fact = (BinFact) {
  gst_rtc_transport_ref (self), tell, transceiver_id, ssrc};
  gst_rtc_backend_post_call (connection, tell_bin, fact, bin_fact_free);
}

static void
tell_writable (GstBin * bin, GstRTCTransport * self, guint transceiver_id,
    guint32 ssrc)
{
  self->callbacks->writable (bin, self);
}

static void
tell_ice_state (GstBin * bin, GstRTCTransport * self, guint transceiver_id,
    guint32 ssrc)
{
  self->callbacks->ice_state (bin, self);
}

static void
tell_network_changed (GstBin * bin, GstRTCTransport * self,
    guint transceiver_id, guint32 ssrc)
{
  self->callbacks->network_changed (bin, self);
}

static void
on_network_changed (GstRTCIce * ice, GstRTCTransport * self)
{
  post_to_bin (self, tell_network_changed, 0, 0);
}

static void
on_candidate (GstRTCIce * ice, const gchar * text, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  g_autoptr (PcCandidate) candidate = NULL;

  if (connection == NULL)
    return;
  if (text != NULL)
    candidate = pc_candidate_parse (text, NULL);
  if (candidate != NULL)
    gst_rtc_ice_fill_in_origin (ice, candidate);
  if (text == NULL || candidate != NULL)
    gst_rtc_backend_post_candidate (connection, self->id, candidate);
}

static void
on_candidate_error (GstRTCIce * ice, const gchar * address, gint port,
    const gchar * url, guint code, const gchar * text, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_candidate_error (connection, address, port, url, code,
        text);
}

static void
on_gathering_state (GstRTCIce * ice, GParamSpec * pspec, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  gint state;

  if (connection == NULL)
    return;
  g_object_get (ice, "gathering-state", &state, NULL);
  gst_rtc_backend_post_gathering_state (connection, self->id, state);
}

static void
on_ice_state (GstRTCIce * ice, GParamSpec * pspec, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  g_autoptr (PcCandidate) local = NULL;
  g_autoptr (PcCandidate) remote = NULL;
  PcIceState state = gst_rtc_ice_get_state (ice);

  if (state == PC_ICE_CONNECTED || state == PC_ICE_COMPLETED)
    gst_rtc_dtls_srtp_set_writable (self->dtls, TRUE);
  /* After a restart, too: the association that comes with it waits. */
  else if (state == PC_ICE_CHECKING || state == PC_ICE_FAILED
      || state == PC_ICE_CLOSED)
    gst_rtc_dtls_srtp_set_writable (self->dtls, FALSE);
  if (connection == NULL)
    return;
  /* webrtc-pc section 5.6: a state and its pair change in one step. */
  if ((state == PC_ICE_CONNECTED || state == PC_ICE_COMPLETED)
      && gst_rtc_ice_get_selected_pair (ice, &local, &remote))
    gst_rtc_backend_post_ice_pair_state (connection, self->id, state, local,
        remote, "rtcice");
  else
    gst_rtc_backend_post_ice_state (connection, self->id, state, "rtcice");
  post_to_bin (self, tell_ice_state, 0, 0);
}

static void
on_selected_pair (GstRTCIce * ice, GParamSpec * pspec, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  g_autoptr (PcCandidate) local = NULL;
  g_autoptr (PcCandidate) remote = NULL;

  if (connection != NULL && gst_rtc_ice_get_selected_pair (ice, &local,
          &remote))
    gst_rtc_backend_post_selected_pair (connection, self->id, local, remote);
}

static void
on_dtls_state (GstRTCDtlsSrtp * dtls, GParamSpec * pspec,
    GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  g_autoptr (GPtrArray) certificates = NULL;
  PcDtlsState state = gst_rtc_dtls_srtp_get_state (dtls);
  gboolean connected = state == PC_DTLS_CONNECTED;
  gboolean changed;

  g_mutex_lock (&self->lock);
  /* It has negotiated before, so it is not new again (webrtc-pc section
   * 5.5.1). */
  if (state == PC_DTLS_NEW && self->dtls_generation > 0)
    state = PC_DTLS_CONNECTING;
  changed = self->dtls_connected != connected;
  self->dtls_connected = connected;
  g_mutex_unlock (&self->lock);

  /* Before anybody hears of the peer: who does may open a channel to it. */
  if (connected) {
    certificates = gst_rtc_dtls_srtp_get_remote_certificates (dtls);
    gst_rtc_transport_meet_peer (self, certificates);
  }
  if (connection != NULL)
    gst_rtc_backend_post_dtls_state (connection, self->id, state, certificates,
        NULL);
  if (!changed)
    return;

  gst_rtc_rtp_set_writable (self->rtp, connected);
  post_to_bin (self, tell_writable, 0, 0);
  if (connected)
    gst_rtc_transport_start_data (self);
  else if (state != PC_DTLS_CONNECTING)
    gst_rtc_sctp_stop (self->sctp);
}

static void
on_dtls_error (GstRTCDtlsSrtp * dtls, GstRTCError * error,
    GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_dtls_state (connection, self->id, PC_DTLS_FAILED,
        NULL, error);
}

static void
on_new_source (GstRTCRtp * rtp, guint transceiver_id, guint ssrc,
    guint payload_type, GstRTCTransport * self)
{
  post_to_bin (self, self->callbacks->new_source, transceiver_id, ssrc);
}

static void
on_source_gone (GstRTCRtp * rtp, guint transceiver_id, guint ssrc,
    GstRTCTransport * self)
{
  post_to_bin (self, self->callbacks->source_gone, transceiver_id, ssrc);
}

/* --- building and taking down -------------------------------------------- */

void
gst_rtc_transport_unref_closure (gpointer data, GClosure * closure)
{
  gst_rtc_transport_unref (data);
}

static void
connect_facts (GstRTCTransport * self)
{
  const struct
  {
    gpointer element;
    const gchar *signal;
    GCallback handler;
  } facts[] = {
    {self->ice, "candidate", G_CALLBACK (on_candidate)},
    {self->ice, "candidate-error", G_CALLBACK (on_candidate_error)},
    {self->ice, "notify::gathering-state", G_CALLBACK (on_gathering_state)},
    {self->ice, "notify::state", G_CALLBACK (on_ice_state)},
    {self->ice, "notify::selected-pair", G_CALLBACK (on_selected_pair)},
    {self->ice, "network-changed", G_CALLBACK (on_network_changed)},
    {self->dtls, "notify::state", G_CALLBACK (on_dtls_state)},
    {self->dtls, "error", G_CALLBACK (on_dtls_error)},
    {self->rtp, "new-source", G_CALLBACK (on_new_source)},
    {self->rtp, "source-gone", G_CALLBACK (on_source_gone)},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (facts); i++)
    g_signal_connect_data (facts[i].element, facts[i].signal,
        facts[i].handler, gst_rtc_transport_ref (self),
        gst_rtc_transport_unref_closure, 0);
  gst_rtc_transport_connect_data (self);
}

static void
disconnect_facts (GstRTCTransport * self)
{
  gpointer elements[] = { self->ice, self->dtls, self->sctp, self->rtp };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (elements); i++)
    g_signal_handlers_disconnect_matched (elements[i], G_SIGNAL_MATCH_DATA, 0,
        0, NULL, NULL, self);
}

static gpointer
add_element (GstRTCTransport * self, GstBin * bin, GType type,
    GstContext * context)
{
  GstElement *element = g_object_new (type, NULL);

  gst_object_ref_sink (element);
  gst_element_set_locked_state (element, TRUE);
  gst_bin_add (bin, element);
  gst_element_set_context (element, context);

  return element;
}

static void
link_elements (GstRTCTransport * self)
{
  GstElement *ice = GST_ELEMENT (self->ice);
  GstElement *dtls = GST_ELEMENT (self->dtls);
  GstElement *rtp = GST_ELEMENT (self->rtp);
  GstElement *sctp = GST_ELEMENT (self->sctp);
  gboolean linked;

  linked = gst_element_link_pads (rtp, "src", dtls, "rtp_sink")
      && gst_element_link_pads (sctp, "src", dtls, "data_sink")
      && gst_element_link_pads (dtls, "src", ice, "sink")
      && gst_element_link_pads (ice, "src", dtls, "sink")
      && gst_element_link_pads (dtls, "rtp_src", rtp, "sink")
      && gst_element_link_pads (dtls, "data_src", sctp, "sink");
  g_assert (linked);
}

/* Receivers before those that feed them. */
static void
start_elements (GstRTCTransport * self)
{
  gst_element_set_state (GST_ELEMENT (self->rtp), GST_STATE_PLAYING);
  gst_element_set_state (GST_ELEMENT (self->sctp), GST_STATE_PLAYING);
  gst_element_set_state (GST_ELEMENT (self->dtls), GST_STATE_PLAYING);
  gst_element_set_state (GST_ELEMENT (self->ice), GST_STATE_PLAYING);
}

GstRTCTransport *
gst_rtc_transport_new (GstBin * bin, GstRTCPeerConnection * connection,
    const gchar * id, GstRTCIce * ice, GstRTCIO * io,
    const GstRTCTransportCallbacks * callbacks)
{
  GstRTCTransport *self = g_new0 (GstRTCTransport, 1);
  g_autoptr (GstContext) context = gst_rtc_io_to_context (io);

  self->ref_count = 1;
  self->id = g_strdup (id);
  self->callbacks = callbacks;
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->bin, bin);
  g_weak_ref_init (&self->connection, connection);

  self->ice = ice ? ice : add_element (self, bin, GST_TYPE_RTC_ICE, context);
  self->dtls = add_element (self, bin, GST_TYPE_RTC_DTLS_SRTP, context);
  self->rtp = add_element (self, bin, GST_TYPE_RTC_RTP, context);
  self->sctp = add_element (self, bin, GST_TYPE_RTC_SCTP, context);

  link_elements (self);
  gst_rtc_dtls_srtp_set_certificate (self->dtls,
      gst_rtc_backend_get_certificate (connection));
  connect_facts (self);
  gst_rtc_rtp_set_writable (self->rtp, FALSE);
  start_elements (self);

  return self;
}

/* BYEs leave here, ABORT and close_notify on the I/O thread, by pads that are active until
 * they have (webrtc-pc section 4.4.1.6 steps 6 to 9). Without them the peer
 * would find out when consent expires. */
static void
say_farewell (GstRTCTransport * self)
{
  g_autoptr (GstRTCIO) io = NULL;

  /* The BYEs need keys (RFC 3550 section 6.6), so they go first. */
  gst_element_set_state (GST_ELEMENT (self->rtp), GST_STATE_READY);
  gst_rtc_sctp_stop (self->sctp);
  gst_rtc_dtls_srtp_close (self->dtls);
  if (gst_rtc_io_is_pool_thread ())
    return;
  io = gst_rtc_io_for_element (GST_ELEMENT (self->dtls));
  gst_rtc_io_sync (io);
}

void
gst_rtc_transport_close (GstRTCTransport * self)
{
  GstElement *elements[] = { GST_ELEMENT (self->sctp), GST_ELEMENT (self->rtp),
    GST_ELEMENT (self->dtls), GST_ELEMENT (self->ice)
  };
  g_autoptr (GstBin) bin = NULL;
  guint i;

  g_mutex_lock (&self->lock);
  if (self->closed) {
    g_mutex_unlock (&self->lock);
    return;
  }
  self->closed = TRUE;
  g_mutex_unlock (&self->lock);

  /* From here on the elements' facts are nobody's business. What each sends
   * as a farewell goes through those below it, so they go from top to
   * bottom. */
  disconnect_facts (self);
  say_farewell (self);
  bin = g_weak_ref_get (&self->bin);
  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    gst_element_set_state (elements[i], GST_STATE_NULL);
    if (bin != NULL)
      gst_bin_remove (bin, elements[i]);
  }
}

/* --- the agreement ------------------------------------------------------- */

void
gst_rtc_transport_set_servers (GstRTCTransport * self,
    GstRTCConfiguration * configuration)
{
  gst_peer_connection_configure_ice (self->ice, configuration);
}

void
gst_rtc_transport_configure (GstRTCTransport * self, PcNegotiated * negotiated)
{
  const PcNegotiatedTransport *transport =
      pc_negotiated_find_transport (negotiated, self->id);
  gboolean gather, restart;
  guint i;

  g_return_if_fail (transport != NULL);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  self->negotiated = pc_negotiated_ref (negotiated);
  gather = transport->gather
      && self->gathered_generation != transport->ice_generation + 1;
  if (gather)
    self->gathered_generation = transport->ice_generation + 1;
  restart = self->dtls_generation != transport->dtls_generation;
  self->dtls_generation = transport->dtls_generation;
  g_mutex_unlock (&self->lock);

  gst_rtc_rtp_configure (self->rtp, negotiated, self->id);
  gst_rtc_ice_set_controlling (self->ice, transport->controlling);
  if (transport->local_ufrag != NULL)
    gst_rtc_ice_set_local_credentials (self->ice, transport->local_ufrag,
        transport->local_pwd);
  if (transport->remote_ufrag != NULL)
    gst_rtc_ice_set_remote_credentials (self->ice, transport->remote_ufrag,
        transport->remote_pwd, transport->remote_ice_lite);
  if (gather)
    gst_rtc_ice_gather (self->ice);
  for (i = 0; i < transport->remote_candidates->len; i++)
    gst_rtc_ice_add_remote_candidate (self->ice,
        g_ptr_array_index (transport->remote_candidates, i));
  if (transport->remote_end_of_candidates)
    gst_rtc_ice_add_remote_candidate (self->ice, NULL);

  /* RFC 8842 section 5.1 */
  if (restart)
    gst_rtc_dtls_srtp_restart (self->dtls);
  if (transport->remote_fingerprints->len > 0)
    gst_rtc_dtls_srtp_set_remote_fingerprints (self->dtls,
        transport->remote_fingerprints);
  if (transport->dtls_role != PC_DTLS_ROLE_UNKNOWN)
    gst_rtc_dtls_srtp_set_role (self->dtls, transport->dtls_role);
  gst_rtc_transport_start_data (self);
}

void
gst_rtc_transport_add_remote_candidate (GstRTCTransport * self,
    const PcCandidate * candidate)
{
  gst_rtc_ice_add_remote_candidate (self->ice, candidate);
}
