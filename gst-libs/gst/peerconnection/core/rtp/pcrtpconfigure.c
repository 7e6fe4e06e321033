/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpconfigure.c: what the descriptions say, prepared for looking it up.
 */

#include "pcrtpsession-private.h"

#include <string.h>

static guint
find_extension (const PcNegotiatedMedia * media, const gchar * uri)
{
  guint i;

  for (i = 0; i < media->extensions->len; i++) {
    const PcExtension *extension = g_ptr_array_index (media->extensions, i);

    if (strcmp (extension->uri, uri) == 0 && extension->id <= 255)
      return extension->id;
  }

  return 0;
}

static void
add_section (PcRtpSession * session, const PcNegotiatedMedia * media)
{
  PcRtpSection *section = g_new0 (PcRtpSection, 1);
  guint i;

  section->media = media;
  section->mid_extension_id = find_extension (media, PC_EXTENSION_MID);
  section->level_ids[0] = find_extension (media, PC_EXTENSION_AUDIO_LEVEL);
  section->level_ids[1] = find_extension (media, PC_EXTENSION_CSRC_AUDIO_LEVEL);
  session->mid_ids[section->mid_extension_id] = section->mid_extension_id != 0;
  session->reduced_size |= media->rtcp_rsize;
  g_ptr_array_add (session->sections, section);

  for (i = 0; i < media->receive_codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->receive_codecs, i);
    guint number = codec->payload_type & 127;

    if (section->receive_codecs[number])
      continue;
    section->receive_codecs[number] = codec;
    /* RFC 8843 section 9.2: a payload type tells only if it is unique, here
     * among the m-sections to which something can come. */
    if (!pc_direction_receives (media->direction))
      continue;
    if (session->by_payload_type[number])
      session->ambiguous[number] = TRUE;
    session->by_payload_type[number] = section;
  }
  for (i = 0; i < media->receive_ssrcs->len; i++)
    g_hash_table_insert (session->announced, GUINT_TO_POINTER (g_array_index
            (media->receive_ssrcs, guint32, i)), section);
}

static void
rebuild_sections (PcRtpSession * session, const gchar * transport_id)
{
  const GPtrArray *media = session->negotiated->media;
  guint i;

  for (i = 0; i < media->len; i++) {
    const PcNegotiatedMedia *one = g_ptr_array_index (media, i);

    if (transport_id == NULL
        || g_strcmp0 (one->transport_id, transport_id) == 0)
      add_section (session, one);
  }
  for (i = 0; i < G_N_ELEMENTS (session->ambiguous); i++) {
    if (session->ambiguous[i])
      session->by_payload_type[i] = NULL;
  }
}

static void
forget_sections (PcRtpSession * session)
{
  g_hash_table_remove_all (session->announced);
  g_hash_table_remove_all (session->learnt);
  g_ptr_array_set_size (session->sections, 0);
  memset (session->by_payload_type, 0, sizeof (session->by_payload_type));
  memset (session->ambiguous, 0, sizeof (session->ambiguous));
  memset (session->mid_ids, 0, sizeof (session->mid_ids));
  session->reduced_size = FALSE;
}

static const PcRtpSection *
find_sending_section (PcRtpSession * session, const PcRtpStream * stream)
{
  guint i;

  for (i = 0; i < session->sections->len; i++) {
    const PcRtpSection *section = g_ptr_array_index (session->sections, i);

    if (section->media->transceiver_id == stream->transceiver_id
        && section->media->send_ssrc == stream->ssrc)
      return section;
  }

  return NULL;
}

static void
set_up_stream (PcRtpStream * stream, const PcRtpSection * section)
{
  const PcNegotiatedMedia *media = section->media;

  g_free (stream->mid);
  stream->mid = g_strdup (media->mid);
  g_free (stream->cname);
  stream->cname = g_strdup (media->cname);
  stream->mid_extension_id = section->mid_extension_id;
  stream->sends = pc_direction_sends (media->direction);
  /* The peer may have made its tables anew. */
  stream->mid_known = FALSE;
}

static void
configure_streams (PcRtpSession * session)
{
  guint i;

  for (i = session->streams->len; i > 0; i--) {
    PcRtpStream *stream = g_ptr_array_index (session->streams, i - 1);
    const PcRtpSection *section = find_sending_section (session, stream);
    gboolean sent = stream->sends;

    if (section == NULL) {
      pc_rtp_session_say_bye (session, stream);
      g_ptr_array_remove_index (session->streams, i - 1);
      continue;
    }
    set_up_stream (stream, section);
    /* RFC 3550 section 6.6; the same SSRC may come back. */
    if (sent && !stream->sends)
      pc_rtp_session_say_bye (session, stream);
  }

  for (i = 0; i < session->sections->len; i++) {
    const PcRtpSection *section = g_ptr_array_index (session->sections, i);
    const PcNegotiatedMedia *media = section->media;
    PcRtpStream *stream;

    if (media->send_ssrc == 0
        || pc_rtp_session_find_stream (session, media->transceiver_id))
      continue;
    stream = pc_rtp_stream_new (media->transceiver_id, media->kind,
        media->send_ssrc);
    set_up_stream (stream, section);
    g_ptr_array_add (session->streams, stream);
  }
}

void
pc_rtp_session_configure (PcRtpSession * session, PcTime now,
    PcNegotiated * negotiated, const gchar * transport_id)
{
  PcNegotiated *previous = session->negotiated;
  g_autoptr (GList) sources = NULL;
  GList *l;

  if (session->closed)
    return;

  forget_sections (session);
  session->negotiated = pc_negotiated_ref (negotiated);
  rebuild_sections (session, transport_id);
  configure_streams (session);
  sources = g_hash_table_get_values (session->sources);
  for (l = sources; l; l = l->next)
    pc_rtp_session_check_source (session, l->data);
  g_clear_pointer (&previous, pc_negotiated_unref);
  pc_rtp_session_flush_requests (session, now);
}
