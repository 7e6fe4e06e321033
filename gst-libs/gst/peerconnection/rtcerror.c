/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcerror.c: exceptions of the standard as GError, and RTCError.
 */

#include "rtcerror-private.h"

#include "core/pcerror.h"
#include "rtcproperties.h"

/* --- exceptions ----------------------------------------------------------- */

#define CODE(code, nick, name) \
    [GST_RTC_DOM_ERROR_##code] = { { GST_RTC_DOM_ERROR_##code, \
        "GST_RTC_DOM_ERROR_" #code, nick }, name }

static const struct
{
  GEnumValue value;
  const gchar *name;            /* of the DOMException */
} codes[] = {
/* *INDENT-OFF* */
  CODE (INVALID_STATE, "invalid-state", "InvalidStateError"),
  CODE (INVALID_ACCESS, "invalid-access", "InvalidAccessError"),
  CODE (INVALID_MODIFICATION, "invalid-modification",
      "InvalidModificationError"),
  CODE (OPERATION, "operation", "OperationError"),
  CODE (SYNTAX, "syntax", "SyntaxError"),
  CODE (NOT_SUPPORTED, "not-supported", "NotSupportedError"),
  CODE (NETWORK, "network", "NetworkError"),
  CODE (TYPE, "type", "TypeError"),
  CODE (RANGE, "range", "RangeError"),
  CODE (ABORT, "abort", "AbortError"),
  CODE (INVALID_CHARACTER, "invalid-character", "InvalidCharacterError"),
  CODE (NOT_READABLE, "not-readable", "NotReadableError"),
  CODE (UNKNOWN, "unknown", "UnknownError"),
/* *INDENT-ON* */
};

#define SAME_CODE(code) \
  G_STATIC_ASSERT ((gint) GST_RTC_DOM_ERROR_##code == (gint) PC_ERROR_##code)

SAME_CODE (INVALID_STATE);
SAME_CODE (INVALID_ACCESS);
SAME_CODE (INVALID_MODIFICATION);
SAME_CODE (OPERATION);
SAME_CODE (SYNTAX);
SAME_CODE (NOT_SUPPORTED);
SAME_CODE (NETWORK);
SAME_CODE (TYPE);
SAME_CODE (RANGE);
SAME_CODE (ABORT);
SAME_CODE (INVALID_CHARACTER);
SAME_CODE (NOT_READABLE);
SAME_CODE (UNKNOWN);

GType
gst_rtc_dom_error_get_type (void)
{
  static GEnumValue values[G_N_ELEMENTS (codes) + 1];
  static gsize type;

  if (g_once_init_enter (&type)) {
    for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
      values[i] = codes[i].value;
    g_once_init_leave (&type, g_enum_register_static ("GstRTCDomError",
            values));
  }

  return type;
}

GQuark
gst_rtc_dom_error_quark (void)
{
  return pc_error_quark ();
}

/**
 * gst_rtc_dom_error_get_name:
 * @code: the code of an error in #GST_RTC_DOM_ERROR
 *
 * Returns: (transfer none): what the standard calls it, such as
 *   "InvalidStateError"
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_dom_error_get_name (GstRTCDomError code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (codes), NULL);

  return codes[code].name;
}

/* --- RTCError ------------------------------------------------------------- */

/**
 * GstRTCError:
 *
 * An error of a transport or a description, with its particulars (webrtc-pc
 * section 11.1). It is what an RTCErrorEvent carries. A method that failed
 * gives a #GError; the RTCError that belongs to it can be asked of the object.
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCError
{
  GObject parent;

  gchar *message;
  GstRTCErrorDetailType error_detail;
  gint sdp_line_number;
  gint sctp_cause_code;
  gint64 received_alert;
  gint64 sent_alert;
  gint http_request_status_code;
};

G_DEFINE_FINAL_TYPE (GstRTCError, gst_rtc_error, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCError, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCError:message:
   *
   * What happened, for people.
   *
   * Since: 0.1
   */
  { "message", OFFSET (message), G_TYPE_STRING },
  /**
   * GstRTCError:error-detail:
   *
   * What kind of error it is.
   *
   * Since: 0.1
   */
  { "error-detail", OFFSET (error_detail),
      .get_type = gst_rtc_error_detail_type_get_type },
  /**
   * GstRTCError:sdp-line-number:
   *
   * The line of the SDP that is malformed, from 1; -1 when
   * #GstRTCError:error-detail is not "sdp-syntax-error".
   *
   * Since: 0.1
   */
  { "sdp-line-number", OFFSET (sdp_line_number), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCError:sctp-cause-code:
   *
   * The cause code of the SCTP association's failure (RFC 9260 section 3.3.10);
   * -1 when there is none.
   *
   * Since: 0.1
   */
  { "sctp-cause-code", OFFSET (sctp_cause_code), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCError:received-alert:
   *
   * The fatal DTLS alert that the peer sent; -1 when there is none.
   *
   * Since: 0.1
   */
  { "received-alert", OFFSET (received_alert), G_TYPE_INT64, .number = -1 },
  /**
   * GstRTCError:sent-alert:
   *
   * The fatal DTLS alert that was sent to the peer; -1 when there is none.
   *
   * Since: 0.1
   */
  { "sent-alert", OFFSET (sent_alert), G_TYPE_INT64, .number = -1 },
  /**
   * GstRTCError:http-request-status-code:
   *
   * The status of a failed HTTP request; -1 when there was none. Not in
   * webrtc-pc any more; errors of a signalling server use it.
   *
   * Since: 0.1
   */
  { "http-request-status-code", OFFSET (http_request_status_code),
      G_TYPE_INT, .number = -1 },
};
/* *INDENT-ON* */

static void
gst_rtc_error_class_init (GstRTCErrorClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_error_init (GstRTCError * self)
{
}

/**
 * gst_rtc_error_new:
 * @error_detail: what kind of error
 * @message: what happened, for people
 *
 * The other members are absent; g_object_new() takes them as properties.
 *
 * Returns: (transfer full): a new RTCError
 *
 * Since: 0.1
 */
GstRTCError *
gst_rtc_error_new (GstRTCErrorDetailType error_detail, const gchar * message)
{
  return g_object_new (GST_TYPE_RTC_ERROR, "error-detail", error_detail,
      "message", message, NULL);
}

GstRTCError *
gst_rtc_error_new_from_gerror (GstRTCErrorDetailType error_detail,
    const GError * error)
{
  guint line = pc_error_get_sdp_line (error);

  return g_object_new (GST_TYPE_RTC_ERROR, "error-detail", error_detail,
      "message", error->message, "sdp-line-number",
      line != 0 ? (gint) line : -1, NULL);
}

/**
 * gst_rtc_error_get_name:
 * @error: an RTCError
 *
 * Returns: (transfer none): "OperationError", always (webrtc-pc section 11.1,
 *   constructor)
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_error_get_name (GstRTCError * error)
{
  return gst_rtc_dom_error_get_name (GST_RTC_DOM_ERROR_OPERATION);
}

/**
 * gst_rtc_error_get_message:
 * @error: an RTCError
 *
 * Returns: (transfer none): see #GstRTCError:message
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_error_get_message (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), NULL);

  return error->message;
}

/**
 * gst_rtc_error_get_error_detail:
 * @error: an RTCError
 *
 * Returns: see #GstRTCError:error-detail
 *
 * Since: 0.1
 */
GstRTCErrorDetailType
gst_rtc_error_get_error_detail (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), 0);

  return error->error_detail;
}

/**
 * gst_rtc_error_get_sdp_line_number:
 * @error: an RTCError
 *
 * Returns: see #GstRTCError:sdp-line-number
 *
 * Since: 0.1
 */
gint
gst_rtc_error_get_sdp_line_number (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), -1);

  return error->sdp_line_number;
}

/**
 * gst_rtc_error_get_sctp_cause_code:
 * @error: an RTCError
 *
 * Returns: see #GstRTCError:sctp-cause-code
 *
 * Since: 0.1
 */
gint
gst_rtc_error_get_sctp_cause_code (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), -1);

  return error->sctp_cause_code;
}

/**
 * gst_rtc_error_get_received_alert:
 * @error: an RTCError
 *
 * Returns: see #GstRTCError:received-alert
 *
 * Since: 0.1
 */
gint64
gst_rtc_error_get_received_alert (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), -1);

  return error->received_alert;
}

/**
 * gst_rtc_error_get_sent_alert:
 * @error: an RTCError
 *
 * Returns: see #GstRTCError:sent-alert
 *
 * Since: 0.1
 */
gint64
gst_rtc_error_get_sent_alert (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), -1);

  return error->sent_alert;
}

/**
 * gst_rtc_error_get_http_request_status_code:
 * @error: an RTCError
 *
 * Returns: see #GstRTCError:http-request-status-code
 *
 * Since: 0.1
 */
gint
gst_rtc_error_get_http_request_status_code (GstRTCError * error)
{
  g_return_val_if_fail (GST_IS_RTC_ERROR (error), -1);

  return error->http_request_status_code;
}
