/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtmftonechangeevent.c: a tone begins, or the last one is over.
 */

#include "rtcdtmftonechangeevent.h"

#include "rtcproperties.h"

/**
 * GstRTCDTMFToneChangeEvent:
 *
 * What "tonechange" carries (webrtc-pc section 7.3).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCDTMFToneChangeEvent
{
  GObject parent;

  gchar *tone;
};

G_DEFINE_FINAL_TYPE (GstRTCDTMFToneChangeEvent, gst_rtc_dtmf_tone_change_event,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCDTMFToneChangeEvent, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCDTMFToneChangeEvent:tone:
   *
   * The tone that began; "" when the last one is over.
   *
   * Since: 0.1
   */
  { "tone", OFFSET (tone), G_TYPE_STRING, .text = "" },
};
/* *INDENT-ON* */

static void
gst_rtc_dtmf_tone_change_event_class_init (GstRTCDTMFToneChangeEventClass *
    klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_dtmf_tone_change_event_init (GstRTCDTMFToneChangeEvent * self)
{
}

/**
 * gst_rtc_dtmf_tone_change_event_new:
 * @tone: (nullable): the tone that began; "" or %NULL when the last one is over
 *
 * Returns: (transfer full): a new RTCDTMFToneChangeEvent
 *
 * Since: 0.1
 */
GstRTCDTMFToneChangeEvent *
gst_rtc_dtmf_tone_change_event_new (const gchar * tone)
{
  return g_object_new (GST_TYPE_RTC_DTMF_TONE_CHANGE_EVENT, "tone", tone, NULL);
}

/**
 * gst_rtc_dtmf_tone_change_event_get_tone:
 * @event: an RTCDTMFToneChangeEvent
 *
 * Returns: (transfer none): the tone that began; "" when the last one is over
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_dtmf_tone_change_event_get_tone (GstRTCDTMFToneChangeEvent * event)
{
  g_return_val_if_fail (GST_IS_RTC_DTMF_TONE_CHANGE_EVENT (event), NULL);

  return event->tone;
}
