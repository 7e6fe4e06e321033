/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcrtptest.h: packets and agreements for the tests of the RTP session.
 */

#ifndef PC_RTP_TEST_H
#define PC_RTP_TEST_H

#include <gst/check/gstcheck.h>

#include <string.h>

#include <gst/peerconnection/core/rtp/pcrtcppacket.h>
#include <gst/peerconnection/core/rtp/pcrtppacket.h>
#include <gst/peerconnection/core/rtp/pcrtpsession.h>

#define MID_ID 4                /* extension id of the MID */
#define AUDIO 1                 /* transceiver ids */
#define VIDEO 2
#define AUDIO_SSRC 0xa0a0       /* ours */
#define VIDEO_SSRC 0xb0b0
#define NTP (G_GUINT64_CONSTANT (3900000000) << 32)

static inline void
seeded_fill (gpointer user_data, guint8 * bytes, gsize length)
{
  while (length-- > 0)
    *bytes++ = (guint8) g_rand_int (user_data);
}

static inline PcNegotiatedMedia *
make_media (PcKind kind, const gchar * mid, guint transceiver_id, guint32 ssrc)
{
  PcNegotiatedMedia *media = pc_negotiated_media_new (mid, kind);

  media->transceiver_id = transceiver_id;
  media->direction = PC_DIRECTION_SENDRECV;
  media->send_ssrc = ssrc;
  g_free (media->transport_id);
  media->transport_id = g_strdup ("t0");
  g_free (media->cname);
  media->cname = g_strdup ("us");
  g_ptr_array_add (media->extensions,
      pc_extension_new (MID_ID, PC_EXTENSION_MID, PC_DIRECTION_SENDRECV));

  return media;
}

static inline void
add_codec (PcNegotiatedMedia * media, guint payload_type, const gchar * name,
    guint clock_rate)
{
  PcCodec *codec = pc_codec_new (payload_type, name, clock_rate, 0, NULL);

  if (media->kind == PC_KIND_VIDEO) {
    g_ptr_array_add (codec->feedback, pc_rtcp_feedback_new ("nack", "pli"));
    g_ptr_array_add (codec->feedback, pc_rtcp_feedback_new ("ccm", "fir"));
  }
  g_ptr_array_add (media->receive_codecs, codec);
  g_ptr_array_add (media->send_codecs, pc_codec_copy (codec));
}

/* mid "a": opus 111 and rtx 112; mid "v": VP8 96. Both have 120. */
static inline PcNegotiated *
make_call (void)
{
  PcNegotiated *negotiated = pc_negotiated_new (1);
  PcNegotiatedMedia *audio = make_media (PC_KIND_AUDIO, "a", AUDIO,
      AUDIO_SSRC);
  PcNegotiatedMedia *video = make_media (PC_KIND_VIDEO, "v", VIDEO,
      VIDEO_SSRC);

  add_codec (audio, 111, "opus", 48000);
  add_codec (audio, 112, "rtx", 48000);
  add_codec (audio, 120, "L16", 48000);
  add_codec (video, 96, "VP8", 90000);
  add_codec (video, 120, "VP9", 90000);
  g_ptr_array_add (negotiated->media, audio);
  g_ptr_array_add (negotiated->media, video);

  return negotiated;
}

static inline PcNegotiatedMedia *
call_media (PcNegotiated * negotiated, guint index)
{
  return g_ptr_array_index (negotiated->media, index);
}

/* A session with its clock. */
typedef struct
{
  GRand *rand;
  PcRtpSession *session;
  PcTime now;
} Peer;

static inline void
peer_init (Peer * peer, PcNegotiated * negotiated)
{
  PcRtpSessionConfig config = {.cname = "us" };

  peer->rand = g_rand_new_with_seed (4711);
  config.random.fill = seeded_fill;
  config.random.user_data = peer->rand;
  peer->session = pc_rtp_session_new (&config);
  peer->now = 1000 * PC_SECOND;
  pc_rtp_session_set_writable (peer->session, peer->now, TRUE);
  if (negotiated) {
    pc_rtp_session_configure (peer->session, peer->now, negotiated, "t0");
    pc_negotiated_unref (negotiated);
  }
}

static inline void
peer_clear (Peer * peer)
{
  pc_rtp_session_free (peer->session);
  g_rand_free (peer->rand);
}

/* The next output of a type; those before it are thrown away. */
static inline gboolean
peer_poll (Peer * peer, PcRtpOutputType type, PcRtpOutput * output)
{
  while (pc_rtp_session_poll (peer->session, output)) {
    if (output->type == type)
      return TRUE;
    pc_rtp_output_clear (output);
  }

  return FALSE;
}

static inline void
peer_drain (Peer * peer)
{
  PcRtpOutput output;

  while (pc_rtp_session_poll (peer->session, &output))
    pc_rtp_output_clear (&output);
}

/* Sleeps until the session wants to be woken, and wakes it. */
static inline void
peer_wake (Peer * peer)
{
  PcTime next = pc_rtp_session_next_timeout (peer->session, NULL);

  fail_unless (next != PC_TIME_NEVER);
  peer->now = MAX (peer->now, next);
  pc_rtp_session_handle_timeout (peer->session, peer->now,
      NTP + ((peer->now / PC_MSECOND) << 32) / 1000);
}

/* @mid: NULL for none. */
static inline gsize
make_rtp (guint8 * data, guint payload_type, guint16 seq, guint32 timestamp,
    guint32 ssrc, const gchar * mid, gboolean two_byte)
{
  PcRtpElement element = {.id = MID_ID };
  gsize size = PC_RTP_FIXED_HEADER;

  memset (data, 0, PC_RTP_FIXED_HEADER);
  data[0] = 0x80 | (mid ? 0x10 : 0);
  data[1] = (guint8) payload_type;
  pc_write_u16 (data + 2, seq);
  pc_write_u32 (data + 4, timestamp);
  pc_write_u32 (data + 8, ssrc);
  if (mid) {
    element.data = (const guint8 *) mid;
    element.length = strlen (mid);
    pc_rtp_extension_write (data + size, &element, 1, two_byte);
    size += pc_rtp_extension_size (&element, 1, two_byte);
  }
  memset (data + size, 0x55, 20);

  return size + 20;
}

static inline PcRtpDrop
peer_receive (Peer * peer, guint payload_type, guint16 seq, guint32 ssrc,
    const gchar * mid, PcRtpRoute * route)
{
  guint8 data[512];
  PcRtpRoute unused;
  gsize size = make_rtp (data, payload_type, seq, seq * 960, ssrc, mid, FALSE);

  return pc_rtp_session_handle_rtp (peer->session, peer->now, data, size,
      route ? route : &unused);
}

/* One packet of ours; it is in @data from *@start on. */
static inline PcRtpDrop
peer_send (Peer * peer, guint transceiver_id, guint16 seq, guint32 timestamp,
    guint32 ssrc, guint8 * data, PcRtpPacket * sent)
{
  guint8 *packet = data + PC_RTP_HEADROOM;
  gsize size = make_rtp (packet, 99, seq, timestamp, ssrc, NULL, FALSE);
  gssize start;
  PcRtpDrop drop = pc_rtp_session_write (peer->session, transceiver_id,
      peer->now, peer->now, packet, size, &start);

  if (drop == PC_RTP_DROP_NONE
      && !pc_rtp_packet_parse (sent, packet + start, size - start))
    fail ("what left is no RTP");

  return drop;
}

static inline gboolean
peer_receive_rtcp (Peer * peer, const PcRtcpWriter * writer)
{
  return pc_rtp_session_handle_rtcp (peer->session, peer->now, writer->data,
      writer->size);
}

/* The first packet of a type in a datagram. */
static inline gboolean
find_rtcp (const PcRtpOutput * output, guint type, PcRtcpPacket * packet)
{
  PcRtcpIter iter;

  fail_unless (pc_rtcp_validate (output->data, output->size, TRUE));
  pc_rtcp_iter_init (&iter, output->data, output->size);
  while (pc_rtcp_iter_next (&iter, packet)) {
    if (packet->type == type)
      return TRUE;
  }

  return FALSE;
}

static inline guint64
peer_drops (Peer * peer, PcRtpDrop drop)
{
  return pc_rtp_session_get_stats (peer->session)->drops[drop];
}

#endif /* PC_RTP_TEST_H */
