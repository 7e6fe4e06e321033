/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sctppeer.c: a bare peer for rtcsctp.
 */

#include "sctppeer.h"

#include <string.h>
#include <usrsctp.h>

/* Offsets in a packet: the tag, the checksum, the first chunk. */
#define TAG 4
#define CHECKSUM 8
#define CHUNK 12

#define PORT 5000

static gboolean
is_lost (const guint8 * packet, guint * lost)
{
  return (g_atomic_int_get (lost) & (1u << MIN (packet[CHUNK], 31))) != 0;
}

/* --- to the element ------------------------------------------------------- */

static void
peer_note_own (Peer * peer, const guint8 * packet)
{
  const guint8 *chunk = packet + CHUNK;

  if (chunk[0] != CHUNK_INIT && chunk[0] != CHUNK_INIT_ACK)
    return;
  g_mutex_lock (&peer->lock);
  peer->own_tsn = GST_READ_UINT32_BE (chunk + 16);
  g_mutex_unlock (&peer->lock);
}

static void
peer_send_packet (GstRTCSctpPort * port, const guint8 * packet, gsize size)
{
  Peer *peer = (Peer *) port;

  peer_note_own (peer, packet);
  if (!is_lost (packet, &peer->lost_to))
    gst_pad_push (peer->src, gst_buffer_new_memdup (packet, size));
}

static void
peer_wake (GstRTCSctpPort * port)
{
}

static void
peer_last_ref (GstRTCSctpPort * port)
{
}

/* --- from the element ----------------------------------------------------- */

/* Its INIT or INIT ACK says which tag it wants, and its first TSN. */
static void
peer_note (Peer * peer, const guint8 * packet)
{
  const guint8 *chunk = packet + CHUNK;

  g_mutex_lock (&peer->lock);
  if (chunk[0] == CHUNK_INIT || chunk[0] == CHUNK_INIT_ACK) {
    memcpy (peer->tag, chunk + 4, sizeof (peer->tag));
    peer->tsn = GST_READ_UINT32_BE (chunk + 16);
  }
  if (chunk[0] == CHUNK_SACK)
    peer->acked_tsn = GST_READ_UINT32_BE (chunk + 4);
  if (chunk[0] < 32)
    peer->seen |= 1u << chunk[0];
  g_cond_broadcast (&peer->cond);
  g_mutex_unlock (&peer->lock);
}

static gboolean
peer_feed (GstBuffer ** packet, guint index, gpointer user_data)
{
  Peer *peer = user_data;
  GstMapInfo map;

  gst_buffer_map (*packet, &map, GST_MAP_READ);
  peer_note (peer, map.data);
  if (!is_lost (map.data, &peer->lost_from))
    gst_rtc_sctp_stack_input (peer->slot, map.data, map.size);
  gst_buffer_unmap (*packet, &map);
  return TRUE;
}

static GstFlowReturn
peer_chain_list (GstPad * pad, GstObject * parent, GstBufferList * packets)
{
  gst_buffer_list_foreach (packets, peer_feed,
      gst_pad_get_element_private (pad));
  gst_buffer_list_unref (packets);
  return GST_FLOW_OK;
}

void
peer_wait_chunk (Peer * peer, guint8 type)
{
  gint64 until = g_get_monotonic_time () + DEADLINE;

  g_mutex_lock (&peer->lock);
  while (!(peer->seen & (1u << type))) {
    if (!g_cond_wait_until (&peer->cond, &peer->lock, until))
      g_error ("waited in vain for a chunk of type %u", type);
  }
  g_mutex_unlock (&peer->lock);
}

/* --- a peer --------------------------------------------------------------- */

static void
peer_link (Peer * peer)
{
  GstPad *sink = gst_element_get_static_pad (GST_ELEMENT (peer->end.sctp),
      "sink");
  GstPad *src = gst_element_get_static_pad (GST_ELEMENT (peer->end.sctp),
      "src");
  GstSegment segment;

  peer->src = gst_pad_new ("src", GST_PAD_SRC);
  peer->sink = gst_pad_new ("sink", GST_PAD_SINK);
  gst_pad_set_element_private (peer->sink, peer);
  gst_pad_set_chain_list_function (peer->sink, peer_chain_list);
  if (gst_pad_link (peer->src, sink) != GST_PAD_LINK_OK
      || gst_pad_link (src, peer->sink) != GST_PAD_LINK_OK)
    g_error ("the element cannot be linked");
  gst_pad_set_active (peer->src, TRUE);
  gst_pad_set_active (peer->sink, TRUE);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (peer->src, gst_event_new_stream_start ("peer"));
  gst_pad_push_event (peer->src, gst_event_new_segment (&segment));
  gst_object_unref (sink);
  gst_object_unref (src);
}

Peer *
peer_new (void)
{
  Peer *peer = g_new0 (Peer, 1);

  peer->max_message_size = 100000;
  peer->interleaving = TRUE;
  peer->streams = 100;
  peer->port.ref_count = 1;
  peer->port.send = peer_send_packet;
  peer->port.wake = peer_wake;
  peer->port.free = peer_last_ref;
  g_mutex_init (&peer->lock);
  g_cond_init (&peer->cond);
  end_init (&peer->end, "tested");
  peer_link (peer);
  gst_element_set_state (GST_ELEMENT (peer->end.sctp), GST_STATE_PLAYING);
  peer->slot = gst_rtc_sctp_stack_add (&peer->port);
  return peer;
}

void
peer_start_element (Peer * peer)
{
  g_object_set (peer->end.sctp, "max-channels", peer->streams, NULL);
  gst_rtc_sctp_start (peer->end.sctp, PORT, PORT, TRUE, peer->max_message_size,
      0);
}

static void
start_socket (gpointer user_data)
{
  Peer *peer = user_data;
  GstRTCSctpSocketConfig config = {
    .local_port = PORT,
    .remote_port = PORT,
    .streams = peer->streams,
    .interleaving = peer->interleaving,
  };
  g_autoptr (GError) error = NULL;

  peer->socket = gst_rtc_sctp_socket_open (peer->slot, &config, &error);
  if (peer->socket == NULL)
    g_error ("%s", error->message);
}

/* On the element's thread, so that it cannot answer before we are done. */
void
peer_start_socket (Peer * peer)
{
  gst_rtc_io_post (peer->end.io, start_socket, peer, NULL);
  gst_rtc_io_sync (peer->end.io);
}

static void
forget_socket (gpointer user_data)
{
  Peer *peer = user_data;

  g_atomic_int_set (&peer->lost_to, G_MAXUINT);
  gst_rtc_sctp_socket_close (g_steal_pointer (&peer->socket));
  g_atomic_int_set (&peer->lost_to, 0);
}

void
peer_forget_socket (Peer * peer)
{
  gst_rtc_io_post (peer->end.io, forget_socket, peer, NULL);
  gst_rtc_io_sync (peer->end.io);
}

Peer *
peer_new_connected (void)
{
  Peer *peer = peer_new ();

  peer_start_element (peer);
  peer_start_socket (peer);
  wait_state (&peer->end, PC_SCTP_CONNECTED);
  return peer;
}

void
peer_free (Peer * peer)
{
  if (peer->socket != NULL)
    gst_rtc_sctp_socket_close (peer->socket);
  gst_rtc_sctp_stack_remove (peer->slot);
  end_clear (&peer->end);
  gst_object_unref (peer->src);
  gst_object_unref (peer->sink);
  g_cond_clear (&peer->cond);
  g_mutex_clear (&peer->lock);
  g_free (peer);
}

/* --- what it says --------------------------------------------------------- */

void
peer_send (Peer * peer, guint16 id, guint32 ppid, gconstpointer data,
    gsize size)
{
  GstRTCSctpSendInfo info = {.id = id,.ppid = ppid,.max_packet_life_time =
        -1,.max_retransmits = -1
  };

  if (gst_rtc_sctp_socket_send (peer->socket, &info, data, size,
          GST_RTC_SCTP_WHOLE) != (gssize) size)
    g_error ("%" G_GSIZE_FORMAT " bytes on stream %u are not sent", size, id);
}

void
peer_open (Peer * peer, guint16 id)
{
  g_autoptr (GBytes) hello = pc_dcep_serialize_open (&reliable);
  guint before;

  g_mutex_lock (&peer->end.lock);
  before = peer->end.n_announced;
  g_mutex_unlock (&peer->end.lock);
  peer_send (peer, id, PC_PPID_DCEP, g_bytes_get_data (hello, NULL),
      g_bytes_get_size (hello));
  wait_for (&peer->end, peer->end.n_announced > before);
}

void
peer_say (Peer * peer, gconstpointer chunks, gsize size)
{
  gsize whole = CHUNK + size;
  guint8 *packet = g_malloc0 (whole);
  guint32 checksum;

  GST_WRITE_UINT16_BE (packet, PORT);
  GST_WRITE_UINT16_BE (packet + 2, PORT);
  g_mutex_lock (&peer->lock);
  memcpy (packet + TAG, peer->tag, sizeof (peer->tag));
  g_mutex_unlock (&peer->lock);
  memcpy (packet + CHUNK, chunks, size);
  checksum = usrsctp_crc32c (packet, whole);
  memcpy (packet + CHECKSUM, &checksum, sizeof (checksum));
  gst_pad_push (peer->src, gst_buffer_new_wrapped (packet, whole));
}

void
peer_say_abort (Peer * peer, guint16 cause)
{
  guint8 chunk[8] = { CHUNK_ABORT, 0, 0, 8, 0, 0, 0, 4 };

  GST_WRITE_UINT16_BE (chunk + 4, cause);
  if (cause == 0)
    chunk[3] = 4;
  peer_say (peer, chunk, chunk[3]);
}

/* --- what became of it ---------------------------------------------------- */

guint64
peer_get_stat (Peer * peer, const gchar * name)
{
  g_autoptr (GstStructure) stats = NULL;
  guint64 value = 0;

  /* Counters are published when the service that counted is over. */
  gst_rtc_io_sync (peer->end.io);
  gst_rtc_io_sync (peer->end.io);
  g_object_get (peer->end.sctp, "stats", &stats, NULL);
  if (!gst_structure_get_uint64 (stats, name, &value))
    g_error ("nothing counts %s", name);
  return value;
}

void
peer_expect_stat (Peer * peer, const gchar * name, guint64 value)
{
  guint64 seen = peer_get_stat (peer, name);

  if (seen != value)
    g_error ("%s is %" G_GUINT64_FORMAT " instead of %" G_GUINT64_FORMAT,
        name, seen, value);
}

void
peer_wait_stat (Peer * peer, const gchar * name, guint64 value)
{
  gint64 until = g_get_monotonic_time () + DEADLINE;

  while (peer_get_stat (peer, name) != value) {
    if (g_get_monotonic_time () > until)
      g_error ("waited in vain for %s to be %" G_GUINT64_FORMAT, name, value);
  }
}

void
peer_expect_alive (Peer * peer, guint16 id)
{
  Message *message;

  peer_open (peer, id);
  peer_send (peer, id, PC_PPID_STRING, "alive", 5);
  while ((message = end_pop (&peer->end))->id != id)
    message_free (message);
  if (g_bytes_get_size (message->data) != 5)
    g_error ("not what was sent");
  message_free (message);
}
