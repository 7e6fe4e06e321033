/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pctransceivers.c: the transceivers of a session and what the application
 * sets on them.
 */

#include "pccodecs.h"
#include "pcsessionprivate.h"

PcTransceiverSlot *
pc_session_find_slot (const PcSession * session, guint id)
{
  guint i;

  for (i = 0; i < session->slots->len; i++) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    if (slot->view.id == id)
      return slot;
  }

  return NULL;
}

/* 0 means none, so it is never anyone's. */
static gboolean
ssrc_is_taken (const PcSession * session, guint32 ssrc)
{
  guint i;

  for (i = 0; i < session->slots->len; i++) {
    const PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    if (slot->view.send_ssrc == ssrc || slot->view.send_rtx_ssrc == ssrc)
      return TRUE;
  }

  return ssrc == 0;
}

static guint32
make_ssrc (PcSession * session)
{
  guint32 ssrc;

  do
    ssrc = pc_random_u32 (&session->random);
  while (ssrc_is_taken (session, ssrc));

  return ssrc;
}

/* A name fit for an msid (RFC 8830 section 2: 1 to 64 token-chars). */
static gchar *
make_track_id (PcSession * session)
{
  guint64 high = pc_random_u64 (&session->random);
  guint64 low = pc_random_u64 (&session->random);

  return g_strdup_printf ("%08x-%04x-%04x-%04x-%012" G_GINT64_MODIFIER "x",
      (guint) (high >> 32), (guint) (high >> 16) & 0xffff,
      (guint) high & 0xffff, (guint) (low >> 48),
      low & G_GUINT64_CONSTANT (0xffffffffffff));
}

PcTransceiverSlot *
pc_session_add_slot (PcSession * session, PcKind kind, PcDirection direction)
{
  PcTransceiverSlot *slot = g_new0 (PcTransceiverSlot, 1);

  slot->view.id = ++session->next_transceiver_id;
  slot->view.kind = kind;
  slot->view.direction = direction;
  slot->view.mline_index = -1;
  slot->stable_mline_index = -1;
  slot->view.stream_ids = g_new0 (gchar *, 1);
  slot->view.remote_stream_ids = g_new0 (gchar *, 1);
  slot->view.track_id = make_track_id (session);
  slot->view.send_ssrc = make_ssrc (session);
  slot->view.encodings = pc_encodings_new_default (kind);
  g_ptr_array_add (session->slots, slot);
  if (kind == PC_KIND_VIDEO)
    slot->view.send_rtx_ssrc = make_ssrc (session);
  pc_session_touch (session);

  return slot;
}

guint
pc_session_add_transceiver (PcSession * session, PcKind kind,
    PcDirection direction, gboolean added_by_track)
{
  PcTransceiverSlot *slot;

  g_return_val_if_fail (kind == PC_KIND_AUDIO || kind == PC_KIND_VIDEO, 0);
  g_return_val_if_fail (direction != PC_DIRECTION_STOPPED, 0);

  slot = pc_session_add_slot (session, kind, direction);
  slot->view.added_by_track = added_by_track;

  return slot->view.id;
}

const PcTransceiver *
pc_session_get_transceiver (const PcSession * session, guint id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  return slot != NULL ? &slot->view : NULL;
}

GArray *
pc_session_list_transceivers (const PcSession * session)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint));
  guint i;

  for (i = 0; i < session->slots->len; i++) {
    const PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    g_array_append_val (ids, slot->view.id);
  }

  return ids;
}

gboolean
pc_session_peer_receives (const PcSession * session, guint id)
{
  const PcTransceiverSlot *slot = pc_session_find_slot (session, id);
  const PcDescription *remote =
      pc_session_get_description (session, PC_SIDE_REMOTE);

  if (slot == NULL || remote == NULL || slot->view.mline_index < 0
      || (guint) slot->view.mline_index >= remote->media->len)
    return slot != NULL;

  return pc_direction_receives (pc_description_get_media (remote,
          slot->view.mline_index)->direction);
}

void
pc_session_set_direction (PcSession * session, guint id, PcDirection direction)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  g_return_if_fail (direction != PC_DIRECTION_STOPPED);

  if (slot == NULL || slot->view.stopping || slot->view.direction == direction)
    return;
  slot->view.direction = direction;
  pc_session_touch (session);
}

void
pc_session_stop_transceiver (PcSession * session, guint id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot == NULL || slot->view.stopping)
    return;
  /* webrtc-pc section 5.4, "stop sending and receiving": the rest happens when
   * the peer has agreed. */
  slot->view.stopping = TRUE;
  slot->view.direction = PC_DIRECTION_STOPPED;
  pc_session_touch (session);
}

static gpointer
copy_codec (gconstpointer codec, gpointer user_data)
{
  return pc_codec_copy (codec);
}

void
pc_session_set_codec_preferences (PcSession * session, guint id,
    GPtrArray * codecs)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot == NULL)
    return;
  g_clear_pointer (&slot->view.preferred_codecs, g_ptr_array_unref);
  if (codecs != NULL && codecs->len > 0) {
    slot->view.preferred_codecs = g_ptr_array_copy (codecs, copy_codec, NULL);
    g_ptr_array_set_free_func (slot->view.preferred_codecs,
        (GDestroyNotify) pc_codec_free);
  }
  pc_session_touch (session);
}

const GPtrArray *
pc_session_wanted_codecs (const PcSession * session,
    const PcTransceiver * transceiver)
{
  return transceiver->preferred_codecs != NULL ? transceiver->preferred_codecs
      : session->capabilities->codecs[transceiver->kind];
}

void
pc_session_set_sender_streams (PcSession * session, guint id,
    const gchar * const *stream_ids)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);
  GStrv ids;

  if (slot == NULL)
    return;
  ids = stream_ids != NULL ? g_strdupv ((gchar **) stream_ids)
      : g_new0 (gchar *, 1);
  g_strfreev (slot->view.stream_ids);
  slot->view.stream_ids = ids;
  pc_session_touch (session);
}

void
pc_session_set_sender_track (PcSession * session, guint id,
    const gchar * track_id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  g_return_if_fail (track_id != NULL);

  if (slot == NULL || g_str_equal (slot->view.track_id, track_id))
    return;
  g_free (slot->view.track_id);
  slot->view.track_id = g_strdup (track_id);
  pc_session_touch (session);
}

void
pc_session_set_added_by_track (PcSession * session, guint id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot != NULL)
    slot->view.added_by_track = TRUE;
}

void
pc_session_set_follows_offer (PcSession * session, guint id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot != NULL)
    slot->view.follows_offer = TRUE;
}

void
pc_session_set_sender_media (PcSession * session, guint id, gboolean has_media)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot == NULL || slot->view.has_sender_media == !!has_media)
    return;
  slot->view.has_sender_media = !!has_media;
  pc_session_touch (session);
}

static gboolean
description_names_ssrc (const PcDescription * description,
    const PcTransceiver * transceiver)
{
  const PcMedia *media;
  guint i;

  if (description == NULL || transceiver->mline_index < 0
      || (guint) transceiver->mline_index >= description->media->len)
    return FALSE;
  media = pc_description_get_media (description, transceiver->mline_index);
  for (i = 0; i < media->ssrcs->len; i++) {
    const PcSsrc *ssrc = g_ptr_array_index (media->ssrcs, i);

    if (ssrc->ssrc == transceiver->send_ssrc)
      return TRUE;
  }

  return FALSE;
}

gboolean
pc_session_set_sender_ssrc (PcSession * session, guint id, guint32 ssrc)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot == NULL)
    return FALSE;
  if (slot->view.send_ssrc == ssrc)
    return TRUE;
  if (ssrc_is_taken (session, ssrc)
      || description_names_ssrc (session->current[PC_SIDE_LOCAL], &slot->view)
      || description_names_ssrc (session->pending[PC_SIDE_LOCAL], &slot->view))
    return FALSE;
  slot->view.send_ssrc = ssrc;
  pc_session_touch (session);

  return TRUE;
}
