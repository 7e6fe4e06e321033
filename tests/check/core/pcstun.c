/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcstun.c: requests to a STUN or TURN server, and what it answers.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pcstun.h>
#include <string.h>

static const guint8 id[PC_STUN_ID] = "abcdefghijkl";

/* 401 with reason, realm and nonce. */
static const guint8 challenge[] =
    "\x01\x13\x00\x28\x21\x12\xa4\x42" "abcdefghijkl"
    "\x00\x09\x00\x10\x00\x00\x04\x01" "Unauthorized"
    "\x00\x14\x00\x04" "test" "\x00\x15\x00\x05" "n0nce\0\0\0";

GST_START_TEST (test_requests)
{
  g_autoptr (GBytes) binding = pc_stun_request (PC_STUN_BINDING, id, NULL);
  g_autoptr (GBytes) allocate = pc_stun_request (PC_STUN_ALLOCATE, id, NULL);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (binding, &size);

  fail_unless_equals_int (size, PC_STUN_HEADER);
  fail_unless (memcmp (bytes, "\x00\x01\x00\x00\x21\x12\xa4\x42" "abcdefghijkl",
          size) == 0);
  bytes = g_bytes_get_data (allocate, &size);
  fail_unless_equals_int (size, PC_STUN_HEADER + 8);
  fail_unless_equals_int (pc_stun_message_size (bytes, size), size);
  fail_unless (memcmp (bytes + 20, "\x00\x19\x00\x04\x11\x00\x00\x00", 8) == 0);
}

GST_END_TEST;

GST_START_TEST (test_credentials_are_signed)
{
  const PcStunCredentials credentials = {.username = "user",.password =
        "pass",.realm = "realm",.nonce = "nonce"
  };
  g_autoptr (GBytes) request =
      pc_stun_request (PC_STUN_REFRESH, id, &credentials);
  g_autoptr (GHmac) hmac = NULL;
  gsize size, n = 20;
  const guint8 *bytes = g_bytes_get_data (request, &size);
  /* RFC 8489 section 18.5.1.2 names it: md5 of "user:realm:pass" */
  static const guint8 key[] = { 0x84, 0x93, 0xfb, 0xc5, 0x3b, 0xa5, 0x82, 0xfb,
    0x4c, 0x04, 0x4c, 0x45, 0x6b, 0xdc, 0x40, 0xeb
  };
  guint8 digest[20];

  fail_unless_equals_int (pc_stun_message_size (bytes, size), size);
  fail_unless (memcmp (bytes + size - 24, "\x00\x08\x00\x14", 4) == 0);
  hmac = g_hmac_new (G_CHECKSUM_SHA1, key, sizeof (key));
  g_hmac_update (hmac, bytes, size - 24);
  g_hmac_get_digest (hmac, digest, &n);
  fail_unless (memcmp (bytes + size - 20, digest, 20) == 0);
}

GST_END_TEST;

GST_START_TEST (test_challenge)
{
  PcStunResponse response;

  fail_unless (pc_stun_response_parse (&response, challenge,
          sizeof (challenge) - 1, id));
  fail_if (response.success);
  fail_unless_equals_int (response.error_code, 401);
  fail_unless_equals_string (response.reason, "Unauthorized");
  fail_unless_equals_string (response.realm, "test");
  fail_unless_equals_string (response.nonce, "n0nce");
  pc_stun_response_clear (&response);
}

GST_END_TEST;

/* Cut anywhere, with any byte changed: refused, or read within its bounds. */
GST_START_TEST (test_hostile_responses)
{
  const gsize size = sizeof (challenge) - 1;

  for (gsize cut = 0; cut < size; cut++) {
    g_autofree guint8 *bytes = g_memdup2 (challenge, cut);
    PcStunResponse response;

    fail_if (pc_stun_response_parse (&response, bytes, cut, id));
    pc_stun_response_clear (&response);
  }
  for (gsize at = 0; at < size; at++) {
    for (guint value = 0; value < 256; value += 5) {
      g_autofree guint8 *bytes = g_memdup2 (challenge, size);
      PcStunResponse response;

      bytes[at] = (guint8) value;
      pc_stun_response_parse (&response, bytes, size, id);
      fail_unless (!response.reason || g_utf8_validate (response.reason, -1,
              NULL));
      pc_stun_response_clear (&response);
    }
  }
}

GST_END_TEST;

/* RFC 5769 sections 2.2 and 2.3: the addresses of its sample responses. */
GST_START_TEST (test_mapped_addresses)
{
  static const guint8 sample_id[] = { 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34,
    0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae
  };
  static const guint8 v6[] = { 0x20, 0x01, 0x0d, 0xb8, 0x12, 0x34, 0x56, 0x78,
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77
  };
  static const struct
  {
    const gchar *header, *attributes;
    gsize size;
    guint address_size;
  } samples[] = {
    {"\x01\x01\x00\x0c", "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43",
        12, 4},
    {"\x01\x01\x00\x18", "\x00\x20\x00\x14\x00\x02\xa1\x47\x01\x13\xa9\xfa"
          "\xa5\xd3\xf1\x79\xbc\x25\xf4\xb5\xbe\xd2\xb9\xd9", 24, 16},
    /* MAPPED-ADDRESS alone, and contradicted by the other one */
    {"\x01\x01\x00\x0c", "\x00\x01\x00\x08\x00\x01\x80\x55\xc0\x00\x02\x01",
        12, 4},
    {"\x01\x01\x00\x18", "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"
          "\x00\x01\x00\x08\x00\x01\x00\x01\x0a\x00\x00\x01", 24, 4},
    /* of no family, and of a size that is not its family's */
    {"\x01\x01\x00\x0c", "\x00\x20\x00\x08\x00\x03\xa1\x47\xe1\x12\xa6\x43",
        12, 0},
    {"\x01\x01\x00\x0c", "\x00\x20\x00\x08\x00\x02\xa1\x47\xe1\x12\xa6\x43",
        12, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GByteArray) message = g_byte_array_new ();
    PcStunResponse response;

    g_byte_array_append (message, (const guint8 *) samples[i].header, 4);
    g_byte_array_append (message, (const guint8 *) "\x21\x12\xa4\x42", 4);
    g_byte_array_append (message, sample_id, sizeof (sample_id));
    g_byte_array_append (message, (const guint8 *) samples[i].attributes,
        samples[i].size);
    fail_unless (pc_stun_response_parse (&response, message->data,
            message->len, sample_id), "sample %u", i);
    fail_unless (response.success);
    fail_unless_equals_int (response.mapped.size, samples[i].address_size);
    if (response.mapped.size > 0)
      fail_unless_equals_int (response.mapped.port, 32853);
    fail_if (response.mapped.size == 4
        && memcmp (response.mapped.bytes, "\xc0\x00\x02\x01", 4) != 0);
    fail_if (response.mapped.size == 16
        && memcmp (response.mapped.bytes, v6, 16) != 0);
    pc_stun_response_clear (&response);
  }
}

GST_END_TEST;

GST_START_TEST (test_not_ours)
{
  static const guint8 other[PC_STUN_ID] = "abcdefghijkX";
  PcStunResponse response;

  fail_if (pc_stun_response_parse (&response, challenge,
          sizeof (challenge) - 1, other));
  pc_stun_response_clear (&response);
  fail_unless_equals_int (pc_stun_message_size ((const guint8 *)
          "\x80" "0123456789012345678", 20), 0);
}

GST_END_TEST;

/* RFC 5769 section 2.2 */
#define PASSWORD "VOkJxbRl1RmTxUk/WvJxBt"
static const guint8 sample[] =
    "\x01\x01\x00\x3c\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86"
    "\xfa\x87\xdf\xae\x80\x22\x00\x0b" "test vector\x20"
    "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"
    "\x00\x08\x00\x14\x2b\x91\xf5\x99\xfd\x9e\x90\xc3\x8c\x74\x89\xf9"
    "\x2a\xf9\xba\x53\xf0\x6b\xe7\xd7\x80\x28\x00\x04\xc0\x7d\x4c\x96";

GST_START_TEST (test_signature_of_an_answer)
{
  gsize size = sizeof (sample) - 1;
  PcStunResponse response;

  fail_unless (pc_stun_response_parse (&response, sample, size, sample + 8));
  fail_unless (response.success);
  pc_stun_response_clear (&response);
  fail_unless (pc_stun_is_signed (sample, size, PASSWORD));
  fail_if (pc_stun_is_signed (sample, size, "another"));
  fail_if (pc_stun_is_signed (challenge, sizeof (challenge) - 1, PASSWORD));
  /* Nothing of it may be changed, nor cut off. */
  for (gsize i = 0; i < size - 8; i++) {
    g_autofree guint8 *copy = g_memdup2 (sample, size);

    copy[i] ^= 1;
    if (i != 3)
      fail_if (pc_stun_is_signed (copy, size, PASSWORD), "byte %"
          G_GSIZE_FORMAT, i);
    g_free (g_steal_pointer (&copy));
    copy = g_memdup2 (sample, i);
    fail_if (pc_stun_is_signed (copy, i, PASSWORD), "%" G_GSIZE_FORMAT
        " bytes", i);
  }
}

GST_END_TEST;

/* RFC 5769 section 2.1 without its SOFTWARE, with our padding: zeros. */
GST_START_TEST (test_check)
{
  static const guint8 start[] =
      "\x00\x01\x00\x44\x21\x12\xa4\x42" "abcdefghijkl"
      "\x00\x06\x00\x09" "evtj:h6vY\0\0\0" "\x00\x24\x00\x04\x6e\x00\x01\xff"
      "\x80\x29\x00\x08\x93\x2f\xf9\xb1\x51\x26\x3b\x36" "\x00\x08\x00\x14";
  PcStunCheck check = {.username = "evtj:h6vY",.password = PASSWORD,
    .tie_breaker = G_GUINT64_CONSTANT (0x932ff9b151263b36),.priority =
        0x6e0001ff
  };
  g_autoptr (GBytes) request = pc_stun_check (&check, id);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (request, &size);

  fail_unless_equals_int (pc_stun_message_size (bytes, size), size);
  fail_unless (memcmp (bytes, start, sizeof (start) - 1) == 0);
  fail_unless (pc_stun_is_signed (bytes, size, PASSWORD));
  fail_unless (memcmp (bytes + size - 8, "\x80\x28\x00\x04", 4) == 0);
}

GST_END_TEST;

static Suite *
pcstun_suite (void)
{
  Suite *suite = suite_create ("pcstun");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_requests);
  tcase_add_test (tc, test_check);
  tcase_add_test (tc, test_signature_of_an_answer);
  tcase_add_test (tc, test_credentials_are_signed);
  tcase_add_test (tc, test_challenge);
  tcase_add_test (tc, test_hostile_responses);
  tcase_add_test (tc, test_mapped_addresses);
  tcase_add_test (tc, test_not_ours);
  return suite;
}

GST_CHECK_MAIN (pcstun);
