/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "padwatch.h"

#include <gst/rtp/gstrtpbuffer.h>

#define DEADLINE_SECONDS 20

static const gchar *const fact_names[N_TRACK_FACTS] = {
  "pads", "removals", "buffers", "losses", "repeated events", "GAPs", "EOS"
};

typedef struct
{
  guint facts[N_TRACK_FACTS];
  gint last_seq;                /* -1: none */
} Track;

struct _PadWatch
{
  GstElement *pipeline;
  GstElement *element;
  GMutex lock;                  /* protects tracks and what is in them */
  GCond cond;
  GHashTable *tracks;           /* pad name → Track */
};

/* With the lock. */
static Track *
get_track (PadWatch * watch, const gchar * pad)
{
  Track *track = g_hash_table_lookup (watch->tracks, pad);

  if (track == NULL) {
    track = g_new0 (Track, 1);
    track->last_seq = -1;
    g_hash_table_insert (watch->tracks, g_strdup (pad), track);
  }
  return track;
}

static void
note_buffer (Track * track, GstBuffer * buffer)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  guint16 seq;

  fail_unless (gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp));
  seq = gst_rtp_buffer_get_seq (&rtp);
  gst_rtp_buffer_unmap (&rtp);
  if (track->last_seq >= 0)
    track->facts[TRACK_LOST] += (guint16) (seq - track->last_seq - 1);
  track->last_seq = seq;
  track->facts[TRACK_BUFFERS]++;
}

static void
note_event (Track * track, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_GAP)
    track->facts[TRACK_GAPS]++;
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    track->facts[TRACK_EOS]++;
  else if (GST_EVENT_IS_STICKY (event) && track->facts[TRACK_BUFFERS] > 0)
    track->facts[TRACK_REPEATED]++;
}

static GstPadProbeReturn
note (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  PadWatch *watch = user_data;
  Track *track;

  g_mutex_lock (&watch->lock);
  track = get_track (watch, GST_PAD_NAME (pad));
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    note_buffer (track, GST_PAD_PROBE_INFO_BUFFER (info));
  else
    note_event (track, GST_PAD_PROBE_INFO_EVENT (info));
  g_cond_broadcast (&watch->cond);
  g_mutex_unlock (&watch->lock);
  return GST_PAD_PROBE_OK;
}

static void
note_fact (PadWatch * watch, GstPad * pad, TrackFact fact)
{
  g_mutex_lock (&watch->lock);
  get_track (watch, GST_PAD_NAME (pad))->facts[fact]++;
  g_cond_broadcast (&watch->cond);
  g_mutex_unlock (&watch->lock);
}

static void
on_pad_added (GstElement * element, GstPad * pad, PadWatch * watch)
{
  GstElement *sink;
  g_autoptr (GstPad) input = NULL;

  if (!GST_PAD_IS_SRC (pad))
    return;
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER
      | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, note, watch, NULL);
  gst_bin_add (GST_BIN (watch->pipeline), sink);
  input = gst_element_get_static_pad (sink, "sink");
  fail_unless_equals_int (gst_pad_link (pad, input), GST_PAD_LINK_OK);
  gst_element_sync_state_with_parent (sink);
  note_fact (watch, pad, TRACK_ADDED);
}

static void
on_pad_removed (GstElement * element, GstPad * pad, PadWatch * watch)
{
  if (GST_PAD_IS_SRC (pad))
    note_fact (watch, pad, TRACK_REMOVED);
}

PadWatch *
pad_watch_new (GstElement * pipeline, const gchar * element)
{
  PadWatch *watch = g_new0 (PadWatch, 1);

  g_mutex_init (&watch->lock);
  g_cond_init (&watch->cond);
  watch->pipeline = pipeline;
  watch->element = gst_bin_get_by_name (GST_BIN (pipeline), element);
  watch->tracks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      g_free);
  g_signal_connect (watch->element, "pad-added", G_CALLBACK (on_pad_added),
      watch);
  g_signal_connect (watch->element, "pad-removed",
      G_CALLBACK (on_pad_removed), watch);
  return watch;
}

void
pad_watch_free (PadWatch * watch)
{
  g_signal_handlers_disconnect_by_data (watch->element, watch);
  gst_object_unref (watch->element);
  g_hash_table_unref (watch->tracks);
  g_mutex_clear (&watch->lock);
  g_cond_clear (&watch->cond);
  g_free (watch);
}

guint
pad_watch_get (PadWatch * watch, const gchar * pad, TrackFact fact)
{
  guint value;

  g_mutex_lock (&watch->lock);
  value = get_track (watch, pad)->facts[fact];
  g_mutex_unlock (&watch->lock);
  return value;
}

void
pad_watch_wait (PadWatch * watch, const gchar * pad, TrackFact fact, guint n)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_SECONDS * G_TIME_SPAN_SECOND;

  g_mutex_lock (&watch->lock);
  while (get_track (watch, pad)->facts[fact] < n) {
    if (!g_cond_wait_until (&watch->cond, &watch->lock, end)) {
      guint got = get_track (watch, pad)->facts[fact];

      g_mutex_unlock (&watch->lock);
      fail ("waited %d s for %u %s at %s, got %u", DEADLINE_SECONDS, n,
          fact_names[fact], pad, got);
    }
  }
  g_mutex_unlock (&watch->lock);
}

void
pad_watch_wait_more (PadWatch * watch, const gchar * pad, TrackFact fact,
    guint n)
{
  pad_watch_wait (watch, pad, fact, pad_watch_get (watch, pad, fact) + n);
}

static gchar *
find_mid (GstElement * element, const gchar * mid)
{
  g_autoptr (GstIterator) pads = gst_element_iterate_src_pads (element);
  GValue item = G_VALUE_INIT;
  gchar *name = NULL;

  while (name == NULL && gst_iterator_next (pads, &item) == GST_ITERATOR_OK) {
    g_autofree gchar *pad_mid = NULL;

    g_object_get (g_value_get_object (&item), "mid", &pad_mid, NULL);
    if (g_strcmp0 (mid, pad_mid) == 0)
      name = gst_pad_get_name (g_value_get_object (&item));
    g_value_reset (&item);
  }
  g_value_unset (&item);
  return name;
}

void
pad_watch_wait_sent (PadWatch * watch, GstPad * sender, guint n)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_SECONDS * G_TIME_SPAN_SECOND;
  g_autofree gchar *name = NULL;

  while (name == NULL) {
    g_autofree gchar *mid = NULL;

    g_object_get (sender, "mid", &mid, NULL);
    fail_unless (g_get_monotonic_time () < end,
        "waited %d s for a pad with mid %s", DEADLINE_SECONDS, mid);
    g_mutex_lock (&watch->lock);
    g_cond_wait_until (&watch->cond, &watch->lock,
        g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND);
    g_mutex_unlock (&watch->lock);
    if (mid != NULL)
      name = find_mid (watch->element, mid);
  }
  pad_watch_wait_more (watch, name, TRACK_BUFFERS, n);
}
