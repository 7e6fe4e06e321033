/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcconfiguration.c: how a connection is to be made.
 */

#include "rtcconfiguration.h"

#include "rtcconfiguration-private.h"
#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCConfiguration:
 *
 * What a connection is made with (webrtc-pc section 4.2.1), and, as extensions
 * under names that the standard does not have, on which interfaces and ports.
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCConfiguration, gst_rtc_configuration, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCConfiguration, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  { NULL, OFFSET (ice_servers), .get_type = g_ptr_array_get_type },
  /**
   * GstRTCConfiguration:ice-transport-policy:
   *
   * Which candidates may be used.
   *
   * Since: 0.1
   */
  { "ice-transport-policy", OFFSET (ice_transport_policy),
      .get_type = gst_rtc_ice_transport_policy_get_type,
      .number = GST_RTC_ICE_TRANSPORT_POLICY_ALL },
  /**
   * GstRTCConfiguration:bundle-policy:
   *
   * How an offer treats a peer that cannot bundle.
   *
   * Since: 0.1
   */
  { "bundle-policy", OFFSET (bundle_policy),
      .get_type = gst_rtc_bundle_policy_get_type },
  /**
   * GstRTCConfiguration:rtcp-mux-policy:
   *
   * RTCP shares the transport of RTP.
   *
   * Since: 0.1
   */
  { "rtcp-mux-policy", OFFSET (rtcp_mux_policy),
      .get_type = gst_rtc_rtcp_mux_policy_get_type },
  /**
   * GstRTCConfiguration:peer-identity:
   *
   * Who the peer must prove to be (webrtc-identity section 9), or %NULL. There
   * are no identity providers here that could be asked, so a connection does
   * not take one: it would have to refuse each peer.
   *
   * Since: 0.1
   */
  { "peer-identity", OFFSET (peer_identity), G_TYPE_STRING },
  { NULL, OFFSET (certificates), .get_type = g_ptr_array_get_type },
  /**
   * GstRTCConfiguration:ice-candidate-pool-size:
   *
   * How many candidates are gathered before they are needed, from 0 to 255.
   *
   * Since: 0.1
   */
  { "ice-candidate-pool-size", OFFSET (ice_candidate_pool_size), G_TYPE_INT },
  /**
   * GstRTCConfiguration:ice-tcp:
   *
   * Whether to gather TCP candidates as well (RFC 6544). An extension: not in
   * the standard, as all that follow.
   *
   * Since: 0.1
   */
  { "ice-tcp", OFFSET (ice_tcp), G_TYPE_BOOLEAN },
  /**
   * GstRTCConfiguration:interfaces:
   *
   * The names of the network interfaces to gather from, separated by commas;
   * "-NAME" leaves one out; %NULL: all there are. An extension.
   *
   * Since: 0.1
   */
  { "interfaces", OFFSET (interfaces), G_TYPE_STRING },
  /**
   * GstRTCConfiguration:hide-local-addresses:
   *
   * Whether the peer is told no address of this machine's interfaces, only
   * those that servers give. An extension.
   *
   * Since: 0.1
   */
  { "hide-local-addresses", OFFSET (hide_local_addresses), G_TYPE_BOOLEAN },
  /**
   * GstRTCConfiguration:min-rtp-port:
   *
   * The lowest port of a host candidate, from 0 (any) to 65535. An extension.
   *
   * Since: 0.1
   */
  { "min-rtp-port", OFFSET (min_rtp_port), G_TYPE_INT },
  /**
   * GstRTCConfiguration:max-rtp-port:
   *
   * The highest port of a host candidate, from 0 (any) to 65535. An extension.
   *
   * Since: 0.1
   */
  { "max-rtp-port", OFFSET (max_rtp_port), G_TYPE_INT },
};
/* *INDENT-ON* */

static void
gst_rtc_configuration_class_init (GstRTCConfigurationClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_configuration_init (GstRTCConfiguration * self)
{
}

/**
 * gst_rtc_configuration_new:
 *
 * Returns: (transfer full): a new RTCConfiguration
 *
 * Since: 0.1
 */
GstRTCConfiguration *
gst_rtc_configuration_new (void)
{
  return g_object_new (GST_TYPE_RTC_CONFIGURATION, NULL);
}

/**
 * gst_rtc_configuration_get_ice_servers:
 * @configuration: an RTCConfiguration
 *
 * Returns: (transfer container) (element-type GstRTCIceServer): the STUN and
 *   TURN servers; empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_configuration_get_ice_servers (GstRTCConfiguration * configuration)
{
  g_return_val_if_fail (GST_IS_RTC_CONFIGURATION (configuration), NULL);

  return gst_rtc_object_array_copy (configuration->ice_servers);
}

/**
 * gst_rtc_configuration_set_ice_servers:
 * @configuration: an RTCConfiguration
 * @ice_servers: (nullable) (element-type GstRTCIceServer): the STUN and TURN
 *   servers; %NULL for none
 *
 * Since: 0.1
 */
void
gst_rtc_configuration_set_ice_servers (GstRTCConfiguration * configuration,
    GPtrArray * ice_servers)
{
  g_return_if_fail (GST_IS_RTC_CONFIGURATION (configuration));

  gst_rtc_object_array_set (&configuration->ice_servers, ice_servers);
}

/**
 * gst_rtc_configuration_add_ice_server:
 * @configuration: an RTCConfiguration
 * @server: one more server
 *
 * Since: 0.1
 */
void
gst_rtc_configuration_add_ice_server (GstRTCConfiguration * configuration,
    GstRTCIceServer * server)
{
  g_return_if_fail (GST_IS_RTC_CONFIGURATION (configuration));
  g_return_if_fail (GST_IS_RTC_ICE_SERVER (server));

  if (configuration->ice_servers == NULL)
    configuration->ice_servers = gst_rtc_object_array_copy (NULL);
  g_ptr_array_add (configuration->ice_servers, g_object_ref (server));
}

/**
 * gst_rtc_configuration_get_certificates:
 * @configuration: an RTCConfiguration
 *
 * Returns: (transfer container) (element-type GstRTCCertificate): the
 *   certificates to show; empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_configuration_get_certificates (GstRTCConfiguration * configuration)
{
  g_return_val_if_fail (GST_IS_RTC_CONFIGURATION (configuration), NULL);

  return gst_rtc_object_array_copy (configuration->certificates);
}

/**
 * gst_rtc_configuration_set_certificates:
 * @configuration: an RTCConfiguration
 * @certificates: (nullable) (element-type GstRTCCertificate): the
 *   certificates to show; %NULL for none
 *
 * Since: 0.1
 */
void
gst_rtc_configuration_set_certificates (GstRTCConfiguration * configuration,
    GPtrArray * certificates)
{
  g_return_if_fail (GST_IS_RTC_CONFIGURATION (configuration));

  gst_rtc_object_array_set (&configuration->certificates, certificates);
}

GstRTCConfiguration *
gst_rtc_configuration_copy (GstRTCConfiguration * configuration)
{
  GstRTCConfiguration *copy;
  GPtrArray *servers;

  if (configuration == NULL)
    return gst_rtc_configuration_new ();

  copy = gst_rtc_properties_copy (configuration);
  servers = copy->ice_servers;
  for (guint i = 0; servers != NULL && i < servers->len; i++) {
    GObject *server = g_ptr_array_index (servers, i);

    g_ptr_array_index (servers, i) = gst_rtc_properties_copy (server);
    g_object_unref (server);
  }

  return copy;
}
