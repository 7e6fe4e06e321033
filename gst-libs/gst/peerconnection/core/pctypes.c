/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctypes.c: directions and random words.
 */

#include "pctypes.h"

guint32
pc_random_u32 (const PcRandom * random)
{
  guint32 value;

  random->fill (random->user_data, (guint8 *) & value, sizeof (value));
  return value;
}

guint64
pc_random_u64 (const PcRandom * random)
{
  guint64 value;

  random->fill (random->user_data, (guint8 *) & value, sizeof (value));
  return value;
}

gchar *
pc_random_token (const PcRandom * random, guint length)
{
  /* ice-char = ALPHA / DIGIT / "+" / "/": 64 of them, so that six bits of a
   * byte make one without bias. */
  static const gchar alphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  gchar *token = g_malloc (length + 1);
  guint i;

  random->fill (random->user_data, (guint8 *) token, length);
  for (i = 0; i < length; i++)
    token[i] = alphabet[(guint8) token[i] & 63];
  token[length] = '\0';

  return token;
}

gboolean
pc_direction_sends (PcDirection direction)
{
  return direction == PC_DIRECTION_SENDRECV
      || direction == PC_DIRECTION_SENDONLY;
}

gboolean
pc_direction_receives (PcDirection direction)
{
  return direction == PC_DIRECTION_SENDRECV
      || direction == PC_DIRECTION_RECVONLY;
}

PcDirection
pc_direction_from_flags (gboolean sends, gboolean receives)
{
  if (sends)
    return receives ? PC_DIRECTION_SENDRECV : PC_DIRECTION_SENDONLY;
  return receives ? PC_DIRECTION_RECVONLY : PC_DIRECTION_INACTIVE;
}

PcDirection
pc_direction_reverse (PcDirection direction)
{
  return pc_direction_from_flags (pc_direction_receives (direction),
      pc_direction_sends (direction));
}

PcDirection
pc_direction_intersect (PcDirection a, PcDirection b)
{
  return pc_direction_from_flags (pc_direction_sends (a)
      && pc_direction_sends (b), pc_direction_receives (a)
      && pc_direction_receives (b));
}

const gchar *
pc_direction_to_string (PcDirection direction)
{
  static const gchar *const names[] = {
    [PC_DIRECTION_SENDRECV] = "sendrecv",
    [PC_DIRECTION_SENDONLY] = "sendonly",
    [PC_DIRECTION_RECVONLY] = "recvonly",
    [PC_DIRECTION_INACTIVE] = "inactive",
    [PC_DIRECTION_STOPPED] = "stopped",
  };

  return names[direction];
}
