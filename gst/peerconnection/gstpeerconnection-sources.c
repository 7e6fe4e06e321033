/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstpeerconnection-sources.c: received media becomes source pads.
 *
 * A source is noticed on the I/O thread and becomes a pad in an entry of the
 * connection's event queue: behind the track event, and where an application's
 * pad-added handler may take its time.
 */

#include "gstpeerconnection-private.h"

#include <stdio.h>

#define GST_CAT_DEFAULT gst_peer_connection_debug

/* Called with the lock. */
static GstRTCSource *
find_source (GstPeerConnection * self, guint transceiver_id)
{
  guint i;

  for (i = 0; i < self->sources->len; i++) {
    GstRTCSource *source = g_ptr_array_index (self->sources, i);

    if (gst_rtc_source_get_transceiver_id (source) == transceiver_id
        && !gst_rtc_source_is_ending (source))
      return source;
  }
  return NULL;
}

/* One that a former connection left, for the same kind. Called with the lock. */
static GstRTCSource *
find_parked (GstPeerConnection * self, PcKind kind)
{
  guint i;

  for (i = 0; i < self->sources->len; i++) {
    GstRTCSource *source = g_ptr_array_index (self->sources, i);

    if (gst_rtc_source_is_parked (source)
        && gst_rtc_source_get_kind (source) == kind)
      return source;
  }
  return NULL;
}

static gboolean
index_is_taken (GstPeerConnection * self, guint index)
{
  g_autofree gchar *name = g_strdup_printf ("src_%u", index);
  g_autoptr (GstPad) pad =
      gst_element_get_static_pad (GST_ELEMENT (self), name);
  guint i;

  for (i = 0; i < self->sources->len; i++) {
    if (gst_rtc_source_get_index (g_ptr_array_index (self->sources, i)) ==
        index)
      return TRUE;
  }
  return pad != NULL;
}

/* src_N is the other half of sink_N where that is free, else of the Nth m-line,
 * whichever track comes first; else the first number that is. Called with the
 * lock. */
static guint
choose_index (GstPeerConnection * self, const PcNegotiatedMedia * media)
{
  guint i, index;

  for (i = 0; i < self->sink_pads->len; i++) {
    GstRTCSinkPad *pad = g_ptr_array_index (self->sink_pads, i);

    if (gst_rtc_sink_pad_get_transceiver_id (pad) == media->transceiver_id
        && sscanf (GST_PAD_NAME (pad), "%*[a-z]_%u", &index) == 1
        && !index_is_taken (self, index))
      return index;
  }
  if (!index_is_taken (self, media->mline_index))
    return media->mline_index;
  for (index = 0; index_is_taken (self, index); index++);
  return index;
}

/* Forgets those whose pads are gone. Called with the lock. */
static void
prune_sources (GstPeerConnection * self)
{
  guint i = 0;

  while (i < self->sources->len) {
    if (gst_rtc_source_is_removed (g_ptr_array_index (self->sources, i)))
      g_ptr_array_remove_index (self->sources, i);
    else
      i++;
  }
}

/* The MediaStream with which a track is in sync, the first of its (RFC 8830
 * section 2); NULL: none. */
static gchar *
dup_stream_id (const PcNegotiatedMedia * media)
{
  const PcMsid *msid;

  if (media->receive_msids->len == 0)
    return NULL;
  msid = g_ptr_array_index (media->receive_msids, 0);
  return g_strcmp0 (msid->stream, "-") != 0 ? g_strdup (msid->stream) : NULL;
}

/* The source of a transceiver: known, left by a former connection, or new; and
 * how to play it. NULL when the element is going down. Transfer full. */
static GstRTCSource *
obtain_source (GstPeerConnection * self, guint transceiver_id,
    gchar ** stream, guint * latency)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const PcNegotiatedMedia *media;
  GstRTCSource *source;

  if (self->down || self->closed || self->negotiated == NULL)
    return NULL;
  media = pc_negotiated_find_transceiver (self->negotiated, transceiver_id);
  if (media == NULL)
    return NULL;

  *stream = dup_stream_id (media);
  *latency = self->latency;
  prune_sources (self);
  source = find_source (self, transceiver_id);
  if (source == NULL && (source = find_parked (self, media->kind)) != NULL)
    gst_rtc_source_adopt (source, transceiver_id);
  if (source == NULL) {
    source = gst_rtc_source_new (GST_BIN (self), self->io, self->lip_sync,
        media->kind, transceiver_id, choose_index (self, media));
    g_ptr_array_add (self->sources, source);
  }
  return gst_rtc_source_ref (source);
}

void
gst_peer_connection_new_source (GstBin * bin, GstRTCTransport * transport,
    guint transceiver_id, guint32 ssrc)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (bin);
  g_autofree gchar *stream = NULL;
  guint latency = 0;
  g_autoptr (GstRTCSource) source =
      obtain_source (self, transceiver_id, &stream, &latency);
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  g_autoptr (GError) error = NULL;
  gint target = -1;

  if (source == NULL)
    return;
  if (connection != NULL)
    target = gst_rtc_backend_get_jitter_buffer_target (connection,
        transceiver_id);
  if (target >= 0)
    latency = (guint) target;
  GST_DEBUG_OBJECT (self, "transceiver %u: source %08x", transceiver_id, ssrc);
  if (!gst_rtc_source_set_input (source,
          gst_rtc_transport_get_rtp (transport), ssrc, stream, latency,
          &error)) {
    GST_ELEMENT_ERROR (self, CORE, MISSING_PLUGIN, ("%s", error->message),
        (NULL));
    return;
  }
  if (connection != NULL)
    gst_rtc_backend_post_muted (connection, transceiver_id, FALSE);
}

/* The pad stays: the peer may come back with another SSRC, and the m-section
 * still receives. */
void
gst_peer_connection_source_gone (GstBin * bin, GstRTCTransport * transport,
    guint transceiver_id, guint32 ssrc)
{
  GstPeerConnection *self = GST_PEER_CONNECTION (bin);
  g_autoptr (GstRTCPeerConnection) connection = gst_peer_connection_dup (self);
  g_autoptr (GstRTCSource) source = NULL;

  g_mutex_lock (&self->lock);
  source = find_source (self, transceiver_id);
  if (source != NULL)
    gst_rtc_source_ref (source);
  g_mutex_unlock (&self->lock);

  if (source == NULL || gst_rtc_source_get_ssrc (source) != ssrc)
    return;
  gst_rtc_source_mute (source);
  if (connection != NULL)
    gst_rtc_backend_post_muted (connection, transceiver_id, TRUE);
}

static GPtrArray *
copy_sources (GstPeerConnection * self)
{
  GPtrArray *copy =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_rtc_source_unref);
  guint i;

  for (i = 0; i < self->sources->len; i++)
    g_ptr_array_add (copy,
        gst_rtc_source_ref (g_ptr_array_index (self->sources, i)));
  return copy;
}

void
gst_peer_connection_end_stale_sources (GstPeerConnection * self)
{
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (PcNegotiated) negotiated = NULL;
  guint i;

  g_mutex_lock (&self->lock);
  sources = copy_sources (self);
  if (self->negotiated != NULL)
    negotiated = pc_negotiated_ref (self->negotiated);
  g_mutex_unlock (&self->lock);
  if (negotiated == NULL)
    return;

  for (i = 0; i < sources->len; i++) {
    GstRTCSource *source = g_ptr_array_index (sources, i);

    if (!gst_rtc_source_is_parked (source)
        && pc_negotiated_find_transceiver (negotiated,
            gst_rtc_source_get_transceiver_id (source)) == NULL)
      gst_rtc_source_end (source);
  }
}

void
gst_peer_connection_set_jitter_target (GstPeerConnection * self,
    guint transceiver_id, gint target)
{
  g_autoptr (GstRTCSource) source = NULL;
  guint latency;

  g_mutex_lock (&self->lock);
  source = find_source (self, transceiver_id);
  if (source != NULL)
    gst_rtc_source_ref (source);
  latency = target >= 0 ? (guint) target : self->latency;
  g_mutex_unlock (&self->lock);
  if (source != NULL)
    gst_rtc_source_set_latency (source, latency);
}

void
gst_peer_connection_set_sources_state (GstPeerConnection * self, GstState state)
{
  g_autoptr (GPtrArray) sources = NULL;
  guint i;

  g_mutex_lock (&self->lock);
  sources = copy_sources (self);
  g_mutex_unlock (&self->lock);

  for (i = 0; i < sources->len; i++)
    gst_rtc_source_set_state (g_ptr_array_index (sources, i), state);
}

void
gst_peer_connection_park_sources (GstPeerConnection * self)
{
  g_autoptr (GPtrArray) sources = NULL;
  guint i;

  g_mutex_lock (&self->lock);
  sources = copy_sources (self);
  g_mutex_unlock (&self->lock);

  for (i = 0; i < sources->len; i++)
    gst_rtc_source_park (g_ptr_array_index (sources, i));
}

GPtrArray *
gst_peer_connection_take_sources (GstPeerConnection * self, gboolean parked)
{
  GPtrArray *taken =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_rtc_source_unref);
  guint i = 0;

  while (i < self->sources->len) {
    GstRTCSource *source = g_ptr_array_index (self->sources, i);

    if (!parked && gst_rtc_source_is_parked (source))
      i++;
    else
      g_ptr_array_add (taken, g_ptr_array_steal_index (self->sources, i));
  }
  return taken;
}
