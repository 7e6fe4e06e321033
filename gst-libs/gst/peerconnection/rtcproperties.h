/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcproperties.h: classes that are nothing but their members.
 *
 * Dictionaries and events of the standard hold values and do nothing with
 * them. Such a class says its members once, as a table of rows
 *
 *   { "max-retransmits", OFFSET (max_retransmits), G_TYPE_INT, .number = -1 },
 *
 * each under its own GTK-Doc comment; gst_rtc_properties_install() makes a
 * property of each row and the class's get_property, set_property and finalize.
 * The class must be final and derive from GObject.
 *
 * A number's property spans its whole C type: what a value may be is checked,
 * in words, where it is used. A range would turn 70000 into 0 without a word.
 */

#ifndef GST_RTC_PROPERTIES_H
#define GST_RTC_PROPERTIES_H

#include <glib-object.h>

G_BEGIN_DECLS

/* The field at @offset has the C type that g_object_get() would take, and
 * owns it: gboolean, gint, guint, gint64, guint64, gdouble, gchar *, an
 * enumeration, a GObject or a boxed type such as GStrv and GBytes. */
typedef struct
{
  const gchar *name;            /* NULL: no property; only copied and freed */
  gsize offset;
  GType type;                   /* 0: ask get_type */
  GType (*get_type) (void);     /* enumerations, objects and boxed types */
  gdouble number;               /* default of numbers, booleans, enumerations */
  const gchar *text;            /* default of strings, also for NULL */
  gboolean derived;             /* the class computes it: read-only */
} GstRTCProperty;

/* Members of an interface or event are set once, when it is made; members of
 * a dictionary whenever one likes. */
typedef enum
{
  GST_RTC_PROPERTIES_IMMUTABLE,
  GST_RTC_PROPERTIES_MUTABLE,
} GstRTCPropertiesKind;

/* @properties must be static. */
void gst_rtc_properties_install (gpointer klass,
    const GstRTCProperty * properties, guint n_properties,
    GstRTCPropertiesKind kind);

/* Another object of the same class with the same members; transfer full.
 * Members that are objects are shared. */
gpointer gst_rtc_properties_copy (gpointer object);

/* Sequences of objects are fields of type g_ptr_array_get_type(), which no
 * binding takes as a property: they get functions instead.
 * Returns a new array of new references; NULL is an empty one. */
GPtrArray *gst_rtc_object_array_copy (GPtrArray * objects);
void gst_rtc_object_array_set (GPtrArray ** field, GPtrArray * objects);

G_END_DECLS

#endif /* GST_RTC_PROPERTIES_H */
