/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcdtlspads.c: events, queries, and the streaming threads' way out.
 *
 *   rtp_sink ─┐                ┌─▶ rtp_src
 *             ├─▶ src    sink ─┤
 *   data_sink ┘                └─▶ data_src
 *
 * The two directions share nothing here: linked both ways the element lies on
 * a loop, and whatever were forwarded from one to the other would come back.
 */

#include "gstrtcdtlssrtp-private.h"

#define GST_CAT_DEFAULT gst_rtc_dtls_srtp_debug

/* What passes is told apart by its bytes; caps would say nothing. */
#define TEMPLATE(variable, name, direction) \
  static GstStaticPadTemplate variable = GST_STATIC_PAD_TEMPLATE (name, \
      direction, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY)

TEMPLATE (sink_template, "sink", GST_PAD_SINK);
TEMPLATE (src_template, "src", GST_PAD_SRC);
TEMPLATE (rtp_sink_template, "rtp_sink", GST_PAD_SINK);
TEMPLATE (rtp_src_template, "rtp_src", GST_PAD_SRC);
TEMPLATE (data_sink_template, "data_sink", GST_PAD_SINK);
TEMPLATE (data_src_template, "data_src", GST_PAD_SRC);

void
gst_rtc_dtls_srtp_count (GstRTCDtlsSrtp * self, GstRTCDtlsCounter counter,
    guint64 n)
{
  if (n == 0)
    return;

  g_mutex_lock (&self->lock);
  self->counters[counter] += n;
  g_mutex_unlock (&self->lock);
}

GstRTCDtlsCounter
gst_rtc_dtls_counter_for_status (GstSrtpStatus status)
{
  static const GstRTCDtlsCounter counters[] = {
    [GST_SRTP_REPLAY] = GST_RTC_DTLS_DROPPED_REPLAYED,
    [GST_SRTP_AUTH] = GST_RTC_DTLS_DROPPED_UNAUTHENTICATED,
    [GST_SRTP_TOO_MANY_SSRCS] = GST_RTC_DTLS_DROPPED_SSRC_LIMIT,
    [GST_SRTP_MALFORMED] = GST_RTC_DTLS_DROPPED_MALFORMED,
    [GST_SRTP_UNUSABLE] = GST_RTC_DTLS_DROPPED_NOT_CONNECTED,
  };

  return counters[status];
}

/* --- media out ------------------------------------------------------------ */

/* With the lock. Takes *@buffer and gives what goes out instead, or NULL. */
static gboolean
protect_one (GstBuffer ** buffer, guint index, gpointer user_data)
{
  GstRTCDtlsSrtp *self = user_data;
  const gsize size = gst_buffer_get_size (*buffer);
  GstSrtpStatus status;

  if (self->outbound == NULL) {
    gst_clear_buffer (buffer);
    self->counters[GST_RTC_DTLS_DROPPED_NOT_CONNECTED]++;
    return TRUE;
  }

  *buffer = gst_srtp_session_protect (self->outbound, *buffer, &status);
  if (*buffer != NULL) {
    self->counters[GST_RTC_DTLS_RTP_PACKETS_SENT]++;
    self->counters[GST_RTC_DTLS_RTP_BYTES_SENT] += size;
  } else {
    self->counters[gst_rtc_dtls_counter_for_status (status)]++;
  }

  return TRUE;
}

/* A peer that is gone ends the connection, never the pipeline: whatever
 * becomes of a packet, upstream may send the next. */
static GstFlowReturn
rtp_sink_chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (parent);

  list = gst_buffer_list_make_writable (list);
  g_mutex_lock (&self->lock);
  gst_buffer_list_foreach (list, protect_one, self);
  g_mutex_unlock (&self->lock);

  if (gst_buffer_list_length (list) > 0)
    gst_pad_push_list (self->src, list);
  else
    gst_buffer_list_unref (list);

  return GST_FLOW_OK;
}

static GstFlowReturn
rtp_sink_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (parent);

  g_mutex_lock (&self->lock);
  protect_one (&buffer, 0, self);
  g_mutex_unlock (&self->lock);

  if (buffer != NULL)
    gst_pad_push (self->src, buffer);

  return GST_FLOW_OK;
}

/* --- to the I/O thread ---------------------------------------------------- */

/* Takes @list. */
static GstFlowReturn
submit (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (parent);
  GstRTCDtlsSession *session;

  g_mutex_lock (&self->lock);
  session = self->session ? g_atomic_rc_box_acquire (self->session) : NULL;
  g_mutex_unlock (&self->lock);

  if (session == NULL) {
    gst_buffer_list_unref (list);
    return GST_FLOW_FLUSHING;
  }
  gst_rtc_dtls_session_submit (session, pad == self->sink ?
      GST_RTC_DTLS_FROM_NETWORK : GST_RTC_DTLS_FROM_DATA, list);
  gst_rtc_dtls_session_unref (session);

  return GST_FLOW_OK;
}

static GstFlowReturn
submit_one (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new_sized (1);

  gst_buffer_list_add (list, buffer);

  return submit (pad, parent, list);
}

/* --- events and queries --------------------------------------------------- */

/* 0, which keeps it, for any pad but the one in @user_data. */
static gint
is_excluded (gconstpointer item, gconstpointer user_data)
{
  return g_value_get_object (item) == g_value_get_object (user_data);
}

static GstIterator *
iterate_but (GstIterator * pads, GstPad * excluded)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_PAD);
  g_value_set_object (&value, excluded);

  return gst_iterator_filter (pads, is_excluded, &value);
}

static GstIterator *
iterate_internal_links (GstPad * pad, GstObject * parent)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (parent);
  GValue value = G_VALUE_INIT;
  GstIterator *it;

  if (pad == self->src)
    return iterate_but (gst_element_iterate_sink_pads (GST_ELEMENT (self)),
        self->sink);
  if (pad == self->sink)
    return iterate_but (gst_element_iterate_src_pads (GST_ELEMENT (self)),
        self->src);

  g_value_init (&value, GST_TYPE_PAD);
  g_value_set_object (&value, GST_PAD_IS_SINK (pad) ? self->src : self->sink);
  it = gst_iterator_new_single (GST_TYPE_PAD, &value);
  g_value_unset (&value);

  return it;
}

static void
push_up (GstRTCDtlsSrtp * self, GstEvent * event)
{
  gst_pad_push_event (self->rtp_src, gst_event_ref (event));
  gst_pad_push_event (self->data_src, event);
}

/* What comes from the network ends and is flushed as one. Streams, caps and
 * segments are of our own making (start_pads). */
static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (parent);

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_EOS:
    case GST_EVENT_FLUSH_START:
    case GST_EVENT_FLUSH_STOP:
      push_up (self, event);
      return TRUE;
    case GST_EVENT_STREAM_START:
    case GST_EVENT_CAPS:
    case GST_EVENT_SEGMENT:
      gst_event_unref (event);
      return TRUE;
    default:
      return gst_pad_event_default (pad, parent, event);
  }
}

/* Media that ends, or is flushed, does not end the association: data and
 * handshake go the same way, and new media may follow. */
static gboolean
upper_sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_EOS:
    case GST_EVENT_FLUSH_START:
    case GST_EVENT_FLUSH_STOP:
    case GST_EVENT_STREAM_START:
    case GST_EVENT_CAPS:
    case GST_EVENT_SEGMENT:
      gst_event_unref (event);
      return TRUE;
    default:
      return gst_pad_event_default (pad, parent, event);
  }
}

/* Nothing is kept here, so the latency is that of what feeds the direction. */
static gboolean
src_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  GstRTCDtlsSrtp *self = GST_RTC_DTLS_SRTP (parent);
  GstPad *feeding = pad == self->src ? self->rtp_sink : self->sink;

  if (GST_QUERY_TYPE (query) != GST_QUERY_LATENCY)
    return gst_pad_query_default (pad, parent, query);

  if (!gst_pad_peer_query (feeding, query))
    gst_query_set_latency (query, TRUE, 0, GST_CLOCK_TIME_NONE);

  return TRUE;
}

void
gst_rtc_dtls_srtp_start_pads (GstRTCDtlsSrtp * self)
{
  GstPad *const pads[] = { self->src, self->rtp_src, self->data_src };
  GstSegment segment;
  guint i;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  for (i = 0; i < G_N_ELEMENTS (pads); i++) {
    g_autofree gchar *stream_id = g_strdup_printf ("%s/%s",
        GST_OBJECT_NAME (self), GST_OBJECT_NAME (pads[i]));

    gst_pad_push_event (pads[i], gst_event_new_stream_start (stream_id));
    gst_pad_push_event (pads[i], gst_event_new_segment (&segment));
  }
}

/* --- making them ---------------------------------------------------------- */

static GstPad *
add_sink (GstRTCDtlsSrtp * self, GstStaticPadTemplate * template,
    GstPadChainFunction chain, GstPadChainListFunction chain_list,
    GstPadEventFunction event)
{
  GstPad *pad = gst_pad_new_from_static_template (template,
      template->name_template);

  gst_pad_set_chain_function (pad, chain);
  gst_pad_set_chain_list_function (pad, chain_list);
  gst_pad_set_event_function (pad, event);
  gst_pad_set_iterate_internal_links_function (pad, iterate_internal_links);
  gst_element_add_pad (GST_ELEMENT (self), pad);

  return pad;
}

static GstPad *
add_src (GstRTCDtlsSrtp * self, GstStaticPadTemplate * template)
{
  GstPad *pad = gst_pad_new_from_static_template (template,
      template->name_template);

  gst_pad_set_query_function (pad, src_query);
  gst_pad_set_iterate_internal_links_function (pad, iterate_internal_links);
  gst_element_add_pad (GST_ELEMENT (self), pad);

  return pad;
}

void
gst_rtc_dtls_srtp_create_pads (GstRTCDtlsSrtp * self)
{
  self->sink = add_sink (self, &sink_template, submit_one, submit, sink_event);
  self->src = add_src (self, &src_template);
  self->rtp_sink = add_sink (self, &rtp_sink_template, rtp_sink_chain,
      rtp_sink_chain_list, upper_sink_event);
  self->rtp_src = add_src (self, &rtp_src_template);
  self->data_sink = add_sink (self, &data_sink_template, submit_one, submit,
      upper_sink_event);
  self->data_src = add_src (self, &data_src_template);
}

void
gst_rtc_dtls_srtp_add_pad_templates (GstElementClass * klass)
{
  GstStaticPadTemplate *const templates[] = {
    &sink_template, &src_template, &rtp_sink_template, &rtp_src_template,
    &data_sink_template, &data_src_template,
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (templates); i++)
    gst_element_class_add_static_pad_template (klass, templates[i]);
}
