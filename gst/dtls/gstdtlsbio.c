/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstdtlsbio.c: a BIO that keeps datagrams apart.
 *
 * OpenSSL's memory BIO is a stream of bytes: two records written into it come
 * out as one. Here a write is a datagram, and so is a read.
 */

#include "gstdtlsbio.h"

#include <string.h>

typedef struct
{
  GstDtlsBioWrite write;
  gpointer user_data;
  const guint8 *input;          /* NULL when nothing is left to read */
  gsize input_size;
} DatagramBio;

static int
datagram_write (BIO * bio, const char *data, int size)
{
  DatagramBio *self = BIO_get_data (bio);

  if (size > 0)
    self->write (self->user_data, (const guint8 *) data, size);

  return size;
}

static int
datagram_read (BIO * bio, char *data, int size)
{
  DatagramBio *self = BIO_get_data (bio);
  int length;

  BIO_clear_retry_flags (bio);
  if (self->input == NULL) {
    BIO_set_retry_read (bio);
    return -1;
  }

  /* As recvfrom(): what does not fit is lost. */
  length = MIN ((gsize) size, self->input_size);
  memcpy (data, self->input, length);
  self->input = NULL;

  return length;
}

static long
datagram_ctrl (BIO * bio, int command, long number, void *pointer)
{
  /* The path's MTU is set on the SSL object; it asks for nothing else. */
  return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DUP;
}

static int
datagram_create (BIO * bio)
{
  BIO_set_data (bio, g_new0 (DatagramBio, 1));
  BIO_set_init (bio, 1);

  return 1;
}

static int
datagram_destroy (BIO * bio)
{
  g_free (BIO_get_data (bio));
  BIO_set_data (bio, NULL);

  return 1;
}

/* For the whole process, as OpenSSL's own methods are. */
static const BIO_METHOD *
datagram_method (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    BIO_METHOD *method = BIO_meth_new (BIO_get_new_index ()
        | BIO_TYPE_SOURCE_SINK, "datagrams");

    BIO_meth_set_write (method, datagram_write);
    BIO_meth_set_read (method, datagram_read);
    BIO_meth_set_ctrl (method, datagram_ctrl);
    BIO_meth_set_create (method, datagram_create);
    BIO_meth_set_destroy (method, datagram_destroy);
    g_once_init_leave (&once, (gsize) method);
  }

  return (const BIO_METHOD *) once;
}

BIO *
gst_dtls_bio_new (GstDtlsBioWrite write, gpointer user_data)
{
  BIO *bio = BIO_new (datagram_method ());
  DatagramBio *self = BIO_get_data (bio);

  self->write = write;
  self->user_data = user_data;

  return bio;
}

void
gst_dtls_bio_set_input (BIO * bio, const guint8 * data, gsize size)
{
  DatagramBio *self = BIO_get_data (bio);

  self->input = data;
  self->input_size = size;
}
