/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcioreader.c: descriptors that are read past the GMainContext.
 *
 * They lie in the thread's own epoll, so that a datagram is one wait, one read.
 */

#include "gstrtciopriv.h"

#include <errno.h>
#include <sys/epoll.h>

GstRTCIOReader *
gst_rtc_io_add_reader (GstRTCIO * io, gint fd,
    void (*func) (gpointer user_data), gpointer user_data)
{
  GstRTCIOReader *reader;
  struct epoll_event event = {.events = EPOLLIN };

  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (gst_rtc_io_is_current (io), NULL);

  reader = g_new (GstRTCIOReader, 1);
  *reader = (GstRTCIOReader) {
  .target = GST_RTC_IO_TARGET_READER,.io = gst_rtc_io_ref (io),.fd =
        fd,.func = func,.user_data = user_data};
  event.data.ptr = reader;
  if (epoll_ctl (io->thread->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
    g_error ("rtc-io: no epoll: %s", g_strerror (errno));
  return reader;
}

void
gst_rtc_io_remove_reader (GstRTCIOReader * reader)
{
  GstRTCIOThread *thread = reader->io->thread;

  g_return_if_fail (gst_rtc_io_is_current (reader->io));

  epoll_ctl (thread->epoll_fd, EPOLL_CTL_DEL, reader->fd, NULL);
  /* The thread may have been told of it already. */
  reader->removed = TRUE;
  g_queue_push_tail (&thread->removed, reader);
}

void
gst_rtc_io_thread_run_readers (GstRTCIOThread * thread)
{
  GstRTCIOReader *reader;

  while ((reader = g_queue_pop_head (&thread->readable))) {
    if (reader->removed)
      continue;
    thread->dispatching = reader->io;
    gst_rtc_io_call (reader->io, reader->func, reader->user_data);
    thread->dispatching = NULL;
  }
  while ((reader = g_queue_pop_head (&thread->removed))) {
    gst_rtc_io_unref (reader->io);
    g_free (reader);
  }
}
