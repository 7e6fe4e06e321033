/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerpair.h: connections made by an application, each with its element in a
 * pipeline of its own, that negotiate with one another.
 */

#ifndef PEER_PAIR_H
#define PEER_PAIR_H

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>

#define DEADLINE_SECONDS 20

typedef struct _Peer Peer;

struct _Peer
{
  GstRTCPeerConnection *connection;
  GstRTCNegotiator *negotiator;
  GstElement *pipeline;
  GstElement *element;
  Peer *other;
  gboolean strip_bundle;        /* from what it sends */
  gboolean lie;                 /* about its fingerprint, there */

  gint packets[2];              /* received: audio, video; atomic */
  gint gaps;                    /* in their sequence numbers; atomic */
  gint last[2];                 /* sequence number, or -1; streaming threads */
};

#define wait_until(condition) G_STMT_START { \
  gboolean late__ = FALSE; \
  guint deadline__ = g_timeout_add_seconds (DEADLINE_SECONDS, peer_on_deadline, \
      &late__); \
  guint tick__ = g_timeout_add (20, peer_on_tick, NULL); \
  while (!(condition)) { \
    fail_if (late__, "waited %d s until " #condition, DEADLINE_SECONDS); \
    g_main_context_iteration (NULL, TRUE); \
  } \
  g_source_remove (deadline__); \
  g_source_remove (tick__); \
} G_STMT_END

gboolean peer_on_deadline (gpointer user_data);
gboolean peer_on_tick (gpointer user_data);

#define AUDIO "audiotestsrc is-live=true ! opusenc ! rtpopuspay"
#define VIDEO "videotestsrc is-live=true ! video/x-raw,width=160," \
    "height=120,framerate=30/1 ! vp8enc deadline=1 ! rtpvp8pay"

Peer *peer_new (GstRTCBundlePolicy policy, gboolean polite);
void peer_free (Peer * peer);
/* A bin of that description, linked to a pad of the element. */
void peer_add_source (Peer * peer, const gchar * description);
void peer_play (Peer * peer);
/* From now on each hears what the other says. */
void peer_meet (Peer * a, Peer * b);
gboolean peer_is_connected (Peer * peer);
/* So many at least were received of audio (0) or video (1). */
gboolean peer_has_packets (Peer * peer, guint kind, gint n);

#endif /* PEER_PAIR_H */
