/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstsrtpsession.h: one direction of SRTP.
 *
 * Not locked: the owner of a session lets one thread at a time in.
 */

#ifndef GST_SRTP_SESSION_H
#define GST_SRTP_SESSION_H

#include <gst/gst.h>
#include <gst/peerconnection/core/dtls/pcsrtpprofile.h>

G_BEGIN_DECLS

/* What protecting may add: the longest tag that libsrtp knows, and the index
 * word of SRTCP. A buffer with so much room behind its bytes is protected in
 * place. */
#define GST_SRTP_MAX_TRAILER 148        /* bytes; SRTP_MAX_TRAILER_LEN + 4 */

/* How many SSRCs a peer may send from: libsrtp keeps a replay window for each
 * and forgets none. Enough for hundreds of forwarded participants; each has
 * half a kilobyte. */
#define GST_SRTP_MAX_INBOUND_SSRCS 1024

/* Packets older than this are refused (RFC 3711 section 3.3.2 wants 64 at
 * least); a key frame at 20 Mbit/s may overtake hundreds. */
#define GST_SRTP_WINDOW 1024    /* packets */

typedef struct _GstSrtpSession GstSrtpSession;

typedef enum
{
  GST_SRTP_OK,
  GST_SRTP_REPLAY,              /* seen before, or too old to say */
  GST_SRTP_AUTH,                /* not from the peer, or damaged */
  GST_SRTP_TOO_MANY_SSRCS,
  GST_SRTP_MALFORMED,
  GST_SRTP_UNUSABLE,            /* libsrtp cannot do what it could before */
} GstSrtpStatus;

/* The profiles that libsrtp can do here, for SSL_CTX_set_tlsext_use_srtp();
 * free with g_free(). */
gchar *gst_srtp_get_openssl_profiles (void);

/* @profile: one of those above. @inbound: for unprotect. */
GstSrtpSession *gst_srtp_session_new (const PcSrtpProfile * profile,
    const PcSrtpSecret * secret, gboolean inbound);
void gst_srtp_session_free (GstSrtpSession * session);

/* In place. Takes *@buffer and returns it, or one with a copy when it was
 * shared or had no room; NULL when it was not @status OK. @kind is told from the
 * bytes: RTP or RTCP. */
GstBuffer *gst_srtp_session_protect (GstSrtpSession * session,
    GstBuffer * buffer, GstSrtpStatus * status);
GstBuffer *gst_srtp_session_unprotect (GstSrtpSession * session,
    GstBuffer * buffer, gboolean rtcp, GstSrtpStatus * status);

G_END_DECLS

#endif /* GST_SRTP_SESSION_H */
