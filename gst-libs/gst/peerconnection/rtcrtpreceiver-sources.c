/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiver-sources.c: who is heard (getContributingSources and
 * getSynchronizationSources, webrtc-pc section 5.3).
 */

#include "rtcviews.h"

/* Their time is of packets that came, which will be played when they have gone
 * through the jitterbuffer: nobody here sees that. */
static gpointer
make_source (GType type, const PcRtpHeard * heard)
{
  gint64 ago = g_get_monotonic_time () - (gint64) (heard->at / PC_USECOND);
  gdouble at = (gdouble) (g_get_real_time () - ago) / 1000;

  return g_object_new (type, "timestamp", at, "source", heard->source,
      "audio-level", heard->level < 0 ? -1
      : pc_rtp_level_to_linear (heard->level),
      "rtp-timestamp", heard->rtp_timestamp, NULL);
}

static GPtrArray *
list_sources (GstRTCRtpReceiver * self, GType type, gboolean contributing)
{
  g_autoptr (GstRTCBackend) backend =
      gst_rtc_model_dup_backend (gst_rtc_rtp_receiver_peek_model (self));
  GPtrArray *sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) heard = NULL;

  if (backend != NULL)
    heard = GST_RTC_BACKEND_GET_IFACE (backend)->get_heard (backend,
        gst_rtc_rtp_receiver_peek_id (self), contributing);
  for (guint i = 0; heard != NULL && i < heard->len; i++)
    g_ptr_array_add (sources, make_source (type, &g_array_index (heard,
                PcRtpHeard, i)));

  return sources;
}

/**
 * gst_rtc_rtp_receiver_get_contributing_sources:
 * @receiver: a #GstRTCRtpReceiver
 *
 * Says which CSRCs, the sources that a mixer put together, were in packets of
 * the last ten seconds (getContributingSources, webrtc-pc section 5.3), each
 * once. #GstRTCRtpContributingSource:audio-level is there where the peer sends
 * it (RFC 6465). May be called from any thread.
 *
 * Returns: (transfer container) (element-type GstRTCRtpContributingSource): the
 *   sources, the latest first
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_receiver_get_contributing_sources (GstRTCRtpReceiver * receiver)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), NULL);

  return list_sources (receiver, GST_TYPE_RTC_RTP_CONTRIBUTING_SOURCE, TRUE);
}

/**
 * gst_rtc_rtp_receiver_get_synchronization_sources:
 * @receiver: a #GstRTCRtpReceiver
 *
 * Says which SSRCs sent packets in the last ten seconds
 * (getSynchronizationSources, webrtc-pc section 5.3), each once.
 * #GstRTCRtpSynchronizationSource:audio-level is there where the peer sends it
 * (RFC 6464). May be called from any thread.
 *
 * Returns: (transfer container) (element-type GstRTCRtpSynchronizationSource): the
 *   sources, the latest first
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_receiver_get_synchronization_sources (GstRTCRtpReceiver * receiver)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), NULL);

  return list_sources (receiver, GST_TYPE_RTC_RTP_SYNCHRONIZATION_SOURCE,
      FALSE);
}
