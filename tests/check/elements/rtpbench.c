/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtpbench.c: an rtcrtp between two pads of the test.
 */

#include "rtpbench.h"

#include <gst/rtp/rtp.h>

static GstStaticPadTemplate any_src = GST_STATIC_PAD_TEMPLATE ("any-src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate any_sink = GST_STATIC_PAD_TEMPLATE ("any-sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static void
keep_out (Bench * bench, GstBuffer * buffer)
{
  g_mutex_lock (&bench->lock);
  g_queue_push_tail (&bench->out, buffer);
  g_cond_broadcast (&bench->cond);
  g_mutex_unlock (&bench->lock);
}

static GstFlowReturn
chain_out (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  keep_out (g_object_get_data (G_OBJECT (pad), "bench"), buffer);
  return GST_FLOW_OK;
}

static GstFlowReturn
chain_list_out (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  Bench *bench = g_object_get_data (G_OBJECT (pad), "bench");
  guint i;

  bench->lists++;
  for (i = 0; i < gst_buffer_list_length (list); i++)
    keep_out (bench, gst_buffer_ref (gst_buffer_list_get (list, i)));
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static void
on_new_source (GstRTCRtp * rtp, guint transceiver_id, guint ssrc,
    guint payload_type, Bench * bench)
{
  g_mutex_lock (&bench->lock);
  g_array_append_val (bench->sources, ssrc);
  bench->announced++;
  g_cond_broadcast (&bench->cond);
  g_mutex_unlock (&bench->lock);
}

static void
on_source_gone (GstRTCRtp * rtp, guint transceiver_id, guint ssrc,
    Bench * bench)
{
  guint i;

  g_mutex_lock (&bench->lock);
  for (i = 0; i < bench->sources->len; i++) {
    if (g_array_index (bench->sources, guint32, i) == ssrc)
      g_array_remove_index (bench->sources, i--);
  }
  g_cond_broadcast (&bench->cond);
  g_mutex_unlock (&bench->lock);
}

static PcNegotiatedMedia *
add_media (PcNegotiated * negotiated, PcKind kind, const gchar * mid, guint id,
    guint payload_type, const gchar * name, guint clock_rate)
{
  PcNegotiatedMedia *media = pc_negotiated_media_new (mid, kind);
  PcCodec *codec = pc_codec_new (payload_type, name, clock_rate,
      kind == PC_KIND_AUDIO ? 2 : 0, NULL);

  media->transceiver_id = id;
  media->direction = PC_DIRECTION_SENDRECV;
  media->send_ssrc = 1000 + id;
  g_ptr_array_add (codec->feedback, pc_rtcp_feedback_new ("nack", "pli"));
  g_ptr_array_add (media->send_codecs, codec);
  g_ptr_array_add (media->receive_codecs, pc_codec_copy (codec));
  g_ptr_array_add (media->extensions, pc_extension_new (4, PC_EXTENSION_MID,
          PC_DIRECTION_SENDRECV));
  g_ptr_array_add (media->receive_msids, pc_msid_new ("stream", "track"));
  g_ptr_array_add (negotiated->media, media);

  return media;
}

PcNegotiated *
bench_make_call (void)
{
  PcNegotiated *negotiated = pc_negotiated_new (1);

  add_media (negotiated, PC_KIND_AUDIO, "a", AUDIO, 111, "opus", 48000);
  add_media (negotiated, PC_KIND_VIDEO, "v", VIDEO, 100, "VP8", 90000);

  return negotiated;
}

void
bench_configure (Bench * bench, PcNegotiated * negotiated)
{
  gst_rtc_rtp_configure (bench->rtp, negotiated, NULL);
  pc_negotiated_unref (negotiated);
}

GstPad *
bench_make_pad (GstPad * peer, Bench * bench)
{
  GstPad *pad = gst_pad_new_from_static_template (GST_PAD_IS_SRC (peer) ?
      &any_sink : &any_src, NULL);

  g_object_set_data (G_OBJECT (pad), "bench", bench);
  if (GST_PAD_IS_SINK (pad)) {
    gst_pad_set_chain_function (pad, chain_out);
    gst_pad_set_chain_list_function (pad, chain_list_out);
  }
  gst_pad_set_active (pad, TRUE);
  fail_unless_equals_int (GST_PAD_IS_SINK (pad) ? gst_pad_link (peer, pad) :
      gst_pad_link (pad, peer), GST_PAD_LINK_OK);

  return pad;
}

void
bench_init (Bench * bench, PcNegotiated * negotiated)
{
  g_autoptr (GstCaps) caps = NULL;

  memset (bench, 0, sizeof (*bench));
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->cond);
  bench->sources = g_array_new (FALSE, FALSE, sizeof (guint32));
  bench->rtp = gst_object_ref_sink (g_object_new (GST_TYPE_RTC_RTP, NULL));
  g_signal_connect (bench->rtp, "new-source", G_CALLBACK (on_new_source),
      bench);
  g_signal_connect (bench->rtp, "source-gone", G_CALLBACK (on_source_gone),
      bench);
  bench->network_in = bench_make_pad (GST_PAD (gst_element_get_static_pad
          (GST_ELEMENT (bench->rtp), "sink")), bench);
  gst_object_unref (GST_PAD_PEER (bench->network_in));
  bench->network_out = bench_make_pad (GST_PAD (gst_element_get_static_pad
          (GST_ELEMENT (bench->rtp), "src")), bench);
  gst_object_unref (GST_PAD_PEER (bench->network_out));
  if (negotiated) {
    gst_rtc_rtp_set_writable (bench->rtp, FALSE);
    bench_configure (bench, negotiated);
  }
  gst_element_set_state (GST_ELEMENT (bench->rtp), GST_STATE_PLAYING);
  caps = gst_caps_new_empty_simple ("application/x-rtp");
  gst_check_setup_events_with_stream_id (bench->network_in,
      GST_ELEMENT (bench->rtp), caps, GST_FORMAT_TIME, "network");
  if (negotiated)
    gst_rtc_rtp_set_writable (bench->rtp, TRUE);
}

static void
note_gone (gpointer user_data, GObject * object)
{
  Bench *bench = user_data;

  g_mutex_lock (&bench->lock);
  bench->gone = TRUE;
  g_cond_broadcast (&bench->cond);
  g_mutex_unlock (&bench->lock);
}

void
bench_clear (Bench * bench)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;

  gst_element_set_state (GST_ELEMENT (bench->rtp), GST_STATE_NULL);
  gst_pad_set_active (bench->network_in, FALSE);
  gst_pad_set_active (bench->network_out, FALSE);
  gst_object_unref (bench->network_in);
  gst_object_unref (bench->network_out);
  g_object_weak_ref (G_OBJECT (bench->rtp), note_gone, bench);
  gst_object_unref (bench->rtp);
  /* What was posted to the I/O thread still has references. */
  g_mutex_lock (&bench->lock);
  while (!bench->gone)
    fail_unless (g_cond_wait_until (&bench->cond, &bench->lock, deadline),
        "waited in vain for the element to go");
  g_mutex_unlock (&bench->lock);
  g_queue_clear_full (&bench->out, (GDestroyNotify) gst_buffer_unref);
  g_array_unref (bench->sources);
  g_mutex_clear (&bench->lock);
  g_cond_clear (&bench->cond);
}

GstBuffer *
bench_pop (Bench * bench, gboolean rtcp, const gchar * what)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  GstBuffer *buffer;
  guint8 head[2];

  g_mutex_lock (&bench->lock);
  for (;;) {
    while ((buffer = g_queue_pop_head (&bench->out)) == NULL)
      fail_unless (g_cond_wait_until (&bench->cond, &bench->lock, deadline),
          "waited in vain for %s", what);
    gst_buffer_extract (buffer, 0, head, 2);
    if (pc_rtp_is_rtcp (head, 2) == rtcp)
      break;
    gst_buffer_unref (buffer);
  }
  g_mutex_unlock (&bench->lock);

  return buffer;
}

gboolean
bench_is_quiet (Bench * bench)
{
  gboolean quiet;

  g_mutex_lock (&bench->lock);
  quiet = g_queue_is_empty (&bench->out);
  g_mutex_unlock (&bench->lock);
  return quiet;
}

void
bench_wait_sources (Bench * bench, guint n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;

  g_mutex_lock (&bench->lock);
  while (bench->sources->len != n)
    fail_unless (g_cond_wait_until (&bench->cond, &bench->lock, deadline),
        "waited in vain for %u sources, there are %u", n, bench->sources->len);
  g_mutex_unlock (&bench->lock);
}

/* --- packets -------------------------------------------------------------- */

GstBuffer *
bench_make_rtp (guint payload_type, guint16 seq, guint32 ssrc)
{
  GstBuffer *buffer = gst_rtp_buffer_new_allocate (100, 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  gst_rtp_buffer_map (buffer, GST_MAP_WRITE, &rtp);
  gst_rtp_buffer_set_payload_type (&rtp, payload_type);
  gst_rtp_buffer_set_seq (&rtp, seq);
  gst_rtp_buffer_set_timestamp (&rtp, seq * 960);
  gst_rtp_buffer_set_ssrc (&rtp, ssrc);
  memset (gst_rtp_buffer_get_payload (&rtp), (guint8) seq, 100);
  gst_rtp_buffer_unmap (&rtp);
  GST_BUFFER_PTS (buffer) = seq * 20 * GST_MSECOND;

  return buffer;
}

GstBuffer *
bench_make_split_rtp (guint payload_type, guint16 seq, guint32 ssrc)
{
  g_autoptr (GstBuffer) whole = bench_make_rtp (payload_type, seq, ssrc);
  GstBuffer *head = gst_buffer_copy_region (whole, GST_BUFFER_COPY_ALL
      | GST_BUFFER_COPY_DEEP, 0, 12);
  GstBuffer *body = gst_buffer_copy_region (whole, GST_BUFFER_COPY_MEMORY
      | GST_BUFFER_COPY_DEEP, 12, -1);

  return gst_buffer_append (head, body);
}

GstBuffer *
bench_make_rtcp (const PcRtcpWriter * writer)
{
  return gst_buffer_new_memdup (writer->data, writer->size);
}

void
bench_parse (GstBuffer * buffer, PcRtpPacket * packet)
{
  GstMapInfo map;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  fail_unless (pc_rtp_packet_parse (packet, map.data, map.size));
  gst_buffer_unmap (buffer, &map);
}

GstPad *
bench_add_input (Bench * bench, guint id, const gchar * caps_string)
{
  g_autofree gchar *name = g_strdup_printf ("sink_%u", id);
  GstPad *sink = gst_element_request_pad_simple (GST_ELEMENT (bench->rtp),
      name);
  g_autoptr (GstCaps) caps = gst_caps_from_string (caps_string);
  GstPad *pad;

  fail_unless (sink != NULL);
  pad = bench_make_pad (sink, bench);
  gst_check_setup_events_with_stream_id (pad, GST_ELEMENT (bench->rtp), caps,
      GST_FORMAT_TIME, name);
  gst_object_unref (sink);

  return pad;
}

void
bench_remove_input (Bench * bench, GstPad * pad)
{
  GstPad *sink = gst_pad_get_peer (pad);

  gst_pad_set_active (pad, FALSE);
  gst_element_release_request_pad (GST_ELEMENT (bench->rtp), sink);
  gst_object_unref (sink);
  gst_object_unref (pad);
}

guint64
bench_get_stat (Bench * bench, const gchar * name)
{
  g_autoptr (GstStructure) stats = NULL;
  guint64 value = 0;

  g_object_get (bench->rtp, "stats", &stats, NULL);
  gst_structure_get_uint64 (stats, name, &value);
  return value;
}
