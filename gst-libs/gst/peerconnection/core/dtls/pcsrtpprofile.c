/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsrtpprofile.c: the SRTP protection profiles that we speak.
 */

#include "pcsrtpprofile.h"

/* RFC 7714 section 14.2 and RFC 5764 section 4.1.2. GCM first: it is several
 * times cheaper than AES-CM with HMAC-SHA1, and 128 bits are plenty; the last
 * one is mandatory (RFC 8827 section 6.5). */
static const PcSrtpProfile profiles[] = {
  {0x0007, "SRTP_AEAD_AES_128_GCM", "SRTP_AEAD_AES_128_GCM", 16, 12},
  {0x0008, "SRTP_AEAD_AES_256_GCM", "SRTP_AEAD_AES_256_GCM", 32, 12},
  {0x0001, "SRTP_AES128_CM_HMAC_SHA1_80", "SRTP_AES128_CM_SHA1_80", 16, 14},
};

const PcSrtpProfile *
pc_srtp_profiles (guint * n_profiles)
{
  *n_profiles = G_N_ELEMENTS (profiles);

  return profiles;
}

const PcSrtpProfile *
pc_srtp_profile_by_id (guint16 id)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (profiles); i++) {
    if (profiles[i].id == id)
      return &profiles[i];
  }

  return NULL;
}

gsize
pc_srtp_profile_get_material_length (const PcSrtpProfile * profile)
{
  return 2 * (profile->key_length + profile->salt_length);
}

/* RFC 5764 section 4.2:
 *
 *   client_write_SRTP_master_key    server_write_SRTP_master_key
 *   client_write_SRTP_master_salt   server_write_SRTP_master_salt
 */
void
pc_srtp_profile_split (const PcSrtpProfile * profile, const guint8 * material,
    PcSrtpSecret * client, PcSrtpSecret * server)
{
  client->key = material;
  server->key = client->key + profile->key_length;
  client->salt = server->key + profile->key_length;
  server->salt = client->salt + profile->salt_length;
}
