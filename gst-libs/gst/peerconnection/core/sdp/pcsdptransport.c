/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdptransport.c: what an m-section says about ICE, DTLS and SCTP.
 */

#include "pcsdpparser.h"

#include <string.h>

#include "../pcerror.h"

/* RFC 8839 section 5.4 */
#define MIN_UFRAG 4
#define MIN_PWD 22
#define MAX_ICE_WORD 256

/* Peers with '-', '_', '=' or '#' in their fragments exist, and browsers take
 * them; whoever generates uses ice-char only. */
static gboolean
is_ice_word (const gchar * value, gsize min)
{
  gsize length;

  for (length = 0; value[length] != '\0'; length++) {
    if (!g_ascii_isalnum (value[length])
        && strchr ("+/-_=#", value[length]) == NULL)
      return FALSE;
  }

  return length >= min && length <= MAX_ICE_WORD;
}

gboolean
pc_sdp_handle_ice_ufrag (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  if (!is_ice_word (value, MIN_UFRAG))
    return pc_sdp_malformed (section, name, value, error);
  g_free (section->media->ice_ufrag);
  section->media->ice_ufrag = g_strdup (value);

  return TRUE;
}

gboolean
pc_sdp_handle_ice_pwd (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  /* A password is a secret: an error does not repeat it. */
  if (!is_ice_word (value, MIN_PWD))
    return pc_sdp_malformed (section, name, "...", error);
  g_free (section->media->ice_pwd);
  section->media->ice_pwd = g_strdup (value);

  return TRUE;
}

/* a=ice-options:<option> ... (RFC 8839 section 5.6) */
gboolean
pc_sdp_handle_ice_options (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcWord word;

  while (pc_word_next (&cursor, &word)) {
    if (pc_word_equal (word, "trickle"))
      section->media->ice_trickle = TRUE;
    else if (pc_word_equal (word, "renomination"))
      section->media->ice_renomination = TRUE;
  }

  return TRUE;
}

/* Bytes of a digest; 0 for a hash that we do not know. */
static guint
digest_size (PcWord algorithm)
{
  static const struct
  {
    const gchar *name;
    guint size;
  } digests[] = {
    {"md2", 16}, {"md5", 16}, {"sha-1", 20}, {"sha-224", 28},
    {"sha-256", 32}, {"sha-384", 48}, {"sha-512", 64},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (digests); i++) {
    if (pc_word_equal_nocase (algorithm, digests[i].name))
      return digests[i].size;
  }

  return 0;
}

#define MAX_DIGEST 64

/* UHEX:UHEX:... ; lower case exists. Returns the number of bytes, 0 if wrong. */
static guint
count_hex_pairs (PcWord value)
{
  gsize i;

  if (value.length % 3 != 2 || value.length > 3 * MAX_DIGEST)
    return 0;
  for (i = 0; i < value.length; i++) {
    if (i % 3 == 2 ? value.text[i] != ':' : !g_ascii_isxdigit (value.text[i]))
      return 0;
  }

  return (value.length + 1) / 3;
}

/* a=fingerprint:<algorithm> <value> (RFC 8122 section 5) */
gboolean
pc_sdp_handle_fingerprint (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  GPtrArray *list = section->media->fingerprints;
  g_autofree gchar *digest = NULL, *hash = NULL;
  const gchar *cursor = value;
  PcWord algorithm, hex, extra;
  guint size, count;

  if (!pc_word_next (&cursor, &algorithm)
      || !pc_word_is_token (algorithm, PC_SDP_MAX_TOKEN)
      || !pc_word_next (&cursor, &hex) || pc_word_next (&cursor, &extra))
    return pc_sdp_malformed (section, name, value, error);
  size = digest_size (algorithm);
  count = count_hex_pairs (hex);
  if (count == 0 || (size != 0 && count != size)
      || list->len == PC_SDP_MAX_FINGERPRINTS)
    return pc_sdp_malformed (section, name, value, error);
  hash = pc_word_dup (algorithm);
  digest = pc_word_dup (hex);
  g_ptr_array_add (list, pc_fingerprint_new (hash, digest));

  return TRUE;
}

/* a=setup:<role> (RFC 8842 section 5). "holdconn" is not for DTLS. */
gboolean
pc_sdp_handle_setup (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  static const gchar *const roles[] = {
    [PC_SETUP_ACTPASS] = "actpass",
    [PC_SETUP_ACTIVE] = "active",
    [PC_SETUP_PASSIVE] = "passive",
  };
  guint i;

  for (i = PC_SETUP_ACTPASS; i < G_N_ELEMENTS (roles); i++) {
    if (g_str_equal (value, roles[i])) {
      section->media->setup = i;
      return TRUE;
    }
  }

  return pc_sdp_malformed (section, name, value, error);
}

gboolean
pc_sdp_handle_tls_id (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  /* RFC 8842 section 4: 20 to 255 characters; "new" was a draft's. */
  if (!is_ice_word (value, 1))
    return pc_sdp_malformed (section, name, value, error);
  g_free (section->media->tls_id);
  section->media->tls_id = g_strdup (value);

  return TRUE;
}

gboolean
pc_sdp_handle_candidate (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  gboolean foreign;
  PcCandidate *candidate = pc_candidate_parse_full (value, &foreign, NULL);

  if (candidate == NULL && !foreign)
    return pc_sdp_malformed (section, name, value, error);
  if (candidate != NULL)
    g_ptr_array_add (section->media->candidates, candidate);

  return TRUE;
}

/* a=sctp-port:<port> (RFC 8841 section 5) */
gboolean
pc_sdp_handle_sctp_port (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  guint64 port;

  if (!pc_word_to_uint (pc_word (value), 1, G_MAXUINT16, &port))
    return pc_sdp_malformed (section, name, value, error);
  section->media->sctp_port = port;

  return TRUE;
}

/* a=sctpmap:<port> webrtc-datachannel [<streams>]: how it was said until
 * draft-ietf-mmusic-sctp-sdp-21, and still is by some. */
gboolean
pc_sdp_handle_sctpmap (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcWord word, application;
  guint64 port;

  if (!pc_word_next (&cursor, &word)
      || !pc_word_to_uint (word, 1, G_MAXUINT16, &port)
      || !pc_word_next (&cursor, &application))
    return pc_sdp_malformed (section, name, value, error);
  if (pc_word_equal (application, "webrtc-datachannel"))
    section->media->sctp_port = port;

  return TRUE;
}

/* a=max-message-size:<bytes> (RFC 8841 section 6) */
gboolean
pc_sdp_handle_max_message_size (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  guint64 size;

  if (!pc_word_to_uint (pc_word (value), 0, G_MAXUINT64, &size))
    return pc_sdp_malformed (section, name, value, error);
  section->media->max_message_size = size;
  section->media->has_max_message_size = TRUE;

  return TRUE;
}
