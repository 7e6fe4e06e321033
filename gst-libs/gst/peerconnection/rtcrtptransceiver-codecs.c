/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtptransceiver-codecs.c: which codecs a transceiver prefers
 * (setCodecPreferences, webrtc-pc section 5.4).
 */

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcrtpparameters.h"
#include "rtcviews.h"

/**
 * gst_rtc_rtp_transceiver_set_codec_preferences:
 * @transceiver: a #GstRTCRtpTransceiver
 * @codecs: (nullable) (element-type GstRTCRtpCodec): the codecs, most wanted
 *   first; empty or %NULL for the default
 * @error: return location for a #GError
 *
 * Which codecs later offers and answers name, in which order
 * (setCodecPreferences, webrtc-pc section 5.4). Those that are not named are
 * not used; retransmissions are asked for by naming "video/rtx". Nothing is
 * negotiated by itself. Fails with %GST_RTC_DOM_ERROR_INVALID_MODIFICATION
 * where a codec is not among gst_rtc_rtp_sender_get_capabilities() or
 * gst_rtc_rtp_receiver_get_capabilities(), or nothing but repair and comfort
 * noise is left; then nothing has changed. May be called from any thread.
 *
 * Returns: whether they are taken
 *
 * Since: 0.1
 */
gboolean
gst_rtc_rtp_transceiver_set_codec_preferences (GstRTCRtpTransceiver *
    transceiver, GPtrArray * codecs, GError ** error)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  GstRTCModel *model;
  const PcTransceiver *look;
  guint id;

  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER (transceiver), FALSE);

  model = gst_rtc_rtp_sender_peek_model (gst_rtc_rtp_transceiver_get_sender
      (transceiver));
  id = gst_rtc_rtp_transceiver_peek_id (transceiver);
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);

  locker = gst_rtc_model_locker_new (model);
  look = model->session != NULL
      ? pc_session_get_transceiver (model->session, id) : NULL;
  /* Stopped and gone: nothing asks it any more. */
  if (look == NULL)
    return TRUE;
  for (guint i = 0; codecs != NULL && i < codecs->len; i++)
    g_ptr_array_add (list, gst_rtc_rtp_codec_to_core (g_ptr_array_index
            (codecs, i), look->kind));
  if (pc_session_prefer_codecs (model->session, id, list, error))
    return TRUE;
  g_prefix_error (error, "setCodecPreferences: ");

  return FALSE;
}
