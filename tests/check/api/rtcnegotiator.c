/* gst-peerconnection
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rtcnegotiator.c: perfect negotiation between two connections, over a wire
 * that delivers when the test says so.
 */

#include "testpeer.h"

/* One side: what its negotiator sent waits until it is delivered. */
typedef struct
{
  TestPeer *peer;
  GstRTCNegotiator *negotiator;
  GQueue sent;                  /* of gchar */
  guint offers;
  guint errors;
  GError *last_error;
} Side;

static void
on_send (GstRTCNegotiator * negotiator, const gchar * json, Side * side)
{
  g_queue_push_tail (&side->sent, g_strdup (json));
  side->offers += strstr (json, "\"offer\"") != NULL;
}

static void
on_error (GstRTCNegotiator * negotiator, const GError * error, Side * side)
{
  side->errors++;
  g_clear_error (&side->last_error);
  side->last_error = g_error_copy (error);
}

static void
side_listen (Side * side, gboolean polite)
{
  side->negotiator = gst_rtc_negotiator_new (side->peer->pc, polite);
  g_signal_connect (side->negotiator, "send", G_CALLBACK (on_send), side);
  g_signal_connect (side->negotiator, "error", G_CALLBACK (on_error), side);
}

static Side *
side_new (gboolean polite)
{
  Side *side = g_new0 (Side, 1);

  side->peer = test_peer_new (gst_rtc_peer_connection_new (NULL, NULL));
  g_queue_init (&side->sent);
  side_listen (side, polite);

  return side;
}

static void
side_deafen (Side * side)
{
  if (side->negotiator != NULL)
    g_signal_handlers_disconnect_by_data (side->negotiator, side);
  g_clear_object (&side->negotiator);
}

static void
side_free (Side * side)
{
  side_deafen (side);
  gst_rtc_peer_connection_close (side->peer->pc);
  settle ();
  test_peer_free (side->peer);
  g_queue_clear_full (&side->sent, g_free);
  g_clear_error (&side->last_error);
  g_free (side);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Side, side_free);

static void
add_media (Side * side, const gchar * kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstRTCRtpTransceiver) transceiver =
      gst_rtc_peer_connection_add_transceiver (side->peer->pc, kind, NULL,
      &error);

  fail_unless (transceiver != NULL, "%s", error ? error->message : "");
}

static GstRTCSignalingState
state_of (Side * side)
{
  return gst_rtc_peer_connection_get_signaling_state (side->peer->pc);
}

static guint
count_transceivers (Side * side)
{
  g_autoptr (GPtrArray) all =
      gst_rtc_peer_connection_get_transceivers (side->peer->pc);

  return all->len;
}

/* The oldest message of @from reaches @to. */
static gboolean
deliver_one (Side * from, Side * to)
{
  g_autofree gchar *json = g_queue_pop_head (&from->sent);
  g_autoptr (GError) error = NULL;

  if (json == NULL)
    return FALSE;
  fail_unless (gst_rtc_negotiator_receive (to->negotiator, json, &error),
      "%s", error ? error->message : "");

  return TRUE;
}

/* Everything, until nobody has anything to say: word by word, or in bursts
 * that arrive before the first word of them is worked off. */
static void
talk (Side * a, Side * b, gboolean bursts)
{
  gboolean said;

  do {
    settle ();
    said = FALSE;
    while (deliver_one (a, b)) {
      said = TRUE;
      if (!bursts)
        break;
    }
    while (deliver_one (b, a)) {
      said = TRUE;
      if (!bursts)
        break;
    }
  } while (said);
}

#define assert_agreed(a, b) \
  G_STMT_START { \
    fail_unless (a->errors == 0, "%s", \
        a->last_error != NULL ? a->last_error->message : ""); \
    fail_unless (b->errors == 0, "%s", \
        b->last_error != NULL ? b->last_error->message : ""); \
    fail_unless_equals_int (state_of (a), GST_RTC_SIGNALING_STATE_STABLE); \
    fail_unless_equals_int (state_of (b), GST_RTC_SIGNALING_STATE_STABLE); \
    fail_unless_equals_int (count_transceivers (a), count_transceivers (b)); \
  } G_STMT_END

GST_START_TEST (test_connect)
{
  g_autoptr (Side) a = side_new (FALSE);
  g_autoptr (Side) b = side_new (TRUE);

  fail_unless (gst_rtc_negotiator_get_connection (a->negotiator) ==
      a->peer->pc);
  fail_if (gst_rtc_negotiator_get_polite (a->negotiator));
  fail_unless (gst_rtc_negotiator_get_polite (b->negotiator));

  add_media (__i__ == 0 ? a : b, "audio");
  talk (a, b, FALSE);
  assert_agreed (a, b);
  fail_unless_equals_int (count_transceivers (a), 1);
  fail_unless_equals_int (a->offers + b->offers, 1);
  wait_until (is_connected (a->peer) && is_connected (b->peer));
}

GST_END_TEST;

/* Both offer at once; either's may arrive first. */
GST_START_TEST (test_glare)
{
  g_autoptr (Side) impolite = side_new (FALSE);
  g_autoptr (Side) polite = side_new (TRUE);
  Side *quick = __i__ % 2 == 0 ? impolite : polite;
  Side *slow = __i__ % 2 == 0 ? polite : impolite;

  add_media (impolite, "audio");
  add_media (polite, "video");
  settle ();
  fail_unless_equals_int (impolite->offers, 1);
  fail_unless_equals_int (polite->offers, 1);
  fail_unless_equals_int (state_of (impolite),
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
  fail_unless_equals_int (state_of (polite),
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
  while (deliver_one (quick, slow));
  settle ();
  /* The impolite one stands by its offer; the polite one takes its own back,
   * answers, and then offers again. */
  fail_unless_equals_int (state_of (impolite),
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
  fail_unless_equals_int (impolite->offers, 1);
  fail_unless_equals_int (polite->offers, quick == impolite ? 2 : 1);

  talk (impolite, polite, __i__ >= 2);
  assert_agreed (impolite, polite);
  fail_unless_equals_int (count_transceivers (impolite), 2);
  fail_unless_equals_int (impolite->offers, 1);
  fail_unless_equals_int (polite->offers, 2);
  wait_until (is_connected (impolite->peer) && is_connected (polite->peer));
}

GST_END_TEST;

static void
on_needed (GstRTCPeerConnection * pc, Side * sides[2])
{
  while (deliver_one (sides[1], sides[0]));
}

/* The other's offer comes when ours is being made and the state is still
 * stable. */
GST_START_TEST (test_offer_while_making_one)
{
  g_autoptr (Side) impolite = side_new (FALSE);
  g_autoptr (Side) polite = side_new (TRUE);
  Side *sides[] = { impolite, polite };

  add_media (polite, "video");
  settle ();
  g_signal_connect (impolite->peer->pc, "negotiationneeded",
      G_CALLBACK (on_needed), sides);
  add_media (impolite, "audio");
  settle ();
  fail_unless (g_queue_is_empty (&polite->sent));
  fail_unless_equals_int (impolite->offers, 1);
  fail_unless_equals_int (state_of (impolite),
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);

  talk (impolite, polite, FALSE);
  assert_agreed (impolite, polite);
  fail_unless_equals_int (impolite->offers, 1);
  g_signal_handlers_disconnect_by_data (impolite->peer->pc, sides);
}

GST_END_TEST;

/* Both keep changing, and messages come in any order between the two. */
GST_START_TEST (test_storm)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (__i__);
  g_autoptr (Side) impolite = side_new (FALSE);
  g_autoptr (Side) polite = side_new (TRUE);
  guint added = 0, i;

  for (i = 0; i < 60; i++) {
    switch (g_rand_int_range (rand, 0, 6)) {
      case 0:
        add_media (g_rand_boolean (rand) ? impolite : polite, "audio");
        added++;
        break;
      case 1:
      case 2:
        deliver_one (impolite, polite);
        break;
      case 3:
      case 4:
        deliver_one (polite, impolite);
        break;
      default:
        g_main_context_iteration (NULL, FALSE);
        break;
    }
  }
  talk (impolite, polite, __i__ % 2);
  assert_agreed (impolite, polite);
  fail_unless_equals_int (count_transceivers (impolite), added);
}

GST_END_TEST;

static const struct
{
  const gchar *json;
  gint code;
} wrong[] = {
  {"", GST_RTC_DOM_ERROR_TYPE},
  {"hello", GST_RTC_DOM_ERROR_SYNTAX},
  {"{", GST_RTC_DOM_ERROR_SYNTAX},
  {"[]", GST_RTC_DOM_ERROR_TYPE},
  {"{}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"description\":null}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"description\":\"offer\"}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"description\":{}}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"description\":{\"type\":\"bid\",\"sdp\":\"\"}}",
      GST_RTC_DOM_ERROR_TYPE},
  {"{\"description\":{\"type\":\"offer\",\"sdp\":5}}",
      GST_RTC_DOM_ERROR_TYPE},
  {"{\"candidate\":5}", GST_RTC_DOM_ERROR_TYPE},
  {"{\"candidate\":{\"candidate\":5,\"sdpMid\":\"0\"}}",
      GST_RTC_DOM_ERROR_TYPE},
  {"{\"candidate\":{\"candidate\":\"\"}}", GST_RTC_DOM_ERROR_TYPE},
};

GST_START_TEST (test_wrong_json)
{
  g_autoptr (Side) side = side_new (FALSE);
  g_autoptr (GError) error = NULL;

  fail_if (gst_rtc_negotiator_receive (side->negotiator, wrong[__i__].json,
          &error), "taken: %s", wrong[__i__].json);
  fail_unless (g_error_matches (error, GST_RTC_DOM_ERROR,
          wrong[__i__].code), "%s: %s", wrong[__i__].json, error->message);
  settle ();
  fail_unless_equals_int (state_of (side), GST_RTC_SIGNALING_STATE_STABLE);
  fail_unless_equals_int (side->errors, 0);
  fail_unless (g_queue_is_empty (&side->sent));
  assert_diary (side->peer, "");
}

GST_END_TEST;

/* JSON that is right and says what cannot be done. */
GST_START_TEST (test_wrong_descriptions)
{
  static const struct
  {
    const gchar *json;
    gint code;
  } messages[] = {
    {"{\"description\":{\"type\":\"offer\",\"sdp\":\"v=1\\r\\n\"}}",
        GST_RTC_DOM_ERROR_OPERATION},
    {"{\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\\r\\n"
          "o=- 1 1 IN IP4 0.0.0.0\\r\\ns=-\\r\\nt=0 0\\r\\n\"}}",
        GST_RTC_DOM_ERROR_INVALID_STATE},
    {"{\"candidate\":{\"candidate\":\"\",\"sdpMid\":\"0\"}}",
        GST_RTC_DOM_ERROR_INVALID_STATE},
  };
  g_autoptr (Side) side = side_new (TRUE);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (messages); i++) {
    fail_unless (gst_rtc_negotiator_receive (side->negotiator,
            messages[i].json, NULL));
    wait_until (side->errors == i + 1);
    fail_unless (g_error_matches (side->last_error, GST_RTC_DOM_ERROR,
            messages[i].code), "%s: %s", messages[i].json,
        side->last_error->message);
    fail_unless_equals_int (state_of (side), GST_RTC_SIGNALING_STATE_STABLE);
  }
  fail_unless (gst_rtc_negotiator_receive (side->negotiator,
          "{\"candidate\":null}", NULL));
  settle ();
  fail_unless_equals_int (side->errors, i);
  fail_unless (g_queue_is_empty (&side->sent));
}

GST_END_TEST;

GST_START_TEST (test_flood)
{
  static const gchar message[] =
      "{\"candidate\":{\"candidate\":\"\",\"sdpMid\":\"0\"}}";
  g_autoptr (Side) side = side_new (TRUE);
  g_autoptr (GError) error = NULL;
  guint i;

  for (i = 0; i < GST_RTC_NEGOTIATOR_MAX_PENDING; i++)
    fail_unless (gst_rtc_negotiator_receive (side->negotiator, message, NULL));
  fail_if (gst_rtc_negotiator_receive (side->negotiator, message, &error));
  assert_error (error, OPERATION);
  wait_until (side->errors == i);
  settle ();
  fail_unless (gst_rtc_negotiator_receive (side->negotiator, message, NULL));
}

GST_END_TEST;

/* The peer came after the event that it was needed for. */
GST_START_TEST (test_late)
{
  g_autoptr (Side) a = side_new (FALSE);
  g_autoptr (Side) b = side_new (TRUE);

  side_deafen (a);
  add_media (a, "video");
  settle ();
  fail_unless (g_queue_is_empty (&a->sent));

  side_listen (a, FALSE);
  talk (a, b, FALSE);
  fail_unless_equals_int (a->offers, 0);
  gst_rtc_negotiator_negotiate (a->negotiator);
  talk (a, b, FALSE);
  assert_agreed (a, b);
  fail_unless_equals_int (a->offers, 1);
  wait_until (is_connected (a->peer) && is_connected (b->peer));
}

GST_END_TEST;

/* Dropped while it waits for an answer: nothing more is said, and the
 * connection stays as it is. */
GST_START_TEST (test_drop)
{
  g_autoptr (Side) a = side_new (FALSE);
  g_autoptr (Side) b = side_new (TRUE);

  add_media (a, "audio");
  settle ();
  fail_unless (deliver_one (a, b));
  side_deafen (b);
  settle ();
  fail_unless (g_queue_is_empty (&b->sent));
  side_deafen (a);
  settle ();
  fail_unless_equals_int (state_of (a),
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
  fail_unless_equals_int (a->errors + b->errors, 0);
}

GST_END_TEST;

static void
register_backend (void)
{
  fake_backend_register ();
}

/* An element's connection works in another thread: its first offer may be made
 * before anyone listens. */
GST_START_TEST (test_nothing_is_sent_to_nobody)
{
  g_autoptr (Side) a = side_new (FALSE);
  gchar *json;

  g_signal_handlers_disconnect_by_data (a->negotiator, a);
  add_media (a, "audio");
  settle ();
  fail_unless_equals_int (state_of (a),
      GST_RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);

  g_signal_connect (a->negotiator, "send", G_CALLBACK (on_send), a);
  gst_rtc_negotiator_negotiate (a->negotiator);
  settle ();
  json = g_queue_peek_head (&a->sent);
  fail_unless (json != NULL && strstr (json, "\"offer\"") != NULL);
  fail_unless_equals_int (a->offers, 1);
  /* The candidate, the end of them, and that this is all. */
  fail_unless_equals_int (g_queue_get_length (&a->sent), 4);
}

GST_END_TEST;

static Suite *
rtcnegotiator_suite (void)
{
  Suite *s = suite_create ("rtcnegotiator");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_checked_fixture (tc, register_backend, NULL);
  tcase_add_loop_test (tc, test_connect, 0, 2);
  tcase_add_loop_test (tc, test_glare, 0, 4);
  tcase_add_test (tc, test_nothing_is_sent_to_nobody);
  tcase_add_test (tc, test_offer_while_making_one);
  tcase_add_loop_test (tc, test_storm, 0, 20);
  tcase_add_loop_test (tc, test_wrong_json, 0, G_N_ELEMENTS (wrong));
  tcase_add_test (tc, test_wrong_descriptions);
  tcase_add_test (tc, test_flood);
  tcase_add_test (tc, test_late);
  tcase_add_test (tc, test_drop);

  return s;
}

GST_CHECK_MAIN (rtcnegotiator);
