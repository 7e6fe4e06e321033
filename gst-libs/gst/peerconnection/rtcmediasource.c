/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcmediasource.c: where the media of tracks comes from.
 */

#include "rtcmediasource.h"

#include "core/pcerror.h"

G_DEFINE_FINAL_TYPE (GstRTCMediaSource, gst_rtc_media_source, G_TYPE_OBJECT);

static void
gst_rtc_media_source_finalize (GObject * object)
{
  GstRTCMediaSource *self = GST_RTC_MEDIA_SOURCE (object);

  g_clear_object (&self->runner);
  g_clear_object (&self->element);
  g_ptr_array_unref (self->tracks);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->label);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->runner_lock);
  G_OBJECT_CLASS (gst_rtc_media_source_parent_class)->finalize (object);
}

static void
gst_rtc_media_source_class_init (GstRTCMediaSourceClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = gst_rtc_media_source_finalize;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
gst_rtc_media_source_init (GstRTCMediaSource * self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->runner_lock);
  self->tracks = g_ptr_array_new_with_free_func (weak_ref_free);
}

GstRTCMediaSource *
gst_rtc_media_source_new (const gchar * kind, GstElement * element)
{
  GstRTCMediaSource *source = g_object_new (GST_TYPE_RTC_MEDIA_SOURCE, NULL);

  source->kind = g_intern_string (kind);
  source->context = g_main_context_ref_thread_default ();
  if (element != NULL) {
    source->element = g_object_ref_sink (element);
    source->label = gst_element_get_name (element);
  } else {
    source->label = g_strdup (g_str_equal (kind, "audio") ? "silence" :
        "black");
  }

  return source;
}

GstRTCMediaSource *
gst_rtc_media_source_new_remote (const gchar * kind)
{
  GstRTCMediaSource *source = g_object_new (GST_TYPE_RTC_MEDIA_SOURCE, NULL);

  source->kind = g_intern_string (kind);
  /* webrtc-pc section 5.3, "create an RTCRtpReceiver" step 3 */
  source->label = g_strconcat ("remote ", kind, NULL);
  source->remote = TRUE;
  source->muted = TRUE;

  return source;
}

void
gst_rtc_media_source_add_track (GstRTCMediaSource * source,
    GstMediaStreamTrack * track)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->lock);
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, track);
  g_ptr_array_add (source->tracks, ref);
}

GPtrArray *
gst_rtc_media_source_dup_tracks (GstRTCMediaSource * source)
{
  GPtrArray *tracks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->lock);

  for (guint i = 0; i < source->tracks->len;) {
    GstMediaStreamTrack *track =
        g_weak_ref_get (g_ptr_array_index (source->tracks, i));

    if (track == NULL) {
      g_ptr_array_remove_index (source->tracks, i);
      continue;
    }
    g_ptr_array_add (tracks, track);
    i++;
  }

  return tracks;
}

void
gst_rtc_media_source_release (GstRTCMediaSource * source)
{
  g_autoptr (GPtrArray) tracks = gst_rtc_media_source_dup_tracks (source);
  g_autoptr (GObject) runner = NULL;

  for (guint i = 0; i < tracks->len; i++)
    if (gst_media_stream_track_get_ready_state (g_ptr_array_index (tracks,
                i)) == GST_MEDIA_STREAM_TRACK_STATE_LIVE)
      return;

  g_mutex_lock (&source->runner_lock);
  runner = g_steal_pointer (&source->runner);
  g_mutex_unlock (&source->runner_lock);
}

static GstElement *
make_nothing (const gchar * kind, GError ** error)
{
  const gboolean audio = g_str_equal (kind, "audio");
  const gchar *factory = audio ? "audiotestsrc" : "videotestsrc";
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "a track without a source needs the element \"%s\"", factory);
    return NULL;
  }
  gst_util_set_object_arg (G_OBJECT (element), audio ? "wave" : "pattern",
      audio ? "silence" : "black");
  g_object_set (element, "is-live", TRUE, NULL);

  return g_object_ref_sink (element);
}

GstElement *
gst_rtc_media_source_dup_element (GstRTCMediaSource * source, GError ** error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (source->remote)
    return NULL;

  locker = g_mutex_locker_new (&source->lock);
  if (source->element == NULL)
    source->element = make_nothing (source->kind, error);

  return source->element != NULL ? g_object_ref (source->element) : NULL;
}
