/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcerror.h: W3C exceptions as GError.
 *
 * The domain is the public GST_RTC_DOM_ERROR: same quark, same codes; the
 * library checks at compile time that its enumeration says the same.
 */

#ifndef PC_ERROR_H
#define PC_ERROR_H

#include <glib.h>

G_BEGIN_DECLS

#define PC_ERROR (pc_error_quark ())
GQuark pc_error_quark (void);

/* DOMException names (Web IDL section 2.8.1), and the two simple exceptions
 * that WebRTC throws. */
typedef enum
{
  PC_ERROR_INVALID_STATE,       /* InvalidStateError */
  PC_ERROR_INVALID_ACCESS,      /* InvalidAccessError */
  PC_ERROR_INVALID_MODIFICATION,        /* InvalidModificationError */
  PC_ERROR_OPERATION,           /* OperationError */
  PC_ERROR_SYNTAX,              /* SyntaxError */
  PC_ERROR_NOT_SUPPORTED,       /* NotSupportedError */
  PC_ERROR_NETWORK,             /* NetworkError */
  PC_ERROR_TYPE,                /* TypeError */
  PC_ERROR_RANGE,               /* RangeError */
  PC_ERROR_ABORT,               /* AbortError */
  PC_ERROR_INVALID_CHARACTER,   /* InvalidCharacterError */
  PC_ERROR_NOT_READABLE,        /* NotReadableError */
  PC_ERROR_UNKNOWN,             /* UnknownError */
} PcError;

/* The text of an SDP error ends in " (line N)": the API turns N into
 * RTCError.sdpLineNumber. Sets an OperationError of that form. */
void pc_error_set_sdp (GError ** error, guint line, const gchar * format, ...)
    G_GNUC_PRINTF (3, 4);
/* The line of such an error, or 0. */
guint pc_error_get_sdp_line (const GError * error);

G_END_DECLS

#endif /* PC_ERROR_H */
