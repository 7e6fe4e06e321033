/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcofferoptions.c: how to make an offer.
 */

#include "rtcofferoptions.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCOfferOptions:
 *
 * The argument of createOffer() (webrtc-pc section 4.2.6).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCOfferOptions, gst_rtc_offer_options, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCOfferOptions, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCOfferOptions:ice-restart:
   *
   * Whether the offer has new ICE credentials, so that transports are sought
   * anew.
   *
   * Since: 0.1
   */
  { "ice-restart", OFFSET (ice_restart), G_TYPE_BOOLEAN },
  /**
   * GstRTCOfferOptions:offer-to-receive-audio:
   *
   * Legacy (webrtc-pc section 4.4.3.3): "true" makes sure of a transceiver that
   * receives audio, "false" lets none receive it, "none" changes nothing. Use
   * transceivers.
   *
   * Since: 0.1
   */
  { "offer-to-receive-audio", OFFSET (offer_to_receive[PC_KIND_AUDIO]),
      .get_type = gst_rtc_nullable_boolean_get_type,
      .number = GST_RTC_NULLABLE_BOOLEAN_NONE },
  /**
   * GstRTCOfferOptions:offer-to-receive-video:
   *
   * As #GstRTCOfferOptions:offer-to-receive-audio, for video.
   *
   * Since: 0.1
   */
  { "offer-to-receive-video", OFFSET (offer_to_receive[PC_KIND_VIDEO]),
      .get_type = gst_rtc_nullable_boolean_get_type,
      .number = GST_RTC_NULLABLE_BOOLEAN_NONE },
};
/* *INDENT-ON* */

static void
gst_rtc_offer_options_class_init (GstRTCOfferOptionsClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_offer_options_init (GstRTCOfferOptions * self)
{
}

/**
 * gst_rtc_offer_options_new:
 *
 * Returns: (transfer full): a new RTCOfferOptions
 *
 * Since: 0.1
 */
GstRTCOfferOptions *
gst_rtc_offer_options_new (void)
{
  return g_object_new (GST_TYPE_RTC_OFFER_OPTIONS, NULL);
}
