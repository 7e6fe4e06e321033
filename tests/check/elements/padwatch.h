/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * padwatch.h: everything that comes out of the source pads of an element, told
 * in numbers. Each pad goes to a fakesink. Every wait has a deadline and says
 * what it waited for.
 */

#ifndef PAD_WATCH_H
#define PAD_WATCH_H

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>

typedef enum
{
  TRACK_ADDED,                  /* times that a pad of the name was added */
  TRACK_REMOVED,
  TRACK_BUFFERS,
  TRACK_LOST,                   /* missing sequence numbers */
  TRACK_REPEATED,               /* sticky events behind the first buffer */
  TRACK_GAPS,                   /* GAP events */
  TRACK_EOS,
  N_TRACK_FACTS,
} TrackFact;

typedef struct _PadWatch PadWatch;

PadWatch *pad_watch_new (GstElement * pipeline, const gchar * element);
/* Once the pipeline is in NULL. */
void pad_watch_free (PadWatch * watch);

guint pad_watch_get (PadWatch * watch, const gchar * pad, TrackFact fact);
void pad_watch_wait (PadWatch * watch, const gchar * pad, TrackFact fact,
    guint n);
/* So many more than now. */
void pad_watch_wait_more (PadWatch * watch, const gchar * pad, TrackFact fact,
    guint n);
/* For buffers of what goes into the sink pad @sender of the peer: a pad with
 * the same mid, which may still change while offers collide. */
void pad_watch_wait_sent (PadWatch * watch, GstPad * sender, guint n);

#endif /* PAD_WATCH_H */
