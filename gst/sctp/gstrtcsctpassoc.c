/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpassoc.c: what other threads may do to an association: put things
 * into its queues and have it serviced.
 */

#include "gstrtcsctpassoc-private.h"

/* --- scheduling ----------------------------------------------------------- */

static void
post_service (gpointer user_data)
{
  gst_rtc_sctp_assoc_service (user_data);
}

/* With the lock. TRUE when the caller must go on with start_service(). */
static gboolean
claim_service (GstRTCSctpAssoc * assoc)
{
  if (assoc->scheduled)
    return FALSE;
  assoc->scheduled = TRUE;
  return TRUE;
}

static void
start_service (GstRTCSctpAssoc * assoc)
{
  gst_rtc_sctp_assoc_ref (assoc);
  /* At the end of a dispatch, all that it brought is served at once. */
  if (gst_rtc_io_is_current (assoc->io))
    gst_rtc_io_defer (assoc->io, gst_rtc_sctp_assoc_service, assoc);
  else
    gst_rtc_io_post (assoc->io, post_service, assoc, NULL);
}

void
gst_rtc_sctp_assoc_schedule (GstRTCSctpAssoc * assoc)
{
  gboolean claimed;

  g_mutex_lock (&assoc->lock);
  claimed = claim_service (assoc);
  g_mutex_unlock (&assoc->lock);
  if (claimed)
    start_service (assoc);
}

void
gst_rtc_sctp_command_clear (gpointer data)
{
  Command *command = data;

  g_clear_pointer (&command->message, g_bytes_unref);
  g_clear_pointer (&command->open, pc_dcep_open_free);
  g_clear_pointer (&command->packets, gst_buffer_list_unref);
}

/* Takes what @command holds. */
static void
command (GstRTCSctpAssoc * assoc, const Command * given)
{
  const guint n = given->packets ? gst_buffer_list_length (given->packets) : 0;
  gboolean claimed;

  g_mutex_lock (&assoc->lock);
  if (assoc->n_inputs + n > GST_RTC_SCTP_MAX_INPUTS) {
    assoc->n_dropped += n;
    g_mutex_unlock (&assoc->lock);
    gst_buffer_list_unref (given->packets);
    return;
  }
  assoc->n_inputs += n;
  if (assoc->commands == NULL) {
    assoc->commands = g_array_new (FALSE, FALSE, sizeof (Command));
    g_array_set_clear_func (assoc->commands, gst_rtc_sctp_command_clear);
  }
  g_array_append_vals (assoc->commands, given, 1);
  claimed = claim_service (assoc);
  g_mutex_unlock (&assoc->lock);
  if (claimed)
    start_service (assoc);
}

/* --- what usrsctp calls, on any thread, under its locks ------------------- */

static void
port_send (GstRTCSctpPort * port, const guint8 * packet, gsize size)
{
  GstRTCSctpAssoc *assoc = (GstRTCSctpAssoc *) port;
  GstBuffer *buffer = gst_buffer_new_memdup (packet, size);
  gboolean claimed;

  g_mutex_lock (&assoc->lock);
  if (assoc->outgoing == NULL)
    assoc->outgoing = gst_buffer_list_new ();
  gst_buffer_list_add (assoc->outgoing, buffer);
  claimed = claim_service (assoc);
  g_mutex_unlock (&assoc->lock);
  if (claimed)
    start_service (assoc);
}

static void
port_wake (GstRTCSctpPort * port)
{
  GstRTCSctpAssoc *assoc = (GstRTCSctpAssoc *) port;
  gboolean claimed;

  g_mutex_lock (&assoc->lock);
  assoc->woken = TRUE;
  claimed = claim_service (assoc);
  g_mutex_unlock (&assoc->lock);
  if (claimed)
    start_service (assoc);
}

static void
port_free (GstRTCSctpPort * port)
{
  GstRTCSctpAssoc *assoc = (GstRTCSctpAssoc *) port;

  /* The socket was closed before the slot let go of us. */
  g_assert (assoc->socket == NULL);
  gst_rtc_sctp_assoc_clear_service (assoc);
  g_clear_pointer (&assoc->commands, g_array_unref);
  g_clear_pointer (&assoc->outgoing, gst_buffer_list_unref);
  g_weak_ref_clear (&assoc->owner);
  g_mutex_clear (&assoc->lock);
  gst_rtc_io_unref (assoc->io);
  g_free (assoc);
}

/* --- life ----------------------------------------------------------------- */

GstRTCSctpAssoc *
gst_rtc_sctp_assoc_new (GstRTCIO * io, GObject * owner,
    const GstRTCSctpAssocCallbacks * callbacks,
    const GstRTCSctpAssocConfig * config)
{
  GstRTCSctpAssoc *assoc = g_new0 (GstRTCSctpAssoc, 1);

  assoc->port.ref_count = 1;
  assoc->port.send = port_send;
  assoc->port.wake = port_wake;
  assoc->port.free = port_free;
  assoc->io = gst_rtc_io_ref (io);
  g_weak_ref_init (&assoc->owner, owner);
  assoc->callbacks = callbacks;
  assoc->config = *config;
  g_mutex_init (&assoc->lock);
  gst_rtc_sctp_assoc_init_service (assoc);

  command (assoc, &(Command) {
      .type = COMMAND_START});
  return assoc;
}

GstRTCSctpAssoc *
gst_rtc_sctp_assoc_ref (GstRTCSctpAssoc * assoc)
{
  gst_rtc_sctp_port_ref (&assoc->port);
  return assoc;
}

void
gst_rtc_sctp_assoc_unref (GstRTCSctpAssoc * assoc)
{
  gst_rtc_sctp_port_unref (&assoc->port);
}

void
gst_rtc_sctp_assoc_close (GstRTCSctpAssoc * assoc)
{
  command (assoc, &(Command) {
      .type = COMMAND_CLOSE});
}

/* --- commands ------------------------------------------------------------- */

void
gst_rtc_sctp_assoc_input_list (GstRTCSctpAssoc * assoc, GstBufferList * packets)
{
  command (assoc, &(Command) {
      .type = COMMAND_INPUT,.packets = gst_buffer_list_ref (packets)});
}

void
gst_rtc_sctp_assoc_input (GstRTCSctpAssoc * assoc, GstBuffer * packet)
{
  g_autoptr (GstBufferList) packets = gst_buffer_list_new_sized (1);

  gst_buffer_list_add (packets, gst_buffer_ref (packet));
  gst_rtc_sctp_assoc_input_list (assoc, packets);
}

void
gst_rtc_sctp_assoc_open_channel (GstRTCSctpAssoc * assoc, guint16 id,
    const PcDcepOpen * open, gboolean negotiated)
{
  command (assoc, &(Command) {
      .type = COMMAND_OPEN_CHANNEL,.id = id,.open =
        pc_dcep_open_copy (open),.flag = negotiated});
}

void
gst_rtc_sctp_assoc_send (GstRTCSctpAssoc * assoc, guint16 id, gboolean binary,
    GBytes * message, const PcReliability * reliability)
{
  Command send = {.type = COMMAND_SEND,.id = id,.flag = binary };

  send.message = g_bytes_ref (message);
  send.own_reliability = reliability != NULL;
  if (reliability != NULL)
    send.reliability = *reliability;
  if (gst_rtc_sctp_assoc_send_at_once (assoc, &send))
    gst_rtc_sctp_command_clear (&send);
  else
    command (assoc, &send);
}

void
gst_rtc_sctp_assoc_close_channel (GstRTCSctpAssoc * assoc, guint16 id)
{
  command (assoc, &(Command) {
      .type = COMMAND_CLOSE_CHANNEL,.id = id});
}

void
gst_rtc_sctp_assoc_set_paused (GstRTCSctpAssoc * assoc, gboolean paused)
{
  command (assoc, &(Command) {
      .type = COMMAND_PAUSE,.flag = paused});
}

void
gst_rtc_sctp_assoc_get_stats (GstRTCSctpAssoc * assoc,
    GstRTCSctpAssocStats * stats)
{
  g_mutex_lock (&assoc->lock);
  *stats = assoc->stats;
  stats->packets_bad += assoc->n_dropped;
  g_mutex_unlock (&assoc->lock);
}
