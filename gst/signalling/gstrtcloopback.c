/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcloopback.c: loopback:NAME, two elements in one process.
 *
 * Whoever comes first waits under the name and is impolite; the second is
 * polite; a third is told that it is one too many. When one leaves, the other
 * waits again.
 */

#include "gstrtcloopback.h"

#include <gst/peerconnection/core/pcerror.h>
#include <string.h>

#include "gstrtcsignallerevents.h"

#define SCHEME "loopback:"
#define SEATS 2

struct _GstRTCLoopback
{
  GObject parent;

  gchar *name;
  GMainContext *context;        /* or NULL */
  GstRTCSignallerEvents *events;        /* while started; protected by rooms_lock */
};

/* All of the process. Nothing is called from under the lock but the posting of
 * events. */
static GMutex rooms_lock;
static GHashTable *rooms;       /* name -> Room; protected by rooms_lock */

typedef struct
{
  GstRTCLoopback *seats[SEATS]; /* not owned: they stand up in dispose */
} Room;

static void gst_rtc_loopback_signaller_init (GstRTCSignallerInterface * iface);

G_DEFINE_TYPE_WITH_CODE (GstRTCLoopback, gst_rtc_loopback, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (GST_TYPE_RTC_SIGNALLER,
        gst_rtc_loopback_signaller_init));

/* With rooms_lock held. Where @self sits, or -1. */
static gint
find_seat (const Room * room, const GstRTCLoopback * self)
{
  gint i;

  for (i = 0; room != NULL && i < SEATS; i++) {
    if (room->seats[i] == self)
      return i;
  }

  return -1;
}

/* With rooms_lock held. */
static Room *
find_room (const GstRTCLoopback * self)
{
  if (rooms == NULL)
    rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return g_hash_table_lookup (rooms, self->name);
}

static gboolean
gst_rtc_loopback_start (GstRTCSignaller * signaller, GError ** error)
{
  GstRTCLoopback *self = GST_RTC_LOOPBACK (signaller);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&rooms_lock);
  GstRTCLoopback *other;
  Room *room = find_room (self);
  gint seat;

  if (find_seat (room, self) >= 0)
    return TRUE;
  if (room == NULL) {
    room = g_new0 (Room, 1);
    g_hash_table_insert (rooms, g_strdup (self->name), room);
  }
  seat = find_seat (room, NULL);
  if (seat < 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        SCHEME "%s: two peers have met here already; a third needs another "
        "name", self->name);
    return FALSE;
  }
  room->seats[seat] = self;
  self->events = gst_rtc_signaller_events_new (signaller, self->context);
  other = room->seats[1 - seat];
  if (other != NULL) {
    gst_rtc_signaller_events_joined (other->events, FALSE);
    gst_rtc_signaller_events_joined (self->events, TRUE);
  }

  return TRUE;
}

static void
gst_rtc_loopback_stop (GstRTCSignaller * signaller)
{
  GstRTCLoopback *self = GST_RTC_LOOPBACK (signaller);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&rooms_lock);
  GstRTCLoopback *other;
  Room *room = find_room (self);
  gint seat = find_seat (room, self);

  if (seat < 0)
    return;
  gst_rtc_signaller_events_close (self->events);
  g_clear_pointer (&self->events, gst_rtc_signaller_events_unref);
  room->seats[seat] = NULL;
  other = room->seats[1 - seat];
  if (other != NULL)
    gst_rtc_signaller_events_left (other->events, "the other peer has left");
  else
    g_hash_table_remove (rooms, self->name);
}

static void
gst_rtc_loopback_send (GstRTCSignaller * signaller, const gchar * json)
{
  GstRTCLoopback *self = GST_RTC_LOOPBACK (signaller);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&rooms_lock);
  Room *room = find_room (self);
  gint seat = find_seat (room, self);

  if (seat >= 0 && room->seats[1 - seat] != NULL)
    gst_rtc_signaller_events_message (room->seats[1 - seat]->events, json);
}

static gchar *
gst_rtc_loopback_get_uri (GstRTCSignaller * signaller)
{
  return g_strconcat (SCHEME, GST_RTC_LOOPBACK (signaller)->name, NULL);
}

static void
gst_rtc_loopback_dispose (GObject * object)
{
  GstRTCLoopback *self = GST_RTC_LOOPBACK (object);

  if (self->name != NULL)
    gst_rtc_loopback_stop (GST_RTC_SIGNALLER (self));

  G_OBJECT_CLASS (gst_rtc_loopback_parent_class)->dispose (object);
}

static void
gst_rtc_loopback_finalize (GObject * object)
{
  GstRTCLoopback *self = GST_RTC_LOOPBACK (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->name);

  G_OBJECT_CLASS (gst_rtc_loopback_parent_class)->finalize (object);
}

static void
gst_rtc_loopback_signaller_init (GstRTCSignallerInterface * iface)
{
  iface->start = gst_rtc_loopback_start;
  iface->stop = gst_rtc_loopback_stop;
  iface->send = gst_rtc_loopback_send;
  iface->get_uri = gst_rtc_loopback_get_uri;
}

static void
gst_rtc_loopback_class_init (GstRTCLoopbackClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gst_rtc_loopback_dispose;
  object_class->finalize = gst_rtc_loopback_finalize;
}

static void
gst_rtc_loopback_init (GstRTCLoopback * self)
{
}

GstRTCSignaller *
gst_rtc_loopback_new (const gchar * uri, GMainContext * context,
    GError ** error)
{
  const gchar *name = uri + strlen (SCHEME);
  GstRTCLoopback *self;

  if (*name == '\0') {
    g_set_error (error, PC_ERROR, PC_ERROR_SYNTAX,
        "'%s': expected a name, as in loopback:demo", uri);
    return NULL;
  }
  self = g_object_new (GST_TYPE_RTC_LOOPBACK, NULL);
  self->name = g_strdup (name);
  self->context = context != NULL ? g_main_context_ref (context) : NULL;

  return GST_RTC_SIGNALLER (self);
}
