/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciopriv.h: what the files of the I/O pool share.
 *
 *   thread ── outer epoll ──┬── wake-up eventfd of the thread
 *                           ├── inner epoll of connection 1 ── its sockets
 *                           └── inner epoll of connection 2 ── its sockets
 *
 * An idle connection is one entry of the outer epoll that never fires: what a
 * wake-up costs depends only on the connections that are ready. Time-outs are
 * kept in one sequence a thread.
 */

#ifndef GST_RTC_IO_PRIV_H
#define GST_RTC_IO_PRIV_H

#include "gstrtcio.h"

G_BEGIN_DECLS

/* --- the descriptors of one context (gstrtciofds.c) ---------------------- */
    typedef struct
{
  gint epoll_fd;
  gint outer_fd;                /* where epoll_fd is registered itself */
  gpointer tag;                 /* what the outer epoll says about it */
  gint wakeup_fd;               /* the GMainContext's own */
  GPollFD *fds;                 /* what the context wants polled now */
  gint n_fds;
  gint size;
  GPollFD *registered;          /* what epoll_fd was told */
  gint n_registered;
  gint registered_size;
  gboolean refused;             /* epoll does not take all of them */
} GstRTCIOFds;

void gst_rtc_io_fds_init (GstRTCIOFds * fds, GMainContext * context,
    gpointer tag);
void gst_rtc_io_fds_clear (GstRTCIOFds * fds);
void gst_rtc_io_fds_open (GstRTCIOFds * fds, gint outer_fd);
/* Asks the context what to poll, and for how many ms (-1: no time-out). */
gint gst_rtc_io_fds_query (GstRTCIOFds * fds, GMainContext * context,
    gint max_priority);
/* Makes epoll agree with the last query. @verify: do not trust the numbers. */
void gst_rtc_io_fds_register (GstRTCIOFds * fds, gboolean verify);
/* Fills in revents, by poll() itself when @directly. Returns how many
 * are ready; @woken when the context's own descriptor is one of them. */
gint gst_rtc_io_fds_collect (GstRTCIOFds * fds, gboolean directly,
    gboolean * woken);

/* Takes back the context's signals to itself; a prepare must follow. */
void gst_rtc_io_fds_acknowledge (GstRTCIOFds * fds);

/* A number re-used within a dispatch that a descriptor caused (see
 * gstrtciofds.c) is noticed after at most this long; doing so at each such
 * wake-up would cost a system call a socket. */
#define GST_RTC_IO_VERIFY_DELAY_US (20 * 1000)

/* --- a thread of the pool (gstrtciothread.c) ----------------------------- */

typedef struct
{
  guint index;
  GThread *thread;
  gint epoll_fd;
  gint wakeup_fd;

  GMutex lock;                  /* protects the two lists below */
  GQueue arrivals;              /* of GstRTCIO, to be taken over */
  GQueue departures;            /* of GstRTCIO without references */

  GMutex working;               /* held but while it waits: protects what
                                 * follows, and lends the thread */
  GSequence *timers;            /* of GstRTCIO by deadline */
  GQueue ready;                 /* of GstRTCIO to iterate next */
  GQueue readable;              /* of GstRTCIOReader to call next */
  GQueue removed;               /* of GstRTCIOReader, perhaps among them */
  GstRTCIO *dispatching;

  gint n_ios;                   /* protected by the pool's lock, as is: */
  gint n_light;                 /* those of them that do little */
} GstRTCIOThread;

/* What the outer epoll says of a descriptor: NULL is the wake-up's. */
typedef enum
{
  GST_RTC_IO_TARGET_CONTEXT,
  GST_RTC_IO_TARGET_READER,
} GstRTCIOTarget;

struct _GstRTCIOReader
{
  GstRTCIOTarget target;
  GstRTCIO *io;
  gint fd;
  void (*func) (gpointer user_data);
  gpointer user_data;
  gboolean removed;
};

/* Calls those that are readable, then forgets those that were removed. */
void gst_rtc_io_thread_run_readers (GstRTCIOThread * thread);

GstRTCIOThread *gst_rtc_io_thread_choose (gboolean is_light);
void gst_rtc_io_thread_arrive (GstRTCIOThread * thread, GstRTCIO * io);
void gst_rtc_io_thread_depart (GstRTCIOThread * thread, GstRTCIO * io);
void gst_rtc_io_thread_make_ready (GstRTCIOThread * thread, GstRTCIO * io);
gint gst_rtc_io_compare_deadlines (gconstpointer a, gconstpointer b,
    gpointer user_data);
/* Of the caller; NULL outside the pool. */
GstRTCIOThread *gst_rtc_io_thread_current (void);

/* --- a connection's context (gstrtcio.c) --------------------------------- */

/* Why a context is iterated; for the log, and it decides what is trusted. */
typedef enum
{
  GST_RTC_IO_CAUSE_FD = 1 << 0,
  GST_RTC_IO_CAUSE_TIMER = 1 << 1,
  GST_RTC_IO_CAUSE_AGAIN = 1 << 2,      /* more to do at once */
} GstRTCIOCause;

typedef struct
{
  void (*func) (gpointer user_data);
  gpointer user_data;
  GDestroyNotify notify;
} GstRTCIOCall;

struct _GstRTCIO
{
  GstRTCIOTarget target;
  gint ref_count;               /* atomic; a pending post holds one */
  GstRTCIOThread *thread;
  gboolean is_light;
  GMainContext *context;
  GSource *post_source;

  GMutex lock;                  /* protects posts */
  GArray *posts;                /* of GstRTCIOCall */

  /* The thread's own. */
  GstRTCIOFds fds;
  gint max_priority;            /* as the last prepare said */
  GArray *deferred;             /* of GstRTCIOCall */
  GSequenceIter *timer;         /* NULL: no deadline */
  gint64 deadline;              /* monotonic, µs */
  gint64 verify_at;             /* monotonic, µs; 0: all is verified */
  guint causes;                 /* GstRTCIOCause */
  gboolean is_ready;            /* stands in the thread's ready list */
};

void gst_rtc_io_adopt (GstRTCIO * io);
void gst_rtc_io_iterate (GstRTCIO * io);
/* As an iteration does with its sources. */
void gst_rtc_io_call (GstRTCIO * io, void (*func) (gpointer user_data),
    gpointer user_data);
void gst_rtc_io_destroy (GstRTCIO * io);

/* --- counters, for tests ------------------------------------------------- */

typedef struct
{
  guint threads;                /* started */
  guint contexts;               /* alive */
  guint64 iterations;           /* of a context */
  guint64 fds_examined;         /* handed to GMainContext, all iterations */
  guint64 rebuilds;             /* of an inner epoll */
} GstRTCIOStats;

void gst_rtc_io_get_stats (GstRTCIOStats * stats);
void gst_rtc_io_count_iteration (guint n_fds);
void gst_rtc_io_count_rebuild (void);

G_END_DECLS

#endif /* GST_RTC_IO_PRIV_H */
