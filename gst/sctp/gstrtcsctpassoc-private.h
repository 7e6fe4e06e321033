/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpassoc-private.h: what the association's two halves share: what
 * other threads may do (gstrtcsctpassoc.c) and the service on the I/O thread
 * (gstrtcsctpservice.c).
 */

#ifndef GST_RTC_SCTP_ASSOC_PRIVATE_H
#define GST_RTC_SCTP_ASSOC_PRIVATE_H

#include "gstrtcsctpassoc.h"
#include "gstrtcsctppartials.h"
#include "gstrtcsctpqueue.h"
#include "gstrtcsctpstack.h"

G_BEGIN_DECLS

/* Packets from another thread that may wait for the I/O thread; what is more is
 * lost, as on any network. */
#define GST_RTC_SCTP_MAX_INPUTS 4096

typedef enum
{
  COMMAND_START,
  COMMAND_CLOSE,
  COMMAND_INPUT,
  COMMAND_OPEN_CHANNEL,
  COMMAND_SEND,
  COMMAND_CLOSE_CHANNEL,
  COMMAND_PAUSE,
} CommandType;

typedef struct
{
  CommandType type;
  guint16 id;
  gboolean flag;                /* binary, negotiated, paused */
  GBytes *message;
  gboolean own_reliability;     /* the message has one */
  PcReliability reliability;
  PcDcepOpen *open;
  GstBufferList *packets;
} Command;

void gst_rtc_sctp_command_clear (gpointer command);

struct _GstRTCSctpAssoc
{
  GstRTCSctpPort port;          /* first: its references are ours */
  GstRTCIO *io;
  GWeakRef owner;
  const GstRTCSctpAssocCallbacks *callbacks;
  GstRTCSctpAssocConfig config;

  GMutex lock;                  /* a leaf: protects what follows */
  gboolean scheduled;           /* a service is under way or will be */
  gboolean woken;               /* usrsctp has something to read */
  GArray *commands;             /* of Command, or NULL */
  guint n_inputs;               /* packets among them */
  GstBufferList *outgoing;      /* or NULL */
  guint64 n_dropped;            /* packets that found no room among them */
  GstRTCSctpAssocStats stats;   /* as of the last service */

  /* On the I/O thread only. */
  gpointer slot;
  GstRTCSctpSocket *socket;     /* NULL before START and once it is closed */
  gboolean finished;            /* nothing but dropping is left to do */
  PcChannels *channels;
  GstRTCSctpQueue *queue;
  gboolean paused;
  GstRTCSctpFailure failure;    /* what a channel's error is due to */
  guint n_to_come;              /* packets of this round */
  guint n_under_way;            /* of these, so far */
  gpointer current_owner;       /* during a service; NULL: it is gone */

  GstRTCSctpPartials *partials;
  GBytes *message;              /* complete, unless it turns out that the peer
                                 * gave it up; or NULL */
  guint16 message_id;
  guint32 message_ppid;

  GArray *sent;                 /* of Sent: to report */
  GstRTCSctpAssocStats now;     /* to be published in stats */
  gint64 path_read;             /* monotonic µs when the path's were read */
};

/* Sees to it that a service runs, soon. From any thread. */
void gst_rtc_sctp_assoc_schedule (GstRTCSctpAssoc * assoc);
/* Sends in the calling thread. FALSE: something else is under way, or must go
 * first, and nothing was done. */
gboolean gst_rtc_sctp_assoc_send_at_once (GstRTCSctpAssoc * assoc,
    const Command * send);
/* The service; takes the reference that scheduling took. */
void gst_rtc_sctp_assoc_service (gpointer assoc);
void gst_rtc_sctp_assoc_init_service (GstRTCSctpAssoc * assoc);
void gst_rtc_sctp_assoc_clear_service (GstRTCSctpAssoc * assoc);

G_END_DECLS

#endif /* GST_RTC_SCTP_ASSOC_PRIVATE_H */
