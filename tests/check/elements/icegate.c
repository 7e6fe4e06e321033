/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * icegate.c: a gate between two peers on loopback.
 */

#include "icegate.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define TICK_MS 20              /* how soon the thread sees that it is over */

static struct sockaddr_in
loopback (guint16 port)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = g_htons (port),
    .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK),
  };

  return address;
}

static void
carry (Gate * gate, guint from)
{
  guint8 bytes[65536];
  struct sockaddr_in source, target;
  socklen_t length = sizeof (source);
  gssize size = recvfrom (gate->doors[from], bytes, sizeof (bytes),
      MSG_DONTWAIT, (struct sockaddr *) &source, &length);

  if (size < 0)
    return;
  gate->peers[from] = g_ntohs (source.sin_port);
  if (!g_atomic_int_get (&gate->open[from]) || gate->peers[!from] == 0)
    return;
  g_mutex_lock (&peer_lock);
  g_atomic_int_inc (&gate->n_passed[from]);
  g_cond_broadcast (&peer_cond);
  g_mutex_unlock (&peer_lock);
  target = loopback (gate->peers[!from]);
  sendto (gate->doors[!from], bytes, size, 0, (struct sockaddr *) &target,
      sizeof (target));
}

static gpointer
run (gpointer user_data)
{
  Gate *gate = user_data;

  while (!g_atomic_int_get (&gate->over)) {
    struct pollfd fds[2] = { {gate->doors[0], POLLIN, 0}, {gate->doors[1],
        POLLIN, 0}
    };

    poll (fds, 2, TICK_MS);
    for (guint i = 0; i < 2; i++)
      if (fds[i].revents)
        carry (gate, i);
  }
  return NULL;
}

void
gate_init (Gate * gate)
{
  memset (gate, 0, sizeof (*gate));
  for (guint i = 0; i < 2; i++) {
    struct sockaddr_in address = loopback (0);
    socklen_t length = sizeof (address);

    gate->doors[i] = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    fail_unless_equals_int (bind (gate->doors[i],
            (struct sockaddr *) &address, sizeof (address)), 0);
    fail_unless_equals_int (getsockname (gate->doors[i],
            (struct sockaddr *) &address, &length), 0);
    gate->ports[i] = g_ntohs (address.sin_port);
  }
  gate_set_open (gate, TRUE, TRUE);
}

void
gate_clear (Gate * gate)
{
  g_atomic_int_set (&gate->over, TRUE);
  g_clear_pointer (&gate->thread, g_thread_join);
  close (gate->doors[0]);
  close (gate->doors[1]);
}

void
gate_set_open (Gate * gate, gboolean from_a, gboolean from_b)
{
  g_atomic_int_set (&gate->open[0], from_a);
  g_atomic_int_set (&gate->open[1], from_b);
}

static guint16
port_told (Peer * peer)
{
  g_auto (GStrv) words = NULL;

  gather (peer);
  await (peer->complete, "candidates");
  words = g_strsplit (g_queue_peek_head (&peer->told), " ", -1);
  return (guint16) atoi (words[5]);
}

static void
tell_door (Gate * gate, Peer * peer, guint door)
{
  g_autofree gchar *candidate =
      g_strdup_printf ("candidate:1 1 udp 2122260223 127.0.0.1 %u typ host",
      gate->ports[door]);

  g_signal_emit_by_name (peer->ice, "add-remote-candidate", candidate);
  g_signal_emit_by_name (peer->ice, "add-remote-candidate", NULL);
}

void
connect_through (Gate * gate, Peer * a, Peer * b)
{
  give_credentials (a, b, CREDENTIALS_A, CREDENTIALS_B);
  gate->peers[0] = port_told (a);
  gate->peers[1] = port_told (b);
  gate->thread = g_thread_new ("gate", run, gate);
  tell_door (gate, a, 0);
  tell_door (gate, b, 1);
  await (is_connected (a), "a to connect");
  await (is_connected (b), "b to connect");
}
