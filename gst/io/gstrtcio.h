/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcio.h: the threads on which the network lives.
 *
 * A small, fixed, process-wide pool of threads (one per core, at most four;
 * GST_RTC_IO_THREADS overrides). A connection holds a GstRTCIO: a GMainContext
 * of its own, owned by one thread of the pool, so that a wake-up polls and
 * dispatches the sources of one connection only, however many there are.
 *
 * What runs on it must never block.
 */

#ifndef GST_RTC_IO_H
#define GST_RTC_IO_H

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _GstRTCIO GstRTCIO;

GstRTCIO *gst_rtc_io_new (void);        /* on the thread that has fewest */
/* For what serves the process and has little to do: no load to be shared out. */
GstRTCIO *gst_rtc_io_new_light (void);
GstRTCIO *gst_rtc_io_ref (GstRTCIO * io);
void gst_rtc_io_unref (GstRTCIO * io);  /* from any thread; never blocks */

/* Sources may be attached and destroyed from any thread. */
GMainContext *gst_rtc_io_get_context (GstRTCIO * io);
gboolean gst_rtc_io_is_current (GstRTCIO * io);
/* On any of the pool's threads, where nobody may wait for another. */
gboolean gst_rtc_io_is_pool_thread (void);

/* Runs @func on the thread, later, in the order of the calls. What is posted
 * is run even when the last reference goes first. @notify runs there too. */
void gst_rtc_io_post (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data, GDestroyNotify notify);
/* The same, and waits: only for tests and final teardown, never from the pool. */
void gst_rtc_io_sync (GstRTCIO * io);

/* Runs @func now, in the calling thread, while the thread rests: for as long as
 * it takes the caller is the thread, to is_current() and to all else. What it
 * defers and posts is run by the thread. FALSE: the thread is at work, and
 * nothing was run. */
gboolean gst_rtc_io_try_run (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data);

/* On the thread only: calls @func whenever @fd can be read, past the
 * GMainContext, which makes half a dozen system calls of it. */
typedef struct _GstRTCIOReader GstRTCIOReader;
GstRTCIOReader *gst_rtc_io_add_reader (GstRTCIO * io, gint fd,
    void (*func) (gpointer user_data), gpointer user_data);
/* From here on it is not called. Before @fd is closed. */
void gst_rtc_io_remove_reader (GstRTCIOReader * reader);

/* On the thread only: runs @func once when the dispatch that is under way has
 * run all its sources: where what one wake-up brought is handed on as one
 * batch. */
void gst_rtc_io_defer (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data);

/* The I/O context that an element was given by its bin (GstContext
 * GST_RTC_IO_CONTEXT_TYPE), or a new one. Transfer full. */
#define GST_RTC_IO_CONTEXT_TYPE "gst.rtc.io"
GstRTCIO *gst_rtc_io_for_element (GstElement * element);
GstContext *gst_rtc_io_to_context (GstRTCIO * io);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCIO, gst_rtc_io_unref)

G_END_DECLS

#endif /* GST_RTC_IO_H */
