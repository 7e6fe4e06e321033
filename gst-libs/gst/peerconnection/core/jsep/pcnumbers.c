/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcnumbers.c: payload types and extension ids that keep their meaning.
 */

#include "pcnumbers.h"

#include "pccodecs.h"

/* RFC 8285 section 4.2: an element of the one-byte form has an id of 1 to 14.
 * Ours stay there; a peer may use up to 255. */
#define MAX_OWN_EXTENSION_ID 14

PcNumbers *
pc_numbers_new (void)
{
  return g_new0 (PcNumbers, 1);
}

void
pc_numbers_free (PcNumbers * numbers)
{
  guint i;

  if (numbers == NULL)
    return;
  for (i = 0; i < PC_N_PAYLOAD_TYPES; i++)
    g_clear_pointer (&numbers->payload_types[i].codec, pc_codec_free);
  for (i = 0; i < PC_N_EXTENSION_IDS; i++)
    g_free (numbers->extensions[i]);
  g_free (numbers);
}

static void
claim (PcNumbers * numbers, guint payload_type, PcKind kind,
    const PcCodec * codec)
{
  PcCodec *copy = pc_codec_copy (codec);

  copy->payload_type = payload_type;
  g_clear_pointer (&numbers->payload_types[payload_type].codec, pc_codec_free);
  numbers->payload_types[payload_type].codec = copy;
  numbers->payload_types[payload_type].kind = kind;
}

void
pc_numbers_learn (PcNumbers * numbers, const PcMedia * media)
{
  guint i;

  for (i = 0; i < media->codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (codec->payload_type < PC_N_PAYLOAD_TYPES)
      claim (numbers, codec->payload_type, media->kind, codec);
  }
  for (i = 0; i < media->extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (media->extensions, i);
    guint id = extension->id, other;

    if (id == 0 || id >= PC_N_EXTENSION_IDS || extension->ambiguous)
      continue;
    for (other = 1; other < PC_N_EXTENSION_IDS; other++) {
      if (g_strcmp0 (numbers->extensions[other], extension->uri) == 0)
        break;
    }
    if (other == id)
      continue;
    /* The old number stays taken under a name that nobody asks for, so that it
     * never means anything else. */
    if (other < PC_N_EXTENSION_IDS) {
      g_free (numbers->extensions[other]);
      numbers->extensions[other] = g_strdup ("");
    }
    g_free (numbers->extensions[id]);
    numbers->extensions[id] = g_strdup (extension->uri);
  }
}

static gboolean
is_free (const PcNumbers * numbers, guint payload_type,
    const gboolean used[PC_N_PAYLOAD_TYPES])
{
  return !used[payload_type]
      && numbers->payload_types[payload_type].codec == NULL;
}

/* RFC 5761 section 4: 64 to 95 look like RTCP when both share a port. */
static gboolean
is_usable (guint payload_type)
{
  return payload_type < 64 || (payload_type >= 96
      && payload_type < PC_N_PAYLOAD_TYPES);
}

/* The number that @codec has; -1: none. One whose parameters are the same to
 * the letter goes first, as levels alone do not tell two entries apart. */
static gint
find_own (const PcNumbers * numbers, PcKind kind, const PcCodec * codec,
    const gboolean used[PC_N_PAYLOAD_TYPES])
{
  gint found = -1;
  guint i;

  for (i = 0; i < PC_N_PAYLOAD_TYPES; i++) {
    const PcCodec *owner = numbers->payload_types[i].codec;

    if (owner == NULL || used[i] || numbers->payload_types[i].kind != kind
        || !pc_codec_match (owner, codec, PC_MATCH_EXACT))
      continue;
    if (g_strcmp0 (owner->fmtp, codec->fmtp) == 0)
      return i;
    if (found == -1)
      found = i;
  }

  return found;
}

gint
pc_numbers_assign_payload_type (PcNumbers * numbers, PcKind kind,
    const PcCodec * codec, const gboolean used[PC_N_PAYLOAD_TYPES])
{
  /* RFC 3551 section 6 (dynamic), then the range that browsers spill into. */
  static const guint8 ranges[][2] = { {96, 127}, {35, 63} };
  gint own = find_own (numbers, kind, codec, used);
  gsize range;
  guint i;

  if (own != -1)
    return own;
  if (is_usable (codec->payload_type)
      && is_free (numbers, codec->payload_type, used)) {
    claim (numbers, codec->payload_type, kind, codec);
    return codec->payload_type;
  }
  for (range = 0; range < G_N_ELEMENTS (ranges); range++) {
    for (i = ranges[range][0]; i <= ranges[range][1]; i++) {
      if (is_free (numbers, i, used)) {
        claim (numbers, i, kind, codec);
        return i;
      }
    }
  }

  return -1;
}

guint
pc_numbers_assign_extension (PcNumbers * numbers, const gchar * uri,
    guint preferred)
{
  guint i;

  for (i = 1; i < PC_N_EXTENSION_IDS; i++) {
    if (g_strcmp0 (numbers->extensions[i], uri) == 0)
      return i;
  }
  if (preferred >= 1 && preferred <= MAX_OWN_EXTENSION_ID
      && numbers->extensions[preferred] == NULL) {
    numbers->extensions[preferred] = g_strdup (uri);
    return preferred;
  }
  for (i = 1; i <= MAX_OWN_EXTENSION_ID; i++) {
    if (numbers->extensions[i] == NULL) {
      numbers->extensions[i] = g_strdup (uri);
      return i;
    }
  }

  return 0;
}
