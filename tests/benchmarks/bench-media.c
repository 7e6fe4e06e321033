/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench.h"

#include <gst/rtp/rtp.h>
#include <string.h>

#define MAGIC G_GUINT64_CONSTANT (0x62656e6368727470)

GstPad *
bench_feed_new (GstElement * element)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp, "
      "media=video, encoding-name=VP8, clock-rate=90000, payload=96");
  GstPadTemplate *templ = gst_element_get_pad_template (element, "sink_%u");
  g_autoptr (GstPad) sink =
      gst_element_request_pad (element, templ, NULL, caps);
  GstPad *feed = gst_object_ref_sink (gst_pad_new ("feed", GST_PAD_SRC));

  gst_pad_set_active (feed, TRUE);
  if (GST_PAD_LINK_FAILED (gst_pad_link (feed, sink)))
    g_error ("the feed cannot be linked");
  return feed;
}

void
bench_feed_begin (GstPad * feed)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp, "
      "media=video, encoding-name=VP8, clock-rate=90000, payload=96");
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (feed, gst_event_new_stream_start ("bench"));
  gst_pad_push_event (feed, gst_event_new_caps (caps));
  gst_pad_push_event (feed, gst_event_new_segment (&segment));
}

void
bench_feed_free (GstPad * feed)
{
  gst_pad_set_active (feed, FALSE);
  gst_object_unref (feed);
}

GstBufferList *
bench_packets (guint n, guint16 * seqnum, guint32 timestamp)
{
  GstBufferList *list = gst_buffer_list_new_sized (n);
  guint64 now = g_get_monotonic_time ();
  guint64 magic = MAGIC;
  guint i;

  for (i = 0; i < n; i++) {
    GstBuffer *buffer =
        gst_rtp_buffer_new_allocate (BENCH_PACKET_SIZE - 12, 0, 0);
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    guint8 *payload;

    gst_rtp_buffer_map (buffer, GST_MAP_WRITE, &rtp);
    gst_rtp_buffer_set_payload_type (&rtp, 96);
    gst_rtp_buffer_set_ssrc (&rtp, 0x12345678);
    gst_rtp_buffer_set_seq (&rtp, (*seqnum)++);
    gst_rtp_buffer_set_timestamp (&rtp, timestamp);
    gst_rtp_buffer_set_marker (&rtp, i == n - 1);
    payload = gst_rtp_buffer_get_payload (&rtp);
    memset (payload, 0x10, BENCH_PACKET_SIZE - 12);
    memcpy (payload + 16, &magic, sizeof (magic));
    memcpy (payload + 24, &now, sizeof (now));
    gst_rtp_buffer_unmap (&rtp);
    gst_buffer_list_add (list, buffer);
  }
  return list;
}

gboolean
bench_packet_time (GstBuffer * buffer, gint64 * usec)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  guint64 magic = 0;
  const guint8 *payload;

  if (!gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp))
    return FALSE;
  payload = gst_rtp_buffer_get_payload (&rtp);
  if (gst_rtp_buffer_get_payload_len (&rtp) >= 32) {
    memcpy (&magic, payload + 16, sizeof (magic));
    memcpy (usec, payload + 24, sizeof (*usec));
  }
  gst_rtp_buffer_unmap (&rtp);
  return magic == MAGIC;
}

typedef struct
{
  BenchPacket packet;
  gpointer user_data;
} Sink;

static GstFlowReturn
sink_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  Sink *sink = gst_pad_get_element_private (pad);

  sink->packet (buffer, sink->user_data);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

static void
on_pad_added (GstElement * element, GstPad * src, gpointer user_data)
{
  GstPad *pad;

  if (GST_PAD_DIRECTION (src) != GST_PAD_SRC)
    return;
  pad = gst_object_ref_sink (gst_pad_new (NULL, GST_PAD_SINK));
  gst_pad_set_element_private (pad, user_data);
  gst_pad_set_chain_function (pad, sink_chain);
  gst_pad_set_active (pad, TRUE);
  gst_pad_link (src, pad);
  /* The pad lives as long as the element that it hangs on. */
  g_object_set_data_full (G_OBJECT (element), GST_PAD_NAME (src), pad,
      gst_object_unref);
}

void
bench_sink (GstElement * element, BenchPacket packet, gpointer user_data)
{
  Sink *sink = g_new0 (Sink, 1);

  sink->packet = packet;
  sink->user_data = user_data;
  g_signal_connect_data (element, "pad-added", G_CALLBACK (on_pad_added), sink,
      (GClosureNotify) g_free, 0);
}
