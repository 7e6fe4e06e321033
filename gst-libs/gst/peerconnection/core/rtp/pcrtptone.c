/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtptone.c: tones among the packets of a stream: the same SSRC, with
 * sequence numbers that go on, in the place of the audio (RFC 4733 section
 * 2.5.1.2).
 */

#include "pcrtpsession-private.h"

#include <string.h>

/* The agreed telephone-event: the one with the clock of the audio, since one
 * SSRC has one clock (RFC 3550 section 5.2); the first where none has it. */
static const PcCodec *
find_codec (const PcRtpSession * session, const PcRtpStream * stream)
{
  const PcNegotiatedMedia *media =
      pc_negotiated_find_transceiver (session->negotiated,
      stream->transceiver_id);
  const PcCodec *any = NULL;

  for (guint i = 0; media != NULL && i < media->send_codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (media->send_codecs, i);

    if (g_ascii_strcasecmp (codec->name, "telephone-event") != 0)
      continue;
    if (codec->clock_rate == stream->clock_rate)
      return codec;
    if (any == NULL)
      any = codec;
  }

  return any;
}

gboolean
pc_rtp_session_play_tone (PcRtpSession * session, guint transceiver_id,
    PcTime now, gchar tone, PcTime duration)
{
  PcRtpStream *stream = pc_rtp_session_find_stream (session, transceiver_id);
  gint event = pc_dtmf_event (tone);
  const PcCodec *codec;

  if (!session->writable || session->closed || stream == NULL
      || !stream->sends || event == -1)
    return FALSE;
  codec = find_codec (session, stream);
  if (codec == NULL)
    return FALSE;

  stream->tone_payload_type = codec->payload_type;
  stream->tone_timestamp = pc_rtp_stream_get_timestamp (stream, now);
  pc_dtmf_start (&stream->tone, now, (guint8) event, duration,
      codec->clock_rate);

  return TRUE;
}

PcTime
pc_rtp_session_next_tone (const PcRtpSession * session)
{
  PcTime next = PC_TIME_NEVER;

  for (guint i = 0; i < session->streams->len; i++) {
    const PcRtpStream *stream = g_ptr_array_index (session->streams, i);

    next = MIN (next, pc_dtmf_next_timeout (&stream->tone));
  }

  return next;
}

static void
flush_tone (PcRtpSession * session, PcRtpStream * stream, PcTime now)
{
  PcDtmfPacket packet;

  /* Taken away in the middle of a tone: nothing may be said any more. */
  if (!stream->sends)
    stream->tone.playing = FALSE;
  while (pc_dtmf_poll (&stream->tone, now, &packet)) {
    PcRtpOutput *output = pc_rtp_session_push_output (session,
        PC_RTP_OUTPUT_RTP, stream->transceiver_id, stream->ssrc);

    output->payload_type = stream->tone_payload_type;
    output->data = pc_rtp_stream_insert (stream, now,
        stream->tone_payload_type,
        stream->tone_timestamp + packet.timestamp_offset, packet.marker,
        packet.payload, sizeof (packet.payload), &output->size);
    if (session->next_report == PC_TIME_NEVER)
      pc_rtp_session_schedule_report (session, now);
  }
}

void
pc_rtp_session_flush_tones (PcRtpSession * session, PcTime now)
{
  for (guint i = 0; i < session->streams->len; i++)
    flush_tone (session, g_ptr_array_index (session->streams, i), now);
}
