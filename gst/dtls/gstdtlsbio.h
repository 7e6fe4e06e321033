/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlsbio.h: a BIO that keeps datagrams apart.
 */

#ifndef GST_DTLS_BIO_H
#define GST_DTLS_BIO_H

#include <glib.h>
#include <openssl/bio.h>

G_BEGIN_DECLS

typedef void (*GstDtlsBioWrite) (gpointer user_data, const guint8 * data,
    gsize size);

/* What is written comes to @write, a datagram a call. */
BIO *gst_dtls_bio_new (GstDtlsBioWrite write, gpointer user_data);
/* The one datagram that can be read next; not copied. NULL takes back what
 * nobody read. */
void gst_dtls_bio_set_input (BIO * bio, const guint8 * data, gsize size);

G_END_DECLS

#endif /* GST_DTLS_BIO_H */
