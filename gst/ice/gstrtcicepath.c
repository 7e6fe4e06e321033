/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicepath.c: a list of datagrams in one system call.
 *
 * Runs of equal size (the last may be shorter) leave as one message that the
 * kernel cuts up (UDP_SEGMENT, Linux 4.18 and later): one walk down the
 * network stack for all of them. The rest is a message a datagram; sendmmsg()
 * takes both.
 */

#include "gstrtcicepath.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif

/* Datagrams a system call. The kernel cuts no message into more (it has
 * UDP_MAX_SEGMENTS, 64 before Linux 6.9). */
#define MAX_BATCH 64
/* A message to cut up is an IP packet first; 65,507 bytes is all it holds. */
#define MAX_MESSAGE 65000

typedef struct
{
  GstRTCIcePath *path;
  guint n;                      /* datagrams */
  GstBuffer *buffers[MAX_BATCH];
  GstMapInfo maps[MAX_BATCH];
  struct iovec iovecs[MAX_BATCH];

  guint n_messages;
  struct mmsghdr messages[MAX_BATCH];
  guint8 control[MAX_BATCH][CMSG_SPACE (sizeof (guint16))];
}
Batch;

/* Cleared for good when an interface cannot (EIO: no checksum offload). */
static gint segmentation_works = TRUE;  /* atomic */

static gboolean
can_segment (gint fd)
{
  static gsize probed;          /* 1: no, 2: yes */

  if (g_once_init_enter (&probed)) {
    gint value;
    socklen_t length = sizeof (value);

    g_once_init_leave (&probed,
        getsockopt (fd, SOL_UDP, UDP_SEGMENT, &value, &length) == 0 ? 2 : 1);
  }
  return probed == 2 && g_atomic_int_get (&segmentation_works);
}

GstRTCIcePath *
gst_rtc_ice_path_new (gint fd, const struct sockaddr_storage *address,
    guint generation)
{
  GstRTCIcePath *path;
  gint copy = fcntl (fd, F_DUPFD_CLOEXEC, 3);

  if (copy < 0)
    return NULL;
  path = g_atomic_rc_box_new0 (GstRTCIcePath);
  path->fd = copy;
  path->address = *address;
  path->address_length = address->ss_family == AF_INET6 ?
      sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in);
  path->generation = generation;
  return path;
}

GstRTCIcePath *
gst_rtc_ice_path_ref (GstRTCIcePath * path)
{
  return g_atomic_rc_box_acquire (path);
}

static void
path_clear (gpointer data)
{
  close (((GstRTCIcePath *) data)->fd);
}

void
gst_rtc_ice_path_unref (GstRTCIcePath * path)
{
  g_atomic_rc_box_release_full (path, path_clear);
}

/* How many from @first on may leave as one message. */
static guint
run_length (const Batch * batch, guint first)
{
  gsize size = batch->maps[first].size, total = size;
  guint i;

  if (size == 0)
    return 1;
  for (i = first + 1; i < batch->n; i++) {
    gsize next = batch->maps[i].size;

    if (next == 0 || next > size || total + next > MAX_MESSAGE)
      break;
    total += next;
    /* A shorter one ends it: the receiver could not tell where to cut. */
    if (next < size)
      return i + 1 - first;
  }
  return i - first;
}

static void
add_message (Batch * batch, guint first, guint n)
{
  guint index = batch->n_messages++;
  struct msghdr *header = &batch->messages[index].msg_hdr;
  guint16 size = batch->maps[first].size;
  struct cmsghdr *control;

  *header = (struct msghdr) {
    .msg_name = &batch->path->address,
    .msg_namelen = batch->path->address_length,
    .msg_iov = &batch->iovecs[first],
    .msg_iovlen = n,
  };
  if (n == 1)
    return;
  header->msg_control = batch->control[index];
  header->msg_controllen = sizeof (batch->control[index]);
  control = CMSG_FIRSTHDR (header);
  control->cmsg_level = SOL_UDP;
  control->cmsg_type = UDP_SEGMENT;
  control->cmsg_len = CMSG_LEN (sizeof (size));
  memcpy (CMSG_DATA (control), &size, sizeof (size));
}

static void
count_sent (const Batch * batch, guint message, GstRTCIceSent * sent)
{
  const struct msghdr *header = &batch->messages[message].msg_hdr;

  sent->messages++;
  sent->packets += header->msg_iovlen;
  for (gsize i = 0; i < header->msg_iovlen; i++)
    sent->bytes += header->msg_iov[i].iov_len;
}

static void
drop_from (const Batch * batch, guint message, GstRTCIceSent * sent)
{
  for (; message < batch->n_messages; message++)
    sent->dropped += batch->messages[message].msg_hdr.msg_iovlen;
}

/* Replaces message @index by one a datagram, in place of the whole rest. */
static void
unsegment (Batch * batch, guint index)
{
  guint first = batch->messages[index].msg_hdr.msg_iov - batch->iovecs;

  batch->n_messages = index;
  for (guint i = first; i < batch->n; i++)
    add_message (batch, i, 1);
}

/* What to do about the first message that was not taken. Returns the message
 * to go on with; n_messages to give up. */
static guint
handle_error (Batch * batch, guint at, gint error, gboolean * refused,
    GstRTCIceSent * sent)
{
  gboolean segmented = batch->messages[at].msg_hdr.msg_iovlen > 1;

  switch (error) {
    case EINTR:
      return at;
    case ECONNREFUSED:
      /* Tells of an earlier datagram; this one was not tried. */
      if (!*refused) {
        *refused = TRUE;
        return at;
      }
      break;
    case EAGAIN:
    case ENOBUFS:
      drop_from (batch, at, sent);
      return batch->n_messages;
    case EIO:
      if (segmented)
        g_atomic_int_set (&segmentation_works, FALSE);
      break;
    default:
      break;
  }
  /* EINVAL, EMSGSIZE: larger than the path's MTU, for instance. */
  if (segmented) {
    unsegment (batch, at);
    return at;
  }
  *refused = FALSE;
  sent->dropped++;
  return at + 1;
}

static void
send_batch (Batch * batch, gboolean segment, GstRTCIceSent * sent)
{
  gboolean refused = FALSE;
  guint at = 0;

  batch->n_messages = 0;
  segment = segment && can_segment (batch->path->fd);
  for (guint i = 0, n; i < batch->n; i += n) {
    n = segment ? run_length (batch, i) : 1;
    add_message (batch, i, n);
  }

  while (at < batch->n_messages) {
    gint n = sendmmsg (batch->path->fd, batch->messages + at,
        batch->n_messages - at, MSG_DONTWAIT | MSG_NOSIGNAL);

    sent->calls++;
    if (n < 0) {
      at = handle_error (batch, at, errno, &refused, sent);
      continue;
    }
    refused = FALSE;
    for (gint i = 0; i < n; i++)
      count_sent (batch, at++, sent);
  }
}

void
gst_rtc_ice_path_send (GstRTCIcePath * path, GstBufferList * list,
    gboolean segment, GstRTCIceSent * sent)
{
  guint length = gst_buffer_list_length (list);
  Batch batch;

  batch.path = path;
  for (guint start = 0; start < length; start += MAX_BATCH) {
    batch.n = 0;
    for (guint i = start; i < MIN (length, start + MAX_BATCH); i++) {
      GstBuffer *buffer = gst_buffer_list_get (list, i);
      GstMapInfo *map = &batch.maps[batch.n];

      if (!gst_buffer_map (buffer, map, GST_MAP_READ)) {
        sent->dropped++;
        continue;
      }
      batch.buffers[batch.n] = buffer;
      batch.iovecs[batch.n].iov_base = map->data;
      batch.iovecs[batch.n++].iov_len = map->size;
    }
    send_batch (&batch, segment, sent);
    for (guint i = 0; i < batch.n; i++)
      gst_buffer_unmap (batch.buffers[i], &batch.maps[i]);
  }
}
