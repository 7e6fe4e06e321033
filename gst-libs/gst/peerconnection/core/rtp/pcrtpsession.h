/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpsession.h: the RTP session of a bundle, without clocks, threads or
 * network.
 *
 *   from the network ─▶ handle_rtp, handle_rtcp ─┐         ┌─▶ poll
 *   to the network   ─▶ write ───────────────────┤ session ├─▶ next_timeout
 *   time             ─▶ handle_timeout ──────────┘         └─▶ get_..._stats
 *
 * After each call that takes a time, drain pc_rtp_session_poll() and look at
 * pc_rtp_session_next_timeout(). Whoever uses a session guards it with one
 * lock. Times are of one monotonic clock; @ntp is the wall clock in NTP format
 * (RFC 3550 section 4).
 */

#ifndef PC_RTP_SESSION_H
#define PC_RTP_SESSION_H

#include "../jsep/pcnegotiated.h"
#include "pcrtpheard.h"
#include "pcrtpstats.h"

G_BEGIN_DECLS

typedef struct PcRtpSession PcRtpSession;

/* What a peer can make a session remember: sources that are alive. More are
 * dropped until one of them ends or is silent for PC_RTP_SOURCE_TIMEOUT. */
#define PC_RTP_MAX_SOURCES 64
#define PC_RTP_SOURCE_TIMEOUT (60 * PC_SECOND)
/* Packets that BYE has overtaken are known for what they are so long. */
#define PC_RTP_BYE_LINGER (1 * PC_SECOND)
/* Between two requests for a key frame of one source: an encoder needs time to
 * answer, and each answer is large. */
#define PC_RTP_KEY_FRAME_INTERVAL (300 * PC_MSECOND)
#define PC_RTCP_DEFAULT_INTERVAL (1 * PC_SECOND)

typedef struct
{
  PcRandom random;
  PcTime rtcp_interval;         /* the least; 0: PC_RTCP_DEFAULT_INTERVAL */
  const gchar *cname;           /* where an m-section names none; NULL: random */
} PcRtpSessionConfig;

PcRtpSession *pc_rtp_session_new (const PcRtpSessionConfig * config);
void pc_rtp_session_free (PcRtpSession * session);

/* The m-sections of @transport_id; all of them when NULL. Streams that ended
 * say BYE, sources that lost their m-section are reported gone. */
void pc_rtp_session_configure (PcRtpSession * session, PcTime now,
    PcNegotiated * negotiated, const gchar * transport_id);
void pc_rtp_session_set_rtcp_interval (PcRtpSession * session, PcTime minimum);
void pc_rtp_session_set_cname (PcRtpSession * session, const gchar * cname);
const gchar *pc_rtp_session_get_cname (const PcRtpSession * session);
/* Whether packets can leave; RTCP is kept back until then. */
void pc_rtp_session_set_writable (PcRtpSession * session, PcTime now,
    gboolean writable);
/* BYE for all streams, and nothing more. */
void pc_rtp_session_close (PcRtpSession * session, PcTime now);

/* --- receiving ---------------------------------------------------------- */

typedef struct
{
  guint transceiver_id;
  guint32 ssrc;
  guint payload_type;
  guint16 seq;
} PcRtpRoute;

/* PC_RTP_DROP_NONE: the packet is for @route. */
PcRtpDrop pc_rtp_session_handle_rtp (PcRtpSession * session, PcTime now,
    const guint8 * data, gsize size, PcRtpRoute * route);
/* FALSE: malformed; nothing of it was taken. */
gboolean pc_rtp_session_handle_rtcp (PcRtpSession * session, PcTime now,
    const guint8 * data, gsize size);

/* Who spoke to a transceiver in the last PC_RTP_HEARD_PERIOD, latest first: its
 * SSRCs, or with @contributing their CSRCs. Of PcRtpHeard; free with
 * g_array_unref(). */
GArray *pc_rtp_session_get_heard (PcRtpSession * session, PcTime now,
    guint transceiver_id, gboolean contributing);

/* Asks for a key frame of one source, or with @ssrc 0 of all of a transceiver:
 * at once, or when PC_RTP_KEY_FRAME_INTERVAL has passed since the last. */
void pc_rtp_session_request_key_frame (PcRtpSession * session, PcTime now,
    guint transceiver_id, guint32 ssrc);

/* --- sending ------------------------------------------------------------ */

/* The codec of what comes from now on: one of the transceiver's send_codecs.
 * @extension_ids: 256 entries, id that comes → id that leaves, 0: dropped; or
 * NULL for none. */
gboolean pc_rtp_session_set_input (PcRtpSession * session,
    guint transceiver_id, guint payload_type, guint clock_rate,
    const guint8 * extension_ids);
void pc_rtp_session_unset_input (PcRtpSession * session, guint transceiver_id);
/* Another source follows: its numbers are not those of the last one. */
void pc_rtp_session_replace_input (PcRtpSession * session,
    guint transceiver_id);

/* What pc_rtp_session_write() would say of a well-formed packet. */
PcRtpDrop pc_rtp_session_check_write (PcRtpSession * session,
    guint transceiver_id);

/* Such a packet may grow at its front. */
#define PC_RTP_HEADROOM 320     /* bytes: a MID of 255, and wider elements */

/* Rewrites a packet that has PC_RTP_HEADROOM bytes before it, in place:
 * *@start is where it begins now, relative to @data. @capture: when its content
 * was captured, on the clock of @now. */
PcRtpDrop pc_rtp_session_write (PcRtpSession * session, guint transceiver_id,
    PcTime now, PcTime capture, guint8 * data, gsize size, gssize * start);

/* A tone, "0" to "D", in the place of what is sent; the packets come as
 * outputs. FALSE: telephone-event was not agreed, or nothing is sent. */
gboolean pc_rtp_session_play_tone (PcRtpSession * session,
    guint transceiver_id, PcTime now, gchar tone, PcTime duration);

/* --- time and outputs --------------------------------------------------- */

/* PC_TIME_NEVER: nothing to wait for. @reason (may be NULL): for the log. */
PcTime pc_rtp_session_next_timeout (const PcRtpSession * session,
    const gchar ** reason);
void pc_rtp_session_handle_timeout (PcRtpSession * session, PcTime now,
    guint64 ntp);

typedef enum
{
  PC_RTP_OUTPUT_RTCP,           /* @data is to be sent */
  PC_RTP_OUTPUT_RTP,            /* likewise: a packet of our own */
  PC_RTP_OUTPUT_NEW_SOURCE,     /* before its first packet is delivered */
  PC_RTP_OUTPUT_SOURCE_GONE,
  PC_RTP_OUTPUT_KEY_FRAME_WANTED,       /* by the peer, of @transceiver_id */
  PC_RTP_OUTPUT_SENDER_REPORT,  /* @data is an SR and the CNAME of @ssrc */
} PcRtpOutputType;

typedef struct
{
  PcRtpOutputType type;
  guint transceiver_id;
  guint32 ssrc;
  guint payload_type;
  guint8 *data;
  gsize size;
} PcRtpOutput;

/* FALSE when there is none. Free what is in it with pc_rtp_output_clear(). */
gboolean pc_rtp_session_poll (PcRtpSession * session, PcRtpOutput * output);
void pc_rtp_output_clear (PcRtpOutput * output);

/* --- statistics --------------------------------------------------------- */

const PcRtpSessionStats *pc_rtp_session_get_stats (const PcRtpSession *
    session);
/* For what the caller drops, or counts, on its own. */
void pc_rtp_session_count_drop (PcRtpSession * session, PcRtpDrop drop);
/* FALSE behind the last. */
gboolean pc_rtp_session_get_inbound_stats (PcRtpSession * session,
    guint index, PcRtpInboundStats * stats);
gboolean pc_rtp_session_get_outbound_stats (PcRtpSession * session,
    guint index, PcRtpOutboundStats * stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcRtpSession, pc_rtp_session_free)
    G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PcRtpOutput, pc_rtp_output_clear)

G_END_DECLS

#endif /* PC_RTP_SESSION_H */
