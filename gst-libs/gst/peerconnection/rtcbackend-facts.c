/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcbackend-facts.c: what the element tells, from any thread: each becomes an
 * entry of the queue, and there alone it changes what an application sees.
 */

#include "rtcpeerconnection-private.h"

#include "rtcpeerconnectioniceerrorevent.h"

/* Bytes of messages, and of what it takes to keep them, that may wait for the
 * application to look: a peer that sends to one that never does must not fill
 * the memory. With more the association is paused, until half is left; what
 * then still comes is what SCTP has read: its window and one message. */
#define MAX_UNDELIVERED_BYTES (8 * 1024 * 1024)
#define MESSAGE_OVERHEAD_BYTES 256

/* One fact; which members count depends on the entry. */
typedef struct
{
  gchar *transport_id;
  gchar *reason;
  PcCandidate *candidate;
  PcCandidate *remote;
  GPtrArray *certificates;
  GstRTCError *error;
  PcDcepOpen *open;
  GBytes *message;
  gint state;
  guint number;                 /* id of a channel or transceiver, a count */
  guint64 bytes;
  gboolean flag;
  gssize undelivered;           /* bytes, counted in the model */
  GstRTCModel *model;           /* where they are counted, or NULL */
} Fact;

/* TRUE when the line was crossed, or *@paused is not so any more. */
static gboolean
add_undelivered (GstRTCModel * model, gssize bytes, gboolean look,
    gboolean * paused)
{
  gboolean before;

  g_mutex_lock (&model->lock);
  before = look ? *paused : model->paused;
  model->undelivered += bytes;
  model->paused = model->undelivered > (model->paused
      ? MAX_UNDELIVERED_BYTES / 2 : MAX_UNDELIVERED_BYTES);
  *paused = model->paused;
  g_mutex_unlock (&model->lock);

  return *paused != before;
}

static void
count_undelivered (GstRTCModel * model, gssize bytes)
{
  g_autoptr (GstRTCBackend) backend = NULL;
  gboolean paused = FALSE;

  if (!add_undelivered (model, bytes, FALSE, &paused))
    return;

  /* Two threads may cross the line at a time, and speak in the other order:
   * each looks again when it has spoken, so the last word is the truth. */
  backend = gst_rtc_model_dup_backend (model);
  do {
    if (backend != NULL)
      GST_RTC_BACKEND_GET_IFACE (backend)->pause_messages (backend, paused);
  } while (add_undelivered (model, 0, TRUE, &paused));
}

void
gst_rtc_backend_hold_messages (GstRTCPeerConnection * connection, gssize bytes)
{
  count_undelivered (connection->model, bytes);
}

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  g_free (fact->transport_id);
  g_free (fact->reason);
  g_clear_pointer (&fact->candidate, pc_candidate_free);
  g_clear_pointer (&fact->remote, pc_candidate_free);
  g_clear_pointer (&fact->certificates, g_ptr_array_unref);
  g_clear_object (&fact->error);
  g_clear_pointer (&fact->open, pc_dcep_open_free);
  g_clear_pointer (&fact->message, g_bytes_unref);
  if (fact->model != NULL) {
    count_undelivered (fact->model, -fact->undelivered);
    gst_rtc_model_unref (fact->model);
  }
  g_free (fact);
}

static void
post_fact (GstRTCPeerConnection * connection, GstRTCEntryFunc func,
    const Fact * fact)
{
  gst_rtc_operations_post (connection->model->queue, func,
      g_memdup2 (fact, sizeof (*fact)), fact_free);
}

typedef struct
{
  void (*func) (gpointer user_data);
  gpointer user_data;
  GDestroyNotify notify;
} Call;

static void
run_call (gpointer owner, gpointer data)
{
  Call *call = data;

  call->func (call->user_data);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->notify != NULL)
    call->notify (call->user_data);
  g_free (call);
}

void
gst_rtc_backend_post_call (GstRTCPeerConnection * connection,
    void (*func) (gpointer user_data), gpointer user_data,
    GDestroyNotify notify)
{
  Call *call = g_new (Call, 1);

  *call = (Call) {
  .func = func,.user_data = user_data,.notify = notify};
  gst_rtc_operations_post (connection->model->queue, run_call, call, call_free);
}

/* --- ICE and DTLS ----------------------------------------------------------- */

static void
candidate_gathered (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_candidate_gathered (owner, fact->transport_id,
      fact->candidate);
}

void
gst_rtc_backend_post_candidate (GstRTCPeerConnection * connection,
    const gchar * transport_id, const PcCandidate * candidate)
{
  post_fact (connection, candidate_gathered, &(Fact) {
      .transport_id = g_strdup (transport_id),.candidate =
        candidate ? pc_candidate_copy (candidate) : NULL});
}

/* webrtc-pc section 4.4.1.4: fired whatever becomes of the gathering. */
static void
server_failed (gpointer owner, gpointer data)
{
  gst_rtc_peer_connection_fire (owner, GST_RTC_EVENT_ICECANDIDATEERROR, data);
}

void
gst_rtc_backend_post_candidate_error (GstRTCPeerConnection * connection,
    const gchar * address, gint port, const gchar * url, guint code,
    const gchar * text)
{
  gst_rtc_operations_post (connection->model->queue, server_failed,
      gst_rtc_peer_connection_ice_error_event_new (address, port, url, code,
          text), g_object_unref);
}

static void
gathering_changed (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_gathering_changed (owner, fact->transport_id,
      fact->state);
}

void
gst_rtc_backend_post_gathering_state (GstRTCPeerConnection * connection,
    const gchar * transport_id, PcGatheringState state)
{
  post_fact (connection, gathering_changed, &(Fact) {
      .transport_id = g_strdup (transport_id),.state = state});
}

static void
ice_changed (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_ice_changed (owner, fact->transport_id, fact->state,
      fact->candidate, fact->remote, fact->reason);
}

void
gst_rtc_backend_post_ice_state (GstRTCPeerConnection * connection,
    const gchar * transport_id, PcIceState state, const gchar * reason)
{
  post_fact (connection, ice_changed, &(Fact) {
      .transport_id = g_strdup (transport_id),.state = state,.reason =
        g_strdup (reason)});
}

void
gst_rtc_backend_post_ice_pair_state (GstRTCPeerConnection * connection,
    const gchar * transport_id, PcIceState state, const PcCandidate * local,
    const PcCandidate * remote, const gchar * reason)
{
  post_fact (connection, ice_changed, &(Fact) {
      .transport_id = g_strdup (transport_id),.state = state,.candidate =
        pc_candidate_copy (local),.remote =
        pc_candidate_copy (remote),.reason = g_strdup (reason)});
}

static void
pair_selected (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_pair_changed (owner, fact->transport_id,
      fact->candidate, fact->remote);
}

void
gst_rtc_backend_post_selected_pair (GstRTCPeerConnection * connection,
    const gchar * transport_id, const PcCandidate * local,
    const PcCandidate * remote)
{
  post_fact (connection, pair_selected, &(Fact) {
      .transport_id = g_strdup (transport_id),.candidate =
        pc_candidate_copy (local),.remote = pc_candidate_copy (remote)});
}

static void
dtls_changed (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_dtls_changed (owner, fact->transport_id,
      fact->state, fact->certificates, fact->error);
}

void
gst_rtc_backend_post_dtls_state (GstRTCPeerConnection * connection,
    const gchar * transport_id, PcDtlsState state, GPtrArray * certificates,
    GstRTCError * error)
{
  post_fact (connection, dtls_changed, &(Fact) {
      .transport_id = g_strdup (transport_id),.state = state,.certificates =
        certificates ? g_ptr_array_ref (certificates) : NULL,.error =
        error ? g_object_ref (error) : NULL});
}

/* --- data channels ----------------------------------------------------------- */

static void
sctp_changed (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_sctp_changed (owner, fact->state, fact->number,
      fact->error);
}

void
gst_rtc_backend_post_sctp_state (GstRTCPeerConnection * connection,
    PcSctpState state, guint max_channels, GstRTCError * error)
{
  post_fact (connection, sctp_changed, &(Fact) {
      .state = state,.number = max_channels,.error =
        error ? g_object_ref (error) : NULL});
}

static void
channel_announced (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_channel_announced (owner, (guint16) fact->number,
      fact->open);
}

void
gst_rtc_backend_post_channel_announced (GstRTCPeerConnection * connection,
    guint16 id, const PcDcepOpen * open)
{
  post_fact (connection, channel_announced, &(Fact) {
      .number = id,.open = pc_dcep_open_copy (open)});
}

static GstRTCDataChannel *
dup_channel (gpointer owner, const Fact * fact)
{
  return gst_rtc_peer_connection_dup_channel (owner, (guint16) fact->number);
}

static void
channel_open (gpointer owner, gpointer data)
{
  g_autoptr (GstRTCDataChannel) channel = dup_channel (owner, data);

  if (channel != NULL)
    gst_rtc_data_channel_announce_open (channel);
}

void
gst_rtc_backend_post_channel_open (GstRTCPeerConnection * connection,
    guint16 id)
{
  post_fact (connection, channel_open, &(Fact) {
      .number = id});
}

static void
channel_closing (gpointer owner, gpointer data)
{
  g_autoptr (GstRTCDataChannel) channel = dup_channel (owner, data);

  if (channel != NULL)
    gst_rtc_data_channel_announce_closing (channel);
}

void
gst_rtc_backend_post_channel_closing (GstRTCPeerConnection * connection,
    guint16 id)
{
  post_fact (connection, channel_closing, &(Fact) {
      .number = id});
}

static void
channel_closed (gpointer owner, gpointer data)
{
  Fact *fact = data;
  g_autoptr (GstRTCDataChannel) channel = dup_channel (owner, fact);

  if (channel != NULL)
    gst_rtc_peer_connection_close_channel (owner, channel, fact->error);
}

void
gst_rtc_backend_post_channel_closed (GstRTCPeerConnection * connection,
    guint16 id, GstRTCError * error)
{
  post_fact (connection, channel_closed, &(Fact) {
      .number = id,.error = error ? g_object_ref (error) : NULL});
}

static void
message_received (gpointer owner, gpointer data)
{
  Fact *fact = data;
  g_autoptr (GstRTCDataChannel) channel = dup_channel (owner, fact);

  if (channel != NULL)
    gst_rtc_data_channel_deliver (channel, fact->flag, fact->message);
}

void
gst_rtc_backend_post_message (GstRTCPeerConnection * connection,
    guint16 id, gboolean binary, GBytes * message)
{
  GstRTCModel *model = connection->model;
  gssize size = (gssize) g_bytes_get_size (message) + MESSAGE_OVERHEAD_BYTES;

  count_undelivered (model, size);
  post_fact (connection, message_received, &(Fact) {
      .number = id,.flag = binary,.message =
        g_bytes_ref (message),.undelivered = size,.model =
        gst_rtc_model_ref (model)}
  );
}

static void
bytes_sent (gpointer owner, gpointer data)
{
  Fact *fact = data;
  g_autoptr (GstRTCDataChannel) channel = dup_channel (owner, fact);

  if (channel != NULL)
    gst_rtc_data_channel_bytes_sent (channel, fact->bytes);
}

void
gst_rtc_backend_post_bytes_sent (GstRTCPeerConnection * connection,
    guint16 id, guint64 bytes)
{
  post_fact (connection, bytes_sent, &(Fact) {
      .number = id,.bytes = bytes});
}

/* --- media ------------------------------------------------------------------- */

static void
receiver_muted (gpointer owner, gpointer data)
{
  Fact *fact = data;

  gst_rtc_peer_connection_receiver_muted (owner, fact->number, fact->flag);
}

void
gst_rtc_backend_post_muted (GstRTCPeerConnection * connection,
    guint transceiver_id, gboolean muted)
{
  post_fact (connection, receiver_muted, &(Fact) {
      .number = transceiver_id,.flag = muted});
}
