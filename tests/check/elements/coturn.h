/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * coturn.h: a STUN and TURN server of somebody else's, on loopback
 * or where it is told.
 */

#ifndef COTURN_H
#define COTURN_H

#include <gst/gst.h>

#define COTURN_USER "alice"
#define COTURN_PASSWORD "wonderland"

typedef struct
{
  GPid pid;
  const gchar *address;         /* of its URLs and relays */
  guint port;                   /* UDP and TCP */
  guint tls_port;
  gchar *directory;             /* of its files */
  gchar *certificate;           /* PEM file, self-signed, for 127.0.0.1 */
  GThread *reader;              /* of what it says */
} Coturn;

/* @options: NULL, or more of its command line. Waits until it listens. */
void coturn_start (Coturn * coturn, const gchar * const *options);
/* With another address than loopback's; static. */
void coturn_start_at (Coturn * coturn, const gchar * address,
    const gchar * const *options);
/* Waits until it has said so in @n lines. */
void coturn_await (const gchar * word, guint n);
void coturn_stop (Coturn * coturn);
/* "turn:ADDRESS:PORT" with @suffix; with the port of TLS for "turns". */
gchar *coturn_url (Coturn * coturn, const gchar * scheme,
    const gchar * suffix);
/* A port where nobody listens. */
guint unused_port (void);

#endif /* COTURN_H */
