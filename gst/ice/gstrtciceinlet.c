/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceinlet.c: datagrams of a libnice's socket, many a system call.
 */

#include "gstrtciceinlet.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <unistd.h>

#ifndef UDP_GRO
#define UDP_GRO 104
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_ice_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_debug

/* Messages a system call, each of one datagram or a run. */
#define MAX_MESSAGES 16
/* bytes that a run can have */
#define MAX_MESSAGE 65536
/* Datagrams handed on at once; what is left is read after others had their
 * turn. */
#define MAX_LIST 256
/* bytes that wait in the kernel; net.core.rmem_max may allow less. What does
 * not fit is lost, and a window of SCTP is as large as this. */
#define RECEIVE_BUFFER (2 * 1024 * 1024)
/* µs in which one stranger is asked about, not each of a flood. */
#define STRANGER_INTERVAL (10 * 1000)

struct _GstRTCIceInlet
{
  gint fd;
  GstRTCIOReader *reader;
  const GstRTCIceInletCallbacks *callbacks;
  gpointer user_data;
  struct sockaddr_storage peer; /* the last known one */
  gint64 stranger;              /* monotonic µs when one was asked about */
};

/* One a thread: what came in before is handed on before the next is read. */
typedef struct
{
  struct mmsghdr messages[MAX_MESSAGES];
  struct iovec iovecs[MAX_MESSAGES];
  struct sockaddr_storage from[MAX_MESSAGES];
  union
  {
    struct cmsghdr align;
    guint8 bytes[CMSG_SPACE (sizeof (gint))];
  }
  control[MAX_MESSAGES];
  guint8 bytes[MAX_MESSAGES][MAX_MESSAGE];
}
Slots;

static GPrivate slots_key = G_PRIVATE_INIT (g_free);

static Slots *
get_slots (void)
{
  Slots *slots = g_private_get (&slots_key);

  if (slots == NULL) {
    /* Its pages are the kernel's to give when one is first written to. */
    slots = g_malloc (sizeof (Slots));
    g_private_set (&slots_key, slots);
  }
  return slots;
}

/* --- the second socket ---------------------------------------------------- */

/* RFC 7983 section 7: DTLS from 20 to 63, RTP and RTCP from 128 to 191. What
 * this returns is an index: the first socket was libnice's. */
static const struct sock_filter demux[] = {
  BPF_STMT (BPF_LD | BPF_B | BPF_ABS, 0),
  BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 192, 3, 0),
  BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 128, 3, 0),
  BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 64, 1, 0),
  BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 20, 1, 0),
  BPF_STMT (BPF_RET | BPF_K, 0),
  BPF_STMT (BPF_RET | BPF_K, 1),
};

static gboolean
is_ours (guint8 first)
{
  return (first >= 20 && first < 64) || (first >= 128 && first < 192);
}

static gboolean
set_option (gint fd, gint level, gint option, gint value)
{
  return setsockopt (fd, level, option, &value, sizeof (value)) == 0;
}

static gboolean
set_up (gint fd, gint twin)
{
  const struct sock_fprog program = {
    .len = G_N_ELEMENTS (demux),
    .filter = (struct sock_filter *) demux,
  };
  struct sockaddr_storage address;
  socklen_t length = sizeof (address);

  if (getsockname (fd, (struct sockaddr *) &address, &length) < 0
      || !set_option (fd, SOL_SOCKET, SO_REUSEPORT, 1)
      || !set_option (twin, SOL_SOCKET, SO_REUSEPORT, 1))
    return FALSE;
  set_option (twin, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
  /* Without it a datagram a message. */
  set_option (twin, SOL_UDP, UDP_GRO, 1);
  /* Between the two calls a check may come here, and is sent again. */
  return bind (twin, (struct sockaddr *) &address, length) == 0
      && setsockopt (twin, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program,
      sizeof (program)) == 0;
}

static gint
open_twin (gint fd)
{
  gint domain, twin;
  socklen_t length = sizeof (domain);

  if (getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) < 0)
    return -1;
  twin = socket (domain, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (twin < 0)
    return -1;
  if (set_up (fd, twin))
    return twin;
  GST_INFO ("no second socket: %s", g_strerror (errno));
  close (twin);
  return -1;
}

/* --- who sends ------------------------------------------------------------ */

static gboolean
is_same_address (const struct sockaddr_storage *a,
    const struct sockaddr_storage *b)
{
  const struct sockaddr_in *a4 = (gconstpointer) a, *b4 = (gconstpointer) b;
  const struct sockaddr_in6 *a6 = (gconstpointer) a, *b6 = (gconstpointer) b;

  if (a->ss_family != b->ss_family)
    return FALSE;
  if (a->ss_family == AF_INET)
    return a4->sin_port == b4->sin_port
        && a4->sin_addr.s_addr == b4->sin_addr.s_addr;
  return a6->sin6_port == b6->sin6_port
      && IN6_ARE_ADDR_EQUAL (&a6->sin6_addr, &b6->sin6_addr);
}

/* As libnice does, what does not come from a candidate of the peer is not
 * looked at. */
static gboolean
is_peer (GstRTCIceInlet * inlet, const struct sockaddr_storage *from)
{
  gint64 now;

  if (is_same_address (from, &inlet->peer))
    return TRUE;
  now = g_get_monotonic_time ();
  if (now - inlet->stranger < STRANGER_INTERVAL)
    return FALSE;
  if (inlet->callbacks->knows (inlet, from, inlet->user_data)) {
    inlet->peer = *from;
    return TRUE;
  }
  inlet->stranger = now;
  return FALSE;
}

/* --- reading -------------------------------------------------------------- */

/* bytes of each datagram of the run, but the last, which may be shorter. */
static gsize
get_segment_size (struct msghdr *header, gsize size)
{
  struct cmsghdr *control;

  for (control = CMSG_FIRSTHDR (header); control != NULL;
      control = CMSG_NXTHDR (header, control)) {
    gint segment;

    if (control->cmsg_level != SOL_UDP || control->cmsg_type != UDP_GRO)
      continue;
    memcpy (&segment, CMSG_DATA (control), sizeof (segment));
    if (segment > 0)
      return (gsize) segment;
  }
  return size;
}

static void
cut_up (GstRTCIceInlet * inlet, GstBufferList * list, const guint8 * bytes,
    gsize size, gsize segment)
{
  for (gsize at = 0; at < size; at += segment) {
    gsize length = MIN (segment, size - at);

    if (is_ours (bytes[at])) {
      gst_buffer_list_add (list, gst_buffer_new_memdup (bytes + at, length));
    } else if (at > 0) {
      /* A card put something of libnice's behind ours. The peer sends that
       * again; from now on each comes alone. */
      set_option (inlet->fd, SOL_UDP, UDP_GRO, 0);
    }
  }
}

static void
prepare (Slots * slots)
{
  for (guint i = 0; i < MAX_MESSAGES; i++) {
    slots->iovecs[i].iov_base = slots->bytes[i];
    slots->iovecs[i].iov_len = MAX_MESSAGE;
    slots->messages[i].msg_hdr = (struct msghdr) {
      .msg_name = &slots->from[i],
      .msg_namelen = sizeof (slots->from[i]),
      .msg_iov = &slots->iovecs[i],
      .msg_iovlen = 1,
      .msg_control = &slots->control[i],
      .msg_controllen = sizeof (slots->control[i]),
    };
  }
}

/* FALSE when there is nothing more. */
static gboolean
read_some (GstRTCIceInlet * inlet, GstBufferList * list)
{
  Slots *slots = get_slots ();
  gint n;

  prepare (slots);
  n = recvmmsg (inlet->fd, slots->messages, MAX_MESSAGES, MSG_DONTWAIT, NULL);
  for (gint i = 0; i < n; i++) {
    struct msghdr *header = &slots->messages[i].msg_hdr;
    gsize size = slots->messages[i].msg_len;

    if (size > 0 && is_peer (inlet, &slots->from[i]))
      cut_up (inlet, list, slots->bytes[i], size, get_segment_size (header,
              size));
  }
  return n == MAX_MESSAGES;
}

static void
on_readable (gpointer user_data)
{
  GstRTCIceInlet *inlet = user_data;
  GstBufferList *list = gst_buffer_list_new_sized (MAX_LIST);

  while (read_some (inlet, list) && gst_buffer_list_length (list) < MAX_LIST);
  if (gst_buffer_list_length (list) > 0)
    inlet->callbacks->received (inlet, list, inlet->user_data);
  else
    gst_buffer_list_unref (list);
}

/* --- life ----------------------------------------------------------------- */

GstRTCIceInlet *
gst_rtc_ice_inlet_new (gint fd, GstRTCIO * io,
    const GstRTCIceInletCallbacks * callbacks, gpointer user_data)
{
  GstRTCIceInlet *inlet;
  gint twin = open_twin (fd);

  if (twin < 0)
    return NULL;
  inlet = g_new0 (GstRTCIceInlet, 1);
  inlet->fd = twin;
  inlet->callbacks = callbacks;
  inlet->user_data = user_data;
  inlet->reader = gst_rtc_io_add_reader (io, twin, on_readable, inlet);
  return inlet;
}

void
gst_rtc_ice_inlet_free (GstRTCIceInlet * inlet)
{
  gst_rtc_io_remove_reader (inlet->reader);
  close (inlet->fd);
  g_free (inlet);
}
