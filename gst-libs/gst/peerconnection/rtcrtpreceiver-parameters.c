/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiver-parameters.c: what a receiver is prepared for (getParameters,
 * webrtc-pc section 5.3).
 */

#include "rtcdictionaries.h"
#include "rtcrtpparameters.h"
#include "rtcviews.h"

/**
 * gst_rtc_rtp_receiver_get_parameters:
 * @receiver: a #GstRTCRtpReceiver
 *
 * What can be received right now (RTCRtpReceiver.getParameters, webrtc-pc
 * section 5.3): what is offered until an answer says less. May be called from
 * any thread.
 *
 * Returns: (transfer full): the parameters, which are the caller's own
 *
 * Since: 0.1
 */
GstRTCRtpReceiveParameters *
gst_rtc_rtp_receiver_get_parameters (GstRTCRtpReceiver * receiver)
{
  g_autoptr (PcParameters) parameters = NULL;
  GstRTCModel *model;
  const gchar *kind;

  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), NULL);

  model = gst_rtc_rtp_receiver_peek_model (receiver);
  kind = gst_media_stream_track_get_kind (gst_rtc_rtp_receiver_get_track
      (receiver));
  g_mutex_lock (&model->lock);
  parameters = model->session == NULL ? pc_parameters_new ()
      : pc_session_get_receive_parameters (model->session,
      gst_rtc_rtp_receiver_peek_id (receiver));
  g_mutex_unlock (&model->lock);

  return gst_rtc_receive_parameters_from_core (parameters,
      g_strcmp0 (kind, "audio") == 0 ? PC_KIND_AUDIO : PC_KIND_VIDEO);
}
