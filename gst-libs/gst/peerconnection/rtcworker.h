/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcworker.h: the two threads that the library shares in a process.
 */

#ifndef GST_RTC_WORKER_H
#define GST_RTC_WORKER_H

#include <gst/peerconnection/rtcprelude.h>

G_BEGIN_DECLS

/* The context where events of a connection happen whose maker named none:
 * an element's. Started at first use, never ended. */
    GMainContext * gst_rtc_worker_get_context (void);

/* Runs @func (@data) on the reaper thread, which may join any other thread of
 * ours: nobody waits for it but gst_rtc_reaper_drain(). */
void gst_rtc_reaper_push (void (*func) (gpointer data), gpointer data);

/* Waits until everything pushed before has run. For tests; exported, but not
 * part of the API. */
GST_RTC_API
void gst_rtc_reaper_drain (void);

G_END_DECLS

#endif /* GST_RTC_WORKER_H */
