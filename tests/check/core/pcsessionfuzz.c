/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsessionfuzz.c: descriptions of browsers with bytes, lines and numbers
 * changed, through everything that a remote description goes through.
 */

#include "pctestsession.h"
#include "pctestsession.h"

#include <time.h>
#define ROUNDS 800
#define MAX_FAULTS 4            /* in one text */

static const gchar *const names[] = { "chrome-offer.sdp", "firefox-offer.sdp",
  "safari-offer.sdp", "pion-offer.sdp", "aiortc-offer.sdp",
  "chrome-simulcast-offer.sdp", "old-sctpmap-offer.sdp"
};

static guint64 dice;
static gchar **lines[G_N_ELEMENTS (names)];

static guint
roll (guint sides)
{
  return sides == 0 ? 0 : test_random_next (&dice) % sides;
}

static void
setup (void)
{
  gsize i;

  dice = 2026;
  for (i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = g_build_filename (TEST_DATA_DIR, names[i], NULL);
    g_autofree gchar *text = NULL;

    fail_unless (g_file_get_contents (path, &text, NULL, NULL));
    lines[i] = g_strsplit (text, "\r\n", -1);
  }
}

static void
teardown (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    g_clear_pointer (&lines[i], g_strfreev);
}

/* Another number, of those that hurt. */
static void
change_number (GString * line)
{
  static const gchar *const numbers[] = { "0", "1", "-1", "15", "64", "96",
    "127", "128", "255", "65535", "65536", "4294967296",
    "18446744073709551616"
  };
  gsize start = strcspn (line->str, "0123456789");
  gsize length = strspn (line->str + start, "0123456789");

  if (length == 0)
    return;
  g_string_erase (line, start, length);
  g_string_insert (line, start, numbers[roll (G_N_ELEMENTS (numbers))]);
}

static void
change_byte (GString * line)
{
  if (line->len > 0)
    line->str[roll (line->len)] = (gchar) (1 + roll (255));
}

static void
cut (GString * line)
{
  g_string_truncate (line, roll (line->len + 1));
}

static void
reject (GString * line)
{
  if (g_str_has_prefix (line->str, "m="))
    g_string_assign (line, "m=audio 0 UDP/TLS/RTP/SAVPF 111");
}

static void
regroup (GString * line)
{
  static const gchar *const groups[] = { "a=group:BUNDLE 0", "a=ignored",
    "a=group:BUNDLE 1 0", "a=group:BUNDLE"
  };

  if (g_str_has_prefix (line->str, "a=group"))
    g_string_assign (line, groups[roll (G_N_ELEMENTS (groups))]);
}

static gchar *
mutate (guint which)
{
  static void (*const faults[]) (GString *) = {
    change_number, change_byte, cut, reject, regroup
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GString *text = g_string_new (NULL);
  guint i, n = roll (MAX_FAULTS + 1);

  for (i = 0; lines[which][i] != NULL; i++)
    g_ptr_array_add (list, lines[which][i]);
  if (roll (4) == 0)
    g_ptr_array_remove_index (list, roll (list->len));
  if (roll (4) == 0)
    g_ptr_array_insert (list, roll (list->len),
        g_ptr_array_index (list, roll (list->len)));
  for (i = 0; i < list->len; i++) {
    g_autoptr (GString) line = g_string_new (g_ptr_array_index (list, i));

    if (n > 0 && roll (list->len) < 3) {
      faults[roll (G_N_ELEMENTS (faults))] (line);
      n--;
    }
    g_string_append_printf (text, "%s\r\n", line->str);
  }

  return g_string_free (text, FALSE);
}

/* What an application would do next; 0 when the text was refused. */
static gboolean
feed (PcSession * session, const gchar * text)
{
  g_autoptr (PcDescription) offer = pc_description_parse (PC_SDP_OFFER, text,
      NULL);
  g_autoptr (PcDescription) answer = NULL;
  g_autoptr (PcDescription) next = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  g_autofree gchar *id = NULL;
  PcPlan *plan;

  if (offer == NULL)
    return FALSE;
  plan = pc_session_plan (session, PC_SIDE_REMOTE, offer, NULL);
  if (plan == NULL)
    return FALSE;
  g_array_unref (pc_session_commit (session, plan));
  answer = create_answer (session);
  apply (session, PC_SIDE_LOCAL, answer);
  pc_session_add_remote_candidate (session, NULL, NULL, -1, NULL, &id, NULL);
  negotiated = pc_session_get_negotiated (session);
  pc_session_is_negotiation_needed (session);
  next = create_offer (session);
  fail_unless_equals_int (next->media->len, offer->media->len);

  return TRUE;
}

GST_START_TEST (test_mutated)
{
  guint i, taken = 0;

  for (i = 0; i < ROUNDS; i++) {
    guint64 seed = i;
    g_autoptr (PcSession) session = test_session (&seed);
    g_autofree gchar *text = mutate (roll (G_N_ELEMENTS (names)));

    taken += feed (session, text);
    /* Sometimes another on top of it. */
    if (roll (4) == 0) {
      g_autofree gchar *other = mutate (roll (G_N_ELEMENTS (names)));

      feed (session, other);
    }
  }
  /* The faults are small enough to let many through to the session. */
  fail_unless (taken > ROUNDS / 10, "only %u were taken", taken);
  fail_unless (taken < ROUNDS);
}

GST_END_TEST;

/* Sanitizers walk the stack at each allocation. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_SECONDS 200
#else
#define MAX_SECONDS 20
#endif

/* As many m-sections as the parser lets in: bounded, and quickly over. */
GST_START_TEST (test_large)
{
  g_autoptr (GString) text = g_string_new ("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"
      "s=-\r\nt=0 0\r\na=group:BUNDLE");
  guint64 seed = 1;
  g_autoptr (PcSession) session = test_session (&seed);
  clock_t start = clock ();
  guint i, round;

  for (i = 0; i < PC_SDP_MAX_MEDIA; i++)
    g_string_append_printf (text, " %u", i);
  g_string_append (text, "\r\na=ice-ufrag:abcd\r\n"
      "a=ice-pwd:abcdefghijklmnopqrstuv\r\na=setup:actpass\r\n"
      "a=fingerprint:sha-256 " TEST_FINGERPRINT "\r\n");
  for (i = 0; i < PC_SDP_MAX_MEDIA; i++)
    g_string_append_printf (text, "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"
        "c=IN IP4 0.0.0.0\r\na=mid:%u\r\na=sendrecv\r\na=rtcp-mux\r\n"
        "a=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96"
        "\r\n", i);
  for (round = 0; round < 3; round++)
    fail_unless (feed (session, text->str));
  fail_unless_equals_int (count_transceivers (session), PC_SDP_MAX_MEDIA);
  fail_unless (clock () - start < MAX_SECONDS * CLOCKS_PER_SEC,
      "three descriptions took more than %d s", MAX_SECONDS);
}

GST_END_TEST;

static Suite *
pcsessionfuzz_suite (void)
{
  Suite *s = suite_create ("pcsessionfuzz");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_mutated);
  tcase_add_test (tc, test_large);

  return s;
}

GST_CHECK_MAIN (pcsessionfuzz);
