/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcstun.h: what it takes to ask a STUN or TURN server what it thinks of us,
 * and a peer whether it is there.
 */

#ifndef PC_STUN_H
#define PC_STUN_H

#include <glib.h>

G_BEGIN_DECLS

#define PC_STUN_HEADER 20       /* bytes */
#define PC_STUN_ID 12

/* RFC 8489 section 18.2, RFC 8656 section 17 */
typedef enum
{
  PC_STUN_BINDING = 0x001,
  PC_STUN_ALLOCATE = 0x003,
  PC_STUN_REFRESH = 0x004,      /* with a lifetime of 0: ends an allocation */
} PcStunMethod;

/* Long-term credentials (RFC 8489 section 9.2). */
typedef struct
{
  const gchar *username;
  const gchar *password;
  const gchar *realm;
  const gchar *nonce;
} PcStunCredentials;

/* A connectivity check (RFC 8445 section 7.1), with the peer's password. */
typedef struct
{
  const gchar *username;        /* "ufrag of the peer:ours" */
  const gchar *password;
  gboolean controlling;
  guint64 tie_breaker;
  guint32 priority;
} PcStunCheck;

typedef struct
{
  guint size;                   /* 4 or 16; 0: not said */
  guint8 bytes[16];
  guint16 port;
} PcStunAddress;

typedef struct
{
  gboolean success;
  guint error_code;             /* 300 to 699; 0 with success */
  gchar *reason;                /* "" when not said */
  gchar *realm;                 /* NULL when not said */
  gchar *nonce;
  PcStunAddress mapped;         /* where the request came from */
} PcStunResponse;

/* @credentials NULL: none. */
GBytes *pc_stun_request (PcStunMethod method, const guint8 id[PC_STUN_ID],
    const PcStunCredentials * credentials);
GBytes *pc_stun_check (const PcStunCheck * check,
    const guint8 id[PC_STUN_ID]);
/* Whether its MESSAGE-INTEGRITY is made with a short-term password. */
gboolean pc_stun_is_signed (const guint8 * bytes, gsize size,
    const gchar * password);
/* How many bytes the message has that begins with @bytes; 0: not even a
 * header yet, or no STUN. */
gsize pc_stun_message_size (const guint8 * bytes, gsize size);
/* FALSE when it is no response to @id. */
gboolean pc_stun_response_parse (PcStunResponse * response,
    const guint8 * bytes, gsize size, const guint8 id[PC_STUN_ID]);
void pc_stun_response_clear (PcStunResponse * response);

G_END_DECLS

#endif /* PC_STUN_H */
