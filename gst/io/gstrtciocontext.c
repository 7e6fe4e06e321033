/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtciocontext.c: how the elements of one connection share one GstRTCIO.
 */

#include "gstrtcio.h"

#define TYPE_IO (io_get_type ())
#define FIELD "io"

static GType io_get_type (void);

/* Boxed, for the one field of the GstContext's structure. */
G_DEFINE_BOXED_TYPE (GstRTCIO, io, gst_rtc_io_ref, gst_rtc_io_unref)
     GstContext *gst_rtc_io_to_context (GstRTCIO * io)
{
  GstContext *context;

  g_return_val_if_fail (io != NULL, NULL);

  context = gst_context_new (GST_RTC_IO_CONTEXT_TYPE, FALSE);
  gst_structure_set (gst_context_writable_structure (context), FIELD, TYPE_IO,
      io, NULL);
  return context;
}

GstRTCIO *
gst_rtc_io_for_element (GstElement * element)
{
  GstContext *context;
  GstRTCIO *io = NULL;

  g_return_val_if_fail (GST_IS_ELEMENT (element), NULL);

  context = gst_element_get_context (element, GST_RTC_IO_CONTEXT_TYPE);
  if (context) {
    gst_structure_get (gst_context_get_structure (context), FIELD, TYPE_IO,
        &io, NULL);
    gst_context_unref (context);
  }
  return io ? io : gst_rtc_io_new ();
}
