/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcagreement.c: from descriptions to what was agreed.
 *
 * A description that was not answered changes nothing that runs, but for two
 * things: a local offer already starts gathering, and has to be received from
 * as soon as it is out (RFC 3264 section 5.1).
 */

#include "pccodecs.h"
#include "pcsessionprivate.h"

/* The descriptions of an m-section that count as agreed; @offered is ours
 * that waits for an answer, or NULL. */
typedef struct
{
  const PcMedia *local;
  const PcMedia *remote;
  const PcMedia *offered;
  gboolean local_answers;
} Agreed;

static const PcMedia *
get_media (const PcDescription * description, const PcSection * section,
    guint index)
{
  const PcMedia *media;

  if (description == NULL || index >= description->media->len)
    return NULL;
  media = pc_description_get_media (description, index);
  /* An m-line that was taken over is another one. */
  if (media->mid != NULL && !g_str_equal (media->mid, section->mid))
    return NULL;

  return pc_media_is_rejected (media) ? NULL : media;
}

static Agreed
get_agreed (const PcSession * session, const PcSection * section, guint index)
{
  gboolean provisional = session->state == PC_SIGNALING_HAVE_LOCAL_PRANSWER
      || session->state == PC_SIGNALING_HAVE_REMOTE_PRANSWER;
  PcDescription *const *descriptions =
      provisional ? session->pending : session->current;
  Agreed agreed = {
    get_media (descriptions[PC_SIDE_LOCAL], section, index),
    get_media (descriptions[PC_SIDE_REMOTE], section, index),
    session->state == PC_SIGNALING_HAVE_LOCAL_OFFER
        ? get_media (session->pending[PC_SIDE_LOCAL], section, index) : NULL,
    descriptions[PC_SIDE_LOCAL] != NULL
        && descriptions[PC_SIDE_LOCAL]->type != PC_SDP_OFFER,
  };

  if (agreed.local == NULL || agreed.remote == NULL)
    agreed.local = agreed.remote = NULL;

  return agreed;
}

static void
agree_codecs (PcNegotiatedMedia * media, const Agreed * agreed)
{
  g_ptr_array_unref (media->send_codecs);
  g_ptr_array_unref (media->receive_codecs);
  /* RFC 3264 section 6.1: each side is sent its own numbers. */
  if (agreed->local_answers)
    pc_codecs_agree (agreed->local->codecs, agreed->remote->codecs,
        &media->receive_codecs, &media->send_codecs);
  else
    pc_codecs_agree (agreed->remote->codecs, agreed->local->codecs,
        &media->send_codecs, &media->receive_codecs);
}

static void
agree_extensions (PcNegotiatedMedia * media, const Agreed * agreed)
{
  guint i, j;

  for (i = 0; i < agreed->local->extensions->len; i++) {
    const PcExtension *ours = g_ptr_array_index (agreed->local->extensions, i);

    for (j = 0; j < agreed->remote->extensions->len; j++) {
      const PcExtension *theirs =
          g_ptr_array_index (agreed->remote->extensions, j);

      if (ours->id == theirs->id && g_str_equal (ours->uri, theirs->uri)) {
        g_ptr_array_add (media->extensions, pc_extension_new (ours->id,
                ours->uri, pc_direction_intersect (ours->direction,
                    pc_direction_reverse (theirs->direction))));
        break;
      }
    }
  }
}

static void
describe_sender (const PcSession * session, PcNegotiatedMedia * media,
    const PcTransceiver * transceiver)
{
  guint i;

  media->cname = g_strdup (session->cname);
  if (!pc_direction_sends (media->direction))
    return;
  media->send_ssrc = transceiver->send_ssrc;
  for (i = 0; i < media->send_codecs->len; i++) {
    if (pc_codec_get_role (g_ptr_array_index (media->send_codecs, i)) ==
        PC_CODEC_RTX)
      media->send_rtx_ssrc = transceiver->send_rtx_ssrc;
  }
}

static void
describe_receiver (PcNegotiatedMedia * media, const PcMedia * remote)
{
  guint i;

  for (i = 0; i < remote->ssrcs->len && i < PC_SESSION_MAX_SSRCS; i++) {
    const PcSsrc *ssrc = g_ptr_array_index (remote->ssrcs, i);

    g_array_append_val (media->receive_ssrcs, ssrc->ssrc);
  }
  for (i = 0; i < remote->msids->len && i < PC_SESSION_MAX_STREAMS; i++)
    g_ptr_array_add (media->receive_msids,
        pc_msid_copy (g_ptr_array_index (remote->msids, i)));
}

/* What our offer promises to take, behind what was agreed before. */
static void
expect_offered (PcNegotiatedMedia * media, const PcMedia * offered)
{
  guint i;

  for (i = 0; i < offered->codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (offered->codecs, i);

    if (pc_codecs_find (media->receive_codecs, codec->payload_type) == NULL)
      g_ptr_array_add (media->receive_codecs, pc_codec_copy (codec));
  }
  if (media->extensions->len > 0)
    return;
  for (i = 0; i < offered->extensions->len; i++)
    g_ptr_array_add (media->extensions,
        pc_extension_copy (g_ptr_array_index (offered->extensions, i)));
}

static void
add_media (const PcSession * session, PcNegotiated * negotiated,
    const PcSection * section, guint index)
{
  const PcTransceiverSlot *slot =
      pc_session_find_slot (session, section->transceiver_id);
  const PcTransport *transport =
      pc_transports_find (session->transports, section->transport);
  Agreed agreed = get_agreed (session, section, index);
  PcNegotiatedMedia *media;

  if (slot == NULL || slot->view.stopped || transport == NULL
      || (agreed.local == NULL && agreed.offered == NULL))
    return;
  media = pc_negotiated_media_new (section->mid, section->kind);
  media->mline_index = index;
  media->transport_id = g_strdup (transport->id);
  media->transceiver_id = slot->view.id;
  if (agreed.local != NULL) {
    /* webrtc-pc section 5.4: from stop() on nothing is sent or received. */
    if (slot->view.has_current_direction && !slot->view.stopping)
      media->direction = slot->view.current_direction;
    media->rtcp_rsize = agreed.local->rtcp_rsize && agreed.remote->rtcp_rsize;
    agree_codecs (media, &agreed);
    agree_extensions (media, &agreed);
    describe_receiver (media, agreed.remote);
  }
  describe_sender (session, media, &slot->view);
  if (agreed.offered != NULL)
    expect_offered (media, agreed.offered);
  g_ptr_array_add (negotiated->media, media);
}

static void
add_sctp (const PcSession * session, PcNegotiated * negotiated,
    const PcSection * section, guint index)
{
  const PcTransport *transport =
      pc_transports_find (session->transports, section->transport);
  Agreed agreed = get_agreed (session, section, index);
  const PcMedia *local = agreed.local != NULL ? agreed.local : agreed.offered;
  const PcMedia *asked = session->state == PC_SIGNALING_HAVE_REMOTE_OFFER
      ? get_media (session->pending[PC_SIDE_REMOTE], section, index) : NULL;
  PcNegotiatedSctp *sctp;

  if (negotiated->sctp != NULL)
    return;
  /* webrtc-pc section 4.4.1.5: either side's offer brings an RTCSctpTransport,
   * what carries it is known with the answer. */
  if (asked == NULL && (transport == NULL || local == NULL))
    return;
  sctp = g_new0 (PcNegotiatedSctp, 1);
  sctp->mid = g_strdup (section->mid);
  sctp->transport_id = g_strdup (transport != NULL ? transport->id : "");
  if (local != NULL) {
    sctp->local_port = local->sctp_port;
    sctp->local_max_message_size = local->max_message_size;
  }
  if (agreed.remote != NULL) {
    sctp->remote_port = agreed.remote->sctp_port != 0
        ? agreed.remote->sctp_port : PC_SCTP_PORT;
    sctp->remote_max_message_size = agreed.remote->has_max_message_size
        ? agreed.remote->max_message_size : PC_DEFAULT_MAX_MESSAGE_SIZE;
  }
  negotiated->sctp = sctp;
}

static GStrv
list_mids (const PcSession * session, const PcTransport * transport)
{
  GPtrArray *mids = g_ptr_array_new ();
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);

    if (section->transport == transport->number && !section->rejected)
      g_ptr_array_add (mids, g_strdup (section->mid));
  }
  g_ptr_array_add (mids, NULL);

  return (GStrv) g_ptr_array_free (mids, FALSE);
}

/* RFC 9429 section 4.1.9: a provisional answer frees nothing, as the final one
 * may want it. */
static gboolean
is_needed (const PcSession * session, const PcTransport * transport)
{
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcSection *section = g_ptr_array_index (session->sections, i);

    if (section->transport == transport->number
        || (session->state == PC_SIGNALING_HAVE_REMOTE_PRANSWER
            && section->proposed_transport == transport->number))
      return TRUE;
  }

  return FALSE;
}

static void
add_transport (const PcSession * session, PcNegotiated * negotiated,
    const PcTransport * transport)
{
  PcNegotiatedTransport *t;
  guint i;

  if (!transport->gather || !is_needed (session, transport))
    return;
  t = pc_negotiated_transport_new (transport->id);
  g_strfreev (t->mids);
  t->mids = list_mids (session, transport);
  t->local_ufrag = g_strdup (transport->local.ufrag);
  t->local_pwd = g_strdup (transport->local.pwd);
  t->remote_ufrag = g_strdup (transport->remote.ufrag);
  t->remote_pwd = g_strdup (transport->remote.pwd);
  t->remote_ice_lite = transport->remote_ice_lite;
  t->controlling = transport->controlling;
  t->ice_generation = transport->ice_generation;
  t->gather = transport->gather;
  t->dtls_role = transport->dtls_role;
  t->dtls_generation = transport->dtls_generation;
  for (i = 0; i < transport->remote_fingerprints->len; i++)
    g_ptr_array_add (t->remote_fingerprints,
        pc_fingerprint_copy (g_ptr_array_index
            (transport->remote_fingerprints, i)));
  for (i = 0; i < transport->remote_candidates->len; i++)
    g_ptr_array_add (t->remote_candidates,
        pc_candidate_copy (g_ptr_array_index (transport->remote_candidates,
                i)));
  t->remote_end_of_candidates = transport->remote_end;
  g_ptr_array_add (negotiated->transports, t);
}

PcNegotiated *
pc_session_get_negotiated (PcSession * session)
{
  g_autoptr (PcNegotiated) negotiated = NULL;
  g_autofree gchar *text = NULL;
  guint i;

  if (!session->negotiated_dirty)
    return pc_negotiated_ref (session->negotiated);
  session->negotiated_dirty = FALSE;

  negotiated = pc_negotiated_new (session->negotiated != NULL
      ? session->negotiated->generation + 1 : 0);
  if (session->state != PC_SIGNALING_CLOSED) {
    for (i = 0; i < session->transports->len; i++)
      add_transport (session, negotiated,
          g_ptr_array_index (session->transports, i));
    for (i = 0; i < session->sections->len; i++) {
      const PcSection *section = g_ptr_array_index (session->sections, i);

      if (section->kind == PC_KIND_APPLICATION)
        add_sctp (session, negotiated, section, i);
      else
        add_media (session, negotiated, section, i);
    }
  }

  text = pc_negotiated_to_string (negotiated);
  if (g_strcmp0 (text, session->negotiated_text) != 0) {
    g_clear_pointer (&session->negotiated, pc_negotiated_unref);
    session->negotiated = g_steal_pointer (&negotiated);
    g_free (session->negotiated_text);
    session->negotiated_text = g_steal_pointer (&text);
  }

  return pc_negotiated_ref (session->negotiated);
}
