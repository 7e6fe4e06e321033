/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcasync.h: what may wait is done on a thread of GStreamer's.
 */

#ifndef GST_RTC_ASYNC_H
#define GST_RTC_ASYNC_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* gst_element_call_async() that keeps the bins around @element, too: a bin
 * hears of its children's states through a pointer that it does not guard, so
 * it must outlive whoever changes them. */
void gst_rtc_call_async (GstElement * element, GstElementCallAsyncFunc func,
    gpointer data, GDestroyNotify notify);

G_END_DECLS

#endif /* GST_RTC_ASYNC_H */
