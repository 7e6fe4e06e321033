/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpsocket.h: one association's usrsctp socket, and what it reports.
 *
 * All functions are called on the association's I/O thread, without any lock.
 */

#ifndef GST_RTC_SCTP_SOCKET_H
#define GST_RTC_SCTP_SOCKET_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GstRTCSctpSocket GstRTCSctpSocket;

typedef struct
{
  guint16 local_port;
  guint16 remote_port;
  guint streams;                /* each way; the peer may want fewer */
  gboolean interleaving;        /* offer it (RFC 8260) */
} GstRTCSctpSocketConfig;

/* Begins to connect; the peer does the same. OperationError. */
GstRTCSctpSocket *gst_rtc_sctp_socket_open (gpointer slot,
    const GstRTCSctpSocketConfig * config, GError ** error);
/* Aborts the association. */
void gst_rtc_sctp_socket_close (GstRTCSctpSocket * socket);

typedef struct
{
  guint16 id;
  guint32 ppid;
  gboolean unordered;
  gint max_packet_life_time;    /* ms, -1: no limit */
  gint max_retransmits;         /* -1: no limit */
} GstRTCSctpSendInfo;

typedef enum
{
  GST_RTC_SCTP_WHOLE,           /* a message: all of it is taken, or nothing */
  GST_RTC_SCTP_PIECE,           /* more of the message follows */
  GST_RTC_SCTP_LAST_PIECE,
} GstRTCSctpPart;

/* Returns how many bytes were taken, 0 when there is no room now, -1 when it
 * will never be (errno). Until a message that goes in pieces is complete no
 * other may, and without interleaving none at all. */
gssize gst_rtc_sctp_socket_send (GstRTCSctpSocket * socket,
    const GstRTCSctpSendInfo * info, const guint8 * data, gsize size,
    GstRTCSctpPart part);

typedef struct
{
  guint queued;                 /* bytes, until they are acknowledged */
  guint in_flight;              /* chunks */
  guint window;                 /* bytes that may be under way */
} GstRTCSctpLoad;

/* What is in the send buffer; FALSE: unknown. */
gboolean gst_rtc_sctp_socket_get_load (GstRTCSctpSocket * socket,
    GstRTCSctpLoad * load);
/* Resets our side of stream @id when all that was sent on it is acknowledged.
 * FALSE: it cannot be. */
gboolean gst_rtc_sctp_socket_reset (GstRTCSctpSocket * socket, guint16 id);

typedef struct
{
  guint16 id;
  guint32 ppid;
  gboolean event;               /* no data: see gst_rtc_sctp_event_parse() */
  gboolean end;                 /* of the message */
} GstRTCSctpReceived;

/* Bytes received, or 0 when there is nothing (more). */
gsize gst_rtc_sctp_socket_receive (GstRTCSctpSocket * socket,
    guint8 * data, gsize size, GstRTCSctpReceived * received);

typedef enum
{
  GST_RTC_SCTP_EVENT_OTHER,
  GST_RTC_SCTP_EVENT_UP,
  GST_RTC_SCTP_EVENT_SHUT_DOWN, /* in order */
  GST_RTC_SCTP_EVENT_LOST,
  GST_RTC_SCTP_EVENT_RESET_IN,
  GST_RTC_SCTP_EVENT_RESET_OUT,
  GST_RTC_SCTP_EVENT_RESET_FAILED,
  GST_RTC_SCTP_EVENT_PARTIAL_ABORTED,
} GstRTCSctpEventType;

typedef struct
{
  GstRTCSctpEventType type;
  guint streams;                /* UP: usable each way */
  gboolean interleaving;        /* UP: agreed on */
  const gchar *reason;          /* LOST */
  gint cause_code;              /* LOST: RFC 9260 section 3.3.10; -1: none */
  const guint16 *ids;           /* RESET_*, within what was parsed */
  guint n_ids;                  /* 0: all streams */
  guint16 id;                   /* PARTIAL_ABORTED */
} GstRTCSctpEvent;

void gst_rtc_sctp_event_parse (GstRTCSctpEvent * event, const guint8 * data,
    gsize size);

/* An acknowledgement for each @n packets, at least. */
void gst_rtc_sctp_socket_set_ack_every (GstRTCSctpSocket * socket, guint n);

typedef struct
{
  guint congestion_window;      /* bytes */
  guint receiver_window;        /* bytes that the peer would take */
  guint smoothed_rtt;           /* ms */
  guint unacknowledged;         /* chunks */
  guint mtu;                    /* bytes */
} GstRTCSctpPathStats;

gboolean gst_rtc_sctp_socket_get_stats (GstRTCSctpSocket * socket,
    GstRTCSctpPathStats * stats);

G_END_DECLS

#endif /* GST_RTC_SCTP_SOCKET_H */
