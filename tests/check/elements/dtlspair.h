/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * dtlspair.h: an rtcdtlssrtp with somebody at each of its pads.
 */

#ifndef DTLS_PAIR_H
#define DTLS_PAIR_H

#include <gst/check/gstcheck.h>
#include "gstrtcdtlssrtp.h"
#include "gstrtcio.h"

#define DTLS_PAIR_DEADLINE_S 20

/* What a peer did, as a test sees it. */
typedef struct
{
  const gchar *name;
  GstElement *dtls;
  GstRTCIO *io;                 /* sync with it to see all that was posted done */
  GstRTCCertificate *certificate;
  GstPad *rtp_in, *data_in;     /* push here */
  GstPad *rtp_out, *data_out, *net_out;

  /* Called for each datagram that leaves; FALSE drops it. */
  gboolean (*filter) (gpointer user_data, GstBuffer * datagram);
  gpointer filter_data;
  GstPad *net_in;               /* where it goes then: a sink, or NULL */

  GMutex lock;                  /* protects what follows */
  GCond cond;
  GPtrArray *rtp;               /* of GBytes, what came out of rtp_src */
  GPtrArray *data;              /* of GBytes */
  GPtrArray *sent;              /* of GBytes, what left on src */
  GArray *rtp_lists;            /* guint, lengths of lists */
  guint max_datagram;
  GString *states;              /* "connecting connected " */
  GstRTCError *error;
} DtlsPeer;

DtlsPeer *dtls_peer_new (const gchar * name);
void dtls_peer_free (DtlsPeer * peer);

/* Wires a to b and back. */
void dtls_pair_link (DtlsPeer * a, DtlsPeer * b);
gchar *dtls_peer_get_fingerprint (DtlsPeer * peer);
/* Tells @peer whom to expect. */
void dtls_peer_expect (DtlsPeer * peer, DtlsPeer * other);
void dtls_peer_expect_fingerprint (DtlsPeer * peer, const gchar * fingerprint);
/* Role and writable. */
void dtls_peer_start (DtlsPeer * peer, PcDtlsRole role);
/* All that, and waits for it. */
void dtls_pair_connect (DtlsPeer * client, DtlsPeer * server);

guint64 dtls_peer_get_stat (DtlsPeer * peer, const gchar * field);
GstBuffer *dtls_make_rtp (guint32 ssrc, guint16 seq, gsize payload);
GstBuffer *dtls_make_rtcp (guint32 ssrc);
/* One packet, as a list. */
void dtls_peer_push_rtp (DtlsPeer * peer, guint32 ssrc, guint16 seq);

/* Each waits for it to come true, or fails saying what did not. */
#define dtls_wait(peer, condition) \
  G_STMT_START { \
    gint64 deadline_ = g_get_monotonic_time () \
        + DTLS_PAIR_DEADLINE_S * G_USEC_PER_SEC; \
    g_mutex_lock (&(peer)->lock); \
    while (!(condition)) { \
      gboolean signalled_ = g_cond_wait_until (&(peer)->cond, \
          &(peer)->lock, deadline_); \
      fail_unless (signalled_, "%s: waited in vain for %s (states: %s)", \
          (peer)->name, #condition, (peer)->states->str); \
    } \
    g_mutex_unlock (&(peer)->lock); \
  } G_STMT_END
#define dtls_wait_state(peer, state) \
  dtls_wait (peer, g_str_has_suffix ((peer)->states->str, state " "))

#endif /* DTLS_PAIR_H */
