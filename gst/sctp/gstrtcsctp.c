/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctp.c: the rtcsctp element: its life, and what can be asked of it.
 */

/**
 * SECTION:element-rtcsctp
 * @title: rtcsctp
 * @short_description: data channels over one SCTP association
 *
 * An SCTP association as RTCDataChannels use it (RFC 8831), with the protocol
 * that opens them (RFC 8832). The element owns no thread: it lives on the I/O
 * pool, where its signals are emitted.
 *
 * Both ends start, each with its ports and the DTLS role that decides whose
 * ids are even. Channels are opened, closed and written to by functions, or by
 * the action signals "open-channel", "close-channel" and "send-message".
 *
 * ## Pads
 *
 * - `sink`: SCTP packets of the peer, a buffer each.
 * - `src`: SCTP packets to the peer, a buffer each. In a connection both pads
 *   lead to rtcdtlssrtp.
 *
 * ## Two of them connect
 *
 * GStreamer warns of the loop that two-way elements are: the bin `peerconnection`
 * drives them in a fixed order instead.
 * |[
 * gst-launch-1.0 -v rtcsctp name=a auto-start=true dtls-client=true \
 *     rtcsctp name=b auto-start=true a.src ! b.sink b.src ! a.sink
 * ]|
 *
 * Since: 0.1
 */

#include "gstrtcsctp-private.h"

#include <gst/peerconnection/core/pcerror.h>

#include "gstrtcsctpqueue.h"

GST_DEBUG_CATEGORY (gst_rtc_sctp_debug);
#define GST_CAT_DEFAULT gst_rtc_sctp_debug

/* bytes that a message from the peer may have where a=max-message-size set no
 * limit: "as large as can be received" (RFC 8841 section 6.1) ends here. */
#define MAX_MESSAGE_SIZE (256 * 1024 * 1024)

G_DEFINE_TYPE_WITH_CODE (GstRTCSctp, gst_rtc_sctp, GST_TYPE_ELEMENT,
    GST_DEBUG_CATEGORY_INIT (gst_rtc_sctp_debug, "rtcsctp", 0,
        "SCTP associations and data channels"));

/* --- start and stop ------------------------------------------------------- */

static void
fill_config (GstRTCSctp * self, GstRTCSctpAssocConfig * config)
{
  guint64 max = self->local_max_message_size;

  *config = (GstRTCSctpAssocConfig) {
    .socket = {
      .local_port = (guint16) self->local_port,
      .remote_port = (guint16) self->remote_port,
      .streams = self->wanted_channels,
      .interleaving = self->interleaving,
    },.channels = {
      .dtls_client = self->dtls_client,
      .max_message_size = max == 0 ? MAX_MESSAGE_SIZE
          : (gsize) MIN (max, MAX_MESSAGE_SIZE),
  },};
}

void
gst_rtc_sctp_start_configured (GstRTCSctp * self)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_for_element (GST_ELEMENT (self));
  GstRTCSctpAssoc *old = NULL;
  GstRTCSctpAssocConfig config;
  GstBuffer *packet;

  g_mutex_lock (&self->lock);
  if (!self->active || self->stopped || (self->assoc != NULL
          && self->state != PC_SCTP_CLOSED)) {
    g_mutex_unlock (&self->lock);
    GST_WARNING_OBJECT (self, "cannot be started now");
    return;
  }
  old = self->assoc;
  self->state = PC_SCTP_CONNECTING;
  g_clear_object (&self->error);
  fill_config (self, &config);
  self->assoc = gst_rtc_sctp_assoc_new (io, G_OBJECT (self),
      &gst_rtc_sctp_callbacks, &config);
  while ((packet = g_queue_pop_head (&self->early)) != NULL) {
    gst_rtc_sctp_assoc_input (self->assoc, packet);
    gst_buffer_unref (packet);
  }
  g_mutex_unlock (&self->lock);

  GST_INFO_OBJECT (self, "new -> connecting (ports %u and %u, DTLS %s)",
      config.socket.local_port, config.socket.remote_port,
      config.channels.dtls_client ? "client" : "server");
  g_clear_pointer (&old, gst_rtc_sctp_assoc_unref);
}

void
gst_rtc_sctp_start (GstRTCSctp * self, guint local_port, guint remote_port,
    gboolean dtls_client, guint64 local_max_message_size,
    guint64 remote_max_message_size)
{
  g_return_if_fail (GST_IS_RTC_SCTP (self));
  g_return_if_fail (local_port > 0 && local_port <= G_MAXUINT16);
  g_return_if_fail (remote_port > 0 && remote_port <= G_MAXUINT16);

  g_mutex_lock (&self->lock);
  self->local_port = local_port;
  self->remote_port = remote_port;
  self->dtls_client = dtls_client;
  self->local_max_message_size = local_max_message_size;
  self->remote_max_message_size = remote_max_message_size;
  g_mutex_unlock (&self->lock);

  gst_rtc_sctp_start_configured (self);
}

void
gst_rtc_sctp_stop (GstRTCSctp * self)
{
  g_autoptr (GstRTCSctpAssoc) assoc = NULL;
  gboolean changed;

  g_return_if_fail (GST_IS_RTC_SCTP (self));

  g_mutex_lock (&self->lock);
  changed = self->state != PC_SCTP_CLOSED;
  if (changed && self->assoc != NULL)
    assoc = gst_rtc_sctp_assoc_ref (self->assoc);
  self->stopped = TRUE;
  self->state = PC_SCTP_CLOSED;
  g_hash_table_remove_all (self->sendable);
  g_queue_clear_full (&self->early, (GDestroyNotify) gst_buffer_unref);
  g_mutex_unlock (&self->lock);

  /* The I/O thread tells of the rest: channels, state. */
  if (assoc != NULL)
    gst_rtc_sctp_assoc_close (assoc);
  else if (changed)
    gst_rtc_sctp_notify_state (self);
}

void
gst_rtc_sctp_forget (GstRTCSctp * self)
{
  g_autoptr (GstRTCSctpAssoc) old = NULL;
  gboolean changed;

  g_return_if_fail (GST_IS_RTC_SCTP (self));

  g_mutex_lock (&self->lock);
  changed = self->state != PC_SCTP_CLOSED;
  old = g_steal_pointer (&self->assoc);
  self->stopped = FALSE;
  self->state = PC_SCTP_CLOSED;
  self->buffered_amount = 0;
  self->queue_cost = 0;
  g_hash_table_remove_all (self->sendable);
  g_queue_clear_full (&self->early, (GDestroyNotify) gst_buffer_unref);
  g_mutex_unlock (&self->lock);

  if (old != NULL)
    gst_rtc_sctp_assoc_close (old);
  if (changed)
    gst_rtc_sctp_notify_state (self);
  g_mutex_lock (&self->lock);
  self->state = PC_SCTP_CONNECTING;
  g_mutex_unlock (&self->lock);
  gst_rtc_sctp_notify_state (self);
}

/* --- channels ------------------------------------------------------------- */

static GstRTCSctpAssoc *
get_assoc (GstRTCSctp * self)
{
  GstRTCSctpAssoc *assoc = NULL;

  g_mutex_lock (&self->lock);
  if (self->assoc != NULL)
    assoc = gst_rtc_sctp_assoc_ref (self->assoc);
  g_mutex_unlock (&self->lock);
  return assoc;
}

void
gst_rtc_sctp_open_channel (GstRTCSctp * self, guint16 id,
    const PcDcepOpen * open, gboolean negotiated)
{
  g_autoptr (GstRTCSctpAssoc) assoc = NULL;

  g_return_if_fail (GST_IS_RTC_SCTP (self));
  g_return_if_fail (open != NULL);

  assoc = get_assoc (self);
  if (assoc != NULL)
    gst_rtc_sctp_assoc_open_channel (assoc, id, open, negotiated);
  else
    GST_WARNING_OBJECT (self, "channel %u: not started", id);
}

/* With the lock. */
static gboolean
check_message (GstRTCSctp * self, guint16 id, gsize size, GError ** error)
{
  if (self->state != PC_SCTP_CONNECTED || !g_hash_table_contains
      (self->sendable, GUINT_TO_POINTER (id))) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "data channel %u is not open", id);
    return FALSE;
  }
  /* webrtc-pc section 6.2, send() step 4 */
  if (self->remote_max_message_size > 0 && size > self->remote_max_message_size) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "data channel %u: a message of %" G_GSIZE_FORMAT " bytes is larger "
        "than the peer takes, %" G_GUINT64_FORMAT, id, size,
        self->remote_max_message_size);
    return FALSE;
  }
  /* Step 5. What is larger than the whole queue goes when nothing else waits:
   * else it never could, and the peer takes it. */
  if (self->queue_cost > 0 && GST_RTC_SCTP_MESSAGE_COST (size)
      + self->queue_cost > self->send_queue_limit) {
    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "data channel %u: no room for %" G_GSIZE_FORMAT " bytes, %"
        G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " are queued", id, size,
        self->queue_cost, self->send_queue_limit);
    return FALSE;
  }
  return TRUE;
}

gboolean
gst_rtc_sctp_send_message (GstRTCSctp * self, guint16 id, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error)
{
  g_autoptr (GstRTCSctpAssoc) assoc = NULL;
  gsize size;

  g_return_val_if_fail (GST_IS_RTC_SCTP (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  size = g_bytes_get_size (message);
  g_mutex_lock (&self->lock);
  if (!check_message (self, id, size, error)) {
    g_mutex_unlock (&self->lock);
    return FALSE;
  }
  self->buffered_amount += size;
  self->queue_cost += GST_RTC_SCTP_MESSAGE_COST (size);
  assoc = gst_rtc_sctp_assoc_ref (self->assoc);
  g_mutex_unlock (&self->lock);

  gst_rtc_sctp_assoc_send (assoc, id, binary, message, reliability);
  return TRUE;
}

void
gst_rtc_sctp_close_channel (GstRTCSctp * self, guint16 id)
{
  g_autoptr (GstRTCSctpAssoc) assoc = NULL;

  g_return_if_fail (GST_IS_RTC_SCTP (self));

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->sendable, GUINT_TO_POINTER (id));
  g_mutex_unlock (&self->lock);
  assoc = get_assoc (self);
  if (assoc != NULL)
    gst_rtc_sctp_assoc_close_channel (assoc, id);
}

void
gst_rtc_sctp_set_receive_paused (GstRTCSctp * self, gboolean paused)
{
  g_autoptr (GstRTCSctpAssoc) assoc = NULL;

  g_return_if_fail (GST_IS_RTC_SCTP (self));

  assoc = get_assoc (self);
  if (assoc != NULL)
    gst_rtc_sctp_assoc_set_paused (assoc, paused);
}

PcSctpState
gst_rtc_sctp_get_state (GstRTCSctp * self)
{
  PcSctpState state;

  g_return_val_if_fail (GST_IS_RTC_SCTP (self), PC_SCTP_CLOSED);

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

GstRTCError *
gst_rtc_sctp_dup_error (GstRTCSctp * self)
{
  GstRTCError *error = NULL;

  g_return_val_if_fail (GST_IS_RTC_SCTP (self), NULL);

  g_mutex_lock (&self->lock);
  g_set_object (&error, self->error);
  g_mutex_unlock (&self->lock);
  return error;
}

guint
gst_rtc_sctp_get_max_channels (GstRTCSctp * self)
{
  guint max_channels;

  g_return_val_if_fail (GST_IS_RTC_SCTP (self), 0);

  g_mutex_lock (&self->lock);
  max_channels = self->max_channels;
  g_mutex_unlock (&self->lock);
  return max_channels;
}

/* --- element -------------------------------------------------------------- */

static void
set_active (GstRTCSctp * self)
{
  g_autoptr (GstRTCSctpAssoc) old = NULL;
  gboolean start;

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->assoc);
  self->active = TRUE;
  self->stopped = FALSE;
  self->max_channels = self->wanted_channels;
  self->state = PC_SCTP_CONNECTING;
  start = self->auto_start;
  g_mutex_unlock (&self->lock);
  if (start)
    gst_rtc_sctp_start_configured (self);
}

static void
set_inactive (GstRTCSctp * self)
{
  gst_rtc_sctp_stop (self);
  g_mutex_lock (&self->lock);
  self->active = FALSE;
  g_mutex_unlock (&self->lock);
}

static GstStateChangeReturn
change_state (GstElement * element, GstStateChange transition)
{
  GstRTCSctp *self = GST_RTC_SCTP (element);
  GstStateChangeReturn ret;

  ret = GST_ELEMENT_CLASS (gst_rtc_sctp_parent_class)->change_state (element,
      transition);
  if (ret == GST_STATE_CHANGE_FAILURE)
    return ret;
  /* After the pads became active, and after they ceased to be: a pad that is
   * not takes no ABORT, and nobody waits for the I/O thread to send it. Who
   * wants the peer to know stops the association first. */
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED)
    set_active (self);
  else if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    set_inactive (self);
  return ret;
}

static void
dispose (GObject * object)
{
  GstRTCSctp *self = GST_RTC_SCTP (object);

  set_inactive (self);
  G_OBJECT_CLASS (gst_rtc_sctp_parent_class)->dispose (object);
}

static void
finalize (GObject * object)
{
  GstRTCSctp *self = GST_RTC_SCTP (object);

  g_clear_pointer (&self->assoc, gst_rtc_sctp_assoc_unref);
  g_clear_object (&self->error);
  g_hash_table_unref (self->sendable);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gst_rtc_sctp_parent_class)->finalize (object);
}

static void
gst_rtc_sctp_class_init (GstRTCSctpClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  element_class->change_state = change_state;
  gst_rtc_sctp_install_properties (object_class);
  gst_rtc_sctp_install_signals (object_class);
  gst_rtc_sctp_install_pads (element_class);

  gst_element_class_set_static_metadata (element_class,
      "WebRTC data channels", "Filter/Network/WebRTC",
      "Carries data channels over one SCTP association (RFC 8831, RFC 8832)",
      "The gst-peerconnection developers");
}

static void
gst_rtc_sctp_init (GstRTCSctp * self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->early);
  self->sendable = g_hash_table_new (NULL, NULL);
  gst_rtc_sctp_init_pads (self);
}
