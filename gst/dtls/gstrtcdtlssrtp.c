/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlssrtp.c: DTLS-SRTP as an element.
 */

/**
 * SECTION:element-rtcdtlssrtp
 * @title: rtcdtlssrtp
 * @short_description: encrypts media and data for one peer
 *
 * One DTLS association (RFC 6347) and the SRTP keys that come of it (RFC 5764).
 * Media is protected by SRTP, all else goes into DTLS records.
 *
 * The handshake begins when #GstRTCDtlsSrtp:role is known and
 * #GstRTCDtlsSrtp:writable is set; a client also waits for
 * #GstRTCDtlsSrtp:remote-fingerprints. Until the peer's certificate has proved
 * to have one of these, nothing passes in either direction.
 *
 * State changes do not wait for the network. So that the peer hears of the end,
 * emit #GstRTCDtlsSrtp::close and leave PAUSED when #GstRTCDtlsSrtp:state has
 * become closed.
 *
 * With the environment variable SSLKEYLOGFILE the keys of the handshakes are
 * appended to a file for Wireshark.
 *
 * ## Pads
 *
 * - `sink`: datagrams of the peer, told apart by their first byte (RFC 7983).
 * - `src`: datagrams to the peer: SRTP, SRTCP and DTLS.
 * - `rtp_sink`: RTP and RTCP to the peer, mixed (RFC 5761); lists stay lists.
 * - `rtp_src`: RTP and RTCP of the peer, mixed, authentic and not replayed.
 * - `data_sink`: messages to the peer, an SCTP packet each (RFC 8261).
 * - `data_src`: messages of the peer, an SCTP packet each.
 *
 * ## Audio between two of them
 *
 * GStreamer warns of the loop that two-way elements are: the bin `peerconnection`
 * drives them in a fixed order instead.
 * |[<!-- language="Python" -->
 * import gi
 * gi.require_version("Gst", "1.0")
 * gi.require_version("GstPeerConnection", "1.0")
 * from gi.repository import GLib, Gst, GstPeerConnection
 *
 * Gst.init(None)
 * pipeline = Gst.parse_launch("""
 *     audiotestsrc is-live=true ! opusenc ! rtpopuspay ! a.rtp_sink
 *     rtcdtlssrtp name=a role=client writable=true
 *     rtcdtlssrtp name=b role=server writable=true
 *     a.src ! b.sink b.src ! a.sink
 *     b.rtp_src ! fakesink sync=false""")
 * a, b = pipeline.get_by_name("a"), pipeline.get_by_name("b")
 * for one, other in (a, b), (b, a):
 *     other.props.remote_fingerprints = [
 *         f"{f.props.algorithm} {f.props.value}"
 *         for f in one.props.certificate.get_fingerprints()]
 * pipeline.set_state(Gst.State.PLAYING)
 *
 * loop = GLib.MainLoop()
 * GLib.timeout_add_seconds(3, loop.quit)
 * loop.run()
 * print(b.props.dtls_version, b.props.srtp_profile)
 * print(b.props.stats.to_string())
 * pipeline.set_state(Gst.State.NULL)
 * ]|
 *
 * Since: 0.1
 */

#include "gstrtcdtlssrtp-private.h"

#include <string.h>

#include "gstdtlsengine.h"

GST_DEBUG_CATEGORY (gst_rtc_dtls_srtp_debug);
#define GST_CAT_DEFAULT gst_rtc_dtls_srtp_debug

G_STATIC_ASSERT ((int) PC_DTLS_NEW == GST_RTC_DTLS_TRANSPORT_STATE_NEW);
G_STATIC_ASSERT ((int) PC_DTLS_FAILED == GST_RTC_DTLS_TRANSPORT_STATE_FAILED);
G_STATIC_ASSERT ((int) PC_DTLS_ROLE_CLIENT == GST_RTC_DTLS_ROLE_CLIENT);
G_STATIC_ASSERT ((int) PC_DTLS_ROLE_UNKNOWN == GST_RTC_DTLS_ROLE_UNKNOWN);

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ROLE,
  PROP_CERTIFICATE,
  PROP_REMOTE_FINGERPRINTS,
  PROP_WRITABLE,
  PROP_SRTP_PROFILE,
  PROP_DTLS_VERSION,
  PROP_CIPHER,
  PROP_REMOTE_CERTIFICATES,
  PROP_STATS,
};

static const gchar *const counter_names[GST_RTC_DTLS_N_COUNTERS] = {
  [GST_RTC_DTLS_RTP_PACKETS_SENT] = "rtp-packets-sent",
  [GST_RTC_DTLS_RTP_BYTES_SENT] = "rtp-bytes-sent",
  [GST_RTC_DTLS_RTP_PACKETS_RECEIVED] = "rtp-packets-received",
  [GST_RTC_DTLS_RTP_BYTES_RECEIVED] = "rtp-bytes-received",
  [GST_RTC_DTLS_MESSAGES_SENT] = "messages-sent",
  [GST_RTC_DTLS_MESSAGES_RECEIVED] = "messages-received",
  [GST_RTC_DTLS_DROPPED_NOT_CONNECTED] = "dropped-not-connected",
  [GST_RTC_DTLS_DROPPED_REPLAYED] = "dropped-replayed",
  [GST_RTC_DTLS_DROPPED_UNAUTHENTICATED] = "dropped-unauthenticated",
  [GST_RTC_DTLS_DROPPED_SSRC_LIMIT] = "dropped-ssrc-limit",
  [GST_RTC_DTLS_DROPPED_MALFORMED] = "dropped-malformed",
  [GST_RTC_DTLS_DROPPED_UNKNOWN] = "dropped-unknown",
  [GST_RTC_DTLS_DROPPED_OVERFLOW] = "dropped-overflow",
  [GST_RTC_DTLS_RETRANSMISSIONS] = "handshake-retransmissions",
};

G_DEFINE_FINAL_TYPE_WITH_CODE (GstRTCDtlsSrtp, gst_rtc_dtls_srtp,
    GST_TYPE_ELEMENT, GST_DEBUG_CATEGORY_INIT (gst_rtc_dtls_srtp_debug,
        "rtcdtlssrtp", 0, "DTLS-SRTP transport"));
GST_ELEMENT_REGISTER_DEFINE (rtcdtlssrtp, "rtcdtlssrtp", GST_RANK_NONE,
    GST_TYPE_RTC_DTLS_SRTP);

/* --- properties ----------------------------------------------------------- */

GstRTCCertificate *
gst_rtc_dtls_srtp_ref_certificate (GstRTCDtlsSrtp * self)
{
  g_autoptr (GError) error = NULL;
  GstRTCCertificate *certificate = NULL;

  g_mutex_lock (&self->lock);
  if (self->certificate == NULL)
    self->certificate = gst_rtc_certificate_new (&error);
  if (self->certificate != NULL)
    certificate = g_object_ref (self->certificate);
  g_mutex_unlock (&self->lock);

  if (error != NULL)
    GST_ERROR_OBJECT (self, "%s", error->message);

  return certificate;
}

/* "sha-256 AA:BB:..." each, as in a=fingerprint. */
static GPtrArray *
parse_fingerprints (const gchar * const *strings)
{
  GPtrArray *fingerprints = g_ptr_array_new_with_free_func ((GDestroyNotify)
      pc_fingerprint_free);

  for (; *strings != NULL; strings++) {
    g_auto (GStrv) words = g_strsplit (*strings, " ", 2);

    if (g_strv_length (words) == 2)
      g_ptr_array_add (fingerprints, pc_fingerprint_new (words[0], words[1]));
    else
      GST_WARNING ("\"%s\" is not \"<hash> <value>\"", *strings);
  }

  return fingerprints;
}

static GStrv
format_fingerprints (GPtrArray * fingerprints)
{
  GPtrArray *strings;
  guint i;

  if (fingerprints == NULL)
    return NULL;

  strings = g_ptr_array_new ();
  for (i = 0; i < fingerprints->len; i++) {
    const PcFingerprint *fingerprint = g_ptr_array_index (fingerprints, i);

    g_ptr_array_add (strings, g_strdup_printf ("%s %s",
            fingerprint->algorithm, fingerprint->value));
  }
  g_ptr_array_add (strings, NULL);

  return (GStrv) g_ptr_array_free (strings, FALSE);
}

/* With the lock. */
static GstStructure *
make_stats (GstRTCDtlsSrtp * self)
{
  GstStructure *stats = gst_structure_new_empty ("rtc-dtls-srtp-stats");
  guint i;

  for (i = 0; i < GST_RTC_DTLS_N_COUNTERS; i++)
    gst_structure_set (stats, counter_names[i], G_TYPE_UINT64,
        self->counters[i], NULL);

  return stats;
}

/* With the lock. */
static void
get_certificates (GstRTCDtlsSrtp * self, GValue * array)
{
  guint n = self->remote_certificates ? self->remote_certificates->len : 0;
  guint i;

  for (i = 0; i < n; i++) {
    GValue value = G_VALUE_INIT;

    g_value_init (&value, G_TYPE_BYTES);
    g_value_set_boxed (&value,
        g_ptr_array_index (self->remote_certificates, i));
    gst_value_array_append_and_take_value (array, &value);
  }
}

static void
gst_rtc_dtls_srtp_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (object);

  if (id == PROP_CERTIFICATE) {
    g_value_take_object (value, gst_rtc_dtls_srtp_ref_certificate (self));
    return;
  }

  g_mutex_lock (&self->lock);
  switch (id) {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;
    case PROP_REMOTE_FINGERPRINTS:
      g_value_take_boxed (value, format_fingerprints (self->fingerprints));
      break;
    case PROP_WRITABLE:
      g_value_set_boolean (value, self->writable);
      break;
    case PROP_SRTP_PROFILE:
      g_value_set_static_string (value,
          self->profile ? self->profile->name : NULL);
      break;
    case PROP_DTLS_VERSION:
      g_value_set_static_string (value, self->version);
      break;
    case PROP_CIPHER:
      g_value_set_static_string (value, self->cipher);
      break;
    case PROP_REMOTE_CERTIFICATES:
      get_certificates (self, value);
      break;
    case PROP_STATS:
      g_value_take_boxed (value, make_stats (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  g_mutex_unlock (&self->lock);
}

static void
gst_rtc_dtls_srtp_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (object);

  switch (id) {
    case PROP_ROLE:
      gst_rtc_dtls_srtp_set_role (self, (PcDtlsRole) g_value_get_enum (value));
      break;
    case PROP_CERTIFICATE:
      gst_rtc_dtls_srtp_set_certificate (self, g_value_get_object (value));
      break;
    case PROP_REMOTE_FINGERPRINTS:{
      GStrv strings = g_value_get_boxed (value);
      g_autoptr (GPtrArray) fingerprints = strings ?
          parse_fingerprints ((const gchar * const *) strings) : NULL;

      gst_rtc_dtls_srtp_set_remote_fingerprints (self, fingerprints);
      break;
    }
    case PROP_WRITABLE:
      gst_rtc_dtls_srtp_set_writable (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* --- what the header promises --------------------------------------------- */

/* Takes the lock, and says to the session that there is news. */
static void
configure_and_unlock (GstRTCDtlsSrtp * self)
{
  GstRTCDtlsSession *session =
      self->session ? g_atomic_rc_box_acquire (self->session) : NULL;

  g_mutex_unlock (&self->lock);
  if (session == NULL)
    return;
  gst_rtc_dtls_session_configure (session);
  gst_rtc_dtls_session_unref (session);
}

void
gst_rtc_dtls_srtp_set_certificate (GstRTCDtlsSrtp * dtls,
    GstRTCCertificate * certificate)
{
  g_return_if_fail (GST_IS_RTC_DTLS_SRTP (dtls));
  g_return_if_fail (certificate == NULL
      || GST_IS_RTC_CERTIFICATE (certificate));

  g_mutex_lock (&dtls->lock);
  g_set_object (&dtls->certificate, certificate);
  g_mutex_unlock (&dtls->lock);
}

void
gst_rtc_dtls_srtp_set_role (GstRTCDtlsSrtp * dtls, PcDtlsRole role)
{
  g_return_if_fail (GST_IS_RTC_DTLS_SRTP (dtls));
  g_return_if_fail ((guint) role <= PC_DTLS_ROLE_UNKNOWN);

  g_mutex_lock (&dtls->lock);
  dtls->role = role;
  configure_and_unlock (dtls);
}

static gpointer
copy_fingerprint (gconstpointer fingerprint, gpointer user_data)
{
  return pc_fingerprint_copy (fingerprint);
}

void
gst_rtc_dtls_srtp_set_remote_fingerprints (GstRTCDtlsSrtp * dtls,
    GPtrArray * fingerprints)
{
  GPtrArray *copy = NULL;

  g_return_if_fail (GST_IS_RTC_DTLS_SRTP (dtls));

  /* None is as good as not known yet: pcnegotiated.h has an empty array. */
  if (fingerprints != NULL && fingerprints->len > 0) {
    copy = g_ptr_array_copy (fingerprints, (GCopyFunc) copy_fingerprint, NULL);
    g_ptr_array_set_free_func (copy, (GDestroyNotify) pc_fingerprint_free);
  }

  g_mutex_lock (&dtls->lock);
  g_clear_pointer (&dtls->fingerprints, g_ptr_array_unref);
  dtls->fingerprints = copy;
  configure_and_unlock (dtls);
}

void
gst_rtc_dtls_srtp_set_writable (GstRTCDtlsSrtp * dtls, gboolean writable)
{
  g_return_if_fail (GST_IS_RTC_DTLS_SRTP (dtls));

  g_mutex_lock (&dtls->lock);
  dtls->writable = writable;
  configure_and_unlock (dtls);
}

void
gst_rtc_dtls_srtp_close (GstRTCDtlsSrtp * dtls)
{
  GstRTCDtlsSession *session;

  g_return_if_fail (GST_IS_RTC_DTLS_SRTP (dtls));

  g_mutex_lock (&dtls->lock);
  session = dtls->session ? g_atomic_rc_box_acquire (dtls->session) : NULL;
  g_mutex_unlock (&dtls->lock);
  if (session == NULL)
    return;
  gst_rtc_dtls_session_close (session);
  gst_rtc_dtls_session_unref (session);
}

PcDtlsState
gst_rtc_dtls_srtp_get_state (GstRTCDtlsSrtp * dtls)
{
  PcDtlsState state;

  g_return_val_if_fail (GST_IS_RTC_DTLS_SRTP (dtls), PC_DTLS_CLOSED);

  g_mutex_lock (&dtls->lock);
  state = dtls->state;
  g_mutex_unlock (&dtls->lock);

  return state;
}

GPtrArray *
gst_rtc_dtls_srtp_get_remote_certificates (GstRTCDtlsSrtp * dtls)
{
  GPtrArray *certificates = NULL;

  g_return_val_if_fail (GST_IS_RTC_DTLS_SRTP (dtls), NULL);

  g_mutex_lock (&dtls->lock);
  if (dtls->remote_certificates != NULL)
    certificates = g_ptr_array_ref (dtls->remote_certificates);
  g_mutex_unlock (&dtls->lock);

  return certificates;
}

/* With the lock: a session of which nothing is known yet. */
static GstRTCDtlsSession *
take_session (GstRTCDtlsSrtp * self, GstRTCDtlsSession * session)
{
  GstRTCDtlsSession *old = self->session;

  self->session = g_atomic_rc_box_acquire (session);
  self->state = PC_DTLS_NEW;
  self->profile = NULL;
  self->version = NULL;
  self->cipher = NULL;
  g_clear_pointer (&self->remote_certificates, g_ptr_array_unref);

  return old;
}

void
gst_rtc_dtls_srtp_restart (GstRTCDtlsSrtp * dtls)
{
  GstRTCDtlsSession *old = NULL, *session = NULL;
  GstSrtpSession *outbound;

  g_return_if_fail (GST_IS_RTC_DTLS_SRTP (dtls));

  /* Together: a session never sees what was meant for the other. */
  g_mutex_lock (&dtls->lock);
  dtls->role = PC_DTLS_ROLE_UNKNOWN;
  g_clear_pointer (&dtls->fingerprints, g_ptr_array_unref);
  outbound = g_steal_pointer (&dtls->outbound);
  if (dtls->session != NULL) {
    session = gst_rtc_dtls_session_new (dtls, dtls->io);
    old = take_session (dtls, session);
  }
  g_mutex_unlock (&dtls->lock);

  g_clear_pointer (&outbound, gst_srtp_session_free);
  if (session == NULL)
    return;
  GST_INFO_OBJECT (dtls, "another association");
  gst_rtc_dtls_session_abandon (old);
  gst_rtc_dtls_session_unref (old);
  gst_rtc_dtls_session_begin (session);
  gst_rtc_dtls_session_unref (session);
}

/* --- states --------------------------------------------------------------- */

static void
start_session (GstRTCDtlsSrtp * self)
{
  GstRTCDtlsSession *session = gst_rtc_dtls_session_new (self, self->io);

  gst_rtc_dtls_srtp_start_pads (self);

  g_mutex_lock (&self->lock);
  memset (self->counters, 0, sizeof self->counters);
  take_session (self, session);
  g_mutex_unlock (&self->lock);

  gst_rtc_dtls_session_begin (session);
  gst_rtc_dtls_session_unref (session);
}

static void
stop_session (GstRTCDtlsSrtp * self)
{
  GstRTCDtlsSession *session;
  GstSrtpSession *outbound;

  g_mutex_lock (&self->lock);
  session = g_steal_pointer (&self->session);
  outbound = g_steal_pointer (&self->outbound);
  self->state = PC_DTLS_CLOSED;
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&outbound, gst_srtp_session_free);
  if (session == NULL)
    return;
  gst_rtc_dtls_session_shut_down (session);
  gst_rtc_dtls_session_unref (session);
}

static GstStateChangeReturn
gst_rtc_dtls_srtp_change_state (GstElement * element, GstStateChange transition)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (element);
  GstStateChangeReturn ret;

  if (transition == GST_STATE_CHANGE_NULL_TO_READY) {
    gst_dtls_engine_load ();
    self->io = gst_rtc_io_for_element (element);
  }

  ret = GST_ELEMENT_CLASS (gst_rtc_dtls_srtp_parent_class)->change_state
      (element, transition);

  switch (transition) {
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      if (ret != GST_STATE_CHANGE_FAILURE)
        start_session (self);
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      stop_session (self);
      break;
    case GST_STATE_CHANGE_READY_TO_NULL:
      g_clear_pointer (&self->io, gst_rtc_io_unref);
      break;
    default:
      break;
  }

  return ret;
}

/* --- class ---------------------------------------------------------------- */

static void
gst_rtc_dtls_srtp_finalize (GObject * object)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (object);

  g_clear_object (&self->certificate);
  g_clear_pointer (&self->fingerprints, g_ptr_array_unref);
  g_clear_pointer (&self->remote_certificates, g_ptr_array_unref);
  g_clear_pointer (&self->io, gst_rtc_io_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gst_rtc_dtls_srtp_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass * klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  g_object_class_install_property (klass, PROP_STATE,
      g_param_spec_enum ("state", "State", "State of the association, as "
          "RTCDtlsTransport.state",
          GST_TYPE_RTC_DTLS_TRANSPORT_STATE, GST_RTC_DTLS_TRANSPORT_STATE_NEW,
          readable));
  g_object_class_install_property (klass, PROP_ROLE,
      g_param_spec_enum ("role", "Role", "Who begins the handshake (the "
          "client); fixed once it has begun", GST_TYPE_RTC_DTLS_ROLE,
          GST_RTC_DTLS_ROLE_UNKNOWN, writable));
  g_object_class_install_property (klass, PROP_CERTIFICATE,
      g_param_spec_object ("certificate", "Certificate", "What we show to the "
          "peer, to be set before the handshake; one is made when none is",
          GST_TYPE_RTC_CERTIFICATE, writable));
  g_object_class_install_property (klass, PROP_REMOTE_FINGERPRINTS,
      g_param_spec_boxed ("remote-fingerprints", "Remote fingerprints",
          "Fingerprints, of which the peer's certificate must have one: "
          "\"sha-256 AA:BB…\" each; sha-384 and sha-512 are taken too",
          G_TYPE_STRV, writable));
  g_object_class_install_property (klass, PROP_WRITABLE,
      g_param_spec_boolean ("writable", "Writable",
          "Whether datagrams reach the " "peer: ICE found a path", FALSE,
          writable));
  g_object_class_install_property (klass, PROP_SRTP_PROFILE,
      g_param_spec_string ("srtp-profile", "SRTP profile",
          "Profile that "
          "protects the media (SRTP_AEAD_AES_128_GCM …), once connected",
          NULL, readable));
  g_object_class_install_property (klass, PROP_DTLS_VERSION,
      g_param_spec_string ("dtls-version", "DTLS version",
          "Version of the protocol (DTLSv1.2), once connected", NULL,
          readable));
  g_object_class_install_property (klass, PROP_CIPHER,
      g_param_spec_string ("cipher", "Cipher",
          "The cipher suite of DTLS, once " "connected", NULL, readable));
  g_object_class_install_property (klass, PROP_REMOTE_CERTIFICATES,
      gst_param_spec_array ("remote-certificates", "Remote certificates",
          "Certificates of the peer as DER, its own first; once connected",
          g_param_spec_boxed ("certificate", NULL, NULL, G_TYPE_BYTES,
              readable), readable));
  g_object_class_install_property (klass, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics",
          "Packets, bytes and messages "
          "that passed, and what was dropped and why", GST_TYPE_STRUCTURE,
          readable));
}

static void
gst_rtc_dtls_srtp_class_init (GstRTCDtlsSrtpClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->get_property = gst_rtc_dtls_srtp_get_property;
  object_class->set_property = gst_rtc_dtls_srtp_set_property;
  object_class->finalize = gst_rtc_dtls_srtp_finalize;
  element_class->change_state = gst_rtc_dtls_srtp_change_state;
  install_properties (object_class);

  /**
   * GstRTCDtlsSrtp::error:
   * @dtls: the element
   * @error: a #GstRTCError: fingerprint-failure or dtls-failure, with the alert
   *
   * The association failed; #GstRTCDtlsSrtp:state says so already. Emitted on
   * the I/O thread.
   *
   * Since: 0.1
   */
  g_signal_new ("error", GST_TYPE_RTC_DTLS_SRTP, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 1, GST_TYPE_RTC_ERROR);

  /**
   * GstRTCDtlsSrtp::close:
   * @dtls: the element
   *
   * Sends close_notify and stops; from any thread.
   *
   * Since: 0.1
   */
  g_signal_new_class_handler ("close", GST_TYPE_RTC_DTLS_SRTP,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_rtc_dtls_srtp_close), NULL, NULL, NULL, G_TYPE_NONE, 0);

  gst_rtc_dtls_srtp_add_pad_templates (element_class);
  gst_element_class_set_static_metadata (element_class, "DTLS-SRTP transport",
      "Filter/Network/Crypto", "Encrypts media and data for one WebRTC peer, "
      "whose certificate it verifies", "The gst-peerconnection developers");
}

static void
gst_rtc_dtls_srtp_init (GstRTCDtlsSrtp * self)
{
  g_mutex_init (&self->lock);
  self->role = PC_DTLS_ROLE_UNKNOWN;
  self->state = PC_DTLS_NEW;
  gst_rtc_dtls_srtp_create_pads (self);
}
