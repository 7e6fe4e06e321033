/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlssession.h: what the element has between PAUSED and READY.
 *
 *   gstrtcdtlssession.c      entries: who gets in, and what goes out after
 *   gstrtcdtlsassociation.c  the association: its states, its keys, its timer
 *   gstrtcdtlsinput.c        what datagrams and messages lead to
 */

#ifndef GST_RTC_DTLS_SESSION_H
#define GST_RTC_DTLS_SESSION_H

#include "gstdtlsengine.h"
#include "gstrtcdtlssrtp-private.h"

G_BEGIN_DECLS

struct _GstRTCDtlsSession
{
  GstRTCDtlsSrtp *element;      /* outlives us: see shut_down() */
  GstRTCIO *io;

  /* with the element's lock */
  GQueue inbox;                 /* of Entry */
  guint inbox_packets;
  gboolean posted;              /* a run is on its way */

  /* on the I/O thread only */
  gboolean busy;                /* an entry is on the stack */
  PcDtlsState state;
  gboolean writable;
  GPtrArray *fingerprints;      /* of PcFingerprint, or NULL */
  GstDtlsEngine *engine;        /* once the role is known */
  gboolean rejected;            /* by the fingerprints */
  GBytes *last_words;           /* the datagram with our fatal alert, or NULL */
  guint repetitions;            /* of it */
  guint retransmissions;        /* counted already */
  GstSrtpSession *inbound;
  GSource *timer;
  gint64 ready_time;            /* of the timer */
  GQueue early;                 /* of GstBuffer, see MAX_EARLY_* */
  gsize early_bytes;

  /* what the entry at work will push */
  GstBufferList *flight;
  GstBufferList *media;
  GstBufferList *messages;
};

/* All on the I/O thread, between enter and settle, unless they say more. */

/* gstrtcdtlssession.c */
void gst_rtc_dtls_session_enter (GstRTCDtlsSession * session);
void gst_rtc_dtls_session_settle (GstRTCDtlsSession * session);
/* Out of the element; NULL is nothing. */
void gst_rtc_dtls_session_push (GstPad * pad, GstBufferList ** list);
/* To SCTP, what has been received for it. */
void gst_rtc_dtls_session_push_messages (GstRTCDtlsSession * session);

/* gstrtcdtlsassociation.c */
void gst_rtc_dtls_association_configure (GstRTCDtlsSession * session);
void gst_rtc_dtls_association_close (GstRTCDtlsSession * session);
/* Without a word to the peer, or to the element. */
void gst_rtc_dtls_association_abandon (GstRTCDtlsSession * session);
void gst_rtc_dtls_association_stop_timer (GstRTCDtlsSession * session);
/* After each call into the engine: what became of it? */
void gst_rtc_dtls_association_look (GstRTCDtlsSession * session);
gboolean gst_rtc_dtls_association_is_over (GstRTCDtlsSession * session);
/* The peer goes on after it is over: it has not heard why. */
void gst_rtc_dtls_association_repeat (GstRTCDtlsSession * session);
void gst_rtc_dtls_association_set_timer (GstRTCDtlsSession * session);

/* gstrtcdtlsinput.c; both take the list */
void gst_rtc_dtls_input_network (GstRTCDtlsSession * session,
    GstBufferList * list);
void gst_rtc_dtls_input_messages (GstRTCDtlsSession * session,
    GstBufferList * list);
/* Handshake datagrams that cannot be processed yet are kept. */
gboolean gst_rtc_dtls_input_is_early (GstRTCDtlsSession * session);
void gst_rtc_dtls_input_handle_early (GstRTCDtlsSession * session);
void gst_rtc_dtls_input_drop_early (GstRTCDtlsSession * session);

G_END_DECLS

#endif /* GST_RTC_DTLS_SESSION_H */
