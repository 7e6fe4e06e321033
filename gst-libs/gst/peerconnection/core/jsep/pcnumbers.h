/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcnumbers.h: who owns which payload type and header extension id.
 *
 * One table serves the whole session, so that any m-sections can share a
 * transport (RFC 8843 section 9.1). A number keeps its meaning for the life of
 * the session, rollbacks included; only a peer's offer may take one over that
 * was never agreed on.
 */

#ifndef PC_NUMBERS_H
#define PC_NUMBERS_H

#include "../sdp/pcdescription.h"

G_BEGIN_DECLS

#define PC_N_PAYLOAD_TYPES 128
#define PC_N_EXTENSION_IDS 256
    typedef struct
{
  struct
  {
    PcKind kind;
    PcCodec *codec;             /* NULL: free */
  } payload_types[PC_N_PAYLOAD_TYPES];
  gchar *extensions[PC_N_EXTENSION_IDS];        /* uri; NULL: free */
} PcNumbers;

PcNumbers *pc_numbers_new (void);
void pc_numbers_free (PcNumbers * numbers);

/* What the peer's offer says, stands. */
void pc_numbers_learn (PcNumbers * numbers, const PcMedia * media);

/* A number for @codec that @used does not hold yet: the one it has, the one it
 * prefers, or a free one. -1 when there is none. */
gint pc_numbers_assign_payload_type (PcNumbers * numbers, PcKind kind,
    const PcCodec * codec, const gboolean used[PC_N_PAYLOAD_TYPES]);
/* Likewise; 0 when there is none. */
guint pc_numbers_assign_extension (PcNumbers * numbers, const gchar * uri,
    guint preferred);

G_END_DECLS

#endif /* PC_NUMBERS_H */
