/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcasync.c: what may wait is done on a thread of GStreamer's.
 */

#include "gstrtcasync.h"

typedef struct
{
  GstElementCallAsyncFunc func;
  gpointer data;
  GDestroyNotify notify;
  GPtrArray *ancestors;
} Call;

static void
run (GstElement * element, gpointer data)
{
  Call *call = data;

  call->func (element, call->data);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->notify != NULL)
    call->notify (call->data);
  g_ptr_array_unref (call->ancestors);
  g_free (call);
}

void
gst_rtc_call_async (GstElement * element, GstElementCallAsyncFunc func,
    gpointer data, GDestroyNotify notify)
{
  Call *call = g_new (Call, 1);
  GstObject *object = GST_OBJECT (element);

  *call = (Call) {
  .func = func,.data = data,.notify = notify,.ancestors =
        g_ptr_array_new_with_free_func (gst_object_unref)};
  while ((object = gst_object_get_parent (object)) != NULL)
    g_ptr_array_add (call->ancestors, object);
  gst_element_call_async (element, run, call, call_free);
}
