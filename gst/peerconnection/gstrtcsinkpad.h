/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsinkpad.h: where media enters a peer connection.
 *
 * A ghost pad in front of rtcrtp's pad of the same m-section. It is a sink:
 * it holds non-live media back until the peer can be reached and then until
 * its time on the clock; live media that nobody can receive yet is dropped.
 */

#ifndef GST_RTC_SINK_PAD_H
#define GST_RTC_SINK_PAD_H

#include <gst/gst.h>
#include <gst/peerconnection/core/pctypes.h>
#include <gst/peerconnection/peerconnection.h>

#include "gstrtcsinksync.h"

G_BEGIN_DECLS

#define GST_TYPE_RTC_SINK_PAD (gst_rtc_sink_pad_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCSinkPad, gst_rtc_sink_pad, GST, RTC_SINK_PAD,
    GstGhostPad)

/* What a pad asks of its bin. All are called without the pad's lock. */
typedef struct
{
  /* The caps that may be sent now, complete, within @filter (or NULL); transfer
   * full. */
  GstCaps *(*query_caps) (GstElement * bin, GstRTCSinkPad * pad,
      const GstCaps * filter);
  /* The pad is linked to something that makes @caps; or unlinked: NULL. */
  void (*linked) (GstElement * bin, GstRTCSinkPad * pad, GstCaps * caps);
  /* New CAPS have arrived. FALSE: nobody can receive them. */
  gboolean (*caps) (GstElement * bin, GstRTCSinkPad * pad, GstCaps * caps);
  /* Its stream has ended, or begins anew. */
  void (*eos) (GstElement * bin, GstRTCSinkPad * pad);
  /* The codecs that the application prefers have changed. */
  void (*preferences) (GstElement * bin, GstRTCSinkPad * pad);
  GstRTCTimeShiftFunc time_shift;
} GstRTCSinkPadCallbacks;

GstPad *gst_rtc_sink_pad_new (const gchar * name, GstPadTemplate * templ,
    const GstRTCSinkPadCallbacks * callbacks);

/* The transceiver behind the pad, 0 while there is none. */
guint gst_rtc_sink_pad_get_transceiver_id (GstRTCSinkPad * pad);
void gst_rtc_sink_pad_set_transceiver_id (GstRTCSinkPad * pad, guint id);
/* Negotiated; or not any more: NULL. */
void gst_rtc_sink_pad_set_mid (GstRTCSinkPad * pad, const gchar * mid);

/* What the application asked for: a direction for the transceiver to be made,
 * or NONE; codecs, or NULL (transfer full); what releasing the pad means. */
GstRTCRtpTransceiverDirection gst_rtc_sink_pad_get_wanted_direction
    (GstRTCSinkPad * pad);
GstCaps *gst_rtc_sink_pad_dup_codec_preferences (GstRTCSinkPad * pad);
gboolean gst_rtc_sink_pad_stops_on_release (GstRTCSinkPad * pad);

/* The peer can be reached, or not. */
void gst_rtc_sink_pad_set_open (GstRTCSinkPad * pad, gboolean open);
/* The bin goes below PAUSED, or comes back: nothing waits any more. */
void gst_rtc_sink_pad_set_flushing (GstRTCSinkPad * pad, gboolean flushing);
/* Whether its media is of a kind that was not agreed; TRUE when that is new, and
 * to be said. */
gboolean gst_rtc_sink_pad_set_refused (GstRTCSinkPad * pad, gboolean refused);
/* What may be sent is @caps now. When it was something else, the payloader asks
 * again before the next buffer, in its own thread. */
void gst_rtc_sink_pad_set_possible (GstRTCSinkPad * pad, GstCaps * caps);
gboolean gst_rtc_sink_pad_is_eos (GstRTCSinkPad * pad);

G_END_DECLS

#endif /* GST_RTC_SINK_PAD_H */
