/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * setup.c: how long a data-only connection takes, and what a hundred cost.
 *
 *   setup [one by one N] [at once N] [idle seconds]
 *
 * Prints one JSON line a stack: N pairs one after another in one process, then
 * N pairs at once and what they cost while idle. With two stacks, a last line
 * has how many times the first one's figures the second one's are.
 */

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

/* Some pairs of webrtcbin's, on a busy machine, never open. */
#define DEADLINE_SECONDS 30     /* one pair */
#define ALL_DEADLINE_SECONDS 90
/* Late checks; timers of SCTP, which ends its ticking after 3. */
#define SETTLE_SECONDS 5

/* In the order of printing. */
typedef enum
{
  FAILED,
  CONNECTED_MEDIAN,
  CONNECTED_WORST,
  OPEN_MEDIAN,
  OPEN_WORST,
  WHOLE_MEDIAN,
  WHOLE_WORST,
  AT_ONCE,
  AT_ONCE_CPU,
  THREADS,
  MEMORY,
  IDLE_CPU,
  IDLE_WAKE_UPS,
  N_FIGURES
} Figure;

static const gchar *const names[N_FIGURES] = {
  /* Pairs that were not open in time: they are in no other figure. */
  [FAILED] = "failed_pairs",
  /* From the offerer's being given the answer to its being connected; */
  [CONNECTED_MEDIAN] = "answer_to_connected_median_ms",
  [CONNECTED_WORST] = "answer_to_connected_worst_ms",
  /* to its channel being open, which takes the answerer's DCEP ACK. */
  [OPEN_MEDIAN] = "answer_to_open_median_ms",
  [OPEN_WORST] = "answer_to_open_worst_ms",
  /* From the making of the two connections to that. */
  [WHOLE_MEDIAN] = "whole_median_ms",
  [WHOLE_WORST] = "whole_worst_ms",
  [AT_ONCE] = "at_once_ms",
  [AT_ONCE_CPU] = "at_once_cpu_ms_per_pair",
  [THREADS] = "threads_added",
  [MEMORY] = "kib_per_connection",
  /* What a hundred idle connections take in a minute. */
  [IDLE_CPU] = "idle_cpu_ms_per_100_minute",
  [IDLE_WAKE_UPS] = "idle_wake_ups_per_second",
};

static int
compare (const void *a, const void *b)
{
  gdouble d = *(const gdouble *) a - *(const gdouble *) b;

  return (d > 0) - (d < 0);
}

static void
begin (const BenchStack * stack, BenchPeer * pair[2])
{
  bench_peer_pair (stack, pair);
  stack->add_channel (pair[0]);
  stack->start (pair[1]);
  stack->start (pair[0]);
}

/* --- one by one ----------------------------------------------------------- */

static void
summarise (gdouble * ms, guint n, gdouble * median, gdouble * worst)
{
  qsort (ms, n, sizeof (gdouble), compare);
  *median = ms[n / 2];
  *worst = ms[n - 1];
}

static void
measure_one_by_one (const BenchStack * stack, guint n, gdouble * figures)
{
  g_autofree gdouble *connected = g_new (gdouble, n);
  g_autofree gdouble *open = g_new (gdouble, n);
  g_autofree gdouble *whole = g_new (gdouble, n);
  guint i, k = 0;

  for (i = 0; i < n; i++) {
    gint64 start = g_get_monotonic_time ();
    BenchPeer *pair[2];

    begin (stack, pair);
    if (bench_wait_for (&pair[0]->open, TRUE, DEADLINE_SECONDS)
        && bench_wait_for (&pair[0]->connected, TRUE, DEADLINE_SECONDS)) {
      connected[k] = (pair[0]->connected_at - pair[0]->answered_at) / 1000.0;
      open[k] = (pair[0]->open_at - pair[0]->answered_at) / 1000.0;
      whole[k++] = (pair[0]->open_at - start) / 1000.0;
    }
    bench_peer_free (pair[0]);
    bench_peer_free (pair[1]);
  }
  figures[FAILED] += n - k;
  if (k == 0)
    return;
  summarise (connected, k, &figures[CONNECTED_MEDIAN],
      &figures[CONNECTED_WORST]);
  summarise (open, k, &figures[OPEN_MEDIAN], &figures[OPEN_WORST]);
  summarise (whole, k, &figures[WHOLE_MEDIAN], &figures[WHOLE_WORST]);
}

/* --- at once -------------------------------------------------------------- */

static void
measure_idle (guint n_pairs, guint seconds, gdouble * figures)
{
  gint64 start;
  gdouble cpu, elapsed;
  guint wake_ups;

  if (seconds == 0)
    return;
  bench_pause (SETTLE_SECONDS);
  start = g_get_monotonic_time ();
  cpu = bench_cpu_seconds ();
  wake_ups = bench_wake_ups ();
  bench_pause (seconds);
  elapsed = (g_get_monotonic_time () - start) / (gdouble) G_USEC_PER_SEC;
  figures[IDLE_CPU] = 1000 * (bench_cpu_seconds () - cpu) * 60 / elapsed
      * 100 / (2 * n_pairs);
  figures[IDLE_WAKE_UPS] = (bench_wake_ups () - wake_ups) / elapsed;
}

static void
measure_at_once (const BenchStack * stack, guint n, guint idle_seconds,
    gdouble * figures)
{
  g_autofree BenchPeer **peers = g_new0 (BenchPeer *, 2 * n);
  guint threads = bench_threads ();
  gdouble rss = bench_rss_kib ();
  gdouble cpu = bench_cpu_seconds ();
  gint64 start = g_get_monotonic_time (), last = start;
  guint i;

  for (i = 0; i < n; i++)
    begin (stack, peers + 2 * i);
  for (i = 0; i < n; i++) {
    guint passed = (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
    guint left = ALL_DEADLINE_SECONDS - MIN (passed, ALL_DEADLINE_SECONDS - 1);

    if (bench_wait_for (&peers[2 * i]->open, TRUE, left))
      last = MAX (last, peers[2 * i]->open_at);
    else
      figures[FAILED]++;
  }
  figures[AT_ONCE] = (last - start) / 1000.0;
  figures[AT_ONCE_CPU] = 1000 * (bench_cpu_seconds () - cpu) / n;
  figures[THREADS] = (gdouble) bench_threads () - threads;
  figures[MEMORY] = (bench_rss_kib () - rss) / (2 * n);
  measure_idle (n, idle_seconds, figures);
  for (i = 0; i < 2 * n; i++)
    bench_peer_free (peers[i]);
}

/* --- printing ------------------------------------------------------------- */

static void
print (const gchar * stack, const gdouble * figures)
{
  guint i;

  printf ("{\"benchmark\": \"setup\", \"stack\": \"%s\"", stack);
  for (i = 0; i < N_FIGURES; i++)
    printf (", \"%s\": %.2f", names[i], figures[i]);
  printf ("}\n");
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  guint one_by_one = MAX (argc > 1 ? atoi (argv[1]) : 50, 1);
  guint at_once = MAX (argc > 2 ? atoi (argv[2]) : 100, 1);
  guint idle = argc > 3 ? atoi (argv[3]) : 10;
  gdouble figures[2][N_FIGURES] = { 0 };
  const BenchStack **stacks;
  guint i;

  gst_init (&argc, &argv);
  stacks = bench_stacks ();
  for (i = 0; stacks[i] != NULL; i++) {
    measure_one_by_one (stacks[i], one_by_one, figures[i]);
    measure_at_once (stacks[i], at_once, idle, figures[i]);
    print (stacks[i]->name, figures[i]);
  }
  if (i == 2) {
    gdouble ratios[N_FIGURES] = { 0 };

    for (i = 0; i < N_FIGURES; i++)
      ratios[i] = figures[0][i] > 0 ? figures[1][i] / figures[0][i] : 0;
    print ("webrtcbin / peerconnection", ratios);
  }
  return EXIT_SUCCESS;
}
