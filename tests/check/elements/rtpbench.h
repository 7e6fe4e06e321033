/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtpbench.h: an rtcrtp between two pads of the test.
 *
 *   input pads ─▶ sink_N ┐        ┌▶ network_out: kept, to be popped
 *                        │ rtcrtp │
 *                        └        ┘◀ network_in: pushed by the test
 */

#ifndef RTP_BENCH_H
#define RTP_BENCH_H

#include <gst/check/gstcheck.h>

#include <string.h>

#include <gst/peerconnection/core/rtp/pcrtcppacket.h>
#include <gst/peerconnection/core/rtp/pcrtppacket.h>

#include "gstrtcrtp.h"

#define AUDIO 1                 /* transceiver ids */
#define VIDEO 2
#define DEADLINE (10 * G_TIME_SPAN_SECOND)

#define OPUS_CAPS "application/x-rtp, media=(string)audio, " \
    "clock-rate=(int)48000, encoding-name=(string)OPUS, " \
    "encoding-params=(string)2, payload=(int)96, ssrc=(uint)7"
#define VP8_CAPS "application/x-rtp, media=(string)video, " \
    "clock-rate=(int)90000, encoding-name=(string)VP8, payload=(int)96"
#define VP9_CAPS "application/x-rtp, media=(string)video, " \
    "clock-rate=(int)90000, encoding-name=(string)VP9, payload=(int)96"

typedef struct
{
  GstRTCRtp *rtp;
  GstPad *network_in;           /* feeds its sink */
  GstPad *network_out;          /* takes what its src pushes */

  GMutex lock;
  GCond cond;
  GQueue out;                   /* of GstBuffer: what left */
  guint lists;                  /* as lists of so many calls */
  GArray *sources;              /* of guint32: announced and not gone */
  guint announced;              /* grows with each "new-source" */
  gboolean gone;                /* the element is finalized */
} Bench;

/* Audio: opus 111; video: VP8 100; both ways, SSRC 1000 + id. */
PcNegotiated *bench_make_call (void);
/* @negotiated NULL: an element that stands alone. Consumed. */
void bench_init (Bench * bench, PcNegotiated * negotiated);
void bench_configure (Bench * bench, PcNegotiated * negotiated);
void bench_clear (Bench * bench);

/* The next packet that leaves, RTCP or not; others are thrown away. */
GstBuffer *bench_pop (Bench * bench, gboolean rtcp, const gchar * what);
gboolean bench_is_quiet (Bench * bench);
void bench_wait_sources (Bench * bench, guint n);
guint64 bench_get_stat (Bench * bench, const gchar * name);

/* A pad of the test, linked to @peer; a sink's buffers are kept in @bench. */
GstPad *bench_make_pad (GstPad * peer, Bench * bench);
GstPad *bench_add_input (Bench * bench, guint id, const gchar * caps_string);
void bench_remove_input (Bench * bench, GstPad * pad);

GstBuffer *bench_make_rtp (guint payload_type, guint16 seq, guint32 ssrc);
/* As payloaders make them: the header apart from a piece of a frame. */
GstBuffer *bench_make_split_rtp (guint payload_type, guint16 seq,
    guint32 ssrc);
GstBuffer *bench_make_rtcp (const PcRtcpWriter * writer);
void bench_parse (GstBuffer * buffer, PcRtpPacket * packet);

#endif /* RTP_BENCH_H */
