/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrestarts.c: when to restart ICE without being told to.
 */

#include "pcrestarts.h"

/* "disconnected" may resolve by itself (webrtc-pc section 5.6.3). */
#define GRACE_MS 2000
/* How much longer the controlled side waits: the other's offer is there by
 * then, or does not come. Where both offer after all, perfect negotiation
 * (webrtc-pc section 10.7) makes one restart of it. */
#define YIELD_MS 3000
/* Between two restarts at least, whatever networks do. */
#define SPACING_MS 2000
/* Until one that led to nothing is repeated; doubled each time. */
#define RETRY_MS 5000
#define MAX_RETRY_MS 60000

static gint64
retry_delay (guint n)
{
  gint64 delay = RETRY_MS;

  while (n-- > 1 && delay < MAX_RETRY_MS)
    delay *= 2;

  return MIN (delay, MAX_RETRY_MS);
}

static void
want (PcRestarts * restarts, gint64 when)
{
  restarts->due = MIN (restarts->due, when);
}

void
pc_restarts_init (PcRestarts * restarts)
{
  *restarts = (PcRestarts) {
  .due = G_MAXINT64,.last = G_MININT64 / 2,};
}

void
pc_restarts_handle_state (PcRestarts * restarts, PcIceState state,
    gboolean controlling, gint64 now)
{
  gint64 when = now + (controlling ? 0 : YIELD_MS);

  switch (state) {
    case PC_ICE_CONNECTED:
    case PC_ICE_COMPLETED:
      restarts->was_connected = TRUE;
      restarts->due = G_MAXINT64;
      restarts->n = 0;
      return;
    case PC_ICE_DISCONNECTED:
      when += GRACE_MS;
      break;
    case PC_ICE_FAILED:
      break;
    default:
      /* On its way, or not yet. */
      return;
  }
  if (!restarts->was_connected)
    return;
  want (restarts, MAX (when, restarts->last + (restarts->n > 0 ?
              retry_delay (restarts->n) : SPACING_MS)));
}

void
pc_restarts_handle_network (PcRestarts * restarts, gint64 now)
{
  if (restarts->was_connected)
    want (restarts, MAX (now, restarts->last + SPACING_MS));
}

gboolean
pc_restarts_poll (PcRestarts * restarts, gint64 now)
{
  if (now < restarts->due)
    return FALSE;
  restarts->last = now;
  restarts->n++;
  restarts->due = now + retry_delay (restarts->n);

  return TRUE;
}

gint64
pc_restarts_next_timeout (const PcRestarts * restarts)
{
  return restarts->due;
}
