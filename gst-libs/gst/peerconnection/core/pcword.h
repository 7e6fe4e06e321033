/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcword.h: words of a line, cut without copying.
 *
 * SDP, candidates and ICE URLs are text of space-separated words with small
 * grammars. A word points into the line it was cut from.
 */

#ifndef PC_WORD_H
#define PC_WORD_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const gchar *text;            /* not terminated */
  gsize length;
} PcWord;

/* Cuts the next word off *@cursor, skipping spaces; FALSE at the end. */
gboolean pc_word_next (const gchar ** cursor, PcWord * word);
/* Cuts up to @separator, which must be there, and steps over it. */
gboolean pc_word_split (PcWord * rest, gchar separator, PcWord * head);

PcWord pc_word (const gchar * text);
gboolean pc_word_equal (PcWord word, const gchar * text);
gboolean pc_word_equal_nocase (PcWord word, const gchar * text);
gchar *pc_word_dup (PcWord word);
/* The beginning of a peer's text, fit for an error message: short, UTF-8,
 * without control characters. */
gchar *pc_word_shown (const gchar * text);

/* 1*DIGIT in [@min, @max]: no sign, no space, no overflow. */
gboolean pc_word_to_uint (PcWord word, guint64 min, guint64 max,
    guint64 * value);
/* 1 to @max characters of token (RFC 8866 section 9). */
gboolean pc_word_is_token (PcWord word, gsize max);
/* @min to @max characters of ice-char (RFC 8839 section 5.1). */
gboolean pc_word_is_ice_chars (PcWord word, gsize min, gsize max);

G_END_DECLS

#endif /* PC_WORD_H */
