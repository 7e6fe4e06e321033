/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * latency.c: how long a packet is under way from the sink pad of one
 * connection to the source pad of another, in one process. The next packet
 * starts when the last one has arrived, so nothing ever queues.
 *
 *   latency [packets]
 */

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  gint64 *usec;
  gint received;                /* atomic */
  gint wanted;
} Run;

static void
on_packet (GstBuffer * buffer, gpointer user_data)
{
  Run *run = user_data;
  gint64 sent;
  gint n = g_atomic_int_get (&run->received);

  if (!bench_packet_time (buffer, &sent) || n >= run->wanted)
    return;
  run->usec[n] = g_get_monotonic_time () - sent;
  g_atomic_int_inc (&run->received);
  bench_wake ();
}

static int
compare (const void *a, const void *b)
{
  gint64 d = *(const gint64 *) a - *(const gint64 *) b;

  return (d > 0) - (d < 0);
}

static void
push (GstPad * feed, guint16 * seqnum)
{
  gst_pad_push_list (feed, bench_packets (1, seqnum, *seqnum * 90));
}

/* What is pushed before the way is open is lost: tries until one arrives. */
static void
find_the_way (GstPad * feed, Run * run, guint16 * seqnum)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (g_atomic_int_get (&run->received) == 0) {
    gint64 next = g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND;

    if (next > deadline) {
      fprintf (stderr, "waited 20 s for the first packet\n");
      exit (EXIT_FAILURE);
    }
    push (feed, seqnum);
    while (g_atomic_int_get (&run->received) == 0
        && g_get_monotonic_time () < next)
      g_main_context_iteration (NULL, FALSE);
  }
}

static void
measure (const BenchStack * stack, gint packets)
{
  GstElement *pipeline = gst_pipeline_new (NULL);
  Run run = {.usec = g_new0 (gint64, packets),.wanted = packets };
  BenchPeer *pair[2];
  guint16 seqnum = 0;
  GstPad *feed;
  gint i, first;

  bench_peer_pair (stack, pair);
  gst_bin_add_many (GST_BIN (pipeline), pair[0]->element, pair[1]->element,
      NULL);
  feed = bench_feed_new (pair[0]->element);
  bench_sink (pair[1]->element, on_packet, &run);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bench_feed_begin (feed);
  stack->start (pair[1]);
  stack->start (pair[0]);
  bench_wait (&pair[0]->connected, TRUE, "the connection", 30);
  find_the_way (feed, &run, &seqnum);

  first = g_atomic_int_get (&run.received);
  for (i = first; i < packets; i++) {
    push (feed, &seqnum);
    bench_wait (&run.received, i + 1, "a packet", 5);
  }
  qsort (run.usec + first, packets - first, sizeof (gint64), compare);
  printf ("{\"benchmark\": \"latency\", \"stack\": \"%s\", \"packets\": %d, "
      "\"median_us\": %" G_GINT64_FORMAT ", \"p95_us\": %" G_GINT64_FORMAT
      "}\n", stack->name, packets - first,
      run.usec[first + (packets - first) / 2],
      run.usec[first + (packets - first) * 95 / 100]);
  fflush (stdout);

  gst_element_set_state (pipeline, GST_STATE_NULL);
  bench_feed_free (feed);
  bench_peer_free (pair[0]);
  bench_peer_free (pair[1]);
  gst_object_unref (pipeline);
  g_free (run.usec);
}

int
main (int argc, char **argv)
{
  const BenchStack **stack;

  gst_init (&argc, &argv);
  for (stack = bench_stacks (); *stack != NULL; stack++)
    measure (*stack, argc > 1 ? atoi (argv[1]) : 2000);
  return EXIT_SUCCESS;
}
