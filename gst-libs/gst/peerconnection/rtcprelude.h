/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef GST_RTC_PRELUDE_H
#define GST_RTC_PRELUDE_H

#include <gst/gst.h>

/* Everything is hidden but what says this. */
#ifndef GST_RTC_API
#define GST_RTC_API extern __attribute__ ((visibility ("default")))
#endif

#endif /* GST_RTC_PRELUDE_H */
