/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpsynchronizationsource.c: who sent what was received.
 */

#include "rtcrtpsynchronizationsource.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpSynchronizationSource:
 *
 * Who sent what was received: an SSRC (webrtc-pc section 5.3.2).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpSynchronizationSource,
    gst_rtc_rtp_synchronization_source, G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpSynchronizationSource, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpSynchronizationSource:timestamp:
   *
   * When the packet that is told of last came, in milliseconds since 1970.
   *
   * Since: 0.1
   */
  { "timestamp", OFFSET (timestamp), G_TYPE_DOUBLE },
  /**
   * GstRTCRtpSynchronizationSource:source:
   *
   * The SSRC identifier.
   *
   * Since: 0.1
   */
  { "source", OFFSET (source), G_TYPE_UINT },
  /**
   * GstRTCRtpSynchronizationSource:audio-level:
   *
   * How loud it is: from 0.0, silence, to 1.0; -1 when absent.
   *
   * Since: 0.1
   */
  { "audio-level", OFFSET (audio_level), G_TYPE_DOUBLE, .number = -1 },
  /**
   * GstRTCRtpSynchronizationSource:rtp-timestamp:
   *
   * The RTP timestamp of that packet.
   *
   * Since: 0.1
   */
  { "rtp-timestamp", OFFSET (rtp_timestamp), G_TYPE_UINT },
};
/* *INDENT-ON* */

static void
    gst_rtc_rtp_synchronization_source_class_init
    (GstRTCRtpSynchronizationSourceClass * klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_synchronization_source_init (GstRTCRtpSynchronizationSource * self)
{
}

/**
 * gst_rtc_rtp_synchronization_source_new:
 *
 * Returns: (transfer full): a new RTCRtpSynchronizationSource
 *
 * Since: 0.1
 */
GstRTCRtpSynchronizationSource *
gst_rtc_rtp_synchronization_source_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_SYNCHRONIZATION_SOURCE, NULL);
}
