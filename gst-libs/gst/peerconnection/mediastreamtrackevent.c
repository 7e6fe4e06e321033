/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamtrackevent.c: a stream got or lost a track.
 */

#include "mediastreamtrackevent.h"

struct _GstMediaStreamTrackEvent
{
  GObject parent;

  GstMediaStreamTrack *track;   /* immutable */
};

enum
{
  PROP_0,
  PROP_TRACK,
};

G_DEFINE_FINAL_TYPE (GstMediaStreamTrackEvent, gst_media_stream_track_event,
    G_TYPE_OBJECT);

static void
gst_media_stream_track_event_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstMediaStreamTrackEvent *self = GST_MEDIA_STREAM_TRACK_EVENT (object);

  switch (id) {
    case PROP_TRACK:
      g_value_set_object (value, self->track);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_media_stream_track_event_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstMediaStreamTrackEvent *self = GST_MEDIA_STREAM_TRACK_EVENT (object);

  switch (id) {
    case PROP_TRACK:
      self->track = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_media_stream_track_event_finalize (GObject * object)
{
  GstMediaStreamTrackEvent *self = GST_MEDIA_STREAM_TRACK_EVENT (object);

  g_clear_object (&self->track);
  G_OBJECT_CLASS (gst_media_stream_track_event_parent_class)->finalize (object);
}

static void
gst_media_stream_track_event_class_init (GstMediaStreamTrackEventClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gst_media_stream_track_event_get_property;
  object_class->set_property = gst_media_stream_track_event_set_property;
  object_class->finalize = gst_media_stream_track_event_finalize;

  /**
   * GstMediaStreamTrackEvent:track:
   *
   * The track that was added or removed.
   *
   * Since: 0.1
   */
  g_object_class_install_property (object_class, PROP_TRACK,
      g_param_spec_object ("track", NULL, NULL, GST_TYPE_MEDIA_STREAM_TRACK,
          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
gst_media_stream_track_event_init (GstMediaStreamTrackEvent * self)
{
}

/**
 * gst_media_stream_track_event_new:
 * @track: the track that was added or removed
 *
 * Returns: (transfer full): a new event
 *
 * Since: 0.1
 */
GstMediaStreamTrackEvent *
gst_media_stream_track_event_new (GstMediaStreamTrack * track)
{
  return g_object_new (GST_TYPE_MEDIA_STREAM_TRACK_EVENT, "track", track, NULL);
}

/**
 * gst_media_stream_track_event_get_track:
 * @event: a #GstMediaStreamTrackEvent
 *
 * Returns: (transfer none): the track that was added or removed
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_media_stream_track_event_get_track (GstMediaStreamTrackEvent * event)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK_EVENT (event), NULL);

  return event->track;
}
