/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcmediasource.h: where the media of tracks comes from (mediacapture-main
 * section 3: a source is shared by a track and its clones).
 *
 *   MediaStreamTrack ──▶ GstRTCMediaSource ──▶ the application's element,
 *   its clone        ──▶                       or a receiver
 *
 * A source knows its tracks weakly, tracks keep their source. Not public: an
 * application sees tracks only.
 */

#ifndef GST_RTC_MEDIA_SOURCE_H
#define GST_RTC_MEDIA_SOURCE_H

#include <gst/gst.h>

#include "mediastreamtrack.h"

G_BEGIN_DECLS

#define GST_TYPE_RTC_MEDIA_SOURCE (gst_rtc_media_source_get_type ())
G_DECLARE_FINAL_TYPE (GstRTCMediaSource, gst_rtc_media_source, GST,
    RTC_MEDIA_SOURCE, GObject)

struct _GstRTCMediaSource
{
  GObject parent;

  /* Immutable. */
  const gchar *kind;            /* a literal */
  gchar *label;
  gboolean remote;              /* a receiver's: it has no element */
  GMainContext *context;        /* of the events of a local one */

  GMutex lock;                  /* protects what follows */
  GstElement *element;          /* NULL: not yet needed, or a receiver's */
  GPtrArray *tracks;            /* of GWeakRef */
  gboolean muted;

  GMutex runner_lock;           /* protects the next; taken before lock */
  GObject *runner;              /* makes it run; nullable */
};

/* @element (nullable, transfer none; floating is sunk). Its context is the
 * thread-default one. */
GstRTCMediaSource *gst_rtc_media_source_new (const gchar * kind,
    GstElement * element);
/* Of a receiver: muted until packets arrive. */
GstRTCMediaSource *gst_rtc_media_source_new_remote (const gchar * kind);

void gst_rtc_media_source_add_track (GstRTCMediaSource * source,
    GstMediaStreamTrack * track);
/* Those that are there: of GstMediaStreamTrack, transfer full. */
GPtrArray *gst_rtc_media_source_dup_tracks (GstRTCMediaSource * source);
/* A track ended or is gone: without a live one nothing needs to run
 * (mediacapture-main section 4.3.1, "stopped"). */
void gst_rtc_media_source_release (GstRTCMediaSource * source);
/* Of a track without a source of its own: silence or black, in real time. NULL
 * of a receiver's. Transfer full. */
GstElement *gst_rtc_media_source_dup_element (GstRTCMediaSource * source,
    GError ** error);

G_END_DECLS

#endif /* GST_RTC_MEDIA_SOURCE_H */
