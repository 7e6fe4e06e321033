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

/* Not for new code: the standard has better. */
#define GST_RTC_DEPRECATED GST_RTC_API G_GNUC_DEPRECATED

#endif /* GST_RTC_PRELUDE_H */
