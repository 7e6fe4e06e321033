/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-channels.c: the data channels of a connection and the
 * association that carries them (webrtc-pc section 6).
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"
#include "rtcdatachannelevent.h"
#include "rtcdictionaries.h"

#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

/* 65535 is no stream of a data channel (RFC 8832 section 6). */
#define MAX_CHANNEL_ID 65534

/* RFC 8831 section 6.4: "below normal" to "extra high" */
static const guint16 priorities[] = {
  [GST_RTC_PRIORITY_TYPE_VERY_LOW] = 128,
  [GST_RTC_PRIORITY_TYPE_LOW] = 256,
  [GST_RTC_PRIORITY_TYPE_MEDIUM] = 512,
  [GST_RTC_PRIORITY_TYPE_HIGH] = 1024,
};

static GstRTCDataChannel *
find_channel_locked (GstRTCPeerConnection * self, gint id)
{
  return g_hash_table_lookup (self->channel_ids, GINT_TO_POINTER (id));
}

static void
set_id_locked (GstRTCPeerConnection * self, GstRTCDataChannel * channel,
    gint id)
{
  gst_rtc_data_channel_set_id_locked (channel, id);
  if (id >= 0)
    g_hash_table_insert (self->channel_ids, GINT_TO_POINTER (id), channel);
}

GstRTCDataChannel *
gst_rtc_peer_connection_dup_channel (GstRTCPeerConnection * self, guint16 id)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GstRTCDataChannel *channel = find_channel_locked (self, id);

  return channel != NULL ? g_object_ref (channel) : NULL;
}

/* Without the lock: the channel may be the last that holds its handlers. */
static void
forget_channel (GstRTCPeerConnection * self, GstRTCDataChannel * channel)
{
  g_autoptr (GstRTCDataChannel) forgotten = NULL;
  guint index;

  g_mutex_lock (&self->model->lock);
  if (g_ptr_array_find (self->channels, channel, &index)) {
    g_hash_table_remove (self->channel_ids,
        GINT_TO_POINTER (gst_rtc_data_channel_peek_id_locked (channel)));
    forgotten = g_ptr_array_steal_index (self->channels, index);
  }
  g_mutex_unlock (&self->model->lock);
}

static PcDtlsRole
sctp_dtls_role_locked (GstRTCPeerConnection * self)
{
  const PcNegotiatedTransport *transport;

  if (self->negotiated == NULL || self->negotiated->sctp == NULL)
    return PC_DTLS_ROLE_UNKNOWN;
  transport = pc_negotiated_find_transport (self->negotiated,
      self->negotiated->sctp->transport_id);

  return transport != NULL ? transport->dtls_role : PC_DTLS_ROLE_UNKNOWN;
}

/* [[MaxChannels]], once known: no id reaches it. */
static gint
id_limit_locked (GstRTCPeerConnection * self)
{
  gint max_channels = self->sctp != NULL
      ? gst_rtc_sctp_transport_peek_max_channels_locked (self->sctp) : -1;

  return max_channels >= 0 ? MIN (max_channels, MAX_CHANNEL_ID + 1)
      : MAX_CHANNEL_ID + 1;
}

/* The lowest id of our parity that nobody has: the DTLS client's are even, the
 * server's odd (RFC 8832 section 6). -1: there is none. */
static gint
allocate_id_locked (GstRTCPeerConnection * self, PcDtlsRole role)
{
  gint limit = id_limit_locked (self);

  for (gint id = role == PC_DTLS_ROLE_CLIENT ? 0 : 1; id < limit; id += 2)
    if (find_channel_locked (self, id) == NULL)
      return id;

  return -1;
}

static void
sync_sctp_locked (GstRTCPeerConnection * self, GPtrArray * gone)
{
  const PcNegotiatedSctp *sctp =
      self->negotiated != NULL ? self->negotiated->sctp : NULL;
  GstRTCTransportEntry *entry;

  if (sctp == NULL) {
    if (self->sctp != NULL) {
      gst_rtc_sctp_transport_close_locked (self->sctp);
      g_ptr_array_add (gone, g_steal_pointer (&self->sctp));
    }
    return;
  }
  if (self->sctp == NULL)
    self->sctp = gst_rtc_sctp_transport_new (self->model);
  entry = gst_rtc_peer_connection_find_transport_locked (self,
      sctp->transport_id);
  gst_rtc_sctp_transport_set_transport_locked (self->sctp,
      entry != NULL ? entry->dtls : NULL);
  /* "Update the data max message size" (webrtc-pc section 6.1.1.2) */
  if (sctp->remote_port != 0)
    self->model->max_message_size = sctp->remote_max_message_size == 0
        ? self->model->can_send_size
        : MIN (sctp->remote_max_message_size, self->model->can_send_size);
}

GPtrArray *
gst_rtc_peer_connection_sync_channels_locked (GstRTCPeerConnection * self,
    GPtrArray * gone)
{
  GPtrArray *failed = g_ptr_array_new_with_free_func (g_object_unref);
  PcDtlsRole role;

  sync_sctp_locked (self, gone);
  role = sctp_dtls_role_locked (self);
  if (role == PC_DTLS_ROLE_UNKNOWN)
    return failed;

  /* webrtc-pc section 4.4.1.5: the DTLS role is negotiated, so channels get
   * their ids. */
  for (guint i = 0; i < self->channels->len; i++) {
    GstRTCDataChannel *channel = g_ptr_array_index (self->channels, i);

    if (gst_rtc_data_channel_peek_id_locked (channel) >= 0)
      continue;
    set_id_locked (self, channel, allocate_id_locked (self, role));
    if (gst_rtc_data_channel_peek_id_locked (channel) < 0)
      g_ptr_array_add (failed, g_object_ref (channel));
  }

  return failed;
}

/* "Error on creating data channels" (webrtc-pc section 6.2). */
static void
fail_channel (gpointer owner, gpointer data)
{
  g_autoptr (GstRTCError) error =
      gst_rtc_error_new (GST_RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE,
      "no stream is free for the channel");

  forget_channel (owner, data);
  gst_rtc_data_channel_announce_closed (data, error);
}

void
gst_rtc_peer_connection_fail_channels (GstRTCPeerConnection * self,
    GPtrArray * channels)
{
  for (guint i = 0; i < channels->len; i++)
    gst_rtc_operations_post_next (self->model->queue, fail_channel,
        g_object_ref (g_ptr_array_index (channels, i)), g_object_unref);
}

void
gst_rtc_peer_connection_close_channel (GstRTCPeerConnection * self,
    GstRTCDataChannel * channel, GstRTCError * error)
{
  forget_channel (self, channel);
  gst_rtc_data_channel_announce_closed (channel, error);
}

void
gst_rtc_peer_connection_channel_closed (gpointer owner, gpointer data)
{
  gst_rtc_peer_connection_close_channel (owner, data, NULL);
}

/* An entry: hands a channel to the backend once the association is there. */
static void
connect_channel (gpointer owner, gpointer data)
{
  GstRTCPeerConnection *self = owner;
  g_autoptr (GstRTCBackend) backend = gst_rtc_model_dup_backend (self->model);
  gboolean connected;

  g_mutex_lock (&self->model->lock);
  connected = self->sctp != NULL && !self->model->closed
      && gst_rtc_sctp_transport_peek_state_locked (self->sctp) ==
      PC_SCTP_CONNECTED;
  g_mutex_unlock (&self->model->lock);

  if (connected && backend != NULL)
    gst_rtc_data_channel_connect (data, backend);
}

static GPtrArray *
dup_channels (GstRTCPeerConnection * self)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);
  GPtrArray *channels = g_ptr_array_copy (self->channels,
      (GCopyFunc) g_object_ref, NULL);

  g_ptr_array_set_free_func (channels, g_object_unref);

  return channels;
}

typedef struct
{
  GstRTCDataChannel *channel;
  GstRTCError *error;           /* or NULL */
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_object_unref (ending->channel);
  g_clear_object (&ending->error);
  g_free (ending);
}

/* "Announcing a data channel as closed" (webrtc-pc section 6.2). */
static void
end_channel (gpointer owner, gpointer data)
{
  Ending *ending = data;

  gst_rtc_peer_connection_close_channel (owner, ending->channel, ending->error);
}

static void
post_end (GstRTCPeerConnection * self, GstRTCDataChannel * channel,
    GstRTCError * error)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->channel = g_object_ref (channel);
  g_set_object (&ending->error, error);
  gst_rtc_operations_post_next (self->model->queue, end_channel, ending,
      ending_free);
}

/* The association is connected, or ended (webrtc-pc section 6.1.1.3). */
void
gst_rtc_peer_connection_sctp_changed (GstRTCPeerConnection * self,
    PcSctpState state, guint max_channels, GstRTCError * error)
{
  g_autoptr (GPtrArray) channels = dup_channels (self);
  g_autoptr (GstRTCSctpTransport) sctp =
      gst_rtc_peer_connection_get_sctp (self);

  if (sctp == NULL)
    return;
  GST_INFO_OBJECT (self, "SCTP -> %s (%u channels)",
      pc_sctp_state_to_string (state), max_channels);

  for (guint i = 0; i < channels->len; i++) {
    GstRTCDataChannel *channel = g_ptr_array_index (channels, i);
    GstRTCEntryFunc func = connect_channel;

    if (state == PC_SCTP_CLOSED) {
      post_end (self, channel, error);
      continue;
    }
    if (gst_rtc_data_channel_get_id (channel) >= (gint) max_channels)
      func = fail_channel;
    if (state != PC_SCTP_CONNECTING)
      gst_rtc_operations_post_next (self->model->queue, func,
          g_object_ref (channel), g_object_unref);
  }
  gst_rtc_sctp_transport_change_state (sctp, (GstRTCSctpTransportState) state,
      max_channels);
}

static void
announce_open (gpointer owner, gpointer data)
{
  gst_rtc_data_channel_announce_open (data);
}

/* "Announcing a data channel instance" (webrtc-pc section 6.2). */
void
gst_rtc_peer_connection_channel_announced (GstRTCPeerConnection * self,
    guint16 id, const PcDcepOpen * open)
{
  g_autoptr (GstRTCDataChannel) channel = gst_rtc_data_channel_new (self->model,
      open, FALSE, id, GST_RTC_DATA_CHANNEL_STATE_OPEN);
  g_autoptr (GstRTCDataChannelEvent) event = NULL;
  gboolean taken;

  g_mutex_lock (&self->model->lock);
  taken = find_channel_locked (self, id) != NULL;
  if (!taken) {
    g_ptr_array_add (self->channels, g_object_ref (channel));
    set_id_locked (self, channel, id);
  }
  g_mutex_unlock (&self->model->lock);
  if (taken) {
    GST_WARNING_OBJECT (self, "the peer opened channel %u twice", id);
    return;
  }

  gst_rtc_operations_post_next (self->model->queue, announce_open,
      g_object_ref (channel), g_object_unref);
  event = gst_rtc_data_channel_event_new (channel);
  gst_rtc_peer_connection_fire (self, GST_RTC_EVENT_DATACHANNEL, event);
}

/* --- createDataChannel ------------------------------------------------------- */

static void
read_init (GstRTCDataChannelInit * init, const gchar * label,
    PcDcepOpen * open, gboolean * negotiated, gint * id)
{
  *open = (PcDcepOpen) {
  .label = (gchar *) label,.protocol =
        init->protocol != NULL ? init->protocol : (gchar *) "",.ordered =
        init->ordered,.max_packet_life_time =
        init->max_packet_life_time,.max_retransmits =
        init->max_retransmits,.priority =
        priorities[MIN ((guint) init->priority,
            G_N_ELEMENTS (priorities) - 1)],};
  *negotiated = init->negotiated;
  /* An id is for negotiated channels (step 13): ignored otherwise. */
  *id = init->negotiated ? init->id : -1;
}

/* webrtc-pc section 6.1, createDataChannel steps 17 to 23. */
static gboolean
register_channel_locked (GstRTCPeerConnection * self,
    GstRTCDataChannel * channel, GError ** error)
{
  gint id = gst_rtc_data_channel_peek_id_locked (channel);
  PcDtlsRole role = sctp_dtls_role_locked (self);

  if (self->model->closed) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "createDataChannel: the connection is closed");
    return FALSE;
  }
  if (id < 0 && role != PC_DTLS_ROLE_UNKNOWN) {
    id = allocate_id_locked (self, role);
    if (id < 0) {
      g_set_error_literal (error, PC_ERROR, PC_ERROR_OPERATION,
          "createDataChannel: all ids are in use");
      return FALSE;
    }
  } else if (id >= 0 && find_channel_locked (self, id) != NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "createDataChannel: the id %d is in use", id);
    return FALSE;
  } else if (id >= id_limit_locked (self)) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "createDataChannel: the id %d is not below maxChannels, %d", id,
        id_limit_locked (self));
    return FALSE;
  }
  g_ptr_array_add (self->channels, g_object_ref (channel));
  set_id_locked (self, channel, id);
  self->had_channel = TRUE;
  pc_session_want_data_channels (self->model->session);

  return TRUE;
}

/**
 * gst_rtc_peer_connection_create_data_channel:
 * @connection: a #GstRTCPeerConnection
 * @label: a name, which need not be unique
 * @init: (nullable): how it is to be
 * @error: return location for a #GError
 *
 * Makes a data channel (createDataChannel, webrtc-pc section 6.1); the first
 * one needs a negotiation. Fails with #GST_RTC_DOM_ERROR_TYPE when an argument
 * is not what it must be, #GST_RTC_DOM_ERROR_OPERATION when the id is in use,
 * #GST_RTC_DOM_ERROR_INVALID_STATE when the connection is closed,
 * #GST_RTC_DOM_ERROR_NOT_SUPPORTED when the element is not installed.
 *
 * Returns: (transfer full): the new channel
 *
 * Since: 0.1
 */
GstRTCDataChannel *
gst_rtc_peer_connection_create_data_channel (GstRTCPeerConnection *
    connection, const gchar * label, GstRTCDataChannelInit * init,
    GError ** error)
{
  g_autoptr (GstRTCDataChannelInit) options = NULL;
  g_autoptr (GstRTCDataChannel) channel = NULL;
  gboolean negotiated, registered, first;
  PcDcepOpen open;
  gint id;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);
  g_return_val_if_fail (label != NULL, NULL);
  g_return_val_if_fail (init == NULL || GST_IS_RTC_DATA_CHANNEL_INIT (init),
      NULL);

  options = init != NULL ? g_object_ref (init)
      : gst_rtc_data_channel_init_new ();
  /* Steps 2 to 16: a closed connection comes first. */
  if (!gst_rtc_peer_connection_ensure_session (connection, error)
      || !gst_rtc_data_channel_init_validate (options, label, error))
    return NULL;
  read_init (options, label, &open, &negotiated, &id);
  channel = gst_rtc_data_channel_new (connection->model, &open, negotiated, id,
      GST_RTC_DATA_CHANNEL_STATE_CONNECTING);

  g_mutex_lock (&connection->model->lock);
  first = !connection->had_channel;
  registered = register_channel_locked (connection, channel, error);
  g_mutex_unlock (&connection->model->lock);
  if (!registered)
    return NULL;

  gst_rtc_operations_post (connection->model->queue, connect_channel,
      g_object_ref (channel), g_object_unref);
  if (first)
    gst_rtc_model_update_negotiation_needed (connection->model);

  return g_steal_pointer (&channel);
}

/**
 * gst_rtc_peer_connection_get_sctp:
 * @connection: a #GstRTCPeerConnection
 *
 * Returns: (transfer full) (nullable): what carries the data channels; %NULL
 *   before a description with them was applied
 *
 * Since: 0.1
 */
GstRTCSctpTransport *
gst_rtc_peer_connection_get_sctp (GstRTCPeerConnection * connection)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  locker = gst_rtc_model_locker_new (connection->model);

  return connection->sctp != NULL ? g_object_ref (connection->sctp) : NULL;
}
