/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcdtlsfingerprint.c: the hash of a certificate.
 */

/**
 * SECTION:rtcdtlsfingerprint
 * @title: GstRTCDtlsFingerprint
 * @short_description: the hash of a certificate
 *
 * The dictionary RTCDtlsFingerprint of webrtc-pc section 5.5.1. An object of
 * this class never changes.
 */

#include "rtcdtlsfingerprint.h"

struct _GstRTCDtlsFingerprint
{
  GObject parent;

  /* immutable */
  gchar *algorithm;
  gchar *value;
};

enum
{
  PROP_0,
  PROP_ALGORITHM,
  PROP_VALUE,
};

G_DEFINE_FINAL_TYPE (GstRTCDtlsFingerprint, gst_rtc_dtls_fingerprint,
    G_TYPE_OBJECT);

static void
gst_rtc_dtls_fingerprint_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCDtlsFingerprint *self = GST_RTC_DTLS_FINGERPRINT (object);

  switch (id) {
    case PROP_ALGORITHM:
      g_value_set_string (value, self->algorithm);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_dtls_fingerprint_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCDtlsFingerprint *self = GST_RTC_DTLS_FINGERPRINT (object);

  switch (id) {
    case PROP_ALGORITHM:
      self->algorithm = g_value_dup_string (value);
      break;
    case PROP_VALUE:
      self->value = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_rtc_dtls_fingerprint_finalize (GObject * object)
{
  GstRTCDtlsFingerprint *self = GST_RTC_DTLS_FINGERPRINT (object);

  g_free (self->algorithm);
  g_free (self->value);
  G_OBJECT_CLASS (gst_rtc_dtls_fingerprint_parent_class)->finalize (object);
}

static void
gst_rtc_dtls_fingerprint_class_init (GstRTCDtlsFingerprintClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
      | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_rtc_dtls_fingerprint_get_property;
  object_class->set_property = gst_rtc_dtls_fingerprint_set_property;
  object_class->finalize = gst_rtc_dtls_fingerprint_finalize;

  /**
   * GstRTCDtlsFingerprint:algorithm:
   *
   * The hash function, in the words of RFC 8122 section 5: "sha-256".
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_ALGORITHM,
      g_param_spec_string ("algorithm", NULL, NULL, NULL, flags));

  /**
   * GstRTCDtlsFingerprint:value:
   *
   * The hash, in pairs of hexadecimal digits, in lower case, with colons
   * between them.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_VALUE,
      g_param_spec_string ("value", NULL, NULL, NULL, flags));
}

static void
gst_rtc_dtls_fingerprint_init (GstRTCDtlsFingerprint * self)
{
}

/**
 * gst_rtc_dtls_fingerprint_new:
 * @algorithm: the hash function, "sha-256"
 * @value: the hash, "AA:BB:..."
 *
 * Returns: (transfer full): a new fingerprint
 *
 * Since: 0.1
 */
GstRTCDtlsFingerprint *
gst_rtc_dtls_fingerprint_new (const gchar * algorithm, const gchar * value)
{
  g_return_val_if_fail (algorithm != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  return g_object_new (GST_TYPE_RTC_DTLS_FINGERPRINT,
      "algorithm", algorithm, "value", value, NULL);
}

/**
 * gst_rtc_dtls_fingerprint_get_algorithm:
 * @fingerprint: a #GstRTCDtlsFingerprint
 *
 * Returns: (transfer none) (nullable): the hash function; %NULL when none was
 *     given
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_dtls_fingerprint_get_algorithm (GstRTCDtlsFingerprint * fingerprint)
{
  g_return_val_if_fail (GST_IS_RTC_DTLS_FINGERPRINT (fingerprint), NULL);

  return fingerprint->algorithm;
}

/**
 * gst_rtc_dtls_fingerprint_get_value:
 * @fingerprint: a #GstRTCDtlsFingerprint
 *
 * Returns: (transfer none) (nullable): the hash; %NULL when none was given
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_dtls_fingerprint_get_value (GstRTCDtlsFingerprint * fingerprint)
{
  g_return_val_if_fail (GST_IS_RTC_DTLS_FINGERPRINT (fingerprint), NULL);

  return fingerprint->value;
}
