/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcfingerprint.c: does a certificate belong to a description (RFC 8122).
 */

#include "pcfingerprint.h"

#include <string.h>

static const struct
{
  const gchar *name;
  guint length;
} hashes[] = {
  [PC_HASH_NONE] = {"", 0},
  [PC_HASH_SHA_256] = {"sha-256", 32},
  [PC_HASH_SHA_384] = {"sha-384", 48},
  [PC_HASH_SHA_512] = {"sha-512", 64},
};

PcHash
pc_hash_from_string (const gchar * algorithm)
{
  guint i;

  for (i = PC_HASH_SHA_256; algorithm && i < G_N_ELEMENTS (hashes); i++) {
    if (g_ascii_strcasecmp (algorithm, hashes[i].name) == 0)
      return i;
  }

  return PC_HASH_NONE;
}

const gchar *
pc_hash_to_string (PcHash hash)
{
  g_assert ((guint) hash < G_N_ELEMENTS (hashes));

  return hashes[hash].name;
}

guint
pc_hash_get_length (PcHash hash)
{
  g_assert ((guint) hash < G_N_ELEMENTS (hashes));

  return hashes[hash].length;
}

gchar *
pc_fingerprint_format (const guint8 * digest, gsize length)
{
  GString *text = g_string_sized_new (length * 3);
  gsize i;

  for (i = 0; i < length; i++)
    g_string_append_printf (text, i ? ":%02X" : "%02X", digest[i]);

  return g_string_free (text, FALSE);
}

gboolean
pc_fingerprint_parse (PcHash hash, const gchar * value, guint8 * digest)
{
  guint length = pc_hash_get_length (hash);
  guint i;

  /* RFC 8122 section 5: 2UHEX *(":" 2UHEX). Lower case is taken too. */
  if (length == 0 || value == NULL || strlen (value) != length * 3 - 1)
    return FALSE;

  for (i = 0; i < length; i++, value += 3) {
    if (!g_ascii_isxdigit (value[0]) || !g_ascii_isxdigit (value[1]))
      return FALSE;
    if (i + 1 < length && value[2] != ':')
      return FALSE;
    digest[i] = g_ascii_xdigit_value (value[0]) << 4
        | g_ascii_xdigit_value (value[1]);
  }

  return TRUE;
}

/* What it says, and how; PC_HASH_NONE when it is not to be used. */
static PcHash
parse_usable (const PcFingerprint * fingerprint, guint8 * digest)
{
  const PcHash hash = pc_hash_from_string (fingerprint->algorithm);

  return pc_fingerprint_parse (hash, fingerprint->value, digest) ? hash
      : PC_HASH_NONE;
}

/* The longer, the better. */
static PcHash
get_preferred_hash (const GPtrArray * fingerprints)
{
  guint8 said[PC_HASH_MAX_LENGTH];
  PcHash preferred = PC_HASH_NONE;

  for (guint i = 0; i < fingerprints->len; i++)
    preferred = MAX (preferred,
        parse_usable (g_ptr_array_index (fingerprints, i), said));

  return preferred;
}

gboolean
pc_fingerprints_match (const GPtrArray * fingerprints,
    PcDigestFunc digest_func, gpointer user_data)
{
  const PcHash preferred = get_preferred_hash (fingerprints);
  guint8 said[PC_HASH_MAX_LENGTH];
  guint8 is[PC_HASH_MAX_LENGTH];

  if (preferred == PC_HASH_NONE)
    return FALSE;

  /* RFC 8122 section 5.1: of those with the most preferred hash one must be the
   * certificate's; there are several when the peer has several certificates.
   * Weaker ones beside them say nothing. */
  digest_func (user_data, preferred, is);
  for (guint i = 0; i < fingerprints->len; i++) {
    if (parse_usable (g_ptr_array_index (fingerprints, i), said) == preferred
        && memcmp (said, is, pc_hash_get_length (preferred)) == 0)
      return TRUE;
  }

  return FALSE;
}

guint
pc_fingerprints_count_usable (const GPtrArray * fingerprints)
{
  guint8 digest[PC_HASH_MAX_LENGTH];
  guint count = 0;

  for (guint i = 0; i < fingerprints->len; i++) {
    if (parse_usable (g_ptr_array_index (fingerprints, i), digest)
        != PC_HASH_NONE)
      count++;
  }

  return count;
}
