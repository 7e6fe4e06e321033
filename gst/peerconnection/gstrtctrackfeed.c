/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctrackfeed.c: a sender's track becomes packets of its m-section.
 *
 *   branch of the track's pipeline ─(probe)─▶ output ─▶ rtcrtp:sink_%u
 *
 * The two ends live in pipelines that know nothing of each other. What the
 * branch's last pad would push, the output pushes; what becomes of it is none
 * of the branch's business, which never stops because a connection does.
 */

#include "gstrtctrackfeed.h"

#include <gst/video/video.h>
#include <string.h>

#include "gstrtctrackcodec.h"
#include "gstrtctracksource.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* Video is black: no luma, no colour. */
#define BLACK_LUMA 16
#define BLACK_CHROMA 128

struct _GstRTCTrackFeed
{
  GstMediaStreamTrack *track;
  guint transceiver_id;
  gulong handler;               /* of the track's end */

  /* While it runs. */
  GstRTCTrackSource *source;
  GstElement *branch;
  GstRTCRtp *rtp;
  GstPad *input;                /* rtcrtp's */
  GstPad *output;
  gchar *codecs;                /* what it was started with */
};

GstRTCTrackFeed *
gst_rtc_track_feed_new (GstMediaStreamTrack * track, guint transceiver_id,
    GCallback ended, gpointer object)
{
  GstRTCTrackFeed *feed = g_new0 (GstRTCTrackFeed, 1);

  feed->track = g_object_ref (track);
  feed->transceiver_id = transceiver_id;
  feed->handler = g_signal_connect_object (track, "notify::ready-state", ended,
      object, G_CONNECT_SWAPPED);

  return feed;
}

void
gst_rtc_track_feed_free (GstRTCTrackFeed * feed)
{
  gst_rtc_track_feed_stop (feed);
  g_clear_signal_handler (&feed->handler, feed->track);
  g_object_unref (feed->track);
  g_free (feed);
}

gboolean
gst_rtc_track_feed_is_live (GstRTCTrackFeed * feed)
{
  return gst_media_stream_track_get_ready_state (feed->track) ==
      GST_MEDIA_STREAM_TRACK_STATE_LIVE;
}

/* --- what is sent while the track is disabled ----------------------------- */

static void
make_black (GstBuffer * buffer, const GstCaps * caps)
{
  GstVideoInfo info;
  GstVideoFrame frame;

  if (caps == NULL || !gst_video_info_from_caps (&info, caps)
      || !gst_video_frame_map (&frame, &info, buffer, GST_MAP_WRITE))
    return;
  for (guint i = 0; i < GST_VIDEO_FRAME_N_PLANES (&frame); i++)
    memset (GST_VIDEO_FRAME_PLANE_DATA (&frame, i),
        i == 0 ? BLACK_LUMA : BLACK_CHROMA,
        (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, i)
        * GST_VIDEO_FRAME_COMP_HEIGHT (&frame, i));
  gst_video_frame_unmap (&frame);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* A branch does not keep the track that keeps the branch. */
static gboolean
is_enabled (gpointer weak)
{
  g_autoptr (GstMediaStreamTrack) track = g_weak_ref_get (weak);

  return track != NULL && gst_media_stream_track_get_enabled (track);
}

/* A copy: other branches have the same buffer. mediacapture-main section
 * 4.3.1: a disabled track renders as silence or as black. */
static GstPadProbeReturn
blank (GstPad * pad, GstPadProbeInfo * info, gpointer weak)
{
  GstBuffer *old = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr (GstCaps) caps = NULL;
  GstBuffer *buffer;

  if (is_enabled (weak))
    return GST_PAD_PROBE_OK;
  caps = gst_pad_get_current_caps (pad);
  buffer = gst_buffer_copy_deep (old);
  if (caps != NULL && gst_structure_has_name (gst_caps_get_structure (caps, 0),
          "audio/x-raw"))
    gst_buffer_memset (buffer, 0, 0, gst_buffer_get_size (buffer));
  else
    make_black (buffer, caps);
  gst_buffer_unref (old);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;

  return GST_PAD_PROBE_OK;
}

/* What is encoded already cannot be blanked: nothing is sent of it. */
static GstPadProbeReturn
drop_disabled (GstPad * pad, GstPadProbeInfo * info, gpointer weak)
{
  return is_enabled (weak) ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static void
watch_enabled (GstRTCTrackFeed * feed)
{
  g_autoptr (GstElement) raw =
      gst_bin_get_by_name (GST_BIN (feed->branch), "raw");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (raw != NULL ? raw
      : feed->branch, raw != NULL ? "src" : "sink");
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, feed->track);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, raw != NULL ? blank
      : drop_disabled, weak, weak_ref_free);
}

/* --- from the branch to the connection -------------------------------------- */

static GstPadProbeReturn
pass_on (GstPad * pad, GstPadProbeInfo * info, gpointer output)
{
  const GstPadProbeType type = GST_PAD_PROBE_INFO_TYPE (info);
  gpointer data = GST_PAD_PROBE_INFO_DATA (info);

  if (type & GST_PAD_PROBE_TYPE_BUFFER)
    gst_pad_push (output, data);
  else if (type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    gst_pad_push_list (output, data);
  else
    gst_pad_push_event (output, data);
  GST_PAD_PROBE_INFO_DATA (info) = NULL;
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_OK;

  return GST_PAD_PROBE_HANDLED;
}

/* Key frames are asked for by the peer, at once. A fresh event: in the one that
 * came, this pad's offset was added even to a time that is none, which put it
 * off for ever. */
static gboolean
output_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GWeakRef *weak = gst_pad_get_element_private (pad);
  g_autoptr (GstPad) last = g_weak_ref_get (weak);

  gboolean ask = last != NULL && gst_video_event_is_force_key_unit (event);

  gst_event_unref (event);

  return ask && gst_pad_send_event (last,
      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE,
          0));
}

/* A pad without an element, that pushes what the branch's last pad would. */
static GstPad *
make_output (GstRTCTrackFeed * feed)
{
  g_autoptr (GstPad) last = gst_element_get_static_pad (feed->branch, "src");
  GstPad *output = gst_object_ref_sink (gst_pad_new ("src", GST_PAD_SRC));
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  GstClockTime running =
      gst_element_get_current_running_time (GST_ELEMENT (feed->rtp));

  g_weak_ref_init (weak, last);
  g_object_set_data_full (G_OBJECT (output), "last", weak, weak_ref_free);
  gst_pad_set_element_private (output, weak);
  gst_pad_set_event_function (output, output_event);
  /* What was captured together keeps its time in the connection's pipeline. */
  if (GST_CLOCK_TIME_IS_VALID (running))
    gst_pad_set_offset (output, GST_CLOCK_DIFF (gst_rtc_track_source_now (),
            running));
  gst_pad_set_active (output, TRUE);
  gst_pad_add_probe (last, GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM, pass_on,
      gst_object_ref (output), gst_object_unref);

  return output;
}

static gchar *
describe (GPtrArray * codecs, guint32 ssrc)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u", ssrc);
  for (guint i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    g_string_append_printf (text, " %u:%s", codec->payload_type, codec->name);
  }

  return g_string_free (text, FALSE);
}

static gboolean
open_input (GstRTCTrackFeed * feed)
{
  g_autofree gchar *name = g_strdup_printf ("sink_%u", feed->transceiver_id);

  feed->input = gst_element_request_pad_simple (GST_ELEMENT (feed->rtp), name);

  return feed->input != NULL;
}

void
gst_rtc_track_feed_start (GstRTCTrackFeed * feed, GstRTCRtp * rtp,
    GPtrArray * codecs, guint32 ssrc)
{
  g_autofree gchar *description = describe (codecs, ssrc);
  g_autoptr (GstCaps) caps = NULL;
  PcKind kind = g_str_equal (gst_media_stream_track_get_kind (feed->track),
      "audio") ? PC_KIND_AUDIO : PC_KIND_VIDEO;

  if (feed->rtp == rtp && g_strcmp0 (feed->codecs, description) == 0)
    return;
  gst_rtc_track_feed_stop (feed);

  feed->source = gst_rtc_track_source_get (feed->track);
  if (feed->source == NULL)
    return;
  feed->rtp = g_object_ref (rtp);
  feed->codecs = g_steal_pointer (&description);
  caps = gst_rtc_track_source_get_caps (feed->source);
  feed->branch = gst_rtc_track_codec_make (caps, codecs, kind, ssrc);
  if (feed->branch == NULL || !open_input (feed)) {
    GST_WARNING ("transceiver %u cannot send its track: no way from %"
        GST_PTR_FORMAT " to %s", feed->transceiver_id, caps, feed->codecs);
    if (feed->branch != NULL)
      gst_object_unref (gst_object_ref_sink (feed->branch));
    feed->branch = NULL;
    return;
  }
  gst_object_ref_sink (feed->branch);
  watch_enabled (feed);
  feed->output = make_output (feed);
  gst_pad_link_full (feed->output, feed->input, GST_PAD_LINK_CHECK_NOTHING);
  gst_rtc_track_source_add (feed->source, feed->branch);
}

void
gst_rtc_track_feed_stop (GstRTCTrackFeed * feed)
{
  if (feed->output != NULL) {
    gst_pad_set_active (feed->output, FALSE);
    gst_pad_unlink (feed->output, feed->input);
  }
  if (feed->branch != NULL)
    gst_rtc_track_source_remove (feed->source, feed->branch);
  if (feed->input != NULL)
    gst_element_release_request_pad (GST_ELEMENT (feed->rtp), feed->input);
  g_clear_object (&feed->output);
  g_clear_object (&feed->input);
  g_clear_object (&feed->branch);
  g_clear_object (&feed->rtp);
  g_clear_object (&feed->source);
  g_clear_pointer (&feed->codecs, g_free);
}
