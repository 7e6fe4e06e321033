/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sctppeer.h: a bare peer for rtcsctp: SCTP that sends what it is told, and
 * packets of any content. What fails ends the test.
 */

#ifndef SCTP_PEER_H
#define SCTP_PEER_H

#include "sctppair.h"

#include "gstrtcsctpsocket.h"
#include "gstrtcsctpstack.h"

/* RFC 9260 section 3.2 */
enum
{
  CHUNK_INIT = 1,
  CHUNK_INIT_ACK = 2,
  CHUNK_SACK = 3,
  CHUNK_ABORT = 6,
  CHUNK_SHUTDOWN = 7,
  CHUNK_SHUTDOWN_ACK = 8,
  CHUNK_COOKIE_ECHO = 10,
  CHUNK_SHUTDOWN_COMPLETE = 14,
};

typedef struct
{
  GstRTCSctpPort port;          /* first */
  End end;                      /* the element under test */
  GstPad *src;                  /* to its sink */
  GstPad *sink;                 /* from its src */
  gpointer slot;
  GstRTCSctpSocket *socket;

  /* Atomic: bits of the types of chunks that are lost, at the start of
   * packets; the last is of all higher types, too. */
  guint lost_to;
  guint lost_from;

  /* Set before anybody starts. */
  guint64 max_message_size;     /* that the element takes; 100000 */
  gboolean interleaving;        /* the peer can; TRUE */
  guint streams;                /* that both ask for; 100 */

  GMutex lock;                  /* protects what follows */
  GCond cond;
  guint8 tag[4];                /* that is in packets to the element */
  guint32 tsn;                  /* the element's first */
  guint32 own_tsn;              /* the peer's */
  guint32 acked_tsn;            /* of the peer's, by the element */
  guint32 seen;                 /* bits of types that came from it */
} Peer;

/* The element is the DTLS client: the peer's ids are odd. It plays; nobody has
 * started. */
Peer *peer_new (void);
Peer *peer_new_connected (void);
void peer_free (Peer * peer);
/* One end begins to connect. */
void peer_start_element (Peer * peer);
void peer_start_socket (Peer * peer);
/* Without a word to the element. */
void peer_forget_socket (Peer * peer);

void peer_send (Peer * peer, guint16 id, guint32 ppid, gconstpointer data,
    gsize size);
/* Returns when the element has announced the channel. */
void peer_open (Peer * peer, guint16 id);
/* A packet of these chunks, with the right tag and checksum. */
void peer_say (Peer * peer, gconstpointer chunks, gsize size);
/* An ABORT; @cause 0: without one. */
void peer_say_abort (Peer * peer, guint16 cause);
/* Waits until a chunk of the type came from the element. */
void peer_wait_chunk (Peer * peer, guint8 type);

/* The element's statistics. */
guint64 peer_get_stat (Peer * peer, const gchar * name);
void peer_expect_stat (Peer * peer, const gchar * name, guint64 value);
/* Waits until they are. */
void peer_wait_stat (Peer * peer, const gchar * name, guint64 value);
/* It still serves a peer that behaves. */
void peer_expect_alive (Peer * peer, guint16 id);

#endif /* SCTP_PEER_H */
