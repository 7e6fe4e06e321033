/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * messageevent.h: a message came.
 */

#ifndef GST_MESSAGE_EVENT_H
#define GST_MESSAGE_EVENT_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_MESSAGE_EVENT (gst_message_event_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstMessageEvent, gst_message_event, GST,
    MESSAGE_EVENT, GObject)

GST_RTC_API
GstMessageEvent *gst_message_event_new (const gchar * text, GBytes * bytes);
GST_RTC_API
const gchar *gst_message_event_get_text (GstMessageEvent * event);
GST_RTC_API
GBytes *gst_message_event_get_bytes (GstMessageEvent * event);

G_END_DECLS

#endif /* GST_MESSAGE_EVENT_H */
