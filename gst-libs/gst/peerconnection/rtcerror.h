/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcerror.h: exceptions of the standard as GError, and RTCError.
 */

#ifndef GST_RTC_ERROR_H
#define GST_RTC_ERROR_H

#include <gst/peerconnection/rtcenums.h>

G_BEGIN_DECLS

/**
 * GstRTCDomError:
 * @GST_RTC_DOM_ERROR_INVALID_STATE: InvalidStateError: not in this state
 * @GST_RTC_DOM_ERROR_INVALID_ACCESS: InvalidAccessError: the object does not
 *   belong here, or something it needs is missing
 * @GST_RTC_DOM_ERROR_INVALID_MODIFICATION: InvalidModificationError: this
 *   cannot be changed (any more)
 * @GST_RTC_DOM_ERROR_OPERATION: OperationError: it was tried and failed
 * @GST_RTC_DOM_ERROR_SYNTAX: SyntaxError: a string has not the right form
 * @GST_RTC_DOM_ERROR_NOT_SUPPORTED: NotSupportedError: this cannot be done here
 * @GST_RTC_DOM_ERROR_NETWORK: NetworkError: the network failed
 * @GST_RTC_DOM_ERROR_TYPE: TypeError: an argument is not what it must be
 * @GST_RTC_DOM_ERROR_RANGE: RangeError: a number is too small or too large
 * @GST_RTC_DOM_ERROR_ABORT: AbortError: given up before it was done
 * @GST_RTC_DOM_ERROR_INVALID_CHARACTER: InvalidCharacterError: a string has
 *   characters that it must not have
 * @GST_RTC_DOM_ERROR_NOT_READABLE: NotReadableError: a source cannot be read
 * @GST_RTC_DOM_ERROR_UNKNOWN: UnknownError: nothing better can be said
 *
 * What a method of the standard would throw, or reject its promise with: the
 * names of DOMException (Web IDL section 2.8.1), TypeError and RangeError. The
 * message names the value that was not liked.
 *
 * Since: 0.1
 */
typedef enum
{
  GST_RTC_DOM_ERROR_INVALID_STATE,
  GST_RTC_DOM_ERROR_INVALID_ACCESS,
  GST_RTC_DOM_ERROR_INVALID_MODIFICATION,
  GST_RTC_DOM_ERROR_OPERATION,
  GST_RTC_DOM_ERROR_SYNTAX,
  GST_RTC_DOM_ERROR_NOT_SUPPORTED,
  GST_RTC_DOM_ERROR_NETWORK,
  GST_RTC_DOM_ERROR_TYPE,
  GST_RTC_DOM_ERROR_RANGE,
  GST_RTC_DOM_ERROR_ABORT,
  GST_RTC_DOM_ERROR_INVALID_CHARACTER,
  GST_RTC_DOM_ERROR_NOT_READABLE,
  GST_RTC_DOM_ERROR_UNKNOWN,
} GstRTCDomError;

#define GST_TYPE_RTC_DOM_ERROR (gst_rtc_dom_error_get_type ())
GST_RTC_API
GType gst_rtc_dom_error_get_type (void);

/**
 * GST_RTC_DOM_ERROR:
 *
 * The error domain of this library; codes are #GstRTCDomError.
 *
 * Since: 0.1
 */
#define GST_RTC_DOM_ERROR (gst_rtc_dom_error_quark ())
GST_RTC_API
GQuark gst_rtc_dom_error_quark (void);
GST_RTC_API
const gchar *gst_rtc_dom_error_get_name (GstRTCDomError code);

#define GST_TYPE_RTC_ERROR (gst_rtc_error_get_type ())
GST_RTC_API
G_DECLARE_FINAL_TYPE (GstRTCError, gst_rtc_error, GST, RTC_ERROR, GObject)

GST_RTC_API
GstRTCError *gst_rtc_error_new (GstRTCErrorDetailType error_detail,
    const gchar * message);

GST_RTC_API
const gchar *gst_rtc_error_get_name (GstRTCError * error);
GST_RTC_API
const gchar *gst_rtc_error_get_message (GstRTCError * error);
GST_RTC_API
GstRTCErrorDetailType gst_rtc_error_get_error_detail (GstRTCError * error);
GST_RTC_API
gint gst_rtc_error_get_sdp_line_number (GstRTCError * error);
GST_RTC_API
gint gst_rtc_error_get_sctp_cause_code (GstRTCError * error);
GST_RTC_API
gint64 gst_rtc_error_get_received_alert (GstRTCError * error);
GST_RTC_API
gint64 gst_rtc_error_get_sent_alert (GstRTCError * error);
GST_RTC_API
gint gst_rtc_error_get_http_request_status_code (GstRTCError * error);

G_END_DECLS

#endif /* GST_RTC_ERROR_H */
