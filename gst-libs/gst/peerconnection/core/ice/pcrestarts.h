/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrestarts.h: when a connection that has lost its path restarts ICE by
 * itself.
 *
 *   disconnected ──▶ 2 s ─┐
 *   failed ───────────────┼─▶ (controlled: 3 s more) ─▶ restart ─┐
 *   network changed ──────┘         ▲                            │ not connected
 *                                   └─────── 5, 10, 20 … 60 s ◀──┘
 *
 * Times are ms, of any clock that goes on.
 */

#ifndef PC_RESTARTS_H
#define PC_RESTARTS_H

#include "pcicestates.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean was_connected;       /* only then there is something to heal */
  gint64 due;                   /* of the next one; G_MAXINT64: none */
  gint64 last;                  /* of the last one */
  guint n;                      /* in a row, without being connected */
} PcRestarts;

void pc_restarts_init (PcRestarts * restarts);
/* @state: of the connection. Both peers may find themselves without a path: the
 * controlled one waits for the other's offer first. */
void pc_restarts_handle_state (PcRestarts * restarts, PcIceState state,
    gboolean controlling, gint64 now);
/* The machine's addresses have, and there is no path: the peer cannot know. */
void pc_restarts_handle_network (PcRestarts * restarts, gint64 now);
/* TRUE: restart now. Call it at pc_restarts_next_timeout(). */
gboolean pc_restarts_poll (PcRestarts * restarts, gint64 now);
/* G_MAXINT64: never. */
gint64 pc_restarts_next_timeout (const PcRestarts * restarts);

G_END_DECLS

#endif /* PC_RESTARTS_H */
