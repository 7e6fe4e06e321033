/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mediastreamtrack-new.c: the ways to make a track. The standard gets its
 * tracks from cameras; here any element gives one.
 */

#include "mediastream-private.h"

#include "core/pcerror.h"

#include <string.h>

GstMediaStreamTrack *
gst_media_stream_track_new_remote (const gchar * kind)
{
  g_autoptr (GstRTCMediaSource) source = gst_rtc_media_source_new_remote (kind);

  return gst_media_stream_track_new_for_source (source, TRUE);
}

/* What gives media has one pad to give it, and nobody else has it. */
static gboolean
check_element (GstElement * element, GError ** error)
{
  if (element->numsrcpads != 1 || element->numsinkpads != 0) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "%s: a track's source has one source pad and no sink pad, not %u and "
        "%u", GST_OBJECT_NAME (element), element->numsrcpads,
        element->numsinkpads);
    return FALSE;
  }
  if (GST_OBJECT_PARENT (element) != NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
        "%s: a track's source belongs to the track; this one is in %s",
        GST_OBJECT_NAME (element),
        GST_OBJECT_NAME (GST_OBJECT_PARENT (element)));
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_kind (const gchar * kind, GError ** error)
{
  if (g_str_equal (kind, "audio") || g_str_equal (kind, "video"))
    return TRUE;
  g_set_error (error, PC_ERROR, PC_ERROR_TYPE,
      "the kind \"%s\" is neither \"audio\" nor \"video\"", kind);

  return FALSE;
}

/**
 * gst_media_stream_track_new:
 * @kind: "audio" or "video"
 * @source: (nullable) (transfer floating): what gives its media: an element or
 *   a bin with one source pad and no sink pad, in no other bin. %NULL: silence,
 *   or a black picture
 * @error: return location for a #GError
 *
 * Makes a track of an element. Its pad may give raw media, which is encoded as
 * is negotiated; encoded media, which is packed; or RTP packets, which are sent
 * as they are. The element belongs to the track from now on: it runs from when
 * it is first sent until the track and all of its clones are stopped or gone.
 *
 * Fails with #GST_RTC_DOM_ERROR_TYPE when an argument is not what it must be.
 *
 * Returns: (transfer full): a new track, live and enabled
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_media_stream_track_new (const gchar * kind, GstElement * source,
    GError ** error)
{
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstRTCMediaSource) media = NULL;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (source == NULL || GST_IS_ELEMENT (source), NULL);

  if (source != NULL)
    element = g_object_ref_sink (source);
  if (!check_kind (kind, error))
    return NULL;
  if (element != NULL && !check_element (element, error))
    return NULL;

  media = gst_rtc_media_source_new (kind, element);

  return gst_media_stream_track_new_for_source (media, TRUE);
}

/* "videotestsrc ! video/x-raw,width=160": for GStreamer's parser caps stand
 * between two elements only. */
static gboolean
ends_in_caps (const gchar * description)
{
  const gchar *last = strrchr (description, '!');
  gsize length;

  if (last == NULL)
    return FALSE;
  last += 1 + strspn (last + 1, " \t\n");
  length = strcspn (last, " ,\t\n=");

  return memchr (last, '/', length) != NULL;
}

/**
 * gst_media_stream_track_new_from_description: (constructor)
 * @kind: "audio" or "video"
 * @bin_description: elements as gst-launch-1.0 takes them, such as
 *   "videotestsrc is-live=true ! timeoverlay"; the source pad of the last, which
 *   may be caps, gives the media
 * @error: return location for a #GError
 *
 * Makes a track of a description; see gst_media_stream_track_new(). Fails
 * likewise, and with the errors of #GstParseError.
 *
 * Returns: (transfer full): a new track, live and enabled
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_media_stream_track_new_from_description (const gchar * kind,
    const gchar * bin_description, GError ** error)
{
  g_autofree gchar *description = NULL;
  GstElement *bin;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (bin_description != NULL, NULL);

  if (!check_kind (kind, error))
    return NULL;
  description = g_strconcat (bin_description,
      ends_in_caps (bin_description) ? " ! identity" : NULL, NULL);
  bin = gst_parse_bin_from_description_full (description, TRUE, NULL,
      GST_PARSE_FLAG_FATAL_ERRORS, error);
  if (bin == NULL)
    return NULL;

  return gst_media_stream_track_new (kind, bin, error);
}

/**
 * gst_media_stream_track_clone:
 * @track: a #GstMediaStreamTrack
 *
 * Makes another track of the same source, which is enabled, muted and live as
 * @track is now, and stopped by itself (mediacapture-main section 4.3.3).
 *
 * Returns: (transfer full): a new track with another id
 *
 * Since: 0.1
 */
GstMediaStreamTrack *
gst_media_stream_track_clone (GstMediaStreamTrack * track)
{
  GstMediaStreamTrack *copy;

  g_return_val_if_fail (GST_IS_MEDIA_STREAM_TRACK (track), NULL);

  copy = gst_media_stream_track_new_for_source
      (gst_media_stream_track_peek_source (track),
      gst_media_stream_track_get_ready_state (track) ==
      GST_MEDIA_STREAM_TRACK_STATE_LIVE);
  gst_media_stream_track_set_enabled (copy,
      gst_media_stream_track_get_enabled (track));

  return copy;
}
