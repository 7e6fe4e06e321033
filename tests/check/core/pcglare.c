/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * pcglare.c: perfect negotiation (webrtc-pc section 10.7) on a virtual network,
 * under thousands of schedules that collide.
 *
 * A side has an operations chain (section 4.4.1.2), of which one operation runs
 * at a time, a wire that delivers in order but whenever it likes, and a hand
 * that changes its mind. The dice say who comes next. At the end both are
 * stable, want nothing more, and mean the same.
 */

#include "pctestsession.h"

#ifdef __SANITIZE_ADDRESS__
#define SCHEDULES 200           /* each takes many times as long */
#else
#define SCHEDULES 2000
#endif
#define CHANGES 2               /* of each side, a schedule */
#define MAX_STEPS 2000          /* more is a negotiation that never ends */

typedef enum
{
  OP_SET_LOCAL,                 /* without argument */
  OP_SET_REMOTE,
  OP_ADD_CANDIDATE,
} OpType;

/* What an application's `await` goes on with. */
typedef enum
{
  THEN_NOTHING,
  THEN_SEND_OFFER,              /* ends makingOffer */
  THEN_SEND_ANSWER,
} Then;

typedef struct
{
  OpType type;
  Then then;
  PcSdpType sdp_type;
  gchar *text;                  /* of a description, or a ufrag */
  gboolean ignored;             /* a candidate of an offer that was */
} Op;

typedef struct
{
  guint64 seed;
  PcSession *session;
  gboolean polite;

  /* The three of the standard's example. */
  gboolean making_offer;
  gboolean ignore_offer;
  gboolean is_setting_remote_answer_pending;

  GQueue chain;                 /* of Op: [[Operations]] */
  GQueue arriving;              /* of Op, THEN_NOTHING: what the peer sent */
  gboolean check_posted;        /* the task that may fire negotiationneeded */
  gboolean negotiation_needed;
  gboolean update_on_empty;
  guint changes;                /* still to be made */
} Side;

typedef struct
{
  Side sides[2];
  guint64 dice;
  guint schedule;
  guint collisions, rollbacks, ignored;
} World;

static guint
roll (World * self, guint sides)
{
  return test_random_next (&self->dice) % sides;
}

static void
op_free (gpointer data)
{
  Op *op = data;

  g_free (op->text);
  g_free (op);
}

static void
push_op (GQueue * queue, OpType type, Then then, PcSdpType sdp_type,
    const gchar * text)
{
  Op *op = g_new (Op, 1);

  *op = (Op) {
  .type = type,.then = then,.sdp_type = sdp_type,.text = g_strdup (text)};
  g_queue_push_tail (queue, op);
}

/* Check writes a line to a file for each fail_unless() that holds: here they
 * would be most of the work. */
#define expect(self, condition, what) \
  G_STMT_START { \
    if (!(condition)) \
      fail ("schedule %u: %s", (self)->schedule, what); \
  } G_STMT_END

/* --- the connection ------------------------------------------------------- */

/* webrtc-pc section 4.7.3, "update the negotiation-needed flag" */
static void
update_negotiation_needed (Side * side)
{
  if (g_queue_is_empty (&side->chain))
    side->check_posted = TRUE;
  else
    side->update_on_empty = TRUE;
}

/* The task of it: whether the event fires. */
static gboolean
check_negotiation_needed (Side * side)
{
  side->check_posted = FALSE;
  if (!g_queue_is_empty (&side->chain)) {
    side->update_on_empty = TRUE;
    return FALSE;
  }
  if (pc_session_get_signaling_state (side->session) != PC_SIGNALING_STABLE)
    return FALSE;
  if (!pc_session_is_negotiation_needed (side->session)) {
    side->negotiation_needed = FALSE;
    return FALSE;
  }
  if (side->negotiation_needed)
    return FALSE;
  side->negotiation_needed = TRUE;

  return TRUE;
}

static void
set_description (World * self, Side * side, PcSide which,
    const PcDescription * description)
{
  g_autoptr (GError) error = NULL;
  PcPlan *plan = pc_session_plan (side->session, which, description, &error);

  expect (self, plan != NULL, error->message);
  g_array_unref (pc_session_commit (side->session, plan));
  if (pc_session_get_signaling_state (side->session) == PC_SIGNALING_STABLE) {
    side->negotiation_needed = FALSE;
    update_negotiation_needed (side);
  }
}

/* setLocalDescription() without argument. */
static PcDescription *
set_local (World * self, Side * side)
{
  PcSignalingState state = pc_session_get_signaling_state (side->session);
  gboolean offers = state == PC_SIGNALING_STABLE
      || state == PC_SIGNALING_HAVE_LOCAL_OFFER;
  g_autoptr (GError) error = NULL;
  PcDescription *description = offers
      ? pc_session_create_offer (side->session, &(PcOfferOptions) {
        0
      }
      , &error) : pc_session_create_answer (side->session, &error);

  expect (self, description != NULL, error->message);
  set_description (self, side, PC_SIDE_LOCAL, description);

  return description;
}

static void
set_remote (World * self, Side * side, const Op * op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PcDescription) rollback = pc_description_new (PC_SDP_ROLLBACK);
  g_autoptr (PcDescription) description =
      pc_description_parse (op->sdp_type, op->text, &error);

  expect (self, description != NULL, error->message);
  if (op->sdp_type == PC_SDP_OFFER
      && pc_session_get_signaling_state (side->session) ==
      PC_SIGNALING_HAVE_LOCAL_OFFER) {
    set_description (self, side, PC_SIDE_LOCAL, rollback);
    self->rollbacks++;
  }
  set_description (self, side, PC_SIDE_REMOTE, description);
}

static void
add_candidate (World * self, Side * side, const Op * op)
{
  g_autoptr (PcCandidate) candidate = pc_candidate_parse
      ("candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host", NULL);
  g_autofree gchar *id = NULL;
  g_autoptr (GError) error = NULL;

  if (!pc_session_add_remote_candidate (side->session, candidate, NULL, 0,
          op->text, &id, &error))
    expect (self, op->ignored, error->message);
}

/* --- the application ------------------------------------------------------ */

static Side *
other (World * self, Side * side)
{
  return &self->sides[side == &self->sides[0]];
}

/* The description, and behind it a candidate of its credentials. */
static void
send (World * self, Side * side, const PcDescription * description)
{
  g_autofree gchar *text = pc_description_to_sdp (description);
  GQueue *wire = &other (self, side)->arriving;

  push_op (wire, OP_SET_REMOTE, THEN_NOTHING, description->type, text);
  if (description->media->len > 0)
    push_op (wire, OP_ADD_CANDIDATE, THEN_NOTHING, description->type,
        pc_description_get_media (description, 0)->ice_ufrag);
}

/* onnegotiationneeded */
static void
make_offer (Side * side)
{
  side->making_offer = TRUE;
  push_op (&side->chain, OP_SET_LOCAL, THEN_SEND_OFFER, PC_SDP_OFFER, NULL);
}

/* signaling.onmessage, up to its `await` */
static void
step_receive (World * self, Side * side)
{
  Op *op = g_queue_pop_head (&side->arriving);
  gboolean ready_for_offer, offer_collision;

  if (op == NULL)
    return;
  if (op->type == OP_SET_REMOTE) {
    ready_for_offer = !side->making_offer
        && (pc_session_get_signaling_state (side->session) ==
        PC_SIGNALING_STABLE || side->is_setting_remote_answer_pending);
    offer_collision = op->sdp_type == PC_SDP_OFFER && !ready_for_offer;
    self->collisions += offer_collision;
    side->ignore_offer = !side->polite && offer_collision;
    if (side->ignore_offer) {
      self->ignored++;
      op_free (op);
      return;
    }
    side->is_setting_remote_answer_pending = op->sdp_type == PC_SDP_ANSWER;
  }
  /* As it is now, unlike in the example: when the connection answers, the next
   * description may have come. */
  op->ignored = side->ignore_offer;
  g_queue_push_tail (&side->chain, op);
}

/* The operation at the head of the chain, and what the application does when
 * its promise is settled. */
static void
step_operation (World * self, Side * side)
{
  Op *op = g_queue_peek_head (&side->chain);
  g_autoptr (PcDescription) local = NULL;

  if (op == NULL)
    return;
  switch (op->type) {
    case OP_SET_LOCAL:
      local = set_local (self, side);
      break;
    case OP_SET_REMOTE:
      set_remote (self, side, op);
      break;
    case OP_ADD_CANDIDATE:
      add_candidate (self, side, op);
      break;
  }
  g_queue_pop_head (&side->chain);

  if (op->type == OP_SET_REMOTE) {
    side->is_setting_remote_answer_pending = FALSE;
    if (op->sdp_type == PC_SDP_OFFER)
      push_op (&side->chain, OP_SET_LOCAL, THEN_SEND_ANSWER, PC_SDP_ANSWER,
          NULL);
  }
  if (local != NULL)
    send (self, side, local);
  if (op->then == THEN_SEND_OFFER)
    side->making_offer = FALSE;
  op_free (op);

  if (g_queue_is_empty (&side->chain) && side->update_on_empty) {
    side->update_on_empty = FALSE;
    update_negotiation_needed (side);
  }
}

static void
step_check (World * self, Side * side)
{
  if (side->check_posted && check_negotiation_needed (side))
    make_offer (side);
}

static void
step_change (World * self, Side * side)
{
  PcSession *session = side->session;
  g_autoptr (GArray) ids = pc_session_list_transceivers (session);
  guint id = ids->len == 0 ? 0
      : g_array_index (ids, guint, roll (self, ids->len));

  if (side->changes == 0)
    return;
  side->changes--;
  switch (roll (self, id == 0 ? 3 : 6)) {
    case 0:
    case 1:
      pc_session_add_transceiver (session, roll (self, 2), roll (self, 4),
          roll (self, 2));
      break;
    case 2:
      pc_session_want_data_channels (session);
      break;
    case 3:
      pc_session_set_direction (session, id, roll (self, 4));
      break;
    case 4:
      pc_session_stop_transceiver (session, id);
      break;
    case 5:
      pc_session_restart_ice (session);
      break;
  }
  update_negotiation_needed (side);
}

/* --- the end -------------------------------------------------------------- */

static gboolean
is_quiet (const Side * side)
{
  return side->changes == 0 && !side->check_posted
      && g_queue_is_empty ((GQueue *) & side->chain)
      && g_queue_is_empty ((GQueue *) & side->arriving);
}

static void
check_agreement (World * self)
{
  g_autoptr (PcNegotiated) a =
      pc_session_get_negotiated (self->sides[0].session);
  g_autoptr (PcNegotiated) b =
      pc_session_get_negotiated (self->sides[1].session);

  for (guint i = 0; i < 2; i++) {
    Side *side = &self->sides[i];

    expect (self, pc_session_get_signaling_state (side->session) ==
        PC_SIGNALING_STABLE, "stable");
    expect (self, !pc_session_is_negotiation_needed (side->session),
        "nothing is left to negotiate");
    expect (self, !side->making_offer, "no offer under way");
  }
  expect (self, a->media->len == b->media->len, "media");
  for (guint i = 0; i < a->media->len; i++) {
    const PcNegotiatedMedia *x = g_ptr_array_index (a->media, i);
    const PcNegotiatedMedia *y = g_ptr_array_index (b->media, i);

    expect (self, g_str_equal (x->mid, y->mid), "mids");
    expect (self, x->kind == y->kind, "kinds");
    expect (self, x->direction == pc_direction_reverse (y->direction),
        "directions");
  }
  expect (self, a->transports->len == b->transports->len, "transports");
  for (guint i = 0; i < a->transports->len; i++) {
    const PcNegotiatedTransport *x = g_ptr_array_index (a->transports, i);
    const PcNegotiatedTransport *y = g_ptr_array_index (b->transports, i);

    expect (self, g_strcmp0 (x->local_ufrag, y->remote_ufrag) == 0
        && g_strcmp0 (x->remote_ufrag, y->local_ufrag) == 0, "ufrags");
    expect (self, x->dtls_role != y->dtls_role, "DTLS roles");
  }
  expect (self, (a->sctp != NULL) == (b->sctp != NULL), "sctp");
}

static void
run (World * self)
{
  static void (*const steps[]) (World *, Side *) = {
    step_change, step_check, step_receive, step_operation,
  };
  guint step = 0;

  for (guint i = 0; i < 2; i++) {
    self->sides[i] = (Side) {
    .seed = self->schedule * 2 + i,.polite = i == 1,.changes = CHANGES};
    self->sides[i].session = test_session (&self->sides[i].seed);
    g_queue_init (&self->sides[i].chain);
    g_queue_init (&self->sides[i].arriving);
  }
  while (!is_quiet (&self->sides[0]) || !is_quiet (&self->sides[1])) {
    expect (self, step++ < MAX_STEPS, "it never ends");
    steps[roll (self, G_N_ELEMENTS (steps))] (self, &self->sides[roll (self,
                2)]);
  }
  check_agreement (self);
  for (guint i = 0; i < 2; i++)
    pc_session_free (self->sides[i].session);
}

GST_START_TEST (test_glare)
{
  World world = {.dice = 20261123 };

  for (world.schedule = 0; world.schedule < SCHEDULES; world.schedule++)
    run (&world);

  /* Or nothing was tested. */
  fail_unless (world.collisions > SCHEDULES / 4, "%u", world.collisions);
  fail_unless (world.rollbacks > SCHEDULES / 10, "%u", world.rollbacks);
  fail_unless (world.ignored > SCHEDULES / 10, "%u", world.ignored);
}

GST_END_TEST;

static Suite *
pcglare_suite (void)
{
  Suite *s = suite_create ("pcglare");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_glare);

  return s;
}

GST_CHECK_MAIN (pcglare);
