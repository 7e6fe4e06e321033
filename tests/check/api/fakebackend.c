/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakebackend.c: an element "peerconnection" on a virtual network.
 */

#include "fakebackend.h"

#include <string.h>

#include <gst/peerconnection/core/pcerror.h>
#include <gst/peerconnection/rtcdictionaries.h>

struct _FakeBackend
{
  GstElement parent;

  GWeakRef connection;
  GstRTCPeerConnection *owned;  /* element first */

  /* The network's thread only. */
  PcNegotiated *negotiated;
  GHashTable *gathered;         /* "transport/generation" */
  gboolean has_candidate;       /* of the peer */
  FakeBackend *peer;            /* connected to it */
  gboolean sctp;
  gboolean closed;
};

static void fake_backend_iface_init (GstRTCBackendInterface * iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeBackend, fake_backend, GST_TYPE_ELEMENT,
    G_IMPLEMENT_INTERFACE (GST_TYPE_RTC_BACKEND, fake_backend_iface_init));

static gint n_backends, n_configured, n_closed, n_paused;       /* atomic */
static gint events;             /* telephone-event can be had; atomic */
static gint jitter_target = -1; /* atomic */
static GString *tones;          /* of the main thread */
static GArray *heard[2];        /* of PcRtpHeard: SSRCs, CSRCs */
static gint policy = -1;        /* atomic */
static GPtrArray *backends;     /* of FakeBackend; the network's thread only */

/* --- the network's thread -------------------------------------------------- */

static gpointer
network_main (gpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (data, FALSE);

  g_main_loop_run (loop);

  return NULL;
}

static GMainContext *
network_context (void)
{
  static gsize network = 0;

  if (g_once_init_enter (&network)) {
    GMainContext *context = g_main_context_new ();

    backends = g_ptr_array_new ();
    g_thread_unref (g_thread_new ("network", network_main, context));
    g_once_init_leave (&network, (gsize) context);
  }

  return (GMainContext *) network;
}

typedef struct
{
  FakeBackend *backend;
  void (*func) (FakeBackend * backend, gpointer argument, guint id);
  gpointer argument;
  GDestroyNotify notify;
  guint id;
} Job;

static gboolean
run_job (gpointer data)
{
  Job *job = data;

  job->func (job->backend, job->argument, job->id);

  return G_SOURCE_REMOVE;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->notify != NULL && job->argument != NULL)
    job->notify (job->argument);
  g_clear_object (&job->backend);
  g_free (job);
}

static void
network_do (FakeBackend * backend, gpointer func, gpointer argument,
    GDestroyNotify notify, guint id)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Job *job = g_new0 (Job, 1);

  job->backend = backend != NULL ? g_object_ref (backend) : NULL;
  job->func = func;
  job->argument = argument;
  job->notify = notify;
  job->id = id;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_job, job, job_free);
  g_source_attach (source, network_context ());
}

static GMutex hold_lock;
static GCond hold_cond;
static gboolean held;           /* protected by hold_lock */

static void
reach_sync (FakeBackend * backend, gpointer argument, guint id)
{
  g_mutex_lock (&hold_lock);
  *(gboolean *) argument = TRUE;
  g_cond_broadcast (&hold_cond);
  g_mutex_unlock (&hold_lock);
}

void
fake_network_sync (void)
{
  gboolean reached = FALSE;

  network_do (NULL, reach_sync, &reached, NULL, 0);
  g_mutex_lock (&hold_lock);
  while (!reached)
    g_cond_wait (&hold_cond, &hold_lock);
  g_mutex_unlock (&hold_lock);
}

static void
wait_while_held (FakeBackend * backend, gpointer argument, guint id)
{
  g_mutex_lock (&hold_lock);
  while (held)
    g_cond_wait (&hold_cond, &hold_lock);
  g_mutex_unlock (&hold_lock);
}

void
fake_network_hold (gboolean hold)
{
  g_mutex_lock (&hold_lock);
  held = hold;
  g_cond_broadcast (&hold_cond);
  g_mutex_unlock (&hold_lock);
  if (hold)
    network_do (NULL, wait_while_held, NULL, NULL, 0);
}

/* --- connecting ------------------------------------------------------------ */

static const PcNegotiatedTransport *
first_transport (FakeBackend * self)
{
  if (self->negotiated == NULL || self->negotiated->transports->len == 0)
    return NULL;

  return g_ptr_array_index (self->negotiated->transports, 0);
}

static FakeBackend *
find_peer (FakeBackend * self)
{
  const PcNegotiatedTransport *mine = first_transport (self);

  for (guint i = 0; mine != NULL && i < backends->len; i++) {
    FakeBackend *other = g_ptr_array_index (backends, i);
    const PcNegotiatedTransport *its = first_transport (other);

    if (its != NULL && g_strcmp0 (its->local_ufrag, mine->remote_ufrag) == 0
        && g_strcmp0 (its->remote_ufrag, mine->local_ufrag) == 0
        && g_strcmp0 (its->local_pwd, mine->remote_pwd) == 0)
      return other;
  }

  return NULL;
}

static void
post_connected (FakeBackend * self)
{
  g_autoptr (GstRTCPeerConnection) pc = g_weak_ref_get (&self->connection);
  const gchar *id = first_transport (self)->id;
  g_autoptr (GPtrArray) certificates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (PcCandidate) candidate =
      pc_candidate_parse
      ("candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host", NULL);

  if (pc == NULL)
    return;
  g_ptr_array_add (certificates, g_bytes_new_static ("DER", 3));
  gst_rtc_backend_post_ice_state (pc, id, PC_ICE_CHECKING, "fake");
  gst_rtc_backend_post_ice_pair_state (pc, id, PC_ICE_CONNECTED, candidate,
      candidate, "fake");
  gst_rtc_backend_post_dtls_state (pc, id, PC_DTLS_CONNECTING, NULL, NULL);
  gst_rtc_backend_post_dtls_state (pc, id, PC_DTLS_CONNECTED, certificates,
      NULL);
}

static void
connect_sctp (FakeBackend * self)
{
  g_autoptr (GstRTCPeerConnection) pc = g_weak_ref_get (&self->connection);

  if (pc == NULL || self->sctp || self->negotiated->sctp == NULL
      || self->negotiated->sctp->remote_port == 0)
    return;
  self->sctp = TRUE;
  gst_rtc_backend_post_sctp_state (pc, PC_SCTP_CONNECTED, 1024, NULL);
}

static void
try_connect (FakeBackend * self)
{
  FakeBackend *other = find_peer (self);

  if (other == NULL || !self->has_candidate || !other->has_candidate)
    return;
  if (self->peer == NULL) {
    self->peer = other;
    other->peer = self;
    post_connected (self);
    post_connected (other);
  }
  connect_sctp (self);
  connect_sctp (other);
}

static void
gather (FakeBackend * self, const PcNegotiatedTransport * transport)
{
  g_autoptr (GstRTCPeerConnection) pc = g_weak_ref_get (&self->connection);
  g_autofree gchar *key = g_strdup_printf ("%s/%u", transport->id,
      transport->ice_generation);
  g_autoptr (PcCandidate) candidate =
      pc_candidate_parse
      ("candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host", NULL);

  if (!transport->gather || pc == NULL
      || !g_hash_table_add (self->gathered, g_steal_pointer (&key)))
    return;
  gst_rtc_backend_post_gathering_state (pc, transport->id,
      PC_GATHERING_GATHERING);
  gst_rtc_backend_post_candidate (pc, transport->id, candidate);
  gst_rtc_backend_post_candidate (pc, transport->id, NULL);
  gst_rtc_backend_post_gathering_state (pc, transport->id,
      PC_GATHERING_COMPLETE);
}

static void
do_configure (FakeBackend * self, PcNegotiated * negotiated, guint id)
{
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  self->negotiated = pc_negotiated_ref (negotiated);
  if (self->closed)
    return;
  if (!g_ptr_array_find (backends, self, NULL))
    g_ptr_array_add (backends, self);
  for (guint i = 0; i < negotiated->transports->len; i++)
    gather (self, g_ptr_array_index (negotiated->transports, i));
  /* A description may bring candidates along. */
  for (guint i = 0; i < negotiated->transports->len; i++) {
    const PcNegotiatedTransport *transport =
        g_ptr_array_index (negotiated->transports, i);

    if (transport->remote_candidates->len > 0)
      self->has_candidate = TRUE;
  }
  try_connect (self);
}

static void
do_add_candidate (FakeBackend * self, gpointer argument, guint id)
{
  self->has_candidate = TRUE;
  try_connect (self);
}

static void
do_close (FakeBackend * self, gpointer argument, guint id)
{
  self->closed = TRUE;
  g_ptr_array_remove (backends, self);
  if (self->peer != NULL)
    self->peer->peer = NULL;
  self->peer = NULL;
}

static void
do_fail (FakeBackend * self, gpointer argument, guint id)
{
  g_autoptr (GstRTCPeerConnection) pc = g_weak_ref_get (&self->connection);

  gst_rtc_backend_post_ice_state (pc, first_transport (self)->id,
      PC_ICE_FAILED, "fake");
  gst_rtc_backend_post_sctp_state (pc, PC_SCTP_CLOSED, 0, NULL);
}

/* --- channels ---------------------------------------------------------------- */

static GstRTCPeerConnection *
dup_peer_connection (FakeBackend * self)
{
  return self->peer != NULL ? g_weak_ref_get (&self->peer->connection) : NULL;
}

static void
do_open_channel (FakeBackend * self, PcDcepOpen * open, guint id)
{
  g_autoptr (GstRTCPeerConnection) mine = g_weak_ref_get (&self->connection);
  g_autoptr (GstRTCPeerConnection) other = dup_peer_connection (self);

  if (mine != NULL)
    gst_rtc_backend_post_channel_open (mine, (guint16) id);
  /* NULL: negotiated, nobody is told. */
  if (other != NULL && open != NULL)
    gst_rtc_backend_post_channel_announced (other, (guint16) id, open);
}

static void
send_as (FakeBackend * self, GBytes * message, guint id, gboolean binary)
{
  g_autoptr (GstRTCPeerConnection) mine = g_weak_ref_get (&self->connection);
  g_autoptr (GstRTCPeerConnection) other = dup_peer_connection (self);

  if (other != NULL)
    gst_rtc_backend_post_message (other, (guint16) id, binary, message);
  if (mine != NULL)
    gst_rtc_backend_post_bytes_sent (mine, (guint16) id,
        g_bytes_get_size (message));
}

static void
do_send_text (FakeBackend * self, GBytes * message, guint id)
{
  send_as (self, message, id, FALSE);
}

static void
do_send_binary (FakeBackend * self, GBytes * message, guint id)
{
  send_as (self, message, id, TRUE);
}

static void
do_close_channel (FakeBackend * self, gpointer argument, guint id)
{
  g_autoptr (GstRTCPeerConnection) mine = g_weak_ref_get (&self->connection);
  g_autoptr (GstRTCPeerConnection) other = dup_peer_connection (self);

  if (other != NULL) {
    gst_rtc_backend_post_channel_closing (other, (guint16) id);
    gst_rtc_backend_post_channel_closed (other, (guint16) id, NULL);
  }
  if (mine != NULL)
    gst_rtc_backend_post_channel_closed (mine, (guint16) id, NULL);
}

/* --- the seam ------------------------------------------------------------------ */

void
fake_backend_offer_events (gboolean offer)
{
  g_atomic_int_set (&events, offer);
}

static PcCapabilities *
fake_get_capabilities (GstRTCBackend * backend)
{
  PcCapabilities *capabilities = pc_capabilities_new ();

  g_ptr_array_add (capabilities->codecs[PC_KIND_AUDIO],
      pc_codec_new (111, "opus", 48000, 2, NULL));
  if (g_atomic_int_get (&events))
    g_ptr_array_add (capabilities->codecs[PC_KIND_AUDIO],
        pc_codec_new (110, "telephone-event", 48000, 0, "0-15"));
  g_ptr_array_add (capabilities->codecs[PC_KIND_VIDEO],
      pc_codec_new (96, "VP8", 90000, 0, NULL));

  return capabilities;
}

/* "ID LABEL"; protected by hold_lock */
static gchar *sender_track;

static void
fake_set_sender_track (GstRTCBackend * backend, guint transceiver_id,
    GstMediaStreamTrack * track)
{
  g_mutex_lock (&hold_lock);
  g_free (sender_track);
  sender_track = g_strdup_printf ("%u %s", transceiver_id,
      track != NULL ? gst_media_stream_track_get_label (track) : "-");
  g_mutex_unlock (&hold_lock);
}

gchar *
fake_backend_take_sender_track (void)
{
  gchar *text;

  g_mutex_lock (&hold_lock);
  text = g_steal_pointer (&sender_track);
  g_mutex_unlock (&hold_lock);

  return text;
}

static void
fake_set_configuration (GstRTCBackend * backend,
    GstRTCConfiguration * configuration)
{
  g_atomic_int_set (&policy, configuration->ice_transport_policy);
}

gint
fake_backend_policy (void)
{
  return g_atomic_int_get (&policy);
}

static void
fake_configure (GstRTCBackend * backend, PcNegotiated * negotiated)
{
  g_atomic_int_inc (&n_configured);
  network_do (FAKE_BACKEND (backend), do_configure,
      pc_negotiated_ref (negotiated), (GDestroyNotify) pc_negotiated_unref, 0);
}

static void
fake_add_remote_candidate (GstRTCBackend * backend,
    const gchar * transport_id, const PcCandidate * candidate)
{
  if (candidate != NULL)
    network_do (FAKE_BACKEND (backend), do_add_candidate, NULL, NULL, 0);
}

static void
fake_open_channel (GstRTCBackend * backend, guint16 id,
    const PcDcepOpen * open, gboolean negotiated)
{
  network_do (FAKE_BACKEND (backend), do_open_channel,
      negotiated ? NULL : pc_dcep_open_copy (open),
      (GDestroyNotify) pc_dcep_open_free, id);
}

static gboolean
fake_send_message (GstRTCBackend * backend, guint16 id, gboolean binary,
    GBytes * message, const PcReliability * reliability, GError ** error)
{
  gsize size;
  const gchar *data = g_bytes_get_data (message, &size);

  if (size == 4 && memcmp (data, "FULL", 4) == 0) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_OPERATION,
        "the queue is full");
    return FALSE;
  }
  network_do (FAKE_BACKEND (backend), binary ? do_send_binary : do_send_text,
      g_bytes_ref (message), (GDestroyNotify) g_bytes_unref, id);

  return TRUE;
}

static void
fake_close_channel (GstRTCBackend * backend, guint16 id)
{
  network_do (FAKE_BACKEND (backend), do_close_channel, NULL, NULL, id);
}

static guint64
fake_get_max_message_size (GstRTCBackend * backend)
{
  return FAKE_MAX_MESSAGE_SIZE;
}

static void
fake_pause_messages (GstRTCBackend * backend, gboolean paused)
{
  g_atomic_int_set (&n_paused, paused ? 1 : 0);
}

gboolean
fake_backend_is_paused (void)
{
  return g_atomic_int_get (&n_paused) != 0;
}

static void
fake_play_tone (GstRTCBackend * backend, guint transceiver_id, gchar tone,
    guint duration)
{
  if (tones == NULL)
    tones = g_string_new (NULL);
  g_string_append_printf (tones, "%c(%u) ", tone, duration);
}

gchar *
fake_backend_take_tones (void)
{
  gchar *taken = g_strdup (tones != NULL ? tones->str : "");

  if (tones != NULL)
    g_string_truncate (tones, 0);

  return taken;
}

void
fake_backend_hear (gboolean contributing, const PcRtpHeard * one)
{
  if (heard[contributing] == NULL)
    heard[contributing] = g_array_new (FALSE, FALSE, sizeof (PcRtpHeard));
  if (one != NULL)
    g_array_append_vals (heard[contributing], one, 1);
  else
    g_array_set_size (heard[contributing], 0);
}

static GArray *
fake_get_heard (GstRTCBackend * backend, guint transceiver_id,
    gboolean contributing)
{
  return heard[contributing] ? g_array_ref (heard[contributing]) : NULL;
}

static void
fake_set_jitter_buffer_target (GstRTCBackend * backend, guint transceiver_id,
    gint target)
{
  g_atomic_int_set (&jitter_target, target);
}

gint
fake_backend_jitter_target (void)
{
  return g_atomic_int_get (&jitter_target);
}

static void
fake_close (GstRTCBackend * backend)
{
  g_atomic_int_inc (&n_closed);
  network_do (FAKE_BACKEND (backend), do_close, NULL, NULL, 0);
}

static void
fake_backend_iface_init (GstRTCBackendInterface * iface)
{
  iface->version = GST_RTC_BACKEND_VERSION;
  iface->get_capabilities = fake_get_capabilities;
  iface->set_configuration = fake_set_configuration;
  iface->set_sender_track = fake_set_sender_track;
  iface->configure = fake_configure;
  iface->add_remote_candidate = fake_add_remote_candidate;
  iface->open_channel = fake_open_channel;
  iface->send_message = fake_send_message;
  iface->close_channel = fake_close_channel;
  iface->get_max_message_size = fake_get_max_message_size;
  iface->pause_messages = fake_pause_messages;
  iface->play_tone = fake_play_tone;
  iface->get_heard = fake_get_heard;
  iface->set_jitter_buffer_target = fake_set_jitter_buffer_target;
  iface->close = fake_close;
}

/* --- the element --------------------------------------------------------------- */

static void
fake_backend_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  g_weak_ref_set (&FAKE_BACKEND (object)->connection,
      g_value_get_object (value));
}

static void
fake_backend_dispose (GObject * object)
{
  FakeBackend *self = FAKE_BACKEND (object);

  /* Its connection cannot reach it any more; the job keeps it until done. */
  if (self->owned != NULL)
    network_do (self, do_close, NULL, NULL, 0);
  g_clear_object (&self->owned);
  G_OBJECT_CLASS (fake_backend_parent_class)->dispose (object);
}

static void
fake_backend_finalize (GObject * object)
{
  FakeBackend *self = FAKE_BACKEND (object);

  g_weak_ref_clear (&self->connection);
  g_clear_pointer (&self->negotiated, pc_negotiated_unref);
  g_hash_table_unref (self->gathered);
  g_atomic_int_add (&n_backends, -1);
  G_OBJECT_CLASS (fake_backend_parent_class)->finalize (object);
}

static void
fake_backend_class_init (FakeBackendClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = fake_backend_set_property;
  object_class->dispose = fake_backend_dispose;
  object_class->finalize = fake_backend_finalize;
  g_object_class_install_property (object_class, 1,
      g_param_spec_object ("peer-connection", NULL, NULL,
          GST_TYPE_RTC_PEER_CONNECTION,
          G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY));
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass),
      "Fake peer connection", "Generic", "On a virtual network", "Tests");
}

static void
fake_backend_init (FakeBackend * self)
{
  g_atomic_int_inc (&n_backends);
  g_weak_ref_init (&self->connection, NULL);
  self->gathered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      NULL);
}

void
fake_backend_register (void)
{
  gst_element_register (NULL, "peerconnection", GST_RANK_NONE,
      FAKE_TYPE_BACKEND);
}

GstRTCPeerConnection *
fake_backend_create (FakeBackend * backend, GMainContext * context)
{
  backend->owned =
      gst_rtc_backend_create_connection (GST_RTC_BACKEND (backend), NULL,
      context, NULL);
  g_weak_ref_set (&backend->connection, backend->owned);

  return backend->owned;
}

void
fake_backend_fail (FakeBackend * backend)
{
  network_do (backend, do_fail, NULL, NULL, 0);
}

gint
fake_backend_count (void)
{
  return g_atomic_int_get (&n_backends);
}

gint
fake_backend_configured (void)
{
  return g_atomic_int_get (&n_configured);
}

gint
fake_backend_closed (void)
{
  return g_atomic_int_get (&n_closed);
}
