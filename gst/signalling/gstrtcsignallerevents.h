/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsignallerevents.h: a signaller's signals, posted from any thread into
 * the context that was asked for.
 */

#ifndef GST_RTC_SIGNALLER_EVENTS_H
#define GST_RTC_SIGNALLER_EVENTS_H

#include "gstrtcsignaller.h"

G_BEGIN_DECLS

typedef struct GstRTCSignallerEvents GstRTCSignallerEvents;

/* Holds @owner weakly. */
GstRTCSignallerEvents *gst_rtc_signaller_events_new (GstRTCSignaller * owner,
    GMainContext * context);
GstRTCSignallerEvents *gst_rtc_signaller_events_ref (GstRTCSignallerEvents *
    events);
void gst_rtc_signaller_events_unref (GstRTCSignallerEvents * events);

/* What was posted and has not begun to run never will, nor what is posted from
 * now on: one of these lives from a start to its stop. */
void gst_rtc_signaller_events_close (GstRTCSignallerEvents * events);

void gst_rtc_signaller_events_joined (GstRTCSignallerEvents * events,
    gboolean polite);
void gst_rtc_signaller_events_message (GstRTCSignallerEvents * events,
    const gchar * json);
void gst_rtc_signaller_events_left (GstRTCSignallerEvents * events,
    const gchar * reason);
void gst_rtc_signaller_events_error (GstRTCSignallerEvents * events,
    const GError * error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCSignallerEvents,
    gst_rtc_signaller_events_unref)

G_END_DECLS

#endif /* GST_RTC_SIGNALLER_EVENTS_H */
