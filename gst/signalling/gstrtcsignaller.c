/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsignaller.c: the interface, and the table of schemes.
 */

#include "gstrtcsignaller.h"

#include <gst/peerconnection/core/pcerror.h>

#include "gstrtcloopback.h"
#include "gstrtcweb.h"

G_DEFINE_INTERFACE (GstRTCSignaller, gst_rtc_signaller, G_TYPE_OBJECT);

static const struct
{
  const gchar *scheme;
  GstRTCSignaller *(*create) (const gchar * uri, GMainContext * context,
      GError ** error);
} schemes[] = {
  {"loopback", gst_rtc_loopback_new},
  {"http", gst_rtc_web_new},
};

static void
gst_rtc_signaller_default_init (GstRTCSignallerInterface * iface)
{
  g_signal_new ("peer-joined", GST_TYPE_RTC_SIGNALLER, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  g_signal_new ("message", GST_TYPE_RTC_SIGNALLER, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("peer-left", GST_TYPE_RTC_SIGNALLER, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("error", GST_TYPE_RTC_SIGNALLER, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

GstRTCSignaller *
gst_rtc_signaller_new_for_uri (const gchar * uri, GMainContext * context,
    GError ** error)
{
  g_autofree gchar *scheme = NULL;
  guint i;

  g_return_val_if_fail (uri != NULL, NULL);

  scheme = g_uri_parse_scheme (uri);
  if (scheme == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_SYNTAX,
        "'%s' is not a URI: expected loopback:NAME or http://HOST:PORT/", uri);
    return NULL;
  }
  for (i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_ascii_strcasecmp (scheme, schemes[i].scheme) == 0)
      return schemes[i].create (uri, context, error);
  }
  g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
      "'%s': no signalling over '%s': expected loopback:NAME or "
      "http://HOST:PORT/", uri, scheme);

  return NULL;
}

gboolean
gst_rtc_signaller_start (GstRTCSignaller * self, GError ** error)
{
  g_return_val_if_fail (GST_IS_RTC_SIGNALLER (self), FALSE);

  return GST_RTC_SIGNALLER_GET_IFACE (self)->start (self, error);
}

void
gst_rtc_signaller_stop (GstRTCSignaller * self)
{
  g_return_if_fail (GST_IS_RTC_SIGNALLER (self));

  GST_RTC_SIGNALLER_GET_IFACE (self)->stop (self);
}

void
gst_rtc_signaller_send (GstRTCSignaller * self, const gchar * json)
{
  g_return_if_fail (GST_IS_RTC_SIGNALLER (self));
  g_return_if_fail (json != NULL);

  GST_RTC_SIGNALLER_GET_IFACE (self)->send (self, json);
}

gchar *
gst_rtc_signaller_get_uri (GstRTCSignaller * self)
{
  g_return_val_if_fail (GST_IS_RTC_SIGNALLER (self), NULL);

  return GST_RTC_SIGNALLER_GET_IFACE (self)->get_uri (self);
}
