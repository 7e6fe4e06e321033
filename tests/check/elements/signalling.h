/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * signalling.h: what the tests of signallers share: a listener that notes
 * what it is told, and waits with a deadline.
 */

#ifndef TEST_SIGNALLING_H
#define TEST_SIGNALLING_H

#include <gst/check/gstcheck.h>

#include "gstrtcsignaller.h"

G_BEGIN_DECLS

#define DEADLINE (10 * G_USEC_PER_SEC)

/* Iterates the default context until @condition. */
#define wait_until(condition) \
  G_STMT_START { \
    gint64 deadline_ = g_get_monotonic_time () + DEADLINE; \
    g_autoptr (GSource) tick_ = test_tick (); \
    while (!(condition)) { \
      fail_if (g_get_monotonic_time () > deadline_, \
          "waited in vain for: " #condition); \
      g_main_context_iteration (NULL, TRUE); \
    } \
    g_source_destroy (tick_); \
  } G_STMT_END

/* Wakes the wait so that it sees its deadline. */
GSource *test_tick (void);

/* Everything that a signaller said, as text: "joined polite",
 * "message ...", "left ...", "error ...". */
typedef struct
{
  GstRTCSignaller *signaller;
  GPtrArray *heard;             /* of gchar */
  GThread *thread;              /* where it was heard */
} Listener;

Listener *listener_new (const gchar * uri);
void listener_free (Listener * listener);
void listener_start (Listener * listener);
/* The last thing heard, or "". */
const gchar *listener_last (Listener * listener);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, listener_free)

G_END_DECLS

#endif /* TEST_SIGNALLING_H */
