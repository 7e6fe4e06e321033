/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcweb.c: http://HOST:PORT/, a server whose page is the peer.
 */

#include "gstrtcweb.h"

#include "gstrtcsignallerevents.h"
#include "gstrtcwebaddress.h"
#include "gstrtcwebcore.h"

struct _GstRTCWeb
{
  GObject parent;

  GstRTCWebAddress address;
  GMainContext *context;        /* or NULL */

  GMutex lock;                  /* protects what follows; nothing is called from under it */
  GstRTCSignallerEvents *events;        /* while started */
  GstRTCWebCore *core;          /* NULL while stopped */
  guint16 port;                 /* that the system gave */
};

static void gst_rtc_web_signaller_init (GstRTCSignallerInterface * iface);

G_DEFINE_TYPE_WITH_CODE (GstRTCWeb, gst_rtc_web, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (GST_TYPE_RTC_SIGNALLER, gst_rtc_web_signaller_init));

static gboolean
gst_rtc_web_start (GstRTCSignaller * signaller, GError ** error)
{
  GstRTCWeb *self = GST_RTC_WEB (signaller);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *sockets;

  if (self->core != NULL)
    return TRUE;
  sockets = gst_rtc_web_address_listen (&self->address, &self->port, error);
  if (sockets == NULL)
    return FALSE;
  self->events = gst_rtc_signaller_events_new (signaller, self->context);
  self->core = gst_rtc_web_core_new (sockets,
      gst_rtc_web_address_is_loopback (&self->address), self->events);

  return TRUE;
}

static void
gst_rtc_web_stop (GstRTCSignaller * signaller)
{
  GstRTCWeb *self = GST_RTC_WEB (signaller);
  GstRTCWebCore *core;

  g_mutex_lock (&self->lock);
  core = g_steal_pointer (&self->core);
  if (core != NULL)
    gst_rtc_signaller_events_close (self->events);
  g_clear_pointer (&self->events, gst_rtc_signaller_events_unref);
  g_mutex_unlock (&self->lock);

  if (core != NULL)
    gst_rtc_web_core_stop (core);
}

static void
gst_rtc_web_send (GstRTCSignaller * signaller, const gchar * json)
{
  GstRTCWeb *self = GST_RTC_WEB (signaller);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->core != NULL)
    gst_rtc_web_core_send (self->core, json);
}

static gchar *
gst_rtc_web_get_uri (GstRTCSignaller * signaller)
{
  GstRTCWeb *self = GST_RTC_WEB (signaller);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return gst_rtc_web_address_to_uri (&self->address,
      self->core != NULL ? self->port : self->address.port);
}

static void
gst_rtc_web_dispose (GObject * object)
{
  GstRTCWeb *self = GST_RTC_WEB (object);

  gst_rtc_web_stop (GST_RTC_SIGNALLER (self));

  G_OBJECT_CLASS (gst_rtc_web_parent_class)->dispose (object);
}

static void
gst_rtc_web_finalize (GObject * object)
{
  GstRTCWeb *self = GST_RTC_WEB (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  gst_rtc_web_address_clear (&self->address);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gst_rtc_web_parent_class)->finalize (object);
}

static void
gst_rtc_web_signaller_init (GstRTCSignallerInterface * iface)
{
  iface->start = gst_rtc_web_start;
  iface->stop = gst_rtc_web_stop;
  iface->send = gst_rtc_web_send;
  iface->get_uri = gst_rtc_web_get_uri;
}

static void
gst_rtc_web_class_init (GstRTCWebClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gst_rtc_web_dispose;
  object_class->finalize = gst_rtc_web_finalize;
}

static void
gst_rtc_web_init (GstRTCWeb * self)
{
  g_mutex_init (&self->lock);
}

GstRTCSignaller *
gst_rtc_web_new (const gchar * uri, GMainContext * context, GError ** error)
{
  GstRTCWebAddress address = { NULL, 0 };
  GstRTCWeb *self;

  if (!gst_rtc_web_address_parse (&address, uri, error))
    return NULL;
  self = g_object_new (GST_TYPE_RTC_WEB, NULL);
  self->address = address;
  self->context = context != NULL ? g_main_context_ref (context) : NULL;

  return GST_RTC_SIGNALLER (self);
}
