/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctypes.h: the words that every part of the core shares.
 *
 * Enumerations have the order of their WebIDL twins, so that the public
 * enumerations of the library can be checked against them at compile time.
 */

#ifndef PC_TYPES_H
#define PC_TYPES_H

#include <glib.h>

G_BEGIN_DECLS

/* A clock reading: nanoseconds on a monotonic clock. The core never reads a
 * clock; whoever calls it passes the time. */
typedef guint64 PcTime;

#define PC_TIME_NEVER G_MAXUINT64
#define PC_USECOND G_GUINT64_CONSTANT (1000)
#define PC_MSECOND G_GUINT64_CONSTANT (1000000)
#define PC_SECOND G_GUINT64_CONSTANT (1000000000)

/* Where randomness comes from: a cryptographic generator in life, a seeded
 * one in tests. */
typedef struct
{
  void (*fill) (gpointer user_data, guint8 * bytes, gsize length);
  gpointer user_data;
} PcRandom;

guint32 pc_random_u32 (const PcRandom * random);
guint64 pc_random_u64 (const PcRandom * random);
/* @length characters of the ice-char alphabet (RFC 8839 section 5.4), also
 * fit for a token; free with g_free(). */
gchar *pc_random_token (const PcRandom * random, guint length);

typedef enum
{
  PC_KIND_AUDIO,
  PC_KIND_VIDEO,
  PC_KIND_APPLICATION,          /* an SCTP association (RFC 8841) */
  PC_KIND_UNKNOWN,              /* an m-section that is answered with port 0 */
} PcKind;

/* RTCRtpTransceiverDirection */
typedef enum
{
  PC_DIRECTION_SENDRECV,
  PC_DIRECTION_SENDONLY,
  PC_DIRECTION_RECVONLY,
  PC_DIRECTION_INACTIVE,
  PC_DIRECTION_STOPPED,
} PcDirection;

gboolean pc_direction_sends (PcDirection direction);
gboolean pc_direction_receives (PcDirection direction);
PcDirection pc_direction_from_flags (gboolean sends, gboolean receives);
/* The same direction seen from the other end of the wire. */
PcDirection pc_direction_reverse (PcDirection direction);
PcDirection pc_direction_intersect (PcDirection a, PcDirection b);
const gchar *pc_direction_to_string (PcDirection direction);

/* RTCSdpType */
typedef enum
{
  PC_SDP_OFFER,
  PC_SDP_PRANSWER,
  PC_SDP_ANSWER,
  PC_SDP_ROLLBACK,
} PcSdpType;

/* RTCSignalingState */
typedef enum
{
  PC_SIGNALING_STABLE,
  PC_SIGNALING_HAVE_LOCAL_OFFER,
  PC_SIGNALING_HAVE_REMOTE_OFFER,
  PC_SIGNALING_HAVE_LOCAL_PRANSWER,
  PC_SIGNALING_HAVE_REMOTE_PRANSWER,
  PC_SIGNALING_CLOSED,
} PcSignalingState;

typedef enum
{
  PC_SIDE_LOCAL,
  PC_SIDE_REMOTE,
} PcSide;

/* a=setup (RFC 8842 section 5) */
typedef enum
{
  PC_SETUP_NONE,
  PC_SETUP_ACTPASS,
  PC_SETUP_ACTIVE,
  PC_SETUP_PASSIVE,
} PcSetup;

/* RTCDtlsRole */
typedef enum
{
  PC_DTLS_ROLE_CLIENT,
  PC_DTLS_ROLE_SERVER,
  PC_DTLS_ROLE_UNKNOWN,
} PcDtlsRole;

/* RTCBundlePolicy */
typedef enum
{
  PC_BUNDLE_BALANCED,
  PC_BUNDLE_MAX_COMPAT,
  PC_BUNDLE_MAX_BUNDLE,
} PcBundlePolicy;

G_END_DECLS

#endif /* PC_TYPES_H */
