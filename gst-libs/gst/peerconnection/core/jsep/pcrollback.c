/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrollback.c: the last stable state, kept while an offer is pending and
 * returned to by a rollback (RFC 9429 sections 4.1.10.2 and 5.7).
 */

#include "pcsessionprivate.h"

static void
forget_slot (PcTransceiverSlot * slot)
{
  g_clear_pointer (&slot->stable_mid, g_free);
  g_clear_pointer (&slot->stable_remote_stream_ids, g_strfreev);
  g_clear_pointer (&slot->stable_remote_track_id, g_free);
  g_clear_pointer (&slot->stable_encodings, g_ptr_array_unref);
  slot->stable_mline_index = -1;
  slot->made_by_offer = FALSE;
}

void
pc_session_save_stable (PcSession * session)
{
  guint i;

  /* Offers may follow each other; all of them are one step from stable. */
  if (session->stable_sections != NULL)
    return;
  session->stable_sections = pc_sections_copy (session->sections);
  session->stable_transports =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_transport_free);
  for (i = 0; i < session->transports->len; i++) {
    const PcTransport *transport = g_ptr_array_index (session->transports, i);

    if (pc_sections_find_transport (session->sections, transport->number) != -1)
      g_ptr_array_add (session->stable_transports,
          pc_transport_copy (transport));
  }
  for (i = 0; i < session->slots->len; i++) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    forget_slot (slot);
    slot->stable_mid = g_strdup (slot->view.mid);
    slot->stable_mline_index = slot->view.mline_index;
    slot->stable_remote_stream_ids = g_strdupv (slot->view.remote_stream_ids);
    slot->stable_remote_track_id = g_strdup (slot->view.remote_track_id);
    if (slot->view.encodings->len == 1
        && !pc_encodings_have_rids (slot->view.encodings))
      slot->stable_encodings = pc_encodings_copy (slot->view.encodings);
  }
}

void
pc_session_forget_stable (PcSession * session)
{
  g_clear_pointer (&session->stable_sections, g_ptr_array_unref);
  g_clear_pointer (&session->stable_transports, g_ptr_array_unref);
  g_ptr_array_foreach (session->slots, (GFunc) forget_slot, NULL);
}

/* What was gathered since, for credentials that stay, is not lost. */
static void
restore_transports (PcSession * session)
{
  guint i;

  for (i = 0; i < session->stable_transports->len; i++) {
    PcTransport *stable = g_ptr_array_index (session->stable_transports, i);
    PcTransport *pending =
        pc_transports_find (session->transports, stable->number);

    if (pending == NULL
        || g_strcmp0 (stable->local.ufrag, pending->local.ufrag) != 0)
      continue;
    g_ptr_array_unref (stable->local_candidates);
    stable->local_candidates = g_ptr_array_ref (pending->local_candidates);
    stable->local_end = pending->local_end;
  }
  g_ptr_array_unref (session->transports);
  session->transports = g_steal_pointer (&session->stable_transports);
  g_array_set_size (session->prepared_transports, 0);
}

/* webrtc-pc section 4.4.1.5, the rollback steps for one transceiver. */
static void
restore_slot (PcTransceiverSlot * slot, gboolean remote, GArray * changes)
{
  static const gchar *const none[] = { NULL };
  gboolean receives = slot->view.has_current_direction
      && pc_direction_receives (slot->view.current_direction);

  g_free (slot->view.mid);
  slot->view.mid = g_steal_pointer (&slot->stable_mid);
  slot->view.mline_index = slot->stable_mline_index;
  /* An envelope that the offer proposed goes with it. */
  if (slot->stable_encodings != NULL
      && pc_encodings_have_rids (slot->view.encodings)) {
    g_ptr_array_unref (slot->view.encodings);
    slot->view.encodings = g_steal_pointer (&slot->stable_encodings);
    g_clear_pointer (&slot->view.transaction_id, g_free);
  }
  if (remote && !slot->view.stopped)
    pc_session_set_remote_streams (slot, slot->stable_remote_stream_ids !=
        NULL ? (const gchar * const *) slot->stable_remote_stream_ids : none,
        slot->stable_remote_track_id, receives, changes);
}

void
pc_session_rollback (PcSession * session, GArray * changes)
{
  gboolean remote = session->pending[PC_SIDE_REMOTE] != NULL;
  guint i;

  g_ptr_array_unref (session->sections);
  session->sections = g_steal_pointer (&session->stable_sections);
  restore_transports (session);
  for (i = 0; i < session->slots->len; i++)
    restore_slot (g_ptr_array_index (session->slots, i), remote, changes);

  /* What the offer made goes with it, unless the application uses it. */
  for (i = session->slots->len; i > 0; i--) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i - 1);
    guint id = slot->view.id;

    if (!slot->made_by_offer || slot->view.added_by_track)
      continue;
    g_ptr_array_remove_index (session->slots, i - 1);
    pc_session_add_change (changes, PC_CHANGE_TRANSCEIVER_REMOVED, id);
  }
  pc_session_forget_stable (session);
  if (remote)
    pc_session_keep_answer (session);
  g_clear_pointer (&session->pending[PC_SIDE_LOCAL], pc_description_free);
  g_clear_pointer (&session->pending[PC_SIDE_REMOTE], pc_description_free);
}
