/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * iotally.h: waiting for what the I/O threads do; sockets they watch.
 */

#ifndef IO_TALLY_H
#define IO_TALLY_H

#include <glib-unix.h>
#include <gst/check/gstcheck.h>

#include "gstrtciopriv.h"

#define DEADLINE_US (10 * G_USEC_PER_SEC)

extern GMutex tally_lock;       /* protects every Tally */

typedef struct
{
  guint n;
  GString *log;
} Tally;

typedef struct
{
  GstRTCIO *io;
  gint fds[2];                  /* watched, other end */
  GSource *source;
  Tally read;
  gint n_registered;
} Watched;

void bump (Tally * tally);
guint read_tally (Tally * tally);
void await (Tally * tally, guint n, const gchar * what);
/* A context leaves on its thread, later than its last reference. */
void await_contexts (guint n);

/* Takes one byte, counts it. */
gboolean read_one (gint fd, GIOCondition condition, gpointer user_data);
void open_pair (Watched * watched);
void watch (Watched * watched, GUnixFDSourceFunc func);
void watched_clear (Watched * watched);

#endif /* IO_TALLY_H */
