/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdpparse.c: a text into values: session, m-sections, what inherits.
 *
 *   text ── pcsdplines.c ──▶ checked lines ── GstSDPMessage ──▶ attributes
 *        ── pcsdpattributes.c, one handler each ──▶ PcMedia
 */

#include "pcsdpparser.h"

#include <gst/sdp/sdp.h>
#include <string.h>

#include "../pcerror.h"

typedef struct
{
  PcDescription *description;
  PcSdpLines lines;
  guint next_attribute;         /* index into lines.attributes */
  PcMedia *defaults;            /* what the session says for all sections */
  gboolean defaults_direction;
  guint group_line;
  guint grouped;                /* mids in all BUNDLE groups */
} Parser;

static gint
compare_ssrcs (gconstpointer a, gconstpointer b, gpointer unused)
{
  guint x = GPOINTER_TO_UINT (a), y = GPOINTER_TO_UINT (b);

  return x < y ? -1 : x > y;
}

static void
section_init (PcSdpSection * section, PcMedia * media)
{
  *section = (PcSdpSection) {
    .media = media,.feedback = g_ptr_array_new_with_free_func ((GDestroyNotify)
      pc_rtcp_feedback_free),.ssrcs =
        g_tree_new_full (compare_ssrcs, NULL, NULL, NULL),};
}

static void
section_clear (PcSdpSection * section)
{
  guint i;

  for (i = 0; i < PC_SDP_PAYLOAD_TYPES; i++) {
    if (section->fmtp[i] != NULL)
      g_string_free (section->fmtp[i], TRUE);
  }
  g_ptr_array_unref (section->feedback);
  g_tree_unref (section->ssrcs);
  g_clear_pointer (&section->ssrc_msid, pc_msid_free);
}

static guint
next_line (Parser * self)
{
  return g_array_index (self->lines.attributes, guint, self->next_attribute++);
}

/* a=group:BUNDLE <mid> ... (RFC 9143 section 5); other groups are not ours. */
static gboolean
parse_group (Parser * self, const PcSdpSection * section, const gchar * value,
    GError ** error)
{
  g_autoptr (GPtrArray) mids = g_ptr_array_new_with_free_func (g_free);
  const gchar *cursor = value;
  PcWord word;

  if (!pc_word_next (&cursor, &word)
      || !pc_word_is_token (word, PC_SDP_MAX_TOKEN))
    return pc_sdp_malformed (section, "group", value, error);
  if (!pc_word_equal (word, "BUNDLE"))
    return TRUE;
  while (pc_word_next (&cursor, &word)) {
    /* A mid stands in one group at most, so there are never more. */
    if (!pc_word_is_token (word, PC_SDP_MAX_TOKEN)
        || self->grouped++ == self->lines.media->len)
      return pc_sdp_malformed (section, "group", value, error);
    g_ptr_array_add (mids, pc_word_dup (word));
  }
  g_ptr_array_add (mids, NULL);
  g_ptr_array_set_free_func (mids, NULL);
  g_ptr_array_add (self->description->bundle_groups,
      g_ptr_array_free (g_steal_pointer (&mids), FALSE));
  self->group_line = section->line;

  return TRUE;
}

/* RFC 9429 sections 5.8.1 and 5.8.2: kept, whatever they limit. */
static void
keep_bandwidths (GPtrArray * kept, const GArray * bandwidths)
{
  guint i;

  for (i = 0; i < bandwidths->len && i < PC_SDP_MAX_BANDWIDTHS; i++) {
    const GstSDPBandwidth *bandwidth =
        &g_array_index (bandwidths, GstSDPBandwidth, i);

    if (pc_word_is_token (pc_word (bandwidth->bwtype), PC_SDP_MAX_TOKEN))
      g_ptr_array_add (kept,
          pc_bandwidth_new (bandwidth->bwtype, bandwidth->bandwidth));
  }
}

static gboolean
parse_session (Parser * self, const GstSDPMessage * message, GError ** error)
{
  PcSdpSection section;
  gboolean ok = TRUE;
  guint i;

  section_init (&section, self->defaults);
  keep_bandwidths (self->description->bandwidths, message->bandwidths);
  for (i = 0; ok && i < message->attributes->len; i++) {
    const GstSDPAttribute *attribute =
        &g_array_index (message->attributes, GstSDPAttribute, i);

    section.line = next_line (self);
    if (g_str_equal (attribute->key, "group"))
      ok = parse_group (self, &section, attribute->value, error);
    else if (g_str_equal (attribute->key, "ice-lite"))
      self->description->ice_lite = TRUE;
    else
      ok = pc_sdp_section_attribute (&section, TRUE, attribute->key,
          attribute->value, error);
  }
  self->defaults_direction = section.has_direction;
  section_clear (&section);

  return ok;
}

/* RFC 9429 section 5.1.2: each of these is taken, whatever it says about AVP,
 * feedback or transport, and means what UDP/TLS/RTP/SAVPF and UDP/DTLS/SCTP
 * do. */
static PcKind
kind_of (const GstSDPMedia * media)
{
  static const gchar *const rtp[] = {
    "UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF",
    "TCP/DTLS/RTP/SAVP", "TCP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVP",
    "RTP/SAVPF", "RTP/SAVP", "RTP/AVPF", "RTP/AVP", NULL
  };
  static const gchar *const sctp[] = {
    "UDP/DTLS/SCTP", "TCP/DTLS/SCTP", NULL
  };

  if (g_strv_contains (rtp, media->proto)) {
    if (g_str_equal (media->media, "audio"))
      return PC_KIND_AUDIO;
    if (g_str_equal (media->media, "video"))
      return PC_KIND_VIDEO;
  } else if (g_str_equal (media->media, "application")) {
    if (g_str_equal (media->proto, "DTLS/SCTP"))
      return PC_KIND_APPLICATION;
    if (g_strv_contains (sctp, media->proto)
        && g_str_equal (g_array_index (media->fmts, gchar *, 0),
            "webrtc-datachannel"))
      return PC_KIND_APPLICATION;
  }

  return PC_KIND_UNKNOWN;
}

static gchar *
join_formats (const GstSDPMedia * media)
{
  GString *text = g_string_new (NULL);
  guint i;

  for (i = 0; i < media->fmts->len; i++) {
    const gchar *format = g_array_index (media->fmts, gchar *, i);

    if (format[0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", format);
  }

  return g_string_free (text, FALSE);
}

/* The fmt list of an RTP section: its payload types, most wanted first. */
static gboolean
parse_payload_types (PcSdpSection * section, const GstSDPMedia * media,
    GError ** error)
{
  guint64 number;
  guint i;

  for (i = 0; i < media->fmts->len; i++) {
    const gchar *format = g_array_index (media->fmts, gchar *, i);
    PcCodec *codec;

    if (format[0] == '\0')
      continue;                 /* a space at the line's end */
    if (!pc_word_to_uint (pc_word (format), 0, PC_SDP_PAYLOAD_TYPES - 1,
            &number)) {
      pc_error_set_sdp (error, section->media->line,
          "'%s' in m=%s is not a payload type", format, media->media);
      return FALSE;
    }
    if (section->codecs[number] != NULL)
      continue;
    codec = pc_codec_new (number, NULL, 0, 0, NULL);
    g_ptr_array_add (section->media->codecs, codec);
    section->codecs[number] = codec;
  }

  return TRUE;
}

static gboolean
parse_formats (PcSdpSection * section, const GstSDPMedia * media,
    GError ** error)
{
  PcMedia *values = section->media;
  guint64 port;

  switch (values->kind) {
    case PC_KIND_AUDIO:
    case PC_KIND_VIDEO:
      values->formats = join_formats (media);
      return parse_payload_types (section, media, error);
    case PC_KIND_APPLICATION:
      /* The older m=application 9 DTLS/SCTP 5000 names the port here. */
      if (pc_word_to_uint (pc_word (g_array_index (media->fmts, gchar *, 0)),
              1, G_MAXUINT16, &port))
        values->sctp_port = port;
      return TRUE;
    case PC_KIND_UNKNOWN:
    default:
      values->formats = join_formats (media);
      return TRUE;
  }
}

/* All of them, or none where the section has any of its own. */
static void
inherit_list (GPtrArray * to, GPtrArray * from, gpointer copy_func)
{
  gpointer (*copy) (gconstpointer) = copy_func;

  if (to->len > 0)
    return;
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, copy (g_ptr_array_index (from, i)));
}

/* A section's own word wins (RFC 8866 section 5.13); ICE options add up
 * (RFC 8839 section 5.6). */
static void
inherit (const Parser * self, const PcSdpSection * section)
{
  const PcMedia *from = self->defaults;
  PcMedia *to = section->media;

  if (!section->has_direction && self->defaults_direction)
    to->direction = from->direction;
  if (to->ice_ufrag == NULL)
    to->ice_ufrag = g_strdup (from->ice_ufrag);
  if (to->ice_pwd == NULL)
    to->ice_pwd = g_strdup (from->ice_pwd);
  if (to->tls_id == NULL)
    to->tls_id = g_strdup (from->tls_id);
  if (to->setup == PC_SETUP_NONE)
    to->setup = from->setup;
  to->extmap_allow_mixed |= from->extmap_allow_mixed;
  to->ice_trickle |= from->ice_trickle;
  to->ice_renomination |= from->ice_renomination;
  to->end_of_candidates |= from->end_of_candidates;
  inherit_list (to->fingerprints, from->fingerprints, pc_fingerprint_copy);
  if (to->kind == PC_KIND_AUDIO || to->kind == PC_KIND_VIDEO)
    inherit_list (to->extensions, from->extensions, pc_extension_copy);
}

static gboolean
parse_media (Parser * self, const GstSDPMedia * media, guint line,
    GError ** error)
{
  PcMedia *values = pc_media_new (kind_of (media));
  PcSdpSection section;
  gboolean ok;
  guint i;

  g_ptr_array_add (self->description->media, values);
  g_free (values->media);
  values->media = g_strdup (media->media);
  g_free (values->protocol);
  values->protocol = g_strdup (media->proto);
  values->port = media->port;
  values->line = line;
  keep_bandwidths (values->bandwidths, media->bandwidths);

  section_init (&section, values);
  ok = parse_formats (&section, media, error);
  for (i = 0; ok && i < media->attributes->len; i++) {
    const GstSDPAttribute *attribute =
        &g_array_index (media->attributes, GstSDPAttribute, i);

    section.line = next_line (self);
    ok = pc_sdp_section_attribute (&section, FALSE, attribute->key,
        attribute->value, error);
  }
  if (ok) {
    pc_sdp_section_finish (&section);
    inherit (self, &section);
  }
  section_clear (&section);

  return ok;
}

/* RFC 8843 section 7.1: mids are unique, each in one BUNDLE group at most, and
 * a group names sections that are there. */
static gboolean
check_mids (const Parser * self, GError ** error)
{
  g_autoptr (GHashTable) mids = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < self->description->media->len; i++) {
    PcMedia *media = g_ptr_array_index (self->description->media, i);

    if (media->mid != NULL && !g_hash_table_add (mids, media->mid)) {
      pc_error_set_sdp (error, media->line, "Two m-sections have the mid '%s'",
          media->mid);
      return FALSE;
    }
  }
  for (i = 0; i < self->description->bundle_groups->len; i++) {
    GStrv group = g_ptr_array_index (self->description->bundle_groups, i);

    for (; *group != NULL; group++) {
      if (!g_hash_table_remove (mids, *group)) {
        pc_error_set_sdp (error, self->group_line,
            "a=group:BUNDLE names '%s', which is no mid or in two groups",
            *group);
        return FALSE;
      }
    }
  }

  return TRUE;
}

static guint
count_attributes (const GstSDPMessage * message)
{
  guint i, count = message->attributes->len;

  for (i = 0; i < message->medias->len; i++)
    count += g_array_index (message->medias, GstSDPMedia, i).attributes->len;

  return count;
}

static gboolean
parse (Parser * self, const gchar * sdp, gsize length, GError ** error)
{
  g_autoptr (GstSDPMessage) message = NULL;
  PcDescription *description = self->description;
  guint i;

  if (!pc_sdp_lines_read (&self->lines, sdp, length, error))
    return FALSE;
  description->session_id = g_steal_pointer (&self->lines.session_id);
  description->session_version = self->lines.session_version;
  g_free (description->session_name);
  description->session_name = g_steal_pointer (&self->lines.session_name);

  gst_sdp_message_new (&message);
  gst_sdp_message_parse_buffer ((const guint8 *) sdp, length, message);
  if (count_attributes (message) != self->lines.attributes->len
      || message->medias->len != self->lines.media->len) {
    pc_error_set_sdp (error, 1, "The description is ambiguous");
    return FALSE;
  }
  if (!parse_session (self, message, error))
    return FALSE;
  for (i = 0; i < message->medias->len; i++) {
    if (!parse_media (self, &g_array_index (message->medias, GstSDPMedia, i),
            g_array_index (self->lines.media, guint, i), error))
      return FALSE;
  }

  return check_mids (self, error);
}

PcDescription *
pc_description_parse (PcSdpType type, const gchar * sdp, GError ** error)
{
  g_autoptr (PcDescription) description = pc_description_new (type);
  Parser self = {.description = description };
  gboolean ok;
  gsize length;

  /* RFC 9429 section 4.1.10.2: a rollback's text is not looked at. */
  if (type == PC_SDP_ROLLBACK)
    return g_steal_pointer (&description);

  length = sdp != NULL ? strnlen (sdp, PC_SDP_MAX_BYTES + 1) : 0;
  if (length == 0) {
    pc_error_set_sdp (error, 1, "The description is empty");
    return NULL;
  }
  if (length > PC_SDP_MAX_BYTES) {
    pc_error_set_sdp (error, 1, "The description is longer than %u bytes",
        PC_SDP_MAX_BYTES);
    return NULL;
  }

  self.defaults = pc_media_new (PC_KIND_UNKNOWN);
  ok = parse (&self, sdp, length, error);
  pc_media_free (self.defaults);
  pc_sdp_lines_clear (&self.lines);

  return ok ? g_steal_pointer (&description) : NULL;
}
