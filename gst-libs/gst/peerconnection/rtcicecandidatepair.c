/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcicecandidatepair.c: two candidates that were tried together.
 */

#include "rtcicecandidatepair.h"

#include "rtcproperties.h"

/**
 * GstRTCIceCandidatePair:
 *
 * A local and a remote candidate (webrtc-pc section 5.6.4).
 *
 * Immutable; may be used from any thread.
 *
 * Since: 0.1
 */
struct _GstRTCIceCandidatePair
{
  GObject parent;

  GstRTCIceCandidate *local;
  GstRTCIceCandidate *remote;
};

G_DEFINE_FINAL_TYPE (GstRTCIceCandidatePair, gst_rtc_ice_candidate_pair,
    G_TYPE_OBJECT);

#define OFFSET(member) G_STRUCT_OFFSET (GstRTCIceCandidatePair, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCIceCandidatePair:local:
   *
   * The candidate of this end.
   *
   * Since: 0.1
   */
  { "local", OFFSET (local), .get_type = gst_rtc_ice_candidate_get_type },
  /**
   * GstRTCIceCandidatePair:remote:
   *
   * The candidate of the peer.
   *
   * Since: 0.1
   */
  { "remote", OFFSET (remote), .get_type = gst_rtc_ice_candidate_get_type },
};
/* *INDENT-ON* */

static void
gst_rtc_ice_candidate_pair_class_init (GstRTCIceCandidatePairClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_IMMUTABLE);
}

static void
gst_rtc_ice_candidate_pair_init (GstRTCIceCandidatePair * self)
{
}

/**
 * gst_rtc_ice_candidate_pair_new:
 * @local: the candidate of this end
 * @remote: the candidate of the peer
 *
 * Returns: (transfer full): a new RTCIceCandidatePair
 *
 * Since: 0.1
 */
GstRTCIceCandidatePair *
gst_rtc_ice_candidate_pair_new (GstRTCIceCandidate * local,
    GstRTCIceCandidate * remote)
{
  return g_object_new (GST_TYPE_RTC_ICE_CANDIDATE_PAIR, "local", local,
      "remote", remote, NULL);
}

/**
 * gst_rtc_ice_candidate_pair_get_local:
 * @pair: an RTCIceCandidatePair
 *
 * Returns: (transfer none): the candidate of this end
 *
 * Since: 0.1
 */
GstRTCIceCandidate *
gst_rtc_ice_candidate_pair_get_local (GstRTCIceCandidatePair * pair)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE_PAIR (pair), NULL);

  return pair->local;
}

/**
 * gst_rtc_ice_candidate_pair_get_remote:
 * @pair: an RTCIceCandidatePair
 *
 * Returns: (transfer none): the candidate of the peer
 *
 * Since: 0.1
 */
GstRTCIceCandidate *
gst_rtc_ice_candidate_pair_get_remote (GstRTCIceCandidatePair * pair)
{
  g_return_val_if_fail (GST_IS_RTC_ICE_CANDIDATE_PAIR (pair), NULL);

  return pair->remote;
}
