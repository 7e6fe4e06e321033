/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcreflexive.h: our addresses as STUN servers see them.
 *
 * Each base (a socket of ours) asks each server: one dead server of several
 * loses nothing, and behind a translator whose mapping depends on the
 * destination (RFC 4787 section 4.1) each answer is another candidate.
 *
 *   (pacing) ─▶ asked ─▶ mapped ─▶ kept alive
 *                 └────▶ failed
 */

#ifndef PC_REFLEXIVE_H
#define PC_REFLEXIVE_H

#include "../pctypes.h"
#include "pcstun.h"

G_BEGIN_DECLS

/* webrtc-pc section 4.8.2 (errorCode): no base could reach the server */
#define PC_REFLEXIVE_UNREACHABLE 701

typedef struct _PcReflexive PcReflexive;

typedef enum
{
  PC_REFLEXIVE_SEND,            /* @bytes from the base to the server */
  PC_REFLEXIVE_MAPPED,          /* the server sees the base at @mapped */
  PC_REFLEXIVE_FAILED,          /* of all bases; once a server */
} PcReflexiveKind;

typedef struct
{
  PcReflexiveKind kind;
  guint base;
  guint server;
  GBytes *bytes;
  PcStunAddress mapped;
  guint code;                   /* of STUN, or 701 */
  gchar *text;
} PcReflexiveOutput;

/* @pacing: the time between two first requests (RFC 8445 section 14.2). */
PcReflexive *pc_reflexive_new (const PcRandom * random, PcTime pacing);
void pc_reflexive_free (PcReflexive * self);

/* Returns its number; bases are numbered by the caller. It fails if nobody
 * asks it for 3 s. */
guint pc_reflexive_add_server (PcReflexive * self, PcTime now);
void pc_reflexive_ask (PcReflexive * self, guint base, guint server,
    PcTime now);
/* It cannot even be asked. */
void pc_reflexive_fail_server (PcReflexive * self, guint server,
    const gchar * why);

/* What came to @base from the address of @server; FALSE: no answer to us. */
gboolean pc_reflexive_handle_datagram (PcReflexive * self, guint base,
    guint server, const guint8 * bytes, gsize size, PcTime now);
void pc_reflexive_handle_timeout (PcReflexive * self, PcTime now);

/* FALSE when there is no more; clear each with
 * pc_reflexive_output_clear(). */
gboolean pc_reflexive_poll (PcReflexive * self, PcReflexiveOutput * output);
void pc_reflexive_output_clear (PcReflexiveOutput * output);
/* PC_TIME_NEVER: none. @reason says what for. */
PcTime pc_reflexive_next_timeout (PcReflexive * self, const gchar ** reason);
/* Each server has answered or failed; what follows keeps mappings alive. */
gboolean pc_reflexive_is_done (PcReflexive * self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcReflexive, pc_reflexive_free)

G_END_DECLS

#endif /* PC_REFLEXIVE_H */
