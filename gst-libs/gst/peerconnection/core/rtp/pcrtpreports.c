/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtpreports.c: RTCP to the peer.
 *
 * A regular report is one or more compound packets (RFC 3550 section 6.1):
 *
 *   SR or RR of the reporter with blocks, SR of other streams, ..., SDES
 *
 * One of our SSRCs, the reporter, reports on all sources of the peer: what the
 * others saw is the same (RFC 8861 section 3).
 */

#include "pcrtpsession-private.h"

#define IP_UDP_SIZE 28          /* bytes, for the average (RFC 3550 section 6.2) */

/* A compound packet in the making. */
typedef struct
{
  PcRtpSession *session;
  PcRtcpWriter writer;
  gsize sdes_size;              /* what the SDES at its end will take */
  guint n_chunks;
  guint32 ssrcs[PC_RTCP_MAX_BLOCKS];
  const gchar *cnames[PC_RTCP_MAX_BLOCKS];
  const gchar *mids[PC_RTCP_MAX_BLOCKS];
} Compound;

static void
compound_init (Compound * compound, PcRtpSession * session)
{
  compound->session = session;
  compound->writer.size = 0;
  compound->sdes_size = 4;
  compound->n_chunks = 0;
}

static void
send_writer (PcRtpSession * session, const PcRtcpWriter * writer)
{
  PcRtpOutput *output = pc_rtp_session_push_output (session,
      PC_RTP_OUTPUT_RTCP, 0, 0);

  output->data = g_memdup2 (writer->data, writer->size);
  output->size = writer->size;
  session->stats.rtcp_sent++;
  /* RFC 3550 section 6.3.3 */
  session->average_size = (guint) ((writer->size + IP_UDP_SIZE
          + 15 * session->average_size) / 16);
}

static void
compound_send (Compound * compound)
{
  if (compound->writer.size == 0)
    return;
  pc_rtcp_write_sdes (&compound->writer, compound->ssrcs, compound->cnames,
      compound->mids, compound->n_chunks);
  send_writer (compound->session, &compound->writer);
  compound_init (compound, compound->session);
}

/* Room for a report of @size by one more SSRC. */
static void
compound_reserve (Compound * compound, gsize size, guint32 ssrc,
    const gchar * cname, const gchar * mid)
{
  gsize chunk = pc_rtcp_chunk_size (cname, mid);

  if (compound->n_chunks == PC_RTCP_MAX_BLOCKS
      || compound->writer.size + size + compound->sdes_size + chunk
      > PC_RTCP_MAX_SIZE)
    compound_send (compound);
  if (compound->n_chunks > 0 && compound->ssrcs[compound->n_chunks - 1] == ssrc)
    return;
  compound->ssrcs[compound->n_chunks] = ssrc;
  compound->cnames[compound->n_chunks] = cname;
  compound->mids[compound->n_chunks] = mid;
  compound->n_chunks++;
  compound->sdes_size += chunk;
}

static const gchar *
stream_cname (const PcRtpSession * session, const PcRtpStream * stream)
{
  return stream && stream->cname ? stream->cname : session->cname;
}

/* The stream whose SSRC reports; NULL: none was ever sent, reporter_ssrc. */
static PcRtpStream *
find_reporter (const PcRtpSession * session)
{
  guint i;

  for (i = 0; i < session->streams->len; i++) {
    PcRtpStream *stream = g_ptr_array_index (session->streams, i);

    if (stream->packets > 0)
      return stream;
  }

  return NULL;
}

static GArray *
make_blocks (PcRtpSession * session, PcTime now)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (PcRtcpBlock));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PcRtpSource *source = value;
    PcRtcpBlock block;

    /* RFC 3550 section 6.4: on sources heard since the last report. */
    if (source->ended || source->counted == source->counted_prior)
      continue;
    pc_rtp_source_make_block (source, now, &block);
    g_array_append_val (blocks, block);
  }

  return blocks;
}

static void
add_report (Compound * compound, PcRtpStream * stream, PcTime now,
    guint64 ntp, const PcRtcpBlock * blocks, guint n_blocks)
{
  PcRtpSession *session = compound->session;
  gboolean sender = stream && pc_rtp_stream_is_sender (stream);
  guint32 ssrc = stream ? stream->ssrc : session->reporter_ssrc;
  gsize size = (sender ? PC_RTCP_SR_SIZE : PC_RTCP_RR_SIZE)
      + n_blocks * PC_RTCP_BLOCK_SIZE;
  PcRtcpSenderInfo info;

  compound_reserve (compound, size, ssrc, stream_cname (session, stream),
      stream ? stream->mid : NULL);
  if (sender)
    pc_rtp_stream_make_report (stream, now, ntp, &info);
  pc_rtcp_write_report (&compound->writer, ssrc, sender ? &info : NULL, blocks,
      n_blocks);
}

void
pc_rtp_session_report (PcRtpSession * session, PcTime now, guint64 ntp)
{
  g_autoptr (GArray) blocks = make_blocks (session, now);
  PcRtpStream *reporter = find_reporter (session);
  Compound compound;
  guint done, i;

  compound_init (&compound, session);
  /* RFC 3550 section 6.4: 31 blocks, and an RR of the same SSRC for each 31
   * more. */
  for (done = 0, i = 0; i == 0 || done < blocks->len; i++) {
    guint n = MIN (blocks->len - done, PC_RTCP_MAX_BLOCKS);

    add_report (&compound, reporter, now, ntp,
        &g_array_index (blocks, PcRtcpBlock, done), n);
    done += n;
  }

  for (i = 0; i < session->streams->len; i++) {
    PcRtpStream *stream = g_ptr_array_index (session->streams, i);

    if (stream != reporter && pc_rtp_stream_is_sender (stream))
      add_report (&compound, stream, now, ntp, NULL, 0);
    pc_rtp_stream_end_interval (stream);
  }
  compound_send (&compound);
}

/* --- early feedback (RFC 4585 section 3.5) ------------------------------- */

static void
begin_feedback (PcRtpSession * session, Compound * compound)
{
  PcRtpStream *reporter = find_reporter (session);
  guint32 ssrc = reporter ? reporter->ssrc : session->reporter_ssrc;
  const gchar *cname = stream_cname (session, reporter);
  const gchar *mid = NULL;

  compound_init (compound, session);
  if (session->reduced_size)    /* RFC 5506: it stands alone */
    return;
  pc_rtcp_write_report (&compound->writer, ssrc, NULL, NULL, 0);
  pc_rtcp_write_sdes (&compound->writer, &ssrc, &cname, &mid, 1);
}

static void
send_key_frame_request (PcRtpSession * session, PcTime now,
    PcRtpSource * source)
{
  PcRtpStream *reporter = find_reporter (session);
  guint32 ssrc = reporter ? reporter->ssrc : session->reporter_ssrc;
  Compound compound;

  begin_feedback (session, &compound);
  if (source->uses_pli) {
    pc_rtcp_write_pli (&compound.writer, ssrc, source->ssrc);
    source->pli_count++;
  } else {
    pc_rtcp_write_fir (&compound.writer, ssrc, source->ssrc,
        source->fir_command++);
    source->fir_count++;
  }
  send_writer (session, &compound.writer);
  source->key_frame_pending = FALSE;
  source->key_frame_asked = TRUE;
  source->key_frame_at = now;
}

static PcTime
request_due (const PcRtpSource * source)
{
  return source->key_frame_asked ?
      source->key_frame_at + PC_RTP_KEY_FRAME_INTERVAL : 0;
}

void
pc_rtp_session_flush_requests (PcRtpSession * session, PcTime now)
{
  GHashTableIter iter;
  gpointer value;

  if (!session->writable || session->closed)
    return;
  g_hash_table_iter_init (&iter, session->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PcRtpSource *source = value;

    if (source->key_frame_pending && now >= request_due (source))
      send_key_frame_request (session, now, source);
  }
}

PcTime
pc_rtp_session_next_request (const PcRtpSession * session)
{
  PcTime next = PC_TIME_NEVER;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const PcRtpSource *source = value;

    if (source->key_frame_pending)
      next = MIN (next, request_due (source));
  }

  return next;
}

void
pc_rtp_session_request_key_frame (PcRtpSession * session, PcTime now,
    guint transceiver_id, guint32 ssrc)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PcRtpSource *source = value;

    if (source->ended || source->transceiver_id != transceiver_id
        || (ssrc != 0 && source->ssrc != ssrc))
      continue;
    source->key_frame_pending = source->uses_pli || source->uses_fir;
  }
  pc_rtp_session_flush_requests (session, now);
}

/* RFC 3550 section 6.6, as a compound (section 6.1). */
void
pc_rtp_session_say_bye (PcRtpSession * session, const PcRtpStream * stream)
{
  const gchar *cname = stream_cname (session, stream);
  const gchar *mid = NULL;
  PcRtcpWriter writer;

  if (stream->packets == 0 || !session->writable)
    return;
  writer.size = 0;
  pc_rtcp_write_report (&writer, stream->ssrc, NULL, NULL, 0);
  pc_rtcp_write_sdes (&writer, &stream->ssrc, &cname, &mid, 1);
  pc_rtcp_write_bye (&writer, stream->ssrc);
  send_writer (session, &writer);
}
