/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlssrtp-private.h: the element between its files.
 *
 *   gstrtcdtlssrtp.c     what can be set and read, states
 *   gstrtcdtlspads.c     pads: events, queries, the streaming threads' way out
 *   gstrtcdtlssession.c  what happens on the I/O thread
 */

#ifndef GST_RTC_DTLS_SRTP_PRIVATE_H
#define GST_RTC_DTLS_SRTP_PRIVATE_H

#include "gstrtcdtlssrtp.h"
#include "gstrtcio.h"
#include "gstsrtpsession.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_dtls_srtp_debug);

typedef struct _GstRTCDtlsSession GstRTCDtlsSession;

/* The names of the fields in "stats", in this order, are in
 * gstrtcdtlssrtp.c. */
typedef enum
{
  GST_RTC_DTLS_RTP_PACKETS_SENT,
  GST_RTC_DTLS_RTP_BYTES_SENT,
  GST_RTC_DTLS_RTP_PACKETS_RECEIVED,
  GST_RTC_DTLS_RTP_BYTES_RECEIVED,
  GST_RTC_DTLS_MESSAGES_SENT,
  GST_RTC_DTLS_MESSAGES_RECEIVED,
  GST_RTC_DTLS_DROPPED_NOT_CONNECTED,   /* either way */
  GST_RTC_DTLS_DROPPED_REPLAYED,
  GST_RTC_DTLS_DROPPED_UNAUTHENTICATED,
  GST_RTC_DTLS_DROPPED_SSRC_LIMIT,
  GST_RTC_DTLS_DROPPED_MALFORMED,
  GST_RTC_DTLS_DROPPED_UNKNOWN,
  GST_RTC_DTLS_DROPPED_OVERFLOW,
  GST_RTC_DTLS_RETRANSMISSIONS,
  GST_RTC_DTLS_N_COUNTERS,
} GstRTCDtlsCounter;

struct _GstRTCDtlsSrtp
{
  GstElement parent;

  GstPad *sink;                 /* from ICE */
  GstPad *src;                  /* to ICE */
  GstPad *rtp_sink;
  GstPad *rtp_src;
  GstPad *data_sink;
  GstPad *data_src;

  GMutex lock;                  /* protects all that follows */

  /* what we were told; read by the session when it is posted a configure */
  GstRTCCertificate *certificate;
  PcDtlsRole role;
  GPtrArray *fingerprints;      /* of PcFingerprint, immutable; NULL: unknown */
  gboolean writable;

  /* what became of it; written on the I/O thread, and by state changes */
  PcDtlsState state;
  const PcSrtpProfile *profile;
  const gchar *version;         /* OpenSSL's, static */
  const gchar *cipher;
  GPtrArray *remote_certificates;       /* immutable */
  guint64 counters[GST_RTC_DTLS_N_COUNTERS];

  /* NULL until the peer is verified: the one gate of what is sent */
  GstSrtpSession *outbound;

  GstRTCIO *io;                 /* from READY */
  GstRTCDtlsSession *session;   /* from PAUSED */
};

/* gstrtcdtlspads.c */
void gst_rtc_dtls_srtp_create_pads (GstRTCDtlsSrtp * self);
void gst_rtc_dtls_srtp_add_pad_templates (GstElementClass * klass);
/* Each source pad's stream-start and segment. */
void gst_rtc_dtls_srtp_start_pads (GstRTCDtlsSrtp * self);
void gst_rtc_dtls_srtp_count (GstRTCDtlsSrtp * self,
    GstRTCDtlsCounter counter, guint64 n);
GstRTCDtlsCounter gst_rtc_dtls_counter_for_status (GstSrtpStatus status);

/* gstrtcdtlssrtp.c */
/* Makes one when none was set. Transfer full; NULL when OpenSSL fails. */
GstRTCCertificate *gst_rtc_dtls_srtp_ref_certificate (GstRTCDtlsSrtp * self);

/* gstrtcdtlssession.c */
typedef enum
{
  GST_RTC_DTLS_FROM_NETWORK,    /* datagrams */
  GST_RTC_DTLS_FROM_DATA,       /* messages to be sent in records */
} GstRTCDtlsInput;

GstRTCDtlsSession *gst_rtc_dtls_session_new (GstRTCDtlsSrtp * element,
    GstRTCIO * io);
void gst_rtc_dtls_session_unref (GstRTCDtlsSession * session);
/* All from any thread. The element is in PAUSED. */
void gst_rtc_dtls_session_begin (GstRTCDtlsSession * session);
/* Looks at what the element was told. */
void gst_rtc_dtls_session_configure (GstRTCDtlsSession * session);
/* Closes the association. */
void gst_rtc_dtls_session_close (GstRTCDtlsSession * session);
/* Another session took its place: ends without a word to the peer. */
void gst_rtc_dtls_session_abandon (GstRTCDtlsSession * session);
/* The element leaves PAUSED: closes and forgets it. */
void gst_rtc_dtls_session_shut_down (GstRTCDtlsSession * session);
/* Takes @list. At once on the I/O thread, else soon there. */
void gst_rtc_dtls_session_submit (GstRTCDtlsSession * session,
    GstRTCDtlsInput input, GstBufferList * list);

G_END_DECLS

#endif /* GST_RTC_DTLS_SRTP_PRIVATE_H */
