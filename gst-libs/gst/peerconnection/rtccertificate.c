/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtccertificate.c: who we are to the peer.
 */

/**
 * SECTION:rtccertificate
 * @title: GstRTCCertificate
 * @short_description: who we are to the peer
 *
 * The interface RTCCertificate of webrtc-pc section 4.9.2: an X.509
 * certificate, signed by itself, and its private key. A connection that is
 * given none makes its own. Whoever wants to be recognised the next time keeps
 * one, as PEM.
 *
 * A certificate never changes and may be used from any thread.
 */

#include "rtccertificate.h"
#include "rtccertificate-private.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "core/dtls/pcfingerprint.h"
#include "core/pcerror.h"

/* webrtc-pc section 4.9.1: how long a certificate is valid, and at most. */
#define DEFAULT_LIFETIME_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)
#define MAX_LIFETIME_MS (G_GINT64_CONSTANT (365) * 24 * 60 * 60 * 1000)

/* Below 2048 is broken; above 4096 a handshake takes too long. */
#define MIN_RSA_BITS 2048
#define MAX_RSA_BITS 4096

struct _GstRTCCertificate
{
  GObject parent;

  /* immutable */
  EVP_PKEY *key;
  X509 *x509;
  gint64 expires;               /* ms since 1970 */
};

/* g_object_new() makes an empty one: the interface has no constructor. */
#define IS_MADE(certificate) \
  (GST_IS_RTC_CERTIFICATE (certificate) && (certificate)->x509 != NULL)

enum
{
  PROP_0,
  PROP_EXPIRES,
};

G_DEFINE_FINAL_TYPE (GstRTCCertificate, gst_rtc_certificate, G_TYPE_OBJECT);

static void
gst_rtc_certificate_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCCertificate *self = GST_RTC_CERTIFICATE (object);

  switch (id) {
    case PROP_EXPIRES:
      g_value_set_int64 (value, self->expires);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_certificate_finalize (GObject * object)
{
  GstRTCCertificate *self = GST_RTC_CERTIFICATE (object);

  EVP_PKEY_free (self->key);
  X509_free (self->x509);
  G_OBJECT_CLASS (gst_rtc_certificate_parent_class)->finalize (object);
}

static void
gst_rtc_certificate_class_init (GstRTCCertificateClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_rtc_certificate_get_property;
  object_class->finalize = gst_rtc_certificate_finalize;

  /**
   * GstRTCCertificate:expires:
   *
   * When the certificate is no longer valid, in milliseconds since
   * 1970-01-01T00:00:00Z (webrtc-pc section 4.9.2).
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_EXPIRES,
      g_param_spec_int64 ("expires", NULL, NULL, G_MININT64, G_MAXINT64, 0,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
gst_rtc_certificate_init (GstRTCCertificate * self)
{
}

/* Takes both. */
static GstRTCCertificate *
certificate_new (EVP_PKEY * key, X509 * x509)
{
  GstRTCCertificate *self = g_object_new (GST_TYPE_RTC_CERTIFICATE, NULL);
  ASN1_TIME *epoch = ASN1_TIME_set (NULL, 0);
  gint days = 0, seconds = 0;

  self->key = key;
  self->x509 = x509;
  ASN1_TIME_diff (&days, &seconds, epoch, X509_get0_notAfter (x509));
  ASN1_TIME_free (epoch);
  self->expires = ((gint64) days * 24 * 60 * 60 + seconds) * 1000;

  return self;
}

/* Reads why OpenSSL failed; what it noted for this thread is forgotten, so
 * that nobody mistakes it for his own. */
static void
set_openssl_error (GError ** error, PcError code, const gchar * what)
{
  unsigned long reason = ERR_peek_last_error ();
  const gchar *text = reason ? ERR_reason_error_string (reason) : NULL;

  g_set_error (error, PC_ERROR, code, "%s: %s", what,
      text ? text : "no reason given");
  ERR_clear_error ();
}

/* Takes @key, which may be NULL. @lifetime in milliseconds. */
static GstRTCCertificate *
certificate_new_for_key (EVP_PKEY * key, gint64 lifetime, GError ** error)
{
  X509 *x509 = NULL;

  if (key != NULL) {
    x509 = gst_rtc_certificate_make_x509 (key,
        g_get_real_time () / G_USEC_PER_SEC, lifetime / 1000);
  }
  if (x509 == NULL) {
    set_openssl_error (error, PC_ERROR_OPERATION,
        "Could not make a certificate");
    EVP_PKEY_free (key);
    return NULL;
  }

  return certificate_new (key, x509);
}

/**
 * gst_rtc_certificate_new:
 * @error: return location for an error
 *
 * Makes an ECDSA key on the curve P-256 and a certificate for it, valid for 30
 * days and signed with SHA-256. It takes well under a millisecond.
 *
 * Returns: (transfer full): a new certificate, or %NULL with an
 *     OperationError
 *
 * Since: 0.1
 */
GstRTCCertificate *
gst_rtc_certificate_new (GError ** error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return certificate_new_for_key (gst_rtc_certificate_make_ecdsa_key (),
      DEFAULT_LIFETIME_MS, error);
}

static gboolean
check_algorithm (const gchar * algorithm, const gchar * named_curve,
    guint modulus_length, const gchar * hash, GError ** error)
{
  /* Web Cryptography section 18.4.4: names of algorithms have no case, those
   * of curves have. */
  if (g_ascii_strcasecmp (algorithm, "ECDSA") == 0) {
    if (named_curve == NULL || g_str_equal (named_curve, "P-256"))
      return TRUE;
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "ECDSA on the curve \"%s\" is not supported, \"P-256\" is",
        named_curve);
    return FALSE;
  }

  if (g_ascii_strcasecmp (algorithm, "RSASSA-PKCS1-v1_5") != 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "The algorithm \"%s\" is not supported, \"ECDSA\" and "
        "\"RSASSA-PKCS1-v1_5\" are", algorithm);
    return FALSE;
  }
  if (modulus_length < MIN_RSA_BITS || modulus_length > MAX_RSA_BITS) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "An RSA modulus of %u bits is not supported, %d to %d are",
        modulus_length, MIN_RSA_BITS, MAX_RSA_BITS);
    return FALSE;
  }
  if (hash != NULL && g_ascii_strcasecmp (hash, "SHA-256") != 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "The hash \"%s\" is not supported, \"SHA-256\" is", hash);
    return FALSE;
  }

  return TRUE;
}

/**
 * gst_rtc_certificate_generate:
 * @algorithm: "ECDSA" or "RSASSA-PKCS1-v1_5", in any case
 * @named_curve: (nullable): the curve of ECDSA, "P-256" or %NULL for that one
 * @modulus_length: the size of an RSA key, 2048 to 4096 bits; ignored for ECDSA
 * @hash: (nullable): the hash that RSA signs, "SHA-256" or %NULL for that one
 * @lifetime: how long the certificate is valid, in milliseconds; a negative
 *     number for 30 days, and never more than 365 days
 * @error: return location for an error
 *
 * Makes a key and a certificate as the static method generateCertificate of
 * webrtc-pc section 4.9.1 does. An RSA key takes long enough (a hundred
 * milliseconds) to be made in a thread of its own.
 *
 * Returns: (transfer full): a new certificate, or %NULL with a
 *     NotSupportedError, or an OperationError
 *
 * Since: 0.1
 */
GstRTCCertificate *
gst_rtc_certificate_generate (const gchar * algorithm,
    const gchar * named_curve, guint modulus_length, const gchar * hash,
    gint64 lifetime, GError ** error)
{
  EVP_PKEY *key;

  g_return_val_if_fail (algorithm != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_algorithm (algorithm, named_curve, modulus_length, hash, error))
    return NULL;

  if (lifetime < 0)
    lifetime = DEFAULT_LIFETIME_MS;
  if (g_ascii_strcasecmp (algorithm, "ECDSA") == 0)
    key = gst_rtc_certificate_make_ecdsa_key ();
  else
    key = gst_rtc_certificate_make_rsa_key (modulus_length);

  return certificate_new_for_key (key, MIN (lifetime, MAX_LIFETIME_MS), error);
}

/**
 * gst_rtc_certificate_new_from_pem:
 * @pem: a certificate and its private key as PEM, in any order
 * @error: return location for an error
 *
 * Reads a certificate that gst_rtc_certificate_get_pem() or another program
 * wrote. The key must be ECDSA or RSA and not encrypted.
 *
 * Returns: (transfer full): a new certificate, or %NULL with a SyntaxError when
 *     the text is not what it should be, an InvalidAccessError when key and
 *     certificate do not belong together, or a NotSupportedError
 *
 * Since: 0.1
 */
GstRTCCertificate *
gst_rtc_certificate_new_from_pem (const gchar * pem, GError ** error)
{
  BIO *bio;
  X509 *x509 = NULL;
  EVP_PKEY *key = NULL;

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  bio = BIO_new_mem_buf (pem, -1);
  x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL);
  BIO_free (bio);
  if (x509 == NULL) {
    set_openssl_error (error, PC_ERROR_SYNTAX, "No certificate in the PEM");
    goto failed;
  }

  /* With a password at hand OpenSSL does not ask for one on the terminal. */
  bio = BIO_new_mem_buf (pem, -1);
  key = PEM_read_bio_PrivateKey (bio, NULL, NULL, (gpointer) "");
  BIO_free (bio);
  if (key == NULL) {
    set_openssl_error (error, PC_ERROR_SYNTAX, "No private key in the PEM");
    goto failed;
  }
  if (!EVP_PKEY_is_a (key, "EC") && !EVP_PKEY_is_a (key, "RSA")) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "A key of type \"%s\" is not supported, ECDSA and RSA are",
        EVP_PKEY_get0_type_name (key));
    goto failed;
  }
  if (!X509_check_private_key (x509, key)) {
    set_openssl_error (error, PC_ERROR_INVALID_ACCESS,
        "The private key is not that of the certificate");
    goto failed;
  }

  return certificate_new (key, x509);

failed:
  EVP_PKEY_free (key);
  X509_free (x509);

  return NULL;
}

/**
 * gst_rtc_certificate_get_pem:
 * @certificate: a #GstRTCCertificate
 *
 * The private key, not encrypted, and the certificate. Who has this text can
 * pass for the owner of the certificate.
 *
 * Returns: (transfer full): PEM for gst_rtc_certificate_new_from_pem()
 *
 * Since: 0.1
 */
gchar *
gst_rtc_certificate_get_pem (GstRTCCertificate * certificate)
{
  BIO *bio;
  gchar *data;
  gchar *pem;
  glong size;

  g_return_val_if_fail (IS_MADE (certificate), NULL);

  bio = BIO_new (BIO_s_secmem ());
  if (!PEM_write_bio_PrivateKey (bio, certificate->key, NULL, NULL, 0, NULL,
          NULL) || !PEM_write_bio_X509 (bio, certificate->x509))
    g_assert_not_reached ();
  size = BIO_get_mem_data (bio, &data);
  pem = g_strndup (data, size);
  BIO_free (bio);

  return pem;
}

/**
 * gst_rtc_certificate_get_expires:
 * @certificate: a #GstRTCCertificate
 *
 * Returns: when the certificate is no longer valid, in milliseconds since
 *     1970-01-01T00:00:00Z
 *
 * Since: 0.1
 */
gint64
gst_rtc_certificate_get_expires (GstRTCCertificate * certificate)
{
  g_return_val_if_fail (GST_IS_RTC_CERTIFICATE (certificate), 0);

  return certificate->expires;
}

/* The hash that the certificate is signed with; sha-256 for those that are no
 * fingerprint's. */
static PcHash
get_signature_hash (X509 * x509)
{
  static const struct
  {
    gint nid;
    PcHash hash;
  } digests[] = {
    {NID_sha384, PC_HASH_SHA_384},
    {NID_sha512, PC_HASH_SHA_512},
  };
  gint digest = NID_undef;

  OBJ_find_sigid_algs (X509_get_signature_nid (x509), &digest, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++) {
    if (digest == digests[i].nid)
      return digests[i].hash;
  }

  return PC_HASH_SHA_256;
}

static void
add_fingerprint (GPtrArray * fingerprints, X509 * x509, PcHash hash)
{
  const gchar *algorithm = pc_hash_to_string (hash);
  guint8 digest[EVP_MAX_MD_SIZE];
  guint length;
  g_autofree gchar *text = NULL;
  g_autofree gchar *value = NULL;

  if (!X509_digest (x509, gst_rtc_certificate_get_digest (hash), digest,
          &length))
    g_assert_not_reached ();
  text = pc_fingerprint_format (digest, length);
  /* webrtc-pc section 5.5.1: in lower case, other than in SDP */
  value = g_ascii_strdown (text, -1);
  g_ptr_array_add (fingerprints,
      gst_rtc_dtls_fingerprint_new (algorithm, value));
}

/**
 * gst_rtc_certificate_get_fingerprints:
 * @certificate: a #GstRTCCertificate
 *
 * The method getFingerprints of webrtc-pc section 4.9.2: one with sha-256, and
 * one with the hash that the certificate is signed with, where that is another
 * (RFC 8122 section 5.1).
 *
 * Returns: (transfer container) (element-type GstRTCDtlsFingerprint): the
 *     fingerprints
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_certificate_get_fingerprints (GstRTCCertificate * certificate)
{
  GPtrArray *fingerprints;
  PcHash hash;

  g_return_val_if_fail (IS_MADE (certificate), NULL);

  fingerprints = g_ptr_array_new_with_free_func (g_object_unref);
  add_fingerprint (fingerprints, certificate->x509, PC_HASH_SHA_256);
  hash = get_signature_hash (certificate->x509);
  if (hash != PC_HASH_SHA_256)
    add_fingerprint (fingerprints, certificate->x509, hash);

  return fingerprints;
}

EVP_PKEY *
gst_rtc_certificate_get_pkey (GstRTCCertificate * certificate)
{
  g_return_val_if_fail (GST_IS_RTC_CERTIFICATE (certificate), NULL);

  return certificate->key;
}

X509 *
gst_rtc_certificate_get_x509 (GstRTCCertificate * certificate)
{
  g_return_val_if_fail (GST_IS_RTC_CERTIFICATE (certificate), NULL);

  return certificate->x509;
}
