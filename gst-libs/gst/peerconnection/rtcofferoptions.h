/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcofferoptions.h: how to make an offer.
 */

#ifndef GST_RTC_OFFER_OPTIONS_H
#define GST_RTC_OFFER_OPTIONS_H

#include <gst/peerconnection/rtctypes.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_OFFER_OPTIONS (gst_rtc_offer_options_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCOfferOptions, gst_rtc_offer_options, GST,
    RTC_OFFER_OPTIONS, GObject)

GST_RTC_API
GstRTCOfferOptions *gst_rtc_offer_options_new (void);

G_END_DECLS

#endif /* GST_RTC_OFFER_OPTIONS_H */
