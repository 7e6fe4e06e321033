/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciofds.c: the descriptors of one GMainContext in an epoll.
 *
 * epoll knows open file descriptions, GMainContext knows numbers. They part
 * in two ways, both of which happen with libnice:
 *  - a descriptor is closed while a dup() of it lives: its registration stays,
 *    can no longer be removed by number, and would wake the thread for ever;
 *  - it is closed and its number given out again within one dispatch: the set
 *    of numbers is unchanged, and the new socket is not registered.
 * epoll_ctl() betrays both with EBADF or ENOENT; then the epoll is made anew.
 */

#include "gstrtciopriv.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Events taken from an inner epoll at once; what is left stays ready. */
#define MAX_EVENTS 64

static guint32
to_epoll (gushort events)
{
  return ((events & G_IO_IN) ? EPOLLIN : 0) |
      ((events & G_IO_OUT) ? EPOLLOUT : 0) |
      ((events & G_IO_PRI) ? EPOLLPRI : 0);
}

static gushort
from_epoll (guint32 events)
{
  return ((events & EPOLLIN) ? G_IO_IN : 0) |
      ((events & EPOLLOUT) ? G_IO_OUT : 0) |
      ((events & EPOLLPRI) ? G_IO_PRI : 0) |
      ((events & EPOLLERR) ? G_IO_ERR : 0) |
      ((events & EPOLLHUP) ? G_IO_HUP : 0);
}

static gboolean
control (GstRTCIOFds * fds, int op, const GPollFD * fd)
{
  struct epoll_event event = {
    .events = to_epoll (fd->events),
    .data.fd = fd->fd,
  };

  return epoll_ctl (fds->epoll_fd, op, fd->fd, &event) == 0;
}

static void
add (GstRTCIOFds * fds, const GPollFD * fd)
{
  if (control (fds, EPOLL_CTL_ADD, fd))
    return;
  if (errno == EEXIST && control (fds, EPOLL_CTL_MOD, fd))
    return;

  /* Regular files (EPERM) are always ready, closed ones (EBADF) always wrong:
   * poll() says which, as it would in GLib's own loop. */
  fds->refused = TRUE;
}

static void
join_outer (GstRTCIOFds * fds)
{
  struct epoll_event event = {
    .events = EPOLLIN,
    .data.ptr = fds->tag,
  };

  fds->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (fds->epoll_fd < 0 ||
      epoll_ctl (fds->outer_fd, EPOLL_CTL_ADD, fds->epoll_fd, &event) < 0)
    g_error ("rtc-io: no epoll: %s", g_strerror (errno));
}

static void
leave_outer (GstRTCIOFds * fds)
{
  /* By name, too: a forked child may hold the descriptor. */
  epoll_ctl (fds->outer_fd, EPOLL_CTL_DEL, fds->epoll_fd, NULL);
  close (fds->epoll_fd);
  fds->epoll_fd = -1;
}

static void
remember (GstRTCIOFds * fds)
{
  if (fds->registered_size < fds->n_fds) {
    fds->registered_size = fds->size;
    fds->registered = g_renew (GPollFD, fds->registered, fds->size);
  }
  memcpy (fds->registered, fds->fds, fds->n_fds * sizeof (GPollFD));
  fds->n_registered = fds->n_fds;
}

static void
rebuild (GstRTCIOFds * fds)
{
  gst_rtc_io_count_rebuild ();
  leave_outer (fds);
  join_outer (fds);
  fds->refused = FALSE;
  for (gint i = 0; i < fds->n_fds; i++)
    add (fds, &fds->fds[i]);
  remember (fds);
}

static gboolean
set_changed (GstRTCIOFds * fds)
{
  if (fds->n_fds != fds->n_registered)
    return TRUE;
  for (gint i = 0; i < fds->n_fds; i++)
    if (fds->fds[i].fd != fds->registered[i].fd ||
        fds->fds[i].events != fds->registered[i].events)
      return TRUE;
  return FALSE;
}

/* Both lists are sorted by number, as GMainContext keeps them. Returns FALSE
 * when epoll and the numbers do not agree. */
static gboolean
merge (GstRTCIOFds * fds)
{
  const GPollFD *old = fds->registered, *now = fds->fds;
  const GPollFD *old_end = old + fds->n_registered;
  const GPollFD *now_end = now + fds->n_fds;

  while (old < old_end || now < now_end) {
    if (now == now_end || (old < old_end && old->fd < now->fd)) {
      if (!control (fds, EPOLL_CTL_DEL, old))
        return FALSE;
      old++;
    } else if (old == old_end || now->fd < old->fd) {
      add (fds, now);
      now++;
    } else {
      if (!control (fds, EPOLL_CTL_MOD, now))
        return FALSE;
      old++;
      now++;
    }
  }
  return TRUE;
}

void
gst_rtc_io_fds_init (GstRTCIOFds * fds, GMainContext * context, gpointer tag)
{
  gint priority;

  *fds = (GstRTCIOFds) {
  .epoll_fd = -1,.outer_fd = -1,.tag = tag,.size = 4,.fds =
        g_new (GPollFD, 4),};
  /* A new context polls nothing but its own wake-up descriptor. */
  g_main_context_prepare (context, &priority);
  gst_rtc_io_fds_query (fds, context, G_MAXINT);
  g_assert (fds->n_fds == 1);
  fds->wakeup_fd = fds->fds[0].fd;
}

void
gst_rtc_io_fds_clear (GstRTCIOFds * fds)
{
  if (fds->epoll_fd >= 0)
    leave_outer (fds);
  g_free (fds->fds);
  g_free (fds->registered);
}

void
gst_rtc_io_fds_open (GstRTCIOFds * fds, gint outer_fd)
{
  fds->outer_fd = outer_fd;
  join_outer (fds);
}

gint
gst_rtc_io_fds_query (GstRTCIOFds * fds, GMainContext * context,
    gint max_priority)
{
  gint timeout;

  while ((fds->n_fds = g_main_context_query (context, max_priority, &timeout,
              fds->fds, fds->size)) > fds->size) {
    fds->size = fds->n_fds;
    fds->fds = g_renew (GPollFD, fds->fds, fds->size);
  }
  return timeout;
}

void
gst_rtc_io_fds_register (GstRTCIOFds * fds, gboolean verify)
{
  if (!verify && !set_changed (fds))
    return;

  if (fds->refused || !merge (fds))
    rebuild (fds);
  else
    remember (fds);
}

gint
gst_rtc_io_fds_collect (GstRTCIOFds * fds, gboolean directly, gboolean * woken)
{
  struct epoll_event events[MAX_EVENTS];
  gint n, hint = 0;

  *woken = FALSE;
  if (directly) {
    n = g_poll (fds->fds, fds->n_fds, 0);
    for (gint i = 0; n > 0 && i < fds->n_fds; i++)
      if (fds->fds[i].fd == fds->wakeup_fd && fds->fds[i].revents)
        *woken = TRUE;
    return MAX (n, 0);
  }

  for (gint i = 0; i < fds->n_fds; i++)
    fds->fds[i].revents = 0;
  n = epoll_wait (fds->epoll_fd, events, MAX_EVENTS, 0);
  for (gint i = 0; i < n; i++) {
    for (gint j = 0; j < fds->n_fds; j++, hint++) {
      GPollFD *fd = &fds->fds[hint % fds->n_fds];

      if (fd->fd == events[i].data.fd) {
        fd->revents = from_epoll (events[i].events);
        break;
      }
    }
    *woken = *woken || events[i].data.fd == fds->wakeup_fd;
  }
  return MAX (n, 0);
}

void
gst_rtc_io_fds_acknowledge (GstRTCIOFds * fds)
{
  gchar buffer[16];

  /* An eventfd, or a pipe where there is none: both do not block. */
  while (read (fds->wakeup_fd, buffer, sizeof (buffer)) == sizeof (buffer));
}
