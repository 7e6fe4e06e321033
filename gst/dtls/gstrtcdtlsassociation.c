/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlsassociation.c: the association: its states, its keys, its timer.
 */

#include "gstrtcdtlssession.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <gst/peerconnection/core/dtls/pcfingerprint.h>
#include <gst/peerconnection/rtccertificate-private.h>

#define GST_CAT_DEFAULT gst_rtc_dtls_srtp_debug

/* RFC 6347 section 4.1: the first byte of a record */
#define CONTENT_APPLICATION_DATA 23

/* How often a peer that goes on is told that it is over: as often as OpenSSL
 * sends a flight. */
#define MAX_REPETITIONS 12

/* --- what the engine tells ------------------------------------------------ */

static void
gather (GstBufferList ** list, const guint8 * data, gsize size)
{
  if (*list == NULL)
    *list = gst_buffer_list_new ();
  gst_buffer_list_add (*list, gst_buffer_new_memdup (data, size));
}

static gboolean
is_handshake (const guint8 * record)
{
  return record[0] != CONTENT_APPLICATION_DATA;
}

/* OpenSSL sends a flight in as few datagrams as possible, but sends it again
 * message by message, each of which can be lost. Records that follow one
 * another may share a datagram (RFC 6347 section 4.1.1). */
static gboolean
join (GstBufferList * list, const guint8 * data, gsize size, gsize mtu)
{
  const guint n = list ? gst_buffer_list_length (list) : 0;
  guint8 before, *copy;
  GstBuffer *last;

  if (n == 0 || !is_handshake (data))
    return FALSE;
  last = gst_buffer_list_get_writable (list, n - 1);
  if (gst_buffer_extract (last, 0, &before, 1) != 1 || !is_handshake (&before)
      || gst_buffer_get_size (last) + size > mtu)
    return FALSE;
  copy = g_memdup2 (data, size);
  gst_buffer_append_memory (last, gst_memory_new_wrapped (0,
          copy, size, 0, size, copy, g_free));

  return TRUE;
}

static void
on_send (gpointer user_data, const guint8 * data, gsize size)
{
  GstRTCDtlsSession *self = user_data;

  if (!join (self->flight, data, size, gst_dtls_engine_get_mtu (self->engine)))
    gather (&self->flight, data, size);
}

static void
on_receive (gpointer user_data, const guint8 * data, gsize size)
{
  GstRTCDtlsSession *self = user_data;

  gather (&self->messages, data, size);
}

static void
digest_certificate (gpointer user_data, PcHash hash, guint8 * digest)
{
  if (!X509_digest (user_data, gst_rtc_certificate_get_digest (hash), digest,
          NULL))
    memset (digest, 0, pc_hash_get_length (hash));
}

/* RFC 8827 section 5.6.4: the one thing that makes this the peer of the
 * signalling. Without fingerprints nobody is. */
static gboolean
on_verify (gpointer user_data, X509 * certificate)
{
  GstRTCDtlsSession *self = user_data;

  self->rejected = self->fingerprints == NULL
      || !pc_fingerprints_match (self->fingerprints, digest_certificate,
      certificate);

  return !self->rejected;
}

static const GstDtlsEngineCallbacks engine_callbacks = {
  .send = on_send,
  .receive = on_receive,
  .verify = on_verify,
};

/* --- states --------------------------------------------------------------- */

/* Shuts the gate both ways before anybody hears of it. */
static void
set_state (GstRTCDtlsSession * self, PcDtlsState state, const gchar * reason,
    GstRTCError * error)
{
  GstRTCDtlsSrtp *element = self->element;
  GstSrtpSession *outbound = NULL;
  gboolean current;

  if (self->state == state)
    return;

  GST_INFO_OBJECT (element, "%s -> %s (%s)",
      pc_dtls_state_to_string (self->state), pc_dtls_state_to_string (state),
      reason);
  self->state = state;
  if (state == PC_DTLS_CLOSED || state == PC_DTLS_FAILED) {
    g_clear_pointer (&self->inbound, gst_srtp_session_free);
    gst_rtc_dtls_input_drop_early (self);
  }

  g_mutex_lock (&element->lock);
  current = element->session == self;
  if (current)
    element->state = state;
  if (current && state != PC_DTLS_CONNECTED)
    outbound = g_steal_pointer (&element->outbound);
  g_mutex_unlock (&element->lock);
  g_clear_pointer (&outbound, gst_srtp_session_free);

  if (current && error != NULL)
    g_signal_emit_by_name (element, "error", error);
  if (current)
    g_object_notify (G_OBJECT (element), "state");
}

/* What is about to go out ends with our alert. */
static void
keep_last_words (GstRTCDtlsSession * self)
{
  const guint n = self->flight ? gst_buffer_list_length (self->flight) : 0;
  GstBuffer *last;
  GstMapInfo map;

  if (n == 0 || gst_dtls_engine_get_sent_alert (self->engine) < 0)
    return;
  last = gst_buffer_list_get (self->flight, n - 1);
  if (!gst_buffer_map (last, &map, GST_MAP_READ))
    return;
  g_clear_pointer (&self->last_words, g_bytes_unref);
  self->last_words = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (last, &map);
}

/* RFC 6347 section 4.2.4: no timer sends an alert again; it is to be generated
 * anew when the peer sends again what led to it. */
void
gst_rtc_dtls_association_repeat (GstRTCDtlsSession * self)
{
  if (self->state != PC_DTLS_FAILED || self->last_words == NULL
      || self->repetitions >= MAX_REPETITIONS)
    return;
  self->repetitions++;
  gather (&self->flight, g_bytes_get_data (self->last_words, NULL),
      g_bytes_get_size (self->last_words));
}

static void
set_failed (GstRTCDtlsSession * self)
{
  g_autoptr (GstRTCError) error = NULL;
  g_autofree gchar *message = NULL;
  const gchar *reason = gst_dtls_engine_get_reason (self->engine);

  if (self->rejected)
    message = g_strdup ("The peer's certificate has none of the fingerprints "
        "in its description");
  else
    message = g_strdup_printf ("DTLS failed: %s", reason);

  error = g_object_new (GST_TYPE_RTC_ERROR,
      "error-detail", self->rejected ?
      GST_RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE :
      GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE, "message", message,
      "sent-alert", (gint64) gst_dtls_engine_get_sent_alert (self->engine),
      "received-alert",
      (gint64) gst_dtls_engine_get_received_alert (self->engine), NULL);
  set_state (self, PC_DTLS_FAILED, message, error);
}

/* FALSE when the engine fails; then there is no SRTP. */
static gboolean
make_srtp (GstRTCDtlsSession * self, const PcSrtpProfile * profile,
    GstSrtpSession ** inbound, GstSrtpSession ** outbound)
{
  guint8 material[2 * (PC_SRTP_MAX_KEY_LENGTH + PC_SRTP_MAX_SALT_LENGTH)];
  const gboolean server = gst_dtls_engine_is_server (self->engine);
  PcSrtpSecret client_secret, server_secret;

  if (gst_dtls_engine_export (self->engine, material,
          pc_srtp_profile_get_material_length (profile))) {
    pc_srtp_profile_split (profile, material, &client_secret, &server_secret);
    *inbound = gst_srtp_session_new (profile,
        server ? &client_secret : &server_secret, TRUE);
    *outbound = gst_srtp_session_new (profile,
        server ? &server_secret : &client_secret, FALSE);
  }
  OPENSSL_cleanse (material, sizeof material);

  return *inbound != NULL && *outbound != NULL;
}

/* The peer is verified. A peer that offers no SRTP profile gets its data
 * channels all the same; media then stays dropped. */
static void
set_connected (GstRTCDtlsSession * self)
{
  GstRTCDtlsSrtp *element = self->element;
  const PcSrtpProfile *profile = gst_dtls_engine_get_profile (self->engine);
  GstSrtpSession *inbound = NULL, *outbound = NULL;
  g_autofree gchar *reason = NULL;

  if (profile != NULL && !make_srtp (self, profile, &inbound, &outbound)) {
    GST_ERROR_OBJECT (element, "no SRTP with %s", profile->name);
    profile = NULL;
    g_clear_pointer (&inbound, gst_srtp_session_free);
    g_clear_pointer (&outbound, gst_srtp_session_free);
  }

  self->inbound = inbound;
  g_mutex_lock (&element->lock);
  if (element->session == self) {
    element->outbound = g_steal_pointer (&outbound);
    element->profile = profile;
    element->version = gst_dtls_engine_get_version (self->engine);
    element->cipher = gst_dtls_engine_get_cipher (self->engine);
    g_clear_pointer (&element->remote_certificates, g_ptr_array_unref);
    element->remote_certificates =
        gst_dtls_engine_get_certificates (self->engine);
  }
  g_mutex_unlock (&element->lock);
  g_clear_pointer (&outbound, gst_srtp_session_free);

  reason = g_strdup_printf ("verified, %s, %s, %s",
      gst_dtls_engine_get_version (self->engine),
      gst_dtls_engine_get_cipher (self->engine),
      profile ? profile->name : "no SRTP");
  set_state (self, PC_DTLS_CONNECTED, reason, NULL);
}

/* After each call into the engine. What it had to say goes out before anybody
 * hears of a new state. */
void
gst_rtc_dtls_association_look (GstRTCDtlsSession * self)
{
  const guint retransmissions =
      gst_dtls_engine_get_retransmissions (self->engine);

  gst_rtc_dtls_srtp_count (self->element, GST_RTC_DTLS_RETRANSMISSIONS,
      retransmissions - self->retransmissions);
  self->retransmissions = retransmissions;

  switch (gst_dtls_engine_get_state (self->engine)) {
    case GST_DTLS_ENGINE_HANDSHAKE:
      break;
    case GST_DTLS_ENGINE_OPEN:
      if (self->state == PC_DTLS_CONNECTING) {
        gst_rtc_dtls_session_push (self->element->src, &self->flight);
        set_connected (self);
      }
      break;
    case GST_DTLS_ENGINE_CLOSED:
      gst_rtc_dtls_session_push (self->element->src, &self->flight);
      /* The peer's last words, an ABORT of SCTP, say why it closes. */
      gst_rtc_dtls_session_push_messages (self);
      set_state (self, PC_DTLS_CLOSED, "the peer's close_notify", NULL);
      break;
    case GST_DTLS_ENGINE_FAILED:
      keep_last_words (self);
      gst_rtc_dtls_session_push (self->element->src, &self->flight);
      set_failed (self);
      break;
  }
}

gboolean
gst_rtc_dtls_association_is_over (GstRTCDtlsSession * self)
{
  return self->state == PC_DTLS_CLOSED || self->state == PC_DTLS_FAILED;
}

/* --- the timer ------------------------------------------------------------ */

void
gst_rtc_dtls_association_set_timer (GstRTCDtlsSession * self)
{
  gint64 timeout;
  gint64 ready_time = -1;

  if (self->timer == NULL)
    return;

  /* Without a path a flight would be lost again, until OpenSSL gives up; with
   * the client's flight in hand there is nothing to ask for again. */
  if (self->state == PC_DTLS_CONNECTING && self->writable
      && !(gst_rtc_dtls_input_is_early (self) && self->early.length > 0)) {
    timeout = gst_dtls_engine_get_timeout (self->engine);
    if (timeout >= 0)
      ready_time = g_get_monotonic_time () + timeout;
  }
  /* setting it costs a wake-up, also to the same */
  if (ready_time == self->ready_time)
    return;
  self->ready_time = ready_time;
  g_source_set_ready_time (self->timer, ready_time);
}

static gboolean
on_timer (gpointer user_data)
{
  GstRTCDtlsSession *self = user_data;

  GST_DEBUG_OBJECT (self->element, "wake up: the flight may be lost");
  self->ready_time = -1;
  g_source_set_ready_time (self->timer, -1);
  gst_rtc_dtls_session_enter (self);
  gst_dtls_engine_handle_timeout (self->engine);
  gst_rtc_dtls_association_look (self);
  gst_rtc_dtls_session_settle (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
timer_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = {
  .dispatch = timer_dispatch,
};

void
gst_rtc_dtls_association_stop_timer (GstRTCDtlsSession * self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/* --- configuring ---------------------------------------------------------- */

static gboolean
make_engine (GstRTCDtlsSession * self, gboolean server)
{
  g_autoptr (GstRTCCertificate) certificate =
      gst_rtc_dtls_srtp_ref_certificate (self->element);

  if (certificate != NULL)
    self->engine = gst_dtls_engine_new (gst_rtc_certificate_get_x509
        (certificate), gst_rtc_certificate_get_pkey (certificate), server,
        &engine_callbacks, self);
  if (self->engine == NULL) {
    g_autoptr (GstRTCError) error =
        gst_rtc_error_new (GST_RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE,
        "The certificate cannot be used");

    set_state (self, PC_DTLS_FAILED, gst_rtc_error_get_message (error), error);
    return FALSE;
  }

  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_static_name (self->timer, "rtcdtlssrtp retransmission");
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, gst_rtc_io_get_context (self->io));

  return TRUE;
}

static void
start (GstRTCDtlsSession * self, gboolean server)
{
  if (!make_engine (self, server))
    return;

  set_state (self, PC_DTLS_CONNECTING, server ? "server" : "client", NULL);
  if (!server) {
    gst_dtls_engine_start (self->engine);
    gst_rtc_dtls_association_look (self);
  }
}

void
gst_rtc_dtls_association_configure (GstRTCDtlsSession * self)
{
  GstRTCDtlsSrtp *element = self->element;
  PcDtlsRole role;
  gboolean other;

  g_mutex_lock (&element->lock);
  role = element->role;
  self->writable = element->writable;
  other = self->fingerprints != element->fingerprints;
  g_clear_pointer (&self->fingerprints, g_ptr_array_unref);
  if (element->fingerprints != NULL)
    self->fingerprints = g_ptr_array_ref (element->fingerprints);
  g_mutex_unlock (&element->lock);

  /* A client knows its peer before it says hello: an answerer has the offer,
   * an offerer learns from the answer that it is one. */
  if (self->state == PC_DTLS_NEW && self->writable
      && (role == PC_DTLS_ROLE_SERVER || (role == PC_DTLS_ROLE_CLIENT
              && self->fingerprints != NULL)))
    start (self, role == PC_DTLS_ROLE_SERVER);

  /* RFC 8122 section 6.2: an association whose certificate no longer matches
   * the description must not go on. */
  if (self->state == PC_DTLS_CONNECTED && other && self->fingerprints != NULL
      && !gst_dtls_engine_verify_again (self->engine)) {
    gst_dtls_engine_close (self->engine);
    gst_rtc_dtls_session_push (element->src, &self->flight);
    set_failed (self);
  }

  gst_rtc_dtls_input_handle_early (self);
}

void
gst_rtc_dtls_association_close (GstRTCDtlsSession * self)
{
  if (gst_rtc_dtls_association_is_over (self))
    return;
  if (self->engine != NULL) {
    gst_dtls_engine_close (self->engine);
    gst_rtc_dtls_session_push (self->element->src, &self->flight);
  }
  set_state (self, PC_DTLS_CLOSED, "closed here", NULL);
}

/* No close_notify: a peer that is behind us in the signalling would take its
 * end of the old association, which is still in use there, for closed. */
void
gst_rtc_dtls_association_abandon (GstRTCDtlsSession * self)
{
  self->state = PC_DTLS_CLOSED;
  gst_rtc_dtls_association_stop_timer (self);
  gst_rtc_dtls_input_drop_early (self);
  g_clear_pointer (&self->inbound, gst_srtp_session_free);
}
