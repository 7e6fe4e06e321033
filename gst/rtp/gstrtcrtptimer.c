/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtptimer.c: the RTCP timer, and what the session wants done.
 *
 * The session answers every input with a list of outputs. They are taken from
 * it with the lock and performed without: RTCP is pushed from whatever thread
 * caused it, signals are posted to the I/O thread, in their order.
 */

#include "gstrtcrtp-private.h"

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

#define UNIX_TO_NTP G_GUINT64_CONSTANT (2208988800)     /* s, 1900 to 1970 */

static guint64
ntp_now (void)
{
  gint64 us = g_get_real_time ();
  guint64 seconds = (guint64) (us / G_USEC_PER_SEC) + UNIX_TO_NTP;
  guint64 fraction = us % G_USEC_PER_SEC;

  return seconds << 32 | (fraction << 32) / G_USEC_PER_SEC;
}

/* --- the timer ------------------------------------------------------------ */

typedef struct
{
  GSource source;
  GWeakRef rtp;
} TimerSource;

static gboolean
timer_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  g_autoptr (GstRTCRtp) rtp = g_weak_ref_get (&((TimerSource *) source)->rtp);
  GQueue outputs = G_QUEUE_INIT;
  const gchar *reason;

  /* First: collecting sets it again. */
  g_source_set_ready_time (source, -1);
  if (rtp == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&rtp->lock);
  pc_rtp_session_next_timeout (rtp->session, &reason);
  GST_LOG_OBJECT (rtp, "woken for %s", reason);
  pc_rtp_session_handle_timeout (rtp->session, gst_rtc_rtp_now (), ntp_now ());
  gst_rtc_rtp_collect (rtp, &outputs);
  g_mutex_unlock (&rtp->lock);
  gst_rtc_rtp_perform (rtp, &outputs);

  return G_SOURCE_CONTINUE;
}

static void
timer_finalize (GSource * source)
{
  g_weak_ref_clear (&((TimerSource *) source)->rtp);
}

static GSourceFuncs timer_funcs = {
  .dispatch = timer_dispatch,
  .finalize = timer_finalize,
};

static void
set_timer (GstRTCRtp * rtp)
{
  PcTime next;

  if (rtp->timer == NULL)
    return;
  next = pc_rtp_session_next_timeout (rtp->session, NULL);
  /* Rounded up, or it would wake too early and once more. */
  g_source_set_ready_time (rtp->timer, next == PC_TIME_NEVER ? -1 :
      (gint64) ((next + PC_USECOND - 1) / PC_USECOND));
}

void
gst_rtc_rtp_start_timer (GstRTCRtp * rtp)
{
  g_autoptr (GstRTCIO) io = gst_rtc_io_for_element (GST_ELEMENT (rtp));
  GSource *timer = g_source_new (&timer_funcs, sizeof (TimerSource));

  g_weak_ref_init (&((TimerSource *) timer)->rtp, rtp);
  g_source_set_static_name (timer, "rtcrtp");

  g_mutex_lock (&rtp->lock);
  rtp->io = g_steal_pointer (&io);
  rtp->timer = timer;
  set_timer (rtp);
  g_source_attach (timer, gst_rtc_io_get_context (rtp->io));
  g_mutex_unlock (&rtp->lock);
}

void
gst_rtc_rtp_stop_timer (GstRTCRtp * rtp)
{
  g_autoptr (GSource) timer = NULL;
  g_autoptr (GstRTCIO) io = NULL;

  g_mutex_lock (&rtp->lock);
  timer = g_steal_pointer (&rtp->timer);
  io = g_steal_pointer (&rtp->io);
  g_mutex_unlock (&rtp->lock);
  if (timer)
    g_source_destroy (timer);
}

/* --- outputs -------------------------------------------------------------- */

/* What an output means for the element's own tables. */
static void
note (GstRTCRtp * rtp, const PcRtpOutput * output)
{
  GstRTCRtpSource *source;
  guint i;

  switch (output->type) {
    case PC_RTP_OUTPUT_NEW_SOURCE:
      g_hash_table_insert (rtp->sources, GUINT_TO_POINTER (output->ssrc),
          gst_rtc_rtp_source_new (output->transceiver_id, output->ssrc,
              output->payload_type));
      break;
    case PC_RTP_OUTPUT_SOURCE_GONE:
      source = g_hash_table_lookup (rtp->sources,
          GUINT_TO_POINTER (output->ssrc));
      if (source == NULL)
        break;
      source->gone = TRUE;
      /* With a pad it stays until that is removed. */
      if (source->pad == NULL)
        g_hash_table_remove (rtp->sources, GUINT_TO_POINTER (output->ssrc));
      break;
    case PC_RTP_OUTPUT_KEY_FRAME_WANTED:
      for (i = 0; i < rtp->inputs->len; i++) {
        GstRTCRtpInput *input = g_ptr_array_index (rtp->inputs, i);

        if (input->transceiver_id == output->transceiver_id)
          input->key_frame_wanted = TRUE;
      }
      break;
    default:
      break;
  }
}

void
gst_rtc_rtp_collect (GstRTCRtp * rtp, GQueue * outputs)
{
  PcRtpOutput output;

  while (pc_rtp_session_poll (rtp->session, &output)) {
    note (rtp, &output);
    g_queue_push_tail (outputs, g_memdup2 (&output, sizeof (output)));
  }
  set_timer (rtp);
}

typedef struct
{
  GstRTCRtp *rtp;
  PcRtpOutput output;
} Announcement;

static void
announce (gpointer user_data)
{
  Announcement *announcement = user_data;
  const PcRtpOutput *output = &announcement->output;

  if (output->type == PC_RTP_OUTPUT_NEW_SOURCE)
    g_signal_emit_by_name (announcement->rtp, "new-source",
        output->transceiver_id, output->ssrc, output->payload_type);
  else
    g_signal_emit_by_name (announcement->rtp, "source-gone",
        output->transceiver_id, output->ssrc);
}

static void
announcement_free (gpointer user_data)
{
  Announcement *announcement = user_data;

  gst_object_unref (announcement->rtp);
  g_free (announcement);
}

static void
post_announcement (GstRTCRtp * rtp, const PcRtpOutput * output)
{
  Announcement *announcement = g_new0 (Announcement, 1);
  g_autoptr (GstRTCIO) io = NULL;

  announcement->rtp = gst_object_ref (rtp);
  announcement->output = *output;
  g_mutex_lock (&rtp->lock);
  if (rtp->io)
    io = gst_rtc_io_ref (rtp->io);
  g_mutex_unlock (&rtp->lock);

  if (io) {
    gst_rtc_io_post (io, announce, announcement, announcement_free);
  } else {
    announce (announcement);
    announcement_free (announcement);
  }
}

static void
push_packet (GstRTCRtp * rtp, const PcRtpOutput * output)
{
  /* Room behind for the trailer of SRTP or SRTCP. */
  GstAllocationParams params = {.padding = GST_RTC_RTP_TRAILER };
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, output->size, &params);
  GstFlowReturn flow;

  gst_buffer_fill (buffer, 0, output->data, output->size);
  flow = gst_pad_push (rtp->srcpad, buffer);
  GST_LOG_OBJECT (rtp, "pushed %" G_GSIZE_FORMAT " bytes of %s: %s",
      output->size, output->type == PC_RTP_OUTPUT_RTP ? "RTP" : "RTCP",
      gst_flow_get_name (flow));
}

/* A stand-alone element has nobody who would ask for the pad. */
static void
add_pad_alone (GstRTCRtp * rtp, const PcRtpOutput * output)
{
  gst_rtc_rtp_add_source_pad (rtp, output->transceiver_id, output->ssrc);
}

static void
remove_pad_alone (GstRTCRtp * rtp, const PcRtpOutput * output)
{
  g_autoptr (GstPad) pad = gst_rtc_rtp_find_gone_pad (rtp, output->ssrc);

  if (pad)
    gst_rtc_rtp_remove_source_pad (rtp, pad);
}

static void
push_sender_report (GstRTCRtp * rtp, const PcRtpOutput * output)
{
  GstRTCRtpSource *source;
  g_autoptr (GstPad) pad = NULL;

  g_mutex_lock (&rtp->lock);
  source = g_hash_table_lookup (rtp->sources, GUINT_TO_POINTER (output->ssrc));
  if (source && source->rtcp_pad)
    pad = gst_object_ref (source->rtcp_pad);
  g_mutex_unlock (&rtp->lock);
  if (pad)
    gst_rtc_rtp_source_push_report (rtp, pad, output->data, output->size);
}

static void
perform_one (GstRTCRtp * rtp, const PcRtpOutput * output, gboolean alone)
{
  switch (output->type) {
    case PC_RTP_OUTPUT_RTCP:
    case PC_RTP_OUTPUT_RTP:
      push_packet (rtp, output);
      break;
    case PC_RTP_OUTPUT_NEW_SOURCE:
      GST_INFO_OBJECT (rtp, "source %08x: none -> new (first packet of "
          "transceiver %u)", output->ssrc, output->transceiver_id);
      post_announcement (rtp, output);
      if (alone)
        add_pad_alone (rtp, output);
      break;
    case PC_RTP_OUTPUT_SOURCE_GONE:
      GST_INFO_OBJECT (rtp, "source %08x: known -> gone", output->ssrc);
      post_announcement (rtp, output);
      if (alone)
        remove_pad_alone (rtp, output);
      break;
    case PC_RTP_OUTPUT_KEY_FRAME_WANTED:
      GST_DEBUG_OBJECT (rtp, "peer wants a key frame of transceiver %u",
          output->transceiver_id);
      break;
    case PC_RTP_OUTPUT_SENDER_REPORT:
      push_sender_report (rtp, output);
      break;
  }
}

void
gst_rtc_rtp_perform (GstRTCRtp * rtp, GQueue * outputs)
{
  PcRtpOutput *output;
  gboolean alone;

  if (g_queue_is_empty (outputs))
    return;
  g_mutex_lock (&rtp->lock);
  alone = rtp->alone;
  g_mutex_unlock (&rtp->lock);

  while ((output = g_queue_pop_head (outputs))) {
    perform_one (rtp, output, alone);
    pc_rtp_output_clear (output);
    g_free (output);
  }
}
