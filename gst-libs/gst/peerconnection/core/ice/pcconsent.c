/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcconsent.c: when to ask for consent, and what silence means.
 */

#include "pcconsent.h"

/* An unanswered check is followed by another after this part of the interval:
 * a second. RFC 7675 section 5.1 has checks for consent 4 s apart at least;
 * those in between ask whether connectivity is lost, which webrtc-pc section
 * 5.6.3 leaves to us ("repeatedly failing to receive a response"). */
#define PATIENCE_DIVISOR 5
/* So many of them, and nothing heard: 3 s after the first, that is 7 to 9 s
 * after the last answer, where browsers are as well. */
#define SILENT_CHECKS 3

static gint64
patience (const PcConsent * consent)
{
  return MAX (consent->interval / PATIENCE_DIVISOR, 1);
}

/* RFC 7675 section 5.1: "randomized from between 0.8 and 1.2 times". */
static gint64
interval (const PcConsent * consent, gdouble random)
{
  return (gint64) (consent->interval * (0.8 + 0.4 * random));
}

void
pc_consent_init (PcConsent * consent, guint interval_ms, guint timeout_ms,
    gint64 now, gdouble random)
{
  *consent = (PcConsent) {
  .interval = interval_ms,.timeout = timeout_ms,};
  pc_consent_handle_answer (consent, now, random);
}

void
pc_consent_handle_answer (PcConsent * consent, gint64 now, gdouble random)
{
  if (consent->state == PC_CONSENT_EXPIRED)
    return;
  consent->answered = now;
  consent->next = now + interval (consent, random);
  pc_consent_handle_datagram (consent, now);
}

void
pc_consent_handle_datagram (PcConsent * consent, gint64 now)
{
  if (consent->state == PC_CONSENT_EXPIRED)
    return;
  consent->heard = now;
  consent->n_asked = 0;
  consent->state = PC_CONSENT_FRESH;
}

gboolean
pc_consent_poll (PcConsent * consent, gint64 now, gdouble random)
{
  if (consent->state == PC_CONSENT_EXPIRED)
    return FALSE;
  /* RFC 7675 section 5.1: the answer counts, no other traffic does. */
  if (now - consent->answered >= consent->timeout) {
    consent->state = PC_CONSENT_EXPIRED;
    return FALSE;
  }
  if (now < consent->next)
    return FALSE;

  /* The last check got lost, or its answer did; the peer is there. */
  if (consent->asked > consent->answered && consent->heard > consent->asked) {
    gint64 next = consent->asked + interval (consent, random);

    if (next > now) {
      consent->next = next;
      return FALSE;
    }
  }
  if (consent->n_asked >= SILENT_CHECKS)
    consent->state = PC_CONSENT_SILENT;
  consent->n_asked++;
  consent->asked = now;
  consent->next = now + patience (consent);

  return TRUE;
}

gint64
pc_consent_next_timeout (const PcConsent * consent)
{
  if (consent->state == PC_CONSENT_EXPIRED)
    return G_MAXINT64;

  return MIN (consent->next, consent->answered + consent->timeout);
}
