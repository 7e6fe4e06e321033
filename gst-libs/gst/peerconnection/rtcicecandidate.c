/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicecandidate.c: a candidate for an ICE transport.
 */

#include "rtcicecandidate.h"

#include "rtcerror.h"
#include "rtcicecandidate-private.h"
#include "rtcjson.h"
#include "rtcproperties.h"

/**
 * GstRTCIceCandidate:
 *
 * An address that a peer may be reached at (webrtc-pc section 4.8.1).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCIceCandidate
{
  GObject parent;

  gchar *candidate;
  gchar *sdp_mid;
  gint sdp_m_line_index;
  gchar *username_fragment;
  GstRTCIceServerTransportProtocol relay_protocol;
  gchar *url;
  gchar *foundation;
  GstRTCIceComponent component;
  gint64 priority;
  gchar *address;
  GstRTCIceProtocol protocol;
  gint port;
  GstRTCIceCandidateType type;
  GstRTCIceTcpCandidateType tcp_type;
  gchar *related_address;
  gint related_port;
};

G_DEFINE_FINAL_TYPE (GstRTCIceCandidate, gst_rtc_ice_candidate, G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCIceCandidate, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCIceCandidate:candidate:
   *
   * The candidate as in an "a=candidate" line without "a="; "" means that
   * there are no more.
   *
   * Since: 0.1
   */
  { "candidate", OFFSET (candidate), G_TYPE_STRING, .text = "" },
  /**
   * GstRTCIceCandidate:sdp-mid:
   *
   * The mid of the m-section that it belongs to, or %NULL.
   *
   * Since: 0.1
   */
  { "sdp-mid", OFFSET (sdp_mid), G_TYPE_STRING },
  /**
   * GstRTCIceCandidate:sdp-m-line-index:
   *
   * The index of the m-section that it belongs to, from 0; -1 when absent.
   *
   * Since: 0.1
   */
  { "sdp-m-line-index", OFFSET (sdp_m_line_index), G_TYPE_INT, .number = -1 },
  /**
   * GstRTCIceCandidate:username-fragment:
   *
   * The "ufrag" that it belongs to, or %NULL.
   *
   * Since: 0.1
   */
  { "username-fragment", OFFSET (username_fragment), G_TYPE_STRING },
  /**
   * GstRTCIceCandidate:relay-protocol:
   *
   * How the TURN server is spoken to, for a local relayed candidate; "none"
   * when absent.
   *
   * Since: 0.1
   */
  { "relay-protocol", OFFSET (relay_protocol),
      .get_type = gst_rtc_ice_server_transport_protocol_get_type,
      .number = GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE },
  /**
   * GstRTCIceCandidate:url:
   *
   * The STUN or TURN server that it comes from, or %NULL.
   *
   * Since: 0.1
   */
  { "url", OFFSET (url), G_TYPE_STRING },
  /**
   * GstRTCIceCandidate:foundation:
   *
   * What candidates of the same base and server share; %NULL when the
   * candidate could not be parsed.
   *
   * Since: 0.1
   */
  { "foundation", OFFSET (foundation), G_TYPE_STRING, .derived = TRUE },
  /**
   * GstRTCIceCandidate:component:
   *
   * What it carries; "none" when the candidate could not be parsed.
   *
   * Since: 0.1
   */
  { "component", OFFSET (component),
      .get_type = gst_rtc_ice_component_get_type,
      .number = GST_RTC_ICE_COMPONENT_NONE, .derived = TRUE },
  /**
   * GstRTCIceCandidate:priority:
   *
   * Its priority; -1 when the candidate could not be parsed.
   *
   * Since: 0.1
   */
  { "priority", OFFSET (priority),
      G_TYPE_INT64, .number = -1, .derived = TRUE },
  /**
   * GstRTCIceCandidate:address:
   *
   * The address, or a name such as "x.local"; %NULL when the candidate could
   * not be parsed.
   *
   * Since: 0.1
   */
  { "address", OFFSET (address), G_TYPE_STRING, .derived = TRUE },
  /**
   * GstRTCIceCandidate:protocol:
   *
   * Its protocol; "none" when the candidate could not be parsed.
   *
   * Since: 0.1
   */
  { "protocol", OFFSET (protocol),
      .get_type = gst_rtc_ice_protocol_get_type,
      .number = GST_RTC_ICE_PROTOCOL_NONE, .derived = TRUE },
  /**
   * GstRTCIceCandidate:port:
   *
   * The port; -1 when the candidate could not be parsed.
   *
   * Since: 0.1
   */
  { "port", OFFSET (port), G_TYPE_INT, .number = -1, .derived = TRUE },
  /**
   * GstRTCIceCandidate:type:
   *
   * Where the address comes from; "none" when the candidate could not be
   * parsed.
   *
   * Since: 0.1
   */
  { "type", OFFSET (type),
      .get_type = gst_rtc_ice_candidate_type_get_type,
      .number = GST_RTC_ICE_CANDIDATE_TYPE_NONE, .derived = TRUE },
  /**
   * GstRTCIceCandidate:tcp-type:
   *
   * How it connects; "none" unless the protocol is TCP.
   *
   * Since: 0.1
   */
  { "tcp-type", OFFSET (tcp_type),
      .get_type = gst_rtc_ice_tcp_candidate_type_get_type,
      .number = GST_RTC_ICE_TCP_CANDIDATE_TYPE_NONE, .derived = TRUE },
  /**
   * GstRTCIceCandidate:related-address:
   *
   * The base of a reflexive, or the mapped address of a relayed candidate; or
   * %NULL.
   *
   * Since: 0.1
   */
  { "related-address", OFFSET (related_address),
      G_TYPE_STRING, .derived = TRUE },
  /**
   * GstRTCIceCandidate:related-port:
   *
   * The port of #GstRTCIceCandidate:related-address; -1 when absent.
   *
   * Since: 0.1
   */
  { "related-port", OFFSET (related_port),
      G_TYPE_INT, .number = -1, .derived = TRUE },
};
/* *INDENT-ON* */

/* Sets what the standard calls null, then what the line says (webrtc-pc
 * section 4.8.1.1, "creating an RTCIceCandidate"): a line that cannot be
 * parsed is kept as it is, and the rest stays null. */
static void
gst_rtc_ice_candidate_constructed (GObject * object)
{
  GstRTCIceCandidate *self = GST_RTC_ICE_CANDIDATE (object);
  g_autoptr (PcCandidate) parsed = NULL;

  G_OBJECT_CLASS (gst_rtc_ice_candidate_parent_class)->constructed (object);

  self->component = GST_RTC_ICE_COMPONENT_NONE;
  self->priority = -1;
  self->protocol = GST_RTC_ICE_PROTOCOL_NONE;
  self->port = -1;
  self->type = GST_RTC_ICE_CANDIDATE_TYPE_NONE;
  self->tcp_type = GST_RTC_ICE_TCP_CANDIDATE_TYPE_NONE;
  self->related_port = -1;

  if (*self->candidate != '\0')
    parsed = pc_candidate_parse (self->candidate, NULL);
  if (parsed == NULL)
    return;

  self->foundation = g_strdup (parsed->foundation);
  self->component = parsed->component == 2 ?
      GST_RTC_ICE_COMPONENT_RTCP : GST_RTC_ICE_COMPONENT_RTP;
  self->priority = parsed->priority;
  self->address = g_strdup (parsed->address);
  self->protocol = (GstRTCIceProtocol) parsed->protocol;
  self->port = parsed->port;
  self->type = (GstRTCIceCandidateType) parsed->type;
  self->tcp_type = (GstRTCIceTcpCandidateType) parsed->tcp_type;
  self->related_address = g_strdup (parsed->related_address);
  if (parsed->related_address != NULL)
    self->related_port = parsed->related_port;
}

static void
gst_rtc_ice_candidate_class_init (GstRTCIceCandidateClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
  G_OBJECT_CLASS (klass)->constructed = gst_rtc_ice_candidate_constructed;
}

static void
gst_rtc_ice_candidate_init (GstRTCIceCandidate * self)
{
}

/**
 * gst_rtc_ice_candidate_new:
 * @candidate: (nullable): the candidate; %NULL for ""
 * @sdp_mid: (nullable): the mid of its m-section
 * @sdp_m_line_index: the index of its m-section, from 0; -1 when absent
 * @username_fragment: (nullable): the "ufrag" that it belongs to
 *
 * One of @sdp_mid and @sdp_m_line_index must be there, else the error is
 * #GST_RTC_DOM_ERROR_TYPE. A @candidate that is malformed is no error before
 * it is added to a connection.
 *
 * Returns: (transfer full): a new RTCIceCandidate
 *
 * Since: 0.1
 */
GstRTCIceCandidate *
gst_rtc_ice_candidate_new (const gchar * candidate, const gchar * sdp_mid,
    gint sdp_m_line_index, const gchar * username_fragment, GError ** error)
{
  g_return_val_if_fail (sdp_m_line_index >= -1, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* webrtc-pc section 4.8.1.1 step 1 */
  if (sdp_mid == NULL && sdp_m_line_index == -1) {
    g_set_error (error, GST_RTC_DOM_ERROR, GST_RTC_DOM_ERROR_TYPE,
        "candidate \"%s\" has neither sdpMid nor sdpMLineIndex",
        candidate != NULL ? candidate : "");
    return NULL;
  }
  if (sdp_m_line_index > G_MAXUINT16) {
    g_set_error (error, GST_RTC_DOM_ERROR, GST_RTC_DOM_ERROR_TYPE,
        "sdpMLineIndex is %d, outside of 0 to 65535", sdp_m_line_index);
    return NULL;
  }

  return g_object_new (GST_TYPE_RTC_ICE_CANDIDATE, "candidate",
      candidate != NULL ? candidate : "", "sdp-mid", sdp_mid,
      "sdp-m-line-index", sdp_m_line_index, "username-fragment",
      username_fragment, NULL);
}

/**
 * gst_rtc_ice_candidate_get_candidate:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none): the candidate as in an "a=candidate" line without
 *   "a="; "" means that there are no more
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_candidate (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->candidate;
}

/**
 * gst_rtc_ice_candidate_get_sdp_mid:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none) (nullable): the mid of the m-section that it
 *   belongs to, or %NULL
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_sdp_mid (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->sdp_mid;
}

/**
 * gst_rtc_ice_candidate_get_sdp_m_line_index:
 * @candidate: an RTCIceCandidate
 *
 * Returns: the index of the m-section that it belongs to, from 0; -1 when
 *   absent
 *
 * Since: 0.1
 */
gint
gst_rtc_ice_candidate_get_sdp_m_line_index (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), -1);

  return candidate->sdp_m_line_index;
}

/**
 * gst_rtc_ice_candidate_get_username_fragment:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none) (nullable): the "ufrag" that it belongs to, or
 *   %NULL
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_username_fragment (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->username_fragment;
}

/**
 * gst_rtc_ice_candidate_get_relay_protocol:
 * @candidate: an RTCIceCandidate
 *
 * Returns: how the TURN server is spoken to, for a local relayed candidate;
 *   "none" when absent
 *
 * Since: 0.1
 */
GstRTCIceServerTransportProtocol
gst_rtc_ice_candidate_get_relay_protocol (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate),
      GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE);

  return candidate->relay_protocol;
}

/**
 * gst_rtc_ice_candidate_get_url:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none) (nullable): the STUN or TURN server that it comes
 *   from, or %NULL
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_url (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->url;
}

/**
 * gst_rtc_ice_candidate_get_foundation:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none) (nullable): what candidates of the same base and
 *   server share; %NULL when the candidate could not be parsed
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_foundation (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->foundation;
}

/**
 * gst_rtc_ice_candidate_get_component:
 * @candidate: an RTCIceCandidate
 *
 * Returns: what it carries; "none" when the candidate could not be parsed
 *
 * Since: 0.1
 */
GstRTCIceComponent
gst_rtc_ice_candidate_get_component (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate),
      GST_RTC_ICE_COMPONENT_NONE);

  return candidate->component;
}

/**
 * gst_rtc_ice_candidate_get_priority:
 * @candidate: an RTCIceCandidate
 *
 * Returns: its priority; -1 when the candidate could not be parsed
 *
 * Since: 0.1
 */
gint64
gst_rtc_ice_candidate_get_priority (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), -1);

  return candidate->priority;
}

/**
 * gst_rtc_ice_candidate_get_address:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none) (nullable): the address, or a name such as
 *   "x.local"; %NULL when the candidate could not be parsed
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_address (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->address;
}

/**
 * gst_rtc_ice_candidate_get_protocol:
 * @candidate: an RTCIceCandidate
 *
 * Returns: its protocol; "none" when the candidate could not be parsed
 *
 * Since: 0.1
 */
GstRTCIceProtocol
gst_rtc_ice_candidate_get_protocol (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate),
      GST_RTC_ICE_PROTOCOL_NONE);

  return candidate->protocol;
}

/**
 * gst_rtc_ice_candidate_get_port:
 * @candidate: an RTCIceCandidate
 *
 * Returns: the port; -1 when the candidate could not be parsed
 *
 * Since: 0.1
 */
gint
gst_rtc_ice_candidate_get_port (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), -1);

  return candidate->port;
}

/**
 * gst_rtc_ice_candidate_get_candidate_type:
 * @candidate: an RTCIceCandidate
 *
 * Returns: where the address comes from; "none" when the candidate could not
 *   be parsed
 *
 * Since: 0.1
 */
GstRTCIceCandidateType
gst_rtc_ice_candidate_get_candidate_type (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate),
      GST_RTC_ICE_CANDIDATE_TYPE_NONE);

  return candidate->type;
}

/**
 * gst_rtc_ice_candidate_get_tcp_type:
 * @candidate: an RTCIceCandidate
 *
 * Returns: how it connects; "none" unless the protocol is TCP
 *
 * Since: 0.1
 */
GstRTCIceTcpCandidateType
gst_rtc_ice_candidate_get_tcp_type (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate),
      GST_RTC_ICE_TCP_CANDIDATE_TYPE_NONE);

  return candidate->tcp_type;
}

/**
 * gst_rtc_ice_candidate_get_related_address:
 * @candidate: an RTCIceCandidate
 *
 * Returns: (transfer none) (nullable): the base of a reflexive, or the mapped
 *   address of a relayed candidate; or %NULL
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_ice_candidate_get_related_address (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  return candidate->related_address;
}

/**
 * gst_rtc_ice_candidate_get_related_port:
 * @candidate: an RTCIceCandidate
 *
 * Returns: the port of #GstRTCIceCandidate:related-address; -1 when absent
 *
 * Since: 0.1
 */
gint
gst_rtc_ice_candidate_get_related_port (GstRTCIceCandidate * candidate)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), -1);

  return candidate->related_port;
}

GstRTCIceCandidate *
gst_rtc_ice_candidate_new_local (const PcCandidate * candidate,
    const gchar * sdp_mid, guint sdp_m_line_index,
    const gchar * username_fragment)
{
  static const GstRTCIceServerTransportProtocol protocols[] = {
    [PC_RELAY_PROTOCOL_NONE] = GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_NONE,
    [PC_RELAY_PROTOCOL_UDP] = GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_UDP,
    [PC_RELAY_PROTOCOL_TCP] = GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TCP,
    [PC_RELAY_PROTOCOL_TLS] = GST_RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TLS,
  };
  g_autofree gchar *line =
      candidate != NULL ? pc_candidate_to_string (candidate) : g_strdup ("");

  return g_object_new (GST_TYPE_RTC_ICE_CANDIDATE, "candidate", line,
      "sdp-mid", sdp_mid, "sdp-m-line-index", (gint) sdp_m_line_index,
      "username-fragment", username_fragment,
      "url", candidate != NULL ? candidate->url : NULL, "relay-protocol",
      protocols[candidate != NULL ? candidate->relay_protocol :
          PC_RELAY_PROTOCOL_NONE], NULL);
}

/**
 * gst_rtc_ice_candidate_new_from_json:
 * @json: what gst_rtc_ice_candidate_to_json() or a browser's toJSON() made
 * @error: return location of a #GError
 *
 * Reads an RTCIceCandidateInit. The error is #GST_RTC_DOM_ERROR_SYNTAX when
 * @json is no JSON, #GST_RTC_DOM_ERROR_TYPE when a member is not what it must
 * be or when "sdpMid" and "sdpMLineIndex" are both missing.
 *
 * Returns: (transfer full): a new RTCIceCandidate
 *
 * Since: 0.1
 */
GstRTCIceCandidate *
gst_rtc_ice_candidate_new_from_json (const gchar * json, GError ** error)
{
  g_autoptr (JsonObject) object = NULL;
  const gchar *candidate, *mid, *ufrag;
  gint index;

  g_return_val_if_fail (json != NULL, NULL);

  object = gst_rtc_json_parse_object (json, error);
  if (object == NULL ||
      !gst_rtc_json_get_string (object, "candidate", &candidate, error) ||
      !gst_rtc_json_get_string (object, "sdpMid", &mid, error) ||
      !gst_rtc_json_get_unsigned_short (object, "sdpMLineIndex", &index,
          error) ||
      !gst_rtc_json_get_string (object, "usernameFragment", &ufrag, error))
    return NULL;

  return gst_rtc_ice_candidate_new (candidate, mid, index, ufrag, error);
}

/**
 * gst_rtc_ice_candidate_to_json:
 * @candidate: an RTCIceCandidate
 *
 * toJSON() of the standard gives a dictionary; this is the text that
 * JSON.stringify() makes of it: `{"candidate":"candidate:...","sdpMid":"0",
 * "sdpMLineIndex":0,"usernameFragment":"..."}`.
 *
 * Returns: (transfer full): JSON
 *
 * Since: 0.1
 */
gchar *
gst_rtc_ice_candidate_to_json (GstRTCIceCandidate * candidate)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE (candidate), NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "candidate", candidate->candidate);
  gst_rtc_json_set_string (object, "sdpMid", candidate->sdp_mid);
  if (candidate->sdp_m_line_index >= 0)
    json_object_set_int_member (object, "sdpMLineIndex",
        candidate->sdp_m_line_index);
  else
    json_object_set_null_member (object, "sdpMLineIndex");
  gst_rtc_json_set_string (object, "usernameFragment",
      candidate->username_fragment);

  return gst_rtc_json_to_text (object);
}
