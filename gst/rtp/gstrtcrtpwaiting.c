/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpwaiting.c: what the peer's sources deliver, and what waits.
 *
 * All that a source delivers goes through its queue. Whoever finds it not
 * being drained drains it: one thread at a time pushes, in order, and what
 * came before the pad was there is simply what is in front.
 */

#include "gstrtcrtp-private.h"
#include "gstrtccaps.h"

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

GstRTCRtpSource *
gst_rtc_rtp_source_new (guint transceiver_id, guint32 ssrc, guint payload_type)
{
  GstRTCRtpSource *source = g_atomic_rc_box_new0 (GstRTCRtpSource);

  source->transceiver_id = transceiver_id;
  source->ssrc = ssrc;
  source->payload_type = payload_type;
  source->waiting_payload_type = payload_type;
  g_queue_init (&source->waiting);

  return source;
}

GstRTCRtpSource *
gst_rtc_rtp_source_ref (GstRTCRtpSource * source)
{
  return g_atomic_rc_box_acquire (source);
}

static void
source_clear (gpointer data)
{
  GstRTCRtpSource *source = data;

  g_queue_clear_full (&source->waiting, (GDestroyNotify) gst_mini_object_unref);
}

void
gst_rtc_rtp_source_unref (GstRTCRtpSource * source)
{
  g_atomic_rc_box_release_full (source, source_clear);
}

static void
drop_oldest (GstRTCRtpSource * source)
{
  GList *l = source->waiting.head;

  while (l && !GST_IS_BUFFER (l->data))
    l = l->next;
  if (l == NULL)
    return;
  source->waiting_packets--;
  source->waiting_bytes -= gst_buffer_get_size (l->data);
  source->overflowed++;
  gst_buffer_unref (l->data);
  g_queue_delete_link (&source->waiting, l);
}

GstCaps *
gst_rtc_rtp_source_make_caps (GstRTCRtp * rtp, const GstRTCRtpSource * source,
    guint payload_type)
{
  const PcNegotiatedMedia *media =
      gst_rtc_rtp_find_media (rtp, source->transceiver_id);
  guint i;

  for (i = 0; media && i < media->receive_codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->receive_codecs, i);

    if (codec->payload_type == payload_type)
      return gst_rtc_caps_from_codec (codec, media->kind, source->ssrc);
  }

  return NULL;
}

void
gst_rtc_rtp_source_append (GstRTCRtp * rtp, GstRTCRtpSource * source,
    guint payload_type, GstBuffer * buffer)
{
  if (source->waiting_payload_type != payload_type) {
    g_autoptr (GstCaps) caps =
        gst_rtc_rtp_source_make_caps (rtp, source, payload_type);

    if (caps)
      g_queue_push_tail (&source->waiting, gst_event_new_caps (caps));
    source->waiting_payload_type = payload_type;
  }
  source->waiting_packets++;
  source->waiting_bytes += gst_buffer_get_size (buffer);
  g_queue_push_tail (&source->waiting, buffer);

  while (source->waiting_packets > GST_RTC_RTP_MAX_WAITING_PACKETS
      || source->waiting_bytes > GST_RTC_RTP_MAX_WAITING_BYTES)
    drop_oldest (source);
}

static void
push_run (GstPad * pad, GstBufferList * list)
{
  GstFlowReturn flow = gst_pad_push_list (pad, list);

  /* Whatever becomes of one source, the transport carries others. */
  if (flow != GST_FLOW_OK)
    GST_LOG_OBJECT (pad, "dropped: %s", gst_flow_get_name (flow));
}

static void
push_objects (GstPad * pad, GQueue * objects)
{
  GstBufferList *list = NULL;
  GstMiniObject *object;

  while ((object = g_queue_pop_head (objects))) {
    if (GST_IS_BUFFER (object)) {
      if (list == NULL)
        list = gst_buffer_list_new_sized (objects->length + 1);
      gst_buffer_list_add (list, GST_BUFFER_CAST (object));
      continue;
    }
    if (list)
      push_run (pad, g_steal_pointer (&list));
    gst_pad_push_event (pad, GST_EVENT_CAST (object));
  }
  if (list)
    push_run (pad, list);
}

void
gst_rtc_rtp_source_drain (GstRTCRtp * rtp, GstRTCRtpSource * source)
{
  g_autoptr (GstPad) pad = NULL;
  GQueue objects;

  g_mutex_lock (&rtp->lock);
  if (source->draining || source->pad == NULL
      || !gst_pad_is_linked (source->pad)) {
    g_mutex_unlock (&rtp->lock);
    return;
  }
  source->draining = TRUE;
  pad = gst_object_ref (source->pad);
  while (!g_queue_is_empty (&source->waiting)) {
    objects = source->waiting;
    g_queue_init (&source->waiting);
    source->waiting_packets = 0;
    source->waiting_bytes = 0;
    g_mutex_unlock (&rtp->lock);
    push_objects (pad, &objects);
    g_mutex_lock (&rtp->lock);
  }
  source->draining = FALSE;
  g_mutex_unlock (&rtp->lock);
}

typedef struct
{
  GstRTCRtp *rtp;
  GstRTCRtpSource *source;
} Drain;

static void
drain (gpointer user_data)
{
  Drain *later = user_data;

  gst_rtc_rtp_source_drain (later->rtp, later->source);
}

static void
drain_free (gpointer user_data)
{
  Drain *later = user_data;

  gst_object_unref (later->rtp);
  gst_rtc_rtp_source_unref (later->source);
  g_free (later);
}

/* On the I/O thread: linking threads must not be held up by what is behind the
 * pad, nor find themselves inside it. */
void
gst_rtc_rtp_source_drain_later (GstRTCRtp * rtp, GstRTCRtpSource * source)
{
  g_autoptr (GstRTCIO) io = NULL;
  Drain *later;

  g_mutex_lock (&rtp->lock);
  if (rtp->io)
    io = gst_rtc_io_ref (rtp->io);
  g_mutex_unlock (&rtp->lock);
  if (io == NULL)
    return;

  later = g_new0 (Drain, 1);
  later->rtp = gst_object_ref (rtp);
  later->source = gst_rtc_rtp_source_ref (source);
  gst_rtc_io_post (io, drain, later, drain_free);
}
