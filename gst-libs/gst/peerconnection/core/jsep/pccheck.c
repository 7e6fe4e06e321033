/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccheck.c: what can be wrong with a remote description that is valid SDP
 * (RFC 9429 section 5.8.3; RFC 8843). All of it is InvalidAccessError, as
 * webrtc-pc section 4.4.1.5 says of invalid content.
 */

#include <string.h>

#include "../pcerror.h"
#include "pccodecs.h"
#include "pcsessionprivate.h"

/* RFC 8839 section 5.4 */
#define MIN_UFRAG 4
#define MIN_PWD 22
#define MAX_CREDENTIAL 256

typedef struct
{
  const PcSession *session;
  const GPtrArray *sections;    /* before this description */
  const PcDescription *description;
  const PcDescription *offer;   /* ours, when it is an answer */
  PcBundled *bundled;
} Check;

typedef struct
{
  const gchar *extensions[PC_N_EXTENSION_IDS];
  const PcCodec *codecs[PC_N_PAYLOAD_TYPES];
  PcKind kinds[PC_N_PAYLOAD_TYPES];
} GroupNumbers;

G_GNUC_PRINTF (3, 4)
     static gboolean
         fail (guint index, GError ** error, const gchar * format, ...)
{
  g_autofree gchar *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS, "m-section %u: %s",
      index, text);

  return FALSE;
}

static gboolean
is_ice_string (const gchar * text, gsize min)
{
  gsize length;

  for (length = 0; text[length] != '\0'; length++) {
    if (length == MAX_CREDENTIAL || !(g_ascii_isalnum (text[length])
            || text[length] == '+' || text[length] == '/'))
      return FALSE;
  }

  return length >= min;
}

static gboolean
check_transport (const Check * self, guint index, GError ** error)
{
  const PcMedia *media = pc_description_get_media (self->description, index);
  const PcMedia *tagged = pc_description_get_media (self->description,
      self->bundled[index].tagged);

  if (tagged->ice_ufrag == NULL || tagged->ice_pwd == NULL)
    return fail (index, error, "no ICE credentials");
  if (!is_ice_string (tagged->ice_ufrag, MIN_UFRAG))
    return fail (index, error, "'%.*s' is no ice-ufrag", MAX_CREDENTIAL,
        tagged->ice_ufrag);
  if (!is_ice_string (tagged->ice_pwd, MIN_PWD))
    return fail (index, error, "the ice-pwd is not one");
  if (tagged->fingerprints->len == 0)
    return fail (index, error, "no DTLS fingerprint");
  if (self->offer != NULL && tagged->setup == PC_SETUP_ACTPASS)
    return fail (index, error, "setup 'actpass' in an answer");
  if (media->candidates->len > PC_SESSION_MAX_CANDIDATES)
    return fail (index, error, "%u candidates are more than %u",
        media->candidates->len, PC_SESSION_MAX_CANDIDATES);

  return TRUE;
}

/* RFC 8842 section 5.5: without a new association the roles stay. */
static gboolean
check_role (const Check * self, const PcTransport * transport, guint index,
    GError ** error)
{
  const PcMedia *tagged = pc_description_get_media (self->description,
      self->bundled[index].tagged);
  PcSetup refused;

  if (transport->dtls_role == PC_DTLS_ROLE_UNKNOWN
      || pc_transport_is_new_association (transport, tagged))
    return TRUE;
  refused = transport->dtls_role == PC_DTLS_ROLE_CLIENT ? PC_SETUP_ACTIVE
      : PC_SETUP_PASSIVE;
  if (tagged->setup == refused)
    return fail (index, error, "setup '%s' would change the DTLS role",
        refused == PC_SETUP_ACTIVE ? "active" : "passive");

  return TRUE;
}

/* What an answer makes of the transport as it was before our offer. */
static gboolean
check_answered_transport (const Check * self, const PcTransport * transport,
    guint index, GError ** error)
{
  const PcMedia *media = pc_description_get_media (self->description, index);
  const PcTransport *stable =
      pc_transports_find (self->session->stable_transports,
      transport->number);
  gboolean restarts = pc_transport_is_ice_restart (transport, media);

  /* RFC 9429 section 5.11: another association than that of the provisional
   * answer comes with other credentials. */
  if (transport->remote.ufrag != NULL && !restarts
      && pc_transport_is_new_association (transport, media))
    return fail (index, error, "another DTLS association over the same ICE");
  if (stable == NULL || stable->remote.ufrag == NULL)
    return TRUE;
  /* RFC 9429 section 5.10: both restart, or none. */
  if (g_str_equal (stable->local.ufrag, transport->local.ufrag)) {
    if (pc_transport_is_ice_restart (stable, media))
      return fail (index, error, "an ICE restart that was not offered");
  } else if (!pc_transport_is_ice_restart (stable, media)) {
    return fail (index, error, "the offered ICE restart is not answered");
  }

  return TRUE;
}

/* How the description goes on with what runs. */
static gboolean
check_association (const Check * self, guint index, GError ** error)
{
  const PcMedia *media = pc_description_get_media (self->description, index);
  const PcSection *section;
  const PcTransport *transport;

  if (index >= self->sections->len || self->bundled[index].tagged != index)
    return TRUE;
  section = g_ptr_array_index (self->sections, index);
  transport = pc_transports_find (self->session->transports,
      section->proposed_transport != 0 ? section->proposed_transport
      : section->transport);
  if (transport == NULL)
    return TRUE;
  if (self->offer != NULL) {
    if (!check_answered_transport (self, transport, index, error))
      return FALSE;
  } else if (pc_transport_is_new_association (transport, media)
      && transport->remote.ufrag != NULL
      && !pc_transport_is_ice_restart (transport, media)) {
    /* RFC 9429 section 5.8 */
    return fail (index, error, "another DTLS association without an ICE "
        "restart");
  }

  return check_role (self, transport, index, error);
}

/* Every rid that a=simulcast names has an a=rid line. */
static gboolean
check_simulcast (const PcMedia * media, guint index, GError ** error)
{
  g_auto (GStrv) words = NULL;
  guint i, j;

  if (media->simulcast == NULL)
    return TRUE;
  words = g_strsplit_set (media->simulcast, " ;,", -1);
  for (i = 0; words[i] != NULL; i++) {
    const gchar *rid = words[i][0] == '~' ? words[i] + 1 : words[i];

    if (*rid == '\0' || g_str_equal (rid, "send")
        || g_str_equal (rid, "recv"))
      continue;
    for (j = 0; j < media->rids->len; j++) {
      if (g_str_equal (((PcRid *) g_ptr_array_index (media->rids, j))->id, rid))
        break;
    }
    if (j == media->rids->len)
      return fail (index, error, "a=simulcast names rid '%s', which is not "
          "there", rid);
  }

  return TRUE;
}

static gboolean
check_numbers (const Check * self, GroupNumbers * numbers,
    const PcMedia * media, guint index, GError ** error)
{
  gboolean seen[PC_N_PAYLOAD_TYPES] = { FALSE };
  gboolean seen_ids[PC_N_EXTENSION_IDS] = { FALSE };
  guint i;

  for (i = 0; i < media->codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->codecs, i);
    guint number = codec->payload_type;

    if (number >= PC_N_PAYLOAD_TYPES || seen[number])
      return fail (index, error, "payload type %u is there twice", number);
    seen[number] = TRUE;
    /* RFC 9429 section 5.10 */
    if (pc_codec_get_apt (codec) != -1
        && pc_codec_get_role (codec) == PC_CODEC_RTX
        && pc_codecs_find (media->codecs, pc_codec_get_apt (codec)) == NULL)
      return fail (index, error, "payload type %u repeats %d, which is not "
          "there", number, pc_codec_get_apt (codec));
    /* RFC 8843 section 9.1 */
    if (numbers->codecs[number] != NULL && (numbers->kinds[number]
            != media->kind || !pc_codec_match (numbers->codecs[number], codec,
                PC_MATCH_EXACT)))
      return fail (index, error, "payload type %u is %s here and %s elsewhere "
          "in the bundle", number, codec->name, numbers->codecs[number]->name);
    numbers->codecs[number] = codec;
    numbers->kinds[number] = media->kind;
  }
  for (i = 0; i < media->extensions->len; i++) {
    PcExtension *extension = g_ptr_array_index (media->extensions, i);

    if (extension->id == 0 || extension->id >= PC_N_EXTENSION_IDS
        || seen_ids[extension->id])
      return fail (index, error, "extension id %u", extension->id);
    seen_ids[extension->id] = TRUE;
    if (numbers->extensions[extension->id] != NULL
        && !g_str_equal (numbers->extensions[extension->id], extension->uri)) {
      if (self->offer != NULL)
        return fail (index, error, "extension id %u is both '%s' and '%s'",
            extension->id, numbers->extensions[extension->id], extension->uri);
      /* RFC 8285 section 5 wants ids unique in a bundle; aiortc's are not. The
       * first meaning holds, an answer leaves the other out. */
      extension->ambiguous = TRUE;
      continue;
    }
    numbers->extensions[extension->id] = extension->uri;
  }

  return TRUE;
}

/* The m-line against the one that was there (RFC 9429 section 5.8.3, RFC 3264
 * section 8). */
static gboolean
check_continuity (const Check * self, guint index, GError ** error)
{
  const PcMedia *media = pc_description_get_media (self->description, index);
  const PcSection *section;
  gint other;

  other = media->mid == NULL ? -1
      : pc_sections_find_mid (self->sections, media->mid);
  if (other != -1 && (guint) other != index)
    return fail (index, error, "mid '%s' was that of m-section %d", media->mid,
        other);
  if (index >= self->sections->len)
    return TRUE;
  section = g_ptr_array_index (self->sections, index);
  if (self->offer == NULL && section->recyclable)
    return TRUE;
  if (media->mid != NULL && !g_str_equal (media->mid, section->mid))
    return fail (index, error, "the mid was '%s', and is '%s' now",
        section->mid, media->mid);
  if (media->kind != section->kind)
    return fail (index, error, "'%s' is not of the kind that it was",
        media->media);

  return TRUE;
}

static gboolean
check_answer (const Check * self, guint index, GError ** error)
{
  const PcMedia *media = pc_description_get_media (self->description, index);
  const PcMedia *offered = pc_description_get_media (self->offer, index);
  gboolean alone = self->bundled[index].group == -1;

  if (g_strcmp0 (media->media, offered->media) != 0)
    return fail (index, error, "'%s' answers '%s'", media->media,
        offered->media);
  if (g_strcmp0 (media->protocol, offered->protocol) != 0)
    return fail (index, error, "protocol '%s' answers '%s'", media->protocol,
        offered->protocol);
  if (pc_media_is_rejected (media))
    return TRUE;
  if (pc_media_is_rejected (offered))
    return fail (index, error, "accepted, but never offered");
  if (media->bundle_only && media->port == 0)
    return fail (index, error, "bundle-only in an answer");
  /* RFC 8843 section 7.5.3: what was offered as bundle-only is in the bundle
   * or rejected. */
  if (offered->bundle_only && alone)
    return fail (index, error, "offered as bundle-only, accepted alone");

  return TRUE;
}

/* RFC 8843 section 7.3: an answer's groups are parts of offered ones. */
static gboolean
check_groups (const Check * self, GError ** error)
{
  g_autofree PcBundled *offered = pc_description_map_bundles (self->offer);
  g_autofree gint *origins =
      g_new (gint, self->description->bundle_groups->len + 1);
  guint i;

  memset (origins, -1, sizeof (gint) * (self->description->bundle_groups->len
          + 1));
  for (i = 0; i < self->description->media->len; i++) {
    gint group = self->bundled[i].group;

    if (group == -1
        || pc_media_is_rejected (pc_description_get_media (self->description,
                i)))
      continue;
    if (offered[i].group == -1
        || (origins[group] != -1 && origins[group] != offered[i].group))
      return fail (i, error, "bundled with what it was not offered with");
    origins[group] = offered[i].group;
  }

  return TRUE;
}

static gboolean
check_media (const Check * self, guint index, GHashTable * groups,
    GError ** error)
{
  const PcMedia *media = pc_description_get_media (self->description, index);
  const PcMedia *tagged = pc_description_get_media (self->description,
      self->bundled[index].tagged);
  gint group = self->bundled[index].group;
  g_autofree GroupNumbers *own = NULL;
  GroupNumbers *numbers;

  if (!check_continuity (self, index, error))
    return FALSE;
  if (self->offer != NULL && !check_answer (self, index, error))
    return FALSE;
  if (pc_media_is_rejected (media) || !pc_media_is_supported (media))
    return TRUE;
  if (!check_transport (self, index, error)
      || !check_association (self, index, error)
      || !check_simulcast (media, index, error))
    return FALSE;
  /* rtcpMuxPolicy is "require", the only one there is (webrtc-pc section
   * 4.4.1.5: InvalidAccessError). */
  if (media->kind != PC_KIND_APPLICATION && !media->rtcp_mux
      && !tagged->rtcp_mux)
    return fail (index, error, "no a=rtcp-mux");

  numbers = group != -1 ? g_hash_table_lookup (groups,
      GINT_TO_POINTER (group)) : (own = g_new0 (GroupNumbers, 1));
  if (numbers == NULL) {
    numbers = g_new0 (GroupNumbers, 1);
    g_hash_table_insert (groups, GINT_TO_POINTER (group), numbers);
  }

  return check_numbers (self, numbers, media, index, error);
}

gboolean
pc_check_remote (const PcSession * session, const GPtrArray * sections,
    const PcDescription * description, GError ** error)
{
  g_autoptr (GHashTable) groups =
      g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autofree PcBundled *bundled = pc_description_map_bundles (description);
  Check self = {
    .session = session,
    .sections = sections,
    .description = description,
    .offer = description->type == PC_SDP_OFFER ? NULL
        : session->pending[PC_SIDE_LOCAL],
    .bundled = bundled,
  };
  guint i, expected = sections->len;

  if (self.offer != NULL ? description->media->len != expected
      : description->media->len < expected) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_ACCESS,
        "%u m-sections in %s, where %u are there", description->media->len,
        self.offer != NULL ? "an answer" : "an offer", expected);
    return FALSE;
  }
  for (i = 0; i < description->media->len; i++) {
    if (!check_media (&self, i, groups, error))
      return FALSE;
  }

  return self.offer == NULL || check_groups (&self, error);
}
