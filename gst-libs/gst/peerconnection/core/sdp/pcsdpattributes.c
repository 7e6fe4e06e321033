/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdpattributes.c: the table of attributes, and the short ones.
 */

#include "pcsdpparser.h"

#include <string.h>

#include "../pcerror.h"

#define MAX_TIME 16             /* characters of a=ptime: nobody needs more */
typedef enum
{
  SCOPE_SESSION = 1 << 0,       /* inherits down when it stands at session level */
  SCOPE_RTP = 1 << 1,           /* in audio and video sections */
  SCOPE_DATA = 1 << 2,          /* in sections with an SCTP association */
  SCOPE_OTHER = 1 << 3,         /* even where we do not speak the rest: such a
                                 * section may carry a bundle's transport */
  SCOPE_MEDIA = SCOPE_RTP | SCOPE_DATA | SCOPE_OTHER,
} Scope;

gboolean
pc_sdp_malformed (const PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  g_autofree gchar *shown = pc_word_shown (value);

  pc_error_set_sdp (error, section->line, "Malformed a=%s value '%s'", name,
      shown);
  return FALSE;
}

static gboolean
handle_mid (PcSdpSection * section, const gchar * name, const gchar * value,
    GError ** error)
{
  if (section->has_mid || !pc_word_is_token (pc_word (value), PC_SDP_MAX_TOKEN))
    return pc_sdp_malformed (section, name, value, error);
  section->has_mid = TRUE;
  section->media->mid = g_strdup (value);

  return TRUE;
}

static gboolean
handle_direction (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  guint i;

  for (i = PC_DIRECTION_SENDRECV; i <= PC_DIRECTION_INACTIVE; i++) {
    if (g_str_equal (name, pc_direction_to_string (i)))
      section->media->direction = i;
  }
  section->has_direction = TRUE;

  return TRUE;
}

/* a=ptime:<ms>, a=maxptime:<ms> (RFC 8866 sections 6.4 and 6.5), which may have
 * a fraction. */
static gboolean
handle_time (PcSdpSection * section, const gchar * name, const gchar * value,
    GError ** error)
{
  gchar **time = g_str_equal (name, "ptime") ? &section->media->ptime
      : &section->media->maxptime;
  gsize digits = strspn (value, "0123456789");
  gsize length = digits;

  if (value[digits] == '.')
    length += 1 + strspn (value + digits + 1, "0123456789");
  if (digits == 0 || value[length] != '\0' || length > MAX_TIME)
    return pc_sdp_malformed (section, name, value, error);
  if (*time == NULL)
    *time = g_strdup (value);

  return TRUE;
}

#define FLAG(field) \
static gboolean \
handle_##field (PcSdpSection * section, const gchar * name, \
    const gchar * value, GError ** error) \
{ \
  section->media->field = TRUE; \
  return TRUE; \
}
FLAG (bundle_only);
FLAG (extmap_allow_mixed);
FLAG (rtcp_mux);
FLAG (rtcp_mux_only);
FLAG (rtcp_rsize);
FLAG (end_of_candidates);
#undef FLAG

static const struct
{
  const gchar *name;
  Scope scope;
  PcSdpHandler handler;
} attributes[] = {
  {"rtpmap", SCOPE_RTP, pc_sdp_handle_rtpmap},
  {"rtcp-fb", SCOPE_RTP, pc_sdp_handle_rtcp_fb},
  {"fmtp", SCOPE_RTP, pc_sdp_handle_fmtp},
  {"ssrc", SCOPE_RTP, pc_sdp_handle_ssrc},
  {"extmap", SCOPE_RTP | SCOPE_SESSION, pc_sdp_handle_extmap},
  {"candidate", SCOPE_MEDIA, pc_sdp_handle_candidate},
  {"mid", SCOPE_MEDIA, handle_mid},
  {"msid", SCOPE_RTP, pc_sdp_handle_msid},
  {"sendrecv", SCOPE_MEDIA | SCOPE_SESSION, handle_direction},
  {"sendonly", SCOPE_MEDIA | SCOPE_SESSION, handle_direction},
  {"recvonly", SCOPE_MEDIA | SCOPE_SESSION, handle_direction},
  {"inactive", SCOPE_MEDIA | SCOPE_SESSION, handle_direction},
  {"bundle-only", SCOPE_MEDIA, handle_bundle_only},
  {"extmap-allow-mixed", SCOPE_MEDIA | SCOPE_SESSION,
      handle_extmap_allow_mixed},
  {"ptime", SCOPE_RTP, handle_time},
  {"maxptime", SCOPE_RTP, handle_time},
  {"rtcp-mux", SCOPE_RTP, handle_rtcp_mux},
  {"rtcp-mux-only", SCOPE_RTP, handle_rtcp_mux_only},
  {"rtcp-rsize", SCOPE_RTP, handle_rtcp_rsize},
  {"ssrc-group", SCOPE_RTP, pc_sdp_handle_ssrc_group},
  {"rid", SCOPE_RTP, pc_sdp_handle_rid},
  {"simulcast", SCOPE_RTP, pc_sdp_handle_simulcast},
  {"ice-ufrag", SCOPE_MEDIA | SCOPE_SESSION, pc_sdp_handle_ice_ufrag},
  {"ice-pwd", SCOPE_MEDIA | SCOPE_SESSION, pc_sdp_handle_ice_pwd},
  {"ice-options", SCOPE_MEDIA | SCOPE_SESSION, pc_sdp_handle_ice_options},
  {"fingerprint", SCOPE_MEDIA | SCOPE_SESSION, pc_sdp_handle_fingerprint},
  {"setup", SCOPE_MEDIA | SCOPE_SESSION, pc_sdp_handle_setup},
  {"tls-id", SCOPE_MEDIA | SCOPE_SESSION, pc_sdp_handle_tls_id},
  {"end-of-candidates", SCOPE_MEDIA | SCOPE_SESSION, handle_end_of_candidates},
  {"sctp-port", SCOPE_DATA, pc_sdp_handle_sctp_port},
  {"sctpmap", SCOPE_DATA, pc_sdp_handle_sctpmap},
  {"max-message-size", SCOPE_DATA, pc_sdp_handle_max_message_size},
};

gboolean
pc_sdp_section_attribute (PcSdpSection * section, gboolean session,
    const gchar * name, const gchar * value, GError ** error)
{
  static const Scope scopes[] = {
    [PC_KIND_AUDIO] = SCOPE_RTP,
    [PC_KIND_VIDEO] = SCOPE_RTP,
    [PC_KIND_APPLICATION] = SCOPE_DATA,
    [PC_KIND_UNKNOWN] = SCOPE_OTHER,
  };
  Scope scope = session ? SCOPE_SESSION : scopes[section->media->kind];
  guint i;

  for (i = 0; i < G_N_ELEMENTS (attributes); i++) {
    if ((attributes[i].scope & scope) != 0
        && g_str_equal (attributes[i].name, name))
      return attributes[i].handler (section, name, value, error);
  }

  return TRUE;
}
