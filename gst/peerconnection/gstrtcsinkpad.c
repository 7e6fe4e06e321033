/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstrtcsinkpad.c: the gate and the clock of outgoing media.
 */

#include "gstrtcsinkpad.h"

#include "gstrtcpads.h"

GST_DEBUG_CATEGORY_EXTERN (gst_peer_connection_debug);
#define GST_CAT_DEFAULT gst_peer_connection_debug

struct _GstRTCSinkPad
{
  GstGhostPad parent;

  const GstRTCSinkPadCallbacks *callbacks;

  GstRTCSinkSync sink;          /* its lock protects all below; a leaf. Its cond:
                                 * open changed */
  guint transceiver_id;
  gchar *mid;                   /* as it was notified last, or NULL */
  GstRTCRtpTransceiverDirection wanted_direction;
  GstCaps *codec_preferences;   /* or NULL */
  gboolean stop_on_release;
  GstCaps *possible;            /* what upstream was told, or NULL */
  gboolean refused;             /* its media, for which an error was posted */
  gboolean open;
  gboolean reconfigure;
  gboolean live_known;          /* asked since the last segment */
  gboolean live;
};

enum
{
  PROP_0,
  PROP_SYNC,
  PROP_TRANSCEIVER,
  PROP_MID,
  PROP_DIRECTION,
  PROP_CODEC_PREFERENCES,
  PROP_STOP_ON_RELEASE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_TYPE (GstRTCSinkPad, gst_rtc_sink_pad, GST_TYPE_GHOST_PAD);

/* Asks upstream, once a segment: it may not be asked with the lock held. */
static void
find_out_live (GstRTCSinkPad * self)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live = FALSE;

  g_mutex_unlock (&self->sink.lock);
  if (gst_pad_peer_query (GST_PAD (self), query))
    gst_query_parse_latency (query, &live, NULL, NULL);
  g_mutex_lock (&self->sink.lock);
  self->live = live;
  self->live_known = TRUE;
}

/* Where every packet passes: TRUE in *@pass when it shall go on. */
static GstFlowReturn
pass_gate (GstRTCSinkPad * self, GstElement * bin, GstClockTime timestamp,
    gboolean * pass)
{
  GstFlowReturn ret = GST_FLOW_OK;
  gboolean reconfigure;

  g_mutex_lock (&self->sink.lock);
  if (!self->live_known)
    find_out_live (self);
  while (!self->open && !self->sink.flushing && !self->live)
    g_cond_wait (&self->sink.cond, &self->sink.lock);
  if (self->open && !self->live)
    gst_rtc_sink_sync_wait (&self->sink, bin, timestamp,
        self->callbacks->time_shift);
  if (self->sink.flushing)
    ret = GST_FLOW_FLUSHING;
  *pass = ret == GST_FLOW_OK && self->open;
  reconfigure = self->reconfigure && ret == GST_FLOW_OK;
  if (reconfigure)
    self->reconfigure = FALSE;
  g_mutex_unlock (&self->sink.lock);

  if (reconfigure)
    gst_pad_push_event (GST_PAD (self), gst_event_new_reconfigure ());
  return ret;
}

/* The way on may be taken away under what has passed the gate: another transport
 * takes over, or the connection ends. That is lost, and upstream goes on. */
static GstFlowReturn
forgive (GstRTCSinkPad * self, GstFlowReturn ret)
{
  gboolean flushing;

  if (ret != GST_FLOW_NOT_LINKED && ret != GST_FLOW_FLUSHING)
    return ret;
  g_mutex_lock (&self->sink.lock);
  flushing = self->sink.flushing;
  g_mutex_unlock (&self->sink.lock);

  return flushing ? GST_FLOW_FLUSHING : GST_FLOW_OK;
}

static GstFlowReturn
gst_rtc_sink_pad_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstFlowReturn ret;
  gboolean pass;

  ret = pass_gate (GST_RTC_SINK_PAD (pad), GST_ELEMENT (parent),
      GST_BUFFER_DTS_OR_PTS (buffer), &pass);
  if (!pass) {
    gst_buffer_unref (buffer);
    return ret;
  }
  return forgive (GST_RTC_SINK_PAD (pad),
      gst_proxy_pad_chain_default (pad, parent, buffer));
}

static GstFlowReturn
gst_rtc_sink_pad_chain_list (GstPad * pad, GstObject * parent,
    GstBufferList * list)
{
  GstClockTime timestamp = GST_CLOCK_TIME_NONE;
  GstFlowReturn ret;
  gboolean pass;

  if (gst_buffer_list_length (list) > 0)
    timestamp = GST_BUFFER_DTS_OR_PTS (gst_buffer_list_get (list, 0));
  ret = pass_gate (GST_RTC_SINK_PAD (pad), GST_ELEMENT (parent), timestamp,
      &pass);
  if (!pass) {
    gst_buffer_list_unref (list);
    return ret;
  }
  return forgive (GST_RTC_SINK_PAD (pad),
      gst_proxy_pad_chain_list_default (pad, parent, list));
}

static gboolean
gst_rtc_sink_pad_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (pad);
  GstElement *bin = GST_ELEMENT (parent);
  GstCaps *caps;

  gst_rtc_sink_sync_event (&self->sink, event);
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      if (!self->callbacks->caps (bin, self, caps)) {
        gst_event_unref (event);
        return FALSE;
      }
      break;
    case GST_EVENT_SEGMENT:
      g_mutex_lock (&self->sink.lock);
      self->live_known = FALSE;
      g_mutex_unlock (&self->sink.lock);
      break;
    case GST_EVENT_STREAM_START:
    case GST_EVENT_FLUSH_STOP:
      self->callbacks->eos (bin, self);
      break;
    case GST_EVENT_EOS:
      /* The end of one source is not the end of the call: another may come
       * into the pad's place. */
      self->callbacks->eos (bin, self);
      gst_event_unref (event);
      return TRUE;
    default:
      break;
  }

  return gst_pad_event_default (pad, parent, event);
}

static gboolean
accept_caps (GstRTCSinkPad * self, GstElement * bin, GstCaps * caps)
{
  g_autoptr (GstCaps) wanted = gst_caps_copy (caps);
  g_autoptr (GstCaps) possible = NULL;
  guint i;

  /* Payload type and SSRC are preferences: what a source insists on is
   * rewritten on its way out. */
  for (i = 0; i < gst_caps_get_size (wanted); i++)
    gst_structure_remove_fields (gst_caps_get_structure (wanted, i),
        "payload", "ssrc", NULL);
  /* As a filter: the answer knows which profiles of H.264 are another's. */
  possible = self->callbacks->query_caps (bin, self, wanted);
  return !gst_caps_is_empty (possible);
}

static gboolean
gst_rtc_sink_pad_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (pad);
  GstElement *bin = GST_ELEMENT (parent);
  GstCaps *filter, *caps;

  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_CAPS:
      gst_query_parse_caps (query, &filter);
      caps = self->callbacks->query_caps (bin, self, filter);
      gst_query_set_caps_result (query, caps);
      gst_caps_unref (caps);
      return TRUE;
    case GST_QUERY_ACCEPT_CAPS:
      gst_query_parse_accept_caps (query, &caps);
      gst_query_set_accept_caps_result (query, accept_caps (self, bin, caps));
      return TRUE;
    case GST_QUERY_ALLOCATION:
      /* Packets are copied once, into what goes out: nothing to ask for. */
      return FALSE;
    default:
      return gst_pad_query_default (pad, parent, query);
  }
}

static void
gst_rtc_sink_pad_linked (GstPad * pad, GstPad * peer)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (pad);
  g_autoptr (GstElement) bin = gst_pad_get_parent_element (pad);
  g_autoptr (GstCaps) caps = NULL;

  if (bin == NULL)
    return;
  caps = gst_pad_query_caps (peer, NULL);
  self->callbacks->linked (bin, self, caps);
}

static void
gst_rtc_sink_pad_unlinked (GstPad * pad, GstPad * peer)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (pad);
  g_autoptr (GstElement) bin = gst_pad_get_parent_element (pad);

  if (bin != NULL)
    self->callbacks->linked (bin, self, NULL);
}

guint
gst_rtc_sink_pad_get_transceiver_id (GstRTCSinkPad * self)
{
  guint id;

  g_mutex_lock (&self->sink.lock);
  id = self->transceiver_id;
  g_mutex_unlock (&self->sink.lock);
  return id;
}

void
gst_rtc_sink_pad_set_transceiver_id (GstRTCSinkPad * self, guint id)
{
  gboolean changed;

  g_mutex_lock (&self->sink.lock);
  changed = self->transceiver_id != id;
  self->transceiver_id = id;
  g_mutex_unlock (&self->sink.lock);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRANSCEIVER]);
}

void
gst_rtc_sink_pad_set_mid (GstRTCSinkPad * self, const gchar * mid)
{
  gboolean changed;

  g_mutex_lock (&self->sink.lock);
  changed = g_strcmp0 (self->mid, mid) != 0;
  if (changed) {
    g_free (self->mid);
    self->mid = g_strdup (mid);
  }
  g_mutex_unlock (&self->sink.lock);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MID]);
}

GstRTCRtpTransceiverDirection
gst_rtc_sink_pad_get_wanted_direction (GstRTCSinkPad * self)
{
  GstRTCRtpTransceiverDirection direction;

  g_mutex_lock (&self->sink.lock);
  direction = self->wanted_direction;
  g_mutex_unlock (&self->sink.lock);
  return direction;
}

GstCaps *
gst_rtc_sink_pad_dup_codec_preferences (GstRTCSinkPad * self)
{
  GstCaps *caps = NULL;

  g_mutex_lock (&self->sink.lock);
  if (self->codec_preferences != NULL)
    caps = gst_caps_ref (self->codec_preferences);
  g_mutex_unlock (&self->sink.lock);
  return caps;
}

gboolean
gst_rtc_sink_pad_stops_on_release (GstRTCSinkPad * self)
{
  gboolean stops;

  g_mutex_lock (&self->sink.lock);
  stops = self->stop_on_release;
  g_mutex_unlock (&self->sink.lock);
  return stops;
}

void
gst_rtc_sink_pad_set_open (GstRTCSinkPad * self, gboolean open)
{
  g_mutex_lock (&self->sink.lock);
  if (self->open != open) {
    GST_DEBUG_OBJECT (self, "%s", open ? "open" : "closed");
    self->open = open;
    self->sink.shifted = FALSE;
    g_cond_broadcast (&self->sink.cond);
  }
  g_mutex_unlock (&self->sink.lock);
}

void
gst_rtc_sink_pad_set_flushing (GstRTCSinkPad * self, gboolean flushing)
{
  gst_rtc_sink_sync_set_flushing (&self->sink, flushing);
}

gboolean
gst_rtc_sink_pad_set_refused (GstRTCSinkPad * self, gboolean refused)
{
  gboolean changed;

  g_mutex_lock (&self->sink.lock);
  changed = self->refused != refused;
  self->refused = refused;
  g_mutex_unlock (&self->sink.lock);
  return changed;
}

void
gst_rtc_sink_pad_set_possible (GstRTCSinkPad * self, GstCaps * caps)
{
  g_mutex_lock (&self->sink.lock);
  if (self->possible != NULL && !gst_caps_is_equal (self->possible, caps))
    self->reconfigure = TRUE;
  gst_caps_replace (&self->possible, caps);
  g_mutex_unlock (&self->sink.lock);
}

gboolean
gst_rtc_sink_pad_is_eos (GstRTCSinkPad * self)
{
  gboolean eos;

  g_mutex_lock (&self->sink.lock);
  eos = self->sink.eos;
  g_mutex_unlock (&self->sink.lock);
  return eos;
}

/* --- properties ----------------------------------------------------------- */

static GstRTCRtpTransceiverDirection
get_direction (GstRTCSinkPad * self)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_pad_dup_transceiver (GST_PAD (self),
      gst_rtc_sink_pad_get_transceiver_id (self));

  return transceiver != NULL
      ? gst_rtc_rtp_transceiver_get_direction (transceiver)
      : gst_rtc_sink_pad_get_wanted_direction (self);
}

/* A property has no way to fail but a warning. */
static void
set_direction (GstRTCSinkPad * self, GstRTCRtpTransceiverDirection direction)
{
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_pad_dup_transceiver (GST_PAD (self),
      gst_rtc_sink_pad_get_transceiver_id (self));
  g_autoptr (GError) error = NULL;

  if (direction == GST_RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED
      || (transceiver != NULL
          && direction == GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE)) {
    GST_WARNING_OBJECT (self,
        "transceiver-direction: only the four that flow or may flow "
        "again can be set");
    return;
  }
  g_mutex_lock (&self->sink.lock);
  self->wanted_direction = direction;
  g_mutex_unlock (&self->sink.lock);
  if (transceiver != NULL
      && !gst_rtc_rtp_transceiver_set_direction (transceiver, direction,
          &error))
    GST_WARNING_OBJECT (self, "transceiver-direction: %s", error->message);
}

static void
set_codec_preferences (GstRTCSinkPad * self, const GstCaps * caps)
{
  g_autoptr (GstElement) bin = gst_pad_get_parent_element (GST_PAD (self));

  g_mutex_lock (&self->sink.lock);
  gst_caps_replace (&self->codec_preferences, (GstCaps *) caps);
  g_mutex_unlock (&self->sink.lock);
  if (bin != NULL)
    self->callbacks->preferences (bin, self);
}

static void
gst_rtc_sink_pad_get_property (GObject * object, guint property_id,
    GValue * value, GParamSpec * pspec)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (object);
  guint id = gst_rtc_sink_pad_get_transceiver_id (self);

  switch (property_id) {
    case PROP_SYNC:
      g_mutex_lock (&self->sink.lock);
      g_value_set_boolean (value, self->sink.sync);
      g_mutex_unlock (&self->sink.lock);
      break;
    case PROP_TRANSCEIVER:
      g_value_take_object (value,
          gst_rtc_pad_dup_transceiver (GST_PAD (self), id));
      break;
    case PROP_MID:
      g_value_take_string (value, gst_rtc_pad_dup_mid (GST_PAD (self), id));
      break;
    case PROP_DIRECTION:
      g_value_set_enum (value, get_direction (self));
      break;
    case PROP_CODEC_PREFERENCES:
      g_value_take_boxed (value, gst_rtc_sink_pad_dup_codec_preferences (self));
      break;
    case PROP_STOP_ON_RELEASE:
      g_value_set_boolean (value, gst_rtc_sink_pad_stops_on_release (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gst_rtc_sink_pad_set_property (GObject * object, guint property_id,
    const GValue * value, GParamSpec * pspec)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (object);

  switch (property_id) {
    case PROP_SYNC:
      g_mutex_lock (&self->sink.lock);
      self->sink.sync = g_value_get_boolean (value);
      g_mutex_unlock (&self->sink.lock);
      break;
    case PROP_DIRECTION:
      set_direction (self, g_value_get_enum (value));
      break;
    case PROP_CODEC_PREFERENCES:
      set_codec_preferences (self, gst_value_get_caps (value));
      break;
    case PROP_STOP_ON_RELEASE:
      g_mutex_lock (&self->sink.lock);
      self->stop_on_release = g_value_get_boolean (value);
      g_mutex_unlock (&self->sink.lock);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gst_rtc_sink_pad_finalize (GObject * object)
{
  GstRTCSinkPad *self = GST_RTC_SINK_PAD (object);

  gst_clear_caps (&self->possible);
  gst_clear_caps (&self->codec_preferences);
  g_free (self->mid);
  gst_rtc_sink_sync_clear (&self->sink);
  G_OBJECT_CLASS (gst_rtc_sink_pad_parent_class)->finalize (object);
}

/**
 * GstRTCSinkPad:sync:
 *
 * Whether non-live media is sent in its own time on the clock. Live media
 * is always sent at once.
 */
/**
 * GstRTCSinkPad:transceiver:
 *
 * The #GstRTCRtpTransceiver by whose sender the media goes, or %NULL while its
 * kind is not known.
 */
/**
 * GstRTCSinkPad:mid:
 *
 * The identification of its m-section (RFC 5888), or %NULL before one is
 * negotiated.
 */
/**
 * GstRTCSinkPad:transceiver-direction:
 *
 * The direction of the transceiver, from the next negotiation on. Set before
 * there is a transceiver, it is made with it; by default "sendonly", or
 * "sendrecv" when the element's property "receive" names its kind. (The name
 * "direction" is #GstPad's.)
 */
/**
 * GstRTCSinkPad:codec-preferences:
 *
 * The codecs to negotiate, most wanted first, as caps ("application/x-rtp" with
 * "encoding-name" and what tells its profile), as far as what is linked can make
 * them. %NULL: all that it can make.
 */
/**
 * GstRTCSinkPad:stop-on-release:
 *
 * What releasing the pad means: to stop the transceiver in both directions, as
 * its stop() does, which frees its m-section; or, by default, only that nothing
 * is sent any more, as removeTrack() does, while its receiver goes on.
 */
static void
gst_rtc_sink_pad_class_init (GstRTCSinkPadClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gst_rtc_sink_pad_get_property;
  object_class->set_property = gst_rtc_sink_pad_set_property;
  object_class->finalize = gst_rtc_sink_pad_finalize;

  properties[PROP_SYNC] = g_param_spec_boolean ("sync", "Sync",
      "Send media that is not live in its own time, on the clock", TRUE, flags);
  properties[PROP_TRANSCEIVER] = gst_rtc_pad_transceiver_pspec ();
  properties[PROP_MID] = gst_rtc_pad_mid_pspec ();
  properties[PROP_DIRECTION] = g_param_spec_enum ("transceiver-direction",
      "Transceiver direction",
      "The direction that is wanted (none: by the property \"receive\")",
      GST_TYPE_RTC_RTP_TRANSCEIVER_DIRECTION,
      GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE, flags);
  properties[PROP_CODEC_PREFERENCES] =
      g_param_spec_boxed ("codec-preferences", "Codec preferences",
      "The codecs to negotiate, most wanted first (NULL: whatever is linked "
      "can make)", GST_TYPE_CAPS, flags);
  properties[PROP_STOP_ON_RELEASE] =
      g_param_spec_boolean ("stop-on-release", "Stop on release",
      "Releasing the pad stops its transceiver (FALSE: it only ceases to send)",
      FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
gst_rtc_sink_pad_init (GstRTCSinkPad * self)
{
  gst_rtc_sink_sync_init (&self->sink);
  self->wanted_direction = GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE;
}

GstPad *
gst_rtc_sink_pad_new (const gchar * name, GstPadTemplate * templ,
    const GstRTCSinkPadCallbacks * callbacks)
{
  GstRTCSinkPad *self = g_object_new (GST_TYPE_RTC_SINK_PAD, "name", name,
      "direction", GST_PAD_SINK, "template", templ, NULL);
  GstPad *pad = GST_PAD (self);

  self->callbacks = callbacks;
  gst_pad_set_chain_function (pad, gst_rtc_sink_pad_chain);
  gst_pad_set_chain_list_function (pad, gst_rtc_sink_pad_chain_list);
  gst_pad_set_event_function (pad, gst_rtc_sink_pad_event);
  gst_pad_set_query_function (pad, gst_rtc_sink_pad_query);
  g_signal_connect (pad, "linked", G_CALLBACK (gst_rtc_sink_pad_linked), NULL);
  g_signal_connect (pad, "unlinked", G_CALLBACK (gst_rtc_sink_pad_unlinked),
      NULL);

  return pad;
}
