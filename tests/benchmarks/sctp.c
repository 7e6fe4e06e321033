/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sctp.c: what data channels cost without DTLS and ICE below: two rtcsctp back
 * to back in one process. Prints one line of JSON.
 */

#include <stdio.h>

#include "bench-process.h"
#include "sctppair.h"

#define MESSAGE_SIZE (16 * 1024)
#define TOTAL_BYTES (400 * 1000 * 1000)
#define MAX_BUFFERED (4 * 1024 * 1024)
#define PINGS 20000
#define CROWD 200

static void
throughput (double *mb_per_s, double *cpu_per_gb)
{
  Pair *pair = pair_new_connected (0);
  guint n = TOTAL_BYTES / MESSAGE_SIZE;
  g_autofree guint8 *data = g_malloc0 (MESSAGE_SIZE);
  g_autoptr (GBytes) bytes = g_bytes_new (data, MESSAGE_SIZE);
  gint64 start;
  double cpu;

  pair->b.discard = TRUE;
  pair_open (pair, &pair->a, 0, &reliable);
  start = g_get_monotonic_time ();
  cpu = bench_cpu_seconds ();
  for (guint i = 0; i < n; i++) {
    guint64 sent = (guint64) i * MESSAGE_SIZE;

    wait_for (&pair->a, sent < pair->a.bytes_sent + MAX_BUFFERED);
    gst_rtc_sctp_send_message (pair->a.sctp, 0, TRUE, bytes, NULL, NULL);
  }
  wait_for (&pair->b, pair->b.n_messages == n);
  *mb_per_s = (double) n *MESSAGE_SIZE / (g_get_monotonic_time () - start);
  *cpu_per_gb = (bench_cpu_seconds () - cpu) * 1e9 / ((double) n * MESSAGE_SIZE);
  pair_free (pair);
}

static double
ping_pong (void)
{
  Pair *pair = pair_new_connected (0);
  gint64 start;

  pair->a.discard = pair->b.discard = TRUE;
  pair->b.echo = TRUE;
  pair_open (pair, &pair->a, 0, &reliable);
  start = g_get_monotonic_time ();
  for (guint i = 1; i <= PINGS; i++) {
    end_send (&pair->a, 0, TRUE, "ping", 4);
    wait_for (&pair->a, pair->a.n_messages == i);
  }
  pair_free (pair);
  return (double) (g_get_monotonic_time () - start) / PINGS;
}

static void
crowd (double *connect_us, double *rss_each)
{
  Pair *pairs[CROWD];
  double before;
  gint64 start;

  for (guint i = 0; i < CROWD; i++)
    pairs[i] = pair_new (0);
  before = bench_rss_kib ();
  start = g_get_monotonic_time ();
  for (guint i = 0; i < CROWD; i++)
    pair_start (pairs[i]);
  for (guint i = 0; i < CROWD; i++) {
    wait_state (&pairs[i]->a, PC_SCTP_CONNECTED);
    wait_state (&pairs[i]->b, PC_SCTP_CONNECTED);
  }
  *connect_us = (double) (g_get_monotonic_time () - start) / CROWD;
  *rss_each = (bench_rss_kib () - before) / (2 * CROWD);
  for (guint i = 0; i < CROWD; i++)
    pair_free (pairs[i]);
}

int
main (int argc, char **argv)
{
  double mb_per_s, cpu_per_gb, ping_us, connect_us, rss_each;

  gst_init (&argc, &argv);
  crowd (&connect_us, &rss_each);
  throughput (&mb_per_s, &cpu_per_gb);
  ping_us = ping_pong ();
  printf ("{\"benchmark\": \"sctp\", \"message_bytes\": %d, "
      "\"mb_per_s\": %.1f, \"cpu_s_per_gb\": %.2f, \"round_trip_us\": %.1f, "
      "\"pair_connect_us\": %.0f, \"rss_kib_per_association\": %.1f}\n",
      MESSAGE_SIZE, mb_per_s, cpu_per_gb, ping_us, connect_us, rss_each);
  return 0;
}
