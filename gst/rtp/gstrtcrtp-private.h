/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtp-private.h: what the files of the element share.
 *
 *   gstrtcrtp.c         the element: pads, properties, states
 *   gstrtcrtpconfig.c   what was negotiated; the stand-alone session
 *   gstrtcrtpsend.c     sink_%u → src
 *   gstrtcrtpreceive.c  sink → the sources
 *   gstrtcrtpwaiting.c  what they deliver and what waits
 *   gstrtcrtpsource.c   src_%u_%u
 *   gstrtcrtppads.c     events and queries, per direction
 *   gstrtcrtptimer.c    the RTCP timer, and what the session wants done
 *   gstrtcrtpstats.c    the statistics as a structure
 */

#ifndef GST_RTC_RTP_PRIVATE_H
#define GST_RTC_RTP_PRIVATE_H

#include "gstrtcrtp.h"

#include <gst/peerconnection/core/rtp/pcrtpsession.h>

#include "../io/gstrtcio.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_rtp_debug);

/* What a source may hold back until its pad is added and linked. The oldest
 * goes first; a peer has at most PC_RTP_MAX_SOURCES of them. */
#define GST_RTC_RTP_MAX_WAITING_PACKETS 256
#define GST_RTC_RTP_MAX_WAITING_BYTES (1024 * 1024)

/* Room that is left behind each packet, so that SRTP can protect it in place:
 * an index and the longest tag that libsrtp knows (GST_SRTP_MAX_TRAILER), in
 * bytes. */
#define GST_RTC_RTP_TRAILER 148

/* An input: sink_%u. */
#define GST_TYPE_RTC_RTP_INPUT (gst_rtc_rtp_input_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCRtpInput, gst_rtc_rtp_input, GST, RTC_RTP_INPUT,
    GstPad)

struct _GstRTCRtpInput
{
  GstPad parent;
  guint transceiver_id;

  /* with the element's lock */
  GstCaps *caps;                /* of the input, or NULL */
  PcKind kind;
  gboolean matched;             /* with an agreed codec */
  gboolean reconfigured;        /* RECONFIGURE was sent and did not help yet */
  gboolean refused;             /* neither did the caps that followed it */
  gboolean interrupted;         /* packets were dropped since the last one sent */
  gboolean key_frame_wanted;    /* rides on the next buffer */

  /* of the streaming thread */
  GstSegment segment;
  gchar *stream_id;
};

/* One SSRC of the peer. */
typedef struct
{
  guint32 ssrc;
  guint transceiver_id;
  guint payload_type;           /* that of its first packet */

  /* with the element's lock */
  GstPad *pad;
  GstPad *rtcp_pad;
  GQueue waiting;               /* of GstMiniObject: buffers, and caps events */
  guint waiting_packets;
  gsize waiting_bytes;
  guint waiting_payload_type;   /* of the caps behind which packets wait */
  guint64 overflowed;           /* packets */
  gboolean draining;            /* a thread is pushing: others only append */
  gboolean gone;                /* or its pad was removed */
} GstRTCRtpSource;

GstRTCRtpSource *gst_rtc_rtp_source_new (guint transceiver_id,
    guint32 ssrc, guint payload_type);
GstRTCRtpSource *gst_rtc_rtp_source_ref (GstRTCRtpSource * source);
void gst_rtc_rtp_source_unref (GstRTCRtpSource * source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstRTCRtpSource, gst_rtc_rtp_source_unref)

struct _GstRTCRtp
{
  GstElement parent;
  GstPad *sinkpad;
  GstPad *srcpad;
  PcRandom random;

  /* Protects everything below, the inputs and the sources. Never held while a
   * pad is pushed to or a signal runs. */
  GMutex lock;
  PcRtpSession *session;
  PcNegotiated *negotiated;
  gchar *transport_id;
  gboolean writable;
  gboolean alone;               /* nobody configures it: see gstrtcrtpconfig.c */
  GstCaps *receive_caps;
  gchar *cname;                 /* NULL: random */
  guint rtcp_interval;          /* ms */
  GPtrArray *inputs;            /* of GstRTCRtpInput */
  GHashTable *sources;          /* ssrc → GstRTCRtpSource */
  GHashTable *groups;           /* stream of msid → group id */
  GstRTCIO *io;                 /* from READY on */
  GSource *timer;
};

PcTime gst_rtc_rtp_now (void);
/* A new session that knows what was negotiated; with the lock. */
void gst_rtc_rtp_reset_session (GstRTCRtp * rtp);

/* gstrtcrtpconfig.c; all with the lock */
const PcNegotiatedMedia *gst_rtc_rtp_find_media (GstRTCRtp * rtp,
    guint transceiver_id);
/* Finds the agreed codec of an input. TRUE: upstream should reconfigure. */
gboolean gst_rtc_rtp_match_input (GstRTCRtp * rtp, GstRTCRtpInput * input);
void gst_rtc_rtp_configure_alone (GstRTCRtp * rtp);

/* gstrtcrtpsend.c */
GstFlowReturn gst_rtc_rtp_input_chain (GstPad * pad, GstObject * parent,
    GstBuffer * buffer);
GstFlowReturn gst_rtc_rtp_input_chain_list (GstPad * pad,
    GstObject * parent, GstBufferList * list);

/* gstrtcrtpreceive.c */
GstFlowReturn gst_rtc_rtp_sink_chain (GstPad * pad, GstObject * parent,
    GstBuffer * buffer);
GstFlowReturn gst_rtc_rtp_sink_chain_list (GstPad * pad,
    GstObject * parent, GstBufferList * list);

/* gstrtcrtpwaiting.c */
/* With the lock; takes @buffer. */
void gst_rtc_rtp_source_append (GstRTCRtp * rtp, GstRTCRtpSource * source,
    guint payload_type, GstBuffer * buffer);
/* Pushes what waits if the pad is there and linked; without the lock. */
void gst_rtc_rtp_source_drain (GstRTCRtp * rtp, GstRTCRtpSource * source);
/* The same, later on the I/O thread. */
void gst_rtc_rtp_source_drain_later (GstRTCRtp * rtp,
    GstRTCRtpSource * source);
/* With the lock; NULL when the payload type is not agreed (any more). */
GstCaps *gst_rtc_rtp_source_make_caps (GstRTCRtp * rtp,
    const GstRTCRtpSource * source, guint payload_type);

/* gstrtcrtpsource.c */
void gst_rtc_rtp_source_push_report (GstRTCRtp * rtp, GstPad * pad,
    const guint8 * data, gsize size);
/* Of all sources that have one; free with g_ptr_array_unref(). */
GPtrArray *gst_rtc_rtp_list_source_pads (GstRTCRtp * rtp);

/* The pad of a source that ended, or NULL. */
GstPad *gst_rtc_rtp_find_gone_pad (GstRTCRtp * rtp, guint32 ssrc);
/* Of a pad src_%u_%u. */
GstRTCRtpSource *gst_rtc_rtp_pad_get_source (GstPad * pad);

/* gstrtcrtppads.c */
void gst_rtc_rtp_set_up_pad (GstPad * pad);
void gst_rtc_rtp_set_up_src (GstPad * pad);
void gst_rtc_rtp_set_up_input (GstRTCRtpInput * input);

/* gstrtcrtptimer.c */
void gst_rtc_rtp_start_timer (GstRTCRtp * rtp);
void gst_rtc_rtp_stop_timer (GstRTCRtp * rtp);
/* Moves what the session wants done to @outputs; with the lock, after each
 * call into the session. */
void gst_rtc_rtp_collect (GstRTCRtp * rtp, GQueue * outputs);
/* Does it; without the lock. */
void gst_rtc_rtp_perform (GstRTCRtp * rtp, GQueue * outputs);

/* gstrtcrtpstats.c; with the lock */
GstStructure *gst_rtc_rtp_make_stats (GstRTCRtp * rtp);

G_END_DECLS

#endif /* GST_RTC_RTP_PRIVATE_H */
