/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctpassoc.h: one association with its channels, on its I/O thread.
 *
 * Commands come from any thread and are run in their order on the I/O thread,
 * together with what usrsctp brought, in one service at the end of a dispatch:
 *
 *   commands, packets ─▶ usrsctp ─▶ messages ─▶ PcChannels ─▶ callbacks
 *                                                   │
 *   packets, as one list ◀─ usrsctp ◀─ send queue ◀─┘
 *
 * Callbacks are made on the I/O thread with no lock held, and may call any of
 * these functions. The owner is held weakly, and strongly during callbacks.
 */

#ifndef GST_RTC_SCTP_ASSOC_H
#define GST_RTC_SCTP_ASSOC_H

#include <gst/gst.h>
#include <gst/peerconnection/core/dc/pcchannels.h>
#include <gst/peerconnection/core/ice/pcicestates.h>
#include <gst/peerconnection/peerconnection.h>

#include "gstrtcio.h"
#include "gstrtcsctpsocket.h"

G_BEGIN_DECLS

/* Why something ended; detail and code of an RTCError. */
typedef struct
{
  GstRTCErrorDetailType detail;
  gint cause_code;              /* -1: none */
} GstRTCSctpFailure;

typedef struct _GstRTCSctpAssoc GstRTCSctpAssoc;

typedef struct
{
  /* @streams: when connected. @failure: when it did not end in order. */
  void (*state) (GstRTCSctpAssoc * assoc, gpointer owner, PcSctpState state,
      guint streams, const gchar * reason, const GstRTCSctpFailure * failure);
  /* ANNOUNCED, OPENED, CLOSING, FREED (with @failure if it has an error),
   * MESSAGE */
  void (*channel) (GstRTCSctpAssoc * assoc, gpointer owner,
      const PcChannelsOutput * output, const GstRTCSctpFailure * failure);
  /* A command to open could not be obeyed. */
  void (*refused) (GstRTCSctpAssoc * assoc, gpointer owner, guint16 id,
      const GError * error);
  /* @bytes of the application's left the queue, @cost is free in it. */
  void (*sent) (GstRTCSctpAssoc * assoc, gpointer owner, guint16 id,
      gsize bytes, gsize cost);
  void (*push) (GstRTCSctpAssoc * assoc, gpointer owner,
      GstBufferList * packets);
} GstRTCSctpAssocCallbacks;

typedef struct
{
  GstRTCSctpSocketConfig socket;
  PcChannelsConfig channels;
} GstRTCSctpAssocConfig;

typedef struct
{
  guint64 packets_in, packets_out, packets_bad;
  guint64 messages_in, messages_out;
  guint64 bytes_in, bytes_out;  /* of the application */
  guint64 bytes_unfinished;     /* of messages whose end has not arrived */
  PcChannelsStats channels;
  GstRTCSctpPathStats path;
} GstRTCSctpAssocStats;

/* Begins to connect. */
GstRTCSctpAssoc *gst_rtc_sctp_assoc_new (GstRTCIO * io, GObject * owner,
    const GstRTCSctpAssocCallbacks * callbacks,
    const GstRTCSctpAssocConfig * config);
GstRTCSctpAssoc *gst_rtc_sctp_assoc_ref (GstRTCSctpAssoc * assoc);
void gst_rtc_sctp_assoc_unref (GstRTCSctpAssoc * assoc);
/* Must be called, once: aborts the association and frees its socket, soon. */
void gst_rtc_sctp_assoc_close (GstRTCSctpAssoc * assoc);

void gst_rtc_sctp_assoc_input (GstRTCSctpAssoc * assoc, GstBuffer * packet);
void gst_rtc_sctp_assoc_input_list (GstRTCSctpAssoc * assoc,
    GstBufferList * packets);
void gst_rtc_sctp_assoc_open_channel (GstRTCSctpAssoc * assoc, guint16 id,
    const PcDcepOpen * open, gboolean negotiated);
void gst_rtc_sctp_assoc_send (GstRTCSctpAssoc * assoc, guint16 id,
    gboolean binary, GBytes * message, const PcReliability * reliability);
void gst_rtc_sctp_assoc_close_channel (GstRTCSctpAssoc * assoc, guint16 id);
/* While paused nothing is read: the peer's window closes. */
void gst_rtc_sctp_assoc_set_paused (GstRTCSctpAssoc * assoc, gboolean paused);

/* As of the last service; figures of the path are read once a second. */
void gst_rtc_sctp_assoc_get_stats (GstRTCSctpAssoc * assoc,
    GstRTCSctpAssocStats * stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCSctpAssoc, gst_rtc_sctp_assoc_unref)

G_END_DECLS

#endif /* GST_RTC_SCTP_ASSOC_H */
