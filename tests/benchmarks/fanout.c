/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fanout.c: one stream to many: what a packet to a receiver costs the sender.
 *
 *   fanout [receivers] [seconds]
 *
 * One already encoded RTP stream in lists of ten packets goes into N
 * connections; the receivers are in another process, which this program starts
 * itself. Prints CPU µs per packet and receiver, threads, and memory a
 * connection, of the sending process, and which part of the packets came out
 * of the receivers' pads: what is lost must not look fast.
 */

#include "bench.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_LENGTH 10
#define LISTS_PER_SECOND 30
#define REPORT "report "

typedef struct
{
  const BenchStack *stack;
  gboolean sends;
  guint n;
  BenchPeer **peers;
  /* Lines "INDEX JSON" from the other process, or what REPORT is. */
  GDataInputStream *in;
  GOutputStream *out;
  GMutex lock;                  /* protects out */
  GstElement *pipeline;
  gint received;                /* atomic: packets, in the receiver */
  gint reports;                 /* atomic: answers of it, in the sender */
  guint reported;               /* what the last one says */
} Side;

static void
write_line (Side * side, const gchar * line)
{
  g_mutex_lock (&side->lock);
  g_output_stream_write_all (side->out, line, strlen (line), NULL, NULL, NULL);
  g_mutex_unlock (&side->lock);
}

static void
send_line (BenchPeer * peer, const gchar * json, gpointer user_data)
{
  g_autofree gchar *line = g_strdup_printf ("%u %s\n", peer->index, json);

  write_line (user_data, line);
}

/* The sender asks with any number, the receiver answers with its count. */
static void
on_report (Side * side, const gchar * line)
{
  g_autofree gchar *answer = NULL;

  if (side->sends) {
    side->reported = (guint) g_ascii_strtoull (line, NULL, 10);
    g_atomic_int_inc (&side->reports);
    return;
  }
  answer = g_strdup_printf (REPORT "%d\n", g_atomic_int_get (&side->received));
  write_line (side, answer);
}

static void
on_line (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Side *side = user_data;
  g_autofree gchar *line =
      g_data_input_stream_read_line_finish (side->in, result, NULL, NULL);
  gchar *json;
  guint index;

  if (line == NULL)             /* the other process has ended: so do we */
    exit (EXIT_SUCCESS);
  if (g_str_has_prefix (line, REPORT)) {
    on_report (side, line + strlen (REPORT));
  } else {
    index = (guint) g_ascii_strtoull (line, &json, 10);
    if (index < side->n)
      side->stack->receive (side->peers[index], json + 1);
  }
  g_data_input_stream_read_line_async (side->in, G_PRIORITY_DEFAULT, NULL,
      on_line, side);
}

static void
on_packet (GstBuffer * buffer, gpointer user_data)
{
  g_atomic_int_inc (&((Side *) user_data)->received);
}

static void
side_init (Side * side, const BenchStack * stack, guint n, gboolean sends,
    GInputStream * in, GOutputStream * out)
{
  guint i;

  side->stack = stack;
  side->sends = sends;
  side->n = n;
  side->peers = g_new0 (BenchPeer *, n);
  side->in = g_data_input_stream_new (in);
  side->out = out;
  g_mutex_init (&side->lock);
  side->pipeline = gst_pipeline_new (NULL);
  for (i = 0; i < n; i++) {
    side->peers[i] = bench_peer_new (stack, sends, send_line, side);
    side->peers[i]->index = i;
    gst_bin_add (GST_BIN (side->pipeline), side->peers[i]->element);
    if (!sends)
      bench_sink (side->peers[i]->element, on_packet, side);
  }
  g_data_input_stream_read_line_async (side->in, G_PRIORITY_DEFAULT, NULL,
      on_line, side);
}

/* Until the sender closes the pipe. */
static void G_GNUC_NORETURN
receive (const BenchStack * stack, guint n)
{
  Side side = { NULL };
  guint i;

  side_init (&side, stack, n, FALSE, g_unix_input_stream_new (0, FALSE),
      g_unix_output_stream_new (1, FALSE));
  gst_element_set_state (side.pipeline, GST_STATE_PLAYING);
  for (i = 0; i < n; i++)
    stack->start (side.peers[i]);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
push_for (Side * side, GstPad ** feeds, guint lists, guint16 * seqnum)
{
  GTimer *timer = g_timer_new ();
  gdouble left;
  guint i, list;

  for (list = 0; list < lists; list++) {
    g_autoptr (GstBufferList) packets =
        bench_packets (LIST_LENGTH, seqnum, list * (90000 / LISTS_PER_SECOND));

    for (i = 0; i < side->n; i++)
      gst_pad_push_list (feeds[i], gst_buffer_list_ref (packets));
    /* The frame clock of the stream, no wait; asleep, not polling, so that the
     * measurement costs nothing. */
    left = (list + 1.0) / LISTS_PER_SECOND - g_timer_elapsed (timer, NULL);
    if (left > 0)
      g_usleep (left * G_USEC_PER_SEC);
    while (g_main_context_iteration (NULL, FALSE));
  }
  g_timer_destroy (timer);
}

static guint
ask_received (Side * side)
{
  gint reports = g_atomic_int_get (&side->reports);

  write_line (side, REPORT "?\n");
  bench_wait (&side->reports, reports + 1, "the receiver's count", 10);
  return side->reported;
}

/* How many more than @before came out, once @wanted have or none follow. */
static guint
await_received (Side * side, guint before, guint wanted)
{
  guint received = ask_received (side), last;

  do {
    last = received;
    g_usleep (200 * 1000);      /* for the rest of the queues to show */
    received = ask_received (side);
  } while (received != last && received - before < wanted);
  return received - before;
}

static void
measure (const gchar * self, const BenchStack * stack, guint n, guint seconds)
{
  g_autofree gchar *count = g_strdup_printf ("%u", n);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree GstPad **feeds = g_new0 (GstPad *, n);
  guint threads = bench_threads ();
  gdouble rss = bench_rss_kib ();
  Side side = { NULL };
  guint16 seqnum = 0;
  guint sent = seconds * LISTS_PER_SECOND * LIST_LENGTH * n;
  guint before, i;
  gdouble cpu;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, self, "--receive", stack->name,
      count, NULL);
  side_init (&side, stack, n, TRUE, g_subprocess_get_stdout_pipe (child),
      g_subprocess_get_stdin_pipe (child));
  for (i = 0; i < n; i++)
    feeds[i] = bench_feed_new (side.peers[i]->element);
  gst_element_set_state (side.pipeline, GST_STATE_PLAYING);
  for (i = 0; i < n; i++) {
    bench_feed_begin (feeds[i]);
    stack->start (side.peers[i]);
  }
  for (i = 0; i < n; i++)
    bench_wait (&side.peers[i]->connected, TRUE, "the connections", 120);

  push_for (&side, feeds, LISTS_PER_SECOND, &seqnum);   /* warm up */
  before = await_received (&side, 0, G_MAXUINT);
  cpu = bench_cpu_seconds ();
  push_for (&side, feeds, seconds * LISTS_PER_SECOND, &seqnum);
  cpu = bench_cpu_seconds () - cpu;
  printf ("{\"benchmark\": \"fanout\", \"stack\": \"%s\", \"receivers\": %u, "
      "\"cpu_us_per_packet\": %.2f, \"delivered_percent\": %.2f, "
      "\"threads\": %u, \"threads_added\": %d, "
      "\"kib_per_connection\": %.0f}\n", stack->name, n, cpu * 1e6 / sent,
      100.0 * await_received (&side, before, sent) / sent, bench_threads (),
      (gint) bench_threads () - (gint) threads, (bench_rss_kib () - rss) / n);
  fflush (stdout);
}

/* Each stack in a process of its own, so that none pays for another's rest. */
static int
measure_each (const gchar * self, const gchar * n, const gchar * seconds)
{
  const BenchStack **stack;

  for (stack = bench_stacks (); *stack != NULL; stack++) {
    g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE,
        NULL, self, "--send", (*stack)->name, n, seconds, NULL);

    if (child == NULL || !g_subprocess_wait_check (child, NULL, NULL))
      return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  const BenchStack **stack;

  gst_init (&argc, &argv);
  if (argc < 4 || argv[1][0] != '-')
    return measure_each (argv[0], argc > 1 ? argv[1] : "50",
        argc > 2 ? argv[2] : "5");

  for (stack = bench_stacks (); !g_str_equal ((*stack)->name, argv[2]);
      stack++);
  if (g_str_equal (argv[1], "--receive"))
    receive (*stack, atoi (argv[3]));
  measure (argv[0], *stack, atoi (argv[3]), atoi (argv[4]));
  return EXIT_SUCCESS;
}
