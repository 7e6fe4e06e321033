/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcjson.c: dictionaries as JSON, as Web IDL would convert them.
 */

#include "rtcjson.h"

#include "core/pcerror.h"

JsonObject *
gst_rtc_json_parse_object (const gchar * text, GError ** error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) reason = NULL;
  JsonNode *root;

  if (!json_parser_load_from_data (parser, text, -1, &reason)) {
    g_set_error (error, PC_ERROR, PC_ERROR_SYNTAX, "not JSON: %s",
        reason->message);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "JSON %s, not an object",
        root != NULL ? json_node_type_name (root) : "of nothing");
    return NULL;
  }

  return json_object_ref (json_node_get_object (root));
}

gchar *
gst_rtc_json_to_text (JsonObject * object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

/* The member, or NULL when it is missing or null. */
static JsonNode *
find_member (JsonObject * object, const gchar * member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
expect_type (JsonNode * node, const gchar * member, GType type, GError ** error)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type)
    return TRUE;

  g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "%s is a JSON %s", member,
      json_node_type_name (node));
  return FALSE;
}

gboolean
gst_rtc_json_get_string (JsonObject * object, const gchar * member,
    const gchar ** value, GError ** error)
{
  JsonNode *node = find_member (object, member);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!expect_type (node, member, G_TYPE_STRING, error))
    return FALSE;

  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
gst_rtc_json_get_unsigned_short (JsonObject * object, const gchar * member,
    gint * value, GError ** error)
{
  JsonNode *node = find_member (object, member);
  gint64 number;

  *value = -1;
  if (node == NULL)
    return TRUE;
  if (!expect_type (node, member, G_TYPE_INT64, error))
    return FALSE;

  number = json_node_get_int (node);
  if (number < 0 || number > G_MAXUINT16) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "%s is %" G_GINT64_FORMAT
        ", outside of 0 to 65535", member, number);
    return FALSE;
  }

  *value = (gint) number;
  return TRUE;
}

gboolean
gst_rtc_json_get_enum (JsonObject * object, const gchar * member, GType type,
    gint * value, GError ** error)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  const gchar *text;
  GEnumValue *found;

  if (!gst_rtc_json_get_string (object, member, &text, error))
    return FALSE;
  found = text != NULL ? g_enum_get_value_by_nick (klass, text) : NULL;
  if (found == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "%s is \"%s\"", member,
        text != NULL ? text : "null");
    return FALSE;
  }

  *value = found->value;
  return TRUE;
}

void
gst_rtc_json_set_string (JsonObject * object, const gchar * member,
    const gchar * value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

void
gst_rtc_json_set_enum (JsonObject * object, const gchar * member, GType type,
    gint value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  json_object_set_string_member (object, member,
      g_enum_get_value (klass, value)->value_nick);
}
