/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * setup.c: how long a data-only connection takes, and what a hundred cost.
 *
 *   setup [sequential N] [parallel N] [idle seconds]
 *
 * Prints one JSON line a stack: median and worst ms of N pairs one after
 * another in one process, from the first call to the offerer's channel being
 * open (which takes the other's answer); then N pairs at once: total ms,
 * threads and resident memory they add, and what they cost while idle.
 */

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

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

static void
measure_sequential (const BenchStack * stack, guint n, gdouble * ms)
{
  guint i;

  for (i = 0; i < n; i++) {
    gint64 start = g_get_monotonic_time ();
    BenchPeer *pair[2];

    begin (stack, pair);
    bench_wait (&pair[0]->open, TRUE, "a data channel", 30);
    ms[i] = (g_get_monotonic_time () - start) / 1000.0;
    bench_peer_free (pair[0]);
    bench_peer_free (pair[1]);
  }
  qsort (ms, n, sizeof (gdouble), compare);
}

typedef struct
{
  gdouble ms;
  gint threads;
  gdouble kib;                  /* a connection, of which a pair has two */
  gdouble idle_percent;         /* of one core, all of them */
} Parallel;

static gdouble
measure_idle (guint seconds)
{
  gint64 start;
  gdouble cpu;

  if (seconds == 0)
    return 0;
  bench_pause (1);              /* late checks, keep-alives */
  start = g_get_monotonic_time ();
  cpu = bench_cpu_seconds ();
  bench_pause (seconds);
  return 100 * (bench_cpu_seconds () - cpu) * G_USEC_PER_SEC
      / (g_get_monotonic_time () - start);
}

static Parallel
measure_parallel (const BenchStack * stack, guint n, guint idle_seconds)
{
  g_autofree BenchPeer **peers = g_new0 (BenchPeer *, 2 * n);
  guint threads = bench_threads ();
  gdouble rss = bench_rss_kib ();
  gint64 start = g_get_monotonic_time ();
  Parallel result;
  guint i;

  for (i = 0; i < n; i++)
    begin (stack, peers + 2 * i);
  for (i = 0; i < n; i++)
    bench_wait (&peers[2 * i]->open, TRUE, "a data channel", 120);
  result.ms = (g_get_monotonic_time () - start) / 1000.0;
  result.threads = (gint) bench_threads () - (gint) threads;
  result.kib = (bench_rss_kib () - rss) / (2 * n);
  result.idle_percent = measure_idle (idle_seconds);
  for (i = 0; i < 2 * n; i++)
    bench_peer_free (peers[i]);
  return result;
}

int
main (int argc, char **argv)
{
  guint sequential = argc > 1 ? atoi (argv[1]) : 30;
  guint parallel = argc > 2 ? atoi (argv[2]) : 100;
  guint idle = argc > 3 ? atoi (argv[3]) : 10;
  g_autofree gdouble *ms = NULL;
  const BenchStack **stack;

  gst_init (&argc, &argv);
  ms = g_new0 (gdouble, sequential);
  for (stack = bench_stacks (); *stack != NULL; stack++) {
    Parallel at_once;

    measure_sequential (*stack, sequential, ms);
    at_once = measure_parallel (*stack, parallel, idle);
    printf
        ("{\"benchmark\": \"setup\", \"stack\": \"%s\", \"connections\": %u, "
        "\"median_ms\": %.2f, \"worst_ms\": %.2f, \"at_once\": %u, "
        "\"at_once_ms\": %.0f, \"threads_added\": %d, "
        "\"kib_per_connection\": %.0f, \"idle_cpu_percent\": %.2f}\n",
        (*stack)->name, sequential, ms[sequential / 2], ms[sequential - 1],
        parallel, at_once.ms, at_once.threads, at_once.kib,
        at_once.idle_percent);
    fflush (stdout);
  }
  return EXIT_SUCCESS;
}
