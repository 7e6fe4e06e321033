/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcrtpsource.c: the pads of the peer's sources.
 */

#include "gstrtcrtp-private.h"

#define GST_CAT_DEFAULT gst_rtc_rtp_debug

/* Streams of the peer whose group id is remembered. */
#define MAX_GROUPS 64

static GQuark
source_quark (void)
{
  return g_quark_from_static_string ("rtc-rtp-source");
}

GstRTCRtpSource *
gst_rtc_rtp_pad_get_source (GstPad * pad)
{
  return g_object_get_qdata (G_OBJECT (pad), source_quark ());
}

static void
on_linked (GstPad * pad, GstPad * peer, gpointer user_data)
{
  g_autoptr (GstObject) rtp = gst_object_get_parent (GST_OBJECT (pad));

  if (rtp)
    gst_rtc_rtp_source_drain_later (GST_RTC_RTP (rtp),
        gst_rtc_rtp_pad_get_source (pad));
}

/* What belongs together is played together: one group for one MediaStream
 * (RFC 8830), else for the m-section. */
static guint
group_id (GstRTCRtp * rtp, const GstRTCRtpSource * source)
{
  const PcNegotiatedMedia *media =
      gst_rtc_rtp_find_media (rtp, source->transceiver_id);
  g_autofree gchar *stream = NULL;
  guint id;

  if (media && media->receive_msids->len > 0) {
    const PcMsid *msid = g_ptr_array_index (media->receive_msids, 0);

    if (g_strcmp0 (msid->stream, "-") != 0)
      stream = g_strdup_printf ("msid:%s", msid->stream);
  }
  if (stream == NULL)
    stream = g_strdup_printf ("transceiver:%u", source->transceiver_id);

  id = GPOINTER_TO_UINT (g_hash_table_lookup (rtp->groups, stream));
  if (id == 0) {
    id = gst_util_group_id_next ();
    if (g_hash_table_size (rtp->groups) >= MAX_GROUPS)
      g_hash_table_remove_all (rtp->groups);
    g_hash_table_insert (rtp->groups, g_steal_pointer (&stream),
        GUINT_TO_POINTER (id));
  }

  return id;
}

/* A filtered link that waits for the pad looks at these when it is added. */
static void
store_events (GstPad * pad, const gchar * stream_id, guint group,
    GstCaps * caps)
{
  GstEvent *stream_start = gst_event_new_stream_start (stream_id);
  GstSegment segment;

  gst_event_set_group_id (stream_start, group);
  gst_pad_push_event (pad, stream_start);
  gst_pad_push_event (pad, gst_event_new_caps (caps));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (pad, gst_event_new_segment (&segment));
}

static GstPad *
make_pad (GstRTCRtp * rtp, const gchar * template_name,
    const GstRTCRtpSource * source)
{
  GstPadTemplate *template =
      gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (rtp),
      template_name);
  g_autofree gchar *name = NULL;
  gsize prefix = strlen (template_name) - strlen ("%u_%u");
  GstPad *pad;

  name = g_strdup_printf ("%.*s%u_%u", (gint) prefix, template_name,
      source->transceiver_id, source->ssrc);
  pad = gst_pad_new_from_template (template, name);
  gst_rtc_rtp_set_up_pad (pad);
  /* A caps query is answered with what is, not with what could be. */
  gst_pad_use_fixed_caps (pad);

  return pad;
}

GstPad *
gst_rtc_rtp_add_source_pad (GstRTCRtp * rtp, guint transceiver_id, guint32 ssrc)
{
  g_autoptr (GstRTCRtpSource) source = NULL;
  g_autoptr (GstCaps) caps = NULL;
  g_autofree gchar *stream_id = NULL;
  GstPad *pad = NULL;
  gboolean incomplete = FALSE;
  guint group = 0;

  g_return_val_if_fail (GST_IS_RTC_RTP (rtp), NULL);

  g_mutex_lock (&rtp->lock);
  source = g_hash_table_lookup (rtp->sources, GUINT_TO_POINTER (ssrc));
  if (source == NULL || source->gone || source->pad
      || source->transceiver_id != transceiver_id) {
    source = NULL;
  } else {
    gst_rtc_rtp_source_ref (source);
    caps = gst_rtc_rtp_source_make_caps (rtp, source, source->payload_type);
    group = group_id (rtp, source);
    incomplete = source->overflowed > 0;
    if (caps)
      pad = source->pad = make_pad (rtp, "src_%u_%u", source);
    if (pad)
      gst_object_ref_sink (pad);
  }
  g_mutex_unlock (&rtp->lock);
  if (pad == NULL)
    return NULL;

  g_object_set_qdata_full (G_OBJECT (pad), source_quark (),
      gst_rtc_rtp_source_ref (source),
      (GDestroyNotify) gst_rtc_rtp_source_unref);
  g_signal_connect (pad, "linked", G_CALLBACK (on_linked), NULL);
  stream_id = g_strdup_printf ("%s/%u/%08x", GST_OBJECT_NAME (rtp),
      transceiver_id, ssrc);
  gst_pad_set_active (pad, TRUE);
  store_events (pad, stream_id, group, caps);
  gst_element_add_pad (GST_ELEMENT (rtp), pad);
  gst_rtc_rtp_source_drain_later (rtp, source);
  /* The one that it began with was among what could not wait. */
  if (incomplete)
    gst_rtc_rtp_request_key_frame (rtp, transceiver_id);

  return pad;
}

GstPad *
gst_rtc_rtp_add_report_pad (GstRTCRtp * rtp, GstPad * source_pad)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("application/x-rtcp");
  g_autofree gchar *stream_id = NULL;
  GstRTCRtpSource *source;
  GstPad *pad;

  g_return_val_if_fail (GST_IS_RTC_RTP (rtp), NULL);
  g_return_val_if_fail (GST_IS_PAD (source_pad), NULL);
  source = gst_rtc_rtp_pad_get_source (source_pad);
  g_return_val_if_fail (source != NULL && source->rtcp_pad == NULL, NULL);

  pad = make_pad (rtp, "rtcp_src_%u_%u", source);
  stream_id = g_strdup_printf ("%s/%u/%08x/rtcp", GST_OBJECT_NAME (rtp),
      source->transceiver_id, source->ssrc);
  gst_pad_set_active (pad, TRUE);
  store_events (pad, stream_id, gst_util_group_id_next (), caps);
  gst_object_ref_sink (pad);
  gst_element_add_pad (GST_ELEMENT (rtp), pad);
  g_mutex_lock (&rtp->lock);
  source->rtcp_pad = pad;
  g_mutex_unlock (&rtp->lock);

  return pad;
}

static void
remove_pad (GstRTCRtp * rtp, GstPad * pad)
{
  gst_pad_push_event (pad, gst_event_new_eos ());
  gst_pad_set_active (pad, FALSE);
  gst_element_remove_pad (GST_ELEMENT (rtp), pad);
  gst_object_unref (pad);
}

void
gst_rtc_rtp_remove_source_pad (GstRTCRtp * rtp, GstPad * pad)
{
  g_autoptr (GstRTCRtpSource) source = NULL;
  GstPad *source_pad, *rtcp_pad;

  g_return_if_fail (GST_IS_RTC_RTP (rtp));
  g_return_if_fail (GST_IS_PAD (pad));

  source = gst_rtc_rtp_pad_get_source (pad);
  g_return_if_fail (source != NULL);
  gst_rtc_rtp_source_ref (source);

  g_mutex_lock (&rtp->lock);
  source_pad = g_steal_pointer (&source->pad);
  rtcp_pad = g_steal_pointer (&source->rtcp_pad);
  if (source->gone && g_hash_table_lookup (rtp->sources,
          GUINT_TO_POINTER (source->ssrc)) == source)
    g_hash_table_remove (rtp->sources, GUINT_TO_POINTER (source->ssrc));
  /* A source that goes on is not announced again: nobody wants it. */
  source->gone = TRUE;
  g_mutex_unlock (&rtp->lock);

  if (rtcp_pad)
    remove_pad (rtp, rtcp_pad);
  if (source_pad)
    remove_pad (rtp, source_pad);
}

GstPad *
gst_rtc_rtp_find_gone_pad (GstRTCRtp * rtp, guint32 ssrc)
{
  GstPad *pad = NULL;
  GList *l;

  GST_OBJECT_LOCK (rtp);
  for (l = GST_ELEMENT (rtp)->srcpads; l && pad == NULL; l = l->next) {
    GstRTCRtpSource *source = gst_rtc_rtp_pad_get_source (l->data);

    if (source && source->ssrc == ssrc && source->gone)
      pad = gst_object_ref (l->data);
  }
  GST_OBJECT_UNLOCK (rtp);

  return pad;
}

GPtrArray *
gst_rtc_rtp_list_source_pads (GstRTCRtp * rtp)
{
  GPtrArray *pads = g_ptr_array_new_with_free_func (gst_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&rtp->lock);
  g_hash_table_iter_init (&iter, rtp->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GstRTCRtpSource *source = value;

    if (source->pad)
      g_ptr_array_add (pads, gst_object_ref (source->pad));
  }
  g_mutex_unlock (&rtp->lock);

  return pads;
}

void
gst_rtc_rtp_source_push_report (GstRTCRtp * rtp, GstPad * pad,
    const guint8 * data, gsize size)
{
  GstBuffer *buffer = gst_buffer_new_memdup (data, size);
  GstClockTime now = gst_element_get_current_running_time (GST_ELEMENT (rtp));

  GST_BUFFER_PTS (buffer) = now;
  GST_BUFFER_DTS (buffer) = now;
  gst_pad_push (pad, buffer);
}
