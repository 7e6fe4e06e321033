/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpheard.c: whom the packets of the peer were from.
 */

#include "pcrtpheard.h"

#define SILENCE 127             /* -dBov (RFC 6464 section 3) */
#define ONE_DB_LESS 0.89125093813374556 /* 10^(-1/20) */

void
pc_rtp_heard_add (GArray * list, guint max, const PcRtpHeard * heard)
{
  PcRtpHeard *oldest = NULL;
  guint i;

  for (i = 0; i < list->len; i++) {
    PcRtpHeard *known = &g_array_index (list, PcRtpHeard, i);

    if (known->source == heard->source) {
      if (heard->at >= known->at)
        *known = *heard;
      return;
    }
    if (oldest == NULL || known->at < oldest->at)
      oldest = known;
  }
  if (list->len < max)
    g_array_append_val (list, *heard);
  else
    *oldest = *heard;
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  const PcRtpHeard *x = a, *y = b;

  return (x->at < y->at) - (x->at > y->at);
}

void
pc_rtp_heard_sort (GArray * list)
{
  g_array_sort (list, compare_times);
}

gdouble
pc_rtp_level_to_linear (gint level)
{
  gdouble linear = 1;

  if (level >= SILENCE)
    return 0;
  while (level-- > 0)
    linear *= ONE_DB_LESS;

  return linear;
}
