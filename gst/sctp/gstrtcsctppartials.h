/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctppartials.h: messages of which only the beginning has arrived, one a
 * stream: they are larger than what is read at once, or than half a megabyte:
 * then usrsctp hands them out before they are complete. (usrsctp 0.9.5 forgets,
 * after it has handed out 256 pieces of one, to hand out more before another
 * that began earlier is complete: a peer that interleaves several of many
 * megabytes stops itself.)
 */

#ifndef GST_RTC_SCTP_PARTIALS_H
#define GST_RTC_SCTP_PARTIALS_H

#include <glib.h>

#include "gstrtcsctpsocket.h"

G_BEGIN_DECLS

/* bytes of all beginnings together, beside one message of any size. With
 * interleaving (RFC 8260) the peer may begin one on every stream. */
#define GST_RTC_SCTP_MAX_PARTIAL_BYTES (32 * 1024 * 1024)

typedef struct _GstRTCSctpPartials GstRTCSctpPartials;

typedef enum
{
  GST_RTC_SCTP_PARTIAL_GOES_ON,
  GST_RTC_SCTP_PARTIAL_COMPLETE,
  GST_RTC_SCTP_PARTIAL_TOO_LARGE,       /* once: the rest is dropped silently */
  GST_RTC_SCTP_PARTIAL_TOO_MANY,        /* so */
} GstRTCSctpPartialResult;

GstRTCSctpPartials *gst_rtc_sctp_partials_new (void);
void gst_rtc_sctp_partials_free (GstRTCSctpPartials * partials);

/* In bytes. */
gsize gst_rtc_sctp_partials_get_size (GstRTCSctpPartials * partials);
gboolean gst_rtc_sctp_partials_has (GstRTCSctpPartials * partials, guint16 id);
/* Adds a piece; a message may have @limit bytes. COMPLETE: it is @message. */
GstRTCSctpPartialResult gst_rtc_sctp_partials_add (GstRTCSctpPartials *
    partials, const GstRTCSctpReceived * received, const guint8 * data,
    gsize size, gsize limit, GBytes ** message);
/* The peer gave the message on stream @id up (RFC 3758 section 3.6). */
void gst_rtc_sctp_partials_forget (GstRTCSctpPartials * partials, guint16 id);
void gst_rtc_sctp_partials_clear (GstRTCSctpPartials * partials);

G_END_DECLS

#endif /* GST_RTC_SCTP_PARTIALS_H */
