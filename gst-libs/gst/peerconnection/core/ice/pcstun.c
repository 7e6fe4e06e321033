/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcstun.c: requests to a server or a peer, and what it answers.
 *
 *   0                   1                   2                   3
 *  |0 0|     message type (14)     |     length without header (16) |
 *  |                    magic cookie 0x2112A442                     |
 *  |                    transaction id (96 bits)                    |
 *  then attributes: type (16), length (16), value, padding to 32 bits
 *                                                 RFC 8489 section 5
 */

#include "pcstun.h"

#include <string.h>

#define MAGIC_COOKIE 0x2112A442u
#define CLASS_SUCCESS 0x100     /* RFC 8489 section 5, figure 3 */
#define CLASS_ERROR 0x110

#define ATTR_MAPPED_ADDRESS 0x0001
#define ATTR_USERNAME 0x0006
#define ATTR_MESSAGE_INTEGRITY 0x0008
#define ATTR_ERROR_CODE 0x0009
#define ATTR_LIFETIME 0x000D
#define ATTR_REALM 0x0014
#define ATTR_NONCE 0x0015
#define ATTR_REQUESTED_TRANSPORT 0x0019
#define ATTR_XOR_MAPPED_ADDRESS 0x0020
#define ATTR_PRIORITY 0x0024    /* these three: RFC 8445 section 16.1 */
#define ATTR_ICE_CONTROLLED 0x8029
#define ATTR_ICE_CONTROLLING 0x802A
#define ATTR_FINGERPRINT 0x8028

#define HMAC_SHA1 20            /* bytes */
#define FINGERPRINT_XOR 0x5354554Eu     /* RFC 8489 section 14.7 */
#define TRANSPORT_UDP 17        /* IANA's protocol number */
#define FAMILY_V4 0x01
#define FAMILY_V6 0x02
/* RFC 8489 sections 14.8 to 14.10: 763 bytes at most each. */
#define MAX_TEXT 763

/* --- writing ---------------------------------------------------------------- */

static void
put16 (GByteArray * message, guint16 value)
{
  guint16 wire = GUINT16_TO_BE (value);

  g_byte_array_append (message, (const guint8 *) &wire, sizeof (wire));
}

static void
put32 (GByteArray * message, guint32 value)
{
  guint32 wire = GUINT32_TO_BE (value);

  g_byte_array_append (message, (const guint8 *) &wire, sizeof (wire));
}

static void
put_attribute (GByteArray * message, guint16 type, gconstpointer value,
    gsize size)
{
  static const guint8 padding[4] = { 0 };

  put16 (message, type);
  put16 (message, (guint16) size);
  g_byte_array_append (message, value, size);
  g_byte_array_append (message, padding, (4 - size % 4) % 4);
}

static void
put_text (GByteArray * message, guint16 type, const gchar * text)
{
  put_attribute (message, type, text, MIN (strlen (text), MAX_TEXT));
}

static void
put_number (GByteArray * message, guint16 type, guint32 number)
{
  guint32 wire = GUINT32_TO_BE (number);

  put_attribute (message, type, &wire, sizeof (wire));
}

static void
set_length (GByteArray * message, gsize length)
{
  guint16 wire = GUINT16_TO_BE ((guint16) length);

  memcpy (message->data + 2, &wire, sizeof (wire));
}

/* RFC 8489 section 14.5: the length counts this attribute already when the hash
 * is made. */
static void
sign (const guint8 * message, gsize length, const guint8 * key,
    gsize key_size, guint8 digest[HMAC_SHA1])
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, key, key_size);
  guint16 wire = GUINT16_TO_BE (length - PC_STUN_HEADER + 4 + HMAC_SHA1);
  gsize size = HMAC_SHA1;

  g_hmac_update (hmac, message, 2);
  g_hmac_update (hmac, (const guint8 *) &wire, sizeof (wire));
  g_hmac_update (hmac, message + 4, length - 4);
  g_hmac_get_digest (hmac, digest, &size);
}

static void
put_integrity (GByteArray * message, const guint8 * key, gsize key_size)
{
  guint8 digest[HMAC_SHA1];

  sign (message->data, message->len, key, key_size, digest);
  put_attribute (message, ATTR_MESSAGE_INTEGRITY, digest, sizeof (digest));
}

/* RFC 8489 section 9.2.2 */
static void
put_long_term_integrity (GByteArray * message,
    const PcStunCredentials * credentials)
{
  g_autofree gchar *text = g_strjoin (":", credentials->username,
      credentials->realm, credentials->password, NULL);
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guint8 key[16];
  gsize key_size = sizeof (key);

  g_checksum_update (md5, (const guchar *) text, strlen (text));
  g_checksum_get_digest (md5, key, &key_size);
  put_integrity (message, key, key_size);
}

/* ITU-T V.42's, bit by bit: a check is short and seldom. */
static guint32
crc32 (const guint8 * bytes, gsize size)
{
  guint32 crc = ~0u;

  for (gsize i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

static GByteArray *
start_message (PcStunMethod method, const guint8 id[PC_STUN_ID])
{
  GByteArray *message = g_byte_array_new ();

  put16 (message, method);
  put16 (message, 0);
  put32 (message, MAGIC_COOKIE);
  g_byte_array_append (message, id, PC_STUN_ID);
  return message;
}

GBytes *
pc_stun_request (PcStunMethod method, const guint8 id[PC_STUN_ID],
    const PcStunCredentials * credentials)
{
  GByteArray *message = start_message (method, id);

  if (method == PC_STUN_ALLOCATE)
    put_number (message, ATTR_REQUESTED_TRANSPORT, TRANSPORT_UDP << 24);
  if (method == PC_STUN_REFRESH)
    put_number (message, ATTR_LIFETIME, 0);
  if (credentials != NULL) {
    put_text (message, ATTR_USERNAME, credentials->username);
    put_text (message, ATTR_REALM, credentials->realm);
    put_text (message, ATTR_NONCE, credentials->nonce);
    put_long_term_integrity (message, credentials);
  }
  set_length (message, message->len - PC_STUN_HEADER);
  return g_byte_array_free_to_bytes (message);
}

/* RFC 8445 section 7.1 */
GBytes *
pc_stun_check (const PcStunCheck * check, const guint8 id[PC_STUN_ID])
{
  GByteArray *message = start_message (PC_STUN_BINDING, id);
  guint64 tie_breaker = GUINT64_TO_BE (check->tie_breaker);

  put_text (message, ATTR_USERNAME, check->username);
  put_number (message, ATTR_PRIORITY, check->priority);
  put_attribute (message, check->controlling ? ATTR_ICE_CONTROLLING :
      ATTR_ICE_CONTROLLED, &tie_breaker, sizeof (tie_breaker));
  put_integrity (message, (const guint8 *) check->password,
      strlen (check->password));
  /* The length counts the fingerprint as well. */
  set_length (message, message->len + 8 - PC_STUN_HEADER);
  put_number (message, ATTR_FINGERPRINT, crc32 (message->data, message->len)
      ^ FINGERPRINT_XOR);
  return g_byte_array_free_to_bytes (message);
}

/* --- reading ---------------------------------------------------------------- */

static guint
get16 (const guint8 * bytes)
{
  return bytes[0] << 8 | bytes[1];
}

gsize
pc_stun_message_size (const guint8 * bytes, gsize size)
{
  if (size < PC_STUN_HEADER || bytes[0] >> 6 != 0)
    return 0;
  return PC_STUN_HEADER + get16 (bytes + 2);
}

/* What a server says goes to the application: valid UTF-8, bounded. */
static gchar *
dup_text (const guint8 * bytes, gsize size)
{
  g_autofree gchar *text =
      g_strndup ((const gchar *) bytes, MIN (size, MAX_TEXT));

  return g_utf8_make_valid (text, -1);
}

static void
replace_text (gchar ** place, const guint8 * bytes, gsize size)
{
  g_free (*place);
  *place = dup_text (bytes, size);
}

/* (XOR-)MAPPED-ADDRESS: nothing (8), family (8), port (16), address (32 or
 * 128); xored with @mask, which is the message from its cookie on (RFC 8489
 * sections 14.1 and 14.2). */
static void
read_address (PcStunAddress * address, const guint8 * value, gsize size,
    const guint8 * mask)
{
  gboolean v4 = size == 8 && value[1] == FAMILY_V4;
  gboolean v6 = size == 20 && value[1] == FAMILY_V6;

  if (!v4 && !v6)
    return;
  address->size = size - 4;
  address->port = get16 (value + 2) ^ get16 (mask);
  for (guint i = 0; i < address->size; i++)
    address->bytes[i] = value[4 + i] ^ mask[i];
}

/* ERROR-CODE: 21 bits of nothing, 3 of hundreds, 8 of the rest, the reason
 * (RFC 8489 section 14.8). */
static void
read_attribute (PcStunResponse * response, guint type, const guint8 * value,
    gsize size, const guint8 * message)
{
  static const guint8 nothing[16] = { 0 };

  switch (type) {
    case ATTR_XOR_MAPPED_ADDRESS:
      read_address (&response->mapped, value, size, message + 4);
      break;
    case ATTR_MAPPED_ADDRESS:
      /* Of old servers; a translator may have rewritten it. */
      if (response->mapped.size == 0)
        read_address (&response->mapped, value, size, nothing);
      break;
    case ATTR_ERROR_CODE:
      if (size < 4)
        break;
      response->error_code = (value[2] & 7) * 100 + value[3];
      replace_text (&response->reason, value + 4, size - 4);
      break;
    case ATTR_REALM:
      replace_text (&response->realm, value, size);
      break;
    case ATTR_NONCE:
      replace_text (&response->nonce, value, size);
      break;
    default:
      break;
  }
}

static gboolean
is_response_to (const guint8 * bytes, gsize size, const guint8 id[PC_STUN_ID])
{
  static const guint8 cookie[] = { 0x21, 0x12, 0xA4, 0x42 };
  gsize whole = pc_stun_message_size (bytes, size);

  return whole != 0 && whole <= size && memcmp (bytes + 4, cookie, 4) == 0
      && memcmp (bytes + 8, id, PC_STUN_ID) == 0;
}

gboolean
pc_stun_is_signed (const guint8 * bytes, gsize size, const gchar * password)
{
  gsize end = pc_stun_message_size (bytes, size);
  guint8 digest[HMAC_SHA1];

  if (end > size)
    return FALSE;
  for (gsize at = PC_STUN_HEADER; at + 4 <= end;) {
    gsize length = get16 (bytes + at + 2);

    if (length > end - at - 4)
      break;
    if (get16 (bytes + at) == ATTR_MESSAGE_INTEGRITY) {
      if (length != HMAC_SHA1)
        return FALSE;
      sign (bytes, at, (const guint8 *) password, strlen (password), digest);
      return memcmp (digest, bytes + at + 4, HMAC_SHA1) == 0;
    }
    at += 4 + (length + 3) / 4 * 4;
  }
  return FALSE;
}

gboolean
pc_stun_response_parse (PcStunResponse * response, const guint8 * bytes,
    gsize size, const guint8 id[PC_STUN_ID])
{
  guint type;
  gsize end;

  *response = (PcStunResponse) {
  0};
  if (!is_response_to (bytes, size, id))
    return FALSE;
  type = get16 (bytes) & CLASS_ERROR;
  if (type != CLASS_SUCCESS && type != CLASS_ERROR)
    return FALSE;

  end = pc_stun_message_size (bytes, size);
  for (gsize at = PC_STUN_HEADER; at + 4 <= end;) {
    gsize length = get16 (bytes + at + 2);

    if (length > end - at - 4)
      break;
    read_attribute (response, get16 (bytes + at), bytes + at + 4, length,
        bytes);
    at += 4 + (length + 3) / 4 * 4;
  }
  response->success = type == CLASS_SUCCESS;
  if (response->success)
    response->error_code = 0;
  if (response->reason == NULL)
    response->reason = g_strdup ("");
  return TRUE;
}

void
pc_stun_response_clear (PcStunResponse * response)
{
  g_clear_pointer (&response->reason, g_free);
  g_clear_pointer (&response->realm, g_free);
  g_clear_pointer (&response->nonce, g_free);
}
