/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccodecs.c: codec matching (RFC 3264 section 6.1, and what each payload
 * format says about its parameters).
 */

#include "pccodecs.h"

#include <string.h>

#include "pch264.h"

#define N_PAYLOAD_TYPES 128

gchar *
pc_fmtp_get (const gchar * fmtp, const gchar * key)
{
  gsize length = strlen (key);
  const gchar *p = fmtp;

  while (p != NULL && *p != '\0') {
    const gchar *end;

    while (*p == ' ' || *p == ';')
      p++;
    end = strchrnul (p, ';');
    if (g_ascii_strncasecmp (p, key, length) == 0 && p[length] == '=') {
      gchar *value = g_strndup (p + length + 1, end - (p + length + 1));

      return g_strstrip (value);
    }
    p = end;
  }

  return NULL;
}

PcCodecRole
pc_codec_get_role (const PcCodec * codec)
{
  static const struct
  {
    const gchar *name;
    PcCodecRole role;
  } roles[] = {
    {"rtx", PC_CODEC_RTX},
    {"red", PC_CODEC_RESILIENCE},
    {"ulpfec", PC_CODEC_RESILIENCE},
    {"flexfec-03", PC_CODEC_RESILIENCE},
    {"telephone-event", PC_CODEC_EVENT},
    {"CN", PC_CODEC_EVENT},
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (roles); i++) {
    if (g_ascii_strcasecmp (codec->name, roles[i].name) == 0)
      return roles[i].role;
  }

  return PC_CODEC_MEDIA;
}

gint
pc_codec_get_apt (const PcCodec * codec)
{
  g_autofree gchar *apt = pc_fmtp_get (codec->fmtp, "apt");
  guint64 value;

  if (apt == NULL
      || !g_ascii_string_to_unsigned (apt, 10, 0, N_PAYLOAD_TYPES - 1, &value,
          NULL))
    return -1;

  return (gint) value;
}

gboolean
pc_codec_can_retransmit (PcKind kind, const PcCodec * codec)
{
  /* Browsers refuse an FID group in audio; forward error correction is not
   * worth sending twice. */
  return kind == PC_KIND_VIDEO && (pc_codec_get_role (codec) == PC_CODEC_MEDIA
      || g_ascii_strcasecmp (codec->name, "red") == 0);
}

/* Compares one format parameter, each side with its default. */
static gboolean
parameter_equal (const PcCodec * a, const PcCodec * b, const gchar * key,
    const gchar * absent)
{
  g_autofree gchar *va = pc_fmtp_get (a->fmtp, key);
  g_autofree gchar *vb = pc_fmtp_get (b->fmtp, key);

  return g_ascii_strcasecmp (va != NULL ? va : absent,
      vb != NULL ? vb : absent) == 0;
}

/* Parameters that make two entries of one name different formats. */
static gboolean
format_equal (const PcCodec * a, const PcCodec * b, PcMatch match)
{
  static const struct
  {
    const gchar *name;
    const gchar *key;
    const gchar *absent;
  } parameters[] = {
    {"rtx", "apt", ""},         /* RFC 4588 section 8.6 */
    {"VP9", "profile-id", "0"}, /* RFC 9628 section 6 */
    {"AV1", "profile", "0"},    /* RTP payload format for AV1, section 7.2.1 */
    {"H265", "profile-id", "1"},        /* RFC 7798 section 7.1 */
    {"H265", "tier-flag", "0"},
    {"H265", "tx-mode", "SRST"},
  };
  gsize i;

  if (g_ascii_strcasecmp (a->name, "H264") == 0)
    return pc_h264_fmtp_match (a->fmtp, b->fmtp, match == PC_MATCH_COMPATIBLE);
  for (i = 0; i < G_N_ELEMENTS (parameters); i++) {
    if (g_ascii_strcasecmp (a->name, parameters[i].name) == 0
        && !parameter_equal (a, b, parameters[i].key, parameters[i].absent))
      return FALSE;
  }

  return TRUE;
}

gboolean
pc_codec_match (const PcCodec * a, const PcCodec * b, PcMatch match)
{
  /* RFC 8866 section 6.6: encoding names are compared without case, and one
   * channel may go unsaid. */
  return a->clock_rate == b->clock_rate
      && MAX (a->channels, 1) == MAX (b->channels, 1)
      && g_ascii_strcasecmp (a->name, b->name) == 0
      && format_equal (a, b, match);
}

const PcCodec *
pc_codecs_find (const GPtrArray * codecs, guint payload_type)
{
  guint i;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    if (codec->payload_type == payload_type)
      return codec;
  }

  return NULL;
}

const PcCodec *
pc_codecs_find_rtx (const GPtrArray * codecs, guint payload_type)
{
  guint i;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    if (pc_codec_get_role (codec) == PC_CODEC_RTX
        && pc_codec_get_apt (codec) == (gint) payload_type)
      return codec;
  }

  return NULL;
}

gboolean
pc_codecs_want_rtx (PcKind kind, const GPtrArray * wanted,
    const PcCodec * codec)
{
  guint i;

  if (!pc_codec_can_retransmit (kind, codec))
    return FALSE;
  for (i = 0; i < wanted->len; i++) {
    const PcCodec *rtx = g_ptr_array_index (wanted, i);
    gint apt;

    if (pc_codec_get_role (rtx) != PC_CODEC_RTX)
      continue;
    /* As in RTCRtpCapabilities, one entry without apt stands for all. */
    apt = pc_codec_get_apt (rtx);
    if (apt == -1 || apt == (gint) codec->payload_type)
      return TRUE;
  }

  return FALSE;
}

static gboolean
has_feedback (const GPtrArray * feedback, const PcRtcpFeedback * wanted)
{
  guint i;

  for (i = 0; i < feedback->len; i++) {
    const PcRtcpFeedback *f = g_ptr_array_index (feedback, i);

    if (g_ascii_strcasecmp (f->type, wanted->type) == 0
        && g_strcmp0 (f->parameter, wanted->parameter) == 0)
      return TRUE;
  }

  return FALSE;
}

/* RFC 4585 section 4.2: an answerer keeps what it understands. */
static void
intersect_feedback (PcCodec * codec, const PcCodec * a, const PcCodec * b)
{
  guint i;

  g_ptr_array_set_size (codec->feedback, 0);
  for (i = 0; i < a->feedback->len; i++) {
    const PcRtcpFeedback *f = g_ptr_array_index (a->feedback, i);

    if (has_feedback (b->feedback, f))
      g_ptr_array_add (codec->feedback,
          pc_rtcp_feedback_new (f->type, f->parameter));
  }
}

/* Our entry for the offered one: its number and name, our parameters. */
static PcCodec *
answer_codec (const PcCodec * wanted, const PcCodec * offered)
{
  g_autofree gchar *fmtp = NULL;
  g_autofree gchar *profile = NULL;
  PcCodec *codec;

  if (g_ascii_strcasecmp (offered->name, "H264") == 0) {
    fmtp = pc_h264_fmtp_answer (wanted->fmtp, offered->fmtp);
  } else if (wanted->fmtp == NULL
      && (profile = pc_fmtp_get (offered->fmtp, "profile-id")) != NULL) {
    fmtp = g_strconcat ("profile-id=", profile, NULL);
  } else {
    fmtp = g_strdup (wanted->fmtp);
  }
  codec = pc_codec_new (offered->payload_type, offered->name,
      offered->clock_rate, offered->channels, fmtp);
  intersect_feedback (codec, offered, wanted);

  return codec;
}

/* All entries of @offered that @wanted can be; with their rtx behind them. */
static gboolean
append_matches (GPtrArray * result, const GPtrArray * offered,
    const PcCodec * wanted, gboolean rtx, PcMatch match,
    gboolean used[N_PAYLOAD_TYPES])
{
  gboolean found = FALSE;
  guint i;

  for (i = 0; i < offered->len; i++) {
    const PcCodec *o = g_ptr_array_index (offered, i);
    const PcCodec *repair;

    if (o->payload_type >= N_PAYLOAD_TYPES || used[o->payload_type]
        || !pc_codec_match (wanted, o, match))
      continue;
    used[o->payload_type] = TRUE;
    g_ptr_array_add (result, answer_codec (wanted, o));
    found = TRUE;

    repair = rtx ? pc_codecs_find_rtx (offered, o->payload_type) : NULL;
    if (repair != NULL && repair->payload_type < N_PAYLOAD_TYPES
        && !used[repair->payload_type]) {
      used[repair->payload_type] = TRUE;
      g_ptr_array_add (result, pc_codec_copy (repair));
    }
  }

  return found;
}

GPtrArray *
pc_codecs_answer (PcKind kind, const GPtrArray * wanted,
    const GPtrArray * offered)
{
  GPtrArray *result =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  gboolean used[N_PAYLOAD_TYPES] = { FALSE };
  gboolean has_media = FALSE;
  guint i;

  for (i = 0; i < wanted->len; i++) {
    const PcCodec *codec = g_ptr_array_index (wanted, i);
    gboolean rtx, found;

    if (pc_codec_get_role (codec) == PC_CODEC_RTX)
      continue;
    rtx = pc_codecs_want_rtx (kind, wanted, codec);
    found = append_matches (result, offered, codec, rtx, PC_MATCH_EXACT, used)
        || append_matches (result, offered, codec, rtx, PC_MATCH_COMPATIBLE,
        used);
    if (found && pc_codec_get_role (codec) == PC_CODEC_MEDIA)
      has_media = TRUE;
  }
  if (!has_media)
    g_ptr_array_set_size (result, 0);

  return result;
}

/* The entry of @offer that @answered answers: the same number where it was
 * kept, else the same format (RFC 3264 section 6.1). */
static const PcCodec *
find_offered (const GPtrArray * offer, const PcCodec * answered,
    const gboolean used[N_PAYLOAD_TYPES])
{
  static const PcMatch passes[] = { PC_MATCH_EXACT, PC_MATCH_COMPATIBLE };
  const PcCodec *same = pc_codecs_find (offer, answered->payload_type);
  gsize pass;
  guint i;

  if (same != NULL && same->payload_type < N_PAYLOAD_TYPES
      && !used[same->payload_type]
      && pc_codec_match (same, answered, PC_MATCH_COMPATIBLE))
    return same;
  for (pass = 0; pass < G_N_ELEMENTS (passes); pass++) {
    for (i = 0; i < offer->len; i++) {
      const PcCodec *o = g_ptr_array_index (offer, i);

      if (o->payload_type < N_PAYLOAD_TYPES && !used[o->payload_type]
          && pc_codec_match (o, answered, passes[pass]))
        return o;
    }
  }

  return NULL;
}

static void
add_pair (GPtrArray * from_answer, GPtrArray * from_offer,
    const PcCodec * answered, const PcCodec * offered,
    gboolean used[N_PAYLOAD_TYPES])
{
  PcCodec *a = pc_codec_copy (answered);
  PcCodec *o = pc_codec_copy (offered);

  used[offered->payload_type] = TRUE;
  intersect_feedback (a, answered, offered);
  intersect_feedback (o, answered, offered);
  g_ptr_array_add (from_answer, a);
  g_ptr_array_add (from_offer, o);
}

void
pc_codecs_agree (const GPtrArray * answer, const GPtrArray * offer,
    GPtrArray ** from_answer, GPtrArray ** from_offer)
{
  gboolean used[N_PAYLOAD_TYPES] = { FALSE };
  guint i;

  *from_answer =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);
  *from_offer = g_ptr_array_new_with_free_func ((GDestroyNotify) pc_codec_free);

  for (i = 0; i < answer->len; i++) {
    const PcCodec *a = g_ptr_array_index (answer, i);
    const PcCodec *o, *answer_rtx, *offer_rtx;

    if (pc_codec_get_role (a) == PC_CODEC_RTX)
      continue;
    o = find_offered (offer, a, used);
    if (o == NULL)
      continue;
    add_pair (*from_answer, *from_offer, a, o, used);

    /* Retransmissions pair up by what they repeat, not by their numbers. */
    answer_rtx = pc_codecs_find_rtx (answer, a->payload_type);
    offer_rtx = pc_codecs_find_rtx (offer, o->payload_type);
    if (answer_rtx != NULL && offer_rtx != NULL
        && offer_rtx->payload_type < N_PAYLOAD_TYPES
        && !used[offer_rtx->payload_type])
      add_pair (*from_answer, *from_offer, answer_rtx, offer_rtx, used);
  }
}

typedef struct
{
  guint position[N_PAYLOAD_TYPES];
} Order;

static gint
compare_position (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PcCodec *x = *(PcCodec * const *) a, *y = *(PcCodec * const *) b;
  const Order *order = user_data;

  return (gint) order->position[x->payload_type]
      - (gint) order->position[y->payload_type];
}

void
pc_codecs_sort (GPtrArray * codecs, const GPtrArray * order)
{
  Order positions;
  guint i;

  for (i = 0; i < codecs->len; i++) {
    const PcCodec *codec = g_ptr_array_index (codecs, i);

    if (codec->payload_type >= N_PAYLOAD_TYPES)
      return;
    positions.position[codec->payload_type] = order->len + i;
  }
  for (i = order->len; i > 0; i--) {
    const PcCodec *codec = g_ptr_array_index (order, i - 1);

    if (codec->payload_type < N_PAYLOAD_TYPES)
      positions.position[codec->payload_type] = i - 1;
  }
  g_ptr_array_sort_with_data (codecs, compare_position, &positions);
}
