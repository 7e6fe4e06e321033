/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcrtpcontributingsource.c: who contributed to what was received.
 */

#include "rtcrtpcontributingsource.h"

#include "rtcdictionaries.h"
#include "rtcproperties.h"

/**
 * GstRTCRtpContributingSource:
 *
 * Who contributed to what was received: a CSRC (webrtc-pc section 5.3.1).
 *
 * A dictionary: it holds values and checks nothing; the method that takes it
 * does. Use it from one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (GstRTCRtpContributingSource,
    gst_rtc_rtp_contributing_source, G_TYPE_OBJECT);

#define OFFSET(member) \
    G_STRUCT_OFFSET (GstRTCRtpContributingSource, member)

/* *INDENT-OFF* */
static const GstRTCProperty properties[] = {
  /**
   * GstRTCRtpContributingSource:timestamp:
   *
   * When the packet that is told of last came, in milliseconds since 1970.
   *
   * Since: 0.1
   */
  { "timestamp", OFFSET (timestamp), G_TYPE_DOUBLE },
  /**
   * GstRTCRtpContributingSource:source:
   *
   * The CSRC identifier.
   *
   * Since: 0.1
   */
  { "source", OFFSET (source), G_TYPE_UINT },
  /**
   * GstRTCRtpContributingSource:audio-level:
   *
   * How loud it is: from 0.0, silence, to 1.0; -1 when absent.
   *
   * Since: 0.1
   */
  { "audio-level", OFFSET (audio_level), G_TYPE_DOUBLE, .number = -1 },
  /**
   * GstRTCRtpContributingSource:rtp-timestamp:
   *
   * The RTP timestamp of that packet.
   *
   * Since: 0.1
   */
  { "rtp-timestamp", OFFSET (rtp_timestamp), G_TYPE_UINT },
};
/* *INDENT-ON* */

static void
gst_rtc_rtp_contributing_source_class_init (GstRTCRtpContributingSourceClass *
    klass)
{
  gst_rtc_properties_install (klass, properties, G_N_ELEMENTS (properties),
      GST_RTC_PROPERTIES_MUTABLE);
}

static void
gst_rtc_rtp_contributing_source_init (GstRTCRtpContributingSource * self)
{
}

/**
 * gst_rtc_rtp_contributing_source_new:
 *
 * Returns: (transfer full): a new RTCRtpContributingSource
 *
 * Since: 0.1
 */
GstRTCRtpContributingSource *
gst_rtc_rtp_contributing_source_new (void)
{
  return g_object_new (GST_TYPE_RTC_RTP_CONTRIBUTING_SOURCE, NULL);
}
