/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsession.c: a session's life and what does not depend on descriptions.
 */

#include "pcsessionprivate.h"

#define CNAME_LENGTH 16         /* RFC 7022 section 4.2: 96 random bits */

static gpointer
copy_fingerprint (gconstpointer fingerprint, gpointer user_data)
{
  return pc_fingerprint_copy (fingerprint);
}

static void
slot_free (gpointer data)
{
  PcTransceiverSlot *slot = data;

  g_free (slot->view.mid);
  g_clear_pointer (&slot->view.preferred_codecs, g_ptr_array_unref);
  g_strfreev (slot->view.stream_ids);
  g_free (slot->view.track_id);
  g_strfreev (slot->view.remote_stream_ids);
  g_free (slot->view.remote_track_id);
  g_free (slot->stable_mid);
  g_strfreev (slot->stable_remote_stream_ids);
  g_free (slot->stable_remote_track_id);
  g_ptr_array_unref (slot->view.encodings);
  g_free (slot->view.transaction_id);
  g_clear_pointer (&slot->stable_encodings, g_ptr_array_unref);
  g_free (slot);
}

PcSession *
pc_session_new (const PcSessionConfig * config)
{
  PcSession *self = g_new0 (PcSession, 1);

  self->random = config->random;
  self->bundle_policy = config->bundle_policy;
  self->capabilities = config->capabilities != NULL
      ? pc_capabilities_copy (config->capabilities) : pc_capabilities_new ();
  self->fingerprints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_fingerprint_free);
  if (config->fingerprints != NULL)
    g_ptr_array_extend (self->fingerprints, config->fingerprints,
        copy_fingerprint, NULL);
  self->max_message_size = config->max_message_size;

  self->slots = g_ptr_array_new_with_free_func (slot_free);
  self->sections = pc_sections_new ();
  self->transports =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_transport_free);
  self->prepared_transports = g_array_new (FALSE, FALSE, sizeof (guint));
  self->numbers = pc_numbers_new ();
  self->ufrags_to_replace = g_ptr_array_new_with_free_func (g_free);
  self->cname = pc_random_token (&self->random, CNAME_LENGTH);
  /* RFC 9429 section 5.2.1: 63 random bits, positive as some read it signed. */
  self->session_id = pc_random_u64 (&self->random) >> 1;
  self->negotiated_dirty = TRUE;

  return self;
}

void
pc_session_free (PcSession * session)
{
  guint side;

  if (session == NULL)
    return;
  for (side = 0; side < G_N_ELEMENTS (session->current); side++) {
    g_clear_pointer (&session->current[side], pc_description_free);
    g_clear_pointer (&session->pending[side], pc_description_free);
  }
  pc_capabilities_free (session->capabilities);
  g_ptr_array_unref (session->fingerprints);
  g_ptr_array_unref (session->slots);
  g_ptr_array_unref (session->sections);
  g_ptr_array_unref (session->transports);
  g_array_unref (session->prepared_transports);
  g_clear_pointer (&session->stable_sections, g_ptr_array_unref);
  g_clear_pointer (&session->stable_transports, g_ptr_array_unref);
  pc_numbers_free (session->numbers);
  g_free (session->cname);
  g_free (session->default_stream_id);
  g_ptr_array_unref (session->ufrags_to_replace);
  g_free (session->last_content);
  pc_created_clear (&session->last_offer);
  pc_created_clear (&session->last_answer);
  g_clear_pointer (&session->negotiated, pc_negotiated_unref);
  g_free (session->negotiated_text);
  g_free (session);
}

void
pc_session_touch (PcSession * session)
{
  session->changes++;
  session->negotiated_dirty = TRUE;
}

/* RFC 8839 section 4.2 lets all streams have the same credentials, and pion
 * v3 takes no description whose sections differ in them. */
PcTransport *
pc_session_add_transport (PcSession * session)
{
  PcTransport *transport =
      pc_transport_new (++session->next_transport, &session->random);

  if (session->transports->len > 0)
    pc_transport_share_credentials (transport,
        g_ptr_array_index (session->transports, 0));
  g_ptr_array_add (session->transports, transport);
  return transport;
}

void
pc_session_prepare_restart (PcSession * session, PcTransport * transport)
{
  guint i;

  for (i = 0; i < session->transports->len; i++) {
    const PcTransport *other = g_ptr_array_index (session->transports, i);

    if (transport->next.ufrag == NULL && other->next.ufrag != NULL) {
      pc_transport_share_restart (transport, other);
      return;
    }
  }
  pc_transport_prepare_restart (transport, &session->random);
}

gint
pc_session_find_speaker (const PcSession * session,
    const PcTransport * transport)
{
  const PcDescription *local =
      pc_session_get_description (session, PC_SIDE_LOCAL);
  g_autofree PcBundled *bundled =
      local != NULL ? pc_description_map_bundles (local) : NULL;
  gint first = -1;
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);

    if (section->transport != transport->number)
      continue;
    if (bundled != NULL && i < local->media->len && bundled[i].tagged == i)
      return i;
    if (first == -1)
      first = i;
  }

  return first;
}

PcSignalingState
pc_session_get_signaling_state (const PcSession * session)
{
  return session->state;
}

const PcDescription *
pc_session_get_current_description (const PcSession * session, PcSide side)
{
  return session->current[side];
}

const PcDescription *
pc_session_get_pending_description (const PcSession * session, PcSide side)
{
  return session->pending[side];
}

const PcDescription *
pc_session_get_description (const PcSession * session, PcSide side)
{
  return session->pending[side] != NULL ? session->pending[side]
      : session->current[side];
}

void
pc_session_want_data_channels (PcSession * session)
{
  if (session->wants_data)
    return;
  session->wants_data = TRUE;
  pc_session_touch (session);
}

static void
add_ufrags (PcSession * session, const PcDescription * description)
{
  guint i;

  for (i = 0; description != NULL && i < description->media->len; i++) {
    const PcMedia *media = pc_description_get_media (description, i);

    if (media->ice_ufrag != NULL
        && !g_ptr_array_find_with_equal_func (session->ufrags_to_replace,
            media->ice_ufrag, g_str_equal, NULL))
      g_ptr_array_add (session->ufrags_to_replace, g_strdup (media->ice_ufrag));
  }
}

void
pc_session_restart_ice (PcSession * session)
{
  /* webrtc-pc section 4.4.2, restartIce step 2 */
  g_ptr_array_set_size (session->ufrags_to_replace, 0);
  add_ufrags (session, session->current[PC_SIDE_LOCAL]);
  add_ufrags (session, session->pending[PC_SIDE_LOCAL]);
  pc_session_touch (session);
}

void
pc_session_close (PcSession * session)
{
  guint i;

  /* webrtc-pc section 4.4.2, "close the connection": every transceiver stops,
   * and nobody hears of it. */
  for (i = 0; i < session->slots->len; i++) {
    PcTransceiverSlot *slot = g_ptr_array_index (session->slots, i);

    pc_session_stop_slot (slot, NULL);
  }
  session->state = PC_SIGNALING_CLOSED;
  pc_created_clear (&session->last_offer);
  pc_created_clear (&session->last_answer);
  pc_session_touch (session);
}
