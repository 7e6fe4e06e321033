/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpsocket.c: one association's usrsctp socket, and what it reports.
 *
 * A message that is larger than the send buffer goes in pieces, with an explicit
 * end (RFC 6458 section 8.1.26), and so never blocks.
 */

#include "gstrtcsctpsocket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <usrsctp.h>

#include <gst/peerconnection/core/pcerror.h>

#include "gstrtcsctpcrc.h"
#include "gstrtcsctpstack.h"

/* bytes of an SCTP packet: with the 37 of DTLS 1.2 and AES-GCM a datagram
 * stays below 1200, with any other cipher below the 1232 that every IPv6 path
 * carries. There is no path MTU discovery over DTLS (RFC 8261 section 6.1
 * leaves it to a layer that nobody has). */
#define MAX_PACKET 1160

/* usrsctp 0.9.5 has these options, but its header does not name them: the one
 * of RFC 8260 section 4.3.1, and what lies in the buffers. */
#define INTERLEAVING_SUPPORTED 0x1206
#define GET_BUFFER_USE 0x1101

typedef struct
{
  sctp_assoc_t assoc_id;
  uint32_t send_bytes;
  uint32_t receive_bytes;
} BufferUse;

/* SCTP_FRAGMENT_INTERLEAVE: of several streams (RFC 6458 section 8.1.20) */
#define INTERLEAVE_STREAMS 2
/* bytes of the receive buffer with interleaving: the beginnings of many messages
 * lie in it, none of which can be read before it is complete. usrsctp would
 * hand them out sooner (SCTP_PARTIAL_DELIVERY_POINT), but after the peer gave
 * up one of them (RFC 3758) it would hand out no more on that stream. */
#define INTERLEAVED_RECEIVE_SIZE (4 * 1024 * 1024)

struct _GstRTCSctpSocket
{
  struct socket *socket;
  guint ack_every;              /* packets; 0: as usrsctp has it */
  gboolean in_pieces;           /* SCTP_EXPLICIT_EOR is on */
};

/* What of usrsctp's events is of use. Abandoned and unsent messages are not
 * reported by anybody; room in the send buffer shows by trying. */
static const guint16 event_types[] = {
  SCTP_ASSOC_CHANGE,
  SCTP_STREAM_RESET_EVENT,
  SCTP_PARTIAL_DELIVERY_EVENT,
};

static void
upcall (struct socket *socket, void *slot, int flags)
{
  gst_rtc_sctp_stack_wake (slot);
}

/* --- opening -------------------------------------------------------------- */

static gboolean
set_option (struct socket *socket, int level, int option, gconstpointer value,
    gsize size)
{
  return usrsctp_setsockopt (socket, level, option, value,
      (socklen_t) size) == 0;
}

static gboolean
set_switch (struct socket *socket, int option, int value)
{
  return set_option (socket, IPPROTO_SCTP, option, &value, sizeof (value));
}

/* An association that cannot have it works without. */
static void
offer_interleaving (struct socket *socket)
{
  int size = INTERLEAVED_RECEIVE_SIZE;
  struct sctp_assoc_value on = {
    .assoc_id = SCTP_FUTURE_ASSOC,
    .assoc_value = 1,
  };

  if (set_option (socket, SOL_SOCKET, SO_RCVBUF, &size, sizeof (size))
      && set_switch (socket, SCTP_FRAGMENT_INTERLEAVE, INTERLEAVE_STREAMS))
    set_option (socket, IPPROTO_SCTP, INTERLEAVING_SUPPORTED, &on, sizeof (on));
}

static gboolean
set_events (struct socket *socket)
{
  for (guint i = 0; i < G_N_ELEMENTS (event_types); i++) {
    struct sctp_event event = {
      .se_assoc_id = SCTP_FUTURE_ASSOC,
      .se_type = event_types[i],
      .se_on = 1,
    };

    if (!set_option (socket, IPPROTO_SCTP, SCTP_EVENT, &event, sizeof (event)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
set_options (struct socket *socket, guint streams)
{
  /* Closing sends an ABORT and waits for nothing. */
  struct linger linger = {.l_onoff = 1,.l_linger = 0 };
  struct sctp_initmsg init = {
    .sinit_num_ostreams = (uint16_t) streams,
    .sinit_max_instreams = (uint16_t) streams,
  };
  struct sctp_assoc_value reset = {
    .assoc_id = SCTP_FUTURE_ASSOC,
    .assoc_value = SCTP_ENABLE_RESET_STREAM_REQ,
  };
  /* No heartbeats either: whether the peer is there is asked by ICE. */
  struct sctp_paddrparams path = {
    .spp_address.ss_family = AF_CONN,
    .spp_flags = SPP_PMTUD_DISABLE | SPP_HB_DISABLE,
    /* usrsctp adds the common header. */
    .spp_pathmtu = MAX_PACKET - GST_RTC_SCTP_HEADER_SIZE,
  };

  return usrsctp_set_non_blocking (socket, 1) == 0
      && set_option (socket, SOL_SOCKET, SO_LINGER, &linger, sizeof (linger))
      && set_option (socket, IPPROTO_SCTP, SCTP_INITMSG, &init, sizeof (init))
      && set_option (socket, IPPROTO_SCTP, SCTP_ENABLE_STREAM_RESET, &reset,
      sizeof (reset))
      && set_option (socket, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &path,
      sizeof (path))
      && set_switch (socket, SCTP_NODELAY, TRUE)
      && set_switch (socket, SCTP_RECVRCVINFO, TRUE)
      && set_events (socket);
}

static struct sockaddr_conn
make_address (gpointer slot, guint16 port)
{
  struct sockaddr_conn address = {
    .sconn_family = AF_CONN,
    .sconn_port = htons (port),
    .sconn_addr = slot,
  };

  return address;
}

GstRTCSctpSocket *
gst_rtc_sctp_socket_open (gpointer slot, const GstRTCSctpSocketConfig * config,
    GError ** error)
{
  struct sockaddr_conn local = make_address (slot, config->local_port);
  struct sockaddr_conn remote = make_address (slot, config->remote_port);
  const gchar *failed = "socket";
  GstRTCSctpSocket *self;
  struct socket *socket;

  socket = usrsctp_socket (AF_CONN, SOCK_STREAM, IPPROTO_SCTP, NULL, NULL, 0,
      NULL);
  if (socket == NULL)
    goto failure;

  failed = "options";
  if (!set_options (socket, config->streams)
      || usrsctp_set_upcall (socket, upcall, slot) != 0)
    goto failure;
  if (config->interleaving)
    offer_interleaving (socket);

  failed = "bind";
  if (usrsctp_bind (socket, (struct sockaddr *) &local, sizeof (local)) != 0)
    goto failure;

  /* Both ends connect: the INITs may cross (RFC 9260 section 5.2.1). */
  failed = "connect";
  if (usrsctp_connect (socket, (struct sockaddr *) &remote,
          sizeof (remote)) != 0 && errno != EINPROGRESS)
    goto failure;
  self = g_new0 (GstRTCSctpSocket, 1);
  self->socket = socket;
  return self;

failure:
  g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
      "SCTP association on port %u: %s: %s", config->local_port, failed,
      g_strerror (errno));
  if (socket != NULL)
    usrsctp_close (socket);
  return NULL;
}

void
gst_rtc_sctp_socket_close (GstRTCSctpSocket * self)
{
  usrsctp_set_upcall (self->socket, NULL, NULL);
  usrsctp_close (self->socket);
  g_free (self);
}

/* --- sending -------------------------------------------------------------- */

/* Whether what is sent may be taken in part. */
static void
set_in_pieces (GstRTCSctpSocket * self, gboolean in_pieces)
{
  if (self->in_pieces == in_pieces)
    return;
  self->in_pieces = in_pieces;
  set_switch (self->socket, SCTP_EXPLICIT_EOR, in_pieces);
}

gssize
gst_rtc_sctp_socket_send (GstRTCSctpSocket * self,
    const GstRTCSctpSendInfo * info, const guint8 * data, gsize size,
    GstRTCSctpPart part)
{
  struct sctp_sendv_spa spa = {
    .sendv_flags = SCTP_SEND_SNDINFO_VALID,
    .sendv_sndinfo = {
          .snd_sid = info->id,
          .snd_ppid = htonl (info->ppid),
          .snd_flags = (info->unordered ? SCTP_UNORDERED : 0)
          | (part == GST_RTC_SCTP_LAST_PIECE ? SCTP_EOR : 0),
        },
  };
  gssize taken;

  /* RFC 6458 section 5.3.7; values in host byte order. */
  if (info->max_retransmits >= 0) {
    spa.sendv_flags |= SCTP_SEND_PRINFO_VALID;
    spa.sendv_prinfo.pr_policy = SCTP_PR_SCTP_RTX;
    spa.sendv_prinfo.pr_value = (uint32_t) info->max_retransmits;
  } else if (info->max_packet_life_time >= 0) {
    spa.sendv_flags |= SCTP_SEND_PRINFO_VALID;
    spa.sendv_prinfo.pr_policy = SCTP_PR_SCTP_TTL;
    spa.sendv_prinfo.pr_value = (uint32_t) info->max_packet_life_time;
  }

  set_in_pieces (self, part != GST_RTC_SCTP_WHOLE);
  taken = usrsctp_sendv (self->socket, data, size, NULL, 0, &spa, sizeof (spa),
      SCTP_SENDV_SPA, 0);
  if (taken < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    return 0;
  return taken;
}

static gboolean
get_status (GstRTCSctpSocket * self, struct sctp_status *status)
{
  socklen_t size = sizeof (*status);

  *status = (struct sctp_status) {
    0
  };
  return usrsctp_getsockopt (self->socket, IPPROTO_SCTP, SCTP_STATUS, status,
      &size) == 0;
}

gboolean
gst_rtc_sctp_socket_get_load (GstRTCSctpSocket * self, GstRTCSctpLoad * load)
{
  BufferUse use = { 0 };
  socklen_t size = sizeof (use);
  struct sctp_status status;

  if (!get_status (self, &status)
      || usrsctp_getsockopt (self->socket, IPPROTO_SCTP, GET_BUFFER_USE, &use,
          &size) != 0)
    return FALSE;
  load->queued = use.send_bytes;
  load->in_flight = status.sstat_unackdata;
  load->window = status.sstat_primary.spinfo_cwnd;
  return TRUE;
}

gboolean
gst_rtc_sctp_socket_reset (GstRTCSctpSocket * self, guint16 id)
{
  gsize size = sizeof (struct sctp_reset_streams) + sizeof (guint16);
  g_autofree struct sctp_reset_streams *reset = g_malloc0 (size);

  reset->srs_flags = SCTP_STREAM_RESET_OUTGOING;
  reset->srs_number_streams = 1;
  reset->srs_stream_list[0] = id;
  return set_option (self->socket, IPPROTO_SCTP, SCTP_RESET_STREAMS, reset,
      size);
}

/* --- receiving ------------------------------------------------------------ */

gsize
gst_rtc_sctp_socket_receive (GstRTCSctpSocket * self, guint8 * data,
    gsize size, GstRTCSctpReceived * received)
{
  struct sctp_rcvinfo info = { 0 };
  struct sockaddr_conn from;
  socklen_t from_size = sizeof (from);
  socklen_t info_size = sizeof (info);
  unsigned int info_type = SCTP_RECVV_NOINFO;
  int flags = 0;
  gssize n;

  n = usrsctp_recvv (self->socket, data, size, (struct sockaddr *) &from,
      &from_size, &info, &info_size, &info_type, &flags);
  if (n <= 0)
    return 0;

  received->event = (flags & MSG_NOTIFICATION) != 0;
  received->end = (flags & MSG_EOR) != 0;
  received->id = info_type == SCTP_RECVV_RCVINFO ? info.rcv_sid : 0;
  received->ppid = info_type == SCTP_RECVV_RCVINFO ? ntohl (info.rcv_ppid) : 0;
  return (gsize) n;
}

void
gst_rtc_sctp_socket_set_ack_every (GstRTCSctpSocket * self, guint n)
{
  struct sctp_sack_info info = {.sack_freq = n };

  if (self->ack_every == n)
    return;
  self->ack_every = n;
  set_option (self->socket, IPPROTO_SCTP, SCTP_DELAYED_SACK, &info,
      sizeof (info));
}

/* RFC 9260 section 3.3.10, RFC 6525 has none of its own */
static const gchar *const cause_texts[] = {
  [1] = "Invalid Stream Identifier",
  [2] = "Missing Mandatory Parameter",
  [3] = "Stale Cookie",
  [4] = "Out of Resource",
  [5] = "Unresolvable Address",
  [6] = "Unrecognized Chunk Type",
  [7] = "Invalid Mandatory Parameter",
  [8] = "Unrecognized Parameters",
  [9] = "No User Data",
  [10] = "Cookie Received While Shutting Down",
  [11] = "Restart of an Association with New Addresses",
  [12] = "User-Initiated Abort",
  [13] = "Protocol Violation",
};

static void
parse_lost (GstRTCSctpEvent * event, const gchar * reason, guint cause)
{
  event->type = GST_RTC_SCTP_EVENT_LOST;
  event->reason = reason;
  if (cause == 0)
    return;
  event->cause_code = (gint) cause;
  if (cause < G_N_ELEMENTS (cause_texts) && cause_texts[cause] != NULL)
    event->reason = cause_texts[cause];
}

static gboolean
has_feature (const struct sctp_assoc_change *change, gsize size, guint8 feature)
{
  gsize n = size - G_STRUCT_OFFSET (struct sctp_assoc_change, sac_info);

  return memchr (change->sac_info, feature, n) != NULL;
}

static void
parse_change (GstRTCSctpEvent * event, const struct sctp_assoc_change *change,
    gsize size)
{
  switch (change->sac_state) {
    case SCTP_COMM_UP:
      event->type = GST_RTC_SCTP_EVENT_UP;
      event->streams = MIN (change->sac_inbound_streams,
          change->sac_outbound_streams);
      event->interleaving = has_feature (change, size,
          SCTP_ASSOC_SUPPORTS_INTERLEAVING);
      break;
    case SCTP_SHUTDOWN_COMP:
      event->type = GST_RTC_SCTP_EVENT_SHUT_DOWN;
      break;
    case SCTP_COMM_LOST:
      parse_lost (event, "the association was aborted or lost",
          change->sac_error);
      break;
    case SCTP_CANT_STR_ASSOC:
      parse_lost (event, "the association could not be set up",
          change->sac_error);
      break;
    case SCTP_RESTART:
      /* All streams begin anew: no channel survives that. */
      parse_lost (event, "the peer restarted the association", 0);
      break;
    default:
      break;
  }
}

static void
parse_reset (GstRTCSctpEvent * event,
    const struct sctp_stream_reset_event *reset, gsize size)
{
  guint flags = reset->strreset_flags;

  event->ids = reset->strreset_stream_list;
  event->n_ids = (guint) ((size - sizeof (*reset)) / sizeof (guint16));
  if (flags & SCTP_STREAM_RESET_INCOMING_SSN) {
    if (!(flags & (SCTP_STREAM_RESET_DENIED | SCTP_STREAM_RESET_FAILED)))
      event->type = GST_RTC_SCTP_EVENT_RESET_IN;
    return;
  }
  if (!(flags & SCTP_STREAM_RESET_OUTGOING_SSN))
    return;
  event->type = flags & (SCTP_STREAM_RESET_DENIED | SCTP_STREAM_RESET_FAILED)
      ? GST_RTC_SCTP_EVENT_RESET_FAILED : GST_RTC_SCTP_EVENT_RESET_OUT;
}

void
gst_rtc_sctp_event_parse (GstRTCSctpEvent * event, const guint8 * data,
    gsize size)
{
  const union sctp_notification *all = (gconstpointer) data;

  *event = (GstRTCSctpEvent) {
  .type = GST_RTC_SCTP_EVENT_OTHER,.cause_code = -1};
  if (size < sizeof (all->sn_header))
    return;
  switch (all->sn_header.sn_type) {
    case SCTP_ASSOC_CHANGE:
      if (size >= sizeof (all->sn_assoc_change))
        parse_change (event, &all->sn_assoc_change, size);
      break;
    case SCTP_STREAM_RESET_EVENT:
      if (size >= sizeof (all->sn_strreset_event))
        parse_reset (event, &all->sn_strreset_event, size);
      break;
    case SCTP_PARTIAL_DELIVERY_EVENT:
      if (size < sizeof (all->sn_pdapi_event))
        break;
      event->type = GST_RTC_SCTP_EVENT_PARTIAL_ABORTED;
      event->id = (guint16) all->sn_pdapi_event.pdapi_stream;
      break;
    default:
      break;
  }
}

/* --- figures -------------------------------------------------------------- */

gboolean
gst_rtc_sctp_socket_get_stats (GstRTCSctpSocket * self,
    GstRTCSctpPathStats * stats)
{
  struct sctp_status status;

  if (!get_status (self, &status))
    return FALSE;
  stats->congestion_window = status.sstat_primary.spinfo_cwnd;
  stats->receiver_window = status.sstat_rwnd;
  stats->smoothed_rtt = status.sstat_primary.spinfo_srtt;
  stats->unacknowledged = status.sstat_unackdata;
  stats->mtu = status.sstat_primary.spinfo_mtu;
  return TRUE;
}
