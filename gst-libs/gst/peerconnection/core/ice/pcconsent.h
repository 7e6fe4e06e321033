/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcconsent.h: when to ask the peer whether it still wants our packets, and
 * what to think when it does not answer (RFC 7675).
 *
 *              3 checks, nothing heard          30 s without an answer
 *   fresh ─────────────────────────▶ silent ─────────────────────────▶ expired
 *     ▲                                 │
 *     └─── an answer, or a datagram ────┘
 *
 * Times are ms, of any clock that goes on.
 */

#ifndef PC_CONSENT_H
#define PC_CONSENT_H

#include <glib.h>

G_BEGIN_DECLS

#define PC_CONSENT_INTERVAL 5000        /* RFC 7675 section 5.1 */
#define PC_CONSENT_TIMEOUT 30000

typedef enum
{
  PC_CONSENT_FRESH,
  PC_CONSENT_SILENT,            /* connectivity is lost, for now */
  PC_CONSENT_EXPIRED,           /* not a packet more: final */
} PcConsentState;

typedef struct
{
  guint interval;               /* of checks, ms */
  guint timeout;                /* without an answer, ms */
  PcConsentState state;
  gint64 answered;              /* when the last answer came */
  gint64 asked;                 /* when the last check left */
  gint64 heard;                 /* when anything came */
  gint64 next;                  /* when something is to be done */
  guint n_asked;                /* checks in a row that brought nothing */
} PcConsent;

/* A pair was selected at @now: its checks were consent. @random: 0 to 1. */
void pc_consent_init (PcConsent * consent, guint interval, guint timeout,
    gint64 now, gdouble random);
/* An answer that the peer has signed. */
void pc_consent_handle_answer (PcConsent * consent, gint64 now,
    gdouble random);
/* Any other datagram: it is there, but that is not consent. */
void pc_consent_handle_datagram (PcConsent * consent, gint64 now);
/* TRUE when a check is to be sent now. Call it at pc_consent_next_timeout(). */
gboolean pc_consent_poll (PcConsent * consent, gint64 now, gdouble random);
/* G_MAXINT64: never. */
gint64 pc_consent_next_timeout (const PcConsent * consent);

G_END_DECLS

#endif /* PC_CONSENT_H */
