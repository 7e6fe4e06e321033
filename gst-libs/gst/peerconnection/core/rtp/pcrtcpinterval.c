/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtcpinterval.c: how long until the next regular RTCP report.
 *
 * RFC 3550 appendix A.7 with the minimum of RFC 4585 section 3.4: the AVPF
 * profile has none of five seconds. There is no reconsideration: the group is
 * two endpoints whose number of sources is bounded.
 */

#include "pcrtcpinterval.h"

/* RFC 3550 section 6.2: five percent of the session bandwidth, for which
 * 1 Mbit/s stands; a quarter of it for those that send. */
#define RTCP_BYTES_PER_SECOND (1000000 / 8 / 20)
#define SENDERS_SHARE 4

PcTime
pc_rtcp_interval (const PcRtcpIntervalParams * params, const PcRandom * random)
{
  guint64 bandwidth = RTCP_BYTES_PER_SECOND;
  guint members = MAX (params->members, 1);
  PcTime minimum = params->minimum;
  PcTime interval;

  if (params->senders > 0 && params->senders <= members / SENDERS_SHARE) {
    if (params->we_send) {
      bandwidth /= SENDERS_SHARE;
      members = params->senders;
    } else {
      bandwidth -= bandwidth / SENDERS_SHARE;
      members -= params->senders;
    }
  }
  /* RFC 3550 section 6.2: half of it before the first report. */
  if (params->initial)
    minimum /= 2;

  interval = members * (guint64) params->average_size * PC_SECOND / bandwidth;
  interval = MAX (interval, minimum);

  /* RFC 3550 section 6.3.1: between 0.5 and 1.5 times, so that reports of
   * sessions that began together drift apart. */
  return interval / 2 + (interval >> 16) * (pc_random_u32 (random) >> 16);
}
