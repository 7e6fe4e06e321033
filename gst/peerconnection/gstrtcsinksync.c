/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsinksync.c: the clock and the life of a sink.
 */

#include "gstrtcsinksync.h"

void
gst_rtc_sink_sync_init (GstRTCSinkSync * sync)
{
  g_mutex_init (&sync->lock);
  g_cond_init (&sync->cond);
  sync->sync = TRUE;
  gst_segment_init (&sync->segment, GST_FORMAT_UNDEFINED);
}

void
gst_rtc_sink_sync_clear (GstRTCSinkSync * sync)
{
  g_mutex_clear (&sync->lock);
  g_cond_clear (&sync->cond);
}

void
gst_rtc_sink_sync_set_flushing (GstRTCSinkSync * sync, gboolean flushing)
{
  g_mutex_lock (&sync->lock);
  sync->flushing = flushing;
  if (flushing && sync->clock_id != NULL)
    gst_clock_id_unschedule (sync->clock_id);
  if (!flushing) {
    gst_segment_init (&sync->segment, GST_FORMAT_UNDEFINED);
    sync->shifted = FALSE;
  }
  g_cond_broadcast (&sync->cond);
  g_mutex_unlock (&sync->lock);
}

static void
set_eos (GstRTCSinkSync * sync, gboolean eos)
{
  g_mutex_lock (&sync->lock);
  sync->eos = eos;
  g_mutex_unlock (&sync->lock);
}

void
gst_rtc_sink_sync_event (GstRTCSinkSync * sync, GstEvent * event)
{
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      set_eos (sync, FALSE);
      break;
    case GST_EVENT_SEGMENT:
      g_mutex_lock (&sync->lock);
      gst_event_copy_segment (event, &sync->segment);
      g_mutex_unlock (&sync->lock);
      break;
    case GST_EVENT_FLUSH_START:
      gst_rtc_sink_sync_set_flushing (sync, TRUE);
      break;
    case GST_EVENT_FLUSH_STOP:
      gst_rtc_sink_sync_set_flushing (sync, FALSE);
      set_eos (sync, FALSE);
      break;
    case GST_EVENT_EOS:
      set_eos (sync, TRUE);
      break;
    default:
      break;
  }
}

static gboolean
get_running_time (GstRTCSinkSync * sync, GstClockTime timestamp,
    GstClockTime * running_time)
{
  if (!sync->sync || sync->segment.format != GST_FORMAT_TIME
      || !GST_CLOCK_TIME_IS_VALID (timestamp))
    return FALSE;
  *running_time = gst_segment_to_running_time (&sync->segment,
      GST_FORMAT_TIME, timestamp);
  return GST_CLOCK_TIME_IS_VALID (*running_time);
}

void
gst_rtc_sink_sync_wait (GstRTCSinkSync * sync, GstElement * bin,
    GstClockTime timestamp, GstRTCTimeShiftFunc time_shift)
{
  g_autoptr (GstClock) clock = gst_element_get_clock (bin);
  GstClockTime running_time;
  GstClockID id;

  if (clock == NULL || !get_running_time (sync, timestamp, &running_time))
    return;
  if (!sync->shifted) {
    GstClockTimeDiff shift;

    g_mutex_unlock (&sync->lock);
    shift = time_shift (bin, running_time);
    g_mutex_lock (&sync->lock);
    sync->time_shift = shift;
    sync->shifted = TRUE;
  }
  if (sync->flushing)
    return;

  id = gst_clock_new_single_shot_id (clock,
      running_time + sync->time_shift + gst_element_get_base_time (bin));
  sync->clock_id = id;
  g_mutex_unlock (&sync->lock);
  gst_clock_id_wait (id, NULL);
  g_mutex_lock (&sync->lock);
  sync->clock_id = NULL;
  gst_clock_id_unref (id);
}
