/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * gstsrtpsession.c: one direction of SRTP.
 */

#include "gstsrtpsession.h"

#include <string.h>
#include <openssl/crypto.h>
#include <srtp2/srtp.h>

#include <gst/peerconnection/core/dtls/pcdemux.h>

G_STATIC_ASSERT (GST_SRTP_MAX_TRAILER == SRTP_MAX_TRAILER_LEN + 4);

#define RTP_MIN_SIZE 12
#define RTCP_MIN_SIZE 8

struct _GstSrtpSession
{
  const PcSrtpProfile *profile;
  gboolean inbound;
  srtp_t srtp;                  /* NULL: no packet yet, and the key is here */
  guint8 key[PC_SRTP_MAX_KEY_LENGTH];
  guint8 salt[PC_SRTP_MAX_SALT_LENGTH];
  /* inbound: the SSRCs of whom libsrtp has a stream */
  GHashTable *ssrcs;
  guint32 last_ssrc;            /* one of ssrcs, when there is any */
};

/* Once a process: others in it may have done so, and may still use it, so it
 * is never shut down and no handler of ours is installed. */
static gboolean
srtp_is_usable (void)
{
  static gsize once;            /* 1: usable, 2: not */

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, srtp_init () == srtp_err_status_ok ? 1 : 2);

  return once == 1;
}

static gboolean
set_policy (srtp_crypto_policy_t * rtp, srtp_crypto_policy_t * rtcp,
    const PcSrtpProfile * profile)
{
  /* libsrtp's numbers are those of use_srtp */
  const srtp_profile_t id = profile->id;

  return srtp_crypto_policy_set_from_profile_for_rtp (rtp, id) == 0
      && srtp_crypto_policy_set_from_profile_for_rtcp (rtcp, id) == 0;
}

static srtp_t
create (const PcSrtpProfile * profile, const PcSrtpSecret * secret,
    gboolean inbound)
{
  guint8 key[PC_SRTP_MAX_KEY_LENGTH + PC_SRTP_MAX_SALT_LENGTH];
  srtp_policy_t policy = {
    .ssrc = {inbound ? ssrc_any_inbound : ssrc_any_outbound, 0},
    .key = key,
    .window_size = GST_SRTP_WINDOW,
    /* The same index twice under one key reveals both plaintexts, and GCM's
     * authentication key with them, as soon as the two differ by a bit, for
     * instance in a transport-wide sequence number. What is sent again goes as
     * RTX (RFC 4588), with its own. */
    .allow_repeat_tx = 0,
  };
  srtp_t srtp = NULL;

  if (!srtp_is_usable () || !set_policy (&policy.rtp, &policy.rtcp, profile))
    return NULL;

  memcpy (key, secret->key, profile->key_length);
  memcpy (key + profile->key_length, secret->salt, profile->salt_length);
  if (srtp_create (&srtp, &policy) != srtp_err_status_ok)
    srtp = NULL;
  OPENSSL_cleanse (key, sizeof key);

  return srtp;
}

/* libsrtp is built with one of three libraries of ciphers or none, and not
 * each has GCM: trying is the only way to know. The one with NSS loads it with
 * its first session and unloads it with the last, which costs milliseconds each
 * time that a process has no connection for a moment: one session stays. */
gchar *
gst_srtp_get_openssl_profiles (void)
{
  static const guint8 zeros[PC_SRTP_MAX_KEY_LENGTH];
  static srtp_t stays;
  const PcSrtpSecret secret = { zeros, zeros };
  GString *names = g_string_new (NULL);
  guint n, i;
  const PcSrtpProfile *profiles = pc_srtp_profiles (&n);

  for (i = 0; i < n; i++) {
    srtp_t srtp = create (&profiles[i], &secret, FALSE);

    if (srtp == NULL)
      continue;
    if (stays == NULL)
      stays = srtp;
    else
      srtp_dealloc (srtp);
    g_string_append_printf (names, "%s%s", names->len ? ":" : "",
        profiles[i].openssl_name);
  }

  return g_string_free (names, FALSE);
}

/* libsrtp sets up its ciphers when there is a packet: with NSS that is a quarter
 * of what a handshake costs, and many a connection has data channels alone. */
GstSrtpSession *
gst_srtp_session_new (const PcSrtpProfile * profile,
    const PcSrtpSecret * secret, gboolean inbound)
{
  GstSrtpSession *self = g_new0 (GstSrtpSession, 1);

  self->profile = profile;
  self->inbound = inbound;
  memcpy (self->key, secret->key, profile->key_length);
  memcpy (self->salt, secret->salt, profile->salt_length);
  if (inbound)
    self->ssrcs = g_hash_table_new (NULL, NULL);

  return self;
}

static void
wipe (GstSrtpSession * self)
{
  OPENSSL_cleanse (self->key, sizeof self->key);
  OPENSSL_cleanse (self->salt, sizeof self->salt);
}

static gboolean
is_ready (GstSrtpSession * self)
{
  const PcSrtpSecret secret = { self->key, self->salt };

  if (self->srtp != NULL)
    return TRUE;
  self->srtp = create (self->profile, &secret, self->inbound);
  if (self->srtp != NULL)
    wipe (self);

  return self->srtp != NULL;
}

void
gst_srtp_session_free (GstSrtpSession * self)
{
  wipe (self);
  g_clear_pointer (&self->srtp, srtp_dealloc);
  g_clear_pointer (&self->ssrcs, g_hash_table_unref);
  g_free (self);
}

/* Takes @buffer. One memory that is ours alone, with @room behind its bytes. */
static GstBuffer *
make_room (GstBuffer * buffer, gsize room)
{
  GstBuffer *copy;
  GstMapInfo map;
  gsize size = gst_buffer_get_size (buffer);

  if (gst_buffer_n_memory (buffer) == 1 && gst_buffer_is_writable (buffer)
      && gst_buffer_is_all_memory_writable (buffer)) {
    gsize offset, max_size;

    gst_buffer_get_sizes (buffer, &offset, &max_size);
    if (max_size - offset - size >= room)
      return buffer;
  }

  copy = gst_buffer_new_allocate (NULL, size + room, NULL);
  gst_buffer_map (copy, &map, GST_MAP_WRITE);
  gst_buffer_extract (buffer, 0, map.data, size);
  gst_buffer_unmap (copy, &map);
  gst_buffer_set_size (copy, size);
  gst_buffer_copy_into (copy, buffer, GST_BUFFER_COPY_METADATA, 0, -1);
  gst_buffer_unref (buffer);

  return copy;
}

static GstSrtpStatus
translate (srtp_err_status_t status)
{
  switch (status) {
    case srtp_err_status_ok:
      return GST_SRTP_OK;
    case srtp_err_status_replay_fail:
    case srtp_err_status_replay_old:
      return GST_SRTP_REPLAY;
    case srtp_err_status_auth_fail:
    case srtp_err_status_cipher_fail:
      return GST_SRTP_AUTH;
    default:
      return GST_SRTP_MALFORMED;
  }
}

/* Takes @buffer. */
static GstBuffer *
finish (GstBuffer * buffer, int size, GstSrtpStatus status)
{
  if (status != GST_SRTP_OK) {
    gst_buffer_unref (buffer);
    return NULL;
  }
  gst_buffer_set_size (buffer, size);

  return buffer;
}

GstBuffer *
gst_srtp_session_protect (GstSrtpSession * self, GstBuffer * buffer,
    GstSrtpStatus * status)
{
  GstMapInfo map;
  int size;

  buffer = make_room (buffer, GST_SRTP_MAX_TRAILER);
  *status = is_ready (self) ? GST_SRTP_MALFORMED : GST_SRTP_UNUSABLE;
  if (self->srtp == NULL || !gst_buffer_map (buffer, &map, GST_MAP_READWRITE))
    return finish (buffer, 0, *status);

  /* The map of a single memory reaches to the end of the memory. */
  size = map.size;
  if (pc_demux_is_rtcp (map.data, map.size))
    *status = size < RTCP_MIN_SIZE ? GST_SRTP_MALFORMED
        : translate (srtp_protect_rtcp (self->srtp, map.data, &size));
  else
    *status = size < RTP_MIN_SIZE ? GST_SRTP_MALFORMED
        : translate (srtp_protect (self->srtp, map.data, &size));
  gst_buffer_unmap (buffer, &map);

  return finish (buffer, size, *status);
}

static gboolean
has_stream (GstSrtpSession * self, guint32 ssrc)
{
  if (ssrc == self->last_ssrc && g_hash_table_size (self->ssrcs) > 0)
    return TRUE;

  return g_hash_table_contains (self->ssrcs, GUINT_TO_POINTER (ssrc));
}

static GstSrtpStatus
unprotect (GstSrtpSession * self, guint8 * data, int *size, gboolean rtcp)
{
  /* RFC 3550 sections 5.1 and 6.1: the sender's SSRC */
  const guint8 *sender = data + (rtcp ? 4 : 8);
  GstSrtpStatus status;
  gboolean known;
  guint32 ssrc;

  memcpy (&ssrc, sender, sizeof ssrc);  /* only told apart, so in any order */
  known = has_stream (self, ssrc);
  if (!known && g_hash_table_size (self->ssrcs) >= GST_SRTP_MAX_INBOUND_SSRCS)
    return GST_SRTP_TOO_MANY_SSRCS;

  status = translate (rtcp ? srtp_unprotect_rtcp (self->srtp, data, size)
      : srtp_unprotect (self->srtp, data, size));
  if (status != GST_SRTP_OK)
    return status;

  /* Only a packet of the peer's makes libsrtp keep a stream. */
  if (!known)
    g_hash_table_add (self->ssrcs, GUINT_TO_POINTER (ssrc));
  self->last_ssrc = ssrc;

  return status;
}

GstBuffer *
gst_srtp_session_unprotect (GstSrtpSession * self, GstBuffer * buffer,
    gboolean rtcp, GstSrtpStatus * status)
{
  GstMapInfo map;
  int size = 0;

  buffer = make_room (buffer, 0);
  *status = is_ready (self) ? GST_SRTP_MALFORMED : GST_SRTP_UNUSABLE;
  if (self->srtp != NULL && gst_buffer_map (buffer, &map, GST_MAP_READWRITE)) {
    size = map.size;
    if (size >= (rtcp ? RTCP_MIN_SIZE : RTP_MIN_SIZE))
      *status = unprotect (self, map.data, &size, rtcp);
    gst_buffer_unmap (buffer, &map);
  }

  return finish (buffer, size, *status);
}
