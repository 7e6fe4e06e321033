/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtctracksource.c: the element of a track runs, once for all that send it.
 *
 * A pipeline of its own, because connections that share a track live in
 * pipelines of their own. All have the system clock and one base time, so
 * that tracks which were captured together are sent as captured together. The
 * element's pace is real time, also when it is a file.
 */

#include "gstrtctracksource.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

struct _GstRTCTrackSource
{
  GObject parent;

  /* All immutable. */
  GstElement *pipeline;
  GstElement *element;
  GstElement *tee;
};

G_DEFINE_FINAL_TYPE (GstRTCTrackSource, gst_rtc_track_source, G_TYPE_OBJECT);

static void
stop_pipeline (GstElement * pipeline, gpointer data)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
gst_rtc_track_source_dispose (GObject * object)
{
  GstRTCTrackSource *self = GST_RTC_TRACK_SOURCE (object);

  /* Whoever lets it go need not wait for streaming threads, and may be one. */
  if (self->pipeline != NULL)
    gst_element_call_async (self->pipeline, stop_pipeline, NULL, NULL);
  g_clear_object (&self->pipeline);
  G_OBJECT_CLASS (gst_rtc_track_source_parent_class)->dispose (object);
}

static void
gst_rtc_track_source_class_init (GstRTCTrackSourceClass * klass)
{
  G_OBJECT_CLASS (klass)->dispose = gst_rtc_track_source_dispose;
}

static void
gst_rtc_track_source_init (GstRTCTrackSource * self)
{
}

/* The base time of all sources: when the first was made. */
static GstClockTime
base_time (void)
{
  static gsize epoch = 0;

  if (g_once_init_enter (&epoch)) {
    g_autoptr (GstClock) clock = gst_system_clock_obtain ();

    g_once_init_leave (&epoch, MAX (gst_clock_get_time (clock), 1));
  }

  return epoch;
}

GstClockTime
gst_rtc_track_source_now (void)
{
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  GstClockTime base = base_time ();

  return gst_clock_get_time (clock) - base;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
end_track (GWeakRef * track)
{
  g_autoptr (GstMediaStreamTrack) ended = g_weak_ref_get (track);

  if (ended != NULL)
    gst_rtc_backend_post_track_ended (ended);
}

/* Branches belong to senders, which live on: the end stays here. */
static GstPadProbeReturn
see_eos (GstPad * pad, GstPadProbeInfo * info, gpointer track)
{
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;
  end_track (track);

  return GST_PAD_PROBE_DROP;
}

typedef struct
{
  GstElement *element;          /* only compared */
  GWeakRef track;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->track);
  g_free (watch);
}

static void
report_error (Watch * watch, GstMessage * message)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  GST_WARNING_OBJECT (GST_MESSAGE_SRC (message), "%s (%s)", error->message,
      debug);
  if (GST_MESSAGE_SRC (message) == GST_OBJECT (watch->element)
      || gst_object_has_as_ancestor (GST_MESSAGE_SRC (message),
          GST_OBJECT (watch->element)))
    end_track (&watch->track);
}

/* Who drops a message owns it: what it names would live as long. */
static GstBusSyncReply
see_error (GstBus * bus, GstMessage * message, gpointer watch)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    report_error (watch, message);
  gst_message_unref (message);

  return GST_BUS_DROP;
}

static void
watch_element (GstRTCTrackSource * self, GstMediaStreamTrack * track)
{
  g_autoptr (GstBus) bus = gst_pipeline_get_bus (GST_PIPELINE (self->pipeline));
  GstPad *pad = self->element->srcpads->data;
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  Watch *watch = g_new0 (Watch, 1);

  g_weak_ref_init (weak, track);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, see_eos, weak,
      weak_ref_free);
  watch->element = self->element;
  g_weak_ref_init (&watch->track, track);
  gst_bus_set_sync_handler (bus, see_error, watch, watch_free);
}

static GObject *
make_source (GstMediaStreamTrack * track)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) element =
      gst_rtc_backend_dup_track_element (track, &error);
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  GstRTCTrackSource *self;
  GstElement *pace;

  if (element == NULL) {
    GST_WARNING ("a track cannot be sent: %s", error != NULL ? error->message
        : "it is a receiver's");
    return NULL;
  }
  self = g_object_new (GST_TYPE_RTC_TRACK_SOURCE, NULL);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->element = element;
  self->tee = gst_element_factory_make ("tee", NULL);
  pace = gst_element_factory_make ("clocksync", NULL);
  g_object_set (pace, "sync-to-first", TRUE, NULL);
  g_object_set (self->tee, "allow-not-linked", TRUE, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), element, pace, self->tee, NULL);
  gst_element_link_many (element, pace, self->tee, NULL);

  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline), clock);
  gst_element_set_start_time (self->pipeline, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (self->pipeline, base_time ());
  watch_element (self, track);
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE)
    GST_WARNING_OBJECT (element, "does not start");

  return G_OBJECT (self);
}

GstRTCTrackSource *
gst_rtc_track_source_get (GstMediaStreamTrack * track)
{
  GObject *runner = gst_rtc_backend_ensure_track_runner (track, make_source);

  return runner != NULL ? GST_RTC_TRACK_SOURCE (runner) : NULL;
}

GstCaps *
gst_rtc_track_source_get_caps (GstRTCTrackSource * source)
{
  GstPad *pad = source->element->srcpads->data;
  GstCaps *caps = gst_pad_get_current_caps (pad);

  return caps != NULL ? caps : gst_pad_query_caps (pad, NULL);
}

void
gst_rtc_track_source_add (GstRTCTrackSource * source, GstElement * branch)
{
  g_autoptr (GstPad) tee =
      gst_element_request_pad_simple (source->tee, "src_%u");
  g_autoptr (GstPad) sink = NULL;

  gst_bin_add (GST_BIN (source->pipeline), branch);
  sink = gst_element_get_static_pad (branch, "sink");
  gst_element_sync_state_with_parent (branch);
  gst_pad_link (tee, sink);
}

/* On a thread of GStreamer's: waits for the branch's own. The pipeline may go
 * down meanwhile on another, and would take the branch up again to its own
 * state on the way: it leaves alone what is locked. */
static void
stop_branch (GstElement * branch, gpointer data)
{
  g_autoptr (GstObject) pipeline = gst_object_get_parent (GST_OBJECT (branch));

  gst_element_set_locked_state (branch, TRUE);
  gst_element_set_state (branch, GST_STATE_NULL);
  if (pipeline != NULL)
    gst_bin_remove (GST_BIN (pipeline), branch);
}

/* Nothing is on its way through the tee's pad: what the branch says of its end
 * does not reach the tee, which would stop the element for all. */
static GstPadProbeReturn
cut_branch (GstPad * tee_pad, GstPadProbeInfo * info, gpointer data)
{
  g_autoptr (GstPad) sink = gst_pad_get_peer (tee_pad);
  g_autoptr (GstElement) tee = gst_pad_get_parent_element (tee_pad);

  if (sink != NULL)
    gst_pad_unlink (tee_pad, sink);
  if (tee != NULL)
    gst_element_release_request_pad (tee, tee_pad);
  gst_element_call_async (data, stop_branch, NULL, NULL);

  return GST_PAD_PROBE_REMOVE;
}

void
gst_rtc_track_source_remove (GstRTCTrackSource * source, GstElement * branch)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (branch, "sink");
  g_autoptr (GstPad) tee_pad = gst_pad_get_peer (sink);

  if (tee_pad != NULL)
    gst_pad_add_probe (tee_pad, GST_PAD_PROBE_TYPE_IDLE, cut_branch,
        gst_object_ref (branch), gst_object_unref);
}
