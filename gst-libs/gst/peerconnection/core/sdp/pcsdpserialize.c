/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsdpserialize.c: values into text, in the order of RFC 9429 section 5.2.1.
 */

#include "pcdescription.h"

#include <string.h>

#define USUAL_LENGTH 4096       /* bytes of a description with sound and picture */

/* A port in an old-style section that has not said one. */
#define DEFAULT_SCTP_PORT 5000

G_GNUC_PRINTF (2, 3)
     static void append (GString * text, const gchar * format, ...)
{
  va_list args, again;
  gsize room = text->allocated_len - text->len;
  gint length;

  /* In place: g_string_append_printf() makes a string first, and descriptions
   * are what a negotiation takes its time for. */
  va_start (args, format);
  va_copy (again, args);
  length = g_vsnprintf (text->str + text->len, room, format, args);
  if ((gsize) length < room)
    text->len += length;
  else
    g_string_append_vprintf (text, format, again);
  va_end (again);
  va_end (args);
}

#define put(text, format, ...) append (text, format "\r\n", ##__VA_ARGS__)

static gboolean
is_rtp (const PcMedia * media)
{
  return media->kind == PC_KIND_AUDIO || media->kind == PC_KIND_VIDEO;
}

/* m=application 9 DTLS/SCTP 5000: from before RFC 8841. */
static gboolean
is_old_sctp (const PcMedia * media)
{
  return media->kind == PC_KIND_APPLICATION
      && g_strcmp0 (media->protocol, "DTLS/SCTP") == 0;
}

static guint
old_sctp_port (const PcMedia * media)
{
  return media->sctp_port != 0 ? media->sctp_port : DEFAULT_SCTP_PORT;
}

static void
put_media_line (GString * text, const PcMedia * media)
{
  guint i;

  append (text, "m=%s %u %s", media->media, media->port, media->protocol);
  if (is_old_sctp (media))
    append (text, " %u", old_sctp_port (media));
  else if (media->kind == PC_KIND_APPLICATION)
    g_string_append (text, " webrtc-datachannel");
  else if (is_rtp (media) && media->codecs->len > 0)
    for (i = 0; i < media->codecs->len; i++) {
      const PcCodec *codec = g_ptr_array_index (media->codecs, i);

      append (text, " %u", codec->payload_type);
  } else
    append (text, " %s", media->formats != NULL ? media->formats : "0");
  put (text, "");
  /* An address that says nothing: candidates speak for themselves
   * (RFC 9429 section 5.2.1). */
  put (text, "c=IN IP4 0.0.0.0");
}

static void
put_codec (GString * text, const PcCodec * codec)
{
  guint i;

  append (text, "a=rtpmap:%u %s/%u", codec->payload_type,
      codec->name, codec->clock_rate);
  if (codec->channels != 0)
    append (text, "/%u", codec->channels);
  put (text, "");
  if (codec->fmtp != NULL)
    put (text, "a=fmtp:%u %s", codec->payload_type, codec->fmtp);
  for (i = 0; i < codec->feedback->len; i++) {
    const PcRtcpFeedback *feedback = g_ptr_array_index (codec->feedback, i);

    if (feedback->parameter != NULL)
      put (text, "a=rtcp-fb:%u %s %s", codec->payload_type, feedback->type,
          feedback->parameter);
    else
      put (text, "a=rtcp-fb:%u %s", codec->payload_type, feedback->type);
  }
}

static void
put_extension (GString * text, const PcExtension * extension)
{
  if (extension->direction == PC_DIRECTION_SENDRECV)
    put (text, "a=extmap:%u %s", extension->id, extension->uri);
  else
    put (text, "a=extmap:%u/%s %s", extension->id,
        pc_direction_to_string (extension->direction), extension->uri);
}

static void
put_ssrc (GString * text, const PcSsrc * ssrc)
{
  /* The grammar wants some attribute behind the number. */
  if (ssrc->cname != NULL)
    put (text, "a=ssrc:%u cname:%s", ssrc->ssrc, ssrc->cname);
  else
    put (text, "a=ssrc:%u label:-", ssrc->ssrc);
}

static void
put_ssrc_group (GString * text, const PcSsrcGroup * group)
{
  guint i;

  append (text, "a=ssrc-group:%s", group->semantics);
  for (i = 0; i < group->ssrcs->len; i++)
    append (text, " %u", g_array_index (group->ssrcs, guint32, i));
  put (text, "");
}

static void
put_rtp (GString * text, const PcMedia * media)
{
  guint i;

  for (i = 0; i < media->codecs->len; i++)
    put_codec (text, g_ptr_array_index (media->codecs, i));
  if (media->ptime != NULL)
    put (text, "a=ptime:%s", media->ptime);
  if (media->maxptime != NULL)
    put (text, "a=maxptime:%s", media->maxptime);
  for (i = 0; i < media->extensions->len; i++)
    put_extension (text, g_ptr_array_index (media->extensions, i));
  for (i = 0; i < media->msids->len; i++) {
    const PcMsid *msid = g_ptr_array_index (media->msids, i);

    if (msid->track != NULL)
      put (text, "a=msid:%s %s", msid->stream, msid->track);
    else
      put (text, "a=msid:%s", msid->stream);
  }
  for (i = 0; i < media->ssrc_groups->len; i++)
    put_ssrc_group (text, g_ptr_array_index (media->ssrc_groups, i));
  for (i = 0; i < media->ssrcs->len; i++)
    put_ssrc (text, g_ptr_array_index (media->ssrcs, i));
  for (i = 0; i < media->rids->len; i++) {
    const PcRid *rid = g_ptr_array_index (media->rids, i);

    append (text, "a=rid:%s %s", rid->id, rid->send ? "send" : "recv");
    if (rid->restrictions != NULL)
      append (text, " %s", rid->restrictions);
    put (text, "");
  }
  if (media->simulcast != NULL)
    put (text, "a=simulcast:%s", media->simulcast);
}

static void
put_transport (GString * text, const PcMedia * media, gboolean put_options)
{
  static const gchar *const setups[] = {
    [PC_SETUP_ACTPASS] = "actpass",
    [PC_SETUP_ACTIVE] = "active",
    [PC_SETUP_PASSIVE] = "passive",
  };
  guint i;

  if (media->ice_ufrag != NULL)
    put (text, "a=ice-ufrag:%s", media->ice_ufrag);
  if (media->ice_pwd != NULL)
    put (text, "a=ice-pwd:%s", media->ice_pwd);
  if ((put_options && media->ice_trickle) || media->ice_renomination)
    put (text, "a=ice-options:%s%s%s", media->ice_trickle ? "trickle" : "",
        media->ice_trickle && media->ice_renomination ? " " : "",
        media->ice_renomination ? "renomination" : "");
  for (i = 0; i < media->fingerprints->len; i++) {
    const PcFingerprint *fingerprint =
        g_ptr_array_index (media->fingerprints, i);

    put (text, "a=fingerprint:%s %s", fingerprint->algorithm,
        fingerprint->value);
  }
  if (media->setup != PC_SETUP_NONE)
    put (text, "a=setup:%s", setups[media->setup]);
  if (media->tls_id != NULL)
    put (text, "a=tls-id:%s", media->tls_id);
  if (media->rtcp_mux)
    put (text, "a=rtcp-mux");
  if (media->rtcp_mux_only)
    put (text, "a=rtcp-mux-only");
  if (media->rtcp_rsize)
    put (text, "a=rtcp-rsize");
}

static void
put_candidates (GString * text, const PcMedia * media)
{
  guint i;

  for (i = 0; i < media->candidates->len; i++) {
    g_autofree gchar *candidate =
        pc_candidate_to_string (g_ptr_array_index (media->candidates, i));

    put (text, "a=%s", candidate);
  }
  if (media->end_of_candidates)
    put (text, "a=end-of-candidates");
}

static void
put_sctp (GString * text, const PcMedia * media)
{
  if (is_old_sctp (media))
    put (text, "a=sctpmap:%u webrtc-datachannel 1024", old_sctp_port (media));
  else if (media->sctp_port != 0)
    put (text, "a=sctp-port:%u", media->sctp_port);
  if (media->has_max_message_size)
    put (text, "a=max-message-size:%" G_GUINT64_FORMAT,
        media->max_message_size);
}

/* What every m-section says stands at session level (RFC 9429 section 5.2.1; RFC
 * 8285 section 6). */
typedef struct
{
  gboolean trickle;
  gboolean extmap_allow_mixed;
} Session;

static Session
find_common (const PcDescription * description)
{
  Session session = {.trickle = TRUE,.extmap_allow_mixed = FALSE };
  gboolean first = TRUE;
  guint i;

  for (i = 0; i < description->media->len; i++) {
    const PcMedia *media = g_ptr_array_index (description->media, i);

    session.trickle &= media->ice_trickle;
    if (pc_media_is_rejected (media))
      continue;
    session.extmap_allow_mixed = media->extmap_allow_mixed
        && (first || session.extmap_allow_mixed);
    first = FALSE;
  }

  return session;
}

static void
put_bandwidths (GString * text, const GPtrArray * bandwidths)
{
  guint i;

  for (i = 0; i < bandwidths->len; i++) {
    const PcBandwidth *bandwidth = g_ptr_array_index (bandwidths, i);

    put (text, "b=%s:%u", bandwidth->type, bandwidth->value);
  }
}

static void
put_media (GString * text, const PcMedia * media, const Session * session)
{
  PcDirection direction = media->direction;

  put_media_line (text, media);
  put_bandwidths (text, media->bandwidths);
  if (media->bundle_only)
    put (text, "a=bundle-only");
  if (media->mid != NULL)
    put (text, "a=mid:%s", media->mid);
  if (direction == PC_DIRECTION_STOPPED)
    direction = PC_DIRECTION_INACTIVE;
  if (is_rtp (media) || direction != PC_DIRECTION_SENDRECV)
    put (text, "a=%s", pc_direction_to_string (direction));
  if (media->extmap_allow_mixed && !session->extmap_allow_mixed)
    put (text, "a=extmap-allow-mixed");
  put_rtp (text, media);
  put_transport (text, media, !session->trickle);
  put_candidates (text, media);
  put_sctp (text, media);
}

gchar *
pc_description_to_sdp (const PcDescription * description)
{
  Session session;
  GString *text;
  guint i;

  if (description->type == PC_SDP_ROLLBACK)
    return g_strdup ("");

  text = g_string_sized_new (USUAL_LENGTH);
  session = find_common (description);
  put (text, "v=0");
  put (text, "o=- %s %" G_GUINT64_FORMAT " IN IP4 0.0.0.0",
      description->session_id != NULL ? description->session_id : "0",
      description->session_version);
  put (text, "s=%s", description->session_name);
  put_bandwidths (text, description->bandwidths);
  put (text, "t=0 0");
  if (description->ice_lite)
    put (text, "a=ice-lite");
  if (session.trickle)
    put (text, "a=ice-options:trickle ice2");
  if (session.extmap_allow_mixed)
    put (text, "a=extmap-allow-mixed");
  for (i = 0; i < description->bundle_groups->len; i++) {
    g_autofree gchar *mids =
        g_strjoinv (" ", g_ptr_array_index (description->bundle_groups, i));

    put (text, "a=group:BUNDLE%s%s", mids[0] != '\0' ? " " : "", mids);
  }
  for (i = 0; i < description->media->len; i++)
    put_media (text, g_ptr_array_index (description->media, i), &session);

  return g_string_free (text, FALSE);
}
