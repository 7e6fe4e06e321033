/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccodecs.h: when two codec entries mean the same, and what follows from it
 * for an answer and for an agreement.
 */

#ifndef PC_CODECS_H
#define PC_CODECS_H

#include "../sdp/pcdescription.h"

G_BEGIN_DECLS

/* The value of a format parameter, or NULL; free with g_free(). */
    gchar * pc_fmtp_get (const gchar * fmtp, const gchar * key);

/* What an entry is for. */
typedef enum
{
  PC_CODEC_MEDIA,               /* a real codec */
  PC_CODEC_RTX,                 /* retransmissions of another entry (RFC 4588) */
  PC_CODEC_RESILIENCE,          /* red, ulpfec, flexfec-03 */
  PC_CODEC_EVENT,               /* telephone-event, comfort noise */
} PcCodecRole;

PcCodecRole pc_codec_get_role (const PcCodec * codec);
/* The payload type that an rtx entry retransmits, or -1. */
gint pc_codec_get_apt (const PcCodec * codec);
/* Whether rtx makes sense for this entry of this kind. */
gboolean pc_codec_can_retransmit (PcKind kind, const PcCodec * codec);

typedef enum
{
  PC_MATCH_EXACT,               /* one is the other under a different number */
  PC_MATCH_COMPATIBLE,          /* a sender of either can serve the other */
} PcMatch;

/* Compares everything but the payload type; rtx entries by their apt. */
gboolean pc_codec_match (const PcCodec * a, const PcCodec * b, PcMatch match);

/* The first entry of @codecs, of PcCodec, that retransmits @payload_type. */
const PcCodec *pc_codecs_find_rtx (const GPtrArray * codecs,
    guint payload_type);
const PcCodec *pc_codecs_find (const GPtrArray * codecs, guint payload_type);

/* Whether a list of capabilities or preferences asks for retransmissions of
 * @codec, one of its entries. */
gboolean pc_codecs_want_rtx (PcKind kind, const GPtrArray * wanted,
    const PcCodec * codec);

/* The codecs of an answer: in the order of @wanted, with the numbers of
 * @offered. Empty when no real codec is common. Of PcCodec, transfer full. */
GPtrArray *pc_codecs_answer (PcKind kind, const GPtrArray * wanted,
    const GPtrArray * offered);

/* Puts @codecs, of PcCodec, into the order of @order, by payload type; what is
 * not there stands behind, as it stood. */
void pc_codecs_sort (GPtrArray * codecs, const GPtrArray * order);

/* What an offer and its answer agree on, in the answer's order: entry N of
 * @from_answer and entry N of @from_offer mean the same, each with its own
 * number. Of PcCodec, transfer full. */
void pc_codecs_agree (const GPtrArray * answer, const GPtrArray * offer,
    GPtrArray ** from_answer, GPtrArray ** from_offer);

G_END_DECLS

#endif /* PC_CODECS_H */
