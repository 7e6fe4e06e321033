/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-pads.c: a requested pad is a transceiver.
 *
 * A pad's kind is known from the caps of its request, from what is linked to
 * it, or from its first CAPS event, whichever comes first: then it gets its
 * transceiver, as addTrack() would find or make it: one that a peer's offer
 * made is used, and a later offer may be answered with it (RFC 9429 section
 * 5.10).
 */

#include "gstpeerconnection-private.h"

#include <gst/peerconnection/core/jsep/pccodecs.h>

#include "../rtp/gstrtccapabilities.h"
#include "../rtp/gstrtccaps.h"
#include "gstrtcpads.h"

#include <string.h>

#define GST_CAT_DEFAULT gst_peer_connection_debug

/* --- kinds and codecs ----------------------------------------------------- */

/* @exact: those of the very H.264 profile that @caps name. */
static GPtrArray *
filter_codecs (const GPtrArray * all, PcKind kind, const GstCaps * caps,
    gboolean exact)
{
  GPtrArray *codecs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  guint i;

  for (i = 0; i < all->len; i++) {
    const PcCodec *codec = g_ptr_array_index (all, i);

    if (gst_rtc_codec_fits_caps (codec, kind, caps, exact))
      g_ptr_array_add (codecs, pc_codec_copy (codec));
  }
  return codecs;
}

/* The codecs of @kind that upstream can make, by our own order. */
static GPtrArray *
codecs_of_caps (const GstCaps * caps, PcKind kind)
{
  g_autoptr (PcCapabilities) capabilities = gst_rtc_capabilities_new ();

  return filter_codecs (capabilities->codecs[kind], kind, caps, FALSE);
}

/* Those of @codecs that @preferences names, in its order. */
static GPtrArray *
sort_codecs (GPtrArray * codecs, PcKind kind, const GstCaps * preferences)
{
  GPtrArray *sorted =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  guint i, j;

  for (i = 0; i < gst_caps_get_size (preferences); i++) {
    g_autoptr (GstCaps) one = gst_caps_copy_nth (preferences, i);
    g_autoptr (GPtrArray) fitting = filter_codecs (codecs, kind, one, TRUE);

    for (j = 0; j < fitting->len; j++) {
      const PcCodec *codec = g_ptr_array_index (fitting, j);

      if (pc_codecs_find (sorted, codec->payload_type) == NULL)
        g_ptr_array_add (sorted, pc_codec_copy (codec));
    }
  }
  return sorted;
}

/* The one kind whose codecs @caps may be; not every payloader says "media". */
static gboolean
kind_of_caps (const GstCaps * caps, PcKind * kind)
{
  g_autoptr (GPtrArray) audio = NULL;
  g_autoptr (GPtrArray) video = NULL;

  if (caps == NULL || gst_caps_is_any (caps))
    return FALSE;
  audio = codecs_of_caps (caps, PC_KIND_AUDIO);
  video = codecs_of_caps (caps, PC_KIND_VIDEO);
  *kind = video->len > 0 ? PC_KIND_VIDEO : PC_KIND_AUDIO;
  return (audio->len > 0) != (video->len > 0);
}

/* --- callbacks of the pads ------------------------------------------------ */

static gboolean
refuses_profile (GPtrArray * codecs, const GstCaps * caps)
{
  return caps != NULL && gst_caps_get_size (caps) == 1
      && gst_rtc_codecs_refuse_profile (codecs,
      gst_caps_get_structure (caps, 0));
}

/* Says aloud that the H.264 stream of @caps is of a profile that the peer does
 * not take. */
static gboolean
check_profile (GstPeerConnection * self, GstRTCSinkPad * pad,
    const GstCaps * caps)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  guint id = gst_rtc_sink_pad_get_transceiver_id (pad);
  g_autoptr (GPtrArray) codecs = NULL;
  gboolean refused;

  if (connection == NULL || id == 0)
    return TRUE;
  codecs = gst_rtc_backend_get_send_codecs (connection, id, NULL);
  refused = refuses_profile (codecs, caps);
  if (!gst_rtc_sink_pad_set_refused (pad, refused) || !refused)
    return !refused;
  GST_ELEMENT_ERROR (self, STREAM, FORMAT,
      ("The peer does not take this H.264 profile; an encoder's profile is "
          "held to video/x-h264,profile=constrained-baseline by a capsfilter "
          "behind it."), ("%s: %" GST_PTR_FORMAT, GST_PAD_NAME (pad), caps));
  return FALSE;
}

static GstCaps *
pad_query_caps (GstElement * element, GstRTCSinkPad * pad,
    const GstCaps * filter)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  guint id = gst_rtc_sink_pad_get_transceiver_id (pad);
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  g_autoptr (GPtrArray) codecs = NULL;
  GstMediaKind kind;
  guint32 ssrc = 0;

  if (connection != NULL && id != 0)
    transceiver = gst_rtc_backend_get_transceiver (connection, id);
  if (transceiver == NULL) {
    g_autoptr (GstCaps) any = gst_pad_get_pad_template_caps (GST_PAD (pad));

    return filter ? gst_caps_intersect ((GstCaps *) filter, any)
        : g_steal_pointer (&any);
  }

  codecs = gst_rtc_backend_get_send_codecs (connection, id, &ssrc);
  /* A payloader that gets no answer fails without a word; the CAPS event that
   * follows this one is refused with a reason. */
  if (refuses_profile (codecs, filter))
    return gst_caps_copy (filter);
  g_object_get (transceiver, "kind", &kind, NULL);
  return gst_rtc_caps_from_codecs (codecs, (PcKind) kind, ssrc, filter);
}

/* What the pad was told, else what "receive" asks for. */
static guint
take_transceiver (GstPeerConnection * self, GstRTCPeerConnection * connection,
    GstRTCSinkPad * pad, PcKind kind)
{
  GstRTCRtpTransceiverDirection wanted =
      gst_rtc_sink_pad_get_wanted_direction (pad);
  gboolean receive;

  if (wanted != GST_RTC_RTP_TRANSCEIVER_DIRECTION_NONE)
    return gst_rtc_backend_take_transceiver (connection, kind,
        (PcDirection) wanted, TRUE);
  g_mutex_lock (&self->lock);
  receive = self->receive[kind];
  g_mutex_unlock (&self->lock);
  return gst_rtc_backend_take_transceiver (connection, kind,
      pc_direction_from_flags (TRUE, receive), FALSE);
}

static void
add_transceiver (GstPeerConnection * self, GstRTCSinkPad * pad, PcKind kind)
{
  g_autoptr (GstRTCPeerConnection) connection =
      gst_peer_connection_ensure (self);
  guint id;

  if (connection == NULL)
    return;
  id = take_transceiver (self, connection, pad, kind);
  gst_rtc_sink_pad_set_transceiver_id (pad, id);
  GST_DEBUG_OBJECT (pad, "has transceiver %u", id);
}

static void
prefer_codecs (GstPeerConnection * self, GstRTCSinkPad * pad, GstCaps * caps,
    PcKind kind)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  g_autoptr (GstCaps) preferences =
      gst_rtc_sink_pad_dup_codec_preferences (pad);
  g_autoptr (GPtrArray) codecs = codecs_of_caps (caps, kind);
  guint id = gst_rtc_sink_pad_get_transceiver_id (pad);

  if (connection == NULL || id == 0)
    return;
  if (preferences != NULL) {
    g_autoptr (GPtrArray) made = g_steal_pointer (&codecs);

    codecs = sort_codecs (made, kind, preferences);
  }
  gst_rtc_backend_set_codec_preferences (connection, id, codecs);
  gst_rtc_backend_set_sender_media (connection, id, TRUE);
}

static void
pad_linked (GstElement * element, GstRTCSinkPad * pad, GstCaps * caps)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  g_autoptr (GstRTCPeerConnection) connection = NULL;
  guint id = gst_rtc_sink_pad_get_transceiver_id (pad);
  PcKind kind;

  if (caps == NULL) {
    connection = gst_peer_connection_dup (self);
    if (connection != NULL && id != 0)
      gst_rtc_backend_set_sender_media (connection, id, FALSE);
    return;
  }
  if (!kind_of_caps (caps, &kind))
    return;
  if (id == 0)
    add_transceiver (self, pad, kind);
  prefer_codecs (self, pad, caps, kind);
  gst_peer_connection_update_pads (self);
}

static gboolean
pad_caps (GstElement * element, GstRTCSinkPad * pad, GstCaps * caps)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  guint id = gst_rtc_sink_pad_get_transceiver_id (pad);
  PcKind kind;

  if (!kind_of_caps (caps, &kind)) {
    GST_ELEMENT_ERROR (self, STREAM, CODEC_NOT_FOUND,
        ("A peer connection cannot carry this media: it needs the payloader "
            "and depayloader of a WebRTC codec."), ("%" GST_PTR_FORMAT, caps));
    return FALSE;
  }
  if (id == 0) {
    add_transceiver (self, pad, kind);
    prefer_codecs (self, pad, caps, kind);
    gst_peer_connection_update_pads (self);
  }
  return check_profile (self, pad, caps);
}

/* What upstream can make, as far as it says so. */
static GstCaps *
get_made_caps (GstRTCSinkPad * pad)
{
  GstCaps *caps = gst_pad_get_current_caps (GST_PAD (pad));

  return caps != NULL ? caps : gst_pad_peer_query_caps (GST_PAD (pad), NULL);
}

static void
pad_preferences (GstElement * element, GstRTCSinkPad * pad)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_pad_dup_transceiver (GST_PAD (pad),
      gst_rtc_sink_pad_get_transceiver_id (pad));
  g_autoptr (GstCaps) caps = NULL;
  GstMediaKind kind;

  if (transceiver == NULL)
    return;
  caps = get_made_caps (pad);
  g_object_get (transceiver, "kind", &kind, NULL);
  prefer_codecs (self, pad, caps, (PcKind) kind);
}

void
gst_peer_connection_check_eos (GstPeerConnection * self)
{
  gboolean all, news;
  guint i;

  g_mutex_lock (&self->lock);
  all = self->sink_pads->len + self->data_pads->len > 0;
  for (i = 0; i < self->sink_pads->len; i++)
    all &= gst_rtc_sink_pad_is_eos (g_ptr_array_index (self->sink_pads, i));
  for (i = 0; i < self->data_pads->len; i++)
    all &= gst_rtc_data_sink_pad_is_finished (g_ptr_array_index
        (self->data_pads, i));
  /* After a seek there is an end again. */
  news = all && !self->eos_posted;
  self->eos_posted = all;
  g_mutex_unlock (&self->lock);

  if (news)
    gst_element_post_message (GST_ELEMENT (self),
        gst_message_new_eos (GST_OBJECT (self)));
}

static void
pad_eos (GstElement * element, GstRTCSinkPad * pad)
{
  gst_peer_connection_check_eos (GST_PEER_CONNECTION (element));
}

/* All held-back media moves by the same amount, so that sound and picture
 * stay together. */
GstClockTimeDiff
gst_peer_connection_time_shift (GstElement * element, GstClockTime running_time)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  GstClockTime now = gst_element_get_current_running_time (element);
  GstClockTimeDiff shift;

  g_mutex_lock (&self->lock);
  if (!self->shift_valid) {
    self->shift_valid = TRUE;
    self->time_shift = GST_CLOCK_TIME_IS_VALID (now) && now > running_time
        ? GST_CLOCK_DIFF (running_time, now) : 0;
  }
  shift = self->time_shift;
  g_mutex_unlock (&self->lock);
  return shift;
}

static const GstRTCSinkPadCallbacks pad_callbacks = {
  .query_caps = pad_query_caps,
  .linked = pad_linked,
  .caps = pad_caps,
  .eos = pad_eos,
  .preferences = pad_preferences,
  .time_shift = gst_peer_connection_time_shift,
};

/* --- requests ------------------------------------------------------------- */

/* A pad that another thread is about to add counts as well. Called with the
 * lock. */
static gboolean
has_name (GPtrArray * pads, const gchar * name)
{
  guint i;

  for (i = 0; i < pads->len; i++) {
    if (strcmp (GST_PAD_NAME (g_ptr_array_index (pads, i)), name) == 0)
      return TRUE;
  }
  return FALSE;
}

gchar *
gst_peer_connection_free_pad_name (GstPeerConnection * self,
    const gchar * format)
{
  g_autofree gchar *prefix = g_strndup (format, strlen (format) - 2);
  guint i;

  for (i = 0;; i++) {
    g_autofree gchar *name = g_strdup_printf ("%s%u", prefix, i);
    g_autoptr (GstPad) taken =
        gst_element_get_static_pad (GST_ELEMENT (self), name);

    if (taken == NULL && !has_name (self->sink_pads, name)
        && !has_name (self->data_pads, name))
      return g_steal_pointer (&name);
  }
}

/* With the lock, whenever a pad was listed or is no more. Flags are changed
 * under the object's lock, as GStreamer reads and changes them. */
void
gst_peer_connection_flag_sink_locked (GstPeerConnection * self)
{
  GST_OBJECT_LOCK (self);
  if (self->sink_pads->len + self->data_pads->len > 0)
    GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SINK);
  else
    GST_OBJECT_FLAG_UNSET (self, GST_ELEMENT_FLAG_SINK);
  GST_OBJECT_UNLOCK (self);
}

/* Names and lists it in one go. */
static GstPad *
make_pad (GstPeerConnection * self, GstPadTemplate * templ, const gchar * name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree gchar *pad_name = name != NULL ? g_strdup (name)
      : gst_peer_connection_free_pad_name (self,
      GST_PAD_TEMPLATE_NAME_TEMPLATE (templ));
  GstPad *pad = gst_rtc_sink_pad_new (pad_name, templ, &pad_callbacks);

  gst_rtc_sink_pad_set_flushing (GST_RTC_SINK_PAD (pad), self->down);
  g_ptr_array_add (self->sink_pads, gst_object_ref (pad));
  gst_peer_connection_flag_sink_locked (self);
  self->eos_posted = FALSE;
  return pad;
}

GstPad *
gst_peer_connection_request_new_pad (GstElement * element,
    GstPadTemplate * templ, const gchar * name, const GstCaps * caps)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  g_autoptr (GstCaps) templ_caps = gst_pad_template_get_caps (templ);
  GstPad *pad;
  PcKind kind;

  if (g_str_equal (GST_PAD_TEMPLATE_NAME_TEMPLATE (templ), "data_%u"))
    return gst_peer_connection_request_data_pad (self, name);

  pad = make_pad (self, templ, name);

  if (caps == NULL)
    caps = templ_caps;
  if (kind_of_caps (caps, &kind)) {
    add_transceiver (self, GST_RTC_SINK_PAD (pad), kind);
    prefer_codecs (self, GST_RTC_SINK_PAD (pad), (GstCaps *) caps, kind);
  }
  gst_element_add_pad (element, pad);
  gst_peer_connection_update_pads (self);

  return pad;
}

/* On a pad of rtcrtp: it is in use; who takes it away releases the pad. */
#define IN_USE "rtc-in-use"

/* rtcrtp's pad behind a ghost pad goes with it. The thread that releases the
 * ghost pad and the event queue may both come to this: one of them does it. */
static void
release_target (GstPad * pad)
{
  g_autoptr (GstPad) target = gst_ghost_pad_get_target (GST_GHOST_PAD (pad));
  g_autoptr (GstElement) rtp = NULL;

  if (target == NULL)
    return;
  if (g_object_steal_data (G_OBJECT (target), IN_USE) == NULL)
    return;
  gst_ghost_pad_set_target (GST_GHOST_PAD (pad), NULL);
  rtp = gst_pad_get_parent_element (target);
  if (rtp != NULL)
    gst_element_release_request_pad (rtp, target);
}

void
gst_peer_connection_release_pad (GstElement * element, GstPad * pad)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (element);
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  g_autoptr (GstRTCRtpTransceiver) transceiver = NULL;
  gboolean stops;
  guint id;

  if (GST_IS_RTC_DATA_SINK_PAD (pad)) {
    gst_peer_connection_release_data_pad (self, pad);
    return;
  }

  id = gst_rtc_sink_pad_get_transceiver_id (GST_RTC_SINK_PAD (pad));
  transceiver = gst_rtc_pad_dup_transceiver (pad, id);
  stops = gst_rtc_sink_pad_stops_on_release (GST_RTC_SINK_PAD (pad));
  gst_rtc_sink_pad_set_flushing (GST_RTC_SINK_PAD (pad), TRUE);
  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->sink_pads, pad);
  gst_peer_connection_flag_sink_locked (self);
  g_mutex_unlock (&self->lock);

  gst_pad_set_active (pad, FALSE);
  release_target (pad);
  /* Maybe its last reference, when the element itself goes. */
  gst_element_remove_pad (element, pad);
  if (transceiver == NULL)
    return;
  /* A closed connection has stopped it. */
  if (stops)
    gst_rtc_rtp_transceiver_stop (transceiver, NULL);
  else
    gst_rtc_backend_remove_transceiver (connection, id);
}

/* --- what the agreement does to pads --------------------------------------- */

static GPtrArray *
copy_sink_pads (GstPeerConnection * self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (gst_object_unref);
  guint i;

  g_mutex_lock (&self->lock);
  for (i = 0; i < self->sink_pads->len; i++)
    g_ptr_array_add (copy,
        gst_object_ref (g_ptr_array_index (self->sink_pads, i)));
  g_mutex_unlock (&self->lock);
  return copy;
}

void
gst_peer_connection_set_pads_flushing (GstPeerConnection * self,
    gboolean flushing)
{
  g_autoptr (GPtrArray) pads = copy_sink_pads (self);
  guint i;

  for (i = 0; i < pads->len; i++)
    gst_rtc_sink_pad_set_flushing (g_ptr_array_index (pads, i), flushing);
  gst_peer_connection_set_data_flushing (self, flushing);
}

void
gst_peer_connection_add_transceivers (GstPeerConnection * self)
{
  g_autoptr (GPtrArray) pads = copy_sink_pads (self);
  g_autoptr (GstRTCPeerConnection) connection =
      gst_peer_connection_ensure (self);
  gboolean wanted[2];
  guint i;

  g_mutex_lock (&self->lock);
  wanted[PC_KIND_AUDIO] = self->receive[PC_KIND_AUDIO];
  wanted[PC_KIND_VIDEO] = self->receive[PC_KIND_VIDEO];
  g_mutex_unlock (&self->lock);
  for (i = 0; i < pads->len; i++) {
    GstRTCSinkPad *pad = g_ptr_array_index (pads, i);
    g_autoptr (GstCaps) caps = get_made_caps (pad);
    PcKind kind;

    if (!kind_of_caps (caps, &kind))
      continue;
    wanted[kind] = FALSE;
    if (gst_rtc_sink_pad_get_transceiver_id (pad) == 0) {
      add_transceiver (self, pad, kind);
      prefer_codecs (self, pad, caps, kind);
    }
  }

  g_mutex_lock (&self->lock);
  if (self->receive_added)
    wanted[PC_KIND_AUDIO] = wanted[PC_KIND_VIDEO] = FALSE;
  self->receive_added = TRUE;
  g_mutex_unlock (&self->lock);
  for (i = 0; connection != NULL && i < G_N_ELEMENTS (wanted); i++) {
    if (wanted[i])
      gst_rtc_backend_want_media (connection, (PcKind) i);
  }
}

void
gst_peer_connection_forget_transceivers (GstPeerConnection * self)
{
  g_autoptr (GPtrArray) pads = copy_sink_pads (self);
  guint i;

  for (i = 0; i < pads->len; i++) {
    GstRTCSinkPad *pad = g_ptr_array_index (pads, i);

    gst_rtc_sink_pad_set_open (pad, FALSE);
    release_target (GST_PAD (pad));
    gst_rtc_sink_pad_set_transceiver_id (pad, 0);
    gst_rtc_sink_pad_set_mid (pad, NULL);
  }
  g_mutex_lock (&self->lock);
  self->receive_added = FALSE;
  g_mutex_unlock (&self->lock);
}

/* A pad sends through the transport that its m-section has now. */
static void
retarget (GstRTCSinkPad * pad, GstRTCRtp * rtp, guint transceiver_id)
{
  g_autofree gchar *name = g_strdup_printf ("sink_%u", transceiver_id);
  g_autoptr (GstPad) old = gst_ghost_pad_get_target (GST_GHOST_PAD (pad));
  g_autoptr (GstPad) leaving = NULL;
  g_autoptr (GstPad) target = NULL;

  if (old != NULL && GST_PAD_PARENT (old) == GST_ELEMENT (rtp))
    return;
  release_target (GST_PAD (pad));
  leaving = gst_element_get_static_pad (GST_ELEMENT (rtp), name);
  if (leaving != NULL)
    return;                     /* another thread is releasing our pad */
  target = gst_element_request_pad_simple (GST_ELEMENT (rtp), name);
  if (target != NULL)
    g_object_set_data (G_OBJECT (target), IN_USE, pad);
  if (target == NULL || !gst_ghost_pad_set_target (GST_GHOST_PAD (pad), target))
    GST_ERROR_OBJECT (pad, "cannot be connected to its transport");
}

/* The agreed m-section of a transceiver, and what carries it. */
typedef struct
{
  PcNegotiated *negotiated;     /* keeps media, or NULL */
  const PcNegotiatedMedia *media;       /* or NULL */
  GstRTCTransport *transport;   /* or NULL */
} Agreed;

static void
agreed_init (Agreed * agreed, GstPeerConnection * self, guint id)
{
  *agreed = (Agreed) {
  NULL};
  g_mutex_lock (&self->lock);
  if (self->negotiated != NULL && id != 0) {
    agreed->negotiated = pc_negotiated_ref (self->negotiated);
    agreed->media = pc_negotiated_find_transceiver (self->negotiated, id);
  }
  if (agreed->media != NULL)
    agreed->transport = gst_peer_connection_dup_transport (self,
        agreed->media->transport_id);
  g_mutex_unlock (&self->lock);
}

static void
agreed_clear (Agreed * agreed)
{
  g_clear_pointer (&agreed->negotiated, pc_negotiated_unref);
  g_clear_pointer (&agreed->transport, gst_rtc_transport_unref);
}

static void
update_pad (GstPeerConnection * self, GstRTCSinkPad * pad)
{
  guint id = gst_rtc_sink_pad_get_transceiver_id (pad);
  g_autoptr (GstCaps) possible = NULL;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (GST_PAD (pad));
  Agreed agreed;

  agreed_init (&agreed, self, id);
  gst_rtc_sink_pad_set_mid (pad, agreed.media ? agreed.media->mid : NULL);
  if (gst_peer_connection_has_track (self, id)) {
    gst_rtc_sink_pad_set_open (pad, FALSE);
    release_target (GST_PAD (pad));
  } else if (agreed.transport == NULL || !check_profile (self, pad, caps)) {
    gst_rtc_sink_pad_set_open (pad, FALSE);
  } else {
    possible = pad_query_caps (GST_ELEMENT (self), pad, NULL);
    gst_rtc_sink_pad_set_possible (pad, possible);
    retarget (pad, gst_rtc_transport_get_rtp (agreed.transport), id);
    gst_rtc_sink_pad_set_open (pad, pc_direction_sends (agreed.media->direction)
        && gst_rtc_transport_is_writable (agreed.transport));
  }
  agreed_clear (&agreed);
}

static gboolean
is_listed (GstPeerConnection * self, GstRTCSinkPad * pad)
{
  gboolean listed;

  g_mutex_lock (&self->lock);
  listed = g_ptr_array_find (self->sink_pads, pad, NULL);
  g_mutex_unlock (&self->lock);
  return listed;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
update_pads (gpointer data)
{
  g_autoptr (GstPeerConnection) self = g_weak_ref_get (data);
  g_autoptr (GPtrArray) pads = NULL;
  guint i;

  if (self == NULL)
    return;
  pads = copy_sink_pads (self);
  for (i = 0; i < pads->len; i++) {
    GstRTCSinkPad *pad = g_ptr_array_index (pads, i);

    update_pad (self, pad);
    if (!is_listed (self, pad)) /* released meanwhile */
      release_target (GST_PAD (pad));
  }
  gst_peer_connection_update_tracks (self);
}

void
gst_peer_connection_update_pads (GstPeerConnection * self)
{
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  GWeakRef *weak;

  if (connection == NULL)
    return;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  gst_rtc_backend_post_call (connection, update_pads, weak, weak_ref_free);
}
