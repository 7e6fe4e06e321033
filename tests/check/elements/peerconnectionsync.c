/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * peerconnectionsync.c: what was captured together is played together, however
 * long each was under way.
 */

#include <gst/check/gstcheck.h>
#include <gst/rtp/gstrtpbuffer.h>

#include "callutils.h"

#define DEADLINE_SECONDS 20
/* The picture leaves this much later than the sound of the same moment. */
#define SKEW (400 * GST_MSECOND)
/* More than this is seen (ITU-R BT.1359: 45 ms). */
#define TOLERANCE (45 * GST_MSECOND)

#define PEER(name) "peerconnection name=" name " signaling-uri=loopback:sync "
/* RTP time is running time at capture. */
#define VIDEO "videotestsrc is-live=true ! video/x-raw,width=160,height=120," \
    "framerate=30/1 ! vp8enc deadline=1 ! rtpvp8pay timestamp-offset=0 ! " \
    "queue min-threshold-time=400000000 max-size-buffers=0 ! alice.video_0 "
#define AUDIO "audiotestsrc is-live=true ! opusenc ! rtpopuspay " \
    "timestamp-offset=0 ! alice.audio_0 "
#define SINKS \
    "bob. ! application/x-rtp,media=video ! fakesink name=video sync=false " \
    "bob. ! application/x-rtp,media=audio ! fakesink name=audio sync=false "

typedef struct
{
  GMutex lock;                  /* protects delays */
  GCond cond;
  GstClockTimeDiff delays[2];   /* play minus capture: audio, video */
} Delays;

typedef struct
{
  Delays *delays;
  guint index;
  guint clock_rate;
} Meter;

static GstPadProbeReturn
measure (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  Meter *meter = user_data;
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  GstClockTime capture;

  fail_unless (gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp));
  capture = gst_util_uint64_scale_int (gst_rtp_buffer_get_timestamp (&rtp),
      GST_SECOND, meter->clock_rate);
  gst_rtp_buffer_unmap (&rtp);
  g_mutex_lock (&meter->delays->lock);
  meter->delays->delays[meter->index] =
      GST_CLOCK_DIFF (capture, GST_BUFFER_PTS (buffer));
  g_cond_broadcast (&meter->delays->cond);
  g_mutex_unlock (&meter->delays->lock);
  return GST_PAD_PROBE_OK;
}

static void
meter_at (Call * call, const gchar * sink, Meter * meter)
{
  g_autoptr (GstElement) element =
      gst_bin_get_by_name (GST_BIN (call->pipeline), sink);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, measure, meter, NULL);
}

/* All with the lock. */
static gboolean
are_apart (const Delays * delays)
{
  return delays->delays[0] < (GstClockTimeDiff) SKEW / 2
      && delays->delays[1] > (GstClockTimeDiff) SKEW / 2;
}

/* The sound waits: the picture cannot come earlier than it does. */
static gboolean
are_together (const Delays * delays)
{
  return delays->delays[0] > (GstClockTimeDiff) SKEW / 2
      && ABS (delays->delays[1] - delays->delays[0])
      < (GstClockTimeDiff) TOLERANCE;
}

static void
wait_for (Delays * delays, gboolean (*condition) (const Delays *),
    const gchar * what)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_SECONDS * G_TIME_SPAN_SECOND;

  g_mutex_lock (&delays->lock);
  while (delays->delays[0] == G_MAXINT64 || delays->delays[1] == G_MAXINT64
      || !condition (delays)) {
    if (!g_cond_wait_until (&delays->cond, &delays->lock, end)
        || g_get_monotonic_time () > end)
      fail ("waited %d s for sound and picture to %s; they are %"
          GST_STIME_FORMAT " and %" GST_STIME_FORMAT " behind",
          DEADLINE_SECONDS, what, GST_STIME_ARGS (delays->delays[0]),
          GST_STIME_ARGS (delays->delays[1]));
  }
  g_mutex_unlock (&delays->lock);
}

GST_START_TEST (test_late_picture_holds_the_sound)
{
  Call *call = call_new (PEER ("alice") PEER ("bob") VIDEO AUDIO SINKS);
  Delays delays = {.delays = {G_MAXINT64, G_MAXINT64}
  };
  Meter meters[2] = { {&delays, 0, 48000}, {&delays, 1, 90000}
  };

  g_mutex_init (&delays.lock);
  g_cond_init (&delays.cond);
  meter_at (call, "audio", &meters[0]);
  meter_at (call, "video", &meters[1]);
  call_play (call);

  wait_for (&delays, are_apart, "be apart");
  wait_for (&delays, are_together, "meet");
  call_free (call);
  g_mutex_clear (&delays.lock);
  g_cond_clear (&delays.cond);
}

GST_END_TEST;

static Suite *
sync_suite (void)
{
  Suite *suite = suite_create ("peerconnectionsync");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 60);
  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_late_picture_holds_the_sound);
  return suite;
}

GST_CHECK_MAIN (sync);
