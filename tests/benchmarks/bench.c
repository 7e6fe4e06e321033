/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const BenchStack **
bench_stacks (void)
{
  static const BenchStack *installed[3];
  const BenchStack *all[] = {
    &bench_ours,
#if HAVE_WEBRTCBIN
    &bench_webrtcbin,
#endif
  };
  const gchar *only = g_getenv ("BENCH_STACK");
  guint i, n = 0;

  for (i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (GstElementFactory) factory =
        gst_element_factory_find (all[i]->factory);

    if (factory != NULL && (only == NULL || g_str_equal (only, all[i]->name)))
      installed[n++] = all[i];
  }
  return installed;
}

BenchPeer *
bench_peer_new (const BenchStack * stack, gboolean offers, BenchSend send,
    gpointer user_data)
{
  BenchPeer *peer = g_new0 (BenchPeer, 1);

  peer->stack = stack;
  peer->offers = offers;
  peer->send = send;
  peer->user_data = user_data;
  stack->init (peer);
  return peer;
}

void
bench_peer_free (BenchPeer * peer)
{
  peer->stack->clear (peer);
  g_free (peer);
}

static void
send_to_other (BenchPeer * peer, const gchar * json, gpointer user_data)
{
  BenchPeer **pair = user_data;
  BenchPeer *other = pair[pair[0] == peer];

  if (other->offers && strstr (json, "\"answer\""))
    other->answered_at = g_get_monotonic_time ();
  other->stack->receive (other, json);
}

void
bench_peer_pair (const BenchStack * stack, BenchPeer * pair[2])
{
  pair[0] = bench_peer_new (stack, TRUE, send_to_other, pair);
  pair[1] = bench_peer_new (stack, FALSE, send_to_other, pair);
}

void
bench_wake (void)
{
  g_main_context_wakeup (NULL);
}

void
bench_note (gint64 * at, gint * flag)
{
  *at = g_get_monotonic_time ();
  g_atomic_int_set (flag, TRUE);
  bench_wake ();
}

static gboolean
set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

gboolean
bench_wait_for (gint * flag, gint value, guint seconds)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (seconds, set_flag, &late);

  while (g_atomic_int_get (flag) < value && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (id);
  return g_atomic_int_get (flag) >= value;
}

void
bench_wait (gint * flag, gint value, const gchar * what, guint seconds)
{
  if (!bench_wait_for (flag, value, seconds)) {
    fprintf (stderr, "waited %u s for %s\n", seconds, what);
    exit (EXIT_FAILURE);
  }
}

void
bench_pause (guint seconds)
{
  gboolean over = FALSE;

  g_timeout_add_seconds (seconds, set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}
