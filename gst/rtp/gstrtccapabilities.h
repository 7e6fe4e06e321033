/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtccapabilities.h: what this installation can send and receive.
 */

#ifndef GST_RTC_CAPABILITIES_H
#define GST_RTC_CAPABILITIES_H

#include <gst/gst.h>
#include <gst/peerconnection/core/jsep/pcsession.h>

G_BEGIN_DECLS

/* The codecs for which the registry has a payloader and a depayloader, and
 * the header extensions that rtcrtp implements. Any thread; free with
 * pc_capabilities_free(). */
    PcCapabilities * gst_rtc_capabilities_new (void);

G_END_DECLS

#endif /* GST_RTC_CAPABILITIES_H */
