/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdpparser.h: what the files of the parser share; private to core/sdp.
 *
 *   pcsdplines.c       the text's lines: what GstSDP's parser would hide
 *   pcsdpparse.c       session, m-lines, what inherits down
 *   pcsdpattributes.c  the table: attribute name -> handler
 *   pcsdprtp.c         handlers of an RTP m-section's codecs
 *   pcsdpstreams.c     handlers of its header extensions and streams
 *   pcsdptransport.c   handlers of ICE, DTLS, SCTP
 */

#ifndef PC_SDP_PARSER_H
#define PC_SDP_PARSER_H

#include "../pcword.h"
#include "pcdescription.h"

G_BEGIN_DECLS

/* A mid, a protocol, an URI: nobody needs longer ones, and what a session
 * says for all of up to PC_SDP_MAX_MEDIA sections is copied into each. */
#define PC_SDP_MAX_TOKEN 255
#define PC_SDP_MAX_FINGERPRINTS 16      /* of one m-section */
#define PC_SDP_MAX_FEEDBACK 32  /* of one payload type */
#define PC_SDP_PAYLOAD_TYPES 128

/* One m-section, or the session above all of them, while it is read. */
typedef struct
{
  PcMedia *media;
  guint line;                   /* of the attribute at hand */
  gboolean has_direction;
  gboolean has_mid;

  /* RTP: by payload type, so that no attribute has to search. */
  PcCodec *codecs[PC_SDP_PAYLOAD_TYPES];        /* those of the m-line */
  GString *fmtp[PC_SDP_PAYLOAD_TYPES];
  GPtrArray *feedback;          /* of PcRtcpFeedback, for all payload types */
  const gchar *extensions[256]; /* the URI of each id */
  GTree *ssrcs;                 /* ssrc -> PcSsrc; a tree has no bad keys */
  PcMsid *ssrc_msid;            /* of a=ssrc:... msid:..., older than a=msid */
} PcSdpSection;

typedef gboolean (*PcSdpHandler) (PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error);

/* After the last attribute: what could not be known before. */
void pc_sdp_section_finish (PcSdpSection * section);

/* Sets an OperationError that names line, attribute and value; is FALSE. */
gboolean pc_sdp_malformed (const PcSdpSection * section, const gchar * name,
    const gchar * value, GError ** error);

/* Unknown attributes are ignored (RFC 8866 section 5.13). */
gboolean pc_sdp_section_attribute (PcSdpSection * section, gboolean session,
    const gchar * name, const gchar * value, GError ** error);

/* The lines of a text, checked one by one. */
typedef struct
{
  gchar *session_id;
  guint64 session_version;
  gchar *session_name;
  GArray *attributes;           /* of guint: the line of each a=, in order */
  GArray *media;                /* of guint: the line of each m= */
} PcSdpLines;

gboolean pc_sdp_lines_read (PcSdpLines * lines, const gchar * text,
    gsize length, GError ** error);
void pc_sdp_lines_clear (PcSdpLines * lines);

#define PC_SDP_DECLARE(handler) \
  gboolean pc_sdp_handle_##handler (PcSdpSection * section, \
      const gchar * name, const gchar * value, GError ** error)
PC_SDP_DECLARE (rtpmap);
PC_SDP_DECLARE (fmtp);
PC_SDP_DECLARE (rtcp_fb);
PC_SDP_DECLARE (extmap);
PC_SDP_DECLARE (msid);
PC_SDP_DECLARE (ssrc);
PC_SDP_DECLARE (ssrc_group);
PC_SDP_DECLARE (rid);
PC_SDP_DECLARE (simulcast);
PC_SDP_DECLARE (ice_ufrag);
PC_SDP_DECLARE (ice_pwd);
PC_SDP_DECLARE (ice_options);
PC_SDP_DECLARE (fingerprint);
PC_SDP_DECLARE (setup);
PC_SDP_DECLARE (tls_id);
PC_SDP_DECLARE (candidate);
PC_SDP_DECLARE (sctp_port);
PC_SDP_DECLARE (sctpmap);
PC_SDP_DECLARE (max_message_size);
#undef PC_SDP_DECLARE

G_END_DECLS

#endif /* PC_SDP_PARSER_H */
