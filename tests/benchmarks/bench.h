/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench.h: a peer of either kind, and what the machine says of us.
 *
 * Each benchmark runs the same work with this project's peerconnection and,
 * where it is installed, with webrtcbin: the ratio within one run is what
 * counts, never a time alone.
 */

#ifndef BENCH_H
#define BENCH_H

#include <gst/gst.h>

#include "bench-process.h"

G_BEGIN_DECLS

typedef struct BenchPeer BenchPeer;
typedef struct BenchStack BenchStack;

/* From any thread. */
typedef void (*BenchSend) (BenchPeer * peer, const gchar * json,
    gpointer user_data);

struct BenchStack
{
  const gchar *name;
  const gchar *factory;
  /* Prepares @peer->element. An offerer starts by itself once started. */
  void (*init) (BenchPeer * peer);
  void (*receive) (BenchPeer * peer, const gchar * json);
  /* Makes a data channel; open is noted in @peer->open. */
  void (*add_channel) (BenchPeer * peer);
  void (*start) (BenchPeer * peer);
  void (*clear) (BenchPeer * peer);
};

struct BenchPeer
{
  const BenchStack *stack;
  gboolean offers;
  guint index;
  GstElement *element;          /* floating is sunk; add it to a pipeline or not */
  GstElement *pipeline;         /* a private one, or NULL */
  BenchSend send;
  gpointer user_data;
  gpointer connection;          /* of the stack's own */
  gpointer negotiator;
  gpointer channel;
  gint open;                    /* atomic: the data channel */
  gint connected;               /* atomic: the connection */
  /* Monotonic µs, for who has seen the flags above. */
  gint64 answered_at;           /* an offerer was given the answer */
  gint64 connected_at;
  gint64 open_at;
  gint ready;                   /* atomic: negotiation may begin */
};

extern const BenchStack bench_ours;
extern const BenchStack bench_webrtcbin;

/* The stacks that are installed, ours first; NULL at the end. With
 * BENCH_STACK=NAME in the environment that one alone. */
const BenchStack **bench_stacks (void);

BenchPeer *bench_peer_new (const BenchStack * stack, gboolean offers,
    BenchSend send, gpointer user_data);
void bench_peer_free (BenchPeer * peer);
/* Two peers in one process: what one sends, the other receives. */
void bench_peer_pair (const BenchStack * stack, BenchPeer * pair[2]);

/* Runs the default main context until *@flag is at least @value; FALSE when it
 * is not after @seconds. */
gboolean bench_wait_for (gint * flag, gint value, guint seconds);
/* The same, but exits with an error that names @what. */
void bench_wait (gint * flag, gint value, const gchar * what, guint seconds);
/* Runs it for @seconds. */
void bench_pause (guint seconds);
/* Wakes a bench_wait(): from any thread, after a flag has changed. */
void bench_wake (void);
/* From any thread: notes the time in *@at, sets *@flag, wakes a bench_wait(). */
void bench_note (gint64 * at, gint * flag);

/* --- media ---------------------------------------------------------------- */

/* Something that has been encoded and payloaded: VP8 in packets of
 * BENCH_PACKET_SIZE bytes. */
#define BENCH_PACKET_SIZE 1000

/* A source pad, linked to a requested pad of @element. */
GstPad *bench_feed_new (GstElement * element);
/* Stream-start, caps, segment: when the element is running. */
void bench_feed_begin (GstPad * feed);
void bench_feed_free (GstPad * feed);
/* @n packets in a row, the last one with the marker; every packet carries the
 * time of its making. */
GstBufferList *bench_packets (guint n, guint16 * seqnum, guint32 timestamp);
/* The time that a packet carries; FALSE when it is none of ours. */
gboolean bench_packet_time (GstBuffer * buffer, gint64 * usec);

/* Calls @packet in the streaming thread for all that comes out of @element. */
typedef void (*BenchPacket) (GstBuffer * buffer, gpointer user_data);
void bench_sink (GstElement * element, BenchPacket packet, gpointer user_data);

G_END_DECLS

#endif /* BENCH_H */
