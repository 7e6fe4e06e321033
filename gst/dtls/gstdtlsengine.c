/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlsengine.c: a DTLS association; datagrams in, datagrams out.
 */

#include "gstdtlsengine.h"

#include <openssl/err.h>
#include <openssl/srtp.h>

#include "gstdtlsbio.h"
#include "gstdtlscontext.h"

/* RFC 5764 section 4.2 */
#define EXPORTER_LABEL "EXTRACTOR-dtls_srtp"

struct _GstDtlsEngine
{
  SSL *ssl;
  BIO *bio;                     /* owned by ssl */
  gboolean server;
  const GstDtlsEngineCallbacks *callbacks;
  gpointer user_data;

  GstDtlsEngineState state;
  gboolean answered;            /* a server that sent its first flight */
  gchar *reason;
  gint sent_alert;
  gint received_alert;
  guint retransmissions;
  guint mtu;
};

/* The queue of errors belongs to the thread, and others use it too. It is empty
 * nearly always, and dear to clear. */
static void
clear_errors (void)
{
  if (ERR_peek_error () != 0)
    ERR_clear_error ();
}

static void
on_datagram (gpointer user_data, const guint8 * data, gsize size)
{
  GstDtlsEngine *self = user_data;

  self->answered = self->server;
  self->callbacks->send (self->user_data, data, size);
}

static gboolean
on_verify (SSL * ssl, X509 * certificate)
{
  GstDtlsEngine *self = SSL_get_app_data (ssl);

  return self->callbacks->verify (self->user_data, certificate);
}

static void
set_mtu (GstDtlsEngine * self, guint mtu)
{
  self->mtu = MIN (mtu, self->mtu);
  SSL_set_mtu (self->ssl, self->mtu);
}

/* RFC 6347 section 4.1.1.1: after repeated retransmissions a flight goes out in
 * smaller pieces; that it is lost may be because of its size. */
static void
back_off (GstDtlsEngine * self, guint timeout_us)
{
  static const struct
  {
    guint timeout_us;           /* that went by in vain */
    guint mtu;
  } steps[] = {
    {8 * GST_DTLS_FIRST_TIMEOUT_US, GST_DTLS_LEAST_MTU},
    {4 * GST_DTLS_FIRST_TIMEOUT_US, GST_DTLS_SMALL_MTU},
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (timeout_us >= steps[i].timeout_us) {
      set_mtu (self, steps[i].mtu);
      return;
    }
  }
}

/* Before the flight is sent again, if @timeout_us is not 0. */
static guint
on_timer (SSL * ssl, guint timeout_us)
{
  GstDtlsEngine *self = SSL_get_app_data (ssl);

  if (timeout_us == 0)
    return GST_DTLS_FIRST_TIMEOUT_US;

  self->retransmissions++;
  back_off (self, timeout_us);

  return MIN (2 * timeout_us, GST_DTLS_MAX_TIMEOUT_US);
}

static void
on_info (const SSL * ssl, int where, int value)
{
  GstDtlsEngine *self = SSL_get_app_data (ssl);

  if (!(where & SSL_CB_ALERT) || value >> 8 != SSL3_AL_FATAL)
    return;

  if (where & SSL_CB_READ)
    self->received_alert = value & 0xff;
  else
    self->sent_alert = value & 0xff;
}

void
gst_dtls_engine_load (void)
{
  gst_dtls_context_get (on_verify);
}

GstDtlsEngine *
gst_dtls_engine_new (X509 * certificate, EVP_PKEY * key, gboolean server,
    const GstDtlsEngineCallbacks * callbacks, gpointer user_data)
{
  GstDtlsEngine *self = g_new0 (GstDtlsEngine, 1);

  self->server = server;
  self->callbacks = callbacks;
  self->user_data = user_data;
  self->sent_alert = -1;
  self->received_alert = -1;

  self->ssl = SSL_new (gst_dtls_context_get (on_verify));
  g_assert (self->ssl != NULL);
  if (!SSL_use_certificate (self->ssl, certificate)
      || !SSL_use_PrivateKey (self->ssl, key)) {
    clear_errors ();
    gst_dtls_engine_free (self);
    return NULL;
  }

  self->bio = gst_dtls_bio_new (on_datagram, self);
  SSL_set_bio (self->ssl, self->bio, self->bio);
  SSL_set_app_data (self->ssl, self);
  SSL_set_info_callback (self->ssl, on_info);
  self->mtu = GST_DTLS_MTU;
  set_mtu (self, GST_DTLS_MTU);
  DTLS_set_timer_cb (self->ssl, on_timer);
  if (server)
    SSL_set_accept_state (self->ssl);
  else
    SSL_set_connect_state (self->ssl);

  return self;
}

void
gst_dtls_engine_free (GstDtlsEngine * self)
{
  SSL_free (self->ssl);
  g_free (self->reason);
  g_free (self);
}

static void
fail (GstDtlsEngine * self)
{
  unsigned long error = ERR_peek_last_error ();
  const gchar *text = error ? ERR_reason_error_string (error) : NULL;

  self->state = GST_DTLS_ENGINE_FAILED;
  if (self->received_alert >= 0)
    self->reason = g_strdup_printf ("the peer sent the alert %s",
        SSL_alert_desc_string_long (self->received_alert));
  else if (SSL_get_verify_result (self->ssl) != X509_V_OK)
    self->reason = g_strdup_printf ("the peer's certificate: %s",
        X509_verify_cert_error_string (SSL_get_verify_result (self->ssl)));
  else
    /* OpenSSL gives no reason when a message breaks its limits */
    self->reason = g_strdup (text ? text : "a malformed or too long message");
}

/* Reads all messages; OpenSSL answers handshake messages meanwhile. */
static void
read_messages (GstDtlsEngine * self)
{
  guint8 message[GST_DTLS_MAX_MESSAGE];
  gint size;

  while ((size = SSL_read (self->ssl, message, sizeof message)) > 0)
    self->callbacks->receive (self->user_data, message, size);

  switch (SSL_get_error (self->ssl, size)) {
    case SSL_ERROR_WANT_READ:
      break;
    case SSL_ERROR_ZERO_RETURN:
      /* RFC 5246 section 7.2.1: close_notify is answered with our own. */
      SSL_shutdown (self->ssl);
      self->state = GST_DTLS_ENGINE_CLOSED;
      break;
    default:
      fail (self);
  }
}

static void
handshake (GstDtlsEngine * self)
{
  gint result = SSL_do_handshake (self->ssl);

  if (result == 1)
    self->state = GST_DTLS_ENGINE_OPEN;
  else if (SSL_get_error (self->ssl, result) != SSL_ERROR_WANT_READ)
    fail (self);
}

static void
run (GstDtlsEngine * self)
{
  clear_errors ();
  if (self->state == GST_DTLS_ENGINE_HANDSHAKE)
    handshake (self);
  if (self->state == GST_DTLS_ENGINE_OPEN)
    read_messages (self);
  clear_errors ();
}

void
gst_dtls_engine_start (GstDtlsEngine * self)
{
  run (self);
}

void
gst_dtls_engine_process (GstDtlsEngine * self, const guint8 * data, gsize size)
{
  gst_dtls_bio_set_input (self->bio, data, size);
  run (self);
  gst_dtls_bio_set_input (self->bio, NULL, 0);
}

gboolean
gst_dtls_engine_write (GstDtlsEngine * self, const guint8 * data, gsize size)
{
  gint written;

  if (self->state != GST_DTLS_ENGINE_OPEN || size == 0
      || size > GST_DTLS_MAX_MESSAGE)
    return FALSE;

  clear_errors ();
  written = SSL_write (self->ssl, data, size);
  if (written <= 0)
    fail (self);
  clear_errors ();

  return written > 0;
}

gint64
gst_dtls_engine_get_timeout (GstDtlsEngine * self)
{
  struct timeval left;

  if (self->state > GST_DTLS_ENGINE_OPEN
      || !DTLSv1_get_timeout (self->ssl, &left))
    return -1;

  return left.tv_sec * G_USEC_PER_SEC + left.tv_usec;
}

void
gst_dtls_engine_handle_timeout (GstDtlsEngine * self)
{
  if (self->state > GST_DTLS_ENGINE_OPEN)
    return;

  clear_errors ();
  if (DTLSv1_handle_timeout (self->ssl) < 0) {
    self->state = GST_DTLS_ENGINE_FAILED;
    self->reason = g_strdup ("the peer does not answer");
  }
  clear_errors ();
}

void
gst_dtls_engine_close (GstDtlsEngine * self)
{
  if (self->state == GST_DTLS_ENGINE_OPEN) {
    clear_errors ();
    SSL_shutdown (self->ssl);
    clear_errors ();
  }
  if (self->state != GST_DTLS_ENGINE_FAILED)
    self->state = GST_DTLS_ENGINE_CLOSED;
}

GstDtlsEngineState
gst_dtls_engine_get_state (GstDtlsEngine * self)
{
  return self->state;
}

gboolean
gst_dtls_engine_is_server (GstDtlsEngine * self)
{
  return self->server;
}

gboolean
gst_dtls_engine_verify_again (GstDtlsEngine * self)
{
  X509 *certificate = SSL_get0_peer_certificate (self->ssl);

  return certificate != NULL
      && self->callbacks->verify (self->user_data, certificate);
}

gboolean
gst_dtls_engine_awaits_certificate (GstDtlsEngine * self)
{
  return self->answered && self->state == GST_DTLS_ENGINE_HANDSHAKE;
}

const gchar *
gst_dtls_engine_get_reason (GstDtlsEngine * self)
{
  return self->reason;
}

gint
gst_dtls_engine_get_sent_alert (GstDtlsEngine * self)
{
  return self->sent_alert;
}

gint
gst_dtls_engine_get_received_alert (GstDtlsEngine * self)
{
  return self->received_alert;
}

guint
gst_dtls_engine_get_retransmissions (GstDtlsEngine * self)
{
  return self->retransmissions;
}

guint
gst_dtls_engine_get_mtu (GstDtlsEngine * self)
{
  return self->mtu;
}

const PcSrtpProfile *
gst_dtls_engine_get_profile (GstDtlsEngine * self)
{
  SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile (self->ssl);

  return profile ? pc_srtp_profile_by_id (profile->id) : NULL;
}

gboolean
gst_dtls_engine_export (GstDtlsEngine * self, guint8 * material, gsize size)
{
  gboolean done;

  clear_errors ();
  done = SSL_export_keying_material (self->ssl, material, size,
      EXPORTER_LABEL, sizeof EXPORTER_LABEL - 1, NULL, 0, 0) == 1;
  clear_errors ();

  return done;
}

const gchar *
gst_dtls_engine_get_version (GstDtlsEngine * self)
{
  return SSL_get_version (self->ssl);
}

const gchar *
gst_dtls_engine_get_cipher (GstDtlsEngine * self)
{
  const SSL_CIPHER *cipher = SSL_get_current_cipher (self->ssl);

  return cipher ? SSL_CIPHER_standard_name (cipher) : NULL;
}

static void
add_certificate (GPtrArray * certificates, X509 * x509)
{
  guint8 *der = NULL;
  gint size = i2d_X509 (x509, &der);

  if (size <= 0)
    return;
  g_ptr_array_add (certificates, g_bytes_new (der, size));
  OPENSSL_free (der);
}

GPtrArray *
gst_dtls_engine_get_certificates (GstDtlsEngine * self)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func ((GDestroyNotify)
      g_bytes_unref);
  STACK_OF (X509) * chain = SSL_get_peer_cert_chain (self->ssl);
  X509 *own = SSL_get0_peer_certificate (self->ssl);
  gint i;

  if (own != NULL)
    add_certificate (certificates, own);
  /* A server's view of the chain leaves out the end entity. */
  for (i = self->server ? 0 : 1; i < sk_X509_num (chain); i++)
    add_certificate (certificates, sk_X509_value (chain, i));

  return certificates;
}
