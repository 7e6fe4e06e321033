/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcmeter.c: a stream that ends when too much comes in at once.
 */

#include "gstrtcmeter.h"

/* --- the input: counts ---------------------------------------------------- */

#define GST_TYPE_RTC_METER_INPUT (gst_rtc_meter_input_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCMeterInput, gst_rtc_meter_input, GST,
    RTC_METER_INPUT, GFilterInputStream);

struct _GstRTCMeterInput
{
  GFilterInputStream parent;
  gsize left;                   /* bytes; like all of it on one thread */
};

static void gst_rtc_meter_input_pollable_init (GPollableInputStreamInterface *
    iface);

G_DEFINE_TYPE_WITH_CODE (GstRTCMeterInput, gst_rtc_meter_input,
    G_TYPE_FILTER_INPUT_STREAM,
    G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
        gst_rtc_meter_input_pollable_init));

static GInputStream *
get_base (gpointer self)
{
  return g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));
}

/* What was read, less than one byte too much. */
static gssize
count (GstRTCMeterInput * self, gssize size, GError ** error)
{
  if (size <= 0)
    return size;
  if ((gsize) size > self->left) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
        "Too much for one message");
    return -1;
  }
  self->left -= size;

  return size;
}

static gssize
gst_rtc_meter_input_read (GInputStream * stream, void *buffer, gsize size,
    GCancellable * cancellable, GError ** error)
{
  return count (GST_RTC_METER_INPUT (stream),
      g_input_stream_read (get_base (stream), buffer, size, cancellable,
          error), error);
}

static gssize
gst_rtc_meter_input_read_nonblocking (GPollableInputStream * stream,
    void *buffer, gsize size, GError ** error)
{
  return count (GST_RTC_METER_INPUT (stream),
      g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM
          (get_base (stream)), buffer, size, NULL, error), error);
}

static gboolean
gst_rtc_meter_input_is_readable (GPollableInputStream * stream)
{
  return g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (get_base
          (stream)));
}

static GSource *
gst_rtc_meter_input_create_source (GPollableInputStream * stream,
    GCancellable * cancellable)
{
  g_autoptr (GSource) base =
      g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (get_base
          (stream)), cancellable);

  return g_pollable_source_new_full (stream, base, NULL);
}

static void
gst_rtc_meter_input_pollable_init (GPollableInputStreamInterface * iface)
{
  iface->is_readable = gst_rtc_meter_input_is_readable;
  iface->create_source = gst_rtc_meter_input_create_source;
  iface->read_nonblocking = gst_rtc_meter_input_read_nonblocking;
}

static void
gst_rtc_meter_input_class_init (GstRTCMeterInputClass * klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = gst_rtc_meter_input_read;
}

static void
gst_rtc_meter_input_init (GstRTCMeterInput * self)
{
}

/* --- the stream ------------------------------------------------------------ */

struct _GstRTCMeter
{
  GIOStream parent;

  GIOStream *base;
  GstRTCMeterInput *input;
  gsize budget;
};

G_DEFINE_TYPE (GstRTCMeter, gst_rtc_meter, G_TYPE_IO_STREAM);

static GInputStream *
gst_rtc_meter_get_input_stream (GIOStream * stream)
{
  return G_INPUT_STREAM (GST_RTC_METER (stream)->input);
}

static GOutputStream *
gst_rtc_meter_get_output_stream (GIOStream * stream)
{
  return g_io_stream_get_output_stream (GST_RTC_METER (stream)->base);
}

static gboolean
gst_rtc_meter_close (GIOStream * stream, GCancellable * cancellable,
    GError ** error)
{
  return g_io_stream_close (GST_RTC_METER (stream)->base, cancellable, error);
}

static void
gst_rtc_meter_dispose (GObject * object)
{
  GstRTCMeter *self = GST_RTC_METER (object);

  G_OBJECT_CLASS (gst_rtc_meter_parent_class)->dispose (object);
  g_clear_object (&self->input);
  g_clear_object (&self->base);
}

static void
gst_rtc_meter_class_init (GstRTCMeterClass * klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gst_rtc_meter_dispose;
  stream_class->get_input_stream = gst_rtc_meter_get_input_stream;
  stream_class->get_output_stream = gst_rtc_meter_get_output_stream;
  stream_class->close_fn = gst_rtc_meter_close;
}

static void
gst_rtc_meter_init (GstRTCMeter * self)
{
}

GIOStream *
gst_rtc_meter_new (GIOStream * base, gsize budget)
{
  GstRTCMeter *self = g_object_new (GST_TYPE_RTC_METER, NULL);

  self->base = g_object_ref (base);
  self->budget = budget;
  self->input = g_object_new (GST_TYPE_RTC_METER_INPUT,
      "base-stream", g_io_stream_get_input_stream (base),
      "close-base-stream", FALSE, NULL);
  gst_rtc_meter_refill (self);

  return G_IO_STREAM (self);
}

void
gst_rtc_meter_refill (GstRTCMeter * meter)
{
  meter->input->left = meter->budget;
}
