/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccodecdictionary.c: the "codec dictionary match algorithm" (webrtc-pc
 * section 5.4, setCodecPreferences).
 */

#include <string.h>

#include "pccodecs.h"
#include "pcencodings.h"

/* "key=value;key=value": as a table, keys without case; NULL when it is
 * something else. */
static GHashTable *
parse_format (const gchar * fmtp)
{
  g_autoptr (GHashTable) table =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) parts = g_strsplit (fmtp, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    gchar *part = g_strstrip (parts[i]);
    const gchar *equals = strchr (part, '=');

    if (*part == '\0')
      continue;
    if (equals == NULL || equals == part)
      return NULL;
    g_hash_table_insert (table, g_ascii_strdown (part, equals - part),
        g_ascii_strdown (equals + 1, -1));
  }

  return g_steal_pointer (&table);
}

static gboolean
tables_equal (GHashTable * a, GHashTable * b)
{
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (g_strcmp0 (g_hash_table_lookup (b, key), value) != 0)
      return FALSE;
  }

  return TRUE;
}

gboolean
pc_codec_dictionary_match (const PcCodec * first, const PcCodec * second,
    gboolean ignore_asymmetrical)
{
  g_autoptr (GHashTable) a = NULL;
  g_autoptr (GHashTable) b = NULL;

  /* Steps 1 to 4. A member that is missing is missing on both sides. */
  if (g_ascii_strcasecmp (first->name, second->name) != 0
      || first->clock_rate != second->clock_rate
      || first->channels != second->channels
      || (first->fmtp == NULL) != (second->fmtp == NULL))
    return FALSE;
  if (first->fmtp == NULL)
    return TRUE;

  /* Step 5. */
  a = parse_format (first->fmtp);
  b = parse_format (second->fmtp);
  if (a == NULL || b == NULL)
    return g_str_equal (first->fmtp, second->fmtp);
  if (!pc_codec_match (first, second, PC_MATCH_EXACT))
    return FALSE;

  return ignore_asymmetrical || tables_equal (a, b);
}

const PcCodec *
pc_codecs_find_dictionary (const GPtrArray * codecs, const PcCodec * codec,
    gboolean ignore_asymmetrical)
{
  for (guint i = 0; i < codecs->len; i++) {
    const PcCodec *other = g_ptr_array_index (codecs, i);

    if (pc_codec_dictionary_match (other, codec, ignore_asymmetrical))
      return other;
  }

  return NULL;
}
