/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcerrorevent.c: a transport or channel failed.
 */

#include "rtcerrorevent.h"

#include "rtcproperties.h"

/**
 * GstRTCErrorEvent:
 *
 * What "error" carries (webrtc-pc section 11.3).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCErrorEvent
{
  GObject parent;

  GstRTCError *error;
};

G_DEFINE_FINAL_TYPE (GstRTCErrorEvent, gst_rtc_error_event, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCErrorEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCErrorEvent:error:
   *
   * What happened.
   *
   * Since: 0.1
   */
  { "error", OFFSET (error), .get_type = gst_rtc_error_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_error_event_class_init (GstRTCErrorEventClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_error_event_init (GstRTCErrorEvent * self)
{
}

/**
 * gst_rtc_error_event_new:
 * @error: what happened
 *
 * Returns: (transfer full): a new RTCErrorEvent
 *
 * Since: 0.1
 */
GstRTCErrorEvent *
gst_rtc_error_event_new (GstRTCError * error)
{
  return g_object_new (GST_TYPE_RTC_ERROR_EVENT, "error", error, NULL);
}

/**
 * gst_rtc_error_event_get_error:
 * @event: an RTCErrorEvent
 *
 * Returns: (transfer none): what happened
 *
 * Since: 0.1
 */
GstRTCError *
gst_rtc_error_event_get_error (GstRTCErrorEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR_EVENT (event), NULL);

  return event->error;
}
