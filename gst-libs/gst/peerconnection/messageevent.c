/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * messageevent.c: a message came.
 */

#include "messageevent.h"

#include "rtcproperties.h"

/**
 * GstMessageEvent:
 *
 * What "message" of a data channel carries (HTML section 9.1).
 *
 * The attribute "data" of the standard has two types; here are two
 * properties, of which one is %NULL. Empty messages are "" and an empty
 * #GBytes.
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstMessageEvent
{
  GObject parent;

  gchar *text;
  GBytes *bytes;
};

G_DEFINE_FINAL_TYPE (GstMessageEvent, gst_message_event, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstMessageEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstMessageEvent:text:
   *
   * The message, when it is text; %NULL when it is binary.
   *
   * Since: 0.1
   */
  { "text", OFFSET (text), G_TYPE_STRING },
  /**
   * GstMessageEvent:bytes:
   *
   * The message, when it is binary; %NULL when it is text.
   *
   * Since: 0.1
   */
  { "bytes", OFFSET (bytes), .get_type = g_bytes_get_type },
};
/* *INDENT-ON* */

static void
gst_message_event_class_init (GstMessageEventClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_message_event_init (GstMessageEvent * self)
{
}

/**
 * gst_message_event_new:
 * @text: (nullable): the message, when it is text
 * @bytes: (nullable): the message, when it is binary
 *
 * One of the two is %NULL.
 *
 * Returns: (transfer full): a new MessageEvent
 *
 * Since: 0.1
 */
GstMessageEvent *
gst_message_event_new (const gchar * text, GBytes * bytes)
{
  g_return_val_if_fail ((text == NULL) != (bytes == NULL), NULL);

  return g_object_new (GST_TYPE_MESSAGE_EVENT, "text", text, "bytes", bytes,
      NULL);
}

/**
 * gst_message_event_get_text:
 * @event: a MessageEvent
 *
 * Returns: (transfer none) (nullable): the message, when it is text; %NULL
 *   when it is binary
 *
 * Since: 0.1
 */
const gchar *
gst_message_event_get_text (GstMessageEvent * event)
{
  g_return_val_if_fail (GST_IS_MESSAGE_EVENT (event), NULL);

  return event->text;
}

/**
 * gst_message_event_get_bytes:
 * @event: a MessageEvent
 *
 * Returns: (transfer none) (nullable): the message, when it is binary; %NULL
 *   when it is text
 *
 * Since: 0.1
 */
GBytes *
gst_message_event_get_bytes (GstMessageEvent * event)
{
  g_return_val_if_fail (GST_IS_MESSAGE_EVENT (event), NULL);

  return event->bytes;
}
