/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcsessiondescription.c: an offer or answer.
 */

#include "rtcsessiondescription.h"

#include <json-glib/json-glib.h>

#include "rtcjson.h"
#include "rtcproperties.h"

/**
 * GstRTCSessionDescription:
 *
 * An offer or answer: its type and its SDP (webrtc-pc section 4.6.2).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCSessionDescription
{
  GObject parent;

  GstRTCSdpType type;
  gchar *sdp;
};

G_DEFINE_FINAL_TYPE (GstRTCSessionDescription, gst_rtc_session_description,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCSessionDescription, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCSessionDescription:type:
   *
   * What it is meant as.
   *
   * Since: 0.1
   */
  { "type", OFFSET (type), .get_type = gst_rtc_sdp_type_get_type },
  /**
   * GstRTCSessionDescription:sdp:
   *
   * The SDP; "" for a rollback.
   *
   * Since: 0.1
   */
  { "sdp", OFFSET (sdp), G_TYPE_STRING, .text = "" },
};
/* *INDENT-ON* */

static void
gst_rtc_session_description_class_init (GstRTCSessionDescriptionClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_session_description_init (GstRTCSessionDescription * self)
{
}

/**
 * gst_rtc_session_description_new:
 * @type: what it is meant as
 * @sdp: (nullable): the SDP; %NULL for a rollback
 *
 * Nothing is checked before the description is applied.
 *
 * Returns: (transfer full): a new RTCSessionDescription
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_session_description_new (GstRTCSdpType type, const gchar * sdp)
{
  return g_object_new (GST_TYPE_RTC_SESSION_DESCRIPTION, "type", type, "sdp",
      sdp, NULL);
}

/**
 * gst_rtc_session_description_get_sdp_type:
 * @description: an RTCSessionDescription
 *
 * Returns: what it is meant as
 *
 * Since: 0.1
 */
GstRTCSdpType
gst_rtc_session_description_get_sdp_type (GstRTCSessionDescription *
    description)
{
  g_return_val_if_fail (GST_IS_RTC_SESSION_DESCRIPTION (description), 0);

  return description->type;
}

/**
 * gst_rtc_session_description_get_sdp:
 * @description: an RTCSessionDescription
 *
 * Returns: (transfer none): the SDP; "" for a rollback
 *
 * Since: 0.1
 */
const gchar *
gst_rtc_session_description_get_sdp (GstRTCSessionDescription * description)
{
  g_return_val_if_fail (GST_IS_RTC_SESSION_DESCRIPTION (description), NULL);

  return description->sdp;
}

/**
 * gst_rtc_session_description_new_from_json:
 * @json: what gst_rtc_session_description_to_json() or a browser's toJSON()
 *   made
 * @error: return location of a #GError
 *
 * Reads an RTCSessionDescriptionInit. The error is #GST_RTC_DOM_ERROR_SYNTAX
 * when @json is no JSON, #GST_RTC_DOM_ERROR_TYPE when a member is missing or
 * is not what it must be.
 *
 * Returns: (transfer full): a new RTCSessionDescription
 *
 * Since: 0.1
 */
GstRTCSessionDescription *
gst_rtc_session_description_new_from_json (const gchar * json, GError ** error)
{
  g_autoptr (JsonObject) object = NULL;
  const gchar *sdp;
  gint type;

  g_return_val_if_fail (json != NULL, NULL);

  object = gst_rtc_json_parse_object (json, error);
  if (object == NULL ||
      !gst_rtc_json_get_enum (object, "type", GST_TYPE_RTC_SDP_TYPE, &type,
          error) || !gst_rtc_json_get_string (object, "sdp", &sdp, error))
    return NULL;

  return gst_rtc_session_description_new (type, sdp);
}

/**
 * gst_rtc_session_description_to_json:
 * @description: an RTCSessionDescription
 *
 * toJSON() of the standard gives a dictionary; this is the text that
 * JSON.stringify() makes of it: `{"type":"offer","sdp":"v=0..."}`.
 *
 * Returns: (transfer full): JSON
 *
 * Since: 0.1
 */
gchar *
gst_rtc_session_description_to_json (GstRTCSessionDescription * description)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (GST_IS_RTC_SESSION_DESCRIPTION (description), NULL);

  object = json_object_new ();
  gst_rtc_json_set_enum (object, "type", GST_TYPE_RTC_SDP_TYPE,
      description->type);
  json_object_set_string_member (object, "sdp", description->sdp);

  return gst_rtc_json_to_text (object);
}
