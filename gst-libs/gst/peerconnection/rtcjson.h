/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcjson.h: dictionaries as JSON, as Web IDL would convert them.
 */

#ifndef GST_RTC_JSON_H
#define GST_RTC_JSON_H

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* SyntaxError when @text is no JSON, TypeError when it is no object. */
JsonObject *gst_rtc_json_parse_object (const gchar * text, GError ** error);
gchar *gst_rtc_json_to_text (JsonObject * object);

/* A missing member and null are the same: NULL, or -1. A member of another
 * type is a TypeError, as is one that must be there and is not. A string stays
 * @object's. */
gboolean gst_rtc_json_get_string (JsonObject * object, const gchar * member,
    const gchar ** value, GError ** error);
gboolean gst_rtc_json_get_unsigned_short (JsonObject * object,
    const gchar * member, gint * value, GError ** error);
/* Must be there. */
gboolean gst_rtc_json_get_enum (JsonObject * object, const gchar * member,
    GType type, gint * value, GError ** error);

/* @value NULL becomes null. */
void gst_rtc_json_set_string (JsonObject * object, const gchar * member,
    const gchar * value);
void gst_rtc_json_set_enum (JsonObject * object, const gchar * member,
    GType type, gint value);

G_END_DECLS

#endif /* GST_RTC_JSON_H */
