/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcpeerconnection-offeroptions.c: offerToReceiveAudio and
 * offerToReceiveVideo, from before there were transceivers (webrtc-pc section
 * 4.4.3.3).
 */

#include "rtcpeerconnection-private.h"

#include "rtcdictionaries.h"

/* Step 3.1 */
static void
stop_receiving (PcSession * session, const PcTransceiver * transceiver)
{
  if (transceiver->direction == PC_DIRECTION_SENDRECV)
    pc_session_set_direction (session, transceiver->id, PC_DIRECTION_SENDONLY);
  else if (transceiver->direction == PC_DIRECTION_RECVONLY)
    pc_session_set_direction (session, transceiver->id, PC_DIRECTION_INACTIVE);
}

static void
apply_option (PcSession * session, PcKind kind, GstRTCNullableBoolean option)
{
  g_autoptr (GArray) ids = NULL;
  gboolean receives = FALSE;

  if (option == GST_RTC_NULLABLE_BOOLEAN_NONE)
    return;
  ids = pc_session_list_transceivers (session);
  for (guint i = 0; i < ids->len; i++) {
    const PcTransceiver *transceiver =
        pc_session_get_transceiver (session, g_array_index (ids, guint, i));

    if (transceiver->kind != kind || transceiver->stopping)
      continue;
    receives |= transceiver->direction != PC_DIRECTION_STOPPED
        && pc_direction_receives (transceiver->direction);
    if (option == GST_RTC_NULLABLE_BOOLEAN_FALSE)
      stop_receiving (session, transceiver);
  }

  /* Steps 3.2 to 3.5; nobody is told that a negotiation is needed: the caller
   * is about to. */
  if (option == GST_RTC_NULLABLE_BOOLEAN_TRUE && !receives)
    pc_session_add_transceiver (session, kind, PC_DIRECTION_RECVONLY, FALSE);
}

void
gst_rtc_peer_connection_apply_offer_options (GstRTCPeerConnection * self,
    GstRTCOfferOptions * options)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if ((options->offer_to_receive[PC_KIND_AUDIO] ==
          GST_RTC_NULLABLE_BOOLEAN_NONE
          && options->offer_to_receive[PC_KIND_VIDEO] ==
          GST_RTC_NULLABLE_BOOLEAN_NONE)
      || !gst_rtc_peer_connection_ensure_session (self, NULL))
    return;

  locker = gst_rtc_model_locker_new (self->model);
  if (self->model->closed)
    return;
  for (guint kind = PC_KIND_AUDIO; kind <= PC_KIND_VIDEO; kind++)
    apply_option (self->model->session, kind, options->offer_to_receive[kind]);
}
