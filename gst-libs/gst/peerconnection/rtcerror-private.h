/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcerror-private.h: RTCError made from what failed.
 */

#ifndef GST_RTC_ERROR_PRIVATE_H
#define GST_RTC_ERROR_PRIVATE_H

#include "rtcerror.h"

G_BEGIN_DECLS

/* @error's message, and its line when pc_error_set_sdp() made it. Transfer
 * full. */
GstRTCError *gst_rtc_error_new_from_gerror (GstRTCErrorDetailType error_detail,
    const GError * error);

G_END_DECLS

#endif /* GST_RTC_ERROR_PRIVATE_H */
