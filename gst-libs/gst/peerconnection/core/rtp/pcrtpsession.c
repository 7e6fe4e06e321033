/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpsession.c: an RTP session: what is sent, time and outputs.
 */

#include "pcrtpsession-private.h"

#define CNAME_LENGTH 16         /* characters: 96 bits (RFC 7022 section 4.2) */
#define INITIAL_AVERAGE_SIZE 128        /* bytes: a probable first report */

const gchar *
pc_rtp_drop_to_string (PcRtpDrop drop)
{
  static const gchar *const names[PC_RTP_N_DROPS] = {
    [PC_RTP_DROP_NONE] = "passed",
    [PC_RTP_DROP_MALFORMED] = "malformed",
    [PC_RTP_DROP_UNKNOWN_MID] = "unknown-mid",
    [PC_RTP_DROP_UNROUTABLE] = "unroutable",
    [PC_RTP_DROP_PAYLOAD_TYPE] = "payload-type",
    [PC_RTP_DROP_AUXILIARY] = "auxiliary",
    [PC_RTP_DROP_DIRECTION] = "direction",
    [PC_RTP_DROP_COLLISION] = "ssrc-collision",
    [PC_RTP_DROP_TOO_MANY_SOURCES] = "too-many-sources",
    [PC_RTP_DROP_AFTER_BYE] = "after-bye",
    [PC_RTP_DROP_NOT_NEGOTIATED] = "not-negotiated",
    [PC_RTP_DROP_NOT_WRITABLE] = "not-writable",
    [PC_RTP_DROP_TONE] = "tone",
  };

  return names[drop];
}

PcRtpSession *
pc_rtp_session_new (const PcRtpSessionConfig * config)
{
  PcRtpSession *session = g_new0 (PcRtpSession, 1);

  session->random = config->random;
  pc_rtp_session_set_cname (session, config->cname);
  session->reporter_ssrc = pc_random_u32 (&session->random);
  session->sections = g_ptr_array_new_with_free_func (g_free);
  session->announced = g_hash_table_new (NULL, NULL);
  session->learnt = g_hash_table_new (NULL, NULL);
  session->sources = g_hash_table_new_full (NULL, NULL, NULL,
      (GDestroyNotify) pc_rtp_source_free);
  session->streams = g_ptr_array_new_with_free_func (
      (GDestroyNotify) pc_rtp_stream_free);
  session->next_report = PC_TIME_NEVER;
  session->average_size = INITIAL_AVERAGE_SIZE;
  pc_rtp_session_set_rtcp_interval (session, config->rtcp_interval);
  g_queue_init (&session->outputs);

  return session;
}

void
pc_rtp_session_free (PcRtpSession * session)
{
  PcRtpOutput output;

  while (pc_rtp_session_poll (session, &output))
    pc_rtp_output_clear (&output);
  g_hash_table_unref (session->sources);
  g_hash_table_unref (session->announced);
  g_hash_table_unref (session->learnt);
  g_ptr_array_unref (session->streams);
  g_ptr_array_unref (session->sections);
  g_clear_pointer (&session->negotiated, pc_negotiated_unref);
  g_free (session->cname);
  g_free (session);
}

void
pc_rtp_session_set_rtcp_interval (PcRtpSession * session, PcTime minimum)
{
  session->rtcp_interval = minimum != 0 ? minimum : PC_RTCP_DEFAULT_INTERVAL;
}

void
pc_rtp_session_set_writable (PcRtpSession * session, PcTime now,
    gboolean writable)
{
  session->writable = writable;
  pc_rtp_session_flush_requests (session, now);
}

void
pc_rtp_session_close (PcRtpSession * session, PcTime now)
{
  guint i;

  if (session->closed)
    return;
  for (i = 0; i < session->streams->len; i++)
    pc_rtp_session_say_bye (session, g_ptr_array_index (session->streams, i));
  session->closed = TRUE;
  session->next_report = PC_TIME_NEVER;
}

void
pc_rtp_session_set_cname (PcRtpSession * session, const gchar * cname)
{
  gchar *copy = cname ? g_strdup (cname) :
      pc_random_token (&session->random, CNAME_LENGTH);

  g_free (session->cname);
  session->cname = copy;
}

const gchar *
pc_rtp_session_get_cname (const PcRtpSession * session)
{
  return session->cname;
}

/* --- streams ------------------------------------------------------------ */

PcRtpStream *
pc_rtp_session_find_stream (PcRtpSession * session, guint transceiver_id)
{
  guint i;

  for (i = 0; i < session->streams->len; i++) {
    PcRtpStream *stream = g_ptr_array_index (session->streams, i);

    if (stream->transceiver_id == transceiver_id)
      return stream;
  }

  return NULL;
}

PcRtpStream *
pc_rtp_session_find_stream_ssrc (PcRtpSession * session, guint32 ssrc)
{
  guint i;

  for (i = 0; i < session->streams->len; i++) {
    PcRtpStream *stream = g_ptr_array_index (session->streams, i);

    if (stream->ssrc == ssrc)
      return stream;
  }

  return NULL;
}

gboolean
pc_rtp_session_set_input (PcRtpSession * session, guint transceiver_id,
    guint payload_type, guint clock_rate, const guint8 * extension_ids)
{
  PcRtpStream *stream = pc_rtp_session_find_stream (session, transceiver_id);

  if (stream == NULL)
    return FALSE;
  pc_rtp_stream_set_input (stream, payload_type, clock_rate, extension_ids);
  return TRUE;
}

void
pc_rtp_session_unset_input (PcRtpSession * session, guint transceiver_id)
{
  PcRtpStream *stream = pc_rtp_session_find_stream (session, transceiver_id);

  if (stream)
    stream->clock_rate = 0;
}

void
pc_rtp_session_replace_input (PcRtpSession * session, guint transceiver_id)
{
  PcRtpStream *stream = pc_rtp_session_find_stream (session, transceiver_id);

  if (stream)
    stream->replaced = TRUE;
}

static PcRtpDrop
check_sending (const PcRtpSession * session, const PcRtpStream * stream)
{
  if (!session->writable || session->closed)
    return PC_RTP_DROP_NOT_WRITABLE;
  if (stream == NULL || stream->clock_rate == 0)
    return PC_RTP_DROP_NOT_NEGOTIATED;
  return stream->sends ? PC_RTP_DROP_NONE : PC_RTP_DROP_DIRECTION;
}

PcRtpDrop
pc_rtp_session_check_write (PcRtpSession * session, guint transceiver_id)
{
  return check_sending (session, pc_rtp_session_find_stream (session,
          transceiver_id));
}

PcRtpDrop
pc_rtp_session_write (PcRtpSession * session, guint transceiver_id,
    PcTime now, PcTime capture, guint8 * data, gsize size, gssize * start)
{
  PcRtpStream *stream = pc_rtp_session_find_stream (session, transceiver_id);
  PcRtpDrop drop = check_sending (session, stream);

  if (drop == PC_RTP_DROP_NONE && pc_dtmf_is_sounding (&stream->tone, now))
    drop = pc_rtp_stream_skip (stream, capture, data, size)
        ? PC_RTP_DROP_TONE : PC_RTP_DROP_MALFORMED;
  if (drop == PC_RTP_DROP_NONE
      && !pc_rtp_stream_write (stream, capture, data, size, start))
    drop = PC_RTP_DROP_MALFORMED;
  if (drop != PC_RTP_DROP_NONE)
    session->stats.drops[drop]++;
  else if (session->next_report == PC_TIME_NEVER)
    pc_rtp_session_schedule_report (session, now);

  return drop;
}

/* --- time and outputs --------------------------------------------------- */

void
pc_rtp_session_schedule_report (PcRtpSession * session, PcTime now)
{
  PcRtcpIntervalParams params = {
    .initial = !session->reported,
    .average_size = session->average_size,
    .minimum = session->rtcp_interval,
  };
  guint i;

  if (session->closed || session->next_report != PC_TIME_NEVER)
    return;
  for (i = 0; i < session->streams->len; i++) {
    if (pc_rtp_stream_is_sender (g_ptr_array_index (session->streams, i)))
      params.senders++;
  }
  params.we_send = params.senders > 0;
  params.senders += g_hash_table_size (session->sources);
  params.members = session->streams->len + g_hash_table_size (session->sources);
  session->next_report = now + pc_rtcp_interval (&params, &session->random);
}

PcTime
pc_rtp_session_next_timeout (const PcRtpSession * session,
    const gchar ** reason)
{
  PcTime request, tone, next;

  if (!session->writable || session->closed) {
    request = tone = PC_TIME_NEVER;
    next = PC_TIME_NEVER;
  } else {
    request = pc_rtp_session_next_request (session);
    tone = pc_rtp_session_next_tone (session);
    next = MIN (MIN (request, tone), session->next_report);
  }
  if (reason)
    *reason = next == PC_TIME_NEVER ? "nothing" :
        next == tone ? "telephone event" : next ==
        request ? "key frame request" : "regular report";

  return next;
}

void
pc_rtp_session_handle_timeout (PcRtpSession * session, PcTime now, guint64 ntp)
{
  if (!session->writable || session->closed)
    return;

  pc_rtp_session_flush_tones (session, now);
  pc_rtp_session_flush_requests (session, now);
  if (now < session->next_report)
    return;
  session->next_report = PC_TIME_NEVER;
  pc_rtp_session_sweep (session, now);
  pc_rtp_session_report (session, now, ntp);
  session->reported = TRUE;
  if (session->streams->len > 0 || g_hash_table_size (session->sources) > 0)
    pc_rtp_session_schedule_report (session, now);
}

PcRtpOutput *
pc_rtp_session_push_output (PcRtpSession * session, PcRtpOutputType type,
    guint transceiver_id, guint32 ssrc)
{
  PcRtpOutput *output = g_new0 (PcRtpOutput, 1);

  output->type = type;
  output->transceiver_id = transceiver_id;
  output->ssrc = ssrc;
  g_queue_push_tail (&session->outputs, output);

  return output;
}

gboolean
pc_rtp_session_poll (PcRtpSession * session, PcRtpOutput * output)
{
  g_autofree PcRtpOutput *next = g_queue_pop_head (&session->outputs);

  if (next == NULL)
    return FALSE;
  *output = *next;
  return TRUE;
}

void
pc_rtp_output_clear (PcRtpOutput * output)
{
  g_clear_pointer (&output->data, g_free);
}

/* --- statistics --------------------------------------------------------- */

const PcRtpSessionStats *
pc_rtp_session_get_stats (const PcRtpSession * session)
{
  return &session->stats;
}

void
pc_rtp_session_count_drop (PcRtpSession * session, PcRtpDrop drop)
{
  session->stats.drops[drop]++;
}

gboolean
pc_rtp_session_get_inbound_stats (PcRtpSession * session, guint index,
    PcRtpInboundStats * stats)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (index-- == 0) {
      pc_rtp_source_get_stats (value, stats);
      return TRUE;
    }
  }

  return FALSE;
}

gboolean
pc_rtp_session_get_outbound_stats (PcRtpSession * session, guint index,
    PcRtpOutboundStats * stats)
{
  if (index >= session->streams->len)
    return FALSE;
  pc_rtp_stream_get_stats (g_ptr_array_index (session->streams, index), stats);
  return TRUE;
}
