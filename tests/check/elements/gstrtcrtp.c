/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtp.c: what rtcrtp sends, and asks of those that feed it.
 */

#include "rtpbench.h"

#include <gst/video/video.h>

/* --- sending -------------------------------------------------------------- */

GST_START_TEST (what_leaves_has_the_agreed_numbers)
{
  g_autoptr (GstBuffer) out = NULL;
  PcRtpPacket packet;
  GstPad *input;
  GstMapInfo map;
  gsize offset, maxsize, size;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  fail_unless_equals_int (gst_pad_push (input, bench_make_split_rtp (96, 5, 7)),
      GST_FLOW_OK);
  out = bench_pop (&bench, FALSE, "a packet");
  bench_parse (out, &packet);
  fail_unless_equals_int (packet.payload_type, 111);
  fail_unless_equals_int (packet.ssrc, 1000 + AUDIO);
  fail_unless_equals_int (packet.seq, 5);
  fail_unless_equals_int (packet.payload_size, 100);
  fail_unless (packet.extension != NULL);
  fail_unless_equals_uint64 (GST_BUFFER_PTS (out), 100 * GST_MSECOND);

  /* one memory, to be protected in place */
  fail_unless_equals_int (gst_buffer_n_memory (out), 1);
  size = gst_memory_get_sizes (gst_buffer_peek_memory (out, 0), &offset,
      &maxsize);
  fail_unless (maxsize - offset - size >= 32);
  fail_unless (gst_buffer_map (out, &map, GST_MAP_READWRITE));
  fail_unless_equals_int (map.data[map.size - 1], 5);
  gst_buffer_unmap (out, &map);
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (a_list_leaves_as_a_list)
{
  GstBufferList *list = gst_buffer_list_new ();
  GstPad *input;
  Bench bench;
  guint i;

  bench_init (&bench, bench_make_call ());
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  for (i = 0; i < 100; i++)
    gst_buffer_list_add (list, bench_make_split_rtp (96, 65500 + i, 7));
  fail_unless_equals_int (gst_pad_push_list (input, list), GST_FLOW_OK);
  fail_unless_equals_int (bench.lists, 1);
  for (i = 0; i < 100; i++) {
    g_autoptr (GstBuffer) out = bench_pop (&bench, FALSE, "a packet");
    PcRtpPacket packet;

    bench_parse (out, &packet);
    fail_unless_equals_int (packet.seq, (65500 & 0x7fff) + i);
    fail_unless_equals_int (packet.payload_type, 111);
  }
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

typedef struct
{
  gint key_frames;              /* atomic */
  gint reconfigures;
} Upstream;

static gboolean
upstream_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  Upstream *upstream = g_object_get_data (G_OBJECT (pad), "upstream");
  gboolean all_headers = FALSE;

  if (gst_video_event_is_force_key_unit (event)) {
    fail_unless (gst_video_event_parse_upstream_force_key_unit (event, NULL,
            &all_headers, NULL));
    fail_unless (all_headers);
    g_atomic_int_inc (&upstream->key_frames);
  } else if (GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE) {
    g_atomic_int_inc (&upstream->reconfigures);
  }
  gst_event_unref (event);
  return TRUE;
}

static void
watch_upstream (GstPad * pad, Upstream * upstream)
{
  memset (upstream, 0, sizeof (*upstream));
  g_object_set_data (G_OBJECT (pad), "upstream", upstream);
  gst_pad_set_event_function (pad, upstream_event);
}

GST_START_TEST (a_pli_reaches_the_encoder_with_the_next_buffer)
{
  PcRtcpWriter writer = {.size = 0 };
  Upstream upstream;
  GstPad *input;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  input = bench_add_input (&bench, VIDEO, VP8_CAPS);
  watch_upstream (input, &upstream);
  gst_pad_push (input, bench_make_rtp (96, 1, 7));
  fail_unless_equals_int (upstream.key_frames, 0);

  pc_rtcp_write_report (&writer, 1, NULL, NULL, 0);
  pc_rtcp_write_pli (&writer, 1, 1000 + VIDEO);
  gst_pad_push (bench.network_in, bench_make_rtcp (&writer));
  fail_unless_equals_int (upstream.key_frames, 0);
  gst_pad_push (input, bench_make_rtp (96, 2, 7));
  fail_unless_equals_int (upstream.key_frames, 1);
  gst_pad_push (input, bench_make_rtp (96, 3, 7));
  fail_unless_equals_int (upstream.key_frames, 1);
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (nothing_leaves_before_it_may_then_a_key_frame)
{
  Upstream upstream;
  GstPad *input;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  gst_rtc_rtp_set_writable (bench.rtp, FALSE);
  input = bench_add_input (&bench, VIDEO, VP8_CAPS);
  watch_upstream (input, &upstream);
  fail_unless_equals_int (gst_pad_push (input, bench_make_rtp (96, 1, 7)),
      GST_FLOW_OK);
  fail_unless (bench_is_quiet (&bench));
  fail_unless_equals_uint64 (bench_get_stat (&bench, "drop-not-writable"), 1);
  fail_unless_equals_int (upstream.key_frames, 0);

  gst_rtc_rtp_set_writable (bench.rtp, TRUE);
  gst_pad_push (input, bench_make_rtp (96, 2, 7));
  fail_unless_equals_int (upstream.key_frames, 1);
  gst_buffer_unref (bench_pop (&bench, FALSE, "a packet"));
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (an_unwanted_codec_is_asked_to_change_then_refused)
{
  g_autoptr (GstCaps) vp8 = gst_caps_from_string (VP8_CAPS);
  g_autoptr (GstCaps) again = gst_caps_from_string (VP9_CAPS ", x=(int)1");
  Upstream upstream;
  GstPad *input;
  Bench bench;

  bench_init (&bench, NULL);
  gst_rtc_rtp_set_writable (bench.rtp, TRUE);
  input = bench_add_input (&bench, VIDEO, VP9_CAPS);
  watch_upstream (input, &upstream);
  /* before there is an agreement, nothing is wrong */
  fail_unless_equals_int (gst_pad_push (input, bench_make_rtp (96, 1, 7)),
      GST_FLOW_OK);
  fail_unless_equals_int (upstream.reconfigures, 0);
  bench_configure (&bench, bench_make_call ());
  fail_unless_equals_int (upstream.reconfigures, 1);
  fail_unless_equals_int (gst_pad_push (input, bench_make_rtp (96, 2, 7)),
      GST_FLOW_OK);
  fail_unless (bench_is_quiet (&bench));

  gst_pad_push_event (input, gst_event_new_caps (again));
  fail_unless_equals_int (gst_pad_push (input, bench_make_rtp (96, 3, 7)),
      GST_FLOW_NOT_NEGOTIATED);
  fail_unless_equals_int (upstream.reconfigures, 1);

  gst_pad_push_event (input, gst_event_new_caps (vp8));
  fail_unless_equals_int (gst_pad_push (input, bench_make_rtp (96, 4, 7)),
      GST_FLOW_OK);
  gst_buffer_unref (bench_pop (&bench, FALSE, "a VP8 packet"));
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (an_input_answers_with_the_agreed_codec)
{
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstCaps) before = NULL;
  const GstStructure *structure;
  GstPad *input;
  gint payload_type;
  guint ssrc;
  Bench bench;

  bench_init (&bench, NULL);
  gst_rtc_rtp_set_writable (bench.rtp, FALSE);
  input = bench_add_input (&bench, VIDEO, VP8_CAPS);
  before = gst_pad_peer_query_caps (input, NULL);
  fail_if (gst_structure_has_field (gst_caps_get_structure (before, 0),
          "payload"));
  bench_configure (&bench, bench_make_call ());
  caps = gst_pad_peer_query_caps (input, NULL);
  structure = gst_caps_get_structure (caps, 0);
  fail_unless (gst_structure_get_int (structure, "payload", &payload_type));
  fail_unless_equals_int (payload_type, 100);
  fail_unless (gst_structure_get_uint (structure, "ssrc", &ssrc));
  fail_unless_equals_int (ssrc, 1000 + VIDEO);
  fail_unless_equals_string (gst_structure_get_string (structure,
          "encoding-name"), "VP8");
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (a_replaced_input_goes_on_where_it_was)
{
  PcRtpPacket packet;
  GstBuffer *out;
  GstPad *input;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  gst_pad_push (input, bench_make_rtp (96, 500, 7));
  gst_buffer_unref (bench_pop (&bench, FALSE, "a packet"));
  gst_pad_push_event (input, gst_event_new_stream_start ("another"));
  gst_pad_push (input, bench_make_rtp (96, 700, 7));
  out = bench_pop (&bench, FALSE, "a packet of the new source");
  bench_parse (out, &packet);
  fail_unless_equals_int (packet.seq, 501);
  gst_buffer_unref (out);

  /* and so when the pad itself is another one */
  bench_remove_input (&bench, input);
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  gst_pad_push (input, bench_make_rtp (96, 900, 7));
  out = bench_pop (&bench, FALSE, "a packet of the new pad");
  bench_parse (out, &packet);
  fail_unless_equals_int (packet.seq, 502);
  gst_buffer_unref (out);
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (the_end_of_an_input_is_not_the_end)
{
  GstPad *audio, *video;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  audio = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  video = bench_add_input (&bench, VIDEO, VP8_CAPS);
  fail_unless (gst_pad_push_event (audio, gst_event_new_eos ()));
  fail_unless_equals_int (gst_pad_push (video, bench_make_rtp (96, 1, 7)),
      GST_FLOW_OK);
  gst_buffer_unref (bench_pop (&bench, FALSE, "a video packet"));
  bench_remove_input (&bench, audio);
  bench_remove_input (&bench, video);
  bench_clear (&bench);
}

GST_END_TEST;

static gboolean
has_rtcp (GstBuffer * buffer, guint type)
{
  PcRtcpPacket packet;
  gboolean found = FALSE;
  PcRtcpIter iter;
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_READ);
  fail_unless (pc_rtcp_validate (map.data, map.size, FALSE));
  pc_rtcp_iter_init (&iter, map.data, map.size);
  while (pc_rtcp_iter_next (&iter, &packet))
    found |= packet.type == type;
  gst_buffer_unmap (buffer, &map);

  return found;
}

GST_START_TEST (reports_come_by_themselves_and_a_bye_at_the_end)
{
  g_autoptr (GstBuffer) report = NULL;
  g_autoptr (GstBuffer) bye = NULL;
  GstPad *input;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  g_object_set (bench.rtp, "rtcp-interval", 20, NULL);
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  gst_pad_push (input, bench_make_rtp (96, 1, 7));
  report = bench_pop (&bench, TRUE, "a sender report");
  fail_unless (has_rtcp (report, PC_RTCP_SR));
  fail_unless (has_rtcp (report, PC_RTCP_SDES));
  gst_element_set_state (GST_ELEMENT (bench.rtp), GST_STATE_READY);
  do {
    gst_clear_buffer (&bye);
    bye = bench_pop (&bench, TRUE, "a BYE");
  } while (!has_rtcp (bye, PC_RTCP_BYE));
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

static Suite *
gstrtcrtp_suite (void)
{
  Suite *suite = suite_create ("gstrtcrtp");
  TCase *tcase = tcase_create ("sending");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, what_leaves_has_the_agreed_numbers);
  tcase_add_test (tcase, a_list_leaves_as_a_list);
  tcase_add_test (tcase, a_pli_reaches_the_encoder_with_the_next_buffer);
  tcase_add_test (tcase, nothing_leaves_before_it_may_then_a_key_frame);
  tcase_add_test (tcase, an_unwanted_codec_is_asked_to_change_then_refused);
  tcase_add_test (tcase, an_input_answers_with_the_agreed_codec);
  tcase_add_test (tcase, a_replaced_input_goes_on_where_it_was);
  tcase_add_test (tcase, the_end_of_an_input_is_not_the_end);
  tcase_add_test (tcase, reports_come_by_themselves_and_a_bye_at_the_end);

  return suite;
}

GST_CHECK_MAIN (gstrtcrtp);
