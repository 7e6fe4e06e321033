/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcsessionrandom.c: two sessions do anything in any order, and still agree.
 */

#include "pctestsession.h"

#define RUNS 25
#define STEPS 60
#define MAX_ROUNDS 6            /* until nobody needs a negotiation */

typedef struct
{
  guint64 seeds[2];
  PcSession *sessions[2];
  guint64 dice;
  guint run, step;
} World;

static guint
roll (World * self, guint sides)
{
  return test_random_next (&self->dice) % sides;
}

/* --- agreement ------------------------------------------------------------ */

#define expect(self, condition, what) \
    fail_unless (condition, "run %u step %u: %s", (self)->run, (self)->step, what)

static void
check_codecs (World * self, const GPtrArray * a, const GPtrArray * b)
{
  guint i;

  expect (self, a->len == b->len, "numbers of codecs");
  for (i = 0; i < a->len; i++) {
    const PcCodec *x = codec_of_list (a, i), *y = codec_of_list (b, i);

    expect (self, x->payload_type == y->payload_type, "payload types");
    expect (self, g_ascii_strcasecmp (x->name, y->name) == 0, "codec names");
  }
}

static void
check_media (World * self, const PcNegotiatedMedia * a,
    const PcNegotiatedMedia * b)
{
  expect (self, g_str_equal (a->mid, b->mid), "mids");
  expect (self, a->mline_index == b->mline_index, "m-lines");
  expect (self, a->kind == b->kind, "kinds");
  expect (self, a->extensions->len == b->extensions->len, "extensions");
  /* One that is stopping is silent before the peer knows. */
  if (a->direction != PC_DIRECTION_INACTIVE
      && b->direction != PC_DIRECTION_INACTIVE)
    expect (self, a->direction == pc_direction_reverse (b->direction),
        "directions");
  check_codecs (self, a->send_codecs, b->receive_codecs);
  check_codecs (self, a->receive_codecs, b->send_codecs);
}

static void
check_transports (World * self, const PcNegotiated * a, const PcNegotiated * b)
{
  guint i;

  expect (self, a->transports->len == b->transports->len, "transports");
  for (i = 0; i < a->transports->len; i++) {
    const PcNegotiatedTransport *x = g_ptr_array_index (a->transports, i);
    const PcNegotiatedTransport *y = g_ptr_array_index (b->transports, i);

    expect (self, g_str_equal (x->local_ufrag, y->remote_ufrag), "ufrags");
    expect (self, g_str_equal (x->remote_ufrag, y->local_ufrag), "ufrags");
    expect (self, g_str_equal (x->local_pwd, y->remote_pwd), "pwds");
    expect (self, x->ice_generation == y->ice_generation, "generations");
    expect (self, x->controlling != y->controlling, "ICE roles");
    expect (self, x->dtls_role != y->dtls_role
        && x->dtls_role != PC_DTLS_ROLE_UNKNOWN
        && y->dtls_role != PC_DTLS_ROLE_UNKNOWN, "DTLS roles");
    expect (self, g_strv_equal ((const gchar * const *) x->mids,
            (const gchar * const *) y->mids), "transport mids");
  }
}

static void
check_transceivers (World * self, PcSession * session)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (session);
  guint i;

  for (i = 0; i < ids->len; i++) {
    const PcTransceiver *transceiver = pc_session_get_transceiver (session,
        g_array_index (ids, guint, i));

    expect (self, (transceiver->mid != NULL) ==
        (transceiver->mline_index != -1), "association");
    expect (self, !transceiver->stopped, "stopped ones are gone");
    expect (self, !transceiver->fired_receiving
        || (transceiver->has_current_direction
            && pc_direction_receives (transceiver->current_direction)),
        "a fired track that is not received");
  }
}

static void
check_agreement (World * self)
{
  g_autoptr (PcNegotiated) a = pc_session_get_negotiated (self->sessions[0]);
  g_autoptr (PcNegotiated) b = pc_session_get_negotiated (self->sessions[1]);
  guint i;

  expect (self, pc_session_get_signaling_state (self->sessions[0]) ==
      PC_SIGNALING_STABLE, "stable");
  expect (self, a->media->len == b->media->len, "media");
  for (i = 0; i < a->media->len; i++)
    check_media (self, g_ptr_array_index (a->media, i),
        g_ptr_array_index (b->media, i));
  check_transports (self, a, b);
  expect (self, (a->sctp != NULL) == (b->sctp != NULL), "sctp");
  for (i = 0; i < 2; i++)
    check_transceivers (self, self->sessions[i]);
}

/* --- steps ---------------------------------------------------------------- */

static guint
any_transceiver (World * self, PcSession * session)
{
  g_autoptr (GArray) ids = pc_session_list_transceivers (session);

  return ids->len == 0 ? 0 : g_array_index (ids, guint, roll (self, ids->len));
}

static void
step_add (World * self, PcSession * session)
{
  static const gchar *const streams[][3] = { {NULL}, {"s1", NULL}, {"s1",
      "s2", NULL}
  };
  guint id;

  if (count_transceivers (session) > 8)
    return;
  id = pc_session_add_transceiver (session, roll (self, 2), roll (self, 4),
      roll (self, 2));
  pc_session_set_sender_streams (session, id, streams[roll (self, 3)]);
  pc_session_set_sender_media (session, id, roll (self, 2));
}

static void
step_direction (World * self, PcSession * session)
{
  guint id = any_transceiver (self, session);

  if (id != 0)
    pc_session_set_direction (session, id, roll (self, 4));
}

static void
step_stop (World * self, PcSession * session)
{
  guint id = any_transceiver (self, session);

  if (id != 0 && roll (self, 2))
    pc_session_stop_transceiver (session, id);
}

static void
step_data (World * self, PcSession * session)
{
  pc_session_want_data_channels (session);
}

static void
step_restart (World * self, PcSession * session)
{
  pc_session_restart_ice (session);
}

static void
step_codecs (World * self, PcSession * session)
{
  guint id = any_transceiver (self, session);

  if (id != 0)
    g_ptr_array_unref (pc_session_get_send_codecs (session, id));
}

static void
step_negotiate (World * self, PcSession * session)
{
  PcSession *peer = self->sessions[session == self->sessions[0]];

  negotiate (session, peer);
  check_agreement (self);
}

/* Both offer; the polite one gives way. */
static void
step_glare (World * self, PcSession * polite)
{
  PcSession *rude = self->sessions[polite == self->sessions[0]];
  g_autoptr (PcDescription) lost = create_offer (polite);
  g_autoptr (PcDescription) won = create_offer (rude);
  g_autoptr (PcDescription) answer = NULL;

  apply (polite, PC_SIDE_LOCAL, lost);
  apply (rude, PC_SIDE_LOCAL, won);
  apply (polite, PC_SIDE_REMOTE, won);
  answer = create_answer (polite);
  apply (polite, PC_SIDE_LOCAL, answer);
  apply (rude, PC_SIDE_REMOTE, answer);
  check_agreement (self);
}

static void
step_rollback (World * self, PcSession * session)
{
  PcSession *peer = self->sessions[session == self->sessions[0]];
  g_autoptr (PcDescription) offer = create_offer (session);

  apply (session, PC_SIDE_LOCAL, offer);
  if (roll (self, 2)) {
    apply (peer, PC_SIDE_REMOTE, offer);
    if (roll (self, 2)) {
      g_autoptr (PcDescription) answer = create_answer (peer);

      (void) answer;
    }
    rollback (peer, PC_SIDE_REMOTE);
  }
  rollback (session, PC_SIDE_LOCAL);
}

static void
step_pranswer (World * self, PcSession * session)
{
  PcSession *peer = self->sessions[session == self->sessions[0]];
  g_autoptr (PcDescription) offer = create_offer (session);
  g_autoptr (PcDescription) pranswer = NULL;
  g_autoptr (PcDescription) answer = NULL;

  apply (session, PC_SIDE_LOCAL, offer);
  apply (peer, PC_SIDE_REMOTE, offer);
  pranswer = create_answer (peer);
  pranswer->type = PC_SDP_PRANSWER;
  apply (peer, PC_SIDE_LOCAL, pranswer);
  apply (session, PC_SIDE_REMOTE, pranswer);
  step_direction (self, peer);
  answer = create_answer (peer);
  apply (peer, PC_SIDE_LOCAL, answer);
  apply (session, PC_SIDE_REMOTE, answer);
  check_agreement (self);
}

static void
settle (World * self)
{
  guint round, i;

  for (round = 0; round < MAX_ROUNDS; round++) {
    for (i = 0; i < 2; i++) {
      if (pc_session_is_negotiation_needed (self->sessions[i]))
        step_negotiate (self, self->sessions[i]);
    }
  }
  for (i = 0; i < 2; i++)
    expect (self, !pc_session_is_negotiation_needed (self->sessions[i]),
        "it never ends");
}

static void
run (guint number)
{
  static void (*const steps[]) (World *, PcSession *) = {
    step_add, step_add, step_direction, step_direction, step_stop, step_data,
    step_restart, step_codecs, step_negotiate, step_negotiate, step_glare,
    step_rollback, step_pranswer
  };
  World self = {.seeds = {number * 3 + 1, number * 3 + 2},.dice = number * 3,
  .run = number
  };
  guint i;

  for (i = 0; i < 2; i++)
    self.sessions[i] = test_session (&self.seeds[i]);
  for (self.step = 0; self.step < STEPS; self.step++) {
    guint side = roll (&self, 2);

    steps[roll (&self, G_N_ELEMENTS (steps))] (&self, self.sessions[side]);
  }
  settle (&self);
  for (i = 0; i < 2; i++)
    pc_session_free (self.sessions[i]);
}

GST_START_TEST (test_random)
{
  guint i;

  for (i = 0; i < RUNS; i++)
    run (i);
}

GST_END_TEST;

static Suite *
pcsessionrandom_suite (void)
{
  Suite *s = suite_create ("pcsessionrandom");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_random);

  return s;
}

GST_CHECK_MAIN (pcsessionrandom);
