/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pccorpus.c: offers as they come in life, and what an answer owes them: named
 * rules, each looked at in each m-section.
 */

#include "pctestsession.h"

typedef struct
{
  const gchar *name;            /* of the file */
  PcDescription *offer;
  PcDescription *answer;
  guint index;
  const PcMedia *offered;
  const PcMedia *answered;
} Case;

typedef gboolean (*Rule) (const Case * self);

static const PcCodec *
find_codec (const PcMedia * media, guint payload_type)
{
  guint i;

  for (i = 0; i < media->codecs->len; i++) {
    if (codec_of (media, i)->payload_type == payload_type)
      return codec_of (media, i);
  }

  return NULL;
}

/* RFC 9429 section 5.3.1: if and only if the offer has one, and the same. */
static gboolean
same_mid (const Case * self)
{
  return g_strcmp0 (self->answered->mid, self->offered->mid) == 0;
}

static gboolean
same_media_line (const Case * self)
{
  return g_str_equal (self->answered->media, self->offered->media)
      && g_str_equal (self->answered->protocol, self->offered->protocol);
}

/* RFC 3264 section 6 */
static gboolean
rejected_if_not_ours (const Case * self)
{
  return (self->offered->kind != PC_KIND_UNKNOWN)
      != pc_media_is_rejected (self->answered);
}

static gboolean
formats_are_offered (const Case * self)
{
  guint i;

  for (i = 0; i < self->answered->codecs->len; i++) {
    const PcCodec *codec = codec_of (self->answered, i);
    const PcCodec *offered = find_codec (self->offered, codec->payload_type);

    if (offered == NULL || g_ascii_strcasecmp (offered->name, codec->name) != 0
        || offered->clock_rate != codec->clock_rate
        || offered->channels != codec->channels)
      return FALSE;
  }

  return TRUE;
}

/* RFC 9429 section 5.3.1, with no preferences of the application. */
static gboolean
formats_in_offered_order (const Case * self)
{
  guint i, j = 0;

  for (i = 0; i < self->answered->codecs->len; i++) {
    while (j < self->offered->codecs->len
        && codec_of (self->offered, j)->payload_type !=
        codec_of (self->answered, i)->payload_type)
      j++;
    if (j++ == self->offered->codecs->len)
      return FALSE;
  }

  return TRUE;
}

/* RFC 4588 section 8.6 */
static gboolean
rtx_repeats_what_is_there (const Case * self)
{
  guint i;

  for (i = 0; i < self->answered->codecs->len; i++) {
    const PcCodec *codec = codec_of (self->answered, i);

    if (g_ascii_strcasecmp (codec->name, "rtx") == 0
        && find_codec (self->answered, (guint) g_ascii_strtoull (codec->fmtp
                + strlen ("apt="), NULL, 10)) == NULL)
      return FALSE;
  }

  return TRUE;
}

/* RFC 4585 section 4.2 */
static gboolean
feedback_is_offered (const Case * self)
{
  guint i, j, k;

  for (i = 0; i < self->answered->codecs->len; i++) {
    const PcCodec *codec = codec_of (self->answered, i);
    const PcCodec *offered = find_codec (self->offered, codec->payload_type);

    for (j = 0; j < codec->feedback->len; j++) {
      const PcRtcpFeedback *f = g_ptr_array_index (codec->feedback, j);

      for (k = 0; k < offered->feedback->len; k++) {
        const PcRtcpFeedback *o = g_ptr_array_index (offered->feedback, k);

        if (g_str_equal (f->type, o->type)
            && g_strcmp0 (f->parameter, o->parameter) == 0)
          break;
      }
      if (k == offered->feedback->len)
        return FALSE;
    }
  }

  return TRUE;
}

/* RFC 8285 section 6 */
static gboolean
extensions_are_offered (const Case * self)
{
  guint i, j;

  for (i = 0; i < self->answered->extensions->len; i++) {
    const PcExtension *e = g_ptr_array_index (self->answered->extensions, i);

    for (j = 0; j < self->offered->extensions->len; j++) {
      const PcExtension *o = g_ptr_array_index (self->offered->extensions, j);

      if (e->id == o->id && g_str_equal (e->uri, o->uri))
        break;
    }
    if (j == self->offered->extensions->len)
      return FALSE;
  }

  return TRUE;
}

/* RFC 3264 section 6.1 */
static gboolean
direction_fits (const Case * self)
{
  return self->answered->kind == PC_KIND_APPLICATION
      || pc_direction_intersect (self->answered->direction,
      pc_direction_reverse (self->offered->direction))
      == self->answered->direction;
}

static gboolean
rtcp_fits (const Case * self)
{
  return self->answered->rtcp_mux == self->offered->rtcp_mux
      && (self->offered->rtcp_rsize || !self->answered->rtcp_rsize);
}

/* RFC 8842 section 5.3, RFC 8122, RFC 8839 */
static gboolean
transport_is_complete (const Case * self)
{
  const PcMedia *media = self->answered;

  return media->setup == PC_SETUP_ACTIVE && media->fingerprints->len > 0
      && media->ice_ufrag != NULL && strlen (media->ice_pwd) >= 22
      && !media->bundle_only && media->port != 0;
}

static gboolean
is_grouped (const PcDescription * description, const gchar * mid)
{
  guint i;

  for (i = 0; i < description->bundle_groups->len; i++) {
    if (mid != NULL && g_strv_contains (g_ptr_array_index
            (description->bundle_groups, i), mid))
      return TRUE;
  }

  return FALSE;
}

/* RFC 9143 section 7.3: bundled as offered, and on one transport. */
static gboolean
bundle_fits (const Case * self)
{
  const PcMedia *first = pc_description_get_media (self->answer, 0);
  gboolean grouped = is_grouped (self->answer, self->answered->mid);

  return grouped == is_grouped (self->offer, self->offered->mid)
      && (!grouped || g_str_equal (first->ice_ufrag,
          self->answered->ice_ufrag));
}

/* RFC 8853 section 5.3.2: what is offered to be sent is received. */
static gboolean
simulcast_fits (const Case * self)
{
  return self->answered->simulcast == NULL || (self->offered->simulcast != NULL
      && g_str_has_prefix (self->offered->simulcast, "send")
      && g_str_has_prefix (self->answered->simulcast, "recv"));
}

static gboolean
sctp_fits (const Case * self)
{
  return self->answered->kind != PC_KIND_APPLICATION
      || (self->answered->sctp_port != 0
      && self->answered->has_max_message_size);
}

/* RFC 8830, RFC 5576: who sends nothing names nothing. */
static gboolean
streams_fit (const Case * self)
{
  return pc_direction_sends (self->answered->direction)
      || (self->answered->msids->len == 0 && self->answered->ssrcs->len == 0);
}

#define RULE(rule) { #rule, rule }

static const struct
{
  const gchar *name;
  Rule rule;
} always[] = {
  RULE (same_mid), RULE (same_media_line), RULE (rejected_if_not_ours),
}, accepted[] = {

  RULE (formats_are_offered), RULE (formats_in_offered_order),
  RULE (rtx_repeats_what_is_there), RULE (feedback_is_offered),
  RULE (extensions_are_offered), RULE (direction_fits), RULE (rtcp_fits),
  RULE (transport_is_complete), RULE (bundle_fits), RULE (simulcast_fits),
  RULE (sctp_fits), RULE (streams_fit),
};

static const gchar *const names[] = {
  "aiortc-offer.sdp", "chrome-av1-offer.sdp", "chrome-offer.sdp",
  "chrome-simulcast-offer.sdp", "firefox-offer.sdp", "gateway-offer.sdp",
  "janus-offer.sdp", "jitsi-offer.sdp", "mediasoup-offer.sdp",
  "pion-offer.sdp", "safari-offer.sdp",
};

static void
check_media (const Case * self)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (always); i++)
    fail_unless (always[i].rule (self), "%s, m-section %u: %s", self->name,
        self->index, always[i].name);
  if (pc_media_is_rejected (self->answered))
    return;
  for (i = 0; i < G_N_ELEMENTS (accepted); i++)
    fail_unless (accepted[i].rule (self), "%s, m-section %u: %s", self->name,
        self->index, accepted[i].name);
}

static PcDescription *
load (const gchar * name)
{
  g_autofree gchar *path = g_build_filename (TEST_DATA_DIR, name, NULL);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;
  PcDescription *offer;

  fail_unless (g_file_get_contents (path, &text, NULL, NULL), "%s", path);
  offer = pc_description_parse (PC_SDP_OFFER, text, &error);
  fail_unless (offer != NULL, "%s: %s", name,
      error != NULL ? error->message : "");

  return offer;
}

/* In another order than any browser's. */
static PcCapabilities *
reversed_capabilities (void)
{
  PcCapabilities *capabilities = test_capabilities ();
  guint kind, i;

  for (kind = PC_KIND_AUDIO; kind <= PC_KIND_VIDEO; kind++) {
    GPtrArray *codecs = capabilities->codecs[kind];

    for (i = 0; i < codecs->len / 2; i++) {
      gpointer codec = codecs->pdata[i];

      codecs->pdata[i] = codecs->pdata[codecs->len - 1 - i];
      codecs->pdata[codecs->len - 1 - i] = codec;
    }
  }

  return capabilities;
}

GST_START_TEST (test_answer)
{
  guint64 seed = __i__;
  g_autoptr (PcCapabilities) capabilities = reversed_capabilities ();
  g_autoptr (PcSession) session = test_session_full (&seed,
      PC_BUNDLE_BALANCED, capabilities);
  g_autoptr (PcDescription) offer = load (names[__i__]);
  g_autoptr (PcDescription) answer = NULL, again = NULL;
  Case self = {.name = names[__i__],.offer = offer };

  /* Something to send, so that there is more to say. */
  pc_session_set_sender_media (session, pc_session_add_transceiver (session,
          PC_KIND_VIDEO, PC_DIRECTION_SENDRECV, TRUE), TRUE);
  apply (session, PC_SIDE_REMOTE, offer);
  self.answer = answer = create_answer (session);
  fail_unless_equals_int (answer->media->len, offer->media->len);
  for (self.index = 0; self.index < offer->media->len; self.index++) {
    self.offered = media_of (offer, self.index);
    self.answered = media_of (answer, self.index);
    check_media (&self);
  }
  apply (session, PC_SIDE_LOCAL, answer);

  /* The answerer offers next: the same m-lines, the same numbers. */
  again = create_offer (session);
  fail_unless (again->media->len >= offer->media->len);
  for (self.index = 0; self.index < offer->media->len; self.index++) {
    const PcMedia *then = media_of (answer, self.index);
    const PcMedia *now = media_of (again, self.index);
    guint i;

    fail_unless (pc_media_is_rejected (then) == pc_media_is_rejected (now),
        "%s, m-section %u", self.name, self.index);
    fail_unless (g_strcmp0 (then->ice_ufrag, now->ice_ufrag) == 0);
    for (i = 0; i < then->codecs->len && !pc_media_is_rejected (now); i++)
      fail_unless_equals_int (codec_of (then, i)->payload_type,
          codec_of (now, i)->payload_type);
    for (i = 0; i < then->extensions->len; i++)
      fail_unless_equals_int (((PcExtension *) then->extensions->
              pdata[i])->id != 0, TRUE);
  }
}

GST_END_TEST;

static Suite *
pccorpus_suite (void)
{
  Suite *s = suite_create ("pccorpus");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_answer, 0, G_N_ELEMENTS (names));

  return s;
}

GST_CHECK_MAIN (pccorpus);
