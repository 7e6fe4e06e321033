/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpreceive.c: sink → the sources.
 *
 * What one wake-up brought is routed with the lock taken once, then handed to
 * each source that got something as one list.
 */

#include "gstrtcrtp-private.h"

#include <gst/peerconnection/core/rtp/pcrtppacket.h>

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

/* Sources that one list may touch and still be remembered without searching;
 * more of them are drained one by one. */
#define MAX_TOUCHED 8

typedef struct
{
  GstRTCRtp *rtp;
  PcTime now;
  GstClockTime running;         /* of the arrival */
  GQueue outputs;
  GstRTCRtpSource *touched[MAX_TOUCHED];
  guint n_touched;
} Arrival;

static void
arrival_init (Arrival * arrival, GstRTCRtp * rtp)
{
  arrival->rtp = rtp;
  arrival->now = gst_rtc_rtp_now ();
  arrival->running = gst_element_get_current_running_time (GST_ELEMENT (rtp));
  g_queue_init (&arrival->outputs);
  arrival->n_touched = 0;
}

static void
arrival_flush (Arrival * arrival)
{
  guint i;

  gst_rtc_rtp_perform (arrival->rtp, &arrival->outputs);
  for (i = 0; i < arrival->n_touched; i++) {
    gst_rtc_rtp_source_drain (arrival->rtp, arrival->touched[i]);
    gst_rtc_rtp_source_unref (arrival->touched[i]);
  }
  arrival->n_touched = 0;
}

static void
touch (Arrival * arrival, GstRTCRtpSource * source)
{
  guint i;

  for (i = 0; i < arrival->n_touched; i++) {
    if (arrival->touched[i] == source)
      return;
  }
  if (arrival->n_touched == MAX_TOUCHED) {
    g_mutex_unlock (&arrival->rtp->lock);
    arrival_flush (arrival);
    g_mutex_lock (&arrival->rtp->lock);
  }
  arrival->touched[arrival->n_touched++] = gst_rtc_rtp_source_ref (source);
}

/* rtpjitterbuffer takes the arrival from here. */
static GstBuffer *
stamp (const Arrival * arrival, GstBuffer * buffer)
{
  if (!GST_CLOCK_TIME_IS_VALID (arrival->running))
    return buffer;
  buffer = gst_buffer_make_writable (buffer);
  GST_BUFFER_PTS (buffer) = arrival->running;
  GST_BUFFER_DTS (buffer) = arrival->running;

  return buffer;
}

static GstRTCRtpSource *
find_source (GstRTCRtp * rtp, const PcRtpRoute * route)
{
  GstRTCRtpSource *source = g_hash_table_lookup (rtp->sources,
      GUINT_TO_POINTER (route->ssrc));

  return source && !source->gone
      && source->transceiver_id == route->transceiver_id ? source : NULL;
}

static void
deliver (Arrival * arrival, const PcRtpRoute * route, GstBuffer * buffer)
{
  GstRTCRtp *rtp = arrival->rtp;
  GstRTCRtpSource *source = find_source (rtp, route);

  if (source == NULL) {
    /* The session knows it since this packet. */
    gst_rtc_rtp_collect (rtp, &arrival->outputs);
    source = find_source (rtp, route);
  }
  if (source == NULL) {
    gst_buffer_unref (buffer);
    return;
  }
  gst_rtc_rtp_source_append (rtp, source, route->payload_type, buffer);
  touch (arrival, source);
}

/* With the lock; takes @buffer. */
static void
arrive (Arrival * arrival, GstBuffer * buffer)
{
  GstRTCRtp *rtp = arrival->rtp;
  PcRtpDrop drop = PC_RTP_DROP_MALFORMED;
  PcRtpRoute route;
  GstMapInfo map;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    gst_buffer_unref (buffer);
    return;
  }
  if (pc_rtp_is_rtcp (map.data, map.size)) {
    if (!pc_rtp_session_handle_rtcp (rtp->session, arrival->now, map.data,
            map.size))
      GST_DEBUG_OBJECT (rtp, "malformed RTCP of %" G_GSIZE_FORMAT " bytes",
          map.size);
  } else {
    drop = pc_rtp_session_handle_rtp (rtp->session, arrival->now, map.data,
        map.size, &route);
    if (drop != PC_RTP_DROP_NONE)
      GST_LOG_OBJECT (rtp, "dropped a packet: %s",
          pc_rtp_drop_to_string (drop));
  }
  gst_buffer_unmap (buffer, &map);

  if (drop == PC_RTP_DROP_NONE)
    deliver (arrival, &route, stamp (arrival, buffer));
  else
    gst_buffer_unref (buffer);
}

static gboolean
take_buffer (GstBuffer ** buffer, guint index, gpointer user_data)
{
  arrive (user_data, g_steal_pointer (buffer));
  return TRUE;
}

GstFlowReturn
gst_rtc_rtp_sink_chain_list (GstPad * pad, GstObject * parent,
    GstBufferList * list)
{
  GstRTCRtp *rtp = GST_RTC_RTP (parent);
  Arrival arrival;

  arrival_init (&arrival, rtp);
  /* Taken out of a list of our own, buffers need no copy to be stamped. */
  list = gst_buffer_list_make_writable (list);
  g_mutex_lock (&rtp->lock);
  gst_buffer_list_foreach (list, take_buffer, &arrival);
  gst_rtc_rtp_collect (rtp, &arrival.outputs);
  g_mutex_unlock (&rtp->lock);
  gst_buffer_list_unref (list);
  arrival_flush (&arrival);

  return GST_FLOW_OK;
}

GstFlowReturn
gst_rtc_rtp_sink_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstRTCRtp *rtp = GST_RTC_RTP (parent);
  Arrival arrival;

  arrival_init (&arrival, rtp);
  g_mutex_lock (&rtp->lock);
  arrive (&arrival, buffer);
  gst_rtc_rtp_collect (rtp, &arrival.outputs);
  g_mutex_unlock (&rtp->lock);
  arrival_flush (&arrival);

  return GST_FLOW_OK;
}
