/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcfingerprint.h: does a certificate belong to a description (RFC 8122).
 */

#ifndef PC_FINGERPRINT_H
#define PC_FINGERPRINT_H

#include <glib.h>

#include "../sdp/pcdescription.h"

G_BEGIN_DECLS

/* The hash functions that we trust. RFC 8122 section 5 forbids MD2 and MD5;
 * SHA-1 and SHA-224 are refused as too weak to stand for a certificate. */
    typedef enum
{
  PC_HASH_NONE,                 /* in the order of our preference */
  PC_HASH_SHA_256,
  PC_HASH_SHA_384,
  PC_HASH_SHA_512,
} PcHash;

#define PC_HASH_MAX_LENGTH 64   /* bytes */

/* In any case of letters; PC_HASH_NONE for those we do not trust. */
PcHash pc_hash_from_string (const gchar * algorithm);
const gchar *pc_hash_to_string (PcHash hash);
guint pc_hash_get_length (PcHash hash); /* bytes; 0 for PC_HASH_NONE */

/* "AA:BB:..."; free with g_free(). */
gchar *pc_fingerprint_format (const guint8 * digest, gsize length);
/* Into @digest[PC_HASH_MAX_LENGTH]; FALSE unless it is exactly @hash long. */
gboolean pc_fingerprint_parse (PcHash hash, const gchar * value,
    guint8 * digest);

/* Computes the hash of a certificate; the core has no cryptography. */
typedef void (*PcDigestFunc) (gpointer user_data, PcHash hash, guint8 * digest);

/* @fingerprints: of PcFingerprint. TRUE when the certificate has any one of those
 * with the strongest hash. */
gboolean pc_fingerprints_match (const GPtrArray * fingerprints,
    PcDigestFunc digest_func, gpointer user_data);
/* How many are of a hash we trust, and well formed. */
guint pc_fingerprints_count_usable (const GPtrArray * fingerprints);

G_END_DECLS

#endif /* PC_FINGERPRINT_H */
