/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsource.c: the playout of one received track.
 */

#include "gstrtcsource.h"

#include <gst/peerconnection/core/pcerror.h>

#include "gstrtcasync.h"
#include "gstrtcsourcepad.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

/* Packets that went into a jitterbuffer and have not come out. */
typedef struct
{
  gint ref_count;               /* atomic */
  gint in;                      /* atomic */
  GstElement *jitterbuffer;     /* the pad with the probe belongs to its peer */
} Gauge;

struct _GstRTCSource
{
  gint ref_count;               /* atomic */
  gint ending;                  /* atomic: end() was called */
  gint removed;                 /* atomic: remove() was called */
  gint pad_taken;               /* atomic: somebody removes the pad */
  GstBin *bin;                  /* outlives what it lists */
  GstRTCIO *io;
  GstRTCLipSync *sync;
  PcKind kind;
  guint index;
  gint gap_waits;               /* atomic: a GAP has not left the jitterbuffer yet */

  GMutex lock;                  /* protects all below; a leaf */
  guint transceiver_id;
  GstPad *pad;                  /* the ghost pad, or NULL before the first input */
  GstElement *jitterbuffer;
  GstRTCRtp *rtp;
  GstPad *rtp_pad;
  guint32 ssrc;
  GSource *gap_timer;           /* while nothing comes */
  GstClockTime gap_from;        /* running time until which all was told */
};

GstRTCSource *
gst_rtc_source_new (GstBin * bin, GstRTCIO * io, GstRTCLipSync * sync,
    PcKind kind, guint transceiver_id, guint index)
{
  GstRTCSource *self = g_new0 (GstRTCSource, 1);

  g_mutex_init (&self->lock);
  self->ref_count = 1;
  self->bin = bin;
  self->io = gst_rtc_io_ref (io);
  self->sync = gst_rtc_lip_sync_ref (sync);
  self->kind = kind;
  self->transceiver_id = transceiver_id;
  self->index = index;
  return self;
}

GstRTCSource *
gst_rtc_source_ref (GstRTCSource * self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
gst_rtc_source_unref (GstRTCSource * self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  gst_clear_object (&self->pad);
  gst_clear_object (&self->jitterbuffer);
  gst_clear_object (&self->rtp_pad);
  gst_clear_object (&self->rtp);
  gst_rtc_io_unref (self->io);
  gst_rtc_lip_sync_unref (self->sync);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
source_unref (gpointer source)
{
  gst_rtc_source_unref (source);
}

PcKind
gst_rtc_source_get_kind (const GstRTCSource * self)
{
  return self->kind;
}

guint
gst_rtc_source_get_transceiver_id (GstRTCSource * self)
{
  guint id;

  g_mutex_lock (&self->lock);
  id = self->transceiver_id;
  g_mutex_unlock (&self->lock);
  return id;
}

gboolean
gst_rtc_source_is_parked (GstRTCSource * self)
{
  return gst_rtc_source_get_transceiver_id (self) == 0
      && !gst_rtc_source_is_ending (self);
}

void
gst_rtc_source_adopt (GstRTCSource * self, guint transceiver_id)
{
  g_autoptr (GstPad) pad = NULL;

  g_mutex_lock (&self->lock);
  self->transceiver_id = transceiver_id;
  g_set_object (&pad, self->pad);
  g_mutex_unlock (&self->lock);
  if (pad != NULL)
    gst_rtc_source_pad_set_transceiver_id (GST_RTC_SOURCE_PAD (pad),
        transceiver_id);
}

gboolean
gst_rtc_source_is_removed (const GstRTCSource * self)
{
  return g_atomic_int_get (&self->removed);
}

gboolean
gst_rtc_source_is_ending (const GstRTCSource * self)
{
  return g_atomic_int_get (&self->ending) || g_atomic_int_get (&self->removed);
}

guint32
gst_rtc_source_get_ssrc (GstRTCSource * self)
{
  guint32 ssrc;

  g_mutex_lock (&self->lock);
  ssrc = self->ssrc;
  g_mutex_unlock (&self->lock);
  return ssrc;
}

guint
gst_rtc_source_get_index (const GstRTCSource * self)
{
  return self->index;
}

/* --- the bound ------------------------------------------------------------ */

static void
gauge_unref (gpointer data)
{
  Gauge *gauge = data;

  if (!g_atomic_int_dec_and_test (&gauge->ref_count))
    return;
  gst_object_unref (gauge->jitterbuffer);
  g_free (gauge);
}

/* What a jitterbuffer holds by its own account; asked for only when the
 * cheap count is over the bound, which counts what it threw away as held. */
static guint64
count_held (Gauge * gauge)
{
  g_autoptr (GstStructure) stats = NULL;
  guint64 pushed = 0, late = 0, duplicates = 0;
  guint64 in = (guint) g_atomic_int_get (&gauge->in);

  g_object_get (gauge->jitterbuffer, "stats", &stats, NULL);
  gst_structure_get_uint64 (stats, "num-pushed", &pushed);
  gst_structure_get_uint64 (stats, "num-late", &late);
  gst_structure_get_uint64 (stats, "num-duplicates", &duplicates);
  pushed += late + duplicates;

  return in > pushed ? in - pushed : 0;
}

static GstPadProbeReturn
limit_input (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Gauge *gauge = user_data;
  gint packets = 1;
  gint before;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    packets = gst_buffer_list_length (GST_PAD_PROBE_INFO_BUFFER_LIST (info));
  before = g_atomic_int_add (&gauge->in, packets);

  /* Once in 256 packets is often enough to keep the bound within them. */
  if (before / 256 == (before + packets) / 256
      || count_held (gauge) < GST_RTC_SOURCE_MAX_PACKETS)
    return GST_PAD_PROBE_OK;

  GST_WARNING_OBJECT (pad, "nobody takes the packets: dropping");
  g_atomic_int_add (&gauge->in, -packets);
  return GST_PAD_PROBE_DROP;
}

static void
add_bound (GstPad * input, GstElement * jitterbuffer)
{
  Gauge *gauge = g_new0 (Gauge, 1);

  gauge->ref_count = 1;
  gauge->jitterbuffer = gst_object_ref (jitterbuffer);
  gst_pad_add_probe (input,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, limit_input,
      gauge, gauge_unref);
}

/* --- the pad -------------------------------------------------------------- */

static gboolean
store_sticky_event (GstPad * pad, GstEvent ** event, gpointer ghost)
{
  gst_pad_store_sticky_event (ghost, *event);
  return TRUE;
}

/* Behind the jitterbuffer's thread: the next GAP may come. */
static GstPadProbeReturn
watch_gap (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstRTCSource *self = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_GAP)
    g_atomic_int_set (&self->gap_waits, FALSE);
  return GST_PAD_PROBE_OK;
}

static GstPad *
make_pad (GstRTCSource * self, GstPad * target)
{
  g_autofree gchar *name = g_strdup_printf ("src_%u", self->index);
  GstPadTemplate *templ =
      gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (self->bin),
      "src_%u");
  GstPad *pad = gst_rtc_source_pad_new (name, templ, self->transceiver_id);

  gst_object_ref_sink (pad);
  gst_ghost_pad_set_target (GST_GHOST_PAD (pad), target);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, watch_gap,
      gst_rtc_source_ref (self), source_unref);
  return pad;
}

/* --- the chain ------------------------------------------------------------ */

static GstElement *
make_jitterbuffer (guint latency, GError ** error)
{
  GstElement *element = gst_element_factory_make ("rtpjitterbuffer", NULL);

  if (element == NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_NOT_SUPPORTED,
        "The element \"rtpjitterbuffer\" (gstreamer1.0-plugins-good) is "
        "missing: received media cannot be played");
    return NULL;
  }
  g_object_set (element, "latency", latency, "drop-on-latency", TRUE, NULL);
  return gst_object_ref_sink (element);
}

/* Its tasks may be inside the application's elements: wait for them where
 * waiting hurts nobody. */
static void
dispose_element (GstElement * element, gpointer user_data)
{
  g_autoptr (GstObject) parent = gst_object_get_parent (GST_OBJECT (element));

  gst_element_set_state (element, GST_STATE_NULL);
  if (parent != NULL)
    gst_bin_remove (GST_BIN (parent), element);
}

/* What was taken out of a source under its lock, to be ended without it. */
typedef struct
{
  GstPad *pad;
  GstElement *jitterbuffer;
  GstRTCRtp *rtp;
  GstPad *rtp_pad;
  GSource *gap_timer;
  GstRTCLipSync *sync;          /* not owned */
} Parts;

static void
take_input (GstRTCSource * self, Parts * parts)
{
  parts->gap_timer = g_steal_pointer (&self->gap_timer);
  parts->sync = self->sync;
  parts->jitterbuffer = g_steal_pointer (&self->jitterbuffer);
  parts->rtp = g_steal_pointer (&self->rtp);
  parts->rtp_pad = g_steal_pointer (&self->rtp_pad);
}

static void
stop_gaps (Parts * parts)
{
  if (parts->gap_timer != NULL)
    g_source_destroy (parts->gap_timer);
  g_clear_pointer (&parts->gap_timer, g_source_unref);
}

static void
detach_input (Parts * parts)
{
  stop_gaps (parts);
  if (parts->jitterbuffer != NULL)
    gst_rtc_lip_sync_remove (parts->sync, parts->jitterbuffer);
  if (parts->rtp_pad != NULL)
    gst_rtc_rtp_remove_source_pad (parts->rtp, parts->rtp_pad);
  gst_clear_object (&parts->rtp_pad);
  gst_clear_object (&parts->rtp);
}

/* Its tasks are waited for elsewhere. */
static void
discard_input (Parts * parts)
{
  detach_input (parts);
  if (parts->jitterbuffer != NULL)
    gst_rtc_call_async (parts->jitterbuffer, dispose_element, NULL, NULL);
  gst_clear_object (&parts->jitterbuffer);
}

/* Once: a bin may go down while the pad is being added, or because of it. */
static void
remove_pad (GstRTCSource * self, GstPad * pad)
{
  if (g_atomic_int_exchange (&self->pad_taken, TRUE))
    return;
  gst_pad_set_active (pad, FALSE);
  gst_element_remove_pad (GST_ELEMENT (self->bin), pad);
}

static gboolean
add_pad (GstRTCSource * self, GstPad * pad)
{
  gst_element_add_pad (GST_ELEMENT (self->bin), pad);
  if (!g_atomic_int_get (&self->removed))
    return TRUE;
  /* The bin went down meanwhile. */
  remove_pad (self, pad);
  return FALSE;
}

/* The application may take the bin down in the middle of this: remove() first
 * marks the source and then stops the jitterbuffer, so that what is started
 * here within the jitterbuffer's state lock is stopped. */
static gboolean
follow_bin (GstRTCSource * self, GstElement * jitterbuffer)
{
  gboolean alive;

  GST_STATE_LOCK (jitterbuffer);
  alive = !g_atomic_int_get (&self->removed);
  if (alive)
    gst_element_sync_state_with_parent (jitterbuffer);
  GST_STATE_UNLOCK (jitterbuffer);
  return alive;
}

/* The same source may come back, and its pad has the same name: the old one
 * goes first, unheard. */
static void
make_room (GstRTCSource * self, GstRTCRtp * rtp, guint32 ssrc)
{
  Parts old = { NULL };

  g_mutex_lock (&self->lock);
  if (self->rtp == rtp && self->ssrc == ssrc) {
    take_input (self, &old);
    if (self->pad != NULL)
      gst_ghost_pad_set_target (GST_GHOST_PAD (self->pad), NULL);
  }
  g_mutex_unlock (&self->lock);
  discard_input (&old);
}

/* The sender reports of the source take part in lip-sync. */
static void
link_reports (GstRTCRtp * rtp, GstPad * rtp_pad, GstElement * jitterbuffer)
{
  g_autoptr (GstPad) input =
      gst_element_request_pad_simple (jitterbuffer, "sink_rtcp");

  if (input != NULL)
    gst_pad_link (gst_rtc_rtp_add_report_pad (rtp, rtp_pad), input);
}

/* Puts a new input in the place of *@old. FALSE: the source was removed
 * meanwhile. *@added: the pad, when it is new. */
static gboolean
exchange_input (GstRTCSource * self, const Parts * input, guint32 ssrc,
    Parts * old, GstPad ** added)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GstPad) output =
      gst_element_get_static_pad (input->jitterbuffer, "src");

  if (g_atomic_int_get (&self->removed))
    return FALSE;
  take_input (self, old);
  self->jitterbuffer = gst_object_ref (input->jitterbuffer);
  self->rtp = gst_object_ref (input->rtp);
  self->rtp_pad = gst_object_ref (input->rtp_pad);
  self->ssrc = ssrc;
  g_atomic_int_set (&self->gap_waits, FALSE);
  if (self->pad != NULL) {
    gst_ghost_pad_set_target (GST_GHOST_PAD (self->pad), output);
  } else {
    self->pad = make_pad (self, output);
    gst_pad_set_active (self->pad, TRUE);
    gst_pad_sticky_events_foreach (input->rtp_pad, store_sticky_event,
        self->pad);
    *added = gst_object_ref (self->pad);
  }
  return TRUE;
}

static void
parts_clear (Parts * parts)
{
  gst_clear_object (&parts->jitterbuffer);
  gst_clear_object (&parts->rtp);
  gst_clear_object (&parts->rtp_pad);
}

void
gst_rtc_source_set_latency (GstRTCSource * self, guint latency)
{
  g_autoptr (GstElement) jitterbuffer = NULL;

  g_mutex_lock (&self->lock);
  if (self->jitterbuffer != NULL)
    jitterbuffer = gst_object_ref (self->jitterbuffer);
  g_mutex_unlock (&self->lock);
  /* Posts a LATENCY message, on which the pipeline computes anew. */
  if (jitterbuffer != NULL)
    g_object_set (jitterbuffer, "latency", latency, NULL);
}

gboolean
gst_rtc_source_set_input (GstRTCSource * self, GstRTCRtp * rtp, guint32 ssrc,
    const gchar * stream, guint latency, GError ** error)
{
  g_autoptr (GstPad) jitterbuffer_pad = NULL;
  g_autoptr (GstPad) pad = NULL;
  Parts input = {.sync = self->sync };
  Parts old = { NULL };
  GstPad *rtp_pad;

  input.jitterbuffer = make_jitterbuffer (latency, error);
  if (input.jitterbuffer == NULL)
    return FALSE;
  make_room (self, rtp, ssrc);
  rtp_pad = gst_rtc_rtp_add_source_pad (rtp,
      gst_rtc_source_get_transceiver_id (self), ssrc);
  if (rtp_pad == NULL) {
    parts_clear (&input);
    return TRUE;                /* it came and went */
  }
  input.rtp = gst_object_ref (rtp);
  input.rtp_pad = gst_object_ref (rtp_pad);
  jitterbuffer_pad = gst_element_get_static_pad (input.jitterbuffer, "sink");
  add_bound (rtp_pad, input.jitterbuffer);
  gst_bin_add (self->bin, input.jitterbuffer);
  gst_rtc_lip_sync_add (self->sync, input.jitterbuffer, ssrc, stream);
  link_reports (rtp, rtp_pad, input.jitterbuffer);

  if (!exchange_input (self, &input, ssrc, &old, &pad)) {
    discard_input (&input);
    return TRUE;
  }
  if (follow_bin (self, input.jitterbuffer)
      && (pad == NULL || add_pad (self, pad)))
    gst_pad_link (rtp_pad, jitterbuffer_pad);

  discard_input (&old);
  parts_clear (&input);
  return TRUE;
}

/* --- silence --------------------------------------------------------------- */

/* Through the jitterbuffer, behind what it still holds, and in its thread: one
 * at a time, for its thread may be held up. What is told has passed. */
static gboolean
push_gap (gpointer user_data)
{
  GstRTCSource *self = user_data;
  g_autoptr (GstElement) jitterbuffer = NULL;
  g_autoptr (GstPad) input = NULL;
  GstClockTime now, from;

  g_mutex_lock (&self->lock);
  g_set_object (&jitterbuffer, self->jitterbuffer);
  g_mutex_unlock (&self->lock);
  if (jitterbuffer == NULL || g_atomic_int_get (&self->gap_waits)
      || GST_STATE (jitterbuffer) != GST_STATE_PLAYING)
    return G_SOURCE_CONTINUE;
  now = gst_element_get_current_running_time (jitterbuffer);
  if (!GST_CLOCK_TIME_IS_VALID (now))
    return G_SOURCE_CONTINUE;

  g_mutex_lock (&self->lock);
  from = self->gap_from;
  self->gap_from = now;
  g_mutex_unlock (&self->lock);
  if (!GST_CLOCK_TIME_IS_VALID (from) || from >= now)
    return G_SOURCE_CONTINUE;
  input = gst_element_get_static_pad (jitterbuffer, "sink");
  g_atomic_int_set (&self->gap_waits, TRUE);
  if (!gst_pad_send_event (input, gst_event_new_gap (from, now - from)))
    g_atomic_int_set (&self->gap_waits, FALSE);
  return G_SOURCE_CONTINUE;
}

void
gst_rtc_source_mute (GstRTCSource * self)
{
  g_autoptr (GSource) timer = NULL;

  g_mutex_lock (&self->lock);
  if (self->gap_timer == NULL && self->jitterbuffer != NULL
      && !gst_rtc_source_is_ending (self)) {
    self->gap_from = gst_element_get_current_running_time (self->jitterbuffer);
    self->gap_timer = g_timeout_source_new (GST_RTC_SOURCE_GAP_INTERVAL);
    g_source_set_static_name (self->gap_timer, "gaps of a silent source");
    g_source_set_callback (self->gap_timer, push_gap,
        gst_rtc_source_ref (self), source_unref);
    timer = g_source_ref (self->gap_timer);
  }
  g_mutex_unlock (&self->lock);
  if (timer != NULL)
    g_source_attach (timer, gst_rtc_io_get_context (self->io));
}

void
gst_rtc_source_park (GstRTCSource * self)
{
  Parts old = { NULL };

  if (gst_rtc_source_is_ending (self))
    return;
  gst_rtc_source_adopt (self, 0);
  g_mutex_lock (&self->lock);
  take_input (self, &old);
  if (self->pad != NULL)
    gst_ghost_pad_set_target (GST_GHOST_PAD (self->pad), NULL);
  g_mutex_unlock (&self->lock);
  discard_input (&old);
}

void
gst_rtc_source_set_state (GstRTCSource * self, GstState state)
{
  g_autoptr (GstElement) jitterbuffer = NULL;

  g_mutex_lock (&self->lock);
  if (self->jitterbuffer != NULL)
    jitterbuffer = gst_object_ref (self->jitterbuffer);
  g_mutex_unlock (&self->lock);
  if (jitterbuffer != NULL)
    gst_element_set_state (jitterbuffer, state);
}

void
gst_rtc_source_remove (GstRTCSource * self)
{
  Parts parts = { NULL };

  g_mutex_lock (&self->lock);
  if (g_atomic_int_exchange (&self->removed, TRUE)) {
    g_mutex_unlock (&self->lock);
    return;
  }
  take_input (self, &parts);
  parts.pad = g_steal_pointer (&self->pad);
  g_mutex_unlock (&self->lock);

  detach_input (&parts);
  if (parts.jitterbuffer != NULL)
    dispose_element (parts.jitterbuffer, NULL);
  gst_clear_object (&parts.jitterbuffer);
  if (parts.pad != NULL && GST_PAD_PARENT (parts.pad) != NULL)
    remove_pad (self, parts.pad);
  gst_clear_object (&parts.pad);
}

/* --- the end -------------------------------------------------------------- */

static void
remove_after_eos (GstElement * bin, gpointer user_data)
{
  gst_rtc_source_remove (user_data);
}

static GstPadProbeReturn
watch_eos (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstRTCSource *self = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;
  /* Behind the event, not in front of it: the asynchronous call waits for the
   * pad's stream lock when it deactivates the pad. */
  gst_rtc_call_async (GST_ELEMENT (self->bin), remove_after_eos,
      gst_rtc_source_ref (self), source_unref);
  return GST_PAD_PROBE_OK;
}

void
gst_rtc_source_end (GstRTCSource * self)
{
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstPad) input = NULL;
  Parts parts = { NULL };
  gboolean sent;

  if (g_atomic_int_exchange (&self->ending, TRUE))
    return;

  g_mutex_lock (&self->lock);
  take_input (self, &parts);
  g_set_object (&self->jitterbuffer, parts.jitterbuffer);
  g_set_object (&pad, self->pad);
  g_mutex_unlock (&self->lock);

  if (pad == NULL || parts.jitterbuffer == NULL
      || GST_STATE (self->bin) < GST_STATE_PAUSED) {
    detach_input (&parts);
    gst_clear_object (&parts.jitterbuffer);
    gst_rtc_source_remove (self);
    return;
  }
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, watch_eos,
      gst_rtc_source_ref (self), source_unref);
  /* Behind what the jitterbuffer still holds. Before its input goes, which
   * would end it as well: a second EOS is refused. */
  input = gst_element_get_static_pad (parts.jitterbuffer, "sink");
  sent = gst_pad_send_event (input, gst_event_new_eos ());
  detach_input (&parts);
  gst_clear_object (&parts.jitterbuffer);
  if (!sent)
    gst_rtc_call_async (GST_ELEMENT (self->bin), remove_after_eos,
        gst_rtc_source_ref (self), source_unref);
}
