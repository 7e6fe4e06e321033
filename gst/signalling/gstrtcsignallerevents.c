/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsignallerevents.c: signals, posted from any thread.
 */

#include "gstrtcsignallerevents.h"

struct GstRTCSignallerEvents
{
  GMainContext *context;
  GWeakRef owner;
  gint closed;                  /* atomic */
};

typedef struct
{
  GstRTCSignallerEvents *events;
  const gchar *signal;
  gboolean polite;
  gchar *text;
  GError *error;
} Event;

static void
event_free (gpointer data)
{
  Event *event = data;

  gst_rtc_signaller_events_unref (event->events);
  g_free (event->text);
  g_clear_error (&event->error);
  g_free (event);
}

static gboolean
event_emit (gpointer data)
{
  Event *event = data;
  g_autoptr (GstRTCSignaller) owner = g_weak_ref_get (&event->events->owner);

  if (owner == NULL || g_atomic_int_get (&event->events->closed))
    return G_SOURCE_REMOVE;
  if (event->error != NULL)
    g_signal_emit_by_name (owner, event->signal, event->error);
  else if (event->text != NULL)
    g_signal_emit_by_name (owner, event->signal, event->text);
  else
    g_signal_emit_by_name (owner, event->signal, event->polite);

  return G_SOURCE_REMOVE;
}

/* Sources of one priority run in the order in which they were attached. */
static void
post (GstRTCSignallerEvents * self, const gchar * signal, gboolean polite,
    const gchar * text, const GError * error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Event *event = g_new (Event, 1);

  *event = (Event) {
  .events = gst_rtc_signaller_events_ref (self),.signal = signal,.polite =
        polite,.text = g_strdup (text),.error =
        error != NULL ? g_error_copy (error) : NULL,};
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "rtc-signaller");
  g_source_set_callback (source, event_emit, event, event_free);
  g_source_attach (source, self->context);
}

GstRTCSignallerEvents *
gst_rtc_signaller_events_new (GstRTCSignaller * owner, GMainContext * context)
{
  GstRTCSignallerEvents *self = g_atomic_rc_box_new0 (GstRTCSignallerEvents);

  if (context == NULL)
    context = g_main_context_default ();
  self->context = g_main_context_ref (context);
  g_weak_ref_init (&self->owner, owner);

  return self;
}

GstRTCSignallerEvents *
gst_rtc_signaller_events_ref (GstRTCSignallerEvents * events)
{
  return g_atomic_rc_box_acquire (events);
}

static void
events_clear (gpointer data)
{
  GstRTCSignallerEvents *self = data;

  g_weak_ref_clear (&self->owner);
  g_main_context_unref (self->context);
}

void
gst_rtc_signaller_events_unref (GstRTCSignallerEvents * events)
{
  g_atomic_rc_box_release_full (events, events_clear);
}

void
gst_rtc_signaller_events_close (GstRTCSignallerEvents * events)
{
  g_atomic_int_set (&events->closed, TRUE);
}

void
gst_rtc_signaller_events_joined (GstRTCSignallerEvents * events,
    gboolean polite)
{
  post (events, "peer-joined", polite, NULL, NULL);
}

void
gst_rtc_signaller_events_message (GstRTCSignallerEvents * events,
    const gchar * json)
{
  post (events, "message", FALSE, json, NULL);
}

void
gst_rtc_signaller_events_left (GstRTCSignallerEvents * events,
    const gchar * reason)
{
  post (events, "peer-left", FALSE, reason, NULL);
}

void
gst_rtc_signaller_events_error (GstRTCSignallerEvents * events,
    const GError * error)
{
  post (events, "error", FALSE, NULL, error);
}
