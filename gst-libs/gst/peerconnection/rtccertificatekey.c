/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtccertificatekey.c: a key pair, and a certificate signed by itself.
 */

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "rtccertificate-private.h"

/* RFC 8827 section 6.5 wants nothing in a certificate that tells who made
 * it: the name is as random as the key. */
#define NAME_BYTES 8
#define SERIAL_BITS 64

/* A peer whose clock is behind ours still finds the certificate valid. */
#define BACKDATE_SECONDS (24 * 60 * 60)

#define X509_VERSION_OF_V3 2    /* RFC 5280 section 4.1.2.1 */

EVP_PKEY *
gst_rtc_certificate_make_ecdsa_key (void)
{
  return EVP_EC_gen (SN_X9_62_prime256v1);
}

EVP_PKEY *
gst_rtc_certificate_make_rsa_key (guint modulus_length)
{
  return EVP_RSA_gen (modulus_length);
}

const EVP_MD *
gst_rtc_certificate_get_digest (PcHash hash)
{
  switch (hash) {
    case PC_HASH_SHA_256:
      return EVP_sha256 ();
    case PC_HASH_SHA_384:
      return EVP_sha384 ();
    case PC_HASH_SHA_512:
      return EVP_sha512 ();
    case PC_HASH_NONE:
      break;
  }

  g_assert_not_reached ();
}

static gboolean
set_random_serial (X509 * x509)
{
  BIGNUM *number = BN_new ();
  gboolean done;

  /* RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
  done = number != NULL
      && BN_rand (number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY)
      && BN_to_ASN1_INTEGER (number, X509_get_serialNumber (x509)) != NULL;
  BN_free (number);

  return done;
}

static gboolean
set_random_name (X509 * x509)
{
  guint8 bytes[NAME_BYTES];
  gchar text[2 * NAME_BYTES + 1];
  X509_NAME *name = X509_get_subject_name (x509);
  guint i;

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return FALSE;
  for (i = 0; i < NAME_BYTES; i++)
    g_snprintf (text + 2 * i, 3, "%02x", bytes[i]);

  return X509_NAME_add_entry_by_NID (name, NID_commonName, MBSTRING_ASC,
      (const guint8 *) text, -1, -1, 0) && X509_set_issuer_name (x509, name);
}

X509 *
gst_rtc_certificate_make_x509 (EVP_PKEY * key, gint64 now, gint64 lifetime)
{
  X509 *x509 = X509_new ();

  if (x509 != NULL && X509_set_version (x509, X509_VERSION_OF_V3)
      && set_random_serial (x509) && set_random_name (x509)
      && ASN1_TIME_set (X509_getm_notBefore (x509), now - BACKDATE_SECONDS)
      && ASN1_TIME_set (X509_getm_notAfter (x509), now + lifetime)
      && X509_set_pubkey (x509, key) && X509_sign (x509, key, EVP_sha256 ()))
    return x509;

  X509_free (x509);

  return NULL;
}
