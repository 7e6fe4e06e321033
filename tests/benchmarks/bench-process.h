/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-process.h: what the system says of this process.
 */

#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <glib.h>

G_BEGIN_DECLS

gdouble bench_cpu_seconds (void);       /* user and system, of this process */
guint bench_wake_ups (void);    /* how often one of its threads has slept */
guint bench_threads (void);
gdouble bench_rss_kib (void);

G_END_DECLS

#endif /* BENCH_PROCESS_H */
