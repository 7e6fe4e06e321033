/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsrtpprofile.h: the SRTP protection profiles that we speak.
 */

#ifndef PC_SRTP_PROFILE_H
#define PC_SRTP_PROFILE_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint16 id;                   /* of the use_srtp extension (RFC 5764 4.1.2) */
  const gchar *name;            /* as IANA's registry, RTCTransportStats.srtpCipher */
  const gchar *openssl_name;    /* for SSL_CTX_set_tlsext_use_srtp() */
  guint key_length;             /* bytes of the master key */
  guint salt_length;            /* bytes of the master salt */
} PcSrtpProfile;

#define PC_SRTP_MAX_KEY_LENGTH 32
#define PC_SRTP_MAX_SALT_LENGTH 14

/* Most wanted first; @n_profiles says how many. */
const PcSrtpProfile *pc_srtp_profiles (guint * n_profiles);
/* NULL when we do not speak it. */
const PcSrtpProfile *pc_srtp_profile_by_id (guint16 id);

/* Where the four secrets lie in what the handshake exports. */
typedef struct
{
  const guint8 *key;
  const guint8 *salt;
} PcSrtpSecret;

gsize pc_srtp_profile_get_material_length (const PcSrtpProfile * profile);
void pc_srtp_profile_split (const PcSrtpProfile * profile,
    const guint8 * material, PcSrtpSecret * client, PcSrtpSecret * server);

G_END_DECLS

#endif /* PC_SRTP_PROFILE_H */
