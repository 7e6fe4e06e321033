/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcproperties.c: classes that are nothing but their members.
 */

#include "rtcproperties.h"

/* What the table of a class is found by, from its GType. */
static G_DEFINE_QUARK (gst - rtc - properties, properties);

typedef struct
{
  const GstRTCProperty *rows;
  guint n_rows;
} Table;

static const Table *
find_table (GType type)
{
  return g_type_get_qdata (type, properties_quark ());
}

static GType
row_type (const GstRTCProperty * row)
{
  return row->type != 0 ? row->type : row->get_type ();
}

static GParamSpec *
row_to_param_spec (const GstRTCProperty * row, GParamFlags flags)
{
  const gchar *name = row->name;
  GType type = row_type (row);
  gdouble number = row->number;

  switch (G_TYPE_FUNDAMENTAL (type)) {
    case G_TYPE_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, number != 0, flags);
    case G_TYPE_INT:
      return g_param_spec_int (name, NULL, NULL, G_MININT, G_MAXINT,
          (gint) number, flags);
    case G_TYPE_UINT:
      return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT,
          (guint) number, flags);
    case G_TYPE_INT64:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64,
          (gint64) number, flags);
    case G_TYPE_UINT64:
      return g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64,
          (guint64) number, flags);
    case G_TYPE_DOUBLE:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE,
          number, flags);
    case G_TYPE_STRING:
      return g_param_spec_string (name, NULL, NULL, row->text, flags);
    case G_TYPE_ENUM:
      return g_param_spec_enum (name, NULL, NULL, type, (gint) number, flags);
    case G_TYPE_OBJECT:
      return g_param_spec_object (name, NULL, NULL, type, flags);
    case G_TYPE_BOXED:
      return g_param_spec_boxed (name, NULL, NULL, type, flags);
    default:
      g_assert_not_reached ();
  }
}

/* Into a value that has the type of the row. */
static void
get_field (gpointer field, GValue * value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value))) {
    case G_TYPE_BOOLEAN:
      g_value_set_boolean (value, *(gboolean *) field);
      break;
    case G_TYPE_INT:
      g_value_set_int (value, *(gint *) field);
      break;
    case G_TYPE_UINT:
      g_value_set_uint (value, *(guint *) field);
      break;
    case G_TYPE_INT64:
      g_value_set_int64 (value, *(gint64 *) field);
      break;
    case G_TYPE_UINT64:
      g_value_set_uint64 (value, *(guint64 *) field);
      break;
    case G_TYPE_DOUBLE:
      g_value_set_double (value, *(gdouble *) field);
      break;
    case G_TYPE_STRING:
      g_value_set_string (value, *(gchar **) field);
      break;
    case G_TYPE_ENUM:
      g_value_set_enum (value, *(gint *) field);
      break;
    case G_TYPE_OBJECT:
      g_value_set_object (value, *(GObject **) field);
      break;
    case G_TYPE_BOXED:
      g_value_set_boxed (value, *(gpointer *) field);
      break;
    default:
      g_assert_not_reached ();
  }
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  const GstRTCProperty *row = &find_table (pspec->owner_type)->rows[id - 1];

  get_field (G_STRUCT_MEMBER_P (object, row->offset), value);
}

static void
clear_field (gpointer field, GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type)) {
    case G_TYPE_STRING:
      g_clear_pointer ((gchar **) field, g_free);
      break;
    case G_TYPE_OBJECT:
      g_clear_object ((GObject **) field);
      break;
    case G_TYPE_BOXED:
      if (*(gpointer *) field != NULL)
        g_boxed_free (type, *(gpointer *) field);
      *(gpointer *) field = NULL;
      break;
    default:
      break;
  }
}

/* From a value that has the type of the row. */
static void
set_field (gpointer field, const GValue * value)
{
  clear_field (field, G_VALUE_TYPE (value));

  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value))) {
    case G_TYPE_BOOLEAN:
      *(gboolean *) field = g_value_get_boolean (value);
      break;
    case G_TYPE_INT:
      *(gint *) field = g_value_get_int (value);
      break;
    case G_TYPE_UINT:
      *(guint *) field = g_value_get_uint (value);
      break;
    case G_TYPE_INT64:
      *(gint64 *) field = g_value_get_int64 (value);
      break;
    case G_TYPE_UINT64:
      *(guint64 *) field = g_value_get_uint64 (value);
      break;
    case G_TYPE_DOUBLE:
      *(gdouble *) field = g_value_get_double (value);
      break;
    case G_TYPE_STRING:
      *(gchar **) field = g_value_dup_string (value);
      break;
    case G_TYPE_ENUM:
      *(gint *) field = g_value_get_enum (value);
      break;
    case G_TYPE_OBJECT:
      *(GObject **) field = g_value_dup_object (value);
      break;
    case G_TYPE_BOXED:
      *(gpointer *) field = g_value_dup_boxed (value);
      break;
    default:
      g_assert_not_reached ();
  }
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  const GstRTCProperty *row = &find_table (pspec->owner_type)->rows[id - 1];

  gpointer field = G_STRUCT_MEMBER_P (object, row->offset);

  set_field (field, value);

  /* a string with a default is never NULL, as in IDL */
  if (row->text != NULL && *(gchar **) field == NULL)
    *(gchar **) field = g_strdup (row->text);
}

static void
finalize (GObject * object)
{
  const Table *table = find_table (G_OBJECT_TYPE (object));

  for (guint i = 0; i < table->n_rows; i++)
    clear_field (G_STRUCT_MEMBER_P (object, table->rows[i].offset),
        row_type (&table->rows[i]));

  /* final classes: the parent is GObject itself */
  G_OBJECT_CLASS (g_type_class_peek (G_TYPE_OBJECT))->finalize (object);
}

void
gst_rtc_properties_install (gpointer klass, const GstRTCProperty * properties,
    guint n_properties, GstRTCPropertiesKind kind)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  Table *table = g_new (Table, 1);

  g_assert (g_type_parent (G_TYPE_FROM_CLASS (klass)) == G_TYPE_OBJECT);

  /* a class lives as long as the process, and so does its table */
  *table = (Table) {
  properties, n_properties};
  g_type_set_qdata (G_TYPE_FROM_CLASS (klass), properties_quark (), table);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = finalize;

  for (guint i = 0; i < n_properties; i++) {
    GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    if (properties[i].name == NULL)
      continue;
    if (!properties[i].derived)
      flags |= G_PARAM_WRITABLE | (kind == GST_RTC_PROPERTIES_IMMUTABLE ?
          G_PARAM_CONSTRUCT_ONLY : G_PARAM_CONSTRUCT);
    g_object_class_install_property (object_class, i + 1,
        row_to_param_spec (&properties[i], flags));
  }
}

gpointer
gst_rtc_properties_copy (gpointer object)
{
  const Table *table = find_table (G_OBJECT_TYPE (object));
  gpointer copy = g_object_new (G_OBJECT_TYPE (object), NULL);

  for (guint i = 0; i < table->n_rows; i++) {
    const GstRTCProperty *row = &table->rows[i];
    gpointer from = G_STRUCT_MEMBER_P (object, row->offset);
    gpointer to = G_STRUCT_MEMBER_P (copy, row->offset);
    g_auto (GValue) value = G_VALUE_INIT;

    if (row_type (row) == G_TYPE_PTR_ARRAY) {
      gst_rtc_object_array_set (to, *(GPtrArray **) from);
      continue;
    }
    g_value_init (&value, row_type (row));
    get_field (from, &value);
    set_field (to, &value);
  }

  return copy;
}

GPtrArray *
gst_rtc_object_array_copy (GPtrArray * objects)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; objects != NULL && i < objects->len; i++)
    g_ptr_array_add (copy, g_object_ref (g_ptr_array_index (objects, i)));

  return copy;
}

void
gst_rtc_object_array_set (GPtrArray ** field, GPtrArray * objects)
{
  GPtrArray *copy = gst_rtc_object_array_copy (objects);

  g_clear_pointer (field, g_ptr_array_unref);
  *field = copy;
}
