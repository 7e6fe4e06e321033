/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamtrack.c: one audio or video (MediaStreamTrack).
 */

/**
 * SECTION:mediastreamtrack
 * @title: GstMediaStreamTrack
 * @short_description: one audio or video
 *
 * A track is media by reference. One that the application makes stands for
 * what a GStreamer element or bin of its gives; it may be sent by any number of
 * connections, and its clones share the element. One of a receiver stands for
 * what comes out of the element's source pad; it lives as long as its
 * transceiver and is muted while nothing arrives.
 *
 * All functions may be called from any thread. The signals #mute, #unmute and
 * #ended are emitted in the main context of the connection, and of an
 * application's track in the one that was the thread-default where it was made.
 *
 * Since: 0.1
 */

#include "mediastream-private.h"

struct _GstMediaStreamTrack
{
  GObject parent;

  gchar *id;                    /* immutable */
  GstRTCMediaSource *source;    /* immutable */

  gint enabled;                 /* atomic */
  gint muted;                   /* atomic */
  gint ready_state;             /* atomic, GstMediaStreamTrackState */
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_LABEL,
  PROP_ENABLED,
  PROP_MUTED,
  PROP_READY_STATE,
  N_PROPS,
};

enum
{
  SIGNAL_MUTE,
  SIGNAL_UNMUTE,
  SIGNAL_ENDED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GstMediaStreamTrack, gst_media_stream_track,
    G_TYPE_OBJECT);

static void
gst_media_stream_track_get_property (GObject * object, guint id,
    GValue * value, GParamSpec * pspec)
{
  GstMediaStreamTrack *self = GST_MEDIA_STREAM_TRACK (object);

  switch (id) {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->source->kind);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->source->label);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, g_atomic_int_get (&self->enabled));
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, g_atomic_int_get (&self->muted));
      break;
    case PROP_READY_STATE:
      g_value_set_enum (value, g_atomic_int_get (&self->ready_state));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_media_stream_track_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstMediaStreamTrack *self = GST_MEDIA_STREAM_TRACK (object);

  switch (id) {
    case PROP_ENABLED:
      gst_media_stream_track_set_enabled (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* One that a binding makes without a constructor is silent. */
static void
gst_media_stream_track_constructed (GObject * object)
{
  GstMediaStreamTrack *self = GST_MEDIA_STREAM_TRACK (object);

  self->source = gst_rtc_media_source_new ("audio", NULL);
  gst_rtc_media_source_add_track (self->source, self);
  G_OBJECT_CLASS (gst_media_stream_track_parent_class)->constructed (object);
}

static void
gst_media_stream_track_finalize (GObject * object)
{
  GstMediaStreamTrack *self = GST_MEDIA_STREAM_TRACK (object);

  gst_rtc_media_source_release (self->source);
  g_object_unref (self->source);
  g_free (self->id);
  G_OBJECT_CLASS (gst_media_stream_track_parent_class)->finalize (object);
}

static void
gst_media_stream_track_class_init (GstMediaStreamTrackClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_media_stream_track_get_property;
  object_class->set_property = gst_media_stream_track_set_property;
  object_class->constructed = gst_media_stream_track_constructed;
  object_class->finalize = gst_media_stream_track_finalize;

  /**
   * GstMediaStreamTrack:id:
   *
   * A unique identifier (mediacapture-main section 4.3.3).
   *
   * Since: 0.1
   */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, ro);
  /**
   * GstMediaStreamTrack:kind:
   *
   * "audio" or "video".
   *
   * Since: 0.1
   */
  props[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, ro);
  /**
   * GstMediaStreamTrack:label:
   *
   * A name for people: the element's; of a remote track "remote audio" or
   * "remote video" (webrtc-pc section 5.3).
   *
   * Since: 0.1
   */
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, ro);
  /**
   * GstMediaStreamTrack:enabled:
   *
   * Whether the application wants its media.
   *
   * Since: 0.1
   */
  props[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * GstMediaStreamTrack:muted:
   *
   * Whether nothing arrives just now.
   *
   * Since: 0.1
   */
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, ro);
  /**
   * GstMediaStreamTrack:ready-state:
   *
   * Whether anything can still come.
   *
   * Since: 0.1
   */
  props[PROP_READY_STATE] = g_param_spec_enum ("ready-state", NULL, NULL,
      GST_TYPE_MEDIA_STREAM_TRACK_STATE, GST_MEDIA_STREAM_TRACK_STATE_LIVE, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GstMediaStreamTrack::mute:
   * @track: the track
   *
   * Nothing arrives any more, for now.
   *
   * Since: 0.1
   */
  signals[SIGNAL_MUTE] = g_signal_new ("mute", type, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * GstMediaStreamTrack::unmute:
   * @track: the track
   *
   * Media arrives.
   *
   * Since: 0.1
   */
  signals[SIGNAL_UNMUTE] = g_signal_new ("unmute", type, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * GstMediaStreamTrack::ended:
   * @track: the track
   *
   * Nothing will arrive any more.
   *
   * Since: 0.1
   */
  signals[SIGNAL_ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0,
      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gst_media_stream_track_init (GstMediaStreamTrack * self)
{
  self->id = g_uuid_string_random ();
  self->enabled = TRUE;
}

GstMediaStreamTrack *
gst_media_stream_track_new_for_source (GstRTCMediaSource * source,
    gboolean live)
{
  GstMediaStreamTrack *track = g_object_new (GST_TYPE_MEDIA_STREAM_TRACK, NULL);

  g_set_object (&track->source, source);
  g_mutex_lock (&source->lock);
  track->muted = source->muted;
  g_mutex_unlock (&source->lock);
  track->ready_state = live ? GST_MEDIA_STREAM_TRACK_STATE_LIVE
      : GST_MEDIA_STREAM_TRACK_STATE_ENDED;
  gst_rtc_media_source_add_track (source, track);

  return track;
}

GstRTCMediaSource *
gst_media_stream_track_peek_source (GstMediaStreamTrack * track)
{
  return track->source;
}

static void
track_set_muted (GstMediaStreamTrack * track, gboolean muted)
{
  if (!g_atomic_int_compare_and_exchange (&track->muted, !muted, !!muted))
    return;

  g_object_notify_by_pspec (G_OBJECT (track), props[PROP_MUTED]);
  g_signal_emit (track, signals[muted ? SIGNAL_MUTE : SIGNAL_UNMUTE], 0);
}

/* Muted is a source: so are all of its tracks (mediacapture-main section
 * 4.3.1). */
void
gst_media_stream_track_set_muted (GstMediaStreamTrack * track, gboolean muted)
{
  g_autoptr (GPtrArray) tracks = NULL;

  g_mutex_lock (&track->source->lock);
  track->source->muted = muted;
  g_mutex_unlock (&track->source->lock);
  tracks = gst_rtc_media_source_dup_tracks (track->source);
  for (guint i = 0; i < tracks->len; i++)
    track_set_muted (g_ptr_array_index (tracks, i), muted);
}

void
gst_media_stream_track_end_silently (GstMediaStreamTrack * track)
{
  g_autoptr (GPtrArray) tracks =
      gst_rtc_media_source_dup_tracks (track->source);

  for (guint i = 0; i < tracks->len; i++)
    g_atomic_int_set (&((GstMediaStreamTrack *) g_ptr_array_index (tracks,
                i))->ready_state, GST_MEDIA_STREAM_TRACK_STATE_ENDED);
}

static gboolean
track_set_ended (GstMediaStreamTrack * track)
{
  if (!g_atomic_int_compare_and_exchange (&track->ready_state,
          GST_MEDIA_STREAM_TRACK_STATE_LIVE,
          GST_MEDIA_STREAM_TRACK_STATE_ENDED))
    return FALSE;
  g_object_notify_by_pspec (G_OBJECT (track), props[PROP_READY_STATE]);

  return TRUE;
}

GPtrArray *
gst_media_stream_track_begin_end (GstMediaStreamTrack * track)
{
  GPtrArray *tracks = gst_rtc_media_source_dup_tracks (track->source);

  for (guint i = 0; i < tracks->len;) {
    if (track_set_ended (g_ptr_array_index (tracks, i)))
      i++;
    else
      g_ptr_array_remove_index (tracks, i);
  }
  gst_rtc_media_source_release (track->source);

  return tracks;
}

void
gst_media_stream_track_announce_end (GPtrArray * tracks)
{
  for (guint i = 0; i < tracks->len; i++)
    g_signal_emit (g_ptr_array_index (tracks, i), signals[SIGNAL_ENDED], 0);
}

void
gst_media_stream_track_end (GstMediaStreamTrack * track)
{
  g_autoptr (GPtrArray) tracks = gst_media_stream_track_begin_end (track);

  gst_media_stream_track_announce_end (tracks);
}

/**
 * gst_media_stream_track_get_id:
 * @track: a #GstMediaStreamTrack
 *
 * Returns: (transfer none): a unique identifier
 *
 * Since: 0.1
 */
const gchar *
gst_media_stream_track_get_id (GstMediaStreamTrack * track)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  return track->id;
}

/**
 * gst_media_stream_track_get_kind:
 * @track: a #GstMediaStreamTrack
 *
 * Returns: (transfer none): "audio" or "video"
 *
 * Since: 0.1
 */
const gchar *
gst_media_stream_track_get_kind (GstMediaStreamTrack * track)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  return track->source->kind;
}

/**
 * gst_media_stream_track_get_label:
 * @track: a #GstMediaStreamTrack
 *
 * Returns: (transfer none): a name for people
 *
 * Since: 0.1
 */
const gchar *
gst_media_stream_track_get_label (GstMediaStreamTrack * track)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  return track->source->label;
}

/**
 * gst_media_stream_track_get_enabled:
 * @track: a #GstMediaStreamTrack
 *
 * Returns: whether the application wants its media
 *
 * Since: 0.1
 */
gboolean
gst_media_stream_track_get_enabled (GstMediaStreamTrack * track)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), FALSE);

  return g_atomic_int_get (&track->enabled);
}

/**
 * gst_media_stream_track_set_enabled:
 * @track: a #GstMediaStreamTrack
 * @enabled: whether the application wants its media
 *
 * Since: 0.1
 */
void
gst_media_stream_track_set_enabled (GstMediaStreamTrack * track,
    gboolean enabled)
{
  g_return_if_fail (GST_IS_MEDIA_STREAM_TRACK (track));

  if (g_atomic_int_compare_and_exchange (&track->enabled, !enabled, !!enabled))
    g_object_notify_by_pspec (G_OBJECT (track), props[PROP_ENABLED]);
}

/**
 * gst_media_stream_track_get_muted:
 * @track: a #GstMediaStreamTrack
 *
 * Returns: whether nothing arrives just now
 *
 * Since: 0.1
 */
gboolean
gst_media_stream_track_get_muted (GstMediaStreamTrack * track)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), FALSE);

  return g_atomic_int_get (&track->muted);
}

/**
 * gst_media_stream_track_get_ready_state:
 * @track: a #GstMediaStreamTrack
 *
 * Returns: whether anything can still come
 *
 * Since: 0.1
 */
GstMediaStreamTrackState
gst_media_stream_track_get_ready_state (GstMediaStreamTrack * track)
{
  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track),
      GST_MEDIA_STREAM_TRACK_STATE_ENDED);

  return g_atomic_int_get (&track->ready_state);
}

/**
 * gst_media_stream_track_stop:
 * @track: a #GstMediaStreamTrack
 *
 * Ends the track for this application. No #GstMediaStreamTrack::ended is
 * emitted (mediacapture-main section 4.3.3): the caller knows.
 *
 * Since: 0.1
 */
void
gst_media_stream_track_stop (GstMediaStreamTrack * track)
{
  g_return_if_fail (GST_IS_MEDIA_STREAM_TRACK (track));

  if (track_set_ended (track))
    gst_rtc_media_source_release (track->source);
}
