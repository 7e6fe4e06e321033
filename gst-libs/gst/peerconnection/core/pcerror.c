/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "pcerror.h"

#include <string.h>

G_DEFINE_QUARK (gst-rtc-dom-error-quark, pc_error);

#define SDP_LINE_MARK " (line "

void
pc_error_set_sdp (GError ** error, guint line, const gchar * format, ...)
{
  g_autofree gchar *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
      "%s" SDP_LINE_MARK "%u)", text, line);
}

guint
pc_error_get_sdp_line (const GError * error)
{
  const gchar *mark;

  if (error == NULL || !g_error_matches (error, PC_ERROR, PC_ERROR_OPERATION))
    return 0;
  mark = g_strrstr (error->message, SDP_LINE_MARK);
  if (mark == NULL)
    return 0;

  return (guint) g_ascii_strtoull (mark + strlen (SDP_LINE_MARK), NULL, 10);
}
