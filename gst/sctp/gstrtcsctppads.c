/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsctppads.c: the pads of rtcsctp: packets out, packets in.
 *
 * Nothing passes through the element from the one to the other. Linked to a
 * transport both ways it lies in a loop, so nothing may be forwarded by
 * default: each direction answers for itself.
 */

#include "gstrtcsctp-private.h"

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_sctp_debug);
#define GST_CAT_DEFAULT gst_rtc_sctp_debug

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-sctp"));

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-sctp"));

/* --- in ------------------------------------------------------------------- */

/* With the lock. Keeps a packet that came before the start. */
static void
keep_early (GstRTCSctp * self, GstBuffer * packet)
{
  if (self->stopped || self->early.length >= GST_RTC_SCTP_MAX_EARLY_PACKETS)
    return;
  g_queue_push_tail (&self->early, gst_buffer_ref (packet));
}

/* The association to feed, or NULL; then @keep was called for each packet. */
static GstRTCSctpAssoc *
get_receiver (GstRTCSctp * self, GstBuffer * packet, GstBufferList * packets)
{
  GstRTCSctpAssoc *assoc = NULL;
  guint n = packets != NULL ? gst_buffer_list_length (packets) : 1;

  g_mutex_lock (&self->lock);
  if (self->assoc != NULL && !self->stopped) {
    assoc = gst_rtc_sctp_assoc_ref (self->assoc);
  } else {
    for (guint i = 0; i < n; i++)
      keep_early (self, packets != NULL ? gst_buffer_list_get (packets, i)
          : packet);
  }
  g_mutex_unlock (&self->lock);
  return assoc;
}

static GstFlowReturn
chain (GstPad * pad, GstObject * parent, GstBuffer * packet)
{
  GstRTCSctp *self = GST_RTC_SCTP (parent);
  g_autoptr (GstRTCSctpAssoc) assoc = get_receiver (self, packet, NULL);

  if (assoc != NULL)
    gst_rtc_sctp_assoc_input (assoc, packet);
  gst_buffer_unref (packet);
  return GST_FLOW_OK;
}

static GstFlowReturn
chain_list (GstPad * pad, GstObject * parent, GstBufferList * packets)
{
  GstRTCSctp *self = GST_RTC_SCTP (parent);
  g_autoptr (GstRTCSctpAssoc) assoc = get_receiver (self, NULL, packets);

  if (assoc != NULL)
    gst_rtc_sctp_assoc_input_list (assoc, packets);
  gst_buffer_list_unref (packets);
  return GST_FLOW_OK;
}

/* The stream of packets that comes ends here: its start, its segment and its
 * end say nothing to the one that leaves. */
static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gst_event_unref (event);
  return TRUE;
}

/* --- out ------------------------------------------------------------------ */

/* Pads forget what was sticky when they are deactivated. */
static void
start_src (GstRTCSctp * self)
{
  g_autoptr (GstEvent) sticky = NULL;
  g_autofree gchar *id = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstSegment segment;

  sticky = gst_pad_get_sticky_event (self->src, GST_EVENT_SEGMENT, 0);
  if (sticky != NULL)
    return;

  id = g_strdup_printf ("rtcsctp/%08x%08x", g_random_int (), g_random_int ());
  gst_pad_push_event (self->src, gst_event_new_stream_start (id));
  caps = gst_static_pad_template_get_caps (&src_template);
  gst_pad_push_event (self->src, gst_event_new_caps (caps));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (self->src, gst_event_new_segment (&segment));
}

void
gst_rtc_sctp_push (GstRTCSctp * self, GstBufferList * packets)
{
  GstFlowReturn flow;

  start_src (self);
  flow = gst_pad_push_list (self->src, packets);
  /* As on any network: what is not taken is lost. */
  if (flow != GST_FLOW_OK)
    GST_LOG_OBJECT (self, "packets lost: %s", gst_flow_get_name (flow));
}

/* What is downstream has nothing to ask of the other direction. */
static gboolean
src_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gst_event_unref (event);
  return TRUE;
}

static gboolean
src_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY) {
    gst_query_set_latency (query, TRUE, 0, GST_CLOCK_TIME_NONE);
    return TRUE;
  }
  return gst_pad_query_default (pad, parent, query);
}

/* --- both ----------------------------------------------------------------- */

static GstIterator *
no_internal_links (GstPad * pad, GstObject * parent)
{
  return NULL;
}

void
gst_rtc_sctp_init_pads (GstRTCSctp * self)
{
  GstElement *element = GST_ELEMENT (self);

  self->src = gst_pad_new_from_static_template (&src_template, "src");
  gst_pad_set_event_function (self->src, src_event);
  gst_pad_set_query_function (self->src, src_query);
  gst_pad_set_iterate_internal_links_function (self->src, no_internal_links);
  gst_pad_use_fixed_caps (self->src);
  gst_element_add_pad (element, self->src);

  self->sink = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_pad_set_chain_function (self->sink, chain);
  gst_pad_set_chain_list_function (self->sink, chain_list);
  gst_pad_set_event_function (self->sink, sink_event);
  gst_pad_set_iterate_internal_links_function (self->sink, no_internal_links);
  gst_element_add_pad (element, self->sink);
}

void
gst_rtc_sctp_install_pads (GstElementClass * klass)
{
  gst_element_class_add_static_pad_template (klass, &sink_template);
  gst_element_class_add_static_pad_template (klass, &src_template);
}
