/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcconfigurationcheck.c: what a configuration may be, and become.
 */

#include "rtcconfiguration-private.h"

#include <string.h>

#include "core/ice/pciceurl.h"
#include "core/pcerror.h"
#include "rtcdictionaries.h"

/* RFC 8489 section 14.3: "fewer than 509 bytes" */
#define MAX_USERNAME_BYTES 508

/* "validate an ICE server URL" (webrtc-pc section 4.4.1.5), all steps but the
 * URL's own in pc_ice_url_parse() */
static gboolean
validate_url (GstRTCIceServer * server, const gchar * text, GError ** error)
{
  g_autoptr (PcIceUrl) url = pc_ice_url_parse (text, error);

  if (url == NULL)
    return FALSE;
  if (!url->turn)
    return TRUE;

  if (server->username == NULL || server->credential == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
        "\"%s\" needs a %s", text,
        server->username == NULL ? "username" : "credential");
    return FALSE;
  }
  if (strlen (server->username) > MAX_USERNAME_BYTES) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
        "the username for \"%s\" has %" G_GSIZE_FORMAT
        " bytes, the most is %d", text, strlen (server->username),
        MAX_USERNAME_BYTES);
    return FALSE;
  }

  return TRUE;
}

static gboolean
validate_server (GstRTCIceServer * server, GError ** error)
{
  /* "If urls is empty, throw a SyntaxError" */
  if (server->urls[0] == NULL) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_SYNTAX,
        "the urls of an RTCIceServer are empty");
    return FALSE;
  }

  for (guint i = 0; server->urls[i] != NULL; i++) {
    if (!validate_url (server, server->urls[i], error))
      return FALSE;
  }

  return TRUE;
}

gboolean
gst_rtc_configuration_validate_servers (GstRTCConfiguration * configuration,
    GError ** error)
{
  GPtrArray *servers = configuration->ice_servers;

  for (guint i = 0; servers != NULL && i < servers->len; i++) {
    if (!validate_server (g_ptr_array_index (servers, i), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
validate_ports (GstRTCConfiguration * configuration, GError ** error)
{
  gint min = configuration->min_rtp_port, max = configuration->max_rtp_port;

  if (min < 0 || min > G_MAXUINT16 || max < 0 || max > G_MAXUINT16) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "the ports from %d to %d are not within 0 to 65535", min, max);
    return FALSE;
  }
  if (max != 0 && min > max) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "there is no port from %d to %d", min, max);
    return FALSE;
  }

  return TRUE;
}

gboolean
gst_rtc_configuration_validate_members (GstRTCConfiguration * configuration,
    GError ** error)
{
  GPtrArray *servers = configuration->ice_servers;

  /* "required (DOMString or sequence<DOMString>) urls" */
  for (guint i = 0; servers != NULL && i < servers->len; i++) {
    GstRTCIceServer *server = g_ptr_array_index (servers, i);

    if (server->urls == NULL) {
      g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
          "iceServers[%u] has no urls", i);
      return FALSE;
    }
  }

  /* "[EnforceRange] octet iceCandidatePoolSize" */
  if (configuration->ice_candidate_pool_size < 0 ||
      configuration->ice_candidate_pool_size > G_MAXUINT8) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "iceCandidatePoolSize is %d, outside of 0 to 255",
        configuration->ice_candidate_pool_size);
    return FALSE;
  }

  return validate_ports (configuration, error);
}

/* webrtc-pc section 4.4.1.1: an expired certificate is an InvalidAccessError */
static gboolean
validate_certificates (GPtrArray * certificates, gint64 now, GError ** error)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++) {
    gint64 expires =
        gst_rtc_certificate_get_expires (g_ptr_array_index (certificates, i));

    if (expires < now) {
      g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
          "certificate %u expired %" G_GINT64_FORMAT " ms ago", i,
          now - expires);
      return FALSE;
    }
  }

  return TRUE;
}

gboolean
gst_rtc_configuration_validate (GstRTCConfiguration * configuration,
    gint64 now, GError ** error)
{
  if (!gst_rtc_configuration_validate_members (configuration, error)
      || !validate_certificates (configuration->certificates, now, error))
    return FALSE;
  /* webrtc-identity section 9.2: "will not establish a connection to a remote
   * peer unless it can be successfully authenticated". Nobody here can. */
  if (configuration->peer_identity != NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "no identity provider can prove the peerIdentity \"%s\"",
        configuration->peer_identity);
    return FALSE;
  }

  return gst_rtc_configuration_validate_servers (configuration, error);
}

static gboolean
same_certificates (GPtrArray * a, GPtrArray * b)
{
  guint length = a != NULL ? a->len : 0;

  if (length != (b != NULL ? b->len : 0))
    return FALSE;
  for (guint i = 0; i < length; i++) {
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;
  }

  return TRUE;
}

gboolean
gst_rtc_configuration_validate_change (GstRTCConfiguration * old,
    GstRTCConfiguration * configuration, gboolean local_description_set,
    GError ** error)
{
  /* "set a configuration" step 3: what can never change, and what cannot any
   * more. webrtc-identity section 9.2 says the same of its member. */
  const struct
  {
    const gchar *member;
    gboolean changed;
  } members[] = {
    {"certificates", !same_certificates (old->certificates,
            configuration->certificates)},
    {"bundlePolicy", old->bundle_policy != configuration->bundle_policy},
    {"rtcpMuxPolicy", old->rtcp_mux_policy != configuration->rtcp_mux_policy},
    {"peerIdentity", g_strcmp0 (old->peer_identity,
            configuration->peer_identity) != 0},
    {"iceCandidatePoolSize", local_description_set &&
          old->ice_candidate_pool_size !=
          configuration->ice_candidate_pool_size},
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    if (members[i].changed) {
      g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
          "%s cannot be changed", members[i].member);
      return FALSE;
    }
  }

  return TRUE;
}
