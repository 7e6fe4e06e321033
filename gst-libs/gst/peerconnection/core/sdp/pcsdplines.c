/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdplines.c: the lines of a description, before GstSDP's parser sees them.
 *
 * That parser takes what it can and is silent about the rest: missing lines,
 * numbers that are none, words that it cuts. Here each line is looked at once,
 * so that behind this file the message is what the text said, and every
 * attribute's line is known.
 */

#include "pcsdpparser.h"

#include <string.h>

#include "../pcerror.h"

#define MAX_SESSION_ID 255      /* bytes; a number in the standard, any word in life */

/* RFC 8866 section 9: what may stand where. */
#define SESSION_LINES "iuepcbtrzka"
#define MEDIA_LINES "icbka"

typedef struct
{
  PcSdpLines *lines;
  guint line;
  guint attributes;
  gboolean has_time;
} Reader;

static gboolean
fail (const Reader * self, const gchar * value, const gchar * what,
    GError ** error)
{
  g_autofree gchar *shown = pc_word_shown (value);

  pc_error_set_sdp (error, self->line, "%s: '%s'", what, shown);
  return FALSE;
}

/* o=<username> <sess-id> <sess-version> <nettype> <addrtype> <address> */
static gboolean
read_origin (Reader * self, const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcWord words[6], extra;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (words); i++) {
    if (!pc_word_next (&cursor, &words[i])
        || words[i].length > MAX_SESSION_ID)
      return fail (self, value, "Malformed o= line", error);
  }
  if (pc_word_next (&cursor, &extra)
      || !pc_word_to_uint (words[2], 0, G_MAXUINT64,
          &self->lines->session_version))
    return fail (self, value, "Malformed o= line", error);
  self->lines->session_id = pc_word_dup (words[1]);

  return TRUE;
}

/* t=<start-time> <stop-time> */
static gboolean
read_time (Reader * self, const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcWord word;
  guint64 number;
  guint i;

  for (i = 0; i < 2; i++) {
    if (!pc_word_next (&cursor, &word)
        || !pc_word_to_uint (word, 0, G_MAXUINT64, &number))
      return fail (self, value, "Malformed t= line", error);
  }
  self->has_time = TRUE;

  return TRUE;
}

/* m=<media> <port>[/<number>] <proto> <fmt> ... */
static gboolean
read_media (Reader * self, const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcWord media, ports, port, protocol, word;
  guint64 number;
  guint formats = 0;

  if (!pc_word_next (&cursor, &media)
      || !pc_word_is_token (media, PC_SDP_MAX_TOKEN)
      || !pc_word_next (&cursor, &ports)
      || !pc_word_next (&cursor, &protocol)
      || protocol.length > PC_SDP_MAX_TOKEN)
    return fail (self, value, "Malformed m= line", error);
  if (!pc_word_split (&ports, '/', &port))
    port = ports;
  if (!pc_word_to_uint (port, 0, G_MAXUINT16, &number))
    return fail (self, value, "Malformed port in m= line", error);
  while (pc_word_next (&cursor, &word)) {
    if (word.length > PC_SDP_MAX_TOKEN)
      return fail (self, value, "Malformed format in m= line", error);
    formats++;
  }
  if (formats == 0)
    return fail (self, value, "No format in m= line", error);
  if (self->lines->media->len == PC_SDP_MAX_MEDIA)
    return fail (self, value, "Too many m-sections", error);
  g_array_append_val (self->lines->media, self->line);

  return TRUE;
}

static gboolean
read_attribute (Reader * self, const gchar * value, GError ** error)
{
  if (!g_ascii_isgraph (value[0]) || value[0] == ':')
    return fail (self, value, "Malformed a= line", error);
  if (self->lines->attributes->len == PC_SDP_MAX_ATTRIBUTES)
    return fail (self, value, "Too many attributes", error);
  g_array_append_val (self->lines->attributes, self->line);

  return TRUE;
}

/* The three lines that every description begins with. */
static gboolean
read_head (Reader * self, gchar type, const gchar * value, GError ** error)
{
  static const gchar head[] = "vos";

  if (type != head[self->line - 1])
    return fail (self, value, self->line == 1 ? "Expected v=" :
        self->line == 2 ? "Expected o=" : "Expected s=", error);
  if (type == 'v' && !g_str_equal (value, "0"))
    return fail (self, value, "Not version 0", error);
  if (type == 'o')
    return read_origin (self, value, error);
  if (type == 's')
    self->lines->session_name = g_strdup (value[0] != '\0' ? value : "-");

  return TRUE;
}

static gboolean
read_line (Reader * self, const gchar * text, GError ** error)
{
  gboolean in_media = self->lines->media->len > 0;
  const gchar *value;

  if (!g_ascii_islower (text[0]) || text[1] != '=')
    return fail (self, text, "Not a line of a description", error);
  value = text + 2;
  if (self->line <= 3)
    return read_head (self, text[0], value, error);
  if (text[0] == 'm') {
    if (!self->has_time)
      return fail (self, value, "Expected t= before m=", error);
    return read_media (self, value, error);
  }
  if (strchr (in_media ? MEDIA_LINES : SESSION_LINES, text[0]) == NULL)
    return fail (self, text, "Line in the wrong place", error);
  if (text[0] == 't')
    return read_time (self, value, error);
  if (text[0] == 'a')
    return read_attribute (self, value, error);

  return TRUE;
}

static gboolean
check_characters (Reader * self, const gchar * text, gsize length,
    GError ** error)
{
  const gchar *end, *p;

  if (!g_utf8_validate_len (text, length, &end)) {
    for (p = text, self->line = 1; p < end; p++)
      self->line += *p == '\n';
    return fail (self, end, "Not UTF-8", error);
  }
  for (p = text, self->line = 1; p < end; p++) {
    gboolean allowed = !g_ascii_iscntrl (*p) || *p == '\t' || *p == '\n'
        || (*p == '\r' && p[1] == '\n');

    if (!allowed)
      return fail (self, p, "Control character", error);
    self->line += *p == '\n';
  }

  return TRUE;
}

/* RFC 8866 section 5: lines end in CRLF, and a reader should take LF. */
gboolean
pc_sdp_lines_read (PcSdpLines * lines, const gchar * text, gsize length,
    GError ** error)
{
  Reader self = {.lines = lines };
  g_autoptr (GString) line = g_string_new (NULL);
  const gchar *p = text, *end;

  *lines = (PcSdpLines) {
  .attributes = g_array_new (FALSE, FALSE, sizeof (guint)),.media =
        g_array_new (FALSE, FALSE, sizeof (guint)),};
  if (!check_characters (&self, text, length, error))
    return FALSE;

  self.line = 0;
  while (p[strspn (p, "\r\n")] != '\0') {
    gsize size;

    end = strchrnul (p, '\n');
    size = end - p;
    if (size > 0 && p[size - 1] == '\r')
      size--;
    self.line++;
    g_string_truncate (line, 0);
    g_string_append_len (line, p, size);
    if (!read_line (&self, line->str, error))
      return FALSE;
    p = *end == '\n' ? end + 1 : end;
  }
  self.line++;
  if (self.line <= 4 || !self.has_time)
    return fail (&self, "", "The description ends too early", error);

  return TRUE;
}

void
pc_sdp_lines_clear (PcSdpLines * lines)
{
  g_clear_pointer (&lines->session_id, g_free);
  g_clear_pointer (&lines->session_name, g_free);
  g_clear_pointer (&lines->attributes, g_array_unref);
  g_clear_pointer (&lines->media, g_array_unref);
}
