/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-certificate.c: generateCertificate (webrtc-pc section 4.9).
 */

#include "rtcpeerconnection.h"

#include <gst/gst.h>

#include "core/pcerror.h"

/* webrtc-pc section 4.9.1: the one exponent that has to be supported, and the
 * least modulus that may be. */
#define PUBLIC_EXPONENT 65537
#define DEFAULT_MODULUS_LENGTH 2048     /* bits */

/* The members of EcKeyGenParams and RsaHashedKeyGenParams (Web Cryptography
 * sections 23.4 and 20.4), and of RTCCertificateExpiration. */
typedef struct
{
  gint64 modulus_length;
  gint64 public_exponent;
  gint64 expires;               /* -1: not said */
} Numbers;

static const struct
{
  const gchar *name;
  goffset offset;
} numbers[] = {
  {"modulusLength", G_STRUCT_OFFSET (Numbers, modulus_length)},
  {"publicExponent", G_STRUCT_OFFSET (Numbers, public_exponent)},
  {"expires", G_STRUCT_OFFSET (Numbers, expires)},
};

static gboolean
set_type_error (GError ** error, const gchar * algorithm, const gchar * name,
    const gchar * wanted)
{
  g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "%s of \"%s\" is not %s", name,
      algorithm, wanted);

  return FALSE;
}

/* Web IDL, [EnforceRange] unsigned long long and unsigned long: what is no
 * whole number, or a negative one, is a TypeError. */
static gboolean
get_numbers (const GstStructure * structure, const gchar * algorithm,
    Numbers * found, GError ** error)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    const GValue *value = gst_structure_get_value (structure, numbers[i].name);
    g_auto (GValue) number = G_VALUE_INIT;

    if (value == NULL)
      continue;
    g_value_init (&number, G_TYPE_INT64);
    if (G_VALUE_HOLDS_STRING (value) || !g_value_transform (value, &number)
        || g_value_get_int64 (&number) < 0)
      return set_type_error (error, algorithm, numbers[i].name,
          "a number of zero or more");
    *(gint64 *) G_STRUCT_MEMBER_P (found, numbers[i].offset) =
        g_value_get_int64 (&number);
  }

  return TRUE;
}

/* FALSE when it is there and is no text. */
static gboolean
get_text (const GstStructure * structure, const gchar * algorithm,
    const gchar * name, const gchar ** text, GError ** error)
{
  if (!gst_structure_has_field (structure, name))
    return TRUE;
  *text = gst_structure_get_string (structure, name);

  return *text != NULL || set_type_error (error, algorithm, name, "a name");
}

static GstRTCCertificate *
generate (const gchar * algorithm, GError ** error)
{
  g_autoptr (GstStructure) structure =
      gst_structure_from_string (algorithm, NULL);
  Numbers found = { DEFAULT_MODULUS_LENGTH, PUBLIC_EXPONENT, -1 };
  const gchar *named_curve = NULL, *hash = NULL;

  if (structure == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "\"%s\" is not an algorithm's name, or a structure", algorithm);
    return NULL;
  }
  if (!get_numbers (structure, algorithm, &found, error)
      || !get_text (structure, algorithm, "namedCurve", &named_curve, error)
      || !get_text (structure, algorithm, "hash", &hash, error))
    return NULL;
  if (found.public_exponent != PUBLIC_EXPONENT) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "The public exponent %" G_GINT64_FORMAT " is not supported, %d is",
        found.public_exponent, PUBLIC_EXPONENT);
    return NULL;
  }

  return gst_rtc_certificate_generate (gst_structure_get_name (structure),
      named_curve, MIN (found.modulus_length, G_MAXUINT), hash, found.expires,
      error);
}

static void
run (GTask * task, gpointer source, gpointer algorithm,
    GCancellable * cancellable)
{
  GError *error = NULL;
  GstRTCCertificate *certificate = generate (algorithm, &error);

  if (certificate != NULL)
    g_task_return_pointer (task, certificate, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gst_rtc_peer_connection_generate_certificate_async:
 * @algorithm: "ECDSA" or "RSASSA-PKCS1-v1_5", or a #GstStructure with that name
 *   and members, as a string
 * @cancellable: (nullable): abandons the result
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: for @callback
 *
 * Makes a certificate for #GstRTCConfiguration (generateCertificate, webrtc-pc
 * section 4.9). The dictionaries of the standard are written as GStreamer
 * writes structures, with the same members:
 * "ECDSA, namedCurve=P-256, expires=86400000" or
 * "RSASSA-PKCS1-v1_5, modulusLength=4096, publicExponent=65537, hash=SHA-256".
 * What is left out is P-256, 2048 bits, 65537, SHA-256 and 30 days; expires is
 * in milliseconds from now, and is at most 365 days.
 *
 * Since: 0.1
 */
void
gst_rtc_peer_connection_generate_certificate_async (const gchar * algorithm,
    GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (algorithm != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task,
      gst_rtc_peer_connection_generate_certificate_async);
  g_task_set_task_data (task, g_strdup (algorithm), g_free);
  g_task_run_in_thread (task, run);
}

/**
 * gst_rtc_peer_connection_generate_certificate_finish:
 * @result: what the callback was called with
 * @error: return location for a #GError
 *
 * Fails with #GST_RTC_DOM_ERROR_NOT_SUPPORTED for another algorithm, and with
 * #GST_RTC_DOM_ERROR_TYPE for a member that is not of its type.
 *
 * Returns: (transfer full): a new certificate
 *
 * Since: 0.1
 */
GstRTCCertificate *
gst_rtc_peer_connection_generate_certificate_finish (GAsyncResult * result,
    GError ** error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
