/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdpstreams.c: what an audio or video section says about its streams:
 * header extensions, MSIDs, SSRCs, RIDs.
 */

#include "pcsdpparser.h"

#include <string.h>

/* RFC 8285 section 4.3: 4096 to 4351 mean "any free number, if you like". */
#define FIRST_PLACEHOLDER_ID 4096
#define LAST_PLACEHOLDER_ID 4351

/* RFC 6904: the extension behind it comes encrypted. We do not speak that, so
 * such a line is not for us. */
#define URI_ENCRYPT "urn:ietf:params:rtp-hdrext:encrypt"

static gboolean
parse_direction (PcWord word, PcDirection * direction)
{
  guint i;

  for (i = PC_DIRECTION_SENDRECV; i <= PC_DIRECTION_INACTIVE; i++) {
    if (pc_word_equal (word, pc_direction_to_string (i))) {
      *direction = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* a=extmap:<id>[/<direction>] <uri> [<attributes>] (RFC 8285 section 8) */
gboolean
pc_sdp_handle_extmap (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  PcDirection direction = PC_DIRECTION_SENDRECV;
  const gchar *cursor = value;
  PcExtension *extension;
  PcWord word, id, uri;
  guint64 number;

  if (!pc_word_next (&cursor, &word) || !pc_word_next (&cursor, &uri)
      || uri.length > PC_SDP_MAX_TOKEN)
    return pc_sdp_malformed (section, name, value, error);
  if (!pc_word_split (&word, '/', &id))
    id = word;
  else if (!parse_direction (word, &direction))
    return pc_sdp_malformed (section, name, value, error);
  if (!pc_word_to_uint (id, 1, LAST_PLACEHOLDER_ID, &number)
      || (number > 255 && number < FIRST_PLACEHOLDER_ID))
    return pc_sdp_malformed (section, name, value, error);

  if (number > 255 || pc_word_equal (uri, URI_ENCRYPT))
    return TRUE;
  if (section->extensions[number] != NULL) {
    if (!pc_word_equal (uri, section->extensions[number]))
      return pc_sdp_malformed (section, name, value, error);
    return TRUE;
  }

  extension = g_new0 (PcExtension, 1);
  extension->id = number;
  extension->uri = pc_word_dup (uri);
  extension->direction = direction;
  g_ptr_array_add (section->media->extensions, extension);
  section->extensions[number] = extension->uri;

  return TRUE;
}

static PcMsid *
parse_msid (const gchar * value)
{
  PcWord stream, track, extra;
  PcMsid *msid;
  gboolean has_track;

  if (!pc_word_next (&value, &stream) || stream.length > PC_SDP_MAX_TOKEN)
    return NULL;
  has_track = pc_word_next (&value, &track);
  if (has_track && (track.length > PC_SDP_MAX_TOKEN
          || pc_word_next (&value, &extra)))
    return NULL;

  msid = g_new0 (PcMsid, 1);
  msid->stream = pc_word_dup (stream);
  msid->track = has_track ? pc_word_dup (track) : NULL;
  return msid;
}

/* a=msid:<stream> [<track>] (RFC 8830 section 2) */
gboolean
pc_sdp_handle_msid (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  PcMsid *msid = parse_msid (value);

  if (msid == NULL)
    return pc_sdp_malformed (section, name, value, error);
  g_ptr_array_add (section->media->msids, msid);

  return TRUE;
}

static gboolean
next_ssrc (const gchar ** cursor, guint32 * ssrc)
{
  PcWord word;
  guint64 number;

  if (!pc_word_next (cursor, &word)
      || !pc_word_to_uint (word, 0, G_MAXUINT32, &number))
    return FALSE;
  *ssrc = number;

  return TRUE;
}

/* a=ssrc:<ssrc> <attribute>[:<value>] (RFC 5576 section 4.1) */
gboolean
pc_sdp_handle_ssrc (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  PcSsrc *entry;
  guint32 ssrc;

  if (!next_ssrc (&cursor, &ssrc))
    return pc_sdp_malformed (section, name, value, error);
  while (*cursor == ' ')
    cursor++;
  if (*cursor == '\0')
    return pc_sdp_malformed (section, name, value, error);

  entry = g_tree_lookup (section->ssrcs, GUINT_TO_POINTER (ssrc));
  if (entry == NULL) {
    entry = pc_ssrc_new (ssrc, NULL);
    g_ptr_array_add (section->media->ssrcs, entry);
    g_tree_insert (section->ssrcs, GUINT_TO_POINTER (ssrc), entry);
  }
  if (g_str_has_prefix (cursor, "cname:")) {
    cursor += strlen ("cname:");
    if (*cursor == '\0' || strlen (cursor) > PC_SDP_MAX_TOKEN)
      return pc_sdp_malformed (section, name, value, error);
    g_free (entry->cname);
    entry->cname = g_strdup (cursor);
  } else if (g_str_has_prefix (cursor, "msid:")
      && section->ssrc_msid == NULL) {
    section->ssrc_msid = parse_msid (cursor + strlen ("msid:"));
  }

  return TRUE;
}

/* a=ssrc-group:<semantics> <ssrc> ... (RFC 5576 section 4.2) */
gboolean
pc_sdp_handle_ssrc_group (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  g_autofree gchar *semantics = NULL;
  const gchar *cursor = value;
  PcSsrcGroup *group;
  PcWord word;

  if (!pc_word_next (&cursor, &word)
      || !pc_word_is_token (word, PC_SDP_MAX_TOKEN))
    return pc_sdp_malformed (section, name, value, error);
  semantics = pc_word_dup (word);
  group = pc_ssrc_group_new (semantics);
  g_ptr_array_add (section->media->ssrc_groups, group);
  while (*cursor == ' ') {
    guint32 ssrc;

    if (!next_ssrc (&cursor, &ssrc))
      return pc_sdp_malformed (section, name, value, error);
    g_array_append_val (group->ssrcs, ssrc);
  }
  if (group->ssrcs->len == 0)
    return pc_sdp_malformed (section, name, value, error);

  return TRUE;
}

/* RFC 8851 section 10: rid-id = 1*(alpha-numeric / "-" / "_") */
static gboolean
is_rid (PcWord word)
{
  gsize i;

  for (i = 0; i < word.length; i++) {
    if (!g_ascii_isalnum (word.text[i]) && word.text[i] != '-'
        && word.text[i] != '_')
      return FALSE;
  }

  return word.length >= 1 && word.length <= PC_SDP_MAX_TOKEN;
}

/* a=rid:<id> (send|recv) [<restrictions>] (RFC 8851 section 10) */
gboolean
pc_sdp_handle_rid (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  g_autofree gchar *text = NULL;
  const gchar *cursor = value;
  PcWord id, direction;
  gboolean send;

  if (!pc_word_next (&cursor, &id) || !is_rid (id)
      || !pc_word_next (&cursor, &direction))
    return pc_sdp_malformed (section, name, value, error);
  send = pc_word_equal (direction, "send");
  if (!send && !pc_word_equal (direction, "recv"))
    return pc_sdp_malformed (section, name, value, error);
  while (*cursor == ' ')
    cursor++;
  text = pc_word_dup (id);
  g_ptr_array_add (section->media->rids, pc_rid_new (text, send,
          *cursor == '\0' ? NULL : cursor));

  return TRUE;
}

/* a=simulcast:(send|recv) <streams> [(send|recv) <streams>]
 * (RFC 8853 section 5.1) */
gboolean
pc_sdp_handle_simulcast (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error)
{
  const gchar *cursor = value;
  guint halves = 0;
  PcWord word;

  while (pc_word_next (&cursor, &word)) {
    if ((!pc_word_equal (word, "send") && !pc_word_equal (word, "recv"))
        || !pc_word_next (&cursor, &word) || ++halves > 2)
      return pc_sdp_malformed (section, name, value, error);
  }
  if (halves == 0 || section->media->simulcast != NULL)
    return pc_sdp_malformed (section, name, value, error);
  section->media->simulcast = g_strstrip (g_strdup (value));

  return TRUE;
}
