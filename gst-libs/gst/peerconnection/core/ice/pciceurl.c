/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pciceurl.c: stun:, stuns:, turn: and turns: URLs.
 *
 *   stun[s]:<host>[:<port>]                          RFC 7064 section 3.1
 *   turn[s]:<host>[:<port>][?transport=udp|tcp]      RFC 7065 section 3.1
 */

#include "pciceurl.h"

#include <string.h>

#include "../pcerror.h"
#include "../pcword.h"

#define DEFAULT_PORT 3478       /* RFC 8489 section 15 */
#define DEFAULT_SECURE_PORT 5349
#define MAX_HOST 255            /* bytes of a domain name (RFC 1035 section 2.3.4) */

static const struct
{
  const gchar *scheme;
  gboolean turn;
  gboolean secure;
} schemes[] = {
  {"stun", FALSE, FALSE},
  {"stuns", FALSE, TRUE},
  {"turn", TRUE, FALSE},
  {"turns", TRUE, TRUE},
};

static gboolean
parse_scheme (PcIceUrl * self, PcWord scheme)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (!pc_word_equal_nocase (scheme, schemes[i].scheme))
      continue;
    self->turn = schemes[i].turn;
    self->secure = schemes[i].secure;
    return TRUE;
  }

  return FALSE;
}

static gboolean
is_ipv4 (PcWord word)
{
  guint64 number;
  PcWord part;
  guint n = 0;

  while (pc_word_split (&word, '.', &part) && pc_word_to_uint (part, 0, 255,
          &number))
    n++;
  return n == 3 && pc_word_to_uint (word, 0, 255, &number);
}

/* RFC 3986 section 3.2.2, IPv6address: eight groups, of which "::" stands for
 * those that are zero, and the last two may look like IPv4. */
static gboolean
is_ipv6 (PcWord word)
{
  gboolean shortened = word.length >= 2 && strncmp (word.text, "::", 2) == 0;
  const gchar *at = word.text + (shortened ? 2 : 0);
  const gchar *end = word.text + word.length;
  guint n = 0;

  while (at < end) {
    const gchar *start = at;

    while (at < end && g_ascii_isxdigit (*at))
      at++;
    if (at < end && *at == '.' && is_ipv4 ((PcWord) {
            start, end - start}
        )) {
      n += 2;
      break;
    }
    if (at == start || at - start > 4)
      return FALSE;
    n++;
    if (at == end)
      break;
    if (*at++ != ':' || at == end)
      return FALSE;
    if (*at == ':') {
      if (shortened)
        return FALSE;
      shortened = TRUE;
      at++;
    }
  }
  return shortened ? n < 8 : n == 8;
}

/* "[2001:db8::1]:3478" or "example.org:3478"; either without the port. */
static gboolean
parse_host_and_port (PcIceUrl * self, PcWord word)
{
  const gchar *letters = ".-_";
  PcWord host, port = { NULL, 0 };
  gboolean has_port = FALSE;
  guint64 number;
  gsize i;

  if (word.length > 0 && word.text[0] == '[') {
    word.text++, word.length--;
    if (!pc_word_split (&word, ']', &host))
      return FALSE;
    if (word.length > 0 && word.text[0] != ':')
      return FALSE;
    has_port = word.length > 0;
    if (has_port)
      port = (PcWord) {
      word.text + 1, word.length - 1};
    if (!is_ipv6 (host))
      return FALSE;
    letters = ".:";
  } else {
    has_port = pc_word_split (&word, ':', &host);
    if (has_port)
      port = word;
    else
      host = word;
  }

  if (host.length == 0 || host.length > MAX_HOST)
    return FALSE;
  for (i = 0; i < host.length; i++) {
    gchar c = host.text[i];

    if (!g_ascii_isalnum (c) && strchr (letters, c) == NULL)
      return FALSE;
  }
  self->host = pc_word_dup (host);
  self->port = self->secure ? DEFAULT_SECURE_PORT : DEFAULT_PORT;
  if (has_port) {
    if (!pc_word_to_uint (port, 1, G_MAXUINT16, &number))
      return FALSE;
    self->port = number;
  }

  return TRUE;
}

/* webrtc-pc section 4.4.1.1, "validate an ICE server URL" */
static gboolean
parse (PcIceUrl * self, const gchar * url)
{
  PcWord rest = pc_word (url), scheme, path;

  if (!pc_word_split (&rest, ':', &scheme) || !parse_scheme (self, scheme))
    return FALSE;

  /* TLS runs over TCP unless told otherwise. */
  self->tcp = self->secure;
  if (pc_word_split (&rest, '?', &path)) {
    if (!self->turn)
      return FALSE;
    /* Strings of the grammar have no case (RFC 5234 section 2.3). */
    if (pc_word_equal_nocase (rest, "transport=tcp"))
      self->tcp = TRUE;
    else if (pc_word_equal_nocase (rest, "transport=udp"))
      self->tcp = FALSE;
    else
      return FALSE;
  } else {
    path = rest;
  }

  return parse_host_and_port (self, path);
}

PcIceUrl *
pc_ice_url_parse (const gchar * url, GError ** error)
{
  g_autoptr (PcIceUrl) self = g_new0 (PcIceUrl, 1);
  g_autofree gchar *shown = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  shown = pc_word_shown (url);
  if (!parse (self, url)) {
    g_set_error (error, PC_ERROR, PC_ERROR_SYNTAX,
        "'%s' is not a stun:, stuns:, turn: or turns: URL", shown);
    return NULL;
  }
  if (self->turn && self->secure && !self->tcp) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "'%s': TURN over DTLS is not supported", shown);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
pc_ice_url_free (PcIceUrl * url)
{
  g_free (url->host);
  g_free (url);
}
