/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccandidate.h: an ICE candidate and its line.
 *
 *   candidate:<foundation> <component> <transport> <priority> <address> <port>
 *     typ <type> [raddr <address>] [rport <port>] [tcptype <type>]
 *     *(SP <name> SP <value>)                     RFC 8839 section 5.1
 */

#ifndef PC_CANDIDATE_H
#define PC_CANDIDATE_H

#include "../pctypes.h"

G_BEGIN_DECLS

/* RTCIceProtocol */
typedef enum
{
  PC_ICE_PROTOCOL_UDP,
  PC_ICE_PROTOCOL_TCP,
} PcIceProtocol;

/* RTCIceCandidateType */
typedef enum
{
  PC_CANDIDATE_HOST,
  PC_CANDIDATE_SRFLX,
  PC_CANDIDATE_PRFLX,
  PC_CANDIDATE_RELAY,
} PcCandidateType;

/* RTCIceTcpCandidateType, with a value for UDP */
typedef enum
{
  PC_TCP_TYPE_ACTIVE,
  PC_TCP_TYPE_PASSIVE,
  PC_TCP_TYPE_SO,
  PC_TCP_TYPE_NONE,
} PcTcpType;

/* RTCIceServerTransportProtocol, with a value for what is not known */
typedef enum
{
  PC_RELAY_PROTOCOL_NONE,
  PC_RELAY_PROTOCOL_UDP,
  PC_RELAY_PROTOCOL_TCP,
  PC_RELAY_PROTOCOL_TLS,
} PcRelayProtocol;

typedef struct
{
  gchar *foundation;            /* 1 to 32 ice-chars */
  guint component;              /* 1 RTP, 2 RTCP */
  PcIceProtocol protocol;
  guint32 priority;             /* 1 to 2^31 - 1 */
  gchar *address;               /* IPv4, IPv6 or a name such as x.local */
  guint16 port;
  PcCandidateType type;
  gchar *related_address;       /* NULL when not said */
  guint16 related_port;
  PcTcpType tcp_type;
  gchar *username_fragment;     /* from the extension "ufrag", or NULL */
  gchar *extensions;            /* all other name-value pairs as they came, or NULL */

  /* Of our own only, and no part of the line: the server it came from
   * (webrtc-pc section 4.8.1, url and relayProtocol). */
  gchar *url;
  PcRelayProtocol relay_protocol;
} PcCandidate;

PcCandidate *pc_candidate_copy (const PcCandidate * candidate);
void pc_candidate_free (PcCandidate * candidate);
gboolean pc_candidate_equal (const PcCandidate * a, const PcCandidate * b);

/* @text: with or without "a=" and "candidate:" in front.
 * Returns NULL with an OperationError. */
PcCandidate *pc_candidate_parse (const gchar * text, GError ** error);
/* The same; *@foreign tells whether the line is well-formed so far but of a
 * transport or type that is not known here, which a description may carry
 * and a reader must ignore (RFC 8839 section 5.1). */
PcCandidate *pc_candidate_parse_full (const gchar * text, gboolean * foreign,
    GError ** error);
/* "candidate:...", as RTCIceCandidate.candidate wants it. */
gchar *pc_candidate_to_string (const PcCandidate * candidate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcCandidate, pc_candidate_free)

G_END_DECLS

#endif /* PC_CANDIDATE_H */
