/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * datachannel.c: messages of one size over data channels of one stack.
 *
 *   bench-datachannel --stack NAME [--latency] [--size BYTES] [--channels N]
 *       [--associations N] [--processes 1|2] [--seconds N]
 *
 * Sends as an application does: as long as bufferedAmount is below a bound,
 * and again on bufferedamountlow. With --latency one message is under way at a
 * time, and comes back. Prints one line of JSON. datachannel.py runs it for
 * all stacks.
 */

#include "data.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* bytes that may wait in all channels together, unless that is too little for
 * a few messages in each. */
#define BUFFERED (1024 * 1024)
#define MIN_BUFFERED_MESSAGES 4
/* Before measuring. */
#define WARM_UP_MS 500
#define MAX_PINGS 1000000
/* Precedes what is no signalling in the other process's lines. */
#define REPORT "report "

static gchar *stack_name;
static gboolean latency, receives;
static gint size = 16 * 1024, n_channels = 1, n_associations = 1;
static gint n_processes = 1;
static gdouble seconds = 3;

static const GOptionEntry options[] = {
  {"stack", 0, 0, G_OPTION_ARG_STRING, &stack_name, "peerconnection, webrtcbin",
      "NAME"},
  {"latency", 0, 0, G_OPTION_ARG_NONE, &latency, "One message at a time", NULL},
  {"size", 0, 0, G_OPTION_ARG_INT, &size, "Bytes of a message", "BYTES"},
  {"channels", 0, 0, G_OPTION_ARG_INT, &n_channels, "Of an association", "N"},
  {"associations", 0, 0, G_OPTION_ARG_INT, &n_associations, "Pairs of peers",
      "N"},
  {"processes", 0, 0, G_OPTION_ARG_INT, &n_processes, "1: both peers in one",
      "N"},
  {"seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "To measure", "N"},
  {"receive", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &receives, NULL,
      NULL},
  {NULL}
};

typedef struct
{
  guint64 bytes;                /* received */
  gdouble cpu;                  /* seconds, of both processes */
} Snapshot;

static struct
{
  const DataStack *stack;
  GBytes *message;
  guint64 high;                 /* bytes that may wait in one channel */
  gint n_open;                  /* atomic: channels, at the sender */
  gsize received;               /* atomic: bytes */
  gint stopped;                 /* atomic */

  BenchPeer **senders, **receivers;     /* the ones of this process */
  /* Lines "INDEX JSON" from the other process, or what REPORT is. */
  GDataInputStream *in;
  GOutputStream *out;
  GMutex lock;                  /* protects out */
  gint reports;                 /* atomic: answers of it */
  Snapshot reported;            /* the last one */

  GArray *pings;                /* of gint64: µs of each round trip */
  gint64 pinged;                /* monotonic µs */
  gint n_pings;                 /* atomic */
} run;

/* --- messages ------------------------------------------------------------- */

static void
fill (DataEnd * end)
{
  while (!g_atomic_int_get (&run.stopped)
      && run.stack->get_buffered (end) < run.high)
    if (!run.stack->send (end, run.message))
      return;
}

static void
ping (DataEnd * end)
{
  run.pinged = g_get_monotonic_time ();
  run.stack->send (end, run.message);
}

static void
on_open (DataEnd * end)
{
  run.stack->set_low_threshold (end, run.high / 2);
  g_atomic_int_inc (&run.n_open);
  bench_wake ();
  if (latency)
    ping (end);
  else
    fill (end);
}

static void
on_pong (DataEnd * end, GBytes * message)
{
  gint64 us = g_get_monotonic_time () - run.pinged;

  if (run.pings->len < MAX_PINGS)
    g_array_append_val (run.pings, us);
  if (g_atomic_int_add (&run.n_pings, 1) == 0)
    bench_wake ();
  if (!g_atomic_int_get (&run.stopped))
    ping (end);
}

static void
on_received (DataEnd * end, GBytes * message)
{
  if (latency)
    run.stack->send (end, message);
  else
    g_atomic_pointer_add (&run.received, (gssize) g_bytes_get_size (message));
}

static void
ignore (DataEnd * end)
{
}

static DataEnd *
make_receiver (gpointer user_data)
{
  DataEnd *end = g_new0 (DataEnd, 1);

  end->open = end->low = ignore;
  end->message = on_received;
  return end;
}

/* --- peers ---------------------------------------------------------------- */

static void
write_line (const gchar * line)
{
  g_mutex_lock (&run.lock);
  g_output_stream_write_all (run.out, line, strlen (line), NULL, NULL, NULL);
  g_mutex_unlock (&run.lock);
}

static void
send_signalling (BenchPeer * peer, const gchar * json, gpointer user_data)
{
  BenchPeer **others = peer->offers ? run.receivers : run.senders;

  if (run.out != NULL) {
    g_autofree gchar *line = g_strdup_printf ("%u %s\n", peer->index, json);

    write_line (line);
  } else {
    run.stack->peer->receive (others[peer->index], json);
  }
}

static BenchPeer **
make_peers (gboolean offer)
{
  BenchPeer **peers = g_new0 (BenchPeer *, n_associations);

  for (gint i = 0; i < n_associations; i++) {
    peers[i] = bench_peer_new (run.stack->peer, offer, send_signalling, NULL);
    peers[i]->index = (guint) i;
    if (!offer)
      run.stack->accept (peers[i], make_receiver, NULL);
  }
  return peers;
}

static void
start_senders (void)
{
  for (gint i = 0; i < n_associations * n_channels; i++) {
    DataEnd *end = g_new0 (DataEnd, 1);
    g_autofree gchar *label = g_strdup_printf ("bench %d", i);

    end->open = on_open;
    end->message = latency ? on_pong : on_received;
    end->low = latency ? ignore : fill;
    run.stack->create (run.senders[i / n_channels], label, end);
  }
  for (gint i = 0; i < n_associations; i++)
    run.stack->peer->start (run.senders[i]);
}

static void
start_receivers (void)
{
  for (gint i = 0; i < n_associations; i++)
    run.stack->peer->start (run.receivers[i]);
}

/* --- the other process ---------------------------------------------------- */

static void
on_report (const gchar * text)
{
  g_autofree gchar *answer = NULL;

  if (receives) {
    answer = g_strdup_printf (REPORT "%" G_GSIZE_FORMAT " %.6f\n",
        (gsize) g_atomic_pointer_get (&run.received), bench_cpu_seconds ());
    write_line (answer);
    return;
  }
  sscanf (text, "%" G_GUINT64_FORMAT " %lf", &run.reported.bytes,
      &run.reported.cpu);
  g_atomic_int_inc (&run.reports);
}

static void
on_line (GObject * source, GAsyncResult * result, gpointer user_data)
{
  g_autofree gchar *line =
      g_data_input_stream_read_line_finish (run.in, result, NULL, NULL);
  BenchPeer **peers = receives ? run.receivers : run.senders;
  gchar *json;
  gint index;

  if (line == NULL)             /* the other process has ended: so do we */
    _exit (EXIT_SUCCESS);
  if (g_str_has_prefix (line, REPORT)) {
    on_report (line + strlen (REPORT));
  } else {
    index = (gint) g_ascii_strtoull (line, &json, 10);
    if (index < n_associations)
      run.stack->peer->receive (peers[index], json + 1);
  }
  g_data_input_stream_read_line_async (run.in, G_PRIORITY_DEFAULT, NULL,
      on_line, NULL);
}

static void
talk (GInputStream * in, GOutputStream * out)
{
  run.in = g_data_input_stream_new (in);
  run.out = out;
  g_data_input_stream_read_line_async (run.in, G_PRIORITY_DEFAULT, NULL,
      on_line, NULL);
}

static void
spawn_receivers (const gchar * self)
{
  g_autofree gchar *associations = g_strdup_printf ("%d", n_associations);
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, self, "--receive", "--stack",
      stack_name, "--associations", associations,
      latency ? "--latency" : NULL, NULL);

  if (child == NULL)
    exit (EXIT_FAILURE);
  talk (g_subprocess_get_stdout_pipe (child),
      g_subprocess_get_stdin_pipe (child));
}

static Snapshot
take_snapshot (void)
{
  Snapshot now = { run.received, bench_cpu_seconds () };

  if (n_processes > 1) {
    gint reports = g_atomic_int_get (&run.reports);

    write_line (REPORT "?\n");
    bench_wait (&run.reports, reports + 1, "the receiver's count", 30);
    now.bytes = run.reported.bytes;
    now.cpu += run.reported.cpu;
  }
  return now;
}

/* --- measuring ------------------------------------------------------------ */

static gboolean
set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
print_common (const gchar * mode)
{
  printf ("{\"benchmark\": \"datachannel\", \"stack\": \"%s\", "
      "\"mode\": \"%s\", \"processes\": %d, \"associations\": %d, "
      "\"channels\": %d, \"size\": %d, ", stack_name, mode, n_processes,
      n_associations, n_channels, size);
}

static void
measure_throughput (void)
{
  Snapshot before, after;
  gint64 start, end;
  gdouble megabytes;

  run_for (WARM_UP_MS);
  before = take_snapshot ();
  start = g_get_monotonic_time ();
  run_for ((guint) (seconds * 1000));
  after = take_snapshot ();
  end = g_get_monotonic_time ();
  g_atomic_int_set (&run.stopped, TRUE);

  megabytes = (after.bytes - before.bytes) / 1e6;
  print_common ("throughput");
  printf ("\"mb_per_s\": %.1f, \"cpu_s_per_gb\": %.2f}\n",
      megabytes * 1e6 / (end - start),
      megabytes > 0 ? (after.cpu - before.cpu) * 1000 / megabytes : 0);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  gint64 d = *(const gint64 *) a - *(const gint64 *) b;

  return (d > 0) - (d < 0);
}

static void
measure_latency (void)
{
  gint first;
  Snapshot before, after;

  bench_wait (&run.n_pings, 1, "an echo", 30);
  run_for (WARM_UP_MS);
  before = take_snapshot ();
  first = g_atomic_int_get (&run.n_pings);
  run_for ((guint) (seconds * 1000));
  after = take_snapshot ();
  g_atomic_int_set (&run.stopped, TRUE);
  run_for (WARM_UP_MS);         /* the last one comes back */

  g_array_remove_range (run.pings, 0, MIN ((guint) first, run.pings->len - 1));
  g_array_sort (run.pings, compare);
  print_common ("latency");
  printf ("\"round_trips\": %u, \"median_us\": %" G_GINT64_FORMAT
      ", \"p95_us\": %" G_GINT64_FORMAT ", \"cpu_us\": %.1f}\n",
      run.pings->len, g_array_index (run.pings, gint64, run.pings->len / 2),
      g_array_index (run.pings, gint64, run.pings->len * 95 / 100),
      (after.cpu - before.cpu) * 1e6 / run.pings->len);
}

static void G_GNUC_NORETURN
receive (void)
{
  talk (g_unix_input_stream_new (0, FALSE), g_unix_output_stream_new (1,
          FALSE));
  run.receivers = make_peers (FALSE);
  start_receivers ();
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static const DataStack *
find_stack (void)
{
  const DataStack *all[] = {
    &data_ours,
#if HAVE_WEBRTCBIN
    &data_webrtcbin,
#endif
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (GstElementFactory) factory =
        gst_element_factory_find (all[i]->peer->factory);

    if (factory != NULL && g_strcmp0 (stack_name, all[i]->peer->name) == 0)
      return all[i];
  }
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  run.stack = find_stack ();
  if (run.stack == NULL)
    return 77;                  /* not installed */
  run.high = MAX ((guint64) size * MIN_BUFFERED_MESSAGES,
      BUFFERED / ((guint64) n_channels * n_associations));
  run.message = g_bytes_new_take (g_malloc0 ((gsize) size), (gsize) size);
  run.pings = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (receives)
    receive ();

  if (n_processes > 1) {
    spawn_receivers (argv[0]);
  } else {
    run.receivers = make_peers (FALSE);
    start_receivers ();
  }
  run.senders = make_peers (TRUE);
  start_senders ();
  bench_wait (&run.n_open, n_channels * n_associations, "all channels", 120);
  if (latency)
    measure_latency ();
  else
    measure_throughput ();
  fflush (stdout);
  /* What still waits to be sent is nobody's. */
  _exit (EXIT_SUCCESS);
}
