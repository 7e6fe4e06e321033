/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcdtls.c: fingerprints, a=setup and SRTP profiles.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/dtls/pcfingerprint.h>
#include <gst/peerconnection/core/dtls/pcsetup.h>
#include <gst/peerconnection/core/dtls/pcsrtpprofile.h>

/* The certificate whose hash is 0x10 + hash, 0x11 + hash ... */
static void
fake_digest (gpointer user_data, PcHash hash, guint8 * digest)
{
  guint *calls = user_data;
  guint i;

  (*calls)++;
  for (i = 0; i < pc_hash_get_length (hash); i++)
    digest[i] = 0xa0 + hash + i;
}

static gchar *
fake_value (PcHash hash)
{
  guint8 digest[PC_HASH_MAX_LENGTH];
  guint calls = 0;

  fake_digest (&calls, hash, digest);

  return pc_fingerprint_format (digest, pc_hash_get_length (hash));
}

static gboolean
matches (const gchar * algorithm, const gchar * value)
{
  PcFingerprint fingerprint = { (gchar *) algorithm, (gchar *) value };
  g_autoptr (GPtrArray) fingerprints = g_ptr_array_new ();
  guint calls = 0;

  g_ptr_array_add (fingerprints, &fingerprint);

  return pc_fingerprints_match (fingerprints, fake_digest, &calls);
}

GST_START_TEST (test_format_and_parse)
{
  guint8 digest[PC_HASH_MAX_LENGTH];
  g_autofree gchar *value = fake_value (PC_HASH_SHA_256);
  g_autofree gchar *longer = g_strconcat (value, ":00", NULL);
  g_autofree gchar *again = NULL;

  fail_unless (g_str_has_prefix (value, "A1:A2:A3:"));
  fail_unless_equals_int (strlen (value), 32 * 3 - 1);
  fail_unless (pc_fingerprint_parse (PC_HASH_SHA_256, value, digest));
  again = pc_fingerprint_format (digest, 32);
  fail_unless_equals_string (again, value);

  fail_if (pc_fingerprint_parse (PC_HASH_SHA_384, value, digest));
  fail_if (pc_fingerprint_parse (PC_HASH_SHA_256, longer, digest));
  value[2] = '-';
  fail_if (pc_fingerprint_parse (PC_HASH_SHA_256, value, digest));
  value[2] = ':';
  value[0] = 'G';
  fail_if (pc_fingerprint_parse (PC_HASH_SHA_256, value, digest));
  fail_if (pc_fingerprint_parse (PC_HASH_SHA_256, "", digest));
  fail_if (pc_fingerprint_parse (PC_HASH_SHA_256, NULL, digest));
  fail_if (pc_fingerprint_parse (PC_HASH_NONE, "", digest));
}

GST_END_TEST;

GST_START_TEST (test_each_trusted_hash_matches)
{
  PcHash hash;

  for (hash = PC_HASH_SHA_256; hash <= PC_HASH_SHA_512; hash++) {
    g_autofree gchar *upper = fake_value (hash);
    g_autofree gchar *lower = g_ascii_strdown (upper, -1);
    g_autofree gchar *loud = g_ascii_strup (pc_hash_to_string (hash), -1);

    fail_unless_equals_int (pc_hash_from_string (loud), hash);
    fail_unless (matches (pc_hash_to_string (hash), upper));
    fail_unless (matches (pc_hash_to_string (hash), lower));
    fail_unless (matches (loud, upper));

    upper[strlen (upper) - 1] ^= 1;
    fail_if (matches (pc_hash_to_string (hash), upper));
  }
}

GST_END_TEST;

GST_START_TEST (test_weak_hashes_are_refused)
{
  static const gchar *const weak[] = { "sha-1", "md5", "md2", "sha-224", "",
    "sha256", "sha-2566",
  };
  g_autofree gchar *value = fake_value (PC_HASH_SHA_256);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (weak); i++) {
    fail_unless_equals_int (pc_hash_from_string (weak[i]), PC_HASH_NONE);
    fail_if (matches (weak[i], value));
    fail_if (matches (weak[i], ""));
  }
  fail_unless_equals_int (pc_hash_from_string (NULL), PC_HASH_NONE);
}

GST_END_TEST;

/* RFC 8122 section 5.1: any one of those with the strongest hash, whatever
 * weaker ones say. */
GST_START_TEST (test_any_one_of_the_strongest)
{
  g_autofree gchar *right = fake_value (PC_HASH_SHA_256);
  g_autofree gchar *wrong = fake_value (PC_HASH_SHA_256);
  g_autofree gchar *right_384 = fake_value (PC_HASH_SHA_384);
  g_autofree gchar *wrong_384 = fake_value (PC_HASH_SHA_384);
  PcFingerprint list[] = {
    {(gchar *) "sha-1", right},
    {(gchar *) "sha-512", (gchar *) "AB:CD"},
    {(gchar *) "sha-256", wrong},
    {(gchar *) "sha-256", right},
    {(gchar *) "sha-384", wrong_384},
    {(gchar *) "sha-384", right_384},
  };
  static const gboolean expected[] = { FALSE, FALSE, FALSE, TRUE, FALSE, TRUE };
  static const guint usable[] = { 0, 0, 1, 2, 3, 4 };
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint calls = 0;

  wrong[0] = wrong_384[0] = '0';
  fail_if (pc_fingerprints_match (all, fake_digest, &calls));
  for (guint i = 0; i < G_N_ELEMENTS (list); i++) {
    g_ptr_array_add (all, &list[i]);
    fail_unless_equals_int (pc_fingerprints_match (all, fake_digest, &calls),
        expected[i]);
    fail_unless_equals_int (pc_fingerprints_count_usable (all), usable[i]);
  }
  /* not before there is one to compare with */
  fail_unless_equals_int (calls, 4);
}

GST_END_TEST;

GST_START_TEST (test_setup_answer)
{
  static const struct
  {
    PcSetup offered;
    PcDtlsRole role;
    PcSetup answered;
  } table[] = {
    {PC_SETUP_ACTPASS, PC_DTLS_ROLE_UNKNOWN, PC_SETUP_ACTIVE},
    {PC_SETUP_ACTPASS, PC_DTLS_ROLE_CLIENT, PC_SETUP_ACTIVE},
    {PC_SETUP_ACTPASS, PC_DTLS_ROLE_SERVER, PC_SETUP_PASSIVE},
    {PC_SETUP_ACTIVE, PC_DTLS_ROLE_UNKNOWN, PC_SETUP_PASSIVE},
    {PC_SETUP_PASSIVE, PC_DTLS_ROLE_UNKNOWN, PC_SETUP_ACTIVE},
    {PC_SETUP_NONE, PC_DTLS_ROLE_UNKNOWN, PC_SETUP_PASSIVE},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    fail_unless_equals_int (pc_setup_answer (table[i].offered, table[i].role),
        table[i].answered);
}

GST_END_TEST;

GST_START_TEST (test_setup_resolve)
{
  static const PcDtlsRole C = PC_DTLS_ROLE_CLIENT, S = PC_DTLS_ROLE_SERVER,
      X = PC_DTLS_ROLE_UNKNOWN;
  /* the offerer's role, by offer (rows) and answer (columns):
   * none, actpass, active, passive */
  const PcDtlsRole offerer[4][4] = {
    [PC_SETUP_NONE] = {C, X, X, C},
    [PC_SETUP_ACTPASS] = {C, X, S, C},
    [PC_SETUP_ACTIVE] = {C, X, X, C},
    [PC_SETUP_PASSIVE] = {X, X, S, X},
  };
  guint offered, answered;

  for (offered = 0; offered < 4; offered++) {
    for (answered = 0; answered < 4; answered++) {
      PcDtlsRole expected = offerer[offered][answered];
      PcDtlsRole role = X;

      fail_unless_equals_int (pc_setup_resolve (offered, answered,
              PC_SIDE_LOCAL, &role), expected != X);
      fail_unless_equals_int (role, expected);

      role = X;
      fail_unless_equals_int (pc_setup_resolve (offered, answered,
              PC_SIDE_REMOTE, &role), expected != X);
      fail_unless_equals_int (role, expected == X ? X : expected == C ? S : C);
    }
  }
}

GST_END_TEST;

GST_START_TEST (test_profiles)
{
  guint8 material[2 * (PC_SRTP_MAX_KEY_LENGTH + PC_SRTP_MAX_SALT_LENGTH)];
  guint n, i;
  const PcSrtpProfile *profiles = pc_srtp_profiles (&n);

  fail_unless_equals_string (profiles[0].name, "SRTP_AEAD_AES_128_GCM");
  fail_unless_equals_string (profiles[n - 1].name,
      "SRTP_AES128_CM_HMAC_SHA1_80");
  fail_unless (pc_srtp_profile_by_id (0x0005) == NULL);
  fail_unless (pc_srtp_profile_by_id (0) == NULL);

  for (i = 0; i < n; i++) {
    const PcSrtpProfile *profile = &profiles[i];
    PcSrtpSecret client, server;
    gsize length = pc_srtp_profile_get_material_length (profile);

    fail_unless (pc_srtp_profile_by_id (profile->id) == profile);
    fail_unless (length <= sizeof material);
    pc_srtp_profile_split (profile, material, &client, &server);
    fail_unless (client.key == material);
    fail_unless (server.key == material + profile->key_length);
    fail_unless (client.salt == material + 2 * profile->key_length);
    fail_unless (server.salt + profile->salt_length == material + length);
  }
}

GST_END_TEST;

static Suite *
pcdtls_suite (void)
{
  Suite *s = suite_create ("pcdtls");
  TCase *tc = tcase_create ("dtls");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_format_and_parse);
  tcase_add_test (tc, test_each_trusted_hash_matches);
  tcase_add_test (tc, test_weak_hashes_are_refused);
  tcase_add_test (tc, test_any_one_of_the_strongest);
  tcase_add_test (tc, test_setup_answer);
  tcase_add_test (tc, test_setup_resolve);
  tcase_add_test (tc, test_profiles);

  return s;
}

GST_CHECK_MAIN (pcdtls);
