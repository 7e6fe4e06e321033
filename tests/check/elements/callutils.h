/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * callutils.h: a pipeline with a call in it, told in verbs. Every wait has a
 * deadline and says what it waited for.
 */

#ifndef CALL_UTILS_H
#define CALL_UTILS_H

#include <gst/check/gstcheck.h>
#include <gst/peerconnection/peerconnection.h>

typedef struct
{
  gint ref_count;               /* atomic: a handler may still be running */
  GstElement *pipeline;
  GMutex lock;                  /* protects all below */
  GCond cond;
  GHashTable *buffers;          /* fakesink name → count */
  gint events_left;             /* until the call is stopped; -1: never */
  gboolean stopped;
} Call;

/* Every fakesink in @description is counted by its name. */
Call *call_new (const gchar * description);
void call_free (Call * call);
void call_play (Call * call);   /* must succeed */
void call_play_unchecked (Call * call);
void call_wait_buffers (Call * call, const gchar * sink, guint n);
void call_forget_buffers (Call * call);
void call_wait_error (Call * call);
void call_wait_caps_payload (Call * call, const gchar * payloader,
    gint payload);
/* Counts signals of both connections; after @n of them wait_stopped returns. */
void call_stop_after_events (Call * call, gint n);
void call_wait_stopped (Call * call);

/* A peer of text only, which talks to the connection of an element. */
typedef struct
{
  GstRTCPeerConnection *connection;
  GMutex lock;                  /* protects answer */
  GCond cond;
  gchar *answer;
} RawPeer;

RawPeer *raw_peer_new (Call * call, const gchar * element);
void raw_peer_free (RawPeer * peer);
void raw_peer_offer (RawPeer * peer, const gchar * file);
void raw_peer_wait_answer (RawPeer * peer);

/* createOffer, waited for. */
gchar *offer_of (GstRTCPeerConnection * connection);

void open_and_close_connections (guint pairs);
guint count_entries (const gchar * directory);
void wait_for_at_most (const gchar * what, const gchar * directory, guint n);

#endif /* CALL_UTILS_H */
