/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpreceive.c: the sources of rtcrtp, and its two directions apart.
 */

#include "rtpbench.h"

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#define SSRC 77u

static void
receive (Bench * bench, guint payload_type, guint from, guint n)
{
  GstBufferList *list = gst_buffer_list_new ();
  guint i;

  for (i = 0; i < n; i++)
    gst_buffer_list_add (list, bench_make_rtp (payload_type, from + i, SSRC));
  fail_unless_equals_int (gst_pad_push_list (bench->network_in, list),
      GST_FLOW_OK);
}

static void
expect_packets (Bench * bench, guint from, guint n)
{
  guint i;

  for (i = 0; i < n; i++) {
    g_autoptr (GstBuffer) buffer = bench_pop (bench, FALSE, "a packet");
    PcRtpPacket packet;

    bench_parse (buffer, &packet);
    fail_unless_equals_int (packet.seq, (guint16) (from + i));
  }
}

static void
check_announced (GstElement * element, GstPad * pad, gpointer user_data)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstEvent) stream_start =
      gst_pad_get_sticky_event (pad, GST_EVENT_STREAM_START, 0);
  g_autoptr (GstEvent) segment =
      gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  g_autoptr (GstCaps) queried = gst_pad_query_caps (pad, NULL);
  g_autoptr (GstCaps) expected =
      gst_caps_from_string ("application/x-rtp, media=(string)audio, "
      "encoding-name=(string)OPUS, clock-rate=(int)48000, payload=(int)111, "
      "ssrc=(uint)77, encoding-params=(string)2, rtcp-fb-nack-pli=true");

  fail_unless (caps && gst_caps_is_strictly_equal (caps, expected));
  fail_unless (gst_caps_is_strictly_equal (queried, expected));
  fail_unless (stream_start != NULL && segment != NULL);
  fail_unless_equals_string (GST_PAD_NAME (pad), "src_1_77");
  *(guint *) user_data += 1;
}

GST_START_TEST (what_came_early_waits_for_its_pad)
{
  GstPad *source, *ours;
  guint announced = 0;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  g_signal_connect (bench.rtp, "pad-added", G_CALLBACK (check_announced),
      &announced);
  receive (&bench, 111, 1, 5);
  bench_wait_sources (&bench, 1);
  fail_unless (gst_rtc_rtp_add_source_pad (bench.rtp, VIDEO, SSRC) == NULL);
  fail_unless (gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, 1) == NULL);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC);
  fail_unless (source != NULL);
  fail_unless_equals_int (announced, 1);
  fail_unless (gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC) == NULL);

  ours = bench_make_pad (source, &bench);
  expect_packets (&bench, 1, 5);
  receive (&bench, 111, 6, 10);
  expect_packets (&bench, 6, 10);
  fail_unless (bench.lists >= 2 && bench.lists <= 3);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  gst_object_unref (ours);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (what_waits_is_bounded)
{
  GstPad *source, *ours;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  receive (&bench, 111, 0, 300);
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC);
  ours = bench_make_pad (source, &bench);
  expect_packets (&bench, 300 - 256, 256);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  gst_object_unref (ours);
  bench_clear (&bench);
}

GST_END_TEST;

static gboolean
note_eos (GstPad * pad, GstObject * parent, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    g_object_set_data (G_OBJECT (pad), "eos", GINT_TO_POINTER (1));
  return gst_pad_event_default (pad, parent, event);
}

static void
expect_pli (Bench * bench, guint32 ssrc)
{
  gboolean found = FALSE;

  while (!found) {
    g_autoptr (GstBuffer) buffer = bench_pop (bench, TRUE, "a PLI");
    PcRtcpPacket packet;
    PcRtcpIter iter;
    GstMapInfo map;

    gst_buffer_map (buffer, &map, GST_MAP_READ);
    fail_unless (pc_rtcp_validate (map.data, map.size, FALSE));
    pc_rtcp_iter_init (&iter, map.data, map.size);
    while (pc_rtcp_iter_next (&iter, &packet))
      found |= packet.type == PC_RTCP_PSFB && packet.count == PC_PSFB_PLI
          && packet.media_ssrc == ssrc;
    gst_buffer_unmap (buffer, &map);
  }
}

GST_START_TEST (what_could_not_wait_is_asked_for_again)
{
  GstPad *source;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  receive (&bench, 100, 0, 300);
  expect_pli (&bench, SSRC);
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, VIDEO, SSRC);
  expect_pli (&bench, SSRC);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (bye_ends_a_source_eos_its_pad)
{
  PcRtcpWriter writer = {.size = 0 };
  GstPad *source, *ours;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  receive (&bench, 111, 1, 1);
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC);
  ours = bench_make_pad (source, &bench);
  gst_pad_set_event_function (ours, note_eos);
  pc_rtcp_write_report (&writer, SSRC, NULL, NULL, 0);
  pc_rtcp_write_bye (&writer, SSRC);
  gst_pad_push (bench.network_in, bench_make_rtcp (&writer));
  bench_wait_sources (&bench, 0);
  fail_if (g_object_get_data (G_OBJECT (ours), "eos"));
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  fail_unless (g_object_get_data (G_OBJECT (ours), "eos"));
  fail_unless (gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC) == NULL);
  gst_object_unref (ours);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (a_decoder_that_wants_a_key_frame_gets_a_pli_sent)
{
  GstPad *source, *ours;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  receive (&bench, 100, 1, 1);
  expect_pli (&bench, SSRC);    /* for the beginning */
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, VIDEO, SSRC);
  ours = bench_make_pad (source, &bench);
  fail_unless (gst_pad_push_event (ours,
          gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE,
              TRUE, 0)));
  expect_pli (&bench, SSRC);
  gst_rtc_rtp_request_key_frame (bench.rtp, VIDEO);
  expect_pli (&bench, SSRC);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  gst_object_unref (ours);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (sender_reports_go_to_their_own_pad)
{
  PcRtcpSenderInfo info = {.ntp = 42,.rtp_time = 4242 };
  const gchar *cname = "them", *mid = NULL;
  PcRtcpWriter writer = {.size = 0 };
  guint32 ssrc = SSRC;
  g_autoptr (GstBuffer) report = NULL;
  GstPad *source, *reports, *ours;
  PcRtcpPacket packet;
  PcRtcpIter iter;
  GstMapInfo map;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  receive (&bench, 111, 1, 1);
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC);
  reports = gst_rtc_rtp_add_report_pad (bench.rtp, source);
  fail_unless_equals_string (GST_PAD_NAME (reports), "rtcp_src_1_77");
  ours = bench_make_pad (reports, &bench);
  pc_rtcp_write_report (&writer, SSRC, &info, NULL, 0);
  pc_rtcp_write_sdes (&writer, &ssrc, &cname, &mid, 1);
  gst_pad_push (bench.network_in, bench_make_rtcp (&writer));
  report = bench_pop (&bench, TRUE, "a sender report");
  gst_buffer_map (report, &map, GST_MAP_READ);
  pc_rtcp_iter_init (&iter, map.data, map.size);
  fail_unless (pc_rtcp_iter_next (&iter, &packet));
  fail_unless_equals_int (packet.type, PC_RTCP_SR);
  fail_unless_equals_int (packet.rtp_time, 4242);
  gst_buffer_unmap (report, &map);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  gst_object_unref (ours);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (packets_carry_their_arrival)
{
  g_autoptr (GstClock) clock = g_object_new (GST_TYPE_TEST_CLOCK, NULL);
  g_autoptr (GstBuffer) buffer = NULL;
  GstPad *source, *ours;
  Bench bench;

  bench_init (&bench, bench_make_call ());
  gst_test_clock_set_time (GST_TEST_CLOCK (clock), 5 * GST_SECOND);
  gst_element_set_clock (GST_ELEMENT (bench.rtp), clock);
  gst_element_set_base_time (GST_ELEMENT (bench.rtp), 2 * GST_SECOND);
  receive (&bench, 111, 1, 1);
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC);
  ours = bench_make_pad (source, &bench);
  buffer = bench_pop (&bench, FALSE, "a packet");
  fail_unless_equals_uint64 (GST_BUFFER_DTS (buffer), 3 * GST_SECOND);
  fail_unless_equals_uint64 (GST_BUFFER_PTS (buffer), 3 * GST_SECOND);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  gst_object_unref (ours);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (garbage_is_counted)
{
  guint8 junk[40];
  GRand *rand = g_rand_new_with_seed (99);
  Bench bench;
  guint i, j;

  bench_init (&bench, bench_make_call ());
  for (i = 0; i < 2000; i++) {
    gsize size = g_rand_int_range (rand, 0, sizeof (junk) + 1);

    for (j = 0; j < sizeof (junk); j++)
      junk[j] = (guint8) g_rand_int (rand);
    junk[0] = (junk[0] & 0x3f) | (i % 2 ? 0x80 : 0);
    if (i % 4 == 1)
      junk[1] = 200 + i / 4 % 8;
    fail_unless_equals_int (gst_pad_push (bench.network_in,
            size == 0 ? gst_buffer_new () : gst_buffer_new_memdup (junk,
                size)), GST_FLOW_OK);
  }
  fail_unless (bench_get_stat (&bench, "drop-malformed") > 500);
  fail_unless (bench_get_stat (&bench, "rtcp-malformed") > 400);
  g_rand_free (rand);
  bench_clear (&bench);
}

GST_END_TEST;

/* --- the circle ----------------------------------------------------------- */

GST_START_TEST (a_circle_of_two_ends)
{
  GstElement *bin = gst_pipeline_new (NULL);
  GstElement *a = g_object_new (GST_TYPE_RTC_RTP, "name", "a", NULL);
  GstElement *b = g_object_new (GST_TYPE_RTC_RTP, "name", "b", NULL);
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  GstElement *elements[] = { a, b };
  guint i;

  gst_bin_add_many (GST_BIN (bin), a, b, NULL);
  fail_unless (gst_element_link_pads (a, "src", b, "sink"));
  fail_unless (gst_element_link_pads (b, "src", a, "sink"));
  gst_element_set_state (a, GST_STATE_PLAYING);
  gst_element_set_state (b, GST_STATE_PLAYING);

  for (i = 0; i < 2; i++) {
    g_autoptr (GstPad) sink = gst_element_get_static_pad (elements[i], "sink");
    g_autoptr (GstPad) src = gst_element_get_static_pad (elements[i], "src");
    GstIterator *links = gst_pad_iterate_internal_links (src);
    GValue value = G_VALUE_INIT;

    fail_unless_equals_int (gst_iterator_next (links, &value),
        GST_ITERATOR_DONE);
    gst_iterator_free (links);
    fail_unless (gst_pad_query (src, query));
    fail_unless (gst_pad_send_event (sink, gst_event_new_flush_start ()));
    fail_unless (gst_pad_send_event (sink, gst_event_new_flush_stop (TRUE)));
    fail_unless (gst_pad_send_event (src, gst_event_new_latency (5)));
    fail_unless (gst_pad_send_event (src, gst_event_new_reconfigure ()));
  }

  gst_element_set_state (a, GST_STATE_NULL);
  gst_element_set_state (b, GST_STATE_NULL);
  gst_object_unref (bin);
}

GST_END_TEST;

GST_START_TEST (pads_are_linked_inside_by_direction)
{
  GstPad *input, *source, *ours, *src, *sink;
  Bench bench;
  guint i;

  bench_init (&bench, bench_make_call ());
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  receive (&bench, 111, 1, 1);
  bench_wait_sources (&bench, 1);
  source = gst_rtc_rtp_add_source_pad (bench.rtp, AUDIO, SSRC);
  ours = bench_make_pad (source, &bench);
  src = gst_pad_get_peer (bench.network_out);
  sink = gst_pad_get_peer (bench.network_in);

  for (i = 0; i < 4; i++) {
    GstPad *from[] = { src, sink, source, GST_PAD_PEER (input) };
    GstPad *to[] = { GST_PAD_PEER (input), source, sink, src };
    GstIterator *links = gst_pad_iterate_internal_links (from[i]);
    GValue value = G_VALUE_INIT;

    fail_unless_equals_int (gst_iterator_next (links, &value), GST_ITERATOR_OK);
    fail_unless (g_value_get_object (&value) == to[i], "pad %u", i);
    g_value_reset (&value);
    fail_unless_equals_int (gst_iterator_next (links, &value),
        GST_ITERATOR_DONE);
    g_value_unset (&value);
    gst_iterator_free (links);
  }

  gst_object_unref (src);
  gst_object_unref (sink);
  gst_rtc_rtp_remove_source_pad (bench.rtp, source);
  gst_object_unref (ours);
  bench_remove_input (&bench, input);
  bench_clear (&bench);
}

GST_END_TEST;

/* --- alone ---------------------------------------------------------------- */

static void
link_added (GstElement * element, GstPad * pad, gpointer user_data)
{
  if (GST_PAD_IS_SRC (pad))
    g_object_set_data (G_OBJECT (element), "ours", bench_make_pad (pad,
            user_data));
}

GST_START_TEST (alone_it_sends_what_caps_say_and_adds_its_pads)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (OPUS_CAPS);
  GstBuffer *buffer;
  PcRtpPacket packet;
  GstPad *input;
  Bench bench;

  bench_init (&bench, NULL);
  g_object_set (bench.rtp, "receive-caps", caps, NULL);
  g_signal_connect (bench.rtp, "pad-added", G_CALLBACK (link_added), &bench);
  input = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  gst_pad_push (input, bench_make_rtp (96, 1, 7));
  buffer = bench_pop (&bench, FALSE, "a packet that is sent");
  bench_parse (buffer, &packet);
  fail_unless_equals_int (packet.payload_type, 96);
  fail_unless_equals_int (packet.ssrc, 7);
  gst_buffer_unref (buffer);

  receive (&bench, 96, 1, 3);
  expect_packets (&bench, 1, 3);
  bench_remove_input (&bench, input);
  gst_element_set_state (GST_ELEMENT (bench.rtp), GST_STATE_NULL);
  gst_object_unref (g_object_get_data (G_OBJECT (bench.rtp), "ours"));
  bench_clear (&bench);
}

GST_END_TEST;

/* --- several threads ------------------------------------------------------ */

/* A thread that pushes. When its peer stops, it parks until it is let go, and
 * then begins anew as a source would. */
typedef struct
{
  Bench *bench;
  GstPad *pad;
  const gchar *caps;
  guint payload_type;
  gboolean stop;                /* with the bench's lock */
  gboolean parked;
} Pusher;

static void
begin_anew (Pusher * pusher)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (pusher->caps);

  gst_check_setup_events_with_stream_id (pusher->pad,
      GST_ELEMENT (pusher->bench->rtp), caps, GST_FORMAT_TIME, "again");
}

static gpointer
push_on (gpointer user_data)
{
  Pusher *pusher = user_data;
  GMutex *lock = &pusher->bench->lock;
  gboolean stop = FALSE;
  guint16 seq = 0;

  while (!stop) {
    GstFlowReturn flow = gst_pad_push (pusher->pad,
        bench_make_rtp (pusher->payload_type, seq++, SSRC));
    gboolean parked = flow == GST_FLOW_FLUSHING;

    g_mutex_lock (lock);
    pusher->parked = parked;
    g_cond_broadcast (&pusher->bench->cond);
    while (pusher->parked && !pusher->stop)
      g_cond_wait (&pusher->bench->cond, lock);
    stop = pusher->stop;
    g_mutex_unlock (lock);
    if (parked && !stop)
      begin_anew (pusher);
  }
  return NULL;
}

static void
restart (Bench * bench, Pusher * pushers, guint n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  guint i;

  gst_element_set_state (GST_ELEMENT (bench->rtp), GST_STATE_READY);
  g_mutex_lock (&bench->lock);
  for (i = 0; i < n; i++) {
    while (!pushers[i].parked)
      fail_unless (g_cond_wait_until (&bench->cond, &bench->lock, deadline),
          "waited in vain for pusher %u to park", i);
  }
  bench->announced = 0;
  g_mutex_unlock (&bench->lock);

  gst_element_set_state (GST_ELEMENT (bench->rtp), GST_STATE_PLAYING);
  g_mutex_lock (&bench->lock);
  for (i = 0; i < n; i++)
    pushers[i].parked = FALSE;
  g_cond_broadcast (&bench->cond);
  g_mutex_unlock (&bench->lock);
}

/* An announcement may come late, of a source that a restart has ended. */
static GstPad *
add_announced_pad (Bench * bench)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  GstPad *pad = NULL;
  guint seen = 0;

  while (pad == NULL) {
    g_mutex_lock (&bench->lock);
    while (bench->announced == seen)
      fail_unless (g_cond_wait_until (&bench->cond, &bench->lock, deadline),
          "waited in vain for a source");
    seen = bench->announced;
    g_mutex_unlock (&bench->lock);
    pad = gst_rtc_rtp_add_source_pad (bench->rtp, VIDEO, SSRC);
  }

  return pad;
}

GST_START_TEST (everything_at_once)
{
  GThread *threads[3];
  GstPad *audio, *video;
  Bench bench;
  guint i;

  bench_init (&bench, bench_make_call ());
  g_object_set (bench.rtp, "rtcp-interval", 10, NULL);
  audio = bench_add_input (&bench, AUDIO, OPUS_CAPS);
  video = bench_add_input (&bench, VIDEO, VP8_CAPS);
  {
    Pusher pushers[] = {
      {&bench, audio, OPUS_CAPS, 96},
      {&bench, video, VP8_CAPS, 96},
      {&bench, bench.network_in, "application/x-rtp", 100},
    };

    for (i = 0; i < 3; i++)
      threads[i] = g_thread_new ("pusher", push_on, &pushers[i]);
    for (i = 0; i < 20; i++) {
      GstPad *source = add_announced_pad (&bench);
      GstPad *ours = bench_make_pad (source, &bench);

      gst_buffer_unref (bench_pop (&bench, FALSE, "a packet"));
      bench_configure (&bench, bench_make_call ());
      gst_rtc_rtp_request_key_frame (bench.rtp, VIDEO);
      gst_rtc_rtp_set_writable (bench.rtp, i % 2 == 0);
      bench_get_stat (&bench, "rtcp-sent");
      gst_rtc_rtp_remove_source_pad (bench.rtp, source);
      gst_object_unref (ours);
      restart (&bench, pushers, 3);
    }
    g_mutex_lock (&bench.lock);
    for (i = 0; i < 3; i++)
      pushers[i].stop = TRUE;
    g_cond_broadcast (&bench.cond);
    g_mutex_unlock (&bench.lock);
    for (i = 0; i < 3; i++)
      g_thread_join (threads[i]);
  }
  bench_remove_input (&bench, audio);
  bench_remove_input (&bench, video);
  bench_clear (&bench);
}

GST_END_TEST;

static Suite *
gstrtcrtpreceive_suite (void)
{
  Suite *suite = suite_create ("gstrtcrtpreceive");
  TCase *tcase = tcase_create ("receiving");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, what_came_early_waits_for_its_pad);
  tcase_add_test (tcase, what_waits_is_bounded);
  tcase_add_test (tcase, what_could_not_wait_is_asked_for_again);
  tcase_add_test (tcase, bye_ends_a_source_eos_its_pad);
  tcase_add_test (tcase, a_decoder_that_wants_a_key_frame_gets_a_pli_sent);
  tcase_add_test (tcase, sender_reports_go_to_their_own_pad);
  tcase_add_test (tcase, packets_carry_their_arrival);
  tcase_add_test (tcase, garbage_is_counted);
  tcase_add_test (tcase, a_circle_of_two_ends);
  tcase_add_test (tcase, pads_are_linked_inside_by_direction);
  tcase_add_test (tcase, alone_it_sends_what_caps_say_and_adds_its_pads);
  tcase_add_test (tcase, everything_at_once);

  return suite;
}

GST_CHECK_MAIN (gstrtcrtpreceive);
