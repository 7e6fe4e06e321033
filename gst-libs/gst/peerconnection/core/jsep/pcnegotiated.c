/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcnegotiated.c: the agreement as a value.
 */

#include "pcnegotiated.h"

static GPtrArray *
new_list (gpointer free_func)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) free_func);
}

PcNegotiated *
pc_negotiated_new (guint generation)
{
  PcNegotiated *self = g_new0 (PcNegotiated, 1);

  self->ref_count = 1;
  self->generation = generation;
  self->transports = new_list (pc_negotiated_transport_free);
  self->media = new_list (pc_negotiated_media_free);

  return self;
}

PcNegotiated *
pc_negotiated_ref (PcNegotiated * negotiated)
{
  g_atomic_int_inc (&negotiated->ref_count);
  return negotiated;
}

void
pc_negotiated_unref (PcNegotiated * negotiated)
{
  if (!g_atomic_int_dec_and_test (&negotiated->ref_count))
    return;
  g_ptr_array_unref (negotiated->transports);
  g_ptr_array_unref (negotiated->media);
  g_clear_pointer (&negotiated->sctp, pc_negotiated_sctp_free);
  g_free (negotiated);
}

PcNegotiatedTransport *
pc_negotiated_transport_new (const gchar * id)
{
  PcNegotiatedTransport *self = g_new0 (PcNegotiatedTransport, 1);

  self->id = g_strdup (id);
  self->mids = g_new0 (gchar *, 1);
  self->dtls_role = PC_DTLS_ROLE_UNKNOWN;
  self->remote_fingerprints = new_list (pc_fingerprint_free);
  self->remote_candidates = new_list (pc_candidate_free);

  return self;
}

void
pc_negotiated_transport_free (PcNegotiatedTransport * transport)
{
  g_free (transport->id);
  g_strfreev (transport->mids);
  g_free (transport->local_ufrag);
  g_free (transport->local_pwd);
  g_free (transport->remote_ufrag);
  g_free (transport->remote_pwd);
  g_ptr_array_unref (transport->remote_fingerprints);
  g_ptr_array_unref (transport->remote_candidates);
  g_free (transport);
}

PcNegotiatedMedia *
pc_negotiated_media_new (const gchar * mid, PcKind kind)
{
  PcNegotiatedMedia *self = g_new0 (PcNegotiatedMedia, 1);

  self->mid = g_strdup (mid);
  self->kind = kind;
  self->direction = PC_DIRECTION_INACTIVE;
  self->send_codecs = new_list (pc_codec_free);
  self->receive_codecs = new_list (pc_codec_free);
  self->extensions = new_list (pc_extension_free);
  self->receive_ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->receive_msids = new_list (pc_msid_free);

  return self;
}

void
pc_negotiated_media_free (PcNegotiatedMedia * media)
{
  g_free (media->mid);
  g_free (media->transport_id);
  g_ptr_array_unref (media->send_codecs);
  g_ptr_array_unref (media->receive_codecs);
  g_ptr_array_unref (media->extensions);
  g_free (media->cname);
  g_array_unref (media->receive_ssrcs);
  g_ptr_array_unref (media->receive_msids);
  g_free (media);
}

void
pc_negotiated_sctp_free (PcNegotiatedSctp * sctp)
{
  g_free (sctp->mid);
  g_free (sctp->transport_id);
  g_free (sctp);
}

const PcNegotiatedTransport *
pc_negotiated_find_transport (const PcNegotiated * negotiated, const gchar * id)
{
  guint i;

  for (i = 0; i < negotiated->transports->len; i++) {
    const PcNegotiatedTransport *transport =
        g_ptr_array_index (negotiated->transports, i);

    if (g_strcmp0 (transport->id, id) == 0)
      return transport;
  }

  return NULL;
}

const PcNegotiatedMedia *
pc_negotiated_find_mid (const PcNegotiated * negotiated, const gchar * mid)
{
  guint i;

  for (i = 0; i < negotiated->media->len; i++) {
    const PcNegotiatedMedia *media = g_ptr_array_index (negotiated->media, i);

    if (g_strcmp0 (media->mid, mid) == 0)
      return media;
  }

  return NULL;
}

const PcNegotiatedMedia *
pc_negotiated_find_transceiver (const PcNegotiated * negotiated,
    guint transceiver_id)
{
  guint i;

  for (i = 0; i < negotiated->media->len; i++) {
    const PcNegotiatedMedia *media = g_ptr_array_index (negotiated->media, i);

    if (media->transceiver_id == transceiver_id)
      return media;
  }

  return NULL;
}

guint
pc_negotiated_media_extension_id (const PcNegotiatedMedia * media,
    const gchar * uri)
{
  guint i;

  for (i = 0; i < media->extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (media->extensions, i);

    if (g_str_equal (extension->uri, uri))
      return extension->id;
  }

  return 0;
}
