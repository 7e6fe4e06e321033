/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctransportdata.c: SCTP of a transport: when it begins, and what it tells.
 */

#include "gstrtctransport-private.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* The association needs both: keys, and an agreed application section. */
void
gst_rtc_transport_start_data (GstRTCTransport * self)
{
  g_autoptr (PcNegotiated) negotiated = NULL;
  const PcNegotiatedTransport *transport;
  const PcNegotiatedSctp *sctp;

  g_mutex_lock (&self->lock);
  if (self->negotiated != NULL && self->dtls_connected && !self->closed
      && !self->sctp_started)
    negotiated = pc_negotiated_ref (self->negotiated);
  sctp = negotiated ? negotiated->sctp : NULL;
  if (sctp == NULL || sctp->remote_port == 0
      || !g_str_equal (sctp->transport_id, self->id)) {
    g_mutex_unlock (&self->lock);
    return;
  }
  self->sctp_started = TRUE;
  g_mutex_unlock (&self->lock);

  transport = pc_negotiated_find_transport (negotiated, self->id);
  gst_rtc_sctp_start (self->sctp, sctp->local_port, sctp->remote_port,
      transport->dtls_role == PC_DTLS_ROLE_CLIENT,
      sctp->local_max_message_size, sctp->remote_max_message_size);
}

/* --- facts, on the I/O thread -------------------------------------------- */

static void
on_sctp_state (GstRTCSctp * sctp, GParamSpec * pspec, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  g_autoptr (GstRTCError) error = gst_rtc_sctp_dup_error (sctp);

  if (connection != NULL)
    gst_rtc_backend_post_sctp_state (connection,
        gst_rtc_sctp_get_state (sctp), gst_rtc_sctp_get_max_channels (sctp),
        error);
}

static void
on_channel_announced (GstRTCSctp * sctp, guint id, const gchar * label,
    const gchar * protocol, gboolean ordered, gint max_packet_life_time,
    gint max_retransmits, guint priority, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);
  PcDcepOpen open = {
    .label = (gchar *) label,
    .protocol = (gchar *) protocol,
    .ordered = ordered,
    .max_packet_life_time = max_packet_life_time,
    .max_retransmits = max_retransmits,
    .priority = (guint16) priority,
  };

  if (connection != NULL)
    gst_rtc_backend_post_channel_announced (connection, (guint16) id, &open);
}

static void
on_channel_open (GstRTCSctp * sctp, guint id, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_channel_open (connection, (guint16) id);
}

static void
on_channel_closing (GstRTCSctp * sctp, guint id, GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_channel_closing (connection, (guint16) id);
}

static void
on_channel_closed (GstRTCSctp * sctp, guint id, GstRTCError * error,
    GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_channel_closed (connection, (guint16) id, error);
}

static void
on_message (GstRTCSctp * sctp, guint id, gboolean binary, GBytes * message,
    GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_message (connection, (guint16) id, binary, message);
}

static void
on_bytes_sent (GstRTCSctp * sctp, guint id, guint64 bytes,
    GstRTCTransport * self)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_rtc_transport_dup_connection (self);

  if (connection != NULL)
    gst_rtc_backend_post_bytes_sent (connection, (guint16) id, bytes);
}

/* What is not started yet begins with this peer. Between two associations of
 * one peer SCTP loses packets, no more: it goes on where it was. Another peer
 * knows nothing of it (RFC 8842 section 5): the channels end, and it begins
 * anew; so it does where the first peer's close_notify has ended it. */
void
gst_rtc_transport_meet_peer (GstRTCTransport * self, GPtrArray * certificates)
{
  GBytes *peer = certificates != NULL && certificates->len > 0
      ? g_ptr_array_index (certificates, 0) : NULL;
  gboolean another;

  g_mutex_lock (&self->lock);
  another = peer != NULL && self->peer != NULL
      && !g_bytes_equal (peer, self->peer);
  if (peer != NULL && (another || self->peer == NULL)) {
    g_clear_pointer (&self->peer, g_bytes_unref);
    self->peer = g_bytes_ref (peer);
  }
  another &= self->sctp_started;
  if (another)
    self->sctp_started = FALSE;
  g_mutex_unlock (&self->lock);

  if (another)
    gst_rtc_sctp_forget (self->sctp);
}

void
gst_rtc_transport_connect_data (GstRTCTransport * self)
{
  static const struct
  {
    const gchar *signal;
    GCallback handler;
  } facts[] = {
    {"notify::state", G_CALLBACK (on_sctp_state)},
    {"channel-announced", G_CALLBACK (on_channel_announced)},
    {"channel-open", G_CALLBACK (on_channel_open)},
    {"channel-closing", G_CALLBACK (on_channel_closing)},
    {"channel-closed", G_CALLBACK (on_channel_closed)},
    {"message", G_CALLBACK (on_message)},
    {"bytes-sent", G_CALLBACK (on_bytes_sent)},
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_signal_connect_data (self->sctp, facts[i].signal, facts[i].handler,
        gst_rtc_transport_ref (self), gst_rtc_transport_unref_closure, 0);
}
