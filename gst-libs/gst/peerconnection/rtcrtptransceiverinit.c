/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtptransceiverinit.c: what a transceiver is to be.
 */

#include "rtcrtptransceiverinit.h"

#include "core/pcerror.h"
#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpTransceiverInit:
 *
 * The argument of addTransceiver() (webrtc-pc section 5.1).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpTransceiverInit, gst_rtc_rtp_transceiver_init,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCRtpTransceiverInit, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpTransceiverInit:direction:
   *
   * Which way media is wanted to flow.
   *
   * Since: 0.1
   */
  { "direction", OFFSET (direction),
      .get_type = gst_rtc_rtp_transceiver_direction_get_type },
  { NULL, OFFSET (streams), .get_type = g_ptr_array_get_type },
  { NULL, OFFSET (send_encodings), .get_type = g_ptr_array_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_transceiver_init_class_init (GstRTCRtpTransceiverInitClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_transceiver_init_init (GstRTCRtpTransceiverInit * self)
{
}

/**
 * gst_rtc_rtp_transceiver_init_new:
 *
 * Returns: (transfer full): a new RTCRtpTransceiverInit
 *
 * Since: 0.1
 */
GstRTCRtpTransceiverInit *
gst_rtc_rtp_transceiver_init_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_TRANSCEIVER_INIT, NULL);
}

/**
 * gst_rtc_rtp_transceiver_init_get_streams:
 * @init: an RTCRtpTransceiverInit
 *
 * Returns: (transfer container) (element-type GstMediaStream): the streams
 *   that the track belongs to; empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_transceiver_init_get_streams (GstRTCRtpTransceiverInit * init)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER_INIT (init), NULL);

  return gst_rtc_object_array_copy (init->streams);
}

/**
 * gst_rtc_rtp_transceiver_init_set_streams:
 * @init: an RTCRtpTransceiverInit
 * @streams: (nullable) (element-type GstMediaStream): the streams that the
 *   track belongs to; %NULL for none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_transceiver_init_set_streams (GstRTCRtpTransceiverInit * init,
    GPtrArray * streams)
{
  g_return_if_fail (GST_IS_RTC_RTP_TRANSCEIVER_INIT (init));

  gst_rtc_object_array_set (&init->streams, streams);
}

/**
 * gst_rtc_rtp_transceiver_init_get_send_encodings:
 * @init: an RTCRtpTransceiverInit
 *
 * Returns: (transfer container) (element-type GstRTCRtpEncodingParameters):
 *   the encodings to send; empty when absent
 *
 * Since: 0.1
 */
GPtrArray *
gst_rtc_rtp_transceiver_init_get_send_encodings (GstRTCRtpTransceiverInit *
    init)
{
  g_return_val_if_fail (GST_IS_RTC_RTP_TRANSCEIVER_INIT (init), NULL);

  return gst_rtc_object_array_copy (init->send_encodings);
}

/**
 * gst_rtc_rtp_transceiver_init_set_send_encodings:
 * @init: an RTCRtpTransceiverInit
 * @send_encodings: (nullable) (element-type GstRTCRtpEncodingParameters): the
 *   encodings to send; %NULL for none
 *
 * Since: 0.1
 */
void
gst_rtc_rtp_transceiver_init_set_send_encodings (GstRTCRtpTransceiverInit *
    init, GPtrArray * send_encodings)
{
  g_return_if_fail (GST_IS_RTC_RTP_TRANSCEIVER_INIT (init));

  gst_rtc_object_array_set (&init->send_encodings, send_encodings);
}

gboolean
gst_rtc_rtp_transceiver_init_validate (GstRTCRtpTransceiverInit * init,
    GError ** error)
{
  if (init->direction < GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED)
    return TRUE;

  /* section 5.4.1, direction: "stopped" is nothing to ask for */
  g_set_error (error, PC_ERROR, PC_ERROR_TYPE, "direction is \"%s\"",
      init->direction == GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED ?
      "stopped" : "none");
  return FALSE;
}
