/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * iotally.c: waiting for what the I/O threads do; sockets they watch.
 */

#include "iotally.h"

#include <sys/socket.h>
#include <unistd.h>

GMutex tally_lock;
static GCond cond;

void
bump (Tally * tally)
{
  g_mutex_lock (&tally_lock);
  tally->n++;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&tally_lock);
}

guint
read_tally (Tally * tally)
{
  guint n;

  g_mutex_lock (&tally_lock);
  n = tally->n;
  g_mutex_unlock (&tally_lock);
  return n;
}

void
await (Tally * tally, guint n, const gchar * what)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;

  g_mutex_lock (&tally_lock);
  while (tally->n < n)
    if (!g_cond_wait_until (&cond, &tally_lock, end))
      fail ("waited in vain for %s: %u of %u", what, tally->n, n);
  g_mutex_unlock (&tally_lock);
}

void
await_contexts (guint n)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;
  GstRTCIOStats stats;

  do {
    gst_rtc_io_get_stats (&stats);
    if (stats.contexts == n)
      return;
    g_thread_yield ();
  } while (g_get_monotonic_time () < end);
  fail ("waited in vain for %u contexts, there are %u", n, stats.contexts);
}

gboolean
read_one (gint fd, GIOCondition condition, gpointer user_data)
{
  Watched *watched = user_data;
  gchar byte;

  fail_unless_equals_int (read (fd, &byte, 1), 1);
  bump (&watched->read);
  return G_SOURCE_CONTINUE;
}

void
watch (Watched * watched, GUnixFDSourceFunc func)
{
  watched->source = g_unix_fd_source_new (watched->fds[0], G_IO_IN);
  g_source_set_callback (watched->source, G_SOURCE_FUNC (func), watched, NULL);
  g_source_attach (watched->source, gst_rtc_io_get_context (watched->io));
}

void
open_pair (Watched * watched)
{
  fail_unless_equals_int (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
          watched->fds), 0);
}

void
watched_clear (Watched * watched)
{
  g_source_destroy (watched->source);
  g_source_unref (watched->source);
  gst_rtc_io_sync (watched->io);
  close (watched->fds[0]);
  close (watched->fds[1]);
  gst_rtc_io_unref (watched->io);
}
