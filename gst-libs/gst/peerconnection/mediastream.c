/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastream.c: tracks that belong together (MediaStream).
 */

/**
 * SECTION:mediastream
 * @title: GstMediaStream
 * @short_description: tracks that belong together
 *
 * A stream groups tracks which are meant to be played in synchrony. The
 * streams of received tracks are made, filled and emptied by the connection;
 * only then are #GstMediaStream::addtrack and #GstMediaStream::removetrack
 * emitted, in the connection's main context. Methods may be called from any
 * thread.
 *
 * Since: 0.1
 */

#include "mediastream-private.h"
#include "mediastreamtrackevent.h"

struct _GstMediaStream
{
  GObject parent;

  gchar *id;                    /* immutable */

  GMutex lock;
  GPtrArray *tracks;            /* of GstMediaStreamTrack; protected by lock */
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_ACTIVE,
  N_PROPS,
};

enum
{
  SIGNAL_ADDTRACK,
  SIGNAL_REMOVETRACK,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GstMediaStream, gst_media_stream, G_TYPE_OBJECT);

static void
gst_media_stream_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstMediaStream *self = GST_MEDIA_STREAM (object);

  switch (id) {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, gst_media_stream_get_active (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_media_stream_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstMediaStream *self = GST_MEDIA_STREAM (object);

  switch (id) {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      if (self->id == NULL)
        self->id = g_uuid_string_random ();
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_media_stream_finalize (GObject * object)
{
  GstMediaStream *self = GST_MEDIA_STREAM (object);

  g_free (self->id);
  g_ptr_array_unref (self->tracks);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gst_media_stream_parent_class)->finalize (object);
}

static void
gst_media_stream_class_init (GstMediaStreamClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = gst_media_stream_get_property;
  object_class->set_property = gst_media_stream_set_property;
  object_class->finalize = gst_media_stream_finalize;

  /**
   * GstMediaStream:id:
   *
   * A unique identifier; of a remote stream the peer's.
   *
   * Since: 0.1
   */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * GstMediaStream:active:
   *
   * Whether any of its tracks has not ended.
   *
   * Since: 0.1
   */
  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GstMediaStream::addtrack:
   * @stream: the stream
   * @event: says which
   *
   * The peer added a track.
   *
   * Since: 0.1
   */
  signals[SIGNAL_ADDTRACK] = g_signal_new ("addtrack", type,
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
      GST_TYPE_MEDIA_STREAM_TRACK_EVENT);
  /**
   * GstMediaStream::removetrack:
   * @stream: the stream
   * @event: says which
   *
   * The peer took a track away.
   *
   * Since: 0.1
   */
  signals[SIGNAL_REMOVETRACK] = g_signal_new ("removetrack", type,
      G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
      GST_TYPE_MEDIA_STREAM_TRACK_EVENT);
}

static void
gst_media_stream_init (GstMediaStream * self)
{
  g_mutex_init (&self->lock);
  self->tracks = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
stream_add (GstMediaStream * self, GstMediaStreamTrack * track)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (g_ptr_array_find (self->tracks, track, NULL))
    return FALSE;
  g_ptr_array_add (self->tracks, g_object_ref (track));

  return TRUE;
}

static gboolean
stream_remove (GstMediaStream * self, GstMediaStreamTrack * track)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_ptr_array_remove (self->tracks, track);
}

static void
stream_emit (GstMediaStream * self, guint signal, GstMediaStreamTrack * track)
{
  g_autoptr (GstMediaStreamTrackEvent) event =
      gst_media_stream_track_event_new (track);

  g_signal_emit (self, signals[signal], 0, event);
}

void
gst_media_stream_add_remote_track (GstMediaStream * stream,
    GstMediaStreamTrack * track)
{
  if (stream_add (stream, track))
    stream_emit (stream, SIGNAL_ADDTRACK, track);
}

void
gst_media_stream_remove_remote_track (GstMediaStream * stream,
    GstMediaStreamTrack * track)
{
  if (stream_remove (stream, track))
    stream_emit (stream, SIGNAL_REMOVETRACK, track);
}

GstMediaStream *
gst_media_stream_new_with_id (const gchar * id)
{
  return g_object_new (GST_TYPE_MEDIA_STREAM, "id", id, NULL);
}

/**
 * gst_media_stream_get_id:
 * @stream: a #GstMediaStream
 *
 * Returns: (transfer none): a unique identifier; of a remote stream the
 *   peer's
 *
 * Since: 0.1
 */
const gchar *
gst_media_stream_get_id (GstMediaStream * stream)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);

  return stream->id;
}

static GPtrArray *
stream_list (GstMediaStream * self, const gchar * kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->tracks->len; i++) {
    GstMediaStreamTrack *track = g_ptr_array_index (self->tracks, i);

    if (kind == NULL
        || g_str_equal (gst_media_stream_track_get_kind (track), kind))
      g_ptr_array_add (list, g_object_ref (track));
  }

  return list;
}

/**
 * gst_media_stream_get_active:
 * @stream: a #GstMediaStream
 *
 * Returns: whether any of its tracks has not ended
 *
 * Since: 0.1
 */
gboolean
gst_media_stream_get_active (GstMediaStream * stream)
{
  g_autoptr (GPtrArray) tracks = NULL;

  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), FALSE);

  tracks = stream_list (stream, NULL);
  for (guint i = 0; i < tracks->len; i++)
    if (gst_media_stream_track_get_ready_state (g_ptr_array_index (tracks,
                i)) == GST_MEDIA_STREAM_TRACK_STATE_LIVE)
      return TRUE;

  return FALSE;
}

/**
 * gst_media_stream_get_tracks:
 * @stream: a #GstMediaStream
 *
 * Returns: (transfer container) (element-type GstMediaStreamTrack): all its tracks
 *
 * Since: 0.1
 */
GPtrArray *
gst_media_stream_get_tracks (GstMediaStream * stream)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);

  return stream_list (stream, NULL);
}

/**
 * gst_media_stream_get_audio_tracks:
 * @stream: a #GstMediaStream
 *
 * Returns: (transfer container) (element-type GstMediaStreamTrack): its tracks of
 *   kind "audio"
 *
 * Since: 0.1
 */
GPtrArray *
gst_media_stream_get_audio_tracks (GstMediaStream * stream)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);

  return stream_list (stream, "audio");
}

/**
 * gst_media_stream_get_video_tracks:
 * @stream: a #GstMediaStream
 *
 * Returns: (transfer container) (element-type GstMediaStreamTrack): its tracks of
 *   kind "video"
 *
 * Since: 0.1
 */
GPtrArray *
gst_media_stream_get_video_tracks (GstMediaStream * stream)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);

  return stream_list (stream, "video");
}

/**
 * gst_media_stream_get_track_by_id:
 * @stream: a #GstMediaStream
 * @id: the identifier of a track
 *
 * Returns: (transfer full) (nullable): that track, if it is here
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_media_stream_get_track_by_id (GstMediaStream * stream, const gchar * id)
{
  g_autoptr (GPtrArray) tracks = NULL;

  g_return_val_if_fail (GST_IS_MEDIA_STREAM (stream), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  tracks = stream_list (stream, NULL);
  for (guint i = 0; i < tracks->len; i++) {
    GstMediaStreamTrack *track = g_ptr_array_index (tracks, i);

    if (g_str_equal (gst_media_stream_track_get_id (track), id))
      return g_object_ref (track);
  }

  return NULL;
}

/**
 * gst_media_stream_add_track:
 * @stream: a #GstMediaStream
 * @track: a track, which may be there already
 *
 * Since: 0.1
 */
void
gst_media_stream_add_track (GstMediaStream * stream,
    GstMediaStreamTrack * track)
{
  g_return_if_fail (GST_IS_MEDIA_STREAM (stream));
  g_return_if_fail (GST_IS_MEDIA_STREAM_TRACK (track));

  stream_add (stream, track);
}

/**
 * gst_media_stream_remove_track:
 * @stream: a #GstMediaStream
 * @track: a track, which may not be there
 *
 * Since: 0.1
 */
void
gst_media_stream_remove_track (GstMediaStream * stream,
    GstMediaStreamTrack * track)
{
  g_return_if_fail (GST_IS_MEDIA_STREAM (stream));
  g_return_if_fail (GST_IS_MEDIA_STREAM_TRACK (track));

  stream_remove (stream, track);
}
