/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * icepeer.h: an rtcice and who stands around it, in verbs.
 *
 * Only loopback addresses are gathered and exchanged.
 */

#ifndef ICE_PEER_H
#define ICE_PEER_H

#include <gst/check/gstcheck.h>
#include <string.h>

#include "gstrtcice.h"

#define DEADLINE_US (15 * G_USEC_PER_SEC)

extern GMutex peer_lock;        /* protects what peers saw */
extern GCond peer_cond;

typedef struct _Peer Peer;
struct _Peer
{
  GstElement *ice;
  GstPad *in;                   /* linked to the element's src */
  GstPad *out;                  /* linked to the element's sink */
  Peer *other;                  /* who gets the candidates; under the lock */
  const gchar *only;            /* tell but candidates with this, if not NULL */
  GQueue packets;               /* of GBytes */
  guint n_lists;
  guint n_candidates;
  GQueue told;                  /* of candidate lines */
  guint n_ends;
  gboolean complete;
  GString *states;
};

#define await(condition, what) G_STMT_START { \
  gint64 end_ = g_get_monotonic_time () + DEADLINE_US; \
  g_mutex_lock (&peer_lock); \
  while (!(condition)) \
    if (!g_cond_wait_until (&peer_cond, &peer_lock, end_)) \
      fail ("waited in vain for %s", what); \
  g_mutex_unlock (&peer_lock); \
} G_STMT_END

#define CREDENTIALS_A "aaaa:aaaaaaaaaaaaaaaaaaaaaaaa"
#define CREDENTIALS_B "bbbb:bbbbbbbbbbbbbbbbbbbbbbbb"
#define CREDENTIALS_C "cccc:cccccccccccccccccccccccc"
#define CREDENTIALS_D "dddd:dddddddddddddddddddddddd"

void peer_init (Peer * peer, gboolean controlling);
void peer_stop (Peer * peer);
void peer_clear (Peer * peer);
/* Each gets the other's candidates from now on. */
void introduce (Peer * a, Peer * b);
void give_credentials (Peer * a, Peer * b, const gchar * a_is,
    const gchar * b_is);
void gather (Peer * peer);
gboolean is_connected (Peer * peer);
void connect_peers (Peer * a, Peer * b);

/* @n packets that begin with a number, @number at first; the last one may have
 * another size. */
GstBufferList *make_list (guint number, guint n, gsize size, gsize last_size);
void expect_packets (Peer * peer, guint number, guint n, gsize size,
    gsize last_size);
guint64 stat_of (Peer * peer, const gchar * name);

#endif /* ICE_PEER_H */
