/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpsession-private.h: what the files of the session share.
 *
 *   pcrtpsession.c   sending, time, outputs
 *   pcrtpconfigure.c what the descriptions say
 *   pcrtprouting.c   RTP from the peer
 *   pcrtpfeedback.c  RTCP from the peer
 *   pcrtpreports.c   RTCP to the peer
 */

#ifndef PC_RTP_SESSION_PRIVATE_H
#define PC_RTP_SESSION_PRIVATE_H

#include "pcrtpsession.h"
#include "pcrtcpinterval.h"
#include "pcrtpsource.h"
#include "pcrtpstream.h"

G_BEGIN_DECLS

/* An m-section, prepared for looking things up. */
    typedef struct
{
  const PcNegotiatedMedia *media;       /* of the session's PcNegotiated */
  guint mid_extension_id;
  guint level_ids[2];           /* extension ids of RFC 6464 and 6465, or 0 */
  const PcCodec *receive_codecs[128];   /* by payload type */
} PcRtpSection;

struct PcRtpSession
{
  PcRandom random;
  PcTime rtcp_interval;
  gchar *cname;
  guint32 reporter_ssrc;        /* of reports while nothing is sent */

  PcNegotiated *negotiated;
  GPtrArray *sections;          /* of PcRtpSection */
  GHashTable *announced;        /* ssrc → PcRtpSection, from the descriptions */
  GHashTable *learnt;           /* the same from SDES; at most PC_RTP_MAX_SOURCES */
  PcRtpSection *by_payload_type[128];   /* the only one that has it, or NULL */
  gboolean ambiguous[128];      /* several have it */
  gboolean mid_ids[256];        /* extension ids that carry a MID somewhere */
  gboolean reduced_size;        /* RFC 5506 agreed */

  GHashTable *sources;          /* ssrc → PcRtpSource */
  PcRtpSource *last_source;     /* of the last packet: they come in runs */
  GPtrArray *streams;           /* of PcRtpStream */

  gboolean writable;
  gboolean closed;
  PcTime next_report;
  gboolean reported;            /* a regular report has been sent */
  guint average_size;           /* bytes of a report, with IP and UDP */

  GQueue outputs;               /* of PcRtpOutput */
  PcRtpSessionStats stats;
};

/* pcrtpsession.c */
PcRtpOutput *pc_rtp_session_push_output (PcRtpSession * session,
    PcRtpOutputType type, guint transceiver_id, guint32 ssrc);
void pc_rtp_session_schedule_report (PcRtpSession * session, PcTime now);
PcRtpStream *pc_rtp_session_find_stream (PcRtpSession * session,
    guint transceiver_id);
PcRtpStream *pc_rtp_session_find_stream_ssrc (PcRtpSession * session,
    guint32 ssrc);

/* pcrtprouting.c */
PcRtpSection *pc_rtp_session_find_mid (PcRtpSession * session,
    const gchar * mid, gsize length);
/* Ties an SSRC to an m-section: a new source, or one that moves. */
PcRtpDrop pc_rtp_session_bind (PcRtpSession * session, PcTime now,
    guint32 ssrc, guint payload_type, PcRtpSection * section,
    PcRtpSource ** source);
void pc_rtp_session_remove_source (PcRtpSession * session,
    PcRtpSource * source);
/* Sources that are silent or whose linger is over. */
void pc_rtp_session_sweep (PcRtpSession * session, PcTime now);
void pc_rtp_session_check_source (PcRtpSession * session, PcRtpSource * source);

/* pcrtptone.c */
PcTime pc_rtp_session_next_tone (const PcRtpSession * session);
void pc_rtp_session_flush_tones (PcRtpSession * session, PcTime now);

/* pcrtpreports.c */
void pc_rtp_session_report (PcRtpSession * session, PcTime now, guint64 ntp);
void pc_rtp_session_flush_requests (PcRtpSession * session, PcTime now);
PcTime pc_rtp_session_next_request (const PcRtpSession * session);
void pc_rtp_session_say_bye (PcRtpSession * session,
    const PcRtpStream * stream);

G_END_DECLS

#endif /* PC_RTP_SESSION_PRIVATE_H */
