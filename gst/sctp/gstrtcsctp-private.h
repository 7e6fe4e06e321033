/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctp-private.h: the element, for its own files: gstrtcsctp.c (life and
 * functions), gstrtcsctppads.c, gstrtcsctpsignals.c, gstrtcsctpproperties.c.
 */

#ifndef GST_RTC_SCTP_PRIVATE_H
#define GST_RTC_SCTP_PRIVATE_H

#include "gstrtcsctp.h"
#include "gstrtcsctpassoc.h"

G_BEGIN_DECLS

/* Packets that arrive before the start are kept: the peer's INIT is among
 * them, and its next one is a retransmission timeout away. */
#define GST_RTC_SCTP_MAX_EARLY_PACKETS 16

struct _GstRTCSctp
{
  GstElement parent;

  GstPad *src;
  GstPad *sink;

  GMutex lock;                  /* protects all that follows; an association's
                                 * own may be taken under it */

  /* Settings. */
  guint local_port;
  guint remote_port;
  gboolean dtls_client;
  guint64 local_max_message_size;       /* bytes, 0: as large as can be */
  guint64 remote_max_message_size;      /* bytes, 0: no limit */
  guint wanted_channels;        /* streams to ask for */
  guint max_channels;           /* the same, then what was agreed on */
  guint64 send_queue_limit;     /* bytes */
  gboolean interleaving;
  gboolean auto_start;

  gboolean active;              /* PAUSED or PLAYING */
  gboolean stopped;             /* until the element was in READY */
  PcSctpState state;
  GstRTCError *error;           /* why it is closed, or NULL */
  GstRTCSctpAssoc *assoc;       /* from the start until the next one */
  GQueue early;                 /* of GstBuffer */

  GHashTable *sendable;         /* set of ids that take messages */
  guint64 buffered_amount;      /* bytes of the application's in the queue */
  guint64 queue_cost;           /* what they weigh against the limit */
};

/* gstrtcsctppads.c */
void gst_rtc_sctp_init_pads (GstRTCSctp * sctp);
void gst_rtc_sctp_install_pads (GstElementClass * klass);
void gst_rtc_sctp_push (GstRTCSctp * sctp, GstBufferList * packets);

/* gstrtcsctpsignals.c */
extern const GstRTCSctpAssocCallbacks gst_rtc_sctp_callbacks;
void gst_rtc_sctp_install_signals (GObjectClass * klass);

/* gstrtcsctpproperties.c */
void gst_rtc_sctp_install_properties (GObjectClass * klass);
void gst_rtc_sctp_notify_state (GstRTCSctp * sctp);
void gst_rtc_sctp_notify_max_channels (GstRTCSctp * sctp);

/* gstrtcsctp.c: the start, with the properties as they are. */
void gst_rtc_sctp_start_configured (GstRTCSctp * sctp);

G_END_DECLS

#endif /* GST_RTC_SCTP_PRIVATE_H */
