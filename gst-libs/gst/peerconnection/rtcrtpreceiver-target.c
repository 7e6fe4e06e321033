/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpreceiver-target.c: how much media a receiver holds back
 * (jitterBufferTarget, webrtc-pc section 5.3).
 */

#include <math.h>

#include "core/pcerror.h"
#include "rtcviews.h"

#define MAX_TARGET 4000         /* ms */

/**
 * gst_rtc_rtp_receiver_get_jitter_buffer_target:
 * @receiver: a #GstRTCRtpReceiver
 *
 * Returns: how much media is wanted in the jitterbuffer, in ms; -1 where that
 *   is not said
 *
 * Since: 0.1
 */
gdouble
gst_rtc_rtp_receiver_get_jitter_buffer_target (GstRTCRtpReceiver * receiver)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), -1);

  locker =
      gst_rtc_model_locker_new (gst_rtc_rtp_receiver_peek_model (receiver));

  return *gst_rtc_rtp_receiver_peek_target_locked (receiver);
}

/**
 * gst_rtc_rtp_receiver_set_jitter_buffer_target:
 * @receiver: a #GstRTCRtpReceiver
 * @target: from 0 to 4000 ms; NaN for none, as null in the standard
 * @error: return location for a #GError
 *
 * Says how much media the jitterbuffer should hold (jitterBufferTarget,
 * webrtc-pc section 5.3): more survives a worse network, and comes later. Fails
 * with %GST_RTC_DOM_ERROR_RANGE outside the range.
 *
 * Returns: whether it is taken
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_receiver_set_jitter_buffer_target (GstRTCRtpReceiver * receiver,
    gdouble target, GError ** error)
{
  g_autoptr (GstRTCBackend) backend = NULL;
  GstRTCModel *model;

  g_return_val_if_fail (GST_IS_RTC_RTP_RECEIVER (receiver), FALSE);

  if (!isnan (target) && !(target >= 0 && target <= MAX_TARGET)) {
    g_set_error (error, PC_ERROR, PC_ERROR_RANGE,
        "jitterBufferTarget: %g ms is not from 0 to %d", target, MAX_TARGET);
    return FALSE;
  }
  if (isnan (target))
    target = -1;

  model = gst_rtc_rtp_receiver_peek_model (receiver);
  g_mutex_lock (&model->lock);
  *gst_rtc_rtp_receiver_peek_target_locked (receiver) = target;
  g_mutex_unlock (&model->lock);
  backend = gst_rtc_model_dup_backend (model);
  if (backend != NULL)
    GST_RTC_BACKEND_GET_IFACE (backend)->set_jitter_buffer_target (backend,
        gst_rtc_rtp_receiver_peek_id (receiver), (gint) target);

  return TRUE;
}
