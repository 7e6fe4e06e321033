/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcword.c: words of a line, cut without copying.
 */

#include "pcword.h"

#include <string.h>

#define MAX_SHOWN 100           /* bytes of a wrong value that an error repeats */

gboolean
pc_word_next (const gchar ** cursor, PcWord * word)
{
  const gchar *p = *cursor;

  while (*p == ' ')
    p++;
  word->text = p;
  while (*p != ' ' && *p != '\0')
    p++;
  word->length = p - word->text;
  *cursor = p;

  return word->length > 0;
}

gboolean
pc_word_split (PcWord * rest, gchar separator, PcWord * head)
{
  const gchar *at = memchr (rest->text, separator, rest->length);

  if (at == NULL)
    return FALSE;
  *head = (PcWord) {
  rest->text, at - rest->text};
  rest->length -= head->length + 1;
  rest->text = at + 1;

  return TRUE;
}

PcWord
pc_word (const gchar * text)
{
  return (PcWord) {
  text, strlen (text)};
}

gboolean
pc_word_equal (PcWord word, const gchar * text)
{
  return strlen (text) == word.length
      && memcmp (word.text, text, word.length) == 0;
}

gboolean
pc_word_equal_nocase (PcWord word, const gchar * text)
{
  return strlen (text) == word.length
      && g_ascii_strncasecmp (word.text, text, word.length) == 0;
}

gchar *
pc_word_dup (PcWord word)
{
  return g_strndup (word.text, word.length);
}

gchar *
pc_word_shown (const gchar * text)
{
  gsize length = strnlen (text, MAX_SHOWN + 1);
  g_autofree gchar *valid = g_utf8_make_valid (text, MIN (length, MAX_SHOWN));
  gchar *p;

  for (p = valid; *p != '\0'; p++) {
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  }

  return g_strconcat (valid, length > MAX_SHOWN ? "..." : NULL, NULL);
}

gboolean
pc_word_to_uint (PcWord word, guint64 min, guint64 max, guint64 * value)
{
  guint64 sum = 0;
  gsize i;

  for (i = 0; i < word.length; i++) {
    if (!g_ascii_isdigit (word.text[i]))
      return FALSE;
    if (!g_uint64_checked_mul (&sum, sum, 10)
        || !g_uint64_checked_add (&sum, sum, word.text[i] - '0'))
      return FALSE;
  }
  if (word.length == 0 || sum < min || sum > max)
    return FALSE;
  *value = sum;

  return TRUE;
}

gboolean
pc_word_is_token (PcWord word, gsize max)
{
  gsize i;

  for (i = 0; i < word.length; i++) {
    gchar c = word.text[i];

    if (!g_ascii_isgraph (c) || strchr ("\"(),/:;<=>?@[\\]", c) != NULL)
      return FALSE;
  }

  return word.length >= 1 && word.length <= max;
}

gboolean
pc_word_is_ice_chars (PcWord word, gsize min, gsize max)
{
  gsize i;

  for (i = 0; i < word.length; i++) {
    gchar c = word.text[i];

    if (!g_ascii_isalnum (c) && c != '+' && c != '/')
      return FALSE;
  }

  return word.length >= min && word.length <= max;
}
