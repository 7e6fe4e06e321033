/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-setup.c: the session and the element of a connection: made
 * when first needed, given back at the end.
 */

#include "rtcpeerconnection-private.h"

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcworker.h"

#include <openssl/rand.h>

#define GST_CAT_DEFAULT gst_rtc_peer_connection_debug

#define ELEMENT_NAME "peerconnection"

static void
fill_random (gpointer user_data, guint8 * bytes, gsize length)
{
  /* No connection without randomness: credentials would be known to all. */
  if (RAND_bytes (bytes, (int) length) != 1)
    g_error ("OpenSSL has no random bytes");
}

static GstElement *
make_element (GstRTCPeerConnection * self, GError ** error)
{
  g_autoptr (GstElement) element =
      gst_element_factory_make_full (ELEMENT_NAME, "peer-connection", self,
      NULL);

  if (element == NULL) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "the element \"" ELEMENT_NAME "\" is missing: install the plugin of"
        " gst-peerconnection");
    return NULL;
  }
  gst_object_ref_sink (element);
  if (!GST_IS_RTC_BACKEND (element)
      || GST_RTC_BACKEND_GET_IFACE (element)->version !=
      GST_RTC_BACKEND_VERSION) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "the element \"" ELEMENT_NAME "\" is not of this version"
        " (" PACKAGE_VERSION "): library and plugin must be installed"
        " together");
    return NULL;
  }

  return g_steal_pointer (&element);
}

/* Two threads may both make one; the first to come counts. */
GstRTCBackend *
gst_rtc_peer_connection_ensure_backend (GstRTCPeerConnection * self,
    GError ** error)
{
  GstRTCBackend *backend = gst_rtc_model_dup_backend (self->model);
  g_autoptr (GstElement) element = NULL;

  if (backend != NULL)
    return backend;
  if (self->element_first) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the connection's element is gone");
    return NULL;
  }
  element = make_element (self, error);
  if (element == NULL)
    return NULL;

  g_mutex_lock (&self->model->lock);
  if (self->element == NULL && !self->model->closed) {
    self->element = g_object_ref (element);
    g_weak_ref_set (&self->model->backend, element);
  }
  if (self->element != NULL)
    backend = GST_RTC_BACKEND (g_object_ref (self->element));
  g_mutex_unlock (&self->model->lock);
  if (backend == NULL)
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the connection is closed");

  return backend;
}

static GstRTCCertificate *
make_certificate (GstRTCPeerConnection * self, GError ** error)
{
  g_autoptr (GstRTCConfiguration) configuration =
      gst_rtc_peer_connection_dup_configuration (self);
  GPtrArray *certificates = configuration->certificates;

  if (certificates != NULL && certificates->len > 0)
    return g_object_ref (g_ptr_array_index (certificates, 0));

  return gst_rtc_certificate_new (error);
}

/* RFC 8122 section 5.1: the same hashes for each of several certificates, which
 * is the first one of each, sha-256. */
static void
add_fingerprints (GPtrArray * fingerprints, GstRTCCertificate * certificate,
    gboolean several)
{
  g_autoptr (GPtrArray) own =
      gst_rtc_certificate_get_fingerprints (certificate);

  for (guint i = 0; i < (several ? 1 : own->len); i++) {
    GstRTCDtlsFingerprint *fingerprint = g_ptr_array_index (own, i);

    g_ptr_array_add (fingerprints,
        pc_fingerprint_new (gst_rtc_dtls_fingerprint_get_algorithm
            (fingerprint), gst_rtc_dtls_fingerprint_get_value (fingerprint)));
  }
}

static PcSession *
make_session (GstRTCPeerConnection * self, GstRTCBackend * backend,
    GstRTCCertificate * certificate)
{
  g_autoptr (PcCapabilities) capabilities =
      GST_RTC_BACKEND_GET_IFACE (backend)->get_capabilities (backend);
  g_autoptr (GPtrArray) fingerprints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_fingerprint_free);
  g_autoptr (GstRTCConfiguration) configuration =
      gst_rtc_peer_connection_dup_configuration (self);
  GPtrArray *given = configuration->certificates;
  gboolean several;
  PcSessionConfig config = {
    .random.fill = fill_random,
    .bundle_policy = (PcBundlePolicy) configuration->bundle_policy,
    .capabilities = capabilities,
    .fingerprints = fingerprints,
    .max_message_size =
        GST_RTC_BACKEND_GET_IFACE (backend)->get_max_message_size (backend),
  };

  /* RFC 9429 section 5.2.1: a line for each of the certificates */
  several = given != NULL && given->len > 1;
  add_fingerprints (fingerprints, certificate, several);
  for (guint i = 1; several && i < given->len; i++)
    add_fingerprints (fingerprints, g_ptr_array_index (given, i), TRUE);

  return pc_session_new (&config);
}

/* TRUE when there is one; FALSE with @error set when there can be none. FALSE
 * without: it must be made. */
static gboolean
session_is_there (GstRTCPeerConnection * self, GError ** error)
{
  g_autoptr (GMutexLocker) locker = gst_rtc_model_locker_new (self->model);

  if (self->model->closed) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the connection is closed");
    return FALSE;
  }

  return self->model->session != NULL;
}

gboolean
gst_rtc_peer_connection_ensure_session (GstRTCPeerConnection * self,
    GError ** error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GstRTCBackend) backend = NULL;
  g_autoptr (GstRTCCertificate) certificate = NULL;
  g_autoptr (PcSession) session = NULL;
  guint64 can_send_size;

  if (session_is_there (self, &failure))
    return TRUE;
  if (failure == NULL && self->construct_error != NULL)
    failure = g_error_copy (self->construct_error);
  if (failure == NULL)
    backend = gst_rtc_peer_connection_ensure_backend (self, &failure);
  if (backend != NULL)
    certificate = make_certificate (self, &failure);
  if (certificate == NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  session = make_session (self, backend, certificate);
  can_send_size =
      GST_RTC_BACKEND_GET_IFACE (backend)->get_max_message_size (backend);

  g_mutex_lock (&self->model->lock);
  if (self->model->session == NULL) {
    self->model->session = g_steal_pointer (&session);
    self->model->can_send_size = can_send_size;
    self->certificate = g_steal_pointer (&certificate);
    if (self->model->closed)
      pc_session_close (self->model->session);
  }
  g_mutex_unlock (&self->model->lock);

  return session_is_there (self, error);
}

static void
redistribute_latency (gpointer owner, gpointer data)
{
  gst_bin_recalculate_latency (GST_BIN (data));
}

/* The private pipeline's bus: nobody reads it, so it keeps nothing. */
static GstBusSyncReply
watch_bus (GstBus * bus, GstMessage * message, gpointer user_data)
{
  GWeakRef *owner = user_data;
  g_autoptr (GstRTCPeerConnection) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, &debug);
      GST_ERROR_OBJECT (GST_MESSAGE_SRC (message), "%s (%s)", error->message,
          debug);
      break;
    case GST_MESSAGE_WARNING:
      gst_message_parse_warning (message, &error, &debug);
      GST_WARNING_OBJECT (GST_MESSAGE_SRC (message), "%s (%s)",
          error->message, debug);
      break;
    case GST_MESSAGE_LATENCY:
      self = g_weak_ref_get (owner);
      if (self == NULL)
        break;
      g_mutex_lock (&self->model->lock);
      if (self->pipeline != NULL)
        gst_rtc_operations_post (self->model->queue, redistribute_latency,
            g_object_ref (self->pipeline), g_object_unref);
      g_mutex_unlock (&self->model->lock);
      break;
    default:
      break;
  }
  gst_message_unref (message);

  return GST_BUS_DROP;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
gst_rtc_peer_connection_run_element (GstRTCPeerConnection * self)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstBus) bus = NULL;
  GWeakRef *owner;

  g_mutex_lock (&self->model->lock);
  if (self->element != NULL && self->pipeline == NULL && !self->element_taken
      && !self->model->closed) {
    self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
    pipeline = g_object_ref (self->pipeline);
    element = g_object_ref (self->element);
  }
  g_mutex_unlock (&self->model->lock);
  if (pipeline == NULL)
    return;

  owner = g_new (GWeakRef, 1);
  g_weak_ref_init (owner, self);
  bus = gst_pipeline_get_bus (GST_PIPELINE (pipeline));
  gst_bus_set_sync_handler (bus, watch_bus, owner, weak_ref_free);
  gst_bin_add (GST_BIN (pipeline), element);
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE)
    GST_ERROR_OBJECT (pipeline, "the private pipeline does not start");
}

gboolean
gst_rtc_backend_runs_alone (GstRTCPeerConnection * connection)
{
  g_autoptr (GMutexLocker) locker =
      gst_rtc_model_locker_new (connection->model);

  return connection->pipeline != NULL;
}

typedef struct
{
  GstElement *element;
  GstElement *pipeline;
} Remains;

/* On the reaper thread: joins streaming threads. */
static void
bury (gpointer data)
{
  g_autofree Remains *remains = data;

  if (remains->pipeline != NULL)
    gst_element_set_state (remains->pipeline, GST_STATE_NULL);
  g_clear_object (&remains->element);
  g_clear_object (&remains->pipeline);
}

void
gst_rtc_peer_connection_release_element (GstRTCPeerConnection * self)
{
  Remains remains;

  g_mutex_lock (&self->model->lock);
  remains.element = g_steal_pointer (&self->element);
  remains.pipeline = g_steal_pointer (&self->pipeline);
  g_mutex_unlock (&self->model->lock);

  if (remains.element != NULL)
    gst_rtc_reaper_push (bury, g_memdup2 (&remains, sizeof (remains)));
}

/**
 * gst_rtc_peer_connection_get_element:
 * @connection: a #GstRTCPeerConnection
 * @error: return location for a #GError
 *
 * Gets the element that moves the connection's packets. Where the connection
 * was made first, this takes it: it will not run alone any more, but in the
 * pipeline that the caller puts it into. That can be done until the first
 * description of this end is set; then it runs alone, and this fails with
 * #GST_RTC_DOM_ERROR_INVALID_STATE, as it does when the connection is closed.
 * #GST_RTC_DOM_ERROR_NOT_SUPPORTED: the element is not installed.
 *
 * Returns: (transfer full): the element
 *
 * Since: 0.1
 */
GstElement *
gst_rtc_peer_connection_get_element (GstRTCPeerConnection * connection,
    GError ** error)
{
  g_autoptr (GstRTCBackend) backend = NULL;
  gboolean runs_alone;

  g_return_val_if_fail (GST_IS_RTC_PEER_CONNECTION (connection), NULL);

  if (!gst_rtc_peer_connection_ensure_session (connection, error))
    return NULL;
  backend = gst_rtc_peer_connection_ensure_backend (connection, error);
  if (backend == NULL)
    return NULL;

  g_mutex_lock (&connection->model->lock);
  runs_alone = connection->pipeline != NULL;
  connection->element_taken = !runs_alone;
  g_mutex_unlock (&connection->model->lock);
  if (runs_alone) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the element runs in a pipeline of its own already: take it before"
        " the first setLocalDescription");
    return NULL;
  }

  return GST_ELEMENT (g_steal_pointer (&backend));
}
