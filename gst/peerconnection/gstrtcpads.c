/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcpads.c: what the pads of both directions show of their transceiver.
 */

#include "gstrtcpads.h"

#include "gstpeerconnection-private.h"

GParamSpec *
gst_rtc_pad_transceiver_pspec (void)
{
  return g_param_spec_object ("transceiver", "Transceiver",
      "The RTCRtpTransceiver of this pad (NULL: there is none yet)",
      GST_TYPE_RTC_RTP_TRANSCEIVER, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

GParamSpec *
gst_rtc_pad_mid_pspec (void)
{
  return g_param_spec_string ("mid", "MID",
      "The m-section of this pad (NULL: not negotiated yet)", NULL,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

GstRTCRtpTransceiver *
gst_rtc_pad_dup_transceiver (GstPad * pad, guint id)
{
  g_autoptr (GstElement) bin = gst_pad_get_parent_element (pad);
  g_autoptr (GstRTCPeerConnection) connection = NULL;

  if (bin == NULL || id == 0)
    return NULL;
  connection = gst_peer_connection_dup (GST_PEER_CONNECTION (bin));

  return connection != NULL ? gst_rtc_backend_get_transceiver (connection, id)
      : NULL;
}

gchar *
gst_rtc_pad_dup_mid (GstPad * pad, guint id)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_pad_dup_transceiver (pad, id);

  return transceiver != NULL ? gst_rtc_rtp_transceiver_get_mid (transceiver)
      : NULL;
}
