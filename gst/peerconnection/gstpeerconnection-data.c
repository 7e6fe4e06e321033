/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-data.c: data channels as pads.
 *
 * A data_%u pad makes a channel when the element goes to PAUSED, so that the
 * first offer has it, or when its stream starts. A channel of the peer becomes
 * a data_src_%u pad in the event that announces it: before its messages, and
 * before an application's own handler, if that was connected later.
 */

#include "gstpeerconnection-private.h"

#include "gstrtcdatasource.h"

#define GST_CAT_DEFAULT gst_peer_connection_debug

static GstStaticPadTemplate data_template =
GST_STATIC_PAD_TEMPLATE ("data_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS (GST_RTC_DATA_CAPS));

static GstStaticPadTemplate data_src_template =
GST_STATIC_PAD_TEMPLATE ("data_src_%u", GST_PAD_SRC, GST_PAD_SOMETIMES,
    GST_STATIC_CAPS (GST_RTC_DATA_CAPS));

static GstStaticPadTemplate any_template =
GST_STATIC_PAD_TEMPLATE ("data_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS_ANY);

/* --- out ------------------------------------------------------------------ */

static void
connect_pad (GstPeerConnection * self, GstRTCDataSinkPad * pad)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_peer_connection_ensure (self);
  g_autoptr (GError) error = NULL;

  if (connection != NULL
      && !gst_rtc_data_sink_pad_connect (pad, connection, &error))
    GST_ELEMENT_ERROR (self, RESOURCE, OPEN_WRITE,
        ("%s: its data channel cannot be made", GST_PAD_NAME (pad)),
        ("%s", error->message));
}

static void
pad_start (GstElement * element, GstRTCDataSinkPad * pad)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  gboolean down;

  g_mutex_lock (&self->lock);
  down = self->down;
  g_mutex_unlock (&self->lock);
  if (!down)
    connect_pad (self, pad);
}

static void
pad_finished (GstElement * element, GstRTCDataSinkPad * pad)
{
  gst_peer_connection_check_eos (GST_PEER_CONNECTION (element));
}

static const GstRTCDataSinkPadCallbacks pad_callbacks = {
  .start = pad_start,
  .finished = pad_finished,
  .time_shift = gst_peer_connection_time_shift,
};

GstPad *
gst_peer_connection_request_data_pad (GstPeerConnection * self,
    const gchar * name)
{
  GstElement *element = GST_ELEMENT (self);
  /* A pad once asked for takes anything. */
  g_autoptr (GstPadTemplate) any = gst_static_pad_template_get (&any_template);
  g_autofree gchar *chosen = NULL;
  GstPad *pad;

  g_mutex_lock (&self->lock);
  chosen = name != NULL ? g_strdup (name)
      : gst_peer_connection_free_pad_name (self, "data_%u");
  pad = gst_rtc_data_sink_pad_new (chosen, any, &pad_callbacks);
  gst_rtc_data_sink_pad_set_flushing (GST_RTC_DATA_SINK_PAD (pad), self->down);
  g_ptr_array_add (self->data_pads, gst_object_ref (pad));
  gst_peer_connection_flag_sink_locked (self);
  self->eos_posted = FALSE;
  g_mutex_unlock (&self->lock);
  gst_element_add_pad (element, pad);
  gst_child_proxy_child_added (GST_CHILD_PROXY (self), G_OBJECT (pad),
      GST_PAD_NAME (pad));

  return pad;
}

void
gst_peer_connection_release_data_pad (GstPeerConnection * self, GstPad * pad)
{
  gst_rtc_data_sink_pad_set_flushing (GST_RTC_DATA_SINK_PAD (pad), TRUE);
  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->data_pads, pad);
  gst_peer_connection_flag_sink_locked (self);
  g_mutex_unlock (&self->lock);

  gst_pad_set_active (pad, FALSE);
  gst_rtc_data_sink_pad_disconnect (GST_RTC_DATA_SINK_PAD (pad));
  gst_child_proxy_child_removed (GST_CHILD_PROXY (self), G_OBJECT (pad),
      GST_PAD_NAME (pad));
  gst_element_remove_pad (GST_ELEMENT (self), pad);
}

static GPtrArray *
copy_data_pads (GstPeerConnection * self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (gst_object_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->data_pads->len; i++)
    g_ptr_array_add (copy,
        gst_object_ref (g_ptr_array_index (self->data_pads, i)));
  g_mutex_unlock (&self->lock);
  return copy;
}

void
gst_peer_connection_set_data_flushing (GstPeerConnection * self,
    gboolean flushing)
{
  g_autoptr (GPtrArray) pads = copy_data_pads (self);

  for (guint i = 0; i < pads->len; i++)
    gst_rtc_data_sink_pad_set_flushing (g_ptr_array_index (pads, i), flushing);
}

void
gst_peer_connection_open_data_pads (GstPeerConnection * self)
{
  g_autoptr (GPtrArray) pads = copy_data_pads (self);

  for (guint i = 0; i < pads->len; i++)
    connect_pad (self, g_ptr_array_index (pads, i));
}

/* --- in ------------------------------------------------------------------- */

static void
weak_ref_free (gpointer data, GClosure * closure)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
collect_source (GstElement * element, GstPad * pad, gpointer user_data)
{
  if (GST_IS_RTC_DATA_SOURCE (pad))
    g_ptr_array_add (user_data, gst_object_ref (pad));
  return TRUE;
}

/* The first, in the order of their making, that a former connection left. */
static GstPad *
find_parked (GstElement * element)
{
  g_autoptr (GPtrArray) sources =
      g_ptr_array_new_with_free_func (gst_object_unref);

  gst_element_foreach_src_pad (element, collect_source, sources);
  for (guint i = 0; i < sources->len; i++) {
    GstPad *pad = g_ptr_array_index (sources, i);

    if (gst_rtc_data_source_is_parked (GST_RTC_DATA_SOURCE (pad)))
      return gst_object_ref (pad);
  }
  return NULL;
}

static void
on_datachannel (GstRTCPeerConnection * connection,
    GstRTCDataChannelEvent * event, GWeakRef * weak)
{
  g_autoptr (GstPeerConnection) self = g_weak_ref_get (weak);
  g_autoptr (GstRTCPeerConnection) current = NULL;
  g_autoptr (GstPad) parked = NULL;
  g_autofree gchar *name = NULL;
  GstElement *element;
  GstPad *pad;

  /* Nobody can link to an element that runs alone. */
  if (self == NULL || gst_rtc_backend_runs_alone (connection))
    return;
  current = gst_peer_connection_dup (self);
  if (current != connection)
    return;

  element = GST_ELEMENT (self);
  parked = find_parked (element);
  if (parked != NULL) {
    gst_rtc_data_source_adopt (GST_RTC_DATA_SOURCE (parked), connection,
        gst_rtc_data_channel_event_get_channel (event));
    return;
  }
  g_mutex_lock (&self->lock);
  name = gst_peer_connection_free_pad_name (self, "data_src_%u");
  g_mutex_unlock (&self->lock);
  pad = gst_rtc_data_source_new (name,
      gst_element_get_pad_template (element, "data_src_%u"), connection,
      gst_rtc_data_channel_event_get_channel (event));
  if (GST_STATE (self) >= GST_STATE_PAUSED
      || GST_STATE_NEXT (self) >= GST_STATE_PAUSED)
    gst_pad_set_active (pad, TRUE);
  gst_element_add_pad (element, pad);
}

void
gst_peer_connection_watch_channels (GstPeerConnection * self,
    GstRTCPeerConnection * connection)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  g_signal_connect_data (connection, "datachannel",
      G_CALLBACK (on_datachannel), weak, weak_ref_free, 0);
}

void
gst_peer_connection_drop_data (GstPeerConnection * self)
{
  g_autoptr (GPtrArray) pads = copy_data_pads (self);
  g_autoptr (GPtrArray) sources =
      g_ptr_array_new_with_free_func (gst_object_unref);

  for (guint i = 0; i < pads->len; i++)
    gst_rtc_data_sink_pad_disconnect (g_ptr_array_index (pads, i));
  gst_element_foreach_src_pad (GST_ELEMENT (self), collect_source, sources);
  for (guint i = 0; i < sources->len; i++) {
    GstPad *source = g_ptr_array_index (sources, i);

    if (gst_pad_is_linked (source))
      gst_rtc_data_source_park (GST_RTC_DATA_SOURCE (source));
    else
      gst_rtc_data_source_remove (GST_RTC_DATA_SOURCE (source),
          GST_ELEMENT (self));
  }
}

/* --- class ---------------------------------------------------------------- */

void
gst_peer_connection_install_data_pads (GstElementClass * klass)
{
  gst_element_class_add_static_pad_template_with_gtype (klass, &data_template,
      GST_TYPE_RTC_DATA_SINK_PAD);
  gst_element_class_add_static_pad_template_with_gtype (klass,
      &data_src_template, GST_TYPE_RTC_DATA_SOURCE);
}

/* --- pads as children ----------------------------------------------------- */

/* So that gst-launch-1.0 sets their properties: data_0::label=x. */
static GObject *
get_child_by_name (GstChildProxy * proxy, const gchar * name)
{
  GstChildProxyInterface *parent =
      g_type_interface_peek_parent (GST_CHILD_PROXY_GET_INTERFACE (proxy));
  GstPad *pad = gst_element_get_static_pad (GST_ELEMENT (proxy), name);

  return pad != NULL ? G_OBJECT (pad) : parent->get_child_by_name (proxy, name);
}

void
gst_peer_connection_child_proxy_init (gpointer iface, gpointer data)
{
  GstChildProxyInterface *proxy = iface;

  proxy->get_child_by_name = get_child_by_name;
}
