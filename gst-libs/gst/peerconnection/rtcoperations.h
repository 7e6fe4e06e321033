/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcoperations.h: the one queue of a connection.
 *
 *   any thread ── post ──▶ ┌───────────────────────────────┐
 *   application ─ chain ─▶ │ entry entry OPERATION entry … │ ── one a dispatch ──▶ main context
 *                          └───────────────────────────────┘
 *                               ▲ post_next: what an entry causes
 *
 * Signals, facts from the network and the operations chain of webrtc-pc section
 * 4.4.1.2 stand in one line. An operation is an entry too: all of its effects
 * are entries which it posts next, its completion the last of them, so the next
 * operation starts when everything of the one before has happened.
 */

#ifndef GST_RTC_OPERATIONS_H
#define GST_RTC_OPERATIONS_H

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct GstRTCOperations GstRTCOperations;

/* @owner: the connection, kept alive while an entry of its runs. */
typedef void (*GstRTCEntryFunc) (gpointer owner, gpointer data);

/* @owner is held weakly: entries whose owner is gone are dropped. @idle is
 * called, in the context, when the chain of operations became empty. */
GstRTCOperations *gst_rtc_operations_new (GMainContext * context,
    GObject * owner, void (*idle) (gpointer owner));
GstRTCOperations *gst_rtc_operations_ref (GstRTCOperations * operations);
void gst_rtc_operations_unref (GstRTCOperations * operations);

/* Appends an event. Any thread. Dropped when closed. */
void gst_rtc_operations_post (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify);

/* Appends an operation. Any thread. It runs even when closed: its caller
 * waits for an answer. Without an owner @notify must give it. */
void gst_rtc_operations_chain (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify);

/* Only while an entry runs: behind it, in the order of these calls, before all
 * that waits already. */
void gst_rtc_operations_post_next (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify);
/* Likewise, for the answer to an operation's caller: runs even when closed. */
void gst_rtc_operations_complete_next (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify);

/* Appends the answer to a call that is no operation. Any thread. It runs even
 * when closed. FALSE: stopped; @data is still the caller's. */
gboolean gst_rtc_operations_answer (GstRTCOperations * operations,
    GstRTCEntryFunc func, gpointer data, GDestroyNotify notify);

/* Where entries run (transfer full); NULL when stopped. Any thread. */
GMainContext *gst_rtc_operations_dup_context (GstRTCOperations * operations);

/* Whether [[Operations]] is empty. Any thread. */
gboolean gst_rtc_operations_is_idle (GstRTCOperations * operations);

/* From now on nothing but operations and their completions runs. Any thread,
 * also from an entry. */
void gst_rtc_operations_close (GstRTCOperations * operations);

/* The owner goes away: drops everything and leaves the context. Any thread,
 * also from an entry. */
void gst_rtc_operations_stop (GstRTCOperations * operations);

G_END_DECLS

#endif /* GST_RTC_OPERATIONS_H */
