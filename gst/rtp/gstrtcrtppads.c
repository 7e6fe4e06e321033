/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtppads.c: events and queries, per direction.
 *
 *   sending:    sink_%u ─▶ src          receiving:  sink ─▶ src_%u_%u
 *
 * Linked both ways with rtcdtlssrtp, the element is part of a circle. What a
 * pad does by default (to forward to all pads of the other direction) would go
 * round in it; so nothing is forwarded by default, and what must pass has its
 * row here. The end of one input is not the end of the session, whose `src`
 * carries others and RTCP: it stays here.
 */

#include "gstrtcrtp-private.h"
#include "gstrtccaps.h"

#include <gst/video/video.h>

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

/* --- internal links ------------------------------------------------------- */

static gboolean
is_input (GstPad * pad)
{
  return GST_IS_RTC_RTP_INPUT (pad);
}

/* Whether data that comes at one of them can leave at the other. */
static gboolean
are_linked (GstRTCRtp * rtp, GstPad * a, GstPad * b)
{
  if (GST_PAD_DIRECTION (a) == GST_PAD_DIRECTION (b))
    return FALSE;
  if (GST_PAD_IS_SRC (a)) {
    GstPad *swap = a;

    a = b;
    b = swap;
  }
  return is_input (a) ? b == rtp->srcpad : b != rtp->srcpad;
}

static gint
compare_linked (gconstpointer item, gconstpointer user_data)
{
  GstPad *candidate = g_value_get_object (item);
  GstPad *pad = g_value_get_object (user_data);
  g_autoptr (GstObject) rtp = gst_object_get_parent (GST_OBJECT (pad));

  return rtp && are_linked (GST_RTC_RTP (rtp), pad, candidate) ? 0 : 1;
}

static GstIterator *
iterate_internal_links (GstPad * pad, GstObject * parent)
{
  GValue value = G_VALUE_INIT;
  GstIterator *iterator;

  g_value_init (&value, GST_TYPE_PAD);
  g_value_set_object (&value, pad);
  iterator = gst_iterator_filter (gst_element_iterate_pads (GST_ELEMENT
          (parent)), compare_linked, &value);
  g_value_unset (&value);

  return iterator;
}

/* --- events --------------------------------------------------------------- */

static gboolean
push_to_sources (GstRTCRtp * rtp, GstEvent * event)
{
  g_autoptr (GPtrArray) pads = gst_rtc_rtp_list_source_pads (rtp);
  guint i;

  for (i = 0; i < pads->len; i++)
    gst_pad_push_event (g_ptr_array_index (pads, i), gst_event_ref (event));
  gst_event_unref (event);

  return TRUE;
}

static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_EOS:
    case GST_EVENT_FLUSH_START:
    case GST_EVENT_FLUSH_STOP:
      return push_to_sources (GST_RTC_RTP (parent), event);
    default:
      /* Stream, caps and segment of a source are its pad's own. */
      gst_event_unref (event);
      return TRUE;
  }
}

static void
input_stream_start (GstRTCRtp * rtp, GstRTCRtpInput * input, GstEvent * event)
{
  const gchar *stream_id;

  gst_event_parse_stream_start (event, &stream_id);
  if (input->stream_id && g_strcmp0 (stream_id, input->stream_id) != 0) {
    GST_DEBUG_OBJECT (input, "input replaced: %s -> %s", input->stream_id,
        stream_id);
    g_mutex_lock (&rtp->lock);
    pc_rtp_session_replace_input (rtp->session, input->transceiver_id);
    g_mutex_unlock (&rtp->lock);
  }
  g_free (input->stream_id);
  input->stream_id = g_strdup (stream_id);
}

static void
input_caps (GstRTCRtp * rtp, GstRTCRtpInput * input, GstCaps * caps)
{
  GQueue outputs = G_QUEUE_INIT;
  gboolean reconfigure;

  g_mutex_lock (&rtp->lock);
  gst_caps_replace (&input->caps, caps);
  gst_rtc_rtp_configure_alone (rtp);
  reconfigure = gst_rtc_rtp_match_input (rtp, input);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);

  gst_rtc_rtp_perform (rtp, &outputs);
  if (reconfigure)
    gst_pad_push_event (GST_PAD (input), gst_event_new_reconfigure ());
}

static gboolean
input_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRTCRtpInput *input = GST_RTC_RTP_INPUT (pad);
  GstRTCRtp *rtp = GST_RTC_RTP (parent);
  GstCaps *caps;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      input_stream_start (rtp, input, event);
      break;
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      input_caps (rtp, input, caps);
      break;
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment (event, &input->segment);
      break;
    case GST_EVENT_FLUSH_STOP:
      gst_segment_init (&input->segment, GST_FORMAT_UNDEFINED);
      break;
    default:
      break;
  }
  gst_event_unref (event);

  return TRUE;
}

static void
want_key_frames (GstRTCRtp * rtp)
{
  guint i;

  g_mutex_lock (&rtp->lock);
  for (i = 0; i < rtp->inputs->len; i++) {
    GstRTCRtpInput *input = g_ptr_array_index (rtp->inputs, i);

    input->key_frame_wanted = TRUE;
  }
  g_mutex_unlock (&rtp->lock);
}

/* Upstream events: what a decoder asks for becomes feedback to the peer; what
 * a transport asks for, a request to our encoders. */
static gboolean
src_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRTCRtp *rtp = GST_RTC_RTP (parent);
  GstRTCRtpSource *source = gst_rtc_rtp_pad_get_source (pad);
  gboolean handled = GST_EVENT_TYPE (event) != GST_EVENT_SEEK;
  GQueue outputs = G_QUEUE_INIT;

  if (gst_video_event_is_force_key_unit (event)) {
    if (pad == rtp->srcpad) {
      want_key_frames (rtp);
    } else if (source) {
      g_mutex_lock (&rtp->lock);
      pc_rtp_session_request_key_frame (rtp->session, gst_rtc_rtp_now (),
          source->transceiver_id, source->ssrc);
      gst_rtc_rtp_collect (rtp, &outputs);
      g_mutex_unlock (&rtp->lock);
      gst_rtc_rtp_perform (rtp, &outputs);
    }
  }
  gst_event_unref (event);

  return handled;
}

/* --- queries -------------------------------------------------------------- */

typedef struct
{
  gboolean live;
  GstClockTime min;
  GstClockTime max;
} Latency;

static void
add_latency (GstPad * pad, Latency * latency)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  GstClockTime min, max;
  gboolean live;

  if (!gst_pad_peer_query (pad, query))
    return;
  gst_query_parse_latency (query, &live, &min, &max);
  if (!live)
    return;
  latency->live = TRUE;
  latency->min = MAX (latency->min, min);
  latency->max = MIN (latency->max, max);
}

static gboolean
answer_latency (GstRTCRtp * rtp, GstPad * pad, GstQuery * query)
{
  Latency latency = {.max = GST_CLOCK_TIME_NONE };
  g_autoptr (GPtrArray) inputs = NULL;
  guint i;

  if (pad != rtp->srcpad) {
    /* The network is live whatever is asked. */
    latency.live = TRUE;
    add_latency (rtp->sinkpad, &latency);
  } else {
    g_mutex_lock (&rtp->lock);
    inputs = g_ptr_array_copy (rtp->inputs, (GCopyFunc) gst_object_ref, NULL);
    g_mutex_unlock (&rtp->lock);
    g_ptr_array_set_free_func (inputs, gst_object_unref);
    for (i = 0; i < inputs->len; i++)
      add_latency (g_ptr_array_index (inputs, i), &latency);
  }
  gst_query_set_latency (query, latency.live, latency.min, latency.max);

  return TRUE;
}

static gboolean
pad_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_CAPS:
    case GST_QUERY_ACCEPT_CAPS:
      return gst_pad_query_default (pad, parent, query);
    case GST_QUERY_LATENCY:
      return GST_PAD_IS_SRC (pad)
          && answer_latency (GST_RTC_RTP (parent), pad, query);
    default:
      return FALSE;
  }
}

/* What may be sent there: the agreed codecs with their numbers. Before there
 * is an agreement, anything. */
static GstCaps *
input_query_caps (GstRTCRtp * rtp, GstRTCRtpInput * input, GstCaps * filter)
{
  const PcNegotiatedMedia *media;
  GstCaps *caps = NULL;

  g_mutex_lock (&rtp->lock);
  media = rtp->alone ? NULL : gst_rtc_rtp_find_media (rtp,
      input->transceiver_id);
  if (media && media->send_codecs->len > 0)
    caps = gst_rtc_caps_from_codecs (media->send_codecs, media->kind,
        media->send_ssrc, filter);
  g_mutex_unlock (&rtp->lock);
  if (caps)
    return caps;

  caps = gst_pad_get_pad_template_caps (GST_PAD (input));
  if (filter) {
    GstCaps *all = caps;

    caps = gst_caps_intersect_full (filter, all, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref (all);
  }

  return caps;
}

static gboolean
input_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  g_autoptr (GstCaps) own = NULL;
  GstCaps *caps;

  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_CAPS:
      gst_query_parse_caps (query, &caps);
      own = input_query_caps (GST_RTC_RTP (parent), GST_RTC_RTP_INPUT (pad),
          caps);
      gst_query_set_caps_result (query, own);
      return TRUE;
    case GST_QUERY_ACCEPT_CAPS:
      /* Numbers are rewritten, and a codec that does not fit is answered with
       * a RECONFIGURE: being asked is no reason to refuse. */
      gst_query_parse_accept_caps (query, &caps);
      own = gst_pad_get_pad_template_caps (pad);
      gst_query_set_accept_caps_result (query, gst_caps_is_subset (caps, own));
      return TRUE;
    default:
      return FALSE;
  }
}

/* --- setting up ----------------------------------------------------------- */

/* Kept on the pad, before anything can be pushed: streaming threads and the
 * timer meet there without an order. */
static gboolean
activate_src (GstPad * pad, GstObject * parent, GstPadMode mode,
    gboolean active)
{
  g_autofree gchar *stream_id = NULL;
  g_autoptr (GstEvent) stream_start = NULL;
  g_autoptr (GstEvent) caps_event = NULL;
  g_autoptr (GstEvent) segment_event = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstSegment segment;

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (!active)
    return TRUE;

  stream_id = g_strdup_printf ("%s/src", GST_OBJECT_NAME (parent));
  stream_start = gst_event_new_stream_start (stream_id);
  gst_event_set_group_id (stream_start, gst_util_group_id_next ());
  caps = gst_caps_new_empty_simple ("application/x-rtp");
  caps_event = gst_event_new_caps (caps);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment_event = gst_event_new_segment (&segment);

  return gst_pad_store_sticky_event (pad, stream_start) == GST_FLOW_OK
      && gst_pad_store_sticky_event (pad, caps_event) == GST_FLOW_OK
      && gst_pad_store_sticky_event (pad, segment_event) == GST_FLOW_OK;
}

void
gst_rtc_rtp_set_up_pad (GstPad * pad)
{
  gst_pad_set_iterate_internal_links_function (pad, iterate_internal_links);
  gst_pad_set_query_function (pad, pad_query);
  if (GST_PAD_IS_SRC (pad)) {
    gst_pad_set_event_function (pad, src_event);
    return;
  }
  gst_pad_set_event_function (pad, sink_event);
  gst_pad_set_chain_function (pad, gst_rtc_rtp_sink_chain);
  gst_pad_set_chain_list_function (pad, gst_rtc_rtp_sink_chain_list);
}

void
gst_rtc_rtp_set_up_src (GstPad * pad)
{
  gst_rtc_rtp_set_up_pad (pad);
  gst_pad_set_activatemode_function (pad, activate_src);
}

void
gst_rtc_rtp_set_up_input (GstRTCRtpInput * input)
{
  GstPad *pad = GST_PAD (input);

  gst_pad_set_iterate_internal_links_function (pad, iterate_internal_links);
  gst_pad_set_query_function (pad, input_query);
  gst_pad_set_event_function (pad, input_event);
  gst_pad_set_chain_function (pad, gst_rtc_rtp_input_chain);
  gst_pad_set_chain_list_function (pad, gst_rtc_rtp_input_chain_list);
}
