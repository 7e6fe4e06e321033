/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciceproperties.c: the properties and action signals of rtcice.
 */

#include "gstrtcicepriv.h"

#include <string.h>

#include <gst/peerconnection/core/ice/pcconsent.h>
#include <gst/peerconnection/peerconnection.h>

#include "gstrtcicecandidate.h"

#define GST_CAT_DEFAULT gst_rtc_ice_debug

/* Between checks: as fast as RFC 8445 section 14.2 lets any number of agents
 * be (its default is 50). Two peers in one machine need one or two of them. */
#define DEFAULT_PACING_MS 5
#define MAX_PORT 65535

enum
{
  PROP_0,
  PROP_STATE,
  PROP_GATHERING_STATE,
  PROP_SELECTED_PAIR,
  PROP_CONTROLLING,
  PROP_LOCAL_CREDENTIALS,
  PROP_REMOTE_CREDENTIALS,
  PROP_ICE_TCP,
  PROP_INCLUDE_LOOPBACK,
  PROP_LOCAL_ADDRESSES,
  PROP_INTERFACES,
  PROP_HIDE_LOCAL_ADDRESSES,
  PROP_MIN_RTP_PORT,
  PROP_MAX_RTP_PORT,
  PROP_TRANSPORT_POLICY,
  PROP_PACING,
  PROP_CONSENT_INTERVAL,
  PROP_CONSENT_TIMEOUT,
  PROP_PAC_TIMEOUT,
  PROP_SEGMENTATION_OFFLOAD,
  PROP_STATS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

void
gst_rtc_ice_notify (GstRTCIce * ice, GstRTCIceNotify what)
{
  static const guint ids[] = {
    [GST_RTC_ICE_NOTIFY_STATE] = PROP_STATE,
    [GST_RTC_ICE_NOTIFY_GATHERING_STATE] = PROP_GATHERING_STATE,
    [GST_RTC_ICE_NOTIFY_SELECTED_PAIR] = PROP_SELECTED_PAIR,
  };

  g_object_notify_by_pspec (G_OBJECT (ice), properties[ids[what]]);
}

/* --- reading -------------------------------------------------------------- */

static GstStructure *
stats_locked (GstRTCIce * ice)
{
  return gst_structure_new ("application/x-rtc-ice-stats",
      "packets-sent", G_TYPE_UINT64, ice->sent.packets,
      "bytes-sent", G_TYPE_UINT64, ice->sent.bytes,
      "packets-dropped", G_TYPE_UINT64, ice->sent.dropped,
      "send-messages", G_TYPE_UINT64, ice->sent.messages,
      "send-calls", G_TYPE_UINT64, ice->sent.calls,
      "packets-received", G_TYPE_UINT64, ice->received_packets,
      "bytes-received", G_TYPE_UINT64, ice->received_bytes, NULL);
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  GstRTCIce *ice = GST_RTC_ICE (object);

  g_mutex_lock (&ice->lock);
  switch (id) {
    case PROP_STATE:
      g_value_set_enum (value, (gint) ice->state);
      break;
    case PROP_GATHERING_STATE:
      g_value_set_enum (value, (gint) ice->gathering_state);
      break;
    case PROP_SELECTED_PAIR:
      g_value_take_string (value, ice->local ?
          gst_rtc_ice_pair_to_string (ice->local, ice->remote) : NULL);
      break;
    case PROP_CONTROLLING:
      g_value_set_boolean (value, ice->controlling);
      break;
    case PROP_LOCAL_CREDENTIALS:
      g_value_set_string (value, ice->local_credentials);
      break;
    case PROP_REMOTE_CREDENTIALS:
      g_value_set_string (value, ice->remote_credentials);
      break;
    case PROP_ICE_TCP:
      g_value_set_boolean (value, ice->settings.ice_tcp);
      break;
    case PROP_INCLUDE_LOOPBACK:
      g_value_set_boolean (value, ice->settings.include_loopback);
      break;
    case PROP_LOCAL_ADDRESSES:
      g_value_set_string (value, ice->settings.local_addresses);
      break;
    case PROP_HIDE_LOCAL_ADDRESSES:
      g_value_set_boolean (value, ice->settings.hide_local);
      break;
    case PROP_INTERFACES:
      g_value_set_string (value, ice->settings.interfaces);
      break;
    case PROP_MIN_RTP_PORT:
      g_value_set_uint (value, ice->settings.min_port);
      break;
    case PROP_MAX_RTP_PORT:
      g_value_set_uint (value, ice->settings.max_port);
      break;
    case PROP_TRANSPORT_POLICY:
      g_value_set_enum (value, ice->settings.relay_only ?
          GST_RTC_ICE_TRANSPORT_POLICY_RELAY :
          GST_RTC_ICE_TRANSPORT_POLICY_ALL);
      break;
    case PROP_PACING:
      g_value_set_uint (value, ice->settings.pacing);
      break;
    case PROP_CONSENT_INTERVAL:
      g_value_set_uint (value, ice->settings.consent_interval);
      break;
    case PROP_CONSENT_TIMEOUT:
      g_value_set_uint (value, ice->settings.consent_timeout);
      break;
    case PROP_PAC_TIMEOUT:
      g_value_set_uint (value, ice->settings.pac_timeout);
      break;
    case PROP_SEGMENTATION_OFFLOAD:
      g_value_set_boolean (value, ice->segmentation);
      break;
    case PROP_STATS:
      g_value_take_boxed (value, stats_locked (ice));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  g_mutex_unlock (&ice->lock);
}

/* --- writing -------------------------------------------------------------- */

static void
set_credentials (GstRTCIce * ice, const gchar * text, gboolean local)
{
  g_auto (GStrv) parts = text ? g_strsplit (text, ":", 2) : NULL;

  if (parts == NULL || parts[0] == NULL || parts[1] == NULL) {
    GST_WARNING_OBJECT (ice, "credentials are not of the form ufrag:pwd");
    return;
  }
  if (local)
    gst_rtc_ice_set_local_credentials (ice, parts[0], parts[1]);
  else
    gst_rtc_ice_set_remote_credentials (ice, parts[0], parts[1], FALSE);
}

static void
set_setting_locked (GstRTCIce * ice, guint id, const GValue * value)
{
  switch (id) {
    case PROP_ICE_TCP:
      ice->settings.ice_tcp = g_value_get_boolean (value);
      break;
    case PROP_INCLUDE_LOOPBACK:
      ice->settings.include_loopback = g_value_get_boolean (value);
      break;
    case PROP_LOCAL_ADDRESSES:
      g_free (ice->settings.local_addresses);
      ice->settings.local_addresses = g_value_dup_string (value);
      break;
    case PROP_HIDE_LOCAL_ADDRESSES:
      ice->settings.hide_local = g_value_get_boolean (value);
      break;
    case PROP_INTERFACES:
      g_free (ice->settings.interfaces);
      ice->settings.interfaces = g_value_dup_string (value);
      break;
    case PROP_MIN_RTP_PORT:
      ice->settings.min_port = g_value_get_uint (value);
      break;
    case PROP_MAX_RTP_PORT:
      ice->settings.max_port = g_value_get_uint (value);
      break;
    case PROP_TRANSPORT_POLICY:
      ice->settings.relay_only =
          g_value_get_enum (value) == GST_RTC_ICE_TRANSPORT_POLICY_RELAY;
      break;
    case PROP_PACING:
      ice->settings.pacing = g_value_get_uint (value);
      break;
    case PROP_CONSENT_INTERVAL:
      ice->settings.consent_interval = g_value_get_uint (value);
      break;
    case PROP_CONSENT_TIMEOUT:
      ice->settings.consent_timeout = g_value_get_uint (value);
      break;
    case PROP_PAC_TIMEOUT:
      ice->settings.pac_timeout = g_value_get_uint (value);
      break;
    case PROP_SEGMENTATION_OFFLOAD:
      ice->segmentation = g_value_get_boolean (value);
      break;
    default:
      break;
  }
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRTCIce *ice = GST_RTC_ICE (object);

  switch (id) {
    case PROP_CONTROLLING:
      gst_rtc_ice_set_controlling (ice, g_value_get_boolean (value));
      break;
    case PROP_LOCAL_CREDENTIALS:
      set_credentials (ice, g_value_get_string (value), TRUE);
      break;
    case PROP_REMOTE_CREDENTIALS:
      set_credentials (ice, g_value_get_string (value), FALSE);
      break;
    default:
      g_mutex_lock (&ice->lock);
      set_setting_locked (ice, id, value);
      g_mutex_unlock (&ice->lock);
      break;
  }
}

/* --- action signals ------------------------------------------------------- */

static void
action_add_remote_candidate (GstRTCIce * ice, const gchar * text)
{
  g_autoptr (PcCandidate) candidate = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL || *text == '\0') {
    gst_rtc_ice_add_remote_candidate (ice, NULL);
    return;
  }
  candidate = pc_candidate_parse (text, &error);
  if (candidate)
    gst_rtc_ice_add_remote_candidate (ice, candidate);
  else
    GST_WARNING_OBJECT (ice, "remote candidate ignored: it is malformed");
}

/* --- class ---------------------------------------------------------------- */

#define READ (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
#define WRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
/* From the next gathering on. */
#define SETTING (WRITE | G_PARAM_CONSTRUCT | GST_PARAM_MUTABLE_PLAYING)

static void
install_readable (void)
{
  properties[PROP_STATE] = g_param_spec_enum ("state", "State",
      "State of the transport, as RTCIceTransport.state",
      GST_TYPE_RTC_ICE_TRANSPORT_STATE, (gint) PC_ICE_NEW, READ);
  properties[PROP_GATHERING_STATE] = g_param_spec_enum ("gathering-state",
      "Gathering state", "State of gathering, as RTCIceTransport has it",
      GST_TYPE_RTC_ICE_GATHERER_STATE, (gint) PC_GATHERING_NEW, READ);
  properties[PROP_SELECTED_PAIR] = g_param_spec_string ("selected-pair",
      "Selected pair", "The candidates in use: our end -> the peer's end",
      NULL, READ);
  properties[PROP_STATS] = g_param_spec_boxed ("stats", "Statistics",
      "Packets and bytes sent, dropped and received; sendmmsg calls and "
      "messages of them", GST_TYPE_STRUCTURE, READ);
}

static void
install_settings (void)
{
  properties[PROP_ICE_TCP] = g_param_spec_boolean ("ice-tcp", "ICE-TCP",
      "Gather TCP candidates as well (RFC 6544)", FALSE, SETTING);
  properties[PROP_INCLUDE_LOOPBACK] = g_param_spec_boolean ("include-loopback",
      "Include loopback", "Gather loopback addresses even if there are others",
      FALSE, SETTING);
  properties[PROP_LOCAL_ADDRESSES] = g_param_spec_string ("local-addresses",
      "Local addresses", "The addresses to gather, separated by commas "
      "(NULL: those of all interfaces)", NULL, SETTING);
  properties[PROP_INTERFACES] = g_param_spec_string ("interfaces",
      "Interfaces", "Names of the network interfaces to gather from, separated "
      "by commas; -NAME leaves one out (NULL: all)", NULL, SETTING);
  properties[PROP_HIDE_LOCAL_ADDRESSES] =
      g_param_spec_boolean ("hide-local-addresses", "Hide local addresses",
      "Tell the peer no address of this machine's interfaces, only those that "
      "servers give; a peer that can be reached learns them by its checks",
      FALSE, SETTING);
  properties[PROP_MIN_RTP_PORT] = g_param_spec_uint ("min-rtp-port",
      "Lowest port", "Lowest port of a host candidate (0: any)", 0, MAX_PORT,
      0, SETTING);
  properties[PROP_MAX_RTP_PORT] = g_param_spec_uint ("max-rtp-port",
      "Highest port", "Highest port of a host candidate (0: any)", 0, MAX_PORT,
      0, SETTING);
  properties[PROP_TRANSPORT_POLICY] = g_param_spec_enum ("transport-policy",
      "Transport policy", "Which candidates may be used: relay alone, or all",
      GST_TYPE_RTC_ICE_TRANSPORT_POLICY, GST_RTC_ICE_TRANSPORT_POLICY_ALL,
      SETTING);
  properties[PROP_PACING] = g_param_spec_uint ("pacing", "Pacing",
      "Time between two connectivity checks (ms; Ta of RFC 8445)", 1, 1000,
      DEFAULT_PACING_MS, WRITE | G_PARAM_CONSTRUCT | GST_PARAM_MUTABLE_READY);
  properties[PROP_CONSENT_INTERVAL] = g_param_spec_uint ("consent-interval",
      "Consent interval", "Time between two checks for the peer's consent (ms; "
      "RFC 7675 has 5000, and 4000 at least). After one without an answer the "
      "next comes in a fifth of it; the third makes the state disconnected", 10,
      60000, PC_CONSENT_INTERVAL, SETTING);
  properties[PROP_CONSENT_TIMEOUT] = g_param_spec_uint ("consent-timeout",
      "Consent timeout", "Time without an answer after which nothing is sent "
      "any more and the state is failed (ms; RFC 7675 has 30000)", 10, 600000,
      PC_CONSENT_TIMEOUT, SETTING);
  properties[PROP_PAC_TIMEOUT] = g_param_spec_uint ("pac-timeout",
      "PAC timeout", "How long the peer is given to find a way by its own "
      "checks before the state is failed (ms; RFC 8863)", 0, 600000,
      PC_ICE_PAC_TIMEOUT, SETTING);
  properties[PROP_SEGMENTATION_OFFLOAD] =
      g_param_spec_boolean ("segmentation-offload", "Segmentation offload",
      "Let the kernel cut runs of packets of one size (UDP_SEGMENT)", TRUE,
      WRITE | G_PARAM_CONSTRUCT);
}

static void
install_orders (void)
{
  properties[PROP_CONTROLLING] = g_param_spec_boolean ("controlling",
      "Controlling", "Have the controlling role (until a conflict says "
      "otherwise)", FALSE, WRITE);
  properties[PROP_LOCAL_CREDENTIALS] =
      g_param_spec_string ("local-credentials", "Local credentials",
      "Our \"ufrag:pwd\" (at least 4 and 22 characters; RFC 8839); another "
      "than before is an ICE restart", NULL, WRITE);
  properties[PROP_REMOTE_CREDENTIALS] =
      g_param_spec_string ("remote-credentials", "Remote credentials",
      "The peer's \"ufrag:pwd\"", NULL, WRITE);
}

void
gst_rtc_ice_class_init_properties (GObjectClass * klass)
{
  GType type = G_OBJECT_CLASS_TYPE (klass);

  klass->get_property = get_property;
  klass->set_property = set_property;
  install_readable ();
  install_settings ();
  install_orders ();
  g_object_class_install_properties (klass, N_PROPERTIES, properties);

  /**
   * GstRTCIce::gather:
   * @ice: the element
   *
   * Starts to gather candidates, once a generation; from any thread.
   *
   * Since: 0.1
   */
  g_signal_new_class_handler ("gather", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (gst_rtc_ice_gather),
      NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * GstRTCIce::add-remote-candidate:
   * @ice: the element
   * @candidate: (nullable): "candidate:...", or %NULL or "" when the peer has
   *   no more
   *
   * A candidate of the peer, from any thread.
   *
   * Since: 0.1
   */
  g_signal_new_class_handler ("add-remote-candidate", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (action_add_remote_candidate), NULL, NULL, NULL, G_TYPE_NONE,
      1, G_TYPE_STRING);
}
