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

static Suite *
pcstun_suite (void)
{
  Suite *suite = suite_create ("pcstun");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_requests);
  tcase_add_test (tc, test_credentials_are_signed);
  tcase_add_test (tc, test_challenge);
  tcase_add_test (tc, test_hostile_responses);
  tcase_add_test (tc, test_not_ours);
  return suite;
}

GST_CHECK_MAIN (pcstun);
