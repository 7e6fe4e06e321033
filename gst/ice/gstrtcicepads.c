/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcicepads.c: datagrams in and out of rtcice.
 *
 * The two pads are two directions that know nothing of each other: linked to
 * a two-way neighbour they are a loop, in which a forwarded query or event
 * would run for ever. Each is answered where it arrives.
 */

#include "gstrtcicepriv.h"

/* Packets on their way to the agent when there is no path; then drops. */
#define MAX_QUEUED 512

#define DATAGRAM_CAPS "application/x-rtc-datagram"

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* --- out ------------------------------------------------------------------ */

static void
add_sent (GstRTCIce * ice, const GstRTCIceSent * sent)
{
  g_mutex_lock (&ice->lock);
  ice->sent.packets += sent->packets;
  ice->sent.bytes += sent->bytes;
  ice->sent.dropped += sent->dropped;
  ice->sent.messages += sent->messages;
  ice->sent.calls += sent->calls;
  g_mutex_unlock (&ice->lock);
}

static GstFlowReturn
sink_chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  GstRTCIce *ice = GST_RTC_ICE (parent);
  g_autoptr (GstRTCIcePath) path = NULL;
  GstRTCIceSent sent = { 0 };
  guint length = gst_buffer_list_length (list);
  gboolean segmentation;

  g_mutex_lock (&ice->lock);
  segmentation = ice->segmentation;
  if (ice->path) {
    path = gst_rtc_ice_path_ref (ice->path);
  } else if (ice->agent && ice->by_agent && ice->queued + length <= MAX_QUEUED) {
    ice->queued += length;
    gst_rtc_ice_post_locked (ice->agent,
        gst_rtc_ice_command_send (ice, g_steal_pointer (&list)));
  } else {
    ice->sent.dropped += length;
  }
  g_mutex_unlock (&ice->lock);

  if (path) {
    gst_rtc_ice_path_send (path, list, segmentation, &sent);
    add_sent (ice, &sent);
  }
  g_clear_pointer (&list, gst_buffer_list_unref);
  return GST_FLOW_OK;
}

static GstFlowReturn
sink_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new_sized (1);

  gst_buffer_list_add (list, buffer);
  return sink_chain_list (pad, parent, list);
}

static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  /* What the network does not know of ends here. */
  gst_event_unref (event);
  return TRUE;
}

/* --- in ------------------------------------------------------------------- */

static void
start_stream (GstRTCIce * ice)
{
  g_autofree gchar *id = g_strdup_printf ("rtcice/%08x%08x",
      g_random_int (), g_random_int ());
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (DATAGRAM_CAPS);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (ice->srcpad, gst_event_new_stream_start (id));
  gst_pad_push_event (ice->srcpad, gst_event_new_caps (caps));
  gst_pad_push_event (ice->srcpad, gst_event_new_segment (&segment));
}

void
gst_rtc_ice_push (GstRTCIce * ice, GstBufferList * list)
{
  guint length = gst_buffer_list_length (list);
  gsize size = gst_buffer_list_calculate_size (list);
  gboolean started;

  g_mutex_lock (&ice->lock);
  ice->received_packets += length;
  ice->received_bytes += size;
  started = ice->started_stream;
  ice->started_stream = TRUE;
  g_mutex_unlock (&ice->lock);

  if (!started)
    start_stream (ice);
  /* Not linked, flushing: a datagram may be lost at any time. */
  gst_pad_push_list (ice->srcpad, list);
}

static gboolean
src_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gboolean handled = GST_EVENT_TYPE (event) == GST_EVENT_LATENCY ||
      GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE;

  gst_event_unref (event);
  return handled;
}

static gboolean
src_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_LATENCY:
      /* Live, and handed on as it arrives. */
      gst_query_set_latency (query, TRUE, 0, GST_CLOCK_TIME_NONE);
      return TRUE;
    case GST_QUERY_SCHEDULING:
      gst_query_set_scheduling (query, GST_SCHEDULING_FLAG_SEQUENTIAL, 1, -1,
          0);
      gst_query_add_scheduling_mode (query, GST_PAD_MODE_PUSH);
      return TRUE;
    default:
      return gst_pad_query_default (pad, parent, query);
  }
}

/* --- both ----------------------------------------------------------------- */

static GstIterator *
no_internal_links (GstPad * pad, GstObject * parent)
{
  return NULL;
}

void
gst_rtc_ice_class_add_pads (GstElementClass * klass)
{
  gst_element_class_add_static_pad_template (klass, &sink_template);
  gst_element_class_add_static_pad_template (klass, &src_template);
}

void
gst_rtc_ice_init_pads (GstRTCIce * ice)
{
  ice->sinkpad = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_pad_set_chain_function (ice->sinkpad, sink_chain);
  gst_pad_set_chain_list_function (ice->sinkpad, sink_chain_list);
  gst_pad_set_event_function (ice->sinkpad, sink_event);
  gst_pad_set_iterate_internal_links_function (ice->sinkpad, no_internal_links);
  gst_element_add_pad (GST_ELEMENT (ice), ice->sinkpad);

  ice->srcpad = gst_pad_new_from_static_template (&src_template, "src");
  gst_pad_set_event_function (ice->srcpad, src_event);
  gst_pad_set_query_function (ice->srcpad, src_query);
  gst_pad_set_iterate_internal_links_function (ice->srcpad, no_internal_links);
  gst_element_add_pad (GST_ELEMENT (ice), ice->srcpad);
}
