/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccandidate.c: an ICE candidate, copied, compared, read and written.
 */

#include "pccandidate.h"

#include <string.h>

#include "../pcerror.h"
#include "../pcword.h"

#define MAX_FOUNDATION 32       /* RFC 8839 section 5.1 */
#define MAX_COMPONENT 256
#define MAX_PRIORITY G_MAXINT32 /* 2^31 - 1 (RFC 8445 section 5.1.2) */
#define MAX_ADDRESS 255         /* bytes of a domain name (RFC 1035 section 2.3.4) */
#define MAX_UFRAG 256           /* RFC 8839 section 5.4 */
#define MAX_EXTENSIONS 1024     /* bytes that we keep for others */

static const gchar *const protocols[] = {
  [PC_ICE_PROTOCOL_UDP] = "udp",
  [PC_ICE_PROTOCOL_TCP] = "tcp",
  NULL
};

static const gchar *const types[] = {
  [PC_CANDIDATE_HOST] = "host",
  [PC_CANDIDATE_SRFLX] = "srflx",
  [PC_CANDIDATE_PRFLX] = "prflx",
  [PC_CANDIDATE_RELAY] = "relay",
  NULL
};

static const gchar *const tcp_types[] = {
  [PC_TCP_TYPE_ACTIVE] = "active",
  [PC_TCP_TYPE_PASSIVE] = "passive",
  [PC_TCP_TYPE_SO] = "so",
  NULL
};

PcCandidate *
pc_candidate_copy (const PcCandidate * candidate)
{
  PcCandidate *copy = g_memdup2 (candidate, sizeof (*candidate));

  copy->foundation = g_strdup (candidate->foundation);
  copy->address = g_strdup (candidate->address);
  copy->related_address = g_strdup (candidate->related_address);
  copy->username_fragment = g_strdup (candidate->username_fragment);
  copy->extensions = g_strdup (candidate->extensions);
  copy->url = g_strdup (candidate->url);

  return copy;
}

void
pc_candidate_free (PcCandidate * candidate)
{
  g_free (candidate->foundation);
  g_free (candidate->address);
  g_free (candidate->related_address);
  g_free (candidate->username_fragment);
  g_free (candidate->extensions);
  g_free (candidate->url);
  g_free (candidate);
}

gboolean
pc_candidate_equal (const PcCandidate * a, const PcCandidate * b)
{
  return a->component == b->component && a->protocol == b->protocol
      && a->priority == b->priority && a->port == b->port
      && a->type == b->type && a->related_port == b->related_port
      && a->tcp_type == b->tcp_type
      && g_strcmp0 (a->foundation, b->foundation) == 0
      && g_strcmp0 (a->address, b->address) == 0
      && g_strcmp0 (a->related_address, b->related_address) == 0
      && g_strcmp0 (a->username_fragment, b->username_fragment) == 0
      && g_strcmp0 (a->extensions, b->extensions) == 0;
}

static gboolean
find (const gchar * const *names, PcWord word, guint * index)
{
  for (*index = 0; names[*index] != NULL; (*index)++) {
    if (pc_word_equal_nocase (word, names[*index]))
      return TRUE;
  }

  return FALSE;
}

/* An IPv4 or IPv6 address or a name: what they look like is looked into by
 * whoever resolves them. */
static gboolean
is_address (PcWord word)
{
  gsize i;

  for (i = 0; i < word.length; i++) {
    gchar c = word.text[i];

    if (!g_ascii_isalnum (c) && strchr (".:-_%", c) == NULL)
      return FALSE;
  }

  return word.length > 0 && word.length <= MAX_ADDRESS;
}

/* Everything up to "typ <type>"; says what is wrong, or returns NULL. */
static const gchar *
parse_fixed (PcCandidate * self, const gchar ** cursor, gboolean * foreign)
{
  PcWord word = { "", 0 };
  guint64 number;
  guint index;

  if (!pc_word_next (cursor, &word)
      || !pc_word_is_ice_chars (word, 1, MAX_FOUNDATION))
    return "foundation";
  self->foundation = pc_word_dup (word);

  pc_word_next (cursor, &word);
  if (!pc_word_to_uint (word, 1, MAX_COMPONENT, &number))
    return "component";
  self->component = number;

  pc_word_next (cursor, &word);
  if (!find (protocols, word, &index)) {
    *foreign = pc_word_is_token (word, G_MAXSIZE);
    return "transport";
  }
  self->protocol = index;

  pc_word_next (cursor, &word);
  if (!pc_word_to_uint (word, 1, MAX_PRIORITY, &number))
    return "priority";
  self->priority = number;

  pc_word_next (cursor, &word);
  if (!is_address (word))
    return "address";
  self->address = pc_word_dup (word);

  pc_word_next (cursor, &word);
  if (!pc_word_to_uint (word, 0, G_MAXUINT16, &number))
    return "port";
  self->port = number;

  if (!pc_word_next (cursor, &word) || !pc_word_equal (word, "typ"))
    return "\"typ\"";
  pc_word_next (cursor, &word);
  if (!find (types, word, &index)) {
    *foreign = pc_word_is_token (word, G_MAXSIZE);
    return "type";
  }
  self->type = index;

  return NULL;
}

/* One name-value pair behind the type. */
static const gchar *
parse_pair (PcCandidate * self, PcWord name, PcWord value, GString * others)
{
  guint64 number;
  guint index;

  if (pc_word_equal (name, "raddr")) {
    if (!is_address (value))
      return "raddr";
    g_free (self->related_address);
    self->related_address = pc_word_dup (value);
  } else if (pc_word_equal (name, "rport")) {
    if (!pc_word_to_uint (value, 0, G_MAXUINT16, &number))
      return "rport";
    self->related_port = number;
  } else if (pc_word_equal (name, "tcptype")) {
    if (!find (tcp_types, value, &index))
      return "tcptype";
    self->tcp_type = index;
  } else if (pc_word_equal (name, "ufrag")) {
    if (value.length > MAX_UFRAG)
      return "ufrag";
    g_free (self->username_fragment);
    self->username_fragment = pc_word_dup (value);
  } else {
    g_string_append_printf (others, "%s%.*s %.*s", others->len > 0 ? " " : "",
        (gint) name.length, name.text, (gint) value.length, value.text);
    if (others->len > MAX_EXTENSIONS)
      return "extensions";
  }

  return NULL;
}

static const gchar *
parse_pairs (PcCandidate * self, const gchar ** cursor)
{
  g_autoptr (GString) others = g_string_new (NULL);
  const gchar *wrong = NULL;
  PcWord name, value;

  while (wrong == NULL && pc_word_next (cursor, &name)) {
    if (!pc_word_next (cursor, &value))
      return "extensions";
    wrong = parse_pair (self, name, value, others);
  }
  if (others->len > 0)
    self->extensions = g_strdup (others->str);

  return wrong;
}

PcCandidate *
pc_candidate_parse (const gchar * text, GError ** error)
{
  return pc_candidate_parse_full (text, NULL, error);
}

PcCandidate *
pc_candidate_parse_full (const gchar * text, gboolean * foreign,
    GError ** error)
{
  g_autoptr (PcCandidate) self = g_new0 (PcCandidate, 1);
  const gchar *cursor = text, *wrong;
  gboolean unknown = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  self->tcp_type = PC_TCP_TYPE_NONE;
  if (g_str_has_prefix (cursor, "a="))
    cursor += strlen ("a=");
  if (g_str_has_prefix (cursor, "candidate:"))
    cursor += strlen ("candidate:");

  wrong = parse_fixed (self, &cursor, &unknown);
  if (wrong == NULL)
    wrong = parse_pairs (self, &cursor);
  /* RFC 6544 section 4.5: a TCP candidate must say its type. */
  if (wrong == NULL && (self->protocol == PC_ICE_PROTOCOL_TCP)
      != (self->tcp_type != PC_TCP_TYPE_NONE))
    wrong = "tcptype";

  if (foreign != NULL)
    *foreign = unknown;
  if (wrong != NULL) {
    g_autofree gchar *shown = pc_word_shown (text);

    g_set_error (error, PC_ERROR, PC_ERROR_OPERATION,
        "Malformed %s in candidate '%s'", wrong, shown);
    return NULL;
  }

  return g_steal_pointer (&self);
}

gchar *
pc_candidate_to_string (const PcCandidate * candidate)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "candidate:%s %u %s %u %s %u typ %s",
      candidate->foundation, candidate->component,
      protocols[candidate->protocol], candidate->priority, candidate->address,
      candidate->port, types[candidate->type]);
  if (candidate->related_address != NULL)
    g_string_append_printf (text, " raddr %s rport %u",
        candidate->related_address, candidate->related_port);
  if (candidate->tcp_type != PC_TCP_TYPE_NONE)
    g_string_append_printf (text, " tcptype %s",
        tcp_types[candidate->tcp_type]);
  if (candidate->username_fragment != NULL)
    g_string_append_printf (text, " ufrag %s", candidate->username_fragment);
  if (candidate->extensions != NULL)
    g_string_append_printf (text, " %s", candidate->extensions);

  return g_string_free (text, FALSE);
}
