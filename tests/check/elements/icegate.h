/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * icegate.h: a gate between two peers on loopback, which the test can shut in
 * either direction.
 *
 *   a ──▶ doors[0] ═══ doors[1] ──▶ b          (and back)
 */

#ifndef ICE_GATE_H
#define ICE_GATE_H

#include "icepeer.h"

typedef struct
{
  GThread *thread;
  gint doors[2];                /* the socket that each peer talks to */
  guint16 ports[2];
  guint16 peers[2];             /* where they are; 0: not heard of yet */
  gint open[2];                 /* from each peer to the other; atomic */
  gint n_passed[2];             /* atomic */
  gint over;                    /* atomic */
} Gate;

void gate_init (Gate * gate);
void gate_clear (Gate * gate);
void gate_set_open (Gate * gate, gboolean from_a, gboolean from_b);
/* Each is told the gate in the place of the other; both gather. */
void connect_through (Gate * gate, Peer * a, Peer * b);

#endif /* ICE_GATE_H */
