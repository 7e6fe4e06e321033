/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcconfiguration-private.h: what a connection does with its configuration.
 */

#ifndef GST_RTC_CONFIGURATION_PRIVATE_H
#define GST_RTC_CONFIGURATION_PRIVATE_H

#include "rtcconfiguration.h"

G_BEGIN_DECLS

/* A deep copy; of the defaults when @configuration is NULL. Transfer full. */
GstRTCConfiguration *gst_rtc_configuration_copy (GstRTCConfiguration *
    configuration);

/* What WebIDL checks before a method is called: TypeError. */
gboolean gst_rtc_configuration_validate_members (GstRTCConfiguration *
    configuration, GError ** error);

/* The servers, as "set a configuration" (webrtc-pc section 4.4.1.5) wants them:
 * SyntaxError, InvalidAccessError, NotSupportedError. */
gboolean gst_rtc_configuration_validate_servers (GstRTCConfiguration *
    configuration, GError ** error);

/* Both, and the constructor's own checks (webrtc-pc section 4.4.1.1). @now: ms
 * since 1970. */
gboolean gst_rtc_configuration_validate (GstRTCConfiguration * configuration,
    gint64 now, GError ** error);

/* Whether setConfiguration() may replace @old by @configuration (section
 * 4.4.1.5 step 3): InvalidModificationError. */
gboolean gst_rtc_configuration_validate_change (GstRTCConfiguration * old,
    GstRTCConfiguration * configuration, gboolean local_description_set,
    GError ** error);

G_END_DECLS

#endif /* GST_RTC_CONFIGURATION_PRIVATE_H */
