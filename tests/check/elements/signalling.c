/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * signalling.c: what the tests of signallers share.
 */

#include "signalling.h"

static gboolean
on_tick (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

GSource *
test_tick (void)
{
  GSource *source = g_timeout_source_new (100);

  g_source_set_callback (source, on_tick, NULL, NULL);
  g_source_attach (source, NULL);

  return source;
}

static void
hear (Listener * self, const gchar * what, const gchar * text)
{
  g_ptr_array_add (self->heard, g_strconcat (what, text, NULL));
  self->thread = g_thread_self ();
}

static void
on_joined (GstRTCSignaller * signaller, gboolean polite, Listener * self)
{
  hear (self, "joined ", polite ? "polite" : "impolite");
}

static void
on_message (GstRTCSignaller * signaller, const gchar * json, Listener * self)
{
  hear (self, "message ", json);
}

static void
on_left (GstRTCSignaller * signaller, const gchar * reason, Listener * self)
{
  hear (self, "left ", reason);
}

static void
on_error (GstRTCSignaller * signaller, const GError * error, Listener * self)
{
  hear (self, "error ", error->message);
}

Listener *
listener_new (const gchar * uri)
{
  Listener *self = g_new0 (Listener, 1);
  GError *error = NULL;

  self->heard = g_ptr_array_new_with_free_func (g_free);
  self->signaller = gst_rtc_signaller_new_for_uri (uri, NULL, &error);
  fail_if (self->signaller == NULL, "%s", error ? error->message : "");
  g_signal_connect (self->signaller, "peer-joined", G_CALLBACK (on_joined),
      self);
  g_signal_connect (self->signaller, "message", G_CALLBACK (on_message), self);
  g_signal_connect (self->signaller, "peer-left", G_CALLBACK (on_left), self);
  g_signal_connect (self->signaller, "error", G_CALLBACK (on_error), self);

  return self;
}

void
listener_start (Listener * self)
{
  GError *error = NULL;

  fail_unless (gst_rtc_signaller_start (self->signaller, &error), "%s",
      error ? error->message : "");
}

const gchar *
listener_last (Listener * self)
{
  if (self->heard->len == 0)
    return "";

  return g_ptr_array_index (self->heard, self->heard->len - 1);
}

void
listener_free (Listener * self)
{
  g_signal_handlers_disconnect_by_data (self->signaller, self);
  g_clear_object (&self->signaller);
  g_ptr_array_unref (self->heard);
  g_free (self);
}
