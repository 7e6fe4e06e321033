/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcparameters.c: getParameters() and setParameters() (webrtc-pc sections 5.2
 * and 5.3). What getParameters() returned last is not kept: until
 * [[LastReturnedParameters]] is reset, the same would be returned again.
 */

#include "pcparameters.h"

#include "../pcerror.h"
#include "pcsessionprivate.h"

#define TRANSACTION_ID_LENGTH 16

PcParameters *
pc_parameters_new (void)
{
  PcParameters *parameters = g_new0 (PcParameters, 1);

  parameters->encodings = pc_encodings_new ();
  parameters->codecs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  parameters->extensions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_extension_free);

  return parameters;
}

void
pc_parameters_free (PcParameters * parameters)
{
  g_free (parameters->transaction_id);
  g_free (parameters->cname);
  g_ptr_array_unref (parameters->encodings);
  g_ptr_array_unref (parameters->codecs);
  g_ptr_array_unref (parameters->extensions);
  g_free (parameters);
}

static gpointer
copy_codec (gconstpointer codec, gpointer user_data)
{
  return pc_codec_copy (codec);
}

static void
add_extensions (PcParameters * parameters, const PcNegotiatedMedia * media,
    gboolean (*counts) (PcDirection direction))
{
  for (guint i = 0; i < media->extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (media->extensions, i);

    if (counts (extension->direction))
      g_ptr_array_add (parameters->extensions, pc_extension_copy (extension));
  }
}

PcParameters *
pc_session_get_send_parameters (PcSession * session, guint id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);
  g_autoptr (PcNegotiated) negotiated = pc_session_get_negotiated (session);
  const PcNegotiatedMedia *media =
      pc_negotiated_find_transceiver (negotiated, id);
  PcParameters *parameters = pc_parameters_new ();

  parameters->cname = g_strdup (session->cname);
  if (slot == NULL) {
    parameters->transaction_id = g_strdup ("");
    return parameters;
  }

  if (slot->view.transaction_id == NULL)
    slot->view.transaction_id =
        pc_random_token (&session->random, TRANSACTION_ID_LENGTH);
  parameters->transaction_id = g_strdup (slot->view.transaction_id);
  g_ptr_array_unref (parameters->encodings);
  parameters->encodings = pc_encodings_copy (slot->view.encodings);

  /* [[SendCodecs]] is empty until an answer says what they are. */
  if (media == NULL || media->send_codecs->len == 0)
    return parameters;
  g_ptr_array_extend (parameters->codecs, media->send_codecs, copy_codec, NULL);
  add_extensions (parameters, media, pc_direction_sends);
  parameters->reduced_size = media->rtcp_rsize;

  return parameters;
}

/* Whether our description, as far as it got, wants anything for @slot. */
static gboolean
is_prepared (const PcSession * session, const PcTransceiverSlot * slot)
{
  const PcDescription *local =
      pc_session_get_description (session, PC_SIDE_LOCAL);

  return local != NULL && slot->view.mline_index >= 0
      && (guint) slot->view.mline_index < local->media->len
      && pc_direction_receives (pc_description_get_media (local,
          slot->view.mline_index)->direction);
}

PcParameters *
pc_session_get_receive_parameters (PcSession * session, guint id)
{
  const PcTransceiverSlot *slot = pc_session_find_slot (session, id);
  g_autoptr (PcNegotiated) negotiated = pc_session_get_negotiated (session);
  const PcNegotiatedMedia *media =
      pc_negotiated_find_transceiver (negotiated, id);
  PcParameters *parameters = pc_parameters_new ();

  if (slot == NULL || media == NULL)
    return parameters;
  parameters->reduced_size = media->rtcp_rsize;
  add_extensions (parameters, media, pc_direction_receives);
  /* webrtc-pc section 4.4.1.5: nothing to receive, nothing to list. */
  if (is_prepared (session, slot))
    g_ptr_array_extend (parameters->codecs, media->receive_codecs, copy_codec,
        NULL);

  return parameters;
}

void
pc_session_forget_parameters (PcSession * session, guint id,
    const gchar * transaction_id)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot != NULL && g_strcmp0 (slot->view.transaction_id,
          transaction_id) == 0)
    g_clear_pointer (&slot->view.transaction_id, g_free);
}

static gboolean
codecs_equal (const GPtrArray * a, const GPtrArray * b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const PcCodec *x = g_ptr_array_index (a, i);
    const PcCodec *y = g_ptr_array_index (b, i);

    if (x->payload_type != y->payload_type || x->clock_rate != y->clock_rate
        || x->channels != y->channels || g_strcmp0 (x->fmtp, y->fmtp) != 0
        || g_ascii_strcasecmp (x->name, y->name) != 0)
      return FALSE;
  }

  return TRUE;
}

static gboolean
extensions_equal (const GPtrArray * a, const GPtrArray * b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const PcExtension *x = g_ptr_array_index (a, i);
    const PcExtension *y = g_ptr_array_index (b, i);

    if (x->id != y->id || g_strcmp0 (x->uri, y->uri) != 0)
      return FALSE;
  }

  return TRUE;
}

/* "Any parameter is marked as a read-only parameter and has a value that is
 * different": its name, or NULL. */
static const gchar *
find_modified (const PcParameters * new, const PcParameters * last)
{
  if (g_strcmp0 (new->transaction_id, last->transaction_id) != 0)
    return "transactionId";
  if (!codecs_equal (new->codecs, last->codecs))
    return "codecs";
  if (!extensions_equal (new->extensions, last->extensions))
    return "headerExtensions";
  if (g_strcmp0 (new->cname, last->cname) != 0)
    return "rtcp.cname";
  if (new->reduced_size != last->reduced_size)
    return "rtcp.reducedSize";

  return NULL;
}

gboolean
pc_session_check_parameters (PcSession * session, guint id,
    PcParameters * parameters, GError ** error)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);
  g_autoptr (PcParameters) last = NULL;
  const gchar *modified;

  /* webrtc-pc section 5.2, setParameters steps 4 and 5 */
  if (slot == NULL || slot->view.stopping) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the transceiver is stopped");
    return FALSE;
  }
  if (slot->view.transaction_id == NULL) {
    g_set_error_literal (error, PC_ERROR, PC_ERROR_INVALID_STATE,
        "the parameters are not those that getParameters() returned last");
    return FALSE;
  }

  /* Step 6, the validation. */
  last = pc_session_get_send_parameters (session, id);
  modified = find_modified (parameters, last);
  if (modified != NULL) {
    g_set_error (error, PC_ERROR, PC_ERROR_INVALID_MODIFICATION,
        "%s is not what getParameters() returned", modified);
    return FALSE;
  }

  return pc_encodings_check_update (parameters->encodings, slot->view.kind,
      last->encodings, last->codecs->len > 0 ? last->codecs
      : session->capabilities->codecs[slot->view.kind], error);
}

void
pc_session_set_parameters (PcSession * session, guint id,
    const PcParameters * parameters)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot == NULL)
    return;
  g_clear_pointer (&slot->view.transaction_id, g_free);
  /* A description came first and changed the layers: they stay. */
  if (slot->view.encodings->len != parameters->encodings->len)
    return;
  for (guint i = 0; i < slot->view.encodings->len; i++) {
    const PcEncoding *old = g_ptr_array_index (slot->view.encodings, i);
    const PcEncoding *new = g_ptr_array_index (parameters->encodings, i);

    if (g_strcmp0 (old->rid, new->rid) != 0)
      return;
  }
  g_ptr_array_unref (slot->view.encodings);
  slot->view.encodings = pc_encodings_copy (parameters->encodings);
  session->negotiated_dirty = TRUE;
}

void
pc_session_set_send_encodings (PcSession * session, guint id,
    const GPtrArray * encodings)
{
  PcTransceiverSlot *slot = pc_session_find_slot (session, id);

  if (slot == NULL || encodings->len == 0)
    return;
  g_ptr_array_unref (slot->view.encodings);
  slot->view.encodings = pc_encodings_copy (encodings);
  pc_session_touch (session);
}
