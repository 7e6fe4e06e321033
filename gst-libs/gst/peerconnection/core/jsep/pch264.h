/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pch264.h: the profile-level-id of H.264 (RFC 6184 section 8.1).
 *
 *    0                   1                   2
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
 *   +---------------+---------------+---------------+
 *   |  profile_idc  |  profile_iop  |   level_idc   |
 *   +---------------+---------------+---------------+
 */

#ifndef PC_H264_H
#define PC_H264_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PC_H264_UNKNOWN,
  PC_H264_CONSTRAINED_BASELINE,
  PC_H264_BASELINE,
  PC_H264_MAIN,
  PC_H264_EXTENDED,
  PC_H264_CONSTRAINED_HIGH,
  PC_H264_HIGH,
  PC_H264_HIGH_10,
  PC_H264_HIGH_422,
  PC_H264_HIGH_444,
} PcH264Profile;

PcH264Profile pc_h264_fmtp_profile (const gchar * fmtp);

/* Same profile and packetization-mode. @compatible: Baseline and Constrained
 * Baseline count as one. */
gboolean pc_h264_fmtp_match (const gchar * a, const gchar * b,
    gboolean compatible);

/* The parameters of an answer to @offered from an end that wants @wanted;
 * free with g_free(). */
gchar *pc_h264_fmtp_answer (const gchar * wanted, const gchar * offered);

G_END_DECLS

#endif /* PC_H264_H */
