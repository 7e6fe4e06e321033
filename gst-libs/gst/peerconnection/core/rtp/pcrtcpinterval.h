/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtcpinterval.h: how long until the next regular RTCP report.
 */

#ifndef PC_RTCP_INTERVAL_H
#define PC_RTCP_INTERVAL_H

#include "../pctypes.h"

G_BEGIN_DECLS

typedef struct
{
  guint members;                /* SSRCs of both ends */
  guint senders;
  gboolean we_send;
  gboolean initial;             /* nothing has been reported yet */
  guint average_size;           /* bytes of a report with IP and UDP */
  PcTime minimum;
} PcRtcpIntervalParams;

PcTime pc_rtcp_interval (const PcRtcpIntervalParams * params,
    const PcRandom * random);

G_END_DECLS

#endif /* PC_RTCP_INTERVAL_H */
