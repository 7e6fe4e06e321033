/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpsend.c: sink_%u → src.
 *
 * A packet that comes in (often two memories, the header and a piece of a
 * frame) leaves as one memory: one allocation, one copy, the header written
 * before the payload, and room behind it for what SRTP appends. A list stays
 * a list.
 */

#include "gstrtcrtp-private.h"

#include <gst/video/video.h>

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

/* Packets for which the lock is taken once. */
#define BATCH 32
/* A PTS further than this from now is no capture time. */
#define MAX_CAPTURE_DISTANCE (10 * PC_SECOND)

typedef struct
{
  GstBuffer *buffer;            /* what came */
  GstMemory *memory;
  GstMapInfo map;
  gssize start;
  gsize size;
  PcTime capture;
  PcRtpDrop drop;
} Packet;

/* How a list is sent: found out once for all of it. */
typedef struct
{
  GstRTCRtp *rtp;
  GstRTCRtpInput *input;
  PcTime now;
  gboolean has_shift;
  PcTime shift;                 /* running time + shift = monotonic time */
} Sending;

static void
sending_init (Sending * sending, GstRTCRtp * rtp, GstRTCRtpInput * input)
{
  GstClockTime running;

  sending->rtp = rtp;
  sending->input = input;
  sending->now = gst_rtc_rtp_now ();
  running = gst_element_get_current_running_time (GST_ELEMENT (rtp));
  sending->has_shift = GST_CLOCK_TIME_IS_VALID (running)
      && input->segment.format == GST_FORMAT_TIME;
  sending->shift = sending->has_shift ? sending->now - running : 0;
}

/* The sender reports tie RTP to wall-clock time by this: audio and video that
 * were captured together say so, however long each was encoded. */
static PcTime
capture_time (const Sending * sending, const GstBuffer * buffer)
{
  GstClockTime running;
  gint64 distance;

  if (!sending->has_shift || !GST_BUFFER_PTS_IS_VALID (buffer))
    return sending->now;
  running = gst_segment_to_running_time (&sending->input->segment,
      GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  if (!GST_CLOCK_TIME_IS_VALID (running))
    return sending->now;
  distance = (gint64) (running + sending->shift - sending->now);

  return ABS (distance) > (gint64) MAX_CAPTURE_DISTANCE ? sending->now :
      running + sending->shift;
}

static gboolean
packet_open (Packet * packet, const Sending * sending, GstBuffer * buffer)
{
  gsize size = gst_buffer_get_size (buffer);
  GstAllocationParams params = {
    .prefix = PC_RTP_HEADROOM,
    .padding = GST_RTC_RTP_TRAILER,
  };

  packet->buffer = buffer;
  packet->memory = gst_allocator_alloc (NULL, size, &params);
  packet->size = size;
  packet->start = 0;
  packet->capture = capture_time (sending, buffer);
  if (!gst_memory_map (packet->memory, &packet->map, GST_MAP_READWRITE)) {
    gst_memory_unref (packet->memory);
    return FALSE;
  }
  gst_buffer_extract (buffer, 0, packet->map.data, size);

  return TRUE;
}

static GstBuffer *
packet_close (Packet * packet)
{
  GstBuffer *out;

  gst_memory_unmap (packet->memory, &packet->map);
  if (packet->drop != PC_RTP_DROP_NONE) {
    gst_memory_unref (packet->memory);
    return NULL;
  }
  gst_memory_resize (packet->memory, packet->start,
      packet->size - packet->start);
  out = gst_buffer_new ();
  gst_buffer_append_memory (out, packet->memory);
  gst_buffer_copy_into (out, packet->buffer,
      GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS, 0, -1);

  return out;
}

static void
send_batch (const Sending * sending, Packet * packets, guint n,
    GstBufferList * out)
{
  GstRTCRtp *rtp = sending->rtp;
  GQueue outputs = G_QUEUE_INIT;
  guint i;

  g_mutex_lock (&rtp->lock);
  for (i = 0; i < n; i++)
    packets[i].drop = pc_rtp_session_write (rtp->session,
        sending->input->transceiver_id, sending->now, packets[i].capture,
        packets[i].map.data, packets[i].size, &packets[i].start);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);

  for (i = 0; i < n; i++) {
    GstBuffer *buffer = packet_close (&packets[i]);

    if (buffer)
      gst_buffer_list_add (out, buffer);
  }
  gst_rtc_rtp_perform (rtp, &outputs);
}

/* Whether anything may leave, before work is done for it; and whether the
 * encoder has to be asked for a key frame. */
static gboolean
check_input (GstRTCRtp * rtp, GstRTCRtpInput * input, guint n_packets,
    gboolean * key_frame, GstFlowReturn * flow)
{
  PcRtpDrop drop;
  guint i;

  g_mutex_lock (&rtp->lock);
  drop = pc_rtp_session_check_write (rtp->session, input->transceiver_id);
  if (drop == PC_RTP_DROP_NONE && !input->matched)
    drop = PC_RTP_DROP_NOT_NEGOTIATED;
  if (drop != PC_RTP_DROP_NONE) {
    input->interrupted = TRUE;
    for (i = 0; i < n_packets; i++)
      pc_rtp_session_count_drop (rtp->session, drop);
    *flow = input->refused ? GST_FLOW_NOT_NEGOTIATED : GST_FLOW_OK;
    *key_frame = FALSE;
  } else {
    /* What follows a gap is of no use to a decoder before the next one. */
    *key_frame = input->kind == PC_KIND_VIDEO
        && (input->key_frame_wanted || input->interrupted);
    input->key_frame_wanted = FALSE;
    input->interrupted = FALSE;
  }
  g_mutex_unlock (&rtp->lock);

  return drop == PC_RTP_DROP_NONE;
}

static void
request_key_frame (GstRTCRtpInput * input)
{
  GST_DEBUG_OBJECT (input, "asking upstream for a key frame");
  gst_pad_push_event (GST_PAD (input),
      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE,
          0));
}

/* A transport that goes away ends the connection, not the pipeline. */
static GstFlowReturn
forgive (GstRTCRtpInput * input, GstFlowReturn flow)
{
  if (flow == GST_FLOW_FLUSHING)
    return GST_PAD_IS_FLUSHING (input) ? flow : GST_FLOW_OK;
  return flow == GST_FLOW_EOS ? GST_FLOW_OK : flow;
}

GstFlowReturn
gst_rtc_rtp_input_chain_list (GstPad * pad, GstObject * parent,
    GstBufferList * list)
{
  GstRTCRtp *rtp = GST_RTC_RTP (parent);
  GstRTCRtpInput *input = GST_RTC_RTP_INPUT (pad);
  guint length = gst_buffer_list_length (list);
  GstFlowReturn flow = GST_FLOW_OK;
  Packet packets[BATCH];
  GstBufferList *out;
  gboolean key_frame;
  Sending sending;
  guint i, n = 0;

  if (!check_input (rtp, input, length, &key_frame, &flow)) {
    gst_buffer_list_unref (list);
    return flow;
  }
  if (key_frame)
    request_key_frame (input);

  sending_init (&sending, rtp, input);
  out = gst_buffer_list_new_sized (length);
  for (i = 0; i < length; i++) {
    n += packet_open (&packets[n], &sending, gst_buffer_list_get (list, i));
    if (n == BATCH || i + 1 == length) {
      send_batch (&sending, packets, n, out);
      n = 0;
    }
  }
  gst_buffer_list_unref (list);

  if (gst_buffer_list_length (out) == 0) {
    gst_buffer_list_unref (out);
    return GST_FLOW_OK;
  }
  return forgive (input, gst_pad_push_list (rtp->srcpad, out));
}

GstFlowReturn
gst_rtc_rtp_input_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstRTCRtp *rtp = GST_RTC_RTP (parent);
  GstRTCRtpInput *input = GST_RTC_RTP_INPUT (pad);
  g_autoptr (GstBuffer) came = buffer;
  GstFlowReturn flow = GST_FLOW_OK;
  GQueue outputs = G_QUEUE_INIT;
  gboolean key_frame;
  GstBuffer *out;
  Sending sending;
  Packet packet;

  if (!check_input (rtp, input, 1, &key_frame, &flow))
    return flow;
  if (key_frame)
    request_key_frame (input);

  sending_init (&sending, rtp, input);
  if (!packet_open (&packet, &sending, came))
    return GST_FLOW_OK;
  g_mutex_lock (&rtp->lock);
  packet.drop = pc_rtp_session_write (rtp->session, input->transceiver_id,
      sending.now, packet.capture, packet.map.data, packet.size, &packet.start);
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);
  out = packet_close (&packet);
  gst_rtc_rtp_perform (rtp, &outputs);

  return out ? forgive (input, gst_pad_push (rtp->srcpad, out)) : GST_FLOW_OK;
}
