/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pch264.c: when two H.264 parameter sets fit together.
 */

#include "pch264.h"

#include "pccodecs.h"

/* RFC 6184 section 8.1: "If no profile-level-id is present, the Baseline
 * profile, without additional constraints at Level 1, MUST be inferred." */
#define DEFAULT_PROFILE_LEVEL_ID 0x42000a

/* level_idc of level 1b in the profiles that do not say it with
 * constraint_set3_flag. */
#define LEVEL_1B 9
#define CONSTRAINT_SET3 0x10

/* RFC 6184 table 5: profile_idc and a pattern of profile_iop bits. */
static const struct
{
  guint8 idc;
  guint8 iop_mask;
  guint8 iop;
  PcH264Profile profile;
} profiles[] = {
  {0x42, 0x4f, 0x40, PC_H264_CONSTRAINED_BASELINE},     /* x1xx0000 */
  {0x4d, 0x8f, 0x80, PC_H264_CONSTRAINED_BASELINE},     /* 1xxx0000 */
  {0x58, 0xcf, 0xc0, PC_H264_CONSTRAINED_BASELINE},     /* 11xx0000 */
  {0x42, 0x4f, 0x00, PC_H264_BASELINE}, /* x0xx0000 */
  {0x58, 0xcf, 0x80, PC_H264_BASELINE}, /* 10xx0000 */
  {0x4d, 0xaf, 0x00, PC_H264_MAIN},     /* 0x0x0000 */
  {0x58, 0xcf, 0x00, PC_H264_EXTENDED}, /* 00xx0000 */
  {0x64, 0xff, 0x0c, PC_H264_CONSTRAINED_HIGH},
  {0x64, 0xff, 0x00, PC_H264_HIGH},
  {0x6e, 0xff, 0x00, PC_H264_HIGH_10},
  {0x7a, 0xff, 0x00, PC_H264_HIGH_422},
  {0xf4, 0xff, 0x00, PC_H264_HIGH_444},
};

static guint
get_profile_level_id (const gchar * fmtp)
{
  g_autofree gchar *text = pc_fmtp_get (fmtp, "profile-level-id");
  gchar *end;
  guint64 value;

  if (text == NULL)
    return DEFAULT_PROFILE_LEVEL_ID;
  value = g_ascii_strtoull (text, &end, 16);
  if (*text == '\0' || *end != '\0' || value > 0xffffff)
    return 0;

  return (guint) value;
}

static gboolean
says_level (const gchar * fmtp)
{
  g_autofree gchar *text = pc_fmtp_get (fmtp, "profile-level-id");

  return text != NULL;
}

static gint
get_packetization_mode (const gchar * fmtp)
{
  g_autofree gchar *text = pc_fmtp_get (fmtp, "packetization-mode");

  /* RFC 6184 section 8.1: 0 when absent. */
  return text != NULL ? (gint) g_ascii_strtoll (text, NULL, 10) : 0;
}

static gboolean
allows_level_asymmetry (const gchar * fmtp)
{
  g_autofree gchar *text = pc_fmtp_get (fmtp, "level-asymmetry-allowed");

  return text != NULL && text[0] == '1';
}

PcH264Profile
pc_h264_fmtp_profile (const gchar * fmtp)
{
  guint id = get_profile_level_id (fmtp);
  guint idc = id >> 16, iop = (id >> 8) & 0xff;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (profiles); i++) {
    if (profiles[i].idc == idc && (iop & profiles[i].iop_mask) ==
        profiles[i].iop)
      return profiles[i].profile;
  }

  return PC_H264_UNKNOWN;
}

gboolean
pc_h264_fmtp_match (const gchar * a, const gchar * b, gboolean compatible)
{
  PcH264Profile pa = pc_h264_fmtp_profile (a);
  PcH264Profile pb = pc_h264_fmtp_profile (b);

  /* RFC 6184 section 8.2.2: the profile and packetization-mode are symmetric;
   * a level is not a reason to refuse. */
  if (pa == PC_H264_UNKNOWN || pb == PC_H264_UNKNOWN)
    return FALSE;
  if (get_packetization_mode (a) != get_packetization_mode (b))
    return FALSE;
  /* Encoders and decoders that call themselves Baseline do without FMO, ASO
   * and redundant slices, the whole difference. */
  if (compatible && pa == PC_H264_BASELINE)
    pa = PC_H264_CONSTRAINED_BASELINE;
  if (compatible && pb == PC_H264_BASELINE)
    pb = PC_H264_CONSTRAINED_BASELINE;

  return pa == pb;
}

/* Levels in their order: 1b stands between 1 (10) and 1.1 (11). */
static guint
level_rank (guint id)
{
  guint level = id & 0xff;

  if (level == LEVEL_1B || (level == 11 && (id >> 16) != 0x64
          && ((id >> 8) & CONSTRAINT_SET3)))
    return 10 * 2 + 1;

  return level * 2;
}

gchar *
pc_h264_fmtp_answer (const gchar * wanted, const gchar * offered)
{
  guint theirs = get_profile_level_id (offered);
  guint ours = says_level (wanted) ? get_profile_level_id (wanted) : theirs;
  gboolean asymmetric = allows_level_asymmetry (wanted)
      && allows_level_asymmetry (offered);
  /* RFC 6184 section 8.2.2: the answer repeats the offered profile; the level
   * is our own where both allow asymmetry, otherwise the lower one. */
  guint level_from = asymmetric || level_rank (ours) < level_rank (theirs)
      ? ours : theirs;
  guint id = (theirs & 0xffff00) | (level_from & 0xff);

  /* In these profiles a bit of profile_iop belongs to level 1b. */
  if ((id & 0xff) == 11 && (id >> 16) != 0x64)
    id = (id & ~(CONSTRAINT_SET3 << 8))
        | (level_from & (CONSTRAINT_SET3 << 8));

  return g_strdup_printf
      ("%spacketization-mode=%d;profile-level-id=%06x",
      allows_level_asymmetry (wanted) ? "level-asymmetry-allowed=1;" : "",
      get_packetization_mode (offered), id);
}
