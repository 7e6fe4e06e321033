/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcnegotiatedtext.c: the agreement in words, to compare and to look at.
 */

#include "pcnegotiated.h"

static void
put_codecs (GString * text, const gchar * name, const GPtrArray * codecs)
{
  guint i, j;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    g_string_append_printf (text, "  %s %u %s/%u/%u %s", name,
        codec->payload_type, codec->name, codec->clock_rate, codec->channels,
        codec->fmtp != NULL ? codec->fmtp : "");
    for (j = 0; j < codec->feedback->len; j++) {
      const PcRtcpFeedback *feedback = g_ptr_array_index (codec->feedback, j);

      g_string_append_printf (text, " [%s %s]", feedback->type,
          feedback->parameter != NULL ? feedback->parameter : "");
    }
    g_string_append_c (text, '\n');
  }
}

static void
put_media (GString * text, const PcNegotiatedMedia * media)
{
  guint i;

  g_string_append_printf (text, "media %s line %u kind %d on %s: %s, "
      "transceiver %u, rsize %d, ssrc %u rtx %u cname %s\n", media->mid,
      media->mline_index, media->kind, media->transport_id,
      pc_direction_to_string (media->direction), media->transceiver_id,
      media->rtcp_rsize, media->send_ssrc, media->send_rtx_ssrc, media->cname);
  put_codecs (text, "send", media->send_codecs);
  put_codecs (text, "receive", media->receive_codecs);
  for (i = 0; i < media->extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (media->extensions, i);

    g_string_append_printf (text, "  extension %u %s %s\n", extension->id,
        extension->uri, pc_direction_to_string (extension->direction));
  }
  for (i = 0; i < media->receive_ssrcs->len; i++)
    g_string_append_printf (text, "  receive ssrc %u\n",
        g_array_index (media->receive_ssrcs, guint32, i));
  for (i = 0; i < media->receive_msids->len; i++) {
    const PcMsid *msid = g_ptr_array_index (media->receive_msids, i);

    g_string_append_printf (text, "  receive msid %s %s\n", msid->stream,
        msid->track != NULL ? msid->track : "");
  }
}

static void
put_transport (GString * text, const PcNegotiatedTransport * transport)
{
  g_autofree gchar *mids = g_strjoinv (" ", transport->mids);
  guint i;

  g_string_append_printf (text, "transport %s [%s] local %s %s remote %s %s "
      "lite %d controlling %d generation %u gather %d role %d dtls %u\n",
      transport->id, mids, transport->local_ufrag, transport->local_pwd,
      transport->remote_ufrag != NULL ? transport->remote_ufrag : "-",
      transport->remote_pwd != NULL ? transport->remote_pwd : "-",
      transport->remote_ice_lite, transport->controlling,
      transport->ice_generation, transport->gather, transport->dtls_role,
      transport->dtls_generation);
  for (i = 0; i < transport->remote_fingerprints->len; i++) {
    const PcFingerprint *fingerprint =
        g_ptr_array_index (transport->remote_fingerprints, i);

    g_string_append_printf (text, "  fingerprint %s %s\n",
        fingerprint->algorithm, fingerprint->value);
  }
  for (i = 0; i < transport->remote_candidates->len; i++) {
    g_autofree gchar *candidate =
        pc_candidate_to_string (g_ptr_array_index
        (transport->remote_candidates, i));

    g_string_append_printf (text, "  %s\n", candidate);
  }
  if (transport->remote_end_of_candidates)
    g_string_append (text, "  end of candidates\n");
}

gchar *
pc_negotiated_to_string (const PcNegotiated * negotiated)
{
  GString *text = g_string_new (NULL);
  const PcNegotiatedSctp *sctp = negotiated->sctp;
  guint i;

  for (i = 0; i < negotiated->transports->len; i++)
    put_transport (text, g_ptr_array_index (negotiated->transports, i));
  for (i = 0; i < negotiated->media->len; i++)
    put_media (text, g_ptr_array_index (negotiated->media, i));
  if (sctp != NULL)
    g_string_append_printf (text, "sctp %s on %s: ports %u %u, sizes %"
        G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", sctp->mid,
        sctp->transport_id, sctp->local_port, sctp->remote_port,
        sctp->local_max_message_size, sctp->remote_max_message_size);

  return g_string_free (text, FALSE);
}
