/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcconsent.c: half a minute of silence, on a clock of the test's own.
 */

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/core/ice/pcconsent.h>

typedef struct
{
  PcConsent consent;
  GRand *random;
  gint64 now;
  guint n_checks;
  gboolean answers;             /* the peer gets our checks, and we its answers */
  gint64 silent_at;             /* 0: not yet */
  gint64 expired_at;
} World;

static void
world_init (World * world, guint32 seed)
{
  *world = (World) {
  .random = g_rand_new_with_seed (seed),.now = 1000,.answers = TRUE,};
  pc_consent_init (&world->consent, PC_CONSENT_INTERVAL, PC_CONSENT_TIMEOUT,
      world->now, g_rand_double (world->random));
}

static void
note_state (World * world)
{
  if (world->silent_at == 0 && world->consent.state == PC_CONSENT_SILENT)
    world->silent_at = world->now;
  if (world->expired_at == 0 && world->consent.state == PC_CONSENT_EXPIRED)
    world->expired_at = world->now;
}

/* From wake-up to wake-up; with media from the peer every 20 ms, or none. */
static void
run_until (World * world, gint64 end, gboolean media)
{
  for (;;) {
    gint64 next = pc_consent_next_timeout (&world->consent);

    if (media)
      next = MIN (next, world->now + 20);
    if (next >= end)
      break;
    fail_unless (next >= world->now);
    world->now = next;
    if (media)
      pc_consent_handle_datagram (&world->consent, world->now);
    if (pc_consent_poll (&world->consent, world->now,
            g_rand_double (world->random))) {
      world->n_checks++;
      if (world->answers)
        pc_consent_handle_answer (&world->consent, world->now,
            g_rand_double (world->random));
    } else if (!media && world->consent.state != PC_CONSENT_EXPIRED) {
      /* No wake-up for nothing. */
      fail_unless (pc_consent_next_timeout (&world->consent) > world->now);
    }
    note_state (world);
  }
  world->now = end;
}

/* RFC 7675 section 5.1: every 5 s, between 4 and 6. */
GST_START_TEST (test_an_hour_of_answers)
{
  World world;

  world_init (&world, 1);
  run_until (&world, 3600 * 1000, FALSE);
  fail_unless (world.n_checks > 690 && world.n_checks < 750, "%u",
      world.n_checks);
  fail_unless_equals_int (world.silent_at, 0);
  g_rand_free (world.random);
}

GST_END_TEST;

GST_START_TEST (test_death)
{
  for (guint32 seed = 0; seed < 200; seed++) {
    gint64 death = 60000 + seed * 37, answered;
    World world;

    world_init (&world, seed);
    run_until (&world, death, FALSE);
    world.answers = FALSE;
    answered = world.consent.answered;
    run_until (&world, death + 120000, FALSE);
    fail_unless (world.silent_at - death > 2900
        && world.silent_at - death <= 9000, "seed %u: silent after %d ms",
        seed, (gint) (world.silent_at - death));
    fail_unless_equals_int64 (world.expired_at, answered + 30000);
    fail_unless_equals_int64 (pc_consent_next_timeout (&world.consent),
        G_MAXINT64);
    /* It is over. */
    pc_consent_handle_answer (&world.consent, world.now, 0.5);
    fail_unless_equals_int (world.consent.state, PC_CONSENT_EXPIRED);
    g_rand_free (world.random);
  }
}

GST_END_TEST;

GST_START_TEST (test_recovery)
{
  World world;

  world_init (&world, 3);
  world.answers = FALSE;
  run_until (&world, 20000, FALSE);
  fail_unless (world.silent_at != 0);
  world.answers = TRUE;
  /* It is asked every second meanwhile. */
  run_until (&world, 21100, FALSE);
  fail_unless_equals_int (world.consent.state, PC_CONSENT_FRESH);
  run_until (&world, 3600 * 1000, FALSE);
  fail_unless_equals_int64 (world.expired_at, 0);
  g_rand_free (world.random);
}

GST_END_TEST;

/* One lost answer is nothing. */
GST_START_TEST (test_a_lost_answer)
{
  World world;

  world_init (&world, 4);
  for (guint i = 0; i < 500; i++) {
    guint n = world.n_checks;

    world.answers = FALSE;
    while (world.n_checks == n)
      run_until (&world, world.now + 10, FALSE);
    world.answers = TRUE;
    run_until (&world, world.now + 7000, FALSE);
  }
  fail_unless_equals_int64 (world.silent_at, 0);
  g_rand_free (world.random);
}

GST_END_TEST;

/* What came before a check is no answer to it. */
GST_START_TEST (test_last_words)
{
  World world;
  guint n;

  world_init (&world, 6);
  world.answers = FALSE;
  n = world.n_checks;
  run_until (&world, pc_consent_next_timeout (&world.consent), FALSE);
  pc_consent_handle_datagram (&world.consent, world.now);
  run_until (&world, world.now + 3001, FALSE);
  fail_unless_equals_int (world.n_checks, n + 4);
  fail_unless_equals_int (world.consent.state, PC_CONSENT_SILENT);
  g_rand_free (world.random);
}

GST_END_TEST;

/* Our packets do not arrive, the peer's do: connected, until consent is over;
 * and no more checks than RFC 7675 allows. */
GST_START_TEST (test_media_is_life_but_not_consent)
{
  gint64 answered;
  World world;

  world_init (&world, 5);
  answered = world.consent.answered;
  world.answers = FALSE;
  run_until (&world, 120000, TRUE);
  fail_unless_equals_int64 (world.silent_at, 0);
  fail_unless (world.expired_at >= answered + 30000
      && world.expired_at <= answered + 30020);
  fail_unless (world.n_checks <= 8, "%u", world.n_checks);
  g_rand_free (world.random);
}

GST_END_TEST;

static Suite *
pcconsent_suite (void)
{
  Suite *suite = suite_create ("pcconsent");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_an_hour_of_answers);
  tcase_add_test (tc, test_death);
  tcase_add_test (tc, test_recovery);
  tcase_add_test (tc, test_a_lost_answer);
  tcase_add_test (tc, test_last_words);
  tcase_add_test (tc, test_media_is_life_but_not_consent);

  return suite;
}

GST_CHECK_MAIN (pcconsent);
